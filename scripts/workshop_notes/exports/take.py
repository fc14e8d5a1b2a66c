"""Take along: files of citations and text for each note, mission, theme and for all of a site.

Below a built site stand, beside each page, `NAME.bib`, `NAME.ris`, `NAME.csl.json` and `NAME.md`;
below `assets/data` the same for all notes (`notes`), their full text as JSON lines (`notes.jsonl`)
with its schema, the vocabularies as SKOS, and the notes as a static repository of OAI-PMH.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from workshop_notes.exports import skos
from workshop_notes.exports.citations import address, bibtex, csl, day_of, plain, record, ris
from workshop_notes.note import Note, without_leading_title
from workshop_notes.views.edition import Edition
from workshop_notes.views.page import CONTROLS, note_address, relative, slug, term_address
from workshop_notes.writing import write_if_changed

DATA = "assets/data/"
ALL = "notes"
LABELS = {".bib": "BibTeX", ".ris": "RIS", ".csl.json": "CSL-JSON", ".md": "Markdown"}
# The protocol asks for an address to write to; a site may have none.
NOBODY = "nobody@notes.invalid"
# Digits of a revision: as many as git needs for millions of files.
HASH = 10
DATA_LABELS = {
    "notes.jsonl": "JSON lines",
    "notes.schema.json": "JSON Schema",
    "vocabularies.ttl": "SKOS, Turtle",
    "vocabularies.jsonld": "SKOS, JSON-LD",
    "oai.xml": "OAI-PMH",
}
OAI = "http://www.openarchives.org/OAI/2.0/"
REPOSITORY = "http://www.openarchives.org/OAI/2.0/static-repository"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
SCHEMA = "https://json-schema.org/draft/2020-12/schema"
# Fields of a line whose values are lists or numbers; every other one is text.
LISTS = ("missions", "themes", "organizers", "funders", "resolutions")

# By the address of a set of files: what it asked of the notes, the SHA-256 of each by its name.
Taken = Mapping[str, tuple[tuple[str, ...], dict[str, str]]]

_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")


def write_files(
    edition: Edition,
    site: Path,
    write: Callable[[Path, bytes], object] = write_if_changed,
    before: Taken | None = None,
    take: Callable[[str, str], bool] = lambda _name, _digest: False,
) -> Taken:
    """Write every file to take along into a built site, and give what to remember of them.

    Sets that are as they were `before` are not written where `take` has each of their files, by its
    name and SHA-256.
    """
    made: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {}
    for place, plan in _plans(edition):
        known = (before or {}).get(place)
        if known and all(take(name, digest) for name, digest in known[1].items()):
            made[place] = known
            continue
        texts, asked = edition.noting(plan)
        digests = {}
        for name, text in texts.items():
            data = text.encode()
            write(site / unquote(name), data)
            digests[unquote(name)] = hashlib.sha256(data).hexdigest()
        made[place] = (tuple(sorted(asked)), digests)
    return made


def digests_of(taken: Taken) -> dict[str, str]:
    """Give the SHA-256 of each file, by its name below the site."""
    return {name: digest for _, files in taken.values() for name, digest in files.items()}


def files(edition: Edition) -> Iterator[tuple[str, str]]:
    """Give every file to take along: its address below the site, and its text."""
    for _, plan in _plans(edition):
        yield from plan().items()


def data_files(edition: Edition) -> dict[str, str]:
    """Give what there is of all notes alone: full text with its schema, vocabularies, records."""
    return edition.once("data files", partial(_data_files, edition))


def _data_files(edition: Edition) -> dict[str, str]:
    notes = edition.collection.oldest_first
    return {
        "notes.jsonl": "".join(forms(edition, note)[-1] for note in notes),
        "notes.schema.json": json.dumps(schema(edition, notes), indent=1) + "\n",
        "vocabularies.ttl": skos.turtle(edition),
        "vocabularies.jsonld": skos.json_ld(edition),
        "oai.xml": repository(edition, notes),
    }


def all_taken(edition: Edition, here: str) -> list[dict[str, Any]]:
    """Give the files of all notes as a view shows them to the page at an address."""
    own = taken(edition, ALL, edition.collection.oldest_first)
    own += [
        {"address": file, "label": DATA_LABELS[file], "size": size(text)}
        for file, text in data_files(edition).items()
    ]
    return [{**one, "address": relative(here, f"{DATA}{one['address']}")} for one in own]


def taken(edition: Edition, name: str, notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Give the files beside a page as its view shows them: address, label and size."""
    return [
        {
            "address": file,
            "label": LABELS[file.removeprefix(name)],
            "size": size(text),
        }
        for file, text in citation_files(edition, name, list(notes)).items()
    ]


