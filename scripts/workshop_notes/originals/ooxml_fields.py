"""The fields of a Word document: text that the word processor computes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workshop_notes.originals.ooxml_text import W

AUTHOR_FIELDS = frozenset(
    {
        "AUTHOR",
        "LASTSAVEDBY",
        "FILENAME",
        "USERNAME",
        "USERINITIALS",
        "USERADDRESS",
        "DOCPROPERTY",
        "DOCVARIABLE",
        "COMMENTS",
        "INFO",
        "TEMPLATE",
        "KEYWORDS",
        "SUBJECT",
        "PRINTDATE",
        "EDITTIME",
    }
)
FETCHING_FIELDS = frozenset({"INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "LINK", "DDE", "DDEAUTO"})


def fields(root: etree._Element) -> Iterator[tuple[str, list[etree._Element]]]:
    """Yield each field's instruction and the runs that show its result, innermost last."""
    for simple in root.iter(f"{W}fldSimple"):
        yield simple.get(f"{W}instr", ""), list(simple.iter(f"{W}r"))
    open_fields: list[tuple[list[str], list[etree._Element], list[bool]]] = []
    for run in root.iter(f"{W}r"):
        for part in run:
            if part.tag == f"{W}fldChar":
                kind = part.get(f"{W}fldCharType")
                if kind == "begin":
                    open_fields.append(([], [], [False]))
                elif kind == "separate" and open_fields:
                    open_fields[-1][2][0] = True
                elif kind == "end" and open_fields:
                    words, runs, _ = open_fields.pop()
                    yield "".join(words), runs
            elif part.tag == f"{W}instrText" and open_fields:
                open_fields[-1][0].append(part.text or "")
            elif part.tag == f"{W}t":
                for _, runs, shows in open_fields:
                    if shows[0] and (not runs or runs[-1] is not run):
                        runs.append(run)
    for words, runs, _ in reversed(open_fields):
        yield "".join(words), runs
