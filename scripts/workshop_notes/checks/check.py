"""The check: every rule over a project or some of its files, all problems at once.

What has one right answer alone in a note's fields, `check --fix` writes anew."""

from __future__ import annotations

import contextlib
import json
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, product, repeat
from pathlib import Path

import yaml

from workshop_notes.bounded import TooLargeError, compose, merge_marker, read_bounded
from workshop_notes.build.cache import Cache, digest_of_files
from workshop_notes.checks import rules
from workshop_notes.checks.files import check_originals, is_text, judge_files, judge_written
from workshop_notes.checks.rules import slow_rendering
from workshop_notes.collection import (
    RAW_SUFFIX,
    Collection,
    corrections,
    everything,
    is_derived,
    is_note_path,
    is_seen,
    kind_of,
    load_collection,
    note_paths,
    shown_path,
)
from workshop_notes.fields import FORMS, Field, table
from workshop_notes.guard.identify import identify, identify_text, names_somebody
from workshop_notes.guard.known import read_names
from workshop_notes.machine import git, today
from workshop_notes.note import FENCE, Note, parse_note, read_note, written
from workshop_notes.problem import Problem, folded, meant, nearest
from workshop_notes.settings import CONFIG, WORDS, WRONG, faults, read_settings
from workshop_notes.text.dates import find_dates
from workshop_notes.vocabulary import (
    NAMES,
    VOCABULARIES,
    Vocabularies,
    Vocabulary,
    load_vocabularies,
)

_IGNORED = ("ls-files", "--others", "--ignored", "--exclude-standard")
# Raw notes may be withheld, and of what is unknown another rule speaks.
_UNKEPT = ("original", None)
FORMER = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*)+")
_LINE = re.compile(r"([A-Za-z][\w -]*?):[ \t]+(\S.*?)[ \t]*")


def check_note(note: Note, vocabularies: Vocabularies) -> Iterator[Problem]:
    """Give every problem of one note that can be read; of one that cannot be shown, that alone."""
    if slow := list(slow_rendering(note)):
        yield from slow
        return
    for rule in rules.OF_NOTE:
        yield from rule(note)
    for rule_of_vocabularies in rules.OF_VOCABULARIES:
        yield from rule_of_vocabularies(note, vocabularies)
    yield from identify(note, vocabularies)


def check_collection(collection: Collection, cache: Cache | None = None) -> list[Problem]:
    """Give every problem of what a build shows, in the order of files.

    That is the notes, each and together, the pages and assets written by hand, and links. What
    `cache` remembers of a note is not checked again.
    """
    root = collection.root
    problems = [*collection.problems, *_lacking(collection)]
    if any(problem.code == "bad-vocabulary" for problem in problems):
        return sorted(problems)
    cache = cache or Cache(None)
    known = digest_of_files(root, "notes/vocabularies", "notes/TEMPLATE.md", "mkdocs.yml")
    notes, vocabularies = collection.notes, collection.vocabularies
    given = [(known, note.shown, note.content or cache.digest(note.path) or note) for note in notes]
    problems += chain.from_iterable(
        cache.together(
            "check", given, lambda place: list(check_note(notes[place].whole(), vocabularies))
        )
    )
    problems += (*copy_of(notes), *wrong_translation(collection))
    problems += (*addresses_that_collide(notes), *claimed_address(notes))
    pages = list(everything(root / "docs", root))
    links = [one for one in everything(root / "notes", root) if not one[1] and one[0].is_symlink()]
    problems.extend(judge_files([*pages, *links], root))
    by_hand = [path for path, plain in pages if plain]
    around = (read_settings(root), by_hand, digest_of_files(root, WORDS.as_posix()))
    problems += cache.once("settings", around, lambda: list(faults(root)))
    problems += cache.once("words", known, lambda: list(named_outside_notes(root, vocabularies)))
    problems += cache.once(
        "written", (known, by_hand), lambda: list(_written(pages, root, vocabularies)), by_hand
    )
    return sorted(problems)


