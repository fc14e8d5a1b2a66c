"""What editors and reviewers are told: which notes there are, what was understood of originals,
and all that a reviewer must look at once: what names of a note passed the guard, and why."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any

from workshop_notes.checks.check import check
from workshop_notes.collection import Collection, is_original, load_collection, shown_path
from workshop_notes.convert import Conversion
from workshop_notes.extract.extraction import Extraction
from workshop_notes.fields import read_from_texts, table
from workshop_notes.guard.identify import (
    identify,
    known_for,
    publishable,
    sentences_of,
    unquoted,
)
from workshop_notes.guard.known import Kind, read_yaml
from workshop_notes.guard.passage import Passage
from workshop_notes.guard.reading import Sentence, Token, read
from workshop_notes.ingest import Ingested, Understood, ingest
from workshop_notes.machine import git
from workshop_notes.note import Note
from workshop_notes.printed import printed
from workshop_notes.problem import (
    Problem,
    UsageError,
    as_data,
    as_github,
    as_text,
    has_errors,
    visible,
)
from workshop_notes.vocabulary import Vocabularies

WORD = re.compile(r"\w+(?:[-’'.,]\w+)*")
# Limits of the host, from its documentation of workflow commands and job summaries.
ANNOTATIONS_A_STEP = 10
SUMMARY_BYTES = 1024 * 1024
LONGEST = 200  # letters of a text that a summary shows
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
UNKNOWN = "git does not know the commit to compare with; fetch the whole history"

# The sheet that a reviewer signs off.
LABEL = ":"


@dataclass(frozen=True, slots=True)
class Passed:
    """A word or name that passed: as written, in which lines, as what, and why."""

    text: str
    lines: tuple[int, ...]
    kind: str
    why: str


def selected(
    collection: Collection, *, mission: str = "", theme: str = "", year: int = 0, status: str = ""
) -> list[Note]:
    """Give the notes with all that is asked for, by id; names are ids, labels or aliases.

    Raises UsageError.
    """
    known = collection.vocabularies
    missions = known.missions.asked(mission, "mission").id if mission else ""
    themes = known.themes.asked(theme, "theme").id if theme else ""
    return [
        note
        for note in collection.notes
        if (not mission or missions in note.mission)
        and (not theme or themes in note.themes)
        and (not year or note.year == year)
        and (not status or note.status == status)
    ]


def as_rows(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Give an object a note, for JSON."""
    keys = ("id", "shown", "title", "mission", "year", "date", "themes", "status")
    named = {"shown": "path"}
    return [{named.get(key, key): getattr(note, key) for key in keys} for note in notes]


def as_lines(notes: Iterable[Note]) -> list[str]:
    """Give a line a note: id, day or year, missions, status, title, with tabs between."""
    told = ((one.id, one.when, ", ".join(one.mission), one.status, one.title) for one in notes)
    return list(map("\t".join, told))


def figures(notes: Sequence[Note]) -> dict[str, Any]:
    """Count notes and their words: in all, by status, year, mission and theme."""
    counted: dict[str, list[str]] = {
        "status": [note.status for note in notes],
        "years": [str(note.year) for note in notes if note.year],
        "missions": [name for note in notes for name in note.mission],
        "themes": [name for note in notes for name in note.themes],
    }
    words = sum(len(WORD.findall(note.body)) for note in notes)
    by_name = {name: dict(sorted(Counter(found).items())) for name, found in counted.items()}
    return {"notes": len(notes), "words": words, **by_name}


def figures_as_lines(counted: dict[str, Any]) -> list[str]:
    """Give the figures as a reader of a terminal wants them."""
    lines = [f"{counted['notes']} notes, {counted['words']:,} words"]
    for name in ("status", "years", "missions", "themes"):
        parts = ", ".join(f"{key} {number}" for key, number in counted[name].items())
        lines.append(f"{name}: {parts or 'none'}")
    return lines


def as_contract(ingested: Ingested, root: Path) -> dict[str, Any]:
    """Give the JSON object of `notes ingest --dry-run --json`, in the contract's shape."""
    understood = ingested.understood
    proposals = understood.extraction.fields if understood and understood.extraction else {}
    conversion = understood.conversion if understood else Conversion("", "", "")
    loss = conversion.loss
    left_out = [{"text": one.text, "reason": one.reason} for one in loss.left_out]
    return {
        "source": shown_path(ingested.source, root),
        "ok": ingested.ok,
        "problems": list(map(as_data, ingested.problems)),
        "fields": {name: _yaml_value(name, one.value) for name, one in proposals.items()},
        "evidence": {name: list(map(asdict, one.evidence)) for name, one in proposals.items()},
        "markdown": conversion.markdown,
        "loss": {**asdict(loss), "left_out": left_out},
    }


