"""Conversion: what one original became, and the account of its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from workshop_notes.problem import Problem

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A passage of the original that is not on the page, and why.

    `text` is empty where the passage was hidden: such text is named by kind and place alone.
    """

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Loss:
    """Every word of the original: kept in place, moved, left out with a reason, or unknown.

    `words`, `kept`, `moved` and `unknown` count words of the original; `unknown` counts invented
    words of the page too, so that it is 0 only when the account balances.
    """

    words: int = 0
    kept: int = 0
    moved: int = 0
    left_out: tuple[LeftOut, ...] = ()
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Conversion:
    """One original as Markdown, with its own text, its metadata and the account of its words.

    `format` is by content: txt md html docx odt pdf rtf doc, or "" when unknown. The first line of
    `markdown` is `# Title` if the original has a title. `text` is the original's readable text,
    furniture included, one line a block. `metadata` may hold lang, address, published and title,
    never an author. A refusal is an error among `problems`, and `markdown` is then empty.
    """

    format: str
    markdown: str
    text: str
    metadata: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    loss: Loss = field(default_factory=Loss)
    problems: tuple[Problem, ...] = ()
