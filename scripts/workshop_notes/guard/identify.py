"""Identify: who is identified in a note, in every place that a reader or a machine can see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, starmap
from urllib.parse import unquote

from workshop_notes.guard.known import (
    LANGUAGES,
    WORD_OF_THE_LANGUAGE,
    Finding,
    Known,
    found_in,
    grammar,
    known,
    pattern,
    patterns,
    read_yaml,
    tag,
    word_list,
)
from workshop_notes.guard.layout import VOICE, layout
from workshop_notes.guard.passage import Block, Passage, plain
from workshop_notes.guard.reading import KINDS, LETTER, Sentence, Token, read
from workshop_notes.guard.weighing import somebody, weigh
from workshop_notes.note import Note
from workshop_notes.problem import Problem
from workshop_notes.text.finder import in_web_address
from workshop_notes.text.folding import bare
from workshop_notes.text.languages import ordinary
from workshop_notes.text.sieve import Pattern
from workshop_notes.vocabulary import Vocabularies

CONTACT = "identifies-contact"
TITLES = re.compile(
    r"^(?:(?:ambassador|mr|mrs|ms|dr|prof|professor|h\.e|amb|mme|m|madame|monsieur|sir|general"
    r"|colonel|president)\b\.? *)+",
    re.IGNORECASE,
)
EXPLAINED = re.compile(r"\((?:the )?[\"“]?(?P<short>[A-Z][\w&+-]{1,9})[\"”]?(?:[,;][^()]*)?\)")
SMALL = re.compile(r"(?<![^\W\d_])(?<!\w['-])[a-zà-öø-ÿœ]{2,}(?![^\W\d_])")
LETTERS = re.compile(r"[A-Za-zÀ-ɏ\d\s.,;:/()|-]")
UNKNOWN, UNREAD, FEW = 0.25, 0.4, 3  # shares of unknown words, and words that are too few to tell
JOINED = 0.25  # of a text's words at least so many join others, if it is in that language
SPELLED = Pattern(r"&[#\w]+;|\\[^\W\d_]|<(?!https?:|!--)|\{|\]\[|[^\W_][*_~=`]+[^\W_]")
CITATION = re.compile(
    r"[\"*_“«][^\"*_”»]{8,}[\"*_”»].{0,160}"
    r"(?:\b(?:19|20)\d\d\b|\bpp?\. ?\d|\bno\. ?\d|\bvol\. ?\d|doi)",
    re.IGNORECASE | re.DOTALL,
)
# Between an author and the title: other authors, initials, editors, a year.
AUTHORS = re.compile(
    r"(?:[\s,.:;&()]|[A-ZÀ-Þ][\w'-]*|and|et|al|eds?|in|with|de|van|von|der|al|bin|(?:19|20)\d\d)*"
)
OFFICE = re.compile(
    r"[A-ZÀ-Þ][\w'-]+(?: (?:(?:of|for|to|in|the|and|de|du|des|la|le) )*[A-ZÀ-Þ][\w'-]+)*"
)
FULL_NAME = re.compile(
    r"(?:[A-ZÀ-Þ][\w'-]*\.?,? |(?:de|van|von|der|al|bin|ould|el|da|dos|ter) ){1,4}[A-ZÀ-Þ][\w'-]+"
    r"(?=$|[,;(:–—.]| [-–—(])"
)
PART = re.compile(r"(?:^|[,;:]|\band\b)\s*(?P<one>[^,;:]+?)(?=\s*(?:[,;.]|\band\b|$))")
# The title of a link, and the values of an attribute list: a mouse or a machine sees them.
ASIDE = re.compile(
    r"(?:\]\([^)\s]+\s+|\]:\s*\S+\s+|\{[^}\n]*=\s*)(?P<quote>[\"'])(?P<text>[^\"'\n]+)(?P=quote)"
)
QUOTED = re.compile(r"(?<!\w)'[^']*'(?!\w)|“[^”]*”|«[^»]*»")
TEXTS = ("title", "summary", "withdrawn", "rule_reason")
HANDED_OUT = tag("handed_out")
SLUG = re.compile(r"[^\W\d_]{2,}")

# Addresses and numbers by which somebody can be reached.
AT = r"(?:@|＠|&#0*64;|&#x0*40;|&commat;|%40|\s?[\[({]\s?(?:at|AT)\s?[\])}]\s?)"
DOT = r"(?:\.|\s?[\[({]\s?(?:dot|DOT|point)\s?[\])}]\s?)"
MAIL = re.compile(
    rf"(?<![\w.+-])(?P<box>[\w.+'-]{{1,64}}){AT}(?P<domain>[\w-]{{1,63}}(?:{DOT}[\w-]{{2,"
    rf"63}}){{1,4}})"
)
# Without one of these there is none of that kind.
MAIL_HINT = re.compile(r"[@＠]|%40|&#|&commat|[\[({] ?at", re.IGNORECASE)
ACCOUNT_HINT = re.compile(r"@|\.(?:com|me|net|ee)/|:", re.IGNORECASE)
GAP = r"[ \u00a0\u202f.\-/‑–]"
PHONE = re.compile(
    rf"(?<![\w/.=#-])(?:"
    rf"(?:\+|00)\d{{1,3}}(?:{GAP}?\(?\d{{1,5}}\)?){{2,6}}"
    rf"|\(\d{{2,5}}\){GAP}?\d{{2,4}}(?:{GAP}?\d{{2,4}}){{1,3}}"
    rf"|\d{{3}}{GAP}\d{{3}}{GAP}\d{{4}}"
    rf"|0\d(?:{GAP}?\d{{2}}){{4}}"
    rf"|0\d{{2,4}}[ /-]\d{{3,4}}{GAP}?\d{{3,5}}"
    rf")(?![\w/-])"
)
DIGITS = re.compile(r"\d[\d ().\-/\u00a0\u202f‑–]{3,}\d")
NOT_A_PHONE = re.compile(r"(?:isbn|issn|doi|arxiv|no\.|nos\.|\$|€|£|sha256)\W*$", re.IGNORECASE)
ADDRESS = re.compile(r"(?:https?|mailto|tel|skype|sip):[^\s<>\"]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a note: its place in the file, and whether it is a title."""

    text: str
    line: int
    column: int = 1
    title: bool = False
    slug: bool = False  # an address or file name: words without spaces
    weighed: bool = True

    def problem(self, finding: Finding, shown: str, known_: Known) -> Problem:
        """Give the problem of a finding in it; `shown` is the path of the file."""
        line, column = Passage(self.text, self.line, self.column).position(finding.start)
        says, fix = finding.says(known_.language)
        passage = self.text[finding.start : finding.end] if finding.end > finding.start + 1 else ""
        return Problem(shown, line, column, finding.code, says, fix, finding.level, passage)


