"""The verbs of the `notes` command: each runs one stage and prints what came of it."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import socket
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from workshop_notes.problem import Format, Problem, as_github, as_json, as_text, has_errors, visible

if TYPE_CHECKING:
    from workshop_notes.build.memory import Asked
    from workshop_notes.collection import Collection
    from workshop_notes.note import Note

CLEAN, PROBLEMS, USAGE = 0, 1, 2
LAST_PORT = 65535


class UsageError(Exception):
    """The command was called wrongly; the message says how to call it."""


def find_root(given: Path | None) -> Path:
    """Give the project's folder: the given one, or the nearest above that has mkdocs.yml."""
    start = Path(os.path.abspath(given or Path.cwd()))
    for folder in (start,) if given else (start, *start.parents):
        if (folder / "mkdocs.yml").is_file():
            return folder
    where = f"in {given}" if given else "in this folder or above it"
    raise UsageError(f"there is no mkdocs.yml {where}; go to the project or name it with --root")


def check(options: argparse.Namespace) -> int:
    from workshop_notes.build.cache import FILE, Cache
    from workshop_notes.checks.check import check

    root, paths = find_root(options.root), [Path(path) for path in options.paths]
    if options.fix:
        _fix(root, paths)
    cache = Cache(root / ".cache" / FILE)
    try:
        problems = check(root, paths, cache)
    finally:
        cache.close()
    _print(problems, options.format)
    return PROBLEMS if has_errors(problems) else CLEAN


def _fix(root: Path, paths: list[Path]) -> None:
    from workshop_notes.checks.check import mend
    from workshop_notes.collection import shown_path
    from workshop_notes.writing import refuse_links, write_whole

    with _alone(root, "check --fix"):
        for path, text, done in mend(root, paths):
            if path.is_relative_to(root):
                refuse_links(path, root)
            write_whole(path, text)
            for line in done:
                print(f"{shown_path(path, root)}: {visible(line)}", file=sys.stderr)


def export(options: argparse.Namespace) -> int:
    from workshop_notes.checks.check import check_collection
    from workshop_notes.clock import today
    from workshop_notes.collection import load_collection
    from workshop_notes.search.documents import export_search

    root = find_root(options.root)
    seen = load_collection(root).published(today())
    problems = check_collection(seen)
    if has_errors(problems):
        _print(problems, "text")
        return PROBLEMS
    with _alone(root, "export"):
        for path in export_search(seen, options.into or root / "search-export"):
            print(path)
    return CLEAN


def ingest(options: argparse.Namespace) -> int:
    root = find_root(options.root)
    with _alone(root, "ingest", writes=not options.dry_run):
        return _ingest(options, root)


def _ingest(options: argparse.Namespace, root: Path) -> int:
    from workshop_notes import ingest, report
    from workshop_notes.collection import load_collection

    collection = load_collection(root)
    broken = [one for one in collection.problems if one.code == "bad-vocabulary"]
    if broken:
        _print(broken, "text")
        return PROBLEMS
    sources: list[Path] = []
    unknown: list[ingest.Ingested] = []
    for source in map(Path, options.sources):
        if source.is_dir() and not source.is_symlink():
            folder = Path(os.path.abspath(source))
            sources.extend(ingest.pending(folder, collection))
            unknown.extend(ingest.strangers(folder, collection))
        else:
            sources.append(source)
    drafted = ingest.ingest(
        sources,
        collection,
        into=options.into,
        force=options.force,
        dry_run=options.dry_run,
        as_note=options.as_note,
    )
    failed = False
    for done, one in enumerate(chain(unknown, drafted), start=1 - len(unknown)):
        failed = failed or not one.ok
        if options.json:
            print(json.dumps(report.as_contract(one, root), ensure_ascii=False))
        if not options.dry_run:
            ingest.write(one)
        if not options.json:
            _progress(max(done, 0), len(sources))
            _print(one.problems, "text")
            print(report.in_words(one, root))
    return PROBLEMS if failed else CLEAN


def list_notes(options: argparse.Namespace) -> int:
    from workshop_notes import listing

    notes = _selected(options)
    if options.json:
        print(json.dumps(listing.as_rows(notes), ensure_ascii=False, indent=1))
    else:
        print("\n".join(listing.as_lines(notes)), end="\n" if notes else "")
    return CLEAN


