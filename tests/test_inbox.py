import json
import re
import shutil
from pathlib import Path

import pytest
from bench.codes import LISTED, all_rules
from tests.conftest import TOY

from workshop_notes.cli import main
from workshop_notes.inbox import advice_on
from workshop_notes.note import read_note

GOOD = (TOY / "raw" / "zuma.txt").read_text(encoding="utf-8")


def upload(toy: Path, name: str, data: bytes) -> Path:
    path = toy / "notes/inbox" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_clean_upload_becomes_a_draft_and_leaves_the_inbox(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = upload(toy, "Final draft (Zed Zedson).txt", GOOD.encode())
    summary = toy / "summary.md"
    assert main(["inbox", "--root", str(toy), "--summary", str(summary)]) == 0
    assert not path.exists()
    note, problems = read_note(toy / "notes/2033/zuma.md", toy)
    assert note is not None
    assert problems == []
    assert (note.mission, note.date, note.status) == (("ZUMA",), "2033-05-20", "draft")
    assert "Zedson" not in (toy / "notes/2033/zuma.md").read_text("utf-8")
    assert "became a draft" in summary.read_text("utf-8")
    assert "**Themes**: Human rights" in summary.read_text("utf-8")
    assert "Workshop" in capsys.readouterr().out


def test_a_refused_upload_stays_and_the_summary_says_what_to_do(toy: Path) -> None:
    path = upload(toy, "empty.txt", b"")
    summary = toy / "summary.md"
    assert main(["inbox", "--root", str(toy), "--summary", str(summary)]) == 1
    assert path.exists()
    assert "could not be taken" in summary.read_text("utf-8")


def test_an_upload_never_overwrites_a_note(toy: Path) -> None:
    before = (toy / "notes/2031/zuma.md").read_bytes()
    path = upload(toy, "again.txt", GOOD.replace("2033", "2031").encode())
    main(["inbox", "--root", str(toy)])
    assert (toy / "notes/2031/zuma.md").read_bytes() == before
    assert path.exists()


def test_an_upload_that_identifies_somebody_stops_and_names_nobody(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = upload(
        toy, "note.txt", (GOOD + "\nAmbassador Zedson noted that tasks pile up.\n").encode()
    )
    summary = toy / "summary.md"
    assert main(["inbox", "--root", str(toy), "--summary", str(summary)]) == 1
    assert path.exists()
    assert not (toy / "notes/2033/zuma.md").exists()
    assert "could not be taken" in summary.read_text("utf-8")
    assert "Zedson" not in summary.read_text("utf-8") + capsys.readouterr().out


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a parcel of one clean upload, as the job without rights packs it."""
    root = tmp_path_factory.mktemp("packed") / "toy"
    shutil.copytree(TOY, root)
    upload(root, "clean.txt", GOOD.encode())
    assert main(["inbox", "--root", str(root), "--pack", str(root / "parcel")]) == 0
    assert (root / "notes/inbox/clean.txt").exists()
    assert not (root / "notes/2033/zuma.md").exists()
    return root


@pytest.fixture
def parcel(toy: Path, packed: Path) -> Path:
    """The packed project and its parcel, for a test that may change both."""
    shutil.copytree(packed, toy, dirs_exist_ok=True)
    return toy / "parcel"


def unpacked(toy: Path, parcel: Path) -> int:
    return main(["inbox", "--root", str(toy), "--unpack", str(parcel)])


def test_a_parcel_becomes_the_draft_that_one_job_alone_would_make(toy: Path, parcel: Path) -> None:
    assert unpacked(toy, parcel) == 0
    packed = (toy / "notes/2033/zuma.md").read_bytes()
    assert not (toy / "notes/inbox/clean.txt").exists()
    (toy / "notes/2033/zuma.md").unlink()
    upload(toy, "clean.txt", GOOD.encode())
    assert main(["inbox", "--root", str(toy)]) == 0
    assert (toy / "notes/2033/zuma.md").read_bytes() == packed


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("note", "notes/2033/../../mkdocs.yml"),
        ("note", "scripts/x.md"),
        ("note", "../x/notes/2033/zuma.md"),
        ("note", "notes/2031/zuma.md"),
        ("note", "/etc/passwd"),
        ("note", 7),
        ("upload", "notes/2031/zuma.md"),
        ("upload", "notes/inbox/../2031/zuma.md"),
        ("upload", "notes/inbox/other.txt"),
        ("sha256", "0" * 64),
    ],
)
def test_a_parcel_of_a_job_that_was_taken_over_changes_nothing_else(
    toy: Path, parcel: Path, key: str, value: object
) -> None:
    (row,) = json.loads((parcel / "taken.json").read_text("utf-8"))
    (parcel / "taken.json").write_text(json.dumps([{**row, key: value}]), "utf-8")
    before = {path: path.read_bytes() for path in toy.rglob("*.*") if path.is_file()}
    assert unpacked(toy, parcel) == 1
    assert {path: path.read_bytes() for path in toy.rglob("*.*") if path.is_file()} == before


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: T\nstatus: published\n---\n\nText.\n",
        "---\ntitle: T\nstatus: draft\n---\n\nAmbassador Zedson noted that tasks pile up.\n",
        "no front matter",
        "",
    ],
    ids=["published", "a-person", "no-note", "empty"],
)
def test_a_parcel_s_note_is_checked_like_any_other(toy: Path, parcel: Path, text: str) -> None:
    (parcel / "notes/2033/zuma.md").write_text(text, "utf-8")
    assert unpacked(toy, parcel) == 1
    assert not (toy / "notes/2033/zuma.md").exists()
    assert (toy / "notes/inbox/clean.txt").exists()


@pytest.mark.parametrize("text", ["", "{", "{}", "[1]", "[" * 100_000])
def test_a_parcel_s_list_may_be_anything(toy: Path, parcel: Path, text: str) -> None:
    (parcel / "taken.json").write_text(text, "utf-8")
    assert unpacked(toy, parcel) == 1


@pytest.mark.parametrize("name", ["mail.msg", "list.xlsx", "sub/note.txt", "~$x.docx"])
def test_what_the_inbox_does_not_know_is_named(
    toy: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (toy / "notes/inbox/sub").mkdir(parents=True)
    path = upload(toy, name, b"x")
    assert main(["inbox", "--root", str(toy)]) == 1
    assert path.exists()
    assert f"notes/inbox/{name}:1:1" in capsys.readouterr().out


CODES = sorted(
    {*LISTED["refusals"], *LISTED["doubts"]}
    | {code for code in all_rules() if code.startswith(("identifies-", "hidden-"))}
)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("code", [*CODES, "copy", "unknown-file"])
def test_an_uploader_reads_no_command(code: str, language: str) -> None:
    says = advice_on(code, language)
    assert says, f"inbox.yml: no row for {code}"
    assert not re.search(r"`|--|\bnotes (?:ingest|scrub|check)|notes/|vocabular|public:", says)


def told(toy: Path, code: int) -> str:
    summary = toy / "summary.md"
    summary.unlink(missing_ok=True)
    assert main(["inbox", "--root", str(toy), "--summary", str(summary)]) == code
    return summary.read_text("utf-8")


def test_a_problem_names_the_paragraph_and_its_words_and_nobody(toy: Path) -> None:
    sentence = "\nAmbassador Zedson noted that the tasks of the mission pile up.\n"
    upload(toy, "note.txt", (GOOD + sentence).encode())
    says = told(toy, 1)
    assert re.search(r"- Paragraph \d+, at the words “[^”]*the tasks of the mission pile”: ", says)
    assert "Zedson" not in says
    assert "notes/" not in says


def test_a_french_file_is_answered_in_french(toy: Path) -> None:
    text = (
        "Les tâches de la mission\n\nLe 20 mai 2033, un institut a organisé un atelier sur la "
        "mission ZUMA, sous la règle de Chatham House. Ils ont discuté de la protection "
        "des civils et des élections. Plusieurs participants ont souligné que les tâches étaient "
        "trop nombreuses pour cette mission.\n\nL’ambassadeur Zedson a noté que les "
        "moyens de la mission manquent dans le nord du pays.\n"
    )
    upload(toy, "note.txt", text.encode())
    says = told(toy, 1)
    assert "n’a pas pu être pris" in says
    assert re.search(r"Paragraphe \d+, aux mots « [a-zéèà ]+ » : ", says)
    assert "Zedson" not in says


def test_a_copy_is_answered_by_what_to_do_in_the_browser(toy: Path) -> None:
    upload(toy, "zuma.txt", GOOD.encode())
    told(toy, 0)
    path = upload(toy, "again.txt", GOOD.encode())
    told(toy, 0)
    assert not path.exists(), "the very same words are in the draft"
    upload(toy, "again.txt", GOOD.replace("fewer tasks", "less work").encode())
    says = told(toy, 1)
    assert "choose the pencil" in says
    assert "--" not in says
    assert "`notes" not in says


def test_a_second_workshop_of_the_year_takes_the_name_of_its_file(toy: Path) -> None:
    upload(toy, "first.txt", GOOD.encode())
    told(toy, 0)
    other = GOOD.replace("May 20, 2033", "September 9, 2033")
    assert other != GOOD
    path = upload(toy, "Second (2).txt", other.encode())
    assert "second-workshop.docx" in told(toy, 1)
    path.unlink()
    upload(toy, "second-workshop.txt", other.encode())
    told(toy, 0)
    assert (toy / "notes/2033/second-workshop.md").exists()
