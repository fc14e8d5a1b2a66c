"""A web page read: its furniture left out, its hidden text withheld, the rest kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from lxml import etree

from workshop_notes.formats.archive import clear_own_text, own_text, remove
from workshop_notes.formats.as_markdown import HEADINGS
from workshop_notes.formats.document import (
    Reading,
    clean_address,
    put,
    shifted,
    shows,
    sub,
)
from workshop_notes.formats.encoding import decode
from workshop_notes.formats.formulas import formula_text
from workshop_notes.formats.furniture import cuts, is_prose
from workshop_notes.formats.hidden import RESOLVE, Finding, as_problem
from workshop_notes.formats.html_page import (
    BLOCKS,
    UNSEEN,
    all_text,
    declared_encoding,
    facts,
    flat,
    gather,
    heading_of_notes,
    parse_page,
    text_of,
)
from workshop_notes.formats.html_style import Look, generated_texts, styled
from workshop_notes.formats.lists import Item, Nesting, numeral
from workshop_notes.formats.names import names, reasons
from workshop_notes.formats.outline import is_heading_text
from workshop_notes.problem import Problem, has_errors

_NAMES = names("html")
_TEXT_BLOCKS, _ASIDE = _NAMES["text-blocks"], _NAMES["asides"]
_LEAVES = sorted(_TEXT_BLOCKS - {"span"})
_BY_TAG, _BY_ROLE, _BY_WORD, _LEFT_OUT = (
    reasons(f"html-{kind}") for kind in ("tag", "role", "class", "left-out")
)
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_LARGEST_SHARE = 0.25

_SMALLER = ("td", "th", "li", "dd", "blockquote")  # a bold line in these is no heading
_SPANS = dict.fromkeys(("td", "th"), ("colspan", "rowspan"))
_LONG_CELL = 80
_SET_IN = 20.0  # points
_MOST_HIDDEN = 0.2  # of a page's words
_LONGEST_INITIAL = 3  # letters of a drop capital with its quotation mark
_FEWEST_HIDDEN = 25

# Lists that are none in HTML: paragraphs of Word, and Google's flat lists.
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


def read(data: bytes, path: str) -> Reading:
    """Read a web page: hidden text and names withheld, furniture left out, the rest kept."""
    decoded, problems = decode(data, path, declared_encoding(data))
    reading = Reading(problems=problems)
    read_page(decoded, path, reading)
    return reading


def read_page(text: str, path: str, reading: Reading) -> None:
    """Read the source of a page into a reading."""
    root = parse_page(text)
    found = root.find("body")
    body = root if found is None else found
    reading.problems += _revisions(body, path)
    if has_errors(reading.problems):
        return
    reading.facts |= facts(root)
    looks = _withhold(root, body, path, reading)
    _make_lists(root, body, looks, reading)
    notes, marks = gather(body)
    reading.text = text_of(body)
    for note in notes:
        reading.text += f"\n{text_of(note)}"
    _clean(body, reading)
    _drop_heading_of_notes(body, notes, reading)
    writer = _Writer(reading, looks, reading.facts.get("address", ""))
    writer.children(body, reading.body, Look())
    for number, note in enumerate(notes, 1):
        writer.children(note, sub(reading.body, "note", number=str(number)), Look())
    for mark in marks:
        reading.leave_out(mark, "footnote mark: the page sets its own")
    if writer.dropped:
        reading.leave_out("", f"address of {writer.dropped} links")
    reading.ask_about_struck(path)


def _withhold(
    root: etree._Element, body: etree._Element, path: str, reading: Reading
) -> dict[etree._Element, Look]:
    """Take out of the tree what cannot be seen and what names an author."""
    hidden, looks = styled(root)
    words = sum(_weight(one.element) for one in hidden if not _is_aside(one.element))
    if words > _FEWEST_HIDDEN and words > _MOST_HIDDEN * max(1, _weight(body)):
        message = f"the style of this page hides {words} of its {_weight(body)} words"
        fix = "copy the text into a document, or save the page from another browser"
        reading.problems.append(Problem(path, 1, 1, "much-hidden", message, fix))
    for one in hidden:
        if one.whole and one.element is not body:
            _take(one.element, one.why, reading, withheld=True)
        else:
            _blank(one.element, one.why, reading)
    for _ in generated_texts(root):
        reading.leave_out("", "text that the page's style sets")
    for element in list(body.iter()):
        if not isinstance(element.tag, str):
            if any(letter.isalnum() for letter in str(element.text or "")):
                reading.leave_out("", "comment")
            remove(element)
        elif element.tag in ("annotation", "annotation-xml"):
            _take(element, "note to a formula", reading, withheld=True)
        elif element.tag in UNSEEN:
            reason = _LEFT_OUT.get(str(element.tag), "text for programs that cannot show the page")
            _take(element, reason, reading, withheld=element.tag not in ("rt", "rp"))
        elif reason := _unseen(element):
            _take(element, reason, reading, withheld=True)
    _set_apart(looks)
    total = max(1, _size(body))
    for element in list(body.iterdescendants("*")):
        if _names_author(element) and _size(element) <= 60 < total:
            _take(element, "byline", reading, withheld=True)
    return looks


def _set_apart(looks: dict[etree._Element, Look]) -> None:
    """Part what its style sets on lines of its own, or at their side, from the text around it."""
    for element, look in looks.items():
        if not (look.apart or look.floats) or element.tag in BLOCKS:
            continue
        if not _is_within(element, "html"):
            continue
        parent = element.getparent()
        if look.apart and parent is not None:
            around = etree.Element("div")
            around.tail, element.tail = element.tail, None
            parent.replace(element, around)
            around.append(element)
        elif len(text_of(element)) > _LONGEST_INITIAL:
            element.text, element.tail = f" {element.text or ''}", f" {element.tail or ''}"


def _clean(body: etree._Element, reading: Reading) -> None:
    """Take the furniture out of the tree, by structure first and then by its lines."""
    total = max(1, _size(body))
    for element in list(body.iter()):
        if element is body or not isinstance(element.tag, str) or not _is_within(element, "html"):
            continue
        if (reason := _reason(element)) and _may_go(element, reason, total):
            _take(element, reason, reading)
    _outside(body, reading)
    _link_lists(body, reading)
    _lines(body, reading)


class _Writer:
    """Writes a page's tree as that of a note; `dropped` counts links to no public place."""

    def __init__(self, reading: Reading, looks: dict[etree._Element, Look], base: str) -> None:
        self.reading = reading
        self.looks = looks
        self.base = base
        self.dropped = 0
        self._level = 1
        self._seen_text = False
        self._layouts: dict[etree._Element | None, bool] = {None: True}
        self._alone: Mapping[str, Callable[[etree._Element, etree._Element], object]] = {
            "br": lambda _, out: sub(out, "br"),
            "footnote": lambda one, out: sub(out, "mark", number=one.get("number") or ""),
            "math": lambda one, out: put(out, formula_text(one)),
            "img": lambda one, out: put(out, self.reading.picture(one.get("alt") or "")),
            "pre": self._preformatted,
        }

    def children(self, element: etree._Element, out: etree._Element, look: Look) -> None:
        """Write what stands in an element; `look` is how text is set around it already."""
        position = self.looks.get(element, look).position
        put(out, shifted(flat(element.text), position))
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, out, look)
            put(out, shifted(flat(child.tail), position))

    def _element(self, element: etree._Element, out: etree._Element, look: Look) -> None:
        tag = str(element.tag)
        if tag in UNSEEN:
            return
        if tag in self._alone:
            self._alone[tag](element, out)
        elif self._is_part_of_layout(element):
            self.children(element, sub(out, "div"), look)
        elif tag == "p" and _is_set_in(element, self.looks):
            self.children(element, sub(sub(out, "blockquote"), "p"), self._own(element))
        elif level := self._heading_level(element):
            self._level, self._seen_text = level, True
            stated = self.looks.get(element, Look())
            self.children(element, sub(out, f"h{level}"), Look(True, stated.italic))
        elif tag in _NAMES["written"]:
            self._block(element, out, look)
        elif tag in BLOCKS:
            self.children(element, sub(out, "div"), self._own(element))
        else:
            if tag == "a":
                out = self._link(element, out)
            place, inner = self._set(element, out, look)
            self.children(element, place, inner)

    def _block(self, element: etree._Element, out: etree._Element, look: Look) -> None:
        tag = str(element.tag)
        self._seen_text = self._seen_text or tag == "p"
        made = sub(out, tag)
        for name in ("start", "value", "typed", *_SPANS.get(tag, ())):
            if re.fullmatch(r"[1-9]\d{0,2}|0|typed", element.get(name) or ""):
                made.set(name, element.get(name) or "")
        self.children(element, made, self._own(element) if tag in ("p", "li") else look)
        if mark := element.get("mark") if tag == "li" else "":
            self.reading.added.append(mark)
            inner = made[0] if len(made) and not (made.text or "").strip() else made
            first = inner if inner.tag == "p" else made
            first.text = f"{mark} {(first.text or '').lstrip()}"

    def _own(self, element: etree._Element) -> Look:
        """Give how a block's text is set as a whole, which is no emphasis within it."""
        stated = self.looks.get(element, Look())
        return stated if stated.bold or stated.italic else Look()

    def _set(
        self, element: etree._Element, out: etree._Element, look: Look
    ) -> tuple[etree._Element, Look]:
        stated = self.looks.get(element, look)
        if stated.struck and not look.struck:
            out = sub(out, "s")
        if stated.bold and not look.bold:
            out = sub(out, "strong")
        if stated.italic and not look.italic:
            out = sub(out, "em")
        return out, stated

    def _preformatted(self, element: etree._Element, out: etree._Element) -> None:
        text = "".join(str(part) for part in element.itertext())
        for paragraph in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
            made = sub(out, "p")
            for line in paragraph.split("\n"):
                if line.strip():
                    if shows(made):
                        sub(made, "br")
                    put(made, line)

    def _link(self, element: etree._Element, out: etree._Element) -> etree._Element:
        """Give the place for the text of a link; what leads into the page itself is none."""
        href = element.get("href") or ""
        if href.startswith("#"):
            begun = out.text or len(out)
            last = (out[-1].tail if len(out) else out.text) or " "
            put(out, " " if begun and not last[-1].isspace() and len(text_of(element)) <= 4 else "")
            return out
        address = clean_address(href, self.base)
        self.dropped += bool(href and not address)
        return sub(out, "a", href=address) if address and text_of(element) else out

    def _is_part_of_layout(self, element: etree._Element) -> bool:
        if element.tag not in _NAMES["table-parts"]:
            return False
        table = element if element.tag == "table" else next(element.iterancestors("table"), None)
        if table not in self._layouts:
            self._layouts[table] = table is not None and _is_layout(table)
        return self._layouts[table]

    def _heading_level(self, element: etree._Element) -> int:
        """Give the level of a heading, or of a paragraph bold or large from end to end, else 0."""
        if element.tag != "p":
            return int(str(element.tag)[1]) if element.tag in HEADINGS else 0
        text = text_of(element)
        named = (element.get("class") or "").lower().split()
        if {"title", "msotitle"} & set(named) and not self._seen_text:
            return 1
        if "\n" in text or not is_heading_text(text) or _is_within(element, *_SMALLER):
            return 0
        parts = (part for part in element.iter("*") if own_text(part).strip())
        stated = [self.looks.get(part, Look()) for part in parts]
        size = max((look.size for look in stated), default=0.0)
        if size >= 18 and not self._seen_text:
            return 1
        bold = bool(stated) and all(look.bold for look in stated)
        return min(self._level + 1, 6) if bold or size >= 15 else 0


