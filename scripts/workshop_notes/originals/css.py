"""Just enough CSS to know what a page hides: simple selectors and declarations, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from workshop_notes.originals.visibility import Color, color

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_COMPOUND = re.compile(r"(\*|[a-z][\w-]*)?((?:[.#][\w-]+)*)(\[hidden\])?$", re.I)
_PART = re.compile(r"([.#])([\w-]+)")
_LENGTH = re.compile(r"(-?[\d.]+)(px|pt|em|rem|%|in|cm|mm|vw|vh)?")
_POINTS = {"px": 0.75, "pt": 1.0, "em": 12.0, "rem": 12.0, "%": 0.12, "in": 72.0, "cm": 28.35}
_MOST_RULES = 5_000

Declarations = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector as its compounds, outermost first, and what it declares."""

    compounds: tuple[tuple[str, frozenset[str], frozenset[str]], ...]
    declarations: Declarations


def read_rules(sheet: str) -> tuple[Rule, ...]:
    """Read the rules of a style sheet that hold on a screen; selectors beyond ours are left out."""
    sheet = _screen_alone(_COMMENT.sub(" ", sheet))
    rules: list[Rule] = []
    for match in _RULE.finditer(sheet):
        declarations = declared(match.group(2))
        if not declarations:
            continue
        for selector in match.group(1).split(","):
            compounds = _compounds(selector)
            if compounds and len(rules) < _MOST_RULES:
                rules.append(Rule(compounds, declarations))
    return tuple(rules)


def declared(style: str) -> dict[str, str]:
    """Read declarations, as in a style attribute: property → value, both in small letters."""
    found = {}
    for item in style.split(";"):
        name, colon, value = item.partition(":")
        if colon and name.strip():
            found[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return found


def applying(element: etree._Element, rules: tuple[Rule, ...]) -> dict[str, str]:
    """Give the declarations that hold for an element: its rules' in order, then its own."""
    found: dict[str, str] = {}
    for rule in rules:
        if _matches(element, rule.compounds):
            found.update(rule.declarations)
    found.update(declared(element.get("style") or ""))
    return found


def length(text: str) -> float | None:
    """Read a length in points; None when it is none."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return float(match.group(1)) * _POINTS.get(match.group(2) or "px", 1.0)
    except ValueError:
        return None


def background(declarations: Declarations) -> Color | None:
    """Give the color of an element's ground; a picture counts as an unknown, dark one."""
    said = declarations.get("background-color") or declarations.get("background") or ""
    if (
        "url(" in said
        or "gradient" in said
        or declarations.get("background-image", "none") != "none"
    ):
        return (128, 128, 128)
    for word in (said, *said.split()):
        if (known := color(word)) is not None:
            return known
    named = said and said.split()[0] not in ("transparent", "none", "inherit", "initial")
    return (128, 128, 128) if named else None


def _screen_alone(sheet: str) -> str:
    """Unwrap `@media` blocks for screens and drop those for print and other at-blocks."""
    out, at = [], 0
    while (start := sheet.find("@", at)) >= 0:
        brace, semicolon = sheet.find("{", start), sheet.find(";", start)
        out.append(sheet[at:start])
        if brace < 0 or 0 <= semicolon < brace:
            at = semicolon + 1 if semicolon >= 0 else len(sheet)
            continue
        end = _closing(sheet, brace)
        head = sheet[start:brace].lower()
        if head.startswith("@media") and "print" not in head and "width" not in head:
            out.append(sheet[brace + 1 : end])
        at = end + 1
    out.append(sheet[at:])
    return "".join(out)


def _closing(sheet: str, brace: int) -> int:
    depth = 0
    for match in re.finditer(r"[{}]", sheet[brace:]):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return brace + match.start()
    return len(sheet)


def _compounds(selector: str) -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    compounds = []
    for word in selector.replace(">", " ").split():
        match = _COMPOUND.fullmatch(word)
        if match is None or not word:
            return ()
        marks = _PART.findall(match.group(2) or "")
        compounds.append(
            (
                (match.group(1) or "*").lower(),
                frozenset(name for mark, name in marks if mark == "."),
                frozenset(name for mark, name in marks if mark == "#"),
            )
        )
    return tuple(compounds)


def _matches(
    element: etree._Element, compounds: tuple[tuple[str, frozenset[str], frozenset[str]], ...]
) -> bool:
    if not _is(element, compounds[-1]):
        return False
    waiting = list(compounds[:-1])
    for above in _ancestors(element):
        if not waiting:
            break
        if _is(above, waiting[-1]):
            waiting.pop()
    return not waiting


def _ancestors(element: etree._Element) -> Iterator[etree._Element]:
    yield from element.iterancestors()


def _is(element: etree._Element, compound: tuple[str, frozenset[str], frozenset[str]]) -> bool:
    tag, classes, ids = compound
    if tag not in ("*", element.tag):
        return False
    if ids and (element.get("id") or "") not in ids:
        return False
    return classes <= set((element.get("class") or "").split())
