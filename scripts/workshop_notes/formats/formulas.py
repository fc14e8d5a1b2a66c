"""Formulas of Word and MathML as text that reads the same: `3/4`, `10^6`, `√(a+b)`, `(a, b; c)`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from workshop_notes.formats.names import names, ordered

_SKIPPED = names("formula")["skipped"]
_SIMPLE = re.compile(r"[\w.,√∑∏∫]*|\([^()]*\)")
_LETTERS = ("t", "mi", "mn", "mo", "mtext", "ms")
_OPERATORS = frozenset("=<>≤≥≈≠×·")
# Where the parts of a shape stand: by the names that Word gives them, or by their place.
_FRACTIONS, _ROOTS, _SCRIPTS = (
    ordered(f"formula-{shapes}") for shapes in ("fractions", "roots", "scripts")
)
_BUILT = frozenset({*_FRACTIONS, *_ROOTS, *_SCRIPTS})


def formula_text(element: etree._Element) -> str:
    """Give a formula (`m:oMath` or `math`) in one line."""
    return " ".join(_text(element).split())


def _text(element: etree._Element | None) -> str:
    local = _local(element)
    if element is None or local in _SKIPPED:
        return ""
    if local in _LETTERS:
        text = element.text or ""
        return f" {text} " if text.strip() in _OPERATORS and text.strip() else text
    inner = [one for one in element if _local(one)]
    parts = {_local(one): one for one in inner} | {str(at): one for at, one in enumerate(inner)}
    if local in _FRACTIONS:
        return "/".join(_held(parts.get(name)) for name in _FRACTIONS[local])
    if local in _ROOTS:
        degree, radicand = (parts.get(name) for name in _ROOTS[local])
        root = f"√{_held(radicand) if radicand is not None else _bracketed(_joined(inner))}"
        return f"({said}){root}" if (said := _text(degree).strip()) else root
    if local in _SCRIPTS:
        base, low, high = (parts.get(name) for name in _SCRIPTS[local])
        return _text(base) + _scripts(low, high)
    if local == "nary":
        sign = _stated(element, "naryPr", "chr") or "∫"
        return f"{sign}{_scripts(parts.get('sub'), parts.get('sup'))} {_text(parts.get('e'))} "
    if local in ("d", "mfenced"):
        return _fenced(element, inner, local)
    if local in ("m", "eqArr", "mtable"):
        rows = [", ".join(filter(None, map(str.strip, map(_text, _cells(row))))) for row in inner]
        return f"({'; '.join(filter(None, rows))})"
    if local == "func":
        return f"{_text(parts.get('fName'))} {_text(parts.get('e'))}"
    return _joined(inner)


def _joined(inner: Iterable[etree._Element]) -> str:
    """Join neighbours, with a blank where one would be read as part of the other."""
    text, built = "", False
    for one in inner:
        said, is_built = _text(one), _local(one) in _BUILT
        meets = bool(re.search(r"[\w)]\Z", text) and re.match(r"[\w(√]", said))
        counts = text[-1:].isdigit() or _local(one) in _FRACTIONS
        text += f" {said}" if meets and (built or (is_built and counts)) else said
        built = is_built
    return text


def _fenced(element: etree._Element, inner: list[etree._Element], local: str) -> str:
    if local == "mfenced":
        left, right = element.get("open", "("), element.get("close", ")")
    else:
        left = _stated(element, "dPr", "begChr", "(")
        right = _stated(element, "dPr", "endChr", ")")
        inner = [one for one in inner if _local(one) == "e"]
    text = ", ".join(_text(one).strip() for one in inner)
    if left == "(" and text.startswith("(") and text.endswith(")") and len(inner) == 1:
        return text
    return f"{left}{text}{right}"


def _scripts(low: etree._Element | None, high: etree._Element | None) -> str:
    below, above = _held(low), _held(high)
    return (f"_{below}" if below else "") + (f"^{above}" if above else "")


def _held(element: etree._Element | None) -> str:
    """Give a part, in brackets where it would be read with what stands beside it."""
    return _bracketed(_text(element))


def _bracketed(text: str) -> str:
    text = text.strip()
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _cells(row: etree._Element) -> list[etree._Element]:
    is_row = _local(row) in ("mr", "mtr", "mlabeledtr")
    return [cell for cell in row if _local(cell)] if is_row else [row]


def _local(element: etree._Element | None) -> str:
    """Give the name of an element without its space; "" for what is none."""
    is_one = element is not None and isinstance(element.tag, str)
    return etree.QName(element).localname if is_one else ""


def _stated(element: etree._Element, properties: str, name: str, default: str = "") -> str:
    for one in element.iterfind(f"{{*}}{properties}/{{*}}{name}"):
        return next((str(known) for known in one.attrib.values()), "")
    return default
