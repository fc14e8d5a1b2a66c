"""Sheet: everything that a human must look at once, with its line and why the guard let it pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workshop_notes.guard.identify import identify, known_for
from workshop_notes.guard.known import Kind, Known, read_yaml
from workshop_notes.guard.passage import Passage
from workshop_notes.guard.reading import Sentence, Token, read
from workshop_notes.note import Note
from workshop_notes.problem import has_errors
from workshop_notes.vocabulary import Vocabularies

LABEL = ":"
ASK = (
    "Read each once: does it tell who spoke? Initials that are words, lives that are told, and"
    " nicknames in small letters are found by nobody but you."
)


@dataclass(frozen=True, slots=True)
class Passed:
    """A word or name that passed: as written, in which lines, as what, and why."""

    text: str
    lines: tuple[int, ...]
    kind: str
    why: str


def passed(note: Note, vocabularies: Vocabularies) -> list[Passed]:
    """Give every name, state, role, organization and label of a note, each once; waivers first."""
    known = known_for(note, vocabularies)
    found: dict[tuple[str, str, str], list[int]] = {}
    for text, line in ((note.title, note.at("title")[0]), (note.summary, note.at("summary")[0])):
        for row in _in_text(text, known):
            found.setdefault(row, []).append(line)
    passage = Passage(note.body, note.body_line)
    for block in passage.blocks:
        heading = block.kind == "heading"
        for start, end in block.sentences:
            sentence = read(block.text[start:end], known, heading=heading)
            for token, kind, why in _told(sentence, start == 0):
                line, _ = passage.position(block.offset(start + token.start))
                found.setdefault((token.text, kind, why), []).append(line)
    rows = [
        Passed(text, tuple(dict.fromkeys(lines)), kind, why)
        for (text, kind, why), lines in sorted(found.items(), key=lambda one: (one[0][1], one[0]))
    ]
    consented = (
        Passed(one.name, (note.at(f"speakers.{index}")[0],), "speaker", one.reason)
        for index, one in enumerate(note.speakers)
    )
    waived = (
        Passed(one.text, (note.at(f"public.{index}")[0],), "waiver", one.reason)
        for index, one in enumerate(note.public)
    )
    return [*waived, *consented, *rows]


def as_sheet(note: Note, vocabularies: Vocabularies) -> str:
    """Print the sheet as Markdown for the pull request's summary, which anybody may read.

    While the note identifies somebody nothing of it is printed.
    """
    title = f"#### To sign off: {note.shown}"
    if has_errors(identify(note, vocabularies)):
        return f"{title}\n\nMend what identifies somebody first; then the sheet is printed here."
    rows = passed(note, vocabularies)
    lines = [
        title,
        "",
        ASK,
        "",
        "| what | lines | passed as | why |",
        "|---|---|---|---|",
    ]
    for row in rows:
        places = ", ".join(map(str, row.lines[:8])) + (" …" if len(row.lines) > 8 else "")
        lines.append(f"| {_cell(row.text)} | {places} | {row.kind} | {_cell(row.why)} |")
    return "\n".join(lines if rows else lines[:3])


def _in_text(text: str, known: Known) -> Iterator[tuple[str, str, str]]:
    for token, kind, why in _told(read(text, known, heading=True), False):
        yield token.text, kind, why


def _told(sentence: Sentence, begins: bool) -> Iterator[tuple[Token, str, str]]:
    reasons = read_yaml("messages")["passed"]
    for at, token in enumerate(sentence.tokens):
        kind: Kind | str = token.kind
        if kind in reasons:
            yield token, kind, _why(token, sentence.known) or reasons[kind]
        elif kind == "name":
            yield token, kind, reasons["waived"]
        elif not kind and token.low in sentence.grammar["offices"] | sentence.grammar["persons"]:
            yield token, "role", reasons["role"]
        elif begins and token.text == LABEL and 0 < at <= 6:
            start, end = sentence.tokens[0].start, sentence.tokens[at - 1].end
            text = sentence.text[start:end]
            yield Token(text, text.lower(), start, end, ""), "label", reasons["label"]
            begins = False


def _why(token: Token, known: Known) -> str:
    if token.kind == "listed":
        return next((one.why for one in known.project.names if one.name == token.text), "")
    if token.kind == "speaker":
        return "consented; see speakers"
    return ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
