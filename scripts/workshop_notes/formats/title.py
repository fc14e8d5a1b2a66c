"""The title of a text: of all that could be one, what weighs most by signs that can be read.

A candidate is a row of the head of a text, some that follow one another, or what the file states of
itself. What a sign weighs is in `title.yml`, learned by `bench/learn/titles.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain, pairwise, zip_longest
from pathlib import Path

from lxml import etree

from workshop_notes.bounded import read_own
from workshop_notes.formats.as_markdown import HEADINGS
from workshop_notes.formats.lines import (
    CUT_OFF,
    LABEL,
    LISTS,
    LONE_NUMBER,
    RULED,
    SMALL_WORD,
    SUBJECT,
    class_of,
    folded,
    is_dated,
    is_form,
    is_phrase,
    is_prose,
    is_untitled,
    subject_of,
    without_label,
    words_of,
)
from workshop_notes.text.dates import find_dates
from workshop_notes.text.expressions import pattern, source
from workshop_notes.text.folding import letters, same_length
from workshop_notes.text.languages import language_with_count

LEAST = 0.0  # what a title weighs
WEIGHTS = Path(__file__).with_suffix(".yml")
_HEAD, _PROSE, _SPAN, _APART = 60, 6, 7, 3  # rows
_LONGEST, _LONG, _LONGEST_NAME, _LONGEST_ROW = 36, 22, 8, 40  # words
_LONGEST_LABEL, _LONGEST_GREETING = 8, 4  # words
_STEM, _LONGEST_TEXT = 6, 400  # letters
_FULL = 0.9  # of the widest of the rows around
_MOSTLY, _NAMES_ALONE = 0.5, 0.7
_OPEN = (":", ",", "-", "–", "—")
_KIND = re.compile(source(LISTS, "kind-word"), re.I)
_TIME = re.compile(r"\d:\d\d")
_ITEM = re.compile(r"\s*(?:[-•‣▪*+▸]|\(?[a-z0-9]{1,2}[.)])\s")
_PARTS = re.compile(r"\s[|•·»›>/]\s|\s{3,}")
_BESIDE_SITE = re.compile(r"\s+(?:[|•·»›:–—-]|::)\s+")
_QUOTATION = re.compile(r"[\"“«][^\"“”«»]{1,200}[\"”»]")
_COLON, _PARTED = re.compile(r"\w ?: "), re.compile(r"\w \S*\w ?: |[?!] (?!$)")
_LABELLED = re.compile(r"\W*\w+(?: \w+)? ?: ")
_BRACKETED = re.compile(r"\s*(?:\[[^\[\]]*\]\s*)+")
_BODY = re.compile(
    rf"\W*(?:[A-ZÀ-Þ][^\s,:?!]* ){{0,7}}?(?i:{source(LISTS, 'body-word')})"
    rf"(?i:\W*$|\s*[,(|·•–—-]|(?: \w+)? (?:{source(LISTS, 'small-word')})\b)"
)
_HELD = pattern(LISTS, "held")
_KIND_FIRST = re.compile(
    rf"\W*(?:{source(LISTS, 'kind-word')})\b(?! (?:{source(LISTS, 'topic')})\b)", re.I
)


_TELLING = frozenset(
    ["row: ends in a date", "row: held", "row: of a body", "row: kind", "row: begins with its kind"]
)


@dataclass(frozen=True, slots=True)
class Row:
    """A block of a text, in one line; its level as a heading, 0 for none; whether it is listed.

    `broken` says that it is of one block with the row above.
    """

    text: str
    level: int = 0
    listed: bool = False
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """A title, and the rows that hold it, parted as said: none where only the file states it."""

    text: str
    rows: range = range(0)
    between: tuple[str, ...] = ()


def find_title(rows: Sequence[Row], stated: str = "") -> Title | None:
    """Give the title of a text by its rows, empty ones among them, and what its file states."""
    weights: Mapping[str, float] = read_own(WEIGHTS)
    weighed = [
        (sum(weights.get(sign, 0.0) * share for sign, share in signs.items()), title)
        for title, signs in candidates(rows, stated)
    ]
    most, best = max(weighed, key=lambda one: one[0], default=(0.0, None))
    if best is None or most < LEAST:
        return None
    # Of those with the same words it is the one spelled as titles are, the highest heading of them.
    alike = [title for _, title in weighed if folded(title.text) == folded(best.text)]
    alike.sort(key=lambda one: min((rows[at].level or 9 for at in one.rows), default=9))
    return max(alike, key=lambda one: (not one.text.isupper(), sum(map(str.isupper, one.text))))


def level_of(element: etree._Element) -> int:
    """Give the level of a heading, 0 for what is none."""
    return int(str(element.tag)[1]) if element.tag in HEADINGS else 0


def between(above: str, below: str, told: str = "", language: str = "") -> str:
    """Give what parts a title from what stands below it: a colon, unless it goes on there."""
    if above[-1] in "?!" or _goes_on(above, below, told):
        return " "
    language = language or language_with_count(f"{above} {below}")[0]
    return " : " if language == "fr" else ": "


def candidates(rows: Sequence[Row], stated: str = "") -> Iterator[tuple[Title, dict[str, float]]]:
    """Yield what could be the title, each with its signs and how much of each it shows."""
    head = _Head(rows, stated)
    for first, start in enumerate(head.places):
        if not head.may_begin(start):
            continue
        for last in range(first, min(first + _SPAN, len(head.places))):
            span = head.places[first : last + 1]
            is_number = last > first and head.ends_in_number(*span[-2:])
            if not (head.may_hold(span[-1]) or is_number) or (
                last > first and not head.adjoin(*span[-2:])
            ):
                break
            if any(head.ends_in_number(span[-1], at) for at in head.places[last + 1 : last + 2]):
                continue
            parted = head.parted(span)
            texts = [rows[at].text.strip() for at in span]
            text = "".join(chain(*zip_longest(texts, parted, fillvalue="")))
            least = 1 if rows[start].level == 1 else 2 if head.prose else 3
            if is_phrase(text, least, _LONGEST, begun=not rows[start].level):
                text = subject_of(text) or text
                label = len(words_of(text)) <= _LONGEST_LABEL or _LABELLED.match(text)
                if (label and is_untitled(text)) or head.named(text) > _NAMES_ALONE:
                    continue
                title = Title(text, range(start, span[-1] + 1), parted)
                yield title, head.signs(first, last, text)
    if 0 < len(words_of(stated)) <= _LONGEST:
        yield Title(stated), {"only stated": 1.0, **head.signs_of_text(stated)}


def _goes_on(above: str, below: str, told: str) -> bool:
    """Say whether a row goes on with the phrase that the row above it began."""
    ends, begins = folded(above)[-1:], folded(below)[:1]
    cut = f" {' '.join(ends + begins)} " in told and len("".join(ends)) > 3 < len("".join(begins))
    return (
        above.endswith(_OPEN)
        or below[0].islower()
        or below[0] in ":("
        or _is_small(ends)
        or (below.isupper() and _is_small(begins) and not pattern(LISTS, "subtitle").match(below))
        or bool(pattern(LISTS, "breaks-off").search(above))
        or cut
    )


def _is_small(words: Sequence[str]) -> bool:
    return any(map(SMALL_WORD.fullmatch, words))


@lru_cache(maxsize=4096)
def _long_words(text: str) -> tuple[str, ...]:
    return tuple(one for one in words_of(text) if one.isalpha() and not SMALL_WORD.fullmatch(one))


def _capitals(text: str) -> float:
    """Give the share of a text's longer words that begin with a capital."""
    long = _long_words(text)
    return sum(word[0].isupper() for word in long) / max(len(long), 1)


