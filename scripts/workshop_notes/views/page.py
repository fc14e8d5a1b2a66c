"""Page: one derived Markdown file, where it stands, its template, its view, a note's text.

A view is plain data: text, whole numbers, lists and maps. It holds no HTML, no word of the
interface, no empty value and no boolean, which builders print differently."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote, unquote

from workshop_notes import note
from workshop_notes.bounded import read_own
from workshop_notes.normalize import CONTROLS
from workshop_notes.settings import SHAPES

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
HOME = ""
BROWSE = "browse/"
DUE = "due/"
FEED = "feed.xml"  # beside the home page, and those of missions and themes
# YAML ends a line at these even between quotes, where JSON lets them stand.
_YAML_BREAKS = {
    letter: f"\\u{ord(letter):04x}" for letter in "\x7f\x85\u2028\u2029\ufeff\ufffe\uffff"
}
# How JSON writes the control characters; other escapes are kept.
_ESCAPED = re.compile(r"\\(?:u00[01][0-9a-f]|[bfr])|(?P<kept>\\.)")
_PERHAPS_ESCAPED = re.compile(r"\\(?:u00[01]|[bfr])")
_UNFIT = re.compile("[" + "".join(_YAML_BREAKS) + "]")
KINDS = {"text": str, "number": int, "decimal": float}
View = dict[str, Any]
Plan = tuple[str, Callable[[], "Page"]]


class ViewError(Exception):
    """A view is not of its shape: a developer's mistake, which stops the build."""


@dataclass(frozen=True)
class Page:
    """A page to write: its file below `docs/`, its template, its title and its view.

    shapes.yml says what the view of each template holds; `markdown` is the page's own text, `tags`
    are for the builder's own tags, `hide` names what of the builder's page is not wanted, and
    `fields` are further front matter.
    """

    path: str
    template: str
    title: str
    view: View
    lang: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    markdown: str = ""

    def check(self) -> None:
        """Raise ViewError when the view is not of its shape."""
        wrong = next(iter(differences(self.view, self.template.removesuffix(".html"))), "")
        if wrong:
            raise ViewError(f"docs/{self.path}: the view of {self.template} {wrong}")

    def text(self) -> str:
        meta: dict[str, Any] = {
            "template": self.template,
            "title": self.title,
            "lang": self.lang,
            "description": self.description,
            "tags": list(self.tags),
            "hide": list(self.hide),
            **self.fields,
            "view": self.view,
        }
        lines = [f"{name}: {_quoted(value)}" for name, value in meta.items() if value]
        body = f"\n{self.markdown}" if self.markdown.strip() else ""
        return "---\n" + "\n".join(lines) + f"\n---\n{body}"


@cache
def slug(text: str) -> str:
    """Give the form of an id that stands in addresses: `UN-SMIL Été` is `un-smil-ete`."""
    return note.slug(text) or "term"


def note_address(identifier: str) -> str:
    """Give a note's address below the site's root: `notes/2020/minusma/`."""
    return f"notes/{quote(identifier)}/"


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


def read_front(text: str) -> tuple[View, str] | None:
    """Give the front matter and the rest of a page that `Page.text` wrote; of another, nothing."""
    if not text.startswith('---\ntemplate: "'):
        return None
    front, _, body = text.removeprefix("---\n").partition("\n---\n")
    try:
        return {
            name: json.loads(value)
            for name, _, value in (line.partition(": ") for line in front.split("\n"))
        }, body
    except ValueError:
        return None


def filled(**values: Any) -> View:
    """Give a map without its empty values."""
    return {name: value for name, value in values.items() if value or value == 0}


def differences(value: Any, shape: Any, place: str = "") -> Iterator[str]:
    """Say what of a value is not of a shape: keys that lack or are unknown, other values."""
    known = shapes()
    while isinstance(shape, str) and shape in known:
        shape = known[shape]
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            yield f"has no map at {place or 'its top'}"
            return
        for key in shape.keys() - value.keys():
            if key != "any" and not key.endswith("~"):
                yield f"lacks {place}{key}"
        for name, inner in value.items():
            wanted = shape.get(name) or shape.get(f"{name}~") or shape.get("any")
            if wanted is None:
                yield f"has the unknown key {place}{name}"
            elif not inner and inner in (None, "", [], {}):
                yield f"has the empty {place}{name}"
            elif not _is_plain(inner, wanted):
                yield from differences(inner, wanted, f"{place}{name}.")
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"has no list at {place.rstrip('.')}"
            return
        for number, item in enumerate(value):
            if not _is_plain(item, shape[0]):
                yield from differences(item, shape[0], f"{place.rstrip('.')}[{number}].")
    elif type(value) is not KINDS[shape]:
        yield f"has {type(value).__name__} in place of {shape} at {place.rstrip('.')}"


def _is_plain(value: Any, shape: Any) -> bool:
    """Say whether a value is of the kind that a shape names; most are."""
    return type(shape) is str and type(value) is KINDS.get(shape)


@cache
def shapes() -> Mapping[str, Any]:
    read = read_own(SHAPES)
    return {name: shape for name, shape in read.items() if name != "folders"}


def _quoted(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    if text.isprintable() and not _PERHAPS_ESCAPED.search(text):
        return text  # nearly always, and the rest takes ten times as long
    text = _ESCAPED.sub(lambda found: found["kept"] or "", CONTROLS.sub("", text))
    return _UNFIT.sub(lambda found: _YAML_BREAKS[found.group()], text)
