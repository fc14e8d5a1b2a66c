"""Site furniture in the text of a note: what it is by wording and place, and why each part goes.

Classes of lines, never terms of a vocabulary: furniture is told by whole-line patterns and by
place, above the first paragraph of prose or below the last. A sentence of the body is never one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from workshop_notes.formats.as_markdown import HEADINGS, plain_text
from workshop_notes.text.expressions import pattern, sections, source
from workshop_notes.text.languages import language_with_count

if TYPE_CHECKING:
    from workshop_notes.formats.document import Reading

LISTS = Path(__file__).with_name("furniture.yml")


def _whole(section: str) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{source(LISTS, section)})\s*", re.I)


# Each class by the words that tell it to an editor.
CLASSES: Mapping[str, re.Pattern[str]] = {
    name: _whole(name) for name in sections(LISTS) if " " in name or name == "navigation"
}
_SPACED_DATE = re.compile(source(LISTS, "spaced-date"), re.I)
SUBJECT, SENT_ON, KIND = "subject", "sent-on", "kind"  # labels of titles
ANYWHERE = frozenset({"share bar", "download box", "newsletter box"})
RELATED, NAMING, LABEL, DATED, FACT_LABEL, _CONTENTS = (
    _whole(name) for name in ("related", "naming", "label", "dated", "fact-label", "contents")
)
_PERSON = r"(?:(?:[^\W\d_a-zà-ÿ][\w’'.-]*|and|et|y|de|von|van|di|al|el|bin|&|,)[\s,]*){2,12}"
BYLINE = re.compile(
    r"\s*(?i:(?:written |posted |prepared |reported )?by|par|por|von|authors?:|auteurs? ?:)\s+"
    rf"{_PERSON}"
)
GLUED_DATE = re.compile(r"\s*date\s+\d{4}-\d\d-\d\d(?:\s+|$)", re.I)
LONE_NUMBER = re.compile(r"[\s–—-]*(?:page\s+)?\d{1,3}(?:\s*(?:/|of|sur)\s*\d{1,3})?[\s–—-]*", re.I)
_WIDE_PARTS = re.compile(r"\s*[|·•]\s*|\s{3,}|\t\s*")
_PARTS = re.compile(r"\s*(?:[|·•]|\s{2,}|\t)\s*")
_LONGEST = 400  # characters
RULED = re.compile(r"\s*[-_=*~–—]{3,}\s*")
_NAME_ENDS = re.compile(r"[•|;:,]")
_TRAIL = re.compile(r"\s[»>›/→]\s")  # of links such as Blog > Africa > Mali

_LABELLED = re.compile(r"\s*[^\W\d_][\w-]{0,14}(?: \w{1,12})? ?:\s")
CUT_OFF = re.compile(r"\.\.\.|…|€¦")
SHORTEST_TITLE_BELOW_CRUMBS = 8  # words
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# `Summary of a workshop, Monday, 9 November 2031 (virtual)` stands below a title.
_TAGLINE = re.compile(
    r",\s[^\W\d_]*\s?(?:\d{1,2}\s)?[^\W\d_]{3,}\s(?:19|20)\d\d\s*(?:\([^()]*\))?$"
)
_SENTENCE_END = re.compile(r"[.!?…:;]['\"”’»)\]]*\d*\s*$")
SMALL_WORD, _SECTION_WORD = _whole("small-word"), _whole("section-word")
_TITLED = 0.3  # what it weighs that a line has a subtitle
_LONGEST_CRUMB, _SUBTITLED, _LONG_TITLE, _TAKEN_UP = 8, 5, 8, 4  # words
_PROSE_WORDS = 14

_OFFICE_CLASSES = frozenset(
    (
        *("publication date", "publication line", "citation line", "share bar", "download box"),
        *("comment form", "newsletter box", "link to more", "title repeated", "byline"),
    )
)
_SHORTEST_BOX = 4  # lines
_LONGEST_HEAD, _LONGEST_LETTER = 60, 16  # lines
_MENU_WORDS = 5
_SHORTEST_CUT, _STEM = 4, 6  # letters
_WIDEST_FACT = 8  # words
_WIDEST_LABEL = 6  # words


@lru_cache(maxsize=4096)
def class_of(line: str) -> str:
    """Name the class of furniture that a line's wording belongs to, or ""."""
    if len(line) > _LONGEST:
        return ""
    if reason := _class_of_part(line):
        return reason
    for between in (_WIDE_PARTS, _PARTS):
        parts = [part for part in between.split(line.strip()) if part]
        reasons = [_class_of_part(part) for part in parts]
        known = (
            reason or LABEL.fullmatch(part) or LONE_NUMBER.fullmatch(part)
            for part, reason in zip(parts, reasons, strict=True)
        )
        if len(parts) > 1 and any(reasons) and all(known):
            return next(filter(None, reasons))
    short = len(parts) >= 4 and all(len(part.split()) <= 3 for part in parts)
    return "navigation" if short and "navigation" in reasons else ""


