"""Pictures: what they carry is found, and a clean copy shows the same."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from corpus.case import LEAK
from corpus.pictures import jpeg_with_camera_data, plain_jpeg, plain_png, png_with_text
from workshop_notes.formats.hidden import RefusedError
from workshop_notes.formats.picture import cleaned, find_hidden


def _saved(kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    Image.effect_mandelbrot((24, 16), (-2, -1.5, 1, 1.5), 30).convert("RGB").save(
        target, kind, **options
    )
    return target.getvalue()


def _exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x013B] = LEAK
    exif[0x0112] = orientation
    return exif


def _svg(inside: str = "", attributes: str = "") -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" {attributes}>{inside}'
        '<rect width="9" height="9"/></svg>'
    ).encode()


CARRIERS = {
    "camera data": jpeg_with_camera_data(LEAK),
    "text in a PNG": png_with_text(LEAK),
    "camera data in a PNG": _saved("PNG", exif=_exif()),
    "camera data in a WebP": _saved("WEBP", exif=_exif()),
    "XMP in a WebP": _saved("WEBP", xmp=f"<x>{LEAK}</x>".encode()),
    "XMP in a JPEG": _saved("JPEG", xmp=f"<x>{LEAK}</x>".encode()),
    "comment in a GIF": _saved("GIF", comment=LEAK.encode()),
    "tags of a TIFF": _saved("TIFF", tiffinfo={315: LEAK}),
    "bytes after a JPEG": plain_jpeg() + LEAK.encode(),
    "bytes after a PNG": plain_png() + LEAK.encode(),
    "title of a drawing": _svg(f"<title>{LEAK}</title>"),
    "description of a drawing": _svg(f"<desc>{LEAK}</desc>"),
    "metadata of a drawing": _svg(f"<metadata><x>{LEAK}</x></metadata>"),
    "comment of a drawing": _svg(f"<!-- {LEAK} -->"),
    "script of a drawing": _svg(f"<script>{LEAK}</script>"),
    "event of a drawing": _svg("", f'onload="{LEAK}"'),
    "link of a drawing": _svg(f'<image href="file:///home/{LEAK}/x.png"/>'),
    "program of a drawing": _svg("", f'xmlns:i="urn:invented" i:export="{LEAK}"'),
}


@pytest.mark.parametrize("name", CARRIERS)
def test_what_a_picture_carries_is_found_and_goes(name: str) -> None:
    data = CARRIERS[name]
    found = find_hidden(data)
    assert found
    assert LEAK not in repr(found)
    clean = cleaned(data)
    assert not find_hidden(clean)
    assert LEAK.encode() not in clean


def test_words_drawn_in_a_picture_are_found() -> None:
    assert find_hidden(_svg(f"<text>{LEAK}</text>"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF"])
def test_a_plain_picture_carries_nothing(kind: str) -> None:
    assert not find_hidden(_saved(kind))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_clean_picture_shows_the_same(kind: str) -> None:
    data = _saved(kind, exif=_exif())
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(cleaned(data)))
    assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_clean_photograph_stands_the_same_way_up(orientation: int) -> None:
    data = _saved("JPEG", exif=_exif(orientation))
    clean = cleaned(data)
    assert not find_hidden(clean)
    before = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    after = ImageOps.exif_transpose(Image.open(io.BytesIO(clean)))
    assert before.tobytes() == after.tobytes()


@given(st.binary(max_size=300), st.sampled_from([plain_jpeg(), plain_png(), _saved("GIF"), _svg()]))
def test_a_damaged_picture_is_told_and_never_stops_the_scan(noise: bytes, data: bytes) -> None:
    for cut in (len(data) // 3, len(data) - 4):
        find_hidden(data[:cut] + noise)


@pytest.mark.parametrize("lenient", [False, True])
def test_a_damaged_picture_that_cannot_be_drawn_anew_is_refused(
    lenient: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", lenient)
    with pytest.raises(RefusedError, match="damaged"):
        cleaned(_saved("TIFF")[:300])
