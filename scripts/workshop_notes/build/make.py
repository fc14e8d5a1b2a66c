"""Making a site: check, derive, render, index, sweep; then it takes the old one's place."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from workshop_notes.bounded import TooLargeError, UnreadError, read_bounded, read_text
from workshop_notes.build.cache import (
    Asked,
    Cache,
    Finished,
    Memory,
    Staged,
    standing_of,
    unchanged,
)
from workshop_notes.build.pack import write_packs
from workshop_notes.build.render import IN_CHARGE, RenderingError, render
from workshop_notes.build.secret import secrets_of
from workshop_notes.build.sweep import lost_words, sweep_staged
from workshop_notes.checks.check import check_collection
from workshop_notes.collection import Collection, Read, load_collection, shown_path
from workshop_notes.exports import write_files
from workshop_notes.machine import refusal_in
from workshop_notes.note import Note, body_of, read_note
from workshop_notes.problem import Problem, has_errors
from workshop_notes.sandbox import end_with_parent
from workshop_notes.search.index import site_files
from workshop_notes.settings import read_settings, text_without_empty, unused
from workshop_notes.sharing import PrintingError, print_notes, share, write_policies
from workshop_notes.site import Changes, derive
from workshop_notes.vocabulary import Vocabularies, load_vocabularies
from workshop_notes.writing import (
    STAGING,
    clear_staging,
    discard,
    new_staging,
    refuse_site,
)

ZENSICAL = ".zensical"
ZENSICAL_NUMBER = 12  # digits that its numbers have at the least
PICTURES = ".cache/pictures"


class BuildError(Exception):
    """The build stopped, and the previous site stands; `problems` say why."""

    def __init__(self, message: str, problems: list[Problem]) -> None:
        super().__init__(message)
        self.problems = problems


class SavedError(BuildError):
    """A note was saved while it was read."""


@dataclass(frozen=True)
class Prepared:
    """A project ready to be rendered: all its notes, those that readers will see, and warnings."""

    whole: Collection
    seen: Collection
    problems: list[Problem]
    done: Changes


def prepare(
    root: Path, today: str, *, drafts: bool = False, pdf: bool = False, cache: Cache | None = None
) -> Prepared:
    """Check what will be seen on `today` (ISO text) and derive its pages into docs/.

    Raises BuildError, with nothing derived, when a note that would be published fails a check.
    """
    cache = cache or Cache(None)
    whole = read_project(root, cache)
    seen = whole.published(today, drafts=drafts)
    problems = check_collection(seen, cache)
    if has_errors(problems):
        raise BuildError("the notes have errors", problems)
    done = derive(root, seen, drafts=drafts, pdf=pdf, cache=cache)
    return Prepared(whole, seen, [*problems, *unused(read_settings(root))], done)


def finish(
    ready: Prepared, staged: Staged, *, pdf: bool = False, cache: Cache | None = None
) -> tuple[list[Problem], Memory]:
    """Index, close and sweep a staged site, then put it in the place of the old one.

    Each note is printed too if `pdf` is set. Gives warnings of what pages ask for in vain, and what
    to remember of the site's files. Raises BuildError, and leaves the old site as it was, when a
    word of a note is not on its page, or the sweep finds a leak.
    """
    root, seen, edition = ready.seen.root, ready.seen, ready.done.edition
    lost = list(lost_words(seen.oldest_first, staged.folder, staged.taken))
    if lost:
        raise BuildError("notes lose words on their pages", lost)
    cache = cache or Cache(None)
    for name, text in site_files(seen, staged.path, cache).items():
        staged.put(name, text.encode())
    along = write_files(edition, staged)
    share(staged, edition, root / PICTURES)
    problems = write_policies(staged.folder)
    # The size of a pack stands in a page that may have been taken over.
    write_packs(edition, staged)
    if pdf:
        try:
            print_notes(staged.folder, seen.oldest_first, os.environ.get("SITE_URL", ""))
        except PrintingError as error:
            raise BuildError(str(error), []) from error
    try:
        secrets = secrets_of(root, ready.whole, seen, cache, edition.accounts)
    except UnreadError as error:
        raise BuildError("an original cannot be read", [error.problem]) from error
    leaks = sweep_staged(staged, secrets)
    if has_errors(leaks):
        raise BuildError("the built site holds what must not be seen", leaks)
    files, lying = staged.take_the_place()
    return problems, Memory(files=files, lying=lying, secrets=secrets.digest, along=along)


def build(
    root: Path, site: Path, asked: Asked, cache: Cache | None = None, made_of: str = ""
) -> list[Problem]:
    """Build the whole site into the folder `site` and give the warnings.

    What `cache` knows is not done again, and it is closed; `made_of` is what `unchanged` gave to
    whoever asked already. Raises BuildError on any failure, and NotOursError when `site` is no
    folder of ours; the previous site then stands as it was.
    """
    cached, cache = cache is not None, cache or Cache(None)
    strict, pdf = asked.strict, asked.pdf
    try:
        if not made_of:
            refuse_site(site, root)
            same, made_of = unchanged(root, site, asked, cache) if cached else (None, "")
            if same:
                return same.problems
        clear_staging(site)
        last = cache.get("memory", str(site))
        ready = prepare(root, asked.day, drafts=asked.drafts, pdf=pdf, cache=cache)
        problems = ready.problems
        if strict and problems:
            raise BuildError("the notes have warnings, and --strict was asked for", problems)
        # What is printed is printed of a whole site.
        trusted = last if isinstance(last, Memory) and not pdf else None
        found = Memory()
        with Staged(new_staging(site), site, trusted) as staged:
            if asked.builder == "zensical":
                _zensical(root, staged.folder, strict)
            elif cached:
                found, said = render(ready.done, staged, cache, strict=strict)
                problems = [*problems, *said]
            else:
                _mkdocs(root, staged.folder, strict)
            more, left = finish(ready, staged, pdf=pdf, cache=cache)
        problems = [*problems, *more]
        # A page that gave a warning is looked at again, so that the warning is given again.
        spoken = {problem.path for problem in more}
        pages = {name: one for name, one in found.pages.items() if one.output not in spoken}
        left = replace(left, pages=pages, around=found.around)
        cache.put("memory", str(site), left)
        standing = standing_of(root, left.lying)
        cache.put("site", str(site), Finished(made_of, standing, problems, bool(pages)))
    except RenderingError as error:
        raise BuildError(f"the builder failed:\n{error}", []) from error
    finally:
        cache.close(tidy=True)
    return problems


def read_project(root: Path, cache: Cache) -> Collection:
    """Give all notes and the vocabularies of a project, read as far as they changed."""

    def known(folder: Path, root: Path) -> tuple[Vocabularies, list[Problem]]:
        given = (folder.as_posix(), root.as_posix())
        files = sorted(folder.glob("*.yml"))
        return cache.once("vocabularies", given, partial(load_vocabularies, folder, root), files)

    return load_collection(root, partial(read_notes, root, cache), known)


def read_notes(root: Path, cache: Cache, paths: list[Path]) -> list[Read]:
    """Give what `read_note` gives for each of some files, as far as they changed."""
    given = [(path.as_posix(), cache.digest(path)) for path in paths]

    def values(place: int) -> tuple[dict[str, Any], list[Problem]]:
        path, (_, digest) = paths[place], given[place]
        note, problems = read_note(path, root, _content(path, root, digest))
        return replace(note, content=digest).state() if note else {}, problems

    again = {"_read": partial(_again, root)}
    known = zip(paths, cache.together("note", given, values), strict=True)
    return [
        (Note.of({"path": path, **again, **state}) if state else None, problems)
        for path, (state, problems) in known
    ]


def _again(root: Path, note: Note, name: str) -> Any:
    """Read the body or the positions of a note whose other values are known."""
    content = _content(note.path, root, note.content)
    if name == "body":
        return body_of(read_text(note.path, note.shown, "", data=content), note.shown)
    return getattr(read_note(note.path, root, content)[0], name)


def _content(path: Path, root: Path, digest: str) -> bytes | None:
    """Read a note's file, unless it is too large.

    What is remembered must be of the very content that it is remembered by.
    """
    try:
        content = read_bounded(path)
    except TooLargeError:
        return None
    if hashlib.sha256(content).hexdigest() != digest:
        raise SavedError(f"{shown_path(path, root)} was saved meanwhile; build again", [])
    return content


def _mkdocs(root: Path, staged: Path, strict: bool) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(staged)]
    # The hook leaves the work to whoever set this, so that nothing is done twice.
    _run([*command, *(["--strict"] if strict else [])], root, {IN_CHARGE: "1"})


def _zensical(root: Path, staged: Path, strict: bool) -> None:
    """Run Zensical, which builds only below the project and knows no option for the folder."""
    clear_staging(root / ZENSICAL)
    inside = new_staging(root / ZENSICAL)
    config = inside.with_name(f"{inside.name}.yml")
    command = [_program("zensical"), "build", "--config-file", config.name]
    # With --clean it would empty .cache, whoever wrote there; its own files have numbers for names.
    for kept in (root / ".cache").glob("[0-9]*"):
        if kept.name.isdecimal() and len(kept.name) > ZENSICAL_NUMBER and kept.is_file():
            kept.unlink()
    try:
        shipped = text_without_empty((root / "mkdocs.yml").read_text("utf-8"), root / "docs")
        base = config.with_name(f"{inside.name}-base.yml")
        base.write_text(shipped, encoding="utf-8", newline="\n")
        own = f"INHERIT: {base.name}\nsite_dir: {inside.name}\n"
        config.write_text(own, encoding="utf-8", newline="\n")
        _run([*command, *(["--strict"] if strict else [])], root, {})
        for path in sorted(inside.iterdir()):
            shutil.move(path, staged / path.name)
    finally:
        for left in root.glob(f"{ZENSICAL}{STAGING}*.yml"):
            left.unlink()
        if inside.is_dir():
            discard(inside)


def _program(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        raise BuildError(f"{name} is not installed; run `pip install {name}`", [])
    return found


def _run(command: list[str], root: Path, environment: dict[str, str]) -> None:
    import subprocess

    done = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "true", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        preexec_fn=end_with_parent if sys.platform == "linux" else None,
    )
    if done.returncode != 0:
        refused = refusal_in(done.stdout) if "Error" in done.stdout else ""
        said, _, traced = done.stdout.strip().partition("Traceback (most recent call last):\n")
        said += traced.rpartition("\n")[2].removeprefix("RuntimeError: ")
        raise BuildError(refused or f"the builder failed:\n{said}", [])
