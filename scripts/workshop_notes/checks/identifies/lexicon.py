"""Lexicon: the words by which a sentence says who spoke, each with the tag that the checks read.

A tag is one letter for a phrase, so that a sentence is read as a short string and a construction
("the delegate from Niger asked") is a short regular expression over it ("dRlSW").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[^\w\s]")

# The keys of lexicon.yml and their tags; of two keys with one phrase, the first wins. Other tags:
# V, W, A and 9 for verbs of speech, request, act and discourse (what is only done in a discussion),
# 6 for the participles of by_verbs, t for an attitude after "was", v for another past, S states,
# J for their adjectives, U for missions, N for names, X for other capitals, z for "'s", # for
# figures, x for the rest.
TAGS: Mapping[str, str] = {
    "speech_phrases": "V",
    "participation": "g",
    "ambassadors": "B",
    "bodies": "O",
    "groups": "G",
    "public_officials": "%",
    "roles": "K",
    "delegates": "R",
    "delegates_plural": "D",
    "titles": "T",
    "public_titles": "P",
    "act_phrases": "A",
    "strong_contributions": "q",
    "contributions": "Q",
    "weak_contributions": "5",
    "state_nominal": "Y",
    "nominal": "Z",
    "thanks": "@",
    "small_regions": "C",
    "wide_regions": "c",
    "region_names": "3",
    "members": "m",
    "organizations_class": "i",
    "functionaries": "F",
    "functionaries_plural": "f",
    "individuals": "I",
    "leaders": "H",
    "united_nations": "U",
    "exclusive": "E",
    "documents": "8",
    "meetings": "7",
    "own": "L",
    "determiners": "d",
    "indefinites": "e",
    "quantifiers": "k",
    "of": "o",
    "from": "l",
    "by": "y",
    "prepositions": "p",
    "conjunctions": "&",
    "modals": "M",
    "wishes": "w",
    "have": "h",
    "be": "b",
    "not": "n",
    "pronouns": "u",
    "possessives": "j",
    "relatives": "r",
    "adverbs": "a",
}
SPEECH = "VW9wgqQ5YZ@67"
PEOPLE = "TPBRDKHGFfI%uj"
# Punctuation has tags too; what is not here counts as the end of a clause.
MARKS: Mapping[str, str] = {
    ",": ",", "،": ",", ":": ":", ";": "!", "(": "1", ")": "2", '"': '"',
    "-": "_", "–": "_", "—": "_", "&": "&", "/": "&", "+": "&",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry: its words in small letters, its tag, and which words need capitals.

    `capitals` has one letter a word: `x` for any, `X` for a capital first, `A` for capitals only.
    """

    words: tuple[str, ...]
    tag: str
    capitals: str
    state: str = ""

    def stands_at(self, tokens: Sequence[str], lows: Sequence[str], at: int) -> bool:
        """Say whether the phrase stands at a place among the tokens; `lows` are these in small."""
        length = len(self.words)
        if length > 1 and tuple(lows[at : at + length]) != self.words:
            return False
        for step, need in enumerate(self.capitals):
            if need != "x":
                token = tokens[at + step]
                if not (token.isupper() if need == "A" else token[0].isupper()):
                    return False
        return True


@dataclass(frozen=True)
class Lexicon:
    """The phrases of one language and its word lists.

    `plain` has the tag of each word that is a phrase alone, whatever its capitals; `single` the
    phrases of one word; `longer` the others by their first and second word, the longest first;
    `known` remembers the tags of small words that have the same one everywhere.
    """

    language: str
    plain: Mapping[str, str]
    single: Mapping[str, tuple[Phrase, ...]]
    longer: Mapping[str, Mapping[str, tuple[Phrase, ...]]]
    common: frozenset[str]
    institutions: frozenset[str]
    stopwords: frozenset[str]
    attitudes: frozenset[str]
    pasts: frozenset[str]  # irregular, where a verb has no other place in the lexicon
    bases: Mapping[str, str]  # the tags of verbs as they stand after "did not"
    frequent: tuple[str, ...]  # the stop words that no other language here has, between spaces
    speech: frozenset[str]  # one word of each phrase of speech
    people: frozenset[str]  # one word of each phrase for somebody who takes part
    known: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def is_sure_of(self, text: str) -> bool:
        """Say whether a text is surely in this language, by its most frequent words."""
        return any(word in text for word in self.frequent)

    def is_free_of_context(self, low: str) -> bool:
        """Say whether a word in small letters has the same tag wherever it stands."""
        return low not in self.attitudes and all(
            phrase.tag not in "TP" for phrase in self.single.get(low, ())
        )

    def phrases_at(self, lows: Sequence[str], at: int) -> Iterator[Phrase]:
        """Give the phrases that may stand at a place among words in small letters."""
        low = lows[at]
        if low in self.longer and at + 1 < len(lows):
            yield from self.longer[low].get(lows[at + 1], ())
        yield from self.single.get(low, ())


