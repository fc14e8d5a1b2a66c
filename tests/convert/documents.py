"""Random documents, and the same document written as docx, odt, html, Markdown-free text."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from html import escape

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import strategies as st

ODF = "urn:oasis:names:tc:opendocument:xmlns"
_WORDS = (
    "the council mandate of mission and civilians were protected in towns naïve Étatique l’État "
    "co-operation “fragile” renewed 2480 S/RES/2480 troops 12,000 peace— agreement; participants "
    "suggested (some) that elections"
)
_MARKUP = (
    "* ** *x* _y_ __init__ # ## 1. 2) <b> </p> < > & &amp; &copy `code` `` | [a](b) [x]: [^1] "
    "[^1]: {: .c} {{ }} + - --- === ~~~ ~~s~~ C:\\x \\ \\* a_b 5*3 ^ $x$ <!--n--> ![i](u) "
    '"q" \' ... https://example.org/a_b?c=1&d=2 e@example.org !!! : :: = 1.5'
)
_ORDINARY = tuple(_WORDS.split())
_HOSTILE = tuple(_MARKUP.split())


@dataclass(frozen=True)
class Block:
    """One block: kind is heading, paragraph, bullets, numbers, table, quote or noted."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    number: int = 1
    rows: tuple[tuple[str, ...], ...] = ()


_phrases = st.lists(
    st.one_of(st.sampled_from(_ORDINARY), st.sampled_from(_HOSTILE)), min_size=1, max_size=12
).map(" ".join)
# Each begins with a word, so that no block is empty of words or a page number.
texts = st.builds(
    "{} {}".format, st.sampled_from(("Participants", "*Some", "_They", "(It", "Zu")), _phrases
)
_raw = st.builds("{} Word".format, _phrases)
_cells = st.lists(st.one_of(texts, st.just("")), min_size=3, max_size=3).map(tuple)
blocks = st.one_of(
    st.builds(Block, st.just("heading"), texts, number=st.integers(1, 3)),
    st.builds(Block, st.just("paragraph"), st.one_of(texts, _raw)),
    st.builds(Block, st.just("bullets"), items=st.lists(texts, min_size=1, max_size=4).map(tuple)),
    st.builds(
        Block,
        st.just("numbers"),
        items=st.lists(texts, min_size=1, max_size=4).map(tuple),
        number=st.integers(1, 9),
    ),
    st.builds(Block, st.just("table"), rows=st.lists(_cells, min_size=2, max_size=3).map(tuple)),
    st.builds(Block, st.just("quote"), texts),
    st.builds(Block, st.just("noted"), texts, items=st.tuples(texts)),
)
documents = st.lists(blocks, min_size=1, max_size=8).map(tuple)


def texts_of(document: tuple[Block, ...]) -> list[str]:
    """Give every text of a document; the numbers of lists are not among them."""
    found: list[str] = []
    for block in document:
        found += [block.text, *block.items, *(cell for row in block.rows for cell in row)]
    return [text for text in found if text]


