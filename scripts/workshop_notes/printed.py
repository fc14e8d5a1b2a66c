"""Printed: what other programs and reviewers read, by Jinja templates in the folder `printed`.

Whatever a template is given is escaped for the kind of text that it is: XML, or Markdown as the
code host shows it; in Turtle the template quotes what is text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workshop_notes.normalize import CONTROLS

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).with_suffix("")


def printed(name: str, /, **values: Any) -> str:
    """Give the text that the template of a name makes of some values."""
    return _environment(Path(name).suffix).get_template(name).render(values)


def as_xml(text: str) -> str:
    """Escape a text for XML, which knows no control characters."""
    return html.escape(CONTROLS.sub("", text), quote=False).replace('"', "&quot;")


def as_markdown(text: str) -> str:
    """Escape a text so that the code host shows it as typed, on one line of a table."""
    flat = " ".join(text.split())
    flat = re.sub(r"([\\`*_{}\[\]<>()#!|~@&$])", r"\\\1", flat)
    return re.sub(r"^(\d+(?=\.)|(?=[-+]))", r"\1\\", flat)


ESCAPES: Mapping[str, Callable[[str], str]] = {".xml": as_xml, ".md": as_markdown, ".ttl": str}


@cache
def _environment(kind: str) -> Environment:
    # Imported here: it takes its time to load, and most runs print nothing so.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(FOLDER),
        finalize=lambda value: ESCAPES[kind](str(value)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
