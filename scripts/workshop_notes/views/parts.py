"""Here: the page that is being made, and what several kinds of page show, as seen from it.

Addresses are relative to the page that shows them. A text in another language than its page says
which (`lang`). Dates are written by the language's own rules (CLDR, through Babel).

Figures are data, which templates draw: the grid, the heat map, the timeline, the trend. What
readers act on is a table of links; a drawing is used where a position says more than a number, and
always beside a list that says the same. Places are in a drawing's own units.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list

from workshop_notes.fields import first_day
from workshop_notes.note import Note
from workshop_notes.text.sentences import first_sentence
from workshop_notes.views import mandate
from workshop_notes.views.body import Paragraph
from workshop_notes.views.edition import Citation, Edition, Entry
from workshop_notes.views.page import (
    SEVERAL,
    Page,
    Plan,
    View,
    filled,
    note_address,
    relative,
    source_path,
)
from workshop_notes.vocabulary import Term, grouped

SHORT_TEXT = 260
# English as the United Nations writes its dates: 20 May 2020.
LOCALES = {"en": "en_GB"}
# The grid's row for notes that are on no mission alone.
ACROSS = ""
WIDTH = 720
MARGIN = 16
SHADES = 4
TREND_HEIGHT = 72
TREND_ROOM = 30
TREND_STEP = 44


@dataclass(frozen=True, slots=True)
class Here:
    """The page at an address; `language` is its own where that may not be the site's."""

    edition: Edition
    address: str
    language: str = ""

    @property
    def lang(self) -> str:
        return self.language or self.edition.site.language

    def page(
        self,
        template: str,
        title: str,
        description: str = "",
        /,
        *,
        tags: Iterable[str] = (),
        hide: tuple[str, ...] = ("navigation", "toc"),
        fields: View | None = None,
        markdown: str = "",
        **view: Any,
    ) -> Page:
        """Give the page, shown by the template of a name; what its view holds comes by name."""
        path, shown, made = source_path(self.address), f"{template}.html", filled(**view)
        about = (self.language, description, tuple(tags), hide, fields or {}, markdown)
        return Page(path, shown, title, made, *about)

    def say(self, key: str, **places: object) -> str:
        """Give words of the interface, their {places} filled."""
        said = self.edition.site.say(key, self.lang)
        for name, value in places.items():
            said = said.replace(f"{{{name}}}", str(value))
        return said

    def to(self, address: str) -> str:
        """Give the link to an address of the site."""
        return relative(self.address, address)

    def paragraph(self, entry: Entry, paragraph: Paragraph) -> str:
        return self.within(entry.note, paragraph.anchor)

    def within(self, note: Note, anchor: str) -> str:
        """Give the link to what has an anchor in a note."""
        return self.to(f"{note_address(note.id)}#{anchor}")

    def crumbs(self, *kinds: str) -> list[View]:
        """Give the path to the page: home, and the indexes of these kinds of term."""
        steps = [
            {"address": self.to(self.edition.site.section(kind)), "key": SEVERAL[kind]}
            for kind in kinds
        ]
        return [{"address": self.to(""), "key": "home"}, *steps]

    def label(self, kind: str, name: str) -> str:
        return self.edition.label(kind, name, self.lang)

    def listed(self, phrases: list[str]) -> str:
        """Join phrases as the page's language lists them: `a, b and c`."""
        made = partial(format_list, phrases, locale=_locale(self.lang))
        return self.edition.cache.small("list", (*phrases, self.lang), made)

    def fact(self, term: Term | None, name: str) -> str:
        """Give a fact of a term, or its definition, in the page's language where it has it."""
        return self.edition.fact(term, name, self.lang)

    def link(self, kind: str, name: str) -> View:
        return {
            "address": self.to(self.edition.site.term(kind, name)),
            "label": self.label(kind, name),
        }

    def links(self, kind: str, names: Iterable[str]) -> list[View]:
        """Give links to terms of a kind, none twice."""
        return [self.link(kind, name) for name in dict.fromkeys(names)]

    def chips(self, missions: Iterable[str]) -> list[View]:
        hues = self.edition.hues
        return [{**self.link("mission", one), "hue": hues.get(one, 0)} for one in missions]

    def day(self, date: str, *, shortly: bool = False) -> str:
        """Give a date as the page's language writes it; remembered, since Babel reads all that it
        knows of a language for the first."""
        made = partial(short_day if shortly else day, date, self.lang)
        return self.edition.cache.small("day", (date, self.lang, shortly), made)

    def dated(self, date: str) -> View | None:
        """Give an ISO date for machines and written out, or nothing."""
        return {"iso": date.partition("/")[0], "text": self.day(date)} if date else None

    def when(self, note: Note) -> View | None:
        """Give the workshop's date; with none, the year; with neither, nothing."""
        return self.dated(note.when)

    def foreign(self, note: Note) -> str:
        """Give a note's language where it is not the page's."""
        return note.language if note.language != self.lang else ""

    def row(self, note: Note, there: str = "", **more: Any) -> View:
        """Give a note as a list shows it, led to at its address if not `there`; with `more`."""
        return filled(
            address=there or self.to(note_address(note.id)),
            title=note.title,
            when=self.when(note),
            lang=self.foreign(note),
            hue=hue(self.edition, note),
            **more,
        )

    def also(self, note: Note) -> list[View]:
        """Give the links to a note's workshop in other languages."""
        return [
            {"language": one.language, "address": self.to(note_address(one.id))}
            for one in self.edition.collection.in_other_languages(note)
        ]

    def rows(self, notes: Iterable[Note], *, briefly: bool = True) -> list[View]:
        """Give notes with their missions and, if `briefly`, their summary's first sentence."""
        return [
            self.row(
                note,
                chips=self.chips(note.mission),
                brief=brief(note) if briefly else "",
                also=self.also(note),
            )
            for note in notes
        ]

    def quotations(self, citations: Iterable[Citation]) -> list[View]:
        """Give sentences with the note that each comes from, and the address of its paragraph."""
        return [
            {
                "sentence": one.sentence,
                "note": self.row(one.note, self.within(one.note, one.anchor)),
            }
            for one in citations
        ]

    def asked(self, entry: Entry) -> list[View]:
        """Give the requests of a note, each with the address of its paragraph."""
        return [
            {"text": text, "address": self.paragraph(entry, paragraph)}
            for paragraph, text in entry.asked
        ]

    def asked_in(self, entry: Entry, most: int, key: str) -> View:
        """Give a note with at most so many of its requests, and how many more there are where."""
        asked = self.asked(entry)
        more = len(asked) - most
        return filled(
            note=self.row(entry.note),
            **{key: asked[:most]},
            more=more if more > 0 else None,
            all=self.within(entry.note, "asked") if more > 0 else "",
        )

    def bars(self, counts: Iterable[tuple[str, int]]) -> list[View]:
        """Give themes with their numbers, as they come."""
        pairs = list(counts)
        most = max((number for _, number in pairs), default=0) or 1
        return [
            {**self.link("theme", name), "count": number, "share": round(100 * number / most)}
            for name, number in pairs
        ]

    def pairs(self, mission: str, years: Iterable[tuple[int, int]]) -> list[View]:
        """Give the links to a mission's comparisons of these pairs of years."""
        return [
            {
                "address": self.to(self.edition.site.comparison(mission, before, after)),
                "before": before,
                "after": after,
            }
            for before, after in years
        ]

    def resolution(self, term: Term) -> View:
        """Give what a resolution says of a mandate: its day, its effect, the end of the term."""
        until = term.text("until")
        return filled(
            when=self.dated(term.text("adopted")),
            resolution=self.link("resolution", term.id),
            effect=term.text("effect"),
            until=self.day(until) if until else "",
        )

    def other(self, term: Term, *names: str) -> str:
        """Give a term's names in the other language: French, or English where the page is French.

        With no name of a fact, it is the label's. What has no French name has one, in any language.
        """
        ours = [term.text(name) for name in names] or [term.label]
        french = [term.text(f"{name}_fr") for name in names] or [term.label_fr]
        found = ours if self.lang == "fr" and any(french) else french
        return " · ".join(dict.fromkeys(name for name in found if name))


