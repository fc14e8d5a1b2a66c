"""Making a site: check, derive, render, index, sweep; then it takes the old one's place."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from workshop_notes.bounded import TooLargeError, read_bounded
from workshop_notes.build.account import lost_words
from workshop_notes.build.cache import FILE, Cache
from workshop_notes.build.memory import (
    Asked,
    Finished,
    Memory,
    lying_below,
    standing_of,
    unchanged,
)
from workshop_notes.build.pack import write_packs
from workshop_notes.build.render import Rendered, RenderingError, render
from workshop_notes.build.secret import UnreadError, secrets_of
from workshop_notes.build.sweep import sweep
from workshop_notes.checks.check import check_collection
from workshop_notes.collection import Collection, Read, load_collection
from workshop_notes.machine import refusal_in
from workshop_notes.note import Note, read_note
from workshop_notes.problem import Problem, has_errors
from workshop_notes.sandbox import end_with_parent
from workshop_notes.search.index import write_index
from workshop_notes.settings import read_settings, text_without_empty, unused
from workshop_notes.sharing import share, write_policies
from workshop_notes.site import Changes, derive, take_along
from workshop_notes.views.edition import hues
from workshop_notes.vocabulary import Vocabularies, load_vocabularies
from workshop_notes.writing import (
    MARK,
    STAGING,
    below,
    clear_staging,
    digest_of,
    discard,
    new_staging,
    put,
    refuse_site,
    take_the_place,
)

IN_CHARGE = "WORKSHOP_NOTES_BUILD"
ZENSICAL = ".zensical"
ZENSICAL_NUMBER = 12  # digits that its numbers have at the least
PICTURES = ".cache/pictures"


class BuildError(Exception):
    """The build stopped, and the previous site stands; `problems` say why."""

    def __init__(self, message: str, problems: list[Problem]) -> None:
        super().__init__(message)
        self.problems = problems


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
    ready: Prepared,
    staged: Path,
    site: Path,
    *,
    pdf: bool = False,
    cache: Cache | None = None,
    last: Memory | None = None,
    taken: frozenset[str] = frozenset(),
) -> tuple[list[Problem], str, dict[str, str]]:
    """Index, close and sweep a staged site, then put it in the place of the old one.

    Each note is printed too if `pdf` is set; `taken` are the pages taken over from the `last` site.
    Gives warnings of what pages ask for in vain, the digest of the secrets that were looked for,
    and the SHA-256 of each file. Raises BuildError, and leaves the old site as it was, when a word
    of a note is not on its page, or the sweep finds a leak.
    """
    root, seen = ready.seen.root, ready.seen
    lost = list(lost_words(seen.oldest_first, staged, taken))
    if lost:
        raise BuildError("notes lose words on their pages", lost)
    write_index(seen, staged, remembered=cache is not None and cache.is_open, cache=cache)
    last, memory = last or Memory(), cache or Cache(None)
    done = ready.done
    take = partial(last.take, site, staged)
    known = take_along(done, staged, put, take)
    settings = read_settings(root)
    share(staged, seen, settings, hues(seen.vocabularies), root / PICTURES)
    problems = write_policies(staged, taken)
    files = digests(staged, known | {name: last.files[name] for name in taken})
    # The size of a pack stands in a page that may have been taken over.
    packed = write_packs(done.edition, staged, files, site, take)
    files |= {name: digest_of(staged / name) for name in packed}
    if pdf:
        _print(staged, seen.oldest_first)
        files = digests(staged, files)
    try:
        secrets = secrets_of(root, ready.whole, seen, cache, done.edition.accounts)
    except UnreadError as error:
        raise BuildError("an original cannot be read", [error.problem]) from error
    clean = last.files.items() if last.secrets == secrets.digest else ()
    members = memory.get("members", secrets.digest)
    members = dict(members) if isinstance(members, dict) else {}
    leaks = sweep(staged, secrets, clean=clean, digests=files, members=members)
    memory.put(
        "members", secrets.digest, {name: members[name] for name in members if name in files}
    )
    if has_errors(leaks):
        raise BuildError("the built site holds what must not be seen", leaks)
    take_the_place(staged, site)
    return problems, secrets.digest, files


def build(
    root: Path, site: Path, asked: Asked, *, cached: bool = True, made_of: str = ""
) -> list[Problem]:
    """Build the whole site into the folder `site` and give the warnings.

    With `cached`, what did not change since the last build is not done again; `made_of` is what
    `unchanged` gave to whoever asked already. Raises BuildError on any failure, and NotOursError
    when `site` is no folder of ours; the previous site then stands as it was.
    """
    if not made_of:
        refuse_site(site, root)
    if cached and not made_of:
        same, made_of = unchanged(root, site, asked)
        if same:
            return same.problems
    strict, pdf = asked.strict, asked.pdf
    clear_staging(site)
    cache = Cache(root / ".cache" / FILE if cached else None)
    try:
        last = cache.get("memory", str(site))
        last = last if isinstance(last, Memory) else Memory()
        ready = prepare(root, asked.day, drafts=asked.drafts, pdf=pdf, cache=cache)
        problems = ready.problems
        if strict and problems:
            raise BuildError("the notes have warnings, and --strict was asked for", problems)
        staged = new_staging(site)
        memory = Memory() if pdf else last
        found = Rendered({}, {}, frozenset())
        try:
            if asked.builder == "zensical":
                _zensical(root, staged, strict)
            elif cached:
                found = rendered(ready.done, staged, site, memory, cache, strict=strict)
            else:
                _mkdocs(root, staged, strict)
            more, secrets, files = finish(
                ready, staged, site, pdf=pdf, cache=cache, last=last, taken=found.taken
            )
        except RenderingError as error:
            raise BuildError(f"the builder failed:\n{error}", []) from error
        finally:
            if staged.is_dir():
                discard(staged)
        problems = [*problems, *more]
        # A page that gave a warning is looked at again, so that the warning is given again.
        spoken = {problem.path for problem in more}
        pages = {name: one for name, one in found.pages.items() if one.output not in spoken}
        lying = lying_below(site)
        cache.put("memory", str(site), Memory(pages, found.shown, files, lying, secrets))
        standing = standing_of(root, lying)
        cache.put("site", str(site), Finished(made_of, standing, problems, bool(pages)))
    finally:
        cache.close(tidy=True)
    return problems


def rendered(
    done: Changes, staged: Path, site: Path, memory: Memory, cache: Cache, *, strict: bool
) -> Rendered:
    """Render docs/ into `staged`, the hook leaving all else to whoever called this."""
    os.environ[IN_CHARGE] = "1"
    try:
        root = done.edition.whole.root
        derived = {path: one.digest for path, one in done.left.made.items()}
        return render(root, staged, site, memory, cache, derived, strict=strict)
    finally:
        del os.environ[IN_CHARGE]


def digests(folder: Path, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the SHA-256 of every file below a folder, where it is not known already."""
    return {
        name: (known or {}).get(name) or digest_of(Path(entry))
        for name, entry in below(folder)
        if name != MARK and entry.is_file()
    }


