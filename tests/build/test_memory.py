"""A file of the last site is taken over where it is what was left there, whatever its times say."""

import contextlib
import os
import pickle
from pathlib import Path

import pytest

from workshop_notes import writing
from workshop_notes.build import cache as memory
from workshop_notes.build.cache import Cache, Memory, Staged, lying_below, standing_of
from workshop_notes.build.make import BuildError, read_project
from workshop_notes.collection import load_collection
from workshop_notes.writing import below, digest_of, mark, new_staging

NAME = "a/b.txt"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site" / "a").mkdir(parents=True)
    (tmp_path / "site" / NAME).write_text("tea", "utf-8")
    return tmp_path / "site"


@pytest.fixture
def staged(site: Path) -> Staged:
    """The next site, of which nothing is there yet."""
    last = Memory(files={NAME: digest_of(site / NAME)}, lying=lying_below(site))
    return Staged(new_staging(site), site, last)


def test_what_is_as_it_was_is_taken_over_and_what_is_new_stands_in_its_place(
    site: Path, staged: Staged
) -> None:
    mark(site, [NAME])
    inode = (site / NAME).stat().st_ino
    assert not staged.take(NAME, "another digest")
    assert not staged.take("a/other.txt")
    staged.put(NAME, b"tea")
    staged.put("c/d.txt", b"cake")
    assert staged.path(NAME) == site / NAME
    files, lies = staged.take_the_place()
    assert files == {NAME: digest_of(site / NAME), "c/d.txt": digest_of(site / "c/d.txt")}
    assert lies == lying_below(site)
    assert standing_of(site, lies) == standing_of(site, lying_below(site))
    assert (site / NAME).stat().st_ino == inode
    assert (site / "c/d.txt").read_bytes() == b"cake"


def test_another_content_of_equal_size_and_time_is_noticed_and_other_times_alone_are_not(
    site: Path, staged: Staged
) -> None:
    path, last = site / NAME, staged.last
    times = path.stat()
    path.write_text("jam", "utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert not Staged(staged.folder, site, last).take(NAME)
    path.write_text("tea", "utf-8")
    os.utime(path, ns=(0, 0))
    assert Staged(staged.folder, site, last).take(NAME)
    path.unlink()
    assert not Staged(staged.folder, site, last).take(NAME)


def test_a_file_that_may_lie_as_it_did_a_moment_ago_is_read_again(tmp_path: Path) -> None:
    path, memory = tmp_path / "note.md", tmp_path / "memory.sqlite"
    path.write_text("tea", "utf-8")
    for told in (path.stat().st_mtime_ns, 0):
        with contextlib.closing(Cache(memory)) as cache:
            os.utime(path, ns=(told, told))
            assert cache.digest(path) == digest_of(path)
            assert cache.get("files", "") is None
            assert cache.digest(tmp_path / "other.md") == ""


def test_a_folder_is_asked_again_only_where_it_lies_otherwise_than_long_ago(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    scan = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: asked.append(path) or scan(path))
    (tmp_path / "b").mkdir()
    (tmp_path / "a.b").write_text("tea", "utf-8")
    (tmp_path / "a").symlink_to("b")
    found = [("a", "link"), ("a.b", "file"), ("b", "folder")]
    for _ in range(2):  # a moment ago more may have come, and the folder lies as it did
        assert list(below(tmp_path)) == found
    assert len(asked) == 4
    monkeypatch.setattr(writing, "MOMENT", -(10**10))
    for _ in range(2):
        assert list(below(tmp_path)) == found
    assert len(asked) == 6
    (tmp_path / "b" / "c").write_text("jam", "utf-8")
    (tmp_path / "a.b").unlink()
    assert list(below(tmp_path)) == [found[0], found[2], ("b/c", "file")]


def test_the_version_is_that_of_the_contents_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "package" / "build").mkdir(parents=True)
    monkeypatch.setattr(memory, "__file__", str(tmp_path / "package" / "build" / "cache.py"))
    path, found = tmp_path / "package" / "words.txt", list[str]()
    for text in ("tea", "jam", "tea"):
        path.write_text(text, "utf-8")
        os.utime(path, ns=(0, 0))
        found.append(memory.version.__wrapped__())
    assert found[0] == found[2] != found[1]


def test_a_remembered_note_holds_no_body_and_reads_the_very_one_of_its_file(
    toy: Path, tmp_path: Path
) -> None:
    cache = Cache(tmp_path / "memory")
    plain = {note.id: note for note in load_collection(toy).notes}
    for note in read_project(toy, cache).notes:
        assert not {"body", "positions"} & set(vars(note))
        assert note == note.whole() == plain[note.id]
        assert note.at("title") == plain[note.id].at("title") != (1, 1)
        assert pickle.loads(pickle.dumps(note)) == plain[note.id]
    note.path.write_text(note.path.read_text("utf-8") + "\nMore.\n", "utf-8")
    with pytest.raises(BuildError, match="saved meanwhile"):
        _ = note.body


def test_what_is_remembered_together_is_made_where_it_is_new(tmp_path: Path) -> None:
    cache, made = Cache(tmp_path / "memory"), list[int]()

    def work(place: int) -> int:
        made.append(place)
        return place

    assert cache.together("toy", ["a", "b"], work) == [0, 1]
    assert cache.together("toy", ["b", "c", "b"], work) == [1, 1, 1]
    assert cache.together("toy", ["c"], work) == [1]
    assert made == [0, 1, 1]


def test_what_is_small_is_made_once_and_remembered_with_others_of_its_kind(tmp_path: Path) -> None:
    made = list[str]()

    def work() -> str:
        made.append("one")
        return "20 May 2031"

    for _ in range(2):
        cache = Cache(tmp_path / "memory")
        assert [cache.small("day", one, work) for one in ("a", "b", "a")] == ["20 May 2031"] * 3
        cache.close()
    assert len(made) == 2


@pytest.mark.parametrize(
    "name", ["a.py", "b.yml", "printed/feed.xml", "lists/english.txt", "c.mjs"]
)
def test_whatever_file_of_the_package_changes_is_another_version(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "__file__", str(tmp_path / "build" / "cache.py"))
    path, compiled = tmp_path / name, tmp_path / "__pycache__" / "a.pyc"
    for one in (path, compiled):
        one.parent.mkdir(parents=True, exist_ok=True)
        one.write_text("as it was", "utf-8")
    before = memory.version.__wrapped__()
    compiled.write_text("compiled anew", "utf-8")
    assert memory.version.__wrapped__() == before
    path.write_text("another", "utf-8")
    assert memory.version.__wrapped__() != before
