"""Addresses and numbers by which a person can be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from workshop_notes.guard.known import Finding, pattern, read_yaml

AT = r"(?:@|＠|&#0*64;|&#x0*40;|&commat;|%40|\s?[\[({]\s?(?:at|AT)\s?[\])}]\s?)"
DOT = r"(?:\.|\s?[\[({]\s?(?:dot|DOT|point)\s?[\])}]\s?)"
MAIL = re.compile(
    rf"(?<![\w.+-])(?P<box>[\w.+'-]{{1,64}}){AT}(?P<domain>[\w-]{{1,63}}(?:{DOT}[\w-]{{2,"
    rf"63}}){{1,4}})"
)
# Without one of these there is none of that kind.
MAIL_HINT = re.compile(r"[@＠]|%40|&#|&commat|[\[({] ?at", re.IGNORECASE)
ACCOUNT_HINT = re.compile(r"@|\.(?:com|me|net|ee)/|:", re.IGNORECASE)
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
NOT_A_PHONE = re.compile(r"(?:isbn|issn|doi|arxiv|no\.|nos\.|\$|€|£|sha256)\W*$", re.IGNORECASE)
ADDRESS = re.compile(r"(?:https?|mailto|tel|skype|sip):[^\s<>\"]+", re.IGNORECASE)


def contacts(source: str) -> Iterator[Finding]:
    """Give the e-mail addresses, telephone numbers and accounts of persons in a text.

    Those of an office (`info@…`, a switchboard, the organizers' account) pass; web addresses are
    decoded first.
    """
    end_of_last = 0
    for finding in sorted(_found(source), key=lambda one: one.start):
        if finding.start >= end_of_last:
            end_of_last = finding.end
            yield finding


def _found(source: str) -> Iterator[Finding]:
    boxes = read_yaml("names")["offices"]
    if MAIL_HINT.search(source):
        for found in MAIL.finditer(source):
            of_an_office = found["box"].lower() in boxes
            if not of_an_office and not _in_address(source, found.start()):
                yield Finding("mail", *found.span())
    if ":" in source:
        for address in ADDRESS.finditer(source):
            plain = unquote(unquote(address.group()))
            mail = MAIL.search(plain)
            if mail and mail["box"].lower() not in boxes:
                yield Finding("mail", *address.span())
            elif plain.lower().startswith(("tel:", "skype:", "sip:")):
                yield Finding("telephone", *address.span())
    if ACCOUNT_HINT.search(source):
        for found in pattern("account").finditer(source):
            if not _of_an_office(source, found.start()):
                yield Finding("account", *found.span())
    for run in DIGITS.finditer(source):
        start, end = run.span()
        before = source[max(0, start - 30) : start]
        count = sum(letter.isdigit() for letter in run.group())
        if NOT_A_PHONE.search(before) or _in_address(source, start) or _of_an_office(source, start):
            continue
        if pattern("reached_at").search(before) and 5 <= count <= 16:
            yield Finding("telephone", start, end)
            continue
        number = PHONE.search(source, max(0, start - 3), end + 1)
        if number and 7 <= sum(letter.isdigit() for letter in number.group()) <= 16:
            yield Finding("telephone", *number.span())


def _of_an_office(source: str, start: int) -> bool:
    """Say whether the line names an office or organization before a number or account."""
    line = source.rfind("\n", 0, start) + 1
    return pattern("office_before").search(source[max(line, start - 80) : start]) is not None


def _in_address(source: str, start: int) -> bool:
    """Say whether a place is inside a web address, whose digits are no telephone number."""
    word = max(source.rfind(mark, 0, start) for mark in " \n(<") + 1
    return "://" in source[word:start] or source.startswith("www.", word)
