"""Rendering around MkDocs 1.6: a page whose source and surroundings are unchanged is taken over.

The result is byte for byte what `mkdocs build` writes; a test holds that. Whatever this module does
not know to depend on a page's own source alone (a plugin, another extension or hook, a template
that reads the date or other pages) makes it render every page.

MkDocs' own steps are called in its own order. Relied upon, beside its documented functions:
`_populate_page`, `_build_page`, `_build_theme_template` and `_build_extra_template` of
`mkdocs.commands.build`, that a page learns of other files by `Files.get_file_from_path` alone, that
`pymdownx.emoji` asks for its index by `_set_index`, and the first default of `get_yaml_loader`.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from glob import glob
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import jinja2.meta
import mkdocs
import yaml
from markdown import Markdown
from mkdocs.commands import build as steps
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure import files as file_module
from mkdocs.structure import pages as page_module
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.yaml import get_yaml_loader

from workshop_notes.bounded import read_own
from workshop_notes.build.cache import (
    Cache,
    Kept,
    Memory,
    Staged,
    digest_of_files,
    environment_of,
    version,
)
from workshop_notes.problem import Problem
from workshop_notes.sandbox import packed, shared_out, unpacked
from workshop_notes.settings import CONFIG
from workshop_notes.sharing import is_unused
from workshop_notes.site import Changes, bytecode
from workshop_notes.text.markdown import QuickMarkdown
from workshop_notes.writing import held

KNOWN: Mapping[str, Any] = read_own(Path(__file__).with_suffix(".yml"))
EXTENSIONS = frozenset(KNOWN["extensions"].split())
HOOK = "scripts/workshop_notes/hook.py"
# What other pages show of a page that the navigation names, is all of its front matter but these.
OWN = ("view", "description", "template", "tags")
# What a template may not read, or its pages depend on more than is looked at here.
OTHERS = frozenset({"pages", "build_date_utc"})
CODE = "builder-warning"
IN_CHARGE = "WORKSHOP_NOTES_BUILD"
_PAGE = re.compile(r"Doc file '([^']+)'")
SITEMAP = "sitemap.xml"
# Of each page in the navigation: its source, its title, its other front matter.
Shown = list[tuple[str, str, dict[str, Any]]]
NOT_IN_NAV = (InclusionLevel.INCLUDED, InclusionLevel.NOT_IN_NAV)


class RenderingError(Exception):
    """MkDocs stopped; the message is what it said."""


class _Seeking(Files):
    """The files of a build, which note what a page looks for."""

    def __init__(self, files: Iterable[File]) -> None:
        super().__init__(files)
        self.sought: dict[str, tuple[str, str] | None] = {}

    def get_file_from_path(self, path: str) -> File | None:
        """Give a file by its source, and note that it was looked for."""
        found = super().get_file_from_path(path)
        self.sought[path] = standing(found)
        return found


class _Said(logging.Handler):
    """What MkDocs says while it works."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def problems(self) -> list[Problem]:
        """Give the warnings and errors, each at the page that it names."""
        told = dict.fromkeys(line for line in self.lines if not line.startswith("INFO"))
        found = ((_PAGE.search(line), line.partition(": ")[2]) for line in told)
        fix = "mend it in the page, or by MkDocs' page on configuration"
        return [
            Problem(f"docs/{m[1]}" if m else CONFIG, 1, 1, CODE, says.rstrip("."), fix, "warning")
            for m, says in found
        ]

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname}: {record.getMessage()}")


def render(
    done: Changes, staged: Staged, cache: Cache, *, strict: bool = False
) -> tuple[Memory, list[Problem]]:
    """Render a project's docs/, where that was `done`, into a staged site, which takes over what
    would be the same; the hook leaves all else to whoever called this.

    Gives what to remember of its pages, and MkDocs' warnings. Raises RenderingError with MkDocs'
    words; with `strict` for its warnings too.
    """
    root = done.edition.whole.root
    derived = {path: one.digest for path, one in done.left.made.items()}
    os.environ[IN_CHARGE] = "1"
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "true")
    said = _Said()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(said)
    before, logger.propagate = logger.propagate, False
    try:
        with _quick_start():
            settings = str(root / "mkdocs.yml")
            config = load_config(settings, site_dir=str(staged.folder), strict=strict)
            config.plugins.on_startup(command="build", dirty=False)
            found = _rendered(root, config, staged, cache, derived, said)
            config.plugins.on_shutdown()
    except (MkDocsException, jinja2.TemplateError) as error:
        why = slip_of(error, root) if isinstance(error, jinja2.TemplateError) else str(error)
        raise RenderingError("\n".join([*said.lines, why])) from error
    finally:
        del os.environ[IN_CHARGE]
        logger.removeHandler(said)
        logger.propagate = before
    problems = said.problems()
    if strict and problems:
        raise RenderingError("\n".join(said.lines))
    return found, problems


