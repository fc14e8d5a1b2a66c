"""A summary of one paragraph, taken from the text's own sentences, that identifies nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from workshop_notes.extract.organizations import Span
from workshop_notes.extract.original import Finding, OriginalText, Proposal, Sentence, unique
from workshop_notes.text.expressions import pattern
from workshop_notes.text.sieve import Texts

LONGEST = 600
MOST = 3
SHORTEST_SENTENCE, LONGEST_SENTENCE = 8, 60
LISTS = Path(__file__).with_name("summary.yml")
UNFIT = ("standing", "somebody")
# Raised figures after a word or a stop; those of `m²` are units.
_NOTE_MARK = re.compile(
    r"(?:(?<=[.,;:!?)\"'’”])|(?<=[a-zà-ÿ]{3}))(?:[¹²³⁰⁴-⁹†‡]+|\s?\[\d{1,3}\])|~~"
)

_MARKS = re.compile(r"[\[*`_\d¹²³⁰⁴-⁹†‡~]")


def summary(
    original: OriginalText, reporting: frozenset[int], title: str, held_by: Iterable[Span]
) -> Finding:
    """Propose a summary: up to three sentences of the body that tell most of what was discussed.

    Up to 600 characters, in the text's order. Headings, the series' standing sentences, sentences
    that lean on the one before (`They …`), and everything that may name a person, a delegation or
    an office are passed over; `reporting` are the starts of the sentences that report the event,
    and `held_by` the places of organizers' names.
    """
    named = {sentence for start, _ in held_by if (sentence := original.sentence_at(start))}
    others = [
        sentence
        for sentence in original.body
        if sentence.start not in reporting and sentence not in named
    ]
    fit = _fit(others, title)
    # What was discussed first, then the longer and the earlier.
    told = dict.fromkeys(original.holding(pattern(LISTS, "telling")), 2.0)
    for one in original.holding(pattern(LISTS, "talk")):
        told[one] = told.get(one, 0.0) + 1.0
    weights = [
        told.get(one, 0.0) + min(one.words, 40) / 40 - 0.1 * at for at, one in enumerate(fit)
    ]
    ranked = sorted(range(len(fit)), key=lambda at: (-weights[at], at))
    chosen: list[int] = []
    length = 0
    for at in ranked:
        size = len(fit[at].text) + 1
        if len(chosen) < MOST and length + size <= LONGEST:
            chosen.append(at)
            length += size
    if not chosen:
        return Finding()
    sentences = [fit[at] for at in sorted(chosen)]
    text = " ".join(_clean(original.text[s.start : s.end]) for s in sentences)
    return Finding(Proposal(text, unique(original.evidence(s.start, s.end) for s in sentences)))


def _fit(sentences: Iterable[Sentence], title: str) -> list[Sentence]:
    """Give the sentences that stand by themselves and name nobody."""
    cleaned = [(one, _clean(one.text)) for one in sentences]
    whole = [(one, text) for one, text in cleaned if _is_whole(text, title)]
    texts = Texts([text for _, text in whole])
    leaning, unnamed = pattern(LISTS, "leaning"), pattern(LISTS, "unnamed")
    unfit = {at for name in UNFIT for at in pattern(LISTS, name).places(texts)}
    unfit |= {at for at in pattern(LISTS, "sayer").places(texts) if not unnamed.match(whole[at][1])}
    return [
        one for at, (one, text) in enumerate(whole) if at not in unfit and not leaning.match(text)
    ]


def _is_whole(text: str, title: str) -> bool:
    return (
        SHORTEST_SENTENCE <= len(text.split()) <= LONGEST_SENTENCE
        and text[:1].isupper()
        and text.rstrip("0123456789)'").endswith(".")
        and not (title and title.casefold() in text.casefold())
        and '"' not in text
        and not text.endswith("following.")
    )


def _clean(text: str) -> str:
    """Take off the marks of footnotes and of emphasis, and join the lines."""
    joined = " ".join(text.split())
    if not _MARKS.search(joined):
        return joined
    joined = re.sub(r"\[\^\w+\]|[*`]|(?<!\w)_|_(?!\w)", "", joined)
    joined = _NOTE_MARK.sub("", joined)
    joined = re.sub(r"(?<=[.!?])\s?\d{1,2}$", "", joined)
    return re.sub(r"(?<=[a-zà-ÿ])\d{1,2}\s?(?=[.,;])", "", joined)
