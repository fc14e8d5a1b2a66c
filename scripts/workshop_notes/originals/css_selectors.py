"""CSS selectors: compounds of tags, ids, classes and attributes, with their combinators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

_TOKEN = re.compile(
    r"\s*([>+~])\s*|(\s+)|([a-z*][\w-]*)|([.#])([\w-]+)|\[([^\]]*)\]|(::?)([\w-]+)(\([^)]*\))?",
    re.I,
)
_ATTRIBUTE = re.compile(r"\s*([\w:-]+)\s*(?:([~|^$*]?=)\s*[\"']?([^\"']*)[\"']?\s*[is]?)?\s*", re.I)
# What holds only at times, or for parts that are no elements, hides nothing for good.
_AT_TIMES = frozenset(
    {"hover", "focus", "active", "visited", "target", "checked", "focus-within", "focus-visible"}
    | {"before", "after", "first-line", "first-letter", "placeholder", "selection", "backdrop"}
    | {"disabled", "enabled", "invalid", "valid", "autofill", "open", "popover-open", "link"}
)
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element must be; `before` is how it stands to the compound before it."""

    tag: str = "*"
    ids: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    attributes: tuple[tuple[str, str, str], ...] = ()
    places: tuple[str, ...] = ()
    before: str = " "


@dataclass(frozen=True, slots=True)
class Selector:
    """A whole selector: its compounds, outermost first, its key and its weight."""

    compounds: tuple[Compound, ...]
    key: str
    weight: tuple[int, int, int]


def read_selector(text: str) -> Selector | None:
    """Read one selector; None for what holds only at times or is not understood."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    compounds: list[Compound] = []
    tag, ids, classes, before = "*", set[str](), set[str](), " "
    attributes: list[tuple[str, str, str]] = []
    places: list[str] = []
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or token.end() == at:
            return None
        at = token.end()
        combinator, blank, name, mark, word, attribute, _, pseudo, _ = token.groups()
        if combinator or blank:
            compounds.append(_compound(tag, ids, classes, attributes, places, before))
            tag, ids, classes, attributes, places = "*", set(), set(), [], []
            before = combinator or " "
        elif name:
            tag = name.lower()
        elif mark:
            (ids if mark == "#" else classes).add(word)
        elif attribute is not None:
            read = _ATTRIBUTE.fullmatch(attribute)
            if read is None:
                return None
            attributes.append((read.group(1).lower(), read.group(2) or "", read.group(3) or ""))
        elif pseudo.lower() in _AT_TIMES:
            return None
        else:
            places.append(pseudo.lower())
    compounds.append(_compound(tag, ids, classes, attributes, places, before))
    last = compounds[-1]
    key = next((f"#{one}" for one in sorted(last.ids)), "")
    key = key or next((f".{one}" for one in sorted(last.classes)), "") or last.tag
    weight = (
        sum(len(one.ids) for one in compounds),
        sum(len(one.classes) + len(one.attributes) + len(one.places) for one in compounds),
        sum(one.tag != "*" for one in compounds),
    )
    return Selector(tuple(compounds), key, weight)


def matches(element: etree._Element, selector: Selector) -> bool:
    """Say whether a selector selects an element."""
    return _match(element, selector.compounds, len(selector.compounds) - 1)


def _compound(
    tag: str,
    ids: set[str],
    classes: set[str],
    attributes: list[tuple[str, str, str]],
    places: list[str],
    before: str,
) -> Compound:
    return Compound(
        tag, frozenset(ids), frozenset(classes), tuple(attributes), tuple(places), before
    )


def _match(element: etree._Element, compounds: tuple[Compound, ...], at: int) -> bool:
    if not _is(element, compounds[at]):
        return False
    if at == 0:
        return True
    return any(_match(other, compounds, at - 1) for other in _others(element, compounds[at].before))


def _others(element: etree._Element, combinator: str) -> Iterator[etree._Element]:
    if combinator == " ":
        yield from element.iterancestors()
    elif combinator == ">":
        parent = element.getparent()
        if parent is not None:
            yield parent
    else:
        siblings = (one for one in element.itersiblings(preceding=True) if isinstance(one.tag, str))
        for sibling in siblings:
            yield sibling
            if combinator == "+":
                return


def _is(element: etree._Element, compound: Compound) -> bool:
    if compound.tag not in ("*", element.tag):
        return False
    if compound.ids and (element.get("id") or "") not in compound.ids:
        return False
    if compound.classes and not compound.classes <= set((element.get("class") or "").split()):
        return False
    if not all(_has(element, *attribute) for attribute in compound.attributes):
        return False
    return all(_stands(element, place) for place in compound.places)


def _has(element: etree._Element, name: str, relation: str, wanted: str) -> bool:
    value = element.get(name)
    if value is None:
        return False
    if relation == "~=":
        return wanted in value.split()
    if relation == "|=":
        return value == wanted or value.startswith(f"{wanted}-")
    if relation == "^=":
        return bool(wanted) and value.startswith(wanted)
    if relation == "$=":
        return bool(wanted) and value.endswith(wanted)
    if relation == "*=":
        return bool(wanted) and wanted in value
    return relation == "" or value == wanted


def _stands(element: etree._Element, place: str) -> bool:
    """Say whether an element stands at a place; places that are not known hold everywhere."""
    if place in ("first-child", "only-child") and element.getprevious() is not None:
        return False
    if place in ("last-child", "only-child") and element.getnext() is not None:
        return False
    return place != "root" or element.getparent() is None
