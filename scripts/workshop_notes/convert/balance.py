"""The last step of every conversion: balance the account and refuse what does not balance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from workshop_notes.convert.conversion import NOTHING, Conversion, LeftOut
from workshop_notes.convert.visible import visible
from workshop_notes.furniture.cuts import Cut
from workshop_notes.loss import account, shown, words
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
    own: str = "",
    withheld: Sequence[LeftOut] = (),
    furniture: Sequence[Cut] = (),
    metadata: Mapping[str, str] = NOTHING,
) -> Conversion:
    """Put the conversion together, with an error and no Markdown if a word is unaccounted for.

    `original` is the readable text; `own`, where given, is another reading of the whole original,
    which the account takes instead. `withheld` passages are in `own` alone, and never printed.
    `furniture` is left out too; a byline among it goes from the readable text as well.
    """
    named = {cut.text.strip() for cut in furniture if cut.withheld}
    if named:
        own = own or original
        original = "\n".join("" if line.strip() in named else line for line in original.split("\n"))
    gone = [(LeftOut(cut.text.strip(), cut.reason), cut.withheld) for cut in furniture]
    left_out = [*left_out, *(one for one, hidden in gone if not hidden)]
    withheld = [*withheld, *(one for one, hidden in gone if hidden)]
    page = visible(markdown, numbers=numbers)
    result = account(own or original, page, left_out, added, [one.text for one in withheld])
    left_out = [*left_out, *(LeftOut("", one.reason) for one in withheld)]
    loss = replace(result.loss, left_out=tuple(left_out))
    found = list(problems)
    if result.loss.unknown:
        # Words of hidden passages are never printed, not even as missing.
        open_words = set(words(original))
        said = [
            f"{len(listed)} words {what}{shown(word for word in listed if word in open_words)}"
            for listed, what in (
                (result.lost, "of the original are not on the page: "),
                (result.invented, "of the page are not in the original: "),
            )
            if listed
        ]
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
    return Conversion(kind, markdown, original, metadata, loss, tuple(sorted(found)))
