"""Titles among breadcrumbs, mirrors' headings and dates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import wrap

import pytest

from workshop_notes.convert import convert
from workshop_notes.extract.extraction import extract
from workshop_notes.extract.original import Extraction
from workshop_notes.vocabulary import Vocabularies

Take = Callable[..., Extraction]
TITLE = "Prioritization and Sequencing of Security Council Mandates: The Case of UNISFA"
BODY = (
    "On May 8, 2031, the International Peace Institute (IPI) and the Stimson Center organized a "
    "workshop on UNISFA. Participants discussed the mandate and the coming dry season at length."
)


@pytest.mark.parametrize(
    "head",
    [
        TITLE,
        f"{TITLE}   ",
        f"{TITLE}*",
        f"{TITLE} (May 2031)",
        f"{TITLE} (Dec. 2031)",
        f"{TITLE} | Stimson Center",
        f"{TITLE} - International Peace Institute",
        f"{TITLE} - Page 1",
        f"{TITLE} - Abyei | ReliefWeb",
        f"5/14/2032 {TITLE}",
        f"---------- Forwarded message ---------\n{TITLE}",
        f"-----Message original-----\n{TITLE}",
        TITLE.replace(": The", ":\nThe"),
        TITLE.replace("Security Council", "Security\nCouncil"),
        f"Peace Operations\nProtecting Civilians in Conflict\nPeacekeeping Reform\n\n{TITLE}",
        f"{TITLE.upper()}\n{TITLE}\n{TITLE} | IPI",
        f"{TITLE.lower()[:50]} ... · unisfa because the dry season\n\n12\n{TITLE}",
        f"{TITLE.replace('The Case', 'the Case')}\nTotal Page:16\nFile Type:pdf\n{TITLE}",
        f"{TITLE}\nby the organizers | 12 May 2031",
        f"{TITLE}\n\nWorkshop held on Thursday 9th May 2031, Toyville",
        f"Перейти к основному содержанию\n\n{TITLE}\n\nСтраны\nСудан",
        f"Ir al contenido principal\nLa situación en Abyei\n{TITLE}\nPaís\nSudán",
        f"{TITLE}\n\nREPORT from International Peace Institute\nPublished on 13 Jun 2031",
        f"About Us | Programs | Events | Donate\nSearch for:\n\n{TITLE}\n\nTuesday, 3 June 2031",
        f"INTERNATIONAL PEACE INSTITUTE\nToggle navigation\n\n{TITLE}: A Meeting Note",
        f"Stimson Center\n\nMeeting Note\n\n{TITLE}\n\nInternational Peace Institute\nStimson",
        f'{TITLE} - PDF Free Download\n\nShare "{TITLE}"',
        f"Toy Policy Watch\nnews, documents and opinion on it\n\nDocument: {TITLE}\n\n{TITLE}",
        f"home unisfa note final v3\n\nRecommend Stories\nminutes of a meeting 2031\n\n{TITLE}",
        (
            "Subject: Fwd: a note\n\nColleagues, this is the note of last month's session I had "
            f"promised.\n\nSent from my phone\n\n-----\n\n{TITLE}"
        ),
        TITLE.replace("Sequencing of ", "Sequencing of\n").replace(": ", ":\n"),
        "MEETING NOTE\n" + "\n".join(wrap(TITLE, 26)) + "\nMAY 2031",
        TITLE.replace(": The", "\nThe"),
        f"To: all\nSubject: FW: [list] {TITLE}\nDate: 4 May 2032\n\n{TITLE.upper()}",
        f"Document title: {TITLE}\nKeywords: mandates, Abyei",
        f"{TITLE} (PDF, 2 pages)\n\n{TITLE}",
        f"{TITLE} - Zedslip\n\n{TITLE}",
        f"Series: “Mandates”\n{TITLE}\nMay 2031 - Stimson Center",
        f"[Facebook icon] [X icon]\n\n{TITLE}\n\n[Print this] [Mail icon]",
        f"Toy Lake Institute\nWorkshop note\n\n{TITLE}\nToytown and online, 8 y 9 de mayo de 2031",
        f"{TITLE}\nToy College, Centre for Lakes\nHeld 8 May 2031 - note of 9 June 2031",
        f"UNITED TOYS                    TOYS UNIS\nCivil Affairs\n\nTo: File\nSubject: {TITLE}",
        f"Embed Size (px) 344 x 292 429 x 357 514 x 422\n\n{TITLE}",
        f"Page 1: THE CASE OF UNISFA...{TITLE} MAY 2031 Introduction",
        (
            "Dear all,\n\nthis is what I made of the day for those of you who could not come, and "
            f"for those who could.\n\nT.\n\n{TITLE}"
        ),
        f"This copy was kept for all who cannot read the page it was made of.\n\n{TITLE}\nMay 2031",
    ],
)
def test_the_title_is_found_as_published(take: Take, head: str) -> None:
    assert take(f"{head}\n\n{BODY}").value("title") == TITLE


@pytest.mark.parametrize(
    "head",
    [
        " date 2031-06-13 Introduction",
        "Category: Rights/Justice Published on Thursday, 19 May 2031 19:18 Hits: 0",
        "Introduction",
        "Upload: others\n\nPost on 25-May-2032\n\n1 views",
        "International Peace Institute (IPI), the Stimson Center, and Security Council Report",
    ],
)
def test_a_page_without_a_title_gets_none(take: Take, head: str) -> None:
    found = take(f"{head}\n\n{BODY}")
    assert found.value("title") is None
    assert "no-title" in {problem.code for problem in found.problems}


def test_a_title_of_another_pattern_is_kept(take: Take) -> None:
    title = "The Situation in Toyland: Reflections on Challenges and Ways Forward"
    assert take(f"{title} (June 2031)\n\n{BODY}").value("title") == title


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("« Toy au village » : la FISNUA et le vote", "« Toy au village » : la FISNUA et le vote"),
        ("THE LINE THAT MOVED: ABYEI AFTER DECEMBER 2024", "The Line That Moved: Abyei After"),
        ("What is left of the line? Toys after workshop\n2031", "What is left of the line? Toys"),
        ("Notes d'atelier — Toys et fusils : la FISNUA", "Toys et fusils : la FISNUA"),
        ("Tagungsbericht: Was bleibt von der Linie?", "Was bleibt von der Linie?"),
        ("REPORT OF THE WORKSHOP ON TOYS AND THEIR MAKERS", "Report of the Workshop on Toys and"),
        (
            "T O Y   H O U S E   O F   P A P E R S   A N D   B O X E S\n\nA Line in Abyei",
            "A Line in",
        ),
    ],
)
def test_what_stands_in_a_title_stays(take: Take, head: str, title: str) -> None:
    found = str(take(f"{head}\n\n{BODY} The workshop 2031 is the last.").value("title"))
    assert found.startswith(title)
    assert found.casefold().endswith(head.split()[-1].casefold())


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (
            (
                "<title>Toys and Rivers: A Flooded Vote — Toy Forum</title><h1>Toy Forum</h1>"
                "<h2>Explore our work</h2><h2>Toys and Rivers: A Flooded Vote</h2>"
            ),
            "Toys and Rivers",
        ),
        ("<h4>after the last toy: a house in the south</h4>", "After the last toy: a house in the"),
        (
            "<h1>FORTY YEARS<br>OF TOYS:<br>DOES A TOY NEED<br>MORE?</h1>",
            "Forty Years of Toys: Does",
        ),
        (
            "<h1>Fewer toys, longer lines –<br>What is left</h1>",
            "Fewer toys, longer lines – What is",
        ),
        (
            (
                '<script type="application/ld+json">{"headline": "Toys \\u0026 Lines: Flooded"}'
                "</script><title>Toy Forum</title>"
            ),
            "Toys & Lines: Flooded",
        ),
    ],
)
def test_the_title_of_a_page_is_no_part_of_its_site(
    page: str, title: str, vocabularies: Vocabularies
) -> None:
    text = f"<html><body>{page}<p>{BODY}</p><p>{BODY}</p></body></html>"
    found = extract(convert(Path("page.html"), text.encode()), vocabularies, "page.html")
    assert str(found.value("title")).startswith(title)


def test_a_french_title_is_kept_with_its_spaces(take: Take) -> None:
    title = "Hiérarchisation et ordonnancement des mandats de paix : Le cas de la FISNUA"
    text = f"{title}\n\nLe 8 mai 2031, l'IPI et le Stimson Center ont tenu un atelier à New York."
    assert take(text).value("title") == title


def test_the_formats_own_title_counts_where_the_text_has_none(take: Take) -> None:
    found = take(BODY, title=f"{TITLE} | ReliefWeb")
    assert found.value("title") == TITLE
    assert found.fields["title"].evidence


def test_a_ruled_line_is_no_part_of_a_title(take: Take) -> None:
    found = take("Toy series\n--------------------\nThe Case of UNISFA: What Comes First\n\nProse.")
    assert found.value("title") == "The Case of UNISFA: What Comes First"


def test_a_day_in_a_title_is_a_part_of_it(take: Take) -> None:
    title = "Council Extends Mission in Toyland until 31 March 2031"
    assert take(f"8216th Meeting (AM)\n\n{title}\n\n{BODY}").value("title") == title


@pytest.mark.parametrize(
    ("shouted", "written"),
    [
        (
            "Body: Working group\nSubject: The Zed and the Buffer Zone",
            "The Zed and the Buffer Zone",
        ),
        ("Objet : compte rendu sur la fin de la FINUL", "Compte rendu sur la fin de la FINUL"),
        ("WHAT WE SAID: UNISFA'S TWO ROADS AND A BRIDGE", "What We Said: UNISFA's Two Roads and"),
        ("MONEY AND MUDDLE\nPaying for the peace of others", "Money and muddle: Paying for the"),
        ("AFTER THE POLLS: WHAT SHOULD UNMISS'S STAFF STILL DO?", "UNMISS's"),
        ("LE CAS DE LA FISNUA : UN MANDAT À DEUX TEMPS", "Le cas de la FISNUA : un mandat à"),
        ("THE OFFICE OF CÔTE D'IVOIRE AND THE RULE OF LAW", "Côte d'Ivoire and the Rule of Law"),
    ],
)
def test_a_title_is_written_as_titles_are(take: Take, shouted: str, written: str) -> None:
    assert written in str(take(f"{shouted}\n\n{BODY}").value("title"))


def test_the_mark_of_a_note_is_no_part_of_a_title(vocabularies: Vocabularies) -> None:
    note = "\n\n[^1]: This note reflects the views of its rapporteurs only.\n"
    conversion = convert(Path("toy.md"), f"# {TITLE}[^1]\n\n{BODY}{note}".encode())
    assert f"# {TITLE}[^1]" in conversion.markdown
    assert extract(conversion, vocabularies, "toy.md").value("title") == TITLE
