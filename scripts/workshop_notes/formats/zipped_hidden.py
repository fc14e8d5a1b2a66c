"""What a Word document or an OpenDocument text hides, and the same document without it.

Both are archives of XML. One walk takes out what the tables below name and tells what it took, so
that whatever is found can be removed; what only a person can decide (changes, comments) is told.
"""

from __future__ import annotations

import posixpath
import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from lxml import etree

from workshop_notes.formats import odf, picture, word
from workshop_notes.formats.archive import (
    bytes_outside_parts,
    clear_own_text,
    own_text,
    pack,
    parse_xml,
    remove,
    unwrap,
    whole_text,
)
from workshop_notes.formats.document import walk
from workshop_notes.formats.hidden import (
    Finding,
    find_characters,
    has_user_path,
    refused,
    unsaid,
    without_hidden_characters,
    words_shown,
)
from workshop_notes.formats.names import names, reasons
from workshop_notes.formats.odf import DRAW, HREF, OFFICE, STYLE, TEXT
from workshop_notes.formats.office_read import tag, tags, unresolved
from workshop_notes.formats.word import OFF, Field, R, W, fields

Parts = dict[str, etree._Element | bytes]

_SESSIONS = "identifiers of editing sessions"
_ABOUT_THE_FILE = "a field that shows a property of the file"
_TEXTS = tags("w:document w:footnotes w:endnotes office:document-content")
_PARAGRAPHS = tags("w:p text:p text:h")
_MARGINS = (*tags("w:hdr w:ftr"), *odf.MARGINS)
# Elements that are taken out, and the code and words of what is said of them; "" where nothing is.
_TAKEN_OUT: dict[str, str] = {
    **{tag(name): said for name, said in reasons("taken-out").items()},
    **dict.fromkeys(odf.AUTHOR_FIELDS, f"hidden-property {_ABOUT_THE_FILE}"),
    **dict.fromkeys(odf.MARGINS, ""),
}
# Of these something is said only where they hold something.
_MAY_BE_EMPTY = frozenset(
    (*tags("office:scripts office:event-listeners w:permStart w:permEnd"), *odf.AUTHOR_FIELDS)
)
_DRAWN = frozenset(tags("svg:title svg:desc"))
_PARTS = tuple((re.compile(like, re.S), said) for like, said in reasons("parts").items())
_READ = re.compile(
    r"(?!Object|Configurations2/|Basic/|Scripts/|Dialogs/|Versions/).*\.(?:xml|rels)"
)
_SESSION = re.compile(r"\{[^}]*\}(?:(?:paragraph-)?rsid\w*|paraId|textId)|rsid\w*")
_OF_A_MACHINE = re.compile(
    r"Printer\w*|Rsid\w*|CurrentDatabase\w*|\w*Url|\w*URL|\w*Path|ModifyPassword\w*"
)
_ORDINARY_NAME = re.compile(r"(?:(?:\w+ ){0,3}\w*?\d+)?")
# Bookmarks that programs set by themselves.
_ORDINARY_BOOKMARK = re.compile(
    r"_\w{2,8}\d+|_GoBack|OLE_LINK\d+|X[0-9a-f]{30,}|_heading=h\.\w+|b\d+"
)
_BOOKMARKS = {
    f"{W}bookmarkStart": (f"{W}name",),
    **dict.fromkeys(
        (f"{TEXT}bookmark{end}" for end in ("", "-start", "-end", "-ref")),
        (f"{TEXT}name", f"{TEXT}ref-name"),
    ),
}
_KNOWN = {"word": names("word"), "opendocument": names("opendocument")}
_LABELS = names("word", W)["labels"]
_ELEMENTS = {tag(name): words for name, words in reasons("elements").items()}
# Parts that hold no text.
_SETTING = frozenset(
    f"word/{name}.xml"
    for name in "styles stylesWithEffects theme/theme1 fontTable numbering webSettings".split()  # noqa: SIM905
)


def find_hidden(data: bytes) -> Iterator[Finding]:
    """List what a document hides: what cleaning it takes out, and what a person decides."""
    return _clean(data, {})