def check(
    root: Path, paths: Sequence[Path] = (), cache: Cache | None = None, base: str = "HEAD"
) -> list[Problem]:
    """Check the whole project, or only the files and folders in `paths`.

    What was published at the commit `base`, or before, must have kept its address.
    A vocabulary that cannot be read stops the check with its line: nothing passes unchecked.
    """
    if not paths:
        collection = load_collection(root)
        found = [*check_collection(collection, cache), *read_names(collection.vocabularies)[1]]
        if any(problem.code == "bad-vocabulary" for problem in found):
            return found
        files = [*everything(root / "notes", root), *everything(root / "docs", root)]
        raw = _originals(files, root)
        found += check_originals(root, raw, collection.notes, cache)
        found += vanished_address(collection, today(), base)
        found += identified_correction(collection, base)
        found += (*ignored_file(root), *derived_file(root))
        return sorted({*found, *judge_files(files, root)})
    vocabularies, problems = load_vocabularies(root / "notes" / "vocabularies", root)
    problems = [*problems, *read_names(vocabularies)[1]]
    if problems:
        return sorted(problems)
    given, settings = [Path(os.path.abspath(path)) for path in paths], root / CONFIG
    problems += faults(root) if settings in given else ()
    files = [*_files((path for path in given if path != settings), root, problems)]
    problems.extend(judge_files(files, root))
    problems.extend(_written(files, root, vocabularies))
    notes = []
    for path, plain in files:
        if plain and kind_of(path, root) == "note":
            note, found = read_note(path, root)
            problems.extend(found)
            if note:
                problems.extend(check_note(note, vocabularies))
                notes.append(note)
    raw = _originals(files, root)
    notes += [note for note in map(note_beside, raw, repeat(root)) if note]
    return sorted({*problems, *check_originals(root, raw, notes, cache)})


def mend(root: Path, paths: Sequence[Path]) -> Iterator[tuple[Path, str, list[str]]]:
    """Give each note, of all or of `paths`, whose fields can be mended: path, text, what is done.

    Nothing is mended by vocabularies that cannot be read.
    """
    vocabularies, problems = load_vocabularies(root / "notes" / "vocabularies", root)
    given = [Path(os.path.abspath(path)) for path in paths] or [root / "notes"]
    for path, plain in () if problems else _files(given, root, []):
        if not plain or kind_of(path, root) != "note":
            continue
        with contextlib.suppress(UnicodeDecodeError, TooLargeError):
            text = read_bounded(path).decode("utf-8")
            ends = "\r\n" if "\r\n" in text else "\n"
            anew, done = mended(text.replace(ends, "\n"), vocabularies)
            if done:
                yield path, anew.replace("\n", ends), done


def mended(text: str, vocabularies: Vocabularies) -> tuple[str, list[str]]:
    """Give a note's file with its fields mended, and a line for each thing done.

    Mended are names of fields, their order, lists, ids, values and dates that are spelled
    otherwise than the table of fields asks, doubles in lists, and quotation marks that YAML needs.
    The body, comments and whatever has two answers stay as they are.
    """
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), 0)
    if lines[0].lstrip("\ufeff").rstrip() != FENCE or not end or merge_marker(text):
        return text, []
    front, done = _quoted(lines[1:end])
    root = _composed(front)
    if root is None or any(key.start_mark.column for key, _ in root.value):
        return text, []
    names: dict[int, str] = {}
    for key, node in reversed(root.value):
        at = key.start_mark.line
        names[at], front[at], did = _field(front, key, node, vocabularies)
        done += did
    front, did = _ordered(front, names)
    return "\n".join([lines[0], *front, *lines[end:]]), [*sorted(done), *did]


