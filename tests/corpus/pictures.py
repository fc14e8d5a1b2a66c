"""Pictures with and without metadata."""

from __future__ import annotations

import io

from PIL import Image
from PIL.PngImagePlugin import PngInfo

_ARTIST, _GPS, _LATITUDE_MARK = 0x013B, 0x8825, 1


def plain_png(size: tuple[int, int] = (12, 8)) -> bytes:
    """Draw a small picture of one color."""
    return _saved(Image.new("RGB", size, (30, 60, 90)), "PNG")


def plain_jpeg() -> bytes:
    """Draw a small photograph."""
    return _saved(Image.new("RGB", (16, 16), (90, 60, 30)), "JPEG")


def png_with_text(text: str) -> bytes:
    """Draw a picture that carries a text."""
    info = PngInfo()
    info.add_text("Author", text)
    target = io.BytesIO()
    Image.new("RGB", (12, 8), (30, 60, 90)).save(target, "PNG", pnginfo=info)
    return target.getvalue()


def jpeg_with_camera_data(text: str) -> bytes:
    """Draw a photograph that names who took it, and where."""
    exif = Image.Exif()
    exif[_ARTIST] = text
    exif.get_ifd(_GPS)[_LATITUDE_MARK] = "N"
    target = io.BytesIO()
    Image.new("RGB", (16, 16), (90, 60, 30)).save(
        target, "JPEG", exif=exif, comment=text.encode("ascii")
    )
    return target.getvalue()


def _saved(picture: Image.Image, kind: str) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind)
    return target.getvalue()
