"""Processor time of `mkdocs build` on derived pages, beside stock Material with as many pages.

    python bench/render.py                 # or: python bench/render.py 300 --rounds 3

Stock pages hold the notes' own texts: each note at its own place, and one of them in the place of
every other page. Stock Material stands as it comes, with its search, and without any plugin; and
with the navigation of this site, which costs a page as much as a paragraph. Runs are interleaved; a
figure is the lowest of the rounds.
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from synthetic import write_project
from workshop_notes.build.make import IN_CHARGE
from workshop_notes.collection import load_collection
from workshop_notes.site import derive

MKDOCS = Path(sys.executable).with_name("mkdocs")
STOCK = """\
site_name: Stock
theme: {{name: material, font: false}}
plugins: {plugins}
validation: {{nav: {{omitted_files: ignore}}}}
nav: {nav}
"""
HOME = "[Home: index.md]"


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("notes", type=int, nargs="?", default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="render-") as scratch:
        ours = Path(scratch) / "ours"
        write_project(ours, arguments.notes)
        derive(ours, load_collection(ours))
        roots = {"this project": ours}
        for plugins, nav in (("[search]", HOME), ("[]", HOME), ("[search]", _nav(ours))):
            name = f"stock, plugins: {plugins}{', with our navigation' if nav != HOME else ''}"
            roots[name] = _stock(ours, Path(scratch) / name, plugins, nav)
        runs = [
            {name: _seconds(root) for name, root in roots.items()} for _ in range(arguments.rounds)
        ]
        best = {name: min(run[name] for run in runs) for name in roots}
        pages = sum(1 for _ in (ours / "docs").rglob("*.md"))
    print(f"{arguments.notes} notes, {pages} pages")
    for name, seconds in best.items():
        print(f"{name}: {seconds:.1f} s; this project {best['this project'] / seconds:.2f} times")


def _nav(root: Path) -> str:
    text = (root / "mkdocs.yml").read_text("utf-8")
    return text[text.index("\nnav:\n") + len("\nnav:") : text.index("\nvalidation:")]


def _stock(ours: Path, root: Path, plugins: str, nav: str) -> Path:
    texts = {path: _text(path) for path in sorted((ours / "notes").rglob("*.md"))}
    others = itertools.cycle(list(texts.values()))
    for page in sorted((ours / "docs").rglob("*.md")):
        here = page.relative_to(ours / "docs")
        text = texts.get(ours / f"{here.parent.as_posix()}.md") or next(others)
        path = root / "docs" / here
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: {here.parent.name or 'Home'}\n---\n{text}", "utf-8")
    (root / "mkdocs.yml").write_text(STOCK.format(plugins=plugins, nav=nav), "utf-8")
    return root


def _text(note: Path) -> str:
    return note.read_text("utf-8").split("\n---\n", 1)[1]


def _seconds(root: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # The hook leaves checks, search and sweep to whoever set this.
    given = {**os.environ, IN_CHARGE: "1", "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([MKDOCS, "build", "-q"], cwd=root, env=given, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
