"""Which elements of a web page are there but not to be seen, by their attributes and style sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from workshop_notes.originals.visibility import WHITE, color, too_close

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.I)
_LENGTH = re.compile(r"(-?[\d.]+)\s*(px|pt|em|rem|%|in|cm|mm|vw|vh)?")
_UNSEEN_CLASSES = frozenset(
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only offscreen "
    "element-invisible assistive-text u-hidden d-none hidden hide is-hidden".split()
)
_POINTS = {
    "px": 0.75,
    "pt": 1.0,
    "em": 12.0,
    "rem": 12.0,
    "%": 0.12,
    "in": 72.0,
    "cm": 28.3,
    "mm": 2.8,
}
_TINY = 4.0
_FAR = 700.0


@dataclass(frozen=True)
class Sheet:
    """A page's style sheets, as far as simple selectors go: (tag, classes and ids, declarations)."""

    rules: tuple[tuple[str, frozenset[str], str], ...] = ()

    def why_hidden(self, element: etree._Element) -> str:
        """Say why an element cannot be seen, or ""."""
        classes = set((element.get("class") or "").split())
        if element.get("hidden") is not None or classes & _UNSEEN_CLASSES:
            return "hidden element"
        if element.tag == "input" or element.tag in ("ins", "del"):
            return ""
        stated = [
            said
            for tag, names, said in self.rules
            if tag in ("", element.tag) and names <= _names(element)
        ]
        stated.append(element.get("style") or "")
        if element.tag == "font" and element.get("color"):
            stated.append(f"color:{element.get('color')}")
        return _why(_declarations(";".join(stated)))


def read_sheets(root: etree._Element) -> Sheet:
    """Read the style sheets inside the page."""
    rules = []
    for style in root.iter("style"):
        text = re.sub(r"/\*.*?\*/", "", style.text or "", flags=re.S)
        text = re.sub(
            r"@(?:media\s+print|page|font-face)[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text
        )
        for selectors, said in _RULE.findall(text):
            for selector in selectors.split(","):
                found = _SIMPLE.fullmatch(selector.strip())
                if found and selector.strip():
                    names = frozenset(re.findall(r"[.#][\w-]+", found[2] or ""))
                    rules.append(((found[1] or "").lower(), names, said))
    return Sheet(tuple(rules))


def _names(element: etree._Element) -> frozenset[str]:
    names = {f".{name}" for name in (element.get("class") or "").split()}
    return frozenset(names | ({f"#{element.get('id')}"} if element.get("id") else set()))


def _declarations(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, _, value = part.partition(":")
        if value:
            found[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return found


def _why(said: dict[str, str]) -> str:
    if said.get("display") == "none" or said.get("visibility") in ("hidden", "collapse"):
        return "hidden element"
    opacity = said.get("opacity", "1")
    if (
        re.fullmatch(r"0?\.?0*[0-4]?", opacity)
        and opacity not in ("", "1")
        and float(opacity or 0) < 0.05
    ):
        return "transparent text"
    size = _points(said.get("font-size", ""))
    if size is not None and size < _TINY:
        return "tiny text"
    ground = color(said.get("background-color") or said.get("background", "").split(" ")[0] or "")
    if too_close(color(said.get("color", "")), ground or WHITE):
        return "text in the color of its ground"
    if said.get("color") in ("transparent",):
        return "transparent text"
    for name in ("left", "top", "right", "text-indent", "margin-left", "margin-top"):
        place = _points(said.get(name, ""))
        if place is not None and place < -_FAR:
            return "text off the page"
    if "rect(0" in said.get("clip", "") or "inset(50%" in said.get("clip-path", ""):
        return "hidden element"
    flat = any(_points(said.get(name, "")) == 0 for name in ("height", "width", "max-height"))
    return "hidden element" if flat and said.get("overflow") == "hidden" else ""


def _points(value: str) -> float | None:
    found = _LENGTH.match(value)
    if not found or not value:
        return None
    try:
        return float(found[1]) * _POINTS.get(found[2] or "px", 1.0)
    except ValueError:
        return None
