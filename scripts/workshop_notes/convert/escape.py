"""Plain text spelled so that Markdown shows it as it was typed."""

from __future__ import annotations

import re

_ALWAYS = re.compile(r"[\\`*{}\[\]]")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_NUMBER = re.compile(r"^(\d+)\.(?=\s|$)")
_OPENING = re.compile(r"^[#>+\-!](?=.)|^[+\-]$")
_RULE_OR_TABLE = re.compile(r"^[-:|=~ ]+$")
_CLOSING_HASHES = re.compile(r"(#+)$")
_ENTITIES = {":": "&#58;", "=": "&#61;", "~": "&#126;"}


def escape_line(text: str) -> str:
    """Escape one line of a paragraph, from its first character to its last."""
    return _opening(escape(text.strip()))


def escape_heading(text: str) -> str:
    """Escape the text of a heading, which Markdown reads up to closing hashes."""
    return _CLOSING_HASHES.sub(lambda found: "\\#" * len(found[0]), escape(text.strip()))


def escape_cell(text: str) -> str:
    """Escape the text of a table's cell."""
    return escape(text.strip()).replace("|", "\\|")


def escape(text: str) -> str:
    """Escape what Markdown reads inside a line, wherever it stands."""
    text = _ENTITY.sub("&amp;", text)
    text = _ALWAYS.sub(lambda found: "\\" + found[0], text)
    text = _UNDERSCORE.sub(r"\\_", text)
    return _TAG.sub("&lt;", text)


def _opening(text: str) -> str:
    """Escape what Markdown reads at the start of a line."""
    if _RULE_OR_TABLE.match(text):
        return "".join(
            _ENTITIES.get(letter, "\\" + letter if letter != " " else " ") for letter in text
        )
    if text[:1] in _ENTITIES:
        return _ENTITIES[text[0]] + text[1:]
    if _OPENING.match(text):
        return "\\" + text
    return _NUMBER.sub(r"\1\\.", text)
