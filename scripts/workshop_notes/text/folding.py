"""Folding: one spelling for what a comparison takes as the same, by translation tables."""

from __future__ import annotations

import re
import unicodedata

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


def same_length(text: str) -> str:
    """Give plain spaces, quotes and dashes, sign for sign: a place in one is a place in the other.

    A long dash becomes a comma.
    """
    return (
        text
        if text.isascii() and "\t" not in text and "`" not in text
        else text.translate(_SAME_LENGTH)
    )


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
    return _NO_WORD.sub("", text.casefold())
