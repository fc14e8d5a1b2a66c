"""A page is made anew where what it asked changed: the result is that of a clean derivation."""

import os
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from workshop_notes.build.cache import Cache, Memory, Staged
from workshop_notes.collection import load_collection
from workshop_notes.exports import write_files
from workshop_notes.site import Changes, derive
from workshop_notes.views.page import Page
from workshop_notes.writing import MARK, new_staging

DAY = "2033-01-01"
HEAD = """\
---
title: "An invented talk, number {0}: how toys are kept safe"
mission: [{1}]
year: {2}
date: {2}-0{3}-11
themes: [{4}]
organizers: [itp]
language: en
rule: chatham-house
summary: Invented talk {0}. Nothing was decided.
source_url: https://example.org/talk-{0}
status: published
---

## What participants asked the Council to do

- Rank the invented tasks again.

"""
TEXT = "The toys were counted, as resolution {} says, and human rights were named."
FIELDS = {
    "title": ("Another invented title of some length", "How the toys of ZUMA are kept safe now"),
    "mission": ("[ZUMA]", "[ZUMAS]", "[ZUMA, ZUMAS]", "[]"),
    "year": ("2029", "2031", "2032", "2034"),
    "date": ("2031", "2031-02-03", "2032-05-20/2032-05-21"),
    "themes": ("[human-rights]", "[elections]", "[protection-of-civilians, elections]", "[]"),
    "resolutions": ("[9801]", "[9777]", "[]"),
    "organizers": ("[itp]", "[toyland]", "[itp, toyland]"),
    "language": ("en", "fr"),
    "summary": ("Another invented summary.", "A third one. With two sentences."),
    "status": ("draft", "withdrawn", "published"),
    "translation_of": ("2031/zuma", "2032/zuma", '""'),
    "was": ("[2030/once]", "[2030/twice, 2029/once]", "[]"),
}
SENTENCES = (
    "One more invented sentence.",
    "They recalled resolution 9803, and the ZDF.",
    "See [the other talk](../2031/zuma.md) again.",
    "Participants urged the Council to count the toys of ZUMA again.",
    "Elections of toys were late, and civilians were protected.",
)


def _set(text: str, name: str, value: str) -> str:
    kept = re.sub(rf"^{name}:.*\n", "", text, count=1, flags=re.MULTILINE)
    return kept.replace("\n---\n", f"\n{name}: {value}\n---\n", 1)


def _edit(root: Path, chance: random.Random) -> None:
    """Change one thing that a site is made of."""
    notes = sorted(root.glob("notes/20*/*.md"))
    note = chance.choice(notes)
    text = note.read_text("utf-8")
    kind = chance.randrange(10)
    if kind < 4:
        note.write_text(f"{text}\n{chance.choice(SENTENCES)}\n", "utf-8")
    elif kind < 7:
        name = chance.choice(list(FIELDS))
        note.write_text(_set(text, name, chance.choice(FIELDS[name])), "utf-8")
    elif kind == 7 and len(notes) > 4:
        note.unlink()
    elif kind == 8:
        _add(root, chance.randrange(20, 99))
    else:
        change = chance.choice(list(AROUND))
        path = root / change
        path.write_text(AROUND[change](path.read_text("utf-8"), chance), "utf-8")


AROUND: dict[str, Callable[[str, random.Random], str]] = {
    "mkdocs.yml": lambda text, chance: re.sub(
        r"(site_name: ).*", rf"\g<1>Toys {chance.randrange(9)}", text
    ),
    "notes/vocabularies/themes.yml": lambda text, chance: re.sub(
        r"(label: )Elections.*", rf"\g<1>Elections {chance.randrange(9)}", text
    ),
    "notes/vocabularies/glossary.yml": lambda text, chance: re.sub(
        r"(definition: )\S+", rf"\g<1>Toy{chance.randrange(9)}", text, count=1
    ),
}


def _add(root: Path, number: int) -> None:
    chance = random.Random(number)
    mission, theme = chance.choice(("ZUMA", "ZUMAS")), chance.choice(("human-rights", "elections"))
    year = chance.randrange(2030, 2034)
    path = root / "notes" / str(year) / f"talk-{number}.md"
    path.parent.mkdir(exist_ok=True)
    head = HEAD.format(number, mission, year, chance.randrange(1, 9), theme)
    path.write_text(head + TEXT.format(chance.choice((9801, 9777))) + "\n", "utf-8")


def _derived(root: Path, file: Path | None) -> tuple[dict[str, str], Changes]:
    cache = Cache(file)
    try:
        done = derive(root, load_collection(root).published(DAY), cache=cache)
        site = root / ("again" if file else "anew")
        last = cache.get("memory", "")
        with Staged(new_staging(site), site, last if isinstance(last, Memory) else None) as staged:
            along = write_files(done.edition, staged)
            cache.put("memory", "", Memory({}, *staged.take_the_place(), along=along))
    finally:
        cache.close()
    docs = root / "docs"
    every = (path for path in sorted(docs.rglob("*")) if path.is_file() and path.name != MARK)
    found = {path.relative_to(docs).as_posix(): path.read_text("utf-8") for path in every}
    taken = (path for path in sorted(site.rglob("*")) if path.is_file() and path.name != MARK)
    return found | {f"site/{one.relative_to(site)}": one.read_text("utf-8") for one in taken}, done


@pytest.mark.parametrize("seed", range(6))
def test_what_is_remembered_is_what_a_clean_derivation_gives(toy: Path, seed: int) -> None:
    for number in range(8):
        _add(toy, number)
    chance, file = random.Random(seed), toy / "build.sqlite"
    _derived(toy, file)
    for step in range(8):
        for _ in range(chance.randrange(1, 3)):
            _edit(toy, chance)
        found, _ = _derived(toy, file)
        clean, done = _derived(toy, None)
        assert done.written == done.removed == (), f"seed {seed}, step {step}"
        assert found == clean


def test_a_derived_file_that_somebody_changed_is_made_anew(toy: Path) -> None:
    file = toy / "build.sqlite"
    first, _ = _derived(toy, file)
    page = toy / "docs" / "missions" / "zuma" / "index.md"
    before = page.stat()
    page.write_text(page.read_text("utf-8")[::-1], "utf-8")
    _set_times(page, before.st_mtime_ns)
    assert _derived(toy, file)[0] == first


def _set_times(path: Path, when: int) -> None:
    os.utime(path, ns=(when, when))


def test_a_changed_text_makes_few_pages(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        _add(toy, number)
    file = toy / "build.sqlite"
    every, _ = _derived(toy, file)
    note = toy / "notes" / "2031" / "zuma.md"
    note.write_text(note.read_text("utf-8") + "\nNothing else was said.\n", "utf-8")
    made: list[str] = []
    text = Page.text

    def counted(page: Page) -> str:
        made.append(page.path)
        return text(page)

    monkeypatch.setattr(Page, "text", counted)
    _derived(toy, file)
    assert "notes/2031/zuma/index.md" in made
    assert len(made) < len(every) / 4
