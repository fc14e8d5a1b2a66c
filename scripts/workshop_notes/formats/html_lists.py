"""Lists of web pages that are none in HTML: paragraphs of Word, and Google's flat lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from workshop_notes.formats.archive import remove
from workshop_notes.formats.document import Reading
from workshop_notes.formats.html_style import Look

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
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"),
          (1, "i"))  # fmt: skip
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


def marks_of(element: etree._Element) -> str:
    """Give the mark that is to stand before an item, such as `(a)`."""
    return element.get("mark") or "" if element.tag == "li" else ""


def _list_paragraphs(
    holder: etree._Element, looks: dict[etree._Element, Look], reading: Reading
) -> None:
    run: list[tuple[etree._Element, int, re.Match[str]]] = []
    for child in [*holder, None]:
        found = _marked(child) if child is not None and child.tag == "p" else None
        if child is not None and found is not None:
            stated = _LEVEL.search(child.get("style") or "")
            level = int(stated[1]) if stated else 0
            run.append((child, level, found))
            continue
        if child is not None and not isinstance(child.tag, str):
            continue
        if run:
            _put(run, looks, reading)
        run = []


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


def _put(
    run: list[tuple[etree._Element, int, re.Match[str]]],
    looks: dict[etree._Element, Look],
    reading: Reading,
) -> None:
    margins = sorted({round(looks.get(one, Look()).margin) for one, _, _ in run})
    ranks = {margin: at for at, margin in enumerate(_apart(margins))}
    first = run[0][0]
    holder = first.getparent()
    if holder is None:
        return
    at = holder.index(first)
    waiting: list[tuple[int, etree._Element, etree._Element]] = []  # depth, list, last item
    for paragraph, level, found in run:
        margin = round(looks.get(paragraph, Look()).margin)
        depth = level or ranks.get(
            margin, max((ranks[one] for one in ranks if one <= margin), default=0)
        )
        kind = "ol" if found["number"] else "ul"
        while waiting and waiting[-1][0] > depth:
            waiting.pop()
        alike = waiting and waiting[-1][0] == depth and waiting[-1][1].tag == kind
        if alike and kind == "ol":
            alike = int(found["number"]) == int(waiting[-1][2].get("value") or 0) + 1
        if alike:
            listed = waiting.pop()[1]
        else:
            if waiting and waiting[-1][0] == depth:
                waiting.pop()
            listed = etree.Element(kind)
            if waiting:
                waiting[-1][2].append(listed)
            else:
                holder.insert(at, listed)
                at += 1
        item = etree.SubElement(listed, "li")
        tail, paragraph.tail = paragraph.tail, None
        before = paragraph.getprevious()
        if tail and tail.strip() and before is not None:
            before.tail = (before.tail or "") + tail
        taken = _taken(paragraph, found.end() if not found["typed"] else 0)
        if kind == "ol":
            item.set("value", found["number"])
            item.set("typed", "typed")
        elif taken and found["bullet"] and found["bullet"].isalnum():
            reading.leave_out(found["bullet"], "bullet of a list")
        item.append(paragraph)
        at = holder.index(waiting[0][1] if waiting else listed) + 1
        waiting.append((depth, listed, item))


def _apart(margins: list[int]) -> Iterator[int]:
    last: int | None = None
    for margin in margins:
        if last is None or margin - last >= _STEP:
            yield margin
            last = margin


def _taken(paragraph: etree._Element, length: int) -> bool:
    """Take the first characters of a paragraph away."""
    left = length

    def cut(element: etree._Element) -> None:
        nonlocal left
        if isinstance(element.tag, str):
            text = element.text or ""
            element.text, left = text[left:], max(0, left - len(text))
        for child in element:
            if left:
                cut(child)
            if left:
                tail = child.tail or ""
                child.tail, left = tail[left:], max(0, left - len(tail))

    cut(paragraph)
    return length > 0


def _nest(listed: etree._Element, looks: dict[etree._Element, Look]) -> None:
    """Put a list that is set in more than the one before it into that one's last item."""
    before = listed.getprevious()
    while before is not None and not isinstance(before.tag, str):
        before = before.getprevious()
    if before is None or before.tag not in ("ul", "ol") or (before.tail or "").strip():
        return
    depth, item = _depth(listed, looks), None
    while depth > _depth(before, looks):
        items = [child for child in before if child.tag == "li"]
        if not items:
            return
        item = items[-1]
        inner = [child for child in item if child.tag in ("ul", "ol")]
        if not inner:
            remove(listed)
            listed.tail = None
            item.append(listed)
            return
        before = inner[-1]
    own, other = (_GOOGLE.search(one.get("class") or "") for one in (listed, before))
    if own and other and own.groups() == other.groups() and listed.tag == before.tag:
        before.extend(list(listed))
        remove(listed)
    elif item is not None:
        remove(listed)
        listed.tail = None
        before.addnext(listed)


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
        item.set("mark", f"{_numeral(number, form)}.")
        number += -1 if falls else 1
    listed.tag = "ul"


def _numeral(number: int, form: str) -> str:
    text = str(number)
    if form.endswith("alpha") and 0 < number < 703:
        letters = "abcdefghijklmnopqrstuvwxyz"
        text = letters[(number - 1) // 26 - 1] if number > 26 else ""
        text += letters[(number - 1) % 26]
    elif form.endswith("roman") and 0 < number < 400:
        text, rest = "", number
        for amount, sign in _ROMAN:
            text += sign * (rest // amount)
            rest %= amount
    return text.upper() if form.startswith("upper") else text
