"""The `notes` command: one function for each verb."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from workshop_notes.problem import Format, Problem, as_github, as_json, as_text, has_errors

CLEAN, PROBLEMS, USAGE = 0, 1, 2


class UsageError(Exception):
    """The command was called wrongly; the message says how to call it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code: 0 clean, 1 problems found, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        code: int = options.verb(options)
    except UsageError as error:
        print(f"notes: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("notes: stopped; nothing was left half-written", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    return code


def find_root(given: Path | None) -> Path:
    """Give the project's folder: the given one, or the nearest above that has mkdocs.yml."""
    start = Path(os.path.abspath(given or Path.cwd()))
    for folder in (start,) if given else (start, *start.parents):
        if (folder / "mkdocs.yml").is_file():
            return folder
    where = f"in {given}" if given else "in this folder or above it"
    raise UsageError(f"there is no mkdocs.yml {where}; go to the project or name it with --root")


def _check(options: argparse.Namespace) -> int:
    from workshop_notes.checks.check import check

    root = find_root(options.root)
    problems = check(root, [Path(path) for path in options.paths])
    _print(problems, options.format)
    return PROBLEMS if has_errors(problems) else CLEAN


def _ingest(options: argparse.Namespace) -> int:
    from workshop_notes import ingest, report
    from workshop_notes.collection import load_collection

    root = find_root(options.root)
    collection = load_collection(root)
    broken = [one for one in collection.problems if one.code == "bad-vocabulary"]
    if broken:
        _print(broken, "text")
        return PROBLEMS
    sources: list[Path] = []
    for source in map(Path, options.sources):
        is_folder = source.is_dir() and not source.is_symlink()
        found = ingest.pending(Path(os.path.abspath(source)), collection) if is_folder else [source]
        sources.extend(found)
    failed = False
    for done, one in enumerate(
        ingest.ingest(sources, collection, into=options.into, force=options.force), start=1
    ):
        failed = failed or not one.ok
        if options.json:
            print(json.dumps(report.as_contract(one, root), ensure_ascii=False))
        if not options.dry_run:
            ingest.write(one)
        if not options.json:
            _progress(done, len(sources))
            _print(one.problems, "text")
            print(report.in_words(one, root))
    return PROBLEMS if failed else CLEAN


def _explain(options: argparse.Namespace) -> int:
    from workshop_notes.collection import load_collection
    from workshop_notes.explain import explain

    root = find_root(options.root)
    lines, found = explain(options.note, load_collection(root))
    print("\n".join(lines), file=sys.stdout if found else sys.stderr)
    return CLEAN if found else PROBLEMS


def _new(options: argparse.Namespace) -> int:
    from workshop_notes.collection import load_collection
    from workshop_notes.editing import new_note
    from workshop_notes.front_matter import write_note
    from workshop_notes.writing import write_whole

    root = find_root(options.root)
    vocabularies = load_collection(root).vocabularies
    answers = {
        "mission": options.mission or _asked("Mission (acronym, like MINUSMA)"),
        "date": options.date or _asked("Day of the workshop (YYYY-MM-DD)"),
        "title": options.title or _asked("Title, as published"),
    }
    try:
        note = new_note(root, vocabularies, name=options.name, **answers)
    except ValueError as error:
        raise UsageError(str(error)) from error
    if note.path.exists():
        raise UsageError(f"{note.shown} is there already; choose another --name")
    write_whole(note.path, write_note(note))
    print(f"{note.shown} is a draft; write its text, then run: notes check {note.shown}")
    return CLEAN


def _withdraw(options: argparse.Namespace) -> int:
    from workshop_notes.collection import load_collection
    from workshop_notes.editing import PURGE, withdrawn
    from workshop_notes.front_matter import write_note
    from workshop_notes.writing import write_whole

    note = load_collection(find_root(options.root)).get(options.note)
    if note is None:
        raise UsageError(f"there is no note '{options.note}'; name it like 2020/minusma")
    write_whole(note.path, write_note(withdrawn(note, options.why)))
    print(f"{note.shown} is a tombstone now.")
    if note.original and (original := note.path.with_name(note.original.file)).is_file():
        original.unlink()
        print(f"Its original, {original.name}, was removed.")
    print("\n".join(PURGE))
    return CLEAN


def _inbox(options: argparse.Namespace) -> int:
    from workshop_notes.collection import load_collection
    from workshop_notes.inbox import take

    root = find_root(options.root)
    failed = False
    for taken in take(root, load_collection(root)):
        failed = failed or not taken.ingested.ok
        print(taken.summary)
        _append(options.summary, taken.summary)
    return PROBLEMS if failed else CLEAN


def _review(options: argparse.Namespace) -> int:
    from workshop_notes import review

    root = find_root(options.root)
    try:
        base = options.base or review.base_of(options.event)
        paths = review.changed(root, base)
    except review.EventError as error:
        raise UsageError(str(error)) from error
    problems, summary = review.review(root, paths)
    for line in review.as_annotations(problems):
        print(line)
    _print(problems, "text")
    _append(options.summary, summary)
    return PROBLEMS if has_errors(problems) else CLEAN


def _scrub(options: argparse.Namespace) -> int:
    from workshop_notes.originals.scrub import scrub_file

    problems = []
    for path in map(Path, options.files):
        removed, found = scrub_file(path, options.output, in_place=options.in_place)
        problems.extend(found)
        for line in removed:
            print(line)
    _print(problems, "text")
    return PROBLEMS if has_errors(problems) else CLEAN


def _build(options: argparse.Namespace) -> int:
    from workshop_notes.build import BuildError, build
    from workshop_notes.clock import today

    root = find_root(options.root)
    site = Path(os.path.abspath(options.site_dir or root / "site"))
    try:
        problems = build(
            root,
            site,
            today(),
            builder=options.builder,
            strict=options.strict,
            drafts=options.drafts,
        )
    except BuildError as error:
        _print(error.problems, "text")
        print(f"notes: {error}; the previous site was not touched", file=sys.stderr)
        return PROBLEMS
    _print(problems, "text")
    print(f"The site is in {site}; look at it with `notes serve`.")
    return CLEAN


def _serve(options: argparse.Namespace) -> int:
    root = find_root(options.root)
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "true"}
    command.extend(["--dev-addr", options.address])
    return subprocess.run(command, cwd=root, env=environment, check=False).returncode


