"""Requests over the years, and a mission's two years compared: themes that came and went."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import partial
from itertools import pairwise

from workshop_notes.views.body import Paragraph
from workshop_notes.views.edition import Edition, Entry
from workshop_notes.views.page import Page, Plan, View, filled
from workshop_notes.views.parts import Here, plan
from workshop_notes.vocabulary import grouped

# The entries of each of the two years.
Sides = dict[int, list[Entry]]
# Two requests are the same, worded anew, from this likeness of their words on (0 to 100).
ALIKE = 62.0
# What each term of the vocabularies that both name adds to it, and how many of them count.
SHARED, MOST_SHARED = 4.0, 3
NEWEST = 120  # requests of one page: their likeness is a matter of pairs
WORD = re.compile(r"\w+(?:[’'-]\w+)*|\W+")
Asked = tuple[Entry, Paragraph, str]


def pages(edition: Edition) -> Iterator[Plan]:
    """Give each mission's comparisons of a year with a note and the next."""
    for mission in edition.missions:
        for years in pairwise(edition.years(mission)):
            yield plan(edition, edition.site.comparison(mission, *years), _page, mission, *years)


def over_time(here: Here, asked: Iterable[Asked], *, missions: bool) -> View:
    """Give the requests, alike ones in one row, those asked most often first.

    They come oldest first. `missions` says that a place is named by its missions and its year, not
    by its year alone.
    """
    newest = deque((one for one in asked if one[0].note.year), NEWEST)
    rows = in_rows(here.edition, list(reversed(newest)))
    rows.sort(key=lambda row: -len({entry.note.id for entry, *_ in row}))
    return filled(
        rows=[_request(here, row, missions=missions) for row in rows],
        alike=round(ALIKE) if any(len(row) > 1 for row in rows) else None,
    )


def in_rows(edition: Edition, asked: Sequence[Asked]) -> list[list[Asked]]:
    """Give the requests in rows of those that are alike, in the order in which they come.

    A request joins the row of the one that is most like it of those before it.
    """
    texts = [text for *_, text in asked]
    row_of = edition.of_names("rows", texts, partial(_row_of, edition, texts))
    return list(grouped(zip(row_of, asked, strict=True)).values())


def paired(
    edition: Edition, before: Sequence[str], after: Sequence[str]
) -> list[tuple[int | None, int | None]]:
    """Pair the requests of two years that are alike, each at most once, the likest first.

    Gives (place in `before`, place in `after`), in the order of `after`, then what was not asked
    again.
    """
    given = ([*before], [*after])
    return edition.of_names("pairs", given, partial(_pairs, edition, *given))


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


def _page(here: Here, mission: str, before: int, after: int) -> Page:
    edition = here.edition
    every = list(pairwise(edition.years(mission)))
    place = every.index((before, after))
    near = every[max(0, place - 1) : place] + every[place + 1 : place + 2]
    sides = {year: edition.of(edition.of_year(mission, year)) for year in (before, after)}
    link = here.link("mission", mission)
    label = link["label"]
    return here.page(
        "comparison",
        f"{label}, {before}–{after}",
        here.say("comparison-description", mission=label, before=before, after=after),
        tags=(label, str(before), str(after)),
        crumbs=[*here.crumbs("mission"), link],
        label=label,
        before=before,
        after=after,
        hue=edition.hues.get(mission),
        tops=[
            {"year": year, "notes": [here.row(entry.note) for entry in entries]}
            for year, entries in sides.items()
        ],
        wishes=_wishes(here, sides),
        groups=list(_groups(here, sides)),
        steps=here.pairs(mission, near),
    )


def _wishes(here: Here, sides: Sides) -> View:
    """Give the requests: those of both years paired, with what changed, then each year's own."""
    asked = [
        [(entry, *one) for entry in entries for one in entry.asked] for entries in sides.values()
    ]
    if not any(asked):
        return {}
    texts = [[text for *_, text in found] for found in asked]
    both: list[View] = []
    alone: tuple[list[View], list[View]] = ([], [])
    for places in paired(here.edition, *texts):
        held = [(side, place) for side, place in enumerate(places) if place is not None]
        words = [texts[side][place] for side, place in held]
        pieces = changed(*words) if len(words) > 1 else ([{"text": words[0]}],)
        shown = [
            filled(
                pieces=one,
                address=here.paragraph(*asked[side][place][:2]),
                lang=here.foreign(asked[side][place][0].note),
            )
            for (side, place), one in zip(held, pieces, strict=True)
        ]
        if len(shown) > 1:
            both.append(dict(zip(("before", "after"), shown, strict=True)))
        else:
            alone[held[0][0]].append(shown[0])
    silent = [year for year, found in zip(sides, asked, strict=True) if not found]
    return filled(pairs=both, before=alone[0], after=alone[1], silent=silent)


