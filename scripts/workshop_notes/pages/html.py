"""HTML: escaping, and the few forms that all pages share."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from workshop_notes.pages.address import relative

# The style of what belongs to no one mission: a hue without colour.
COLOURLESS = "--h:0;--k:0;--tk:0"
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def esc(value: object) -> str:
    """Escape text for an element or a quoted attribute; control characters go."""
    return html.escape(CONTROLS.sub("", str(value)), quote=True)


def link(here: str, there: str, label: str, extra: str = "") -> str:
    """Give a link between two pages; `label` and `extra` (attributes) are HTML already."""
    space = " " if extra else ""
    return f'<a href="{esc(relative(here, there))}"{space}{extra}>{label}</a>'


def outward(address: str, label: str, extra: str = "") -> str:
    """Give a link that leaves the site, or the label alone if the address is not on the web."""
    if not re.match(r"https?://", address):
        return label
    space = " " if extra else ""
    return f'<a class="out" href="{esc(address)}" rel="noopener"{space}{extra}>{label}</a>'


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Give a list of (name, HTML) facts; rows without a value are left out."""
    shown = "".join(
        f"<div><dt>{esc(name)}</dt><dd>{value}</dd></div>" for name, value in rows if value
    )
    return f'<dl class="facts">{shown}</dl>' if shown else ""


def section(identifier: str, title: str, content: str, extra: str = "") -> str:
    """Give a titled section, or nothing if it has no content."""
    if not content:
        return ""
    name = f' class="{extra}"' if extra else ""
    return (
        f'<section{name} aria-labelledby="{identifier}">'
        f'<h2 id="{identifier}">{esc(title)}</h2>{content}</section>'
    )


def scrolling(content: str, name: str) -> str:
    """Wrap what may be wider than the window, so that keyboards can scroll it too."""
    return (
        f'<div class="scroll" role="region" aria-label="{esc(name)}" tabindex="0">{content}</div>'
    )


def crumbs(here: str, steps: Iterable[tuple[str, str]], name: str) -> str:
    """Give the path to a page as links; `steps` are (address, text)."""
    items = "".join(f"<li>{link(here, there, esc(text))}</li>" for there, text in steps)
    return f'<nav class="crumbs" aria-label="{esc(name)}"><ol>{items}</ol></nav>'
