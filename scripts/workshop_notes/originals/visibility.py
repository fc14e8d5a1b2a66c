"""When text is there but not to be seen: ink like its ground, letters too small; users' paths."""

from __future__ import annotations

import re

TINY_POINTS = 4.0  # the smallest print that is meant to be read is about five points
CLOSE = 24  # of 255 in each of red, green and blue: the eye does not tell the colors apart

Color = tuple[int, int, int]

WHITE: Color = (255, 255, 255)
BLACK: Color = (0, 0, 0)

_NAMED: dict[str, Color] = {
    "white": WHITE,
    "black": BLACK,
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245),
    "floralwhite": (255, 250, 240),
    "mintcream": (245, 255, 250),
    "azure": (240, 255, 255),
}
_HEX = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.I)
_FUNCTION = re.compile(r"rgba?\(\s*([^)]*)\)", re.I)
_HSL = re.compile(r"hsla?\(\s*[^,\s]+[,\s]+[^,\s]+[,\s]+([\d.]+)%", re.I)
_FILE_PATH = re.compile(r"(?<![a-z])[a-z]:[\\/]|\\\\\w|\bfile:", re.I)
_USER_PATH = re.compile(
    r"(?<![\w.])(?:~|/home|/users|/root|/volumes|/mnt|/media|/tmp|/var)/\w"
    r"|\\(?:users|documents|desktop|downloads)\\|(?:onedrive|sharepoint\.com/personal)",
    re.I,
)
_WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>]*", re.I)


def color(text: str) -> Color | None:
    """Read a color of CSS, Office or OpenDocument; None when it is automatic or not known."""
    text = text.strip().lower()
    if text in _NAMED:
        return _NAMED[text]
    if match := _HEX.fullmatch(text):
        digits = match.group(1)
        if len(digits) in (3, 4):
            digits = "".join(2 * digit for digit in digits)
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if match := _FUNCTION.match(text):
        numbers = re.findall(r"[\d.]+%?", match.group(1))[:3]
        if len(numbers) == 3:
            red, green, blue = (_channel(number) for number in numbers)
            return red, green, blue
    if (match := _HSL.match(text)) and float(match.group(1)) >= 95:
        return WHITE
    return None


def too_close(ink: Color | None, ground: Color | None) -> bool:
    """Say whether ink cannot be told from its ground; unknown colors are taken as readable."""
    if ink is None or ground is None:
        return False
    return max(abs(one - other) for one, other in zip(ink, ground, strict=True)) < CLOSE


def has_file_path(text: str) -> bool:
    """Say whether an address leads to a file of a machine and not to the web."""
    return bool(_FILE_PATH.search(text))


def has_user_path(text: str) -> bool:
    """Say whether a description holds a path of somebody's machine; addresses of the web aside."""
    text = _WEB_ADDRESS.sub(" ", text)
    return has_file_path(text) or bool(_USER_PATH.search(text))


def _channel(number: str) -> int:
    value = float(number.rstrip("%"))
    return min(255, round(value * 2.55 if number.endswith("%") else value))