def stats(options: argparse.Namespace) -> int:
    from workshop_notes import listing

    figures = listing.figures(_selected(options))
    if options.json:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        print("\n".join(listing.figures_as_lines(figures)))
    return CLEAN


def schema(options: argparse.Namespace) -> int:
    from workshop_notes import template
    from workshop_notes.fields import required
    from workshop_notes.schema import json_schema
    from workshop_notes.settings import read_settings
    from workshop_notes.vocabulary import NAMES, load_vocabularies
    from workshop_notes.writing import write_if_changed

    root = find_root(options.root)
    vocabularies, problems = load_vocabularies(root / "notes" / "vocabularies", root)
    _print(problems, "text")
    ids = {name: [term.id for term in getattr(vocabularies, name).terms] for name in NAMES}
    schemas = {name: json_schema(name, ids) for name in NAMES}
    needed = required(read_settings(root).values)
    schemas["note"] = template.json_schema(vocabularies, needed)
    for name, one in schemas.items():
        path = root / ".cache" / "schema" / f"{name}.json"
        write_if_changed(path, json.dumps(one, ensure_ascii=False, indent=1) + "\n")
    text = json.dumps(template.snippets(vocabularies), ensure_ascii=False, indent=1)
    write_if_changed(root / ".vscode" / "notes.code-snippets", text + "\n")
    print("VS Code completes the vocabularies and, by Ctrl+Space after a field's name, the notes.")
    return PROBLEMS if problems else CLEAN


def completion(options: argparse.Namespace) -> int:
    if options.shell == "zsh":
        print("autoload -U +X bashcompinit && bashcompinit")
    print(options.script(), end="")
    return CLEAN


def explain(options: argparse.Namespace) -> int:
    from workshop_notes.collection import load_collection
    from workshop_notes.explain import explain

    root = find_root(options.root)
    lines, found = explain(options.note, load_collection(root))
    print("\n".join(lines), file=sys.stdout if found else sys.stderr)
    return CLEAN if found else PROBLEMS


def new(options: argparse.Namespace) -> int:
    from workshop_notes.editing import new_note
    from workshop_notes.front_matter import write_note
    from workshop_notes.vocabulary import load_vocabularies
    from workshop_notes.writing import refuse_links, write_whole

    root = find_root(options.root)
    vocabularies, _ = load_vocabularies(root / "notes" / "vocabularies", root)
    answers = {
        "mission": options.mission or _asked("Mission (acronym, like ZUMA)"),
        "date": options.date or _asked("Day of the workshop (YYYY-MM-DD)"),
        "title": options.title or _asked("Title, as published"),
    }
    try:
        note = new_note(root, vocabularies, name=options.name, **answers)
    except ValueError as error:
        raise UsageError(str(error)) from error
    refuse_links(note.path, root)
    with _alone(root, "new"):
        if note.path.exists():
            raise UsageError(f"{note.shown} is there already; choose another --name")
        write_whole(note.path, write_note(note))
    print(f"{note.shown} is a draft; write its text, then run: notes check {note.shown}")
    return CLEAN


def withdraw(options: argparse.Namespace) -> int:
    from workshop_notes.collection import load_collection
    from workshop_notes.editing import PURGE, own_original, withdrawn
    from workshop_notes.front_matter import write_note
    from workshop_notes.writing import refuse_links, write_whole

    root = find_root(options.root)
    with _alone(root, "withdraw"):
        collection = load_collection(root)
        note = collection.get(options.note)
        if note is None:
            raise _no_note(options.note, collection)
        refuse_links(note.path, root)
        original = own_original(note)
        write_whole(note.path, write_note(withdrawn(note, options.why)))
        print(f"{note.shown} is a tombstone now.")
        if original:
            original.unlink()
            print(f"Its original, {original.name}, was removed.")
        elif note.original:
            print(f"Its original, {note.original.file}, is not the recorded one: look yourself.")
    print("\n".join(PURGE))
    return CLEAN


