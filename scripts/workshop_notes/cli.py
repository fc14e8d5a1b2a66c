"""The `notes` command: one function for each verb, which runs a stage and prints.

The verbs and their options are a table, cli.yml."""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from workshop_notes.bounded import UnreadError, keep_lists, read_own
from workshop_notes.machine import BusyError, alone, keep, refusal
from workshop_notes.note import STATUSES
from workshop_notes.problem import (
    Format,
    Problem,
    UsageError,
    as_github,
    as_json,
    as_text,
    has_errors,
    meant,
    quoting,
    visible,
)
from workshop_notes.writing import NotOursError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from workshop_notes.note import Note

CLEAN, PROBLEMS, USAGE = 0, 1, 2
LAST_PORT = 65535
ANYWHERE = ("completion", "scrub")  # these need no project
ROOT = "the project's folder"
OUR_WORDS = ("mission", "mandate", "resolution")
Verb = Callable[[Path, argparse.Namespace], int]
READ: Mapping[str, Any] = read_own(Path(__file__).with_suffix(".yml"))
VERBS: Mapping[str, Any] = READ["verbs"]
# What words of the grammar stand for.
MEANT = {"path": Path, "number": int, "statuses": STATUSES}

_runs: dict[str, Verb] = {}


def verb(run: Verb) -> Verb:
    """Make a function what the verb of its name runs."""
    _runs[run.__name__.rstrip("_")] = run
    return run


class _Parser(argparse.ArgumentParser):
    """Answers a slip with the nearest right word, in one line."""

    def error(self, message: str) -> NoReturn:
        slip = re.search(r"invalid choice: '([^']*)' \(choose from (.*)\)", message)
        if slip:
            choices = re.findall(r"[\w-]+", slip[2])
            hint = meant(slip[1], choices, f"choose from {', '.join(choices)}")
            message = f"there is no '{slip[1]}'; {hint}"
        self.exit(USAGE, f"notes: {message}; `{self.prog} --help` says more\n")


class _Version(argparse.Action):
    """Says which version is installed."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        # Imported here: it takes a tenth of a second, and hardly anybody asks.
        from importlib.metadata import version

        print(f"notes {version('workshop-notes')}")
        parser.exit()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code: 0 clean, 1 problems found, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    keep()
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        _say("stopped; nothing was left half-written")
        return 130
    except UsageError as error:
        _say(str(error))
        return USAGE
    except BrokenPipeError:
        _silence(sys.stdout)
    except OSError as error:
        _say(refusal(error))
    except (NotOursError, BusyError) as error:
        _say(str(error))
    except MemoryError:
        _say("the memory is full; end other programs and run it again")
    finally:
        keep_lists()
        if arguments is None:
            # The process ends: what may go is not looked for once more, the system takes it all.
            gc.freeze()
    return PROBLEMS


def parser() -> argparse.ArgumentParser:
    """Give the grammar of the command line."""
    top = _Parser(
        prog="notes", description="Turn raw workshop notes into a searchable, cross-linked site."
    )
    top.add_argument("--version", action=_Version, nargs=0, help="show the program's version")
    top.add_argument("--root", type=Path, help=ROOT)
    added = top.add_subparsers(required=True, metavar="VERB")
    for name, row in VERBS.items():
        verb = added.add_parser(name, help=row["says"], description=row["says"])
        verb.add_argument("--root", type=Path, default=argparse.SUPPRESS, help=ROOT)
        verb.set_defaults(verb=name, grammar=verb)
        among = [*row.get("one_of", ()), *row.get("at_most_one_of", ())]
        # Python 3.11 cannot show the help of a group that is empty.
        group = verb.add_mutually_exclusive_group(required="one_of" in row) if among else verb
        for named, given in row.get("options", {}).items():
            how: dict[str, Any] = {key: MEANT.get(str(one), one) for key, one in given.items()}
            (group if named in among else verb).add_argument(named, **how)
    return top


def find_root(given: Path | None) -> Path:
    """Give the project's folder: the given one, or the nearest above that has mkdocs.yml."""
    start = Path(os.path.abspath(given or Path.cwd()))
    for folder in (start,) if given else (start, *start.parents):
        if (folder / "mkdocs.yml").is_file():
            return folder
    where = f"in {given}" if given else "in this folder or above it"
    raise UsageError(f"there is no mkdocs.yml {where}; go to the project or name it with --root")


