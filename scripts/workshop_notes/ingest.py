"""Ingest: original → converted → understood → draft note."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from workshop_notes.checks.files import judge_files
from workshop_notes.collection import (
    RAW_SUFFIX,
    Collection,
    everything,
    is_note_path,
    is_original,
    shown_path,
)
from workshop_notes.convert import Conversion
from workshop_notes.extract.original import Extraction
from workshop_notes.formats.hidden import LeftOut
from workshop_notes.note import Note, Original, read_note, slug, with_values, write_note
from workshop_notes.problem import Problem, has_errors
from workshop_notes.sandbox import Job, run_bounded
from workshop_notes.vocabulary import grouped, vocabularies_of
from workshop_notes.writing import NotOursError, digest_of, refuse_links, walk, write_whole

COLLISION = "addresses-that-collide"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Notes by their missions: where each is shown, and its fields.
_Seen = dict[frozenset[str], list[tuple[str, Note]]]


@dataclass(frozen=True, slots=True)
class Understood:
    """What a child process made of one original; `extraction` is None when it was refused.

    `left_out` is what may be told of the words that are not in the note.
    """

    conversion: Conversion
    extraction: Extraction | None
    sha256: str
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Ingested:
    """One original's outcome: the draft note and where it belongs, or why it was refused.

    `target` is None when there is nothing to write: refused, up to date, or touched by an editor.
    """

    source: Path
    problems: tuple[Problem, ...]
    understood: Understood | None = None
    note: Note | None = None
    target: Path | None = None

    @property
    def ok(self) -> bool:
        """Say whether the original became a note: warnings do not stop it."""
        return not has_errors(self.problems)


def ingest(
    sources: Sequence[Path],
    collection: Collection,
    *,
    into: Path | None = None,
    force: bool = False,
    dry_run: bool = False,
    as_note: bool = False,
    executor: Executor | None = None,
) -> Iterator[Ingested]:
    """Make a draft note of each source, in the order given; nothing is written.

    Each source is read in a bounded child process, so that one bad file never stops the others.
    A note that an editor has touched is left alone unless `force` is set. In a `dry_run` an address
    that is taken by a note from elsewhere is a doubt to show, since nothing would be lost. With
    `as_note` an editor says that each is a note, whatever it reads like. An `executor` is any of
    `concurrent.futures`' kind whose workers see the project's folder at the same path.
    """
    vocabularies = (collection.root / "notes" / "vocabularies").as_posix()
    taken = {_folded(note.path.as_posix()): note.path for note in collection.notes}
    shown = ((frozenset(note.mission), (note.shown, note)) for note in collection.notes)
    seen: _Seen = grouped(shown)
    jobs = (
        Job(
            f"{__name__}:understand",
            source,
            (shown_path(source, collection.root), vocabularies, as_note),
        )
        for source in sources
    )
    for result in run_bounded(jobs, executor=executor):
        if result.problem is not None:
            yield Ingested(result.job.path, (result.problem,))
            continue
        one = _drafted(result.job.path, result.value, collection, into, force)
        if dry_run:
            one = _as_doubt(one)
        if one.target is not None:
            one = _without_collision(one, taken, collection.root, dry_run)
        yield _compared(one, seen, collection.root)


def understand(
    path: Path, data: bytes, shown: str, vocabularies: str, as_note: bool = False
) -> Understood:
    """Read one original: its text, hidden data, loss account and fields with their evidence.

    Runs in a child process; `vocabularies` is the folder that they are read from.
    """
    # Imported here: the parent that hands out the work needs none of the readers.
    from workshop_notes.convert import convert
    from workshop_notes.extract.extraction import extract
    from workshop_notes.formats.table import scan, whole
    from workshop_notes.left_out import passages

    digest = hashlib.sha256(data).hexdigest()
    data = whole(data, path)
    hidden = scan(data, shown, committed=False)
    conversion = convert(path, data, name=shown)
    problems = tuple(dict.fromkeys((*conversion.problems, *hidden)))
    conversion = replace(conversion, problems=problems)
    if has_errors(problems):
        return Understood(replace(conversion, markdown="", text=""), None, digest)
    known = vocabularies_of(vocabularies)
    extraction = extract(conversion, known, shown, as_note=as_note)
    told = passages(conversion.loss.left_out, known, extraction.value("language") or "en")
    return Understood(conversion, extraction, digest, tuple(told))


def pending(folder: Path, collection: Collection) -> list[Path]:
    """List the originals below a folder that have no tagged note yet, or changed since, sorted.

    Elsewhere than in the project an original has a note when the collection has one of its bytes.
    """
    found = []
    notes = collection.root / "notes"
    taken_in = {note.original.sha256 for note in collection.notes if note.original}
    for path in walk(folder):
        inside = path.is_relative_to(notes)
        below = path.relative_to(notes).parts if inside else path.parts
        if path.is_dir() or "vocabularies" in below or not is_original(path):
            continue
        note = collection.get(_stem(path, notes)) if inside else None
        own = {note.original.sha256} if note and note.original else set()
        if path.is_symlink() or digest_of(path) not in (own if inside else taken_in):
            found.append(path)
    return found


def strangers(folder: Path, collection: Collection) -> Iterator[Ingested]:
    """Give a refusal for all that lies below a folder and can be no original, nor belongs there."""
    root = collection.root
    files = list(everything(folder, root))
    inside = folder.is_relative_to(root / "notes")
    for path, plain in files:
        found = tuple(judge_files([(path, plain)], root))
        if not found and not inside and not is_original(path):
            fix = "name a raw note NAME.original.md, or move the file away"
            message = "this is no original that can be read"
            found = (Problem(shown_path(path, root), 1, 1, "unknown-file", message, fix),)
        if found:
            yield Ingested(path, found)


def same_note(first: Note, second: Note) -> bool:
    """Say whether two notes' fields tell of one event: the same missions on the same day.

    A range and one of its days are the same event; titles, languages and mirrors may differ.
    Without missions or a date nothing is said to be a copy.
    """
    days, others = (set(filter(None, one.date.split("/"))) for one in (first, second))
    return set(first.mission) == set(second.mission) != set() and not days.isdisjoint(others)


def disagreements(first: Note, second: Note) -> list[str]:
    """List the fields in which two copies of one note contradict each other, in order of name.

    A field that only one of them has, a publication date, and what follows from the language of
    the text are no contradiction.
    """
    names = ("date", "event", "format", "funders", "organizers", "resolutions", "rule", "year")
    pairs = ((name, set(first.texts(name)), set(second.texts(name))) for name in names)
    return [name for name, one, other in pairs if one and other and one != other]


def write(ingested: Ingested) -> None:
    """Write the draft to its place, whole or not at all."""
    if ingested.target is not None and ingested.note is not None:
        write_whole(ingested.target, write_note(ingested.note))


def _drafted(
    source: Path, understood: Understood, collection: Collection, into: Path | None, force: bool
) -> Ingested:
    conversion, extraction = understood.conversion, understood.extraction
    problems = (*conversion.problems, *(extraction.problems if extraction else ()))
    if extraction is None or has_errors(problems):
        return Ingested(source, problems, understood)
    target = _target(source, extraction, collection.root, into)
    named = source.name.removeprefix(_bare_name(source))
    is_here = Path(os.path.abspath(source)) == target.with_name(f"{target.stem}{named}")
    original = f"{target.stem}{named if is_here else named.lower()}"
    shown = shown_path(source, collection.root)
    if not (is_here or into) and _lies_by_year(source, collection.root):
        place = shown_path(target.with_name(original), collection.root)
        message = "a note and its original lie side by side, under one name"
        fix = f"rename it to {place}, or another name in small letters, digits and hyphens"
        astray = Problem(shown, 1, 1, "bad-name", message, fix)
        return Ingested(source, (*problems, astray), understood)
    loss = conversion.loss
    try:
        refuse_links(target, collection.root)
    except NotOursError as error:
        fix = "put the folder itself there, or choose another with --into"
        linked = Problem(shown, 1, 1, "not-a-file", str(error), fix)
        return Ingested(source, (*problems, linked), understood)
    note = Note(
        id=_stem(target, collection.root / "notes"),
        path=target,
        shown=shown_path(target, collection.root),
        status="draft",
        body=conversion.markdown,
        original=Original(
            file=original,
            sha256=understood.sha256,
            words=loss.words,
            left_out=loss.words - loss.there - loss.unknown,
        ),
    )
    note = signed(with_values(note, {name: one.value for name, one in extraction.fields.items()}))
    if target.exists():
        problem, current = _standing(source, note, collection.root, force)
        if problem or current:
            return Ingested(source, (*problems, *([problem] if problem else [])), understood, note)
    return Ingested(source, problems, understood, note, target)


def _standing(source: Path, note: Note, root: Path, force: bool) -> tuple[Problem | None, bool]:
    """Look at the note that stands where this one would: gives a problem, and whether it is alike.

    Only the untouched draft of the very same original may be replaced; with `force`, any note that
    was made from an original, and never one that was written by hand.
    """
    there, _ = read_note(note.path, root)
    original = there.original if there else None
    shown = shown_path(source, root)
    if force and original is None:
        message = f"{note.shown} was written by hand, and --force replaces drafts of originals only"
        fix = "move the note away, or choose a folder with --into"
    elif force:
        return None, False
    elif there is not None and write_note(there) == write_note(note):
        return None, True
    elif original is None or source.absolute() != note.path.with_name(original.file):
        message = f"a note stands at {note.shown} already"
        fix = "rename the original or choose a folder with --into; --force replaces the note"
    elif there is not None and signed(there) != there:
        message = f"{note.shown} was changed by an editor and is left alone"
        fix = "mend the note by hand, or run `notes ingest --force` to replace it"
        return Problem(shown, 1, 1, "touched-note", message, fix, "warning"), False
    else:
        return None, False
    return Problem(shown, 1, 1, COLLISION, message, fix), False


def signed(note: Note) -> Note:
    """Give the note with the hash of itself as written, so that an editor's touch shows."""
    if note.original is None:
        return note
    bare = replace(note, original=replace(note.original, draft=""))
    digest = hashlib.sha256(write_note(bare).encode("utf-8")).hexdigest()
    return replace(note, original=replace(note.original, draft=digest))


