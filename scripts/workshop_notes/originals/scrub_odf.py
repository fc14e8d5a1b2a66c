"""An OpenDocument text without what it hides; its text, pictures and notes stay."""

from __future__ import annotations

import re

from lxml import etree

from workshop_notes.originals import picture, scrub_picture
from workshop_notes.originals.archive import pack, parse_xml, unpack
from workshop_notes.originals.characters import without_hidden_characters
from workshop_notes.originals.odf import (
    AUTHOR_FIELDS,
    HREF,
    MANIFEST,
    MARGINS,
    RSID,
)
from workshop_notes.originals.odf_text import (
    DRAW,
    OFFICE,
    SVG,
    TEXT,
    clear_own_text,
    hidden_passages,
    read_styles,
)
from workshop_notes.originals.ooxml import ORDINARY_NAME
from workshop_notes.originals.tree import remove
from workshop_notes.originals.visibility import has_user_path

_KEPT_PART = re.compile(
    r"mimetype|content\.xml|styles\.xml|META-INF/manifest\.xml|Pictures/[^/]+|Fonts/[^/]+"
)
_DROPPED = (
    f"{OFFICE}annotation",
    f"{OFFICE}annotation-end",
    f"{OFFICE}scripts",
    f"{OFFICE}event-listeners",
    f"{OFFICE}dde-source",
    f"{TEXT}section-source",
    f"{TEXT}hidden-text",
    f"{DRAW}object",
    f"{DRAW}object-ole",
    f"{DRAW}plugin",
    f"{DRAW}applet",
)


def cleaned(data: bytes) -> bytes:
    """Give the document without properties, comments, margins, hidden text and foreign parts."""
    parts = {name: part for name, part in unpack(data).items() if _KEPT_PART.fullmatch(name)}
    roots = {
        name: parse_xml(parts[name]) for name in ("content.xml", "styles.xml") if name in parts
    }
    if "content.xml" in roots:
        content = roots["content.xml"]
        unseen = [
            e for e, _ in hidden_passages(content, read_styles(roots.get("styles.xml"), content))
        ]
        for element in unseen:
            clear_own_text(element)
    for part_name, root in roots.items():
        _clean(root)
        parts[part_name] = _written(root)
    for name, part in parts.items():
        if name.startswith("Pictures/") and picture.is_picture(part):
            parts[name] = scrub_picture.cleaned(part)
    if "META-INF/manifest.xml" in parts:
        manifest = parse_xml(parts["META-INF/manifest.xml"])
        for entry in list(manifest):
            path = entry.get(f"{MANIFEST}full-path", "")
            if path != "/" and path not in parts:
                manifest.remove(entry)
        parts["META-INF/manifest.xml"] = _written(manifest)
    return pack(parts, first="mimetype")


def _clean(root: etree._Element) -> None:
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            remove(element)
            continue
        if element.tag in _DROPPED or element.tag in AUTHOR_FIELDS or element.tag in MARGINS:
            remove(element)
            continue
        for key in [key for key in element.attrib if RSID.fullmatch(str(key))]:
            del element.attrib[key]
        if element.tag in (f"{SVG}title", f"{SVG}desc") and has_user_path(element.text or ""):
            element.text = None
        drawn = element.get(f"{DRAW}name", "")
        if drawn and not ORDINARY_NAME.fullmatch(drawn):
            del element.attrib[f"{DRAW}name"]
        _clean_target(element)
        element.text = without_hidden_characters(element.text) if element.text else element.text
        element.tail = without_hidden_characters(element.tail) if element.tail else element.tail


def _clean_target(element: etree._Element) -> None:
    target = element.get(HREF, "")
    if has_user_path(target) or target.startswith(("../", "/")):
        element.set(HREF, "")
    elif element.tag in (f"{DRAW}image", f"{DRAW}fill-image") and "://" in target:
        remove(element)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
