"""Markdown as the site reads it: one configuration for the page, the loss account and the guard."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import lxml.html
from lxml import etree
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

from workshop_notes.bounded import read_own
from workshop_notes.text.sieve import Pattern

STRUCK = "pymdownx.tilde"
EXTENSIONS = ("tables", "footnotes", "attr_list", "def_list", "abbr", "sane_lists", STRUCK)
# What mkdocs.yml says of them too: words may be struck in part, and one `~` means nothing.
CONFIGS: Mapping[str, Mapping[str, Any]] = {
    "footnotes": {"SEPARATOR": "-"},
    STRUCK: {"smart_delete": False, "subscript": False},
}
# The character without which an inline pattern of Markdown or of its extensions finds nothing.
SIGNS: Mapping[str, str] = read_own(Path(__file__).with_suffix(".yml"))
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS = "ul ol li dl dt dd"
_TABLES = "table caption thead tbody tr td th"
BLOCKS = frozenset([*HEADINGS, *_LISTS.split(), *_TABLES.split(), "p", "blockquote", "pre", "div"])
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[ \t\n]+")
_WORD = re.compile(r"[^\W_]+")


class _LineBreak(InlineProcessor):
    """The one tag that a note may hold: a line break, which tables have no other way to write."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], _data: str
    ) -> tuple[etree._Element, int, int]:
        """Give the line break."""
        return ElementTree.Element("br"), m.start(0), m.end(0)  # type: ignore[return-value]


class QuickMarkdown(Markdown):
    """Markdown that asks a text only for what its characters may be: most notes hold few marks.

    Relied upon: those who read blocks search them by expressions of these names alone.
    """

    def __init__(self, **given: Any) -> None:
        """Make it, as Markdown does."""
        super().__init__(**given)
        for processor in self.parser.blockprocessors:
            for name in ("RE", "SEARCH_RE", "START"):
                if isinstance(plain := getattr(processor, name, None), re.Pattern):
                    setattr(processor, name, Pattern(plain.pattern, plain.flags))

    def convert(self, source: str) -> str:
        """Give the HTML of a text."""
        table = self.parser.blockprocessors["table"]
        table.test = partial(_is_table, type(table).test, table)  # type: ignore[method-assign]
        patterns = self.inlinePatterns
        plain = source.expandtabs(self.tab_length).replace("\r", "\n")
        idle = {
            patterns.get_index_for_name(name)
            for name, sign in SIGNS.items()
            if sign not in plain and name in patterns
        }
        inline: Any = self.treeprocessors["inline"]
        inline.inlinePatterns = [one for at, one in enumerate(patterns) if at not in idle]
        return super().convert(source)


def render(markdown: str) -> str:
    """Render a note's Markdown to HTML; other markup in it is text, and shows as typed."""
    parser = _parser()
    parser.reset()
    return str(parser.convert(_CONTROLS.sub("", markdown)))


def tree_of(markdown: str) -> etree._Element:
    """Render a note's Markdown to a tree below a `div`."""
    tree: etree._Element = lxml.html.fragment_fromstring(render(markdown), create_parent="div")
    return tree


def visible(markdown: str, *, numbers: bool = False) -> str:
    """Give what a reader sees of a note's Markdown, one block a line.

    `numbers` asks for the numbers of lists and footnotes too, which a browser shows and which are
    words only where the original typed them.
    """
    out: list[str] = []
    _walk(tree_of(markdown), out, numbers)
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(out).split("\x00"))
    return "\n".join(line for line in lines if line)


@cache
def _parser() -> Markdown:
    parser = QuickMarkdown(extensions=list(EXTENSIONS), extension_configs=CONFIGS)
    # A note is text from outside: its markup is shown, never obeyed.
    parser.preprocessors.deregister("html_block")
    parser.inlinePatterns.deregister("html")
    parser.inlinePatterns.register(_LineBreak(r"<br\s*/?>", parser), "line-break", 95)
    return parser


def _is_table(test: Any, table: Any, parent: Any, block: str) -> bool:
    return "|" in block and bool(test(table, parent, block))


def _walk(element: etree._Element, out: list[str], numbers: bool) -> None:
    reference = element.tag == "sup" and (element.get("id") or "").startswith("fnref")
    if reference or element.get("class") == "footnote-backref":
        text = "".join(str(part) for part in element.itertext())
        out.append(f" {text} " if numbers and reference else "")
        out.append(element.tail or "")
        return
    block = element.tag in BLOCKS or element.tag in ("br", "hr")
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


def _number(item: etree._Element) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    first = int(parent.get("start") or 1)
    return f"{first + [child for child in parent if child.tag == 'li'].index(item)}. "
