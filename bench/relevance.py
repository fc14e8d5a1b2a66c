"""Grades the answers of the search to queries, beside other searches over the same notes.

    python bench/relevance.py --queries bench/queries.yml bench/queries-written.yml
    python bench/relevance.py --queries … --around 5000      # synthetic notes of other missions
    python bench/relevance.py --queries … --beside --minisearch PATH/TO/minisearch/dist/es/index.js

The ranking runs in Node, as in a browser. Beside it: SQLite's FTS5 and, where `--minisearch` names
the module, MiniSearch, both with a field of the vocabularies' names; with `--beside` Material's
search plugin and, where it is installed, Pagefind, both in headless Chromium over plain pages.
Printed for each: hit@1, hit@3, nDCG@5, the share of empty answers where there is one to find, of
queries that were given one where there is none, and the median and 95th percentile of the time to
an answer once warm.

With `--around`, notes of `synthetic.py` stand around, on missions of which the collection has none.
Many of them answer a query as well as the graded notes: they are tagged with the theme it names and
hold its phrases, or are of the year it asks for. So answers are graded three times: as they are;
without the notes around that `restates` a query, by a rule that reads the notes and shares nothing
with the ranking; and among the notes that were there before.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import math
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml
from playwright.sync_api import Page, sync_playwright
from rapidfuzz.distance import OSA

from served import served
from synthetic import HERE, synthetic_notes
from workshop_notes.bounded import read_own
from workshop_notes.collection import Collection, load_collection
from workshop_notes.note import Note, parse_note
from workshop_notes.search import names
from workshop_notes.search.index import FOLDER, write_index
from workshop_notes.search.names import names_of, split, stem
from workshop_notes.text.folding import fold
from workshop_notes.text.languages import month_numbers

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
TOP = 5
SETTLING = 150
AROUND_WORDS = 400
DAY = "2036-01-01"
# What a theme is told by, beside its names.
TOLD = ("triggers", "triggers_fr", "hints")
# What says nothing of a note's matter: an order, and a time beside its year.
ORDERS = ("newest", "oldest", "generic", "since", "before", "between", "to", "decades", "of")
YEAR = re.compile(r"(?:19|20)\d\d")
SPAN = re.compile(r"\b(?:since|before|until|after|depuis|avant|from|between|entre)\b|\d0s\b")
LEFT_OUT = re.compile(r"\b(?:not|except|excluding|without|sauf|hormis)\b.*|(?<!\S)-\w+")
# Words among which a note that says all of a query says it.
NEAR = 10

Answers = list[tuple[list[str], float]]
Search = Callable[[Collection, Sequence[str]], Answers]


@dataclass(frozen=True)
class Query:
    """A query and its grades, by the note's id; `expected` is False where there is no note.

    `asked` are the stems that a note must hold to say all that it asks for; `years` those it names,
    none where it asks for a span of them; `themes` those of which it says a name or phrase whole.
    """

    id: str
    kind: str
    text: str
    grades: Mapping[str, int]
    first: frozenset[str]
    not_among_first: frozenset[str]
    expected: bool
    asked: frozenset[str]
    years: frozenset[str]
    themes: Mapping[str, frozenset[str]]


def main() -> int:
    """Run the bench that the command line asks for; 1 when our own misses a target of the file."""
    parser = argparse.ArgumentParser(description="Search relevance.")
    parser.add_argument("--queries", type=Path, nargs="+", required=True)
    parser.add_argument("--around", type=int, default=0, help="synthetic notes of other missions")
    parser.add_argument("--beside", action="store_true", help="Material and Pagefind too")
    parser.add_argument("--minisearch", type=Path, help="the module of MiniSearch")
    parser.add_argument("--wrong", action="store_true", help="print what went wrong")
    arguments = parser.parse_args()
    own = load_collection(HERE).published(DAY)
    collection = surrounded(own, arguments.around)
    missed = False
    searches: dict[str, Callable[[Collection, Sequence[str]], Answers]] = {
        "ours": ours,
        "FTS5": fts,
    }
    if arguments.minisearch:
        searches["MiniSearch"] = lambda notes, texts: minisearch(notes, texts, arguments.minisearch)
    if arguments.beside:
        searches["Material"] = lambda notes, texts: in_browser(notes, texts, "search", material)
        if importlib.util.find_spec("pagefind"):
            searches["Pagefind"] = lambda notes, texts: in_browser(notes, texts, "", pagefind)
    files = {path: list(read_queries(path, own)) for path in arguments.queries}
    # A translation that is found is its workshop.
    heads = {note.id: own.workshop(note).id for note in own.notes}
    texts = [query.text for queries in files.values() for query in queries]
    for name, search in searches.items():
        answers = iter(
            (list(dict.fromkeys(heads.get(one, one) for one in found)), took)
            for found, took in search(collection, texts)
        )
        for path, queries in files.items():
            found = list(itertools.islice(answers, len(queries)))
            targets = yaml.safe_load(path.read_text(encoding="utf-8")).get("targets", {})
            missed |= report(name, path.name, queries, found, targets, arguments, own, collection)
    return int(missed)


def surrounded(own: Collection, count: int) -> Collection:
    """Give the collection with so many synthetic notes, on missions of which it has none."""
    others = [f"OTHER{number}" for number in range(1, 13)]
    made = synthetic_notes(own.vocabularies, AROUND_WORDS, others)
    notes = list(own.notes)
    for identifier, text in itertools.islice(made, count):
        note, _ = parse_note(text, identifier, HERE / "x.md", identifier)
        if note:
            notes.append(replace(note, id=f"around/{identifier}"))
    return replace(own, notes=tuple(notes))


def restates(note: Note, words: Sequence[str], query: Query) -> bool:
    """Say whether a note says all that a query asks for; `words` are the stems of its text.

    It is of one of the query's years, if there are any; and what no theme of its own says of the
    query's words stands, in whatever form, within NEAR words of each other.
    """
    if query.years and str(note.year) not in query.years:
        return False
    told = frozenset().union(*(query.themes.get(theme, ()) for theme in note.themes))
    left = query.asked - told
    at = [(place, one) for place, word in enumerate(words) for one in left if _alike(one, word)]
    near = (
        {one for place, one in at[first:] if place - at[first][0] < NEAR}
        for first in range(len(at))
    )
    return not left or any(left == found for found in near)


def without_restated(
    notes: Mapping[str, Note], queries: Sequence[Query], answers: Answers
) -> Iterator[list[str]]:
    """Give the answers less the notes around that restate their query; the first few are enough."""
    words = cache(lambda name: [*map(stem, split(f"{notes[name].summary} {notes[name].body}"))])
    for query, (found, _) in zip(queries, answers, strict=True):
        around = (
            name
            for name in found
            if not (name in notes and restates(notes[name], words(name), query))
        )
        yield list(itertools.islice(around, TOP))


def read_queries(path: Path, own: Collection) -> Iterator[Query]:
    """Give the queries of a file, graded by note id; grades of notes that are not here are left."""
    named: dict[str, str] = {}
    for note in own.oldest_first:
        mission = note.mission[0].lower() if len(note.mission) == 1 else "series"
        # A note and its translations are one row.
        found = own.workshop(note).id
        named.setdefault(f"{mission}-{note.year}", found)
        named["-".join(reversed(note.id.split("/")))] = found
    phrases = {
        (term.id, said)
        for term in own.vocabularies.themes.terms
        for phrase in (*term.names, *(one for key in TOLD for one in term.facts.get(key, ())))
        if (said := _said(str(phrase)))
    }
    for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["queries"]:
        graded = entry.get("grades") or {}
        grades: dict[str, int] = {}
        for name, grade in graded.items():
            if name in named:
                grades[named[name]] = max(grade, grades.get(named[name], 0))
        asked = _said(LEFT_OUT.sub(" ", entry["q"]))
        years = frozenset(filter(YEAR.fullmatch, asked))
        themes: dict[str, frozenset[str]] = {}
        for theme, said in phrases:
            held = frozenset(one for one in asked if any(_alike(one, other) for other in said))
            if all(any(_alike(one, other) for one in held) for other in said):
                themes[theme] = themes.get(theme, frozenset()) | held
        first = {named[name] for name in entry.get("top1", ()) if named.get(name) in grades}
        yield Query(
            entry["id"],
            entry["kind"],
            entry["q"],
            grades,
            frozenset(first or {note for note, grade in grades.items() if grade == 2}),
            frozenset(named[name] for name in entry.get("must_not_top3", ()) if name in named),
            entry.get("expect") != "none",
            asked - years - _orders(),
            frozenset() if SPAN.search(entry["q"]) else years,
            themes,
        )


def ours(collection: Collection, texts: Sequence[str]) -> Answers:
    """Ask our own index, by the browser's programs."""
    ids = [note.id for note in collection.workshops]
    with tempfile.TemporaryDirectory() as scratch:
        write_index(collection, Path(scratch))
        command = ["node", "bench/answers.mjs", str(Path(scratch) / FOLDER)]
        # Twice: the second time is warm.
        given = json.dumps([*texts, *texts])
        done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    answers = json.loads(done.stdout)[len(texts) :]
    return [([ids[number] for number in one["numbers"]], one["ms"]) for one in answers]


