"""Encodings by evidence: right, repaired where it can be proved, or refused with what to do."""

from __future__ import annotations

import codecs
import quopri
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop_notes.convert import convert
from workshop_notes.formats.hidden import RefusedError
from workshop_notes.formats.original import decode

FRENCH = (
    "Réunion de travail : la hiérarchisation des mandats de maintien de la paix.\n"
    "Le Conseil de sécurité a débattu à New York de l’extension de l’autorité de l’État au Mali — "
    "« la protection des civils » reste prioritaire. Où aller ? Ça dépend, naïvement.\n"
)
ENGLISH = "The council’s “fragile contract” – as one participant said – isn’t in place…\n"
RUSSIAN = "Совет Безопасности продлил мандат миссии в Мали.\n"
GERMAN = "Größere Übereinstimmung über die Prioritäten: „Schutz zuerst“ – so hieß es.\n"


@pytest.mark.parametrize("text", [FRENCH, ENGLISH, RUSSIAN, GERMAN])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", b""),
    ],
)
def test_unicode_with_and_without_a_mark(text: str, encoding: str, mark: bytes) -> None:
    assert decode(mark + text.encode(encoding), "x") == (text, [])


@pytest.mark.parametrize("text", [FRENCH, ENGLISH, GERMAN])
def test_windows_1252(text: str) -> None:
    assert decode(text.encode("cp1252"), "x")[0] == text


@pytest.mark.parametrize("text", [FRENCH, GERMAN.replace("ß", "ss")])
def test_mac_roman(text: str) -> None:
    assert decode(text.encode("mac_roman"), "x")[0] == text


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "iso8859-5"])
def test_cyrillic_in_one_byte_is_refused(encoding: str) -> None:
    with pytest.raises(RefusedError):
        decode((RUSSIAN * 3).encode(encoding), "x")


@pytest.mark.parametrize("encoding", ["cp850", "cp437"])
def test_french_of_dos_is_refused_not_guessed(encoding: str) -> None:
    text = "Le Conseil de sécurité a débattu à l'été de la durée."
    with pytest.raises(RefusedError):
        decode(text.encode(encoding), "x")


@pytest.mark.parametrize("text", [FRENCH, ENGLISH, GERMAN, RUSSIAN])
@pytest.mark.parametrize("wrong", ["cp1252", "mac_roman", "latin-1"])
@pytest.mark.parametrize("times", [1, 2])
def test_double_encoding_is_repaired_or_refused(text: str, wrong: str, times: int) -> None:
    garbled = text
    try:
        for _ in range(times):
            garbled = garbled.encode().decode(wrong)
    except UnicodeDecodeError:
        return  # this text cannot be garbled so
    try:
        read, problems = decode(garbled.encode(), "x")
    except RefusedError as error:
        assert error.code == "mojibake"
        return
    assert read == text
    assert [problem.code for problem in problems] == ["mojibake-repaired"]


@pytest.mark.parametrize(
    "garbled",
    [
        "The councilâ€™s view and the real é stand together.",
        "A lost quotation mark: â€œso it was said.â€ And on.",
        "Conseil de s\ufffdcurit\ufffd",
        "Le Conseil de sÃ©curitÃ© a dÃ©battu, été comme hiver.",
    ],
)
def test_half_garbled_text_is_refused_with_its_line(garbled: str) -> None:
    conversion = convert(Path("note.txt"), f"First line.\n{garbled}".encode())
    assert [(problem.code, problem.line) for problem in conversion.problems] == [("mojibake", 2)]
    assert conversion.problems[0].fix
    assert conversion.markdown == ""


@pytest.mark.parametrize(
    "text",
    [
        "ÉTÉ\u00a0: le MENÜ“ und BÜ”, Ã la carte, Â ",
        "Â propos de SÃO TOMÉ et Príncipe…",
        "10 € pour l’œuvre à façon, 5 ‰ §",
        "Müller’s Übung – „gut“",
    ],
)
def test_accents_that_look_odd_are_not_taken_for_garbling(text: str) -> None:
    assert decode(text.encode(), "x") == (text, [])


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02\x03" * 50, b"text with \x00 one nul byte", bytes(range(256))]
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError) as caught:
        decode(data, "x")
    assert caught.value.code in ("binary", "encoding")


def test_false_byte_order_mark_is_refused() -> None:
    with pytest.raises(RefusedError):
        decode(codecs.BOM_UTF8 + "é".encode("cp1252"), "x")


def test_declared_encoding_of_a_page_is_believed_where_it_fits() -> None:
    assert decode(RUSSIAN.encode("cp1251"), "x", "windows-1251")[0] == RUSSIAN
    assert decode(RUSSIAN.encode(), "x", "iso-8859-1")[0] == RUSSIAN


@pytest.mark.parametrize("declared", ["iso-8859-1", "us-ascii", "latin1"])
def test_what_is_declared_is_read_as_browsers_do(declared: str) -> None:
    said = "five…or six… in “all”"
    assert decode(said.encode("cp1252"), "x", declared) == (said, [])


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0")))
def test_never_raises_anything_but_its_refusal(text: str) -> None:
    try:
        decode(text.encode(), "x")
    except RefusedError as error:
        assert error.fix


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read, _ = decode(data, "x")
    except RefusedError:
        return
    assert isinstance(read, str)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_what_a_mail_wrote_for_its_transport_is_taken_back(encoding: str) -> None:
    text = "Les participants ont noté l’été à 100 % = tout, et les élèves de la rivière. " * 4
    sent = quopri.encodestring(text.encode(encoding))
    assert b"=\n" in sent
    assert decode(sent, "note.txt") == (text, [])


@pytest.mark.parametrize(
    "text",
    [
        "Title\n=====\n\nWords.",
        "a = b\nc =\nd",
        "x=C3 and y=\n1=2",
        "The share =20 of all.",
        "no sign",
    ],
)
def test_signs_of_equality_that_are_no_transport_stay(text: str) -> None:
    assert decode(text.encode(), "note.txt") == (text, [])
