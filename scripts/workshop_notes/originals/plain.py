"""What plain text and Markdown hide: invisible characters, comments, undisplayed HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.originals import page
from workshop_notes.originals.characters import find_characters
from workshop_notes.originals.finding import RESOLVE, Finding, merged

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
LINK_COMMENT = re.compile(r"^ {0,3}\[(?://|comment|_+)\]:.*$", re.M | re.I)

# How a document with comments is saved as text: marks after words, the comments as lines below.
_MARK = re.compile(r"(?<=\S)\[([a-z]{1,2})\](?![A-Za-z(:])")
_REMARK = re.compile(r"^\[([a-z]{1,2})\](?!:|\(|\[[^\]]{3,}\]\()[ \t]*\S")

_TAG = re.compile(r"<[a-z][^<>]{0,500}\b(?:style|hidden|class)\b", re.I)
_CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.S | re.M)


def decode(data: bytes) -> str:
    """Read text well enough to look for what it hides; never fails."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    sample = data[:4096]
    if sample[1::2].count(0) > len(sample) // 5:
        return data.decode("utf-16-le", errors="replace")
    if sample[::2].count(0) > len(sample) // 5:
        return data.decode("utf-16-be", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def find_hidden(text: str, markdown: bool) -> list[Finding]:
    """List what a text hides; HTML in it hides only where it is Markdown."""
    found: list[Finding] = []
    for number, line in enumerate(text.splitlines(), 1):
        for finding in find_characters(line, ""):
            found.append(Finding(finding.code, finding.what, "", finding.count, line=number))
    found += _comments(text)
    if markdown:
        found += _markdown(text)
    return merged(found)


def _comments(text: str) -> Iterator[Finding]:
    marked: set[str] = set()
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        remark = _REMARK.match(line)
        if remark and remark[1] in marked:
            lines.setdefault(remark[1], number)
        marked.update(_MARK.findall(line))
    # Comments are lettered from a, and after z doubly: `state[s]` is no mark.
    if any(letters == "a" or len(letters) == 2 for letters in lines):
        for number in lines.values():
            yield Finding("hidden-comment", "comment", always=True, fix=RESOLVE, line=number)


def _markdown(text: str) -> Iterator[Finding]:
    text = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    for pattern in (COMMENT, LINK_COMMENT):
        for match in pattern.finditer(text):
            if any(character.isalnum() for character in match.group()):
                line = text.count("\n", 0, match.start()) + 1
                yield Finding("hidden-html-comment", "a comment", line=line)
    without = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    if _TAG.search(without):
        yield from page.find_hidden(without)