def copy_of(notes: Iterable[Note]) -> Iterator[Problem]:
    """Two notes on the same missions and workshop day are likely copies of one.

    Bad: `notes/2031/zuma.md` and `notes/2031/zumali.md`, both of 20 May 2031 on ZUMA
    Good: one note for each workshop
    """
    first: dict[tuple[tuple[str, ...], str], Note] = {}
    for note in notes:
        if not note.date or not note.mission or note.translation_of or note.status == "withdrawn":
            continue
        other = first.setdefault((tuple(sorted(note.mission)), note.date), note)
        if other is not note:
            message = f"same mission and workshop day as {other.shown}"
            fix = "keep one note for each workshop"
            if note.language != other.language:
                fix = f"write `translation_of: {other.id}` if it says the same in another language"
            yield note.problem("date", "copy-of", message, fix, "warning")


def wrong_translation(collection: Collection) -> Iterator[Problem]:
    """A translation names the note that was written first, in another language on one workshop.

    Bad: `translation_of: 2031/zumali`, where no such note is; two notes that translate each other
    Good: `translation_of: 2031/zuma` in `notes/2031/zuma-fr.md`, with its mission and day
    """
    for note in collection.notes:
        first = collection.get(note.translation_of)
        if not note.translation_of:
            continue
        if first is None:
            known = [one.id for one in collection.notes]
            message = f"there is no note '{note.translation_of}' to be translated"
            fix = meant(note.translation_of, known, "name it by its id, like 2031/zuma")
        elif first is note or first.translation_of:
            message = f"'{first.id}' is a translation itself"
            fix = "name the note that was written first"
        elif first.language == note.language:
            message = f"this note and '{first.id}' are both in '{note.language}'"
            fix = "mend the language of one, or take this line out"
        elif (set(first.mission), first.date) != (set(note.mission), note.date):
            message = f"'{first.id}' is on another mission or workshop day"
            fix = "write the same mission and date in both"
        else:
            continue
        yield note.problem("translation_of", "wrong-translation", message, fix)


def addresses_that_collide(notes: Iterable[Note]) -> Iterator[Problem]:
    """Two notes never share an address, also where case or Unicode form does not count.

    Bad: `notes/2031/zuma.md` beside `notes/2031/Zuma.md`
    Good: one name in small letters for each note
    """
    first: dict[str, Note] = {}
    for note in notes:
        other = first.setdefault(unicodedata.normalize("NFKC", note.id).casefold(), note)
        if other is not note:
            message = f"same address as {other.shown}"
            yield note.problem("", "addresses-that-collide", message, "rename one")


def claimed_address(notes: Iterable[Note]) -> Iterator[Problem]:
    """A former address leads to one note, and no other note stands there.

    Bad: `was: [2031/zumali]` in two notes, or beside a note `notes/2031/zumali.md`
    Good: `was: [2031/zumali]` in the note that stood at `/notes/2031/zumali/`
    """
    listed = list(notes)
    standing = {note.id: note for note in listed}
    claimed: dict[str, Note] = {}
    for note in listed:
        for index, former in enumerate(note.was):
            if not FORMER.fullmatch(former):
                message, fix = f"'{former}' is no address of a note", "write it like 2031/zuma"
            elif former in standing:
                message = f"a note stands at '{former}': {standing[former].shown}"
                fix = "take this out, or rename that note"
            elif claimed.setdefault(former, note) is not note:
                message = f"'{former}' is a former address of {claimed[former].shown} too"
                fix = "keep it in one of the two"
            else:
                continue
            yield note.problem(f"was.{index}", "claimed-address", message, fix)


def identified_correction(collection: Collection, base: str) -> Iterator[Problem]:
    """Give what identifies somebody in the corrections that the pages of notes would show.

    It is an error in a commit that `base` does not have yet; of an older one the page is silent.
    """
    root, vocabularies = collection.root, collection.vocabularies
    listed = corrections(root)
    anew = set(git(root, "rev-list", f"{base}..HEAD").split()) if listed else set()
    for note in filter(None, map(collection.get, listed)):
        for commit, date, text in listed[note.id]:
            for one in identify_text(text, note.shown, vocabularies, language=note.language):
                message = f"{one.message}, in the correction of {date}, which is not shown"
                fix = f"write the message of commit {commit[:8]} anew: {one.fix}"
                level = one.level if commit in anew else "warning"
                yield replace(one, line=1, column=1, message=message, fix=fix, level=level)


