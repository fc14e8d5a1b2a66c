"""Page: one derived Markdown file, its front matter and its HTML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# YAML ends a line at these even between quotes, where JSON lets them stand.
_YAML_BREAKS = {
    letter: f"\\u{ord(letter):04x}" for letter in "\x7f\x85\u2028\u2029\ufeff\ufffe\uffff"
}


@dataclass(frozen=True)
class Page:
    """A page to write: its file below `docs/`, its address, what the template shows, its content.

    `description` goes into the head; `head` holds (name, content) pairs for `<meta>`; `linked_data`
    is a JSON-LD object; `fields` are further front matter.
    """

    path: str
    title: str
    html: str
    kind: str
    lang: str = "en"
    description: str = ""
    head: tuple[tuple[str, str], ...] = ()
    linked_data: Mapping[str, Any] | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """Give the file's text: front matter and one block of HTML."""
        meta: dict[str, Any] = {"title": self.title, "lang": self.lang, "kind": self.kind}
        if "/" in self.path:
            meta["section"] = self.path.split("/")[0]
        if self.description:
            meta["description"] = self.description
        meta.update({name: value for name, value in self.fields.items() if value})
        if self.head:
            meta["head"] = [{"name": name, "content": content} for name, content in self.head]
        if self.linked_data:
            meta["linked_data"] = _in_script(self.linked_data)
        lines = [f"{name}: {_quoted(value)}" for name, value in meta.items()]
        front = "\n".join(lines)
        return f'---\n{front}\n---\n\n<div class="page {self.kind}">\n{self.html}\n</div>\n'


def _quoted(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    for letter, escaped in _YAML_BREAKS.items():
        text = text.replace(letter, escaped)
    return text


def _in_script(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
