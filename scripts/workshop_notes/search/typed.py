"""Words as search compares them: folded and cut by the text layer, less those that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from workshop_notes.bounded import read_own
from workshop_notes.text import stems
from workshop_notes.text.folding import LETTERS, fold
from workshop_notes.text.languages import languages, month_numbers

# A document's symbol as it is written: `S/2023/36`.
SYMBOL = re.compile(r"\b[A-Z]{1,4}(?:/[A-Z]{1,6})*(?:/\d+)+\b")
SHORTEST_MONTH = 3
EXAMPLES = ("reads", "leaves")
# The words of a time that come as patterns beside it.
SPANS = ("since", "before", "between", "to", "of", "decades")


@cache
def table() -> dict[str, Any]:
    """Give the table of words as it was written."""
    read: dict[str, Any] = read_own(Path(__file__).with_name("typed.yml"))
    return read


def for_browser(entries: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Give the table as the browser needs it.

    Words that are orders come as patterns over folded words, with what stood between them.
    `entries` stand for those of the table.
    """
    entries = entries or table()
    slim: dict[str, Any] = {
        name: entries[name]["list"] for name in ("endings", "spellings", "alike", "prefixes")
    }
    slim["least"] = entries["endings"]["least"]
    slim["stop"] = sorted(silent())
    slim["generic"] = entries["generic"]["list"].split()
    slim["parts"] = [[one["list"], one["months"]] for one in entries["parts"]]
    slim |= {name: _any_of(entries[name]["list"]) for name in ("except", "newest", "oldest")}
    said = _any_of(entries["resolution"]["list"])
    slim["resolution"] = rf"(?:(?<said>{said})[ /.-]*)?(?<number>\d{{2,4}})(?: (?<year>\d{{4}}))?"
    times = {name: entry for name, entry in entries["times"].items() if name not in EXAMPLES}
    spans = {name: _any_of(entries[name]["list"]) for name in SPANS}
    slim["times"] = {**times, **spans, "one": "|".join(times["one"])}
    months = {fold(name): number for name, number in month_numbers().items()}
    slim["months"] = {
        name: number for name, number in months.items() if len(name) >= SHORTEST_MONTH
    }
    slim["letters"] = LETTERS
    return slim


def split(text: str) -> list[str]:
    """Give the words of a text in order, folded."""
    return fold(text).split()


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Give a folded word without its ending; nothing for one that search leaves out."""
    if word in silent() or (len(word) == 1 and word.isascii() and not word.isdigit()):
        return ""
    return stems.stem(word)


@cache
def silent() -> frozenset[str]:
    """Give the words that say nothing of what is looked for."""
    articles = {word for one in languages().values() for word in one.articles}
    return (
        frozenset(" ".join(table()["stop"][code] for code in ("en", "fr", "es")).split()) | articles
    )


def _any_of(phrases: Iterable[str]) -> str:
    """Give a pattern of phrases, the longest first, with whatever stands between their words.

    That of no phrases never fits.
    """
    folded = sorted(map(fold, phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(phrase.replace(" ", "[ /.-]") for phrase in folded) or "(?!)"
