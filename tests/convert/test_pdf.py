"""PDFs: reading order, structure and footnotes are told from the layout; what is hidden is not."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from corpus.broken import pdf_without_text
from corpus.case import FIRST, LEAK, SECOND, TITLE
from workshop_notes.convert import Conversion, convert
from workshop_notes.formats.pdf import Glyph, Page
from workshop_notes.formats.pdf_read import _unreadable
from workshop_notes.problem import has_errors

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")

Draw = Callable[[Canvas], object]
WORDS_TEXT = (
    "participants agreed that the mandate remains relevant and asked the council for a plan with "
    "dates while others recalled that such plans had been asked for before in Examplia"
)
WORDS = WORDS_TEXT.split()


def _read(data: bytes) -> Conversion:
    return convert(Path("note.pdf"), data)


def _pages(*pages: Draw) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), invariant=1)
    for draw in pages:
        canvas.setFont("Helvetica", 11)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _lines(
    canvas: Canvas, lines: list[str], x: float = 72, y: float = 700, step: float = 14
) -> float:
    for line in lines:
        canvas.drawString(x, y, line)
        y -= step
    return y


def _word_by_word(
    canvas: Canvas, said: str, y: float, font: str = "Helvetica", size: float = 8
) -> None:
    """Draw words without the blanks between them, as browsers do."""
    x = 72.0
    canvas.setFont(font, size)
    for word in said.split():
        canvas.drawString(x, y, word)
        x += stringWidth(word, font, size) + 0.24 * size


def _prose(start: str, number: int, letters: int) -> list[str]:
    """Break invented prose into lines of about as many letters, all full but the last."""
    lines, line, at = [], start, 0
    while len(lines) < number:
        word = WORDS[at % len(WORDS)]
        at += 1
        if len(line) + 1 + len(word) > letters:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}"
    lines[-1] = lines[-1].rsplit(" ", 1)[0] + " end."
    return lines


def test_two_columns_are_read_one_after_the_other() -> None:
    left, right = _prose("Left", 30, 42), _prose("Right", 30, 42)

    def draw(canvas: Canvas) -> None:
        # Row by row, as some programs write.
        for number, (one, other) in enumerate(zip(left, right, strict=True)):
            canvas.drawString(60, 740 - 14 * number, one)
            canvas.drawString(320, 740 - 14 * number, other)

    read = _read(_pages(draw))
    assert " ".join(left) in read.markdown
    assert " ".join(right) in read.markdown
    assert read.markdown.index("Left") < read.markdown.index("Right")
    assert read.loss.unknown == 0


def test_the_short_last_line_of_a_paragraph_above_two_columns_stays_in_it() -> None:
    left, right = _prose("Left", 14, 40), _prose("Right", 14, 40)
    above = [line.removesuffix(" end.") for line in _prose("Above", 3, 85)]

    def draw(canvas: Canvas) -> None:
        _lines(canvas, [*above, "Zubia, so the opening ends."], 60, 770)
        for number, (one, other) in enumerate(zip(left, right, strict=True)):
            canvas.drawString(60, 690 - 14 * number, one)
            canvas.drawString(320, 690 - 14 * number, other)

    paragraphs = _read(_pages(draw)).markdown.split("\n\n")
    (opening,) = [one for one in paragraphs if "so the opening" in one]
    assert opening.startswith("Above")


def _justified(canvas: Canvas, lines: list[str], x: float, y: float, width: float) -> float:
    """Draw lines word by word, all but the last as wide as given; give the next line's place."""
    for line in lines:
        words = line.split()
        free = width - sum(stringWidth(word, "Helvetica", 11) for word in words)
        gap = free / max(1, len(words) - 1) if line is not lines[-1] else 3
        at = x
        for word in words:
            canvas.drawString(at, y, word)
            at += stringWidth(word, "Helvetica", 11) + gap
        y -= 14
    return y


def test_justified_columns_with_a_narrow_gutter_are_read_one_after_the_other() -> None:
    texts = [_prose(start, 12, 26) for start in ("Left", "Middle", "Right")]

    def draw(canvas: Canvas) -> None:
        top = _justified(canvas, _prose("Above", 3, 80), 60, 760, 470)
        for at, lines in enumerate(texts):
            canvas.setFont("Helvetica-Bold", 14)
            canvas.drawString(60 + 160 * at, top - 20 - 7 * at, f"Heading {at}")
            canvas.setFont("Helvetica", 11)
            _justified(canvas, lines, 60 + 160 * at, top - 42 - 7 * at, 150)

    shown = _read(_pages(draw)).markdown
    places = [shown.index(" ".join(lines)) for lines in texts]
    assert places == sorted(places)
    assert "|" not in shown


@pytest.mark.parametrize("down", [12, 22, 28])
def test_a_quotation_in_large_letters_beside_a_paragraph_is_no_part_of_it(down: int) -> None:
    beside = _prose("The text", 6, 40)

    def draw(canvas: Canvas) -> None:
        _lines(canvas, _prose("Above", 4, 80), 60, 760)
        _lines(canvas, beside, 60, 690)
        canvas.setFont("Helvetica-Bold", 15)
        _lines(canvas, ["“Ask for fewer", "tasks”"], 340, 690 - down, 20)
        canvas.setFont("Helvetica-Bold", 13)
        canvas.drawString(60, 570, "Requests")

    shown = _read(_pages(draw)).markdown
    assert f"\n\n{' '.join(beside)}\n\n" in shown
    assert "\n\n“Ask for fewer tasks”\n" in shown


