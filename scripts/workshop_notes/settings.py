"""Settings: what mkdocs.yml says, and which of its settings do nothing on this site."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml

from workshop_notes.bounded import compose, read_own
from workshop_notes.problem import Problem, UsageError

CODE = "unused-setting"
SHAPES = Path(__file__).with_name("views") / "shapes.yml"
CONFIG = "mkdocs.yml"
Value = object

# Plugins that would do again, or against a promise of the site, what the build does already.
PLUGINS = {
    "search": "this site has a search of its own; the plugin sends the whole index to every reader",
    "social": "the build draws a picture of each note and mission by itself, without web fonts",
    "tags": "missions, years and themes have pages of their own; its tags work where it stays, but"
    " every build then renders every page anew",
    "offline": "the site can be read from a disk as it is",
    "privacy": "nothing of this site comes from another host, so that nothing need be fetched",
}
# Kinds of pages whose folder an adopter may name, and what is no name for one.
RENAMED = ("missions", "resolutions")
FOLDER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TAKEN = (
    "notes",
    "themes",
    "years",
    "glossary",
    "organizations",
    "browse",
    "search",
    "due",
    "assets",
)
# Features of Material's own search, which is off.
SEARCH_FEATURES = ("search.suggest", "search.highlight", "search.share")


@dataclass(frozen=True)
class Settings:
    """The settings of a project as text, lists and mappings; `lines` has a line for each path."""

    values: Mapping[str, Value]
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict)

    def get(self, *path: str) -> Value:
        """Give the setting at a path of keys, or None where there is none."""
        found: Value = self.values
        for key in path:
            if not isinstance(found, Mapping):
                return None
            found = found.get(key)
        return found

    def text(self, *path: str, default: str = "") -> str:
        """Give the setting at a path if it is text, else the default."""
        found = self.get(*path)
        return found if isinstance(found, str) and found else default

    def names(self, *path: str) -> list[str]:
        """Give the names in a list or mapping, as of plugins: `[a, {b: …}]` is a and b."""
        found = self.get(*path)
        if isinstance(found, Mapping):
            return list(found)
        rows = found if isinstance(found, list) else [found] if isinstance(found, str) else []
        return [
            name
            for row in rows
            for name in (row if isinstance(row, Mapping) else [row])
            if isinstance(name, str)
        ]

    @property
    def address(self) -> str:
        """The address at which the site is published, ending in a slash, or nothing."""
        found = self.text("site_url")
        return f"{found.rstrip('/')}/" if found else ""


def read_settings(root: Path) -> Settings:
    """Read mkdocs.yml and what it inherits; the environment answers `!ENV [NAME, default]`."""
    values: dict[str, Value] = {}
    lines: dict[tuple[str, ...], int] = {}
    path: Path | None = root / CONFIG
    seen: set[Path] = set()
    while path and path not in seen and path.is_file():
        seen.add(path)
        node = compose(path.read_text(encoding="utf-8"))
        for key, value in _pairs(node):
            if key.value not in values:
                lines[(key.value,)] = key.start_mark.line + 1
                values[key.value] = _value(value, (key.value,), lines)
        parent = values.pop("INHERIT", None)
        path = path.parent / parent if isinstance(parent, str) else None
    return Settings(values, lines)


def folders(settings: Settings) -> dict[str, str]:
    """Give the folders of pages that `extra.workshop_notes.addresses` renames.

    `missions: programmes` is {"missions": "programmes"}. Raises UsageError where a name is no
    plain part of an address, or stands for two.
    """
    given = settings.get("extra", "workshop_notes", "addresses")
    found: dict[str, str] = {}
    for name, folder in given.items() if isinstance(given, Mapping) else ():
        said, others = str(folder), {*TAKEN, *RENAMED, *found.values()} - {name}
        if name not in RENAMED or not FOLDER.fullmatch(said) or said in others:
            place = f"{CONFIG}: extra.workshop_notes.addresses: {name}: {said}"
            fix = f"name {' or '.join(RENAMED)} in small letters, each by a word of its own"
            raise UsageError(f"{place}: {fix}")
        found[str(name)] = said
    return found


def derived(root: Path) -> tuple[str, ...]:
    """Give the folders of docs/ that are derived from notes/, where nobody writes by hand.

    Those that the settings rename are given by both names.
    """
    path = root / CONFIG
    told = path.stat() if path.is_file() else None
    return _derived(root, (told.st_mtime_ns, told.st_size) if told else None)


@lru_cache(maxsize=8)
def _derived(root: Path, _told: object) -> tuple[str, ...]:
    return (*read_own(SHAPES)["folders"], *folders(read_settings(root)).values())


def without_empty(entries: Value, docs: Path) -> Value:
    """Give a nav or footer without entries that lead to a derived page which is not there.

    A kind of page has none while its vocabulary is empty; an entry without entries leaves too.
    """
    if isinstance(entries, list):
        kept = (without_empty(one, docs) for one in entries)
        return [one for one in kept if one]
    if isinstance(entries, Mapping) and "link" in entries:
        return entries if without_empty(f"{str(entries['link']).strip('/')}/index.md", docs) else {}
    if isinstance(entries, Mapping):
        return {k: v for k, one in entries.items() if (v := without_empty(one, docs))}
    if not isinstance(entries, str) or entries.partition("/")[0] not in derived(docs.parent):
        return entries
    return entries if not entries.endswith(".md") or (docs / entries).is_file() else ""


def text_without_empty(text: str, docs: Path) -> str:
    """Give the text of mkdocs.yml without such entries, for Zensical adds inherited lists up."""
    top = {key.value: value for key, value in _pairs(compose(text))}
    footer = {key.value: value for key, value in _pairs(top.get("extra"))}
    lists = [node for node in (top.get("nav"), footer.get("footer")) if node is not None]
    lines = text.splitlines(keepends=True)
    while lists:
        for item in getattr(lists.pop(), "value", ()):
            inner = [value for _, value in _pairs(item)]
            if not without_empty(_value(item, (), {}), docs):
                end = item.end_mark.line + (item.end_mark.column > item.start_mark.column)
                lines[item.start_mark.line : end] = [""] * (end - item.start_mark.line)
            lists += [value for value in inner if isinstance(value, yaml.SequenceNode)]
    return "".join(lines)


def unused(settings: Settings) -> Iterator[Problem]:
    """Name each setting that does nothing on this site, with its line and the reason."""
    for place, plugin in enumerate(settings.names("plugins")):
        name = plugin.removeprefix("material/")
        if name in PLUGINS:
            message = f"the plugin '{plugin}' is not needed: {PLUGINS[name]}"
            yield _warn(settings, message, "plugins", str(place))
    if "plugins" not in settings.values:
        message = f"without `plugins`, the builder switches its search on: {PLUGINS['search']}"
        yield _warn(settings, message, fix="say `plugins: []`")
    for place, feature in enumerate(settings.names("theme", "features")):
        if feature in SEARCH_FEATURES:
            message = f"the feature '{feature}' belongs to Material's own search, which is off"
            yield _warn(settings, message, "theme", "features", str(place))
    if settings.text("extra", "analytics", "provider"):
        message = "no page asks another host, so that nobody else learns who reads what"
        yield _warn(settings, message, "extra", "analytics", fix="count visits on the web server")
    if isinstance(settings.get("theme", "font"), Mapping) and not settings.names("extra_css"):
        message = "fonts are not fetched from another host"
        fix = "put the font's files into docs/assets and name them with @font-face in an extra_css"
        yield _warn(settings, message, "theme", "font", fix=fix)
    for key in ("extra_css", "extra_javascript"):
        for place, row in enumerate(_rows(settings.get(key))):
            if "//" in row:
                message = f"{row} lies on another host, which the page's policy does not let in"
                fix = "keep a copy in docs/assets and name that"
                yield _warn(settings, message, key, str(place), fix=fix)
    for key in ("logo", "favicon"):
        if "//" in settings.text("theme", key):
            message = f"the {key} lies on another host, which the page's policy does not let in"
            yield _warn(settings, message, "theme", key, fix="keep a copy in docs/assets")
    if settings.text("use_directory_urls").lower() in ("false", "no", "off"):
        message = "a note's address is its folder, whatever `use_directory_urls` says"
        yield _warn(settings, message, "use_directory_urls", fix="remove the line")
    public = settings.text("repo_url") or settings.text("extra", "report", "public")
    if public and not settings.text("extra", "report", "private"):
        message = "whoever is identified by a page has nowhere to say so but in public"
        fix = "give extra.report.private an address that only the editors read"
        yield _warn(settings, message, "extra", "report", fix=fix)
    spoken = settings.names("extra", "languages")
    language = settings.text("theme", "language", default="en")
    if spoken and language not in spoken:
        message = f"the interface has no words in '{language}'; English ones are shown"
        fix = f"translate overrides/words/en.html as {language}.html and add it to extra.languages"
        yield _warn(settings, message, "theme", "language", fix=fix)


def _warn(settings: Settings, message: str, *path: str, fix: str = "remove it") -> Problem:
    known = [path[:end] for end in range(len(path), 0, -1) if path[:end] in settings.lines]
    line = settings.lines[known[0]] if known else 1
    return Problem(CONFIG, line, 1, CODE, message, fix, "warning")


def _rows(value: Value) -> list[str]:
    """Give a list's texts; a row that is a mapping counts by its `path`, as for scripts."""
    rows = value if isinstance(value, list) else []
    found = [row.get("path") if isinstance(row, Mapping) else row for row in rows]
    return [row for row in found if isinstance(row, str)]


def _pairs(node: yaml.Node | None) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield key, value


def _value(node: yaml.Node, path: tuple[str, ...], lines: dict[tuple[str, ...], int]) -> Value:
    if node.tag == "!ENV":
        return _from_environment(node)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Value] = {}
        for key, value in _pairs(node):
            lines[(*path, key.value)] = key.start_mark.line + 1
            found[key.value] = _value(value, (*path, key.value), lines)
        return found
    if isinstance(node, yaml.SequenceNode):
        rows: list[Value] = []
        for place, value in enumerate(node.value):
            lines[(*path, str(place))] = value.start_mark.line + 1
            rows.append(_value(value, (*path, str(place)), lines))
        return rows
    return str(node.value)


def _from_environment(node: yaml.Node) -> str:
    """Answer `!ENV NAME` and `!ENV [NAME, OTHER, default]` as MkDocs does."""
    parts = node.value if isinstance(node, yaml.SequenceNode) else [node]
    texts = [str(part.value) for part in parts if isinstance(part, yaml.ScalarNode)]
    default = texts.pop() if len(texts) > 1 else ""
    return next((os.environ[name] for name in texts if name in os.environ), default)
