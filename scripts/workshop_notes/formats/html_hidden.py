"""What a web page hides, and the same page without it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from lxml import etree

from workshop_notes.formats.archive import clear_own_text, remove
from workshop_notes.formats.encoding import decoded_somehow
from workshop_notes.formats.hidden import (
    RESOLVE,
    Finding,
    find_characters,
    has_file_path,
    has_user_path,
    merged,
    unsaid,
    without_hidden_characters,
    words_shown,
)
from workshop_notes.formats.html_page import parse_page
from workshop_notes.formats.html_style import styled
from workshop_notes.formats.names import names, reasons

AUTHOR_META = re.compile(
    r"(?:.*[.:_-])?(?:author|creator|created|changed|changedby|owner|editor|publisher-?id|contributor"
    r"|reply-to|lastauthor|company|manager|designer|twitter.*|creat\w+by|dcterms\..*)",
    re.I,
)
# Names that word processors give to the comments of a document, and to the marks in its text.
COMMENT_NAME = re.compile(r"#?(?:cmnt(?:_ref)?|_mso(?:com|anchor)_)\d+", re.I)

_NAMES = names("html")
_TAKEN_OUT = reasons("html-taken-out")
_DECLARATION = re.compile(r"<\?xml[^>]*\?>", re.I)


def find_hidden(data: bytes, _path: str = "") -> list[Finding]:
    """List what a page hides, by line."""
    return find_in_page(decoded_somehow(data))


def find_in_page(text: str) -> list[Finding]:
    """List what a page hides, by line."""
    return merged([*_clean(_parsed(text)), *find_characters(text, "the text")])


def cleaned(data: bytes, _path: str = "") -> bytes:
    """Give the page as UTF-8."""
    root = _parsed(without_hidden_characters(decoded_somehow(data)))
    deque(_clean(root), maxlen=0)
    _rename_targets(root)
    return etree.tostring(root, encoding="utf-8", method="html", doctype="<!DOCTYPE html>")


def _parsed(text: str) -> etree._Element:
    return parse_page(_DECLARATION.sub("", text, count=1))


def _clean(root: etree._Element) -> Iterator[Finding]:
    """Take out what no reader sees, and give what of it is to be said."""
    yield from _comments(root)
    hidden = styled(root)[0]
    for element in list(root.iter()):
        line = _line(element)
        if not isinstance(element.tag, str):
            if element.text and any(character.isalnum() for character in str(element.text)):
                yield Finding("hidden-html-comment", "a comment", line=line)
            remove(element)
            continue
        said = _TAKEN_OUT.get(element.tag)
        code, _, what = (_of_head(element) if said is None else said).partition(" ")
        holds = any(str(part).strip() for part in element.itertext(with_tail=False))
        if what and (holds or code != "hidden-html" or element.tag == "input"):
            yield Finding(code, what, line=line)
        if code:
            remove(element)
        for code, what in _attributes(element):
            yield Finding(code, what, line=line)
    for one in hidden:
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
    for line in found.values():
        yield Finding("hidden-comment", "comment", always=True, fix=RESOLVE, line=line)


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
    return "" if name.lower() in _NAMES["stated"] else "silent"


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
