import re
from pathlib import Path

import pytest

from workshop_notes.checks import structure, terms
from workshop_notes.checks.addresses import addresses_that_collide
from workshop_notes.checks.check import copy_of
from workshop_notes.front_matter import parse_note
from workshop_notes.note import Note
from workshop_notes.vocabulary import Vocabularies

BAD = sorted((Path(__file__).parent / "bad").glob("*.md"))
EXPECTED = re.compile(r"<!-- expect: (\d+) ([a-z-]+) -->\n")


def found(text: str, name: str, vocabularies: Vocabularies) -> list[tuple[int, str]]:
    note, problems = parse_note(text, f"2031/{name}", Path("x"), f"notes/2031/{name}.md")
    if note:
        for rule in structure.ALL:
            problems.extend(rule(note))
        for rule_of_terms in terms.ALL:
            problems.extend(rule_of_terms(note, vocabularies))
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
    codes = {rule.__name__.replace("_", "-") for rule in (*structure.ALL, *terms.ALL)}
    shown = {code for path in BAD for _, code in EXPECTED.findall(path.read_text("utf-8"))}
    assert codes - shown <= {"empty-body"}


@pytest.mark.parametrize("rule", [*structure.ALL, *terms.ALL], ids=lambda rule: rule.__name__)
def test_a_rule_states_itself_with_a_bad_and_a_good_example(rule: object) -> None:
    assert re.search(r"\n\s+Bad: .+\n\s+Good: .+", rule.__doc__ or "")


def test_a_slip_in_an_id_gets_the_nearest_one(toy_vocabularies: Vocabularies) -> None:
    note = Note("2031/x", Path("x"), mission=("Zuma",), themes=("POC",), shown="x")
    fixes = [one.fix for rule in terms.ALL for one in rule(note, toy_vocabularies)]
    assert fixes == ["did you mean 'ZUMA'?", "did you mean 'protection-of-civilians'?"]


def test_two_notes_of_one_workshop_are_reported_as_copies() -> None:
    one = Note("2031/a", Path("a"), mission=("ZUMA",), date="2031-05-20", shown="a")
    two = Note("2031/b", Path("b"), mission=("ZUMA",), date="2031-05-20", shown="b")
    assert [(one.path, one.code) for one in copy_of([one, two])] == [("b", "copy-of")]


def test_addresses_that_differ_in_case_only_collide() -> None:
    notes = [Note("2031/zuma", Path("a"), shown="a"), Note("2031/Zuma", Path("b"), shown="b")]
    assert [one.path for one in addresses_that_collide(notes)] == ["b"]


def test_contributing_lists_every_code_as_the_rules_state_it() -> None:
    from workshop_notes.checks.rules import put_into, rules

    page = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert put_into(page) == page, "run python -m workshop_notes.checks.rules"
    codes = [rule.code for rule in rules()]
    assert len(codes) == len(set(codes))


def test_every_code_in_the_package_that_check_may_give_is_listed() -> None:
    from workshop_notes.checks.rules import rules

    package = Path(__file__).parents[2] / "scripts" / "workshop_notes"
    given = {
        code
        for path in package.rglob("*.py")
        for code in re.findall(r'"((?:hidden|identifies)-[a-z-]+)"', path.read_text("utf-8"))
    }
    assert given - {rule.code for rule in rules()} == set()


def test_every_doubt_and_refusal_of_ingest_is_explained() -> None:
    from workshop_notes.checks.rules import DOUBTS, REFUSALS, rules

    package = Path(__file__).parents[2] / "scripts" / "workshop_notes"
    given = set()
    for path in package.rglob("*.py"):
        text = path.read_text("utf-8")
        given |= set(re.findall(r'(?:Doubt|RefusedError)\(\s*"([a-z]+(?:-[a-z]+)+)"', text))
        given |= set(re.findall(r'"((?:limit|loss)-[a-z]+)"', text))
    explained = {*DOUBTS, *REFUSALS, *(rule.code for rule in rules())}
    assert given - explained == set()
    page = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [code for code in (*DOUBTS, *REFUSALS) if f"- `{code}`: " not in page] == []
