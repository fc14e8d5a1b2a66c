"""The inbox: originals uploaded in the browser become drafts, and leave the inbox.

At the code host two jobs do this: one without rights reads the uploads and packs the drafts into a
parcel; the other reads no upload, takes from the parcel what is a draft that passes, and commits.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from workshop_notes.bounded import read_own
from workshop_notes.checks.check import check_note
from workshop_notes.collection import INBOX, Collection, is_note_path, is_original, kind_of
from workshop_notes.fields import Field, table
from workshop_notes.formats.original import LARGEST_ORIGINAL
from workshop_notes.ingest import Ingested, ingest, write
from workshop_notes.note import Note, read_note, slug, write_note
from workshop_notes.printed import as_markdown
from workshop_notes.problem import Problem, has_errors, visible
from workshop_notes.report import left_out
from workshop_notes.settings import read_settings
from workshop_notes.text.languages import ordinary
from workshop_notes.vocabulary import Vocabularies
from workshop_notes.writing import digest_of, refuse_links, walk, write_whole

CONFIDENTIAL = ("identifies-", "hidden-")
UNDERSTOOD = frozenset(["title", "mission", "year", "date", "published", "themes", "organizers"])
UNDERSTOOD |= {"funders", "resolutions"}
TOLD: Mapping[str, Any] = read_own(Path(__file__).with_suffix(".yml"))
LIST = "taken.json"
LARGEST_LIST = 1024 * 1024  # bytes


def uploads(root: Path) -> tuple[list[Path], list[Problem]]:
    """List the originals that wait in notes/inbox, sorted, and a problem for what is none."""
    folder = root / "notes" / INBOX
    originals, unknown = [], []
    for path in walk(folder) if folder.is_dir() else ():
        shown = path.relative_to(root).as_posix()
        if path.is_dir() and not path.is_symlink():
            continue
        if is_original(path) and path.parent == folder:
            originals.append(path)
        elif path.is_symlink() or kind_of(path, root) != "other":
            fix = "upload a document (.docx, .odt, .pdf, .html or .txt) straight to notes/inbox"
            unknown.append(Problem(shown, 1, 1, "unknown-file", "this is no original", fix))
    return originals, unknown


def take(sources: Sequence[Path], collection: Collection) -> Iterator[tuple[Ingested, str]]:
    """Ingest each upload, and tell whoever uploaded it in plain words; nothing is written.

    What is refused, or whose text identifies somebody, stays where it is, so that a clean version
    can replace it. Where another workshop's note has the address, the upload's own name is taken.
    """
    language = read_settings(collection.root).text("theme", "language", default="en")
    for one in ingest(sources, collection):
        one = _by_its_name(one, collection)
        if one.ok and one.note is not None:
            found = tuple(_confidential(one.note, collection))
            one = replace(one, problems=(*one.problems, *found))
        yield one, in_plain_words(one, collection, language)


def in_plain_words(ingested: Ingested, collection: Collection, language: str) -> str:
    """Tell somebody who uploaded a file, without a technical word, what to do next (Markdown).

    The language is the note's, if it is known, else `language`; English for others than those of
    inbox.yml.
    """
    told, note = TOLD["says"], ingested.note
    language = _language(ingested) or language
    language = language if language in told else "en"
    says = told[language]
    if not ingested.ok or note is None:
        wrong = [one for one in ingested.problems if one.level == "error"]
        advice = _advice(wrong, ingested, language)
        name = f"`{visible(ingested.source.name)}`"
        return "\n".join([f"### {says['refused']}", "", name, "", *advice, "", says["again"]])
    lines = [f"### {says['taken']}", "", says["understood"], ""]
    missing = []
    for one in table().values():
        if one.name in UNDERSTOOD and (one.name != "year" or not note.date):
            name = one.labelled(language)
            value = _labels(note, one, collection.vocabularies, language)
            if value:
                lines.append(f"- **{name}**: {as_markdown(value)}")
            else:
                missing.append(name.lower())
    lines += ["", says["missing"].format(", ".join(missing))] if missing else []
    if ingested.understood is not None:
        loss = ingested.understood.conversion.loss
        lines += ["", says["words"].format(kept=loss.there, words=loss.words)]
        told = map(as_markdown, left_out(ingested.understood))
        lines += (f"- {says['left_out']}: {said}" for said in told)
    hidden = [one for one in ingested.problems if one.code.startswith("hidden-")]
    if hidden:
        kinds = "; ".join(as_markdown(one.message) for one in hidden)
        lines += ["", says["hidden"].format(kinds)]
    doubts = [one for one in ingested.problems if one not in hidden]
    if doubts:
        lines += ["", says["look"], "", *_advice(doubts, ingested, language)]
    return "\n".join([*lines, "", says["place"].format(note.shown)])


def advice_on(code: str, language: str) -> str | None:
    """Give what an uploader is told about a code, None where its own message is plain enough."""
    return next((row[language] for row in TOLD["codes"] if code in row["codes"].split()), None)


def put(one: Ingested) -> None:
    """Write the draft of an upload that was taken, if it is not there, and remove the upload."""
    if one.ok and one.note is not None:
        write(one)
        one.source.unlink()


def pack(taken: Iterable[Ingested], root: Path, parcel: Path) -> None:
    """Write the drafts below the folder `parcel`, and the list of what they were made of."""
    rows = []
    for one in taken:
        if one.ok and one.target is not None and one.note is not None:
            name = one.target.relative_to(root).as_posix()
            write_whole(parcel / name, write_note(one.note))
            upload = one.source.relative_to(root).as_posix()
            rows.append({"upload": upload, "sha256": digest_of(one.source), "note": name})
    write_whole(parcel / LIST, json.dumps(rows, ensure_ascii=False, indent=1))


def unpack(parcel: Path, collection: Collection) -> Iterator[Problem | str]:
    """Take drafts from a parcel into the project, and remove the uploads that they were made of.

    The parcel is text from outside: each row must name an upload that is there, by its hash, and a
    new note; each note must be a draft without a confidentiality problem. Gives a line or a problem
    for each row.
    """
    root = collection.root
    for row in _rows(parcel):
        names = [row.get(key) for key in ("upload", "note")]
        if not all(isinstance(name, str) for name in names):
            yield _refused(LIST, "this row is none of ours")
            continue
        upload, target = (Path(os.path.normpath(root / str(name))) for name in names)
        shown = str(names[1])
        if upload.parent != root / "notes" / INBOX or not is_original(upload):
            yield _refused(shown, "it was made of no upload in notes/inbox")
        elif upload.is_symlink() or not upload.is_file() or digest_of(upload) != row.get("sha256"):
            yield _refused(shown, "its upload is gone, or another since")
        elif not target.is_relative_to(root / "notes") or not is_note_path(target, root):
            yield _refused(shown, "this is no place of a note")
        elif os.path.lexists(target):
            yield _refused(shown, "a note stands there already")
        else:
            yield from _unpacked(parcel / target.relative_to(root), target, parcel, collection)
            if target.is_file():
                upload.unlink()


def _unpacked(
    path: Path, target: Path, parcel: Path, collection: Collection
) -> Iterator[Problem | str]:
    refuse_links(path, parcel)
    refuse_links(target, collection.root)
    shown = target.relative_to(collection.root).as_posix()
    if not path.is_file() or path.stat().st_size > LARGEST_ORIGINAL:
        yield _refused(shown, "its draft is not in the parcel")
        return
    note, problems = read_note(path, parcel)
    if note is not None and not has_errors(problems):
        problems = [*problems, *_confidential(note, collection)]
    if note is None or has_errors(problems):
        yield from problems
    elif note.status != "draft":
        yield _refused(shown, "only drafts are taken")
    else:
        write_whole(target, write_note(note))
        yield f"{shown} is a draft"


def _by_its_name(one: Ingested, collection: Collection) -> Ingested:
    """Take an upload whose address is another workshop's under its own name, if that is clean."""
    collides = any(problem.code == "addresses-that-collide" for problem in one.problems)
    extraction = one.understood.extraction if one.understood else None
    year = extraction.fields.get("year") if extraction else None
    if not collides or year is None or slug(one.source.stem) != one.source.stem:
        return one
    folder = collection.root / "notes" / str(year.value)
    again = next(ingest([one.source], collection, into=folder))
    copies = tuple(problem for problem in again.problems if problem.code == "copy-of")
    return replace(one, problems=(*one.problems, *copies)) if copies else again


