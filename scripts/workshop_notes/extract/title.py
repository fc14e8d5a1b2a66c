"""The title as published: the line that looks most like one, without what mirrors add to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from workshop_notes.extract.event import phrases_of_series
from workshop_notes.extract.meeting import LISTS as MEETING
from workshop_notes.extract.meeting import event_noun
from workshop_notes.extract.original import Evidence, Finding, OriginalText, Proposal, unique
from workshop_notes.text.dates import find_dates, spaced_months
from workshop_notes.text.expressions import pattern
from workshop_notes.text.folding import letters
from workshop_notes.text.languages import language_with_count, month_numbers, one_of
from workshop_notes.vocabulary import Vocabularies, Vocabulary

LONGEST = 240
HEAD = 60
LISTS = Path(__file__).with_name("title.yml")
_MONTHS = f"(?:{one_of(month_numbers())})"
_CAPITAL_MONTH = spaced_months()
# A mirror tells two notes apart by month; a blog counts its parts.
_SUFFIX = re.compile(
    rf"\s*\((?:{_MONTHS}\.?\s+)?(?:19|20)\d\d\)\s*$|\s*\(\d{{1,2}}\)(?=\s*(?::|$))", re.I
)
_MONTH_AFTER = re.compile(
    rf"(?<!\bin)(?<!\bof)(?<!,)(?<!\s\d)(?<!\s\d\d)\s+{_MONTHS}\s+(?:19|20)\d\d$", re.I
)
_MONTH_BEFORE = re.compile(rf"^(?:{_CAPITAL_MONTH})\s+[12]\s?[09]\s?\d\s?\d\s+(?=\S)")
_RUN_IN = re.compile(
    rf"\s+(?:(?:{_CAPITAL_MONTH})\.?\s+[12]\s?[09]\s?\d\s?\d\b.*|Intro\s?duction\b.*|"
    r"Executive Summary\b.*)$",
    re.DOTALL,
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CUT = re.compile(r"\.\.\.|…|·")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A possible title: its cleaned text, its letters, what it scores, what its place adds."""

    text: str
    bare: str
    score: float
    bonus: float
    evidence: Evidence


def title(
    original: OriginalText,
    markdown: str,
    metadata: Mapping[str, str],
    vocabularies: Vocabularies,
    names_mission: Callable[[str], bool],
) -> Finding:
    """Propose the title.

    Candidates are the converter's heading, the format's own title, and lines of the head. A line
    that opens like the series' titles counts most; one cut short or in small letters, least.
    `(December 2021)`, site names and dates that run into it are taken off.
    """
    openings = title_openings(vocabularies.series, vocabularies.organizations)
    sites = _sites(vocabularies.organizations, vocabularies.missions)
    candidates: list[_Candidate] = []
    for text, bonus, evidence in _offered(original, markdown, metadata, openings, sites):
        cleaned = _cleaned(text, sites)
        if _is_byline(cleaned, sites):
            continue
        bare = letters(cleaned)
        score = _score(cleaned, bare, openings, names_mission)
        if score > 0 and _is_dated(text) and not any(opening in bare for opening in openings):
            # `Workshop held on 9 November 2031` says when, below the title.
            score = min(score, 0.1)
        if score > 0:
            candidates.append(_Candidate(cleaned, bare, score, bonus, evidence))
    if not candidates:
        return Finding()
    best = max(candidates, key=lambda one: one.score + one.bonus)
    same = [one for one in candidates if one.bare == best.bare]
    considered = tuple(
        (one.text, "less like a title", one.evidence.line)
        for one in candidates
        if one.bare != best.bare
    )
    # Of two spellings the better one: a mirror's own heading writes `the Case of`.
    finest = max(same, key=lambda one: (one.score, one.score + one.bonus))
    text = finest.text
    if text.isupper() and language_with_count(text)[0] == "en":
        text = _from_capitals(text, _written(vocabularies))
    return Finding(Proposal(text, unique(one.evidence for one in (best, *same)), considered[:8]))


