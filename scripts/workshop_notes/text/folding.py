"""Folding: one spelling for what a comparison takes as the same; words without their endings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path

from workshop_notes.bounded import read_own

_PLAIN = {
    **dict.fromkeys("\t\u00a0\u1680\u202f\u205f\u3000", " "),
    **{chr(code): " " for code in range(0x2000, 0x200B)},
    **dict.fromkeys("‐‑‒–−", "-"),
    # A long dash parts clauses; a short one joins the parts of a name.
    **dict.fromkeys("—―", ","),
    **dict.fromkeys("’‘ʼ‛`´", "'"),
    **dict.fromkeys("“”„‟«»", '"'),
}
_SAME_LENGTH = str.maketrans(_PLAIN)
LETTERS = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
_NO_WORD = re.compile(r"[\W_]+")
_ASCII_SIGNS = dict.fromkeys(at for at in range(128) if not chr(at).isalnum())


class _Bare(dict[int, str]):
    """Each character in lower case without its accent, one for one; worked out when first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code).lower()
        first = LETTERS.get(letter) or unicodedata.normalize("NFD", letter)
        self[code] = first[0]
        return first[0]


class _Folded(dict[int, str]):
    """Each character without accent and capitals, as many letters as it takes."""

    def __missing__(self, code: int) -> str:
        letter = chr(code).lower()
        if letter in "&+":
            folded = " and " if letter == "&" else " plus "
        else:
            parts = unicodedata.normalize("NFKD", LETTERS.get(letter, letter))
            kept = "".join(part for part in parts if not unicodedata.combining(part))
            folded = kept if kept.isalnum() or not kept else " "
        self[code] = folded
        return folded


_BARE = _Bare()
_FOLDED = _Folded()

# What scanners take one sign for another by: a letter or figure where no word has it.
# What the pattern begins with is one sign of few, which is what it is fast at looking for.
_MISREAD = re.compile(
    r"[01IOl](?:"
    r"(?P<I>(?<=l)(?:(?<![^\W_]l)(?=[A-Zb-df-gj-km-np-tv-xz])|(?<=[A-Z]l)(?=[A-Z])"
    r"|(?<=[A-Zl][A-Z]l)(?![^\W_]))|(?<=[A-Z]1)(?=[A-Z]))"
    r"|(?P<l>(?<=I)I?(?:(?<=[a-z]I)|(?<=[a-z]II))(?![A-Z\d]))"
    r"|(?P<zero>(?<=O)O{0,2}(?<![A-Z]\dO)(?:(?<=\dO)|(?<=\dOO)|(?<=\dOOO))(?![^\W\d_]))"
    r"|(?P<O>(?<=[A-Z]0)(?=[A-Z])|(?<=[A-Z][A-Z]0)(?![^\W_])|(?<![^\W_]0)(?<=0)(?=[a-z]{3}))"
    r"|(?P<o>(?<=[a-z]0)(?=[a-z]))"
    r"|(?P<one>(?<=\d[lI])(?![^\W\d_])|(?<![^\W_]l)(?<=l)(?=\d)))"
)
_PAIR = re.compile(r"\b(?=([^\W\d_]+) ([a-zà-ÿ]+)\b)")
_MEANT = {"zero": "0", "one": "1"}
_RN = re.compile(r"(?<![-\w])[^\W\d_]*rn[^\W\d_]*(?![-\w])")
_SAMPLE = 2000  # letters: of a misread text no page is without
_SIGNS = 2  # different ones: one may be a name, `LinkedIn`

GAP = "…"
WIDEST_GAP = 6
_RUN = re.compile(r"[^\W_]+")
_FIGURES = re.compile(r"\d+")
_WORD = re.compile(rf"[^\W_]+(?:'[^\W_]+)?|{GAP}")
_BROKEN = re.compile(r"(?<=[a-zà-ÿ])-\s+(?=([a-zà-ÿ]+))")


def same_length(text: str) -> str:
    """Give plain spaces, quotes and dashes, sign for sign: a place in one is a place in the other.

    A long dash becomes a comma.
    """
    return (
        text
        if text.isascii() and "\t" not in text and "`" not in text
        else text.translate(_SAME_LENGTH)
    )


def is_misread(text: str) -> bool:
    """Say whether a text has signs of a scanner: `COUNClL`, `2O29`, `lnternational`, `na tions`."""
    found = {text[max(0, m.start() - 2) : m.end() + 1] for m in _MISREAD.finditer(text, 0, _SAMPLE)}
    found.update(_torn().findall(text, 0, _SAMPLE))
    return len(found) >= _SIGNS


