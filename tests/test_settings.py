"""mkdocs.yml is read with lines; what this site cannot honour is named with the reason."""

from pathlib import Path

import pytest

from workshop_notes.problem import UsageError
from workshop_notes.settings import Settings, folders, read_settings, text_without_empty, unused

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