def cleaned(data: bytes) -> bytes:
    """Give the document without properties, comments, margins, hidden text and foreign parts."""
    clean: Parts = {}
    deque(_clean(data, clean), maxlen=0)
    return pack({name: _written(part) for name, part in clean.items()}, first="mimetype")


def _clean(data: bytes, clean: Parts) -> Iterator[Finding]:
    """Put the parts that stay into `clean`, without what is hidden, and give what was."""
    parts = word.parts_of(data)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise refused("encrypted")
    read = (name for name in sorted(parts) if _READ.fullmatch(name) and name not in _SETTING)
    roots = {name: parse_xml(parts[name]) for name in read}
    unseen: dict[etree._Element, str] = {}
    for root in roots.values():
        if root.tag in _TEXTS[:3]:
            cascade = word.cascade_of(parts.get("word/styles.xml", b""))
            unseen.update(word.hidden_runs(root, cascade, word.page_color(root)))
        elif root.tag == _TEXTS[3]:
            styles = [roots["styles.xml"]] if "styles.xml" in roots else []
            unseen.update(odf.hidden_passages(root, odf.Styles(*styles, root)))
    for name in sorted(parts):
        part = parts[name]
        if name in roots:
            yield from _in_tree(roots[name], name, unseen)
        elif name in _SETTING:
            found, part = _searched(name, part)
            yield from found
        elif name.startswith(("word/media/", "Pictures/")):
            if picture.is_picture(part):
                yield from picture.find_hidden(part, name)
                part = picture.cleaned(part)
            else:
                yield Finding("hidden-metadata", "a drawing that cannot be checked", name)
        if _of_part(name) == "kept":
            clean[name] = roots.get(name, part)
        code, _, what = _of_part(name).partition(" ")
        if what:
            yield Finding(code, what)
    yield from _relations(roots, clean)
    if bytes_outside_parts(data):
        yield Finding("hidden-embedded", "bytes that belong to no part", "the archive")


@lru_cache(maxsize=32)
def _searched(name: str, part: bytes) -> tuple[list[Finding], bytes]:
    """Give what a part that sets the text hides, and the part without it.

    Documents of one program have these parts in common, byte for byte.
    """
    root = parse_xml(part)
    return list(_in_tree(root, name, {})), _written(root)


def _written(part: etree._Element | bytes) -> bytes:
    if isinstance(part, bytes):
        return part
    return etree.tostring(part, encoding="UTF-8", xml_declaration=True, standalone=True)


def _in_tree(
    root: etree._Element, name: str, unseen: Mapping[etree._Element, str]
) -> Iterator[Finding]:
    """Take out of one part what is hidden there."""
    yield from _about_the_file(root, name)
    shown: frozenset[str] | None = None
    yield from unresolved(root, name)
    for margin in root.iter(*_MARGINS):
        if _says_something(margin):
            header = "head" in str(margin.tag) or margin.tag == f"{W}hdr"
            yield Finding("hidden-header", f"text in a {'header' if header else 'footer'}", name)
    if root.tag in _TEXTS:
        shown = words_shown(" ".join(map(_text_of, root.iter(*_PARAGRAPHS))))
        yield from find_characters(whole_text(root), name)
        yield from _in_text(root, name, unseen)
        yield from _for_older_programs(root, name)
    if _of_part(name) == "kept" or name.startswith("word/"):
        yield from _markup(root, name, shown)
    if shown is not None:
        yield from _bookmarks(root, shown, name)


def _says_something(margin: etree._Element) -> bool:
    """Say whether a header or footer holds more than the numbers of pages."""
    numbers = set(margin.iter(*odf.PAGE_FIELDS))
    for one in fields(margin):
        if one.kind in ("PAGE", "NUMPAGES", "SECTIONPAGES"):
            numbers.update(one.runs)
    texts = margin.iter(f"{W}t") if margin.tag in _MARGINS[:2] else walk(margin)
    shown = (one for one in texts if numbers.isdisjoint((one, one.getparent())))
    return any(letter.isalnum() for one in shown for letter in own_text(one))


