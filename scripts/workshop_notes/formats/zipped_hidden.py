"""What a Word document or an OpenDocument text hides, and the same document without it.

Both are archives of XML. One walk takes out what the tables below name and tells what it took, so
that whatever is found can be removed; what only a person can decide (changes, comments) is told.
"""

from __future__ import annotations

import posixpath
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

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
    unsaid,
    without_hidden_characters,
    words_shown,
)
from workshop_notes.formats.names import names, reasons
from workshop_notes.formats.odf import DRAW, HREF, OFFICE
from workshop_notes.formats.office_read import SPACES, tag, tags, unresolved
from workshop_notes.formats.word import OFF, Field, R, W, fields

Parts = dict[str, etree._Element | bytes]

_SESSIONS = "identifiers of editing sessions"
_UNDESCRIBED = ("hidden-property", "a description that no page shows")
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
# One word of a format, a color, an identifier, or the address of a format.
_PLAIN = re.compile(
    r"[a-z][A-Za-z0-9]*(?:-[a-z0-9]+)*|#?[0-9A-Fa-f]{3,8}|\{[0-9A-Fa-f-]{36}\}|rsid\w*"
    r"|(?:https?://schemas\.(?:openxmlformats\.org|microsoft\.com)|urn:schemas-microsoft-com)\S*"
)
_JOINED = re.compile(r"_[0-9a-f]{2}_|(?<=[a-z])(?=[A-Z])")
_LISTING = re.compile(r"\[Content_Types\]\.xml|META-INF/.*|.*\.rels")
_LOOKED_AT = frozenset(("name", "id", f"{DRAW}name", HREF))
_NEEDED = ("val", "name")  # attributes that must be there
_IN_PARAGRAPH: Any = etree.XPath(
    ".//text()[not(parent::svg:title or parent::svg:desc)]", namespaces=SPACES
)
_OF_PICTURES: Any = etree.XPath(
    "//draw:frame[not(normalize-space(draw:text-box))]/*[self::svg:*]//text()",
    namespaces=SPACES,
)
# What of a field's code says how its result is written.
_FORM = re.compile(r'\\[@#]\s*(?:"[^"]*"|\S+)|\\\*\s*\w+')
_KNOWN = {"word": names("word"), "opendocument": names("opendocument")}
_FORMAT_WORDS = _KNOWN["word"]["style-words"]
_FIELD_WORDS = words_shown(
    " ".join(one for kind in _KNOWN["word"] if "field" in kind for one in _KNOWN["word"][kind])
)
_LABELS = names("word", W)["labels"]
_CHANGED = frozenset(map(tag, reasons("changes")))
_READ_TEXTS = names("texts")["read"]
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
    read = (name for name in sorted(parts) if _READ.fullmatch(name) and name not in _SETTING)
    roots = {name: parse_xml(parts[name]) for name in read}
    numbered: dict[str, str] = {}
    unseen: dict[etree._Element, str] = {}
    referred = {
        (str(one.tag).removesuffix("Reference"), one.get(f"{W}id"))
        for root in roots.values()
        for one in root.iter(*tags("w:footnoteReference w:endnoteReference"))
    }
    for root in roots.values():
        for note in root.iter(*tags("w:footnote w:endnote")):
            if (str(note.tag), note.get(f"{W}id")) not in referred:
                texts = (run for run in note.iter(*word.RUNS) if whole_text(run).strip())
                unseen.update(dict.fromkeys(texts, "note that nothing refers to"))
        if root.tag in _TEXTS[:3]:
            cascade = word.cascade_of(parts.get("word/styles.xml", b""))
            unseen.update(word.hidden_runs(root, cascade, word.page_color(root)))
        elif root.tag == _TEXTS[3]:
            styles = [roots["styles.xml"]] if "styles.xml" in roots else []
            unseen.update(odf.hidden_passages(root, odf.Styles(*styles, root)))
    for name in sorted(parts):
        part = parts[name]
        if name in roots:
            yield from _in_tree(roots[name], name, unseen, numbered)
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
    return list(_in_tree(root, name, {}, {})), _written(root)


def _written(part: etree._Element | bytes) -> bytes:
    if isinstance(part, bytes):
        return part
    return etree.tostring(part, encoding="UTF-8", xml_declaration=True, standalone=True)


def _in_tree(
    root: etree._Element,
    name: str,
    unseen: Mapping[etree._Element, str],
    numbered: dict[str, str],
) -> Iterator[Finding]:
    """Take out of one part what is hidden there; names that tell of somebody are `numbered`."""
    yield from _about_the_file(root, name)
    shown = _FORMAT_WORDS
    yield from unresolved(root, name)
    for margin in root.iter(*_MARGINS):
        if _says_something(margin):
            header = "head" in str(margin.tag) or margin.tag == f"{W}hdr"
            yield Finding("hidden-header", f"text in a {'header' if header else 'footer'}", name)
    if root.tag in _TEXTS:
        yield from find_characters(whole_text(root), name)
        yield from _in_text(root, name, unseen)
        yield from _for_older_programs(root, name)
        known = fields(root)
        shown |= words_shown("\n".join(_read_in(root, known)))
        yield from _codes(root, known, shown, name)
    is_kept = _of_part(name) == "kept"
    if (is_kept or name.startswith("word/")) and not _LISTING.fullmatch(name):
        yield from _markup(root, name, shown if is_kept else None, numbered)