def identify(note: Note, vocabularies: Vocabularies) -> Iterator[Problem]:
    """Give what identifies somebody in a note: text, front matter, and its own address.

    A note that states no rule is under the Chatham House rule. With `rule: public` and its reason,
    only e-mail addresses, telephone numbers and accounts are errors. What `speakers` and `public`
    name passes; a waiver that nothing needs is an error.
    """
    texts = [Text(note.body, note.body_line)]
    for field in TEXTS:
        if value := note.value(field):
            texts.append(Text(str(value), *note.at(field), title=field == "title"))
    file = note.original.file.rpartition(".")[0] if note.original else ""
    former = [(f"was.{at}", one) for at, one in enumerate(note.was)]
    for place, value in (
        ("source_url", note.source_url),
        ("original", file),
        ("", note.id),
        *former,
    ):
        texts.append(Text(value, *note.at(place), slug=True))
    used: set[int] = set()
    offices = [office for speaker in note.speakers for office in announced(speaker.reason)]
    known_ = known_for(note, vocabularies)
    found = []
    for one in texts:
        for finding in _findings(one, known_, note.language):
            waiver = _waived([waiver.text for waiver in note.public], one.text, finding)
            if waiver >= 0:
                used.add(waiver)
            elif finding.code == CONTACT or not (
                is_public(note) or _waived(offices, one.text, finding) >= 0
            ):
                found.append(one.problem(finding, note.shown, known_))
    yield from _one_a_place(found)
    for index in range(len(note.public)):
        if index not in used:
            line, column = note.at(f"public.{index}")
            message = "this waiver is not needed: nothing in the note needs it as it stands now"
            fix = "remove it, or write the passage exactly as `notes check` quotes it"
            yield Problem(note.shown, line, column, "unused-waiver", message, fix)