def plan(
    edition: Edition, address: str, make: Callable[..., Page], *given: Any, language: str = ""
) -> Plan:
    """Give what is to be at an address: its file below `docs/`, and how the page is made.

    `make` is called with Here and what is `given`; `language` is the page's own where that may not
    be the site's.
    """
    return source_path(address), partial(make, Here(edition, address, language), *given)


def plans_of(
    edition: Edition,
    kind: str,
    terms: Mapping[str, Any],
    listed: Callable[[Here], View],
    page: Callable[[Here, Any], Page],
) -> Iterator[Plan]:
    """Plan the index of a kind and the page of each of its terms, by id; of none there is neither.

    `listed` gives what the view of the index holds, `page` the page of a term.
    """
    if terms:
        yield plan(edition, edition.site.section(kind), _index, kind, listed)
    for identifier, term in terms.items():
        yield plan(edition, edition.site.term(kind, identifier), page, term)


def brief(note: Note) -> str:
    """Give the first sentence of a note's summary, or nothing."""
    text = first_sentence(note.summary)
    return text if len(text) <= SHORT_TEXT else text[:SHORT_TEXT].rsplit(" ", 1)[0] + " …"


def hue(edition: Edition, note: Note) -> int | None:
    return edition.hues.get(note.mission[0], 0) if note.mission else None


