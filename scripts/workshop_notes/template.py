"""Template: what an editor starts from, made of the fields' table: TEMPLATE.md and a JSON Schema.

`python -m workshop_notes.template` writes the fields into notes/TEMPLATE.md and leaves its head and
its text as they are; a test holds the two together.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from workshop_notes.fields import Field, required, table
from workshop_notes.front_matter import FENCE
from workshop_notes.settings import read_settings
from workshop_notes.vocabulary import Vocabularies, load_vocabularies
from workshop_notes.writing import write_if_changed

SELDOM = "# SELDOM NEEDED. Take off the # to use one of these."
NEEDED = "Every note needs it."
WIDTH = 98


def with_fields(
    template: str, vocabularies: Vocabularies, needed: Collection[str] | None = None
) -> str:
    """Give a template with the table's fields between its head, its first comment, and its text.

    Those that every note `needed`s say so; without it, those of the table.
    """
    needed = required({}) if needed is None else needed
    lines = template.split("\n")
    end = lines.index(FENCE, 1)
    head = lines[: next((at for at, line in enumerate(lines) if not line), end)]
    return "\n".join([*head, "", *_fields(vocabularies, needed), *lines[end:]])


def json_schema(
    vocabularies: Vocabularies, needed: Collection[str] | None = None
) -> dict[str, Any]:
    """Give the JSON Schema of a note's front matter, for editors that complete and check YAML.

    `needed` are the fields that every note needs, without it those of the table.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The front matter of a workshop note",
        "type": "object",
        "additionalProperties": False,
        "required": list(required({}) if needed is None else needed),
        "properties": {name: _property(one, vocabularies) for name, one in table().items()},
    }


def snippets(vocabularies: Vocabularies) -> dict[str, Any]:
    """Give VS Code's snippets: a field's name in a note is completed with ids to choose from."""
    found: dict[str, Any] = {}
    for one in table().values():
        terms = getattr(vocabularies, one.vocabulary).terms if one.vocabulary else ()
        choices = one.values or tuple(term.id for term in terms)
        if choices:
            chosen = f"${{1|{','.join(choices)}|}}"
            body = f"{one.name}: [{chosen}]$0" if one.is_list else f"{one.name}: {chosen}"
            says = {"prefix": one.name, "body": body, "description": one.help}
            found[one.name] = {"scope": "markdown", **says}
    return found


def _fields(vocabularies: Vocabularies, needed: Collection[str]) -> Iterator[str]:
    rows = table().values()
    common = [one for one in rows if not one.seldom]
    for one in common[:-1]:
        comment = _comment(f"{one.help} {NEEDED}" if one.name in needed else one.help)
        yield from (*comment, f"{one.name}: {_blank(one, vocabularies)}".rstrip(), "")
    yield SELDOM
    for one in rows:
        if one.seldom and one.example:
            yield from (*_comment(one.help), f"# {one.name}: {one.example}")
    yield ""
    for one in common[-1:]:
        yield from (*_comment(one.help), f"{one.name}: {one.blank}")


def _comment(text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )


def _blank(one: Field, vocabularies: Vocabularies) -> str:
    """Give what the template proposes: the publisher's first series and its own organizers."""
    if one.name == "series" and vocabularies.series.terms:
        return vocabularies.series.terms[0].id
    if one.name == "organizers":
        own = [t.id for t in vocabularies.organizations.terms if t.facts.get("role") == "organizer"]
        return f"[{', '.join(own)}]"
    return one.blank


def _property(one: Field, vocabularies: Vocabularies) -> dict[str, Any]:
    described = {"description": one.help}
    value: dict[str, Any] = {"type": "string"}
    if one.values:
        value = {"enum": list(one.values)}
    elif one.vocabulary:
        terms = getattr(vocabularies, one.vocabulary).terms
        identifiers = [term.id for term in terms]
        value = {"enum": [*identifiers, *(int(i) for i in identifiers if i.isdigit())]}
    if one.shape == "numbers":
        # A number that no list has yet is a number all the same.
        value = {"anyOf": [value, {"type": "integer"}]}
    if one.is_list:
        return described | {"type": "array", "items": value, "uniqueItems": True}
    shapes: dict[str, dict[str, Any]] = {
        "year": {"type": "integer", "minimum": 1000, "maximum": 9999},
        "date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?$"},
        "partial-date": {
            "anyOf": [
                {"type": "string", "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"},
                {"type": "integer"},
            ]
        },
        "day": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
        "address": {"type": "string", "pattern": "^https?://"},
        "flag": {"type": "boolean"},
        "original": {"type": "object"},
        "speakers": {"type": "array", "items": _pair("name")},
        "waivers": {"type": "array", "items": _pair("text")},
    }
    return described | shapes.get(one.shape, value)


def _pair(key: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key: {"type": "string"}, "reason": {"type": "string"}},
        "required": [key, "reason"],
    }


def _main() -> None:
    root = Path.cwd()
    vocabularies, _ = load_vocabularies(root / "notes" / "vocabularies", root)
    path = root / "notes" / "TEMPLATE.md"
    needed = required(read_settings(root).values)
    write_if_changed(path, with_fields(path.read_text(encoding="utf-8"), vocabularies, needed))


if __name__ == "__main__":
    _main()