def _sweep(options: argparse.Namespace) -> int:
    from workshop_notes.collection import load_collection
    from workshop_notes.sweep import secrets_of, sweep

    root = find_root(options.root)
    folder = Path(options.folder or root / "site")
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder; run `notes build` first")
    problems = sweep(folder, secrets_of(root, load_collection(root)))
    _print(problems, options.format)
    return PROBLEMS if has_errors(problems) else CLEAN


def _print(problems: Iterable[Problem], style: Format) -> None:
    if style == "json":
        print(as_json(problems))
        return
    write = as_github if style == "github" else as_text
    for problem in problems:
        print(write(problem))


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="notes", description="Turn raw workshop notes into a searchable, cross-linked site."
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    formats = ("text", "github", "json")

    def verb(name: str, function: object, text: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=text, description=text)
        added.add_argument("--root", type=Path, help="the project's folder")
        added.set_defaults(verb=function)
        return added

    ingest = verb("ingest", _ingest, "make draft notes of originals, or of what is new in a folder")
    ingest.add_argument("sources", nargs="+", metavar="SOURCE")
    ingest.add_argument("--into", type=Path, metavar="DIR", help="folder for the drafts")
    ingest.add_argument("--dry-run", action="store_true", help="write nothing")
    ingest.add_argument("--json", action="store_true", help="print one JSON object per source")
    ingest.add_argument("--force", action="store_true", help="replace notes that were edited")

    new = verb("new", _new, "begin a note by hand; asks for what is not said")
    new.add_argument("--mission", default="")
    new.add_argument("--date", default="", metavar="YYYY-MM-DD")
    new.add_argument("--title", default="")
    new.add_argument("--name", default="", help="the last part of the address")

    withdraw = verb("withdraw", _withdraw, "leave a tombstone in a note's place")
    withdraw.add_argument("note", metavar="ID", help="like 2020/minusma")
    withdraw.add_argument("--why", required=True, help="the reason, shown to readers")

    inbox = verb("inbox", _inbox, "make drafts of what was uploaded to notes/inbox")
    inbox.add_argument("--summary", type=Path, metavar="FILE", help="append a summary to FILE")

    review = verb("review", _review, "check a pull request and say what was understood")
    against = review.add_mutually_exclusive_group(required=True)
    against.add_argument("--event", type=Path, metavar="FILE", help="the code host's event")
    against.add_argument("--base", metavar="COMMIT", help="what to compare with")
    review.add_argument("--summary", type=Path, metavar="FILE", help="append a summary to FILE")

    explain = verb("explain", _explain, "say where each field of a note comes from")
    explain.add_argument("note", metavar="NOTE", help="an id, a note's path or an original")

    check = verb("check", _check, "find every problem in the notes, or in some files")
    check.add_argument("paths", nargs="*", metavar="PATH")
    check.add_argument("--format", choices=formats, default="text")

    scrub = verb("scrub", _scrub, "write a clean copy of an original and say what was removed")
    scrub.add_argument("files", nargs="+", metavar="FILE")
    scrub.add_argument("--output", type=Path, metavar="FILE", help="where the clean copy goes")
    scrub.add_argument("--in-place", action="store_true", help="replace the file itself")

    build = verb("build", _build, "check, derive, build, index and sweep the site")
    build.add_argument("--strict", action="store_true", help="let warnings stop the build")
    build.add_argument("--builder", choices=("mkdocs", "zensical"), default="mkdocs")
    build.add_argument("--drafts", action="store_true", help="show drafts and embargoed notes too")
    build.add_argument("--site-dir", type=Path, metavar="DIR")

    serve = verb("serve", _serve, "show a live preview that follows every change")
    serve.add_argument("--address", default="127.0.0.1:8000", metavar="IP:PORT")

    sweep = verb("sweep", _sweep, "search a built site, or any folder, for what must not be seen")
    sweep.add_argument("folder", nargs="?", type=Path)
    sweep.add_argument("--format", choices=formats, default="text")
    return parser
