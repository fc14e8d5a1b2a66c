"""The one way in: bytes of any format to a Conversion, by what they are and not by their name."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

from workshop_notes.convert.conversion import Conversion
from workshop_notes.convert.decode import UndecodableError
from workshop_notes.convert.pandoc import PandocError
from workshop_notes.originals.archive import RefusedError
from workshop_notes.originals.kind import sniff
from workshop_notes.problem import Problem

_Converter = Callable[[bytes, str], Conversion]
# Kind by content → module and function; each is loaded when the first file of its kind comes.
_CONVERTERS = {
    "txt": "plain_text",
    "md": "markdown_text",
    "html": "webpage",
    "docx": "docx",
    "odt": "odt",
    "pdf": "pdf",
    "rtf": "office",
    "doc": "office",
}
_SUFFIXES = {
    "txt": {".txt", ".text", ""},
    "md": {".md", ".markdown"},
    "html": {".html", ".htm", ".xhtml"},
    "docx": {".docx"},
    "odt": {".odt"},
    "pdf": {".pdf"},
    "rtf": {".rtf"},
    "doc": {".doc"},
}
_NAMES = {
    "encrypted-office": "an encrypted Office document",
    "spreadsheet": "a spreadsheet",
    "slides": "a presentation",
    "office-xml": "an Office document in flat XML",
    "mail": "an e-mail",
    "zip": "a zip archive",
    "archive": "an archive",
    "binary": "a binary file",
}
_MARKDOWN_SUFFIXES = _SUFFIXES["md"]


def convert(path: Path, data: bytes | None = None, *, name: str = "") -> Conversion:
    """Convert one original.

    `data` spares reading the path; `name` is the path as problems show it. The file's name serves
    only to tell Markdown from text and to report one that says another format. Refusals come
    back as errors in the conversion; nothing is raised for a bad file.
    """
    shown = name or path.as_posix()
    data = path.read_bytes() if data is None else data
    suffix = Path(shown).suffix.lower()
    kind: str = sniff(data)
    if suffix in _MARKDOWN_SUFFIXES and (kind == "txt" or (kind == "html" and not _is_page(data))):
        kind = "md"
    if kind == "empty":
        return _refused(
            "", shown, "empty-original", "the file is empty", "put the note's text in it"
        )
    if kind not in _CONVERTERS:
        what = _NAMES.get(kind, f"a {kind.upper()} picture")
        fix = "save the note as .docx, .odt, .pdf, .html, .md or .txt"
        return _refused("", shown, "not-a-note-format", f"the file is {what}", fix)
    known = {suffix_ for suffixes in _SUFFIXES.values() for suffix_ in suffixes} - {""}
    if suffix in known and suffix not in _SUFFIXES[kind]:
        message = f"the name says {suffix[1:]}, and the file is {kind}"
        return _refused(
            kind, shown, "not-what-its-name-says", message, f"rename it to end in .{kind}"
        )
    converter = _converter(kind)
    if converter is None:
        return _refused(
            kind,
            shown,
            "not-a-note-format",
            f"{kind} files are not read",
            "save it as .docx or .txt",
        )
    try:
        return converter(data, shown)
    except UndecodableError as error:
        problem = Problem(shown, error.line, 1, error.code, error.message, error.fix)
        return Conversion(kind, "", "", problems=(problem,))
    except RefusedError as error:
        return _refused(kind, shown, error.code, error.message, error.fix)
    except PandocError:
        message, fix = "the document is damaged", "save it again from its own program"
        return _refused(kind, shown, "unreadable-original", message, fix)


def _is_page(data: bytes) -> bool:
    """Say whether HTML is a whole page, and not the beginning of a Markdown text."""
    opening = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower()
    return opening.startswith((b"<!doctype", b"<html", b"<?xml"))


def _converter(kind: str) -> _Converter | None:
    module = f"workshop_notes.convert.{_CONVERTERS[kind]}"
    try:
        converter: _Converter = importlib.import_module(module).convert
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return None
    return converter


def _refused(kind: str, path: str, code: str, message: str, fix: str) -> Conversion:
    return Conversion(kind, "", "", problems=(Problem(path, 1, 1, code, message, fix),))
