"""The rules of one note: what must be there, what values may be, what the text may hold.

Whether its Markdown becomes a page within bounds is tried where it may not."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from workshop_notes.checks.files import LINK, without_code
from workshop_notes.collection import TEMPLATE
from workshop_notes.fields import is_day, is_partial_date, required, table
from workshop_notes.guard.passage import Passage
from workshop_notes.normalize import place as place_of
from workshop_notes.note import Note, parse_note, slug
from workshop_notes.problem import Level, Problem
from workshop_notes.sandbox import Job, run_bounded
from workshop_notes.settings import CONFIG, read_settings
from workshop_notes.vocabulary import Vocabularies, Vocabulary

FIRST_YEAR = 1945
FEWEST_WORDS = 3
FEW_TERMS = 12
TAG = re.compile(r"(?<!\\)<(?!https?://|mailto:|br>)(?=[a-zA-Z/!?])[^>\n]*>?")
# Joiners (U+200C, U+200D) are spelling in some scripts; alone they pass.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\U000e0000-\U000e01ef]|[\u200c\u200d]{2,}"
)
SECONDS = 5.0
# What stays below all of these is rendered in a moment; what does not is tried in a child process.
LARGEST_BODY = 200_000  # letters
LARGEST_BLOCK = 20_000  # letters
MOST_BRACKETS = 150  # in a block
MOST_MARKS = 1_000  # in a block
DEEPEST = 40  # letters before the first that is neither a space nor a mark of a list or quotation
_BLOCK = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")
_MARK = re.compile(r"[\[\]*_`<>!\\&^~|]")
_DEEP = re.compile(rf"^[ \t>*+-]{{{DEEPEST},}}", re.MULTILINE)
_SHORTER = "write it plainly: shorter paragraphs, fewer brackets and marks, less nesting"


class _TooLongError(Exception):
    """The time for a note's page is over."""


def missing_field(note: Note, vocabularies: Vocabularies) -> Iterator[Problem]:
    """Give `missing-title`, `missing-mission` … for each field that this project's notes need.

    A field whose vocabulary has no term is asked of nobody; a year alone stands for a date.
    """
    if note.status == "withdrawn":
        return
    config = vocabularies.missions.path.parents[2] / CONFIG
    changed = config.stat().st_mtime_ns if config.is_file() else 0
    for name in _required(config, changed):
        one = table()[name]
        vocabulary = vocabularies.of(one)
        if note.value(name) or (vocabulary is not None and not vocabulary.terms):
            continue
        code, message, fix = f"missing-{name}", f"the {name} is missing", f"add `{name}: …`"
        if name == "date":
            fix = "add `date: YYYY-MM-DD`, the day of the workshop"
            if note.year is not None:
                message = "the day of the workshop is missing"
                yield note.problem("year", code, message, fix, "warning")
                continue
            message, fix = "the date and the year are missing", f"{fix}, and `year: YYYY`"
        elif vocabulary is not None:
            first = vocabulary.terms[0].id
            value = f"[{first}]" if one.is_list else first
            fix = f"add `{name}: {value}` with ids from {_shown(vocabulary)}"
        yield note.problem(name, code, message, fix)


def impossible_value(note: Note) -> Iterator[Problem]:
    """Give `impossible-date`, `bad-address` and `unknown-value` by the shapes of the fields."""
    for one in table().values():
        value = note.value(one.name)
        if value and isinstance(value, str) and (wrong := one.wrong(value)):
            yield note.problem(one.name, *wrong)
    if not re.fullmatch(r"[a-z]{2,3}", note.language):
        message, fix = f"unknown language '{note.language}'", "write the two letters of ISO 639-1"
        yield note.problem("language", "unknown-value", message, f"{fix}: en, fr")