def slip_of(error: jinja2.TemplateError, root: Path) -> str:
    """Say in which file of a project and in which line a template failed, and why."""
    steps = [(step.filename, step.lineno) for step in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, jinja2.TemplateSyntaxError):
        steps.append((error.filename or error.name or "", error.lineno))
    at = [f"{name.removeprefix(f'{root}/')}:{line}: " for name, line in steps if ".html" in name]
    return f"{at[-1] if at else ''}{error}"


def standing(file: File | None) -> tuple[str, str] | None:
    """Give what a link to a file depends on: its address, and whether it is published."""
    return (file.url, file.inclusion.name) if file else None


def _rendered(
    root: Path,
    config: MkDocsConfig,
    staged: Staged,
    cache: Cache,
    derived: Mapping[str, str],
    said: _Said,
) -> Memory:
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    env = config.theme.get_env()
    env.bytecode_cache = bytecode(cache)
    env.auto_reload = False  # no template changes under a build's hands
    seeking, nav = _found(config)
    documents = seeking.documentation_pages()

    def digest(file: File) -> str:
        return derived.get(file.src_uri) or cache.digest(str(file.abs_src_path))

    sources = {file.src_uri: digest(file) for file in documents}
    shown = _shown(nav, config)
    around = _around(root, config, env, nav, shown, cache) if shown is not None else ""
    keys = {name: _digest(f"{around}\0{name}\0{source}") for name, source in sources.items()}
    taken = _taken(keys, seeking, staged) if around else {}
    fresh, kinds = _by_kind(file for file in documents if file.src_uri not in taken)
    sought: dict[str, dict[str, tuple[str, str] | None]] = {}

    def populate(file: File) -> None:
        seeking.sought = sought[file.src_uri] = {}
        steps._populate_page(_page(file), config, seeking)

    def whole(place: int) -> bytes:
        lines, file = len(said.lines), fresh[place]
        populate(file)
        steps._build_page(_page(file), config, documents, nav, env)
        kept = _kept(file, keys[file.src_uri], sought[file.src_uri])
        return packed("value", (kept, said.lines[lines:]))

    if not around:  # a page may depend on any other: all are read before the first is written
        for file in fresh:
            populate(file)
    env = config.plugins.on_env(env, config=config, files=seeking)
    _copy(seeking, staged, digest)
    for template in _fresh_templates(config, staged, around):
        steps._build_theme_template(template, env, seeking, config, nav)
    for template in config.extra_templates:
        steps._build_extra_template(str(template), seeking, config, nav)
    known = dict(taken)
    loud = set()
    if around:
        with one_parser(config):
            for place, data in shared_out(len(fresh), whole, kinds):
                kept, lines = unpacked(data)[1]
                known[fresh[place].src_uri] = kept
                if lines:
                    loud.add(fresh[place].src_uri)
                    said.lines += [line for line in lines if line not in said.lines]
    else:
        for file in fresh:
            steps._build_page(_page(file), config, documents, nav, env)
    _validate(documents, known, seeking, config)
    config.plugins.on_post_build(config=config)
    pages = {name: one for name, one in known.items() if name not in loud}
    return Memory(pages, around=around)


