"""Notes in the forms that other programs read: a CSV table and a JSON array."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from workshop_notes.note import Note
from workshop_notes.pages.cite import record
from workshop_notes.pages.edition import Edition

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
    writer.writerow(CSV_COLUMNS)
    for note in notes:
        row = record(edition, note)
        writer.writerow([_cell(row.get(name, "")) for name in CSV_COLUMNS])
    return out.getvalue()


def as_json(edition: Edition, notes: Iterable[Note]) -> str:
    """Give notes' fields as a JSON array, empty fields left out."""
    rows = [record(edition, note) for note in notes]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _cell(value: Any) -> str:
    text = "; ".join(str(item) for item in value) if isinstance(value, list) else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