def rename(options: argparse.Namespace) -> int:
    from workshop_notes.collection import load_collection
    from workshop_notes.renaming import CannotRenameError, renamed_note, renamed_term
    from workshop_notes.vocabulary import NAMES
    from workshop_notes.writing import refuse_links, write_whole

    root = find_root(options.root)
    kind, _, identifier = options.old.partition("/")
    with _alone(root, "rename"):
        collection = load_collection(root)
        gone: list[Path] = []
        try:
            if kind in NAMES:
                new = options.new.removeprefix(f"{kind}/")
                written = renamed_term(collection, kind, identifier, new)
            else:
                written, gone = renamed_note(collection, options.old, options.new)
        except CannotRenameError as error:
            raise UsageError(str(error)) from error
        for path in (*written, *gone):
            refuse_links(path, root)
        for path, text in written.items():
            write_whole(path, text)
            print(f"{path.relative_to(root).as_posix()} was written.")
        if gone[1:]:
            gone[1].rename(gone[2])
            print(f"Its original is {gone[2].relative_to(root).as_posix()}.")
        for path in gone[:1]:
            path.unlink()
    print("The old address leads to the new one from the next build on.")
    return CLEAN


def adopt(options: argparse.Namespace) -> int:
    from workshop_notes.adopting import CannotAdoptError, Publisher, adopt, template_anew
    from workshop_notes.places import TEMPLATE
    from workshop_notes.writing import refuse_links, write_whole

    root = find_root(options.root)
    words: dict[str, str] = {}
    genders: dict[str, str] = {}
    for one in ("mission", "mandate", "resolution"):
        said: list[str] = [*getattr(options, one).split(","), "", ""]
        singular, plural, gender = said[:3]
        genders |= {one: gender} if gender in ("m", "f") else {}
        words |= {one: singular, f"{one}s": plural or f"{singular}s"} if singular else {}
    words |= {"council": options.council} if options.council else {}
    about = (options.name, options.language, options.address, options.series)
    publisher = Publisher(*about, words, genders)
    with _alone(root, "adopt"):
        try:
            written, gone = adopt(root, publisher)
        except CannotAdoptError as error:
            raise UsageError(str(error)) from error
        for path in (*written, *gone):
            refuse_links(path, root)
        for path, text in written.items():
            write_whole(path, text)
        for path in gone:
            path.unlink()
            with contextlib.suppress(OSError):
                path.parent.rmdir()
        write_whole(root / "notes" / TEMPLATE, template_anew(root, options.language))
    print(f"{len(gone)} files of the catalogue were removed; the history keeps them.")
    print("Next: ADOPTING.md says what else is yours; `notes check` and `notes serve` show it.")
    return CLEAN


def inbox(options: argparse.Namespace) -> int:
    from workshop_notes import inbox
    from workshop_notes.collection import load_collection

    root = find_root(options.root)
    with _alone(root, "inbox"):
        collection = load_collection(root)
        if options.unpack:
            found = list(inbox.unpack(options.unpack, collection))
            for line in (one for one in found if isinstance(one, str)):
                print(line)
            problems = [one for one in found if isinstance(one, Problem)]
            _print(problems, "text")
            return PROBLEMS if problems else CLEAN
        sources, problems = inbox.uploads(root)
        _print(problems, "text")
        taken = []
        for one in inbox.take(sources, collection):
            taken.append(one)
            if not options.pack:
                inbox.put(one)
            print(one.summary)
            _append(options.summary, one.summary)
        if options.pack:
            inbox.pack(taken, root, options.pack)
    return PROBLEMS if problems or not all(one.ingested.ok for one in taken) else CLEAN


def review(options: argparse.Namespace) -> int:
    from workshop_notes import review

    root = find_root(options.root)
    try:
        base = options.base or review.base_of(options.event)
        paths = review.changed(root, base)
    except review.EventError as error:
        raise UsageError(str(error)) from error
    problems, summary = review.review(root, paths, base)
    for line in review.as_annotations(problems):
        print(line)
    _print(problems, "text")
    _append(options.summary, summary)
    return PROBLEMS if has_errors(problems) else CLEAN


def scrub(options: argparse.Namespace) -> int:
    from workshop_notes.editing import record_again
    from workshop_notes.formats.scrub import scrub_file
    from workshop_notes.writing import digest_of

    problems = []
    for path in map(Path, options.files):
        before = digest_of(path) if options.in_place and path.is_file() else ""
        removed, found = scrub_file(path, options.output, in_place=options.in_place)
        problems.extend(found)
        for line in removed:
            print(line)
        if before and (note := record_again(path, before)):
            print(f"{note} records the cleaned file now.")
    _print(problems, "text")
    return PROBLEMS if has_errors(problems) else CLEAN


