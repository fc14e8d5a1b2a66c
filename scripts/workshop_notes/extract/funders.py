"""Funders: organizations named where the text says who paid for the project or the note."""

from __future__ import annotations

import re

from workshop_notes.extract.organizations import places_of
from workshop_notes.extract.proposal import Considered, Evidence, Finding, Proposal, unique
from workshop_notes.extract.reading import Reading
from workshop_notes.vocabulary import Term, Vocabulary

_PAID = re.compile(
    r"\b(?:fund(?:ed|s|ing)|fund (?:this|the|our) (?:project|series|work|publication|note)|"
    r"financ(?:ed|es|ing|ial|ière?s?|ée?s?|e|ement)|sponsor(?:ed|s|ship)|"
    r"underwritten|(?:made )?possible|with (?:the )?(?:\w+ ){0,2}(?:support|assistance|"
    r"contribution|"
    r"help)|(?:generous|kind|financial) (?:\w+ )?(?:support|contribution|assistance)|"
    r"supported (?:\w+ )?by|support(?:s|ed) (?:this|the|our|their) (?:project|series|publication|"
    r"workshop|note|event)|"
    r"bénéfici\w+ du (?:soutien|concours)|"
    r"(?:has|have|had|with|enjoys?|received?s?) the (?:\w+ )?support of|"
    r"support (?:from|provided)|resources (?:provided|from)|grants? from|pa(?:id (?:for|by)|"
    r"ys? for)|"
    r"contributions? (?:from|of)|grateful|gratitude|thanks? (?:to )?(?:the )?|acknowledges?|"
    r"donors?|funders?|grâce (?:à|au|aux)|avec (?:le |l')?(?:\w+ )?(?:soutien|appui|concours|aide)|"
    r"(?:soutien|appui) (?:financier|généreux)|bailleurs?|subvention\w*|remerci\w+)\b",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:projects?|notes?|workshops?|series|publications?|reports?|meetings?|round-?tables?|"
    r"events?|seminars?|initiative|work|program(?:me)?s?|papers?|research|it|they|organizers|"
    r"partners|projet|ateliers?|série|rencontres?|réunions?|débats?|événements?|travaux|rapport|"
    r"tables? rondes?|initiative)\b",
    re.IGNORECASE,
)
_NOT_OURS = re.compile(
    r"\b(?:missions?|operations?|forces?|troops?|army|elections?|peacekeep\w+|humanitarian|"
    r"trust fund|country|aid|development|stabili[sz]ation|training|police|ddr|budget|response|"
    r"opérations?|élections?|armée|aide|contingents?)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(r"\b(?:grateful|gratitude|thanks?|acknowledges?|remerci\w+)\b", re.IGNORECASE)
# `… provided funding.`: what for goes without saying.
_NOTHING_ELSE = re.compile(
    r"(?:fund\w*|financ\w*|support\w*|contributions?|soutien|appui|\s)+\W*", re.IGNORECASE
)
_LABEL = re.compile(
    r"^\W*(?:funded|funding|financed|funders?|donors?|supported|sponsors?|financé|financement|"
    r"bailleurs)",
    re.I,
)


def funders(reading: Reading, organizations: Vocabulary) -> Finding:
    """Propose the organizations that a sentence names as paying for the project or the note.

    `The project is funded with the support of …`, `made possible by …`, `grâce au soutien de …`;
    not those who pay for the mission or its tasks. The government of a ministry that the same
    sentence names is not listed beside it.
    """
    terms = [t for t in organizations.terms if t.facts.get("role") == "funder"]
    found: dict[str, Evidence] = {}
    considered: list[Considered] = []
    everywhere = {term.id: places_of(reading, term) for term in terms}
    for sentence in reading.body:
        paid = _PAID.search(reading.folded, sentence.start, sentence.end)
        named = {
            identifier: place
            for identifier, places in everywhere.items()
            for place in places
            if sentence.start <= place[0] < sentence.end
        }
        if not paid or not named:
            continue
        named = _without_wholes(named, terms)
        ours = _is_ours(
            reading.folded[sentence.start : sentence.end], paid.start() - sentence.start
        )
        for identifier, place in named.items():
            if ours:
                found.setdefault(identifier, reading.evidence(*place))
            elif identifier not in found:
                considered.append((identifier, "does not pay for the note", sentence.line))
    if not found:
        return Finding()
    ordered = tuple(term.id for term in terms if term.id in found)
    ordered = tuple(sorted(ordered, key=lambda identifier: found[identifier].line))
    return Finding(Proposal(ordered, unique(found.values()), tuple(considered)))


def _is_ours(sentence: str, paid: int) -> bool:
    """Say whether a sentence is about paying for the project, not for the mission."""
    if _LABEL.match(sentence):
        return True
    if _THANKS.search(sentence):
        return not _NOT_OURS.search(sentence)
    if paid < 6:
        return not _NOT_OURS.search(sentence)
    subject = sentence[:paid]
    ours, theirs = list(_OURS.finditer(subject)), list(_NOT_OURS.finditer(subject))
    if ours or theirs:
        last_ours = ours[-1].start() if ours else -1
        last_theirs = theirs[-1].start() if theirs else -1
        return last_ours > last_theirs
    rest = sentence[paid:]
    if _NOTHING_ELSE.fullmatch(rest):
        return True
    return bool(_OURS.search(rest)) and not _NOT_OURS.search(rest)


def _without_wholes(
    named: dict[str, tuple[int, int]], terms: list[Term]
) -> dict[str, tuple[int, int]]:
    """Drop a government whose ministry is named, and a name that lies inside a longer one."""
    broader = {term.id: term.broader for term in terms}
    ministries = {broader[identifier] for identifier in named if broader[identifier]}
    kept = {}
    for identifier, (start, end) in sorted(named.items(), key=lambda pair: pair[1]):
        inside = any(
            other != identifier and place[0] <= start and end <= place[1] and place != (start, end)
            for other, place in named.items()
        )
        if not inside and identifier not in ministries:
            kept[identifier] = (start, end)
    return kept
