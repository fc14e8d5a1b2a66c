"""Characters of symbol fonts, and raised and lowered digits, as Unicode."""

from __future__ import annotations

_SYMBOL_LETTERS = dict(
    zip(
        "ABGDEZHQIKLMNXOPRSTUFCYWabgdezhqiklmnxoprstufcywVjJv",
        "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψωςϕϑϖ",
        strict=True,
    )
)
_SYMBOL_SIGNS = {0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xAE: "→"}
_WINGDINGS = {0xFC: "✓", 0xFB: "✗", 0xA8: "☐", 0xFE: "☑", 0xE0: "→", 0xF0: "→", 0x4A: "☺"}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def symbol(font: str, code: str) -> str:
    """Give the character that a symbol font shows for a code in hexadecimal, `•` if unknown."""
    try:
        number = int(code, 16) & 0xFF
    except ValueError:
        return "•"
    if font.lower() == "symbol":
        return _SYMBOL_SIGNS.get(number) or _SYMBOL_LETTERS.get(chr(number)) or "•"
    if "dings" in font.lower() or "webdings" in font.lower():
        return _WINGDINGS.get(number, "•")
    letter = chr(int(code, 16) if int(code, 16) < 0xF000 else number)
    return letter if letter.isprintable() else "•"


def shifted(text: str, position: str) -> str:
    """Give digits alone as raised (`superscript`) or lowered (`subscript`) ones, else the text."""
    if not text.strip().isdigit() or not text.isascii():
        return text
    table = {"superscript": _RAISED, "subscript": _LOWERED}.get(position)
    return text.translate(table) if table else text
