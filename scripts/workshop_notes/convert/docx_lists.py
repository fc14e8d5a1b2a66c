"""The lists of a Word document: which paragraph is an item, of what kind, depth and number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from workshop_notes.convert.docx_parts import Parts, paragraph_style_names
from workshop_notes.originals.ooxml_text import W

_BY_NAME = re.compile(r"list (bullet|number)(?: ([2-5]))?")
_STEP = 100  # twips by which an item must be set in to stand below another list's


@dataclass(frozen=True)
class Item:
    """A paragraph's place in a list: `kind` is ul or ol, `number` the one that Word shows."""

    identity: str
    level: int
    kind: str
    number: int
    indent: int | None


class Lists:
    """Counts the items of a document in order, as Word does: by the abstract list they share."""

    def __init__(self, parts: Parts) -> None:
        self._names = paragraph_style_names(parts)
        self._styles = {} if parts.styles is None else _by_id(parts.styles)
        self._abstract: dict[str, etree._Element] = {}
        self._nums: dict[str, etree._Element] = {}
        if parts.numbering is not None:
            for element in parts.numbering.iter(f"{W}abstractNum"):
                self._abstract[element.get(f"{W}abstractNumId", "")] = element
            for element in parts.numbering.iter(f"{W}num"):
                self._nums[element.get(f"{W}numId", "")] = element
        self._counts: dict[str, dict[int, int]] = {}
        self._used: set[tuple[str, int]] = set()

    def item(self, paragraph: etree._Element) -> Item | None:
        """Give the place of a paragraph, counting it; None where it is no item."""
        properties = paragraph.find(f"{W}pPr")
        style = _value(properties, "pStyle")
        identity, level = self._stated(properties, style)
        named = next(
            (found for name in self._names.get(style, ()) if (found := _BY_NAME.fullmatch(name))),
            None,
        )
        direct = properties is not None and properties.find(f"{W}numPr") is not None
        if named and not direct and level == 0:
            level = int(named[2] or 1) - 1
        if named and identity is None:
            return Item(f"style {named[1]}", level, _KINDS[named[1]], 0, None)
        if not identity or identity == "0" or identity not in self._nums:
            return None
        abstract = _value(self._nums[identity], "abstractNumId")
        defined = self._level(identity, abstract, level)
        kind = _value(defined, "numFmt")
        indent = self._indent(properties, style, defined)
        if kind == "none":
            return None
        if kind == "bullet" or not kind:
            return Item(identity, level, "ul", 0, indent)
        number = self._count(identity, abstract, level, defined)
        return Item(identity, level, "ol", number, indent)

    def _stated(self, properties: etree._Element | None, style: str) -> tuple[str | None, int]:
        """Give the list's id and level from the paragraph or its style."""
        stated = properties.find(f"{W}numPr") if properties is not None else None
        identity, level = _value(stated, "numId"), _value(stated, "ilvl")
        for above in _chain(style, self._styles):
            by_style = above.find(f"{W}pPr/{W}numPr")
            identity = identity or _value(by_style, "numId")
            level = level or _value(by_style, "ilvl")
        depth = int(level) if level.isdigit() else 0
        return (identity or None), min(depth, 8)

    def _level(self, identity: str, abstract: str, level: int) -> etree._Element | None:
        for override in self._nums[identity].iter(f"{W}lvlOverride"):
            own = override.find(f"{W}lvl")
            if override.get(f"{W}ilvl") == str(level) and own is not None:
                return own
        defined = self._abstract.get(abstract)
        linked = _value(defined, "numStyleLink")
        if linked:
            defined = next(
                (one for one in self._abstract.values() if _value(one, "styleLink") == linked),
                defined,
            )
        for element in defined.iter(f"{W}lvl") if defined is not None else ():
            if element.get(f"{W}ilvl") == str(level):
                return element
        return None

    def _count(
        self, identity: str, abstract: str, level: int, defined: etree._Element | None
    ) -> int:
        counts = self._counts.setdefault(abstract, {})
        start = _value(defined, "start")
        first = int(start) if start.isdigit() else 1
        for override in self._nums[identity].iter(f"{W}lvlOverride"):
            anew = _value(override, "startOverride")
            if override.get(f"{W}ilvl") == str(level) and anew.isdigit():
                first = int(anew)
                if (identity, level) not in self._used:
                    counts.pop(level, None)
        self._used.add((identity, level))
        counts[level] = counts[level] + 1 if level in counts else first
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return counts[level]

    def _indent(
        self, properties: etree._Element | None, style: str, defined: etree._Element | None
    ) -> int | None:
        styles = (above.find(f"{W}pPr") for above in _chain(style, self._styles))
        level = defined.find(f"{W}pPr") if defined is not None else None
        for layer in (properties, level, *styles):
            place = layer.find(f"{W}ind") if layer is not None else None
            if place is not None:
                stated = place.get(f"{W}left") or place.get(f"{W}start") or ""
                if stated.lstrip("-").isdigit():
                    return int(stated)
        return None


class Nesting:
    """Writes the marks that open and close lists around a run of items."""

    def __init__(self) -> None:
        self._open: list[Item] = []

    @property
    def is_open(self) -> bool:
        """Say whether a list is open."""
        return bool(self._open)

    def before(self, item: Item) -> Iterator[str]:
        """Yield the marks between the item before and this one."""
        while self._open and _depth(item, self._open[-1]) < 0:
            yield f"</li></{self._open.pop().kind}>"
        if self._open and _depth(item, self._open[-1]) == 0:
            last = self._open.pop()
            follows = item.number in (0, last.number + 1) and item.kind == last.kind
            if follows:
                yield "</li><li>"
            else:
                yield f"</li></{last.kind}>{_opening(item)}<li>"
        else:
            yield f"{_opening(item)}<li>"
        self._open.append(item)

    def close(self) -> Iterator[str]:
        """Yield the marks that end all lists."""
        while self._open:
            yield f"</li></{self._open.pop().kind}>"


_KINDS = {"bullet": "ul", "number": "ol"}


def _opening(item: Item) -> str:
    return f'<ol start="{item.number or 1}">' if item.kind == "ol" else "<ul>"


def _depth(item: Item, other: Item) -> int:
    """Say whether an item stands deeper than another (1), as deep (0), or higher (-1)."""
    alike = item.identity == other.identity or item.level != other.level
    if not alike and item.indent is not None and other.indent is not None:
        step = item.indent - other.indent
        return (step > _STEP) - (step < -_STEP)
    return (item.level > other.level) - (item.level < other.level)


def _by_id(styles: etree._Element) -> dict[str, etree._Element]:
    return {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}


def _chain(name: str, styles: dict[str, etree._Element]) -> Iterator[etree._Element]:
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        yield styles[name]
        name = _value(styles[name], "basedOn")


def _value(properties: etree._Element | None, name: str) -> str:
    element = properties.find(f"{W}{name}") if properties is not None else None
    return element.get(f"{W}val", "") if element is not None else ""