@lru_cache(maxsize=8)
def title_openings(series: Vocabulary, organizations: Vocabulary) -> tuple[str, ...]:
    """Give what the titles of the series begin with, as letters; a list of organizers is none."""
    makers = [letters(name) for t in organizations.terms for name in t.names if " " in name]
    phrases = [
        letters(phrase)
        for term in series.terms
        for phrase in phrases_of_series(term)
        if phrase and phrase not in (term.label, term.label_fr)
    ]
    return tuple(one for one in dict.fromkeys(phrases) if not any(name in one for name in makers))


def _offered(
    original: OriginalText,
    markdown: str,
    metadata: Mapping[str, str],
    openings: tuple[str, ...],
    sites: frozenset[str],
) -> Iterator[tuple[str, float, Evidence]]:
    """Yield what may be the title, what its place adds to its score, and where it stands."""
    head = markdown.lstrip().split("\n", 1)[0]
    if head.startswith("# "):
        heading = _unescaped(head[2:])
        yield heading, 2.0, _where(original, heading)
    stated = metadata.get("title")
    if stated:
        yield stated, 1.0, _where(original, _cleaned(stated, sites))
    prose = next((sentence.line for sentence in original.body if sentence.is_prose(14)), HEAD)
    lines = [line for line in original.lines[:HEAD] if original.line_text(line)]
    # As much of each as a title with what runs into it could take.
    texts = [
        " ".join(original.text[one.start : min(one.end, one.start + 3 * LONGEST)].split())
        for one in lines
    ]
    for line, (text, following) in zip(lines, pairwise([*texts, ""]), strict=True):
        if line.role == "related":
            continue
        if labelled := pattern(LISTS, "subject").match(text):
            about = text[labelled.end() :].strip()
            yield about[:1].upper() + about[1:], 0.2, original.line_evidence(line)
            continue
        longer = f"{text} {following}"
        goes_on = len(longer) < LONGEST and _continues(text, following)
        for words, bonus in ([(longer, 0.8)] if goes_on else []) + [(text, 0.0)]:
            bare = letters(words)[:160]
            early = line.number < prose and line.role == "body" and len(words) < LONGEST
            if early or any(opening in bare for opening in openings):
                # The nearer to the prose, the likelier: breadcrumbs come before the title.
                yield words, bonus + min(line.number, 20) / 100, original.line_evidence(line)


def _score(
    text: str, bare: str, openings: tuple[str, ...], names_mission: Callable[[str], bool]
) -> float:
    words = re.findall(r"[^\W\d_][\w'’-]*", text)
    if not 2 <= len(words) <= 36 or _is_label(text):
        return 0.0
    if text.endswith((".", ";", ",", "!")) or (len(words) > 22 and ". " in text):
        return 0.0
    # The series' name alone is not the note's title.
    opens = any(opening in bare and len(bare) > len(opening) + 5 for opening in openings)
    named = names_mission(text)
    main = [word for word in words if not pattern(LISTS, "small").fullmatch(word)]
    counted = (
        (1.0, True),
        (min(len(words), 14) / 14, True),
        (5.0, opens),
        (2.0, pattern(LISTS, "case").search(text)),
        (2.0, named),
        (sum(word[0].isupper() for word in main) / max(len(main), 1), True),
        (-0.5, re.search(r":\s+[a-zà-ÿ]", text)),
        (-0.4, text.isupper()),
        (-6.0, _CUT.search(text)),
        (-4.0, text.islower()),
        (-4.0, re.search(r"[a-z]{3}\. [A-Z]", text)),
        (-1.5, len(words) < 5 and not opens and not named),
    )
    return sum(weight for weight, holds in counted if holds)


def _is_dated(text: str) -> bool:
    """Say whether a line names an event and its day."""
    days = (one.precision in ("day", "range") for one in find_dates(text[:LONGEST]))
    return bool(event_noun().search(text)) and any(days)


def _is_label(text: str) -> bool:
    labelled = any(pattern(LISTS, name).match(text) for name in ("label", "never"))
    return labelled or bool(pattern(MEETING, "rule").fullmatch(text.strip(" .")))


