"""Runs graded queries in headless Chromium against a built site, beside two stock searches.

    python bench/relevance.py site --queries bench/queries.yml            # this site's search
    python bench/relevance.py site --queries … --beside .                 # and the stock searches

Prints hit@1, hit@3, nDCG@5, the share of queries without a result where there is one to find, the
median and the 95th percentile of the time to a whole answer once warm, and the bytes that
travelled. `--beside` takes the project's folder: its notes are indexed by Material's search plugin
and asked there, and by Pagefind as it comes. Grades for notes that the site does not have, and
grades of phrases whose words a note does not hold, are dropped and listed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page, sync_playwright
from workshop_notes.search_terms import fold

from served import served
from workshop_notes.collection import load_collection

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
TOP = 5
SETTLING = 150
WARMING = ("warm words for the engine", "MINUSMA")
CATALOGUE_QUERY = "MINUSMA 2020"
TEXT_QUERY = "exit strategy benchmarks"
# Types into the header's box at once, and waits for the answer: the first, or the whole one.
REACH = """([query, complete]) => new Promise(resolve => {
  const started = performance.now();
  const input = document.querySelector("#search-box-query");
  const list = document.querySelector("#search-box-results");
  const done = () => {
    const said = document.querySelector(".search-box__status").textContent;
    if (!said || (complete && list.dataset.complete !== "true")) return;
    resolve(performance.now() - started);
  };
  new MutationObserver(done).observe(list.parentElement, { subtree: true, childList: true,
    attributes: true, characterData: true });
  input.focus();
  input.value = query;
  input.dispatchEvent(new Event("input", { bubbles: true }));
})"""
SLOW = {"latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750, "offline": False}
STEM = 5


@dataclass(frozen=True)
class Query:
    """A query and its grades, by the note's id on the site; `expected` is False for none."""

    id: str
    kind: str
    text: str
    grades: Mapping[str, int]
    first: frozenset[str]
    not_among_first: frozenset[str]
    expected: bool


@dataclass(frozen=True)
class Answer:
    """What a search gave: note ids, best first; milliseconds; bytes since the query was typed."""

    notes: tuple[str, ...]
    milliseconds: float
    bytes: int


@dataclass(frozen=True)
class Marks:
    """How good one answer is."""

    hit_at_1: bool
    hit_at_3: bool
    ndcg_at_5: float
    empty: bool
    wrong_among_first: bool


def main() -> int:
    """Run the bench that the command line asks for; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description="Search relevance, measured in a browser.")
    parser.add_argument("site", type=Path)
    parser.add_argument("--queries", type=Path, nargs="+", required=True)
    parser.add_argument("--beside", type=Path, help="the project, for the stock searches")
    parser.add_argument("--part", help="only the queries of this part")
    arguments = parser.parse_args()
    site = arguments.site.resolve()
    queries: list[Query] = []
    targets: dict[str, float] = {}
    for path in arguments.queries:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        targets = targets or read.get("targets", {})
        kept = [
            one for one in read["queries"] if arguments.part in (None, one.get("part", "develop"))
        ]
        queries += list(read_queries(kept, site))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        missed = run("this site", ours, browser, site, queries, targets)
        weigh(browser, site, CATALOGUE_QUERY, complete=False)
        weigh(browser, site, TEXT_QUERY, complete=True)
        if arguments.beside:
            with tempfile.TemporaryDirectory() as scratch:
                bare = bare_sites(arguments.beside.resolve(), Path(scratch))
                run("Pagefind as it comes", pagefind, browser, bare, queries, {})
                run("Material's search", material, browser, bare, queries, {})
        browser.close()
    return int(missed)


def read_queries(entries: Sequence[Mapping[str, Any]], site: Path) -> Iterator[Query]:
    """Give the queries with their grades by note id; what is dropped is printed."""
    named, texts = known_notes(site)
    for entry in entries:
        grades = {}
        for name, grade in (entry.get("grades") or {}).items():
            if name not in named:
                print(f"dropped {entry['id']}: no note {name}")
            elif entry["kind"] == "phrase" and not holds(texts[named[name]], entry["q"]):
                print(f"dropped {entry['id']}: {name} does not hold the words of {entry['q']!r}")
            else:
                grades[named[name]] = grade
        first = {named[name] for name in entry.get("top1", ()) if named.get(name) in grades}
        if not grades and entry.get("expect") != "none":
            print(f"dropped {entry['id']}: no grade is left")
            continue
        yield Query(
            entry["id"],
            entry["kind"],
            entry["q"],
            grades,
            frozenset(first or {note for note, grade in grades.items() if grade == 2}),
            frozenset(named[name] for name in entry.get("must_not_top3", ()) if name in named),
            entry.get("expect") != "none",
        )


def known_notes(site: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Give note ids by their names in queries files, and the folded text of each note."""
    data = site / "assets" / "data"
    terms = json.loads((data / "search-terms.json").read_text(encoding="utf-8"))
    rows = []
    for name in ("search-notes.json", "search-rest.json"):
        if (data / name).exists():
            rows += json.loads((data / name).read_text(encoding="utf-8"))["notes"]
    named: dict[str, str] = {}
    for identifier, _, missions, year, *_ in rows:
        mission = terms["missions"][missions[0]][0].lower() if len(missions) == 1 else "series"
        named.setdefault(f"{mission}-{year}", identifier)
    texts = {row[0]: fold(f"{row[1]} {row[10]}") for row in rows}
    for path in (site / "pagefind" / "fragment").glob("*.pf_fragment"):
        fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        identifier = fragment["url"].strip("/").removeprefix("notes/")
        texts[identifier] = f"{texts.get(identifier, '')} {fold(fragment['content'])}"
    return named, texts