def size(content: str | int) -> str:
    """Give the size of a text, or of so many bytes, as readers read it: `1.4 kB`."""
    count = content if isinstance(content, int) else len(content.encode())
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.1f} kB"


def citation_files(edition: Edition, name: str, notes: Sequence[Note]) -> dict[str, str]:
    """Give the files of some notes, by name: citations in three forms, and the text."""
    if not notes:
        return {}
    made = [forms(edition, note) for note in notes]
    bibs, records, objects, texts, _ = zip(*made, strict=True)
    return {
        f"{name}.bib": "\n\n".join(bibs) + "\n",
        f"{name}.ris": "\n".join(records) + "\n",
        f"{name}.csl.json": "[\n" + ",\n".join(objects) + "\n]\n",
        f"{name}.md": "\n\n".join(texts) + "\n",
    }


def forms(edition: Edition, note: Note) -> tuple[str, ...]:
    """Give a note as a part of each file, in their order, and as a line of `notes.jsonl`."""

    note = edition.full(note)

    def made() -> tuple[str, ...]:
        record = csl(edition, note).removeprefix("[\n").removesuffix("\n]")
        cited = bibtex(edition, note), ris(edition, note), record, markdown(edition, note)
        return *cited, json.dumps(_fields(edition, note), ensure_ascii=False) + "\n"

    return edition.kept("forms", note, made)


def markdown(edition: Edition, note: Note) -> str:
    """Give a note as Markdown: title, citation with its revision, text; footnotes are its own."""
    own = _FOOTNOTE.sub(rf"[^{file_name(note)}-\1]", without_leading_title(note).strip())
    cited = f"{plain(edition, note)} Revision {revision(note)}."
    return "\n\n".join(part for part in (f"# {note.title}", f"> {cited}", own) if part)


def revision(note: Note) -> str:
    """Give the short hash of a note's file as git writes it: `git show HASH` gives the file back.

    Empty where the file is gone.
    """
    try:
        content = note.path.read_bytes()
    except OSError:
        return ""
    blob = b"blob %d\0" % len(content) + content
    return hashlib.sha1(blob, usedforsecurity=False).hexdigest()[:HASH]


def file_name(note: Note) -> str:
    """Give the name of a note's files: `2020-minusma`."""
    return slug(note.id)


def schema(edition: Edition, notes: Iterable[Note]) -> dict[str, Any]:
    """Give the JSON Schema of a line of `notes.jsonl`."""
    names = dict.fromkeys(name for note in notes for name in _fields(edition, note))
    text: dict[str, Any] = {"type": "string"}
    kinds = {name: {"type": "array", "items": text} if name in LISTS else text for name in names}
    if "year" in kinds:
        kinds["year"] = {"type": "integer"}
    return {
        "$schema": SCHEMA,
        "title": f"{edition.site.name}: one note",
        "type": "object",
        "properties": kinds,
        "required": ["id", "title", "address", "text"],
        "additionalProperties": False,
    }


