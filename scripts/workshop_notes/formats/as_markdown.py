"""The one writer of Markdown: a tree of the few elements that the site's Markdown can say.

Blocks: `h1`–`h6 p ul ol li blockquote table tr td hr dl dt dd div`, with `start` and `value` of
lists, `colspan` and `rowspan` of cells. Inline: `strong em s a br`, `mark` with the number of a
footnote, whose text is `note` with the same number, anywhere in the tree. Text is spelled so that
the page shows it as it was typed: characters that Markdown could read as markup pass through the
writer in disguise, as characters of a private plane, and one function decides how each is spelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from lxml import etree

from workshop_notes.formats.names import names
from workshop_notes.normalize import normalize

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = names("markdown")["blocks"]
ITEM_MARK = "•"  # of a list in a table's cell, where Markdown knows no lists
APART = "&nbsp;"  # a paragraph between two lists of one kind, which would be read as one

_PLANE = 0xF0000
_MARKUP = "\\`*_{}[]()<>#+-.!|:=~&^$@\"'"
_GUARD = {ord(mark): _PLANE + ord(mark) for mark in _MARKUP}
_GUARDED = re.compile("[\U000f0000-\U000f007f]")
_UNGUARD = {guarded: mark for mark, guarded in _GUARD.items()}
_SPACES = re.compile(r"[ \t\n]+")
_EMPHASIS = re.compile(r"\*{0,3}")

_BACKSLASHED = frozenset("\\`*{}[]")
_ENTITY = re.compile(r"&#?\w+;")
_TAG = re.compile(r"<(?:[A-Za-z/!?]|[^<>\s]+@)")  # or an address of mail
_NUMBER = re.compile(r"(?<!\d)\d+\.(?=\s|$)")
_RULE_OR_TABLE = re.compile(r"[-:|=~+#>_* ]+$")
_BY_NAME = {":": "&#58;", "=": "&#61;", "~": "&#126;", "<": "&lt;", "&": "&amp;"}

_LOOSE_NUMBER = re.compile(r"(?<!\d)\d+\\\.")

Lines = list[str]


@dataclass(frozen=True, slots=True)
class _Look:
    bold: bool = False
    italic: bool = False
    struck: bool = False
    link: str = ""


_PLAIN = _Look()
_SETS: Mapping[str, dict[str, Any]] = {
    "strong": {"bold": True},
    "em": {"italic": True},
    "s": {"struck": True},
}
_Pieces = list[tuple[str, _Look]]  # a break is "\n", set plain


def as_markdown(body: etree._Element) -> str:
    """Write a tree as Markdown; "" where it shows nothing. Lists in it may be put together."""
    _merge_lists(body)
    found = list(_blocks(body))
    notes = {note.get("number", ""): note for note in body.iter("note")}
    for number in sorted(notes, key=int):
        inner = _joined(list(_blocks(notes[number])))
        lines = [f"[^{number}]: {inner[0] if inner else ''}".rstrip(), *_indented(inner[1:])]
        found.append(lines)
    text = "\n".join(_joined(found))
    return f"{text}\n" if text else ""


def plain_text(element: etree._Element) -> str:
    """Give the text of a block in one line, as it was typed."""
    return " ".join(normalize("".join(_texts(element))).split())


def set_by_page(body: etree._Element) -> list[str]:
    """Give the numbers that the page sets by itself: those of lists and footnotes nobody typed."""
    items = [
        str(number)
        for listed in body.iter("ol")
        for number, item in numbered(listed)
        if item.get("typed") is None
        and (plain_text(item) or next(item.iter("mark"), None) is not None)
    ]
    notes = body.iter("mark", "note")
    return items + [one.get("number", "") for one in notes if not one.get("typed")]


def numbered(listed: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Yield the items of an ordered list with their numbers."""
    number = _whole(listed.get("start")) or 1
    for item in listed.iterchildren("li"):
        stated = item.get("value")
        number = _whole(stated) if stated else number
        yield number, item
        number += 1


