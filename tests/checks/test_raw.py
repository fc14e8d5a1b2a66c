from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas
from tests.conftest import TOY

from workshop_notes.cli import main

RAW = (TOY / "raw" / "zuma.txt").read_text(encoding="utf-8")
LEAK = "\nAmbassador Zedson noted that tasks pile up.\n"


def put(toy: Path, name: str, text: str) -> Path:
    path = toy / "notes" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_an_original_that_identifies_somebody_is_caught_without_its_note(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(toy, "2033/zuma.txt", RAW + LEAK)
    for paths in ([str(path)], []):
        assert main(["check", "--root", str(toy), *paths]) == 1
        printed = capsys.readouterr().out
        assert "notes/2033/zuma.txt:" in printed
        assert "[identifies-name]" in printed
        assert "Zedson" not in printed


@pytest.mark.parametrize("with_note", [False, True])
def test_an_original_is_read_in_the_language_of_its_note(
    toy: Path, capsys: pytest.CaptureFixture[str], with_note: bool
) -> None:
    text = "## Contexte\n\nLe thé a été servi.\n\n## Demandes à l’assemblée\n\nDu thé.\n\nKwambe.\n"
    path = put(toy, "2031/zuma.original.md", text if with_note else f"{text}Ils ont bu le thé.\n")
    note = toy / "notes/2031/zuma.md"
    said = note.read_text("utf-8").replace("language: en", "language: fr")
    note.write_text(said.replace("status:", f"original: {{file: {path.name}}}\nstatus:"), "utf-8")
    if not with_note:
        note.unlink()
    assert main(["check", "--root", str(toy), str(path)]) == 1
    printed = capsys.readouterr().out
    assert "zuma.original.md:9" in printed and "un participant" in printed
    assert "Contexte" not in printed and "Demandes" not in printed


def test_who_agreed_to_be_named_passes_in_the_original_too(toy: Path) -> None:
    path = put(toy, "2033/zuma.txt", RAW + LEAK)
    main(["ingest", "--root", str(toy), str(path)])
    note = path.with_suffix(".md")
    speakers = "speakers: [{name: Zedson, reason: announced in public}]\nstatus:"
    note.write_text(note.read_text("utf-8").replace("status:", speakers), "utf-8")
    assert main(["check", "--root", str(toy), str(path), str(note)]) == 0


def test_an_original_that_names_no_rule_is_under_the_rule(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(toy, "2033/zuma.txt", RAW.replace("Chatham House", "usual") + LEAK)
    assert main(["check", "--root", str(toy), str(path)]) == 1
    assert "[identifies-name]" in capsys.readouterr().out


def test_an_original_of_a_public_workshop_is_searched_for_contacts_only(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(toy, "2033/zuma.txt", RAW + LEAK)
    main(["ingest", "--root", str(toy), str(path)])
    note = path.with_suffix(".md")
    public = "rule: public\nrule_reason: broadcast live\nsummary"
    text = note.read_text("utf-8").replace("rule: chatham-house\nsummary", public)
    note.write_text(text, "utf-8")
    assert "rule: public" in text
    assert main(["check", "--root", str(toy), str(path), str(note)]) == 0
    path.write_text(f"{RAW}{LEAK}\nWrite to zed.zedson@example.org.\n", "utf-8")
    assert main(["check", "--root", str(toy), str(path)]) == 1
    assert "[identifies-contact]" in capsys.readouterr().out


def test_what_was_found_in_an_original_is_remembered_by_its_bytes(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    original = toy / "notes" / "2031" / "letter.txt"
    original.write_text("Notes of a workshop.\n", "utf-8")
    found = []
    for text in ("Notes of a workshop.\n", "Write to zed@invented.example.\n"):
        original.write_text(text, "utf-8")
        for _ in range(2):
            main(["check", "--root", str(toy)])
            found.append(capsys.readouterr().out)
    assert found[0] == found[1]
    assert "letter.txt" not in found[0]
    assert found[2] == found[3]
    assert "letter.txt:1:" in found[2]
    original.unlink()
    main(["check", "--root", str(toy)])
    assert "letter.txt" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("hidden-property", '<p title="Ann Hiddenname, Norway">One participant left.</p>'),
        ("hidden-property", '<p data-comment="that was Ann Hiddenname">Some left.</p>'),
        (
            "hidden-property",
            '<script type="application/ld+json">{"name": "Ann Hiddenname"}</script>',
        ),
        ("hidden-property", '<meta itemprop="performer" content="Ann Hiddenname">'),
        (
            "hidden-property",
            '<p><a href="https://example.org/x#:~:text=Ann%20Hiddenname">One participant</a></p>',
        ),
        ("identifies-contact", '<p><a href="mailto:ann@example.org">One participant</a> left.</p>'),
        ("hidden-property", '<p id="by-ann-hiddenname">Some left.</p>'),
        ("hidden-property", '<a href="mailto:a@example.org?subject=by%20Ann%20Hiddenname">a</a>'),
        (
            "identifies-name",
            '<ul><li class="comment"><b class="author">Ann Hiddenname says:</b></li></ul>',
        ),
        ("", '<p><b class="author">Ann Hiddenname</b></p>'),
        (
            "",
            '<p title="Share this" data-a="menu open">Some left.</p><script>a = "Ann Od";</script>',
        ),
    ],
)
def test_what_a_clean_copy_lacks_and_where_links_lead_is_checked(
    code: str, body: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "note.html"
    text = "<p>Participants agreed that the mission should keep its bases in the counties.</p>"
    page.write_text(f"<html><body><h1>On bases</h1>{text}{body}</body></html>", encoding="utf-8")
    main(["check", str(page)])
    printed = capsys.readouterr().out
    assert f"[{code}]" in printed if code else "[hidden-property]" not in printed


@pytest.mark.parametrize("name", ["Ann Hiddenname", ""])
def test_who_is_named_in_a_foot_that_the_note_leaves_out_is_found(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "Participants agreed that the mission should keep its bases in the counties.\n"
    foot = f"Draft by {name} - page" if name else "Workshop report - page"
    pages = [f"{said}{letter} {said}\n\n{foot} {at}" for at, letter in enumerate("ABC", 1)]
    typed = tmp_path / "note.txt"
    typed.write_text("\f".join(pages), encoding="utf-8")
    printed = tmp_path / "note.pdf"
    canvas = Canvas(str(printed), pagesize=(595, 842))
    for page in pages:
        for at, line in enumerate(page.splitlines()[:2]):
            canvas.drawString(72, 700 - 14 * at, line)
        canvas.drawString(72, 30, page.splitlines()[-1])
        canvas.showPage()
    canvas.save()
    for path in (typed, printed):
        assert main(["check", str(path)]) == bool(name)
        told = capsys.readouterr().out
        assert ("what the note leaves out" in told) == bool(name)
        assert "Hiddenname" not in told


@pytest.mark.parametrize(
    "front", ["---\nspeakers: [Ann Hiddenname]\n---\n", '+++\nauthor = "Ann Hiddenname"\n+++\n']
)
def test_whom_the_front_matter_of_an_original_names_is_told_and_goes(
    front: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "note.original.md"
    path.write_text(f"{front}# On bases\n\nParticipants agreed to keep the bases.\n", "utf-8")
    assert main(["check", str(path)]) == 1
    assert "[hidden-property]" in capsys.readouterr().out
    assert main(["scrub", "--in-place", str(path)]) == 0
    assert "Hiddenname" not in path.read_text("utf-8")
    assert main(["check", str(path)]) == 0


def test_who_is_named_below_a_quotation_in_an_original_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quoted = "<figure><blockquote>The mandate should be shorter.</blockquote><figcaption>Norway"
    page = tmp_path / "note.html"
    text = "<h1>On bases</h1><p>Participants agreed that the mission should keep its bases.</p>"
    page.write_text(f"<html><body>{text}{quoted}</figure></body></html>", "utf-8")
    assert main(["check", str(page)]) == 1
    assert "[identifies-label]" in capsys.readouterr().out
