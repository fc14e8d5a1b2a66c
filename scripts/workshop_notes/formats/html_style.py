"""What a web page hides by its style: which rules hold for an element, and what they do to it.

The sheets are read by tinycss2, selectors by cssselect2; what is left here is the cascade and the
judgement. A selector or a value that is not understood hides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import cssselect2
import tinycss2
import tinycss2.color4
from lxml import etree

from workshop_notes.formats.hidden import BLACK, TINY_POINTS, WHITE, Color, color, too_close

UNREAD = frozenset(
    ["script", "style", "template", "head", "noscript", "title", "meta", "link", "base"]
)
TRANSPARENT = "transparent text"
NOT_DISPLAYED = "text that is not displayed"
NO_SIZE = "text in a box without size"
OFF_PAGE = "text off the page"
OF_ITS_GROUND = "text in the color of its ground"

# What stands in these is for programs that cannot show the thing itself.
_NEVER_SHOWN = frozenset(["audio", "video", "canvas", "datalist", "object", "iframe"])
_UNWRAPPED = frozenset({"media", "supports", "layer", "container", "scope", "starting-style"})
_ELSEWHERE = re.compile(
    r"\b(?:print|speech|width|height|orientation|prefers|not all|hover|pointer)\b"
)
# What holds only at times, or for parts that are no elements, hides nothing for good.
_AT_TIMES = re.compile(
    r":(?:hover|focus|active|visited|target|checked|disabled|enabled|valid|invalid|autofill|open"
    r"|popover|placeholder|indeterminate|default|required|optional|read|in-range|out-of|user-|fullscreen"
    r"|modal|playing|paused|current|past|future|host|defined)|::|:(?:before|after|first-l|selection)"
)
_POINTS = {
    "px": 0.75, "pt": 1.0, "pc": 12.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "q": 0.709,
    "rem": 12.0, "em": 12.0, "ex": 6.0, "ch": 6.0, "lh": 14.0, "rlh": 14.0, "vw": 9.6, "vh": 5.4,
    "vmin": 5.4, "vmax": 9.6, "svh": 5.4, "dvh": 5.4, "lvh": 5.4, "svw": 9.6, "dvw": 9.6,
}  # fmt: skip
_RELATIVE = frozenset({"em", "%"})
_FAR_POINTS = 500.0
_WIDE_POINTS = 960.0  # of the page, for percentages
_FAINT = 0.05
_MOST_RULES = 20_000
_DEEPEST = 12
_SIDES = ("top", "right", "bottom", "left")
_GRAY = (128, 128, 128)

Said = dict[str, list[tinycss2.ast.Node]]


@dataclass(frozen=True, slots=True)
class Hidden:
    """An element that is not seen: all of it, or its own text alone; with the reason."""

    element: etree._Element
    why: str
    whole: bool


@dataclass(frozen=True)
class _Rule:
    selector: cssselect2.CompiledSelector
    declarations: Sequence[tinycss2.ast.Declaration]
    order: tuple[int, int]  # layer, place


@dataclass(frozen=True)
class _State:
    """What an element hands down to what stands in it."""

    ink: Color | None = BLACK
    faint: bool = False
    ground: Color | None = WHITE
    points: float = 12.0
    indent: float = 0.0
    shown: bool = True  # by `visibility`, which an element inside may take back
    words: Mapping[str, str] | None = None  # custom properties
    squeezed: bool = False  # in a grid's row or column without size
    dim: float = 1.0  # opacity of all around, multiplied


@dataclass(frozen=True, slots=True)
class Look:
    """How the text of an element is set; `margin` is its own left one, `size` in points."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    position: str = ""
    margin: float = 0.0
    size: float = 12.0


def hidden_elements(root: etree._Element) -> Iterator[Hidden]:
    """Yield what is not seen, from the top down; nothing inside of what is hidden as a whole."""
    yield from styled(root)[0]


