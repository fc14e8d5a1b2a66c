"""The leak that was published once, word for word, in every kind of note and place: it stops."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from tests.conftest import TOY

from workshop_notes import hook
from workshop_notes.build.make import BuildError, prepare
from workshop_notes.build.secret import secrets_of
from workshop_notes.cli import main
from workshop_notes.collection import load_collection
from workshop_notes.guard.identify import publishable
from workshop_notes.guard.known import codes as codes_of_the_guard
from workshop_notes.machine import today
from workshop_notes.problem import as_text
from workshop_notes.vocabulary import load_vocabularies

LEAK = "Ambassador Yann Otherly of Niger said the force was too small."
RAW = (TOY / "raw" / "zuma.txt").read_text(encoding="utf-8")
NOTE = """---
title: "{title}"
mission: [ZUMA]
year: 2031
date: 2031-06-20
series: toy-workshops
organizers: [itp]
{fields}summary: "{summary}"
status: {status}
---

{body}
"""
KINDS = {
    "without a rule": ("", "published"),
    "under the rule": ("rule: chatham-house\n", "published"),
    "public without a reason": ("rule: public\n", "published"),
    "draft": ("", "draft"),
    "embargoed": ("embargo: 2099-01-01\n", "published"),
    "abstract": ("abstract: true\nsource_url: https://example.org/x\n", "published"),
    "French": ("language: fr\n", "published"),
    "in another language": ("language: sw\n", "published"),
}
PLACES = {
    "paragraph": "{}",
    "heading": "## {}",
    "item": "- one\n- {}",
    "quotation": "> {}",
    "cell": "| who | what |\n|---|---|\n| one | {} |",
    "footnote": "Text.[^1]\n\n[^1]: {}",
    "alternative text": "![{}](x.png)",
    "link": "[{}](https://example.org/)",
    "link's title": '[x](https://example.org/ "{}")',
    "comment": "<!-- {} -->",
    "abbreviation": "UN\n\n*[UN]: {}",
    "definition": "Term\n: {}",
    "admonition": "!!! note\n    {}",
    "emphasis": "**{}**",
    "after prose": "One participant noted that tasks pile up. {}",
}


def note(toy: Path, fields: str = "", status: str = "published", **parts: str) -> Path:
    path = toy / "notes" / "2031" / "leak.md"
    texts = {"title": "The Case of ZUMA", "summary": "Tasks pile up.", "body": "Tasks pile up."}
    path.write_text(NOTE.format(fields=fields, status=status, **{**texts, **parts}), "utf-8")
    return path


def codes(toy: Path, path: Path, capsys: pytest.CaptureFixture[str]) -> set[str]:
    capsys.readouterr()
    main(["check", "--root", str(toy), "--format", "json", str(path)])
    printed = capsys.readouterr().out
    assert "Otherly" not in printed
    found = json.loads(printed)
    return {one["code"] for one in found if one["level"] == "error"}


def stopped(found: set[str]) -> bool:
    return any(code.startswith("identifies-") for code in found)


@pytest.mark.parametrize("kind", KINDS)
def test_it_stops_in_every_kind_of_note(
    kind: str, toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fields, status = KINDS[kind]
    assert stopped(codes(toy, note(toy, fields, status, body=LEAK), capsys))


@pytest.mark.parametrize("place", PLACES)
def test_it_stops_in_every_place_of_the_text(
    place: str, toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stopped(codes(toy, note(toy, body=PLACES[place].format(LEAK)), capsys))


@pytest.mark.parametrize("field", ["title", "summary"])
def test_it_stops_in_the_front_matter(
    field: str, toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stopped(codes(toy, note(toy, **{field: LEAK}), capsys))
    for named in ("withdrawn", "rule_reason"):
        fields = f"{named}: {LEAK}\n" + ("rule: public\n" if named == "rule_reason" else "")
        assert stopped(codes(toy, note(toy, fields), capsys)) == (named == "withdrawn")


def test_it_stops_in_the_name_of_a_file(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = note(toy)
    named = path.rename(path.with_name("yann-otherly.md"))
    assert stopped(codes(toy, named, capsys))


def test_it_stops_in_an_original_and_in_the_inbox(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    original = toy / "notes" / "2033" / "zuma.txt"
    original.parent.mkdir()
    original.write_text(f"{RAW}\n{LEAK}\n", "utf-8")
    assert stopped(codes(toy, original, capsys))
    upload = toy / "notes" / "inbox" / "zuma.txt"
    upload.parent.mkdir(exist_ok=True)
    original.rename(upload)
    summary = toy / "summary.md"
    assert main(["inbox", "--root", str(toy), "--summary", str(summary)]) == 1
    assert upload.exists()
    assert "Otherly" not in summary.read_text("utf-8") + capsys.readouterr().out


@pytest.mark.parametrize(("style", "told"), [("text", True), ("github", False), ("json", False)])
def test_the_check_quotes_whom_it_found_to_the_editor_alone(
    toy: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    style: str,
    told: bool,
) -> None:
    note(toy, body=LEAK)
    for terminal in (False, True):
        monkeypatch.setattr(sys.stdout, "isatty", lambda answer=terminal: answer)
        assert main(["check", "--root", str(toy), "--format", style]) == 1
        assert ("Otherly" in capsys.readouterr().out) == (told and terminal)
    with pytest.raises(BuildError) as raised:
        prepare(toy, today())
    assert "Otherly" not in "".join(map(as_text, raised.value.problems))


@pytest.mark.parametrize("heading", ["Main points", "Summary", "Points raised", "What We Learned"])
@pytest.mark.parametrize("end", [".html", ".txt"])
def test_a_heading_in_an_original_is_judged_by_itself(
    toy: Path, capsys: pytest.CaptureFixture[str], heading: str, end: str
) -> None:
    said = ["Participants said that sturgeon pass the weir but not the ladder.", RAW]
    blocks = [("h1", "Seminar: What Years of Workshops Taught Us"), ("h2", heading)]
    parts = [*blocks, *(("p", one) for one in said)]
    original = (toy / "notes" / "2033" / "zuma").with_suffix(end)
    original.parent.mkdir()
    lines = [f"<{name}>{text}</{name}>" if end == ".html" else text for name, text in parts]
    original.write_text("".join(lines) if end == ".html" else "\n\n".join(lines), "utf-8")
    assert not codes(toy, original, capsys)
    original.write_text(original.read_text("utf-8").replace("Participants", LEAK), "utf-8")
    assert stopped(codes(toy, original, capsys))


def test_it_stops_the_build(toy: Path) -> None:
    note(toy, body=LEAK)
    with pytest.raises(BuildError) as raised:
        prepare(toy, today())
    assert any(one.code.startswith("identifies-") for one in raised.value.problems)


def test_it_stops_the_review_whose_public_log_names_nobody(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "base"]):
        subprocess.run([*git, *command], cwd=toy, check=True)
    note(toy, body=LEAK)
    for command in (["add", "-A"], ["commit", "-q", "--no-verify", "-m", "change"]):
        subprocess.run([*git, *command], cwd=toy, check=True)
    summary = toy.parent / "summary.md"
    assert main(["review", "--root", str(toy), "--base", "HEAD~1", "--summary", str(summary)]) == 1
    printed = capsys.readouterr().out + summary.read_text("utf-8")
    assert "identifies-" in printed
    assert "Otherly" not in printed


def test_the_sweep_knows_the_name_from_the_original(toy: Path) -> None:
    (toy / "notes" / "2031" / "other.txt").write_text(f"{RAW}\n{LEAK}\n", "utf-8")
    collection = load_collection(toy)
    secrets = secrets_of(toy, collection, collection)
    secrets = secrets[0] if isinstance(secrets, tuple) else secrets
    found = {one.code for _, one in secrets.within(["by", "yann", "otherly", "of", "niger"])}
    assert "leak-name" in found


@pytest.mark.parametrize("entry", codes_of_the_guard().values(), ids=list(codes_of_the_guard()))
def test_no_kind_of_finding_is_shown_in_a_public_log(entry: dict[str, str]) -> None:
    vocabularies, _ = load_vocabularies(TOY / "notes" / "vocabularies", TOY)
    shown = publishable(entry["bad"], vocabularies)
    assert shown.startswith("(not shown: ")
    words = {word for word in re.findall(r"\w{4,}", entry["bad"]) if not word.islower()}
    assert not words & set(re.findall(r"\w+", shown))
    assert publishable(entry["good"], vocabularies) == entry["good"]


def test_it_stops_in_the_hook_of_the_builder(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note(toy, body=LEAK)
    (toy / "docs").mkdir()
    config = load_config(str(toy / "mkdocs.yml"))
    with pytest.raises(Abort) as raised:
        hook.on_pre_build(config)
    captured = capsys.readouterr()
    printed = f"{raised.value}{captured.out}{captured.err}"
    assert "identifies-" in printed
    assert "Otherly" not in printed
