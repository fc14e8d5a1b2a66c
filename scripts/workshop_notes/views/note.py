"""The note's page, and the tombstone that stands where a withdrawn note stood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote

from workshop_notes import exports, fields
from workshop_notes.formats.hidden import LeftOut
from workshop_notes.left_out import WITHHELD, reasons
from workshop_notes.note import Note, slug
from workshop_notes.views import mandate
from workshop_notes.views.body import Target
from workshop_notes.views.edition import Edition, Entry
from workshop_notes.views.page import Page, Plan, View, filled, note_address, web
from workshop_notes.views.parts import Here, hue, plan
from workshop_notes.vocabulary import Term

LONG_TITLE = 140
# Of a note on more missions than these, what concerns each is folded or shortened.
FEW = 2
SAME_YEAR = 4
CONTENTS_FROM = 3


def pages(edition: Edition) -> Iterator[Plan]:
    """Give the page of each note, and what stands where a withdrawn one stood."""
    for note in edition.collection.oldest_first:
        yield _plan(edition, note, _page)
    for note in edition.collection.withdrawn:
        yield _plan(edition, note, _tombstone)


def _plan(edition: Edition, note: Note, make: Callable[[Here, str], Page]) -> Plan:
    lang = edition.interface(note.language)
    return plan(edition, note_address(note.id), make, note.id, language=lang)


def _page(here: Here, identifier: str) -> Page:
    edition = here.edition
    entry = edition.entry(identifier)
    note = entry.note
    neighbours, near = _neighbours(here, note)
    missions = here.links("mission", note.mission)
    names = [one["label"] for one in missions]
    themes = [here.label("theme", name) for name in note.themes]
    tags = dict.fromkeys([*names, *([str(note.year)] if note.year else []), *themes])
    draft = note.status == "draft"
    repository = edition.site.repository
    headings = entry.headings if len(entry.headings) >= CONTENTS_FROM else ()
    return here.page(
        "note",
        note.title or here.say("untitled"),
        note.summary,
        tags=tags,
        hide=("navigation",) if headings else ("navigation", "toc"),
        markdown=entry.markdown,
        fields=filled(
            edit_url=f"{repository}/edit/main/notes/{quote(note.id)}.md" if repository else "",
            robots="noindex" if draft else "",
            head=exports.head(edition, note),
            linked_data=exports.linked_data(edition, note),
        ),
        id=note.id,
        crumbs=_crumbs(here, note),
        title=note.title,
        long="long" if len(note.title) > LONG_TITLE else "",
        event=note.event or "note",
        minutes=entry.minutes,
        chips=here.chips(note.mission),
        missions=list(note.mission),
        when=here.when(note),
        year=note.year,
        text_lang=note.language,
        also=here.also(note),
        hue=hue(edition, note),
        summary=note.summary,
        draft="draft" if draft else "",
        abstract="abstract" if note.abstract else "",
        source=web(note.source_url),
        asked=[{"text": text, "anchor": paragraph.anchor} for paragraph, text in entry.asked],
        contents=_contents(entry),
        facts=_facts(here, entry, missions),
        compare=list(_comparisons(here, note)),
        mandate=list(_threads(here, note)),
        overtaken=list(_overtaken(here, note)),
        neighbours=neighbours,
        names=here.listed(names) if len(names) > FEW else "",
        related=[_related(here, *one) for one in edition.related(entry, near)],
        mentioned=here.quotations(edition.mentioned_in(entry)),
        citation=_citation(edition, note),
        original=_original(edition, note),
        corrections=[
            {"day": here.day(date), "text": text}
            for date, text in edition.corrections.get(note.id, ())
        ],
    )


def _tombstone(here: Here, identifier: str) -> Page:
    (note,) = (one for one in here.edition.collection.withdrawn if one.id == identifier)
    known = [mission for mission in note.mission if mission in here.edition.missions]
    return here.page(
        "tombstone",
        here.say("withdrawn"),
        fields={"robots": "noindex"},
        id=note.id,
        reason=note.withdrawn,
        missions=here.links("mission", known),
    )


def _crumbs(here: Here, note: Note) -> list[View]:
    steps = [*here.crumbs("mission"), *here.links("mission", note.mission[:1])]
    if note.year:
        there = here.to(here.edition.site.term("year", str(note.year)))
        steps.append({"address": there, "label": str(note.year)})
    return steps


def _contents(entry: Entry) -> list[View]:
    """Give the headings down to the third level, where there are enough of these."""
    headings = [heading for heading in entry.headings if heading.level <= 3]
    return [
        {"anchor": heading.id, "label": heading.text, "level": heading.level}
        for heading in (headings if len(headings) >= CONTENTS_FROM else ())
    ]


def _facts(here: Here, entry: Entry, missions: list[View]) -> View:
    note, few = entry.note, len(entry.note.mission) <= FEW
    terms = [here.edition.term("mission", name) for name in dict.fromkeys(note.mission)]
    full = [here.fact(term, "full_name") if few else "" for term in terms]
    return filled(
        missions=[{**link, **filled(full=one)} for link, one in zip(missions, full, strict=True)],
        published=here.day(note.published) if note.published else "",
        series=_series(here, note),
        format=note.format,
        organizers=_with_ids(here, "organization", note.organizers),
        funders=_with_ids(here, "organization", note.funders),
        themes=[
            theme
            | filled(
                paragraphs=[
                    {"anchor": paragraph.anchor, "number": paragraph.number}
                    for paragraph in entry.themes.get(theme["id"], ())
                ]
            )
            for theme in _with_ids(here, "theme", note.themes)
        ],
        resolutions=[
            {**here.link("resolution", number), "label": number}
            for number in dict.fromkeys(note.resolutions)
        ],
        rule=note.rule,
        more=[
            {"label": one.labelled(here.lang), "text": ", ".join(note.texts(one.name))}
            for one in fields.table().values()
            if note.others.get(one.name)
        ],
    )


def _with_ids(here: Here, kind: str, names: Iterable[str]) -> list[View]:
    return [{"id": name, **here.link(kind, name)} for name in dict.fromkeys(names)]


def _series(here: Here, note: Note) -> View | None:
    if not note.series:
        return None
    term = here.edition.collection.vocabularies.series.get(note.series)
    missions = note.mission if len(note.mission) <= FEW else ()
    orders = [(one, here.edition.collection.on("mission", one)) for one in missions]
    return filled(
        label=term.named(here.lang) if term else note.series,
        places=[
            {
                "mission": here.label("mission", one),
                "place": order.index(here.edition.collection.workshop(note)) + 1,
                "of": len(order),
            }
            for one, order in orders
            if len(order) > 1
        ],
    )


def _of(here: Here, note: Note, mission: str) -> View:
    """Give the mission's name where the note is on several."""
    return {"mission": here.label("mission", mission)} if len(note.mission) > 1 else {}


