"""A note's tree written as Markdown again, with ids and links as attribute lists.

The writer spells text so that no Markdown extension of a project's `mkdocs.yml` obeys what stands
in a note: every mark that could mean something is a character reference, shown as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from lxml import etree

INDENT = "    "
BLOCKS = frozenset(
    {"p", "ul", "ol", "dl", "blockquote", "pre", "table", "hr", "div"}
    | {f"h{level}" for level in range(1, 7)}
)
# Marks that mean something wherever they stand, in Markdown or in one of its known extensions.
MARKS = re.compile(
    r"[\\`*_{}\[\]<|~^$]|&(?=#?\w+;)|==+|\+\++|:(?=[\w+-]+:)|!(?=\[)|\((?=(?:c|r|tm)\))",
    re.IGNORECASE,
)
# Marks that mean something at the start of a line.
OPENING = re.compile(r"[#>:=/+-]|[!?]{3}|\d+(?=[.)])")
IN_TITLE = re.compile(r"[\\`*_{}\[\]<>\"'()|&\n]")
IN_ADDRESS = "!#$%&'*+,-./:;=?@[]_~"
LABEL = re.compile(r"[\w-]+")


def write(tree: etree._Element) -> str:
    """Give the Markdown of a tree's blocks; a block's `id` stands after it as `{ #id }`."""
    return "\n\n".join(_blocks(tree)) + "\n"


def attributes(**values: str) -> str:
    """Give an attribute list: `{ #p-1 .term title="…" }`; names are written with hyphens."""
    parts = [f"#{values['id']}"] if values.get("id") else []
    parts += [f".{name}" for name in values.get("class_", "").split()]
    parts += [
        f'{name.replace("_", "-")}="{in_title(value)}"'
        for name, value in values.items()
        if value and name not in ("id", "class_")
    ]
    return f"{{ {' '.join(parts)} }}" if parts else ""


def escape(text: str) -> str:
    """Spell text so that it is shown as typed inside a line."""
    return MARKS.sub(lambda found: "".join(map(_reference, found.group())), text)


def in_title(text: str) -> str:
    """Spell text so that it can stand between the quotes of a title or an attribute."""
    return IN_TITLE.sub(lambda found: _reference(found.group()), text)


def _reference(mark: str) -> str:
    named = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
    return named.get(mark) or f"&#{ord(mark)};"


def _blocks(parent: etree._Element) -> Iterator[str]:
    """Give the blocks of an element; text and inline elements between them are a paragraph."""
    loose: list[str] = [_text(parent.text)]
    for child in parent:
        if child.tag in BLOCKS:
            yield from _paragraph("".join(loose))
            yield from filter(None, [_block(child)])
            loose = []
        else:
            loose.append(_inline_element(child))
        loose.append(_text(child.tail))
    yield from _paragraph("".join(loose))


def _block(element: etree._Element) -> str:
    tag = str(element.tag)
    mark = attributes(id=element.get("id") or "")
    if tag == "p":
        return "\n".join(filter(None, [*_paragraph(_inline(element)), mark]))
    if tag[0] == "h" and tag[1:].isdigit():
        text = re.sub("(?<!&)#", "&#35;", _inline(element).strip())
        if not text:
            return ""
        return f"{'#' * int(tag[1])} {text} {mark}".rstrip()
    if tag in ("ul", "ol"):
        return _list(element)
    if tag == "dl":
        return _definitions(element)
    if tag == "blockquote":
        return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(_blocks(element)).split("\n"))
    if tag == "pre":
        lines = "".join(str(part) for part in element.itertext()).rstrip("\n").split("\n")
        return "\n".join(f"{INDENT}{line}".rstrip() for line in lines)
    if tag == "table":
        return _table(element)
    if tag == "hr":
        return "***"
    if "footnote" in (element.get("class") or "").split():
        return "\n\n".join(_footnotes(element))
    return "\n\n".join(_blocks(element))


def _paragraph(text: str) -> Iterator[str]:
    text = text.strip(" \n")
    if text:
        yield _opened(text)


def _opened(text: str) -> str:
    """Spell what stands at the start of a line so that it opens no block."""
    found = OPENING.match(text)
    if not found:
        return text
    place = found.end() if found.group()[0].isdigit() else 0
    return text[:place] + _reference(text[place]) + text[place + 1 :]


def _list(element: etree._Element) -> str:
    items = [child for child in element if child.tag == "li"]
    number = int(element.get("start") or "1") if element.tag == "ol" else 0
    written = []
    for place, item in enumerate(items):
        mark = f"{number + place}. ".ljust(4) if element.tag == "ol" else "- "
        written.append((_is_loose(item), mark, _item(item)))
    lines = []
    for place, (loose, mark, text) in enumerate(written):
        # A blank line makes an item of paragraphs, and the one before it too.
        if place and loose and written[place - 1][0]:
            lines.append("")
        lines.append(mark + _indented(text))
    return "\n".join(lines)


def _item(item: etree._Element) -> str:
    """Give an item: its own text, its id, and the blocks nested in it."""
    if _is_loose(item):
        return "\n\n".join(_blocks(item))
    own, nested = [_text(item.text)], []
    for child in item:
        if child.tag in BLOCKS:
            nested.append(_block(child))
        else:
            own.append(_inline_element(child))
        own.append(_text(child.tail))
    text = "".join(_paragraph("".join(own)))
    mark = attributes(id=item.get("id") or "")
    return "\n".join(filter(None, [text, mark, *nested]))


def _is_loose(item: etree._Element) -> bool:
    return item.find("p") is not None


def _definitions(element: etree._Element) -> str:
    parts: list[str] = []
    for child in element:
        mark = attributes(id=child.get("id") or "")
        if child.tag == "dt":
            text = "".join(_paragraph(_inline(child)))
            after = "\n" if parts and parts[-1].startswith("\0") else "\n\n" if parts else ""
            parts.append(f"\0{after}{text} {mark}".rstrip())
        elif child.find("p") is not None:
            parts.append("\n\n:   " + _indented("\n\n".join(_blocks(child))))
        else:
            parts.append("\n:   " + _indented(_item(child)))
    return "".join(parts).replace("\0", "").strip("\n")


def _table(element: etree._Element) -> str:
    rows = [
        [_inline(cell).strip() for cell in row if cell.tag in ("td", "th")]
        for row in element.iter("tr")
    ]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return ""
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])


def _footnotes(element: etree._Element) -> Iterator[str]:
    for item in element.iter("li"):
        identifier = item.get("id") or ""
        if identifier.startswith("fn-"):
            text = "\n\n".join(filter(None, _blocks(item))).rstrip("\xa0 ")
            yield f"[^{_label(identifier.removeprefix('fn-'))}]: {_indented(text)}"


def _indented(text: str) -> str:
    return "\n".join(
        f"{INDENT}{line}" if line and place else line for place, line in enumerate(text.split("\n"))
    )


def _inline(element: etree._Element) -> str:
    parts = [_text(element.text)]
    for child in element:
        if child.tag not in BLOCKS:
            parts.append(_inline_element(child))
        parts.append(_text(child.tail))
    return _spaced("".join(parts))


def _inline_element(element: etree._Element) -> str:
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    classes = (element.get("class") or "").split()
    if tag == "br":
        return "<br>"
    if tag == "code":
        return _code("".join(str(part) for part in element.itertext()))
    if tag == "sup" and (inner := element.find("a")) is not None:
        return f"[^{_label((inner.get('href') or '').removeprefix('#fn-'))}]"
    if "footnote-backref" in classes:
        return ""
    inside = _inline(element)
    if tag == "del" and inside.strip():
        # As a tag: struck words must never look like words that stand, whatever a site switches on.
        return f"<del>{inside}</del>"
    if tag in ("em", "strong"):
        return _emphasis(element, inside)
    if tag == "a" and element.get("href") is not None and inside.strip():
        return _link(element, inside)
    return inside


def _emphasis(element: etree._Element, inside: str) -> str:
    text = inside.strip()
    if not text or _sticks(element, text):
        return inside
    # Inside other emphasis the underscore, which the text itself never has: it is spelled out.
    nested = any(above.tag in ("em", "strong") for above in element.iterancestors())
    mark = ("_" if nested else "*") * (2 if element.tag == "strong" else 1)
    before, after = inside[: len(inside) - len(inside.lstrip())], inside[len(inside.rstrip()) :]
    return f"{before}{mark}{text}{mark}{after}"


def _sticks(element: etree._Element, text: str) -> bool:
    """Say whether a sign in emphasis touches a word: readers of Markdown differ on its marks."""
    previous, parent = element.getprevious(), element.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    starts = (before or "")[-1:].isalnum() and not text[0].isalnum()
    return starts or ((element.tail or "")[:1].isalnum() and not text[-1].isalnum())


def _link(element: etree._Element, inside: str) -> str:
    address = quote(element.get("href") or "", safe=IN_ADDRESS).replace("&", "&amp;")
    title = f' "{in_title(element.get("title") or "")}"' if element.get("title") else ""
    marks = attributes(class_=element.get("class") or "")
    return f"[{inside}]({address}{title}){marks}"


def _code(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        return ""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _label(label: str) -> str:
    return label if LABEL.fullmatch(label) else "x" + label.encode().hex()


def _text(text: str | None) -> str:
    return escape(re.sub(r"\s*\n\s*", " ", text or ""))


def _spaced(text: str) -> str:
    return re.sub(r"  +", " ", text)
