"""Writing: files whole or not at all, and folders replaced only where an earlier run wrote them.

A folder of ours holds a mark, a file that lists what we wrote there. Nothing else is ever deleted
or replaced in it, and nothing is reached through a symbolic link.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import mmap
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from workshop_notes.settings import read_settings

READABLE, ENTERED = 0o644, 0o755
MARK = ".workshop-notes"
STAGING = ".building-"
SOURCES = ("notes", "docs", "overrides", "scripts", "tests", "bench")
_HEAD = "# Written by `notes build`, which deletes the files named here, and no others.\n"
_WHOLE = "*"  # instead of names: a folder that a run made for itself alone
_SHOWN = 3  # foreign files that a message names
_AT_CWD, _EXCHANGE = -100, 2
LONG = 1_000_000  # bytes of a file that are not copied to be read
MOMENT = 1_000_000_000  # nanoseconds: within one a file may be written twice and lie as it did
# What a file holds: a short one copied, a long one where it lies.
Content = bytes | mmap.mmap
# How a file lies on the disk.
Lying = tuple[int, ...]
Kind = Literal["folder", "file", "link", "other"]
# What some folders held: how each lay, and its entries, each before its kind; and of those that
# this run asked for.
HELD: dict[str, tuple[Lying, str]] = {}
MET: dict[str, tuple[Lying, str]] = {}


class NotOursError(Exception):
    """Something would be deleted or replaced that no earlier run wrote; the message says what."""


def write_whole(path: Path, content: str | bytes) -> None:
    """Write `content` (text as UTF-8 with \\n) to `path`; a stop midway leaves the old file."""
    make_folder(path.parent)
    data = content.encode("utf-8") if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=_beside(path))
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.chmod(READABLE)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def put(path: Path, *content: bytes | memoryview) -> None:
    """Write to a path in a staged folder, where nobody looks before all of it is written."""
    make_folder(path.parent)
    path.unlink(missing_ok=True)  # it may be a file of the last site, by another name
    with path.open("wb") as file:
        file.writelines(content)


def write_if_changed(path: Path, content: str | bytes) -> bool:
    """Write only what differs, so that no watcher wakes for nothing; say whether it was written."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    if _is_alike(path, data):
        return False
    write_whole(path, data)
    return True


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, with the same rights whatever the umask is."""
    if not folder.is_dir():
        make_folder(folder.parent)
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
            folder.chmod(ENTERED)


def refuse_links(path: Path, root: Path) -> None:
    """Raise NotOursError when a part of `path` is a link; above `root`, links are its owner's."""
    below = path.relative_to(root).parts if path.is_relative_to(root) else path.parts
    here = root if path.is_relative_to(root) else Path()
    for part in below:
        here /= part
        if here.is_symlink():
            raise NotOursError(f"{here} is a symbolic link, which is never followed")


def project_of(path: Path) -> Path:
    """Give the folder of the project that a path lies in, else the path's own folder."""
    return next((one for one in path.parents if (one / "mkdocs.yml").is_file()), path.parent)


def refuse_site(site: Path, root: Path) -> None:
    """Raise NotOursError unless `site` may become, or be replaced as, the site of project `root`.

    It may be missing, empty or ours to the last file; never the project, a folder above it, a
    source folder, a hidden folder of the project, or anything behind a link.
    """
    refuse_links(site, root)
    real, project = Path(os.path.realpath(site)), Path(os.path.realpath(root))
    other = "choose another with --site-dir"
    if project.is_relative_to(real):
        raise NotOursError(f"{site} is the project, or holds it; {other}")
    if real.is_relative_to(project):
        first, *_ = real.relative_to(project).parts
        if first in SOURCES or first.startswith(".") or _is_set(site, root):
            raise NotOursError(f"{site} lies in a source folder of the project; {other}")
    if os.path.lexists(site):
        _refuse_foreign(site, f"move it away, or {other}")


def new_staging(site: Path) -> Path:
    """Make the folder beside `site` in which this run builds the next one; no other run uses it."""
    make_folder(site.parent)
    staged = Path(tempfile.mkdtemp(prefix=f"{site.name}{STAGING}", dir=site.parent))
    staged.chmod(ENTERED)
    mark(staged, (_WHOLE,))
    return staged


def clear_staging(site: Path) -> None:
    """Remove what killed builds left beside `site`; a whole site that lost its place gets it."""
    for left in sorted(site.parent.glob(f"{glob.escape(site.name)}{STAGING}*")):
        names = written_before(left)
        if left.is_symlink() or names is None:
            continue
        if not site.exists() and names and _WHOLE not in names:
            left.rename(site)
        else:
            discard(left)


