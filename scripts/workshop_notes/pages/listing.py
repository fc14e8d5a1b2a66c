"""The forms in which pages list notes and terms: rows, chips, sentences."""

from __future__ import annotations

from collections.abc import Iterable

from workshop_notes.note import Note
from workshop_notes.pages.address import term_address
from workshop_notes.pages.body import sentences
from workshop_notes.pages.edition import Citation, Edition
from workshop_notes.pages.entry import Entry
from workshop_notes.pages.html import COLOURLESS, esc, link
from workshop_notes.pages.words import day, say

LONG_TITLE = 140
SHORT_TEXT = 260


def title_of(note: Note, lang: str = "en") -> str:
    """Give a note's title as HTML."""
    return esc(note.title or say(lang, "untitled"))


def chip(edition: Edition, here: str, mission: str, extra: str = "") -> str:
    """Give a mission's chip, in the mission's colour."""
    attributes = f'class="chip" style="--h:{edition.hues.get(mission, 0)}"'
    there = term_address("mission", mission)
    label = esc(edition.label("mission", mission))
    return link(here, there, label, f"{attributes} {extra}".strip())


def chips(edition: Edition, here: str, note: Note, filters: bool = False) -> str:
    """Give the chips of a note's missions; `filters` marks them for the search index."""
    return " ".join(
        chip(
            edition,
            here,
            mission,
            f'data-pagefind-filter="mission:{esc(mission)}"' if filters else "",
        )
        for mission in note.mission
    )


def theme_links(edition: Edition, here: str, themes: Iterable[str], lang: str = "en") -> str:
    """Give links to themes, separated by commas."""
    return ", ".join(
        link(here, term_address("theme", theme), esc(edition.label("theme", theme, lang)))
        for theme in themes
    )


def when(note: Note, lang: str = "en") -> str:
    """Give the workshop's date as HTML; with none, the year; with neither, that there is none."""
    if note.date:
        first = note.date.partition("/")[0]
        return f'<time datetime="{esc(first)}">{esc(day(note.date, lang))}</time>'
    return esc(note.year) if note.year else esc(say(lang, "undated"))


def brief(entry: Entry) -> str:
    """Give the first sentence of a note's summary, or nothing."""
    found = sentences(entry.note.summary)
    if not found:
        return ""
    text = found[0]
    return text if len(text) <= SHORT_TEXT else text[:SHORT_TEXT].rsplit(" ", 1)[0] + " …"


def rows(edition: Edition, here: str, entries: Iterable[Entry], *, briefly: bool = True) -> str:
    """Give notes as a list: date, title, missions, and the summary's first sentence."""
    items = "".join(_row(edition, here, entry, briefly) for entry in entries)
    return f'<ol class="rows">{items}</ol>' if items else ""


def quotations(edition: Edition, here: str, citations: Iterable[Citation]) -> str:
    """Give sentences with the note that each comes from, each a link to its paragraph."""
    items = "".join(
        f'<li style="{hue(edition, citation.entry.note)}">'
        f"<blockquote{language(citation.entry.note)}><p>{esc(citation.sentence)}</p></blockquote>"
        '<p class="source">'
        + link(
            here,
            f"{citation.entry.address}#{citation.paragraph.anchor}",
            f"{title_of(citation.entry.note)}",
        )
        + f", {when(citation.entry.note)}</p></li>"
        for citation in citations
    )
    return f'<ul class="quotations">{items}</ul>' if items else ""


def hue(edition: Edition, note: Note) -> str:
    """Give the style that sets the colour of a note's first mission."""
    return f"--h:{edition.hues.get(note.mission[0], 0)}" if note.mission else COLOURLESS


def language(note: Note, around: str = "en") -> str:
    """Give the attribute that tells a note's language where the page has another."""
    return f' lang="{esc(note.language)}"' if note.language and note.language != around else ""


def _row(edition: Edition, here: str, entry: Entry, briefly: bool) -> str:
    note = entry.note
    text = brief(entry) if briefly else ""
    said = f"<p{language(note)}>{esc(text)}</p>" if text else ""
    return (
        f'<li style="{hue(edition, note)}"><p class="when">{when(note)}</p><div>'
        f"<h3{language(note)}>{link(here, entry.address, title_of(note))}</h3>"
        f"{said}<p>{chips(edition, here, note)}</p></div></li>"
    )
