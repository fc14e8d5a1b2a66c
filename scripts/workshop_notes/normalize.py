"""Text hygiene: one spelling for what looks the same, nothing that the eye cannot see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from workshop_notes.problem import Problem

# What XML and the builders cannot hold.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_HYPHENS = re.compile("[\u2010\u2011]")
# Harmless where they stand alone: hints of line breaks, joiners, marks of direction.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_ASCII_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f]")
_COMPATIBLE = re.compile("[ﬀ-ﬆ\uff01-\uff5e\U0001d400-\U0001d7ff]")
_BULLETS_OF_SYMBOL_FONTS = re.compile("[\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc\uf076\uf02d\uf0e0]")
_WORD = re.compile(r"[^\W\d_]+")

_CYRILLIC = dict(zip("АВСЕНІЈКМОРЅТХУасеіјорѕхуԁԛԝһ", "ABCEHIJKMOPSTXYaceijopsxydqwh", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοινυϲϳ", "ABEZHIKMNOPTYXoivucj", strict=True))
_LOOK_ALIKES = str.maketrans({**_CYRILLIC, **_GREEK})
_FOREIGN = frozenset(_CYRILLIC) | frozenset(_GREEK)

# What can carry a message that no reader sees, with the name of its kind.
_HIDING = (
    ("a backspace or an escape, which strikes letters out", re.compile("[\b\x1b]")),
    ("invisible tag characters", re.compile("[\U000e0000-\U000e007f]+")),
    ("a direction override", re.compile("[\u202d\u202e]")),
    ("a run of zero-width characters", re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\u180e]{8,}")),
    ("a run of variation selectors", re.compile("[\ufe00-\ufe0f]{2,}|[\U000e0100-\U000e01ef]+")),
    ("interlinear annotation marks", re.compile("[\ufff9-\ufffb]")),
    ("letters that no font shows", re.compile("[\U000f0000-\U000ffffd\U00100000-\U0010fffd]+")),
)
_FEW_HINTS = 24


def normalize(text: str) -> str:
    """Spell the text one way: NFC, `\\n`, plain spaces, no invisible character, no look-alikes.

    Idempotent. Keeps tabs, and spaces at the ends of lines, which Markdown reads.
    """
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    text = _LINE_BREAKS.sub("\n", text)
    if text.isascii():
        return _ASCII_CONTROLS.sub("", text)
    text = _BULLETS_OF_SYMBOL_FONTS.sub("•", text)
    text = _HYPHENS.sub("-", _SPACES.sub(" ", text))
    text = _INVISIBLE.sub("", text)
    text = _COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = unicodedata.normalize("NFC", text)
    return _WORD.sub(lambda found: _latin(found[0]), text)


def hiding_characters(text: str, path: str) -> Iterator[Problem]:
    """Yield an error for each kind of character that can hide a name, at its first place.

    Takes the text as decoded, before `normalize`. The hidden message is not printed.
    """
    code, fix = "hidden-character", "retype the passage, or save the original as plain text"
    for kind, pattern in _HIDING[: 1 if text.isascii() else None]:
        if found := pattern.search(text):
            yield Problem(path, *place(text, found.start()), code, f"the text carries {kind}", fix)
    # Between letters, time and again, they spell something.
    hints = (
        []
        if text.isascii()
        else re.findall("(?<=[A-Za-z])[\u200b-\u200d\u2060-\u2064\ufeff]+(?=[A-Za-z])", text)
    )
    kinds = {letter for hint in hints for letter in hint}
    if len(kinds) > 1 and len(hints) > _FEW_HINTS:
        message = f"{len(hints)} zero-width characters of several kinds stand between letters"
        yield Problem(path, 1, 1, code, message, fix)


def look_alikes(text: str, path: str) -> Iterator[Problem]:
    """Yield a warning for each word that mixes Latin with look-alike letters of other scripts."""
    seen: set[str] = set()
    for found in _WORD.finditer(text) if not text.isascii() else ():
        word = found[0]
        if word not in seen and _latin(word) != word:
            seen.add(word)
            message = f"'{_latin(word)}' is spelled with letters of another script; read as Latin"
            at, fix = place(text, found.start()), "retype the word in the original"
            yield Problem(path, *at, "look-alike", message, fix, "warning")


def place(text: str, offset: int) -> tuple[int, int]:
    """Give the line and column, from 1, of an offset in the text."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def blanked(pattern: re.Pattern[str], text: str) -> str:
    """Give a text with spaces in the place of what a pattern finds; its lines stay."""
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _latin(word: str) -> str:
    """Respell a word in Latin letters if some are Latin and all the others only look so."""
    if word.isascii() or not any(letter in _FOREIGN for letter in word):
        return word
    others = [letter for letter in word if letter not in _FOREIGN]
    if others and all(one.isascii() or unicodedata.name(one, "")[:5] == "LATIN" for one in others):
        return word.translate(_LOOK_ALIKES)
    return word
