"""The outline of a note's tree: one title first, headings without gaps, items within lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import dropwhile, groupby

from lxml import etree

from workshop_notes.formats.archive import remove, whole_text
from workshop_notes.formats.as_markdown import BLOCKS, HEADINGS, plain_text
from workshop_notes.formats.columns import tabbed
from workshop_notes.formats.document import UNREAD, put, shows
from workshop_notes.formats.lines import words_of
from workshop_notes.formats.title import Row, find_title, level_of

STEP = 5.0  # points by which an item must be set in to stand below another list's
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_SHORT = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}

_FIGURES = re.compile("|1|decimal(?:Zero|-leading-zero)?|none|bullet")
BULLETS = "•‣◦▪▫●○■□⁃∙·"  # that begin nothing else, even where one stands alone
_BULLET = re.compile(rf"\s*([{BULLETS}§]|[-–—*](?=\s)|o(?=\s{{2,}}|\t|\u00a0))[\s\u00a0]+(?=\S)")
_NUMBER = re.compile(r"\s*(\d{1,3})[.)][\s\u00a0]+(?=\S)")
_LONGEST = 15
# What holds parts of itself alone, or text alone.
_OF_PARTS = frozenset({"ul", "ol", "dl", "table", "tbody", "thead", "tfoot", "tr", *HEADINGS, "dt"})


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph's place in a list, and the mark that is shown before it.

    `kind` is ul or ol; `level` counts from 0, None where only `indent`, in points, tells it.
    """

    kind: str
    level: int | None = 0
    number: int | None = None
    indent: float | None = None
    mark: str = ""
    identity: str = ""  # of the list, where the format names it
    holder: etree._Element | None = None  # of all paragraphs of the item, where the format has one


class Nesting:
    """Puts items, as they come, into lists within lists."""

    def __init__(self) -> None:
        self._open: list[tuple[Item, etree._Element]] = []

    def place(self, item: Item, paragraph: etree._Element) -> etree._Element:
        """Put a paragraph, which stands where a new list would, into an item; give the item."""
        while self._open and _depth(item, self._open[-1][0]) < 0:
            self._open.pop()
        if self._open and item.holder is not None and self._open[-1][0].holder is item.holder:
            self._open[-1][1].append(paragraph)
            return self._open[-1][1]
        listed = None
        if self._open and _depth(item, self._open[-1][0]) == 0:
            last, element = self._open.pop()
            follows = item.kind == "ul" or item.number in (None, (last.number or 0) + 1)
            listed = element.getparent() if follows and item.kind == last.kind else None
        if listed is None:
            listed = etree.Element(item.kind)
            if item.kind == "ol":
                listed.set("start", str(1 if item.number is None else item.number))
            if self._open:
                self._open[-1][1].append(listed)
            else:
                paragraph.addprevious(listed)
        made = etree.SubElement(listed, "li")
        made.append(paragraph)
        self._open.append((item, made))
        return made

    def close(self) -> None:
        """End all lists."""
        self._open.clear()

    @property
    def is_open(self) -> bool:
        """Say whether a list is open."""
        return bool(self._open)


