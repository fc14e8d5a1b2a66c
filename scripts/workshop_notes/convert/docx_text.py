"""A Word document's own readable text, straight from its XML, for the loss account.

Shares nothing with the conversion but the judgement of what cannot be seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workshop_notes.convert.docx_parts import MC, M, Parts, unseen
from workshop_notes.convert.pictures import publishable
from workshop_notes.convert.symbols import shifted, symbol
from workshop_notes.originals.archive import parse_xml
from workshop_notes.originals.ooxml_text import A, W

_SKIPPED = frozenset(
    f"{W}{name}"
    for name in (
        "pPr",
        "rPr",
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "sdtPr",
        "sectPr",
        "tblPr",
    )
)
_DESCRIBED = ("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr",)
_VML_SHAPES = tuple(f"{{urn:schemas-microsoft-com:vml}}{name}" for name in ("shape", "rect"))


def read(parts: Parts) -> str:
    """Give the visible text, one paragraph a line: the body, then the notes in their order."""
    reader = _Reader(frozenset(unseen(parts)))
    lines = list(reader.lines(parts.document))
    for kind, identity in dict.fromkeys(reader.marks):
        root = parts.notes.get(kind)
        if root is not None:
            for note in root:
                if note.get(f"{W}id") == identity:
                    lines += reader.lines(note)
    for name, content in parts.others.items():
        lines += other_texts(name, content)
    return "\n".join(lines)


def other_texts(name: str, content: bytes) -> list[str]:
    """Give the texts of a diagram, or of a chart's titles and labels."""
    root = parse_xml(content)
    texts = [element.text or "" for element in root.iter(f"{A}t")]
    if "charts/" in name:
        chart = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
        texts += [
            value.text or ""
            for cache in root.iter(f"{chart}strCache")
            for value in cache.iter(f"{chart}v")
        ]
    return [text for text in (" ".join(text.split()) for text in texts) if text]


class _Reader:
    def __init__(self, hidden: frozenset[etree._Element]) -> None:
        self.hidden = hidden
        self.marks: list[tuple[str, str]] = []

    def lines(self, root: etree._Element) -> Iterator[str]:
        dropped = ""
        for paragraph in root.iter(f"{W}p"):
            if _in_unused_alternative(paragraph):
                continue
            line = dropped + " ".join("".join(self.inline(paragraph)).split())
            dropped = ""
            if paragraph.find(f"{W}pPr/{W}framePr[@{W}dropCap]") is not None:
                dropped = line
            elif line:
                yield line
        if dropped:
            yield dropped

    def inline(self, element: etree._Element) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or child in self.hidden or not isinstance(tag, str):
                continue
            if tag == f"{W}txbxContent" or tag == f"{W}p":
                continue
            if tag == f"{MC}AlternateContent":
                yield from self.alternative(child)
            elif tag in (f"{W}t", f"{M}t"):
                yield _position(child)
            elif tag in (f"{W}tab", f"{W}br", f"{W}cr", f"{W}ptab"):
                yield " "
            elif tag == f"{W}noBreakHyphen":
                yield "-"
            elif tag == f"{W}sym":
                yield symbol(child.get(f"{W}font", ""), child.get(f"{W}char", ""))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                kind = "footnotes" if tag == f"{W}footnoteReference" else "endnotes"
                self.marks.append((kind, child.get(f"{W}id", "")))
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                yield " " + " ".join(descriptions(child)) + " "
            else:
                yield from self.inline(child)

    def alternative(self, element: etree._Element) -> Iterator[str]:
        for choice in element:
            if choice.tag in (f"{MC}Choice", f"{MC}Fallback"):
                yield from self.inline(choice)
                return


def descriptions(drawing: etree._Element) -> Iterator[str]:
    """Yield the alternative texts of a drawing that may be published."""
    for element in drawing.iter(*_DESCRIBED, *_VML_SHAPES):
        text = publishable(element.get("descr") or element.get("alt") or "")
        if text:
            yield text


def _position(text: etree._Element) -> str:
    run = text.getparent()
    raised = run.find(f"{W}rPr/{W}vertAlign") if run is not None else None
    return shifted(text.text or "", raised.get(f"{W}val", "") if raised is not None else "")


def _in_unused_alternative(paragraph: etree._Element) -> bool:
    for above in paragraph.iterancestors(f"{MC}Choice", f"{MC}Fallback"):
        parent = above.getparent()
        if parent is not None and parent.find(f"{MC}*") is not above:
            return True
    return False
