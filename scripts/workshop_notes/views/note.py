"""The note's page, and the tombstone that stands where a withdrawn note stood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from workshop_notes import fields
from workshop_notes.exports import citations, take
from workshop_notes.left_out import WITHHELD, Passage, reasons
from workshop_notes.note import Note
from workshop_notes.views import mandate
from workshop_notes.views.address import (
    comparison_address,
    note_address,
    relative,
    source_path,
    term_address,
)
from workshop_notes.views.edition import Edition, Entry, Related
from workshop_notes.views.mentions import Target
from workshop_notes.views.page import Page, View, filled
from workshop_notes.views.parts import (
    chips,
    crumbs,
    dated,
    day,
    hue,
    listed,
    quotations,
    row,
    term_links,
    when,
)
from workshop_notes.vocabulary import Term

LONG_TITLE = 140
# Of a note on more missions than these, what concerns each is folded or shortened.
FEW = 2
SAME_YEAR = 4
CONTENTS_FROM = 3


def pages(edition: Edition) -> Iterator[Page]:
    """Give the page of each note, and what stands where a withdrawn one stood."""
    yield from (note_page(edition, entry) for entry in edition.entries)
    yield from (tombstone(edition, note) for note in edition.collection.withdrawn)


def note_page(edition: Edition, entry: Entry) -> Page:
    """Give the page of a note."""
    note, lang, here = entry.note, entry.lang, entry.address
    neighbours, near = _neighbours(edition, entry)
    several = len(note.mission) > FEW
    names = [edition.label("mission", mission, lang) for mission in note.mission]
    title = note.title or edition.site.say("untitled", lang)
    return Page(
        path=source_path(here),
        template="note.html",
        title=title,
        lang=lang,
        description=note.summary,
        tags=_tags(edition, note, lang),
        hide=("navigation",) if len(entry.headings) >= CONTENTS_FROM else ("navigation", "toc"),
        markdown=entry.markdown,
        fields=filled(
            edit_url=_edit_url(edition, note),
            robots="noindex" if note.status == "draft" else "",
            head=citations.head(edition, note),
            linked_data=citations.linked_data(edition, note),
        ),
        view=filled(
            id=note.id,
            crumbs=_crumbs(edition, entry),
            title=note.title,
            long="long" if len(note.title) > LONG_TITLE else "",
            event=note.event or "note",
            minutes=entry.minutes,
            chips=chips(edition, here, note.mission, lang),
            missions=list(note.mission),
            when=when(note, lang),
            year=note.year,
            text_lang=note.language,
            hue=hue(edition, note),
            summary=note.summary,
            draft="draft" if note.status == "draft" else "",
            abstract="abstract" if note.abstract else "",
            source=_web(note.source_url),
            asked=[{"text": text, "anchor": paragraph.anchor} for paragraph, text in entry.asked],
            contents=_contents(entry),
            facts=_facts(edition, entry),
            compare=list(_comparisons(edition, note, here, lang)),
            mandate=list(_threads(edition, entry)),
            overtaken=list(_overtaken(edition, entry)),
            neighbours=neighbours,
            names=listed(names, edition.site.say("and", lang)) if several else "",
            related=[_related(edition, entry, one) for one in edition.related(entry, near)],
            mentioned=quotations(edition, here, edition.mentioned_in(entry), lang),
            citation=_citation(edition, note),
            original=_original(edition, note),
            corrections=[
                {"day": day(date, lang), "text": text}
                for date, text in edition.corrections.get(note.id, ())
            ],
        ),
    )


def tombstone(edition: Edition, note: Note) -> Page:
    """Give the page that stands where a withdrawn note stood."""
    lang, here = edition.interface(note.language), note_address(note.id)
    known = [mission for mission in note.mission if mission in edition.missions]
    return Page(
        path=source_path(here),
        template="tombstone.html",
        title=edition.site.say("withdrawn", lang),
        lang=lang,
        fields={"robots": "noindex"},
        view=filled(
            id=note.id,
            reason=note.withdrawn,
            missions=term_links(edition, here, "mission", known, lang),
        ),
    )


def _tags(edition: Edition, note: Note, lang: str) -> tuple[str, ...]:
    missions = [edition.label("mission", name, lang) for name in note.mission]
    themes = [edition.label("theme", name, lang) for name in note.themes]
    return tuple(dict.fromkeys([*missions, *([str(note.year)] if note.year else []), *themes]))


def _edit_url(edition: Edition, note: Note) -> str:
    repository = edition.site.repository
    return f"{repository}/edit/main/notes/{quote(note.id)}.md" if repository else ""


def _web(address: str) -> str:
    return address if address.startswith(("https://", "http://")) else ""


def _crumbs(edition: Edition, entry: Entry) -> list[View]:
    note, here, lang = entry.note, entry.address, entry.lang
    steps = crumbs(here, "mission")
    for one in term_links(edition, here, "mission", note.mission[:1], lang):
        steps.append({"address": one["address"], "label": one["label"]})
    if note.year:
        there = relative(here, term_address("year", str(note.year)))
        steps.append({"address": there, "label": str(note.year)})
    return steps


def _contents(entry: Entry) -> list[dict[str, Any]]:
    headings = [heading for heading in entry.headings if heading.level <= 3]
    return [
        {"anchor": heading.id, "label": heading.text, "level": heading.level}
        for heading in (headings if len(headings) >= CONTENTS_FROM else ())
    ]


def _facts(edition: Edition, entry: Entry) -> dict[str, Any]:
    note, lang, here = entry.note, entry.lang, entry.address
    return filled(
        missions=_missions(edition, entry),
        published=day(note.published, lang) if note.published else "",
        series=_series(edition, entry),
        format=note.format,
        organizers=_named(edition, here, "organization", note.organizers, lang),
        funders=_named(edition, here, "organization", note.funders, lang),
        themes=[
            fact
            | filled(
                paragraphs=[
                    {"anchor": paragraph.anchor, "number": paragraph.number}
                    for paragraph in entry.themes.get(fact["id"], ())
                ]
            )
            for fact in _named(edition, here, "theme", note.themes, lang)
        ],
        resolutions=[
            {"address": relative(here, term_address("resolution", number)), "label": number}
            for number in dict.fromkeys(note.resolutions)
        ],
        rule=note.rule,
        more=[
            {"label": one.labelled(lang), "text": ", ".join(_texts(note.others[one.name]))}
            for one in fields.table().values()
            if note.others.get(one.name)
        ],
    )


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]


def _named(
    edition: Edition, here: str, kind: str, names: Sequence[str], lang: str
) -> list[dict[str, Any]]:
    return [
        {"id": name, **link}
        for name in dict.fromkeys(names)
        for link in term_links(edition, here, kind, [name], lang)
    ]


def _missions(edition: Edition, entry: Entry) -> list[dict[str, Any]]:
    name = "full_name_fr" if entry.lang == "fr" else "full_name"
    found = []
    for mission in entry.note.mission:
        term = edition.term("mission", mission)
        full = str(term.facts.get(name) or "") if term and len(entry.note.mission) <= FEW else ""
        link = term_links(edition, entry.address, "mission", [mission], entry.lang)[0]
        found.append({**link, **filled(full=full)})
    return found


def _series(edition: Edition, entry: Entry) -> dict[str, Any] | None:
    note, lang = entry.note, entry.lang
    if not note.series:
        return None
    term = edition.collection.vocabularies.series.get(note.series)
    places = []
    for mission in note.mission if len(note.mission) <= FEW else ():
        order = edition.places(mission)
        if len(order) > 1:
            label = edition.label("mission", mission, lang)
            places.append({"mission": label, "place": order[note.id], "of": len(order)})
    return filled(label=term.named(lang) if term else note.series, places=places)


def _comparisons(edition: Edition, note: Note, here: str, lang: str) -> Iterator[dict[str, Any]]:
    for mission in note.mission:
        years = edition.years(mission)
        if note.year in years and (place := years.index(note.year)) > 0:
            yield _comparison(edition, here, mission, years[place - 1], years[place], note, lang)


def _comparison(
    edition: Edition, here: str, mission: str, before: int, after: int, note: Note, lang: str
) -> dict[str, Any]:
    several = len(note.mission) > 1
    return filled(
        address=relative(here, comparison_address(mission, before, after)),
        before=before,
        after=after,
        mission=edition.label("mission", mission, lang) if several else "",
    )


def _threads(edition: Edition, entry: Entry) -> Iterator[dict[str, Any]]:
    """Give the mandate threads: the resolution in force, the workshop, what was adopted next."""
    note, lang = entry.note, entry.lang
    for mission in note.mission:
        found = mandate.thread(edition.mandates.get(mission, ()), note.date)
        if not found.in_force and not found.adopted_next:
            continue
        steps = [_step(edition, entry, found.in_force, "in-force")] if found.in_force else []
        steps.append(filled(role=note.event or "workshop", when=when(note, lang)))
        steps += [_step(edition, entry, term, "adopted-next") for term in found.adopted_next]
        several = len(note.mission) > 1
        yield filled(
            steps=steps, mission=edition.label("mission", mission, lang) if several else ""
        )


def _overtaken(edition: Edition, entry: Entry) -> Iterator[dict[str, Any]]:
    """Give what ended the mandates that the workshop discussed, after it."""
    note = entry.note
    for mission in note.mission:
        mandates = edition.mandates.get(mission, ())
        last = mandate.ended(mandates, note.date or f"{note.year}-99") if note.year else None
        if last:
            yield _step(edition, entry, last, "overtaken")


def _step(edition: Edition, entry: Entry, term: Term, role: str) -> dict[str, Any]:
    lang, until = entry.lang, mandate.until(term)
    return filled(
        role=role,
        address=relative(entry.address, term_address("resolution", term.id)),
        label=edition.label("resolution", term.id, lang),
        when=dated(mandate.adopted(term), lang),
        until=day(until, lang) if until else "",
        document=mandate.document(term, edition.site.documents),
        doubt="memory" if term.facts.get("evidence") == "memory" else "",
    )


def _neighbours(edition: Edition, entry: Entry) -> tuple[list[dict[str, Any]], frozenset[str]]:
    note, lang = entry.note, entry.lang
    near: set[str] = set()
    groups = []
    for mission in note.mission:
        found = _other_years(edition, note, mission)
        near |= {other.id for other, _ in found}
        if found:
            several = len(note.mission) > 1
            groups.append(
                filled(
                    notes=[_neighbour(edition, entry, *pair, mission) for pair in found],
                    mission=edition.label("mission", mission, lang) if several else "",
                )
            )
    return groups, frozenset(near)


def _other_years(edition: Edition, note: Note, mission: str) -> list[tuple[Note, str]]:
    """Give the mission's notes of the years before and after, and the others of the same year.

    Of several in one year, the one that is most on this mission comes: that of the fewest missions.
    """
    years = edition.years(mission)
    if note.year not in years:
        before, after = edition.collection.neighbours(note, mission)
        pairs = ((before, "previous-year"), (after, "next-year"))
        return [(other, key) for other, key in pairs if other]
    place = years.index(note.year)
    found = []
    for near, key in ((place - 1, "previous-year"), (place + 1, "next-year")):
        if 0 <= near < len(years):
            candidates = edition.of_year(mission, years[near])
            found.append((min(candidates, key=lambda other: len(other.mission)), key))
    same = [other for other in edition.of_year(mission, note.year) if other.id != note.id]
    return found + [(other, "same-year") for other in same[:SAME_YEAR]]


def _neighbour(
    edition: Edition, entry: Entry, other: Note, key: str, mission: str
) -> dict[str, Any]:
    note, lang, here = entry.note, entry.lang, entry.address
    date = when(other, lang) if other.year == note.year else None
    compare = None
    if note.year and other.year and note.year != other.year:
        first, last = sorted((note.year, other.year))
        compare = _comparison(edition, here, mission, first, last, note, lang)
        compare.pop("mission", None)
    return filled(
        key=key,
        label=date["text"] if date else str(other.year or ""),
        rel={"previous-year": "prev", "next-year": "next"}.get(key, ""),
        note=row(edition, here, other, lang),
        compare=compare,
    )


def _related(edition: Edition, entry: Entry, related: Related) -> dict[str, Any]:
    lang, other = entry.lang, related.entry.note
    names = [_short_name(edition, target, lang) for target in related.shared]
    marks = chips(edition, entry.address, other.mission, lang)
    return {
        "note": row(edition, entry.address, other, lang, chips=marks),
        "shared": listed(names, edition.site.say("and", lang)),
    }


def _short_name(edition: Edition, target: Target, lang: str) -> str:
    """Give a term's name as it stands within a sentence."""
    term = edition.term(target.kind, target.id)
    if target.kind == "glossary" and term:
        return str(term.facts.get("expansion_fr" if lang == "fr" else "expansion") or term.label)
    label = edition.label(target.kind, target.id, lang)
    if target.kind in ("theme", "resolution") and not label[:2].isupper():
        return label[:1].lower() + label[1:]
    return label


