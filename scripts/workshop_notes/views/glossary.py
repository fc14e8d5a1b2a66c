"""The glossary: one page a term, with its expansion and where notes use it; and its index."""

from __future__ import annotations

from collections.abc import Iterator

from workshop_notes.views.address import relative, section_address, source_path, term_address
from workshop_notes.views.edition import Edition
from workshop_notes.views.page import Page, filled
from workshop_notes.views.parts import (
    crumbs,
    french,
    quotations,
    term_links,
)
from workshop_notes.views.theme import other_label
from workshop_notes.vocabulary import Term

QUOTED_AT_MOST = 30
SAME = ("theme", "mission", "organization")


def pages(edition: Edition) -> Iterator[Page]:
    """Give the page of each term of the glossary, and their index."""
    terms = edition.collection.vocabularies.glossary.terms
    if terms:
        yield glossary_index(edition)
    yield from (glossary_page(edition, term) for term in terms)


def glossary_page(edition: Edition, term: Term) -> Page:
    """Give the page of a glossary term."""
    here = term_address("glossary", term.id)
    label, expansion = edition.label("glossary", term.id), edition.fact(term, "expansion")
    other, spelled = other_label(edition, term), french(edition, term, "expansion")
    citations = edition.citations("glossary", term.id)
    same = [
        link
        for kind in SAME
        if (name := str(term.facts.get(kind) or "")) and edition.term(kind, name)
        for link in term_links(edition, here, kind, [name])
    ]
    return Page(
        path=source_path(here),
        template="term.html",
        title=f"{label}: {expansion}" if expansion else label,
        description=term.definition or expansion,
        view=filled(
            crumbs=crumbs(here, "glossary"),
            label=label,
            expansion=expansion,
            definition=term.definition,
            facts=filled(
                french=f"{other}: {spelled}" if spelled and other not in ("", label) else spelled,
                aliases=list(term.aliases),
                same=same,
            ),
            count=len(citations),
            used=quotations(edition, here, list(reversed(citations))[:QUOTED_AT_MOST]),
        ),
    )


def glossary_index(edition: Edition) -> Page:
    """Give the index of the glossary: every term with its expansion."""
    here, lang = section_address("glossary"), edition.site.language
    lines = [
        filled(
            address=relative(here, term_address("glossary", term.id)),
            label=edition.label("glossary", term.id),
            means=edition.fact(term, "expansion") or term.definition,
        )
        for term in edition.collection.vocabularies.glossary.terms
    ]
    return Page(
        path=source_path(here),
        template="glossary.html",
        title=edition.site.say("glossary", lang),
        description=edition.site.say("glossary-description", lang),
        view=filled(
            crumbs=crumbs(here),
            terms=sorted(lines, key=lambda line: (line["label"].casefold(), line["address"])),
        ),
    )
