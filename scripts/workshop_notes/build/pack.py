"""Packs: for each mission one zip with its notes, its page and their search, which opens from disk.

A pack holds the pages as they stand in the site, with what they load. Links to pages beside it lead
to the site, or are taken off where the site has no address yet.
"""

from __future__ import annotations

import hashlib
import html
import io
import json
import posixpath
import re
import zipfile
from bisect import bisect_left
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from urllib.parse import quote, unquote, urljoin, urlsplit

import lxml.html
from lxml.html import builder as of

from workshop_notes.build.cache import Cache, Staged
from workshop_notes.collection import Collection
from workshop_notes.exports import size
from workshop_notes.sandbox import shared_out
from workshop_notes.search.index import FOLDER, index_files
from workshop_notes.views.edition import Edition, Site
from workshop_notes.views.page import note_address, slug
from workshop_notes.vocabulary import grouped
from workshop_notes.writing import Content

SEARCH = "search/"
LEVEL = 4  # of compression: the next one gains three hundredths in half as much time again
LONG, QUICK = 2**17, 1  # longer files, which change with every note, are made in a third of it
FIRST = "index.html"  # of a pack: it leads on to the mission's page
HEADER = 30  # bytes of an entry of a zip before its name
# A zip gives each file a date, and the same notes are to give the same bytes.
DATE = (1980, 1, 1, 0, 0, 0)
# Beside pages, what a pack takes of a folder: citations and text, no other pack.
BESIDE = (".bib", ".ris", ".csl.json", ".md")

