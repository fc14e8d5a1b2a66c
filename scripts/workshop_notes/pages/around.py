"""What lies around a note: its mandate's resolutions, its neighbours, related and citing notes."""

from __future__ import annotations

from workshop_notes.link import Target
from workshop_notes.note import Note
from workshop_notes.pages import mandate
from workshop_notes.pages.address import comparison_address, note_address, term_address
from workshop_notes.pages.edition import Edition, Related
from workshop_notes.pages.entry import Entry
from workshop_notes.pages.html import esc, link, outward, section
from workshop_notes.pages.listing import chips, hue, quotations, title_of, when
from workshop_notes.pages.words import day, listed, say
from workshop_notes.vocabulary import Term

# Of a note on more missions than these, what concerns each is folded or shortened.
FEW = 2
SAME_YEAR = 4
RELATIONS = {"previous-year": "prev", "next-year": "next"}
UN_DOCUMENTS = "https://undocs.org/S/RES/{number}({year})"


def document(term: Term) -> str:
    """Give the address of a resolution's text at the United Nations, or nothing without a year."""
    year = term.facts.get("year")
    return UN_DOCUMENTS.format(number=term.id, year=year) if year else ""


def thread(edition: Edition, entry: Entry) -> str:
    """Give the mandate thread: the resolution in force, the workshop, and what was adopted next."""
    note, lang = entry.note, entry.lang
    strips = []
    for mission in note.mission:
        found = mandate.thread(edition.mandates.get(mission, ()), note.date)
        if not found.in_force and not found.adopted_next:
            continue
        steps = []
        if found.in_force:
            steps.append(_step(entry, found.in_force, say(lang, "in-force")))
        steps.append(
            f'<li class="here"><span>{esc(say(lang, note.event or "workshop"))}</span> '
            f"<b>{when(note, lang)}</b></li>"
        )
        steps += [_step(entry, term, say(lang, "adopted-next")) for term in found.adopted_next]
        several = len(note.mission) > 1
        name = f"<h3>{esc(edition.label('mission', mission, lang))}</h3>" if several else ""
        strips.append(f'{name}<ol class="thread">{"".join(steps)}</ol>')
    shown = "".join(strips)
    if len(strips) > FEW:
        names = [edition.label("mission", mission, lang) for mission in note.mission]
        shown = f"<details><summary>{esc(listed(names, lang))}</summary>{shown}</details>"
    return section("mandate", say(lang, "mandate"), shown, "mandate")


def around(edition: Edition, entry: Entry) -> str:
    """Give the mission's other years, related notes, and the notes that mention this one."""
    lang = entry.lang
    neighbours, near = _neighbours(edition, entry)
    related = "".join(
        _related(edition, entry, one) for one in edition.related(entry, frozenset(near))
    )
    return (
        '<div class="around" data-pagefind-ignore>'
        + section("other-years", say(lang, "neighbours"), neighbours)
        + section(
            "related", say(lang, "related"), f'<ul class="cards">{related}</ul>' if related else ""
        )
        + section(
            "mentioned-in",
            say(lang, "mentioned-in"),
            quotations(edition, entry.address, edition.mentioned_in(entry)),
        )
        + "</div>"
    )


def _step(entry: Entry, term: Term, role: str) -> str:
    lang = entry.lang
    name = link(entry.address, term_address("resolution", term.id), esc(term.named(lang)))
    adopted = esc(day(mandate.adopted(term), lang))
    until = mandate.until(term)
    ends = f"<small>{esc(say(lang, 'term-until', day(until, lang)))}</small>" if until else ""
    doubt = ""
    if term.facts.get("evidence") == "memory":
        doubt = f"<small>{esc(say(lang, 'evidence-memory'))}</small>"
    text = outward(document(term), esc(say(lang, "un-document")))
    return (
        f"<li><span>{esc(role)}</span> <b>{name}</b> <small>{adopted}</small>{ends}"
        f"<small>{text}</small>{doubt}</li>"
    )


