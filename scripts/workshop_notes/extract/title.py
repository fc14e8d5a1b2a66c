"""The title as published: the line that looks most like one, without what mirrors add to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from workshop_notes.extract.original import Evidence, Finding, OriginalText, meant, proposed
from workshop_notes.formats.lines import (
    CUT_OFF,
    KIND,
    LISTS,
    SENT_ON,
    SMALL_WORD,
    SUBJECT,
    WORD,
    is_untitled,
    without_label,
    words_of,
)
from workshop_notes.text.dates import find_dates
from workshop_notes.text.expressions import pattern, source
from workshop_notes.text.folding import letters
from workshop_notes.text.languages import language_with_count
from workshop_notes.vocabulary import Vocabularies, Vocabulary

LONGEST = 36  # words
# A blog counts its parts; a mirror tells two notes apart by year.
_SUFFIX = re.compile(r"\s*\((?:19|20)\d\d\)\s*$|\s*\(\d{1,2}\)(?=\s*(?::|$))")
_RUN_IN = re.compile(r"\s+(?:Intro ?duction|Executive Summary)\b.*$")
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")
_NOTE_MARK = re.compile(r"(?<!\\)\[\^[^\]\s]+\]")
_PARTED = re.compile(r"(\s?: |(?<=\?) )")
_EMPHASIS = re.compile(r"(?<!\\)[*_]+|(?<!\\)~~")
_BETWEEN_NAMES = re.compile(r"[,;&·|/()]|\b(?:and|the|et)\b")
_GOVERNED = re.compile(rf"(?:\b(?:{source(LISTS, 'governing')})|,)\s*$", re.I)


def title(
    original: OriginalText, markdown: str, metadata: Mapping[str, str], vocabularies: Vocabularies
) -> Finding:
    """Propose the title: the converter's heading, or what the format states where there is none.

    `(December 2021)`, site names and dates that run into it are taken off.
    """
    sites = _sites(vocabularies.organizations, vocabularies.missions)
    lines = [original.line_text(line) for line in original.lines]
    head = _NOTE_MARK.sub("", markdown.lstrip().split("\n", 1)[0])
    for given in (_unescaped(head[2:]) if head.startswith("# ") else "", metadata.get("title", "")):
        given = meant(given) if original.is_misread else given
        text = _cleaned(given, sites, tuple(map(letters, lines)))
        if not 1 <= len(words_of(text)) <= LONGEST or is_untitled(text) or CUT_OFF.search(text):
            continue
        # Who is named alone, made the note.
        names = filter(None, map(letters, _BETWEEN_NAMES.split(text)))
        if all(name in sites for name in names):
            continue
        language = language_with_count(text)[0]
        # A subtitle in small letters says how the rest is written.
        small = [
            word for part in _PARTED.split(text) if not part.isupper() for word in words_of(part)
        ]
        titled = language == "en" and 2 * sum(map(str.islower, small)) <= len(small)
        text = "".join(
            _from_capitals(part, _written(vocabularies), original, titled=titled)
            if part.isupper() and " " in part
            else part
            for part in _PARTED.split(text)
        )
        if language != "fr":
            text = re.sub(r" :(?= )", ":", text)
        return proposed(text[0].upper() + text[1:], [_where(original, text)])
    return Finding()


def _cleaned(text: str, sites: frozenset[str], lines: Sequence[str]) -> str:
    """Take off run-in dates and headings, site names, mirrors' suffixes and note marks.

    What stands behind a title that is among the `lines` without it is a site's name, unless it
    stands right below it.
    """
    text = " ".join(text.split())
    text = re.sub(r"^\W*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\s+", "", text)
    # Marks of a heading, or a ruled line above it.
    text = re.sub(r"^(?:#+|[-=_*~–—]{3,})\s+", "", text)
    text = _without_month(_RUN_IN.sub("", text))
    # The longest step of a breadcrumb is the page's own title.
    text = max(re.split(r"\s(?:[›>]|::)\s" if "«" in text else r"\s(?:[›»>]|::)\s", text), key=len)
    for label in (SUBJECT, SENT_ON, KIND):
        text = without_label(text, label) or text
    if kind := pattern(LISTS, "kind-after").search(text):
        text = text[: kind.start()]
    parts = re.split(r"\s+(?:[|•:]|[-–—])\s+", text)
    while len(parts) > 1:
        rest = text[: text.rindex(parts[-1])].rstrip(" |•›:-–—")
        pair = (letters(rest), letters(parts[-1]))
        printed = not {*pair}.isdisjoint(lines) and pair not in pairwise(lines)
        printed = printed and not text[len(rest) :].lstrip().startswith(":")
        known = letters(parts[-1]) in sites or printed
        if not (known or _is_site(parts[-1], text)):
            break
        text, parts = rest, parts[:-1]
    text = _SUFFIX.sub("", text).strip()
    text = re.sub(r"[*†‡#]+$", "", text)
    text = re.sub(r"(?<=[A-Za-z])\d{1,2}$", "", text)
    text = text.strip(" |")
    return text[1:-1] if _QUOTED.fullmatch(text) else text


def _without_month(text: str) -> str:
    """Take off a month that runs into a title, before or after it, and what follows that."""
    for month in (one for one in find_dates(text) if one.precision == "month"):
        shouted = text[month.start : month.end].isupper()
        last = not text[month.end :].strip(" )") and not _GOVERNED.search(text[: month.start])
        if shouted and not month.start:
            return _without_month(text[month.end :].strip())
        if (shouted and not _GOVERNED.search(text[: month.start])) or last:
            return text[: month.start].rstrip(" (")
    return text


def _from_capitals(
    text: str, written: Mapping[str, str], original: OriginalText, *, titled: bool
) -> str:
    """Give a title that a page shouts as titles are written; names as the vocabularies have them.

    A word without a vowel is an abbreviation. Where titles are written as sentences are, not
    `titled`, the words have the capitals that the text gives them.
    """
    prose = [sentence.text for sentence in original.body if sentence.is_prose(8)]
    counted = Counter(word for one in prose for word in WORD.findall(one)[1:])
    usual: dict[str, str] = {word.lower(): word for word, _ in reversed(counted.most_common())}

    def word(match: re.Match[str]) -> str:
        low, opens = match[0].lower(), not match.start() or text[match.start() - 2] in ":?!."
        if not titled and SMALL_WORD.fullmatch(low):
            return low
        name = re.sub(r"['’]s$", "", low)
        if name in written or not re.search("[aeiouyà-ÿ]", name):
            return written.get(name, match[0][: len(name)]) + low[len(name) :]
        if not titled:
            return usual.get(low, low.capitalize() if opens else low)
        if SMALL_WORD.fullmatch(low) and not opens:
            return low
        return re.sub(r"^d'(\w)|^\w|(?<=-)\w", lambda one: one[0][:-1] + one[0][-1:].upper(), low)

    return WORD.sub(word, text)


@lru_cache(maxsize=8)
def _written(vocabularies: Vocabularies) -> dict[str, str]:
    """Give the words of the vocabularies' names that have more capitals than their first."""
    names = (
        name
        for vocabulary in (vocabularies.missions, vocabularies.organizations, vocabularies.glossary)
        for term in vocabulary.terms
        for name in (*term.names, *term.texts("places"))
    )
    words = (word for name in names for word in WORD.findall(name))
    return {word.lower(): word for word in words if any(map(str.isupper, word[1:]))}


