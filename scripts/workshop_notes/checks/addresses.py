"""Rules for addresses: one that was published stands for good and belongs to one note."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from workshop_notes.bounded import compose
from workshop_notes.collection import Collection, is_seen
from workshop_notes.front_matter import parse_note
from workshop_notes.machine import git
from workshop_notes.note import Note
from workshop_notes.places import is_note_path
from workshop_notes.problem import Problem
from workshop_notes.settings import read_settings
from workshop_notes.vocabulary import NAMES

FORMER = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*)+")
_SINCE = re.compile(r"[0-9a-f]{7,64}")


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
            yield Problem(note.shown, 1, 1, "addresses-that-collide", message, "rename one")


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
            line, column = note.at(f"was.{index}")
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
            yield Problem(note.shown, line, column, "claimed-address", message, fix)


def vanished_address(collection: Collection, today: str, base: str = "HEAD") -> Iterator[Problem]:
    """What was published at an address stands there, leads on from there, or has a tombstone.

    Bad: `git mv notes/2031/zumali.md notes/2031/zuma.md`, `git rm`, `status: draft` again
    Good: `notes rename 2031/zumali 2031/zuma`, `notes withdraw 2031/zumali --why "…"`
    """
    root = collection.root
    if not (root / ".git").exists() or not git(root, "rev-parse", "--verify", "HEAD"):
        return
    since = read_settings(root).text("extra", "workshop_notes", "since")
    since = since if _SINCE.fullmatch(since) else ""
    if since and git(root, "merge-base", base, since) == git(root, "rev-parse", base):
        # The site begins after this commit.
        return
    standing = {note.id for note in collection.notes if is_seen(note, today)}
    standing |= {former for note in collection.notes for former in note.was}
    seen: set[str] = set()
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


ALL = (addresses_that_collide, claimed_address, vanished_address)


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
