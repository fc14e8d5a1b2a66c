"""Addresses and numbers by which a person can be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.lexicon import words
from workshop_notes.checks.identifies.passage import Passage
from workshop_notes.problem import Level, Problem

AT = r"(?:@|＠|&#0*64;|&#x0*40;|&commat;|%40|\s?[\[({]\s?(?:at|AT)\s?[\])}]\s?)"
DOT = r"(?:\.|\s?[\[({]\s?(?:dot|DOT|point)\s?[\])}]\s?)"
MAIL = re.compile(
    rf"(?<![\w.+-])(?P<box>[\w.+'-]{{1,64}}){AT}(?P<domain>[\w-]{{1,63}}(?:{DOT}[\w-]{{2,"
    rf"63}}){{1,4}})"
)
MAIL_HINTS = ("@", "＠", "%40", "&#", "&commat", "[at", "(at", "{at", "[ at", "( at")
HANDLE_HINTS = (
    "@",
    ".com/",
    ".me/",
    ".net/",
    ".ee/",
    "skype",
    "telegram",
    "signal",
    "wechat",
    "bluesky",
    "mastodon",
)
ROLE_BOXES = frozenset(
    words(
        "info information contact press media office publications publication editor"
        " editors secretariat admin webmaster help support enquiries inquiries hello events"
        " subscriptions newsletter communications comms permissions rights reprints sales orders"
        " feedback queries questions web research programs programmes jobs library archive"
    )
)
GAP = r"[ \u00a0\u202f.\-/‑–]"
PHONE = re.compile(
    rf"(?<![\w/.=#-])(?:"
    rf"(?:\+|00)\d{{1,3}}(?:{GAP}?\(?\d{{1,5}}\)?){{2,6}}"
    rf"|\(\d{{2,5}}\){GAP}?\d{{2,4}}(?:{GAP}?\d{{2,4}}){{1,3}}"
    rf"|\d{{3}}{GAP}\d{{3}}{GAP}\d{{4}}"
    rf"|0\d(?:{GAP}?\d{{2}}){{4}}"
    rf"|0\d{{2,4}}[ /-]\d{{3,4}}{GAP}?\d{{3,5}}"
    rf")(?![\w/-])"
)
DIGITS = re.compile(r"\d[\d ().\-/\u00a0\u202f‑–]{3,}\d")
LABEL_BEFORE = re.compile(
    r"\b(?:tel|tél|phone|telephone|téléphone|mobile|cell|portable|fax|whatsapp|signal|call|ext"
    r"|reach(?:ed)?(?: her| him| them)?(?: on| at)?|number(?: is)?)\.?\s*[:#]?\s*[+(]{0,2}$",
    re.IGNORECASE,
)
HANDLE = re.compile(
    r"(?<![\w/@.&;])@(?P<name>[A-Za-z_]\w{2,30})\b|\b(?:twitter|x|facebook|instagram|threads|t"
    r"|wa|linktr)\.(?:com|net|me|ee)/@?(?!(?:search|share|intent|sharer|hashtag|home)\b)\w{3,}"
    r"|\blinkedin\.com/in/[\w%-]{3,}|\b(?:skype|telegram|signal|wechat|twitter|bluesky"
    r"|mastodon)(?: id| handle)?: ?@?\w{3,}",
    re.IGNORECASE,
)
OFFICE_BEFORE = re.compile(
    r"\b(?:switchboard|main (?:line|number)|front desk|newsroom|(?:press|media|publications?) "
    r"office"
    r"|(?:press|media) (?:contacts?|inquiries|enquiries|requests)|newsletter|publisher"
    r"|follow (?:us|the (?:organizers?|institute|center|project|series)))\b[^.!?\n]{0,60}$",
    re.IGNORECASE,
)
NOT_A_PHONE = re.compile(r"(?:isbn|issn|doi|arxiv|no\.|nos\.|\$|€|£|sha256)\W*$", re.IGNORECASE)


def identifies_contact(passage: Passage, path: str) -> Iterator[Problem]:
    """No e-mail address, telephone number or account of a person stands in a note.

    Those of an office (`info@…`, a switchboard, the organizers' account) pass.

    Bad: `Write to a.thornquist@mission.example or call +47 555 01 234.`
    Good: `The organizers' website has a form.`
    """
    source = passage.source
    fix = "remove it, or write where the organizers can be reached in public"
    end_of_last = 0
    for start, end, what, level in sorted(_found(source)):
        if start < end_of_last:
            continue
        end_of_last = end
        line, column = passage.position(start)
        yield Problem(path, line, column, "identifies-contact", what, fix, level)


def _found(source: str) -> Iterator[tuple[int, int, str, Level]]:
    low = source.lower()
    if any(hint in low for hint in MAIL_HINTS):
        for found in MAIL.finditer(source):
            of_an_office = found["box"].lower() in ROLE_BOXES
            if not of_an_office and not _in_address(source, found.start()):
                yield *found.span(), "an e-mail address", "error"
    if any(hint in low for hint in HANDLE_HINTS):
        for found in HANDLE.finditer(source):
            if _of_an_office(source, found.start()):
                continue
            yield *found.span(), "an account by which a person can be found", "error"
    for run in DIGITS.finditer(source):
        start, end = run.span()
        before = source[max(0, start - 30) : start]
        count = sum(letter.isdigit() for letter in run.group())
        if NOT_A_PHONE.search(before) or _in_address(source, start) or _of_an_office(source, start):
            continue
        if LABEL_BEFORE.search(before) and 5 <= count <= 16:
            yield start, end, "a telephone number", "error"
            continue
        number = PHONE.search(source, max(0, start - 3), end + 1)
        if number and 7 <= sum(letter.isdigit() for letter in number.group()) <= 16:
            yield *number.span(), "a telephone number", "error"


def _of_an_office(source: str, start: int) -> bool:
    """Say whether the line names an office or organization before a number or account."""
    line = source.rfind("\n", 0, start) + 1
    return OFFICE_BEFORE.search(source[max(line, start - 80) : start]) is not None


def _in_address(source: str, start: int) -> bool:
    """Say whether a place is inside a web address, whose digits are no telephone number."""
    word = max(source.rfind(mark, 0, start) for mark in " \n(<") + 1
    return "://" in source[word:start] or source.startswith("www.", word)
