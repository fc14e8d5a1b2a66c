"""Vocabularies are validated like notes: every slip has its file, its line and a way out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workshop_notes.cli import main
from workshop_notes.problem import Problem
from workshop_notes.vocabulary import NAMES, load_vocabularies

GOOD = {
    "missions": "- id: ZUMA\n  label: ZUMA\n  start: 2028\n",
    "themes": "- id: elections\n  label: Elections\n  triggers: [election]\n",
    "organizations": "- id: itp\n  label: Institute of Toy Peace\n  role: organizer\n",
    "glossary": "- id: zdf\n  label: ZDF\n",
    "resolutions": '- id: "9801"\n  label: Resolution 9801\n  adopted: 2028-03-01\n',
    "series": "- id: toys\n  label: Toy workshops\n",
}


def load(tmp_path: Path, **texts: str) -> list[Problem]:
    folder = tmp_path / "notes" / "vocabularies"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**GOOD, **texts}.items():
        (folder / f"{name}.yml").write_text(text, "utf-8")
    return load_vocabularies(folder, tmp_path)[1]


def test_what_is_good_passes(tmp_path: Path) -> None:
    assert load(tmp_path) == []


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n", "---\n"])
@pytest.mark.parametrize("name", NAMES)
def test_an_empty_file_is_an_empty_vocabulary(tmp_path: Path, name: str, text: str) -> None:
    assert load(tmp_path, **{name: text}) == []


@pytest.mark.parametrize(
    ("name", "more", "line", "says"),
    [
        ("resolutions", "  until: 28 March 2002\n", 4, "'28 March 2002' is not a day"),
        ("resolutions", "  until: 2002-02-30\n", 4, "is not a day"),
        ("resolutions", "  until: 2002-03\n", 4, "is not a day"),
        ("resolutions", "  until: 2001-03-01\n", 4, "before"),
        ("resolutions", "  missions: [ZUAM]\n", 4, "did you mean 'ZUMA'?"),
        ("resolutions", "  missions: ZUMA\n", 4, "is not a list; write [ZUMA]"),
        ("resolutions", "  effect: renewal\n", 4, "renews"),
        ("glossary", "  aliases: A4P Plus\n", 3, "is not a list; write [A4P Plus]"),
        ("glossary", "  aliases: [A4P, {a: b}]\n", 3, "is not text"),
        ("glossary", "  aliases: ['']\n", 3, "is empty"),
        ("glossary", "  definition: {a: b}\n", 3, "is not text"),
        ("glossary", "  definition: [a, b]\n", 3, "is not text"),
        ("glossary", "  definition:\n", 3, "is empty"),
        ("glossary", "  expansion: a\n  expansion: b\n", 4, "stands twice"),
        ("glossary", "  theme: electoins\n", 3, "did you mean 'elections'?"),
        ("glossary", "  mission: ZUMAX\n", 3, "did you mean 'ZUMA'?"),
        ("glossary", "  organization: ipt\n", 3, "organizations.yml"),
        ("glossary", "  country: Mali\n", 3, "three capital letters"),
        ("glossary", "  aliasses: [x]\n", 3, "did you mean 'aliases'?"),
        ("glossary", "  broader: abc\n", 3, "'abc'"),
        ("glossary", "  broader: zdf\n", 3, "circle"),
        ("missions", "  end: soon\n", 4, "not a year"),
        ("missions", "  end: 2001\n", 4, "before"),
        ("missions", "  countries: [Mali]\n", 4, "three capital letters"),
        ("missions", "  predecessors: [ZUMAB]\n", 4, "without_entry"),
        ("organizations", "  website: javascript:alert(1)\n", 4, "https://"),
        ("organizations", "  website: www.example.org\n", 4, "https://"),
        ("series", "- id: toys\n  label: Others\n", 3, "stands twice"),
        ("series", "- label: Others\n", 3, "no id"),
        ("series", "- id: others\n", 3, "no label"),
        ("series", "- others\n", 3, "is not a set"),
        ("series", "- id: a/b\n  label: Others\n", 3, "cannot be an address"),
        ("series", "- id: ../../x\n  label: Others\n", 3, "cannot be an address"),
        ("series", "- id: others\n  label: {a: b}\n", 4, "is not text"),
        ("series", "- id: others\n  label: \"a\\u202eb\"\n", 4, "nobody sees"),
        ("series", "- id: others\n  label: Others\n  aliases: [TOY  workshops]\n", 5, "'toys'"),
        ("series", "- id: Toys\n  label: Others\n", 3, "'toys'"),
        ("series", "<<<<<<< HEAD\n", 3, "merge"),
    ],
)  # fmt: skip
def test_a_slip_has_its_line_and_a_way_out(
    tmp_path: Path, name: str, more: str, line: int, says: str
) -> None:
    problems = load(tmp_path, **{name: GOOD[name] + more})
    assert problems
    first = problems[0]
    assert (first.path, first.line, first.code) == (
        f"notes/vocabularies/{name}.yml",
        line,
        "bad-vocabulary",
    )
    assert says in f"{first.message}; {first.fix}"
    assert all(problem.message and problem.fix for problem in problems)


def test_a_circle_of_broader_terms_is_told_once_with_its_way(tmp_path: Path) -> None:
    text = (
        "- {id: a, label: A, broader: b}\n- {id: b, label: B, broader: c}\n"
        "- {id: c, label: C, broader: a}\n- {id: d, label: D, broader: a}\n"
    )
    (problem,) = load(tmp_path, themes=text)
    assert "a → b → c → a" in problem.message


def test_every_slip_is_told_at_once(tmp_path: Path) -> None:
    problems = load(
        tmp_path,
        themes="- {id: a, label: A, triggers: x}\n- {id: b}\n",
        series="- {id: s, label: S, broader: t}\n",
    )
    assert [(one.path.rpartition("/")[2], one.line) for one in problems] == [
        ("series.yml", 1),
        ("themes.yml", 1),
        ("themes.yml", 2),
    ]


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 50_000, "- {a: " * 20_000, "&a [*a]\n"])
def test_a_file_that_is_nested_without_end_is_refused(tmp_path: Path, text: str) -> None:
    (problem, *_) = load(tmp_path, themes=text)
    assert problem.code == "bad-vocabulary"


def test_the_build_stops_at_the_line(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = toy / "notes" / "vocabularies" / "resolutions.yml"
    path.write_text(path.read_text("utf-8").replace('"2028-03-01"', "28 March 2002"), "utf-8")
    for verb in ("check", "build"):
        assert main([verb, "--root", str(toy)]) == 1
        assert "notes/vocabularies/resolutions.yml:7:" in capsys.readouterr().out


def test_an_editor_of_yaml_gets_a_schema_of_each_file(toy: Path) -> None:
    assert main(["schema", "--root", str(toy)]) == 0
    folder = toy / ".cache" / "schema"
    assert {path.stem for path in folder.glob("*.json")} == {*NAMES, "note"}
    resolutions = json.loads((folder / "resolutions.json").read_text("utf-8"))
    keys = resolutions["items"]["properties"]
    assert keys["missions"]["items"]["enum"] == ["ZUMA", "ZUMAS"]
    assert "renews" in keys["effect"]["enum"]
    settings = (Path(__file__).parents[1] / ".vscode" / "settings.json").read_text("utf-8")
    named = json.loads(settings)["yaml.schemas"]
    assert {Path(one).stem for one in named} == set(NAMES)


def test_a_note_s_ids_are_chosen_in_vs_code(toy: Path) -> None:
    assert main(["schema", "--root", str(toy)]) == 0
    found = json.loads((toy / ".vscode" / "notes.code-snippets").read_text("utf-8"))
    assert found["mission"]["scope"] == "markdown"
    assert found["mission"]["body"].startswith("mission: [${1|ZUMA,")
    assert found["rule"]["body"] == "rule: ${1|chatham-house,public|}"
