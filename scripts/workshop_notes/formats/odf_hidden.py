"""What an OpenDocument text hides, and the same text without it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from workshop_notes.formats import picture
from workshop_notes.formats.archive import (
    RefusedError,
    bytes_outside_parts,
    pack,
    parse_xml,
    remove,
    unpack,
)
from workshop_notes.formats.document import walk
from workshop_notes.formats.hidden import (
    RESOLVE,
    Finding,
    find_characters,
    has_user_path,
    merged,
    unsaid,
    without_hidden_characters,
    words_shown,
)
from workshop_notes.formats.names import names
from workshop_notes.formats.odf import (
    AUTHOR_FIELDS,
    CONFIG,
    DRAW,
    HREF,
    MANIFEST,
    MARGINS,
    OFFICE,
    RSID,
    STYLE,
    SVG,
    TEXT,
    clear_own_text,
    hidden_passages,
    margin_words,
    paragraph_numbers,
    read_styles,
)
from workshop_notes.formats.word_hidden import ORDINARY_BOOKMARK, ORDINARY_NAME

SETTINGS = re.compile(
    r"Printer\w*|Rsid\w*|CurrentDatabase\w*|\w*Url|\w*URL|\w*Path|ModifyPassword\w*"
)
_ORDINARY_PART = re.compile(
    r"mimetype|content\.xml|styles\.xml|meta\.xml|settings\.xml|manifest\.rdf|META-INF/manifest\.xml"
    r"|layout-cache|Pictures/[^/]+|Fonts/[^/]+|Configurations2/.*|Thumbnails/.*"
)
_CONDITIONS, _LABELS = names("opendocument")["conditions"], names("opendocument")["labels"]
_MARKED = (f"{TEXT}name", f"{TEXT}ref-name")
_BOOKMARKS = tuple(
    f"{TEXT}{name}" for name in ("bookmark", "bookmark-start", "bookmark-end", "bookmark-ref")
)
_CHANGE_MARKS = tuple(f"{TEXT}{name}" for name in ("changed-region", "change", "change-start"))

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


def find_hidden(data: bytes, _path: str = "") -> list[Finding]:
    """List what an OpenDocument text hides."""
    parts = unpack(data)
    manifest = parts.get("META-INF/manifest.xml")
    if manifest and next(parse_xml(manifest).iter(f"{MANIFEST}encryption-data"), None) is not None:
        raise RefusedError(
            "encrypted-original", "this file is encrypted", "save it without a password"
        )
    roots = {
        name: parse_xml(parts[name])
        for name in ("content.xml", "styles.xml", "meta.xml", "settings.xml")
        if name in parts
    }
    found: list[Finding] = []
    if "content.xml" in roots:
        found += _content(roots["content.xml"], roots.get("styles.xml"))
    if "styles.xml" in roots:
        found += _margins(roots["styles.xml"])
    if "meta.xml" in roots:
        found += _properties(roots["meta.xml"])
    if "settings.xml" in roots:
        found += _settings(roots["settings.xml"])
    for name in ("content.xml", "styles.xml"):
        if name in roots:
            found += _markup(roots[name], name)
    found += _parts(parts)
    if bytes_outside_parts(data):
        found.append(Finding("hidden-embedded", "bytes that belong to no part", "the archive"))
    return merged(found)


def cleaned(data: bytes, _path: str = "") -> bytes:
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
            parts[name] = picture.cleaned(part)
    if "META-INF/manifest.xml" in parts:
        manifest = parse_xml(parts["META-INF/manifest.xml"])
        for entry in list(manifest):
            path = entry.get(f"{MANIFEST}full-path", "")
            if path != "/" and path not in parts:
                manifest.remove(entry)
        parts["META-INF/manifest.xml"] = _written(manifest)
    return pack(parts, first="mimetype")


def _conditions(root: etree._Element, shown: Collection[str]) -> Iterator[Finding]:
    """Find the texts of which a reader sees one or none, and what describes the rest."""
    for element in walk(root):
        for key, said in element.attrib.items():
            local = str(key).rpartition("}")[2]
            if local in _CONDITIONS and unsaid(str(said), shown):
                yield Finding("hidden-text", "a text that is shown on a condition", "the text")
            elif local in _LABELS and str(key) != f"{STYLE}title" and unsaid(str(said), shown):
                yield Finding("hidden-property", "a description that no page shows", "the text")
        if element.tag == f"{TEXT}bookmark-start" or element.tag == f"{TEXT}bookmark":
            stated = element.get(f"{TEXT}name", "")
            if not ORDINARY_BOOKMARK.fullmatch(stated) and unsaid(stated, shown):
                yield Finding("hidden-property", "a bookmark's name", "the text")


def _content(root: etree._Element, styles: etree._Element | None) -> Iterator[Finding]:
    comments = sum(1 for _ in root.iter(f"{OFFICE}annotation"))
    if comments:
        yield Finding("hidden-comment", "comment", "", comments, always=True, fix=RESOLVE)
    told = 0
    for tag, what in (
        ("insertion", "tracked insertion"),
        ("deletion", "tracked deletion"),
        ("format-change", "tracked format change"),
    ):
        number = sum(1 for _ in root.iter(f"{TEXT}{tag}"))
        told += number
        if number:
            yield Finding("hidden-tracked-change", what, "", number, always=True, fix=RESOLVE)
    marks = sum(1 for _ in root.iter(*_CHANGE_MARKS))
    if marks and not told:
        what = "tracked change"
        yield Finding("hidden-tracked-change", what, "", marks, always=True, fix=RESOLVE)
    numbers = paragraph_numbers(root)
    for element, why in hidden_passages(root, read_styles(styles, root)):
        above = (element, *element.iterancestors())
        number = next((numbers[one] for one in above if one in numbers), 0)
        yield Finding("hidden-text", why, f"paragraph {number}" if number else "the text")
    for element in root.iter(f"{OFFICE}scripts", f"{OFFICE}event-listeners"):
        if len(element):
            yield Finding("hidden-embedded", "macros")
    for _ in root.iter(f"{DRAW}object", f"{DRAW}object-ole", f"{DRAW}plugin", f"{DRAW}applet"):
        yield Finding("hidden-embedded", "an embedded object")
    yield from find_characters("".join(str(text) for text in root.itertext()), "the text")
    paragraphs = ("".join(map(str, p.itertext())) for p in root.iter(f"{TEXT}p", f"{TEXT}h"))
    yield from _conditions(root, words_shown(" ".join(paragraphs)))


def _markup(root: etree._Element, name: str) -> Iterator[Finding]:
    rsids = 0
    for element in root.iter():
        if not isinstance(element.tag, str):
            if element.text and element.text.strip():
                yield Finding("hidden-comment", "a comment in the XML", name)
            continue
        rsids += sum(1 for key in element.attrib if RSID.fullmatch(str(key)))
        if element.tag in AUTHOR_FIELDS and element.text:
            yield Finding("hidden-property", "a field that shows a property of the file", name)
        elif element.tag in (f"{SVG}title", f"{SVG}desc") and has_user_path(element.text or ""):
            yield Finding("hidden-alt-path", "a path in a picture's description", name)
        elif element.tag == f"{OFFICE}dde-source" or element.tag == f"{TEXT}section-source":
            yield Finding("hidden-link", "a passage that is read from another file", name)
        yield from _target(element, name)
        drawn = element.get(f"{DRAW}name", "")
        if drawn and has_user_path(drawn):
            yield Finding("hidden-alt-path", "a path in a picture's name", name)
        elif drawn and element.tag == f"{DRAW}frame" and not ORDINARY_NAME.fullmatch(drawn):
            yield Finding("hidden-property", "a picture's file name", name)
    if rsids:
        yield Finding("hidden-property", "identifiers of editing sessions", name, rsids)


def _target(element: etree._Element, name: str) -> Iterator[Finding]:
    target = element.get(HREF, "")
    if not target:
        return
    if has_user_path(target) or target.startswith(("../", "/")):
        yield Finding("hidden-link", "a link to a file on somebody's machine", name)
    elif element.tag in (f"{DRAW}image", f"{DRAW}fill-image") and "://" in target:
        yield Finding("hidden-link", "an external picture", name)


def _margins(root: etree._Element) -> Iterator[Finding]:
    for margin in root.iter(*MARGINS):
        if any(character.isalnum() for character in margin_words(margin)):
            kind = "a header" if "header" in str(margin.tag) else "a footer"
            yield Finding("hidden-header", f"text in {kind}")
        for _ in margin.iter(f"{OFFICE}annotation"):
            yield Finding("hidden-comment", "comment", "", always=True, fix=RESOLVE)


def _properties(root: etree._Element) -> Iterator[Finding]:
    for parent in root.iter(f"{OFFICE}meta"):
        for element in parent:
            if not isinstance(element.tag, str):
                continue
            local = etree.QName(element).localname
            said = "".join(str(text) for text in element.itertext()).strip()
            said += element.get(HREF, "")
            if said and local not in names("opendocument")["harmless"]:
                known = local if re.fullmatch(r"[a-z-]{1,24}", local) else "(unusual)"
                yield Finding("hidden-property", f"the property {known}", "meta.xml")


def _settings(root: etree._Element) -> Iterator[Finding]:
    for item in root.iter(f"{CONFIG}config-item"):
        name = item.get(f"{CONFIG}name", "")
        if (item.text or "").strip() and SETTINGS.fullmatch(name) and item.text != "false":
            yield Finding("hidden-property", "settings of somebody's machine", "settings.xml")


def _parts(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    for name in sorted(parts):
        if name.startswith("Thumbnails/"):
            yield Finding("hidden-embedded", "a preview picture of an earlier state")
        elif name.startswith(("Basic/", "Scripts/", "Dialogs/")):
            yield Finding("hidden-embedded", "macros")
        elif name.startswith(("Versions/", "VersionList")):
            yield Finding("hidden-embedded", "earlier versions")
        elif name.startswith(("Object", "ObjectReplacements/")):
            yield Finding("hidden-embedded", "an embedded object")
        elif "signatures" in name:
            yield Finding("hidden-property", "a signature")
        elif name.startswith("Pictures/") and picture.is_picture(parts[name]):
            yield from picture.metadata(parts[name], "a picture")
        elif not _ORDINARY_PART.fullmatch(name):
            yield Finding("hidden-embedded", "a part that no word processor shows")


def _clean(root: etree._Element) -> None:
    marks: dict[str, str] = {}
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            remove(element)
            continue
        if element.tag in _DROPPED or element.tag in AUTHOR_FIELDS or element.tag in MARGINS:
            remove(element)
            continue
        for key in list(element.attrib):
            local = str(key).rpartition("}")[2]
            if RSID.fullmatch(str(key)) or local in _CONDITIONS or local in _LABELS:
                del element.attrib[key]
            elif element.tag in _BOOKMARKS and str(key) in _MARKED:
                name = element.get(key, "")
                if not ORDINARY_BOOKMARK.fullmatch(name):
                    element.set(key, marks.setdefault(name, f"b{len(marks) + 1}"))
        if element.tag in (f"{SVG}title", f"{SVG}desc") and has_user_path(element.text or ""):
            element.text = None
        drawn = element.get(f"{DRAW}name", "")
        if drawn and not ORDINARY_NAME.fullmatch(drawn):
            del element.attrib[f"{DRAW}name"]
        _clean_target(element)
        if (anchor := element.get(HREF, "")).startswith("#") and anchor[1:] in marks:
            element.set(HREF, f"#{marks[anchor[1:]]}")
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