@verb
def check(root: Path, options: argparse.Namespace) -> int:
    from workshop_notes.build.cache import FILE, Cache
    from workshop_notes.checks.check import check, mend
    from workshop_notes.collection import shown_path
    from workshop_notes.guard.identify import unquoted
    from workshop_notes.vocabulary import load_vocabularies

    paths = [Path(path) for path in options.paths]
    if options.fix:
        for path, text, done in mend(root, paths):
            _write(root, {path: text})
            for line in done:
                print(f"{shown_path(path, root)}: {visible(line)}", file=sys.stderr)
    with contextlib.closing(Cache(root / ".cache" / FILE)) as cache:
        problems = check(root, paths, cache)
    if options.format == "github":  # a log that anybody may read
        vocabularies, _ = load_vocabularies(root / "notes" / "vocabularies", root)
        problems = [unquoted(one, vocabularies) for one in problems]
    elif options.format == "text" and sys.stdout.isatty():  # else it may be a log
        problems = list(map(quoting, problems))
    return _told(problems, options.format)


@verb
def export(root: Path, options: argparse.Namespace) -> int:
    from workshop_notes.checks.check import check_collection
    from workshop_notes.collection import load_collection
    from workshop_notes.machine import today
    from workshop_notes.search.index import export_search

    seen = load_collection(root).published(today())
    problems = check_collection(seen)
    if has_errors(problems):
        return _told(problems)
    for path in export_search(seen, options.into or root / "search-export"):
        print(path)
    return CLEAN


@verb
def ingest(root: Path, options: argparse.Namespace) -> int:
    from workshop_notes import ingest, report
    from workshop_notes.collection import load_collection

    collection = load_collection(root)
    broken = [one for one in collection.problems if one.code == "bad-vocabulary"]
    if broken:
        return _told(broken)
    sources: list[Path] = []
    unknown: list[ingest.Ingested] = []
    for source in map(Path, options.sources):
        folder = Path(os.path.abspath(source))
        folder = folder / "notes" if folder == root else folder
        inside = source.is_dir() and not source.is_symlink()
        sources += ingest.pending(folder, collection) if inside else [source]
        unknown += ingest.strangers(folder, collection) if inside else ()
    drafted = ingest.ingest(
        sources,
        collection,
        into=options.into,
        force=options.force,
        dry_run=options.dry_run,
        as_note=options.as_note,
        executor=_cluster(options.cluster) if options.cluster else None,
    )
    failed, refused, began = False, 0, time.monotonic()
    for done, one in enumerate(chain(unknown, drafted), start=1 - len(unknown)):
        failed, refused = failed or not one.ok, refused + (not one.ok)
        if options.json:
            print(json.dumps(report.as_contract(one, root), ensure_ascii=False))
        if not options.dry_run:
            ingest.write(one)
        if not options.json:
            _progress(max(done, 0), len(sources), refused, time.monotonic() - began)
            _print(one.problems)
            to_a_log = None if sys.stdout.isatty() else collection.vocabularies
            print(report.in_words(one, root, to_a_log))
    return PROBLEMS if failed else CLEAN


@verb
def list_(root: Path, options: argparse.Namespace) -> int:
    from workshop_notes import report

    told = report.as_rows if options.json else report.as_lines
    return _shown(told(_selected(root, options)), options.json)


