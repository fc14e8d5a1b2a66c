import re
from pathlib import Path

import pytest

from workshop_notes.checks.check import check
from workshop_notes.cli import main
from workshop_notes.note import read_note, slug
from workshop_notes.vocabulary import VOCABULARIES

TOY = Path(__file__).parent / "toy"


def test_a_new_note_is_a_draft_in_its_year(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--mission", "mzuz", "--date", "2033-02-01", "--title", "A: case of ZUMA"]
    assert main(["new", "--root", str(toy), *arguments]) == 0
    note, problems = read_note(toy / "notes/2033/zuma.md", toy)
    assert note is not None
    assert problems == []
    assert (note.mission, note.year, note.date, note.status) == (
        ("ZUMA",),
        2033,
        "2033-02-01",
        "draft",
    )
    assert "notes/2033/zuma.md" in capsys.readouterr().out


def test_a_new_note_never_overwrites_another(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (toy / "notes/2031/zuma.md").read_bytes()
    arguments = ["--mission", "ZUMA", "--date", "2031-02-01", "--title", "x"]
    assert main(["new", "--root", str(toy), *arguments]) == 2
    assert (toy / "notes/2031/zuma.md").read_bytes() == before
    assert "there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("mission", "date", "says"),
    [("ZUAM", "2031-01-01", "did you mean 'ZUMA'?"), ("ZUMA", "1 May 2031", "YYYY-MM-DD")],
)
def test_a_slip_says_what_to_mend(
    toy: Path, mission: str, date: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--mission", mission, "--date", date, "--title", "x"]
    assert main(["new", "--root", str(toy), *arguments]) == 2
    assert says in capsys.readouterr().err


def test_without_a_terminal_nothing_is_asked(
    toy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    assert main(["new", "--root", str(toy)]) == 2
    assert "--mission" in capsys.readouterr().err


@pytest.mark.parametrize("why", ["", "  ", "Ambassador Ann Inventedname of Norway asked for it"])
def test_a_reason_that_is_none_or_names_somebody_withdraws_nothing(
    toy: Path, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (toy / "notes/2031/zuma.md").read_bytes()
    assert main(["withdraw", "--root", str(toy), "2031/zuma", "--why", why]) == 2
    assert "--why" in capsys.readouterr().err
    assert (toy / "notes/2031/zuma.md").read_bytes() == before


def test_a_tombstone_is_read_by_the_guard_too(toy: Path) -> None:
    path = toy / "notes/2031/zuma.md"
    assert main(["withdraw", "--root", str(toy), "2031/zuma", "--why", "replaced by another"]) == 0
    said = "replaced by another", "Ambassador Ann Inventedname of Norway asked for it"
    path.write_text(path.read_text("utf-8").replace(*said), "utf-8")
    assert "identifies-name" in {one.code for one in check(toy, [path])}


SHOWN = [
    (f"notes/vocabularies/{name}.yml", field.name)
    for name, fields in VOCABULARIES.items()
    for field in fields.values()
    if field.is_told and (TOY / "notes" / "vocabularies" / f"{name}.yml").is_file()
]


@pytest.mark.parametrize(("file", "field"), [*SHOWN, ("mkdocs.yml", "site_description")])
def test_what_vocabularies_and_settings_tell_names_nobody(toy: Path, file: str, field: str) -> None:
    path, said = toy / file, f"{field}: Ann Inventedname of Norway spoke here."
    text = re.sub(rf"^( *){field}:.*\n", "", path.read_text("utf-8"), flags=re.M)
    first = text.index("label:") if file != "mkdocs.yml" else 0
    indent = first - text.rfind("\n", 0, first) - 1 if first else 0
    path.write_text(f"{text[:first]}{said}\n{' ' * indent}{text[first:]}", "utf-8")
    found = [one for one in check(toy) if one.level == "error"]
    assert [(one.path, one.code) for one in found] == [(file, "identifies-name")]


def test_a_withdrawn_note_keeps_nothing_of_its_text(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = toy / "notes/2031/zuma.md"
    (path.with_name("zuma.txt")).write_text("the original", "utf-8")
    text = path.read_text("utf-8")
    path.write_text(
        text.replace(
            "status:", "original: {file: zuma.txt, sha256: ab, words: 2, left_out: 0}\nstatus:"
        ),
        "utf-8",
    )
    assert main(["withdraw", "--root", str(toy), "2031/zuma", "--why", "replaced by another"]) == 0
    assert path.read_text("utf-8") == (
        "---\nmission: [ZUMA]\nyear: 2031\ndate: 2031-05-20\nlanguage: en\n"
        "withdrawn: replaced by another\nstatus: withdrawn\n---\n"
    )
    assert not path.with_name("zuma.txt").exists()
    assert "history" in capsys.readouterr().out
    assert main(["check", "--root", str(toy), str(path)]) == 0


def test_slugs_are_plain_addresses() -> None:
    assert slug("Côte d'Ivoire — ONUCI") == "cote-d-ivoire-onuci"
