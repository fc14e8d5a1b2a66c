"""Missions: which ones a text names, and which of them the note is about."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from workshop_notes.extract.events import EventSentence
from workshop_notes.extract.proposal import Doubt, Finding, Proposal, unique
from workshop_notes.extract.reading import Reading
from workshop_notes.vocabulary import Term, Vocabulary

# Acronyms this long are no words of English or French, so their case does not matter.
UNMISTAKABLE = 6
SHORTEST_NAME = 14
NEAR_NAME = 90.0
_CASE = re.compile(r"\b(?:case|cas)\s+(?:of|de)\s+(?:the\s+|la\s+|l')?$", re.IGNORECASE)
_PASSING = re.compile(
    r"\b(?:predecessors?|successors?|replac\w+|formerly|took over from|succeed\w*|unlike|such as|"
    r"as in|like|neighbou?ring|elsewhere|other missions|experiences? (?:of|from|in)|"
    r"lessons (?:of|from)|closure of|modell?ed on|prédécesseurs?|succède à|remplac\w+|comme|"
    r"contrairement à|voisine?s?|withdrawal of|after)\b[^.;,:]{0,40}$",
    re.IGNORECASE,
)
_RENEW = re.compile(r"\b(?:renew\w*|renouvel\w*|reconduir\w*|extend\w*|proroger?\w*)\b", re.I)
_COMING = re.compile(
    r"\b(?:expected|due|upcoming|coming|ahead|before|prior|will|is to|consider\w*|devrait|doit|"
    r"prochaine?|avant|en vue|next)\b",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"\b(?:United Nations|UN|U\.N\.|African Union|AU|Nations Unies|Mission|Opération|Force)\b"
    r"[\w\s,/'&-]{8,140}"
)
_KIND = re.compile(r"\b(?:missions?|operation|force|office|opération|bureau)\b", re.IGNORECASE)
_ARTICLES = frozenset(("the", "of", "de", "des", "du", "la", "le", "les", "l", "d", "s"))


# (id, every name and spelling) of each mission: what the finders below are built from.
Known = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class MissionMention:
    """A mission named at a place of the text, by `acronym`, by `name` or by a `near name`."""

    id: str
    start: int
    end: int
    how: str


def find_missions(text: str, missions: Vocabulary) -> tuple[MissionMention, ...]:
    """Find the missions that a folded text names, by whole acronym or full name, in its order.

    Names are compared letter by letter without their articles, so that `Stabili - zation`, `UN`
    for `United Nations` and either spelling of `stabilisation` are the same name.
    """
    return _find(text, tuple((term.id, _spellings(term)) for term in missions.terms))


@lru_cache(maxsize=128)
def _find(text: str, known: Known) -> tuple[MissionMention, ...]:
    pattern, owners = _acronyms(known)
    acronyms = [
        MissionMention(owners[match[0].upper()], match.start(), match.end(), "acronym")
        for match in pattern.finditer(text)
        if match[0].isupper() or len(match[0]) >= UNMISTAKABLE
    ]
    named = _named(text, known)
    found = sorted((*acronyms, *named), key=lambda mention: (mention.start, -mention.end))
    return tuple(found)


def mission(
    reading: Reading,
    title: str,
    title_line: int,
    events: tuple[EventSentence, ...],
    missions: Vocabulary,
) -> Finding:
    """Propose the missions that the note is about, in the order in which it names them.

    The first of these that names any decides: `the case of X` in the title, the title, the
    sentence that reports the workshop, the sentence that looks forward to the renewal. A text
    without such a subject (a cross-mission note) is about all that it names. Missions named only
    in passing, or in links to other documents, are considered and left out.
    """
    everywhere = [
        mention
        for mention in find_missions(reading.folded, missions)
        if reading.line_at(mention.start).role != "related"
        and not _in_address(reading.folded, mention.start)
    ]
    in_title = find_missions(title, missions)
    inside = [m for m in everywhere if reading.line_at(m.start).role == "body"] or everywhere
    running = [
        m for m in inside if not _PASSING.search(reading.folded[max(0, m.start - 90) : m.start])
    ]
    in_events = _within(running, [(e.sentence.start, e.sentence.end) for e in events])
    in_renewal = _within(
        running,
        [
            (s.start, s.end)
            for s in reading.body
            if _RENEW.search(s.text) and _COMING.search(s.text)
        ],
    )
    case_of = [m for m in in_title if _CASE.search(title[: m.start])]
    names = _order(m.id for m in inside)
    if case_of:
        chosen, why = _order(m.id for m in case_of), "the title's case is another"
    elif len(_order(m.id for m in in_title)) == 1:
        chosen, why = _order(m.id for m in in_title), "the title names another"
    elif in_title:
        also = in_events if events else names
        chosen, why = _order((*(m.id for m in in_title), *also)), "not in the title"
    elif in_events:
        chosen, why = in_events, "not the one the workshop was about"
    elif in_renewal and not (title and len(names) > 2 and not _country(title, missions)):
        chosen, why = in_renewal, "not the one to be renewed"
    else:
        chosen, why = _foremost(inside) or names, "named less"
    told = [m for m in running if m.id in (*in_events, *in_renewal)]
    doubts = list(_contradictions(reading, inside, told, in_title, title_line))
    if not chosen:
        return _by_country(title, title_line, missions)
    evidence = unique(
        [
            *(reading.line_evidence(reading.lines[title_line - 1]) for _ in in_title[:1]),
            *(
                reading.evidence(m.start, m.end)
                for identifier in chosen
                for m in [x for x in everywhere if x.id == identifier][:2]
            ),
        ],
        limit=10,
    )
    considered = tuple(
        (other, why, reading.line_at(next(m.start for m in everywhere if m.id == other)).number)
        for other in _order(m.id for m in everywhere)
        if other not in chosen
    )
    if not evidence:
        return Finding(None, tuple(doubts))
    return Finding(Proposal(tuple(chosen), evidence, considered), tuple(doubts))


def _named(text: str, known: Known) -> list[MissionMention]:
    letters, places = _letters(text)
    taken: list[MissionMention] = []
    for name, identifier in _names(known):
        at = letters.find(name)
        while at >= 0:
            start, end = places[at], places[at + len(name) - 1] + 1
            if not any(start < other.end and other.start < end for other in taken):
                taken.append(MissionMention(identifier, start, end, "name"))
            at = letters.find(name, at + 1)
    for match in _PHRASE.finditer(text):
        if _KIND.search(match[0]) and not any(
            match.start() < other.end and other.start < match.end() for other in taken
        ):
            taken.extend(_near(match, known))
    return taken


def _near(match: re.Match[str], known: Known) -> list[MissionMention]:
    """Read a name with a word too many, too few or misspelt, if only one mission is near it."""
    # Imported here: most texts name their missions rightly.
    from rapidfuzz import fuzz, process

    phrase = (
        re.split(r"\s+(?:is|was|has|and its|which|to|will)\s", match[0])[0].split(",")[0].strip()
    )
    full = _full_names(known)
    scored = process.extract(phrase, list(full), scorer=fuzz.token_sort_ratio, limit=6)
    best = [(full[name], score) for name, score, _ in scored]
    if not best or best[0][1] < NEAR_NAME:
        return []
    rivals = [score for identifier, score in best if identifier != best[0][0]]
    if rivals and best[0][1] - rivals[0] < 4:
        return []
    return [MissionMention(best[0][0], match.start(), match.start() + len(phrase), "near name")]


def _letters(text: str) -> tuple[str, list[int]]:
    """Give a text's letters without accents, articles and spaces, and each one's place."""
    letters: list[str] = []
    places: list[int] = []
    words = list(re.finditer(r"[^\W\d_]+", text))
    at = 0
    while at < len(words):
        word = _bare(words[at][0])
        following = _bare(words[at + 1][0]) if at + 1 < len(words) else ""
        start = words[at].start()
        if (word, following) == ("united", "nations"):
            word, at = "un", at + 1
        elif (word, following) == ("african", "union"):
            word, at = "au", at + 1
        at += 1
        if word in _ARTICLES:
            continue
        letters.extend(word)
        places.extend(start + min(i, len(words[at - 1][0]) - 1) for i in range(len(word)))
    joined = "".join(letters).replace("isation", "ization")
    return joined, places


@lru_cache(maxsize=65536)
def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    # One letter in, one letter out: a ligature counts as its first letter.
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _spellings(term: Term) -> tuple[str, ...]:
    return (*term.names, *(str(seen) for seen in term.facts.get("seen_as", ())))


@lru_cache(maxsize=8)
def _acronyms(known: Known) -> tuple[re.Pattern[str], dict[str, str]]:
    owners: dict[str, str] = {}
    for identifier, names in known:
        for name in names:
            if re.fullmatch(r"[A-Z]{4,}", name):
                owners.setdefault(name, identifier)
    joined = "|".join(sorted(map(re.escape, owners), key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<![\w@.])(?:{joined})(?![\w@])(?!\.\w)", re.IGNORECASE), owners


@lru_cache(maxsize=8)
def _names(known: Known) -> tuple[tuple[str, str], ...]:
    """Give every full name as letters with its mission, the longest first, none of two missions."""
    owners: dict[str, set[str]] = {}
    for name, identifier in _full_names(known).items():
        owners.setdefault(_letters(name)[0], set()).add(identifier)
    found = [
        (letters, next(iter(ids)))
        for letters, ids in owners.items()
        if len(ids) == 1 and len(letters) >= SHORTEST_NAME
    ]
    return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair[0])))


@lru_cache(maxsize=8)
def _full_names(known: Known) -> dict[str, str]:
    return {name: identifier for identifier, names in known for name in names if " " in name}


def _order(identifiers: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(identifiers))


def _within(mentions: list[MissionMention], spans: list[tuple[int, int]]) -> list[str]:
    return _order(m.id for m in mentions if any(start <= m.start < end for start, end in spans))


def _foremost(mentions: list[MissionMention]) -> list[str]:
    """Give the one mission that is named first and three times as often as all others together."""
    counts = Counter(m.id for m in mentions)
    if len(counts) < 2:
        return []
    (first, most), *rest = counts.most_common()
    others = sum(number for _, number in rest)
    return [first] if most >= 3 * others and mentions[0].id == first else []


def _country(title: str, missions: Vocabulary) -> list[Term]:
    """Give the missions in the country or region that a title names."""
    found = []
    for term in missions.terms:
        places = re.split(
            r"[()/]", f"{term.facts.get('country', '')}/{term.facts.get('country_fr', '')}"
        )
        if any(re.search(rf"\b{re.escape(p.strip())}\b", title) for p in places if p.strip()):
            found.append(term)
    return found


def _by_country(title: str, title_line: int, missions: Vocabulary) -> Finding:
    """Say which missions a title's country suggests; without a mission's name none is proposed."""
    near = _country(title, missions) if title else []
    if not near:
        return Finding(
            None,
            (Doubt("no-mission", "the text names no mission", "add the mission by hand"),),
        )
    ids = ", ".join(term.id for term in near)
    message = f"the text names no mission; its title's country has had {ids}"
    return Finding(None, (Doubt("no-mission", message, "add the right one by hand", title_line),))


def _contradictions(
    reading: Reading,
    mentions: list[MissionMention],
    told: list[MissionMention],
    in_title: tuple[MissionMention, ...],
    title_line: int,
) -> Iterable[Doubt]:
    body = [m for m in mentions if reading.line_at(m.start).number != title_line]
    title_ids = {m.id for m in in_title}
    counts = Counter(m.id for m in told)
    if len(title_ids) == 1 and counts and not title_ids & {m.id for m in body}:
        other, _ = counts.most_common(1)[0]
        message = f"the title names {next(iter(title_ids))}, but the text {other}"
        yield Doubt("contradiction", message, "check which mission the note is about", title_line)
    for name, acronym in pairwise(mentions):
        glued = reading.folded[name.end : acronym.start].strip() in ("(", "")
        if name.how != "acronym" and acronym.how == "acronym" and glued and name.id != acronym.id:
            line = reading.line_at(name.start).number
            message = f"the name is that of {name.id}, its acronym {acronym.id}"
            yield Doubt("contradiction", message, "check which mission is meant", line)


def _in_address(text: str, place: int) -> bool:
    """Say whether a place lies inside a web address."""
    start = max(text.rfind(" ", 0, place), text.rfind("\n", 0, place)) + 1
    return bool(re.match(r"\W*(?:https?://|www\.)", text[start:place]))
