"""Who organized the event and who paid for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from workshop_notes.extract.original import Extraction

Take = Callable[..., Extraction]
REST = (
    "Participants asked the Council to keep the mandate as it is. They discussed what the mission "
    "does and what it should leave to others in the coming year."
)


@pytest.mark.parametrize(
    ("sentence", "organizers"),
    [
        (
            "IPI, the Stimson Center, and Security Council Report organized a workshop.",
            ("ipi", "stimson", "scr"),
        ),
        (
            "Security Council Report, Stimson, and the IPI jointly held a roundtable.",
            ("ipi", "stimson", "scr"),
        ),
        ("The Stimson Center and IPI jointly hosted a seminar.", ("ipi", "stimson")),
        ("A workshop was convened by Stimson and Security Council Report.", ("stimson", "scr")),
        (
            "L'IPI, le Stimson Center et le Security Council Report ont tenu ensemble un débat.",
            ("ipi", "stimson", "scr"),
        ),
        ("Organizers: IPI, Stimson", ("ipi", "stimson")),
        ("Note of a workshop convened by Zed College and IPI, 6 May 2031\n\n", ("ipi",)),
        ("A workshop took place in May. IPI shared the chair with Stimson.", ("ipi", "stimson")),
        ("Convened by IPI; supported by ifa. The workshop met.", ("ipi",)),
        (
            "This meeting note was drafted collaboratively by IPI and Security Council Report.",
            ("ipi", "scr"),
        ),
        (
            "Stimson and IPI will circulate a note. A Security Council report is due.",
            ("ipi", "stimson"),
        ),
    ],
)
def test_the_sentence_of_the_event_names_its_organizers(
    take: Take, sentence: str, organizers: tuple[str, ...]
) -> None:
    assert take(f"Notes on UNISFA in 2031\n\n{sentence} {REST}").value("organizers") == organizers


@pytest.mark.parametrize(
    "sentence",
    [
        "A Security Council report on the workshop is due.",
        "The UN Security Council Report of May 2031 was discussed at the workshop.",
        "The workshop heard an analyst of IPI.",
        "REPORT from International Peace Institute",
        "An earlier paper of the Stimson Center says so.",
    ],
)
def test_a_name_elsewhere_is_no_organizer(take: Take, sentence: str) -> None:
    text = f"Notes on UNISFA in 2031\n\n{sentence}\n\nA workshop took place on May 8, 2031. {REST}"
    assert take(text).value("organizers") is None


@pytest.mark.parametrize(
    ("head", "organizers"),
    [
        ("Seminar of the Stimson Center, 8 May 2031", ("stimson",)),
        ("International Peace Institute\n\nRoundtable, 8 May 2031", ("ipi",)),
        ("Note of a workshop held in Toytown on 8 May 2031 by the Stimson Center", ("stimson",)),
        ("Note de l'atelier organisé à Toyville le 8 mai 2031 par l'IPI", ("ipi",)),
    ],
)
def test_the_head_names_who_organized_where_nothing_else_does(
    take: Take, head: str, organizers: tuple[str, ...]
) -> None:
    assert take(f"Notes on UNISFA\n\n{head}\n\n{REST}").value("organizers") == organizers
    said = f"Notes on UNISFA\n\nStimson Center\n\nThe Toy Forum of Lakes held a workshop. {REST}"
    assert take(said).value("organizers") is None


@pytest.mark.parametrize(
    ("sentence", "funders"),
    [
        ("The project is funded with the support of the government of Canada.", ("canada",)),
        ("This project is funded by the German Federal Foreign Office.", ("gffo",)),
        (
            "The German Federal Foreign Office and the Swiss FDFA made the publication possible.",
            ("gffo", "fdfa"),
        ),
        (
            "This workshop was funded by ifa, with resources of the German Federal Foreign Office.",
            ("gffo", "ifa"),
        ),
        ("IPI is grateful to the government of Germany for its generous support.", ("germany",)),
        ("The German Federal Foreign Office supported the project.", ("gffo",)),
        ("Germany and Canada fund the project.", ("canada", "germany")),
        ("Ce projet est financé grâce au soutien du gouvernement du Canada.", ("canada",)),
        ("La publication a reçu l'appui financier du gouvernement allemand.", ("germany",)),
        ("Funding: Canada", ("canada",)),
        ("The government of Canada and ifa contributed to the costs.", ("canada", "ifa")),
        ("L'atelier a reçu le soutien du gouvernement du Canada.", ("canada",)),
        ("Support: Swiss FDFA", ("fdfa",)),
        ("We thank the German Federal Foreign Office for its support.", ("gffo",)),
        ("Support for this meeting came from the government of Canada.", ("canada",)),
        ("The event was made possible by a grant from the government of Canada.", ("canada",)),
        ("El encuentro contó con el apoyo del Gobierno de Canadá.", ("canada",)),
        ("El seminario fue posible gracias al Gobierno de Canadá.", ("canada",)),
        ("Die Tagung wurde aus Mitteln des Auswärtigen Amts gefördert.", ("gffo",)),
        ("Le séminaire a bénéficié du concours financier du gouvernement du Canada.", ("canada",)),
        ("Costs were met by the German Federal Foreign Office.", ("gffo",)),
        ("In partnership with the Swiss FDFA, the seminar was held in Toyville.", ("fdfa",)),
    ],
)
def test_who_paid_is_found(take: Take, sentence: str, funders: tuple[str, ...]) -> None:
    text = f"Notes on UNISFA in 2031\n\nIPI organized a workshop. {REST}\n\n{sentence}"
    assert set(take(text).value("funders") or ()) == set(funders)


@pytest.mark.parametrize(
    "sentence",
    [
        "The mission is funded with the support of Germany and Canada.",
        "Participants asked Germany to fund the mission's helicopters.",
        "Elections were financed by Canada.",
        "Canada's troops support the mission.",
        "Germany will support the drawdown.",
        "The trust fund for the joint force has money from Germany.",
        "It was said that the workshop should be funded by Germany next year.",
        "The seminar was covered by the German government's radio.",
    ],
)
def test_who_pays_for_something_else_is_no_funder(take: Take, sentence: str) -> None:
    text = f"Notes on UNISFA in 2031\n\nIPI organized a workshop. {REST} {sentence}"
    assert take(text).value("funders") is None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        (
            "The seminar was financed by the Toyland Ministry of Defence.",
            "Toyland Ministry of Defence",
        ),
        ("We thank the Zed & Finch Foundation for a grant.", "Zed & Finch Foundation"),
        (
            "Il a bénéficié du soutien du ministère fédéral toy des Affaires étrangères.",
            "ministère fédéral toy des Affaires étrangères",
        ),
        (
            "Financed from the Zedland Reconciliation, Peace and Resilience Trust Fund.",
            "Zedland Reconciliation, Peace and Resilience Trust Fund",
        ),
        ("Costs were met by the Zed Union.", "Zed Union"),
        ("The Toyland Refugee Fund supported the meeting.", "Toyland Refugee Fund"),
        ("With thanks to the Zed Development Agency, which paid.", "Zed Development Agency"),
        ("El taller contó con el apoyo de la Fundación Mar de Zed.", "Fundación Mar de Zed"),
        (
            "El taller contó con el apoyo de la OZ y de la Embajada de Zedia en Toya.",
            "Embajada de Zedia en Toya",
        ),
    ],
)
def test_who_paid_and_is_in_no_vocabulary_is_told(take: Take, sentence: str, name: str) -> None:
    text = f"Notes on UNISFA in 2031\n\nIPI organized a workshop. {REST}\n\n{sentence}"
    told = {problem.message for problem in take(text).problems}
    assert f"the text names '{name}' as funder, which no vocabulary has" in told


@pytest.mark.parametrize("mark", ["·", "–", "|", ","])
def test_a_line_of_the_head_names_who_held_the_event(take: Take, mark: str) -> None:
    named = f" {mark} ".join(("International Peace Institute", "Stimson Center"))
    text = f"Notes on UNISFA in 2031\n\nSummary of a workshop held on 6 May 2031\n{named}\n\n{REST}"
    assert take(text).value("organizers") == ("ipi", "stimson")
    below = f"Notes on UNISFA in 2031\n\nSummary of a workshop held on 6 May 2031\n\n{REST}\n\n"
    assert take(f"{below}{named}").value("organizers") is None