def escape_line(text: str, *, heading: bool = False, table: bool = False) -> str:
    """Spell one line of a paragraph, or of a heading or table cell, so that it shows as typed."""
    return _spelled(text.strip().translate(_GUARD), heading=heading, table=table)


def _texts(element: etree._Element) -> Iterator[str]:
    yield " " if element.tag == "br" or element.tag in BLOCKS else ""
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    yield " " if element.tag in BLOCKS else ""


def _merge_lists(body: etree._Element) -> None:
    """Make one list of two that follow each other, where the numbers go on."""
    for listed in list(body.iter("ul", "ol")):
        before = listed.getprevious()
        if before is None or before.tag != listed.tag or (before.tail or "").strip():
            continue
        if listed.tag == "ol":
            numbers = [[number for number, _ in numbered(one)] for one in (before, listed)]
            if not all(numbers) or numbers[1][0] != numbers[0][-1] + 1:
                continue
        before.extend(list(listed))
        before.tail = listed.tail
        parent = listed.getparent()
        if parent is not None:
            parent.remove(listed)


def _blocks(element: etree._Element) -> Iterator[Lines]:
    """Yield the blocks of an element as lines; what holds none is a paragraph."""
    if not _holds_blocks(element):
        yield from _paragraph(_pieces_of(element, _PLAIN))
        return
    last = ""
    for child in element:
        if child.tag not in ("ul", "ol"):
            yield from _block(child, str(child.tag))
            last = ""
            continue
        for lines in _list(child):
            loose = _LOOSE_NUMBER.match(lines[0])
            if last == child.tag and not loose:
                yield [APART]
            yield lines
            last = "" if loose else str(child.tag)


def _block(block: etree._Element, tag: str) -> Iterator[Lines]:
    if tag in HEADINGS:
        if line := _line(_pieces_of(block, _PLAIN), heading=True):
            yield [f"{'#' * int(tag[1])} {line}"]
    elif tag == "blockquote":
        if inner := _joined(list(_blocks(block))):
            yield [f"> {line}".rstrip() for line in inner]
    elif tag == "hr":
        yield ["---"]
    elif tag == "table":
        yield from _table(block)
    elif tag == "dl":
        yield from _definitions(block)
    elif tag != "note":
        yield from _blocks(block)


def _list(listed: etree._Element) -> Iterator[Lines]:
    """Yield a list, in several parts where its numbers do not follow one another."""
    items = list(numbered(listed))
    tight = all(_is_tight(item) for _, item in items)
    lines: Lines = []
    before = 0
    for number, item in items:
        inner = _joined(list(_blocks(item)), tight or _is_tight(item))
        mark = f"{number}. " if listed.tag == "ol" else "- "
        if not inner:
            continue
        if lines and listed.tag == "ol" and number != before + 1:
            yield lines
            lines = []
            if item.get("typed"):  # a number that was typed out of order is text
                yield [f"{number}\\. {inner[0]}", *inner[1:]]
                before = -1
                continue
        if lines and not tight:
            lines.append("")
        lines += [mark + inner[0], *_indented(inner[1:])]
        before = number
    if lines:
        yield lines


def _is_tight(item: etree._Element) -> bool:
    """Say whether an item is one paragraph, lists below it aside."""
    if not _holds_blocks(item):
        return True
    first, *others = ["p", *(child.tag for child in item if child.tag not in ("ul", "ol"))]
    return others[:1] in ([], [first]) and item[0].tag in ("p", "ul", "ol") and len(others) <= 1


def _definitions(listed: etree._Element) -> Iterator[Lines]:
    lines: Lines = []
    for child in listed.iter("dt", "dd"):
        if child.tag == "dt":
            term = _line(_pieces_of(child, _PLAIN))
            if lines and term and not lines[-1].startswith("\0"):
                lines.append("")
            lines += ["\0" + term] if term else []
            continue
        inner = _joined(list(_blocks(child)), _is_tight(child))
        lines += [f":   {inner[0]}", *_indented(inner[1:])] if inner else []
    if lines:
        yield [line.removeprefix("\0") for line in lines]


