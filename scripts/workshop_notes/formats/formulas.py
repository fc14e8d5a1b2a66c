"""Formulas of Word and MathML as text that reads the same: `3/4`, `10^6`, `√(a+b)`, `(a, b; c)`."""

from __future__ import annotations

import re

from lxml import etree

from workshop_notes.formats.names import names

_SKIPPED = names("formula")["skipped"]
_SIMPLE = re.compile(r"[\w.,√∑∏∫]*|\([^()]*\)")
_ROWS = ("m", "eqArr", "mtable")
_OFFICE_SCRIPTS = frozenset({"sSup", "sSub", "sSubSup", "sPre", "limLow", "limUpp"})
_MATHML_SCRIPTS = frozenset({"msup", "msub", "msubsup", "munder", "mover", "munderover"})
_OPERATORS = frozenset("=<>≤≥≈≠×·")


def formula_text(element: etree._Element) -> str:
    """Give a formula (`m:oMath` or `math`) in one line."""
    return " ".join(_text(element).split())


def _text(element: etree._Element) -> str:
    if not isinstance(element.tag, str):
        return ""
    local = etree.QName(element).localname
    if local in _SKIPPED:
        return ""
    if local in ("t", "mi", "mn", "mo", "mtext", "ms"):
        text = element.text or ""
        return f" {text} " if text.strip() in _OPERATORS and text.strip() else text
    parts = {etree.QName(one).localname: one for one in element if isinstance(one.tag, str)}
    inner = [one for one in element if isinstance(one.tag, str)]
    if local in ("f", "mfrac"):
        top, bottom = (parts.get("num"), parts.get("den")) if local == "f" else _two(inner)
        return f"{_held(top)}/{_held(bottom)}"
    if local in ("rad", "msqrt", "mroot"):
        return _root(element, parts, inner, local)
    if local in _OFFICE_SCRIPTS | _MATHML_SCRIPTS:
        return _scripted(parts, inner, local)
    if local == "nary":
        sign = _stated(element, "naryPr", "chr") or "∫"
        return f"{sign}{_scripts(parts.get('sub'), parts.get('sup'))} {_text_of(parts.get('e'))} "
    if local in ("d", "mfenced"):
        return _fenced(element, inner, local)
    if local in _ROWS:
        rows = [", ".join(filter(None, map(_flat, _cells(row)))) for row in inner]
        return f"({'; '.join(filter(None, rows))})"
    if local == "func":
        return f"{_text_of(parts.get('fName'))} {_text_of(parts.get('e'))}"
    return "".join(map(_text, inner))


def _scripted(parts: dict[str, etree._Element], inner: list[etree._Element], local: str) -> str:
    if local in _MATHML_SCRIPTS:
        base, scripts = _two(inner)[0], inner[1:]
        low = scripts[0] if local not in ("msup", "mover") and scripts else None
        high = scripts[-1] if local not in ("msub", "munder") and scripts else None
        return _text_of(base) + _scripts(low, high)
    low, high = parts.get("sub", parts.get("lim")), parts.get("sup")
    high = parts.get("lim") if local == "limUpp" else high
    low = None if local in ("limUpp", "sSup") else low
    return _text_of(parts.get("e")) + _scripts(low, high)


def _root(
    element: etree._Element,
    parts: dict[str, etree._Element],
    inner: list[etree._Element],
    local: str,
) -> str:
    if local == "rad":
        degree, radicand = _text_of(parts.get("deg")).strip(), _held(parts.get("e"))
    elif local == "mroot":
        first, second = _two(inner)
        degree, radicand = _text_of(second).strip(), _held(first)
    else:
        degree, radicand = "", _bracketed("".join(map(_text, element)).strip())
    return f"{degree}√{radicand}" if not degree else f"({degree})√{radicand}"


def _fenced(element: etree._Element, inner: list[etree._Element], local: str) -> str:
    if local == "mfenced":
        left, right = element.get("open", "("), element.get("close", ")")
        parts = [_text(one).strip() for one in inner]
    else:
        left = _stated(element, "dPr", "begChr", "(")
        right = _stated(element, "dPr", "endChr", ")")
        parts = [_text(one).strip() for one in inner if etree.QName(one).localname == "e"]
    text = ", ".join(parts)
    if left == "(" and text.startswith("(") and text.endswith(")") and len(parts) == 1:
        return text
    return f"{left}{text}{right}"


def _scripts(low: etree._Element | None, high: etree._Element | None) -> str:
    below, above = _held(low), _held(high)
    return (f"_{below}" if below else "") + (f"^{above}" if above else "")


def _held(element: etree._Element | None) -> str:
    """Give a part, in brackets where it would be read with what stands beside it."""
    return _bracketed(_text_of(element).strip())


def _bracketed(text: str) -> str:
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _text_of(element: etree._Element | None) -> str:
    return "" if element is None else _text(element)


def _flat(element: etree._Element) -> str:
    return _text(element).strip()


def _cells(row: etree._Element) -> list[etree._Element]:
    local = etree.QName(row).localname
    if local not in ("mr", "mtr", "mlabeledtr"):
        return [row]
    return [cell for cell in row if isinstance(cell.tag, str)]


def _two(inner: list[etree._Element]) -> tuple[etree._Element | None, etree._Element | None]:
    both = [*inner, None, None]
    return both[0], both[1]


def _stated(element: etree._Element, properties: str, name: str, default: str = "") -> str:
    for holder in element:
        if isinstance(holder.tag, str) and etree.QName(holder).localname == properties:
            for one in holder:
                if isinstance(one.tag, str) and etree.QName(one).localname == name:
                    return next((str(known) for known in one.attrib.values()), "")
    return default
