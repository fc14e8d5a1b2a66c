"""mkdocs.yml is read with lines; what this site cannot honour is named with the reason."""

from pathlib import Path

import pytest

from workshop_notes.checks.check import check
from workshop_notes.cli import main
from workshop_notes.problem import UsageError
from workshop_notes.settings import (
    Settings,
    faults,
    folders,
    read_settings,
    text_without_empty,
    unused,
)

ROOT = Path(__file__).resolve().parent.parent
FULL = """\
site_name: Toy
plugins:
  - search
  - tags
theme:
  name: material
  language: pt
  font:
    text: Inter
  features:
    - navigation.tabs
    - search.suggest
extra:
  languages: [en, fr]
  analytics:
    provider: google
extra_javascript:
  - assets/own.js
  - path: https://far.example/mathjax.js
"""


def settings_of(folder: Path, text: str) -> Settings:
    (folder / "mkdocs.yml").write_text(text, "utf-8")
    return read_settings(folder)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("missions: programmes", {"missions": "programmes"}),
        ("missions: missions", {"missions": "missions"}),
        ("missions: notes", None),
        ("missions: resolutions", None),
        ("missions: Pro/grammes", None),
        ("themes: topics", None),
        ("{missions: plans, resolutions: plans}", None),
    ],
)
def test_folders_of_pages_may_have_other_names(
    tmp_path: Path, said: str, found: dict[str, str] | None
) -> None:
    given = said if said.startswith("{") else "{" + said + "}"
    settings = settings_of(tmp_path, f"extra:\n  workshop_notes:\n    addresses: {given}\n")
    if found is None:
        with pytest.raises(UsageError, match=r"extra\.workshop_notes\.addresses"):
            folders(settings)
    else:
        assert folders(settings) == found


def test_entries_that_lead_nowhere_leave_the_text_of_the_settings_with_their_lines(
    tmp_path: Path,
) -> None:
    (tmp_path / "browse").mkdir()
    (tmp_path / "browse" / "index.md").touch()
    text = (
        "nav:\n  - A: browse/index.md\n  - Part:\n    - T: themes/index.md\n    - about.md\n"
        "  - Empty:\n    - years/index.md\n  - missions/index.md\nextra:\n  footer:\n"
        "    - title: X\n      link: themes/\n    - {title: Y, link: about/}\n"
    )
    assert text_without_empty(text, tmp_path) == (
        "nav:\n  - A: browse/index.md\n  - Part:\n    - about.md\nextra:\n  footer:\n"
        "    - {title: Y, link: about/}\n"
    )


def test_the_projects_own_settings_are_all_honoured() -> None:
    assert list(unused(read_settings(ROOT))) == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (3, "'search'"),
        (4, "'tags'"),
        (7, "no words in 'pt'"),
        (8, "fonts are not fetched"),
        (12, "'search.suggest'"),
        (15, "nobody else learns"),
        (19, "mathjax.js lies on another host"),
    ],
)
def test_what_is_not_honoured_is_named_with_its_line(tmp_path: Path, line: int, says: str) -> None:
    settings = settings_of(tmp_path, FULL)
    found = [problem for problem in unused(settings) if says in problem.message]
    assert [problem.line for problem in found] == [line]
    assert found[0].fix
    assert found[0].level == "warning"


def test_nothing_else_is_named(tmp_path: Path) -> None:
    assert len(list(unused(settings_of(tmp_path, FULL)))) == 7


def test_a_public_way_to_report_asks_for_a_private_one(tmp_path: Path) -> None:
    text = "plugins: []\nrepo_url: https://code.example/toy\n"
    (found,) = unused(settings_of(tmp_path, text))
    assert "extra.report.private" in found.fix
    text += "extra:\n  report:\n    private: mailto:editors@toy.example\n"
    assert list(unused(settings_of(tmp_path, text))) == []


def test_a_project_without_the_line_on_plugins_gets_the_builders_search(tmp_path: Path) -> None:
    (found,) = unused(settings_of(tmp_path, "site_name: Toy\n"))
    assert found.fix == "say `plugins: []`"