@verb
def stats(root: Path, options: argparse.Namespace) -> int:
    from workshop_notes import report

    figures = report.figures(_selected(root, options))
    return _shown(figures if options.json else report.figures_as_lines(figures), options.json)


@verb
def schema(root: Path, _options: argparse.Namespace) -> int:
    from workshop_notes import adopting
    from workshop_notes.fields import required
    from workshop_notes.settings import read_settings
    from workshop_notes.vocabulary import NAMES, json_schema, load_vocabularies
    from workshop_notes.writing import write_if_changed

    vocabularies, problems = load_vocabularies(root / "notes" / "vocabularies", root)
    _print(problems)
    ids = {name: [term.id for term in getattr(vocabularies, name).terms] for name in NAMES}
    schemas = {name: json_schema(name, ids) for name in NAMES}
    needed = required(read_settings(root).values)
    schemas["note"] = adopting.json_schema(vocabularies, needed)
    for name, one in schemas.items():
        path = root / ".cache" / "schema" / f"{name}.json"
        write_if_changed(path, json.dumps(one, ensure_ascii=False, indent=1) + "\n")
    text = json.dumps(adopting.snippets(vocabularies), ensure_ascii=False, indent=1)
    write_if_changed(root / ".vscode" / "notes.code-snippets", text + "\n")
    print("VS Code completes the vocabularies and, by Ctrl+Space after a field's name, the notes.")
    return PROBLEMS if problems else CLEAN


@verb
def completion(_root: Path, options: argparse.Namespace) -> int:
    if options.shell == "zsh":
        print("autoload -U +X bashcompinit && bashcompinit")
    print(_bash(parser()), end="")
    return CLEAN


@verb
def explain(root: Path, options: argparse.Namespace) -> int:
    from workshop_notes.collection import load_collection
    from workshop_notes.report import explain

    lines, found = explain(options.note, load_collection(root))
    print("\n".join(lines), file=sys.stdout if found else sys.stderr)
    return CLEAN if found else PROBLEMS


@verb
def new(root: Path, options: argparse.Namespace) -> int:
    from workshop_notes.editing import new_note
    from workshop_notes.note import write_note
    from workshop_notes.vocabulary import load_vocabularies

    vocabularies, _ = load_vocabularies(root / "notes" / "vocabularies", root)
    answers = {
        "mission": options.mission or _asked("Mission (acronym, like ZUMA)"),
        "date": options.date or _asked("Day of the workshop (YYYY-MM-DD)"),
        "title": options.title or _asked("Title, as published"),
    }
    note = new_note(root, vocabularies, name=options.name, **answers)
    with alone(root, "new"):  # only now: nobody waits while somebody is asked
        if os.path.lexists(note.path) and not note.path.is_symlink():
            raise UsageError(f"{note.shown} is there already; choose another --name")
        _write(root, {note.path: write_note(note)})
    print(f"{note.shown} is a draft; write its text, then run: notes check {note.shown}")
    return CLEAN


@verb
def withdraw(root: Path, options: argparse.Namespace) -> int:
    from workshop_notes.collection import load_collection
    from workshop_notes.editing import PURGE, named, own_original, withdrawn
    from workshop_notes.note import write_note

    collection = load_collection(root)
    note = named(collection, options.note)
    original = own_original(note)
    stone = withdrawn(note, options.why, collection.vocabularies)
    _write(root, {note.path: write_note(stone)})
    print(f"{note.shown} is a tombstone now.")
    if original:
        original.unlink()
        print(f"Its original, {original.name}, was removed.")
    elif note.original:
        print(f"Its original, {note.original.file}, is not the recorded one: look yourself.")
    print("\n".join(PURGE))
    return CLEAN


