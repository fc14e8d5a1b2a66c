"""Layers: the bytes of a file and everything packed inside them, as text that can be searched."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import html
import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from workshop_notes.writing import Content

DEEPEST = 4
LARGEST = 64 * 1024 * 1024  # bytes that one packed part may have when unpacked
MEMBERS = 50_000  # of an archive: a pack holds five files a note
UNREAD = "that cannot be read, or is too large"
_UNREAD = (
    zipfile.BadZipFile,
    OSError,
    RuntimeError,
    NotImplementedError,
    zlib.error,
    struct.error,
)
_LENGTHS = struct.Struct("<26x2H")  # of a member's name and extra field, in its header
OFTEN = 2_000  # letters that a line has at most which other pages may have too

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
PDF = b"%PDF-"
PNG = b"\x89PNG\r\n\x1a\n"
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{48,}={0,2}(?![A-Za-z0-9+/=_-])")
_LETTER = re.compile(rb"[A-Za-z0-9+/_-]")
# Every letter of base64 as one letter, all else as another: runs are then found without a pattern.
_RUNS = bytes(b". "[_LETTER.match(bytes([code])) is None] for code in range(256))
_LONG = b"." * 48
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->|<[!?][^<>]*>", re.DOTALL)
INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup"
    r"|u|var|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
ATTRIBUTE = re.compile(r"[\w:-]=(?:\"([^\"<>]*)\"|'([^'<>]*)')")
UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
INVISIBLE = re.compile(r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
WORD = re.compile(r"\w+")
PRINTED = bytes((*b"\t\n\r\f", *range(0x20, 0x7F)))
CONTROLS = bytes(code for code in range(0x20) if code not in PRINTED)
NOISE = 0.01  # share of controls in a text
ACCENTS = 0.3  # share of other letters than ASCII's in a text of one byte a letter
READABLE = re.compile(rb"[\t\n\r\x20-\x7e]{20,}")
WIDE = re.compile(rb"(?:[\x20-\x7e]\0){12,}")
# The same of what may stand in a line; and of letters, and NUL.
_LINES = bytes(b" ."[chr(code) in "\t\n\r" or 0x20 <= code < 0x7F] for code in range(256))
_LETTERS = bytes(b"0" + b" " * 31 + b"." * 95 + b" " * 129)


@dataclass(frozen=True, slots=True)
class Layer:
    """The bytes of a file or of something packed in it; `packed` says how it was packed, or "", and
    `depth` in how much."""

    data: bytes
    packed: str = ""
    depth: int = 0

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the bytes."""
        return _digest(self.data)


def layers(
    data: bytes,
    packed: str = "",
    depth: int = 0,
    before: Content = b"",
    clean: Collection[str] = (),
) -> Iterator[Layer]:
    """Give the bytes and, one after the other, whatever is packed in them, four levels deep.

    Of an archive those members are left out that stood in it `before`, byte for byte; and whatever
    is packed if its SHA-256 is among the `clean`. What cannot be looked into is an empty layer,
    packed in a way that ends in UNREAD.
    """
    yield Layer(data, packed, depth)
    if depth >= DEEPEST:
        if data.startswith((GZIP, ZIP)):
            yield Layer(b"", f"{packed} in an archive {UNREAD}")
        return
    for part, how in _parts(data, before):
        if not clean or how.endswith(UNREAD) or _digest(part) not in clean:
            yield from layers(part, f"{packed} {how}".strip(), depth + 1, clean=clean)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def text_of(data: bytes) -> str:
    """Give the text in some bytes: UTF-8 or UTF-16, or what is readable in a binary file."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        # UTF-16 without its mark, also inside a binary file: small letters stand between NULs.
        return data.replace(b"\0", b"").decode("utf-8", errors="replace")
    return data.decode("utf-8", errors="replace")


def decoded(data: bytes) -> str:
    """Give what is text in some bytes: all of it, or of a binary file the longer readable pieces.

    Short pieces are left out, since random bytes read as anything that is short.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
        if "\ufffd" not in text:
            return text
    controls = len(data) - len(data.translate(None, CONTROLS))
    if controls <= len(data) * NOISE:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            if len(data.translate(None, PRINTED)) <= len(data) * ACCENTS:
                return data.decode("cp1252", errors="replace")
    found = [match.group().decode("ascii") for match in _found(READABLE, _LINES, b"." * 20, data)]
    wide = _found(WIDE, _LETTERS, b".0" * 12, data)
    return "\n".join((*found, *(match.group()[::2].decode("ascii") for match in wide)))