def identify_text(
    text: str,
    shown: str,
    vocabularies: Vocabularies,
    *,
    language: str = "en",
    consented: tuple[str, ...] = (),
    public: bool = False,
    waivers: tuple[str, ...] = (),
    weighed: bool = True,
) -> Iterator[Problem]:
    """Give what identifies somebody in a text that is no note; lines are those of `text`.

    Sentences that are not `weighed`, as the comments of a program are not, may hold no name and no
    contact; any who speaks in them is nobody.
    """
    known_ = known(vocabularies, language, spoken_names(consented), explained(text))
    whole = Text(text, 1, weighed=weighed)
    found = contacts(text) if public else _findings(whole, known_, language)
    yield from _one_a_place(
        [whole.problem(one, shown, known_) for one in found if _waived(waivers, text, one) < 0]
    )


def publishable(text: str, vocabularies: Vocabularies, language: str = "en") -> str:
    """Give a text as a public log may show it: itself, or else what kind of thing it holds."""
    for problem in identify_text(text, "", vocabularies, language=language):
        return f"(not shown: {problem.message})"
    named = any(_slug_names(text, known(vocabularies, language)))
    return f"(not shown: {Finding('name', 0, 0).says(language)[0]})" if named else text


def names_somebody(text: str, shown: str, vocabularies: Vocabularies, language: str) -> bool:
    """Say whether first name and surname, or `ann-zed`, stand in no sentence nor in `shown`."""
    text = unquote(text)
    named = (text[at:end] for at, end in _slug_names(text, known(vocabularies, language)))
    return any((" " in one) == one.istitle() and one not in shown for one in named)


def unquoted(problem: Problem, vocabularies: Vocabularies) -> Problem:
    """Give a problem as a public log may show it: without what it quotes, if that may be a name."""
    said = f"{problem.message} {problem.fix}"
    if names_in(said, vocabularies) or any(_slug_names(said, known(vocabularies))):
        message, fix = (QUOTED.sub("“…”", text) for text in (problem.message, problem.fix))
        return replace(problem, message=message, fix=fix)
    return problem


def is_public(note: Note) -> bool:
    """Say whether a note states, with a reason, that its workshop was public."""
    return note.rule == "public" and bool(note.rule_reason)


def spoken_names(names: Sequence[str]) -> tuple[str, ...]:
    """Give the spellings by which those who agreed to be named may be called: surnames too."""
    found: list[str] = []
    for name in names:
        bare = TITLES.sub("", plain(name))
        found += [plain(name), bare, bare.split()[-1]] if bare else []
    return tuple(dict.fromkeys(found))


def announced(reason: str) -> list[str]:
    """Give the offices that the reason for a speaker's name announces: `Ambassador of Norway`."""
    found = (one.group().rstrip(" ,") for one in OFFICE.finditer(reason))
    return [form for one in found if " " in one for form in (one, one.lower())]


def explained(text: str) -> frozenset[str]:
    """Give the abbreviations that a text itself explains: `the Joint Force (JF)`."""
    found = set()
    for one in EXPLAINED.finditer(text):
        short = one["short"]
        before = re.findall(r"[^\W\d_]+", text[max(0, one.start() - 120) : one.start()])[-12:]
        letters = iter(bare(word[0]) for word in before)
        capitals = [letter.lower() for letter in short if letter.isalpha() and letter.isupper()]
        if len(capitals) > 1 and sum(letter in letters for letter in capitals) >= len(capitals) - 1:
            found.add(short)
    return frozenset(found)


def names_in(text: str, vocabularies: Vocabularies) -> set[str]:
    """Give what looks like a name in a text and is known to nobody, as it is written there."""
    known_ = known(vocabularies, acronyms=explained(text))
    found: set[str] = set()
    for block in Passage(text).blocks:
        for _, sentence in sentences_of(block, known_):
            found.update(sentence.text[one.start : one.end] for one in _names(sentence))
    return found


def sentences_of(
    block: Block, inside: Known, *, title: bool = False
) -> Iterator[tuple[int, Sentence]]:
    """Give the sentences of a block, each with its place in it."""
    heading = title or block.kind == "heading"
    for start, end in block.sentences:
        yield start, read(block.text[start:end], inside, heading=heading)


def known_in(block: Block, known_: Known) -> tuple[Known, bool]:
    """Give what is known in a block's own language, and whether that could be read."""
    language, sure = _language(block, known_)
    if language == known_.language:
        return known_, sure
    vocabularies = known_.project.vocabularies
    return known(vocabularies, language, known_.speakers, known_.acronyms), sure