def _found(config: MkDocsConfig) -> tuple[_Seeking, Navigation]:
    """Give the files of a site, each page with its place, and the navigation."""
    with _quick_walk():
        files = get_files(config)
    # Without the theme's thousands of icons, which are hidden, and which MkDocs leaves out anyway.
    every = (glob("**", root_dir=one, recursive=True) for one in config.theme.dirs)  # noqa: PTH207
    names = sorted({Path(name).as_posix() for name in chain(*every)})
    theme: Any = SimpleNamespace(list_templates=lambda filter_func: filter(filter_func, names))
    files.add_files_from_theme(theme, config)
    files = config.plugins.on_files(files, config=config)
    set_exclusions(files, config)
    seeking = _Seeking(files)
    nav = config.plugins.on_nav(get_navigation(seeking, config), config=config, files=seeking)
    for file in seeking.documentation_pages():
        if file.page is None and file.inclusion in NOT_IN_NAV:
            Page(None, file, config)
    return seeking, nav


@contextlib.contextmanager
def _quick_walk() -> Iterator[None]:
    """Let MkDocs' `get_files` walk by what is known of folders; it uses `os.walk` and `os.path`."""

    def walk(folder: str, *, followlinks: bool) -> Iterator[tuple[str, list[str], list[str]]]:
        del followlinks
        folders: list[str] = []
        names: list[str] = []
        for name, kind in held(f"{folder}/"):
            inside = kind == "folder" or (kind == "link" and Path(folder, name).is_dir())
            (folders if inside else names).append(name)
        yield folder, folders, names
        for name in folders:
            yield from walk(f"{folder}/{name}", followlinks=True)

    before = file_module.os  # type: ignore[attr-defined]
    file_module.os = SimpleNamespace(walk=walk, path=os.path)  # type: ignore[assignment, attr-defined]
    try:
        yield
    finally:
        file_module.os = before  # type: ignore[attr-defined]


def _copy(files: Iterable[File], staged: Staged, digest: Callable[[File], str]) -> None:
    """Copy what is no page, as MkDocs does, where the last site does not have it."""
    for file in files:
        if file.is_documentation_page() or is_unused(file.dest_uri):
            continue
        if file.inclusion.value > InclusionLevel.DRAFT.value:
            source = digest(file)
            if not (source and staged.take(file.dest_uri, source)):
                file.copy_file()


def _fresh_templates(config: MkDocsConfig, staged: Staged, around: str) -> Iterator[str]:
    """Give the theme's own pages that the last site does not have as they would be now."""
    same = around and around == staged.last.around
    for name in config.theme.static_templates:
        # A map of the site names every page, and a site without an address has none in the end.
        if config.site_url if name == SITEMAP else not (same and staged.take(name)):
            yield name


def _by_kind(files: Iterable[File]) -> tuple[list[File], int]:
    """Give files with one of each kind of page first, whose templates all processes then share,
    and the number of kinds."""
    fresh = list(files)
    first = {file.src_uri.split("/")[0]: file for file in reversed(fresh)}
    return sorted(fresh, key=lambda file: first[file.src_uri.split("/")[0]] is not file), len(first)


@contextlib.contextmanager
def _quick_start() -> Iterator[None]:
    """Let the settings be read by libyaml, the thousands of icons be listed when a text names the
    first, and the date be asked once, not by each page."""
    from pymdownx.emoji import EmojiPattern  # type: ignore[import-untyped]

    def given(self: Any, index: Callable[..., Any]) -> None:
        self.index = index

    before, EmojiPattern._set_index = EmojiPattern._set_index, given
    EmojiPattern.emoji_index = property(lambda self: self.index(self.options, self.md))
    date = page_module.get_build_date  # type: ignore[attr-defined]
    page_module.get_build_date = lru_cache(date)  # type: ignore[attr-defined]
    loaders = get_yaml_loader.__defaults__
    get_yaml_loader.__defaults__ = (getattr(yaml, "CLoader", yaml.Loader), None)
    try:
        yield
    finally:
        get_yaml_loader.__defaults__ = loaders
        page_module.get_build_date = date  # type: ignore[attr-defined]
        EmojiPattern._set_index = before
        del EmojiPattern.emoji_index


@contextlib.contextmanager
def one_parser(config: MkDocsConfig) -> Iterator[None]:
    """Let all pages share one Markdown instance, which MkDocs makes anew for each.

    Relied upon: `Page.render` makes it by `mkdocs.structure.pages.markdown.Markdown`, and registers
    what it adds for a page under names, so that the next page's takes its place. An extension that
    is not known may hold something of a page: then each has its own.
    """
    if not _known(config):
        yield
        return
    made: list[Markdown] = []

    def markdown(**given: Any) -> Markdown:
        if not made:
            made.append(QuickMarkdown(**given))
        made[0].reset()
        made[0].__dict__.pop("toc_tokens", None)
        return made[0]

    before = page_module.markdown  # type: ignore[attr-defined]
    page_module.markdown = SimpleNamespace(Markdown=markdown)  # type: ignore[assignment, attr-defined]
    try:
        yield
    finally:
        page_module.markdown = before  # type: ignore[attr-defined]


