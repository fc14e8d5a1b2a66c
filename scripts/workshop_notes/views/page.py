"""Page: one derived Markdown file: its template, its view, and for a note its text.

A view is plain data: text, whole numbers, lists and maps. It holds no HTML, no word of the
interface, no empty value and no boolean, which builders print differently.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from workshop_notes.bounded import read_own
from workshop_notes.settings import SHAPES
from workshop_notes.views.address import section_address, source_path, term_address
from workshop_notes.views.body import CONTROLS

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
    hide: tuple[str, ...] = ("navigation", "toc")
    fields: Mapping[str, Any] = field(default_factory=dict)
    markdown: str = ""

    def check(self) -> None:
        """Raise ViewError when the view is not of its shape."""
        wrong = next(iter(differences(self.view, self.template.removesuffix(".html"))), "")
        if wrong:
            raise ViewError(f"docs/{self.path}: the view of {self.template} {wrong}")

    def text(self) -> str:
        """Give the file's text."""
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


def plan(address: str, make: Callable[..., Page], *given: Any) -> Plan:
    """Give what is to be at an address: its file below `docs/`, and how the page is made."""
    return source_path(address), partial(make, *given)


def plans_of(
    kind: str,
    terms: Mapping[str, Any],
    index: Callable[..., Page],
    page: Callable[..., Page],
    edition: Any,
) -> Iterator[Plan]:
    """Plan the index of a kind and the page of each of its terms, by id; of none there is neither.

    `index` is given the edition, `page` the edition and the term.
    """
    if terms:
        yield plan(section_address(kind), index, edition)
    for identifier, term in terms.items():
        yield plan(term_address(kind, identifier), page, edition, term)


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
            elif inner in (None, "", [], {}):
                yield f"has the empty {place}{name}"
            else:
                yield from differences(inner, wanted, f"{place}{name}.")
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"has no list at {place.rstrip('.')}"
            return
        for number, item in enumerate(value):
            yield from differences(item, shape[0], f"{place.rstrip('.')}[{number}].")
    elif type(value) is not KINDS[shape]:
        yield f"has {type(value).__name__} in place of {shape} at {place.rstrip('.')}"


@cache
def shapes() -> Mapping[str, Any]:
    """Give the shapes of views and of their parts by name."""
    read = read_own(SHAPES)
    return {name: shape for name, shape in read.items() if name != "folders"}


def _quoted(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    if text.isprintable() and not _PERHAPS_ESCAPED.search(text):
        return text  # nearly always, and the rest takes ten times as long
    text = _ESCAPED.sub(lambda found: found["kept"] or "", CONTROLS.sub("", text))
    return _UNFIT.sub(lambda found: _YAML_BREAKS[found.group()], text)