def contacts(source: str) -> Iterator[Finding]:
    """Give the e-mail addresses, telephone numbers and accounts of persons in a text.

    Those of an office (`info@…`, a switchboard, the organizers' account) pass; web addresses are
    decoded first.
    """
    end_of_last = 0
    for finding in sorted(_contacts(source), key=lambda one: one.start):
        if finding.start >= end_of_last:
            end_of_last = finding.end
            yield finding


def _one_a_place(problems: Sequence[Problem]) -> list[Problem]:
    """Give the problems in order, one at each place: an error before a warning."""
    ordered = sorted(problems, key=lambda one: (one.line, one.column, one.level, one.code))
    return list({(one.line, one.column): one for one in reversed(ordered)}.values())[::-1]


def known_for(note: Note, vocabularies: Vocabularies) -> Known:
    """Give what may stand in a note: what its project knows, its speakers, its abbreviations."""
    names = spoken_names([speaker.name for speaker in note.speakers])
    return known(vocabularies, note.language, names, explained(note.body))


def _findings(one: Text, known_: Known, language: str) -> Iterator[Finding]:
    """Give what identifies somebody in a text, each with its place there."""
    passage = Passage(one.text)
    yield from contacts(one.text)
    if one.slug:
        yield from starmap(_name, _slug_names(one.text, known_))
        return
    for voice in VOICE.finditer(one.text):
        yield Finding("label", *voice.span("who"))
    seen: set[str] = set()
    named: set[tuple[int, int]] = set()
    for finding in _in_blocks(passage, known_, language, one.title, one.weighed):
        if finding.reason == "name":
            named.add((finding.start, finding.end))
            seen.update(re.findall(r"\w+", one.text[finding.start : finding.end]))
        yield finding
    if len(named) > 1:
        yield from starmap(_name, _series(passage, named, known_))
    if one.title:
        return
    for aside in ASIDE.finditer(one.text):
        for finding in _in_blocks(Passage(aside["text"]), known_, language, False):
            yield _moved(finding, aside.start("text").__add__)
    yield from starmap(_name, _in_targets(one.text, known_))
    if SPELLED.search(one.text):
        yield from (_name(start, start) for start in _rendered(one.text, known_, seen))


def _contacts(source: str) -> Iterator[Finding]:
    boxes = read_yaml("names")["offices"]
    if MAIL_HINT.search(source):
        for found in MAIL.finditer(source):
            of_an_office = found["box"].lower() in boxes
            if not of_an_office and not in_web_address(source, found.start()):
                yield Finding("mail", *found.span())
    if ":" in source:
        for address in ADDRESS.finditer(source):
            plain = unquote(unquote(address.group()))
            mail = MAIL.search(plain)
            if mail and mail["box"].lower() not in boxes:
                yield Finding("mail", *address.span())
            elif plain.lower().startswith(("tel:", "skype:", "sip:")):
                yield Finding("telephone", *address.span())
    if ACCOUNT_HINT.search(source):
        for found in pattern("account").finditer(source):
            if not _of_an_office(source, found.start()):
                yield Finding("account", *found.span())
    for run in DIGITS.finditer(source):
        start, end = run.span()
        before = source[max(0, start - 30) : start]
        count = sum(letter.isdigit() for letter in run.group())
        # The digits of an address are no number.
        if NOT_A_PHONE.search(before) or in_web_address(source, start):
            continue
        if _of_an_office(source, start):
            continue
        if pattern("reached_at").search(before) and 5 <= count <= 16:
            yield Finding("telephone", start, end)
            continue
        number = PHONE.search(source, max(0, start - 3), end + 1)
        if number and 7 <= sum(letter.isdigit() for letter in number.group()) <= 16:
            yield Finding("telephone", *number.span())


def _of_an_office(source: str, start: int) -> bool:
    """Say whether the line names an office or organization before a number or account."""
    line = source.rfind("\n", 0, start) + 1
    return pattern("office_before").search(source[max(line, start - 80) : start]) is not None


def _name(start: int, end: int) -> Finding:
    return Finding("name", start, end)


def _moved(finding: Finding, to: Callable[[int], int]) -> Finding:
    """Give a finding by its place in what holds its text."""
    return replace(finding, start=to(finding.start), end=to(finding.end - 1) + 1)


