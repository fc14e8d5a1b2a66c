"""The organization's page, and the index of organizations."""

from __future__ import annotations

from workshop_notes.pages.address import section_address, source_path, term_address
from workshop_notes.pages.edition import Edition
from workshop_notes.pages.html import crumbs, esc, facts, link, outward, section
from workshop_notes.pages.listing import rows
from workshop_notes.pages.page import Page
from workshop_notes.pages.words import count
from workshop_notes.vocabulary import Term

ROLES = {"organizer": "Organizer", "funder": "Funder", "republisher": "Republisher"}


def organization_page(edition: Edition, term: Term) -> Page:
    """Give the page of an organization: the notes of workshops that it organized or paid for."""
    here = term_address("organization", term.id)
    vocabulary = edition.collection.vocabularies.organizations
    names = {term.id, *(one.id for one in vocabulary.narrower(term.id))}
    organized, funded = [], []
    for entry in edition.entries:
        if names & set(entry.note.organizers):
            organized.append(entry)
        if names & set(entry.note.funders):
            funded.append(entry)
    website = str(term.facts.get("website") or "")
    family = [term.broader] if term.broader else []
    family += [one.id for one in vocabulary.narrower(term.id)]
    table = facts(
        [
            ("Website", outward(website, esc(website))),
            ("Also written", esc(", ".join(term.aliases))),
            (
                "See also",
                ", ".join(
                    link(
                        here,
                        term_address("organization", name),
                        esc(edition.label("organization", name)),
                    )
                    for name in family
                ),
            ),
        ]
    )
    path = crumbs(
        here,
        [("", "Home"), (section_address("organization"), "Organizations")],
        "Path to this page",
    )
    role = ROLES.get(str(term.facts.get("role")), "Organization")
    return Page(
        path=source_path(here),
        title=term.label,
        html=f'{path}<header><p class="kicker">{esc(role)}</p><h1>{esc(term.label)}</h1>'
        f'<p class="lede">{esc(term.definition)}</p></header>{table}'
        + section(
            "organized",
            f"Organized {count(len(organized), 'workshop', 'workshops')}",
            rows(edition, here, reversed(organized), briefly=False),
        )
        + section(
            "funded",
            f"Funded {count(len(funded), 'workshop', 'workshops')}",
            rows(edition, here, reversed(funded), briefly=False),
        ),
        kind="organization-page",
        description=term.definition,
    )


def organizations_page(edition: Edition) -> Page:
    """Give the index of organizations."""
    here = section_address("organization")
    items = "".join(
        f"<div><dt>{link(here, term_address('organization', term.id), esc(term.label))}"
        f"<small>{esc(ROLES.get(str(term.facts.get('role')), ''))}</small></dt>"
        f"<dd>{esc(term.definition)}</dd></div>"
        for term in edition.collection.vocabularies.organizations.terms
    )
    return Page(
        path=source_path(here),
        title="Organizations",
        html=crumbs(here, [("", "Home")], "Path to this page")
        + f'<h1>Organizations</h1><dl class="terms">{items}</dl>',
        kind="index-page",
        description="Who organizes, pays for and republishes the workshops’ notes.",
    )