def _found(
    pattern: re.Pattern[bytes], kinds: bytes, least: bytes, data: bytes
) -> Iterator[re.Match[bytes]]:
    """Give what `finditer` gives of a pattern whose matches begin with `least` in `kinds` of bytes.

    To find nothing, as in what is compressed, takes a tenth of the time.
    """
    runs = data.translate(kinds)
    at = runs.find(least)
    while at >= 0:
        if found := pattern.match(data, at):
            yield found
        # Where a run does not match, no later part of it does.
        end = found.end() if found else runs.find(b" ", at)
        at = runs.find(least, end) if end >= 0 else end


def unescaped(text: str) -> str:
    """Undo what JSON, addresses, HTML and invisible characters do to a text."""
    if text.isascii() and not any(sign in text for sign in "\\%&"):
        return text
    # Nothing that is undone reaches over the end of a line, and pages have most lines in common.
    lines = text.split("\n")
    undo = _unescaped if max(map(len, lines)) > OFTEN else _line_unescaped
    return "\n".join(map(undo, lines))


def _unescaped(text: str) -> str:
    if "\\" in text:
        text = UNICODE_ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
        text = text.replace("\\n", " ").replace("\\t", " ").replace('\\"', '"').replace("\\/", "/")
    if "%" in text:
        text = PERCENT.sub(_letters_of, text)
    for _ in range(2):
        if "&" in text:
            text = html.unescape(text)
    if not text.isascii():
        text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return text


def _letters_of(escaped: re.Match[str]) -> str:
    return bytes.fromhex(escaped[0].replace("%", "")).decode("utf-8", "replace")


_line_unescaped = lru_cache(maxsize=20_000)(_unescaped)


def readings(text: str) -> Iterator[str]:
    """Give the ways in which words of a text follow each other: as seen, and in its markup."""
    if "<" not in text:
        yield text
        return
    if "<![" in text:
        text = CDATA.sub(r" \1 ", text)
    yield TAG.sub(" ", INLINE.sub("", text))
    values = (one or other for one, other in ATTRIBUTE.findall(text))
    yield " | ".join((*values, *COMMENT.findall(text)))


def words(text: str) -> list[str]:
    """Split a text into words without regard to case."""
    return WORD.findall(text.casefold())


def _parts(data: bytes, before: Content) -> Iterator[tuple[bytes, str]]:
    if data.startswith(GZIP):
        yield from _inflated(data, "compressed", zlib.MAX_WBITS | 16)
    elif data.startswith(ZIP):
        yield from _members(data, before)
    elif data.startswith(PDF):
        for stream in STREAM.finditer(data):
            yield from _inflated(stream[1], "in a stream")
    elif data.startswith(PNG):
        yield from _chunks(data)
    for found in encoded(data):
        letters = found.group().rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        try:
            yield base64.b64decode(letters + b"=" * (-len(letters) % 4)), "in base64"
        except (binascii.Error, ValueError):
            continue


def encoded(data: bytes) -> Iterator[re.Match[bytes]]:
    """Give each run of letters that may be base64, as long as it goes."""
    return _found(BASE64, _RUNS, _LONG, data)


def _inflated(data: bytes, how: str, bits: int = zlib.MAX_WBITS) -> Iterator[tuple[bytes, str]]:
    reader = zlib.decompressobj(bits)
    try:
        yield reader.decompress(data, LARGEST), how
        unread = bool(reader.unconsumed_tail)
    except zlib.error:
        unread = data.startswith(GZIP)  # of a PDF there are streams of other kinds
    if unread:
        yield b"", f"{how} {UNREAD}"


def _members(data: bytes, before: Content) -> Iterator[tuple[bytes, str]]:
    stood, name = set(_as_stored(before)) if before else (), b""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for number, member in enumerate(archive.infolist()):
                name = member.filename.encode()
                if number >= MEMBERS or member.file_size > LARGEST:
                    yield name, f"in an archive {UNREAD}"
                    return
                if not stood or _stored(data, member) not in stood:
                    yield name, "as a name in an archive"
                    yield archive.read(member), "in an archive"
    except _UNREAD:
        yield name, f"in an archive {UNREAD}"


def _as_stored(data: Content) -> Iterator[tuple[str, int, int, bytes]]:
    with contextlib.suppress(*_UNREAD), zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield from (_stored(data, member) for member in archive.infolist())


def _stored(data: Content, member: zipfile.ZipInfo) -> tuple[str, int, int, bytes]:
    """Give all of an archive's bytes that a member is read from, and how they are read."""
    begin = member.header_offset
    content = begin + _LENGTHS.size + sum(_LENGTHS.unpack_from(data, begin))
    stored = data[begin : content + member.compress_size]
    return member.filename, member.compress_type, member.flag_bits, stored


def _chunks(data: bytes) -> Iterator[tuple[bytes, str]]:
    at = len(PNG)
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if kind in (b"zTXt", b"iTXt"):
            for start in (place.end() for place in re.finditer(rb"\0+", body)):
                yield from _inflated(body[start:], "in a chunk")
        at += length + 12