def names_somebody(line: str) -> bool:
    """Say whether a line is a byline, which names a person and is not to be printed."""
    parts = _PARTS.split(line.strip()) if len(line) <= _LONGEST else ()
    named = {part: BYLINE.fullmatch(part) or NAMING.fullmatch(part) for part in parts if part}
    return any(named.values()) and all(
        found or _class_of_part(part) for part, found in named.items()
    )


@lru_cache(maxsize=4096)
def words_of(line: str) -> tuple[str, ...]:
    """Give the words of a line."""
    return tuple(WORD.findall(line))


@lru_cache(maxsize=4096)
def is_prose(line: str) -> bool:
    """Say whether a line is running text: long enough, and it ends like a sentence."""
    words = words_of(line)
    if len(words) >= 2 * _PROSE_WORDS:
        return True
    if CUT_OFF.search(line.rstrip()[-3:]):
        return False
    lower = sum(word[0].islower() for word in words)
    return (
        len(words) >= _PROSE_WORDS and lower * 2 > len(words) and bool(_SENTENCE_END.search(line))
    )


def title_line(lines: Sequence[str]) -> int | None:
    """Give the index of the line that is the text's title, or None where it has none.

    The title stands above the first prose: where a line says so (`Subject: …`), that one; else the
    phrase that looks most like one, by its length, its capitals, and how many of its words the
    prose takes up again. Of lines with the same words it is the one spelled as titles are.
    """
    prose = list(filter(is_prose, lines))
    told = " ".join(chain.from_iterable(map(words_of, prose)))
    titles = (_title_among(region, lines, prose, told) for region in regions_of_title(lines))
    return next((at for at in titles if at is not None), None)


def _title_among(above: range, lines: Sequence[str], prose: Sequence[str], told: str) -> int | None:
    candidates = [
        at
        for at in above
        if may_be_title(lines[at])
        and not (_LABELLED.match(lines[at]) and is_form(lines[max(0, at - 1) : at + 2]))
        and not _is_named(lines[at], told)
        and not without_label(lines[at], SENT_ON)
    ]
    labels = (SUBJECT,) if candidates else (SUBJECT, SENT_ON)
    for label in labels:
        if labelled := [at for at in above if may_be_title(without_label(lines[at], label))]:
            candidates = labelled
            break
    if not candidates:
        return None
    said = frozenset(word.casefold()[:_STEM] for word in set(told.split()))
    spoken = language_with_count(prose[0])[0] if prose else ""
    best = max(candidates, key=lambda at: _likeness(lines[at], said, spoken))

    def spelled(at: int) -> tuple[bool, int, int]:
        return not lines[at].isupper(), sum(map(str.isupper, lines[at])), -at

    return max((at for at in above if folded(lines[at]) == folded(lines[best])), key=spelled)


def _likeness(line: str, said: Collection[str], spoken: str) -> float:
    """Weigh how much a line looks like the title of a text that has `said` so and so."""
    words = [one for one in words_of(line) if one.isalpha() and not SMALL_WORD.fullmatch(one)]
    taken_up = sum(word.casefold()[:_STEM] in said for word in words)
    capitals = 0 if line.isupper() else sum(word[0].isupper() for word in words)
    foreign = language_with_count(line)[0] not in ("", spoken)
    return (
        min(len(words), _LONG_TITLE) / _LONG_TITLE
        + 2 * min(taken_up, _TAKEN_UP) / _TAKEN_UP
        + capitals / max(len(words), 1)
        - foreign
        - 2 * bool(_TAGLINE.search(line))
        + _TITLED * bool(re.search(r"\w ?: ", line))
    )


