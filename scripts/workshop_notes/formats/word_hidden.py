"""What a Word document hides, and the same document without it."""

from __future__ import annotations

import posixpath
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
    unwrap,
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
from workshop_notes.formats.word import (
    DELETIONS,
    FETCHING_FIELDS,
    INSERTIONS,
    MC,
    OFF,
    WP,
    Cascade,
    Field,
    W,
    fields,
    hidden_runs,
    page_color,
    paragraph_numbers,
    parts_of,
    value,
)

_FORMATTING_NAMES = (
    "rPrChange pPrChange sectPrChange tblPrChange tcPrChange trPrChange tblGridChange "
    "tblPrExChange numberingChange cellMerge"
)
FORMATTING = frozenset(f"{W}{name}" for name in _FORMATTING_NAMES.split())
EMBEDDED = frozenset(f"{W}{name}" for name in ("object", "altChunk", "subDoc", "control"))
RSID = re.compile(r"\{[^}]*\}(?:rsid\w*|paraId|textId)|rsid\w*")
TEXT_ROOTS = (f"{W}document", f"{W}footnotes", f"{W}endnotes")
TEXT_PART = re.compile(r"word/(?:document|footnotes|endnotes)\d*\.xml")
ORDINARY_NAME = re.compile(r"(?:(?:\w+ ){0,3}\w*?\d+)?")
_HARMLESS_NAMES = (
    "revision created modified lastPrinted language version Template TotalTime Pages Words "
    "Characters Application DocSecurity Lines Paragraphs ScaleCrop HeadingPairs LinksUpToDate "
    "CharactersWithSpaces SharedDoc HyperlinksChanged AppVersion"
)
_HARMLESS_PROPERTIES = frozenset(_HARMLESS_NAMES.split())
_ORDINARY_PART = re.compile(
    r"\[Content_Types\]\.xml|(?:.*/)?_rels/[^/]*\.rels|docProps/\w+\.xml|customXml/.*"
    r"|word/(?:document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes"
    r"|endnotes|header\d*|footer\d*|comments\w*|people)\d*\.xml"
    r"|word/theme/theme\d*\.xml|word/media/[^/]+|word/fonts/[^/]+\.odttf"
    r"|word/charts/(?:chart|style|colors)\d*\.xml|word/diagrams/\w+\.xml"
)
_OPENS_LINK = ("hyperlink",)

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
_DESCRIPTIONS = names("word")["descriptions"]
_LABELS = names("word", W)["labels"]
_STYLE_WORDS = names("word")["style-words"]
# Bookmarks that programs set by themselves.
ORDINARY_BOOKMARK = re.compile(
    r"_\w{2,8}\d+|_GoBack|OLE_LINK\d+|X[0-9a-f]{30,}|_heading=h\.\w+|b\d+"
)


def find_hidden(data: bytes, _path: str = "") -> list[Finding]:
    """List what a Word document hides."""
    parts = parts_of(data)
    found: list[Finding] = []
    for name in sorted(parts):
        if name.endswith((".xml", ".rels")):
            found += _in_xml(name, parse_xml(parts[name]), parts)
        elif picture.is_picture(parts[name]) and name.startswith("word/media/"):
            found += picture.metadata(parts[name], name)
        elif name.startswith("word/media/"):
            found.append(Finding("hidden-metadata", "a drawing that cannot be checked", name))
    found += _parts(parts)
    if bytes_outside_parts(data):
        found.append(Finding("hidden-embedded", "bytes that belong to no part", "the archive"))
    return merged(found)


def margin_words(root: etree._Element) -> str:
    """Give a header's or footer's text, page numbers aside."""
    numbers = {
        run
        for one in fields(root)
        if one.kind in ("PAGE", "NUMPAGES", "SECTIONPAGES")
        for run in one.runs
    }
    texts = (
        text.text or ""
        for run in root.iter(f"{W}r")
        if run not in numbers
        for text in run.iter(f"{W}t")
    )
    return " ".join("".join(texts).split())


