"""A Word document reduced to what pandoc reads without loss: plain runs, real headings, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree

from workshop_notes.convert.docx_parts import MC, M, Parts, R, paragraph_style_names, unseen
from workshop_notes.convert.docx_text import descriptions
from workshop_notes.convert.links import clean_address
from workshop_notes.convert.outline import is_heading_text
from workshop_notes.convert.pandoc import guard
from workshop_notes.convert.pictures import stands_for
from workshop_notes.convert.symbols import shifted, symbol
from workshop_notes.normalize import normalize
from workshop_notes.originals.archive import pack
from workshop_notes.originals.ooxml_fields import fields
from workshop_notes.originals.ooxml_text import W

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TRANSPARENT = tuple(
    f"{W}{name}" for name in ("smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo")
)
_DROPPED = tuple(
    f"{W}{name}"
    for name in (
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "permStart",
        "permEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "sdtPr",
        "sdtEndPr",
        "smartTagPr",
        "customXmlPr",
        "sectPr",
        "background",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
    )
)
_HEADING = re.compile(r"heading ([1-9])")
_LIST = re.compile(r"list (bullet|number)(?: ([2-5]))?")
_QUOTE = re.compile(r"(?:intense )?quote|block ?text|quotations?|citation(?: intense)?")
_CONTENTS = re.compile(r"toc \d|toc ?heading|table of (?:contents|figures|authorities)|contents.*")
_ON = frozenset({None, "1", "true", "on"})
_FIRST_NUMBER = 9000
_LARGE = 1.35  # times the size of the text


class Tree:
    """One document's parts on their way to pandoc; `left_out` gathers (text, reason)."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.hidden = unseen(parts)
        self.styles = paragraph_style_names(parts)
        self.left_out: list[tuple[str, str]] = []
        self.pictures = 0
        self.relations: dict[str, dict[str, str]] = {
            "document": {},
            "footnotes": {},
            "endnotes": {},
        }
        self.size = _default_size(parts.styles)

    def reduce(self) -> bytes:
        """Change the parts and give them as a Word document for pandoc."""
        for run, reason in self.hidden.items():
            self.left_out.append(("", reason))
            _remove(run)
        roots = {"document": self.parts.document, **self.parts.notes}
        for name, root in roots.items():
            self._tree(root, name)
        return pack(self._package(roots))

    def _tree(self, root: etree._Element, name: str) -> None:
        self._alternatives(root)
        self._links(root, name)
        for tag in _DROPPED:
            for element in list(root.iter(tag)):
                _remove(element)
        for element in [found for tag in _TRANSPARENT for found in root.iter(tag)]:
            _unwrap(element)
        for box in list(root.iter(f"{W}txbxContent")):
            _lift(box)
        for math in list(root.iter(f"{M}oMathPara", f"{M}oMath")):
            _replace(math, _run("".join(text.text or "" for text in math.iter(f"{M}t"))))
        for run in list(root.iter(f"{W}r")):
            self._run(run)
        paragraphs = list(root.iter(f"{W}p"))
        for paragraph in paragraphs:
            self._paragraph(paragraph)
        if name == "document":
            self._fake_headings(root)

    def _alternatives(self, root: etree._Element) -> None:
        for element in list(root.iter(f"{MC}AlternateContent")):
            for other in list(element)[1:]:
                element.remove(other)
            if len(element):
                _unwrap(element[0])
            _unwrap(element)

    def _links(self, root: etree._Element, name: str) -> None:
        """Make fields links where they are links, and keep the results alone of all others."""
        targets = self.parts.targets.get(name, {})
        for link in list(root.iter(f"{W}hyperlink")):
            address = clean_address(targets.get(link.get(f"{R}id", ""), ""))
            self._link(link, address, name)
        for instruction, runs in list(fields(root)):
            said = re.match(r'\s*HYPERLINK\s+"([^"]*)"', instruction)
            address = clean_address(said[1]) if said else ""
            for run in runs if address else ():
                link = etree.Element(f"{W}hyperlink")
                parent = run.getparent()
                if parent is not None and parent.tag != f"{W}hyperlink":
                    parent.replace(run, link)
                    link.append(run)
                    self._link(link, address, name)
        for element in list(root.iter(f"{W}fldSimple")):
            _unwrap(element)

    def _link(self, link: etree._Element, address: str, name: str) -> None:
        known = self.relations[name]
        if not address:
            _unwrap(link)
            return
        identity = known.setdefault(address, f"link{len(known)}")
        link.attrib.clear()
        link.set(f"{R}id", identity)

    def _run(self, run: etree._Element) -> None:
        properties = run.find(f"{W}rPr")
        position = ""
        if properties is not None:
            raised = properties.find(f"{W}vertAlign")
            position = raised.get(f"{W}val", "") if raised is not None else ""
            for tag in list(properties):
                if tag.tag not in (f"{W}b", f"{W}i", f"{W}rStyle", f"{W}sz"):
                    properties.remove(tag)
        for child in list(run):
            if child.tag == f"{W}t":
                _say(child, shifted(child.text or "", position))
            elif child.tag in (f"{W}tab", f"{W}ptab") or _is_page_break(child):
                _replace(child, _text(" "))
            elif child.tag == f"{W}cr":
                _replace(child, etree.Element(f"{W}br"))
            elif child.tag == f"{W}noBreakHyphen":
                _replace(child, _text("-"))
            elif child.tag == f"{W}sym":
                said = symbol(child.get(f"{W}font", ""), child.get(f"{W}char", ""))
                _replace(child, _text(said))
            elif child.tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                self._picture(child)
            elif child.tag not in _KEPT_IN_RUNS:
                run.remove(child)

    def _picture(self, drawing: etree._Element) -> None:
        texts = list(descriptions(drawing))
        self.pictures += len(texts)
        shows = next(drawing.iter("{*}blip", "{*}imagedata"), None) is not None
        if shows and not texts:
            self.left_out.append(("", "picture without alternative text"))
        _replace(drawing, _text(" ".join(stands_for(text) for text in texts)))

    def _paragraph(self, paragraph: etree._Element) -> None:
        properties = paragraph.find(f"{W}pPr")
        style = _value(properties, "pStyle")
        names = self.styles.get(style, (style.lower(),))
        if _is_drop_cap(properties):
            _prepend_to_next(paragraph)
            return
        if any(_CONTENTS.fullmatch(name) for name in names):
            text = _said(paragraph)
            if text:
                self.left_out.append((text, "table of contents"))
            _remove(paragraph)
            return
        level = self._level(paragraph, names)
        listed = next((found for name in names if (found := _LIST.fullmatch(name))), None)
        own_list = properties.find(f"{W}numPr") if properties is not None else None
        if level:
            _set_style(paragraph, f"WnHeading{level}")
        elif listed and own_list is None and listed[2]:
            number = _FIRST_NUMBER + (listed[1] == "number")
            _set_list(paragraph, int(listed[2]) - 1, number)
        elif any(_QUOTE.fullmatch(name) for name in names):
            _set_style(paragraph, "WnQuote")

    def _level(self, paragraph: etree._Element, names: tuple[str, ...]) -> int:
        """Give a paragraph's heading level from 1 (the title), or 0."""
        if not _said(paragraph) or next(paragraph.iterancestors(f"{W}tc"), None) is not None:
            return 0
        if "title" in names:
            return 1
        for name in names:
            if found := _HEADING.fullmatch(name):
                return min(int(found[1]) + 1, 6)
        outline = _value(paragraph.find(f"{W}pPr"), "outlineLvl")
        return min(int(outline) + 2, 6) if outline.isdigit() and int(outline) < 9 else 0

    def _fake_headings(self, root: etree._Element) -> None:
        """Make headings of the paragraphs that are bold or large from end to end."""
        body = root.find(f"{W}body")
        paragraphs = [] if body is None else [child for child in body if child.tag == f"{W}p"]
        sizes: dict[etree._Element, float] = {}
        level = 0
        real = any(_value(p.find(f"{W}pPr"), "pStyle").startswith("WnHeading") for p in paragraphs)
        for at, paragraph in enumerate(paragraphs):
            said = _said(paragraph)
            if not said or _value(paragraph.find(f"{W}pPr"), "pStyle").startswith("WnHeading"):
                continue
            if paragraph.find(f"{W}pPr/{W}numPr") is not None or not is_heading_text(said):
                continue
            size = self._uniform_size(paragraph)
            if size and any(_said(later) for later in paragraphs[at + 1 :]):
                sizes[paragraph] = size
        ranks = {size: rank for rank, size in enumerate(sorted(set(sizes.values()), reverse=True))}
        for paragraph in paragraphs:
            style = _value(paragraph.find(f"{W}pPr"), "pStyle")
            if style.startswith("WnHeading"):
                level = int(style[-1])
            elif paragraph in sizes:
                below = min(level + 1, 6) if real and level else min(2 + ranks[sizes[paragraph]], 6)
                _set_style(paragraph, f"WnHeading{max(below, 2)}")

    def _uniform_size(self, paragraph: etree._Element) -> float:
        """Give the size of a paragraph that is bold or large throughout, else 0."""
        smallest = 0.0
        for run in paragraph.iter(f"{W}r"):
            if not "".join(text.text or "" for text in run.iter(f"{W}t")).strip():
                continue
            properties = run.find(f"{W}rPr")
            bold = properties is not None and _is_on(properties.find(f"{W}b"))
            bold = bold or _value(properties, "rStyle").lower() == "strong"
            stated = _value(properties, "sz")
            size = float(stated) if stated.isdigit() else self.size
            if not bold and size < _LARGE * self.size:
                return 0.0
            smallest = min(smallest or size, size)
        return smallest

    def _package(self, roots: Mapping[str, etree._Element]) -> dict[str, bytes]:
        types = "application/vnd.openxmlformats-officedocument.wordprocessingml"
        names = {"document": "document.main", "styles": "styles", "numbering": "numbering"}
        names.update({name: name for name in self.parts.notes})
        content = {
            "styles": _styles(self.parts.styles),
            "numbering": _numbering(self.parts.numbering),
            **roots,
        }
        files = {f"word/{name}.xml": _bytes(root) for name, root in content.items()}
        overrides = "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{types}.{kind}+xml"/>'
            for name, kind in sorted(names.items())
        )
        files["[Content_Types].xml"] = (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f"{overrides}</Types>"
        ).encode()
        files["_rels/.rels"] = _rels([("r1", "officeDocument", "word/document.xml", False)])
        for name, links in self.relations.items():
            if name in roots:
                own = [
                    (identity, "hyperlink", address, True) for address, identity in links.items()
                ]
                if name == "document":
                    own += [
                        (f"part{part}", part, f"{part}.xml", False)
                        for part in sorted({"styles", "numbering", *self.parts.notes})
                    ]
                files[f"word/_rels/{name}.xml.rels"] = _rels(own)
        return files


