"""An OpenDocument text as a Conversion."""

from __future__ import annotations

from collections.abc import Iterator

from workshop_notes.convert import odt_text
from workshop_notes.convert.balance import balanced
from workshop_notes.convert.conversion import Conversion, LeftOut
from workshop_notes.convert.odt_parts import Parts, open_parts
from workshop_notes.convert.odt_write import Writer
from workshop_notes.convert.outline import outlined
from workshop_notes.convert.pandoc import numbers_in_cells, to_markdown
from workshop_notes.convert.pictures import LABEL
from workshop_notes.normalize import hiding_characters, look_alikes, normalize
from workshop_notes.originals.finding import RESOLVE, Finding, as_problem
from workshop_notes.originals.odf_text import OFFICE, TEXT
from workshop_notes.problem import Problem


def convert(data: bytes, path: str) -> Conversion:
    """Convert an OpenDocument text; unresolved changes and comments refuse it."""
    parts = open_parts(data)
    unresolved = [as_problem(finding, path, False) for finding in _unresolved(parts)]
    if unresolved:
        return Conversion("odt", "", "", problems=tuple(unresolved))
    own = odt_text.read(parts)
    problems: list[Problem] = [*hiding_characters(own, path), *look_alikes(own, path)]
    writer = Writer(parts)
    page = writer.page()
    markdown = normalize(outlined(to_markdown(page)))
    left_out = [LeftOut(normalize(text), reason) for text, reason in writer.left_out]
    added = [LABEL] * writer.pictures + numbers_in_cells(page)
    return balanced(
        "odt",
        path,
        markdown,
        normalize(own),
        left_out,
        problems,
        added=added,
        furniture=writer.furniture,
    )


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
