"""Builds N invented notes with this project and its peers: cold, one note changed, nothing changed.

    python bench/speed.py                 # or: python bench/speed.py 100 1000 10000 --rounds 5

Every builder gets the same texts; the peers get them as plain pages, without checks, search by
vocabulary, views by mission and theme, or a sweep. Runs are interleaved, so that a busy machine is
busy for all; a figure is the median of the rounds. Processor time includes child processes. Prints
a Markdown table; `--into FILE` puts it into a file below a heading of its own, and beside the file
a figure of each case: processor time by the number of notes, both axes in powers of ten.
"""

from __future__ import annotations

import argparse
import itertools
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from importlib.metadata import version
from pathlib import Path

from synthetic import write_project

HERE = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
STOCK = """\
site_name: Stock
theme: {name: material, font: false}
plugins: [search, tags]
validation: {nav: {omitted_files: ignore}}
nav: [{Home: index.md}]
"""
HUGO = 'title = "Stock"\ndisableKinds = ["RSS"]\n'
HUGO_PAGE = "<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}"
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"
HEADING = "## Speed of builds"
# Dark enough on white for text: each has a contrast of 4.5 or more.
COLOURS = ("#0b5394", "#a61c00", "#38761d", "#674ea7", "#7f6000")
# Case → builder → (notes, processor seconds), the fewest notes first.
Times = dict[str, dict[str, list[tuple[int, float]]]]


@dataclass(frozen=True)
class Peer:
    """A builder: how its project is made of ours, its command, where its notes and site lie."""

    name: str
    make: Callable[[Path, Path], None]
    command: tuple[str, ...]
    notes: str
    output: str


@dataclass(frozen=True)
class Run:
    """One build: seconds of wall clock and processor, peak memory of one process, bytes written."""

    wall: float
    processor: float
    megabytes: float
    output: float


