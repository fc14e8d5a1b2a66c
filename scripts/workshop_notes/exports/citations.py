"""A note as a record: citations, head tags, linked data, and its public fields."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote, urlencode, urljoin

from workshop_notes import fields
from workshop_notes.note import ATTRIBUTES, Note
from workshop_notes.views.edition import Edition
from workshop_notes.views.page import note_address

BIBTEX_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: "\\" + letter for letter in "&%$#_{}"},
}


def address(edition: Edition, note: Note) -> str:
    """Give a note's full address, or its path where the site has no address yet."""
    return urljoin(edition.site.address, note_address(note.id))


def cited_address(edition: Edition, note: Note) -> str:
    """Give the address to cite: the page's own, for an abstract the published note's.

    Where the site has no address yet, its pages cannot be cited: the published note is.
    """
    published = note.abstract or not edition.site.address
    return note.source_url if published and note.source_url else address(edition, note)


def authors(edition: Edition, note: Note) -> list[str]:
    """Give the corporate authors: the organizers."""
    return [edition.label("organization", name) for name in note.organizers]


def dated(note: Note) -> str:
    """Give the date to cite: of publication, else of the workshop, else its year; "" for none."""
    return note.published or note.date.partition("/")[0] or str(note.year or "")


def day_of(note: Note) -> str:
    """Give the day of that date, the first of what is only a month or a year; "" for none."""
    parts = dated(note).split("-")
    return "-".join([*parts, "01", "01"][:3]) if all(map(str.isdigit, parts)) else ""


def plain(edition: Edition, note: Note) -> str:
    """Give the citation as a sentence."""
    names = ", ".join(authors(edition, note))
    date = dated(note)
    parts = [names, f"“{note.title}”", date, cited_address(edition, note)]
    return ", ".join(part for part in parts if part) + "."


def bibtex(edition: Edition, note: Note) -> str:
    """Give the citation as a BibTeX entry; corporate authors keep their braces."""
    names = " and ".join(f"{{{_bibtex(name)}}}" for name in authors(edition, note))
    when = dated(note)
    fields = {
        "author": names,
        "title": f"{{{_bibtex(note.title)}}}",
        "year": when[:4],
        "month": when[5:7].lstrip("0"),
        "howpublished": "Meeting note",
        "url": cited_address(edition, note),
        "note": f"Abstract at {address(edition, note)}"
        if note.abstract and edition.site.address
        else "",
    }
    key = re.sub(r"[^A-Za-z0-9]+", "-", note.id)
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def ris(edition: Edition, note: Note) -> str:
    """Give the citation as a RIS record."""
    when = dated(note)
    tags = [
        ("TY", "RPRT"),
        *(("AU", name) for name in authors(edition, note)),
        ("TI", note.title),
        ("PY", when[:4]),
        ("DA", when.replace("-", "/")),
        ("LA", note.language),
        *(("KW", edition.label("theme", theme)) for theme in note.themes),
        ("UR", cited_address(edition, note)),
    ]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in tags if value]
    return "\n".join([*lines, "ER  - "])


def csl(edition: Edition, note: Note) -> str:
    """Give the citation as CSL-JSON, which most reference managers read."""
    return json.dumps([csl_record(edition, note)], ensure_ascii=False, indent=1)


def csl_record(edition: Edition, note: Note) -> dict[str, Any]:
    """Give the citation as an object of CSL-JSON."""
    when = dated(note)
    parts = [int(part) for part in when.split("-") if part.isdigit()]
    fields: dict[str, Any] = {
        "id": note.id,
        "type": "report",
        "genre": "Meeting note",
        "title": note.title,
        "author": [{"literal": name} for name in authors(edition, note)],
        "issued": {"date-parts": [parts]} if parts else None,
        "language": note.language,
        "URL": cited_address(edition, note),
    }
    return {name: value for name, value in fields.items() if value}


def head(edition: Edition, note: Note) -> list[dict[str, str]]:
    """Give the head tags that reference managers and scholarly indexes read."""
    when, site = dated(note), edition.site.name
    pairs = [
        ("citation_title", note.title),
        *(("citation_author", name) for name in authors(edition, note)),
        # Without it reference managers take a page for an article of a journal.
        ("citation_technical_report_institution", ", ".join(authors(edition, note)) or site),
        ("citation_publication_date", when.replace("-", "/")),
        ("citation_language", note.language),
        *(("citation_keywords", edition.label("theme", theme)) for theme in note.themes),
        ("citation_public_url", cited_address(edition, note)),
        ("dcterms.type", "Meeting note"),
    ]
    return [{"name": name, "content": value} for name, value in pairs if value]


def context_object(edition: Edition, note: Note) -> str:
    """Give the note as an OpenURL ContextObject (Z39.88-2004), in COinS's form for a page.

    Reference managers read it before the head tags, which know persons only: here an author is an
    organization, whose name stays whole.
    """
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", "report"),
        ("rft.title", note.title),
        *(("rft.aucorp", name) for name in authors(edition, note)),
        ("rft.date", dated(note)),
        ("rft.language", note.language),
        ("rft.description", note.summary),
        *(("rft.subject", edition.label("theme", theme)) for theme in note.themes),
        ("rft.identifier", cited_address(edition, note)),
    ]
    return urlencode([(name, value) for name, value in pairs if value], quote_via=quote)


def linked_data(edition: Edition, note: Note) -> str:
    """Give the note as a schema.org object, in JSON that a script element can hold."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": note.title,
        "inLanguage": note.language,
        "abstract": note.summary,
        "datePublished": note.published,
        "author": [{"@type": "Organization", "name": name} for name in authors(edition, note)],
        "about": [edition.label("mission", name) for name in note.mission],
        "keywords": [edition.label("theme", name) for name in note.themes],
        "isBasedOn": note.source_url,
        **_in_other_languages(edition, note),
        "url": address(edition, note) if edition.site.address else "",
    }
    text = json.dumps({name: value for name, value in found.items() if value}, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace("&", "\\u0026")


def _in_other_languages(edition: Edition, note: Note) -> dict[str, Any]:
    collection = edition.collection
    first = collection.workshop(note)
    name = "workTranslation" if first.id == note.id else "translationOfWork"
    others = collection.in_other_languages(note) if first.id == note.id else [first]
    found = [{"@type": "Report", "inLanguage": one.language, "name": one.title} for one in others]
    return {name: found}


def record(edition: Edition, note: Note) -> dict[str, Any]:
    """Give a note's public fields, by the names of the CSV columns; empty ones left out."""
    found: dict[str, Any] = {
        "id": note.id,
        "title": note.title,
        "missions": list(note.mission),
        "year": note.year,
        "date": note.date,
        "published": note.published,
        "themes": list(note.themes),
        "series": note.series,
        "organizers": list(note.organizers),
        "funders": list(note.funders),
        "resolutions": list(note.resolutions),
        "language": note.language,
        "abstract": "yes" if note.abstract else "",
        "translation_of": note.translation_of,
        "source_url": note.source_url,
        "address": address(edition, note),
    }
    found |= {column: note.value(name) for name, column in more_columns().items()}
    return {name: value for name, value in found.items() if value}


def more_columns() -> dict[str, str]:
    """Give the columns of the fields that are rows of the table of fields and nothing more."""
    rows = fields.table().values()
    return {one.name: one.export for one in rows if one.export and one.name not in ATTRIBUTES}


def _bibtex(text: str) -> str:
    return "".join(BIBTEX_SPECIAL.get(letter, letter) for letter in _one_line(text))


def _one_line(text: str) -> str:
    return " ".join(text.split())
