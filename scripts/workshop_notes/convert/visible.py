"""What a reader sees of Markdown: the text of the page it renders to."""

from __future__ import annotations

import re

import markdown as python_markdown
from lxml import etree, html

from workshop_notes.convert.webpage_text import BLOCKS, UNSEEN

EXTENSIONS = (
    "tables",
    "footnotes",
    "attr_list",
    "def_list",
    "abbr",
    "md_in_html",
    "sane_lists",
    "toc",
)
_SPACES = re.compile(r"[ \t\n]+")


def visible(text: str, *, numbers: bool) -> str:
    """Render Markdown as the site does and give the visible text, one block a line.

    `numbers` asks for the numbers of lists and footnotes too, which a browser shows and which are
    words only where the original typed them.
    """
    if not text.strip():
        return ""
    rendered = python_markdown.markdown(text, extensions=list(EXTENSIONS))
    page = html.fragment_fromstring(rendered, create_parent="div")
    out: list[str] = []
    _walk(page, out, numbers)
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(out).split("\x00"))
    return "\n".join(line for line in lines if line)


def _walk(element: etree._Element, out: list[str], numbers: bool) -> None:
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        out.append(element.tail or "")
        return
    if _is_mark(element):
        text = "".join(str(part) for part in element.itertext())
        out.append(f" {text} " if numbers and _is_reference(element) else "")
        out.append(element.tail or "")
        return
    block = element.tag in BLOCKS or element.tag == "br"
    if block:
        out.append("\x00")
    if numbers and element.tag == "li":
        out.append(_number(element))
    out.append(element.text or "")
    for child in element:
        _walk(child, out, numbers)
    if block:
        out.append("\x00")
    out.append(element.tail or "")


def _is_mark(element: etree._Element) -> bool:
    return element.get("class") == "footnote-backref" or _is_reference(element)


def _is_reference(element: etree._Element) -> bool:
    return element.tag == "sup" and (element.get("id") or "").startswith("fnref")


def _number(item: etree._Element) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    first = int(parent.get("start") or 1)
    return f"{first + [child for child in parent if child.tag == 'li'].index(item)}. "