def styled(root: etree._Element) -> tuple[list[Hidden], dict[etree._Element, Look]]:
    """Give what of a page is not seen, and how the rest is set."""
    sheet = _Sheet("\n".join(_uncommented(style.text or "") for style in root.iter("style")))
    wrappers = cssselect2.ElementWrapper.from_html_root(root).iter_subtree()
    by_element = {wrapped.etree_element: wrapped for wrapped in wrappers}
    hidden: list[Hidden] = []
    looks: dict[etree._Element, Look] = {}
    waiting = [(root, _State(words={}), Look())]
    while waiting:
        element, state, look = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in UNREAD:
            continue
        said, words = sheet.applying(element, by_element.get(element), state.words or {})
        why = "" if element.tag == "html" else _why_hidden(element, said, state)
        if why:
            if _has_text(element):
                hidden.append(Hidden(element, why, whole=True))
            continue
        state = replace(_next_state(element, said, state), words=words)
        looks[element] = look = _look(element, said, look, state)
        if _own_text(element).strip():
            reason = _why_unread(state)
            if reason:
                hidden.append(Hidden(element, reason, whole=False))
        waiting.extend((child, state, look) for child in reversed(element))
    return hidden, looks


def generated_texts(root: etree._Element) -> list[str]:
    """List the texts that style sheets put before or after elements by `content`."""
    found: list[str] = []
    for style in root.iter("style"):
        for text in re.findall(r"content\s*:\s*(?:\"([^\"]*)\"|'([^']*)')", style.text or ""):
            said = "".join(text)
            if any(letter.isalnum() for letter in said) and not re.fullmatch(
                r"(?:\\[\da-fA-F]{1,6} ?)+", said
            ):
                found.append(said)
    return found


class _Sheet:
    """The rules of a page's style sheets, and the cascade."""

    def __init__(self, text: str) -> None:
        self._matcher = cssselect2.Matcher()
        self._number = 0
        self._layers: dict[str, int] = {}
        self._read(tinycss2.parse_stylesheet(text, True, True), "", _DEEPEST, 1_000)

    def applying(
        self,
        element: etree._Element,
        wrapped: cssselect2.ElementWrapper | None,
        inherited: Mapping[str, str],
    ) -> tuple[Said, dict[str, str]]:
        """Give the declarations that hold for an element, and its custom properties."""
        ranked: list[
            tuple[tuple[bool, int, tuple[int, ...], int], str, list[tinycss2.ast.Node]]
        ] = []
        matched = self._matcher.match(wrapped) if wrapped is not None else ()
        for specificity, _, pseudo, (rule) in matched:
            if pseudo is None:
                for one in rule.declarations:
                    layer = -rule.order[0] if one.important else rule.order[0]
                    rank = (one.important, layer, tuple(specificity), rule.order[1])
                    ranked.append((rank, one.lower_name, one.value))
        own = element.get("style")
        for one in _declarations(own) if own else ():
            rank = (one.important, 1_001, (1, 0, 0), 0)
            ranked.append((rank, one.lower_name, one.value))
        ranked.sort(key=lambda item: item[0])
        words = dict(inherited)
        for _, name, value in ranked:
            if name.startswith("--"):
                words[name] = tinycss2.serialize(value).strip()
        said: Said = {}
        for _, name, value in ranked:
            if not name.startswith("--"):
                for long, part in _longhands(name, _resolved(value, words)):
                    said[long] = part
        return said, words

    def _read(
        self, rules: Iterable[tinycss2.ast.Node], within: str, deepest: int, layer: int
    ) -> None:
        for rule in rules:
            if deepest <= 0 or self._number > _MOST_RULES:
                return
            if rule.type == "qualified-rule":
                prelude = tinycss2.serialize(rule.prelude).strip()
                selector = _nested(prelude, within)
                inner = list(tinycss2.parse_blocks_contents(rule.content, True, True))
                self._add(selector, [one for one in inner if one.type == "declaration"], layer)
                self._read(
                    [one for one in inner if one.type != "declaration"],
                    selector,
                    deepest - 1,
                    layer,
                )
            elif rule.type == "at-rule" and rule.content is not None:
                head = tinycss2.serialize(rule.prelude).lower()
                if rule.lower_at_keyword not in _UNWRAPPED or _ELSEWHERE.search(head):
                    continue
                inside = layer
                if rule.lower_at_keyword == "layer":
                    inside = self._layers.setdefault(head.strip(), len(self._layers) + 1)
                contents = tinycss2.parse_blocks_contents(rule.content, True, True)
                inner = list(contents)
                if within:
                    self._add(within, [one for one in inner if one.type == "declaration"], inside)
                self._read(
                    [one for one in inner if one.type != "declaration"], within, deepest - 1, inside
                )
            elif rule.type == "at-rule" and rule.lower_at_keyword == "layer":
                for name in tinycss2.serialize(rule.prelude).split(","):
                    self._layers.setdefault(name.strip().lower(), len(self._layers) + 1)

    def _add(
        self, selector: str, declarations: Sequence[tinycss2.ast.Declaration], layer: int
    ) -> None:
        if not declarations:
            return
        for part in _parts_of(selector):
            self._number += 1
            if _AT_TIMES.search(part):
                continue
            try:
                compiled = cssselect2.compile_selector_list(part)
            except cssselect2.SelectorError:
                continue
            for one in compiled:
                rule = _Rule(one, declarations, (layer, self._number))
                self._matcher.add_selector(one, rule)


