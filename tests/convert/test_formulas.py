"""Formulas as text: what stands beside one another is never read as another formula."""

from __future__ import annotations

import pytest
from lxml import etree

from workshop_notes.formats.document import formula_text

SPACE = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def letters(text: str) -> str:
    """A run of a formula; what is one already stays."""
    return text if text.startswith("<") else f"<m:r><m:t>{text}</m:t></m:r>"


def fraction(top: str, bottom: str, properties: str = "") -> str:
    """A fraction."""
    return f"<m:f>{properties}<m:num>{letters(top)}</m:num><m:den>{letters(bottom)}</m:den></m:f>"


def power(base: str, high: str) -> str:
    """A power."""
    return f"<m:sSup><m:e>{letters(base)}</m:e><m:sup>{letters(high)}</m:sup></m:sSup>"


SUM = (
    '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>'
    f"<m:sub>{letters('i')}</m:sub><m:sup>{letters('n')}</m:sup><m:e>{letters('x')}</m:e></m:nary>"
)
MATRIX = (
    f"<m:m><m:mr><m:e>{letters('a')}</m:e><m:e>{letters('b')}</m:e></m:mr>"
    f"<m:mr><m:e>{letters('c')}</m:e></m:mr></m:m>"
)


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        (fraction("3", "4"), "3/4"),
        (fraction("a+b", "c"), "(a+b)/c"),
        (fraction("a+b", "c") + power("x", "2"), "(a+b)/c x^2"),
        (letters("3") + fraction("3", "4"), "3 3/4"),
        (fraction("1", "2") + letters("x"), "1/2 x"),
        (power("x", "2") + letters("+y"), "x^2+y"),
        (letters("a") + power("x", "2"), "ax^2"),
        (f"<m:rad><m:deg/><m:e>{letters('a+b')}</m:e></m:rad>", "√(a+b)"),
        (f"<m:rad><m:deg>{letters('3')}</m:deg><m:e>{letters('x')}</m:e></m:rad>", "(3)√x"),
        (f"<m:d><m:e>{letters('a')}</m:e><m:e>{letters('b')}</m:e></m:d>", "(a|b)"),
        (
            f"<m:d><m:dPr><m:sepChr m:val=';'/></m:dPr><m:e>{letters('a')}</m:e><m:e/></m:d>",
            "(a; )",
        ),
        (fraction("5", "2", "<m:fPr><m:type m:val='noBar'/></m:fPr>"), "(5; 2)"),
        (power(power("2", "3"), "4"), "(2^3)^4"),
        (f"<m:acc><m:e>{letters('x')}</m:e></m:acc>", "x\u0302"),
        (
            f"<m:bar><m:barPr><m:pos m:val='top'/></m:barPr><m:e>{letters('y')}</m:e></m:bar>",
            "(y)\u0304",
        ),
        (f"<m:sPre><m:e>{letters('He')}</m:e><m:sub>{letters('2')}</m:sub></m:sPre>", "_2He"),
        (SUM, "∑_i^n x"),
        (MATRIX, "(a, b; c)"),
    ],
)
def test_a_formula_of_word_reads_the_same_in_one_line(inner: str, said: str) -> None:
    assert formula_text(etree.fromstring(f"<m:oMath {SPACE}>{inner}</m:oMath>")) == said


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ("<mfrac><mi>a</mi><mi>b</mi></mfrac><mi>c</mi>", "a/b c"),
        ("<msup><mn>10</mn><mn>6</mn></msup>", "10^6"),
        ("<msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt>", "√(a+b)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "(3)√x"),
        ("<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><mi>x</mi>", "∑_i^n x"),
        ("<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr></mtable>", "(a, b)"),
        ('<mfenced open="["><mi>a</mi><mi>b</mi></mfenced>', "[a, b)"),
        ('<mfrac linethickness="0pt"><mn>5</mn><mn>2</mn></mfrac>', "(5; 2)"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", "x\u0304"),
    ],
)
def test_mathml_reads_the_same_in_one_line(inner: str, said: str) -> None:
    assert formula_text(etree.fromstring(f"<math>{inner}</math>")) == said
