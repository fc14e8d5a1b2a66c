"""Addresses: where each page stands, and the relative link from one page to another."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, unquote

from workshop_notes import note

# What a kind of term is called where there are several: its vocabulary, and its folder unless the
# settings of the site name another.
SEVERAL = {
    "mission": "missions",
    "theme": "themes",
    "year": "years",
    "resolution": "resolutions",
    "glossary": "glossary",
    "organization": "organizations",
}
_folders = dict(SEVERAL)
HOME = ""
BROWSE = "browse/"
DUE = "due/"
FEED = "feed.xml"  # beside the home page, and those of missions and themes


def place(folders: Mapping[str, str]) -> None:
    """Set the folders of the one site of this process: {"missions": "programmes"}."""
    _folders.update({kind: folders.get(name, name) for kind, name in SEVERAL.items()})


def slug(text: str) -> str:
    """Give the form of an id that stands in addresses: `UN-SMIL Été` is `un-smil-ete`."""
    return note.slug(text) or "term"


def note_address(identifier: str) -> str:
    """Give a note's address below the site's root: `notes/2020/minusma/`."""
    return f"notes/{quote(identifier)}/"


def term_address(kind: str, identifier: str) -> str:
    """Give a term's address below the site's root: `missions/minusma/`."""
    return f"{_folders[kind]}/{slug(identifier)}/"


def section_address(kind: str) -> str:
    """Give the address of the index of all terms of a kind: `missions/`."""
    return f"{_folders[kind]}/"


def comparison_address(mission: str, before: int, after: int) -> str:
    """Give the address of a mission's comparison of two years: `missions/minusma/2018-2020/`."""
    return f"{term_address('mission', mission)}{before}-{after}/"


def web(address: str) -> str:
    """Give an address of the web, or nothing for any other."""
    return address if address.startswith(("https://", "http://")) else ""


def source_path(address: str) -> str:
    """Give the Markdown file below `docs/` that makes the page at an address.

    Every page is the index of its own folder, so that a relative link means the same seen from the
    source, which Zensical resolves it against, and from the page, against which MkDocs leaves it.
    """
    return f"{unquote(address)}index.md"


def relative(here: str, there: str) -> str:
    """Give the link from the page at address `here` to address `there`, which may have a #part."""
    path, hash_, part = there.partition("#")
    if path == here and part:
        return hash_ + part
    above = here.split("/")[:-1]
    *below, name = path.split("/")
    shared = 0
    while shared < min(len(above), len(below)) and above[shared] == below[shared]:
        shared += 1
    steps = [".."] * (len(above) - shared) + below[shared:]
    return ("/".join([*steps, name]) if steps or name else "./") + hash_ + part
