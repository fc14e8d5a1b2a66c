"""Parts that several kinds of page show: dates, links, chips, rows of notes, quotations.

Addresses are relative to the page that shows them. A text in another language than its page says
which (`lang`). Dates are written by the language's own rules (CLDR, through Babel).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton

from workshop_notes.note import Note
from workshop_notes.text.sentences import sentences
from workshop_notes.views.address import relative, section_address, term_address
from workshop_notes.views.edition import Citation, Edition, Entry
from workshop_notes.views.page import View, filled
from workshop_notes.vocabulary import Term

SHORT_TEXT = 260
# English as the United Nations writes its dates: 20 May 2020.
LOCALES = {"en": "en_GB"}


def crumbs(here: str, *kinds: str, **labels: str) -> list[View]:
    """Give the path to a page: home, the indexes of these kinds of term, then named addresses."""
    steps: list[View] = [{"address": relative(here, ""), "key": "home"}]
    for kind in kinds:
        there = section_address(kind)
        steps.append({"address": relative(here, there), "key": there.rstrip("/")})
    for label, there in labels.items():
        steps.append({"address": there, "label": label})
    return steps


def day(date: str, lang: str) -> str:
    """Write an ISO date, month, year or range `a/b` as people do; anything else as it stands."""
    return _day(date, LOCALES.get(lang, lang))


def short_day(date: str, lang: str) -> str:
    """Write the day and month of an ISO date in the least room: `20 May`, `May`, or nothing."""
    return _short_day(date.partition("/")[0], LOCALES.get(lang, lang))


def when(note: Note, lang: str) -> View | None:
    """Give the workshop's date; with none, the year; with neither, nothing."""
    if note.date:
        return {"iso": note.date.partition("/")[0], "text": day(note.date, lang)}
    return {"iso": str(note.year), "text": str(note.year)} if note.year else None


def dated(date: str, lang: str) -> View | None:
    """Give an ISO date, or nothing."""
    return {"iso": date.partition("/")[0], "text": day(date, lang)} if date else None


def chips(edition: Edition, here: str, missions: Iterable[str], lang: str = "") -> list[View]:
    """Give the chips of missions."""
    return [
        {
            "address": relative(here, term_address("mission", mission)),
            "label": edition.label("mission", mission, lang),
            "hue": edition.hues.get(mission, 0),
        }
        for mission in missions
    ]


def term_links(
    edition: Edition, here: str, kind: str, names: Iterable[str], lang: str = ""
) -> list[View]:
    """Give links to terms of a kind, none twice."""
    return [
        {
            "address": relative(here, term_address(kind, name)),
            "label": edition.label(kind, name, lang),
        }
        for name in dict.fromkeys(names)
    ]


def row(
    edition: Edition, here: str, note: Note, lang: str, *, there: str = "", **more: Any
) -> dict[str, Any]:
    """Give a note as a list shows it; `there` is the address if not the note's, `more` is added."""
    return filled(
        address=relative(here, there or edition.by_id[note.id].address),
        title=note.title,
        when=when(note, lang),
        lang=note.language if note.language != lang else "",
        hue=hue(edition, note),
        **more,
    )


def rows(
    edition: Edition, here: str, entries: Iterable[Entry], *, briefly: bool = True
) -> list[dict[str, Any]]:
    """Give notes with their missions and, if `briefly`, the first sentence of their summaries."""
    lang = edition.site.language
    return [
        row(
            edition,
            here,
            entry.note,
            lang,
            chips=chips(edition, here, entry.note.mission),
            brief=brief(entry.note) if briefly else "",
        )
        for entry in entries
    ]


def quotations(
    edition: Edition, here: str, citations: Iterable[Citation], lang: str = ""
) -> list[dict[str, Any]]:
    """Give sentences with the note that each comes from, and the address of its paragraph."""
    return [
        {
            "sentence": citation.sentence,
            "note": row(
                edition,
                here,
                citation.entry.note,
                lang or edition.site.language,
                there=f"{citation.entry.address}#{citation.paragraph.anchor}",
            ),
        }
        for citation in citations
    ]


def bars(edition: Edition, here: str, kind: str, counts: Iterable[tuple[str, int]]) -> list[View]:
    """Give terms with their numbers, as they come."""
    pairs = list(counts)
    most = max((number for _, number in pairs), default=0) or 1
    return [
        {
            "address": relative(here, term_address(kind, name)),
            "label": edition.label(kind, name),
            "count": number,
            "share": round(100 * number / most),
        }
        for name, number in pairs
    ]


def brief(note: Note) -> str:
    """Give the first sentence of a note's summary, or nothing."""
    found = sentences(note.summary)
    text = found[0] if found else ""
    return text if len(text) <= SHORT_TEXT else text[:SHORT_TEXT].rsplit(" ", 1)[0] + " …"


def hue(edition: Edition, note: Note) -> int | None:
    """Give the hue of a note's first mission."""
    return edition.hues.get(note.mission[0], 0) if note.mission else None


def french(edition: Edition, term: Term, *names: str) -> str:
    """Give a term's names in the other language: French, or English where the site is French."""
    other = "" if edition.site.language == "fr" else "_fr"
    found = (str(term.facts.get(f"{name}{other}") or "") for name in names)
    return " · ".join(dict.fromkeys(name for name in found if name))


def listed(items: list[str], last: str) -> str:
    """Join phrases with commas and, before the last, a word."""
    return ", ".join(items[:-1]) + f" {last} {items[-1]}" if len(items) > 1 else "".join(items)


@lru_cache(maxsize=4096)
def _day(date: str, locale: str) -> str:
    first, _, last = date.partition("/")
    start, end = _parsed(first), _parsed(last)
    language = _locale(locale)
    if start is None or (last and end is None):
        return date
    if end is not None:
        if not len(first) == len(last) == len("2020-05-20"):
            return f"{_day(first, locale)} – {_day(last, locale)}"
        if (start.year, start.month) == (end.year, end.month):
            return str(format_interval(start, end, skeleton="yMMMMd", locale=language))
        # CLDR's own intervals over two months shorten their names.
        begin = format_skeleton("MMMMd", start, locale=language)
        begin = _first(begin, start, locale) if start.year == end.year else _day(first, locale)
        return f"{begin} – {_day(last, locale)}"
    parts = first.count("-")
    if parts == 0:
        return first
    if parts == 1:
        return str(format_skeleton("yMMMM", start, locale=language))
    return _first(format_date(start, "long", locale=language), start, locale)


@lru_cache(maxsize=4096)
def _short_day(date: str, locale: str) -> str:
    start = _parsed(date)
    if start is None or "-" not in date:
        return ""
    skeleton = "MMMd" if date.count("-") == 2 else "MMM"
    text = format_skeleton(skeleton, start, locale=_locale(locale))
    return _first(text, start, locale) if skeleton == "MMMd" else str(text)


def _first(text: str, start: datetime.date, locale: str) -> str:
    # French counts the first of a month: 1er mai. CLDR knows no such rule.
    return f"1er{text[1:]}" if locale == "fr" and start.day == 1 else text


def _parsed(date: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat("-".join([*date.split("-"), "01", "01"][:3]))
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _locale(name: str) -> Locale:
    try:
        return Locale.parse(name)
    except (ValueError, UnknownLocaleError):
        return Locale.parse("en_GB")
