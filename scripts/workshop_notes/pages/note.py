"""The note's page: its head, what was asked, its mandate, its text, and what lies around it."""

from __future__ import annotations

import copy
from urllib.parse import quote

from lxml import etree

from workshop_notes.note import Note
from workshop_notes.pages import cite
from workshop_notes.pages.address import (
    note_address,
    section_address,
    source_path,
    term_address,
)
from workshop_notes.pages.around import around, thread
from workshop_notes.pages.body import inner_html
from workshop_notes.pages.edition import Edition
from workshop_notes.pages.entry import Entry
from workshop_notes.pages.html import crumbs, esc, facts, link, outward, section
from workshop_notes.pages.listing import (
    LONG_TITLE,
    chips,
    hue,
    language,
    title_of,
    when,
)
from workshop_notes.pages.note_facts import note_facts
from workshop_notes.pages.page import Page
from workshop_notes.pages.words import day, say


def note_page(edition: Edition, entry: Entry) -> Page:
    """Give the page of a note."""
    note, here, lang = entry.note, entry.address, entry.lang
    parts = [
        _head(edition, entry),
        _asked(entry),
        note_facts(edition, entry),
        thread(edition, entry),
        _contents(entry),
        _text(entry),
        around(edition, entry),
        _end(edition, entry),
    ]
    content = (
        f'<article class="note" style="{hue(edition, note)}"{language(note, lang)} '
        f'data-note="{esc(note.id)}">{"".join(parts)}</article>'
    )
    return Page(
        path=source_path(here),
        title=note.title or say(lang, "untitled"),
        html=content,
        kind="note-page",
        lang=lang,
        description=note.summary,
        head=cite.head(edition, note),
        linked_data=cite.linked_data(edition, note),
        fields={**cite.record(edition, note), "edit_url": _edit_url(edition, note)},
    )


def tombstone(edition: Edition, note: Note) -> Page:
    """Give the page that stands where a withdrawn note stood: why, and none of its text."""
    lang = "fr" if note.language == "fr" else "en"
    here = note_address(note.id)
    reason = (
        f"<p>{esc(say(lang, 'withdrawn-reason', note.withdrawn))}</p>" if note.withdrawn else ""
    )
    known = ", ".join(
        link(here, term_address("mission", name), esc(edition.label("mission", name)))
        for name in note.mission
        if name in edition.missions
    )
    content = (
        f"<h1>{esc(say(lang, 'withdrawn'))}</h1>{reason}<p>{esc(note.id)}"
        f"{' · ' + known if known else ''}</p>"
    )
    return Page(
        path=source_path(here),
        title=say(lang, "withdrawn"),
        html=content,
        kind="tombstone",
        lang=lang,
        fields={"robots": "noindex"},
    )


def _edit_url(edition: Edition, note: Note) -> str:
    repository = edition.site.repository
    return f"{repository}/edit/main/notes/{quote(note.id)}.md" if repository else ""


def _head(edition: Edition, entry: Entry) -> str:
    note, here, lang = entry.note, entry.address, entry.lang
    steps = [("", say(lang, "home")), (section_address("mission"), say(lang, "missions"))]
    if note.mission:
        first = note.mission[0]
        steps.append((term_address("mission", first), edition.label("mission", first, lang)))
    if note.year:
        steps.append((term_address("year", str(note.year)), str(note.year)))
    kicker = [chips(edition, here, note, filters=True), esc(say(lang, note.event or "note"))]
    kicker += [when(note, lang), esc(say(lang, "read", entry.body.minutes))]
    size = ' class="long"' if len(note.title) > LONG_TITLE else ""
    summary = (
        f'<p class="lede" data-pagefind-body data-pagefind-weight="3">{esc(note.summary)}</p>'
        if note.summary
        else ""
    )
    abstract = ""
    if note.abstract:
        source = outward(note.source_url, esc(say(lang, "published-note")))
        abstract = f'<p class="notice">{esc(say(lang, "abstract"))}'
        abstract += f" {source}.</p>" if note.source_url else "</p>"
    return (
        f"{crumbs(here, steps, say(lang, 'you-are-here'))}"
        f'<header><p class="kicker">{" <i>·</i> ".join(part for part in kicker if part)}</p>'
        f'<h1{size} data-pagefind-body data-pagefind-meta="title">{title_of(note, lang)}</h1>'
        f"{summary}{abstract}</header>"
    )


