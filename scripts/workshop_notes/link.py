"""Where a text names a term of the vocabularies, and its first mention made a link.

Acronyms and proper names are matched as they are written (`CAR` is not `car`), ordinary words in
any case; names are matched whole, the longest first. Linking never changes the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from lxml import etree

WORD = re.compile(r"[^\W_]+")
RESOLUTION = re.compile(
    r"\bS/RES/(?P<symbol>\d{1,4})(?:\s?\(\d{4}\))?"
    r"|\b(?:(?:UN|United Nations)\s+)?(?:Security\s+Council\s+)?(?:r[eé]solutions?|UNSCR)\s+"
    r"(?P<number>\d{3,4})(?:\s?\(\d{4}\))?(?![\w/])",
    re.IGNORECASE,
)
FURTHER = re.compile(
    r"(?:\s?,\s*(?:(?:and|et)\s+)?|\s+(?:and|et|or|ou)\s+)"
    r"(?P<number>\d{3,4})(?:\s?\(\d{4}\))?(?![\w/]|[.,]\d|\s?%)"
)
THREE_DIGITS = re.compile(r"\d{3}|/RES/")
REMEMBERED = 1000
SKIPPED = frozenset(
    {"a", "abbr", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "sup", "script", "style"}
)


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """What a mention leads to: the kind of term (`mission`, `resolution`, …) and its id."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in a text, `text[start:end]`, and the term that it names."""

    start: int
    end: int
    target: Target


class Lexicon:
    """The names of many terms, ready to be found in a text."""

    def __init__(self, names: Iterable[tuple[str, Target]], *, resolutions: bool = False) -> None:
        """Take (name, target) pairs; of one name given twice, the first stands.

        With `resolutions`, every number that follows the word is a mention, known or not.
        """
        self.resolutions = resolutions
        # Names are looked up by their first two words: common first words are many.
        self._known: dict[tuple[str, str], list[tuple[int, str, Target]]] = {}
        seen: set[str] = set()
        for name, target in names:
            first = WORD.search(name)
            if not first or first.start() > 0 or name in seen:
                continue
            seen.add(name)
            words = [*WORD.findall(name.lower()), ""]
            entry = (len(name), name, target)
            self._known.setdefault((words[0], words[1]), []).append(entry)
            if words[1] == "":
                self._known.setdefault((f"{words[0]}s", ""), []).append(entry)
            elif len(words) == len(("two", "words", "")):
                self._known.setdefault((words[0], f"{words[1]}s"), []).append(entry)
        for row in self._known.values():
            row.sort(key=lambda entry: -entry[0])
        self._recent: dict[str, list[Mention]] = {}
        self._first_words = {first for first, _ in self._known}

    def mentions(self, text: str) -> list[Mention]:
        """Give the mentions in a text, left to right, none overlapping another."""
        # A paragraph is looked through when it is read, and again when it is linked.
        if text not in self._recent:
            if len(self._recent) >= REMEMBERED:
                self._recent.clear()
            self._recent[text] = self._mentions(text)
        return self._recent[text]

    def _mentions(self, text: str) -> list[Mention]:
        found = list(_resolutions(text)) if self.resolutions else []
        taken = [(mention.start, mention.end) for mention in found]
        lower = text.lower()
        # A few letters change their length in lower case, and with it every place after them.
        words = list(WORD.finditer(lower if len(lower) == len(text) else text))
        parts = [word.group() for word in words]
        end = 0
        for place, part in enumerate(parts):
            if part not in self._first_words:
                continue
            following = parts[place + 1] if place + 1 < len(parts) else ""
            known = self._known.get((part, following), ()), self._known.get((part, ""), ())
            start = words[place].start()
            if start < end:
                continue
            for _, name, target in chain(*known):
                hit = _pattern(name).match(text, start)
                if not hit:
                    continue
                if not any(start < stop and begin < hit.end() for begin, stop in taken):
                    found.append(Mention(start, hit.end(), target))
                    end = hit.end()
                break
        return sorted(found, key=lambda mention: mention.start)


def link_first_mentions(
    tree: etree._Element,
    lexicon: Lexicon,
    attributes: Callable[[Target], dict[str, str] | None],
    expected: Collection[Target] | None = None,
    skip_classes: frozenset[str] = frozenset({"footnote", "footnote-ref"}),
) -> None:
    """Make the first mention of each term below `tree` a link with the given attributes.

    Text inside links, code, headings and footnotes is left alone; a term whose `attributes` are
    None is not linked. The text of the tree stays the same, character by character.
    """
    seen: set[Target] = set()
    wanting = set(expected) if expected is not None else None
    for owner, is_tail in list(_texts(tree, skip_classes)):
        if wanting is not None and not wanting:
            return
        text = (owner.tail if is_tail else owner.text) or ""
        chosen = []
        for mention in lexicon.mentions(text):
            if mention.target in seen:
                continue
            if wanting is not None:
                wanting.discard(mention.target)
            wanted = attributes(mention.target)
            if wanted is not None:
                seen.add(mention.target)
                chosen.append((mention, wanted))
        if chosen:
            _insert(owner, is_tail, text, chosen)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in name.split()]
    written = re.sub("['’]", "['’]", r"\s+".join(parts)).replace(r"\-", "[-‐‑–]")
    inner = name[1:]
    plural = "s?" if name.isupper() and len(name) > 1 else ""
    exact = any(letter.isupper() for letter in inner) or (
        " " not in name and (name[:1].isupper() or len(name) < 5)
    )
    flags = re.NOFLAG if exact else re.IGNORECASE
    more = "" if exact else "s?"
    return re.compile(rf"(?<![\w]){written}{plural or more}(?!\w)", flags)


def _resolutions(text: str) -> Iterator[Mention]:
    if not THREE_DIGITS.search(text):
        return
    for hit in RESOLUTION.finditer(text):
        number = hit["symbol"] or hit["number"]
        yield Mention(hit.start(), hit.end(), Target("resolution", str(int(number))))
        end = hit.end()
        several = re.match(r"\D*resolutions\b|\D*résolutions\b", hit.group(), re.IGNORECASE)
        while several and (further := FURTHER.match(text, end)):
            start = further.start("number")
            yield Mention(start, further.end(), Target("resolution", str(int(further["number"]))))
            end = further.end()


def _texts(
    element: etree._Element, skip_classes: frozenset[str]
) -> Iterator[tuple[etree._Element, bool]]:
    if isinstance(element.tag, str) and element.tag not in SKIPPED:
        classes = set((element.get("class") or "").split())
        if not classes & skip_classes:
            yield element, False
            for child in element:
                yield from _texts(child, skip_classes)
                yield child, True


def _insert(
    owner: etree._Element,
    is_tail: bool,
    text: str,
    chosen: list[tuple[Mention, dict[str, str]]],
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
