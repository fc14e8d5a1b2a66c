"""Site furniture: which lines of a converted page are the site's own, and why each goes.

Furniture is told by whole-line patterns and by place: above the first paragraph of prose or below
the last. A sentence of the body is never furniture.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MONTH = (
    r"(?:jan(?:uary|vier)?|f[eé]v(?:rier)?|feb(?:ruary)?|mar(?:ch|s)?|apr(?:il)?|avr(?:il)?|may|mai"
    r"|june?|juin|july?|juil(?:let)?|aug(?:ust)?|ao[uû]t|sept?(?:ember|embre)?|oct(?:ober|obre)?"
    r"|nov(?:ember|embre)?|d[eé]c(?:ember|embre)?)\.?"
)
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
)
_DATE = (
    rf"(?:{_WEEKDAY},?\s+)?(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[-./]\d{{1,2}}[-./]\d{{2,4}}"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th|er)?[-\s]+)?{_MONTH},?[-\s]+\d{{4}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})(?:,?\s+\d{{1,2}}[:h]\d\d(?:\s?[ap]\.?m\.?)?)?"
)
_NETWORK = (
    r"(?:facebook|twitter|x|linkedin|whatsapp|telegram|reddit|pinterest|e-?mail|bluesky|mastodon)"
)


def _whole(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{'|'.join(patterns)})\s*", re.I)


# Each class with the words that say it to an editor; a pattern must match the whole line.
_CLASSES = (
    ("publication date", _whole(_DATE)),
    (
        "publication line",
        _whole(
            rf"(?:category:\s*\S.{{0,60}}\s)?(?:published|posted|updated|last (?:updated|modified)"
            rf"|publi[ée]|mis en ligne|publicado|ver[öo]ffentlicht|date)(?:\s+(?:on|le|el|am|at))?:?\s+"
            rf"{_DATE}(?:\s+hits:\s*\d+)?",
            r"category:\s*\S.{0,60}\shits:\s*\d+",
            r"(?:reports?|news and press releases?|analysis|situation reports?|evaluation and lessons "
            r"learned|rapport|analyse) (?:from|de|by) .{2,80}",
            r"published on",
        ),
    ),
    (
        "citation line",
        _whole(r"cite (?:to|this|as)(?: url)?:?(?:\s*https?://\S+)?", r"(?:permalink|url):\s*\S*"),
    ),
    (
        "share bar",
        _whole(
            rf"(?:share|tweet|pin|print|e-?mail|partager|imprimer|compartir|teilen|drucken|поделиться)"
            rf"(?: (?:this|on|via|to|by|sur|par|en|auf|it|page|article|post|cet article))*"
            rf"(?: {_NETWORK})?[:!]?",
            rf"(?:share[:|]? )?(?:{_NETWORK}[\s,|/·]+){{1,8}}{_NETWORK}",
            rf"(?:share this|share|follow us|suivez-nous)[: ]*(?:on )?(?:{_NETWORK}[\s,|/·]*)*",
        ),
    ),
    (
        "download box",
        _whole(
            r"(?:download|t[ée]l[ée]charger|descargar|herunterladen)(?: (?:the |le |el )?"
            r"(?:pdf|report|document|file|full (?:report|text)|rapport|publication|here))?"
            r"(?:\s*\([^)]{1,30}\))?",
            r"the (?:complete|full) version of this (?:item|document|report) is available as a download\.?",
            r"(?:view|read|see) (?:the )?(?:original|full (?:report|text|article))(?: here)?",
        ),
    ),
    (
        "file details of a mirror",
        _whole(
            r"upload(?:ed)?(?: by)?: ?\S.{0,40}",
            r"post(?:ed)? on \d{1,2}-\w{3}-\d{4}",
            r"\d+ (?:views?|downloads?|pages?|vues?|reads?)",
            r"category:",
            r"total pages?: ?\d+",
            r"file type: ?\w+(?:, ?size: ?\d+ ?[kmg]?b)?",
            r"hits: ?\d+",
            r"transcript",
        ),
    ),
    (
        "comment form",
        _whole(
            r"no comments(?: yet)?[:.]?",
            r"(?:post|leave|add|write) a (?:comment|reply)",
            r"\d+ comments?",
            r"laisser un commentaire",
            r"newer post|older post",
        ),
    ),
    (
        "link to more",
        _whole(
            r"(?:read|see|find out|learn) more(?: (?:at|on|here))?:?\s*(?:…|\.\.\.|»|>|→)?\s*(?:https?://\S+)?",
            r"(?:continue reading|lire la suite|leer más|weiterlesen)\s*(?:…|\.\.\.|»|>|→)?\s*(?:https?://\S+)?",
        ),
    ),
    (
        "newsletter box",
        _whole(
            r"(?:subscribe|sign up|s'abonner|abonnez-vous)(?: (?:to|for|à|our|the|notre|your|weekly))*"
            r"(?: (?:newsletter|mailing list|updates|lettre d.information))?[.!]?",
        ),
    ),
    (
        "navigation",
        _whole(
            r"skip to (?:main )?(?:content|navigation)",
            r"aller au contenu(?: principal)?",
            r"saltar al contenido(?: principal)?",
            r"перейти к основному содержанию",
            r"back to top|haut de page|menu|search|home|accueil|rechercher|login|log in|sign in",
            r"(?:home|accueil)\s*(?:[»>/›|].{0,150})",
            r"(?:previous|next|pr[ée]c[ée]dent|suivant)(?: (?:post|article|page))?",
        ),
    ),
    (
        "legal line",
        _whole(
            r"(?:copyright|©|\(c\)).{0,100}",
            r"(?:all rights reserved|tous droits réservés)\.?",
            r"(?:privacy policy|terms of use|cookie policy|mentions légales)(?: ?[|·] ?.{0,60})?",
            r"(?:we use cookies|this (?:site|website) uses cookies|ce site utilise des cookies).{0,200}",
            r"accept(?: all)?(?: cookies)?",
        ),
    ),
)
_ANYWHERE = frozenset({"share bar", "download box", "newsletter box"})
_RELATED = _whole(
    r"(?:similar|related|recommended) (?:documents?|contents?|articles?|posts?|links?|publications?|reading)",
    r"you (?:may|might) also (?:like|be interested in)",
    r"(?:voir|à lire|lire) aussi",
    r"(?:documents|articles) (?:similaires|liés|connexes)",
    r"more (?:from|on) .{2,60}",
)
_BYLINE = re.compile(
    r"\s*(?:(?:written |posted |prepared )?by|par|authors?:|auteurs?\s?:)\s+"
    r"(?:(?:[^\W\d_a-zà-ÿ][\w’'.-]*|and|et|de|von|van|di|al|el|bin|&|,)[\s,]*){2,12}"
)
_LABEL = _whole(
    r"articles?|news|publications?|reports?|documents?|blogs?|press|actualit[ée]s?|rapports?|notes?"
)
_GLUED_DATE = re.compile(r"\s*date\s+\d{4}-\d\d-\d\d(?:\s+|$)", re.I)
_LONE_NUMBER = re.compile(r"\s*(?:page\s+)?\d{1,3}(?:\s*(?:/|of|sur)\s*\d{1,3})?\s*", re.I)
_CUT_OFF = re.compile(r"\.\.\.|…|€¦")
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…:;]['\"”’»)\]]*\d*\s*$")
_SMALL_WORDS = frozenset(
    "a an and as at but by de des du et for from in into la le les of on or sur the to un une with".split()
)
_SECTIONS = frozenset(
    "introduction background context contexte conclusion conclusions summary overview recommendations "
    "recommandations résumé annex annexe endnotes notes footnotes acknowledgements".split()
)
_LONGEST_CRUMB = 8
_SHORTEST_TITLE_BELOW_CRUMBS = 8
_PROSE_WORDS = 14


@dataclass(frozen=True, slots=True)
class Cut:
    """A line, or the first part of one, that is furniture.

    `line` counts from 0. `withheld` says that the text names somebody and must not be printed.
    """

    line: int
    text: str
    reason: str
    withheld: bool = False


def cuts(lines: Sequence[str]) -> tuple[Cut, ...]:
    """Give the furniture among the lines of a text, one block of text a line, in order."""
    head, tail = _ends(lines)
    found: dict[int, Cut] = {}
    _by_pattern(lines, head, tail, found)
    _by_script(lines, head, found)
    _by_neighbour(lines, found)
    _related(lines, tail, found)
    _page_numbers(lines, head, tail, found)
    _above_title(lines, head, found)
    return tuple(found[line] for line in sorted(found))


def without(lines: Sequence[str], found: Sequence[Cut]) -> list[str]:
    """Give the lines with the cuts gone; a line that goes whole stays as an empty one."""
    kept = list(lines)
    for cut in found:
        kept[cut.line] = kept[cut.line].strip().removeprefix(cut.text.strip()).lstrip()
    return kept


def is_prose(line: str) -> bool:
    """Say whether a line is running text: long enough, and it ends like a sentence."""
    words = _WORDS.findall(line)
    if len(words) >= 2 * _PROSE_WORDS:
        return True
    if _CUT_OFF.search(line.rstrip()[-3:]):
        return False
    lower = sum(word[0].islower() for word in words)
    return (
        len(words) >= _PROSE_WORDS and lower * 2 > len(words) and bool(_SENTENCE_END.search(line))
    )


def title_line(lines: Sequence[str]) -> int | None:
    """Give the index of the line that is the text's title, or None where it has none.

    The title stands above the first prose, is a phrase of three words or more and not the name of
    a section; among several, the longest of the first block of candidates wins.
    """
    head, _ = _ends(lines)
    stop = head if head is not None else min(len(lines), 3)
    candidates = [
        at for at in range(stop) if is_title_like(lines[at]) and not is_section(lines[at])
    ]
    if not candidates:
        return None
    first = candidates[0]
    longer = [at for at in candidates if _weight(lines[at]) >= _SHORTEST_TITLE_BELOW_CRUMBS]
    if longer and _weight(lines[first]) < _SHORTEST_TITLE_BELOW_CRUMBS and _is_crumb(lines[first]):
        return longer[0]
    return first


def is_title_like(line: str) -> bool:
    """Say whether a line reads as a title: a short phrase without a sentence's end."""
    words = _WORDS.findall(line)
    text = line.strip()
    if not 3 <= len(words) <= 30 or is_prose(line) or re.search(r"[.;,:…]$", text):
        return False
    if re.search(r"https?://|\S@\S", text) or re.match(r"[•\-*–—]", text):
        return False
    first = next((letter for letter in text if letter.isalnum()), "")
    return first.isupper() or first.isdigit()


