"""The organization's page, and the index of organizations."""

from __future__ import annotations

from collections.abc import Iterator

from workshop_notes.views.address import relative, section_address, source_path, term_address
from workshop_notes.views.edition import Edition
from workshop_notes.views.page import Page, filled
from workshop_notes.views.parts import crumbs, rows, term_links
from workshop_notes.vocabulary import Term


def pages(edition: Edition) -> Iterator[Page]:
    """Give the page of each organization, and their index."""
    organizations = edition.collection.vocabularies.organizations.terms
    if organizations:
        yield organizations_page(edition)
    yield from (organization_page(edition, term) for term in organizations)


def organization_page(edition: Edition, term: Term) -> Page:
    """Give the page of an organization: the notes of workshops that it organized or paid for."""
    here = term_address("organization", term.id)
    narrower = [one.id for one in edition.collection.vocabularies.organizations.narrower(term.id)]
    names = {term.id, *narrower}
    website = str(term.facts.get("website") or "")
    family = [*([term.broader] if term.broader else []), *narrower]
    label = edition.label("organization", term.id)
    organized = [one for one in edition.entries if names & set(one.note.organizers)]
    funded = [one for one in edition.entries if names & set(one.note.funders)]
    return Page(
        path=source_path(here),
        template="organization.html",
        title=label,
        description=term.definition,
        view=filled(
            crumbs=crumbs(here, "organization"),
            label=label,
            role=str(term.facts.get("role") or "organization"),
            definition=term.definition,
            facts=filled(
                website=website if website.startswith(("https://", "http://")) else "",
                aliases=list(term.aliases),
                family=term_links(edition, here, "organization", family),
            ),
            organized=rows(edition, here, reversed(organized), briefly=False),
            funded=rows(edition, here, reversed(funded), briefly=False),
        ),
    )


def organizations_page(edition: Edition) -> Page:
    """Give the index of organizations."""
    here, lang = section_address("organization"), edition.site.language
    return Page(
        path=source_path(here),
        template="organizations.html",
        title=edition.site.say("organizations", lang),
        description=edition.site.say("organizations-description", lang),
        view=filled(
            crumbs=crumbs(here),
            organizations=[
                filled(
                    address=relative(here, term_address("organization", term.id)),
                    label=edition.label("organization", term.id),
                    role=str(term.facts.get("role") or ""),
                    definition=term.definition,
                )
                for term in edition.collection.vocabularies.organizations.terms
            ],
        ),
    )