def _is_site(part: str, text: str) -> bool:
    return bool(re.fullmatch(r"[\w-]+(?:\.[\w-]+)+|(?:page|p\.) ?\d+.*|pdf", part, re.I)) or (
        f"| {part}" in text and len(part.split()) <= 4
    )


def _where(original: OriginalText, text: str) -> Evidence:
    """Find the line of a title, or the first of the lines that it is spread over."""
    wanted = letters(text)
    for line in original.lines:
        if wanted and wanted in letters(original.line_text(line)):
            return original.line_evidence(line)
    for line in original.lines:
        bare = letters(original.line_text(line))
        if len(bare) > 14 and wanted.startswith(bare):
            return original.line_evidence(line)
    return Evidence(" ".join(text.split()), 1)


def _unescaped(text: str) -> str:
    text = re.sub(r"\s*\{[^{}]*\}\s*$", "", text)
    return re.sub(r"\\([^a-zA-Z0-9\s])", r"\1", _EMPHASIS.sub("", text)).strip()


@lru_cache(maxsize=8)
def _sites(organizations: Vocabulary, missions: Vocabulary) -> frozenset[str]:
    """Give the names that stand beside titles, of publishers and of countries, as letters."""
    names = [name for term in organizations.terms for name in term.names]
    names += [name for term in missions.terms for name in term.countries]
    return frozenset(filter(None, map(letters, names)))
