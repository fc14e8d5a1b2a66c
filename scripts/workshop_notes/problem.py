"""Problem: what an editor must mend, and the three ways to print it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Literal

Level = Literal["error", "warning"]
Format = Literal["text", "github", "json"]
NEAR = 72.0


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that an editor must mend (error) or weigh (warning).

    `path` is shown as it stands, in POSIX form, relative to the project where it lies inside it;
    `line` and `column` count from 1. `message` says what is wrong, `fix` what to do. `passage` is
    what the guard holds back: only the editor's own check prints it, no log that others may read.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    fix: str = ""
    level: Level = "error"
    passage: str = field(default="", compare=False, repr=False)

    @property
    def says(self) -> str:
        """What is wrong and, where it is known, what to do."""
        return f"{self.message}; {self.fix}" if self.fix else self.message


class UsageError(Exception):
    """What was asked for cannot be done; the message says how to ask, or what to do first."""


def has_errors(problems: Iterable[Problem]) -> bool:
    """Say whether any problem is an error; warnings alone never fail a command."""
    return any(problem.level == "error" for problem in problems)


def as_text(problem: Problem) -> str:
    """Print as one line: `path:line:column: message; fix [code]`."""
    kind = "warning: " if problem.level == "warning" else ""
    where = f"{visible(problem.path)}:{problem.line}:{problem.column}"
    return f"{where}: {kind}{visible(problem.says)} [{problem.code}]"


def as_github(problem: Problem) -> str:
    """Print as a workflow command that GitHub shows at the line.

    Escapes as the host's documentation asks: `%`, CR and LF in the message, and `:` and `,` too in
    the properties.
    """
    file, title = (
        _github_data(text).replace(":", "%3A").replace(",", "%2C")
        for text in (problem.path, problem.code)
    )
    place = f"file={file},line={problem.line},col={problem.column},title={title}"
    return f"::{problem.level} {place}::{_github_data(problem.says)}"


def as_json(problems: Iterable[Problem]) -> str:
    """Print as one JSON array of objects with the fields of `Problem`, but for the passage."""
    return json.dumps(list(map(as_data, problems)), ensure_ascii=False, indent=2)


def as_data(problem: Problem) -> dict[str, str | int]:
    """Give the fields of a problem that anybody may read."""
    fields = asdict(problem)
    del fields["passage"]
    return fields


def quoting(problem: Problem) -> Problem:
    """Give a problem that tells its passage, for the eyes of who wrote that."""
    said = problem.passage.replace("“", '"').replace("”", '"')
    return replace(problem, message=f"{problem.message}: “{said}”") if said else problem


def nearest(text: str, names: list[str]) -> str | None:
    """Give the one of `names` that is spelled most like `text`, or None if none is like it."""
    # Imported here: a check without a slip never needs it.
    from rapidfuzz import fuzz, process

    best = process.extractOne(text, names, scorer=fuzz.ratio, processor=folded, score_cutoff=NEAR)
    return str(best[0]) if best else None


def meant(text: str, names: list[str], otherwise: str) -> str:
    """Ask whether the nearest of `names` was meant, or say what to do `otherwise`."""
    near = nearest(text, names)
    return f"did you mean '{near}'?" if near else otherwise


def folded(text: str) -> str:
    """Give a name without what does not tell two names apart: case, Unicode form, spacing."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def visible(text: str) -> str:
    """Escape what could forge or hide a log line: controls, line breaks, bidi and zero-width."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")
        for letter in text
    )


def _github_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