def _take(element: etree._Element, reason: str, reading: Reading, withheld: bool = False) -> None:
    if not _is_within(element, "html"):
        return  # it stands in what has been taken out before
    text = (all_text if withheld or element.tag in UNSEEN else text_of)(element)
    if text:
        reading.leave_out(text, reason, withheld)
    remove(element)


def _is_within(element: etree._Element, *tags: str) -> bool:
    return next(element.iterancestors(*tags), None) is not None


def _holds(element: etree._Element, *tags: str) -> bool:
    """Say whether an element is one of some tags, or holds one."""
    return next(element.iter(*tags), None) is not None


def _size(element: etree._Element) -> int:
    return len(text_of(element).split())


def _weight(element: etree._Element) -> int:
    return len(all_text(element).split())


def _prose(element: etree._Element) -> int:
    """Count the lines of an element that are prose."""
    return sum(map(is_prose, text_of(element).split("\n")))


def _tokens(element: etree._Element) -> Iterator[str]:
    for name in ("class", "id"):
        for token in _TOKEN.findall(element.get(name) or ""):
            yield token.lower()


def _blank(element: etree._Element, reason: str, reading: Reading) -> None:
    """Take away an element's own text and leave its children."""
    for piece in [element.text, *(child.tail for child in element)]:
        if piece and piece.strip():
            reading.leave_out(piece, reason, withheld=True)
    clear_own_text(element)


