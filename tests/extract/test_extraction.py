"""The extraction as a whole: evidence for everything, on any text, and the labelled notes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workshop_notes.convert import Conversion, convert
from workshop_notes.extract.extraction import extract
from workshop_notes.extract.original import Extraction
from workshop_notes.vocabulary import Vocabularies

Take = Callable[..., Extraction]
NOTES = Path(__file__).parents[3] / "shared" / "dev-set" / "notes"
PIECES = (
    "On May 8, 2031, ",
    "the International Peace Institute (IPI), the Stimson Center, ",
    "organized a virtual workshop on UNISFA. ",
    "JUNE 2031\n",
    "Prioritizing and Sequencing Peacekeeping Mandates: The Case of ",
    "MINUSMA ",
    "(",
    ")",
    "resolution 2480 (2019) ",
    "Participants asked for elections; ",
    "\n\n",
    "Similar documents\n",
    " date 2031-06-13 Introduction\n",
    "The project is funded by Canada. ",
    "под правилом ",
    "31 June 2031 ",
    "08/05/2031 ",
    "Published on ",
    "https://[toy/2031/06/ ",
    "\u00a0\u2011\u2013’ ",
)
TOY = (
    "Prioritizing and Sequencing Peacekeeping Mandates: The Case of UNISFA\n\nJUNE 2031\n\n"
    "In this context, the International Peace Institute (IPI), the Stimson Center, and Security "
    "Council Report organized a virtual workshop on May 8, 2031. It was held under the Chatham "
    "House rule. The project is funded by Canada. Participants discussed resolution 1990 (2011), "
    "elections, the drawdown and the withdrawal of the mission."
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=25))
def test_any_text_gives_evidence_for_every_field(
    pieces: list[str], vocabularies: Vocabularies
) -> None:
    text = "".join(pieces).replace("\r", "")
    found = extract(Conversion("txt", text, text), vocabularies, "toy.txt")
    lines = text.count("\n") + 1
    flat = " ".join(text.split())
    for name, proposal in found.fields.items():
        assert proposal.evidence, name
        for evidence in proposal.evidence:
            assert 1 <= evidence.line <= lines
            assert " ".join(evidence.text.split()) in flat, name
    for problem in found.problems:
        assert 1 <= problem.line <= lines


def test_evidence_stands_on_the_line_it_names(take: Take) -> None:
    found = take(TOY)
    lines = TOY.split("\n")
    for name, proposal in found.fields.items():
        for evidence in proposal.evidence:
            assert evidence.text in lines[evidence.line - 1], name


def test_a_misread_copy_gives_what_the_text_gives(take: Take) -> None:
    misread = TOY.replace("UNISFA", "UN1SFA").replace("IPI", "lPl").replace("Inter", "lnter")
    misread = misread.replace("2031", "2O31").replace("Chatham", "Chatharn").replace("In ", "ln ")
    found, meant = take(misread), take(TOY)
    assert {name: one.value for name, one in found.fields.items() if name != "summary"} == {
        name: one.value for name, one in meant.fields.items() if name != "summary"
    }
    assert "UN1SFA" in found.fields["mission"].evidence[0].text


def test_all_fields_are_read(take: Take) -> None:
    found = take(TOY)
    values = {name: proposal.value for name, proposal in found.fields.items()}
    assert values.pop("summary").startswith("Participants discussed")
    assert values == {
        "title": "Prioritizing and Sequencing Peacekeeping Mandates: The Case of UNISFA",
        "mission": ("UNISFA",),
        "year": 2031,
        "date": "2031-05-08",
        "published": "2031-06",
        "themes": ("elections", "transition-drawdown"),
        "series": "mandate-workshops",
        "event": "workshop",
        "format": "virtual",
        "organizers": ("ipi", "stimson", "scr"),
        "funders": ("canada",),
        "resolutions": ("1990",),
        "language": "en",
        "rule": "chatham-house",
    }
    assert list(found.fields) == [*list(values)[:14], "summary"]


def test_the_same_text_gives_the_same_extraction(take: Take) -> None:
    assert take(TOY) == take(TOY)


def test_an_empty_text_is_refused(take: Take) -> None:
    assert take("").kind == "no-meeting"


def test_lines_that_the_converter_left_out_count_as_furniture(vocabularies: Vocabularies) -> None:
    furniture = "Events of UNMISS\nUNMISS\nUNMISS\n"
    body = TOY.replace("UNISFA", "the Abyei mission, UNISFA,")
    found = extract(Conversion("html", body, furniture + body), vocabularies, "toy.html")
    assert found.value("mission") == ("UNISFA",)


def test_the_address_loses_its_tracking(take: Take) -> None:
    found = take(TOY, address="https://toy.example/2031/05/note?utm_source=rss&id=3#top")
    assert found.value("source_url") == "https://toy.example/2031/05/note?id=3"


@pytest.mark.skipif(not NOTES.exists(), reason="the labelled notes are not here")
def test_the_labelled_notes_are_read_to_the_standard(vocabularies: Vocabularies) -> None:
    labels = [json.loads(line) for line in (NOTES / "labels.jsonl").read_text("utf-8").splitlines()]
    hit = wrong = missed = 0
    for label in labels:
        path = NOTES / label["file"]
        found = extract(convert(path, path.read_bytes()), vocabularies, label["file"])
        if "reject" in label["expected_behaviour"]:
            assert found.kind != "note", label["file"]
            continue
        assert found.kind == "note", label["file"]
        assert set(found.value("mission")) == set(label["missions"]), label["file"]
        assert found.value("year") == label["year"], label["file"]
        assert found.value("date") == label["workshop_date"], label["file"]
        assert found.value("language") == label["language"], label["file"]
        organizers = {name.lower() for name in label["organizers"]}
        assert set(found.value("organizers")) == organizers, label["file"]
        if "publication_date" not in label["not_in_text"]:
            assert found.value("published") == label["publication_date"], label["file"]
        themes, truth = set(found.value("themes") or ()), set(label["themes"])
        hit, wrong, missed = (
            hit + len(themes & truth),
            wrong + len(themes - truth),
            missed + len(truth - themes),
        )
    assert 2 * hit / (2 * hit + wrong + missed) >= 0.85