def cleaned(data: bytes, _path: str = "") -> bytes:
    """Give the document without properties, comments, margins, hidden text and foreign parts."""
    parts = {name: part for name, part in parts_of(data).items() if _KEPT_PART.fullmatch(name)}
    styles = parse_xml(parts["word/styles.xml"]) if "word/styles.xml" in parts else None
    clean: dict[str, bytes] = {}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            root = parse_xml(part)
            if TEXT_PART.fullmatch(name):
                _clean_text(root, styles)
            if root.tag == f"{W}styles":
                _clean_styles(root)
            _clean_markup(root)
            clean[name] = _written(root)
        elif picture.is_picture(part):
            clean[name] = picture.cleaned(part)
        elif name.startswith("word/media/"):
            clean[name] = part
    _clean_relations(clean)
    return pack(clean)


def _in_xml(name: str, root: etree._Element, parts: Mapping[str, bytes]) -> Iterator[Finding]:
    if name.endswith(".rels"):
        yield from _links(root)
    elif name.startswith("docProps/"):
        yield from _properties(root, name)
    elif name.startswith("customXml/"):
        yield from _custom_xml(root, name)
    elif root.tag == f"{W}comments":
        number = sum(1 for _ in root.iter(f"{W}comment"))
        if number:
            yield Finding("hidden-comment", "comment", "", number, always=True, fix=RESOLVE)
    elif name.startswith("word/people"):
        if len(root):
            yield Finding("hidden-property", "the list of editors", name, len(root))
    elif root.tag in (f"{W}hdr", f"{W}ftr"):
        yield from _changes(root, name)
        if any(character.isalnum() for character in margin_words(root)):
            kind = "a header" if root.tag == f"{W}hdr" else "a footer"
            yield Finding("hidden-header", f"text in {kind}", name)
    elif root.tag in TEXT_ROOTS:
        yield from _text(root, name, parts)
    elif name.startswith("word/settings"):
        yield from _settings(root, name)
    elif root.tag == f"{W}styles":
        for style in root.iter(f"{W}style"):
            if style.get(f"{W}customStyle", "0") not in OFF and unsaid(
                value(style, "name"), _STYLE_WORDS
            ):
                yield Finding("hidden-property", "a style's name", name)
    if name.startswith("word/"):
        yield from _markup(root, name)


def _text(root: etree._Element, name: str, parts: Mapping[str, bytes]) -> Iterator[Finding]:
    yield from _changes(root, name)
    styles = _part(parts, "word/styles.xml")
    numbers = paragraph_numbers(root)
    for run, why in hidden_runs(root, Cascade(styles, page_color(root))):
        yield Finding("hidden-text", why, _place(name, run, numbers))
    for one in fields(root):
        if one.is_personal and one.runs:
            yield Finding("hidden-property", "a field that shows a property of the file", name)
        if one.kind in FETCHING_FIELDS:
            yield Finding("hidden-link", "a field that reads another file", name)
    for element in root.iter(*EMBEDDED):
        yield Finding("hidden-embedded", "an embedded object", _place(name, element, numbers))
    for element in root.iter(f"{WP}docPr", "{*}cNvPr"):
        yield from _named(element, _place(name, element, numbers))
    text = "".join(element.text or "" for element in root.iter(f"{W}t"))
    yield from find_characters(text, name)
    paragraphs = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p"))
    yield from _descriptions(root, words_shown(" ".join(paragraphs)), name)


def _descriptions(root: etree._Element, shown: Collection[str], name: str) -> Iterator[Finding]:
    """Find what names or describes parts of the text, in words that the text does not say."""
    for element in walk(root):
        labels = [element.get(f"{W}val", "")] if element.tag in _LABELS else []
        labels += [str(v) for k, v in element.attrib.items() if _local(str(k)) in _DESCRIPTIONS]
        if any(unsaid(label, shown) for label in labels):
            yield Finding("hidden-property", "a description that no page shows", name)
        elif element.tag == f"{W}bookmarkStart":
            stated = element.get(f"{W}name", "")
            if not ORDINARY_BOOKMARK.fullmatch(stated) and unsaid(stated, shown):
                yield Finding("hidden-property", "a bookmark's name", name)
        elif element.tag == f"{MC}Fallback":
            instead = " ".join(map(str, element.itertext()))
            beside = element.getparent()
            choices = beside.iterfind(f"{MC}Choice") if beside is not None else ()
            drawn = words_shown(" ".join(str(t) for one in choices for t in one.itertext()))
            if unsaid(instead, drawn):
                yield Finding("hidden-text", "text for older programs alone", name)


