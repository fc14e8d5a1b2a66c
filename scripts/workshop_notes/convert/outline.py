"""The outline of converted Markdown: one title first, then headings without gaps."""

from __future__ import annotations

import re

from workshop_notes.furniture.lines import is_section

_HEADING = re.compile(r"(#{1,6}) +(.*\S) *")
_RULE = re.compile(r"-{3,}|\s*")
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_TYPED_BULLET = re.compile(r"[•‣◦▪▫●○■□⁃∙·] +(?=\S)")
_LONGEST = 15


def is_heading_text(text: str) -> bool:
    """Say whether a bold or large paragraph can be meant as a heading: a phrase, not a sentence."""
    count = len(_WORDS.findall(text))
    ends = re.search(r"[.;,:!…]['\"”’»)]*$", text.strip())
    return 1 <= count <= 2 * _LONGEST and (not ends or (text.strip()[-1] == ":" and count <= 4))


def outlined(markdown: str) -> str:
    """Put the title first as `# …` and number the levels of the others from 2, without gaps.

    The title is the only heading of the first level or, where there are several, the first block;
    the name of a section is no title. Typed bullets become list items.
    """
    lines = _listed(markdown.strip("\n").split("\n"))
    found = {at: heading for at, line in enumerate(lines) if (heading := _HEADING.fullmatch(line))}
    title = _title(lines, found)
    levels = sorted({len(heading[1]) for at, heading in found.items() if at != title})
    ranks = {level: "#" * min(rank, 6) for rank, level in enumerate(levels, 2)}
    for at, heading in found.items():
        mark = "#" if at == title else ranks[len(heading[1])]
        lines[at] = f"{mark} {heading[2]}"
    if title:
        lines = [lines[title], "", *lines[:title], *lines[title + 1 :]]
    while lines and _RULE.fullmatch(lines[-1] or "---"):
        lines.pop()
    while lines and _RULE.fullmatch(lines[0] or "---"):
        lines.pop(0)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return text + "\n" if text else ""


def _title(lines: list[str], found: dict[int, re.Match[str]]) -> int | None:
    """Give the line of the title."""
    if not found:
        return None
    top = min(len(heading[1]) for heading in found.values())
    highest = [at for at, heading in found.items() if len(heading[1]) == top]
    first = highest[0]
    named = is_section(found[first][2])
    opens = not any(line.strip() for line in lines[:first])
    if named or (len(highest) > 1 and top > 1 and not opens):
        return None
    if top == 1 and (len(highest) == 1 or opens):
        return first
    long = len(_WORDS.findall(found[first][2])) >= 3
    return first if opens and long and (len(highest) == 1 or len(found) > 1) else None


def _listed(lines: list[str]) -> list[str]:
    """Make list items of paragraphs that begin with a typed bullet, with a blank line around."""
    out: list[str] = []
    for line in lines:
        item = _TYPED_BULLET.match(line)
        if item:
            if len(out) > 1 and not out[-1] and out[-2].startswith("- "):
                out.pop()
            line = "- " + line[item.end() :]
        out.append(line)
    return out
