import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from posixpath import join, normpath

import pytest
import yaml
from tests.views.conftest import MakeEdition, MakeNote, leaves, links, words

from workshop_notes import fields
from workshop_notes.exports import as_csv
from workshop_notes.views.comparison import changed, paired
from workshop_notes.views.edition import Edition, Site
from workshop_notes.views.note import pages
from workshop_notes.views.page import Page, ViewError, read_front

Build = Callable[[Edition], dict[str, Page]]
HOSTILE = "<script>alert('x')</script> {{ config }} {% if %} \" & \\ </style> -->\u2028"


def note_page(edition: Edition, identifier: str) -> Page:
    return dict(pages(edition))[f"notes/{identifier}/index.md"]()


def front(page: Page) -> dict[str, object]:
    fields: dict[str, object] = yaml.safe_load(page.text().split("\n---\n")[0].lstrip("-"))
    return fields


def test_every_link_between_pages_leads_to_a_page(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    found = built(
        edition(
            note("2031/zuma", "ZUMA, ZDF, resolution 9801 and resolution 9777 met."),
            note("2032/zuma", year=2032, date="2032-05-20"),
            note("2031/tea", mission=(), themes=(), date="", year=2031, organizers=()),
        )
    )
    for address, page in found.items():
        for link in links(page):
            path = link.partition("#")[0]
            if link.startswith("http") or Path(path).suffix:
                continue
            there = normpath(join("/", address, path)).lstrip("/")
            assert (f"{there}/" if there else "") in found or there == "about", (address, link)


def test_every_part_that_a_link_names_is_there(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    found = built(
        edition(
            note("2031/zuma", "On human rights.\n\nOn ZUMA and human rights."),
            note("2032/zuma", "More human rights.", year=2032, date="2032-05-20"),
        )
    )
    for address, page in found.items():
        for link in links(page):
            path, _, part = link.partition("#")
            if part.startswith("p-"):
                there = normpath(join("/", address, path)).lstrip("/")
                assert f"{{ #{part} }}" in found[f"{there}/"].markdown, (address, link)


def test_what_was_typed_stands_in_the_view_as_typed(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    found = built(
        edition(
            note("2031/zuma", HOSTILE, title=HOSTILE, summary=HOSTILE),
            note("2032/zuma", f"## {HOSTILE}\n\nText.", title=HOSTILE, year=2032),
        )
    )
    for address in ("", "notes/2031/zuma/", "missions/zuma/", "years/2031/", "browse/"):
        texts = [text for _, text in leaves(front(found[address])["view"])]
        assert HOSTILE in texts, address
    page = front(found["notes/2031/zuma/"])
    assert page["title"] == HOSTILE
    assert "<" not in str(page["linked_data"])


def test_a_page_reads_back_as_json_as_it_does_as_yaml(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    facts = {"title": HOSTILE, "summary": f"{HOSTILE}\x85\ufeff: - # 'x'", "language": "ar"}
    for page in built(edition(note("2031/zuma", HOSTILE, **facts), note("2032/zuma"))).values():
        read = read_front(page.text())
        assert read is not None
        assert read[0] == front(page)
        assert read[1].strip() == page.markdown.strip()
    assert read_front("---\ntitle: By hand\n---\n\nText.") is None


def test_a_view_that_lacks_a_key_stops_the_build(edition: MakeEdition, note: MakeNote) -> None:
    made = edition(note("2031/zuma"))
    page = note_page(made, made.of(made.whole.oldest_first)[0].note.id)
    for view, said in (
        ({k: v for k, v in page.view.items() if k != "minutes"}, "lacks minutes"),
        ({**page.view, "minutes": "one"}, "has str in place of number at minutes"),
        ({**page.view, "colour": 1}, "has the unknown key colour"),
        ({**page.view, "summary": ""}, "has the empty summary"),
        ({**page.view, "asked": [{"text": "x"}]}, "lacks asked[0].anchor"),
    ):
        with pytest.raises(ViewError, match=re.escape(said)):
            replace(page, view=view).check()


def test_a_note_has_its_facts_and_its_tags(edition: MakeEdition, note: MakeNote) -> None:
    made = edition(note("2031/zuma", format="virtual", rule="chatham-house", published="2031-06"))
    page = note_page(made, made.of(made.whole.oldest_first)[0].note.id)
    assert page.tags == ("ZUMA", "2031", "Human rights")
    assert page.view["when"] == {"iso": "2031-05-20", "text": "20 May 2031"}
    facts = page.view["facts"]
    assert facts["published"] == "June 2031"
    assert facts["format"] == "virtual"
    assert facts["rule"] == "chatham-house"
    assert facts["themes"][0]["label"] == "Human rights"


def test_a_field_that_is_only_a_row_of_the_table_is_shown_and_exported(
    edition: MakeEdition,
    note: MakeNote,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = dict(fields.table())
    table["location"] = fields.Field(
        "location", "text", label={"en": "Place", "fr": "Lieu"}, export="location"
    )
    monkeypatch.setattr(fields, "table", lambda: table)
    made = edition(note("2031/zuma", others={"location": "Lutz"}))
    page = note_page(made, made.of(made.whole.oldest_first)[0].note.id)
    assert page.view["facts"]["more"] == [{"label": "Place", "text": "Lutz"}]
    assert "Place" in page.text()
    header, row = as_csv(made, made.collection.notes).splitlines()
    assert dict(zip(header.split(","), row.split(","), strict=True))["location"] == "Lutz"


def test_an_abstract_leads_to_the_published_note(edition: MakeEdition, note: MakeNote) -> None:
    made = edition(note("2031/zuma", abstract=True, source_url="https://toys.example/note"))
    view = note_page(made, made.of(made.whole.oldest_first)[0].note.id).view
    assert (view["abstract"], view["source"]) == ("abstract", "https://toys.example/note")


def test_a_note_leads_to_its_missions_other_years(edition: MakeEdition, note: MakeNote) -> None:
    made = edition(
        *(note(f"{year}/zuma", year=year, date=f"{year}-05-20") for year in (2029, 2031, 2032))
    )
    page = note_page(made, "2031/zuma")
    for link in (
        "../../2029/zuma/",
        "../../2032/zuma/",
        "../../../missions/zuma/2029-2031/",
        "../../../missions/zuma/2031-2032/",
    ):
        assert link in links(page)


def test_the_year_before_is_the_note_most_on_the_mission(
    edition: MakeEdition, note: MakeNote
) -> None:
    made = edition(
        note("2030/zuma", year=2030, date="2030-01-01"),
        note("2030/both", year=2030, date="2030-09-01", mission=("ZUMA", "ZUMAS")),
        note("2031/zuma"),
        note("2031/again", date="2031-09-01"),
    )
    (group,) = note_page(made, "2031/zuma").view["neighbours"]
    assert [(one["key"], one["note"]["address"]) for one in group["notes"]] == [
        ("previous-year", "../../2030/zuma/"),
        ("same-year", "../again/"),
    ]


def test_related_notes_come_with_the_reason(edition: MakeEdition, note: MakeNote) -> None:
    made = edition(
        note("2031/zuma", "The ZDF acted.", themes=("elections",)),
        note("2031/zumas", "The ZDF slept.", mission=("ZUMAS",), themes=("human-rights",)),
        note("2032/zumas", "Nobody acted.", mission=("ZUMAS",), themes=("human-rights",)),
    )
    first, _ = made.related(made.entry("2031/zuma"))[0]
    assert first.id == "2031/zumas"
    page = note_page(made, "2031/zuma")
    assert page.view["related"][0]["shared"] == "Zubrowkan Defence Forces"


def test_a_note_that_is_named_elsewhere_shows_the_sentence(
    edition: MakeEdition, note: MakeNote
) -> None:
    made = edition(
        note("2031/zuma", title="A Title Long Enough to Be Recognized"),
        note("2032/zuma", "Tea. See [last year's](../2031/zuma.md) talk. Cake.", year=2032),
        note("2032/zumas", "As A Title Long Enough to Be Recognized said.", year=2032),
    )
    found = made.mentioned_in(made.entry("2031/zuma"))
    assert {citation.sentence for citation in found} == {
        "See last year's talk.",
        "As A Title Long Enough to Be Recognized said.",
    }


def test_a_withdrawn_note_leaves_its_reason_and_none_of_its_words(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    gone = note(
        "2031/zuma", "Secret tea.", title="Secret", status="withdrawn", withdrawn="sent in error"
    )
    found = built(edition(gone, note("2032/zuma", year=2032)))
    assert "sent in error" in words(found["notes/2031/zuma/"])
    assert not [page.path for page in found.values() if "Secret" in page.text()]


def test_a_french_note_has_a_french_page(edition: MakeEdition, note: MakeNote) -> None:
    made = edition(note("2031/zuma", "Le thé.", language="fr"))
    page = note_page(made, made.of(made.whole.oldest_first)[0].note.id)
    assert page.lang == "fr"
    for said in ("20 mai 2031", "Droits humains", "MZUZ"):
        assert said in words(page)


def test_a_french_site_and_a_french_note_define_terms_in_french(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    made = edition(note("2031/zuma", "Le ZDF a pris le thé.", language="fr"))
    assert "L&#39;armée inventée de Zubrowka." in made.of(made.whole.oldest_first)[0].markdown
    pages = built(replace(made, site=replace(made.site, language="fr")))
    assert pages["glossary/zdf/"].view["definition"] == "L'armée inventée de Zubrowka."
    assert built(made)["glossary/zdf/"].view["definition"] == "The invented army of Zubrowka."


def test_a_name_is_english_on_a_french_site_where_there_is_a_french_one(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    made = edition(note("2031/zuma", mission=("ZUMA", "ZUMAS")))
    pages = built(replace(made, site=replace(made.site, language="fr")))
    of_both, of_one = (pages[f"missions/{name}/"].view["facts"] for name in ("zuma", "zumas"))
    assert of_both["french"] == "ZUMA · United Nations Mission in Zubrowka"
    assert "french" not in of_one


def test_a_comparison_shows_each_paragraph_once_with_all_its_themes(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    found = built(
        edition(
            note("2029/zuma", "On abuses.", year=2029, date="2029-05-01"),
            note(
                "2031/zuma",
                "On abuses at the election.\n\nOn the election.",
                themes=("elections", "human-rights"),
            ),
        )
    )
    kept, added = found["missions/zuma/2029-2031/"].view["groups"]
    assert (kept["key"], added["key"]) == ("kept", "added")
    (both,) = kept["sides"][1]["paragraphs"]
    assert both["text"] == "On abuses at the election."
    assert {theme["id"] for theme in both["themes"]} == {"elections", "human-rights"}
    assert [one["text"] for one in added["sides"][0]["paragraphs"]] == ["On the election."]


def test_a_theme_whose_paragraphs_stand_above_says_which(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    body = "On abuses at the election."
    found = built(
        edition(
            note("2029/zuma", "On abuses.", year=2029, date="2029-05-01"),
            note("2031/zuma", body, themes=("elections", "human-rights")),
        )
    )
    _, added = found["missions/zuma/2029-2031/"].view["groups"]
    (above,) = added["sides"][0]["above"]
    assert above["theme"]["id"] == "elections"
    assert above["paragraphs"][0]["number"] == 1


def test_requests_of_two_years_are_paired_and_their_changed_words_marked(
    edition: MakeEdition,
) -> None:
    before = ["Rank the tasks of the mission.", "Serve tea to everybody."]
    after = ["Close the camp by the lake.", "Rank the first tasks of the mission."]
    assert paired(edition(), before, after) == [(None, 0), (0, 1), (1, None)]
    left, right = changed(before[0], after[1])
    assert "".join(piece["text"] for piece in left) == before[0]
    assert "".join(piece["text"] for piece in right) == after[1]
    assert [piece["text"].strip() for piece in right if piece.get("changed")] == ["first"]
    assert paired(edition(), [], after) == [(None, 0), (None, 1)]


def test_a_year_without_a_request_is_said_to_have_none(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    asking = "## Recommendations\n\n- Rank the tasks."
    found = built(
        edition(note("2029/zuma", "Tea.", year=2029, date="2029-05-01"), note("2031/zuma", asking))
    )
    wishes = found["missions/zuma/2029-2031/"].view["wishes"]
    assert wishes["silent"] == [2029]
    assert [piece["text"] for piece in wishes["after"][0]["pieces"]] == ["Rank the tasks."]


def test_years_without_a_note_are_one_row(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    found = built(edition(note("2028/zuma", year=2028, date="2028-01-01"), note("2031/zuma")))
    events = found["missions/zuma/"].view["events"]
    gap = {"kind": "gap", "first": 2029, "last": 2030}
    assert [event for event in events if event["kind"] == "gap"] == [gap]
    row = found[""].view["grid"]["rows"][0]
    assert [cell["kind"] for cell in row["cells"]] == ["notes", "gap", "gap", "notes"]


def test_a_mission_lists_every_note_once(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    found = built(edition(note("2030/zuma", year=2030, date="2030-01-01"), note("2031/zuma")))
    page = found["missions/zuma/"]
    assert [event["note"]["address"] for event in page.view["events"] if "note" in event] == [
        "../../notes/2031/zuma/",
        "../../notes/2030/zuma/",
    ]
    assert "notes" not in page.view


def test_what_was_asked_last_names_the_newer_notes_that_asked_nothing(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    asking = "## Recommendations\n\n- Rank the tasks."
    found = built(
        edition(
            note("2030/zuma", asking, year=2030, date="2030-01-01"),
            note("2031/zuma", "Tea was served."),
        )
    )
    newest = found["missions/zuma/"].view["newest"]
    assert newest["note"]["address"] == "../../notes/2030/zuma/"
    assert [one["text"] for one in newest["asked"]] == ["Rank the tasks."]
    assert [one["address"] for one in newest["newer"]] == ["../../notes/2031/zuma/"]


def test_a_mission_that_ended_is_said_to_have_ended(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    found = built(edition(note("2031/zuma")))
    terms = {term.id: term for term in edition().collection.vocabularies.missions.terms}
    for name, term in terms.items():
        view = found[f"missions/{name.lower()}/"].view
        assert ("ended" in view) == bool(term.facts.get("end")), name
        if term.facts.get("end"):
            assert view["ended"]["year"] == term.facts["end"]


def test_a_resolution_in_no_vocabulary_has_a_page_with_its_sentences(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    found = built(edition(note("2031/zuma", "Tea. They recalled resolution 9777. Cake.")))
    assert "They recalled resolution 9777." in words(found["resolutions/9777/"])


def test_the_size_of_a_note_page_does_not_grow_with_the_number_of_notes(
    edition: MakeEdition, note: MakeNote
) -> None:
    def size(number: int) -> int:
        notes = [note("2031/zuma"), note("2032/zuma", year=2032, date="2032-05-20")]
        notes += [note(f"{2033 + n}/zuma", year=2033 + n, date="") for n in range(number)]
        made = edition(*notes)
        return len(note_page(made, "2031/zuma").text())

    assert size(300) < size(30) + 500


@pytest.mark.parametrize(
    "facts",
    [
        {"themes": ()},
        {"date": "", "year": None},
        {"mission": ()},
        {"mission": ("ZUMA", "ZUMAS", "A", "B", "C", "D")},
        {"title": ""},
        {"title": "word " * 300},
        {"organizers": ("unknown",), "themes": ("unknown",), "resolutions": ("1",)},
        {"date": "2031-05-20/2031-05-21"},
        {"date": "2031-05", "published": "2031"},
        {"summary": "", "language": "ar"},
    ],
)
def test_a_note_with_little_or_odd_facts_still_has_its_pages(
    edition: MakeEdition, note: MakeNote, built: Build, facts: dict[str, object]
) -> None:
    found = built(edition(note("2031/zuma", "", **facts), note("2030/zuma", year=2030)))
    assert "notes/2031/zuma/" in found


def test_an_empty_collection_still_has_a_home(edition: MakeEdition, built: Build) -> None:
    assert "Toy notes" in words(built(edition())[""])


def test_a_note_can_be_edited_where_the_project_is_kept(
    note: MakeNote, edition: MakeEdition
) -> None:
    made = edition(note("2031/zuma"))
    assert "edit_url" not in front(note_page(made, made.of(made.whole.oldest_first)[0].note.id))
    kept = Edition(made.whole, Site(repository="https://code.example/toys"))
    assert front(note_page(kept, kept.of(kept.whole.oldest_first)[0].note.id))["edit_url"] == (
        "https://code.example/toys/edit/main/notes/2031/zuma.md"
    )


def test_a_comparison_and_a_mission_s_page_pair_the_same_requests(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    early = "## Recommendations\n\n- Let ZUMA and the ZDF patrol."
    late = "## Recommendations\n\n- Ask the ZDF to brief ZUMA."
    made = built(
        edition(note("2030/zuma", early, year=2030, date="2030-05-01"), note("2031/zuma", late))
    )
    (row,) = made["missions/zuma/"].view["requests"]["rows"]
    assert len(row["places"]) == 2
    (page,) = [one for one in made.values() if one.template == "comparison.html"]
    assert len(page.view["wishes"]["pairs"]) == 1


def test_an_organization_s_page_quotes_who_names_it(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    body = "Tea came first. The Government of Toyland paid for it. Others left."
    made = edition(note("2031/zuma", body), note("2030/zuma", year=2030, date="2030-05-20"))
    pages = built(made)
    (quoted,) = pages["organizations/toyland/"].view["mentioned"]
    assert quoted["sentence"] == "The Government of Toyland paid for it."
    assert quoted["note"]["address"].startswith("../../notes/2031/zuma/#")
    (related,) = note_page(made, "2030/zuma").view.get("related") or [{"shared": ""}]
    assert "Toyland" not in related["shared"]
