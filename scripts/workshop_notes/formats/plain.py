"""Plain text: paragraphs, headings and lists told from its lines; what it hides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, groupby, islice, pairwise

from lxml import etree

from workshop_notes.formats.columns import tables
from workshop_notes.formats.document import Reading, put, sub
from workshop_notes.formats.furniture import searched, without
from workshop_notes.formats.hidden import (
    Finding,
    find_characters,
    without_hidden_characters,
)
from workshop_notes.formats.lines import (
    CUT_OFF,
    RULED,
    SMALL_WORD,
    WORD,
    Words,
    folded,
    is_dated,
    is_form,
    is_phrase,
    is_prose,
    is_section,
    words_of,
)
from workshop_notes.formats.original import decode, decoded_somehow
from workshop_notes.formats.outline import BULLETS, STEP, Item, Nesting, is_heading_text
from workshop_notes.formats.title import Row, Title
from workshop_notes.normalize import normalize
from workshop_notes.text.languages import common_words

_BULLET = re.compile(rf"^([ \t]*)([{BULLETS}*+\-–—»§]|o(?=[ \t]{{2,}}|\t)|(?<=[ \t])o)[ \t]+(?=\S)")
_WEAK_BULLETS = frozenset("–—»§·")
# As a site leaves it that made one line of several: `mis- sions`.
_PARTED_WITHIN = re.compile(r"(?<!\S)(\S*[^\W\d_][-\u2010]) ([a-zà-ÿ]\S*)")
_FEWEST_PARTED, _MOSTLY_PARTED = 3, 0.8
_LINE_NUMBER = re.compile(r" {0,4}(\d{1,4})(?: {2,}|\s*$)")
_FEWEST_NUMBERS, _FEWEST_EXACT = 6, 3
_FIGURES = re.compile(r"\d+")
_NUMBER = re.compile(r"^([ \t]*)(\d{1,3})([.)])[ \t]+(?=\S)")
# Items with other marks, where they are set in: their marks stay.
_SET_IN = re.compile(
    r"^[ \t]+(?=(?:\(?(?:[a-z]|[ivx]{1,4})\)|[a-z]\.|\d{1,2}(?:\.\d{1,2})+\.?)[ \t]+\S)"
)
_SENTENCE = re.compile(r"[“\"‘(]?[^\W\d_a-zà-ÿ].*[.?!:]['\"”’)]*", re.S)
_SENTENCE_ENDS = re.compile(r"[.!?][\"')]?\d*$")
_WIDE = re.compile(r"(?<=\S) {2,}(?=\S)")
_GUTTER = re.compile(rf"{_WIDE.pattern}|^ {{20,}}(?=\S)")
_HEADING = re.compile(
    r"[ \t]*(?P<mark>#{1,6}|={1,6}(?=[ \t]))[ \t]*(?P<text>[^\s#=].*?)[ \t]*(?:(?P=mark)[ \t]*)?"
)
_SHORTEST_LINE, _LONGER_LINE = 0.25, 3  # of an underline: share of its heading, signs beyond it
_WRAPPED, _COLUMN = range(40, 121), range(24, 121)
_FEWEST_GOING = 4  # lines of a column that go on in the next
_FEWEST_COUNTED = 0.75  # of a text's lines
_SHORTEST_FULL = 0.75  # of the width of a paragraph's lines
_RAGGED = 2  # letters by which a line may be longer than those of which the width is sure
_NEARLY = 0.9  # of the width of lines, since letters differ in theirs
_QUOTED = re.compile(r"^(?:> ?)+", re.M)
_DEEPEST = 40  # characters by which an item is set in
_LONGEST_HEADING = 12
_MONTH_YEAR = r"(?:[A-Z]{3,9}|[A-Z][a-z]{2,8}) \d{4}|(?:[A-Z] ){3,9} ?\d[\d ]{3,6}"
_SECTION = r"Introduction|Executive Summary|Background|Résumé"
_RUN_IN = re.compile(
    # A site's page number, and the title as it cut it off.
    r"(?P<before>(?:Page \d+: ?)?(?:[^.!?]{8,200}\.\.\.\s?)?)"
    rf"(?P<title>[A-Z0-9\"“«][^.!?]{{15,200}}?)\s+(?P<date>{_MONTH_YEAR})\s+"
    rf"(?P<section>{_SECTION})(?:\s+(?=[A-Z])|$)"
)
_DATE_FIRST = re.compile(rf"(?P<date>{_MONTH_YEAR})\s+")

# How a document with comments is saved as text: marks after words, the comments as lines below.
_MARK = re.compile(r"(?<=\S)\[([a-z]{1,2})\](?![A-Za-z(:])")
COMMENT = Finding("hidden-comment", "comment", always=True)
CHANGE = Finding("hidden-tracked-change", "tracked change", always=True)
# As editors of plain text write comments and changes (CriticMarkup).
_CRITICS = {
    r"\{>>(?:[^<]|<(?!<\}))*<<\}": COMMENT,
    r"\{(\+\+|--|~~)(?=\S)(?:(?!\1\})[^{}])+\1\}": CHANGE,
}
_REMARK = re.compile(r"^\[([a-z]{1,2})\](?!:|\(|\[[^\]]{3,}\]\()[ \t]*\S")

_LONG = 40  # letters of a line that is no item of a list


def unwrap(lines: Sequence[str], unsure: dict[str, None] | None = None) -> list[str]:
    """Join the lines of paragraphs that a program broke at a fixed width; keep all others.

    A line was broken if the first word of the next one would not have fitted in the width of its
    paragraph, or of the others where it has too few lines to tell; what is set in below an item of
    a list goes on with it. A word that a hyphen parted at a line's end is joined, and keeps the
    hyphen where the text has it elsewhere. The result has as many lines as the text; those joined
    to the one above are empty. Words whose hyphen is not sure are added to `unsure`.
    """
    joined = list(lines)
    words = Words(Words.of(lines).known, {} if unsure is None else unsure)
    in_columns = {at for table, _ in tables(lines) for at in table}
    runs = list(_runs(["" if at in in_columns else line for at, line in enumerate(lines)]))
    widths = {run[0]: width for run in runs if (width := _width(lines, run))}
    columns = {run[0]: width for run in runs if (width := _width_of_column(lines, run))}
    measured = sorted((columns | widths).values()) or [0]
    usual, widest = measured[len(measured) // 2], measured[-1]
    for run in runs:
        start, width = run[0], widths.get(run[0], columns.get(run[0], usual))
        item = _indent(lines[start]) if _starts_item(lines[start]) else None
        for above, below in pairwise(run):
            headed = bool(columns) and _is_headed(lines[above], lines[below], width)
            if headed or is_form((lines[above], lines[below])) or is_dated(lines[below]):
                start = below
                continue
            hangs = item is not None and _indent(lines[below]) > item
            inside = run[0] in widths and _fills(lines[above], width)
            if hangs or inside or _is_broken(lines, above, width, max(width, widest)):
                if item is None and above == start:
                    joined[start] = _WIDE.sub(" ", joined[start])
                joined[start] = _as_one(joined[start], lines[below], words, item)
                joined[below] = ""
            else:
                start = below
    return joined


def _as_one(above: str, below: str, words: Words, item: int | None) -> str:
    """Join a line to those above it; the spaces behind an item's mark stay as they are typed."""
    upper, lower = above.rstrip(), below.strip()
    lower = _WIDE.sub(" ", lower) if item is None else lower
    return words.joined(upper, lower) or f"{upper} {lower}"


