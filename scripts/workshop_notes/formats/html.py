"""A web page: parsed, read without its furniture, and what it hides."""

from __future__ import annotations

import json
import re
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from html import unescape
from itertools import takewhile

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from workshop_notes.formats.archive import (
    UNWRITABLE,
    clear_own_text,
    own_text,
    remove,
    swap,
    whole_number,
    whole_text,
)
from workshop_notes.formats.as_markdown import HEADINGS, plain_text
from workshop_notes.formats.document import (
    SIGN_FONTS,
    UNREAD,
    UNSAID,
    Reading,
    clean_address,
    formula_text,
    publishable,
    put,
    set_as,
    shifted,
    shows,
    sub,
)
from workshop_notes.formats.furniture import searched
from workshop_notes.formats.hidden import (
    Finding,
    as_problem,
    counted,
    find_characters,
    has_file_path,
    has_user_path,
    refused,
    unsaid,
    without_hidden_characters,
    words_shown,
)
from workshop_notes.formats.html_style import Look, Styled, missing_sheets, says, styled
from workshop_notes.formats.lines import class_of, is_prose
from workshop_notes.formats.names import names, ordered, reasons
from workshop_notes.formats.original import decode, decoded_somehow
from workshop_notes.formats.outline import BULLETS, Item, Nesting, is_heading_text
from workshop_notes.formats.title import Row, level_of
from workshop_notes.problem import has_errors
from workshop_notes.text.dates import find_dates

_NAMES = names("html")
DEEPEST = 200
MOST_ELEMENTS = 200_000

