"""Which elements of a web page are there but not to be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from workshop_notes.originals.archive import RefusedError
from workshop_notes.originals.css import applying, background, length, read_rules
from workshop_notes.originals.visibility import BLACK, TINY_POINTS, WHITE, Color, color, too_close

DEEPEST = 200
MOST_ELEMENTS = 200_000
UNREAD = frozenset({"script", "style", "template", "head", "noscript", "title", "meta", "link"})

_FAR_POINTS = 500.0
# What stands in these is for programs that cannot show the thing itself.
_NEVER_SHOWN = frozenset({"audio", "video", "canvas", "datalist"})
_SIDES = ("width", "height", "max-width", "max-height", "line-height")
_CLIPPED = re.compile(
    r"inset\((?:50|100)%|circle\(0|polygon\(0(?:px)? 0(?:px)?\)|path\(\s*['\"]{2}"
)
_NO_INK = re.compile(
    r"transparent|#[\da-f]{3}0|#[\da-f]{6}0[\da-f]"
    r"|(?:rgb|hsl)a?\((?:(?:[^,()]*,){3}|[^()]*/)\s*0?\.?0*%?\s*\)"
)
_NO_SIZE = re.compile(
    r"rect\(\s*[01](?:px)?[,\s]+[01](?:px)?[,\s]+[01](?:px)?[,\s]+[01](?:px)?\s*\)"
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """An element that is not seen: all of it, or its own text alone; with the reason."""

    element: etree._Element
    why: str
    whole: bool


@dataclass(frozen=True, slots=True)
class _State:
    ink: Color | None
    ground: Color | None
    points: float


def parse_page(text: str) -> etree._Element:
    """Parse a page within bounds; its comments stay in the tree."""
    parser = html.HTMLParser(huge_tree=False, no_network=True)
    try:
        root: etree._Element | None = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise RefusedError(
            "unreadable-original", "this page cannot be read", "save it again from a browser"
        ) from error
    if root is None:
        raise RefusedError("empty-original", "this page is empty", "put the note's text in it")
    _bound(root)
    return root


def hidden_elements(root: etree._Element) -> Iterator[Hidden]:
    """Yield what is not seen, from the top down; nothing inside of what is hidden as a whole."""
    rules = read_rules("\n".join(style.text or "" for style in root.iter("style")))
    waiting = [(root, _State(BLACK, WHITE, 12.0))]
    while waiting:
        element, state = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in UNREAD:
            continue
        said = applying(element, rules)
        why = _why_hidden(element, said)
        if why:
            if any(str(text).strip() for text in element.itertext(with_tail=False)):
                yield Hidden(element, why, whole=True)
            continue
        state = _next_state(element, said, state)
        if _own_text(element).strip():
            if state.points < TINY_POINTS:
                yield Hidden(element, "tiny text", whole=False)
            elif too_close(state.ink, state.ground):
                yield Hidden(element, "text in the color of its ground", whole=False)
        waiting.extend((child, state) for child in reversed(element))


def _bound(root: etree._Element) -> None:
    number, depth = 0, 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        number += event == "start"
        if depth > DEEPEST:
            raise RefusedError("limit-depth", "this page is nested too deeply", "simplify it")
        if number > MOST_ELEMENTS:
            raise RefusedError("limit-size", "this page has too many elements", "split it")


def _why_hidden(element: etree._Element, said: dict[str, str]) -> str:
    if element.get("hidden") is not None and said.get("display", "none") == "none":
        return "text that is not displayed"
    if said.get("display") == "none" or said.get("visibility") in ("hidden", "collapse"):
        return "text that is not displayed"
    if element.tag in _NEVER_SHOWN or (element.tag == "dialog" and element.get("open") is None):
        return "text that is not displayed"
    if said.get("mso-hide") == "all" or said.get("content-visibility") == "hidden":
        return "text that is not displayed"
    if _is_zero(said.get("opacity", "1")):
        return "transparent text"
    if _NO_SIZE.search(said.get("clip", "")) or _CLIPPED.match(said.get("clip-path", "")):
        return "text in a box without size"
    clipped = said.get("overflow") in ("hidden", "clip")
    if clipped and any(_is_small(said.get(side, "")) for side in _SIDES):
        return "text in a box without size"
    placed = said.get("position") in ("absolute", "fixed", "relative")
    sides = ["margin-left", "margin-top", "text-indent"]
    sides += ["left", "top", "right", "bottom"] if placed else []
    if any((length(said.get(side, "")) or 0) < -_FAR_POINTS for side in sides):
        return "text off the page"
    if re.search(r"translate[xy]?\(\s*-\d{4,}|scale\(\s*0\s*\)", said.get("transform", "")):
        return "text off the page"
    return ""


def _next_state(element: etree._Element, said: dict[str, str], state: _State) -> _State:
    ink, ground, size = state.ink, state.ground, state.points
    named = said.get("-webkit-text-fill-color") or said.get("color", "inherit")
    if named not in ("inherit", "currentcolor", "unset"):
        ink = ground if _NO_INK.fullmatch(named) else color(named)
    elif element.tag == "font" and element.get("color"):
        ink = color(element.get("color") or "")
    elif element.tag == "body" and element.get("text"):
        ink = color(element.get("text") or "")
    elif element.tag == "a" and element.get("href") and "color" not in said:
        ink = None
    painted = background(said)
    if painted is None and element.get("bgcolor"):
        painted = color(element.get("bgcolor") or "")
    if painted is not None:
        ground = painted
    if "font-size" in said:
        own = said["font-size"]
        measured = length(own)
        if measured is not None:
            relative = re.search(r"(?:\dem|%)$", own) and "rem" not in own
            size = size * measured / 12.0 if relative else measured
    return _State(ink, ground, size)


def _own_text(element: etree._Element) -> str:
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _is_zero(text: str) -> bool:
    try:
        return float(text.rstrip("%")) <= 0.05
    except ValueError:
        return False


def _is_small(text: str) -> bool:
    measured = length(text)
    return measured is not None and measured <= 1.0
