"""Confidentiality: nobody who took part in a workshop is identified in its note."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workshop_notes.checks.identifies.identify import contacts, identifies
from workshop_notes.note import Note
from workshop_notes.problem import Problem
from workshop_notes.vocabulary import Vocabularies

CHATHAM_HOUSE = "chatham-house"
CONTACT = "identifies-contact"


def confidentiality(note: Note, vocabularies: Vocabularies) -> Iterator[Problem]:
    """Give what identifies somebody in the title, the summary and the body of a note.

    Under the Chatham House rule everything is checked, and exactly the names in `speakers` pass.
    Where a note states no rule, only e-mail addresses, telephone numbers and accounts are errors;
    what would be one under the rule is a warning, since a rule that is forgotten must not leak.
    """
    names = tuple(speaker.name for speaker in note.speakers)
    texts = [(getattr(note, field), *note.at(field)) for field in ("title", "summary")]
    texts.append((note.body, note.body_line, 1))
    for text, line, column in texts:
        if not text:
            continue
        found = identifies(
            text, note.shown, line, names, vocabularies, note.language, first_column=column
        )
        yield from found if note.rule == CHATHAM_HOUSE else _weighed(found)


def confidentiality_of_text(
    text: str,
    path: str,
    vocabularies: Vocabularies,
    *,
    names: tuple[str, ...] = (),
    language: str = "en",
    chatham_house: bool = True,
) -> Iterator[Problem]:
    """Give what identifies somebody in an original's own text; lines are those of `text`."""
    if chatham_house:
        yield from identifies(text, path, 1, names, vocabularies, language)
    else:
        yield from contacts(text, path)


def _weighed(found: Iterator[Problem]) -> Iterator[Problem]:
    for problem in found:
        if problem.code == CONTACT:
            yield problem
        elif problem.level == "error":
            fix = f"{problem.fix}; if the workshop was public, leave it"
            yield replace(problem, level="warning", fix=fix)
