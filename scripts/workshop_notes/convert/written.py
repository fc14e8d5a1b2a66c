"""The common end of Word and OpenDocument: from a writer's page to the Conversion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from workshop_notes.convert.balance import balanced
from workshop_notes.convert.conversion import Conversion, LeftOut
from workshop_notes.convert.outline import outlined
from workshop_notes.convert.pandoc import numbers_in_cells, to_markdown
from workshop_notes.convert.pictures import LABEL
from workshop_notes.furniture.cuts import Cut
from workshop_notes.normalize import hiding_characters, look_alikes, normalize
from workshop_notes.problem import Problem


class Writer(Protocol):
    """Writes a document as one guarded page of HTML, and remembers what it left out."""

    left_out: list[tuple[str, str]]
    furniture: list[Cut]
    pictures: int

    def page(self) -> str:
        """Give the page."""


def written(
    kind: str,
    path: str,
    own: str,
    writer: Writer,
    problems: Sequence[Problem] = (),
    left_out: Sequence[LeftOut] = (),
) -> Conversion:
    """Convert what a writer makes of a document; `own` is the document's text read by itself."""
    problems = [*problems, *hiding_characters(own, path), *look_alikes(own, path)]
    page = writer.page()
    markdown = normalize(outlined(to_markdown(page)))
    passages = [LeftOut(normalize(text), reason) for text, reason in writer.left_out]
    return balanced(
        kind,
        path,
        markdown,
        normalize(own),
        [*left_out, *passages],
        problems,
        added=[LABEL] * writer.pictures + numbers_in_cells(page),
        furniture=writer.furniture,
    )
