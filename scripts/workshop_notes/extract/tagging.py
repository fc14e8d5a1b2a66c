"""Tagging: which themes a note is about, weighed by the phrases of the vocabulary that it uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import log, log1p
from pathlib import Path

from workshop_notes.extract.original import (
    Considered,
    Finding,
    OriginalText,
    Proposal,
    Sentence,
    unique,
)
from workshop_notes.text.expressions import pattern
from workshop_notes.text.finder import Finder
from workshop_notes.text.themes import SHOWN, ThemeHit, learned, theme_hits
from workshop_notes.vocabulary import Vocabularies, Vocabulary

LISTS = Path(__file__).with_name("tagging.yml")
# A phrase that is said again says half as much; what most phrases of no theme say anyway;
AGAIN, BY_CHANCE = 0.5, 0.2
# how many of the heaviest themes one is measured by; words of a text of one page.
HEAVIEST, PAGE, SHORTEST = 6, 400, 150
# Columns read across mix standing sentences with the discussion.
STANDING_LENGTH = 420

Span = tuple[int, int]
# By theme: the signs of it and how much of each there is.
Signs = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or heading of a text by its paragraph, or its title, of paragraph -1.

    `start` is its place in the text, or -1; `hits` are the phrases of themes in it.
    """

    paragraph: int
    is_prose: bool
    words: int
    start: int
    text: str
    hits: tuple[ThemeHit, ...]


@dataclass
class _Weighed:
    """What a text says of a theme: by phrase how surely it shows it, by paragraph how much."""

    phrases: dict[tuple[str, ...], float] = field(default_factory=dict)
    paragraphs: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    sentences: int = 0
    weight: float = 0.0
    heading: float = 0.0


def themes(
    original: OriginalText,
    title: str,
    language: str,
    names: Iterable[Span],
    reported: bool,
    vocabularies: Vocabularies,
) -> Finding:
    """Propose the themes that a text discusses, in the vocabulary's order.

    What their phrases, sentences and paragraphs tell is weighed by what is learned from labelled
    texts. `names` are the places of missions' and organizations' names, which show no theme; nor
    do the series' standing sentences. Where no event is `reported`, more must be said.
    """
    known = vocabularies.themes
    passages = tuple(read_passages(original, title, language, names, vocabularies))
    worth = {
        theme: sum(learned()["signs"].get(sign, 0.0) * much for sign, much in signs.items())
        for theme, signs in theme_signs(passages, reported, learned()["usual"]).items()
    }
    chosen = tuple(term.id for term in known.terms if worth.get(term.id, 0.0) > 0.0)
    if not chosen:
        return Finding()
    shown: dict[str, tuple[float, Span, str]] = {}
    for one in passages:
        for hit in one.hits:
            if hit.theme not in shown or hit.weight > shown[hit.theme][0]:
                # A title may be no part of the text, and stands at its first line then.
                place = (one.start + hit.start, one.start + hit.end) if one.start >= 0 else (0, 0)
                words = " ".join(one.text[hit.start : hit.end].split())
                shown[hit.theme] = (hit.weight, place, words)
    considered: tuple[Considered, ...] = tuple(
        (
            theme,
            f"weighs {worth[theme]:.1f}, and less than 0: {words}",
            original.line_at(place[0]).number,
        )
        for theme, (_, place, words) in sorted(shown.items())
        if theme not in chosen
    )
    places = (shown[theme][1] for theme in chosen)
    evidence = unique((original.evidence(*place) for place in places), limit=len(chosen))
    return Finding(Proposal(chosen, evidence, considered))


def read_passages(
    original: OriginalText,
    title: str,
    language: str,
    names: Iterable[Span],
    vocabularies: Vocabularies,
) -> Iterator[Passage]:
    """Yield the passages of a text that may tell a theme, and its title, with their phrases."""
    known = vocabularies.themes
    standing = _standing(vocabularies.series).find(original.folded)
    masked = [*names, *((one.start, one.end) for one in standing)]
    itself = original.holding(pattern(LISTS, "about-itself"))
    for one in original.body:
        if (one in itself and len(one.text) < STANDING_LENGTH) or _repeats(one, title):
            continue
        text = original.folded[one.start : one.end]
        hits = tuple(theme_hits(text, known, language, _within(one, masked)))
        yield Passage(one.line, one.is_prose(4), one.words, one.start, text, hits)
    hits = tuple(theme_hits(title, known, language))
    yield Passage(-1, False, 0, original.text.find(title), title, hits)


