"""Secrets: what a project's own files hold that its site must not show, found by runs of words.

Nothing is kept anywhere: secrets are read anew for each build from the notes that are not public
and from the originals that lie beside the others.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from workshop_notes.bounded import UnreadError
from workshop_notes.build.cache import Cache, digest_of_files
from workshop_notes.build.layers import decoded, readings, text_of, unescaped, words
from workshop_notes.collection import INBOX, Collection, shown_path
from workshop_notes.exports import NOBODY
from workshop_notes.formats.table import ORIGINAL_SUFFIXES
from workshop_notes.guard.identify import MAIL, names_in
from workshop_notes.left_out import Account, accounts
from workshop_notes.machine import today
from workshop_notes.note import Note
from workshop_notes.problem import Problem
from workshop_notes.vocabulary import Vocabularies, grouped
from workshop_notes.writing import below, digest_of

ARCHIVES = (".docx", ".odt")
MARKUP = (".html", ".htm", ".xhtml")
MAILS = (".eml", ".mht", ".mhtml")
PEOPLE = ("from", "sender", "reply-to", "to", "cc", "bcc")
TEXTS = (".txt", ".text", ".md", ".vtt", ".srt")
PROPERTIES = re.compile(
    r"<(?:dc:creator|cp:lastModifiedBy|dc:subject|dc:description|cp:keywords|cp:category|Company"
    r"|Manager"
    r"|meta:initial-creator|meta:keyword|meta:printed-by|dc:subject|vt:lpwstr"
    r"|meta:user-defined)\b[^>]*>([^<]+)<"
)
PDF_PROPERTIES = re.compile(rb"/(?:Author|Keywords|Subject)\s*\(((?:[^()\\]|\\.)*)\)")
PARAGRAPH = re.compile(r"</(?:w:p|text:p|text:h|p|li|h\d|td|div)>|<(?:w:br|br)\b[^>]*>|\n")
PARTS = re.compile(
    r"^(?:word/(?!theme|font|settings|styles|webSettings).*\.xml|content\.xml|docProps/.*\.xml"
    r"|meta\.xml|customXml/item\d*\.xml)$"
)
LINE = re.compile(r"(?<=[.!?])\s+|\n")
BODY_PARTS = ("word/document.xml", "content.xml")
PROPERTY_PARTS = ("docProps/", "meta.xml", "customXml/")
DELETED = re.compile(
    r"<w:delText\b[^>]*>([^<]*)<|<text:deletion>(?:(?!</text:deletion>).)*", re.DOTALL
)
COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
SCRIPT = re.compile(
    r"<(script|style|head|noscript|template)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE
)
SENTENCE = 10  # words
SENTENCE_ENDS = (".", "!", "?", "”", '"', "…", ";", ":")
SHORTEST_HIDDEN = 3  # words
SHORTEST_PROPERTY = 6  # letters
HAND_WRITTEN = ("*.md", "*.html")
RUN = 8  # words that follow each other in two texts are one of the other's
STEP = 4
SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Secret:
    """A run of words, in small letters, and the code of the rule that a site breaks by it."""

    words: tuple[str, ...]
    code: str


@dataclass(frozen=True)
class Secrets:
    """Everything that a site must not show.

    `runs` holds the secrets by the one word of each that is rarest, with its place in the run;
    `digests` the SHA-256 of files that must not be there; `paths` the addresses below the site that
    must not be there; `folder` the project's own path on this machine; `allowed` the e-mail
    addresses that hand-written pages show.
    """

    runs: Mapping[str, tuple[tuple[int, Secret], ...]] = field(default_factory=dict)
    digests: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    folder: str = ""
    allowed: frozenset[str] = frozenset()

    @cached_property
    def digest(self) -> str:
        """A digest of all that is looked for."""
        runs = sorted({(one.words, one.code) for row in self.runs.values() for _, one in row})
        rest = (sorted(self.digests), sorted(self.paths), self.folder, sorted(self.allowed))
        return hashlib.sha256(repr((runs, rest)).encode()).hexdigest()

    def within(self, words: Sequence[str]) -> Iterator[tuple[int, Secret]]:
        """Give the secrets among the words of a text, each with its place."""
        near = self.runs.keys() & set(words) if self.runs else set()
        if not near:
            return
        for at, word in enumerate(words):
            if word in near:
                for place, secret in self.runs[word]:
                    start = at - place
                    if (
                        start >= 0
                        and tuple(words[start : start + len(secret.words)]) == secret.words
                    ):
                        yield start, secret


def secrets_of(
    root: Path,
    collection: Collection,
    shown: Collection | None = None,
    cache: Cache | None = None,
    told: Mapping[str, Account] | None = None,
) -> Secrets:
    """Gather what the site of the collection `shown` must not show: by default, what is public now.

    `collection` is the whole project. Secret are the texts and addresses of notes that are not
    shown, what the originals have beyond their notes, names that the guard finds in them, their
    properties and file names, and the files themselves; not secret is what readers are `told` that
    was left out.
    """
    shown = shown or collection.published(today())
    cache = cache or Cache(None)
    known = digest_of_files(root, "notes/vocabularies")
    public = {note.id for note in shown.notes if note.status != "withdrawn"}
    hidden = [note for note in collection.notes if note.id not in public]
    notes = [note for note in shown.notes if note.id in public]
    texts: list[tuple[str, Callable[[], str]]]
    texts = [
        (one.content or cache.digest(one.path) or _said(one), partial(_said, one)) for one in notes
    ]
    if told is None:
        told = accounts(root, shown.oldest_first, cache)
    by_hand = _hand_written(root)
    said = [passage.text for account in told.values() for passage in account.passages]
    texts += [(text, partial(str, text)) for text in (*said, *by_hand)]
    secrets = [secret for note in hidden for secret in _of_note(note)]
    digests = {_digest(root / "notes" / f"{note.id}.md") for note in hidden}
    for path in _originals(root):
        # Imported here: most builds know what every original holds.
        from workshop_notes.formats.original import read_original

        data = read_original(path)
        if isinstance(data, Problem):
            raise UnreadError(replace(data, path=shown_path(path, root)))
        digest = hashlib.sha256(data).hexdigest()
        digests.add(digest)
        found = _secrets_in(path, data, collection.vocabularies)
        secrets += cache.once("secrets", (known, path.name, digest), partial(list[Secret], found))
    return Secrets(
        runs=indexed(secrets, texts, cache),
        digests=frozenset(digests - {""}),
        paths=frozenset(f"notes/{note.id}" for note in hidden if note.status != "withdrawn"),
        folder=root.resolve().as_posix(),
        allowed=cache.once("addresses", by_hand, partial(_addresses, "\n".join(by_hand))),
    )


def runs_of(words: Sequence[str], code: str, shortest: int = SHORTEST) -> Iterator[Secret]:
    """Give overlapping runs of a text's words, so that a dozen words of it are recognized."""
    if len(words) <= RUN:
        if len(words) >= shortest:
            yield Secret(tuple(words), code)
        return
    last = len(words) - RUN
    for start in (*range(0, last, STEP), last):
        yield Secret(tuple(words[start : start + RUN]), code)


