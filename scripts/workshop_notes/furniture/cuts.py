"""Furniture among the lines of a text: which goes, and why.

Furniture is told by whole-line patterns and by place: above the first paragraph of prose or below
the last. A sentence of the body is never furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workshop_notes.furniture.lines import (
    CUT_OFF,
    SHORTEST_TITLE_BELOW_CRUMBS,
    is_crumb,
    is_of_one_script,
    is_prose,
    is_same,
    is_title_like,
    prose_range,
    script,
    title_line,
    weight,
    words_of,
)
from workshop_notes.furniture.wording import (
    ANYWHERE,
    DATED,
    FACT_LABEL,
    GLUED_DATE,
    LABEL,
    LONE_NUMBER,
    RELATED,
    class_of,
    is_trail,
    names_somebody,
)

_SHORTEST_BOX = 4  # lines
_WIDEST_FACT = 8  # words
_WIDEST_LABEL = 6  # words


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
        head = re.fullmatch(r"\s*(?:\d{1,3}\s+(.+)|(.+?)\s+\d{1,3})\s*", line)
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
