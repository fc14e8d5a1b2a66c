"""What a project is begun from: the template of its notes, and another publisher's own words.

TEMPLATE.md and the JSON Schema of a note are made of the fields' table;
`python -m workshop_notes.adopting` writes the fields into notes/TEMPLATE.md and leaves its head and
its text as they are. To adopt the project the catalogue is emptied, the vocabularies keep what
every publisher needs, and the settings get the publisher's name and words. Everything stands in the
repository's history as it was.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile
from pathlib import Path
from typing import Any

from workshop_notes.bounded import compose, read_own
from workshop_notes.collection import INBOX, TEMPLATE
from workshop_notes.fields import Field, required, schema, table
from workshop_notes.machine import git
from workshop_notes.note import FENCE, slug
from workshop_notes.problem import UsageError
from workshop_notes.settings import WORD, WORDS, read_settings
from workshop_notes.vocabulary import NAMES, VOCABULARIES, Vocabularies, load_vocabularies
from workshop_notes.writing import write_if_changed

SELDOM = "# SELDOM NEEDED. Take off the # to use one of these."
NEEDED = "Every note needs it."
WIDTH = 98
SKELETONS = Path(__file__).with_name("skeletons")
PAGES = ("about", "add-a-note", "report")
LANGUAGES: Mapping[str, Any] = read_own(Path(__file__).with_suffix(".yml"))


@dataclass(frozen=True, slots=True)
class Publisher:
    """What another publisher says of the site: `words` maps our words to theirs, in small letters.

    `words` may hold mission, missions, mandate, mandates, resolution, resolutions, and council,
    whoever adopts the resolutions.
    """

    name: str
    language: str = "en"
    address: str = ""
    series: str = ""
    words: Mapping[str, str] | None = None
    genders: Mapping[str, str] | None = None


def with_fields(template: str, vocabularies: Vocabularies, needed: Collection[str]) -> str:
    """Give a template with the table's fields between its head, its first comment, and its text.

    Those that are `needed` in every note say so.
    """
    lines = template.split("\n")
    end = lines.index(FENCE, 1)
    head = lines[: next((at for at, line in enumerate(lines) if not line), end)]
    return "\n".join([*head, "", *_fields(vocabularies, needed), *lines[end:]])


def json_schema(vocabularies: Vocabularies, needed: Collection[str]) -> dict[str, Any]:
    """Give the JSON Schema of a note's front matter, for editors that complete and check YAML."""
    known = {one.vocabulary: _identifiers(one, vocabularies) for one in table().values()}
    return schema("The front matter of a workshop note", table(), known, list(needed))


def snippets(vocabularies: Vocabularies) -> dict[str, Any]:
    """Give VS Code's snippets: a field's name in a note is completed with ids to choose from."""
    found: dict[str, Any] = {}
    for one in table().values():
        choices = one.values or _identifiers(one, vocabularies)
        if choices:
            chosen = f"${{1|{','.join(choices)}|}}"
            body = f"{one.name}: [{chosen}]$0" if one.is_list else f"{one.name}: {chosen}"
            says = {"prefix": one.name, "body": body, "description": one.help}
            found[one.name] = {"scope": "markdown", **says}
    return found


def adopt(root: Path, publisher: Publisher) -> tuple[dict[Path, str], list[Path]]:
    """Give the files to write and those to remove. Raises UsageError."""
    if not (commit := git(root, "rev-parse", "--verify", "HEAD").strip()):
        raise UsageError("there is no git history here; run `git init`, then commit it all")
    if git(root, "status", "--porcelain").strip():
        raise UsageError("there is uncommitted work; commit it or put it away first")
    notes, docs = root / "notes", root / "docs"
    if not (root / WORDS / f"{publisher.language}.html").is_file():
        known = ", ".join(sorted(one.stem for one in (root / WORDS).glob("*.html")))
        raise UsageError(
            f"there are no words in '{publisher.language}'; choose one of {known}, or add "
            f"overrides/words/{publisher.language}.html first"
        )
    # Only what the history holds is removed.
    tracked = git(root, "ls-files", "-z", "--", "notes").split("\0")
    paths = [root / name for name in tracked if name]
    gone = [
        path
        for path in paths
        if path.relative_to(notes).parts[0] not in ("vocabularies", INBOX, TEMPLATE)
    ]
    vocabularies = {f"{name}.yml": "" for name in NAMES}
    label = publisher.series or "Workshops"
    vocabularies["series.yml"] = f"- id: {slug(label) or 'workshops'}\n  label: {_quoted(label)}\n"
    if (notes / "vocabularies" / "names.yml").exists():
        vocabularies["names.yml"] = ""
    written = {
        notes / "vocabularies" / name: _head(notes / "vocabularies" / name) + text
        for name, text in vocabularies.items()
    }
    for name in PAGES:
        own = SKELETONS / f"{name}.{publisher.language}.md"
        if own.is_file():
            written[docs / f"{name}.md"] = own.read_text(encoding="utf-8")
    settings = root / "mkdocs.yml"
    written[settings] = _settings(settings.read_text(encoding="utf-8"), publisher, commit, root)
    return written, gone


