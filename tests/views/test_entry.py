from tests.tools import ROOT
from tests.views.conftest import MakeEdition, MakeNote

from workshop_notes.collection import load_collection
from workshop_notes.views.edition import Edition

# Abstracts of published notes: the tags are the notes', of which the abstract leaves a part out.
ELSEWHERE = {
    ("2022/unmiss", "protection-of-civilians"),
    ("2023/unmiss", "protection-of-civilians"),
    ("2024/streamlining", "host-state-relations"),
}


def test_a_theme_s_words_inside_a_name_are_no_discussion_of_it(
    note: MakeNote, edition: MakeEdition
) -> None:
    body = (
        "The United Nations Election Mission in South Zubrowka (ZUMAS) was set up in 2029.\n\n"
        "Voters asked when the election would be held."
    )
    made = edition(note("2031/zumas", body, mission=("ZUMAS",), themes=("elections",)))
    (entry,) = made.of(made.whole.oldest_first)
    assert [paragraph.text[:6] for paragraph in entry.themes["elections"]] == ["Voters"]


def test_what_a_note_says_of_itself_is_filed_under_no_theme(
    note: MakeNote, edition: MakeEdition
) -> None:
    body = (
        "Editor’s note: The published note has a part on elections.\n\n"
        "Voters met. This abstract was written from the lists of the elections.\n\n"
        "The abstract vote was lost, and the election was put off."
    )
    made = edition(note("2031/zuma", body, themes=("elections",)))
    (entry,) = made.of(made.whole.oldest_first)
    assert [paragraph.number for paragraph in entry.themes["elections"]] == [3]


def test_a_tag_that_the_tagging_proposes_is_shown_in_a_paragraph(
    note: MakeNote, edition: MakeEdition
) -> None:
    body = "One abuse was told of.\n\nNothing else was said."
    made = edition(note("2031/zuma", body, themes=("elections", "human-rights")))
    (entry,) = made.of(made.whole.oldest_first)
    assert [paragraph.number for paragraph in entry.themes["human-rights"]] == [1]
    assert entry.themes["elections"] == ()


def test_every_tag_of_the_catalogue_is_shown_in_a_paragraph() -> None:
    made = Edition(load_collection(ROOT))
    entries = made.of(made.whole.oldest_first)
    unseen = {(one.note.id, tag) for one in entries for tag, rows in one.themes.items() if not rows}
    assert unseen == ELSEWHERE
    assert all(one.note.abstract for one in entries if one.note.id in dict(ELSEWHERE))