def indexed(
    secrets: Iterable[Secret], shown: Sequence[tuple[str, Callable[[], str]]], cache: Cache
) -> dict[str, tuple[tuple[int, Secret], ...]]:
    """Index secrets by their rarest word, without those that stand in a text that is `shown`.

    With each text stands what it is known by.
    """
    unique = sorted(set(secrets), key=lambda secret: (secret.words, secret.code))
    if not unique:
        return {}
    place_of = {secret: place for place, secret in enumerate(unique)}
    known = {word for secret in unique for word in secret.words}
    in_view = Secrets(_by_rarest(unique, Counter()))

    def look(place: int) -> tuple[dict[str, int], list[int]]:
        said = words(unescaped(shown[place][1]()))
        found = [place_of[secret] for _, secret in in_view.within(said)]
        return dict(Counter(filter(known.__contains__, said))), found

    frequency: Counter[str] = Counter()
    seen: set[int] = set()
    about = hashlib.sha256(repr(unique).encode()).hexdigest()
    for counted, found in cache.each("in view", [(about, one) for one, _ in shown], look):
        frequency.update(counted)
        seen.update(found)
    kept = [secret for place, secret in enumerate(unique) if place not in seen]
    return _by_rarest(kept, frequency)


def _of_note(note: Note) -> Iterator[Secret]:
    texts = [note.summary, *LINE.split(note.body)]
    if note.status != "withdrawn":
        # A tombstone may name the note that was withdrawn; a draft has no page at all.
        texts.append(note.title)
        yield Secret(tuple(words(f"notes/{note.id}")), "leak-unpublished")
    for text in texts:
        yield from runs_of(words(unescaped(text)), "leak-unpublished")