def _asked(entry: Entry) -> str:
    items = "".join(
        f'<li>{esc(text)} <a class="to" href="#{paragraph.anchor}" '
        f'aria-label="{esc(say(entry.lang, "in-this-note"))}">¶</a></li>'
        for paragraph, text in entry.asked
    )
    list_ = f"<ul>{items}</ul>" if items else ""
    return section("asked", say(entry.lang, "asked"), list_, "asked")


def _contents(entry: Entry) -> str:
    headings = [heading for heading in entry.body.headings if heading.level <= 3]
    if len(headings) < 3:
        return ""
    items = "".join(
        f'<li class="l{heading.level}"><a href="#{esc(heading.id)}">{esc(heading.text)}</a></li>'
        for heading in headings
    )
    name = esc(say(entry.lang, "in-this-note"))
    return f'<nav class="contents" aria-label="{name}"><p>{name}</p><ol>{items}</ol></nav>'


def _text(entry: Entry) -> str:
    tree = copy.deepcopy(entry.body.tree)
    anchors = {paragraph.anchor for paragraph in entry.body.paragraphs}
    label = say(entry.lang, "link-to")
    for element in tree.iter("p", "li", "dd", "dt"):
        if element.get("id") in anchors:
            pin = etree.Element("a", {"class": "pin", "href": f"#{element.get('id')}"})
            pin.set("aria-label", label)
            _put_last(element, pin)
    return f'<div class="text" data-pagefind-body>{inner_html(tree)}</div>'


def _put_last(element: etree._Element, pin: etree._Element) -> None:
    """Append the pin to the element's own text: before a list that is nested in it."""
    nested = next((child for child in element if child.tag in ("ul", "ol")), None)
    if nested is None:
        element.append(pin)
    else:
        nested.addprevious(pin)


def _end(edition: Edition, entry: Entry) -> str:
    note, lang = entry.note, entry.lang
    original = ""
    if note.original:
        counts = say(lang, "left-out", note.original.words, note.original.left_out)
        kind = note.original.file.rpartition(".")[2].upper()
        original = f"{esc(kind)} <small>{esc(counts)}</small>"
        original += f"<small>SHA-256 <code>{esc(note.original.sha256)}</code></small>"
    corrections = "".join(
        f"<li>{esc(day(date, lang))}: {esc(text)}</li>"
        for date, text in edition.corrections.get(note.id, ())
    )
    rows = [
        (say(lang, "source"), outward(note.source_url, esc(note.source_url))),
        (say(lang, "converter"), original),
        (say(lang, "corrections"), f'<ul class="plain">{corrections}</ul>' if corrections else ""),
    ]
    provenance = section("provenance", say(lang, "provenance"), facts(rows))
    forms = "".join(
        f'<div><h3>{esc(name)}</h3><pre tabindex="0">{esc(text)}</pre></div>'
        for name, text in (
            ("BibTeX", cite.bibtex(edition, note)),
            ("RIS", cite.ris(edition, note)),
            ("CSL-JSON", cite.csl(edition, note)),
        )
    )
    file = note.id.rpartition("/")[2]
    printed = f'<p><a href="{esc(file)}.pdf">{say(lang, "pdf")}</a></p>' if edition.site.pdf else ""
    citation = (
        f'<p class="citation">{esc(cite.plain(edition, note))}</p>{printed}'
        f"<details><summary>BibTeX, RIS, CSL-JSON</summary>{forms}</details>"
    )
    return (
        f'<footer class="end" data-pagefind-ignore>'
        f"{section('cite', say(lang, 'cite'), citation)}{provenance}</footer>"
    )