_REST = r"((?:[^>\"']++|\"[^\"]*\"|'[^']*')*+)>"
_TAG = re.compile(rf"<([a-zA-Z][\w-]*){_REST}")
_LOADS = re.compile(rf"<(?:link|script|img|source)\b{_REST}", re.IGNORECASE)
_LINK = re.compile(
    r"(?P<space>\s)(?P<name>href|src|action|data-table|data-copy)\s*=\s*"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))"
)
# What scripts load by its number, and no page links to: with each change there may be one more.
_NUMBERED = re.compile(rf"{FOLDER}/[a-z]\d[\d_]*\.js")
_SIZE = re.compile(r"(<small data-pack[^>]*>)[^<]*(?=</small>)")
_CODE = re.compile(r"<(script|style|pre)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_STYLE_URL = re.compile(r"url\(\s*['\"]?(?!data:|#)([^)'\"]+)")


# What no page loads; the index of a pack is of its own notes.
NOT_LOADED = (
    ".html", ".zip", ".xml", ".gz", ".csv", ".bib", ".ris", ".md", ".ttl", ".txt", ".json",
    ".jsonl", ".jsonld",
)  # fmt: skip


# By its name a digest of all that a file of a pack depends on, and its content.
Files = dict[str, tuple[str, Callable[[], bytes]]]


@dataclass(frozen=True)
class Packed:
    """What is remembered of a pack: digests of what it was made of, of its bytes and of its page.

    `marks` holds one of all that a file of it depends on, `loads` what its pages load, each with
    the SHA-256 of the page.
    """

    key: str = ""
    content: str = ""
    page: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    loads: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)


def write_packs(edition: Edition, site: Staged) -> None:
    """Write the pack of each mission beside its page in a staged site, and its size into the page.

    A mission that was renamed has its pack at the former address too. A pack of the same files is
    taken over; the others of the last site lend what they have in common.
    """
    seen, cache, web = edition.whole, edition.cache, edition.site
    digests = site.files()
    names = sorted(digests)
    shared = hashlib.sha256(repr((web.address, edition.around)).encode())
    for name in names:
        if not name.startswith(f"{FOLDER}/") and not name.endswith(NOT_LOADED):
            shared.update(f"{name}\0{digests[name]}\0".encode())
    waiting: list[tuple[str, list[str], str, Packed, Files, Packed]] = []
    of = grouped((name, note) for note in seen.oldest_first for name in dict.fromkeys(note.mission))
    for mission, notes in sorted(of.items()):
        here = web.term("mission", mission)
        page = f"{here}index.html"
        if page not in digests:
            continue
        made_of = shared.copy()
        made_of.update(repr([edition.wholes[note.id] for note in notes]).encode())
        for folder in (here, SEARCH, *(unquote(note_address(note.id)) for note in notes)):
            for held in _below(names, folder):
                if held != page and not held.endswith(".zip"):
                    made_of.update(f"{held}\0{digests[held]}\0".encode())
        key = made_of.hexdigest()
        kept = cache.get("pack", mission)
        kept = kept if isinstance(kept, Packed) else Packed()
        places = [
            _place(web, one) for one in (mission, *seen.vocabularies.missions.former(mission))
        ]
        is_same = (kept.key, kept.page) == (key, digests[page])  # it tells the size already
        if is_same and all(site.take(place, kept.content) for place in places):
            continue
        loads = dict(kept.loads)
        files = pack(seen, site, digests, mission, web, cache, loads)
        new = Packed(key, marks={name: mark for name, (mark, _) in files.items()}, loads=loads)
        waiting.append((mission, places, page, new, files, kept))

    def content_of(at: int) -> bytes:
        _, (first, *_), _, _, files, kept = waiting[at]
        return zipped(files, kept.marks, site.before(first, kept.content))

    for at, content in shared_out(len(waiting), content_of, alone=0, fewest=2):
        mission, places, page, new, *_ = waiting[at]
        for place in places:
            site.put(place, content)
        text = site.path(page).read_text(encoding="utf-8")
        told = _SIZE.sub(rf"\g<1>{size(len(content))}", text).encode()
        site.put(page, told)
        new = replace(new, content=_digest(content), page=_digest(told))
        cache.put("pack", mission, new)


def _place(web: Site, mission: str) -> str:
    return f"{web.term('mission', mission)}{slug(mission)}.zip"


def _below(names: Sequence[str], folder: str) -> Sequence[str]:
    """Give which of some names, in their order, begin with that of a folder."""
    return names[bisect_left(names, folder) : bisect_left(names, f"{folder}\uffff")]


def pack(
    seen: Collection,
    site: Staged,
    digests: Mapping[str, str],
    mission: str,
    web: Site,
    cache: Cache | None = None,
    loads: dict[str, tuple[str, tuple[str, ...]]] | None = None,
) -> Files:
    """Give the files of a mission's pack out of a site's, whose SHA-256 are given.

    `loads` is what is known of what pages load, and is brought up to date.
    """
    notes = [note for note in seen.oldest_first if mission in note.mission]
    here = web.term("mission", mission)
    folders = [here, SEARCH, *(unquote(note_address(note.id)) for note in notes)]
    beside = _beside(sorted(digests), here, folders)
    pages = [name for name in beside if name.endswith("/index.html")]
    loads = {} if loads is None else loads
    for page in pages:
        if loads.get(page, ("", ()))[0] != digests[page]:
            text = site.path(page).read_text(encoding="utf-8")
            loads[page] = digests[page], tuple(sorted(_loaded(page, text)))
    held = _existing(site, digests, {name for page in pages for name in loads[page][1]})
    held |= {*pages, *(name for name in beside if name.endswith(BESIDE))}
    files: Files = {name: (digests[name], site.path(name).read_bytes) for name in held}
    index = index_files(seen.only(notes), cache, mission)
    term = seen.vocabularies.missions.get(mission)
    made = {f"{FOLDER}/{name}": text.encode() for name, text in index.items()}
    made[FIRST] = _opening(term.label if term else mission, f"{quote(here)}index.html")
    files |= {name: (_digest(data), partial(bytes, data)) for name, data in made.items()}
    linked = {name for name in files if not _NUMBERED.fullmatch(name)}
    links = Links(linked, web.address)
    about = _digest(repr((sorted(linked), web.address)).encode())

    def rewritten(page: str) -> bytes:
        return links.rewritten(site.path(page).read_text(encoding="utf-8"), page).encode()

    for page in pages:
        files[page] = _digest(f"{about}\0{digests[page]}".encode()), partial(rewritten, page)
    return files


def _beside(names: Sequence[str], here: str, folders: list[str]) -> list[str]:
    """Give what lies in some folders, and in those that the first of them, `here`, holds."""
    inside = {name.removeprefix(here).rpartition("/")[0] for name in _below(names, here)}
    inner = sorted(f"{here}{name}/" for name in inside if name and "/" not in name)
    found = ((folder, name) for folder in (*folders, *inner) for name in _below(names, folder))
    return [name for folder, name in found if "/" not in name.removeprefix(folder)]


def _existing(site: Staged, names: Container[str], loaded: set[str]) -> set[str]:
    """Give what is there of what is loaded, and what its styles load; the index is a pack's own."""
    held = {name for name in loaded if name in names and not name.startswith(f"{FOLDER}/")}
    for name in [one for one in held if one.endswith(".css")]:
        found = _STYLE_URL.findall(site.path(name).read_text(encoding="utf-8"))
        held |= {one for value in found for one in _file(name, value) if one in names}
    return held


def _opening(title: str, address: str) -> bytes:
    """Give the page that leads on to the mission's."""
    refresh = of.META({"http-equiv": "refresh", "content": f"0; url={address}"})
    head = of.HEAD(of.META(charset="utf-8"), of.TITLE(title), refresh)
    made = of.HTML(head, of.BODY(of.P(of.A(title, href=address))))
    return bytes(lxml.html.tostring(made, doctype="<!doctype html>"))


class Links:
    """Where the links of pages lead within a pack that holds some files.

    A link to what the pack holds leads there, by its file; any other to the site at `address`, and
    without one it is taken off.
    """

    def __init__(self, held: set[str], address: str) -> None:
        self._held, self._address = held, address
        self._known: dict[tuple[str, str], dict[str, str]] = {}

    def rewritten(self, page: str, name: str) -> str:
        """Give a page of the site, by its name, as it stands in the pack."""
        folder, kept = posixpath.dirname(name), []
        top, up = folder.partition("/")[0], "../" * name.count("/")
        # From all folders of a depth the way to what stands in none of their first is the same.
        far = self._known.setdefault((top, up), {})
        near: dict[str, str] = {}

        def tag(found: re.Match[str]) -> str:
            rest = found[2]
            if "href" in rest or "src" in rest or "action" in rest or "data-" in rest:
                return f"<{found[1]}{_LINK.sub(link, rest)}>"
            return found[0]

        def link(found: re.Match[str]) -> str:
            shown = far.get(found[0], near.get(found[0]))
            if shown is None:
                value = found["double"] or found["single"] or found["bare"] or ""
                first, _, rest = value.removeprefix(up).partition("/")
                alike = value.startswith(up) and first not in ("", ".", "..", top)
                to = _target(html.unescape(value), name, self._held, self._address)
                shown = "" if to is None else f'{found["space"]}{found["name"]}="{html.escape(to)}"'
                (far if alike and ".." not in rest else near)[found[0]] = shown
            return shown

        def put_by(found: re.Match[str]) -> str:
            kept.append(found[0])
            return f"\0{len(kept) - 1}\0"

        # Code and data of a page are left as they are, but for where scripts are loaded from.
        quiet = re.sub(r"(<(?:script|style|pre)\b[^>]*>)", lambda one: _TAG.sub(tag, one[0]), page)
        quiet = _SIZE.sub(r"\g<1>", _CODE.sub(put_by, quiet))
        return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], _TAG.sub(tag, quiet))


