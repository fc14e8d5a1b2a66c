"""A Markdown original: read as a page, written again as the site's Markdown."""

from __future__ import annotations

import re
from datetime import date
from html import escape

import yaml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from workshop_notes.formats.document import Reading
from workshop_notes.formats.html import read_page
from workshop_notes.formats.original import decode
from workshop_notes.formats.plain import COMMENT, LINK_COMMENT, find_in_text, unwrap
from workshop_notes.normalize import normalize

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_TITLE = re.compile(r"(?m)^# |^[^\n]+\n=+[ \t]*$|<h1")
# A heading whose underline a program wrapped into its line.
_UNDERLINED = re.compile(r"(?m)(\A|\n\n)([^\n]{1,120}?\S) (?:-{5,}|={5,})[ \t]*(?=\n\n|\n?\Z)")
_HEADING_ID = re.compile(r"(?m)^(#{1,6} .*?)[ \t]*\{#[\w.:-]*\}[ \t]*$")
_HIGHLIGHT = re.compile(r"(?<![=\w`])==(?=\S)([^=\n`]+?)(?<=\S)==(?![=\w])")
# CommonMark reads a number other than 1 right below a line as the line's own text.
_NESTED_NUMBER = re.compile(
    r"(?m)^([ \t]*(?:[-*+]|\d+[.)])[ \t].*)\n(?=[ \t]{2,}(?!1[.)])\d+[.)][ \t])"
)
_NAMES = {"title": "title", "date": "published", "published": "published", "lang": "lang"}


def read(data: bytes, path: str) -> Reading:
    """Read Markdown of any common flavour, HTML in it included.

    Front matter gives its title and date, never its author; its other fields are listed.
    """
    decoded, problems = decode(data, path)
    reading = Reading(problems=problems, is_clean=True)
    stated, others, body = _front_matter(normalize(decoded))
    if stated.get("title") and not _TITLE.search(body):
        body = f"# {stated['title']}\n\n{body}"
        reading.added.append(stated["title"])
    for name in others:
        reading.leave_out("", f"front matter: {name}")
    body = _UNDERLINED.sub(r"\1## \2", body)
    head = "".join(
        f'<meta property="{name}" content="{escape(stated[key])}">'
        for key, name in (("title", "og:title"), ("published", "article:published_time"))
        if stated.get(key)
    )
    spelled = _NESTED_NUMBER.sub(r"\1\n\n", _HIGHLIGHT.sub(r"\1", _HEADING_ID.sub(r"\1", body)))
    page = f"<html><head>{head}</head><body>{_reader().render(spelled)}</body></html>"
    read_page(page, path, reading)
    # The marks of footnotes are set by the page: they stand for labels, which are no words.
    reading.left_out = [
        one for one in reading.left_out if not one.reason.startswith("footnote mark")
    ]
    reading.text = _readable(body) or reading.text
    return reading


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.use(footnote_plugin, always_match_refs=True).use(deflist_plugin)
    reader.add_render_rule("list_item_open", _item)
    # Every link is one here: which address is kept is decided where pages are read.
    reader.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005
    return reader


def _item(renderer: RendererHTML, tokens: list[Token], index: int, *rest: object) -> str:
    """Open an item with the number that was typed."""
    del renderer, rest
    number = tokens[index].info
    return f'<li value="{int(number)}" typed="typed">' if number.isdigit() else "<li>"


def _front_matter(text: str) -> tuple[dict[str, str], list[str], str]:
    """Part the front matter's facts and the names of its other fields from the body."""
    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, [], text
    try:
        stated = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, [], text
    if not isinstance(stated, dict):
        return {}, [], text
    facts = {
        _NAMES[str(key).lower()]: " ".join(str(value).split())
        for key, value in stated.items()
        if str(key).lower() in _NAMES and isinstance(value, str | int | date)
    }
    others = [
        str(key) if re.fullmatch(r"[a-z_-]{1,24}", str(key)) else "(unusual)"
        for key in stated
        if str(key).lower() not in _NAMES
    ]
    return facts, others, text[found.end() :]


def _readable(body: str) -> str:
    """Give the lines as typed, one a paragraph; none where HTML in them hides something."""
    shown = LINK_COMMENT.sub("", COMMENT.sub("", body))
    return "" if find_in_text(shown, markdown=True) else "\n".join(unwrap(shown.split("\n")))