def holds(text: str, query: str) -> bool:
    """Say whether a folded text holds most of a phrase's words, in some form."""
    words = [word[:STEM] for word in fold(query).split() if len(word) > 3]
    found = [word for word in words if f" {word}" in f" {text}"]
    return not words or len(found) * 2 > len(words)


def run(
    name: str,
    ask: Callable[[Page, str], tuple[str, ...]],
    browser: Any,
    site: Path,
    queries: Sequence[Query],
    targets: Mapping[str, float],
) -> bool:
    """Ask every query in a fresh, warmed page and print the marks; True if a target is missed."""
    marks: list[tuple[Query, Answer, Marks]] = []
    with served(site) as address:
        context = browser.new_context()
        page = context.new_page()
        count = counted(page)
        page.goto(address + ("search/" if ask is ours else ""))
        page.wait_for_load_state("networkidle")
        page_bytes = count()
        for warming in WARMING:
            ask(page, warming)
        page.wait_for_load_state("networkidle")
        first_bytes = count() - page_bytes
        for query in queries:
            before = count()
            started = page.evaluate("performance.now()")
            notes = ask(page, query.text)
            took = page.evaluate("performance.now()") - started
            page.wait_for_load_state("networkidle")
            answer = Answer(notes, took, count() - before)
            marks.append((query, answer, marked(query, answer)))
        context.close()
    print(f"\n{name}: {len(queries)} queries")
    for query, answer, mark in marks:
        good = mark.hit_at_1 and mark.ndcg_at_5 > 0.85 and not mark.wrong_among_first
        sign = " " if good else "!"
        shown = ", ".join(answer.notes[:TOP]) or "nothing"
        print(f"{sign} {query.id} {query.kind:12} {mark.ndcg_at_5:.2f}  {query.text!r}: {shown}")
    judged = {note for query in queries for note in query.grades}
    again = [
        marked(query, Answer(tuple(one for one in answer.notes if one in judged), 0, 0))
        for query, answer, _ in marks
        if query.expected
    ]
    times = sorted(answer.milliseconds for _, answer, _ in marks)
    total = len(marks) or 1
    figures = {
        "hit_at_1": sum(mark.hit_at_1 for *_, mark in marks) / total,
        "hit_at_3": sum(mark.hit_at_3 for *_, mark in marks) / total,
        "ndcg_at_5": sum(mark.ndcg_at_5 for *_, mark in marks) / total,
        "zero_result_rate": sum(mark.empty for *_, mark in marks) / total,
        "p50_ms": statistics.median(times),
        "p95_ms": times[math.ceil(0.95 * len(times)) - 1],
    }
    print("  ".join(f"{key} {value:.3f}" for key, value in figures.items()))
    print(
        f"among the {len(judged)} notes that carry any grade: "
        f"hit_at_1 {sum(mark.hit_at_1 for mark in again) / (len(again) or 1):.3f}  "
        f"ndcg_at_5 {sum(mark.ndcg_at_5 for mark in again) / (len(again) or 1):.3f}"
    )
    further = statistics.median(answer.bytes for _, answer, _ in marks)
    print(f"bytes: page {page_bytes}, first query {first_bytes}, further queries {further:.0f}")
    missed = [
        key
        for key, target in targets.items()
        if (figures[key] < target if key.startswith(("hit", "ndcg")) else figures[key] > target)
    ]
    print(f"missed: {', '.join(missed)}" if missed else "targets met" if targets else "")
    return bool(missed)