def _changes(root: etree._Element, name: str) -> Iterator[Finding]:
    for tags, what in (
        (INSERTIONS, "tracked insertion"),
        (DELETIONS, "tracked deletion"),
        (FORMATTING, "tracked format change"),
    ):
        number = sum(1 for _ in root.iter(*tags))
        if number:
            yield Finding("hidden-tracked-change", what, name, number, always=True, fix=RESOLVE)


def _markup(root: etree._Element, name: str) -> Iterator[Finding]:
    rsids = 0
    for element in root.iter():
        if not isinstance(element.tag, str):
            if element.text and element.text.strip():
                yield Finding("hidden-comment", "a comment in the XML", name)
            continue
        rsids += sum(1 for key in element.attrib if RSID.fullmatch(str(key)))
        if element.tag in (f"{W}permStart",) and element.get(f"{W}ed"):
            yield Finding("hidden-property", "the name of an editor", name)
    if rsids:
        yield Finding("hidden-property", "identifiers of editing sessions", name, rsids)


def _named(element: etree._Element, place: str) -> Iterator[Finding]:
    if any(has_user_path(str(said)) for said in element.attrib.values()):
        yield Finding("hidden-alt-path", "a path in a picture's description", place)
    elif not ORDINARY_NAME.fullmatch(element.get("name", "")):
        yield Finding("hidden-property", "a picture's file name", place)


def _properties(root: etree._Element, name: str) -> Iterator[Finding]:
    for element in root:
        if not isinstance(element.tag, str):
            continue
        local = etree.QName(element).localname
        text = " ".join("".join(str(part) for part in element.itertext()).split())
        if local == "Template" and re.fullmatch(r"Normal(?:\.dot[mx]?)?", text):
            continue
        if text and (local not in _HARMLESS_PROPERTIES or local == "Template"):
            yield Finding("hidden-property", f"the property {_known(local)}", name)


def _custom_xml(root: etree._Element, name: str) -> Iterator[Finding]:
    if "itemProps" in name:
        return
    if any(str(text).strip() for text in root.itertext()) or len(root):
        yield Finding("hidden-property", "custom XML", name)


def _settings(root: etree._Element, name: str) -> Iterator[Finding]:
    for tag, what in (
        ("docVars", "document variables"),
        ("mailMerge", "the source of a mail merge"),
        ("rsids", "identifiers of editing sessions"),
    ):
        if root.find(f"{W}{tag}") is not None:
            yield Finding("hidden-property", what, name)
    if root.find(f"{W}trackRevisions") is not None:
        yield Finding("hidden-property", "the setting that tracks changes", name)


def _links(root: etree._Element) -> Iterator[Finding]:
    for relation in root:
        if not isinstance(relation.tag, str) or relation.get("TargetMode") != "External":
            continue
        kind = posixpath.basename(relation.get("Type", ""))
        target = relation.get("Target", "")
        if has_user_path(target):
            yield Finding("hidden-link", "a link to a file on somebody's machine")
        elif kind not in _OPENS_LINK:
            yield Finding("hidden-link", f"an external {_known(kind)}")


