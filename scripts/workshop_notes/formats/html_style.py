"""What a web page hides by its style: which rules hold for an element, and what they do to it.

The sheets are read by tinycss2, selectors by cssselect2; what is left here is the cascade, for a
screen of 1280 by 720 pixels, and the judgement over the text of the properties that hold. What
bears on whether a text is seen, and is not understood, hides it. A table in the tests, confirmed by
a browser, holds what hides and what does not.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import inf, prod
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import unquote, unquote_to_bytes, urljoin, urlsplit

import cssselect2
import tinycss2
from lxml import etree

from workshop_notes.formats.archive import own_text, whole_number, whole_text
from workshop_notes.formats.hidden import (
    BLACK,
    POINTS,
    TINY_POINTS,
    WHITE,
    Color,
    color,
    painted,
    parsed_color,
    too_close,
)
from workshop_notes.formats.names import names, ordered, reasons
from workshop_notes.formats.original import read_original
from workshop_notes.formats.outline import numeral

TRANSPARENT = "transparent text"
NOT_DISPLAYED = "text that is not displayed"
NO_SIZE = "text in a box without size"
OFF_PAGE = "text off the page"
OF_ITS_GROUND = "text in the color of its ground"
COVERED = "text under a cover"
BLURRED = "text behind a filter"
UNDECIDED = "text of which nobody can tell whether it is seen"

NAMES = {**names("html"), **names("css")}
Node: TypeAlias = tinycss2.ast.Node
Declared: TypeAlias = tuple[bool, str, str]  # important, property, value
Said: TypeAlias = dict[str, str]  # property → value, in lower case
# Counter → below which element its last one began, and the numbers, from the outermost inwards.
Counters: TypeAlias = dict[str, tuple[etree._Element | None, tuple[list[int], ...]]]

_CONDITIONS = frozenset({"media", "supports", "layer", "container", "scope", "starting-style"})
_SIZE_QUERY = re.compile(
    r"\((?:(?P<bound>min|max)-)?(?P<side>width|height)\s*(?P<sign>[:<>]=?)\s*"
    r"(?P<amount>[\d.]+)(?P<unit>px|r?em)?\)"
)
_SCREEN = {"width": 1280.0, "height": 720.0}
_VARIABLE = re.compile(r"var\(\s*(--[^\s,()]+)\s*(?:,\s*((?:[^()]|\([^()]*\))*))?\)")
_MOST_RULES, _DEEPEST, _LONGEST = 20_000, 12, 10_000
_OF_BROWSERS, _UNLAYERED, _INLINE = -1, 1_000, 1_001

_POINTS = {**POINTS, **{unit: float(points) for unit, points in reasons("css-units").items()}}
_NUMBER = r"[-+]?(?:\d+\.\d*|\.?\d+)(?:e[-+]?\d+)?"
_AMOUNT = re.compile(rf"(?<![\w.#-])({_NUMBER})(%|[a-z]+)")
_BARE = re.compile(rf"(?<![\w.#-]){_NUMBER}(?![\w%.])")
_CHOSEN = re.compile(
    r"color-mix\(((?:[^()]|\([^()]*\))*)\)|light-dark\(((?:[^(),]|\([^()]*\))*),(?:[^()]|\([^()]*\))*\)"
)
_SHARE = re.compile(r"\s*([\d.]+)%\s*(?![^(]*\))")
_CALC = re.compile(r"(?<![\w-])(calc|min|max|clamp|)\(([^()]*)\)")
_FUNCTION = re.compile(r"([\w-]+)\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)")
_FAR_POINTS = 500.0
_WIDE_POINTS = 960.0  # of the page, for percentages
_FAINT = 0.05
_OPAQUE = 0.9
_GRAY = (128, 128, 128)
_NO_TRACK = re.compile(r"0(?:fr|px|%)?|minmax\(\s*0(?:px)?\s*,\s*0(?:fr|px)?\s*\)")
_NO_MASK = re.compile(r"(?:linear|radial)-gradient\(\s*transparent\s*,\s*transparent\s*\)")

# Lists: the counter that numbers them, and how their marks are spelled.
_LISTS, _ITEMS = ("ol", "ul", "menu", "dir"), "list-item"
_BULLETS = frozenset({"disc", "circle", "square", "disclosure-open", "disclosure-closed"})
_AMOUNTS = re.compile(r"([a-z_-][\w-]*)(?:\s+(-?\d+))?")
_QUOTES = (("open-quote", "close-quote"), ("“", "”"), ("‘", "’"))

_FOUR = ((0, 0, 0, 0), (0, 1, 0, 1), (0, 1, 2, 1), (0, 1, 2, 3))  # as shorthands are spelled
_STATES = ordered("css-shorthands")
_BROWSERS = ordered("css")["browsers"]

# Functions of `clip`, `clip-path`, `transform` and `scale` that leave nothing of a box, by their
# arguments as text and by the numbers in it.
_LEAVES_NOTHING: Mapping[str, Callable[[str, list[float]], bool]] = {
    "rect": lambda _, at: len(at) == 4 and (at[2] - at[0] <= 1.0 or at[1] - at[3] <= 1.0),
    "inset": lambda text, _: _is_inset_shut(text),
    **dict.fromkeys(("circle", "ellipse"), lambda _, sizes: bool(sizes) and sizes[0] <= 0.5),
    "polygon": lambda _, at: bool(at) and all(abs(one) <= 1 for one in at),
    "path": lambda text, _: not text.strip(" '\""),
    **dict.fromkeys(
        ("scale", "scalex", "scaley", "scale3d"),
        lambda _, sizes: any(abs(one) < 0.02 for one in sizes[:2]),
    ),
    "matrix": lambda _, parts: any(abs(one) < 0.02 for one in parts[:4:3]),
    **dict.fromkeys(
        ("rotatex", "rotatey"), lambda _, angle: bool(angle) and abs(angle[0]) % 180 == 90
    ),
}

# Pages have the style of browsers in common, and that of their site.
_parsed = lru_cache(maxsize=4)(tinycss2.parse_stylesheet)
_compiled = lru_cache(maxsize=1024)(cssselect2.compile_selector_list)

Fetch = Callable[[str], str | None]  # the text of what an address leads to, None where it is away

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<script\b.*?(?:</script|\Z)"
    r"|(?P<style><style\b[^>]*>)(?P<css>.*?)(?=</style|\Z)"
    r"|<link\b(?P<said>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.I | re.S,
)
_STATED = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_IMPORT = re.compile(
    r"@import\s+(?:url\(\s*)?(?:\"([^\"]*)\"|'([^']*)'|([^\"'()\s;]+))\s*\)?([^;{}]*)(?:;|\Z)", re.I
)
_LAYER = re.compile(r"\s*layer(?:\([^()]*\))?\s*", re.I)
_FONTS = re.compile(r"\bfonts?\b", re.I)
_IMPORTED, _LARGEST = 4, 2_000_000


@dataclass(frozen=True, slots=True)
class Hidden:
    """An element that is not seen: all of it, or its own text alone; with the reason."""

    element: etree._Element
    why: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Look:
    """How the text of an element is set, which it hands down; sizes in points.

    Its own alone are its margins, `margin` at the left and `right`, `display` as stated, and
    `squeezed`: it is a grid with a row or column without size. `apart` says that its text has lines
    of its own, `floats` that it stands at a side of the lines around it; `dim` is the opacity of
    all around, and `shown` is by `visibility`, which an element inside may take back; `marker`
    names what stands before the items of a list, as CSS does. `unread` says why its text cannot
    be read by its ink; `rem` is the size of the root; `backed` that a ground lies over what stands
    behind it; `level`, of what is placed, orders what lies over what; `lined` that the ends of its
    lines in the source are shown; `case` is that of its letters, as CSS names it.
    """

    bold: bool = False
    italic: bool = False
    struck: bool = False
    position: str = ""
    margin: float = 0.0
    right: float = 0.0
    size: float = 12.0
    display: str = ""
    apart: bool = False
    floats: bool = False
    ink: Color | None = BLACK
    unread: str = ""
    ground: Color | None = WHITE
    indent: float = 0.0
    shown: bool = True
    squeezed: bool = False
    dim: float = 1.0
    marker: str = "disc"
    rem: float = 12.0
    backed: bool = False
    level: tuple[int, float] | None = None
    font: str = ""
    lined: bool = False
    case: str = ""


@dataclass(frozen=True, slots=True)
class Generated:
    """A text that the style sets before what an element holds (`first`), or after it."""

    element: etree._Element
    text: str
    look: Look
    first: bool


class Styled(NamedTuple):
    """What of a page is not seen, from the top down, and how the rest is set.

    Nothing inside of what is hidden as a whole is told. `marks` are those before the items of
    lists, as shown: `2.`, `c.`, or "" for a bullet and for none.
    """

    hidden: list[Hidden]
    looks: dict[etree._Element, Look]
    generated: list[Generated]
    marks: dict[etree._Element, str]


def styled(root: etree._Element) -> Styled:
    """Find what a page's style hides, how it sets the rest, and what it adds."""
    applied = (one for one in root.iter("style") if _holds("media", one.get("media") or "all"))
    # Old pages put their sheets in the marks of HTML comments.
    sheets = ((style.text or "").strip() for style in applied)
    sheet = _Sheet("\n".join(one.removeprefix("<!--").removesuffix("-->") for one in sheets))
    wrappers = cssselect2.ElementWrapper.from_html_root(root).iter_subtree()
    by_element = {wrapped.etree_element: wrapped for wrapped in wrappers}
    found = Styled([], {}, [], {})
    hidden, looks = found.hidden, found.looks
    none: Mapping[str, str] = {}
    waiting: list[tuple[etree._Element, Look, Mapping[str, str], Counters, Said | None]]
    waiting = [(root, Look(), none, {}, None)]
    covers: list[tuple[etree._Element | None, tuple[int, float]]] = []
    collapsed: set[etree._Element] = set()
    while waiting:
        element, look, words, counters, after = waiting.pop()
        if after is not None:  # all that the element holds has been seen
            _generate(found, element, after, look, counters, first=False)
            continue
        if not isinstance(element.tag, str) or element.tag in NAMES["unread"]:
            continue
        parts, words = sheet.applying(element, by_element.get(element), words)
        said = parts.get("", {})
        why = NOT_DISPLAYED if element in collapsed else _why_hidden(element, said, look)
        why = why if element is not root else ""
        inside = look if why else _look(element, said, look, len(looks))
        if line := parts.get("first-line"):
            why = why or _why_unread(_look(etree.Element("span"), line, inside))
        if why:
            collapsed.update(_cells_of(element, said))
            hidden += [Hidden(element, why, whole=True)] * says(element)
            continue
        looks[element] = look = inside
        covers += _covers(element, parts, looks)
        if own_text(element).strip() and (reason := _why_unread(look)):
            hidden.append(Hidden(element, reason, whole=False))
        _count(element.getparent(), _counted(element, said), counters)
        if element.tag == "li" and look.display in ("", "list-item"):
            found.marks[element] = _mark(element, look, parts.get("marker", {}), counters)
        inner = dict(counters)
        _generate(found, element, parts.get("before", {}), look, inner, first=True)
        waiting.append((element, look, words, inner, parts.get("after", {})))
        waiting.extend((child, look, words, inner, None) for child in reversed(element))
    for holder, level in covers:
        hidden += _covered(holder, level, looks)
    return found


