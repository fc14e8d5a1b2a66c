import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from xml.etree import ElementTree

import pytest

from workshop_notes.collection import Collection
from workshop_notes.exports import (
    as_csv,
    as_json,
    bibtex,
    context_object,
    csl,
    feeds,
    forms,
    head,
    plain,
    ris,
    sets,
)
from workshop_notes.note import Note
from workshop_notes.views.edition import Edition, Site
from workshop_notes.vocabulary import Vocabularies

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = '<script> {{ x }} & "quoted" \\ {braces} $5 ~ ^ _ # % \x0b'


def make(
    vocabularies: Vocabularies, address: str = "https://toys.example/", **facts: Any
) -> tuple[Edition, Note]:
    values: dict[str, Any] = {
        "title": "Ranking the Tasks",
        "mission": ("ZUMA",),
        "year": 2031,
        "date": "2031-05-20",
        "organizers": ("itp",),
        "status": "published",
        **facts,
    }
    note = Note(id="2031/zuma", path=Path("notes/2031/zuma.md"), **values)
    collection = Collection(Path(), (note,), vocabularies)
    return Edition(collection, Site("Toy notes", address)), note


def files(edition: Edition) -> dict[str, str]:
    """Every file to take along: its address below the site, and its text."""
    made = (row for *_, plan in sets(edition) for row in plan().items())
    return {
        name: one if isinstance(one, str) else b"".join(one.content()).decode()
        for name, one in made
    }


def test_the_table_and_the_array_say_the_same(toy_vocabularies: Vocabularies) -> None:
    edition, note = make(toy_vocabularies, title=HOSTILE)
    row = next(csv.DictReader(io.StringIO(as_csv(edition, [note]))))
    (entry,) = json.loads(as_json(edition, [note]))
    assert row["title"] == entry["title"] == HOSTILE
    assert row["missions"] == "; ".join(entry["missions"]) == "ZUMA"
    assert row["address"] == "https://toys.example/notes/2031/zuma/"


def test_a_feed_is_dated_by_its_notes(toy_vocabularies: Vocabularies) -> None:
    edition, note = make(toy_vocabularies, title=HOSTILE, published="2031-06")
    tree = ElementTree.fromstring(
        dict(feeds(edition, "missions/zuma/", HOSTILE, [note]))["feed.xml"]
    )
    assert tree.findtext(f"{ATOM}updated") == "2031-06-01T00:00:00Z"
    assert tree.findtext(f"{ATOM}entry/{ATOM}title") == HOSTILE.replace("\x0b", "")
    link = tree.find(f"{ATOM}entry/{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://toys.example/notes/2031/zuma/"


def test_programs_learn_the_day_of_a_correction(toy_vocabularies: Vocabularies) -> None:
    made, note = make(toy_vocabularies, published="2031-06")
    edition = replace(made, corrections={note.id: (("2032-02-03", "The year."),)})
    ((_, text),) = feeds(edition, "", "Toys", [note])
    assert text.count("<updated>2032-02-03T00:00:00Z</updated>") == 2
    (form,) = forms(edition, [note])
    assert "<oai:datestamp>2032-02-03</oai:datestamp>" in form["record"]
    assert "<dc:date>2031-06-01</dc:date>" in form["record"]
    ((name, before),), ((_, after),) = (one.standings.items() for one in (made, edition))
    assert (name, before.head != after.head) == (note.id, True)


def test_a_feed_of_a_site_without_an_address_has_relative_links(
    toy_vocabularies: Vocabularies,
) -> None:
    edition, note = make(toy_vocabularies, address="")
    ((_, text),) = feeds(edition, "missions/zuma/", "Toys", [note])
    assert 'href="../../notes/2031/zuma/"' in text


def test_a_long_feed_leads_from_page_to_page_and_loses_no_note(
    toy_vocabularies: Vocabularies,
) -> None:
    edition, note = make(toy_vocabularies)
    notes = [replace(note, id=f"2031/n{number}") for number in range(205)]
    pages = dict(feeds(edition, "missions/zuma/", "Toys", notes))
    entries = 0
    name = "feed.xml"
    seen = []
    while name:
        seen.append(name)
        tree = ElementTree.fromstring(pages[name])
        entries += len(tree.findall(f"{ATOM}entry"))
        name = next(
            (
                one.get("href", "").rpartition("/")[2]
                for one in tree.findall(f"{ATOM}link[@rel='next']")
            ),
            "",
        )
    assert seen == ["feed.xml", "feed-2.xml", "feed-3.xml"] == list(pages)
    assert entries == 205
    assert not any("complete" in text for text in pages.values())


@pytest.mark.parametrize("facts", [{}, {"date": "", "year": None}, {"organizers": ()}])
def test_every_note_can_be_cited(toy_vocabularies: Vocabularies, facts: dict[str, Any]) -> None:
    edition, note = make(toy_vocabularies, title=HOSTILE, **facts)
    assert "https://toys.example/notes/2031/zuma/" in plain(edition, note)
    assert bibtex(edition, note).startswith("@misc{2031-zuma,")
    assert ris(edition, note).endswith("ER  - ")
    assert json.loads(csl(edition, note))[0]["title"] == HOSTILE


def test_an_abstract_cites_the_published_note(toy_vocabularies: Vocabularies) -> None:
    source = "https://toys.example/published"
    edition, note = make(toy_vocabularies, abstract=True, source_url=source)
    assert source in plain(edition, note)
    assert f"url = {{{source}}}" in bibtex(edition, note)
    assert f"UR  - {source}" in ris(edition, note)


def test_a_site_without_an_address_cites_the_published_note(
    toy_vocabularies: Vocabularies,
) -> None:
    source = "https://toys.example/published"
    edition, note = make(toy_vocabularies, address="", source_url=source)
    for cited in (plain(edition, note), bibtex(edition, note), ris(edition, note)):
        assert source in cited
        assert "notes/2031/zuma/" not in cited


def test_a_reference_manager_reads_title_authors_date_and_type_of_a_page(
    toy_vocabularies: Vocabularies,
) -> None:
    # As Zotero reads COinS: `rft.type` names the item's type, `rft.aucorp` is an author in one
    # field; the Embedded Metadata translator takes a report for one by its institution.
    edition, note = make(
        toy_vocabularies, title=HOSTILE, published="2031-06-19", organizers=("itp", "tsi")
    )
    said = parse_qs(context_object(edition, note), strict_parsing=True)
    assert said["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]
    assert said["rft.type"] == ["report"]
    assert said["rft.title"] == [HOSTILE]
    names = [edition.label("organization", name) for name in ("itp", "tsi")]
    assert said["rft.aucorp"] == names
    assert said["rft.date"] == ["2031-06-19"]
    assert said["rft.identifier"] == ["https://toys.example/notes/2031/zuma/"]
    tags = [(one["name"], one["content"]) for one in head(edition, note)]
    assert ("citation_technical_report_institution", ", ".join(names)) in tags
    assert not any(name.startswith(("citation_journal", "citation_book")) for name, _ in tags)
    assert ("citation_publication_date", "2031/06/19") in tags


def test_bibtex_escapes_what_tex_would_read(toy_vocabularies: Vocabularies) -> None:
    edition, note = make(toy_vocabularies, title="50% of {all} & _more_")
    assert r"50\% of \{all\} \& \_more\_" in bibtex(edition, note)
