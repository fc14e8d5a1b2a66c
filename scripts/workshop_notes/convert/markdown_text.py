"""A Markdown original as a Conversion: read as a page, written again as the site's Markdown."""

from __future__ import annotations

import re
from datetime import date

import markdown as python_markdown
import yaml

from workshop_notes.convert import webpage_text
from workshop_notes.convert.conversion import Conversion
from workshop_notes.convert.decode import decode
from workshop_notes.convert.pandoc import markdown_to_html
from workshop_notes.convert.visible import EXTENSIONS
from workshop_notes.convert.webpage import of_page
from workshop_notes.normalize import hiding_characters, look_alikes, normalize
from workshop_notes.originals.plain import COMMENT, LINK_COMMENT, find_hidden

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_TITLE = re.compile(r"(?m)^# |^[^\n]+\n=+[ \t]*$|<h1")
# A heading whose underline a program wrapped into its line.
_UNDERLINED = re.compile(r"(?m)(\A|\n\n)([^\n]{1,120}?\S) (?:-{5,}|={5,})[ \t]*(?=\n\n|\n?\Z)")
_NAMES = {"title": "title", "date": "published", "published": "published", "lang": "lang"}


def convert(data: bytes, path: str) -> Conversion:
    """Convert Markdown of any common flavour, HTML in it included.

    Front matter gives its title and date, never its author, and is left out.
    """
    decoded, problems = decode(data, path)
    problems += [*hiding_characters(decoded, path), *look_alikes(decoded, path)]
    text = normalize(decoded)
    stated, body = _front_matter(text)
    if stated.get("title") and not _TITLE.search(body):
        body = f"# {stated['title']}\n\n{body}"
    body = _UNDERLINED.sub(r"\1## \2", body)
    own = webpage_text.read(python_markdown.markdown(body, extensions=list(EXTENSIONS)))
    head = "".join(
        f'<meta property="{name}" content="{_attribute(stated[key])}">'
        for key, name in (("title", "og:title"), ("published", "article:published_time"))
        if stated.get(key)
    )
    page = f"<html><head>{head}</head><body>{markdown_to_html(body)}</body></html>"
    return of_page("md", path, page, normalize(own), problems, text=_readable(body))


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Part the front matter's facts from the body; what is no mapping stays with the body."""
    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, text
    try:
        stated = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, text
    if not isinstance(stated, dict):
        return {}, text
    facts = {
        _NAMES[str(key).lower()]: " ".join(str(value).split())
        for key, value in stated.items()
        if str(key).lower() in _NAMES and isinstance(value, str | int | date)
    }
    return facts, text[found.end() :]


def _readable(body: str) -> str:
    """Give the lines as typed; none where HTML in them hides something."""
    shown = LINK_COMMENT.sub("", COMMENT.sub("", body))
    return "" if find_hidden(shown, markdown=True) else shown


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