def says(element: etree._Element) -> bool:
    """Say whether anything is said in an element: by its text, a picture or a field."""
    named = (one.get(name) for one in element.iter("*") for name in ("alt", "value"))
    return bool(whole_text(element).strip()) or any(named)


def _cells_of(column: etree._Element, said: Said) -> Iterator[etree._Element]:
    """Yield the cells of a hidden column; all of its table where cells of several rows shift them.

    One that is not displayed at all has its cells shown.
    """
    table = next(column.iterancestors("table"), None)
    is_column = column.tag in ("col", "colgroup") and said.get("visibility") == "collapse"
    if table is None or not is_column:
        return
    spans = [(one, whole_number(one.get("span"), 1)) for one in table.iter("col")]
    inner = {one for one, _ in spans if one is column or column in one.iterancestors()}
    shown = [one in inner for one, number in spans for _ in range(number)]
    for row in table.iter("tr"):
        at = 0
        for cell in row:
            wide = whole_number(cell.get("colspan"), 1) or 1
            if any(shown[at : at + wide]) or not inner or table.xpath(".//@rowspan"):
                yield cell
            at += wide


def _is_cover(said: Said) -> bool:
    """Say whether a box as large as what it stands in lets nothing be seen through it."""
    if said.get("position") != "absolute" or _z(said) < 0 or _opacity(said) < _OPAQUE:
        return False
    at = {side: _points(said.get(side, "")) for side in ("top", "right", "bottom", "left")}
    large = all(
        at[one] == at[other] == 0.0 or said.get(size) == "100%"
        for one, other, size in (("left", "right", "width"), ("top", "bottom", "height"))
    )
    ground = " ".join(said.get(f"background{one}", "") for one in ("", "-color", "-image"))
    solid = [opaque for _, opaque in _colors(_values(ground))]
    veiled = "url(" in ground or "blur(" in said.get("backdrop-filter", "")
    return large and (veiled or (bool(solid) and all(solid)))


