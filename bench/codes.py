"""Writes the list of all codes of `notes check` and `notes ingest` into CONTRIBUTING.md.

    python bench/codes.py

A test holds the two together. What no function of the checks is named after stands in codes.yml
beside them.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workshop_notes.bounded import read_own
from workshop_notes.checks import check, files, rules
from workshop_notes.guard.known import codes

PAGE = Path(__file__).resolve().parents[1] / "CONTRIBUTING.md"
BEGIN = "<!-- codes: written by `python bench/codes.py`, and tested -->"
END = "<!-- end of codes -->"
RULE = re.compile(r"(.+?) Bad: (.+?) Good: (.+)")
LISTED: Mapping[str, Any] = read_own(Path(rules.__file__).with_name("codes.yml"))


def all_rules() -> dict[str, tuple[str, str, str]]:
    """Give by its code what each rule of `notes check` asks, a bad example and a good one.

    Those of reading come first. A function of the checks whose docstring has both is a rule.
    """
    listed = [{**LISTED["reading"], **LISTED["fields"]}, {**LISTED["guard"], **LISTED["hidden"]}]
    reading, rest = ({c: (o["rule"], o["bad"], o["good"]) for c, o in of.items()} for of in listed)
    functions = (
        (name, inspect.getdoc(one) or "")
        for names in map(vars, (rules, check, files))
        for name, one in names.items()
        if inspect.isfunction(one) and one.__module__ == names["__name__"]
    )
    stated = {
        name.replace("_", "-"): (found[1], found[2], found[3])
        for name, text in functions
        if (found := RULE.fullmatch(" ".join(text.split())))
    }
    guard = {c: (o["rule"], f"`{o['bad']}`", f"`{o['good']}`") for c, o in codes().items()}
    return {**reading, **stated, **guard, **rest}


def put_into(text: str) -> str:
    """Give a page with the list between its two marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{_as_markdown()}\n{END}{after}"


def _as_markdown() -> str:
    lines = []
    for code, (says, bad, good) in all_rules().items():
        lines += [f"**`{code}`** {says}  ", f"Bad: {bad}  ", f"Good: {good}", ""]
    titles = {"refusals": "refuses an original", "doubts": "asks an editor to look"}
    for name, title in titles.items():
        lines += [f"### When `notes ingest` {title}", ""]
        lines += [f"- `{code}`: {says}" for code, says in LISTED[name].items()]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(put_into(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
