"""The style sheets that a page names: put into the page where they are at hand, else told."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urljoin, urlsplit

from lxml import etree

from workshop_notes.formats.original import read_original

Fetch = Callable[[str], str | None]  # the text of what an address leads to, None where it is away

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<script\b.*?(?:</script|\Z)"
    r"|(?P<style><style\b[^>]*>)(?P<css>.*?)(?=</style|\Z)"
    r"|<link\b(?P<said>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.I | re.S,
)
_STATED = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_IMPORT = re.compile(
    r"@import\s+(?:url\(\s*)?(?:\"([^\"]*)\"|'([^']*)'|([^\"'()\s;]+))\s*\)?([^;{}]*)(?:;|\Z)", re.I
)
_LAYER = re.compile(r"\s*layer(?:\([^()]*\))?\s*", re.I)
_FONTS = re.compile(r"\bfonts?\b", re.I)
_DEEPEST, _LARGEST = 4, 2_000_000


def with_sheets(text: str, fetch: Fetch, base: str = "") -> str:
    """Give a page with the style sheets that it links to, and those that they import, in it.

    `fetch` gives the text of an address, which is joined to `base`. What it has not stays a link.
    """

    def put_in(tag: re.Match[str]) -> str:
        if tag["style"]:
            return tag["style"] + _imported(tag["css"], base, fetch, _DEEPEST)
        stated = _stated(tag["said"]) if tag["said"] else {}
        sheet = _fetched(stated["href"], base, fetch, _DEEPEST) if is_sheet(stated) else None
        return tag[0] if sheet is None else f"<style>{_within(stated.get('media'), sheet)}</style>"

    return _TAG.sub(put_in, text)


def with_sheets_beside(data: bytes, folder: Path) -> bytes:
    """Give the bytes of a page with its style sheets in it, as far as they lie in its folder."""
    home = folder.resolve()

    def fetch(address: str) -> str | None:
        stated = urlsplit(address)
        path = home / unquote(stated.path)
        if stated.scheme or stated.netloc or not path.resolve().is_relative_to(home):
            return None
        read = read_original(path)
        return read.decode("utf-8-sig", "replace") if isinstance(read, bytes) else None

    # What is put in is ASCII, and the rest stays as it is in any encoding.
    return with_sheets(data.decode("latin-1"), fetch).encode("latin-1")


def missing_sheets(root: etree._Element) -> list[str]:
    """List the addresses of the style sheets that a page names and that are not in it.

    Those that name fonts hide nothing.
    """
    links = (dict(link.attrib) for link in root.iter("link"))
    linked = [link["href"] for link in links if is_sheet(link) and link.get("media") != "print"]
    sheets = "\n".join(style.text or "" for style in root.iter("style"))
    imports = _IMPORT.finditer(sheets) if "@import" in sheets.lower() else ()
    named = [*linked, *(found[1] or found[2] or found[3] for found in imports)]
    return [address for address in named if not _FONTS.search(address)]


def is_sheet(link: Mapping[str, str]) -> bool:
    """Say whether a link with such attributes is to a style sheet that a browser applies."""
    kinds = link.get("rel", "").lower().split()
    return "stylesheet" in kinds and "alternate" not in kinds and bool(link.get("href"))


def _stated(tag: str) -> dict[str, str]:
    return {found[1].lower(): found[2] or found[3] or found[4] for found in _STATED.finditer(tag)}


def _fetched(address: str, base: str, fetch: Fetch, deepest: int) -> str | None:
    address = address.strip()
    whole = address if address.lower().startswith(("cid:", "data:")) else urljoin(base, address)
    sheet = _of_data(whole) if whole.lower().startswith("data:") else fetch(whole)
    if sheet is None or len(sheet) > _LARGEST:
        return None
    spelled = "".join(one if one.isascii() else f"\\{ord(one):x} " for one in sheet)
    return _imported(spelled.replace("</", "<\\/"), whole, fetch, deepest)


def _imported(sheet: str, base: str, fetch: Fetch, deepest: int) -> str:
    def put_in(found: re.Match[str]) -> str:
        inner = _fetched(found[1] or found[2] or found[3], base, fetch, deepest - 1)
        return found[0] if inner is None else _within(_LAYER.sub("", found[4]), inner)

    return _IMPORT.sub(put_in, sheet) if deepest and "@import" in sheet.lower() else sheet


def _within(media: str | None, sheet: str) -> str:
    return f"@media {media}{{{sheet}}}" if media and media.strip() else sheet


def _of_data(address: str) -> str | None:
    head, _, body = address.partition(",")
    try:
        known = b64decode(body) if head.endswith(";base64") else unquote_to_bytes(body)
    except (Error, ValueError):
        return None
    return known.decode("utf-8", "replace")
