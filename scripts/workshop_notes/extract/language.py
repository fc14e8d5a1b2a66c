"""The language of the body, by its commonest words; a page's furniture does not count."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workshop_notes.extract.proposal import Evidence, Finding, Proposal
from workshop_notes.extract.reading import Reading, Sentence

WORDS = {
    "en": "the of and to in is that for on with as was were by it from at this be are not which",
    "fr": "le la les des du et à en est que pour sur dans une un par aux au qui ont ce cette ne",
    "es": "el los las del y en es que para por con una un se al lo su como más fue este esta",
    "pt": "o os as do da dos das e em é que para por com uma um se ao no na como mais foi",
    "de": "der die das und in ist zu den von mit für auf ein eine im dem nicht des sich als",
}
_SETS = {code: frozenset(words.split()) for code, words in WORDS.items()}
_SCRIPTS = (("ru", re.compile(r"[а-яё]", re.IGNORECASE)), ("ar", re.compile(r"[\u0600-\u06ff]")))
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
        code, number = _language_of(sentence.text)
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


def _language_of(text: str) -> tuple[str, int]:
    for code, script in _SCRIPTS:
        letters = len(script.findall(text))
        if letters * 2 > sum(letter.isalpha() for letter in text):
            return code, len(text.split())
    words = re.findall(r"[^\W\d_]+", text.lower())
    counts = {code: sum(word in known for word in words) for code, known in _SETS.items()}
    best = max(sorted(counts), key=lambda code: (counts[code], code == "en"))
    return (best, counts[best]) if counts[best] else ("", 0)
