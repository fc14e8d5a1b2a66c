"""Preview: the site as it will be, shown while it is written; a broken note shows its problems.

Pages come first, and the search index follows. Only what a change touches is done again.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import lxml.html
from lxml.html import builder as of
from mkdocs.livereload import LiveReloadServer
from watchdog.observers import Observer

from workshop_notes.bounded import UnreadError
from workshop_notes.build.cache import FILE, Asked, Cache, Memory, Staged, sources
from workshop_notes.build.make import SavedError, read_project
from workshop_notes.build.pack import write_packs
from workshop_notes.build.render import RenderingError, render
from workshop_notes.checks.check import check_collection
from workshop_notes.exports import write_files
from workshop_notes.machine import alone, today
from workshop_notes.normalize import CONTROLS
from workshop_notes.problem import Problem, as_text
from workshop_notes.search.index import site_files
from workshop_notes.site import derive
from workshop_notes.writing import clear_staging, new_staging

WATCHED = ("notes", "docs", "overrides", "mkdocs.yml")
SAID = "This page is not shown until these are mended:"
STYLE = "body{font:1rem/1.5 sans-serif;margin:2rem;max-width:60rem}li{margin:.5rem 0}"


class Preview:
    """The preview of one project: its folder, and what it last showed."""

    def __init__(self, root: Path, site: Path) -> None:
        self.root = root
        self.site = site
        self._memory = Memory()
        self._made_of = ""

    def show(self, tell: Callable[[], None] = lambda: None) -> list[Problem]:
        """Bring the preview up to date, call `tell` when its pages are, and give every problem.

        What cannot be rendered at all is the site's only page.
        """
        with alone(self.root, "serve"):
            while True:
                with contextlib.closing(Cache(self.root / ".cache" / FILE)) as cache:
                    made_of = sources(self.root, Asked(today()), cache)
                    if made_of == self._made_of:
                        return []
                    # What was saved meanwhile is shown at once.
                    with contextlib.suppress(SavedError):
                        problems = self._show(cache, tell)
                        self._made_of = made_of
                        return problems

    def _show(self, cache: Cache, tell: Callable[[], None]) -> list[Problem]:
        whole = read_project(self.root, cache)
        seen = whole.published(today())
        problems = check_collection(seen, cache)
        wrong = [one for one in problems if one.level == "error"]
        broken = {one.path for one in wrong}
        fit = seen.only(note for note in seen.notes if note.shown not in broken)
        clear_staging(self.site)
        done, found = derive(self.root, fit, cache=cache), Memory()
        with Staged(new_staging(self.site), self.site, self._memory) as staged:
            try:
                found, said = render(done, staged, cache)
                problems = [*problems, *said]
            except RenderingError as error:
                _write(staged.folder / "index.html", "The site", [str(error)])
            for path in sorted(broken):
                if path.startswith("notes/") and path.endswith(".md"):
                    page = staged.folder / path.removesuffix(".md") / "index.html"
                    _write(page, path, [as_text(one) for one in wrong if one.path == path])
            pages = staged.files()
            for name in self._memory.files.keys() - pages.keys():
                staged.take(name)  # it stands until it is made anew
            left = staged.take_the_place()
            shown = Memory(found.pages, *left, along=self._memory.along)
        tell()
        with Staged(new_staging(self.site), self.site, shown) as staged:
            for name in pages:
                staged.take(name)
            for name, text in site_files(fit, staged.path, cache).items():
                staged.put(name, text.encode())
            along = write_files(done.edition, staged)
            write_packs(done.edition, staged)
            left = staged.take_the_place()
            self._memory = Memory(found.pages, *left, along=along)
        return problems


def serve(root: Path, host: str, port: int) -> None:
    """Show the preview at an address, and follow every change, until it is interrupted."""
    with tempfile.TemporaryDirectory(prefix="notes-preview-") as folder:
        preview = Preview(root, Path(folder) / "site")

        def build() -> None:
            try:
                problems = preview.show()
            except UnreadError as error:
                problems = [error.problem]  # what was shown stands until the settings are mended
            for problem in problems:
                print(as_text(problem), file=sys.stderr)

        build()
        server = LiveReloadServer(build, host, port, str(preview.site))
        # The machine tells of a change at once; MkDocs' own looks every half second.
        server.observer = Observer()  # type: ignore[assignment]
        for name in WATCHED:
            if (root / name).exists():
                server.watch(str(root / name))
        print(f"The preview is at {server.url}", file=sys.stderr, flush=True)
        try:
            server.serve()  # type: ignore[no-untyped-call]
        finally:
            server.shutdown()


def _write(page: Path, title: str, lines: list[str]) -> None:
    head = of.HEAD(of.META(charset="utf-8"), of.TITLE(title), of.STYLE(STYLE))
    rows = [of.LI(CONTROLS.sub("", line)) for line in lines]
    made = of.HTML(head, of.BODY(of.H1(title), of.P(SAID), of.UL(*rows)), lang="en")
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes(lxml.html.tostring(made, doctype="<!doctype html>"))
