"""A web page parsed: its tree, the text of its elements, and the facts that its head states."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml import etree

from workshop_notes.convert.links import clean_address
from workshop_notes.convert.pictures import publishable
from workshop_notes.convert.symbols import shifted
from workshop_notes.convert.webpage_text import BLOCKS, UNSEEN
from workshop_notes.originals.html_text import parse_page

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]{2,40})",
    re.I,
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.I)
_EMPTY = re.compile(r"</?(?:wbr|source|track|embed)\b[^<>]*>", re.I)
_DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
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


def declared_encoding(data: bytes) -> str:
    """Give the encoding that the page's head declares, or ""."""
    found = _DECLARED.search(data[:4096])
    return (found[1] or found[2]).decode("ascii").lower() if found else ""


def parse(text: str) -> etree._Element:
    """Parse a page leniently, as a browser does, without reading anything else."""
    # The parser knows no empty elements but those of HTML 4, and would put what follows inside.
    return parse_page(_EMPTY.sub("", _XML_DECLARATION.sub("", text)))


def facts(root: etree._Element) -> dict[str, str]:
    """Give what the page states of itself: lang, address, published, title; never an author."""
    found: dict[str, str] = {}
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    body = root.find("body")
    if not language and body is not None:
        language = body.get("lang") or ""
    if re.fullmatch(r"[A-Za-z]{2,3}(?:-\w+)*", language):
        found["lang"] = language
    metas = list(_metas(root))
    canonical = [
        link.get("href") or ""
        for link in root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    canonical += [value for name, value in metas if name == "og:url"]
    address = next((clean for given in canonical if (clean := clean_address(given))), "")
    if address:
        found["address"] = address
    published = next((day for day in _dates(root, metas) if day), "")
    if published:
        found["published"] = published
    title = _title(root, metas)
    if title:
        found["title"] = title
    return found


def text_of(element: etree._Element) -> str:
    """Give an element's readable text, one block a line."""
    out: list[str] = []
    _gather(element, out, "")
    lines = (" ".join(line.split()) for line in "".join(out).split("\n"))
    return "\n".join(line for line in lines if line)


def drop(element: etree._Element) -> None:
    """Take an element out and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def _gather(element: etree._Element, out: list[str], position: str) -> None:
    tag = element.tag
    if not isinstance(tag, str) or tag in UNSEEN:
        return
    block = tag in BLOCKS
    space = "\n" if block else " " if tag == "a" and (element.get("href") or "")[:1] == "#" else ""
    out.append(space)
    if tag == "img":
        out.append(f" {publishable(element.get('alt') or '')} ")
    inner = {"sup": "superscript", "sub": "subscript"}.get(tag, position)
    out.append(shifted(_flat(element.text), inner))
    for child in element:
        _gather(child, out, inner)
        out.append(shifted(_flat(child.tail), inner))
    out.append(space)


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ").replace("\r", " ")


def _metas(root: etree._Element) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        yield name, " ".join((meta.get("content") or "").split())


def _dates(root: etree._Element, metas: list[tuple[str, str]]) -> Iterator[str]:
    for wanted in _DATE_NAMES:
        yield from (_day(value) for name, value in metas if name == wanted)
    for script in root.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            yield _day(_published(script.text or ""))
    for time in root.iter("time"):
        updated = (
            "update" in (time.get("class") or "").lower() or time.get("itemprop") == "dateModified"
        )
        if not updated:
            yield _day(time.get("datetime") or "")


def _published(script: str) -> str:
    try:
        stated = json.loads(script)
    except (ValueError, RecursionError):
        return ""
    waiting = [stated]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, dict):
            if isinstance(item.get("datePublished"), str):
                return str(item["datePublished"])
            waiting += [value for key, value in item.items() if key in ("@graph", "mainEntity")]
        elif isinstance(item, list):
            waiting += item
    return ""


def _day(stated: str) -> str:
    found = _DAY.match(stated.strip().replace("/", "-"))
    return found[0] if found else ""


def _title(root: etree._Element, metas: list[tuple[str, str]]) -> str:
    if any(name == "generator" and _OFFICE.search(value) for name, value in metas):
        return ""  # a property of the file, not of the page
    stated = [value for name, value in metas if name in ("og:title", "citation_title", "dc.title")]
    stated += [" ".join((title.text or "").split()) for title in root.iter("title")]
    return next((value for value in stated if value), "")
