"""Exports: notes and vocabularies in the forms that other programs read.

Below a built site stand, beside the page of each note, mission and theme, `NAME.bib`, `NAME.ris`,
`NAME.csl.json` and `NAME.md`; below `assets/data` the same for all notes (`notes`), their fields as
a table and an array, their full text as JSON lines (`notes.jsonl`) with its schema, the
vocabularies as SKOS, and the notes as a static repository of OAI-PMH. What the forms of a citation
call its parts is a table, exports.yml.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, unquote, urlencode, urljoin

from workshop_notes import fields
from workshop_notes.bounded import read_own
from workshop_notes.build.cache import Staged
from workshop_notes.note import Note, without_leading_title
from workshop_notes.printed import printed
from workshop_notes.views.edition import Edition
from workshop_notes.views.page import FEED, SEVERAL, filled, note_address, relative, slug
from workshop_notes.vocabulary import Term
from workshop_notes.writing import Content

KNOWN: Mapping[str, Any] = read_own(Path(__file__).with_suffix(".yml"))
BIBTEX_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: "\\" + letter for letter in "&%$#_{}"},
}
DATA = "assets/data/"
ALL = "notes"
SHEETS, DATA_LABELS, CONTEXT = (KNOWN[name] for name in ("sheets", "data", "context"))
# The protocol asks for an address to write to; a site may have none.
NOBODY = "nobody@notes.invalid"
KINDS = {str: "str", int: "int", list: "list"}
# Digits of a revision: as many as git needs for millions of files.
HASH = 10
FEED_LENGTH = 100
SCHEMA = "https://json-schema.org/draft/2020-12/schema"
# The vocabularies that are schemes of concepts, with the kind of address of those that have pages.
SCHEMES = {name: kind for kind, name in SEVERAL.items() if name not in ("years", "resolutions")}
SCHEMES["series"] = ""

# The bytes of each of a note's forms, and the kinds of the values in its line.
Part = tuple[Mapping[str, int], tuple[tuple[str, str], ...]]

_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")


@dataclass(frozen=True)
class Sheet:
    """A file of notes: one form of each, and what stands before, between and after them.

    What stands after is the same whatever the notes are.
    """

    edition: Edition
    notes: Sequence[Note]
    form: str
    before: str = ""
    between: str = ""
    after: str = ""

    def size(self) -> int:
        around = self.before + self.between * (len(self.notes) - 1) + self.after
        return _bytes(around) + _sizes(self.edition, self.notes).get(self.form, 0)

    def content(
        self, was: Content = b"", stood: Sequence[str] = ()
    ) -> Iterator[bytes | memoryview]:
        """Give its bytes, piece by piece; of what it `was`, of notes that `stood` there by their
        digests, the beginning and the end are taken as far as they have the same notes."""
        wholes = [self.edition.wholes[note.id] for note in self.notes]
        before, between, after = (one.encode() for one in (self.before, self.between, self.after))
        first = _alike(wholes, stood) if was else 0
        last = min(_alike(wholes[::-1], stood[::-1]), len(wholes) - first) if was else 0
        last = min(last, len(stood) - first)
        old, known, gap = memoryview(was), _parts(self.edition), len(between)

        def size(some: Sequence[str]) -> int:
            return sum(known[one][0][self.form] for one in some) + gap * max(0, len(some) - 1)

        end = len(was) - len(after)
        begin = end - size(stood)
        pieces: list[bytes | memoryview] = []
        if first:
            pieces.append(old[begin : begin + size(stood[:first])])
        new = self.notes[first : len(wholes) - last]
        pieces += [one[self.form].encode() for one in forms(self.edition, new)]
        if last:
            pieces.append(old[end - size(stood[-last:]) : end])
        yield before
        for place, piece in enumerate(pieces):
            yield between if place else b""
            yield piece
        yield after


# Files by their addresses.
Files = Mapping[str, Sheet | str]


def write_files(edition: Edition, site: Staged) -> dict[str, str]:
    """Write every file to take along into a staged site; gives of what each set of them was made.

    Sets that are as they were in the last site are taken over; others take what stood there.
    """
    made = {}
    for place, names, notes, plan in sets(edition):
        made[place] = key = key_of(edition, notes)
        last = site.last.along.get(place)
        if last == key and all(map(site.take, names)):
            continue
        # One note's files are written anew, of which nothing stood.
        of = edition.about, place
        kept = edition.cache.get("sheets", repr(of)) if len(notes) > 1 else None
        then, stood = kept if isinstance(kept, tuple) else ("", ())
        stood = stood if then == last and _parts(edition).keys() >= {*stood} else ()
        for name, file in ((unquote(name), file) for name, file in plan().items()):
            if isinstance(file, Sheet):
                site.put(name, *file.content(site.before(name) if stood else b"", stood))
            else:
                site.put(name, file.encode())
        if len(notes) > 1:
            wholes = tuple(edition.wholes[note.id] for note in notes)
            edition.cache.put("sheets", repr(of), (key, wholes))
    return made


def key_of(edition: Edition, notes: Sequence[Note]) -> str:
    """Give a digest of all that a set of files of some notes is made of."""
    known: dict[int, tuple[Sequence[Note], str]] = edition.once("keys", dict)
    same = known.get(id(notes))
    if same is None or same[0] is not notes:
        wholes = (edition.wholes[note.id] for note in notes)
        key = hashlib.sha256("".join((edition.about, *wholes)).encode()).hexdigest()
        same = known[id(notes)] = (notes, key)
    return same[1]


def sets(
    edition: Edition,
) -> Iterator[tuple[str, Sequence[str], Sequence[Note], Callable[[], Files]]]:
    """Give each set of files: its name, the names of its files, its notes, and how it is made.

    All sheets of a set have the same notes. What was renamed has its files at its former addresses
    too.
    """

    def beside(folder: str, name: str, notes: Sequence[Note]) -> Files:
        made = citation_files(edition, name, notes)
        return {f"{folder}{file}": sheet for file, sheet in made.items()}

    whole = edition.whole
    of: list[tuple[str, str, Sequence[Note]]]
    of = [(DATA, ALL, whole.oldest_first)]
    for note in whole.oldest_first:
        names = (note.id, *(one for one in note.was if whole.get(one) is None))
        of += [(note_address(name), slug(name), (note,)) for name in names]
    for kind, identifier, former in edition.followed():
        on = edition.whole_on(kind, identifier)
        of += [(edition.site.term(kind, one), slug(one), on) for one in (identifier, *former)]
    for folder, name, notes in of:
        files = [unquote(f"{folder}{name}{kind}") for kind in SHEETS] if notes else []
        yield f"{folder}{name}", files, notes, partial(beside, folder, name, notes)

    def data() -> Files:
        return {f"{DATA}{file}": text for file, text in _data(edition).items()}

    yield DATA, [f"{DATA}{file}" for file in DATA_LABELS], whole.oldest_first, data


def data_files(edition: Edition) -> Files:
    """Give what there is of all notes alone: full text with its schema, vocabularies, records."""
    notes = edition.whole.oldest_first
    return {
        "notes.jsonl": Sheet(edition, notes, "line"),
        "notes.schema.json": json.dumps(schema(edition, notes), indent=1) + "\n",
        "vocabularies.ttl": edition.of_site("turtle", partial(turtle, edition)),
        "vocabularies.jsonld": edition.of_site("json-ld", partial(json_ld, edition)),
        "oai.xml": repository(edition, notes),
    }


def all_taken(edition: Edition, here: str) -> list[dict[str, Any]]:
    """Give the files of all notes as a view shows them to the page at an address.

    Here and below, what is noted is what is shown: sizes seldom change with a note.
    """
    edition.reads("taken:all")
    return [{**one, "address": relative(here, f"{DATA}{one['address']}")} for one in _all(edition)]


def taken_on(edition: Edition, kind: str, name: str) -> list[dict[str, Any]]:
    edition.reads(f"taken:{kind}:{name}")
    return taken(edition, slug(name), edition.whole_on(kind, name))


def all_shown(edition: Edition) -> Iterator[tuple[str, str]]:
    """Give what these show, by the names under which they are noted."""
    yield "taken:all", repr(_all(edition))
    for kind, name, _ in edition.followed():
        yield f"taken:{kind}:{name}", repr(taken_on(edition, kind, name))


def _all(edition: Edition) -> list[dict[str, Any]]:
    files = _data(edition).items()
    rows = [_shown(name, DATA_LABELS[name], file) for name, file in files]
    return taken(edition, ALL, edition.whole.oldest_first) + rows


def _data(edition: Edition) -> Files:
    return edition.once("data", lambda: edition.noting(partial(data_files, edition))[0])


def taken(edition: Edition, name: str, notes: Sequence[Note]) -> list[dict[str, Any]]:
    """Give the files beside a page as its view shows them: address, label and size."""
    edition.reads(*(f"note:{note.id}" for note in notes if len(notes) == 1))
    files = citation_files(edition, name, notes).items()
    return [_shown(file, SHEETS[file.removeprefix(name)][0], sheet) for file, sheet in files]


def size(count: int) -> str:
    """Give the size of so many bytes as readers read it: `1.4 kB`."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.1f} kB"