def _series(
    passage: Passage, named: set[tuple[int, int]], known_: Known
) -> Iterator[tuple[int, int]]:
    """Give what stands in a series of names, and is of their form, though its words are words."""
    series: dict[object, list[tuple[int, int]]] = {}
    for number, block in enumerate(passage.blocks):
        if block.kind == "heading":
            continue
        lone = FULL_NAME.match(block.text)
        if lone and (block.kind != "paragraph" or len(block.text) < 60):
            place = (block.offset(lone.start()), block.offset(lone.end() - 1) + 1)
            series.setdefault((block.kind, block.column), []).append(place)
        for part in PART.finditer(block.text) if block.text.count(",") > 1 else ():
            if FULL_NAME.match(part["one"]):
                start, end = part.span("one")
                place = (block.offset(start), block.offset(end - 1) + 1)
                series.setdefault(number, []).append(place)
    for places in series.values():
        hits = [place for place in places if any(place[0] <= at < place[1] for at, _ in named)]
        if len(hits) > 1 and len(hits) * 3 > len(places):
            for start, end in sorted(set(places) - set(hits)):
                words = read(plain(passage.source[start:end]), known_).tokens
                if any(word.kind in ("", "place", "name") for word in words if word.capital):
                    yield start, end


def _in_blocks(
    passage: Passage, known_: Known, language: str, title: bool, weighed: bool = True
) -> Iterator[Finding]:
    read_in: list[tuple[Block, Known]] = []
    foreign = language not in LANGUAGES
    if foreign and passage.blocks:
        first = passage.blocks[0].offset(0)
        yield Finding("foreign", first, first + 1)
    for block in passage.blocks:
        inside, sure = known_in(block, known_)
        read_in.append((block, inside))
        found = [] if sure or foreign else [Finding("language", 0, len(block.text))]
        readable = sure and not foreign
        for start, sentence in sentences_of(block, inside, title=title):
            told = [one for one in _names(sentence) if not _is_cited(block, start, one)]
            judged = weighed and (readable or somebody(sentence))
            one = weigh(sentence, "heading" if title else block.kind) if judged else None
            before = block.text[:start]  # where a pronoun may stand for who agreed to be named
            if one and not (one.reason == "pronoun" and any(map(before.count, inside.speakers))):
                told.append(one)
            found += [_moved(one, start.__add__) for one in told]
        yield from (_moved(one, block.offset) for one in found)
    yield from (_moved(one, block.offset) for block, one in layout(read_in, passage.source))


def _language(block: Block, known_: Known) -> tuple[str, bool]:
    """Give the language to read a block in, and whether the guard knows the block's own.

    A block whose small words are mostly in no list of words is in a language that it cannot read.
    """
    text = block.text
    words = SMALL.findall(ADDRESS.sub(" ", text) if ":" in text else text)
    joined = sum(map(joining(known_.language).__contains__, words))
    if JOINED * len(words) < joined:
        return known_.language, True
    for other in LANGUAGES if len(words) >= FEW else ():
        strange = sum(word not in ordinary(other) for word in words)
        if sum(word in joining(other) for word in words) > joined and strange * 5 <= len(words):
            return other, True
    tags = known_.project.tags
    small = [word for word in words if not tags[word] & WORD_OF_THE_LANGUAGE]
    if len(small) <= UNKNOWN * len(words):
        foreign = not text.isascii() and len(LETTERS.findall(text)) < len(text) / 4
        # Lines that are drawn with signs are in no language.
        return known_.language, not (foreign and len(text) > 12 and any(map(str.isalpha, text)))
    others = [other for other in LANGUAGES if other != known_.language]
    share = {other: sum(word not in ordinary(other) for word in words) for other in others}
    share = {known_.language: len(small), **share}
    best = min(share, key=lambda one: share[one])
    return best, share[best] <= UNREAD * len(words) or len(words) < FEW


@cache
def joining(language: str) -> frozenset[str]:
    """Give the small words of a language that join others."""
    return grammar(language).of("determiners", "prepositions", "breaks", "auxiliaries", "nobody")


def _is_cited(block: Block, start: int, name: Finding) -> bool:
    """Say whether a name stands among the authors of a published work, or after its title."""
    begin, end = start + name.start, start + name.end
    return any(
        work.start() < begin < work.end()
        or (end <= work.start() and AUTHORS.fullmatch(block.text, end, work.start()))
        for work in CITATION.finditer(block.text)
    )


