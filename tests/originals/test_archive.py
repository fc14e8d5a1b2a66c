"""Archives and XML are read within bounds."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.word import zipped
from workshop_notes.formats import archive
from workshop_notes.formats.archive import (
    bytes_outside_parts,
    pack,
    parse_xml,
    unpack,
)
from workshop_notes.formats.hidden import RefusedError


def test_parts_are_packed_and_unpacked_alike() -> None:
    parts = {"mimetype": b"x", "content.xml": b"<a/>", "Pictures/1.png": bytes(range(256))}
    packed = pack(parts, first="mimetype")
    assert unpack(packed) == parts
    assert pack(parts, first="mimetype") == packed
    assert packed[30:38] == b"mimetype"


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({"a": "x" * 5000, "b": "x" * 5000})
    monkeypatch.setattr(archive, "LARGEST_ARCHIVE", 9000)
    with pytest.raises(RefusedError) as caught:
        unpack(data)
    assert caught.value.code == "limit-size"


def test_a_part_larger_than_it_claims_is_refused() -> None:
    data = bytearray(zipped({"a": "x" * 100_000}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(RefusedError):
        unpack(bytes(data))


def test_bytes_between_and_after_the_parts_are_counted() -> None:
    data = zipped({"a": "x", "b": "y"})
    assert bytes_outside_parts(data) == 0
    assert bytes_outside_parts(data + b"hidden") == 6
    assert bytes_outside_parts(b"hidden" * 9 + data) == 54
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as opened:
        opened.comment = b"hidden"
    assert bytes_outside_parts(target.getvalue()) == 6


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "xml-entities"),
        (b'<!DOCTYPE a SYSTEM "http://invented.example/x.dtd"><a/>', "xml-entities"),
        (b"<a><b></a>", "unreadable-original"),
        (b"", "unreadable-original"),
        (b"<a>" * 500 + b"</a>" * 500, "unreadable-original"),
    ],
)
def test_xml_that_defines_entities_or_is_damaged_is_refused(xml: bytes, code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        parse_xml(xml)
    assert caught.value.code == code