def build(options: argparse.Namespace) -> int:
    from workshop_notes.build.memory import Asked, unchanged
    from workshop_notes.clock import today
    from workshop_notes.writing import refuse_site

    root = find_root(options.root)
    site = Path(os.path.abspath(options.site_dir or root / "site"))
    refuse_site(site, root)
    asked = Asked(today(), options.builder, options.strict, options.drafts, options.pdf)
    with _alone(root, "build"):
        last, made_of = (None, "") if options.no_cache else unchanged(root, site, asked)
        problems = last.problems if last else _built(root, site, asked, made_of)
    if problems is None:
        return PROBLEMS
    _print(problems, "text")
    print(f"The site is in {site}; look at it with `notes serve`.")
    return CLEAN


def _built(root: Path, site: Path, asked: Asked, made_of: str) -> list[Problem] | None:
    # Imported here: the builder takes its time to load.
    from workshop_notes.build.make import BuildError, build

    try:
        return build(root, site, asked, cached=bool(made_of), made_of=made_of)
    except BuildError as error:
        _print(error.problems, "text")
        print(f"notes: {error}; the previous site was not touched", file=sys.stderr)
        return None


def serve(options: argparse.Namespace) -> int:
    root = find_root(options.root)
    host, port = _free(options.address)
    # Imported here: the builder takes its time to load.
    from workshop_notes.build.preview import serve

    serve(root, host, port)
    return CLEAN


def sweep(options: argparse.Namespace) -> int:
    from workshop_notes.build.secret import UnreadError, secrets_of
    from workshop_notes.build.sweep import sweep
    from workshop_notes.collection import load_collection

    root = find_root(options.root)
    folder = Path(options.folder or root / "site")
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder; run `notes build` first")
    try:
        problems = sweep(folder, secrets_of(root, load_collection(root)))
    except UnreadError as error:
        problems = [error.problem]
    _print(problems, options.format)
    return PROBLEMS if has_errors(problems) else CLEAN


def _selected(options: argparse.Namespace) -> list[Note]:
    from workshop_notes.collection import load_collection
    from workshop_notes.listing import UnknownTermError, selected

    collection = load_collection(find_root(options.root))
    try:
        return selected(
            collection,
            mission=options.mission,
            theme=options.theme,
            year=options.year,
            status=options.status,
        )
    except UnknownTermError as error:
        raise UsageError(str(error)) from error


def _no_note(identifier: str, collection: Collection) -> UsageError:
    from workshop_notes.schema import nearest

    near = nearest(identifier, [note.id for note in collection.notes])
    hint = f"did you mean '{near}'?" if near else "name it like 2031/zuma"
    return UsageError(f"there is no note '{identifier}'; {hint}")


def _print(problems: Iterable[Problem], style: Format) -> None:
    if style == "json":
        print(as_json(problems))
        return
    write = as_github if style == "github" else as_text
    for problem in problems:
        print(write(problem))


def _alone(root: Path, doing: str, *, writes: bool = True) -> AbstractContextManager[None]:
    from workshop_notes.machine import alone

    return alone(root, doing) if writes else nullcontext()


def _free(address: str) -> tuple[str, int]:
    """Give the host and port of an address; raises OSError for a busy one, UsageError for none."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or int(port) > LAST_PORT:
        raise UsageError(f"'{address}' is no address; write it like 127.0.0.1:8000")
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise UsageError(f"'{host}' is no address of this machine") from error
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
        except OSError as error:
            raise OSError(error.errno, error.strerror, address) from error
    return host, int(port)


def _asked(question: str) -> str:
    if not sys.stdin.isatty():
        raise UsageError("say --mission, --date and --title, or run it in a terminal to be asked")
    return input(f"{question}: ").strip()


def _append(path: Path | None, text: str) -> None:
    if path is not None:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{text}\n\n")


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty() and total > 1:
        end = "\n" if done == total else ""
        print(f"\r{done} of {total} originals", end=end, file=sys.stderr, flush=True)
