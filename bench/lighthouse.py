"""Lighthouse over the home page, a note, a mission and the search, with Debian's Chromium.

Run: `python bench/lighthouse.py [SITE]`; prints the four scores of each page, from 0 to 1.
Lighthouse is installed by npm into .cache/lighthouse the first time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from served import served

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.tools import system_browser

ROOT = Path(__file__).resolve().parent.parent
VERSION = "13.5.0"
FOLDER = ROOT / ".cache" / "lighthouse"
PAGES = ("", "notes/2020/minusma/", "missions/minusma/", "search/?q=protection+of+civilians")
SCORES = ("performance", "accessibility", "best-practices", "seo")


def main() -> None:
    """Measure each page once and print a table."""
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site"
    program = _installed()
    print(f"| page | {' | '.join(SCORES)} |")
    print("|---|---|---|---|---|")
    with served(site) as address:
        for page in PAGES:
            report = _report(program, address + page)
            scores = (report["categories"][name]["score"] for name in SCORES)
            print(f"| /{page} | {' | '.join(f'{score:.2f}' for score in scores)} |")
            for audit in report["audits"].values():
                if audit["score"] is not None and audit["score"] < 0.9 and audit.get("title"):
                    print(f"  - {audit['id']}: {audit['title']}", file=sys.stderr)


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
