"""Measures the search index of N synthetic notes, beside Material's search plugin, in one run.

    python bench/search_index.py 10000
    python bench/search_index.py 10000 --answers      # and the bytes of answers, in a browser

The same notes are written twice as bare pages: as the HTML that the site's note pages have around
a note, indexed by `workshop_notes.search.index`; and as Markdown built by MkDocs with Material's
search plugin. Printed for each: seconds of processor and of wall clock, the most memory, and the
size of what a reader's browser may fetch. Material's plugin works inside the builder, so the same
build without it is taken off.
"""

from __future__ import annotations

import argparse
import gzip
import html
import itertools
import multiprocessing
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from playwright.sync_api import sync_playwright
from workshop_notes.search_data import data_files

from relevance import CHROMIUM, FLAGS, weigh
from synthetic import HERE, synthetic_notes, write_project
from workshop_notes.collection import Collection
from workshop_notes.front_matter import parse_note
from workshop_notes.search import index
from workshop_notes.vocabulary import load_vocabularies

FEW = 30


@dataclass(frozen=True)
class Cost:
    """What one piece of work took: seconds, and the most memory in MB of it and its children."""

    wall: float
    processor: float
    memory: float


def main() -> None:
    """Run the bench that the command line asks for."""
    parser = argparse.ArgumentParser(description="Search index: time, memory, size.")
    parser.add_argument("notes", type=int, nargs="?", default=10_000)
    parser.add_argument("--answers", action="store_true")
    arguments = parser.parse_args()
    if arguments.answers:
        weigh_answers(arguments.notes)
        return
    with tempfile.TemporaryDirectory(prefix="search-index-") as scratch:
        site, docs = Path(scratch) / "site", Path(scratch) / "docs"
        write_pages(site, docs, arguments.notes)
        cost = measured(lambda: index(site))
        files = [path for path in (site / "pagefind").rglob("*") if path.is_file()]
        total = sum(path.stat().st_size for path in files)
        report(f"Pagefind, {arguments.notes} notes", cost, total, len(files))
        bare = measured(lambda: material(Path(scratch), [], "bare"))
        full = measured(lambda: material(Path(scratch), ["search"], "full"))
        data = (Path(scratch) / "full" / "search" / "search_index.json").read_bytes()
        report("MkDocs without search", bare, 0, 0)
        report("MkDocs with Material's search", full, len(data), 1)
        print(
            f"Material's search alone: {full.processor - bare.processor:.1f} s of processor, "
            f"{max(0.0, full.memory - bare.memory):.0f} MB; one file of {len(data) / 1e6:.1f} MB "
            f"({len(gzip.compress(data, 6)) / 1e6:.1f} MB compressed), fetched whole by each reader"
        )


def weigh_answers(notes: int) -> None:
    """Print what first answers weigh in a collection of this size.

    The site around the notes is built with a few of them, and then given all pages, data and index.
    """
    with tempfile.TemporaryDirectory(prefix="search-answers-") as scratch:
        root, docs = Path(scratch) / "project", Path(scratch) / "docs"
        write_project(root, FEW)
        program = Path(sys.executable).with_name("notes")
        subprocess.run([program, "build", "--root", root], check=True, capture_output=True)
        site = root / "site"
        shutil.rmtree(site / "notes")
        write_pages(site, docs, notes)
        vocabularies, _ = load_vocabularies(root / "notes" / "vocabularies", root)
        every = itertools.islice(synthetic_notes(vocabularies), notes)
        found = (parse_note(text, name, root / f"{name}.md", name)[0] for name, text in every)
        collection = Collection(root, tuple(note for note in found if note), vocabularies)
        for name, text in data_files(collection).items():
            path = site / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        index(site)
        words = sample_words(docs, 6)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            weigh(browser, site, "MINUSMA 2020", complete=False)
            for query in (*words, f"{words[0]} {words[1]}", f"{words[2]} {words[3]}"):
                weigh(browser, site, query, complete=True)
            browser.close()


