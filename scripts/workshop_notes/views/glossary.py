"""The glossary: one page a term, with its expansion and where notes use it; and its index."""

from __future__ import annotations

from collections.abc import Iterator

from workshop_notes.views.address import section_address, term_address
from workshop_notes.views.edition import Edition
from workshop_notes.views.page import Page, Plan, filled, plans_of
from workshop_notes.views.parts import Here, index
from workshop_notes.vocabulary import Term

QUOTED_AT_MOST = 30
SAME = ("theme", "mission", "organization")


def pages(edition: Edition) -> Iterator[Plan]:
    """Give the page of each term of the glossary, and their index with what each stands for."""
    terms = {term.id: term for term in edition.collection.vocabularies.glossary.terms}
    return plans_of("glossary", terms, _index, glossary_page, edition)


def _index(edition: Edition) -> Page:
    here = Here(edition, section_address("glossary"))
    lines = [
        filled(
            **here.link("glossary", term.id),
            means=here.fact(term, "expansion") or here.fact(term, "definition"),
        )
        for term in edition.collection.vocabularies.glossary.terms
    ]
    lines.sort(key=lambda line: (line["label"].casefold(), line["address"]))
    return index(here, "glossary", terms=lines)


def glossary_page(edition: Edition, term: Term) -> Page:
    """Give the page of a glossary term."""
    here = Here(edition, term_address("glossary", term.id))
    label, expansion = here.label("glossary", term.id), here.fact(term, "expansion")
    definition = here.fact(term, "definition")
    other, spelled = here.other(term), here.other(term, "expansion")
    citations = edition.citations("glossary", term.id)
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
                same=[here.link(*one) for one in same if one[1] and edition.term(*one)],
            ),
            count=len(citations),
            used=here.quotations(list(reversed(citations))[:QUOTED_AT_MOST]),
        ),
    )
