"""The check: every rule over a project or some of its files, all problems at once."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import repeat
from pathlib import Path

from workshop_notes.bounded import TooLargeError, read_bounded
from workshop_notes.build.cache import Cache, digest_of_files
from workshop_notes.checks import rules
from workshop_notes.checks.addresses import (
    addresses_that_collide,
    claimed_address,
    vanished_address,
)
from workshop_notes.checks.files import check_originals, judge_files
from workshop_notes.checks.handwritten import is_text, judge_written
from workshop_notes.checks.mending import mended
from workshop_notes.checks.rendering import slow_rendering
from workshop_notes.collection import Collection, load_collection, shown_path
from workshop_notes.front_matter import read_note
from workshop_notes.guard.identify import identify, read_names
from workshop_notes.machine import today
from workshop_notes.note import Note
from workshop_notes.places import RAW_SUFFIX, everything, kind_of
from workshop_notes.problem import Problem
from workshop_notes.schema import nearest
from workshop_notes.settings import read_settings
from workshop_notes.vocabulary import Vocabularies, load_vocabularies


def check_note(note: Note, vocabularies: Vocabularies) -> Iterator[Problem]:
    """Give every problem of one note that can be read; of one that cannot be shown, that alone."""
    slow = list(slow_rendering(note))
    if slow:
        yield from slow
        return
    for rule in rules.OF_NOTE:
        yield from rule(note)
    for rule_of_vocabularies in rules.OF_VOCABULARIES:
        yield from rule_of_vocabularies(note, vocabularies)
    if note.status != "withdrawn":
        yield from identify(note, vocabularies)


def check_collection(collection: Collection, cache: Cache | None = None) -> list[Problem]:
    """Give every problem of what a build shows, in the order of files.

    That is the notes, each and together, the pages and assets written by hand, and links. What
    `cache` remembers of a note is not checked again.
    """
    if any(problem.code == "bad-vocabulary" for problem in collection.problems):
        return sorted(collection.problems)
    root = collection.root
    problems = list(collection.problems)
    cache = cache or Cache(None)
    known = digest_of_files(
        collection.root, "notes/vocabularies", "notes/TEMPLATE.md", "mkdocs.yml"
    )
    notes = collection.notes
    for found in cache.each(
        "check", [(known, note) for note in notes], lambda place: _checked(notes[place], collection)
    ):
        problems.extend(found)
    problems.extend(copy_of(collection.notes))
    problems.extend(wrong_translation(collection))
    problems.extend(addresses_that_collide(collection.notes))
    problems.extend(claimed_address(collection.notes))
    pages = list(everything(root / "docs", root))
    links = [one for one in everything(root / "notes", root) if one[0].is_symlink()]
    problems.extend(judge_files([*pages, *links], root))
    by_hand = [path for path, plain in pages if plain]
    written = partial(_all_written, pages, root, collection.vocabularies)
    problems.extend(cache.once("written", (known, by_hand), written, by_hand))
    return sorted(problems)


def check(
    root: Path, paths: Sequence[Path] = (), cache: Cache | None = None, base: str = "HEAD"
) -> list[Problem]:
    """Check the whole project, or only the files and folders in `paths`.

    What was published at the commit `base`, or before, must have kept its address.
    A vocabulary that cannot be read stops the check with its line: nothing passes unchecked.
    """
    if not paths:
        collection = load_collection(root)
        found = [*check_collection(collection, cache), *read_names(collection.vocabularies)[1]]
        if any(problem.code == "bad-vocabulary" for problem in found):
            return found
        files = [*everything(root / "notes", root), *everything(root / "docs", root)]
        raw = _originals(files, root)
        found += check_originals(root, raw, collection.notes, cache)
        found += vanished_address(collection, today(), base)
        return sorted({*found, *judge_files(files, root)})
    vocabularies, problems = load_vocabularies(root / "notes" / "vocabularies", root)
    problems = [*problems, *read_names(vocabularies)[1]]
    if problems:
        return sorted(problems)
    files = [*_files((Path(os.path.abspath(path)) for path in paths), root, problems)]
    problems.extend(judge_files(files, root))
    problems.extend(_written(files, root, vocabularies))
    notes = []
    for path, plain in files:
        if plain and kind_of(path, root) == "note":
            note, found = read_note(path, root)
            problems.extend(found)
            if note:
                problems.extend(check_note(note, vocabularies))
                notes.append(note)
    raw = _originals(files, root)
    notes += [note for note in map(_note_beside, raw, repeat(root)) if note]
    return sorted({*problems, *check_originals(root, raw, notes, cache)})


def mend(root: Path, paths: Sequence[Path] = ()) -> Iterator[tuple[Path, str, list[str]]]:
    """Give each note, of all or of `paths`, whose fields can be mended: path, text, what is done.

    Nothing is mended by vocabularies that cannot be read.
    """
    vocabularies, problems = load_vocabularies(root / "notes" / "vocabularies", root)
    given = [Path(os.path.abspath(path)) for path in paths] or [root / "notes"]
    for path, plain in () if problems else _files(given, root, []):
        if not plain or kind_of(path, root) != "note":
            continue
        with contextlib.suppress(UnicodeDecodeError, TooLargeError):
            text = read_bounded(path).decode("utf-8")
            ends = "\r\n" if "\r\n" in text else "\n"
            anew, done = mended(text.replace(ends, "\n"), vocabularies)
            if done:
                yield path, anew.replace("\n", ends), done


def _all_written(
    files: Iterable[tuple[Path, bool]], root: Path, vocabularies: Vocabularies
) -> list[Problem]:
    return list(_written(files, root, vocabularies))


def _checked(note: Note, collection: Collection) -> list[Problem]:
    return list(check_note(note, collection.vocabularies))


def copy_of(notes: Iterable[Note]) -> Iterator[Problem]:
    """Two notes on the same missions and workshop day are likely copies of one.

    Bad: `notes/2031/zuma.md` and `notes/2031/zumali.md`, both of 20 May 2031 on ZUMA
    Good: one note for each workshop
    """
    first: dict[tuple[tuple[str, ...], str], Note] = {}
    for note in notes:
        if not note.date or not note.mission or note.translation_of or note.status == "withdrawn":
            continue
        other = first.setdefault((tuple(sorted(note.mission)), note.date), note)
        if other is not note:
            line, column = note.at("date")
            message = f"same mission and workshop day as {other.shown}"
            fix = "keep one note for each workshop"
            yield Problem(note.shown, line, column, "copy-of", message, fix, "warning")


def wrong_translation(collection: Collection) -> Iterator[Problem]:
    """A translation names the note that was written first, in another language on one workshop.

    Bad: `translation_of: 2031/zumali`, where no such note is; two notes that translate each other
    Good: `translation_of: 2031/zuma` in `notes/2031/zuma-fr.md`, with its mission and day
    """
    for note in collection.notes:
        first = collection.get(note.translation_of)
        if not note.translation_of:
            continue
        line, column = note.at("translation_of")
        if first is None:
            near = nearest(note.translation_of, [one.id for one in collection.notes])
            message = f"there is no note '{note.translation_of}' to be translated"
            fix = f"did you mean '{near}'?" if near else "name it by its id, like 2031/zuma"
        elif first is note or first.translation_of:
            message = f"'{first.id}' is a translation itself"
            fix = "name the note that was written first"
        elif first.language == note.language:
            message = f"this note and '{first.id}' are both in '{note.language}'"
            fix = "mend the language of one, or take this line out"
        elif (set(first.mission), first.date) != (set(note.mission), note.date):
            message = f"'{first.id}' is on another mission or workshop day"
            fix = "write the same mission and date in both"
        else:
            continue
        yield Problem(note.shown, line, column, "wrong-translation", message, fix)


def _files(
    paths: Iterable[Path], root: Path, problems: list[Problem]
) -> Iterator[tuple[Path, bool]]:
    for path in paths:
        if path.is_symlink() or path.is_dir():
            yield from everything(path, root)
        elif path.exists():
            yield path, path.is_file()
        else:
            shown = shown_path(path, root)
            known = [shown_path(one, root) for one, _ in everything(root / "notes", root)]
            near = nearest(shown, known)
            fix = f"did you mean '{near}'?" if near else "mend the path"
            problems.append(Problem(shown, 1, 1, "no-such-file", "no such file", fix))


def _originals(files: Iterable[tuple[Path, bool]], root: Path) -> list[Path]:
    return [p for p, plain in files if plain and kind_of(p, root) in ("original", "picture")]


def _written(
    files: Iterable[tuple[Path, bool]], root: Path, vocabularies: Vocabularies
) -> Iterator[Problem]:
    language = ""
    for path, plain in files:
        kind = kind_of(path, root) if plain and path.is_relative_to(root / "docs") else None
        if kind and is_text(path, kind):
            language = language or read_settings(root).text("theme", "language", default="en")
            yield from judge_written(path, kind, root, vocabularies, language)


def _note_beside(original: Path, root: Path) -> Note | None:
    """Give the tagged note of an original that stands in its place."""
    path = original.with_name(original.name.removesuffix(RAW_SUFFIX)).with_suffix(".md")
    return read_note(path, root)[0] if path.is_file() and kind_of(path, root) == "note" else None
