from pathlib import Path

from workshop_notes.collection import load_collection


def test_the_template_raw_originals_and_the_inbox_are_no_notes(toy: Path) -> None:
    for name in ("TEMPLATE.md", "inbox/x.md", "2031/raw.original.md", "2031/.x.md"):
        path = toy / "notes" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("raw", encoding="utf-8")
    collection = load_collection(toy)
    assert [note.id for note in collection.notes] == ["2031/zuma", "2032/zuma", "2032/zumas"]
    assert collection.problems == ()


def test_neighbours_are_the_missions_notes_before_and_after(toy: Path) -> None:
    collection = load_collection(toy).published("2033-01-01")
    first, second = collection.on("mission", "ZUMA")
    assert collection.neighbours(first, "ZUMA") == (None, second)
    assert collection.neighbours(second, "ZUMA") == (first, None)


def test_drafts_and_embargoed_notes_are_not_published(toy: Path) -> None:
    path = toy / "notes/2032/zuma.md"
    text = path.read_text("utf-8").replace("status:", "embargo: 2032-07-01\nstatus:")
    path.write_text(text, "utf-8")
    collection = load_collection(toy)

    def ids(today: str, *, drafts: bool = False) -> list[str]:
        return [note.id for note in collection.published(today, drafts=drafts).notes]

    assert ids("2032-06-30") == ["2031/zuma"]
    assert ids("2032-07-01") == ["2031/zuma", "2032/zuma"]
    assert ids("2032-06-30", drafts=True) == ["2031/zuma", "2032/zuma", "2032/zumas"]


def test_problems_of_notes_left_out_are_left_out_too(toy: Path) -> None:
    path = toy / "notes/2032/zumas.md"
    path.write_text(path.read_text("utf-8").replace("[elections]", "elections"), "utf-8")
    collection = load_collection(toy)
    assert [one.code for one in collection.problems] == ["wrong-shape"]
    assert collection.published("2033-01-01").problems == ()


def test_a_withdrawn_note_leaves_the_lists(toy: Path) -> None:
    path = toy / "notes/2031/zuma.md"
    text = path.read_text("utf-8").replace("published\n---", "withdrawn\nwithdrawn: why\n---")
    path.write_text(text, "utf-8")
    collection = load_collection(toy)
    assert [note.id for note in collection.on("mission", "ZUMA")] == ["2032/zuma"]
    assert [note.id for note in collection.withdrawn] == ["2031/zuma"]
    assert collection.years == (2032,)