def unknown_term(note: Note, vocabularies: Vocabularies) -> Iterator[Problem]:
    """Give `unknown-theme` and the like for each id that the field's vocabulary lacks."""
    for one in table().values():
        vocabulary = vocabularies.of(one)
        value = note.value(one.name)
        if vocabulary is None or not value:
            continue
        code = "unknown-" + re.sub("(?<!serie)s$", "", vocabulary.name)
        for index, term in enumerate(value) if one.is_list else [(None, value)]:
            if vocabulary.get(term):
                continue
            what, fix = f"unknown {one.noun or one.name} '{term}'", _nearest(term, vocabulary)
            level: Level = "error"
            if one.shape == "numbers" and re.fullmatch("[0-9]{1,4}", term):
                what, level = f"{one.noun} {term} is not in the vocabulary", "warning"
                fix = f"add it to {_shown(vocabulary)}, or look the number up"
            name = one.name if index is None else f"{one.name}.{index}"
            yield note.problem(name, code, what, fix, level)


def listed_twice(note: Note) -> Iterator[Problem]:
    """A list names each term once.

    Bad: `themes: [elections, elections]`
    Good: `themes: [elections]`
    """
    for one in table().values():
        values = note.value(one.name) if one.vocabulary and one.is_list else ()
        for index, value in enumerate(values):
            if value in values[:index]:
                message = f"'{value}' stands twice in '{one.name}'"
                yield note.problem(f"{one.name}.{index}", "listed-twice", message, "keep one")


def year_differs(note: Note) -> Iterator[Problem]:
    """`year` is the workshop's year, also when the note came out in the next.

    Bad: `year: 2020` with `date: 2019-11-21`
    Good: `year: 2019` with `date: 2019-11-21` and `published: 2020-01`
    """
    if note.year is None:
        return
    years = {int(day[:4]) for day in note.date.split("/") if is_day(day)}
    if years and note.year not in years:
        fix = f"write `year: {min(years)}`, or mend the date"
        message = f"the year is {note.year}, but the workshop was in {min(years)}"
        yield note.problem("year", "year-differs", message, fix)
    elif not years and note.year < FIRST_YEAR:
        message, fix = f"{note.year} is too early for a workshop", "write the workshop's year"
        yield note.problem("year", "year-differs", message, fix)


def published_before_workshop(note: Note) -> Iterator[Problem]:
    """A note comes out after its workshop.

    Bad: `date: 2020-05-20` with `published: 2020-04`
    Good: `date: 2020-05-20` with `published: 2020-06-19`
    """
    day = note.date.partition("/")[0]
    known = is_day(day) and is_partial_date(note.published)
    if known and note.published < day[: len(note.published)]:
        message = f"published {note.published}, before the workshop of {day}"
        fix = "look both dates up in the original"
        yield note.problem("published", "published-before-workshop", message, fix)


def rule_without_reason(note: Note) -> Iterator[Problem]:
    """A note that is not under the Chatham House rule says why; a missing rule is that rule.

    Bad: `rule: public`
    Good: `rule: public` and `rule_reason: the recording is on the organizers’ website`
    """
    if note.rule == "public" and not note.rule_reason:
        fix = "add `rule_reason: …`, or leave `rule` out: the Chatham House rule holds then"
        message = "nothing says why the workshop was public"
        yield note.problem("rule", "rule-without-reason", message, fix)
    elif note.rule_reason and note.rule != "public":
        fix = "write `rule: public`, or remove the reason"
        message = "the reason belongs to no `rule: public`"
        yield note.problem("rule_reason", "rule-without-reason", message, fix)


def bad_name(note: Note) -> Iterator[Problem]:
    """A note's file is `notes/YEAR/NAME.md`; the path is its address on the site for good.

    Bad: `notes/2020/ZUMA final (2).md`
    Good: `notes/2031/zuma.md`
    """
    folder, _, name = note.id.rpartition("/")
    if slug(name) != name:
        fix = "use small letters, digits and hyphens"
        yield note.problem("", "bad-name", f"'{name}' cannot be an address", fix)
    if not re.fullmatch(r"[0-9]{4}", folder):
        fix = "move it to notes/YEAR/ with the year of the workshop"
        yield note.problem("", "bad-name", "the note is not in a year's folder", fix)
    elif note.year is not None and int(folder) != note.year:
        fix = f"move it to notes/{note.year}/, or mend the year"
        message = f"the note is in the folder of {folder}, but its year is {note.year}"
        yield note.problem("year", "bad-name", message, fix)