_KEPT_IN_RUNS = tuple(
    f"{W}{name}" for name in ("rPr", "br", "footnoteReference", "endnoteReference", "ruby")
)


def _styles(root: etree._Element | None) -> etree._Element:
    styles = (
        deepcopy(root) if root is not None else etree.Element(f"{W}styles", nsmap={"w": W[1:-1]})
    )
    for level in range(1, 7):
        styles.append(_style(f"WnHeading{level}", f"heading {level}"))
    styles.append(_style("WnQuote", "Block Text"))
    return styles


def _style(identity: str, name: str) -> etree._Element:
    style = etree.Element(f"{W}style")
    style.set(f"{W}type", "paragraph")
    style.set(f"{W}styleId", identity)
    etree.SubElement(style, f"{W}name").set(f"{W}val", name)
    return style


def _numbering(root: etree._Element | None) -> etree._Element:
    numbering = (
        deepcopy(root) if root is not None else etree.Element(f"{W}numbering", nsmap={"w": W[1:-1]})
    )
    for number, kind in ((_FIRST_NUMBER, "bullet"), (_FIRST_NUMBER + 1, "decimal")):
        abstract = etree.Element(f"{W}abstractNum")
        abstract.set(f"{W}abstractNumId", str(number))
        for level in range(9):
            element = etree.SubElement(abstract, f"{W}lvl")
            element.set(f"{W}ilvl", str(level))
            for tag, value in (("start", "1"), ("numFmt", kind), ("lvlText", f"%{level + 1}.")):
                etree.SubElement(element, f"{W}{tag}").set(f"{W}val", value)
        numbering.insert(0, abstract)
        concrete = etree.SubElement(numbering, f"{W}num")
        concrete.set(f"{W}numId", str(number))
        etree.SubElement(concrete, f"{W}abstractNumId").set(f"{W}val", str(number))
    return numbering


