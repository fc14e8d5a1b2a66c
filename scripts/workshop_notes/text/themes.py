"""Themes in a text: the phrases of the vocabulary that stand in it, for tags and for paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from workshop_notes.bounded import read_own
from workshop_notes.text.folding import GAP, WIDEST_GAP, match_at, phrase_stems, phrases_of, words
from workshop_notes.text.sentences import spans_of_itself
from workshop_notes.vocabulary import Term, Vocabulary

# What bench/learn/themes.py has learned of themes.
LEARNED = Path(__file__).with_suffix(".yml")
# How surely a phrase that shows a theme, one that hints at it and its name do, where nothing is
# learned of them, and how much more surely one of several words; how surely one must, to show it.
TRIGGER, HINT, NAME, SEVERAL = 0.5, 0.25, 0.65, 0.12
SHOWN = 0.4
# Keys of a theme whose phrases show it by themselves, and keys whose phrases only hint at it.
STRONG, WEAK = ("triggers", "phrases"), ("hints", "together")

_Entry = tuple[tuple[str, ...], str, float]  # stems, theme, weight
# Stems of words, and the place of each.
Words = tuple[list[str], list[tuple[int, int]]]
# By a phrase's only stem or its first two, and by its first one: by that after `…`.
Index = tuple[dict[str | tuple[str, str], list[_Entry]], dict[str, dict[str, list[_Entry]]]]


class ThemeHit(NamedTuple):
    """A phrase found: its theme's id, stems, how surely it shows the theme (0 to 1), its place."""

    theme: str
    stems: tuple[str, ...]
    weight: float
    start: int
    end: int


def theme_hits(read: Words, index: Index, masked: Sequence[tuple[int, int]] = ()) -> list[ThemeHit]:
    """Find the phrases of themes in a sentence or paragraph, by its words, in its order.

    A word serves its longest phrase only. `masked` are places that show no theme, such as names.
    """
    found, places = read
    hits: list[tuple[int, int, str, int, tuple[str, ...], float]] = []
    for at, entries in _begun(found, index):
        for stems, theme, weight in entries:
            # By its second stem a phrase of no more was found here.
            end = at + len(stems) if len(stems) <= 2 else match_at(found, at, stems)
            if end > at:
                start, end = places[at][0], places[end - 1][1]
                hits.append((start - end, start, theme, -len(stems), stems, weight))
    kept: list[ThemeHit] = []
    closed: list[tuple[int, int]] = []
    for length, start, theme, _, stems, weight in sorted(hits):
        end = start - length
        if masked and any(first <= start and end <= last for first, last in masked):
            continue
        if GAP not in stems:
            place = (start, end)
            if any(one[0] < end and start < one[1] and one != place for one in closed):
                continue
            closed.append(place)
        kept.append(ThemeHit(theme, stems, weight, start, end))
    once = [hit for hit in kept if not _is_loose(hit) or not _is_said_closer(hit, kept)]
    return sorted(once, key=lambda hit: (hit.start, hit.theme))


def theme_passages(
    texts: Sequence[str],
    index: Index,
    masked: Sequence[Iterable[tuple[int, int]]],
    wanted: Iterable[str],
) -> dict[str, list[int]]:
    """Give the places in `texts` of the passages that discuss each of the `wanted` themes.

    Those that show it; where none does, those that hint at it; what is said of the note itself is
    neither. `index` is that of the phrases in the language of the texts.
    """
    shown: dict[str, list[int]] = {}
    hinted: dict[str, list[int]] = {}
    for at, (text, hidden) in enumerate(zip(texts, masked, strict=True)):
        for hit in theme_hits(words(text), index, [*hidden, *spans_of_itself(text)]):
            (shown if hit.weight >= SHOWN else hinted).setdefault(hit.theme, []).append(at)
    return {
        theme: list(dict.fromkeys(shown.get(theme) or hinted.get(theme, []))) for theme in wanted
    }


@lru_cache(maxsize=16)
def phrase_index(themes: Vocabulary, language: str, *, untaught: bool = False) -> Index:
    """Give the phrases of all themes in a language, by their first stems.

    What is learned of them counts, unless it is to be learned anew.
    """
    known = {} if untaught else read_own(LEARNED)["phrases"]
    index: Index = ({}, {})
    near, far = index
    for term in themes.terms:
        for stems, weight in weighed_phrases(term, language, known).items():
            first, second, third = (*stems, "", "", "")[:3]
            if first and second == GAP:
                far.setdefault(first, {}).setdefault(third, []).append((stems, term.id, weight))
            elif first:
                begun = (first, second) if second else first
                near.setdefault(begun, []).append((stems, term.id, weight))
    return index


def weighed_phrases(
    term: Term, language: str, known: Mapping[str, Mapping[str, float]]
) -> dict[tuple[str, ...], float]:
    """Give the stems of a theme's phrases in a language, with how surely each shows it.

    `known` is what is known of some of them: by theme, then by their stems.
    """
    suffix = "" if language == "en" else f"_{language}"
    weights: dict[tuple[str, ...], float] = {}
    for keys, weight in ((WEAK, HINT), (STRONG, TRIGGER)):
        for listed in (one for key in keys for one in term.facts.get(f"{key}{suffix}") or ()):
            weights |= dict.fromkeys(map(phrase_stems, phrases_of(str(listed))), weight)
    # Its names are English, and serve wherever it lists no phrase.
    if language == "en" or not weights:
        weights |= dict.fromkeys(map(phrase_stems, (term.named(language), *term.aliases)), NAME)
    own = known.get(term.id, {})
    return {
        stems: own.get(" ".join(stems), weight if len(stems) < 2 else weight + SEVERAL)
        for stems, weight in weights.items()
    }


def _begun(found: Sequence[str], index: Index) -> list[tuple[int, list[_Entry]]]:
    """Give the words at which phrases may begin, each with these."""
    near, far = index
    begun = [(at, near[one]) for at, one in enumerate(found) if one in near]
    begun += [(at, near[one]) for at, one in enumerate(pairwise(found)) if one in near]
    for at in [at for at, first in enumerate(found) if first in far]:
        others, after = far[found[at]], found[at + 1 : at + WIDEST_GAP + 2]
        if not others.keys().isdisjoint(after):
            begun += [(at, others[one]) for one in others.keys() & set(after)]
    return begun


def _is_loose(hit: ThemeHit) -> bool:
    """Say whether a hit is of words that only stand together in a sentence."""
    return GAP in hit.stems and hit.weight < SHOWN


def _is_said_closer(loose: ThemeHit, hits: list[ThemeHit]) -> bool:
    """Say whether words that stand together hold a phrase of the same theme, which counts."""
    return any(
        hit.theme == loose.theme
        and hit.start < loose.end
        and loose.start < hit.end
        and not _is_loose(hit)
        for hit in hits
    )
