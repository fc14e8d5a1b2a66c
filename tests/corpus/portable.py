"""PDFs that hide something, each in one way."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import pypdfium2 as pdfium
from PIL import Image
from reportlab.lib.colors import Color, black, white
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

from corpus.case import FIRST, LEAK, SECOND, TITLE, Case
from corpus.pictures import jpeg_with_camera_data

Draw = Callable[[Canvas], None]
SHOWN_FIRST = FIRST.replace("’", "'")
SHOWN_SECOND = SECOND.replace("’", "'")


def pdf(draw: Draw | None = None, **options: object) -> bytes:
    """Draw a page: title, two paragraphs, and what is given between them."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), invariant=1, **options)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(72, 780, TITLE)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(72, 740, SHOWN_FIRST)
    canvas.drawString(72, 500, SHOWN_SECOND)
    if draw is not None:
        canvas.saveState()
        draw(canvas)
        canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def cases() -> Iterator[Case]:
    """Yield every way of hiding that a PDF knows."""
    seen = (SHOWN_FIRST, SHOWN_SECOND)
    for name, draw, separable in _drawings():
        yield Case(
            f"pdf-text-{name}.pdf",
            pdf(draw),
            shows=seen,
            committed="hidden-text",
            scrubs=separable,
        )
    for name, data, code, scrubs in _around():
        yield Case(f"pdf-{name}.pdf", data, shows=seen, committed=code, scrubs=scrubs)


def _text(x: float = 72, y: float = 640, size: float = 11, color: Color = black) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        canvas.setFillColor(color)
        canvas.drawString(x, y, LEAK)

    return draw


def _covered(color: Color, text: str = LEAK, start: float = 70, width: float = 120) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 640, text)
        canvas.setFillColor(color)
        canvas.setStrokeColor(color)
        canvas.rect(start, 634, width, 18, fill=1)

    return draw


def _drawings() -> Iterator[tuple[str, Draw, bool]]:
    yield "white", _text(color=white), True
    yield "nearly-white", _text(color=Color(0.97, 0.97, 0.97)), True
    yield "tiny", _text(size=1), True
    yield "off-left", _text(x=-400), True
    yield "off-right", _text(x=900), True
    yield "below", _text(y=-50), True
    yield "above", _text(y=900), True
    yield "transparent", _text(color=Color(0, 0, 0, alpha=0)), True
    yield "under-a-black-box", _covered(black), True
    yield "under-a-white-box", _covered(white), True
    yield "under-a-gray-box", _covered(Color(0.5, 0.5, 0.5)), True
    yield "partly-under-a-box", _covered(black, f"Then {LEAK} agreed", 97, 82), False
    yield "invisible", _invisible, True
    yield "clipped", _clipped, True
    yield "under-a-picture", _under_a_picture, True
    yield "on-its-color", _on_its_color, True
    yield "said-in-place-of-what-is-shown", _replaced, False
    yield "in-a-form-under-a-box", _in_a_form, False


def _invisible(canvas: Canvas) -> None:
    text = canvas.beginText(72, 640)
    text.setTextRenderMode(3)
    text.textLine(LEAK)
    canvas.drawText(text)


def _clipped(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(400, 300, 10, 10)
    canvas.clipPath(path, stroke=0)
    canvas.drawString(72, 640, LEAK)


def _under_a_picture(canvas: Canvas) -> None:
    canvas.drawString(72, 640, LEAK)
    picture = Image.effect_mandelbrot((64, 64), (-2, -1.5, 1, 1.5), 40)
    canvas.drawImage(ImageReader(picture.convert("RGB")), 60, 620, 200, 60)


def _on_its_color(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0.1, 0.2, 0.4))
    canvas.rect(60, 630, 200, 30, fill=1, stroke=0)
    canvas.drawString(72, 640, LEAK)


def _replaced(canvas: Canvas) -> None:
    canvas.addLiteral(f"/Span <</ActualText ({LEAK})>> BDC")
    canvas.drawString(72, 640, "What is shown.")
    canvas.addLiteral("EMC")


def _in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("inside")
    _covered(black)(canvas)
    canvas.endForm()
    canvas.doForm("inside")


def _around() -> Iterator[tuple[str, bytes, str, bool]]:
    for name in ("Author", "Subject", "Keywords", "Title"):
        yield f"property-{name.lower()}", pdf(_with_property(name)), "hidden-property", True
    yield "note", pdf(_annotated("Text")), "hidden-annotation", True
    yield "free-text", pdf(_annotated("FreeText")), "hidden-annotation", True
    yield "highlighting", pdf(_annotated("Highlight")), "hidden-annotation", True
    yield "stamp", pdf(_annotated("Stamp")), "hidden-annotation", True
    yield "link-to-a-file", pdf(_linked), "hidden-link", False
    yield "attachment", _attached(), "hidden-attachment", True
    yield (
        "xmp",
        _with_object(
            f"<</Type/Metadata/Subtype/XML/Length {len(LEAK)}>>stream\n{LEAK}\nendstream",
            "/Metadata",
        ),
        "hidden-metadata",
        True,
    )
    yield (
        "script",
        _with_object(f"<</S/JavaScript/JS({LEAK})>>", "/OpenAction"),
        ("hidden-embedded"),
        True,
    )
    yield (
        "program-data",
        _with_object(f"<</Draw({LEAK})/PieceInfo<<>>>>", "/X"),
        ("hidden-metadata"),
        True,
    )
    yield "layer-off", _layered(), "hidden-layer", False
    yield "earlier-state", _updated(), "hidden-embedded", True
    yield "bytes-after-the-end", pdf() + LEAK.encode(), "hidden-embedded", True
    yield "picture-with-camera-data", _with_jpeg(), "hidden-metadata", True


