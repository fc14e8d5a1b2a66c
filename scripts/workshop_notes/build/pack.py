"""Packs: for each mission one zip with its notes, its page and their search, which opens from disk.

A pack holds the pages as they stand in the site, with what they load. Links to pages beside it lead
to the site, or are taken off where the site has no address yet.
"""

from __future__ import annotations

import contextlib
import hashlib
import html
import io
import json
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import lxml.html
from lxml.html import builder as of

from workshop_notes.build.cache import Cache, digest_of_files
from workshop_notes.collection import Collection
from workshop_notes.exports.take import size
from workshop_notes.search.index import FOLDER, index_files
from workshop_notes.views.page import note_address, slug, term_address
from workshop_notes.writing import write_whole

MEMORY = ".cache/packs"
SEARCH = "search/"
# A zip gives each file a date, and the same notes are to give the same bytes.
DATE = (1980, 1, 1, 0, 0, 0)
# Beside pages, what a pack takes of a folder: citations and text, no other pack.
BESIDE = (".bib", ".ris", ".csl.json", ".md")

_TAG = re.compile(r"<(?P<name>[a-zA-Z][\w-]*)(?P<rest>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_LINK = re.compile(
    r"(?P<space>\s)(?P<name>href|src|action|data-table|data-copy)\s*=\s*"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))"
)
_SIZE = re.compile(r"(<small data-pack[^>]*>)[^<]*(?=</small>)")
_CODE = re.compile(r"<(script|style|pre)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_STYLE_URL = re.compile(r"url\(\s*['\"]?(?!data:|#)([^)'\"]+)")


# What no page loads; the index of a pack is of its own notes.
NOT_LOADED = (
    ".html", ".zip", ".xml", ".gz", ".csv", ".bib", ".ris", ".md", ".ttl", ".txt", ".json",
    ".jsonl", ".jsonld",
)  # fmt: skip


@dataclass(frozen=True)
class Packed:
    """What is remembered of a pack: digests of what it was made of, and of its bytes.

    `marks` holds one of each page as it stood in the site, with all that its links depend on.
    """

    key: str
    content: str
    marks: Mapping[str, str] = field(default_factory=dict)


def write_packs(
    seen: Collection,
    site: Path,
    address: str,
    digests: Mapping[str, str],
    last: Path | None = None,
    cache: Cache | None = None,
) -> frozenset[str]:
    """Write the pack of each mission beside its page in a staged site, and its size into the page.

    A mission that was renamed has its pack at the former address too.
    `address` is the site's own, if it has one; `digests` are the SHA-256 of the site's files. A
    pack of the same files is taken from the `last` site. Gives the files that were changed or
    written, below the site.
    """
    changed = set()
    cache = cache or Cache(None)
    known = digest_of_files(seen.root, "notes/vocabularies")
    assets = [
        (name, of)
        for name, of in digests.items()
        if not name.startswith(f"{FOLDER}/") and not name.endswith(NOT_LOADED)
    ]
    for mission in sorted({name for note in seen.oldest_first for name in note.mission}):
        here = term_address("mission", mission)
        page = site / here / "index.html"
        if not page.is_file():
            continue
        name = _place(mission)
        text = page.read_text(encoding="utf-8")
        notes = [note for note in seen.oldest_first if mission in note.mission]
        within = (here, SEARCH, *(unquote(note_address(note.id)) for note in notes))
        held = [pair for pair in digests.items() if pair[0].startswith(within)]
        bare = _SIZE.sub(r"\g<1>", text)  # a page that was taken over tells the size already
        made_of = (address, known, notes, assets, dict(held) | {f"{here}index.html": bare})
        key = hashlib.sha256(repr(made_of).encode()).hexdigest()
        content = b""
        with contextlib.suppress(OSError):
            content = (last / name).read_bytes() if last else b""
        kept = cache.get("pack", mission)
        kept = kept if isinstance(kept, Packed) else Packed("", "")
        if kept.content != hashlib.sha256(content).hexdigest():
            kept, content = Packed("", ""), b""
        if kept.key != key:
            marks: dict[str, str] = {}
            files = pack(seen, site, mission, address, cache, _known(kept, content), marks)
            content = zipped(files)
            now = Packed(key, hashlib.sha256(content).hexdigest(), marks)
            cache.put("pack", mission, now)
        for place in (name, *map(_place, seen.vocabularies.missions.former(mission))):
            write_whole(site / place, content)
            changed.add(place)
        told = _SIZE.sub(rf"\g<1>{size(content)}", text)
        if told != text:
            write_whole(page, told)
            changed.add(f"{here}index.html")
    return frozenset(changed)


def _place(mission: str) -> str:
    """Give where the pack of a mission stands, below the site."""
    return f"{term_address('mission', mission)}{slug(mission)}.zip"


def pack(
    seen: Collection,
    site: Path,
    mission: str,
    address: str,
    cache: Cache | None = None,
    known: Callable[[str, str], bytes | None] = lambda _page, _mark: None,
    marks: dict[str, str] | None = None,
) -> dict[str, bytes]:
    """Give the files of a mission's pack: path → content.

    `known` gives a page as it stood in the last pack, by its name and its mark; the marks of all
    pages are put into `marks`.
    """
    notes = [note for note in seen.oldest_first if mission in note.mission]
    here = term_address("mission", mission)
    folders = [here, SEARCH, *(unquote(note_address(note.id)) for note in notes)]
    folders += [f"{here}{path.name}/" for path in (site / here).iterdir() if path.is_dir()]
    places = (f"{folder}index.html" for folder in folders)
    pages = [place for place in places if (site / place).is_file()]
    found: dict[str, bytes] = {}
    for folder in folders:
        for path in sorted((site / folder).glob("*")):
            if path.name.endswith(BESIDE):
                found[f"{folder}{path.name}"] = path.read_bytes()
    held = {"index.html", *pages, *found, *_loaded(site, pages)}
    memory = seen.root / MEMORY / slug(mission)
    index = index_files(seen.only(notes), memory, cache)
    held |= {f"{FOLDER}/{name}" for name in index}
    about = repr((sorted(held), address))
    for page in pages:
        text = (site / page).read_text(encoding="utf-8")
        bare = _SIZE.sub(r"\g<1>", text)
        mark = hashlib.sha256(f"{about}\0{bare}".encode()).hexdigest()
        found[page] = known(page, mark) or rewritten(text, page, held, address).encode()
        if marks is not None:
            marks[page] = mark
    for name in sorted(held - found.keys() - {"index.html"}):
        if not name.startswith(f"{FOLDER}/"):
            found[name] = (site / name).read_bytes()
    found |= {f"{FOLDER}/{name}": text.encode() for name, text in index.items()}
    term = seen.vocabularies.missions.get(mission)
    found["index.html"] = _opening(term.label if term else mission, f"{quote(here)}index.html")
    return found


def _known(kept: Packed, content: bytes) -> Callable[[str, str], bytes | None]:
    archive = zipfile.ZipFile(io.BytesIO(content)) if content else None

    def known(page: str, mark: str) -> bytes | None:
        fits = archive is not None and kept.marks.get(page) == mark
        return archive.read(page) if archive is not None and fits else None

    return known


def _opening(title: str, address: str) -> bytes:
    """Give the page that leads on to the mission's."""
    refresh = of.META({"http-equiv": "refresh", "content": f"0; url={address}"})
    head = of.HEAD(of.META(charset="utf-8"), of.TITLE(title), refresh)
    made = of.HTML(head, of.BODY(of.P(of.A(title, href=address))))
    return bytes(lxml.html.tostring(made, doctype="<!doctype html>"))


def rewritten(page: str, name: str, held: set[str], address: str) -> str:
    """Give a page of the site as it stands in a pack that holds so many files.

    A link to what the pack holds leads there, by its file; any other to the site at `address`, and
    without one it is taken off.
    """

    def tag(found: re.Match[str]) -> str:
        return f"<{found['name']}{_LINK.sub(link, found['rest'])}>"

    def link(found: re.Match[str]) -> str:
        value = html.unescape(found["double"] or found["single"] or found["bare"] or "")
        to = _target(value, name, held, address)
        if to is None:
            return ""
        return f'{found["space"]}{found["name"]}="{html.escape(to)}"'

    kept: list[str] = []

    def put_by(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\0{len(kept) - 1}\0"

    # Code and data of a page are left as they are, but for where scripts are loaded from.
    quiet = re.sub(r"(<(?:script|style|pre)\b[^>]*>)", lambda found: _TAG.sub(tag, found[0]), page)
    quiet = _SIZE.sub(r"\g<1>", _CODE.sub(put_by, quiet))
    return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], _TAG.sub(tag, quiet))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Give files as a zip: the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return out.getvalue()


def _target(value: str, name: str, held: set[str], address: str) -> str | None:
    """Give where a link of a page leads from within a pack; None where it can lead nowhere."""
    parts = urlsplit(value)
    if not value or parts.scheme or parts.netloc or (not parts.path and not parts.query):
        return value
    tail = parts._replace(path="").geturl()
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
    path = "" if path == "." else path
    if parts.path.endswith(("/", ".")) or not path:
        path = f"{path}/index.html".lstrip("/")
    if path in held:
        return quote(posixpath.relpath(path, posixpath.dirname(name))) + tail
    if not address:
        return None
    return urljoin(address, quote(path.removesuffix("index.html"))) + tail


def _loaded(site: Path, pages: list[str]) -> Iterator[str]:
    """Give what pages load: styles, scripts, pictures, and what the styles load."""
    seen: set[str] = set()
    for page in pages:
        text = (site / page).read_text(encoding="utf-8")
        for tag in _TAG.finditer(text):
            if tag["name"].lower() not in ("link", "script", "img", "source"):
                continue
            for found in _LINK.finditer(tag["rest"]):
                value = html.unescape(found["double"] or found["single"] or found["bare"] or "")
                seen |= set(_file(site, page, value))
        # Material names the program of its worker in its settings.
        for value in re.findall(r'"search"\s*:\s*"([^"]+\.js)"', text):
            seen |= set(_file(site, page, json.loads(f'"{value}"')))
    for name in sorted(seen):
        if name.endswith(".css"):
            for value in _STYLE_URL.findall((site / name).read_text(encoding="utf-8")):
                seen |= set(_file(site, name, value))
    yield from (name for name in seen if not name.startswith(f"{FOLDER}/"))


def _file(site: Path, page: str, value: str) -> Iterator[str]:
    parts = urlsplit(value)
    if parts.scheme or parts.netloc or not parts.path:
        return
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
    is_page = path.endswith((".html", ".xml"))
    if not path.startswith("..") and not is_page and (site / path).is_file():
        yield path