def _z(said: Said) -> int:
    stated = said.get("z-index", "")
    return int(stated) if re.fullmatch(r"[+-]?\d{1,9}", stated) else 0


def _covers(
    element: etree._Element, parts: Mapping[str, Said], looks: Mapping[etree._Element, Look]
) -> Iterator[tuple[etree._Element | None, tuple[int, float]]]:
    """Yield the covers that an element and its parts are: over what they lie, and how high."""
    level = looks[element].level
    if level is not None and _is_cover(parts.get("", {})) and not says(element):
        yield _holder(element.getparent(), looks), level
    for name, last in (("before", len(looks)), ("after", inf)):
        part = parts.get(name, {})
        if part.get("content", "none") != "none" and _is_cover(part):
            yield _holder(element, looks), (_z(part), last)


def _holder(
    element: etree._Element | None, looks: Mapping[etree._Element, Look]
) -> etree._Element | None:
    """Give the element that a box in `element` is placed by; None where it is the page."""
    while element is not None and looks[element].level is None:
        element = element.getparent()
    return element


def _covered(
    holder: etree._Element | None, level: tuple[int, float], looks: Mapping[etree._Element, Look]
) -> Iterator[Hidden]:
    """Yield the texts below a holder that a cover at some level lies over."""
    waiting = [holder] if holder is not None else []
    while waiting:
        one = waiting.pop()
        look = looks.get(one)
        if look and (one is holder or look.level is None or look.level < level):
            waiting += one
            if own_text(one).strip():
                yield Hidden(one, COVERED, whole=False)


def _colors(nodes: Iterable[Node]) -> Iterator[tuple[Color | None, bool]]:
    """Yield the colors in a value, those of gradients too; True where nothing shines through."""
    for node in nodes:
        text = tinycss2.serialize([node])
        known = parsed_color(text) if node.type in ("ident", "hash", "function") else None
        if known is not None:
            yield painted(text)[0], (known.alpha or 0.0) >= _OPAQUE
        elif node.type == "function":
            yield from _colors(node.arguments)


class _Sheet:
    """The rules of a page's style sheets, and the cascade."""

    def __init__(self, text: str) -> None:
        self._matcher = cssselect2.Matcher()
        self._number = 0
        self._layers: dict[str, int] = {}
        for sheet, layer in (("\n".join(_BROWSERS), _OF_BROWSERS), (text, _UNLAYERED)):
            self._read(_parsed(sheet, True, True), [], _DEEPEST, layer)

    def applying(
        self,
        element: etree._Element,
        wrapped: cssselect2.ElementWrapper | None,
        inherited: Mapping[str, str],
    ) -> tuple[dict[str, Said], Mapping[str, str]]:
        """Give what is stated by property, and the custom properties.

        That of the element itself stands at "", that of `before`, `after` and others at their name.
        """
        matched: dict[str, list[Any]] = {}
        for specificity, _, pseudo, rule in self._matcher.match(wrapped) if wrapped else ():
            matched.setdefault(pseudo or "", []).append((tuple(specificity), rule))
        if style := element.get("style"):
            own = ((1, 0, 0), ((_INLINE, _INLINE), 0, _of_attribute(style)))
            matched.setdefault("", []).append(own)
        parts: dict[str, Said] = {}
        for part in sorted(matched):  # the element itself first, which hands its own down
            parts[part], stated = _cascaded(matched[part], inherited)
            inherited = inherited if part else stated
        return parts, inherited

    def _read(self, rules: Iterable[Node], within: Sequence[str], deepest: int, layer: int) -> None:
        for rule in rules:
            if deepest <= 0 or self._number > _MOST_RULES:
                return
            selectors, inside = within, layer
            if rule.type == "qualified-rule":
                selectors = _nested(rule.prelude, within)
            elif rule.type != "at-rule" or rule.lower_at_keyword not in _CONDITIONS:
                continue
            elif rule.lower_at_keyword == "scope":
                scope = [one for one in rule.prelude if one.type == "() block"]
                selectors = [tinycss2.serialize(scope[0].content)] if scope else within
            else:
                head = tinycss2.serialize(rule.prelude).strip().lower()
                if rule.lower_at_keyword == "layer":
                    for name in head.split(","):
                        inside = self._layers.setdefault(name.strip(), len(self._layers) + 1)
                elif not _holds(rule.lower_at_keyword, head):
                    continue
            if rule.content is None:
                continue
            inner = list(tinycss2.parse_blocks_contents(rule.content, True, True))
            if declared := selectors and _declarations(inner):
                self._add(selectors, declared, inside)
            self._read(inner, selectors, deepest - 1, inside)

    def _add(self, selectors: Sequence[str], declared: Sequence[Declared], layer: int) -> None:
        for selector in selectors:
            self._number += 1
            try:
                compiled = _compiled(selector)
            except cssselect2.SelectorError:
                continue
            for one in compiled:
                self._matcher.add_selector(one, ((layer, -layer), self._number, declared))


