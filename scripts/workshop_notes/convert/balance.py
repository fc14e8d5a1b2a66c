"""The last step of every conversion: balance the account and refuse what does not balance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workshop_notes.convert.conversion import NOTHING, Conversion, LeftOut
from workshop_notes.convert.visible import visible
from workshop_notes.loss import account, shown
from workshop_notes.problem import Problem, has_errors


def balanced(
    kind: str,
    path: str,
    markdown: str,
    original: str,
    left_out: Sequence[LeftOut],
    problems: Iterable[Problem],
    *,
    numbers: bool = False,
    added: Sequence[str] = (),
    metadata: Mapping[str, str] = NOTHING,
) -> Conversion:
    """Put the conversion together, with an error and no Markdown if a word is unaccounted for."""
    result = account(original, visible(markdown, numbers=numbers), left_out, added)
    found = list(problems)
    if result.loss.unknown:
        said = []
        if result.lost:
            said.append(
                f"{len(result.lost)} words of the original are not on the page: "
                f"{shown(result.lost)}"
            )
        if result.invented:
            said.append(
                f"{len(result.invented)} words of the page are not in the original: "
                f"{shown(result.invented)}"
            )
        found.append(
            Problem(
                path,
                1,
                1,
                "loss-unknown",
                "; ".join(said) or "the account of its words does not balance",
                "save the note in another format, such as .docx or .txt",
            )
        )
    if has_errors(found):
        markdown = ""
    return Conversion(kind, markdown, original, metadata, result.loss, tuple(sorted(found)))
