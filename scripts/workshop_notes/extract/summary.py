"""A summary of one paragraph, taken from the text's own sentences, that identifies nobody."""

from __future__ import annotations

import re

from workshop_notes.extract.events import EventSentence
from workshop_notes.extract.proposal import Finding, Proposal, unique
from workshop_notes.extract.reading import Reading, Sentence

LONGEST = 600
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
    r"does not necessarily|provided a forum|offered a platform|views|download\w*|published|"
    r"https?|www|editor's note|read more|copyright|rédigée?|série d'ateliers)\b",
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
    r"[\w.]+@[\w.]+|\+\d[\d ]{6,}|[\"“]",
    re.IGNORECASE,
)
_SAYER = re.compile(
    r"\b(?:[A-ZÀ-Þ][\w'-]+)(?:\s+(?:and\s+)?[A-ZÀ-Þ][\w'-]+){0,3}\s+(?:said|told|noted|argued|"
    r"asked|"
    r"stressed|added|replied|observed|proposed|called|disagreed|pushed|warned|urged|insisted|"
    r"supported|opposed|a (?:dit|souligné|déclaré|estimé)|ont (?:dit|souligné|déclaré|estimé))\b"
)
_UNNAMED = re.compile(r"^(?:participants|some|several|many|most|others|they|the council)\b", re.I)


def summary(
    reading: Reading, events: tuple[EventSentence, ...], title: str, publishers: re.Pattern[str]
) -> Finding:
    """Propose a summary: the first sentences of the body that tell what was discussed.

    Up to 600 characters. The series' standing sentences, headings and everything that may name a
    person, a delegation or an office are passed over; `publishers` matches organizers' names.
    """
    reporting = {one.sentence.start for one in events}
    fit = [
        sentence
        for sentence in reading.body
        if sentence.start not in reporting and _is_fit(sentence, title)
    ]
    fit = [s for s in fit if not publishers.search(s.text)]
    telling = [s for s in fit if _TELLING.search(s.text)] or [
        s for s in fit if _TALK.search(s.text)
    ]
    chosen: list[Sentence] = []
    length = 0
    for sentence in telling or fit:
        if length + len(sentence.text) > LONGEST or (chosen and len(chosen) >= 3):
            break
        chosen.append(sentence)
        length += len(sentence.text) + 1
    if not chosen:
        return Finding()
    text = " ".join(_clean(reading.text[s.start : s.end]) for s in chosen)
    evidence = unique(reading.evidence(s.start, s.end) for s in chosen)
    return Finding(Proposal(text, evidence))


def _is_fit(sentence: Sentence, title: str) -> bool:
    text = sentence.text
    count = len(text.split())
    return (
        SHORTEST_SENTENCE <= count <= LONGEST_SENTENCE
        and text[:1].isupper()
        and text.rstrip("0123456789").endswith((".", ".'", ")"))
        and not (title and title.casefold() in text.casefold())
        and not _STANDING.search(text)
        and not _SOMEBODY.search(text)
        and not (_SAYER.search(text) and not _UNNAMED.match(text))
    )


def _clean(text: str) -> str:
    """Take off a glued footnote's number and join the lines."""
    return re.sub(r"(?<=[.!?])\s?\d{1,2}$", "", " ".join(text.split()))