def with_sheets(text: str, fetch: Fetch, base: str = "") -> str:
    """Give a page with the style sheets that it links to, and those that they import, in it.

    `fetch` gives the text of an address, which is joined to `base`. What it has not stays a link.
    """

    def put_in(tag: re.Match[str]) -> str:
        if tag["style"]:
            return tag["style"] + _imported(tag["css"], base, fetch, (base,))
        said = _STATED.finditer(tag["said"] or "")
        stated = {one[1].lower(): one[2] or one[3] or one[4] for one in said}
        sheet = _fetched(stated["href"], base, fetch, ()) if is_sheet(stated) else None
        return tag[0] if sheet is None else f"<style>{_within(stated.get('media'), sheet)}</style>"

    return _TAG.sub(put_in, text)


def with_sheets_beside(data: bytes, folder: Path) -> bytes:
    """Give the bytes of a page with its style sheets in it, as far as they lie in its folder."""
    home = folder.resolve()

    def fetch(address: str) -> str | None:
        stated = urlsplit(address)
        path = home / unquote(stated.path)
        if stated.scheme or stated.netloc or not path.resolve().is_relative_to(home):
            return None
        read = read_original(path)
        return read.decode("utf-8-sig", "replace") if isinstance(read, bytes) else None

    # What is put in is ASCII, and the rest stays as it is in any encoding.
    return with_sheets(data.decode("latin-1"), fetch).encode("latin-1")


def missing_sheets(root: etree._Element) -> list[str]:
    """List the addresses of the style sheets that a page names and that are not in it.

    Those that name fonts hide nothing.
    """
    links = (dict(link.attrib) for link in root.iter("link"))
    linked = [link["href"] for link in links if is_sheet(link) and link.get("media") != "print"]
    sheets = "\n".join(style.text or "" for style in root.iter("style"))
    imports = _IMPORT.finditer(sheets) if "@import" in sheets.lower() else ()
    named = [*linked, *(found[1] or found[2] or found[3] for found in imports)]
    return [address for address in named if not _FONTS.search(address)]


def is_sheet(link: Mapping[str, str]) -> bool:
    """Say whether a link with such attributes is to a style sheet that a browser applies."""
    kinds = link.get("rel", "").lower().split()
    return "stylesheet" in kinds and "alternate" not in kinds and bool(link.get("href"))


def _cascaded(
    matched: Sequence[Any], inherited: Mapping[str, str]
) -> tuple[Said, Mapping[str, str]]:
    """Give what holds of all that is stated, by property, and the custom properties."""
    ranked = [
        ((important, layers[important], specificity, place), name, value)
        for specificity, (layers, place, declared) in matched
        for important, name, value in declared
    ]
    ranked.sort(key=itemgetter(0))
    own = {name: value for _, name, value in ranked if name.startswith("--")}
    words = {**inherited, **own} if own else inherited
    said: Said = {}
    for _, name, value in ranked:
        filled = _longhands(name, _filled(value, words)) if "var(" in value else {name: value}
        said.update(filled or {name: "unset"})
    return said, words


def _holds(keyword: str, condition: str) -> bool:
    """Say whether what stands below an at-rule holds on the screen of a reader."""
    if keyword == "supports":
        return not condition.startswith("not")
    return keyword != "media" or any(map(_is_met, condition.split(",")))


def _is_met(query: str) -> bool:
    said = query.strip()
    parts = re.split(r"\s+and\s+", re.sub(r"^(?:not|only)\s+", "", said))
    return all(map(_is_feature, parts)) is not said.startswith("not ")


def _is_feature(part: str) -> bool:
    found = _SIZE_QUERY.fullmatch(part)
    if not found:
        return part in NAMES["media"]
    amount = float(found["amount"]) * (16 if (found["unit"] or "px") != "px" else 1)
    size = _SCREEN[found["side"]]
    if found["sign"] == ":":
        return size <= amount if found["bound"] == "max" else size >= amount
    return size < amount if found["sign"][0] == "<" else size > amount


def _nested(prelude: Sequence[Node], within: Sequence[str]) -> list[str]:
    """Give the selectors of a rule, as they are within those of the rule or scope around it."""
    parts = (list(part) for comma, part in groupby(prelude, lambda one: one == ",") if not comma)
    listed = [text for part in parts if (text := tinycss2.serialize(part).strip())]
    if not within:
        return listed
    around = f":is({', '.join(within)})"
    listed = [text.replace(":scope", "&") for text in listed]
    spelled = (text.replace("&", around) if "&" in text else f"{around} {text}" for text in listed)
    return [text for text in spelled if len(text) < _LONGEST]


