"""A summary of one paragraph, taken from the text's own sentences, that identifies nobody."""

from __future__ import annotations

import re

from workshop_notes.extract.events import EventSentence
from workshop_notes.extract.proposal import Finding, Proposal, unique
from workshop_notes.extract.reading import Reading, Sentence

LONGEST = 600
MOST = 3
SHORTEST_SENTENCE, LONGEST_SENTENCE = 8, 60
_TALK = re.compile(
    r"\b(?:participants?|discuss\w*|sessions?|talks|agreed|asked|found|mandate|should|could|"
    r"suggest\w*|recommend\w*|débat\w*|discussions?|ont (?:estimé|souligné|demandé)|devrait)\b",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"\bparticipants?\b|\bsessions?\b|\bthe (?:talks|discussions?)\b|\bmost\b", re.I
)
_STANDING = re.compile(
    r"\b(?:drafted|co-?authored|chatham|funded|financ\w+|supported by|series of|consecutive|"
    r"supports? (?:the|this) project|support of|made possible|attributed|similar (?:talks|"
    r"workshops?)|"
    r"does not necessarily|provided a forum|offered a platform|for this site|published note|"
    r"attended|took part|gave their views|first renewal|expected to renew|devrait renouveler|"
    r"views|download\w*|published|"
    r"https?|www|editor's note|read more|copyright|rédigée?|série d'ateliers)\b",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"^(?:its|their|similar|it|they|this|these|that|those|both|each|he|she|such|within them|and|"
    r"but|yet|so|also|"
    r"still|"
    r"however|therefore|the (?:former|latter|same)|il|elle|ils|elles|cela|ceci|ces|mais)\b",
    re.IGNORECASE,
)
# Whoever might be a person, a delegation or an office of one: left out rather than weighed.
_SOMEBODY = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Amb|Gen|Col|Prof|Sir|Dame|M|Mme)\.?\s+[A-ZÀ-Þ]|"
    r"\b(?:ambassadors?|ambassad\w+|presidents?|présidente?s?|ministers?|ministres?|delegates?|"
    r"délégu\w+|delegations?|représentante?s?|representatives?|envoys?|generals?|colonels?|"
    r"commanders?|officers?|officials?|spokes\w+|moderators?|speakers?|panell?ists?|directors?|"
    r"heads? of|chief|coordinators?|permanent mission|mission permanente|advisers?|advisors?|"
    r"professors?|he|she|his|her|elle|il a)\b|"
    r"\b[A-ZÀ-Þ][\w-]+'s? (?:points?|remarks?|comments?|questions?|proposals?|concerns?|views?|"
    r"interventions?|suggestions?)\b|\battendance\b|(?:\b[A-ZÀ-Þ]\w+(?: [A-ZÀ-Þ]\w+)*, ){4}|"
    r"[\w.]+@[\w.]+|\+\d[\d ]{6,}|[\"“]",
    re.IGNORECASE,
)
_SAYER = re.compile(
    r"\b(?:[A-ZÀ-Þ][\w'-]+)(?:\s+(?:and\s+)?[A-ZÀ-Þ][\w'-]+){0,3}\s+(?:said|told|noted|argued|"
    r"asked|"
    r"stressed|added|replied|observed|proposed|called|disagreed|pushed|warned|urged|insisted|"
    r"supported|opposed|a (?:dit|souligné|déclaré|estimé)|ont (?:dit|souligné|déclaré|estimé))\b"
)
# Raised figures after a word or a stop; those of `m²` are units.
_NOTE_MARK = re.compile(
    r"(?:(?<=[.,;:!?)\"'’”])|(?<=[a-zà-ÿ]{3}))(?:[¹²³⁰⁴-⁹†‡]+|\s?\[\d{1,3}\])|~~"
)
_UNNAMED = re.compile(r"^(?:participants|some|several|many|most|others|they|the council)\b", re.I)


def summary(
    reading: Reading, events: tuple[EventSentence, ...], title: str, publishers: re.Pattern[str]
) -> Finding:
    """Propose a summary: up to three sentences of the body that tell most of what was discussed.

    Up to 600 characters, in the text's order. Headings, the series' standing sentences, sentences
    that lean on the one before (`They …`), and everything that may name a person, a delegation or
    an office are passed over; `publishers` matches organizers' names.
    """
    reporting = {one.sentence.start for one in events}
    fit = [
        sentence
        for sentence in reading.body
        if sentence.start not in reporting
        and _is_fit(sentence, title)
        and not publishers.search(sentence.text)
    ]
    ranked = sorted(range(len(fit)), key=lambda at: (-_weight(fit[at].text, at), at))
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
    text = " ".join(_clean(reading.text[s.start : s.end]) for s in sentences)
    return Finding(Proposal(text, unique(reading.evidence(s.start, s.end) for s in sentences)))


def _weight(text: str, place: int) -> float:
    """Weigh a sentence: what was discussed first, then the longer and the earlier."""
    told = 2.0 * bool(_TELLING.search(text)) + 1.0 * bool(_TALK.search(text))
    return told + min(len(text.split()), 40) / 40 - 0.1 * place


def _is_fit(sentence: Sentence, title: str) -> bool:
    text = _clean(sentence.text)
    count = len(text.split())
    return (
        SHORTEST_SENTENCE <= count <= LONGEST_SENTENCE
        and text[:1].isupper()
        and text.rstrip("0123456789").endswith((".", ".'", ")"))
        and not (title and title.casefold() in text.casefold())
        and not _STANDING.search(text)
        and not _LEANING.match(text)
        and not text.endswith("following.")
        and not _SOMEBODY.search(text)
        and not (_SAYER.search(text) and not _UNNAMED.match(text))
    )


def _clean(text: str) -> str:
    """Take off the marks of footnotes and of emphasis, and join the lines."""
    joined = " ".join(re.sub(r"\[\^\w+\]|[*`]|(?<!\w)_|_(?!\w)", "", text).split())
    joined = _NOTE_MARK.sub("", joined)
    joined = re.sub(r"(?<=[.!?])\s?\d{1,2}$", "", joined)
    return re.sub(r"(?<=[a-zà-ÿ])\d{1,2}\s?(?=[.,;])", "", joined)
