"""The language of the body, by its commonest words; a page's furniture does not count."""

from __future__ import annotations

from collections.abc import Mapping

from workshop_notes.extract.proposal import Evidence, Finding, Proposal
from workshop_notes.extract.reading import Reading, Sentence
from workshop_notes.text.languages import language_with_count

SHORTEST = 6


def language(reading: Reading, metadata: Mapping[str, str]) -> Finding:
    """Propose the two-letter code of the language most of the body's sentences are in.

    Counts the words that a language uses most, in sentences of six words and more; the format's
    own statement decides only where there is no such sentence.
    """
    counts: dict[str, int] = {}
    longest: dict[str, Sentence] = {}
    sentences = [s for s in reading.body if len(s.text.split()) >= SHORTEST] or list(reading.body)
    for sentence in sentences:
        code, number = language_with_count(sentence.text)
        if code:
            counts[code] = counts.get(code, 0) + number
            if code not in longest or len(sentence.text) > len(longest[code].text):
                longest[code] = sentence
    if not counts:
        stated = metadata.get("lang", "")[:2].lower()
        if not stated:
            return Finding()
        return Finding(Proposal(stated, (Evidence(f"metadata: lang {metadata['lang']}", 1),)))
    best = max(sorted(counts), key=lambda code: counts[code])
    sentence = longest[best]
    considered = tuple(
        (code, f"{counts[code]} common words against {counts[best]}", longest[code].line)
        for code in sorted(counts)
        if code != best
    )
    evidence = reading.evidence(sentence.start, min(sentence.end, sentence.start + 200))
    return Finding(Proposal(best, (evidence,), considered))
