"""What is remembered between builds changes nothing but the time that they take."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.end_to_end.conftest import project, run
from tests.tools import ROOT

from workshop_notes.build import make
from workshop_notes.build.cache import FILE, Asked, Cache

NOTE = "notes/2031/zuma.md"
DAY = "2036-07-18"


def content(site: Path) -> dict[str, bytes]:
    """Give every file of a site."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def build(root: Path, *, cached: bool = True) -> dict[str, bytes]:
    cache = Cache(root / ".cache" / FILE) if cached else None
    make.build(root, root / "site", Asked(DAY), cache)
    return content(root / "site")


def plain(root: Path) -> dict[str, bytes]:
    """Give the site as MkDocs alone writes it, of a copy without anything remembered."""
    other = root.with_name(f"{root.name}-plain")
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(root, other, ignore=shutil.ignore_patterns("site", ".cache"))
    run(other, "mkdocs", "build", "--quiet", WORKSHOP_NOTES_PLAIN="1")
    return content(other / "site")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project beside a copy of all of it, which each test begins with again."""
    root = project(tmp_path_factory.mktemp("cache") / "project", ROOT / "tests/toy/notes")
    os.environ["SOURCE_DATE_EPOCH"] = "2100000000"
    build(root)
    shutil.copytree(root, root.with_name("kept"), symlinks=True)
    return root


@pytest.fixture
def root(built: Path) -> Path:
    """A project with all that its last build remembers; the folder's name is part of that."""
    shutil.rmtree(built)
    shutil.copytree(built.with_name("kept"), built, symlinks=True)
    return built


def replaced(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def add(root: Path) -> None:
    text = (root / NOTE).read_text("utf-8").replace("2031-05-20", "2031-05-21")
    (root / "notes/2031/zuma-second.md").write_text(text, "utf-8")


def rename(root: Path) -> None:
    (root / NOTE).rename(root / "notes/2031/renamed.md")


def nothing(root: Path) -> None:
    (root / NOTE).touch()


def look(root: Path) -> None:
    block = "{% block site_meta %}"
    replaced(root, "overrides/main.html", block, f'{block}<meta name="changed" content="1">')


def label(root: Path) -> None:
    replaced(root, "notes/vocabularies/themes.yml", "Human rights", "Rights of all")


CHANGES: dict[str, Callable[[Path], object]] = {
    "nothing": nothing,
    "a note": lambda root: replaced(root, NOTE, "Several participants", "Most participants"),
    "a title": lambda root: replaced(root, NOTE, "Ranking the Tasks", "Ranking Tasks"),
    "added": add,
    "removed": lambda root: (root / NOTE).unlink(),
    "renamed": rename,
    "a vocabulary": label,
    "a template": look,
    "a word": lambda root: replaced(root, "overrides/words/en.html", "Themes", "Subjects"),
    "a setting": lambda root: replaced(root, "mkdocs.yml", "site_name: ", "site_name: Other "),
    "a page by hand": lambda root: replaced(root, "docs/about.md", "# ", "# More "),
    "a style": lambda root: (root / "docs/assets/site.css").write_text("/* new */", "utf-8"),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_a_build_after_a_change_is_what_mkdocs_alone_would_write(root: Path, change: str) -> None:
    if change == "nothing":
        build(root)  # the disk's own times are remembered too, and a copy has others
    CHANGES[change](root)
    assert build(root) == plain(root)


def test_one_changed_note_renders_few_pages(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path: path.stat().st_ino for path in (root / "site").rglob("index.html")}
    CHANGES["a note"](root)
    build(root)
    kept = [path for path, inode in before.items() if path.exists() and path.stat().st_ino == inode]
    assert len(kept) > len(before) * 0.6
    assert root / "site/notes/2031/zuma/index.html" not in kept


def test_a_changed_setting_or_version_takes_nothing_over(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.stat().st_ino for path in (root / "site").rglob("*.html")}
    monkeypatch.setattr("workshop_notes.build.cache.version", lambda: "another")
    build(root)
    assert not before & {path.stat().st_ino for path in (root / "site").rglob("*.html")}


def test_nothing_changed_is_seen_and_a_touched_site_is_mended(root: Path) -> None:
    right = build(root)
    page = root / "site/index.html"
    times = page.stat()
    inode = times.st_ino
    build(root)
    assert page.stat().st_ino == inode
    page.write_bytes(page.read_bytes().replace(b"a", b"b"))
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    (root / "site/about/index.html").unlink()
    assert build(root) == right


def test_a_note_of_equal_size_and_time_is_noticed(root: Path) -> None:
    path = root / NOTE
    times = path.stat()
    path.write_text(path.read_text("utf-8").replace("Several", "SeverAl"), "utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert b"SeverAl" in build(root)["notes/2031/zuma/index.html"]


@pytest.mark.parametrize("harm", ["truncated", "random", "tampered", "foreign", "empty", "folder"])
def test_a_harmed_cache_costs_time_and_nothing_else(root: Path, harm: str) -> None:
    right = build(root)
    file = root / ".cache" / FILE
    if harm == "tampered":
        with sqlite3.connect(file) as base:
            base.execute("UPDATE kept SET value = replace(value, 'a', 'b')")
    elif harm == "foreign":
        file.unlink()
        with sqlite3.connect(file) as base:
            base.execute("CREATE TABLE kept (other TEXT)")
    elif harm == "folder":
        file.unlink()
        file.mkdir()
    else:
        data = file.read_bytes()
        file.write_bytes(
            {"truncated": data[:5_000], "random": os.urandom(9_000), "empty": b""}[harm]
        )
    (root / NOTE).touch()
    assert build(root) == right


def test_the_strength_of_the_sweep_does_not_change(root: Path) -> None:
    for text in (
        "write to zed.zedson@mission.example",
        "This canary sentence of a draft must stay out of every built file.",
    ):
        page = root / "docs/assets/extra.css"
        page.write_text(f"/* {text} */", "utf-8")
        with pytest.raises(make.BuildError):
            build(root)
        page.unlink()
        build(root)
    # What was swept clean becomes a secret when its note is no longer shown.
    replaced(root, NOTE, "status: published", "status: draft")
    (root / "docs/assets/old.js").write_text((root / NOTE).read_text("utf-8"), "utf-8")
    with pytest.raises(make.BuildError):
        build(root)


def test_two_processes_may_share_a_cache(tmp_path: Path) -> None:
    one, other = Cache(tmp_path / "a.sqlite"), Cache(tmp_path / "a.sqlite")
    assert one.once("kind", "given", lambda: [1]) == [1]
    assert other.once("kind", "given", lambda: [2]) == [2]
    one.close()
    other.close()
    third = Cache(tmp_path / "a.sqlite")
    assert third.once("kind", "given", lambda: [3]) in ([1], [2])
    third.close()


def test_what_is_saved_while_it_is_read_is_not_remembered(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before", "utf-8")
    memory = Cache(tmp_path / "kept.sqlite")

    def saved_meanwhile() -> str:
        read = page.read_text("utf-8")
        page.write_text("after", "utf-8")
        return read

    assert memory.once("kind", "given", saved_meanwhile, [page]) == "before"
    page.write_text("before", "utf-8")
    assert memory.once("kind", "given", lambda: "read again", [page]) == "read again"
    assert memory.once("kind", "given", lambda: "once more", [page]) == "read again"
