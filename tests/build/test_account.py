"""A note's page holds every word of the note."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from workshop_notes.build.sweep import lost_words, words_of_note, words_of_page
from workshop_notes.collection import load_collection
from workshop_notes.note import Note
from workshop_notes.text.markdown import render

TOY = Path(__file__).parents[1] / "toy"


@pytest.fixture
def note() -> Note:
    """A note of the toy collection."""
    return load_collection(TOY).oldest_first[0]


def page_of(site: Path, note: Note, html: str) -> Path:
    page = site / "notes" / note.id / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    shell = "<body><p>Menu</p><article><div class='text'>{}</div></article><p>Foot</p></body>"
    page.write_text(shell.format(html), encoding="utf-8")
    return page


@pytest.mark.parametrize(
    "markdown",
    [
        "Plain words, *marked* and **marked**, `typed` and ~~struck~~.",
        "A [link](https://example.org/a_(b) 'seen nowhere') and [another][one].\n\n[one]: /x\n",
        "A note.[^1]\n\n[^1]: At its foot.",
        "## A heading { #with-an-id .and-a-class }\n\n3. third\n4. fourth\n",
        "| a | b |\n| --- | :-: |\n| one<br>two | three |\n",
        "Fish &amp; chips &lt;typed&gt; <b>as it is</b>.\n\nterm\n:   what it means\n",
        "> quoted\n> words\n\n*[ZUN]: Nations of Zub\n\nZUN met.",
        "Line one  \nline two, Z\u00fcrich and Zu\u0308rich.",
    ],
)
def test_what_markdown_shows_is_what_the_account_asks_for(markdown: str) -> None:
    shown = words_of_page(f"<div>{render(markdown)}</div>".encode())
    assert words_of_note(markdown) - shown == {}
    assert words_of_note(markdown).total() >= 3


def test_a_whole_page_loses_nothing(note: Note, tmp_path: Path) -> None:
    page_of(tmp_path, note, render(note.body))
    assert list(lost_words([note], tmp_path)) == []


def test_a_page_that_ends_in_the_middle_is_found(note: Note, tmp_path: Path) -> None:
    whole = render(note.body)
    page_of(tmp_path, note, whole[: len(whole) // 2])
    [problem] = lost_words([note], tmp_path)
    assert (problem.code, problem.level, problem.path) == ("lost-words", "error", note.shown)
    assert problem.line > note.body_line


def test_a_word_elsewhere_on_the_page_does_not_count(note: Note, tmp_path: Path) -> None:
    one = replace(note, body="Menu and Foot are words too.")
    page_of(tmp_path, one, "and are words too.")
    [problem] = lost_words([one], tmp_path)
    assert problem.message == "not on the page of the note: 'Menu', 'Foot' (2 in all)"


def test_deep_quotations_that_no_parser_shows_are_found(note: Note, tmp_path: Path) -> None:
    one = replace(note, body="Before.\n\n" + ">" * 260 + " deep\n\nAfter it all.")
    page_of(tmp_path, one, render(one.body).split("deep")[0])
    [problem] = lost_words([one], tmp_path)
    assert "'deep', 'After', 'it', 'all'" in problem.message


def test_a_note_without_a_page_and_one_taken_over(note: Note, tmp_path: Path) -> None:
    assert [one.code for one in lost_words([note], tmp_path)] == ["lost-words"]
    taken = frozenset({f"notes/{note.id}/index.html"})
    assert list(lost_words([note], tmp_path, taken)) == []
    assert list(lost_words([replace(note, status="withdrawn")], tmp_path)) == []