@verb
def rename(root: Path, options: argparse.Namespace) -> int:
    from workshop_notes.collection import load_collection
    from workshop_notes.editing import renamed_note, renamed_term
    from workshop_notes.settings import folders, read_settings
    from workshop_notes.vocabulary import NAMES
    from workshop_notes.writing import refuse_links

    folder, _, identifier = options.old.partition("/")
    named = {called: name for name, called in folders(read_settings(root)).items()}
    kind = named.get(folder, folder)
    collection = load_collection(root)
    gone: list[Path] = []
    if kind in NAMES:
        written = renamed_term(collection, kind, identifier, options.new.removeprefix(f"{folder}/"))
    else:
        written, gone = renamed_note(collection, options.old, options.new)
    for path in gone:
        refuse_links(path, root)
    _write(root, written)
    for path in written:
        print(f"{path.relative_to(root).as_posix()} was written.")
    if gone[1:]:
        gone[1].rename(gone[2])
        print(f"Its original is {gone[2].relative_to(root).as_posix()}.")
    for path in gone[:1]:
        path.unlink()
    print("The old address leads to the new one from the next build on.")
    return CLEAN


@verb
def adopt(root: Path, options: argparse.Namespace) -> int:
    from workshop_notes import adopting
    from workshop_notes.collection import TEMPLATE
    from workshop_notes.fields import is_web_address

    words: dict[str, str] = {}
    genders: dict[str, str] = {}
    for one in OUR_WORDS:
        said: list[str] = [*getattr(options, one).split(","), "", ""]
        singular, plural, gender = said[:3]
        if said[3:-2] or gender not in ("m", "f", ""):
            raise UsageError(f"--{one} {','.join(said[:-2])}: write WORD,WORDS,m or WORD,WORDS,f")
        if singular and not gender and adopting.has_genders(options.language):
            raise UsageError(f"--{one} {singular}: add the plural and the gender, m or f")
        genders |= {one: gender} if gender else {}
        words |= {one: singular, f"{one}s": plural or f"{singular}s"} if singular else {}
    if options.address and not is_web_address(options.address):
        raise UsageError(f"--address {options.address}: begin it with https://")
    words |= {"council": options.council} if options.council else {}
    about = (options.name, options.language, options.address, options.series)
    publisher = adopting.Publisher(*about, words, genders)
    written, gone = adopting.adopt(root, publisher)
    _write(root, written, gone)
    for path in gone:
        with contextlib.suppress(OSError):
            path.parent.rmdir()
    _write(root, {root / "notes" / TEMPLATE: adopting.template_anew(root, options.language)})
    print(f"{len(gone)} files of the catalogue were removed; the history keeps them.")
    print("Next: ADOPTING.md says what else is yours; `notes check` and `notes serve` show it.")
    return CLEAN


@verb
def inbox(root: Path, options: argparse.Namespace) -> int:
    from workshop_notes import inbox
    from workshop_notes.collection import load_collection

    collection = load_collection(root)
    if options.unpack:
        found = list(inbox.unpack(options.unpack, collection))
        problems = [one for one in found if isinstance(one, Problem)]
        print(*(f"{one}\n" for one in found if isinstance(one, str)), sep="", end="")
        _print(problems)
        return PROBLEMS if problems else CLEAN
    sources, problems = inbox.uploads(root)
    _print(problems)
    taken = []
    for one, summary in inbox.take(sources, collection):
        taken.append(one)
        if not options.pack:
            inbox.put(one)
        print(summary)
        _append(options.summary, summary)
    if options.pack:
        inbox.pack(taken, root, options.pack)
    return PROBLEMS if problems or not all(one.ok for one in taken) else CLEAN


@verb
def review(root: Path, options: argparse.Namespace) -> int:
    from workshop_notes import report

    problems, summary = report.review(root, options.base or report.base_of(options.event))
    for line in report.as_annotations(problems):
        print(line)
    _append(options.summary, summary)
    return _told(problems)