def _with_property(name: str) -> Draw:
    def draw(canvas: Canvas) -> None:
        getattr(canvas, f"set{name}")(LEAK)

    return draw


def _annotated(kind: str) -> Draw:
    def draw(canvas: Canvas) -> None:
        annotation = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName(kind),
                "Rect": PDFArray([400, 600, 420, 620]),
                "QuadPoints": PDFArray([72, 650, 100, 650, 72, 630, 100, 630]),
                "DA": PDFString("/F1 9 Tf"),
                "Contents": PDFString(LEAK),
                "T": PDFString(LEAK),
            }
        )
        canvas._addAnnotation(annotation)

    return draw


def _linked(canvas: Canvas) -> None:
    canvas.linkURL(f"file:///C:/Users/{LEAK}/notes.pdf", (72, 600, 200, 620))


def _attached() -> bytes:
    document = pdfium.PdfDocument(pdf())
    document.new_attachment("notes.txt").set_data(LEAK.encode())
    return _saved(document)


def _saved(document: pdfium.PdfDocument) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _with_object(content: str, key: str) -> bytes:
    """Add an object that the catalog refers to, and renew the file's table."""
    data = pdf()
    number = max(int(n) for n in re.findall(rb"(\d+) 0 obj", data)) + 1
    added = f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    data = re.sub(rb"/Type /Catalog", f"{key} {number} 0 R /Type /Catalog".encode(), data, count=1)
    return _retabled(data[: data.rindex(b"xref\n")] + added, data)


def _retabled(body: bytes, original: bytes) -> bytes:
    places = {int(m.group(1)): m.start() for m in re.finditer(rb"(\d+) 0 obj", body)}
    size = max(places) + 1
    lines = [b"0000000000 65535 f \n"]
    lines += [b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, size)]
    trailer = re.search(rb"trailer\s*<<(.*?)>>\s*startxref", original, re.S)
    assert trailer is not None
    kept = re.sub(rb"/Size \d+", b"/Size %d" % size, trailer.group(1))
    start = len(body)
    return (
        body
        + b"xref\n0 %d\n" % size
        + b"".join(lines)
        + b"trailer\n<<"
        + kept
        + (b">>\nstartxref\n%d\n%%%%EOF\n" % start)
    )


def _layered() -> bytes:
    data = pdf(
        lambda canvas: canvas.addLiteral(f"/OC /Off BDC BT /F1 11 Tf 72 640 Td ({LEAK}) Tj ET EMC")
    )
    group = max(int(n) for n in re.findall(rb"(\d+) 0 obj", data)) + 1
    added = f"{group} 0 obj\n<</Type/OCG/Name(Layer)>>\nendobj\n".encode()
    properties = f"/OCProperties<</OCGs[{group} 0 R]/D<</OFF[{group} 0 R]>>>>".encode()
    data = data.replace(b"/Type /Catalog", properties + b" /Type /Catalog", 1)
    data = data.replace(
        b"/Resources <<", f"/Resources << /Properties<</Off {group} 0 R>>".encode(), 1
    )
    return _retabled(data[: data.rindex(b"xref\n")] + added, data)


def _updated() -> bytes:
    """Write a file whose later state replaces the page's content: the earlier is still in it."""
    earlier, later = pdf(_text()), pdf()
    start = earlier.rindex(b"startxref")
    table = int(earlier[start:].split()[1])
    content = re.search(rb"(\d+) 0 obj\s*<<[^>]*/Length \d+[^>]*>>\s*stream.*?endobj", later, re.S)
    assert content is not None
    number = int(content.group(1))
    trailer = re.search(rb"trailer\s*<<(.*?)>>\s*startxref", earlier, re.S)
    assert trailer is not None
    body = earlier + b"\n" + content.group()
    place, at = len(earlier) + 1, len(body) + 1
    return (
        body
        + b"\nxref\n%d 1\n%010d 00000 n \n" % (number, place)
        + b"trailer\n<<"
        + trailer.group(1)
        + b"/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (table, at)
    )


def _with_jpeg() -> bytes:
    document = pdfium.PdfDocument(pdf())
    page = document[0]
    item = pdfium.PdfImage.new(document)
    item.load_jpeg(io.BytesIO(jpeg_with_camera_data(LEAK)), pages=[page], inline=True)
    item.set_matrix(pdfium.PdfMatrix().scale(80, 80).translate(300, 300))
    page.insert_obj(item)
    page.gen_content()
    return _saved(document)
