"""Missions named, and the missions a note is about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from workshop_notes.extract.missions import find_missions
from workshop_notes.extract.original import Extraction
from workshop_notes.vocabulary import Vocabularies

Take = Callable[..., Extraction]
PARTNERS = "the International Peace Institute (IPI) and the Stimson Center"
REST = (
    "Participants asked the Council to keep the mandate as it is. They discussed what the mission "
    "does and what it should leave to others in the coming year."
)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("the mandate of MINUSMA's force", ["MINUSMA"]),
        ("Minusma and Monusco", ["MINUSMA", "MONUSCO"]),
        ("UNMIS became UNMISS", ["UNMIS", "UNMISS"]),
        ("MINUSCA is not MINUSMA", ["MINUSCA", "MINUSMA"]),
        ("la MINUSS et la MANUL", ["UNMISS", "UNSMIL"]),
        ("the UN Multidimensional Integrated Stabilization Mission in Mali", ["MINUSMA"]),
        ("the United Nations Multidimensional Stabilization Mission in Mali", ["MINUSMA"]),
        ("Multidimen sional Integrated Stabili - zation Mission in Mali", ["MINUSMA"]),
        ("the UN Multidimensional Integrated Stabilisation Mission in Mali", ["MINUSMA"]),
        ("the United Nations– African Union Hybrid Operation in Darfur", ["UNAMID"]),
        ("the African Union-United Nations Hybrid Operation in Darfur", ["UNAMID"]),
        ("the UN Mission in South Sudan", ["UNMISS"]),
        ("the United Nations Mission in the Republic of South Sudan", ["UNMISS"]),
        ("the UN Interim Security Force for Abyei (UNISA)", ["UNISFA"]),
        ("Mission des Nations Unies au Soudan du Sud", ["UNMISS"]),
        ("la Force intérimaire de sécurité des Nations Unies pour Abyei", ["UNISFA"]),
        ("a minus sign, the amis, manual work", []),
        ("MINUSMAX, XMINUSCA, unmissable", []),
        ("write to press@monusco.org", []),
    ],
)
def test_a_text_names_missions(text: str, named: list[str], vocabularies: Vocabularies) -> None:
    folded = text.replace("–", "-")
    found = [mention.id for mention in find_missions(folded, vocabularies.missions)]
    assert list(dict.fromkeys(found)) == named


def test_neighbours_and_predecessors_are_not_listed(take: Take) -> None:
    found = take(
        "Prioritizing and Sequencing Peacekeeping Mandates: The Case of UNMISS\n\n"
        f"{PARTNERS} organized a workshop on May 8, 2031. UNMISS took over from UNMIS. UNISFA, "
        f"UNISFA and UNITAMS work next door; UNISFA has helicopters. {REST}"
    )
    assert found.value("mission") == ("UNMISS",)
    assert {value for value, _, _ in found.fields["mission"].considered} >= {"UNISFA", "UNITAMS"}


def test_the_event_sentence_names_the_subject_where_the_title_does_not(take: Take) -> None:
    found = take(
        "Ways forward after the vote\n\n"
        f"{PARTNERS} held a roundtable on May 8, 2031, to discuss the mandate of MINUSCA. MINUSMA "
        f"closed in 2023, and MONUSCO may follow. {REST}"
    )
    assert found.value("mission") == ("MINUSCA",)


def test_the_renewal_names_the_subject_where_the_event_does_not(take: Take) -> None:
    found = take(
        "The Council is expected to renew the mandate of UNMISS in March 2031.\n\n"
        f"In this context, {PARTNERS} held a roundtable on February 8, 2031. {REST} Some compared "
        "the mission with MONUSCO."
    )
    assert found.value("mission") == ("UNMISS",)


def test_a_note_across_missions_lists_all_of_them(take: Take) -> None:
    found = take(
        "Prioritization and Sequencing of Security Council Mandates: Lessons Learned\n\n"
        f"On May 8, 2031, {PARTNERS} organized a workshop on the lessons of their project. It has "
        f"covered UNAMA, UNSMIL (Libya), MINUSCA and MONUSCO. {REST}"
    )
    assert found.value("mission") == ("UNAMA", "UNSMIL", "MINUSCA", "MONUSCO")


def test_two_missions_in_the_title_are_both_the_subject(take: Take) -> None:
    found = take(
        "From UNAMID to UNITAMS: planning the handover\n\n"
        f"{PARTNERS} held a seminar on May 8, 2031. Nobody wants what came after MINUSTAH. {REST}"
    )
    assert found.value("mission") == ("UNAMID", "UNITAMS")


def test_a_case_of_two_missions_is_about_both(take: Take) -> None:
    found = take(f"Mandates: The Case of UNSOS and AUSSOM\n\n{PARTNERS} held a seminar. {REST}")
    assert found.value("mission") == ("UNSOS", "AUSSOM")
    found = take(f"After UNMIS: The Case of UNMISS, Unlike UNAMID\n\n{PARTNERS} met. {REST}")
    assert found.value("mission") == ("UNMISS",)


def test_links_to_other_notes_do_not_count(take: Take) -> None:
    found = take(
        f"The Case of UNISFA\n\n{PARTNERS} held a seminar on May 8, 2031. {REST}\n\n"
        "Similar documents\nThe Case of MINUSMA\nThe Case of MINUSCA\n"
    )
    assert found.value("mission") == ("UNISFA",)


def test_a_title_that_contradicts_its_text_is_shown(take: Take) -> None:
    found = take(
        f"The Case of MINUSCA: a meeting note\n\n{PARTNERS} held a seminar on MINUSMA on May 8, "
        f"2031. MINUSMA has helicopters. {REST}"
    )
    assert "contradiction" in {problem.code for problem in found.problems}


def test_a_name_with_another_missions_acronym_is_shown(take: Take) -> None:
    found = take(
        "The Case of MINUSCA: a meeting note\n\nThe United Nations Multidimensional Integrated "
        "Stabilization Mission in the Central African Republic (MINUSMA) is due for renewal. "
        f"{PARTNERS} held a seminar on May 8, 2031. {REST}"
    )
    assert found.value("mission") == ("MINUSCA",)
    assert "contradiction" in {problem.code for problem in found.problems}


def test_a_country_alone_names_no_mission(take: Take) -> None:
    found = take(f"The Situation in Libya\n\n{PARTNERS} held a seminar on May 8, 2031. {REST}")
    assert found.value("mission") is None
    [doubt] = [problem for problem in found.problems if problem.code == "no-mission"]
    assert "UNSMIL" in doubt.message
