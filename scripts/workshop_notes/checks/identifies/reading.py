"""Reading: a sentence as a string of tags, one letter for each phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from workshop_notes.checks.identifies.lexicon import MARKS, WORD, Knowledge, Lexicon, Phrase

PARTICLES = frozenset(
    "de du des d van von der den ten la le el al ag ould bin ibn ben bint abu da dos di della del st mac y".split()
)
ROMAN = re.compile(r"[IVXLC]+$")
PARTICIPLE = re.compile(r"[^e]ed$")
PAST = frozenset(
    "went came saw gave took put made kept brought left drew found began chose led held sat stood spent lost meant sent built rose ran got became".split()
)
NOT_A_NAME_INITIALLY = re.compile(
    r"(?:ly|ing|ed|ings|ists?|ants|ents|ities|ments|tions|sions|nesses|ships|isms?|ness|ment|tion|sion|ity|ism|ance|ence"
    r"|eers|ians|ees|ives|[a-z]{5,}ers|[a-z]{5,}ors|keepers|makers|holders|workers|leaders|selves|ward|wards|wise|ship|hood|dom)$"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence that was read: `tags` has one letter for each of `spans` (start, end in `text`)."""

    text: str
    tags: str
    spans: tuple[tuple[int, int], ...]
    states: tuple[str, ...]  # for each tag, the state's id, or ""
    language: str
    before: str  # the tags of the sentence before it in the same block
    allowed: frozenset[int]  # tags that stand for somebody who agreed to be named
    knowledge: Knowledge

    def words(self, start: int, end: int) -> str:
        """Give the text of the tags from `start` up to `end`."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]] if end > start else ""

    @cached_property
    def in_the_room(self) -> bool:
        """Say whether the sentence places what it tells in the workshop."""
        return bool(self.knowledge.rooms.search(self.text))


def language_of(tokens: Sequence[str], knowledge: Knowledge, default: str) -> str:
    """Give the language that most function words of the tokens belong to."""
    sample = tokens[:60]
    for token in sample:
        first = token[0]
        if "\u0400" <= first <= "\u04ff":
            return "ru"
        if "\u0600" <= first <= "\u06ff":
            return "ar"
    best, most = default, 0
    for name, lexicon in knowledge.lexicons.items():
        count = sum(
            2 if token in lexicon.stopwords else token in lexicon.phrases for token in sample
        )
        if count > most or (count == most and name == default):
            best, most = name, count
    return best


def read(
    text: str,
    knowledge: Knowledge,
    language: str,
    familiar: frozenset[str],
    allowed: frozenset[tuple[str, ...]],
    before: str = "",
) -> Sentence:
    """Read a sentence of plain text.

    `familiar` holds the words that the note writes in small letters; `allowed` the names, as small
    words, that may be shown.
    """
    lexicon = knowledge.lexicons.get(language, knowledge.lexicons["en"])
    found = [(match.group(), match.start(), match.end()) for match in WORD.finditer(text)]
    tokens = [token for token, _, _ in found]
    lows = [token.lower() for token in tokens]
    tags: list[str] = []
    spans: list[tuple[int, int]] = []
    states: list[str] = []
    heads: list[tuple[int, int]] = []
    count = len(tokens)
    at = 0
    initial = True
    while at < count:
        token, low = tokens[at], lows[at]
        tag, length, state = "", 1, ""
        for phrase in lexicon.phrases.get(low, ()):
            length = len(phrase.words)
            if length > 1 and tuple(lows[at : at + length]) != phrase.words:
                continue
            if not _cased(phrase, tokens, at):
                continue
            if phrase.tag in "TP" and not _before_name(tokens, lows, at + length, lexicon):
                continue
            tag, state = phrase.tag, phrase.state
            break
        else:
            length = 1
        if not tag:
            tag = _unlisted(token, low, tokens, lows, at, lexicon, familiar, initial, tags)
            if tag == "z":
                length = 2 if at + 1 < count and lows[at + 1] == "s" else 1
        if tag == "T" and at + length < count and tokens[at + length] == ".":
            length += 1
        tags.append(tag)
        spans.append((found[at][1], found[at + length - 1][2]))
        states.append(state)
        heads.append((at, at + length))
        initial = initial and not token[0].isalnum()
        at += length
    return _merged(
        text,
        tags,
        spans,
        states,
        heads,
        tokens,
        lows,
        lexicon,
        knowledge,
        language,
        before,
        allowed,
    )


def _cased(phrase: Phrase, tokens: Sequence[str], at: int) -> bool:
    for step, need in enumerate(phrase.capitals):
        token = tokens[at + step]
        if need == "X" and not token[0].isupper():
            return False
        if need == "A" and not token.isupper():
            return False
    return True


def _before_name(tokens: Sequence[str], lows: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    if at < len(tokens) and tokens[at] == ".":
        at += 1
    if at >= len(tokens) or not tokens[at][0].isupper():
        return False
    known = lexicon.phrases.get(lows[at], ())
    if any(len(one.words) == 1 and one.tag in "TPB" and _cased(one, tokens, at) for one in known):
        return True
    if lows[at] in lexicon.institutions:
        return False
    taken = any(
        tuple(lows[at : at + len(one.words)]) == one.words
        and one.tag in "OUXSJGC%"
        and _cased(one, tokens, at)
        for one in known
    )
    return not taken


def _unlisted(
    token: str,
    low: str,
    tokens: Sequence[str],
    lows: Sequence[str],
    at: int,
    lexicon: Lexicon,
    familiar: frozenset[str],
    initial: bool,
    tags: Sequence[str],
) -> str:
    first = token[0]
    if first == "'":
        after = lows[at + 1] if at + 1 < len(lows) else ""
        if lexicon.language == "en" and tags and (after == "s" or lows[at - 1].endswith("s")):
            return "z"
        return "'"
    if not (first.isalpha() or first.isdigit()):
        return MARKS.get(token, "!")
    if first.isdigit():
        return "#"
    if not first.isupper():
        if "-" in token and token.split("-")[0] in PARTICLES and token.split("-")[1][:1].isupper():
            return "N"
        if low.endswith("ly" if lexicon.language == "en" else "ment"):
            return "a"
        return "v" if lexicon.language == "en" and (low in PAST or PARTICIPLE.search(low)) else "x"
    after_title = bool(tags) and tags[-1] in "TP"
    if len(token) == 1:
        return "N" if after_title else "X"
    if token.isupper():
        if after_title and len(token) > 2:
            return "N"
        acronym = 3 <= len(token) <= 7 and low not in lexicon.common and not ROMAN.match(token)
        return "O" if acronym else "X"
    if after_title and low not in lexicon.institutions:
        return "N"
    if any(part[:1].islower() for part in token.split("-")[1:]):
        return "X"
    if low in lexicon.common or low in familiar or low in lexicon.institutions:
        return "X"
    if lexicon.language == "de":
        return "X"
    if initial and (NOT_A_NAME_INITIALLY.search(low) or _followed_by_place(low, lows, at, lexicon)):
        return "X"
    return "N"


def _followed_by_place(low: str, lows: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """`Talks between …`, `Reports from …`: nouns, which a name at the start of a sentence is not."""
    after = lexicon.phrases.get(lows[at + 1], ()) if at + 1 < len(lows) else ()
    tags = {phrase.tag for phrase in after if len(phrase.words) == 1}
    return "p" in tags or (low.endswith("s") and bool(tags & {"o", "l"}))


def _merged(
    text: str,
    tags: list[str],
    spans: list[tuple[int, int]],
    states: list[str],
    heads: list[tuple[int, int]],
    tokens: Sequence[str],
    lows: Sequence[str],
    lexicon: Lexicon,
    knowledge: Knowledge,
    language: str,
    before: str,
    allowed: frozenset[tuple[str, ...]],
) -> Sentence:
    """Join the words of one name, and tell names of people from those of institutions."""
    out: list[str] = []
    out_spans: list[tuple[int, int]] = []
    out_states: list[str] = []
    free: set[int] = set()
    at, count = 0, len(tags)
    while at < count:
        tag = tags[at]
        capital = tag == "N" or (tag in "XSJ" and tokens[heads[at][0]][0].isupper())
        if not capital:
            out.append(tag)
            out_spans.append(spans[at])
            out_states.append(states[at])
            at += 1
            continue
        end = _run_end(tags, heads, tokens, lows, at)
        run = tags[at:end]
        first, last = heads[at][0], heads[end - 1][1]
        named = "N" in run
        institution = any(lows[i] in lexicon.institutions for i in range(first, last)) and not (
            at > 0 and tags[at - 1] in "TP"
        )
        if end - at == 1 or not named or institution:
            if institution and end - at > 1:
                out.append("O")
                out_spans.append((spans[at][0], spans[end - 1][1]))
                out_states.append("")
                at = end
            else:
                # Nothing to join: take the first word alone, the rest as it comes.
                out.append("X" if institution and tag == "N" else tag)
                out_spans.append(spans[at])
                out_states.append(states[at])
                at += 1
            continue
        start = at
        while start < end and tags[start] in "SJ" and end - start > 1 and tags[start + 1] != "N":
            start += 1
        while start < end - 1 and tags[start] == "J":
            out.append("J")
            out_spans.append(spans[start])
            out_states.append(states[start])
            start += 1
        out.append("N")
        out_spans.append((spans[start][0], spans[end - 1][1]))
        out_states.append("")
        at = end
    if allowed:
        for index, tag in enumerate(out):
            if tag == "N":
                name = tuple(WORD.findall(text[out_spans[index][0] : out_spans[index][1]].lower()))
                if name in allowed:
                    free.add(index)
    return Sentence(
        text,
        "".join(out),
        tuple(out_spans),
        tuple(out_states),
        language,
        before,
        frozenset(free),
        knowledge,
    )


def _run_end(
    tags: Sequence[str],
    heads: Sequence[tuple[int, int]],
    tokens: Sequence[str],
    lows: Sequence[str],
    at: int,
) -> int:
    """Give the end of a run of capitalized words, with the particles and initials inside it."""
    end = at + 1
    count = len(tags)
    while end < count:
        tag, token = tags[end], tokens[heads[end][0]]
        if tag in "NX" and (tag == "N" or token[0].isupper()) and token not in ("I",):
            end += 1
        elif (
            tag == "!" and token == "." and len(tokens[heads[end - 1][0]]) == 1 and end + 1 < count
        ):
            end += 1
        elif (
            (lows[heads[end][0]] in PARTICLES or tag in "'_")
            and end + 1 < count
            and tags[end + 1] in "NX'"
            and (tags[end + 1] == "'" or tokens[heads[end + 1][0]][0].isupper())
            and tags[at] in "NX"
            and tag != "_"
        ):
            end += 1
        else:
            break
    while end > at + 1 and tags[end - 1] not in "NXSJ":
        end -= 1
    return end
