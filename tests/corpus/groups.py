"""The corpus by groups, each made once, by the first test that asks for it."""

from __future__ import annotations

from functools import cache

from corpus import broken, opendocument, ordinary, pages, portable, texts, word
from corpus.case import Case

GROUPS = {
    "word": word.cases,
    "opendocument": opendocument.cases,
    "portable": portable.cases,
    "pages": pages.cases,
    "texts": texts.cases,
    "broken": broken.cases,
    "ordinary": ordinary.cases,
}


@cache
def listed(group: str) -> tuple[Case, ...]:
    """Give the files of a group."""
    return tuple(GROUPS[group]())
