"""The organization's page, and the index of organizations."""

from __future__ import annotations

from collections.abc import Iterator

from workshop_notes.views.address import section_address, term_address, web
from workshop_notes.views.edition import Edition
from workshop_notes.views.page import Page, Plan, filled, plans_of
from workshop_notes.views.parts import Here, index
from workshop_notes.vocabulary import Term

QUOTED_AT_MOST = 30


def pages(edition: Edition) -> Iterator[Plan]:
    """Give the page of each organization, and their index."""
    terms = {term.id: term for term in edition.collection.vocabularies.organizations.terms}
    return plans_of("organization", terms, _index, organization_page, edition)


def _index(edition: Edition) -> Page:
    here = Here(edition, section_address("organization"))
    lines = [
        filled(
            **here.link("organization", term.id),
            role=here.fact(term, "role"),
            definition=here.fact(term, "definition"),
        )
        for term in edition.collection.vocabularies.organizations.terms
    ]
    return index(here, "organization", organizations=lines)


def organization_page(edition: Edition, term: Term) -> Page:
    """Give the page of an organization: the notes of workshops that it organized or paid for."""
    here = Here(edition, term_address("organization", term.id))
    narrower = [one.id for one in edition.collection.vocabularies.organizations.narrower(term.id)]
    names, family = {term.id, *narrower}, [*([term.broader] if term.broader else []), *narrower]
    label, definition = here.label("organization", term.id), here.fact(term, "definition")
    named = edition.citations("organization", term.id)[: -QUOTED_AT_MOST - 1 : -1]
    newest = list(reversed(edition.collection.workshops))
    organized = [one for one in newest if names & set(one.organizers)]
    funded = [one for one in newest if names & set(one.funders)]
    return here.page(
        "organization",
        label,
        definition,
        view=filled(
            crumbs=here.crumbs("organization"),
            label=label,
            role=here.fact(term, "role") or "organization",
            definition=definition,
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
