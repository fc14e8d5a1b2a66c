"""What a file is, told by its bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import opendocument, pages, pictures, portable, word
from workshop_notes.formats.original import sniff
from workshop_notes.formats.table import BY_NAME


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"Participants agreed.", "txt"),
        ("Participants agreed.".encode("utf-16"), "txt"),
        ("Participants agreed.".encode("utf-16-le"), "txt"),
        (b"A <b>bold</b> word in plain text", "txt"),
        (b"<!-- a comment --> <!DOCTYPE html><p>x", "html"),
        (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', "html"),
        ("<html><body>x".encode("utf-16"), "html"),
        (b"{\\rtf1 x}", "rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "binary"),
        (b"From here on:\nContent was discussed.", "txt"),
        (b"Received: by x\nMIME-Version: 1.0\n\nHello", "eml"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "svg"),
        (bytes(range(256)) * 8, "binary"),
        (b"PK\x03\x04 and then nothing", "zip"),
        (b"\x1f\x8b\x08\x00", "archive"),
        (pictures.plain_png(), "png"),
        (pictures.plain_jpeg(), "jpg"),
        (word.docx(), "docx"),
        (opendocument.odt(), "odt"),
        (portable.pdf(), "pdf"),
        (pages.page(), "html"),
    ],
)
def test_a_file_is_known_by_its_bytes(data: bytes, kind: str) -> None:
    assert sniff(data) == kind
    assert kind == "empty" or kind in BY_NAME


@given(st.binary(max_size=400))
def test_any_bytes_are_something(data: bytes) -> None:
    for begun in (data, b"PK\x03\x04" + data, b"<" + data):
        assert sniff(begun) in {"empty", *BY_NAME}
