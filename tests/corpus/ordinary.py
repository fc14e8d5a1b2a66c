"""Ordinary files as editors have them, ten of each format: none may be refused."""

from __future__ import annotations

import io
from collections.abc import Iterator

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    ListFlowable,
    ListItem,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from corpus.case import FIRST, SECOND, TITLE, Case
from corpus.opendocument import odt, text_style
from corpus.opendocument import paragraph as odt_paragraph
from corpus.pages import BASE64_PIXEL, page
from corpus.pictures import plain_png

LONG = (
    "The discussion turned to the protection of civilians in the north of Examplia, where several "
    "participants saw progress since the last mandate, and others warned that the mission lacked "
    "the helicopters that it had been promised. One participant suggested that the council ask for "
    "a plan with dates. Another recalled that such plans had been asked for before."
)
FRENCH = (
    "Les participants ont souligné l’importance d’une stratégie politique à Exemplia, où la façade "
    "naïve des premiers mois a cédé la place à une coopération plus étroite."
)


def cases() -> Iterator[Case]:
    """Yield ten ordinary files of each format."""
    yield from _texts()
    yield from _markdown()
    yield from _pages()
    yield from _word()
    yield from _opendocument()
    yield from _portable()


def _texts() -> Iterator[Case]:
    start = f"{TITLE}\n\nJune 19, 2020\n\n{FIRST}\n\n"
    ends = (
        f"{SECOND}\n",
        f"Introduction\n\n{LONG}\n\n{SECOND}\n",
        f"Recommendations\n\n- First point\n- Second point\n\n{SECOND}\n",
        f"1. First point\n2. Second point\n3. Third point\n\n{SECOND}\n",
        LONG.replace(". ", ".\n") + f"\n\n{SECOND}\n",
        f"{FRENCH}\n\n{SECOND}\n",
        f"“Quoted words” – and a dash—without spaces…\n\n{SECOND}\n",
        f"Emissions fell by 5 % (CO₂, 10 m², 3½ hours).\n\n{SECOND}\n",
        f"    An indented line.\n\tA line with a tab.\n\n{SECOND}\n",
        f"See https://example.org/a_b_c?x=1&y=2#part for more.\n\n{SECOND}\n",
    )
    for number, end in enumerate(ends):
        yield Case(f"ordinary-{number}.txt", f"{start}{end}".encode(), shows=(FIRST, SECOND))


def _markdown() -> Iterator[Case]:
    start = f"# {TITLE}\n\n{FIRST}\n\n"
    ends = (
        "",
        f"## Introduction\n\n{LONG}\n\n",
        "- First point\n- Second point\n    - Inside\n\n",
        "1. First point\n2. Second point\n\n",
        "| Year | Troops |\n|---|---|\n| 2019 | 100 |\n| 2020 | 90 |\n\n",
        "A passage with a note.[^1]\n\n[^1]: The note.\n\n",
        "> A quotation of some length.\n\n",
        "**Bold**, *slanted*, [a link](https://example.org/).\n\n",
        f"{FRENCH}\n\n",
        "A line with a break  \nand its second half.\n\n---\n\n",
    )
    for number, end in enumerate(ends):
        yield Case(f"ordinary-{number}.md", f"{start}{end}{SECOND}\n".encode(), shows=(SECOND,))


def _pages() -> Iterator[Case]:
    bodies = (
        "",
        f"<h2>Introduction</h2><p>{LONG}</p>",
        "<ul><li>First point</li><li>Second point<ul><li>Inside</li></ul></li></ul>",
        '<ol start="3"><li>Third point</li><li>Fourth point</li></ol>',
        "<table><tr><th>Year</th><th>Troops</th></tr><tr><td>2019</td><td>100</td></tr></table>",
        f'<table><tr style="background:#004"><td style="color:#fff">{LONG[:40]}</td></tr></table>',
        "<blockquote><p>A quotation of some length.</p></blockquote>",
        f'<p><img src="{BASE64_PIXEL}" alt="A map of Examplia"></p>',
        f'<p lang="fr">{FRENCH}</p>',
        '<p><a href="https://example.org/?utm_source=x&amp;id=3">A link</a> and <b>bold</b>.</p>',
    )
    for number, body in enumerate(bodies):
        yield Case(f"ordinary-{number}.html", page(body), shows=(FIRST, SECOND))


def _word() -> Iterator[Case]:
    for number, fill in enumerate(
        (
            _word_plain,
            _word_headings,
            _word_lists,
            _word_table,
            _word_dark_table,
            _word_picture,
            _word_formats,
            _word_breaks,
            _word_fake_headings,
            _word_page_numbers,
        )
    ):
        document = Document()
        document.add_heading(TITLE, 0)
        document.add_paragraph(FIRST)
        fill(document)
        document.add_paragraph(SECOND)
        target = io.BytesIO()
        document.save(target)
        yield Case(f"ordinary-{number}.docx", target.getvalue(), shows=(FIRST, SECOND))


def _word_plain(document: Document) -> None:
    document.add_paragraph(LONG)


def _word_headings(document: Document) -> None:
    document.add_heading("Introduction", 1)
    document.add_paragraph(LONG)
    document.add_heading("Context", 2)
    document.add_paragraph(FRENCH)


def _word_lists(document: Document) -> None:
    for style in ("List Bullet", "List Bullet 2", "List Number"):
        document.add_paragraph(f"An item in {style}", style=style)


def _word_table(document: Document) -> None:
    table = document.add_table(3, 3, style="Table Grid")
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"Cell {row} {column}"
    table.cell(2, 0).merge(table.cell(2, 1))


