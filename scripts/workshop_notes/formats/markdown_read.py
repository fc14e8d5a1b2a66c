"""A Markdown original: read as a page, written again as the site's Markdown."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from workshop_notes.formats import plain
from workshop_notes.formats.columns import tables
from workshop_notes.formats.document import Reading
from workshop_notes.formats.hidden import Finding, refused
from workshop_notes.formats.html import day_of, find_in_page, read_page
from workshop_notes.formats.names import ordered
from workshop_notes.formats.original import decode, decoded_somehow
from workshop_notes.formats.title import between
from workshop_notes.normalize import blanked, normalize
from workshop_notes.text.expressions import pattern as expression
from workshop_notes.text.folding import letters

# Of kramdown, Liquid, Jinja and MDX.
_REMOVED = (
    r"\{::comment\}.*?(?:\{:/(?:comment)?\}|\Z)|\{%-?\s*comment\b.*?(?:\bendcomment\s*-?%\}|\Z)"
    r"|\{#\s[^{}]*?\s#\}|\{/\*.*?\*/\}"
)
_COMMENT = re.compile(rf"<!--.*?(?:-->|\Z)|{_REMOVED}", re.S)
_LINK_COMMENT = re.compile(r"^ {0,3}\[(?://|comment|_+)\]:.*$", re.M | re.I)
_CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.S | re.M)
# In YAML, TOML and JSON, and the first lines that Pandoc reads as one.
_FRONT_MATTER = re.compile(
    r"\A(?:---[ \t]*\n(?P<yaml>.*?)\n(?:---|\.\.\.)|\+\+\+[ \t]*\n(?P<toml>.*?)\n\+\+\+"
    r"|(?P<json>\{\n.*?\n\}))[ \t]*(?:\n|\Z)|\A(?P<lines>(?:%[ \t][^\n]*\n)+)",
    re.S,
)
# Code that another program runs, and whose result alone it shows.
_CHUNK = re.compile(r"^(```+|~~~+)[ \t]*\{(?![.#])[^\n]*\}[ \t]*\n(.*?)^\1[^\n]*$", re.S | re.M)
# A heading whose underline a program wrapped into its line.
_UNDERLINED = re.compile(r"(?m)(\A|\n\n)([^\n]{1,120}?\S) (?:-{5,}|={5,})[ \t]*(?=\n\n|\n?\Z)")
# Comments, ids and classes, which show nothing; code may be written so.
_ATTRIBUTES = re.compile(
    rf"{_CODE.pattern}|(?P<stated>[ \t]*(?:{_REMOVED}|\{{\s*[:#.][^{{}}\n]*\}}))", re.S | re.M
)
_NOTE = re.compile(r"(?m)^ {0,3}\[\^([^\]\n]+)\]:[ \t]*(.*(?:\n+(?: {4}|\t).*)*)")
_MARK = re.compile(r"(?<!\\)\[\^([^\]\s]+)\](?!:)")
_REMARK = r"%%(?!%)(?:[^%]|%(?!%))+%%"
_HIGHLIGHT = re.compile(r"(?<![=\w`])==(?=\S)([^=\n`]+?)(?<=\S)==(?![=\w])")
# CommonMark reads a number other than 1 right below a line as the line's own text.
_NESTED_NUMBER = re.compile(
    r"(?m)^([ \t]*(?:[-*+]|\d+[.)])[ \t].*)\n(?=[ \t]{2,}(?!1[.)])\d+[.)][ \t])"
)
_CALLS, _RUN = (
    expression(Path(__file__).with_name("unfilled.yml"), section) for section in ("calls", "run")
)
_NAMES = {"date": "published"} | {key: key for key in ("title", "subtitle", "published", "lang")}
_NAMES |= dict.fromkeys(ordered("html-stated")["held"], "held")


def read(data: bytes, path: str) -> Reading:
    """Read Markdown of any common flavour, HTML in it included.

    Front matter gives its title and date, never its author; its other fields are listed.
    """
    decoded, problems = decode(data, path)
    reading = Reading(problems=problems, is_clean=True)
    stated, others, body = _front_matter(normalize(decoded))
    if letters(stated.get("title", "")) not in letters(body):
        body = f"# {stated['title']}\n\n{body}"
        reading.added.append(stated["title"])
    for name in others:
        reading.leave_out("", f"front matter: {name}")
    for chunk in _CHUNK.finditer(body):
        reading.leave_out(chunk[2], "code that another program runs", withheld=True)
        reading.ask_about("unfilled", "code that another program runs")
    body = _CHUNK.sub("", body)
    reading.ask_about("unfilled", *(one[0] for one in _RUN.finditer(body)))
    bare = blanked(_CODE, body)
    if (begun := bare.rfind("<!--")) > bare.rfind("-->"):
        raise refused("unclosed", bare.count("\n", 0, begun) + 1, what="comment")
    body = _with_known_marks(body, bare)
    body = _with_known_notes(_UNDERLINED.sub(r"\1## \2", body), bare, reading)
    facts = {key: stated[key] for key in ("title", "published", "held") if stated.get(key)}
    reading.facts |= facts | {key: day_of(facts[key]) for key in facts if key != "title"}
    shown = _ATTRIBUTES.sub(lambda found: "" if found["stated"] else found[0], body)
    spelled = _NESTED_NUMBER.sub(r"\1\n\n", _HIGHLIGHT.sub(r"\1", shown))
    reader = _reader()
    environment: dict[str, object] = {}
    tokens = reader.parse(spelled, environment)
    _count_on(tokens, reading)
    rendered = reader.renderer.render(tokens, reader.options, environment)
    calls = (" ".join(one[0].split()[:2]) for one in _CALLS.finditer(bare))
    reading.ask_about("unfilled", *calls)
    read_page(f"<html><body>{rendered}</body></html>", path, reading)
    # The marks of footnotes are set by the page: they stand for labels, which are no words.
    reading.left_out = [
        one for one in reading.left_out if not one.reason.startswith("footnote's mark")
    ]
    # The lines as typed, one a paragraph, but where HTML in them hides something.
    if not any(_hidden(typed := _without_comments(body))):
        reading.text = "\n".join(plain.unwrap(typed.split("\n")))
    return reading


def find_hidden(data: bytes) -> Iterator[Finding]:
    """List what a Markdown text hides, HTML in it included."""
    return _hidden(decoded_somehow(data))


def cleaned(data: bytes) -> bytes:
    """Give the text as UTF-8, without hidden characters, comments and fields that say no fact."""
    text = _without_comments(plain.cleaned(data).decode("utf-8"))
    stated, body = _stated(normalize(text))
    kept = {key: said for key, said in stated.items() if str(key).lower() in _NAMES}
    if kept != stated:
        head = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False)
        text = f"---\n{head}---\n{body}" if kept else body
    return text.encode("utf-8")


def _with_known_notes(body: str, bare: str, reading: Reading) -> str:
    """Leave out notes that nothing refers to, and let marks stand as typed that lead to no note.

    `bare` is the body with its code blanked.
    """
    marks = set(_MARK.findall(bare))
    notes = {found[1]: found for found in _NOTE.finditer(body)}
    for label in marks - notes.keys():
        reading.added.append(label)
        body = body.replace(f"[^{label}]", f"\\[^{label}\\]")
    for label in notes.keys() - marks:
        reading.leave_out(notes[label][2], "note that nothing refers to")
        body = body.replace(notes[label][0], "")
    return body


def _hidden(text: str) -> Iterator[Finding]:
    yield from plain.find_in_text(text)
    text = blanked(_CODE, text)
    yield from plain.find_changes(text, {_REMARK: plain.COMMENT})
    for pattern in (_COMMENT, _LINK_COMMENT):
        for match in pattern.finditer(text):
            if any(character.isalnum() for character in match.group()):
                line = text.count("\n", 0, match.start()) + 1
                yield Finding("hidden-html-comment", "a comment", line=line)
    text = blanked(_COMMENT, text)
    if "<" in text:
        yield from find_in_page(text)


def _without_comments(text: str) -> str:
    return _LINK_COMMENT.sub("", _COMMENT.sub("", _CHUNK.sub("", text)))


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.use(footnote_plugin, always_match_refs=True).use(deflist_plugin)
    reader.add_render_rule("list_item_open", _item)
    # Every link is one here: which address is kept is decided where pages are read.
    reader.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005
    return reader


def _count_on(tokens: Iterable[Token], reading: Reading) -> None:
    """Number the items of a list that was typed with one number throughout, as programs do."""
    items: dict[int, list[Token]] = {}
    for token in tokens:
        if token.type == "ordered_list_open":
            items[token.level + 1] = []
        elif token.type == "list_item_open" and token.info:
            items[token.level].append(token)
        elif token.type == "ordered_list_close":
            first, *others = items[token.level + 1]
            for number, item in enumerate(others, int(first.info) + 1):
                if {one.info for one in others} == {first.info}:
                    reading.leave_out(item.info, "number of an item, which the page counts anew")
                    reading.added.append(str(number))
                    item.meta = {"number": number}


def _with_known_marks(body: str, bare: str) -> str:
    """Spell headings, and tables that lines of hyphens show, as the one kind that is read."""
    lines, shown = body.split("\n"), bare.split("\n")
    for at, line in enumerate(lines):
        head = plain.marked_heading(line) if not (at and lines[at - 1].strip()) else None
        if head and shown[at] == line:
            lines[at] = f"{'#' * head[0]} {head[1]}"
    for place, cells in reversed(list(tables(lines, drawn=True))):
        if cells and shown[place.start].strip():
            rows = [[cell.replace("|", "\\|") for cell in row] for row in cells]
            rows.insert(1, ["---"] * len(rows[0]))
            lines[place.start : place.stop] = ["", *(f"| {' | '.join(row)} |" for row in rows), ""]
    return "\n".join(lines)


def _item(renderer: RendererHTML, tokens: list[Token], index: int, *rest: object) -> str:
    """Open an item with the number that was typed."""
    del renderer, rest
    number = str(tokens[index].meta.get("number", tokens[index].info))
    return f'<li value="{int(number)}" typed="typed">' if number.isdigit() else "<li>"


def _stated(text: str) -> tuple[dict[object, object], str]:
    """Part what a front matter states from the body; all is body where it is none."""
    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, text
    stated: object
    try:
        if found["lines"]:
            typed = (line.removeprefix("%").strip() for line in found["lines"].split("\n"))
            stated = dict(zip(("title", "author", "date"), filter(None, typed), strict=False))
        elif found["toml"] is not None:
            stated = tomllib.loads(found["toml"])
        else:
            stated = yaml.safe_load(found["yaml"] or found["json"] or "")
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, text
    return (stated, text[found.end() :]) if isinstance(stated, dict) else ({}, text)


def _front_matter(text: str) -> tuple[dict[str, str], list[str], str]:
    """Part the front matter's facts and the names of its other fields from the body."""
    stated, body = _stated(text)
    facts = {
        _NAMES[str(key).lower()]: " ".join(str(value).split())
        for key, value in stated.items()
        if str(key).lower() in _NAMES and isinstance(value, str | int | date) and value is not True
    }
    below = facts.pop("subtitle", "")
    if below and facts.get("title"):
        facts["title"] = f"{facts['title']}{between(facts['title'], below)}{below}"
    others = [
        str(key) if re.fullmatch(r"[a-z_-]{1,24}", str(key)) else "(unusual)"
        for key in stated
        if str(key).lower() not in _NAMES
    ]
    return facts, others, body