def is_section(line: str) -> bool:
    """Say whether a line is the usual name of a section, such as Introduction."""
    words = [word.lower() for word in _WORDS.findall(line)]
    return bool(words) and len(words) <= 3 and any(word in _SECTIONS for word in words)


def _ends(lines: Sequence[str]) -> tuple[int | None, int]:
    """Give the index of the first line of prose (None without prose) and one after the last."""
    prose = [at for at, line in enumerate(lines) if is_prose(line) and not _class_of(line)]
    return (prose[0], prose[-1] + 1) if prose else (None, 0)


def _class_of(line: str) -> str:
    return next((reason for reason, pattern in _CLASSES if pattern.fullmatch(line)), "")


def _by_pattern(lines: Sequence[str], head: int | None, tail: int, found: dict[int, Cut]) -> None:
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        if head is not None and head <= at < tail:
            reason = _class_of(line)
            if at == head:
                _glued_date(at, line, found)
            elif reason in _ANYWHERE and _stands_alone(lines, at):
                found[at] = Cut(at, line, reason)
            continue
        if _glued_date(at, line, found):
            line = line[len(found[at].text) :]
            if line.strip() and (_class_of(line) or _LABEL.fullmatch(line)):
                found[at] = Cut(at, lines[at], "glued date and label")
            continue
        reason = _class_of(line)
        if reason and (reason != "publication date" or head is None or at < head):
            found[at] = Cut(at, line, reason)
        elif _BYLINE.fullmatch(line):
            found[at] = Cut(at, line, "byline", withheld=True)


