"""The list of all codes of `notes check` and `notes ingest`, as CONTRIBUTING.md shows it.

`python -m workshop_notes.checks.codes` writes the list there; a test holds the two together.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workshop_notes.bounded import read_own
from workshop_notes.checks import addresses, check, files, handwritten, rendering, rules
from workshop_notes.guard.finding import codes
from workshop_notes.writing import write_if_changed

BEGIN = "<!-- codes: written by `python -m workshop_notes.checks.codes`, and tested -->"
END = "<!-- end of codes -->"
LISTED: Mapping[str, Any] = read_own(Path(__file__).with_name("codes.yml"))


@dataclass(frozen=True, slots=True)
class Rule:
    """One code: what holds, an example that breaks it and one that keeps it (Markdown)."""

    code: str
    says: str
    bad: str
    good: str


def all_rules() -> tuple[Rule, ...]:
    """Give every rule of `notes check`, those of reading first."""
    functions: tuple[Callable[..., Any], ...] = (
        *rules.OF_NOTE,
        *rules.OF_VOCABULARIES,
        rendering.slow_rendering,
        check.copy_of,
        check.wrong_translation,
        *addresses.ALL,
        files.stale_original,
        *files.ALL,
        *handwritten.ALL,
    )
    guard = (
        Rule(code, one["rule"], f"`{one['bad']}`", f"`{one['good']}`")
        for code, one in codes().items()
    )
    stated = (rule_of(one) for one in functions if "\nBad: " in inspect.cleandoc(one.__doc__ or ""))
    reading, hidden = _listed("reading", "fields"), _listed("guard", "hidden")
    return (*reading, *stated, *guard, *hidden)


def rule_of(function: Callable[..., Any]) -> Rule:
    """Read a rule from the docstring of its function, whose name is the code."""
    text = inspect.cleandoc(function.__doc__ or "")
    found = re.fullmatch(r"(.+?)\n\n(?:.*\n)?Bad: (.+?)\nGood: (.+)", text, re.DOTALL)
    if not found:
        raise ValueError(f"{function.__name__} states no rule with a Bad and a Good example")
    says, bad, good = (" ".join(part.split()) for part in found.groups())
    return Rule(function.__name__.replace("_", "-"), says, bad, good)


def put_into(text: str) -> str:
    """Give a page with the list between its two marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{_as_markdown()}\n{END}{after}"


def _listed(*names: str) -> list[Rule]:
    return [
        Rule(code, one["rule"], one["bad"], one["good"])
        for name in names
        for code, one in LISTED[name].items()
    ]


def _as_markdown() -> str:
    lines = []
    for one in all_rules():
        lines += [f"**`{one.code}`** {one.says}  ", f"Bad: {one.bad}  ", f"Good: {one.good}", ""]
    for title, name in (
        ("refuses an original", "refusals"),
        ("asks an editor to look", "doubts"),
    ):
        lines += [f"### When `notes ingest` {title}", ""]
        lines += [f"- `{code}`: {says}" for code, says in LISTED[name].items()]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    page = Path("CONTRIBUTING.md")
    write_if_changed(page, put_into(page.read_text(encoding="utf-8")))
