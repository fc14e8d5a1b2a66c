"""Word documents that hide something, each in one way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

from corpus.case import FIRST, LEAK, SECOND, TITLE, Case
from corpus.pictures import jpeg_with_camera_data, plain_png, png_with_text

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{OFFICE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
STYLES = f"""<w:styles {SPACES}>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="character" w:styleId="Unseen"><w:name w:val="Unseen"/>
<w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="UnseenBase"><w:name w:val="UnseenBase"/>
<w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="UnseenChild"><w:name w:val="UnseenChild"/>
<w:basedOn w:val="UnseenBase"/></w:style></w:styles>"""
AUTHOR = 'w:id="7" w:author="Zed Invented" w:date="2020-05-21T10:00:00Z"'
CORE = (
    f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{}'
    "</cp:coreProperties>"
)
TYPES = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document."
    "main+xml",
}


def paragraph(text: str, run: str = "", properties: str = "") -> str:
    """Write one paragraph; `run` and `properties` are what its run and it are set with."""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def docx(
    body: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    relations: Mapping[str, tuple[str, str]] | None = None,
    tail: str = "",
    root: str = "",
) -> bytes:
    """Write a document: title, two paragraphs, and the body given.

    `parts` are further parts by name; `relations` maps ids to kind and target, which is external
    where it begins with `!`; `tail` stands at the body's end, `root` before its start.
    """
    document = (
        f"<w:document {SPACES}>{root}<w:body>"
        + paragraph(TITLE, properties='<w:pStyle w:val="Title"/>')
        + paragraph(FIRST)
        + body
        + paragraph(SECOND)
        + f"<w:sectPr>{tail}</w:sectPr></w:body></w:document>"
    )
    links = [_relation("rIdStyles", "styles", "styles.xml")]
    links += [_relation(key, *value) for key, value in (relations or {}).items()]
    packed: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + _relation("rId1", "officeDocument", "word/document.xml")
        + "</Relationships>",
        "word/document.xml": document,
        "word/styles.xml": STYLES,
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(links)
        + "</Relationships>",
        **(parts or {}),
    }
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{TYPES.get(name, "application/xml")}"/>'
        for name in packed
        if name.endswith(".xml")
    )
    types = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="jpeg" ContentType="image/jpeg"/>'
        f'<Default Extension="bin" ContentType="application/octet-stream"/>{overrides}</Types>'
    )
    return zipped({"[Content_Types].xml": types, **packed})


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Pack parts in the order given."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return target.getvalue()


def picture(target: str = "rIdPicture", name: str = "Picture 1", text: str = "") -> str:
    """Write a paragraph with an inline picture."""
    return (
        "<w:p><w:r><w:drawing><wp:inline><wp:extent cx='914400' cy='914400'/>"
        f'<wp:docPr id="1" name="{name}" descr="{text}"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="0" name="Picture 1"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{target}"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def box(anchor: str, text: str = LEAK) -> str:
    """Write a paragraph with a text box that is anchored as said."""
    return (
        f"<w:p><w:r><w:drawing><wp:anchor>{anchor}<a:graphic><a:graphicData uri='x'><wps:wsp>"
        f"<wps:txbx><w:txbxContent>{paragraph(text)}</w:txbxContent></wps:txbx></wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>"
    )


def table_row(text: str, properties: str) -> str:
    """Write a table of an ordinary row and one that is set as said."""
    cell = f"<w:tc><w:tcPr/>{paragraph('An ordinary cell')}</w:tc>"
    return (
        f"<w:tbl><w:tblPr/><w:tr>{cell}</w:tr>"
        f"<w:tr><w:trPr>{properties}</w:trPr><w:tc>{paragraph(text)}</w:tc></w:tr></w:tbl>"
    )


def cases() -> Iterator[Case]:
    """Yield every way of hiding that a Word document knows."""
    for name, data, code in _refused():
        decided = code == "hidden-tracked-change"
        yield Case(f"word-{name}.docx", data, refused=(code,), committed=code, scrubs=not decided)
    included = docx(
        '<w:altChunk r:id="rId9"/>',
        {"word/chunk.html": f"<p>{LEAK}</p>"},
        {"rId9": ("aFChunk", "chunk.html")},
    )
    yield Case(
        "word-included-document.docx",
        included,
        refused=("embedded-document",),
        committed="hidden-embedded",
        scrubs=False,
    )
    for name, data, code in _left_out():
        yield Case(f"word-{name}.docx", data, shows=(FIRST, SECOND), committed=code)


def _refused() -> Iterator[tuple[str, bytes, str]]:
    run = f"<w:r><w:t>{LEAK}</w:t></w:r>"
    gone = f"<w:r><w:delText>{LEAK}</w:delText></w:r>"
    change = "hidden-tracked-change"
    yield "insertion", docx(f"<w:p><w:ins {AUTHOR}>{run}</w:ins></w:p>"), change
    yield "deletion", docx(f"<w:p><w:del {AUTHOR}>{gone}</w:del></w:p>"), change
    yield "moved-from", docx(f"<w:p><w:moveFrom {AUTHOR}>{run}</w:moveFrom></w:p>"), change
    yield "moved-to", docx(f"<w:p><w:moveTo {AUTHOR}>{run}</w:moveTo></w:p>"), change
    yield (
        "deleted-row",
        docx(table_row(LEAK, f"<w:del {AUTHOR}/>")),
        change,
    )
    yield (
        "changed-format",
        docx(paragraph("set anew", f"<w:b/><w:rPrChange {AUTHOR}><w:rPr/></w:rPrChange>")),
        change,
    )
    yield (
        "changed-paragraph",
        docx(paragraph("set anew", "", f"<w:pPrChange {AUTHOR}><w:pPr/></w:pPrChange>")),
        change,
    )
    notes = (
        f'<w:footnotes {SPACES}><w:footnote w:id="2"><w:p><w:ins {AUTHOR}>{run}</w:ins></w:p>'
        "</w:footnote></w:footnotes>"
    )
    yield (
        "insertion-in-a-footnote",
        docx(
            '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
            {"word/footnotes.xml": notes},
            {"rId9": ("footnotes", "footnotes.xml")},
        ),
        change,
    )
    comment = f"<w:comments {SPACES}><w:comment {AUTHOR}>{paragraph(LEAK)}</w:comment></w:comments>"
    yield (
        "comment-in-a-renamed-part",
        docx(
            '<w:p><w:r><w:t>a passage</w:t></w:r><w:r><w:commentReference w:id="7"/></w:r></w:p>',
            {"word/remarks.xml": comment},
            {"rId9": ("comments", "remarks.xml")},
        ),
        "hidden-comment",
    )
    yield (
        "comment",
        docx(
            '<w:p><w:commentRangeStart w:id="7"/><w:r><w:t>a passage</w:t></w:r>'
            '<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r></w:p>',
            {"word/comments.xml": comment},
            {"rId9": ("comments", "comments.xml")},
        ),
        "hidden-comment",
    )


def _left_out() -> Iterator[tuple[str, bytes, str]]:
    text = "hidden-text"
    settings: dict[str, tuple[str, str]] = {
        "vanish": ("<w:vanish/>", ""),
        "vanish-by-a-style": ('<w:rStyle w:val="Unseen"/>', ""),
        "white-by-a-style-of-a-style": ("", '<w:pStyle w:val="UnseenChild"/>'),
        "white": ('<w:color w:val="FFFFFF"/>', ""),
        "nearly-white": ('<w:color w:val="FDFDFD"/>', ""),
        "white-of-the-theme": ('<w:color w:val="auto" w:themeColor="background1"/>', ""),
        "tiny": ('<w:sz w:val="2"/>', ""),
        "squeezed": ('<w:w w:val="1"/>', ""),
        "under-a-marking": ('<w:highlight w:val="black"/>', ""),
        "black-on-black": (
            '<w:color w:val="000000"/><w:shd w:val="clear" w:color="auto" w:fill="000000"/>',
            "",
        ),
        "on-a-paragraph-of-its-color": (
            '<w:color w:val="112233"/>',
            '<w:shd w:val="clear" w:fill="112233"/>',
        ),
        "on-a-solid-pattern": (
            '<w:color w:val="000000"/><w:shd w:val="solid" w:color="000000" w:fill="auto"/>',
            "",
        ),
        "squeezed-together": ('<w:spacing w:val="-300"/>', ""),
        "far-up": ('<w:position w:val="4000"/>', ""),
        "without-fill": ("<w14:textFill><w14:noFill/></w14:textFill>", ""),
        "far-left": ("", '<w:ind w:left="-30000"/>'),
        "in-a-far-frame": ("", '<w:framePr w:x="-20000" w:y="1"/>'),
        "in-a-line-without-height": ("", '<w:spacing w:line="10" w:lineRule="exact"/>'),
    }
    for name, (run, properties) in settings.items():
        yield f"text-{name}", docx(paragraph(LEAK, run, properties)), text
    yield "text-in-a-hidden-row", docx(table_row(LEAK, "<w:hidden/>")), text
    yield (
        "text-in-a-flat-row",
        docx(table_row(LEAK, '<w:trHeight w:val="5" w:hRule="exact"/>')),
        text,
    )
    far = "<wp:positionH><wp:posOffset>-90000000</wp:posOffset></wp:positionH>"
    size = '<wp:extent cx="900000" cy="900000"/>'
    yield "text-in-a-far-box", docx(box(far + size)), text
    yield "text-in-a-flat-box", docx(box('<wp:extent cx="10" cy="10"/>')), text
    yield (
        "text-in-a-hidden-box",
        docx(box(f'{size}<wp:docPr id="1" name="Box 1" hidden="1"/>')),
        text,
    )
    yield from _outside_the_text()
    yield from _links_and_fields()
    yield from _in_the_package()


def _outside_the_text() -> Iterator[tuple[str, bytes, str]]:
    for kind in ("header", "footer"):
        root = f"<w:{'hdr' if kind == 'header' else 'ftr'} {SPACES}>{paragraph(LEAK)}</w:"
        root += "hdr>" if kind == "header" else "ftr>"
        yield (
            kind,
            docx(
                "",
                {f"word/{kind}1.xml": root},
                {"rId9": (kind, f"{kind}1.xml")},
                f'<w:{kind}Reference w:type="default" r:id="rId9"/>',
            ),
            "hidden-header",
        )
    code = "hidden-property"
    for name, element in (
        ("creator", f"<dc:creator>{LEAK}</dc:creator>"),
        ("last-editor", f"<cp:lastModifiedBy>{LEAK}</cp:lastModifiedBy>"),
        ("description", f"<dc:description>{LEAK}</dc:description>"),
        ("keywords", f"<cp:keywords>{LEAK}</cp:keywords>"),
    ):
        yield f"property-{name}", docx("", {"docProps/core.xml": CORE.format(element)}), code
    extended = f'<Properties xmlns="{OFFICE}/../extended-properties"><Company>{LEAK}</Company>'
    yield "property-company", docx("", {"docProps/app.xml": extended + "</Properties>"}), code
    own = f'<Properties xmlns="{OFFICE}/../custom-properties"><property name="x">{LEAK}</property>'
    yield "property-of-its-own", docx("", {"docProps/custom.xml": own + "</Properties>"}), code
    yield "custom-xml", docx("", {"customXml/item1.xml": f"<data>{LEAK}</data>"}), code
    people = f'<w:people {SPACES}><w:person w:author="{LEAK}"/></w:people>'
    yield "list-of-editors", docx("", {"word/people.xml": people}), code
    variables = (
        f'<w:settings {SPACES}><w:docVars><w:docVar w:name="x" w:val="{LEAK}"/></w:docVars>'
        "</w:settings>"
    )
    yield "variables", docx("", {"word/settings.xml": variables}), code
    yield (
        "permitted-editor",
        docx(f'<w:p><w:permStart w:id="1" w:ed="{LEAK}"/></w:p>'),
        code,
    )
    yield (
        "editing-sessions",
        docx('<w:p w:rsidR="00AB12CD"><w:r><w:t>A paragraph.</w:t></w:r></w:p>'),
        code,
    )
    yield "comment-in-the-xml", docx(f"<!-- {LEAK} -->"), "hidden-comment"


def _links_and_fields() -> Iterator[tuple[str, bytes, str]]:
    code = "hidden-link"
    link = '<w:p><w:hyperlink r:id="rId9"><w:r><w:t>a linked word</w:t></w:r></w:hyperlink></w:p>'
    for name, target in (
        ("file", f"!file:///C:/Users/{LEAK}/notes.docx"),
        ("share", f"!\\\\server\\{LEAK}\\notes.docx"),
    ):
        yield f"link-to-a-{name}", docx(link, {}, {"rId9": ("hyperlink", target)}), code
    yield (
        "template",
        docx(
            "",
            {
                "word/settings.xml": f'<w:settings {SPACES}><w:attachedTemplate r:id="rId1"/>'
                "</w:settings>",
                "word/_rels/settings.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
                + _relation("rId1", "attachedTemplate", f"!file:///C:/Users/{LEAK}/x.dotm")
                + "</Relationships>",
            },
        ),
        code,
    )
    yield (
        "external-picture",
        docx(
            picture().replace("r:embed", "r:link"),
            {},
            {"rIdPicture": ("image", f"!http://tracker.example/{LEAK}.png")},
        ),
        code,
    )
    for name, instruction, kind in (
        ("author", "AUTHOR", "hidden-property"),
        ("file-name", "FILENAME \\p", "hidden-property"),
        ("user", "USERNAME", "hidden-property"),
    ):
        simple = (
            f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>{LEAK}</w:t></w:r></w:fldSimple>'
        )
        yield f"field-{name}", docx(f"<w:p>{simple}</w:p>"), kind
        parts = "".join(
            f"<w:r>{part}</w:r>"
            for part in (
                '<w:fldChar w:fldCharType="begin"/>',
                f"<w:instrText> {instruction} </w:instrText>",
                '<w:fldChar w:fldCharType="separate"/>',
                f"<w:t>{LEAK}</w:t>",
                '<w:fldChar w:fldCharType="end"/>',
            )
        )
        yield f"field-{name}-in-parts", docx(f"<w:p>{parts}</w:p>"), kind
    shown = {"rIdPicture": ("image", "media/image1.jpeg")}
    pixels = {"word/media/image1.jpeg": jpeg_with_camera_data(LEAK)}
    yield "picture-with-camera-data", docx(picture(), pixels, shown), "hidden-metadata"
    shown = {"rIdPicture": ("image", "media/image1.png")}
    pixels = {"word/media/image1.png": png_with_text(LEAK)}
    yield "picture-with-text", docx(picture(), pixels, shown), "hidden-metadata"
    pixels = {"word/media/image1.png": plain_png()}
    path = f"C:\\Users\\{LEAK}\\map.png"
    yield "picture-described-by-a-path", docx(picture(text=path), pixels, shown), "hidden-alt-path"
    yield (
        "picture-named-like-a-file",
        docx(picture(name=f"{LEAK} speaks.png"), pixels, shown),
        "hidden-property",
    )


def _in_the_package() -> Iterator[tuple[str, bytes, str]]:
    code = "hidden-embedded"
    secret = LEAK.encode()
    for name, body in (
        (
            "tooltip",
            (
                '<w:p><w:hyperlink r:id="rId9" w:tooltip="{}"><w:r><w:t>a word</w:t></w:r>'
                "</w:hyperlink></w:p>"
            ),
        ),
        ("bookmark", '<w:p><w:bookmarkStart w:id="1" w:name="{}"/><w:bookmarkEnd w:id="1"/></w:p>'),
        (
            "control",
            (
                '<w:sdt><w:sdtPr><w:alias w:val="{}"/></w:sdtPr><w:sdtContent><w:p/>'
                "</w:sdtContent></w:sdt>"
            ),
        ),
    ):
        relations = {"rId9": ("hyperlink", "!https://example.org/")}
        yield f"name-of-a-{name}", docx(body.format(LEAK), {}, relations), ""
    yield "preview", docx("", {"docProps/thumbnail.jpeg": jpeg_with_camera_data(LEAK)}), code
    yield "macros", docx("", {"word/vbaProject.bin": secret}), code
    yield "unknown-part", docx("", {"word/secret.dat": secret}), code
    yield "embedded-file", docx("", {"word/embeddings/sheet.xlsx": secret}), code
    glossary = f"<w:glossaryDocument {SPACES}>{paragraph(LEAK)}</w:glossaryDocument>"
    yield "building-blocks", docx("", {"word/glossary/document.xml": glossary}), code
    yield "bytes-after-the-end", docx() + secret, code
    target = io.BytesIO(docx())
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = secret
    yield "comment-of-the-archive", target.getvalue(), code


def _relation(key: str, kind: str, target: str) -> str:
    external = ' TargetMode="External"' if target.startswith("!") else ""
    return (
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target.lstrip("!")}"{external}/>'
    )