def _citation(edition: Edition, note: Note) -> dict[str, Any]:
    return filled(
        plain=citations.plain(edition, note),
        bibtex=citations.bibtex(edition, note),
        ris=citations.ris(edition, note),
        csl=citations.csl(edition, note),
        revision=take.revision(note),
        take=take.taken(edition, take.file_name(note), [note]),
        pdf=f"{quote(note.id.rpartition('/')[2])}.pdf" if edition.site.pdf else "",
    )


def _original(edition: Edition, note: Note) -> dict[str, Any] | None:
    if not note.original:
        return None
    counted = edition.accounts.get(note.id)
    return filled(
        kind=note.original.file.rpartition(".")[2].upper(),
        words=(counted or note.original).words,
        left_out=(counted or note.original).left_out,
        sha256=note.original.sha256,
        reasons=list(_reasons(counted.passages if counted else ())),
    )


def _reasons(passages: Iterable[Passage]) -> Iterator[dict[str, Any]]:
    """Give what was left out by why it was: in the order of the reasons' list, the untold last."""
    for why in (*dict.fromkeys(reasons().values()), WITHHELD):
        held = [one for one in passages if one.why == why]
        if any(one.words for one in held):
            texts = [one.text for one in held if one.text]
            yield filled(why=why, words=sum(one.words for one in held), texts=texts)
