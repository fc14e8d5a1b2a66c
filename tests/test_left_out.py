"""What readers are told of the words of an original that are not on the page."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from workshop_notes.build.cache import Cache
from workshop_notes.build.secret import secrets_of
from workshop_notes.collection import Collection, load_collection
from workshop_notes.left_out import REASONS, WITHHELD, Account, accounts
from workshop_notes.note import Original
from workshop_notes.writing import digest_of

MENU = "Reports Lakes Ferries"
SENTENCE = "This website of the lakes uses cookies to count how often each of its pages is opened."
HIDDEN = "the second speaker said so"
NAMED = "Edited by Wilhelmina Quastorp"
PAGE = f"""<!doctype html><html lang="en"><head><title>Ranking</title></head><body>
<nav>{MENU}</nav><div class="cookie">{SENTENCE}</div>
<article><h1>Ranking the tasks</h1>
<p>Participants found that the mandate names more tasks than the mission can do in a year, and they
asked for fewer of them, in the order of their weight.</p><p hidden>{HIDDEN}</p>
<!-- ask Wilhelmina --></article><footer>{NAMED}</footer></body></html>
"""


@pytest.fixture
def collection(toy: Path) -> Collection:
    original = toy / "notes" / "2031" / "zuma.html"
    original.write_text(PAGE, encoding="utf-8")
    found = load_collection(toy)
    source = Original(file=original.name, sha256=digest_of(original), words=60, left_out=30)
    notes = tuple(
        replace(note, original=source) if note.id == "2031/zuma" else note for note in found.notes
    )
    return replace(found, notes=notes)


@pytest.fixture
def account(collection: Collection) -> Account:
    return accounts(collection.root, collection.notes, Cache(None))["2031/zuma"]


def test_furniture_is_told_with_its_words(account: Account) -> None:
    told = {(one.why, one.text) for one in account.passages if one.text}
    assert told == {("way", MENU), ("service", SENTENCE)}


def test_what_is_hidden_or_names_somebody_is_only_counted(account: Account) -> None:
    withheld = [one for one in account.passages if one.why == WITHHELD]
    assert sum(one.words for one in withheld) == len(f"{HIDDEN} {NAMED}".split())
    assert not [one for one in withheld if one.text]
    assert "Quastorp" not in repr(account)


def test_every_word_that_is_left_out_is_told_or_counted(account: Account) -> None:
    assert account.left_out == sum(one.words for one in account.passages)


def test_what_is_told_is_no_secret_and_the_rest_is(collection: Collection) -> None:
    secrets = secrets_of(collection.root, collection, collection)
    runs = {" ".join(one.words) for row in secrets.runs.values() for _, one in row}
    assert not [run for run in runs if run in SENTENCE.lower()]
    assert [run for run in runs if run in HIDDEN or "wilhelmina" in run]


def test_an_original_that_changed_since_tells_nothing(collection: Collection) -> None:
    (collection.root / "notes/2031/zuma.html").write_text("other", encoding="utf-8")
    assert not accounts(collection.root, collection.notes, Cache(None))


def test_every_reason_is_one_of_the_converter_and_has_words_in_each_language() -> None:
    listed = yaml.safe_load(REASONS.read_text(encoding="utf-8"))
    root = Path(__file__).parents[1]
    formats = root / "scripts/workshop_notes/formats"
    said = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted(formats.iterdir())
        if path.suffix in (".py", ".yml")
    )
    unknown = [one for reasons in listed.values() for one in reasons if one not in said]
    assert not unknown, f"no reader gives the reasons {unknown} of left_out.yml"
    for language in ("en", "fr"):
        words = (root / f"overrides/words/{language}.html").read_text(encoding="utf-8")
        known = set(re.findall(r'"left-out\.(\w+)":', words))
        assert known >= {*listed, WITHHELD}, language
