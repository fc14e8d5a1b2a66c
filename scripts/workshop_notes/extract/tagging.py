"""Tagging: which themes a note is about, weighed by the phrases of the vocabulary that it uses."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
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
from workshop_notes.text.themes import HINT, TRIGGER, theme_hits
from workshop_notes.vocabulary import Vocabularies, Vocabulary

LISTS = Path(__file__).with_name("tagging.yml")
# What a theme must weigh: so much, and more in proportion in a text of more words than a short one;
ENOUGH, SHORT_TEXT = 1.0, 800
# this share of what the heaviest six weigh on the mean, for a text that says much of those must say
# more of another than one that says a little of all;
SHARE, HEAVIEST = 0.6, 6
# and twice as much where no workshop is reported: its phrases are rather the asides of a memo.
UNREPORTED = 2.0
# Columns read across mix standing sentences with the discussion.
STANDING_LENGTH = 420

Span = tuple[int, int]


def themes(
    original: OriginalText,
    title: str,
    language: str,
    names: Iterable[Span],
    reported: bool,
    vocabularies: Vocabularies,
) -> Finding:
    """Propose the themes that enough sentences discuss, in the vocabulary's order.

    A sentence weighs at most 1 for a theme, and so does the title: a phrase that shows the theme
    counts 1, one that hints at it 0.5, either half where the text has used it before. Enough is 1
    for a text of up to 800 words, more in proportion for a longer one, and a share of what the
    heaviest themes weigh. `names` are the places of missions' and organizations' names, which show
    no theme; nor do the series' standing sentences.
    """
    known = vocabularies.themes
    standing = _standing(vocabularies.series).find(original.folded)
    masked = [*names, *((one.start, one.end) for one in standing)]
    weights: dict[str, float] = {}
    # Of each theme: what a phrase weighs, where it stands (a title may be no part of the text, and
    # stands at its first line then), and its words.
    shown: dict[str, list[tuple[float, Span, str]]] = {}
    said: set[tuple[str, tuple[str, ...]]] = set()
    at = original.text.find(title)
    itself = original.holding(pattern(LISTS, "about-itself"))
    passages = [
        (original.folded[one.start : one.end], one.start, _within(one, masked))
        for one in original.body
        if not ((one in itself and len(one.text) < STANDING_LENGTH) or _repeats(one, title))
    ]
    passages.append((title, at, ()))
    for text, start, hidden in passages:
        here: dict[str, float] = {}
        for hit in theme_hits(text, known, language, hidden):
            again = text is not title and (hit.theme, hit.stems) in said
            value = hit.weight * (HINT if again else 1.0)
            here[hit.theme] = min(here.get(hit.theme, 0.0) + value, TRIGGER)
            said.add((hit.theme, hit.stems))
            place = (start + hit.start, start + hit.end) if start >= 0 else (0, 0)
            words = " ".join(text[hit.start : hit.end].split())
            shown.setdefault(hit.theme, []).append((value, place, words))
        for theme, value in here.items():
            weights[theme] = weights.get(theme, 0.0) + value
    size = sum(sentence.words for sentence in original.body)
    enough = ENOUGH * max(1.0, size / SHORT_TEXT) * (1.0 if reported else UNREPORTED)
    heaviest = sorted(weights.values(), reverse=True)[:HEAVIEST]
    enough = max(enough, SHARE * sum(heaviest) / max(len(heaviest), 1))
    chosen = tuple(t.id for t in known.terms if weights.get(t.id, 0.0) >= enough - 1e-9)
    if not chosen:
        return Finding()
    considered: tuple[Considered, ...] = tuple(
        (
            theme,
            f"weighs {weights[theme]:.1f} of {enough:.1f}: {found[0][2]}",
            original.line_at(found[0][1][0]).number,
        )
        for theme, found in sorted(shown.items())
        if theme not in chosen
    )
    strongest = (max(shown[theme], key=lambda one: one[0])[1] for theme in chosen)
    evidence = unique((original.evidence(*place) for place in strongest), limit=len(chosen))
    return Finding(Proposal(chosen, evidence, considered))


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