def test_lines_that_are_filled_by_wide_blanks_are_no_table() -> None:
    lines = [
        *["On 21 July 2031, the", "International Peace", "Institute (IPI), the"],
        *["Stimson Center and", "Security Council Report", "held a workshop on the"],
        *["mandate of the United", "Nations Multidimensional", "Integrated Stabilization"],
        *["Mission in the Central", "African Republic", "and its main points."],
    ]
    shown = _read(_pages(lambda canvas: _justified(canvas, lines, 60, 700, 146))).markdown
    assert shown == f"{' '.join(lines)}\n"


def test_a_paragraph_goes_on_where_the_next_word_would_not_have_stood_in_the_line() -> None:
    wide = _prose("Here", 6, 60)
    free = max(stringWidth(line, "Helvetica", 11) for line in wide) - 44
    lines = [" ".join(["il"] * int(free / stringWidth("il ", "Helvetica", 11))), "MMMMMM till it."]
    shown = _read(_pages(lambda canvas: _lines(canvas, [*wide, *lines]))).markdown
    assert " ".join(lines) in shown


@pytest.mark.parametrize("x", [60, 400])
def test_a_box_beside_a_part_of_a_paragraph_comes_before_it(x: int) -> None:
    beside, below = _prose("The text", 5, 50), _prose("goes on", 6, 80)
    box = ["Facts in a box:", "ten offices and", "four bases on", "the long river."]

    def draw(canvas: Canvas) -> None:
        _lines(canvas, [*beside[:-1], "and then it"], 60 if x == 400 else 190, 700)
        _lines(canvas, below, 60, 630)
        canvas.setFont("Helvetica", 9)
        _lines(canvas, box, x, 698, 12)

    shown = _read(_pages(draw)).markdown
    whole = " ".join([*beside[:-1], "and then it", *below])
    assert f"{' '.join(box)}\n\n{whole}" in shown


def test_lines_of_a_narrow_paragraph_go_on_below_a_wide_title() -> None:
    lines = [
        "On 4 June the International",
        "Peace Institute and the Council",
        "of Examplia met and",
        "agreed.",
    ]
    more = _prose("Others", 6, 30)

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(72, 760, "A title that is wider than the paragraphs")
        canvas.setFont("Helvetica", 11)
        _lines(canvas, lines, 72, 720)
        _lines(canvas, more, 72, 640)

    shown = _read(_pages(draw)).markdown
    assert " ".join(lines) in shown
    assert " ".join(more) in shown


def test_a_paragraph_goes_on_over_columns_and_pages() -> None:
    lines = _prose("Start", 60, 42)

    def first(canvas: Canvas) -> None:
        _lines(canvas, lines[:20], 60, 740)
        _lines(canvas, lines[20:40], 320, 740)

    def second(canvas: Canvas) -> None:
        _lines(canvas, lines[40:], 60, 740)

    assert " ".join(lines) in _read(_pages(first, second)).markdown


def test_running_heads_and_page_numbers_stay_out_and_are_listed() -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(72, 815, f"Institute of {LEAK}")
            _lines(canvas, _prose(f"Page{'abc'[number]}", 20, 80))
            canvas.drawString(300, 25, str(number + 4))

        return draw

    read = _read(_pages(page(0), page(1), page(2)))
    assert LEAK not in read.markdown + read.text + repr(read.loss)
    assert "5" not in read.markdown
    assert any("running head" in one.reason for one in read.loss.left_out)
    assert read.loss.unknown == 0


def test_heads_of_facing_pages_and_numbers_between_dashes_stay_out() -> None:
    name = f"A. {LEAK} and B. {LEAK}"

    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            _lines(canvas, _prose(f"Page{'abc'[number]}", 20, 80))
            _word_by_word(canvas, (name, "The Radio of the Mission 2", f"3 {name}")[number], 785)
            _word_by_word(canvas, f"– {number + 1} –", 40, size=11)
            if not number:
                _word_by_word(canvas, "The Radio of", 750, size=19)
                _word_by_word(canvas, "the Mission", 728, size=19)

        return draw

    read = _read(_pages(page(0), page(1), page(2)))
    assert not re.search(rf"{LEAK}|\d", read.markdown)
    assert read.markdown.count("Mission") == 1
    assert not read.loss.unknown


@pytest.mark.parametrize("repeated", ["Others asked the council to:", "and then to the members"])
def test_text_that_is_repeated_at_an_edge_is_no_running_head(repeated: str) -> None:
    def page(number: int) -> Draw:
        lines = _prose(f"Page{'abc'[number]}", 20, 80)
        return lambda canvas: _lines(canvas, [repeated, *lines], 72, 780)

    assert _read(_pages(page(0), page(1), page(2))).markdown.count(repeated) == 3


