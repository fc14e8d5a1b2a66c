"""The table of formats: one row for each, read by ingest, check, scrub, sweep and inbox alike.

A format is known when its row names a module that reads it, a function that counts its words by
itself, and a module that finds and takes out what it hides; a test holds that each row has them.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from workshop_notes.formats.hidden import (
    Finding,
    RefusedError,
    as_problem,
    in_few_places,
    merged,
    of_the_file_as_one,
    refused,
)
from workshop_notes.problem import Problem

_HERE = "workshop_notes.formats"
_OF_PAGES = (b"<!doctype", b"<html", b"<?xml")


@dataclass(frozen=True)
class Format:
    """A kind of file: what it is called, how its name ends, and the modules that know it.

    `reader` has `read(data, path)`, `hider` has `find_hidden(data)` and `cleaned(data)`; `counter`
    is a function of `formats.count`. What is `taken` may be a note.
    """

    name: str
    noun: str
    suffixes: tuple[str, ...]
    reader: str = ""
    counter: str = ""
    hider: str = ""
    taken: bool = True

    def read(self, data: bytes, path: str) -> Any:
        """Read an original of this format."""
        return _function(self.reader, "read")(data, path)

    def find_hidden(self, data: bytes) -> list[Finding]:
        """List what a file of this format hides."""
        return merged(_function(self.hider, "find_hidden")(data))

    def cleaned(self, data: bytes) -> bytes:
        """Give a file of this format without what it hides."""
        clean: bytes = _function(self.hider, "cleaned")(data)
        return clean


FORMATS = (
    Format("txt", "plain text", (".txt", ".text"), "plain", "text", "plain"),
    Format("md", "Markdown", (".md", ".markdown"), "markdown_read", "markdown", "markdown_read"),
    Format("html", "a web page", (".html", ".htm", ".xhtml"), "html", "html", "html"),
    Format("docx", "a Word document", (".docx",), "word", "docx", "zipped_hidden"),
    Format("odt", "an OpenDocument text", (".odt",), "odf", "odt", "zipped_hidden"),
    Format("pdf", "a PDF", (".pdf",), "pdf_read", "pdf", "pdf"),
    Format("rtf", "rich text", (".rtf",), "office", "docx", "office"),
    Format("doc", "an old Word document", (".doc",), "office", "docx", "office"),
    Format("mht", "a saved web page", (".mht", ".mhtml"), "mail", "html", "mail"),
    Format("eml", "an e-mail", (".eml", ".txt"), "mail", "html", "mail"),
    *(
        Format(name, "a picture", suffixes, "", "", "picture", taken=False)
        for name, suffixes in (
            ("jpg", (".jpg", ".jpeg")),
            ("png", (".png",)),
            ("gif", (".gif",)),
            ("webp", (".webp",)),
            ("tiff", (".tif", ".tiff")),
            ("svg", (".svg",)),
        )
    ),
    Format("transcript", "a transcript, which says who spoke", (".vtt", ".srt"), taken=False),
    Format("encrypted-office", "an encrypted Office document", (), taken=False),
    Format("spreadsheet", "a spreadsheet", (), taken=False),
    Format("slides", "a presentation", (), taken=False),
    Format("office-xml", "an Office document in flat XML", (), taken=False),
    Format("mail", "an Outlook message", (".msg",), taken=False),
    Format("zip", "a zip archive", (), taken=False),
    Format("archive", "an archive", (), taken=False),
    Format("binary", "a binary file", (), taken=False),
)
BY_NAME = {one.name: one for one in FORMATS}
# Raw Markdown has a name of its own, since a note beside it ends in .md, too.
RAW_MARKDOWN = ".original.md"
ORIGINAL_SUFFIXES = (
    *(end for one in FORMATS if one.taken and one.name != "md" for end in one.suffixes),
    *BY_NAME["transcript"].suffixes,
    RAW_MARKDOWN,
)
PICTURE_SUFFIXES = tuple(end for one in FORMATS if one.noun == "a picture" for end in one.suffixes)


def format_of(data: bytes, name: str) -> Format | None:
    """Say what format a file has: by its bytes, its name telling only Markdown from text.

    None where it is empty.
    """
    kind: str = _function("original", "sniff")(data)
    if kind == "empty":
        return None
    # HTML that is no whole page may be the beginning of a Markdown text.
    opening = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower()
    is_text = kind == "txt" or (kind == "html" and not opening.startswith(_OF_PAGES))
    is_markdown = is_text and PurePath(name).suffix.lower() in BY_NAME["md"].suffixes
    return BY_NAME["md" if is_markdown else kind]


def whole(data: bytes, path: Path) -> bytes:
    """Give an original with what belongs to it in its folder: a page with its style sheets."""
    if _function("original", "sniff")(data) != "html":
        return data
    page: bytes = _function("html_style", "with_sheets_beside")(data, path.parent)
    return page


def scan(data: bytes, path: str, *, committed: bool = True) -> list[Problem]:
    """List what an original hides, by kind, place and number, never by its text.

    `committed` says that the file itself is to be published with the repository: then everything
    hidden is an error. Where only its visible text is wanted, comments and unresolved changes are
    errors, and the rest are warnings that it is left out.
    """
    known = format_of(data, path)
    try:
        if known is not None and known.hider:
            found = known.find_hidden(data)
        elif known is None or not committed:
            return []  # whether such a file can be a note at all is the converter's to say
        else:
            raise refused(
                "transcript" if known.name == "transcript" else "unknown", noun=known.noun
            )
    except RefusedError as error:
        return [error.problem(path)]
    found = in_few_places(found if committed else of_the_file_as_one(found))
    return sorted({as_problem(finding, path, committed) for finding in found})


def _function(module: str, name: str) -> Callable[..., Any]:
    """Load a module when the first file of its format comes."""
    function: Callable[..., Any] = getattr(importlib.import_module(f"{_HERE}.{module}"), name)
    return function
