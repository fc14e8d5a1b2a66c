"""A web page without its furniture: what the site put around the note, and why each part goes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from workshop_notes.convert.webpage_tree import drop, text_of
from workshop_notes.furniture.cuts import cuts
from workshop_notes.furniture.lines import is_prose
from workshop_notes.originals.html_text import hidden_elements

# Elements by name and by role, then by the words of their class and id.
_BY_TAG = {
    "nav": "navigation",
    "footer": "page footer",
    "aside": "side box",
    "form": "form",
    "button": "form",
    "input": "form",
    "select": "form",
    "textarea": "form",
    "dialog": "dialog",
    "menu": "navigation",
    "search": "form",
}
_BY_ROLE = {
    "navigation": "navigation",
    "banner": "page header",
    "contentinfo": "page footer",
    "complementary": "side box",
    "search": "form",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "doc-toc": "table of contents",
}
_WORDS_BY_REASON = {
    "breadcrumb": "breadcrumb breadcrumbs crumbs crumb",
    "cookie box": "cookie cookies consent gdpr ccpa onetrust",
    "share bar": "share sharing sharedaddy social addtoany sharethis addthis follow",
    "newsletter box": "newsletter subscribe subscription signup mailchimp optin",
    "related content": "related recommended recirculation similar yarpp outbrain taboola upnext",
    "comments": "comments respond disqus commentlist",
    "category label": "eyebrow kicker category categories tags taxonomy topics",
    "publication line": "meta dateline timestamp postdate pubdate published date",
    "citation line": "cite citation permalink",
    "download box": "download downloads",
    "navigation": "nav navbar navigation menu pagination pager skip sidebar widget",
    "advertisement": "ad ads advert advertisement sponsored promo donate donation cta",
    "dialog": "popup modal overlay lightbox",
    "page header": "masthead siteheader",
    "page footer": "footer colophon copyright",
    "table of contents": "toc",
}
_BY_WORD = {word: reason for reason, words in _WORDS_BY_REASON.items() for word in words.split()}
_NAMING = "byline author authors contributor contributors bio authorbox vcard"
_NAMED = frozenset(_NAMING.split())
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_TEXT_NAMES = "p div li h1 h2 h3 h4 h5 h6 td th dd dt blockquote figcaption pre span"
_TEXT_BLOCKS = frozenset(_TEXT_NAMES.split())
_UNSEEN_NAMES = (
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only offscreen "
    "element-invisible assistive-text show-for-sr u-hidden d-none is-hidden"
)
_UNSEEN_CLASSES = frozenset(_UNSEEN_NAMES.split())
_LARGEST_SHARE = 0.25


@dataclass
class Cleaned:
    """What was taken out of a page: visible text with a reason, and text that is never printed."""

    left_out: list[tuple[str, str]] = field(default_factory=list)
    withheld: list[tuple[str, str]] = field(default_factory=list)


def withhold(root: etree._Element, body: etree._Element) -> Cleaned:
    """Take out of the tree what cannot be seen and what names an author."""
    cleaned = Cleaned()
    for hidden in list(hidden_elements(root)):
        if hidden.whole and hidden.element is not body:
            _take(hidden.element, hidden.why, cleaned.withheld)
        else:
            _blank(hidden.element, hidden.why, cleaned.withheld)
    for element in list(body.iter()):
        if not isinstance(element.tag, str):
            drop(element)
        elif reason := _unseen(element):
            _take(element, reason, cleaned.withheld)
    total = max(1, _size(body))
    for element in list(body.iter()):
        if element is not body and _names_author(element) and _size(element) <= 60 < total:
            _take(element, "byline", cleaned.withheld)
    return cleaned


def clean(body: etree._Element, cleaned: Cleaned) -> None:
    """Take the furniture out of the tree, by structure first and then by its lines."""
    total = max(1, _size(body))
    for element in list(body.iter()):
        if element is body or not isinstance(element.tag, str) or not _is_in_page(element):
            continue
        reason = _reason(element)
        if reason and _may_go(element, reason, total):
            _take(element, reason, cleaned.left_out)
    _outside(body, cleaned)
    _link_lists(body, cleaned)
    _lines(body, cleaned)


def _take(element: etree._Element, reason: str, gathered: list[tuple[str, str]]) -> None:
    if not _is_in_page(element):
        return
    text = text_of(element) if isinstance(element.tag, str) else ""
    if text:
        gathered.append((text, reason))
    drop(element)


def _is_in_page(element: etree._Element) -> bool:
    """Say whether no element around this one has been taken out before."""
    return next(element.iterancestors("html"), None) is not None


def _size(element: etree._Element) -> int:
    return len(text_of(element).split())


def _tokens(element: etree._Element) -> Iterator[str]:
    for name in ("class", "id"):
        for token in _TOKEN.findall(element.get(name) or ""):
            yield token.lower()


def _blank(element: etree._Element, reason: str, gathered: list[tuple[str, str]]) -> None:
    """Take away an element's own text and leave its children."""
    for piece in [element.text, *(child.tail for child in element)]:
        if piece and piece.strip():
            gathered.append((" ".join(piece.split()), reason))
    element.text = None
    for child in element:
        child.tail = None


