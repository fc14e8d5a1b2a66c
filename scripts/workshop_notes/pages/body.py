"""A note's Markdown as HTML: safe, with an anchor on every paragraph that edits elsewhere keep."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import lxml.html
from lxml import etree
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

from workshop_notes.pages.address import note_address, relative
from workshop_notes.pages.html import CONTROLS
from workshop_notes.pages.words import ASKING_HEADINGS, say

EXTENSIONS = ("tables", "footnotes", "attr_list", "def_list", "abbr", "sane_lists")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
KEPT_ATTRIBUTES = frozenset({"href", "title", "id", "class", "start", "alt", "colspan", "rowspan"})
OWN_CLASSES = frozenset({"footnote", "footnote-ref", "footnote-backref"})
ANCHOR_LENGTH = 6
WORDS_A_MINUTE = 220
SENTENCE_END = re.compile(r"(?<=[.!?…])(?:[\"”’»)\]]|\s»)*\s+(?=[\"“‘«(\[]?\s?[A-ZÀ-ÖØ-Þ0-9])")
ABBREVIATION = re.compile(r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|No|no|vs|cf|p|pp|art|e\.g|i\.e))\.$")


class _LineBreak(InlineProcessor):
    """The one tag that a note may hold: a line break, which tables have no other way to write."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], _data: str
    ) -> tuple[etree._Element, int, int]:
        """Give the line break."""
        return ElementTree.Element("br"), m.start(0), m.end(0)  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or list item: its anchor, its text in one line, and the heading above it."""

    anchor: str
    text: str
    heading: str

    @property
    def sentences(self) -> list[str]:
        """The paragraph's sentences."""
        return sentences(self.text)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the body; `level` counts from 2."""

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Body:
    """A note's body: its HTML tree, read once, and what stands in it."""

    tree: etree._Element
    paragraphs: tuple[Paragraph, ...]
    headings: tuple[Heading, ...]
    asked: tuple[Paragraph, ...]
    words: int

    @property
    def minutes(self) -> int:
        """The time that reading takes, in whole minutes, one at least."""
        return max(1, round(self.words / WORDS_A_MINUTE))


def read_body(markdown: str, identifier: str, lang: str) -> Body:
    """Read a note's Markdown; raw HTML in it is text, and shows as typed."""
    tree = lxml.html.fragment_fromstring(_html(markdown, lang), create_parent="div")
    _clean(tree, identifier, lang)
    headings, paragraphs = _anchored(tree)
    text = " ".join(paragraph.text for paragraph in paragraphs)
    return Body(
        tree,
        tuple(paragraphs),
        tuple(headings),
        tuple(_asked(headings, paragraphs)),
        len(re.findall(r"\w+", text)),
    )


def sentences(text: str) -> list[str]:
    """Split a paragraph into sentences; abbreviations end none."""
    found: list[str] = []
    start = 0
    for end in SENTENCE_END.finditer(text):
        if ABBREVIATION.search(text[: end.start()][-6:]):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def inner_html(tree: etree._Element) -> str:
    """Give the HTML inside an element."""
    text: str = lxml.html.tostring(tree, encoding="unicode")
    return text[text.index(">") + 1 : text.rindex("<")]


@lru_cache(maxsize=4096)
def _html(markdown: str, lang: str) -> str:
    parser = _parser(lang)
    parser.reset()
    return str(parser.convert(CONTROLS.sub("", markdown)))


@lru_cache(maxsize=2)
def _parser(lang: str) -> Markdown:
    configs: dict[str, dict[str, Any]] = {
        "footnotes": {"BACKLINK_TITLE": say(lang, "backlink"), "SEPARATOR": "-"}
    }
    parser = Markdown(extensions=list(EXTENSIONS), extension_configs=configs)
    # A note is text from outside: its markup is shown, never obeyed.
    parser.preprocessors.deregister("html_block")
    parser.inlinePatterns.deregister("html")
    parser.inlinePatterns.register(_LineBreak(r"<br\s*/?>", parser), "line-break", 95)
    return parser


