"""An original as bytes: read from disk within bounds, what it is by its content, its characters."""

from __future__ import annotations

import codecs
import io
import os
import quopri
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from workshop_notes.formats.hidden import RefusedError, refused
from workshop_notes.formats.names import names, reasons
from workshop_notes.normalize import place
from workshop_notes.problem import Problem

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_DECLARED = ("utf-8", "utf-16", "utf-32", "utf-7")  # told by their bytes, or not to be trusted
_MISREADINGS = ("cp1252", "mac_roman", "cp1251", "cp437", "cp850")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# What is left of a broken encoding when part of it was lost.
_REMAINS = re.compile("â€|Ã[\u0080-\u00bf]|€[™œ¦“”˜]|Â[\u00a0-\u00bf]|�|вЂ|‚Ä[ôúùìî]|√[©®†ß®]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_COMMON = re.compile("[\x00-\x7f\u00a0-\u017f\u0400-\u045f\u0600-\u06ff\u2010-\u203a€™№ﬁﬂ\ufeff→]*")
_LETTERS = "àâäáãåæçèéêëìíîïñòóôöõøùúûüýÿœšžß"
_CAPITALS = "ÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŒÑÁÍÓÚ"
_ROUNDS = 3
_SAMPLE = 40_000
_SURE = 0.9
_UNSURE = 0.7

LARGEST_ORIGINAL = 64 * 1024 * 1024  # bytes; a note with pictures is under a tenth of it

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC, _IN_OPEN_XML, _IN_OPENDOCUMENT = (
    {sign.encode("latin-1"): kind for sign, kind in reasons(f"signs-{where}").items()}
    for where in ("first", "open-xml", "opendocument")
)
_IN_OLE = {sign.encode("utf-16-le"): kind for sign, kind in reasons("signs-ole").items()}
_HEAD = 65_536
_LARGEST_TYPES_PART = 1_000_000
_CONTROL_BYTES = bytes(code for code in range(32) if code not in (9, 10, 12, 13))
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
_QUOTED = re.compile(rb"=(?:[0-9A-Fa-f]{2}|(\r?\n))")
_TRANSCRIPT = re.compile(
    r"\s*WEBVTT\b|\s*1\s*\n\d\d:\d\d:\d\d,\d{3} -->"
    r"|(?:\s*\[?\d{1,2}:\d\d(?::\d\d)?(?:\s?[AP]M)?\]?\s+(?:From\s+)?[^\n:]{2,60}:.*\n){3}"
)


def decode(data: bytes, path: str, declared: str = "") -> tuple[str, list[Problem]]:
    """Give the text of the bytes, and warnings; raise RefusedError where it cannot be known.

    What a mail's transport wrote for it (`=C3=A9`; RFC 2045, 6.7) is taken back first. Evidence in
    order: byte-order mark, pattern of NUL bytes, `declared` (an HTML page's own word), strict
    UTF-8, then Windows-1252 or Mac Roman, whichever alone gives plausible words.
    """
    text = _characters(data, declared)
    repaired = text if text.isascii() else _repair(text)
    _refuse_remains(repaired)
    if repaired == text:
        return text, []
    message = "the text was encoded twice; it was read as it was meant"
    fix = "compare the quotation marks and accents with the original"
    return repaired, [Problem(path, 1, 1, "mojibake-repaired", message, fix, "warning")]


def decoded_somehow(data: bytes) -> str:
    """Read text well enough to look for what it hides; never fails."""
    try:
        return _characters(data, "")
    except RefusedError:
        wide = next((encoding for mark, encoding in MARKS if data.startswith(mark)), "")
        if wide:
            return data.decode(wide, errors="replace")
        return data.replace(b"\0", b"").decode("cp1252", errors="replace")


def read_original(path: Path) -> bytes | Problem:
    """Read a file's bytes, or say why it is not read.

    Symbolic links, folders, pipes, sockets and devices are refused without being opened for
    reading: a link could lead out of the project, and a pipe would wait forever.
    """
    shown = path.as_posix()
    try:
        before = path.lstat()
    except (OSError, ValueError):
        return refused("missing").problem(shown)
    if problem := _irregular(shown, before.st_mode):
        return problem
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
        flags |= getattr(os, name, 0)
    try:
        descriptor = os.open(path, flags)
    except OSError:
        return refused("forbidden").problem(shown)
    with os.fdopen(descriptor, "rb") as file:
        now = os.fstat(file.fileno())
        if problem := _irregular(shown, now.st_mode):
            return problem
        data = file.read(LARGEST_ORIGINAL + 1) if now.st_size <= LARGEST_ORIGINAL else b""
    if now.st_size > LARGEST_ORIGINAL or len(data) > LARGEST_ORIGINAL:
        return refused("large", megabytes=LARGEST_ORIGINAL // (1024 * 1024)).problem(shown)
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


def _characters(data: bytes, declared: str) -> str:
    # All signs of equality escape a byte or the end of a line, and some do each.
    found = _QUOTED.findall(data) if b"=" in data else []
    if len(found) == data.count(b"=") and 0 < len([*filter(None, found)]) < len(found):
        data = quopri.decodestring(data)
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if b"\0" in data:
        text = _strict(data, _wide(data))
        if _CONTROLS.search(text) or " " not in text:
            raise refused("binary")
        return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    try:
        if (name := codecs.lookup(declared or "utf-8").name) not in _NOT_DECLARED:
            return data.decode(reasons("encodings").get(name, name))
    except (LookupError, UnicodeDecodeError):
        pass
    if _CONTROLS.search(data.decode("latin-1")):
        raise refused("binary")
    windows, mac = _plausible(data, "cp1252"), _plausible(data, "mac_roman")
    if windows >= _SURE and windows >= mac:
        return data.decode("cp1252")
    if mac >= _SURE and windows < _UNSURE:
        return data.decode("mac_roman")
    raise refused("encoding", line)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "ignore").count("\n") + 1
        raise refused("not its encoding", line, encoding=encoding.upper()) from None


def _wide(data: bytes) -> str:
    """Name the UTF-16 or UTF-32 order that the NUL bytes prove, or refuse a binary file."""
    sample = data[:_SAMPLE]
    places = [at % 4 for at, byte in enumerate(sample) if byte == 0]
    share = len(places) / len(sample)
    if len(data) % 4 == 0 and share > 0.5:
        return "utf-32-le" if 3 in places and 0 not in places else "utf-32-be"
    odd = sum(at % 2 for at in places)
    if len(data) % 2 == 0 and share > 0.02 and odd in (0, len(places)):
        # The upper halves of a text's characters are of one or two scripts.
        upper = Counter(sample[1 if odd else 0 :: 2])
        if sum(count for _, count in upper.most_common(3)) >= 0.9 * upper.total():
            return "utf-16-le" if odd else "utf-16-be"
    raise refused("binary")


def _plausible(data: bytes, encoding: str) -> float:
    """Give the share of accented letters and marks that stand where such characters stand."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    good = total = 0
    for found in _NOT_ASCII.finditer(text):
        before, after = text[: found.start()][-1:], text[found.end() : found.end() + 1]
        total += len(found[0])
        good += len(found[0]) if _stands_well(found[0], before, after) else 0
    return good / total if total else 1.0


def _stands_well(run: str, before: str, after: str) -> bool:
    if run.isalpha():
        small = run.islower() or not before.islower()
        return len(run) <= 2 and small and all(one in _LETTERS + _CAPITALS for one in run)
    if before.isalpha() and after.isalpha():
        return run in ("’", "–", "—", "‘", "“", "”", "…", "·") or run[0] in "’–—“”« »\u00a0"
    return all(not letter.isalpha() or letter in "éèàÉÈÀêâôîçÇ" for letter in run)


def _repair(text: str) -> str:
    """Undo a double encoding where every non-ASCII passage proves it, else give the text back."""
    # No text uses C1 controls: they are the Windows-1252 characters of the same bytes.
    text = _C1.sub(lambda one: one[0].encode("latin-1").decode("cp1252", "ignore") or one[0], text)
    for encoding in _MISREADINGS:
        undone: str | None = text
        for _ in range(_ROUNDS):
            undone = _undone(undone, encoding) if undone else None
            if undone and _COMMON.fullmatch(undone):
                return _repair(undone)
    return text


def _undone(text: str, encoding: str) -> str | None:
    passages = set(_NOT_ASCII.findall(text))
    meant = {one: read for one in passages if (read := _reread(one, encoding)) is not None}
    if not passages or len(meant) < len(passages):
        return None
    return _NOT_ASCII.sub(lambda found: meant[found[0]], text)


def _reread(passage: str, encoding: str) -> str | None:
    try:
        # Windows-1252 leaves five bytes undefined, which programs carry over as they are.
        return b"".join(
            one.encode("latin-1" if "\x80" <= one <= "\x9f" else encoding) for one in passage
        ).decode("utf-8")
    except UnicodeError:
        return None


def _refuse_remains(text: str) -> None:
    for found in _REMAINS.finditer(text):
        passage = _NOT_ASCII.search(text, found.start())
        readings = [_reread(passage[0], one) for one in _MISREADINGS] if passage else []
        proved = any(read is not None and _COMMON.fullmatch(read) for read in readings)
        if proved or found[0][0] not in "€Â":
            line, _ = place(text, found.start())
            raise refused("garbled", line)


def _irregular(shown: str, mode: int) -> Problem | None:
    if stat.S_ISREG(mode):
        return None
    why = "link" if stat.S_ISLNK(mode) else "folder" if stat.S_ISDIR(mode) else "no file"
    return refused(why).problem(shown)


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
        try:
            return head.decode(_wide(head), errors="replace")
        except RefusedError:
            return None
    if len(head) - len(head.translate(None, _CONTROL_BYTES)) > max(8, len(head) // 50):
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
