"""What a web page hides by its style: which rules hold for an element, and what they do to it.

The sheets are read by tinycss2, selectors by cssselect2; what is left here is the cascade, for a
screen of 1280 by 720 pixels, and the judgement. What is not understood hides nothing. A table in
the tests, confirmed by a browser, holds what hides and what does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import cssselect2
import tinycss2
from lxml import etree

from workshop_notes.formats.archive import own_text
from workshop_notes.formats.hidden import (
    BLACK,
    TINY_POINTS,
    WHITE,
    Color,
    color,
    painted,
    too_close,
)
from workshop_notes.formats.names import names

TRANSPARENT = "transparent text"
NOT_DISPLAYED = "text that is not displayed"
NO_SIZE = "text in a box without size"
OFF_PAGE = "text off the page"
OF_ITS_GROUND = "text in the color of its ground"

_CONDITIONS = frozenset({"media", "supports", "layer", "container", "scope", "starting-style"})
_SIZE_QUERY = re.compile(
    r"\((?:(?P<bound>min|max)-)?(?P<side>width|height)\s*(?P<sign>[:<>]=?)\s*"
    r"(?P<amount>[\d.]+)(?P<unit>px|r?em)?\)"
)
_SCREEN = {"width": 1280.0, "height": 720.0}
_VARIABLE = re.compile(r"var\(\s*(--[^\s,()]+)\s*(?:,\s*((?:[^()]|\([^()]*\))*))?\)")
_CALC = re.compile(r"calc\(([^()]*)\)")
_CONTENT = re.compile(r"content\s*:\s*(?:\"([^\"]*)\"|'([^']*)')")
_ICON = re.compile(r"(?:\\[\da-fA-F]{1,6} ?)+")
_POINTS = {
    "px": 0.75, "pt": 1.0, "pc": 12.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "q": 0.709,
    "rem": 12.0, "em": 12.0, "ex": 6.0, "ch": 6.0, "lh": 14.0, "rlh": 14.0, "vw": 9.6, "vh": 5.4,
    "vmin": 5.4, "vmax": 9.6, "svh": 5.4, "dvh": 5.4, "lvh": 5.4, "svw": 9.6, "dvw": 9.6,
}  # fmt: skip
_FAR_POINTS = 500.0
_WIDE_POINTS = 960.0  # of the page, for percentages
_FAINT = 0.05
_MOST_RULES = 20_000
_DEEPEST = 12
_UNLAYERED = 1_000
_GRAY = (128, 128, 128)
_SIDES = ("top", "right", "bottom", "left")
_FOUR = ((0, 0, 0, 0), (0, 1, 0, 1), (0, 1, 2, 1), (0, 1, 2, 3))  # as shorthands are spelled
_LOGICAL = {"inline-size": "width", "block-size": "height", "inline": "left right"}
_LOGICAL |= {"block": "top bottom", "inline-start": "left", "inline-end": "right"}
_LOGICAL |= {"block-start": "top", "block-end": "bottom"}
_LOGICAL_NAME = re.compile(rf"(inset-|margin-|padding-|max-|min-|)({'|'.join(_LOGICAL)})")
_NO_TRACK = re.compile(r"0(?:fr|px|%)?|minmax\(\s*0(?:px)?\s*,\s*0(?:fr|px)?\s*\)")
_NO_MASK = re.compile(r"(?:linear|radial)-gradient\(\s*transparent\s*,\s*transparent\s*\)")

NAMES = {**names("html"), **names("css")}
Node: TypeAlias = tinycss2.ast.Node


class _Value(NamedTuple):
    """What is stated for a property: as written, in lower case, and its parts."""

    word: str
    parts: Sequence[Node]


Said = dict[str, _Value]
_NOTHING = _Value("", ())


@dataclass(frozen=True, slots=True)
class Hidden:
    """An element that is not seen: all of it, or its own text alone; with the reason."""

    element: etree._Element
    why: str
    whole: bool


class _Declared(NamedTuple):
    important: bool
    name: str
    value: _Value


class _Rule(NamedTuple):
    layer: int
    place: int
    declared: Sequence[_Declared]


@dataclass(frozen=True)
class _State:
    """What an element hands down to what stands in it."""

    ink: Color | None = BLACK
    faint: bool = False
    ground: Color | None = WHITE
    points: float = 12.0
    indent: float = 0.0
    shown: bool = True  # by `visibility`, which an element inside may take back
    squeezed: bool = False  # in a grid's row or column without size
    dim: float = 1.0  # opacity of all around, multiplied


@dataclass(frozen=True, slots=True)
class Look:
    """How the text of an element is set; `margin` is its own left one, `size` in points.

    `display` is its own stated one; `apart` says that its text has lines of its own, and `floats`
    that it stands at a side of the lines around it.
    """

    bold: bool = False
    italic: bool = False
    struck: bool = False
    position: str = ""
    margin: float = 0.0
    size: float = 12.0
    display: str = ""
    apart: bool = False
    floats: bool = False


def hidden_elements(root: etree._Element) -> Iterator[Hidden]:
    """Yield what is not seen, from the top down; nothing inside of what is hidden as a whole."""
    yield from styled(root)[0]


def styled(root: etree._Element) -> tuple[list[Hidden], dict[etree._Element, Look]]:
    """Give what of a page is not seen, and how the rest is set."""
    # Old pages put their sheets in the marks of HTML comments.
    sheets = (style.text or "" for style in root.iter("style"))
    sheet = _Sheet("\n".join(s.strip().removeprefix("<!--").removesuffix("-->") for s in sheets))
    wrappers = cssselect2.ElementWrapper.from_html_root(root).iter_subtree()
    by_element = {wrapped.etree_element: wrapped for wrapped in wrappers}
    hidden: list[Hidden] = []
    looks: dict[etree._Element, Look] = {}
    none: Mapping[str, str] = {}
    waiting = [(root, _State(), Look(), none)]
    while waiting:
        element, state, look, words = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in NAMES["unread"]:
            continue
        said, words = sheet.applying(element, by_element.get(element), words)
        why = "" if element.tag == "html" else _why_hidden(element, said, state)
        if why:
            if any(str(text).strip() for text in element.itertext(with_tail=False)):
                hidden.append(Hidden(element, why, whole=True))
            continue
        state = _next_state(element, said, state)
        looks[element] = look = _look(element, said, look, state)
        if own_text(element).strip() and (reason := _why_unread(state)):
            hidden.append(Hidden(element, reason, whole=False))
        waiting.extend((child, state, look, words) for child in reversed(element))
    return hidden, looks


def generated_texts(root: etree._Element) -> list[str]:
    """List the texts that style sheets put before or after elements by `content`."""
    sheets = (style.text or "" for style in root.iter("style"))
    found = ("".join(text) for sheet in sheets for text in _CONTENT.findall(sheet))
    return [said for said in found if any(map(str.isalnum, said)) and not _ICON.fullmatch(said)]


class _Sheet:
    """The rules of a page's style sheets, and the cascade."""

    def __init__(self, text: str) -> None:
        self._matcher = cssselect2.Matcher()
        self._number = 0
        self._layers: dict[str, int] = {}
        self._read(tinycss2.parse_stylesheet(text, True, True), "", _DEEPEST, _UNLAYERED)

    def applying(
        self,
        element: etree._Element,
        wrapped: cssselect2.ElementWrapper | None,
        inherited: Mapping[str, str],
    ) -> tuple[Said, Mapping[str, str]]:
        """Give the declarations that hold for an element, and its custom properties."""
        ranked: list[tuple[tuple[bool, int, tuple[int, ...], int], _Declared]] = []
        for specificity, _, pseudo, rule in self._matcher.match(wrapped) if wrapped else ():
            for one in rule.declared if pseudo is None else ():
                layer = -rule.layer if one.important else rule.layer
                ranked.append(((one.important, layer, tuple(specificity), rule.place), one))
        for one in _declared(element.get("style") or ""):
            ranked.append(((one.important, _UNLAYERED + 1, (1, 0, 0), 0), one))
        if not ranked:
            return {}, inherited
        ranked.sort(key=lambda item: item[0])
        own = {one.name: one.value.word for _, one in ranked if one.name.startswith("--")}
        words = {**inherited, **own} if own else inherited
        said: Said = {}
        for _, one in ranked:
            if "var(" in one.value.word:
                for name, value in _longhands(one.name, _filled(one.value.word, words)):
                    said[name] = value
            else:
                said[one.name] = one.value
        return said, words

    def _read(self, rules: Iterable[Node], within: str, deepest: int, layer: int) -> None:
        for rule in rules:
            if deepest <= 0 or self._number > _MOST_RULES:
                return
            if rule.type not in ("qualified-rule", "at-rule"):
                continue
            head = tinycss2.serialize(rule.prelude).strip()
            selector, inside = within, layer
            if rule.type == "qualified-rule":
                selector = _nested(head, within)
            elif rule.lower_at_keyword not in _CONDITIONS:
                continue
            elif rule.lower_at_keyword == "layer":
                for name in head.lower().split(","):
                    inside = self._layers.setdefault(name.strip(), len(self._layers) + 1)
            elif not _holds(rule.lower_at_keyword, head.lower()):
                continue
            if rule.content is None:
                continue
            inner = list(tinycss2.parse_blocks_contents(rule.content, True, True))
            if selector:
                self._add(selector, inner, inside)
            self._read(inner, selector, deepest - 1, inside)

    def _add(self, selector: str, inner: Sequence[Node], layer: int) -> None:
        declared = _declarations(inner)
        for part in _parted(selector) if declared else ():
            self._number += 1
            try:
                compiled = cssselect2.compile_selector_list(part)
            except cssselect2.SelectorError:
                continue
            for one in compiled:
                self._matcher.add_selector(one, _Rule(layer, self._number, declared))


