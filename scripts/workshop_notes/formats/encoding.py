"""Bytes of a text file into characters, by evidence, never by guess."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from workshop_notes.normalize import place
from workshop_notes.problem import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAVE = "open it in the program that wrote it and save it as UTF-8"
_MISREADINGS = ("cp1252", "mac_roman", "cp1251", "cp437", "cp850")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# What is left of a broken encoding when part of it was lost.
_REMAINS = re.compile("â€|Ã[\u0080-\u00bf]|€[™œ¦“”˜]|Â[\u00a0-\u00bf]|�|вЂ|‚Ä[ôúùìî]|√[©®†ß®]")
_LETTERS = re.compile("[^\\W\\d_]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ROUNDS = 3
_SURE = 0.9
_UNSURE = 0.7


class UndecodableError(ValueError):
    """The bytes are not text in an encoding that can be proved; says what to do."""

    def __init__(self, code: str, message: str, fix: str = _SAVE, line: int = 1) -> None:
        super().__init__(message)
        self.code, self.message, self.fix, self.line = code, message, fix, line


def decode(data: bytes, path: str, declared: str = "") -> tuple[str, list[Problem]]:
    """Give the text of the bytes, and warnings; raise UndecodableError where it cannot be known.

    Evidence in order: byte-order mark, pattern of NUL bytes, `declared` (an HTML page's own word),
    strict UTF-8, then Windows-1252 or Mac Roman, whichever alone gives plausible words.
    """
    text = _characters(data, declared)
    repaired = _repair(text)
    if repaired == text:
        _refuse_remains(text)
        return text, []
    _refuse_remains(repaired)
    warning = Problem(
        path,
        1,
        1,
        "mojibake-repaired",
        "the text was encoded twice; it was read as it was meant",
        "compare the quotation marks and accents with the original",
        "warning",
    )
    return repaired, [warning]


def decoded_somehow(data: bytes) -> str:
    """Read text well enough to look for what it hides; never fails."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    sample = data[:4096]
    if sample[1::2].count(0) > len(sample) // 5:
        return data.decode("utf-16-le", errors="replace")
    if sample[::2].count(0) > len(sample) // 5:
        return data.decode("utf-16-be", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _characters(data: bytes, declared: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if b"\0" in data:
        text = _strict(data, _wide(data))
        if _CONTROLS.search(text) or " " not in text:
            raise _binary()
        return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        damaged = error.start
    if declared and _known(declared):
        try:
            return data.decode(declared)
        except UnicodeDecodeError:
            pass
    return _single_byte(data, data.count(b"\n", 0, damaged) + 1)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "ignore").count("\n") + 1
        raise UndecodableError(
            "encoding", f"the file says it is {encoding.upper()} and is not", line=line
        ) from None


def _wide(data: bytes) -> str:
    """Name the UTF-16 or UTF-32 order that the NUL bytes prove, or refuse a binary file."""
    places = [at % 4 for at, byte in enumerate(data[:40_000]) if byte == 0]
    share = len(places) / min(len(data), 40_000)
    if len(data) % 4 == 0 and share > 0.5:
        return "utf-32-le" if 3 in places and 0 not in places else "utf-32-be"
    odd = sum(at % 2 for at in places)
    if len(data) % 2 == 0 and share > 0.02 and odd in (0, len(places)):
        # The upper halves of a text's characters are of one or two scripts.
        upper = Counter(data[1 if odd else 0 : 40_000 : 2])
        if sum(count for _, count in upper.most_common(3)) >= 0.9 * upper.total():
            return "utf-16-le" if odd else "utf-16-be"
    raise _binary()


def _binary() -> UndecodableError:
    return UndecodableError("binary", "the file is binary, not text", "save it as .docx or .txt")


def _known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name not in ("utf-8", "utf-16", "utf-32", "utf-7")
    except LookupError:
        return False


def _single_byte(data: bytes, line: int) -> str:
    if _CONTROLS.search(data.decode("latin-1")):
        raise _binary()
    windows, mac = _plausible(data, "cp1252"), _plausible(data, "mac_roman")
    if windows >= _SURE and windows >= mac:
        return data.decode("cp1252")
    if mac >= _SURE and windows < _UNSURE:
        return data.decode("mac_roman")
    raise UndecodableError("encoding", "the encoding of the file cannot be told", line=line)


def _plausible(data: bytes, encoding: str) -> float:
    """Give the share of accented letters and marks that stand where such characters stand."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    good = total = 0
    for found in _NOT_ASCII.finditer(text):
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        run = found[0]
        total += len(run)
        good += len(run) if _stands_well(run, before, after) else 0
    return good / total if total else 1.0


def _stands_well(run: str, before: str, after: str) -> bool:
    inside = bool(_LETTERS.match(before)) and bool(_LETTERS.match(after))
    lower = before.islower() or after.islower()
    if run.isalpha():
        common = all(
            letter in "àâäáãåæçèéêëìíîïñòóôöõøùúûüýÿœšžßÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŒÑÁÍÓÚ" for letter in run
        )
        return common and len(run) <= 2 and (run.islower() or not (before.islower() and lower))
    if inside:
        return run in ("’", "–", "—", "‘", "“", "”", "…", "·") or run[0] in "’–—“”« »\u00a0"
    return all(not letter.isalpha() or letter in "éèàÉÈÀêâôîçÇ" for letter in run)


def _repair(text: str) -> str:
    """Undo a double encoding where every non-ASCII passage proves it, else give the text back."""
    text = _c1_as_windows(text)
    for encoding in _MISREADINGS:
        undone = text
        for _ in range(_ROUNDS):
            less = _undo(undone, encoding)
            if less is None:
                break
            if _is_plausible(less):
                return _repair(less)
            undone = less
    return text


def _c1_as_windows(text: str) -> str:
    """Read C1 controls, which no text uses, as the Windows-1252 characters they were."""

    def windows(found: re.Match[str]) -> str:
        return found[0].encode("latin-1").decode("cp1252", "ignore") or found[0]

    return re.sub("[\x80-\x84\x86-\x9f]", windows, text)


def _undo(text: str, encoding: str) -> str | None:
    passages = _NOT_ASCII.findall(text)
    if not passages:
        return None
    meant: dict[str, str] = {}
    for passage in set(passages):
        read = _reread(passage, encoding)
        if read is None:
            return None
        meant[passage] = read
    return _NOT_ASCII.sub(lambda found: meant[found[0]], text)


def _reread(passage: str, encoding: str) -> str | None:
    try:
        read = _as_bytes(passage, encoding).decode("utf-8")
    except UnicodeError:
        return None
    return read


def _is_plausible(text: str) -> bool:
    return all(_is_common(letter) for passage in _NOT_ASCII.findall(text) for letter in passage)


def _as_bytes(passage: str, encoding: str) -> bytes:
    out = bytearray()
    for letter in passage:
        # Windows-1252 leaves five bytes undefined, which programs carry over as they are.
        out += letter.encode("latin-1" if "\x80" <= letter <= "\x9f" else encoding)
    return bytes(out)


def _is_common(letter: str) -> bool:
    code = ord(letter)
    return (
        (
            code < 0x180
            or 0x400 <= code <= 0x45F
            or 0x600 <= code <= 0x6FF
            or 0x2010 <= code <= 0x203A
            or letter in "€™№ﬁﬂ\ufeff→"
        )
        and not 0x80 <= code <= 0x9F
    ) or letter in "â€™œ"


def _refuse_remains(text: str) -> None:
    for found in _REMAINS.finditer(text):
        strong = found[0][0] not in "€Â"
        passage = _NOT_ASCII.search(text, found.start())
        proved = passage is not None and any(
            (read := _reread(passage[0], encoding)) is not None and _is_plausible(read)
            for encoding in _MISREADINGS
        )
        if strong or proved:
            line, _ = place(text, found.start())
            raise UndecodableError(
                "mojibake",
                "letters were lost or garbled by a wrong encoding",
                "export the note from its source once more as UTF-8",
                line,
            )
