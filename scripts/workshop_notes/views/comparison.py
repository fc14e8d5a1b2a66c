"""The comparison of a mission's two years: which themes came, stayed and went."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from workshop_notes.views.address import comparison_address, relative, source_path, term_address
from workshop_notes.views.body import Paragraph
from workshop_notes.views.edition import Edition, Entry
from workshop_notes.views.mission import pairs
from workshop_notes.views.page import Page, View, filled
from workshop_notes.views.parts import crumbs, row, term_links
from workshop_notes.views.requests import changed, paired


def pages(edition: Edition) -> Iterator[Page]:
    """Give each mission's comparisons of a year with a note and the next."""
    for mission in edition.missions:
        for before, after in pairwise(edition.years(mission)):
            yield comparison_page(edition, mission, before, after)


def comparison_page(edition: Edition, mission: str, before: int, after: int) -> Page:
    """Give the page that sets a mission's notes of two years beside each other."""
    here = comparison_address(mission, before, after)
    label, lang = edition.label("mission", mission), edition.site.language
    sides = {year: edition.of(tuple(edition.of_year(mission, year))) for year in (before, after)}
    every = list(pairwise(edition.years(mission)))
    place = every.index((before, after))
    near = [every[at] for at in (place - 1, place + 1) if 0 <= at < len(every)]
    above = relative(here, term_address("mission", mission))
    return Page(
        path=source_path(here),
        template="comparison.html",
        title=f"{label}, {before}–{after}",
        description=edition.site.say("comparison-description", lang)
        .replace("{mission}", label)
        .replace("{before}", str(before))
        .replace("{after}", str(after)),
        tags=(label, str(before), str(after)),
        view=filled(
            crumbs=[*crumbs(here, "mission"), {"address": above, "label": label}],
            label=label,
            before=before,
            after=after,
            hue=edition.hues.get(mission),
            tops=[
                {
                    "year": year,
                    "notes": [row(edition, here, entry.note, lang) for entry in entries],
                }
                for year, entries in sides.items()
            ],
            wishes=_wishes(edition, here, sides),
            groups=_groups(edition, here, sides),
            steps=pairs(here, mission, near),
        ),
    )


def _in_order(edition: Edition, themes: set[str]) -> list[str]:
    order = {term.id: at for at, term in enumerate(edition.collection.vocabularies.themes.terms)}
    return sorted(themes, key=lambda theme: (order.get(theme, len(order)), theme))


def _wishes(edition: Edition, here: str, sides: dict[int, list[Entry]]) -> dict[str, Any]:
    first, second = (
        [(entry, *asked) for entry in entries for asked in entry.asked]
        for entries in sides.values()
    )
    if not first and not second:
        return {}
    both, left, right = [], [], []
    for one, other in paired([text for *_, text in first], [text for *_, text in second]):
        if one is not None and other is not None:
            before, after = changed(first[one][2], second[other][2])
            both.append(
                {
                    "before": _wish(edition, here, *first[one][:2], before),
                    "after": _wish(edition, here, *second[other][:2], after),
                }
            )
        elif one is not None:
            left.append(_wish(edition, here, *first[one][:2], [{"text": first[one][2]}]))
        elif other is not None:
            right.append(_wish(edition, here, *second[other][:2], [{"text": second[other][2]}]))
    silent = [year for year, asked in zip(sides, (first, second), strict=True) if not asked]
    return filled(pairs=both, before=left, after=right, silent=silent)


def _wish(
    edition: Edition, here: str, entry: Entry, paragraph: Paragraph, pieces: list[View]
) -> dict[str, Any]:
    return filled(
        pieces=pieces,
        address=relative(here, f"{entry.address}#{paragraph.anchor}"),
        lang=_other_language(edition, entry),
    )


def _groups(edition: Edition, here: str, sides: dict[int, list[Entry]]) -> list[dict[str, Any]]:
    """Give the groups of themes; a paragraph stands in the first group that it belongs to."""
    first, second = (
        {theme for entry in entries for theme in entry.note.themes} for entries in sides.values()
    )
    groups = {"kept": first & second, "added": second - first, "dropped": first - second}
    themes = {
        theme: {
            "id": theme,
            **term_links(edition, here, "theme", [theme])[0],
            "change": next(key for key, names in groups.items() if theme in names),
        }
        for theme in _in_order(edition, first | second)
    }
    shown: set[tuple[str, str]] = set()
    found = []
    for key, names in groups.items():
        order = [theme for theme in themes if theme in names]
        if order:
            found.append(
                {
                    "key": key,
                    "themes": [themes[theme] for theme in order],
                    "sides": [
                        _side(edition, here, year, order, entries, themes, shown)
                        for year, entries in sides.items()
                        if any(theme in entry.note.themes for entry in entries for theme in order)
                    ],
                }
            )
    return found


def _side(
    edition: Edition,
    here: str,
    year: int,
    order: list[str],
    entries: list[Entry],
    themes: dict[str, Any],
    shown: set[tuple[str, str]],
) -> dict[str, Any]:
    paragraphs, above, silent = [], [], []
    before = frozenset(shown)
    for entry in entries:
        on: dict[str, list[str]] = {}
        for theme in themes:
            for paragraph in entry.themes.get(theme, ()):
                on.setdefault(paragraph.anchor, []).append(theme)
        for paragraph in entry.paragraphs:
            place = (entry.note.id, paragraph.anchor)
            if place not in shown and set(on.get(paragraph.anchor, ())) & set(order):
                shown.add(place)
                paragraphs.append(
                    filled(
                        text=paragraph.text,
                        **_paragraph_link(here, entry, paragraph),
                        themes=[themes[theme] for theme in on[paragraph.anchor]],
                        lang=_other_language(edition, entry),
                    )
                )
    for theme in order:
        found = [(entry, one) for entry in entries for one in entry.themes.get(theme, ())]
        tagged = any(theme in entry.note.themes for entry in entries)
        if tagged and not found:
            silent.append(themes[theme])
        elif found and all((entry.note.id, one.anchor) in before for entry, one in found):
            links = [_paragraph_link(here, entry, one) for entry, one in found]
            above.append({"theme": themes[theme], "paragraphs": links})
    return filled(year=year, paragraphs=paragraphs, above=above, silent=silent)


def _paragraph_link(here: str, entry: Entry, paragraph: Paragraph) -> dict[str, Any]:
    return {
        "address": relative(here, f"{entry.address}#{paragraph.anchor}"),
        "number": paragraph.number,
    }


def _other_language(edition: Edition, entry: Entry) -> str:
    return entry.note.language if entry.note.language != edition.site.language else ""
