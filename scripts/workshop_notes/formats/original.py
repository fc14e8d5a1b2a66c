"""An original as bytes: read from disk within bounds, and what it is by its content."""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from workshop_notes.formats.encoding import MARKS
from workshop_notes.formats.names import names, reasons
from workshop_notes.problem import Problem

LARGEST_ORIGINAL = 64 * 1024 * 1024  # bytes; a note with pictures is under a tenth of it

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC, _IN_OPEN_XML, _IN_OPENDOCUMENT = (
    {sign.encode("latin-1"): kind for sign, kind in reasons(f"signs-{where}").items()}
    for where in ("first", "open-xml", "opendocument")
)
_IN_OLE = {sign.encode("utf-16-le"): kind for sign, kind in reasons("signs-ole").items()}
_HEAD = 65_536
_LARGEST_TYPES_PART = 1_000_000
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 12, 13))
_OPENING = re.compile(
    r"\s*(?:<\?.{0,2000}?\?>|<!--.{0,20000}?-->|<!doctype[^>]{0,500}>)", re.S | re.I
)
_TAG = re.compile(r"\s*<([a-z][a-z0-9:]*)[\s/>]", re.I)
_MAIL = re.compile(
    r"^(?:mime-version|content-type|return-path|received|delivered-to|message-id|from|subject"
    r"|snapshot-content-location):",
    re.I | re.M,
)
_HEADERS = re.compile(
    r"(?=(?:.{0,300}\n){0,60}?(?:mime-version|content-type|received|message-id):)"
    r"(?:[A-Za-z][\w-]*:.*\r?\n(?:[ \t].*\r?\n)*){2,}",
    re.I,
)
_TRANSCRIPT = re.compile(
    r"\s*WEBVTT\b|\s*1\s*\n\d\d:\d\d:\d\d,\d{3} -->"
    r"|(?:\s*\[?\d{1,2}:\d\d(?::\d\d)?(?:\s?[AP]M)?\]?\s+(?:From\s+)?[^\n:]{2,60}:.*\n){3}"
)


def read_original(path: Path, *, largest: int = LARGEST_ORIGINAL) -> bytes | Problem:
    """Read a file's bytes, or say why it is not read.

    Symbolic links, folders, pipes, sockets and devices are refused without being opened for
    reading: a link could lead out of the project, and a pipe would wait forever.
    """
    shown = path.as_posix()
    try:
        before = path.lstat()
    except (OSError, ValueError):
        return _refused(shown, "missing-original", "there is no such file", "check the path")
    if problem := _irregular(shown, before.st_mode):
        return problem
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
        flags |= getattr(os, name, 0)
    try:
        descriptor = os.open(path, flags)
    except OSError:
        return _refused(
            shown, "unreadable-original", "this file may not be read", "check its permissions"
        )
    with os.fdopen(descriptor, "rb") as file:
        now = os.fstat(file.fileno())
        if problem := _irregular(shown, now.st_mode):
            return problem
        data = file.read(largest + 1) if now.st_size <= largest else b""
    if now.st_size > largest or len(data) > largest:
        return _refused(
            shown,
            "limit-size",
            f"this file is larger than {largest // (1024 * 1024)} MB",
            "shrink its pictures or split it",
        )
    return data


def sniff(data: bytes) -> str:
    """Say what the bytes are.

    Plain text and Markdown are both `txt`, since their bytes cannot tell them apart. What is not a
    note's format gets a name of its own, so that a refusal can say what the file is.
    """
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        return "empty"
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return kind
    if data.lstrip(b" \t\r\n\xef\xbb\xbf")[:6] == b"{\\rtf1":
        return "rtf"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(_OLE):
        return _held(data, _IN_OLE) or "binary"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return _text_kind(data)


def _irregular(shown: str, mode: int) -> Problem | None:
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        what, fix = "a symbolic link", "put the file itself here"
    elif stat.S_ISDIR(mode):
        what, fix = "a folder", "name the files in it"
    else:
        what, fix = "a pipe, socket or device", "name a file"
    return _refused(shown, "not-a-file", f"this is {what}, not a file", fix)


def _refused(path: str, code: str, message: str, fix: str) -> Problem:
    return Problem(path, 1, 1, code, message, fix)


def _text_kind(data: bytes) -> str:
    text = _head(data)
    if text is None:
        return "binary"
    at, doctype = 0, ""
    while opening := _OPENING.match(text, at):
        doctype += opening.group().strip().lower()[:14]
        at = opening.end()
    tag = _TAG.match(text, at)
    name = tag[1].lower() if tag else ""
    if name == "svg" or name.endswith(":svg"):
        return "svg"
    if name in {"office:document", "w:worddocument", "pkg:package"}:
        return "office-xml"
    if name in names("html")["begins"] or "<!doctype html" in doctype:
        return "html"
    if _TRANSCRIPT.match(text):
        return "transcript"
    headers = _HEADERS.match(text.lstrip())
    if headers and len(_MAIL.findall(headers[0])) >= 2:
        saved = re.search(r"saved by|snapshot-content-location|multipart/related", headers[0], re.I)
        return "mht" if saved else "eml"
    return "txt"


def _head(data: bytes) -> str | None:
    """Decode the first bytes well enough to recognize markup; None when they are no text."""
    head = data[:_HEAD]
    for bom, encoding in MARKS:
        if head.startswith(bom):
            return head[len(bom) :].decode(encoding, errors="replace")
    if b"\0" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        half = max(1, len(head) // 2)
        if odd > 0.4 * half and even < 0.05 * half:
            return head.decode("utf-16-le", errors="replace")
        if even > 0.4 * half and odd < 0.05 * half:
            return head.decode("utf-16-be", errors="replace")
        return None
    if len(head) - len(head.translate(None, _CONTROLS)) > max(8, len(head) // 50):
        return None
    return head.decode("utf-8", errors="replace")


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if name == "mimetype" or name.lower() == "[content_types].xml":
                    table = _IN_OPENDOCUMENT if name == "mimetype" else _IN_OPEN_XML
                    with archive.open(name) as part:
                        return _held(part.read(_LARGEST_TYPES_PART), table) or "zip"
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError):
        pass
    return "zip"


def _held(data: bytes, table: Mapping[bytes, str]) -> str:
    return next((kind for sign, kind in table.items() if sign in data), "")
