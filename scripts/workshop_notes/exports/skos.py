"""The vocabularies as SKOS, in Turtle and in JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urljoin

from workshop_notes.views.edition import Edition
from workshop_notes.views.page import section_address, term_address
from workshop_notes.vocabulary import Term

CONTEXT = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
}
# The vocabularies that are schemes of concepts; those that have pages are kinds of addresses.
SCHEMES = {
    "missions": "mission",
    "themes": "theme",
    "organizations": "organization",
    "glossary": "glossary",
    "series": "",
}
# Properties in the order they are written, the ones that point to another concept apart.
TEXTS = ("skos:prefLabel", "skos:altLabel", "skos:definition", "skos:notation", "dcterms:title")
POINTERS = ("skos:inScheme", "skos:topConceptOf", "skos:broader", "skos:narrower")


def turtle(edition: Edition) -> str:
    """Give the vocabularies in Turtle."""
    lines = [f"@prefix {name}: <{where}> ." for name, where in CONTEXT.items()]
    for one in concepts(edition):
        parts = [f"a {one['@type']}"]
        for name in TEXTS:
            parts += [f"{name} {_literal(value)}" for value in one.get(name, ())]
        for name in POINTERS:
            parts += [f"{name} <{value['@id']}>" for value in one.get(name, ())]
        lines.append(f"\n<{one['@id']}> " + " ;\n  ".join(parts) + " .")
    return "\n".join(lines) + "\n"


def json_ld(edition: Edition) -> str:
    """Give the vocabularies in JSON-LD, flattened."""
    graph = {"@context": CONTEXT, "@graph": list(concepts(edition))}
    return json.dumps(graph, ensure_ascii=False, indent=1) + "\n"


def concepts(edition: Edition) -> Iterator[dict[str, Any]]:
    """Give each scheme and each of its concepts, as JSON-LD; a property has a list of values."""
    vocabularies = edition.collection.vocabularies
    for name, kind in SCHEMES.items():
        terms: tuple[Term, ...] = getattr(vocabularies, name).terms
        if not terms:
            continue
        scheme = _address(edition, section_address(kind) if kind else f"{name}/")
        yield {"@id": scheme, "@type": "skos:ConceptScheme", "dcterms:title": [_text(name, "en")]}
        where = {term.id: _concept_address(edition, name, kind, term) for term in terms}
        for term in terms:
            below = [where[one.id] for one in terms if one.broader == term.id]
            labels = [_text(term.label, "en"), _text(term.label_fr, "fr")]
            means = [_text(term.definition, "en"), _text(term.definition_fr, "fr")]
            others = [one for one in term.names if one not in (term.label, term.label_fr, term.id)]
            found = {
                "@id": where[term.id],
                "@type": "skos:Concept",
                "skos:prefLabel": [label for label in labels if label["@value"]],
                "skos:altLabel": [{"@value": other} for other in others],
                "skos:definition": [text for text in means if text["@value"]],
                "skos:notation": [{"@value": term.id}],
                "skos:inScheme": [{"@id": scheme}],
                "skos:topConceptOf": [] if term.broader in where else [{"@id": scheme}],
                "skos:broader": [{"@id": where[term.broader]}] if term.broader in where else [],
                "skos:narrower": [{"@id": one} for one in below],
            }
            yield {key: value for key, value in found.items() if value}


def _text(value: str, language: str) -> dict[str, str]:
    return {"@value": " ".join(value.split()), "@language": language}


def _literal(value: dict[str, str]) -> str:
    mark = f"@{value['@language']}" if "@language" in value else ""
    return json.dumps(value["@value"], ensure_ascii=False) + mark


def _concept_address(edition: Edition, name: str, kind: str, term: Term) -> str:
    return _address(edition, term_address(kind, term.id) if kind else f"{name}/{quote(term.id)}/")


def _address(edition: Edition, path: str) -> str:
    """Give a concept's identifier: its page, or a tag where the site has no address yet."""
    site = edition.site.address
    return urljoin(site, path) if site else f"tag:notes.invalid,2016:/{path}"
