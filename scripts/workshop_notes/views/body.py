"""A note's Markdown, read once: its tree, its headings, paragraphs and requests, with anchors.

An anchor is made of its paragraph's own words, so that edits elsewhere keep it.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lxml import etree

from workshop_notes.text.expressions import pattern, source
from workshop_notes.text.markdown import HEADINGS, tree_of
from workshop_notes.text.sentences import sentences
from workshop_notes.text.sieve import Pattern
from workshop_notes.views.address import note_address, relative

PARAGRAPHS = ("p", "li", "dd", "dt")
KEPT_ATTRIBUTES = frozenset({"href", "title", "id", "class", "start", "alt"})
OWN_CLASSES = frozenset({"footnote", "footnote-ref", "footnote-backref"})
ANCHOR_LENGTH = 6
WORDS_A_MINUTE = 220
ASKED_AT_MOST = 6
ASKING = Path(__file__).with_name("asking.yml")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or list item: its anchor, its text in one line, the heading above it, its place.

    `number` counts a note's paragraphs from 1.
    """

    anchor: str
    text: str
    heading: str
    number: int = 0

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
    """A note's body: its tree, read once, and what stands in it.

    `asked` holds what participants asked for, each with its paragraph: the note's own section on
    it, else the sentences that say so; where a list follows a sentence, the list's items. `lists`
    gives the items that follow a paragraph, by its anchor.
    """

    tree: etree._Element
    paragraphs: tuple[Paragraph, ...]
    headings: tuple[Heading, ...]
    words: int
    lists: Mapping[str, tuple[Paragraph, ...]] = field(default_factory=dict)
    asked: tuple[tuple[Paragraph, str], ...] = ()

    @property
    def minutes(self) -> int:
        """The time that reading takes, in whole minutes, one at least."""
        return max(1, round(self.words / WORDS_A_MINUTE))


def read_body(markdown: str, identifier: str, known: Container[str] | None = None) -> Body:
    """Read a note's Markdown; raw HTML in it is text, and shows as typed.

    A link to a note whose id is not among the `known` leads nowhere.
    """
    tree = tree_of(CONTROLS.sub("", markdown))
    _clean(tree, identifier, known)
    headings, paragraphs = _anchored(tree)
    text = " ".join(paragraph.text for paragraph in paragraphs)
    lists = _lists(tree, paragraphs)
    return Body(
        tree,
        tuple(paragraphs),
        tuple(headings),
        len(re.findall(r"\w+", text)),
        lists,
        tuple(_asked(headings, paragraphs, lists)),
    )


def _clean(tree: etree._Element, identifier: str, known: Container[str] | None) -> None:
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
            _mend_link(element, identifier, known)
        elif element.tag == "img":
            _picture_as_text(element)


def _footnote(element: etree._Element) -> bool:
    return (element.get("id") or "").startswith(("fn-", "fnref"))


def _mend_link(element: etree._Element, identifier: str, known: Container[str] | None) -> None:
    address = (element.get("href") or "").strip()
    if address.startswith("#") or re.match(r"(https?|mailto):", address, re.IGNORECASE):
        return
    path, _, part = address.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(identifier), path))
    target = target.removesuffix(".md")
    leads = ":" not in path and not path.startswith("/") and path.endswith(".md")
    if not leads or (known is not None and target not in known):
        del element.attrib["href"]
        return
    there = note_address(target) + (f"#{part}" if part else "")
    element.set("href", relative(note_address(identifier), there))


def _picture_as_text(element: etree._Element) -> None:
    """Put the picture's alternative text in its place: notes carry no pictures of their own."""
    element.tag = "span"
    element.text = element.get("alt")
    for name in list(element.attrib):
        del element.attrib[name]


def _anchored(tree: etree._Element) -> tuple[list[Heading], list[Paragraph]]:
    """Give every heading and paragraph an id; levels of headings begin at 2 and skip none."""
    headings: list[Heading] = []
    paragraphs: list[Paragraph] = []
    used: dict[str, int] = {}
    first = min((int(e.tag[1]) for e in tree.iter(*HEADINGS)), default=2)
    level, heading = 1, ""
    for element in _blocks(tree):
        text = _text(element)
        if element.tag in HEADINGS and text:
            level = min(level + 1, max(2, int(element.tag[1]) - first + 2), 6)
            element.tag = f"h{level}"
            heading = _unique("s-" + _slug(text), used)
            element.set("id", heading)
            headings.append(Heading(level, heading, text))
        elif text:
            anchor = _unique("p-" + _digest(text), used)
            element.set("id", anchor)
            paragraphs.append(Paragraph(anchor, text, heading, len(paragraphs) + 1))
    return headings, paragraphs


