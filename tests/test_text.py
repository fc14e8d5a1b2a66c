"""The text layer: folding, sentences, languages, names in a text, Markdown as the page has it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from workshop_notes.bounded import read_own
from workshop_notes.text.expressions import LOADER, Expression, pattern, sections
from workshop_notes.text.finder import Finder
from workshop_notes.text.folding import (
    as_meant,
    bare,
    fold,
    is_misread,
    letters,
    same_length,
    stem,
    words,
)
from workshop_notes.text.languages import (
    language_with_count,
    languages,
    month_numbers,
)
from workshop_notes.text.markdown import render, visible
from workshop_notes.text.sentences import ABBREVIATIONS, LONGEST, sentence_spans, sentences

PACKAGE = Path(__file__).resolve().parent.parent / "scripts" / "workshop_notes"


@cache
def _expression_files() -> list[Path]:
    """Give the YAML files of the package whose sections are lists of expressions."""
    found = []
    for path in sorted(PACKAGE.rglob("*.yml")):
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
        values = read.values() if isinstance(read, dict) else ()
        entries = [one for value in values if isinstance(value, list) for one in value]
        if any(isinstance(one, dict) and "find" in one for one in entries):
            found.append(path)
    return found


def _entries() -> list[Any]:
    return [
        pytest.param(path, entry, id=f"{path.relative_to(PACKAGE)}:{entry.line}")
        for path in _expression_files()
        for section in sections(path).values()
        for entry in section
    ]


@pytest.mark.parametrize(("path", "entry"), _entries())
def test_an_expression_keeps_its_examples(path: Path, entry: Expression) -> None:
    place = f"{path.relative_to(PACKAGE)}:{entry.line}"
    pattern = entry.pattern()
    assert pattern.search(entry.matches), f"{place}: '{entry.find}' misses '{entry.matches}'"
    assert not pattern.search(entry.ignores), f"{place}: '{entry.find}' is in '{entry.ignores}'"


@pytest.mark.parametrize("path", _expression_files(), ids=lambda path: path.name)
def test_no_expression_stands_twice(path: Path) -> None:
    for name, entries in sections(path).items():
        seen: dict[str, int] = {}
        for entry in entries:
            first = seen.setdefault(entry.find, entry.line)
            assert first == entry.line, f"{path.name}:{entry.line}: also on line {first} ({name})"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("a:\n  - {find: x, matches: x}\n", "2: an entry needs"),
        ("a:\n  - {find: '(', matches: x, ignores: z}\n", "2: '(' is no expression"),
        ("a: []\na: []\n", "2: 'a' stands twice"),
        ("a: x\n", "1: 'a' is not a list"),
    ],
)
def test_a_bad_entry_is_named_by_file_and_line(tmp_path: Path, written: str, message: str) -> None:
    path = tmp_path / "list.yml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(f"{path}:{message}")):
        pattern(path, "a")


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(same_length(text)) == len(text)
    assert len(bare(text)) == len(text) or text.isascii()


def test_texts_fold_to_what_compares() -> None:
    assert fold("Côte d’Ivoire & Œuvre+") == "cote d ivoire and oeuvre plus"
    assert fold("ÉLAN—vital: 3%") == "elan vital 3"
    assert fold("Мали") == "мали"
    assert bare("Élan œuvre") == "elan ouvre"
    assert letters("A-b, c_1") == "abc1"
    assert same_length("“a”–b—c\u00a0d’e") == '"a"-b,c d\'e'


@pytest.mark.parametrize("name", read_own(ABBREVIATIONS))
def test_an_abbreviation_ends_no_sentence(name: str) -> None:
    section = read_own(ABBREVIATIONS)[name]
    for word in section["words"].split():
        held = section["holds"].format(word)
        assert sentences(held) == [held], f"abbreviations.yml: {name}: {word}"
    assert len(sentences(section["parts"])) == 2, f"abbreviations.yml: {name}: parts"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        (
            "They left.3 Others stayed.[4] All rested.",
            ["They left.3", "Others stayed.[4]", "All rested."],
        ),
        ("It rose by 3.5 Million a year.", ["It rose by 3.5 Million a year."]),
        ("“It ended.” Then they left.", ["“It ended.”", "Then they left."]),
        ("« C'est fini. » Puis rien.", ["« C'est fini. »", "Puis rien."]),
        ("Так вышло. Потом ушли.", ["Так вышло.", "Потом ушли."]),
        ("See J. Zed. and others", ["See J. Zed. and others"]),
        ("First • second • third", ["First", "• second", "• third"]),
        ("", []),
    ],
)
def test_a_text_is_cut_into_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_text_without_full_stops_is_cut_at_a_space() -> None:
    text = "word " * 2000
    spans = sentence_spans(text)
    assert all(end - start <= LONGEST for start, end in spans)
    assert " ".join(text[start:end] for start, end in spans) == text.strip()


@pytest.mark.parametrize("code", languages())
def test_a_language_is_told_by_its_commonest_words(code: str) -> None:
    assert language_with_count(languages()[code].sentence)[0] == code


def test_months_have_their_names() -> None:
    numbers = month_numbers()
    assert (numbers["may"], numbers["décembre"], numbers["fevrier"], numbers["märz"]) == (
        5,
        12,
        2,
        3,
    )
    assert (numbers["sept"], numbers["mayo"], numbers["июня"]) == (9, 5, 6)
    assert "set" not in numbers
    assert language_with_count("42") == ("", 0)


NAMES = Finder(
    [
        ("MINUZED", "zed"),
        ("United Nations Mission for the Stabilization of Zedland", "zed"),
        ("Zed Commission", "commission"),
        ("Zed Commission for the River", "river"),
        ("ZAR", "zar"),
        ("Force", "force"),
        ("flood plain", "plain"),
        ("Côte-Zédienne", "cote"),
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Zed Commission for the River met", [("Zed Commission for the River", "river")]),
        ("the zed commission", []),
        ("THE ZED COMMISSION MET", [("ZED COMMISSION", "commission")]),
        ("two flood plains", [("flood plains", "plain")]),
        ("a ZAR, no car of the tsar or zar", [("ZAR", "zar")]),
        ("several ZARs", [("ZARs", "zar")]),
        ("minuzed.example.org, press@minuzed.org", []),
        (
            "united nations mission for stabili-\nsation of the Zedland.",
            [("united nations mission for stabili-\nsation of the Zedland", "zed")],
        ),
        ("Force was used. They spoke of force.", []),
        ("The Force was there", [("Force", "force")]),
        ("la côte-zédienne ou la Cote–Zedienne", [("Cote–Zedienne", "cote")]),
        ("MINUZEDOR", []),
    ],
)
def test_names_are_found_whole_and_the_longest_first(
    text: str, expected: list[tuple[str, str]]
) -> None:
    found = NAMES.find(text)
    assert [(text[one.start : one.end], one.target) for one in found] == expected


MARKDOWN = """## A *heading*

