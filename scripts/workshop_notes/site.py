"""Site: writes the derived pages and data below docs/, only where something changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache as remembered
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import SimpleNamespace
from typing import Any

import jinja2

from workshop_notes import exports, views
from workshop_notes.build.cache import Cache, digest_of_files, environment_of
from workshop_notes.collection import IGNORED, Collection, corrections, ignored
from workshop_notes.guard.identify import identify_text
from workshop_notes.left_out import accounts
from workshop_notes.note import Note
from workshop_notes.settings import WORDS, Settings, derived, folders, read_settings
from workshop_notes.views.edition import ALL, Edition, Known, Site, Standing
from workshop_notes.views.page import Page
from workshop_notes.writing import write_tree, written_before

MAIL = "mailto:"


@dataclass(frozen=True)
class Changes:
    """What `derive` did, as paths below docs/, sorted, the edition that it showed, and what it left
    for the next."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    edition: Edition
    left: Derived


@dataclass(frozen=True)
class Made:
    """What is remembered of a derived file: its SHA-256, and what it asked."""

    digest: str
    asked: tuple[str, ...]


@dataclass(frozen=True)
class Derived:
    """What one derivation leaves for the next: the answers to what files asked, and the files.

    `around` is a digest of what all of them depend on; with another, nothing of it holds.
    """

    around: str
    known: Known = field(default_factory=Known)
    values: Mapping[str, str] = field(default_factory=dict)
    made: Mapping[str, Made] = field(default_factory=dict)


def bytecode(cache: Cache) -> jinja2.BytecodeCache:
    """Give a memory of compiled templates, each beside a digest of its source."""
    kept: Any = SimpleNamespace(get=partial(cache.get, "code"), set=partial(cache.put, "code"))
    return jinja2.MemcachedBytecodeCache(kept)


def derive(
    root: Path,
    collection: Collection,
    *,
    drafts: bool = False,
    pdf: bool = False,
    cache: Cache | None = None,
) -> Changes:
    """Write every derived page and data file of the collection below `root/docs`.

    Only files whose text changed are written, each whole or not at all; what is stale goes. Notes
    that are neither published nor withdrawn are left out, unless `drafts` asks for them; `pdf` says
    that each note will be printed too, for its page to say so.
    """
    if not drafts:
        collection = collection.only(note for note in collection.notes if note.status != "draft")
    cache = cache or Cache(None)
    told = accounts(root, collection.oldest_first, cache)
    site = replace(read_site(root, cache), pdf=pdf)
    edition = Edition(collection, site, shown_corrections(collection, cache), told, cache)
    around = _around(root, edition)
    last = cache.get("derived", str(root))
    if not isinstance(last, Derived) or last.around != around:
        last = Derived(around)
    gone = last.known.wholes.items() - edition.wholes.items()
    stood = {name: edition.stands(whole) for name, whole in gone}
    if None in stood.values():
        last, stood = Derived(around), {}
    then = {name: one for name, one in stood.items() if one}
    edition = edition.after(last.known, then)
    values = {**edition.values, **dict(exports.all_shown(edition))}
    changed = changes(last, edition, values)
    stale = {path for path, one in last.made.items() if not changed.isdisjoint(one.asked)}
    docs = root / "docs"
    made: dict[str, Made] = {}

    def text(path: str, make: Callable[[], Page | str]) -> str | None:
        """Give what a file shall hold, or None for what it holds."""
        before, there = last.made.get(path), cache.digest(f"{docs}/{path}")
        if before and path not in stale and there == before.digest:
            made[path] = before
            return None
        found, asked = edition.noting(make)
        shown = found.text() if isinstance(found, Page) else found
        digest = hashlib.sha256(shown.encode()).hexdigest()
        made[path] = Made(digest, tuple(sorted(asked)))
        if there == digest:
            return None
        if isinstance(found, Page):
            found.check()  # what stands there already was of its shape when it was written
        return shown

    files = {path: partial(text, path, make) for path, make in plans(edition)}
    written, removed = write_tree(docs, files, derived(root))
    left = Derived(around, edition.left, values, made)
    cache.put("derived", str(root), left)
    return Changes(tuple(written), tuple(removed), edition, left)


def changes(last: Derived, edition: Edition, values: Mapping[str, str]) -> set[str]:
    """Give the names of all that pages may have asked and that has another answer since."""
    found = {name for name, value in values.items() if last.values.get(name) != value}
    none = Standing("", "")
    for note in {**edition.stood, **edition.standings}:
        was, now = (of.get(note, none) for of in (edition.stood, edition.standings))
        found |= {ALL, f"note:{note}"}
        if was.head != now.head:
            found |= {*was.lists, *now.lists}
        found |= {name for name, _ in was.named.items() ^ now.named.items()}
    return found