def _declarations(style: str) -> list[tinycss2.ast.Declaration]:
    listed = tinycss2.parse_blocks_contents(style, True, True)
    return [one for one in listed if one.type == "declaration"]


def _nested(prelude: str, within: str) -> str:
    if not within:
        return prelude
    around = f":is({within})"
    return ", ".join(
        part.replace("&", around) if "&" in part else f"{around} {part}"
        for part in _parts_of(prelude)
    )


def _parts_of(selector: str) -> list[str]:
    """Part a list of selectors at the commas outside of brackets."""
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(selector):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            parts.append(selector[start:at].strip())
            start = at + 1
    return [part for part in (*parts, selector[start:].strip()) if part]


def _resolved(
    value: Sequence[tinycss2.ast.Node], words: Mapping[str, str], depth: int = 8
) -> list[tinycss2.ast.Node]:
    """Give a value with `var()` replaced."""
    if not any(node.type == "function" for node in value):
        return list(value)
    out: list[tinycss2.ast.Node] = []
    for node in value:
        if node.type == "function" and node.lower_name == "var" and depth:
            names = [one for one in node.arguments if one.type != "whitespace"]
            name = names[0].value if names and names[0].type == "ident" else ""
            comma = next((at for at, one in enumerate(node.arguments) if one == ","), None)
            if name in words:
                put_in = tinycss2.parse_component_value_list(words[name], True)
            else:
                put_in = list(node.arguments[comma + 1 :]) if comma is not None else []
            out += _resolved(put_in, words, depth - 1)
        else:
            out.append(node)
    return out


def _longhands(
    name: str, value: list[tinycss2.ast.Node]
) -> Iterator[tuple[str, list[tinycss2.ast.Node]]]:
    parts = [node for node in value if node.type not in ("whitespace", "comment")]
    if name in ("margin", "inset", "padding") and 1 <= len(parts) <= 4:
        order = (
            0,
            1 if len(parts) > 1 else 0,
            2 if len(parts) > 2 else 0,
            -1 if len(parts) != 3 else 1,
        )
        prefix = "" if name == "inset" else f"{name}-"
        for side, at in zip(_SIDES, order, strict=True):
            yield f"{prefix}{side}", [parts[at]]
    elif name in ("inset-inline", "inset-block", "margin-inline", "margin-block"):
        start, end = ("left", "right") if name.endswith("inline") else ("top", "bottom")
        prefix = "margin-" if name.startswith("margin") else ""
        if parts:
            yield f"{prefix}{start}", [parts[0]]
            yield f"{prefix}{end}", [parts[-1]]
    elif name in _LOGICAL:
        yield _LOGICAL[name], parts
    elif name == "font":
        for node in parts:
            if node.type in ("dimension", "percentage") or (
                node.type == "number" and node.value == 0
            ):
                yield "font-size", [node]
                return
    elif name in ("overflow", "overflow-x", "overflow-y"):
        yield "overflow", parts[:1]
    elif name in ("grid-template", "grid"):
        slash = next((at for at, node in enumerate(parts) if node == "/"), len(parts))
        yield "grid-template-rows", parts[:slash]
        yield "grid-template-columns", parts[slash + 1 :]
    else:
        yield name, parts


