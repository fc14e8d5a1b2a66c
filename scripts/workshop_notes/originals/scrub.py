"""A clean copy of an original: everything hidden removed, what a reader sees kept."""

from __future__ import annotations

from workshop_notes.originals import (
    hidden,
    scrub_odf,
    scrub_ooxml,
    scrub_page,
    scrub_pdf,
    scrub_picture,
    scrub_text,
)
from workshop_notes.originals.archive import RefusedError
from workshop_notes.originals.finding import RESOLVE
from workshop_notes.originals.kind import Kind, sniff
from workshop_notes.problem import has_errors

_ANEW = "export or print it anew from its own program, without what the check names"


def scrub(data: bytes, path: str = "original") -> tuple[bytes, list[str]]:
    """Give a clean copy and what was removed from it, by kind and place.

    The copy passes the scan of a file that is to be committed. Raises `RefusedError` where a person
    has to decide first (unresolved changes) or where the copy would not be clean.
    """
    kind = sniff(data)
    found = hidden.scan(data, path)
    for problem in found:
        if problem.code == "hidden-tracked-change":
            raise RefusedError(problem.code, problem.message, RESOLVE)
    unreadable = next((p for p in found if not p.code.startswith("hidden-")), None)
    if unreadable:
        raise RefusedError(unreadable.code, unreadable.message, unreadable.fix)
    if not found:
        return data, []
    clean = _clean(data, kind, path)
    left = hidden.scan(clean, path)
    if has_errors(left):
        raise RefusedError(left[0].code, f"cannot be removed: {left[0].message}", _ANEW)
    return clean, [problem.message for problem in found]


def _clean(data: bytes, kind: Kind, path: str) -> bytes:
    if kind == "docx":
        return scrub_ooxml.cleaned(data)
    if kind == "odt":
        return scrub_odf.cleaned(data)
    if kind == "pdf":
        return scrub_pdf.cleaned(data)
    if kind == "html":
        return scrub_page.cleaned(data)
    if kind == "txt":
        return scrub_text.cleaned(data, path)
    if kind in scrub_picture.KINDS:
        return scrub_picture.cleaned(data)
    raise RefusedError(
        "hidden-unknown",
        "this format cannot be cleaned",
        "save it as .docx, .odt, .pdf, .html or .txt first",
    )
