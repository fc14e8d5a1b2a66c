"""A Word document without what it hides; its text, pictures and notes stay."""

from __future__ import annotations

import posixpath
import re

from lxml import etree

from workshop_notes.originals import picture, scrub_picture
from workshop_notes.originals.archive import pack, parse_xml
from workshop_notes.originals.characters import without_hidden_characters
from workshop_notes.originals.ooxml import (
    EMBEDDED,
    ORDINARY_NAME,
    RSID,
    TEXT_PART,
    page_color,
    parts_of,
)
from workshop_notes.originals.ooxml_boxes import WP
from workshop_notes.originals.ooxml_fields import AUTHOR_FIELDS, FETCHING_FIELDS, fields
from workshop_notes.originals.ooxml_text import W, hidden_runs, read_styles
from workshop_notes.originals.tree import remove, unwrap
from workshop_notes.originals.visibility import has_user_path

_KEPT_PART = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/_rels/(?:document|footnotes|endnotes|numbering)\d*"
    r"\.xml\.rels|word/(?:document|styles|settings|webSettings|fontTable|numbering|footnotes"
    r"|endnotes)\d*\.xml|word/theme/theme\d*\.xml|word/media/[^/]+"
    r"|word/charts/(?:chart|style|colors)\d*\.xml|word/diagrams/\w+\.xml"
)
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_COMMENT_MARKS = tuple(
    f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
)
_SETTINGS_NAMES = "docVars mailMerge rsids attachedTemplate trackRevisions writeProtection"
_SETTINGS = tuple(f"{W}{name}" for name in _SETTINGS_NAMES.split())
_REFERRING = (
    *(f"{W}embed{face}" for face in ("Regular", "Bold", "Italic", "BoldItalic")),
    "{*}externalData",
)
_MARGINS = (f"{W}headerReference", f"{W}footerReference")
_EDITORS = (f"{W}permStart", f"{W}permEnd")


def cleaned(data: bytes) -> bytes:
    """Give the document without properties, comments, margins, hidden text and foreign parts."""
    parts = {name: part for name, part in parts_of(data).items() if _KEPT_PART.fullmatch(name)}
    styles = parse_xml(parts["word/styles.xml"]) if "word/styles.xml" in parts else None
    clean: dict[str, bytes] = {}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            root = parse_xml(part)
            if TEXT_PART.fullmatch(name):
                _clean_text(root, styles)
            _clean_markup(root)
            clean[name] = _written(root)
        elif picture.is_picture(part):
            clean[name] = scrub_picture.cleaned(part)
        elif name.startswith("word/media/"):
            clean[name] = part
    _clean_relations(clean)
    return pack(clean)


def _clean_text(root: etree._Element, styles: etree._Element | None) -> None:
    unseen = [run for run, _ in hidden_runs(root, read_styles(styles, page_color(root)))]
    for instruction, runs in fields(root):
        kind = instruction.split()[0].upper() if instruction.split() else ""
        if kind in AUTHOR_FIELDS:
            unseen += runs
    for run in unseen:
        remove(run)
    for simple in list(root.iter(f"{W}fldSimple")):
        kind = (simple.get(f"{W}instr", "").split() or [""])[0].upper()
        if kind in AUTHOR_FIELDS | FETCHING_FIELDS:
            unwrap(simple)
    for code in root.iter(f"{W}instrText"):
        kind = ((code.text or "").split() or [""])[0].upper()
        if kind in AUTHOR_FIELDS | FETCHING_FIELDS:
            code.text = " QUOTE "
    for element in list(root.iter(*EMBEDDED, *_COMMENT_MARKS, *_MARGINS, *_EDITORS)):
        remove(element)
    for element in root.iter(f"{W}t"):
        element.text = without_hidden_characters(element.text or "")
    for element in root.iter(f"{WP}docPr", "{*}cNvPr"):
        for key, value in list(element.attrib.items()):
            if has_user_path(str(value)):
                element.set(str(key), "")
        if not ORDINARY_NAME.fullmatch(element.get("name", "")):
            element.set("name", "")


def _clean_markup(root: etree._Element) -> None:
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            if element is not root and element.getparent() is not None:
                remove(element)
            continue
        for key in [key for key in element.attrib if RSID.fullmatch(str(key))]:
            del element.attrib[key]
    for element in list(root.iter(*_SETTINGS, *_REFERRING)):
        remove(element)


def _clean_relations(parts: dict[str, bytes]) -> None:
    """Drop the relations and content types of parts that are gone, and what refers to them."""
    for name in [name for name in parts if name.endswith(".rels")]:
        owner = _owner(name)
        if owner and owner not in parts:
            del parts[name]
            continue
        root = parse_xml(parts[name])
        gone: set[str] = set()
        for relation in list(root):
            target = relation.get("Target", "")
            external = relation.get("TargetMode") == "External"
            kind = posixpath.basename(relation.get("Type", ""))
            if external:
                keep = kind == "hyperlink" and not has_user_path(target)
            else:
                keep = _resolved(owner, target) in parts
            if not keep:
                gone.add(relation.get("Id", ""))
                root.remove(relation)
        parts[name] = _written(root)
        if owner in parts and gone:
            parts[owner] = _without_references(parts[owner], gone)
    types = parse_xml(parts["[Content_Types].xml"])
    for element in list(types):
        named = element.get("PartName", "").lstrip("/")
        if named and named not in parts:
            types.remove(element)
    parts["[Content_Types].xml"] = _written(types)


def _without_references(part: bytes, gone: set[str]) -> bytes:
    root = parse_xml(part)
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        referred = [value for key, value in element.attrib.items() if str(key).startswith(_R)]
        if not any(str(value) in gone for value in referred):
            continue
        if element.tag == f"{W}hyperlink":
            unwrap(element)
        else:
            drawing = next(
                (above for above in element.iterancestors() if above.tag == f"{W}drawing"), element
            )
            remove(drawing)
    return _written(root)


def _owner(relations: str) -> str:
    folder, _, name = relations.rpartition("_rels/")
    return folder + name.removesuffix(".rels")


def _resolved(owner: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(owner), target))


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