def regions_of_title(lines: Sequence[str]) -> list[range]:
    """Give the lines among which a title may stand, the likelier first.

    They are above the first prose; of a text sent with a letter, above its own, below a ruled line;
    of one with another's words on it, above its own, with its date.
    """
    head, _ = prose_range(lines)
    first = range(min(head, _LONGEST_HEAD) if head is not None else min(len(lines), 3))
    regions = [first]
    for at in range(first.stop, min(len(lines), first.stop + _LONGEST_LETTER)):
        below, _ = prose_range(lines[at:])
        if RULED.fullmatch(lines[at]):
            regions.insert(0, range(at, at + (below or 0)))
        elif class_of(lines[at]) == "publication date":
            regions.append(range(first.stop + 1, at + (below or 0)))
    return regions


def is_form(lines: Iterable[str]) -> bool:
    """Say whether lines are the head of a letter or record: `To: …` beside `Subject: …`."""
    return sum(bool(_LABELLED.match(line)) for line in lines) > 1


def may_be_title(line: str) -> bool:
    """Say whether a line reads as a title and is no label, byline, menu or name of a section."""
    links = [part for part in _WIDE_PARTS.split(line.strip()) if len(words_of(part)) < _MENU_WORDS]
    broken = re.search(r"[^\W\d_]{3}\. [^\W\d_]", line) or SMALL_WORD.fullmatch(line.split(" ")[-1])
    return is_title_like(line) and not (is_untitled(line) or len(links) > 2 or broken)


def is_untitled(line: str) -> bool:
    """Say whether a line is the name of a section, a label or a byline."""
    line = without_label(line, KIND) or line
    return is_section(line) or bool(pattern(LISTS, "untitled").match(line))


def may_hold_title(line: str, told: str | None = None) -> bool:
    """Say whether a line can be a part of a title: no label, date, sentence or menu.

    Its first or last is no section either, nor a name of those of whom is `told`.
    """
    known = class_of(line) or LABEL.fullmatch(line) or pattern(LISTS, "untitled").match(line)
    wide = len(_WIDE_PARTS.split(line.strip())) > 1
    if known or wide or is_prose(line) or line[-1] in ".;!":
        return False
    return told is None or not (is_section(line) or (line[0].isupper() and _is_named(line, told)))


def starts_subtitle(above: str, below: str) -> bool:
    """Say whether a line is the subtitle of the one above it, with no more than a line's end."""
    if not pattern(LISTS, "subtitle").match(below) or above[-1] in ":,-–?!":
        return False
    return not any(map(SMALL_WORD.fullmatch, words_of(above)[-1:]))


def subtitled(title: str, subtitle: str) -> str:
    """Put a subtitle behind its title, with a colon as the language sets it."""
    french = language_with_count(f"{title} {subtitle}")[0] == "fr"
    return f"{title}{' : ' if french else ': '}{subtitle}"


def goes_on(above: str, below: str, rest: str) -> bool:
    """Say whether a line goes on with the title that the line above it began.

    So says a small letter, or a phrase that the line's end cuts and the `rest` of the text has.
    """
    whole = all(is_title_like(one.rstrip(" :,-–")) for one in (above, f"{above} {below}"))
    return (
        whole
        and bool(folded(above) and folded(below))
        and not (is_prose(below) or is_untitled(below))
        and (
            above.endswith((":", "-", "–", ","))
            or below[0].islower()
            or (below.isupper() and bool(SMALL_WORD.fullmatch(folded(below)[0])))
            or bool(pattern(LISTS, "subtitle").match(below))
            or bool(SMALL_WORD.fullmatch(folded(above)[-1]))
            or bool(pattern(LISTS, "breaks-off").search(above))
            or _is_cut(words_of(above)[-1], words_of(below)[0], rest)
        )
    )


def _is_cut(last: str, first: str, rest: str) -> bool:
    long = min(len(last), len(first)) >= _SHORTEST_CUT
    return long and bool(re.search(rf"\b{re.escape(last)}\s+{re.escape(first)}\b", rest, re.I))


def without_label(line: str, label: str) -> str:
    """Give what follows a label that a line begins with, or "" where it begins with none."""
    found = pattern(LISTS, label).match(line)
    return line[found.end() :].strip() if found else ""


def subject_of(line: str) -> str:
    """Give what a letter or record says that it is about, in a line that does, or ""."""
    return without_label(line, SUBJECT) or without_label(line, SENT_ON)


def is_dated(line: str) -> bool:
    """Say whether a line is a date, alone or before a stroke."""
    return class_of(re.split(r"\s+[|·•–-]\s+", line.strip())[0]) == "publication date"


