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

import yaml
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
MADE_OF = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
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
        return self.fill("sentences")

    def fill(self, kind: str, **words: str) -> str:
        """Give something of a kind by chance, with new words and sentences in it."""
        return self.filled(self.chance.choice(MADE_OF[kind]), **words)

    def filled(self, text: str, **words: str) -> str:
        """Give a text with new words and sentences in it, from left to right."""
        return text.format(own=_Each(self.own), say=_Each(self.say), **words)


class _Each:
    """Something new wherever it is written."""

    def __init__(self, give: Callable[[], str]) -> None:
        self.give = give

    def __format__(self, _spec: str) -> str:
        return self.give()


def page(seed: int) -> str:
    """Give one page."""
    chance = random.Random(seed)
    said = Words(chance)
    parts = [chance.choice(PARTS)(said, chance) for _ in range(chance.randint(6, 16))]
    shown = "".join(f"<p>{said.say()} {said.say()} {said.say()}</p>" for _ in range(12))
    body = "\n".join([f"<p class=lead>{OPENING}</p>", shown, *parts])
    holder = chance.choice(("<main>%s</main>", "<article>%s</article>", "<div id=content>%s</div>"))
    above, below = (
        "".join(said.filled(part) for part in MADE_OF[side] if chance.random() < 0.5)
        for side in ("above", "below")
    )
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
    return f"<{name} {chance.choice(MADE_OF['hides'])}>{said.say()}</{name}><p>{said.say()}</p>"


def _table(said: Words, chance: random.Random) -> str:
    inner = chance.choice(
        ("", f"<table><tr><td>{said.own()}<td>{said.own()}</table>", f"<ul><li>{said.own()}</ul>")
    )
    stray = chance.choice(("", f"<p>{said.say()}</p>", said.say()))
    return (
        f"<table><caption>{said.own()}</caption>{stray}<tr><th>{said.own()}<th>{said.own()}"
        f"<tr><td colspan=2>{said.say()}{inner}<tfoot><tr><td>{said.own()}<td>&nbsp;</table>"
    )


def _inline(said: Words, _chance: random.Random) -> str:
    one, two = said.own(), said.own()
    parts = {"one2": one[:2], "rest2": one[2:], "one3": one[:3], "rest3": one[3:]}
    return said.fill("inline", one=one, two=two, two4=two[:4], rest4=two[4:], **parts)


def _odd(said: Words, _chance: random.Random) -> str:
    return said.fill("odd")


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