def plans(edition: Edition) -> Iterator[tuple[str, Callable[[], Page | str]]]:
    """Give each derived file, by its path below docs/, and how it is made: pages, then data, and
    what git leaves out of it.

    Pages are what each module of views with a `pages` gives.
    """
    for name in sorted(module.name for module in iter_modules(views.__path__)):
        if planned := getattr(import_module(f"{views.__name__}.{name}"), "pages", None):
            yield from planned(edition)
    for name, form in (("csv", exports.as_csv), ("json", exports.as_json)):
        yield f"assets/data/notes.{name}", partial(_table, edition, form)
    docs = edition.whole.root / "docs"
    if not os.path.lexists(docs / IGNORED) or IGNORED in (written_before(docs) or ()):
        yield IGNORED, partial(ignored, docs.parent)  # but for one that was written by hand
    yield from _feeds(
        edition,
        ("",),
        edition.site.name,
        edition.whole.oldest_first,
        lambda: edition.collection.oldest_first,
    )
    for kind, identifier, former in edition.followed():
        title = f"{edition.label(kind, identifier)}: {edition.site.name}"
        places = [edition.site.term(kind, one) for one in (identifier, *former)]
        asked = partial(edition.on, kind, identifier)
        notes = edition.whole_on(kind, identifier)
        yield from _feeds(edition, places, title, notes, asked)


def _table(edition: Edition, form: Callable[[Edition, Iterable[Note]], str]) -> str:
    return form(edition, edition.collection.oldest_first)


def pages(edition: Edition) -> Iterator[Page]:
    for _, make in plans(edition):
        if isinstance(made := make(), Page):
            yield made


def _feeds(
    edition: Edition,
    places: Sequence[str],
    title: str,
    notes: Iterable[Note],
    asked: Callable[[], Iterable[Note]],
) -> Iterator[tuple[str, Callable[[], str]]]:
    """Plan the files of the feed of `notes`, which pages have `asked`, in each of some places."""
    here = places[0]

    def every() -> dict[str, str]:
        return dict(exports.feeds(edition, here, title, asked()))

    def one(name: str) -> str:
        return edition.once(("feed", here), every)[name]

    for name in exports.feed_names(notes):
        for place in places:
            yield place + name, partial(one, name)


def _around(root: Path, edition: Edition) -> str:
    """Give a digest of what every derived file depends on, beside the notes."""
    settings = (root / "mkdocs.yml").read_bytes() if (root / "mkdocs.yml").exists() else b""
    words = digest_of_files(root, WORDS.as_posix())
    given = (edition.around, settings, environment_of(settings), words, edition.site)
    return hashlib.sha256(repr(given).encode("utf-8", "surrogatepass")).hexdigest()


def read_site(root: Path, cache: Cache | None = None) -> Site:
    """Read what pages need of the builder's settings, `mkdocs.yml`; defaults without it."""
    settings = read_settings(root)
    reached = (settings.text("extra", "report", name) for name in ("private", "public"))
    languages = tuple(sorted(path.stem for path in (root / WORDS).glob("*.html")))
    return Site(
        name=settings.text("site_name", default=Site().name),
        address=settings.address,
        description=settings.text("site_description"),
        repository=settings.text("repo_url").rstrip("/"),
        contact=next((one[len(MAIL) :] for one in reached if one.startswith(MAIL)), ""),
        documents=settings.text("extra", "workshop_notes", "documents"),
        language=settings.text("theme", "language", default="en"),
        languages=languages or Site().languages,
        folders=folders(settings),
        say=_words(root / WORDS, settings, cache) if languages else Site().say,
    )


def shown_corrections(
    collection: Collection, cache: Cache
) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Give the date and text of each correction that identifies nobody; the check tells others."""
    root, vocabularies = collection.root, collection.vocabularies
    listed = corrections(root)
    told = digest_of_files(root, "notes/vocabularies") if listed else ""
    standing = ((collection.get(name), rows) for name, rows in listed.items())

    def passes(text: str, language: str) -> bool:
        found = identify_text(text, "", vocabularies, language=language)
        return not any(one.level == "error" for one in found)

    return {
        note.id: tuple(
            (date, text)
            for _, date, text in rows
            if cache.once(
                "correction", (told, text, note.language), partial(passes, text, note.language)
            )
        )
        for note, rows in standing
        if note
    }


def _words(folder: Path, settings: Settings, memory: Cache | None) -> Callable[[str, str], str]:
    """Give the words of the interface, from the templates' own files, else in English."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=False)
    environment.bytecode_cache = bytecode(memory) if memory else None

    @remembered
    def say(key: str, lang: str) -> str:
        for name in dict.fromkeys((lang, "en")):
            if (folder / f"{name}.html").is_file():
                own = settings.text("extra", "workshop_notes", "words", name, key)
                words: Any = environment.get_template(f"{name}.html").module
                return own or str(words.t(key)).strip()
        return key

    return say
