"""An OpenDocument text as a Conversion."""

from __future__ import annotations

from collections.abc import Iterator

from workshop_notes.convert import odt_text
from workshop_notes.convert.conversion import Conversion
from workshop_notes.convert.odt_parts import Parts, open_parts
from workshop_notes.convert.odt_write import Writer
from workshop_notes.convert.written import written
from workshop_notes.originals.finding import RESOLVE, Finding, as_problem
from workshop_notes.originals.odf_text import OFFICE, TEXT


def convert(data: bytes, path: str) -> Conversion:
    """Convert an OpenDocument text; unresolved changes and comments refuse it."""
    parts = open_parts(data)
    unresolved = [as_problem(finding, path, False) for finding in _unresolved(parts)]
    if unresolved:
        return Conversion("odt", "", "", problems=tuple(unresolved))
    return written("odt", path, odt_text.read(parts), Writer(parts))


def _unresolved(parts: Parts) -> Iterator[Finding]:
    comments = sum(1 for _ in parts.text.iter(f"{OFFICE}annotation"))
    if comments:
        yield Finding("hidden-comment", "comment", "", comments, always=True, fix=RESOLVE)
    for tag, what in (
        ("insertion", "tracked insertion"),
        ("deletion", "tracked deletion"),
        ("format-change", "tracked format change"),
    ):
        number = sum(1 for _ in parts.text.iter(f"{TEXT}{tag}"))
        if number:
            yield Finding("hidden-tracked-change", what, "", number, always=True, fix=RESOLVE)
