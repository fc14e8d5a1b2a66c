"""Search: the full-text index of a built site, made by Pagefind over its note pages."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from pagefind_bin import get_executable  # type: ignore[import-untyped]

FOLDER = "pagefind"
NOTES = "notes/*/**/*.html"
SIGNATURE = b"pagefind_dcd"
# Above this many notes the page no longer holds the whole catalogue, and has no use for the map.
MAPPED = 600
# Entries (a word on a page) in one piece of the index. Pagefind's own 20,000 make a reader fetch
# 30 KB for each word of a query; pieces of about as many entries as there are notes are a fifth of
# that. The variable has no promise behind it: where it means nothing, pieces are merely larger.
PIECE = "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE"
SMALLEST_PIECE = 2_000
# What search needs of Pagefind; its own interfaces (400 KB) and its worker are never asked for.
KEPT = ("pagefind.js", "pagefind-entry.json", "wasm.en.pagefind", "*.pf_meta")
KEPT_FOLDERS = ("index", "filter", "fragment")


class SearchIndexError(Exception):
    """Pagefind could not index the site; the site is as it was."""


def index(site: Path) -> None:
    """Index the note pages of a built site into its folder `pagefind`, whole or not at all.

    Only pages with `data-pagefind-body` are in the index. All languages share one index. A site
    without a note gets none. Raises SearchIndexError with Pagefind's own words when it fails.
    """
    with tempfile.TemporaryDirectory(prefix=".indexing-", dir=site.parent) as scratch:
        made = Path(scratch) / FOLDER
        pages = sum(1 for _ in site.glob(NOTES))
        if pages:
            _run(site, Path(scratch) / "whole", pages)
            _keep(Path(scratch) / "whole", made)
            (made / "notes.json").write_text(_map(made), encoding="utf-8")
        _replace(site / FOLDER, made, Path(scratch) / "old")


def _run(site: Path, into: Path, pages: int) -> None:
    options = ["--glob", NOTES, "--force-language", "en", "--quiet"]
    command = [str(get_executable()), "--site", str(site), "--output-path", str(into), *options]
    done = subprocess.run(
        command,
        env={**os.environ, PIECE: str(max(SMALLEST_PIECE, pages))},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise SearchIndexError(said[-1] if said else f"pagefind ended with {done.returncode}")


def _keep(whole: Path, made: Path) -> None:
    made.mkdir()
    for pattern in KEPT:
        for path in sorted(whole.glob(pattern)):
            path.rename(made / path.name)
    for name in KEPT_FOLDERS:
        if (whole / name).exists():
            (whole / name).rename(made / name)


def _map(made: Path) -> str:
    """Say which fragment is which note, so that results can be ranked before they are fetched."""
    fragments = sorted((made / "fragment").glob("*.pf_fragment"))
    metadata = [path.name for path in sorted(made.glob("*.pf_meta"))]
    notes: dict[str, str] = {}
    if len(fragments) <= MAPPED:
        for path in fragments:
            fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(SIGNATURE))
            notes[path.stem] = fragment["url"].strip("/").removeprefix("notes/")
    facts = {"metadata": metadata, "count": len(fragments), "notes": notes}
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _replace(old: Path, new: Path, aside: Path) -> None:
    if old.exists():
        old.rename(aside)
    try:
        if new.exists():
            new.rename(old)
    except OSError:
        if aside.exists():
            aside.rename(old)
        raise
    shutil.rmtree(aside, ignore_errors=True)
