"""Mentions: where a text names a term, a resolution or another note, and the first made a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from workshop_notes.text.finder import Finder, Found
from workshop_notes.text.resolutions import cited_resolutions

REMEMBERED = 1000
SKIPPED = frozenset(
    ["a", "abbr", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "sup", "script", "style"]
)
FOOTNOTES = frozenset({"footnote", "footnote-ref"})


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """What a mention leads to: the kind of term (`mission`, `resolution`, …) and its id."""

    kind: str
    id: str


class Mentions:
    """Finds the names of terms and the resolutions of any number, known or not."""

    def __init__(self, names: Iterable[tuple[str, Target]]) -> None:
        """Take (name, target) pairs; of one name given twice, the first stands."""
        self._finder = Finder(names)
        self._recent: dict[str, list[Found[Target]]] = {}

    def of(self, text: str) -> list[Found[Target]]:
        """Give the mentions in a text, left to right, none overlapping another."""
        # A paragraph is looked through when it is read, and again when it is linked.
        if text not in self._recent:
            if len(self._recent) >= REMEMBERED:
                self._recent.clear()
            self._recent[text] = list(self._mentions(text))
        return self._recent[text]

    def _mentions(self, text: str) -> Iterator[Found[Target]]:
        cited = [
            Found(one.start, one.end, Target("resolution", one.number), one.number)
            for one in cited_resolutions(text)
            if not (one.other_body or one.doubtful)
        ]
        end = 0
        for one in sorted([*cited, *self._finder.find(text)], key=lambda one: one.start):
            if one.start >= end:
                yield one
                end = one.end


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
    links = []
    for here, (mention, wanted) in enumerate(chosen):
        made = etree.Element("a", wanted)
        made.text = text[mention.start : mention.end]
        stop = chosen[here + 1][0].start if here + 1 < len(chosen) else len(text)
        made.tail = text[mention.end : stop]
        links.append(made)
    before = text[: chosen[0][0].start]
    if is_tail:
        parent = owner.getparent()
        assert parent is not None
        place = parent.index(owner) + 1
        owner.tail = before
    else:
        parent, place = owner, 0
        owner.text = before
    for offset, made in enumerate(links):
        parent.insert(place + offset, made)
