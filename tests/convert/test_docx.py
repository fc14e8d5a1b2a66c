"""Word documents: what is seen comes out, what is hidden does not, and the account balances."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.convert.word import (
    STYLES,
    cell,
    item,
    numbering,
    paragraph,
    run,
    style,
    table,
    word,
)

from workshop_notes.convert import Conversion, convert

LEAK = "LEAKED"
PROSE = paragraph("The participants met in a quiet room and spoke of the mandate for a long time.")
SIMPLE_FIELD = '<w:fldSimple w:instr=" {} "><w:r><w:t>{}</w:t></w:r></w:fldSimple>'


def field(instruction: str, result: str) -> str:
    """A complex field."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def box(content: str, described: str = "") -> str:
    """A text box as Word writes it: drawn, with the older drawing as a fallback."""
    drawn = f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
    older = f"<v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox>"
    older = f'<w:pict><v:shape alt="{described}">{older}</v:shape></w:pict>'
    name = f'<wp:docPr id="1" name="Box" descr="{described}"/>'
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        f"{name}<a:graphic><a:graphicData>{drawn}</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback>{older}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def picture(description: str) -> str:
    """A picture in a run."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr="{description}"/>'
        '<a:graphic><a:graphicData><a:blip r:embed="x"/></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def footnote(number: int, content: str) -> str:
    """A footnote."""
    return f'<w:footnote w:id="{number}">{content}</w:footnote>'


def mark(number: int, kind: str = "footnote") -> str:
    """A reference to a note."""
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def wrap(*runs: str) -> str:
    """A paragraph of runs."""
    return f"<w:p>{''.join(runs)}</w:p>"


KEPT = {
    "non-breaking hyphen": (
        wrap("<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>operation works</w:t></w:r>"),
        "co-operation works",
    ),
    "soft hyphen": (wrap("<w:r><w:t>man</w:t><w:softHyphen/><w:t>date</w:t></w:r>"), "mandate"),
    "tab and break": (
        wrap("<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r>"),
        "one two  \nthree",
    ),
    "page break": (wrap('<w:r><w:t>one</w:t><w:br w:type="page"/><w:t>two</w:t></w:r>'), "one two"),
    "symbol letter": (
        wrap('<w:r><w:sym w:font="Symbol" w:char="F061"/><w:t> and on</w:t></w:r>'),
        "α and on",
    ),
    "smart tag": (wrap(f"<w:smartTag><w:smartTagPr/>{run('Bamako')}</w:smartTag>"), "Bamako"),
    "inline control": (
        wrap(f"<w:sdt><w:sdtPr/><w:sdtContent>{run('in a control')}</w:sdtContent></w:sdt>"),
        "in a control",
    ),
    "block control": (f"<w:sdt><w:sdtContent>{PROSE}</w:sdtContent></w:sdt>", "a quiet room"),
    "custom markup": (f"<w:customXml>{paragraph('marked up')}</w:customXml>", "marked up"),
    "text box once": (wrap(run("before"), box(paragraph("in the box"))), "before\n\nin the box\n"),
    "box in a box once": (
        wrap(run("a "), box(wrap(run("outer "), box(paragraph("inner"))))),
        "a\n\nouter\n\ninner\n",
    ),
    "exclamation before a link": (
        wrap(run("So!"), field('HYPERLINK "https://example.org/"', "x")),
        "So\\![x](https://example.org/)",
    ),
    "touching emphasis": (
        wrap(run("a b", "<w:i/>"), run("c d", "<w:b/>"), run(" e")),
        "*a b*c d e",
    ),
    "numbers in a cell": (
        table(cell(item("x", 2) + item("y", 2)) + cell(paragraph("c"))),
        "| 1. x<br>2. y | c |",
    ),
    "equation": (
        wrap("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", run(" is a sum")),
        "a+b is a sum",
    ),
    "field link": (
        wrap(field('HYPERLINK "https://example.org/x?utm_source=y"', "the rule")),
        "[the rule](https://example.org/x)",
    ),
    "simple field": (wrap(SIMPLE_FIELD.format("REF x", "page nine")), "page nine"),
    "web-hidden": (wrap(run("shown in print", "<w:webHidden/>")), "shown in print"),
    "raised ordinal": (
        wrap(run("the 21"), run("st", '<w:vertAlign w:val="superscript"/>')),
        "the 21st",
    ),
    "raised digit": (
        wrap(run("10 m"), run("2", '<w:vertAlign w:val="superscript"/>')),
        "10 m²",
    ),
    "lowered digit": (
        wrap(run("CO"), run("2", '<w:vertAlign w:val="subscript"/>')),
        "CO₂",
    ),
    "small capitals": (wrap(run("minusma", "<w:smallCaps/>")), "MINUSMA"),
    "right to left": (wrap(run("مجلس الأمن", "<w:rtl/>")), "مجلس الأمن"),
    "drop capital": (
        paragraph("T", properties='<w:framePr w:dropCap="drop"/>') + paragraph("he Council met."),
        "The Council met.",
    ),
    "quotation": (paragraph("A fragile contract.", "Quote"), "> A fragile contract."),
    "localized heading": (PROSE + paragraph("Contexte", "Titre1"), "## Contexte"),
    "heading style based on another": (PROSE + paragraph("Head", "Section"), "## Head"),
    "outline level": (
        PROSE + paragraph("Deep", properties='<w:outlineLvl w:val="1"/>'),
        "## Deep",
    ),
    "outline level of a style": (PROSE + paragraph("Deep", "Outlined"), "## Deep"),
    "title": (paragraph("The Case of TOYMIS", "Title") + PROSE, "# The Case of TOYMIS\n\nThe part"),
    "title and headings": (
        paragraph("The Case", "Title") + paragraph("Context", "Heading1") + PROSE,
        "# The Case\n\n## Context",
    ),
    "title in two paragraphs": (
        paragraph("Sequencing of Mandates:", "Title") + paragraph("The Case", "Title") + PROSE,
        "# Sequencing of Mandates: The Case\n",
    ),
    "bold heading": (PROSE + wrap(run("Context", "<w:b/>")) + PROSE, "## Context"),
    "bold sentence stays": (
        PROSE + wrap(run("It is not agreed.", "<w:b/>")) + PROSE,
        "**It is not agreed.**",
    ),
    "large heading": (PROSE + wrap(run("Context", '<w:sz w:val="36"/>')) + PROSE, "## Context"),
    "bullets": (item("one", 1) + item("two", 1), "- one\n- two"),
    "nested bullets": (
        item("one", 1) + item("in", 1, 1) + item("two", 1),
        "- one\n    - in\n- two",
    ),
    "numbers from five": (item("five", 3) + item("six", 3), "5. five\n6. six"),
    "bullets inside numbers": (item("one", 2) + item("in", 1, 1), "1. one\n    - in"),
    "numbers resumed": (
        item("one", 2) + PROSE + item("two", 2),
        "2. two",
    ),
    "style list of second level": (
        item("one", 1) + paragraph("in", "ListBullet2"),
        "- one\n    - in",
    ),
    "typed bullets": (paragraph("• one") + paragraph("• two"), "- one\n- two"),
    "merged columns": (
        table(
            cell(paragraph("both"), '<w:gridSpan w:val="2"/>'),
            cell(paragraph("a")) + cell(paragraph("b")),
        ),
        "| both | |\n| --- | --- |\n| a | b |",
    ),
    "merged rows": (
        table(
            cell(paragraph("h")) + cell(paragraph("i")),
            cell(paragraph("down"), '<w:vMerge w:val="restart"/>') + cell(paragraph("b")),
            cell("<w:p/>", "<w:vMerge/>") + cell(paragraph("c")),
        ),
        "| down | b |\n| | c |",
    ),
    "break in a cell": (
        table(cell(paragraph("a") + paragraph("b")) + cell(paragraph("c"))),
        "| a<br>b | c |",
    ),
    "list in a cell": (
        table(cell(item("x", 1) + item("y", 1)) + cell(paragraph("c"))),
        "• x<br>• y",
    ),
    "nested table": (
        table(cell(table(cell(paragraph("in")) + cell(paragraph("ner"))) + "<w:p/>") + cell(PROSE)),
        "in<br>ner",
    ),
    "one cell is a box": (table(cell(PROSE)), "\nThe participants met"),
    "control around a cell": (
        table(
            f"<w:sdt><w:sdtContent>{cell(paragraph('a'))}</w:sdtContent></w:sdt>{cell(paragraph('b'))}"
        ),
        "| a | b |",
    ),
    "picture": (wrap(picture("Map of Toyland")), "\\[Image: Map of Toyland\\]"),
    "hostile text": (
        paragraph("# *a* _b_ &lt;b&gt; {: .c} [x](y)"),
        "\\# \\*a\\* \\_b\\_ &lt;b> \\{: .c\\} \\[x\\](y)",
    ),
}

RAISED = '<w:vertAlign w:val="superscript"/>'
STRUCK = "<w:strike/>"
IN_TABLE = '<w:tblPr><w:tblStyle w:val="Own"/></w:tblPr>'


def drawn(instruction: str, form: str = "") -> str:
    """A field that stands in the file without a result."""
    begin, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>'
        for kind, inner in (("begin", f"<w:ffData>{form}</w:ffData>" * bool(form)), ("end", ""))
    )
    return f"{begin}<w:r><w:instrText>{instruction}</w:instrText></w:r>{end}"


def sign(font: str, code: str) -> str:
    """A sign of a font."""
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def formula(inner: str) -> str:
    """A formula."""
    return f"<m:oMath>{inner}</m:oMath>"


def letters(text: str, properties: str = "") -> str:
    """A run of a formula."""
    return f"<m:r><w:rPr>{properties}</w:rPr><m:t>{text}</m:t></m:r>"


LOOK = '<w:tblLook w:val="0040" w:lastRow="0"/>'
OBJECT = '<w:r><w:object><v:shape><v:imagedata r:id="x"/></v:shape></w:object></w:r>'
LINE = (
    '<w:r><w:drawing><wp:anchor behindDoc="0"><wp:wrapNone/><wp:docPr id="1" name="Line 1"/>'
    "<a:graphic/></wp:anchor></w:drawing></w:r>"
)
# What Word shows, what stands on the page, and what is asked of the editor.
SHOWN = {
    "power by a style": (wrap(run("10"), run("6", '<w:rStyle w:val="Up"/>')), "10⁶", ""),
    "negative power": (wrap(run("10"), run("-3", RAISED)), "10⁻³", ""),
    "power of letters": (wrap(run("2"), run("n+1", RAISED)), "2ⁿ⁺¹", ""),
    "power without raised form": (wrap(run("e"), run("-x", RAISED)), "e^(-x)", ""),
    "two references": (wrap(run("author"), run("1,2", RAISED)), "author¹,²", ""),
    "small and raised by hand": (
        wrap(run("m"), run("3", '<w:position w:val="12"/><w:sz w:val="12"/>')),
        "m³",
        "",
    ),
    "known sign": (wrap(sign("Wingdings 2", "F050"), run(" yes")), "✓ yes", ""),
    "sign as a letter": (wrap(run("5 \uf0b3 4", '<w:rFonts w:ascii="Symbol"/>')), "5 ≥ 4", ""),
    "unknown sign": (wrap(sign("Own Font", "F050"), run(" yes")), "\\[?\\] yes", "not-read"),
    "chosen word": (
        wrap(
            drawn(
                "FORMDROPDOWN",
                '<w:ddList><w:result w:val="1"/><w:listEntry w:val="for"/>'
                '<w:listEntry w:val="against"/></w:ddList>',
            ),
            run(" it"),
        ),
        "against it",
        "",
    ),
    "ticked box": (
        wrap(drawn("FORMCHECKBOX", "<w:checkBox><w:checked/></w:checkBox>"), run(" Renew")),
        "☒ Renew",
        "",
    ),
    "field that is drawn": (wrap(run("a "), drawn("EQ \\f(3,4)")), "a \\[?\\]", "not-read"),
    "field with an empty result": (wrap(run("a "), field("LISTNUM", "")), "\\[?\\]", "not-read"),
    "field without a result": (wrap(run("a "), drawn("OWN")), "a \\[?\\]", "not-read"),
    "entry of an index": (wrap(run("a"), drawn("XE"), run(" b")), "a b", ""),
    "drawn letters": (
        wrap('<w:r><w:pict><v:shape><v:textpath string="Not final"/></v:shape></w:pict></w:r>'),
        "Not final",
        "",
    ),
    "formula after a figure": (
        wrap(
            run("2"),
            formula(f"<m:f><m:num>{letters('1')}</m:num><m:den>{letters('2')}</m:den></m:f>"),
            run("9"),
        ),
        "2 1/2 9",
        "",
    ),
    "capitals by a style": (wrap(run("rank, "), run("un", "<w:caps/>")), "rank, UN", ""),
    "capitals as typed": (wrap(run("The Rank", "<w:smallCaps/>")), "The Rank", ""),
    "picture in a sentence": (wrap(run("a "), picture(""), run(" b")), "a \\[?\\] b", "not-read"),
    "picture of its own": (wrap(run("a"), "<w:r><w:br/></w:r>", picture("")), "a", ""),
    "object in a sentence": (wrap(run("a "), OBJECT, run(", b")), "a \\[?\\], b", "not-read"),
    "line over words": (wrap(run("not now"), LINE), "not now", "drawn-over"),
    "line beside words": (
        wrap(run("not now"), LINE.replace("wrapNone", "wrapSquare")),
        "not now",
        "",
    ),
    "placeholder": (
        wrap(run("Place: "), f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>{run('type')}</w:sdt>"),
        "Place:",
        "unfilled",
    ),
    "words hidden in a last row that is none": (
        table(*[cell(paragraph(one)) + cell(paragraph("x")) for one in ("a", "b")]).replace(
            "<w:tblPr/>", IN_TABLE.replace("Own", "Last").replace("</w", f"{LOOK}</w", 1)
        ),
        "| b | x |",
        "",
    ),
    "struck in a formula": (wrap(formula(letters("19", STRUCK))), "\\[?\\]", "not-read"),
    "struck by the table": (
        table(cell(paragraph("a")) + cell(paragraph("b"))).replace("<w:tblPr/>", IN_TABLE),
        "| ~~a~~ | ~~b~~ |",
        "struck-out",
    ),
    "numbers from nought": (item("none", 5) + item("one", 5), "0. none\n1. one", ""),
    "numbers that go on": (
        item("a", 6) + item("in", 6, 1) + item("b", 6) + item("on", 6, 1),
        "1. a\n    1. in\n2. b\n    2. on",
        "",
    ),
    "number with a nought, as in laws": (item("keep it", 9), "- 01\\. keep it", ""),
    "words as a number": (item("keep it", 7), "- Finding: keep it", ""),
    "number in an unknown form": (item("keep it", 8), "- \\[?\\]. keep it", "not-read"),
}
MORE_STYLES = STYLES + (
    '<w:style w:type="character" w:styleId="Up"><w:name w:val="Up"/><w:rPr>'
    f'{RAISED}</w:rPr></w:style><w:style w:type="table" w:styleId="Own"><w:name w:val="Own"/>'
    f"<w:rPr>{STRUCK}</w:rPr></w:style>"
    '<w:style w:type="table" w:styleId="Last"><w:name w:val="Last"/><w:tblStylePr w:type="lastRow">'
    '<w:rPr><w:vanish/></w:rPr></w:tblStylePr><w:tblStylePr w:type="firstRow"><w:rPr>'
    '<w:color w:val="FFFFFF"/></w:rPr></w:tblStylePr></w:style>'
)
MORE_LISTS = (
    numbering(*[("bullet", 1), ("decimal", 1)] * 2, ("decimal", 0), ("decimal", 1), ("none", 1),
              ("hebrew1", 1), ("decimalZero", 1))
    .replace('<w:lvlText w:val="%2."/>', '<w:lvlRestart w:val="0"/><w:lvlText w:val="%2."/>')
    .replace('"decimalZero"/>', '"decimalZero"/><w:isLgl/>')
)  # fmt: skip

SIGN = (
    '<mc:Choice xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex" '
    'Requires="w16se"><w16se:symEx w16se:font="Segoe UI Emoji" w16se:char="2705"/></mc:Choice>'
)


def test_a_sign_that_only_the_fallback_says_is_read() -> None:
    either = (
        f"<mc:AlternateContent>{SIGN}<mc:Fallback><w:t>✅</w:t></mc:Fallback></mc:AlternateContent>"
    )
    assert "Keep: ✅" in read(word(wrap(run("Keep: "), f"<w:r>{either}</w:r>"))).markdown


def test_what_an_unknown_program_would_show_is_not() -> None:
    either = (
        '<mc:AlternateContent><mc:Choice xmlns:x="urn:x" Requires="x"><w:t>new</w:t></mc:Choice>'
        "<mc:Fallback><w:t>old</w:t></mc:Fallback></mc:AlternateContent>"
    )
    assert (
        "The old way" in read(word(wrap(run("The "), f"<w:r>{either}</w:r>", run(" way")))).markdown
    )


def test_of_a_table_only_the_rows_are_hidden_that_its_style_hides() -> None:
    rows = [cell(paragraph(f"row {at}")) + cell(paragraph("x")) for at in range(3)]
    shown = table(*rows).replace("<w:tblPr/>", IN_TABLE.replace("Own", "Last"))
    conversion = read(word(shown, styles=MORE_STYLES))
    assert [f"row {at}" in conversion.markdown for at in range(3)] == [False, True, False]
    assert "| | |" not in conversion.markdown.partition("row 1")[2]


def test_a_row_about_the_subject_is_no_title_below_a_heading() -> None:
    about = cell(paragraph("Subject")) + cell(paragraph("Mandate of the Toy Mission in Zuma"))
    head = paragraph("Ranking the Tasks in Hard Times", "Heading1")
    found = read(word(head + table(about) + PROSE + PROSE))
    assert found.markdown.startswith("# Ranking the Tasks in Hard Times\n")


def test_a_document_that_is_one_picture_is_a_picture_of_its_pages() -> None:
    assert [one.code for one in read(word(wrap(picture("")))).problems] == ["scanned-original"]


HIDDEN = {
    "vanished run in a formula": wrap(formula(letters("a") + letters(LEAK, "<w:vanish/>"))),
    "vanished sign": wrap(
        run("seen"), sign("Symbol", "F0D8").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    ),
    "phantom of a formula": wrap(
        formula(
            f"{letters('a')}<m:phant><m:phantPr><m:show m:val='0'/></m:phantPr><m:e>"
            f"{letters(LEAK)}</m:e></m:phant>"
        )
    ),
    "field of a form": wrap(
        drawn(
            "FORMDROPDOWN",
            f'<w:ddList><w:listEntry w:val="seen"/><w:listEntry w:val="{LEAK}"/></w:ddList>',
        )
    ),
    "vanished run": wrap(run("seen "), run(LEAK, "<w:vanish/>")),
    "vanished by style": paragraph(LEAK, "Secret"),
    "white": wrap(run("seen "), run(LEAK, '<w:color w:val="FFFFFF"/>')),
    "tiny": wrap(run("seen "), run(LEAK, '<w:sz w:val="2"/>')),
    "author field": wrap(run("seen "), field("AUTHOR", LEAK)),
    "file name field": wrap(run("seen "), SIMPLE_FIELD.format("FILENAME \\p", LEAK)),
    "property field": wrap(run("seen "), field("DOCPROPERTY Client", LEAK)),
    "description of a box": wrap(run("seen "), box(paragraph("boxed"), LEAK)),
    "description of an older box": wrap(
        f'<w:r><w:pict><v:roundrect alt="{LEAK}"><v:textbox><w:txbxContent>{paragraph("boxed")}'
        "</w:txbxContent></v:textbox></v:roundrect></w:pict></w:r>"
    ),
    "path as description": wrap(picture(f"C:\\Users\\{LEAK}\\map.png")),
    "file name as description": wrap(picture(f"{LEAK}.jpg")),
    "hidden row": table(
        cell(paragraph("a")) + cell(paragraph("b")),
        f"<w:trPr><w:hidden/></w:trPr>{cell(paragraph(LEAK))}{cell(paragraph('c'))}",
    ),
    "link to a file": f'<w:p><w:hyperlink r:id="file">{run("seen")}</w:hyperlink></w:p>',
    "orphaned footnote": PROSE,
}


@pytest.mark.parametrize("name", KEPT)
def test_is_kept(name: str) -> None:
    body, expected = KEPT[name]
    conversion = read(word(body))
    assert expected in f"\n{conversion.markdown}"
    balances(conversion)


@pytest.mark.parametrize("name", SHOWN)
def test_what_word_shows_is_said_or_asked(name: str) -> None:
    body, expected, code = SHOWN[name]
    lists = MORE_LISTS.replace('"%1."', '"Finding:"') if "words" in name else MORE_LISTS
    conversion = read(word(body, styles=MORE_STYLES, lists=lists))
    assert expected in conversion.markdown
    assert "".join(problem.code for problem in conversion.problems) == code
    assert conversion.loss.unknown == 0


def test_separators_of_notes_are_no_notes() -> None:
    line = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p>'
    notes = f"{line}</w:footnote>{footnote(1, paragraph('First.'))}"
    assert not read(word(wrap(run("One"), mark(1)), footnotes=notes)).loss.left_out


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_text_is_nowhere(name: str) -> None:
    conversion = read(
        word(
            PROSE + HIDDEN[name],
            links={"file": f"file:///C:/Users/{LEAK}/x.docx"},
            footnotes=footnote(7, paragraph(LEAK)),
        )
    )
    assert LEAK not in repr(conversion)
    assert "¬" not in conversion.markdown
    assert "a quiet room" in conversion.markdown
    balances(conversion)


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://example.org/a?fbclid=1&amp;b=2", "[x](https://example.org/a?b=2)"),
        ("mailto:office@example.org?subject=x", "[x](mailto:office@example.org)"),
        ("javascript:alert(1)", "x"),
        ("file:///etc/passwd", "x"),
        ("data:text/html,x", "x"),
        ("../other.docx", "x"),
    ],
)
def test_link_leads_to_the_web_or_nowhere(address: str, written: str) -> None:
    body = f'<w:p>{run("See ")}<w:hyperlink r:id="l1">{run("x")}</w:hyperlink></w:p>'
    conversion = read(word(body, links={"l1": address}))
    assert conversion.markdown == f"See {written}\n"


def test_footnotes_and_endnotes_become_notes() -> None:
    body = wrap(run("One"), mark(1), run(" two"), mark(2, "endnote"), run("."))
    conversion = read(
        word(
            body,
            footnotes=footnote(1, paragraph("First.") + paragraph("Its second paragraph.")),
            endnotes=f'<w:endnote w:id="2">{paragraph("Last.")}</w:endnote>',
        )
    )
    assert conversion.markdown == (
        "One[^1] two[^2].\n\n[^1]: First.\n\n    Its second paragraph.\n\n[^2]: Last.\n"
    )
    # Word prints `i` at the endnote.
    assert [problem.code for problem in conversion.problems] == ["notes-renumbered"]
    assert conversion.loss.unknown == 0


def test_note_marked_twice_stands_once() -> None:
    body = wrap(run("One"), mark(1), run(" two"), mark(1), run("."))
    conversion = read(word(body, footnotes=footnote(1, paragraph("Note."))))
    assert conversion.markdown == "One[^1] two[^1].\n\n[^1]: Note.\n"
    balances(conversion)


@pytest.mark.parametrize("own", ["*", "†", "a"])
def test_a_mark_of_a_note_s_own_is_left_out_and_told(own: str) -> None:
    typed = mark(1).replace("/></w:r>", f' w:customMarkFollows="1"/><w:t>{own}</w:t></w:r>')
    note = footnote(1, wrap(run(own), run(" Of April.")))
    body = wrap(run("One"), typed, run(" two, see note "), run(f"{own}."))
    conversion = convert(Path("note.docx"), word(body, footnotes=note))
    said = own.replace("*", "\\*")
    assert conversion.markdown == f"One[^1] two, see note {said}.\n\n[^1]: Of April.\n"
    assert [problem.code for problem in conversion.problems] == ["notes-renumbered"]
    assert f"{own} is 1" in conversion.problems[0].message
    assert conversion.loss.unknown == 0


def test_date_and_author_below_the_title_go() -> None:
    styles = STYLES + style("Date", "Date", based="Title") + style("Author", "Author")
    body = paragraph("The Case of TOYMIS", "Title") + paragraph("February 2023", "Date")
    conversion = read(word(body + paragraph(LEAK, "Author") + PROSE, styles=styles))
    assert conversion.markdown.startswith("# The Case of TOYMIS\n\nThe participants")
    assert LEAK not in repr(conversion)
    balances(conversion)


def test_footnote_in_a_cell() -> None:
    body = table(cell(wrap(run("a"), mark(1))) + cell(paragraph("b")))
    conversion = read(word(body, footnotes=footnote(1, paragraph("Note."))))
    assert "| a[^1] | b |" in conversion.markdown
    balances(conversion)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (f'<w:ins w:id="1" w:author="x">{run(LEAK)}</w:ins>', "hidden-tracked-change"),
        (
            f'<w:del w:id="1"><w:r><w:delText>{LEAK}</w:delText></w:r></w:del>',
            "hidden-tracked-change",
        ),
        (f'<w:moveFrom w:id="1">{run(LEAK)}</w:moveFrom>', "hidden-tracked-change"),
        ('<w:r><w:commentReference w:id="1"/></w:r>', "hidden-comment"),
    ],
)
def test_unresolved_changes_and_comments_refuse(body: str, code: str) -> None:
    conversion = read(word(wrap(run("seen "), body)))
    assert [problem.code for problem in conversion.problems] == [code]
    assert conversion.markdown == ""
    assert LEAK not in repr(conversion)


def test_embedded_document_refuses() -> None:
    conversion = read(word(PROSE + '<w:altChunk r:id="x"/>'))
    assert [problem.code for problem in conversion.problems] == ["embedded-document"]


def test_struck_out_text_stays_marked_and_is_asked_about() -> None:
    conversion = read(word(wrap(run("should "), run("not ", "<w:strike/>"), run("be renewed"))))
    assert conversion.markdown == "should ~~not~~ be renewed\n"
    assert [problem.code for problem in conversion.problems] == ["struck-out"]


def test_contents_are_left_out_with_their_reason() -> None:
    conversion = read(word(paragraph("Introduction 3", "TOC1") + PROSE))
    assert "Introduction" not in conversion.markdown
    assert [cut.text for cut in conversion.loss.left_out] == ["Introduction 3"]
    balances(conversion)


def test_header_and_footer_are_named_without_their_text() -> None:
    header = (
        '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"{paragraph(LEAK)}</w:hdr>"
    )
    conversion = read(word(PROSE, parts={"word/header1.xml": ("header", header)}))
    assert [cut.reason for cut in conversion.loss.left_out] == ["page header"]
    assert LEAK not in repr(conversion)


def test_text_of_a_diagram_is_accounted_for() -> None:
    diagram = (
        '<d xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:t>Step one</a:t></d>'
    )
    conversion = read(word(PROSE, parts={"word/diagrams/data1.xml": ("diagramData", diagram)}))
    assert [cut.text for cut in conversion.loss.left_out] == ["Step one"]
    balances(conversion)


def test_main_part_of_another_name() -> None:
    conversion = read(word(PROSE, main="word/document22.xml"))
    assert "a quiet room" in conversion.markdown


def test_document_without_styles_or_numbering() -> None:
    conversion = read(word(PROSE, styles="", lists=""))
    assert "a quiet room" in conversion.markdown
    balances(conversion)


def test_second_list_of_numbers_starts_anew() -> None:
    lists = numbering(("decimal", 1), ("decimal", 1))
    conversion = read(word(item("a", 1) + PROSE + item("b", 2), lists=lists))
    assert "1. a" in conversion.markdown
    assert "1. b" in conversion.markdown


def test_circular_styles_end() -> None:
    styles = STYLES + style("A", "A", based="B") + style("B", "B", based="A")
    conversion = read(word(paragraph("Round and round.", "A"), styles=styles))
    assert conversion.markdown == "Round and round.\n"


def read(data: bytes) -> Conversion:
    """Convert a document made here."""
    return convert(Path("note.docx"), data)


def balances(conversion: Conversion) -> None:
    """Every word is accounted for."""
    assert not conversion.problems
    assert conversion.loss.unknown == 0


def test_what_only_tells_a_field_what_to_do_is_not_on_the_page() -> None:
    begin, between, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    asks = '<w:r><w:instrText xml:space="preserve"> IF </w:instrText></w:r>'
    nested = f"{begin}{asks}{field('PAGE', '1')}{between}{run('shown')}{end}"
    conversion = convert(Path("note.docx"), word(PROSE + wrap(nested)))
    assert conversion.markdown.endswith("\n\nshown\n")
    assert not conversion.problems
