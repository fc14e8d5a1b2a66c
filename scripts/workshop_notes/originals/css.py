"""Just enough CSS to know what a page hides: which declarations hold for an element."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from workshop_notes.originals.css_selectors import Selector, matches, read_selector
from workshop_notes.originals.visibility import Color, color

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_LENGTH = re.compile(r"(-?[\d.]+)(px|pt|em|rem|%|in|cm|mm|vw|vh)?")
_POINTS = {"px": 0.75, "pt": 1.0, "em": 12.0, "rem": 12.0, "%": 0.12, "in": 72.0, "cm": 28.35}
_UNWRAPPED = ("@media", "@supports", "@layer", "@container", "@scope", "@document")
_ELSEWHERE = ("print", "speech", "width", "height", "orientation", "prefers", "not all")
_MOST_RULES = 20_000
_IMPORTANT = "!important"

Declarations = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector, what it declares, and its rank among the rules."""

    selector: Selector
    declarations: Declarations
    rank: tuple[tuple[int, int, int], int]


@dataclass(frozen=True)
class Sheet:
    """The rules of a page by the key of their selector: an id, a class, a tag or `*`."""

    by_key: Mapping[str, Sequence[Rule]]


def read_rules(sheet: str) -> Sheet:
    """Read the rules of a style sheet that hold on a screen; selectors beyond ours are left out."""
    sheet = _screen_alone(_COMMENT.sub(" ", sheet))
    by_key: dict[str, list[Rule]] = defaultdict(list)
    number = 0
    for match in _RULE.finditer(sheet):
        declarations = declared(match.group(2))
        if not declarations:
            continue
        for text in match.group(1).split(","):
            selector = read_selector(text)
            number += 1
            if selector is not None and number < _MOST_RULES:
                rule = Rule(selector, declarations, (selector.weight, number))
                by_key[selector.key].append(rule)
    return Sheet(by_key)


def declared(style: str) -> dict[str, str]:
    """Read declarations, as in a style attribute: property → value, both in small letters.

    What is important keeps its mark at the end of its value.
    """
    found: dict[str, str] = {}
    for item in style.split(";"):
        name, colon, value = item.partition(":")
        if not colon or not name.strip():
            continue
        said = re.sub(r"\s*!\s*important", _IMPORTANT, value.strip().lower())
        name = name.strip().lower()
        if name == "font":
            found.update(_of_font(said))
        else:
            found[name] = said
    return found


def applying(element: etree._Element, sheet: Sheet) -> dict[str, str]:
    """Give the declarations that hold for an element, by the rank of their rules."""
    keys = ["*", str(element.tag), "#" + (element.get("id") or "")]
    keys += ["." + name for name in (element.get("class") or "").split()]
    rules = [
        rule
        for key in dict.fromkeys(keys)
        for rule in sheet.by_key.get(key, ())
        if matches(element, rule.selector)
    ]
    rules.sort(key=lambda rule: rule.rank)
    layers = [rule.declarations for rule in rules]
    own = element.get("style")
    if own:
        layers.append(declared(own))
    found: dict[str, str] = {}
    for important in (False, True):
        for layer in layers:
            for name, value in layer.items():
                if value.endswith(_IMPORTANT) is important:
                    found[name] = value.removesuffix(_IMPORTANT).strip()
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


def _of_font(said: str) -> dict[str, str]:
    """Read the size out of a font's short form."""
    mark = _IMPORTANT if said.endswith(_IMPORTANT) else ""
    for word in said.removesuffix(_IMPORTANT).split():
        size = word.split("/")[0]
        if _LENGTH.fullmatch(size) and (size == "0" or not size.isdigit()):
            return {"font-size": size + mark}
    return {}


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
        if head.startswith(_UNWRAPPED) and not any(word in head for word in _ELSEWHERE):
            out.append(_screen_alone(sheet[brace + 1 : end]))
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
