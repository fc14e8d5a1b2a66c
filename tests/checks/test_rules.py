import re
from dataclasses import replace
from pathlib import Path

import pytest
from bench import codes

from workshop_notes.checks import rules
from workshop_notes.checks.check import addresses_that_collide, copy_of
from workshop_notes.formats.hidden import refusals
from workshop_notes.note import Note, parse_note
from workshop_notes.vocabulary import Vocabularies, load_vocabularies

BAD = sorted((Path(__file__).parent / "bad").glob("*.md"))
EXPECTED = re.compile(r"<!-- expect: (\d+) ([a-z-]+) -->\n")


def found(text: str, name: str, vocabularies: Vocabularies) -> list[tuple[int, str]]:
    note, problems = parse_note(text, f"2031/{name}", Path("x"), f"notes/2031/{name}.md")
    if note:
        for rule in rules.OF_NOTE:
            problems.extend(rule(note))
        for rule_of_vocabularies in rules.OF_VOCABULARIES:
            problems.extend(rule_of_vocabularies(note, vocabularies))
    assert all(problem.message and problem.fix for problem in problems)
    return sorted((problem.line, problem.code) for problem in problems)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_note_gives_the_problems_that_it_states(
    path: Path, toy_vocabularies: Vocabularies
) -> None:
    text = path.read_text(encoding="utf-8")
    expected = sorted((int(line), code) for line, code in EXPECTED.findall(text))
    assert expected
    assert found(EXPECTED.sub("", text), path.stem, toy_vocabularies) == expected


def test_every_rule_has_a_bad_note() -> None:
    functions = (*rules.OF_NOTE, *rules.OF_VOCABULARIES)
    stated = {one.__name__.replace("_", "-") for one in functions if "Bad:" in (one.__doc__ or "")}
    assert stated <= set(codes.all_rules())
    shown = {code for path in BAD for _, code in EXPECTED.findall(path.read_text("utf-8"))}
    assert {*stated, *codes.LISTED["fields"]} - shown <= {"empty-body", "unfinished-text"}


def test_a_slip_in_an_id_gets_the_nearest_one(toy_vocabularies: Vocabularies) -> None:
    note = Note("2031/x", Path("x"), mission=("Zuma",), themes=("POC",), shown="x")
    fixes = [one.fix for one in rules.unknown_term(note, toy_vocabularies)]
    assert fixes == ["did you mean 'ZUMA'?", "did you mean 'protection-of-civilians'?"]


def test_two_notes_of_one_workshop_are_reported_as_copies() -> None:
    one = Note("2031/a", Path("a"), mission=("ZUMA",), date="2031-05-20", shown="a")
    two = Note("2031/b", Path("b"), mission=("ZUMA",), date="2031-05-20", shown="b")
    assert [(one.path, one.code) for one in copy_of([one, two])] == [("b", "copy-of")]


def test_addresses_that_differ_in_case_only_collide() -> None:
    notes = [Note("2031/zuma", Path("a"), shown="a"), Note("2031/Zuma", Path("b"), shown="b")]
    assert [one.path for one in addresses_that_collide(notes)] == ["b"]


def test_contributing_lists_every_code_as_the_rules_state_it() -> None:
    page = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert codes.put_into(page) == page, "run python bench/codes.py"
    listed = re.findall(r"^\*\*`([a-z-]+)`\*\*", page, re.M)
    assert len(listed) == len(set(listed))


def test_every_code_in_the_package_that_check_may_give_is_listed() -> None:
    package = Path(__file__).parents[2] / "scripts" / "workshop_notes"
    given = {
        code
        for path in package.rglob("*.py")
        for code in re.findall(r'"((?:hidden|identifies)-[a-z-]+)"', path.read_text("utf-8"))
    }
    given |= {code for code, _, _ in refusals().values() if code.startswith("hidden-")}
    assert given - set(codes.all_rules()) == set()


def test_every_doubt_and_refusal_of_ingest_is_explained() -> None:
    ingest = {**codes.LISTED["doubts"], **codes.LISTED["refusals"]}
    package = Path(__file__).parents[2] / "scripts" / "workshop_notes"
    given = set()
    for path in package.rglob("*.py"):
        text = path.read_text("utf-8")
        given |= set(re.findall(r'(?:Doubt|RefusedError)\(\s*"([a-z]+(?:-[a-z]+)+)"', text))
        given |= set(re.findall(r'"((?:limit|loss)-[a-z]+)"', text))
    given |= {code for code, _, _ in refusals().values() if "-" in code}
    explained = {*ingest, *codes.all_rules()}
    assert given - explained == set()
    page = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [code for code in ingest if f"- `{code}`: " not in page] == []


@pytest.mark.parametrize(
    ("required", "missing"),
    [("[title]", []), ("[title, funders]", ["missing-funders"]), ("[]", [])],
)
def test_a_project_says_which_fields_its_notes_need(
    toy: Path, required: str, missing: list[str]
) -> None:
    with (toy / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(f"\nextra: {{workshop_notes: {{required: {required}}}}}\n")
    vocabularies, _ = load_vocabularies(toy / "notes" / "vocabularies", toy)
    note = Note("2031/x", Path("x"), title="Tasks", year=2031, shown="x")
    assert [one.code for one in rules.missing_field(note, vocabularies)] == missing


def test_a_field_without_terms_is_asked_of_nobody(toy: Path) -> None:
    vocabularies, _ = load_vocabularies(toy / "notes" / "vocabularies", toy)
    note = Note("2031/x", Path("x"), title="Tasks", date="2031-01-01", shown="x")
    assert [one.code for one in rules.missing_field(note, vocabularies)] == ["missing-mission"]
    without = replace(vocabularies, missions=replace(vocabularies.missions, terms=()))
    assert list(rules.missing_field(note, without)) == []
