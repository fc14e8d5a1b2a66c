"""Finding: what identifies somebody in a sentence, why, and what an editor may write instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workshop_notes.guard.known import read_yaml
from workshop_notes.problem import Level

Reason = Literal[
    "name", "person", "state", "bloc", "organization", "official", "delegation", "affiliation",
    "label", "list", "description", "pronoun", "class", "mail", "telephone", "account",
    "language", "script",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """A reason, and the place in the sentence's text of what identifies."""

    reason: Reason
    start: int
    end: int
    many: bool = False

    @property
    def level(self) -> Level:
        """A class of officials or states is for the editor to weigh; all else is an error."""
        return "warning" if self.reason == "class" else "error"

    @property
    def code(self) -> str:
        """The code of the problem."""
        entry = read_yaml("messages")["reasons"][self.reason]
        return f"identifies-{entry.get('code', self.reason)}"

    def says(self, language: str) -> tuple[str, str]:
        """Give the message and the way out, which hold nothing of the text."""
        messages = read_yaml("messages")
        entry = messages["reasons"][self.reason]
        fix = str(entry["many" if self.many and "many" in entry else "fix"])
        for english, other in messages["rewritings"].get(language, {}).items():
            fix = fix.replace(english, other)
        return str(entry["message"]), str(entry.get(f"fix_{language}", fix))


def codes() -> dict[str, dict[str, str]]:
    """Give each code of the guard with its `rule`, a `bad` sentence and a `good` one."""
    found: dict[str, dict[str, str]] = read_yaml("messages")["codes"]
    return {f"identifies-{name}": entry for name, entry in found.items()}