def _rels(relations: list[tuple[str, str, str, bool]]) -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    root = etree.Element(
        "Relationships", xmlns="http://schemas.openxmlformats.org/package/2006/relationships"
    )
    for identity, kind, target, external in relations:
        element = etree.SubElement(root, "Relationship")
        element.set("Id", identity)
        element.set("Type", f"{base}/{kind}")
        element.set("Target", target)
        if external:
            element.set("TargetMode", "External")
    return _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _default_size(styles: etree._Element | None) -> float:
    """Give the size of the text in half points."""
    if styles is None:
        return 22.0
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz")
    for style in styles.iter(f"{W}style"):
        if style.get(f"{W}default") in ("1", "true") and style.get(f"{W}type") == "paragraph":
            own = style.find(f"{W}rPr/{W}sz")
            default = own if own is not None else default
    stated = default.get(f"{W}val", "") if default is not None else ""
    return float(stated) if stated.isdigit() and int(stated) else 20.0


def _say(text: etree._Element, said: str) -> None:
    text.text = guard(normalize(said).replace("\n", " "))
    text.set(_SPACE, "preserve")


def _text(said: str) -> etree._Element:
    text = etree.Element(f"{W}t")
    _say(text, said)
    return text


def _run(said: str) -> etree._Element:
    run = etree.Element(f"{W}r")
    text = etree.SubElement(run, f"{W}t")
    text.text = said
    return run


