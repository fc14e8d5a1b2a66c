"""What participants asked for, over the years: which requests are the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from workshop_notes.views.body import Paragraph
from workshop_notes.views.edition import Edition, Entry, grouped
from workshop_notes.views.page import View, filled
from workshop_notes.views.parts import Here

# Two requests are the same, worded anew, from this likeness of their words on (0 to 100).
ALIKE = 62.0
# What each term of the vocabularies that both name adds to it, and how many of them count.
SHARED, MOST_SHARED = 4.0, 3
NEWEST = 120  # requests of one page: their likeness is a matter of pairs
WORD = re.compile(r"\w+(?:[’'-]\w+)*|\W+")

Asked = tuple[Entry, Paragraph, str]


def over_time(here: Here, asked: Iterable[Asked], *, missions: bool) -> View:
    """Give the requests, alike ones in one row, those asked most often first.

    They come oldest first. `missions` says that a place is named by its missions and its year, not
    by its year alone.
    """
    newest = [one for one in asked if one[0].note.year][: -NEWEST - 1 : -1]
    rows = in_rows(here.edition, newest)
    rows.sort(key=lambda row: -len({entry.note.id for entry, *_ in row}))
    return filled(
        rows=[_row(here, row, missions=missions) for row in rows],
        alike=round(ALIKE) if any(len(row) > 1 for row in rows) else None,
    )


def in_rows(edition: Edition, asked: Sequence[Asked]) -> list[list[Asked]]:
    """Give the requests in rows of those that are alike, in the order in which they come.

    A request joins the row of the one that is most like it of those before it.
    """
    alike = _likeness(edition, [text for *_, text in asked])
    row_of: list[int] = []
    for here in range(len(asked)):
        like, best = max(((alike(here, one), -one) for one in range(here)), default=(0, 0))
        row_of.append(row_of[-best] if like >= ALIKE else here)
    return list(grouped(zip(row_of, asked, strict=True)).values())


def paired(
    edition: Edition, before: Sequence[str], after: Sequence[str]
) -> list[tuple[int | None, int | None]]:
    """Pair the requests of two years that are alike, each at most once, the likest first.

    Gives (place in `before`, place in `after`), in the order of `after`, then what was not asked
    again.
    """
    alike = _likeness(edition, [*before, *after])
    likeness = [
        (score, one, other)
        for one in range(len(before))
        for other in range(len(after))
        if (score := alike(one, len(before) + other)) >= ALIKE
    ]
    partner: dict[int, int] = {}
    for _, one, other in sorted(likeness, key=lambda found: (-found[0], found[1], found[2])):
        if one not in partner.values() and other not in partner:
            partner[other] = one
    taken = set(partner.values())
    again = [(partner.get(other), other) for other in range(len(after))]
    return [*again, *((one, None) for one in range(len(before)) if one not in taken)]


def changed(before: str, after: str) -> tuple[list[View], list[View]]:
    """Split two wordings into pieces and mark those whose words the other has not."""
    first, second = WORD.findall(before), WORD.findall(after)
    matcher = SequenceMatcher(
        None, [word.casefold() for word in first], [word.casefold() for word in second], False
    )
    left: list[View] = []
    right: list[View] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        for pieces, words in ((left, first[a:b]), (right, second[c:d])):
            text = "".join(words)
            if text:
                marked = kind != "equal" and any(word.strip().isalnum() for word in words)
                pieces.append({"text": text, "changed": "changed"} if marked else {"text": text})
    return left, right


def _likeness(edition: Edition, texts: Sequence[str]) -> Callable[[int, int], float]:
    """Give how alike two of some requests are, by their places: their words, the terms of both."""
    folded = [text.casefold() for text in texts]
    named = [edition.terms_in(text) for text in texts]

    def alike(one: int, other: int) -> float:
        shared = min(MOST_SHARED, len(named[one] & named[other]))
        return fuzz.token_sort_ratio(folded[one], folded[other]) + SHARED * shared

    return alike


def _row(here: Here, row: list[Asked], *, missions: bool) -> View:
    places: dict[str, View] = {}
    for entry, paragraph, _ in reversed(row):
        names = ", ".join(here.label("mission", name) for name in entry.note.mission)
        label = f"{names} {entry.note.year}".strip() if missions else str(entry.note.year)
        there = here.paragraph(entry, paragraph)
        places.setdefault(label, {"address": there, "label": label})
    newest, _, text = row[0]
    return filled(text=text, lang=here.foreign(newest.note), places=list(places.values()))