@lru_cache(maxsize=1024)
def _of_attribute(style: str) -> Sequence[Declared]:
    return _declarations(tinycss2.parse_blocks_contents(style, True, True))


def _declarations(nodes: Iterable[Node]) -> Sequence[Declared]:
    return [
        (one.important, name, value)
        for one in nodes
        if one.type == "declaration"
        for name, value in _longhands(one.lower_name, one.value).items()
    ]


def _filled(text: str, words: Mapping[str, str]) -> list[Node]:
    """Give a value with each `var()` replaced, from the innermost outwards."""
    for _ in range(8):
        text, number = _VARIABLE.subn(lambda one: words.get(one[1], one[2] or ""), text)
        if not number or len(text) > _LONGEST:
            break
    return _values(text)


def _longhands(name: str, nodes: Iterable[Node]) -> Said:
    """Give the properties that a declaration states and that are read here."""
    listed = [node for node in nodes if node.type not in ("whitespace", "comment")]
    if name == "content":
        return {name: " ".join(tinycss2.serialize([node]) for node in listed)}
    spelled = ((tinycss2.serialize([node]), node.type == "string") for node in listed)
    parts = [text if shown else text.lower() for text, shown in spelled]
    word = " ".join(parts)
    if name.startswith("--") or "var(" in word:
        return {name: word}
    if name in _STATES:
        order = _FOUR[len(parts) - 1] if 1 <= len(parts) <= 4 else ()
        return {side: parts[at] for side, at in zip(_STATES[name], order, strict=False)}
    if name == "font":
        sizes = [part for part in parts if _points(part) is not None]
        return {"font-size": sizes[0], "font-family": parts[-1]} if sizes else {}
    if name in ("grid-template", "grid"):
        rows, _, columns = word.partition(" / ")
        return {"grid-template-rows": rows, "grid-template-columns": columns}
    if name in ("scale", "translate") and word != "none":
        return {name: f"{name}({','.join(parts)})"}
    return {name: word} if _is_valid(name, word) else {}


def _is_valid(name: str, word: str) -> bool:
    """Say whether a browser takes a value, so that one it drops cannot take a valid one's place."""
    if word in NAMES["everywhere"]:
        return True
    if name in ("display", "visibility", "position"):
        return all(part in NAMES[name] for part in word.split())
    if name == "opacity":
        return _share(word) is not None or "(" in word
    if name == "font-size":
        return word in NAMES[name] or _points(word) is not None or "(" in word
    return name != "color" or word == "currentcolor" or _painted(word)[0] is not None or "(" in word


def _values(text: str) -> list[Node]:
    return list(tinycss2.parse_component_value_list(text, True))


@lru_cache(maxsize=4096)
def _points(
    text: str, em: float = 12.0, wide: float = _WIDE_POINTS, rem: float = 12.0
) -> float | None:
    """Give a length in points; None where it is none, or none that is known."""
    worked = _worked(text, em, wide, rem)
    known = _BARE.fullmatch(worked)
    # Of numbers without a unit only 0 is a length.
    return float(worked) if known and (worked != text or not float(worked)) else None


def _worked(text: str, em: float = 12.0, wide: float = 100.0, rem: float = 12.0) -> str:
    """Give a text with its lengths as points, and each `calc()` of them worked out."""
    units = {**_POINTS, "em": em, "rem": rem, "%": wide / 100}

    def measured(one: re.Match[str]) -> str:
        return f"{float(one[1]) * units[one[2]]:.6g}" if one[2] in units else one[0]

    text, number = _AMOUNT.sub(measured, text), 1
    for _ in range(8 * ("(" in text)):
        text, number = _CALC.subn(_result, text) if number else (text, 0)
    return text


def _result(found: re.Match[str]) -> str:
    """Work out a `calc()`, `min()`, `max()` or `clamp()` of numbers; others stay as they are."""
    sums: list[float] = []
    for part in found[2].split(","):
        terms: list[float] = []
        operator = "+"
        for token in re.sub(r"([*/])", r" \1 ", part).split():
            if token in "+-*/":
                operator = token
            elif not _BARE.fullmatch(token) or (operator in "*/" and not terms):
                return found[0]
            elif operator in "+-":
                terms.append(float(f"{operator}1") * float(token))
            elif operator == "*" or float(token):
                terms[-1] *= float(token) if operator == "*" else 1 / float(token)
        sums.append(sum(terms))
    sums.sort()
    return f"{ {'min': sums[0], 'max': sums[-1]}.get(found[1], sums[len(sums) // 2]):.6g}".strip()


def _share(text: str) -> float | None:
    known = _worked(text)
    amount = float(known) if _BARE.fullmatch(known) else None
    return amount / 100 if amount is not None and "%" in text else amount


def _functions(value: str, em: float = 12.0) -> Iterator[tuple[str, str, list[float]]]:
    """Yield each function of a value with its arguments, as text, and the numbers in it."""
    for found in _FUNCTION.finditer(value):
        yield found[1], found[2], [float(one) for one in _BARE.findall(_worked(found[2], em))]