@verb
def scrub(_root: Path, options: argparse.Namespace) -> int:
    from workshop_notes.collection import is_note_path
    from workshop_notes.editing import record_again
    from workshop_notes.formats.scrub import scrub_file
    from workshop_notes.writing import digest_of, project_of

    problems = []
    for path in map(Path, options.files):
        whole = Path(os.path.abspath(path))
        if is_note_path(whole, project_of(whole)):
            says, fix = "this is a tagged note, not an original", "write it by hand"
            problems.append(Problem(path.as_posix(), 1, 1, "not-a-file", says, fix))
            continue
        before = digest_of(path) if options.in_place and path.is_file() else ""
        removed, found = scrub_file(path, options.output, in_place=options.in_place)
        problems.extend(found)
        for line in removed:
            print(line)
        if before and (note := record_again(path, before)):
            print(f"{note} records the cleaned file now.")
    return _told(problems)


@verb
def build(root: Path, options: argparse.Namespace) -> int:
    from workshop_notes.build.cache import FILE, Asked, Cache, unchanged
    from workshop_notes.machine import today
    from workshop_notes.writing import refuse_site

    site = Path(os.path.abspath(options.site_dir or root / "site"))
    cache = None if options.no_cache else Cache(root / ".cache" / FILE)
    refuse_site(site, root)
    asked = Asked(today(), options.builder, options.strict, options.drafts, options.pdf)
    last, made_of = unchanged(root, site, asked, cache) if cache else (None, "")
    if cache and last:
        cache.close()
        problems = last.problems
    else:
        # Imported here: the builder takes its time to load.
        from workshop_notes.build.make import BuildError, build

        try:
            problems = build(root, site, asked, cache, made_of)
        except BuildError as error:
            _print(error.problems)
            print(f"notes: {error}; the previous site was not touched", file=sys.stderr)
            return PROBLEMS
    _print(problems)
    print(f"The site is in {site}; look at it with `notes serve`.")
    return CLEAN


@verb
def serve(root: Path, options: argparse.Namespace) -> int:
    host, port = _free(options.address)
    # Imported here: the builder takes its time to load.
    from workshop_notes.build.preview import serve

    serve(root, host, port)
    return CLEAN


@verb
def sweep(root: Path, options: argparse.Namespace) -> int:
    from workshop_notes.build.secret import secrets_of
    from workshop_notes.build.sweep import sweep
    from workshop_notes.collection import load_collection

    folder = Path(options.folder or root / "site")
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder; run `notes build` first")
    return _told(sweep(folder, secrets_of(root, load_collection(root))), options.format)


def _selected(root: Path, options: argparse.Namespace) -> list[Note]:
    from workshop_notes.collection import load_collection
    from workshop_notes.report import selected

    asked = {name: getattr(options, name) for name in ("mission", "theme", "year", "status")}
    return selected(load_collection(root), **asked)


def _shown(what: Any, as_json: bool) -> int:
    text = json.dumps(what, ensure_ascii=False, indent=1) if as_json else "\n".join(what)
    print(text, end="\n" if text else "")
    return CLEAN


def _write(root: Path, written: Mapping[Path, str], gone: Iterable[Path] = ()) -> None:
    """Write some files of the project and remove others, none of them through a link."""
    from workshop_notes.writing import refuse_links, write_whole

    gone = list(gone)
    for path in (*written, *gone):
        if path.is_relative_to(root):
            refuse_links(path, root)
    for path, text in written.items():
        write_whole(path, text)
    for path in gone:
        path.unlink()


def _told(problems: Sequence[Problem], style: Format = "text") -> int:
    _print(problems, style)
    return PROBLEMS if has_errors(problems) else CLEAN


def _print(problems: Iterable[Problem], style: Format = "text") -> None:
    if style == "json":
        print(as_json(problems))
        return
    write = as_github if style == "github" else as_text
    for problem in problems:
        print(write(problem))


