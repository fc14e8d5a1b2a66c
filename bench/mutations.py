"""Faults between reading and writing that the account of words notices, of 2,000 in each format.

Run: `python bench/mutations.py [--documents 2000] [--seed 1] [KIND…]`; prints a row for each
format, and each fault that was not noticed. The suite runs a few dozen (`tests/convert`).
"""

from __future__ import annotations

import argparse
import random
import sys
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.convert.documents import documents
from tests.convert.mutations import WRITERS, outcome


def main() -> int:
    """Put the faults in and print the figures; the exit code is 1 where one was not noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=sorted(WRITERS))
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    missed = 0
    print("| format | faults | noticed |")
    print("|---|---|---|")
    for kind in options.kinds:
        chance = random.Random(options.seed)
        done = noticed = 0
        while done < options.documents:
            document = documents.example()
            found = outcome(kind, document, chance.randrange(10**6))
            if found is None:
                continue
            done += 1
            noticed += bool(found[0].loss.unknown)
            if not found[0].loss.unknown:
                print(f"not noticed: {kind}, {found[1]}: {document}", file=sys.stderr)
        missed += done - noticed
        print(f"| {kind} | {done:,} | {noticed:,} |", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