def test_the_environment_and_an_inherited_file_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TOY_URL", raising=False)
    (tmp_path / "base.yml").write_text("site_name: Base\ncopyright: Us\n", "utf-8")
    text = (
        'INHERIT: base.yml\nsite_name: Toy\nsite_url: !ENV [TOY_URL, ""]\nplugins: []\n'
        "x: !!python/name:some.thing\n"
    )
    settings = settings_of(tmp_path, text)
    assert settings.text("site_name") == "Toy"
    assert settings.text("copyright") == "Us"
    assert settings.address == ""
    monkeypatch.setenv("TOY_URL", "https://toy.example/notes")
    assert read_settings(tmp_path).address == "https://toy.example/notes/"


PROJECT = """\
site_name: Toy
docs_dir: docs
theme:
  name: material
nav:
  - About: about.md
  - Plans: plans/index.md
plugins: []
extra:
  workshop_notes:
    required: [title, date]
    addresses:
      missions: plans
    words:
      en:
        council: Senate
  languages: [en]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in (
        ("mkdocs.yml", PROJECT),
        ("docs/about.md", "# About\n"),
        ("overrides/words/en.html", '{% set words = {\n  "council": "Council",\n} %}\n'),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_settings_that_are_known_are_no_fault(project: Path) -> None:
    assert list(faults(project)) == []
    assert list(faults(ROOT)) == []


@pytest.mark.parametrize(
    ("was", "now", "line", "says"),
    [
        ("docs_dir:", "docs_dirr:", 2, "did you mean 'docs_dir'?"),
        ("docs_dir: docs", "docs_dir: pages", 2, "not into 'pages'"),
        ("docs_dir: docs", "repo_url: toy.example", 2, "`repo_url`: The URL isn't valid"),
        ("docs_dir: docs", "INHERIT: base.yml", 2, "'base.yml' does not exist"),
        ("name: material", "name: readthedocs", 3, "'readthedocs' does not have"),
        ("name: material", "name: material\n  custom_dir: overides", 3, "does not exist"),
        ("about.md", "abuot.md", 6, "did you mean 'about.md'?"),
        ("plans/index.md", "missions/index.md", 7, "did you mean 'plans/index.md'?"),
        ("plugins: []", "plugins: [rss]", 8, '"rss" plugin is not installed'),
        ("plugins: []", "markdown_extensions:\n  - toc\n  - abr", 10, "Failed to load"),
        ("plugins: []", "validation:\n  nav:\n    omited_files: info", 8, "omited_files"),
        ("plugins: []", "x: !!python/name:no.such", 8, "cannot find module 'no'"),
        ("required:", "requierd:", 11, "did you mean 'required'?"),
        ("[title, date]", "[titel, date]", 11, "did you mean 'title'?"),
        ("[title, date]", "title", 11, "`required` is no list"),
        ("council:", "councl:", 16, "did you mean 'council'?"),
        ("      en:", "      pt:", 15, "choose from en"),
        ("languages: [en]", "languages: [en, es]", 17, "'es'; choose from en"),
        ("languages: [en]", "report: {privat: x}", 17, "did you mean 'private'?"),
    ],
)
def test_an_unknown_setting_is_an_error_with_the_nearest_known_one(
    project: Path, was: str, now: str, line: int, says: str
) -> None:
    assert was in PROJECT
    (project / "mkdocs.yml").write_text(PROJECT.replace(was, now), "utf-8")
    found = list(faults(project))
    assert [(one.path, one.line, one.level) for one in found] == [("mkdocs.yml", line, "error")]
    assert says in found[0].says
    assert check(project, [project / "mkdocs.yml"]) == found


@pytest.mark.parametrize("verb", ["check", "build", "list", "stats", "serve"])
@pytest.mark.parametrize(
    ("now", "line"), [("site_name: a: Toy", 1), ("site_name: Toy\nsite_name: Zed", 2)]
)
def test_settings_that_are_no_yaml_are_one_problem_of_every_command(
    project: Path, capsys: pytest.CaptureFixture[str], verb: str, now: str, line: int
) -> None:
    (project / "mkdocs.yml").write_text(PROJECT.replace("site_name: Toy", now), "utf-8")
    port = ["--address", "127.0.0.1:0"] if verb == "serve" else []
    assert main([verb, "--root", str(project), *port]) == 1
    (said,) = capsys.readouterr().out.splitlines()
    assert said.startswith(f"mkdocs.yml:{line}:") and said.endswith("[wrong-setting]")