def test_footnotes_become_footnotes() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas, _prose("Body", 10, 80))
        canvas.drawString(72, 500, "Resolution 2480 was adopted.")
        canvas.setFont("Helvetica", 6)
        canvas.drawString(
            72 + canvas.stringWidth("Resolution 2480 was adopted.", "Helvetica", 11), 504, "7"
        )
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 100, "7. UN Doc. S/RES/2480 (2019),")
        canvas.drawString(72, 90, "paragraph 20.")

    read = _read(_pages(draw))
    assert "adopted.[^1]" in read.markdown
    assert "[^1]: UN Doc. S/RES/2480 (2019), paragraph 20." in read.markdown
    assert read.loss.unknown == 0


def test_a_footnote_goes_on_at_the_foot_of_the_next_page_and_not_in_the_publisher_s_line() -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            y = _lines(canvas, _prose("Body", 10, 80))
            if number == 0:
                _in_line(canvas, y, ("A question stayed open.", 11, 0), ("1", 6, 4))
            canvas.setFont("Helvetica", 8)
            said = ["1 It was carried over to", "the next year without an answer."][number]
            canvas.drawString(72, 100, said)
            canvas.drawString(72, 60, ["", "Zed Institute working paper"][number])

        return draw

    read = _read(_pages(page(0), page(1)))
    assert read.markdown.endswith(
        "\n\nZed Institute working paper\n\n"
        "[^1]: It was carried over to the next year without an answer.\n"
    )


def test_hyphens_at_the_ends_of_lines_are_undone_or_kept() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(
            canvas,
            [
                "The coun-",
                "cil and its long-",
                "term plan, and another long-term plan, with a stabiliz-",
                "ation force and the Franco-",
                "German brigade in the north.",
            ],
        )

    text = _read(_pages(draw)).markdown
    assert "The council and its long-term plan" in text
    assert "a stabilization force and the Franco-German brigade" in text


def test_headings_are_told_by_size_and_by_weight() -> None:
    def draw(canvas: Canvas) -> None:
        for size, y, text in (
            (22, 780, TITLE[:30]),
            (15, 740, "Introduction"),
            (13, 600, "Inside"),
        ):
            canvas.setFont("Helvetica-Bold", size)
            canvas.drawString(72, y, text)
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(72, 480, "A bold line of its own")
        canvas.setFont("Helvetica", 11)
        for y in (700, 560, 440):
            _lines(canvas, _prose("Body", 4, 80), y=y)

    lines = _read(_pages(draw)).markdown.splitlines()
    assert lines[0] == f"# {TITLE[:30].strip()}"
    assert "## Introduction" in lines
    assert "### Inside" in lines
    assert "#### A bold line of its own" in lines


def test_large_words_right_above_the_title_are_no_heading() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas, _prose("Below", 6, 80), y=660)
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(72, 780, "United Nations S/2031/1")
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(72, 700, "Mandates: The Mission")

    shown = _read(_pages(draw)).markdown
    assert shown.startswith("# Mandates: The Mission\n\nUnited Nations S/2031/1\n\n")


def test_lists_and_tables_are_told_by_place() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas, _prose("Body", 4, 80), y=780)
        for number, text in enumerate(("First point", "Second point")):
            canvas.drawString(80, 680 - 14 * number, "•")
            canvas.drawString(98, 680 - 14 * number, text)
        canvas.drawString(116, 652, "•")
        canvas.drawString(134, 652, "Inside")
        for number, text in enumerate(("Third", "Fourth"), 3):
            canvas.drawString(80, 660 - 14 * number, f"{number}.")
            canvas.drawString(98, 660 - 14 * number, text)
        for row, cells in enumerate((("Year", "Force"), ("2019", "100"), ("2020", "90 | x"))):
            for column, cell in enumerate(cells):
                canvas.drawString(80 + 120 * column, 500 - 16 * row, cell)

    text = _read(_pages(draw)).markdown
    assert "- First point\n- Second point\n    - Inside" in text
    assert "3. Third\n4. Fourth" in text
    assert "| Year | Force |\n| --- | --- |\n| 2019 | 100 |\n| 2020 | 90 \\| x |" in text


def test_links_are_kept_without_what_tracks_readers() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas, ["See the report for more."])
        start = 72 + canvas.stringWidth("See the ", "Helvetica", 11)
        end = start + canvas.stringWidth("report", "Helvetica", 11)
        canvas.linkURL("https://example.org/r?id=3&utm_source=x", (start, 695, end, 712))

    assert "the [report](https://example.org/r?id=3) for" in _read(_pages(draw)).markdown


def test_marks_of_markdown_come_out_as_they_were_typed() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas, ["*stars* and _lines_ and <b>", "", "# a hash", "", "1986. A year"])

    read = _read(_pages(draw))
    assert "\\*stars\\* and \\_lines\\_ and &lt;b>" in read.markdown
    assert "\n# a hash" not in read.markdown
    assert read.loss.unknown == 0


def test_a_page_that_is_turned_to_be_shown_is_read_upright() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(595, 0)
        canvas.rotate(90)
        _lines(canvas, [FIRST, "", SECOND.replace("’", "'")], 72, 400)

    read = _read(_pages(draw))
    assert read.markdown == f"{FIRST}\n\n{SECOND.replace('’', chr(39))}\n"