def _holds(keyword: str, condition: str) -> bool:
    """Say whether what stands below an at-rule holds on the screen of a reader."""
    if keyword == "supports":
        return not condition.startswith("not")
    return keyword != "media" or any(map(_is_met, condition.split(",")))


def _is_met(query: str) -> bool:
    said = query.strip()
    wanted = not said.startswith("not ")
    parts = re.split(r"\s+and\s+", re.sub(r"^(?:not|only)\s+", "", said))
    return all(map(_is_feature, parts)) is wanted


def _is_feature(part: str) -> bool:
    found = _SIZE_QUERY.fullmatch(part)
    if not found:
        return part in NAMES["media"]
    amount = float(found["amount"]) * (16 if (found["unit"] or "px") != "px" else 1)
    size = _SCREEN[found["side"]]
    if found["sign"] == ":":
        return size <= amount if found["bound"] == "max" else size >= amount
    return size < amount if found["sign"][0] == "<" else size > amount


def _nested(prelude: str, within: str) -> str:
    if not within:
        return prelude
    around = f":is({within})"
    return ", ".join(
        part.replace("&", around) if "&" in part else f"{around} {part}"
        for part in _parted(prelude)
    )


def _parted(selector: str) -> list[str]:
    """Part a list of selectors at the commas outside of brackets."""
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(selector):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            parts.append(selector[start:at].strip())
            start = at + 1
    return [part for part in (*parts, selector[start:].strip()) if part]