def _neighbours(edition: Edition, entry: Entry) -> tuple[str, list[str]]:
    note, lang = entry.note, entry.lang
    near: list[str] = []
    lines = []
    for mission in note.mission:
        found = _other_years(edition, note, mission)
        links = [_neighbour(entry, other, key, mission) for other, key in found]
        near += [other.id for other, _ in found]
        if not links:
            continue
        several = len(note.mission) > 1
        name = f"<h3>{esc(edition.label('mission', mission, lang))}</h3>" if several else ""
        lines.append(f'{name}<ul class="neighbours">{"".join(links)}</ul>')
    if len(lines) > FEW:
        names = [edition.label("mission", mission, lang) for mission in note.mission]
        summary = f"<summary>{esc(listed(names, lang))}</summary>"
        return f"<details>{summary}{''.join(lines)}</details>", near
    return "".join(lines), near


def _other_years(edition: Edition, note: Note, mission: str) -> list[tuple[Note, str]]:
    """Give the mission's notes of the years before and after, and the others of the same year.

    Of several in one year, the one that is most on this mission comes: that of the fewest missions.
    """
    years = edition.years(mission)
    if note.year not in years:
        before, after = edition.collection.neighbours(note, mission)
        pairs = ((before, "previous-year"), (after, "next-year"))
        return [(other, key) for other, key in pairs if other]
    row = edition.collection.by_mission(mission)
    place = years.index(note.year)
    found = []
    for near, key in ((place - 1, "previous-year"), (place + 1, "next-year")):
        if 0 <= near < len(years):
            candidates = [other for other in row if other.year == years[near]]
            found.append((min(candidates, key=lambda other: len(other.mission)), key))
    same = [other for other in row if other.year == note.year and other.id != note.id]
    return found + [(other, "same-year") for other in same[:SAME_YEAR]]


def _neighbour(entry: Entry, other: Note, key: str, mission: str) -> str:
    note, lang = entry.note, entry.lang
    label = when(other, lang) if other.year == note.year else esc(other.year or "")
    name = esc(say(lang, key)).format(label or esc(say(lang, "undated")))
    rel = RELATIONS.get(key, "")
    compare = ""
    if note.year and other.year and note.year != other.year:
        first, last = sorted((note.year, other.year))
        there = comparison_address(mission, first, last)
        compare = link(entry.address, there, esc(say(lang, "compare", first, last)))
        compare = f"<small>{compare}</small>"
    there = note_address(other.id)
    extra = f'rel="{rel}"' if rel else ""
    main = link(entry.address, there, f"<b>{name}</b> {title_of(other, lang)}", extra)
    return f'<li class="{rel or "same"}">{main}{compare}</li>'


def _related(edition: Edition, entry: Entry, related: Related) -> str:
    note, lang = related.entry.note, entry.lang
    reason = say(
        lang, "related-on", listed([_named(edition, t, lang) for t in related.shared], lang)
    )
    return (
        f'<li style="{hue(edition, note)}"><p class="when">{when(note, lang)}</p>'
        f"<h3>{link(entry.address, related.entry.address, title_of(note, lang))}</h3>"
        f'<p class="reason">{esc(reason)}</p><p>{chips(edition, entry.address, note)}</p></li>'
    )


def _named(edition: Edition, target: Target, lang: str) -> str:
    term = edition.term(target.kind, target.id)
    if target.kind == "glossary" and term:
        return str(term.facts.get("expansion_fr" if lang == "fr" else "expansion") or term.label)
    if target.kind == "theme":
        label = edition.label("theme", target.id, lang)
        return label if label[:2].isupper() else label[:1].lower() + label[1:]
    if target.kind == "resolution":
        number = edition.label("resolution", target.id, lang)
        return number[:1].lower() + number[1:]
    return edition.label(target.kind, target.id, lang)
