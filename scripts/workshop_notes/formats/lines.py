"""What a line of a text is by its wording, and how two are joined where a hyphen parts a word.

Lines are furniture, prose or the name of a section: classes of lines, never terms of a vocabulary,
told by patterns of whole lines. Where a hyphen belongs to the word, it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path

from workshop_notes.text.expressions import pattern, sections, source
from workshop_notes.text.languages import LISTS as LANGUAGES
from workshop_notes.text.languages import Lines, language_with_count, ordinary

LISTS = Path(__file__).with_name("furniture.yml")


def _whole(section: str) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{source(LISTS, section)})\s*", re.I)


# Each class by the words that tell it to an editor.
CLASSES: Mapping[str, re.Pattern[str]] = {
    name: _whole(name) for name in sections(LISTS) if " " in name or name == "navigation"
}
_SPACED_DATE = re.compile(source(LISTS, "spaced-date"), re.I)
SUBJECT, SENT_ON, KIND = "subject", "sent-on", "kind"  # labels of titles
RELATED, NAMING, LABEL, DATED, FACT_LABEL, CONTENTS, WHEN = (
    _whole(name)
    for name in ("related", "naming", "label", "dated", "fact-label", "contents", "when")
)
_PERSON = r"(?:(?:[^\W\d_a-zà-ÿ][\w’'.-]*|and|et|y|de|von|van|di|al|el|bin|&|,)[\s,]*){2,12}"
BYLINE = re.compile(
    r"\s*(?i:(?:written |posted |prepared |reported )?by|par|por|von|authors?:|auteurs? ?:)\s+"
    rf"{_PERSON}"
)
LONE_NUMBER = re.compile(r"[\s–—-]*(?:page\s+)?\d{1,3}(?:\s*(?:/|of|sur)\s*\d{1,3})?[\s–—-]*", re.I)
_WIDE_PARTS = re.compile(r"\s*[|·•]\s*|\s{3,}|\t\s*")
_PARTS = re.compile(r"\s*(?:[|·•]|\s{2,}|\t)\s*")
_LONGEST = 400  # characters
# A drawn line, of a mail perhaps with words in it: `----- Original Message -----`.
RULED = re.compile(r"\s*(?:[-_=*~–—]{3,}|-{4,} *\w+(?:[ '’]\w+){0,3} *-{4,})\s*")
_TRAIL = re.compile(r"\s[»>›/→]\s")
_LABELLED = re.compile(r"\s*[^\W\d_][\w-]{0,14}(?: \w{1,12})? ?:\s")
CUT_OFF = re.compile(r"\.\.\.|…|€¦")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…:;]['\"”’»)\]]*\d*\s*$")
SMALL_WORD, _SECTION_WORD = _whole("small-word"), _whole("section-word")
_LONGEST_CRUMB, _SUBTITLED = 8, 5  # words
_PROSE_WORDS = 14

_HYPHENS = Path(__file__).with_name("hyphens.yml")
_END = re.compile(r"(\S*?)([^\W_]+)([-\u2010\u00ad])")
_START = re.compile(r"([^\W_]+)(\S*)")
_HYPHENED = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# Tried from the beginnings of words alone: a long one takes no longer than a short one.
_PARTED = re.compile(r"(?<![^\W_])(?<![^\W_]-)(?:[^\W_]+-)+\n\s*[^\W_]+")
_IN_ADDRESS = re.compile(r"[/@]|\w\.\w")
_SHORTEST = 3
_SHORTEST_AFTER_PREFIX = 5


@dataclass(frozen=True)
class Words:
    """The words of a text, folded, and those of its joined ones of which nothing is sure."""

    known: frozenset[str] = frozenset()
    unsure: dict[str, None] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[str]) -> Words:
        """Know the words of lines, but for those that a line's end may part."""
        text = "\n".join(lines).lower().replace("\u2010", "-")
        return cls(frozenset(_HYPHENED.findall(_PARTED.sub(" ", text))))

    def joined(self, above: str, below: str) -> str | None:
        """Join two lines between which a hyphen parts a word; None where none does."""
        is_parted = above.endswith(("-", "\u2010", "\u00ad"))
        end = _END.fullmatch(above.rsplit(None, 1)[-1]) if is_parted else None
        start = _START.match(below)
        if not end or not start or pattern(_HYPHENS, "suspended").match(below):
            return None
        first, second = end[2], start[1]
        kept = end[3] != "\u00ad" and self._keeps(first, second, end[1], start[2])
        return f"{above[:-1]}{'-' * kept}{below}"

    @cached_property
    def _lists(self) -> tuple[Lines, ...]:
        language = language_with_count(" ".join(sorted(self.known)))[0]
        return (ordinary(language),) if language in LANGUAGES else ()

    def _keeps(self, first: str, second: str, before: str, after: str) -> bool:
        """Say whether the hyphen belongs to the word; one that is not sure is noted."""
        plain, hyphened = first + second, f"{first}-{second}"
        is_word = any(plain.lower() in listed for listed in self._lists)
        if before[-1:] == "-" or re.match(r"-\w", after):
            if is_word:
                self.unsure[f"{before}{hyphened}{after}"] = None
            return True
        if (
            any(map(str.isdigit, plain))
            or min(len(first), len(second)) == 1
            or _IN_ADDRESS.search(before)
            or re.match(r"[\w.]*(?:@|\.\w+/)", after)
        ):
            return True
        for word in (hyphened, plain):
            if word.lower() in self.known:
                return word == hyphened
        if second[0].isupper() or (first.isupper() and second.islower()):
            return True
        if pattern(_HYPHENS, "kept").fullmatch(hyphened):
            return True
        if is_word or any(one.starting(plain.lower(), whole=True) for one in _names()):
            return False
        halves = [self._is_word(half) for half in (first, second)]
        if not all(halves) and self._lists:
            self.unsure[hyphened] = None
        is_prefixed = first.islower() and halves[1] and len(second) >= _SHORTEST_AFTER_PREFIX
        return all(halves) or (is_prefixed and bool(self._lists))

    def _is_word(self, half: str) -> bool:
        low = half.lower()
        listed = low in self.known or any(low in one for one in self._lists)
        return len(half) >= _SHORTEST and listed


