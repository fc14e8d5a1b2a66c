"""Every file under notes/ and docs/ is known, or an error: nothing passes because nobody looked."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from workshop_notes.checks.files import judge_files
from workshop_notes.cli import main

NAME = "Zed Zedson"


def put(root: Path, name: str, text: str = f"{NAME} said this.\n") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def codes(root: Path, capsys: pytest.CaptureFixture[str], *paths: str) -> list[str]:
    """Check, and give the lines of errors."""
    capsys.readouterr()
    code = main(["check", "--root", str(root), *paths])
    lines = [line for line in capsys.readouterr().out.splitlines() if ": warning: " not in line]
    assert (code == 1) == bool(lines)
    return lines


UNKNOWN = (
    "notes/participants.csv",
    "notes/2031/participants.csv",
    "notes/2031/list.xlsx",
    "notes/2031/slides.pptx",
    "notes/2031/mail.msg",
    "notes/2031/all.zip",
    "notes/2031/note.docm",
    "notes/2031/~$zuma.docx",
    "notes/2031/.~lock.zuma.docx#",
    "notes/2031/.hidden.txt",
    "notes/2031/.hidden/zuma.txt",
    "notes/2031/.hidden/zuma.md",
    "notes/2031/zuma.md.orig",
    "notes/2031/zuma.md~",
    "notes/2031/#zuma.md#",
    "notes/2031/.zuma.md.swp",
    "notes/2031/zuma",
    "notes/2031/.keep",
    "notes/.DS_Store",
    "notes/README.md",
    "notes/zuma.md",
    "notes/inbox/zuma.md",
    "notes/inbox/list.csv",
    "notes/inbox/photo.jpg",
    "notes/vocabularies/people.yml",
    "notes/vocabularies/themes.yaml",
    "notes/vocabularies/old/themes.yml",
    "notes/vocabularies/note.txt",
    "docs/participants.csv",
    "docs/page.html",
    "docs/page.markdown",
    "docs/.draft.md",
    "docs/.obsidian/workspace.json",
    "docs/assets/data.json",
    "docs/assets/site.js.map",
    "docs/all.zip",
    "docs/~$about.docx",
    "docs/assets/tool.wasm",
    "docs/robots.txt.bak",
)
KNOWN = (
    "notes/inbox/README.md",
    "notes/TEMPLATE.md",
    "notes/2033/.keep",
    "notes/2033/.gitkeep",
    "docs/CNAME",
    "docs/robots.txt",
    "docs/.nojekyll",
    "docs/.well-known/security.txt",
    "docs/assets/face.woff2",
)


def test_a_file_that_fits_no_row_is_an_error(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in UNKNOWN:
        put(toy, name)
    for name in KNOWN:
        put(toy, name, "" if "keep" in name else "plain words\n")
    for paths in ((), (str(toy / "notes"), str(toy / "docs"))):
        lines = codes(toy, capsys, *paths)
        assert sorted(line.split(":1:1: ")[0] for line in lines) == sorted(UNKNOWN)
        assert all(line.endswith("[unknown-file]") and "; " in line for line in lines)


@pytest.mark.parametrize("name", ["notes/2031/~$zuma.docx", "docs/page.html"])
def test_such_a_file_named_alone_is_an_error(
    toy: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = codes(toy, capsys, str(put(toy, name)))
    assert line.startswith(f"{name}:1:1: ")


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("docs/evil.md", "/etc/hostname"),
        ("docs/draft.md", "../notes/2031/zuma.md"),
        ("docs/assets/site.css", "/etc/hostname"),
        ("docs/assets", "/etc"),
        ("docs/guide", "../notes"),
        ("docs/notes", "../notes"),
        ("docs/index.md", "/etc/hostname"),
        ("notes/2031/other.md", "zuma.md"),
        ("notes/2031/other.txt", "/etc/hostname"),
        ("notes/2033", "2031"),
        ("notes/2031/broken.md", "nowhere"),
    ],
)
def test_a_link_is_an_error_wherever_it_leads(
    toy: Path, link: str, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = toy / link
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)
    problems = list(judge_files([(path, False)], toy))
    assert [(one.path, one.code) for one in problems] == [(link, "linked-file")]
    assert [line.rpartition("[")[2] for line in codes(toy, capsys)] == ["linked-file]"]


@pytest.mark.parametrize("name", ["docs", "notes"])
def test_the_folders_themselves_are_no_links(
    toy: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (toy / "docs").mkdir(exist_ok=True)
    (toy / name).rename(toy / "elsewhere")
    (toy / name).symlink_to("elsewhere")
    assert any(line.endswith("[linked-file]") for line in codes(toy, capsys))


@pytest.mark.parametrize("link", ["docs/evil.md", "notes/2031/other.md"])
def test_the_build_follows_no_link(
    toy: Path, link: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (toy / link).parent.mkdir(exist_ok=True)
    (toy / link).symlink_to("/etc/hostname")
    assert main(["build", "--root", str(toy)]) == 1
    assert "[linked-file]" in capsys.readouterr().out


def test_pipes_and_sockets_are_no_files(
    toy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(toy / "notes/2031/pipe.txt")
    monkeypatch.chdir(toy / "notes/2031")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("socket.txt")
        lines = codes(toy, capsys)
    assert [line.rpartition(" ")[2] for line in lines] == ["[unknown-file]"] * 2


def test_a_file_elsewhere_that_cannot_be_checked_is_told_too(
    toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(tmp_path, "list.xlsx")
    (line,) = codes(toy, capsys, str(path))
    assert line.endswith("[unknown-file]")


def test_ingest_of_a_folder_names_what_it_does_not_know(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("participants.csv", "mail.msg", "~$x.docx", ".hidden.txt")
    for name in names:
        put(toy, f"notes/2031/{name}")
    (toy / "notes/2031/linked.txt").symlink_to("/etc/hostname")
    assert main(["ingest", "--root", str(toy), str(toy / "notes")]) == 1
    printed = capsys.readouterr().out
    for name in names:
        assert f"notes/2031/{name}:1:1: " in printed
    assert "[linked-file]" in printed
    assert NAME not in printed


def test_ingest_of_a_folder_elsewhere_names_what_it_does_not_know(
    toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, "batch/list.xlsx")
    put(tmp_path, "batch/tagged.md")
    assert main(["ingest", "--root", str(toy), str(tmp_path / "batch")]) == 1
    assert capsys.readouterr().out.count("[unknown-file]") == 2


def test_the_inbox_names_what_it_does_not_know(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(toy, "notes/inbox/README.md", "The rule of this folder.\n")
    put(toy, "notes/inbox/participants.csv")
    put(toy, "notes/inbox/more/note.txt")
    assert main(["inbox", "--root", str(toy)]) == 1
    printed = capsys.readouterr().out
    assert "participants.csv" in printed
    assert "more" in printed
    assert "README" not in printed
    assert NAME not in printed
