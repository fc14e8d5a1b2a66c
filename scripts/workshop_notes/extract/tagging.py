"""Tagging: which themes a note is about, weighed by the phrases of the vocabulary that it uses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import hypot, log, log1p
from pathlib import Path

from workshop_notes.bounded import read_own
from workshop_notes.extract.original import Finding, OriginalText, Sentence, proposed
from workshop_notes.text.expressions import pattern
from workshop_notes.text.finder import Finder
from workshop_notes.text.folding import words
from workshop_notes.text.sentences import ITSELF
from workshop_notes.text.themes import LEARNED, SHOWN, Index, ThemeHit, phrase_index, theme_hits
from workshop_notes.vocabulary import Vocabularies, Vocabulary

# What each word tells of themes, in the one language of which there are texts enough to learn it.
WORDS, LEARNED_IN = Path(__file__).with_name("theme_words.yml"), "en"
# A phrase that is said again says half as much; what most phrases of no theme say anyway;
AGAIN, BY_CHANCE = 0.5, 0.2
# how many of the heaviest themes one is measured by; words of a text of one page.
HEAVIEST, PAGE, SHORTEST = 6, 400, 150
# Columns read across mix standing sentences with the discussion.
STANDING_LENGTH = 420

Span = tuple[int, int]
# By theme: the signs of it and how much of each there is.
Signs = Mapping[str, Mapping[str, float]]
# By the stem of a word: how rare it is, and what it tells of each theme; `""` is any text.
Telling = Mapping[str, tuple[float, Mapping[str, float]]]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or heading of a text by its paragraph, or its title, of paragraph -1.

    `start` is its place in the text, or -1; `hits` are the phrases of themes in it, `stems` those
    of its words that are no names.
    """

    paragraph: int
    is_prose: bool
    words: int
    start: int
    text: str
    hits: tuple[ThemeHit, ...]
    stems: frozenset[str]


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
    passages = tuple(read_passages(original, title, language, names, vocabularies))
    told = telling() if language == LEARNED_IN else {}
    known = read_own(LEARNED)
    worth = {
        theme: sum(known["signs"].get(sign, 0.0) * much for sign, much in signs.items())
        for theme, signs in theme_signs(passages, reported, known["usual"], told).items()
    }
    chosen = tuple(term.id for term in vocabularies.themes.terms if worth.get(term.id, 0.0) > 0.0)
    shown: dict[str, tuple[float, Span, str]] = {}
    for one in passages:
        for hit in one.hits:
            if hit.theme not in shown or hit.weight > shown[hit.theme][0]:
                # A title may be no part of the text, and stands at its first line then.
                place = (one.start + hit.start, one.start + hit.end) if one.start >= 0 else (0, 0)
                phrase = " ".join(one.text[hit.start : hit.end].split())
                shown[hit.theme] = (hit.weight, place, phrase)
    considered = (
        (
            theme,
            f"weighs {worth[theme]:.1f}, and less than 0: {phrase}",
            original.line_at(place[0]).number,
        )
        for theme, (_, place, phrase) in sorted(shown.items())
        if theme not in chosen
    )
    places = (shown[theme][1] for theme in chosen)
    evidence = (original.evidence(*place) for place in places)
    return proposed(chosen, evidence, considered, most=len(chosen))


def read_passages(
    original: OriginalText,
    title: str,
    language: str,
    names: Iterable[Span],
    vocabularies: Vocabularies,
) -> Iterator[Statement]:
    """Yield the passages of a text that may tell a theme, and its title, with their phrases."""
    index = phrase_index(vocabularies.themes, language)
    standing = _standing(vocabularies.series).find(original.folded)
    masked = [*names, *((one.start, one.end) for one in standing)]
    itself = original.holding(pattern(ITSELF, "about-itself"))
    for one in original.body:
        if (one in itself and len(one.text) < STANDING_LENGTH) or _repeats(one, title):
            continue
        text = original.folded[one.start : one.end]
        first, last = one.start, one.end
        inside = [(a - first, b - first) for a, b in masked if a < last and b > first]
        told = read_words(text, index, inside)
        yield Statement(one.line, one.is_prose(4), one.words, one.start, text, *told)
    yield Statement(-1, False, 0, original.text.find(title), title, *read_words(title, index))


def read_words(
    text: str, index: Index, masked: Sequence[Span] = ()
) -> tuple[tuple[ThemeHit, ...], frozenset[str]]:
    """Give the phrases of themes in a text, and the stems of its words outside of `masked`."""
    found = words(text)
    stems: Iterable[str] = found[0]
    if masked:
        stems = (
            stem
            for stem, (start, end) in zip(*found, strict=True)
            if not any(start < last and first < end for first, last in masked)
        )
    return tuple(theme_hits(found, index, masked)), frozenset(filter(str.isalpha, stems))


def theme_signs(
    passages: Sequence[Statement], reported: bool, usual: Mapping[str, float], told: Telling
) -> Signs:
    """Give the signs of each theme of which a text uses a phrase.

    `usual` is what the phrases of a theme weigh in texts that are not on it, and under `""` what
    those of any do; `told` is what each word tells of all themes.
    """
    found, length = _weighed(passages)
    by_words = _told_by_words(passages, told)
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
            "length": log(max(length, 1) / PAGE),
            "weight": log1p(one.weight),
            "weight for its length": log1p(one.weight * PAGE / max(length, SHORTEST)),
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
            "words": by_words.get(theme, 0.0),
            "unreported": 0.0 if reported else 1.0,
        }
        for theme, one in found.items()
    }


@lru_cache(maxsize=1)
def telling() -> Telling:
    """Give what bench/learn/themes.py has learned of words: how rare each is, what it tells."""
    known = read_own(WORDS)
    rows = ((stem, map(float, row.split())) for stem, row in known["words"].items())
    return {stem: (next(row), dict(zip(known["themes"], row, strict=True))) for stem, row in rows}


def word_weights(passages: Iterable[Statement], told: Telling) -> dict[str, float]:
    """Give how much of a text each of the words is that tell anything; the squares make 1."""
    counts = Counter(stem for one in passages for stem in one.stems)
    much = {stem: (1.0 + log(n)) * told[stem][0] for stem, n in counts.items() if stem in told}
    length = hypot(*much.values()) or 1.0
    return {stem: weight / length for stem, weight in much.items()}


def _told_by_words(passages: Iterable[Statement], told: Telling) -> Mapping[str, float]:
    """Give what all words of a text together tell of each theme, over what is so of any text."""
    worth = dict(told[""][1]) if told else {}
    for stem, weight in word_weights(passages, told).items():
        for theme, tells in told[stem][1].items():
            worth[theme] += weight * tells
    return worth


def _weighed(passages: Iterable[Statement]) -> tuple[dict[str, _Weighed], int]:
    """Weigh each theme in the passages, and count their words."""
    found: dict[str, _Weighed] = defaultdict(_Weighed)
    length = 0
    for passage in passages:
        length += passage.words
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
    return found, length


def _odds(sure: float) -> float:
    return log(sure / (1.0 - sure))


@lru_cache(maxsize=8)
def _standing(series: Vocabulary) -> Finder[str]:
    """Give the finder of the series' standing sentences, which say nothing of the discussion."""
    listed = (one for term in series.terms for one in term.texts("standing", "standing_fr"))
    return Finder((phrase, phrase) for phrase in listed)


def _repeats(sentence: Sentence, title: str) -> bool:
    text = sentence.text
    return bool(title) and title.casefold() in text.casefold() and len(text) < len(title) + 40