def parted(lines: Sequence[str]) -> list[str]:
    """Part a title, date and heading that a mirror ran into the first paragraph."""
    first = next((at for at, line in enumerate(lines) if is_prose(line)), None)
    if first is None:
        return list(lines)
    first = next((at for at in range(first) if _RUN_IN.match(lines[at].strip())), first)
    line = lines[first].strip()
    run_in = _RUN_IN.match(line)
    pieces = [*filter(None, run_in.groups()), line[run_in.end() :]] if run_in else []
    pieces = pieces or _after_known_title(line, lines[:first]) or [lines[first]]
    spaced = [part for piece in pieces for part in (piece, "")][:-1]
    return [*lines[:first], *spaced, *lines[first + 1 :]]


def put_lines(lines: Sequence[str], title: Title | None, body: etree._Element) -> list[str]:
    """Put lines into a tree: the title, headings, list items by their depth, tables, paragraphs.

    Gives the first of the lines in columns that cannot be told.
    """
    lists = Nesting()
    titled = title.rows if title else range(0)
    columns = {found.start: (found.stop, cells) for found, cells in tables(lines)}
    lines, heads = _without_underlines(lines)
    body.set("titled", "titled")
    end = column = 0  # at which the text of the last item begins
    for at, line in enumerate(lines):
        if not line.strip() or at < end:
            continue
        if title and at in titled:
            lists.close()
            put(sub(body, "h1"), title.text)
            end = titled.stop
            continue
        stop, rows = columns.get(at, (0, None))
        item = _item(lines, at) if not rows else None
        if item:
            text, number = item
            paragraph = sub(body, "p")
            put(paragraph, text)
            kind = "ul" if number is None else "ol"
            indent = (STEP + 1) * min(_indent(line), _DEEPEST)
            made = lists.place(Item(kind, None, indent=indent), paragraph)
            column = len(line.expandtabs(4).rstrip()) - len(text)
            if number is not None:
                made.set("value", str(number))
                made.set("typed", "typed")
            continue
        if lists.is_open and not rows and _goes_on_within(lines, at, column):
            put(sub(made, "p"), line.strip())
            continue
        lists.close()
        if rows:
            end = stop
            table = sub(body, "table")
            for row in rows:
                into = sub(table, "tr")
                for cell in row:
                    put(sub(into, "td"), cell)
        else:
            tag = "h2" if at in heads or _is_heading(lines, at, titled) else "p"
            put(sub(body, tag), line.strip())
    return [lines[at] for at, (_, cells) in columns.items() if cells is None]


