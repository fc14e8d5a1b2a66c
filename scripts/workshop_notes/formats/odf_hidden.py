"""What an OpenDocument text hides, and the same text without it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator

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
_SCRIPTS = (f"{OFFICE}scripts", f"{OFFICE}event-listeners")
_COMMENT = Finding("hidden-comment", "comment", "", always=True, fix=RESOLVE)
_ELSEWHERE = Finding("hidden-link", "a passage that is read from another file")
# What is taken out, and what is said of it.
_DROPPED = {
    f"{OFFICE}annotation": _COMMENT,
    f"{OFFICE}annotation-end": None,
    **dict.fromkeys(_SCRIPTS, Finding("hidden-embedded", "macros")),
    f"{OFFICE}dde-source": _ELSEWHERE,
    f"{TEXT}section-source": _ELSEWHERE,
    f"{TEXT}hidden-text": None,
    **dict.fromkeys(
        (f"{DRAW}{name}" for name in ("object", "object-ole", "plugin", "applet")),
        Finding("hidden-embedded", "an embedded object"),
    ),
}
_READ = ("content.xml", "styles.xml", "meta.xml", "settings.xml", "META-INF/manifest.xml")


def find_hidden(data: bytes, _path: str = "") -> list[Finding]:
    """List what an OpenDocument text hides: what cleaning it takes out, or a person decides."""
    return merged(_clean(data, {}))


def cleaned(data: bytes, _path: str = "") -> bytes:
    """Give the document without properties, comments, margins, hidden text and foreign parts."""
    clean: dict[str, etree._Element | bytes] = {}
    deque(_clean(data, clean), maxlen=0)
    return pack(
        {
            name: part
            if isinstance(part, bytes)
            else etree.tostring(part, encoding="UTF-8", xml_declaration=True)
            for name, part in clean.items()
        },
        first="mimetype",
    )


def _clean(data: bytes, clean: dict[str, etree._Element | bytes]) -> Iterator[Finding]:
    """Put the parts that stay into `clean`, without what is hidden, and give what was."""
    parts = unpack(data)
    roots = {name: parse_xml(parts[name]) for name in _READ if name in parts}
    manifest = roots.get("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(f"{MANIFEST}encryption-data"), None) is not None:
        raise RefusedError(
            "encrypted-original", "this file is encrypted", "save it without a password"
        )
    content, styles = roots.get("content.xml"), roots.get("styles.xml")
    if content is not None:
        yield from _content(content, styles)
    if styles is not None:
        yield from _margins(styles)
    if "meta.xml" in roots:
        yield from _properties(roots["meta.xml"])
    if "settings.xml" in roots:
        yield from _settings(roots["settings.xml"])
    for name in ("content.xml", "styles.xml"):
        if name in roots:
            yield from _markup(roots[name], name)
    for name in sorted(parts):
        yield from _foreign_part(name, parts[name])
        if _KEPT_PART.fullmatch(name):
            drawn = name.startswith("Pictures/") and picture.is_picture(parts[name])
            clean[name] = roots.get(name, picture.cleaned(parts[name]) if drawn else parts[name])
    for entry in list(manifest) if manifest is not None else ():
        path = entry.get(f"{MANIFEST}full-path", "")
        if path != "/" and path not in clean:
            remove(entry)
    if bytes_outside_parts(data):
        yield Finding("hidden-embedded", "bytes that belong to no part", "the archive")


def _content(root: etree._Element, styles: etree._Element | None) -> Iterator[Finding]:
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
    yield from find_characters("".join(str(text) for text in root.itertext()), "the text")
    paragraphs = ("".join(map(str, p.itertext())) for p in root.iter(f"{TEXT}p", f"{TEXT}h"))
    shown = words_shown(" ".join(paragraphs))
    numbers = paragraph_numbers(root)
    unseen = list(hidden_passages(root, read_styles(styles, root)))
    for element, why in unseen:
        clear_own_text(element)
        above = (element, *element.iterancestors())
        number = next((numbers[one] for one in above if one in numbers), 0)
        yield Finding("hidden-text", why, f"paragraph {number}" if number else "the text")
    yield from _descriptions(root, shown)


def _descriptions(root: etree._Element, shown: Collection[str]) -> Iterator[Finding]:
    """Take out the texts of which a reader sees one or none, and what describes the rest."""
    marks: dict[str, str] = {}
    for element in walk(root):
        for key, said in element.attrib.items():
            local = str(key).rpartition("}")[2]
            if local in _CONDITIONS and unsaid(str(said), shown):
                yield Finding("hidden-text", "a text that is shown on a condition", "the text")
            elif local in _LABELS and str(key) != f"{STYLE}title" and unsaid(str(said), shown):
                yield Finding("hidden-property", "a description that no page shows", "the text")
        for key in _MARKED if element.tag in _BOOKMARKS else ():
            name = element.get(key, "")
            if name and not ORDINARY_BOOKMARK.fullmatch(name):
                if name not in marks and unsaid(name, shown):
                    yield Finding("hidden-property", "a bookmark's name", "the text")
                element.set(key, marks.setdefault(name, f"b{len(marks) + 1}"))
    for element in walk(root):
        if (anchor := element.get(HREF, "")).startswith("#") and anchor[1:] in marks:
            element.set(HREF, f"#{marks[anchor[1:]]}")


def _markup(root: etree._Element, name: str) -> Iterator[Finding]:
    rsids = 0
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            if element.text and element.text.strip():
                yield Finding("hidden-comment", "a comment in the XML", name)
            remove(element)
            continue
        if element.tag in _DROPPED:
            finding = _DROPPED[element.tag]
            if finding and (len(element) or element.tag not in _SCRIPTS):
                yield finding
            remove(element)
            continue
        if element.tag in AUTHOR_FIELDS or element.tag in MARGINS:
            if element.tag in AUTHOR_FIELDS and element.text:
                yield Finding("hidden-property", "a field that shows a property of the file", name)
            remove(element)
            continue
        for key in list(element.attrib):
            local = str(key).rpartition("}")[2]
            if RSID.fullmatch(str(key)):
                rsids += 1
                del element.attrib[key]
            elif local in _CONDITIONS or local in _LABELS:
                del element.attrib[key]
        yield from _drawn(element, name)
        element.text = without_hidden_characters(element.text) if element.text else element.text
        element.tail = without_hidden_characters(element.tail) if element.tail else element.tail
    if rsids:
        yield Finding("hidden-property", "identifiers of editing sessions", name, rsids)


def _drawn(element: etree._Element, name: str) -> Iterator[Finding]:
    if element.tag in (f"{SVG}title", f"{SVG}desc") and has_user_path(element.text or ""):
        element.text = None
        yield Finding("hidden-alt-path", "a path in a picture's description", name)
    drawn = element.get(f"{DRAW}name", "")
    if drawn and not ORDINARY_NAME.fullmatch(drawn):
        del element.attrib[f"{DRAW}name"]
        if has_user_path(drawn):
            yield Finding("hidden-alt-path", "a path in a picture's name", name)
        elif element.tag == f"{DRAW}frame":
            yield Finding("hidden-property", "a picture's file name", name)
    target = element.get(HREF, "")
    if has_user_path(target) or target.startswith(("../", "/")):
        element.set(HREF, "")
        yield Finding("hidden-link", "a link to a file on somebody's machine", name)
    elif element.tag in (f"{DRAW}image", f"{DRAW}fill-image") and "://" in target:
        remove(element)
        yield Finding("hidden-link", "an external picture", name)


def _margins(root: etree._Element) -> Iterator[Finding]:
    for margin in root.iter(*MARGINS):
        if any(character.isalnum() for character in margin_words(margin)):
            kind = "a header" if "header" in str(margin.tag) else "a footer"
            yield Finding("hidden-header", f"text in {kind}")


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


def _foreign_part(name: str, part: bytes) -> Iterator[Finding]:
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
    elif name.startswith("Pictures/") and picture.is_picture(part):
        yield from picture.metadata(part, "a picture")
    elif not _ORDINARY_PART.fullmatch(name):
        yield Finding("hidden-embedded", "a part that no word processor shows")