First para\\*graph with a [link](https://example.org/x) &amp; a note.[^1]

- one
- two

| a | b |
|---|---|
| c<br>d | e |

[^1]: The footnote's text.

Last <b>words</b>.
"""


def test_markdown_is_read_as_the_page_shows_it() -> None:
    assert visible(MARKDOWN).splitlines() == [
        "A heading",
        "First para*graph with a link & a note.",
        *["one", "two", "a", "b", "c", "d", "e"],
        "Last <b>words</b>.",
        "The footnote's text.",
    ]
    assert "<b>" not in render(MARKDOWN)
    assert visible("3. a\n4. b", numbers=True) == "3. a\n4. b"


@pytest.mark.parametrize(
    ("misread", "meant"),
    [
        ("THE COUNClL OF lPI, lPl AND UN1SFA", "THE COUNCIL OF IPI, IPI AND UNISFA"),
        ("0ctober, a worksh0p of l9 men, 0x2f", "October, a workshop of 19 men, 0x2f"),
        ("lnstitute, lt heId CounciI coIleagues", "Institute, It held Council colleagues"),
        ("2O29, 5,5OO, 2l April, l2 May", "2029, 5,500, 21 April, 12 May"),
        ("MINURS0 and UN0CI", "MINURSO and UNOCI"),
        ("frorn Decernber on", "from  December  on"),
        ("a vir tual coun cil, modern barns", "a virtual  council , modern barns"),
        ("modern barns, llamas, H2O, A4P+, WWII", "modern barns, llamas, H2O, A4P+, WWII"),
    ],
)
def test_what_a_scanner_misread_is_read_as_meant(misread: str, meant: str) -> None:
    words = {"a", "modern", "barns", "virtual", "council"}
    assert as_meant(misread, words.__contains__) == meant
    assert len(meant) == len(misread)


def test_one_odd_word_makes_no_misread_text() -> None:
    assert not is_misread("Share on LinkedIn. A short note. Share on LinkedIn.")
    assert is_misread("The UN lnterim Force met. lt was in 2O29.")
    assert is_misread("Na tions of the coun cil met virtual ly.")
    assert not is_misread("Nations of the council met on Facebook (ments and tions).")


@given(st.lists(st.sampled_from(["tea", "l'", "Zoë", "'s", "…", "2_", "+", "A4P", " ", ".", "\n"])))
def test_stems_and_places_of_words_are_those_of_their_form(parts: list[str]) -> None:
    text = "".join(parts)
    found = list(re.finditer(r"[^\W_]+(?:'[^\W_]+)?|…", text))
    assert words(text) == ([stem(one[0]) for one in found], [one.span() for one in found])
