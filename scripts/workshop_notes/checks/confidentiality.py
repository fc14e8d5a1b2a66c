"""Confidentiality: nobody who took part in a workshop is identified in its note."""

from __future__ import annotations

from collections.abc import Iterator

from workshop_notes.checks.identifies.identify import contacts, identifies
from workshop_notes.note import Note
from workshop_notes.problem import Problem
from workshop_notes.vocabulary import Vocabularies

CONTACT = "identifies-contact"


def confidentiality(note: Note, vocabularies: Vocabularies) -> Iterator[Problem]:
    """Give what identifies somebody in the title, the summary and the body of a note.

    A note that states no rule is under the Chatham House rule. Exactly the names in `speakers`
    pass. Where `rule: public` is stated with its reason, only e-mail addresses, telephone
    numbers and accounts are errors.
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
        if is_public(note):
            found = (problem for problem in found if problem.code == CONTACT)
        yield from found


def is_public(note: Note) -> bool:
    """Say whether a note states, with a reason, that its workshop was public."""
    return note.rule == "public" and bool(note.rule_reason)


def confidentiality_of_text(
    text: str,
    path: str,
    vocabularies: Vocabularies,
    *,
    names: tuple[str, ...] = (),
    language: str = "en",
    public: bool = False,
) -> Iterator[Problem]:
    """Give what identifies somebody in an original's own text; lines are those of `text`."""
    if public:
        yield from contacts(text, path)
    else:
        yield from identifies(text, path, 1, names, vocabularies, language)