def named_outside_notes(root: Path, vocabularies: Vocabularies) -> Iterator[Problem]:
    """Give where the site's description, or a vocabulary's text that is no name, names a person."""
    settings = read_settings(root)
    language = settings.text("theme", "language", default="en")
    says, fix = "`{}` seems to name a person", "leave the name out: readers see this"
    said = "site_description"
    if names_somebody(settings.text(said), "", vocabularies, language):
        at = settings.lines.get((said,), 1)
        yield Problem(CONFIG, at, 1, "identifies-name", says.format(said), fix)
    for vocabulary in vars(vocabularies).values():
        texts = [one.name for one in VOCABULARIES[vocabulary.name].values() if one.is_told]
        for term, said in product(vocabulary.terms, texts):
            text = str(getattr(term, said, "") or term.text(said))
            if names_somebody(text, "", vocabularies, "fr" if said.endswith("_fr") else "en"):
                shown, lines = shown_path(vocabulary.path, root), read_bounded(vocabulary.path)
                listed = enumerate(lines.decode("utf-8").split("\n"), 1)
                at = next((n for n, one in listed if one.strip("- ") == f"id: {term.id}"), 1)
                yield Problem(shown, at, 1, "identifies-name", says.format(said), fix)


def vanished_address(collection: Collection, today: str, base: str) -> Iterator[Problem]:
    """What was published at an address stands there, leads on from there, or has a tombstone.

    Bad: `git mv notes/2031/zumali.md notes/2031/zuma.md`, `git rm`, `status: draft` again
    Good: `notes rename 2031/zumali 2031/zuma`, `notes withdraw 2031/zumali --why "…"`
    """
    root = collection.root
    if not (root / ".git").exists() or not git(root, "rev-parse", "--verify", "HEAD"):
        return
    settings = read_settings(root)
    since = settings.text("extra", "workshop_notes", "since")
    if since and not git(root, "cat-file", "-t", f"{since}^{{commit}}"):
        if git(root, "rev-parse", "--is-shallow-repository").strip() != "true":
            line = settings.lines["extra", "workshop_notes", "since"]
            fix = "write the commit after which the site began; `git log` lists them"
            yield Problem(CONFIG, line, 1, WRONG, f"there is no commit '{since}'", fix)
        return
    if since and git(root, "merge-base", base, since) == git(root, "rev-parse", base):
        # The site begins after this commit.
        return
    standing = {note.id for note in collection.notes if is_seen(note, today)}
    standing |= {former for note in collection.notes for former in note.was}
    # A note that cannot be read stands where it stood: another problem says why.
    seen = {shown_path(path, root) for path in note_paths(root)}
    seen -= {note.shown for note in collection.notes}
    for commit, name in (*_changed(root, base), *_removed(root, since)):
        path = root / name
        if name in seen or not is_note_path(path, root):
            continue
        seen.add(name)
        identifier = name.removeprefix("notes/").removesuffix(".md")
        note, _ = parse_note(git(root, "show", f"{commit}:./{name}"), identifier, path, name)
        if note is None or identifier in standing or not is_seen(note, today):
            continue
        message = f"the published note '{identifier}' is gone from its address"
        fix = f"bring it back; then `notes rename {identifier} NEW` moves it, and `notes withdraw "
        fix += f'{identifier} --why "…"` leaves a tombstone'
        yield Problem(name, 1, 1, "vanished-address", message, fix)
    yield from _vanished_terms(collection, base)


