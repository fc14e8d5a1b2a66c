from pathlib import Path

from workshop_notes.vocabulary import Vocabularies, load_vocabularies


def test_alias_resolves_to_its_term(toy_vocabularies: Vocabularies) -> None:
    missions = toy_vocabularies.missions
    for name in ("ZUMA", "zuma", "MZUZ", "UN mission in  Zubrowka"):
        term = missions.resolve(name)
        assert term is not None
        assert term.id == "ZUMA"
    assert missions.resolve("ZUMAX") is None


def test_a_slip_gets_the_nearest_term_and_nonsense_none(toy_vocabularies: Vocabularies) -> None:
    assert toy_vocabularies.themes.suggest("huamn-rights") == "human-rights"
    assert toy_vocabularies.themes.suggest("qqqq") is None


def broken(toy: Path, name: str, content: bytes) -> list[tuple[str, int, str]]:
    (toy / f"notes/vocabularies/{name}.yml").write_bytes(content)
    _, problems = load_vocabularies(toy / "notes/vocabularies", toy)
    return [(one.path, one.line, one.code) for one in problems]


def test_an_unreadable_vocabulary_is_an_error_at_its_line(toy: Path) -> None:
    path = "notes/vocabularies/themes.yml"
    assert broken(toy, "themes", b"- id: a\n  label: [\n") == [(path, 3, "bad-vocabulary")]
    assert broken(toy, "themes", b"a: b\n") == [(path, 1, "bad-vocabulary")]
    assert broken(toy, "themes", b"- id: \xff\n") == [(path, 1, "bad-vocabulary")]
    assert broken(toy, "themes", b"- id: a\n  label: A\n- label: B\n") == [
        (path, 3, "bad-vocabulary")
    ]
    twice = b"- id: a\n  label: A\n- id: a\n  label: B\n  broader: z\n"
    assert broken(toy, "themes", twice) == [(path, 3, "bad-vocabulary")]
    lost = b"- id: a\n  label: A\n  broader: z\n"
    assert broken(toy, "themes", lost) == [(path, 3, "bad-vocabulary")]


def test_a_missing_vocabulary_is_an_empty_one(toy: Path) -> None:
    (toy / "notes/vocabularies/themes.yml").unlink()
    vocabularies, problems = load_vocabularies(toy / "notes/vocabularies", toy)
    assert problems == []
    assert vocabularies.themes.terms == ()
