"""One kind of hidden data found in one place, told without repeating it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from workshop_notes.problem import Problem

SCRUB = "make a clean copy with `notes scrub`"
RESOLVE = "accept or reject all changes and delete all comments in the word processor, then save"
LEFT_OUT = "it is left out of the page; before the file is committed, use `notes scrub`"

_OF_THE_FILE = {
    "hidden-property": "properties of the file",
    "hidden-metadata": "metadata of pictures",
    "hidden-embedded": "embedded objects and previews",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Hidden data by kind, place and number; never its text, an author's name or a path.

    `always` marks what refuses an original even when only its visible text is wanted: somebody has
    to decide about it first.
    """

    code: str
    what: str
    place: str = ""
    count: int = 1
    always: bool = False
    fix: str = SCRUB
    line: int = 1
    column: int = 1


def counted(count: int, what: str) -> str:
    """Say how many there are of something: `1 comment`, `2 comments`."""
    one = what.removesuffix("s")
    return f"{count} {one if count == 1 else one + 's'}"


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Add up the findings of one kind and place, in order of first appearance."""
    found: dict[tuple[str, str, str, int, int], Finding] = {}
    for finding in findings:
        key = (finding.code, finding.what, finding.place, finding.line, finding.column)
        known = found.get(key)
        found[key] = replace(known, count=known.count + finding.count) if known else finding
    return list(found.values())


def at_most(findings: Iterable[Finding], most: int = 12) -> list[Finding]:
    """Add up what is found of one kind in more places than anybody reads."""
    listed = list(findings)
    places = Counter((finding.code, finding.what) for finding in listed)
    return merged(
        replace(finding, place="many places", line=1, column=1)
        if places[finding.code, finding.what] > most
        else finding
        for finding in listed
    )


def as_problem(finding: Finding, path: str, committed: bool) -> Problem:
    """Make the problem: an error in what is to be committed, else a warning that it is left out."""
    what = counted(finding.count, finding.what) if finding.always else finding.what
    if finding.count > 1 and not finding.always:
        what += f" ({finding.count})"
    place = f" in {finding.place}" if finding.place else ""
    error = committed or finding.always
    return Problem(
        path,
        finding.line,
        finding.column,
        finding.code,
        what + place,
        finding.fix if error else LEFT_OUT,
        "error" if error else "warning",
    )


def of_the_file_as_one(findings: Iterable[Finding]) -> list[Finding]:
    """Add up properties and metadata, which concern the file and not its text, to one of each."""
    return merged(
        Finding(finding.code, _OF_THE_FILE[finding.code], "", finding.count)
        if finding.code in _OF_THE_FILE
        else finding
        for finding in findings
    )