def citation_files(edition: Edition, name: str, notes: Sequence[Note]) -> dict[str, Sheet]:
    """Give the files of some notes, by name: citations in three forms, and the text."""
    of = SHEETS.items() if notes else ()
    return {f"{name}{kind}": Sheet(edition, notes, *around) for kind, (_, *around) in of}


def _parts(edition: Edition) -> Mapping[str, Part]:
    """Give what is remembered of the notes of now and of the last time, by their digests."""
    return edition.once("parts", lambda: edition.noting(partial(_all_parts, edition))[0])


def _sizes(edition: Edition, notes: Sequence[Note]) -> Mapping[str, int]:
    """Give the bytes of all the notes in each form."""

    def sizes() -> Mapping[str, int]:
        known, wholes = _parts(edition), edition.wholes
        rows = [known[wholes[note.id]][0] for note in notes]
        return {form: sum(map(itemgetter(form), rows)) for form in (rows[0] if rows else ())}

    return edition.once(("sizes", key_of(edition, notes)), sizes)


def _all_parts(edition: Edition) -> Mapping[str, Part]:
    about, wholes = edition.about, edition.wholes
    last = cast("dict[str, Part]", edition.cache.get("parts", about) or {})
    new = [note for note in edition.whole.oldest_first if wholes[note.id] not in last]
    if not new:
        return last
    alike = {kinds: kinds for _, kinds in last.values()}
    kept = {*wholes.values(), *edition.known.wholes.values()}
    known = {whole: part for whole, part in last.items() if whole in kept}
    for note, one in zip(new, forms(edition, new), strict=True):
        values = json.loads(one["line"]).items()
        kinds = tuple((name, KINDS[type(value)]) for name, value in values)
        sizes = {name: _bytes(text) for name, text in one.items()}
        # Most notes have the same kinds, which are then written once.
        known[wholes[note.id]] = (sizes, alike.setdefault(kinds, kinds))
    edition.cache.put("parts", about, known)
    return known


