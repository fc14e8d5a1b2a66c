"""A Word document as a Conversion."""

from __future__ import annotations

from collections.abc import Iterator

from workshop_notes.convert import docx_text
from workshop_notes.convert.balance import balanced
from workshop_notes.convert.conversion import Conversion, LeftOut
from workshop_notes.convert.docx_parts import Parts, open_parts
from workshop_notes.convert.docx_tree import Tree, margins
from workshop_notes.convert.outline import outlined
from workshop_notes.convert.pandoc import to_markdown
from workshop_notes.convert.pictures import LABEL
from workshop_notes.normalize import hiding_characters, look_alikes, normalize
from workshop_notes.originals.finding import RESOLVE, Finding, as_problem
from workshop_notes.originals.ooxml import DELETIONS, INSERTIONS
from workshop_notes.originals.ooxml_text import W
from workshop_notes.problem import Problem


def convert(data: bytes, path: str) -> Conversion:
    """Convert a Word document; unresolved changes and comments refuse it, with their number."""
    parts = open_parts(data)
    unresolved = [as_problem(finding, path, False) for finding in _unresolved(parts)]
    if unresolved:
        return Conversion("docx", "", "", problems=tuple(unresolved))
    own = docx_text.read(parts)
    problems: list[Problem] = [*hiding_characters(own, path), *look_alikes(own, path)]
    left_out = [LeftOut("", reason) for _, reason in margins(parts)]
    for name, content in parts.others.items():
        kind = "chart" if "charts/" in name else "diagram"
        left_out += [LeftOut(text, kind) for text in docx_text.other_texts(name, content)]
    tree = Tree(parts)
    markdown = normalize(outlined(to_markdown(tree.reduce(), "docx")))
    left_out += [LeftOut(normalize(text), reason) for text, reason in tree.left_out]
    added = [LABEL] * tree.pictures
    return balanced("docx", path, markdown, normalize(own), left_out, problems, added=added)


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
