"""OpenDocument texts that hide something, each in one way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

from corpus.case import FIRST, LEAK, SECOND, TITLE, Case
from corpus.pictures import jpeg_with_camera_data, plain_png

ODF = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{prefix}="{ODF}:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
        ("meta", "meta"),
        ("config", "config"),
        ("manifest", "manifest"),
    )
)
SPACES += (
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:officeooo="http://openoffice.org/2009/office"'
)
MIMETYPE = "application/vnd.oasis.opendocument.text"
WHO = "<dc:creator>Zed Invented</dc:creator><dc:date>2020-05-21T10:00:00</dc:date>"


def paragraph(text: str, style: str = "") -> str:
    """Write one paragraph."""
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:p{named}>{text}</text:p>"


def odt(
    body: str = "",
    styles: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    master: str = "",
    before: str = "",
) -> bytes:
    """Write a document: title, two paragraphs, and the body given.

    `styles` are automatic styles, `master` stands in the master page, `before` at the text's start.
    """
    content = (
        f'<office:document-content {SPACES} office:version="1.3"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{before}"
        f'<text:h text:outline-level="1">{TITLE}</text:h>{paragraph(FIRST)}{body}'
        f"{paragraph(SECOND)}</office:text></office:body></office:document-content>"
    )
    looks = (
        f'<office:document-styles {SPACES} office:version="1.3"><office:styles>'
        '<style:style style:name="Standard" style:family="paragraph"/></office:styles>'
        '<office:master-styles><style:master-page style:name="Standard">'
        f"{master}</style:master-page></office:master-styles></office:document-styles>"
    )
    packed: dict[str, str | bytes] = {
        "mimetype": MIMETYPE,
        "content.xml": content,
        "styles.xml": looks,
        **(parts or {}),
    }
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in packed
        if name != "mimetype"
    )
    packed["META-INF/manifest.xml"] = (
        f'<manifest:manifest {SPACES}><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{MIMETYPE}"/>{entries}</manifest:manifest>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in packed.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part)
    return target.getvalue()


def text_style(properties: str, name: str = "T9", family: str = "text", more: str = "") -> str:
    """Write a style of its name; `more` stands beside the properties of its text."""
    return (
        f'<style:style style:name="{name}" style:family="{family}">{more}'
        f"<style:text-properties {properties}/></style:style>"
    )


def cases() -> Iterator[Case]:
    """Yield every way of hiding that an OpenDocument text knows."""
    for name, data, code in _refused():
        decided = code == "hidden-tracked-change"
        yield Case(f"odt-{name}.odt", data, refused=(code,), committed=code, scrubs=not decided)
    for name, data, code in _left_out():
        yield Case(f"odt-{name}.odt", data, shows=(FIRST, SECOND), committed=code)


def _refused() -> Iterator[tuple[str, bytes, str]]:
    changes = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:{0}><office:change-info>'
        + WHO
        + "</office:change-info>{1}</text:{0}></text:changed-region></text:tracked-changes>"
    )
    code = "hidden-tracked-change"
    yield (
        "insertion",
        odt(
            f'<text:p><text:change-start text:change-id="c1"/>{LEAK}'
            '<text:change-end text:change-id="c1"/></text:p>',
            before=changes.format("insertion", ""),
        ),
        code,
    )
    yield (
        "deletion",
        odt(
            '<text:p>A passage<text:change text:change-id="c1"/>.</text:p>',
            before=changes.format("deletion", paragraph(LEAK)),
        ),
        code,
    )
    yield (
        "changed-format",
        odt(
            '<text:p><text:change-start text:change-id="c1"/>a passage'
            '<text:change-end text:change-id="c1"/></text:p>',
            before=changes.format("format-change", ""),
        ),
        code,
    )
    marked = (
        f'<text:p><text:change-start text:change-id="c1"/>{LEAK}'
        '<text:change-end text:change-id="c1"/></text:p>'
    )
    yield "change-without-its-list", odt(marked), code
    bare = '<text:tracked-changes><text:changed-region text:id="c1"/></text:tracked-changes>'
    yield "change-without-its-kind", odt(marked, before=bare), code
    note = f"<office:annotation>{WHO}{paragraph(LEAK)}</office:annotation>"
    yield "comment", odt(f"<text:p>A passage{note}.</text:p>"), "hidden-comment"


def _left_out() -> Iterator[tuple[str, bytes, str]]:
    code = "hidden-text"
    span = f'<text:span text:style-name="T9">{LEAK}</text:span>'
    for name, properties in (
        ("not-displayed", 'text:display="none"'),
        ("white", 'fo:color="#ffffff"'),
        ("nearly-white", 'fo:color="#fcfcfc"'),
        ("tiny", 'fo:font-size="1pt"'),
        ("squeezed", 'style:text-scale="1%"'),
        ("on-its-color", 'fo:color="#101010" fo:background-color="#000000"'),
    ):
        yield f"text-{name}", odt(f"<text:p>A word {span}.</text:p>", text_style(properties)), code
    yield (
        "text-of-a-white-paragraph",
        odt(paragraph(LEAK, "P9"), text_style('fo:color="#ffffff"', "P9", "paragraph")),
        code,
    )
    yield (
        "text-far-left",
        odt(
            paragraph(LEAK, "P9"),
            text_style(
                "",
                "P9",
                "paragraph",
                '<style:paragraph-properties fo:margin-left="-90cm"/>',
            ),
        ),
        code,
    )
    yield (
        "text-in-a-hidden-section",
        odt(f'<text:section text:name="s" text:display="none">{paragraph(LEAK)}</text:section>'),
        code,
    )
    yield (
        "text-in-a-hidden-paragraph",
        odt(
            f'<text:p><text:hidden-paragraph text:condition="ooow:1" text:is-hidden="true"/>{LEAK}'
            "</text:p>"
        ),
        code,
    )
    yield (
        "hidden-text-field",
        odt(
            f'<text:p>A word<text:hidden-text text:condition="ooow:1" text:is-hidden="true" '
            f'text:string-value="{LEAK}"/>.</text:p>'
        ),
        code,
    )
    cell = "<table:table-cell>{}</table:table-cell>"
    yield (
        "text-in-a-hidden-row",
        odt(
            f"<table:table><table:table-column/><table:table-row>"
            f"{cell.format(paragraph('An ordinary cell'))}</table:table-row>"
            f'<table:table-row table:visibility="collapse">{cell.format(paragraph(LEAK))}'
            "</table:table-row></table:table>"
        ),
        code,
    )
    frame = (
        '<text:p><draw:frame draw:name="Frame1" svg:x="{0}" svg:width="{1}" svg:height="3cm">'
        f"<draw:text-box>{paragraph(LEAK)}</draw:text-box></draw:frame></text:p>"
    )
    yield "text-in-a-far-frame", odt(frame.format("-99cm", "3cm")), code
    yield "text-in-a-flat-frame", odt(frame.format("1cm", "0.01cm")), code
    yield from _around()


def _around() -> Iterator[tuple[str, bytes, str]]:
    for kind in ("header", "footer", "header-left"):
        margin = f"<style:{kind}>{paragraph(LEAK)}</style:{kind}>"
        yield kind, odt(master=margin), "hidden-header"
    code = "hidden-property"
    for name, element in (
        ("creator", f"<dc:creator>{LEAK}</dc:creator>"),
        ("first-creator", f"<meta:initial-creator>{LEAK}</meta:initial-creator>"),
        ("printed-by", f"<meta:printed-by>{LEAK}</meta:printed-by>"),
        ("of-its-own", f'<meta:user-defined meta:name="x">{LEAK}</meta:user-defined>'),
    ):
        meta = (
            f"<office:document-meta {SPACES}><office:meta>{element}</office:meta>"
            "</office:document-meta>"
        )
        yield f"property-{name}", odt(parts={"meta.xml": meta}), code
    for field in ("author-name", "initial-creator", "file-name", "sender-email"):
        element = f"<text:{field}>{LEAK}</text:{field}>"
        yield f"field-{field}", odt(f"<text:p>Kept by {element}.</text:p>"), code
    settings = (
        f"<office:document-settings {SPACES}><office:settings><config:config-item "
        f'config:name="PrinterName" config:type="string">{LEAK}</config:config-item>'
        "</office:settings></office:document-settings>"
    )
    yield "printer", odt(parts={"settings.xml": settings}), code
    image = (
        '<text:p><draw:frame draw:name="{1}" svg:width="3cm" svg:height="2cm"><draw:image '
        'xlink:href="{0}"/>{2}</draw:frame></text:p>'
    )
    inside = image.format("Pictures/1.png", "Image1", "{}")
    pixels = {"Pictures/1.png": plain_png()}
    path = f"/home/{LEAK}/map.png"
    yield (
        "picture-described-by-a-path",
        odt(inside.format(f"<svg:desc>{path}</svg:desc>"), parts=pixels),
        "hidden-alt-path",
    )
    yield (
        "picture-named-like-a-file",
        odt(image.format("Pictures/1.png", f"{LEAK} speaks.png", ""), parts=pixels),
        code,
    )
    yield (
        "picture-with-camera-data",
        odt(
            image.format("Pictures/1.jpg", "Image1", ""),
            parts={"Pictures/1.jpg": jpeg_with_camera_data(LEAK)},
        ),
        "hidden-metadata",
    )
    yield (
        "external-picture",
        odt(image.format(f"http://tracker.example/{LEAK}.png", "Image1", "")),
        "hidden-link",
    )
    yield (
        "link-to-a-file",
        odt(f'<text:p><text:a xlink:href="file:///C:/Users/{LEAK}/n.odt">a word</text:a></text:p>'),
        "hidden-link",
    )
    yield (
        "section-of-another-file",
        odt(
            f'<text:section text:name="s"><text:section-source xlink:href="../{LEAK}.odt"/>'
            f"{paragraph('A passage kept here.')}</text:section>"
        ),
        "hidden-link",
    )
    code = "hidden-embedded"
    yield "preview", odt(parts={"Thumbnails/thumbnail.png": LEAK}), code
    yield "macros", odt(parts={"Basic/Standard/Module1.xml": f"<m>{LEAK}</m>"}), code
    yield "earlier-versions", odt(parts={"Versions/Version1": LEAK}), code
    yield "unknown-part", odt(parts={"secret.dat": LEAK}), code
    yield "bytes-after-the-end", odt() + LEAK.encode(), code
    yield "comment-in-the-xml", odt(f"<!-- {LEAK} -->"), "hidden-comment"