def test_text_that_runs_sideways_is_refused_or_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(100, 100)
        canvas.rotate(45)
        _lines(canvas, [FIRST], 72, 0)

    def beside(canvas: Canvas) -> None:
        _lines(canvas, _prose("Body", 10, 80))
        canvas.translate(30, 100)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Sideways")

    assert [problem.code for problem in _read(_pages(draw)).problems] == ["turned-original"]
    read = _read(_pages(beside))
    assert "Sideways" not in read.markdown
    assert [one.code for one in read.problems] == ["pictures-left-out"]
    assert any("across the page" in one.reason for one in read.loss.left_out)


def test_a_pdf_without_text_is_refused_with_what_to_do() -> None:
    (problem,) = _read(pdf_without_text()).problems
    assert problem.code == "empty-original"
    assert problem.fix


@needs_samples
@pytest.mark.parametrize("name", ["note_onecol.pdf", "note_twocol.pdf"])
def test_the_samples_are_read_in_order_and_whole(name: str) -> None:
    read = _read((SAMPLES / name).read_bytes())
    assert not [problem for problem in read.problems if problem.level == "error"]
    assert read.markdown.startswith(
        "# Prioritization and Sequencing of Peacekeeping Mandates: The Case of MINUSMA\n"
    )
    order = ["## Introduction", "## Context Analysis", "### Political process", "## Conclusion"]
    places = [read.markdown.index(heading) for heading in order]
    assert places == sorted(places)
    assert "following significant changes to minusma’s 2019 mandate" in read.markdown.lower()
    assert "| Year | Resolution | Ceiling |" in read.markdown
    assert "[^2]: Ibid. See [A/72/38](https://example.org/a)." in read.markdown
    assert "IPI ISSUE BRIEF" not in repr(read)
    assert "SECRET" not in repr(read)
    assert read.loss.unknown == 0


@needs_samples
def test_the_sample_of_a_word_processor_keeps_its_footnotes() -> None:
    read = _read((SAMPLES / "note_word.pdf").read_bytes())
    assert "MINUSMA[^1]." in read.markdown
    assert "[^2]: UN Doc. S/RES/2480 (2019), para. 20." in read.markdown
    assert "- Protect civilians\n    - In central Mali" in read.markdown
    for secret in ("SECRET", "DRAFT HEADER", "footer confidential", "COMMENT-LEAK"):
        assert secret not in repr(read)


@needs_samples
@pytest.mark.parametrize(
    ("name", "code"),
    [("note_scan.pdf", "scanned-original"), ("note_encrypted.pdf", "encrypted-original")],
)
def test_scans_and_encrypted_files_are_refused_with_what_to_do(name: str, code: str) -> None:
    read = _read((SAMPLES / name).read_bytes())
    (problem,) = read.problems
    assert (problem.code, problem.level, read.markdown) == (code, "error", "")
    assert problem.fix


def test_hyphens_that_belong_to_the_word_stay() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas, ["Participants asked for a long-", "term plan, for decision-", "making"])
        _lines(canvas, ["by twenty-", "five people and for recon-", "naissance."], y=658)

    text = " ".join(_read(_pages(draw)).markdown.split())
    assert "a long-term plan, for decision-making by twenty-five people" in text
    assert "reconnaissance" in text


def test_items_whose_marks_are_drawn_stand_below_the_item_above() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas, ["Participants asked for these things of the council in the long run:"])
        _lines(canvas, ["1. The first thing", "2. The second thing"], x=80, y=680)
        _lines(canvas, ["one part of it", "another part of it"], x=125, y=652)
        _lines(canvas, ["3. The third thing"], x=80, y=624)

    shown = _read(_pages(draw)).markdown
    assert "2. The second thing\n    - one part of it\n    - another part of it\n3." in shown


def test_of_two_pairs_of_columns_the_upper_is_read_first() -> None:
    upper, lower = _prose("The upper pair", 12, 40), _prose("The lower pair", 12, 40)

    def draw(canvas: Canvas) -> None:
        for pair, top in ((upper, 760), (lower, 620)):
            whole = [*pair[:-1], f"{pair[-1]} ends."]
            _lines(canvas, whole[:6], x=60, y=top)
            _lines(canvas, whole[6:], x=320, y=top)

    text = " ".join(_read(_pages(draw)).markdown.split())
    assert text.index(upper[6][:20]) < text.index("The lower pair")
    assert text.index(upper[-1][:20]) < text.index("The lower pair")


@pytest.mark.parametrize("gap", [60, 20])
def test_a_heading_parts_columns_where_nothing_stands_beside_it(gap: int) -> None:
    def draw(canvas: Canvas) -> None:
        y = _lines(canvas, _prose("First", 8, 35), 72)
        right = _lines(canvas, _prose("Second", 8, 35), 320)
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(72, y - 16, "Requests")
        canvas.setFont("Helvetica", 11)
        _lines(canvas, _prose("Third", 8, 35), 72, y - 46)
        _lines(canvas, _prose("Fourth", 8, 35), 320, right + 14 - gap)

    read = re.findall("First|Second|Requests|Third|Fourth", _read(_pages(draw)).markdown)
    banded = ["First", "Second", "Requests", "Third", "Fourth"]
    assert read == (banded if gap > 40 else ["First", "Requests", "Third", "Second", "Fourth"])