BLOCKS, UNSEEN = _NAMES["blocks"], _NAMES["unseen"]
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]{2,40})",
    re.I,
)
_NOSCRIPT = re.compile(r"<(/?)noscript\b", re.I)
_XML_DECLARATION = re.compile(r"<\?xml[^>]*\?>", re.I)
_NAME = re.compile(r"[^\w.-]+", re.ASCII)
_ANY_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.I | re.S)
# Tags of elements that end only where a tag says so.
_NESTED = re.compile(
    r"<(/?)(?!(?:p|li|d[dt]|t[rdh]|t(?:body|head|foot)|r[tp]|opt\w+|html|head|body|area|base|br|col\w*"
    r"|embed|hr|img|input|link|meta|param|source|track|wbr)\b)[a-z][^>]*(?<!/)>",
    re.I,
)
_IMPLIED = frozenset({"html", "head", "body", "tbody", "colgroup"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-\w+)*")
_DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_LONGEST_BYLINE = 60
# What browsers write above the pages that they save.
_SAVED = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_HEAD = 2000
_OFFICE = re.compile(r"libreoffice|openoffice|microsoft|word|excel", re.I)
_STATED = ordered("html-stated")
_NOTE_MARK = re.compile(r"[\[(]?\s*(?:\d{1,3}|[ivxlc]{1,6}|[a-z]|[*†‡§]{1,3})\s*[\])]?\.?", re.I)
_BACK = re.compile(r"[\s↩↑^⤴⏎▲←\ufe0e\ufe0f]*(?:back|jump up|return)?(?: to text)?[\s\]\[.]*", re.I)
_NOTE_BLOCKS = ("li", "p", "div", "dd", "td", "tr", "aside", "section")
_NOTES_HEADING = re.compile(r"(?:foot|end)?notes?|references?|notes de bas de page", re.I)

AUTHOR_META = re.compile(
    r"(?:.*[.:_-])?(?:author|creator|created|changed|changedby|owner|editor|publisher-?id|contributor"
    r"|reply-to|lastauthor|company|manager|designer|twitter.*|creat\w+by|dcterms\..*)",
    re.I,
)
# Names that word processors give to the comments of a document, and to the marks in its text.
COMMENT_NAME = re.compile(r"#?(?:cmnt(?:_ref)?|_mso(?:com|anchor)_)\d+", re.I)

_TAKEN_OUT = reasons("html-taken-out")

_TEXT_BLOCKS, _ASIDE = _NAMES["text-blocks"], _NAMES["asides"]
_LEAVES = sorted(_TEXT_BLOCKS - {"span"})
_BY_TAG, _BY_ROLE, _BY_WORD, _LEFT_OUT, _DRAWN = (
    reasons(f"html-{kind}") for kind in ("tag", "role", "class", "left-out", "drawn")
)
_PART = f"(?:{'|'.join((*_BY_WORD, *_NAMES['layout']))})"
# Of two names of parts that are written as one, each.
_TOKEN = re.compile(
    rf"(?!{_PART}(?![a-z])){_PART}(?={_PART}(?![a-z]))|[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+"
)
_PAGES = ("body", "html", "article", "main")
_LARGEST_SHARE = 0.25
_SHORTEST_NOTE = 2  # words

_SMALLER = ("td", "th", "li", "dd", "blockquote")  # a bold line in these is no heading
_SPANS = dict.fromkeys(("td", "th"), ("colspan", "rowspan"))
_LONG_CELL = 80
_SET_IN = 20.0  # points
_SHOWN_WAITING = 3  # words of a page that is filled by a program: `Loading …`
_MOST_HIDDEN = 0.2  # of a page's words
_LONGEST_INITIAL = 3  # letters of a drop capital with its quotation mark
_FEWEST_HIDDEN = 25

# Lists that are none in HTML: paragraphs of Word, and Google's flat lists.
_LEVEL = re.compile(r"mso-list:\s*[\w-]+\s+level(\d)", re.I)
_IGNORED = re.compile(r"mso-list:\s*ignore", re.I)
_OF_WORD = re.compile(r"\bMsoList|\bmsolist", re.I)
_GOOGLE = re.compile(r"\blst-kix_(\w+)-(\d)\b")
_MARK = re.compile(
    rf"[\s\u00a0]*(?:(?P<bullet>[{BULLETS}§\uf0b7\uf0a7\uf0d8Ø]|o|[-–—*])"
    r"|(?P<number>\d{1,3})[.)]|(?P<typed>\(?(?:[a-z]|[ivxlc]{1,6})[.)]|\d{1,2}(?:\.\d{1,2})+\.?))"
    r"(?P<gap>[\s\u00a0]+)",
    re.I,
)
_PLAIN_NUMBER = re.compile(r"\d{1,5}\.")
_LISTS = ("ul", "ol", "menu", "dir")
_WORDS = re.compile(r"[^\W_]+")
_ENDS = re.compile(r"[.!?][\W]*$")
# Words, and signs that say something: ¬, ≠, ✓. Bullets and quotation marks alone do not.
_SAYS = re.compile(r"[^\W_]|[¬±×÷“”‘’\u2190-\u22ff\u2600-\u27bf]")
# What hides all that follows where it is not closed.
_RAW = (
    (etree.Comment, "<!--", "-->"),
    ("script", "<script", "</script"),
    ("style", "<style", "</style"),
)
_STEP = 9.0  # points by which a nested list is set in


class _Lines:
    """Finds the line of each tag of a source, in order."""

    def __init__(self, text: str) -> None:
        self._text = text.lower()
        self._at = 0
        self._counted = 0
        self._line = 1

    def of(self, tag: str) -> int:
        """Give the line of the next tag of a name; the last line where there is none."""
        if tag in _IMPLIED:
            return self._line
        found = self._text.find(f"<{tag}", self._at)
        if found >= 0:
            self._line += self._text.count("\n", self._counted, found)
            self._at, self._counted = found + 1, found
        return self._line


class _Writer:
    """Writes a page's tree as that of a note; `dropped` counts links to no public place."""

    def __init__(self, reading: Reading, looks: dict[etree._Element, Look], base: str) -> None:
        self.reading = reading
        self.looks = looks
        self.base = base
        self.dropped = 0
        self._level = 1
        self._seen_text = False
        self._alone: Mapping[str, Callable[[etree._Element, etree._Element], object]] = {
            "br": lambda _, out: sub(out, "br"),
            "footnote": lambda one, out: sub(out, "mark", number=one.get("number") or ""),
            "math": self.reading.formula,
            "img": self._picture,
            **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), self._preformatted),
        }

    def children(self, element: etree._Element, out: etree._Element, look: Look) -> None:
        """Write what stands in an element; `look` is how text is set around it already."""
        position = self.looks.get(element, look).position
        struck = self._is_struck(element, look)
        self._say(element.text, out, position, struck)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, out, look)
            self._say(child.tail, out, position, struck)

    def _is_struck(self, element: etree._Element, look: Look) -> bool:
        return self.looks.get(element, look).struck and not look.struck

    def _say(self, text: str | None, out: etree._Element, position: str, struck: bool) -> None:
        said = shifted(_flat(text), position)
        put(sub(out, "s") if struck and said.strip() else out, said)

    def _element(self, element: etree._Element, out: etree._Element, look: Look) -> None:
        tag, own = str(element.tag), self.looks.get(element, look)
        if tag in self._alone:
            struck = self._is_struck(element, look) and bool(text_of(element))
            self._alone[tag](element, sub(out, "s") if struck and tag not in BLOCKS else out)
        # As word processors set quotations, indented from both sides.
        elif tag == "p" and min(own.margin, own.right) >= _SET_IN:
            self.children(element, sub(sub(out, "blockquote"), "p"), self._own(element))
        elif level := self._heading_level(element):
            self._seen_text = True
            # Bold lines stand below the heading before them, and beside one another.
            self._level = level if element.tag in HEADINGS or level == 1 else self._level
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
            opening, closing = self._script(element, look)
            put(place, opening)
            self.children(element, place, inner)
            put(place, closing)

    def _block(self, element: etree._Element, out: etree._Element, look: Look) -> None:
        tag = str(element.tag)
        self._seen_text = self._seen_text or tag == "p"
        made = sub(out, tag)
        for name in ("start", "value", "typed", *_SPANS.get(tag, ())):
            if re.fullmatch(r"[1-9]\d{0,4}|0|typed", element.get(name) or ""):
                made.set(name, element.get(name) or "")
        self.children(element, made, self._own(element) if tag in ("p", "li") else look)
        if tag == "li":
            inner = made[0] if len(made) and not (made.text or "").strip() else made
            self.reading.set_mark(inner if inner.tag == "p" else made, element.get("mark") or "")

    def _own(self, element: etree._Element) -> Look:
        """Give how a block's text is set as a whole, which is no emphasis within it."""
        stated = self.looks.get(element, Look())
        return replace(stated, struck=False) if stated.bold or stated.italic else Look()

    def _script(self, element: etree._Element, look: Look) -> tuple[str, str]:
        """Give what stands around a raised or lowered text in which another one is."""
        nested = next(element.iterdescendants("sup", "sub"), None) is not None
        if element.tag not in ("sup", "sub") or not nested:
            return "", ""
        self.looks[element] = replace(self.looks.get(element, look), position="")
        return ("^(" if element.tag == "sup" else "_("), ")"

    def _set(
        self, element: etree._Element, out: etree._Element, look: Look
    ) -> tuple[etree._Element, Look]:
        stated = self.looks.get(element, look)
        # Marks end with the block that they stand in: each text in it is struck by itself.
        if _holds(element, *BLOCKS):
            stated = replace(stated, struck=False)
        place = set_as(
            out,
            struck=stated.struck and not look.struck,
            bold=stated.bold and not look.bold,
            italic=stated.italic and not look.italic,
        )
        return place, stated

    def _picture(self, element: etree._Element, out: etree._Element) -> None:
        said = self.reading.picture(element.get("alt") or "")
        put(out, said)
        if not said and not {element.get("width"), element.get("height")} & {"0", "1", "2"}:
            self.reading.leave_out("", UNSAID)

    def _preformatted(self, element: etree._Element, out: etree._Element) -> None:
        text = whole_text(element)
        for paragraph in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
            made = sub(out, "p")
            for line in paragraph.split("\n"):
                if line.strip():
                    if shows(made):
                        sub(made, "br")
                    self._say(line, made, "", self._is_struck(element, Look()))

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

    def _heading_level(self, element: etree._Element) -> int:
        """Give the level of a heading, or of a paragraph bold or large from end to end, else 0."""
        if element.tag != "p":
            return level_of(element)
        text = text_of(element)
        named = (element.get("class") or "").lower().split()
        if {"title", "msotitle"} & set(named):
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


def read(data: bytes, path: str) -> Reading:
    """Read a web page: hidden text and names withheld, furniture left out, the rest kept."""
    decoded, problems = decode(data, path, declared_encoding(data))
    reading = Reading(problems=problems)
    read_page(decoded, path, reading)
    return reading


