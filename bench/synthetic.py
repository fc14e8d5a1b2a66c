"""Writes a project of N synthetic notes, to see how cost grows with the collection.

    python bench/synthetic.py 1000 /tmp/many     # then: notes build --root /tmp/many

The notes are invented and say so in every title. The same N gives the same bytes. Lengths vary
around 1,500 words; the words are those of the shipped notes, by Zipf's law, beside the terms of the
vocabularies, so that an index has the shape that real prose gives it and the guard has work to do.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from workshop_notes.vocabulary import Vocabularies, load_vocabularies
from workshop_notes.writing import MARK, written_before

HERE = Path(__file__).resolve().parents[1]
SHARED = ("mkdocs.yml", "overrides", "scripts", "docs")
WORDS = 1_500
PARAGRAPH = 90
FIRST_YEAR = 2000
YEARS = 25
THEMES_EACH = 4
SMALL_WORDS = "the of and to in a that for on with as is by was were at from it had be this which"


def main() -> None:
    """Write the project that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("notes", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--words", type=int, default=WORDS)
    arguments = parser.parse_args()
    write_project(arguments.folder, arguments.notes, arguments.words)
    print(f"{arguments.notes} synthetic notes in {arguments.folder}")


def write_project(folder: Path, notes: int, words: int = WORDS) -> None:
    """Write a whole project: this project's templates and vocabularies, invented notes."""
    vocabularies, _ = load_vocabularies(HERE / "notes" / "vocabularies", HERE)
    folder.mkdir(parents=True, exist_ok=True)
    for name in SHARED:
        _copy(HERE / name, folder / name)
    _copy(HERE / "notes" / "vocabularies", folder / "notes" / "vocabularies")
    for identifier, text in itertools.islice(synthetic_notes(vocabularies, words), notes):
        path = folder / "notes" / f"{identifier}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def synthetic_notes(
    vocabularies: Vocabularies, words: int = WORDS, missions: Sequence[str] = ()
) -> Iterator[tuple[str, str]]:
    """Give invented notes for ever: id and text. Years, then missions, then copies go round."""
    missions = missions or [term.id for term in vocabularies.missions.terms][:12]
    themes = list(vocabularies.themes.terms)
    roots = _roots()
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(roots))))
    for number in itertools.count():
        chance = random.Random(number)
        year = FIRST_YEAR + number % YEARS
        mission = missions[number // YEARS % len(missions)]
        copy = number // (YEARS * len(missions))
        chosen = chance.sample(themes, THEMES_EACH)
        phrases = [
            str(phrase) for theme in chosen for phrase in list(theme.facts.get("triggers", ()))[:6]
        ]
        prose = _prose(chance, roots, weights, phrases, round(words * chance.uniform(0.7, 1.3)))
        month, day = copy % 12 + 1, copy // 12 % 28 + 1
        front = {
            "title": f"Synthetic note {number + 1} on {mission}: {' '.join(prose[0].split()[:4])}",
            "mission": [mission],
            "year": year,
            "date": f"{year}-{month:02}-{day:02}",
            "themes": [theme.id for theme in chosen],
            "series": "mandate-workshops",
            "event": "workshop",
            "organizers": ["ipi", "stimson", "scr"],
            "language": "en",
            # Words drawn by chance sometimes say that an official spoke.
            "rule": "public",
            "rule_reason": "Invented text: nobody said any of it.",
            "summary": f"Invented text, for measuring. {' '.join(prose[1].split()[:28])}.",
            "abstract": True,
            "status": "published",
        }
        head = yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=100_000)
        body = "\n\n".join(_sections(prose))
        yield f"{year}/{mission.lower()}-{copy + 1}", f"---\n{head}---\n\n{body}\n"


def _sections(prose: Sequence[str]) -> Iterator[str]:
    for place, paragraph in enumerate(prose):
        if place % 4 == 0:
            yield f"## {' '.join(paragraph.split()[:3])}"
        yield paragraph


def _prose(
    chance: random.Random,
    roots: Sequence[str],
    weights: Sequence[float],
    phrases: Sequence[str],
    words: int,
) -> list[str]:
    small = SMALL_WORDS.split()
    drawn = iter(chance.choices(roots, cum_weights=weights, k=words))
    paragraphs = []
    for _ in range(max(2, words // PARAGRAPH)):
        found: list[str] = []
        while len(found) < PARAGRAPH:
            found.append(next(drawn, "end"))
            if chance.random() < 0.45:
                found.append(chance.choice(small))
            if chance.random() < 0.02:
                found += chance.choice(phrases).split()
        paragraphs.append(f"{' '.join(found).capitalize()}.")
    return paragraphs


def _roots() -> list[str]:
    """Give the words that the shipped notes write small, in an order that is theirs by chance."""
    found = set()
    for path in sorted((HERE / "notes").glob("*/*.md")):
        body = path.read_text(encoding="utf-8").split("---\n", 2)[-1]
        found |= set(re.findall(r"(?<=[a-z] )[a-z]{3,}(?= [a-z])", body))
    words = sorted(found)
    random.Random("roots").shuffle(words)
    return words


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        ours = written_before(source) or frozenset()

        def derived(folder: str, names: list[str]) -> set[str]:
            below = Path(folder).relative_to(source)
            return {name for name in names if name == MARK or (below / name).as_posix() in ours}

        shutil.copytree(source, target, dirs_exist_ok=True, ignore=derived)
    else:
        shutil.copy(source, target)


if __name__ == "__main__":
    main()