def ignored_file(root: Path) -> Iterator[Problem]:
    """What is written by hand is not ignored by git, or the published site would lack it.

    Bad: `docs/rules/index.md` beside a `.gitignore` with the line `/docs/*`
    Good: a `.gitignore` that names none of the pages; raw notes may be withheld by it
    """
    for name in git(root, *_IGNORED, "-z", "--", "docs", "notes").split("\0"):
        if name and not is_derived(root / name, root) and kind_of(root / name, root) not in _UNKEPT:
            line = git(root, "check-ignore", "-v", "--", name).partition("\t")[0]
            message = "git ignores this file, so that the published site lacks it"
            fix = f"change that line: {line.strip()}" if line else "look into .gitignore"
            yield Problem(name, 1, 1, "ignored-file", message, fix)


def derived_file(root: Path) -> Iterator[Problem]:
    """What is derived from the notes is never committed.

    Bad: `git add --force docs/notes/2031/zuma/index.md`
    Good: `git rm --cached docs/notes/2031/zuma/index.md`
    """
    for name in git(root, "ls-files", "-z", "--", "docs").split("\0"):
        if name and is_derived(root / name, root):
            fix = f"take it out of git: `git rm --cached {name}`"
            yield Problem(name, 1, 1, "derived-file", "this is written by `notes build`", fix)


def note_beside(original: Path, root: Path) -> Note | None:
    """Give the tagged note of an original that stands in its place."""
    path = original.with_name(original.name.removesuffix(RAW_SUFFIX)).with_suffix(".md")
    return read_note(path, root)[0] if path.is_file() and kind_of(path, root) == "note" else None


def _files(
    paths: Iterable[Path], root: Path, problems: list[Problem]
) -> Iterator[tuple[Path, bool]]:
    for path in paths:
        if path.is_symlink() or path.is_dir():
            for folder in (root / "notes", root / "docs") if path == root else (path,):
                yield from everything(folder, root)
        elif path.exists():
            yield path, path.is_file()
        else:
            shown = shown_path(path, root)
            known = [shown_path(one, root) for one, _ in everything(root / "notes", root)]
            fix = meant(shown, known, "mend the path")
            problems.append(Problem(shown, 1, 1, "no-such-file", "no such file", fix))


def _originals(files: Iterable[tuple[Path, bool]], root: Path) -> list[Path]:
    return [p for p, plain in files if plain and kind_of(p, root) in ("original", "picture")]


def _written(
    files: Iterable[tuple[Path, bool]], root: Path, vocabularies: Vocabularies
) -> Iterator[Problem]:
    language = ""
    for path, plain in files:
        kind = kind_of(path, root) if plain and path.is_relative_to(root / "docs") else None
        if kind and is_text(path, kind):
            language = language or read_settings(root).text("theme", "language", default="en")
            yield from judge_written(path, kind, root, vocabularies, language)


def _lacking(collection: Collection) -> Iterator[Problem]:
    """Name each vocabulary without a term of which the notes name ids: missing, or misnamed."""
    for one in table().values():
        vocabulary = collection.vocabularies.of(one)
        # A number that no list has yet is a resolution all the same.
        if vocabulary is None or vocabulary.terms or one.shape == "numbers":
            continue
        if count := sum(bool(note.value(one.name)) for note in collection.notes):
            path, root = vocabulary.path, collection.root
            others = [other.name for other in sorted(path.parent.glob("*.y*ml"))]
            others = [other for other in others if not kind_of(path.with_name(other), root)]
            near = nearest(path.name, others)
            fix = f"is '{near}' meant for it?" if near else "write its terms there"
            how = "holds no term" if path.is_file() else "is missing"
            message = f"the vocabulary {how}, and {count} notes name ids of it as '{one.name}'"
            yield Problem(shown_path(path, root), 1, 1, "bad-vocabulary", message, fix)


