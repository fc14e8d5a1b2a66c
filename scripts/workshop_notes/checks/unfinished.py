"""Text that nobody has written yet: the template's own sentences, and titles that stop midway."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from workshop_notes.front_matter import parse_note
from workshop_notes.note import Note
from workshop_notes.places import TEMPLATE
from workshop_notes.problem import Problem
from workshop_notes.vocabulary import Vocabularies

FEWEST_WORDS = 3
_BLOCK = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")
_ITEM = re.compile(r"^[ \t>]*(?:[-*+]|\d+[.)]|\[\^[^\]]+\]:)[ \t]+", re.M)
_SENTENCE = re.compile(r"\S.*?(?:[.!?]['”\"’)]*(?=\s|\Z)|\Z)", re.S)


def unfinished_text(note: Note, vocabularies: Vocabularies) -> Iterator[Problem]:
    """A note's text is its own: nothing of the template is left, and the title is whole.

    Bad: `title: "… The Case of …"`, “Begin with what was held, when, by whom …”
    Good: the title as published, and the note's own sentences
    """
    code, fix = "unfinished-text", "write the note's own words, or remove this"
    if note.title.rstrip().endswith(("…", "...")):
        line, column = note.at("title")
        yield Problem(note.shown, line, column, code, "the title is not finished", fix)
    path = vocabularies.missions.path.parents[1] / TEMPLATE
    known = _of_template(path, path.stat().st_mtime_ns) if path.is_file() else frozenset()
    for words, at in _sentences(note.body) if known else ():
        if words in known:
            line = note.body_line + note.body.count("\n", 0, at)
            message = "this sentence is the template's own"
            yield Problem(note.shown, line, 1, code, message, fix)


def template_body(notes: Path) -> str:
    """Give the text that the project's template proposes, "" where there is no template."""
    path = notes / TEMPLATE
    if not path.is_file():
        return ""
    note, _ = parse_note(path.read_text(encoding="utf-8"), TEMPLATE, path, TEMPLATE)
    return note.body.strip("\n") + "\n" if note else ""


@lru_cache(maxsize=4)
def _of_template(path: Path, _changed: int) -> frozenset[str]:
    return frozenset(words for words, _ in _sentences(template_body(path.parent)))


def _sentences(body: str) -> Iterator[tuple[str, int]]:
    """Give each sentence of a body, without its marks and case, and where it begins."""
    for block in _BLOCK.finditer(body):
        text = _ITEM.sub(lambda m: "\0" + " " * (len(m[0]) - 1), block[0])
        start = block.start()
        for part in re.split("(?=\0)", text):
            for m in _SENTENCE.finditer(part.replace("\0", " ")):
                words = re.findall(r"\w+", re.sub(r"\[\^[^\]]+\]", "", m[0]).casefold())
                if len(words) >= FEWEST_WORDS and not m[0].startswith("#"):
                    yield " ".join(words), start + m.start()
            start += len(part)