def _is_aside(element: etree._Element) -> bool:
    """Say whether an element is, or stands in, what a page keeps folded away: menus and boxes."""
    around = [element, *element.iterancestors()]
    return any(one.tag in _ASIDE or _BY_ROLE.get((one.get("role") or "").lower()) for one in around)


def _unseen(element: etree._Element) -> str:
    """Say why an element is not for readers: by a usual class name, or as a page's margin."""
    if _NAMES["unseen-classes"] & set((element.get("class") or "").split()):
        return "text for screen readers alone"
    # Word processors export a page's header and footer as divisions of their own.
    named = element.get("title") if element.tag == "div" else ""
    office = re.search(r"mso-element:\s*(header|footer)", element.get("style") or "")
    if named in ("header", "footer"):
        return f"page {named}"
    return f"page {office[1]}" if office else ""


def _names_author(element: etree._Element) -> bool:
    stated = {(element.get(name) or "").lower() for name in ("rel", "itemprop")}
    named = not _is_page_class(element) and _NAMES["author-classes"] & set(_tokens(element))
    return bool(named or stated & {"author", "creator"})


def _is_page_class(element: etree._Element) -> bool:
    return element.tag in ("body", "html", "article", "main")


def _reason(element: etree._Element) -> str:
    told = _BY_ROLE.get((element.get("role") or "").lower()) or _BY_TAG.get(str(element.tag))
    tokens = frozenset() if told or _is_page_class(element) else frozenset(_tokens(element))
    return told or next((reason for word, reason in _BY_WORD.items() if word in tokens), "")


