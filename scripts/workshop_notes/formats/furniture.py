"""Site furniture in the text of a note: what it is by wording and place, and why each part goes.

Furniture is told by the wording of whole lines and by place, above the first paragraph of prose or
below the last. A sentence of the body is never one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from lxml import etree

from workshop_notes.formats.archive import whole_text
from workshop_notes.formats.as_markdown import HEADINGS, plain_text
from workshop_notes.formats.lines import (
    CONTENTS,
    CUT_OFF,
    DATED,
    FACT_LABEL,
    LABEL,
    LONE_NUMBER,
    RELATED,
    WHEN,
    class_of,
    folded,
    is_crumb,
    is_prose,
    is_title_like,
    is_trail,
    names_somebody,
    prose_range,
    subject_of,
    words_of,
)
from workshop_notes.formats.title import Row, Title, find_title, level_of

if TYPE_CHECKING:
    from workshop_notes.formats.document import Reading

GLUED_DATE = re.compile(r"\s*date\s+\d{4}-\d\d-\d\d(?:\s+|$)", re.I)
SHORTEST_TITLE_BELOW_CRUMBS = 8  # words
_ANYWHERE = frozenset({"share bar", "download box", "newsletter box"})
_OFFICE_CLASSES = _ANYWHERE | {
    *("publication date", "publication line", "citation line", "comment form"),
    *("link to more", "title repeated", "byline"),
}
_LEADERS = re.compile(r".*\S\s?(?:\.\s?){4,}\s*(?:\d{1,3}|[ivxl]{1,6})\s*", re.I)
_FEWEST_LED = 2
_SHORTEST_BOX = 4  # lines
_WIDEST_FACT = 8  # words
_WIDEST_LABEL = 6  # words


def scripts(text: str) -> list[str]:
    """Name the scripts of a text's letters, such as LATIN, the one of most of them first."""
    counted: Counter[str] = Counter()
    for letter, times in Counter(text).items():
        if letter.isalpha():
            counted[unicodedata.name(letter, "").split(" ")[0]] += times
    return sorted(counted, key=lambda name: (-counted[name], name))


@dataclass(frozen=True, slots=True)
class Cut:
    """A line, or the first part of one, that is furniture.

    `line` counts from 0. `withheld` says that the text names somebody and must not be printed.
    """

    line: int
    text: str
    reason: str
    withheld: bool = False


def searched(rows: Sequence[Row], stated: str = "") -> tuple[tuple[Cut, ...], Title | None]:
    """Give the furniture of a text, and its title, which the file may have `stated`."""
    found = _Found([row.text for row in rows])
    found.glued_date()
    found.by_wording()
    found.by_block()
    found.by_neighbour()
    found.related()
    found.page_numbers()
    found.contents()
    lines = without(found.lines, found.now())
    told = [replace(row, text=line) for row, line in zip(rows, lines, strict=True)]
    title = find_title(told, stated)
    found.around_title(title.rows if title else range(0))
    return found.now(), title


def without(lines: Sequence[str], found: Sequence[Cut]) -> list[str]:
    """Give the lines with the cuts gone; a line that goes whole stays as an empty one."""
    kept = list(lines)
    for cut in found:
        kept[cut.line] = kept[cut.line].strip().removeprefix(cut.text.strip()).lstrip()
    return kept


def leave_out_title(reading: Reading, blocks: etree._Element, reason: str) -> None:
    """Leave out the heading of a table of contents, where it is the last of the blocks so far."""
    for last in list(blocks)[-1:]:
        if last.tag in ("p", "h2", "h3") and CONTENTS.fullmatch(plain_text(last)):
            reading.leave_out(whole_text(last), reason)
            blocks.remove(last)