@lru_cache(maxsize=4096)
def class_of(line: str) -> str:
    """Name the class of furniture that a line's wording belongs to, or ""."""
    if len(line) > _LONGEST:
        return ""
    if reason := _class_of_part(line):
        return reason
    for between in (_WIDE_PARTS, _PARTS):
        parts = [part for part in between.split(line.strip()) if part]
        reasons = [_class_of_part(part) for part in parts]
        known = (
            reason or LABEL.fullmatch(part) or LONE_NUMBER.fullmatch(part)
            for part, reason in zip(parts, reasons, strict=True)
        )
        if len(parts) > 1 and any(reasons) and all(known):
            return next(filter(None, reasons))
    short = len(parts) >= 4 and all(len(part.split()) <= 3 for part in parts)
    return "navigation" if short and "navigation" in reasons else ""


def names_somebody(line: str) -> bool:
    """Say whether a line is a byline, which names a person and is not to be printed."""
    parts = _PARTS.split(line.strip()) if len(line) <= _LONGEST else ()
    named = {part: BYLINE.fullmatch(part) or NAMING.fullmatch(part) for part in parts if part}
    return any(named.values()) and all(
        found or _class_of_part(part) for part, found in named.items()
    )


def is_trail(line: str) -> bool:
    """Say whether a line is a path of links such as Blog > Africa > Mali."""
    return bool(_TRAIL.search(line)) and not re.search(r"[.!?]$", line.strip())


@lru_cache(maxsize=4096)
def words_of(line: str) -> tuple[str, ...]:
    """Give the words of a line."""
    return tuple(WORD.findall(line))


