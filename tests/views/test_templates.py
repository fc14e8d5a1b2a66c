"""Templates show what views hold: each key they ask for is in the view's shape, and escaped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.tools import ROOT

from workshop_notes.views.page import KINDS, shapes

OVERRIDES = ROOT / "overrides"
WORDS = sorted((OVERRIDES / "words").glob("*.html"))
TEMPLATES = sorted(path.stem for path in OVERRIDES.glob("*.html") if path.stem in shapes())
KEY = re.compile(r"""words\.t\(\s*["']([^"']+)["']\s*\)|parts\.fact\("([^"]+)"\)""")
COUNT = re.compile(r"""words\.count\(\s*["']([^"']+)["']""")


def keys_of(path: Path) -> dict[str, str]:
    return dict(re.findall(r'^  "([^"]+)": "(.*)",?$', path.read_text("utf-8"), flags=re.M))


def keys_in(shape: Any) -> set[str]:
    """Give every key of a shape and of the shapes inside it."""
    if isinstance(shape, list):
        return keys_in(shape[0])
    if isinstance(shape, str):
        return set() if shape in KINDS else keys_in(shapes()[shape])
    own = {key.removesuffix("~") for key in shape}
    return own | {key for inner in shape.values() for key in keys_in(inner)}


def test_every_shape_is_made_of_shapes_that_there_are() -> None:
    for name, shape in shapes().items():
        assert keys_in(shape), name
    assert len(TEMPLATES) >= 17


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_template_asks_for_nothing_that_its_view_does_not_hold(kind: str) -> None:
    text = (OVERRIDES / f"{kind}.html").read_text("utf-8")
    asked = set(re.findall(r"\bview\.(\w+)", text))
    assert asked <= {key.removesuffix("~") for key in shapes()[kind]}, kind
    deeper = set(re.findall(r"(?<!\")\b(?:facts|one|event|step|side|group|theme)\.(\w+)", text))
    assert deeper <= keys_in(kind), kind


@pytest.mark.parametrize("kind", TEMPLATES)
def test_each_template_extends_the_page_and_escapes_its_blocks(kind: str) -> None:
    text = (OVERRIDES / f"{kind}.html").read_text("utf-8")
    assert '{% extends "main.html" %}' in text
    for block in re.findall(r"{% block \w+ %}(.*?){% endblock %}", text, flags=re.S):
        assert "{% autoescape true %}" in block
    for macro in re.findall(r"{%-? macro [^%]*%}(.*?){%-? endmacro", text, flags=re.S):
        assert macro.lstrip().startswith("{% autoescape true")


@pytest.mark.parametrize("name", ["parts", "figures"])
def test_every_macro_escapes_its_body(name: str) -> None:
    text = (OVERRIDES / "partials" / f"{name}.html").read_text("utf-8")
    for macro in re.findall(r"{%-? macro [^%]*%}(.*?){%-? endmacro", text, flags=re.S):
        assert macro.lstrip().startswith("{% autoescape true")


def test_every_language_has_the_same_words_with_the_same_places_to_fill() -> None:
    english = keys_of(OVERRIDES / "words" / "en.html")
    for path in WORDS:
        other = keys_of(path)
        assert other.keys() == english.keys(), path
        for key, text in english.items():
            fields = [sorted(re.findall(r"{\w*}|#", one)) for one in (text, other[key])]
            assert fields[0] == fields[1], (path, key)


def test_every_word_that_a_template_shows_is_there() -> None:
    known = keys_of(OVERRIDES / "words" / "en.html")
    for path in sorted(OVERRIDES.rglob("*.html")):
        text = path.read_text("utf-8")
        wanted = {one or other for one, other in KEY.findall(text)}
        wanted |= {f"{key}.{end}" for key in COUNT.findall(text) for end in ("one", "other")}
        assert wanted <= known.keys(), path