def _said(paragraph: etree._Element) -> str:
    return " ".join("".join(text.text or "" for text in paragraph.iter(f"{W}t")).split())


def _value(properties: etree._Element | None, name: str) -> str:
    element = properties.find(f"{W}{name}") if properties is not None else None
    return element.get(f"{W}val", "") if element is not None else ""


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and element.get(f"{W}val") in _ON


def _is_page_break(element: etree._Element) -> bool:
    return element.tag == f"{W}br" and element.get(f"{W}type") in ("page", "column")


def _is_drop_cap(properties: etree._Element | None) -> bool:
    frame = properties.find(f"{W}framePr") if properties is not None else None
    return frame is not None and frame.get(f"{W}dropCap") is not None


def _prepend_to_next(paragraph: etree._Element) -> None:
    following = paragraph.getnext()
    while following is not None and following.tag != f"{W}p":
        following = following.getnext()
    if following is None:
        return
    properties = following.find(f"{W}pPr")
    place = 0 if properties is None else 1
    for run in reversed(paragraph.findall(f"{W}r")):
        following.insert(place, run)
    _remove(paragraph)


def _set_style(paragraph: etree._Element, style: str) -> None:
    properties = paragraph.find(f"{W}pPr")
    if properties is not None:
        paragraph.remove(properties)
    properties = etree.Element(f"{W}pPr")
    etree.SubElement(properties, f"{W}pStyle").set(f"{W}val", style)
    paragraph.insert(0, properties)


def _set_list(paragraph: etree._Element, level: int, number: int) -> None:
    _set_style(paragraph, "ListParagraph")
    numbering = etree.SubElement(paragraph[0], f"{W}numPr")
    etree.SubElement(numbering, f"{W}ilvl").set(f"{W}val", str(level))
    etree.SubElement(numbering, f"{W}numId").set(f"{W}val", str(number))


def _lift(box: etree._Element) -> None:
    """Move a text box's blocks behind the paragraph that it is anchored in."""
    anchor = next(box.iterancestors(f"{W}p"), None)
    blocks = list(box)
    _remove(box)
    if anchor is not None:
        for block in reversed(blocks):
            anchor.addnext(block)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _replace(element: etree._Element, other: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, other)


def _unwrap(element: etree._Element) -> None:
    """Put the children of an element in its place."""
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    parent.remove(element)
    for child in reversed(list(element)):
        parent.insert(place, child)


def margins(parts: Parts) -> Iterator[tuple[str, str]]:
    """Yield each header and footer with text, for the account: no text, and where it stood."""
    for kind, root in parts.margins:
        if "".join(text.text or "" for text in root.iter(f"{W}t")).strip():
            yield "", f"page {kind}"
