"""One file of the corpus, and what must and must not come of it."""

from __future__ import annotations

from dataclasses import dataclass

# Visibly invented: no such institute, mission or town exists.
TITLE = "Sequencing the Tasks of a Mission: The Case of Examplia"
FIRST = "On May 20, 2020, the Institute of Invented Examples held a workshop on the mission."
SECOND = "Participants agreed that the mission’s mandate remains relevant in Examplia."
LEAK = "ZEBRALEAK"  # stands for what nobody may see


@dataclass(frozen=True)
class Case:
    """A file's name and bytes, and what is expected.

    `refused` holds the codes of which at least one must refuse it; empty for what is accepted.
    `shows` must be in the Markdown, `LEAK` and `never` nowhere at all. `committed` is a code that
    the check of a file in the repository gives, after which a clean copy can be made if `scrubs`.
    """

    name: str
    data: bytes
    refused: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    committed: str = ""
    scrubs: bool = True
