"""Addresses and numbers by which a person can be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.passage import Passage
from workshop_notes.problem import Problem

AT = r"(?:@|＠|&#0*64;|&#x0*40;|&commat;|%40|\s?[\[({]\s?(?:at|AT)\s?[\])}]\s?)"
DOT = r"(?:\.|\s?[\[({]\s?(?:dot|DOT|point)\s?[\])}]\s?)"
MAIL = re.compile(
    rf"(?<![\w.+-])(?P<box>[\w.+'-]{{1,64}}){AT}(?P<domain>[\w-]{{1,63}}(?:{DOT}[\w-]{{2,63}}){{1,4}})"
)
MAIL_HINT = re.compile(AT)
ROLE_BOXES = frozenset(
    "info information contact press media office publications publication editor editors secretariat admin webmaster help support enquiries inquiries hello events subscriptions newsletter communications comms".split()
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
LABELLED = re.compile(
    rf"\b(?:tel|tél|phone|telephone|téléphone|mobile|cell|portable|fax|whatsapp|signal|call|ext|reach(?:ed)? (?:her|him|them)?(?: on| at)?)\.?\s*[:#]?\s*(?P<number>\+?\(?\d[\d()]*(?:{GAP}?[\d()]+){{1,8}})",
    re.IGNORECASE,
)
HANDLE = re.compile(
    r"(?<![\w/@.&;])@(?P<name>[A-Za-z_]\w{2,30})\b|\b(?:twitter|x|facebook|instagram|threads|t|wa|linktr)\.(?:com|net|me|ee)/@?(?!(?:search|share|intent|sharer|hashtag|home)\b)\w{3,}"
    r"|\blinkedin\.com/in/[\w%-]{3,}|\b(?:skype|telegram|signal|wechat|twitter|bluesky|mastodon)(?: id| handle)?: ?@?\w{3,}",
    re.IGNORECASE,
)
NOT_A_PHONE = re.compile(r"(?:isbn|issn|doi|arxiv|no\.|nos\.|\$|€|£|sha256)\W*$", re.IGNORECASE)


def identifies_contact(passage: Passage, path: str) -> Iterator[Problem]:
    """No e-mail address, telephone number or account of a person stands in a note.

    An address of an office (`info@…`) is a warning, for the editor to weigh.

    Bad: `Write to a.thornquist@mission.example or call +47 555 01 234.`
    Good: `The organizers' website has a form.`
    """
    source = passage.source
    taken: list[tuple[int, int]] = []

    def problem(start: int, end: int, what: str, office: bool = False) -> Iterator[Problem]:
        if any(start < other_end and end > other_start for other_start, other_end in taken):
            return
        taken.append((start, end))
        line, column = passage.position(start)
        fix = "remove it, or write where the organizers can be reached in public"
        level = "warning" if office else "error"
        yield Problem(path, line, column, "identifies-contact", what, fix, level)  # type: ignore[arg-type]

    if MAIL_HINT.search(source):
        for found in MAIL.finditer(source):
            if (
                source[found.start() - 1 : found.start()] == "/"
                and "//" in source[max(0, found.start() - 12) : found.start()]
            ):
                continue
            office = found["box"].lower() in ROLE_BOXES
            yield from problem(
                *found.span(), "an e-mail address" + (" of an office" if office else ""), office
            )
        for found in HANDLE.finditer(source):
            yield from problem(*found.span(), "an account by which a person can be found")
    elif (
        "linkedin" in source.lower()
        or "skype" in source.lower()
        or ".com/" in source
        or ".me/" in source
    ):
        for found in HANDLE.finditer(source):
            yield from problem(*found.span(), "an account by which a person can be found")
    for found in PHONE.finditer(source):
        digits = sum(letter.isdigit() for letter in found.group())
        if 7 <= digits <= 16 and not NOT_A_PHONE.search(
            source[max(0, found.start() - 12) : found.start()]
        ):
            if not _in_address(source, found.start()):
                yield from problem(*found.span(), "a telephone number")
    for found in LABELLED.finditer(source):
        if sum(letter.isdigit() for letter in found["number"]) >= 4 and not re.fullmatch(
            r"(?:19|20)\d\d", found["number"]
        ):
            if sum(
                letter.isdigit() for letter in found["number"]
            ) >= 6 or found.group().lower().startswith(
                ("ext", "tel", "tél", "phone", "fax", "mobile", "cell")
            ):
                yield from problem(found.start("number"), found.end(), "a telephone number")


def _in_address(source: str, start: int) -> bool:
    word = source[
        max(source.rfind(" ", 0, start), source.rfind("\n", 0, start), source.rfind("(", 0, start))
        + 1 : start
    ]
    return "://" in word or word.startswith("www.")
