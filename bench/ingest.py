"""Ingest of 1,000 text and 200 Word files: files a second and peak memory.

Run: `python bench/ingest.py [--texts 1000] [--words 200]`; prints a table for bench/README.md.
Peak memory is the largest resident size of any one child process, in megabytes.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import docx

ROOT = Path(__file__).resolve().parent.parent
NOTES = Path(sys.executable).with_name("notes")
SENTENCES = (
    "Several participants found that the order of the tasks mattered more than their number.",
    "Others held that the mission should keep its offices in the hills until the vote.",
    "Many agreed that human rights monitoring needs people who can travel.",
    "Some asked the Council to say which tasks may wait.",
    "The talks turned to the election and to the budget that it would need.",
    "A few recalled that civilians had been protected best where patrols were regular.",
)
OPENING = (
    "On {day} May {year}, the International Peace Institute (IPI), the Stimson Center, and "
    "Security Council Report organized a workshop on the mandate of the United Nations Mission in "
    "South Sudan (UNMISS)."
)


def main() -> None:
    """Write the files, ingest and convert them, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--words", type=int, default=200, help="number of Word files")
    parser.add_argument("--project", type=Path, default=ROOT, help="another checkout with a .venv")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        texts = [_text(Path(folder), number) for number in range(options.texts)]
        words = [_word(Path(folder), number) for number in range(options.words)]
        print("| files | tool | seconds | files a second | peak MB | converted |")
        print("|---|---|---|---|---|---|")
        for name, files in (("txt", texts), ("docx", words)):
            _row(
                name,
                "notes ingest",
                len(files),
                *_measured(partial(_ingest, options.project), files),
            )


def _ingest(project: Path, files: list[Path]) -> int:
    own = project / ".venv" / "bin" / "notes"
    program = own if own.exists() else NOTES
    done = subprocess.run(
        [program, "ingest", "--root", project, "--dry-run", "--json", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    return sum(json.loads(line)["ok"] for line in done.stdout.splitlines())


def _measured(run: Callable[[list[Path]], int], files: list[Path]) -> tuple[float, float, int]:
    """Run in a process of its own, whose children's peak is then that of this run alone."""
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.apply(_timed, (run, files))


def _timed(run: Callable[[list[Path]], int], files: list[Path]) -> tuple[float, float, int]:
    started = time.perf_counter()
    converted = run(files)
    seconds = time.perf_counter() - started
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, converted


def _row(name: str, tool: str, count: int, seconds: float, peak: float, converted: int) -> None:
    rate = count / seconds
    print(f"| {count} {name} | {tool} | {seconds:.1f} | {rate:.1f} | {peak:.0f} | {converted} |")


def _paragraphs(number: int) -> list[str]:
    chance = random.Random(number)
    opening = OPENING.format(day=1 + number % 28, year=2011 + number % 14)
    return [opening, *(" ".join(chance.choices(SENTENCES, k=6)) for _ in range(8))]


def _text(folder: Path, number: int) -> Path:
    path = folder / f"text-{number}.txt"
    title = f"Ranking the Tasks, {number}: The Case of UNMISS"
    path.write_text("\n\n".join([title, *_paragraphs(number)]) + "\n", encoding="utf-8")
    return path


def _word(folder: Path, number: int) -> Path:
    path = folder / f"word-{number}.docx"
    document = docx.Document()
    document.add_heading(f"Ranking the Tasks, {number}: The Case of UNMISS", 0)
    for paragraph in _paragraphs(number):
        document.add_paragraph(paragraph)
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "task"
    table.cell(0, 1).text = "order"
    document.save(str(path))
    return path


if __name__ == "__main__":
    main()
