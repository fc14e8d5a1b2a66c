"""Site furniture in the text of a note: what it is by wording and place, and why each part goes.

Classes of lines, never terms of a vocabulary: furniture is told by whole-line patterns and by
place, above the first paragraph of prose or below the last. A sentence of the body is never one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from workshop_notes.formats.as_markdown import HEADINGS, plain_text
from workshop_notes.text.expressions import sections, source

if TYPE_CHECKING:
    from workshop_notes.formats.document import Reading

LISTS = Path(__file__).with_name("furniture.yml")


def _whole(section: str) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{source(LISTS, section)})\s*", re.I)


# Each class by the words that tell it to an editor.
CLASSES: Mapping[str, re.Pattern[str]] = {
    name: _whole(name) for name in sections(LISTS) if " " in name or name == "navigation"
}
_SPACED_DATE = re.compile(source(LISTS, "spaced-date"), re.I)
ANYWHERE = frozenset({"share bar", "download box", "newsletter box"})
RELATED, NAMING, LABEL, DATED, FACT_LABEL, _CONTENTS = (
    _whole(name) for name in ("related", "naming", "label", "dated", "fact-label", "contents")
)
_PERSON = r"(?:(?:[^\W\d_a-zà-ÿ][\w’'.-]*|and|et|y|de|von|van|di|al|el|bin|&|,)[\s,]*){2,12}"
BYLINE = re.compile(
    r"\s*(?i:(?:written |posted |prepared |reported )?by|par|por|von|authors?:|auteurs? ?:)\s+"
    rf"{_PERSON}"
)
GLUED_DATE = re.compile(r"\s*date\s+\d{4}-\d\d-\d\d(?:\s+|$)", re.I)
LONE_NUMBER = re.compile(r"[\s–—-]*(?:page\s+)?\d{1,3}(?:\s*(?:/|of|sur)\s*\d{1,3})?[\s–—-]*", re.I)
_WIDE_PARTS = re.compile(r"\s*[|·•]\s*|\s{3,}|\t\s*")
_PARTS = re.compile(r"\s*(?:[|·•]|\s{2,}|\t)\s*")
_LONGEST = 400  # characters
_TRAIL = re.compile(r"\s[»>›/→]\s")

CUT_OFF = re.compile(r"\.\.\.|…|€¦")
SHORTEST_TITLE_BELOW_CRUMBS = 8  # words
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# `Summary of a workshop, Monday, 9 November 2031 (virtual)` stands below a title.
_TAGLINE = re.compile(
    r",\s[^\W\d_]*\s?(?:\d{1,2}\s)?[^\W\d_]{3,}\s(?:19|20)\d\d\s*(?:\([^()]*\))?$"
)
_SENTENCE_END = re.compile(r"[.!?…:;]['\"”’»)\]]*\d*\s*$")
_SMALL_WORD, _SECTION_WORD = _whole("small-word"), _whole("section-word")
_LONGEST_CRUMB = 8
_PROSE_WORDS = 14

_OFFICE_CLASSES = frozenset(
    (
        *("publication date", "publication line", "citation line", "share bar", "download box"),
        *("comment form", "newsletter box", "link to more", "title repeated", "byline"),
    )
)
_SHORTEST_BOX = 4  # lines
_WIDEST_FACT = 8  # words
_WIDEST_LABEL = 6  # words


@lru_cache(maxsize=4096)
def class_of(line: str) -> str:
    """Name the class of furniture that a line's wording belongs to, or ""."""
    if len(line) > _LONGEST:
        return ""
    reason = _class_of_part(line)
    if reason:
        return reason
    for pattern in (_WIDE_PARTS, _PARTS):
        parts = [part for part in pattern.split(line.strip()) if part]
        reasons = [_class_of_part(part) for part in parts]
        known = [
            reason or bool(LABEL.fullmatch(part) or LONE_NUMBER.fullmatch(part))
            for part, reason in zip(parts, reasons, strict=True)
        ]
        if len(parts) > 1 and all(known) and any(reasons):
            return next(reason for reason in reasons if reason)
    short = len(parts) >= 4 and all(len(part.split()) <= 3 for part in parts)
    return "navigation" if short and "navigation" in reasons else ""


def names_somebody(line: str) -> bool:
    """Say whether a line is a byline, which names a person and is not to be printed."""
    if len(line) > _LONGEST:
        return False
    parts = [part for part in _PARTS.split(line.strip()) if part]
    return any(BYLINE.fullmatch(part) or NAMING.fullmatch(part) for part in parts) and all(
        BYLINE.fullmatch(part) or NAMING.fullmatch(part) or _class_of_part(part) for part in parts
    )


def is_trail(line: str) -> bool:
    """Say whether a line is a path of links such as Blog > Africa > Mali."""
    return len(_TRAIL.findall(line)) >= 1 and not re.search(r"[.!?]$", line.strip())