def _clean(tree: etree._Element, identifier: str, lang: str) -> None:
    for element in list(tree.iter(etree.Element)):
        classes = [name for name in (element.get("class") or "").split() if name in OWN_CLASSES]
        for name in list(element.attrib):
            if name not in KEPT_ATTRIBUTES or (
                name == "id" and not classes and not _footnote(element)
            ):
                del element.attrib[name]
        if classes:
            element.set("class", " ".join(classes))
        elif "class" in element.attrib:
            del element.attrib["class"]
        if element.tag == "a" and "href" in element.attrib:
            _mend_link(element, identifier)
        elif element.tag == "img":
            _picture_as_text(element)
    tables = [table for table in tree.iter("table") if table.getparent() is not None]
    for number, table in enumerate(tables, 1):
        name = say(lang, "table")
        _make_scrollable(table, f"{name} {number}" if len(tables) > 1 else name)


def _footnote(element: etree._Element) -> bool:
    return (element.get("id") or "").startswith(("fn-", "fnref"))


def _mend_link(element: etree._Element, identifier: str) -> None:
    address = (element.get("href") or "").strip()
    if address.startswith("#"):
        return
    if re.match(r"(https?|mailto):", address, re.IGNORECASE):
        element.set("rel", "noopener")
        return
    path, _, part = address.partition("#")
    if ":" in path or path.startswith("/") or not path.endswith(".md"):
        del element.attrib["href"]
        return
    target = posixpath.normpath(posixpath.join(posixpath.dirname(identifier), path))
    there = note_address(target.removesuffix(".md")) + (f"#{part}" if part else "")
    element.set("href", relative(note_address(identifier), there))


def _picture_as_text(element: etree._Element) -> None:
    """Put the picture's alternative text in its place: notes carry no pictures of their own."""
    element.tag = "span"
    element.text = element.get("alt")
    for name in list(element.attrib):
        del element.attrib[name]


def _make_scrollable(table: etree._Element, name: str) -> None:
    parent = table.getparent()
    assert parent is not None
    frame = etree.Element("div", {"class": "scroll", "role": "region", "aria-label": name})
    frame.set("tabindex", "0")
    frame.tail, table.tail = table.tail, None
    parent.replace(table, frame)
    frame.append(table)


def _anchored(tree: etree._Element) -> tuple[list[Heading], list[Paragraph]]:
    """Give every heading and paragraph an id; levels of headings begin at 2 and skip none."""
    headings: list[Heading] = []
    paragraphs: list[Paragraph] = []
    used: dict[str, int] = {}
    first = min((int(e.tag[1]) for e in tree.iter(*HEADINGS)), default=2)
    level, heading = 1, ""
    for element in _blocks(tree):
        text = _text(element)
        if element.tag in HEADINGS:
            level = min(level + 1, max(2, int(element.tag[1]) - first + 2), 6)
            element.tag = f"h{level}"
            heading = _unique("s-" + _slug(text), used)
            element.set("id", heading)
            headings.append(Heading(level, heading, text))
        elif text:
            anchor = _unique("p-" + _digest(text), used)
            element.set("id", anchor)
            paragraphs.append(Paragraph(anchor, text, heading))
    return headings, paragraphs


def _blocks(tree: etree._Element) -> Iterator[etree._Element]:
    for element in tree.iter("p", "li", "dd", "dt", *HEADINGS):
        if any("footnote" in (above.get("class") or "") for above in element.iterancestors("div")):
            continue
        if element.tag in ("li", "dd") and element.find("p") is not None:
            continue
        yield element


def _text(element: etree._Element) -> str:
    parts: list[str] = []

    def gather(node: etree._Element) -> None:
        parts.append(node.text or "")
        for child in node:
            if child.tag not in ("sup", "ul", "ol", "p"):
                gather(child)
            parts.append(child.tail or "")

    gather(element)
    return " ".join("".join(parts).split())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:ANCHOR_LENGTH]


def _slug(text: str) -> str:
    return re.sub(r"\W+", "-", text.lower()).strip("-")[:60] or "part"


def _unique(name: str, used: dict[str, int]) -> str:
    used[name] = used.get(name, 0) + 1
    return name if used[name] == 1 else f"{name}-{used[name]}"


def _asked(headings: list[Heading], paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    """Give the paragraphs of the sections whose heading says that something is asked for."""
    asking: set[str] = set()
    within = 0
    for heading in headings:
        if within and heading.level > within:
            asking.add(heading.id)
            continue
        within = heading.level if ASKING_HEADINGS.search(heading.text) else 0
        if within:
            asking.add(heading.id)
    yield from (paragraph for paragraph in paragraphs if paragraph.heading in asking)
