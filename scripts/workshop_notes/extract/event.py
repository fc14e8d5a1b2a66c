"""What kind of event it was, how it was held, under which rule, and in which series."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from workshop_notes.extract.meeting import FIRM, LISTS, Meeting, applies
from workshop_notes.extract.original import Evidence, Finding, OriginalText, Sentence, proposed
from workshop_notes.text.expressions import pattern
from workshop_notes.text.finder import Finder
from workshop_notes.text.sieve import Pattern
from workshop_notes.vocabulary import Term, Vocabulary

FORMATS = ("virtual", "in-person", "hybrid")
# The sections of meeting.yml with what is said of how people met.
SAID = (*FORMATS, "screen")


def event(original: OriginalText, meeting: Meeting, title: str = "") -> Finding:
    """Propose workshop, roundtable or seminar: what the title says, or the text most often.

    An event is one: `What Workshops Taught Us: A Seminar` is a seminar. In the text, the sentences
    that report the event count twice; on a tie the series' own word
    wins, or what is named first.
    """
    said = {kind: m.start() for kind in FIRM if (m := _single(pattern(LISTS, kind), title))}
    if said:
        return proposed(min(said, key=lambda kind: said[kind]), [Evidence(title, 1)])
    counts: Counter[str] = Counter()
    places: dict[str, tuple[int, int]] = {}
    own = {*meeting.events, *original.holding(pattern(LISTS, "own"))}
    # Where the sentences that report it call it a meeting: what the rest of the text calls it.
    for among in (own, original.body) if meeting.events else (original.body,):
        for kind in FIRM if not counts else ():
            called = pattern(LISTS, kind)
            for sentence in (one for one in original.holding(called) if one in among):
                for match in called.finditer(original.folded, sentence.start, sentence.end):
                    counts[kind] += 2 if sentence in meeting.events else 1
                    places.setdefault(kind, match.span())
    if not counts:
        return Finding()
    best = max(counts, key=lambda kind: (counts[kind], kind == FIRM[0], -places[kind][0]))
    considered = (
        (
            kind,
            f"named {counts[kind]} against {counts[best]}",
            original.line_at(places[kind][0]).number,
        )
        for kind in FIRM
        if kind != best and counts[kind]
    )
    return proposed(best, [original.evidence(*places[best])], considered)


def event_format(
    original: OriginalText, meeting: Meeting, holders: tuple[Sentence, ...]
) -> Finding:
    """Propose how people met, `virtual`, `in-person` or `hybrid`, if the text says so of its event.

    `Online hate speech` or `virtual collapse` is not said of the event, and `the first meeting in
    person after two years of virtual ones` says the opposite. `holders` are sentences that name
    who held the event.
    """
    # Councils and others meet too: a mere meeting counts if somebody known held it.
    attended = original.holding(pattern(LISTS, "attended"))
    told = {*holders, *meeting.firm, *(one for one in attended if one in original.opening)}
    found: dict[str, list[Evidence]] = {name: [] for name in FORMATS}
    likely = {one for name in SAID for one in original.holding(pattern(LISTS, name))}
    for sentence in sorted(likely, key=lambda one: one.start):
        for name, section in _sections(original, sentence, told):
            evidence = _said(original, sentence, section)
            if evidence:
                partly = section == "screen" and pattern(LISTS, "partly").search(sentence.text)
                found["hybrid" if partly else name].append(evidence)
    virtual, met = found["virtual"], found["in-person"]
    # One sentence tells of people in the room and of others on a screen.
    if found["hybrid"] or set(virtual) & set(met):
        return proposed("hybrid", found["hybrid"] or [*virtual, *met])
    return proposed("in-person" if met else "virtual", met or virtual)


def rule(original: OriginalText) -> Finding:
    """Propose `chatham-house` if the text says that the rule applied.

    The institute of that name, a definition of the rule, or `not under the Chatham House rule`, is
    no evidence.
    """
    for match in pattern(LISTS, "rule").finditer(original.folded):
        sentence = original.sentence_at(match.start())
        if sentence is None or sentence.role == "related":
            continue
        before = original.folded[sentence.start : match.start()].rpartition(";")[2]
        if applies(before, original.folded[match.start() : sentence.end]):
            return proposed("chatham-house", [original.evidence(match.start(), match.end())])
    return Finding()


def series(original: OriginalText, title: str, vocabulary: Vocabulary) -> Finding:
    """Propose the narrowest series whose names or phrases the title or the body holds."""
    finder = _series_finder(vocabulary)
    in_title = {one.target for one in finder.find(title)}
    found: dict[str, Evidence] = {}
    for one in finder.find(original.folded):
        if original.line_at(one.start).role == "body":
            found.setdefault(one.target, original.evidence(one.start, one.end))
    for name in sorted(in_title - set(found)):
        found[name] = Evidence(title, 1)
    named = [term for term in vocabulary.terms if term.id in found]
    if not named:
        return Finding()
    # A narrower series must be in the title: the whole series' notes speak of its beginnings.
    narrow = [term for term in named if term.broader and term.id in in_title]
    wide = [term for term in named if not term.broader]
    chosen = (narrow or wide or named)[0]
    considered = (
        (term.id, "wider, or not in the title", found[term.id].line)
        for term in named
        if term.id != chosen.id
    )
    return proposed(chosen.id, [found[chosen.id]], considered)


def phrases_of_series(term: Term) -> tuple[str, ...]:
    """Give the names by which a series is known in texts: its own and its triggers."""
    keys = sorted(key for key in term.facts if key.partition("_")[0] == "triggers")
    return (term.label, term.label_fr, *term.aliases, *term.texts(*keys))


def _single(called: Pattern, title: str) -> re.Match[str] | None:
    return next((m for m in called.finditer(title) if m[0][-1] not in "sxn"), None)


@lru_cache(maxsize=8)
def _series_finder(series: Vocabulary) -> Finder[str]:
    names = ((name, term.id) for term in series.terms for name in phrases_of_series(term))
    return Finder((name, target) for name, target in names if " " in name)


def _sections(
    original: OriginalText, sentence: Sentence, told: set[Sentence]
) -> Iterator[tuple[str, str]]:
    """Yield (format, section of meeting.yml) of what a sentence may say of the event.

    `told` are the sentences that report it. With none, a virtual event may be told of
    anywhere; in the sentence itself, any word of screens is enough.
    """
    reports = sentence in told or bool(pattern(LISTS, "how").match(sentence.text))
    firm = bool(pattern(LISTS, "firm").search(sentence.text))
    about = (
        reports
        or (firm and not sentence.is_prose(1))
        or bool(pattern(LISTS, "itself").match(sentence.text))
        or sentence in original.holding(pattern(LISTS, "own"))
    )
    if about or (firm and not told):
        yield "virtual", "virtual"
    if about:
        yield from (("in-person", "in-person"), ("hybrid", "hybrid"))
    if reports:
        yield "virtual", "screen"


def _said(original: OriginalText, sentence: Sentence, section: str) -> Evidence | None:
    for match in pattern(LISTS, section).finditer(original.folded, sentence.start, sentence.end):
        before = original.folded[sentence.start : match.start()]
        if not pattern(LISTS, "not-this").search(before):
            return original.evidence(match.start(), match.end())
    return None
