"""Passage: Markdown as the plain sentences a reader sees, each with its place in the file."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from unicodedata import is_normalized, normalize

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
CLUSTER = re.compile(r".[\u0300-\u036f]+", re.DOTALL)
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

    `offsets` has the place in the source of each of its letters, and of its end.
    """

    text: str
    kind: Kind
    offsets: Sequence[int]
    row: int = 0  # the table row's number, from 1; 0 outside tables
    column: int = 0  # the cell's place in its row
    beside: tuple[str, ...] = ()  # the cells of its row

    def offset(self, place: int) -> int:
        """Give the source offset of a place in the text."""
        return self.offsets[place]

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
    start = end = offset = row = 0
    kind: Kind = "paragraph"
    for line in source.split("\n"):
        here, offset = offset, offset + len(line) + 1
        ruled = bool(line.strip()) and line[-1] in RULE_ENDS and bool(RULE.match(line))
        blank = ruled or not line.strip(" >\t\r")
        cells = not blank and "|" in line and bool(ROW.match(line))
        begins = BLOCK_START.match(line)
        assert begins
        if blank or cells or begins.lastgroup:
            yield from _block(source, start, end, kind)
            start, end, kind = offset, offset, "paragraph"
        if blank:
            row = row if ruled else 0
        elif cells:
            row += 1
            yield from _cells(source, here, line, row)
        elif begins.lastgroup == "heading":
            yield from _block(source, here + begins.end(), here + len(line), "heading")
        else:
            start = here + begins.end() if start >= end else start
            end = here + len(line)
            if begins.lastgroup:
                kind = "item"
            elif line[-1] in " \\>\t" and HARD_BREAK.search(line):
                yield from _block(source, start, end, kind)
                start = end = offset
    yield from _block(source, start, end, kind)


def _cells(source: str, here: int, line: str, row: int) -> Iterator[Block]:
    beside = tuple(cell.strip() for cell in line.split("|") if cell.strip())
    for column, cell in enumerate(line.split("|")):
        start = here + len(cell) - len(cell.lstrip())
        yield from _block(source, start, start + len(cell.strip()), "cell", row, column, beside)
        here += len(cell) + 1


def _block(
    source: str,
    start: int,
    end: int,
    kind: Kind,
    row: int = 0,
    column: int = 0,
    beside: tuple[str, ...] = (),
) -> Iterator[Block]:
    text, offsets = _plain(source[start:end], start) if start < end else ("", ())
    if text and not text.isspace():
        yield Block(text, kind, offsets, row, column, beside)


def _plain(raw: str, base: int) -> tuple[str, Sequence[int]]:
    """Give what a reader sees of a text, and the place of each of its letters and of its end."""
    offsets: Sequence[int] = range(base, base + len(raw) + 1)
    composed = raw.isascii() or is_normalized("NFC", raw)
    if MARKUP_HINT.search(raw):
        raw, offsets = _replaced(MARKUP, _shown, raw, offsets)
    if not composed:
        raw, offsets = _replaced(CLUSTER, lambda one: normalize("NFC", one[0]), raw, offsets)
    return raw.translate(SAME_LENGTH), offsets


def _replaced(
    pattern: re.Pattern[str],
    shown: Callable[[re.Match[str]], str],
    text: str,
    offsets: Sequence[int],
) -> tuple[str, Sequence[int]]:
    """Give a text with what is found as it is `shown`, and the places of what stands there."""
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for found in pattern.finditer(text):
        piece, start = shown(found), offsets[found.start()]
        pieces += [text[at : found.start()], piece]
        places += [*offsets[at : found.start()], *range(start, start + len(piece))]
        at = found.end()
    return "".join([*pieces, text[at:]]), [*places, *offsets[at:]]


def _shown(markup: re.Match[str]) -> str:
    text = markup.group()
    return {"entity": html.unescape(text), "tag": " "}.get(markup.lastgroup or "", "")
