"""A web page parsed: its tree, what it states of itself, its footnotes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from html import unescape

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from workshop_notes.formats.archive import RefusedError, remove
from workshop_notes.formats.document import clean_address, publishable, put, shifted
from workshop_notes.formats.formulas import formula_text
from workshop_notes.formats.names import names

DEEPEST = 200
MOST_ELEMENTS = 200_000

_NAMES = names("html")
BLOCKS, UNSEEN = _NAMES["blocks"], _NAMES["unseen"]
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]{2,40})",
    re.I,
)
_NOSCRIPT = re.compile(r"<(/?)noscript\b", re.I)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.I)
_NAME = re.compile(r"[^\w.-]+", re.ASCII)
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<[^>]*>")
# Tags of elements that end only where a tag says so.
_NESTED = re.compile(
    r"<(/?)(?!(?:p|li|d[dt]|t[rdh]|t(?:body|head|foot)|r[tp]|opt\w+|html|head|body|area|base|br|col\w*"
    r"|embed|hr|img|input|link|meta|param|source|track|wbr)\b)[a-z][^>]*(?<!/)>",
    re.I,
)
_IMPLIED = frozenset({"html", "head", "body", "tbody", "colgroup"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-\w+)*")
_DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_IN_SCRIPT = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]*)\"")
_OFFICE = re.compile(r"libreoffice|openoffice|microsoft|word|excel", re.I)
_DATE_NAMES = (
    "article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "citation_publication_date",
    "citation_date",
    "publish-date",
    "pubdate",
    "date",
)

_MARK = re.compile(r"[\[(]?\s*(?:\d{1,3}|[ivxlc]{1,6}|[a-z]|[*†‡§]{1,3})\s*[\])]?\.?", re.I)
_BACK = re.compile(r"[\s↩↑^⤴⏎▲←\ufe0e\ufe0f]*(?:back|jump up|return)?(?: to text)?[\s\]\[.]*", re.I)
_NOTE_BLOCKS = ("li", "p", "div", "dd", "td", "tr", "aside", "section")
_HEADING = re.compile(r"(?:foot|end)?notes?|references?|notes de bas de page", re.I)


def parse_page(text: str) -> etree._Element:
    """Parse a page as browsers do, within bounds; its comments stay in the tree.

    The line of each element is that of the next tag of its name in the source.
    """
    # The parser's time grows with the square of the depth, and it knows no limit.
    depth = 0
    for opening in _NESTED.finditer(text):
        depth = max(0, depth + (-1 if opening[1] else 1))
        if depth > 10 * DEEPEST:
            raise _too_deep()
    # What is for programs without scripts is no part of the page; as in a template, no tag of it
    # opens or ends an element around it.
    page = LexborHTMLParser(
        _NOSCRIPT.sub(r"<\1template noscript", _XML_DECLARATION.sub("", text))
    ).root
    if page is None:
        raise RefusedError("empty-original", "this page is empty", "put the note's text in it")
    root = etree.Element("html")
    built: dict[int, tuple[etree._Element, int]] = {}
    lines = _Lines(text)
    number = 0
    for node in page.traverse(include_text=True):
        number += 1
        if number > 2 * MOST_ELEMENTS:
            raise RefusedError("limit-size", "this page has too many elements", "split it")
        parent, depth = built.get(node.parent.mem_id, (None, 0)) if node.parent else (None, 0)
        if depth > DEEPEST:
            raise _too_deep()
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
                element.set(name, _UNSAYABLE.sub("", value or ""))
        if tag in ("template", "noscript"):
            # What a template holds is no child of it; its words are taken from its source.
            put(element, unescape(_TAG.sub(" ", node.html or "")))
        built[node.mem_id] = (element, depth + 1)
    return root


def _named(text: str) -> str:
    return _NAME.sub("-", text).lstrip("-.0123456789")


def _commentable(text: str | None) -> str:
    return _UNSAYABLE.sub(" ", (text or "").replace("--", "- -").rstrip("-"))


def _too_deep() -> RefusedError:
    return RefusedError("limit-depth", "this page is nested too deeply", "simplify it")


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


def declared_encoding(data: bytes) -> str:
    """Give the encoding that the page's head declares, or ""."""
    found = _DECLARED.search(data[:4096])
    return (found[1] or found[2]).decode("ascii").lower() if found else ""


