"""Documents: the same notes, fields and synonyms for a search server, if a site is outgrown.

For Typesense and OpenSearch alike `documents.jsonl` holds one note a line; the other files are what
each takes as they stand: `typesense-schema.json` and `typesense-synonyms.json`, or
`opensearch-index.json` (settings with synonyms, mapping) and `opensearch-bulk.ndjson`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from workshop_notes.collection import Collection
from workshop_notes.note import Note
from workshop_notes.search.names import names_of, vocabulary_names
from workshop_notes.search.weights import WEIGHTS, day_of, others, texts_of
from workshop_notes.writing import write_if_changed

INDEX = "notes"
# Fields of a document: how each is searched, filtered and sorted.
TEXTS = tuple(WEIGHTS)
FACETS = ("mission", "themes", "organizers", "funders", "resolutions")
SINGLE_FACETS = ("series", "event", "format", "language")
SYNONYM_KINDS = "mtog"


def export_search(collection: Collection, folder: Path) -> list[Path]:
    """Write the files for both servers into a folder; gives them.

    Typesense: create the collection of `typesense-schema.json` (POST /collections), import
    `documents.jsonl` (POST /collections/notes/documents/import?action=upsert), put each group of
    `typesense-synonyms.json`, and ask with `query_by` and `query_by_weights` of TEXTS and WEIGHTS.
    OpenSearch: PUT /notes with `opensearch-index.json`, POST /notes/_bulk with the bulk file, and
    ask with `multi_match` of type `cross_fields` over `title^3`, `names^0.7` and so on.
    """
    called = names_of(collection.vocabularies)
    documents = [document(note, called) for note in collection.oldest_first]
    lines = [json.dumps(one, ensure_ascii=False) for one in documents]
    synonyms = list(groups(collection))
    bulk = [
        line
        for one, text in zip(documents, lines, strict=True)
        for line in (json.dumps({"index": {"_id": one["id"]}}), text)
    ]
    files = {
        "documents.jsonl": "\n".join(lines) + "\n",
        "typesense-schema.json": _json(typesense_schema()),
        "typesense-synonyms.json": _json(
            [{"id": f"group-{at}", "synonyms": group} for at, group in enumerate(synonyms, 1)]
        ),
        "opensearch-index.json": _json(opensearch_index(synonyms)),
        "opensearch-bulk.ndjson": "\n".join(bulk) + "\n",
    }
    for name, text in files.items():
        write_if_changed(folder / name, text)
    return [folder / name for name in files]


def document(note: Note, called: Mapping[tuple[str, str], list[str]]) -> dict[str, Any]:
    """Give a note as a document: the fields of the index, its facets, its day as a number.

    `called` says what each term is called.
    """
    keys = [("m", one) for one in note.mission] + [("t", one) for one in note.themes]
    names = [name for key in keys for name in called.get(key, ()) if name] + others(note)
    texts = texts_of(note)
    day = (day_of(note) or "0").split("/")[0]
    number = int("".join(day.split("-")).ljust(8, "0")[:8]) if day[:1].isdigit() else 0
    return {
        "id": note.id,
        "address": f"notes/{note.id}/",
        **{field: texts.get(field, "") for field in TEXTS if field != "names"},
        "names": list(dict.fromkeys(names)),
        **{field: list(map(str, getattr(note, field))) for field in FACETS},
        **{field: getattr(note, field) for field in SINGLE_FACETS},
        "year": note.year or 0,
        "day": number,
    }


def groups(collection: Collection) -> Iterator[list[str]]:
    """Give names that mean the same, of the vocabularies: two or more in each group."""
    for kind, *_, packed in vocabulary_names(collection.vocabularies):
        names = [name for name in packed.split("|") if name]
        if kind in SYNONYM_KINDS and len(names) > 1:
            yield names


def typesense_schema() -> dict[str, Any]:
    """Give the schema of the collection for Typesense; its weights go into each query."""
    fields: list[dict[str, Any]] = [
        {"name": "address", "type": "string", "index": False, "optional": True},
        *({"name": name, "type": "string", "stem": True} for name in TEXTS if name != "names"),
        {"name": "names", "type": "string[]"},
        *({"name": name, "type": "string[]", "facet": True} for name in FACETS),
        *({"name": name, "type": "string", "facet": True} for name in SINGLE_FACETS),
        {"name": "year", "type": "int32", "facet": True},
        {"name": "day", "type": "int32", "sort": True},
    ]
    return {"name": INDEX, "fields": fields, "default_sorting_field": "day"}


def opensearch_index(synonyms: list[list[str]]) -> dict[str, Any]:
    """Give settings and mapping for OpenSearch: BM25, synonyms while a query is read."""
    stems = ["lowercase", "asciifolding"]
    analysis = {
        "filter": {
            "names": {
                "type": "synonym_graph",
                "lenient": True,
                "synonyms": [", ".join(group) for group in synonyms],
            },
            "stems": {"type": "stemmer", "language": "light_english"},
        },
        "analyzer": {
            "note": {"tokenizer": "standard", "filter": [*stems, "stems"]},
            "query": {"tokenizer": "standard", "filter": [*stems, "names", "stems"]},
        },
    }
    text = {"type": "text", "analyzer": "note", "search_analyzer": "query"}
    keywords = {name: {"type": "keyword"} for name in (*FACETS, *SINGLE_FACETS, "id")}
    properties = {
        **{name: dict(text) for name in TEXTS},
        **keywords,
        "address": {"type": "keyword", "index": False},
        "year": {"type": "integer"},
        "day": {"type": "integer"},
    }
    return {
        "settings": {"analysis": analysis},
        "mappings": {"dynamic": "strict", "properties": properties},
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
