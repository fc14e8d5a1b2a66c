"""Resolutions of the Security Council that a text cites, as ids (their numbers as text)."""

from __future__ import annotations

import re

from workshop_notes.extract.proposal import Doubt, Evidence, Finding, Proposal, unique
from workshop_notes.extract.reading import Reading
from workshop_notes.vocabulary import Vocabulary

_NUMBER = r"\d{2,4}(?!\d|[/.]\d)(?:\s?\((?:19|20)\d\d\))?"
_WORD = re.compile(
    rf"\b(?:r[eé]so-?\s*lutions?|UNSCRs?|SCRs?|res\.)[ ]*(?:nos?\.?|n°|numbers?|S/RES/|"
    rf",(?= ?\d+ ?\())?"
    # Over a line's end only into a sentence: a table's heading is followed by years.
    rf"(?:[ ]*|[ ]*\n[ ]*(?={_NUMBER}[^\n\d|]))"
    rf"(?P<list>{_NUMBER}(?:\s*(?:,|and|&|et|,\s*and|or|ou)\s*(?:resolutions?\s|résolutions?\s)?"
    rf"{_NUMBER})*)",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"\bS/RES/(?P<list>\d{2,4})\b(?:\s?/?\(?(?:19|20)\d\d\)?)?", re.IGNORECASE)
_OTHER_BODY = re.compile(
    r"(?:general assembly|human rights council|assemblée générale|economic and social council|"
    r"ECOSOC|parliament|house|senate|congress|peace and security council|AUPSC|A/RES/)\W*$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?P<number>\d{2,4})(?:\s?\((?P<year>(?:19|20)\d\d)\))?")


def resolutions(reading: Reading, known: Vocabulary, missions: Vocabulary) -> Finding:
    """Propose every Council resolution cited in the body, in the order of citation.

    `resolution 2480 (2019)`, `resolutions 2625 and 2626`, `S/RES/2480`, `UNSCR 2480`; of two
    digits only with a year, and one that looks like a year only if the vocabulary or a mission's
    entry knows it. Other bodies' resolutions and those of related links do not count. A number
    that the vocabulary lacks is proposed with a doubt.
    """
    founding = frozenset(str(t.facts.get("founding_resolution", "")) for t in missions.terms)
    found: dict[str, Evidence] = {}
    years: dict[str, str] = {}
    considered: list[tuple[str, str, int]] = []
    matches = [*_WORD.finditer(reading.folded), *_SYMBOL.finditer(reading.folded)]
    for match in sorted(matches, key=lambda match: match.start("list")):
        line = reading.line_at(match.start())
        for item in _ITEM.finditer(match["list"]):
            number = str(int(item["number"]))
            if len(number) < 3 and not item["year"]:
                continue
            if _OTHER_BODY.search(reading.folded[max(0, match.start() - 40) : match.start()]):
                considered.append((number, "another body's resolution", line.number))
            elif _is_year(item, match, number, founding, known):
                considered.append((number, "rather a year", line.number))
            elif line.role == "related":
                considered.append((number, "belongs to another document", line.number))
            elif number not in found:
                found[number] = reading.evidence(match.start(), match.end())
            if item["year"]:
                years.setdefault(number, item["year"])
    if not found:
        return Finding()
    proposal = Proposal(tuple(found), unique(found.values(), limit=12), tuple(considered))
    return Finding(proposal, tuple(_doubts(found, years, known)))


def _is_year(
    item: re.Match[str],
    match: re.Match[str],
    number: str,
    founding: frozenset[str],
    known: Vocabulary,
) -> bool:
    """Say whether a number is rather a year: it looks like one, and nothing says otherwise."""
    stated = item["year"] or "S/RES" in match[0].upper()
    if stated or not 1945 <= int(number) <= 2030:
        return False
    return number not in founding and known.get(number) is None


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