def find_hidden(data: bytes) -> Iterator[Finding]:
    """List what a text hides."""
    text = decoded_somehow(data)
    return chain(find_in_text(text), find_changes(text))


def find_in_text(text: str) -> Iterator[Finding]:
    """List what a text hides: characters, and comments at its end."""
    marked: set[str] = set()
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        for finding in find_characters(line, "") if not line.isascii() else ():
            yield replace(finding, line=number)
        remark = _REMARK.match(line)
        if remark and remark[1] in marked:
            lines.setdefault(remark[1], number)
        marked.update(_MARK.findall(line))
    # Comments are lettered from a, and after z doubly: `state[s]` is no mark.
    if any(letters == "a" or len(letters) == 2 for letters in lines):
        for number in lines.values():
            yield replace(COMMENT, line=number)


def find_changes(text: str, also: Mapping[str, Finding] | None = None) -> Iterator[Finding]:
    """List the comments and changes that editors of plain text, and `also` others, write in it."""
    for critic, finding in {**_CRITICS, **(also or {})}.items():
        for found in re.finditer(critic, text):
            yield replace(finding, line=text.count("\n", 0, found.start()) + 1)


def cleaned(data: bytes) -> bytes:
    """Give the text as UTF-8, without hidden characters."""
    return without_hidden_characters(decoded_somehow(data)).encode("utf-8")