def test_short_columns_whose_sentences_go_on_are_no_table() -> None:
    left = ["The left side begins and tells of", "patrols in the plain, which were", "few."]
    right = ["The right side begins and tells of", "escorts in the hills, which were", "many."]

    def draw(canvas: Canvas) -> None:
        _lines(canvas, left, x=60)
        _lines(canvas, right, x=320)

    shown = _read(_pages(draw)).markdown
    assert " ".join(left) in shown
    assert " ".join(right) in shown
    assert "|" not in shown


def test_a_table_whose_cells_run_over_lines_is_one() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas, [*_prose("The table below says who asked", 3, 80)])
        _lines(canvas, ["Topic"], x=72, y=600)
        _lines(canvas, ["Asked for"], x=300, y=600)
        _lines(canvas, ["Helicopters for the", "eastern sector"], x=72, y=575)
        _lines(canvas, ["ten of them, if", "somebody pays"], x=300, y=575)
        _lines(canvas, ["Roads"], x=72, y=540)
        _lines(canvas, ["a plan for", "the year"], x=300, y=540)
        _lines(canvas, [*_prose("Below it the text goes on", 3, 80)], y=480)

    shown = _read(_pages(draw)).markdown
    assert "| Helicopters for the eastern sector | ten of them, if somebody pays |" in shown
    assert "| Roads | a plan for the year |" in shown
    assert "Below it the text goes on" in shown.split("\n\n")[-1]


@pytest.mark.parametrize(("angle", "x", "y"), [(90, 300, 60), (180, 560, 300), (270, 300, 800)])
def test_a_page_whose_text_was_drawn_turned_is_read_upright(angle: int, x: int, y: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(x, y)
        canvas.rotate(angle)
        _lines(canvas, [FIRST], 0, 0)

    assert _read(_pages(draw)).markdown == f"{FIRST}\n"


def test_a_text_from_right_to_left_is_refused_and_a_name_is_not() -> None:
    def page(text: str) -> Page:
        made = [
            Glyph(letter, 10.0 * at, 0, 10.0 * at + 9, 10, 9, 10, False, "", True)
            for at, letter in enumerate(text)
        ]
        return Page(1, 595, 842, tuple(made), 0.0, 0)

    refused = _unreadable((page("\u05e9\u05dc\u05d5\u05dd" * 9),), "note.pdf")
    assert refused is not None
    assert "right to left" in refused.message
    assert _unreadable((page("an ordinary text of a note " * 4 + "\u05e9\u05dc"),), "x") is None


def _ruled(cells: list[list[str]], style: list[tuple[object, ...]]) -> bytes:
    """Make a PDF with a ruled table between two paragraphs; texts in its cells are wrapped."""
    normal = getSampleStyleSheet()["Normal"]
    rows = [[Paragraph(cell, normal) for cell in row] for row in cells]
    table = Table(rows, colWidths=[150, 60, 200], style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    table.setStyle(style)
    target = io.BytesIO()
    SimpleDocTemplate(target).build(
        [Paragraph("Before the table.", normal), table, Paragraph("After it.", normal)]
    )
    return target.getvalue()


WRAPPED = [
    ["Task", "Order", "Reason"],
    ["Protection in the hills and in the far towns", "High", "Because of fighting " * 6],
    ["Elections", "Low", "They were put off"],
]


def test_the_rules_of_a_table_say_its_rows_and_columns() -> None:
    read = convert(Path("x.pdf"), _ruled(WRAPPED, []))
    assert not has_errors(read.problems)
    expected = [[" ".join(cell.split()) for cell in row] for row in WRAPPED]
    assert _rows_of(read.markdown) == expected
    assert read.markdown.index("Before the table.") < read.markdown.index("| Task")
    assert read.markdown.index("Elections") < read.markdown.index("After it.")


def test_a_cell_goes_on_over_a_place_without_a_rule() -> None:
    cells = [["Both columns under one head", "", "Reason"], *WRAPPED[1:]]
    read = convert(Path("x.pdf"), _ruled(cells, [("SPAN", (0, 0), (1, 0))]))
    assert _rows_of(read.markdown)[0] == cells[0]
    assert not read.loss.unknown


def _rows_of(markdown: str) -> list[list[str]]:
    lines = [line for line in markdown.splitlines() if line.startswith("|") and "---" not in line]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def _with_words(draw: Callable[[Canvas, float], object]) -> Draw:
    """Draw something at a height that is given, in a page of prose."""

    def page(canvas: Canvas) -> None:
        draw(canvas, _lines(canvas, _prose("Here", 4, 80)) - 10)

    return page


def _in_line(canvas: Canvas, y: float, *parts: tuple[str, float, float]) -> list[float]:
    """Draw texts of a size and a rise one after the other; give where each begins."""
    places = [72.0]
    for text, size, rise in parts:
        canvas.setFont("Helvetica", size)
        canvas.drawString(places[-1], y + rise, text)
        places.append(places[-1] + stringWidth(text, "Helvetica", size))
    return places


def _struck(canvas: Canvas, y: float, how: str) -> None:
    _, x0, x1, _ = _in_line(canvas, y, ("It should ", 11, 0), ("not", 11, 0), (" close.", 11, 0))
    canvas.setLineWidth(0.7)
    if how == "annotation":
        quads = [x0, y + 9, x1, y + 9, x0, y - 2, x1, y - 2]
        canvas.highlightAnnotation("", (x0, y - 2, x1, y + 9), quads)
    elif how == "area":
        canvas.rect(x0, y + 3, x1 - x0, 0.6, stroke=0, fill=1)
    elif how == "marker":
        canvas.setFillGray(0.9)
        canvas.rect(x0, y - 2, x1 - x0, 6, stroke=0, fill=1)
    else:
        rise = 3.3 if how == "line" else -1.2
        canvas.line(x0, y + rise, x1, y + rise)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("line", "~~not~~"),
        ("area", "~~not~~"),
        ("annotation", "~~not~~"),
        ("underline", "not"),
        ("marker", "not"),
    ],
)
def test_a_thin_line_through_letters_strikes_them_out(how: str, said: str) -> None:
    data = _pages(_with_words(lambda canvas, y: _struck(canvas, y, how)))
    read = _read(data.replace(b"/Highlight", b"/StrikeOut"))
    assert f"It should {said} close." in read.markdown
    assert ("struck-out" in {problem.code for problem in read.problems}) == said.startswith("~~")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([("About 10", 11, 0), ("-3", 7, 4), (" grams", 11, 0)], "About 10⁻³ grams"),
        ([("About 10", 11, 0), ("6", 7, 4), (" grams", 11, 0)], "About 10⁶ grams"),
        ([("About 12 km", 11, 0), ("2", 7, 4), (" are dry", 11, 0)], "About 12 km² are dry"),
        ([("The floods", 11, 0), ("2", 7, 4), (" came", 11, 0)], "The floods[^1] came"),
        ([("The council", 11, 0), ("†", 10, 5), (" met", 11, 0)], "The council† met"),
        (
            [("So 2", 11, 0), ("3", 7, 4), ("\u2044", 11, 0), ("4", 7, -3), (" of it", 11, 0)],
            "So 2 3/4 of it",
        ),
    ],
)
def test_a_raised_figure_is_read_as_a_power(
    parts: list[tuple[str, float, float]], said: str
) -> None:
    def line(canvas: Canvas, y: float) -> None:
        _in_line(canvas, y, *parts)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 90, "2 A note on floods.")

    read = _read(_pages(_with_words(line)))
    assert said in read.markdown
    assert not read.loss.unknown


