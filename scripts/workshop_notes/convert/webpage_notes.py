"""Footnotes of web pages: marks that link to notes, as the usual programs write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from workshop_notes.convert.webpage_tree import drop, text_of

_MARK = re.compile(r"[\[(]?\s*(?:\d{1,3}|[ivxlc]{1,6}|[a-z]|[*†‡§]{1,3})\s*[\])]?\.?", re.I)
_BACK = re.compile(r"[\s↩↑^⤴⏎▲←\ufe0e\ufe0f]*(?:back|jump up|return)?(?: to text)?[\s\]\[.]*", re.I)
_NOTE_BLOCKS = ("li", "p", "div", "dd", "td", "tr", "aside", "section")
_HEADING = re.compile(r"(?:foot|end)?notes?|references?|notes de bas de page", re.I)
_BODIES = frozenset({"ol", "ul", "body", "article", "main", "section", "table", "tbody", "html"})


def gather(body: etree._Element) -> tuple[list[etree._Element], list[str]]:
    """Mark the references in the tree and take the notes out of it.

    A first reference becomes `<span id="wn-mark-N">`, a later one `<span id="wn-again-N">`. Returns
    the notes in order, and the texts of the marks, which the page sets by itself.
    """
    order = {element: at for at, element in enumerate(body.iter())}
    targets = _targets(body)
    notes: dict[etree._Element, int] = {}
    marks: list[str] = []
    references: list[tuple[etree._Element, etree._Element, str]] = []
    taken: dict[etree._Element, str] = {}
    for anchor in body.iter("a"):
        target = targets.get((anchor.get("href") or "")[1:]) if _is_mark(anchor) else None
        note = _note_of(target) if target is not None else None
        if note is None or order[note] <= order[anchor] or anchor in set(note.iter()):
            continue
        if note not in notes:
            notes[note] = len(notes) + 1
        references.append((anchor, note, text_of(anchor)))
        taken.setdefault(note, text_of(anchor))
    seen: set[int] = set()
    for anchor, note, mark in references:
        number = notes[note]
        marks.append(mark)
        _put_mark(anchor, f"wn-{'again' if number in seen else 'mark'}-{number}")
        seen.add(number)
    anchors = {anchor for anchor, _, _ in references}
    for note in notes:
        marks += _strip_marks(note, taken[note], anchors)
    for note in notes:
        _take_out(note)
    return list(notes), [mark for mark in marks if mark]


def heading_of_notes(element: etree._Element) -> bool:
    """Say whether a heading announces footnotes."""
    return bool(_HEADING.fullmatch(text_of(element).strip(" :")))


def _targets(body: etree._Element) -> dict[str, etree._Element]:
    found: dict[str, etree._Element] = {}
    for element in body.iter():
        if isinstance(element.tag, str):
            for name in (element.get("id"), element.get("name")):
                if name:
                    found.setdefault(name, element)
    return found


def _is_mark(anchor: etree._Element) -> bool:
    href = anchor.get("href") or ""
    return href.startswith("#") and len(href) > 1 and bool(_MARK.fullmatch(_plain(anchor)))


def _plain(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext()).strip()


def _note_of(target: etree._Element) -> etree._Element | None:
    """Give the block that holds the note a target stands in."""
    block: etree._Element | None = target
    while block is not None and block.tag not in _NOTE_BLOCKS:
        block = block.getparent()
    if block is None or (block.tag in _BODIES and block is not target):
        return None
    if block.tag == "td":
        row = block.getparent()
        return row if row is not None else block
    parent = block.getparent()
    if block.tag == "p" and parent is not None and parent.tag in ("li", "dd"):
        block, parent = parent, parent.getparent()
    own_division = (
        block.tag == "p"
        and parent is not None
        and parent.tag == "div"
        and re.search(r"(?:foot|end)note|ftn|edn", parent.get("id") or "")
    )
    return parent if own_division else block


def _put_mark(anchor: etree._Element, identity: str) -> None:
    parent = anchor.getparent()
    place = anchor
    if parent is not None and parent.tag == "sup" and _plain(parent) == _plain(anchor):
        place = parent
    holder = place.getparent()
    if holder is None:
        return
    mark = etree.Element("span")
    mark.set("id", identity)
    mark.tail, place.tail = place.tail, None
    holder.replace(place, mark)


def _strip_marks(note: etree._Element, mark: str, references: set[etree._Element]) -> Iterator[str]:
    """Take the note's own number and the arrows back to the text out of it; yield their texts."""
    for anchor in list(note.iter("a")):
        href = anchor.get("href") or ""
        back = href.startswith("#") and anchor not in references
        own = not anchor.get("href") and _plain(anchor) == ""
        if back and (_MARK.fullmatch(_plain(anchor)) or _BACK.fullmatch(_plain(anchor))):
            yield text_of(anchor)
            drop(anchor)
        elif own:
            drop(anchor)
    number = re.sub(r"\W", "", mark)
    first = next((element for element in note.iter() if (element.text or "").strip()), None)
    if first is not None and number:
        typed = re.match(rf"\s*[\[(]?{re.escape(number)}[\])]?[.:)]?(?=\s|$)\s*", first.text or "")
        bare = first.tag in ("sup", "span", "td", "b", "strong")
        if typed and (first is note or first.tag == "p" or bare):
            yield typed[0].strip()
            first.text = (first.text or "")[typed.end() :]


def _take_out(note: etree._Element) -> None:
    parent = note.getparent()
    drop(note)
    while parent is not None and parent.tag not in ("body", "html"):
        holder = parent.getparent()
        if text_of(parent) or next(parent.iter("img"), None) is not None:
            break
        drop(parent)
        parent = holder
