"""Mails and saved pages of several parts: each text is read, or said to be left out."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from workshop_notes.convert import Conversion, convert

PROSE = "They met in Toytown and spoke for a whole day of the mandate of the mission."
NOTE = f"The Case of TOYMIS at the Table\n\n{PROSE}\n"
LINK = "<link rel=stylesheet href={}>"
SHEET = ".z { text-decoration: line-through } .h { display: none }"
PAGE = f"<h1>The Case of TOYMIS</h1><p>{PROSE}<p>Do <b class=z>not</b> go<i class=h>, said Zed</i>."


def mail(*parts: tuple[str, str, str], kind: str = "mixed") -> Conversion:
    """Convert a message of parts: the type of each, its headers after a bar, and its text."""
    lines = ["From: Zed <z@example.org>", "Subject: note", "MIME-Version: 1.0"]
    lines += [f'Content-Type: multipart/{kind}; boundary="B"', ""]
    for typed, headers, text in parts:
        lines += ["--B", f"Content-Type: {typed}", *filter(None, headers.split("|")), "", text]
    name = "note.mht" if kind == "related" else "note.eml"
    read = convert(Path(name), "\n".join([*lines, "--B--", ""]).encode())
    assert not [problem for problem in read.problems if problem.level == "error"]
    assert read.loss.unknown == 0
    return read


FORWARDED = f"Subject: inner\nContent-Type: text/plain\n\n{NOTE}"
ATTACHED = "Content-Disposition: attachment; filename=a.txt"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([("text/plain", "", NOTE), ("image/png", "", "x"), ("text/plain", "", "Last.")], "Last."),
        ([("text/plain", "", NOTE), ("text/html", "", "<p>Last <b>one</b>.")], "Last **one**."),
        ([("text/plain", "", "See below."), ("message/rfc822", "", FORWARDED)], PROSE),
        ([("text/plain", "", "See this."), ("text/plain", ATTACHED, NOTE)], PROSE),
        ([("text/plain; format=flowed", "", f"{NOTE}\nGo \non.")], "Go on."),
        ([("text/plain; format=flowed; delsp=yes", "", f"{NOTE}\nman \ndate")], "mandate"),
    ],
)
def test_every_text_that_a_mail_program_shows_is_read(
    parts: list[tuple[str, str, str]], said: str
) -> None:
    assert said in mail(*parts).markdown


def test_the_letter_around_a_note_is_counted_and_not_told() -> None:
    read = mail(("text/plain", "", "Dear Ann, see this."), ("text/plain", ATTACHED, NOTE))
    (letter,) = (one for one in read.loss.left_out if one.reason.startswith("the letter"))
    assert (letter.text, letter.words) == ("", 4)
    assert "Ann" not in repr(read)


def test_of_the_same_text_in_two_forms_one_is_read() -> None:
    read = mail(("text/plain", "", NOTE), ("text/html", "", PAGE), kind="alternative")
    assert read.loss.words == read.loss.kept
    assert "whole day" in read.markdown


@pytest.mark.parametrize(
    ("named", "address"),
    [("Content-ID: <s@b>", "cid:s@b"), ("Content-Location: https://x.org/s.css", "s.css")],
)
def test_a_style_sheet_that_is_a_part_of_a_saved_page_holds(named: str, address: str) -> None:
    page = ("text/html", "Content-Location: https://x.org/note", f"{LINK.format(address)}{PAGE}")
    read = mail(page, ("text/css", named, SHEET), kind="related")
    assert "Do ~~**not**~~ go." in read.markdown
    assert "Zed" not in repr(read)
    without = mail(page, kind="related")
    assert "missing-style" in {problem.code for problem in without.problems}


def test_the_pages_within_a_saved_page_are_counted() -> None:
    frame = ("text/html", "Content-ID: <f>", "<p>Words of a frame.</p>")
    read = mail(("text/html", "", PAGE), frame, kind="related")
    assert [one.words for one in read.loss.left_out if "beside" in one.reason] == [4]


SAID = "The café “closed” – 12 €, −12 per cent, ½ of it."
META = "<meta http-equiv=Content-Type content='text/html; charset={}'>"


@pytest.mark.parametrize(
    ("typed", "encoding", "head"),
    [
        ("text/html", "utf-8", ""),
        ("text/html", "utf-8", META.format("UTF-8")),
        ("text/html", "cp1252", ""),
        ("text/html", "cp1252", META.format("windows-1252")),
        ("text/html", "utf-16", ""),
        ("text/html; charset=us-ascii", "utf-8", ""),
        ("text/html; charset=utf-8", "cp1252", ""),
        ("text/html; charset=cp1252", "cp1252", META.format("utf-8")),
        ("text/plain", "utf-8", ""),
        ("text/plain; charset=us-ascii", "cp1252", ""),
    ],
)
@pytest.mark.parametrize("kind", ["eml", "mht"])
def test_no_letter_is_lost_whatever_encoding_is_stated(
    typed: str, encoding: str, head: str, kind: str
) -> None:
    said = SAID if encoding != "cp1252" else SAID.replace("−", "–")
    body = f"The Case of TOYMIS at the Table\n\n{PROSE}\n\n{said}\n"
    if "html" in typed:
        body = f"<html><head>{head}</head><body><h1>The Case of TOYMIS</h1><p>{PROSE}<p>{said}"
    by = {"eml": "Zed <z@example.org>\nSubject: note", "mht": "<Saved by Blink>"}[kind]
    start = f"From: {by}\nMIME-Version: 1.0\nContent-Type: {typed}\n"
    packed = b64encode(body.encode(encoding)).decode()
    data = f"{start}Content-Transfer-Encoding: base64\n\n{packed}\n".encode()
    read = convert(Path(f"note.{kind}"), data)
    assert said in read.markdown
    assert read.loss.unknown == 0


def test_a_text_attached_to_a_note_is_not_left_out_unasked() -> None:
    lines = ["Subject: note", 'Content-Type: multipart/mixed; boundary="B"', "", "--B"]
    lines += ["Content-Type: text/plain", "", NOTE, "--B", "Content-Type: text/plain", ATTACHED]
    for text, codes in (("They did not agree.", ["several-documents"]), (" \n", [])):
        read = convert(Path("note.eml"), "\n".join([*lines, "", text, "--B--", ""]).encode())
        assert [one.code for one in read.problems if one.level == "error"] == codes
