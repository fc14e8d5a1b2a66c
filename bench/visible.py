"""Whether a browser's visible words are what intake keeps, moves or lists, page by page.

Run: `python bench/visible.py [--pages 300] [--seed 1] [--show]`. Each page is invented: an article
within a publisher's furniture, its parts drawn by chance from what content systems, word processors
and browsers write, with ways to hide, broken nesting and unclosed tags among them. Every sentence
has a word that stands nowhere else, so that a lost, doubled or published hidden one has a name.
Chromium says what is seen. `tests/browser` runs a few dozen.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.browser.test_styles import ONE
from tests.tools import system_browser

from workshop_notes.convert import Conversion, convert
from workshop_notes.text.markdown import visible

SEEN = f"""() => {{{ONE}
for (const one of document.querySelectorAll("details")) one.open = true;
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), seen = [];
const found = [];
while (walker.nextNode()) found.push(walker.currentNode);
for (const node of found) {{
  if (!node.data.trim()) continue;
  const one = document.createElement("span");
  const text = node.data;
  node.replaceWith(one);
  one.append(node);
  if (sees(one, window)) seen.push(text);
  one.replaceWith(node);
}}
return seen.join("");
}}"""
_JOINED = r"\d+x[a-z]+\d"
OPENING = (
    "On 3 March 2031, the Stimson Center and Security Council Report held a workshop on the"
    " mandate of UNMISS under the Chatham House rule. Participants discussed the mandate."
)
HIDES = (
    'style="display:none"',
    "hidden",
    'style="visibility:hidden"',
    'style="position:absolute;left:-9999px"',
    'class="gone"',
    'class="sr"',
    'style="opacity:0"',
    'style="height:0;overflow:hidden"',
    'style="font-size:0"',
    'style="color:#fff;background:#fff"',
    "popover",
    'class="tip"',
)
STYLE = """<style>.gone{display:none}@media (max-width:300px){.wide{display:none}}
.sr{position:absolute;width:1px;height:1px;clip:rect(0 0 0 0);overflow:hidden}
.card:not(:hover) .tip{visibility:hidden}.lead::first-letter{font-size:2em}
@media print{.screen{display:none}}.row{display:flex}.up{text-transform:uppercase}
li{list-style:square}body{font:16px/1.5 sans-serif}a{color:#036}</style>"""


class Words:
    """Sentences, each with a word that no other has."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.made = 0

    def own(self) -> str:
        """Give a new word."""
        self.made += 1
        ends = "bdfgklmnprstv"
        return (
            "".join(self.chance.choice(ends) + self.chance.choice("aeiou") for _ in "123")
            + f"{self.made}x"
        )

    def say(self) -> str:
        """Give a sentence."""
        return self.chance.choice(
            (
                "Participants held that {} would need time.",
                "The mission should support {} before the rains.",
                "Some warned of {}; others saw it differently.",
                "Several asked for {} (see below).",
            )
        ).format(self.own())


def page(seed: int) -> str:
    """Give one page."""
    chance = random.Random(seed)
    said = Words(chance)
    parts = [chance.choice(PARTS)(said, chance) for _ in range(chance.randint(6, 16))]
    shown = "".join(f"<p>{said.say()} {said.say()} {said.say()}</p>" for _ in range(12))
    body = "\n".join([f"<p class=lead>{OPENING}</p>", shown, *parts])
    holder = chance.choice(("<main>%s</main>", "<article>%s</article>", "<div id=content>%s</div>"))
    above = "".join(part(said) for part in ABOVE if chance.random() < 0.5)
    below = "".join(part(said) for part in BELOW if chance.random() < 0.5)
    article = holder % f"<h1>The mandate of UNMISS: {said.own()}</h1>{body}"
    return (
        f"<!doctype html><html lang=en><head><title>UNMISS</title>{STYLE}</head>"
        f"<body>{above}{article}{below}</body></html>"
    )


def _nest(said: Words, chance: random.Random) -> str:
    kind = chance.choice(("ul", "ol", "ol start=4", "ol type=a", "ol reversed"))
    close = kind.split()[0]
    inner = f"<{kind}><li>{said.say()}<li>{said.say()}</{close}>"
    return f"<{kind}><li>{said.say()}{inner}<li><p>{said.say()}</p><p>{said.say()}</p></{close}>"


def _hidden(said: Words, chance: random.Random) -> str:
    # No span: one without height or width is taken for hidden, though a browser shows it.
    name = chance.choice(("p", "div", "section", "li"))
    return f"<{name} {chance.choice(HIDES)}>{said.say()}</{name}><p>{said.say()}</p>"


def _table(said: Words, chance: random.Random) -> str:
    inner = chance.choice(
        ("", f"<table><tr><td>{said.own()}<td>{said.own()}</table>", f"<ul><li>{said.own()}</ul>")
    )
    stray = chance.choice(("", f"<p>{said.say()}</p>", said.say()))
    return (
        f"<table><caption>{said.own()}</caption>{stray}<tr><th>{said.own()}<th>{said.own()}"
        f"<tr><td colspan=2>{said.say()}{inner}<tfoot><tr><td>{said.own()}<td>&nbsp;</table>"
    )


def _inline(said: Words, chance: random.Random) -> str:
    one, two = said.own(), said.own()
    return chance.choice(
        (
            f"<p>{one[:3]}<b>{one[3:]}</b> and <i>{two}</i><sup>2</sup> H<sub>2</sub>O.</p>",
            f"<p>{one[:2]}<wbr>{one[2:]} &amp; {two[:4]}&shy;{two[4:]} &lt;{said.own()}&gt;</p>",
            f"<p class=up>{one} <a href='/x?a=1&b=2'>{two}</a> <em><strong>{said.own()}</p>",
            f"<p>{one}<br>{two}<br/>{said.own()}<p>{said.own()}<div>{said.own()}",
            f"<p><b>{one}<p>{two}</b> {said.own()}</p></i>",
            f"<p><q>{one}</q> <cite>{two}</cite> <kbd>{said.own()}</kbd> <mark>{said.own()}</mark>",
            f"<p><ruby>{one}<rt>{two}</rt></ruby> <abbr title='Nothing'>{said.own()}</abbr></p>",
            f"<p><span style='display:block'>{one}</span>{two}<font color=red>{said.own()}</font>",
            f"<p>*{one}* _{two}_ `{said.own()}` [{said.own()}](x) # {said.own()} | 1. ~~x</p>",
        )
    )


def _odd(said: Words, chance: random.Random) -> str:
    return chance.choice(
        (
            lambda: f"<details><summary>{said.own()}</summary><p>{said.say()}</p></details>",
            lambda: f"<figure><img src=x.png><figcaption>{said.say()}</figcaption></figure>",
            lambda: f"<blockquote><p>{said.say()}<footer>{said.own()}</footer></blockquote>",
            lambda: f"<dl><dt>{said.own()}<dd>{said.say()}<dt>{said.own()}<dd>{said.say()}</dl>",
            lambda: f"<pre>{said.own()}\n  {said.own()}   {said.own()}</pre>",
            lambda: f"<template><p>{said.say()}</p></template><p>{said.say()}</p>",
            lambda: f"<noscript><p>{said.say()}</p></noscript><p>{said.say()}</p>",
            lambda: f"<script>var a = '{said.say()}';</script><p>{said.say()}</p>",
            lambda: f"<x-card><slot>{said.say()}</slot></x-card>",
            lambda: f"<div class=row><div>{said.say()}</div><div>{said.say()}</div></div>",
            lambda: f"<div class=card>{said.say()}<span class=tip>{said.say()}</span></div>",
            lambda: f"<p class=wide>{said.say()}</p><p class=screen>{said.say()}</p>",
            lambda: f"<div>{said.say()}<div>{said.say()}</div>{said.say()}</div>",
            lambda: f"<section><h3>{said.own()}</h3>{said.say()}<h5>{said.own()}</h5></section>",
            lambda: f"<p aria-hidden=true>{said.say()}</p>",
            lambda: f"<center><big>{said.say()}</big></center><hr>{said.say()}",
            lambda: f"<!-- {said.say()} --><p>{said.say()}<!--{said.own()}--></p>",
            lambda: f"<p><a name=a1></a>{said.own()}<a href=#n1><sup>1</sup></a> {said.own()}</p>",
            lambda: f"<address>{said.say()}</address><fieldset><legend>{said.own()}</legend>x",
            lambda: f"<iframe srcdoc='<p>{said.own()}'></iframe><p>{said.say()}</p>",
            lambda: f"<video src=x>{said.say()}</video><object data=x.pdf></object>",
            lambda: f"<div role=note>{said.say()}</div><output>{said.own()}</output>",
            lambda: f"<p style='margin-left:40px'>&bull;&nbsp;{said.say()}</p>",
            lambda: f"<p>{said.own()}&nbsp;{said.own()}&#8209;{said.own()}&#x200b;{said.own()}</p>",
            lambda: f"<dialog>{said.say()}</dialog><dialog open>{said.say()}</dialog>",
            lambda: f"<div style='display:flex'><span>{said.own()}</span><b>{said.own()}</b></div>",
            lambda: f"<ul class=row><li>{said.own()}</li><li>{said.own()}</li></ul>",
            lambda: f"<p>{said.own()}<span style='float:right'>{said.own()}</span></p>",
            lambda: (
                f"<label>{said.own()}<input value=q></label><select><option>{said.own()}</select>"
            ),
            lambda: f"<p>{said.own()}<div><p>{said.own()}</div></p>{said.own()}",
            lambda: f"<p>{said.own()}<table><tr><td>{said.own()}</table>{said.own()}</p>",
            lambda: f"<a href=/x><div>{said.say()}</div></a><a href=/y><h4>{said.own()}</h4></a>",
            lambda: f"<li>{said.say()}</li><dd>{said.own()}</dd><td>{said.own()}</td>",
            lambda: f"<math><mfrac><mi>{said.own()}</mi><mn>4</mn></mfrac></math> {said.own()}",
            lambda: f"<svg><text>{said.own()}</text><title>{said.own()}</title></svg>",
            lambda: (
                f"<p><img alt='A map' src=x>{said.own()}</p><p><textarea>{said.own()}</textarea>"
            ),
            lambda: f"<p contenteditable>{said.own()}</p><marquee>{said.own()}</marquee>",
            lambda: (
                f"<nobr>{said.own()}</nobr><tt>{said.own()}</tt><p>{said.own()}&<b>{said.own()}"
            ),
            lambda: f"<progress>{said.own()}</progress><meter>{said.own()}</meter><p>{said.own()}",
            lambda: f"<div><br>{said.own()}<br><br>{said.own()}<br>- {said.own()}<br>- x</div>",
            lambda: f"<p lang=fr dir=ltr>{said.own()} &laquo;&nbsp;{said.own()}&nbsp;&raquo;</p>",
            lambda: f"<h2>{said.own()} <a href=#x class=anchor>{said.own()}</a></h2>",
        )
    )()


PARTS: tuple[Callable[[Words, random.Random], str], ...] = (
    _nest,
    _hidden,
    _table,
    _inline,
    _inline,
    _odd,
    _odd,
    _odd,
)
ABOVE: tuple[Callable[[Words], str], ...] = (
    lambda said: f"<a class=skip href=#content>Skip to {said.own()}</a>",
    lambda said: f"<header><nav><ul><li><a href=/>Home</a><li>{said.own()}</ul></nav></header>",
    lambda said: f"<div class=breadcrumb><a href=/>Home</a> / {said.own()}</div>",
    lambda said: f"<div id=cookie-banner>We use cookies for {said.own()}.</div>",
    lambda said: f"<form role=search><label>{said.own()}</label><input value=x></form>",
)
BELOW: tuple[Callable[[Words], str], ...] = (
    lambda said: f"<aside class=share><a href=x>Share on {said.own()}</a></aside>",
    lambda said: f"<section class=related><h2>Related</h2><a href=/a>{said.own()}</a></section>",
    lambda said: f"<div class=newsletter>Subscribe to {said.own()}<button>Go</button></div>",
    lambda said: f"<footer><p>&copy; 2031 {said.own()}</p><a href=/p>Privacy</a></footer>",
)


def differences(text: str, browser_page: Page) -> tuple[Conversion, list[str], list[str]]:
    """Give the conversion, what a reader sees and it lacks, and what it shows that none sees."""
    browser_page.set_content(text)
    seen = _plain(str(browser_page.evaluate(SEEN)))
    found = convert(Path("page.html"), text.encode())
    listed = " ".join(one.text for one in found.loss.left_out)
    kept = _plain(visible(found.markdown))
    made = sorted(set(re.findall(r"(?:[b-v][aeiou]){3}\d+x", _plain(text))))
    lost = [word for word in made if word in seen and word not in kept + " " + _plain(listed)]
    # Two words that a browser sets apart are no one word.
    apart = _plain(str(browser_page.evaluate("document.body.innerText")))
    joined = [word for word in re.findall(_JOINED, kept) if word not in re.findall(_JOINED, apart)]
    return found, lost, [*(word for word in made if word in kept and word not in seen), *joined]


def _plain(text: str) -> str:
    return re.sub(r"<wbr>|&shy;|&#x200b;|[\u00ad\u200b]|</?b>", "", text).lower()


def main() -> int:
    """Print the figures; the exit code is 1 where a page differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    refused = wrong = 0
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=system_browser(), args=["--no-sandbox"])
        shown = browser.new_page(viewport={"width": 1280, "height": 800})
        for number in range(options.pages):
            text = page(options.seed * 1_000_000 + number)
            found, lost, published = differences(text, shown)
            refused += not found.markdown
            wrong += bool(lost or published)
            if options.show and not found.markdown:
                print(number, [str(one) for one in found.problems if one.level == "error"])
            elif options.show:
                for what, listed in (("lost", lost), ("published", published)):
                    for word in listed:
                        print(number, what, word)
        browser.close()
    print(f"{options.pages} pages: {wrong} differ, {refused} refused")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
