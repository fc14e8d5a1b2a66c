"""Stems: words without their endings, so that a phrase is found in whatever form a text has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from workshop_notes.bounded import read_own
from workshop_notes.text.folding import bare

GAP = "…"
WIDEST_GAP = 6
_WORD = re.compile(rf"[^\W_]+(?:'[^\W_]+)?|{GAP}")
_BROKEN = re.compile(r"(?<=[a-zà-ÿ])-\s+(?=([a-zà-ÿ]+))")


class Word(NamedTuple):
    """A word's stem and its place in the text it was taken from."""

    stem: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Cut a text into stems; a hyphen parts two words, one at a line's end joins them."""
    if "-" not in text:
        return [Word(stem(one[0]), one.start(), one.end()) for one in _WORD.finditer(text)]
    found: list[Word] = []
    hanging = _listed("hanging")
    joined = {m.start(): m.end() for m in _BROKEN.finditer(text) if m[1] not in hanging}
    for match in _WORD.finditer(text):
        last = found[-1] if found else None
        if last and last.end in joined and joined[last.end] == match.start():
            whole = text[last.start : last.end] + match[0]
            found[-1] = Word(stem(whole), last.start, match.end())
        else:
            found.append(Word(stem(match[0]), match.start(), match.end()))
    return found


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Cut a word's ending: plural, possessive, `-ing`, `-ed`, the mute `e`; accents go too.

    British and American spellings and French plurals and feminines come out the same. It need not
    be a word: both sides of a comparison are cut alike.
    """
    cut = bare(word)
    if "'" in cut:
        before, after = cut.split("'", 1)
        cut = before if after in ("s", "") else after
    if len(cut) <= 3 or cut in _listed("whole"):
        return cut
    cut = re.sub(r"is(?=(?:ation|e|ed|ing|es)s?$)", "iz", cut)
    cut = re.sub(r"(?<=[a-z]{3})our(?=s?$|ing$|ed$)", "or", cut)
    if cut.endswith("ies") and len(cut) > 4:
        cut = cut[:-3] + "y"
    elif re.search(r"(?:s|x|z|ch|sh)es$", cut):
        cut = cut[:-2]
    elif re.search(r"[ae]ux$|[^sui]s$", cut):
        cut = cut[:-1]
    if cut.endswith("ied") and len(cut) > 5:
        cut = cut[:-3] + "y"
    for ending in ("ing", "ed"):
        base = cut[: -len(ending)]
        if cut.endswith(ending) and len(base) >= 4 and re.search(r"[aeiouy]", base):
            undoubled = base[-1] == base[-2] and base[-1] not in "lsz"
            cut = base[:-1] if undoubled else base
            break
    return cut[:-1] if cut.endswith("e") and len(cut) > 3 else cut


@lru_cache(maxsize=2)
def _listed(name: str) -> frozenset[str]:
    """Give the words of a list of stems.yml."""
    path = Path(__file__).with_name("stems.yml")
    return frozenset(read_own(path)[name].split())


def phrases_of(pattern: str) -> Iterator[str]:
    """Yield the phrases of a pattern: `army|soldiers ~ train|rebuild` is eight phrases.

    `|` parts words that serve alike; what stands on the two sides of `~` may come in either
    order, with up to six words between.
    """
    for words_of_it in product(*(word.split("|") for word in pattern.split())):
        before, _, after = " ".join(words_of_it).partition(" ~ ")
        yield from (f"{before} {GAP} {after}", f"{after} {GAP} {before}") if after else (before,)


@lru_cache(maxsize=8192)
def phrase_stems(phrase: str) -> tuple[str, ...]:
    """Give a phrase's stems; `…` stands for up to six words."""
    return tuple(word.stem for word in words(phrase.replace("’", "'")))


def match_at(found: list[Word], at: int, stems: tuple[str, ...]) -> int:
    """Give the index after the phrase if it begins at word `at`, else -1."""
    place = at
    for number, wanted in enumerate(stems):
        if wanted == GAP:
            rest = stems[number + 1 :]
            for skipped in range(WIDEST_GAP + 1):
                end = match_at(found, place + skipped, rest)
                if end >= 0:
                    return end
            return -1
        if place >= len(found) or found[place].stem != wanted:
            return -1
        place += 1
    return place