@pytest.mark.parametrize(("initial", "rest"), [("P", "articipants"), ("A", " plan that")])
def test_a_large_first_letter_belongs_to_the_line_beside_it(initial: str, rest: str) -> None:
    lines = _prose(rest.strip(), 5, 60)

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 36)
        canvas.drawString(72, 674, initial)
        canvas.setFont("Helvetica", 11)
        _lines(canvas, lines[:3], 100)
        _lines(canvas, lines[3:], 72, 658)

    whole = initial + " " * rest.startswith(" ") + " ".join(lines)
    assert whole in _read(_pages(draw)).markdown


def test_the_line_that_a_raised_sign_refers_to_is_no_item() -> None:
    def draw(canvas: Canvas, y: float) -> None:
        _in_line(canvas, y, ("The council", 11, 0), ("*", 8, 5), (" met.", 11, 0))
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 90, "* In Examplia.")

    assert "\n\\* In Examplia." in _read(_pages(_with_words(draw))).markdown


def test_figures_over_and_under_a_bar_are_a_fraction_only_within_a_line() -> None:
    def fraction(canvas: Canvas, y: float) -> None:
        end = _in_line(canvas, y, ("The share of 2", 11, 0))[-1]
        canvas.setFont("Helvetica", 9)
        canvas.drawString(end + 1, y + 6, "3")
        canvas.drawString(end + 1, y - 6, "4")
        canvas.line(end, y + 3.5, end + 7, y + 3.5)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(end + 10, y, "of them was met.")

    def total(canvas: Canvas, y: float) -> None:
        canvas.drawString(300, y, "3")
        canvas.drawString(300, y - 14, "4")
        canvas.line(299, y - 3, 307, y - 3)

    assert "The share of 2 3/4 of them was met." in _read(_pages(_with_words(fraction))).markdown
    assert "3/4" not in _read(_pages(_with_words(total))).markdown


def test_items_with_marks_of_any_kind_are_paragraphs_and_no_table() -> None:
    def draw(canvas: Canvas, y: float) -> None:
        for number, mark in enumerate(["(a)", "(ii)", "(c)", "iv.", "viii."]):
            canvas.drawString(72, y - 14 * number, mark)
            canvas.drawString(100, y - 14 * number, f"Item of {mark}")

    read = _read(_pages(_with_words(draw))).markdown
    assert "|" not in read
    assert "\n\niv. Item of iv.\n\n" in read


