"""Time that intake takes for texts of twenty shapes, at one, two and four times a size.

Run: `python bench/growth.py [--kilobytes 20] [SHAPE…]`. Prints processor seconds of reading and
understanding, without the child process that bounds them, and how often the time of the longest
text is that of the shortest: four is linear; the exit code is 1 where it is above eight, unless
the longest takes less than half a second.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from workshop_notes.ingest import understand

ROOT = Path(__file__).resolve().parents[1]
HEAD = "A Workshop on Examplia\n\nOn 4 June 2031 an institute held a workshop on Examplia.\n\n"
SENTENCE = "Participants agreed that the mandate remains relevant and asked for a plan with dates. "
MOST = 8.0
SHORT = 0.5  # seconds


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda size: unit * (size // len(unit))


SHAPES: dict[str, Callable[[int], str]] = {
    "paragraphs": _repeated(f"{3 * SENTENCE}\n\n"),
    "one line of prose": _repeated(SENTENCE),
    "one sentence": _repeated("participants agreed and others asked "),
    "lines of prose": _repeated(f"{SENTENCE}\n"),
    "blank lines": _repeated("\n"),
    "lines of spaces": _repeated("    \n"),
    "spaces": _repeated(" "),
    "one word": _repeated("a"),
    "hyphens": _repeated("-"),
    "hyphens at lines' ends": _repeated("coun-\ncil "),
    "headings": _repeated("Next Steps\n\n"),
    "bullets": _repeated("- a point about patrols\n"),
    "nested bullets": lambda size: "".join(
        f"{' ' * (2 * (at % 20))}- point\n" for at in range(size // 28)
    ),
    "numbers": lambda size: "".join(f"{at}. point\n" for at in range(size // 11)),
    "capitals": _repeated("Invented Person "),
    "dates": _repeated("4 June 2031 "),
    "quotation marks": _repeated("“"),
    "opening brackets": _repeated("(["),
    "asterisks": _repeated("*_"),
    "table rows": _repeated("| a | b | c |\n"),
    "addresses": _repeated("https://example.org/a "),
    "greater-than signs": _repeated("> "),
}


def main() -> int:
    """Measure each shape; the exit code is 1 where one grows faster than it should."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shapes", nargs="*", default=list(SHAPES))
    parser.add_argument("--kilobytes", type=int, default=20)
    options = parser.parse_args()
    wrong = 0
    print("| shape | 1× | 2× | 4× | 4× over 1× |")
    print("|---|---|---|---|---|")
    _seconds("")
    for name in options.shapes:
        times = [_seconds(SHAPES[name](1000 * options.kilobytes * factor)) for factor in (1, 2, 4)]
        growth = times[-1] / max(times[0], 0.001)
        wrong += growth > MOST and times[-1] > SHORT
        shown = " | ".join(f"{one:.2f}" for one in times)
        print(f"| {name} | {shown} | {growth:.1f} |", flush=True)
    return 1 if wrong else 0


def _seconds(text: str) -> float:
    data = (HEAD + text).encode()
    start = time.process_time()
    understand(Path("note.txt"), data, "note.txt", (ROOT / "notes" / "vocabularies").as_posix())
    return time.process_time() - start


if __name__ == "__main__":
    raise SystemExit(main())