def read_project(root: Path, cache: Cache) -> Collection:
    """Give all notes and the vocabularies of a project, read as far as they changed."""

    def known(folder: Path, root: Path) -> tuple[Vocabularies, list[Problem]]:
        given = (folder.as_posix(), root.as_posix())
        files = sorted(folder.glob("*.yml"))
        return cache.once("vocabularies", given, partial(load_vocabularies, folder, root), files)

    return load_collection(root, partial(read_notes, root, cache), known)


def read_notes(root: Path, cache: Cache, paths: list[Path]) -> list[Read]:
    """Give what `read_note` gives for each of some files, as far as they changed."""
    # Read once: what is remembered must be of the very content that it is remembered by.
    given = [(path.as_posix(), _content(path)) for path in paths]
    return cache.each("note", given, lambda place: read_note(paths[place], root, given[place][1]))


def _content(path: Path) -> bytes | None:
    try:
        return read_bounded(path)
    except TooLargeError:
        return None


def _print(staged: Path, notes: Iterable[Note]) -> None:
    # Imported here: printing is optional and slow to load.
    from workshop_notes.sharing import PrintingError, print_notes

    try:
        print_notes(staged, notes, os.environ.get("SITE_URL", ""))
    except PrintingError as error:
        raise BuildError(str(error), []) from error


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