def read_page(text: str, path: str, reading: Reading) -> None:
    """Read the source of a page into a reading."""
    root, style = _opened(text)
    _refuse_unclosed(root, text)
    looks = style.looks
    held = root.find("body")
    body = root if held is None else held
    reading.problems += [as_problem(found, path, False) for found in _changes(body)]
    if has_errors(reading.problems):
        return
    _ask_about_sheets(root, body, reading)
    reading.facts = _facts(root) | reading.facts
    if "address" not in reading.facts and (saved := _SAVED.search(text, 0, _HEAD)):
        reading.facts |= {"address": address} if (address := clean_address(saved[1])) else {}
    _withhold(body, style, path, reading)
    _put_generated(style, reading)
    for one in body.iter("*"):
        if one.get("role") == "heading":
            one.tag = f"h{max(1, min(6, whole_number(one.get('aria-level'), 2)))}"
    _set_as_styled(looks, reading)
    _note_beside(body, looks, reading)
    _put_boxes(body, reading)
    total = max(1, _size(body))
    for one in filter(_names_author, list(body.iterdescendants("*"))):
        if _size(one) <= _LONGEST_BYLINE < total:
            _take(one, _names_author(one), reading, withheld=True)
    _make_lists(body, style, reading)
    notes, marks = _footnotes(body)
    reading.text = text_of(body)
    for note in notes:
        reading.text += f"\n{text_of(note)}"
    _clean(body, reading)
    if _is_filled_by_program(text, body):
        raise refused("program page")
    # The last block may be a heading that announced the notes, which stand elsewhere now.
    for last in [one for one in body.iter(*HEADINGS, "p") if notes and text_of(one)][-1:]:
        if _NOTES_HEADING.fullmatch(text_of(last).strip(" :")):
            _take(last, "heading of the footnotes", reading)
    _open_layouts(body)
    writer = _Writer(reading, looks, reading.facts.get("address", ""))
    writer.children(body, reading.body, Look())
    for number, note in enumerate(notes, 1):
        writer.children(note, sub(reading.body, "note", number=str(number)), Look())
    for mark in marks:
        reading.leave_out(mark, "footnote's mark: the page sets its own")
    for one in body.iter("a", "sup", "abbr"):
        described = any(len(str(said).split()) > _SHORTEST_NOTE for said in one.attrib.values())
        if described and _NOTE_MARK.fullmatch(_plain(one)):
            reading.leave_out("", "note that a page shows where a reader points")
    if writer.dropped:
        reading.leave_out("", f"address of {writer.dropped} links")
    reading.ask(path)


def find_hidden(data: bytes) -> Iterator[Finding]:
    """List what a page hides, by line."""
    return find_in_page(decoded_somehow(data))


def find_in_page(text: str) -> Iterator[Finding]:
    """List what the source of a page hides, by line."""
    root, style = _opened(text)
    yield from _uncovered(root, style)
    yield from find_characters(text, "the text")


def cleaned(data: bytes) -> bytes:
    """Give the page as UTF-8."""
    root, style = _opened(without_hidden_characters(decoded_somehow(data)))
    deque(_uncovered(root, style), maxlen=0)
    _rename_targets(root)
    return etree.tostring(root, encoding="utf-8", method="html", doctype="<!DOCTYPE html>")


def parse_page(text: str) -> etree._Element:
    """Parse a page as browsers do, within bounds; its comments stay in the tree.

    The line of each element is that of the next tag of its name in the source.
    """
    # The parser's time grows with the square of the depth, and it knows no limit.
    depth = 0
    for opening in _NESTED.finditer(text):
        depth = max(0, depth + (-1 if opening[1] else 1))
        if depth > 10 * DEEPEST:
            raise refused("deep page")
    # What is for programs without scripts is no part of the page; as in a template, no tag of it
    # opens or ends an element around it.
    page = LexborHTMLParser(
        _NOSCRIPT.sub(r"<\1template noscript", _XML_DECLARATION.sub("", text, count=1))
    ).root
    if page is None:
        raise refused("empty page")
    root = etree.Element("html")
    built: dict[int, tuple[etree._Element, int]] = {}
    lines = _Lines(text)
    number = 0
    for node in page.traverse(include_text=True):
        number += 1
        if number > 2 * MOST_ELEMENTS:
            raise refused("many elements")
        parent, depth = built.get(node.parent.mem_id, (None, 0)) if node.parent else (None, 0)
        if depth > DEEPEST:
            raise refused("deep page")
        tag = "noscript" if "noscript" in node.attributes else node.tag or ""
        if tag.startswith(("-", "!")):
            if parent is not None and tag == "-text":
                put(parent, node.text_content or "")
            elif parent is not None and tag == "-comment":
                made = etree.Comment(_commentable(node.comment_content))
                made.sourceline = lines.of("!")  # type: ignore[assignment]
                parent.append(made)
            continue
        element = root if parent is None else etree.SubElement(parent, _named(tag) or "x")
        element.sourceline = lines.of(tag)  # type: ignore[assignment]
        for key, value in node.attributes.items():
            name = _named(key.removeprefix("xlink:"))
            if name and name not in element.attrib:
                element.set(name, UNWRITABLE.sub("", value or ""))
        if tag in ("template", "noscript"):
            # What a template holds is no child of it; its words are taken from its source.
            put(element, unescape(_ANY_TAG.sub(" ", node.html or "")))
        built[node.mem_id] = (element, depth + 1)
    return root


def declared_encoding(data: bytes) -> str:
    """Give the encoding that the page's head declares, or ""."""
    found = _DECLARED.search(data[:4096])
    return (found[1] or found[2]).decode("ascii").lower() if found else ""


def text_of(element: etree._Element) -> str:
    """Give an element's readable text, one block a line."""
    out: list[str] = []
    _gather(element, out)
    lines = (" ".join(line.split()) for line in "".join(out).split("\n"))
    return "\n".join(line for line in lines if line)


def all_text(element: etree._Element) -> str:
    """Give every word below an element, seen or not; scripts and style sheets hold none."""
    out: list[str] = []
    _gather(element, out, every=True)
    return " ".join("".join(out).split())


def _named(text: str) -> str:
    return _NAME.sub("-", text).lstrip("-.0123456789")


def _commentable(text: str | None) -> str:
    return UNWRITABLE.sub(" ", (text or "").replace("--", "- -").rstrip("-"))