def theme_signs(passages: Iterable[Passage], reported: bool, usual: Mapping[str, float]) -> Signs:
    """Give the signs of each theme of which a text uses a phrase.

    `usual` is what the phrases of a theme weigh in texts that are not on it, and under `""` what
    those of any do.
    """
    found, words = _weighed(passages)
    weights = {theme: one.weight for theme, one in found.items()}
    heaviest = sorted(weights.values(), reverse=True)[:HEAVIEST]
    mean = sum(heaviest) / max(len(heaviest), 1)
    most: dict[int, float] = {}
    for one in found.values():
        for place, weight in one.paragraphs.items():
            most[place] = max(most.get(place, SHOWN), weight)
    return {
        theme: {
            "always": 1.0,
            "length": log(max(words, 1) / PAGE),
            "weight": log1p(one.weight),
            "weight for its length": log1p(one.weight * PAGE / max(words, SHORTEST)),
            "weight by the heaviest": log(one.weight / mean),
            "weight usual": log(usual.get(theme, usual[""]) + 0.1),
            "share": one.weight / sum(weights.values()),
            "phrases that show it": log1p(sum(p >= SHOWN for p in one.phrases.values())),
            "surest phrase": max(one.phrases.values()),
            "phrases together": sum(_odds(p) - _odds(BY_CHANCE) for p in one.phrases.values()),
            "sentences": log1p(one.sentences),
            "paragraphs": log1p(sum(weight >= 0.5 for weight in one.paragraphs.values())),
            "best paragraph": log1p(max(one.paragraphs.values(), default=0.0)),
            "paragraphs in which it leads": log1p(
                sum(weight >= most[at] for at, weight in one.paragraphs.items())
            ),
            "heading": one.heading,
            "unreported": 0.0 if reported else 1.0,
        }
        for theme, one in found.items()
    }


def _weighed(passages: Iterable[Passage]) -> tuple[dict[str, _Weighed], int]:
    """Weigh each theme in the passages, and count their words."""
    found: dict[str, _Weighed] = defaultdict(_Weighed)
    words = 0
    for passage in passages:
        words += passage.words
        here: dict[str, float] = {}
        for hit in passage.hits:
            one = found[hit.theme]
            again = hit.stems in one.phrases and passage.paragraph >= 0
            one.phrases[hit.stems] = hit.weight
            left = 1.0 - hit.weight * (AGAIN if again else 1.0)
            here[hit.theme] = 1.0 - (1.0 - here.get(hit.theme, 0.0)) * left
        for theme, weight in here.items():
            one = found[theme]
            one.weight += weight
            if passage.paragraph < 0:
                continue
            one.paragraphs[passage.paragraph] += weight
            one.sentences += 1
            if not passage.is_prose:
                one.heading = max(one.heading, weight)
    return found, words


def _odds(sure: float) -> float:
    return log(sure / (1.0 - sure))


@lru_cache(maxsize=8)
def _standing(series: Vocabulary) -> Finder[str]:
    """Give the finder of the series' standing sentences, which say nothing of the discussion."""
    listed = (
        str(phrase)
        for term in series.terms
        for key in ("standing", "standing_fr")
        for phrase in term.facts.get(key, ())
    )
    return Finder((phrase, phrase) for phrase in listed)


def _repeats(sentence: Sentence, title: str) -> bool:
    text = sentence.text
    return bool(title) and title.casefold() in text.casefold() and len(text) < len(title) + 40


def _within(sentence: Sentence, places: Iterable[Span]) -> tuple[Span, ...]:
    """Give the places in a sentence, counted from its beginning."""
    first, last = sentence.start, sentence.end
    return tuple((a - first, b - first) for a, b in places if a < last and b > first)