@pytest.mark.parametrize(
    ("typed", "apart", "written"),
    [
        ("KEY FINDINGS", 4, "KEY FINDINGS"),
        ("PROTECTION OF CIVILIANS", 5, "PROTECTION OF CIVILIANS"),
        ("F i n d i n g s", 0, "Findings"),
        ("K E Y   F I N D I N G S", 0, "KEY FINDINGS"),
        ("X K Q V Z W", 0, "[?]"),  # a name may be told so
        ("1 2 3 4 5 6", 0, "1 2 3 4 5 6"),
        ("It should n o t close", 0, "It should not close"),
        ("The parts x q z", 0, "The parts x q z"),
    ],
)
def test_letters_set_apart_are_words(typed: str, apart: int, written: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        for at, line in enumerate(_prose("The", 1, 6)):
            canvas.drawString(72, 700 - 14 * at, line)
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(72, 740, typed, charSpace=apart)

    assert written in _read(_pages(draw)).text


@pytest.mark.parametrize("apart", [0.25, 0.45])
def test_several_words_of_letters_set_apart_without_blanks_are_words(apart: float) -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas, ["Hereabouts"])
        canvas.setFont("Helvetica-Bold", 14)
        x = 72.0
        for before, letter in pairwise(" WHAT WAS DISCUSSED"):
            x -= 1.1 * (before + letter in ("WA", "AT"))  # as a font kerns them
            if letter.strip():
                canvas.drawString(x, 740, letter)
            x += stringWidth(letter, "Helvetica-Bold", 14) + 14 * apart

    assert "WHAT WAS DISCUSSED" in _read(_pages(draw)).text


@pytest.mark.parametrize(("accent", "said"), [("´", "é"), ("`", "è"), ("ˆ", "ê"), ("¸", "ȩ")])
@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (0, 2, 1)])
def test_an_accent_that_is_drawn_by_itself_is_part_of_its_letter(
    accent: str, said: str, order: tuple[int, ...]
) -> None:
    def draw(canvas: Canvas, y: float) -> None:
        start, end = 72 + stringWidth("To M", "Helvetica", 11), stringWidth("e", "Helvetica", 11)
        over = start + (end - stringWidth(accent, "Helvetica", 11)) / 2
        drawn = [(72, "To M"), (over, accent), (start, "enaka, far to the east")]
        for at in order:
            canvas.drawString(drawn[at][0], y, drawn[at][1])

    read = _read(_pages(_with_words(draw)))
    assert f"To M{said}naka, far to the east" in read.markdown
    assert not read.problems


def test_italics_that_hang_over_are_parted_by_their_blanks() -> None:
    def draw(canvas: Canvas) -> None:
        _word_by_word(canvas, "the chief of staff if any", 600, "Times-Italic", 11)

    assert "the chief of staff if any" in _read(_pages(draw)).text


def test_small_capitals_are_read_as_they_were_typed() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas, _prose("Above", 6, 80))
        x = 72.0
        for typed in "Roads":
            said = typed.encode("utf-16-be").hex()
            canvas._code.append(f"/Span <</ActualText <FEFF{said}>>> BDC")
            canvas.drawString(x, 500, typed.upper())
            canvas._code.append("EMC")
            x += stringWidth(typed.upper(), "Helvetica", 11)

    read = _read(_pages(draw))
    assert "Roads" in read.markdown
    assert not read.loss.unknown


def _saying(code: str) -> bytes:
    """Make a PDF whose word NOT, set bold, is said to be something else."""

    def draw(canvas: Canvas) -> None:
        _lines(canvas, [*_prose("Above", 6, 80), "The council should"])
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(169, 616, "NOT")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(200, 616, "cut the patrols.")

    mapped = b"".join(b"<%02X> <%s>\n" % (letter, code.encode()) for letter in b"NOT")
    table = b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 3 beginbfchar\n"
    table += mapped + b"endbfchar endcmap"
    added = b"99 0 obj <</Length %d>> stream\n%s\nendstream endobj\n" % (len(table), table)
    bold = b"/BaseFont /Helvetica-Bold"
    data = _pages(draw).replace(bold, bold + b" /ToUnicode 99 0 R")
    return data.replace(b"xref\n0", added + b"xref\n0", 1)


@pytest.mark.parametrize("code", ["0020", "FFFD", "0001", "0000", "200B", "E012", "0627"])
def test_a_letter_with_ink_that_says_nothing_is_never_dropped(code: str) -> None:
    read = _read(_saying(code))
    assert "should \\[?\\] cut the patrols." in read.markdown
    assert "not-read" in {problem.code for problem in read.problems}
    assert read.loss.unknown == 0


def test_letters_that_are_drawn_as_curves_are_told() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas, [*_prose("Above", 6, 80), "The council should"])
        path = canvas.beginPath()
        for x in (174, 181, 188):
            path.circle(x, 620, 3)
            path.circle(x, 620, 2)
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.drawString(200, 616, "cut the patrols.")
        for at in range(10):
            canvas.circle(80 + 12 * at, 500, 4, stroke=0, fill=1)
            canvas.ellipse(78 + 12 * at, 498, 82 + 12 * at, 502, stroke=0, fill=1)

    read = _read(_pages(draw))
    assert "should \\[?\\] cut the patrols." in read.markdown
    assert {"not-read", "pictures-left-out"} <= {problem.code for problem in read.problems}