def read(data: bytes, path: str) -> Reading:
    """Read plain text: every line is a block unless a program broke lines at a fixed width."""
    decoded, problems = decode(data, path)
    pages = [normalize(page).split("\n") for page in decoded.split("\f")]
    framing, breaks = _unpaged(pages)
    text = "\n".join(chain(*pages))
    # The marks of a quoted letter go where most of a text is one.
    if 2 * len(_QUOTED.findall(text)) > sum(map(bool, map(str.strip, text.split("\n")))):
        text = _QUOTED.sub("", text)
    typed, numbers = _unnumbered(text.split("\n"))
    reading = Reading(problems=problems, is_clean=True)
    for framed in framing:
        reading.leave_out(framed, "page header or footer", withheld=True)
    typed = _by_columns(_close_set(_underlined(_put_together(typed))))
    whole = unwrap(typed, reading.unsure)
    _join_pages(whole, breaks)
    lines = parted(whole)
    reading.text = "\n".join(whole)
    for number in numbers:
        reading.leave_out(number, "line number")
    found, title = searched([Row(line.strip()) for line in lines])
    for cut in found:
        reading.leave_out(cut.text, cut.reason, cut.withheld)
    if any(cut.withheld for cut in found):
        named = {cut.text.strip() for cut in found if cut.withheld}
        reading.text = "\n".join("" if line.strip() in named else line for line in whole)
    kept = without(lines, found)
    reading.ask_about("columns-mixed", *put_lines(kept, title, reading.body))
    for bullet in filter(None, map(_BULLET.match, kept)):
        if bullet[2].isalnum():
            reading.leave_out(bullet[2], "bullet of a list")
    reading.ask(path)
    return reading


def _put_together(lines: list[str]) -> list[str]:
    """Join the words that hyphens part within lines, where nearly all are words when they are one.

    Where columns were read across, they are none.
    """
    text = "\n".join(lines)
    found = _PARTED_WITHIN.findall(text)
    if len(found) < _FEWEST_PARTED:
        return lines
    words = Words.of([_PARTED_WITHIN.sub(" ", text)])
    whole = {pair: words.joined(*pair) for pair in found}
    sure = len(found) - len(words.unsure) - list(whole.values()).count(None)
    if sure < max(_FEWEST_PARTED, _MOSTLY_PARTED * len(found)):
        return lines
    return _PARTED_WITHIN.sub(lambda one: whole[one[1], one[2]] or one[0], text).split("\n")


def _underlined(lines: Sequence[str]) -> list[str]:
    """Spell headings with marks of another markup before them as underlined ones."""
    spelled: list[str] = []
    for line in lines:
        head = marked_heading(line) if not (spelled and spelled[-1].strip()) else None
        spelled += [line] if head is None else [head[1], "-" * len(head[1])]
    return spelled


def marked_heading(line: str) -> tuple[int, str] | None:
    """Give the level and text of a line that marks make a heading, as `##Text`, `== Text ==`."""
    found = _HEADING.fullmatch(line)
    if not found or not _is_short_phrase(found["text"]) or not found["text"][0].isupper():
        return None
    level = len(found["mark"])
    return (level, found["text"]) if level > 1 or " " in line.strip() else None  # no #Tag


def _without_underlines(lines: Sequence[str]) -> tuple[list[str], set[int]]:
    """Give the lines without those that underline headings, and the places of these headings."""
    heads = {at - 1 for at in range(1, len(lines)) if _is_underline(lines, at)}
    around = {at for head in heads for at in (head - 1, head + 1) if RULED.fullmatch(lines[at])}
    return ["" if at in around else line for at, line in enumerate(lines)], heads


def _is_underline(lines: Sequence[str], at: int) -> bool:
    """Say whether a line of one mark, about as long, stands right below a heading."""
    line, text = lines[at].strip(), " ".join(lines[at - 1].split()) if at else ""
    if len(set(line)) != 1 or not RULED.fullmatch(line):
        return False
    if not _SHORTEST_LINE * len(text) <= len(line) <= len(text) + _LONGER_LINE:
        return False
    above = lines[at - 2].strip() if at > 1 else ""
    alone = not above or bool(RULED.fullmatch(above))
    return alone and is_heading_text(text) and text[0].isalnum() and not _starts_item(text)