def main() -> int:
    """Run the bench that the command line asks for."""
    parser = argparse.ArgumentParser(description="Build times beside peers.")
    parser.add_argument("counts", type=int, nargs="*", default=[100, 1_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--into", type=Path)
    asked = parser.parse_args()
    peers = [one for one in known() if not asked.only or one.name in asked.only]
    lines = [HEADING, "", _machine(asked.rounds), ""]
    lines += ["| notes | builder | case | wall s | processor s | peak MB | output MB |"]
    lines += ["|---|---|---|---|---|---|---|"]
    times: Times = {}
    for count in asked.counts:
        for name, case, runs in measured(count, peers, asked.rounds):
            row = [statistics.median(getattr(run, field) for run in runs) for field in _FIELDS]
            times.setdefault(case, {}).setdefault(name, []).append((count, row[1]))
            figures = " | ".join(f"{value:.2f}" for value in row)
            lines.append(f"| {count:,} | {name} | {case} | {figures} |")
            print(lines[-1], flush=True)
    lines += ["", *growth(times)]
    text = "\n".join(lines) + "\n"
    print(text)
    if asked.into:
        before = asked.into.read_text("utf-8") if asked.into.exists() else "# Results\n\n"
        first, _, rest = before.partition(HEADING)
        _, sign, others = rest.partition("\n## ")  # what stands below headings of its own stays
        asked.into.write_text(first + text + sign + others, "utf-8")
        for case, by_name in times.items():
            figure = asked.into.with_name(f"speed-{case.replace(' ', '-')}.svg")
            figure.write_text(plot(case, by_name), "utf-8")
    return 0


_FIELDS = ("wall", "processor", "megabytes", "output")


def growth(times: Times) -> list[str]:
    """Say how processor time grows from the fewest to the most notes: the exponent of each case."""
    found = []
    for case, by_name in times.items():
        for name, points in by_name.items():
            (few, least), (many, most) = points[0], points[-1]
            if many > few:
                exponent = math.log(most / least) / math.log(many / few)
                found.append(f"- {name}, {case}, {few:,} to {many:,}: exponent {exponent:.2f}")
    return ["Growth of processor time:", "", *found] if found else []


def plot(case: str, by_name: dict[str, list[tuple[int, float]]]) -> str:
    """Give a figure of processor seconds by notes, a line for each builder, as SVG."""
    points = [point for line in by_name.values() for point in line]
    spans = []
    for values in zip(*points, strict=True):
        logs = [math.log10(max(value, 0.01)) for value in values]
        spans.append((math.floor(min(logs)), max(math.ceil(max(logs)), math.floor(min(logs)) + 1)))
    across, up = spans

    def at(notes: float, seconds: float) -> tuple[float, float]:
        x = 60 + 400 * (math.log10(notes) - across[0]) / (across[1] - across[0])
        y = 330 - 290 * (math.log10(max(seconds, 0.01)) - up[0]) / (up[1] - up[0])
        return round(x, 1), round(y, 1)

    drawn = [f'<text x="60" y="20">Processor seconds, {case}, by the number of notes</text>']
    for power in range(up[0], up[1] + 1):
        _, y = at(1, 10.0**power)
        drawn.append(f'<path d="M60 {y}H460" stroke="#ccc"/>')
        drawn.append(f'<text x="52" y="{y + 4}" text-anchor="end">{10.0**power:g}</text>')
    for power in range(across[0], across[1] + 1):
        x, _ = at(10.0**power, 1)
        drawn.append(f'<text x="{x}" y="350" text-anchor="middle">{10**power:,}</text>')
    for colour, (name, line) in zip(itertools.cycle(COLOURS), by_name.items()):
        places = [at(*point) for point in line]
        path = "L".join(f"{x} {y}" for x, y in places)
        drawn.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += [f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in places]
        x, y = places[-1]
        drawn.append(f'<text x="{x + 8}" y="{y + 4}" fill="{colour}">{escape(name)}</text>')
    body = "\n".join(drawn)
    opening = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" font-family="sans-serif"'
    )
    return f'{opening} font-size="12">\n<path d="M0 0H640V360H0z" fill="#fff"/>\n{body}\n</svg>\n'


def known() -> list[Peer]:
    """Give this project and the peers that are installed."""
    found = [
        Peer("workshop-notes", _ours, (str(BIN / "notes"), "build"), "notes", "site"),
        Peer("MkDocs + Material", _stock, (str(BIN / "mkdocs"), "build", "-q"), "docs", "site"),
    ]
    zensical = HERE / ".venv-zensical" / "bin" / "zensical"
    if zensical.exists():
        found.append(Peer("Zensical", _stock, (str(zensical), "build"), "docs", "site"))
    hugo = BIN / "hugo"
    if hugo.exists():
        found.append(Peer("Hugo", _hugo, (str(hugo), "--quiet"), "content", "public"))
    return found


def measured(count: int, peers: list[Peer], rounds: int) -> list[tuple[str, str, list[Run]]]:
    """Build `count` notes with each peer, cold, changed and unchanged, `rounds` times in turn."""
    found: dict[tuple[str, str], list[Run]] = {}
    with tempfile.TemporaryDirectory(prefix="speed-") as scratch:
        source = Path(scratch) / "source"
        write_project(source, count)
        for peer in peers:
            peer.make(source, Path(scratch) / peer.name)
        for number in range(rounds):
            for peer in peers:
                root = Path(scratch) / peer.name
                shutil.rmtree(root / peer.output, ignore_errors=True)
                shutil.rmtree(root / ".cache", ignore_errors=True)
                for case in ("cold", "one changed", "nothing changed"):
                    if case == "one changed":
                        note = sorted((root / peer.notes).glob("20*/*.md"))[count // 2]
                        with note.open("a", encoding="utf-8") as file:
                            file.write(f"\nOne more sentence of round {number}.\n")
                    found.setdefault((peer.name, case), []).append(_run(peer, root))
    return [(name, case, runs) for (name, case), runs in found.items()]


def _run(peer: Peer, root: Path) -> Run:
    # As on anybody's machine: what was compiled once is not compiled again.
    around = {name: value for name, value in os.environ.items() if name != UNCOMPILED}
    began = time.perf_counter()
    done = subprocess.Popen(
        peer.command, cwd=root, env=around, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    said = done.stdout.read() if done.stdout else b""
    _, status, used = os.wait4(done.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{peer.name}: {said.decode(errors='replace')[-2000:]}")
    wall = time.perf_counter() - began
    files = (path for path in (root / peer.output).rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in files)
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, size / 1e6)


def _ours(source: Path, root: Path) -> None:
    shutil.copytree(source, root)


def _stock(source: Path, root: Path) -> None:
    shutil.copytree(source / "notes", root / "docs", ignore=shutil.ignore_patterns("vocabularies"))
    (root / "docs" / "index.md").write_text("# Home\n", "utf-8")
    (root / "mkdocs.yml").write_text(STOCK, "utf-8")


def _hugo(source: Path, root: Path) -> None:
    skipped = shutil.ignore_patterns("vocabularies")
    shutil.copytree(source / "notes", root / "content", ignore=skipped)
    (root / "hugo.toml").write_text(HUGO, "utf-8")
    layouts = root / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single.html", "list.html"):
        (layouts / name).write_text(HUGO_PAGE, "utf-8")


def _machine(rounds: int) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material"))
    return (
        f"{time.strftime('%Y-%m-%d', time.gmtime())}, Python {platform.python_version()}, "
        f"{packages}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start, "
        f"median of {rounds}."
    )


if __name__ == "__main__":
    sys.exit(main())