def zipped(files: Files, marks: Mapping[str, str] | None = None, was: Content = b"") -> bytes:
    """Give files as a zip: the same bytes for the same files; those of equal `marks` as they were.

    Relied upon: what `zipfile` writes of an entry is its header with the name, and its content.
    """
    out = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(was)).infolist() if was else ()
    before = {entry.filename: entry for entry in old}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name in sorted(files):
            mark, content = files[name]
            same = before.get(name)
            if same and (marks or {}).get(name) == mark:
                begin, same.header_offset = same.header_offset, out.tell()
                end = begin + HEADER + len(name.encode()) + same.compress_size
                out.write(was[begin:end])
                archive.filelist.append(same)
                archive.NameToInfo[name] = same
                archive.start_dir = out.tell()
            else:
                entry = zipfile.ZipInfo(name, DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                data = content()
                archive.writestr(entry, data, compresslevel=LEVEL if len(data) < LONG else QUICK)
    return out.getvalue()


def _target(value: str, name: str, held: set[str], address: str) -> str | None:
    """Give where a link of a page leads from within a pack; None where it can lead nowhere."""
    if not value or value.startswith("#"):
        return value
    parts = urlsplit(value)
    if parts.scheme or parts.netloc or (not parts.path and not parts.query):
        return value
    tail = parts._replace(path="").geturl()
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
    path = "" if path == "." else path
    if parts.path.endswith(("/", ".")) or not path:
        path = f"{path}/index.html".lstrip("/")
    if path in held:
        # From a root of its own, or it is asked for the folder of the process.
        return quote(posixpath.relpath(f"/{path}", f"/{posixpath.dirname(name)}")) + tail
    if not address:
        return None
    return urljoin(address, quote(path.removesuffix("index.html"))) + tail


def _loaded(page: str, text: str) -> Iterator[str]:
    for tag in _LOADS.finditer(text):
        for found in _LINK.finditer(tag[1]):
            value = html.unescape(found["double"] or found["single"] or found["bare"] or "")
            yield from _file(page, value)
    # Material names the program of its worker in its settings.
    for value in re.findall(r'"search"\s*:\s*"([^"]+\.js)"', text):
        yield from _file(page, json.loads(f'"{value}"'))


def _file(page: str, value: str) -> Iterator[str]:
    """Give the name of the file that an address leads to, where that is no page."""
    parts = urlsplit(value)
    if not parts.scheme and not parts.netloc and parts.path:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
        if not path.endswith((".html", ".xml")):
            yield path


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
