"""What ingest understood of an original: as JSON, in an editor's words, and field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from workshop_notes import fields
from workshop_notes.collection import Collection, shown_path
from workshop_notes.extract.extraction import Extraction
from workshop_notes.extract.proposal import Proposal
from workshop_notes.fields import read_from_texts
from workshop_notes.guard.identify import publishable
from workshop_notes.ingest import Ingested, Understood, ingest
from workshop_notes.note import Note
from workshop_notes.places import is_original
from workshop_notes.problem import Problem, as_dict, as_text, visible
from workshop_notes.vocabulary import Vocabularies


def as_contract(ingested: Ingested, root: Path) -> dict[str, Any]:
    """Give the JSON object of `notes ingest --dry-run --json`, in the contract's shape."""
    understood = ingested.understood
    extraction = understood.extraction if understood else None
    proposals = extraction.fields if extraction else {}
    loss = understood.conversion.loss if understood else None
    return {
        "source": shown_path(ingested.source, root),
        "ok": ingested.ok,
        "problems": [as_dict(problem) for problem in ingested.problems],
        "fields": {name: _yaml_value(name, one.value) for name, one in proposals.items()},
        "evidence": {
            name: [{"text": one.text, "line": one.line} for one in proposal.evidence]
            for name, proposal in proposals.items()
        },
        "markdown": understood.conversion.markdown if understood else "",
        "loss": {
            "words": loss.words if loss else 0,
            "kept": loss.kept if loss else 0,
            "moved": loss.moved if loss else 0,
            "left_out": [
                {"text": one.text, "reason": one.reason} for one in (loss.left_out if loss else ())
            ],
            "unknown": loss.unknown if loss else 0,
        },
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
    left_out = list(_left_out(ingested.understood))
    facts = ", ".join(
        text
        for text in (
            " ".join(note.mission) or "no mission found",
            note.date or (str(note.year) if note.year else "no date found"),
            f"{len(note.themes)} themes",
            f"{loss.kept + loss.moved} of {loss.words} words kept",
            "left out:" if left_out else "nothing left out",
        )
        if text
    )
    if vocabularies is not None:
        left_out = [publishable(said, vocabularies, note.language) for said in left_out]
    passages = (visible(f"    {said}") for said in left_out)
    return "\n".join([f"{source} → {place}: {facts}", *passages])


def note_as_summary(note: Note, vocabularies: Vocabularies) -> str:
    """Describe a note whose original is not in the project (Markdown): its fields and words."""
    lines = [f"### {markdown_text(note.shown)}", "", "| field | value |", "|---|---|"]
    for name in fields.names():
        value = note.value(name)
        if value and isinstance(value, str | int | tuple) and name != "speakers":
            text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
            told = publishable(text, vocabularies, note.language)
            lines.append(f"| {name} | {markdown_text(shortened(told))} |")
    if note.original:
        kept = note.original.words - note.original.left_out
        lines += ["", f"{kept} of {note.original.words} words of the original are in the note;"]
        lines += ["the original is not in the project, so its evidence cannot be shown."]
    return "\n".join(lines)


def as_summary(ingested: Ingested, root: Path, vocabularies: Vocabularies) -> str:
    """Describe one note for a reviewer (Markdown): fields with evidence, and the loss account.

    Anybody may read it: of a text that may name somebody it tells the kind alone.
    """
    title = ingested.note.shown if ingested.note else shown_path(ingested.source, root)
    lines = [f"### {markdown_text(title)}", ""]
    extraction = ingested.understood.extraction if ingested.understood else None
    if extraction is None:
        return "\n".join([*lines, *(_for_uploader(problem) for problem in ingested.problems)])
    lines += ["| field | understood | line | evidence |", "|---|---|---|---|"]
    for name, proposal in extraction.fields.items():
        first = proposal.evidence[0] if proposal.evidence else None
        value = (
            ", ".join(map(str, _plain(proposal.value)))
            if isinstance(proposal.value, tuple)
            else str(proposal.value)
        )
        language = extraction.value("language") or "en"
        value, text = (
            publishable(one, vocabularies, language) for one in (value, first.text if first else "")
        )
        line = str(first.line) if first else ""
        cells = (name, shortened(value), line, shortened(text))
        lines.append("| " + " | ".join(markdown_text(cell) for cell in cells) + " |")
    return "\n".join([*lines, "", _words(ingested)])


def problems_as_summary(problems: Sequence[Problem]) -> str:
    """List problems for a reviewer (Markdown), errors first."""
    if not problems:
        return "## Check\n\nNothing to mend."
    lines = ["## Check", "", "| | place | what to mend | code |", "|---|---|---|---|"]
    for one in problems:
        says = f"{one.message}; {one.fix}" if one.fix else one.message
        cells = (one.level, f"{one.path}:{one.line}", says, one.code)
        lines.append("| " + " | ".join(markdown_text(cell) for cell in cells) + " |")
    return "\n".join(lines)


def markdown_text(text: str) -> str:
    """Escape a text so that the code host shows it as typed, on one line of a table."""
    flat = " ".join(text.split())
    flat = re.sub(r"([\\`*_{}\[\]<>()#!|~@&$])", r"\\\1", flat)
    return re.sub(r"^([-+]|\d+(?=\.))", r"\\\1", flat)


def shortened(text: str, most: int = 200) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def explain(name: str, collection: Collection) -> tuple[list[str], bool]:
    """Explain the note with this id or path, or an original; gives lines and whether it could.

    Where an editor has changed a field since, the note's own value is shown beside it.
    """
    note, original = _found(name, collection)
    if original is None:
        return [_without_original(name, note)], False
    one = next(ingest([original], collection.only(()), force=True, as_note=note is not None))
    extraction = one.understood.extraction if one.understood else None
    if extraction is None:
        return [as_text(problem) for problem in one.problems], False
    source = shown_path(original, collection.root)
    lines = [f"{source} is read as a {extraction.kind}."]
    for field in read_from_texts():
        lines += _field(field, extraction, note)
    return [*lines, *(as_text(problem) for problem in one.problems)], True


def _for_uploader(problem: Problem) -> str:
    says = f"{problem.message}; {problem.fix}" if problem.fix else problem.message
    return f"- {markdown_text(says)}"


def _words(ingested: Ingested) -> str:
    if ingested.understood is None:
        return ""
    loss = ingested.understood.conversion.loss
    lines = [f"{loss.kept + loss.moved} of {loss.words} words are in the note."]
    lines += [f"- left out: {markdown_text(said)}" for said in _left_out(ingested.understood)]
    return "\n".join(lines)


def _left_out(understood: Understood) -> Iterator[str]:
    """Give the words of each passage that was left out and the reason, of withheld ones a count."""
    for one in understood.left_out:
        if one.text:
            yield f"“{shortened(one.text)}”: {one.reason}"
        else:
            yield f"{one.reason}, {one.words} words" if one.words else one.reason


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _yaml_value(name: str, value: Any) -> Any:
    """Give a value as a reader of the note's front matter sees it: resolutions are numbers."""
    if name == "resolutions":
        return [int(number) if number.isdigit() else number for number in value]
    return _plain(value)


def _found(name: str, collection: Collection) -> tuple[Note | None, Path | None]:
    path = Path(name)
    if path.is_file() and is_original(path):
        return None, path
    shown = shown_path(path, collection.root)
    note = collection.get(name) or next((n for n in collection.notes if n.shown == shown), None)
    if note is None or note.original is None:
        return note, None
    original = note.path.with_name(note.original.file)
    return note, original if original.is_file() else None


def _without_original(name: str, note: Note | None) -> str:
    if note is None:
        return f"notes: there is no note '{name}'; name it like 2031/zuma, or name an original"
    return f"notes: the original of {note.id} is not here, so there is nothing to compare with"


def _field(name: str, extraction: Extraction, note: Note | None) -> list[str]:
    proposal = extraction.fields.get(name)
    held = _text(note.value(name)) if note else ""
    if proposal is None:
        return [f"\n{name}: {held or '—'}", "  no evidence was found in the original"]
    proposed = _text(proposal.value)
    lines = [f"\n{name}: {proposed}"]
    if note and held != proposed:
        lines.append(f"  the note says: {held or '—'}")
    return lines + _evidence(proposal)


def _evidence(proposal: Proposal) -> list[str]:
    lines = [f"  line {one.line}: “{one.text}”" for one in proposal.evidence]
    for value, why_not, line in proposal.considered:
        lines.append(f"  not {value} (line {line}): {why_not}")
    return lines


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