def words_of(line: str) -> list[str]:
    """Give the words of a line."""
    return _WORDS.findall(line)


@lru_cache(maxsize=4096)
def is_prose(line: str) -> bool:
    """Say whether a line is running text: long enough, and it ends like a sentence."""
    words = words_of(line)
    if len(words) >= 2 * _PROSE_WORDS:
        return True
    if CUT_OFF.search(line.rstrip()[-3:]):
        return False
    lower = sum(word[0].islower() for word in words)
    return (
        len(words) >= _PROSE_WORDS and lower * 2 > len(words) and bool(_SENTENCE_END.search(line))
    )


def title_line(lines: Sequence[str]) -> int | None:
    """Give the index of the line that is the text's title, or None where it has none.

    The title stands above the first prose, is a phrase of three words or more and not the name of
    a section; among several, the longest of the first block of candidates wins.
    """
    head, _ = prose_range(lines)
    stop = head if head is not None else min(len(lines), 3)
    candidates = [
        at for at in range(stop) if is_title_like(lines[at]) and not is_section(lines[at])
    ]
    if not candidates:
        return None
    first = candidates[0]
    longer = [
        at
        for at in candidates
        if weight(lines[at]) >= SHORTEST_TITLE_BELOW_CRUMBS and not _TAGLINE.search(lines[at])
    ]
    if longer and weight(lines[first]) < SHORTEST_TITLE_BELOW_CRUMBS and is_crumb(lines[first]):
        return longer[0]
    return first


def is_title_like(line: str) -> bool:
    """Say whether a line reads as a title: a short phrase without a sentence's end."""
    words = words_of(line)
    text = line.strip()
    if not 3 <= len(words) <= 30 or is_prose(line) or re.search(r"[.;,:…!]$", text):
        return False
    if re.search(r"https?://|\S@\S", text) or re.match(r"[•\-*–—]", text):
        return False
    first = next((letter for letter in text if letter.isalnum()), "")
    return first.isupper() or first.isdigit()


def is_section(line: str) -> bool:
    """Say whether a line is the usual name of a section, such as Introduction."""
    words = [word.lower() for word in words_of(line)]
    return bool(words) and len(words) <= 3 and any(map(_SECTION_WORD.fullmatch, words))


def prose_range(lines: Sequence[str]) -> tuple[int | None, int]:
    """Give the index of the first line of prose (None without prose) and one after the last."""
    prose = [at for at, line in enumerate(lines) if is_prose(line) and not class_of(line)]
    return (prose[0], prose[-1] + 1) if prose else (None, 0)


def is_crumb(line: str) -> bool:
    """Say whether a line can be a label above a title: a few words, all with capitals."""
    words = words_of(line)
    if not words or len(words) > _LONGEST_CRUMB or re.search(r"[.!?;:]$", line.strip()):
        return False
    capital = [word for word in words if word[0].isupper() or _SMALL_WORD.fullmatch(word)]
    return len(capital) == len(words) and not is_section(line)


def is_same(one: str, other: str) -> bool:
    """Say whether two lines have the same words, whatever their case and marks."""
    words = [[word.casefold() for word in words_of(text)] for text in (one, other)]
    return words[0] == words[1]


def weight(line: str) -> int:
    """Count the words of a line."""
    return len(words_of(line))


def script(text: str) -> str:
    """Name the script most letters belong to, such as LATIN; empty without letters."""
    counted: Counter[str] = Counter()
    for letter, times in Counter(text).items():
        if letter.isalpha():
            counted[unicodedata.name(letter, "").split(" ")[0]] += times
    return max(sorted(counted), key=lambda name: counted[name]) if counted else ""


def is_of_one_script(text: str) -> bool:
    """Say whether all letters of a text belong to one script."""
    names = {unicodedata.name(letter, "").split(" ")[0] for letter in set(text) if letter.isalpha()}
    return len(names) == 1


@dataclass(frozen=True, slots=True)
class Cut:
    """A line, or the first part of one, that is furniture.

    `line` counts from 0. `withheld` says that the text names somebody and must not be printed.
    """

    line: int
    text: str
    reason: str
    withheld: bool = False


def cuts(lines: Sequence[str], title: int | None = None) -> tuple[Cut, ...]:
    """Give the furniture among the lines of a text, one block of text a line, in order.

    `title` is the line of the title where the format says which one it is.
    """
    found = _Found(lines, title)
    found.by_wording()
    found.by_script()
    found.by_box()
    found.by_neighbour()
    found.related()
    found.page_numbers()
    found.around_title()
    return tuple(cut for cut in found.now() if cut.line != title)


def without(lines: Sequence[str], found: Sequence[Cut]) -> list[str]:
    """Give the lines with the cuts gone; a line that goes whole stays as an empty one."""
    kept = list(lines)
    for cut in found:
        kept[cut.line] = kept[cut.line].strip().removeprefix(cut.text.strip()).lstrip()
    return kept