def facts(root: etree._Element) -> dict[str, str]:
    """Give what the page states of itself: lang, address, published, title; never an author."""
    metas = list(_metas(root))
    languages = [one.get("lang") or "" for one in (root, *root.iterchildren("body"))]
    canonical = [
        link.get("href") or ""
        for link in root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    canonical += [value for name, value in metas if name == "og:url"]
    stated: dict[str, Iterable[str]] = {
        "lang": (one for one in languages if _LANGUAGE.fullmatch(one)),
        "address": map(clean_address, canonical),
        "published": _dates(root, metas),
        "title": [_title(root, metas)],
    }
    return {
        name: value for name, values in stated.items() if (value := next(filter(None, values), ""))
    }


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


def gather(body: etree._Element) -> tuple[list[etree._Element], list[str]]:
    """Mark the references in the tree and take the notes out of it.

    A reference becomes `<mark number="N">`. Returns the notes in order, and the texts of the marks,
    which the page sets by itself.
    """
    order = {element: at for at, element in enumerate(body.iter())}
    targets = _targets(body)
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
        _put_mark(anchor, str(list(notes).index(note) + 1))
    for note, mark in notes.items():
        marks += _strip_marks(note, mark, references)
    for note in notes:
        _take_out(note)
    return list(notes), [mark for mark in marks if mark]


def flat(text: str | None) -> str:
    """Give a text of the source as one line."""
    return (text or "").replace("\n", " ").replace("\r", " ")


def heading_of_notes(element: etree._Element) -> bool:
    """Say whether a heading announces footnotes."""
    return bool(_HEADING.fullmatch(text_of(element).strip(" :")))


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
    position = {"sup": "superscript", "sub": "subscript"}.get(tag, position)
    out.append(shifted(flat(element.text), position))
    for child in element:
        _gather(child, out, position, every=every)
        out.append(shifted(flat(child.tail), position))
    out.append(space)


def _metas(root: etree._Element) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        yield name, " ".join((meta.get("content") or "").split())


def _dates(root: etree._Element, metas: list[tuple[str, str]]) -> Iterator[str]:
    for wanted in _DATE_NAMES:
        yield from (_day(value) for name, value in metas if name == wanted)
    for script in root.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            yield from (_day(stated) for stated in _IN_SCRIPT.findall(script.text or ""))
    for time in root.iter("time"):
        said = f"{time.get('class')} {time.get('itemprop')}".lower()
        if "update" not in said and "datemodified" not in said:
            yield _day(time.get("datetime") or "")


def _day(stated: str) -> str:
    found = _DAY.match(stated.strip().replace("/", "-"))
    return found[0] if found else ""


def _title(root: etree._Element, metas: list[tuple[str, str]]) -> str:
    if any(name == "generator" and _OFFICE.search(value) for name, value in metas):
        return ""  # a property of the file, not of the page
    stated = [value for name, value in metas if name in ("og:title", "citation_title", "dc.title")]
    stated += [" ".join((title.text or "").split()) for title in root.iter("title")]
    return next(filter(None, stated), "")


def _targets(body: etree._Element) -> dict[str, etree._Element]:
    """Give what links within the page lead to; of several of a name the first."""
    named = [one for one in body.iter() if isinstance(one.tag, str)]
    return {one.get(key) or "": one for one in reversed(named) for key in ("name", "id")}


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


def _put_mark(anchor: etree._Element, identity: str) -> None:
    parent = anchor.getparent()
    place = anchor
    if parent is not None and parent.tag == "sup" and _plain(parent) == _plain(anchor):
        place = parent
    holder = place.getparent()
    if holder is None:
        return
    mark = etree.Element("footnote", number=identity)
    mark.tail, place.tail = place.tail, None
    holder.replace(place, mark)


def _strip_marks(
    note: etree._Element, mark: str, references: Collection[etree._Element]
) -> Iterator[str]:
    """Take the note's own number and the arrows back to the text out of it; yield their texts."""
    for anchor in list(note.iter("a")):
        href = anchor.get("href") or ""
        back = href.startswith("#") and anchor not in references
        own = not anchor.get("href") and _plain(anchor) == ""
        if back and (_MARK.fullmatch(_plain(anchor)) or _BACK.fullmatch(_plain(anchor))):
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


def _take_out(note: etree._Element) -> None:
    """Take a note out, and what is empty without it."""
    empty: etree._Element | None = note
    while empty is not None and empty.tag not in ("body", "html"):
        holder = empty.getparent()
        remove(empty)
        empty = holder
        if empty is not None and (text_of(empty) or next(empty.iter("img"), None) is not None):
            break