def _of_kind(text: str) -> float:
    """Give the share of a text's longer words that say what kind of text one is."""
    long = _long_words(text)
    return sum(bool(_KIND.fullmatch(word)) for word in long) / max(len(long), 1)


def _is_label(text: str) -> bool:
    return bool(LABEL.fullmatch(" ".join(words_of(text))))


class _Head:
    """The head of a text, row by row, and what its candidates are compared with."""

    def __init__(self, rows: Sequence[Row], stated: str) -> None:
        self.rows = rows
        self.stated = letters(stated)
        shorter = sorted(map(letters, _BESIDE_SITE.split(stated)), key=len)[:-1]
        self.sites = frozenset(filter(None, shorter))
        self.prose = [at for at, row in enumerate(rows) if is_prose(row.text)]
        prose = [rows[at].text for at in self.prose]
        self.language = language_with_count(" ".join(prose[:3]))[0]
        # The words of the prose, as they are and folded.
        unquoted = (_QUOTATION.sub(" ", one) for one in prose)
        self.printed = f" {' '.join(chain.from_iterable(map(words_of, unquoted)))} "
        self.told = f" {' '.join(chain.from_iterable(map(folded, prose)))} "
        self.stems = frozenset(word[:_STEM] for word in self.told.split())
        self.has_gaps = any(not row.text.strip() for row in rows)
        self.levels = Counter(row.level for row in rows if row.level)
        first = self.prose[0] if self.prose else len(rows)
        self.sections = frozenset(row.level for row in rows[first:] if row.level)
        self.may_hold = cache(self._may_hold)
        self.named = cache(self._named)
        self.joint = cache(lambda above, below: tuple(self._joint(above, below)))
        self.of_row = cache(lambda at: tuple(self._of_row(at)))

    @cached_property
    def places(self) -> list[int]:
        """Give the rows that are not empty, to the end of the first prose."""
        found: list[int] = []
        told = 0
        for at, row in enumerate(self.rows):
            told += is_prose(row.text)
            if len(found) == _HEAD or told > _PROSE:
                break
            if row.text.strip():
                found.append(at)
        return found

    @cached_property
    def again(self) -> str:
        """Give the words of all rows that are short."""
        short = (folded(row.text) for row in self.rows if not is_prose(row.text))
        return f" {' '.join(chain.from_iterable(one for one in short if len(one) < _LONGEST_ROW))} "

    @cached_property
    def is_greeted(self) -> bool:
        """Say whether the first prose is a letter's: `Dear all,` stands above it."""
        rows = (self.text(at) for at in range(self.prose[0]))
        return any(row.endswith(",") and len(words_of(row)) <= _LONGEST_GREETING for row in rows)

    def text(self, at: int) -> str:
        """Give the text of a row."""
        return self.rows[at].text.strip()

    def _may_hold(self, at: int) -> bool:
        """Say whether a row can be a part of a title: no furniture, date or prose."""
        text = self.text(at)
        if len(text) > _LONGEST_TEXT:
            return False
        known = class_of(text) or _is_label(text) or RULED.fullmatch(text) or is_dated(text)
        if known or _BRACKETED.fullmatch(text) or LONE_NUMBER.fullmatch(text) or is_prose(text):
            return False
        if CUT_OFF.search(text) or not folded(text):
            return False
        if self._is_listed(at) and (
            not without_label(text, SUBJECT) or any(row.level for row in self.rows[:at])
        ):
            return False
        if any(class_of(part) or is_dated(part) for part in _PARTS.split(text)):
            return False
        return any(map(str.isalpha, text)) and not re.search(r"https?://|\S@\S", text)

    def may_begin(self, at: int) -> bool:
        """Say whether a title can begin at a row: above the prose, or below its own beginning.

        Such is a letter to whom it is sent on, a ruled line, a date, or that it is the first
        heading, and alone of its level.
        """
        above = bisect_left(self.prose, at)
        if not above or (above == 1 and self.is_greeted):
            return True
        level = self.rows[at].level
        if level and self.levels[level] == 1 and not any(row.level for row in self.rows[:at]):
            return True
        start, end = self.prose[above - 1], (*self.prose, at + 1)[above]
        around = (self.text(one) for one in range(start, end))
        return any(RULED.fullmatch(one) or is_dated(one) for one in around)

    def ends_in_number(self, above: int, below: int) -> bool:
        """Say whether a row is a number that ends the phrase of the one above it."""
        text = self.text(below)
        return text.isdigit() and _goes_on(self.text(above), text, self.told)

    def adjoin(self, above: int, below: int) -> bool:
        """Say whether two rows can be parts of one title: near, none in a list or a form."""
        apart = self._is_listed(above) or self._is_listed(below)
        return below - above <= _APART and not (apart or is_form(map(self.text, (above, below))))

    def _is_listed(self, at: int) -> bool:
        row = self.rows[at]
        return not row.level and (row.listed or bool(_ITEM.match(row.text)))

    def parted(self, span: Sequence[int]) -> tuple[str, ...]:
        """Give what parts the rows of a title."""
        pairs = list(pairwise(span))
        column = len(pairs) > 1 and all(
            self._is_full(one, below) or _goes_on(self.text(one), self.text(below), self.told)
            for one, below in pairs
        )
        # Right below a line that has a colon, or above one, a title goes on.
        colons = [at for at in span if self.has_gaps and _COLON.search(self.text(at))]
        return tuple(
            " "
            if column or (below == one + 1 and (one in colons or below in colons))
            else between(self.text(one), self.text(below), self.told, self.language)
            for one, below in pairs
        )

    def _is_full(self, above: int, below: int) -> bool:
        """Say whether a row of a narrow column has no room for the next one's first word."""
        if not self.has_gaps or below > above + 1:
            return False
        start, end = above, below
        while start and self.text(start - 1) and self.may_hold(start - 1):
            start -= 1
        while end + 1 < len(self.rows) and self.text(end + 1) and self.may_hold(end + 1):
            end += 1
        first, second = self.text(above), self.text(below)
        widest = max(len(self.text(at)) for at in range(start, end + 1))
        full = len(first) + 1 + len(second.split()[0]) >= _FULL * widest
        return end - start > 1 and first.isupper() == second.isupper() and full

    def _named(self, text: str) -> float:
        """Give the share of a text's words that stand in names which the prose has."""
        words = words_of(text.title() if text.isupper() else text)
        covered = at = 0
        while at < len(words):
            length = 0
            for end in range(at + 1, min(len(words), at + _LONGEST_NAME) + 1):
                if f" {' '.join(words[at:end])} " not in self.printed or not words[at][0].isupper():
                    break
                capital = [word for word in words[at:end] if word[0].isupper()]
                if (
                    words[end - 1][0].isupper()
                    and end - at > 1
                    and not all(map(str.isupper, capital))
                ):
                    length = end - at
            covered += length
            at += length or 1
        return covered / max(len(words), 1)

    def signs(self, first: int, last: int, text: str) -> dict[str, float]:
        """Give the signs of the rows from one place to another, whose text is given."""
        rows, span = self.rows, self.places[first : last + 1]
        start = rows[span[0]]
        above, below = self.places[:first], self.places[last + 1 : last + 3]
        held, subject = sum(map(self.may_hold, above)), bool(subject_of(start.text))
        found = Counter(self.signs_of_text(text, " ".join(map(self.text, span))))
        found.update(
            {
                "heading": bool(start.level),
                "first level": start.level == 1,
                "top level": 0 < start.level == min(self.levels, default=0),
                "only one of its level": self.levels[start.level] == 1,
                "level of sections": start.level in self.sections,
                "how far down": min(held, 8) / 8,
                "subject": subject,
                "in a form": not subject
                and is_form(rows[at].text for at in above[-1:] + span + below[:1]),
                "goes on below": any(rows[at].text.strip()[:1].islower() for at in below[:1]),
            }
        )
        for at in span:
            found.update(self.of_row(at))
        for pair in pairwise(span):
            found.update(self.joint(*pair))
        for pair in (*pairwise(above[-1:] + span[:1]), *pairwise(span[-1:] + below[:1])):
            if all(map(self.may_hold, pair)):
                found.subtract(self.joint(*pair))
        return {sign: float(share) for sign, share in found.items() if share}

    def signs_of_text(self, text: str, typed: str = "") -> dict[str, float]:
        """Give the signs of a title's text."""
        words, long, bare = words_of(text), _long_words(text), letters(text)
        taken = sum(word.casefold()[:_STEM] in self.stems for word in long)
        sought = f" {' '.join(folded(text))} "
        colon = bool(_PARTED.search(typed or text))
        return {
            "words": min(len(words), 8) / 8,
            "many words": len(words) > _LONG,
            "numbers": sum(map(str.isdigit, words)) / max(len(words), 1),
            "capitals": 0 if text.isupper() else _capitals(text),
            "shouted": text.isupper(),
            "taken up": min(taken, 4) / 4,
            "share taken up": taken / max(len(long), 1),
            "named": self.named(text),
            "kind": _of_kind(text),
            "has a colon": colon,
            "has a subtitle": not colon and bool(_PARTED.search(text)),
            "begins with a label": bool(_LABELLED.match(text)),
            "of parts": bool(_PARTS.search(text)),
            "printed again": len(words) > 2 and self.again.count(sought) > 1,
            "most of the stated": bare in self.stated and 2 * len(bare) > len(self.stated),
        }

    def _of_row(self, at: int) -> Iterator[str]:
        """Yield what says of a row that it is a title's, or not."""
        text = self.text(at)
        dates = find_dates(same_length(text)) if any(map(str.isdigit, text)) else ()
        signs = {
            "row": True,
            "row: names": self.named(text) > _MOSTLY,
            "row: date": dates or _TIME.search(text),
            "row: ends in a date": dates and not text[dates[-1].end :].strip(" .)*"),
            "row: begins with its kind": _KIND_FIRST.match(text),
            "row: held": _HELD.search(text),
            "row: of a body": _BODY.match(text) and _capitals(text) > _MOSTLY,
            "row: kind": 3 * _of_kind(text) >= 1,
            "row: of parts": _PARTS.search(text),
            "row: untitled": is_untitled(text),
            "row: the site's": letters(text) in self.sites,
        }
        return (sign for sign, shown in signs.items() if shown)

    def _joint(self, above: int, below: int) -> Iterator[str]:
        """Yield what says of two rows that they are one title's, or not."""
        one, other = self.rows[above], self.rows[below]
        first, second = self.text(above), self.text(below)
        texts, capitals = (first, second), (_capitals(first), _capitals(second))
        lengths = (len(words_of(first)), len(words_of(second)))
        if first.endswith(_OPEN):
            yield "joint: opened"
        elif _goes_on(first, second, self.told):
            yield "joint: goes on"
        elif not pattern(LISTS, "subtitle").match(second):
            yield "joint: none"
        if self.has_gaps:
            near = "joint: near" if below == above + 1 else "joint: gap"
            # What tells of a meeting stands right below its title.
            told = sum(not _TELLING.isdisjoint(self.of_row(at)) for at in (above, below))
            yield near + ("", " to another kind", " and telling")[told]
        signs = {
            "joint: down to text": one.level and not other.level,
            "joint: another level": other.level and one.level != other.level,
            "joint: one level": one.level and one.level == other.level,
            "joint: one heading": other.broken and one.level,
            "joint: another case": first.isupper() != second.isupper(),
            "joint: fewer capitals": capitals[0] - capitals[1] > _MOSTLY,
            "joint: alike": 1 < lengths[1] <= 14 and min(capitals) > _MOSTLY,
            "joint: short": min(lengths) < 3,
            "joint: colon": any(":" in text[:-1] for text in texts),
            "joint: names": max(map(self.named, texts)) > _MOSTLY,
            "joint: date": "row: date" in chain(self.of_row(above), self.of_row(below)),
            "joint: kind": 3 * max(map(_of_kind, texts)) >= 1,
            "joint: to a section": is_untitled(second),
        }
        yield from (sign for sign, shown in signs.items() if shown)
