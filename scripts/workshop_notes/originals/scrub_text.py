"""Plain text and Markdown without invisible characters and comments."""

from __future__ import annotations

from pathlib import PurePath

from workshop_notes.originals.characters import without_hidden_characters
from workshop_notes.originals.plain import COMMENT, LINK_COMMENT, decode

_MARKDOWN = frozenset({".md", ".markdown"})


def cleaned(data: bytes, path: str) -> bytes:
    """Give the text as UTF-8; comments are taken out of Markdown alone, where they hide."""
    text = without_hidden_characters(decode(data))
    if PurePath(path).suffix.lower() in _MARKDOWN:
        text = LINK_COMMENT.sub("", COMMENT.sub("", text))
    return text.encode("utf-8")
