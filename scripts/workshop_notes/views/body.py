"""A note's Markdown, read once: its headings, paragraphs and requests, and what it names.

An anchor is made of its paragraph's own words, so that edits elsewhere keep it."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from lxml import etree

from workshop_notes.normalize import CONTROLS
from workshop_notes.text.expressions import pattern, source
from workshop_notes.text.finder import Finder, Found, cited_resolutions
from workshop_notes.text.markdown import HEADINGS, tree_of
from workshop_notes.text.sentences import sentences
from workshop_notes.text.sieve import Pattern
from workshop_notes.views.page import note_address, relative
from workshop_notes.vocabulary import Vocabulary

PARAGRAPHS = ("p", "li", "dd", "dt")
KEPT_ATTRIBUTES = frozenset({"href", "title", "id", "class", "start", "alt"})
OWN_CLASSES = frozenset({"footnote", "footnote-ref", "footnote-backref"})
ANCHOR_LENGTH = 6
WORDS_A_MINUTE = 220
ASKED_AT_MOST = 6
ASKING = Path(__file__).with_name("asking.yml")
REMEMBERED = 1000
SKIPPED = frozenset(
    ["a", "abbr", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "sup", "script", "style"]
)
FOOTNOTES = frozenset({"footnote", "footnote-ref"})


@dataclass(frozen=True)
class Paragraph:
    """A paragraph or list item: its anchor, its text in one line, the heading above it, its place.

    `number` counts a note's paragraphs from 1.
    """

    anchor: str
    text: str
    heading: str
    number: int = 0


@dataclass(frozen=True)
class Heading:
    """A heading of the body; `level` counts from 2."""

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Body:
    """A note's body: its tree, read once, and what stands in it.

    `asked` holds what participants asked for, each with its paragraph: the note's own section on
    it, else the sentences that say so; where a list follows a sentence, the list's items. `minutes`
    is the time that reading takes, one at least.
    """

    tree: etree._Element
    paragraphs: tuple[Paragraph, ...]
    headings: tuple[Heading, ...]
    minutes: int
    asked: tuple[tuple[Paragraph, str], ...]


@dataclass(frozen=True, order=True)
class Target:
    """What a mention leads to: the kind of term (`mission`, `resolution`, …) and its id."""

    kind: str
    id: str


class Mentions:
    """Finds the names of terms and the resolutions of any number, known or not."""

    def __init__(
        self, names: Iterable[tuple[str, Target]], resolutions: Vocabulary | None = None
    ) -> None:
        """Take (name, target) pairs; of one name given twice, the first stands."""
        self._finder, self._resolutions = Finder(names), resolutions
        # A paragraph is looked through when it is read, and again when it is linked.
        self._remembered = lru_cache(REMEMBERED)(lambda text: list(self._mentions(text)))

    def of(self, text: str) -> list[Found[Target]]:
        """Give the mentions in a text, left to right, none overlapping another."""
        return self._remembered(text)

    def _mentions(self, text: str) -> Iterator[Found[Target]]:
        cited = [
            Found(one.start, one.end, Target("resolution", one.number), one.number)
            for one in cited_resolutions(text, self._resolutions)
            if not (one.other_body or one.doubtful)
        ]
        end = 0
        for one in sorted([*cited, *self._finder.find(text)], key=lambda one: one.start):
            if one.start >= end:
                yield one
                end = one.end


def read_body(markdown: str, identifier: str, known: Container[str] | None = None) -> Body:
    """Read a note's Markdown; raw HTML in it is text, and shows as typed.

    A link to a note whose id is not among the `known` leads nowhere.
    """
    tree = tree_of(CONTROLS.sub("", markdown))
    _clean(tree, identifier, known)
    headings, paragraphs = _anchored(tree)
    words = sum(len(re.findall(r"\w+", paragraph.text)) for paragraph in paragraphs)
    minutes = max(1, round(words / WORDS_A_MINUTE))
    asked = _asked(headings, paragraphs, _lists(tree, paragraphs))
    return Body(tree, tuple(paragraphs), tuple(headings), minutes, tuple(asked))


def link_first_mentions(
    tree: etree._Element,
    mentions: Mentions,
    attributes: Callable[[Target], dict[str, str] | None],
) -> None:
    """Make the first mention of each term below `tree` a link with the given attributes.

    Text inside links, code, headings and footnotes is left alone; a term whose `attributes` are
    None is not linked. The text of the tree stays the same, character by character.
    """
    seen: set[Target] = set()
    for owner, is_tail in list(_texts(tree)):
        text = (owner.tail if is_tail else owner.text) or ""
        chosen = []
        for mention in mentions.of(text):
            wanted = attributes(mention.target) if mention.target not in seen else None
            if wanted is not None:
                seen.add(mention.target)
                chosen.append((mention, wanted))
        if chosen:
            _insert(owner, is_tail, text, chosen)


def _clean(tree: etree._Element, identifier: str, known: Container[str] | None) -> None:
    for element in list(tree.iter(etree.Element)):
        classes = [name for name in (element.get("class") or "").split() if name in OWN_CLASSES]
        for name in list(element.attrib):
            own = classes or (element.get("id") or "").startswith(("fn-", "fnref"))
            if name not in KEPT_ATTRIBUTES or (name == "id" and not own):
                del element.attrib[name]
        if classes:
            element.set("class", " ".join(classes))
        elif "class" in element.attrib:
            del element.attrib["class"]
        if element.tag == "a" and "href" in element.attrib:
            _mend_link(element, identifier, known)
        elif element.tag == "img":
            # Its alternative text stands in its place: notes carry no pictures of their own.
            element.tag, element.text = "span", element.get("alt")
            element.attrib.clear()


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
            slug = re.sub(r"\W+", "-", text.lower()).strip("-")[:60]
            heading = _unique(f"s-{slug or 'part'}", used)
            element.set("id", heading)
            headings.append(Heading(level, heading, text))
        elif text:
            digest = hashlib.sha256(text.encode()).hexdigest()
            anchor = _unique(f"p-{digest[:ANCHOR_LENGTH]}", used)
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
        for sentence in filter(_asking_sentence().search, sentences(paragraph.text)):
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


def _texts(element: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    own = isinstance(element.tag, str) and element.tag not in SKIPPED
    if own and not FOOTNOTES & set((element.get("class") or "").split()):
        yield element, False
        for child in element:
            yield from _texts(child)
            yield child, True


def _insert(
    owner: etree._Element,
    is_tail: bool,
    text: str,
    chosen: list[tuple[Found[Target], dict[str, str]]],
) -> None:
    parent = owner.getparent() if is_tail else owner
    assert parent is not None
    place = parent.index(owner) + 1 if is_tail else 0
    setattr(owner, "tail" if is_tail else "text", text[: chosen[0][0].start])
    stops = (*(mention.start for mention, _ in chosen[1:]), len(text))
    for offset, ((mention, wanted), stop) in enumerate(zip(chosen, stops, strict=True)):
        made = etree.Element("a", wanted)
        made.text, made.tail = text[mention.start : mention.end], text[mention.end : stop]
        parent.insert(place + offset, made)
