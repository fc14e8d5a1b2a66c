"""Site: writes the derived pages and data below docs/, only where something changed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import jinja2
import yaml

from workshop_notes import views
from workshop_notes.build.cache import Cache
from workshop_notes.collection import Collection
from workshop_notes.exports import files as exports
from workshop_notes.left_out import accounts
from workshop_notes.places import derived
from workshop_notes.settings import Settings, read_settings
from workshop_notes.views.address import term_address
from workshop_notes.views.edition import Edition, Site
from workshop_notes.views.page import Page
from workshop_notes.writing import write_tree, write_whole

CORRECTION = "Correction"
MAIL = "mailto:"
WORDS = Path("overrides/words")


@dataclass(frozen=True, slots=True)
class Changes:
    """What `derive` did, as paths below docs/, sorted, and the edition that it showed."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    edition: Edition


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
    site = replace(read_site(root), pdf=pdf)
    edition = Edition(collection, site, corrections(root), told, cache)
    made = {page.path: page for page in pages(edition)}
    files = {path: page.text() for path, page in made.items()} | dict(data(edition))

    def write(path: Path, text: str) -> None:
        # What is written already was of its shape when it was.
        if page := made.get(path.relative_to(root / "docs").as_posix()):
            page.check()
        write_whole(path, text)

    written, removed = write_tree(root / "docs", files, derived(), write)
    return Changes(tuple(written), tuple(removed), len(files) - len(written), edition)


def pages(edition: Edition) -> Iterator[Page]:
    """Give every derived page: what each module of views with a `pages` gives."""
    for name in sorted(module.name for module in iter_modules(views.__path__)):
        if made := getattr(import_module(f"{views.__name__}.{name}"), "pages", None):
            yield from made(edition)


def data(edition: Edition) -> Mapping[str, str]:
    """Give the data files: the table of notes for readers."""
    notes = edition.collection.oldest_first
    return {
        "assets/data/notes.csv": exports.as_csv(edition, notes),
        "assets/data/notes.json": exports.as_json(edition, notes),
        **dict(_feeds(edition)),
    }


def read_site(root: Path) -> Site:
    """Read what pages need of the builder's settings, `mkdocs.yml`; defaults without it."""
    path = root / "mkdocs.yml"
    if not path.exists():
        return Site()
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=loader)
    found: dict[str, str] = {}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                found[key.value] = _setting(value)
                if key.value == "theme" and isinstance(value, yaml.MappingNode):
                    theme = {name.value: _setting(inner) for name, inner in value.value}
                    found["language"] = theme.get("language", "en")
    settings = read_settings(root)
    reached = (settings.text("extra", "report", name) for name in ("private", "public"))
    languages = tuple(sorted(path.stem for path in (root / WORDS).glob("*.html")))
    return Site(
        name=found.get("site_name", Site().name),
        address=found.get("site_url", ""),
        description=found.get("site_description", ""),
        repository=found.get("repo_url", "").rstrip("/"),
        contact=next((one[len(MAIL) :] for one in reached if one.startswith(MAIL)), ""),
        documents=settings.text("extra", "workshop_notes", "documents"),
        language=found.get("language", "en"),
        languages=languages or Site().languages,
        say=_words(root / WORDS, settings) if languages else Site().say,
    )


def corrections(root: Path) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Read the corrections of published notes from the project's history, the newest first.

    A correction is a commit that changes a note and ends in a line `Correction: what readers should
    know`; no other part of a commit is shown. Without a history there are none.
    """
    if not (root / ".git").exists() or not shutil.which("git"):
        return {}
    show = f"--format=%x00%cs%x01%(trailers:key={CORRECTION},valueonly,unfold)%x01"
    log = subprocess.run(
        ["git", "log", show, "--name-only", f"--grep=^{CORRECTION}:", "--", "notes"],
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for commit in log.stdout.split("\0")[1:] if log.returncode == 0 else ():
        date, text, names = commit.split("\x01", 2)
        for name in names.split("\n"):
            if text.strip() and name.startswith("notes/") and name.endswith(".md"):
                identifier = name.removeprefix("notes/").removesuffix(".md")
                found.setdefault(identifier, []).append((date, " ".join(text.split())))
    return {identifier: tuple(rows) for identifier, rows in found.items()}


def _feeds(edition: Edition) -> Iterator[tuple[str, str]]:
    name = edition.site.name
    yield from exports.feeds(edition, "", name, edition.collection.oldest_first)
    for kind, identifier, notes, former in edition.followed():
        title = f"{edition.label(kind, identifier)}: {name}"
        files = list(exports.feeds(edition, term_address(kind, identifier), title, notes))
        for one in (identifier, *former):
            yield from ((term_address(kind, one) + file, text) for file, text in files)


def _words(folder: Path, settings: Settings) -> Callable[[str, str], str]:
    """Give the words of the interface, from the templates' own files, else in English."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=False)

    @cache
    def say(key: str, lang: str) -> str:
        for name in dict.fromkeys((lang, "en")):
            if (folder / f"{name}.html").is_file():
                own = settings.text("extra", "workshop_notes", "words", name, key)
                words: Any = environment.get_template(f"{name}.html").module
                return own or str(words.t(key)).strip()
        return key

    return say


def _setting(node: yaml.Node) -> str:
    """Give a setting's text; of `!ENV [NAME, default]`, the environment's or the default."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode) and node.tag == "!ENV":
        *names, default = [str(item.value) for item in node.value] + [""] * (len(node.value) < 2)
        return next((os.environ[name] for name in names if name in os.environ), default)
    return ""
