"""What a web page hides, and the same page without it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from workshop_notes.formats.archive import remove
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
from workshop_notes.formats.html_style import hidden_elements
from workshop_notes.formats.names import names

AUTHOR_META = re.compile(
    r"(?:.*[.:_-])?(?:author|creator|created|changed|changedby|owner|editor|publisher-?id|contributor"
    r"|reply-to|lastauthor|company|manager|designer|twitter.*|creat\w+by|dcterms\..*)",
    re.I,
)
ASIDES = ("desc", "metadata", "annotation", "annotation-xml")
ADDRESSES = ("href", "src", "background", "data", "action", "cite", "longdesc", "poster", "srcset")
# Names that word processors give to the comments of a document, and to the marks in its text.
COMMENT_NAME = re.compile(r"#?(?:cmnt(?:_ref)?|_mso(?:com|anchor)_)\d+", re.I)

_NAMES = names("html")
_DROPPED = frozenset(
    {"script", "noscript", "template", "object", "embed", "iframe", "applet", *ASIDES}
).union(_NAMES["frames"])
_DECLARATION = re.compile(r"<\?xml[^>]*\?>", re.I)


def find_hidden(data: bytes, _path: str = "") -> list[Finding]:
    """List what a page hides, by line."""
    return find_in_page(decoded_somehow(data))


def find_in_page(text: str) -> list[Finding]:
    """List what a page hides, by line."""
    root = parse_page(_DECLARATION.sub("", text, count=1))
    return merged([*_comments(root), *_page(root, text)])


def cleaned(data: bytes, _path: str = "") -> bytes:
    """Give the page as UTF-8."""
    text = without_hidden_characters(_DECLARATION.sub("", decoded_somehow(data), count=1))
    root = parse_page(text)
    for hidden in list(hidden_elements(root)):
        if hidden.whole:
            remove(hidden.element)
        else:
            hidden.element.text = None
            for child in hidden.element:
                child.tail = None
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _DROPPED or _is_unstated(element):
            remove(element)
        else:
            _clean_attributes(element)
    _rename_targets(root)
    for meta in list(root.iter("meta")):
        if meta.get("charset") or (meta.get("http-equiv") or "").lower() == "content-type":
            remove(meta)
    return etree.tostring(root, encoding="utf-8", method="html", doctype="<!DOCTYPE html>")


def _page(root: etree._Element, text: str) -> Iterator[Finding]:
    for element in root.iter():
        line: int = _line(element)
        if not isinstance(element.tag, str):
            if element.text and any(character.isalnum() for character in str(element.text)):
                yield Finding("hidden-html-comment", "a comment", line=line)
            continue
        if element.tag == "meta":
            name = element.get("name") or element.get("property") or ""
            if AUTHOR_META.fullmatch(name) and (element.get("content") or "").strip():
                yield Finding("hidden-property", "a field that names an author", line=line)
        elif element.tag == "input" and element.get("type") == "hidden" and element.get("value"):
            yield Finding("hidden-html", "a hidden form field", line=line)
        elif element.tag in ("object", "embed", "iframe", "applet"):
            yield Finding("hidden-embedded", "an embedded page or object", line=line)
        elif element.tag in ASIDES and any(str(part).strip() for part in element.itertext()):
            yield Finding("hidden-html", "a description inside a drawing or formula", line=line)
        elif element.tag in ("template", *_NAMES["frames"]) and any(
            str(part).strip() for part in element.itertext()
        ):
            what = "a template" if element.tag == "template" else "text for other programs"
            yield Finding("hidden-html", what, line=line)
        yield from _attributes(element, line)
    for hidden in hidden_elements(root):
        yield Finding("hidden-html", hidden.why, line=_line(hidden.element))
    yield from find_characters(text, "the text")


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


def _attributes(element: etree._Element, line: int) -> Iterator[Finding]:
    for key, value in element.attrib.items():
        name, said = str(key), str(value)
        if name in ADDRESSES and has_file_path(said):
            yield Finding("hidden-link", "a link to a file on somebody's machine", line=line)
        elif name in ("alt", "title", "id", "name", "class") and has_user_path(said):
            yield Finding("hidden-alt-path", "a path in a description", line=line)
        elif name.startswith("data-") and (has_user_path(said) or "author" in name):
            yield Finding("hidden-metadata", "data that is not displayed", line=line)


def _is_unstated(element: etree._Element) -> bool:
    """Say whether an element names an author, or states of the page what no reader needs."""
    if element.tag == "link":
        return "canonical" not in (element.get("rel") or "").lower()
    if element.tag == "input":
        return (element.get("type") or "").lower() == "hidden"
    name = element.get("name") or element.get("property") or ""
    stated = name.lower() in _NAMES["stated"] or element.get("charset") or element.get("http-equiv")
    return element.tag == "meta" and (bool(AUTHOR_META.fullmatch(name)) or not stated)


def _rename_targets(root: etree._Element) -> None:
    """Number the places that links lead to, and drop the names of all others."""
    links = [link for link in root.iter("a") if (link.get("href") or "").startswith("#")]
    led_to = dict.fromkeys((link.get("href") or "")[1:] for link in links)
    for element in root.iter("*"):
        for key in ("id", "name"):
            if element.tag != "meta" and element.get(key) not in (None, *led_to):
                del element.attrib[key]
    said = words_shown(" ".join(map(str, root.itertext())))
    numbered = {name: f"n{at}" for at, name in enumerate(led_to, 1) if unsaid(name, said)}
    for element in root.iter("*"):
        for key in ("id", "name"):
            if element.tag != "meta" and (element.get(key) or "") in numbered:
                element.set(key, numbered[element.get(key) or ""])
    for link in links:
        if (name := (link.get("href") or "")[1:]) in numbered:
            link.set("href", f"#{numbered[name]}")


def _clean_attributes(element: etree._Element) -> None:
    for key, value in list(element.attrib.items()):
        name, said = str(key), str(value)
        is_path = has_file_path(said) if name in ADDRESSES else has_user_path(said)
        described = name in _NAMES["descriptions"] and element.tag != "meta"
        if is_path or described or name.startswith(("data-", "on")):
            del element.attrib[key]