@dataclass(frozen=True)
class Expressions:
    """A list of expressions, each of which is only tried where all its words are.

    `pattern` has them all; `hints` gives, by its longest word, the words of each and its pattern.
    """

    pattern: re.Pattern[str]
    hints: Mapping[str, tuple[tuple[frozenset[str], re.Pattern[str]], ...]]

    def search(self, text: str, words: frozenset[str] | None = None) -> re.Match[str] | None:
        """Find the first expression in `text`; `words` are those of the text, in small letters."""
        if words is not None:
            if self.hints.keys().isdisjoint(words):
                return None
            places = (
                pattern.search(text)
                for word in self.hints.keys() & words
                for needed, pattern in self.hints[word]
                if needed <= words
            )
            return min((found for found in places if found), key=_place, default=None)
        return self.pattern.search(text)


def words(text: str) -> list[str]:
    """Split text into words and marks."""
    return WORD.findall(text)


def phrase(entry: str, tag: str, state: str = "") -> Phrase:
    """Give one entry as a phrase: the capitals of the entry are asked of the text."""
    parts = words(entry.replace("’", "'"))
    capitals = "".join(
        "A" if len(part) > 1 and part.isupper() else "X" if part[:1].isupper() else "x"
        for part in parts
    )
    return Phrase(tuple(part.lower() for part in parts), tag, capitals, state)


def expressions(listed: Iterable[str]) -> Expressions:
    """Give a list of expressions as one pattern, the longest first."""
    ordered = sorted(listed, key=lambda one: (-len(one), one))
    alternatives = "|".join(map(re.escape, ordered))
    hints: dict[str, list[tuple[frozenset[str], re.Pattern[str]]]] = {}
    for expression in ordered:
        parts = words(expression.lower())
        alone = re.compile(rf"(?<!\w){re.escape(expression)}(?!\w)", re.IGNORECASE)
        hints.setdefault(max(parts, key=len), []).append((frozenset(parts), alone))
    pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
    return Expressions(pattern, {word: tuple(same) for word, same in hints.items()})


def lexicon(
    language: str, data: Mapping[str, object], listed: Iterable[Phrase], familiar: frozenset[str]
) -> Lexicon:
    """Make the lexicon of a language: of two phrases with the same words, the first listed wins.

    `data` are its entries in lexicon.yml; `familiar` are words that name nobody.
    """
    phrases: dict[str, list[Phrase]] = {}
    seen: set[tuple[tuple[str, ...], str]] = set()
    for one in listed:
        if one.words and (one.words, one.capitals) not in seen:
            seen.add((one.words, one.capitals))
            phrases.setdefault(one.words[0], []).append(one)
    ordered = [(first, sorted(same, key=_longest_first)) for first, same in phrases.items()]
    return Lexicon(
        language,
        {first: tag for first, same in phrases.items() if (tag := _plain_tag(same))},
        {first: tuple(one for one in same if len(one.words) == 1) for first, same in ordered},
        {first: _by_second(same) for first, same in ordered if len(same[0].words) > 1},
        frozenset(entries(data.get("anonymous"))) | familiar,
        frozenset(entries(data.get("institution_words"))),
        frozenset(entries(data.get("stopwords"))),
        frozenset(entries(data.get("attitudes"))),
        frozenset(entries(data.get("irregular_pasts"))),
        verb_bases(data),
        tuple(f" {word} " for word in entries(data.get("frequent"))),
        _one_word_each(phrases, SPEECH, familiar) | frozenset(entries(data.get("attitudes"))),
        _one_word_each(phrases, PEOPLE, familiar),
    )


def verb_bases(data: Mapping[str, object]) -> dict[str, str]:
    """Give the base forms of the verbs of speech and request that are one word, with their tags."""
    found: dict[str, str] = {}
    for key, tag in (("request", "W"), ("speech", "V")):
        bases = (entry.partition("/")[0] for entry in entries(data.get(key)))
        found |= {base: tag for base in bases if " " not in base}
    return found


def entries(value: object) -> list[str]:
    """Give the entries of a key: a list, or text with commas; none if the key is missing."""
    if not value:
        return []
    listed = value if isinstance(value, list) else str(value).split(",")
    return [entry for one in listed if (entry := " ".join(str(one).split()))]


def _place(found: re.Match[str]) -> tuple[int, int]:
    return found.start(), -found.end()


def _one_word_each(
    phrases: Mapping[str, Iterable[Phrase]], tags: str, familiar: frozenset[str]
) -> frozenset[str]:
    """Give the word of each phrase with one of the tags that is least common, as far as known."""
    return frozenset(
        min(one.words, key=lambda word: (word in familiar, not word[0].isalpha(), -len(word)))
        for same in phrases.values()
        for one in same
        if one.tag in tags
    )


def _by_second(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        if len(phrase.words) > 1:
            found.setdefault(phrase.words[1], []).append(phrase)
    return {second: tuple(same) for second, same in found.items()}


def _plain_tag(phrases: Sequence[Phrase]) -> str:
    """Give the tag of a first word that stands alone, where capitals and context do not matter."""
    alone = [phrase for phrase in phrases if len(phrase.words) == 1]
    plain = len(alone) == 1 and alone[0].capitals == "x" and alone[0].tag not in "TP"
    return alone[0].tag if plain else ""


def _longest_first(phrase: Phrase) -> tuple[int, int]:
    return -len(phrase.words), phrase.capitals.count("x")