def _target(source: Path, extraction: Extraction, root: Path, into: Path | None) -> Path:
    """Give the note's place: the original's own in a year's folder, else by year and mission.

    A file name is trusted only where the layout asks for it and when it is a clean address.
    """
    notes = root / "notes"
    stem = _bare_name(source)
    if SLUG.fullmatch(stem) and (into or _lies_by_year(source, root)):
        return Path(os.path.abspath(into or source.parent)) / f"{stem}.md"
    values = {name: proposal.value for name, proposal in extraction.fields.items()}
    missions = values.get("mission", ())
    name = missions[0].lower() if len(missions) == 1 else values.get("series", "") or "note"
    folder = Path(os.path.abspath(into)) if into else notes / str(values.get("year") or "undated")
    return folder / f"{name}.md"


def _lies_by_year(source: Path, root: Path) -> bool:
    """Say whether a note would have its place beside a file."""
    beside = Path(os.path.abspath(source)).with_name("note.md")
    return beside.is_relative_to(root) and is_note_path(beside, root)


def _as_doubt(one: Ingested) -> Ingested:
    problems = (
        replace(problem, level="warning") if problem.code == COLLISION else problem
        for problem in one.problems
    )
    return replace(one, problems=tuple(problems))


def _without_collision(
    one: Ingested, taken: dict[str, Path], root: Path, dry_run: bool
) -> Ingested:
    """Refuse a second original at an address: nothing is overwritten."""
    if one.target is None:
        return one
    key = _folded(one.target.as_posix())
    other = taken.setdefault(key, one.source)
    if other in (one.source, one.target) and not one.target.is_symlink():
        return one
    message = f"its note would stand where that of {shown_path(other, root)} stands"
    fix = "rename one of the two, in small letters, digits and hyphens"
    problem = Problem(shown_path(one.source, root), 1, 1, COLLISION, message, fix)
    refused = replace(one, problems=(*one.problems, problem), target=None)
    names_differ = slug(_bare_name(other)) != slug(_bare_name(one.source))
    return _as_doubt(refused) if dry_run and names_differ else refused


