import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from workshop_notes.views.body import Mentions, Target, link_first_mentions

ZUMA = Target("mission", "ZUMA")
MOON = Target("mission", "ZUMAS")
CAR = Target("glossary", "car")
POC = Target("glossary", "poc")
NAMES = (
    ("ZUMA", ZUMA),
    ("Zumaland United Mission of Assistance", ZUMA),
    ("ZUMAS", MOON),
    ("CAR", CAR),
    ("POC", POC),
    ("protection of toys", POC),
    ("A4P", Target("glossary", "a4p")),
    ("A4P+", Target("glossary", "a4p-plus")),
    ("R-TOYS", Target("glossary", "r-toys")),
    ("mission d'aide", Target("glossary", "aide")),
)
MENTIONS = Mentions(NAMES)


def found(text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.target.id) for m in MENTIONS.of(text)]


def linked(html: str, mentions: Mentions = MENTIONS) -> str:
    tree = lxml.html.fragment_fromstring(html, create_parent="div")
    link_first_mentions(tree, mentions, lambda target: {"href": f"{target.kind}:{target.id}"})
    return str(lxml.html.tostring(tree, encoding="unicode"))


def test_a_name_is_matched_whole() -> None:
    assert found("ZUMA and ZUMAS, not XZUMA or ZUMATIC") == [("ZUMA", "ZUMA"), ("ZUMAS", "ZUMAS")]


def test_an_acronym_is_not_the_word_that_looks_like_it() -> None:
    assert found("Take care of the car. The CAR is far.") == [("CAR", "car")]


def test_ordinary_words_match_in_any_case_and_number() -> None:
    assert found("Protection of  toys; PROTECTION OF TOYS") == [
        ("Protection of  toys", "poc"),
        ("PROTECTION OF TOYS", "poc"),
    ]


def test_an_acronym_may_stand_in_the_plural() -> None:
    assert found("three POCs") == [("POCs", "poc")]


def test_the_longest_name_wins() -> None:
    assert found("A4P+ follows A4P") == [("A4P+", "a4p-plus"), ("A4P", "a4p")]


def test_apostrophes_and_hyphens_are_taken_in_every_form() -> None:
    assert found("une mission d’aide; R‑TOYS") == [("mission d’aide", "aide"), ("R‑TOYS", "r-toys")]


def test_the_possessive_leaves_the_name() -> None:
    assert found("ZUMA’s mandate") == [("ZUMA", "ZUMA")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("resolution 9801", "9801"),
        ("UN Security Council Resolution 9801 (2031)", "9801"),
        ("S/RES/9801 (2031)", "9801"),
        ("S/RES/9801(2031)", "9801"),
        ("UNSCR 9801", "9801"),
        ("la résolution 9801", "9801"),
    ],
)
def test_a_resolution_is_recognized_in_every_form(text: str, number: str) -> None:
    assert [target for _, target in found(f"They cite {text}.")] == [number]


def test_several_resolutions_in_a_row_are_several() -> None:
    assert [number for _, number in found("resolutions 9801 (2031), 9802 and 9803")] == [
        "9801",
        "9802",
        "9803",
    ]


def test_other_numbers_are_no_resolutions() -> None:
    assert found("resolution 46/182, resolution 7, 9801 troops, in 2031") == []


def test_only_the_first_mention_becomes_a_link() -> None:
    html = linked("<p>ZUMA and ZUMA</p><p>ZUMA</p>")
    assert html.count("<a ") == 1
    assert html.startswith('<div><p><a href="mission:ZUMA">ZUMA</a> and ZUMA')


@pytest.mark.parametrize("tag", ["a", "code", "pre", "h2", "h3", "abbr", "sup"])
def test_nothing_is_linked_inside(tag: str) -> None:
    html = linked(f"<div><{tag}>ZUMA</{tag}> and then ZUMA</div>")
    assert f"<{tag}>ZUMA</{tag}>" in html
    assert 'and then <a href="mission:ZUMA">ZUMA</a>' in html


def test_footnotes_are_left_alone() -> None:
    assert "<a " not in linked('<div class="footnote"><p>ZUMA</p></div>')


PIECES = st.lists(
    st.one_of(
        st.sampled_from([name for name, _ in NAMES]),
        st.sampled_from([" ", ", ", ".", "resolution 9801", "S/RES/9801", "’s", "<", "&", "é"]),
        st.text(max_size=12),
    ),
    max_size=12,
)


@given(st.lists(st.tuples(st.sampled_from(["p", "em", "a", "code", "h2", "li"]), PIECES)))
def test_linking_never_changes_the_text(parts: list[tuple[str, list[str]]]) -> None:
    tree = etree.Element("div")
    for tag, pieces in parts:
        child = etree.SubElement(tree, tag)
        text = "".join(letter for letter in "".join(pieces) if letter.isprintable())
        child.text, child.tail = text, text[::-1]
    before = "".join(str(part) for part in tree.itertext())
    link_first_mentions(tree, MENTIONS, lambda target: {"href": target.id})
    assert "".join(str(part) for part in tree.itertext()) == before


@given(PIECES)
def test_mentions_lie_in_order_and_never_overlap(pieces: list[str]) -> None:
    end = 0
    for mention in MENTIONS.of("".join(pieces)):
        assert end <= mention.start < mention.end
        end = mention.end