def template_anew(root: Path, language: str) -> str:
    """Give the template with the fields of the vocabularies as they are now, and a general text."""
    head, fence, _ = _of_project(root).rpartition(f"\n{FENCE}\n")
    own = SKELETONS / f"template.{language}.md"
    body = (own if own.is_file() else SKELETONS / "template.en.md").read_text(encoding="utf-8")
    head = re.sub(r'^title: ".*"$', "title:", head, flags=re.M)
    head = re.sub(r"^language: en$", f"language: {language}", head, flags=re.M)
    return f"{head}{fence}\n{body}"


def has_genders(language: str) -> bool:
    """Say whether words of a language have genders that others agree with."""
    return "genders" in LANGUAGES.get(language, {})


def changed_words(
    text: str, words: Mapping[str, str], language: str, genders: Mapping[str, str] | None
) -> Iterator[tuple[str, str]]:
    """Give the words of the interface that change, by key: `text` is a file of overrides/words.

    `genders` are those of the publisher's words, m or f, by our word; what agrees with them changes
    with them, as far as adopting.yml knows it.
    """
    known = LANGUAGES.get(language, LANGUAGES["en"])
    ours = [one for one in known["words"] if words.get(one)]
    pattern = _ours(known, ours)

    gender = {**known.get("genders", {}), **(genders or {})}

    def theirs(m: re.Match[str]) -> str:
        name = next(one for one in ours if m[one])
        of = gender.get(name.removesuffix("s"), "")
        first, last = (_agreeing(m[one] or "", known, of) for one in ("before", "after"))
        word = m[name] if m[name].startswith("{") else _cased(words[name], m[name])
        for one in known["an"]:
            if re.match(one["before"], word, re.I):
                first = _exchanged(rf"(?:{one['was']})$", one["becomes"], first)
        space = "" if not first or first.endswith("’") else " "
        return f"{first}{space}{word}{' ' + last if last else ''}"

    for key, said in WORD.findall(text) if ours else ():
        changed = pattern.sub(theirs, said)
        if key in known.get("alone", {}):
            first, space, rest = changed.partition(" ")
            changed = _agreeing(first, known, gender[known["alone"][key]]) + space + rest
        if changed != said:
            yield key, changed


def _fields(vocabularies: Vocabularies, needed: Collection[str]) -> Iterator[str]:
    rows = table().values()
    common = [one for one in rows if not one.seldom]
    for one in common[:-1]:
        comment = _comment(f"{one.help} {NEEDED}" if one.name in needed else one.help)
        yield from (*comment, f"{one.name}: {_blank(one, vocabularies)}".rstrip(), "")
    yield SELDOM
    for one in rows:
        if one.seldom and one.example:
            yield from (*_comment(one.help), f"# {one.name}: {one.example}")
    yield ""
    for one in common[-1:]:
        yield from (*_comment(one.help), f"{one.name}: {one.blank}")


def _comment(text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )


def _blank(one: Field, vocabularies: Vocabularies) -> str:
    """Give what the template proposes: the publisher's first series and its own organizers."""
    if one.name == "series" and vocabularies.series.terms:
        return vocabularies.series.terms[0].id
    if one.name == "organizers":
        own = [t.id for t in vocabularies.organizations.terms if t.text("role") == "organizer"]
        return f"[{', '.join(own)}]"
    return one.blank


def _identifiers(one: Field, vocabularies: Vocabularies) -> tuple[str, ...]:
    known = vocabularies.of(one)
    return tuple(term.id for term in known.terms) if known else ()


def _of_project(root: Path) -> str:
    """Give a project's template with its fields as they are now."""
    vocabularies, _ = load_vocabularies(root / "notes" / "vocabularies", root)
    template = (root / "notes" / TEMPLATE).read_text(encoding="utf-8")
    return with_fields(template, vocabularies, required(read_settings(root).values))