def take_the_place(staged: Path, site: Path) -> None:
    """Put the staged site where the old one is, in one step where the system can, and mark it.

    Raises NotOursError, with the old site untouched, when something foreign lies in it.
    """
    names = []
    for name, kind in below(staged):
        _set_mode(staged / name, kind)
        if kind != "folder" and name.rpartition("/")[2] != MARK:
            names.append(name)
    mark(staged, names)
    if os.path.lexists(site):
        _refuse_foreign(site, "move it away")
        if not _exchanged(staged, site):
            old = site.with_name(f"{staged.name}-old")
            site.rename(old)
            staged.rename(site)
            staged = old
        discard(staged)
    else:
        staged.rename(site)


def renew(site: Path, staged: Path, names: Iterable[str]) -> None:
    """Put what stands in a staged folder into a site, file by file; `names` are all that remain.

    A stop midway leaves whole files of the one site or the other, and all of them known as ours.
    Raises NotOursError, with the site untouched, when something foreign lies where a file is to be.
    """
    before, after = written_before(site) or frozenset(), set(names)
    new = [(name, kind) for name, kind in below(staged) if name != MARK and kind != "folder"]
    foreign = [name for name, _ in new if name not in before and os.path.lexists(site / name)]
    if foreign:
        raise NotOursError(_foreign(site, foreign, "move it away"))
    if before | after != before:
        mark(site, before | after)
    for name in sorted(before - after):
        (site / name).unlink(missing_ok=True)
        _remove_empty((site / name).parent, site)
    for name, kind in new:
        _set_mode(staged / name, kind)
        make_folder((site / name).parent)
        (staged / name).replace(site / name)
    if before != after:
        mark(site, after)
    discard(staged)


def write_tree(
    folder: Path,
    files: Mapping[str, Callable[[], str | None]],
    within: Sequence[str],
) -> tuple[list[str], list[str]]:
    """Make a folder's own files be `files` (path below it → its text), and give (written, removed).

    Each text is made when its turn comes; None is what stands there. Only what differs is written,
    and only what an earlier run wrote is replaced or removed: any other file, at a place that is
    wanted or in the folders `within`, raises NotOursError first.
    """
    before = written_before(folder) or frozenset()
    refuse_links(folder, folder.parent)
    there = set(files)
    for name in within:
        if (folder / name).is_dir() and not (folder / name).is_symlink():
            found = below(folder, f"{name}/")
            there.update(path for path, kind in found if kind != "folder")
        else:
            there.add(name)
    foreign = [
        path
        for path in sorted(there - before)
        if os.path.lexists(folder / path)
        and not (
            path in files
            and ((text := files[path]()) is None or _is_alike(folder / path, text.encode()))
        )
    ]
    if foreign:
        raise NotOursError(_foreign(folder, foreign, _STALE))
    if not before.issuperset(files):
        mark(folder, before | set(files))
    written = []
    for path, make in files.items():
        text = make()
        if text is not None and not _is_alike(folder / path, text.encode()):
            refuse_links(folder / path, folder)
            write_whole(folder / path, text)
            written.append(path)
    removed = sorted(path for path in before - set(files) if os.path.lexists(folder / path))
    for path in removed:
        refuse_links((folder / path).parent, folder)
        (folder / path).unlink()
        _remove_empty((folder / path).parent, folder)
    if before != set(files):
        mark(folder, files)
    return sorted(written), removed


def discard(folder: Path) -> None:
    """Delete a folder of ours with all that is in it; the mark goes last, so that a stop is safe.

    Raises NotOursError when it has no mark. Links are removed, never followed.
    """
    if folder.is_symlink() or (written_before(folder) is None and any(folder.iterdir())):
        raise NotOursError(f"{folder} was not made by an earlier run; it is left alone")
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != MARK:
            entry.unlink()
    (folder / MARK).unlink(missing_ok=True)
    folder.rmdir()


def mark(folder: Path, names: Iterable[str]) -> None:
    """Mark a folder as ours: `names` are the files that we wrote below it."""
    write_whole(folder / MARK, _HEAD + "".join(f"{name}\n" for name in sorted(names)))


def written_before(folder: Path) -> frozenset[str] | None:
    """Give the files that earlier runs wrote in a folder; None when it has no mark of ours."""
    path = folder / MARK
    if folder.is_symlink() or path.is_symlink() or not path.is_file():
        return None
    text = path.read_text(encoding="utf-8", errors="replace")
    if not text.startswith(_HEAD):
        return None
    return frozenset(line for line in text.removeprefix(_HEAD).split("\n") if line)


