"""The comparison of a mission's two years: which themes came, stayed and went."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from workshop_notes.views.address import comparison_address
from workshop_notes.views.body import Paragraph
from workshop_notes.views.edition import Edition, Entry
from workshop_notes.views.page import Page, Plan, View, filled, plan
from workshop_notes.views.parts import Here
from workshop_notes.views.requests import changed, paired

# The entries of each of the two years.
Sides = dict[int, list[Entry]]


def pages(edition: Edition) -> Iterator[Plan]:
    """Give each mission's comparisons of a year with a note and the next."""
    for mission in edition.missions:
        for years in pairwise(edition.years(mission)):
            yield plan(comparison_address(mission, *years), _page, edition, mission, *years)


def _page(edition: Edition, mission: str, before: int, after: int) -> Page:
    every = list(pairwise(edition.years(mission)))
    place = every.index((before, after))
    near = every[max(0, place - 1) : place] + every[place + 1 : place + 2]
    here = Here(edition, comparison_address(mission, before, after))
    sides = {year: edition.of(edition.of_year(mission, year)) for year in (before, after)}
    link = here.link("mission", mission)
    label = link["label"]
    return here.page(
        "comparison",
        f"{label}, {before}–{after}",
        here.say("comparison-description", mission=label, before=before, after=after),
        tags=(label, str(before), str(after)),
        view=filled(
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
        ),
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
        for paragraph in entry.paragraphs:
            on = [theme for theme in themes if paragraph in entry.themes.get(theme, ())]
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