def _groups(here: Here, sides: Sides) -> Iterator[View]:
    """Give the groups of themes; a paragraph stands in the first group that it belongs to."""
    first, second = (
        {theme for entry in entries for theme in entry.note.themes} for entries in sides.values()
    )
    known = here.edition.collection.vocabularies.themes.terms
    order = {term.id: place for place, term in enumerate(known)}
    groups = {"kept": first & second, "added": second - first, "dropped": first - second}
    themes = {
        theme: {"id": theme, **here.link("theme", theme), "change": key}
        for theme in sorted(first | second, key=lambda name: (order.get(name, len(order)), name))
        for key, names in groups.items()
        if theme in names
    }
    shown: set[tuple[str, str]] = set()
    for key, names in groups.items():
        within = [theme for theme in themes if theme in names]
        tagged = {
            year: entries
            for year, entries in sides.items()
            if any(theme in entry.note.themes for entry in entries for theme in within)
        }
        if within:
            yield {
                "key": key,
                "themes": [themes[theme] for theme in within],
                "sides": [
                    _side(here, year, within, entries, themes, shown)
                    for year, entries in tagged.items()
                ],
            }


def _side(
    here: Here,
    year: int,
    within: list[str],
    entries: list[Entry],
    themes: dict[str, View],
    shown: set[tuple[str, str]],
) -> View:
    paragraphs, above, silent = [], [], []
    before = frozenset(shown)
    for entry in entries:
        pairs = ((one.anchor, name) for name in themes for one in entry.themes.get(name, ()))
        held = grouped(pairs)
        for paragraph in entry.paragraphs:
            on = held.get(paragraph.anchor, [])
            place = (entry.note.id, paragraph.anchor)
            if place not in shown and set(on) & set(within):
                shown.add(place)
                paragraphs.append(
                    filled(
                        text=paragraph.text,
                        **_pointed(here, entry, paragraph),
                        themes=[themes[theme] for theme in on],
                        lang=here.foreign(entry.note),
                    )
                )
    for theme in within:
        found = [(entry, one) for entry in entries for one in entry.themes.get(theme, ())]
        if not found and any(theme in entry.note.themes for entry in entries):
            silent.append(themes[theme])
        elif found and all((entry.note.id, one.anchor) in before for entry, one in found):
            above.append(
                {"theme": themes[theme], "paragraphs": [_pointed(here, *one) for one in found]}
            )
    return filled(year=year, paragraphs=paragraphs, above=above, silent=silent)


def _pointed(here: Here, entry: Entry, paragraph: Paragraph) -> View:
    return {"address": here.paragraph(entry, paragraph), "number": paragraph.number}


def _row_of(edition: Edition, texts: Sequence[str]) -> list[int]:
    alike = _likeness(edition, texts)
    row_of: list[int] = []
    for here in range(len(texts)):
        like, best = max(((alike(here, one), -one) for one in range(here)), default=(0, 0))
        row_of.append(row_of[-best] if like >= ALIKE else here)
    return row_of


def _pairs(
    edition: Edition, before: Sequence[str], after: Sequence[str]
) -> list[tuple[int | None, int | None]]:
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


def _likeness(edition: Edition, texts: Sequence[str]) -> Callable[[int, int], float]:
    """Give how alike two of some requests are, by their places: their words, the terms of both."""
    # Imported here: it takes its time to load, and most pages ask what they asked before.
    from rapidfuzz import fuzz

    folded = [text.casefold() for text in texts]
    named = [edition.terms_in(text) for text in texts]

    def alike(one: int, other: int) -> float:
        shared = min(MOST_SHARED, len(named[one] & named[other]))
        return fuzz.token_sort_ratio(folded[one], folded[other]) + SHARED * shared

    return alike


def _request(here: Here, row: list[Asked], *, missions: bool) -> View:
    places: dict[str, View] = {}
    for entry, paragraph, _ in reversed(row):
        names = ", ".join(here.label("mission", name) for name in entry.note.mission)
        label = f"{names} {entry.note.year}".strip() if missions else str(entry.note.year)
        there = here.paragraph(entry, paragraph)
        places.setdefault(label, {"address": there, "label": label})
    newest, _, text = row[0]
    return filled(text=text, lang=here.foreign(newest.note), places=list(places.values()))
