"""Every kind of page, on phone, tablet and desktop, light and dark, as PNG into screenshots/.

Run: `make screenshots`, or `python bench/screenshots.py [SITE]` over a site that is built.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from served import served

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.tools import system_browser

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "screenshots"
WIDTHS = {"phone": (390, 844), "tablet": (768, 1024), "desktop": (1440, 900)}
SETTLE = 250  # milliseconds for a search to answer
PAGES = {
    "home": "",
    "note": "notes/2020/minusma/",
    "due": "due/",
    "missions": "missions/",
    "mission": "missions/minusma/",
    "comparison": "missions/minusma/2018-2020/",
    "themes": "themes/",
    "theme": "themes/protection-of-civilians/",
    "years": "years/",
    "year": "years/2020/",
    "resolutions": "resolutions/",
    "resolution": "resolutions/2480/",
    "organizations": "organizations/",
    "organization": "organizations/ipi/",
    "glossary": "glossary/",
    "term": "glossary/poc/",
    "browse": "browse/",
    "search": "search/?q=protection+of+civilians+Mali",
    "about": "about/",
    "add-a-note": "add-a-note/",
    "not-found": "404.html",
}


def main() -> None:
    """Take the pictures and say where they are."""
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site"
    if not (site / "index.html").is_file():
        sys.exit(f"there is no site in {site}; run `make site` first")
    SHOTS.mkdir(exist_ok=True)
    with served(site) as address, sync_playwright() as playwright:
        program = system_browser()
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-background-networking"]
        )
        for scheme in ("light", "dark"):
            for width in WIDTHS:
                _shoot(browser, address, scheme, width)
        browser.close()
    print(f"{len(list(SHOTS.glob('*.png')))} pictures in {SHOTS}")


def _shoot(browser: Browser, address: str, scheme: str, name: str) -> None:
    width, height = WIDTHS[name]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    for kind, path in PAGES.items():
        page.goto(address + path)
        page.wait_for_timeout(SETTLE)
        page.screenshot(path=SHOTS / f"{kind}-{name}-{scheme}.png", full_page=True)
    context.close()


if __name__ == "__main__":
    main()
