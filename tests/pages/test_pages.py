from collections.abc import Callable

import lxml.html
import pytest
import yaml
from tests.pages.conftest import MakeEdition, MakeNote

from workshop_notes.pages.edition import Edition, Site
from workshop_notes.pages.note import note_page
from workshop_notes.pages.page import Page

Build = Callable[[Edition], dict[str, Page]]
HOSTILE = "<script>alert('x')</script> {{ config }} {% if %} \" & \\ </style> -->\u2028"


def text(page: Page) -> str:
    return " ".join(str(part) for part in lxml.html.fromstring(page.html).itertext())


def front(page: Page) -> dict[str, object]:
    fields: dict[str, object] = yaml.safe_load(page.text().split("\n---\n")[0].lstrip("-"))
    return fields


def links(page: Page) -> list[str]:
    return [str(link) for link in lxml.html.fromstring(page.html).xpath("//a/@href")]


def test_every_link_between_pages_leads_to_a_page(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    from posixpath import join, normpath

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
            if link.startswith("http") or path.endswith(".csv"):
                continue
            there = normpath(join("/", address, path)).lstrip("/")
            assert (f"{there}/" if there else "") in found or there == "about", (address, link)


def test_every_part_that_a_link_names_is_there(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    from posixpath import join, normpath

    found = built(
        edition(
            note("2031/zuma", "On human rights.\n\nOn ZUMA and human rights."),
            note("2032/zuma", "More human rights.", year=2032, date="2032-05-20"),
        )
    )
    ids = {
        address: set(lxml.html.fromstring(page.html).xpath("//@id"))
        for address, page in found.items()
    }
    for address, page in found.items():
        for link in links(page):
            path, _, part = link.partition("#")
            if part:
                there = normpath(join("/", address, path)).lstrip("/")
                assert part in ids[f"{there}/" if there else ""], (address, link)


def test_no_id_stands_twice_on_a_page(edition: MakeEdition, note: MakeNote, built: Build) -> None:
    body = "## Themes\n\nA.\n\n## Themes\n\nA.\n\n## Notes\n\n## Asked\n\nText.[^1]\n\n[^1]: Note."
    for page in built(edition(note("2031/zuma", body), note("2031/zuma-2", body))).values():
        ids = lxml.html.fromstring(page.html).xpath("//@id")
        assert len(ids) == len(set(ids)), page.path


def test_a_title_shows_as_typed_on_every_page(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    found = built(
        edition(
            note("2031/zuma", HOSTILE, title=HOSTILE, summary=HOSTILE),
            note("2032/zuma", f"## {HOSTILE}\n\nText.", title=HOSTILE, year=2032),
        )
    )
    shown = HOSTILE.replace("\u2028", "").strip()
    for address in ("", "notes/2031/zuma/", "missions/zuma/", "years/2031/", "browse/"):
        assert shown[:60] in text(found[address]), address
    for page in found.values():
        assert "<script" not in page.html
        assert front(page)["title"]
    assert front(found["notes/2031/zuma/"])["title"] == HOSTILE
    assert "<" not in str(front(found["notes/2031/zuma/"])["linked_data"])


def test_names_in_vocabularies_are_escaped_too(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    from dataclasses import replace

    made = edition(note("2031/zuma"))
    vocabularies = made.collection.vocabularies
    hostile = {
        name: replace(
            vocabulary,
            terms=tuple(
                replace(
                    term,
                    label=HOSTILE,
                    label_fr=HOSTILE,
                    definition=HOSTILE,
                    facts={
                        key: HOSTILE
                        if isinstance(value, str) and not value[:1].isdigit()
                        else value
                        for key, value in term.facts.items()
                    },
                )
                for term in vocabulary.terms
            ),
        )
        for name in ("missions", "themes", "organizations", "glossary", "resolutions", "series")
        for vocabulary in [getattr(vocabularies, name)]
    }
    collection = replace(made.collection, vocabularies=replace(vocabularies, **hostile))
    for page in built(Edition(collection)).values():
        assert "<script" not in page.html, page.path


def test_a_note_has_its_facts_in_the_front_matter_and_on_the_page(
    edition: MakeEdition, note: MakeNote
) -> None:
    made = edition(note("2031/zuma", format="virtual", rule="chatham-house", published="2031-06"))
    page = note_page(made, made.entries[0])
    assert front(page)["missions"] == ["ZUMA"]
    assert front(page)["date"] == "2031-05-20"
    for fact in ("20 May 2031", "June 2031", "Virtual", "Chatham House rule", "Human rights"):
        assert fact in text(page)


def test_a_note_carries_the_marks_of_the_search_index(edition: MakeEdition, note: MakeNote) -> None:
    made = edition(note("2031/zuma"))
    html = note_page(made, made.entries[0]).html
    for mark in ("mission:ZUMA", "year:2031", "theme:human-rights", "organizer:itp", "language:en"):
        assert f'data-pagefind-filter="{mark}"' in html
    assert 'data-pagefind-meta="note:2031/zuma"' in html
    assert "data-pagefind-body" in html


def test_only_notes_are_marked_as_the_body_of_the_index(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    marked = {
        address
        for address, page in built(edition(note("2031/zuma"))).items()
        if "data-pagefind-body" in page.html
    }
    assert marked == {"notes/2031/zuma/"}


def test_an_abstract_says_so_and_leads_to_the_published_note(
    edition: MakeEdition, note: MakeNote
) -> None:
    made = edition(note("2031/zuma", abstract=True, source_url="https://toys.example/note"))
    page = note_page(made, made.entries[0])
    assert "abstract written for this site" in text(page)
    assert "https://toys.example/note" in links(page)


def test_what_participants_asked_stands_before_the_text(
    edition: MakeEdition, note: MakeNote
) -> None:
    made = edition(note("2031/zuma", "Long talk.\n\n## Recommendations\n\n- Rank the tasks."))
    html = note_page(made, made.entries[0]).html
    assert html.index("Rank the tasks.") < html.index("Long talk.")
    assert html.count("Rank the tasks.") == 2


def test_a_note_without_such_a_section_shows_the_sentences_that_ask(
    edition: MakeEdition, note: MakeNote
) -> None:
    made = edition(note("2031/zuma", "Tea. Several participants urged the Council to rank. Cake."))
    assert [said for _, said in made.entries[0].asked] == [
        "Several participants urged the Council to rank."
    ]


def test_a_note_leads_to_its_missions_other_years(edition: MakeEdition, note: MakeNote) -> None:
    made = edition(
        *(note(f"{year}/zuma", year=year, date=f"{year}-05-20") for year in (2029, 2031, 2032))
    )
    page = note_page(made, made.by_id["2031/zuma"])
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
    html = note_page(made, made.by_id["2031/zuma"]).html
    assert 'href="../../2030/zuma/" rel="prev"' in html
    assert 'href="../again/"' in html


def test_related_notes_come_with_the_reason(edition: MakeEdition, note: MakeNote) -> None:
    made = edition(
        note("2031/zuma", "The ZDF acted.", themes=("elections",)),
        note("2031/zumas", "The ZDF slept.", mission=("ZUMAS",), themes=("human-rights",)),
        note("2032/zumas", "Nobody acted.", mission=("ZUMAS",), themes=("human-rights",)),
    )
    first = made.related(made.by_id["2031/zuma"])[0]
    assert first.entry.note.id == "2031/zumas"
    assert "Also on Zubrowkan Defence Forces" in text(note_page(made, made.by_id["2031/zuma"]))


def test_a_note_that_is_named_elsewhere_shows_the_sentence(
    edition: MakeEdition, note: MakeNote
) -> None:
    made = edition(
        note("2031/zuma", title="A Title Long Enough to Be Recognized"),
        note("2032/zuma", "Tea. See [last year's](../2031/zuma.md) talk. Cake.", year=2032),
        note("2032/zumas", "As A Title Long Enough to Be Recognized said.", year=2032),
    )
    found = made.mentioned_in(made.by_id["2031/zuma"])
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
    assert "sent in error" in text(found["notes/2031/zuma/"])
    assert not [page.path for page in found.values() if "Secret" in page.text()]


def test_a_french_note_has_a_french_page(edition: MakeEdition, note: MakeNote) -> None:
    made = edition(note("2031/zuma", "Le thé.", language="fr"))
    page = note_page(made, made.entries[0])
    assert page.lang == "fr"
    for words in ("20 mai 2031", "Droits humains", "MZUZ", "Citer cette note"):
        assert words in text(page)


def test_the_comparison_says_discussed_and_never_caused(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    found = built(
        edition(
            note("2029/zuma", "On abuses.", year=2029, date="2029-05-01"),
            note("2031/zuma", "On polls.\n\nOn abuses.", themes=("elections", "human-rights")),
        )
    )
    said = text(found["missions/zuma/2029-2031/"])
    assert "Discussed in both years (1)" in said
    assert "Discussed in 2031, not in 2029 (1)" in said
    assert "On polls." in said
    assert "caus" not in said.lower()


def test_gaps_are_said_as_gaps(edition: MakeEdition, note: MakeNote, built: Build) -> None:
    found = built(edition(note("2029/zuma", year=2029, date="2029-01-01"), note("2031/zuma")))
    assert "There is no note here for 2030." in text(found["missions/zuma/"])
    assert '<td class="gap">' in found[""].html


def test_a_resolution_in_no_vocabulary_has_a_page_with_its_sentences(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    found = built(edition(note("2031/zuma", "Tea. They recalled resolution 9777. Cake.")))
    assert "They recalled resolution 9777." in text(found["resolutions/9777/"])


def test_the_size_of_a_note_page_does_not_grow_with_the_number_of_notes(
    edition: MakeEdition, note: MakeNote
) -> None:
    def size(number: int) -> int:
        notes = [note("2031/zuma"), note("2032/zuma", year=2032, date="2032-05-20")]
        notes += [note(f"{2033 + n}/zuma", year=2033 + n, date="") for n in range(number)]
        made = edition(*notes)
        return len(note_page(made, made.by_id["2031/zuma"]).text())

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
    assert "Toy notes" in text(built(edition())[""])


def test_a_note_can_be_edited_where_the_project_is_kept(
    note: MakeNote, edition: MakeEdition
) -> None:
    made = edition(note("2031/zuma"))
    assert "edit_url" not in front(note_page(made, made.entries[0]))
    kept = Edition(made.collection, Site(repository="https://code.example/toys"))
    assert front(note_page(kept, kept.entries[0]))["edit_url"] == (
        "https://code.example/toys/edit/main/notes/2031/zuma.md"
    )