def documents(collection: Collection) -> Iterator[dict[str, str]]:
    """Give each note as the peers get it: title, vocabulary's names, summary, body."""
    names = names_of(collection.vocabularies)
    for note in collection.oldest_first:
        keys = [("m", one) for one in note.mission] + [("t", one) for one in note.themes]
        terms = [" ".join(names.get(key, ())) for key in keys]
        yield {
            "id": note.id,
            "title": note.title,
            "names": " ".join([*terms, str(note.year or ""), *map(str, note.resolutions)]),
            "summary": note.summary,
            "body": note.body,
        }


def fts(collection: Collection, texts: Sequence[str]) -> Answers:
    """Ask SQLite's FTS5 with Porter stems, any word, BM25 with a weight for each field."""
    base = sqlite3.connect(":memory:")
    base.execute(
        "create virtual table n using fts5"
        "(id unindexed, title, names, summary, body, tokenize='porter')"
    )
    rows = [tuple(one.values()) for one in documents(collection)]
    base.executemany("insert into n values (?, ?, ?, ?, ?)", rows)
    answers: Answers = []
    for text in texts:
        started = time.perf_counter()
        words = " OR ".join(f'"{word}"' for word in fold(text).split())
        asked = "select id from n where n match ? order by bm25(n, 0, 3, 3, 2, 1), rowid desc"
        found = [row[0] for row in base.execute(asked, [words])] if words else []
        answers.append((found, 1000 * (time.perf_counter() - started)))
    return answers


