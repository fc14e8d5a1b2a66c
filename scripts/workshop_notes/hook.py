"""The hook of MkDocs: `mkdocs build` and `mkdocs serve` call what `notes build` calls.

It holds no logic of its own: Zensical ignores hooks, so nothing may depend on it alone.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Environment, TemplateError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from workshop_notes.bounded import UnreadError
from workshop_notes.build.cache import FILE, Cache, Staged
from workshop_notes.build.make import BuildError, Prepared, finish, prepare
from workshop_notes.build.render import IN_CHARGE, one_parser, slip_of
from workshop_notes.exports import write_files
from workshop_notes.machine import BusyError, alone, refusal, today
from workshop_notes.problem import as_text
from workshop_notes.search.index import write_index
from workshop_notes.settings import without_empty
from workshop_notes.site import bytecode
from workshop_notes.views.page import read_front
from workshop_notes.writing import NotOursError, clear_staging, new_staging, refuse_site

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

OF_MAPS = frozenset(dir(dict))
# Set, it leaves reading and rendering to the builder's own, slower ways: tests compare the two.
PLAIN = "WORKSHOP_NOTES_PLAIN"

_sites: list[Staged] = []
_ready: list[Prepared] = []
_held = contextlib.ExitStack()
_fronts: dict[str, dict[str, Any]] = {}


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether a site is built for good or for a live preview."""
    del dirty
    _sites.clear()
    _ready.clear()
    if command != "serve":
        _sites.append(Staged(Path(), Path()))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Build beside the old site, so that a failure leaves it as it was."""
    if PLAIN not in os.environ:
        _held.enter_context(one_parser(config))
    if IN_CHARGE in os.environ:
        return config
    with _aborting():
        root = _root(config)
        _held.enter_context(alone(root, "mkdocs"))
        if _sites:
            site = Path(config.site_dir)
            refuse_site(site, root)
            clear_staging(site)
            _sites[:] = [_held.enter_context(Staged(new_staging(site), site))]
            config.site_dir = str(_sites[0].folder)
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    if IN_CHARGE in os.environ:
        return
    with _aborting(), contextlib.closing(Cache(_root(config) / ".cache" / FILE)) as memory:
        _ready[:] = [prepare(_root(config), today(), cache=memory)]
    for problem in _ready[0].problems:
        print(as_text(problem), file=sys.stderr)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave out of the navigation and the footer what leads to a kind of page without a term."""
    docs = Path(config.docs_dir)
    config.nav = without_empty(config.nav, docs)
    if "footer" in config.extra:
        config.extra["footer"] = without_empty(config.extra["footer"], docs)
    return files


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """Read a derived page's front matter as the JSON that it is: YAML takes ten times as long."""
    del config
    view = read_front(page.file.content_string) if PLAIN not in os.environ else None
    if view is None:
        return None
    fields, body = view
    _fronts[page.file.src_uri] = fields
    return body.lstrip("\n")


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give a derived page the front matter that was read above."""
    del config, files
    page.meta.update(_fronts.pop(page.file.src_uri, {}))
    return markdown


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Let templates look first where a view has its values, and be found and compiled at once."""
    del files
    if PLAIN in os.environ:
        return env
    other = env.getattr

    def value(thing: Any, name: str) -> Any:
        if type(thing) is dict and name in thing and name not in OF_MAPS:
            return thing[name]
        return other(thing, name)

    if env.bytecode_cache is None:
        memory = Cache(_root(config) / ".cache" / FILE)
        _held.callback(memory.close)
        env.bytecode_cache = bytecode(memory)
    env.get_template = cache(env.get_template)  # type: ignore[method-assign]
    env.getattr = value  # type: ignore[method-assign, assignment]
    return env


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
        _held.close()
        return
    with _aborting():
        if _sites:
            problems, _ = finish(_ready[0], _sites[0])
            for problem in problems:
                print(as_text(problem), file=sys.stderr)
            config.site_dir = str(_sites[0].site)
        else:
            with contextlib.closing(Cache(_root(config) / ".cache" / FILE)) as memory:
                write_index(_ready[0].seen, Path(config.site_dir), memory)
            staged = Staged(Path(config.site_dir), Path(config.site_dir))
            write_files(_ready[0].done.edition, staged)
    _held.close()


def on_build_error(error: Exception) -> None:
    """Let the next run in; of a template's slip, say where it is."""
    _held.close()
    if isinstance(error, TemplateError):
        raise Abort(slip_of(error, Path.cwd())) from error


@contextlib.contextmanager
def _aborting() -> Iterator[None]:
    """Turn what stops a build into the one message that MkDocs shows."""
    try:
        yield
    except BuildError as error:
        raise Abort("\n".join([*map(as_text, error.problems), str(error)])) from error
    except UnreadError as error:
        raise Abort(as_text(error.problem)) from error
    except (BusyError, NotOursError) as error:
        raise Abort(str(error)) from error
    except OSError as error:
        raise Abort(refusal(error)) from error


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent
