"""The glossary: one page a term, with its expansion in both languages and where notes use it."""

from __future__ import annotations

from workshop_notes.pages.address import section_address, source_path, term_address
from workshop_notes.pages.edition import Edition
from workshop_notes.pages.html import crumbs, esc, facts, link, section
from workshop_notes.pages.listing import quotations
from workshop_notes.pages.page import Page
from workshop_notes.pages.words import count
from workshop_notes.vocabulary import Term

QUOTED_AT_MOST = 30
SAME = ("theme", "mission", "organization")


def glossary_page(edition: Edition, term: Term) -> Page:
    """Give the page of a glossary term."""
    here = term_address("glossary", term.id)
    expansion = str(term.facts.get("expansion") or "")
    french = str(term.facts.get("expansion_fr") or "")
    citations = edition.citations("glossary", term.id)
    other = f"{term.label_fr}: {french}" if term.label_fr not in ("", term.label) else french
    same = [
        link(here, term_address(kind, name), esc(edition.label(kind, name)))
        for kind in SAME
        if (name := str(term.facts.get(kind) or "")) and edition.term(kind, name)
    ]
    table = facts(
        [
            ("In French", f'<span lang="fr">{esc(other)}</span>' if french else ""),
            ("Also written", esc(", ".join(term.aliases))),
            ("See", ", ".join(same)),
        ]
    )
    path = crumbs(
        here, [("", "Home"), (section_address("glossary"), "Glossary")], "Path to this page"
    )
    return Page(
        path=source_path(here),
        title=f"{term.label}: {expansion}" if expansion else term.label,
        html=f'{path}<header><p class="kicker">Glossary</p><h1>{esc(term.label)}</h1>'
        f'<p class="name">{esc(expansion)}</p><p class="lede">{esc(term.definition)}</p></header>'
        + table
        + section(
            "used",
            count(len(citations), "note uses it", "notes use it"),
            quotations(edition, here, list(reversed(citations))[:QUOTED_AT_MOST]),
        ),
        kind="glossary-page",
        description=term.definition or expansion,
    )


def glossary_index(edition: Edition) -> Page:
    """Give the index of the glossary: every term with its expansion."""
    here = section_address("glossary")
    items = "".join(
        f"<div><dt>{link(here, term_address('glossary', term.id), esc(term.label))}</dt>"
        f"<dd>{esc(term.facts.get('expansion') or term.definition)}</dd></div>"
        for term in sorted(
            edition.collection.vocabularies.glossary.terms,
            key=lambda term: (term.label.casefold(), term.id),
        )
    )
    return Page(
        path=source_path(here),
        title="Glossary",
        html=crumbs(here, [("", "Home")], "Path to this page")
        + f'<h1>Glossary</h1><dl class="terms short">{items}</dl>',
        kind="index-page",
        description="The acronyms that the notes use, and what they stand for.",
    )
