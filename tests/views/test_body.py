import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop_notes.views.body import read_body


def html(markdown: str) -> str:
    return str(lxml.html.tostring(read_body(markdown, "2031/zuma").tree, encoding="unicode"))


def anchors(markdown: str) -> dict[str, str]:
    body = read_body(markdown, "2031/zuma")
    return {paragraph.text: paragraph.anchor for paragraph in body.paragraphs}


def test_every_paragraph_and_item_has_an_anchor() -> None:
    found = anchors("One.\n\n- two\n- three\n\n    four\n\n> five\n")
    assert list(found) == ["One.", "two", "three", "four", "five"]
    assert len(set(found.values())) == 5


def test_an_anchor_survives_edits_elsewhere() -> None:
    before = anchors("First.\n\nSecond *paragraph*.\n\nThird.")
    after = anchors("Another.\n\nFirst, mended.\n\nSecond *paragraph*.\n\n## New\n\nThird.")
    assert after["Second paragraph."] == before["Second paragraph."]
    assert after["Third."] == before["Third."]


def test_the_same_words_twice_have_two_anchors() -> None:
    body = read_body("Agreed.\n\nAgreed.", "2031/zuma")
    first, second = body.paragraphs
    assert second.anchor == f"{first.anchor}-2"


def test_a_footnote_changes_no_anchor_and_stays_linked() -> None:
    plain = anchors("A claim.")
    text = "A claim.[^1]\n\n[^1]: The source."
    assert anchors(text)["A claim."] == plain["A claim."]
    assert 'href="#fn-1"' in html(text)
    assert 'id="fn-1"' in html(text)


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        "{{ page.title }} {% raw %}",
        "<!-- aside -->",
        "a &lt;b&gt; c",
    ],
)
def test_markup_in_a_note_is_shown_as_typed(typed: str) -> None:
    body = read_body(f"Before {typed} after.", "2031/zuma")
    shown = typed.replace("&lt;", "<").replace("&gt;", ">")
    assert body.paragraphs[0].text == f"Before {shown} after."
    assert not list(body.tree.iter("script", "img"))


def test_a_link_that_would_run_a_script_leads_nowhere() -> None:
    assert "href" not in html("[press](javascript:alert(1)) [data](data:text/html,x)")


def test_attributes_from_a_note_are_dropped() -> None:
    text = html("*Text*{: onclick='x()' style='color:red' .asked #main }")
    assert "onclick" not in text
    assert "style" not in text
    assert 'id="main"' not in text


def test_a_link_to_another_note_leads_to_its_page() -> None:
    assert 'href="../../2030/zuma/#p-1"' in html("[last year](../2030/zuma.md#p-1)")


def test_headings_begin_at_the_second_level_and_skip_none() -> None:
    body = read_body("# One\n\n#### Two\n\n# Three", "2031/zuma")
    assert [(heading.level, heading.text) for heading in body.headings] == [
        (2, "One"),
        (3, "Two"),
        (2, "Three"),
    ]


def test_a_line_break_in_a_table_cell_stays_one() -> None:
    assert "x<br>" in html("| a | b |\n|---|---|\n| x<br>y | z |").replace("\n", "")


def test_what_was_asked_is_the_section_that_says_so() -> None:
    body = read_body(
        "Talk.\n\n## What participants asked the Council to do\n\n- Rank.\n\n### Also\n\nProtect."
        "\n\n## Follow-up\n\nTea.",
        "2031/zuma",
    )
    assert [text for _, text in body.asked] == ["Rank.", "Protect."]


@pytest.mark.parametrize(
    ("markdown", "asked"),
    [
        ("Participants recommended:\n\n- Rank.\n- Protect.\n\nTea.", ["Rank.", "Protect."]),
        ("Participants recommended:\n\n1. Rank.\n\n2. Protect.", ["Rank.", "Protect."]),
        (
            "## Recommendations\n\nParticipants recommended:\n\n- Rank.\n\nThen tea.",
            ["Rank.", "Then tea."],
        ),
        (
            "Tea. Several participants urged it to rank. Cake.",
            ["Several participants urged it to rank."],
        ),
        ("- Experts proposed:\n    - Rank.\n    - Wait.", ["Rank.", "Wait."]),
        ("Participants recommended: tea.", ["Participants recommended: tea."]),
        ("They saw:\n\n- Cake.", []),
    ],
)
def test_where_a_list_follows_the_requests_are_its_items(markdown: str, asked: list[str]) -> None:
    assert [text for _, text in read_body(markdown, "2031/zuma").asked] == asked


def test_a_link_to_a_note_that_is_not_shown_leads_nowhere() -> None:
    body = read_body("[draft](zumas.md) [note](zuma-2.md)", "2031/zuma", {"2031/zuma-2"})
    assert [link.get("href") for link in body.tree.iter("a")] == [None, "../zuma-2/"]


@given(st.text(max_size=200))
def test_no_text_makes_an_element_that_runs(text: str) -> None:
    tree = read_body(text, "2031/zuma").tree
    for element in tree.iter():
        assert element.tag not in ("script", "style", "iframe", "object", "img", "form")
        assert not any(str(name).startswith("on") for name in element.attrib)
        assert not (element.get("href") or "").lower().startswith(("javascript:", "data:"))


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("Participants requested a trial of two years.", True),
        ("They asked the Commission for a common ledger.", True),
        ("Some asked whether the weirs stand for ever.", False),
        ("Participants praised the visit requested by the Commission.", False),
        ("Ils ont demandé un registre.", True),
    ],
)
def test_requests_are_known_by_what_is_said(sentence: str, asks: bool) -> None:
    assert bool(read_body(f"Talk.\n\n{sentence}", "2031/zuma").asked) == asks