def _close_set(lines: list[str]) -> list[str]:
    """Take out the empty lines within paragraphs of a text that has one below each of its lines."""
    if any(map(all, pairwise(map(str.strip, lines)))):
        return lines
    typed = [line for line in lines if line.strip()]
    going = sum(_goes_on(above, below) for above, below in pairwise(typed))
    if going < max(_FEWEST_GOING, len(typed) / 4):
        return lines
    width = max(map(len, map(str.rstrip, typed)))
    broken = [_is_broken(typed, at, width, width) for at in range(len(typed) - 1)]
    pairs = zip(typed, [*broken, True], strict=True)
    return [one for line, goes in pairs for one in ((line,) if goes else (line, ""))]


def _by_columns(lines: list[str]) -> list[str]:
    """Put the right one of two columns of sentences, side by side, below the left one."""
    out: list[str] = []
    for is_typed, group in groupby(lines, lambda line: bool(line.strip())):
        typed = list(group)
        if len(typed) <= _FEWEST_GOING:
            out += typed
            continue
        run = [line.expandtabs(4) for line in typed]
        gaps = Counter(found.end() for line in run for found in _GUTTER.finditer(line))
        at = max(gaps, key=gaps.__getitem__, default=0) if is_typed else 0
        sides = [[line[:at].strip() for line in run], [line[at:].strip() for line in run]]
        sides = [[line for line in side if line] for side in sides]
        apart = at and all(not line[at - 2 : at].strip() for line in run)
        out += [*sides[0], *sides[1]] if apart and all(map(_is_column, sides)) else typed
    return out


def _is_column(lines: Sequence[str]) -> bool:
    """Say whether sentences go on from line to line, most often."""
    going = sum(_goes_on(above, below) for above, below in pairwise(lines))
    return going >= _FEWEST_GOING and 2 * going >= len(lines)


def _unpaged(pages: list[list[str]]) -> tuple[list[str], list[int]]:
    """Take off the heads and feet of pages; give them, and the line at which each page begins.

    A head or foot comes again but for its number, or ends in the number of its own page.
    """
    places = [
        (number, side, at)
        for number, page in enumerate(pages if len(pages) > 1 else [], 1)
        for side in (0, -1)
        for at in [at for at, line in enumerate(page) if line.strip()][side:][:1]
        if number > 1 or side  # a title stands first
    ]
    alike = {place: _FIGURES.sub("#", pages[place[0] - 1][place[2]]).split() for place in places}
    framing = []
    for number, side, at in places:
        line = pages[number - 1][at]
        same = [one for one in places if one[1] == side and alike[one] == alike[number, side, at]]
        if len(same) > 1 or re.search(rf"(?:^|\s\s|[Pp]age ){number}$", line.rstrip()):
            framing.append(line)
            pages[number - 1][at] = ""
    return framing, [sum(map(len, pages[:number])) for number in range(1, len(pages))]


def _join_pages(lines: list[str], breaks: Sequence[int]) -> None:
    """Join the paragraphs that the end of a page broke within a sentence."""
    for begin in reversed(breaks):
        below = next((at for at in range(begin, len(lines)) if lines[at].strip()), None)
        above = next((at for at in range(begin - 1, -1, -1) if lines[at].strip()), None)
        if below is None or above is None or not lines[below].lstrip()[:1].islower():
            continue
        if lines[above].rstrip()[-1] not in ".!?:;" and not _starts_item(lines[below]):
            lines[above] = _as_one(lines[above], lines[below], Words(), 0)
            lines[below] = ""


def _unnumbered(lines: list[str]) -> tuple[list[str], list[str]]:
    """Take off the numbers of a draft's lines, which count most of them in even steps; give them.

    Six sections or items of a list are numbered, too, but are few of a text's lines.
    """
    found = [(at, one) for at, line in enumerate(lines) if (one := _LINE_NUMBER.match(line))]
    steps = {to - one for one, to in pairwise(int(one[1]) for _, one in found)}
    exact = len({int(one[1]) - at for at, one in found}) == 1
    step = min(steps, default=0) if exact or len(steps) == 1 else 0
    apart = all(to - one >= step for (one, _), (to, _) in pairwise(found))
    typed = sum(map(bool, map(str.strip, lines)))
    fewest = _FEWEST_EXACT if exact and step > 1 else _FEWEST_NUMBERS
    if len(found) < fewest or len(found) * step < _FEWEST_COUNTED * typed or not apart:
        return lines, []
    bare = list(lines)
    for at, one in found:
        bare[at] = " " * one.end() + lines[at][one.end() :]
    return bare, [one[1] for _, one in found]


