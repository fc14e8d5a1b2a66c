"""Sentences that report the workshop itself: who held what, in the past tense."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workshop_notes.extract.reading import Reading, Sentence

# The three events that a note can be of come first; the others are what texts call them loosely.
NOUN = (
    r"(?:work-?\s?shops?|round-?\s?tables?|seminars?|ateliers?|tables? rondes?|séminaires?|débats?|"
    r"meetings?|discussions?|events?|conversations?|consultations?|convenings?|réunions?|"
    r"rencontres?|échanges?|événements?|évènements?)"
)
FIRM_NOUN = (
    r"(?:work-?\s?shops?|round-?\s?tables?|seminars?|ateliers?|tables? rondes?|séminaires?|débats?)"
)
VERB = (
    r"(?:(?:co-?\s?|jointly )?(?:organi[sz]ed|hosted|convened|held|staged|ran)|"
    r"brought (?:\w+\s){0,6}?together|"
    r"gathered|met|took place|assembled|sat down|teamed up|(?:co-?)?chaired|"
    r"(?:ont|a|avait|avaient|fut|été|est|s'est|se sont)\s(?:\w+\s){0,2}?(?:co-?)?(?:organisée?s?|"
    r"tenue?s?|réunie?s?|convoquée?s?|accueillie?s?|animée?s?|débattu)|(?:co-?)?organisée?s? par|"
    r"a eu lieu|ont eu lieu|tenue? le|réunissant|réunie?s? (?:en|à|le|du|par|autour))"
)
FUTURE = re.compile(
    r"\b(?:will|shall|would|next|upcoming|to be held|is scheduled|are scheduled|invites? you|"
    r"prochaine?|se tiendra|aura lieu|organiseront|vous invitent?)\b",
    re.IGNORECASE,
)
EARLIER = re.compile(
    r"\b(?:previous|earlier|last year(?:'s)?|similar|prior|preceding|past|former|"
    r"précédente?s?|l'an dernier|l'année dernière|similaires?)\b",
    re.IGNORECASE,
)
_NOUN = re.compile(rf"\b{NOUN}\b", re.IGNORECASE)
_FIRM = re.compile(rf"\b{FIRM_NOUN}\b", re.IGNORECASE)
_VERB = re.compile(rf"\b{VERB}", re.IGNORECASE)
_REPORT = re.compile(
    r"\b(?:meeting|workshop|summary|discussion) note (?:was|is|were) (?:drafted|prepared|written|"
    r"authored)|\b(?:drafted|written|prepared) (?:collaboratively|jointly)|"
    r"\bco-?\s?(?:authored|written|drafted)|"
    r"summari[sz]es? the (?:main |key )?(?:points|themes|issues|takeaways)|"
    r"(?:rédigée?|coécrite?) (?:conjointement|ensemble|par)|"
    r"résume les principaux points",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\bcirculate (?:a|the) (?:\w+ )?note\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EventSentence:
    """A sentence that says the event was held; `firm` if it calls it a workshop or the like."""

    sentence: Sentence
    firm: bool


def event_sentences(reading: Reading) -> tuple[EventSentence, ...]:
    """Find the sentences of the body that report the event, not an earlier or a coming one."""
    found = []
    for sentence in reading.body:
        if not _VERB.search(sentence.text) or not _NOUN.search(sentence.text):
            continue
        around = _around_noun(sentence.text)
        if EARLIER.search(around) or FUTURE.search(around):
            continue
        found.append(EventSentence(sentence, bool(_FIRM.search(sentence.text))))
    return tuple(found)


def drafting_sentences(reading: Reading) -> tuple[Sentence, ...]:
    """Find the sentences of the body that say who wrote the note, or what it sums up."""
    return tuple(sentence for sentence in reading.body if _REPORT.search(sentence.text))


def signing_sentences(reading: Reading) -> tuple[Sentence, ...]:
    """Find the sentences of the body that say who will send the note round."""
    return tuple(sentence for sentence in reading.body if _SIGNED.search(sentence.text))


def names_event(text: str) -> bool:
    """Say whether a text has a word for a workshop or the like."""
    return bool(_NOUN.search(text))


def _around_noun(text: str) -> str:
    """Give the words just before the event's noun, where a coming event shows."""
    match = _NOUN.search(text)
    return text[max(0, match.start() - 60) : match.end()] if match else text
