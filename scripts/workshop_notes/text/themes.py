"""Themes in a text: the phrases of the vocabulary that stand in it, for tags and for paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from workshop_notes.text.stems import GAP, match_at, phrase_stems, phrases_of, words
from workshop_notes.vocabulary import Term, Vocabulary

TRIGGER, HINT = 1.0, 0.5
# Keys of a theme whose phrases show it by themselves, and keys whose phrases only hint at it.
STRONG, WEAK = ("triggers", "phrases"), ("hints", "together")

# (stems, the same as a set without gaps, theme, weight) by first stem, the longest phrase first.
_Entry = tuple[tuple[str, ...], frozenset[str], str, float]
Index = dict[str, tuple[_Entry, ...]]


@dataclass(frozen=True, slots=True)
class ThemeHit:
    """A phrase found: its theme's id, its stems, its weight (1 shows, 0.5 hints), and its place."""

    theme: str
    stems: tuple[str, ...]
    weight: float
    start: int
    end: int


def theme_hits(
    text: str,
    themes: Vocabulary,
    language: str = "en",
    masked: Iterable[tuple[int, int]] = (),
) -> list[ThemeHit]:
    """Find the phrases of themes in a sentence or paragraph, in its order.

    A word serves its longest phrase only. `masked` are places that show no theme, such as names.
    """
    index = _index(themes, language)
    found = words(text)
    present = {word.stem for word in found}
    hidden = tuple(masked)
    hits: list[ThemeHit] = []
    for at, word in enumerate(found):
        for stems, needed, theme, weight in index.get(word.stem, ()):
            if not needed <= present:
                continue
            end = match_at(found, at, stems)
            if end > at:
                hits.append(ThemeHit(theme, stems, weight, word.start, found[end - 1].end))
    hits.sort(key=lambda hit: (hit.start - hit.end, hit.start, hit.theme))
    kept: list[ThemeHit] = []
    for hit in hits:
        if any(start <= hit.start and hit.end <= end for start, end in hidden):
            continue
        if not any(_clash(hit, other) for other in kept):
            kept.append(hit)
    once = [hit for hit in kept if not _is_loose(hit) or not _is_said_closer(hit, kept)]
    return sorted(once, key=lambda hit: (hit.start, hit.theme))


def theme_passages(
    texts: Sequence[str],
    themes: Vocabulary,
    language: str,
    masked: Sequence[Iterable[tuple[int, int]]],
    wanted: Iterable[str],
) -> dict[str, list[int]]:
    """Give the places in `texts` of the passages that discuss each of the `wanted` themes.

    Those that show it; where none does, those that hint at it.
    """
    hits = [
        {(hit.theme, hit.weight) for hit in theme_hits(text, themes, language, hidden)}
        for text, hidden in zip(texts, masked, strict=True)
    ]
    found = {}
    for theme in wanted:
        shown, hinted = (
            [at for at, one in enumerate(hits) if (theme, weight) in one]
            for weight in (TRIGGER, HINT)
        )
        found[theme] = shown or hinted
    return found


def _clash(hit: ThemeHit, other: ThemeHit) -> bool:
    overlap = hit.start < other.end and other.start < hit.end
    same = (hit.start, hit.end) == (other.start, other.end)
    return overlap and not same and GAP not in (*hit.stems, *other.stems)


def _is_loose(hit: ThemeHit) -> bool:
    """Say whether a hit is of words that only stand together in a sentence."""
    return GAP in hit.stems and hit.weight < TRIGGER


def _is_said_closer(loose: ThemeHit, hits: list[ThemeHit]) -> bool:
    """Say whether words that stand together hold a phrase of the same theme, which counts."""
    return any(
        hit.theme == loose.theme
        and hit.start < loose.end
        and loose.start < hit.end
        and not _is_loose(hit)
        for hit in hits
    )


def _phrases(term: Term, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    suffix = "" if language == "en" else f"_{language}"
    strong, weak = (
        tuple(
            phrase
            for key in keys
            for pattern in term.facts.get(f"{key}{suffix}") or ()
            for phrase in phrases_of(str(pattern))
        )
        for keys in (STRONG, WEAK)
    )
    # A theme that lists no phrase is known by its names.
    return strong or (() if weak else (term.named(language), *term.aliases)), weak


@lru_cache(maxsize=16)
def _index(themes: Vocabulary, language: str) -> Index:
    entries: dict[str, list[_Entry]] = {}
    for term in themes.terms:
        triggers, hints = _phrases(term, language)
        strong = {phrase_stems(phrase) for phrase in triggers}
        weak = {phrase_stems(phrase) for phrase in hints} - strong
        for stems, weight in (*((s, TRIGGER) for s in strong), *((s, HINT) for s in weak)):
            if stems:
                needed = frozenset(stems) - {GAP}
                entries.setdefault(stems[0], []).append((stems, needed, term.id, weight))
    return {
        first: tuple(sorted(found, key=lambda one: (-len(one[0]), one[0], one[2])))
        for first, found in sorted(entries.items())
    }