def _compared(one: Ingested, seen: _Seen, root: Path) -> Ingested:
    """Report the copies of one note, the same missions and workshop day, and how they differ."""
    note = one.note
    if note is None:
        return one
    shown = shown_path(one.source, root)
    alike = seen.setdefault(frozenset(note.mission), [])
    problems = list(one.problems)
    for other_shown, other in alike:
        own = other_shown == note.shown and one.source.absolute().parent == note.path.parent
        if own or not same_note(note, other):
            continue
        message = f"same mission and workshop day as {other_shown}"
        problems.append(Problem(shown, 1, 1, "copy-of", message, "keep one of the two", "warning"))
        differing = disagreements(note, other)
        if differing:
            message = f"this copy and {other_shown} differ in {', '.join(differing)}"
            fix = "look them up in the published note"
            problems.append(Problem(shown, 1, 1, "contradiction", message, fix, "warning"))
        break
    alike.append((shown, note))
    return replace(one, problems=tuple(problems))


def _bare_name(source: Path) -> str:
    name = source.name
    return name[: -len(RAW_SUFFIX)] if name.endswith(RAW_SUFFIX) else source.stem


def _stem(path: Path, notes: Path) -> str:
    bare = path.with_name(_bare_name(path))
    return bare.relative_to(notes).as_posix() if path.is_relative_to(notes) else bare.name


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
