"""Themes: what a note is about, weighed by the phrases of the vocabulary that it uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from workshop_notes.extract.proposal import Considered, Evidence, Finding, Proposal, unique
from workshop_notes.extract.reading import Reading, Sentence
from workshop_notes.text.themes import HINT, ThemeHit, theme_hits
from workshop_notes.vocabulary import Vocabularies

ENOUGH = 1.0
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
    masked = [*names, *(match.span() for match in _STANDING.finditer(reading.folded))]
    sentences = [s for s in reading.body if not _is_standing(s)]
    scores: dict[str, float] = {}
    best: dict[str, list[tuple[float, Evidence, str]]] = {}
    said: set[tuple[str, tuple[str, ...]]] = set()
    bare_title = title.casefold()

    def find(passage: str) -> list[ThemeHit]:
        return theme_hits(passage, known, language)

    for sentence in sentences:
        text = reading.folded[sentence.start : sentence.end]
        weight = ASIDE if _EXAMPLE.search(text) else 1.0
        if (
            title
            and bare_title in " ".join(text.split()).casefold()
            and len(text) < len(title) + 40
        ):
            continue
        strength: dict[str, float] = {}
        start = sentence.start
        hidden = [(first - start, last - start) for first, last in masked if last > start]
        for hit in theme_hits(text, known, language, hidden):
            key = (hit.theme, hit.stems)
            value = hit.weight * (AGAIN if key in said else 1.0) * weight
            said.add(key)
            strength[hit.theme] = strength.get(hit.theme, 0.0) + value
            passage = text[hit.start : hit.end]
            evidence = reading.evidence(start + hit.start, start + hit.end)
            best.setdefault(hit.theme, []).append((value, evidence, " ".join(passage.split())))
        for theme, value in strength.items():
            scores[theme] = scores.get(theme, 0.0) + min(value, MOST_PER_SENTENCE)
    _add_title(reading, title, find, scores, best)
    _add_strategy(reading, find, scores, best)
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


def _add_title(
    reading: Reading,
    title: str,
    find: Callable[[str], list[ThemeHit]],
    scores: dict[str, float],
    best: dict[str, list[tuple[float, Evidence, str]]],
) -> None:
    for hit in find(title):
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
    find: Callable[[str], list[ThemeHit]],
    scores: dict[str, float],
    best: dict[str, list[tuple[float, Evidence, str]]],
) -> None:
    """Count the standing phrase `mandate and political strategy` once, as a hint of its theme."""
    for match in _STANDING.finditer(reading.folded):
        inside = _STRATEGY.search(match[0])
        line = reading.line_at(match.start())
        if not inside or line.role != "body":
            continue
        for hit in find(inside[0]):
            scores[hit.theme] = scores.get(hit.theme, 0.0) + HINT
            evidence = reading.evidence(match.start(), match.end())
            best.setdefault(hit.theme, []).append((HINT, evidence, inside[0]))
        return


def _strongest(found: list[tuple[float, Evidence, str]]) -> Evidence:
    return max(found, key=lambda one: one[0])[1]


def _is_standing(sentence: Sentence) -> bool:
    return len(sentence.text) < STANDING_LENGTH and bool(_FURNITURE.search(sentence.text))
