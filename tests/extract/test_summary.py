"""Summaries: the text's own sentences, naming nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from workshop_notes.extract.original import Extraction

Take = Callable[..., Extraction]
HEAD = "Notes on Abyei\n\nIPI and the Stimson Center organized a workshop on UNISFA on May 8, 2031."
SAID = "Participants discussed the patrols of the mission and the markets that both sides share."


def test_a_summary_is_what_the_text_says(take: Take) -> None:
    assert take(f"{HEAD}\n\n{SAID}").value("summary") == SAID


@pytest.mark.parametrize(
    "sentence",
    [
        "Ambassador Thornquist noted that the council had run out of patience with the parties.",
        "The delegate from Toyland asked participants for a stronger word on the border crossings.",
        "Lindqvarst's point about helicopters was picked up by several others in the discussion.",
        "The force commander told participants that three of the bases would have to close soon.",
        "Speaking on behalf of her government, she asked participants for assessed contributions.",
        "“It cannot go on like this,” one of the participants said of the state of the roads.",
        "L'ambassadeur Delacroisille a souligné que le retrait devait être progressif pour tous.",
        "The project is funded with the support of the government of Canada and of two others.",
        "The meeting note was drafted collaboratively by the partners after the discussion ended.",
        "This abstract was written for this site from public facts about the workshop as held.",
    ],
)
def test_persons_and_standing_sentences_stay_out(take: Take, sentence: str) -> None:
    summary = take(f"{HEAD}\n\n{sentence} {SAID}").value("summary")
    assert summary == SAID


def test_a_summary_stays_short(take: Take) -> None:
    text = f"{HEAD}\n\n" + " ".join(SAID.replace("both", f"{n} and more") for n in range(40))
    assert 0 < len(take(text).value("summary")) <= 600


def test_columns_read_across_give_no_summary_but_a_warning(take: Take) -> None:
    found = take(
        "The Case of UNISFA\n\nThe mandate ends in May. On May 8, 2031, the International cattle "
        "move south and Peace Institute (IPI), the Stimson the markets are open. Center, and "
        "Security Council Report Participants discussed organized a workshop to discuss patrols."
    )
    assert found.value("summary") is None
    assert found.value("organizers") == ("ipi", "stimson", "scr")
    assert "columns-mixed" in {problem.code for problem in found.problems}


@pytest.mark.parametrize("mark", ["¹²", "[3]", " [12]", "[^1]", "†"])
def test_marks_of_footnotes_and_of_emphasis_stay_out(take: Take, mark: str) -> None:
    marked = SAID.replace("mission", f"*mission*{mark}")
    assert take(f"{HEAD}\n\n{marked}{mark}").value("summary") == SAID