def _after_known_title(line: str, above: Sequence[str]) -> list[str]:
    """Part a date and a title whose words stand, in any case, in a line above."""
    date = _DATE_FIRST.match(line)
    for known in (one for one in above if not CUT_OFF.search(one)):
        words = list(folded(known.split(" · ")[0]))
        found = list(islice(WORD.finditer(line, date.end() if date else 0), len(words)))
        if len(words) >= 5 and [word[0].casefold() for word in found] == words:
            start, end = date.end() if date else 0, found[-1].end()
            return [*([date["date"]] if date else []), line[start:end], line[end:].strip()]
    return []


def _runs(lines: Sequence[str]) -> Iterator[list[int]]:
    """Yield the lines that follow each other without a gap, an item's or a table's beginning."""
    run: list[int] = []
    for at, line in enumerate(lines):
        bare = line.strip()
        ruled = bool(RULED.fullmatch(line))
        if run and (not bare or ruled or bare.startswith("|") or _starts_item(line)):
            yield run
            run = []
        if bare and not ruled:
            run.append(at)
    if run:
        yield run


def _width(lines: Sequence[str], run: Sequence[int]) -> int:
    """Give the width at which the lines of a paragraph were broken, or 0 where that is not sure."""
    width = max(len(lines[at].rstrip()) for at in run)
    # Of titles that stand below one another, each begins with a capital.
    goes_on = any(lines[at].lstrip()[:1].islower() for at in run[1:])
    sure = len(run) > 2 and width in _WRAPPED and goes_on
    broken = [_is_broken(lines, at, width, width) for at in run[:-1]]
    filled = all(one or _fills(lines[at], width) for at, one in zip(run, broken, strict=False))
    return width if sure and filled and 2 * sum(broken) >= len(broken) else 0


def _width_of_column(lines: Sequence[str], run: Sequence[int]) -> int:
    """Give the width of a column in which headings and paragraphs follow without a gap, or 0."""
    going = [
        (len(lines[at].rstrip()), len(lines[below].split()[0]))
        for at, below in pairwise(run)
        if _goes_on(lines[at], lines[below])
    ]
    width = max((length for length, _ in going), default=0)
    full = sum(length + 1 + word > _NEARLY * width for length, word in going)
    sure = len(going) >= _FEWEST_GOING and 2 * len(going) >= len(run)
    return width if sure and width in _COLUMN and full >= _NEARLY * len(going) else 0


def _is_headed(above: str, below: str, width: int) -> bool:
    """Say whether a short line of a column, after a sentence's end, is a heading, or a number."""
    ended = bool(_SENTENCE_ENDS.search(above.rstrip()[-6:]))
    heading = ended and len(below) < _SHORTEST_FULL * width and _is_short_phrase(below.strip())
    return heading or below.strip().isdigit()


def _goes_on(above: str, below: str) -> bool:
    """Say whether a line's sentence goes on in the next."""
    words = above.split()
    inside = below.lstrip()[:1].islower() or below.lstrip()[:1] == "("
    return above.rstrip()[-1] not in ".!?:;" and (inside or words[-1].lower() in common_words())


