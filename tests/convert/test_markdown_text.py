"""Markdown originals of several flavours."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop_notes.convert import Conversion, convert
from workshop_notes.formats.table import scan

LEAK = "LEAKED"
PROSE = "The participants met in a quiet room and spoke of the mandate for a long time, and well.\n"


def read(text: str) -> Conversion:
    """Convert a text, of which every word must be accounted for."""
    conversion = convert(Path("note.md"), text.encode())
    assert not [problem for problem in conversion.problems if problem.level == "error"]
    assert conversion.loss.unknown == 0
    return conversion


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Title\n\n" + PROSE, "# Title\n\nThe participants"),
        ("A Title in Setext\n=====\n\n" + PROSE, "# A Title in Setext"),
        ("A heading -----------\n\n" + PROSE, "A heading\n\nThe"),
        ("- a\n  - b\n- c\n", "- a\n    - b\n- c"),
        ("- a\n    - b\n- c\n", "- a\n    - b\n- c"),
        ("* a\n* b\n", "- a\n- b"),
        ("3. c\n4. d\n", "3. c\n4. d"),
        ("> Fragile.\n", "> Fragile."),
        ("One[^x].\n\n[^x]: The note.\n", "One[^1].\n\n[^1]: The note."),
        ("| a | b |\n|---|---|\n| c | d |\n", "| a | b |\n| --- | --- |\n| c | d |"),
        ("[x](https://example.org/?utm_source=y)\n", "[x](https://example.org/)"),
        ("[x][r]\n\n[r]: https://example.org/ 'Title'\n", "[x](https://example.org/)"),
        ("[x](javascript:alert(1))\n", "x\n"),
        ("![Map of Toyland](map.png)\n", "\\[Image: Map of Toyland\\]"),
        ("It is **most** _likely_.\n", "It is **most** *likely*."),
        ("a \\* b \\# c\n", "a \\* b # c"),
        ("Text & more &amp; AT&T\n", "Text & more & AT&T"),
        ("line one  \nline two\n", "line one  \nline two"),
        ("    indented code\n", "indented code"),
        ("wrapped\nlines\n", "wrapped lines"),
        ("Term\n:   Meaning\n", "Term\n:   Meaning"),
        ("<p>HTML <b>too</b></p>\n", "HTML **too**"),
        ("1. a\n1. b\n1. c\n", "1. a\n2. b\n3. c"),
        ("##Not Spaced##\n\n" + PROSE, "# Not Spaced\n\nThe"),
        (
            "+---+---+\n| a | b |\n+===+===+\n| c | 1 |\n+---+---+\n",
            "| a | b |\n| --- | --- |\n| c | 1 |",
        ),
        ("a     b\n----  --\nc      1\n", "| a | b |\n| --- | --- |\n| c | 1 |"),
        ("<aside>\nSome found it small.\n</aside>\n", "Some found it small."),
    ],
)
def test_is_kept(text: str, expected: str) -> None:
    assert expected in read(text).markdown


@pytest.mark.parametrize(
    "hidden",
    [
        f"<!-- {LEAK} -->\n",
        f'<div style="display:none">{LEAK}</div>\n',
        f"<script>{LEAK}</script>\n",
        f"[//]: # ({LEAK})\n",
        f"![{LEAK}.png](x)\n",
        f"By {LEAK} Example\n",
    ],
)
def test_hidden_text_is_nowhere(hidden: str) -> None:
    conversion = read(f"# The Title of it\n\n{hidden}\n{PROSE}")
    assert LEAK not in conversion.markdown
    assert LEAK not in repr(conversion.loss)


def test_front_matter_gives_title_and_date_and_no_author() -> None:
    matter = f"---\ntitle: The Case of TOYMIS\nauthor: {LEAK}\ndate: 2020-06-19\nlang: en\n---\n"
    conversion = read(matter + "\n" + PROSE)
    assert conversion.markdown.startswith("# The Case of TOYMIS\n")
    assert conversion.metadata["published"] == "2020-06-19"
    assert LEAK not in repr(conversion)


@pytest.mark.parametrize(
    "stated",
    [
        f'+++\ntitle = "The Case"\nauthor = "{LEAK}"\ndate = 2031-05-12\n+++\n',
        f'{{\n"title": "The Case", "author": "{LEAK}",\n"date": "2031-05-12"\n}}\n',
        f"% The Case\n% {LEAK}\n% 2031-05-12\n",
    ],
)
def test_front_matter_of_other_programs_is_read_as_well(stated: str) -> None:
    conversion = read(f"{stated}\n{PROSE}")
    assert conversion.markdown.startswith("# The Case\n")
    assert conversion.metadata["published"] == "2031-05-12"
    assert LEAK not in repr(conversion)


@pytest.mark.parametrize(
    "typed",
    [
        "every `r 45*2` days",
        "> [!NOTE]\n> so",
        "See [[a|b]].",
        "<Box>\nso\n</Box>",
        "every {90} days",
    ],
)
def test_marks_that_another_program_reads_are_told(typed: str) -> None:
    assert [one.code for one in read(f"{PROSE}\n\n{typed}\n").problems] == ["unfilled"]


def test_code_that_another_program_runs_is_left_out_and_told() -> None:
    conversion = read(f"{PROSE}\n\n```{{r, echo=FALSE}}\n{LEAK}\n```\n\n{PROSE}")
    assert [one.code for one in conversion.problems] == ["unfilled"]
    assert LEAK not in repr(conversion)


def test_front_matter_gives_the_day_of_the_event() -> None:
    matter = "---\ntitle: The Case of TOYMIS\nevent_date: 2020-05-20\npublished: 2020-06-19\n---\n"
    stated = read(matter + "\n" + PROSE).metadata
    assert (stated["held"], stated["published"]) == ("2020-05-20", "2020-06-19")


def test_published_true_is_no_day() -> None:
    matter = (
        "---\ntitle: The Case of TOYMIS\ndate: 2020-06-19 07:31:00 +0300\npublished: true\n---\n"
    )
    assert read(matter + "\n" + PROSE).metadata["published"].startswith("2020-06-19")


def test_a_rule_is_no_front_matter() -> None:
    assert "word" in read("---\nonly a word\n---\n\n" + PROSE).markdown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("## Requests {#req .cls}\n\nBody {.lead}\n", "## Requests\n\nBody\n"),
        ("Type `<b>` and `&amp;`.\n\n```\n{#x} <i>\n```\n", "{#x"),
        ("See [it][r].\n\n[r]:\n   https://example.org/d\n", "[it](https://example.org/d)"),
        ("See this[^a] and[^b].\n\n[^a]: The note.\n", "and\\[^b\\]"),
        ("2<sup>-3</sup> and <sub>2</sub>\n", "2⁻³ and ₂"),
        ("| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n", "| 1 | 2 |"),
    ],
)
def test_what_shows_nothing_goes_and_what_shows_stays(text: str, said: str) -> None:
    assert said in read(f"# The Title of it\n\n{PROSE}\n{text}").markdown


def test_a_mark_of_a_note_that_is_typed_as_such_is_text() -> None:
    found = read("It closed.[^1] Then \\[^2\\] too.\n\n[^1]: In spring.\n")
    assert "\\[^2\\]" in found.markdown
    assert not found.loss.unknown


def test_a_note_that_nothing_refers_to_is_listed() -> None:
    found = read(f"# The Title of it\n\n{PROSE}\n[^x]: Lost words.\n\n{PROSE}")
    assert [(one.text, one.words) for one in found.loss.left_out] == [("Lost words.", 2)]


def test_a_comment_that_never_ends_is_refused_as_one() -> None:
    (problem,) = convert(Path("n.md"), f"{PROSE}\na <!-- b\n\nc\n".encode()).problems
    assert (problem.code, problem.line) == ("unreadable-original", 3)


COMMENTS = {
    "kramdown": "{::comment}\nZed said so.\n{:/comment}",
    "kramdown, ended in short": "a {::comment}Zed said so.{:/}",
    "kramdown, never ended": "{::comment}\nZed said so.",
    "Liquid": "{% comment %}\nZed said so.\n{% endcomment %}",
    "Jinja": "{# Zed said so. #}",
    "MDX": "{/* Zed\nsaid so. */}",
    "HTML": "<!-- Zed said so. -->",
    "of a link": "[//]: # (Zed said so.)",
}


@pytest.mark.parametrize("name", COMMENTS)
def test_a_comment_of_any_flavour_is_told_and_on_no_page(name: str) -> None:
    text = f"# The Title of it\n\n{PROSE}\n{PROSE}\n\n{COMMENTS[name]}\n"
    found = read(text)
    assert "said so" not in found.markdown
    assert not found.loss.unknown
    codes = [problem.code for problem in scan(text.encode(), "n.original.md", committed=True)]
    assert codes == ["hidden-html-comment"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a {>>say Zed<<} b", "hidden-comment"),
        ("a %%say Zed%% b", "hidden-comment"),
        ("a <suggestion-start name='deletion:1'></suggestion-start>b", "hidden-tracked-change"),
        ("a <comment-start name='c:zed'></comment-start>b", "hidden-comment"),
        ("a <del>b</del>", "hidden-tracked-change"),
        ("a {++b++} c", "hidden-tracked-change"),
        ("a {--b--} c", "hidden-tracked-change"),
        ("a {~~b~>c~~} d", "hidden-tracked-change"),
        ("5 % and 6 %, {a} `{>>b<<}` is code", ""),
    ],
)
def test_remarks_and_changes_of_editors_of_markdown_have_to_be_decided(
    text: str, code: str
) -> None:
    found = scan(f"{PROSE}\n{text}\n".encode(), "n.original.md", committed=False)
    assert [problem.code for problem in found if problem.level == "error"] == [code] * bool(code)