def _why_hidden(element: etree._Element, said: Said, around: Look) -> str:
    def word(name: str) -> str:
        return said.get(name, "")

    def length(name: str) -> float | None:
        return _points(word(name), around.size) if name in said else None

    display, cut = word("display"), word("overflow")
    if (
        display == "none"
        or word("content-visibility") == "hidden"
        or (word("visibility") == "collapse" and element.tag in ("tr", "tbody", "col", "colgroup"))
        or word("mso-hide") == "all"
        or word("-webkit-text-security") not in ("", "none")
    ):
        return NOT_DISPLAYED
    if not said or display == "contents":
        return ""
    if veil := _why_veiled(said, around):
        return veil
    if (around.squeezed and cut in ("hidden", "clip")) or _leaves_nothing(said, around.size):
        return NO_SIZE
    # An inline box has no height to hide in, but nobody states one there who hides nothing.
    for name in ("width", "height", "max-width", "max-height", "line-height"):
        size, least = length(name), length(f"min-{name.removeprefix('max-')}") or 0.0
        small = size is not None and size <= 1.0 and least <= 1.0
        if small and cut in ("hidden", "clip", "scroll", "auto"):
            return NO_SIZE
    return OFF_PAGE if _is_away(said, around.size) else ""


def _why_veiled(said: Said, around: Look) -> str:
    filtered = said.get("filter", "")
    if around.dim * _opacity(said) <= _FAINT:
        return TRANSPARENT
    if any(_veils(*one) for one in _functions(filtered)) and "progid" not in filtered:
        return BLURRED
    if said.get("mix-blend-mode", "") not in NAMES["blends"]:
        return UNDECIDED
    behind = said.get("position", "static") != "static" and _z(said) < 0
    return COVERED if behind and around.backed else ""


def _veils(name: str, _: str, amounts: list[float]) -> bool:
    """Say whether a function of `filter` may leave nothing that can be read."""
    amount = amounts[0] if amounts else 1.0
    if name in ("brightness", "contrast"):
        return not 0.4 <= amount <= 2.5
    if name in ("invert", "blur"):
        return amount > 0.2
    return name not in NAMES["clear-filters"]


def _opacity(said: Said) -> float:
    if "opacity" not in said and "filter" not in said:
        return 1.0
    stated = [inner for name, inner, _ in _functions(said.get("filter", "")) if name == "opacity"]
    shares = ((_share(one), one) for one in (said.get("opacity", ""), *stated))
    # A share that nobody can work out may be none.
    known = (share if share is not None else float("(" not in one) for share, one in shares)
    return prod(max(0.0, min(1.0, one)) for one in known)


def _leaves_nothing(said: Said, em: float) -> bool:
    names = ["clip-path", "transform", "scale"]
    names += ["clip"] * (said.get("position") in ("absolute", "fixed"))
    for name, inner, numbers in _functions(" ".join(said.get(one, "") for one in names), em):
        if name in _LEAVES_NOTHING and _LEAVES_NOTHING[name](inner, numbers):
            return True
    masks = (said[name] for name in ("mask-image", "mask", "-webkit-mask-image") if name in said)
    zoom = said.get("zoom", "")
    tiny = _BARE.fullmatch(zoom) is not None and 0 < float(zoom) < 0.1
    return tiny or bool(_NO_MASK.match(next(masks, "")))


def _is_inset_shut(text: str) -> bool:
    stated = re.split(r"\bround\b", text)[0].split()
    shares = [float(one[:-1]) if re.fullmatch(r"\d*\.?\d+%", one) else 0.0 for one in stated]
    if not shares:
        return False
    top, right, bottom, left = (shares[at] for at in _FOUR[min(len(shares), 4) - 1])
    return top + bottom >= 100 or right + left >= 100


def _is_away(said: Said, em: float) -> bool:
    def at(side: str) -> float:
        return _points(said[side], em) or 0.0 if side in said else 0.0

    position = said.get("position", "static")
    placed = position in ("absolute", "fixed")
    sides = ("margin-left", "margin-top", *(("left", "top") if position != "static" else ()))
    if any(at(side) < -_FAR_POINTS for side in sides):
        return True
    for side, other in (("right", "left"), ("bottom", "top")):
        if placed and abs(at(side)) > 2 * _FAR_POINTS and said.get(other, "auto") == "auto":
            return True
        # Nobody scrolls to what stands still outside of the screen.
        name, usual = ("width", 150.0) if side == "right" else ("height", 30.0)
        size = _points(said.get(name, ""), em) or usual
        outside = min(at(side), at(other)) <= -size or at(other) > 3 * _FAR_POINTS
        far = {"fixed": outside, "relative": at(side) > _WIDE_POINTS + _FAR_POINTS}
        if far.get(position):
            return True
    moved = f"{said.get('transform', '')} {said.get('translate', '')}"
    return any(
        name.startswith("translate")
        and (amount < -_FAR_POINTS or (position == "fixed" and "100%" in inner))
        for name, inner, amounts in _functions(moved, em)
        for amount in amounts
    )


def _why_unread(look: Look) -> str:
    if not look.shown:
        return NOT_DISPLAYED
    if look.size < TINY_POINTS:
        return "tiny text"
    if look.indent < -_FAR_POINTS:
        return OFF_PAGE
    return OF_ITS_GROUND if too_close(look.ink, look.ground) else look.unread


