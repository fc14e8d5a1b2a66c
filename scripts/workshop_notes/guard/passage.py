"""Passage: Markdown as the plain sentences a reader sees, each with its place in the file."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from workshop_notes.text.sentences import sentence_spans

Kind = str  # "paragraph" | "heading" | "item" | "cell"

MARKUP = re.compile(
    r"(?P<keep_escape>\\(?=[!-/:-@\[-`{-~]))"
    r"|(?P<image>!?\[(?=[^\]\n]*\]\())|(?P<target>\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\))"
    r"|(?P<footnote>\[\^[^\]\n]{1,60}\]:?)"
    r"|(?P<reference>\]\[[^\]\n]{0,80}\])"
    r"|(?P<attributes>\{:[^}\n]{0,200}\})"
    r"|(?P<tag></?[a-zA-Z][^<>\n]{0,300}>|<!--|-->)"
    r"|(?P<emphasis>\*+|~~+|==+|`+|(?<![^\W_])_+(?=\S)|(?<=\S)_+(?![^\W_]))"
    r"|(?P<invisible>[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});)"
)
MARKUP_HINT = re.compile(
    r"[\\\[\]{}<>*~=`_&\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
SAME_LENGTH = str.maketrans(
    {
        "\n": " ", "\r": " ", "\t": " ", "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ",
        "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00b4": "'", "\u2010": "-", "\u2011": "-",
        "\u201e": '"', "\u201c": '"', "\u201d": '"', "\u00ab": '"', "\u00bb": '"',
    }
)  # fmt: skip
BLOCK_START = re.compile(
    r"[ \t]*(?:>[ \t]?)*[ \t]*"
    r"(?:(?P<heading>#{1,6})[ \t]+|(?P<item>(?:[-*+•‣▪–—]|\d{1,3}[.)]"
    r"|[a-zA-Z][)])[ \t]+(?:\[[ xX]\][ \t]+)?)"
    r"|(?P<note>\[\^[^\]\n]{1,60}\]:[ \t]*)|(?P<row>\|)|(?P<definition>:[ \t]+)"
    r"|(?P<admonition>(?:!!!|\?\?\?\+?)[ \t]+\w+[ \t]*))?"
)
RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}$|[ \t]*[=-]+[ \t]*$|[ \t|:+-]+$")
ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$|[^|\n]+(?:[ \t]\|[ \t][^|\n]*)+$")
RULE_ENDS = "-*_=|:+ \t"
HARD_BREAK = re.compile(r"(?: {2,}|\\)$|<br ?/?>[ \t]*$")


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item or table cell as plain text.

    `starts` and `shifts` map a place in `text` to one in the source: the source offset of
    `text[n]` is n plus the shift of the last start that is not beyond n.
    """

    text: str
    kind: Kind
    starts: tuple[int, ...]
    shifts: tuple[int, ...]
    row: int = 0  # the table row's number, from 1; 0 outside tables
    beside: tuple[str, ...] = ()  # the cells of its row

    def offset(self, place: int) -> int:
        """Give the source offset of a place in the text."""
        return place + self.shifts[bisect_right(self.starts, place) - 1]

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        return tuple(sentence_spans(self.text))


@dataclass(frozen=True)
class Passage:
    """A text with the way from an offset to its line and column, both from 1."""

    source: str
    first_line: int = 1
    first_column: int = 1

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(_blocks(self.source))

    def position(self, offset: int) -> tuple[int, int]:
        """Give line and column, both from 1, of an offset in the source."""
        line = self.source.count("\n", 0, offset)
        column = offset - (self.source.rfind("\n", 0, offset) + 1)
        return self.first_line + line, column + (self.first_column if line == 0 else 1)


def plain(text: str) -> str:
    """Give text as the checks compare it: visible letters only, composed, straight quotes."""
    return _plain(text, 0)[0]


def _blocks(source: str) -> Iterator[Block]:
    start = end = 0
    kind: Kind = "paragraph"
    row = 0
    offset = 0
    for line in source.split("\n"):
        here, offset = offset, offset + len(line) + 1
        if not line.strip(" >\t\r") or (line[-1] in RULE_ENDS and RULE.match(line)):
            yield from _block(source, start, end, kind)
            start = end = offset
            row = row if RULE.match(line) and line.strip() else 0
            kind = "paragraph"
            continue
        found = BLOCK_START.match(line)
        assert found
        if "|" in line and ROW.match(line):
            yield from _block(source, start, end, kind)
            row += 1
            yield from _cells(source, here, line, row)
            start = end = offset
            kind = "paragraph"
            continue
        if found.lastgroup:
            yield from _block(source, start, end, kind)
            start, end = here + found.end(), here + len(line)
            kind = "heading" if found.lastgroup == "heading" else "item"
            if kind == "heading":
                yield from _block(source, start, end, kind)
                start = end = offset
                kind = "paragraph"
            continue
        if start >= end:
            start = here + found.end()
        end = here + len(line)
        if line[-1] in " \\>\t" and HARD_BREAK.search(line):
            yield from _block(source, start, end, kind)
            start = end = offset
    yield from _block(source, start, end, kind)


def _cells(source: str, here: int, line: str, row: int) -> Iterator[Block]:
    at = 0
    beside = tuple(cell.strip() for cell in line.split("|") if cell.strip())
    for cell in line.split("|"):
        if cell.strip():
            lead = len(cell) - len(cell.lstrip())
            start = here + at + lead
            yield from _block(source, start, start + len(cell.strip()), "cell", row, beside)
        at += len(cell) + 1


def _block(
    source: str, start: int, end: int, kind: Kind, row: int = 0, beside: tuple[str, ...] = ()
) -> Iterator[Block]:
    if end <= start:
        return
    text, starts, shifts = _plain(source[start:end], start)
    if text and not text.isspace():
        yield Block(text, kind, starts, shifts, row, beside)


def _plain(raw: str, base: int) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    composed = raw.isascii() or unicodedata.is_normalized("NFC", raw)
    if composed and not MARKUP_HINT.search(raw):
        return raw.translate(SAME_LENGTH), (0,), (base,)
    pieces: list[str] = []
    starts, shifts = [0], [base]
    length = at = 0

    def keep(piece: str, until: int) -> None:
        nonlocal length
        pieces.append(piece)
        length += len(piece)
        starts.append(length)
        shifts.append(base + until - length)

    for found in MARKUP.finditer(raw):
        if found.start() > at:
            keep(raw[at : found.start()], found.start())
        name, text = found.lastgroup, found.group()
        keep({"entity": html.unescape(text), "tag": " "}.get(name or "", ""), found.end())
        at = found.end()
    keep(raw[at:], len(raw))
    if not composed:
        pieces, starts, shifts = _composed("".join(pieces), starts, shifts)
    return "".join(pieces).translate(SAME_LENGTH), tuple(starts), tuple(shifts)


def _composed(
    text: str, starts: list[int], shifts: list[int]
) -> tuple[list[str], list[int], list[int]]:
    pieces: list[str] = []
    new_starts, new_shifts = [0], [shifts[0]]
    length = at = 0
    for cluster in re.finditer(r".[\u0300-\u036f]+", text, re.DOTALL):
        letter = unicodedata.normalize("NFC", cluster.group())
        before = text[at : cluster.start()]
        for piece, until in ((before, cluster.start()), (letter, cluster.end())):
            pieces.append(piece)
            length += len(piece)
            source = until + shifts[max(0, bisect_right(starts, until) - 1)]
            new_starts.append(length)
            new_shifts.append(source - length)
        at = cluster.end()
    pieces.append(text[at:])
    return pieces, new_starts, new_shifts
