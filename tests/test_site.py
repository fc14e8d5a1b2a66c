import os
import subprocess
import sys
from pathlib import Path

import pytest

from workshop_notes.checks.check import check
from workshop_notes.collection import corrections, load_collection
from workshop_notes.site import derive, read_site
from workshop_notes.writing import MARK

NOTE = "notes/2031/zuma/index.md"


def derived(root: Path, *, drafts: bool = False) -> dict[str, str]:
    derive(root, load_collection(root), drafts=drafts)
    docs = root / "docs"
    return {
        path.relative_to(docs).as_posix(): path.read_text("utf-8")
        for path in sorted(docs.rglob("*"))
        if path.is_file() and path.name != MARK
    }


def test_every_kind_of_page_and_data_is_written(toy: Path) -> None:
    found = derived(toy)
    for path in (
        "index.md",
        "browse/index.md",
        NOTE,
        "missions/zuma/index.md",
        "missions/zuma/2031-2032/index.md",
        "themes/human-rights/index.md",
        "years/2031/index.md",
        "resolutions/9801/index.md",
        "glossary/zdf/index.md",
        "organizations/itp/index.md",
        "assets/data/notes.csv",
        "assets/data/notes.json",
    ):
        assert path in found


def test_a_second_run_writes_nothing(toy: Path) -> None:
    assert derive(toy, load_collection(toy)).written
    again = derive(toy, load_collection(toy))
    assert again.written == again.removed == ()


def test_what_is_stale_goes_and_what_is_written_by_hand_stays(toy: Path) -> None:
    derived(toy, drafts=True)
    stale = toy / "docs" / "notes" / "2032" / "zumas" / "index.md"
    by_hand = toy / "docs" / "about.md"
    by_hand.write_text("text", "utf-8")
    assert stale.exists()
    assert "notes/2032/zumas/index.md" in derive(toy, load_collection(toy)).removed
    assert not stale.parent.exists()
    assert by_hand.exists()


def test_what_git_ignores_is_written_unless_somebody_wrote_it(toy: Path) -> None:
    ignored = toy / "docs" / ".gitignore"
    ignored.parent.mkdir(exist_ok=True)
    ignored.write_text("/own/\n", "utf-8")
    for _ in range(2):
        derive(toy, load_collection(toy))
        assert ignored.read_text("utf-8") == "/own/\n"
    ignored.unlink()
    for _ in range(2):
        derive(toy, load_collection(toy))
        assert "/notes/" in ignored.read_text("utf-8").splitlines()


def test_a_draft_is_derived_only_when_asked_for(toy: Path) -> None:
    canary = "canary sentence of a draft"
    assert not [path for path, text in derived(toy).items() if canary in text]
    assert [path for path, text in derived(toy, drafts=True).items() if canary in text]
    assert not [path for path, text in derived(toy).items() if canary in text]


def test_the_output_depends_on_the_notes_alone(toy: Path) -> None:
    first = derived(toy)
    program = (
        "import sys; from pathlib import Path; from tests.test_site import derived;"
        "derived(Path(sys.argv[1]))"
    )
    for seed in ("1", "2"):
        for path in (toy / "docs").rglob("*.md"):
            path.unlink()
        subprocess.run(
            [sys.executable, "-c", program, str(toy)],
            cwd=Path(__file__).parent.parent,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": "C"},
            check=True,
            capture_output=True,
        )
        assert derived(toy) == first


def test_a_cell_that_a_spreadsheet_would_run_is_text(toy: Path) -> None:
    path = toy / "notes" / "2031" / "zuma.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"Ranking', '"=HYPERLINK(1) Ranking'), "utf-8")
    assert "'=HYPERLINK(1)" in derived(toy)["assets/data/notes.csv"]


def test_the_settings_are_read_without_the_builder(
    toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (toy / "mkdocs.yml").write_text(
        "site_name: Toys\nsite_url: !ENV [TOY_URL, 'https://toys.example/']\nrepo_url: https://r/\n"
        "markdown_extensions:\n  - x: !!python/name:y.z\n",
        "utf-8",
    )
    assert read_site(toy).name == "Toys"
    assert read_site(toy).address == "https://toys.example/"
    assert read_site(toy).repository == "https://r"
    monkeypatch.setenv("TOY_URL", "https://other.example/")
    assert read_site(toy).address == "https://other.example/"
    assert read_site(toy / "nowhere").name == "Workshop notes"


def test_corrections_come_from_the_trailers_of_the_history(toy: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=Toy", "-c", "user.email=toy@toys.example"]
        subprocess.run(["git", *identity, *arguments], cwd=toy, check=True, capture_output=True)

    assert corrections(toy) == {}
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "Note: first\n\nNothing to say about A Person.")
    path = toy / "notes" / "2031" / "zuma.md"
    path.write_text(path.read_text("utf-8") + "\nMore.\n", "utf-8")
    git("commit", "-q", "-am", "Note: mend A Person\n\nCorrection: its date was 20 May.")
    path.write_text(path.read_text("utf-8") + "\nStill more.\n", "utf-8")
    named = "it was Ann Inventedname of Norway who asked for less."
    git("commit", "-q", "-am", f"Note: mend again\n\nCorrection: {named}")
    found = corrections(toy)
    assert [text for *_, text in found["2031/zuma"]] == [named, "its date was 20 May."]
    assert "its date was 20 May." in derived(toy)[NOTE]
    assert "A Person" not in derived(toy)[NOTE]
    assert "Inventedname" not in derived(toy)[NOTE], "what identifies is not shown"
    told = {
        base: [one for one in check(toy, base=base) if "correction" in one.message]
        for base in ("HEAD", "HEAD~1")
    }
    assert {one.level for one in told["HEAD"]} == {"warning"}
    assert "error" in {one.level for one in told["HEAD~1"]}, "the message can be written anew"
    assert not any("Inventedname" in f"{one.message} {one.fix}" for one in told["HEAD~1"])


def test_a_draft_is_marked_and_kept_from_search_engines(toy: Path) -> None:
    derive(toy, load_collection(toy), drafts=True)
    text = (toy / "docs/notes/2032/zumas/index.md").read_text("utf-8")
    assert 'robots: "noindex"' in text
    assert '"draft": "draft"' in text
    text = (toy / "docs/notes/2031/zuma/index.md").read_text("utf-8")
    assert "noindex" not in text
