"""The event's kind, form, rule and series."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from workshop_notes.extract.original import Extraction

Take = Callable[..., Extraction]
HEAD = "Notes on UNISFA in 2031\n\n"
REST = "Participants asked the Council to keep the mandate as it is for the coming dry season."


@pytest.mark.parametrize(
    "sentence",
    [
        "IPI organized a virtual workshop on May 8, 2031.",
        "IPI co-hosted an online roundtable on May 8, 2031.",
        "IPI held a workshop by videoconference on May 8, 2031.",
        "The workshop was held virtually on May 8, 2031.",
        "IPI organized a workshop on May 8, 2031. It was virtual, and came before the renewal.",
        "L'IPI a tenu un débat virtuel le 8 mai 2031.",
        "Le Stimson Center a organisé un atelier en ligne le 8 mai 2031.",
        "L'atelier s'est tenu par visioconférence le 8 mai 2031.",
        "IPI convened a roundtable from 7 to 8 May 2031 in a virtual format.",
    ],
)
def test_a_virtual_event_says_so(take: Take, sentence: str) -> None:
    assert take(f"{HEAD}{sentence} {REST}").value("format") == "virtual"


@pytest.mark.parametrize(
    "sentence",
    [
        "Online hate speech was discussed at the workshop.",
        "The UN Hybrid Operation closed, and the Hybrid Court has not met.",
        "Since 2020 the Council has met in virtual meetings now and then.",
        "The state is a virtual absence in the area.",
        "In the years of online meetings, some could speak.",
    ],
)
def test_other_things_online_are_not_the_event(take: Take, sentence: str) -> None:
    text = f"{HEAD}IPI organized a workshop on May 8, 2031. {sentence} {REST}"
    assert take(text).value("format") is None


@pytest.mark.parametrize(
    ("sentence", "met"),
    [
        ("It was the first in-person workshop after two years of virtual meetings.", "in-person"),
        ("The workshop was held in person.", "in-person"),
        ("Thirty people met around one table.", "in-person"),
        ("The workshop was a hybrid event.", "hybrid"),
        ("The workshop was held in a hybrid format.", "hybrid"),
        ("Some participants of the workshop met in person, others joined online.", "hybrid"),
        ("L'atelier s'est tenu en présentiel.", "in-person"),
        ("Half of those invited sat in New York and half followed from Toyville.", "hybrid"),
        ("Twenty-six attended in person.", "in-person"),
        ("Where: Toyville and online (hybrid)", "hybrid"),
        ("Some thirty people took part in person; nobody joined by video.", "in-person"),
        (
            "The workshop was held in Toyville and also streamed to some, who followed on screens.",
            "hybrid",
        ),
        ("All sessions were in person.", "in-person"),
        ("The workshop took place **online**.", "virtual"),
    ],
)
def test_how_people_met_is_what_the_text_says(take: Take, sentence: str, met: str) -> None:
    text = f"{HEAD}IPI organized a workshop on May 8, 2031. {sentence} {REST}"
    assert take(text).value("format") == met


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("IPI organized a workshop.", "workshop"),
        ("IPI cohosted a roundtable discussion.", "roundtable"),
        ("IPI organised a round table.", "roundtable"),
        ("IPI convened a closed-door seminar.", "seminar"),
        (
            "IPI held a roundtable. The workshop ended. This workshop was long.",
            "workshop",
        ),
        ("IPI held a closed seminar. We met at a round table.", "seminar"),
        ("L'IPI a organisé un atelier.", "workshop"),
        ("L'IPI a organisé une table ronde.", "roundtable"),
    ],
)
def test_the_kind_of_event_is_the_texts_own_word(take: Take, sentence: str, kind: str) -> None:
    assert take(f"{HEAD}{sentence} {REST}").value("event") == kind


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("It was held under the Chatham House rule of non-attribution.", "chatham-house"),
        ("The Chatham House Rule applied.", "chatham-house"),
        ("The note is a summary under the Chatham House rule.", "chatham-house"),
        ("Elle a suivi la règle de non-attribution dite de Chatham House.", "chatham-house"),
        ("La réunion suivait la règle de Chatham House.", "chatham-house"),
        (
            "The seminar (my notes, not minutes; Chatham House, so no names) was good.",
            "chatham-house",
        ),
        ("It was not held under the Chatham House rule.", None),
        ("An analyst of Chatham House had written on it.", None),
        ("The Chatham House rule, under which participants may not be named, is old.", None),
        ("", None),
    ],
)
def test_the_rule_is_there_only_if_the_text_says_so(
    take: Take, sentence: str, rule: str | None
) -> None:
    assert take(f"{HEAD}IPI organized a workshop. {sentence} {REST}").value("rule") == rule


@pytest.mark.parametrize(
    ("head", "series"),
    [
        (
            "Prioritizing and Sequencing Peacekeeping Mandates: The Case of UNISFA",
            "mandate-workshops",
        ),
        ("Prioritization & Sequencing of Security Council Mandates: X", "mandate-workshops"),
        ("Applying the HIPPO Recommendations to Abyei", "hippo-recommendations"),
        ("Something else about Abyei", None),
    ],
)
def test_the_series_is_known_by_its_phrases(take: Take, head: str, series: str | None) -> None:
    assert take(f"{head}\n\nIPI organized a workshop on UNISFA. {REST}").value("series") == series


def test_a_passing_word_on_the_beginnings_is_not_the_older_series(take: Take) -> None:
    text = (
        "Prioritizing and Sequencing Peacekeeping Mandates: The Case of UNISFA\n\nIPI organized a "
        f"workshop. Earlier ones had the title Applying the HIPPO Recommendations. {REST}"
    )
    assert take(text).value("series") == "mandate-workshops"
