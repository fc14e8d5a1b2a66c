"""Pandoc as the writer of Markdown: cleaned pages in, Markdown for this site out.

Every character that Markdown could read as markup goes through pandoc in disguise, as a character
of a private plane, so that one module alone (escape) decides how text is spelled.
"""

from __future__ import annotations

import re
import subprocess
from functools import cache
from html import unescape
from pathlib import Path

import pypandoc
from lxml import etree, html

from workshop_notes.convert.escape import escape_at

_FILTER = Path(__file__).with_name("simplify.lua")
_WRITER = (
    "markdown_phpextra-raw_html-header_attributes-link_attributes-markdown_in_html_blocks"
    "+four_space_rule+startnum"
)
_READER = "commonmark+pipe_tables+footnotes+raw_html+definition_lists+strikeout"
_PLANE = 0xF0000
_TAG = re.compile(r"<[^>]*>")
_MARKUP = "\\`*_{}[]()<>#+-.!|:=~&^$@\"'"
_GUARD = {ord(mark): _PLANE + ord(mark) for mark in _MARKUP}
_GUARDED = re.compile("[\U000f0000-\U000f007f]")
_UNGUARD = {guarded: mark for mark, guarded in _GUARD.items()}
# What stands before the text of a line: quote marks, list markers, notes, definitions, cells.
_STRUCTURE = re.compile(
    r"(?: {0,24}(?:> ?|- +|\d+\. +|\[\^\d+\]: *|: {3}|#{1,6} ))*[ ]*(?:\*\*\*|\*\*|\*)?"
)
_ITEM = re.compile(r"^( *(?:> *)*)(-|\d+\.) {1,3}(?=\S)")
_SECONDS = 60


def guard(text: str) -> str:
    """Disguise the characters of a text that Markdown could read as markup."""
    return text.translate(_GUARD)


def unguard(text: str) -> str:
    """Give a guarded text as it was."""
    return text.translate(_UNGUARD)


def plain_text(said: str) -> str:
    """Give the text of a piece of guarded HTML, its marks aside."""
    return " ".join(unguard(unescape(_TAG.sub("", said.replace("<br>", " ")))).split())


def to_markdown(page: str) -> str:
    """Write a page of simple HTML, whose text must be guarded, as Markdown."""
    options = ["--from=html", f"--to={_WRITER}", "--standalone", f"--lua-filter={_FILTER}"]
    written = _run(page.encode(), options)
    return "\n".join(_tidy(_unguarded(line)) for line in written.split("\n"))


def numbers_in_cells(page: str) -> list[str]:
    """Give the numbers of list items in table cells, which Markdown can only write out."""
    if "<td" not in page or "<ol" not in page:
        return []
    numbers: list[str] = []
    for listed in html.document_fromstring(page).iter("ol"):
        if next(listed.iterancestors("td", "th"), None) is not None:
            first = int(listed.get("start") or 1)
            items = sum(1 for child in listed if child.tag == "li" and _is_seen(child))
            numbers += [str(first + at) for at in range(items)]
    return numbers


def markdown_to_html(text: str) -> str:
    """Read Markdown as editors write it, CommonMark with tables and footnotes, into HTML."""
    return _run(text.encode(), [f"--from={_READER}", "--to=html"])


class PandocError(Exception):
    """Pandoc did not understand a document that was prepared for it."""


def _run(data: bytes, options: list[str]) -> str:
    command = [_program(), *options, "--wrap=none", "--sandbox"]
    done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)
    if done.returncode:
        raise PandocError(done.stderr.decode("utf-8", "replace").strip()[:200])
    return done.stdout.decode("utf-8").replace("\r\n", "\n")


@cache
def _program() -> str:
    return str(pypandoc.get_pandoc_path())


def _is_seen(element: etree._Element) -> bool:
    return any(str(text).strip() for text in element.itertext())


def _unguarded(line: str) -> str:
    """Give a line of pandoc's Markdown with its text undisguised and escaped where it must be."""
    if not _GUARDED.search(line):
        return line
    structure = _STRUCTURE.match(line)
    start = structure.end() if structure else 0
    plain = line.translate(_UNGUARD)
    in_table = line.startswith("|")
    heading = line.startswith("#")
    return _GUARDED.sub(
        lambda found: escape_at(plain, found.start(), start, table=in_table, heading=heading), line
    )


def _tidy(line: str) -> str:
    """Spare the spaces by which pandoc sets columns and list items."""
    if re.fullmatch(r"-{10,}", line):
        return "---"
    if not line.startswith("|"):
        return _ITEM.sub(r"\1\2 ", line)
    if re.fullmatch(r"[|\- :]+", line) and "---" in line:
        return re.sub(r"-{3,}", " --- ", line)
    return re.sub(r"(?<!\\) +\|", " |", line)