def _free(address: str) -> tuple[str, int]:
    """Give the host and port of an address; raises OSError for a busy one, UsageError for none."""
    # Imported here: only a preview needs it.
    import socket

    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or int(port) > LAST_PORT:
        raise UsageError(f"'{address}' is no address; write it like 127.0.0.1:8000")
    try:
        family, *_, place = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise UsageError(f"'{host}' is no address of this machine") from error
    try:
        socket.create_server(place[:2], family=family).close()
    except OSError as error:
        raise OSError(error.errno, os.strerror(error.errno or 0), address) from error
    return host, int(port)


def _asked(question: str) -> str:
    if not sys.stdin.isatty():
        raise UsageError("say --mission, --date and --title, or run it in a terminal to be asked")
    return input(f"{question}: ").strip()


def _append(path: Path | None, text: str) -> None:
    if path is not None:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{text}\n\n")


def _progress(done: int, total: int, refused: int, seconds: float) -> None:
    """Show on a terminal how many are done, how fast, and what is left; `seconds` have passed."""
    if not sys.stderr.isatty() or total < 2 or not done:
        return
    left = (total - done) * seconds / done
    said = f"{done:,} of {total:,} originals, {done / max(seconds, 0.001):.1f} a second"
    said += f", {refused:,} refused" if refused else ""
    said += f", {left:.0f} s left" if left < 100 else f", {left / 60:.0f} min left"
    end = "\n" if done == total else ""
    print(f"\r\x1b[K{said}", end=end, file=sys.stderr, flush=True)


def _cluster(address: str) -> Executor:
    """Give a Dask cluster as an executor; raises UsageError where there is none."""
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        raise UsageError("--cluster needs Dask: pip install 'workshop-notes[cluster]'") from None
    try:
        client = distributed.Client(address)
    except (OSError, ValueError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UsageError(f"no Dask cluster answers at {address} ({said})") from None
    executor: Executor = client.get_executor(retries=2)
    return executor


def _run(arguments: Sequence[str] | None) -> int:
    try:
        options, unknown = parser().parse_known_args(arguments)
        if unknown:
            known = [one for action in options.grammar._actions for one in action.option_strings]
            otherwise = f"`{options.grammar.prog} --help` says what there is"
            hint = meant(unknown[0].partition("=")[0], known, otherwise)
            raise UsageError(f"'{unknown[0]}' is not known here; {hint}")
        root = Path() if options.verb in ANYWHERE else find_root(options.root)
        code = _done(root, options)
    finally:
        # Here rather than at the interpreter's end, where a full disk could only be a traceback.
        try:
            sys.stdout.flush()
        except OSError:
            _silence(sys.stdout)
            raise
    return code


def _done(root: Path, options: argparse.Namespace) -> int:
    """Run a verb; what cannot be read at all, mkdocs.yml first, is the only thing that it says."""
    from workshop_notes.settings import read_settings

    try:
        if options.verb not in ANYWHERE:
            read_settings(root)
        row = VERBS[options.verb]
        asked = (getattr(options, name) == value for name, value in row.get("alone", {}).items())
        with alone(root, options.verb) if "alone" in row and all(asked) else nullcontext():
            return _runs[options.verb](root, options)
    except UnreadError as error:
        return _told([error.problem], getattr(options, "format", "text"))


def _say(message: str) -> None:
    try:
        print(f"notes: {message}", file=sys.stderr, flush=True)
    except OSError:
        _silence(sys.stderr)


def _silence(stream: TextIO) -> None:
    """Let a stream that cannot be written to end without another word."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _bash(grammar: argparse.ArgumentParser) -> str:
    """Give the script by which bash completes verbs, options, and the ids of notes."""
    (verbs_of,) = (one.choices for one in grammar._actions if isinstance(one.choices, dict))
    cases = "".join(
        f"    {name}) words='{' '.join(o for a in one._actions for o in a.option_strings)}' ;;\n"
        for name, one in verbs_of.items()
    )
    script: str = READ["bash"]
    return script.replace("VERBS", " ".join(verbs_of)).replace("OPTIONS", cases)


if __name__ == "__main__":
    sys.exit(main())
