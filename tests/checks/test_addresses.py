"""A published address stands for good: moved, removed or claimed twice, it is an error."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from workshop_notes.cli import main

ZUMA = "notes/2031/zuma.md"


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(root: Path) -> str:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--no-verify", "--message", "change")
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def project(toy: Path) -> Path:
    git(toy, "init", "--quiet", "--initial-branch", "main")
    commit(toy)
    return toy


def errors(root: Path, capsys: pytest.CaptureFixture[str], *verb: str) -> list[str]:
    capsys.readouterr()
    main([*(verb or ("check",)), "--root", str(root)])
    lines = capsys.readouterr().out.splitlines()
    codes = ("vanished-address", "claimed-address")
    return [line for line in lines if any(f"[{code}]" in line for code in codes)]


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("how", [("mv", ZUMA, "notes/2031/zumb.md"), ("rm", "--quiet", ZUMA)])
def test_a_published_note_that_is_moved_or_removed_is_an_error(
    project: Path, how: tuple[str, ...], committed: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    git(project, *how)
    if committed:
        commit(project)
    (line,) = errors(project, capsys)
    assert line.startswith(f"{ZUMA}:1:1: ")
    assert "notes rename" in line
    assert "notes withdraw" in line


def test_review_says_so_too(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = git(project, "rev-parse", "HEAD")
    git(project, "switch", "--quiet", "--create", "branch")
    git(project, "rm", "--quiet", ZUMA)
    commit(project)
    assert len(errors(project, capsys, "review", "--base", base)) == 1
    assert main(["review", "--root", str(project), "--base", base]) == 1


@pytest.mark.parametrize("new", ["status: draft", "embargo: 2999-01-01\nstatus: published"])
def test_a_note_that_is_taken_back_has_vanished_too(
    project: Path, new: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(project / ZUMA, "status: published", new)
    assert len(errors(project, capsys)) == 1
    base = git(project, "rev-parse", "HEAD")
    git(project, "switch", "--quiet", "--create", "branch")
    commit(project)
    assert len(errors(project, capsys, "review", "--base", base)) == 1


def test_a_redirect_and_a_tombstone_keep_an_address(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(project, "mv", ZUMA, "notes/2031/zumb.md")
    rewrite(project / "notes/2031/zumb.md", "status:", "was: [2031/zuma]\nstatus:")
    assert errors(project, capsys) == []
    commit(project)
    assert errors(project, capsys) == []
    assert main(["withdraw", "--root", str(project), "2031/zumb", "--why", "an error"]) == 0
    assert errors(project, capsys) == []
    commit(project)
    assert errors(project, capsys) == []


def test_drafts_come_and_go(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "notes/2031/other.md"
    path.write_text((project / ZUMA).read_text("utf-8").replace("published\n---", "draft\n---"))
    commit(project)
    path.unlink()
    commit(project)
    assert errors(project, capsys) == []


def test_what_was_removed_and_came_back_stands(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (project / ZUMA).read_text("utf-8")
    git(project, "rm", "--quiet", ZUMA)
    commit(project)
    (project / ZUMA).parent.mkdir(exist_ok=True)
    (project / ZUMA).write_text(text, "utf-8")
    assert errors(project, capsys) == []


def test_addresses_begin_where_the_site_began(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(project, "rm", "--quiet", ZUMA)
    since = commit(project)
    settings = project / "mkdocs.yml"
    text = settings.read_text("utf-8")
    settings.write_text(f"{text}\nextra:\n  workshop_notes:\n    since: {since}\n", "utf-8")
    assert errors(project, capsys) == []


@pytest.mark.parametrize(("name", "identifier"), [("missions", "ZUMAS"), ("themes", "elections")])
def test_a_term_that_loses_its_id_has_vanished(
    project: Path, name: str, identifier: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project / f"notes/vocabularies/{name}.yml"
    rewrite(path, f"- id: {identifier}\n", "- id: NEWNAME\n")
    (line,) = errors(project, capsys)
    assert line.startswith(f"notes/vocabularies/{name}.yml:")
    assert identifier in line
    rewrite(path, "- id: NEWNAME\n", f"- id: NEWNAME\n  was: [{identifier}]\n")
    assert errors(project, capsys) == []


@pytest.mark.parametrize(
    ("claims", "count"),
    [
        ({"2031/zuma": "2030/old", "2032/zuma": "2030/old"}, 1),
        ({"2031/zuma": "2032/zuma"}, 1),
        ({"2031/zuma": "2032/zuma", "2032/zuma": "2031/zuma"}, 2),
        ({"2031/zuma": "2031/zuma"}, 1),
        ({"2031/zuma": "../../etc"}, 1),
        ({"2031/zuma": "2030/Old name"}, 1),
        ({"2031/zuma": "2030/old"}, 0),
    ],
)
def test_a_former_address_belongs_to_one_note(
    toy: Path, claims: dict[str, str], count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, former in claims.items():
        rewrite(toy / f"notes/{name}.md", "status:", f"was: [{former}]\nstatus:")
    lines = errors(toy, capsys)
    assert len(lines) == count
    if count:
        assert main(["build", "--root", str(toy)]) == 1


def test_without_a_history_nothing_is_asked(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (toy / ZUMA).unlink()
    assert errors(toy, capsys) == []


def test_an_original_that_changed_since_is_told(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (toy / "notes/2031/zuma.txt").write_text("Other words.\n", "utf-8")
    original = "original: {file: zuma.txt, sha256: ab12, words: 2, left_out: 0}\nstatus:"
    rewrite(toy / ZUMA, "status:", original)
    for paths in ([], [str(toy / ZUMA)], [str(toy / "notes/2031/zuma.txt")]):
        capsys.readouterr()
        assert main(["check", "--root", str(toy), *paths]) == 1
        assert f"{ZUMA}:" in (printed := capsys.readouterr().out)
        assert "[stale-original]" in printed


def test_scrub_in_place_keeps_the_record_true(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from corpus import word

    path = toy / "notes/2033/zuma.docx"
    path.parent.mkdir()
    text = (toy / "raw/zuma.txt").read_text("utf-8")
    body = "".join(word.paragraph(line) for line in text.splitlines() if line)
    author = word.CORE.format("<dc:creator>Zed Zedson</dc:creator>")
    path.write_bytes(word.docx(body, {"docProps/core.xml": author}))
    assert main(["ingest", "--root", str(toy), str(path)]) == 0
    before = path.read_bytes()
    assert main(["scrub", "--in-place", str(path)]) == 0
    assert path.read_bytes() != before
    capsys.readouterr()
    main(["check", "--root", str(toy), str(path)])
    assert "stale-original" not in capsys.readouterr().out
    assert main(["ingest", "--root", str(toy), str(path)]) == 0
    assert "touched-note" not in capsys.readouterr().out


def test_of_a_note_that_cannot_be_read_only_that_is_said(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(project / ZUMA, "title: ", "title: a: ")
    assert main(["check", "--root", str(project)]) == 1
    lines = [one for one in capsys.readouterr().out.splitlines() if one.startswith(f"{ZUMA}:")]
    assert [line.rpartition("[")[2] for line in lines] == ["bad-front-matter]"]
