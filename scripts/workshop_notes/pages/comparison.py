"""The comparison of a mission's two years: which themes came, stayed and went."""

from __future__ import annotations

from itertools import pairwise

from workshop_notes.pages.address import (
    comparison_address,
    section_address,
    source_path,
    term_address,
)
from workshop_notes.pages.body import Paragraph
from workshop_notes.pages.edition import Edition
from workshop_notes.pages.entry import Entry
from workshop_notes.pages.html import crumbs, esc, link, section
from workshop_notes.pages.listing import language, title_of, when
from workshop_notes.pages.page import Page

GROUPS = (
    ("kept", "Discussed in both years"),
    ("added", "Discussed in {after}, not in {before}"),
    ("dropped", "Discussed in {before}, not in {after}"),
)


def comparison_page(edition: Edition, mission: str, before: int, after: int) -> Page:
    """Give the page that sets a mission's notes of two years beside each other."""
    here = comparison_address(mission, before, after)
    label = edition.label("mission", mission)
    sides = {
        year: [
            entry
            for entry in edition.of(edition.collection.by_mission(mission))
            if entry.note.year == year
        ]
        for year in (before, after)
    }
    groups = _groups(sides[before], sides[after])
    order = [term.id for term in edition.collection.vocabularies.themes.terms]
    parts = []
    for name, title in GROUPS:
        themes = sorted(
            groups[name], key=lambda theme: order.index(theme) if theme in order else len(order)
        )
        blocks = "".join(_theme(edition, here, theme, sides) for theme in themes)
        heading = f"{title.format(before=before, after=after)} ({len(themes)})"
        parts.append(section(name, heading, blocks, f"group {name}"))
    path = crumbs(
        here,
        [
            ("", "Home"),
            (section_address("mission"), "Missions"),
            (term_address("mission", mission), label),
        ],
        "Path to this page",
    )
    title = f"{label}: {before} and {after}"
    return Page(
        path=source_path(here),
        title=title,
        html=(
            f'<div class="comparison" style="--h:{edition.hues.get(mission, 0)}">{path}<header>'
            f'<p class="kicker">Comparison</p><h1>{esc(title)}</h1>'
            '<p class="lede">The themes discussed in the notes of two years, and the paragraphs '
            "that discuss them, side by side.</p></header>"
            f"{_notes(here, sides)}{_summary(edition, groups)}{_wishes(here, sides)}"
            f"{''.join(parts)}{_steps(edition, here, mission, before, after)}</div>"
        ),
        kind="comparison-page",
        description=f"What the notes on {label} discussed in {before} and in {after}.",
    )


def _groups(before: list[Entry], after: list[Entry]) -> dict[str, set[str]]:
    first = {theme for entry in before for theme in entry.note.themes}
    second = {theme for entry in after for theme in entry.note.themes}
    return {"kept": first & second, "added": second - first, "dropped": first - second}


def _notes(here: str, sides: dict[int, list[Entry]]) -> str:
    columns = "".join(
        f'<div><p class="year">{year}</p>'
        + "".join(
            f"<p>{link(here, entry.address, title_of(entry.note))}<br>"
            f"<small>{when(entry.note)}</small></p>"
            for entry in entries
        )
        + "</div>"
        for year, entries in sides.items()
    )
    return f'<div class="sides tops">{columns}</div>'


def _summary(edition: Edition, groups: dict[str, set[str]]) -> str:
    marks = {"added": "+", "kept": "=", "dropped": "−"}
    names = {"added": "Added", "kept": "Kept", "dropped": "Dropped"}
    items = []
    for group in ("added", "kept", "dropped"):
        labels = sorted(edition.label("theme", theme) for theme in groups[group])
        said = "; ".join(esc(label) for label in labels) or "none"
        items.append(
            f'<div class="{group}"><dt><span aria-hidden="true">{marks[group]}</span> '
            f"{names[group]}</dt><dd>{said}</dd></div>"
        )
    return f'<dl class="changes">{"".join(items)}</dl>'


def _wishes(here: str, sides: dict[int, list[Entry]]) -> str:
    columns = []
    for year, entries in sides.items():
        items = "".join(
            f"<li{language(entry.note)}>" + esc(text) + f" {_mark(here, entry, paragraph)}</li>"
            for entry in entries
            for paragraph, text in entry.asked
        )
        said = f"<ul>{items}</ul>" if items else "<p>Nothing set apart as a request.</p>"
        columns.append(f'<div><p class="year">{year}</p>{said}</div>')
    has = any(entry.asked for entries in sides.values() for entry in entries)
    return (
        section("wishes", "Asked for", f'<div class="sides">{"".join(columns)}</div>')
        if has
        else ""
    )


def _theme(edition: Edition, here: str, theme: str, sides: dict[int, list[Entry]]) -> str:
    columns = []
    for year, entries in sides.items():
        tagged = [entry for entry in entries if theme in entry.note.themes]
        said = "".join(
            _paragraph(here, entry, paragraph)
            for entry in tagged
            for paragraph in entry.themes.get(theme, ())
        )
        if not said:
            why = "Tagged, and in no single paragraph." if tagged else "Not a theme of this note."
            said = f'<p class="none">{why}</p>'
        columns.append(f'<div><p class="year">{year}</p>{said}</div>')
    name = link(here, term_address("theme", theme), esc(edition.label("theme", theme)))
    return f'<h3 id="theme-{esc(theme)}">{name}</h3><div class="sides">{"".join(columns)}</div>'


def _paragraph(here: str, entry: Entry, paragraph: Paragraph) -> str:
    return f"<p{language(entry.note)}>{esc(paragraph.text)} {_mark(here, entry, paragraph)}</p>"


def _mark(here: str, entry: Entry, paragraph: Paragraph) -> str:
    there = f"{entry.address}#{paragraph.anchor}"
    return link(here, there, "¶", 'class="to" aria-label="In the note"')


def _steps(edition: Edition, here: str, mission: str, before: int, after: int) -> str:
    years = edition.years(mission)
    pairs = list(pairwise(years))
    place = pairs.index((before, after))
    near = [pairs[at] for at in (place - 1, place + 1) if 0 <= at < len(pairs)]
    items = "".join(
        f"<li>{link(here, comparison_address(mission, *pair), '{} and {}'.format(*pair))}</li>"
        for pair in near
    )
    return f'<nav aria-label="Other years"><ul class="pairs">{items}</ul></nav>' if items else ""