def _look(element: etree._Element, said: Said, around: Look, at: int = 0) -> Look:
    """Give how an element's text is set, `around` being that of what stands around it."""

    def word(*names: str) -> str:
        return next(filter(None, map(said.get, names)), "") if said else ""

    tag = str(element.tag)
    weight, slope, display = word("font-weight"), word("font-style"), word("display")
    size = _size(word("font-size"), around)
    indent = _points(word("text-indent"), size)
    ink, unread = _ink(element, said, around)
    position = word("position") or "static"
    placed = position != "static"
    stated_ground = word("background-color", "background", "background-image")
    positions = {"super": "superscript", "sub": "subscript", "baseline": ""}
    shown = {"hidden": False, "collapse": False, "visible": True, "initial": True}
    spaced = word("white-space", "white-space-collapse")
    variant = word("font-variant-caps", "font-variant")
    tracks = map(word, ("grid-template-rows", "grid-template-columns"))
    bold = weight in ("bold", "bolder") or (weight.isdecimal() and int(weight) >= 600)
    return Look(
        bold if weight else around.bold,
        slope.startswith(("italic", "oblique")) if slope else around.italic,
        around.struck or "line-through" in word("text-decoration-line", "text-decoration"),
        positions.get(word("vertical-align"), around.position),
        _points(word("margin-left")) or 0.0,
        _points(word("margin-right")) or 0.0,
        size,
        display,
        display in NAMES["apart"] or around.display.endswith(("flex", "grid", "box")),
        word("float") not in ("", "none"),
        ink,
        unread,
        _ground(element, word, around, ink),
        around.indent if indent is None else indent,
        shown.get(word("visibility"), around.shown),
        display in ("grid", "inline-grid") and any(map(_NO_TRACK.fullmatch, tracks)),
        around.dim * _opacity(said),
        _marker(element, word("list-style-type", "list-style"), around),
        size if tag == "html" else around.rem,
        not (tag in ("html", "body") or (placed and word("z-index") not in ("", "auto")))
        and (around.backed or stated_ground not in ("", "none", "transparent")),
        (_z(said), at) if placed and tag not in ("html", "body") else None,
        _font(element, word("font-family"), around),
        spaced in NAMES["lined"] if spaced else around.lined,
        "uppercase" if "small-caps" in variant else word("text-transform") or around.case,
    )


def _font(element: etree._Element, stated: str, around: Look) -> str:
    first = stated.split(",")[0].strip("\"' ")
    return (first or element.get("face") or around.font).lower()


def _marker(element: etree._Element, stated: str, around: Look) -> str:
    """Give what stands before the items of a list: a name of CSS, or a text in its quotes."""
    named = [part for part in stated.split() if part not in ("inside", "outside")]
    if named and stated != "inherit" and not stated.startswith("url("):
        return stated if stated[0] in "\"'" else named[0]
    if element.tag in (*_LISTS, "li") and (kind := element.get("type")):
        return kind if len(kind) == 1 else kind.lower()
    tag = element.tag if stated != "inherit" else ""
    return "decimal" if tag == "ol" else "disc" if tag in _LISTS else around.marker


def _counted(element: etree._Element, said: Said) -> Said:
    """Give what is stated of counters, that of lists and their items by their attributes too."""
    stated = {name: word for name, word in said.items() if name.startswith("counter-")}
    parent = element.getparent()
    falls = element if element.tag in _LISTS else parent
    step = -1 if falls is not None and falls.get("reversed") is not None else 1
    if element.tag in _LISTS:
        first = _whole(element.get("start"), len(element.findall("li")) if step < 0 else 1)
        reset = f"{_ITEMS} {first - step}"
        stated["counter-reset"] = f"{reset} {stated.get('counter-reset', '')}"
    elif element.tag == "li" and said.get("display", _ITEMS) == _ITEMS:
        if _ITEMS not in stated.get("counter-increment", ""):
            stated["counter-increment"] = f"{_ITEMS} {step} {stated.get('counter-increment', '')}"
        if (value := element.get("value")) and _whole(value, None) is not None:
            stated["counter-set"] = f"{_ITEMS} {value} {stated.get('counter-set', '')}"
    return stated


def _whole(text: str | None, default: Any) -> Any:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,6}\s*", text) else default


def _count(parent: etree._Element | None, said: Said, counters: Counters) -> None:
    """Set, raise and replace counters; a new one is seen by what follows below `parent`."""
    for verb in ("reset", "increment", "set"):
        for name, amount in _AMOUNTS.findall(said.get(f"counter-{verb}", "")):
            owner, chain = counters.get(name, (None, ()))
            if verb == "reset" or not chain:
                chain = (*(chain[:-1] if owner is parent else chain), [0])
                counters[name] = (parent, chain)
            change = int(amount or (verb == "increment"))
            chain[-1][0] = change + (chain[-1][0] if verb == "increment" else 0)


def _mark(element: etree._Element, look: Look, part: Said, counters: Counters) -> str:
    """Give what stands before an item of a list, "" for a bullet and for nothing."""
    if stated := _content(element, part.get("content", ""), counters):
        return stated.strip()
    if look.marker in _BULLETS or look.marker == "none":
        return ""
    if look.marker[0] in "\"'":
        return look.marker.strip("\"' ")
    return f"{numeral(counters[_ITEMS][1][-1][0], look.marker)}."


def _generate(
    found: Styled,
    element: etree._Element,
    said: Said,
    around: Look,
    counters: Counters,
    *,
    first: bool,
) -> None:
    """Note the text that the style sets before or after what an element holds."""
    stated = said.get("content", "")
    if stated in ("", "none", "normal") or element.tag in NAMES["void"]:
        return
    _count(element, said, counters)
    text = _content(element, stated, counters)
    part = etree.Element("span")
    look = _look(part, said, around)
    if not text.strip() or _why_hidden(part, said, around) or _why_unread(look):
        return
    if first and around.marker == "none" and element in found.marks:
        found.marks[element] = text.strip()
    else:
        found.generated.append(Generated(element, text, look, first))


