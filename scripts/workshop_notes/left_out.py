"""What of an original is not on its note's page, and why, as far as readers may be told.

It is read from the originals themselves, in bounded children, and remembered by their content: the
front matter holds only the counts. A text is shown when its reason is one of left_out.yml and the
guard finds nobody in it; whatever else was left out is only counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from workshop_notes.bounded import read_own
from workshop_notes.build.cache import Cache, digest_of_files
from workshop_notes.formats.hidden import LeftOut
from workshop_notes.guard.identify import identify_text
from workshop_notes.note import Note
from workshop_notes.sandbox import Job
from workshop_notes.vocabulary import Vocabularies, vocabularies_of
from workshop_notes.writing import digest_of

REASONS = Path(__file__).with_suffix(".yml")
WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Account:
    """The words of an original, how many of them are not on the page, and which."""

    words: int
    left_out: int
    passages: tuple[LeftOut, ...]


def accounts(root: Path, notes: Iterable[Note], memory: Cache) -> Mapping[str, Account]:
    """Give the account of each note whose original lies beside it unchanged, by the note's id."""
    vocabularies = "notes/vocabularies"
    known = digest_of_files(root, vocabularies)
    jobs: list[tuple[object, str, Job]] = []
    told_of: dict[Path, list[str]] = {}
    for note in notes:
        path, recorded = note.beside, note.original.sha256 if note.original else ""
        if path is None or path.is_symlink() or not path.is_file() or digest_of(path) != recorded:
            continue
        given = (path.name, (root / vocabularies).as_posix(), note.language)
        job = Job(f"{__name__}:account_of", path, given)
        jobs.append(((known, given), recorded, job))
        told_of.setdefault(path, []).append(note.id)
    return {
        identifier: result.value
        for result in memory.bounded("account", jobs)
        if isinstance(result.value, Account)
        for identifier in told_of[result.job.path]
    }


def account_of(path: Path, data: bytes, shown: str, folder: str, language: str) -> Account:
    """Read one original's account; `folder` is that of the vocabularies. Runs in a child."""
    # Imported here: a build that reads no original needs none of it.
    from workshop_notes.convert import convert

    loss = convert(path, data, name=shown).loss
    left_out = loss.words - loss.there - loss.unknown
    known = vocabularies_of(folder)
    return Account(loss.words, left_out, tuple(passages(loss.left_out, known, language)))


@cache
def reasons() -> Mapping[str, str]:
    """Give the key under which readers are told each reason of the converter that is furniture."""
    read = read_own(REASONS)
    return {reason: key for key, listed in read.items() for reason in listed}


def passages(
    left_out: Iterable[LeftOut], vocabularies: Vocabularies, language: str
) -> Iterator[LeftOut]:
    """Give what may be told of the passages that are not on a page, each with `why`.

    Of what is WITHHELD there is no text, and the reason is for reviewers.
    """
    for one in left_out:
        why = reasons().get(one.reason)
        found = identify_text(one.text, "", vocabularies, language=language)
        told = why if why and one.text and not any(found) else ""
        yield replace(one, why=told) if told else replace(one, text="", why=WITHHELD)