def empty_body(note: Note) -> Iterator[Problem]:
    """A note has text.

    Bad: front matter with nothing below
    Good: front matter, then the note's paragraphs
    """
    if not note.body.strip() and note.status != "withdrawn":
        fix = "write the text below the second `---` line"
        yield note.problem("", "empty-body", "the note has no text", fix)


def withdrawn_without_reason(note: Note) -> Iterator[Problem]:
    """A withdrawn note says why and keeps nothing of its text.

    Bad: `status: withdrawn` above the old text
    Good: `withdrawn: replaced by a corrected version` and `status: withdrawn`, nothing below
    """
    if note.status != "withdrawn":
        return
    if not note.withdrawn:
        fix = "add `withdrawn: …`, or run `notes withdraw`"
        message = "the reason of the withdrawal is missing"
        yield note.problem("status", "withdrawn-without-reason", message, fix)
    if note.body.strip() or note.summary:
        fix = "run `notes withdraw`, which keeps the tombstone only"
        message = "a withdrawn note still holds its text"
        yield note.problem("status", "withdrawn-without-reason", message, fix)


def raw_html(note: Note) -> Iterator[Problem]:
    r"""The text is Markdown without HTML and without links that run programs.

    Bad: `<div onclick="…">`, `[here](javascript:…)`
    Good: plain Markdown; write `\<` for a sign that is meant as text
    """
    passage = Passage(without_code(note.body), note.body_line)
    for found in TAG.finditer(passage.source):
        place, message = passage.position(found.start()), "HTML in the text"
        fix = "write it in Markdown, or `\\<` for the sign itself"
        yield Problem(note.shown, *place, "raw-html", message, fix)
    for found in LINK.finditer(passage.source):
        if found[1].lower() not in ("http", "https", "mailto"):
            place, message = passage.position(found.start()), f"a link of kind '{found[1]}:'"
            fix = "link to an address that begins with https://"
            yield Problem(note.shown, *place, "raw-html", message, fix)


def hidden_character(note: Note) -> Iterator[Problem]:
    """No invisible characters that can carry a message or turn words around.

    Bad: tag characters, direction marks, characters without width, control characters
    Good: the text typed anew
    """
    code, message = "hidden-character", "a character that nobody sees"
    fix = "type the words anew, or run `notes scrub` on the original"
    for name in ("title", "summary"):
        if INVISIBLE.search(getattr(note, name)):
            yield note.problem(name, code, message, fix)
    if not INVISIBLE.search(note.body):
        return
    for number, line in enumerate(note.body.split("\n"), start=note.body_line):
        found = INVISIBLE.search(line)
        if found:
            yield Problem(note.shown, number, found.start() + 1, code, message, fix)


def unfinished_text(note: Note, vocabularies: Vocabularies) -> Iterator[Problem]:
    """A note's text is its own: nothing of the template is left, and the title is whole.

    Bad: `title: "… The Case of …"`, “Begin with what was held, when, by whom …”
    Good: the title as published, and the note's own sentences
    """
    code, fix = "unfinished-text", "write the note's own words, or remove this"
    if note.title.rstrip().endswith(("…", "...")):
        yield note.problem("title", code, "the title is not finished", fix)
    path = vocabularies.missions.path.parents[1] / TEMPLATE
    known = _of_template(path, path.stat().st_mtime_ns) if path.is_file() else frozenset()
    for words, line in _sentences(note.body, note.body_line) if known else ():
        if words in known:
            message = "this sentence is the template's own"
            yield Problem(note.shown, line, 1, code, message, fix)


