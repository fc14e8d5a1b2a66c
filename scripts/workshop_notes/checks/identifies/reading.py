"""Reading: a sentence as a string of tags, one letter for each phrase."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from workshop_notes.checks.identifies.constructions import CUES
from workshop_notes.checks.identifies.knowledge import Knowledge
from workshop_notes.checks.identifies.lexicon import WORD, Lexicon, Phrase
from workshop_notes.checks.identifies.names import PARTICLES, may_precede_name, run_end, tag_of

SAMPLE = 60
SURE = 0.2
EXPECTED_BONUS = 2  # another language needs more than one small word that both may have
DENIALS = frozenset(["did", "didn", "does", "doesn"])  # "did not agree" says as much as "agreed"
# What stands before the comma that opens a sentence: "In the afternoon, Chad asked …".
INTRODUCTION = re.compile(r"^(?:pd?S|[paX][^SJVWA9RGKN!:,]{0,14}),(?=d?S)")
Tagged = tuple[list[str], list[tuple[int, int]], dict[int, str]]


@dataclass(frozen=True)
class Sentence:
    """A sentence that was read: `tags` has one letter for each phrase, which `heads` are.

    `lows` are the words and marks in small letters; `heads` the first word and the word after the
    last of each phrase; `states` gives the id of a state by the tag's place; `before` are the tags
    of the sentence before it in its block; `allowed` the tags that stand for somebody who agreed
    to be named.
    """

    text: str
    lows: Sequence[str]
    tags: str
    heads: Sequence[tuple[int, int]]
    states: Mapping[int, str]
    language: str
    before: str
    allowed: frozenset[int]
    knowledge: Knowledge

    def phrase(self, start: int, end: int) -> str:
        """Give the text of the tags from `start` up to `end`."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]] if end > start else ""

    def tag_at(self, place: int) -> int:
        """Give the index of the tag at a place in the text."""
        return next(at for at, (_, end) in enumerate(self.spans) if end > place)

    def states_of(self, start: int, end: int) -> frozenset[str]:
        """Give the ids of the states named from tag `start` up to `end`."""
        return frozenset(self.states[at] for at in range(start, end) if at in self.states)

    @cached_property
    def marks(self) -> frozenset[str]:
        """Every tag that there is."""
        return frozenset(self.tags)

    @cached_property
    def cues(self) -> frozenset[str]:
        """The tags by which constructions of speech are known."""
        return self.marks & CUES

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The (start, end) of each tag in the text."""
        places = [match.span() for match in WORD.finditer(self.text)]
        return tuple((places[first][0], places[last - 1][1]) for first, last in self.heads)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word, in small letters."""
        return frozenset(self.lows)

    @cached_property
    def in_the_room(self) -> bool:
        """Say whether the sentence places what it tells in the workshop."""
        return self.knowledge.rooms.search(self.text, self.words) is not None


def language_of(tokens: Sequence[str], knowledge: Knowledge, default: str) -> str:
    """Give the language that most words of a text belong to; `tokens` are in small letters."""
    expected = knowledge.lexicons.get(default, knowledge.lexicons["en"])
    sample = tokens[:SAMPLE]
    for token in sample[:5]:
        if "\u0400" <= token[0] <= "\u04ff":
            return "ru"
        if "\u0600" <= token[0] <= "\u06ff":
            return "ar"
    if sum(token in expected.stopwords for token in sample) >= SURE * len(sample) > 1:
        return expected.language
    best, most = default, 0
    bonus = {expected.language: EXPECTED_BONUS}
    for name, lexicon in knowledge.lexicons.items():
        count = bonus.get(name, 0) + sum(
            2 if token in lexicon.stopwords else token in lexicon.single for token in sample
        )
        if count > most or (count == most and name == default):
            best, most = name, count
    return best


