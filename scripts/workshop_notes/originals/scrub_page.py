"""A web page without its comments, authors, scripts and text that is not displayed."""

from __future__ import annotations

import re

from lxml import etree

from workshop_notes.originals.characters import without_hidden_characters
from workshop_notes.originals.html_text import hidden_elements, parse_page
from workshop_notes.originals.page import ADDRESSES, ASIDES, AUTHOR_META
from workshop_notes.originals.plain import decode
from workshop_notes.originals.tree import remove
from workshop_notes.originals.visibility import has_file_path, has_user_path

_DROPPED = frozenset(
    {"script", "noscript", "template", "object", "embed", "iframe", "applet", *ASIDES}
)
_DECLARATION = re.compile(r"<\?xml[^>]*\?>", re.I)


def cleaned(data: bytes) -> bytes:
    """Give the page as UTF-8."""
    text = without_hidden_characters(_DECLARATION.sub("", decode(data), count=1))
    root = parse_page(text)
    for hidden in list(hidden_elements(root)):
        if hidden.whole:
            remove(hidden.element)
        else:
            hidden.element.text = None
            for child in hidden.element:
                child.tail = None
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _DROPPED or _is_author(element):
            remove(element)
        else:
            _clean_attributes(element)
    for meta in list(root.iter("meta")):
        if meta.get("charset") or (meta.get("http-equiv") or "").lower() == "content-type":
            remove(meta)
    return etree.tostring(root, encoding="utf-8", method="html", doctype="<!DOCTYPE html>")


def _is_author(element: etree._Element) -> bool:
    if element.tag == "input":
        return (element.get("type") or "").lower() == "hidden"
    name = element.get("name") or element.get("property") or ""
    return element.tag == "meta" and bool(AUTHOR_META.fullmatch(name))


def _clean_attributes(element: etree._Element) -> None:
    for key, value in list(element.attrib.items()):
        name, said = str(key), str(value)
        is_path = has_file_path(said) if name in ADDRESSES else has_user_path(said)
        if is_path or name.startswith(("data-", "on")):
            del element.attrib[key]
