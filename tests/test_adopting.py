"""Another publisher begins from this project: an empty catalogue, words of their own, a site."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from workshop_notes.adopting import changed_words
from workshop_notes.cli import main

ROOT = Path(__file__).parents[1]
RIVER = (
    *("River Commission of Zub: workshop notes", "--series", "River workshops"),
    *("--mission", "programme,programmes", "--mandate", "plan", "--resolution", "decision"),
    *("--council", "the Commission’s assembly"),
)


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The project's own files in a repository of their own, with two notes of its catalogue."""
    root = tmp_path / "clone"
    shutil.copytree(ROOT / "overrides", root / "overrides")
    for name in (
        "mkdocs.yml",
        "docs/about.md",
        "notes/TEMPLATE.md",
        ".gitignore",
        "scripts/workshop_notes/hook.py",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "notes" / "vocabularies", root / "notes" / "vocabularies")
    for name in ("2017/minusca.md", "2017/minusca.original.md", "2018/minusma.md"):
        (root / "notes" / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "notes" / name, root / "notes" / name)
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "start")
    return root


def test_an_adopted_project_is_empty_passes_and_takes_a_note(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["adopt", "--root", str(clone), *RIVER]) == 0
    left = [path.name for path in (clone / "notes").rglob("*.md")]
    assert left == ["TEMPLATE.md"]
    assert main(["check", "--root", str(clone)]) == 0, capsys.readouterr().out
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message", "adopted")
    assert main(["check", "--root", str(clone)]) == 0, capsys.readouterr().out
    settings = (clone / "mkdocs.yml").read_text("utf-8")
    assert 'site_name: "River Commission of Zub: workshop notes"' in settings
    assert "- Programmes: missions/index.md" in settings
    missions = clone / "notes/vocabularies/missions.yml"
    missions.write_text(missions.read_text("utf-8") + "- id: DELTA\n  label: DELTA\n", "utf-8")
    new = ("--mission", "DELTA", "--date", "2031-05-20", "--title", "Silt")
    assert main(["new", "--root", str(clone), *new]) == 0
    text = (clone / "notes/2031/delta.md").read_text("utf-8")
    assert "Council" not in text


def test_an_adopted_site_builds_without_a_word_of_the_first_publisher(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["adopt", "--root", str(clone), *RIVER]) == 0
    assert main(["build", "--root", str(clone)]) == 0, capsys.readouterr().out
    for page in sorted((clone / "site").rglob("*.html")):
        text = page.read_text("utf-8")
        for word in ("MINUSMA", "Security Council", "peace operation", "Stimson"):
            assert word not in text, (page.relative_to(clone), word)
    text = (clone / "site/missions/index.html").read_text("utf-8")
    assert ">Programmes<" in text
    assert "mission" not in text.split("<article", 1)[1].split("</article", 1)[0].replace(
        "missions/", ""
    ).replace("mission-", "").lower().replace("permission", "")


def test_nothing_is_lost_where_work_is_uncommitted(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (clone / "notes/2017/minusca.md").write_text("changed", "utf-8")
    assert main(["adopt", "--root", str(clone), *RIVER]) == 2
    assert "uncommitted work" in capsys.readouterr().err
    assert (clone / "notes/2017/minusca.md").read_text("utf-8") == "changed"
    assert (clone / "notes/2018/minusma.md").exists()


def test_a_language_without_words_is_refused(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["adopt", "--root", str(clone), "Zub", "--language", "pt"]) == 2
    assert "en, fr" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "said", "becomes"),
    [
        ("en", "Mission", "Programme"),
        ("en", "# missions", "# programmes"),
        ("en", "What the notes on {mission} discussed", None),
        ("en", "Adopted by the Council", "Adopted by the assembly"),
        ("en", "The Security Council’s resolutions", "The assembly’s decisions"),
        ("en", "permission", None),
        ("fr", "mission inactive", "programme inactive"),
        ("fr", "Résolutions du Conseil de sécurité", "Decisions du the assembly"),
    ],
)
def test_words_change_whole_and_keep_their_capital(
    language: str, said: str, becomes: str | None
) -> None:
    words = {
        "mission": "programme",
        "missions": "programmes",
        "resolution": "decision",
        "resolutions": "decisions",
        "council": "the assembly",
    }
    found = dict(changed_words(f'  "key": "{said}",\n', words, language))
    assert found.get("key") == becomes
