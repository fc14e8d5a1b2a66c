"""The facts of a note that stand beside its text."""

from __future__ import annotations

from collections.abc import Iterator

from workshop_notes.note import Note
from workshop_notes.pages.address import comparison_address, term_address
from workshop_notes.pages.around import FEW
from workshop_notes.pages.edition import Edition
from workshop_notes.pages.entry import Entry
from workshop_notes.pages.html import esc, facts, link
from workshop_notes.pages.listing import when
from workshop_notes.pages.words import day, say


def note_facts(edition: Edition, entry: Entry) -> str:
    """Give the note's facts beside its text, marked as filters for the search index."""
    note, lang, here = entry.note, entry.lang, entry.address
    rows = [
        (say(lang, "mission"), _missions(edition, entry)),
        (say(lang, note.event or "event"), when(note, lang) if note.date or note.year else ""),
        (say(lang, "published"), esc(day(note.published, lang))),
        (say(lang, "series"), _series(edition, entry)),
        (say(lang, "format"), esc(say(lang, note.format)) if note.format else ""),
        (say(lang, "organizers"), _organizations(edition, entry, note.organizers, filters=True)),
        (say(lang, "funders"), _organizations(edition, entry, note.funders, filters=False)),
        (say(lang, "themes"), _themes(edition, entry)),
        (say(lang, "resolutions"), _resolutions(entry)),
        (say(lang, "rule"), esc(say(lang, note.rule)) if note.rule else ""),
    ]
    marks = (
        f'<span hidden data-pagefind-filter="language:{esc(note.language)}" '
        f'data-pagefind-meta="note:{esc(note.id)}"></span>'
    )
    if note.year:
        marks += f'<span hidden data-pagefind-filter="year:{note.year}"></span>'
    if note.date:
        first = note.date.partition("/")[0]
        marks += (
            f'<span hidden data-pagefind-meta="date:{esc(first)}" '
            f'data-pagefind-sort="date:{esc(first)}"></span>'
        )
    links = [link(here, there, esc(label)) for label, there in _comparisons(edition, note, lang)]
    compare = f'<p class="compare">{" ".join(links)}</p>' if links else ""
    if len(links) > FEW:
        compare = (
            f"<details><summary>{esc(say(lang, 'compare-short'))}</summary>{compare}</details>"
        )
    name = esc(say(lang, "note"))
    return (
        f'<aside class="about" data-pagefind-ignore aria-label="{name}">'
        f"{facts(rows)}{marks}{compare}</aside>"
    )


def _comparisons(edition: Edition, note: Note, lang: str) -> Iterator[tuple[str, str]]:
    for mission in note.mission:
        years = edition.years(mission)
        if note.year in years and (place := years.index(note.year)) > 0:
            pair = years[place - 1], years[place]
            name = edition.label("mission", mission, lang)
            several = len(note.mission) > 1
            label = say(lang, "compare-mission", name, *pair)
            yield (
                label if several else say(lang, "compare", *pair),
                comparison_address(mission, *pair),
            )


def _missions(edition: Edition, entry: Entry) -> str:
    names = []
    for mission in entry.note.mission:
        term = edition.term("mission", mission)
        full = term.facts.get("full_name_fr" if entry.lang == "fr" else "full_name") if term else ""
        label = link(
            entry.address,
            term_address("mission", mission),
            esc(edition.label("mission", mission, entry.lang)),
        )
        names.append(f"{label}<small>{esc(full)}</small>" if full else label)
    if len(names) > FEW:
        return ", ".join(name.partition("<small>")[0] for name in names)
    return "<br>".join(names)


def _series(edition: Edition, entry: Entry) -> str:
    note, lang = entry.note, entry.lang
    term = edition.collection.vocabularies.series.get(note.series) if note.series else None
    places = []
    for mission in note.mission:
        row = [other.id for other in edition.collection.by_mission(mission)]
        if len(row) > 1 and len(note.mission) <= FEW:
            label = edition.label("mission", mission, lang)
            places.append(say(lang, "series-place", row.index(note.id) + 1, len(row), label))
    label = esc(term.named(lang)) if term else esc(note.series)
    small = "".join(f"<small>{esc(place)}</small>" for place in places)
    return f"{label}{small}" if label else ""


def _organizations(edition: Edition, entry: Entry, names: tuple[str, ...], *, filters: bool) -> str:
    shown = []
    for name in names:
        mark = f'data-pagefind-filter="organizer:{esc(name)}"' if filters else ""
        label = esc(edition.label("organization", name, entry.lang))
        shown.append(link(entry.address, term_address("organization", name), label, mark))
    return ", ".join(shown)


def _themes(edition: Edition, entry: Entry) -> str:
    places = {paragraph.anchor: n for n, paragraph in enumerate(entry.body.paragraphs, 1)}
    items = []
    for theme in entry.note.themes:
        mark = f'data-pagefind-filter="theme:{esc(theme)}"'
        label = esc(edition.label("theme", theme, entry.lang))
        name = link(entry.address, term_address("theme", theme), label, mark)
        at = " ".join(
            f'<a class="to" href="#{paragraph.anchor}">¶{places[paragraph.anchor]}</a>'
            for paragraph in entry.themes.get(theme, ())
        )
        items.append(f"<li>{name} {at}</li>")
    return f'<ul class="plain">{"".join(items)}</ul>' if items else ""


def _resolutions(entry: Entry) -> str:
    numbers = dict.fromkeys(entry.note.resolutions)
    return ", ".join(
        link(entry.address, term_address("resolution", number), esc(number)) for number in numbers
    )
