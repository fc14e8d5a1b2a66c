"""Settings: what mkdocs.yml says, which of its settings nobody knows, and which do nothing here.

The builder's own are judged by the builder, all others by what is known: an unknown one is an
error."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from workshop_notes.bounded import UnreadError, compose, merged, read_own, read_text, read_yaml
from workshop_notes.fields import table
from workshop_notes.problem import Problem, UsageError, meant

CODE, WRONG = "unused-setting", "wrong-setting"
SHAPES = Path(__file__).with_name("views") / "shapes.yml"
CONFIG = "mkdocs.yml"
Value = object

SAID: Mapping[str, Any] = read_own(Path(__file__).with_suffix(".yml"))
# Kinds of pages whose folder an adopter may name.
RENAMED = ("missions", "resolutions")
KINDS: Mapping[str, type] = {"text": str, "list": list, "mapping": Mapping}
FOLDER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
WORDS = Path("overrides/words")
WORD = re.compile(r'^  "([^"]+)": "(.*)",?$', re.MULTILINE)
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
    """Read mkdocs.yml and what it inherits; the environment answers `!ENV [NAME, default]`.

    Raises UnreadError with the place at which one is no YAML, or says something twice.
    """
    values: dict[str, Value] = {}
    lines: dict[tuple[str, ...], int] = {}
    path: Path | None = root / CONFIG
    seen: set[Path] = set()
    while path and path not in seen and path.is_file():
        seen.add(path)
        for key, value in _pairs(_read(path, root)):
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
    taken = {folder.partition("/")[0] for folder in read_own(SHAPES)["folders"]}
    found: dict[str, str] = {}
    for name, folder in given.items() if isinstance(given, Mapping) else ():
        said, others = str(folder), {*taken, *found.values()} - {name}
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


def faults(root: Path) -> Iterator[Problem]:
    """Name each setting that is unknown or of the wrong kind, with its line and the nearest."""
    settings = read_settings(root)
    yield from _of_the_builder(root, settings)
    for key, known in (("docs_dir", "docs"), ("theme", "material")):
        said = settings.text(key) or settings.text(key, "name", default=known)
        if os.path.normpath(said) != known:
            fix = SAID[key]["fix"]
            yield _wrong(settings, (key,), SAID[key]["says"].format(said), fix)
    ours = ("extra", "workshop_notes")
    for place, kinds in ((ours, SAID["ours"]), (("extra", "report"), SAID["report"])):
        given = settings.get(*place)
        for key, value in given.items() if isinstance(given, Mapping) else ():
            if key not in kinds:
                yield _unknown(settings, (*place, key), key, kinds)
            elif not isinstance(value, KINDS[kinds[key]]):
                says = f"`{key}` is no {kinds[key]}"
                yield _wrong(settings, (*place, key), says, "ADOPTING.md shows how it is written")
    required = settings.get(*ours, "required")
    for at, name in enumerate(required if isinstance(required, list) else ()):
        if name not in table():
            yield _unknown(
                settings, (*ours, "required", str(at)), str(name), table(), "notes/TEMPLATE.md"
            )
    yield from _of_languages(root, settings)
    yield from _of_navigation(root / "docs", settings)


def unused(settings: Settings) -> Iterator[Problem]:
    """Name each setting that does nothing on this site, with its line and the reason."""
    for place, plugin in enumerate(settings.names("plugins")):
        if why := SAID["plugins"].get(plugin.removeprefix("material/")):
            yield _warn(settings, "plugin", ("plugins", str(place)), plugin, why)
    if "plugins" not in settings.values:
        yield _warn(settings, "no-plugins", (), SAID["plugins"]["search"])
    for place, feature in enumerate(settings.names("theme", "features")):
        if feature in SEARCH_FEATURES:
            yield _warn(settings, "feature", ("theme", "features", str(place)), feature)
    if settings.text("extra", "analytics", "provider"):
        yield _warn(settings, "analytics", ("extra", "analytics"))
    if isinstance(settings.get("theme", "font"), Mapping) and not settings.names("extra_css"):
        yield _warn(settings, "font", ("theme", "font"))
    for key in ("extra_css", "extra_javascript"):
        for place, row in enumerate(_rows(settings.get(key))):
            if "//" in row:
                yield _warn(settings, "elsewhere", (key, str(place)), row)
    for key in ("logo", "favicon"):
        if "//" in settings.text("theme", key):
            yield _warn(settings, "picture-elsewhere", ("theme", key), key)
    if settings.text("use_directory_urls").lower() in ("false", "no", "off"):
        yield _warn(settings, "directory-urls", ("use_directory_urls",))
    public = settings.text("repo_url") or settings.text("extra", "report", "public")
    if public and not settings.text("extra", "report", "private"):
        yield _warn(settings, "public-report", ("extra", "report"))
    spoken = settings.names("extra", "languages")
    language = settings.text("theme", "language", default="en")
    if spoken and language not in spoken:
        yield _warn(settings, "language", ("theme", "language"), language)


def _read(path: Path, root: Path) -> yaml.Node | None:
    """Compose a file of settings; raises UnreadError."""
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    text = merged(read_text(path, shown, "split it"), shown)
    node = read_yaml(text, shown, WRONG, "the settings", SAID["yaml"]["fix"])
    waiting = [node]
    while waiting:
        here, seen = waiting.pop(), dict[str, int]()
        waiting += here.value if isinstance(here, yaml.SequenceNode) else ()
        for key, value in _pairs(here):
            line = key.start_mark.line + 1
            if (first := seen.setdefault(key.value, line)) != line:
                message = f"`{key.value}` stands twice, first on line {first}"
                raise UnreadError(Problem(shown, line, 1, WRONG, message, "keep one of the two"))
            waiting.append(value)
    return node


def _of_the_builder(root: Path, settings: Settings) -> Iterator[Problem]:
    """Give what MkDocs says of its own settings; hooks are none of its business before a build."""
    # Imported here: only a check and a build ask the builder.
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.exceptions import ConfigurationError
    from mkdocs.utils.yaml import yaml_load

    path = root / CONFIG
    if not path.is_file():
        return
    config = MkDocsConfig(config_file_path=str(path))
    try:
        with path.open("rb") as file:
            given = yaml_load(file) or {}
    except (ConfigurationError, yaml.YAMLError) as error:
        cause = error.__context__ or error
        mark = getattr(cause, "problem_mark", None)
        line = mark.line + 1 if mark else _line(settings, ("INHERIT",))
        says = getattr(cause, "problem", None) or str(error)
        yield Problem(CONFIG, line, 1, WRONG, " ".join(says.split()), SAID["builder"]["fix"])
        return
    config.load_dict({**given, "docs_dir": str(Path(__file__).parent), "hooks": []})
    errors, warnings = config.validate()
    for key, wrong in errors:
        said = " ".join(str(wrong).split()).rstrip(".")
        quoted = re.findall(r"[\"']([^\"']+)[\"']", said)
        named = (str(at) for at, one in enumerate(settings.names(key)) if one in quoted)
        yield _wrong(settings, (key, next(named, "")), f"`{key}`: {said}", SAID["builder"]["fix"])
    for key, says in warnings:
        if key not in config._schema_keys:
            known = sorted(config._schema_keys)
            yield _unknown(settings, (str(key),), str(key), known, "MkDocs' page on configuration")
        elif "Unrecognised" in says:
            yield _wrong(settings, (key,), f"`{key}`: {says}", SAID["builder"]["fix"])


def _of_languages(root: Path, settings: Settings) -> Iterator[Problem]:
    """Name each language without words of the interface, and each word that no template asks."""
    known = {one.stem: one for one in sorted((root / WORDS).glob("*.html"))}
    if not known:
        return
    spoken = settings.get("extra", "languages")
    places = [("extra", "languages", str(at)) for at, _ in enumerate(_rows(spoken))]
    for place, language in zip(places, _rows(spoken), strict=True):
        if language not in known:
            yield _unknown(settings, place, language, known)
    for path in (("extra", "workshop_notes", "words"), ("extra", "titles")):
        for language in settings.names(*path):
            if language not in known:
                yield _unknown(settings, (*path, language), language, known)
            elif path[-1] == "words":
                keys = [key for key, _ in WORD.findall(known[language].read_text("utf-8"))]
                for key in settings.names(*path, language):
                    if key not in keys:
                        yield _unknown(settings, (*path, language, key), key, keys, str(WORDS))


def _of_navigation(docs: Path, settings: Settings) -> Iterator[Problem]:
    """Name each entry that leads to no page; what is below a derived folder the build knows."""
    named = folders(settings)
    places = [named.get(one, one) for one in read_own(SHAPES)["folders"]]
    for path, entry in _leaves(settings.get("nav"), ("nav",)):
        first, _, rest = entry.partition("/")
        if "//" in entry or entry.startswith(("/", "#", "mailto:")) or (docs / entry).is_file():
            continue
        if entry == "index.md" or (first in places and rest.endswith("index.md")):
            continue
        by_hand = (one.relative_to(docs).as_posix() for one in sorted(docs.rglob("*.md")))
        known = ["index.md", *(f"{one}/index.md" for one in places), *by_hand]
        renamed = named.get(first)
        fix = f"did you mean '{renamed}/{rest}'?" if renamed else ""
        fix = fix or meant(entry, known, "write the path of a page below docs/, or an address")
        yield _wrong(settings, path, f"there is no page '{entry}' below docs/", fix)


def _leaves(value: Value, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, str):
        yield path, value
    rows = enumerate(value) if isinstance(value, list) else ()
    for key, inner in value.items() if isinstance(value, Mapping) else rows:
        yield from _leaves(inner, (*path, str(key)))


def _unknown(
    settings: Settings, path: tuple[str, ...], name: str, known: Iterable[str], where: str = ""
) -> Problem:
    names = list(known)
    otherwise = f"look into {where}" if where else f"choose from {', '.join(names)}"
    says = f"unknown {'.'.join(one for one in path[:-1] if one)} '{name}'".replace("  ", " ")
    return _wrong(settings, path, says, meant(name, names, otherwise))


def _wrong(settings: Settings, path: tuple[str, ...], says: str, fix: str) -> Problem:
    return Problem(CONFIG, _line(settings, path), 1, WRONG, says, fix)


def _warn(settings: Settings, what: str, path: tuple[str, ...], *words: str) -> Problem:
    row = SAID[what]
    says, fix = row["says"].format(*words), row.get("fix", "remove it").format(*words)
    return Problem(CONFIG, _line(settings, path), 1, CODE, says, fix, "warning")


def _line(settings: Settings, path: tuple[str, ...]) -> int:
    """Give the line of a setting, or of the nearest above it that stands there."""
    known = (path[:end] for end in range(len(path), 0, -1))
    return next((settings.lines[one] for one in known if one in settings.lines), 1)


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
