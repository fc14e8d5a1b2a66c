"""Text boxes of a Word document that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
OFF = frozenset({"0", "false", "off", "none"})

_SMALLEST_BOX_EMU = 40_000
_FAR_EMU = 12_000_000


def hidden_boxes(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the boxes that are hidden, without size or off the page, with the reason."""
    for anchor in root.iter(f"{WP}anchor", f"{WP}inline"):
        named = anchor.find(f"{WP}docPr")
        if named is not None and named.get("hidden", "0") not in OFF:
            yield anchor, "text in a hidden box"
        extent = anchor.find(f"{WP}extent")
        if extent is not None and any(
            number(extent.get(side)) < _SMALLEST_BOX_EMU for side in ("cx", "cy")
        ):
            yield anchor, "text in a box without size"
        if any(abs(number(offset.text)) > _FAR_EMU for offset in anchor.iter(f"{WP}posOffset")):
            yield anchor, "text off the page"
    for shape in root.iter(
        "{urn:schemas-microsoft-com:vml}shape", "{urn:schemas-microsoft-com:vml}rect"
    ):
        said = shape.get("style", "").replace(" ", "").lower()
        if "visibility:hidden" in said or "display:none" in said:
            yield shape, "text in a hidden box"
        for item in said.split(";"):
            name, _, value = item.partition(":")
            far = abs(number(value.removesuffix("pt"))) > 1000
            if name in ("margin-left", "margin-top", "left", "top") and far:
                yield shape, "text off the page"


def number(text: str | None) -> float:
    """Read a number; 0 for what is none."""
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
