"""Notes in the forms that other programs read: a CSV table, a JSON array, Atom feeds."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urljoin

from workshop_notes.exports.citations import authors, day_of, more_columns, record
from workshop_notes.note import Note
from workshop_notes.views.edition import Edition
from workshop_notes.views.page import CONTROLS, FEED, note_address, relative

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
    "translation_of",
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


def feed_names(notes: Iterable[Note]) -> list[str]:
    """Give the names of the files of a feed of notes."""
    count = sum(bool(day_of(note)) for note in notes)
    return [FEED, *(f"feed-{number}.xml" for number in range(2, -(-count // FEED_LENGTH) + 1))]


def feeds(
    edition: Edition, here: str, title: str, notes: Iterable[Note]
) -> Iterator[tuple[str, str]]:
    """Give notes as an Atom feed that stands in the folder `here`: the name and text of each file.

    A note is dated by its publication, else by its workshop, never by the day of the build; notes
    without a date are left out. `feed.xml` has the newest FEED_LENGTH and leads to older ones;
    where it has all, it says so.
    Source: https://www.rfc-editor.org/rfc/rfc5005 (paged feeds, complete feeds)
    """
    every = sorted(
        ((day, note) for note in notes if (day := day_of(note))),
        key=lambda pair: (pair[0], pair[1].id),
        reverse=True,
    )
    page = urljoin(edition.site.address, here) if edition.site.address else "./"
    newest = every[0][0] if every else "1970-01-01"
    names = feed_names(note for _, note in every)
    count = len(names)
    for at, name in enumerate(names):
        ways = {"self": name}
        if count > 1:
            ways |= {"first": names[0], "last": names[-1]}
            ways |= {"previous": names[at - 1]} if at else {}
            ways |= {"next": names[at + 1]} if at + 1 < count else {}
        links = "".join(
            f'<link rel="{way}" href="{_esc(page)}{there}"/>' for way, there in ways.items()
        )
        items = "".join(
            _feed_entry(edition, here, day, note)
            for day, note in every[at * FEED_LENGTH : (at + 1) * FEED_LENGTH]
        )
        text = (
            '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"'
            f' xmlns:fh="http://purl.org/syndication/history/1.0">'
            f"{'<fh:complete/>' if count == 1 else ''}"
            f"<title>{_esc(title)}</title><id>{_esc(_identifier(edition, here))}</id>"
            f'<link href="{_esc(page)}"/>{links}'
            f"<updated>{newest}T00:00:00Z</updated>"
            f"<author><name>{_esc(edition.site.name)}</name></author>{items}</feed>\n"
        )
        yield name, text


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