def _is_named(line: str, told: str) -> bool:
    """Say whether a line holds mostly names of those of whom the text tells, as organizers."""
    parts = [words_of(part) for part in _NAME_ENDS.split(line.title() if line.isupper() else line)]
    names = [part for part in parts if 1 < len(part) <= _SUBTITLED and " ".join(part) in told]
    return 2 * sum(map(len, names)) > sum(map(len, parts))


def is_title_like(line: str) -> bool:
    """Say whether a line reads as a title: a short phrase without a sentence's end."""
    return is_phrase(line, 3, 30) and not (is_prose(line) or re.match(r"\s*[•\-*–—]", line))


def is_phrase(line: str, least: int, most: int) -> bool:
    """Say whether so many words begin as a sentence or a number, and end as none."""
    text = line.strip()
    if not least <= len(words_of(text)) <= most:
        return False
    if re.search(r"[.;,:…!]$|https?://|\S@\S", text):
        return False
    first = next((letter for letter in text if letter.isalnum()), "")
    return first.isupper() or first.isdigit()


def is_section(line: str) -> bool:
    """Say whether a line is the usual name of a section, such as Introduction."""
    words = words_of(line)
    return len(words) <= 3 and any(map(_SECTION_WORD.fullmatch, words))


def prose_range(lines: Sequence[str]) -> tuple[int | None, int]:
    """Give the index of the first line of prose (None without prose) and one after the last."""
    prose = [at for at, line in enumerate(lines) if is_prose(line) and not class_of(line)]
    return (prose[0], prose[-1] + 1) if prose else (None, 0)


def is_crumb(line: str) -> bool:
    """Say whether a line can be a label above a title: a few words, all with capitals."""
    words = words_of(line)
    if not words or len(words) > _LONGEST_CRUMB or re.search(r"[.!?;:]$", line.strip()):
        return False
    if len(words) >= _SUBTITLED and re.search(r"\w:\s", line):  # a title and its subtitle
        return False
    capital = [word for word in words if word[0].isupper() or SMALL_WORD.fullmatch(word)]
    return len(capital) == len(words) and not is_section(line)


@lru_cache(maxsize=4096)
def folded(line: str) -> tuple[str, ...]:
    """Give the words of a line, whatever their case."""
    return tuple(map(str.casefold, words_of(line)))


def scripts(text: str) -> list[str]:
    """Name the scripts of a text's letters, such as LATIN, the one of most of them first."""
    counted: Counter[str] = Counter()
    for letter, times in Counter(text).items():
        if letter.isalpha():
            counted[unicodedata.name(letter, "").split(" ")[0]] += times
    return sorted(counted, key=lambda name: (-counted[name], name))


@dataclass(frozen=True, slots=True)
class Cut:
    """A line, or the first part of one, that is furniture.

    `line` counts from 0. `withheld` says that the text names somebody and must not be printed.
    """

    line: int
    text: str
    reason: str
    withheld: bool = False


def cuts(lines: Sequence[str], title: int | None = None) -> tuple[Cut, ...]:
    """Give the furniture among the lines of a text, one block of text a line, in order.

    `title` is the line of the title where the format says which one it is.
    """
    return searched(lines, title)[0]


def searched(lines: Sequence[str], title: int | None = None) -> tuple[tuple[Cut, ...], int | None]:
    """Give the furniture of a text, and the line of its title, which the format may say."""
    found = _Found(lines, title)
    for search in _PASSES:
        search(found)
    return tuple(cut for cut in found.now() if cut.line != title), found.title


def without(lines: Sequence[str], found: Sequence[Cut]) -> list[str]:
    """Give the lines with the cuts gone; a line that goes whole stays as an empty one."""
    kept = list(lines)
    for cut in found:
        kept[cut.line] = kept[cut.line].strip().removeprefix(cut.text.strip()).lstrip()
    return kept


def leave_out_title(reading: Reading, blocks: etree._Element, reason: str) -> None:
    """Leave out the heading of a table of contents, where it is the last of the blocks so far."""
    last = blocks[-1] if len(blocks) else None
    if last is None or last.tag not in ("p", "h2", "h3"):
        return
    if _CONTENTS.fullmatch(plain_text(last)):
        reading.leave_out("".join(map(str, last.itertext())), reason)
        blocks.remove(last)