def _may_go(element: etree._Element, reason: str, total: int) -> bool:
    """Keep what holds the title, or too much of the text to be furniture."""
    if _holds(element, "h1"):
        return False
    if element.tag in ("nav", "footer", "form", "dialog") or reason in ("cookie box", "dialog"):
        return _size(element) <= 0.5 * total
    prose = _prose(element)
    if reason == "page header" and _is_within(element, "article", "main"):
        return not prose
    label = reason in ("category label", "publication line") and element.tag in _TEXT_BLOCKS
    return _size(element) <= _LARGEST_SHARE * total and prose <= (0 if label else 3)


def _outside(body: etree._Element, reading: Reading) -> None:
    """Where one article holds most of the text, take out what stands around it."""
    total = max(1, _size(body))
    for tag in ("article", "main"):
        held = list(body.iter(tag))
        if len(held) == 1 and _size(held[0]) >= 0.5 * total:
            way = [held[0], *held[0].iterancestors()]
            for element in [one for holder in way[1:] for one in holder if one not in way]:
                if _is_within(element, "body") and not _prose(element) + _holds(element, "h1"):
                    _take(element, "outside of the article", reading)
            return


def _link_lists(body: etree._Element, reading: Reading) -> None:
    """Take out lists and boxes of links alone that stand before the title or after the text."""
    order = list(body.iter())
    prose = [
        at
        for at, element in enumerate(order)
        if element.tag in ("p", "li", "td", "dd", "blockquote")
        and is_prose(text_of(element).replace("\n", " "))
    ]
    outer = [*order[: prose[0]], *order[prose[-1] + 1 :]] if prose else ()
    for element in outer:
        if element.tag in ("ul", "ol", "div", "p") and _is_links_alone(element):
            _take(element, "navigation", reading)


