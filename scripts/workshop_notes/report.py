"""What ingest understood of an original: as the contract's JSON and in an editor's words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workshop_notes.ingest import Ingested, shown_path
from workshop_notes.problem import as_dict


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
        "fields": {name: _plain(proposal.value) for name, proposal in proposals.items()},
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


def in_words(ingested: Ingested, root: Path) -> str:
    """Give one line for an editor: what became of the original, its fields, its words."""
    source = shown_path(ingested.source, root)
    if not ingested.ok:
        return f"{source}: refused"
    note = ingested.note
    if note is None or ingested.understood is None:
        return f"{source}: nothing to do"
    place = note.shown if ingested.target else f"{note.shown} (left as it is)"
    loss = ingested.understood.conversion.loss
    left_out = sum(1 for _ in loss.left_out)
    facts = ", ".join(
        text
        for text in (
            " ".join(note.mission) or "no mission found",
            note.date or (str(note.year) if note.year else "no date found"),
            f"{len(note.themes)} themes",
            f"{loss.kept + loss.moved} of {loss.words} words kept",
            f"{left_out} passages left out with a reason" if left_out else "nothing left out",
        )
        if text
    )
    return f"{source} → {place}: {facts}"


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
