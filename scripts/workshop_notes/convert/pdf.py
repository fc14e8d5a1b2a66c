"""A PDF as a Conversion: columns, headings, lists, tables and footnotes told from its layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workshop_notes.convert.balance import balanced
from workshop_notes.convert.conversion import Conversion, LeftOut
from workshop_notes.convert.pdf_blocks import blocks
from workshop_notes.convert.pdf_columns import regions
from workshop_notes.convert.pdf_joins import undone, vocabulary
from workshop_notes.convert.pdf_lines import Segment, segments
from workshop_notes.convert.pdf_margins import margins
from workshop_notes.convert.pdf_write import markdown, number_notes, plain_text
from workshop_notes.normalize import hiding_characters, look_alikes, normalize
from workshop_notes.originals.archive import RefusedError
from workshop_notes.originals.pdf_glyphs import Page, open_pdf, read_pages
from workshop_notes.problem import Problem

_MOST_UNMAPPED = 0.03
_SCAN = 0.5  # of a page's area under one picture
_FEW_LETTERS = 30
_TURNED = 0.5
_PICTURE = 0.02


@dataclass(frozen=True, slots=True)
class _Reading:
    """A document's pages, and their segments with the reasons for which some are left out."""

    pages: tuple[Page, ...]
    parts: tuple[tuple[Segment, ...], ...]
    framing: Mapping[Segment, str]


def convert(data: bytes, path: str) -> Conversion:
    """Convert a PDF; what cannot be read as text is refused with what to do instead."""
    try:
        document = open_pdf(data)
        pages = tuple(read_pages(document))
        document.close()
    except RefusedError as error:
        return _refused(path, error.code, error.message, error.fix)
    problem = _unreadable(pages, path)
    if problem:
        return Conversion("pdf", "", "", problems=(problem,))
    parts = tuple(tuple(segments(page)) for page in pages)
    framing = margins(parts, [page.height for page in pages])
    return _converted(_Reading(pages, parts, framing), path)


def _converted(reading: _Reading, path: str) -> Conversion:
    body = [
        region
        for parts in reading.parts
        for region in regions([part for part in parts if part not in reading.framing])
    ]
    every = [part for parts in reading.parts for part in parts]
    lines = [part.raw for part in every if part not in reading.framing]
    found, joins = blocks(body, vocabulary(lines))
    notes = number_notes(found)
    own = "\n".join(undone(lines, joins))
    framing = "\n".join(part.raw for part in every if part in reading.framing)
    problems = [
        *hiding_characters(own, path),
        *look_alikes(own, path),
        *_pictures(reading.pages, path),
    ]
    left_out = [*_hidden(reading), *notes.left_out]
    written = normalize(markdown(found, notes))
    result = balanced(
        "pdf",
        path,
        written,
        normalize(own),
        left_out,
        problems,
        numbers=True,
        added=notes.added,
        own=normalize(f"{own}\n{framing}"),
        withheld=_framing(reading),
    )
    return replace(result, text=normalize(plain_text(found, notes)))


def _framing(reading: _Reading) -> list[LeftOut]:
    """List running heads and page numbers, which count as words of the original."""
    found: list[LeftOut] = []
    for reason in sorted(set(reading.framing.values())):
        parts = [part for part, why in reading.framing.items() if why == reason]
        pages = sorted({part.page for part in parts})
        where = f"page {pages[0]}" if len(pages) == 1 else f"{len(pages)} pages"
        text = normalize("\n".join(part.raw for part in parts))
        found.append(LeftOut(text, f"{reason} ({where})"))
    return found


def _hidden(reading: _Reading) -> list[LeftOut]:
    """List what cannot be seen, and what runs across the page, by kind and number alone."""
    found: list[LeftOut] = []
    for page in reading.pages:
        for why in sorted({glyph.hidden for glyph in page.glyphs if glyph.hidden}):
            letters = sum(glyph.hidden == why for glyph in page.glyphs)
            found.append(LeftOut("", f"{why}, page {page.number} ({letters} letters)"))
        turned = sum(not glyph.straight and not glyph.hidden for glyph in page.glyphs)
        if turned:
            found.append(
                LeftOut(
                    "", f"text that runs across the page, page {page.number} ({turned} letters)"
                )
            )
    return found


def _unreadable(pages: Sequence[Page], path: str) -> Problem | None:
    glyphs = [glyph for page in pages for glyph in page.glyphs if not glyph.text.isspace()]
    visible = [glyph for glyph in glyphs if not glyph.hidden]
    scanned = [
        page
        for page in pages
        if page.picture_share > _SCAN
        and sum(not glyph.hidden for glyph in page.glyphs) < _FEW_LETTERS
    ]
    if not visible or len(scanned) > len(pages) / 2:
        if not any(page.pictures for page in pages) and not glyphs:
            return _problem(
                path, "empty-original", "this PDF holds no text", "put the note's text in it"
            )
        return _problem(
            path,
            "scanned-original",
            "this PDF is a picture of its pages, without text that can be seen",
            "use the document that it was made from, or have the text recognized, check it against "
            "the pages, and save it as .docx or .txt",
        )
    unmapped = sum(glyph.unmapped or glyph.text == "\ufffd" for glyph in visible)
    if unmapped > _MOST_UNMAPPED * len(visible):
        return _problem(
            path,
            "unreadable-original",
            "this PDF does not say which letters its signs stand for",
            "use the document that it was made from",
        )
    turned = sum(not glyph.straight for glyph in visible)
    if turned > _TURNED * len(visible):
        return _problem(
            path,
            "turned-original",
            "the text of this PDF does not run from left to right",
            "turn its pages upright and save it again",
        )
    return None


def _pictures(pages: Sequence[Page], path: str) -> list[Problem]:
    shown = [page.number for page in pages if page.picture_share > _PICTURE]
    if not shown:
        return []
    where = f"page {shown[0]}" if len(shown) == 1 else "pages " + ", ".join(map(str, shown))
    return [
        Problem(
            path,
            1,
            1,
            "pictures-left-out",
            f"the pictures of {where} are left out, and any words in them",
            "type what they say into the note where it matters",
            "warning",
        )
    ]


def _refused(path: str, code: str, message: str, fix: str) -> Conversion:
    return Conversion("pdf", "", "", problems=(_problem(path, code, message, fix),))


def _problem(path: str, code: str, message: str, fix: str) -> Problem:
    return Problem(path, 1, 1, code, message, fix)
