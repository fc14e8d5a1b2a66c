"""A plain-text original as a Conversion."""

from __future__ import annotations

from workshop_notes.convert import plain
from workshop_notes.convert.balance import balanced
from workshop_notes.convert.conversion import Conversion
from workshop_notes.convert.decode import decode
from workshop_notes.furniture.cuts import cuts, without
from workshop_notes.normalize import hiding_characters, look_alikes, normalize


def convert(data: bytes, path: str) -> Conversion:
    """Convert plain text: every line is a block unless a program broke lines at a fixed width."""
    decoded, problems = decode(data, path)
    problems += [*hiding_characters(decoded, path), *look_alikes(decoded, path)]
    text = normalize(decoded)
    joined = plain.rejoined(text)
    lines = plain.parted(plain.unwrap(joined.split("\n")))
    found = cuts(lines)
    body = without(lines, found)
    markdown = plain.markdown(plain.blocks(body))
    return balanced(
        "txt", path, markdown, text, (), problems, numbers=True, furniture=found, own=joined
    )