def _table(table: etree._Element) -> Iterator[Lines]:
    rows = _grid(table)
    width = max(map(len, rows), default=0)
    if width == 1:  # a table of one column is a box around blocks
        for row in _rows(table):
            for cell in row.iterchildren("td", "th"):
                yield from _blocks(cell)
        return
    spelled = [[_cell(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    if not any(cell for row in spelled for cell in row):
        return
    lines = ["| " + " | ".join(row) + " |" for row in spelled]
    lines = [re.sub(r"\|  (?=\|)", "| ", line) for line in lines]
    yield [lines[0], "|" + " --- |" * width, *lines[1:]]


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from child.iterchildren("tr")


def _grid(table: etree._Element) -> list[list[etree._Element | None]]:
    """Give rows of cells; a merged cell stands in its first place and leaves the others empty."""
    filled: set[tuple[int, int]] = set()
    grid: list[list[etree._Element | None]] = []
    for at, row in enumerate(_rows(table)):
        line: dict[int, etree._Element] = {}
        column = 0
        for cell in row.iterchildren("td", "th"):
            while (at, column) in filled:
                column += 1
            line[column] = cell
            wide = max(1, min(_whole(cell.get("colspan")), 100))
            high = max(1, min(_whole(cell.get("rowspan")), 1000))
            filled |= {(at + down, column + right) for down in range(high) for right in range(wide)}
            column += wide
        while (at, column) in filled:
            column += 1
        grid.append([line.get(place) for place in range(column)])
    return grid


def _cell(cell: etree._Element | None) -> str:
    """Write a cell in one line: blocks and list items become parts between breaks."""
    parts = () if cell is None else _cell_parts(cell)
    return "<br>".join(part for pieces in parts if (part := _line(pieces, table=True)))


def _cell_parts(element: etree._Element, mark: str = "") -> Iterator[_Pieces]:
    """Yield the innermost blocks of a cell, the marks of lists before their items."""
    if not _holds_blocks(element):
        pieces = _pieces_of(element, _PLAIN)
        if any(text.strip() for text, _ in pieces):
            yield [(mark, _PLAIN), *pieces]
        return
    for child in element:
        if child.tag == "table":
            for cell in (one for row in _grid(child) for one in row if one is not None):
                yield from _cell_parts(cell)
        elif child.tag in ("ul", "ol"):
            for number, item in numbered(child):
                own = f"{number}. " if child.tag == "ol" else f"{ITEM_MARK} "
                yield from _cell_parts(item, own)
        else:
            yield from _cell_parts(child, mark)
        mark = ""


def _paragraph(pieces: _Pieces) -> Iterator[Lines]:
    parts = groupby(pieces, lambda piece: piece[0] == "\n")
    lines = [line for is_break, part in parts if not is_break and (line := _line(list(part)))]
    if lines:
        yield [f"{line}  " for line in lines[:-1]] + lines[-1:]


def _pieces_of(element: etree._Element, look: _Look) -> _Pieces:
    """Give the text of an element by how it is set, that of its children included."""
    found: _Pieces = [(element.text or "", look)]
    for child in element:
        if child.tag == "br":
            found.append(("\n", _PLAIN))
        elif child.tag == "mark":
            found.append((f"\0[^{child.get('number')}]", _PLAIN))
        elif child.tag == "a" and child.get("href"):
            found += _pieces_of(child, replace(look, link=child.get("href", "")))
        else:
            found += _pieces_of(child, replace(look, **_SETS.get(str(child.tag), {})))
        found.append((child.tail or "", look))
    return found


def _line(pieces: _Pieces, *, heading: bool = False, table: bool = False) -> str:
    """Write pieces as one line of Markdown."""
    runs: _Pieces = []
    for text, look in pieces:
        text = f"<br>{text[1:]}" if table and text == "\n" else _said(text)
        look = replace(look, bold=False) if heading else look
        if text and runs and (runs[-1][1] == look or (not text.strip() and not look.link)):
            runs[-1] = (runs[-1][0] + text, runs[-1][1])
        elif text:
            runs.append((text, look))
    out = [""]
    for link, linked in groupby(runs, lambda run: run[1].link):
        inside = [out[-1]]
        for text, look in linked:
            inside.append(_set(text, look, inside[-1]))
        out.append(_linked("".join(inside[1:]), link))
    line = _SPACES.sub(" ", "".join(out)).strip().replace("<br> ", "<br>").replace(" <br>", "<br>")
    return _spelled(line, heading=heading, table=table)


def _said(text: str) -> str:
    if text.startswith("\0"):
        return text[1:]
    return _SPACES.sub(" ", normalize(text)).translate(_GUARD)


def _set(text: str, look: _Look, before: str) -> str:
    marks = "**" * look.bold + "*" * look.italic
    if before.endswith("*") and text[:1] != " ":
        marks = ""  # the marks of two emphases that touch would be read as one
    strike = "~~" if look.struck else ""
    return _between(f"{strike}{marks}", text, f"{marks}{strike}")


def _linked(text: str, address: str) -> str:
    if not address:
        return text
    bare = text.strip().translate(_UNGUARD)
    if bare in (address, address.removeprefix("mailto:")) and "://" in address:
        return text.replace(text.strip(), f"<{address}>")
    return _between("[", text, f"]({address})")


def _between(opening: str, text: str, closing: str) -> str:
    """Put marks around a text, within the spaces around it; none around nothing."""
    bare = text.strip()
    return text.replace(bare, f"{opening}{bare}{closing}") if bare else text


def _spelled(line: str, *, heading: bool, table: bool) -> str:
    """Give a line with its text undisguised, and escaped where it must be."""
    if not _GUARDED.search(line):
        return line
    plain = line.translate(_UNGUARD)
    emphasis = _EMPHASIS.match(line)
    start = emphasis.end() if emphasis else 0
    rule = bool(_RULE_OR_TABLE.match(plain, start))
    return _GUARDED.sub(
        lambda found: _escaped(plain, found.start(), start, rule, table, heading), line
    )


def _escaped(line: str, at: int, start: int, rule: bool, table: bool, heading: bool) -> str:
    """Spell the character at `at` of a line, whose text begins at `start`, as typed.

    A `rule` is a line of marks alone, which could be read as a rule or as that of a table.
    """
    mark = line[at]
    if mark in _BACKSLASHED:
        return "\\" + mark
    if mark == "_":
        inside = line[at - 1 : at].isalnum() and line[at + 1 : at + 2].isalnum()
        return mark if inside else "\\_"
    if mark == "|":
        return "\\|" if table or rule else mark
    if (mark == "&" and _ENTITY.match(line, at)) or (mark == "<" and _TAG.match(line, at)):
        return _BY_NAME[mark]
    if mark == "!" and line[at + 1 : at + 2] == "[":
        return "\\!"
    if mark == "~" and "~" in (line[at - 1 : at], line[at + 1 : at + 2]):
        return _BY_NAME[mark]
    if table:
        return mark
    if heading:
        return "\\#" if mark == "#" and not line[at:].strip("# ") else mark
    if _opens(line, at, start, rule):
        return _BY_NAME.get(mark) or "\\" + mark
    return mark


def _opens(line: str, at: int, start: int, rule: bool) -> bool:
    """Say whether the character at `at` would be read as the mark of a block."""
    mark = line[at]
    if mark == ".":
        number = _NUMBER.match(line, start)
        return number is not None and number.end() == at + 1
    if mark not in "#>+-!:=~":
        return False
    # Of hyphens the first is enough, and Python-Markdown reads a line of marks in square time.
    return at == start or (rule and mark != "-")


def _joined(blocks: list[Lines], tight: bool = False) -> Lines:
    between = [] if tight and [APART] not in blocks else [""]
    return [line for block in blocks for line in (*between, *block)][len(between) :]


def _indented(lines: Lines) -> Lines:
    return [f"    {line}" if line else "" for line in lines]


def _holds_blocks(element: etree._Element) -> bool:
    return any(child.tag in BLOCKS for child in element)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 6 else 0
