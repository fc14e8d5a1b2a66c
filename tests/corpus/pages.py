"""Web pages that hide something, each in one way."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.case import FIRST, LEAK, SECOND, TITLE, Case

BASE64_PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def page(body: str = "", head: str = "", attributes: str = "") -> bytes:
    """Write a page: title, two paragraphs, and the body given."""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>{head}'
        f"</head><body{attributes}>\n<h1>{TITLE}</h1>\n<p>{FIRST}</p>\n{body}\n<p>{SECOND}</p>\n"
        "</body></html>\n"
    ).encode()


def cases() -> Iterator[Case]:
    """Yield every way of hiding that a web page knows."""
    for name, data, code in (*_styled(), *_marked_up(), *_in_the_head()):
        yield Case(f"page-{name}.html", data, shows=(FIRST, SECOND), committed=code)


def _styled() -> Iterator[tuple[str, bytes, str]]:
    for name, style in (
        ("not-displayed", "display:none"),
        ("not-displayed-at-length", "color : red ;  DISPLAY :\tNone !important"),
        ("invisible", "visibility:hidden"),
        ("transparent", "opacity:0"),
        ("white", "color:#fff"),
        ("white-by-name", "color:white"),
        ("white-by-function", "color:rgb(255, 255, 255)"),
        ("nearly-white", "color:#fefefe"),
        ("black-on-black", "color:#000;background:#000"),
        ("tiny", "font-size:1px"),
        ("without-size", "font-size:0"),
        ("far-left", "position:absolute;left:-9999px"),
        ("far-up", "position:absolute;top:-9999px"),
        ("far-in", "text-indent:-9999px"),
        ("clipped", "position:absolute;clip:rect(0,0,0,0)"),
        ("in-a-box-without-height", "height:0;overflow:hidden"),
        ("hidden-by-word", "mso-hide:all"),
        ("of-a-font-without-size", "font:0/0 a"),
        ("without-ink", "color:transparent"),
        ("without-opacity", "color:rgba(0, 0, 0, 0)"),
        ("without-fill", "-webkit-text-fill-color:transparent"),
        ("scaled-away", "transform:scale(0)"),
        ("clipped-by-a-path", "position:absolute;clip-path:polygon(0 0)"),
        ("in-a-line-without-height", "line-height:0;overflow:hidden"),
    ):
        yield f"text-{name}", page(f'<p style="{style}">{LEAK}</p>'), "hidden-html"
        yield (
            f"span-{name}",
            page(f'<p>A word <span style="{style}">{LEAK}</span>.</p>'),
            ("hidden-html"),
        )
    for name, selector, attribute in (
        ("class", ".secret", 'class="other secret"'),
        ("id", "#secret", 'id="secret"'),
        ("tag-and-class", "p.secret", 'class="secret"'),
        ("nested-selector", "body .secret", 'class="secret"'),
        ("child", "body > .secret", 'class="secret"'),
        ("sibling", "h1 ~ .secret", 'class="secret"'),
        ("attribute", "[data-kind='secret']", 'data-kind="secret"'),
        ("start-of-an-attribute", "p[class^=sec]", 'class="secret"'),
    ):
        rule = f"<style>p {{color: #333}} {selector} {{ display: none }}</style>"
        yield f"text-hidden-by-{name}", page(f"<p {attribute}>{LEAK}</p>", rule), "hidden-html"
    for name, rule, attribute in (
        ("weight", ".secret { display: none } p { display: block }", 'class="secret"'),
        (
            "importance",
            ".secret { display: none !important }",
            'class="secret" style="display:block"',
        ),
        ("support", "@supports (display:grid) { .secret { display: none } }", 'class="secret"'),
    ):
        data = page(f"<p {attribute}>{LEAK}</p>", f"<style>{rule}</style>")
        yield f"text-hidden-by-{name}", data, "hidden-html"
    rule = "<style>@media screen { .secret { display: none } }</style>"
    yield "text-hidden-on-screens", page(f'<p class="secret">{LEAK}</p>', rule), "hidden-html"
    yield (
        "text-in-a-hidden-ancestor",
        page(f'<div style="display:none"><div><p>{LEAK}</p></div></div>'),
        "hidden-html",
    )
    yield "text-of-a-white-font", page(f'<p><font color="#FFFFFF">{LEAK}</font></p>'), "hidden-html"


def _marked_up() -> Iterator[tuple[str, bytes, str]]:
    yield "comment", page(f"<!-- {LEAK} -->"), "hidden-html-comment"
    yield "comment-in-a-sentence", page(f"<p>A word<!--{LEAK}-->.</p>"), "hidden-html-comment"
    yield (
        "comment-for-a-browser",
        page(f"<!--[if mso]><p>{LEAK}</p><![endif]-->"),
        ("hidden-html-comment"),
    )
    yield "hidden-attribute", page(f"<p hidden>{LEAK}</p>"), "hidden-html"
    yield "no-script", page(f"<noscript><p>{LEAK}</p></noscript>"), "hidden-html"
    yield "template", page(f"<template><p>{LEAK}</p></template>"), "hidden-html"
    yield "form-field", page(f'<form><input type="hidden" value="{LEAK}"></form>'), "hidden-html"
    yield "embedded-page", page(f'<iframe srcdoc="{LEAK}"></iframe>'), "hidden-embedded"
    yield "object", page(f'<object data="x.swf">{LEAK}</object>'), "hidden-embedded"
    yield (
        "link-to-a-file",
        page(f'<p><a href="file:///C:/Users/{LEAK}/n.doc">a word</a></p>'),
        ("hidden-link"),
    )
    yield (
        "picture-of-a-file",
        page(f'<p><img src="file:///home/{LEAK}/p.png" alt="Map"></p>'),
        ("hidden-link"),
    )
    described = f'<p><img src="{BASE64_PIXEL}" alt="C:\\Users\\{LEAK}\\map.png"></p>'
    yield "picture-described-by-a-path", page(described), "hidden-alt-path"
    yield "data-of-a-script", page(f'<p data-author="{LEAK}">A passage.</p>'), "hidden-metadata"
    for tag in ("dialog", "video", "audio", "canvas", "datalist"):
        yield f"text-of-{tag}", page(f"<{tag}><b>{LEAK}</b></{tag}>"), "hidden-html"
    yield "drawing", page(f"<svg><desc>{LEAK}</desc></svg>"), "hidden-html"
    yield "title-of-a-word", page(f'<p>A <span title="{LEAK}">word</span>.</p>'), ""
    yield "label-of-a-word", page(f'<p>A <span aria-label="{LEAK}">word</span>.</p>'), ""
    yield "user-of-an-address", page(f'<p><a href="https://{LEAK}@example.org/">A</a></p>'), ""
    yield "subject-of-a-mail", page(f'<p><a href="mailto:a@b.example?subject={LEAK}">A</a></p>'), ""
    yield "script-of-a-link", page(f"<p><a href=\"javascript:x('{LEAK}')\">A</a></p>"), ""
    yield "script", page(f"<script>var author = '{LEAK}';</script>"), ""
    yield "style", page(f"<style>.x:after {{ content: '{LEAK}' }}</style>"), ""


def _in_the_head() -> Iterator[tuple[str, bytes, str]]:
    for name in (
        "author",
        "Author",
        "changedby",
        "dc.creator",
        "article:author",
        "twitter:creator",
    ):
        key = "property" if ":" in name else "name"
        meta = f'<meta {key}="{name}" content="{LEAK}">'
        yield f"meta-{name.replace(':', '-')}", page("", meta), "hidden-property"
