"""The built catalogue as readers and their browsers meet it: links, HTML, clicks, requests."""

import json
import subprocess
import sys
from collections import deque
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import lxml.html
from tests.conftest import skip_or_fail
from tests.end_to_end.conftest import pages
from tests.tools import NODE_MODULES

# What vnu finds in stock Material pages too, here where a part of theirs is used.
# Of Material's own page: its two switches keep no state, and its contents' title is a label.
KNOWN = (
    "Attribute “autocomplete” is only allowed when the input type is",
    "The value of the “for” attribute of the “label” element must be the ID",
)
# It runs once: compiling well costs more than it gains. The stack is what its schemas need.
LIGHT = ("-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
LINKS = "link[@rel='stylesheet' or @rel='icon' or @rel='preload' or @rel='preconnect']/@href"
LOADS = (
    "script[@src]/@src",
    LINKS,
    "img[@src]/@src",
    "iframe/@src",
    "source/@src",
    "object/@data",
    "embed/@src",
)


def tree(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(path.read_bytes())


def test_no_internal_link_is_broken(catalogue: Path) -> None:
    site = catalogue / "site"
    program = Path(sys.executable).with_name("lychee")
    if not program.exists():
        skip_or_fail("lychee is not installed")
    done = subprocess.run(
        [
            program,
            "--offline",
            "--no-progress",
            "--include-fragments",
            "--index-files",
            "index.html",
            "--root-dir",
            str(site),
            "--format",
            "json",
            str(site),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)
    assert report["total"] > 1000
    assert report["errors"] == 0, json.dumps(report["error_map"], indent=1)[:4000]


def test_no_page_has_an_html_error(catalogue: Path) -> None:
    jar = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.exists():
        skip_or_fail("vnu is not installed; run tests/tools.py")
    done = subprocess.run(
        [
            "java",
            *LIGHT,
            "-jar",
            str(jar),
            "--errors-only",
            "--skip-non-html",
            "--format",
            "json",
            str(catalogue / "site"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    errors = [
        f"{one['url']}:{one.get('lastLine')}: {one['message']}"
        for one in json.loads(done.stderr)["messages"]
        if one["type"] == "error" and not any(known in one["message"] for known in KNOWN)
    ]
    assert errors == []


def test_every_page_is_within_three_clicks_of_home(catalogue: Path) -> None:
    site = catalogue / "site"
    clicks = {"index.html": 0}
    queue = deque(["index.html"])
    while queue:
        here = queue.popleft()
        for link in tree(site / here).xpath("//a/@href"):
            address = urldefrag(urljoin(f"https://x/{here}", link))[0]
            if urlsplit(address).hostname != "x":
                continue
            there = unquote(urlsplit(address).path.lstrip("/")).split("?")[0]
            there += "index.html" if there == "" or there.endswith("/") else ""
            if there not in clicks and (site / there).is_file() and there.endswith(".html"):
                clicks[there] = clicks[here] + 1
                queue.append(there)
    far = {page for page in pages(site) if clicks.get(page, 9) > 3} - {"404.html"}
    assert far == set()


def test_no_page_loads_anything_from_elsewhere(catalogue: Path) -> None:
    site = catalogue / "site"
    for name in sorted(pages(site)):
        document = tree(site / name)
        for pattern in LOADS:
            for address in document.xpath(f"//{pattern}"):
                assert not urlsplit(address).netloc, f"{name} loads {address}"
    for path in site.rglob("*.css"):
        assert "url(http" not in path.read_text("utf-8").replace('"', "").replace("'", ""), path


def test_the_catalogue_has_a_page_for_each_published_note(catalogue: Path) -> None:
    from workshop_notes.collection import load_collection

    collection = load_collection(catalogue)
    assert (len(collection.notes), len(collection.workshops)) == (30, 29)
    for note in collection.notes:
        page = (catalogue / "site" / "notes" / note.id / "index.html").read_text("utf-8")
        assert "abstract" in page
        assert note.source_url.replace("&", "&amp;") in page