def repository(edition: Edition, notes: Iterable[Note]) -> str:
    """Give the notes as a static repository of OAI-PMH, which a gateway answers harvesters from.

    Dublin Core without qualifiers. A record is dated by its publication, else by its workshop;
    notes without a day are dated by their year, and those without either are left out.
    """
    names: dict[Any, str] = {None: REPOSITORY, "oai": OAI}
    root = etree.Element(f"{{{REPOSITORY}}}Repository", nsmap=names)
    dated = [(day, note) for note in notes if (day := day_of(note))]
    who = etree.SubElement(root, f"{{{REPOSITORY}}}Identify")
    base = f"{edition.site.address}{DATA}oai.xml"
    for name, text in (
        ("repositoryName", edition.site.name),
        ("baseURL", base),
        ("protocolVersion", "2.0"),
        ("adminEmail", edition.site.contact or NOBODY),
        ("earliestDatestamp", min((day for day, _ in dated), default="1970-01-01")),
        ("deletedRecord", "no"),
        ("granularity", "YYYY-MM-DD"),
    ):
        etree.SubElement(who, f"{{{OAI}}}{name}").text = text
    formats = etree.SubElement(root, f"{{{REPOSITORY}}}ListMetadataFormats")
    form = etree.SubElement(formats, f"{{{OAI}}}metadataFormat")
    for name, text in (
        ("metadataPrefix", "oai_dc"),
        ("schema", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"),
        ("metadataNamespace", OAI_DC),
    ):
        etree.SubElement(form, f"{{{OAI}}}{name}").text = text
    records = etree.SubElement(root, f"{{{REPOSITORY}}}ListRecords", metadataPrefix="oai_dc")
    for day, note in dated:
        _record(edition, records, day, note)
    return etree.tostring(root, encoding="unicode", pretty_print=True)


def _record(edition: Edition, records: etree._Element, day: str, note: Note) -> None:
    one = etree.SubElement(records, f"{{{OAI}}}record")
    header = etree.SubElement(one, f"{{{OAI}}}header")
    where = address(edition, note)
    host = re.sub(r"^\w+://|[/:].*$", "", edition.site.address) or "notes.invalid"
    etree.SubElement(header, f"{{{OAI}}}identifier").text = f"oai:{host}:{note_address(note.id)}"
    etree.SubElement(header, f"{{{OAI}}}datestamp").text = day
    metadata = etree.SubElement(one, f"{{{OAI}}}metadata")
    core = etree.SubElement(metadata, f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC})
    values = (
        ("title", note.title),
        *(("creator", edition.label("organization", name)) for name in note.organizers),
        *(("subject", edition.label("mission", name)) for name in note.mission),
        *(("subject", edition.label("theme", name)) for name in note.themes),
        ("description", note.summary),
        ("date", day),
        ("type", "Text"),
        ("format", "text/html"),
        ("identifier", where),
        ("source", note.source_url),
        ("language", note.language),
    )
    for name, text in values:
        if text:
            etree.SubElement(core, f"{{{DC}}}{name}").text = CONTROLS.sub("", text)


def _plans(edition: Edition) -> Iterator[tuple[str, Callable[[], dict[str, str]]]]:
    """Give each set of files, by its address, and how it is made: address and text of each."""
    for folder, name, asked in _sets(edition):
        yield f"{folder}{name}", partial(_beside, edition, folder, name, asked)
    yield DATA, lambda: {f"{DATA}{file}": text for file, text in data_files(edition).items()}


def _beside(
    edition: Edition, folder: str, name: str, asked: Callable[[], Sequence[Note]]
) -> dict[str, str]:
    made = citation_files(edition, name, asked())
    return {f"{folder}{file}": text for file, text in made.items()}


def _sets(edition: Edition) -> Iterator[tuple[str, str, Callable[[], Sequence[Note]]]]:
    """Give each set of notes: the address of its folder, the name of its files, its notes.

    What was renamed has its files at its former addresses too.
    """
    collection = edition.collection
    yield DATA, ALL, lambda: collection.oldest_first
    for note in collection.oldest_first:
        for name in (note.id, *(one for one in note.was if edition.whole.get(one) is None)):
            yield note_address(name), slug(name), partial(tuple, [note])
    for kind, identifier, former in edition.followed():
        for name in (identifier, *former):
            yield term_address(kind, name), slug(name), partial(edition.on, kind, identifier)


def _fields(edition: Edition, note: Note) -> Mapping[str, Any]:
    found = {**record(edition, note), "summary": note.summary, "revision": revision(note)}
    lists = {name: list(map(str, found[name])) for name in LISTS if name in found}
    text = {"text": without_leading_title(note).strip()}
    return {name: value for name, value in (found | lists).items() if value} | text