def _parts(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    for name in sorted(parts):
        if name.startswith("docProps/thumbnail"):
            yield Finding("hidden-embedded", "a preview picture of an earlier state")
        elif "vbaProject" in name or "vbaData" in name:
            yield Finding("hidden-embedded", "macros")
        elif name.startswith(("word/embeddings/", "word/activeX/", "word/ole")):
            yield Finding("hidden-embedded", "an embedded file")
        elif name.startswith("word/glossary/"):
            yield Finding("hidden-embedded", "building blocks of a template")
        elif not _ORDINARY_PART.fullmatch(name):
            yield Finding("hidden-embedded", "a part that no word processor shows")


def _known(local: str) -> str:
    """Repeat a name of the format; a made-up one could be somebody's."""
    return local if re.fullmatch(r"[A-Za-z]{1,24}", local) else "(unusual)"


def _place(name: str, element: etree._Element, numbers: Mapping[etree._Element, int]) -> str:
    above = (element, *element.iterancestors())
    number = next((numbers[one] for one in above if one in numbers), 0)
    return f"{name}, paragraph {number}" if number else name


def _part(parts: Mapping[str, bytes], name: str) -> etree._Element | None:
    if name not in parts:
        return None
    try:
        return parse_xml(parts[name])
    except RefusedError:
        return None


def _clean_text(root: etree._Element, styles: etree._Element | None) -> None:
    unseen = [run for run, _ in hidden_runs(root, Cascade(styles, page_color(root)))]
    for one in fields(root):
        if one.is_personal:
            unseen += one.runs
    for run in unseen:
        remove(run)
    for simple in list(root.iter(f"{W}fldSimple")):
        one = Field(simple.get(f"{W}instr", ""), ())
        if one.is_personal or one.kind in FETCHING_FIELDS:
            unwrap(simple)
    for code in root.iter(f"{W}instrText"):
        one = Field(code.text or "", ())
        if one.is_personal or one.kind in FETCHING_FIELDS:
            code.text = " QUOTE "
    for element in list(root.iter(*EMBEDDED, *_COMMENT_MARKS, *_MARGINS, *_EDITORS)):
        remove(element)
    for element in root.iter(f"{W}t"):
        element.text = without_hidden_characters(element.text or "")
    _rename_bookmarks(root)
    for element in root.iter(f"{WP}docPr", "{*}cNvPr"):
        for key, said in list(element.attrib.items()):
            if has_user_path(str(said)):
                element.set(str(key), "")
        if not ORDINARY_NAME.fullmatch(element.get("name", "")):
            element.set("name", "")


def _rename_bookmarks(root: etree._Element) -> None:
    """Number the bookmarks that somebody named, and what refers to them."""
    marks = [mark.get(f"{W}name", "") for mark in root.iter(f"{W}bookmarkStart")]
    own = (name for name in dict.fromkeys(marks) if not ORDINARY_BOOKMARK.fullmatch(name))
    numbered = {name: f"b{number}" for number, name in enumerate(own, 1)}
    instructions = (f"{W}instrText", f"{W}fldSimple")
    for element in root.iter(f"{W}bookmarkStart", f"{W}hyperlink", *instructions):
        for key in ("name", "anchor"):
            if (said := element.get(f"{W}{key}", "")) in numbered:
                element.set(f"{W}{key}", numbered[said])
        for name in numbered if element.tag in instructions else ():
            pattern = rf"(?<![\w.-]){re.escape(name)}(?![\w.-])"
            instruction = element.get(f"{W}instr")
            if instruction is not None:
                element.set(f"{W}instr", re.sub(pattern, numbered[name], instruction))
            element.text = re.sub(pattern, numbered[name], element.text or "") or None


def _clean_styles(root: etree._Element) -> None:
    """Name the styles that somebody named, and that say nothing of the text, by their number."""
    for number, style in enumerate(root.iter(f"{W}style"), 1):
        name = style.find(f"{W}name")
        for alias in style.findall(f"{W}aliases"):
            style.remove(alias)
        if name is None or style.get(f"{W}customStyle", "0") in OFF:
            continue
        if unsaid(name.get(f"{W}val", ""), _STYLE_WORDS):
            name.set(f"{W}val", f"Style {number}")


def _local(key: str) -> str:
    return key.rpartition("}")[2]


def _clean_markup(root: etree._Element) -> None:
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            if element is not root and element.getparent() is not None:
                remove(element)
            continue
        for key in list(element.attrib):
            if RSID.fullmatch(str(key)) or _local(str(key)) in _DESCRIPTIONS:
                del element.attrib[key]
    for element in list(root.iter(*_SETTINGS, *_REFERRING, *_LABELS, f"{MC}Fallback")):
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
        referred = [said for key, said in element.attrib.items() if str(key).startswith(_R)]
        if not any(str(said) in gone for said in referred):
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