def in_words(ingested: Ingested, root: Path, vocabularies: Vocabularies | None = None) -> str:
    """Give a line for an editor: what became of the original, its fields, its words.

    Below it stands each passage that was left out, with the reason. With vocabularies it is for a
    log, where a passage that may name somebody is told by its kind alone.
    """
    source = visible(shown_path(ingested.source, root))
    if not ingested.ok:
        return f"{source}: refused"
    note = ingested.note
    if note is None or ingested.understood is None:
        return f"{source}: nothing to do"
    place = note.shown if ingested.target else f"{note.shown} (left as it is)"
    loss = ingested.understood.conversion.loss
    told = list(left_out(ingested.understood))
    facts = (
        " ".join(note.mission) or "no mission found",
        note.when or "no date found",
        f"{len(note.themes)} themes",
        f"{loss.there} of {loss.words} words kept",
        "left out:" if told else "nothing left out",
    )
    if vocabularies is not None:
        told = [publishable(said, vocabularies, note.language) for said in told]
    passages = (visible(f"    {said}") for said in told)
    return "\n".join([f"{source} → {place}: {', '.join(facts)}", *passages])


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def explain(name: str, collection: Collection) -> tuple[list[str], bool]:
    """Explain the note with this id or path, or an original; gives lines and whether it could.

    Where an editor has changed a field since, the note's own value is shown beside it.
    """
    note, original = _found(name, collection)
    if original is None and note is None:
        hint = "name it like 2031/zuma, or name an original"
        return [f"notes: there is no note '{name}'; {hint}"], False
    if original is None:
        message = f"notes: the original of {note.id if note else ''} is not here"
        return [f"{message}, so there is nothing to compare with"], False
    one = next(ingest([original], collection.only(()), force=True, as_note=note is not None))
    extraction = one.understood.extraction if one.understood else None
    if extraction is None:
        return [as_text(problem) for problem in one.problems], False
    source = shown_path(original, collection.root)
    lines = [f"{source} is read as a {extraction.kind}."]
    for field in read_from_texts():
        lines += _explained(field, extraction, note)
    return [*lines, *(as_text(problem) for problem in one.problems)], True


def base_of(event: Path) -> str:
    """Give the commit that an event's changes are compared with.

    Reads the JSON that the code host writes: a pull request's base, or what a push started from.
    """
    try:
        data: Any = json.loads(event.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"the event file cannot be read: {type(error).__name__}") from error
    base = _at(data, "pull_request", "base", "sha") or _at(data, "before")
    main = _at(data, "repository", "default_branch")
    if base is None and isinstance(main, str) and main:
        # A check that was started by hand, or by the inbox: the event is about a branch alone.
        return f"refs/remotes/origin/{main}"
    if not isinstance(base, str) or not _COMMIT.fullmatch(base) or not base.strip("0"):
        raise UsageError("the event names no commit to compare with")
    return base


def review(root: Path, base: str) -> tuple[list[Problem], str]:
    """Check the whole project and describe the notes that differ from where the branch left `base`.

    Gives problems and a summary: Markdown for the host's job page, within its size. Raises
    UsageError when git knows no such commit.
    """
    commit = _commit(root, base)
    base = git(root, "merge-base", commit, "HEAD").strip() or commit
    changed = ("diff", "--name-only", "-z", "--relative", "--diff-filter=d", base, "HEAD")
    shown = {*git(root, *changed, "--", "notes").split("\0")}
    collection = load_collection(root)
    vocabularies = collection.vocabularies
    problems = [unquoted(one, vocabularies) for one in check(root, base=base)]
    problems.sort(key=lambda one: (one.level != "error", one.path not in shown, one))
    notes = [note for note in collection.notes if note.shown in shown]
    sources = [path for note in notes if (path := note.beside) and path.is_file()]
    alone = [note for note in notes if note.beside not in sources]
    found = ingest(sources, collection.only(()), force=True, dry_run=True, as_note=True)
    summary = printed(
        "review.md",
        problems=problems,
        alone=[(note, _alone(note, vocabularies)) for note in alone],
        read=[(_shown(one, root), one, _read(one, vocabularies)) for one in found],
        sheets=[(note, sheet(note, vocabularies)) for note in notes],
        left_out=left_out,
    )
    return problems, _within(summary.strip(), SUMMARY_BYTES)


def as_annotations(problems: Sequence[Problem]) -> list[str]:
    """Give the workflow commands that the host shows at the lines, within its limit a step."""
    shown: list[str] = []
    for level in ("error", "warning"):
        these = [problem for problem in problems if problem.level == level]
        shown += [as_github(problem) for problem in these[:ANNOTATIONS_A_STEP]]
    return shown


def _commit(root: Path, name: str) -> str:
    """Give the full hash of the commit that a name, which is no option, stands for."""
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    found = git(root, *asked).strip()
    if not _COMMIT.fullmatch(found):
        raise UsageError(UNKNOWN)
    return found


def left_out(understood: Understood) -> Iterator[str]:
    """Give the words of each passage that was left out and the reason, of withheld ones a count."""
    for one in understood.left_out:
        if one.text:
            yield f"“{shortened(one.text)}”: {one.reason}"
        else:
            yield f"{one.reason}, {one.words} words" if one.words else one.reason