def _is_links_alone(element: etree._Element) -> bool:
    links = [link for link in element.iter("a") if link.get("href")]
    inside = sum(_size(link) for link in links)
    return len(links) >= 3 and inside >= 0.9 * _size(element) and inside <= 8 * len(links)


def _lines(body: etree._Element, reading: Reading) -> None:
    """Take out the blocks whose text is furniture by its wording and place."""
    leaves = list(_leaves(body))
    texts = [text_of(leaf).replace("\n", " ") for leaf in leaves]
    title = next((at for at, leaf in enumerate(leaves) if leaf.tag == "h1"), None)
    for cut in cuts(texts, title):
        if cut.text.strip() == texts[cut.line].strip():
            _take(leaves[cut.line], cut.reason, reading, cut.withheld)


def _leaves(body: etree._Element) -> Iterable[etree._Element]:
    """Yield the innermost blocks that hold text, in order."""
    for element in body.iter(*_LEAVES):
        inner = next(element.iterdescendants(*_LEAVES), None)
        if inner is None and not _is_within(element, "td", "th") and text_of(element):
            yield element


def _is_layout(table: etree._Element) -> bool:
    if (
        table.get("role") == "presentation"
        or next(table.iterdescendants("table"), None) is not None
    ):
        return True
    return any(_size(cell) > _LONG_CELL or _holds(cell, *HEADINGS) for cell in table.iter("td"))


def _is_set_in(element: etree._Element, looks: dict[etree._Element, Look]) -> bool:
    """Say whether a paragraph is indented from both sides, as word processors set quotations."""
    right = re.search(r"margin-right:\s*([\d.]+)(in|pt|cm|px)", element.get("style") or "")
    points = {"in": 72.0, "pt": 1.0, "cm": 28.35, "px": 0.75}
    left = looks.get(element, Look()).margin
    return right is not None and left >= _SET_IN and float(right[1]) * points[right[2]] >= _SET_IN


def _revisions(body: etree._Element, path: str) -> list[Problem]:
    return [
        as_problem(
            Finding("hidden-tracked-change", what, "the page", number, always=True, fix=RESOLVE),
            path,
            False,
        )
        for tag, what in (("ins", "tracked insertions"), ("del", "tracked deletions"))
        if (number := sum(1 for _ in body.iter(tag)))
    ]


def _drop_heading_of_notes(
    body: etree._Element, notes: list[etree._Element], reading: Reading
) -> None:
    """The last block may be a heading that announced the notes, which stand elsewhere now."""
    if not notes:
        return
    last = [element for element in body.iter(*HEADINGS, "p") if text_of(element)][-1:]
    for element in last:
        if heading_of_notes(element):
            reading.leave_out(text_of(element), "heading of the footnotes")
            remove(element)


def _make_lists(
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
        _cut(child, found.end() if not found["typed"] else 0)
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


def _cut(paragraph: etree._Element, length: int) -> None:
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
