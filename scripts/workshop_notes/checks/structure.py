"""Rules for the shape of one note: what must be there and what the values may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from workshop_notes.note import Note
from workshop_notes.problem import Level, Problem

EVENTS = ("workshop", "roundtable", "seminar")
FORMATS = ("virtual", "in-person", "hybrid")
RULES = ("chatham-house", "public")
FIRST_YEAR = 1945
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
TAG = re.compile(r"<(?!https?://|mailto:)(?=[a-zA-Z/!?])[^>\n]*>?")
CODE = re.compile(r"(`+)[^`\n].*?\1")
LINK = re.compile(r"\]\(\s*<?([a-zA-Z][a-zA-Z0-9+.-]*):")
# Joiners (U+200C, U+200D) are spelling in some scripts; alone they pass.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\U000e0000-\U000e01ef]|[\u200c\u200d]{2,}"
)
FENCED = re.compile(r"\s*(```|~~~)")


def missing_title(note: Note) -> Iterator[Problem]:
    """A note has the title under which it was published.

    Bad: `title:`
    Good: `title: "Prioritizing Mandates: The Case of MINUSMA"`
    """
    if not note.title and note.status != "withdrawn":
        yield _problem(note, "title", "missing-title", "the title is missing", "add `title: …`")


def missing_mission(note: Note) -> Iterator[Problem]:
    """A note names the mission or missions that the workshop was about.

    Bad: `mission: []`
    Good: `mission: [MINUSMA]`
    """
    if not note.mission and note.status != "withdrawn":
        fix = "add `mission: [MINUSMA]` with ids from notes/vocabularies/missions.yml"
        yield _problem(note, "mission", "missing-mission", "the mission is missing", fix)


def missing_date(note: Note) -> Iterator[Problem]:
    """A note says when the workshop was, or at least its year; a year alone is a warning.

    Bad: neither `date` nor `year`
    Good: `date: 2020-05-20` and `year: 2020`
    """
    if note.date or note.status == "withdrawn":
        return
    fix = "add `date: YYYY-MM-DD`, the day of the workshop"
    if note.year is None:
        fix += ", and `year: YYYY`"
        yield _problem(note, "date", "missing-date", "the date and the year are missing", fix)
    else:
        message = "the day of the workshop is missing"
        yield _problem(note, "year", "missing-date", message, fix, "warning")


def impossible_date(note: Note) -> Iterator[Problem]:
    """Dates are days of the calendar in ISO form; `published` may stop at the month or year.

    Bad: `date: 2020-02-30`, `date: 20 May 2020`
    Good: `date: 2020-05-20`, `date: 2020-05-20/2020-05-21`, `published: 2020-06`
    """
    if note.date:
        first, _, last = note.date.partition("/")
        days = [first, last] if "/" in note.date else [first]
        if not all(_is_day(day) for day in days):
            fix = "write the day as YYYY-MM-DD, a range as YYYY-MM-DD/YYYY-MM-DD"
            message = f"'{note.date}' is not a date"
            yield _problem(note, "date", "impossible-date", message, fix)
        elif days[-1] < days[0]:
            message = f"the range '{note.date}' ends before it begins"
            yield _problem(note, "date", "impossible-date", message, "write the earlier day first")
    if note.published and not _is_partial_date(note.published):
        fix = "write YYYY, YYYY-MM or YYYY-MM-DD"
        message = f"'{note.published}' is not a date"
        yield _problem(note, "published", "impossible-date", message, fix)
    if note.embargo and not _is_day(note.embargo):
        fix = "write the first day on which the note may be seen as YYYY-MM-DD"
        message = f"'{note.embargo}' is not a date"
        yield _problem(note, "embargo", "impossible-date", message, fix)


def year_differs(note: Note) -> Iterator[Problem]:
    """`year` is the workshop's year, also when the note came out in the next.

    Bad: `year: 2020` with `date: 2019-11-21`
    Good: `year: 2019` with `date: 2019-11-21` and `published: 2020-01`
    """
    if _is_day(note.date.partition("/")[0]) and note.year is not None:
        years = {int(day[:4]) for day in note.date.split("/")}
        if note.year not in years:
            fix = f"write `year: {min(years)}`, or mend the date"
            message = f"the year is {note.year}, but the workshop was in {min(years)}"
            yield _problem(note, "year", "year-differs", message, fix)
    elif note.year is not None and note.year < FIRST_YEAR:
        message = f"{note.year} lies before the United Nations"
        yield _problem(note, "year", "year-differs", message, "write the workshop's year")


def published_before_workshop(note: Note) -> Iterator[Problem]:
    """A note comes out after its workshop.

    Bad: `date: 2020-05-20` with `published: 2020-04`
    Good: `date: 2020-05-20` with `published: 2020-06-19`
    """
    day = note.date.partition("/")[0]
    known = _is_day(day) and _is_partial_date(note.published)
    if known and note.published < day[: len(note.published)]:
        message = f"published {note.published}, before the workshop of {day}"
        fix = "look both dates up in the original"
        yield _problem(note, "published", "published-before-workshop", message, fix)


def unknown_value(note: Note) -> Iterator[Problem]:
    """`event`, `format`, `rule` and `language` take one of a few values.

    Bad: `format: online`
    Good: `format: virtual`
    """
    for name, values in (("event", EVENTS), ("format", FORMATS), ("rule", RULES)):
        value = getattr(note, name)
        if value and value not in values:
            fix = f"write {' or '.join(values)}, or leave the field out"
            message = f"unknown {name} '{value}'"
            yield _problem(note, name, "unknown-value", message, fix)
    if not re.fullmatch(r"[a-z]{2,3}", note.language):
        fix = "write the two letters of ISO 639-1: en, fr"
        message = f"unknown language '{note.language}'"
        yield _problem(note, "language", "unknown-value", message, fix)


def rule_without_reason(note: Note) -> Iterator[Problem]:
    """A note that is not under the Chatham House rule says why; a missing rule is that rule.

    Bad: `rule: public`
    Good: `rule: public` and `rule_reason: the recording is on the organizers’ website`
    """
    if note.rule == "public" and not note.rule_reason:
        fix = "add `rule_reason: …`, or leave `rule` out: the Chatham House rule holds then"
        message = "nothing says why the workshop was public"
        yield _problem(note, "rule", "rule-without-reason", message, fix)
    elif note.rule_reason and note.rule != "public":
        fix = "write `rule: public`, or remove the reason"
        message = "the reason belongs to no `rule: public`"
        yield _problem(note, "rule_reason", "rule-without-reason", message, fix)


def bad_address(note: Note) -> Iterator[Problem]:
    """`source_url` is the web address of the published note.

    Bad: `source_url: www.example.org/note`
    Good: `source_url: https://www.example.org/note`
    """
    if not note.source_url:
        return
    try:
        parts = urlsplit(note.source_url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        fix = "write the whole address, beginning with https://"
        message = f"'{note.source_url}' is not a web address"
        yield _problem(note, "source_url", "bad-address", message, fix)


def bad_name(note: Note) -> Iterator[Problem]:
    """A note's file is `notes/YEAR/NAME.md`; the path is its address on the site for good.

    Bad: `notes/2020/MINUSMA final (2).md`
    Good: `notes/2020/minusma.md`
    """
    folder, _, name = note.id.rpartition("/")
    if not SLUG.fullmatch(name):
        fix = "use small letters, digits and hyphens"
        yield _problem(note, "", "bad-name", f"'{name}' cannot be an address", fix)
    if not re.fullmatch(r"[0-9]{4}", folder):
        fix = "move it to notes/YEAR/ with the year of the workshop"
        yield _problem(note, "", "bad-name", "the note is not in a year's folder", fix)
    elif note.year is not None and int(folder) != note.year:
        fix = f"move it to notes/{note.year}/, or mend the year"
        message = f"the note is in the folder of {folder}, but its year is {note.year}"
        yield _problem(note, "year", "bad-name", message, fix)


def empty_body(note: Note) -> Iterator[Problem]:
    """A note has text.

    Bad: front matter with nothing below
    Good: front matter, then the note's paragraphs
    """
    if not note.body.strip() and note.status != "withdrawn":
        fix = "write the text below the second `---` line"
        yield _problem(note, "", "empty-body", "the note has no text", fix)


def withdrawn_without_reason(note: Note) -> Iterator[Problem]:
    """A withdrawn note says why and keeps nothing of its text.

    Bad: `status: withdrawn` above the old text
    Good: `withdrawn: replaced by a corrected version` and `status: withdrawn`, nothing below
    """
    if note.status == "withdrawn" and not note.withdrawn:
        fix = "add `withdrawn: …`, or run `notes withdraw`"
        message = "the reason of the withdrawal is missing"
        yield _problem(note, "status", "withdrawn-without-reason", message, fix)
    if note.status == "withdrawn" and (note.body.strip() or note.summary):
        fix = "run `notes withdraw`, which keeps the tombstone only"
        message = "a withdrawn note still holds its text"
        yield _problem(note, "status", "withdrawn-without-reason", message, fix)


def raw_html(note: Note) -> Iterator[Problem]:
    r"""The text is Markdown without HTML and without links that run programs.

    Bad: `<div onclick="…">`, `[here](javascript:…)`
    Good: plain Markdown; write `\<` for a sign that is meant as text
    """
    fenced = False
    for number, line in enumerate(note.body.split("\n"), start=note.body_line):
        if FENCED.match(line):
            fenced = not fenced
        if fenced:
            continue
        text = CODE.sub(lambda found: " " * len(found[0]), line)
        for found in TAG.finditer(text):
            if found.start() and text[found.start() - 1] == "\\":
                continue
            fix = "write it in Markdown, or `\\<` for the sign itself"
            message = "HTML in the text"
            yield Problem(note.shown, number, found.start() + 1, "raw-html", message, fix)
        for found in LINK.finditer(text):
            if found[1].lower() not in ("http", "https", "mailto"):
                fix = "link to an address that begins with https://"
                message = f"a link of kind '{found[1]}:'"
                yield Problem(note.shown, number, found.start() + 1, "raw-html", message, fix)


def hidden_character(note: Note) -> Iterator[Problem]:
    """No invisible characters that can carry a message or turn words around.

    Bad: tag characters, direction marks, characters without width, control characters
    Good: the text typed anew
    """
    fix = "type the words anew, or run `notes scrub` on the original"
    message = "a character that nobody sees"
    for name in ("title", "summary"):
        if INVISIBLE.search(getattr(note, name)):
            yield _problem(note, name, "hidden-character", message, fix)
    if not INVISIBLE.search(note.body):
        return
    for number, line in enumerate(note.body.split("\n"), start=note.body_line):
        found = INVISIBLE.search(line)
        if found:
            column = found.start() + 1
            yield Problem(note.shown, number, column, "hidden-character", message, fix)


ALL = (
    missing_title,
    missing_mission,
    missing_date,
    impossible_date,
    year_differs,
    published_before_workshop,
    unknown_value,
    rule_without_reason,
    bad_address,
    bad_name,
    empty_body,
    withdrawn_without_reason,
    raw_html,
    hidden_character,
)


def _problem(
    note: Note, name: str, code: str, message: str, fix: str, level: Level = "error"
) -> Problem:
    line, column = note.at(name)
    return Problem(note.shown, line, column, code, message, fix, level)


def _is_day(text: str) -> bool:
    if not DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_partial_date(text: str) -> bool:
    found = PARTIAL.fullmatch(text)
    if not found:
        return False
    _, month, day = found.groups()
    return _is_day(text) if day else month is None or 1 <= int(month) <= 12
