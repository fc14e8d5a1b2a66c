"""The list of all codes of `notes check`, as CONTRIBUTING.md shows it.

`python -m workshop_notes.checks.rules` writes the list there; a test holds the two together.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workshop_notes.checks import files, handwritten, structure, terms
from workshop_notes.checks.addresses import (
    addresses_that_collide,
    claimed_address,
    vanished_address,
)
from workshop_notes.checks.check import copy_of
from workshop_notes.checks.raw import stale_original
from workshop_notes.checks.rendering import slow_rendering
from workshop_notes.checks.unfinished import unfinished_text
from workshop_notes.guard.finding import codes
from workshop_notes.writing import write_if_changed

BEGIN = "<!-- codes: written by `python -m workshop_notes.checks.rules`, and tested -->"
END = "<!-- end of codes -->"


@dataclass(frozen=True, slots=True)
class Rule:
    """One code: what holds, an example that breaks it and one that keeps it (Markdown)."""

    code: str
    says: str
    bad: str
    good: str


# Codes of what is read before any rule: front matter, vocabularies, files as received.
READING = (
    Rule(
        "empty-file",
        "A note's file holds something.",
        "a file of no bytes",
        "a copy of notes/TEMPLATE.md",
    ),
    Rule("not-utf-8", "A note is saved as UTF-8.", "a note saved as “ANSI”", "“UTF-8”"),
    Rule(
        "too-large",
        "A note, a page or a vocabulary is no larger than what people write: a million bytes.",
        "a log file pasted into a note",
        "the note alone",
    ),
    Rule(
        "unfinished-merge",
        "No lines of an unfinished merge stand in a note, a page or a vocabulary.",
        "`<<<<<<< HEAD`",
        "one of the two versions",
    ),
    Rule(
        "no-front-matter",
        "A note begins with its fields between two lines of three hyphens.",
        "a note that begins with its first paragraph",
        "`---`, the fields, `---`, the text",
    ),
    Rule(
        "bad-front-matter",
        "The fields are YAML.",
        "`title: Mandates: The Case of ZUMA`",
        '`title: "Mandates: The Case of ZUMA"`',
    ),
    Rule("duplicate-field", "A field stands once.", "two lines `year: …`", "one line `year: 2031`"),
    Rule("unknown-field", "Fields are those of the template.", "`theme: …`", "`themes: […]`"),
    Rule(
        "wrong-shape",
        "Lists are lists, a year has four digits, a status is one of three.",
        "`themes: elections`",
        "`themes: [elections]`",
    ),
    Rule(
        "bad-vocabulary",
        "A vocabulary's terms have ids, keys and values of the kinds that its comments name; a "
        "name belongs to one term. While one is wrong, nothing passes.",
        "`aliases: A4P Plus`, `adopted: 28 March 2002`, `broader:` to a term that does not exist",
        "`aliases: [A4P Plus]`, `adopted: 2002-03-28`",
    ),
    Rule("no-such-file", "A path leads to a file.", "`notes check nots/`", "`notes check notes/`"),
)
WAIVER = Rule(
    "unused-waiver",
    "A passage listed under `public` stands in the note as it is written there, and needs it.",
    "`public: [{text: …}]` of words that were changed since",
    "the entry removed, or its words those of the note",
)
HIDDEN = (
    Rule(
        "hidden-comment",
        "An original holds no comments.",
        "a Word file with comments in its margin",
        "the same after *Delete All Comments in Document*",
    ),
    Rule(
        "hidden-tracked-change",
        "All changes of an original are accepted or rejected, by somebody who has read them.",
        "insertions and deletions that wait for a decision",
        "the same after *Accept* or *Reject*",
    ),
    Rule(
        "hidden-text",
        "All text of an original can be seen: none is hidden, white, tiny, beside the page or "
        "under a box.",
        "a paragraph in white",
        "the paragraph taken out",
    ),
    Rule(
        "hidden-header",
        "Headers and footers of an original hold no text.",
        "“DRAFT of …” at the head of each page",
        "no header",
    ),
    Rule(
        "hidden-property",
        "A file's properties name nobody and no earlier title.",
        "an author in the properties",
        "the copy that `notes scrub` writes",
    ),
    Rule(
        "hidden-metadata",
        "Pictures carry no camera, place, author or text beside the image.",
        "a photograph with coordinates",
        "the copy that `notes scrub` writes",
    ),
    Rule(
        "hidden-alt-path",
        "A picture's description is not a path on somebody's computer.",
        "`C:\\Users\\…\\chart.png` as alternative text",
        "“Attacks by month, 2031”",
    ),
    Rule(
        "hidden-annotation",
        "A PDF has no annotations.",
        "a note pinned to a page",
        "the PDF exported without comments",
    ),
    Rule("hidden-layer", "A PDF has no layers that are off.", "a layer “internal”", "one layer"),
    Rule(
        "hidden-attachment",
        "A PDF has no files attached.",
        "a spreadsheet attached to the PDF",
        "the PDF alone",
    ),
    Rule(
        "hidden-embedded",
        "A document embeds no other file, preview or program.",
        "a spreadsheet behind a table",
        "the table pasted as text",
    ),
    Rule(
        "hidden-link",
        "A document fetches nothing: no linked picture, no template, no `file:` link.",
        "a picture linked from a shared drive",
        "the picture in the document",
    ),
    Rule(
        "hidden-unknown",
        "An original is of a format that can be searched.",
        "an old `.doc` or `.rtf` file",
        "the same saved as `.docx`",
    ),
    Rule(
        "hidden-html-comment",
        "A saved page holds no comments.",
        "`<!-- … -->` with a remark",
        "the page without it",
    ),
    Rule(
        "hidden-html",
        "A saved page shows all its text.",
        "`display:none` around a paragraph",
        "the paragraph taken out",
    ),
)


# What only `notes ingest` says: code and meaning. The first group refuses, the second doubts.
REFUSALS = {
    "not-a-note": "it is a press release, a report, a landing page …, not a workshop note",
    "not-a-note-format": "its format cannot be read; save it as .docx or .txt",
    "binary": "it is a program, a picture or another file without text",
    "encoding": "its letters cannot be read for certain; save it as UTF-8",
    "mojibake": "it was encoded twice and cannot be put right for certain",
    "embedded-document": "it holds another document that would not be read",
    "empty-original": "it holds no text",
    "missing-original": "there is no such file",
    "not-a-file": "it is a link, a folder, a pipe or a device",
    "unreadable-original": "it is damaged, or no program of its kind wrote it",
    "encrypted-original": "it asks for a password",
    "scanned-original": "it is a picture of its pages, without text",
    "turned-original": "its pages are turned, so that lines cannot be told apart",
    "office-missing": "an old .doc or .rtf needs LibreOffice, which is not installed",
    "several-documents": "it is an e-mail with several documents; save the one that is the note",
    "much-hidden": "its style hides more than a fifth of its words; copy the text into a document",
    "loss-unknown": "words of the original are neither in the note nor accounted for",
    "limit-size": "it is too large, or would unpack to too much",
    "limit-depth": "its parts are nested too deep",
    "limit-died": "the program that read it stopped",
    "xml-entities": "its XML defines entities of its own, which no word processor writes",
    "limit-time": "reading it took longer than ten seconds",
    "limit-memory": "reading it took more than 512 MB",
    "addresses-that-collide": "a note stands at its address already",
}
DOUBTS = {
    "new-organization": "the text names an organizer that no vocabulary has; add it there",
    "no-title": "the text has no title; add it as published",
    "no-mission": "the text names no mission",
    "no-workshop": "nothing in the text says that a workshop was held",
    "no-discussion": "no sentence reports what was said at the workshop",
    "reads-like-another": "the text speaks as a letter, an interview or the like, not as a note",
    "no-date": "the text gives no date of the workshop; year and date stay empty",
    "year-from-publication": "the year is that of the publication",
    "year-from-title": "the year is that of the title",
    "date-without-year": "a day and month without a year",
    "ambiguous-date": "a date that can be read in two ways, such as 05/06/2020",
    "impossible-date": "a date that the calendar does not have",
    "contradiction": "two places, or two copies, say different things; both are shown",
    "copy-of": "another note is on the same missions and workshop day",
    "columns-mixed": "the text runs across columns; compare it with the original",
    "mojibake-repaired": "the text was encoded twice and was read as it was meant",
    "look-alike": "letters of another alphabet in an acronym; they were put right",
    "not-what-its-name-says": "the file is of another kind than its name says",
    "pictures-left-out": "pictures are not taken over",
    "struck-out": "words that are struck out are in the note; decide whether they belong there",
    "touched-note": "an editor has changed the note; it is left alone",
}


def rules() -> tuple[Rule, ...]:
    """Give every rule of `notes check`, those of reading first."""
    functions: tuple[Callable[..., Any], ...] = (
        *structure.ALL,
        *terms.ALL,
        unfinished_text,
        slow_rendering,
        copy_of,
        addresses_that_collide,
        claimed_address,
        vanished_address,
        stale_original,
        *files.ALL,
        *handwritten.ALL,
    )
    guard = (
        Rule(code, one["rule"], f"`{one['bad']}`", f"`{one['good']}`")
        for code, one in codes().items()
    )
    return (*READING, *map(rule_of, functions), *guard, WAIVER, *HIDDEN)


def rule_of(function: Callable[..., Any]) -> Rule:
    """Read a rule from the docstring of its function, whose name is the code."""
    text = inspect.cleandoc(function.__doc__ or "")
    found = re.fullmatch(r"(.+?)\n\n(?:.*\n)?Bad: (.+?)\nGood: (.+)", text, re.DOTALL)
    if not found:
        raise ValueError(f"{function.__name__} states no rule with a Bad and a Good example")
    says, bad, good = (" ".join(part.split()) for part in found.groups())
    return Rule(function.__name__.replace("_", "-"), says, bad, good)


def as_markdown() -> str:
    """Give the list of codes for CONTRIBUTING.md."""
    lines = []
    for rule in rules():
        lines += [
            f"**`{rule.code}`** {rule.says}  ",
            f"Bad: {rule.bad}  ",
            f"Good: {rule.good}",
            "",
        ]
    for title, them in (("refuses an original", REFUSALS), ("asks an editor to look", DOUBTS)):
        lines += [f"### When `notes ingest` {title}", ""]
        lines += [f"- `{code}`: {says}" for code, says in them.items()]
        lines.append("")
    return "\n".join(lines)


def put_into(text: str) -> str:
    """Give a page with the list between its two marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{as_markdown()}\n{END}{after}"


if __name__ == "__main__":
    page = Path("CONTRIBUTING.md")
    write_if_changed(page, put_into(page.read_text(encoding="utf-8")))
