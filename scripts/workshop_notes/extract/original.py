"""Original text: lines, paragraphs and sentences that keep their place; and what a text proposes.

Evidence, Finding, Extraction: what a text says about a note, and where it says so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from workshop_notes.formats.lines import is_prose
from workshop_notes.problem import Level, Problem
from workshop_notes.text.expressions import source
from workshop_notes.text.folding import as_meant, is_misread, letters, same_length
from workshop_notes.text.languages import LISTS, language_with_count, ordinary
from workshop_notes.text.sentences import sentence_spans
from workshop_notes.text.sieve import Pattern, Texts

Considered = tuple[str, str, int]
EVIDENCE_LENGTH = 320
PIECE = 40
OPENING = 6
LABEL = 3  # words
_LISTS = Path(__file__).with_name("original.yml")
# A stop, perhaps in quotation marks or brackets, perhaps with the number of a footnote.
_STOP = re.compile(r"[.!?][\"')\]]*\s?\d{0,3}$")

# Marks around what is emphasized, which are no part of a sentence; an item's stands by itself.
_EMPHASIS = re.compile(r"(?<![\w*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?![\w*])")
_ITEM = re.compile(r"[-*•‣▪●◦]\s")
# Of the note though below its prose: what a label says, a point of a list, a footnote.
_TOLD = re.compile(rf"\W*(?:\w+ ){{0,2}}\w+ ?: ?\S|{_ITEM.pattern}|\[?\^?\d{{1,3}}\b")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of the original, as it stands there, and its line (from 1)."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything proposed for one original.

    `fields` maps front-matter names to what was found, in the front matter's order; a field without
    evidence is absent. `kind` is `note`, or what the text is instead; then `problems` holds the
    refusal.
    """

    fields: Mapping[str, Finding]
    kind: str
    problems: tuple[Problem, ...]

    def value(self, name: str) -> Any:
        """Give a field's value, or None if nothing is proposed."""
        found = self.fields.get(name)
        return found.value if found else None


