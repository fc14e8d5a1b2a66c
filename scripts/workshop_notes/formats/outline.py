"""The outline of a note's tree: one title first, headings without gaps, typed lists as lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from workshop_notes.formats.as_markdown import HEADINGS, plain_text
from workshop_notes.formats.furniture import is_section, words_of

_BULLET = re.compile(r"\s*([•‣◦▪▫●○■□⁃∙·§]|[-–—*](?=\s)|o(?=\s{2,}|\t|\u00a0))[\s\u00a0]+(?=\S)")
_NUMBER = re.compile(r"\s*(\d{1,3})[.)][\s\u00a0]+(?=\S)")
_SURE = frozenset("•‣◦▪▫●○■□⁃∙·")  # bullets that begin nothing else, even where one stands alone
_LONGEST = 15


def is_heading_text(text: str) -> bool:
    """Say whether a bold or large paragraph can be meant as a heading: a phrase, not a sentence."""
    count = len(words_of(text))
    ends = re.search(r"[.;,:!…]['\"”’»)]*$", text.strip())
    return 1 <= count <= 2 * _LONGEST and (not ends or (text.strip()[-1] == ":" and count <= 4))


def outlined(body: etree._Element) -> None:
    """Put the title first as `h1` and number the levels of the others from 2, without gaps.

    The title is the only heading of the first level or, where there are several, the first block;
    the name of a section is no title. Paragraphs that begin with a typed mark become lists.
    """
    for holder in [body, *body.iter("blockquote", "note", "td")]:
        _list_typed(holder)
    blocks = [
        child for child in body if child.tag != "note" and (child.tag == "hr" or _shows(child))
    ]
    found = [child for child in body.iter(*HEADINGS) if _shows(child)]
    title = _title(blocks, found)
    levels = sorted({str(heading.tag) for heading in found if heading is not title})
    for heading in found:
        heading.tag = (
            f"h{min(levels.index(str(heading.tag)) + 2, 6)}" if heading is not title else "h1"
        )
    if title is not None:
        tail, title.tail = title.tail, None
        if tail and tail.strip():
            rest = etree.Element("p")
            rest.text = tail
            title.addnext(rest)
        body.insert(0, title)
        blocks = [title, *(block for block in blocks if block is not title)]
    for order in (blocks, blocks[::-1]):
        for block in order:
            if block.tag != "hr":
                break
            body.remove(block)


def _title(blocks: list[etree._Element], found: list[etree._Element]) -> etree._Element | None:
    if not found:
        return None
    top = min(str(heading.tag) for heading in found)
    highest = [heading for heading in found if heading.tag == top]
    first = highest[0]
    opening = next((block for block in blocks if block.tag != "hr"), None)
    opens = opening is not None and (opening is first or first in set(_leading(opening)))
    if is_section(plain_text(first)) or (len(highest) > 1 and top > "h1" and not opens):
        return None
    if top == "h1" and (len(highest) == 1 or opens):
        return first
    long = len(words_of(plain_text(first))) >= 3
    return first if opens and long and (len(highest) == 1 or len(found) > 1) else None


def _leading(block: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements that a block begins with."""
    while len(block) and not (block.text or "").strip():
        block = block[0]
        yield block


def _list_typed(holder: etree._Element) -> None:
    """Make lists of paragraphs that begin with a typed bullet, or with numbers that follow."""
    run: list[tuple[etree._Element, str, int]] = []
    for child in [*holder, None]:
        mark = _mark(child) if child is not None and child.tag == "p" else ("", 0)
        kind = mark[0]
        alike = run and kind == run[-1][1] and (kind != "ol" or mark[1] == run[-1][2] + 1)
        if run and not alike:
            _put_list(run)
            run = []
        if child is not None and kind:
            run.append((child, kind, mark[1]))


def _mark(paragraph: etree._Element) -> tuple[str, int]:
    text = paragraph.text or ""
    if bullet := _BULLET.match(text):
        return ("ul" if bullet[1] in _SURE else f"ul {bullet[1]}"), 0
    if number := _NUMBER.match(text):
        return "ol", int(number[1])
    return "", 0


def _put_list(run: list[tuple[etree._Element, str, int]]) -> None:
    if len(run) < 2 and run[0][1] != "ul":
        return
    first, kind, number = run[0]
    holder = first.getparent()
    if holder is None:
        return
    listed = etree.Element(kind[:2])
    if kind == "ol":
        listed.set("start", str(number))
    holder.insert(holder.index(first), listed)
    for paragraph, _, _ in run:
        item = etree.SubElement(listed, "li")
        if kind == "ol":
            item.set("typed", "typed")
        text = paragraph.text or ""
        found = (_NUMBER if kind == "ol" else _BULLET).match(text)
        paragraph.text = text[found.end() :] if found else text
        paragraph.tail = None
        item.append(paragraph)


def _shows(element: etree._Element) -> bool:
    return bool(plain_text(element)) or next(element.iter("mark"), None) is not None
