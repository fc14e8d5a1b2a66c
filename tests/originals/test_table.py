"""The table of formats: what may be a note is known whole, and the count shares no code."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from pathlib import Path

import pytest

from workshop_notes.convert import convert
from workshop_notes.formats import count
from workshop_notes.formats.scrub import scrub
from workshop_notes.formats.table import BY_NAME, FORMATS, ORIGINAL_SUFFIXES, scan

PAGE = (
    "<html><body><h1>The Case of TOYMIS</h1><p>They met in Toytown.</p><!-- x {} --></body></html>"
)
MHT = (
    "From: <Saved by Toy>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related; boundary="B"\r\n\r\n--B\r\nContent-Type: text/html\r\n\r\n'
    f"{PAGE.format('SECRET')}\r\n--B--\r\n"
).encode()
EML = (
    b"From: Zed <zed@example.org>\nSubject: note\nMessage-ID: <1@x>\nMIME-Version: 1.0\n"
    b"Content-Type: text/plain; charset=utf-8\n\nThe Case of TOYMIS\n\nThey met in Toytown.\n"
)


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_every_format_has_every_function(one: object) -> None:
    row = BY_NAME[one.name]  # type: ignore[attr-defined]
    if row.taken:
        assert callable(import_module(f"workshop_notes.formats.{row.reader}").read)
        assert callable(getattr(count, row.counter))
        assert row.suffixes
        assert set(row.suffixes) <= {*ORIGINAL_SUFFIXES, ".md", ".markdown"}
    if row.hider:
        hider = import_module(f"workshop_notes.formats.{row.hider}")
        assert callable(hider.find_hidden)
        assert callable(hider.cleaned)


def test_the_count_imports_nothing_of_the_package() -> None:
    tree = ast.parse(inspect.getsource(count))
    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not [name for name in names if name.startswith("workshop_notes")]


def test_a_saved_page_is_read_and_cleaned() -> None:
    read = convert(Path("note.mht"), MHT)
    assert read.markdown == "# The Case of TOYMIS\n\nThey met in Toytown.\n"
    assert not read.problems
    clean, _ = scrub(MHT, "note.mht")
    assert b"SECRET" not in clean
    assert not scan(clean, "note.mht")
    assert convert(Path("note.mht"), clean).markdown == read.markdown


@pytest.mark.parametrize("name", ["note.eml", "note.txt"])
def test_the_body_of_a_mail_is_read_and_its_headers_are_not(name: str) -> None:
    read = convert(Path(name), EML)
    assert read.markdown == "# The Case of TOYMIS\n\nThey met in Toytown.\n"
    assert "zed" not in repr(read).lower()
    assert "hidden-property" in {problem.code for problem in scan(EML, name)}


@pytest.mark.parametrize(
    "data",
    [
        b"WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nZed: hi\n",
        b"1\n00:00:01,000 --> 00:00:04,000\nZed: hi\n",
        b"10:32:05 From Zed to Everyone: hi\n10:33:05 From Ann: ho\n10:34:05 From Zed: hi\n",
    ],
)
def test_a_transcript_is_refused_as_one(data: bytes) -> None:
    (problem,) = convert(Path("note.txt"), data).problems
    assert "transcript" in problem.message
