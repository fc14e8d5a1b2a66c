"""What a text refers to: resolutions, its own address; and the language it is in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from workshop_notes.extract.original import (
    Doubt,
    Evidence,
    Finding,
    OriginalText,
    Proposal,
    unique,
)
from workshop_notes.text.expressions import pattern, source
from workshop_notes.text.finder import cited_resolutions
from workshop_notes.text.languages import language_with_count
from workshop_notes.text.sieve import Pattern
from workshop_notes.vocabulary import Vocabulary

LISTS = Path(__file__).with_name("references.yml")
SHORTEST_SENTENCE = 6


def resolutions(original: OriginalText, known: Vocabulary, missions: Vocabulary) -> Finding:
    """Propose every Council resolution cited in the body, in the order of citation.

    One that looks like a year counts only if the vocabulary or a mission's entry knows it. Other
    bodies' resolutions and those of related links do not. A number that the vocabulary lacks is
    proposed with a doubt; an empty vocabulary has none to propose.
    """
    if not known.terms:
        return Finding()
    founding = frozenset(str(t.facts.get("founding_resolution", "")) for t in missions.terms)
    found: dict[str, Evidence] = {}
    years: dict[str, str] = {}
    considered: list[tuple[str, str, int]] = []
    for one in cited_resolutions(original.folded, known):
        line = original.line_at(one.start)
        known_as = one.number in founding or known.get(one.number)
        if one.other_body:
            considered.append((one.number, "another body's resolution", line.number))
        elif one.doubtful and not known_as:
            considered.append((one.number, "rather a year", line.number))
        elif line.role in ("related", "below"):
            considered.append((one.number, "belongs to another document", line.number))
        else:
            found.setdefault(one.number, original.evidence(one.start, one.end))
        if one.year:
            years.setdefault(one.number, one.year)
    if not found:
        return Finding()
    proposal = Proposal(tuple(found), unique(found.values(), limit=12), tuple(considered))
    return Finding(proposal, tuple(_doubts(found, years, known)))


def source_url(original: OriginalText, metadata: Mapping[str, str]) -> Finding:
    """Propose the address that the format states as canonical, or that the text gives as its own.

    Tracking parameters go. A link of the text to anything else is no address of the note.
    """
    stated = metadata.get("address", "")
    if stated.startswith(("http://", "https://")):
        return Finding(Proposal(_plain(stated), (Evidence(f"metadata: address {stated}", 1),)))
    for match in _own_address().finditer(original.folded):
        line = original.line_at(match.start())
        if line.role != "related":
            address = original.text[match.start("address") : match.end("address")].rstrip(".,;")
            evidence = original.evidence(match.start(), match.end())
            return Finding(Proposal(_plain(address), (evidence,)))
    return Finding()


def language(original: OriginalText, metadata: Mapping[str, str]) -> Finding:
    """Propose the two-letter code of the language most of the body's sentences are in.

    Counts the words that a language uses most, in sentences of six words and more; the format's
    own statement decides only where there is no such sentence.
    """
    body = [s for s in original.body if s.words >= SHORTEST_SENTENCE] or original.body
    spoken, _ = language_with_count("\n".join(sentence.text for sentence in body))
    for sentence in body if spoken else ():
        if language_with_count(sentence.text)[0] == spoken:
            evidence = original.evidence(sentence.start, min(sentence.end, sentence.start + 200))
            return Finding(Proposal(spoken, (evidence,)))
    if stated := metadata.get("lang", "")[:2].lower():
        return Finding(Proposal(stated, (Evidence(f"metadata: lang {metadata['lang']}", 1),)))
    return Finding()


@lru_cache(maxsize=1)
def _own_address() -> Pattern:
    before = source(LISTS, "address")
    return Pattern(rf"\b{before}\s*:?\s*(?P<address>https?://[^\s<>()\"']+)", re.IGNORECASE)


def _doubts(found: dict[str, Evidence], years: dict[str, str], known: Vocabulary) -> list[Doubt]:
    doubts = []
    for number, evidence in found.items():
        term = known.get(number)
        if term is None:
            message = f"resolution {number} is not in the vocabulary"
            fix = "add it to notes/vocabularies/resolutions.yml"
            doubts.append(Doubt("unknown-resolution", message, fix, evidence.line))
        elif number in years and years[number] != str(term.facts.get("year", years[number])):
            stated = f"resolution {number} is of {term.facts['year']}, not {years[number]}"
            doubts.append(Doubt("contradiction", stated, "check the number", evidence.line))
    return doubts


def _plain(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    tracking = pattern(LISTS, "tracking")
    query = [(key, value) for key, value in parse_qsl(parts.query) if not tracking.fullmatch(key)]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))
