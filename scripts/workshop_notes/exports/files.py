"""Notes in the forms that other programs read: a CSV table, a JSON array, Atom feeds."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from workshop_notes.exports.citations import authors, day_of, more_columns, record
from workshop_notes.note import Note
from workshop_notes.views.address import note_address, relative
from workshop_notes.views.body import CONTROLS
from workshop_notes.views.edition import Edition

FEED_LENGTH = 100
CSV_COLUMNS = (
    "id",
    "title",
    "missions",
    "year",
    "date",
    "published",
    "themes",
    "series",
    "organizers",
    "funders",
    "resolutions",
    "language",
    "abstract",
    "source_url",
    "address",
)


def as_csv(edition: Edition, notes: Iterable[Note]) -> str:
    """Give notes as a CSV table; lists are joined with `; `.

    A cell that a spreadsheet would run as a formula is led by an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = (*CSV_COLUMNS, *more_columns().values())
    writer.writerow(columns)
    for note in notes:
        row = record(edition, note)
        writer.writerow([_cell(row.get(name, "")) for name in columns])
    return out.getvalue()


def as_json(edition: Edition, notes: Iterable[Note]) -> str:
    """Give notes' fields as a JSON array, empty fields left out."""
    rows = [record(edition, note) for note in notes]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def feed(edition: Edition, here: str, title: str, notes: Iterable[Note]) -> str:
    """Give the newest notes as an Atom feed that stands in the folder `here`.

    A note is dated by its publication, else by its workshop, never by the day of the build; notes
    without a date are left out. A feed of FEED_LENGTH entries at most says that it is complete.
    """
    every = sorted(
        ((day, note) for note in notes if (day := day_of(note))),
        key=lambda pair: (pair[0], pair[1].id),
        reverse=True,
    )
    dated = every[:FEED_LENGTH]
    whole = "<fh:complete/>" if dated == every else ""
    newest = dated[0][0] if dated else "1970-01-01"
    items = "".join(_feed_entry(edition, here, day, note) for day, note in dated)
    page = urljoin(edition.site.address, here) if edition.site.address else "./"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"'
        f' xmlns:fh="http://purl.org/syndication/history/1.0">{whole}'
        f"<title>{_esc(title)}</title><id>{_esc(_identifier(edition, here))}</id>"
        f'<link href="{_esc(page)}"/><link rel="self" href="{_esc(page)}feed.xml"/>'
        f"<updated>{newest}T00:00:00Z</updated>"
        f"<author><name>{_esc(edition.site.name)}</name></author>{items}</feed>\n"
    )


def _feed_entry(edition: Edition, here: str, day: str, note: Note) -> str:
    there = note_address(note.id)
    site = edition.site.address
    page = urljoin(site, there) if site else relative(here, there)
    names = "".join(
        f"<author><name>{_esc(name)}</name></author>" for name in authors(edition, note)
    )
    terms = "".join(f'<category term="{_esc(name)}"/>' for name in (*note.mission, *note.themes))
    return (
        f"<entry><title>{_esc(note.title)}</title><id>{_esc(_identifier(edition, there))}</id>"
        f'<link href="{_esc(page)}"/><updated>{day}T00:00:00Z</updated>{names}{terms}'
        f"<summary>{_esc(note.summary)}</summary></entry>\n"
    )


def _esc(value: object) -> str:
    """Escape text for an element or a quoted attribute; control characters go."""
    return html.escape(CONTROLS.sub("", str(value)), quote=True)


def _identifier(edition: Edition, path: str) -> str:
    site = edition.site.address
    return urljoin(site, path) if site else f"tag:notes.invalid,2016:/{path}"


def _cell(value: Any) -> str:
    text = "; ".join(str(item) for item in value) if isinstance(value, list) else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
