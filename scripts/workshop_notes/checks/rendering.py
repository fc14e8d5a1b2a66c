"""Rendering: whether a note's Markdown becomes a page within bounds, tried where it may not."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from pathlib import Path

from workshop_notes.note import Note
from workshop_notes.problem import Problem
from workshop_notes.sandbox import Job, run_bounded

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
        line, why = _line(note.body, longest.start()), "takes too much time or memory to show"
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
            line = _line(body, block.start())
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


def _is_doubtful(block: re.Match[str]) -> bool:
    text = block[0]
    if len(text) > LARGEST_BLOCK or text.count("[") > MOST_BRACKETS:
        return True
    marks = sum(1 for _ in _MARK.finditer(text))
    return marks > MOST_MARKS or bool(_DEEP.search(text))


def _line(body: str, place: int) -> int:
    return body.count("\n", 0, place) + 1


def _stop(_number: int, _frame: object) -> None:
    raise _TooLongError
