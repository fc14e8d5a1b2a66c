"""OpenDocument texts: what is seen comes out, what is hidden does not, and the account balances."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.convert.documents import odt

from workshop_notes.convert import Conversion, convert

LEAK = "LEAKED"
PROSE = "<text:p>The participants met in a quiet room and spoke of the mandate for long.</text:p>"
STYLES = (
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    '<style:style style:name="Bold" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="Super" style:family="text">'
    '<style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="Gone" style:family="text">'
    '<style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="White" style:family="text">'
    '<style:text-properties fo:color="#ffffff"/></style:style>'
    '<style:style style:name="Tiny" style:family="text">'
    '<style:text-properties fo:font-size="1pt"/></style:style>'
)


def read(body: str) -> Conversion:
    """Convert a body, of which every word must be accounted for."""
    conversion = convert(Path("note.odt"), odt(body, STYLES))
    assert not conversion.problems
    assert conversion.loss.unknown == 0
    return conversion


def listed(*items: str, style: str = "LB", more: str = "") -> str:
    """A list whose items are the XML of their content."""
    inner = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
    return f'<text:list text:style-name="{style}"{more}>{inner}</text:list>'


def text(said: str, style: str = "") -> str:
    """A paragraph."""
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:p{named}>{said}</text:p>"


def span(said: str, style: str) -> str:
    """A span."""
    return f'<text:span text:style-name="{style}">{said}</text:span>'


def cell(said: str, more: str = "") -> str:
    """A cell of a table."""
    return f"<table:table-cell{more}>{text(said)}</table:table-cell>"


def lettered(name: str, properties: str, family: str = "text", more: str = "") -> str:
    """A style of letters."""
    return (
        f'<style:style style:name="{name}" style:family="{family}"{more}>'
        f"<style:text-properties {properties}/></style:style>"
    )


LEVELS = "".join(
    f'<text:list-level-style-number text:level="{level}" style:num-format="1" style:num-suffix="." '
    f'text:display-levels="{level}" text:start-value="{1 - (name == "Nought")}"/>'
    if level
    else f'<text:list-style style:name="{name}">'
    for name in ("Deep", "Nought")
    for level in range(4)
).replace(
    '<text:list-style style:name="Nought">',
    '</text:list-style><text:list-style style:name="Nought">',
)
MORE_STYLES = (
    lettered("Gone", 'style:text-line-through-style="solid"', "paragraph")
    + lettered("Below", "", "paragraph", ' style:parent-style-name="Gone"')
    + lettered("Stays", 'style:text-line-through-style="none"')
    + lettered("Twice", 'style:text-line-through-type="double"')
    + lettered("Up", 'style:text-position="super 58%"')
    + lettered("Clear", 'loext:opacity="0%"')
    + lettered("Unseen", 'text:display="none"')
    + lettered("Signs", 'style:font-name="Wingdings"')
    + lettered("Capitals", 'fo:font-variant="small-caps"')
    + lettered("Squeezed", 'style:text-position="0% 1%"')
    + '<style:style style:name="Flat" style:family="paragraph"><style:paragraph-properties '
    'fo:line-height="0.01cm"/></style:style>'
    '<style:style style:name="Behind" style:family="graphic">'
    '<style:graphic-properties style:run-through="background"/></style:style>'
    + f"{LEVELS}</text:list-style>"
)
START = ' text:start-value="5"'
EMPTY = 'loext:showing-place-holder="true"'
PICTURE = '<draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame>'
FORMULA = (
    '<draw:frame><draw:object><m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mfrac>'
    "<m:mn>3</m:mn><m:mn>4</m:mn></m:mfrac></m:math></draw:object></draw:frame>"
)
# What is seen, what stands on the page, and what is asked of the editor.
SHOWN = {
    "struck by its paragraph": (
        text(f"gone {span('kept', 'Stays')}", "Below"),
        "~~gone~~ kept",
        "struck-out",
    ),
    "struck twice": (text(f"a {span('b', 'Twice')}"), "a ~~b~~", "struck-out"),
    "negative power": (text(f"10{span('-3', 'Up')}"), "10⁻³", ""),
    "sign of a font": (text(span("\uf0fc", "Signs") + " yes"), "✓ yes", ""),
    "unknown sign": (text("\uf0fc yes"), "\\[?\\] yes", "not-read"),
    "field of the user": (
        text('<text:user-field-get text:name="s">seven</text:user-field-get>'),
        "seven",
        "",
    ),
    "capitals by a style": (text(f"rank, {span('un', 'Capitals')}"), "rank, UN", ""),
    "picture in a sentence": (text(f"a {PICTURE} b"), "a \\[?\\] b", "not-read"),
    "formula within a frame": (text(f"a {FORMULA} b"), "a 3/4 b", ""),
    "field of a form": (text('a <draw:control draw:control="c"/>'), "a \\[?\\]", "not-read"),
    "box over words": (text("not now<draw:rect/>"), "not now", "drawn-over"),
    "box behind words": (text('not now<draw:rect draw:style-name="Behind"/>'), "not now", ""),
    "placeholder": (text("Place: <text:placeholder>type</text:placeholder>"), "Place:", "unfilled"),
    "control without a value": (
        text(f"Place: <loext:content-control {EMPTY}>type</loext:content-control>"),
        "Place:",
        "unfilled",
    ),
    "title of the file": (text("<text:title>The Case</text:title>"), "The Case", ""),
    "item with its number": (
        listed(text("a"), style="LN1").replace(
            "</text:list>", f"<text:list-item{START}>{text('e')}</text:list-item></text:list>"
        ),
        "1. a\n\n&nbsp;\n\n5. e",
        "",
    ),
    "numbers of higher levels": (
        listed(text("a") + listed(text("b"), style="Deep"), style="Deep"),
        "1. a\n    - 1.1. b",
        "",
    ),
    "numbers from nought": (listed(text("a"), text("b"), style="Nought"), "0. a\n1. b", ""),
    "head of a list": (
        listed(text("a"), style="LN1").replace(
            "<text:list-item>",
            f"<text:list-header>{text('head')}</text:list-header><text:list-item>",
        ),
        "head\n\n1. a",
        "",
    ),
    "numbered paragraphs": (
        "".join(
            f'<text:numbered-paragraph text:style-name="LN1">{text(one)}</text:numbered-paragraph>'
            for one in "ab"
        ),
        "1. a\n2. b",
        "",
    ),
    "numbered heading in a list": (
        listed('<text:h text:outline-level="1">Context</text:h>', style="Deep"),
        "## 1. Context",
        "",
    ),
    "number of a note": (
        text(
            "a<text:note><text:note-citation>12</text:note-citation><text:note-body><text:p>b"
            "</text:p></text:note-body></text:note>"
        ),
        "a[^1]",
        "notes-renumbered",
    ),
}
UNSEEN = {
    "letters without height": span(LEAK, "Squeezed"),
    "clear letters": span(LEAK, "Clear"),
    "field in hidden text": span(f"<text:date>{LEAK}</text:date>", "Unseen"),
    "variable that is set": f'<text:variable-set text:display="none">{LEAK}</text:variable-set>',
    "script": f"<text:script>{LEAK}</text:script>",
    "property of a person": f'<text:user-defined text:name="Owner">{LEAK}</text:user-defined>',
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_shown_is_said_or_asked(name: str) -> None:
    body, expected, code = SHOWN[name]
    conversion = convert(Path("note.odt"), odt(body + PROSE, MORE_STYLES))
    assert expected in conversion.markdown
    assert "".join(problem.code for problem in conversion.problems) == code
    assert conversion.loss.unknown == 0


@pytest.mark.parametrize("name", UNSEEN)
def test_what_is_not_shown_is_nowhere(name: str) -> None:
    conversion = convert(Path("note.odt"), odt(text(f"a {UNSEEN[name]} b") + PROSE, MORE_STYLES))
    assert LEAK not in repr(conversion)
    assert "a b" in conversion.markdown


def test_a_line_without_height_is_nowhere() -> None:
    assert LEAK not in repr(convert(Path("n.odt"), odt(text(LEAK, "Flat") + PROSE, MORE_STYLES)))


def wide(said: str) -> str:
    """A cell of two columns."""
    return cell(said, ' table:number-columns-spanned="2"')


CHANGES = (
    "<text:tracked-changes><text:changed-region><text:deletion>"
    f"{text(LEAK)}</text:deletion></text:changed-region></text:tracked-changes>"
)
KEPT = {
    "title": (text("The Case of TOYMIS", "Title") + PROSE, "# The Case of TOYMIS\n\nThe part"),
    "title by a style of its own": (text("The Case of TOYMIS", "P1"), "# The Case of TOYMIS"),
    "heading": (PROSE + '<text:h text:outline-level="1">Context</text:h>', "## Context"),
    "heading by style": (PROSE + text("Context", "Heading_20_2"), "## Context"),
    "bold heading": (PROSE + text(span("Context", "Bold")) + PROSE, "## Context"),
    "bold words": (text("It is " + span("most", "Bold") + " likely."), "It is **most** likely."),
    "spaces, tab, break": (
        text('a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d'),
        "a b c  \nd",
    ),
    "quotation": (text("Fragile.", "Quotations"), "> Fragile."),
    "bullets": (listed(text("a"), text("b")), "- a\n- b"),
    "nested": (listed(text("a") + listed(text("b")), text("c")), "- a\n    - b\n- c"),
    "numbers from four": (listed(text("a"), text("b"), style="LN4"), "4. a\n5. b"),
    "numbers resumed": (
        listed(text("a"), style="LN1")
        + PROSE
        + listed(text("b"), style="LN1", more=' text:continue-numbering="true"'),
        "2. b",
    ),
    "link": (
        text('<text:a xlink:href="https://example.org/?utm_source=x">x</text:a>'),
        "[x](https://example.org/)",
    ),
    "raised digit": (text("10 m" + span("2", "Super")), "10 m²"),
    "raised letters": (text("21" + span("st", "Super")), "21st"),
    "text box": (
        text(f"before<draw:frame><draw:text-box>{text('boxed')}</draw:text-box></draw:frame>"),
        "before\n\nboxed",
    ),
    "picture": (
        text("<draw:frame><draw:image/><svg:desc>Map of Toyland</svg:desc></draw:frame>"),
        "\\[Image: Map of Toyland\\]",
    ),
    "merged cells": (
        (
            f"<table:table><table:table-row>{wide('both')}<table:covered-table-cell/>"
            f"</table:table-row><table:table-row>{cell('a')}{cell('b')}</table:table-row>"
            "</table:table>"
        ),
        "| both | |\n| --- | --- |\n| a | b |",
    ),
    "cell that is repeated": (
        (
            "<table:table><table:table-row>"
            + cell("a", ' table:number-columns-repeated="2"')
            + '</table:table-row><table:table-row table:number-rows-repeated="2">'
            + f"{cell('b')}{cell('c')}</table:table-row></table:table>"
        ),
        "| a | a |\n| --- | --- |\n| b | c |\n| b | c |",
    ),
    "section": (f"<text:section>{PROSE}</text:section>", "a quiet room"),
    "bookmark": (text('a<text:bookmark text:name="x"/>b'), "ab"),
    "date field": (
        text("On <text:date>20 May 2020</text:date> they met."),
        "On 20 May 2020 they met.",
    ),
    "literal markup": (text("# *x* &lt;b&gt; [a](b)"), "\\# \\*x\\* &lt;b> \\[a\\](b)"),
}


@pytest.mark.parametrize("name", KEPT)
def test_is_kept(name: str) -> None:
    body, expected = KEPT[name]
    assert expected in f"\n{read(body).markdown}"


HIDDEN = {
    "not displayed": text("seen " + span(LEAK, "Gone")),
    "white": text("seen " + span(LEAK, "White")),
    "tiny": text("seen " + span(LEAK, "Tiny")),
    "hidden text": text(
        f'seen <text:hidden-text text:string-value="{LEAK}">{LEAK}</text:hidden-text>'
    ),
    "hidden section": f'<text:section text:display="none">{text(LEAK)}</text:section>',
    "author": text(f"by <text:author-name>{LEAK}</text:author-name>"),
    "file name": text(f"in <text:file-name>{LEAK}.odt</text:file-name>"),
    "description of a box": text(
        f"<draw:frame><draw:text-box>{text('boxed')}</draw:text-box>"
        f"<svg:desc>{LEAK}</svg:desc></draw:frame>"
    ),
    "path as description": text(
        f"<draw:frame><draw:image/><svg:desc>C:\\Users\\{LEAK}\\x.png</svg:desc></draw:frame>"
    ),
    "link to a file": text(f'<text:a xlink:href="file:///home/{LEAK}/x">x</text:a>'),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_text_is_nowhere(name: str) -> None:
    conversion = read(PROSE + HIDDEN[name])
    assert LEAK not in repr(conversion)
    assert "a quiet room" in conversion.markdown


def test_footnote_of_two_paragraphs() -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{text('One.')}{text('Two.')}</text:note-body></text:note>"
    )
    assert read(text(f"Said{note} so.")).markdown == "Said[^1] so.\n\n[^1]: One.\n\n    Two.\n"


def test_contents_are_left_out_with_their_reason() -> None:
    contents = (
        f"<text:table-of-content><text:index-body>{text('Context 3')}</text:index-body>"
        "</text:table-of-content>"
    )
    conversion = read(contents + PROSE)
    assert [cut.text for cut in conversion.loss.left_out] == ["Context 3"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (CHANGES, "hidden-tracked-change"),
        (text(f"x<office:annotation>{text(LEAK)}</office:annotation>"), "hidden-comment"),
    ],
)
def test_unresolved_changes_and_comments_refuse(body: str, code: str) -> None:
    conversion = convert(Path("n.odt"), odt(PROSE + body))
    assert [problem.code for problem in conversion.problems] == [code]
    assert LEAK not in repr(conversion)


@pytest.mark.parametrize(
    ("form", "marks"),
    [
        ("a", ("(a)", "(b)")),
        ("A", ("(A)", "(B)")),
        ("i", ("(i)", "(ii)")),
        ("I", ("(I)", "(II)")),
    ],
)
def test_letters_and_roman_numerals_of_a_list_are_set(form: str, marks: tuple[str, str]) -> None:
    style = (
        '<text:list-style style:name="LF"><text:list-level-style-number text:level="1" '
        f'style:num-format="{form}" style:num-prefix="(" style:num-suffix=")"/></text:list-style>'
    )
    body = PROSE + listed(text("The first task."), text("The second task."), style="LF")
    conversion = convert(Path("note.odt"), odt(body, STYLES + style))
    assert conversion.loss.unknown == 0
    for mark, said in zip(marks, ("The first task.", "The second task."), strict=True):
        assert f"{mark} {said}" in conversion.markdown
