"""The scan of an original for hidden data, whatever its format."""

from __future__ import annotations

from pathlib import PurePath

from workshop_notes.originals import odf, ooxml, page, pdf, picture, plain
from workshop_notes.originals.archive import RefusedError
from workshop_notes.originals.finding import (
    Finding,
    as_problem,
    at_most,
    merged,
    of_the_file_as_one,
)
from workshop_notes.originals.kind import sniff
from workshop_notes.problem import Problem

_MARKDOWN = frozenset({".md", ".markdown"})
_CANNOT_TELL = "save it as .docx, .odt, .pdf, .html or .txt, and check that"


def scan(data: bytes, path: str, *, committed: bool = True) -> list[Problem]:
    """List what an original hides, by kind, place and number, never by its text.

    `committed` says that the file itself is to be published with the repository: then everything
    hidden is an error. Where only its visible text is wanted, comments and unresolved changes are
    errors, and the rest are warnings that it is left out.
    """
    try:
        found = _find(data, path, committed)
    except RefusedError as error:
        return [Problem(path, 1, 1, error.code, error.message, error.fix)]
    found = at_most(merged(found) if committed else of_the_file_as_one(found))
    return sorted({as_problem(finding, path, committed) for finding in found})


def _find(data: bytes, path: str, committed: bool) -> list[Finding]:
    kind = sniff(data)
    if kind == "docx":
        return ooxml.find_hidden(data)
    if kind == "odt":
        return odf.find_hidden(data)
    if kind == "pdf":
        return pdf.find_hidden(data)
    if kind == "html":
        return page.find_hidden(plain.decode(data))
    if kind == "txt":
        markdown = PurePath(path).suffix.lower() in _MARKDOWN
        return plain.find_hidden(plain.decode(data), markdown)
    if kind in picture.KINDS:
        return picture.find_hidden(data)
    if kind == "empty" or not committed:
        # Whether such a file can be a note at all is the converter's to say.
        return []
    raise RefusedError(
        "hidden-unknown", "this format may hide anything and cannot be scanned", _CANNOT_TELL
    )
