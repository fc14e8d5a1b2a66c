from tests.views.conftest import MakeEdition, MakeNote


def test_a_theme_s_words_inside_a_name_are_no_discussion_of_it(
    note: MakeNote, edition: MakeEdition
) -> None:
    body = (
        "The United Nations Election Mission in South Zubrowka (ZUMAS) was set up in 2029.\n\n"
        "Voters asked when the election would be held."
    )
    made = edition(note("2031/zumas", body, mission=("ZUMAS",), themes=("elections",)))
    (entry,) = made.entries
    assert [paragraph.text[:6] for paragraph in entry.themes["elections"]] == ["Voters"]
