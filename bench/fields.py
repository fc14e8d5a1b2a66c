"""Precision and recall of the extracted fields against a set of labelled texts.

Run from the project's root: `python bench/fields.py [FOLDER] [-v]`; FOLDER holds the texts and
`labels.jsonl` (default: ../shared/dev-set/notes). Labels named in `not_in_text` are not scored.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from workshop_notes.convert import Conversion, convert
from workshop_notes.extract.extraction import Extraction, extract
from workshop_notes.text.folding import fold
from workshop_notes.vocabulary import Vocabularies, load_vocabularies

ROOT = Path(__file__).resolve().parents[1]
NOTES = ROOT / "notes"
FUNDERS = {
    "Government of Canada": "canada",
    "Government of Germany": "germany",
    "German Federal Foreign Office": "gffo",
    "Swiss Federal Department of Foreign Affairs": "fdfa",
    "ifa (Institut für Auslandsbeziehungen)": "ifa",
}
# field → (label's key, what the label says in the front matter's terms)
FIELDS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "title": ("title", lambda value: value or None),
    "mission": ("missions", frozenset),
    "year": ("year", lambda value: value),
    # Of an event of several days a label may give the first; a month is no day.
    "date": ("workshop_date", lambda value: value if len(value or "") > len("2031-05") else None),
    "published": ("publication_date", lambda value: value),
    "organizers": ("organizers", lambda value: frozenset(name.lower() for name in value)),
    "funders": (
        "funders",
        lambda value: frozenset(FUNDERS.get(name, name) for name in value or ()),
    ),
    "resolutions": ("resolutions", lambda value: frozenset(name.split()[0] for name in value)),
    "themes": ("themes", frozenset),
    "language": ("language", lambda value: value),
    "rule": ("chatham_house", lambda value: "chatham-house" if value else None),
    "format": ("format", lambda value: value),
    "event": ("event_type", lambda value: value),
}
_TOLD = re.compile(r"names '(.+)' as funder")
SETS = ("mission", "organizers", "funders", "resolutions", "themes")


def main() -> int:
    """Print the figures; -v prints every difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = ROOT.parent / "shared" / "dev-set" / "notes"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("--text", action="store_true", help="read the text as it is, unconverted")
    options = parser.parse_args()
    # Another publisher's texts lie beside that publisher's own words.
    own = options.folder / "vocabularies"
    words = own if own.is_dir() else NOTES / "vocabularies"
    vocabularies, problems = load_vocabularies(words, words.parents[1])
    if problems:
        print(problems[0].message, file=sys.stderr)
        return 1
    labels = [
        json.loads(line)
        for line in (options.folder / "labels.jsonl").read_text("utf-8").splitlines()
        if line.strip()
    ]
    extractions = {
        label["file"]: _extraction(options.folder / label["file"], vocabularies, options.text)
        for label in labels
    }
    _print_fields(labels, extractions, options.verbose)
    _print_told(labels, extractions, vocabularies)
    _print_refusals(labels, extractions, options.verbose)
    bare = [
        f"{name}: {field}"
        for name, one in extractions.items()
        for field, proposal in one.fields.items()
        if not proposal.evidence
    ]
    print(f"fields proposed without evidence: {len(bare)}")
    return 0


def _extraction(path: Path, vocabularies: Vocabularies, as_text: bool) -> Extraction:
    if as_text:
        text = path.read_text("utf-8")
        conversion = Conversion("txt", text, text)
    else:
        conversion = convert(path)
    return extract(conversion, vocabularies, path.name)


def _print_fields(
    labels: list[dict[str, Any]], extractions: Mapping[str, Extraction], verbose: bool
) -> None:
    print(f"{'field':12} {'exact':>7} {'of':>4} {'precision':>9} {'recall':>7} {'F1':>6}")
    for field, (key, read) in FIELDS.items():
        exact = total = hit = proposed = wanted = 0
        for label in labels:
            if key in label["not_in_text"] or not _is_note(label):
                continue
            truth = read(label[key])
            value = extractions[label["file"]].value(field)
            if field in SETS:
                value = frozenset(value or ())
                hit, proposed = hit + len(value & truth), proposed + len(value)
                wanted += len(truth)
            else:
                if field == "date" and truth and "/" not in truth:
                    value = value and value.split("/")[0]
                hit += value == truth and truth is not None
                proposed, wanted = proposed + (value is not None), wanted + (truth is not None)
            total += 1
            exact += value == truth
            if verbose and value != truth:
                print(f"  {label['file']}: {field}: {_shown(value, truth)}")
        precision, recall = hit / proposed if proposed else 1.0, hit / wanted if wanted else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        share = exact / total if total else 1.0
        print(f"{field:12} {share:7.3f} {total:4} {precision:9.3f} {recall:7.3f} {f1:6.3f}")


def _print_told(
    labels: list[dict[str, Any]], extractions: Mapping[str, Extraction], known: Vocabularies
) -> None:
    """Print how many funders that no vocabulary has, and no field can hold, are told as doubts."""
    found = wanted = more = 0
    for label in labels:
        names = {fold(name) for name in label["funders"] or () if name not in FUNDERS}
        names -= {fold(name) for term in known.organizations.terms for name in term.names}
        doubts = extractions[label["file"]].problems if _is_note(label) else ()
        told = {fold(one[1]) for doubt in doubts if (one := _TOLD.search(doubt.message))}
        right = {name for name in names if any(name in one or one in name for one in told)}
        found, more = found + len(right), more + max(0, len(told) - len(right))
        wanted += len(names) if _is_note(label) else 0
    print(f"funders in no vocabulary: {found} of {wanted} told, and {more} more")


def _print_refusals(
    labels: list[dict[str, Any]], extractions: Mapping[str, Extraction], verbose: bool
) -> None:
    right = 0
    for label in labels:
        kind = extractions[label["file"]].kind
        expected = _is_note(label)
        right += (kind == "note") == expected
        if verbose or (kind == "note") != expected:
            print(f"  {label['file']}: {kind}; expected: {label['expected_behaviour']}")
    print(f"{'refusals':12} {right / len(labels):7.3f} {len(labels):4}")


def _is_note(label: Mapping[str, Any]) -> bool:
    return "reject" not in label["expected_behaviour"]


def _shown(value: Any, truth: Any) -> str:
    if isinstance(value, frozenset) and isinstance(truth, frozenset):
        more = ", ".join(sorted(value - truth)) or "-"
        less = ", ".join(sorted(truth - value)) or "-"
        return f"too many: {more}; missing: {less}"
    return f"{value!r}, not {truth!r}"


if __name__ == "__main__":
    raise SystemExit(main())
