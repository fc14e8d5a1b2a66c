"""Faults put between reading and writing: something of a read original taken away or altered."""

from __future__ import annotations

import random
from collections.abc import Callable
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

from lxml import etree
from reportlab.pdfgen.canvas import Canvas
from tests.convert.documents import Block, as_docx, as_html, as_odt, as_text, texts_of

from workshop_notes.convert import Conversion, convert, words
from workshop_notes.formats.document import Reading
from workshop_notes.formats.table import Format

Mutation = Callable[[etree._Element, random.Random], bool]


def as_pdf(document: tuple[Block, ...]) -> bytes:
    """Write each text as lines of one column, wrapped by words."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), invariant=1)
    place = 780.0
    for text in texts_of(document):
        line = ""
        for word in [*text.split(), ""]:
            if line and (not word or len(line) + len(word) > 80):
                canvas.drawString(72, place, line)
                line, place = "", place - 14
            line = f"{line} {word}".strip()
        place -= 14
        if place < 80:
            canvas.showPage()
            place = 780.0
    canvas.save()
    return target.getvalue()


def as_letter(document: tuple[Block, ...]) -> bytes:
    """Write a mail whose body is the page."""
    message = EmailMessage()
    message["Subject"], message["From"] = "A note", "sender@example.org"
    message.set_content(as_html(document).decode(), subtype="html")
    return message.as_bytes()


WRITERS: dict[str, Callable[[tuple[Block, ...]], bytes]] = {
    "docx": as_docx,
    "odt": as_odt,
    "html": as_html,
    "txt": as_text,
    "md": as_text,
    "pdf": as_pdf,
    "eml": as_letter,
}


def _says(element: etree._Element) -> bool:
    return bool(words(" ".join(map(str, element.itertext()))))


def take_block(body: etree._Element, chance: random.Random) -> bool:
    """Take away a paragraph, heading, item, cell or footnote."""
    blocks = [
        one for one in body.iter("p", "li", "td", "th", "note", "h1", "h2", "h3") if _says(one)
    ]
    if not blocks:
        return False
    one = chance.choice(blocks)
    for part in [*one]:
        one.remove(part)
    one.text = None
    return True


def _texts(body: etree._Element) -> list[tuple[etree._Element, str]]:
    return [
        (one, side)
        for one in body.iter()
        for side in ("text", "tail")
        if words(getattr(one, side) or "")
    ]


def take_run(body: etree._Element, chance: random.Random) -> bool:
    """Take away one run of text."""
    texts = _texts(body)
    if not texts:
        return False
    setattr(*chance.choice(texts), None)
    return True


def _with_a_word(change: Callable[[str], str]) -> Mutation:
    def mutate(body: etree._Element, chance: random.Random) -> bool:
        texts = _texts(body)
        if not texts:
            return False
        one, side = chance.choice(texts)
        text = getattr(one, side)
        word = chance.choice([part for part in text.split() if words(part)] or [""])
        setattr(one, side, text.replace(word, change(word), 1))
        return bool(word)

    return mutate


take_word = _with_a_word(lambda _: "")
alter_word = _with_a_word(lambda word: f"x{word}")
double_word = _with_a_word(lambda word: f"{word} {word}")
negate = _with_a_word(lambda word: f"not {word}")
MUTATIONS: tuple[Mutation, ...] = (
    take_block, take_run, take_word, alter_word, double_word, negate,
)  # fmt: skip


def outcome(kind: str, document: tuple[Block, ...], seed: int) -> tuple[Conversion, str] | None:
    """Convert a document with one fault in it; the conversion and the name of the fault.

    None where the document has no place for the fault, or does not balance without it.
    """
    data = WRITERS[kind](document)
    path = Path(f"note.{kind}")
    whole = convert(path, data)
    if whole.loss.unknown or whole.problems:
        return None
    chance = random.Random(seed)
    mutation = chance.choice(MUTATIONS)
    read, done = Format.read, []

    def faulty(self: Format, given: bytes, name: str) -> Reading:
        reading: Reading = read(self, given, name)
        done.append(mutation(reading.body, chance))
        return reading

    Format.read = faulty  # type: ignore[method-assign]
    try:
        conversion = convert(path, data)
    finally:
        Format.read = read  # type: ignore[method-assign]
    return (conversion, getattr(mutation, "__name__", "word")) if all(done) else None