def _stands_alone(lines: Sequence[str], at: int) -> bool:
    around = [*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]]
    return not any(is_prose(line) or _class_of(line) == "" and line.strip() for line in around)


def _glued_date(at: int, line: str, found: dict[int, Cut]) -> bool:
    glued = _GLUED_DATE.match(line)
    if at == 0 and glued:
        found[at] = Cut(at, glued[0], "date glued to the first line")
        return True
    return False


def _by_script(lines: Sequence[str], head: int | None, found: dict[int, Cut]) -> None:
    """Interface in another script than the body's: whole blocks above the first prose."""
    if head is None:
        return
    body = _script(" ".join(lines[head:]))
    for block in _blocks(lines, 0, head):
        foreign = [at for at in block if _script(lines[at]) not in (body, "")]
        if 2 * len(foreign) >= len(block):
            for at in block:
                found.setdefault(at, Cut(at, lines[at], "interface in another language"))


def _by_neighbour(lines: Sequence[str], found: dict[int, Cut]) -> None:
    """A label's value below it, and the source's name right above a publication line."""
    for at in sorted(found):
        if found[at].text.strip().lower().startswith("published on") and at > 0:
            above = lines[at - 1]
            if above.strip() and at - 1 not in found and _is_source(above):
                if any(is_title_like(line) for line in lines[: at - 1]):
                    found[at - 1] = Cut(at - 1, above, "source line")
        if found[at].text.strip().endswith(":"):
            below = next((to for to in range(at + 1, len(lines)) if lines[to].strip()), None)
            if below is not None and below not in found and _LABEL.fullmatch(lines[below]):
                found[below] = Cut(below, lines[below], found[at].reason)


