"""Measures how long a reader on 50 kbit/s waits for the first row of an answer.

    python bench/search_line.py [SITE] [--query MINUSMA]

Printed, each the middle of three tries: seconds to the first text and to the first row on the
search page, opened by a link to an answer, with nothing in the browser's memory; and the same once
a note of the site was read.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, sync_playwright

from served import served

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.tools import system_browser

ROOT = Path(__file__).resolve().parent.parent
NOTE = "notes/2020/minusma/"
BYTES_A_SECOND, MILLISECONDS = 50_000 / 8, 600
TRIES = 3


def main() -> None:
    """Measure a site over the slow line."""
    parser = argparse.ArgumentParser(description="Search over 50 kbit/s.")
    parser.add_argument("site", type=Path, nargs="?", default=ROOT / "site")
    parser.add_argument("--query", default="MINUSMA")
    arguments = parser.parse_args()
    with sync_playwright() as playwright, served(arguments.site) as address:
        browser = playwright.chromium.launch(
            executable_path=system_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, first in (("nothing remembered", ""), ("after a note", NOTE)):
            tries = [waited(browser, address, first, arguments.query) for _ in range(TRIES)]
            text, row = (statistics.median(one) for one in zip(*tries, strict=True))
            print(f"{name:18} first text {text:5.1f} s, first row {row:5.1f} s")
        browser.close()


def waited(browser: Browser, address: str, first: str, query: str) -> tuple[float, float]:
    """Give the seconds to the first text and to the first row; `first` is read before, if any."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_default_timeout(120_000)
    if first:
        page.goto(address + first, wait_until="networkidle")
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    line = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    given = {"offline": False, "latency": MILLISECONDS, **line}
    session.send("Network.emulateNetworkConditions", given)
    started = time.perf_counter()
    page.goto(f"{address}search/?{urlencode({'q': query})}", wait_until="commit")
    page.wait_for_selector("[data-note]")
    row = time.perf_counter() - started
    paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    text = float(page.evaluate(paint)) / 1000
    context.close()
    return text, row


if __name__ == "__main__":
    main()
