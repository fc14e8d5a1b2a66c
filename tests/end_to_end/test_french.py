"""A site in French speaks French on every kind of page, but for notes and vocabularies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from lxml import etree
from tests.end_to_end.conftest import once, project, run
from tests.tools import ROOT

SECTIONS = ("", "browse", "themes", "years", "resolutions", "glossary")  # of the navigation
WRITTEN = ("about", "add-a-note")  # by hand, for a publisher to write in the site's language


def words(language: str) -> set[str]:
    """Give the texts of the interface in a language that hold no place for another text."""
    text = (ROOT / f"overrides/words/{language}.html").read_text(encoding="utf-8")
    found = re.findall(r'^  "[^"]+": "((?:[^"\\]|\\.)*)"', text, re.M)
    return {one for one in found if not re.search(r"[#@{}]", one) and len(one) > 2}


@pytest.fixture(scope="module")
def french(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(tmp_path_factory, "french", _built) / "site"


def test_no_page_has_a_word_of_the_interface_in_english(french: Path) -> None:
    english = words("en") - words("fr")
    found = {}
    for path in sorted(french.rglob("*.html")):
        name = path.relative_to(french).as_posix()
        if name.startswith(WRITTEN):
            continue
        page = lxml.html.fromstring(path.read_bytes())
        if page.get("lang") == "fr" and (spoken := set(_texts(page)) & english):
            found[name] = sorted(spoken)
    assert not found


def test_every_kind_of_page_is_in_french(french: Path) -> None:
    kinds = "browse due missions/zuma themes years resolutions glossary search"
    for name in ("", *kinds.split()):
        page = lxml.html.fromstring((french / name / "index.html").read_bytes())
        assert page.get("lang") == "fr", name
        titles = [one.text_content().strip() for one in page.iter("a") if one.text_content()]
        assert "Accueil" in titles and "Home" not in titles, name
        foot = [
            one.text_content().strip() for one in page.xpath("//footer//*[@class='md-ellipsis']")
        ]
        assert set(foot) <= set(titles) | {"À propos"}, name
        assert bool(foot) is (name in SECTIONS), name


def test_a_term_is_defined_in_french(french: Path) -> None:
    page = lxml.html.fromstring((french / "glossary/zdf/index.html").read_bytes())
    text = " ".join(page.text_content().split())
    assert "L'armée inventée de Zubrowka." in text
    assert "The invented army" not in text
    said = page.xpath("//meta[@name='description']/@content")
    assert said == ["L'armée inventée de Zubrowka."]


def test_another_language_is_one_file_and_one_line(tmp_path: Path) -> None:
    root = project(tmp_path / "project", ROOT / "tests" / "toy" / "notes")
    said = (root / "overrides/words/en.html").read_text("utf-8")
    (root / "overrides/words/es.html").write_text(said.replace('"Home"', '"Portada"'), "utf-8")
    settings = root / "mkdocs.yml"
    text = settings.read_text("utf-8").replace("  language: en\n", "  language: es\n")
    settings.write_text(text.replace("languages: [en, fr]", "languages: [en, fr, es]"), "utf-8")
    assert "no words in" not in run(root, "notes", "build").stdout
    page = lxml.html.fromstring((root / "site/missions/zuma/index.html").read_bytes())
    assert page.get("lang") == "es"
    text = " ".join(page.text_content().split())
    assert "Portada" in text
    assert "20 de mayo de 2031" in text


def _texts(page: etree._Element) -> Iterator[str]:
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        holders = [element, *element.iterancestors()]
        language = next((one.get("lang") for one in holders if one.get("lang")), "")
        if language == "fr":
            yield from (" ".join((element.text or "").split()), element.get("aria-label") or "")
            yield from (element.get("title") or "", element.get("placeholder") or "")
            yield from (" ".join((child.tail or "").split()) for child in element)


def _built(root: Path) -> None:
    project(root, ROOT / "tests" / "toy" / "notes")
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    assert "  language: en\n" in text
    text = text.replace("  language: en\n", "  language: fr\n")
    text = text.replace("  features:\n", "  features:\n    - navigation.footer\n")
    settings.write_text(text, encoding="utf-8")
    run(root, "notes", "build")