def template_body(notes: Path) -> str:
    """Give the text that the project's template proposes, "" where there is no template."""
    path = notes / TEMPLATE
    if not path.is_file():
        return ""
    note, _ = parse_note(path.read_text(encoding="utf-8"), TEMPLATE, path, TEMPLATE)
    return note.body.strip("\n") + "\n" if note else ""


def slow_rendering(note: Note) -> Iterator[Problem]:
    """A note's text becomes a page in a moment.

    Bad: a paragraph of 100,000 times `[`
    Good: paragraphs, lists and tables that a person wrote
    """
    blocks = list(_BLOCK.finditer(note.body))
    if not (len(note.body) > LARGEST_BODY or any(map(_is_doubtful, blocks))):
        return
    job = Job(f"{__name__}:render_in_time", note.path, (note.body, SECONDS))
    (result,) = run_bounded([job], workers=1, seconds=2 * SECONDS)
    if result.problem is not None:
        longest = max(blocks, key=lambda block: len(block[0]))
        line, why = place_of(note.body, longest.start())[0], "takes too much time or memory to show"
    elif result.value is not None:
        line, why = result.value
    else:
        return
    yield Problem(note.shown, note.body_line + line - 1, 1, "slow-rendering", why, _SHORTER)


def render_in_time(_path: Path, _data: bytes, body: str, seconds: float) -> tuple[int, str] | None:
    """Render a body's blocks one by one, then whole; gives the line that took too long, and why.

    Runs in a child process.
    """
    # Imported here: only a doubtful note needs the renderer.
    from workshop_notes.text.markdown import render

    line = 1
    signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        for block in _BLOCK.finditer(body):
            line, _ = place_of(body, block.start())
            render(block[0])
        line = 1
        render(body)
    except _TooLongError:
        return line, f"was not shown within {seconds:g} seconds"
    except RecursionError:
        return line, "is nested too deeply"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return None


@lru_cache(maxsize=4)
def _required(config: Path, _changed: int) -> tuple[str, ...]:
    return required(read_settings(config.parent).values)


def _nearest(value: str, vocabulary: Vocabulary) -> str:
    listed = ", ".join(term.id for term in vocabulary.terms[:FEW_TERMS])
    otherwise = f"take one of {listed} from {_shown(vocabulary)}"
    if len(vocabulary.terms) > FEW_TERMS or not vocabulary.terms:
        otherwise = f"take an id from {_shown(vocabulary)}, or add the term there"
    return vocabulary.hint(value, otherwise)


def _shown(vocabulary: Vocabulary) -> str:
    return f"notes/vocabularies/{vocabulary.name}.yml"


@lru_cache(maxsize=4)
def _of_template(path: Path, _changed: int) -> frozenset[str]:
    return frozenset(words for words, _ in _sentences(template_body(path.parent)))


def _sentences(body: str, first: int = 1) -> Iterator[tuple[str, int]]:
    """Give each sentence of a body, without its marks and case, and the line it begins on."""
    passage = Passage(body, first)
    for block in passage.blocks:
        for start, end in block.sentences if block.kind != "heading" else ():
            words = re.findall(r"\w+", block.text[start:end].casefold())
            if len(words) >= FEWEST_WORDS:
                yield " ".join(words), passage.position(block.offset(start))[0]


def _is_doubtful(block: re.Match[str]) -> bool:
    text = block[0]
    if len(text) > LARGEST_BLOCK or text.count("[") > MOST_BRACKETS:
        return True
    marks = sum(1 for _ in _MARK.finditer(text))
    return marks > MOST_MARKS or bool(_DEEP.search(text))


def _stop(_number: int, _frame: object) -> None:
    raise _TooLongError


OF_NOTE: tuple[Callable[[Note], Iterator[Problem]], ...] = (
    impossible_value,
    listed_twice,
    year_differs,
    published_before_workshop,
    rule_without_reason,
    bad_name,
    empty_body,
    withdrawn_without_reason,
    raw_html,
    hidden_character,
)
OF_VOCABULARIES = (missing_field, unknown_term, unfinished_text)