def passed(note: Note, vocabularies: Vocabularies) -> list[Passed]:
    """Give every name, state, role, organization and label of a note, each once; waivers first."""
    known = known_for(note, vocabularies)
    found: dict[tuple[str, str, str], list[int]] = {}
    for text, line in ((note.title, note.at("title")[0]), (note.summary, note.at("summary")[0])):
        for token, kind, why in _told(read(text, known, heading=True), False):
            found.setdefault((token.text, kind, why), []).append(line)
    passage = Passage(note.body, note.body_line)
    for block in passage.blocks:
        for start, sentence in sentences_of(block, known):
            for token, kind, why in _told(sentence, start == 0):
                line, _ = passage.position(block.offset(start + token.start))
                found.setdefault((token.text, kind, why), []).append(line)
    rows = [
        Passed(text, tuple(dict.fromkeys(lines)), kind, why)
        for (text, kind, why), lines in sorted(found.items(), key=lambda one: (one[0][1], one[0]))
    ]
    stated = []
    for field, kind in (("public", "waiver"), ("speakers", "speaker")):
        for index, (text, why) in enumerate(map(astuple, note.value(field))):
            stated.append(Passed(text, note.at(f"{field}.{index}")[:1], kind, why))
    return [*stated, *rows]


def sheet(note: Note, vocabularies: Vocabularies) -> list[Passed] | None:
    """Give what a reviewer signs for: what passed; nothing while the note identifies somebody."""
    return None if has_errors(identify(note, vocabularies)) else passed(note, vocabularies)


def _shown(one: Ingested, root: Path) -> str:
    return one.note.shown if one.note else shown_path(one.source, root)


def _alone(note: Note, vocabularies: Vocabularies) -> list[tuple[str, str]]:
    """Give the fields of a note whose original is not in the project, as anybody may read them."""
    values = ((name, note.value(name)) for name in table() if name != "speakers")
    return [
        (name, shortened(publishable(_text(value), vocabularies, note.language)))
        for name, value in values
        if value and isinstance(value, str | int | tuple)
    ]


def _read(one: Ingested, vocabularies: Vocabularies) -> list[tuple[str, str, str, str]]:
    """Give what was understood of an original, with its evidence, as anybody may read it."""
    extraction = one.understood.extraction if one.understood else None
    language = (extraction.value("language") if extraction else "") or "en"
    rows = []
    for name, proposal in extraction.fields.items() if extraction else ():
        line, text = next(((str(e.line), e.text) for e in proposal.evidence), ("", ""))
        value, text = (
            shortened(publishable(said, vocabularies, language))
            for said in (_text(proposal.value), text)
        )
        rows.append((name, value, line, text))
    return rows


def _yaml_value(name: str, value: Any) -> Any:
    """Give a value as a reader of the note's front matter sees it: resolutions are numbers."""
    if name == "resolutions":
        return [int(number) if number.isdigit() else number for number in value]
    return list(value) if isinstance(value, tuple) else value


def _found(name: str, collection: Collection) -> tuple[Note | None, Path | None]:
    path = Path(name)
    if path.is_file() and is_original(path):
        return None, path
    shown = shown_path(path, collection.root)
    note = collection.get(name) or next((n for n in collection.notes if n.shown == shown), None)
    original = note.beside if note else None
    return note, original if original and original.is_file() else None


def _explained(name: str, extraction: Extraction, note: Note | None) -> Iterator[str]:
    proposal = extraction.fields.get(name)
    held = _text(note.value(name)) if note else ""
    if proposal is None:
        yield from (f"\n{name}: {held or '—'}", "  no evidence was found in the original")
        return
    proposed = _text(proposal.value)
    yield f"\n{name}: {proposed}"
    if note and held != proposed:
        yield f"  the note says: {held or '—'}"
    yield from (f"  line {one.line}: “{one.text}”" for one in proposal.evidence)
    for value, why_not, line in proposal.considered:
        yield f"  not {value} (line {line}): {why_not}"


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _at(data: Any, *keys: str) -> Any:
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def _within(text: str, limit: int) -> str:
    data = text.encode("utf-8")
    if len(data) <= limit:
        return text
    more = "\n\n… the summary was longer than the host shows."
    return data[: limit - len(more.encode())].decode("utf-8", "ignore") + more


def _told(sentence: Sentence, begins: bool) -> Iterator[tuple[Token, str, str]]:
    reasons = read_yaml("messages")["passed"]
    for at, token in enumerate(sentence.tokens):
        kind: Kind | str = token.kind
        if kind in reasons:
            listed = sentence.known.project.names.get(token.text, "")
            yield token, kind, listed if kind == "listed" else reasons[kind]
        elif kind == "name":
            yield token, kind, reasons["waived"]
        elif not kind and token.low in sentence.grammar["offices"] | sentence.grammar["persons"]:
            yield token, "role", reasons["role"]
        elif begins and token.text == LABEL and 0 < at <= 6:
            start, end = sentence.tokens[0].start, sentence.tokens[at - 1].end
            text = sentence.text[start:end]
            yield Token(text, text.lower(), start, end, ""), "label", reasons["label"]
            begins = False
