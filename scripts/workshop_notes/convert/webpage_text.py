"""A web page's own readable text, by a parser of its own, for the loss account.

Shares no parser with the conversion, so that what one parser drops the other one shows.
"""

from __future__ import annotations

from html.parser import HTMLParser

from workshop_notes.convert.pictures import publishable
from workshop_notes.convert.symbols import shifted

_BLOCK_NAMES = (
    "address article aside blockquote body br button caption center col dd details dialog dir div "
    "dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html input label "
    "legend li main menu nav ol optgroup option p pre search section select summary table tbody td "
    "textarea tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
# Never shown to readers, or only where something else fails.
_UNSEEN_NAMES = (
    "applet audio canvas datalist embed head iframe math noembed noframes noscript object rp rt "
    "script style svg template title video"
)
UNSEEN = frozenset(_UNSEEN_NAMES.split())
_VOID = frozenset({"embed"})


def read(page: str) -> str:
    """Give the text of the whole page, seen or hidden by style, one block a line."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.out).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.unseen: list[str] = []
        self.positions: list[str] = []
        self.marks = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body" and self.unseen:
            self.unseen.clear()
        if tag in UNSEEN:
            if tag not in _VOID:
                self.unseen.append(tag)
            return
        if self.unseen:
            return
        if tag in BLOCKS:
            self.out.append("\n")
        named = dict(attrs)
        if tag == "img":
            self.out.append(f" {publishable(named.get('alt') or '')} ")
        elif tag in ("sup", "sub"):
            self.positions.append("superscript" if tag == "sup" else "subscript")
        elif tag == "a" and (named.get("href") or "").startswith("#"):
            self.marks += 1
            self.out.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self.unseen:
            if tag in self.unseen:
                del self.unseen[self.unseen.index(tag) :]
            return
        if tag in BLOCKS:
            self.out.append("\n")
        elif tag in ("sup", "sub") and self.positions:
            self.positions.pop()
        elif tag == "a" and self.marks:
            self.marks -= 1
            self.out.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            text = data.replace("\n", " ").replace("\r", " ")
            self.out.append(shifted(text, self.positions[-1]) if self.positions else text)