def forms(edition: Edition, notes: Sequence[Note]) -> Iterator[dict[str, str]]:
    """Give notes as a part of each file to take along: their citations, their text, a line of
    `notes.jsonl`, their records of OAI-PMH, if they have a day."""

    def made(note: Note) -> dict[str, str]:
        more = filled(summary=note.summary, revision=revision(note))
        text = without_leading_title(note).strip()
        full = {**record(edition, note), **more, "text": text}
        return {
            "bib": bibtex(edition, note),
            "ris": ris(edition, note),
            "csl": csl(edition, note).removeprefix("[\n").removesuffix("\n]"),
            "text": markdown(edition, note),
            "line": json.dumps(full, ensure_ascii=False) + "\n",
            "record": _record(edition, note),
        }

    return edition.kept("forms", notes, made)


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
    return note.published or note.when.partition("/")[0]


def day_of(note: Note) -> str:
    """Give the day of that date, the first of what is only a month or a year; "" for none."""
    return str(fields.first_day(dated(note)) or "")


def changed_on(edition: Edition, note: Note) -> str:
    """Give the day on which programs should read it again: that one, or its last correction's."""
    days = (day for day, _ in edition.corrections.get(note.id, ()))
    return max(day_of(note), *days, "") if day_of(note) else ""


def cited(form: str, edition: Edition, note: Note) -> Iterator[tuple[str, str]]:
    """Give the parts of a note's citation by the names that a form of exports.yml has for them."""
    when, names = dated(note), authors(edition, note)
    parts: dict[str, list[str]] = {
        "title": [note.title],
        "authors": names,
        "institution": [", ".join(names) or edition.site.name],
        "dated": [when],
        "slashed": [when.replace("-", "/")],
        "year": [when[:4]],
        "day": [day_of(note)],
        "language": [note.language],
        "missions": [edition.label("mission", name) for name in note.mission],
        "themes": [edition.label("theme", name) for name in note.themes],
        "summary": [note.summary],
        "source": [note.source_url],
        "address": [address(edition, note)],
        "cited": [cited_address(edition, note)],
    }
    for name, part in KNOWN["cited"][form]:
        yield from ((name, value) for value in parts.get(part, [part]) if value)


