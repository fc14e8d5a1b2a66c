"""The workshop's day among all the dates of a text."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from workshop_notes.extract.original import Extraction

Take = Callable[..., Extraction]

PARTNERS = (
    "the International Peace Institute (IPI), the Stimson Center, and Security Council Report"
)
TITLE = "Prioritizing and Sequencing Peacekeeping Mandates: The Case of MINUSMA"
REST = (
    "Participants asked the Council to keep the mandate. They discussed the peace process in Mali."
)


@pytest.mark.parametrize(
    "sentence",
    [
        f"On May 8, 2031, {PARTNERS} organized a workshop on MINUSMA.",
        f"In this context, {PARTNERS} co-hosted a roundtable on 8 May 2031 about MINUSMA.",
        "Held on May 8, 2031, this workshop looked at MINUSMA.",
        f"A workshop on MINUSMA was convened on the 8th of May, 2031, by {PARTNERS}.",
        "IPI brought experts together on May 8, 2031, for a workshop on MINUSMA.",
        "The workshop took place on Thursday, 8 May 2031, in New York.",
        "Workshop date: 2031-05-08",
        "On the morning of 8 May 2031, IPI invited officers and diplomats for a seminar.",
        f"Before the renewal due on June 30, 2031, {PARTNERS} held a seminar on May 8, 2031.",
        f"On 8 May 2031, weeks before the mandate was due for renewal, {PARTNERS} held a seminar.",
        "After the workshop of 8 May 2031, the partners wrote this note.",
        "This note comes from a workshop that IPI organized by video conference on May 8, 2031.",
        (
            "On May 8, 2031, the International Malian parties have met. Peace Institute (IPI), the "
            "Stimson trust is thin. Center, and Security Council Report organized a virtual "
            "workshop to discuss the mandate."
        ),
        (
            "From: Desk\nDate: Wed, 9 Jun 2032 17:42:06\nSubject: Fwd: a note\n\nOn 8 May 2031, "
            "the Stimson Center brought thirty people together for a workshop."
        ),
        (
            "On May 8, 2031, the Internatio- The Council is expected to renew the mandate. nal "
            "Peace Institute (IPI), the trust is thin. Stimson Center, and Security Council Report "
            "organized a virtual workshop to discuss the mandate."
        ),
        "On Thursday, 8 May 2031, forty people attended a roundtable that the Stimson Center held.",
        "Am 8. Mai 2031 fand in Berlin ein Workshop statt, veranstaltet von IPI.",
        "El 8 de mayo de 2031, el Stimson Center organizó un taller sobre la MINUSMA.",
        "Le 8 mai 2031, l'IPI et le Stimson Center ont tenu un atelier.",
        "Atelier : le jeudi 8 mai 2031",
        "People came on 8 May 2031 to discuss the mandate, as IPI had asked them.",
        "On 8 May 2031 the institutes called a joint meeting, as they do each year.",
        "Its date, 8 May 2031, was chosen for the anniversary. IPI held the workshop.",
        "IPI held a workshop on 8 May 2031 and a public panel on 13 June 2031.",
        "The workshop on 8 May 2031 was the third; the second had been held on 3 June 2030.",
        "Les participants à l'atelier se sont retrouvés à Dakar le 8 mai 2031.",
        "Les deux instituts ont convié le 8 mai 2031 trente rédacteurs à une table ronde.",
        "Le Stimson Center a organisé une table ronde le 8 mai 2031 sur la MINUSMA.",
    ],
)
def test_the_day_of_the_event_is_found(take: Take, sentence: str) -> None:
    assert take(f"{TITLE}\n\n{sentence} {REST}").value("date") == "2031-05-08"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("on 4, 5 and 6 June 2031", "2031-06-04/2031-06-06"),
        ("from 30 November to 2 December 2031", "2031-11-30/2031-12-02"),
        ("on September 30 and October 1, 2031", "2031-09-30/2031-10-01"),
        (", and talked for two days, on 9 and 10 May 2031, in a hotel", "2031-05-09/2031-05-10"),
        ("on Thursday 9th and Friday 10th November 2031", "2031-11-09/2031-11-10"),
    ],
)
def test_several_days_of_one_event_are_a_range(take: Take, written: str, value: str) -> None:
    assert take(f"{TITLE}\n\nIPI held a workshop {written}. {REST}").value("date") == value


def test_a_range_of_weekdays_in_french_is_read(take: Take) -> None:
    days = "Du mercredi 18 au jeudi 19 septembre 2024, l'IPI a organisé un atelier."
    assert take(f"{TITLE}\n\n{days} {REST}").value("date") == "2024-09-18/2024-09-19"


def test_a_month_gives_the_year_alone(take: Take) -> None:
    found = take(f"{TITLE}\n\nIPI held a workshop in November 2030. {REST}")
    assert (found.value("year"), found.value("date")) == (2030, None)


def test_a_mere_date_that_is_the_workshop_s_is_none_of_publication(take: Take) -> None:
    found = take(f"{TITLE}\n\nDate: 8 May 2031\nOrganizers: IPI\n\nThe workshop was held. {REST}")
    assert (found.value("date"), found.value("published")) == ("2031-05-08", None)


@pytest.mark.parametrize(
    ("head", "value"),
    [
        ("Geneva, les 12 et 13 mai 2031", "2031-05-12/2031-05-13"),
        ("12-13 May 2031, Geneva", "2031-05-12/2031-05-13"),
        ("12-14 May 2031", "2031-05-12/2031-05-14"),
        ("Workshop report | Geneva | 12-13 May 2031", "2031-05-12/2031-05-13"),
        ("Monday 12 - Tuesday 13 May 2031 | HI2107", "2031-05-12/2031-05-13"),
        ("Fachworkshop am 12. und 13. Mai 2031 in Berlin", "2031-05-12/2031-05-13"),
        ("Taller celebrado los días 12 y 13 de mayo de 2031", "2031-05-12/2031-05-13"),
        ("Where and when: Geneva, 12 May 2031", "2031-05-12"),
        ("Lieu et date : Genève, 12 mai 2031", "2031-05-12"),
        ("Held 12 May 2031 - note of 3 June 2031", "2031-05-12"),
        ("12 May 2031 | Closed workshop | Keepers", "2031-05-12"),
        ("Held: Town Hall, Toyville, 12 May 2031 (postponed from 3 March 2031)", "2031-05-12"),
        (f"Note of a workshop convened by {PARTNERS}, Toyville, 12 May 2031", "2031-05-12"),
        ("Report of a hybrid workshop held in Toyville and online on 12 May 2031", "2031-05-12"),
        ("12 May 2031, 10:00-16:00 CET, online", "2031-05-12"),
        ("12 May 2031, 10am-3pm, Town Hall", "2031-05-12"),
        ("workshop_date: 2031-05-12\npublished: 2031-06-19", "2031-05-12"),
        ("Keepers | Oslo, 12 May 2031 | Workshop report", "2031-05-12"),
        ("Dates : 12 et 13 mai 2031\nLieu : Dakar", "2031-05-12/2031-05-13"),
        ("Termin: 12. Mai 2031\nOrt: Berlin", "2031-05-12"),
        ("Fecha de celebración: 12 de mayo de 2031", "2031-05-12"),
        ("Next workshop: 3 September 2031", None),
        ("See also\nWorkshop on UNMISS, Oslo, 3-4 June 2029", None),
    ],
)
def test_a_line_of_the_head_gives_the_day(take: Take, head: str, value: str | None) -> None:
    note = "This note sums up a workshop that the Toyville Institute held with the Stimson Center."
    assert take(f"{TITLE}\n\n{head}\n\n{note} {REST}").value("date") == value


def test_a_title_printed_again_heads_what_a_mirror_copied(take: Take) -> None:
    mirror = "Related documents\nDrawdown in Darfur\n\nTranscription"
    text = f"{TITLE}\n\n{mirror}\n\n{TITLE}\n\nNote of a workshop, New York, 8 May 2031\n\n{REST}"
    assert take(text).value("date") == "2031-05-08"


@pytest.mark.parametrize(
    "said",
    [
        "In May 2030 the Forum brought a group of eighteen to Ohrid. The workshop took two days.",
        "In 2030, with three missions closed, the college asked old hands to a workshop on them.",
        "The workshop, held in spring 2030, asked what is left for the force.",
    ],
)
def test_without_a_day_a_month_or_year_of_the_opening_gives_the_year(take: Take, said: str) -> None:
    found = take(f"{TITLE}\n\n{said} {REST}")
    assert (found.value("year"), found.value("date")) == (2030, None)


def test_a_year_that_is_labelled_is_the_workshops(take: Take) -> None:
    cited = "Suggested citation: Keepers, “A Note,” Toyville, June 2031."
    text = f"{TITLE}\n\nPlace: Toyville. Year: 2030.\n\nIPI held a workshop. {REST}\n\n{cited}"
    assert take(text).value("year") == 2030


def test_a_letter_gives_the_year_of_the_day_that_it_names(take: Take) -> None:
    letter = "From: A. Reader\nDate: Mon, 19 May 2031 09:12\nSubject: Fwd: our day\n\nDear all,"
    said = "as promised, here is what I made of last Monday (12 May). We were nineteen."
    found = take(f"{letter}\n\n{said}\n\n{TITLE}\n\nWe held a workshop. {REST}")
    assert found.value("date") == "2031-05-12"


@pytest.mark.parametrize(
    "other",
    [
        "The Council met on 4 April 2031 on it.",
        "On 4 and 5 April 2031 the parties met in Juba.",
        "One participant recalled a seminar held in Oslo on 3 March 2028.",
        "The workshop followed the one of 3 March 2030.",
        "In the first session, speakers looked back at the agreement of 20 June 2011.",
        "La séance est revenue sur l'accord du 20 juin 2011.",
    ],
)
def test_what_others_met_for_is_not_the_workshop(take: Take, other: str) -> None:
    said = f"IPI held a workshop with the Stimson Center. {other}"
    assert take(f"{TITLE}\n\n{said} {REST}").value("date") is None


@pytest.mark.parametrize("head", ["Toy Papers 2031/4", "MINUSMA 2031: A Note"])
def test_a_year_of_the_head_gives_that_of_a_day(take: Take, head: str) -> None:
    text = f"{TITLE}\n{head}\n\nOn May 2, {PARTNERS} organized a workshop on MINUSMA. {REST}"
    assert take(text).value("date") == "2031-05-02"


def test_the_format_gives_the_day_where_the_text_has_none(take: Take) -> None:
    found = take(f"{TITLE}\n\nIPI held a workshop. {REST}", held="2031-05-08")
    assert found.value("date") == "2031-05-08"
    assert found.fields["date"].evidence
    found = take(f"{TITLE}\n\nIPI held a workshop. {REST}", held="2031-05-32")
    assert found.value("date") is None


@pytest.mark.parametrize(
    "decoy",
    [
        "On May 24, 2031, officers detained the president.",
        "On 24 May 2031, four days after the workshop was held, officers detained the president.",
        "Four days after the workshop, on 24 May 2031, the president was detained.",
        "The Council adopted resolution 2480 on June 28, 2030.",
        "The mandate expires on June 30, 2031.",
        "Elections are set for December 20, 2031.",
        "A similar workshop was held on May 9, 2030.",
        "The next workshop will take place on July 3, 2031.",
        "Workshop note, June 2, 2031",
        "See also: Workshop on UNMISS, May 24, 2031",
        "The agreement was signed at a meeting of the parties before May 15, 2015.",
        "Post on 25-May-2031",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_another_date_is_not_taken_for_it(take: Take, decoy: str, first: bool) -> None:
    event = f"In this context, {PARTNERS} organized a workshop on May 8, 2031."
    body = f"{decoy}\n\n{event}" if first else f"{event}\n\n{decoy}"
    found = take(f"{TITLE}\n\n{body}\n\n{REST}")
    assert found.value("date") == "2031-05-08"
    assert found.value("year") == 2031


def test_a_range_is_kept(take: Take) -> None:
    text = f"{TITLE}\n\n{PARTNERS} organized a workshop on 30 April and 1 May 2031. {REST}"
    assert take(text).value("date") == "2031-04-30/2031-05-01"


def test_a_text_with_decoys_alone_has_no_date(take: Take) -> None:
    text = f"{TITLE}\n\nAt the workshop someone recalled the coup of August 18, 2020. {REST}"
    found = take(text)
    assert found.value("date") is None
    assert "no-date" in {problem.code for problem in found.problems}


def test_a_year_that_title_and_renewal_contradict_is_shown(take: Take) -> None:
    text = (
        "Prioritizing and Sequencing Peacekeeping Mandates in 2031: The Case of MINUSCA\n\n"
        "The Council is expected to renew the mandate of MINUSCA in November 2031. "
        f"In this context, {PARTNERS} organized a workshop on September 10, 2030. {REST}"
    )
    found = take(text)
    assert found.value("date") == "2031-09-10"
    assert ("2030-09-10", "its year contradicts the title or the renewal") in {
        (value, why) for value, why, _ in found.fields["date"].considered
    }
    [doubt] = [problem for problem in found.problems if problem.code == "contradiction"]
    assert "2030-09-10" in doubt.message
    assert "2031" in doubt.message


def test_a_workshop_in_autumn_may_prepare_a_renewal_of_the_next_year(take: Take) -> None:
    text = (
        "Prioritizing and Sequencing Security Council Mandates in 2032: The Case of UNMISS\n\n"
        "The Council is expected to renew the mandate in March 2032. "
        f"{PARTNERS} organized a workshop on December 10, 2031, on UNMISS. {REST}"
    )
    found = take(text)
    assert found.value("date") == "2031-12-10"
    assert not [problem for problem in found.problems if problem.code == "contradiction"]


def test_a_day_without_a_year_takes_the_year_that_the_rest_gives(take: Take) -> None:
    text = (
        f"{TITLE}\nJUNE 2031\n\nOn May 2, {PARTNERS} organized a workshop on MINUSMA, whose "
        f"mandate the Council is expected to renew in June 2031. {REST}"
    )
    found = take(text)
    assert found.value("date") == "2031-05-02"
    assert "date-without-year" in {problem.code for problem in found.problems}


@pytest.mark.parametrize(
    "said",
    [
        f"On Thursday 8 May, {PARTNERS} held a workshop. The mandate ends in June 2031.",
        f"A month before that date, on the 8th of May, {PARTNERS} held a workshop. JUNE 2031",
        f"{PARTNERS} held a workshop on 8 May on the mandate, which expires on June 30, 2031.",
    ],
)
def test_a_day_without_a_year_is_near_what_its_paragraph_dates(take: Take, said: str) -> None:
    assert take(f"{TITLE}\n\n{said} {REST}").value("date") == "2031-05-08"


def test_several_days_without_a_year_are_a_range(take: Take) -> None:
    said = f"On 8 and 9 May, {PARTNERS} held a workshop. The mandate ends in June 2031."
    found = take(f"{TITLE}\nJUNE 2031\n\n{said} {REST}")
    assert (found.value("date"), found.value("published")) == ("2031-05-08/2031-05-09", "2031-06")


def test_the_weekday_of_a_range_without_a_year_is_its_first_days(take: Take) -> None:
    said = f"On Thursday 8 and Friday 9 May, {PARTNERS} held a workshop. The mandate ends soon."
    assert take(f"{TITLE}\nJUNE 2031\n\n{said} {REST}").value("date") == "2031-05-08/2031-05-09"


def test_no_day_is_moved_to_a_year_that_has_it_not(take: Take) -> None:
    said = f"On 29 February, {PARTNERS} held a workshop."
    assert take(f"{TITLE}\nMARCH 2031\n\n{said} {REST}").value("date") is None
    assert take(f"{TITLE}\nMARCH 2032\n\n{said} {REST}").value("date") == "2032-02-29"


def test_a_year_and_a_day_without_one_do_not_contradict(take: Take) -> None:
    said = "In 2031 the institutes held a workshop. It took place on Thursday 8 May."
    talk = "The participants discussed the mandate of the mission and its tasks."
    found = take(f"Workshop note\n\n{said} {talk}")
    assert "contradiction" not in {problem.code for problem in found.problems}
    assert found.value("year") == 2031


def test_a_bare_year_near_a_day_without_one_is_not_its(take: Take) -> None:
    said = f"On 8 May, {PARTNERS} held a workshop. The mandate is expected to end in 2032."
    assert take(f"{TITLE}\n\n{said} {REST}").value("date") is None


def test_a_weekday_that_no_year_near_has_gives_no_date(take: Take) -> None:
    said = f"On Monday 8 May, {PARTNERS} held a workshop. The mandate ends in June 2031."
    assert take(f"{TITLE}\n\n{said} {REST}").value("date") is None


def test_a_day_without_any_year_stays_out(take: Take) -> None:
    found = take(f"{TITLE}\n\nOn May 2, {PARTNERS} organized a workshop on MINUSMA. {REST}")
    assert found.value("date") is None
    assert found.value("year") is None


def test_two_dates_of_equal_weight_are_shown_and_neither_is_taken(take: Take) -> None:
    head = "Workshop: 8 May 2031\nWorkshop: 9 June 2031"
    found = take(f"{TITLE}\n\n{head}\n\nThe workshop was held by IPI in a hall. {REST}")
    assert found.value("date") is None
    assert "contradiction" in {problem.code for problem in found.problems}


def test_an_impossible_day_is_reported(take: Take) -> None:
    found = take(f"{TITLE}\n\nOn June 31, 2031, {PARTNERS} organized a workshop. {REST}")
    assert found.value("date") is None
    assert "impossible-date" in {problem.code for problem in found.problems}


def test_without_a_workshop_date_the_year_is_that_of_publication(take: Take) -> None:
    found = take(f"{TITLE}\nPublished on 13 June 2031\n\n{PARTNERS} organized a workshop. {REST}")
    assert found.value("year") == 2031
    assert "year-from-publication" in {problem.code for problem in found.problems}


def test_the_year_is_the_workshops_not_the_publications(take: Take) -> None:
    text = (
        f"{TITLE}\nJanuary 9, 2032\n\n{PARTNERS} organized a workshop on November 21, 2031. {REST}"
    )
    found = take(text)
    assert (found.value("year"), found.value("published")) == (2031, "2032-01-09")


def test_year_like_resolutions_give_no_year(take: Take) -> None:
    found = take(
        "MINUSCA and MINUSMA compared\n\nAt the workshop someone said that resolution 2009 set up "
        "one mission and resolution 1990 another. Stimson and IPI will circulate a note."
    )
    assert found.value("year") is None
    assert found.value("resolutions") == ("2009", "1990")


def test_a_labelled_line_of_the_head_outweighs_a_sentence_on_another_event(take: Take) -> None:
    told = f"All knew that the Institute's first seminar, on 9 June 2029, had drawn six. {REST}"
    found = take(f"{TITLE}\n\nSeminar of 8 May 2031\n\n{told}")
    assert found.value("date") == "2031-05-08"


def test_a_table_and_its_report_have_each_their_day(take: Take) -> None:
    head = "Fecha de la mesa: 8 de mayo de 2031\nFecha de esta relatoría: junio de 2031"
    said = "El Instituto convocó una mesa redonda sobre el mandato. Las participantes hablaron."
    found = take(f"Tierra y paz\n{head}\n\n{said}")
    assert (found.value("date"), found.value("published")) == ("2031-05-08", "2031-06")


@pytest.mark.parametrize(
    "text",
    [
        # What the workshop followed is another one, and gives way to the line below the title.
        "Lomé, 6 - 8 May 2031\n\nIPI held it. It followed the workshop of Banjul of 4 May 2029.",
        # In a trail of links, too, a label says whose day it is.
        "Home | Seminar, The Hague, 6-8 May 2031 | Print\n\nIPI brought forty people together.",
    ],
)
def test_days_of_other_events_do_not_date_the_workshop(take: Take, text: str) -> None:
    assert take(f"{TITLE}\n\n{text} {REST}").value("date") == "2031-05-06/2031-05-08"


def test_a_list_of_other_notes_does_not_date_the_workshop(take: Take) -> None:
    body = "\n\n".join(f"In village {n} the elders met and said little. {REST}" for n in range(9))
    others = "Other briefs: No. 16, Police after Peacekeeping (workshop of 2 March 2030)."
    for told in ("On 8 May 2031, IPI held a workshop.", "IPI convened a workshop on 8 May 2031."):
        found = take(f"{TITLE}\n\n{told}\n\n{body}\n\n{others}")
        assert found.value("date") == "2031-05-08"


def test_a_month_in_the_events_sentence_outweighs_a_day_that_stands_elsewhere(take: Take) -> None:
    told = f"In February 2031, {PARTNERS} organized a workshop on MINUSMA. {REST}"
    found = take(f"Trending: Workshop on dam safety, 5 May 2032\n\n{TITLE}\nMarch 2031\n\n{told}")
    assert (found.value("date"), found.value("year")) == (None, 2031)


def test_a_list_of_many_days_is_weighed_at_once(take: Take) -> None:
    days = (date(2020, 1, 1) + timedelta(days=11 * at) for at in range(300))
    begun = time.process_time()
    take(f"{TITLE}\n\n{REST}\n\n" + "\n\n".join(day.strftime("%d %B %Y") for day in days))
    assert time.process_time() - begun < 6


@pytest.mark.parametrize("mark", ["", ":"])
def test_a_table_at_the_head_gives_the_day_and_who_organized(take: Take, mark: str) -> None:
    rows = f"Date{mark}\nMay 8, 2031\nOrganizers{mark}\nthe International Peace Institute\n"
    body = "Participants asked the Council to keep the mandate of UNMISS as it is. Some objected."
    found = take(f"What the Toys Need\n{rows}The workshop was on UNMISS.\n{body}\n")
    assert (found.value("date"), found.value("organizers")) == ("2031-05-08", ("ipi",))
    assert "reads-like-another" not in {problem.code for problem in found.problems}
