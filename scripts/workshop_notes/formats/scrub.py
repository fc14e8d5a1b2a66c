"""A clean copy of an original: everything hidden removed, what a reader sees kept."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from workshop_notes.formats.archive import parse_xml, unpack, whole_text
from workshop_notes.formats.document import walk
from workshop_notes.formats.hidden import RESOLVE, RefusedError, counted, place_in_words, refused
from workshop_notes.formats.html import parse_page
from workshop_notes.formats.original import decoded_somehow
from workshop_notes.formats.table import BY_NAME, Format, format_of, scan, whole
from workshop_notes.problem import Problem, has_errors
from workshop_notes.sandbox import Job, run_bounded
from workshop_notes.writing import NotOursError, project_of, refuse_links, write_whole

_WORDS = re.compile(r"[^\W\d_]{3,}")
_TABLES = re.compile(r"^\[Content_Types\]\.xml$|\.rels$|^META-INF/manifest\.xml$")
_ANEW = "export or print it anew from its own program, without what the check names"


def scrub_file(
    path: Path, output: Path | None = None, *, in_place: bool = False
) -> tuple[list[str], list[Problem]]:
    """Write a clean copy of one file and say what was removed, or why there is none.

    The copy goes to `output`, over the file itself, or beside it as `NAME.clean.SUFFIX`; a file
    that is there already is never replaced but by `in_place`. The work is done in a child process.
    """
    shown = path.as_posix()
    absolute = Path(os.path.abspath(path))
    try:
        refuse_links(absolute, project_of(absolute))
    except NotOursError as error:
        return [], [Problem(shown, 1, 1, "not-a-file", str(error), "name the file by its own path")]
    target = path if in_place else output or path.with_suffix(f".clean{path.suffix}")
    if not in_place and target.exists():
        message, fix = "this file is there already", "name another"
        return [], [Problem(target.as_posix(), 1, 1, "file-exists", message, fix)]
    (result,) = run_bounded([Job(f"{__name__}:scrub_one", path)], workers=1)
    if result.problem is not None:
        return [], [result.problem]
    clean, removed, problems = result.value
    if problems:
        return [], problems
    if not removed:
        return [f"{shown}: nothing to remove"], []
    write_whole(target, clean)
    lines = [f"{shown}: removed {what}" for what in removed]
    return [*lines, f"{shown}: the clean copy is {target.as_posix()}"], []


def scrub_one(path: Path, data: bytes) -> tuple[bytes, list[str], list[Problem]]:
    """Scrub one file; runs in a child process."""
    try:
        clean, removed = scrub(whole(data, path), path.as_posix())
    except RefusedError as error:
        return b"", [], [error.problem(path.as_posix())]
    return clean, removed, []


def scrub(data: bytes, path: str = "original") -> tuple[bytes, list[str]]:
    """Give a clean copy and what was removed from it, by kind and place.

    The copy is read again by the scan of a file that is to be committed. Raises `RefusedError`
    where a person has to decide first (unresolved changes) or where the copy would not be clean.
    """
    known = format_of(data, path)
    found = scan(data, path)
    for problem in found:
        if problem.code == "hidden-tracked-change":
            raise RefusedError(problem.code, problem.message, RESOLVE)
    unreadable = next((p for p in found if not p.code.startswith("hidden-")), None)
    if unreadable:
        raise RefusedError(unreadable.code, unreadable.message, unreadable.fix)
    if known is None or not known.hider:
        if not found:
            return data, []
        raise refused("uncleanable")
    if not found and known.name in ("eml", "rtf", "doc"):
        return data, []
    clean = known.cleaned(data)
    before, after = swept(data, known.name), swept(clean, known.name)
    stay = frozenset[str]().union(*after.values())
    gone = {place: words - stay for place, words in before.items() if words - stay}
    if not found and not gone:
        return data, []
    left = scan(clean, path)
    if has_errors(left):
        said = "; ".join(problem.message for problem in left)
        raise RefusedError(left[0].code, f"cannot be removed: {said}", _ANEW)
    if known.name in ("docx", "odt") and (lost := _read(known, data) - _read(known, clean)):
        raise refused("loses words", much=counted(len(lost), "words"))
    removed = [problem.message for problem in found]
    return clean, removed or [
        f"{counted(len(words), 'words')} that no reader sees in {place_in_words(place)}"
        for place, words in gone.items()
    ]


def swept(data: bytes, kind: str) -> dict[str, frozenset[str]]:
    """Give every word that a file's bytes hold, by its place, names of markup aside."""
    texts: dict[str, list[str]] = {}
    if kind in ("docx", "odt"):
        parts = unpack(data).items()
        texts = {name: _said(part) for name, part in parts if not _TABLES.search(name)}
    elif kind == "html":
        texts = {"the page": _said(data, html=True)}
    elif kind in ("txt", "md", "svg"):
        texts = {"the text": [decoded_somehow(data)]}
    return {
        place: frozenset(word for text in listed for word in _WORDS.findall(text))
        for place, listed in texts.items()
    }


def _read(known: Format, data: bytes) -> frozenset[str]:
    """Give the words of the note that would be made of a file, and signs for what is not read."""
    reading = known.read(data, "original")
    for problem in reading.problems:
        if problem.code == "embedded-document":
            raise RefusedError(problem.code, problem.message, problem.fix)
    return frozenset(whole_text(reading.body).split())


def unseen(data: bytes, kind: str) -> Iterator[str]:
    """Give what a clean copy lacks: lines of Markdown, texts of a page, what its programs state."""
    if kind == "md":
        said = BY_NAME[kind].cleaned(data).decode().split("\n")
        yield from (line for line in decoded_somehow(data).split("\n") if line not in said)
    elif kind == "html":
        kept = set(_said(BY_NAME["html"].cleaned(data), html=True))
        page = parse_page(decoded_somehow(data))
        for program in page.iter("script", "style"):
            program.text = program.text if "json" in (program.get("type") or "") else ""
        yield from (text for text in _texts(page) if text not in kept)


def _said(part: bytes, html: bool = False) -> list[str]:
    """Give the texts, values of attributes and comments of markup."""
    text = decoded_somehow(part)
    try:
        root = parse_page(text) if html else parse_xml(part)
    except RefusedError:
        return []
    return _texts(root)


def _texts(root: etree._Element) -> list[str]:
    found = [str(one) for element in root.iter() for one in (element.text, element.tail) if one]
    stated = (one for one in walk(root) if not (one.get("charset") or one.get("http-equiv")))
    return found + [str(said) for one in stated for said in one.attrib.values()]
