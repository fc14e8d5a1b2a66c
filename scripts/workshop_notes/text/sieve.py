"""Sieve: the words that a text must hold for an expression to be found in it, looked for first.

Most sentences lack them, and to see that takes a tenth of the time of a search: an expression of
many alternatives is tried at every letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from importlib import import_module
from itertools import chain
from typing import Any, Literal, NamedTuple

from workshop_notes.bounded import once
from workshop_notes.text.languages import common_words

Parts = Sequence[tuple[Any, Any]]  # of an expression, as Python's parser gives them
# What a text must hold, in lower case: one of the words or letters, or all of one of the ways.
# A word stands between signs that are part of none; letters stand anywhere.
Need = tuple[frozenset[str], tuple[str, ...], tuple[tuple["Need", ...], ...]]
_By = dict[str, list[tuple[Need, ...]]]

_USES = 32  # searches before a sieve is worth its making
_MOST = 3  # of what one way must hold, so much is looked for
_SHORT, _OFTEN = {1: 60, 2: 20, 3: 4}, 40  # how often words are met, by their length, and others
_WORD = re.compile(r"\w+")
_APART = str.maketrans({at: " " for at in range(128) if not _WORD.match(chr(at))})
# Whoever ignores case takes these for i and s, and lower case does not; nor the sign for a mean.
# Figures of other scripts are figures, too.
_ODD = re.compile(r"[İıſ]|(?![0-9])\d")
_FIGURES = tuple("0123456789")
_MICRO = "µ"
_LATIN = 0x100
_NONE: frozenset[str] = frozenset()
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


class Pattern:
    """A compiled expression that is searched only in texts which may hold a match of it.

    Its methods find the same as those of `re.Pattern`; `places` searches many texts at once.
    """

    __slots__ = ("_compiled", "_hints", "_uses", "fullmatch", "match", "pattern")

    def __init__(self, source: str, flags: int = 0) -> None:
        """Compile it; raises re.error."""
        self._compiled = re.compile(source, flags)
        self._hints: Hints | None = None
        self._uses = 0
        self.pattern = source
        self.match, self.fullmatch = self._compiled.match, self._compiled.fullmatch

    def search(self, text: str, *span: int) -> re.Match[str] | None:
        """Find the first place, in `text[start:end]` where a span is given."""
        return self._compiled.search(text, *span) if self.may_find(text, span) else None

    def finditer(self, text: str, *span: int) -> Iterator[re.Match[str]]:
        """Find every place."""
        return self._compiled.finditer(text, *span) if self.may_find(text, span) else iter(())

    def places(self, texts: Texts) -> list[int]:
        """Give the places, from 0, of the texts in which it is found."""
        self._count(len(texts.texts))
        likely = texts.every if self._hints is None else texts.meeting(self._hints)
        return [at for at in likely if self._compiled.search(texts.texts[at])]

    def may_find(self, text: str, span: tuple[int, ...] = ()) -> bool:
        """Say whether a text holds what a match must hold."""
        if self._hints is None:
            self._count(1)
            return True
        part = text[slice(*span)] if len(span) > 1 else text
        if self._hints.met(*_read(part)):
            return True
        return not text.isascii() and bool(_ODD.search(text))

    def _count(self, searches: int) -> None:
        if self._uses < _USES <= self._uses + searches:
            given = self.pattern, self._compiled.flags
            hints = once("sieve", repr(given).encode(), partial(_hints_of, *given))
            self._hints = Hints(*hints) if hints else None
        self._uses += searches


class Texts:
    """Many texts by their words, so that those which may hold a match are known at once."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Read the texts."""
        self.texts, self.every = texts, range(len(texts))
        self._odd = {at for at, one in enumerate(texts) if not one.isascii() and _ODD.search(one)}
        self._read = [_read(text) for text in texts]
        self._holding: dict[str, list[int]] = {}
        for at, (_, words) in enumerate(self._read):
            for word in words:
                self._holding.setdefault(word, []).append(at)
        # Letters stand within a word, and a sign by itself.
        signs = set().union(*(low for low, _ in self._read))
        self._whole = "\n".join((*self._holding, *signs)), frozenset(self._holding)

    def meeting(self, hints: Hints) -> list[int]:
        """Give the places of the texts that hold what there are `hints` of."""
        found = set(self._odd)
        low, words = self._whole

        def look(places: Iterable[int], besides: Sequence[tuple[Need, ...]]) -> None:
            # What all of them together lack, none of them holds.
            likely = [one for one in besides if _is_one_met((one,), low, words)]
            if not all(likely):
                found.update(places)
            elif likely:
                found.update(at for at in places if _is_one_met(likely, *self._read[at]))

        for word in hints.all_words & words:
            look(self._holding[word], hints.words[word])
        for letters, besides in hints.letters.items():
            if letters in low:
                look([at for at, (one, _) in enumerate(self._read) if letters in one], besides)
        return sorted(found)