def plain(edition: Edition, note: Note) -> str:
    """Give the citation as a sentence."""
    names = ", ".join(authors(edition, note))
    parts = [names, f"“{note.title}”", dated(note), cited_address(edition, note)]
    return ", ".join(part for part in parts if part) + "."


def bibtex(edition: Edition, note: Note) -> str:
    """Give the citation as a BibTeX entry; corporate authors keep their braces."""
    when, at_home = dated(note), note.abstract and edition.site.address
    values = {
        "author": " and ".join(f"{{{_bibtex(name)}}}" for name in authors(edition, note)),
        "title": f"{{{_bibtex(note.title)}}}",
        "year": when[:4],
        "month": when[5:7].lstrip("0"),
        "howpublished": "Meeting note",
        "url": cited_address(edition, note),
        "note": f"Abstract at {address(edition, note)}" if at_home else "",
    }
    key = re.sub(r"[^A-Za-z0-9]+", "-", note.id)
    lines = [f"  {name} = {{{value}}}," for name, value in values.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def ris(edition: Edition, note: Note) -> str:
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in cited("ris", edition, note)]
    return "\n".join([*lines, "ER  - "])


def csl(edition: Edition, note: Note) -> str:
    """Give the citation as CSL-JSON, which most reference managers read."""
    parts = [int(part) for part in dated(note).split("-") if part.isdigit()]
    values: dict[str, Any] = {
        "id": note.id,
        "type": "report",
        "genre": "Meeting note",
        "title": note.title,
        "author": [{"literal": name} for name in authors(edition, note)],
        "issued": {"date-parts": [parts]} if parts else None,
        "language": note.language,
        "URL": cited_address(edition, note),
    }
    return json.dumps([filled(**values)], ensure_ascii=False, indent=1)


def head(edition: Edition, note: Note) -> list[dict[str, str]]:
    """Give the head tags that reference managers and scholarly indexes read."""
    return [{"name": name, "content": value} for name, value in cited("head", edition, note)]


def context_object(edition: Edition, note: Note) -> str:
    """Give the note as an OpenURL ContextObject (Z39.88-2004), in COinS's form for a page."""
    return urlencode(list(cited("context", edition, note)), quote_via=quote)


def linked_data(edition: Edition, note: Note) -> str:
    """Give the note as a schema.org object, in JSON that a script element can hold."""
    collection = edition.collection
    first = collection.workshop(note)
    own = first.id == note.id
    others = collection.in_other_languages(note) if own else [first]
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
        "workTranslation" if own else "translationOfWork": [
            {"@type": "Report", "inLanguage": one.language, "name": one.title} for one in others
        ],
        "url": address(edition, note) if edition.site.address else "",
    }
    text = json.dumps(filled(**found), ensure_ascii=False)
    return text.replace("<", "\\u003c").replace("&", "\\u0026")


