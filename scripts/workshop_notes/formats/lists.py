"""Items of lists put into one another, by their levels or by how far they are set in."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

STEP = 5.0  # points by which an item must be set in to stand below another list's
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_SHORT = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph's place in a list, and the mark that is shown before it.

    `kind` is ul or ol; `level` counts from 0, None where only `indent`, in points, tells it.
    """

    kind: str
    level: int | None = 0
    number: int = 0
    indent: float | None = None
    mark: str = ""
    identity: str = ""  # of the list, where the format names it


class Nesting:
    """Puts items, as they come, into lists within lists."""

    def __init__(self) -> None:
        self._open: list[tuple[Item, etree._Element]] = []

    def place(self, item: Item, paragraph: etree._Element) -> etree._Element:
        """Put a paragraph, which stands where a new list would, into an item; give the item."""
        while self._open and _depth(item, self._open[-1][0]) < 0:
            self._open.pop()
        listed = None
        if self._open and _depth(item, self._open[-1][0]) == 0:
            last, element = self._open.pop()
            follows = item.kind == "ul" or item.number in (0, last.number + 1)
            listed = element.getparent() if follows and item.kind == last.kind else None
        if listed is None:
            listed = etree.Element(item.kind)
            if item.kind == "ol":
                listed.set("start", str(item.number or 1))
            if self._open:
                self._open[-1][1].append(listed)
            else:
                paragraph.addprevious(listed)
        made = etree.SubElement(listed, "li")
        made.append(paragraph)
        self._open.append((item, made))
        return made

    def close(self) -> None:
        """End all lists."""
        self._open.clear()

    @property
    def is_open(self) -> bool:
        """Say whether a list is open."""
        return bool(self._open)


def numeral(count: int, form: str) -> str:
    """Give a number of a list in a form such as `lowerLetter`, `upper-roman`, `a`, `I`, `none`."""
    text = f"{count:02d}" if form == "decimalZero" else "" if form == "none" else str(count)
    form = _SHORT.get(form, form)
    if form.lower().endswith(("letter", "alpha", "latin")) and count > 0:
        text = _LETTERS[(count - 1) % 26] * ((count - 1) // 26 + 1)
    elif form.lower().endswith("roman") and 0 < count < 4000:
        text = ""
        for amount, letters in _ROMAN:
            text += letters * (count // amount)
            count %= amount
    return text.upper() if form.startswith("upper") else text


def _depth(item: Item, other: Item) -> int:
    """Say whether an item stands deeper than another (1), as deep (0), or higher (-1)."""
    if item.level is not None and other.level is not None:
        levels = (item.level > other.level) - (item.level < other.level)
        alike = item.identity == other.identity or levels != 0
        if alike or item.indent is None or other.indent is None:
            return levels
    step = (item.indent or 0.0) - (other.indent or 0.0)
    return (step > STEP) - (step < -STEP)