def _says_something(margin: etree._Element) -> bool:
    """Say whether a header or footer holds more than the numbers of pages."""
    numbers = set(margin.iter(*odf.PAGE_FIELDS))
    for one in fields(margin):
        if one.kind in ("PAGE", "NUMPAGES", "SECTIONPAGES"):
            numbers.update(one.runs)
    texts = margin.iter(f"{W}t") if margin.tag in _MARGINS[:2] else walk(margin)
    shown = (one for one in texts if numbers.isdisjoint((one, one.getparent())))
    drawn = (one.get("string", "") for one in margin.iter(f"{word.VML}textpath"))
    return any(letter.isalnum() for text in (*map(own_text, shown), *drawn) for letter in text)


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
            if named is not None and unsaid(named.get(f"{W}val", ""), _FORMAT_WORDS):
                named.set(f"{W}val", f"Style {number}")
                yield Finding("hidden-property", "a style's name", name)


def _read_in(root: etree._Element, known: Iterable[Field]) -> Iterator[str]:
    """Yield what the note's reader reads of a text."""
    for paragraph in root.iter(*_PARAGRAPHS):
        if paragraph.tag == f"{W}p":
            yield "".join(one.text or "" for one in paragraph.iter(*word.TEXTS))
        else:
            yield "".join(map(str, _IN_PARAGRAPH(paragraph)))
    yield from map(str, _OF_PICTURES(root))
    for drawing in root.iter(*word.DRAWINGS):
        yield from word.shown_of(drawing)
    for one in known:
        yield word.filled_in(one.form) if one.form is not None else ""


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
        taken += one.telling
    for element in taken:
        if element.tag in word.RUNS:
            remove(element)
        else:
            clear_own_text(element)


def _codes(
    root: etree._Element, known: Sequence[Field], shown: frozenset[str], name: str
) -> Iterator[Finding]:
    """Take out what the codes of fields say and no page shows, the address of a link aside."""
    numbers = _paragraph_numbers(root)
    told = {code for one in known for code in one.codes}
    loose = (code for code in root.iter(f"{W}instrText") if code not in told)
    for one in (*known, *(Field(code.text or "", codes=[code]) for code in loose)):
        link = word.LINK_FIELD.match(one.instruction)
        address = link[0] if link and not has_user_path(link[0]) else ""
        rest = _FORM.sub("", one.instruction.removeprefix(address))
        unfit = one.is_personal or one.kind in word.FETCHING_FIELDS
        if not unfit and (one.kind in word.DRAWN_FIELDS or not _tells(rest, shown | _FIELD_WORDS)):
            continue
        place = _place(name, one.codes[0], numbers)
        if link and not address:
            yield Finding("hidden-link", "a link to a file on somebody's machine", place)
        elif one.kind in _KNOWN["word"]["property-fields"]:
            yield Finding("hidden-property", _ABOUT_THE_FILE, place)
        elif not unfit:
            yield Finding("hidden-text", "words of a field that no page shows", place)
        _state(one, address)


def _for_older_programs(root: etree._Element, name: str) -> Iterator[Finding]:
    for element in list(root.iter(tag("mc:Fallback"))):
        beside = element.getparent()
        if beside is not None and word.chosen(beside) is element:
            continue
        choices = beside.iterfind(tag("mc:Choice")) if beside is not None else ()
        drawn = words_shown(" ".join(str(t) for one in choices for t in one.itertext()))
        if unsaid(" ".join(map(str, element.itertext())), drawn):
            yield Finding("hidden-text", "text for older programs alone", name)
        remove(element)


