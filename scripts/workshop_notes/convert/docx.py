"""A Word document as a Conversion."""

from __future__ import annotations

from collections.abc import Iterator

from workshop_notes.convert import docx_text
from workshop_notes.convert.conversion import Conversion, LeftOut
from workshop_notes.convert.docx_parts import Parts, open_parts
from workshop_notes.convert.docx_write import Writer
from workshop_notes.convert.written import written
from workshop_notes.originals.finding import RESOLVE, Finding, as_problem
from workshop_notes.originals.ooxml import DELETIONS, INSERTIONS
from workshop_notes.originals.ooxml_text import W
from workshop_notes.problem import Problem, has_errors


def convert(data: bytes, path: str) -> Conversion:
    """Convert a Word document; unresolved changes and comments refuse it, with their number."""
    parts = open_parts(data)
    problems = [as_problem(finding, path, False) for finding in _unresolved(parts)]
    problems += _doubtful(parts, path)
    if has_errors(problems):
        return Conversion("docx", "", "", problems=tuple(problems))
    own = docx_text.read(parts)
    left_out = [LeftOut("", f"page {kind}") for kind in _margins(parts)]
    for name, content in parts.others.items():
        kind = "chart" if "charts/" in name else "diagram"
        left_out += [LeftOut(text, kind) for text in docx_text.other_texts(name, content)]
    return written("docx", path, own, Writer(parts), problems, left_out)


def _unresolved(parts: Parts) -> Iterator[Finding]:
    for name, root in (("document", parts.document), *parts.notes.items()):
        for tags, what in ((INSERTIONS, "tracked insertions"), (DELETIONS, "tracked deletions")):
            number = sum(1 for _ in root.iter(*tags))
            if number:
                place = f"word/{name}.xml"
                yield Finding(
                    "hidden-tracked-change", what, place, number, always=True, fix=RESOLVE
                )
    number = len({mark.get(f"{W}id") for mark in parts.document.iter(f"{W}commentReference")})
    if number:
        yield Finding("hidden-comment", "comments", "", number, always=True, fix=RESOLVE)


def _doubtful(parts: Parts, path: str) -> Iterator[Problem]:
    roots = [parts.document, *parts.notes.values()]
    if any(True for root in roots for _ in root.iter(f"{W}altChunk", f"{W}subDoc")):
        message = "part of the text is another document embedded in this one"
        yield Problem(
            path, 1, 1, "embedded-document", message, "paste its text into the note itself"
        )
    struck = sum(
        1
        for root in roots
        for mark in root.iter(f"{W}strike", f"{W}dstrike")
        if mark.get(f"{W}val", "1") not in ("0", "false", "off") and mark.getparent() is not None
    )
    if struck:
        message = f"{struck} passages are struck out and would be shown as ordinary text"
        yield Problem(path, 1, 1, "struck-out", message, "delete them, or their strike", "warning")


def _margins(parts: Parts) -> Iterator[str]:
    for kind, root in parts.margins:
        if "".join(text.text or "" for text in root.iter(f"{W}t")).strip():
            yield kind
