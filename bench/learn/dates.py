"""Learn what the signs of a date weigh for the day of the workshop and for that of publication.

    python bench/learn/dates.py [--without SET]

Reads `tests/extract/learned/dates.jsonl`, of each text its days and what its file states, and the
labelled texts beside; writes `extract/dating_weights.yml`. Needs SciPy, which nothing else does.
With `--without`, a set is left out and no weights are written: how many days are found is printed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from choices import LEAST, Choice, is_note, labelled_files, rows_of, weights_of

from workshop_notes.convert import convert
from workshop_notes.extract import dating
from workshop_notes.extract.dating import HELD, NOTHING, PUBLISHED, WEIGHTS, Dated
from workshop_notes.extract.extraction import Text as Read
from workshop_notes.vocabulary import load_vocabularies

ROOT = Path(__file__).resolve().parents[2]
FEWEST = 2  # texts that show a sign
# Lines of the tests count for more than whole notes, and these for more than texts made hard.
WHOLE, SHORT, HARD = 2.0, 4.5, 0.5


class Text(NamedTuple):
    """The dates of a text, and the days that a reader gives it; "" for none."""

    set: str
    name: str
    dates: tuple[Dated, ...]
    held: str
    year: str
    published: str


def main() -> None:
    """Learn the weights, and write them or say what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--without", default="", help="a set to measure on, not to learn from")
    without = parser.parse_args().without
    texts = list(labelled())
    learned = {
        of: weights_of(list(_choices(texts, of, without)), FEWEST) for of in (HELD, PUBLISHED)
    }
    if without:
        for of, weights in learned.items():
            held = list(_choices([one for one in texts if one.set == without], of))
            print(f"{of}: {sum(one.is_right(weights) for one in held)} of {len(held)}")
        return
    WEIGHTS.write_text("".join(_written(learned)), encoding="utf-8")
    print(f"{sum(map(len, learned.values()))} weights of {len(texts)} texts")


def labelled() -> Iterator[Text]:
    """Give the texts with their dates and what they are dated."""
    vocabularies, _ = load_vocabularies(ROOT / "notes" / "vocabularies", ROOT)

    def text(group: str, name: str, data: bytes, label: Mapping[str, Any]) -> Text:
        conversion = convert(Path(name), data)
        stated = label.get("metadata")
        conversion = conversion if stated is None else replace(conversion, metadata=stated)
        days = (str(label.get(key) or "") for key in ("workshop_date", "year", "publication_date"))
        return Text(group, name, Read(conversion, vocabularies).dates, *days)

    for folder, data, label in labelled_files("mean", "fresh"):
        if is_note(label):
            yield text(folder, label["file"], data, label)
    for row in rows_of("learned/dates.jsonl"):
        yield text(row["set"], "text.txt", row["text"].encode(), row)


def _choices(texts: Iterable[Text], of: str, without: str = "-") -> Iterator[Choice]:
    for one in texts:
        if one.set == without:
            continue
        dates = one.dates
        if of == HELD:
            dates = tuple(date for date in dates if date.may_be(HELD) and date.value)
            right = [_is_held(date.value, one) for date in dates]
        else:
            dates = tuple(dating.related_to(dates, one.held))
            right = [date.value == one.published for date in dates]
        signs = [dict.fromkeys(one, 1.0) for one in (*(date.signs for date in dates), [NOTHING])]
        hard = HARD if one.set.startswith("dated") else WHOLE
        share = SHORT if one.set == "toys" else hard
        yield Choice(signs, [*right, not any(right)], share)


def _is_held(value: str, text: Text) -> bool:
    """Say whether a date is the workshop's: its day, or its month or year where no day is told."""
    if len(text.held) < len("2031-05-08"):
        told = value[:4] == text.year and len(value) < len("2031-05-08") and value[0] != "-"
        return told and value != text.published
    first, day = text.held.split("/")[0], value.split("/")[0]
    whole = "/" in value or "/" not in text.held
    return (
        whole
        and len(value) >= len("--05-08")
        and (first[4:] == day[1:] if value[0] == "-" else first == day)
    )


def _written(learned: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    yield "# What each sign of a date weighs; learned by bench/learn/dates.py.\n"
    for of, weights in learned.items():
        yield f"{of}:\n"
        for sign, weight in sorted(weights.items()):
            if abs(weight) >= LEAST:
                yield f"  {json.dumps(sign, ensure_ascii=False)}: {weight:.2f}\n"


if __name__ == "__main__":
    main()
