"""What readers take along, read back by the programs that it is for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import bibtexparser
import pytest
import rdflib
import rispy
from lxml import etree
from rdflib.compare import isomorphic
from tests.test_exports import HOSTILE, make
from tests.test_exports import files as taken_along

from workshop_notes import exports
from workshop_notes.collection import load_collection
from workshop_notes.exports import feeds
from workshop_notes.views.edition import Edition, Site
from workshop_notes.views.page import slug
from workshop_notes.vocabulary import Vocabularies

ROOT = Path(__file__).resolve().parent.parent
SKOS = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
DAY = "2036-01-01"

OAI = "http://www.openarchives.org/OAI/2.0/"
REPOSITORY = f"{OAI}static-repository"
OAI_DC = f"{OAI}oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The catalogue as readers see it."""
    site = Site("Notes", "https://notes.example/")
    return Edition(load_collection(ROOT).published(DAY), site)


@pytest.fixture(scope="module")
def files(edition: Edition) -> dict[str, str]:
    """Its files to take along."""
    return taken_along(edition)


def test_every_note_mission_and_theme_has_its_files(
    edition: Edition, files: dict[str, str]
) -> None:
    for note in edition.collection.notes:
        for ending in exports.SHEETS:
            assert files[f"notes/{note.id}/{slug(note.id)}{ending}"]
    for mission in edition.missions:
        assert f"missions/{mission.lower()}/{mission.lower()}.bib" in files
    assert "themes/elections/elections.md" in files


def test_bibtex_is_read_back(edition: Edition, files: dict[str, str]) -> None:
    read = bibtexparser.parse_string(files["assets/data/notes.bib"])
    assert not read.failed_blocks
    assert len(read.entries) == len(edition.collection.notes)
    assert {entry["year"] for entry in read.entries} >= {"2016", "2024"}


def test_ris_is_read_back(edition: Edition, files: dict[str, str]) -> None:
    read = rispy.loads(files["assets/data/notes.ris"])
    assert [one["title"] for one in read] == [n.title for n in edition.collection.oldest_first]
    assert all(one["authors"] for one in read)


def test_csl_holds_each_note_once(edition: Edition, files: dict[str, str]) -> None:
    read = json.loads(files["assets/data/notes.csl.json"])
    assert [one["id"] for one in read] == [note.id for note in edition.collection.oldest_first]
    assert all(one["type"] == "report" and one["title"] and one["author"] for one in read)


def test_hostile_titles_come_back_from_each_form(toy_vocabularies: Vocabularies) -> None:
    edition, note = make(toy_vocabularies, title=HOSTILE)
    sheets = exports.citation_files(edition, "toy", [note])
    found = {name: b"".join(sheet.content()).decode() for name, sheet in sheets.items()}
    assert len(bibtexparser.parse_string(found["toy.bib"]).entries) == 1
    (entry,) = rispy.loads(found["toy.ris"])
    assert entry["title"] == " ".join(HOSTILE.split())
    xml = etree.fromstring(b"".join(exports.repository(edition, [note]).content()))
    title = xml.findtext(f".//{{{DC}}}title")
    assert title == HOSTILE.replace("\x0b", "")


def test_markdown_of_several_notes_keeps_their_footnotes_apart(files: dict[str, str]) -> None:
    text = files["missions/minusca/minusca.md"]
    assert "[^2019-minusca-1]:" in text
    assert text.count("[^2019-minusca-1]") == 2
    assert "[^1]" not in text


def test_the_revision_is_that_of_git(edition: Edition) -> None:
    # Of an empty file and of "hello\n", git's own hashes.
    note = edition.collection.notes[0]
    assert len(exports.revision(note)) == 10
    assert exports.revision(note) in exports.markdown(edition, note)


@pytest.mark.parametrize(("content", "expected"), [(b"", "e69de29bb2"), (b"hello\n", "ce01362503")])
def test_a_revision_is_what_git_calls_the_file(
    content: bytes, expected: str, tmp_path: Path, toy_vocabularies: Vocabularies
) -> None:
    _, note = make(toy_vocabularies)
    path = tmp_path / "zuma.md"
    path.write_bytes(content)
    object.__setattr__(note, "path", path)
    assert exports.revision(note) == expected