def as_meant(text: str, is_word: Callable[[str], bool]) -> str:
    """Give a misread text as it was meant, place for place: `COUNClL` → `COUNCIL`.

    `rn` in what is no word becomes an m, and the word a space longer: `frorn` → `from `; so does a
    word that was torn: `coun cil` → `council `.
    """

    def letter(found: re.Match[str]) -> str:
        return _MEANT.get(found.lastgroup or "", found.lastgroup or "") * len(found[0])

    def word(found: re.Match[str]) -> str:
        meant = found[0].replace("rn", "m")
        return found[0] if is_word(found[0].lower()) else meant.ljust(len(found[0]))

    text, end = _RN.sub(word, _MISREAD.sub(letter, text)), 0
    for pair in _PAIR.finditer(text):
        first, second = pair.groups()
        torn = pair.start() >= end and not (is_word(first.lower()) and is_word(second))
        if torn and is_word(f"{first}{second}".lower()):
            end = pair.end(2)
            text = f"{text[: pair.start()]}{first}{second} {text[end:]}"
    return text


def bare(text: str) -> str:
    """Give lower case without accents, letter for letter: `Élan` → `elan`, as long as it was."""
    return text.lower() if text.isascii() else text.translate(_BARE)


def fold(text: str) -> str:
    """Give words for comparison: no accents, capitals or punctuation, single spaces.

    Letters and digits of every script stay: `Côte d'Ivoire & Œuvre+` → `cote d ivoire and oeuvre
    plus`.
    """
    return " ".join(text.translate(_FOLDED).split())


def letters(text: str) -> str:
    """Give the letters and digits alone, in lower case, for comparing lines."""
    low = text.casefold()
    return low.translate(_ASCII_SIGNS) if low.isascii() else _NO_WORD.sub("", low)


@lru_cache(maxsize=64)
def spans(text: str) -> list[tuple[int, int]]:
    """Give the (start, end) of each run of letters and figures, for which several readers ask."""
    return [one.span() for one in _RUN.finditer(text)]


@lru_cache(maxsize=64)
def figures(text: str) -> list[tuple[int, int]]:
    """Give the (start, end) of each run of figures."""
    return [one.span() for one in _FIGURES.finditer(text)]


def words(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    """Give the stems of a text's words, and the (start, end) of each.

    A hyphen parts two words, one at a line's end joins them.
    """
    hanging = _listed("hanging")
    broken = _BROKEN.finditer(text) if "-" in text else ()
    joined = {one.start(): one.end() for one in broken if one[1] not in hanging}
    plain = "'" not in text and GAP not in text
    places = spans(text) if plain else [one.span() for one in _WORD.finditer(text)]
    if not joined:
        return [stem(text[start:end]) for start, end in places], places
    stems: list[str] = []
    whole: list[tuple[int, int]] = []
    for start, end in places:
        if whole and joined.get(whole[-1][1]) == start:
            first, last = whole.pop()
            stems[-1] = stem(text[first:last] + text[start:end])
            whole.append((first, end))
        else:
            stems.append(stem(text[start:end]))
            whole.append((start, end))
    return stems, whole


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
    return tuple(words(phrase.replace("’", "'"))[0])


def match_at(found: Sequence[str], at: int, stems: tuple[str, ...]) -> int:
    """Give the index after the phrase if it begins at word `at`, else -1."""
    place = at
    for number, wanted in enumerate(stems):
        if wanted == GAP:
            rest = stems[number + 1 :]
            for start in range(place, min(place + WIDEST_GAP + 1, len(found)) if rest else place):
                if found[start] == rest[0] and (end := match_at(found, start, rest)) >= 0:
                    return end
            return -1 if rest else place
        if place >= len(found) or found[place] != wanted:
            return -1
        place += 1
    return place


@lru_cache(maxsize=4)
def _listed(name: str) -> frozenset[str]:
    """Give the words of a list of stems.yml."""
    path = Path(__file__).with_name("stems.yml")
    return frozenset(read_own(path)[name].split())


@lru_cache(maxsize=1)
def _torn() -> re.Pattern[str]:
    """Give the pattern of a word's end that stands alone."""
    return re.compile(rf" (?:{'|'.join(sorted(_listed('torn')))})(?=[ .,;])")