def _vanished_terms(collection: Collection, base: str) -> Iterator[Problem]:
    root = collection.root
    for name in NAMES:
        shown = f"notes/vocabularies/{name}.yml"
        if not git(root, "diff", "--name-only", base, "--", shown):
            continue
        vocabulary = getattr(collection.vocabularies, name)
        known = {term.id for term in vocabulary.terms}
        known |= {former for term in vocabulary.terms for former in term.was}
        node = compose(git(root, "show", f"{base}:./{shown}"))
        for item in node.value if node is not None and isinstance(node.value, list) else ():
            pairs = item.value if isinstance(item.value, list) else ()
            identifier = next((value.value for key, value in pairs if key.value == "id"), None)
            if identifier is not None and identifier not in known:
                message = f"the term '{identifier}', which has a page, is gone"
                fix = f"bring it back, or write `was: [{identifier}]` into the term that it became"
                yield Problem(shown, 1, 1, "vanished-address", message, fix)


def _changed(root: Path, base: str) -> list[tuple[str, str]]:
    """List the notes of `base` that are gone or differ in the working tree: (base, path)."""
    command = ["diff", "--name-only", "-z", "--relative", "--no-renames", "--diff-filter=DM", base]
    names = git(root, *command, "--", "notes").split("\0")
    return [(base, name) for name in names if name]


def _removed(root: Path, since: str) -> list[tuple[str, str]]:
    """List the notes that some commit removed and that are gone still: (its parent, path)."""
    span = f"{since}..HEAD" if since else "HEAD"
    command = ["log", "--format=%x01%H", "--name-only", "-z", "--relative", "--no-renames"]
    log = git(root, *command, "--diff-filter=D", span, "--", "notes")
    # What stood at the commit where the site begins was another's.
    others = git(root, "ls-tree", "-r", "-z", "--name-only", since, "--", "notes") if since else ""
    before = set(others.split("\0"))
    found = []
    for entry in log.split("\x01")[1:]:
        commit, *names = entry.replace("\n", "\0").split("\0")
        found += [
            (f"{commit}^", name)
            for name in names
            if name and name not in before and not (root / name).exists()
        ]
    return found


def _composed(front: Sequence[str]) -> yaml.MappingNode | None:
    try:
        root = compose("\n".join(front) + "\n")
    except yaml.YAMLError:
        return None
    return root if isinstance(root, yaml.MappingNode) else None


def _quoted(front: list[str]) -> tuple[list[str], list[str]]:
    """Quote the value of each line that alone is no YAML, if the whole is YAML then."""
    if _composed(front) is not None:
        return front, []
    anew, done = [], []
    for line in front:
        found = _LINE.fullmatch(line)
        one = table().get(found[1]) if found and _composed([line]) is None else None
        if found and one is not None and one.shape == "text":
            line = f"{one.name}: {json.dumps(_bare(found[2]), ensure_ascii=False)}"
            done.append(f"{one.name}: put in quotation marks")
        anew.append(line)
    return (anew, done) if _composed(anew) is not None else (front, [])


def _bare(value: str) -> str:
    """Give a value without the quotation marks around it, or the one that was left open."""
    opening = value[:1] if value[:1] in "\"'" else ""
    return value.removeprefix(opening).removesuffix(opening).replace('\\"', '"')


def _field(
    front: Sequence[str], key: yaml.Node, node: yaml.Node, vocabularies: Vocabularies
) -> tuple[str, str, list[str]]:
    """Give the name of a field, its first line as it should be, and what was done to it."""
    name, line, done = str(key.value), front[key.start_mark.line], []
    right = _name(name)
    one = table().get(right)
    if right != name and any(other.startswith(f"{right}:") for other in front):
        return name, line, []
    if one is not None and right != name:
        line = right + line[key.end_mark.column :]
        done.append(f"{right}: the field was written '{name}'")
    values = node.value if isinstance(node, yaml.SequenceNode) else [node]
    on_it = {node.start_mark.line, node.end_mark.line} == {key.start_mark.line}
    plain = on_it and "#" not in line and all(isinstance(one, yaml.ScalarNode) for one in values)
    if one is not None and plain:
        texts = [str(item.value) for item in values]
        anew = _values(one, texts, isinstance(node, yaml.SequenceNode), vocabularies)
        if anew is not None:
            done.append(f"{right}: {line[len(right) + 1 :].strip()} → {anew}")
            line = f"{right}: {anew}"
    return right, line, done