def weigh(browser: Any, site: Path, query: str, *, complete: bool) -> None:
    """Print the bytes and the time of an answer, from the header's box of a page just opened."""
    with served(site) as address:
        for slow in (False, True):
            context = browser.new_context()
            page = context.new_page()
            count = counted(page)
            page.goto(address + "about/")
            page.wait_for_load_state("networkidle")
            before = count()
            if slow:
                session = context.new_cdp_session(page)
                session.send("Network.emulateNetworkConditions", SLOW)
            took = page.evaluate(REACH, [query, complete])
            kind = "1.6 Mbit/s, 150 ms" if slow else "unthrottled"
            part = "whole" if complete else "first"
            print(f"{part} answer to {query!r}: {count() - before} bytes, {took:.0f} ms, {kind}")
            context.close()


def marked(query: Query, answer: Answer) -> Marks:
    """Grade an answer; for a query without a note, an empty answer is the right one."""
    top = answer.notes[:TOP]
    if not query.expected:
        good = not answer.notes
        return Marks(good, good, float(good), empty=False, wrong_among_first=not good)
    gain = [2 ** query.grades.get(note, 0) - 1 for note in top]
    best = sorted((2**grade - 1 for grade in query.grades.values()), reverse=True)[:TOP]
    return Marks(
        bool(top) and top[0] in query.first,
        any(note in query.first for note in top[:3]),
        _discounted(gain) / _discounted(best),
        empty=not top,
        wrong_among_first=any(note in query.not_among_first for note in top[:3]),
    )


def counted(page: Page) -> Callable[[], int]:
    """Give a function that says how many bytes have travelled to the page so far."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    total = [0]

    def add(event: Mapping[str, Any]) -> None:
        total[0] += int(event["encodedDataLength"])

    session.on("Network.loadingFinished", add)
    return lambda: total[0]


def ours(page: Page, query: str) -> tuple[str, ...]:
    """Ask this site's search page."""
    page.fill("#search-query", query)
    page.press("#search-query", "Enter")
    page.wait_for_function(
        """query => { const status = document.getElementById("search-status").dataset;
        return status.query === query && status.complete === "true"; }""",
        arg=query,
        polling=5,
    )
    found = page.eval_on_selector_all(
        "#search-page [data-note]", "rows => rows.map(row => row.dataset.note)"
    )
    return tuple(found)


def pagefind(page: Page, query: str) -> tuple[str, ...]:
    """Ask Pagefind as it comes, through its own interface for programs."""
    found = page.evaluate(
        """async query => {
        window.plain = window.plain || await import(new URL("pagefind/pagefind.js", location.href));
        const { results } = await window.plain.search(query);
        return Promise.all(results.slice(0, 10).map(async one => (await one.data()).url)); }""",
        query,
    )
    return _notes(found)


def material(page: Page, query: str) -> tuple[str, ...]:
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


def bare_sites(project: Path, scratch: Path) -> Path:
    """Build the project's notes as plain Material pages with its search, and index them twice."""
    docs = scratch / "docs"
    collection = load_collection(project)
    for note in collection.oldest_first:
        path = docs / "notes" / f"{note.id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        tags = [*note.mission, *note.themes, *([str(note.year)] if note.year else [])]
        head = yaml.safe_dump({"title": note.title, "tags": tags}, allow_unicode=True)
        path.write_text(
            f"---\n{head}---\n\n# {note.title}\n\n{note.summary}\n\n{note.body}\n", encoding="utf-8"
        )
    (docs / "index.md").write_text("# Notes\n", encoding="utf-8")
    settings = {
        "site_name": "Bare",
        "theme": {"name": "material", "font": False},
        "plugins": ["search", "tags"],
        "nav": [{"Home": "index.md"}],
    }
    (scratch / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    site = scratch / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(scratch / "mkdocs.yml")]
    subprocess.run([*command, "-d", str(site)], check=True, capture_output=True)
    subprocess.run(
        [sys.executable, "-m", "pagefind", "--site", str(site), "--glob", "notes/**/*.html", "-q"],
        check=True,
        capture_output=True,
    )
    return site


def _notes(addresses: Sequence[str]) -> tuple[str, ...]:
    found = [re.search(r"notes/(.+?)/(?:[?#]|$)", address) for address in addresses]
    return tuple(dict.fromkeys(match[1] for match in found if match))


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


if __name__ == "__main__":
    sys.exit(main())
