"""The browse page: one table of all notes; a script adds filters, sorting and the CSV."""

from __future__ import annotations

from collections.abc import Iterable

from workshop_notes.pages.address import BROWSE, relative, slug, source_path
from workshop_notes.pages.edition import Edition
from workshop_notes.pages.entry import Entry
from workshop_notes.pages.html import crumbs, esc, link
from workshop_notes.pages.listing import chips, language, theme_links, title_of, when
from workshop_notes.pages.page import Page
from workshop_notes.pages.words import count, say

TABLE = "assets/data/notes.csv"
COLUMNS = (
    ("title", "Note"),
    ("mission", "Mission"),
    ("date", "Workshop"),
    ("theme", "Themes"),
    ("organizer", "Organizers"),
    ("language", "Language"),
)


def browse_page(edition: Edition) -> Page:
    """Give the page with the table of all notes, newest first."""
    here = BROWSE
    rows = "".join(_row(edition, here, entry) for entry in reversed(edition.entries))
    head = "".join(f'<th scope="col" data-sort="{name}">{label}</th>' for name, label in COLUMNS)
    table_file = relative(here, TABLE)
    content = (
        f"{crumbs(here, [('', 'Home')], 'Path to this page')}<h1>All notes</h1>"
        f"{_filters(edition)}"
        f'<p class="status"><span id="browse-count" role="status">'
        f"{count(len(edition.entries), 'note', 'notes')}</span> "
        f'<a id="browse-csv" href="{esc(table_file)}" download="notes.csv">Download as CSV</a></p>'
        '<div class="scroll" role="region" aria-label="All notes" tabindex="0">'
        f'<table class="browse" id="browse"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        '<p id="browse-none" hidden>No note fits all of these. Remove one.</p>'
    )
    return Page(
        path=source_path(here),
        title="All notes",
        html=content,
        kind="browse-page",
        description="Every note in one table, by mission, year, theme, organizer and language.",
    )


def _filters(edition: Edition) -> str:
    entries = edition.entries
    years = [str(year) for year in reversed(edition.collection.years)]
    choices = (
        ("mission", "Mission", _named(edition, "mission", edition.missions)),
        ("year", "Year", [(year, year) for year in years]),
        (
            "theme",
            "Theme",
            _named(edition, "theme", {name for entry in entries for name in entry.note.themes}),
        ),
        (
            "organizer",
            "Organizer",
            _named(
                edition,
                "organization",
                {name for entry in entries for name in entry.note.organizers},
            ),
        ),
        (
            "language",
            "Language",
            [
                (name, say("en", f"language-{name}"))
                for name in sorted({entry.note.language for entry in entries})
            ],
        ),
    )
    fields = "".join(
        f'<label>{label}<select name="{name}"><option value="">Any</option>{_options(values)}'
        "</select></label>"
        for name, label, values in choices
    )
    return (
        f'<form id="browse-filters" class="filters" aria-label="Filters" hidden>{fields}'
        '<button type="reset">Clear</button></form>'
    )


def _named(edition: Edition, kind: str, names: Iterable[str]) -> list[tuple[str, str]]:
    pairs = [(slug(name), edition.label(kind, name)) for name in names]
    return sorted(pairs, key=lambda pair: (pair[1].casefold(), pair[0]))


def _options(values: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<option value="{esc(value)}">{esc(label)}</option>' for value, label in values)


def _row(edition: Edition, here: str, entry: Entry) -> str:
    note = entry.note
    organizers = ", ".join(edition.label("organization", name) for name in note.organizers)
    data = {
        "mission": " ".join(slug(name) for name in note.mission),
        "year": str(note.year or ""),
        "date": note.date or str(note.year or ""),
        "theme": " ".join(slug(name) for name in note.themes),
        "organizer": " ".join(slug(name) for name in note.organizers),
        "language": note.language,
    }
    attributes = " ".join(f'data-{name}="{esc(value)}"' for name, value in data.items())
    return (
        f'<tr {attributes}><th scope="row"{language(note)}>'
        f"{link(here, entry.address, title_of(note))}</th>"
        f"<td>{chips(edition, here, note)}</td><td>{when(note)}</td>"
        f"<td>{theme_links(edition, here, note.themes)}</td><td>{esc(organizers)}</td>"
        f"<td>{esc(say('en', f'language-{note.language}'))}</td></tr>"
    )
