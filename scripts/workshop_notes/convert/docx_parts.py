"""The parts of a Word document that hold its text, found by their relationships."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from workshop_notes.convert.links import clean_address
from workshop_notes.originals.archive import RefusedError, parse_xml
from workshop_notes.originals.ooxml import parts_of
from workshop_notes.originals.ooxml_fields import AUTHOR_FIELDS, fields
from workshop_notes.originals.ooxml_text import W, hidden_runs, read_styles

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


@dataclass(frozen=True)
class Parts:
    """A Word document's parsed parts; `targets` maps a text part to its links by relation id."""

    document: etree._Element
    notes: Mapping[str, etree._Element]  # footnotes and endnotes, where there are any
    styles: etree._Element | None
    numbering: etree._Element | None
    margins: tuple[tuple[str, etree._Element], ...]  # headers and footers, by kind
    others: Mapping[str, bytes]  # charts and diagrams, by part name
    targets: Mapping[str, Mapping[str, str]]


def open_parts(data: bytes) -> Parts:
    """Open a Word document; each call parses anew, so that a reader may change its tree."""
    parts = parts_of(data)
    main = _main(parts)
    related = list(_relations(parts, main))
    notes: dict[str, etree._Element] = {}
    targets = {"document": _links(parts, main)}
    styles = numbering = None
    margins = []
    for kind, target in related:
        if target not in parts:
            continue
        if kind in ("footnotes", "endnotes"):
            notes[kind] = parse_xml(parts[target])
            targets[kind] = _links(parts, target)
        elif kind == "styles":
            styles = parse_xml(parts[target])
        elif kind == "numbering":
            numbering = parse_xml(parts[target])
        elif kind in ("header", "footer"):
            margins.append((kind, parse_xml(parts[target])))
    others = {
        name: content
        for name, content in sorted(parts.items())
        if name.startswith(("word/charts/chart", "word/diagrams/data"))
    }
    return Parts(parse_xml(parts[main]), notes, styles, numbering, tuple(margins), others, targets)


def unseen(parts: Parts) -> dict[etree._Element, str]:
    """Give the runs of all text parts that are not to be seen or name somebody, with the reason."""
    styles = read_styles(parts.styles)
    found: dict[etree._Element, str] = {}
    for root in (parts.document, *parts.notes.values()):
        found.update(hidden_runs(root, styles))
        for instruction, runs in fields(root):
            if instruction.split()[:1] and instruction.split()[0].upper() in AUTHOR_FIELDS:
                found.update((run, "field that shows a property of the file") for run in runs)
    return found


def links(parts: Parts) -> dict[etree._Element, str]:
    """Give the address of each hyperlink and of each run that a field makes a link."""
    found: dict[etree._Element, str] = {}
    for name, root in (("document", parts.document), *parts.notes.items()):
        targets = parts.targets.get(name, {})
        for link in root.iter(f"{W}hyperlink"):
            found[link] = clean_address(targets.get(link.get(f"{R}id", ""), ""))
        for instruction, runs in fields(root):
            said = re.match(r'\s*HYPERLINK\s+"([^"]*)"', instruction)
            for run in runs if said else ():
                found[run] = clean_address(said[1] if said else "")
    return found


def _main(parts: Mapping[str, bytes]) -> str:
    for kind, target in _relations(parts, ""):
        if kind == "officeDocument" and target in parts:
            return target
    raise RefusedError(
        "unreadable-original", "this file has no document in it", "save it again from Word"
    )


def _relations(parts: Mapping[str, bytes], part: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and the part name of each internal relation of a part, in a fixed order."""
    for relation in _relation_elements(parts, part):
        if relation.get("TargetMode") != "External":
            target = relation.get("Target", "")
            folder = posixpath.dirname(part)
            name = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            yield posixpath.basename(relation.get("Type", "")), posixpath.normpath(name)


def _links(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    return {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in _relation_elements(parts, part)
        if posixpath.basename(relation.get("Type", "")) == "hyperlink"
    }


def _relation_elements(parts: Mapping[str, bytes], part: str) -> Iterator[etree._Element]:
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels in parts:
        yield from parse_xml(parts[rels]).iter(f"{_RELATIONSHIPS}Relationship")


def paragraph_style_names(parts: Parts) -> dict[str, tuple[str, ...]]:
    """Give for each style id the names of the style and of those below it, in lower case."""
    if parts.styles is None:
        return {}
    own = {style.get(f"{W}styleId", ""): style for style in parts.styles.iter(f"{W}style")}
    return {name: tuple(_names(name, own)) for name in own}


def _names(name: str, own: Mapping[str, etree._Element]) -> Iterator[str]:
    seen: set[str] = set()
    while name in own and name not in seen:
        seen.add(name)
        shown = own[name].find(f"{W}name")
        yield (shown.get(f"{W}val", "") if shown is not None else name).lower()
        based = own[name].find(f"{W}basedOn")
        name = based.get(f"{W}val", "") if based is not None else ""
