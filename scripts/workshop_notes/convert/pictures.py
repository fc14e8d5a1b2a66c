"""Pictures in an original: their alternative text stands for them on the page."""

from __future__ import annotations

import re

from workshop_notes.originals.visibility import has_user_path

LABEL = "Image"
_FILE_NAME = re.compile(
    r"\S*\.(?:png|jpe?g|gif|bmp|tiff?|webp|svg|emf|wmf|heic|pdf|docx?|xlsx?|pptx?)\b", re.I
)
_AUTOMATIC = re.compile(
    r"(?:picture|image|graphic|grafik|bild|photo|logo|chart|diagram|object|shape|text ?box)s?"
    r"[\s_-]*\d*"
    r"|(?:img|dsc|dscn|screenshot)[\s_-]*\d*|untitled|[0-9a-f-]{16,}",
    re.I,
)
_GENERATED = re.compile(
    r"(?:^|\s)(?:AI-generated content may be incorrect|(?:Description )?automatically generated"
    r"(?: with (?:low|medium|high|very high) confidence)?)\.?\s*$",
    re.I,
)


def publishable(alternative: str) -> str:
    """Give the alternative text to publish, or "" where a program or a file's path wrote it."""
    text = " ".join(alternative.split())
    while _GENERATED.search(text):
        text = _GENERATED.sub("", text).strip(" .,")
    if has_user_path(text) or _FILE_NAME.search(text) or _AUTOMATIC.fullmatch(text):
        return ""
    return text


def stands_for(alternative: str) -> str:
    """Give the text that stands for a picture on the page."""
    return f"[{LABEL}: {alternative}]"
