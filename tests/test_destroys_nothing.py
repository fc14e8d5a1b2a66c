"""Nothing is deleted or replaced that an earlier run of ours did not write."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from tests.conftest import TOY

from workshop_notes.cli import main
from workshop_notes.writing import (
    MARK,
    NotOursError,
    clear_staging,
    discard,
    mark,
    new_staging,
    put,
    refuse_site,
    renew,
    take_the_place,
    write_tree,
    write_whole,
    written_before,
)

GOOD = (TOY / "raw" / "zuma.txt").read_text(encoding="utf-8")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_relative_to(folder / ".cache")
    }


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site as a build left it."""
    folder = tmp_path / "site"
    (folder / "about").mkdir(parents=True)
    for name in ("index.html", "about/index.html"):
        (folder / name).write_text("old", "utf-8")
    mark(folder, ("index.html", "about/index.html"))
    return folder


@pytest.mark.parametrize(
    "place",
    [".", "..", "notes", "notes/2031", "docs", "docs/out", "overrides", "thesis", ".git", ".git/x",
     "mkdocs.yml", "linked", "linked/site"],
)  # fmt: skip
def test_a_build_refuses_every_folder_that_is_not_its_own(
    toy: Path, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (".git", "docs", "overrides", "thesis"):
        (toy / name).mkdir(exist_ok=True)
        (toy / name / "chapter.txt").write_text("mine", "utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (toy / "linked").symlink_to(elsewhere)
    before = snapshot(toy)
    command = ["build", "--root", str(toy), "--site-dir", os.path.normpath(toy / place)]
    assert main(command) == 1
    said = capsys.readouterr().err
    assert said.startswith("notes: ")
    assert said.count("\n") == 1
    assert snapshot(toy) == before
    assert list(elsewhere.iterdir()) == []


def test_the_settings_own_folders_are_sources_too(toy: Path) -> None:
    (toy / "mkdocs.yml").write_text(
        "site_name: T\ndocs_dir: text\ntheme: {name: material, custom_dir: look}\n", "utf-8"
    )
    for name in ("text/site", "look"):
        with pytest.raises(NotOursError, match="source"):
            refuse_site(toy / name, toy)


def test_settings_are_read_as_the_builder_reads_them(toy: Path) -> None:
    (toy / "mkdocs.yml").write_text(
        '# docs_dir: kept\n"docs_d\\u0069r": "the editors\' text"\n', "utf-8"
    )
    with pytest.raises(NotOursError, match="source"):
        refuse_site(toy / "the editors' text", toy)
    refuse_site(toy / "kept", toy)


def test_a_folder_that_is_missing_empty_or_ours_may_be_the_site(toy: Path, site: Path) -> None:
    (toy / "site").mkdir()
    for folder in (toy / "site", toy / "new" / "site", site):
        refuse_site(folder, toy)


def test_what_somebody_put_into_a_site_stops_its_replacement(toy: Path, site: Path) -> None:
    (site / "about" / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(NotOursError, match=r"about/thesis\.txt"):
        refuse_site(site, toy)
    staged = new_staging(site)
    with pytest.raises(NotOursError):
        take_the_place(staged, site)
    assert (site / "about" / "thesis.txt").read_text("utf-8") == "mine"


def test_a_git_folder_or_an_empty_folder_of_somebody_counts_too(toy: Path, site: Path) -> None:
    (site / ".git").mkdir()
    with pytest.raises(NotOursError, match=r"\.git"):
        refuse_site(site, toy)


def test_the_new_site_takes_the_old_one_s_place_and_nothing_stays_behind(site: Path) -> None:
    staged = new_staging(site)
    (staged / "index.html").write_text("new", "utf-8")
    take_the_place(staged, site)
    assert snapshot(site).keys() == {MARK, "index.html"}
    assert written_before(site) == {"index.html"}
    assert names(site.parent) == ["site"]


def test_a_site_is_renewed_file_by_file_and_what_is_gone_goes_with_its_folder(site: Path) -> None:
    staged = new_staging(site)
    put(staged / "index.html", b"new")
    put(staged / "a" / "b.html", b"new")
    renew(site, staged, ("index.html", "a/b.html"))
    assert snapshot(site).keys() == {MARK, "index.html", "a/b.html"}
    assert written_before(site) == {"index.html", "a/b.html"}
    assert names(site) == [MARK, "a", "index.html"]
    assert names(site.parent) == ["site"]


def test_what_somebody_put_where_a_new_file_is_to_be_stops_it(site: Path) -> None:
    (site / "thesis.txt").write_text("mine", "utf-8")
    staged = new_staging(site)
    put(staged / "index.html", b"new")
    put(staged / "thesis.txt", b"new")
    with pytest.raises(NotOursError, match=r"thesis\.txt"):
        renew(site, staged, ("index.html", "thesis.txt"))
    assert (site / "index.html").read_text("utf-8") == "old"


def test_modes_do_not_depend_on_the_umask(site: Path) -> None:
    old = os.umask(0o077)
    try:
        staged = new_staging(site)
        (staged / "a").mkdir()
        (staged / "a" / "index.html").write_text("new", "utf-8")
        take_the_place(staged, site)
        write_whole(site / "b" / "c.txt", "x")
    finally:
        os.umask(old)
    for path in (site, *site.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path


def test_what_a_killed_build_left_is_cleared_and_no_other_folder(site: Path) -> None:
    left = new_staging(site)
    (left / "index.html").write_text("half", "utf-8")
    somebodys = site.with_name("site.building-of-mine")
    somebodys.mkdir()
    (somebodys / "thesis.txt").write_text("mine", "utf-8")
    old = site.with_name("site.old")
    old.mkdir()
    (old / "thesis.txt").write_text("mine", "utf-8")
    clear_staging(site)
    assert names(site.parent) == ["site", "site.building-of-mine", "site.old"]


def test_a_site_that_was_lost_between_two_renames_comes_back(site: Path) -> None:
    site.rename(site.with_name("site.building-1"))
    clear_staging(site)
    assert (site / "index.html").read_text("utf-8") == "old"


def test_discard_takes_ours_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "a.txt").write_text("mine", "utf-8")
    with pytest.raises(NotOursError):
        discard(tmp_path / "thesis")
    assert (tmp_path / "thesis" / "a.txt").exists()


def _texts(files: dict[str, str]) -> dict[str, Callable[[], str]]:
    return {name: partial(str, text) for name, text in files.items()}


def test_a_tree_of_ours_is_written_where_it_changed_and_stale_files_go(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    write_tree(docs, _texts({"notes/a/index.md": "a", "notes/b/index.md": "b"}), ("notes",))
    written, removed = write_tree(docs, _texts({"notes/a/index.md": "A"}), ("notes",))
    assert (written, removed) == (["notes/a/index.md"], ["notes/b/index.md"])
    assert not (docs / "notes" / "b").exists()


def test_a_tree_s_foreign_files_are_neither_deleted_nor_overwritten(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    write_tree(docs, _texts({"notes/a/index.md": "a"}), ("notes", "years"))
    for name in ("notes/mine.md", "years/index.md"):
        (docs / name).parent.mkdir(exist_ok=True)
        (docs / name).write_text("by hand", "utf-8")
        with pytest.raises(NotOursError, match=name):
            write_tree(docs, _texts({"years/index.md": "years"}), ("notes", "years"))
        assert (docs / name).read_text("utf-8") == "by hand"
        (docs / name).unlink()


@pytest.mark.parametrize("link", ["docs", "docs/notes", "docs/notes/2031", "docs/assets"])
def test_derived_files_never_go_through_a_link(toy: Path, tmp_path: Path, link: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "thesis.txt").write_text("mine", "utf-8")
    (toy / link).parent.mkdir(parents=True, exist_ok=True)
    (toy / link).symlink_to(elsewhere)
    assert main(["build", "--root", str(toy)]) == 1
    assert names(elsewhere) == ["thesis.txt"]


def test_a_killed_derivation_s_files_are_still_known_as_ours(tmp_path: Path) -> None:
    docs = tmp_path / "docs"

    def stopped() -> str:
        raise KeyboardInterrupt

    files = {**_texts({"notes/a/index.md": "a"}), "notes/b/index.md": stopped}
    with pytest.raises(KeyboardInterrupt):
        write_tree(docs, files, ("notes",))
    assert (docs / "notes/a/index.md").exists()
    write_tree(docs, {}, ("notes",))
    assert not (docs / "notes").exists()


def test_scrub_in_place_never_goes_through_a_link(
    toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    file = elsewhere / "page.html"
    file.write_text("<html><head><meta name=author content=Zed></head><p>x</html>", "utf-8")
    before = file.read_bytes()
    (toy / "notes" / "2035").symlink_to(elsewhere)
    assert main(["scrub", "--in-place", str(toy / "notes/2035/page.html")]) == 1
    assert file.read_bytes() == before
    assert "link" in capsys.readouterr().out


def test_scrub_leaves_a_tagged_note_alone(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = toy / "notes/2031/zuma.md"
    before = note.read_bytes()
    assert main(["scrub", "--in-place", str(note)]) == 1
    assert note.read_bytes() == before
    assert "tagged note" in capsys.readouterr().out


def test_the_project_s_own_folder_means_its_notes_and_pages(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (toy / ".venv").mkdir()
    (toy / ".venv/LICENSE.txt").write_text(GOOD, "utf-8")
    assert main(["check", "--root", str(toy), str(toy)]) == 0
    main(["ingest", "--root", str(toy), "--dry-run", str(toy)])
    assert "LICENSE" not in capsys.readouterr().out


def test_force_replaces_no_note_that_ingest_did_not_write(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = toy / "notes" / "2033" / "zuma.txt"
    source.parent.mkdir()
    source.write_text(GOOD, "utf-8")
    note = source.with_suffix(".md")
    note.write_text("---\ntitle: By hand\nstatus: draft\n---\n\nMine.\n", "utf-8")
    assert main(["ingest", "--root", str(toy), "--force", str(source)]) == 1
    assert "Mine." in note.read_text("utf-8")
    assert "by hand" in capsys.readouterr().out


def test_ingest_writes_through_no_link(toy: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (toy / "notes" / "2033").symlink_to(elsewhere)
    (toy / "raw.txt").write_text(GOOD, "utf-8")
    assert main(["ingest", "--root", str(toy), str(toy / "raw.txt")]) == 1
    assert list(elsewhere.iterdir()) == []


def test_withdraw_removes_the_note_s_own_original_and_no_other_file(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = toy / "notes/2031/zuma.md"
    text = note.read_text("utf-8")
    other = toy / "notes/2031/other.txt"
    for file in ("other.txt", "zuma.md", "../2031/other.txt", "/etc/hostname"):
        other.write_text("another's original", "utf-8")
        head = f"---\noriginal: {{file: {file}, sha256: {'0' * 64}, words: 1, left_out: 0}}\n"
        note.write_text(text.replace("---\n", head, 1), "utf-8")
        assert main(["withdraw", "--root", str(toy), "2031/zuma", "--why", "asked for"]) == 0
        assert other.exists()
        assert note.exists()
        capsys.readouterr()


def test_what_is_staged_over_a_file_taken_from_the_last_site_leaves_that_alone(
    tmp_path: Path,
) -> None:
    last, staged = tmp_path / "last.html", tmp_path / "staged" / "page.html"
    last.write_text("last", "utf-8")
    staged.parent.mkdir()
    os.link(last, staged)
    put(staged, b"next")
    assert (last.read_text("utf-8"), staged.read_text("utf-8")) == ("last", "next")