def test_each_line_of_full_text_fits_its_schema(edition: Edition, files: dict[str, str]) -> None:
    schema = json.loads(files["assets/data/notes.schema.json"])
    kinds = {"string": str, "integer": int, "array": list}
    lines = files["assets/data/notes.jsonl"].splitlines()
    assert len(lines) == len(edition.collection.notes)
    for line in lines:
        read = json.loads(line)
        assert set(schema["required"]) <= set(read) <= set(schema["properties"])
        for name, value in read.items():
            assert isinstance(value, kinds[schema["properties"][name]["type"]]), name


def test_both_forms_of_skos_say_the_same_and_each_concept_has_one_label_a_language(
    edition: Edition, files: dict[str, str]
) -> None:
    one = rdflib.Graph().parse(data=files["assets/data/vocabularies.ttl"], format="turtle")
    other = rdflib.Graph().parse(data=files["assets/data/vocabularies.jsonld"], format="json-ld")
    assert isomorphic(one, other)
    found = set(one.subjects(rdflib.RDF.type, SKOS.Concept))
    assert len(found) > len(edition.collection.vocabularies.themes.terms)
    for concept in found:
        labels = list(one.objects(concept, SKOS.prefLabel))
        assert labels
        assert len({label.language for label in labels}) == len(labels)  # type: ignore[attr-defined]
        assert not set(labels) & set(one.objects(concept, SKOS.altLabel))
        assert one.value(concept, SKOS.inScheme)
        for broader in one.objects(concept, SKOS.broader):
            assert (broader, SKOS.narrower, concept) in one


def test_the_repository_has_what_the_protocol_asks(edition: Edition, files: dict[str, str]) -> None:
    xml = etree.fromstring(files["assets/data/oai.xml"].encode())
    oai = f"{{{OAI}}}"
    asked = "repositoryName baseURL protocolVersion adminEmail earliestDatestamp deletedRecord"
    identify = xml.find(f"{{{REPOSITORY}}}Identify")
    assert identify is not None
    assert [one.tag for one in identify] == [oai + name for name in [*asked.split(), "granularity"]]
    records = xml.findall(f".//{oai}record")
    assert len(records) == len(edition.collection.notes)
    names = [record.findtext(f"{oai}header/{oai}identifier") for record in records]
    assert len(set(names)) == len(names)
    days = [str(record.findtext(f"{oai}header/{oai}datestamp")) for record in records]
    assert identify.findtext(f"{oai}earliestDatestamp") == min(days)
    for record in records:
        core = record.find(f"{oai}metadata/{{{OAI_DC}}}dc")
        assert core is not None
        assert {"title", "creator", "date", "identifier"} <= {
            etree.QName(one).localname for one in core
        }


def test_a_feed_says_where_it_stands_and_whether_it_is_whole(edition: Edition) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    notes = edition.collection.oldest_first
    ((_, text),) = feeds(edition, "", "Notes", notes)
    xml = etree.fromstring(text.encode())
    links = {link.get("rel"): link.get("href") for link in xml.findall(f"{atom}link")}
    assert links["self"] == "https://notes.example/feed.xml"
    assert len(xml.findall(f"{atom}entry")) == len(notes)
    assert xml.find("{http://purl.org/syndication/history/1.0}complete") is not None
    for entry in xml.findall(f"{atom}entry"):
        assert all(entry.find(f"{atom}{name}") is not None for name in ("id", "updated", "title"))


def test_a_withdrawn_note_leaves_no_word_in_any_file(edition: Edition) -> None:
    gone = edition.collection.get("2020/minusma")
    assert gone
    notes = [
        replace(note, status="withdrawn") if note is gone else note
        for note in edition.collection.notes
    ]
    rest = Edition(edition.collection.only(notes), edition.site)
    for name, text in taken_along(rest).items():
        assert "2020/minusma" not in name + text, name
        assert gone.summary not in text, name