def leave_out_title(reading: Reading, blocks: etree._Element, reason: str) -> None:
    """Leave out the heading of a table of contents, where it is the last of the blocks so far."""
    last = blocks[-1] if len(blocks) else None
    if last is None or last.tag not in ("p", "h2", "h3"):
        return
    if _CONTENTS.fullmatch(plain_text(last)):
        reading.leave_out("".join(map(str, last.itertext())), reason)
        blocks.remove(last)


def without_furniture(reading: Reading) -> None:
    """Take out of a word processor's document the furniture that authors paste along.

    Only paragraphs and headings of the body go; a box of facts or a line above the title is the
    authors' own there, and stays.
    """
    blocks = [child for child in reading.body if child.tag in (*HEADINGS, "p")]
    texts = [plain_text(block) for block in blocks]
    title = next((at for at, block in enumerate(blocks) if block.tag == "h1"), None)
    for cut in cuts(texts, title):
        block = blocks[cut.line]
        whole = cut.reason in _OFFICE_CLASSES and cut.text.strip() == texts[cut.line].strip()
        if whole and next(block.iter("mark"), None) is None:
            reading.leave_out(cut.text, cut.reason, cut.withheld)
            reading.body.remove(block)


class _Found:
    """The furniture found so far; the body runs from `head` (None: no prose) to before `tail`."""

    def __init__(self, lines: Sequence[str], title: int | None) -> None:
        self.lines = lines
        self.title = title
        self.head, self.tail = prose_range(lines)
        self.cuts: dict[int, Cut] = {}

    def now(self) -> tuple[Cut, ...]:
        """Give the cuts found so far, in order."""
        return tuple(self.cuts[line] for line in sorted(self.cuts))

    def take(self, at: int, reason: str) -> None:
        """Note a whole line as furniture, unless it is already."""
        self.cuts.setdefault(at, Cut(at, self.lines[at], reason))

    def around(self) -> list[int]:
        """List the lines above the first and below the last prose, all of them without prose."""
        head = len(self.lines) if self.head is None else self.head
        tail = len(self.lines) if self.head is None else self.tail
        places = [*range(head), *range(tail, len(self.lines))]
        return [at for at in places if self.lines[at].strip()]

    def by_wording(self) -> None:
        """Take lines whose wording is a site's, and dates and bylines above the body."""
        self._glued_date()
        around = set(self.around())
        for at in sorted(around):
            line = self.lines[at]
            reason = class_of(line)
            below = self.head is not None and at > self.head
            if names_somebody(line):
                self.cuts[at] = Cut(at, line, "byline", withheld=True)
            elif reason and not (reason == "publication date" and below):
                self.take(at, reason)
        for at, line in enumerate(self.lines):
            if at not in around and class_of(line) in ANYWHERE and self._stands_alone(at):
                self.take(at, class_of(line))

    def by_script(self) -> None:
        """Take whole blocks in another script than the body's."""
        if self.head is None:
            return
        body = script(" ".join(self.lines[self.head : self.tail]))
        for block in self._blocks():
            foreign = [at for at in block if self._is_label_in_another_script(at, body)]
            if 2 * len(foreign) >= len(block):
                for at in block:
                    self.take(at, "interface in another language")

    def _is_label_in_another_script(self, at: int, body: str) -> bool:
        line = self.lines[at]
        short = weight(line) <= _WIDEST_LABEL and not re.search(r"[.!?]$", line.strip())
        return short and script(line) not in (body, "") and is_of_one_script(line)

    def by_box(self) -> None:
        """Take a box of labels and values whole, the values that could stand anywhere too."""
        if self.head is None:
            return
        for block in self._blocks():
            known = [at for at in block if at in self.cuts or FACT_LABEL.fullmatch(self.lines[at])]
            plain = all(
                weight(self.lines[at]) <= _WIDEST_FACT and not self.lines[at].rstrip().endswith(".")
                for at in block
            )
            if len(block) >= _SHORTEST_BOX and 2 * len(known) >= len(block) and plain:
                for at in block:
                    if at != self.title:
                        self.take(at, "facts of the site")

    def by_neighbour(self) -> None:
        """Take a label's value below it, and the source's name right above a publication line."""
        for at in sorted(self.cuts):
            said = self.cuts[at].text.strip()
            if said.lower().startswith("published on") and at > 0:
                above = self.lines[at - 1]
                titled = any(
                    is_title_like(line) for line in without(self.lines, self.now())[: at - 1]
                )
                if titled and is_crumb(above):
                    self.take(at - 1, "source line")
            for near in (at - 1, at + 1):
                if 0 <= near < len(self.lines) and DATED.fullmatch(self.lines[near]):
                    self.take(near, "publication line")
            if said.endswith(":"):
                below = next((to for to in self.around() if to > at), None)
                if below is not None and LABEL.fullmatch(self.lines[below]):
                    self.take(below, self.cuts[at].reason)

    def related(self) -> None:
        """Take links to other documents, from their heading to the end."""
        below = [at for at in self.around() if at >= self.tail]
        start = next((at for at in below if RELATED.fullmatch(self.lines[at])), None)
        for at in below if start is not None else ():
            if start is not None and at >= start:
                self.take(at, "links to other documents")

    def page_numbers(self) -> None:
        """Take numbers that stand alone around the body, or count the pages through it."""
        lone = [at for at, line in enumerate(self.lines) if LONE_NUMBER.fullmatch(line)]
        numbers = [int(re.findall(r"\d+", self.lines[at])[0]) for at in lone]
        steps = sum(later - earlier == 1 for earlier, later in pairwise(numbers))
        counted = len(lone) >= 3 and steps == len(lone) - 1
        around = set(self.around())
        for at in lone:
            if counted or (self.head is not None and at in around):
                self.take(at, "page number")

    def around_title(self) -> None:
        """Take breadcrumbs above the title, the title repeated, and what a mirror made of it."""
        if self.head is None:
            return
        rest = ["" if at in self.cuts else line for at, line in enumerate(self.lines)]
        for at in range(self.head):
            if rest[at] and CUT_OFF.search(rest[at]) and self._begins_another(at, rest):
                self.take(at, "title cut off by the site")
                rest[at] = ""
            elif rest[at] and is_trail(rest[at]) and at != self.title:
                self.take(at, "breadcrumb or category")
                rest[at] = ""
        title = self.title if self.title is not None else title_line(rest)
        if title is None:
            return
        self._repeats(rest, title)
        if weight(rest[title]) >= SHORTEST_TITLE_BELOW_CRUMBS:
            for at in range(title):
                if rest[at] and is_crumb(rest[at]):
                    self.take(at, "breadcrumb or category")

    def _repeats(self, lines: Sequence[str], title: int) -> None:
        words = [word.casefold() for word in words_of(lines[title])]
        for at, line in enumerate(lines):
            below = lines[at + 1] if at + 1 < len(lines) else ""
            if at == title or not line or len(words) < 3:
                continue
            if is_same(line, lines[title]):
                self.take(at, "title repeated")
            elif below and at + 1 != title and is_same(f"{line} {below}", lines[title]):
                self.take(at, "title repeated")
                self.take(at + 1, "title repeated")
            elif " · " in line and is_same(line.split(" · ")[0], lines[title]):
                self.take(at, "title cut off by the site")
            elif self._is_running_head(line, words):
                self.take(at, "running head")

    def _is_running_head(self, line: str, title: Sequence[str]) -> bool:
        """A page number with the beginning of the title."""
        head = re.fullmatch(r"\d{1,3}\s+(.+)|(.*\S)\s+\d{1,3}", line.strip())
        if not head:
            return False
        words = [word.casefold() for word in words_of(head[1] or head[2])]
        cut = bool(CUT_OFF.search(line))
        words = words[:-1] if cut and words and words != list(title[: len(words)]) else words
        return len(words) >= 2 and words == list(title[: len(words)])

    def _glued_date(self) -> None:
        glued = GLUED_DATE.match(self.lines[0]) if self.lines else None
        if not glued:
            return
        rest = self.lines[0][glued.end() :]
        if rest.strip() and (class_of(rest) or LABEL.fullmatch(rest)):
            self.cuts[0] = Cut(0, self.lines[0], "glued date and label")
        else:
            self.cuts[0] = Cut(0, glued[0], "date glued to the first line")

    def _stands_alone(self, at: int) -> bool:
        near = [*self.lines[max(0, at - 1) : at], *self.lines[at + 1 : at + 2]]
        return not any(is_prose(line) or (line.strip() and not class_of(line)) for line in near)

    def _begins_another(self, at: int, lines: Sequence[str]) -> bool:
        start = " ".join(words_of(CUT_OFF.split(lines[at])[0])[:5]).casefold()
        return len(start.split()) >= 3 and any(
            start in " ".join(words_of(line)).casefold()
            for other, line in enumerate(lines)
            if other != at
        )

    def _blocks(self) -> Iterator[list[int]]:
        """Yield the lines around the body as blocks between blank lines."""
        block: list[int] = []
        for at in self.around():
            if block and at != block[-1] + 1:
                yield block
                block = []
            block.append(at)
        if block:
            yield block


def _class_of_part(part: str) -> str:
    if _SPACED_DATE.fullmatch(re.sub(r"\s", "", part)):
        return "publication date"
    return next((reason for reason, pattern in CLASSES.items() if pattern.fullmatch(part)), "")