def _names(sentence: Sentence) -> Iterator[Finding]:
    """Give each run of words that look like a name."""
    tokens, particles = sentence.tokens, sentence.grammar["particles"]
    if not sentence.tags & (KINDS["name"] | LETTER):
        return
    free: list[tuple[int, int]] | None = None
    at = 0
    while at < len(tokens):
        end = _initials(tokens, at)
        if tokens[at].kind == "name":
            end = at
            while end < len(tokens) and tokens[end].kind == "name":
                end += 1
                joins = tokens[end : end + 2]
                if len(joins) > 1 and joins[0].low in particles and joins[1].kind == "name":
                    end += 1
            free = _outside(sentence) if free is None else free
            told = any(start <= tokens[at].start < stop for start, stop in free)
            if not told and not (at and _in_power(sentence, at, end)):
                yield _name(tokens[at].start, tokens[end - 1].end)
        elif end > at:
            yield _name(tokens[at].start, tokens[end - 1].end)
        at = max(at + 1, end)


def _in_power(sentence: Sentence, at: int, end: int) -> bool:
    """Say whether somebody's deeds, not words, are told: `General Zed seized …`."""
    tokens, grammar = sentence.tokens, sentence.grammar
    title = tokens[at - 1].low in grammar["powers"] or (at > 1 and tokens[at - 2].low == "late")
    if not title or found_in("room", sentence.text) or end >= len(tokens):
        return False
    done = next(
        (n for n in range(end, min(end + 3, len(tokens))) if tokens[n].low not in (",", "'s")), end
    )
    verb = tokens[done].low
    if verb in ("was", "were", "is", "has", "had") and done + 1 < len(tokens):
        verb = tokens[done + 1].low
        return verb in grammar["pasts"] and verb not in grammar["speech"]
    after = sentence.text[tokens[done].start :]
    return verb in grammar.of("deed", "either") or pattern("in_office").match(after) is not None


def _initials(tokens: Sequence[Token], at: int) -> int:
    """Give the end of `T. K.` that begins at a token, or the token's own place."""
    end = at
    while (
        end + 1 < len(tokens)
        and len(tokens[end].text) == 1
        and tokens[end].capital
        and tokens[end + 1].text == "."
    ):
        end += 2
    return end if end >= at + 4 else at


def _outside(sentence: Sentence) -> list[tuple[int, int]]:
    """Give where names stand of whom something is told that happened outside the room."""
    if found_in("room", sentence.text):
        return []
    found = []
    for expression in (*patterns("outside_the_room"), *patterns("author")):
        found += [one.span("name") for one in expression.finditer(sentence.text)]
    return found


def _in_targets(text: str, known_: Known) -> Iterator[tuple[int, int]]:
    """Give first name and surname in the targets of links and in attribute lists."""
    for target in re.finditer(
        r"\]\(([^()\s]+)|\{:?([^}\n]+)\}|\]: +(\S+)|\]\([^)]*\"([^\"]+)\"", text
    ):
        group = next(number for number in range(1, 5) if target[number])
        for found in _slug_names(target[group], known_):
            yield target.start(group) + found[0], target.start(group) + found[1]


def _slug_names(slug: str, known_: Known) -> Iterator[tuple[int, int]]:
    words = list(SLUG.finditer(slug))
    for one, two in pairwise(words):
        between = slug[one.end() : two.start()]
        first = one.group().lower() in word_list("first-names") or (
            one.group()[0].isupper() and not known_.is_word(one.group())
        )
        unknown = not known_.is_word(two.group()) and not known_.is_named(two.group().lower())
        told = (
            bool(known_.project.tags[two.group().lower()] & HANDED_OUT)
            and not first
            and not known_.is_word(one.group())
        )
        if between in "-_.+ " and len(two.group()) > 3 and (told or (first and unknown)):
            yield one.start(), two.end()


def _rendered(markdown: str, known_: Known, seen: set[str]) -> Iterator[int]:
    """Give the places of names that only the rendered page shows."""
    from workshop_notes.text.markdown import visible

    for line in visible(markdown).split("\n"):
        sentence = read(plain(line), known_, heading=len(line) < 60)
        for finding in _names(sentence):
            words = re.findall(r"\w+", sentence.text[finding.start : finding.end])
            if not any(word in seen for word in words):
                seen.update(words)
                place = markdown.find(words[0]) if words else 0
                yield max(0, place)


def _waived(waivers: Sequence[str], text: str, finding: Finding) -> int:
    """Give the index of the waiver that covers a place, or -1."""
    for index, waiver in enumerate(waivers):
        for found in _expression(waiver).finditer(text):
            if found.start() <= finding.start and finding.end <= found.end():
                return index
    return -1


@cache
def _expression(text: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, text.split())))
