"""The sieve: a pattern finds what the plain expression finds, in any text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop_notes.text import expressions
from workshop_notes.text.sieve import Pattern, Texts

PACKAGE = Path(expressions.__file__).parents[1]
FILES = ("meeting.yml", "genres.yml", "dating.yml", "patterns.yml", "organizations.yml")
ENTRIES = [
    (f"{path.name}:{entry.line}", entry)
    for path in sorted(PACKAGE.rglob("*.yml"))
    if path.name in FILES
    for entries in expressions.sections(path).values()
    for entry in entries
]
EXAMPLES = sorted({line for _, entry in ENTRIES for line in (entry.matches, entry.ignores)})
USED = 40  # searches after which a pattern has its sieve
PIECES = [*"sſKkµμßẞ", "the", "room", "Room", "rooms", "l'", "été", "ÉTÉ", "İn", "ıs", "is", "in"]
SIGNS = (" ", "  ", "-", "", ".", "\n", "'")
SOURCES = (
    r"(?<!\w)(?:the\s+room|room)(?!\w)",
    r"(?<!\w)(?:(?:l'|the\s)?été|is|in)(?!\w)",
    r"\b(?:k+|s{2,3}|ro{2}m)\b",
    r"(?:the|l')(?=[^.]*room)",
    r"(?<=the )room|ß|µ",
    r"^(?:room|in)(?:s|\s*the)?$",
    r"(?P<a>room)(?:-(?P=a))?(?! the)",
    r"t(?:h(?:e|é)|)\s*r?",
    r"[rR]oom\Bs|(?>the)\b",
    r"(?:room)*|the",
    r"room-|\.the|(?:in\s*)+'",
    r"[-.'] ?room|[kſ]+[.\n]",
    r"(?i:the[-']|[k\s]\.)",
)


every_entry = pytest.mark.parametrize(
    ("place", "entry"), ENTRIES, ids=[place for place, _ in ENTRIES]
)


def _sieved(pattern: Pattern) -> Pattern:
    for _ in range(USED):
        pattern.search("")
    return pattern


def _both(entry: expressions.Expression) -> tuple[Pattern, re.Pattern[str]]:
    """Give an entry's pattern with its sieve, and the plain expression."""
    pattern = _sieved(entry.pattern())
    return pattern, re.compile(pattern.pattern, re.MULTILINE)


@every_entry
def test_an_entry_finds_what_its_plain_expression_finds(
    place: str, entry: expressions.Expression
) -> None:
    pattern, plain = _both(entry)
    for text in EXAMPLES:
        found, expected = pattern.search(text), plain.search(text)
        assert (found and found.span()) == (expected and expected.span()), f"{place}: {text}"


@given(
    st.lists(st.sampled_from([f"{piece}{sign}" for piece in PIECES for sign in SIGNS]), max_size=8),
    st.sampled_from(SOURCES),
    st.sampled_from([0, re.IGNORECASE, re.MULTILINE, re.IGNORECASE | re.MULTILINE]),
    st.tuples(st.integers(0, 12), st.integers(0, 30)),
)
@settings(max_examples=500)
def test_a_pattern_finds_what_the_plain_expression_finds(
    pieces: list[str], source: str, flags: int, span: tuple[int, int]
) -> None:
    text = "".join(pieces)
    pattern, plain = _sieved(Pattern(source, flags)), re.compile(source, flags)
    for where in ((), span[:1], span):
        expected = [one.span() for one in plain.finditer(text, *where)]
        first = pattern.search(text, *where)
        assert [one.span() for one in pattern.finditer(text, *where)] == expected
        assert ([first.span()] if first else []) == expected[:1]


@every_entry
def test_an_entry_is_found_in_the_same_of_many_texts(
    place: str, entry: expressions.Expression
) -> None:
    pattern, plain = _both(entry)
    texts = [*EXAMPLES, *map(str.upper, EXAMPLES)]
    expected = [at for at, text in enumerate(texts) if plain.search(text)]
    assert pattern.places(Texts(texts)) == expected, place


@given(
    st.lists(st.lists(st.sampled_from([*PIECES, *SIGNS]), max_size=8).map("".join), max_size=5),
    st.sampled_from(SOURCES),
    st.sampled_from([0, re.IGNORECASE, re.MULTILINE]),
)
def test_a_pattern_is_found_in_the_same_of_many_texts(
    texts: list[str], source: str, flags: int
) -> None:
    plain = re.compile(source, flags)
    expected = [at for at, text in enumerate(texts) if plain.search(text)]
    assert _sieved(Pattern(source, flags)).places(Texts(texts)) == expected


def test_a_text_without_the_words_is_not_searched() -> None:
    pattern = _sieved(Pattern(r"(?<!\w)(?:the\s+room|a\s+hall)(?!\w)"))
    assert not pattern.may_find("the hallway")
    assert not pattern.may_find("a room")
    assert pattern.may_find("In the green room")


def test_letters_that_python_takes_for_others_are_found() -> None:
    every = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    for letter in map(chr, range(0x61, 0x100)):
        plain = re.compile(re.escape(letter), re.IGNORECASE)
        pattern = _sieved(Pattern(plain.pattern, re.IGNORECASE))
        for one in plain.findall(every):
            assert pattern.search(one), f"{letter} is {one} for Python"