def minisearch(collection: Collection, texts: Sequence[str], module: Path) -> Answers:
    """Ask MiniSearch."""
    given = json.dumps({"notes": list(documents(collection)), "queries": list(texts)})
    command = ["node", "bench/minisearch.mjs", str(module.resolve())]
    started = time.perf_counter()
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    took = 1000 * (time.perf_counter() - started) / (len(texts) or 1)
    return [(found, took) for found in json.loads(done.stdout)]


def in_browser(
    collection: Collection,
    texts: Sequence[str],
    plugin: str,
    ask: Callable[[Page, str], list[str]],
) -> Answers:
    """Ask a search that indexes pages, over the notes as plain pages of Material."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        site = plain_site(collection, Path(scratch), plugin)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        answers: Answers = []
        with served(site) as address:
            page = browser.new_page()
            page.goto(address)
            ask(page, "warm words")
            for text in texts:
                started = time.perf_counter()
                found = ask(page, text)
                answers.append((found, 1000 * (time.perf_counter() - started)))
        browser.close()
    return answers


def pagefind(page: Page, query: str) -> list[str]:
    """Ask Pagefind as it comes, through its own interface for programs."""
    found = page.evaluate(
        """async query => {
        window.plain = window.plain || await import(new URL("pagefind/pagefind.js", location.href));
        const { results } = await window.plain.search(query);
        return Promise.all(results.slice(0, 10).map(async one => (await one.data()).url)); }""",
        query,
    )
    return _notes(found)


def material(page: Page, query: str) -> list[str]:
    """Ask Material's search as a reader does, through its box; settled is unchanged for 200 ms."""
    page.click("[data-md-component=search-query]")
    page.fill("[data-md-component=search-query]", query)
    page.keyboard.press("End")
    seen, same = "", 0
    for _ in range(SETTLING):
        page.wait_for_timeout(20)
        text = page.eval_on_selector(".md-search-result", "result => result.textContent")
        same = same + 1 if text == seen else 0
        seen = text
        if same > 9 and not re.search(r"Initializing|Type to start", text):
            break
    found = page.eval_on_selector_all(
        ".md-search-result__link", "links => links.map(link => link.getAttribute('href'))"
    )
    return _notes(found)