def read(
    text: str,
    knowledge: Knowledge,
    language: str,
    familiar: frozenset[str] = frozenset(),
    allowed: frozenset[tuple[str, ...]] = frozenset(),
    before: str = "",
    tokens: Sequence[str] | None = None,
) -> Sentence:
    """Read a sentence of plain text.

    `familiar` holds the words that the note writes in small letters; `allowed` the names, as small
    words, that may be shown; `before` the tags of the sentence before; `tokens` the text's words,
    where they are known.
    """
    lexicon = knowledge.lexicons.get(language, knowledge.lexicons["en"])
    tokens = WORD.findall(text) if tokens is None else tokens
    lows = list(map(str.lower, tokens))
    tags, heads, states = _tags(tokens, lows, lexicon, familiar)
    line = "".join(tags)
    if "N" in line or "XX" in line:
        tags, heads, states = _joined(tags, heads, states, tokens, lows, lexicon)
        line = "".join(tags)
    if introduction := INTRODUCTION.match(line) if "S" in line else None:
        end = introduction.end() - 1
        line = f"{line[:end]}!{line[end + 1 :]}"
    free: frozenset[int] = frozenset()
    if allowed:
        free = frozenset(
            at
            for at, (first, last) in enumerate(heads)
            if line[at] == "N" and tuple(lows[first:last]) in allowed
        )
    return Sentence(text, lows, line, heads, states, language, before, free, knowledge)


def _tags(
    tokens: Sequence[str], lows: Sequence[str], lexicon: Lexicon, familiar: frozenset[str]
) -> Tagged:
    tags: list[str] = []
    heads: list[tuple[int, int]] = []
    states: dict[int, str] = {}
    plain, single, longer, known = lexicon.plain, lexicon.single, lexicon.longer, lexicon.known
    following = [*lows[1:], ""]
    at, count = 0, len(tokens)
    initial = True
    while at < count:
        token = tokens[at]
        end = at + 1
        tag = known.get(token, "")
        if tag:
            tags.append(tag)
            heads.append((at, end))
            initial = False
            at = end
            continue
        low = lows[at]
        candidates: Sequence[Phrase] = ()
        if low in longer:
            candidates = longer[low].get(following[at], ())
        if not candidates:
            tag = plain.get(low, "")
        if not tag:
            for phrase in (*candidates, *single.get(low, ())):
                if phrase.stands_at(tokens, lows, at):
                    end = at + len(phrase.words)
                    if phrase.tag in "TP" and not may_precede_name(tokens, lows, end, lexicon):
                        continue
                    tag = phrase.tag
                    if phrase.state:
                        states[len(tags)] = phrase.state
                    break
            else:
                end = at + 1
                tag = tag_of(tokens, lows, at, tags, lexicon, familiar, initial)
                if tag == "z" and end < count and lows[end] == "s":
                    end += 1
            if tag == "T" and end < count and tokens[end] == ".":
                end += 1
        if tag == "w" and low in DENIALS and end < count and lows[end] in lexicon.bases:
            tag, end = lexicon.bases[lows[end]], end + 1
        free = token.islower() and low not in longer and low not in PARTICLES
        if free and tag != "w" and lexicon.is_free_of_context(low):
            known[token] = tag
        tags.append(tag)
        heads.append((at, end))
        initial = initial and not token[0].isalnum()
        at = end
    return tags, heads, states


def _joined(
    tags: list[str],
    heads: list[tuple[int, int]],
    states: dict[int, str],
    tokens: Sequence[str],
    lows: Sequence[str],
    lexicon: Lexicon,
) -> Tagged:
    """Join the words of one name, and tell names of people from those of institutions."""
    out_tags: list[str] = []
    out_heads: list[tuple[int, int]] = []
    out_states: dict[int, str] = {}
    institutions = lexicon.institutions
    at, count = 0, len(tags)
    while at < count:
        tag, head = tags[at], heads[at]
        end = at + 1
        if tag == "N" or (tag in "XSJ" and tokens[head[0]][0].isupper()):
            run = run_end(tags, heads, tokens, at)
            whole = (head[0], heads[run - 1][1])
            after_title = at > 0 and tags[at - 1] in "TP"
            institution = not after_title and not institutions.isdisjoint(lows[slice(*whole)])
            if institution and run - at > 1:
                tag, head, end = "O", whole, run
            elif institution:
                tag = "X" if tag == "N" else tag
            elif run - at > 1 and "N" in tags[at:run] and tag != "J":
                tag, head, end = "N", whole, run
        if tag in "SJ" and at in states:
            out_states[len(out_tags)] = states[at]
        out_tags.append(tag)
        out_heads.append(head)
        at = end
    return out_tags, out_heads, out_states
