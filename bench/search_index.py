"""Measures the search index of N synthetic notes: its making, its size, and what an answer weighs.

    python bench/search_index.py 10000
    python bench/search_index.py 30 --words 330

Printed: seconds of processor and the most memory for the whole index, for the same again, and for
one changed note; whether two runs gave the same bytes; files and bytes by kind; and for each kind
of query the files and compressed bytes that a first answer with its rows needs from an open search
page, beside the programs that a page loads first; the 95th percentile of the time once warm.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import re
import resource
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from synthetic import HERE, WORDS, synthetic_notes
from workshop_notes.build.cache import Cache
from workshop_notes.collection import Collection, load_collection
from workshop_notes.note import parse_note
from workshop_notes.search.index import FOLDER, write_index

NAMES = ("MINUSMA", "Mali 2020", "South Sudan", "Bangui", "resolution 2480")
THEMES = ("protection of civilians", "elections", "human rights", "drawdown")
EACH = 20


def main() -> None:
    """Run the bench that the command line asks for."""
    parser = argparse.ArgumentParser(description="Search index: time, memory, size, answers.")
    parser.add_argument("notes", type=int, nargs="?", default=10_000)
    parser.add_argument("--words", type=int, default=WORDS)
    arguments = parser.parse_args()
    collection = synthetic(arguments.notes, arguments.words)
    print(
        f"{arguments.notes} notes of about {arguments.words} words; {memory():.0f} MB to hold them"
    )
    with tempfile.TemporaryDirectory(prefix="search-index-") as scratch:
        collection = replace(collection, root=Path(scratch))
        site, other = Path(scratch) / "site", Path(scratch) / "other"
        cache = Cache(Path(scratch) / "memory")
        measured("whole index", collection, site, cache)
        measured("the same again", collection, site, cache)
        measured("another folder", collection, other, cache)
        print("the same bytes:", contents(site) == contents(other))
        place = len(collection.notes) // 2
        notes = list(collection.notes)
        notes[place] = replace(notes[place], summary=f"{notes[place].summary} zebra")
        measured("one changed note", collection.only(notes), site, cache)
        sizes(site / FOLDER)
        answers(site / FOLDER, collection)


def synthetic(count: int, words: int) -> Collection:
    """Give a collection of synthetic notes, without writing it."""
    own = load_collection(HERE)
    made = itertools.islice(synthetic_notes(own.vocabularies, words), count)
    notes = (parse_note(text, name, HERE / f"{name}.md", name)[0] for name, text in made)
    return replace(own, notes=tuple(note for note in notes if note), problems=())


def measured(what: str, collection: Collection, site: Path, cache: Cache) -> None:
    """Write the index and print what it took."""
    wall, processor = time.perf_counter(), time.process_time()
    changed = len(write_index(collection, site, cache))
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    print(
        f"{what:18} {processor:6.1f} s of processor, {wall:6.1f} s in all, "
        f"{memory():.0f} MB at most, {changed} files written"
    )


def memory() -> float:
    """Give the most memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def contents(site: Path) -> dict[str, bytes]:
    """Give the bytes of an index by file."""
    return {path.name: path.read_bytes() for path in (site / FOLDER).iterdir()}


def sizes(folder: Path) -> None:
    """Print files and bytes of an index by kind."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for path in folder.iterdir():
        kinds[re.sub(r"[\d_]+\.js$", "N.js", path.name)].append(path.stat().st_size)
    for name, found in sorted(kinds.items()):
        print(f"  {name:10} {len(found):5} files {sum(found) / 1e6:8.3f} MB")
    total = sum(sum(found) for found in kinds.values())
    print(f"  together   {sum(map(len, kinds.values())):5} files {total / 1e6:8.3f} MB")


def answers(folder: Path, collection: Collection) -> None:
    """Print what first answers weigh, and how long warm ones take."""
    text = " ".join(note.body for note in collection.notes[:200])
    ranked = [word for word, _ in Counter(re.findall(r"\b[a-z]{7}\b", text)).most_common()]
    common, rare = ranked[:40], ranked[len(ranked) // 2 :][:EACH]
    pairs = re.findall(r"\b([a-z]{7} [a-z]{7})\b", collection.notes[7].body)[:EACH]
    kinds = {
        "names": NAMES,
        "a theme alone": THEMES,
        "a rare word": rare,
        "two common words": [f"{one} {two}" for one, two in itertools.pairwise(common)][:EACH],
        "a phrase": [f'"{pair}"' for pair in pairs],
    }
    program = len(gzip.compress((folder / "search.js").read_bytes()))
    print(f"program: {program} bytes")
    for kind, queries in kinds.items():
        weights, counts = [], []
        for query in queries:
            files = asked(folder, [query])[0]["files"]
            weights.append(sum(one["bytes"] for one in files))
            counts.append(len(files))
        most, from_header = max(weights), max(weights) + program
        print(
            f"  {kind:17} at most {most} bytes in {max(counts)} requests, "
            f"{from_header} bytes from the header of another page"
        )
    every = [query for queries in kinds.values() for query in queries]
    times = sorted(one["ms"] for one in asked(folder, [*every, *every])[len(every) :])
    middle, high = times[len(times) // 2], times[int(0.95 * len(times))]
    print(f"warm answers: p50 {middle:.1f} ms, p95 {high:.1f} ms")


def asked(folder: Path, queries: Sequence[str]) -> list[dict]:  # type: ignore[type-arg]
    """Ask queries of an index in one process of Node."""
    command = ["node", "bench/answers.mjs", str(folder)]
    done = subprocess.run(
        command, input=json.dumps(queries), capture_output=True, text=True, check=True
    )
    found: list[dict] = json.loads(done.stdout)  # type: ignore[type-arg]
    return found


if __name__ == "__main__":
    main()