def _unseen(element: etree._Element) -> str:
    """Say why an element is not for readers: by a usual class name, or as a page's margin."""
    if _UNSEEN_CLASSES & set((element.get("class") or "").split()):
        return "text for screen readers alone"
    # Word processors export a page's header and footer as divisions of their own.
    named = element.get("title") if element.tag == "div" else ""
    office = re.search(r"mso-element:\s*(header|footer)", element.get("style") or "")
    if named in ("header", "footer"):
        return f"page {named}"
    return f"page {office[1]}" if office else ""


def _names_author(element: etree._Element) -> bool:
    if not isinstance(element.tag, str):
        return False
    stated = {(element.get(name) or "").lower() for name in ("rel", "itemprop")}
    if stated & {"author", "creator"}:
        return True
    return not _is_page_class(element) and bool(_NAMED & set(_tokens(element)))


def _is_page_class(element: etree._Element) -> bool:
    return element.tag in ("body", "html", "article", "main")


def _reason(element: etree._Element) -> str:
    role = _BY_ROLE.get((element.get("role") or "").lower())
    if role:
        return role
    if element.tag == "header":
        return "page header"
    if element.tag in _BY_TAG:
        return _BY_TAG[element.tag]
    if _is_page_class(element):
        return ""
    tokens = set(_tokens(element))
    return next((reason for word, reason in _BY_WORD.items() if word in tokens), "")


def _may_go(element: etree._Element, reason: str, total: int) -> bool:
    """Keep what holds the title, or too much of the text to be furniture."""
    if next(element.iter("h1"), None) is not None:
        return False
    prose = [line for line in text_of(element).split("\n") if is_prose(line)]
    if element.tag in ("nav", "footer", "form", "dialog") or reason in ("cookie box", "dialog"):
        return _size(element) <= 0.5 * total
    if reason == "page header" and _in_article(element):
        return not prose
    if element.tag in _TEXT_BLOCKS and prose and reason in ("category label", "publication line"):
        return False
    return _size(element) <= _LARGEST_SHARE * total and len(prose) <= 3


def _in_article(element: etree._Element) -> bool:
    return next(element.iterancestors("article", "main"), None) is not None


def _outside(body: etree._Element, cleaned: Cleaned) -> None:
    """Where one article holds most of the text, take out what stands around it."""
    total = max(1, _size(body))
    for tag in ("article", "main"):
        held = list(body.iter(tag))
        if len(held) == 1 and _size(held[0]) >= 0.5 * total:
            inside = {held[0], *held[0].iterancestors(), *held[0].iterdescendants()}
            around = [
                element
                for element in body.iter()
                if element not in inside and element.getparent() in inside
            ]
            for element in around:
                prose = any(is_prose(line) for line in text_of(element).split("\n"))
                if not prose and next(element.iter("h1"), None) is None:
                    _take(element, "outside of the article", cleaned.left_out)
            return


def _link_lists(body: etree._Element, cleaned: Cleaned) -> None:
    """Take out lists and boxes of links alone that stand before the title or after the text."""
    order = list(body.iter())
    prose = [
        at
        for at, element in enumerate(order)
        if isinstance(element.tag, str)
        and element.tag in ("p", "li", "td", "dd", "blockquote")
        and is_prose(text_of(element).replace("\n", " "))
    ]
    if not prose:
        return
    for at, element in enumerate(order):
        if element.getparent() is None or prose[0] <= at <= prose[-1]:
            continue
        if element.tag in ("ul", "ol", "div", "p") and _is_links_alone(element):
            _take(element, "navigation", cleaned.left_out)


def _is_links_alone(element: etree._Element) -> bool:
    links = [link for link in element.iter("a") if link.get("href")]
    inside = sum(_size(link) for link in links)
    return len(links) >= 3 and inside >= 0.9 * _size(element) and inside <= 8 * len(links)


def _lines(body: etree._Element, cleaned: Cleaned) -> None:
    """Take out the blocks whose text is furniture by its wording and place."""
    leaves = list(_leaves(body))
    texts = [text_of(leaf).replace("\n", " ") for leaf in leaves]
    title = next((at for at, leaf in enumerate(leaves) if leaf.tag == "h1"), None)
    for cut in cuts(texts, title):
        if cut.text.strip() == texts[cut.line].strip():
            gathered = cleaned.withheld if cut.withheld else cleaned.left_out
            _take(leaves[cut.line], cut.reason, gathered)


def _leaves(body: etree._Element) -> Iterable[etree._Element]:
    """Yield the innermost blocks that hold text, in order."""
    for element in body.iter():
        if isinstance(element.tag, str) and element.tag in _TEXT_BLOCKS and element.tag != "span":
            inner = any(
                child is not element and child.tag in _TEXT_BLOCKS - {"span"}
                for child in element.iter()
                if isinstance(child.tag, str)
            )
            in_table = next(element.iterancestors("td", "th"), None) is not None
            if not inner and not in_table and text_of(element):
                yield element