def _values(
    one: Field, texts: list[str], is_sequence: bool, vocabularies: Vocabularies
) -> str | None:
    """Give the field's value as YAML, or None where it is right or not to be told."""
    if not any(texts) or (one.shape == "text" and not one.values and not one.vocabulary):
        return None
    vocabulary = vocabularies.of(one)
    if one.is_list and not is_sequence and vocabulary is not None:
        whole = _one(one, texts[0], vocabulary)
        texts = [texts[0]] if whole else re.split(r"\s*[,;]\s*", texts[0])
    if is_sequence and not one.is_list:
        texts = texts if len(texts) == 1 else []
    found = [_one(one, text, vocabulary) for text in texts]
    known = list(dict.fromkeys(right or text for right, text in zip(found, texts, strict=True)))
    if not found or (is_sequence == one.is_list and known == texts):
        return None
    if is_sequence != one.is_list and None in found:
        return None
    return written(one, tuple(known) if one.is_list else known[0])


def _one(one: Field, text: str, vocabulary: Vocabulary | None) -> str | None:
    """Give the one right spelling of a value, None where it is not to be told."""
    if vocabulary is not None:
        number = re.fullmatch(r"(?i)(?:[a-z/. ]*/)?(?:res\w*\.? )?(\d{1,4})(?: ?\(\d{4}\))?", text)
        if one.shape == "numbers" and number:
            return number[1]
        named = vocabulary.resolve(text)
        alike = [term.id for term in vocabulary.terms if _letters(text) == _letters(term.id)]
        return named.id if named else alike[0] if len(alike) == 1 else None
    if one.values:
        return next((value for value in one.values if _letters(value) == _letters(text)), None)
    if one.shape in FORMS:
        short = re.fullmatch(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", text)
        ranged = re.sub(r"\s*(?:/|–|—| to )\s*(?=\d{4}-)", "/", text)
        numbers = f"{short[1]}-{int(short[3]):02}-{int(short[4]):02}" if short else ""
        candidates = (text, numbers, ranged, "" if short else _only_date(text))
        return next((day for day in candidates if day and not one.wrong(day)), None)
    return text if one.shape == "addresses" else None


def _only_date(text: str) -> str:
    """Give the date of a text that holds one date and nothing else, "" otherwise."""
    dates = find_dates(text)
    around = text[: dates[0].start] + text[dates[0].end :] if len(dates) == 1 else "x"
    return "" if re.search(r"\w", around) else dates[0].value


def _name(name: str) -> str:
    """Give the field that a name means: its case, its hyphens and its number do not count."""
    plain = re.sub(r"[-\s]", "_", folded(name))
    return next((one for one in (plain, f"{plain}s", plain[:-1]) if one in table()), name)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", folded(text))


def _ordered(front: list[str], names: Mapping[int, str]) -> tuple[list[str], list[str]]:
    """Put the fields, by the lines that they begin on, into the table's order.

    Each goes with the comments above it; what stands above the first is its own.
    """
    order = {name: place for place, name in enumerate(table())}
    lines, told = sorted(names), {*names.values()}
    anew = sorted(lines, key=lambda at: order.get(names[at], -1))
    if anew == lines or len(told) < len(names) or not told <= order.keys():
        return front, []
    starts = dict.fromkeys(lines[:1], 0)
    for at in lines[1:]:
        starts[at] = at
        while not front[starts[at] - 1].strip() or front[starts[at] - 1].startswith("#"):
            starts[at] -= 1
    ends = dict(zip(lines, [*(starts[at] for at in lines[1:]), len(front)], strict=True))
    done = ["the fields were put into their order"]
    return [line for at in anew for line in front[starts[at] : ends[at]]], done