@lru_cache(maxsize=4096)
def is_prose(line: str) -> bool:
    """Say whether a line is running text: long enough, and it ends like a sentence."""
    words = words_of(line)
    if sum(len(word) > 1 for word in words) >= 2 * _PROSE_WORDS:  # no letters set apart
        return True
    if CUT_OFF.search(line.rstrip()[-3:]):
        return False
    lower = sum(word[0].islower() for word in words)
    return (
        len(words) >= _PROSE_WORDS and lower * 2 > len(words) and bool(_SENTENCE_END.search(line))
    )


def is_untitled(line: str) -> bool:
    """Say whether a line is the name of a section, a label or a byline."""
    line = without_label(line, KIND) or line
    return is_section(line) or bool(pattern(LISTS, "untitled").match(line))


def is_form(lines: Iterable[str]) -> bool:
    """Say whether lines are the head of a letter or record: `To: …` beside `Subject: …`."""
    return sum(bool(_LABELLED.match(line)) for line in lines) > 1


def without_label(line: str, label: str) -> str:
    """Give what follows a label that a line begins with, or "" where it begins with none."""
    found = pattern(LISTS, label).match(line)
    return line[found.end() :].strip() if found else ""


def subject_of(line: str) -> str:
    """Give what a letter or record says that it is about, in a line that does, or ""."""
    return without_label(line, SUBJECT) or without_label(line, SENT_ON)


def is_dated(line: str) -> bool:
    """Say whether a line is a date, alone or before a stroke."""
    return class_of(re.split(r"\s+[|·•–-]\s+", line.strip())[0]) == "publication date"


def is_title_like(line: str) -> bool:
    """Say whether a line reads as a title: a short phrase without a sentence's end."""
    return is_phrase(line, 3, 30) and not (is_prose(line) or re.match(r"\s*[•\-*–—]", line))


def is_phrase(line: str, least: int, most: int, *, begun: bool = True) -> bool:
    """Say whether so many words begin, where asked, as a sentence or number, and end as none."""
    text = line.strip()
    if not least <= len(words_of(text)) <= most:
        return False
    if re.search(r"[.;,:…!]$|https?://|\S@\S", text):
        return False
    first = next((letter for letter in text if letter.isalnum()), "")
    return first.isupper() or first.isdigit() or not begun


def is_section(line: str) -> bool:
    """Say whether a line is the usual name of a section, such as Introduction."""
    words = words_of(line)
    return len(words) <= 3 and any(map(_SECTION_WORD.fullmatch, words))


def prose_range(lines: Sequence[str]) -> tuple[int | None, int]:
    """Give the index of the first line of prose (None without prose) and one after the last."""
    prose = [at for at, line in enumerate(lines) if is_prose(line) and not class_of(line)]
    return (prose[0], prose[-1] + 1) if prose else (None, 0)


def is_crumb(line: str) -> bool:
    """Say whether a line can be a label above a title: a few words, all with capitals."""
    words = words_of(line)
    if not words or len(words) > _LONGEST_CRUMB or re.search(r"[.!?;:]$", line.strip()):
        return False
    if len(words) >= _SUBTITLED and re.search(r"\w:\s", line):  # a title and its subtitle
        return False
    capital = [word for word in words if word[0].isupper() or SMALL_WORD.fullmatch(word)]
    return len(capital) == len(words) and not is_section(line)


@lru_cache(maxsize=4096)
def folded(line: str) -> tuple[str, ...]:
    """Give the words of a line, whatever their case."""
    return tuple(map(str.casefold, words_of(line)))


def _class_of_part(part: str) -> str:
    if _SPACED_DATE.fullmatch(re.sub(r"\s", "", part)):
        return "publication date"
    return next((reason for reason, pattern in CLASSES.items() if pattern.fullmatch(part)), "")


@cache
def _names() -> tuple[Lines, ...]:
    return Lines("places"), Lines("capitals")
