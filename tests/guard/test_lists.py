"""Names of people in lists of any form, and in the layouts that notes have."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from workshop_notes.guard.identify import identify_text
from workshop_notes.guard.known import lines_of
from workshop_notes.text.languages import Lines
from workshop_notes.vocabulary import Vocabularies

FIRST = """
Anders Ingeborg Mikko Agnieszka Zoltán Dimitra Taras Mehmet Davit Nurlan Somchai Budi Jose João
Carmen Camila Oliver Heather Kwame Chinedu Wanjiru Abebe Hodan Ousmane Fatou Leila Omar Priya
Yuki Wei Thandi Grace Mark Hope Dale Sydney Victoria
"""
LAST = """
Halvorsenne Lindqvarst Virtanenko Kowalzyk Nagyfalvi Papadakoulos Shevchukin Yılmazer Kapanadzeh
Bekovyan Wongsarat Santosowo Rizalinez Silveirado Mendozarra Rojaston Greenwater Brown Field
Stone Okonkwola Moyondo Kamauti Bekelech Warsamei Traoréba Diopali Mansourat Haddadin Patelkar
Tanakamura Zhangwei Dlaminisa Baker King Bishop Woods
"""
FORMS: dict[str, Callable[[list[str]], str]] = {
    "bullets": lambda names: "\n".join(f"- {name}" for name in names),
    "numbered": lambda names: "\n".join(f"{n}. {name}" for n, name in enumerate(names, 1)),
    "lines": lambda names: "\n\n".join(names),
    "affiliations": lambda names: "\n".join(f"- {name}, researcher" for name in names),
    "table": lambda names: (
        "| Name | Role |\n|---|---|\n" + "\n".join(f"| {name} | adviser |" for name in names)
    ),
    "seating": lambda names: "\n".join(f"Seat {n}: {name}" for n, name in enumerate(names, 1)),
    "surnames first": lambda names: "\n".join(
        f"- {name.split()[1].upper()}, {name.split()[0]}" for name in names
    ),
}
LEAST = 0.97


def names(count: int) -> list[str]:
    last = itertools.cycle(reversed(LAST.split()))
    pairs = zip(itertools.cycle(FIRST.split()), last, strict=False)
    return list(dict.fromkeys(f"{one} {two}" for one, two in itertools.islice(pairs, count)))


@pytest.mark.parametrize("count", [36, 80, 130])
@pytest.mark.parametrize("form", FORMS)
def test_names_of_many_origins_are_found_one_by_one(
    form: str, count: int, toy_vocabularies: Vocabularies
) -> None:
    people = names(count)
    text = FORMS[form](people)
    lines = text.split("\n")
    found = {one.line for one in identify_text(text, "x", toy_vocabularies) if one.level == "error"}
    at = [
        next(n for n, line in enumerate(lines, 1) if name in line or _turned(name) in line)
        for name in people
    ]
    missed = [name for name, line in zip(people, at, strict=True) if line not in found]
    assert len(missed) <= (1 - LEAST) * len(people), missed


@pytest.mark.parametrize(
    "text",
    [
        "**Halvorsenne:** the ceiling must stay.",
        "Halvorsenne: the ceiling must stay.",
        "HALVORSENNE: the ceiling must stay.",
        "Norway: wants a shorter text",
        "Norway – wants a shorter text",
        "NOR: wants a shorter text",
        "DE/FR: keep para 7",
        "Q (Norway): how many helicopters?",
        "Speaker 2 (Norway): agreed",
        "The text is too long (Norway).",
        '"The text is too long." — Ambassador of Norway',
        "## Intervention by Norway",
        "### Ambassador Halvorsenne",
        "- Anders Halvorsenne",
        "1. Anders Halvorsenne, Permanent Mission of Norway",
        "| Speaker | Point |\n|---|---|\n| Norway | shorter text |",
        "| Name | Affiliation |\n|---|---|\n| Anders Halvorsenne | DPO |",
        "![Anders Halvorsenne at the table](panel.jpg)",
        "![](panel.jpg)\n*Photo: Anders Halvorsenne*",
        "<v Halvorsenne>we should begin",
        "Anders Halvorsenne 0:05\nI think we should begin.",
        "00:12:31 MODERATOR: Thank you, Norway.",
        "[HALVORSENNE:] No objection.",
        "Kind regards\n\nHalvorsenne",
        "Dear Ms Halvorsenne,",
        "cc: A. Halvorsenne",
        "Attendees: Norway, Malta, DPPA",
        "Participants\n\n- Norway\n- Malta",
        "Norway against; Malta in favour",
        "Action: Halvorsenne to send the matrix",
        "Text.[^1]\n\n[^1]: Remark by the Norwegian delegate.",
        "*[AH]: Anders Halvorsenne",
        "[the slides](https://example.org/people/anders-halvorsenne.pdf)",
        "[slides](https://x.example/?data=05%7Czed.zedson%2540example.org%7C1)",
        "<!-- ask Halvorsenne -->",
        "Halvor&shy;senne came.",
        "H&#97;lvorsenne came.",
        "Hаlvorsenne came.",
        "Norway, you have the floor.",
        "We thank Halvorsenne for the room.",
    ],
)
def test_everyday_layouts_hide_nobody(text: str, toy_vocabularies: Vocabularies) -> None:
    assert any(one.level == "error" for one in identify_text(text, "x", toy_vocabularies))


def _turned(name: str) -> str:
    first, last = name.split()
    return f"{last.upper()}, {first}"


@pytest.mark.parametrize("name", ["english", "french", "places", "capitals"])
def test_a_large_list_is_sorted_as_it_is_looked_up(name: str) -> None:
    entries = lines_of(name)
    assert list(entries) == sorted(set(entries), key=lambda one: (one.lower(), one))
    lines = Lines(name)
    for entry in (entries[0], *entries[:: len(entries) // 200], entries[-1]):
        assert entry in lines.starting(entry.lower(), whole=True)
    assert "zzz" not in lines
    assert "" not in lines


def test_a_name_is_looked_up_by_its_first_word() -> None:
    found = Lines("places").starting("addis")
    assert "Addis Ababa" in found
    assert all(one.lower().startswith("addis") for one in found)
