"""Themes: what a note is about, weighed by the phrases of the vocabulary that it uses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from workshop_notes.extract.proposal import Considered, Evidence, Finding, Proposal, unique
from workshop_notes.extract.reading import Reading, Sentence
from workshop_notes.extract.words import GAP, Word, match_at, phrase_stems, phrases_of, words
from workshop_notes.vocabulary import Term, Vocabularies

ENOUGH = 1.0
TRIGGER, HINT = 1.0, 0.5
# What a phrase that the text has used before still adds.
AGAIN = 0.3
MOST_PER_SENTENCE = 1.5
# What a phrase counts in a sentence that only gives an example.
ASIDE = 0.6
TITLE = 1.5
# A text of more words than this must say more to be about a theme.
SHORT_TEXT = 800
# Without a workshop reported, phrases are rather a memo's asides than a discussion's subjects.
UNREPORTED = 1.6
# Columns read across mix the series' standing sentences with the discussion.
STANDING_LENGTH = 420
_STANDING = re.compile(
    r"mandate\s+and\s+political\s+strateg(?:y|ies)|"
    r"(?:better )?prioriti[sz]ed, sequenced,? and grounded in political strategy|"
    r"ranked, ordered and tied to political strategies|"
    r"strategic orientation, prioriti[sz]ation,? and sequencing of the mission's mandate[^.]*|"
    r"does not necessarily (?:represent|reflect) the views of all participants|"
    r"(?:meeting|this|the) note was drafted collaboratively by|member states, UN (?:stakeholders|"
    r"actors)|(?:expected|due) to renew the mandate|special political missions?|"
    r"in partnership with|international community|child protection|protection advis\w+|"
    r"mine-protected|(?:social|data|environmental) "
    r"protection|"
    r"peace operations?|peace institute",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"\b(?:one example|for example|for instance|par exemple|e\.g\.)", re.IGNORECASE
)
_STRATEGY = re.compile(r"political strateg(?:y|ies)", re.IGNORECASE)
_SUBJECT = (
    r"^(?:this|these|the|it|that|ce|cette|ces|cet|le|la) (?:was|is|summari\w+|discussions?|events?|"
    r"workshops?|round-?tables?|meetings?|meeting note|note|report|project|series|projet|atelier)\b"
)
_SAYS = (
    r"part of a series|in a series of workshops|consecutive (?:year|time)|does not necessarily|"
    r"chatham house|financée?|drafted collaboratively|co-?authored|made possible|"
    r"(?:is|was) (?:funded|supported|financed|made)|resources provided|"
    r"(?:provided|offered) a (?:forum|platform)|intended to help the security council"
)
_FURNITURE = re.compile(rf"{_SUBJECT}.*\b(?:{_SAYS})\b", re.IGNORECASE)

# (stems, theme, weight) by first stem, the longest phrase first.
Index = dict[str, tuple[tuple[tuple[str, ...], str, float], ...]]
Phrases = tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    """A phrase found: its theme, stems and weight, and where."""

    theme: str
    stems: tuple[str, ...]
    weight: float
    start: int
    end: int


def themes(
    reading: Reading,
    title: str,
    language: str,
    names: Iterable[tuple[int, int]],
    reported: bool,
    vocabularies: Vocabularies,
) -> Finding:
    """Propose the themes that the body weighs enough, in the vocabulary's order.

    A `trigger` or a `phrase` of a theme counts 1, a `hint` and words found `together` 0.5, what
    was said before 0.3 of it, a title's phrase half as much again; each word serves its longest
    phrase only. 1 is enough for a text of up to 800 words, more in proportion for a longer one.
    `names` are the places of missions' and organizations' names, which show no theme; nor do the
    series' standing sentences.
    """
    known = vocabularies.themes
    index = _index(tuple(_phrases(term, language) for term in known.terms))
    masked = [*names, *(match.span() for match in _STANDING.finditer(reading.folded))]
    sentences = [s for s in reading.body if not _is_standing(s)]
    scores: dict[str, float] = {}
    best: dict[str, list[tuple[float, Evidence, str]]] = {}
    said: set[tuple[str, tuple[str, ...]]] = set()
    bare_title = title.casefold()
    for sentence in sentences:
        text = reading.folded[sentence.start : sentence.end]
        weight = ASIDE if _EXAMPLE.search(text) else 1.0
        if (
            title
            and bare_title in " ".join(text.split()).casefold()
            and len(text) < len(title) + 40
        ):
            continue
        found = [
            Word(word.stem, word.start + sentence.start, word.end + sentence.start)
            for word in words(text)
        ]
        strength: dict[str, float] = {}
        for hit in _hits(found, index, masked):
            key = (hit.theme, hit.stems)
            value = hit.weight * (AGAIN if key in said else 1.0) * weight
            said.add(key)
            strength[hit.theme] = strength.get(hit.theme, 0.0) + value
            passage = reading.folded[hit.start : hit.end]
            evidence = reading.evidence(hit.start, hit.end)
            best.setdefault(hit.theme, []).append((value, evidence, " ".join(passage.split())))
        for theme, value in strength.items():
            scores[theme] = scores.get(theme, 0.0) + min(value, MOST_PER_SENTENCE)
    _add_title(reading, title, index, scores, best)
    _add_strategy(reading, index, scores, best)
    size = sum(len(sentence.text.split()) for sentence in reading.body)
    enough = ENOUGH * max(1.0, size / SHORT_TEXT) * (1.0 if reported else UNREPORTED)
    chosen = tuple(term.id for term in known.terms if scores.get(term.id, 0.0) >= enough - 1e-9)
    considered: list[Considered] = [
        (theme, f"weighs {scores[theme]:.1f} of {enough:.1f}: {found[0][2]}", found[0][1].line)
        for theme, found in sorted(best.items())
        if theme not in chosen
    ]
    if not chosen:
        return Finding()
    shown = unique(
        (_strongest(best[theme]) for theme in chosen),
        limit=len(chosen),
    )
    return Finding(Proposal(chosen, shown, tuple(considered)))


def _hits(found: list[Word], index: Index, masked: list[tuple[int, int]]) -> list[_Hit]:
    """Find the phrases in a sentence; a word serves its longest phrase, or several as long."""
    hits: list[_Hit] = []
    for at, word in enumerate(found):
        for stems, theme, weight in index.get(word.stem, ()):
            end = match_at(found, at, stems)
            if end > at:
                hits.append(_Hit(theme, stems, weight, word.start, found[end - 1].end))
    hits.sort(key=lambda hit: (hit.start - hit.end, hit.start, hit.theme))
    kept: list[_Hit] = []
    for hit in hits:
        clash = any(
            hit.start < other.end
            and other.start < hit.end
            and (hit.start, hit.end) != (other.start, other.end)
            and GAP not in (*hit.stems, *other.stems)
            for other in kept
        )
        hidden = any(start <= hit.start and hit.end <= end for start, end in masked)
        if not clash and not hidden:
            kept.append(hit)
    once = [hit for hit in kept if not _is_loose(hit) or not _is_said_closer(hit, kept)]
    return sorted(once, key=lambda hit: (hit.start, hit.theme))


def _is_loose(hit: _Hit) -> bool:
    """Say whether a hit is of words that only stand together in a sentence."""
    return GAP in hit.stems and hit.weight < TRIGGER


def _is_said_closer(loose: _Hit, hits: list[_Hit]) -> bool:
    """Say whether words that stand together hold a phrase of the same theme, which counts."""
    return any(
        hit.theme == loose.theme
        and hit.start < loose.end
        and loose.start < hit.end
        and not _is_loose(hit)
        for hit in hits
    )


def _add_title(
    reading: Reading,
    title: str,
    index: Index,
    scores: dict[str, float],
    best: dict[str, list[tuple[float, Evidence, str]]],
) -> None:
    for hit in _hits(words(title), index, []):
        value = TITLE * hit.weight
        scores[hit.theme] = scores.get(hit.theme, 0.0) + value
        evidence = _title_evidence(reading, title)
        best.setdefault(hit.theme, []).append((value, evidence, title[hit.start : hit.end]))


def _title_evidence(reading: Reading, title: str) -> Evidence:
    at = reading.text.find(title)
    if at >= 0:
        return reading.line_evidence(reading.line_at(at))
    return Evidence(title, 1)


def _add_strategy(
    reading: Reading,
    index: Index,
    scores: dict[str, float],
    best: dict[str, list[tuple[float, Evidence, str]]],
) -> None:
    """Count the standing phrase `mandate and political strategy` once, as a hint of its theme."""
    for match in _STANDING.finditer(reading.folded):
        inside = _STRATEGY.search(match[0])
        line = reading.line_at(match.start())
        if not inside or line.role != "body":
            continue
        for hit in _hits(words(inside[0]), index, []):
            scores[hit.theme] = scores.get(hit.theme, 0.0) + HINT
            evidence = reading.evidence(match.start(), match.end())
            best.setdefault(hit.theme, []).append((HINT, evidence, inside[0]))
        return


def _strongest(found: list[tuple[float, Evidence, str]]) -> Evidence:
    return max(found, key=lambda one: one[0])[1]


def _is_standing(sentence: Sentence) -> bool:
    return len(sentence.text) < STANDING_LENGTH and bool(_FURNITURE.search(sentence.text))


def _phrases(term: Term, language: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    suffix = "_fr" if language == "fr" else ""
    strong, weak = (
        tuple(
            phrase
            for key in keys
            for pattern in term.facts.get(f"{key}{suffix}") or ()
            for phrase in phrases_of(str(pattern))
        )
        for keys in (("triggers", "phrases"), ("hints", "together"))
    )
    return term.id, strong, weak


@lru_cache(maxsize=8)
def _index(phrases: Phrases) -> Index:
    entries: dict[str, list[tuple[tuple[str, ...], str, float]]] = {}
    for theme, triggers, hints in phrases:
        strong = {phrase_stems(phrase) for phrase in triggers}
        weak = {phrase_stems(phrase) for phrase in hints} - strong
        for stems, weight in (*((s, TRIGGER) for s in strong), *((s, HINT) for s in weak)):
            if stems:
                entries.setdefault(stems[0], []).append((stems, theme, weight))
    return {
        first: tuple(sorted(found, key=lambda one: (-len(one[0]), one[0], one[1])))
        for first, found in sorted(entries.items())
    }