def _is_broken(lines: Sequence[str], at: int, width: int, widest: int) -> bool:
    above, below = lines[at].rstrip(), lines[at + 1].lstrip()
    # A sentence goes on, wherever its line was broken.
    long = len(above) >= min(_LONG, _SHORTEST_FULL * width)
    goes_on = below[:1].islower() and long and above[-1] not in ".!?:;"
    full = len(above) + 1 + len(below.split()[0]) > width
    reach = len(above) - _RAGGED * goes_on
    if Words().joined(above, below) is not None or (reach <= widest and (full or goes_on)):
        return True
    # No sentence ends with a small word, in whatever text.
    wrapped = len(above) in _WRAPPED and len(below.rstrip()) in range(_WRAPPED.stop)
    return long and wrapped and bool(SMALL_WORD.fullmatch(above.split()[-1]))


def _fills(line: str, width: int) -> bool:
    """Say whether a line of a paragraph is about as long as the others, and ends no sentence."""
    return (
        _SHORTEST_FULL * width <= len(line.rstrip()) <= width and line.rstrip()[-1] not in ".!?:;"
    )


def _starts_item(line: str) -> bool:
    return bool(_BULLET.match(line) or _NUMBER.match(line) or _SET_IN.match(line))


def _item(lines: Sequence[str], at: int) -> tuple[str, int | None] | None:
    """Give the text of a list's item and its number, None for a bullet; None where it is none."""
    bullet, number = _BULLET.match(lines[at]), _NUMBER.match(lines[at])
    if bullet and (bullet[2] not in _WEAK_BULLETS or _has_sibling(lines, at, bullet[2])):
        return lines[at][bullet.end() :].strip(), None
    heads = _is_short_phrase(lines[at].strip()) and _next_is_prose(lines, at)
    if number and (not heads or _goes_on_counting(lines, at, int(number[2]))):
        return lines[at][number.end() :].strip(), int(number[2])
    inner = _SET_IN.match(lines[at])
    return (lines[at][inner.end() :].strip(), None) if inner else None


def _goes_on_counting(lines: Sequence[str], at: int, number: int) -> bool:
    """Say whether the item above, those within it aside, has the number before."""
    within = range(_indent(lines[at]) + 1)
    above = (line for line in reversed(lines[:at]) if line.strip() and _indent(line) in within)
    found = _NUMBER.match(next(above, ""))
    return found is not None and int(found[2]) == number - 1


def _goes_on_within(lines: Sequence[str], at: int, column: int) -> bool:
    """Say whether a paragraph is set in as an item's text is, and another item follows."""
    below = (line for line in lines[at:] if line.strip())
    after = next((line for line in below if _indent(line) < column or _starts_item(line)), "")
    return _indent(lines[at]) == column > 0 and _starts_item(after)


def _has_sibling(lines: Sequence[str], at: int, glyph: str) -> bool:
    sides = (lines[at + 1 : at + 4], lines[max(0, at - 3) : at][::-1])
    near = (_BULLET.match(next(filter(str.strip, side), "")) for side in sides)
    return any(found and found[2] == glyph for found in near)


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _is_heading(lines: Sequence[str], at: int, title: range) -> bool:
    text = lines[at].strip()
    if not _is_short_phrase(text):
        return False
    if is_section(text):
        return True
    if not title and not any(map(is_prose, lines[:at])):
        return False  # nor the title, since there is none
    alone = at == 0 or not lines[at - 1].strip()
    follows_title = bool(title) and not any(line.strip() for line in lines[title.stop : at])
    tagline = follows_title and len(words_of(text)) > 6
    heads_list = _starts_item(_below(lines, at)) and not _starts_item(lines[at])
    return alone and not tagline and (heads_list or _next_is_prose(lines, at))


def _is_short_phrase(text: str) -> bool:
    return is_phrase(text, 1, _LONGEST_HEADING) and not re.match(r"[\w ]{2,20}: .*\d", text)


def _next_is_prose(lines: Sequence[str], at: int) -> bool:
    below = _below(lines, at).strip()
    sentence = len(words_of(below)) >= 5 and bool(_SENTENCE.fullmatch(below))
    return is_prose(below) or sentence


def _below(lines: Sequence[str], at: int) -> str:
    return next(filter(str.strip, islice(lines, at + 1, None)), "")
