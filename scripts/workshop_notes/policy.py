"""Policy: every page of a built site says that it loads this site's own files, and nothing else.

The builder's theme brings small scripts within the page. Each of those is let in by its hash; a
script or handler within the text, which came from an editor and not from a template, is not.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Container, Iterable
from pathlib import Path

from workshop_notes.problem import Problem
from workshop_notes.writing import write_whole

CODE = "not-let-in"
_ATTRIBUTES = r"((?:[^>\"']|\"[^\"]*\"|'[^']*')*)"
SCRIPT = re.compile(rf"<script\b{_ATTRIBUTES}>(.*?)</script\s*>", re.S | re.I)
STYLE = re.compile(rf"<style\b{_ATTRIBUTES}>(.*?)</style\s*>", re.S | re.I)
SOURCE = re.compile(r"\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.I)
KIND = re.compile(r"\btype\s*=\s*[\"']?([^\"'\s>]+)", re.I)
TEXT = re.compile(r"<article\b.*</article\s*>", re.S | re.I)
HEAD = re.compile(r"(<head[^>]*>(?:\s*<meta charset=[^>]*>)?)", re.I)
# What a browser runs; any other `type` is data.
RUN = ("", "module", "text/javascript", "application/javascript", "importmap")
DIAGRAM = 'class="mermaid"'
DIAGRAMS = re.compile(r"<script\b[^>]*\bsrc=[^>]*mermaid", re.I)
ONE_HOST = (
    "default-src 'none'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    # Colours of missions and widths of bars are attributes; they run nothing.
    "style-src-attr 'unsafe-inline'",
)


def write_policies(site: Path, done: Container[str] = ()) -> list[Problem]:
    """Put the policy into the head of each page of a staged site, but those that are `done`.

    Gives a warning for each script that the policy keeps out, so that nobody wonders in silence.
    """
    problems: list[Problem] = []
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if name in done:
            continue
        page = path.read_text(encoding="utf-8")
        problems += _kept_out(page, name)
        write_whole(path, with_policy(page))
    return problems


def with_policy(page: str) -> str:
    """Give the page with its policy before anything that its head loads."""
    said = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}">'
        '<meta name="referrer" content="same-origin">'
    )
    return HEAD.sub(lambda found: f"{found[0]}{said}", page, count=1)


def policy(page: str) -> str:
    """Give the policy of one page: own files, and the theme's scripts and styles by hash."""
    around = TEXT.sub("", page)
    scripts = [text for attributes, text in SCRIPT.findall(around) if _runs_inside(attributes)]
    styles = [text for _, text in STYLE.findall(around)]
    # A diagram's drawing brings a style of its own, which nobody can know before it is drawn.
    style = ["'unsafe-inline'"] if DIAGRAM in page else _hashes(styles)
    return "; ".join(
        (*ONE_HOST, f"script-src {_own(_hashes(scripts))}", f"style-src {_own(style)}")
    )


def _kept_out(page: str, name: str) -> Iterable[Problem]:
    for text in TEXT.findall(page):
        for attributes, _ in SCRIPT.findall(text):
            if _runs_inside(attributes):
                yield _problem(
                    name,
                    "a script within the text does not run",
                    "put it into a file of docs/assets and name that under extra_javascript",
                )
    for attributes, _ in SCRIPT.findall(page):
        source = SOURCE.search(attributes)
        if source and "//" in source[1]:
            yield _problem(
                name,
                f"{source[1]} lies on another host and is not loaded",
                "keep a copy in docs/assets and name that under extra_javascript",
            )
    if DIAGRAM in page and not DIAGRAMS.search(page):
        yield _problem(
            name,
            "the diagram is shown as text: Material would fetch its renderer from another host",
            "keep mermaid.min.js in docs/assets and name it under extra_javascript",
        )


def _runs_inside(attributes: str) -> bool:
    kind = KIND.search(attributes)
    return not SOURCE.search(attributes) and (kind[1].lower() if kind else "") in RUN


def _hashes(texts: Iterable[str]) -> list[str]:
    digests = {base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in texts}
    return [f"'sha256-{digest}'" for digest in sorted(digests)]


def _own(others: Iterable[str]) -> str:
    return " ".join(("'self'", *others))


def _problem(page: str, message: str, fix: str) -> Problem:
    return Problem(page, 1, 1, CODE, message, fix, "warning")