@lru_cache(maxsize=1024)
def _declared(style: str) -> Sequence[_Declared]:
    return _declarations(tinycss2.parse_blocks_contents(style, True, True)) if style else ()


def _declarations(nodes: Iterable[Node]) -> Sequence[_Declared]:
    return [
        _Declared(one.important, name, value)
        for one in nodes
        if one.type == "declaration"
        for name, value in _longhands(one.lower_name, one.value)
    ]


def _filled(text: str, words: Mapping[str, str]) -> list[Node]:
    """Give a value with each `var()` replaced, from the innermost outwards."""
    for _ in range(8):
        text, number = _VARIABLE.subn(lambda one: words.get(one[1], one[2] or ""), text)
        if not number or len(text) > 10_000:
            break
    return list(tinycss2.parse_component_value_list(text, True))


def _longhands(name: str, value: Iterable[Node]) -> Iterator[tuple[str, _Value]]:
    """Yield the properties that a declaration states and that are read here."""
    parts = [node for node in value if node.type not in ("whitespace", "comment")]
    word = tinycss2.serialize(value).strip()
    if name.startswith("--") or "var(" in word.lower():
        yield name, _Value(word, parts)
        return
    logical = _LOGICAL_NAME.fullmatch(name)
    if name in ("margin", "inset", "padding") and 1 <= len(parts) <= 4:
        prefix = "" if name == "inset" else f"{name}-"
        for side, at in zip(_SIDES, _FOUR[len(parts) - 1], strict=True):
            yield f"{prefix}{side}", _value(parts[at : at + 1])
    elif logical and parts:
        prefix = "" if logical[1] == "inset-" else logical[1]
        for side, part in zip(_LOGICAL[logical[2]].split(), (parts[0], parts[-1]), strict=False):
            yield f"{prefix}{side}", _value([part])
    elif name == "font":
        sizes = (node for node in parts if _measured(node) is not None)
        yield from (("font-size", _value([node])) for node in [*sizes][:1])
    elif name in ("overflow", "overflow-x", "overflow-y"):
        yield "overflow", _value(parts[:1])
    elif name in ("grid-template", "grid"):
        slash = next((at for at, node in enumerate(parts) if node == "/"), len(parts))
        yield "grid-template-rows", _value(parts[:slash])
        yield "grid-template-columns", _value(parts[slash + 1 :])
    elif name in ("scale", "translate") and word.lower() != "none":
        said = f"{name}({','.join(tinycss2.serialize([node]) for node in parts)})"
        yield name, _Value(said, tinycss2.parse_component_value_list(said))
    elif _is_valid(name, word.lower(), parts):
        yield name, _Value(word.lower(), parts)


