"""Web pages: the article comes out, its site and what it hides do not, and the account balances."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop_notes.convert import Conversion, convert

LEAK = "LEAKED"
PROSE = (
    "<p>The participants met in a quiet room in Toytown and spoke for a whole day of the mandate "
    "of the mission, of its priorities and of the order in which to take them on.</p>"
)
TITLE = "<h1>Sequencing the Tasks of a Toy Mission</h1>"


def page(body: str, head: str = "") -> bytes:
    """A page of its head and body."""
    start = f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{head}</head>'
    return f"{start}<body>{body}</body></html>".encode()


def read(body: str, head: str = "") -> Conversion:
    """Convert a page, of which every word must be accounted for."""
    conversion = convert(Path("note.html"), page(body, head))
    assert not [problem for problem in conversion.problems if problem.level == "error"]
    assert conversion.loss.unknown == 0
    return conversion


KEPT = {
    "list with start": ('<ol start="3"><li>c</li><li>d</li></ol>', "3. c\n4. d"),
    "nested list": ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n    - b\n- c"),
    "display as a block": ("<p>one<span style='display:block'>two</span>three</p>", "one\n\ntwo"),
    "items of a row": ("<div style='display:flex'><b>one</b><i>two</i></div>", "**one**\n\n*two*"),
    "a side note": ("<p>one<span style='float:right'>two words</span></p>", "one two words"),
    "a drop capital": ("<p><span style='float:left'>O</span>nce.</p>", "Once."),
    "a reading aid": ("<p><ruby>base<rt>aid</rt></ruby> text</p>", "base text"),
    "no scripts": ("<p>one<noscript><p>none</p></noscript> two</p>", "one two"),
    "quotation": ("<blockquote><p>Fragile.</p></blockquote>", "> Fragile."),
    "emphasis": ("<p>It is <strong>most</strong> <em>likely</em>.</p>", "It is **most** *likely*."),
    "table": (
        "<table><tr><th>Year<th>No</tr><tr><td>2019<td>24 | 80</tr></table>",
        "| Year | No |\n| --- | --- |\n| 2019 | 24 \\| 80 |",
    ),
    "merged cells": (
        '<table><tr><td colspan="2">both</td></tr><tr><td>a</td><td>b</td></tr></table>',
        "| both | |",
    ),
    "break in a cell": ("<table><tr><td>a<br>b</td><td>c</td></tr></table>", "| a<br>b | c |"),
    "paragraphs side by side": (
        f"<table><tr><td>{PROSE}</td><td></td><td>{PROSE}</td></tr></table>",
        "\nThe participants met",
    ),
    "layout table": (
        f'<table role="presentation"><tr><td>{PROSE}</td><td><p>x</p></td></tr></table>',
        "\nThe participants met",
    ),
    "picture": ('<p><img src="x.png" alt="Map of Toyland"></p>', "\\[Image: Map of Toyland\\]"),
    "caption": (
        "<figure><img src=x alt='A map'><figcaption>By a toy.</figcaption></figure>",
        "By a toy.",
    ),
    "clean link": (
        '<p><a href="https://example.org/a?utm_source=x&b=1#c">x</a></p>',
        "[x](https://example.org/a?b=1#c)",
    ),
    "relative link without an address": ('<p><a href="/a">linked</a></p>', "linked"),
    "script link": ('<p><a href="javascript:alert(1)">linked</a></p>', "\nlinked\n"),
    "definition list": ("<dl><dt>POC</dt><dd>Protection</dd></dl>", "POC\n:   Protection"),
    "line breaks": ("<p>one<br>two</p>", "one  \ntwo"),
    "raised": ("<p>the 21<sup>st</sup>, 10 m<sup>2</sup></p>", "the 21st, 10 m²"),
    "preformatted": ("<pre>first\nsecond</pre>", "first  \nsecond"),
    "bold heading": (f"{PROSE}<p><b>Context</b></p>{PROSE}", "## Context"),
    "bold headings beside one another": (
        f"<h2>A</h2>{PROSE}<p><b>One</b></p>{PROSE}<p><b>Two</b></p>{PROSE}",
        "### Two",
    ),
    "heading by its role": (f"<h2>A</h2>{PROSE}<div role=heading aria-level=3>B</div>", "### B"),
    "lines of a heading": (
        f"{PROSE}<h2><style>i{{display:block}}</style><i>The</i><i>Case</i></h2>",
        "## *The* *Case*",
    ),
    "blocks of a heading": (f"{PROSE}<h2><p>Part</p><p>Two</p></h2>", "## Part Two"),
    "heading that never ends": (f"<h2>Context{PROSE}</h2>", "## Context\n\nThe participants met"),
    "heading that folds": (f"{PROSE}<h2><button>Context</button></h2>{PROSE}", "## Context\n"),
    "lines that a style keeps": (
        "<div style='white-space:pre-line'>Kept:\nBor\n<b>Pibor</b></div>",
        "Kept:  \nBor  \n**Pibor**",
    ),
    "template with a sheet": (
        "<template><style>p{color:#333}</style><p>x</p></template><p>y</p>",
        "y",
    ),
    "note behind its mark": (
        (
            "<p>It is small<span><sup>1</sup><span><sup>1</sup>"
            "<span>1</span>Not final.</span></span> and late.</p>"
        ),
        "It is small[^1] and late.\n\n[^1]: Not final.",
    ),
    "note at a side": (
        "<p>It is small<sup>1</sup><span style='float:right'>Not final.</span> and late.</p>",
        "It is small[^1] and late.\n\n[^1]: Not final.",
    ),
    "table in a table with heads": (
        "<table><tr><th>A<th>B<tr><td>a<td><table><tr><td>b<td>2</table></table>",
        "| A | B |\n| --- | --- |\n| a | b<br>2 |",
    ),
    "unclosed": ("<p>one<p>two<ul><li>a<li>b</ul>", "one\n\ntwo\n\n- a\n- b"),
    "entities": ("<p>A &amp; B &lt; C &eacute;t&eacute; &#8217;</p>", "A & B < C été ’"),
    "literal markup": (
        "<p># *x* _y_ &lt;b&gt; [a](b)</p>",
        "\\# \\*x\\* \\_y\\_ &lt;b> \\[a\\](b)",
    ),
    "details": ("<details><summary>More</summary><p>inside</p></details>", "More\n\ninside"),
    "quote marks": (
        "<p><q>So <q>it</q> is</q>, she said.</p>",
        "“So ‘it’ is”, she said.",
    ),
    "number of the style": (
        (
            "<style>body{counter-reset:s} h2::before{counter-increment:s;"
            "content:counter(s,upper-roman) '. '}</style>"
            "<h2>First</h2><p>x</p><h2>Second</h2>"
        ),
        "## II. Second",
    ),
    "word of the style": (
        "<style>.n::before{content:'not '}</style><p>We do <b class=n>agree</b>.</p>",
        "**not agree**",
    ),
    "word of an attribute": (
        "<style>b::after{content:attr(title)}</style><p>Not <b title='at all'>x</b>.</p>",
        "**x at all**",
    ),
    "box that is ticked": ("<p><input type=checkbox checked>Agreed</p>", "☒ Agreed"),
    "boxes in cells": (
        "<table><tr><td>A<td><input type=radio checked><tr><td>B<td><input type=radio></table>",
        "| A | ☒ |\n| --- | --- |\n| B | ☐ |",
    ),
    "items with boxes": (
        "<ul><li><input type=checkbox checked disabled> A<li><input type=checkbox disabled> B</ul>",
        "- ☒ A\n- ☐ B",
    ),
    "tooltip": (
        (
            "<p>It is small<sup><a href='javascript:void(0)'>1</a></sup>"
            "<span role=tooltip>Not final.</span> and late.</p>"
        ),
        "It is small[^1] and late.\n\n[^1]: Not final.",
    ),
    "side note": (
        (
            "<p>It<label for=n></label><input type=checkbox id=n>"
            "<span class=sidenote>Not final.</span> is small.</p>"
        ),
        "It[^1] is small.\n\n[^1]: Not final.",
    ),
    "signs of a font": (
        (
            "<p>A <span style='font-family:\"Wingdings\"'>ü</span> B <font face=Wingdings>û</font> "
            "<span style='font:12pt Symbol'>&#163;</span> 2 <b style='font-family:Arial'>J</b></p>"
        ),
        "A ✓ B ✗ ≤ 2 **J**",
    ),
    "unknown sign of a font": ("<p>A <font face=Wingdings>!</font></p>", "A \\[?\\]"),
    "formula of a script": (
        "<p>So <script type='math/tex'>x</script></p>",
        "So \\[?\\]",
    ),
    "formula drawn before its script": (
        "<p>So <span class=MathJax>x = 1</span><script type='math/tex'>x = 1</script></p>",
        "So x = 1",
    ),
    "link of a heading to itself": ("<h2 id=a>Head <a href=#a>¶</a></h2>", "## Head\n"),
    "link to edit a heading": (
        "<h2>Head<span class=mw-editsection>[edit]</span></h2>",
        "## Head\n",
    ),
    "source of a quotation": (
        "<blockquote><p>Fragile.</p><footer>A resolution</footer></blockquote>",
        "> Fragile.\n>\n> A resolution",
    ),
    "hidden word of the style": (
        "<style>.n::before{content:'not ';display:none}</style><p>We <i class=n>do</i> it.</p>",
        "We *do* it.",
    ),
    "bullet of the style": (
        "<style>ul{list-style:none} li::before{content:'● '}</style><ul><li>one</ul>",
        "- one",
    ),
    "picture of the style": ("<style>b::before{content:'\\f0a3'}</style><p>a <b>b</b>", "a **b**"),
    "numbers in cells": (
        "<table><tr><td>A<td>B<td>C<tr><td>1<td>2<td>3</table>",
        "| 1 | 2 | 3 |",
    ),
    "numbers as items": ("<ul><li>1</li><li>2</li><li>3</li></ul>", "- 1\n- 2\n- 3"),
    "foot that stands first": (
        (
            "<table><tfoot><tr><td>Sum</tfoot><thead><tr><td>Head</thead><tr><td>1</table>"
            "<table><tfoot><tr><td>Sum<td>3</tfoot><thead><tr><td>A<td>B</thead><tr><td>x<td>1</table>"
        ),
        "| A | B |\n| --- | --- |\n| x | 1 |\n| Sum | 3 |",
    ),
    "old preformatted": ("<p>a<listing>one</listing><xmp>two</xmp>b", "a\n\none\n\ntwo\n\nb"),
    "a menu of the text": ("<menu><li>one</li><li>two</li></menu>", "- one\n- two"),
    "a dialog nobody can close": ("<dialog open>shown</dialog>", "shown"),
    "a formula drawn for the eye": (
        (
            "<p>The <i><i style=clip:rect(0,0,0,0);position:fixed><math><mfrac><mn>5</mn>"
            "<mn>8</mn></mfrac></math></i><i aria-hidden=true>85</i></i> of it</p>"
        ),
        "5/8",
    ),
    "a formula after a number": (
        (
            "<p>2<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>h "
            "<math><mphantom><mn>9</mn></mphantom><mn>7</mn></math> of 9</p>"
        ),
        "2 1/2 h 7 of 9",
    ),
    "two languages": ('<p lang="fr">Été <span dir="rtl">مجلس</span></p>', "Été مجلس"),
    "division as paragraph": ("<div>one</div><div>two</div>", "one\n\ntwo"),
    "word joiner": ("<p>man<wbr>date and soft&shy;hyphen</p>", "mandate and softhyphen"),
}


@pytest.mark.parametrize("name", KEPT)
def test_is_kept(name: str) -> None:
    body, expected = KEPT[name]
    assert expected in f"\n{read(TITLE + PROSE + body).markdown}"


HIDDEN = {
    "comment": f"<!-- {LEAK} -->",
    "display none": f'<p style="display:none">{LEAK}</p>',
    "hidden attribute": f"<div hidden>{LEAK}</div>",
    "visibility": f'<span style="visibility: hidden">{LEAK}</span>',
    "white": f'<p style="color:#fff">{LEAK}</p>',
    "font of no size": f'<span style="font-size:0">{LEAK}</span>',
    "off the page": f'<p style="position:absolute;left:-9999px">{LEAK}</p>',
    "by a class": f'<p class="gone">{LEAK}</p>',
    "by an id": f'<p id="away">{LEAK}</p>',
    "for screen readers": f'<span class="sr-only">{LEAK}</span>',
    "script": f"<script>var x='{LEAK}'</script>",
    "style": f"<style>.x:after{{content:'{LEAK}'}}</style>",
    "template": f"<template><p>{LEAK}</p></template>",
    "noscript": f"<noscript><p>{LEAK}</p></noscript>",
    "svg": f"<svg><text>{LEAK}</text></svg>",
    "frame": f"<iframe srcdoc='{LEAK}'>{LEAK}</iframe>",
    "byline": f'<p class="byline">By {LEAK} Example</p>',
    "author link": f'<p>A note by <a rel="author" href="/x">{LEAK}</a></p>',
    "author box": f'<div class="author-box"><h4>About</h4><p>{LEAK} works here.</p></div>',
    "path as description": f'<img src="x" alt="C:\\Users\\{LEAK}\\map.png">',
    "file name as description": f'<img src="x" alt="{LEAK}.png">',
    "title attribute": f'<p title="{LEAK}">seen</p>',
    "data attribute": f'<p data-author="{LEAK}">seen</p>',
    "page header of a word processor": f'<div title="header"><p>{LEAK}</p></div>',
}


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_text_is_nowhere(name: str) -> None:
    style = "<style>.gone{display:none} #away{visibility:hidden}</style>"
    author = f'<meta name="author" content="{LEAK}">'
    conversion = read(TITLE + PROSE + HIDDEN[name] + PROSE, style + author)
    assert LEAK not in repr(conversion)
    assert "a quiet room" in conversion.markdown


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p style='text-decoration:line-through'>a <b>b</b> c</p>", "~~a **b** c~~"),
        ("<div class=s><p>a</p><ul><li>b</li></ul></div>", "~~a~~\n\n- ~~b~~"),
        ("<h2 class=s>A</h2><p>b</p>", "## ~~A~~"),
        ("<blockquote class=s>a</blockquote>", "> ~~a~~"),
        ("<table class=s><tr><td>a<td>b</table>", "| ~~a~~ | ~~b~~ |"),
        ("<dl><dt>t<dd class=s>a</dl>", ":   ~~a~~"),
        ("<pre class=s>a</pre>", "~~a~~"),
        ("<span class=s><p>a</p>b</span>", "~~a~~\n\n~~b~~"),
        ("<p>a <s>b <math><mn>1</mn></math></s></p>", "a ~~b 1~~"),
    ],
)
def test_what_is_struck_by_any_style_around_it_is_struck(body: str, said: str) -> None:
    style = "<style>.s { text-decoration: underline line-through }</style>"
    conversion = read(TITLE + PROSE + body, style)
    assert said in conversion.markdown
    assert "struck-out" in {problem.code for problem in conversion.problems}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<ol start=0><li>a<li>b</ol>", "0. a\n1. b"),
        ("<ol start=-1><li>a<li>b</ol>", "- \\-1. a\n- 0\\. b"),
        ("<ul style='list-style:decimal inside'><li>a<li>b</ul>", "1. a\n2. b"),
        ("<ol style='list-style:none'><li>a</ol>", "- a"),
        ("<ol><li style='list-style-type:lower-greek'>a</ol>", "- α. a"),
        ("<ul style='list-style-type:\"Norway: \"'><li>a</ul>", "- Norway: a"),
        ("<ol type=A><li>a<ol><li>b<li>c</ol><li>d</ol>", "- A. a\n    1. b\n    2. c\n- B. d"),
        ("<ol reversed><li>a<li>b</ol>", "- 2\\. a\n- 1\\. b"),
        ("<ol><li>a<li style='counter-set:list-item 20'>b<li>c</ol>", "20. b\n21. c"),
        (
            (
                "<style>ol{list-style:none;counter-reset:i} li{counter-increment:i}"
                "li::before{content:counters(i,'.') ' '}</style><ol><li>a<ol><li>b</ol><li>c</ol>"
            ),
            "- 1 a\n    - 1.1 b\n- 2 c",
        ),
        (
            "<style>li::marker{content:'Point ' counter(list-item)}</style><ul><li>a</ul>",
            "Point 1 a",
        ),
    ],
)
def test_items_have_the_marks_that_a_browser_shows(body: str, said: str) -> None:
    found = read(TITLE + PROSE + body)
    assert said in found.markdown
    worded = "Norway" in said or "Point" in said
    assert ("set-by-style" in {one.code for one in found.problems}) is worded


@pytest.mark.parametrize(
    ("style", "typed", "said"),
    [
        ("text-transform:uppercase", "ann hidden", "ANN HIDDEN"),
        ("text-transform:uppercase", "Ann hidden", "Ann hidden"),
        ("text-transform:capitalize", "ann hidden: It’s long", "Ann Hidden: It’s Long"),
        ("font-variant:small-caps", "unmi</span>ss<span>", "UNMIss"),
        ("text-transform:none", "ann", "ann"),
    ],
)
def test_letters_have_the_capitals_that_a_browser_shows(style: str, typed: str, said: str) -> None:
    body = f'<p>So <span style="{style}">{typed}</span> asked.</p>'
    assert f"So {said} asked." in read(TITLE + PROSE + body).markdown


def test_an_article_with_a_title_of_its_own_below_the_note_is_another() -> None:
    other = "<article><h1>The Case of ZUMA</h1><p>Zebra patrols were longer than all.</p></article>"
    found = read(f"<article>{TITLE}{PROSE}{PROSE}{PROSE}</article>{other}")
    assert "Zebra" not in found.markdown
    assert "another article" in {one.reason for one in found.loss.left_out}
    alone = read(f"<h1>A Site</h1><article>{TITLE}{PROSE}</article>")
    assert "a quiet room" in alone.markdown


@pytest.mark.parametrize(("name", "told"), [("comments", None), ("entry", "2020-06-21")])
def test_a_day_of_what_readers_say_is_not_that_of_the_page(name: str, told: str | None) -> None:
    said = f"<div class={name}><time datetime=2020-06-21>then</time></div>"
    assert read(TITLE + PROSE + said).metadata.get("published") == told


@pytest.mark.parametrize(
    ("body", "fact"),
    [
        ("<p>The mandate, it was said, ends on {}.</p>", None),
        ("<p>Posted on {}</p>", "published"),
        ("<article class=type-event><div>Date</div><div>{}</div>%s</article>", "held"),
    ],
)
def test_a_day_in_a_sentence_or_of_an_event_is_not_that_of_publication(
    body: str, fact: str | None
) -> None:
    body = body.replace("%s", PROSE).format("<time datetime=2031-06-04>4 June 2031</time>")
    found = read(TITLE + body + PROSE)
    assert {"published", "held"} & set(found.metadata) == ({fact} if fact else set())
    assert ("4 June 2031" in found.markdown) is (fact != "published")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("10<sup>-3</sup> and 10<sup>−6</sup>", "10⁻³ and 10⁻⁶"),
        ("2<sup>n+1</sup>, 2<sup>n</sup>", "2ⁿ⁺¹, 2ⁿ"),
        ("8<sup>1/3</sup> and 5<sup>2.5</sup>", "8^(1/3) and 5^2.5"),
        ("10<sup>10<sup>2</sup></sup>", "10^(10²)"),
        ("word<sup>1,2</sup> and more<sup>3–5</sup>", "word¹,² and more³–⁵"),
        ("the 2<sup>nd</sup>, 2<sup>e</sup>, n<sup>o</sup> 3", "the 2nd, 2e, no 3"),
        ("CO<sub>2</sub> and x<sub>n+1</sub>", "CO₂ and xₙ₊₁"),
        ("N<sub>max</sub> and x<sub>ij</sub>", "N_max and x_ij"),
        ("M<sup>lle</sup> on the 1<sup>er</sup>", "Mlle on the 1er"),
    ],
)
def test_what_is_raised_is_no_part_of_the_number_before_it(body: str, said: str) -> None:
    assert said in read(f"{TITLE}{PROSE}<p>{body}.</p>").markdown


@pytest.mark.parametrize(
    ("head", "files", "is_there"),
    [
        ("<link rel=stylesheet href='n_files/s.css?v=1'>", {"n_files/s.css": "SHEET"}, True),
        (
            "<style>@import 'a.css';</style>",
            {"a.css": "@import url(b/c.css) screen;", "b/c.css": "SHEET"},
            True,
        ),
        (
            "<link rel=stylesheet href='s.css'>",
            {"s.css": f"{'@import url(s.css);' * 40}SHEET"},
            True,
        ),
        ("<link rel=stylesheet href='data:text/css,SHEET'>", {}, True),
        ("<link rel=stylesheet href='s.css'>", {}, False),
        ("<style>@import 's.css';</style>", {}, False),
        ("<link rel=stylesheet href='../s.css'>", {"../s.css": "SHEET"}, False),
        ("<link rel=stylesheet href='//example.org/s.css'>", {}, False),
    ],
)
def test_a_sheet_that_lies_beside_a_page_holds_and_one_that_does_not_is_told(
    head: str, files: dict[str, str], is_there: bool, tmp_path: Path
) -> None:
    sheet = ".z{text-decoration:line-through}.h{display:none}"
    path = tmp_path / "in" / "note.html"
    for name, text in files.items():
        (path.parent / name).parent.mkdir(parents=True, exist_ok=True)
        (path.parent / name).write_text(text.replace("SHEET", sheet), encoding="utf-8")
    body = f"{TITLE}{PROSE}<p>Do <i class=z>not</i> go<i class=h>, said {LEAK}</i>.</p>"
    found = convert(path, page(body, head.replace("SHEET", sheet)))
    told = "missing-style" in {problem.code for problem in found.problems}
    assert told is not is_there
    assert ("~~*not*~~" in found.markdown and LEAK not in repr(found)) is is_there


@pytest.mark.parametrize("begins", ["<script>x", "<style>.x{}", "<!-- x"])
def test_what_hides_all_that_follows_it_refuses_the_page(begins: str) -> None:
    found = convert(Path("note.html"), page(f"{TITLE}{PROSE}{begins}<p>lost words</p>"))
    assert [problem.code for problem in found.problems] == ["unreadable-original"]


FURNITURE = {
    "navigation": "<nav><ul><li><a href='/'>Zebra</a></li></ul></nav>",
    "header": "<header><p>Zebra</p></header>",
    "footer": "<footer><p>Zebra</p></footer>",
    "side box": "<aside><h3>Zebra</h3></aside>",
    "share bar": '<div class="social-share"><a href="#">Zebra</a></div>',
    "breadcrumb": '<ol class="breadcrumb"><li>Zebra</li></ol>',
    "cookie box": '<div id="cookie-consent"><p>Zebra</p></div>',
    "related": '<section class="related-posts"><h3>Zebra</h3></section>',
    "newsletter": '<div class="newsletter-signup"><p>Zebra</p></div>',
    "form": "<form><label>Zebra</label><input></form>",
    "role": '<div role="navigation">Zebra</div>',
    "wording": "<p>Share this</p>",
    "comments": '<div id="comments"><h3>Zebra</h3></div>',
    "date": "<p class='meta'>June 19, 2020</p>",
    "two names in one": "<div class=relatedposts><h3>Zebra</h3></div>",
    "element of a site's own": "<amp-ad><div>Zebra</div></amp-ad>",
    "name of a file": "<div><a href=1.docx>list Zebra.docx</a> (application/vnd)</div>",
    "who may comment": "<ul><li><a>Log in</a> or <a>register</a> to post comments</li></ul>",
}


@pytest.mark.parametrize("name", FURNITURE)
def test_furniture_is_left_out_with_a_reason(name: str) -> None:
    conversion = read(f"{FURNITURE[name]}<article>{TITLE}{PROSE}{PROSE}</article>")
    inside = read(f"<article>{TITLE}{PROSE}{PROSE}{FURNITURE[name]}</article>")
    for one in (conversion, inside) if name != "date" else (conversion,):
        assert one.markdown == read(TITLE + PROSE + PROSE).markdown
        assert [cut.reason for cut in one.loss.left_out if cut.text]


@pytest.mark.parametrize(
    ("above", "stays"),
    [
        ("<div id=wm-base><div>14 captures</div><div>Zebra</div></div>", False),
        ("<div class=reader><a class=domain href=/>Zebra</a></div>", False),
        ("<p>Zebra</p>", True),
        ("<p class=MsoNormal>Zebra</p>", True),
        ("<div class=note><p>One participant saw a Zebra.</p></div>", True),
    ],
)
def test_a_named_box_above_the_title_is_its_sites_unless_it_says_a_sentence(
    above: str, stays: bool
) -> None:
    found = read(f"{above}<div>{TITLE}{PROSE}{PROSE}</div>")
    assert ("Zebra" in found.markdown) is stays
    assert any("Zebra" in one.text for one in found.loss.left_out) is not stays


def test_a_wikis_name_of_its_space_is_no_part_of_the_title() -> None:
    trail, title = "<ol id=breadcrumbs><li>Notes</li><li>Zuma</li></ol>", TITLE[4:]
    for before, after in (("Notes", ""), ("Zuma", "Zuma : ")):
        found = read(f"{trail}<h1>{before} : {title}{PROSE}")
        assert found.markdown.startswith(f"# {after}Sequencing")


@pytest.mark.parametrize("heading", [TITLE, "<h2>Context</h2>"])
def test_a_letters_subject_is_no_heading_but_what_it_says_is(heading: str) -> None:
    subject = "Subject: Sequencing the Tasks of a Toy Mission"
    head = f"<p><b>From:</b> the desk</p><p><b>{subject}</b></p>"
    found = read(f"{head}{heading}{PROSE}{PROSE}").markdown
    assert found.startswith("# Sequencing the Tasks of a Toy Mission\n")
    assert found.count("\n#") == (heading != TITLE)


def test_a_page_that_a_program_fills_is_told_from_one_that_is_no_note() -> None:
    shell = "<noscript>Enable it.</noscript><div id=root>Loading…</div><script>1</script>"
    (problem,) = convert(Path("note.html"), page(shell)).problems
    assert (problem.code, "print it" in problem.fix) == ("empty-original", True)


def test_article_with_furnitures_class_names_stays() -> None:
    body = f'<article class="post tag-mali category-news author-admin">{TITLE}{PROSE}</article>'
    assert "a quiet room" in read(body).markdown
    body = f'<div class="content has-sidebar social-enabled">{TITLE}{PROSE}{PROSE}</div>'
    assert "a quiet room" in read(body).markdown


def test_footnotes_of_two_styles() -> None:
    body = (
        '<p>One<sup><a href="#fn1" id="r1">1</a></sup> '
        'two.<a href="#_ftn2" name="_ftnref2">[2]</a></p>'
        '<h2>Notes</h2><ol><li id="fn1">First. <a href="#r1">↩</a></li></ol>'
        '<p><a href="#_ftnref2" name="_ftn2">[2]</a> Second.</p>'
    )
    markdown = read(TITLE + PROSE + body).markdown
    assert "One[^1] two.[^2]" in markdown
    assert markdown.endswith("[^1]: First.\n\n[^2]: Second.\n")
    assert "Notes" not in markdown


def test_note_referred_to_twice_stands_once() -> None:
    body = (
        '<p>One<a href="#n1">[1]</a> two<a href="#n1">[1]</a>.</p>'
        '<ol><li id="n1">The note.</li></ol>'
    )
    markdown = read(TITLE + PROSE + body).markdown
    assert "One[^1] two[^1]." in markdown
    assert markdown.count("The note.") == 1


def test_link_to_a_section_is_no_footnote() -> None:
    body = '<p>See <a href="#s2">2</a> below.</p><h2 id="s2">Second</h2>' + PROSE
    assert "See 2 below." in read(TITLE + PROSE + body).markdown


def test_facts_of_the_head() -> None:
    head = (
        '<title>Toy | Site</title><meta property="og:title" content="Toy">'
        '<link rel="canonical" href="https://example.org/toy?utm_source=x">'
        '<meta property="article:published_time" content="2020-06-19T13:00:00Z">'
    )
    assert dict(read(TITLE + PROSE, head).metadata) == {
        "lang": "en",
        "address": "https://example.org/toy",
        "published": "2020-06-19",
        "title": "Toy",
    }


def test_title_property_of_an_office_file_is_not_told() -> None:
    head = f'<title>{LEAK}</title><meta name="generator" content="LibreOffice 7.4">'
    assert LEAK not in repr(read(TITLE + PROSE, head))


def test_date_of_structured_data() -> None:
    data = (
        '{"@graph":[{"@type":"Article","datePublished":"2021-05-04","author":{"name":"LEAKED"}}]}'
    )
    conversion = read(TITLE + PROSE, f'<script type="application/ld+json">{data}</script>')
    assert conversion.metadata["published"] == "2021-05-04"
    assert LEAK not in repr(conversion)


@pytest.mark.parametrize(
    ("days", "held"),
    [
        (["2021-05-04"], "2021-05-04"),
        (["2021-05-04", "2021-05-05"], "2021-05-04/2021-05-05"),
        (["2021-05-04", "2021-11-05"], None),
        (["2021-05-04", "2021-05-05", "2021-05-11"], None),
    ],
)
def test_days_of_the_one_event_that_structured_data_describe(
    days: list[str], held: str | None
) -> None:
    event = ",".join(f'{{"@type":"Event","startDate":"{day}T09:00"}}' for day in days)
    conversion = read(TITLE + PROSE, f'<script type="application/ld+json">[{event}]</script>')
    assert conversion.metadata.get("held") == held


@pytest.mark.parametrize(
    ("canonical", "address"),
    [
        ("", "https://example.org/2031/06/19/toy"),
        ('<link rel="canonical" href="https://example.org/toy">', "https://example.org/toy"),
    ],
)
def test_page_saved_by_a_browser_says_where_it_stood(canonical: str, address: str) -> None:
    saved = b"<!-- saved from url=(0034)https://example.org/2031/06/19/toy -->\n"
    source = page(TITLE + PROSE, canonical)
    conversion = convert(Path("n.html"), saved + source)
    assert conversion.metadata["address"] == address


@pytest.mark.parametrize("tag", ["ins", "del"])
def test_tracked_changes_refuse(tag: str) -> None:
    conversion = convert(Path("n.html"), page(f"{TITLE}{PROSE}<p><{tag}>{LEAK}</{tag}></p>"))
    assert [problem.code for problem in conversion.problems] == ["hidden-tracked-change"]
    assert LEAK not in repr(conversion)


@pytest.mark.parametrize(
    "body", ["", "<p></p>", "<script>x</script>", "plain", "<p>" * 30, "</p></div>", "<table>"]
)
def test_odd_pages_are_read(body: str) -> None:
    assert convert(Path("n.html"), page(body)).loss.unknown == 0


_PIECES = (
    "<p> </p> <div> </div> <b> </b> <ul><li> </ul> <td> <table> </table> <!-- --> word &amp; <br> "
    "<a\thref='#x'> </a> <sup>1</sup> <h2> </h2> < > & \" <x-y> </x-y> <span\thidden> </span>"
)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(_PIECES.split(" ")), max_size=25))
def test_broken_pages_never_raise(pieces: list[str]) -> None:
    conversion = convert(Path("n.html"), page(" ".join(pieces)))
    assert conversion.format == "html"


@pytest.mark.parametrize("second", ["lst-kix_a-0", "lst-kix_a-1"])
def test_words_after_a_list_that_is_joined_to_another_stay(second: str) -> None:
    lists = f'<ul class="lst-kix_a-0"><li>first</li></ul><ul class="{second}"><li>second</li></ul>'
    assert "loose words" in read(f"{TITLE}{PROSE}{lists}loose words<p>end</p>").markdown


def test_a_mirrors_box_of_attachments_goes_and_the_notes_own_dateline_stays() -> None:
    prose = "Participants spoke of the mandate of the mission, its tasks and their order. " * 4
    page = (
        "<main><h1>Sequencing the Tasks of a Toy Mission</h1>"
        "<div class=attachment><span>Attachments</span> <a href=/r.pdf>Download Report (PDF | 4 KB)"
        "</a></div><p class=dateline>TOYTOWN, Thursday, 21 September 2028</p>"
        f"<p>{prose}</p></main>"
    )
    found = convert(Path("note.html"), f"<!doctype html><body>{page}".encode())
    assert "TOYTOWN, Thursday, 21 September 2028" in found.markdown
    assert "Attachments" not in found.markdown
    assert "download box" in [one.reason for one in found.loss.left_out]


# Names of a page's parts, and names that only hold such a word.
PARTS = ["share", "social-links", "post-share__icons", "main-nav", "tags", "entry-footer", "promo"]
WORDS = [
    *("social-contract", "navigation-of-rivers", "advert-free", "subscribe-to-view", "footer-note"),
    *("sidebar-session", "breadcrumbs-of-peace", "share-of-costs", "comments-on-draft"),
]


@pytest.mark.parametrize("name", [*PARTS, *WORDS])
@pytest.mark.parametrize("key", ["class", "id"])
def test_a_sentence_stays_whatever_its_place_is_called(name: str, key: str) -> None:
    said = f"<div {key}='{name}'><p>One participant did not agree.</p></div>"
    assert "One participant did not agree." in read(f"{TITLE}{PROSE}{said}{PROSE}").markdown


@pytest.mark.parametrize("name", [*PARTS, *WORDS])
def test_what_is_no_sentence_goes_where_its_place_is_a_part_of_the_page(name: str) -> None:
    said = f"<div class='{name}'><p>Zebra</p></div>"
    assert ("Zebra" in read(f"{TITLE}{PROSE}{said}{PROSE}").markdown) is (name in WORDS)


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ("<p><img src=a.png></p>", 1),
        ("<figure><img src=a.png alt=''></figure>", 1),
        ("<figure><svg><path/></svg></figure>", 1),
        ("<p><canvas></canvas></p>", 1),
        ("<p><img src=a.png width=1 height=1></p>", 0),
        ("<iframe src=/x></iframe>", 0),
        ("<p><img src=a.png alt='Map of Toyland'></p>", 0),
        ("<p><a href=/x><svg><path/></svg> x</a></p>", 0),
    ],
)
def test_a_picture_without_words_is_told(shown: str, told: int) -> None:
    found = read(f"{TITLE}{PROSE}{shown}{PROSE}").loss.left_out
    assert sum(one.reason == "picture without alternative text" for one in found) == told


@pytest.mark.parametrize(
    ("field", "told"),
    [("<input value=Zed>", 1), ("<input type=hidden value=Zed>", 0), ("<input>", 0)],
)
def test_what_is_typed_into_a_field_is_told_and_not_shown(field: str, told: int) -> None:
    found = read(f"{TITLE}{PROSE}<p>Seat {field}</p>{PROSE}")
    assert sum(one.reason == "value of a form field" for one in found.loss.left_out) == told
    assert "Zed" not in repr(found)


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ("<video src=a.mp4></video>", "recording"),
        ("<iframe srcdoc='&lt;p&gt;Zebra'></iframe>", "embedded page or object"),
        ("<p>So<sup><a href='#' title='A Zebra of note'>1</a></sup></p>", "where a reader points"),
        ("<x-y><template shadowrootmode=open>Zebra</template></x-y>", "sees, drawn apart from it"),
    ],
)
def test_what_a_reader_sees_beside_the_text_is_told(shown: str, told: str) -> None:
    found = read(f"{TITLE}{PROSE}{shown}{PROSE}")
    assert any(one.reason.endswith(told) for one in found.loss.left_out)
    assert "Zebra" not in repr(found)


def test_pictures_of_what_is_left_out_are_no_words_of_the_page() -> None:
    logo = '<a href="/"><img src="logo.svg" alt="Crest of the University of Toyville"></a>'
    head = f"<header>{logo}<nav><a href='/s'>Study</a></nav></header>"
    told = "<h1>The Case of TOYMIS and its mandate</h1><p>Some asked for more patrols.</p>" * 2
    found = convert(Path("page.html"), f"<html><body>{head}{told}</body></html>".encode())
    assert not found.loss.unknown
    assert "Crest" not in found.markdown