def sample_words(docs: Path, count: int) -> list[str]:
    """Give words of the first notes, neither the rarest nor the commonest."""
    text = " ".join(path.read_text(encoding="utf-8") for path in sorted(docs.rglob("*.md"))[:200])
    ranked = [word for word, _ in Counter(re.findall(r"\b[a-z]{7}\b", text)).most_common()]
    step = max(1, len(ranked) // (count + 1))
    return ranked[step::step][:count]


def write_pages(site: Path, docs: Path, notes: int) -> None:
    """Write the same notes as HTML pages below `site` and as Markdown below `docs`."""
    vocabularies, _ = load_vocabularies(HERE / "notes" / "vocabularies", HERE)
    for identifier, text in itertools.islice(synthetic_notes(vocabularies), notes):
        front, body = text.removeprefix("---\n").split("\n---\n", 1)
        fields = yaml.load(front, Loader=yaml.CSafeLoader)
        page = site / "notes" / identifier / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text("".join(_page(identifier, fields, body)), encoding="utf-8")
        path = docs / "notes" / f"{identifier}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        title = fields["title"].replace('"', "'")
        path.write_text(f'---\ntitle: "{title}"\n---\n{body}', encoding="utf-8")
    (docs / "index.md").write_text("# Notes\n", encoding="utf-8")


def material(scratch: Path, plugins: list[str], name: str) -> None:
    """Build the Markdown with Material and these plugins into a folder of this name."""
    settings = {
        "site_name": "Bare",
        "theme": {"name": "material", "font": False},
        "plugins": plugins,
        "nav": [{"Home": "index.md"}],
        "site_dir": name,
    }
    path = scratch / f"{name}.yml"
    path.write_text(yaml.safe_dump(settings), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(path)]
    subprocess.run(command, check=True, capture_output=True)


def measured(work: Callable[[], None]) -> Cost:
    """Do some work in a process of its own, and measure it with all its children."""
    results: multiprocessing.Queue[Cost] = multiprocessing.Queue()

    def run() -> None:
        started = time.perf_counter()
        work()
        wall = time.perf_counter() - started
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        processor = sum(one.ru_utime + one.ru_stime for one in used)
        results.put(Cost(wall, processor, max(one.ru_maxrss for one in used) / 1024))

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    cost = results.get()
    process.join()
    return cost


def report(name: str, cost: Cost, size: int, files: int) -> None:
    """Print one line of figures."""
    print(
        f"{name}: {cost.wall:.1f} s ({cost.processor:.1f} s of processor), {cost.memory:.0f} MB, "
        f"{size / 1e6:.1f} MB in {files} files",
        flush=True,
    )


def _page(identifier: str, fields: dict[str, object], body: str) -> Iterator[str]:
    yield '<!doctype html><html lang="en"><head><title>x</title></head><body>'
    title = html.escape(str(fields["title"]))
    yield f'<h1 data-pagefind-body data-pagefind-meta="title">{title}</h1>'
    for name, key in (("mission", "mission"), ("theme", "themes"), ("organizer", "organizers")):
        values = fields[key]
        assert isinstance(values, list)
        for value in values:
            yield f'<i data-pagefind-filter="{name}:{value}"></i>'
    yield f'<i data-pagefind-filter="year:{fields["year"]}"></i>'
    yield '<i data-pagefind-filter="language:en"></i>'
    yield f'<i data-pagefind-meta="note:{identifier}"></i>'
    date = f"date:{fields['date']}"
    yield f'<i data-pagefind-meta="{date}" data-pagefind-sort="{date}"></i>'
    summary = html.escape(str(fields["summary"]))
    yield f'<p data-pagefind-body data-pagefind-weight="3">{summary}</p><div data-pagefind-body>'
    for place, block in enumerate(body.strip().split("\n\n")):
        tag = "h2" if block.startswith("## ") else "p"
        text = html.escape(block.removeprefix("## "))
        yield f'<{tag} id="p-{place}">{text}</{tag}>'
    yield "</div></body></html>"


if __name__ == "__main__":
    main()
