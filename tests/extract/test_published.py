"""The publication date among headers, mirrors' dates and metadata."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from workshop_notes.extract import dating
from workshop_notes.extract.original import Evidence, Extraction

Take = Callable[..., Extraction]

TITLE = "Prioritizing and Sequencing Peacekeeping Mandates: The Case of MINUSMA"
EVENT = (
    "On May 8, 2031, the International Peace Institute (IPI) and the Stimson Center organized a "
    "workshop on MINUSMA. Participants discussed the peace process and the elections in Mali."
)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Published on 13 Jun 2031", "2031-06-13"),
        (" date 2031-06-13 13 Jun 2031", "2031-06-13"),
        ("Cite to URL: date 2031-05-31 Introduction", "2031-05-31"),
        ("Tuesday, June 10, 2031", "2031-06-10"),
        ("JUNE 2031", "2031-06"),
        ("J U N E 2 03 1", "2031-06"),
        ("June 2031", "2031-06"),
        ("Category: Rights Published on Thursday, 19 May 2031 19:18 Hits: 0", "2031-05-19"),
        ("Posted 4 Nov 2031 Originally published 4 Nov 2031", "2031-11-04"),
        ("Published: 2 November 2031 | Last updated: 5 May 2034", "2031-11-02"),
        ("Publication date\n30 Jun 2031", "2031-06-30"),
        ("Posted\n4 Nov 2044\nOriginally published\n30 Jun 2031", "2031-06-30"),
        ("Parution : juin 2031", "2031-06"),
        ("June 19, 2031 · 9 min read", "2031-06-19"),
        ("Дата публикации\n9 июня 2031", "2031-06-09"),
        ("Fecha de publicación\n9 junio 2031", "2031-06-09"),
        ("Publié le 1er juin 2031", "2031-06-01"),
        ("Date de publication : 9 juin 2031", "2031-06-09"),
        ("June 2031\nJune 19, 2031", "2031-06-19"),
        ("By the organizers | 19 June 2031", "2031-06-19"),
        ("Workshop note / 19.06.2031", "2031-06-19"),
        ("Meeting Note, 19 June 2031", "2031-06-19"),
        ("Letter of the Keepers no. 41 8 June 2031", "2031-06-08"),
        ("Written up on the 3rd of June, 2031", "2031-06-03"),
        ("Toyville, le 17 juin 2031", "2031-06-17"),
        ("June 2031. Scanned 02-11-2035", "2031-06"),
        ("Posted on July 24, 2032 by admin\n\n[We repost this note.]\n\nJUNE 2031", "2031-06"),
        ("Mis en ligne le 3 juillet 2031\nDate de parution : 9 juin 2031", "2031-06-09"),
        ("(mis à jour le 5 juillet 2031, publié le 28 juin 2031)", "2031-06-28"),
        ("Publicado originalmente: junio de 2031", "2031-06"),
        ("June 2031 | added to the library on July 2, 2032 | 12 pages", "2031-06"),
        ("June 2031 | Meeting note", "2031-06"),
        ("Workshop note, 19 June 2031", "2031-06-19"),
        ("Berlin, 19. Juni 2031", "2031-06-19"),
        ("19 June 2031 - International Peace Institute", "2031-06-19"),
        ("Year: 2031", "2031"),
        ("2031", "2031"),
        ("19 June 2031 | Meeting Note | 7 min read", "2031-06-19"),
        ("Meeting Note · Toyland · 19 June 2031 · 6 min", "2031-06-19"),
        ("Juin 2031 | Notes de réunion | Mali", "2031-06"),
        ("**Meeting Note** · **June 2031**", "2031-06"),
        ("June 2031 (first posted on 20 June)", "2031-06-20"),
        ("Issued: 24-Jun-2031          Printed: 09-Jan-2032", "2031-06-24"),
        ("Imprint  : Toyville : Keepers of the Sluice, June 2031", "2031-06"),
        ("| No. | Issued | For |\n|---|---|---|\n| MN/04-E | 2031 | All |", "2031"),
        ("Juin 2031\nVersion imprimée le 14/02/2032", "2031-06"),
        ("jeudi 19 juin 2031, par La rédaction", "2031-06-19"),
        ("Informe de taller núm. 8 , junio de 2031", "2031-06"),
        ("For release: 19 June 2031", "2031-06-19"),
        ("© 2031 International Peace Institute", "2031"),
        ("Juin 2031                                                     1", "2031-06"),
        ("Source: https://www.ipinst.org/2031/06/the-case-of-minusma", "2031-06"),
        ("Source: https://www.ipinst.org/en/2031/06/19/the-case-of-minusma", "2031-06-19"),
        ("Source: https://www.ipinst.org/2031-06-19-the-case-of-minusma", "2031-06-19"),
        ("Stand: 3. Juni 2031", "2031-06-03"),
        ("Held 8 May 2031 - note of 3 June 2031", "2031-06-03"),
        ("Workshop: 8 May 2031\nReport: 3 June 2031", "2031-06-03"),
        ("Berlin, im Juni 2031", "2031-06"),
        ("Berlin, den 19. Juni 2031", "2031-06-19"),
        ("First edition: June 2031", "2031-06"),
        ("Document date: 19 June 2031", "2031-06-19"),
        ("Date de diffusion : 19 juin 2031", "2031-06-19"),
        ("Printed June 2031", "2031-06"),
        ("Werkstattbericht 3/2031", "2031"),
        ("Brief No. 12/2031", "2031"),
        ("Brief, Vol. 3 No. 4, June 2031", "2031-06"),
        ("Cleared for circulation on 19 June 2031", "2031-06-19"),
        ("Final version, 19 June 2031", "2031-06-19"),
        ("Draft of 1 June 2031 - final of 19 June 2031", "2031-06-19"),
        ("By the Keepers on 19 June 2031", "2031-06-19"),
        ("Dispatches and reposts\nSaturday, 2 July 2033\nPublished on 29 Jun 2031", "2031-06-29"),
        ("Date: 20 Jun 2031\nTo: partners; file\nSubject: a workshop", "2031-06-20"),
        ("From: Stimson Center <s@x.example>\nDate: Fri, Jun 20, 2031 at 5:31 PM", "2031-06-20"),
        ("Source: https://www.stimson.org/2032/the-case-of-minusma/", "2032"),
    ],
)
def test_a_header_gives_the_publication_date(take: Take, header: str, value: str) -> None:
    assert take(f"{TITLE}\n\n{header}\n\n{EVENT}").value("published") == value


@pytest.mark.parametrize(
    "header",
    [
        "Post on 25-May-2032",
        "Upload: 25 May 2032",
        "Дата публикации\nПроисхождение",
        "Accessed on 3 March 2032",
        "Last updated 3 March 2032",
        "© 2032 Toy Center",
        "Office hours from 3 July 2031",
        "Region        2030      2031\nUnity         800       600",
        "Photo taken 4 July 2031",
        "The strategic review, published on 3 July 2031, was read by all.",
        "28-JUL-2031  07:55   FROM: THE SLUICE     P.01/02",
        "Stand: 13.02.2032 | Ausdruck: 01.07.2033",
        "4 June 2035",
        "To: all\nSubject: the note\nDate: 4 May 2032",
        "From: A. Reader <a@x.example>\nDate: Fri, Jun 20, 2031 at 5:31 PM",
        "Redaktionsschluss: 31. Mai 2031",
        "Toyville and online, 8 May 2031",
        "The Accord was signed in Toyville on 3 October 2031.",
        "8 May 2031 | Closed workshop | Keepers",
        "Adopted by the Security Council at its 8422nd meeting, on 13 December 2031",
    ],
)
def test_other_dates_are_not_the_publications(take: Take, header: str) -> None:
    assert take(f"{TITLE}\n\n{header}\n\n{EVENT}").value("published") is None


@pytest.mark.parametrize(
    ("footer", "value"),
    [
        (
            "Cite as: Keepers, “A Note,” Toyville, June 19, 2031 (accessed May 1, 2032).",
            19,
        ),
        ("It came out by the Keepers on 19 June 2031; reprinted 2033.", 19),
        ("Put on the web 19 June 2031. Last modified: Tue Jul 29 10:44:01 2032.", 19),
        ("Cite as: Keepers, Papers 9. Retrieved 17 June 2031.", None),
        ("The report was adopted by all on 9 May and cleared by the Chair on 19 June 2031.", 19),
        ("This note was completed on 19 June 2031.", 19),
        ("Written up by the Keepers in Toyville, 19 June 2031.", 19),
        ("Note circulated to participants on 19 June 2031.", 19),
        ("Upcoming events\nToyville, 3 September 2031\nBerne, 4-5 October 2031", None),
        ("Released on the Institute's website on 19 June 2031.", 19),
        ("Written by the rapporteurs, 19 June 2031", 19),
        ("Comments (2)\nguest: thanks!   20 June 2031\nreader: link broken   2 Jul 2031", None),
        ("Last edit was made on June 19, 2031", None),
    ],
)
def test_a_footer_gives_it_too(take: Take, footer: str, value: int | None) -> None:
    found = take(f"{TITLE}\n\n{EVENT}\n\n{footer}").value("published")
    assert found == (f"2031-06-{value}" if value else None)


def test_a_standing_sentence_below_it_leaves_a_date_at_the_end(take: Take) -> None:
    below = "Keepers' reports tell what was said. To receive our letter, write to the Keepers."
    text = f"{TITLE}\n\n{EVENT}\n\n" + "And so on.\n\n" * 9 + f"Keepers | June 2031\n\n{below}"
    assert take(text).value("published") == "2031-06"


def test_rights_of_who_organized_give_the_year(take: Take) -> None:
    event = "On 8 May 2031 the Toyville Institute held a workshop. Participants asked for more."
    found = take(f"{TITLE}\n\n{event}\n\n(c) 2031, Toyville Institute.")
    assert found.value("published") == "2031"


def test_a_month_runs_into_the_title(take: Take) -> None:
    found = take(f"{TITLE} JUNE 2031 Introduction {EVENT}")
    assert found.value("published") == "2031-06"
    assert found.value("title") == TITLE


def test_a_date_before_the_workshop_is_not_its_notes(take: Take) -> None:
    found = take(f"{TITLE}\n\nMarch 3, 2031\n\n{EVENT}")
    assert (found.value("date"), found.value("published")) == ("2031-05-08", None)


def test_metadata_gives_it_too(take: Take) -> None:
    found = take(f"{TITLE}\n\n{EVENT}", published="2031-06-13T09:00:00Z")
    assert found.value("published") == "2031-06-13"
    assert found.fields["published"].evidence


@pytest.mark.parametrize("stated", ["2031-13-45", "2031-06-31T09:00:00Z"])
def test_metadata_that_is_no_day_gives_none(take: Take, stated: str) -> None:
    assert take(f"{TITLE}\n\n{EVENT}", published=stated).value("published") is None


@pytest.mark.parametrize("name", "abcdefgh")
def test_the_order_of_signs_does_not_matter(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    weights = {f"{name}1": 1e16, f"{name}2": 1.0, f"{name}3": -1e16, dating.NOTHING: 0.5}
    monkeypatch.setattr(dating, "read_own", lambda _: {dating.PUBLISHED: weights})
    signs = frozenset(weights) - {dating.NOTHING}
    found = dating.published([dating.Dated("2031-06-13", signs, Evidence("", 1))], "")
    assert found.value


def test_two_labelled_days_are_a_contradiction(take: Take) -> None:
    found = take(f"{TITLE}\n\nPublished on 13 Jun 2031\nPublished on 20 Jun 2031\n\n{EVENT}")
    assert found.value("published") == "2031-06-13"
    assert "contradiction" in {problem.code for problem in found.problems}


def test_a_year_that_heads_a_column_below_a_paragraph_is_none_of_publication(take: Take) -> None:
    table = "Region\n\n2030\n\n2031\n\nUnity\n\n800\n\n600"
    found = take(f"{TITLE}\n\n{EVENT}\n\n{table}\n\n{EVENT}")
    assert found.value("published") is None
    assert "contradiction" not in {problem.code for problem in found.problems}


def test_a_printers_month_stands_beside_another_day(take: Take) -> None:
    found = take(f"{TITLE}\n\n{EVENT}\n\nPrinted June 2031. Next call for papers: 15 January 2032.")
    assert found.value("published") == "2031-06"
