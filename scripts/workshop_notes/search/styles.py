"""Styles: of a site's style sheets what the search page shows with its first answer.

On a slow line the theme's sheets take longer than the answer, of which they style a tenth. The page
loads this extract before its first answer, and the sheets themselves after it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

from workshop_notes.bounded import read_own
from workshop_notes.build.cache import Cache

PAGE = "search/index.html"
EXTRACT = "assets/search-first.css"
# A property of one's own may be used by another, and that by a third.
CHAIN = 3

_LATE = re.compile(r"<noscript data-late>(.*?)</noscript>", re.DOTALL)
_SHEET = re.compile(r'<link\b(?=[^>]*\brel="?stylesheet)[^>]*\bhref="?([^">\s]+)')
_MARKUP = re.compile(r"<(?!meta)[a-z][^>]*>")
_NAMED = re.compile(r'"[a-z][\w -]*"')
_WORD = re.compile(r"-?[a-z][\w-]*", re.IGNORECASE)
_STATE = re.compile(r"::?[\w-]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?")
_EITHER = re.compile(r":(?:is|where)\(([^()]*)\)")
_SPACE = re.compile(r"\s*([{;,>]|:(?=\s))\s*")
_PROPERTY = re.compile(r'(--[\w-]+):(?:"[^"]*"|[^;{}"])*;?')
_EMPTY = re.compile(r"[^{}]+\{\}\n?")
_USED = re.compile(r"var\(\s*(--[\w-]+)")
# What lies in another file, is for paper, or for a pointer.
_LATER = re.compile(r"url\((?!['\"]?data:)|print|:hover")


def first_styles(path: Callable[[str], Path], program: str, known: Cache | None = None) -> str:
    """Give the rules of the page's late sheets that may fit what it or its program names.

    `path` says where a file of the site lies. A rule fits if each class, element, attribute and
    value of one of its selectors is a word of either. What lies in another file, and what is for
    paper, waits for the sheets. What `known` remembers is not looked for again.
    """
    page = path(PAGE).read_text(encoding="utf-8") if path(PAGE).is_file() else ""
    late = _LATE.search(page)
    if not late:
        return ""
    names = (posixpath.normpath(f"{PAGE}/../{href}") for href in _SHEET.findall(late[1]))
    sheets = (path(name) for name in names)
    text = "".join(sheet.read_text(encoding="utf-8") for sheet in sheets if sheet.is_file())
    markup = "".join(_MARKUP.findall(page) + _NAMED.findall(program))
    held = sorted(set(_WORD.findall(markup)))
    return (known or Cache(None)).once("styles", (held, text), partial(_extract, text, {*held}))


def _extract(text: str, held: set[str]) -> str:
    rules = _fitting(tinycss2.parse_stylesheet(text, True, True), held)
    css = "".join(
        f"{around}{''.join(rule for _, rule in some)}{'}' * around.count('{')}"
        for around, some in groupby(rules, key=itemgetter(0))
    )
    for _ in range(CHAIN):
        css = _without_unused(css)
    return _SPACE.sub(r"\1", _EMPTY.sub("", css))


def _without_unused(css: str) -> str:
    used = set(_USED.findall(css))
    return _PROPERTY.sub(lambda found: found[0] if found[1] in used else "", css)


def _fitting(nodes: Iterable[Node], held: set[str], around: str = "") -> Iterator[tuple[str, str]]:
    """Give each rule that fits: what stands around it, and the rule."""
    for node in nodes:
        begin = tinycss2.serialize(getattr(node, "prelude", None) or ()).strip()
        if isinstance(node, AtRule) and node.lower_at_keyword in ("media", "supports"):
            if not _LATER.search(begin):
                inside = tinycss2.parse_rule_list(node.content or (), True, True)
                yield from _fitting(inside, held, f"{around}@{node.lower_at_keyword} {begin}{{")
        elif isinstance(node, QualifiedRule):
            fits = ",".join(one for one in _selectors(node) if _is_held(one, held))
            said = ";".join(
                text
                for one in tinycss2.parse_blocks_contents(node.content, True, True)
                if isinstance(one, Declaration) and not one.name.startswith(_later())
                for text in (one.serialize().strip(),)
                if not _LATER.search(text)
            )
            if fits and said:
                yield around, f"{fits}{{{said}}}\n"


@cache
def _later() -> tuple[str, ...]:
    return tuple(read_own(Path(__file__).with_name("styles.yml"))["later"])


def _selectors(rule: QualifiedRule) -> Iterator[str]:
    selector: list[Node] = []
    for token in [*rule.prelude, None]:
        if token is None or token == ",":
            yield tinycss2.serialize(selector).strip()
            selector = []
        else:
            selector.append(token)


def _is_held(selector: str, held: set[str]) -> bool:
    either = _EITHER.search(selector)
    if either:
        ways = either[1].split(",")
        return any(_is_held(selector.replace(either[0], f" {way}", 1), held) for way in ways)
    return not _LATER.search(selector) and held.issuperset(_WORD.findall(_STATE.sub(" ", selector)))