def _secrets_in(path: Path, data: bytes, vocabularies: Vocabularies) -> Iterator[Secret]:
    """Give an original's file name, its properties, what it hides, and what it says.

    Of what it says, whole sentences count: furniture has the same words on every page.
    """
    yield Secret(tuple(words(path.name)), "leak-original")
    kind = path.suffix.lower()
    seen = ""
    if kind == ".pdf":
        for value in PDF_PROPERTIES.findall(data):
            yield from _property(text_of(value))
    elif kind in ARCHIVES:
        for name, part in _parts(data):
            if name.startswith(PROPERTY_PARTS):
                for value in PROPERTIES.findall(part):
                    yield from _property(unescaped(value))
            else:
                deleted = " ".join(DELETED.findall(part))
                text = _seen(part)
                hidden = deleted if name in BODY_PARTS else f"{deleted}\n{text}"
                yield from _hidden(hidden)
                seen += f"{text}\n" if name in BODY_PARTS else ""
    elif kind in MAILS:
        # Imported here: most originals are no mail.
        from email import message_from_bytes, policy
        from email.utils import getaddresses

        mail = message_from_bytes(data, policy=policy.default)
        people = [str(one) for name in PEOPLE for one in mail.get_all(name, ())]
        for name, _ in getaddresses(people):
            yield from _property(name)
        texts = [one for one in mail.walk() if one.get_content_maintype() == "text"]
        for said in (one.get_payload(decode=True) for one in texts):
            source = decoded(said) if isinstance(said, bytes) else ""
            seen += f"{_seen(SCRIPT.sub(' ', unescaped(source)))}\n"
    elif kind in MARKUP:
        source = unescaped(decoded(data))
        yield from _hidden("\n".join(COMMENT.findall(source)))
        seen = _seen(SCRIPT.sub(" ", source))
    elif kind in TEXTS:
        seen = unescaped(decoded(data))
    for line in LINE.split(seen):
        spoken = words(line)
        if len(spoken) >= SENTENCE and line.rstrip().endswith(SENTENCE_ENDS):
            yield from runs_of(spoken, "leak-left-out")
    for name in names_in(seen, vocabularies):
        yield Secret(tuple(words(name)), "leak-name")


def _seen(markup: str) -> str:
    return next(readings(unescaped(PARAGRAPH.sub("\n", markup))))


def _hidden(text: str) -> Iterator[Secret]:
    for line in LINE.split(text):
        yield from runs_of(words(unescaped(line)), "leak-left-out", SHORTEST_HIDDEN)


def _property(value: str) -> Iterator[Secret]:
    if len(value.strip()) >= SHORTEST_PROPERTY:
        yield Secret(tuple(words(value)[:8]), "leak-property")


def _parts(data: bytes) -> Iterator[tuple[str, str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if PARTS.match(name):
                    yield name, archive.read(name).decode("utf-8", errors="replace")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return


def _said(note: Note) -> str:
    named = " ".join(speaker.name for speaker in note.speakers)
    return f"{note.title}\n{note.summary}\n{named}\n{note.body}"


def _hand_written(root: Path) -> list[str]:
    files: Iterable[Path] = [
        root / "mkdocs.yml",
        *sorted((root / "notes" / "vocabularies").glob("*.yml")),
        *(path for pattern in HAND_WRITTEN for path in sorted((root / "docs").glob(pattern))),
        *sorted((root / "overrides").rglob("*.html")),
    ]
    return [path.read_text(encoding="utf-8", errors="replace") for path in files if path.is_file()]


def _originals(root: Path) -> list[Path]:
    notes = root / "notes"
    names = [name for name, _ in below(notes)] if notes.is_dir() else []
    found = {one for one in names if one.lower().endswith(ORIGINAL_SUFFIXES)}
    uploaded = {one for one in names if one.startswith(f"{INBOX}/") and one.endswith(".md")}
    found |= {one for one in uploaded if not one.endswith("/README.md")}
    return sorted(notes / one for one in found if (notes / one).is_file())


def _addresses(text: str) -> frozenset[str]:
    return frozenset({NOBODY, *(found.group().lower() for found in MAIL.finditer(text))})


def _digest(path: Path) -> str:
    return digest_of(path) if path.is_file() else ""


def _by_rarest(
    secrets: Iterable[Secret], frequency: Counter[str]
) -> dict[str, tuple[tuple[int, Secret], ...]]:
    def rarest(secret: Secret) -> tuple[str, tuple[int, Secret]]:
        said = secret.words
        place = min(range(len(said)), key=lambda at: (frequency[said[at]], -len(said[at]), at))
        return said[place], (place, secret)

    return {word: tuple(same) for word, same in grouped(map(rarest, secrets)).items()}