def _known(config: MkDocsConfig) -> bool:
    known = EXTENSIONS.issuperset(map(str, config.markdown_extensions))
    return known and mkdocs.__version__.startswith("1.6.")


def _shown(nav: Navigation, config: MkDocsConfig) -> Shown | None:
    """Give what the navigation shows of its pages; None where a title stands in the text, and is
    known after rendering only."""
    shown = []
    for page in nav.pages:
        given = page.__dict__.get("title")
        page.read_source(config)
        title = given or page.meta.get("title")
        if title is None:
            return None
        meta = {name: value for name, value in page.meta.items() if name not in OWN}
        shown.append((page.file.src_uri, str(title), meta))
    return shown


def _around(
    root: Path,
    config: MkDocsConfig,
    env: jinja2.Environment,
    nav: Navigation,
    shown: Shown,
    cache: Cache,
) -> str:
    """Give a digest of what every page depends on; "" when that cannot be known."""
    settings = (root / "mkdocs.yml").read_bytes()
    hooks = [Path(str(hook)).as_posix() for hook in config.hooks]
    custom = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    plain = (
        b"INHERIT" not in settings
        and hooks in ([], [HOOK])
        and set(config.plugins) <= set(hooks)
        and _known(config)
    )
    if not plain:
        return ""
    looks = digest_of_files(custom.parent, custom.name) if custom else ""
    if custom and cache.once("variables", looks, partial(_variables, custom, env)) & OTHERS:
        return ""
    here = (settings, environment_of(settings))
    given = (version(), *here, looks, config.site_url, shown, str(nav))
    return _digest(repr(given))


def _variables(custom: Path, env: jinja2.Environment) -> set[str]:
    """Give what a project's own templates read; where one cannot be read, all."""
    found: set[str] = set()
    for path in sorted(custom.rglob("*.html")):
        try:
            found |= jinja2.meta.find_undeclared_variables(env.parse(path.read_text("utf-8")))
        except jinja2.TemplateError:
            return set(OTHERS)
    return found


def _taken(keys: Mapping[str, str], files: Files, staged: Staged) -> dict[str, Kept]:
    """Take over the pages that stand in the last site as they would be rendered now."""
    taken = {}
    for name, key in keys.items():
        kept = staged.last.pages.get(name)
        if kept is None or kept.key != key:
            continue
        if any(
            standing(Files.get_file_from_path(files, path)) != was
            for path, was in kept.sought.items()
        ):
            continue
        if staged.take(kept.output):
            taken[name] = kept
    return taken


def _validate(
    documents: Iterable[File], taken: dict[str, Kept], files: Files, config: MkDocsConfig
) -> None:
    """Let MkDocs look at links to anchors, with what is remembered of the pages taken over."""
    for file in documents:
        kept = taken.get(file.src_uri)
        if kept is not None and not kept.links:
            continue
        page = _page(file)
        if kept is not None:
            linked = {
                Files.get_file_from_path(files, name): one for name, one in kept.links.items()
            }
            page.links_to_anchors = {to: found for to, found in linked.items() if to is not None}
        for to in page.links_to_anchors or ():
            known = taken.get(to.src_uri)
            if known is not None:
                _page(to).present_anchor_ids = set(known.anchors.split("\n"))
        page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)


def _kept(file: File, key: str, sought: dict[str, tuple[str, str] | None]) -> Kept:
    page = _page(file)
    own = page.present_anchor_ids or set()
    every = {to.src_uri: dict(found) for to, found in (page.links_to_anchors or {}).items()}
    here = {one: link for one, link in every.pop(file.src_uri, {}).items() if one not in own}
    links = every | ({file.src_uri: here} if here else {})
    return Kept(key, file.dest_uri, sought, "\n".join(sorted(own)), links)


def _page(file: File) -> Page:
    assert file.page is not None
    return file.page


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