def _related(lines: Sequence[str], tail: int, found: dict[int, Cut]) -> None:
    start = next((at for at in range(tail, len(lines)) if _RELATED.fullmatch(lines[at])), None)
    if start is None:
        return
    for at in range(start, len(lines)):
        if lines[at].strip():
            found.setdefault(at, Cut(at, lines[at], "links to other documents"))


def _page_numbers(lines: Sequence[str], head: int | None, tail: int, found: dict[int, Cut]) -> None:
    lone = [at for at, line in enumerate(lines) if line.strip() and _LONE_NUMBER.fullmatch(line)]
    numbers = [int(re.findall(r"\d+", lines[at])[0]) for at in lone]
    steps = sum(later - earlier == 1 for earlier, later in zip(numbers, numbers[1:], strict=False))
    run = len(lone) >= 3 and steps == len(lone) - 1
    for at in lone:
        if run or (head is not None and not head <= at < tail):
            found.setdefault(at, Cut(at, lines[at], "page number"))


def _above_title(lines: Sequence[str], head: int | None, found: dict[int, Cut]) -> None:
    """Breadcrumbs above the title, the title repeated, and the title cut off by a mirror."""
    if head is None:
        return
    rest = ["" if at in found else line for at, line in enumerate(lines)]
    for at in range(head):
        if rest[at] and _CUT_OFF.search(rest[at]) and _begins_another(at, rest):
            found[at] = Cut(at, lines[at], "title cut off by the site")
            rest[at] = ""
    title = title_line(rest)
    if title is None:
        return
    for at in range(head):
        if at != title and rest[at] and _same(rest[at], rest[title]):
            found[at] = Cut(at, lines[at], "title repeated")
    if _weight(rest[title]) >= _SHORTEST_TITLE_BELOW_CRUMBS:
        for at in range(title):
            if rest[at] and at not in found and _is_crumb(rest[at]):
                found[at] = Cut(at, lines[at], "breadcrumb or category")


def _begins_another(at: int, lines: Sequence[str]) -> bool:
    start = " ".join(_WORDS.findall(_CUT_OFF.split(lines[at])[0])[:5]).casefold()
    return len(start.split()) >= 3 and any(
        start in " ".join(_WORDS.findall(line)).casefold()
        for other, line in enumerate(lines)
        if other != at
    )


def _same(one: str, other: str) -> bool:
    words = [[word.casefold() for word in _WORDS.findall(text)] for text in (one, other)]
    return words[0] == words[1]


def _is_crumb(line: str) -> bool:
    words = _WORDS.findall(line)
    if not words or len(words) > _LONGEST_CRUMB or re.search(r"[.!?;:]$", line.strip()):
        return False
    capital = [word for word in words if word[0].isupper() or word.lower() in _SMALL_WORDS]
    return len(capital) == len(words) and not is_section(line)


def _is_source(line: str) -> bool:
    return _is_crumb(line)


def _weight(line: str) -> int:
    return len(_WORDS.findall(line))


def _blocks(lines: Sequence[str], start: int, stop: int) -> Iterator[list[int]]:
    block: list[int] = []
    for at in range(start, stop):
        if lines[at].strip():
            block.append(at)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _script(text: str) -> str:
    """Name the script most letters belong to, such as LATIN; empty without letters."""
    counted = Counter(
        unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha()
    )
    return max(sorted(counted), key=lambda name: counted[name]) if counted else ""
