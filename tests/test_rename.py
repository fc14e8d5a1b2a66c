"""A note moves with its original; its old address leads to the new one, with both builders."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.test_exports import files

from workshop_notes.cli import main
from workshop_notes.collection import load_collection
from workshop_notes.note import read_note
from workshop_notes.site import derive

RENAME = ("rename", "2031/zuma", "2031/tasks")


def run(root: Path, *arguments: str) -> int:
    verb, *rest = arguments
    return main([verb, "--root", str(root), *rest])


def contents(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (root / "notes").rglob("*") if path.is_file()}


def with_original(root: Path) -> Path:
    path = root / "notes/2031/zuma.txt"
    path.write_text("The original.\n", "utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    note = root / "notes/2031/zuma.md"
    original = f"original: {{file: zuma.txt, sha256: {digest}, words: 2, left_out: 0}}\nstatus:"
    note.write_text(note.read_text("utf-8").replace("status:", original, 1), "utf-8")
    return path


def test_a_note_moves_with_its_original_and_says_where_it_stood(toy: Path) -> None:
    original = with_original(toy)
    assert run(toy, *RENAME) == 0
    assert not original.exists()
    assert not (toy / "notes/2031/zuma.md").exists()
    assert (toy / "notes/2031/tasks.txt").read_text("utf-8") == "The original.\n"
    note, problems = read_note(toy / "notes/2031/tasks.md", toy)
    assert problems == []
    assert note is not None
    assert note.was == ("2031/zuma",)
    assert note.original is not None
    assert note.original.file == "tasks.txt"


def test_a_comment_of_the_editor_stays(toy: Path) -> None:
    path = toy / "notes/2031/zuma.md"
    path.write_text(path.read_text("utf-8").replace("status:", "# look up the year\nstatus:"))
    before = path.read_text("utf-8")
    assert run(toy, *RENAME) == 0
    after = (toy / "notes/2031/tasks.md").read_text("utf-8")
    assert after == before.replace("# look up", "was: [2031/zuma]\n# look up") or (
        after == before.replace("status:", "was: [2031/zuma]\nstatus:")
    )


def test_a_draft_leaves_nothing_behind(toy: Path) -> None:
    path = toy / "notes/2031/zuma.md"
    path.write_text(path.read_text("utf-8").replace("status: published", "status: draft"))
    assert run(toy, *RENAME) == 0
    assert "was:" not in (toy / "notes/2031/tasks.md").read_text("utf-8")


def test_renaming_twice_and_back_keeps_every_address(toy: Path) -> None:
    assert run(toy, *RENAME) == 0
    assert run(toy, "rename", "2031/tasks", "2031/more") == 0
    note, _ = read_note(toy / "notes/2031/more.md", toy)
    assert note is not None
    assert note.was == ("2031/zuma", "2031/tasks")
    assert run(toy, "rename", "2031/more", "2031/zuma") == 0
    note, _ = read_note(toy / "notes/2031/zuma.md", toy)
    assert note is not None
    assert note.was == ("2031/tasks", "2031/more")
    assert run(toy, "check", "--format", "json") in (0, 1)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("2031/zumma", "2031/tasks", "did you mean '2031/zuma'?"),
        ("2031/zuma", "2032/zuma", "stands there"),
        ("2031/zuma", "2031/zuma", "stands there"),
        ("2031/zuma", "2031/a/b", "YEAR/NAME"),
        ("2031/zuma", "../../etc/x", "YEAR/NAME"),
        ("2031/zuma", "2031/Tasks (2)", "YEAR/NAME"),
        ("2031/zuma", "2032/tasks", "its year is 2031"),
        ("missions/ZUMMA", "X", "did you mean 'ZUMA'?"),
        ("missions/ZUMA", "ZUMAS", "is a name of"),
        ("themes/elections", "a/b", "letters, digits and hyphens"),
    ],
)
def test_a_slip_loses_nothing(
    toy: Path, old: str, new: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(toy)
    assert run(toy, "rename", old, new) == 2
    assert says in capsys.readouterr().err
    assert contents(toy) == before


def test_a_former_address_is_not_given_away(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(toy, *RENAME) == 0
    text = (toy / "notes/2031/tasks.md").read_text("utf-8").replace("was: [2031/zuma]\n", "")
    (toy / "notes/2031/other.md").write_text(text, "utf-8")
    assert run(toy, "rename", "2031/other", "2031/zuma") == 2
    assert "former address of notes/2031/tasks.md" in capsys.readouterr().err


def test_the_old_address_leads_to_the_new_one(toy: Path) -> None:
    assert run(toy, *RENAME) == 0
    collection = load_collection(toy)
    derive(toy, collection)
    page = (toy / "docs/notes/2031/zuma/index.md").read_text("utf-8")
    assert "template: " in page
    assert "moved.html" in page
    assert '"../tasks/"' in page
    assert "noindex" in page


def test_a_withdrawn_note_keeps_its_former_addresses(toy: Path) -> None:
    assert run(toy, *RENAME) == 0
    assert run(toy, "withdraw", "2031/tasks", "--why", "an error") == 0
    derive(toy, load_collection(toy))
    assert "moved.html" in (toy / "docs/notes/2031/zuma/index.md").read_text("utf-8")


def test_a_term_moves_with_all_that_names_it(toy: Path) -> None:
    assert run(toy, "rename", "missions/ZUMA", "ZUMIS") == 0
    vocabulary = (toy / "notes/vocabularies/missions.yml").read_text("utf-8")
    assert "- id: ZUMIS\n  was: [ZUMA]\n" in vocabulary
    assert "missions: [ZUMIS]" in (toy / "notes/vocabularies/resolutions.yml").read_text("utf-8")
    note, _ = read_note(toy / "notes/2031/zuma.md", toy)
    assert note is not None
    assert note.mission == ("ZUMIS",)
    assert load_collection(toy).problems == ()
    derive(toy, load_collection(toy))
    page = (toy / "docs/missions/zuma/index.md").read_text("utf-8")
    assert '"../zumis/"' in page


def put(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def problems(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    run(root, "check")
    return [line for line in capsys.readouterr().out.splitlines() if "claimed-address" in line]


@pytest.mark.parametrize("how", ["each-other", "loop", "own", "taken", "twice"])
def test_former_addresses_that_lead_nowhere_are_told_in_a_line_each(
    toy: Path, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two, three = (
        toy / f"notes/{name}.md" for name in ("2031/zuma", "2032/zuma", "2032/zumas")
    )
    claims = {
        "each-other": {one: "2032/zuma", two: "2031/zuma"},
        "loop": {one: "2032/zuma", two: "2032/zumas", three: "2031/zuma"},
        "own": {one: "2031/zuma"},
        "taken": {one: "2032/zumas"},
        "twice": {one: "2030/old", two: "2030/old"},
    }[how]
    for path, former in claims.items():
        put(path, "status:", f"was: [{former}]\nstatus:")
    found = problems(toy, capsys)
    assert len(found) == (1 if how == "twice" else len(claims))
    assert all("; " in line for line in found), "each says what to do"


def test_a_note_withdrawn_and_published_again_keeps_its_addresses(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(toy, *RENAME) == 0
    text = (toy / "notes/2031/tasks.md").read_text("utf-8")
    assert run(toy, "withdraw", "2031/tasks", "--why", "an error") == 0
    assert run(toy, "rename", "2031/tasks", "2031/again") == 0
    (toy / "notes/2031/again.md").unlink()
    (toy / "notes/2031/tasks.md").write_text(text, "utf-8")
    assert problems(toy, capsys) == []
    derive(toy, load_collection(toy))
    assert "moved.html" in (toy / "docs/notes/2031/zuma/index.md").read_text("utf-8")
    assert "moved.html" not in (toy / "docs/notes/2031/tasks/index.md").read_text("utf-8")


def test_feeds_and_comparisons_of_a_renamed_term_stay_at_their_addresses(toy: Path) -> None:
    derive(toy, load_collection(toy))
    (before,) = [path.name for path in (toy / "docs/missions/zuma").iterdir() if path.is_dir()]
    assert run(toy, "rename", "missions/ZUMA", "ZUMIS") == 0
    assert run(toy, "rename", "themes/elections", "ballots") == 0
    derive(toy, load_collection(toy))
    page = (toy / f"docs/missions/zuma/{before}/index.md").read_text("utf-8")
    assert f'"../../zumis/{before}/"' in page
    for old, new in (("missions/zuma", "missions/zumis"), ("themes/elections", "themes/ballots")):
        feed = (toy / f"docs/{old}/feed.xml").read_text("utf-8")
        assert feed == (toy / f"docs/{new}/feed.xml").read_text("utf-8")


def test_files_to_take_along_stay_at_the_addresses_of_what_was_renamed(toy: Path) -> None:
    assert run(toy, "rename", "2031/zuma", "2031/tasks") == 0
    assert run(toy, "rename", "missions/ZUMA", "ZUMIS") == 0
    found = files(derive(toy, load_collection(toy)).edition)
    assert found["notes/2031/zuma/2031-zuma.bib"] == found["notes/2031/tasks/2031-tasks.bib"]
    assert found["missions/zuma/zuma.ris"] == found["missions/zumis/zumis.ris"]
