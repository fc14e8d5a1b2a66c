"""The table of fields: one row makes a field that is read, written, checked and described."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from workshop_notes import fields
from workshop_notes.adopting import json_schema, with_fields
from workshop_notes.convert import Conversion
from workshop_notes.extract.extraction import extract
from workshop_notes.extract.original import Evidence, Finding
from workshop_notes.note import ATTRIBUTES, Note, parse_note, write_note
from workshop_notes.vocabulary import load_vocabularies

ROOT = Path(__file__).resolve().parent.parent
LOCATION = """
- name: location
  shape: text
  label: {en: Place, fr: Lieu}
  export: location
  search: words
  help: The town where the workshop was held.
"""


@pytest.fixture
def location(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Add a row to the table, as an adopter would."""
    path = tmp_path / "fields.yml"
    before, status, after = fields.PATH.read_text("utf-8").partition("- name: status")
    path.write_text(before + LOCATION.lstrip() + status + after, encoding="utf-8")
    more = fields.table(path)
    monkeypatch.setattr(fields, "PATH", path)
    assert "location" in more


@pytest.mark.usefixtures("location")
def test_a_new_row_is_read_written_and_described() -> None:
    text = "---\ntitle: Toy\nlocation: Geneva\nlocaton: Zed\n---\n\nWords.\n"
    note, problems = parse_note(text, "2031/toy", Path("2031/toy.md"), "notes/2031/toy.md")
    assert note is not None
    assert note.value("location") == "Geneva"
    assert note.at("location") == (3, 11)
    assert [(one.code, one.fix) for one in problems] == [
        ("unknown-field", "did you mean 'location'?")
    ]
    assert "location: Geneva" in write_note(note)
    vocabularies, _ = load_vocabularies(ROOT / "notes" / "vocabularies", ROOT)
    assert (
        json_schema(vocabularies, fields.required({}))["properties"]["location"]["type"] == "string"
    )
    template = (ROOT / "notes" / "TEMPLATE.md").read_text("utf-8")
    assert "\n# The town where the workshop was held.\nlocation:\n" in with_fields(
        template, vocabularies, fields.required({})
    )


def test_a_new_row_is_read_from_texts_by_a_module_of_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    row = LOCATION.lstrip().replace("  export:", "  read: true\n  export:")
    path = tmp_path / "fields.yml"
    path.write_text(fields.PATH.read_text("utf-8") + row, encoding="utf-8")
    monkeypatch.setattr(fields, "PATH", path)
    module = ModuleType("workshop_notes.extract.location")
    place = Evidence("They met in Toyville.", 3)
    module.__dict__["find"] = lambda *_: Finding("Toyville", (place,))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    vocabularies, _ = load_vocabularies(ROOT / "notes" / "vocabularies", ROOT)
    text = "Toys\n\nThey met in Toyville."
    assert extract(Conversion("txt", text, text), vocabularies, "x").value("location") == "Toyville"


def test_the_template_holds_the_table_s_fields() -> None:
    vocabularies, _ = load_vocabularies(ROOT / "notes" / "vocabularies", ROOT)
    template = (ROOT / "notes" / "TEMPLATE.md").read_text("utf-8")
    assert with_fields(template, vocabularies, fields.required({})) == template, (
        "run `python -m workshop_notes.adopting`"
    )
    note, problems = parse_note(template, "2031/toy", Path("toy.md"), "toy.md")
    assert note is not None
    assert problems == []


def test_the_schema_knows_every_field_and_the_vocabularies_ids() -> None:
    vocabularies, _ = load_vocabularies(ROOT / "notes" / "vocabularies", ROOT)
    properties = json_schema(vocabularies, fields.required({}))["properties"]
    assert tuple(properties) == tuple(fields.table())
    assert vocabularies.themes.terms[0].id in properties["themes"]["items"]["enum"]
    assert properties["status"]["enum"] == ["draft", "published", "withdrawn"]


def test_every_attribute_of_a_note_is_a_row() -> None:
    beside = {"id", "path", "others", "body", "body_line", "letters", "content", "shown"}
    assert ATTRIBUTES - beside - {"positions"} <= set(fields.table())
    note = Note(id="2031/toy", path=Path("toy.md"))
    assert all(note.value(name) is not NotImplemented for name in fields.table())


def test_the_project_s_settings_say_what_a_note_needs() -> None:
    assert fields.required({}) == ("title", "mission", "date")
    settings = {"extra": {"workshop_notes": {"required": ["title", "organizers", "nonsense"]}}}
    assert fields.required(settings) == ("title", "organizers")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("- shape: text", "row 1: a field needs a name"),
        ("- {name: a, shape: colour}", "row 1: the shape is one of"),
        ("- {name: a, shape: text, colour: red}", "row 1: 'colour' is no property"),
        ("- {name: a, shape: text}\n- {name: a, shape: text}", "row 2: 'a' stands twice"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "bad.yml"
    path.write_text(row, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        fields.table(path)
