"""Compares a build of 1,000 synthetic notes with one of 100: seconds a note, and page sizes.

    python bench/build.py            # or: python bench/build.py 100 1000 --builder zensical

A page's cost must not grow with the number of notes: note pages of the large site should be as
large as those of the small one.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from synthetic import write_project


@dataclass(frozen=True)
class Built:
    """A built site: seconds it took, its total size, and the sizes of its note pages in bytes."""

    notes: int
    seconds: float
    total: int
    note_pages: tuple[int, ...]
    largest: tuple[int, str]


def main() -> None:
    """Run the bench that the command line asks for."""
    parser = argparse.ArgumentParser(description="Build time and page sizes by number of notes.")
    parser.add_argument("counts", type=int, nargs="*", default=[100, 1_000])
    parser.add_argument("--builder", choices=["mkdocs", "zensical"], default="mkdocs")
    arguments = parser.parse_args()
    found = [built(count, arguments.builder) for count in arguments.counts]
    for one in found:
        middle = statistics.median(one.note_pages)
        size, path = one.largest
        print(
            f"{one.notes} notes: {one.seconds:.1f} s ({1_000 * one.seconds / one.notes:.0f} ms a "
            f"note), {one.total / 1e6:.1f} MB, note page {middle:,.0f} bytes at the median, "
            f"{max(one.note_pages):,} at most; largest page {path} with {size:,}"
        )
    ratio = statistics.median(found[-1].note_pages) / statistics.median(found[0].note_pages)
    print(f"a note page of the largest site is {ratio:.2f} times that of the smallest")


def built(notes: int, builder: str) -> Built:
    """Build a synthetic project and measure it."""
    with tempfile.TemporaryDirectory(prefix="build-") as scratch:
        root = Path(scratch)
        write_project(root, notes)
        program = Path(sys.executable).with_name("notes")
        started = time.perf_counter()
        command = [str(program), "build", "--root", str(root), "--builder", builder]
        subprocess.run(command, check=True, capture_output=True)
        seconds = time.perf_counter() - started
        site = root / "site"
        pages = sorted(site.rglob("*.html"))
        sizes = {path.relative_to(site).as_posix(): path.stat().st_size for path in pages}
        total = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
        of_notes = [size for path, size in sizes.items() if path.startswith("notes/")]
        largest = max((size, path) for path, size in sizes.items())
        return Built(notes, seconds, total, tuple(of_notes), largest)


if __name__ == "__main__":
    main()
