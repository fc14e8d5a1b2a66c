"""Every word of an original, counted from its bytes by readers that share nothing with the others.

What is shown, hidden, repeated or left behind is counted alike; whoever reads the original for the
page has to say where each word went. A test holds that this module imports nothing of this package:
no parser, no table, no judgement of what can be seen.
"""

from __future__ import annotations

import ctypes
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import yaml

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_NAMES = yaml.load(  # every value stays the text that it is
    Path(__file__).with_name("count.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)
_WORD_ROOT = re.compile(rf"<(?:[\w.-]+:)?(?:{'|'.join(_NAMES['word-roots'])})[\s>]".encode())
_WORD_GAPS = frozenset(_NAMES["word-gaps"] + _NAMES["formula-gaps"])
_ODF_GAPS = frozenset(f"{_TEXT}{name}" for name in _NAMES["opendocument-gaps"])
_HTML_GAPS = frozenset(_NAMES["html-gaps"])
_ONE_LETTER = 6  # bytes, with the signs at the begin and end of the text
_SILENT = frozenset({"script", "style"})
_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(?=[^\n]*:)(?:[ \t#\]}-][^\n]*\n|[\w\"'][^\n:]*:(?:[ \t][^\n]*)?\n|\n)*?"
    r"(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
_OTHER_FRONT_MATTER = re.compile(
    r"\A(?:\+\+\+[ \t]*\n(?:[^\n]*\n)*?\+\+\+[ \t]*(?:\n|\Z)"
    r"|\{\n(?:[^\n]*\n)*?\}[ \t]*(?:\n|\Z)|(?:%[ \t][^\n]*\n)+)"
)
_CODE = re.compile(r"^[ \t]*(```|~~~).*?^[ \t]*\1|(`+)(?!`)[^\n]*?(?<!`)\2(?!`)", re.S | re.M)
_MARKDOWN = [(re.compile(found), instead) for found, instead in _NAMES["markdown"]]


def text(decoded: str) -> str:
    """Give a plain text as it is."""
    return decoded


def docx(data: bytes) -> str:
    """Give every text element of every part of a Word document."""
    return _zipped(data, _is_word_text, _of_word)


def odt(data: bytes) -> str:
    """Give every character of the body of an OpenDocument text, and of its headers and footers."""
    return _zipped(data, lambda name, _: name in ("content.xml", "styles.xml"), _of_opendocument)


def html(decoded: str) -> str:
    """Give every text node of a page's body, as the HTML standard reads it, scripts aside."""
    import tinyhtml5

    page = tinyhtml5.parse(decoded, namespace_html_elements=False)
    body = page.find("body")
    return "".join(_walked(page if body is None else body, _gap_of_page))


def markdown(text: str) -> str:
    """Give the text of a Markdown file without its marks, addresses and front matter."""
    text = _OTHER_FRONT_MATTER.sub("", _FRONT_MATTER.sub("", text))
    text = _CODE.sub(lambda code: re.sub(r"[<>&{}\[\]!]", " ", code[0]), text)
    for pattern, instead in _MARKDOWN:
        text = pattern.sub(instead, text)
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    text = re.sub(r"[*`]|~~|==(?=\S)|(?<=\S)==|(?<![^\W_])_+|_+(?![^\W_])", "", text)
    from html import unescape

    return unescape(text)


def pdf(data: bytes) -> str:
    """Give every glyph of a PDF's pages, in the order of the file."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    out, length = [], ctypes.c_ulong()
    document = pdfium.PdfDocument(data)
    for page in document:
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=12):
            for at in range(max(0, raw.FPDFPageObj_CountMarks(item.raw)) - 1, -1, -1):
                mark = raw.FPDFPageObj_GetMark(item.raw, at)
                raw.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, length)
                if length.value > _ONE_LETTER:  # a capital may stand for a small one
                    raw.FPDFPageObj_RemoveMark(item.raw, mark)
        text = page.get_textpage()
        for index in range(raw.FPDFText_CountChars(text.raw)):
            code = raw.FPDFText_GetUnicode(text.raw, index)
            out.append("-" if code == 2 else chr(code) if 8 < code < 0x110000 else "")
        out.append("\n")
        text.close()
        page.close()
    document.close()
    return "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _zipped(
    data: bytes,
    is_text: Callable[[str, bytes], bool],
    walk: Callable[[bytes], Iterator[str]],
) -> str:
    """Give the text of the parts that hold some, by their name and content."""
    out: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            content = archive.read(name) if name.endswith(".xml") else b""
            if content and is_text(name, content):
                with suppress(ElementTree.ParseError):
                    out += [*walk(content), "\n"]
    return "".join(out)


def _is_word_text(name: str, content: bytes) -> bool:
    """Say whether a part of a Word document can hold text: by its outermost element, in its bytes.

    More than those that do is no harm.
    """
    known = name.startswith(("word/charts/chart", "word/diagrams/data"))
    return name.startswith("word/") and (
        known or b"\0" in content or _WORD_ROOT.search(content) is not None
    )


def _of_word(content: bytes) -> Iterator[str]:
    """Yield the text of a part, its elements told without their spaces, which strict files vary."""
    raised = ""
    for event, one in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):
        tag = one.tag.rpartition("}")[2]
        if tag in _WORD_GAPS:
            yield " "
        if event == "start":
            continue
        if tag == "vertAlign":
            raised = "".join(one.attrib.values())
        elif tag == "r":
            raised = ""
        elif tag in ("t", "delText"):
            text = one.text or ""
            yield f" {text} " if raised and text.strip().isdigit() else text
        elif tag == "noBreakHyphen":
            yield "-"
        elif tag == "strCache":
            yield from (f" {value.text or ''} " for value in one.iterfind(".//{*}v"))


def _of_opendocument(content: bytes) -> Iterator[str]:
    root = ElementTree.fromstring(content)
    held = [*root.iter(f"{_OFFICE}text")]
    for side in ("", "-left", "-first"):
        for margin in ("header", "footer"):
            held += root.iterfind(f".//{{*}}{margin}{side}")
    for one in held:
        yield from _walked(one, lambda one: " " if one.tag in _ODF_GAPS else "")
        yield "\n"


def _gap_of_page(one: ElementTree.Element) -> str | None:
    tag = one.tag.rpartition("}")[2] if isinstance(one.tag, str) else ""
    if not tag or tag in _SILENT:
        return None
    reference = tag == "a" and (one.get("href") or "").startswith("#")
    raised = tag in ("sup", "sub") and "".join(one.itertext()).strip().isdigit()
    return " " if tag in _HTML_GAPS or reference or raised else ""


def _walked(
    root: ElementTree.Element, gap_of: Callable[[ElementTree.Element], str | None]
) -> Iterator[str]:
    """Yield the text below an element with the gap around each; nothing of one without a gap."""
    waiting: list[ElementTree.Element | str] = [root]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
            continue
        gap = gap_of(one)
        if gap is None:
            continue
        yield gap + (one.text or "")
        after: list[ElementTree.Element | str] = []
        for child in one:
            after += [child, child.tail or ""]
        waiting.append(gap)
        waiting.extend(reversed(after))