def _value(parts: Sequence[Node]) -> _Value:
    return _Value(" ".join(tinycss2.serialize([node]) for node in parts).lower(), parts)


def _is_valid(name: str, word: str, parts: Sequence[Node]) -> bool:
    """Say whether a browser takes a value, so that one it drops cannot take a valid one's place."""
    if word in NAMES["everywhere"]:
        return True
    if name in ("display", "visibility", "position"):
        return all(part in NAMES[name] for part in word.split())
    if name == "opacity":
        return len(parts) == 1 and _share(parts[0]) is not None
    if name == "font-size":
        return len(parts) == 1 and (word in NAMES[name] or _measured(parts[0]) is not None)
    return name != "color" or word == "currentcolor" or _painted(word)[0] is not None or "(" in word


def _measured(node: Node, wide: float = _WIDE_POINTS, em: float = 12.0) -> float | None:
    """Give a length in points; None where it is none, or none that is known."""
    if node.type == "dimension":
        unit = node.lower_unit
        return node.value * (em if unit == "em" else _POINTS[unit]) if unit in _POINTS else None
    if node.type == "percentage":
        return float(node.value) * wide / 100
    if node.type == "number":
        return 0.0 if node.value == 0 else None
    if node.type not in ("function", "() block"):
        return None
    name = node.lower_name if node.type == "function" else "calc"
    inner = node.arguments if node.type == "function" else node.content
    if name not in ("calc", "min", "max", "clamp"):
        return None
    amounts = [_sum(part, wide, em) for part in _commas(inner)]
    known = sorted(amount for amount in amounts if amount is not None)
    if len(known) < len(amounts):
        return None
    return {"min": known[0], "max": known[-1]}.get(name, known[len(known) // 2])


def _sum(nodes: Sequence[Node], wide: float, em: float) -> float | None:
    """Add up a `calc()`: terms with +, -, * and /."""
    terms: list[float] = []
    operator = "+"
    for node in nodes:
        if node.type == "literal" and node.value in "+-*/":
            operator = node.value
        elif node.type not in ("whitespace", "comment"):
            number = float(node.value) if node.type == "number" else _measured(node, wide, em)
            if number is None or (operator in "*/" and not terms):
                return None
            if operator in "+-":
                terms.append(number if operator == "+" else -number)
            elif operator == "*" or number:
                terms[-1] = terms[-1] * number if operator == "*" else terms[-1] / number
    return sum(terms)


def _commas(nodes: Sequence[Node]) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for node in nodes:
        if node == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def _amounts(node: Node, em: float = 12.0) -> list[float]:
    """Give the numbers and lengths among a function's arguments; percentages as they are."""
    return [
        amount
        for one in node.arguments
        if (amount := one.value if one.type == "number" else _measured(one, 100.0, em)) is not None
    ]


def _length(said: Said, name: str, em: float = 12.0) -> float | None:
    parts = said.get(name, _NOTHING).parts
    return _measured(parts[0], _WIDE_POINTS, em) if len(parts) == 1 else None


def _share(node: Node) -> float | None:
    if node.type not in ("number", "percentage"):
        return None
    return float(node.value) / (100 if node.type == "percentage" else 1)


def _why_hidden(element: etree._Element, said: Said, state: _State) -> str:
    def word(name: str) -> str:
        return said.get(name, _NOTHING).word

    display = word("display")
    if (
        display == "none"
        or (not display and _is_hidden_by_markup(element))
        or element.tag in NAMES["never-shown"]
        or word("content-visibility") == "hidden"
        or (word("visibility") == "collapse" and element.tag in ("tr", "tbody", "col"))
        or word("mso-hide") == "all"
    ):
        return NOT_DISPLAYED
    if not said:
        return ""
    if state.dim * _opacity(said) <= _FAINT:
        return TRANSPARENT
    if display == "contents":
        return ""
    cut = word("overflow") in ("hidden", "clip", "scroll", "auto")
    if state.squeezed and word("overflow") in ("hidden", "clip"):
        return NO_SIZE
    if (cut and _is_without_size(said, state.points)) or _is_clipped(said) or _is_shrunk(said):
        return NO_SIZE
    return OFF_PAGE if _is_away(said, word("position"), state.points) else ""


def _is_hidden_by_markup(element: etree._Element) -> bool:
    if element.get("hidden") is not None or element.get("popover") is not None:
        return element.tag != "embed"
    if element.tag == "dialog" and element.get("open") is None:
        return True
    # What a reader can open with one click is shown, as a page's folded part.
    parent = element.getparent() if element.tag == "summary" else None
    if parent is None or parent.tag != "details" or parent.get("open") is not None:
        return False
    return parent.find("summary") is not element


def _opacity(said: Said) -> float:
    amount = next((_share(node) for node in said.get("opacity", _NOTHING).parts), 1.0)
    for node in said.get("filter", _NOTHING).parts:
        if node.type == "function" and node.lower_name == "opacity" and node.arguments:
            stated = _share(node.arguments[0])
            amount = (1.0 if amount is None else amount) * (1.0 if stated is None else stated)
    return 1.0 if amount is None else max(0.0, min(1.0, amount))


def _is_without_size(said: Said, em: float) -> bool:
    # An inline box has no height to hide in, but nobody states one there who hides nothing.
    for name in ("width", "height", "max-width", "max-height", "line-height"):
        size = _length(said, name, em)
        least = _length(said, f"min-{name.removeprefix('max-')}", em) or 0.0
        if size is not None and size <= 1.0 and least <= 1.0:
            return True
    return False


def _is_clipped(said: Said) -> bool:
    if said.get("position", _NOTHING).word in ("absolute", "fixed"):
        for node in said.get("clip", _NOTHING).parts:
            sides = _amounts(node) if node.type == "function" else []
            if len(sides) == 4 and (sides[2] - sides[0] <= 1.0 or sides[1] - sides[3] <= 1.0):
                return True
    for node in said.get("clip-path", _NOTHING).parts:
        shape = _SHAPES.get(node.lower_name) if node.type == "function" else None
        if shape and shape(node, _amounts(node)):
            return True
    mask = next((said[name].word for name in ("mask-image", "mask", "-webkit-mask-image")
                 if name in said), "")  # fmt: skip
    return bool(_NO_MASK.match(mask))


def _is_inset_shut(node: Node, amounts: list[float]) -> bool:
    named = [at for at, one in enumerate(node.arguments) if one.type == "ident"]
    stated = [
        one for one in node.arguments[: named[0] if named else None] if one.type != "whitespace"
    ]
    if not stated or any(one.type not in ("percentage", "number") for one in stated):
        return False
    top, right, bottom, left = (amounts[at] for at in _FOUR[min(len(stated), 4) - 1])
    return top + bottom >= 100 or right + left >= 100


_SHAPES: Mapping[str, Callable[[Node, list[float]], bool]] = {
    "inset": _is_inset_shut,
    "circle": lambda _, amounts: bool(amounts) and amounts[0] <= 0.5,
    "ellipse": lambda _, amounts: bool(amounts) and amounts[0] <= 0.5,
    "polygon": lambda _, amounts: bool(amounts) and all(abs(one) <= 1 for one in amounts),
    "path": lambda node, _: not tinycss2.serialize(node.arguments).strip(" '\""),
}


def _is_shrunk(said: Said) -> bool:
    for node in (*said.get("transform", _NOTHING).parts, *said.get("scale", _NOTHING).parts):
        if node.type != "function":
            continue
        if node.lower_name in ("scale", "scalex", "scaley", "scale3d", "matrix"):
            amounts = [one.value for one in node.arguments if one.type == "number"]
            used = amounts[:4:3] if node.lower_name == "matrix" else amounts[:2]
            if any(abs(amount) < 0.02 for amount in used):
                return True
        elif node.lower_name in ("rotatex", "rotatey") and node.arguments:
            angle = node.arguments[0]
            if getattr(angle, "lower_unit", "") == "deg" and abs(angle.value) % 180 == 90:
                return True
    zoom = said.get("zoom", _NOTHING).parts
    return len(zoom) == 1 and zoom[0].type == "number" and 0 < zoom[0].value < 0.1


def _is_away(said: Said, position: str, em: float) -> bool:
    def at(side: str) -> float:
        return _length(said, side, em) or 0.0

    placed = position in ("absolute", "fixed")
    sides = ["margin-left", "margin-top", *(("left", "top") if position or placed else ())]
    if position in ("", "static"):
        sides = sides[:2]
    if any(at(side) < -_FAR_POINTS for side in sides):
        return True
    for side, other in (("right", "left"), ("bottom", "top")):
        opposite = said.get(other, _NOTHING).word
        if placed and abs(at(side)) > 2 * _FAR_POINTS and opposite in ("", "auto"):
            return True
        if position == "fixed" and at(other) > 3 * _FAR_POINTS:
            return True
        if position == "relative" and at(side) > _WIDE_POINTS + _FAR_POINTS:
            return True
    return any(
        amount < -_FAR_POINTS
        for node in (*said.get("transform", _NOTHING).parts, *said.get("translate", _NOTHING).parts)
        if node.type == "function" and node.lower_name.startswith("translate")
        for amount in _amounts(node, em)
    )


def _next_state(element: etree._Element, said: Said, state: _State) -> _State:
    attributed = element.tag in NAMES["coloring"] or element.get("bgcolor")
    if not said and not attributed:
        return replace(state, squeezed=False) if state.squeezed else state
    ink, faint = _ink(element, said, state)
    points, indent = state.points, state.indent
    if size := said.get("font-size"):
        measured = _measured(size.parts[0], points, points) if len(size.parts) == 1 else None
        plain = size.word in ("initial", "unset", "revert", "medium", "small", "large")
        points = max(0.0, measured) if measured is not None else 12.0 if plain else points
    elif element.tag == "small":
        points *= 0.83
    measured = _length(said, "text-indent", points)
    visibility = said.get("visibility", _NOTHING).word
    shown = {"hidden": False, "collapse": False, "visible": True, "initial": True}
    tracks = ("grid-template-rows", "grid-template-columns")
    grid = said.get("display", _NOTHING).word in ("grid", "inline-grid")
    return _State(
        ink,
        faint,
        _ground(element, said, state, ink),
        points,
        indent if measured is None else measured,
        shown.get(visibility, state.shown),
        grid and any(_NO_TRACK.fullmatch(said.get(name, _NOTHING).word) for name in tracks),
        state.dim * _opacity(said),
    )


def _why_unread(state: _State) -> str:
    if not state.shown:
        return NOT_DISPLAYED
    if state.points < TINY_POINTS:
        return "tiny text"
    if state.indent < -_FAR_POINTS:
        return OFF_PAGE
    return OF_ITS_GROUND if state.faint or too_close(state.ink, state.ground) else ""


def _look(element: etree._Element, said: Said, look: Look, state: _State) -> Look:
    """Give how an element's text is set, `look` being that of what stands around it."""
    tag = str(element.tag)
    weight, slope, line, align = (
        said.get(name, _NOTHING).word
        for name in ("font-weight", "font-style", "text-decoration-line", "vertical-align")
    )
    line = line or said.get("text-decoration", _NOTHING).word
    bold = look.bold or tag in ("b", "strong")
    if weight:
        bold = weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600)
    italic = look.italic or tag in ("i", "em", "cite", "dfn", "var")
    if slope:
        italic = slope.startswith(("italic", "oblique"))
    struck = look.struck or tag in ("s", "strike") or "line-through" in line
    positions = {"super": "superscript", "sub": "subscript", "baseline": "", "sup": "superscript"}
    position = positions.get(tag, positions.get(align, look.position))
    display = said.get("display", _NOTHING).word
    apart = display in NAMES["apart"] or look.display.endswith(("flex", "grid", "box"))
    margin = _length(said, "margin-left") or 0.0
    floats = said.get("float", _NOTHING).word not in ("", "none")
    return Look(bold, italic, struck, position, margin, state.points, display, apart, floats)


def _ink(element: etree._Element, said: Said, state: _State) -> tuple[Color | None, bool]:
    """Give the color of text, and whether it is transparent."""
    stated = said.get("-webkit-text-fill-color", said.get("color", _NOTHING)).word
    if stated and stated not in ("inherit", "currentcolor", "unset"):
        return _painted(stated)
    for tag, key in (("font", "color"), ("body", "text")):
        if element.tag == tag and element.get(key):
            return color(element.get(key) or ""), False
    if not stated and element.tag == "a" and element.get("href"):
        return None, False
    if not stated and element.tag == "mark":
        return BLACK, False
    return state.ink, state.faint


def _painted(stated: str) -> tuple[Color | None, bool]:
    return painted(_CALC.sub(_calculated, stated))


def _calculated(found: re.Match[str]) -> str:
    amount = _sum(tinycss2.parse_component_value_list(found[1]), 100.0, 12.0)
    unit = "%" if "%" in found[1] else ""
    return found[0] if amount is None else f"{amount:g}{unit}"


def _ground(element: etree._Element, said: Said, state: _State, ink: Color | None) -> Color | None:
    """Give the color of an element's ground; a picture counts as an unknown, dark one."""
    stated = said.get("background-color", _NOTHING).word or said.get("background", _NOTHING).word
    picture = said.get("background-image", _NOTHING).word
    if "url(" in stated or "gradient" in stated or (picture and picture != "none"):
        return _GRAY
    if stated == "currentcolor":
        return ink
    if stated and stated not in ("transparent", "none", "inherit", "initial", "unset"):
        for part in (stated, *re.split(r"\s+(?![^()]*\))", stated)):
            known, faint = _painted(part)
            if known is not None:
                return state.ground if faint else known
        return _GRAY
    if element.get("bgcolor"):
        return color(element.get("bgcolor") or "") or state.ground
    return (255, 255, 0) if element.tag == "mark" and not stated else state.ground
