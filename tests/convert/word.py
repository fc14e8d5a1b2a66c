"""Word documents made by hand from the XML of their body."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def run(text: str, properties: str = "") -> str:
    """A run of text with its properties' XML."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, style: str = "", properties: str = "") -> str:
    """A paragraph of one run."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{properties}</w:pPr>{run(text)}</w:p>"


def item(text: str, number: int, level: int = 0) -> str:
    """A paragraph in the list with a number of `numbering`."""
    mark = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, properties=mark)


def cell(content: str, properties: str = "") -> str:
    """A cell of a table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: str) -> str:
    """A table of rows of cells."""
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def style(identity: str, name: str, inner: str = "", based: str = "") -> str:
    """A paragraph style."""
    based = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/>{based}{inner}'
        "</w:style>"
    )


def numbering(*lists: tuple[str, int]) -> str:
    """Lists 1, 2, …: each a number format and a first number, on all levels."""
    abstract = concrete = ""
    for number, (kind, start) in enumerate(lists, 1):
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="{start if level == 0 else 1}"/>'
            f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="%{level + 1}."/></w:lvl>'
            for level in range(9)
        )
        abstract += f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>'
        concrete += f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
    return abstract + concrete


STYLES = "".join(
    (
        style("Normal", "Normal"),
        style("Title", "Title"),
        style("Subtitle", "Subtitle"),
        style("Heading1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
        style("Heading2", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        style("Titre1", "heading 1"),
        style("Section", "Section head", based="Heading1"),
        style("Outlined", "Outlined", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        style("Quote", "Quote"),
        style("TOC1", "toc 1"),
        style("Secret", "Secret", "<w:rPr><w:vanish/></w:rPr>"),
        style(
            "ListBullet2", "List Bullet 2", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        ),
    )
)


def word(
    body: str,
    *,
    footnotes: str = "",
    endnotes: str = "",
    styles: str = STYLES,
    lists: str = numbering(("bullet", 1), ("decimal", 1), ("decimal", 5), ("lowerLetter", 1)),
    links: Mapping[str, str] | None = None,
    parts: Mapping[str, tuple[str, str]] | None = None,
    main: str = "word/document.xml",
) -> bytes:
    """A Word document.

    `links` maps relation ids to addresses; `parts` maps further part names to their relation's kind
    and content.
    """
    texts = {
        "styles": styles,
        "numbering": lists,
        "footnotes": footnotes,
        "endnotes": endnotes,
    }
    files = {main: f"<w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"}
    relations = ""
    overrides = f'<Override PartName="/{main}" ContentType="{_TYPE}.document.main+xml"/>'
    for kind, text in texts.items():
        if text:
            files[f"word/{kind}.xml"] = f"<w:{kind} {SPACES}>{text}</w:{kind}>"
            relations += (
                f'<Relationship Id="r-{kind}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
            )
            overrides += f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
    for name, (kind, content) in (parts or {}).items():
        files[name] = content
        target = name.removeprefix("word/")
        relations += f'<Relationship Id="r-{target}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    for identity, address in (links or {}).items():
        relations += (
            f'<Relationship Id="{identity}" Type="{_OFFICE}/hyperlink" Target="{address}" '
            'TargetMode="External"/>'
        )
    package = "http://schemas.openxmlformats.org/package/2006"
    files["[Content_Types].xml"] = (
        f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    files["_rels/.rels"] = (
        f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="{main}"/></Relationships>'
    )
    folder, _, name = main.rpartition("/")
    files[f"{folder}/_rels/{name}.rels"] = (
        f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>'
    )
    target_file = io.BytesIO()
    with zipfile.ZipFile(target_file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>\n{files[name]}')
    return target_file.getvalue()