def _blocks(tree: etree._Element) -> Iterator[etree._Element]:
    for element in tree.iter(*PARAGRAPHS, *HEADINGS):
        if any("footnote" in (above.get("class") or "") for above in element.iterancestors("div")):
            continue
        if element.tag in ("li", "dd") and any(child.tag in ("p", *HEADINGS) for child in element):
            continue
        yield element


def _lists(tree: etree._Element, paragraphs: list[Paragraph]) -> dict[str, tuple[Paragraph, ...]]:
    """Give, by the anchor of each paragraph that ends in a colon, the items of its list."""
    known = {paragraph.anchor: paragraph for paragraph in paragraphs}
    found: dict[str, tuple[Paragraph, ...]] = {}
    for element in tree.iter("ul", "ol"):
        before, above = element.getprevious(), element.getparent()
        lead = before if before is not None and before.tag == "p" else above
        paragraph = known.get((lead.get("id") or "") if lead is not None else "")
        if paragraph and paragraph.text.endswith(":"):
            items = (item if item.get("id") else item.find("p") for item in element.iter("li"))
            anchors = [item.get("id") or "" for item in items if item is not None]
            found[paragraph.anchor] = tuple(known[name] for name in anchors if name in known)
    return found


def _text(element: etree._Element) -> str:
    parts: list[str] = []

    def gather(node: etree._Element) -> None:
        parts.append(node.text or "")
        for child in node:
            # In a quotation or a search result struck words must not read as words that stand.
            mark = "~~" if child.tag == "del" else ""
            parts.append(mark)
            if child.tag not in ("sup", "ul", "ol", "p"):
                gather(child)
            parts.append(f"{mark}{child.tail or ''}")

    gather(element)
    return " ".join("".join(parts).split())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:ANCHOR_LENGTH]


def _slug(text: str) -> str:
    return re.sub(r"\W+", "-", text.lower()).strip("-")[:60] or "part"


def _unique(name: str, used: dict[str, int]) -> str:
    used[name] = used.get(name, 0) + 1
    return name if used[name] == 1 else f"{name}-{used[name]}"


def _asked(
    headings: list[Heading],
    paragraphs: list[Paragraph],
    lists: Mapping[str, tuple[Paragraph, ...]],
) -> list[tuple[Paragraph, str]]:
    within = _asking_headings(headings)
    own = [paragraph for paragraph in paragraphs if paragraph.heading in within]
    if own:
        return [(paragraph, paragraph.text) for paragraph in own if paragraph.anchor not in lists]
    found: dict[str, tuple[Paragraph, str]] = {}
    for paragraph in paragraphs:
        if not pattern(ASKING, "verbs").search(paragraph.text):
            continue
        for sentence in filter(_asking_sentence().search, paragraph.sentences):
            if len(found) >= ASKED_AT_MOST:
                return list(found.values())
            if sentence.endswith(":") and paragraph.anchor in lists:
                found |= {item.anchor: (item, item.text) for item in lists[paragraph.anchor]}
            else:
                found.setdefault(f"{paragraph.anchor} {sentence}", (paragraph, sentence))
    return list(found.values())


def _asking_headings(headings: list[Heading]) -> set[str]:
    """Give the headings that say that something is asked for, with those below them."""
    found: set[str] = set()
    within = 0
    for heading in headings:
        if within and heading.level > within:
            found.add(heading.id)
            continue
        within = heading.level if pattern(ASKING, "headings").search(heading.text) else 0
        if within:
            found.add(heading.id)
    return found


@cache
def _asking_sentence() -> Pattern:
    who, verbs = source(ASKING, "who"), source(ASKING, "verbs")
    return Pattern(rf"\b{who}\b[^.;:]{{0,80}}?\b{verbs}\b", re.IGNORECASE)