def numeral(count: int, form: str) -> str:
    """Give a number of a list in a form such as `lowerLetter`, `upper-roman`, `a`, `I`, `none`.

    A number in a form that is not known stands as what could not be read.
    """
    form = _SHORT.get(form, form)
    zero = f"{count:02d}"
    fixed = {"decimalZero": zero, "decimal-leading-zero": zero, "none": "", "bullet": ""}
    text = fixed.get(form, str(count))
    if form.lower().endswith(("letter", "alpha", "latin")) and count > 0:
        text = _LETTERS[(count - 1) % 26] * ((count - 1) // 26 + 1)
    elif form == "lower-greek" and 0 < count <= len(_GREEK):
        text = _GREEK[count - 1]
    elif form.lower().endswith("roman") and 0 < count < 4000:
        text = ""
        for amount, letters in _ROMAN:
            text += letters * (count // amount)
            count %= amount
    elif not _FIGURES.fullmatch(form):
        return UNREAD
    return text.upper() if form.startswith("upper") else text


def is_heading_text(text: str) -> bool:
    """Say whether a bold or large paragraph can be meant as a heading: a phrase, not a sentence."""
    count = len(words_of(text))
    ends = re.search(r"[.;,:!…]['\"”’»)]*$", text.strip())
    return 1 <= count <= 2 * _LONGEST and (not ends or (text.strip()[-1] == ":" and count <= 4))


def settle(holder: etree._Element) -> None:
    """Let what holds blocks hold nothing else: loose text becomes paragraphs, divisions go."""
    for child in holder:
        settle(child)
    if holder.tag in (*HEADINGS, "dt"):
        _set_in_lines(holder)
    if holder.tag in _OF_PARTS or not any(_is_block(child) for child in holder):
        return
    blocks: list[etree._Element] = []
    loose = etree.Element("p")
    put(loose, holder.text or "")
    holder.text = None
    for child in [*holder, None]:
        if child is not None and not _is_block(child):
            loose.append(child)
            continue
        blocks += [loose] if shows(loose) else []
        loose = etree.Element("p")
        if child is None:
            break
        put(loose, child.tail or "")
        child.tail = None
        if child.tag in BLOCKS - {"div", "p"}:
            captions = child.findall("caption")
            blocks += [*captions, child]
        elif any(map(_is_block, child)):
            blocks += list(child)
        elif shows(child):
            child.tag = "p"
            blocks.append(child)
    holder[:] = blocks


def set_in_columns(body: etree._Element) -> list[str]:
    """Make tables of paragraphs with tabs between them; give the first of those that have none."""
    mixed = []
    for holder in [body, *body.iter("td", "blockquote", "note")]:
        for is_row, group in groupby(list(holder), _is_row):
            # What one tab alone parts before columns is no row of them.
            of_columns = dropwhile(lambda row: whole_text(row).strip().count("\t") == 1, group)
            rows = list(of_columns) if is_row else []
            cells = tabbed([whole_text(row).replace("\n", " ") for row in rows])
            if cells is None:
                mixed.append(whole_text(rows[0]))
            if not cells:
                continue
            table = etree.Element("table")
            rows[0].addprevious(table)
            pieces = [_broken_up(row, "\t") for row in rows]
            columns = [any(map(shows, column)) for column in zip(*pieces, strict=True)]
            for row, cells_ in zip(rows, pieces, strict=True):
                line = etree.SubElement(table, "tr")
                line.extend(one for one, is_shown in zip(cells_, columns, strict=True) if is_shown)
                for cell in line:
                    cell.tag = "td"
                remove(row)
    return mixed


def outlined(body: etree._Element, stated: str = "") -> str:
    """Put the title first as `h1` and number the levels of the others from 2, without gaps.

    The file may have `stated` a title. Gives that of the text where it is in no block of its own.
    Paragraphs that begin with a typed mark become lists.
    """
    for holder in [body, *body.iter("blockquote", "note", "td")]:
        _list_typed(holder)
    blocks = [
        child for child in body if child.tag != "note" and (child.tag == "hr" or shows(child))
    ]
    title, told = body.find("h1"), ""
    if not body.get("titled"):
        title, told = _titled(blocks, stated)
        blocks = [block for block in blocks if block.getparent() is not None]
    found = [child for child in body.iter(*HEADINGS) if shows(child)]
    levels = sorted({str(heading.tag) for heading in found if heading is not title})
    for heading in found:
        heading.tag = (
            f"h{min(levels.index(str(heading.tag)) + 2, 6)}" if heading is not title else "h1"
        )
    if title is not None:
        body.insert(0, title)
        blocks = [title, *(block for block in blocks if block is not title)]
    for order in (blocks, blocks[::-1]):
        for block in order:
            if block.tag != "hr":
                break
            body.remove(block)
    return told


def _set_in_lines(heading: etree._Element) -> None:
    """Make lines of the blocks in a heading; the first that reads as no heading follows it."""
    seen = heading.text or ""
    for child in list(heading):
        if child.tag in BLOCKS and seen.strip() and not is_heading_text(plain_text(child)):
            for one in reversed([child, *child.itersiblings()]):
                heading.addnext(one)
            break
        seen += whole_text(child) + (child.tail or "")
    for block in list(heading.iterdescendants(*BLOCKS)):
        block.addprevious(etree.Element("br"))
        block.addnext(etree.Element("br"))
    etree.strip_tags(heading, *BLOCKS)


def _depth(item: Item, other: Item) -> int:
    """Say whether an item stands deeper than another (1), as deep (0), or higher (-1)."""
    if item.level is not None and other.level is not None:
        levels = (item.level > other.level) - (item.level < other.level)
        alike = item.identity == other.identity or levels != 0
        if alike or item.indent is None or other.indent is None:
            return levels
    step = (item.indent or 0.0) - (other.indent or 0.0)
    return (step > STEP) - (step < -STEP)


def _is_block(element: etree._Element) -> bool:
    inside = element.iterdescendants() if len(element) else ()
    return element.tag in BLOCKS or any(one.tag in BLOCKS for one in inside)


def _titled(blocks: Iterable[etree._Element], stated: str) -> tuple[etree._Element | None, str]:
    """Give the element of the title, made of all that hold a part, or the title in words alone."""
    rows: list[Row] = []
    places: list[tuple[etree._Element, etree._Element]] = []
    for element, piece in _pieces(blocks):
        pair = element.tag == "tr"
        text = ": ".join(map(plain_text, piece)) if pair else plain_text(piece)
        inside = pair or next(element.iterancestors("li"), None) is not None
        if text or element.tag == "hr":
            broken = bool(places) and places[-1][0] is element
            rows.append(Row(text or "---", level_of(element), inside, broken))
            places.append((element, piece))
    title = find_title(rows, stated)
    if title is None or not title.rows:
        return None, title.text if title else ""
    held = places[title.rows.start : title.rows.stop]
    # A cell or an item stays where it is.
    if any(element.tag not in ("p", *HEADINGS) for element, _ in held):
        return None, title.text
    for element in dict.fromkeys(element for element, _ in held):
        for of, piece in places:
            if of is element and piece is not element:
                element.addprevious(piece)
        if (element, element) not in places:
            remove(element)
    first, *others = (piece for _, piece in held)
    first.tag = "h1"
    for between, other in zip(title.between, others, strict=True):
        put(first, between + (other.text or "").lstrip())
        first.extend(list(other))
        remove(other)
    return first, ""


def _pieces(
    blocks: Iterable[etree._Element],
) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield the innermost blocks, each with its pieces where lines break it, and pairs of cells."""
    for block in blocks:
        for element in block.iter("hr", "tr", *BLOCKS):
            pair = element.tag == "tr" and len(element) == 2
            if pair or element.tag == "hr":
                yield element, element
            elif element.tag in ("p", *HEADINGS) and element.find(".//br") is not None:
                yield from ((element, piece) for piece in _broken_up(element) if shows(piece))
            elif element.tag != "tr" and not any(one.tag in BLOCKS for one in element):
                of_pair = "(self::td|parent::td[count(*)=1])[parent::tr[count(*)=2]]"
                yield from () if element.xpath(of_pair) else ((element, element),)


def _is_row(paragraph: etree._Element) -> bool:
    """Say whether tabs part the text of a paragraph, which begins with no mark of a list."""
    text = whole_text(paragraph) if paragraph.tag == "p" else ""
    return "\t" in text.strip() and not (_BULLET.match(text) or _NUMBER.match(text))


def _broken_up(element: etree._Element, at: str = "") -> list[etree._Element]:
    """Give copies of the parts of an element between its line breaks, or the characters `at`."""
    pieces = [_like(element)]

    def say(text: str) -> None:
        first, *others = text.split(at) if at else [text]
        put(pieces[-1], first)
        for other in others:
            pieces.append(_like(element))
            put(pieces[-1], other)

    say(element.text or "")
    for child in element:
        if at or child.tag != "br":
            first, *others = _broken_up(child, at)
            pieces[-1].append(first)
            pieces += [_like(element) for _ in others]
            for piece, other in zip(pieces[len(pieces) - len(others) :], others, strict=True):
                piece.append(other)
        else:
            pieces.append(_like(element))
        say(child.tail or "")
    return pieces


def _like(element: etree._Element) -> etree._Element:
    return etree.Element(element.tag, {str(name): str(one) for name, one in element.items()})


def _list_typed(holder: etree._Element) -> None:
    """Make lists of paragraphs that begin with a typed bullet, or with numbers that follow."""
    for kind, group in groupby(enumerate(list(holder)), _kind_of):
        run = [paragraph for _, paragraph in group]
        if not kind or (len(run) < 2 and kind != "ul"):
            continue
        pattern = _NUMBER if kind.startswith("ol") else _BULLET
        listed = etree.Element(kind[:2])
        run[0].addprevious(listed)
        for paragraph in run:
            item = etree.SubElement(listed, "li")
            found = pattern.match(paragraph.text or "")
            if found and pattern is _NUMBER:
                listed.set("start", listed.get("start") or str(int(found[1])))
                item.set("typed", "typed")
            paragraph.text = (paragraph.text or "")[found.end() if found else 0 :]
            item.append(paragraph)


def _kind_of(numbered: tuple[int, etree._Element]) -> str:
    """Name the list that a paragraph could be typed as, alike for those that follow, or ""."""
    at, paragraph = numbered
    text = (paragraph.text or "") if paragraph.tag == "p" else ""
    if bullet := _BULLET.match(text):
        return "ul" if bullet[1] in BULLETS else f"ul {bullet[1]}"
    number = _NUMBER.match(text)
    return f"ol {int(number[1]) - at}" if number else ""