@lru_cache(maxsize=4096)
def day(date: str, lang: str) -> str:
    """Write an ISO date, month, year or range `a/b` as people do; anything else as it stands."""
    first, _, last = date.partition("/")
    start, end, locale = first_day(first), first_day(last), _locale(lang)
    if start is None or (last and end is None):
        return date
    if end is not None:
        if not len(first) == len(last) == len("2020-05-20"):
            return f"{day(first, lang)} – {day(last, lang)}"
        if (start.year, start.month) == (end.year, end.month):
            return str(format_interval(start, end, skeleton="yMMMMd", locale=locale))
        # CLDR's own intervals over two months shorten their names.
        begin = format_skeleton("MMMMd", start, locale=locale)
        begin = _first(begin, start, lang) if start.year == end.year else day(first, lang)
        return f"{begin} – {day(last, lang)}"
    if len(first) <= len("2020"):
        return first
    if len(first) <= len("2020-05"):
        return str(format_skeleton("yMMMM", start, locale=locale))
    return _first(format_date(start, "long", locale=locale), start, lang)


@lru_cache(maxsize=4096)
def short_day(date: str, lang: str) -> str:
    """Write the day and month of an ISO date in the least room: `20 May`, `May`, or nothing."""
    date = date.partition("/")[0]
    start = first_day(date)
    if start is None or "-" not in date:
        return ""
    whole = date.count("-") > 1
    text = str(format_skeleton("MMMd" if whole else "MMM", start, locale=_locale(lang)))
    return _first(text, start, lang) if whole else text


def mission_grid(here: Here, missions: Sequence[str], notes: Iterable[Note]) -> View:
    """Give the grid of missions and years: a cell is a note, a gap, or no mission at all."""
    edition = here.edition
    cells = grouped(
        ((mission, note.year), note)
        for note in notes
        if note.year
        for mission in dict.fromkeys(note.mission) or (ACROSS,)
    )
    if not cells:
        return {}
    having = {year for _, year in cells}
    links = {year: here.to(edition.site.term("year", str(year))) for year in having}
    years = range(min(having), max(having) + 1)
    across = [ACROSS] if any(mission == ACROSS for mission, _ in cells) else []
    return {
        "years": [filled(year=year, address=links.get(year)) for year in years],
        "rows": [
            {
                "cells": [
                    _cell(here, mission, year, cells.get((mission, year), [])) for year in years
                ],
                **(here.chips([mission])[0] if mission else {}),
                **filled(country=here.fact(edition.term("mission", mission), "country")),
            }
            for mission in (*missions, *across)
        ],
    }


def gaps(edition: Edition, mission: str) -> list[int]:
    """Give the years of the mission, within the collection's years, that have no note."""
    years, having = edition.collection.years, edition.years(mission)
    span = range(years[0], years[-1] + 1) if years else ()
    return [year for year in span if year not in having and _ran(edition, mission, year)]