def _markup(
    root: etree._Element,
    name: str,
    shown: frozenset[str] | None,
    numbered: dict[str, str],
) -> Iterator[Finding]:
    """Take out what no page shows: elements of the tables, comments, and words.

    Of texts and attributes those stay whose words are `shown`, or the format's own; where it is
    not known what is shown, nothing is said of words.
    """
    space = "opendocument" if "opendocument" in str(root.tag) else "word"
    numbers = _paragraph_numbers(root)
    is_ascii = etree.tostring(root, method="text", encoding="unicode").isascii()
    gone: set[etree._Element] = set()
    for element in list(root.iter()):
        name_of = element.tag
        if element in gone:
            continue
        if not is_ascii:
            element.text = element.text and without_hidden_characters(element.text)
            element.tail = element.tail and without_hidden_characters(element.tail)
        if not isinstance(name_of, str):
            if element.text and element.text.strip():
                yield Finding("hidden-comment", "a comment in the XML", name)
            remove(element)
            continue
        if name_of in _CHANGED:  # which somebody has to decide about first
            gone.update(element.iter())
            continue
        if name_of in _TAKEN_OUT:
            code, _, what = _TAKEN_OUT[name_of].partition(" ")
            held = len(element) or element.text or element.get(f"{W}ed")
            if code and (held or name_of not in _MAY_BE_EMPTY):
                yield Finding(code, what, _place(name, element, numbers))
            gone.update(element.iter())
            remove(element)
            continue
        found = list(_words(element, space, shown, numbered))
        for code, what in dict.fromkeys(found):
            place = name if what == _SESSIONS else _place(name, element, numbers)
            yield Finding(code, what, place)
        if name_of in _LABELS:
            gone.update(element.iter())
            remove(element)


def _words(
    element: etree._Element,
    space: str,
    shown: frozenset[str] | None,
    numbered: dict[str, str],
) -> Iterator[tuple[str, str]]:
    """Take out the words of one element's attributes and text that no page shows."""
    of = str(element.tag)
    if of in _DRAWN or not _LOOKED_AT.isdisjoint(element.keys()):
        yield from _named(element)
    for key in map(str, element.keys()):
        if removed := _attribute(element, key, space, shown, numbered):
            yield removed
    if shown is not None and _is_unread(element) and _tells(element.text or "", shown):
        element.text = None
        yield _UNDESCRIBED if of in _DRAWN else ("hidden-text", "words that no page shows")


@lru_cache(maxsize=4096)
def _of_part(name: str) -> str:
    """Say what becomes of a part: `kept`, `dropped`, or the code and words of what is said."""
    return next(said for like, said in _PARTS if like.fullmatch(name))


@lru_cache(maxsize=4096)
def _kind(of: str, key: str, space: str) -> str:
    """Say what an attribute of an element is, by the lists of names.yml; "" where none tells."""
    local, known = key.rpartition("}")[2], _KNOWN[space]
    if _SESSION.fullmatch(key):
        return "session"
    told = of.rpartition("}")[2] if local in _NEEDED else local
    for kind in ("explained", "names", "conditions", "descriptions", "labels", "said"):
        if told in known.get(kind, ()):
            return kind
    return "names" if space != "word" and local.endswith("name") else ""


def _attribute(
    element: etree._Element,
    key: str,
    space: str,
    shown: frozenset[str] | None,
    numbered: dict[str, str],
) -> tuple[str, str] | None:
    """Take out one attribute's words that are not `shown`, and say so."""
    said, kind = element.get(key, ""), _kind(str(element.tag), key, space)
    above = element.getparent()
    if above is not None and above.tag == f"{W}style" and element.tag == f"{W}name":
        return None
    if kind == "session":
        del element.attrib[key]
        return "hidden-property", _SESSIONS
    if kind == "explained" or shown is None or not (kind or not _PLAIN.fullmatch(said)):
        return None
    if kind == "names" and said not in numbered:
        ordinary = _ORDINARY_NAME.fullmatch(said) or _ORDINARY_BOOKMARK.fullmatch(said)
        of_style = "style" in f"{element.tag}{key}" and _PLAIN.fullmatch(said)
        if ordinary or of_style or not _tells(said, shown):
            return None
        numbered[said] = f"n{len(numbered) + 1}"
        element.set(key, numbered[said])
        return "hidden-property", "a name that no page shows"
    if kind == "names":
        element.set(key, numbered[said])
        return None
    tells = _tells(said, shown)
    if tells or kind in ("conditions", "descriptions"):
        if key.rpartition("}")[2] in _NEEDED:
            element.set(key, "")
        else:
            del element.attrib[key]
    if kind == "conditions" and tells:
        return "hidden-text", "a text that is shown on a condition"
    return _UNDESCRIBED if tells else None


def _is_unread(element: etree._Element) -> bool:
    """Say whether an element's own text is none of the letters that the note's reader reads."""
    local = str(element.tag).rpartition("}")[2]
    if not (element.text or "").strip() or local in _READ_TEXTS:
        return False
    return element.tag in _DRAWN or not any(
        one.tag in _PARAGRAPHS for one in (element, *element.iterancestors())
    )


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


def _tells(text: str, shown: frozenset[str]) -> bool:
    """Say whether words that a format may have joined hold one that is not `shown`."""
    return unsaid(text, shown) and unsaid(_JOINED.sub(" ", text), shown)


def _state(one: Field, instruction: str) -> None:
    """Give a field another instruction; without one, what it shows stays."""
    for at, code in enumerate(one.codes):
        if code.tag == f"{W}instrText":
            code.text = "" if at or not one.runs else instruction or " QUOTE "
        elif instruction:
            code.set(f"{W}instr", instruction)
        else:
            unwrap(code)


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