def test_letters_set_apart_that_are_no_known_words_are_told() -> None:
    def draw(canvas: Canvas) -> None:
        said = f"Thanks go to {' '.join(LEAK)} for t h e s e words."
        _lines(canvas, [*_prose("Above", 6, 80), said])

    read = _read(_pages(draw))
    assert "Thanks go to \\[?\\] for these words." in read.markdown
    assert read.loss.unknown == 0


@pytest.mark.parametrize("every", [1, 5])
def test_numbers_that_count_the_lines_stay_out_and_are_listed(every: int) -> None:
    lines = _prose("The text", 20, 80)

    def draw(canvas: Canvas) -> None:
        _lines(canvas, lines)
        for number in range(every, 21, every):
            canvas.drawString(45, 714 - 14 * number, str(number))

    read = _read(_pages(draw))
    assert " ".join(lines) in read.markdown
    assert [one.reason for one in read.loss.left_out] == ["line number (page 1)"]
    assert not read.loss.unknown


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            ["Write until the end of the month to zed@", "example.org, or to nobody."],
            "zed@example.",
        ),
        (
            ["The paper is at https://example.or", "g/2031/note and at no other"],
            "example.org/2031/",
        ),
        (["The paper is at https://example.org/a", "and at no other place."], "org/a and at no"),
        (
            ["Some called on +47 555", "01 234 and got no answer at all from there"],
            "+47 555 01 234",
        ),
    ],
)
def test_what_a_line_s_end_parts_is_one_address(lines: list[str], said: str) -> None:
    shown = _read(_pages(lambda canvas: _lines(canvas, [*_prose("Above", 4, 60), *lines])))
    assert said in shown.text
    assert not shown.loss.unknown


def test_signs_of_any_kind_are_the_bullets_of_a_list() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.pdfmetrics import Font

    pdfmetrics.registerFont(Font("ZapfDingbats", "ZapfDingbats", "ZapfDingbatsEncoding"))

    def draw(canvas: Canvas) -> None:
        _lines(canvas, _prose("Above", 4, 80))
        for at, (sign, text) in enumerate((("\u27a4", "First"), ("\u2714", "Second"))):
            canvas.setFont("ZapfDingbats", 11)
            canvas.drawString(80, 600 - 14 * at, sign)
            canvas.setFont("Helvetica", 11)
            canvas.drawString(98, 600 - 14 * at, f"{text} point of the list")

    shown = _read(_pages(draw)).markdown
    assert "- First point of the list\n- ✔ Second point of the list" in shown


def test_a_row_that_a_page_s_end_parts_is_one_and_a_repeated_head_is_listed() -> None:
    def page(canvas: Canvas, y: float, rows: list[tuple[str, str]], is_open: bool) -> None:
        for at, (one, other) in enumerate(rows):
            top = y - 20 * at
            canvas.drawString(76, top - 14, one)
            canvas.drawString(176, top - 14, other)
            for x, wide in ((72, 100), (172, 250)):
                canvas.line(x, top, x + wide, top)
                canvas.line(x, top, x, top - 20)
                canvas.line(x + wide, top, x + wide, top - 20)
                if not (is_open and at == len(rows) - 1):
                    canvas.line(x, top - 20, x + wide, top - 20)

    def first(canvas: Canvas) -> None:
        y = _lines(canvas, _prose("Above", 4, 80), y=240)
        page(
            canvas, y, [("Task", "Discussion"), ("Roads", "They are"), ("Posts", "The posts")], True
        )

    def second(canvas: Canvas) -> None:
        page(canvas, 760, [("Task", "Discussion"), ("", "are kept."), ("Boats", "None.")], False)
        canvas.setFont("Helvetica", 14)
        canvas.drawString(72, 600, "The table was agreed at the end.")

    read = _read(_pages(first, second))
    assert "| Posts | The posts are kept. |\n| Boats | None. |" in read.markdown
    assert "\n\nThe table was agreed" in read.markdown
    assert any("repeated on a page" in one.reason for one in read.loss.left_out)
    assert not read.loss.unknown


@pytest.mark.parametrize("foot", ["Draft of 10:4{0} - {1}/3", "{1} | June 2031", "June 2031 | {1}"])
def test_feet_with_a_time_or_on_facing_pages_are_told_by_their_count(foot: str) -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            _lines(canvas, _prose(f"Page{'abc'[number]}", 20, 80))
            said = foot.format(2 * number, number + 1)
            if number == 1 and "|" in foot:
                said = " | ".join(reversed(said.split(" | ")))
            canvas.drawString(72, 25, said)

        return draw

    read = _read(_pages(page(0), page(1), page(2)))
    assert "June" not in read.markdown
    assert "Draft" not in read.markdown
    assert not read.loss.unknown


def test_a_foot_that_the_file_marks_as_such_stays_out() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas, _prose("Above", 20, 80))
        canvas._code.append("/Artifact BMC")
        canvas.drawString(72, 25, f"Version of {LEAK}")
        canvas._code.append("EMC")

    read = _read(_pages(draw))
    assert LEAK not in read.markdown + repr(read.loss)
    assert not read.loss.unknown
