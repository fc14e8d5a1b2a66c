import json
import os
from pathlib import Path

import pytest
from tests.conftest import TOY

from workshop_notes.cli import main
from workshop_notes.note import read_note, write_note

RAW = (TOY / "raw" / "zuma.txt").read_text(encoding="utf-8")


def put(toy: Path, name: str, text: str = RAW) -> Path:
    path = toy / "notes" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def objects(toy: Path, capsys: pytest.CaptureFixture[str], *sources: Path) -> list[dict]:
    capsys.readouterr()
    main(["ingest", "--root", str(toy), "--dry-run", "--json", *map(str, sources)])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_raw_note_becomes_a_draft_beside_it(toy: Path) -> None:
    source = put(toy, "2033/zuma.txt")
    assert main(["ingest", "--root", str(toy), str(source)]) == 0
    note, problems = read_note(source.with_suffix(".md"), toy)
    assert problems == []
    assert note is not None
    assert (note.title, note.mission, note.year, note.date, note.rule, note.status) == (
        "Ranking the Tasks in 2033: The Case of ZUMA",
        ("ZUMA",),
        2033,
        "2033-05-20",
        "chatham-house",
        "draft",
    )
    assert note.original is not None
    assert note.original.file == "zuma.txt"
    assert write_note(note) == source.with_suffix(".md").read_text("utf-8")


