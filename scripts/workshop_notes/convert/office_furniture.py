"""Furniture in documents of word processors: the few classes that authors paste along."""

from __future__ import annotations

import re

from workshop_notes.convert.pandoc import plain_text
from workshop_notes.furniture.cuts import Cut, cuts

# A box of facts or a line above the title is the authors' own there, and stays.
_CLASSES = frozenset(
    {
        "publication date",
        "publication line",
        "citation line",
        "share bar",
        "download box",
        "comment form",
        "newsletter box",
        "link to more",
        "title repeated",
        "byline",
    }
)
_BLOCK = re.compile(r"<(p|h[1-6])>.*</\1>", re.S)
_OPENS = re.compile(r"<(?:table|ul|ol)\b")
_CLOSES = re.compile(r"</(?:table|ul|ol)>")


def without_furniture(page: list[str]) -> tuple[list[str], list[Cut]]:
    """Give the pieces of a page without its furniture, and what went.

    A piece is a paragraph or heading of the body, or a mark that opens or closes lists and tables,
    inside which nothing is furniture.
    """
    places: list[int] = []
    depth = 0
    for at, piece in enumerate(page):
        if depth == 0 and _BLOCK.fullmatch(piece):
            places.append(at)
        depth += len(_OPENS.findall(piece)) - len(_CLOSES.findall(piece))
    texts = [plain_text(page[at]) for at in places]
    title = next((line for line, at in enumerate(places) if page[at].startswith("<h1>")), None)
    gone = [
        cut
        for cut in cuts(texts, title)
        if cut.reason in _CLASSES and cut.text.strip() == texts[cut.line].strip()
    ]
    dropped = {places[cut.line] for cut in gone if "<span" not in page[places[cut.line]]}
    kept = [piece for at, piece in enumerate(page) if at not in dropped]
    return kept, [cut for cut in gone if places[cut.line] in dropped]
