"""The objects of a PDF file as bytes, for what no rendering shows."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(?<![\d])(\d{1,10})\s+(\d{1,5})\s+obj\b")
_END = re.compile(rb"\bendobj\b|\bstream\r?\n")
_STREAM_END = re.compile(rb"\r?\n?endstream")
_HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]+)>(?!>)", re.S)
_MOST_BYTES = 64 * 1024 * 1024
_LONGEST_DICTIONARY = 1_000_000


def dictionaries(data: bytes) -> Iterator[bytes]:
    """Yield the text of every object that is no stream's content, names without escapes.

    Objects in compressed object streams come as one text for each stream.
    """
    unpacked = 0
    for head, content in _objects(data):
        yield _HEX_NAME.sub(lambda match: bytes([int(match.group(1), 16)]), head)
        if re.search(rb"/Type\s*/ObjStm", head) and unpacked < _MOST_BYTES:
            text = inflated(content, _MOST_BYTES - unpacked)
            unpacked += len(text)
            yield _HEX_NAME.sub(lambda match: bytes([int(match.group(1), 16)]), text)


def jpegs(data: bytes) -> Iterator[bytes]:
    """Yield the content of each stream that is a JPEG as it stands."""
    for head, content in _objects(data):
        if re.search(rb"/Filter\s*\[?\s*/DCTDecode\s*\]?\s*(?:/|>>|$)", head):
            yield content


def strings(dictionary: bytes) -> Iterator[str]:
    """Yield the literal strings of a dictionary."""
    for match in _STRING.finditer(dictionary[:_LONGEST_DICTIONARY]):
        if match.group(2) is not None:
            digits = b"".join(match.group(2).split())
            value = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
        else:
            value = re.sub(rb"\\([()\\])", rb"\1", match.group(1))
        if value.startswith(b"\xfe\xff"):
            yield value[2:].decode("utf-16-be", errors="replace")
        else:
            yield value.decode("latin-1")


def inflated(content: bytes, most: int) -> bytes:
    """Unpack a deflated stream up to a number of bytes; what cannot be unpacked is empty."""
    try:
        return zlib.decompressobj().decompress(content, most)
    except zlib.error:
        return b""


def _objects(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while match := _OBJECT.search(data, at):
        end = _END.search(data, match.end())
        if end is None:
            return
        head = data[match.end() : min(end.start(), match.end() + _LONGEST_DICTIONARY)]
        if not end.group().startswith(b"stream"):
            yield head, b""
            at = end.end()
            continue
        length = re.search(rb"/Length\s+(\d{1,10})(?!\s+\d+\s+R)", head)
        stop = end.end() + int(length.group(1)) if length else -1
        if stop < 0 or not _STREAM_END.match(data, stop):
            found = _STREAM_END.search(data, end.end())
            stop = found.start() if found else len(data)
        yield head, data[end.end() : stop]
        at = stop