_LOGICAL = {
    "inline-size": "width",
    "block-size": "height",
    "max-inline-size": "max-width",
    "max-block-size": "max-height",
    "inset-inline-start": "left",
    "inset-inline-end": "right",
    "inset-block-start": "top",
    "inset-block-end": "bottom",
    "margin-inline-start": "margin-left",
    "margin-inline-end": "margin-right",
    "margin-block-start": "margin-top",
    "margin-block-end": "margin-bottom",
}


def _word(said: Said, name: str) -> str:
    return tinycss2.serialize(said[name]).strip().lower() if name in said else ""


def _length(said: Said, name: str, wide: float = _WIDE_POINTS, em: float = 12.0) -> float | None:
    """Give a length in points; None where there is none, or none that is known."""
    nodes = said.get(name)
    return _measured(nodes, wide, em) if nodes else None


def _measured(
    nodes: Sequence[tinycss2.ast.Node], wide: float = _WIDE_POINTS, em: float = 12.0
) -> float | None:
    nodes = [node for node in nodes if node.type != "whitespace"]
    if len(nodes) != 1:
        return None
    node = nodes[0]
    if node.type == "dimension":
        unit = node.lower_unit
        return node.value * (em if unit == "em" else _POINTS[unit]) if unit in _POINTS else None
    if node.type == "percentage":
        return float(node.value) * wide / 100
    if node.type == "number":
        return 0.0 if node.value == 0 else None
    if node.type in ("function", "() block"):
        inner = node.arguments if node.type == "function" else node.content
        name = node.lower_name if node.type == "function" else "calc"
        if name == "calc":
            return _sum(inner, wide, em)
        if name in ("min", "max", "clamp"):
            parts = [_sum(part, wide, em) for part in _commas(inner)]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts) or not known:
                return None
            return {"min": min(known), "max": max(known)}.get(name, sorted(known)[len(known) // 2])
    return None


def _sum(nodes: Sequence[tinycss2.ast.Node], wide: float, em: float) -> float | None:
    """Add up a `calc()`: terms with +, -, * and /."""
    total, sign, term = 0.0, 1.0, None
    operator = ""
    for node in nodes:
        if node.type == "whitespace":
            continue
        if node.type == "literal" and node.value in "+-*/":
            if node.value in "+-" and term is not None:
                total, term = total + sign * term, None
                sign = 1.0 if node.value == "+" else -1.0
            operator = node.value
            continue
        amount = float(node.value) if node.type == "number" else _measured([node], wide, em)
        if amount is None:
            return None
        if term is None:
            term = amount
        elif operator == "*":
            term *= amount
        elif operator == "/" and amount:
            term /= amount
        else:
            return None
    return total + sign * (term or 0.0)


def _commas(nodes: Sequence[tinycss2.ast.Node]) -> list[list[tinycss2.ast.Node]]:
    parts: list[list[tinycss2.ast.Node]] = [[]]
    for node in nodes:
        if node.type == "literal" and node.value == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def _why_hidden(element: etree._Element, said: Said, state: _State) -> str:
    display = _word(said, "display")
    if display == "none" or (not display and _is_hidden_by_markup(element)):
        return NOT_DISPLAYED
    if element.tag in _NEVER_SHOWN or _word(said, "content-visibility") == "hidden":
        return NOT_DISPLAYED
    if _word(said, "visibility") == "collapse" and element.tag in ("tr", "tbody", "col"):
        return NOT_DISPLAYED
    if _word(said, "mso-hide") == "all":
        return NOT_DISPLAYED
    if state.dim * _opacity(said) <= _FAINT:
        return TRANSPARENT
    if display == "contents":
        return ""
    if state.squeezed and _word(said, "overflow") in ("hidden", "clip"):
        return NO_SIZE
    if _is_clipped(said) or _is_shrunk(said, state.points):
        return NO_SIZE
    return OFF_PAGE if _is_away(said, state.points) else ""


def _is_hidden_by_markup(element: etree._Element) -> bool:
    if element.get("hidden") is not None or element.get("popover") is not None:
        return element.tag != "embed"
    if element.tag == "dialog" and element.get("open") is None:
        return True
    parent = element.getparent()
    closed = parent is not None and parent.tag == "details" and parent.get("open") is None
    if closed and parent is not None and element.tag == "summary":
        return element is not next(parent.iterchildren("summary"), None)
    # What a reader can open with one click is shown, as a page's folded part.
    return False


def _opacity(said: Said) -> float:
    amount = 1.0
    nodes = said.get("opacity", [])
    if len(nodes) == 1 and nodes[0].type in ("number", "percentage"):
        amount = nodes[0].value / (100 if nodes[0].type == "percentage" else 1)
    for node in said.get("filter", []):
        if node.type == "function" and node.lower_name == "opacity" and node.arguments:
            inner = node.arguments[0]
            if inner.type in ("number", "percentage"):
                amount *= inner.value / (100 if inner.type == "percentage" else 1)
    return max(0.0, min(1.0, float(amount)))


def _is_clipped(said: Said) -> bool:
    placed = _word(said, "position") in ("absolute", "fixed")
    for node in said.get("clip", []) if placed else ():
        if node.type == "function" and node.lower_name == "rect":
            sides = [
                _measured([one]) for one in node.arguments if one.type in ("dimension", "number")
            ]
            if len(sides) == 4 and all(side is not None for side in sides):
                top, right, bottom, left = (side or 0.0 for side in sides)
                return bottom - top <= 1.0 or right - left <= 1.0
    for node in said.get("clip-path", []):
        if node.type != "function":
            continue
        inner = [one for one in node.arguments if one.type not in ("whitespace", "literal")]
        first = _measured(inner[:1], 100.0)
        if node.lower_name == "inset":
            inset = [_measured([one], 100.0) or 0.0 for one in inner if one.type != "ident"][:4]
            inset = (inset or [0.0]) * (1 if len(inset) > 1 else 4)
            both = [inset[at] if at < len(inset) else inset[at - 2] for at in range(4)]
            percent = all(one.type in ("percentage", "number") for one in inner)
            if percent and (both[0] + both[2] >= 100 or both[1] + both[3] >= 100):
                return True
        elif node.lower_name in ("circle", "ellipse") and first is not None and first <= 0.5:
            return True
        elif node.lower_name == "polygon":
            points = [
                _measured([one], 100.0)
                for one in inner
                if one.type in ("dimension", "percentage", "number")
            ]
            if points and all(point is not None and abs(point) <= 1 for point in points):
                return True
        elif node.lower_name == "path" and not tinycss2.serialize(node.arguments).strip(" '\""):
            return True
    mask = _word(said, "mask-image") or _word(said, "mask") or _word(said, "-webkit-mask-image")
    return bool(
        re.match(r"(?:linear|radial)-gradient\(\s*transparent\s*,\s*transparent\s*\)", mask)
    )


def _is_shrunk(said: Said, em: float) -> bool:
    # An inline box has no height to hide in, but nobody states one there who hides nothing.
    if _word(said, "overflow") in ("hidden", "clip", "scroll", "auto"):
        for name in ("width", "height", "max-width", "max-height", "line-height"):
            size = _length(said, name, em=em)
            least = _length(said, f"min-{name.removeprefix('max-')}", em=em) or 0.0
            if size is not None and size <= 1.0 and least <= 1.0:
                return True
    for node in (*said.get("transform", []), *(_as_function(said, "scale"))):
        if node.type == "function" and node.lower_name in (
            "scale",
            "scalex",
            "scaley",
            "scale3d",
            "matrix",
        ):
            amounts = [one.value for one in node.arguments if one.type == "number"]
            used = amounts[:4:3] if node.lower_name == "matrix" else amounts[:2]
            if any(abs(amount) < 0.02 for amount in used):
                return True
        if node.type == "function" and node.lower_name in ("rotatex", "rotatey"):
            angle = node.arguments[0] if node.arguments else None
            if (
                angle is not None
                and angle.type == "dimension"
                and angle.lower_unit == "deg"
                and abs(angle.value) % 180 == 90
            ):
                return True
    zoom = said.get("zoom", [])
    return len(zoom) == 1 and zoom[0].type == "number" and 0 < zoom[0].value < 0.1


def _as_function(said: Said, name: str) -> list[tinycss2.ast.Node]:
    stated = _word(said, name)
    if not stated or stated == "none":
        return []
    return list(tinycss2.parse_component_value_list(f"{name}({stated.replace(' ', ',')})"))


def _is_away(said: Said, em: float) -> bool:
    position = _word(said, "position")
    sides = ["margin-left", "margin-top"]
    sides += ["left", "top"] if position in ("absolute", "fixed", "relative") else []
    if any((_length(said, side, em=em) or 0.0) < -_FAR_POINTS for side in sides):
        return True
    if position in ("absolute", "fixed"):
        for side, other in (("right", "left"), ("bottom", "top")):
            stated = _length(said, side, em=em)
            if (
                stated is not None
                and abs(stated) > 2 * _FAR_POINTS
                and _word(said, other) in ("", "auto")
            ):
                return True
        if position == "fixed" and any(
            (_length(said, side, em=em) or 0) > 1500 for side in ("left", "top")
        ):
            return True
    elif position == "relative" and any(
        (_length(said, side, em=em) or 0.0) > _WIDE_POINTS + _FAR_POINTS
        for side in ("right", "bottom")
    ):
        return True
    for node in (*said.get("transform", []), *_as_function(said, "translate")):
        if node.type == "function" and node.lower_name.startswith("translate"):
            for part in _commas(node.arguments):
                amount = _measured(part, 100.0, em)
                if amount is not None and amount < -_FAR_POINTS:
                    return True
    return False


def _next_state(element: etree._Element, said: Said, state: _State) -> _State:
    ground = _ground(element, said, state)
    ink, faint = _ink(element, said, state)
    points = state.points
    if "font-size" in said:
        nodes = said["font-size"]
        measured = _measured(nodes, state.points, state.points)
        if measured is not None:
            points = max(0.0, measured)
        elif _word(said, "font-size") in ("initial", "unset", "revert", "medium", "small", "large"):
            points = 12.0
    elif element.tag == "small":
        points = state.points * 0.83
    indent = state.indent
    if "text-indent" in said:
        measured = _length(said, "text-indent", em=points)
        indent = measured if measured is not None else indent
    elif _word(said, "display").startswith("inline"):
        indent = state.indent
    visibility = _word(said, "visibility")
    shown = state.shown
    if visibility in ("hidden", "collapse"):
        shown = False
    elif visibility in ("visible", "initial"):
        shown = True
    squeezed = False
    if _word(said, "display") in ("grid", "inline-grid"):
        for name in ("grid-template-rows", "grid-template-columns"):
            track = _word(said, name)
            squeezed = squeezed or bool(
                re.fullmatch(r"(?:0(?:fr|px|%)?|minmax\(\s*0(?:px)?\s*,\s*0(?:fr|px)?\s*\))", track)
            )
    return _State(
        ink, faint, ground, points, indent, shown, None, squeezed, state.dim * _opacity(said)
    )


def _why_unread(state: _State) -> str:
    if not state.shown:
        return NOT_DISPLAYED
    if state.points < TINY_POINTS:
        return "tiny text"
    if state.indent < -_FAR_POINTS:
        return OFF_PAGE
    if state.faint or too_close(state.ink, state.ground):
        return OF_ITS_GROUND
    return ""


def _look(element: etree._Element, said: Said, look: Look, state: _State) -> Look:
    """Give how an element's text is set, `look` being that of what stands around it."""
    tag = str(element.tag)
    weight = _word(said, "font-weight")
    bold = look.bold or tag in ("b", "strong")
    if weight:
        bold = weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600)
    slope = _word(said, "font-style")
    italic = look.italic or tag in ("i", "em", "cite", "dfn", "var")
    if slope:
        italic = slope.startswith(("italic", "oblique"))
    line = _word(said, "text-decoration-line") or _word(said, "text-decoration")
    struck = look.struck or tag in ("s", "strike") or "line-through" in line
    stated = _word(said, "vertical-align")
    position = {"super": "superscript", "sub": "subscript", "baseline": ""}.get(
        stated, look.position
    )
    position = {"sup": "superscript", "sub": "subscript"}.get(tag, position)
    return Look(bold, italic, struck, position, _length(said, "margin-left") or 0.0, state.points)


def _uncommented(sheet: str) -> str:
    """Take the marks of HTML comments off, in which old pages put their sheets."""
    return sheet.strip().removeprefix("<!--").removesuffix("-->")


def _ink(element: etree._Element, said: Said, state: _State) -> tuple[Color | None, bool]:
    """Give the color of text, and whether it is transparent."""
    name = "-webkit-text-fill-color" if "-webkit-text-fill-color" in said else "color"
    stated = _word(said, name)
    if stated and stated not in ("inherit", "currentcolor", "unset"):
        return _painted(stated)
    for tag, key in (("font", "color"), ("body", "text")):
        if element.tag == tag and element.get(key):
            return color(element.get(key) or ""), False
    if element.tag == "a" and element.get("href") and not stated:
        return None, False
    if element.tag == "mark" and not stated:
        return BLACK, False
    return state.ink, state.faint


def _painted(stated: str) -> tuple[Color | None, bool]:
    try:
        known = tinycss2.color4.parse_color(stated)
    except (ValueError, TypeError, ZeroDivisionError):
        known = None
    if known is None or known == "currentcolor":
        return color(stated), False
    try:
        rgb = known.to("srgb")
    except (NotImplementedError, ValueError, AttributeError):
        return _lightness(known), known.alpha is not None and known.alpha <= 0.1
    red, green, blue = (max(0, min(255, round(255 * (part or 0.0)))) for part in rgb.coordinates)
    return (red, green, blue), known.alpha is not None and known.alpha <= 0.1


def _lightness(known: tinycss2.color4.Color) -> Color | None:
    """Give white or black for colors of other spaces that are nearly so."""
    first = known.coordinates[0] or 0.0
    light = first if known.space.startswith("ok") else first / 100
    chroma = abs(known.coordinates[1] or 0.0)
    if light >= 0.97 and chroma < 2:
        return WHITE
    return BLACK if light <= 0.03 else None


def _ground(element: etree._Element, said: Said, state: _State) -> Color | None:
    """Give the color of an element's ground; a picture counts as an unknown, dark one."""
    stated = _word(said, "background-color") or _word(said, "background")
    picture = _word(said, "background-image")
    if "url(" in stated or "gradient" in stated or (picture and picture != "none"):
        return _GRAY
    if stated and stated not in ("transparent", "none", "inherit", "initial", "unset"):
        for part in (stated, *re.split(r"\s+(?![^()]*\))", stated)):
            known, faint = _painted(part)
            if known is not None:
                return state.ground if faint else known
        return _GRAY
    if element.get("bgcolor"):
        return color(element.get("bgcolor") or "") or state.ground
    if element.tag == "mark" and not stated:
        return (255, 255, 0)
    return state.ground


def _own_text(element: etree._Element) -> str:
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _has_text(element: etree._Element) -> bool:
    return any(str(text).strip() for text in element.itertext(with_tail=False))
