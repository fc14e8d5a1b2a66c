"""Account of pages: every word of a note stands on its built page.

The words are counted in the note's file as it was typed, and in the page's bytes: whoever made the
page of the file is asked nothing.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import lxml.html

from workshop_notes.note import Note, without_leading_title
from workshop_notes.problem import Problem
from workshop_notes.views.page import note_address

# The words of a note stand in this element; a page that has another shape is read whole.
TEXT = "//article//div[contains(concat(' ', @class, ' '), ' text ')]"
SHOWN = 5
# What is typed in Markdown and is no text: addresses of links, definitions, attributes, marks of
# footnotes, pictures, numbers of lists, and the one tag that a note may hold.
_MARKUP = re.compile(
    r"""!\[[^\]\n]*\]\([^)\n]*\)
      | ^[ ]{0,3}\[(?!\^)[^\]\n]+\]:.*$ | ^[ ]{0,3}\*\[[^\]\n]+\]:.*$
      | (?<=\])(?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\) | \[[^\]\n]*\])
      | \[\^[^\]\n]+\]:? | \{:?[ ]*[\#.][^}\n]*\} | <br[ ]*/?>
      | ^[ \t>]*(?:[-*+][ \t]+)*\d{1,9}[.)](?=\s)""",
    re.MULTILINE | re.VERBOSE,
)
_WORD = re.compile(r"[^\W_]+")


def lost_words(
    notes: Iterable[Note], site: Path, taken: Container[str] = frozenset()
) -> Iterator[Problem]:
    """Yield an error for each note of which a word is not on its page below `site`.

    `taken` are the pages, as `notes/2020/minusma/index.html`, that were looked at when they were
    built. Withdrawn notes have no text to show.
    """
    for note in notes:
        name = f"{unquote(note_address(note.id))}index.html"
        if note.status == "withdrawn" or name in taken:
            continue
        page = site / name
        shown = words_of_page(page.read_bytes()) if page.is_file() else Counter()
        # The page has the title above its text.
        lost = words_of_note(without_leading_title(note)) - shown
        if lost:
            some = ", ".join(f"'{word}'" for word in list(lost)[:SHOWN])
            line = _line(note.body, next(iter(lost)))
            message = f"not on the page of the note: {some} ({lost.total()} in all)"
            fix = "write this passage plainly: less nesting, fewer marks; each build looks again"
            yield Problem(note.shown, note.body_line + line, 1, "lost-words", message, fix)


def words_of_note(markdown: str) -> Counter[str]:
    """Count the words that a reader of a note's Markdown must see, in order of appearance."""
    return Counter(_words(html.unescape(_MARKUP.sub(" ", markdown))))


def words_of_page(data: bytes) -> Counter[str]:
    """Count the words of the text of a note's page."""
    tree = lxml.html.document_fromstring(data.decode("utf-8"))
    parts: Any = tree.xpath(f"{TEXT}//text()") or tree.xpath("//text()")
    return Counter(word for part in parts for word in _words(part))


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text))


def _line(text: str, word: str) -> int:
    found = re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", text)
    return text.count("\n", 0, found.start()) if found else 0