class Hints(NamedTuple):
    """A need by the rarest of each of its ways: by word or letters, what a text must hold beside.

    It is met just where the need is; most texts hold no hint, and that is known at once.
    """

    words: _By
    letters: _By
    all_words: frozenset[str]

    def met(self, low: str, words: frozenset[str]) -> bool:
        """Say whether a text, by its lower case and the words of it, holds what is needed."""
        for word in self.all_words & words:
            if _is_one_met(self.words[word], low, words):
                return True
        for letters, besides in self.letters.items():
            if letters in low and _is_one_met(besides, low, words):
                return True
        return False


def _hints_of(source: str, flags: int) -> tuple[_By, _By, frozenset[str]] | None:
    """Sort the ways of what an expression needs, if anything is sure."""
    # The parser of Python's own expressions has no public name.
    need = _need(import_module("re._parser").parse(source, flags), False, False)
    words, letters = _By(), _By()

    def put(need: Need, beside: tuple[Need, ...]) -> None:
        for by, hints in ((words, need[0]), (letters, need[1])):
            for hint in hints:
                by.setdefault(hint, []).append(beside)
        for first, *rest in need[2]:
            put(first, (*rest, *beside))

    if need is None:
        return None
    put(need, ())
    return words, letters, frozenset(words)


def _is_met(need: Need, low: str, words: frozenset[str]) -> bool:
    """Say whether a text, by its lower case and the words of it, holds what is needed."""
    either, anywhere, ways = need
    if not words.isdisjoint(either):
        return True
    for letters in anywhere:
        if letters in low:
            return True
    return bool(ways) and _is_one_met(ways, low, words)


def _size(need: Need) -> float:
    """Give how often texts hold what is needed, guessed: short and common words are in most."""
    common, (words, letters, ways) = common_words(), need
    alone = sum(_OFTEN if one in common else _SHORT.get(len(one), 1) for one in words)
    alone += sum(2 * _SHORT.get(len(one), 1) for one in letters)
    return alone + sum(min(map(_size, way)) for way in ways)


def _is_one_met(besides: Sequence[tuple[Need, ...]], low: str, words: frozenset[str]) -> bool:
    for beside in besides:
        for need in beside:
            if not _is_met(need, low, words):
                break
        else:
            return True
    return False


@lru_cache(maxsize=512)
def _read(text: str) -> tuple[str, frozenset[str]]:
    low = text.lower()
    return low, frozenset(low.translate(_APART).split() if low.isascii() else _WORD.findall(low))


def _need(parts: Parts, before: bool, after: bool) -> Need | None:
    """Give what any match of a sequence needs, if anything is sure.

    `before` and `after` say whether what stands around the sequence is part of no word.
    """
    found: list[Need | None] = []
    at = 0
    while at < len(parts):
        end = at
        while end < len(parts) and _is_letter(*parts[end]):
            end += 1
        first, at = at, max(end, at + 1)
        apart = _is_gap(parts[:first], before, -1), _is_gap(parts[at:], after, 1)
        if end > first:
            letters = "".join(chr(one).lower() for _, one in parts[first:end])
            word = frozenset([letters]) if all(apart) else _NONE
            found.append((word, () if word else (letters,), ()))
        else:
            found.append(_need_of(str(parts[first][0]), parts[first][1], *apart))
    best = sorted(filter(None, found), key=_size)[:_MOST]
    return (_NONE, (), (tuple(best),)) if len(best) > 1 else best[0] if best else None


