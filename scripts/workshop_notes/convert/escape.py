"""Plain text spelled so that Markdown shows it as it was typed."""

from __future__ import annotations

import re

_BACKSLASHED = frozenset("\\`*{}[]")
_ENTITY = re.compile(r"&#?\w+;")
_TAG = re.compile(r"<[A-Za-z/!?]")
_NUMBER = re.compile(r"\d+\.(?=\s|$)")
_RULE_OR_TABLE = re.compile(r"[-:|=~+#>_* ]+$")
_BY_NAME = {":": "&#58;", "=": "&#61;", "~": "&#126;", "<": "&lt;", "&": "&amp;"}
_MARKS = re.compile(r"[\\`*{}\[\]_&<#>+\-!:=~|.]")


def escape_line(text: str) -> str:
    """Escape one line of a paragraph, from its first character to its last."""
    text = text.strip()
    return _MARKS.sub(lambda found: escape_at(text, found.start(), 0), text)


def escape_heading(text: str) -> str:
    """Escape the text of a heading, which Markdown reads up to closing hashes."""
    text = text.strip()
    return _MARKS.sub(lambda found: escape_at(text, found.start(), 0, heading=True), text)


def escape_at(line: str, at: int, start: int, *, table: bool = False, heading: bool = False) -> str:
    """Spell the character at `at` of a line whose text begins at `start`.

    `line` is the line as typed; `table` and `heading` say where it stands.
    """
    mark = line[at]
    if mark in _BACKSLASHED:
        return "\\" + mark
    if mark == "_":
        inside = line[at - 1 : at].isalnum() and line[at + 1 : at + 2].isalnum()
        return mark if inside else "\\_"
    if mark == "|":
        return "\\|" if table or _RULE_OR_TABLE.match(line, start) else mark
    if (mark == "&" and _ENTITY.match(line, at)) or (mark == "<" and _TAG.match(line, at)):
        return _BY_NAME[mark]
    if mark == "!" and line[at + 1 : at + 2] == "[":
        return "\\!"
    if heading:
        return "\\#" if mark == "#" and not line[at:].strip("# ") else mark
    if _opens(line, at, start):
        return _BY_NAME.get(mark) or "\\" + mark
    return mark


def _opens(line: str, at: int, start: int) -> bool:
    """Say whether the character at `at` would be read as the mark of a block."""
    mark = line[at]
    if mark == ".":
        number = _NUMBER.match(line, start)
        return number is not None and number.end() == at + 1
    if mark not in "#>+-!:=~":
        return False
    return at == start or bool(_RULE_OR_TABLE.match(line, start))
