"""What kind of event it was, how it was held, under which rule, and in which series."""

from __future__ import annotations

import re
from collections import Counter

from workshop_notes.extract.events import EventSentence
from workshop_notes.extract.proposal import Evidence, Finding, Proposal, unique
from workshop_notes.extract.reading import Reading
from workshop_notes.vocabulary import Term, Vocabulary

_KINDS = (
    ("workshop", re.compile(r"\b(?:work-?\s?shops?|ateliers?|réunions? de travail)\b", re.I)),
    ("roundtable", re.compile(r"\b(?:round-?\s?tables?|tables? rondes?|débats?)\b", re.I)),
    ("seminar", re.compile(r"\b(?:seminars?|séminaires?|webinars?|webinaires?)\b", re.I)),
)
_EVENT = (
    r"(?:\w+[\s-]){0,2}?(?:work-?\s?shops?|round-?\s?tables?|seminars?|meetings?|discussions?|"
    r"events?|"
    r"consultations?|conversations?|sessions?)"
)
_VIRTUAL = re.compile(
    rf"\b(?:virtual|online|on-line|web-based|remote|digital|fully virtual)\s+{_EVENT}\b|"
    rf"\bwebinars?\b|\b{_EVENT}\s+(?:was |were )?"
    r"(?:(?:held|convened|organi[sz]ed|conducted|hosted)\s)?"
    r"(?:virtually|online|remotely|by video\w*|via (?:zoom|video\w*|teams|webex)|over zoom)|"
    r"\b(?:held|convened|organi[sz]ed|met|hosted|gathered|took place|conducted)\s+(?:\w+\s){0,2}?"
    r"(?:virtually|online|remotely|by video[\w-]*|via (?:video[\w-]*|zoom|webex)|over zoom)\b|"
    r"\b(?:atelier|table ronde|débat|séminaire|réunion(?: de travail)?|rencontre|discussion|"
    r"échange|événement)s?\s+(?:virtuel\w*|en ligne|à distance|par (?:vidéo|visio)\w*)|"
    r"\b(?:tenue?s?|organisée?s?|réunie?s?|lieu)\s+(?:\w+\s){0,3}?(?:virtuellement|en ligne|"
    r"à distance|par (?:vidéo|visio)[\w-]*)|\bwebinaires?\b|"
    r"(?:^|(?<=[.!?]\s))(?:it|this) was (?:held |a )?(?:fully )?(?:virtual|online|remote)\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"^\W*format\s*:", re.IGNORECASE)
# In the sentence that reports the event, any of these says how people met.
_SCREEN = re.compile(
    r"\b(?:on|from|behind) (?:their |the )?screens?\b|\bzoom\b|\bvideo[ -]?(?:link|call|"
    r"conferenc\w*)\b|"
    r"\bby video\b|\bremotely\b|\bvirtually\b|\ben ligne\b|\bvisioconférence\b|\bà distance\b|"
    r"\bonline\b(?! (?:hate|hatred|campaigns?|attacks?|disinformation|platforms?|media|abuse))|"
    r"^\W*format\s*:\s*(?:online|virtual|en ligne|virtuel)",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\bhybrid (?:work-?shop|seminar|round-?table|event|meeting|format)|\b(?:atelier|format|"
    r"réunion|"
    r"table ronde|séminaire) hybride|\bmixed format\b|\b(?:around|at) the table\b|\bin the room\b",
    re.IGNORECASE,
)
_IN_PERSON = re.compile(r"\b(?:in[- ]person|face[- ]to[- ]face|en présentiel|en personne)\b", re.I)
_NOT_THIS = re.compile(
    r"\b(?:previous|earlier|last year|past|prior|after (?:\w+ ){0,4}|unlike|since \w+|no longer|"
    r"not|précédente?s?|passée?s?)\s*(?:\w+\s){0,3}$",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"\bchatham[\s-]+house[\s-]+(?:rules?|terms)\b|\brules? of chatham house\b|"
    r"\bchatham house's rule\b|"
    r"\brule\s*:\s*chatham house\b|"
    r"\brègles?\s+(?:\w+[\s-]){0,3}?(?:de\s+)?(?:non-attribution\s+)?de\s+chatham",
    re.I,
)
_NO_RULE = re.compile(
    r"\b(?:not|without|instead of|rather than|on the record|outside)\b[^.]{0,50}$|"
    r"\bn'[^.]{0,40}\bpas\b[^.]{0,40}$",
    re.IGNORECASE,
)


def event(reading: Reading, events: tuple[EventSentence, ...]) -> Finding:
    """Propose workshop, roundtable or seminar: what the text calls its own event most often.

    The sentences that report the event count twice; on a tie the first of the three wins, which
    is the series' own word.
    """
    reporting = {one.sentence.start for one in events}
    counts: Counter[str] = Counter()
    places: dict[str, tuple[int, int]] = {}
    for sentence in reading.body:
        if not reporting or sentence.start in reporting or _self(sentence.text):
            for kind, pattern in _KINDS:
                for match in pattern.finditer(reading.folded, sentence.start, sentence.end):
                    counts[kind] += 2 if sentence.start in reporting else 1
                    places.setdefault(kind, (match.start(), match.end()))
    if not counts:
        # The sentences that report it call it a meeting: what the rest of the text calls it.
        for kind, pattern in _KINDS:
            for match in pattern.finditer(reading.folded):
                if reading.line_at(match.start()).role == "body":
                    counts[kind] += 1
                    places.setdefault(kind, (match.start(), match.end()))
    if not counts:
        return Finding()
    order = [kind for kind, _ in _KINDS]
    best = max(order, key=lambda kind: (counts[kind], -order.index(kind)))
    considered = tuple(
        (
            kind,
            f"named {counts[kind]} against {counts[best]}",
            reading.line_at(places[kind][0]).number,
        )
        for kind in order
        if kind != best and counts[kind]
    )
    return Finding(Proposal(best, (reading.evidence(*places[best]),), considered))


def event_format(
    reading: Reading, events: tuple[EventSentence, ...], publishers: re.Pattern[str]
) -> Finding:
    """Propose `virtual` if the text says so of this event; nothing else is ever proposed.

    `Online hate speech` or `virtual collapse` is not said of the event, and `the first meeting in
    person after two years of virtual ones` says the opposite.
    """
    # The Council and others meet too: a mere meeting counts if an organizer held it.
    spans = [
        (one.sentence.start, one.sentence.end)
        for one in events
        if one.firm or publishers.search(one.sentence.text)
    ]
    spans += [
        (sentence.start, sentence.end)
        for sentence in reading.body
        if len(publishers.findall(sentence.text)) > 1
    ]
    evidence: list[Evidence] = []
    for match in _VIRTUAL.finditer(reading.folded):
        sentence = reading.sentence_at(match.start())
        if sentence is None or sentence.role != "body":
            continue
        start, end = sentence.start, sentence.end
        itself = match[0].lower().startswith(("it ", "this "))
        reports = itself or not spans or (start, end) in spans or _self(sentence.text)
        before = reading.folded[start : match.start()]
        if reports and not _IN_PERSON.search(sentence.text) and not _NOT_THIS.search(before):
            evidence.append(reading.evidence(match.start(), match.end()))
    for sentence in reading.body:
        labelled = bool(_LABELLED.match(sentence.text))
        told = labelled or (sentence.start, sentence.end) in spans
        found = _SCREEN.search(reading.folded, sentence.start, sentence.end) if told else None
        if found and not _IN_PERSON.search(sentence.text):
            evidence.append(reading.evidence(found.start(), found.end()))
    mixed = any(_BOTH.search(reading.folded, start, end) for start, end in spans)
    return Finding(Proposal("virtual", unique(evidence))) if evidence and not mixed else Finding()


def rule(reading: Reading) -> Finding:
    """Propose `chatham-house` if the text says that the rule applied, in English or French.

    The institute of that name, or `not under the Chatham House rule`, is no evidence.
    """
    for match in _RULE.finditer(reading.folded):
        sentence = reading.sentence_at(match.start())
        if sentence is None or sentence.role == "related":
            continue
        if not _NO_RULE.search(reading.folded[sentence.start : match.start()]):
            evidence = reading.evidence(match.start(), match.end())
            return Finding(Proposal("chatham-house", (evidence,)))
    return Finding()


def series(reading: Reading, title: str, vocabulary: Vocabulary) -> Finding:
    """Propose the narrowest series whose phrases the title or the body holds."""
    text = _folded(reading.folded)
    heading = _folded(title)
    found: list[tuple[Term, Evidence, bool]] = []
    for term in vocabulary.terms:
        for phrase in _phrases(term):
            pattern = re.compile(re.escape(phrase).replace("and", "(?:and|&)"))
            place = pattern.search(text)
            in_title = bool(pattern.search(heading))
            line = reading.line_at(place.start()) if place else None
            if in_title or (line is not None and line.role == "body"):
                evidence = reading.evidence(*place.span()) if place else Evidence(title, 1)
                found.append((term, evidence, in_title))
                break
    if not found:
        return Finding()
    # A narrower series must be in the title: the whole series' notes speak of its beginnings.
    narrow = [one for one in found if one[0].broader and one[2]]
    wide = [one for one in found if not one[0].broader]
    chosen = (narrow or wide or found)[0]
    considered = tuple(
        (term.id, "wider, or not in the title", evidence.line)
        for term, evidence, _ in found
        if term.id != chosen[0].id
    )
    return Finding(Proposal(chosen[0].id, (chosen[1],), considered))


def _self(text: str) -> bool:
    """Say whether a sentence speaks of the event as its own: `this workshop`, `cet atelier`."""
    return bool(
        re.search(
            r"\b(?:this|the|these|our|first|second|third|[a-z]+th|cet|cette|ce|le|la|l')\s*"
            r"(?:\w+[\s-]){0,3}?(?:work-?\s?shops?|round-?\s?tables?|seminars?|meetings?|events?|"
            r"discussions?|ateliers?|tables? rondes?|débats?|séminaires?|réunions?)\b",
            text,
            re.IGNORECASE,
        )
    )


def _phrases(term: Term) -> list[str]:
    found: list[str] = []
    for key in ("triggers", "triggers_fr"):
        value = term.facts.get(key)
        if isinstance(value, list | tuple):
            found.extend(_folded(str(phrase)) for phrase in value)
    return found


def _folded(text: str) -> str:
    """Fold case, quotes and white space, sign for sign, so that places stay."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return re.sub(r"\s", " ", lowered.replace("’", "'"))