def plain_site(collection: Collection, scratch: Path, plugin: str) -> Path:
    """Build the notes as plain Material pages, with its search plugin or indexed by Pagefind."""
    docs, site = scratch / "docs", scratch / "site"
    for note in collection.oldest_first:
        path = docs / "notes" / f"{note.id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        tags = [*note.mission, *note.themes, *([str(note.year)] if note.year else [])]
        head = yaml.safe_dump({"title": note.title, "tags": tags}, allow_unicode=True)
        text = f"---\n{head}---\n\n# {note.title}\n\n{note.summary}\n\n{note.body}\n"
        path.write_text(text, encoding="utf-8")
    (docs / "index.md").write_text("# Notes\n", encoding="utf-8")
    settings = {
        "site_name": "Bare",
        "theme": {"name": "material", "font": False},
        "plugins": [one for one in (plugin, "tags") if one],
        "nav": [{"Home": "index.md"}],
    }
    config = scratch / "mkdocs.yml"
    config.write_text(yaml.safe_dump(settings), encoding="utf-8")
    build = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", str(site)]
    subprocess.run(build, check=True, capture_output=True)
    if not plugin:
        index = [sys.executable, "-m", "pagefind", "--site", str(site), "-q"]
        subprocess.run([*index, "--glob", "notes/**/*.html"], check=True, capture_output=True)
    return site


def report(
    name: str,
    file: str,
    queries: Sequence[Query],
    answers: Answers,
    targets: Mapping[str, float],
    arguments: argparse.Namespace,
    own: Collection,
    collection: Collection,
) -> bool:
    """Print the figures of one search for one file; True if our own misses a target."""
    figures = graded(queries, [found for found, _ in answers])
    times = sorted(took for _, took in answers)
    figures |= {
        "p50_ms": statistics.median(times),
        "p95_ms": times[math.ceil(0.95 * len(times)) - 1],
    }
    print(f"{name:11} {file:24} {len(queries):4}", *(f"{k} {v:.3f}" for k, v in figures.items()))
    if arguments.around:
        here = {note.id for note in own.notes}
        among = graded(queries, [[one for one in found if one in here] for found, _ in answers])
        print(" " * 17, "among the notes before:", *(f"{k} {v:.3f}" for k, v in among.items()))
        around = {note.id: note for note in collection.notes if note.id not in here}
        apart = graded(queries, list(without_restated(around, queries, answers)))
        print(
            " " * 17, "those that restate it left out:", *(f"{k} {v:.3f}" for k, v in apart.items())
        )
    if name == "ours" and arguments.wrong:
        for query, (found, _) in zip(queries, answers, strict=True):
            marks = graded([query], [found])
            if marks["hit_at_1"] < 1 or marks["ndcg_at_5"] < 0.8:
                print(f"  ! {query.id} {query.text!r}: {', '.join(found[:TOP]) or 'nothing'}")
    checked = {key: target for key, target in targets.items() if key in figures}
    return name == "ours" and any(
        figures[key] < target if key.startswith(("hit", "ndcg")) else figures[key] > target
        for key, target in checked.items()
    )


def graded(queries: Sequence[Query], answers: Sequence[Sequence[str]]) -> dict[str, float]:
    """Give the mean marks of answers; for a query without a note, an empty answer is right."""
    rows = []
    for query, found in zip(queries, answers, strict=True):
        top = list(found[:TOP])
        if not query.expected:
            rows.append((float(not top), float(not top), float(not top), 0.0, float(bool(top))))
            continue
        gain = [2 ** query.grades.get(note, 0) - 1 for note in top]
        best = sorted((2**grade - 1 for grade in query.grades.values()), reverse=True)[:TOP]
        barred = any(note in query.not_among_first for note in top[:3])
        rows.append(
            (
                float(bool(top) and top[0] in query.first and not barred),
                float(any(note in query.first for note in top[:3])),
                _discounted(gain) / _discounted(best),
                float(not top),
                0.0,
            )
        )
    names = ("hit_at_1", "hit_at_3", "ndcg_at_5", "zero_result_rate", "invented")
    return {name: statistics.mean(row[at] for row in rows) for at, name in enumerate(names)}


def _said(text: str) -> frozenset[str]:
    return frozenset(filter(None, map(stem, split(text))))


def _alike(one: str, other: str) -> bool:
    """Say whether one is the other, begins it, or is a slip of it."""
    longer = len(one) > 2
    return (
        one == other
        or (longer and other.startswith(one))
        or (len(one) > 5 and OSA.distance(one, other, score_cutoff=2) <= 2)
    )


@cache
def _orders() -> frozenset[str]:
    words = read_own(names.TYPED)
    lists = [words[name]["list"] for name in ORDERS] + [one["list"] for one in words["parts"]]
    phrases = (" ".join(one if isinstance(one, list) else [one]) for one in lists)
    return _said(" ".join([*phrases, *month_numbers()]))


def _notes(addresses: Sequence[str]) -> list[str]:
    found = [re.search(r"notes/(.+?)/(?:[?#]|$)", address) for address in addresses]
    return list(dict.fromkeys(match[1] for match in found if match))


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


if __name__ == "__main__":
    sys.exit(main())
