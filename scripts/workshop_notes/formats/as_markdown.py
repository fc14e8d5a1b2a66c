"""The one writer of Markdown: a tree of the few elements that the site's Markdown can say.

Blocks: `h1`–`h6 p ul ol li blockquote table tr td hr dl dt dd pre div`, with `start` and `value` of
lists, `colspan` and `rowspan` of cells. Inline: `strong em s del a br code`, `mark` with the number
of a footnote, whose text is `note` with the same number, anywhere in the tree. Text is spelled so
that the page shows it as it was typed: characters that Markdown could read as markup pass through
the writer in disguise, as characters of a private plane, and one function decides how each is
spelled: for editors, as plainly as the site's own Markdown allows, or so that no extension of a
project's `mkdocs.yml` obeys what stands in a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from lxml import etree

from workshop_notes.formats.archive import remove, whole_number, whole_text
from workshop_notes.formats.names import names
from workshop_notes.normalize import normalize

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = names("markdown")["blocks"]
ITEM_MARK = "•"  # of a list in a table's cell, where Markdown knows no lists
APART = "&nbsp;"  # a paragraph between two lists of one kind, which would be read as one

_PLANE = 0xF0000
_MARKUP = "\\`*_{}[]()<>#+-.!|:=~&^$@\"'/?"
_MARKS = re.compile(f"[{re.escape(_MARKUP)}]")
_GUARDED = re.compile("[\U000f0000-\U000f007f]")
_SPACES = re.compile(r"[ \t\n]+")
_EMPHASIS = re.compile(r"\*{0,3}")

_RULE_OR_TABLE = re.compile(r"[-:|=~+#>_* ]+$")
_OPENS_RULE = "#>+!:=~"  # of hyphens the first is enough

# Marks that mean something wherever they stand: in the site's own Markdown, where addresses of mail
# are links, and in it or in one of its known extensions.
_MEANT = re.compile(
    r"[\\`*{}\[\]]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|<(?=[A-Za-z/!?]|[^<>\s]+@)|!(?=\[)"
    r"|~(?=~)|(?<=~)~"
)
_MEANT_SOMEWHERE = re.compile(
    r"[\\`*_{}\[\]<|~^$]|&(?=#?\w+;)|=(?==)|(?<==)=|\+(?=\+)|(?<=\+)\+|:(?=[\w+-]+:)|!(?=\[)"
    r"|\((?=(?:c|r|tm)\))",
    re.I,
)
# Those at the start of a line; the last character of what is found is the mark.
_OPENING = re.compile(r"[#>+!:=~-]|\d+\.(?=\s|$)")
_OPENING_SOMEWHERE = re.compile(r"(?:\d+(?=[.)]))?[#>:=/+.)-]|[!?](?=[!?]{2})")
_IN_TITLE = re.compile(r"[\\`*_{}\[\]<>\"'()|&\n]")
_IN_ADDRESS = "!#$%&'*+,-./:;=?@[]_~"
_LABEL = re.compile(r"[\w-]+")

_LOOSE_NUMBER = re.compile(r"(?<!\d)\d+\\\.")

Lines = list[str]
_Parts = list[str | etree._Element]  # text, and elements within it


def as_markdown(body: etree._Element) -> str:
    """Write a tree as Markdown; "" where it shows nothing. What it holds may be put together."""
    _merge_lists(body)
    _merge_alike(body)
    writer = _Writer()
    found = list(writer.blocks(body))
    notes = {note.get("number", ""): note for note in body.iter("note")}
    found += [writer.note(number, notes[number]) for number in sorted(notes, key=int)]
    text = "\n".join(_joined(found))
    return f"{text}\n" if text else ""


def as_derived(tree: etree._Element) -> str:
    """Write the tree of a rendered note again, for any builder; its ids and classes in lists.

    A block's `id` stands after it as `{ #id }`.
    """
    return "\n".join(_joined(list(_Writer(sturdy=True).blocks(tree)))) + "\n"


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
    number = whole_number(listed.get("start"), 1)
    for item in listed.iterchildren("li"):
        number = whole_number(item.get("value"), number)
        yield number, item
        number += 1


class _Writer:
    """Writes blocks as lines; where it is `sturdy`, marks are spelled as character references."""

    def __init__(self, *, sturdy: bool = False) -> None:
        self.sturdy = sturdy

    def blocks(self, element: etree._Element) -> Iterator[Lines]:
        """Yield the blocks of an element; text and inline elements between them are paragraphs."""
        own = _anchor(element) if element.tag in ("p", "li", "dd") else ""
        loose: _Parts = [element.text or ""]
        last = ""
        for child in (*element, None):
            if child is not None and child.tag not in BLOCKS:
                loose += [child, child.tail or ""]
                continue
            if lines := self._paragraph(loose):
                yield [*lines, own] if own else lines
                own = last = ""
            if child is None:
                return
            loose = [child.tail or ""]
            if child.tag not in ("ul", "ol"):
                yield from self._block(child, str(child.tag))
                last = ""
                continue
            for lines in self._list(child):
                number = _LOOSE_NUMBER.match(lines[0])
                if last == child.tag and not number:
                    yield [APART]
                yield lines
                last = "" if number else str(child.tag)

    def note(self, label: str, element: etree._Element) -> Lines:
        """Write the text of a footnote."""
        inner = _joined(list(self.blocks(element)))
        inner[-1:] = [line.rstrip("\xa0 ") for line in inner[-1:]]
        return [f"[^{label}]: {inner[0] if inner else ''}".rstrip(), *_indented(inner[1:])]

    def _block(self, block: etree._Element, tag: str) -> Iterator[Lines]:
        if tag in HEADINGS:
            if line := self._line(_parts(block), "heading"):
                yield [f"{'#' * int(tag[1])} {line} {_anchor(block)}".rstrip()]
        elif tag == "blockquote":
            if inner := _joined(list(self.blocks(block))) or [""] * self.sturdy:
                yield [f"> {line}".rstrip() for line in inner]
        elif tag == "hr":
            yield ["---"]
        elif tag == "pre":
            yield _indented(whole_text(block).rstrip("\n").split("\n"))
        elif tag == "table":
            yield from self._table(block)
        elif tag == "dl":
            yield from self._definitions(block)
        elif "footnote" in (block.get("class") or "").split():
            for item in block.iter("li"):
                if (label := item.get("id") or "").startswith("fn-"):
                    yield self.note(_label(label.removeprefix("fn-")), item)
        elif tag != "note":
            yield from self.blocks(block)

    def _paragraph(self, parts: _Parts) -> Lines:
        lines = [
            spelled
            for line in self._inline(parts, "text").split("\n")
            if (spelled := self._spelled(line.strip(), "text"))
        ]
        return [f"{line}  " for line in lines[:-1]] + lines[-1:]

    def _list(self, listed: etree._Element) -> Iterator[Lines]:
        """Yield a list, in several parts where its numbers do not follow one another."""
        items = list(numbered(listed))
        loose = {item: self._is_loose(item) for _, item in items}
        # A blank line makes an item of paragraphs, and the one before it too.
        apart = loose if self.sturdy else dict.fromkeys(loose, any(loose.values()))
        lines: Lines = []
        before, last = 0, False
        for number, item in items:
            inner = _joined(list(self.blocks(item)), not loose[item]) or [""] * self.sturdy
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
            if lines and last and apart[item]:
                lines.append("")
            lines += [mark + inner[0], *_indented(inner[1:])]
            before, last = number, apart[item]
        if lines:
            yield lines

    def _is_loose(self, item: etree._Element) -> bool:
        """Say whether an item holds paragraphs; for editors one alone, lists below aside, is none.

        A rendered page says it by its elements.
        """
        if self.sturdy:
            return item.find("p") is not None
        if not _holds_blocks(item):
            return False
        first, *others = ["p", *(child.tag for child in item if child.tag not in ("ul", "ol"))]
        alone = others[:1] in ([], [first]) and len(others) <= 1
        return not alone or item[0].tag not in ("p", "ul", "ol")

    def _definitions(self, listed: etree._Element) -> Iterator[Lines]:
        lines: Lines = []
        defined = False
        for child in listed.iter("dt", "dd"):
            if child.tag == "dt":
                if term := self._line(_parts(child)):
                    lines += [""] * defined + [f"{term} {_anchor(child)}".rstrip()]
                    defined = False
                continue
            loose = self._is_loose(child)
            if inner := _joined(list(self.blocks(child)), not loose):
                lines += [""] * (loose and bool(lines))
                lines += [f":   {inner[0]}", *_indented(inner[1:])]
                defined = True
        if lines:
            yield lines

    def _table(self, table: etree._Element) -> Iterator[Lines]:
        rows = _grid(table)
        width = max(map(len, rows), default=0)
        if width == 1 and not self.sturdy:  # a table of one column is a box around blocks
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell) if cell is not None else ()
            return
        spelled = [[self._cell(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
        if not any(map(any, spelled)):
            return
        if not self.sturdy:
            spelled[1:] = filter(any, spelled[1:])  # rows of which nothing is shown
        lines = ["| " + " | ".join(row) + " |" for row in spelled]
        lines = [re.sub(r"\|  (?=\|)", "| ", line) for line in lines]
        yield [lines[0], "|" + " --- |" * width, *lines[1:]]

    def _cell(self, cell: etree._Element | None) -> str:
        """Write a cell in one line: blocks and list items become parts between breaks."""
        parts = () if cell is None else _cell_parts(cell)
        return "<br>".join(part for listed in parts if (part := self._line(listed, "cell")))

    def _line(self, parts: _Parts, place: str = "text") -> str:
        line = _SPACES.sub(" ", self._inline(parts, place)).strip()
        if not self.sturdy:
            line = line.replace("<br> ", "<br>").replace(" <br>", "<br>")
        return self._spelled(line, place)

    def _inline(self, parts: _Parts, place: str) -> str:
        """Write text and the elements in it; a break is the end of a line where it may be one."""
        out = ""
        may_be_bold = self.sturdy or place != "heading"
        for part in parts:
            if isinstance(part, str):
                out += self._said(part)
            elif part.tag == "br":
                out += "<br>" if place == "cell" or self.sturdy else "\n"
            elif part.tag == "mark":
                out += f"[^{part.get('number')}]"
            elif part.tag == "sup" and (link := part.find("a")) is not None:
                out += f"[^{_label((link.get('href') or '').removeprefix('#fn-'))}]"
            elif part.tag == "code":
                out += _code(" ".join(whole_text(part).split()))
            elif isinstance(part.tag, str) and part.get("class") != "footnote-backref":
                inside = self._inline(_parts(part), place)
                if part.tag == "a":
                    inside = self._linked(part, inside)
                elif part.tag == "em" or (part.tag == "strong" and may_be_bold):
                    inside = self._emphasized(part, inside, out[-1:])
                elif part.tag in ("s", "del"):
                    # As a tag: whatever a site switches on, struck words never look like others.
                    marks = ("<del>", inside, "</del>") if self.sturdy else ("~~", inside)
                    inside = _between(*marks)
                out += inside
        return re.sub("  +", " ", out)

    def _emphasized(self, element: etree._Element, inside: str, before: str) -> str:
        """Put marks around text that is set apart, but where readers of Markdown differ on them."""
        text, after = inside.strip(), (element.tail or "")[:1]
        if not text:
            return inside
        before, after = before * (inside[0] == text[0]), after * (inside[-1] == text[-1])
        around = next(element.iterancestors("em", "strong"), None)
        sticks = before.isalnum() and (around is not None or not text[0].isalnum())
        sticks = sticks or (after.isalnum() and (around is not None or not text[-1].isalnum()))
        if sticks or before in ("*", "_"):
            return inside
        # Inside other emphasis the underscore, which cannot stand within a word.
        fills = not self.sturdy and around is not None and whole_text(around) == whole_text(element)
        mark = "*" if around is None or fills else "_"
        return _between(mark * (2 if element.tag == "strong" else 1), inside)

    def _linked(self, link: etree._Element, inside: str) -> str:
        address = link.get("href") or ""
        if not address:
            return inside
        if self.sturdy:
            address = quote(address, safe=_IN_ADDRESS).replace("&", "&amp;")
        bare = _bare(inside.strip())
        if not self.sturdy and bare == address.removeprefix("mailto:") and "://" in address:
            return inside.replace(inside.strip(), f"<{address}>")
        if title := _IN_TITLE.sub(lambda found: _reference(found[0]), link.get("title") or ""):
            title = f' "{title}"'
        classes = "".join(f".{name} " for name in (link.get("class") or "").split())
        return _between("[", inside, f"]({address}{title})" + f"{{ {classes}}}" * bool(classes))

    def _said(self, text: str) -> str:
        """Give text in disguise."""
        text = _GUARDED.sub("", text) if self.sturdy else normalize(text)
        return _MARKS.sub(lambda mark: chr(_PLANE + ord(mark[0])), _SPACES.sub(" ", text))

    def _spelled(self, line: str, place: str) -> str:
        """Give a line with its text undisguised, and escaped where it must be.

        Its `place` is in a `heading`, a table's `cell`, or other `text`.
        """
        if not _GUARDED.search(line):
            return line
        plain = _bare(line)
        emphasis = _EMPHASIS.match(line)
        start = emphasis.end() if emphasis and not self.sturdy else 0
        meant = _MEANT_SOMEWHERE if self.sturdy else _MEANT
        opening = (_OPENING_SOMEWHERE if self.sturdy else _OPENING).match(plain, start)
        opens = opening.end() - 1 if opening and (self.sturdy or place == "text") else -1
        # Python-Markdown reads a line of marks in square time.
        rule = not self.sturdy and _RULE_OR_TABLE.match(plain, start) is not None
        marks = ("|" if rule or place == "cell" else "") + _OPENS_RULE * (rule and place == "text")

        def spelled(found: re.Match[str]) -> str:
            at = found.start()
            mark = plain[at]
            is_last = self.sturdy or not plain[at:].strip("# ")
            closes = place == "heading" and mark == "#" and is_last
            if not (mark in marks or at == opens or closes or meant.match(plain, at)):
                return mark
            return _reference(mark) if self.sturdy or mark in "&<:=~" else f"\\{mark}"

        return _GUARDED.sub(spelled, line)


def _bare(text: str) -> str:
    """Give a text out of its disguise."""
    return _GUARDED.sub(lambda mark: chr(ord(mark[0]) - _PLANE), text)


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
        remove(listed)


def _merge_alike(element: etree._Element) -> None:
    """Make one of elements that follow each other and set their text alike."""
    for child in list(element):
        after = child.getnext()
        if (
            after is not None
            and child.tag in ("strong", "em", "s", "a")
            and (after.tag, after.attrib) == (child.tag, child.attrib)
            and not (child.tail or "").strip()
        ):
            between = (child.tail or "") + (after.text or "")
            if len(child):
                child[-1].tail = (child[-1].tail or "") + between
            else:
                child.text = (child.text or "") + between
            after.text = child.text
            after[:0] = list(child)
            element.remove(child)
        else:
            _merge_alike(child)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    # A browser shows the head first and the foot last, wherever they stand.
    for child in sorted(table, key=lambda one: (one.tag != "thead") + (one.tag == "tfoot")):
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
            wide = max(1, min(whole_number(cell.get("colspan")), 100))
            high = max(1, min(whole_number(cell.get("rowspan")), 1000))
            filled |= {(at + down, column + right) for down in range(high) for right in range(wide)}
            column += wide
        while (at, column) in filled:
            column += 1
        grid.append([line.get(place) for place in range(column)])
    return grid


def _parts(element: etree._Element) -> _Parts:
    return [element.text or "", *(one for child in element for one in (child, child.tail or ""))]


def _between(opening: str, text: str, closing: str = "") -> str:
    """Put marks around a text, within the spaces around it; none around nothing."""
    bare = text.strip()
    return text.replace(bare, f"{opening}{bare}{closing or opening}") if bare else text


def _code(text: str) -> str:
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}" if text else ""


def _label(label: str) -> str:
    return label if _LABEL.fullmatch(label) else "x" + label.encode().hex()


def _anchor(element: etree._Element) -> str:
    identity = element.get("id")
    return f"{{ #{identity} }}" if identity else ""


def _reference(mark: str) -> str:
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(mark) or f"&#{ord(mark)};"


def _cell_parts(element: etree._Element, mark: str = "") -> Iterator[_Parts]:
    """Yield the innermost blocks of a cell, the marks of lists before their items."""
    if not _holds_blocks(element):
        if whole_text(element).strip() or next(element.iter("mark"), None) is not None:
            yield [mark, *_parts(element)]
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


def _joined(blocks: list[Lines], tight: bool = False) -> Lines:
    between = [] if tight and [APART] not in blocks else [""]
    return [line for block in blocks for line in (*between, *block)][len(between) :]


def _indented(lines: Lines) -> Lines:
    return [f"    {line}" if line else "" for line in lines]


def _holds_blocks(element: etree._Element) -> bool:
    return any(child.tag in BLOCKS for child in element)