def _comparisons(here: Here, note: Note) -> Iterator[View]:
    for mission in note.mission:
        years = here.edition.years(mission)
        if note.year in years and (place := years.index(note.year)) > 0:
            (pair,) = here.pairs(mission, [(years[place - 1], years[place])])
            yield pair | _of(here, note, mission)


def _threads(here: Here, note: Note) -> Iterator[View]:
    """Give the mandate threads: the resolution in force, the workshop, what was adopted next."""
    for mission in note.mission:
        before, after = mandate.thread(here.edition.mandates.get(mission, ()), note.date)
        if before or after:
            steps = [_step(here, before, "in-force")] if before else []
            steps.append(filled(role=note.event or "workshop", when=here.when(note)))
            steps += [_step(here, term, "adopted-next") for term in after]
            yield {"steps": steps, **_of(here, note, mission)}


def _overtaken(here: Here, note: Note) -> Iterator[View]:
    """Give what ended the mandates that the workshop discussed, after it."""
    for mission in note.mission if note.year else ():
        mandates = here.edition.mandates.get(mission, ())
        last = mandate.ended(mandates, note.date or f"{note.year}-99")
        if last:
            yield _step(here, last, "overtaken")


def _step(here: Here, term: Term, role: str) -> View:
    said = here.resolution(term)
    return filled(
        role=role,
        **said["resolution"],
        when=said.get("when"),
        until=said.get("until"),
        document=mandate.document(term, here.edition.site.documents),
        doubt="memory" if term.text("evidence") == "memory" else "",
    )


def _neighbours(here: Here, note: Note) -> tuple[list[View], frozenset[str]]:
    near: set[str] = set()
    groups = []
    for mission in note.mission:
        found = list(_other_years(here.edition, note, mission))
        near |= {other.id for other, _ in found}
        if found:
            notes = [_neighbour(here, note, *pair, mission) for pair in found]
            groups.append({"notes": notes, **_of(here, note, mission)})
    return groups, frozenset(near)


def _other_years(edition: Edition, note: Note, mission: str) -> Iterator[tuple[Note, str]]:
    """Give the mission's notes of the years before and after, and the others of the same year.

    Of several in one year, the one that is most on this mission comes: that of the fewest missions.
    """
    years, own = edition.years(mission), edition.collection.workshop(note)
    if note.year not in years:
        pair = edition.collection.neighbours(own, mission)
        pairs = zip(pair, ("previous-year", "next-year"), strict=True)
        yield from ((other, key) for other, key in pairs if other)
        return
    place = years.index(note.year)
    for near, key in ((place - 1, "previous-year"), (place + 1, "next-year")):
        if 0 <= near < len(years):
            candidates = edition.of_year(mission, years[near])
            yield min(candidates, key=lambda other: len(other.mission)), key
    same = [other for other in edition.of_year(mission, note.year) if other.id != own.id]
    yield from ((other, "same-year") for other in same[:SAME_YEAR])


def _neighbour(here: Here, note: Note, other: Note, key: str, mission: str) -> View:
    date = here.when(other) if other.year == note.year else None
    years = sorted((note.year or 0, other.year or 0))
    compare = here.pairs(mission, [(years[0], years[1])]) if 0 < years[0] < years[1] else [None]
    return filled(
        key=key,
        label=date["text"] if date else str(other.year or ""),
        rel={"previous-year": "prev", "next-year": "next"}.get(key, ""),
        note=here.row(other),
        compare=compare[0],
    )


def _related(here: Here, other: Note, shared: list[Target]) -> View:
    names = [_short_name(here, target) for target in shared]
    return {
        "note": here.row(other, chips=here.chips(other.mission)),
        "shared": here.listed(names),
    }


def _short_name(here: Here, target: Target) -> str:
    """Give a term's name as it stands within a sentence."""
    term = here.edition.term(target.kind, target.id)
    if target.kind == "glossary" and term:
        return term.text("expansion_fr" if here.lang == "fr" else "expansion") or term.label
    label = here.label(target.kind, target.id)
    if target.kind in ("theme", "resolution") and not label[:2].isupper():
        return label[:1].lower() + label[1:]
    return label


def _citation(edition: Edition, note: Note) -> View:
    (forms,) = exports.forms(edition, [note])
    return filled(
        plain=exports.plain(edition, note),
        context=exports.context_object(edition, note),
        bibtex=forms["bib"],
        ris=forms["ris"],
        csl=f"[\n{forms['csl']}\n]",
        revision=exports.revision(note),
        take=exports.taken(edition, slug(note.id), [note]),
        pdf=f"{quote(note.id.rpartition('/')[2])}.pdf" if edition.site.pdf else "",
    )


def _original(edition: Edition, note: Note) -> View | None:
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


def _reasons(passages: Iterable[LeftOut]) -> Iterator[View]:
    """Give what was left out by why it was: in the order of the reasons' list, the untold last."""
    for why in (*dict.fromkeys(reasons().values()), WITHHELD):
        held = [one for one in passages if one.why == why]
        if any(one.words for one in held):
            texts = [one.text for one in held if one.text]
            yield filled(why=why, words=sum(one.words for one in held), texts=texts)