def heat_map(here: Here, mission: str, counts: Mapping[tuple[str, int], int]) -> View:
    """Give the table of themes and years; each cell leads to its paragraphs further down."""
    years, most = here.edition.years(mission), max(counts.values(), default=0)

    def cell(theme: str, year: int) -> View:
        number = counts.get((theme, year))
        if number is None:
            return {"year": year}
        shade = max(1, -(-number * SHADES // most)) if most else 1
        return {"year": year, "part": f"{theme}-{year}", "count": number, "shade": shade}

    known = [term.id for term in here.edition.collection.vocabularies.themes.terms]
    rows = [
        {"theme": here.link("theme", theme), "cells": [cell(theme, year) for year in years]}
        for theme in known
        if any((theme, year) in counts for year in years)
    ]
    unplaced = "" if all(counts.values()) else "unplaced"
    return filled(years=years, rows=rows, unplaced=unplaced) if rows else {}


def timeline(edition: Edition, mission: str, entries: Sequence[Entry]) -> View:
    """Give the mission's timeline, or nothing where there are not two days to show."""
    terms = edition.mandates.get(mission, ())
    dates = [entry.note.date.partition("/")[0] for entry in entries]
    workshops = [date for date in dates if len(date) == len("2020-05-20")]
    days = [*(term.text("adopted") for term in terms), *workshops]
    if len(days) < 2:
        return {}
    first, last = int(min(days)[:4]), int(max(days)[:4]) + 1
    scale = (WIDTH - 2 * MARGIN) / (last - first)
    every = 1 if last - first <= 12 else 2 if last - first <= 24 else 5

    def at(date: str) -> float:
        year, month, number = (int(part) for part in date.split("-"))
        return MARGIN + (year - first + (month - 1) / 12 + (number - 1) / 372) * scale

    bars, ends = [], []
    for place, (term, after) in enumerate(zip(terms, (*terms[1:], None), strict=False)):
        start, name = at(term.text("adopted")), edition.label("resolution", term.id)
        if mandate.ends(term):
            ends.append({"x": round(start, 1), "name": name})
            continue
        stop = after.text("adopted") if after else term.text("until")
        end = min(at(stop), WIDTH - MARGIN) if stop else start + scale
        width = max(2.0, end - start - 1.5)
        bars.append(
            filled(
                x=round(start, 1),
                width=round(width, 1),
                middle=round(start + width / 2, 1),
                name=name,
                kind="even" if place % 2 else "odd",
                number=term.id if width > 30 else "",
            )
        )
    ticks = [
        (round(MARGIN + (year - first) * scale, 1), str(year) if year % every == 0 else "")
        for year in range(first, last + 1)
    ]
    return filled(
        width=WIDTH,
        ticks=[filled(x=x, label=label) for x, label in ticks],
        bars=bars,
        ends=ends,
        dots=[{"x": round(at(date), 1), "name": date} for date in workshops],
    )


def trend(counts: Mapping[int, int], years: Sequence[int]) -> View:
    """Give how many notes there are a year as small bars."""
    if not years or not counts:
        return {}
    span, most = range(years[0], years[-1] + 1), max(counts.values())
    bars = []
    for place, year in enumerate(span):
        number = counts.get(year, 0)
        height = max(2.0, (TREND_HEIGHT - TREND_ROOM) * number / most)
        bars.append(
            {
                "year": year,
                "count": number,
                "x": float(place * TREND_STEP),
                "y": round(TREND_HEIGHT - 16 - height, 1),
                "height": round(height, 1),
            }
        )
    width = len(span) * TREND_STEP
    return {"width": width, "height": TREND_HEIGHT, "step": TREND_STEP, "bars": bars}


def _index(here: Here, kind: str, listed: Callable[[Here], View]) -> Page:
    name = SEVERAL[kind]
    said = here.say(name), here.say(f"{name}-description")
    return here.page(name, *said, crumbs=here.crumbs(), **listed(here))


def _first(text: str, start: datetime.date, lang: str) -> str:
    # French counts the first of a month: 1er mai. CLDR knows no such rule.
    return f"1er{text[1:]}" if lang == "fr" and start.day == 1 else text


@lru_cache(maxsize=64)
def _locale(lang: str) -> Locale:
    try:
        return Locale.parse(LOCALES.get(lang, lang))
    except (ValueError, UnknownLocaleError):
        return Locale.parse("en_GB")


def _cell(here: Here, mission: str, year: int, found: list[Note]) -> View:
    if not found:
        other = mission and here.edition.of_year(mission, year)
        runs = not mission or _ran(here.edition, mission, year)
        return {"kind": "other" if other else "gap" if runs else "off", "year": year}
    also = [one["language"] for note in found for one in here.also(note)]
    there, day = note_address(found[0].id), here.day(found[0].date, shortly=True)
    if len(found) > 1:
        of = here.edition.site
        within = f"{of.term('mission', mission)}#y{year}" if mission else ""
        there, day = within or of.term("year", str(year)), ""
    return filled(
        kind="notes", year=year, count=len(found), address=here.to(there), day=day, also=also
    )


def _ran(edition: Edition, mission: str, year: int) -> bool:
    term = edition.term("mission", mission)
    start, end = (term.text(name) if term else "" for name in ("start", "end"))
    return int(start or 0) <= year <= int(end or 9999)