def _cleaned(text: str, sites: frozenset[str]) -> str:
    """Take off run-in dates and headings, site names, mirrors' suffixes and note marks."""
    text = " ".join(text.split())
    text = re.sub(r"^\W*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\s+", "", text)
    # Marks of a heading, or a ruled line above it.
    text = re.sub(r"^(?:#+|[-=_*~–—]{3,})\s+", "", text)
    text = _MONTH_BEFORE.sub("", text)
    text = _RUN_IN.sub("", text)
    # The longest step of a breadcrumb is the page's own title.
    text = max(re.split(r"\s(?:[›»>]|::)\s", text), key=len)
    if kind := pattern(LISTS, "kind").match(text):
        text = text[kind.end() :]
    parts = re.split(r"\s+(?:[|•:]|[-–—])\s+", text)
    while len(parts) > 1 and (letters(parts[-1]) in sites or _is_site(parts[-1], text)):
        text = text[: text.rindex(parts[-1])].rstrip(" |•»›:-–—")
        parts = parts[:-1]
    text = _SUFFIX.sub("", text).strip()
    text = _MONTH_AFTER.sub("", text)
    text = re.sub(r"[*†‡#]+$", "", text)
    text = re.sub(r"(?<=[A-Za-z])\d{1,2}$", "", text)
    return text.strip(' "“”|')


def _is_byline(text: str, sites: frozenset[str]) -> bool:
    """Say whether a line holds little but the names of organizations, or whose note it is."""
    rest, named = _sites_in(sites).subn("", letters(text))
    made = named == 1 and pattern(LISTS, "made-by").match(text)
    return (named >= 2 and len(rest) < 12) or bool(made)


@lru_cache(maxsize=8)
def _sites_in(sites: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(sites, key=lambda name: (-len(name), name))) or "(?!)")


def _from_capitals(text: str, written: Mapping[str, str]) -> str:
    """Give a title that a page shouts as titles are written; names as the vocabularies have them.

    A word without a vowel is an abbreviation.
    """

    def word(match: re.Match[str]) -> str:
        low, opens = match[0].lower(), not match.start() or text[match.start() - 2] in ":?!."
        name = re.sub(r"['’]s$", "", low)
        if name in written or not re.search("[aeiouyà-ÿ]", name):
            return written.get(name, match[0][: len(name)]) + low[len(name) :]
        if pattern(LISTS, "small").fullmatch(low) and not opens:
            return low
        return re.sub(r"^d'(\w)|^\w|(?<=-)\w", lambda one: one[0][:-1] + one[0][-1:].upper(), low)

    return _WORD.sub(word, text)


@lru_cache(maxsize=8)
def _written(vocabularies: Vocabularies) -> dict[str, str]:
    """Give the words of the vocabularies' names that have more capitals than their first."""
    names = (
        name
        for vocabulary in (vocabularies.missions, vocabularies.organizations, vocabularies.glossary)
        for term in vocabulary.terms
        for name in (*term.names, *map(str, term.facts.get("places", ())))
    )
    words = (word for name in names for word in _WORD.findall(name))
    return {word.lower(): word for word in words if any(map(str.isupper, word[1:]))}


def _is_site(part: str, text: str) -> bool:
    return bool(re.fullmatch(r"[\w-]+(?:\.[\w-]+)+|(?:page|p\.) ?\d+.*|pdf", part, re.I)) or (
        f"| {part}" in text and len(part.split()) <= 4
    )


def _continues(first: str, second: str) -> bool:
    """Say whether a line goes on with the title that the line before began."""
    if not second or first.endswith((".", "!", "?")) or _is_label(second):
        return False
    return (
        first.endswith((":", "-", "–", ","))
        or second[0].islower()
        or bool(pattern(LISTS, "continues").match(second))
        or bool(pattern(LISTS, "breaks-off").search(first))
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
    return re.sub(r"\\([^\w\s])", r"\1", text).strip()


@lru_cache(maxsize=8)
def _sites(organizations: Vocabulary, missions: Vocabulary) -> frozenset[str]:
    """Give the names that stand beside titles, of publishers and of countries, as letters."""
    names = [name for term in organizations.terms for name in term.names]
    for term in missions.terms:
        for key in ("country", "country_fr"):
            names += re.split(r"[()/]", str(term.facts.get(key, "")))
    return frozenset(filter(None, map(letters, names)))