def columns() -> tuple[str, ...]:
    """Give the columns of the table of notes: what the table of fields exports, between ids."""
    return ("id", *(one.export for one in fields.table().values() if one.export), "address")


def record(edition: Edition, note: Note) -> dict[str, Any]:
    """Give a note's public fields, by the names of the columns; empty ones left out."""
    found: dict[str, Any] = {"id": note.id}
    for one in fields.table().values():
        value = note.value(one.name)
        if one.export and value:
            found[one.export] = "yes" if value is True else list(value) if one.is_list else value
    return {**found, "address": address(edition, note)}


def as_csv(edition: Edition, notes: Iterable[Note]) -> str:
    """Give notes as a CSV table; lists are joined with `; `.

    A cell that a spreadsheet would run as a formula is led by an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns())
    for note in notes:
        row = record(edition, note)
        writer.writerow([_cell(row.get(name, "")) for name in columns()])
    return out.getvalue()


def as_json(edition: Edition, notes: Iterable[Note]) -> str:
    """Give notes' fields as a JSON array, empty fields left out."""
    rows = [record(edition, note) for note in notes]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def markdown(edition: Edition, note: Note) -> str:
    """Give a note as Markdown: title, citation with its revision, text; footnotes are its own."""
    own = _FOOTNOTE.sub(rf"[^{slug(note.id)}-\1]", without_leading_title(note).strip())
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


def schema(edition: Edition, notes: Sequence[Note]) -> dict[str, Any]:
    """Give the JSON Schema of a line of `notes.jsonl`."""
    text: dict[str, Any] = {"type": "string"}
    kinds = {"str": text, "int": {"type": "integer"}, "list": {"type": "array", "items": text}}
    known, wholes = _parts(edition), edition.wholes
    lines = dict.fromkeys(known[wholes[note.id]][1] for note in notes)
    return {
        "$schema": SCHEMA,
        "title": f"{edition.site.name}: one note",
        "type": "object",
        "properties": {name: kinds[kind] for line in lines for name, kind in line},
        "required": ["id", "title", "address", "text"],
        "additionalProperties": False,
    }


