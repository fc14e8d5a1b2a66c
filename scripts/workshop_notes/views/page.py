"""Page: one derived Markdown file: its template, its view, and for a note its text.

A view is plain data: text, whole numbers, lists and maps. It holds no HTML, no word of the
interface, no empty value and no boolean, which builders print differently.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NotRequired, get_args, get_origin, get_type_hints, is_typeddict

from workshop_notes.views.body import CONTROLS

# YAML ends a line at these even between quotes, where JSON lets them stand.
_YAML_BREAKS = {
    letter: f"\\u{ord(letter):04x}" for letter in "\x7f\x85\u2028\u2029\ufeff\ufffe\uffff"
}
_UNFIT = re.compile("[" + "".join(_YAML_BREAKS) + "]")


class ViewError(Exception):
    """A view is not of its shape: a developer's mistake, which stops the build."""


@dataclass(frozen=True)
class Page:
    """A page to write: its file below `docs/`, its template, its title and its view.

    `shape` is the TypedDict that documents the view; `markdown` is the page's own text, `tags` are
    for the builder's own tags, `hide` names what of the builder's page is not wanted, and `fields`
    are further front matter.
    """

    path: str
    template: str
    title: str
    view: Mapping[str, Any]
    shape: type
    lang: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    hide: tuple[str, ...] = ("navigation", "toc")
    fields: Mapping[str, Any] = field(default_factory=dict)
    markdown: str = ""

    def text(self) -> str:
        """Give the file's text; raises ViewError when the view is not of its shape."""
        wrong = next(iter(differences(self.view, self.shape)), "")
        if wrong:
            raise ViewError(f"docs/{self.path}: the view of {self.template} {wrong}")
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


def filled(**values: Any) -> dict[str, Any]:
    """Give a map without its empty values."""
    return {name: value for name, value in values.items() if value or value == 0}


def differences(value: Any, shape: Any, place: str = "") -> Iterable[str]:
    """Say what of a value is not of a shape: keys that lack or are unknown, other types."""
    if get_origin(shape) is NotRequired:
        shape = get_args(shape)[0]
    if is_typeddict(shape):
        yield from _of_map(value, shape, place)
    elif get_origin(shape) is list:
        if not isinstance(value, list):
            yield f"has no list at {place}"
            return
        inner = get_args(shape)[0]
        for number, item in enumerate(value):
            yield from differences(item, inner, f"{place}[{number}]")
    elif get_origin(shape) is dict:
        for name, item in value.items():
            yield from differences(item, get_args(shape)[1], f"{place}.{name}")
    elif not isinstance(value, shape) or isinstance(value, bool):
        yield f"has {type(value).__name__} in place of {shape.__name__} at {place}"


def _of_map(value: Any, shape: Any, place: str) -> Iterable[str]:
    if not isinstance(value, dict):
        yield f"has no map at {place or 'its top'}"
        return
    hints = _hints(shape)
    for name in (name for name, one in hints.items() if get_origin(one) is not NotRequired):
        if name in value:
            continue
        yield f"lacks {f'{place}.' if place else ''}{name}"
    for name, inner in value.items():
        here = f"{place}.{name}" if place else name
        if name not in hints:
            yield f"has the unknown key {here}"
        elif inner in (None, "", [], {}):
            yield f"has the empty {here}"
        else:
            yield from differences(inner, hints[name], here)


@cache
def _hints(shape: Any) -> dict[str, Any]:
    return get_type_hints(shape, include_extras=True)


def _quoted(value: Any) -> str:
    text = json.dumps(_clean(value), ensure_ascii=False)
    return _UNFIT.sub(lambda found: _YAML_BREAKS[found.group()], text)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return CONTROLS.sub("", value)
    if isinstance(value, Mapping):
        return {name: _clean(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_clean(inner) for inner in value]
    return value
