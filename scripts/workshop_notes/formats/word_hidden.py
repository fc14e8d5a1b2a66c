"""What a Word document hides, and the same document without it."""

from __future__ import annotations

import posixpath
import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from workshop_notes.formats import picture
from workshop_notes.formats.archive import (
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
    CHART,
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
)

_FORMATTING_NAMES = (
    "rPrChange pPrChange sectPrChange tblPrChange tcPrChange trPrChange tblGridChange "
    "tblPrExChange numberingChange cellMerge"
)
FORMATTING = frozenset(f"{W}{name}" for name in _FORMATTING_NAMES.split())
EMBEDDED = frozenset(f"{W}{name}" for name in ("object", "altChunk", "subDoc", "control"))
RSID = re.compile(r"\{[^}]*\}(?:rsid\w*|paraId|textId)|rsid\w*")
TEXT_ROOTS = (f"{W}document", f"{W}footnotes", f"{W}endnotes")
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
_XML = (".xml", ".rels")
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
# What is taken out of the settings, and what is said of it.
_SETTINGS = {
    "docVars": "document variables",
    "mailMerge": "the source of a mail merge",
    "rsids": "identifiers of editing sessions",
    "trackRevisions": "the setting that tracks changes",
    "attachedTemplate": "",
    "writeProtection": "",
}
_REFERRING = (
    *(f"{W}embed{face}" for face in ("Regular", "Bold", "Italic", "BoldItalic")),
    f"{CHART}externalData",
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
    """List what a Word document hides: what cleaning it takes out, and what a person decides."""
    return merged(_clean(data, {}))


def cleaned(data: bytes, _path: str = "") -> bytes:
    """Give the document without properties, comments, margins, hidden text and foreign parts."""
    clean: dict[str, etree._Element | bytes] = {}
    deque(_clean(data, clean), maxlen=0)
    return pack(
        {
            name: part
            if isinstance(part, bytes)
            else etree.tostring(part, encoding="UTF-8", xml_declaration=True, standalone=True)
            for name, part in clean.items()
        }
    )


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


def _clean(data: bytes, clean: dict[str, etree._Element | bytes]) -> Iterator[Finding]:
    """Put the parts that stay into `clean`, without what is hidden, and give what was."""
    parts = parts_of(data)
    roots = {name: parse_xml(parts[name]) for name in sorted(parts) if name.endswith(_XML)}
    cascade = Cascade(roots.get("word/styles.xml"))
    for name in sorted(parts):
        kept = _KEPT_PART.fullmatch(name)
        if name in roots:
            if not name.endswith(".rels"):
                yield from _in_xml(name, roots[name], cascade)
            if kept or name.startswith("word/"):
                yield from _markup(roots[name], name)
        elif picture.is_picture(parts[name]) and name.startswith("word/media/"):
            yield from picture.metadata(parts[name], name)
        elif name.startswith("word/media/"):
            yield Finding("hidden-metadata", "a drawing that cannot be checked", name)
        if kept and name in roots:
            clean[name] = roots[name]
        elif kept:
            drawn = picture.is_picture(parts[name])
            clean[name] = picture.cleaned(parts[name]) if drawn else parts[name]
        yield from _foreign_part(name)
    yield from _relations(roots, clean)
    if bytes_outside_parts(data):
        yield Finding("hidden-embedded", "bytes that belong to no part", "the archive")


def _in_xml(name: str, root: etree._Element, cascade: Cascade) -> Iterator[Finding]:
    if name.startswith("docProps/"):
        yield from _properties(root, name)
    elif name.startswith("customXml/"):
        if "itemProps" not in name and (
            any(str(text).strip() for text in root.itertext()) or len(root)
        ):
            yield Finding("hidden-property", "custom XML", name)
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
        yield from _text(root, name, cascade)
    elif root.tag == f"{W}settings":
        for tag, what in _SETTINGS.items():
            for element in root.findall(f"{W}{tag}"):
                root.remove(element)
                if what:
                    yield Finding("hidden-property", what, name)
    elif root.tag == f"{W}styles":
        yield from _styles(root, name)


def _text(root: etree._Element, name: str, cascade: Cascade) -> Iterator[Finding]:
    yield from _changes(root, name)
    cascade.page = page_color(root)
    numbers = paragraph_numbers(root)
    text = "".join(element.text or "" for element in root.iter(f"{W}t"))
    paragraphs = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p"))
    shown = words_shown(" ".join(paragraphs))
    unseen = []
    for run, why in hidden_runs(root, cascade):
        unseen.append(run)
        yield Finding("hidden-text", why, _place(name, run, numbers))
    for one in fields(root):
        if one.is_personal and one.runs:
            unseen += one.runs
            yield Finding("hidden-property", "a field that shows a property of the file", name)
        if one.kind in FETCHING_FIELDS:
            yield Finding("hidden-link", "a field that reads another file", name)
    for run in unseen:
        remove(run)
    for simple in list(root.iter(f"{W}fldSimple")):
        if _is_unfit(simple.get(f"{W}instr", "")):
            unwrap(simple)
    for code in root.iter(f"{W}instrText"):
        if _is_unfit(code.text or ""):
            code.text = " QUOTE "
    for element in list(root.iter(*EMBEDDED)):
        remove(element)
        yield Finding("hidden-embedded", "an embedded object", _place(name, element, numbers))
    for element in list(root.iter(*_COMMENT_MARKS, *_MARGINS)):
        remove(element)
    for element in root.iter(f"{WP}docPr", "{*}cNvPr"):
        yield from _named(element, _place(name, element, numbers))
    yield from find_characters(text, name)
    for element in root.iter(f"{W}t"):
        element.text = without_hidden_characters(element.text or "")
    yield from _descriptions(root, shown, name)
    yield from _bookmarks(root, shown, name)


def _is_unfit(instruction: str) -> bool:
    one = Field(instruction, ())
    return one.is_personal or one.kind in FETCHING_FIELDS


def _descriptions(root: etree._Element, shown: Collection[str], name: str) -> Iterator[Finding]:
    """Take out what names or describes parts of the text; told where the text does not say it."""
    for element in walk(root):
        labels = [element.get(f"{W}val", "")] if element.tag in _LABELS else []
        for key in [key for key in element.attrib if _local(str(key)) in _DESCRIPTIONS]:
            labels.append(str(element.attrib.pop(key)))
        if any(unsaid(label, shown) for label in labels):
            yield Finding("hidden-property", "a description that no page shows", name)
    for element in list(root.iter(*_LABELS)):
        remove(element)
    for element in list(root.iter(f"{MC}Fallback")):
        beside = element.getparent()
        choices = beside.iterfind(f"{MC}Choice") if beside is not None else ()
        drawn = words_shown(" ".join(str(t) for one in choices for t in one.itertext()))
        if unsaid(" ".join(map(str, element.itertext())), drawn):
            yield Finding("hidden-text", "text for older programs alone", name)
        remove(element)


def _bookmarks(root: etree._Element, shown: Collection[str], name: str) -> Iterator[Finding]:
    """Number the bookmarks that somebody named, and what refers to them."""
    marks = [mark.get(f"{W}name", "") for mark in root.iter(f"{W}bookmarkStart")]
    own = [mark for mark in dict.fromkeys(marks) if not ORDINARY_BOOKMARK.fullmatch(mark)]
    numbered = {mark: f"b{number}" for number, mark in enumerate(own, 1)}
    for mark in own:
        if unsaid(mark, shown):
            yield Finding("hidden-property", "a bookmark's name", name)
    instructions = (f"{W}instrText", f"{W}fldSimple")
    for element in root.iter(f"{W}bookmarkStart", f"{W}hyperlink", *instructions):
        for key in ("name", "anchor"):
            if (said := element.get(f"{W}{key}", "")) in numbered:
                element.set(f"{W}{key}", numbered[said])
        for mark in numbered if element.tag in instructions else ():
            pattern = rf"(?<![\w.-]){re.escape(mark)}(?![\w.-])"
            instruction = element.get(f"{W}instr")
            if instruction is not None:
                element.set(f"{W}instr", re.sub(pattern, numbered[mark], instruction))
            element.text = re.sub(pattern, numbered[mark], element.text or "") or None


def _styles(root: etree._Element, name: str) -> Iterator[Finding]:
    """Name the styles that somebody named, and that say nothing of the text, by their number."""
    for number, style in enumerate(root.iter(f"{W}style"), 1):
        for alias in style.findall(f"{W}aliases"):
            style.remove(alias)
        named = style.find(f"{W}name")
        if named is None or style.get(f"{W}customStyle", "0") in OFF:
            continue
        if unsaid(named.get(f"{W}val", ""), _STYLE_WORDS):
            named.set(f"{W}val", f"Style {number}")
            yield Finding("hidden-property", "a style's name", name)


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
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            if element.text and element.text.strip():
                yield Finding("hidden-comment", "a comment in the XML", name)
            remove(element)
        elif element.tag in _REFERRING or element.tag in _EDITORS:
            if element.get(f"{W}ed"):
                yield Finding("hidden-property", "the name of an editor", name)
            remove(element)
        else:
            for key in [key for key in element.attrib if RSID.fullmatch(str(key))]:
                rsids += 1
                del element.attrib[key]
    if rsids:
        yield Finding("hidden-property", "identifiers of editing sessions", name, rsids)


def _named(element: etree._Element, place: str) -> Iterator[Finding]:
    named = element.get("name", "")
    paths = [key for key, said in element.attrib.items() if has_user_path(str(said))]
    for key in paths:
        element.set(str(key), "")
    if paths:
        yield Finding("hidden-alt-path", "a path in a picture's description", place)
    if not ORDINARY_NAME.fullmatch(named):
        element.set("name", "")
        if not paths:
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


def _foreign_part(name: str) -> Iterator[Finding]:
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


def _relations(
    roots: Mapping[str, etree._Element], clean: dict[str, etree._Element | bytes]
) -> Iterator[Finding]:
    """Drop the relations and content types of parts that are gone, and what refers to them."""
    for name in [name for name in roots if name.endswith(".rels")]:
        folder, _, last = name.rpartition("_rels/")
        owner = folder + last.removesuffix(".rels")
        gone: set[str] = set()
        for relation in [one for one in roots[name] if isinstance(one.tag, str)]:
            target, kind = relation.get("Target", ""), posixpath.basename(relation.get("Type", ""))
            if relation.get("TargetMode") != "External":
                at = (
                    target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                )
                if posixpath.normpath(at) in clean:
                    continue
            elif has_user_path(target):
                yield Finding("hidden-link", "a link to a file on somebody's machine")
            elif kind == "hyperlink":
                continue
            else:
                yield Finding("hidden-link", f"an external {_known(kind)}")
            gone.add(relation.get("Id", ""))
            roots[name].remove(relation)
        if owner and owner not in clean:
            clean.pop(name, None)
        elif isinstance(part := clean.get(owner), etree._Element) and gone:
            _without_references(part, gone)
    types = clean.get("[Content_Types].xml", b"")
    for element in list(types) if not isinstance(types, bytes) else ():
        named = element.get("PartName", "").lstrip("/")
        if named and named not in clean:
            remove(element)


def _without_references(root: etree._Element, gone: set[str]) -> None:
    for element in list(walk(root)):
        referred = [said for key, said in element.attrib.items() if str(key).startswith(_R)]
        if not any(str(said) in gone for said in referred):
            continue
        if element.tag == f"{W}hyperlink":
            unwrap(element)
        else:
            remove(next(element.iterancestors(f"{W}drawing"), element))


def _known(local: str) -> str:
    """Repeat a name of the format; a made-up one could be somebody's."""
    return local if re.fullmatch(r"[A-Za-z]{1,24}", local) else "(unusual)"


def _local(key: str) -> str:
    return key.rpartition("}")[2]


def _place(name: str, element: etree._Element, numbers: Mapping[etree._Element, int]) -> str:
    above = (element, *element.iterancestors())
    number = next((numbers[one] for one in above if one in numbers), 0)
    return f"{name}, paragraph {number}" if number else name