def without_furniture(reading: Reading) -> None:
    """Take out of a word processor's document the furniture that authors paste along.

    Only paragraphs and headings of the body go; a box of facts or a line above the title is the
    authors' own there, and stays.
    """
    blocks = [child for child in reading.body if child.tag in (*HEADINGS, "p")]
    rows = [Row(plain_text(block), level_of(block)) for block in blocks]
    for cut in searched(rows)[0]:
        block = blocks[cut.line]
        whole = cut.reason in _OFFICE_CLASSES and cut.text.strip() == rows[cut.line].text.strip()
        if whole and next(block.iter("mark"), None) is None:
            reading.leave_out(cut.text, cut.reason, cut.withheld)
            reading.body.remove(block)


class _Found:
    """The furniture found so far; the body runs from `head` (None: no prose) to before `tail`.

    `around` lists the lines above the first and below the last prose, all of them without prose.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.head, self.tail = prose_range(lines)
        body = range(0) if self.head is None else range(self.head, self.tail)
        self.around = [at for at, line in enumerate(lines) if line.strip() and at not in body]
        self.cuts: dict[int, Cut] = {}

    def now(self) -> tuple[Cut, ...]:
        """Give the cuts found so far, in order."""
        return tuple(self.cuts[line] for line in sorted(self.cuts))

    def take(self, at: int, reason: str) -> None:
        """Note a whole line as furniture, unless it is already."""
        self.cuts.setdefault(at, Cut(at, self.lines[at], reason))

    def glued_date(self) -> None:
        """Take a date that a mirror glued to the first line."""
        glued = GLUED_DATE.match(self.lines[0]) if self.lines else None
        if not glued:
            return
        rest = self.lines[0][glued.end() :]
        if rest.strip() and (class_of(rest) or LABEL.fullmatch(rest)):
            self.take(0, "glued date and label")
        else:
            self.cuts[0] = Cut(0, glued[0], "date glued to the first line")

    def by_wording(self) -> None:
        """Take lines whose wording is a site's, and dates and bylines above the body."""
        around = set(self.around)
        for at, line in enumerate(self.lines):
            reason = class_of(line)
            if at not in around:
                near = [*self.lines[max(0, at - 1) : at], *self.lines[at + 1 : at + 2]]
                apart = all(class_of(line) or not line.strip() for line in near)
                if reason in _ANYWHERE and apart and not any(map(is_prose, near)):
                    self.take(at, reason)
            elif names_somebody(line):
                self.cuts[at] = Cut(at, line, "byline", withheld=True)
            elif at and WHEN.fullmatch(self.lines[at - 1]):
                continue  # it may be the day of the workshop
            elif reason and (reason != "publication date" or self.head is None or at < self.head):
                self.take(at, reason)

    def by_block(self) -> None:
        """Take whole blocks around the body: in another script, or boxes of labels and values."""
        if self.head is None:
            return
        body = scripts(" ".join(self.lines[self.head : self.tail]))[:1]
        for _, places in groupby(enumerate(self.around), lambda one: one[1] - one[0]):
            block = {at: self.lines[at].strip() for _, at in places}
            foreign = known = 0
            for at, line in block.items():
                short = len(words_of(line)) <= _WIDEST_LABEL and line[-1] not in ".!?"
                own = scripts(line) if short else []
                foreign += len(own) == 1 and own != body
                known += at in self.cuts or bool(FACT_LABEL.fullmatch(line))
            plain = all(
                len(words_of(line)) <= _WIDEST_FACT and line[-1] != "." for line in block.values()
            )
            reason = "interface in another language" if 2 * foreign >= len(block) else ""
            if len(block) >= _SHORTEST_BOX and 2 * known >= len(block) and plain:
                reason = reason or "facts of the site"
            for at in block if reason else ():
                self.take(at, reason)

    def by_neighbour(self) -> None:
        """Take a label's value below it, and the source's name right above a publication line."""
        for at in sorted(self.cuts):
            said = self.cuts[at].text.strip()
            if said.lower().startswith("published on") and at > 0:
                above = without(self.lines, self.now())[: at - 1]
                if any(map(is_title_like, above)) and is_crumb(self.lines[at - 1]):
                    self.take(at - 1, "source line")
            for near in (at - 1, at + 1):
                if 0 <= near < len(self.lines) and DATED.fullmatch(self.lines[near]):
                    self.take(near, "publication line")
            below = next((to for to in self.around if to > at), None)
            if said.endswith(":") and below is not None and LABEL.fullmatch(self.lines[below]):
                self.take(below, self.cuts[at].reason)

    def related(self) -> None:
        """Take links to other documents, from their heading to the end."""
        begun = False
        for at in (at for at in self.around if at >= self.tail):
            begun = begun or bool(RELATED.fullmatch(self.lines[at]))
            if begun:
                self.take(at, "links to other documents")

    def page_numbers(self) -> None:
        """Take numbers that stand alone around the body, or count the pages through it."""
        lone = [at for at, line in enumerate(self.lines) if LONE_NUMBER.fullmatch(line)]
        numbers = [int(re.findall(r"\d+", self.lines[at])[0]) for at in lone]
        counted = len(lone) >= 3 and all(to - one == 1 for one, to in pairwise(numbers))
        around = set(self.around) if self.head is not None else ()
        for at in lone:
            if counted or at in around:
                self.take(at, "page number")

    def contents(self) -> None:
        """Take lines that dots lead from to the numbers of pages, with the heading above them."""
        led = [at for at, line in enumerate(self.lines) if ". ." in line or "..." in line]
        led = [at for at in led if _LEADERS.fullmatch(self.lines[at])]
        if len(led) < _FEWEST_LED:
            return
        above = [at for at in range(led[0]) if self.lines[at].strip()][-1:]
        for at in [*(one for one in above if CONTENTS.fullmatch(self.lines[one])), *led]:
            self.take(at, "table of contents")

    def around_title(self, title: range) -> None:
        """Take breadcrumbs above the title, the title repeated, and what a mirror made of it."""
        rest = without(self.lines, self.now())
        for at in (at for at in range(self.head or 0) if at not in title):
            start = folded(CUT_OFF.split(rest[at])[0])[:5]
            others = (" ".join(folded(line)) for line in (*rest[:at], *rest[at + 1 :]))
            cut = CUT_OFF.search(rest[at]) and len(start) >= 3
            cut = cut and any(" ".join(start) in other for other in others)
            if cut or is_trail(rest[at]):
                self.take(at, "title cut off by the site" if cut else "breadcrumb or category")
                rest[at] = ""
        if not title or self.head is None:
            return
        if said := subject_of(rest[title.start]):
            label = rest[title.start].strip().removesuffix(said)
            self.cuts[title.start] = Cut(title.start, label, "label of the title")
        words = tuple(word for at in title for word in folded(rest[at]))
        self._repeats(rest, title, words)
        if len(words) >= SHORTEST_TITLE_BELOW_CRUMBS:
            for at in (at for at in range(title.start) if is_crumb(rest[at])):
                self.take(at, "breadcrumb or category")

    def _repeats(self, lines: Sequence[str], title: range, words: Sequence[str]) -> None:
        for at, line in enumerate(lines):
            below = lines[at + 1] if at + 1 < len(lines) else ""
            if at in title or not line or len(words) < 3:
                continue
            if folded(subject_of(line) or line) == words:
                self.take(at, "title repeated")
            elif below and at + 1 not in title and folded(f"{line} {below}") == words:
                self.take(at, "title repeated")
                self.take(at + 1, "title repeated")
            elif " · " in line and folded(line.split(" · ")[0]) == words:
                self.take(at, "title cut off by the site")
            elif self._is_running_head(line, words):
                self.take(at, "running head")

    def _is_running_head(self, line: str, title: Sequence[str]) -> bool:
        """A page number with the beginning of the title."""
        head = re.fullmatch(r"\d{1,3}\s+(.+)|(.*\S)\s+\d{1,3}", line.strip())
        words = folded(head[1] or head[2]) if head else ()
        if CUT_OFF.search(line) and words != title[: len(words)]:
            words = words[:-1]
        return len(words) >= 2 and words == title[: len(words)]
