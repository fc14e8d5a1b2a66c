"""Elements taken out of a tree, the text around them kept."""

from __future__ import annotations

import re

from lxml import etree

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def remove(element: etree._Element) -> None:
    """Take an element out; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        tail = _UNWRITABLE.sub("", element.tail)
        before = element.getprevious()
        if before is not None:
            before.tail = _UNWRITABLE.sub("", before.tail or "") + tail
        else:
            parent.text = _UNWRITABLE.sub("", parent.text or "") + tail
    parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """Put an element's children in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(at, child)
    parent.remove(element)