def _content(element: etree._Element, stated: str, counters: Counters) -> str:
    """Give the text that a value of `content` stands for."""
    quotes = _QUOTES[1 + sum(1 for _ in element.iterancestors("q")) % 2]
    text = ""
    for node in _values(stated):
        if node == "/":  # what follows is for those who cannot see it
            break
        if node.type == "string":
            text += node.value
        elif node.type == "ident" and node.lower_value in _QUOTES[0]:
            text += quotes[_QUOTES[0].index(node.lower_value)]
        elif node.type == "function":
            given = [one.value for one in node.arguments if one.type in ("ident", "string")]
            name, *rest = [*given, ""]
            if node.lower_name == "attr":
                text += element.get(name.lower(), "")
            elif node.lower_name in ("counter", "counters"):
                between = rest.pop(0) if node.lower_name == "counters" else ""
                chain = counters.get(name.lower(), (None, ([0],)))[1]
                shown = chain if node.lower_name == "counters" else chain[-1:]
                text += between.join(numeral(one[0], rest[0]) for one in shown)
    return text


def _size(stated: str, around: Look) -> float:
    if not stated:
        return around.size
    measured = _points(stated, around.size, around.size, around.rem)
    if measured is not None:
        return max(0.0, measured)
    plain = stated in ("initial", "revert", "medium", "small", "large")
    # A size that nobody can work out may be none.
    return 12.0 if plain else 0.0 if "(" in stated else around.size


def _ink(element: etree._Element, said: Said, around: Look) -> tuple[Color | None, str]:
    """Give the color of text, and why it cannot be read in it."""
    stated = said.get("-webkit-text-fill-color", said.get("color", ""))
    if stated and stated not in ("inherit", "currentcolor", "unset"):
        known, faint = _painted(stated)
        is_told = "(" not in stated or known or parsed_color(stated) is not None
        return known, OF_ITS_GROUND if faint else "" if is_told else UNDECIDED
    for tag, key in (("font", "color"), ("body", "text")):
        if element.tag == tag and element.get(key):
            return color(element.get(key) or ""), ""
    if not stated and element.tag == "a" and element.get("href"):
        return None, ""
    return around.ink, around.unread


def _painted(stated: str) -> tuple[Color | None, bool]:
    def worked(found: re.Match[str]) -> str:
        return _worked(found[0].replace("%", "")) + "%" * ("%" in found[0])

    stated = re.sub(r"calc\([^()]*\)", worked, stated)
    while found := _CHOSEN.search(stated):
        chosen = _mixed(found[1]) if found[1] else found[2]
        stated = f"{stated[: found.start()]}{chosen}{stated[found.end() :]}".strip()
    return painted(stated)


def _mixed(text: str) -> str:
    """Give the color that `color-mix()` makes of two; "unknown()" where nobody can tell."""
    space, *listed = (part.strip() for part in re.split(r",(?![^()]*\))", text))
    if len(listed) != 2:
        return "unknown()"
    shares = [_SHARE.search(one) for one in listed]
    first = float(shares[0][1]) if shares[0] else 100 - float(shares[1][1]) if shares[1] else 50.0
    inks = [painted(_SHARE.sub("", one)) for one in listed]
    whole = [ink for ink, at in zip(inks, (first, 100 - first), strict=True) if at >= 99]
    ink, other = (whole or inks)[0][0], (whole or inks)[-1][0]
    if ink is None or other is None or ("srgb" not in space and not whole):
        return "unknown()"
    parts = ((one * first + two * (100 - first)) / 100 for one, two in zip(ink, other, strict=True))
    return f"rgb({' '.join(f'{part:.0f}' for part in parts)})"


def _ground(
    element: etree._Element, word: Callable[..., str], around: Look, ink: Color | None
) -> Color | None:
    """Give the color of an element's ground; a picture counts as an unknown, dark one."""
    stated, picture = word("background-color", "background"), word("background-image")
    if "url(" in stated + picture:
        return _GRAY
    if "gradient" in stated + picture:
        found = list(_colors(_values(f"{picture} {stated}")))
        plain = found and all(solid and too_close(found[0][0], one) for one, solid in found)
        return found[0][0] if plain else _GRAY
    if picture not in ("", "none"):
        return _GRAY
    if stated == "currentcolor":
        return ink
    if stated and stated not in ("transparent", "none", "inherit", "initial", "unset"):
        for part in (stated, *re.split(r"\s+(?![^()]*\))", stated)):
            known, faint = _painted(part)
            if known is not None:
                return around.ground if faint else known
        return _GRAY
    if element.get("bgcolor"):
        return color(element.get("bgcolor") or "") or around.ground
    return around.ground


def _fetched(address: str, base: str, fetch: Fetch, within: tuple[str, ...]) -> str | None:
    """Give a sheet with what it imports; `within` are those that import it, the outermost first."""
    address = address.strip()
    whole = address if address.lower().startswith(("cid:", "data:")) else urljoin(base, address)
    if whole in within:
        return ""  # it says no more than it says itself
    sheet = _of_data(whole) if whole.lower().startswith("data:") else fetch(whole)
    if sheet is None or len(sheet) > _LARGEST:
        return None
    spelled = "".join(one if one.isascii() else f"\\{ord(one):x} " for one in sheet)
    return _imported(spelled.replace("</", "<\\/"), whole, fetch, (*within, whole))


def _imported(sheet: str, base: str, fetch: Fetch, within: tuple[str, ...]) -> str:
    def put_in(found: re.Match[str]) -> str:
        inner = _fetched(found[1] or found[2] or found[3], base, fetch, within)
        return found[0] if inner is None else _within(_LAYER.sub("", found[4]), inner)

    deep = len(within) > _IMPORTED
    return _IMPORT.sub(put_in, sheet) if not deep and "@import" in sheet.lower() else sheet


def _within(media: str | None, sheet: str) -> str:
    return f"@media {media}{{{sheet}}}" if media and media.strip() else sheet


def _of_data(address: str) -> str | None:
    head, _, body = address.partition(",")
    with suppress(Error, ValueError):
        known = b64decode(body) if head.endswith(";base64") else unquote_to_bytes(body)
        return known.decode("utf-8", "replace")
    return None
