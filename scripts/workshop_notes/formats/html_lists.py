"""Lists of web pages that are none in HTML: paragraphs of Word, and Google's flat lists."""

from __future__ import annotations

import re

from lxml import etree

from workshop_notes.formats.archive import remove
from workshop_notes.formats.document import Reading
from workshop_notes.formats.html_style import Look
from workshop_notes.formats.lists import Item, Nesting, numeral

_LEVEL = re.compile(r"mso-list:\s*[\w-]+\s+level(\d)", re.I)
_IGNORED = re.compile(r"mso-list:\s*ignore", re.I)
_OF_WORD = re.compile(r"\bMsoList|\bmsolist", re.I)
_GOOGLE = re.compile(r"\blst-kix_(\w+)-(\d)\b")
_COUNTER = re.compile(
    r"\.lst-kix_(\w+)-(\d)\s*>\s*li:before\s*\{[^}]*?content:([^;}]*counter\([^;}]*)", re.I
)
_FORM = re.compile(r"counter\([^,()]+,\s*([\w-]+)\)")
_MARK = re.compile(
    r"[\s\u00a0]*(?:(?P<bullet>[•‣◦▪▫●○■□⁃∙·§\u00b7\uf0b7\uf0a7\uf0d8Ø]|o|[-–—*])"
    r"|(?P<number>\d{1,3})[.)]|(?P<typed>\(?(?:[a-z]|[ivxlc]{1,6})[.)]|\d{1,2}(?:\.\d{1,2})+\.?))"
    r"(?P<gap>[\s\u00a0]+)",
    re.I,
)
_FORMS = {
    "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman",
    "lower-latin": "lower-alpha", "upper-latin": "upper-alpha",
}  # fmt: skip
_LETTERED = ("lower-alpha", "upper-alpha", "lower-roman", "upper-roman")
_STYLE_FORM = re.compile(
    r"list-style(?:-type)?:[^;]*\b((?:lower|upper)-(?:alpha|latin|roman))", re.I
)
_STEP = 9.0  # points by which a nested list is set in


def make_lists(
    root: etree._Element, body: etree._Element, looks: dict[etree._Element, Look], reading: Reading
) -> None:
    """Put lists in the place of what only looks like lists, and marks before lettered items."""
    for holder in {paragraph.getparent() for paragraph in body.iter("p")}:
        if holder is not None:
            _list_paragraphs(holder, looks, reading)
    forms = {
        (found[1], found[2]): form[1].lower()
        for style in root.iter("style")
        for found in _COUNTER.finditer(style.text or "")
        if (form := _FORM.search(found[3]))
    }
    for listed in list(body.iter("ul", "ol")):
        _nest(listed, looks)
    for listed in list(body.iter("ol")):
        _letter(listed, forms)


def _list_paragraphs(
    holder: etree._Element, looks: dict[etree._Element, Look], reading: Reading
) -> None:
    lists = Nesting()
    for child in list(holder):
        found = _marked(child) if child.tag == "p" else None
        if found is None:
            lists.close()
            continue
        stated = _LEVEL.search(child.get("style") or "")
        level = int(stated[1]) if stated else None
        number = int(found["number"] or 0)
        margin = looks.get(child, Look()).margin
        _leave_tail(child)
        _take(child, found.end() if not found["typed"] else 0)
        made = lists.place(Item("ol" if number else "ul", level, number, margin), child)
        if number:
            made.set("typed", "typed")
        elif found["bullet"] and found["bullet"].isalnum():
            reading.leave_out(found["bullet"], "bullet of a list")


def _leave_tail(element: etree._Element) -> None:
    before = element.getprevious()
    if element.tail and element.tail.strip() and before is not None:
        before.tail = (before.tail or "") + element.tail
    element.tail = None


def _marked(paragraph: etree._Element) -> re.Match[str] | None:
    """Find the typed mark of a paragraph of a list; Word's by its classes, others by wide gaps."""
    text = "".join(str(part) for part in paragraph.itertext())
    found = _MARK.match(text)
    if not found or not text[found.end() :].strip():
        return None
    style = paragraph.get("style") or ""
    word = bool(_OF_WORD.search(paragraph.get("class") or "") or _LEVEL.search(style))
    ignored = any(_IGNORED.search(part.get("style") or "") for part in paragraph.iter("span"))
    hanging = re.search(r"text-indent:\s*-", style) is not None
    wide = len(found["gap"].replace("\n", " ")) > 1 and "\u00a0" in found["gap"]
    sure = found["bullet"] is not None and found["bullet"] not in "o-–—*Øo§"
    return found if word or ignored or (wide and hanging) or (sure and (wide or hanging)) else None


def _take(paragraph: etree._Element, length: int) -> None:
    """Take the first characters of a paragraph away."""
    texts = paragraph.xpath(".//text()")
    for text in texts if isinstance(texts, list) else ():
        if isinstance(text, etree._ElementUnicodeResult) and (part := text.getparent()) is not None:
            setattr(part, "tail" if text.is_tail else "text", text[length:])
        length = max(0, length - len(str(text)))


def _nest(listed: etree._Element, looks: dict[etree._Element, Look]) -> None:
    """Put a list that is set in more than the one before it into that one's last item."""
    before = listed.getprevious()
    if before is None or before.tag not in ("ul", "ol") or (before.tail or "").strip():
        return
    place, depth = before, _depth(listed, looks)
    while depth > _depth(place, looks) and (items := place.findall("li")):
        inner = [child for child in items[-1] if child.tag in ("ul", "ol")]
        if not inner:
            remove(listed)
            listed.tail = None
            items[-1].append(listed)
            return
        place = inner[-1]
    own, other = (_GOOGLE.search(one.get("class") or "") for one in (listed, place))
    if own and other and own.groups() == other.groups() and listed.tag == place.tag:
        place.extend(list(listed))
        remove(listed)
    elif place is not before:
        remove(listed)
        listed.tail = None
        place.addnext(listed)


def _depth(listed: etree._Element, looks: dict[etree._Element, Look]) -> float:
    if google := _GOOGLE.search(listed.get("class") or ""):
        return float(google[2])
    first = next((child for child in listed if child.tag == "li"), listed)
    margins = looks.get(first, Look()).margin + looks.get(listed, Look()).margin
    return margins / (2 * _STEP) // 1


def _letter(listed: etree._Element, forms: dict[tuple[str, str], str]) -> None:
    """Write the marks of a list of letters, romans or falling numbers before its items."""
    google = _GOOGLE.search(listed.get("class") or "")
    stated = _STYLE_FORM.search(listed.get("style") or "")
    form = _FORMS.get(listed.get("type") or "", "")
    form = stated[1].lower() if stated else form
    form = forms.get((google[1], google[2]), form) if google else form
    form = _FORMS.get(form, form)
    items = [child for child in listed if child.tag == "li"]
    falls = listed.get("reversed") is not None
    if form not in _LETTERED and not falls:
        return
    number = int(listed.get("start") or 0) if (listed.get("start") or "").isdigit() else 0
    number = number or (len(items) if falls else 1)
    for item in items:
        value = item.get("value") or ""
        number = int(value) if value.isdigit() else number
        item.set("mark", f"{numeral(number, form)}.")
        number += -1 if falls else 1
    listed.tag = "ul"
