"""Colours of missions are computed by the browser from a hue; here they are computed again."""

import math
import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "docs" / "assets" / "site.css").read_text("utf-8")
ENOUGH = 4.5
Colour = tuple[float, float, float]


def linear_of_oklch(lightness: float, chroma: float, hue: float) -> Colour:
    """Give linear sRGB, cut to what a screen shows; Björn Ottosson's published matrices."""
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return (min(1.0, max(0.0, red)), min(1.0, max(0.0, green)), min(1.0, max(0.0, blue)))


def linear_of_hex(code: str) -> Colour:
    def channel(place: int) -> float:
        value = int(code[place : place + 2], 16) / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    return channel(1), channel(3), channel(5)


def contrast(one: Colour, other: Colour) -> float:
    def luminance(colour: Colour) -> float:
        return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def block(start: str) -> dict[str, str]:
    """Give the variables of the rule that begins so."""
    rule = CSS[CSS.index(f"\n{start} {{") :].split("}")[0]
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", rule))


LIGHT = {
    **block("body"),
    **block('[data-md-color-scheme="default"]'),
    **block('[data-md-color-primary="custom"]'),
}
DARK = {
    **LIGHT,
    **block('body[data-md-color-scheme="slate"]'),
    **block('[data-md-color-scheme="slate"]'),
    **block('[data-md-color-scheme="slate"][data-md-color-primary="custom"]'),
}
SCHEMES = pytest.mark.parametrize("values", [LIGHT, DARK], ids=["light", "dark"])


@SCHEMES
def test_every_hue_can_be_read_on_its_tint_and_on_the_page(values: dict[str, str]) -> None:
    paper = linear_of_hex(values["md-default-bg-color"])
    ink = linear_of_hex(values["md-default-fg-color"])
    for hue in range(360):
        text = linear_of_oklch(float(values["l"]), float(values["k"]), hue)
        tint = linear_of_oklch(float(values["tl"]), float(values["tk"]), hue)
        assert contrast(text, tint) >= ENOUGH, hue
        assert contrast(text, paper) >= ENOUGH, hue
        assert contrast(ink, tint) >= ENOUGH, hue


@SCHEMES
@pytest.mark.parametrize(
    "name", ["md-default-fg-color", "md-default-fg-color--light", "md-typeset-a-color"]
)
def test_text_can_be_read_on_every_ground(values: dict[str, str], name: str) -> None:
    for ground in ("md-default-bg-color", "md-code-bg-color", "md-typeset-mark-color"):
        assert contrast(linear_of_hex(values[name]), linear_of_hex(values[ground])) >= ENOUGH