def as_docx(document: tuple[Block, ...]) -> bytes:
    """Write with python-docx; footnotes go into a part of their own."""
    made = docx.Document()
    notes: list[str] = []
    for block in document:
        if block.kind == "heading":
            made.add_heading(block.text, block.number)
        elif block.kind == "paragraph":
            made.add_paragraph(block.text)
        elif block.kind == "quote":
            made.add_paragraph(block.text, style="Intense Quote")
        elif block.kind in ("bullets", "numbers"):
            style = "List Bullet" if block.kind == "bullets" else "List Number"
            for item in block.items:
                made.add_paragraph(item, style=style)
        elif block.kind == "table":
            table = made.add_table(len(block.rows), len(block.rows[0]))
            for row, cells in zip(table.rows, block.rows, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
        elif block.kind == "noted":
            notes.append(block.items[0])
            run = made.add_paragraph(block.text).add_run()
            mark = OxmlElement("w:footnoteReference")
            mark.set(qn("w:id"), str(len(notes)))
            run._r.append(mark)
    return _with_footnotes(_saved(made), notes)


def as_odt(document: tuple[Block, ...]) -> bytes:
    """Write the XML of an OpenDocument text by hand."""
    body, notes = [], 0
    for block in document:
        text = escape(block.text, quote=False)
        if block.kind == "heading":
            body.append(f'<text:h text:outline-level="{block.number}">{text}</text:h>')
        elif block.kind == "paragraph":
            body.append(f"<text:p>{text}</text:p>")
        elif block.kind == "quote":
            body.append(f'<text:p text:style-name="Quotations">{text}</text:p>')
        elif block.kind in ("bullets", "numbers"):
            style = "LB" if block.kind == "bullets" else f"LN{block.number}"
            items = "".join(
                f"<text:list-item><text:p>{escape(item, quote=False)}</text:p></text:list-item>"
                for item in block.items
            )
            body.append(f'<text:list text:style-name="{style}">{items}</text:list>')
        elif block.kind == "table":
            body.append("<table:table>")
            for row in block.rows:
                texts = [f"<text:p>{escape(cell, quote=False)}</text:p>" for cell in row]
                cells = "".join(f"<table:table-cell>{text}</table:table-cell>" for text in texts)
                body.append(f"<table:table-row>{cells}</table:table-row>")
            body.append("</table:table>")
        elif block.kind == "noted":
            notes += 1
            note = escape(block.items[0], quote=False)
            body.append(
                f'<text:p>{text}<text:note text:id="n{notes}" text:note-class="footnote">'
                f"<text:note-citation>{notes}</text:note-citation><text:note-body>"
                f"<text:p>{note}</text:p></text:note-body></text:note></text:p>"
            )
    return odt("".join(body))


def odt(body: str, styles: str = "") -> bytes:
    """Wrap a body of text:… elements into an OpenDocument text."""
    numbers = "".join(
        f'<text:list-style style:name="LN{start}"><text:list-level-style-number text:level="1" '
        f'style:num-format="1" text:start-value="{start}"/></text:list-style>'
        for start in range(1, 10)
    )
    names = ("office", "text", "table", "style", "drawing")
    spaces = " ".join(
        f'xmlns:{"draw" if name == "drawing" else name}="{ODF}:{name}:1.0"' for name in names
    )
    spaces += f' xmlns:fo="{ODF}:xsl-fo-compatible:1.0" xmlns:svg="{ODF}:svg-compatible:1.0"'
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    spaces += ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>'
        f'<office:automatic-styles><text:list-style style:name="LB"><text:list-level-style-bullet '
        f'text:level="1" text:bullet-char="•"/></text:list-style>{numbers}{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return target.getvalue()


def as_html(document: tuple[Block, ...]) -> bytes:
    """Write an article page with footnotes as a list at its end."""
    body, notes = [], []
    for block in document:
        text = escape(block.text)
        if block.kind == "heading":
            body.append(f"<h{block.number}>{text}</h{block.number}>")
        elif block.kind == "paragraph":
            body.append(f"<p>{text}</p>")
        elif block.kind == "quote":
            body.append(f"<blockquote><p>{text}</p></blockquote>")
        elif block.kind in ("bullets", "numbers"):
            tag = "ul" if block.kind == "bullets" else f'ol start="{block.number}"'
            items = "".join(f"<li>{escape(item)}</li>" for item in block.items)
            body.append(f"<{tag}>{items}</{tag[:2]}>")
        elif block.kind == "table":
            rows = "".join(
                "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
                for row in block.rows
            )
            body.append(f"<table>{rows}</table>")
        elif block.kind == "noted":
            number = len(notes) + 1
            notes.append(
                f'<li id="fn{number}">{escape(block.items[0])} <a href="#ref{number}">↩</a></li>'
            )
            mark = f'<sup><a href="#fn{number}" id="ref{number}">{number}</a></sup>'
            body.append(f"<p>{text}{mark}</p>")
    listed = f"<ol>{''.join(notes)}</ol>" if notes else ""
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><article>{"".join(body)}'
    return f"{page}{listed}</article></body></html>".encode()


def as_text(document: tuple[Block, ...]) -> bytes:
    """Write plain text: a blank line between blocks, list items a line each, tables as lines."""
    parts: list[str] = []
    for block in document:
        if block.kind == "bullets":
            parts.append("\n".join(f"• {item}" for item in block.items))
        elif block.kind == "numbers":
            numbered = enumerate(block.items, block.number)
            parts.append("\n".join(f"{number}. {item}" for number, item in numbered))
        elif block.kind == "table":
            parts.append("\n".join(" ".join(row) for row in block.rows))
        else:
            parts += [block.text, *block.items]
    return "\n\n".join(parts).encode()


def _saved(made: docx.document.Document) -> bytes:
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _with_footnotes(data: bytes, notes: list[str]) -> bytes:
    if not notes:
        return data
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    listed = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r>'
        f'<w:t xml:space="preserve"> {escape(note, quote=False)}</w:t></w:r></w:p></w:footnote>'
        for number, note in enumerate(notes, 1)
    )
    return with_part(
        data,
        "word/footnotes.xml",
        f'<w:footnotes xmlns:w="{space}">{listed}</w:footnotes>',
        "footnotes",
    )


def with_part(data: bytes, name: str, content: str, kind: str) -> bytes:
    """Add a part to a Word document, with its type and relationship."""
    source = zipfile.ZipFile(io.BytesIO(data))
    target = io.BytesIO()
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in source.namelist():
            text = source.read(member)
            if member == "[Content_Types].xml":
                override = (
                    f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-'
                    f'officedocument.wordprocessingml.{kind}+xml"/></Types>'
                )
                text = text.replace(b"</Types>", override.encode())
            if member == "word/_rels/document.xml.rels":
                relation = (
                    f'<Relationship Id="rAdded{kind}" Type="{base}/{kind}" '
                    f'Target="{name.removeprefix("word/")}"/></Relationships>'
                )
                text = text.replace(b"</Relationships>", relation.encode())
            archive.writestr(member, text)
        archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return target.getvalue()
