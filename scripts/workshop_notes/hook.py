"""The hook of MkDocs: `mkdocs build` and `mkdocs serve` call what `notes build` calls.

It holds no logic of its own: Zensical ignores hooks, so nothing may depend on it alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from workshop_notes.build import IN_CHARGE, BuildError, finish, prepare, staging
from workshop_notes.clock import today
from workshop_notes.collection import Collection
from workshop_notes.problem import as_text
from workshop_notes.search import index

_sites: list[Path] = []
_seen: list[Collection] = []


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether a site is built for good or for a live preview."""
    del dirty
    _sites.clear()
    _seen.clear()
    if command != "serve":
        _sites.append(Path())


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Build beside the old site, so that a failure leaves it as it was."""
    if _sites and IN_CHARGE not in os.environ:
        _sites[:] = [Path(config.site_dir)]
        config.site_dir = str(staging(Path(config.site_dir)))
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Check the notes and derive their pages."""
    if IN_CHARGE in os.environ:
        return
    try:
        seen, problems = prepare(_root(config), today())
    except BuildError as error:
        raise Abort("\n".join([*map(as_text, error.problems), str(error)])) from error
    _seen[:] = [seen]
    for problem in problems:
        print(as_text(problem), file=sys.stderr)


def on_serve(
    server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., None]
) -> LiveReloadServer:
    """Follow the editors' folder and the templates too."""
    del builder
    for name in ("notes", "overrides"):
        server.watch(str(_root(config) / name))
    return server


def on_post_build(config: MkDocsConfig) -> None:
    """Index the pages; then sweep them and put the finished site in its place."""
    if IN_CHARGE in os.environ:
        return
    if not _sites:
        index(Path(config.site_dir))
        return
    try:
        finish(_seen[0], Path(config.site_dir), _sites[0])
    except BuildError as error:
        raise Abort("\n".join([*map(as_text, error.problems), str(error)])) from error


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent
