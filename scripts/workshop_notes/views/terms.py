"""The pages of terms that are tables and lists, each with the index of its kind.

Years, themes, resolutions, the glossary and organizations; missions have a module of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workshop_notes.exports.take import taken
from workshop_notes.views import mandate
from workshop_notes.views.comparison import over_time
from workshop_notes.views.edition import Edition
from workshop_notes.views.figures import mission_grid, trend
from workshop_notes.views.page import FEED, Page, Plan, View, filled, slug, term_address, web
from workshop_notes.views.parts import Here, plans_of
from workshop_notes.vocabulary import Term, Vocabulary

THEMES_OF_A_YEAR = 8
THEMES_BESIDE = 3
QUOTED_AT_MOST = 30
NAMED_AT_MOST = 40
SAME = ("theme", "mission", "organization")


def pages(edition: Edition) -> Iterator[Plan]:
    """Give the page of each year, theme, resolution, term and organization, and their indexes."""

    def by_id(vocabulary: Vocabulary) -> dict[str, Term]:
        return {term.id: term for term in vocabulary.terms}

    known = edition.collection.vocabularies
    years = {str(year): year for year in edition.collection.years}
    numbers = {number: number for number in edition.resolutions}
    yield from plans_of(edition, "glossary", by_id(known.glossary), _glossary, _term)
    organizations = by_id(known.organizations)
    yield from plans_of(edition, "organization", organizations, _organizations, _organization)
    yield from plans_of(edition, "resolution", numbers, _resolutions, _resolution)
    yield from plans_of(edition, "theme", by_id(known.themes), _themes, _theme)
    yield from plans_of(edition, "year", years, _years, _year)


def _years(here: Here) -> View:
    collection = here.edition.collection
    lines = [
        filled(
            address=here.to(term_address("year", str(year))),
            year=year,
            count=len(notes),
            chips=here.chips(dict.fromkeys(one for note in notes for one in note.mission)),
        )
        for year in reversed(collection.years)
        for notes in [collection.by_year(year)]
    ]
    return {"years": lines}


def _year(here: Here, year: int) -> Page:
    """Give the page of a year: its notes, its themes, and what was adopted in it."""
    collection = here.edition.collection
    notes, years = collection.by_year(year), collection.years
    counts = Counter(theme for note in notes for theme in note.themes)
    best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:THEMES_OF_A_YEAR]
    place = years.index(year)
    near = [(place - 1, "prev"), (place + 1, "next")]
    adopted = sorted(
        (mandate.adopted(term), term.id, term)
        for term in collection.vocabularies.resolutions.terms
        if mandate.adopted(term).startswith(f"{year}-")
    )
    return here.page(
        "year",
        str(year),
        here.say("year-description", year=year),
        tags=(str(year),),
        view=filled(
            crumbs=here.crumbs("year"),
            year=year,
            count=len(notes),
            missions=len({mission for note in notes for mission in note.mission}),
            steps=[
                {
                    "address": here.to(term_address("year", str(years[at]))),
                    "year": years[at],
                    "rel": rel,
                }
                for at, rel in near
                if 0 <= at < len(years)
            ],
            notes=here.rows(notes),
            themes=here.bars(best),
            adopted=[
                filled(
                    when=here.dated(date),
                    resolution=here.link("resolution", name),
                    definition=here.fact(term, "definition"),
                )
                for date, name, term in adopted
            ],
        ),
    )


def _themes(here: Here) -> View:
    themes = here.edition.collection.vocabularies.themes.terms
    numbers = [(term.id, len(here.edition.collection.by_theme(term.id))) for term in themes]
    lines = [
        filled(**line, french=here.other(term), definition=here.fact(term, "definition"))
        for term, line in zip(themes, here.bars(numbers), strict=True)
    ]
    return {"themes": lines}


def _theme(here: Here, term: Term) -> Page:
    edition, collection = here.edition, here.edition.collection
    notes = collection.by_theme(term.id)
    entries = edition.of(notes)
    held = {mission for note in notes for mission in note.mission}
    narrower = [one.id for one in collection.vocabularies.themes.narrower(term.id)]
    beside = Counter(name for note in notes for name in note.themes if name != term.id)
    best = sorted(beside, key=lambda name: (-beside[name], name))[:THEMES_BESIDE]
    asked = [
        (entry, paragraph, text)
        for entry in entries
        for paragraph, text in entry.asked
        if paragraph in entry.themes.get(term.id, ())
    ]
    years, said = Counter(note.year for note in notes if note.year), _said(here, "theme", term)
    return here.page(
        "theme",
        *said.values(),
        tags=(said["label"],),
        fields={"feed": FEED},
        view=filled(
            crumbs=here.crumbs("theme"),
            **said,
            facts=filled(
                french=here.other(term),
                aliases=list(term.aliases),
                broader=here.links("theme", [term.broader] if term.broader else []),
                narrower=here.links("theme", narrower),
                beside=here.links("theme", best),
            ),
            count=len(entries),
            trend=trend(years, collection.years),
            grid=mission_grid(here, [one for one in edition.missions if one in held], notes),
            requests=over_time(here, asked, missions=True),
            notes=here.rows(reversed(notes)),
            take=taken(edition, slug(term.id), collection.texts(notes)),
        ),
    )


def _resolutions(here: Here) -> View:
    """Give the resolutions by the year of their adoption, the newest first."""
    by_year: dict[str, list[View]] = {}
    for number in reversed(here.edition.resolutions):
        term = here.edition.term("resolution", number)
        line = filled(
            **here.link("resolution", number),
            count=len(here.edition.citations("resolution", number)),
            chips=here.chips(_missions(term)),
            effect=here.fact(term, "effect"),
        )
        by_year.setdefault(here.fact(term, "year"), []).append(line)
    years = sorted(by_year.items(), reverse=True)
    return {"years": [filled(year=year, lines=lines) for year, lines in years]}


def _resolution(here: Here, number: str) -> Page:
    """Give the page of a resolution: what it did, its notes, the sentences that name it."""
    edition, term = here.edition, here.edition.term("resolution", number)
    label, definition = here.label("resolution", number), here.fact(term, "definition")
    citations = edition.citations("resolution", number)
    return here.page(
        "resolution",
        label,
        definition,
        tags=tuple(_missions(term)),
        view=filled(
            crumbs=here.crumbs("resolution"),
            # A number that no vocabulary has may be that of another body.
            body=(here.fact(term, "body") or here.say("council")) if term else "",
            label=label,
            number=number,
            definition=definition,
            facts=_facts(here, term) if term else {},
            count=len(citations),
            notes=here.rows(reversed(edition.collection.by_resolution(number))),
            named=here.quotations(citations[: -NAMED_AT_MOST - 1 : -1]),
        ),
    )


def _facts(here: Here, term: Term) -> View:
    said = here.resolution(term)
    return filled(
        adopted=said["when"]["text"] if "when" in said else "",
        doubt="memory" if term.facts.get("evidence") == "memory" else "",
        missions=here.chips(_missions(term)),
        effect=said.get("effect"),
        until=said.get("until"),
        before=_neighbours(here, term, -1),
        after=_neighbours(here, term, 1),
        document=mandate.document(term, here.edition.site.documents),
        french=here.other(term),
    )


def _neighbours(here: Here, term: Term, step: int) -> list[View]:
    found, missions = [], _missions(term)
    for mission in missions:
        order = here.edition.mandates.get(mission, ())
        place = next((at + step for at, one in enumerate(order) if one.id == term.id), -1)
        if 0 <= place < len(order):
            several = here.label("mission", mission) if len(missions) > 1 else ""
            link = here.link("resolution", order[place].id)
            found.append(filled(**{**link, "label": order[place].id}, mission=several))
    return found


def _glossary(here: Here) -> View:
    lines = [
        filled(
            **here.link("glossary", term.id),
            means=here.fact(term, "expansion") or here.fact(term, "definition"),
        )
        for term in here.edition.collection.vocabularies.glossary.terms
    ]
    lines.sort(key=lambda line: (line["label"].casefold(), line["address"]))
    return {"terms": lines}


def _term(here: Here, term: Term) -> Page:
    """Give the page of a term of the glossary, with its expansion and where notes use it."""
    said, expansion = _said(here, "glossary", term), here.fact(term, "expansion")
    label, definition = said.values()
    other, spelled = here.other(term), here.other(term, "expansion")
    citations = here.edition.citations("glossary", term.id)
    same = [(kind, str(term.facts.get(kind) or "")) for kind in SAME]
    return here.page(
        "term",
        f"{label}: {expansion}" if expansion else label,
        definition or expansion,
        view=filled(
            crumbs=here.crumbs("glossary"),
            label=label,
            expansion=expansion,
            definition=definition,
            facts=filled(
                french=f"{other}: {spelled}" if spelled and other not in ("", label) else spelled,
                aliases=list(term.aliases),
                same=[here.link(*one) for one in same if one[1] and here.edition.term(*one)],
            ),
            count=len(citations),
            used=here.quotations(citations[: -QUOTED_AT_MOST - 1 : -1]),
        ),
    )


def _organizations(here: Here) -> View:
    lines = [
        filled(
            **here.link("organization", term.id),
            role=here.fact(term, "role"),
            definition=here.fact(term, "definition"),
        )
        for term in here.edition.collection.vocabularies.organizations.terms
    ]
    return {"organizations": lines}


def _organization(here: Here, term: Term) -> Page:
    """Give the page of an organization: the notes of workshops that it organized or paid for."""
    collection = here.edition.collection
    narrower = [one.id for one in collection.vocabularies.organizations.narrower(term.id)]
    names, family = {term.id, *narrower}, [*([term.broader] if term.broader else []), *narrower]
    named = here.edition.citations("organization", term.id)[: -QUOTED_AT_MOST - 1 : -1]
    newest = list(reversed(collection.workshops))
    organized = [one for one in newest if names & set(one.organizers)]
    funded = [one for one in newest if names & set(one.funders)]
    said = _said(here, "organization", term)
    return here.page(
        "organization",
        *said.values(),
        view=filled(
            crumbs=here.crumbs("organization"),
            **said,
            role=here.fact(term, "role") or "organization",
            facts=filled(
                website=web(here.fact(term, "website")),
                aliases=list(term.aliases),
                family=here.links("organization", family),
            ),
            organized=here.rows(organized, briefly=False),
            funded=here.rows(funded, briefly=False),
            mentioned=here.quotations(named),
        ),
    )


def _said(here: Here, kind: str, term: Term) -> dict[str, str]:
    return {"label": here.label(kind, term.id), "definition": here.fact(term, "definition")}


def _missions(term: Term | None) -> list[str]:
    return [str(name) for name in term.facts.get("missions") or ()] if term else []
