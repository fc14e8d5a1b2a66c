"""Identify: every check of the package over a text, each finding at its line and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from workshop_notes.checks.identifies.anaphora import identifies_anaphora
from workshop_notes.checks.identifies.attendance import identifies_attendance, identifies_list
from workshop_notes.checks.identifies.combination import identifies_combination
from workshop_notes.checks.identifies.contact import identifies_contact
from workshop_notes.checks.identifies.delegation import identifies_delegation
from workshop_notes.checks.identifies.group import identifies_class, identifies_group
from workshop_notes.checks.identifies.knowledge import Knowledge, knowledge
from workshop_notes.checks.identifies.lexicon import words
from workshop_notes.checks.identifies.official import identifies_official, identifies_officials
from workshop_notes.checks.identifies.passage import Passage, plain
from workshop_notes.checks.identifies.person import identifies_person
from workshop_notes.checks.identifies.presence import identifies_presence
from workshop_notes.checks.identifies.reading import Sentence, language_of, read
from workshop_notes.checks.identifies.speech import Finding
from workshop_notes.checks.identifies.state import identifies_state
from workshop_notes.checks.identifies.transcript import identifies_transcript
from workshop_notes.problem import Problem
from workshop_notes.vocabulary import Vocabularies

CHECKS: tuple[Callable[[Sentence], Iterator[Finding]], ...] = (
    identifies_person,
    identifies_delegation,
    identifies_group,
    identifies_official,
    identifies_state,
    identifies_anaphora,
    identifies_combination,
    identifies_attendance,
    identifies_class,
    identifies_officials,
)
LANGUAGE_SAMPLE = 400  # letters
SMALL = re.compile(r"[a-zß-öø-ÿ]{2,}")
TITLES = re.compile(
    r"^(?:(?:ambassador|mr|mrs|ms|dr|prof|professor|h\.e|amb|mme|m|madame|monsieur|sir|general"
    r"|colonel|president)\b\.? *)+",
    re.IGNORECASE,
)


def identifies(
    text: str,
    path: str,
    first_line: int = 1,
    allowed: tuple[str, ...] = (),
    vocabularies: Vocabularies | None = None,
    language: str = "en",
    *,
    first_column: int = 1,
) -> Iterator[Problem]:
    """Give everything in a Markdown text that identifies somebody who took part.

    `allowed` are the names that may be shown, exactly as written; `first_line` and `first_column`
    are the text's place in its file. No message holds a name.
    """
    known = knowledge(vocabularies)
    names = frozenset(tuple(words(TITLES.sub("", plain(name)).lower())) for name in allowed) - {()}
    passage = Passage(text, first_line, first_column)
    found: dict[tuple[int, int], Problem] = {}
    for problem in _all(passage, path, known, names, language):
        at = (problem.line, problem.column)
        if at not in found or (found[at].level == "warning" and problem.level == "error"):
            found[at] = problem
    yield from sorted(found.values())


def contacts(
    text: str, path: str, first_line: int = 1, *, first_column: int = 1
) -> Iterator[Problem]:
    """Give the e-mail addresses, telephone numbers and accounts in a text, whatever its rule."""
    yield from identifies_contact(Passage(text, first_line, first_column), path)


def _all(
    passage: Passage, path: str, known: Knowledge, names: frozenset[tuple[str, ...]], language: str
) -> Iterator[Problem]:
    yield from identifies_contact(passage, path)
    yield from identifies_transcript(passage, path, known, names, language)
    yield from identifies_list(passage, path, known, names, language)
    familiar = frozenset(SMALL.findall(passage.source))
    for block in passage.blocks:
        spoken_in = language if language in known.lexicons else "en"
        if not known.lexicons[spoken_in].is_sure_of(block.text):
            spoken_in = language_of(words(block.text[:LANGUAGE_SAMPLE].lower()), known, language)
        before = ""
        lexicon = known.lexicons[spoken_in]
        for start, end in block.sentences:
            text = block.text[start:end]
            tokens = words(text)
            if not known.is_of_interest(list(map(str.lower, tokens)), lexicon):
                before = ""
                continue
            sentence = read(text, known, spoken_in, familiar, names, before, tokens)
            for found in _findings(sentence):
                place = start + sentence.spans[found.at][0]
                line, column = passage.position(block.offset(place))
                yield Problem(path, line, column, found.code, found.message, found.fix, found.level)
            before = sentence.tags + ("+" if sentence.allowed else "")


def _findings(sentence: Sentence) -> Iterator[Finding]:
    """Give what each check finds; who is merely present counts where nobody was found to speak."""
    speaks = False
    for check in CHECKS:
        for finding in check(sentence):
            speaks = speaks or finding.level == "error"
            yield finding
    if not speaks:
        yield from identifies_presence(sentence)


def names_in(text: str, vocabularies: Vocabularies | None = None, language: str = "en") -> set[str]:
    """Give the names of persons whom a text says to have spoken, as they are written in it."""
    known = knowledge(vocabularies)
    familiar = frozenset(SMALL.findall(text))
    found: set[str] = set()
    for block in Passage(text).blocks:
        for start, end in block.sentences:
            sentence = read(block.text[start:end], known, language, familiar)
            if "N" in sentence.tags and any(identifies_person(sentence)):
                at = [index for index, tag in enumerate(sentence.tags) if tag == "N"]
                found.update(sentence.phrase(index, index + 1) for index in at)
    return found
