"""Rules for files: each is known by its place and no link; an original hides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from workshop_notes.build.cache import Cache, digest_of_files
from workshop_notes.collection import is_original, kind_of, shown_path
from workshop_notes.guard.identify import identify_text, is_public
from workshop_notes.note import Note
from workshop_notes.problem import Problem, has_errors
from workshop_notes.vocabulary import vocabularies_of
from workshop_notes.writing import digest_of

_WAYS_OUT = (
    (r"~\$.*|\.~lock\..*#?", "close the document in its word processor, then remove this lock"),
    (
        r"\..*|.*~|#.*#|.*\.(?:orig|rej|bak|sw[op])",
        "remove it: hidden files and spare copies are not read",
    ),
    (r"(?i).*\.(?:docm|dotx?|pages|wps)", "save it as .docx, and remove this one"),
    (r"(?i).*\.(?:eml|msg|xlsx?|ods|csv|tsv|zip|7z|pptx?|odp)", "take it out of the project"),
    (r"(?i).*\.(?:html?|markdown)", "write the page in Markdown, and name it NAME.md"),
    (r"(?i).*\.md", "move a note to notes/YEAR/; name a raw note NAME.original.md"),
)


def unknown_file(path: Path, plain: bool, root: Path) -> Iterator[Problem]:
    """Every file under notes/ and docs/ is of a kind that is checked.

    Bad: `notes/2031/participants.csv`, `notes/2031/~$zuma.docx`, `docs/page.html`
    Good: `notes/2031/zuma.docx`, `docs/about.md`, `docs/assets/site.css`
    """
    if path.is_symlink() or (plain and kind_of(path, root)):
        return
    message = "no check knows this kind of file at this place" if plain else "this is no plain file"
    ways = (way for pattern, way in _WAYS_OUT if re.fullmatch(pattern, path.name))
    fix = next(ways, "move it out of notes/ and docs/")
    yield Problem(shown_path(path, root), 1, 1, "unknown-file", message, fix)


def linked_file(path: Path, plain: bool, root: Path) -> Iterator[Problem]:
    """No file or folder is a link: it would publish what lies elsewhere.

    Bad: `docs/draft.md` as a symbolic link to `notes/2031/draft.md`
    Good: a file of its own
    """
    if not plain and path.is_symlink():
        message, fix = "this is a symbolic link", "put the file itself here, or remove the link"
        yield Problem(shown_path(path, root), 1, 1, "linked-file", message, fix)


ALL = (unknown_file, linked_file)


def judge_files(files: list[tuple[Path, bool]], root: Path) -> Iterator[Problem]:
    """Give the problems of files, each with whether it is a plain one."""
    for path, plain in files:
        for rule in ALL:
            yield from rule(path, plain, root)


def check_originals(
    root: Path, paths: Sequence[Path], notes: Sequence[Note], cache: Cache | None = None
) -> list[Problem]:
    """Check files that are, or are about to be, in the repository.

    Every file is searched for hidden data; a raw note's own text for whom it identifies, under the
    rule of its note and with its consented speakers; without a note, under the Chatham House rule.
    What `cache` remembers of a file's bytes is not looked for again.
    """
    problems = [problem for note in notes for problem in stale_original(note)]
    if not paths:
        return sorted(problems)
    # Imported here: a check of notes alone must not wait for child processes.
    from workshop_notes.sandbox import Job

    of_original = {
        note.path.with_name(note.original.file): note for note in notes if note.original is not None
    }
    vocabularies = (root / "notes" / "vocabularies").as_posix()
    cache = cache or Cache(None)
    known = digest_of_files(root, "notes/vocabularies") if cache.is_open else ""
    jobs = []
    for path in paths:
        note = of_original.get(path)
        names = tuple(speaker.name for speaker in note.speakers) if note else ()
        public = note is not None and is_public(note)
        waivers = tuple(waiver.text for waiver in note.public) if note else ()
        arguments = (shown_path(path, root), vocabularies, public, names, waivers)
        digest = digest_of(path) if cache.is_open and path.is_file() else ""
        job = Job(f"{__name__}:check_one", path, arguments)
        jobs.append(((known, arguments), digest, job))
    for result in cache.bounded("original", jobs):
        problems.extend([result.problem] if result.problem else result.value)
    return problems


def stale_original(note: Note) -> Iterator[Problem]:
    """A note records the hash of the very original that lies beside it.

    Bad: an original that was changed after `notes ingest`
    Good: the note made anew from it, or compared with it and its `sha256` written anew
    """
    if note.original is None or not note.original.sha256:
        return
    path = note.path.with_name(Path(note.original.file).name)
    if path.is_file() and not path.is_symlink():
        digest = digest_of(path)
        if digest != note.original.sha256:
            message = f"{path.name} is not the file that this note was made from"
            fix = "compare the two; then run `notes ingest --force` to make the note anew, or "
            fix += f"write `sha256: {digest}`"
            yield note.problem("original", "stale-original", message, fix)


def check_one(
    path: Path,
    data: bytes,
    shown: str,
    vocabularies: str,
    public: bool,
    names: tuple[str, ...],
    waivers: tuple[str, ...],
) -> list[Problem]:
    """Check one file; runs in a child process. `public` says that no rule protects its speakers."""
    # Imported here: only the child needs the readers of Word, PDF and pictures.
    from workshop_notes.convert import convert
    from workshop_notes.formats.table import scan

    problems = scan(data, shown, committed=True)
    if has_errors(problems) or not is_original(path):
        return problems
    conversion = convert(path, data, name=shown)
    found = identify_text(
        conversion.text,
        shown,
        vocabularies_of(vocabularies),
        language=conversion.metadata.get("lang", "en")[:2],
        consented=names,
        public=public,
        waivers=waivers,
    )
    return [*problems, *found]