def _about_the_file(root: etree._Element, name: str) -> Iterator[Finding]:
    """Say what a part tells of the file and of who made it; names of styles are numbered."""
    if name.startswith("docProps/") or root.tag == f"{OFFICE}document-meta":
        yield from _properties(root, name)
    elif name.startswith("customXml/"):
        held = len(root) or whole_text(root).strip()
        if held and "itemProps" not in name and not name.endswith(".rels"):
            yield Finding("hidden-property", "custom XML", name)
    elif name.startswith("word/people") and len(root):
        yield Finding("hidden-property", "the list of editors", name, len(root))
    elif root.tag == f"{OFFICE}document-settings":
        for item in root.iter(tag("config:config-item")):
            known = _OF_A_MACHINE.fullmatch(item.get(tag("config:name"), ""))
            if known and (item.text or "").strip() not in ("", "false"):
                yield Finding("hidden-property", "settings of somebody's machine", name)
    elif root.tag == f"{W}styles":
        for number, style in enumerate(root.iter(f"{W}style"), 1):
            named = style.find(f"{W}name") if style.get(f"{W}customStyle", "0") not in OFF else None
            words = _KNOWN["word"]["style-words"]  # of the names that programs give
            if named is not None and unsaid(named.get(f"{W}val", ""), words):
                named.set(f"{W}val", f"Style {number}")
                yield Finding("hidden-property", "a style's name", name)


def _text_of(paragraph: etree._Element) -> str:
    if paragraph.tag == f"{W}p":
        return "".join(one.text or "" for one in paragraph.iter(f"{W}t"))
    return whole_text(paragraph)


def _in_text(
    root: etree._Element, name: str, unseen: Mapping[etree._Element, str]
) -> Iterator[Finding]:
    """Take out what cannot be seen, and the fields that tell of the file or read another one."""
    taken = [element for element in walk(root) if element in unseen]
    numbers = _paragraph_numbers(root)
    for element in taken:
        yield Finding("hidden-text", unseen[element], _place(name, element, numbers))
    for one in fields(root):
        if one.is_personal and one.runs:
            taken += one.runs
            yield Finding("hidden-property", _ABOUT_THE_FILE, name)
        if one.kind in word.FETCHING_FIELDS:
            yield Finding("hidden-link", "a field that reads another file", name)
    for element in taken:
        if element.tag in word.RUNS:
            remove(element)
        else:
            clear_own_text(element)
    for simple in list(root.iter(f"{W}fldSimple")):
        if _is_unfit(simple.get(f"{W}instr", "")):
            unwrap(simple)
    for code in root.iter(f"{W}instrText"):
        if _is_unfit(code.text or ""):
            code.text = " QUOTE "


def _is_unfit(instruction: str) -> bool:
    one = Field(instruction)
    return one.is_personal or one.kind in word.FETCHING_FIELDS


def _for_older_programs(root: etree._Element, name: str) -> Iterator[Finding]:
    for element in list(root.iter(tag("mc:Fallback"))):
        beside = element.getparent()
        choices = beside.iterfind(tag("mc:Choice")) if beside is not None else ()
        drawn = words_shown(" ".join(str(t) for one in choices for t in one.itertext()))
        if unsaid(" ".join(map(str, element.itertext())), drawn):
            yield Finding("hidden-text", "text for older programs alone", name)
        remove(element)


def _markup(root: etree._Element, name: str, shown: Collection[str] | None) -> Iterator[Finding]:
    """Take out the elements and attributes of the tables, and comments of the XML.

    Of descriptions something is said only where `shown`, the words that readers see, lacks them.
    """
    space = "opendocument" if "opendocument" in str(root.tag) else "word"
    numbers = _paragraph_numbers(root)
    is_ascii = etree.tostring(root, method="text", encoding="unicode").isascii()
    dull: set[str] = set()  # attributes that are known to stay: most elements have no others
    for element in list(root.iter()):
        name_of, keys = element.tag, element.keys()
        if not is_ascii:
            element.text = element.text and without_hidden_characters(element.text)
            element.tail = element.tail and without_hidden_characters(element.tail)
        if not isinstance(name_of, str):
            if element.text and element.text.strip():
                yield Finding("hidden-comment", "a comment in the XML", name)
            remove(element)
            continue
        if name_of in _TAKEN_OUT:
            code, _, what = _TAKEN_OUT[name_of].partition(" ")
            held = len(element) or element.text or element.get(f"{W}ed")
            if code and (held or name_of not in _MAY_BE_EMPTY):
                yield Finding(code, what, _place(name, element, numbers))
            remove(element)
            continue
        if not dull.issuperset(keys) or name_of in _LABELS or name_of in _DRAWN:
            dull.update(key for key in map(str, keys) if not _attribute(key, space))
            for code, what in (*_attributes(element, space, shown), *_named(element)):
                place = name if what == _SESSIONS else _place(name, element, numbers)
                yield Finding(code, what, place)
        if name_of in _LABELS:
            remove(element)