def test_the_json_has_the_contract_s_shape(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (one,) = objects(toy, capsys, put(toy, "2033/zuma.txt"))
    assert list(one) == ["source", "ok", "problems", "fields", "evidence", "markdown", "loss"]
    assert list(one["loss"]) == ["words", "kept", "moved", "left_out", "unknown"]
    assert one["source"] == "notes/2033/zuma.txt"
    assert one["loss"]["unknown"] == 0
    assert not (toy / "notes/2033/zuma.md").exists()
    lines = RAW.splitlines()
    for name, evidence in one["evidence"].items():
        assert evidence, name
        for passage in evidence:
            assert passage["text"].split()[0] in lines[passage["line"] - 1], name
    assert set(one["evidence"]) == set(one["fields"])


def test_one_bad_file_never_stops_the_others(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = put(toy, "2033/empty.txt", "")
    liar = toy / "notes/2033/liar.docx"
    liar.write_bytes(b"PK\x03\x04 not a zip")
    good = put(toy, "2033/zuma.txt")
    missing = toy / "notes/2033/missing.txt"
    assert main(["ingest", "--root", str(toy), str(bad), str(liar), str(missing), str(good)]) == 1
    printed = capsys.readouterr().out
    assert (toy / "notes/2033/zuma.md").is_file()
    assert sorted(path.name for path in (toy / "notes/2033").glob("*.md")) == ["zuma.md"]
    for name in ("empty.txt", "liar.docx", "missing.txt"):
        assert f"{name}:1:1: " in printed


def test_results_come_in_the_order_given(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"2033/n{number}.txt" for number in range(8)]
    sources = [put(toy, name, RAW if number % 2 else "") for number, name in enumerate(names)]
    assert [one["source"] for one in objects(toy, capsys, *sources)] == [
        f"notes/{name}" for name in names
    ]


def test_ingest_again_changes_nothing_and_a_folder_means_what_is_new(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = put(toy, "2033/zuma.txt")
    assert main(["ingest", "--root", str(toy), str(toy / "notes")]) == 0
    assert "notes/2033/zuma.txt → notes/2033/zuma.md" in capsys.readouterr().out
    before = source.with_suffix(".md").stat().st_mtime_ns
    assert main(["ingest", "--root", str(toy), str(toy / "notes")]) == 0
    assert capsys.readouterr().out == ""
    assert main(["ingest", "--root", str(toy), str(source)]) == 0
    assert source.with_suffix(".md").stat().st_mtime_ns == before


def test_a_note_that_an_editor_touched_is_left_alone(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = put(toy, "2033/zuma.txt")
    main(["ingest", "--root", str(toy), str(source)])
    path = source.with_suffix(".md")
    touched = path.read_text("utf-8").replace("[ZUMA]", "[ZUMA, ZUMAS]")
    path.write_text(touched, "utf-8")
    source.write_text(RAW + "\nOne more sentence about the hills.\n", "utf-8")
    assert main(["ingest", "--root", str(toy), str(source)]) == 0
    assert path.read_text("utf-8") == touched
    assert "[touched-note]" in capsys.readouterr().out
    assert main(["ingest", "--root", str(toy), "--force", str(source)]) == 0
    assert "One more sentence" in path.read_text("utf-8")


def test_an_untouched_note_follows_its_original(toy: Path) -> None:
    source = put(toy, "2033/zuma.txt")
    main(["ingest", "--root", str(toy), str(source)])
    source.write_text(RAW + "\nOne more sentence about the hills.\n", "utf-8")
    assert main(["ingest", "--root", str(toy), str(toy / "notes")]) == 0
    assert "One more sentence" in source.with_suffix(".md").read_text("utf-8")


def test_two_originals_of_one_address_are_refused(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = [put(toy, "2033/zuma.txt"), put(toy, "2033/zuma.html", f"<p>{RAW}</p>")]
    assert main(["ingest", "--root", str(toy), *map(str, sources)]) == 1
    assert "[addresses-that-collide]" in capsys.readouterr().out


def test_a_second_copy_of_a_workshop_is_reported(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = put(toy, "2031/copy.txt", RAW.replace("2033", "2031"))
    main(["ingest", "--root", str(toy), str(source)])
    assert "same mission and workshop day as notes/2031/zuma.md; " in capsys.readouterr().out


def test_contradictions_between_copies_are_shown_and_not_resolved(
    toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, two = tmp_path / "a" / "zuma.txt", tmp_path / "b" / "zuma.txt"
    one.write_text(RAW + "\nThe mandate in force is that of resolution 9801.\n", "utf-8")
    two.write_text(RAW + "\nThe mandate in force is that of resolution 9902.\n", "utf-8")
    first, second = objects(toy, capsys, one, two)
    assert [problem["code"] for problem in first["problems"]] == []
    (found,) = [one for one in second["problems"] if one["code"] == "contradiction"]
    assert "differ in resolutions" in found["message"]
    assert (first["fields"]["resolutions"], second["fields"]["resolutions"]) == ([9801], [9902])


def test_a_file_name_gives_no_title_and_no_address(toy: Path, tmp_path: Path) -> None:
    source = tmp_path / "Amb. Zedson's notes\nFINAL.txt"
    source.write_text(RAW.split("\n", 1)[1], "utf-8")
    assert main(["ingest", "--root", str(toy), str(source)]) == 0
    text = (toy / "notes/2033/zuma.md").read_text("utf-8")
    assert "Zedson" not in text
    assert "FINAL" not in text


@pytest.mark.parametrize("name", ["2033/Bericht ZUMA.txt", "2033/Zuma.TXT"])
def test_a_file_that_its_note_would_not_find_again_is_refused(
    toy: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    source = put(toy, name)
    for _ in range(2):
        assert main(["ingest", "--root", str(toy), str(toy / "notes")]) == 1
        assert "rename it to notes/2033/zuma.txt" in capsys.readouterr().out
    assert list((toy / "notes/2033").glob("*.md")) == []
    source.rename(put(toy, "2033/zuma.TXT"))
    assert main(["ingest", "--root", str(toy), str(toy / "notes")]) == 0
    note, _ = read_note(toy / "notes/2033/zuma.md", toy)
    assert note and note.original and note.original.file == "zuma.TXT"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_links_and_pipes_are_refused(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = toy / "notes/2033"
    folder.mkdir()
    (folder / "link.txt").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.txt")
    code = main(["ingest", "--root", str(toy), str(folder / "link.txt"), str(folder / "pipe.txt")])
    assert code == 1
    assert capsys.readouterr().out.count("[not-a-file]") == 2
    assert list(folder.glob("*.md")) == []


def test_into_another_folder(toy: Path, tmp_path: Path) -> None:
    source = put(toy, "2033/zuma.txt")
    assert main(["ingest", "--root", str(toy), "--into", str(tmp_path / "out"), str(source)]) == 0
    assert (tmp_path / "out" / "zuma.md").is_file()


def test_explain_shows_the_sentence_behind_each_field(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = put(toy, "2033/zuma.txt")
    main(["ingest", "--root", str(toy), str(source)])
    capsys.readouterr()
    for name in ("2033/zuma", str(source)):
        assert main(["explain", "--root", str(toy), name]) == 0
        printed = capsys.readouterr().out
        assert "date: 2033-05-20" in printed
        assert "line 5: “On May 20, 2033, the Institute of Toy Peace" in printed
    assert main(["explain", "--root", str(toy), "2031/zuma"]) == 1
    assert main(["explain", "--root", str(toy), "2099/nothing"]) == 1


SEEDS = {
    "000_6b0d35e5124df5e9.txt": {
        "mission": ["MINUSMA"],
        "year": 2020,
        "date": "2020-05-20",
        "published": "2020-06-19",
        "organizers": ["ipi", "stimson", "scr"],
        "funders": ["canada"],
        "resolutions": [2480],
        "language": "en",
        "rule": "chatham-house",
        "format": "virtual",
    },
    "002_6335aa89e9158ebe.txt": {
        "mission": ["MINUSMA"],
        "year": 2018,
        "date": "2018-05-08",
        "published": "2018-05-31",
        "organizers": ["ipi", "stimson", "scr"],
        "language": "en",
    },
}


@pytest.mark.parametrize("name", SEEDS)
def test_the_first_real_notes_are_read_without_loss(
    name: str, shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = Path(__file__).resolve().parent.parent
    (one,) = objects(root, capsys, shared / "seeds" / name)
    fields = one["fields"]
    assert {key: fields.get(key) for key in SEEDS[name]} == SEEDS[name]
    for absent in ("rule", "format", "funders"):
        assert (absent in fields) == (absent in SEEDS[name])
    assert one["loss"]["unknown"] == 0
    assert one["ok"]
    for furniture in ("Cite to URL", "date 2018", "International Order", "June 19, 2020"):
        assert furniture not in one["markdown"]


def test_an_editor_may_say_that_a_text_is_a_note(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        "About the rains\n\nThe rains came late this year. The road to the market is cut again. "
        "The two committees have not been in the town since the spring, and the court is closed.\n"
    )
    source = put(toy, "memo.txt", text)
    command = ["ingest", str(source), "--root", str(toy), "--dry-run", "--json"]
    assert main(command) == 1
    refused = json.loads(capsys.readouterr().out)
    [refusal] = [one for one in refused["problems"] if one["code"] == "not-a-note"]
    assert "--as-note" in refusal["fix"]
    assert main([*command, "--as-note"]) == 0
    assert json.loads(capsys.readouterr().out)["ok"]
