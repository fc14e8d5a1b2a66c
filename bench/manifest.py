"""What the pipeline gives, written down so that two states of the code can be compared.

`python bench/manifest.py write FILE [--site DIR] [SOURCE…]` records the object of `notes ingest
--dry-run --json` for every original among the sources (files or folders; default: the corpora of
the tests, the samples and the development set), and the digest of every file below each `--site`
folder: derived pages in `docs/`, the built site, its data files.
`python bench/manifest.py compare OLD NEW` prints each difference on a line and how many there are.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workshop_notes.collection import Collection, is_original, load_collection
from workshop_notes.ingest import ingest
from workshop_notes.report import as_contract

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SOURCES = (
    ROOT / "tests" / "extract" / "mean",
    ROOT / "tests" / "toy" / "raw",
    SHARED / "samples",
    SHARED / "seeds",
    SHARED / "cases",
    SHARED / "dev-set" / "notes",
)
SHOWN = 160


def main() -> int:
    """Write a manifest, or compare two; the exit code is 1 where they differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("write")
    write.add_argument("file", type=Path)
    write.add_argument("sources", nargs="*", type=Path, default=[])
    write.add_argument("--site", action="append", type=Path, default=[])
    compare = commands.add_parser("compare")
    compare.add_argument("old", type=Path)
    compare.add_argument("new", type=Path)
    options = parser.parse_args()
    if options.command == "write":
        manifest = {
            "ingest": _ingested(options.sources or [one for one in SOURCES if one.exists()]),
            "files": dict(_digests(options.site)),
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
        options.file.write_text(text + "\n", encoding="utf-8")
        print(f"{len(manifest['ingest'])} originals, {len(manifest['files'])} files")
        return 0
    old, new = (json.loads(path.read_text("utf-8")) for path in (options.old, options.new))
    differences = list(_differences("", old, new))
    for line in differences:
        print(line)
    print(f"{len(differences)} differences")
    return 1 if differences else 0


def _ingested(sources: list[Path]) -> dict[str, Any]:
    loaded = load_collection(ROOT)
    bare = Collection(loaded.root, (), loaded.vocabularies)
    found = []
    for source in sources:
        inside = sorted(source.rglob("*")) if source.is_dir() else [source]
        found += [path for path in inside if path.is_file() and is_original(path)]
    return {
        f"{one.source.parent.name}/{one.source.name}": as_contract(one, ROOT)
        for path in found
        for one in ingest([path], bare, dry_run=True)
    }


def _digests(folders: list[Path]) -> Iterator[tuple[str, str]]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
                yield name, hashlib.sha256(path.read_bytes()).hexdigest()


def _differences(place: str, old: Any, new: Any) -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            yield from _differences(f"{place}: {key}" if place else key, old.get(key), new.get(key))
    elif old != new:
        yield f"{place}: {_shown(old)} → {_shown(new)}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


if __name__ == "__main__":
    raise SystemExit(main())