def _attributes(
    element: etree._Element, space: str, shown: Collection[str] | None
) -> Iterator[tuple[str, str]]:
    """Take out attributes of one element, with the code and words of what is to be said."""
    labels = [element.get(f"{W}val", "")] if element.tag in _LABELS else []
    for key in list(element.attrib):
        if (why := _attribute(str(key), space)) in ("", "looked at"):
            continue
        said = str(element.attrib.pop(key))
        if why == "session":
            yield "hidden-property", _SESSIONS
        elif why == "description":
            labels.append(said)
        elif why == "condition" and shown is not None and unsaid(said, shown):
            yield "hidden-text", "a text that is shown on a condition"
    if shown is not None and any(unsaid(label, shown) for label in labels):
        yield "hidden-property", "a description that no page shows"


@lru_cache(maxsize=4096)
def _of_part(name: str) -> str:
    """Say what becomes of a part: `kept`, `dropped`, or the code and words of what is said."""
    return next(said for like, said in _PARTS if like.fullmatch(name))


@lru_cache(maxsize=4096)
def _attribute(key: str, space: str) -> str:
    """Say why an attribute is taken out, or that it is looked at; "" where it stays."""
    local = key.rpartition("}")[2]
    if _SESSION.fullmatch(key):
        return "session"
    if local in _KNOWN[space]["conditions"]:
        return "condition"
    if local in _KNOWN[space]["descriptions"]:
        return "title of a style" if key == f"{STYLE}title" else "description"
    return "looked at" if key in ("name", "id", f"{DRAW}name", HREF) else ""


