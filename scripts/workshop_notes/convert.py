"""The one way in: bytes of any format to a Conversion, with an account of every word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from workshop_notes.loss import LeftOut, Loss, account, shown, words
from workshop_notes.problem import Problem, has_errors

if TYPE_CHECKING:
    from workshop_notes.formats.document import Reading
    from workshop_notes.formats.table import Format

# Whatever renders Markdown takes time by the square of these in one paragraph.
MOST_ESCAPED = 2_000
_ESCAPED = re.compile(r"\\\W|&#?\w+;")
NOTHING: Mapping[str, str] = MappingProxyType({})
__all__ = ["Conversion", "LeftOut", "Loss", "convert"]


@dataclass(frozen=True, slots=True)
class Conversion:
    """One original as Markdown, with its own text, its metadata and the account of its words.

    `format` is by content: txt md html docx odt pdf rtf doc mht eml, or "" when unknown. The first
    line of `markdown` is `# Title` if the original has a title. `text` is the original's readable
    text, furniture included, one line a block. `metadata` may hold lang, address, published and
    title, never an author. A refusal is an error among `problems`, and `markdown` is then empty.
    """

    format: str
    markdown: str
    text: str
    metadata: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    loss: Loss = field(default_factory=Loss)
    problems: tuple[Problem, ...] = ()


def convert(path: Path, data: bytes | None = None, *, name: str = "") -> Conversion:
    """Convert one original.

    `data` spares reading the path; `name` is the path as problems show it. The file's name serves
    only to tell Markdown from text and to report one that says another format. Refusals come
    back as errors in the conversion; nothing is raised for a bad file.
    """
    # Imported here: who only hands conversions on needs none of the readers.
    from workshop_notes.formats.hidden import RefusedError
    from workshop_notes.formats.table import format_of

    given = name or path.as_posix()
    data = path.read_bytes() if data is None else data
    known = format_of(data, given)
    if known is None:
        problem = Problem(
            given, 1, 1, "empty-original", "the file is empty", "put the note's text in it"
        )
        return Conversion("", "", "", problems=(problem,))
    if misfit := _misfit(known, given):
        return Conversion(known.name if known.taken else "", "", "", problems=(misfit,))
    try:
        return _converted(known, known.read(data, given), data, given)
    except RefusedError as error:
        return Conversion(known.name, "", "", problems=(error.problem(given),))


def _converted(known: Format, reading: Reading, data: bytes, path: str) -> Conversion:
    """Write a reading as Markdown and balance its account; what does not balance is refused."""
    from workshop_notes.formats.as_markdown import as_markdown, set_by_page
    from workshop_notes.formats.document import lines_of
    from workshop_notes.formats.furniture import without_furniture
    from workshop_notes.formats.hidden import RefusedError
    from workshop_notes.formats.outline import outlined, settle
    from workshop_notes.normalize import hiding_characters, look_alikes, normalize
    from workshop_notes.text.markdown import visible

    if has_errors(reading.problems):
        return Conversion(known.name, "", "", problems=tuple(sorted(reading.problems)))
    settle(reading.body)
    text = normalize(reading.text or "\n".join(lines_of(reading.body)))
    original = reading.counted or _counted(known, data)
    problems = [*reading.problems, *hiding_characters(original, path), *look_alikes(original, path)]
    if not reading.is_clean:
        without_furniture(reading)
    outlined(reading.body)
    written = normalize(as_markdown(reading.body))
    if any(len(_ESCAPED.findall(line)) > MOST_ESCAPED for line in written.split("\n")):
        what = f"a paragraph has more than {MOST_ESCAPED:,} signs that Markdown takes for marks"
        raise RefusedError("limit-size", what, "take it out, or write it in words")
    left_out = ((one.text, one.reason, one.withheld) for one in reading.left_out)
    added = [*reading.added, *set_by_page(reading.body)]
    result = account(original, visible(written, numbers=True), left_out, added)
    if result.loss.unknown:
        problems.append(_unbalanced(result.lost, result.invented, text, path))
    if has_errors(problems):
        written = ""
    facts = MappingProxyType(dict(reading.facts))
    return Conversion(
        known.name, written, text, facts, result.loss, tuple(sorted(dict.fromkeys(problems)))
    )


def _unbalanced(lost: tuple[str, ...], invented: tuple[str, ...], text: str, path: str) -> Problem:
    from workshop_notes.formats.hidden import counted

    # Words of hidden passages are never printed, not even as missing.
    open_words = set(words(text))
    said = [
        f"{counted(len(listed), 'word')} {what}"
        f"{shown(word for word in listed if word in open_words)}"
        for listed, what in (
            (lost, "of the original missing on the page: "),
            (invented, "of the page missing in the original: "),
        )
        if listed
    ]
    message = "; ".join(said) or "the account of its words does not balance"
    fix = "save the note in another format, such as .docx or .txt"
    return Problem(path, 1, 1, "loss-unknown", message, fix)


def _counted(known: Format, data: bytes) -> str:
    from workshop_notes.formats import count
    from workshop_notes.formats.html import declared_encoding
    from workshop_notes.formats.original import decode

    counted = getattr(count, known.counter)
    if known.name in ("txt", "md", "html"):
        declared = declared_encoding(data) if known.name == "html" else ""
        return str(counted(decode(data, "", declared)[0]))
    return str(counted(data))


def _misfit(known: Format, path: str) -> Problem | None:
    """Say why a file cannot be a note by what it is, or by what its name says that it is."""
    from workshop_notes.formats.table import FORMATS

    if not known.taken:
        fix = "save the note as .docx, .odt, .pdf, .html, .md or .txt"
        if known.name == "transcript":
            fix = "write a note of it, which says what was said and not by whom"
        return Problem(path, 1, 1, "not-a-note-format", f"the file is {known.noun}", fix)
    suffix = PurePath(path).suffix.lower()
    named = next((one for one in FORMATS if one.taken and suffix in one.suffixes), None)
    if named is None or suffix in known.suffixes:
        return None
    message = f"the name says {suffix[1:]}, and the file is {known.name}"
    fix = f"rename it to end in .{known.name}"
    return Problem(path, 1, 1, "not-what-its-name-says", message, fix)