def _need_of(kind: str, value: Any, before: bool, after: bool) -> Need | None:
    """Give what one part needs that is no letter."""
    among = value if kind == "IN" else [(kind, value)]
    if kind == "IN" and [str(one) for _, one in among] == ["CATEGORY_DIGIT"]:
        return _NONE, _FIGURES, ()
    if all(map(_is_sign, among)):
        return _NONE, tuple(dict.fromkeys(chr(one).lower() for _, one in among)), ()
    if kind == "BRANCH":
        ways = [_need(way, before, after) for way in value[1]]
        return _one_of([way for way in ways if way]) if all(ways) else None
    if kind in _REPEATS and value[0]:
        once = value[1] == 1
        return _need(value[2], once and before, once and after)
    if kind == "ASSERT" and value[0] > 0:
        return _need(value[1], before, False)
    if kind == "ATOMIC_GROUP":
        return _need(value, before, after)
    return _need(value[-1], before, after) if kind == "SUBPATTERN" else None


def _one_of(ways: Sequence[Need]) -> Need:
    words, letters, more = zip(*ways, strict=True)
    return (
        _NONE.union(*words),
        tuple(dict.fromkeys(chain.from_iterable(letters))),
        tuple(dict.fromkeys(chain.from_iterable(more))),
    )


def _is_letter(code: object, value: Any) -> bool:
    return (
        str(code) == "LITERAL"
        and value < _LATIN
        and bool(chr(value) != _MICRO and _WORD.match(chr(value)))
    )


def _is_sign(part: tuple[Any, Any]) -> bool:
    kind, value = str(part[0]), part[1]
    return (
        kind == "LITERAL" and value < _LATIN and not (chr(value) == _MICRO or chr(value).isspace())
    )


def _is_gap(parts: Parts, outer: bool, step: Literal[-1, 1]) -> bool:
    """Say whether a sequence, read forwards or backwards, begins with what is part of no word.

    An empty one is what stands around it.
    """
    for at in range(len(parts))[::step]:
        kind, value = str(parts[at][0]), parts[at][1]
        rest = parts[at + 1 :] if step > 0 else parts[:at]
        if kind == "AT":
            return str(value) != "AT_NON_BOUNDARY"
        if kind in ("ASSERT", "ASSERT_NOT"):
            word = kind == "ASSERT_NOT" and all(map(_is_word_class, value[1]))
            if value[0] == step and (word or (kind == "ASSERT" and _is_gap(value[1], False, step))):
                return True
            continue
        if kind == "LITERAL":
            return not _WORD.match(chr(value))
        if kind == "IN":
            return all(map(_is_no_word, value))
        if kind == "SUBPATTERN":
            inner = list(value[-1])
            return _is_gap([*inner, *rest] if step > 0 else [*rest, *inner], outer, step)
        if kind == "BRANCH":
            ways = ([*way, *rest] if step > 0 else [*rest, *way] for way in value[1])
            return all(_is_gap(way, outer, step) for way in ways)
        if kind not in _REPEATS or not _is_gap(value[2], False, step):
            return False
        if value[0]:
            return True
    return outer


def _is_word_class(part: tuple[Any, Any]) -> bool:
    return str(part[0]) == "IN" and [str(one) for _, one in part[1]] == ["CATEGORY_WORD"]


def _is_no_word(part: tuple[Any, Any]) -> bool:
    kind, value = str(part[0]), part[1]
    if kind == "CATEGORY":
        return str(value) in ("CATEGORY_SPACE", "CATEGORY_NOT_WORD")
    return kind == "LITERAL" and not _WORD.match(chr(value))
