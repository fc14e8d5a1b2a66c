"""What the derived page holds renders to what the note holds, whatever extensions a site adds."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from markdown import Markdown
from tests.tools import ROOT

from workshop_notes.collection import load_collection
from workshop_notes.formats.as_markdown import as_derived
from workshop_notes.note import without_leading_title
from workshop_notes.settings import read_settings
from workshop_notes.text.markdown import CONFIGS, EXTENSIONS
from workshop_notes.views.body import read_body

# What Material's users switch on; all of it could read something into a note's text.
MORE = (
    "admonition",
    "md_in_html",
    "toc",
    "pymdownx.betterem",
    "pymdownx.caret",
    "pymdownx.critic",
    "pymdownx.details",
    "pymdownx.emoji",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.keys",
    "pymdownx.mark",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    "pymdownx.tilde",
)
PIECES = (
    "# Heading\n\n",
    "### Deep *one*\n\n",
    "Plain text.\n\n",
    "*Em* **strong** ***both*** `code`.\n\n",
    "- one\n- two\n    - nested\n- three\n\n",
    "- loose\n\n- list\n\n    second paragraph\n\n",
    "1. one\n2. two\n\n",
    "4. four\n5. five\n\n",
    "> quoted\n> more\n>\n> - list\n\n",
    "| a | b |\n|---|---|\n| x<br>y | `z` |\n\n",
    "Term\n:   Definition of it.\n\n",
    "    code <b> ``` *not em*\n\n",
    "A claim.[^1]\n\n[^1]: The *source*, with [a link](https://toys.example/a_(b)?c=d&e).\n\n",
    'See [here](https://toys.example/x?a=1&copy=2 "A \\"title\\"").\n\n',
    "***\n\n",
    "Line one\nline two  \nline three\n\n",
    "It should ~~not~~ be un~~known~~, ~~**not once**~~, in ~5 years.\n\n",
)
ODD = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ config.site_name }} {% raw %} {# x #}",
    "{ #own .class onclick=x }",
    "==b== ^^c^^ ++ctrl+c++ :smile: {++d++} $e$ H~2~O",
    "!!! note",
    "??? note",
    '=== "Tab"',
    '--8<-- "x.md"',
    "[x] [y]: z ![a](b) [[w]]",
    "- [ ] task",
    "# * + - 1. > : | ~~~ ```",
    "a_b_c *d _e ** f ` g",
    "&lt;b&gt; &amp;amp; AT&T &copy;",
    "\\* \\_ \\",
    "*[ABC]: something",
    "أولويات مخترعة، Ω 漢字",
)


def rendered(markdown: str, *extensions: str) -> etree._Element:
    parser = Markdown(
        extensions=[*EXTENSIONS, *extensions],
        extension_configs={"footnotes": {"SEPARATOR": "-"}},
    )
    return etree.HTML(f"<div>{parser.convert(markdown)}</div>").find(".//div")


def shape(tree: etree._Element) -> list[tuple[str, str]]:
    """Give the elements that matter with the text that each begins with."""
    skipped = ("div", "span", "thead", "tbody", "html", "body", "a", "hr")
    return [
        (str(element.tag), " ".join("".join(map(str, element.itertext())).split()))
        for element in tree.iter()
        if isinstance(element.tag, str) and element.tag not in skipped
    ]


def derived(markdown: str) -> str:
    return as_derived(read_body(markdown, "2031/zuma").tree)


def assert_same(markdown: str, *extensions: str) -> None:
    body = read_body(markdown, "2031/zuma")
    again = rendered(as_derived(body.tree), *extensions)
    for element in body.tree.iter("sup"):
        element.attrib.pop("id", None)
    assert shape(again) == shape(body.tree)
    ids = [str(one) for one in again.xpath("//@id")]
    for paragraph in (*body.paragraphs, *body.headings):
        name = getattr(paragraph, "anchor", None) or getattr(paragraph, "id", "")
        assert ids.count(name) == 1, name


@pytest.mark.parametrize("extensions", [(), ("pymdownx.tilde",), MORE])
def test_struck_words_are_struck_on_the_page_and_nowhere_plain(extensions: tuple[str, ...]) -> None:
    body = read_body("It should ~~not~~ be un~~known~~ for ~5 years.", "2031/zuma")
    page = rendered(as_derived(body.tree), *extensions)
    assert [element.text for element in page.iter("del")] == ["not", "known"]
    assert body.paragraphs[0].text == "It should ~~not~~ be un~~known~~ for ~5 years."


def test_the_site_s_settings_and_the_page_s_reading_agree() -> None:
    listed = read_settings(ROOT).get("markdown_extensions")
    site = {}
    for row in listed if isinstance(listed, list) else []:
        site.update(row if isinstance(row, dict) else {row: {}})
    for name in EXTENSIONS:
        assert name in site, name
        wanted = {key: str(value).lower() for key, value in CONFIGS.get(name, {}).items()}
        assert {key: str(value).lower() for key, value in site[name].items()} == wanted, name


def test_every_note_of_the_catalogue_renders_to_the_same_page() -> None:
    for note in load_collection(ROOT).notes:
        assert_same(without_leading_title(note))
        assert_same(without_leading_title(note), *MORE)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5))
def test_what_notes_are_made_of_comes_through(pieces: list[str]) -> None:
    assert_same("\n\n".join(dict.fromkeys(pieces)))


@pytest.mark.parametrize("place", ["{}", "Text {} more.", "- {}\n- two", "## {}", "> {}", "**{}**"])
@pytest.mark.parametrize("typed", ODD)
def test_what_was_typed_is_shown_as_typed_whatever_a_site_adds(typed: str, place: str) -> None:
    markdown = place.format(typed.replace("{", "&#123;") if "{ #" in typed else typed)
    seen = [text for _, text in shape(read_body(markdown, "2031/zuma").tree)]
    for extensions in ((), MORE):
        again = rendered(derived(markdown), *extensions)
        assert [text for _, text in shape(again)] == seen
        assert not again.xpath("//script|//img|//svg|//@onclick|//@onerror|//del|//kbd|//mark")


# Letters that no font shows are refused by the check of a note.
@given(st.text(st.characters(exclude_categories=("Cs", "Co")), max_size=120))
@example("0*¡*")
@example("*(a)*b")
def test_no_text_is_lost_or_obeyed(text: str) -> None:
    body = read_body(text, "2031/zuma")
    again = rendered(as_derived(body.tree), *MORE)
    assert not again.xpath("//script|//img|//style|//iframe|//form|//input")
    want = "".join("".join(map(str, body.tree.itertext())).split())
    assert "".join("".join(map(str, again.itertext())).split()) == want