def _language(one: Ingested) -> str:
    if one.note is not None or one.understood is None or one.understood.extraction is None:
        return one.note.language if one.note else ""
    return str(one.understood.extraction.value("language") or "")


def _advice(problems: Sequence[Problem], one: Ingested, language: str) -> Iterator[str]:
    """Give a line for each problem, where in the file it is and what to do; none twice."""
    codes = {problem.code for problem in one.problems}
    lines = []
    for problem in problems:
        copied = problem.code == "addresses-that-collide" and "copy-of" in codes
        says = advice_on("copy" if copied else problem.code, language)
        says = says or f"{problem.message}; {problem.fix}".rstrip("; ")
        lines.append(f"- {_place(problem, one.note, language)}{as_markdown(says)}")
    yield from dict.fromkeys(lines)


def _place(problem: Problem, note: Note | None, language: str) -> str:
    """Name a paragraph of the uploader's file, by words of it that name nobody."""
    if note is None or not problem.code.startswith("identifies-"):
        return ""
    lines = note.body.split("\n")
    at = problem.line - note.body_line
    blocks = [
        n for n, line in enumerate(lines) if line.strip() and not (n and lines[n - 1].strip())
    ]
    number = sum(1 for start in blocks if start <= at) or 1
    common = ordinary(language if language == "fr" else "en")
    runs: list[list[str]] = [[]]
    for word in re.findall(r"\S+", lines[at] if 0 <= at < len(lines) else ""):
        bare = word.strip(".,;:()“”«»’'\"")
        if bare.isalpha() and bare.islower() and (bare in common or len(bare) < 4):
            runs[-1].append(bare)
        if bare != word or not runs[-1] or runs[-1][-1] != bare:
            runs.append([])
    words = " ".join(max(runs, key=len)[:8])
    key = "paragraph" if words.count(" ") > 1 else "paragraph_alone"
    return str(TOLD["says"][language][key].format(number=number, words=words))


def _labels(note: Note, one: Field, vocabularies: Vocabularies, language: str) -> str:
    known = vocabularies.of(one)
    terms = ((name, known.get(name) if known else None) for name in note.texts(one.name))
    return ", ".join(term.named(language) if term else name for name, term in terms)


def _confidential(note: Note, collection: Collection) -> Iterator[Problem]:
    for problem in check_note(note, collection.vocabularies):
        if problem.code.startswith(CONFIDENTIAL):
            yield problem


def _rows(parcel: Path) -> list[dict[str, object]]:
    path = parcel / LIST
    rows = None
    if not path.is_symlink() and path.is_file() and path.stat().st_size <= LARGEST_LIST:
        with contextlib.suppress(ValueError, RecursionError):
            rows = json.loads(path.read_text(encoding="utf-8"))
    return [one if isinstance(one, dict) else {} for one in (rows if type(rows) is list else [{}])]


def _refused(shown: str, why: str) -> Problem:
    return Problem(shown, 1, 1, "not-taken", why, "upload the original again")
