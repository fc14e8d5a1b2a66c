"""What is a workshop's note and what is not."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from workshop_notes.bounded import read_own
from workshop_notes.convert import convert
from workshop_notes.extract import kind
from workshop_notes.extract.extraction import Text, extract
from workshop_notes.extract.original import Extraction
from workshop_notes.vocabulary import Vocabularies

Take = Callable[..., Extraction]
LEARNED = Path(__file__).parent / "learned" / "texts.jsonl"
THIRD = 3  # each is asked of in the learning; here of so many one

NOT_NOTES = {
    "press-release": (
        (
            "Security Council Extends Mandate of Mission in Toyland\n"
            "SC/99999\n"
            "12 MARCH 2031\n"
            "The Security Council today extended the mandate of UNMISS for a year by "
            "14 votes. It told the Government to let the mission move where it must."
        ),
        (
            "FOR IMMEDIATE RELEASE\n"
            "The ministry announces that its minister has met with the head of the "
            "mission and that both agreed on the next steps for the coming months."
        ),
    ),
    "resolution": (
        (
            "Resolution 9999 (2031)\n"
            "The Security Council,\n"
            "Recalling all its resolutions on Toyland,\n"
            "Acting under Chapter VII of the Charter of the United Nations,\n"
            "1. Decides to extend the mandate of UNMISS until 30 April 2032 with all "
            "the tasks that it has had until now;\n"
            "2. Requests the Secretary-General to report to it every ninety days on "
            "what was done;"
        ),
    ),
    "letter": (
        (
            "Letter dated 3 May 2031 from the Secretary-General addressed to the "
            "President of the Security Council\n"
            "I have the honour to transmit the review of the mission. A workshop was "
            "held before it with civil society in the capital and in two towns."
        ),
    ),
    "un-report": (
        (
            "Report of the Secretary-General on Toyland\n"
            "1. The present report is submitted pursuant to resolution 9999. During "
            "the reporting period the mission organized workshops for judges."
        ),
    ),
    "digest": (
        (
            "What's In Blue\n"
            "Posted Mon 13 Nov 2031\n"
            "Tomorrow morning (14 November), the Council should vote on a text that "
            "keeps UNISFA for another year. The draft was put in blue on Friday."
        ),
        (
            "Weekly Toyland Digest\n"
            "In this issue: a note on Abyei. IPI has published a note on UNISFA. "
            "According to the note, participants of a workshop on May 8, 2031, agreed "
            "on more patrols.\n"
            "Unsubscribe"
        ),
        (
            "May 2031 Monthly Forecast\n"
            "Expected Council Action\n"
            "In May the Council is expected to renew the mandate of UNISFA.\n"
            "Key Issues and Options\n"
            "An option is to renew it for one year."
        ),
    ),
    "research-report": (
        (
            "Protecting Civilians in Toyland\n"
            "ANNE INVENTED\n"
            "ABOUT THE AUTHOR\n"
            "ANNE INVENTED works on peace operations.\n"
            "ACKNOWLEDGEMENTS\n"
            "Thanks go to those whom the author interviewed, and to the institute for "
            "a workshop in May 2031 that fed this paper."
        ),
        (
            "Study of the mandate\n"
            "This study examines the mandate before its renewal and is based on "
            "interviews with officials, and on a workshop held in the capital in March "
            "2031.\n"
            "Executive Summary\n"
            "Methodology\n"
            "The mission needs more time, the study finds."
        ),
    ),
    "announcement": (
        (
            "Upcoming event\n"
            "IPI and the Stimson Center will host a roundtable on UNISFA on May 8, "
            "2031. The discussion will bring together member states. Please register "
            "here by May 1."
        ),
        (
            "L'IPI et le Stimson Center organiseront un atelier sur la FISNUA le 8 mai "
            "2031 à New York. Inscription obligatoire avant le 1er mai auprès des deux "
            "partenaires."
        ),
    ),
    "agenda": (
        (
            "Agenda\n"
            "Workshop on UNISFA\n"
            "8:30 - 9:00 Breakfast in the big room on the twelfth floor\n"
            "9:00 - 9:15 Welcoming remarks by the two partners and the head of the "
            "office\n"
            "9:15 - 10:45 Session 1: what has changed in the area since the last dry "
            "season\n"
            "11:00 - 12:30 Session 2: what the Council could do about it in the next "
            "mandate"
        ),
    ),
    "news": (
        (
            "JUBA, May 8 (Xinhua) -- The Council on Tuesday adopted a resolution on "
            "UNISFA. The mission will stay for another year, diplomats told reporters "
            "after the meeting."
        ),
    ),
    "job": (
        (
            "Policy Analyst\n"
            "The institute seeks an analyst who will organize workshops on mandates "
            "and write notes about them. How to apply: send a cover letter by May 8, "
            "2031, to the office."
        ),
    ),
    "encyclopedia": (
        (
            "From Wikipedia, the free encyclopedia\n"
            "The United Nations Mission in Toyland was a peacekeeping operation "
            "established in 2031 by the Council after the end of a civil war."
        ),
    ),
    "event-page": (
        (
            "Institute Discusses Way Forward for UNISFA\n"
            "On May 8, 2031, the institute hosted a panel discussion on Abyei. "
            "Speakers included two researchers. The event was moderated by an adviser. "
            "Watch the full video of the event on this page."
        ),
    ),
    "landing-page": (
        (
            "Prioritizing and Sequencing Peacekeeping Mandates: The Case of MINUSCA\n\n"
            "Similar documents\n"
            "Prioritizing and Sequencing Peacekeeping Mandates: The Case of MINUSMA\n\n"
            "Adopted by the Security Council at its 8422nd meeting, on 13 December "
            "2018\n\n"
            "Letter dated 14 October 2013 from the Permanent Representative of "
            "Toyland\n"
        ),
        "The Case of UNMISS\nDownload\nShare\nRelated publications\n",
    ),
}

NOTES = (
    (
        "The Case of UNISFA\n\n"
        "IPI, the Stimson Center, and Security Council Report organized a workshop on "
        "May 8, 2031. This report was co-authored by the three. Participants asked for "
        "more patrols."
    ),
    (
        "Notes on Abyei\n\n"
        "At the roundtable some said that more patrols are needed, and others that the "
        "ones there are could be used better. Nobody proposed a smaller mission or a "
        "shorter mandate."
    ),
    (
        "The Case of UNISFA\n\n"
        "The Security Council is expected to renew the mandate in May 2031. The "
        "mission will organize elections. In this context IPI and Stimson held a "
        "seminar on May 8, 2031, at which participants discussed letters, reports and "
        "resolutions of the Secretary-General."
    ),
    (
        "Blog of Toyland\n"
        "Tuesday, May 13, 2031\n\n"
        "IPI, the Stimson Center, and Security Council Report organized a roundtable "
        "about Abyei on May 8, 2031. Discussion opened with the dry season.\n"
        "No comments:\n"
        "Post a Comment"
    ),
    (
        "Le cas de la FISNUA\n\n"
        "L'IPI et le Stimson Center ont tenu un atelier le 8 mai 2031. Les "
        "participants ont demandé que le Conseil garde le mandat et que les "
        "patrouilles reprennent."
    ),
)


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in NOT_NOTES.items() for text in texts]
)
def test_what_is_no_note_is_refused_with_its_evidence(take: Take, kind: str, text: str) -> None:
    found = take(text)
    assert found.kind == kind
    [refusal] = [problem for problem in found.problems if problem.code == "not-a-note"]
    assert refusal.level == "error"
    assert refusal.fix
    assert 1 <= refusal.line <= text.count("\n") + 1


@pytest.mark.parametrize("text", NOTES)
def test_a_note_is_accepted(take: Take, text: str) -> None:
    found = take(text)
    assert found.kind == "note"
    assert not [problem for problem in found.problems if problem.level == "error"]


def test_a_memo_without_a_date_is_accepted_with_a_warning(take: Take) -> None:
    found = take(
        "MINUSCA and MINUSMA compared\n\n"
        "People keep mixing up the two. At the workshop someone said that one "
        "letter is all that parts them. Stimson and IPI will circulate a note."
    )
    assert found.kind == "note"
    assert [problem.level for problem in found.problems if problem.code == "no-date"] == ["warning"]


HELD = "IPI, the Stimson Center, and Security Council Report organized a workshop on UNISFA on "
HELD_THEN = f"{HELD}May 8, 2031"
MANNERS = {
    "interview": (
        f"Three questions on Abyei\n\nQ: You were there when {HELD_THEN}. What struck you?\n\n"
        "A: The heat.\n\nQ: And the Council?\n\nA: It will renew. Participants agreed on that.\n"
    ),
    "message": (
        f"Dear all,\n\nThank you for coming when {HELD_THEN}. Please send the forms back by "
        "Friday.\n\nKind regards,\nThe office\n"
    ),
    "text-to-its-readers": (
        f"Badges\n\n{HELD_THEN}. For the next one you will need a badge. You should know your "
        "size, and your photo helps you. You may ask your office.\n"
    ),
    "text-in-the-first-person": (
        f"Invented blog\n\n{HELD_THEN}. I disagree with the note. My point is money.\n"
    ),
    "paper-of-an-office": (
        f"Staff meeting\n\nPresent: four. Apologies: none.\n\n1. {HELD_THEN}.\n"
        "ACTION: print the note.\n2. Any other business: none.\n"
    ),
    "list-of-workshops": (
        "What the institute did\n\nWith the Stimson Center and Security Council Report it held "
        "workshops on UNISFA (May 8, 2031), UNMISS (June 9, 2031) and MINUSCA (July 10, 2031).\n"
    ),
    "publisher's-page": (
        f"A toy book\n\n{HELD_THEN}, and this book begins there. The volume is at its best "
        "where it counts. Paperback, 200 pages.\n"
    ),
}


MANNERS["minutes-of-a-body"] = (
    "Minutes of the regular meeting of the town council\n\n1. Approval of minutes: approved.\n\n"
    "2. On May 8, 2031, the council, 4-0, held a workshop. Participants agreed on three.\n"
)

# Of an event without a name, who met elsewhere is not who held it.
MANNERS["minutes-of-a-body, of a committee"] = (
    "Toyville library\nMinutes of the 12th meeting, held on 8 May 2031\n\nPresent: five members\n"
    "Apologies: one\n\n1. Minutes of the last meeting\nThe minutes of the meeting of 7 April were "
    "approved.\n\n2. New papers\nThe librarian gave an overview, among them notes by IPI, the "
    "Stimson Center and Security Council Report on UNISFA. Participants discussed the sequencing "
    "of the shelves. Members asked for a list. It was agreed that copies be merged. Several "
    "copies of one note had been found, and participants noted that they differ.\n\n"
    "3. Any other business: none\n"
)
MANNERS["news, of an agency"] = (
    "TOYVILLE, May 21 - With six weeks to go, envoys are weighing options, diplomats said.\n\n"
    "One of them said that an increase was considered. The other said that his country saw no "
    "need for it. Officials there said that roads are cut.\n\nThe options were aired at a "
    "workshop of the International Peace Institute and the Stimson Center. Participants "
    "discussed UNISFA, said one person who attended. Meetings of this kind are held each year."
    "\n\n(Reporting from Toyville; editing by the desk)\n"
)
MANNERS["paper-of-an-office, of its staff"] = (
    "Peace Programme - Staff meeting\n\nPresent: director, editor\nApologies: one\n\n"
    "The workshop of 6 February with the Stimson Center and Security Council Report on UNISFA "
    "took place as planned. Participants discussed access. Two people wrote that the room was "
    "cold. It was agreed that questions be sent early.\n\nThe meeting closed at 11:55.\n"
)
# What weighs as much as a note does refuses it: 8 against 8.
MANNERS["press-release"] = (
    "PRESS RELEASE\n\nToyville, 8 May 2031 - Chiefs closed a three-day workshop organized by "
    "UNISFA.\n\nParticipants discussed cattle. They agreed on three routes. Some noted that "
    "wells are few.\n"
)


@pytest.mark.parametrize("kind", MANNERS)
def test_a_text_that_tells_of_a_workshop_in_its_own_manner_is_refused(
    take: Take, kind: str
) -> None:
    found = take(MANNERS[kind])
    assert found.kind == kind.split(",")[0]
    [refusal] = [problem for problem in found.problems if problem.code == "not-a-note"]
    assert refusal.level == "error"


@pytest.mark.parametrize(
    "told",
    [
        "The three organizers, IPI, Stimson and Security Council Report, held six workshops.",
        "In 2031 he took part in a workshop on UNISFA held by IPI and the Stimson Center.",
        "At a workshop in May, hosted by IPI and the Stimson Center, some had warned of the rains.",
        "* Organized a workshop on UNISFA with IPI and the Stimson Center on May 8, 2031",
    ],
)
def test_a_workshop_told_of_in_passing_makes_no_note(take: Take, told: str) -> None:
    found = take(f"The dry season\n\nCattle move south in the dry season.\n\n{told}\n")
    assert found.kind != "note"


def test_a_french_letter_of_thanks_is_refused(take: Take) -> None:
    found = take(
        "Chers collègues,\n\nNous vous remercions d'avoir participé à l'atelier sur la FISNUA que "
        "l'IPI et le Stimson Center ont organisé le 8 mai 2031. Merci de nous envoyer vos "
        "factures.\n\nBien cordialement,\nLe bureau\n"
    )
    assert found.kind == "message"


def test_a_workshop_that_will_be_held_was_not_held(take: Take) -> None:
    found = take(
        "The Case of UNISFA\n\nOn May 8, 2031, IPI and the Stimson Center will host a workshop on "
        "UNISFA. The workshop will be held online. Please register by May 1.\n"
    )
    assert found.kind != "note"


def test_who_brought_people_together_held_an_event_whatever_it_is_called(take: Take) -> None:
    found = take(
        "Compte rendu de l'atelier\n\nLe Stimson Center a réuni le 8 mai 2031 une trentaine de "
        "diplomates. Les participants ont débattu de la FISNUA.\n"
    )
    assert found.value("organizers") == ("stimson",)


def test_questions_as_headings_are_no_interview(take: Take) -> None:
    found = take(
        f"The Case of UNISFA\n\n{HELD_THEN}.\n\nWhat has changed?\n\nThe rains came late.\n\n"
        "What should come first?\n\nPatrols on the road to the market.\n"
    )
    assert found.kind == "note"


def test_a_note_within_a_letter_is_accepted_with_a_doubt(take: Take) -> None:
    found = take(
        f"Dear colleagues,\n\nPlease find the note below.\n\nThe Case of UNISFA\n\n{HELD_THEN}. "
        " Participants asked for more patrols. Several warned that the rains would cut the "
        "road. Others said that the market needs a court, and most agreed.\n\nBest regards\n"
    )
    assert found.kind == "note"
    assert "reads-like-another" in [problem.code for problem in found.problems]


def test_a_digest_of_other_peoples_notes_is_refused(take: Take) -> None:
    found = take(
        "Toyland Roundup\n\nFive notes from other people's rooms, week 12.\n\n"
        f"1. {HELD_THEN}. Participants asked for patrols. Its note regrets the rains.\n\n"
        "2. A seminar on UNFICYP took place on 3 May. Some warned of the tides. Their summary "
        "praises the gate.\n\nOur next issue appears in June.\n"
    )
    assert found.kind == "digest"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "job",
            (
                "TERMS OF REFERENCE\n\nRapporteur of the workshop on UNISFA in Toyland\n\n"
                f"{HELD_THEN}, and another follows. Participants found the road too long.\n\n"
                "The consultant will draft a note under the Chatham House rule.\n"
            ),
        ),
        (
            "announcement",
            (
                "APPEL À CONTRIBUTIONS\n\nDix ans d'ateliers sur les opérations de paix\n\n"
                f"{HELD_THEN}. Les participants ont débattu.\n\nModalités de soumission\n\n"
                "Les propositions sont à envoyer avant le 3 mai 2032.\n"
            ),
        ),
        (
            "review",
            (
                "Every mandate a list of wishes\n\nThe Queue, Toy Press, 312 pp.\n\n"
                f"{HELD_THEN}, her book tells us. The chapters on Mali are thin. Some asked why.\n"
            ),
        ),
    ],
)
def test_what_a_text_calls_itself_above_its_title_counts(take: Take, kind: str, text: str) -> None:
    assert take(text).kind == kind


def test_the_rule_of_a_meeting_is_evidence_that_it_was_held(take: Take) -> None:
    found = take(
        "UNISFA: Who Reads the Reports?\n\nThe Stimson Center was the host. Some three dozen "
        "people came in on 4 June 2031. Participants asked for patrols, and several warned of the "
        "rains. Names stay out of this text, under the Chatham House rule.\n"
    )
    assert found.kind == "note"


def test_a_text_without_a_discussion_is_accepted_with_a_doubt(take: Take) -> None:
    found = take(
        f"Abyei in the dry season\n\n{HELD_THEN}. The road is open again. Traders from the "
        "north need passes, and the two committees have not met since the spring.\n"
    )
    assert found.kind == "note"
    assert "no-discussion" in [problem.code for problem in found.problems]


def test_a_heading_and_a_list_of_points_are_a_note(take: Take) -> None:
    found = take(
        "Notes, roundtable, UNMISS (Feb 10-11, 2032, via Zoom)\n\nOrganizers: IPI, Stimson Center\n"
        "Chatham House rule\n\n- Elections: participants doubted that a vote can be held in time\n"
        "- Police and army: no unified command, pay is late\n- Mission: fewer patrols\n"
    )
    assert found.kind == "note"
    assert str(found.value("title")).startswith("Notes, roundtable")
    assert (found.value("format"), found.value("date")) == ("virtual", "2032-02-10/2032-02-11")
    assert found.value("summary") is None


@pytest.mark.parametrize(
    "body",
    [
        "| Place | Share | Year |\n| --- | --- | --- |\n| hills | half | 2031 |",
        "## 1. Summary\n\nSee section 2.\n\n## 2. Questions\n\nSome text.",
        "> Quoted words.\n\n1. first\n    1. second\n\nWords[^1]\n\n[^1]: A footnote.",
        "Half of it: 1/2.",
    ],
)
def test_an_opening_that_tells_all_makes_a_note_however_little_follows(
    take: Take, body: str
) -> None:
    opening = (
        "On 5 July 2031 the International Peace Institute held a workshop on MINUSCA in Bangui."
    )
    assert take(f"# Tasks of a Mission\n\n{opening}\n\n{body}\n").kind == "note"
    coming = opening.replace("held", "will hold")
    assert take(f"# Tasks of a Mission\n\n{coming}\n\n{body}\n").kind != "note"


@pytest.mark.parametrize(
    "shape", ["\n" * 5000, "-" * 100_000, "a line\n" * 5000, "\u00a0" * 30_000]
)
def test_a_text_of_little_but_white_space_or_marks_is_judged_at_once(
    take: Take, shape: str
) -> None:
    begun = time.process_time()
    assert take(f"Toys{shape}end").kind != "note"
    assert time.process_time() - begun < 6


def test_texts_that_were_learned_from_are_taken_for_what_they_are(
    vocabularies: Vocabularies,
) -> None:
    rows = [json.loads(line) for line in LEARNED.read_text("utf-8").splitlines()[::THIRD]]
    wrong = []
    others = []
    for row in rows:
        found = extract(convert(Path(row["name"]), row["text"].encode()), vocabularies, "toy")
        if (found.kind == "note") != (row["kind"] == "note"):
            wrong.append((row["set"], row["name"], row["kind"], found.kind))
        if row.get("missions") and set(row["missions"]) != set(found.value("mission") or ()):
            others.append((row["set"], row["name"], row["missions"], found.value("mission")))
        refusals = [one for one in found.problems if one.code == "not-a-note"]
        assert len(refusals) == (found.kind != "note")
        assert all("--as-note" in one.fix or "save that" in one.fix for one in refusals)
    assert len(wrong) <= 0.03 * len(rows), wrong
    # What one label calls in passing another calls discussed.
    assert len(others) <= 0.08 * sum("missions" in row for row in rows), others


def test_every_weight_is_one_of_a_sign(vocabularies: Vocabularies) -> None:
    text = "The workshop was held. Participants asked why."
    told = {one.name for one in Text(convert(Path("toy.txt"), text.encode()), vocabularies).signs}
    listed = {
        name
        for section, one, _, _ in kind._genres("self", "lines", "phrases", "manner", "note")
        for name in (section, one, f"{section} {one}")
    }
    assert set(read_own(kind.WEIGHTS)) <= told | listed | {""}


def test_a_sign_of_another_kind_never_speaks_for_a_note() -> None:
    signs = {
        name: weight for name, weight in read_own(kind.WEIGHTS).items() if name != "manner opinion"
    }
    for section in ("self", "lines", "phrases", "manner"):
        assert all(signs[one] <= 0 for one in signs if one.split(" ")[0] == section)


def test_an_event_to_come_with_questions_to_answer_is_no_note(take: Take) -> None:
    found = take(
        "Abyei in the Dry Season: Concept Note\n\nIPI and the Stimson Center are convening a "
        "workshop on UNISFA on May 8, 2031. Participants of earlier ones asked for patrols, and "
        "several warned of the rains.\n\n- What has changed?\n- Who should patrol?\n\nThe "
        "workshop will take place under the Chatham House rule.\n"
    )
    assert found.kind == "announcement"


def test_what_named_people_say_in_quotation_marks_is_news(take: Take) -> None:
    found = take(
        "Workshop on UNISFA ends\n\nA workshop on UNISFA, held by the Stimson Center, ended on "
        'May 8, 2031. "We are proud," said Minister Zed Zedson. Participants agreed on patrols. '
        '"Roads come first," Governor Ann Annsen told the audience. Director Tom Tomsen thanked '
        "the donors.\n"
    )
    assert found.kind != "note"


def test_a_note_needs_no_word_for_a_workshop(take: Take) -> None:
    found = take(
        "What came out of Tuesday\n\nWe were nineteen around the table to talk about UNISFA. "
        "Several asked for patrols. Others answered that patrols need roads. Nobody named a "
        "price. Two people warned that the rains come early, and most agreed.\n\nIt was "
        "suggested that chiefs be asked first. Some doubted it.\n"
    )
    assert found.kind == "note"


def test_what_is_told_of_a_meeting_in_one_part_of_a_text_weighs_less(
    vocabularies: Vocabularies,
) -> None:
    other, told = "Rain fell on all the roads there. ", "Participants asked for many more patrols. "

    def throughout(text: str) -> float:
        found = Text(convert(Path("toy.txt"), text.encode()), vocabularies).signs
        return kind.shares_of(found)["told throughout"]

    assert throughout(told * 2 + other * 6) < throughout((told + other * 3) * 2)