def content_of(path: Path) -> Content:
    """Give what a file holds, which nobody may cut short in its place while it is read."""
    if path.stat().st_size < LONG:
        return path.read_bytes()
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def digest_of(path: Path) -> str:
    """Give the SHA-256 of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def lying(path: str | os.PathLike[str]) -> Lying:
    """Give how a file lies on the disk: mode, size, number, and times of writing and of change.

    The last one is the machine's own, and no program sets it back. Of a folder only that it is
    one is given, of what is gone nothing.
    """
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return ()
    times = (found.st_mtime_ns, found.st_ctime_ns)
    about = (found.st_mode, found.st_size, found.st_ino, *times)
    return about[:1] if stat.S_ISDIR(found.st_mode) else about


def walk(folder: Path) -> Iterator[Path]:
    """Give everything below a folder, sorted; links are given and not followed.

    Raises OSError for a folder that may not be read: what is not seen is not searched either.
    """
    return (folder / name for name, _ in below(folder))


def below(folder: Path, above: str = "") -> Iterator[tuple[str, Kind]]:
    """Give what `walk` gives, each as its name below the folder and its kind."""
    waiting = [(f"{above}{name}", kind) for name, kind in reversed(held(f"{folder}/{above}"))]
    while waiting:
        name, kind = waiting.pop()
        yield name, kind
        if kind == "folder":
            inside = reversed(held(f"{folder}/{name}/"))
            waiting += [(f"{name}/{one}", kind) for one, kind in inside]


def held(folder: str) -> list[tuple[str, Kind]]:
    """Give the names and kinds of what lies in a folder, sorted.

    A folder that lies as it did holds what it held, and is not asked again.
    """
    found = os.lstat(folder)
    lies = (found.st_ino, found.st_mtime_ns, found.st_ctime_ns)
    then, text = known = HELD.get(folder, ((), ""))
    if then != lies:
        with os.scandir(folder) as entries:
            pairs = sorted((one.name, _kind(one)) for one in entries)
        text = "/".join(chain.from_iterable(pairs))
        known = lies, text
    if then == lies or max(lies[1:]) < time.time_ns() - MOMENT:
        HELD[folder] = MET[folder] = known
    parts: Any = text.split("/") if text else []
    return list(zip(parts[::2], parts[1::2], strict=True))


def _kind(entry: os.DirEntry[str]) -> Kind:
    if entry.is_symlink():
        return "link"
    return "folder" if entry.is_dir() else "file" if entry.is_file() else "other"


_STALE = (
    "move what you wrote away; what an older release left in docs/ goes with `git clean -fdX docs`"
)


def _refuse_foreign(site: Path, fix: str) -> None:
    if not site.is_dir():
        raise NotOursError(f"{site} is a file; {fix}")
    names = written_before(site)
    if names is None:
        if any(site.iterdir()):
            raise NotOursError(f"{site} holds files that no build of ours wrote; {fix}")
        return
    folders = {name.rpartition("/")[0] for name in names}
    ours = names | {MARK} | folders | {above for name in folders for above in _above(name)}
    foreign = [name for name, _ in below(site) if name not in ours]
    if foreign:
        raise NotOursError(_foreign(site, foreign, fix))


def _foreign(folder: Path, paths: Sequence[str], fix: str) -> str:
    shown = ", ".join(paths[:_SHOWN])
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return f"{folder} holds what no build of ours wrote: {shown}{more}; {fix}"


def _above(name: str) -> Iterator[str]:
    parts = name.split("/")
    return ("/".join(parts[:end]) for end in range(1, len(parts)))


def _is_set(site: Path, root: Path) -> bool:
    """Say whether a site would lie in a folder that the builder's settings name as a source."""
    settings = read_settings(root)
    named = settings.text("docs_dir"), settings.text("theme", "custom_dir")
    return any(site.is_relative_to(os.path.normpath(root / name)) for name in named if name)


def _beside(path: Path) -> Path:
    """Give the folder for a file's temporary name: what a kill leaves is in nobody's way there."""
    cache = project_of(path) / ".cache"
    try:
        alike = cache.stat().st_dev == path.parent.stat().st_dev and not cache.is_symlink()
    except FileNotFoundError:
        return path.parent
    return cache if alike else path.parent


def _is_alike(path: Path, data: bytes) -> bool:
    try:
        if path.is_symlink() or path.stat().st_size != len(data):
            return False
        return path.read_bytes() == data
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _set_mode(path: Path, kind: Kind) -> None:
    wanted = ENTERED if kind == "folder" else READABLE
    if kind != "link" and path.lstat().st_mode & 0o7777 != wanted:
        path.chmod(wanted)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, so that a kill loses neither; False where it cannot be.

    Source: renameat2(2), Linux 3.15 and later.
    """
    if sys.platform != "linux":
        return False
    names = (os.fsencode(one), os.fsencode(other))
    try:
        import ctypes

        exchange = ctypes.CDLL(None).renameat2
    except AttributeError:
        return False
    return bool(exchange(_AT_CWD, names[0], _AT_CWD, names[1], _EXCHANGE) == 0)


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
