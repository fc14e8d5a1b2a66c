"""Names: what is a person's name, seen from the shape of words and their place, not from a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workshop_notes.checks.identifies.lexicon import MARKS, Lexicon, Phrase

PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "van",
        "von",
        "der",
        "den",
        "ten",
        "la",
        "le",
        "el",
        "al",
        "ag",
        "ould",
        "bin",
        "ibn",
        "ben",
        "bint",
        "abu",
        "da",
        "dos",
        "di",
        "della",
        "del",
        "st",
        "mac",
        "y",
    ]
)
PAST_COPULAS = frozenset(
    [
        "was",
        "were",
        "remained",
        "seemed",
        "appeared",
        "sounded",
        "looked",
        "proved",
        "became",
        "grew",
        "felt",
        "été",
        "était",
        "étaient",
        "semblait",
        "paraissait",
        "montré",
        "montrée",
    ]
)
ROMAN = re.compile(r"[IVXLC]+$")
# Endings of words that begin a sentence with a capital and are no names.
COMMON_ENDING = re.compile(
    r"(?:ly|ing|ed|ings|ists?|ants|ents|ities|ments|tions|sions|nesses|ships|isms?|ness|ment|tion"
    r"|sion|ity|ism|ance|ence|eers|ians|ees|ives|[a-z]{5,}ers|[a-z]{5,}ors|keepers|makers|holders"
    r"|workers|leaders|selves|ward|wards|wise|ship|hood|dom)$"
)
ACRONYM_LENGTHS = range(3, 8)
Heads = Sequence[tuple[int, int]]


def tag_of(
    tokens: Sequence[str],
    lows: Sequence[str],
    at: int,
    tags: Sequence[str],
    lexicon: Lexicon,
    familiar: frozenset[str],
    initial: bool,
) -> str:
    """Give the tag of a word or mark that the lexicon does not list.

    `tags` are those given before it; `familiar` the words that the note writes in small letters;
    `initial` says that it begins the sentence.
    """
    token, low = tokens[at], lows[at]
    first = token[0]
    if first == "'":
        return _apostrophe(lows, at, tags, lexicon)
    if not first.isalnum():
        return MARKS.get(token, "!")
    if first.isdigit():
        return "#"
    if not first.isupper():
        if low in PARTICLES and tags and tags[-1] in "TP":
            return "N"
        if low in lexicon.attitudes and not PAST_COPULAS.isdisjoint(lows[max(0, at - 4) : at]):
            return "t"
        return _small(token, lexicon)
    after_title = bool(tags) and tags[-1] in "TP"
    if after_title:
        return "X" if low in lexicon.institutions or (token.isupper() and len(token) == 2) else "N"
    if len(token) == 1:
        return "X"
    if token.isupper():
        known = low in lexicon.common or ROMAN.match(token)
        if len(token) > ACRONYM_LENGTHS[-1] and not known and any(map(str.islower, tokens)):
            return "X" if low in familiar or low in lexicon.institutions else "N"
        return "O" if len(token) in ACRONYM_LENGTHS and not known else "X"
    if low in lexicon.common or low in familiar or low in lexicon.institutions:
        return "X"
    if lexicon.language == "de" or ("-" in token and _ends_small(token)):
        return "X"
    if initial and (COMMON_ENDING.search(low) or _followed_by_place(low, lows, at, lexicon)):
        return "X"
    return "N"


def may_precede_name(tokens: Sequence[str], lows: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """Say whether a title may end before the word at `at`: a name or another title follows."""
    if at < len(tokens) and tokens[at] == ".":
        at += 1
    if at >= len(tokens) or lows[at] in lexicon.institutions:
        return False
    if tokens[at] == "(" and ")" in tokens[at : at + 4]:
        return may_precede_name(tokens, lows, list(tokens).index(")", at) + 1, lexicon)
    if not tokens[at][0].isupper():
        head, _, rest = tokens[at].partition("-")
        rest = rest or next((word for word in tokens[at + 1 : at + 3] if word not in PARTICLES), "")
        return head in PARTICLES and rest[:1].isupper()
    for phrase in lexicon.phrases_at(lows, at):
        if not phrase.stands_at(tokens, lows, at):
            continue
        if phrase.tag in "TPB":
            return True
        if phrase.tag in "OUXSJGC%":
            return False
    return True


def run_end(tags: Sequence[str], heads: Heads, tokens: Sequence[str], at: int) -> int:
    """Give the end of a run of capitalized words, with the particles and initials inside it."""
    end, count = at + 1, len(tags)
    while end < count:
        tag, token = tags[end], tokens[heads[end][0]]
        after = end + 1 < count
        if (
            tag == "N"
            or (tag == "X" and token[0].isupper() and token != "I")
            or (tag == "!" and token == "." and after and len(tokens[heads[end - 1][0]]) == 1)
            or (
                (tag == "'" or token.lower() in PARTICLES)
                and after
                and tags[at] in "NX"
                and (
                    tags[end + 1] in "N'"
                    or (tags[end + 1] == "X" and _is_capital(tokens, heads, end + 1))
                )
            )
        ):
            end += 1
        else:
            break
    while end > at + 1 and tags[end - 1] not in "NXSJ":
        end -= 1
    return end


def _is_capital(tokens: Sequence[str], heads: Heads, at: int) -> bool:
    return tokens[heads[at][0]][0].isupper()


def _apostrophe(lows: Sequence[str], at: int, tags: Sequence[str], lexicon: Lexicon) -> str:
    if lexicon.language != "en" or not tags:
        return "'"
    after = lows[at + 1] if at + 1 < len(lows) else ""
    return "z" if after == "s" or lows[at - 1].endswith("s") else "'"


def _small(token: str, lexicon: Lexicon) -> str:
    if "-" in token:
        head, _, rest = token.partition("-")
        if head in PARTICLES and rest[:1].isupper():
            return "N"
    if lexicon.language == "en":
        if token.endswith("ly"):
            return "a"
        past = token.endswith("ed") and not token.endswith("eed")
        return "v" if past or token in lexicon.pasts else "x"
    if lexicon.language == "fr" and token.endswith(("é", "ée", "és", "ées")):
        return "v"
    return "a" if token.endswith("ment") else "x"


def _ends_small(token: str) -> bool:
    return any(part[:1].islower() for part in token.split("-")[1:])


def _followed_by_place(low: str, lows: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """`Talks between …`, `Reports from …`: nouns, which a name at a sentence's start is not."""
    after: tuple[Phrase, ...] = ()
    if at + 1 < len(lows):
        after = lexicon.single.get(lows[at + 1], ())
    tags = {phrase.tag for phrase in after}
    return "p" in tags or (low.endswith("s") and bool(tags & {"o", "l"}))
