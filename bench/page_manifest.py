"""Lists what every page of a built site says, and what changed between two such lists.

    python bench/page_manifest.py list site > before.jsonl
    python bench/page_manifest.py list site > after.jsonl
    python bench/page_manifest.py compare before.jsonl after.jsonl

A line is a page: its title, language, headings, links with their texts, ids, requests and dates,
read from the main part alone, so that a new header or footer changes nothing. Feeds and data files
are listed by their SHA-256.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import lxml.html

MAIN = ("//article[contains(@class,'md-content__inner')]", "//main", "//body")
FILES = ("**/feed.xml", "assets/data/*.csv", "assets/data/*.json")
SHOWN = 12
LISTS = ("headings", "links", "ids", "requests", "dates")


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    verbs = parser.add_subparsers(dest="verb", required=True)
    listing = verbs.add_parser("list")
    listing.add_argument("site", type=Path)
    comparing = verbs.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--every", action="store_true", help="show every difference")
    arguments = parser.parse_args()
    if arguments.verb == "list":
        for facts in manifest(arguments.site):
            print(json.dumps(facts, ensure_ascii=False))
    else:
        compare(read(arguments.before), read(arguments.after), every=arguments.every)


def manifest(site: Path) -> Iterator[dict[str, Any]]:
    """Give the facts of each page, then the digest of each feed and data file."""
    for path in sorted(site.rglob("*.html")):
        yield page_facts(path, path.relative_to(site).as_posix())
    for pattern in FILES:
        for path in sorted(site.glob(pattern)):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            yield {"address": path.relative_to(site).as_posix(), "sha256": digest}


def page_facts(path: Path, name: str) -> dict[str, Any]:
    """Give the facts of one page; links to the site are addresses from its root."""
    address = name.removesuffix("index.html")
    document = lxml.html.document_fromstring(path.read_text(encoding="utf-8"))
    body = next(found[0] for where in MAIN if (found := document.xpath(where)))
    for hidden in body.xpath(".//script|.//style"):
        hidden.drop_tree()
    return {
        "address": address,
        "title": _text(document.find(".//title")),
        "lang": document.get("lang"),
        "headings": [f"{e.tag} {_text(e)}" for e in body.iter("h1", "h2", "h3", "h4", "h5", "h6")],
        "links": sorted({_link(address, link) for link in body.iter("a") if link.get("href")}),
        "ids": [str(one) for one in body.xpath(".//*/@id")],
        "requests": [_text(item) for item in _requests(body)],
        "dates": sorted({str(one) for one in body.xpath(".//time/@datetime")}),
    }


def read(path: Path) -> dict[str, dict[str, Any]]:
    """Read a list by address."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row["address"]: row for row in rows}


def compare(before: dict[str, Any], after: dict[str, Any], *, every: bool = False) -> None:
    """Print the differences, kind of page by kind of page."""
    for name, gone in (("gone", before.keys() - after.keys()), ("new", after.keys() - before)):
        if gone:
            print(f"{name}: {' '.join(sorted(gone))}")
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    pages: Counter[str] = Counter()
    for address in sorted(before.keys() & after.keys()):
        old, new = before[address], after[address]
        pages[kind(address)] += 1
        for fact in old:
            if old[fact] == new.get(fact):
                continue
            if fact in LISTS:
                lost, won = Counter(old[fact]) - Counter(new[fact]), Counter(new[fact])
                won -= Counter(old[fact])
                said = [f"- {one}" for one in lost.elements()]
                said += [f"+ {one}" for one in won.elements()] or ["(order)"] * (not lost)
            else:
                said = [f"{old[fact]!r} -> {new.get(fact)!r}"]
            found[kind(address), fact] += [f"{address}: {one}" for one in said]
    for name, number in sorted(pages.items()):
        facts = [fact for one, fact in found if one == name]
        print(f"\n{name} ({number}): {', '.join(facts) or 'no change'}")
        for fact in facts:
            lines = found[name, fact]
            print(f"  {fact} ({len(lines)})")
            for line in lines if every else lines[:SHOWN]:
                print(f"    {line}")


def kind(address: str) -> str:
    """Give the kind of page or file at an address."""
    if re.search(r"\.(xml|csv|json)$", address):
        return "files"
    if address.count("/") == 3 and address.startswith("missions/"):
        return "comparison"
    first, _, rest = address.partition("/")
    return (first if not rest else f"{first}/…") or "home"


def _link(here: str, link: Any) -> str:
    there = urljoin(f"https://site.invalid/{here}", link.get("href"))
    return f"{unquote(there.removeprefix('https://site.invalid/'))} | {_text(link)}"


def _requests(body: Any) -> list[Any]:
    found: list[Any] = body.xpath(
        ".//*[@aria-labelledby='asked' or @aria-labelledby='newest' or @aria-labelledby='wishes']"
        "//li"
    )
    return found


def _text(element: Any) -> str:
    text = "" if element is None else " ".join(str(part) for part in element.itertext())
    return re.sub(r"\s+([.,;:!?)])", r"\1", " ".join(text.split()))


if __name__ == "__main__":
    main()