def feed_names(notes: Iterable[Note]) -> list[str]:
    """Give the names of the files of a feed of notes."""
    count = sum(bool(day_of(note)) for note in notes)
    return [FEED, *(f"feed-{number}.xml" for number in range(2, -(-count // FEED_LENGTH) + 1))]


def feeds(
    edition: Edition, here: str, title: str, notes: Iterable[Note]
) -> Iterator[tuple[str, str]]:
    """Give notes as an Atom feed that stands in the folder `here`: the name and text of each file.

    A note is dated by its last correction, its publication or its workshop, never by the day of the
    build; notes without a date are left out. `feed.xml` has the newest FEED_LENGTH and leads to
    older ones; where it has all, it says so.
    Source: https://www.rfc-editor.org/rfc/rfc5005 (paged feeds, complete feeds)
    """
    dates = ((day, note.id, note) for note in notes if (day := changed_on(edition, note)))
    every = sorted(dates, key=lambda one: one[:2], reverse=True)
    site = edition.site.address
    page = urljoin(site, here) if site else "./"
    newest = every[0][0] if every else "1970-01-01"
    names = feed_names(note for *_, note in every)
    for at, name in enumerate(names):
        ways = {"self": name}
        if len(names) > 1:
            near = {"previous": names[:at][-1:], "next": names[at + 1 :][:1]}
            ways |= {"first": names[0], "last": names[-1]}
            ways |= {way: one[0] for way, one in near.items() if one}
        entries = [
            {
                "title": note.title,
                "id": _identifier(edition, there),
                "address": urljoin(site, there) if site else relative(here, there),
                "day": day,
                "authors": authors(edition, note),
                "about": [*note.mission, *note.themes],
                "summary": note.summary,
            }
            for day, _, note in every[at * FEED_LENGTH : (at + 1) * FEED_LENGTH]
            for there in [note_address(note.id)]
        ]
        own = _identifier(edition, here)
        about = {"title": title, "id": own, "page": page, "site": edition.site.name}
        yield name, printed("feed.xml", **about, ways=ways, newest=newest, notes=entries)


def repository(edition: Edition, notes: Sequence[Note]) -> Sheet:
    """Give the notes as a static repository of OAI-PMH, which a gateway answers harvesters from.

    A record is dated by its last correction, its publication or its workshop; notes without a day
    are dated by their year, and those without either are left out.
    """
    text = printed(
        "oai.xml",
        name=edition.site.name,
        address=f"{edition.site.address}{DATA}oai.xml",
        contact=edition.site.contact or NOBODY,
        earliest=min(filter(None, map(partial(changed_on, edition), notes)), default="1970-01-01"),
    )
    before, sign, after = text.partition("  </ListRecords>")
    return Sheet(edition, notes, "record", before, "", sign + after)


def _record(edition: Edition, note: Note) -> str:
    """Give a note's record as it stands in the list of records, "" without a day."""
    if not day_of(note):
        return ""
    host = re.sub(r"^\w+://|[/:].*$", "", edition.site.address) or "notes.invalid"
    told = {"host": host, "address": note_address(note.id), "day": changed_on(edition, note)}
    return printed("oai-record.xml", **told, parts=list(cited("dublin-core", edition, note)))


def turtle(edition: Edition) -> str:
    quoted = partial(json.dumps, ensure_ascii=False)
    return printed("skos.ttl", prefixes=CONTEXT, concepts=concepts(edition), quoted=quoted)


def json_ld(edition: Edition) -> str:
    """Give the vocabularies as SKOS in JSON-LD, flattened."""
    graph = {"@context": CONTEXT, "@graph": list(concepts(edition))}
    return json.dumps(graph, ensure_ascii=False, indent=1) + "\n"


def concepts(edition: Edition) -> Iterator[dict[str, Any]]:
    """Give each scheme and each of its concepts, as JSON-LD; a property has a list of values."""
    for name, kind in SCHEMES.items():
        terms: tuple[Term, ...] = getattr(edition.collection.vocabularies, name).terms
        if not terms:
            continue
        scheme = _identifier(edition, edition.site.section(kind) if kind else f"{name}/")
        yield {"@id": scheme, "@type": "skos:ConceptScheme", "dcterms:title": [_said(name, "en")]}
        where = {
            term.id: _identifier(
                edition, edition.site.term(kind, term.id) if kind else f"{name}/{quote(term.id)}/"
            )
            for term in terms
        }
        for term in terms:
            below = [where[one.id] for one in terms if one.broader == term.id]
            labels = [_said(term.label, "en"), _said(term.label_fr, "fr")]
            means = [_said(term.definition, "en"), _said(term.definition_fr, "fr")]
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
                "skos:broader": [{"@id": where[one]} for one in (term.broader,) if one in where],
                "skos:narrower": [{"@id": one} for one in below],
            }
            yield filled(**found)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Give how many texts two rows have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _bytes(text: str) -> int:
    return len(text if text.isascii() else text.encode())


def _shown(name: str, label: str, file: Sheet | str) -> dict[str, Any]:
    count = _bytes(file) if isinstance(file, str) else file.size()
    return {"address": name, "label": label, "size": size(count)}


def _bibtex(text: str) -> str:
    return "".join(BIBTEX_SPECIAL.get(letter, letter) for letter in _one_line(text))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cell(value: Any) -> str:
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _identifier(edition: Edition, path: str) -> str:
    """Give what names a place of the site: its address, or a tag where it has none yet."""
    site = edition.site.address
    return urljoin(site, path) if site else f"tag:notes.invalid,2016:/{path}"


def _said(value: str, language: str) -> dict[str, str]:
    return {"@value": _one_line(value), "@language": language}
