"""What a reader waits for: bytes, requests and the first text of a note, beside stock Material.

Run: `python bench/weight.py [SITE]` over a site that is built. Bytes are compressed, as a web host
sends them; the first text is the browser's first contentful paint, the middle of three tries.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from served import served

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.tools import system_browser

ROOT = Path(__file__).resolve().parent.parent
FIRST, SECOND = "notes/2020/minusma/", "notes/2018/minusma/"
# Kilobits a second and milliseconds of latency.
LINES = {"1.6 Mbit/s, 150 ms": (1600, 150), "50 kbit/s, 600 ms": (50, 600)}
TRIES = 3
STOCK = """\
site_name: Workshop notes on UN peace operations
theme:
  name: material
  font: false
plugins: []
"""


def main() -> None:
    """Measure the note and its like in stock Material, and print a table."""
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site"
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        served(site) as ours,
        served(_stock(Path(folder))) as stock,
    ):
        browser = playwright.chromium.launch(
            executable_path=system_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        print("| | requests | kB | of these own | second page, kB |", end="")
        print("".join(f" first text at {name}, s |" for name in LINES))
        print("|---|" + "---|" * (4 + len(LINES)))
        for name, address in (("this site", ours), ("stock Material", stock)):
            first, own, again, requests = _weight(browser, address)
            texts = [_first_text(browser, address + FIRST, *line) for line in LINES.values()]
            figures = (requests, first / 1000, own / 1000, again / 1000, *texts)
            print(f"| {name} |" + "".join(f" {figure:.4g} |" for figure in figures))
        browser.close()


def _stock(folder: Path) -> Path:
    """Build the two notes' Markdown as plain pages of stock Material."""
    (folder / "mkdocs.yml").write_text(STOCK, encoding="utf-8")
    for address in (FIRST, SECOND):
        text = (ROOT / "notes" / f"{address.removeprefix('notes/').strip('/')}.md").read_text(
            "utf-8"
        )
        page = folder / "docs" / address / "index.md"
        page.parent.mkdir(parents=True)
        page.write_text(text.split("---\n", 2)[2], encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "site"


def _weight(browser: Browser, address: str) -> tuple[int, int, int, int]:
    """Give the bytes of a first view, this project's part of them, those of a second, requests."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    urls: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on(
        "Network.responseReceived", lambda e: urls.update({e["requestId"]: e["response"]["url"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda e: sizes.update({urls.get(e["requestId"], ""): round(e["encodedDataLength"])}),
    )
    page.goto(address + FIRST, wait_until="networkidle")
    first = {url: size for url, size in sizes.items() if url.startswith("http")}
    own = sum(
        size
        for url, size in first.items()
        if "/stylesheets/" not in url and "/javascripts/" not in url
    )
    sizes.clear()
    page.goto(address + SECOND, wait_until="networkidle")
    again = sum(size for url, size in sizes.items() if url.startswith("http") and url not in first)
    context.close()
    return sum(first.values()), own, again, len({urlsplit(url).path for url in first})


def _first_text(browser: Browser, address: str, rate: int, latency: int) -> float:
    """Give the seconds until the first text over a slow line."""
    found = []
    for _ in range(TRIES):
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        page.set_default_timeout(120_000)
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": latency,
                "downloadThroughput": rate * 1000 / 8,
                "uploadThroughput": rate * 1000 / 8,
            },
        )
        page.goto(address, wait_until="load")
        paint = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
        page.wait_for_function(paint)
        found.append(float(page.evaluate(paint)) / 1000)
        context.close()
    return statistics.median(found)


if __name__ == "__main__":
    main()