def _named(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Take out the paths and file names of a drawing, and links to somebody's machine."""
    key, paths = f"{DRAW}name", 0
    if element.tag in _DRAWN and has_user_path(element.text or ""):
        element.text, paths = None, 1
    if is_word := str(element.tag).endswith(("}docPr", "}cNvPr")):
        key = "name"
        for one in [one for one, said in element.items() if has_user_path(str(said))]:
            element.set(one, "")
            paths += 1
    named = element.get(key, "")
    if named and not _ORDINARY_NAME.fullmatch(named):
        paths += has_user_path(named)
        if is_word:
            element.set(key, "")  # which must be there
        else:
            del element.attrib[key]
        if not paths and (is_word or element.tag == f"{DRAW}frame"):
            yield "hidden-property", "a picture's file name"
    if paths:
        yield "hidden-alt-path", "a path in a picture's description"
    target = element.get(HREF, "")
    if target and (has_user_path(target) or target.startswith(("../", "/"))):
        element.set(HREF, "")
        yield "hidden-link", "a link to a file on somebody's machine"
    elif element.tag in (f"{DRAW}image", f"{DRAW}fill-image") and "://" in target:
        remove(element)
        yield "hidden-link", "an external picture"


def _bookmarks(root: etree._Element, shown: Collection[str], name: str) -> Iterator[Finding]:
    """Number the bookmarks that somebody named, and what refers to them."""
    marks = [
        mark.get(key, "") for mark in root.iter(*_BOOKMARKS) for key in _BOOKMARKS[str(mark.tag)]
    ]
    own = [one for one in dict.fromkeys(marks) if one and not _ORDINARY_BOOKMARK.fullmatch(one)]
    numbered = {mark: f"b{number}" for number, mark in enumerate(own, 1)}
    for mark in own:
        if unsaid(mark, shown):
            yield Finding("hidden-property", "a bookmark's name", name)
    for element in walk(root) if own else ():
        for key in (*_BOOKMARKS.get(str(element.tag), ()), f"{W}anchor"):
            if (said := element.get(key, "")) in numbered:
                element.set(key, numbered[said])
        if (anchor := element.get(HREF, "")).startswith("#") and anchor[1:] in numbered:
            element.set(HREF, f"#{numbered[anchor[1:]]}")
        for mark in own if element.tag in (f"{W}instrText", f"{W}fldSimple") else ():
            pattern = rf"(?<![\w.-]){re.escape(mark)}(?![\w.-])"
            if instruction := element.get(f"{W}instr"):
                element.set(f"{W}instr", re.sub(pattern, numbered[mark], instruction))
            element.text = re.sub(pattern, numbered[mark], element.text or "") or None


def _properties(root: etree._Element, name: str) -> Iterator[Finding]:
    known = _KNOWN["opendocument" if "opendocument" in str(root.tag) else "word"]
    holders = list(root.iter(f"{OFFICE}meta")) or [root]
    for element in (one for holder in holders for one in holder if isinstance(one.tag, str)):
        local = etree.QName(element).localname
        text = " ".join(whole_text(element).split()) + element.get(HREF, "")
        normal = local == "Template" and re.fullmatch(r"Normal(?:\.dot[mx]?)?", text)
        if text and not normal and local not in known["harmless"]:
            yield Finding("hidden-property", f"the property {_said(local)}", name)


def _relations(roots: Mapping[str, etree._Element], clean: Parts) -> Iterator[Finding]:
    """Drop the relations and content types of parts that are gone, and what refers to them."""
    for name in [name for name in roots if name.endswith(".rels")]:
        folder, _, last = name.rpartition("_rels/")
        owner = folder + last.removesuffix(".rels")
        gone: set[str] = set()
        for relation in list(walk(roots[name]))[1:]:
            target, kind = relation.get("Target", ""), posixpath.basename(relation.get("Type", ""))
            if relation.get("TargetMode") != "External":
                at = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                if posixpath.normpath(at) in clean:
                    continue
            elif has_user_path(target):
                yield Finding("hidden-link", "a link to a file on somebody's machine")
            elif kind == "hyperlink":
                continue
            else:
                yield Finding("hidden-link", f"an external {_said(kind)}")
            gone.add(relation.get("Id", ""))
            remove(relation)
        if owner and owner not in clean:
            clean.pop(name, None)
        elif gone and (part := clean.get(owner)) is not None:
            clean[owner] = part = parse_xml(part) if isinstance(part, bytes) else part
            _without_references(part, gone)
    for table, key in (
        ("[Content_Types].xml", "PartName"),
        ("META-INF/manifest.xml", tag("manifest:full-path")),
    ):
        for entry in list(roots.get(table, ())):
            named = (entry.get(key) or "").lstrip("/")
            if named and named not in clean:
                remove(entry)


def _without_references(root: etree._Element, gone: set[str]) -> None:
    for element in list(walk(root)):
        referred = [str(said) for key, said in element.attrib.items() if str(key).startswith(R)]
        if gone.isdisjoint(referred):
            continue
        if element.tag == f"{W}hyperlink":
            unwrap(element)
        else:
            remove(next(element.iterancestors(f"{W}drawing"), element))


def _said(local: str) -> str:
    """Repeat a name of the format; a made-up one could be somebody's."""
    return local if re.fullmatch(r"[A-Za-z-]{1,24}", local) else "(unusual)"


def _paragraph_numbers(root: etree._Element) -> dict[etree._Element, int]:
    """Number the paragraphs of a part, from 1."""
    return {paragraph: number for number, paragraph in enumerate(root.iter(*_PARAGRAPHS), 1)}


def _place(name: str, element: etree._Element, numbers: Mapping[etree._Element, int]) -> str:
    above = (element, *element.iterancestors())
    number = next((numbers[one] for one in above if one in numbers), 0)
    shown = next((_ELEMENTS[one.tag] for one in above if one.tag in _ELEMENTS), "")
    return ", ".join(filter(None, (name, f"paragraph {number}" if number else "", shown)))
