"""Lighthouse over the home page, a note, a mission and the search, with Debian's Chromium.

Run: `python bench/lighthouse.py [SITE]`; prints the four scores of each page, from 0 to 1, as the
middle of three tries, and the paints and blocked time that the first of them follows from.
Lighthouse is installed by npm into .cache/lighthouse the first time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from served import served

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.tools import system_browser

ROOT = Path(__file__).resolve().parent.parent
VERSION = "13.5.0"
FOLDER = ROOT / ".cache" / "lighthouse"
PAGES = ("", "notes/2020/minusma/", "missions/minusma/", "search/?q=protection+of+civilians")
TRIES = 3
TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")
SCORES = ("performance", "accessibility", "best-practices", "seo")


def main() -> None:
    """Measure each page three times and print a table."""
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site"
    program = _installed()
    print(f"| page | {' | '.join([*SCORES, *TIMES])} |")
    print("|---|" + "---|" * (len(SCORES) + len(TIMES)))
    with served(site) as address:
        for page in PAGES:
            found = [_report(program, address + page) for _ in range(TRIES)]
            scores = [median(one["categories"][name]["score"] for one in found) for name in SCORES]
            times = [median(one["audits"][name]["numericValue"] for one in found) for name in TIMES]
            cells = [*(f"{score:.2f}" for score in scores), *(f"{time:.0f} ms" for time in times)]
            print(f"| /{page} | {' | '.join(cells)} |", flush=True)


def _installed() -> Path:
    program = FOLDER / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        # Without a package of its own, npm would install into the folder above.
        (FOLDER / "package.json").write_text('{"private": true}', encoding="utf-8")
        command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([*command, f"lighthouse@{VERSION}"], cwd=FOLDER, check=True)
    return program


def _report(program: Path, address: str) -> dict:
    flags = "--headless --no-sandbox --disable-gpu --disable-background-networking"
    done = subprocess.run(
        [
            program,
            address,
            "--quiet",
            "--output=json",
            f"--only-categories={','.join(SCORES)}",
            f"--chrome-flags={flags}",
        ],
        env={**os.environ, "CHROME_PATH": system_browser() or ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


if __name__ == "__main__":
    main()