def _facts(root: etree._Element) -> dict[str, str]:
    """Give what the page states of itself: lang, address, published, held, title; no author."""
    metas = [
        (
            (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(),
            " ".join((meta.get("content") or "").split()),
        )
        for meta in root.iter("meta")
    ]
    stated = {
        fact: [value for name in listed for said, value in metas if said == name]
        for fact, listed in _STATED.items()
    }
    languages = (one.get("lang") or "" for one in (root, *root.iterchildren("body")))
    canonical = [
        link.get("href") or ""
        for link in root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    described = _described(root)
    titles = [*stated["title"], *described["headline"]]
    titles += [" ".join((one.text or "").split()) for one in root.iter("title")]
    # Of a word processor's page it is a property of the file.
    is_office = any(map(_OFFICE.search, stated["program"]))
    found: dict[str, Iterable[str]] = {
        "lang": filter(_LANGUAGE.fullmatch, languages),
        "address": map(clean_address, [*canonical, *stated["address"]]),
        "published": map(
            day_of, [*stated["published"], *described["datePublished"], *_dates(root)]
        ),
        "held": [*map(day_of, stated["held"]), _event(described), *_dates(root, of_event=True)],
        "title": [] if is_office else titles,
    }
    return {
        name: value for name, values in found.items() if (value := next(filter(None, values), ""))
    }


def _footnotes(body: etree._Element) -> tuple[list[etree._Element], list[str]]:
    """Mark the references in the tree and take the notes out of it.

    A reference becomes `<mark number="N">`. Returns the notes in order, and the texts of the marks,
    which the page sets by itself.
    """
    order = {element: at for at, element in enumerate(body.iter())}
    named = [one for one in body.iter() if isinstance(one.tag, str)]
    # What links within the page lead to; of several of a name the first.
    targets = {one.get(key) or "": one for one in reversed(named) for key in ("name", "id")}
    notes: dict[etree._Element, str] = {}  # each with the mark that first led to it
    references: dict[etree._Element, etree._Element] = {}
    for anchor in body.iter("a"):
        target = targets.get((anchor.get("href") or "")[1:]) if _is_mark(anchor) else None
        note = _note_of(target) if target is not None else None
        if note is not None and order[note] > order[anchor]:
            notes.setdefault(note, text_of(anchor))
            references[anchor] = note
    marks = [text_of(anchor) for anchor in references]
    for anchor, note in references.items():
        swap(anchor, etree.Element("footnote", number=str(list(notes).index(note) + 1)))
    for note, mark in notes.items():
        marks += _strip_marks(note, mark, references)
    for note in notes:  # with what is empty without it
        around = list(note.iterancestors())
        remove(note)
        for one in takewhile(lambda one: not (text_of(one) or _holds(one, "body", "img")), around):
            remove(one)
    return list(notes), [mark for mark in marks if mark]


def _flat(text: str | None) -> str:
    """Give a text of the source as one line."""
    return (text or "").replace("\n", " ").replace("\r", " ")


def _gather(
    element: etree._Element, out: list[str], position: str = "", *, every: bool = False
) -> None:
    tag = element.tag
    if not isinstance(tag, str) or tag in (("script", "style") if every else UNSEEN):
        return
    if not every and tag == "math":
        out.append(formula_text(element))
        return
    leads = tag == "a" and (element.get("href") or "").startswith("#")
    space = "\n" if tag in BLOCKS or tag in UNSEEN else " " if leads and not every else ""
    out.append(space)
    if tag == "img" and not every:
        out.append(f" {publishable(element.get('alt') or '')} ")
    out.append(f"{element.get('mark')} " if "mark" in element.attrib and not every else "")
    position = {"sup": "superscript", "sub": "subscript"}.get(tag, position)
    out.append(shifted(_flat(element.text), position))
    for child in element:
        _gather(child, out, position, every=every)
        out.append(shifted(_flat(child.tail), position))
    out.append(space)


def _event(described: Mapping[str, Sequence[str]]) -> str:
    """Give the day or days of the one event that a page describes."""
    days = sorted({one[:10] for end in ("startDate", "endDate") for one in described[end]})
    in_a_row = len(days) <= 2 and len({day[:7] for day in days}) == 1
    return "/".join(days) if in_a_row and all(map(_DAY.fullmatch, days)) else ""


def _described(root: etree._Element) -> Mapping[str, list[str]]:
    """Give the texts by which a page describes itself to programs, by their names."""
    found: dict[str, list[str]] = defaultdict(list)

    def note(pairs: list[tuple[str, object]]) -> None:
        for name, said in pairs:
            found[name] += [said] if isinstance(said, str) else []

    for script in root.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            with suppress(ValueError, RecursionError):
                json.loads(script.text or "", object_pairs_hook=note, strict=False)
    return found


def _dates(root: etree._Element, *, of_event: bool = False) -> Iterator[str]:
    """Yield the days that a page states of itself, or of its event, and in no sentence."""
    for time in root.iter("time"):
        around = list(time.iterancestors())
        said = f"{time.get('class')} {time.get('itemprop')}".lower()
        own = not re.search("update|datemodified", said)
        own &= of_event == any("event" in _tokens(one) for one in around)
        own &= _NAMES["undated"].isdisjoint(map(_reason, around))
        if own and not _speaks(next(one for one in around if one.tag in BLOCKS)):
            yield day_of(time.get("datetime") or "")
    # Of a byline nothing else is read, since it names somebody.
    bylines = () if of_event else filter(_names_author, root.iterdescendants("*"))
    for byline in map(text_of, bylines):
        if len(byline.split()) <= _LONGEST_BYLINE and "update" not in byline.lower():
            yield byline


def day_of(stated: str) -> str:
    found = _DAY.match(stated.strip().replace("/", "-"))
    days = (one.value for one in find_dates(stated) if one.precision in ("day", "month"))
    return found[0] if found else next(days, "")


def _is_mark(anchor: etree._Element) -> bool:
    href = anchor.get("href") or ""
    return href.startswith("#") and len(href) > 1 and bool(_NOTE_MARK.fullmatch(_plain(anchor)))


def _plain(element: etree._Element) -> str:
    return whole_text(element).strip()


def _note_of(target: etree._Element) -> etree._Element | None:
    """Give the block that holds the note a target stands in."""
    around = (target, *target.iterancestors())
    block = next((one for one in around if one.tag in _NOTE_BLOCKS), None)
    if block is None or (block.tag in _NAMES["note-bodies"] and block is not target):
        return None
    if block.tag == "td":
        row = block.getparent()
        return row if row is not None else block
    parent = block.getparent()
    if block.tag == "p" and parent is not None and parent.tag in ("li", "dd"):
        block, parent = parent, parent.getparent()
    if block.tag == "p" and parent is not None and parent.tag == "div":
        return parent if re.search(r"(?:foot|end)note|ftn|edn", parent.get("id") or "") else block
    return block


def _strip_marks(
    note: etree._Element, mark: str, references: Collection[etree._Element]
) -> Iterator[str]:
    """Take the note's own number and the arrows back to the text out of it; yield their texts."""
    for anchor in list(note.iter("a")):
        href = anchor.get("href") or ""
        back = href.startswith("#") and anchor not in references
        own = not anchor.get("href") and _plain(anchor) == ""
        if back and (_NOTE_MARK.fullmatch(_plain(anchor)) or _BACK.fullmatch(_plain(anchor))):
            yield text_of(anchor)
            remove(anchor)
        elif own:
            remove(anchor)
    number = re.sub(r"\W", "", mark)
    first = next((element for element in note.iter() if (element.text or "").strip()), None)
    if first is not None and number:
        typed = re.match(rf"\s*[\[(]?{re.escape(number)}[\])]?[.:)]?(?=\s|$)\s*", first.text or "")
        bare = first.tag in ("sup", "span", "td", "b", "strong")
        if typed and (first is note or first.tag == "p" or bare):
            yield typed[0].strip()
            first.text = (first.text or "")[typed.end() :]


def _opened(text: str) -> tuple[etree._Element, Styled]:
    root = parse_page(text)
    return root, styled(root)


def _uncovered(root: etree._Element, style: Styled) -> Iterator[Finding]:
    """Take out what no reader sees, and give what of it is to be said."""
    yield from _comments(root)
    yield from _changes(root)
    for element in list(root.iter()):
        line = _line(element)
        if not isinstance(element.tag, str):
            if element.text and any(character.isalnum() for character in str(element.text)):
                yield Finding("hidden-html-comment", "a comment", line=line)
            remove(element)
            continue
        said = _TAKEN_OUT.get(element.tag)
        code, _, what = (_of_head(element) if said is None else said).partition(" ")
        if what and (says(element) or code != "hidden-html" or element.tag == "input"):
            yield Finding(code, what, line=line)
        if code:
            remove(element)
        for code, what in _attributes(element):
            yield Finding(code, what, line=line)
    for one in style.hidden:
        yield Finding("hidden-html", one.why, line=_line(one.element))
        if one.whole:
            remove(one.element)
        else:
            clear_own_text(one.element)


def _comments(root: etree._Element) -> Iterator[Finding]:
    """Find comments that were saved as if they were notes; each counts once, at its first sign."""
    found: dict[str, int] = {}
    for element in root.iter("*"):
        for key in ("id", "name", "href"):
            if COMMENT_NAME.fullmatch(element.get(key) or ""):
                found.setdefault("".join(filter(str.isdigit, element.get(key, ""))), _line(element))
        if element.tag in _NAMES["comments"]:
            found.setdefault(f"{element.tag} {element.get('name')}", _line(element))
    for line in found.values():
        yield Finding("hidden-comment", "comment", always=True, line=line)


def _changes(root: etree._Element) -> Iterator[Finding]:
    """Count the changes that somebody has to accept or reject, by their kind."""
    for what, tags in ordered("html-changes").items():
        if number := sum(1 for _ in root.iter(*tags)):
            yield Finding("hidden-tracked-change", what, "the page", number, always=True)


def _line(element: etree._Element) -> int:
    number = element.sourceline
    return number if isinstance(number, int) else 1


def _attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Take out attributes that no reader sees; give the code and words of what is to be said."""
    for key, value in element.attrib.items():
        name, said = str(key), str(value)
        led = name in _NAMES["addresses"]
        is_path = has_file_path(said) if led else has_user_path(said)
        is_data = name.startswith("data-")
        described = name in _NAMES["descriptions"] and element.tag != "meta"
        if is_path or described or is_data or name.startswith("on"):
            del element.attrib[name]
        elif led:  # without words of the page that it leads to, or of a letter that it begins
            element.set(name, re.sub(r"#:~:.*|^(mailto:[^?]*)\?.*", r"\1", said, flags=re.S | re.I))
        if led and is_path:
            yield "hidden-link", "a link to a file on somebody's machine"
        elif is_data and (is_path or "author" in name):
            yield "hidden-metadata", "data that is not displayed"
        elif is_path and name in ("alt", "title", "id", "name", "class"):
            yield "hidden-alt-path", "a path in a description"


def _of_head(element: etree._Element) -> str:
    """Say whether an element names an author, or states of the page what no reader needs.

    Gives "" where it stays, else what becomes of it as the table of elements does.
    """
    if element.tag == "link":
        return "" if "canonical" in (element.get("rel") or "").lower() else "silent"
    if element.tag == "input" and (element.get("type") or "").lower() == "hidden":
        return "hidden-html a hidden form field" if element.get("value") else "silent"
    if element.tag != "meta":
        return ""
    name = element.get("name") or element.get("property") or ""
    if AUTHOR_META.fullmatch(name):
        says = (element.get("content") or "").strip()
        return "hidden-property a field that names an author" if says else "silent"
    return "" if any(name.lower() in one for one in _STATED.values()) else "silent"


def _rename_targets(root: etree._Element) -> None:
    """Number the places that links lead to, and drop the names of all others."""
    links = [link for link in root.iter("a") if (link.get("href") or "").startswith("#")]
    led_to = dict.fromkeys((link.get("href") or "")[1:] for link in links)
    said = words_shown(" ".join(map(str, root.itertext())))
    named = {to: f"n{at}" if unsaid(to, said) else to for at, to in enumerate(led_to, 1)}
    for element in root.iter("*"):
        for key in ("id", "name") if element.tag != "meta" else ():
            name = element.get(key)
            if name in named:
                element.set(key, named[name])
            elif name is not None:
                del element.attrib[key]
    for link in links:
        link.set("href", f"#{named[(link.get('href') or '')[1:]]}")


def _refuse_unclosed(root: etree._Element, text: str) -> None:
    """Refuse a page whose rest is the inside of a comment, script or sheet that never ends."""
    source = text.lower()
    for tag, opening, closing in _RAW:
        begun = source.rfind(opening)
        if begun < 0 or source.rfind(closing) > begun:
            continue
        end = "".join(_WORDS.findall(source[begun:]))
        for element in root.iter(tag):
            held = "".join(_WORDS.findall((element.text or "").lower()))
            if held and end.endswith(held):
                what = opening.strip("<") if opening != "<!--" else "comment"
                raise refused("unclosed", _line(element), what=what)


def _ask_about_sheets(root: etree._Element, body: etree._Element, reading: Reading) -> None:
    """Ask about style sheets that are not here, where the sense of a text may depend on them."""
    styleable = any(one.get("class") or one.get("id") for one in body.iter("*"))
    if styleable and (missing := missing_sheets(root)):
        reading.ask_about("missing-style", counted(len(missing), "style sheet"))


def _put_generated(style: Styled, reading: Reading) -> None:
    """Put the texts that the page's style adds where they are seen, and ask about their words."""
    words = [
        one for one in style.marks.values() if words_shown(one) and not _NOTE_MARK.fullmatch(one)
    ]
    for one in style.generated:
        if not _is_within(one.element, "html") or not _SAYS.search(one.text):
            continue
        part = etree.Element("span")
        around = whole_text(one.element)
        meets = (one.text[-1:] + around[:1]) if one.first else (around[-1:] + one.text[:1])
        glued = meets.isalnum() and len(meets) == 2
        part.text = f"{' ' * (not one.first) * glued}{one.text}{' ' * one.first * glued}"
        style.looks[part] = one.look
        if one.first:
            part.tail, one.element.text = one.element.text, None
            one.element.insert(0, part)
        else:
            one.element.append(part)
        reading.added.append(one.text)
        words += [one.text.strip()] if _WORDS.search(one.text) else []
    reading.ask_about("set-by-style", *(f"‘{one}’" for one in words))


def _put_boxes(body: etree._Element, reading: Reading) -> None:
    """Put a sign in the place of each box that is ticked or not, and tell of filled fields."""
    for field in list(body.iter("input")):
        kind = (field.get("type") or "text").lower()
        if kind in ("checkbox", "radio"):
            field.tag = "span"
            field.text = f" {'☐' if field.get('checked') is None else '☒'} "
        elif kind in _NAMES["typed-fields"] and field.get("value") and not _is_aside(field):
            reading.leave_out("", "value of a form field")


def _set_as_styled(looks: dict[etree._Element, Look], reading: Reading) -> None:
    """Set texts as a style does: in lines, as signs of a font, in capitals, apart from others."""
    for element, look in list(looks.items()):
        if not _is_within(element, "html"):
            continue
        if look.lined and element.tag != "pre":
            _break_lines(element)
        if look.case or look.font in SIGN_FONTS:
            element.text = reading.signs(element.text or "", look.font, look.case)
            for child in element:
                child.tail = reading.signs(child.tail or "", look.font, look.case)
        if element.tag in BLOCKS:
            continue
        if look.apart:
            around = etree.Element("div")
            swap(element, around)
            around.append(element)
        elif look.floats and len(text_of(element)) > _LONGEST_INITIAL:
            element.text, element.tail = f" {element.text or ''}", f" {element.tail or ''}"


def _break_lines(element: etree._Element) -> None:
    """Break lines where those of the source end."""
    for child in (*reversed(element), None):
        text = (element.text if child is None else child.tail) or ""
        first, *others = text.split("\n") if text.strip() else [text]
        for other in reversed(others):
            broken = etree.Element("br")
            broken.tail = other
            element.insert(0 if child is None else element.index(child) + 1, broken)
        if child is None:
            element.text = first
        else:
            child.tail = first


def _note_beside(body: etree._Element, looks: dict[etree._Element, Look], reading: Reading) -> None:
    """Make notes, to which a mark leads, of those that stand in the middle of a sentence.

    They are named so, or stand behind a raised mark and begin with it again, or at a side.
    """
    for at, element in enumerate(list(body.iter("span", "small"))):
        named = element.get("role") == "tooltip" or _NAMES["side-notes"] & set(_tokens(element))
        mark, leading = _mark_before(element)
        apart = mark and (leading or looks.get(element, Look()).floats)
        if not (named or apart) or _size(element) < _SHORTEST_NOTE:
            continue
        for one in leading:
            reading.leave_out(_plain(one), "footnote's mark: the page sets its own")
            remove(one)
        mark = "*"
        while (before := element.getprevious()) is not None and not (before.tail or "").strip():
            said = _plain(before)
            is_mark = before.tag == "sup" and _NOTE_MARK.fullmatch(said)
            if not is_mark and before.tag not in ("label", "input"):
                break
            mark = said or mark
            remove(before)
        anchor = etree.Element("a", href=f"#beside-{at}")
        anchor.text = mark
        swap(element, anchor)
        etree.SubElement(body, "div", id=f"beside-{at}").append(element)


def _mark_before(element: etree._Element) -> tuple[str, list[etree._Element]]:
    """Give the raised mark right before an element, "" for none, and where that begins with it."""
    before = element.getprevious()
    if before is None or before.tag != "sup" or (before.tail or "").strip():
        return "", []
    mark = _plain(before)
    begun = (one for one in element.iterdescendants() if (one.text or "").strip())
    again = takewhile(lambda one: _plain(one) == mark, begun)
    return (mark, list(again)) if _NOTE_MARK.fullmatch(mark) else ("", [])


def _drawn_formulas(body: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield what says a formula, and beside it what draws it for the eye alone."""
    for element in list(body.iter("*")):
        if element.get("aria-hidden") == "true" and (parent := element.getparent()) is not None:
            for said in parent:
                math = next(said.iter("math"), None) if said is not element else None
                if math is not None and whole_text(math).strip() == whole_text(said).strip():
                    yield said, element


def _withhold(body: etree._Element, style: Styled, path: str, reading: Reading) -> None:
    """Take out of the tree what cannot be seen."""
    hidden = style.hidden
    for said, drawn in _drawn_formulas(body):
        hidden = [one for one in hidden if one.element not in {said, *said.iter()}]
        _take(drawn, "formula drawn once more", reading)
    words = sum(_weight(one.element) for one in hidden if not _is_aside(one.element))
    if words > _FEWEST_HIDDEN and words > _MOST_HIDDEN * max(1, _weight(body)):
        much = refused("much hidden", words=words, of=_weight(body))
        reading.problems.append(much.problem(path))
    for one in hidden:
        if one.whole and one.element is not body:
            _take(one.element, one.why, reading, withheld=True)
        else:
            for piece in (one.element.text, *(child.tail for child in one.element)):
                if piece and piece.strip():
                    reading.leave_out(piece, one.why, withheld=True)
            clear_own_text(one.element)
    for element in list(body.iter()):
        if not isinstance(element.tag, str):
            if any(letter.isalnum() for letter in str(element.text or "")):
                reading.leave_out("", "comment")
            remove(element)
        elif element.tag in UNSEEN:
            _take_unseen(element, reading)
        elif reason := _unseen(element):
            _take(element, reason, reading, withheld=True)


def _take_unseen(element: etree._Element, reading: Reading) -> None:
    """Take out what a browser shows no text of, and tell of what it draws instead."""
    before = element.getprevious()
    is_drawn = before is not None and text_of(before) and "MathJax" in (before.get("class") or "")
    if (element.get("type") or "").startswith("math/") and not is_drawn:
        element.tag, element.text = "span", reading.not_read("formula")
        return
    is_label = _is_within(element, "a", "button") or _is_aside(element)
    drawn = _DRAWN.get(str(element.tag))
    if drawn and not all_text(element) and not is_label:
        reading.leave_out("", drawn)
    reason = _LEFT_OUT.get(str(element.tag), "text for programs that cannot show the page")
    if element.get("shadowrootmode"):
        reason = "text that a reader of the page sees, drawn apart from it"
    _take(element, reason, reading, withheld=element.tag not in ("rt", "rp"))


def _clean(body: etree._Element, reading: Reading) -> None:
    """Take the furniture out of the tree, by structure first and then by its lines."""
    total = max(1, _size(body))
    # In Markdown its author typed the elements, and no site put any around them.
    if not reading.is_clean:
        for element in list(body.iterdescendants("*")):
            if (reason := _reason(element)) and _may_go(element, reason, total):
                _take(element, reason, reading)
        _outside(body, reading)
    # A wiki puts the name of its space, with which a trail of links begins, before the title.
    for trail in [one.text for one in reading.left_out if one.reason == "breadcrumb"]:
        for title in body.iter("h1"):
            space, parted, _ = whole_text(title).partition(" : ")
            if parted and f"{trail} ".startswith(f"{space.strip()} "):
                _cut(title, len(space + parted))
                reading.leave_out(space, "label of the title")
    _lines(body, reading)


def _take(element: etree._Element, reason: str, reading: Reading, withheld: bool = False) -> None:
    if not _is_within(element, "html"):
        return  # it stands in what has been taken out before
    # What stands for a picture is no word of the page.
    for picture in element.iter("img"):
        picture.attrib.pop("alt", "")
    text = (all_text if withheld or element.tag in UNSEEN else text_of)(element)
    if text:
        reading.leave_out(text, reason, withheld)
    remove(element)


def _is_within(element: etree._Element, *tags: str) -> bool:
    return next(element.iterancestors(*tags), None) is not None


def _is_filled_by_program(text: str, body: etree._Element) -> bool:
    """Say whether a page shows nothing, or no more than that it waits for its program."""
    return "<script" in text and _size(body) <= _SHOWN_WAITING and not _holds(body, "img")


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


def _speaks(element: etree._Element) -> bool:
    """Say whether an element holds a sentence."""
    return any(is_prose(line) or _is_said(line) for line in text_of(element).split("\n"))


def _tokens(element: etree._Element) -> Iterator[str]:
    for name in ("class", "id"):
        for token in _TOKEN.findall(element.get(name) or ""):
            yield token.lower()


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
    stated = f"mso-element:{named};{element.get('style')}"
    office = re.search(r"mso-element:\s*(header|footer)\b", stated)
    return f"page {office[1]}" if office else ""


def _names_author(element: etree._Element) -> str:
    """Say in what an element names an author: a byline, or comments, by who may have been there."""
    stated = {(element.get(name) or "").lower() for name in ("rel", "itemprop")}
    named = element.tag not in _PAGES and _NAMES["author-classes"] & set(_tokens(element))
    around = (one for one in (element, *element.iterancestors()) if one.tag not in _PAGES)
    comments = any("comment" in f"{one.get('class')} {one.get('id')}" for one in around)
    return ("byline", "comments")[comments] if named or stated & {"author", "creator"} else ""


def _reason(element: etree._Element) -> str:
    if (element.get("href") or "").startswith("#") and not _SAYS.search(_plain(element)):
        return "link to its own place"
    told = _BY_ROLE.get((element.get("role") or "").lower()) or _BY_TAG.get(str(element.tag))
    tokens = frozenset() if told or element.tag in _PAGES else frozenset(_furnishing(element))
    if element.tag == "button" and _is_within(element, *HEADINGS):
        return ""  # which folds what stands below the heading
    return told or next((reason for word, reason in _BY_WORD.items() if word in tokens), "")


def _furnishing(element: etree._Element) -> Iterator[str]:
    """Yield the words of the names of an element that say nothing but a page's parts."""
    own = str(element.tag) if "-" in element.tag else ""  # which a site gave to it
    for name in f"{own} {element.get('class') or ''} {element.get('id') or ''}".split():
        parts = [token.lower() for token in _TOKEN.findall(name)]
        if all(one in _BY_WORD or one in _NAMES["layout"] or len(one) < 3 for one in parts):
            yield from parts


def _may_go(element: etree._Element, reason: str, total: int) -> bool:
    """Keep what holds the title, or too much of the text to be furniture."""
    if _holds(element, "h1") and element.tag != "nav":
        return False
    if element.tag == "dialog" and not _holds(element, "a", "button", "input"):
        return False  # nobody can close it: it is the text's
    if reason not in _NAMES["sentences"] and any(map(_is_said, text_of(element).split("\n"))):
        return element.tag in _ASIDE and not _is_within(element, "article", "main", "blockquote")
    if element.tag == "footer" and _is_within(element, "blockquote"):
        return False
    if element.tag in ("nav", "footer", "form", "dialog") or reason in ("cookie box", "dialog"):
        return _size(element) <= 0.5 * total
    prose = _prose(element)
    if reason == "page header" and _is_within(element, "article", "main"):
        return not prose
    label = reason in ("category label", "publication line") and element.tag in _TEXT_BLOCKS
    return _size(element) <= _LARGEST_SHARE * total and prose <= (0 if label else 3)


def _is_said(line: str) -> bool:
    """Say whether a line is a sentence of somebody, however short, and no usual line of a site."""
    found = _WORDS.findall(line)
    lower = sum(word[0].islower() for word in found)
    return 2 * lower > len(found) > 2 and bool(_ENDS.search(line)) and not class_of(line)


def _outside(body: etree._Element, reading: Reading) -> None:
    """Where one article holds most of the text, take out what stands around it."""
    total = max(1, _size(body))
    first = next(body.iter("h1"), None)
    for other in list(body.iter("article")):  # with a title of its own, below the page's
        titled = list(other.iter("h1"))
        if titled and first not in titled and 2 * _prose(other) < _prose(body):
            _take(other, "another article", reading)
    for tag in ("article", "main"):
        held = list(body.iter(tag))
        if len(held) == 1 and _size(held[0]) >= 0.5 * total:
            way = [held[0], *held[0].iterancestors()]
            for element in [one for holder in way[1:] for one in holder if one not in way]:
                if _is_within(element, "body") and not _prose(element) + _holds(element, "h1"):
                    _take(element, "outside of the article", reading)
            return


def _lines(body: etree._Element, reading: Reading) -> None:
    """Take out the blocks whose text is furniture by its wording and place."""
    leaves = [
        one
        for one in body.iter(*_LEAVES)
        if next(one.iterdescendants(*_LEAVES), None) is None
        and not _is_within(one, "td", "th")
        and text_of(one)
    ]
    rows = [Row(plain_text(leaf) or text_of(leaf), level_of(leaf)) for leaf in leaves]
    cuts, title = searched(rows, reading.facts.get("title", ""))
    for cut in cuts:
        leaf = leaves[cut.line]
        if cut.reason == "page number" and leaf.tag not in ("p", "div"):
            continue  # a number alone in a cell or item is none of a page
        if cut.text.strip() == rows[cut.line].text.strip():
            _take(leaf, cut.reason, reading, cut.withheld)
        elif whole_text(leaf).startswith(cut.text):
            _cut(leaf, len(cut.text))
            reading.leave_out(cut.text, cut.reason)
    heading = leaves[title.rows[0]] if title and title.rows and not reading.is_clean else body
    # A named box above a page's title, with no sentence in it, is a bar or label of its site.
    for at in (heading, *heading.iterancestors()) if heading.tag == "h1" else ():
        for one in list(at.itersiblings(preceding=True)):
            is_named = one.get("class") or one.get("id")
            if is_named and one.tag not in ("p", "table", *HEADINGS) and not _speaks(one):
                _take(one, "above the title", reading)


def _open_layouts(body: etree._Element) -> None:
    """Make divisions of tables that only lay out the page, and of parts of no table."""
    data = {table for table in body.iter("table") if not _is_layout(table)}
    for part in list(body.iter(*_NAMES["table-parts"]))[::-1]:
        table = part if part.tag == "table" else next(part.iterancestors("table"), None)
        if table not in data:
            part.tag = "div"


def _is_layout(table: etree._Element) -> bool:
    heads = [one for one in table.iter("th") if next(one.iterancestors("table")) is table]
    nests = next(table.iterdescendants("table"), None) is not None
    in_one_row = _prose(table) > 0 and len(list(table.iter("tr"))) == 1
    if table.get("role") == "presentation" or in_one_row or (nests and not heads):
        return True
    return any(_size(cell) > _LONG_CELL or _holds(cell, *HEADINGS) for cell in table.iter("td"))


def _make_lists(body: etree._Element, style: Styled, reading: Reading) -> None:
    """Put lists in the place of what only looks like lists, and marks before lettered items."""
    for holder in {paragraph.getparent() for paragraph in body.iter("p")}:
        if holder is not None:
            _list_paragraphs(holder, style.looks, reading)
    for listed in list(body.iter(*_LISTS)):
        _nest(listed, style.looks)
    for listed in list(body.iter(*_LISTS)):
        _number(listed, style)


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
        _cut(child, found.end() if not found["typed"] else 0)
        made = lists.place(Item("ol" if number else "ul", level, number, margin), child)
        if number:
            made.set("typed", "typed")
        elif found["bullet"] and found["bullet"].isalnum():
            reading.leave_out(found["bullet"], "bullet of a list")


def _marked(paragraph: etree._Element) -> re.Match[str] | None:
    """Find the typed mark of a paragraph of a list; Word's by its classes, others by wide gaps."""
    text = whole_text(paragraph)
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
            items[-1].append(listed)
            return
        place = inner[-1]
    own, other = (_GOOGLE.search(one.get("class") or "") for one in (listed, place))
    if own and other and own.groups() == other.groups() and listed.tag == place.tag:
        place.extend(list(listed))
        remove(listed)
    elif place is not before:
        remove(listed)
        place.addnext(listed)


def _depth(listed: etree._Element, looks: dict[etree._Element, Look]) -> float:
    if google := _GOOGLE.search(listed.get("class") or ""):
        return float(google[2])
    first = next((child for child in listed if child.tag == "li"), listed)
    margins = looks.get(first, Look()).margin + looks.get(listed, Look()).margin
    return margins / (2 * _STEP) // 1


def _number(listed: etree._Element, style: Styled) -> None:
    """Give a list the numbers that are shown; other marks than those stand before its items."""
    items = [child for child in listed if child.tag == "li"]
    shown = [style.marks.get(item) for item in items]
    numbers = [int(mark[:-1]) for mark in shown if mark and _PLAIN_NUMBER.fullmatch(mark)]
    if not items or items[0] not in style.looks:  # made of paragraphs, which have their numbers
        return
    if numbers == sorted(set(numbers)) and len(numbers) == len(items):
        listed.tag = "ol"
        for item, number in zip(items, numbers, strict=True):
            item.set("value", str(number))
        return
    listed.tag = "ul"
    for item, mark in zip(items, shown, strict=True):
        if mark and (_WORDS.search(mark) or UNREAD in mark):
            item.set("mark", mark)