def _ours(known: Mapping[str, Any], names: Sequence[str]) -> re.Pattern[str]:
    """Find our words of these names, each with the words beside it that agree with it."""
    pairs, after = known.get("pairs", ()), known.get("after", ())
    # A place that a mission's name fills has the gender of ours.
    words = "|".join(
        rf"(?P<{one}>{known['words'][one]}|\{{{one}\}})" for one in sorted(names, reverse=True)
    )
    before = "|".join(chain(*pairs)) or "a"
    following = "|".join(chain(*after)) or "$^"
    return re.compile(
        rf"(?<![\w{{])(?:(?P<before>(?:{before})(?: (?:{before}))?) )?(?:{words})(?![\w}}])"
        rf"(?: (?P<after>(?:{following})(?: (?:{following}))?)(?!\w))?",
        re.IGNORECASE,
    )


def _agreeing(said: str, known: Mapping[str, Any], gender: str) -> str:
    """Give words beside ours in the gender of theirs."""
    for feminine, masculine in (*known.get("pairs", ()), *known.get("after", ())):
        if gender:
            was, becomes = (masculine, feminine) if gender == "f" else (feminine, masculine)
            said = _exchanged(rf"{was}(?!\w)", becomes, said)
    return said


def _exchanged(was: str, becomes: str, said: str) -> str:
    return re.sub(rf"(?<!\w){was}", lambda found: _cased(becomes, found[0]), said, flags=re.I)


def _cased(word: str, like: str) -> str:
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


def _head(path: Path) -> str:
    """Give comments that explain a vocabulary's keys; the list of names has its own."""
    if known := VOCABULARIES.get(path.stem):
        width = max(map(len, known)) + 2
        return "".join(f"# {one.name:<{width}}{one.help}\n" for one in known.values())
    lines = path.read_text(encoding="utf-8").split("\n")
    return "".join(f"{line}\n" for line in takewhile(lambda line: line.startswith("#"), lines))


def _settings(text: str, publisher: Publisher, commit: str, root: Path) -> str:
    def put(pattern: str, line: str, text: str) -> str:
        return re.sub(pattern, lambda _: line, text, flags=re.MULTILINE)

    known = LANGUAGES.get(publisher.language, LANGUAGES["en"])
    described = f"site_description: {_quoted(known['described'])}\n"
    text = put(r"^site_name:.*$", f"site_name: {_quoted(publisher.name)}", text)
    text = put(r"^site_description:.*\n(?:[ ]+.*\n)*", described, text)
    if publisher.address:
        address = f"site_url: !ENV [SITE_URL, {_quoted(publisher.address)}]"
        text = put(r"^site_url:.*$", address, text)
    text = put(r"^  language: .*$", f"  language: {publisher.language}", text)
    words = publisher.words or {}
    renamed: dict[str, str] = {}
    for one in ("missions", "resolutions"):
        if words.get(one):
            title = words[one][:1].upper() + words[one][1:]
            folder = slug(words[one])
            line = f"  - {title}: {folder}/index.md"
            text = put(rf"^  - {one.capitalize()}: {one}/index\.md$", line, text)
            renamed |= {one: folder} if folder != one else {}
            text = put(rf"^      {one.capitalize()}: .*\n", "", text)
    lines = ["  workshop_notes:", f"    since: {commit}"]
    source = root / WORDS / f"{publisher.language}.html"
    said = changed_words(
        source.read_text(encoding="utf-8"), words, publisher.language, publisher.genders
    )
    council = [("council", words["council"])] if words.get("council") else []
    if renamed:
        lines += ["    # The parts of addresses at which their pages stand.", "    addresses:"]
        lines += [f"      {one}: {folder}" for one, folder in renamed.items()]
    pairs = [f"        {key}: {_quoted(text)}" for key, text in [*council, *said]]
    if pairs:
        lines += ["    # The words of the interface that are this publisher's own.", "    words:"]
        lines += [f"      {publisher.language}:", *pairs]
    text = put(r"^  workshop_notes:\n(?:    .*\n)+", "", text)
    text = put(r"\Aextra:\n|(?<=\n)extra:\n", "extra:\n" + "\n".join(lines) + "\n", text)
    compose(text)
    return text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    write_if_changed(Path("notes") / TEMPLATE, _of_project(Path.cwd()))