def without_furniture(reading: Reading) -> None:
    """Take out of a word processor's document the furniture that authors paste along.

    Only paragraphs and headings of the body go; a box of facts or a line above the title is the
    authors' own there, and stays.
    """
    blocks = [child for child in reading.body if child.tag in (*HEADINGS, "p")]
    texts = [plain_text(block) for block in blocks]
    title = next((at for at, block in enumerate(blocks) if block.tag == "h1"), None)
    for cut in cuts(texts, title):
        block = blocks[cut.line]
        whole = cut.reason in _OFFICE_CLASSES and cut.text.strip() == texts[cut.line].strip()
        if whole and next(block.iter("mark"), None) is None:
            reading.leave_out(cut.text, cut.reason, cut.withheld)
            reading.body.remove(block)


class _Found:
    """The furniture found so far; the body runs from `head` (None: no prose) to before `tail`.

    `around` lists the lines above the first and below the last prose, all of them without prose.
    """

    def __init__(self, lines: Sequence[str], title: int | None) -> None:
        self.lines = lines
        self.title = title
        self.head, self.tail = prose_range(lines)
        body = range(0) if self.head is None else range(self.head, self.tail)
        self.around = [at for at, line in enumerate(lines) if line.strip() and at not in body]
        self.cuts: dict[int, Cut] = {}

    def now(self) -> tuple[Cut, ...]:
        """Give the cuts found so far, in order."""
        return tuple(self.cuts[line] for line in sorted(self.cuts))

    def take(self, at: int, reason: str) -> None:
        """Note a whole line as furniture, unless it is already."""
        self.cuts.setdefault(at, Cut(at, self.lines[at], reason))

    def glued_date(self) -> None:
        """Take a date that a mirror glued to the first line."""
        glued = GLUED_DATE.match(self.lines[0]) if self.lines else None
        if not glued:
            return
        rest = self.lines[0][glued.end() :]
        if rest.strip() and (class_of(rest) or LABEL.fullmatch(rest)):
            self.take(0, "glued date and label")
        else:
            self.cuts[0] = Cut(0, glued[0], "date glued to the first line")

    def by_wording(self) -> None:
        """Take lines whose wording is a site's, and dates and bylines above the body."""
        around = set(self.around)
        for at, line in enumerate(self.lines):
            reason = class_of(line)
            if at not in around:
                if reason in ANYWHERE and self._stands_alone(at):
                    self.take(at, reason)
            elif names_somebody(line):
                self.cuts[at] = Cut(at, line, "byline", withheld=True)
            elif reason and (reason != "publication date" or self.head is None or at < self.head):
                self.take(at, reason)

    def by_script(self) -> None:
        """Take whole blocks in another script than the body's."""
        body = scripts(" ".join(self.lines[self.head : self.tail]))[:1]
        for block in self._blocks() if self.head is not None else ():
            foreign = 0
            for line in (self.lines[at].strip() for at in block):
                short = len(words_of(line)) <= _WIDEST_LABEL and line[-1] not in ".!?"
                own = scripts(line) if short else []
                foreign += len(own) == 1 and own != body
            if 2 * foreign >= len(block):
                for at in block:
                    self.take(at, "interface in another language")

    def by_box(self) -> None:
        """Take a box of labels and values whole, the values that could stand anywhere too."""
        for block in self._blocks() if self.head is not None else ():
            lines = {at: self.lines[at] for at in block}
            known = sum(at in self.cuts or bool(FACT_LABEL.fullmatch(lines[at])) for at in block)
            plain = all(
                len(words_of(line)) <= _WIDEST_FACT and not line.rstrip().endswith(".")
                for line in lines.values()
            )
            if len(block) >= _SHORTEST_BOX and 2 * known >= len(block) and plain:
                for at in (at for at in block if at != self.title):
                    self.take(at, "facts of the site")

    def by_neighbour(self) -> None:
        """Take a label's value below it, and the source's name right above a publication line."""
        for at in sorted(self.cuts):
            said = self.cuts[at].text.strip()
            if said.lower().startswith("published on") and at > 0:
                above = without(self.lines, self.now())[: at - 1]
                if any(map(is_title_like, above)) and is_crumb(self.lines[at - 1]):
                    self.take(at - 1, "source line")
            for near in (at - 1, at + 1):
                if 0 <= near < len(self.lines) and DATED.fullmatch(self.lines[near]):
                    self.take(near, "publication line")
            below = next((to for to in self.around if to > at), None)
            if said.endswith(":") and below is not None and LABEL.fullmatch(self.lines[below]):
                self.take(below, self.cuts[at].reason)

    def related(self) -> None:
        """Take links to other documents, from their heading to the end."""
        begun = False
        for at in (at for at in self.around if at >= self.tail):
            begun = begun or bool(RELATED.fullmatch(self.lines[at]))
            if begun:
                self.take(at, "links to other documents")

    def page_numbers(self) -> None:
        """Take numbers that stand alone around the body, or count the pages through it."""
        lone = [at for at, line in enumerate(self.lines) if LONE_NUMBER.fullmatch(line)]
        numbers = [int(re.findall(r"\d+", self.lines[at])[0]) for at in lone]
        counted = len(lone) >= 3 and all(to - one == 1 for one, to in pairwise(numbers))
        around = set(self.around) if self.head is not None else ()
        for at in lone:
            if counted or at in around:
                self.take(at, "page number")

    def around_title(self) -> None:
        """Take breadcrumbs above the title, the title repeated, and what a mirror made of it."""
        rest = without(self.lines, self.now())
        for at, line in enumerate(rest[: self.head or 0]):
            cut = CUT_OFF.search(line) and self._begins_another(at, rest)
            trail = _TRAIL.search(line) and not re.search(r"[.!?]$", line.strip())
            if cut or (trail and at != self.title):
                self.take(at, "title cut off by the site" if cut else "breadcrumb or category")
                rest[at] = ""
        title = self.title = self.title if self.title is not None else title_line(rest)
        if title is None or self.head is None:
            return
        if said := subject_of(rest[title]):
            label = rest[title].strip().removesuffix(said)
            self.cuts[title] = Cut(title, label, "label of the title")
        self._repeats(rest, title)
        if len(words_of(rest[title])) >= SHORTEST_TITLE_BELOW_CRUMBS:
            for at in (at for at in range(title) if is_crumb(rest[at])):
                self.take(at, "breadcrumb or category")

    def _repeats(self, lines: Sequence[str], title: int) -> None:
        words = folded(lines[title])
        for at, line in enumerate(lines):
            below = lines[at + 1] if at + 1 < len(lines) else ""
            if at == title or not line or len(words) < 3:
                continue
            if folded(line) == words:
                self.take(at, "title repeated")
            elif below and at + 1 != title and folded(f"{line} {below}") == words:
                self.take(at, "title repeated")
                self.take(at + 1, "title repeated")
            elif " · " in line and folded(line.split(" · ")[0]) == words:
                self.take(at, "title cut off by the site")
            elif self._is_running_head(line, words):
                self.take(at, "running head")

    def _is_running_head(self, line: str, title: Sequence[str]) -> bool:
        """A page number with the beginning of the title."""
        head = re.fullmatch(r"\d{1,3}\s+(.+)|(.*\S)\s+\d{1,3}", line.strip())
        words = folded(head[1] or head[2]) if head else ()
        if CUT_OFF.search(line) and words != title[: len(words)]:
            words = words[:-1]
        return len(words) >= 2 and words == title[: len(words)]

    def _stands_alone(self, at: int) -> bool:
        near = [*self.lines[max(0, at - 1) : at], *self.lines[at + 1 : at + 2]]
        return not any(is_prose(line) or (line.strip() and not class_of(line)) for line in near)

    def _begins_another(self, at: int, lines: Sequence[str]) -> bool:
        start = folded(CUT_OFF.split(lines[at])[0])[:5]
        others = (line for other, line in enumerate(lines) if other != at)
        return len(start) >= 3 and any(" ".join(start) in " ".join(folded(line)) for line in others)

    def _blocks(self) -> Iterator[list[int]]:
        """Yield the lines around the body as blocks between blank lines."""
        for _, block in groupby(enumerate(self.around), lambda one: one[1] - one[0]):
            yield [at for _, at in block]


_PASSES = (
    *(_Found.glued_date, _Found.by_wording, _Found.by_script, _Found.by_box, _Found.by_neighbour),
    *(_Found.related, _Found.page_numbers, _Found.around_title),
)


def _class_of_part(part: str) -> str:
    if _SPACED_DATE.fullmatch(re.sub(r"\s", "", part)):
        return "publication date"
    return next((reason for reason, pattern in CLASSES.items() if pattern.fullmatch(part)), "")