@dataclass(frozen=True, slots=True)
class Finding:
    """What is proposed for one field, "" for nothing, and the evidence for it.

    `considered` holds what else could have been meant, (value, why not, line), and `doubts` what to
    show with it.
    """

    value: Any = ""
    evidence: tuple[Evidence, ...] = ()
    considered: tuple[Considered, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def line(self) -> int:
        """The line of the first evidence for it, 1 for nothing."""
        return self.evidence[0].line if self.evidence else 1


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something an editor must weigh or mend; it becomes a Problem at `line` of the original."""

    code: str
    message: str
    fix: str
    line: int = 1
    level: Level = "warning"

    def at(self, path: str) -> Problem:
        """Give the problem that shows this doubt for the original at `path`."""
        return Problem(path, self.line, 1, self.code, self.message, self.fix, self.level)


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A place in the text, from `start` to `end`."""

    start: int
    end: int

    def holds(self, place: int) -> bool:
        """Say whether a place lies in it."""
        return self.start <= place < self.end


@dataclass(frozen=True, slots=True, eq=False)
class Line(Stretch):
    """A line: place in the text, number from 1, and whether it is furniture or a related link."""

    number: int
    role: str


@dataclass(frozen=True, slots=True, eq=False)
class Sentence(Stretch):
    """A sentence by its place in the text; `text` is folded, with runs of white space as one."""

    line: int
    text: str
    role: str
    words: int

    def is_prose(self, words: int) -> bool:
        """Say whether it is a whole sentence of so many words: titles and links end in no stop."""
        return self.words >= words and bool(_STOP.search(self.text[-12:]))


@dataclass(frozen=True)
class OriginalText:
    """A text with its places: `folded` has plain quotes, dashes and spaces, sign for sign.

    What a scanner misread stands in `folded` as it was meant, so that every field finds it.
    A line's role is `body`, `related` (links to other documents), `furniture` (a line the
    converter left out of the note) or `below` (what stands below the note, and may be links).
    """

    text: str
    folded: str
    lines: tuple[Line, ...]
    sentences: tuple[Sentence, ...]
    is_misread: bool = False

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Give the place where each line begins."""
        return tuple(line.start for line in self.lines)

    @cached_property
    def body(self) -> tuple[Sentence, ...]:
        """Give the sentences of the note itself."""
        return tuple(sentence for sentence in self.sentences if sentence.role == "body")

    @cached_property
    def opening(self) -> tuple[Sentence, ...]:
        """Give the first sentences of the body, which say who met, when and on what."""
        return tuple(islice((one for one in self.body if one.is_prose(4)), OPENING))

    @cached_property
    def texts(self) -> Texts:
        """Give the sentences of the body, to be searched at once."""
        return Texts([sentence.text for sentence in self.body])

    def holding(self, expression: Pattern) -> tuple[Sentence, ...]:
        """Give the sentences of the body in which an expression is found."""
        if expression not in self._held:
            places = expression.places(self.texts)
            self._held[expression] = tuple(self.body[at] for at in places)
        return self._held[expression]

    def line_at(self, place: int) -> Line:
        """Give the line that holds a place of the text."""
        return self.lines[max(0, bisect_right(self.starts, place) - 1)]

    def sentence_at(self, place: int) -> Sentence | None:
        """Give the sentence that holds a place of the text, if any does."""
        at = bisect_right(self._sentence_starts, place) - 1
        if at < 0 or place > self.sentences[at].end:
            return None
        return self.sentences[at]

    def line_text(self, line: Line) -> str:
        """Give a line's folded text without the white space around it."""
        return self.folded[line.start : line.end].strip()

    def labelled(self, line: Line) -> str:
        """Give the text of a line, behind its label where that stands by itself in the line above.

        So do the two cells of a row, `Organizer | Toy Institute`.
        """
        text = self.line_text(line)
        above = self.line_text(self.lines[line.number - 2]) if line.number > 1 else ""
        above = above.rstrip(" :")
        alone = above and len(above.split()) <= LABEL and above[-1] not in ".;,?!"
        return f"{above}: {text}" if alone and text and not is_prose(text) else text

    def is_item(self, sentence: Sentence) -> bool:
        """Say whether a sentence is an item of a list, and no whole sentence."""
        line = self.line_text(self.line_at(sentence.start))
        return bool(_ITEM.match(line)) and not sentence.is_prose(1)

    def evidence(self, start: int, end: int) -> Evidence:
        """Give the sentence around a passage, as it stands there, cut where it is very long."""
        sentence = self.sentence_at(start)
        line = self.line_at(start)
        first, last = (sentence.start, sentence.end) if sentence else (line.start, line.end)
        first, last = min(first, start), max(last, end)
        if last - first > EVIDENCE_LENGTH:
            spare = max(0, EVIDENCE_LENGTH - (end - start)) // 2
            first, last = max(first, start - spare), min(last, end + spare)
            first = _word_edge(self.text, first, start, forward=True)
            last = _word_edge(self.text, last, end, forward=False)
        passage = self.text[first:last]
        lead = len(passage) - len(passage.lstrip())
        return Evidence(" ".join(passage.split()), self.line_at(first + lead).number)

    def line_evidence(self, line: Line) -> Evidence:
        """Give a line as evidence, cut where it is very long."""
        return self.evidence(line.start, min(line.end, line.start + EVIDENCE_LENGTH))

    @cached_property
    def _held(self) -> dict[Pattern, tuple[Sentence, ...]]:
        return {}

    @cached_property
    def _sentence_starts(self) -> tuple[int, ...]:
        return tuple(sentence.start for sentence in self.sentences)


def proposed(
    value: Any,
    evidence: Iterable[Evidence],
    considered: Iterable[Considered] = (),
    doubts: Iterable[Doubt] = (),
    most: int = 6,
) -> Finding:
    """Give a finding of a value and the first of its evidence; without either, of doubts alone."""
    shown = unique(evidence, most)
    if not (value and shown):
        return Finding(doubts=tuple(doubts))
    return Finding(value, shown, tuple(considered), tuple(doubts))


def within(place: int, passages: Iterable[Stretch]) -> bool:
    """Say whether a place lies in one of some passages."""
    return any(passage.holds(place) for passage in passages)


def unique(evidence: Iterable[Evidence], limit: int = 6) -> tuple[Evidence, ...]:
    """Give the first `limit` different passages in the order given."""
    return tuple(dict.fromkeys(evidence))[:limit]


def read_original(text: str, markdown: str = "") -> OriginalText:
    """Cut a text, one block a line, into lines and sentences.

    `markdown` is the converted body: lines that it does not hold are furniture. Without it, every
    line that is not a link to another document counts as body, but for those `below` the last
    prose that are no sentence and have no label.
    """
    folded = same_length(text)
    if "*" in folded:
        folded = _EMPHASIS.sub(lambda marks: " " * len(marks[0]), folded)
    spans = _spans(folded)
    roles = _roles(folded, spans, markdown)
    misread = is_misread(folded)
    folded = meant(folded) if misread else folded
    lines = tuple(
        Line(*span, number, role)
        for number, (span, role) in enumerate(zip(spans, roles, strict=True), 1)
    )
    sentences: list[Sentence] = []
    for line in lines:
        for start, end in sentence_spans(folded, line.start, line.end):
            words = folded[start:end].split()
            plain = " ".join(words)
            sentences.append(Sentence(start, end, line.number, plain, line.role, len(words)))
    return OriginalText(text, folded, lines, tuple(sentences), misread)


def meant(text: str) -> str:
    """Give a misread text as it was meant, by the words of its language, if they are known."""
    language = language_with_count(text)[0]
    return as_meant(text, lambda low: language not in LISTS or low in ordinary(language))


def _spans(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _roles(text: str, spans: list[tuple[int, int]], markdown: str) -> list[str]:
    kept = letters(re.sub(r"\]\([^)]*\)", "]", markdown))
    opens_related = re.compile(rf"\W*{source(_LISTS, 'related')}\s*(?::(.*))?$", re.IGNORECASE)
    lines = [text[start:end].strip() for start, end in spans]
    prose = [at for at, line in enumerate(lines) if is_prose(line) and _STOP.search(line)]
    roles, related, above = [], False, set[str]()
    for at, line in enumerate(lines):
        opens = opens_related.match(line)
        if opens:
            related = True
        elif related and ((len(line) > 150 and line[-1:] in ".!?:") or line in above):
            related = False
        # A title that is printed again heads the note, of which a mirror gave the title first.
        if not related and len(line) > PIECE:
            above.add(line)
        below = bool(prose) and at > prose[-1] and not _TOLD.match(line)
        if line and related:
            roles.append("related")
        elif line and below and line[-1] not in ".!?:;,\"')]":
            roles.append("below")
        elif kept and line and not _is_kept(letters(line), kept):
            roles.append("furniture")
        else:
            roles.append("body")
        # What stands behind the label is all that it heads.
        related = related and not (opens and opens[1])
    return roles


def _is_kept(line: str, kept: str) -> bool:
    """Say whether the converted body holds a line, or a good part of a long one."""
    if line in kept:
        return True
    pieces = [line[at : at + PIECE] for at in range(0, len(line) - PIECE, PIECE)]
    return sum(piece in kept for piece in pieces) * 3 >= len(pieces) > 0


def _word_edge(text: str, place: int, limit: int, *, forward: bool) -> int:
    """Move a cut to the next white space towards the passage, never into it."""
    step = 1 if forward else -1
    at = place
    while at != limit and 0 < at < len(text) and not text[at].isspace():
        at += step
    return at if at != limit else place