def _word_dark_table(document: Document) -> None:
    table = document.add_table(2, 2, style="Light Grid Accent 1")
    run = table.cell(0, 0).paragraphs[0].add_run("White on blue")
    run.font.color.rgb = RGBColor(255, 255, 255)
    shade = table.cell(0, 0)._tc.get_or_add_tcPr().makeelement(qn("w:shd"), {})
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), "1F3864")
    table.cell(0, 0)._tc.get_or_add_tcPr().append(shade)
    table.cell(1, 1).text = "Plain"


def _word_picture(document: Document) -> None:
    document.add_picture(io.BytesIO(plain_png()))


def _word_formats(document: Document) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run("Bold").bold = True
    paragraph.add_run(" and slanted").italic = True
    paragraph.add_run(" and small").font.size = Pt(8)
    paragraph.add_run(" and raised").font.superscript = True
    document.add_paragraph("In the middle").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("A quotation of some length.", style="Intense Quote")


def _word_breaks(document: Document) -> None:
    document.add_paragraph("One line").add_run().add_break()
    document.add_page_break()
    document.add_paragraph("A\ttab and a\u00a0space, a\u2011hyphen, *stars* and <angles>.")


def _word_fake_headings(document: Document) -> None:
    document.add_paragraph().add_run("Introduction").bold = True
    document.add_paragraph(LONG)


def _word_page_numbers(document: Document) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    field = paragraph._p.makeelement(qn("w:fldSimple"), {qn("w:instr"): "PAGE"})
    run = paragraph.add_run("1")._r
    field.append(run)
    paragraph._p.append(field)


def _opendocument() -> Iterator[Case]:
    cell = "<table:table-cell>{}</table:table-cell>"
    bodies = (
        ("", ""),
        (f'<text:h text:outline-level="2">Introduction</text:h>{odt_paragraph(LONG)}', ""),
        (
            (
                f"<text:list><text:list-item>{odt_paragraph('First point')}</text:list-item>"
                f"<text:list-item>{odt_paragraph('Second point')}</text:list-item></text:list>"
            ),
            "",
        ),
        (
            (
                "<table:table><table:table-column table:number-columns-repeated='2'/>"
                "<table:table-row>"
                f"{cell.format(odt_paragraph('2019'))}{cell.format(odt_paragraph('100'))}"
                "</table:table-row></table:table>"
            ),
            "",
        ),
        (
            (
                '<text:p>A passage<text:note text:id="n1" text:note-class="footnote">'
                "<text:note-citation>1</text:note-citation><text:note-body>"
                f"{odt_paragraph('The note.')}</text:note-body></text:note>.</text:p>"
            ),
            "",
        ),
        (
            '<text:p><text:span text:style-name="T9">Bold</text:span> words.</text:p>',
            text_style('fo:font-weight="bold"'),
        ),
        ("<text:p>One line<text:line-break/>and another<text:tab/>tab.</text:p>", ""),
        ('<text:p><text:a xlink:href="https://example.org/">A link</text:a>.</text:p>', ""),
        (odt_paragraph(FRENCH), ""),
        ("<text:p>Three<text:s text:c='3'/>spaces &amp; &lt;angles&gt; *stars*.</text:p>", ""),
    )
    for number, (body, styles) in enumerate(bodies):
        yield Case(f"ordinary-{number}.odt", odt(body, styles), shows=(FIRST, SECOND))


def _portable() -> Iterator[Case]:
    styles = getSampleStyleSheet()
    text, heading = styles["BodyText"], styles["Heading2"]
    dark = TableStyle(
        [("BACKGROUND", (0, 0), (-1, 0), "#1F3864"), ("TEXTCOLOR", (0, 0), (-1, 0), "#FFF")]
    )
    rows = [["Year", "Resolution", "Troops"], ["2019", "2480", "100"], ["2020", "2531", "90"]]
    bodies = (
        [],
        [Paragraph("Introduction", heading), Paragraph(LONG, text)],
        [ListFlowable([ListItem(Paragraph(f"Point {n}", text)) for n in range(3)])],
        [ListFlowable([Paragraph(f"Point {n}", text) for n in "abc"], bulletType="bullet")],
        [Table(rows)],
        [Table(rows, style=dark)],
        [Paragraph(FRENCH, text)],
        [Paragraph(f"{LONG} {LONG}", text), Spacer(1, 30), Paragraph(LONG, text)],
        [
            Paragraph(
                'A <a href="https://example.org/">link</a>, <b>bold</b>, <i>slanted</i>.', text
            )
        ],
    )
    for number, body in enumerate(bodies):
        yield Case(f"ordinary-{number}.pdf", _drawn(list(body)), shows=(FIRST, SECOND))
    yield Case("ordinary-9.pdf", _in_columns(), shows=(FIRST, LONG, SECOND))


def _story(body: list[object]) -> list[object]:
    styles = getSampleStyleSheet()
    text = styles["BodyText"]
    return [
        Paragraph(TITLE, styles["Title"]),
        Paragraph(FIRST, text),
        *body,
        Paragraph(SECOND, text),
    ]


def _drawn(body: list[object]) -> bytes:
    target = io.BytesIO()
    SimpleDocTemplate(target, pagesize=A4, invariant=1).build(_story(body))
    return target.getvalue()


def _in_columns() -> bytes:
    target = io.BytesIO()
    document = BaseDocTemplate(target, pagesize=A4, invariant=1)
    frames = [Frame(50, 60, 235, 720, id="left"), Frame(310, 60, 235, 720, id="right")]

    def margins(canvas: object, template: object) -> None:
        canvas.drawString(50, 810, "Institute of Invented Examples")
        canvas.drawString(290, 30, str(template.page))

    document.addPageTemplates(PageTemplate(frames=frames, onPage=margins))
    text = getSampleStyleSheet()["BodyText"]
    document.build(_story([Paragraph(LONG, text) for _ in range(14)]))
    return target.getvalue()
