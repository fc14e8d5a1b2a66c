"""Sweep: a built site, or any folder, searched for everything that must not be seen.

One function for each way in which something leaks. Patterns (addresses, paths) are looked for in
text alone, since random bytes hold everything that is short; known secrets in all bytes.

Beside it stands the account of pages: every word of a note stands on its built page. The words are
counted in the note's file as it was typed, and in the page's bytes: whoever made the page of the
file is asked nothing.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

import lxml.html

from workshop_notes.bounded import read_own
from workshop_notes.build.cache import Staged
from workshop_notes.build.layers import (
    GZIP,
    LARGEST,
    PDF,
    PNG,
    UNREAD,
    ZIP,
    Layer,
    decoded,
    layers,
    readings,
    text_of,
    unescaped,
    words,
)
from workshop_notes.build.secret import Secrets
from workshop_notes.guard.identify import MAIL
from workshop_notes.note import Note, without_leading_title
from workshop_notes.problem import Problem
from workshop_notes.sandbox import packed as sent
from workshop_notes.sandbox import shared_out, unpacked
from workshop_notes.views.page import note_address
from workshop_notes.writing import Content, Kind, below, content_of

KNOWN: Mapping[str, Any] = read_own(Path(__file__).with_suffix(".yml"))
PICTURES, OFFICE = (tuple(KNOWN[name].split()) for name in ("pictures", "office"))
LEAKS: Mapping[str, Mapping[str, str]] = KNOWN["leaks"]
TEMPORARY = re.compile(
    r"(?:^~\$.*|^\.~lock\..*#|.*~|^#.*#|.*\.(?:swp|swo|bak|orig|rej|tmp|temp|old|log|pyc|part"
    r"|crdownload)|^\.DS_Store"
    r"|^Thumbs\.db|^desktop\.ini|^\.env.*|^\.git.*|^__pycache__|^\._.*|^~WRL\d+.*)$",
    re.IGNORECASE,
)
ARCHIVE = ".zip"
# Bytes: the text of 20,000 notes in one file to take along.
LARGEST_FILE = 4 * LARGEST
PAGE = re.compile(rb"\s*<!doctype html>\s*<html\b", re.IGNORECASE)
WHOLE = (*PICTURES, *OFFICE, ARCHIVE, ".pdf")  # no lines
KEPT = frozenset({".gitkeep", ".nojekyll"})
# Files of the theme: written by their makers, with their own names in them.
THEIRS = re.compile(
    r"(?:^|/)assets/(?:javascripts|stylesheets|fonts)/[^?]*\.(?:js|mjs|css|map|wasm|woff2?)$"
)
UNIX = "home|Users|root|var/folders|private/tmp|tmp|workspace|builds|runner"
WINDOWS = "Users|Documents and Settings|Temp|Windows"
MACHINE_PATH = re.compile(
    rf"(?<![\w.:/-])/(?:{UNIX})/[\w.@-]+(?:/|\b)|\b[A-Za-z]:[\\/]{{1,2}}(?:{WINDOWS})[\\/]"
    r"|\bfile:///(?!\s)\S+|(?<![\w\\])\\\\\\\\?[\w.-]+\\[\w$.-]+\\",
)
# What each of them holds that has no backslash: found in a hundredth of the time.
PATH_HINT = re.compile(f"/(?:{UNIX}|{WINDOWS}|/)/")
# A note's own PDF, beside its page: its title and description are the page's, as PDF/UA asks.
PRINTED = re.compile(r"(?:^|/)notes/(?:[^/]+/)*([^/]+)/\1\.pdf$")
ABOUT_THE_FILE = ("hidden-property", "hidden-metadata")
LONGEST_BOX, LONGEST_HOST = 66, 260  # letters
FEW = 64  # files
LONG = 8 * 1024 * 1024  # bytes of a text that are searched at once
REACH = 64 * 1024  # bytes over which the words of a leak and what stands between them go
SOURCE_MAP = re.compile(r"[#@]\s*sourceMappingURL=")

# The words of a note stand in this element; a page that has another shape is read whole.
TEXT = "//article//div[contains(concat(' ', @class, ' '), ' text ')]"
SHOWN = 5
# What is typed in Markdown and is no text: addresses of links, definitions, attributes, marks of
# footnotes, pictures, numbers of lists, and the one tag that a note may hold.
_MARKUP = re.compile(
    r"""!\[[^\]\n]*\]\([^)\n]*\)
      | ^[ ]{0,3}\[(?!\^)[^\]\n]+\]:.*$ | ^[ ]{0,3}\*\[[^\]\n]+\]:.*$
      | (?<=\])(?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\) | \[[^\]\n]*\])
      | \[\^[^\]\n]+\]:? | \{:?[ ]*[\#.][^}\n]*\} | <br[ ]*/?>
      | ^[ \t>]*(?:[-*+][ \t]+)*\d{1,9}[.)](?=\s)""",
    re.MULTILINE | re.VERBOSE,
)
_MAY_MARK = re.compile(r"[\[\]{<]|^[ \t>*+-]*\d").search
_WORD = re.compile(r"[^\W_]+")
# Before a line that begins with words.
_GAP = re.compile(rb"\n(?=[^ \n]{0,64} [^ \n]{0,64} )")


@dataclass(frozen=True)
class BuiltFile:
    """A file of a built site: its path below the site, its bytes and what is packed in them.

    `clean` are the SHA-256, by the suffix of what packs it, of what is looked at elsewhere. Where
    `data` is a part of the file, `head` is the beginning of the whole.
    """

    path: str
    data: bytes
    head: bytes = b""
    before: Content = b""  # what an archive was when it was found clean
    clean: dict[str, set[str]] = field(default_factory=dict)

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.path).suffix.lower()

    @property
    def is_theirs(self) -> bool:
        """Say whether it is a file of the theme, not of this project."""
        return bool(THEIRS.search(self.path))

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The file, and everything packed in it."""
        clean = self.clean.get(self.suffix, ())
        return tuple(layers(self.data, before=self.before, clean=clean))

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """What is text in each layer, as it stands."""
        return tuple(decoded(layer.data) for layer in self.layers)

    @cached_property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """The text of each layer without escapes, with how it was packed."""
        layered = zip(self.plain, self.layers, strict=True)
        return tuple((unescaped(text), layer.packed) for text, layer in layered)

    @property
    def readings(self) -> Iterator[tuple[str, str]]:
        """Every reading of each layer: of its text, and of all bytes where not all are text."""
        for layer, (text, packed) in zip(self.layers, self.texts, strict=True):
            yield from ((reading, packed) for reading in readings(text))
            if b"\0" in layer.data or len(text) < len(layer.data) // 2:
                yield text_of(layer.data), packed

    def problem(self, code: str, message: str, fix: str, offset: int = -1) -> Problem:
        """Give a problem of this file, at the line of an offset in its plain text."""
        line = self.texts[0][0].count("\n", 0, offset) + 1 if offset >= 0 else 1
        return Problem(self.path, line, 1, code, message, fix)


def sweep(
    folder: Path,
    secrets: Secrets | None = None,
    only: Container[str] | None = None,
    before: Callable[[str], Content] = lambda _name: b"",
    digests: Mapping[str, str] | None = None,
) -> list[Problem]:
    """Search every file below a folder, or `only` some, whatever it is packed in.

    What each file was `before` is known to be clean, by a search for the same secrets. By the
    `digests`, SHA-256, of some of the files they are not searched again where archives hold them.
    Problems name file and kind, never what was found.
    """
    known = secrets or Secrets()
    entries = [row for row in below(folder) if only is None or row[0] in only]
    problems = [problem for row in entries for problem in _unsearched(folder, *row)]
    out = {problem.path for problem in problems}
    waiting = [(name, folder / name) for name, one in entries if one == "file" and name not in out]
    # An archive's rules are those of every file but the theme's.
    alike = {one for name, one in (digests or {}).items() if not THEIRS.search(name)}
    clean = {ARCHIVE: alike} if digests else {}

    def search(place: int) -> bytes:
        name, path = waiting[place]
        file = BuiltFile(name, b"", before=before(name), clean=clean)
        return sent("value", _wrong_in(file, content_of(path), known))

    # What one change makes is searched before another process would have begun.
    for _, data in shared_out(len(waiting), search, 1 if len(waiting) > FEW else FEW):
        problems.extend(unpacked(data)[1])
    return sorted(set(problems))


def _wrong_in(file: BuiltFile, data: Content, secrets: Secrets) -> list[Problem]:
    """Search what is new in a file, and for the lines of what is found there the whole."""

    def found(one: BuiltFile) -> list[Problem]:
        return [problem for rule in ALL for problem in rule(one, secrets)]

    whole = file.path.endswith(WHOLE) or (
        bool(secrets.digests) and hashlib.sha256(data).hexdigest() in secrets.digests
    )
    part = data if whole else new_in(data, file.before)
    parts = [part[:]] if whole else pieces(part)
    of_it = (replace(file, data=one, head=data[:FEW]) for one in parts)
    if len(part) == len(data) <= LONG or any(map(found, of_it)):
        file = replace(file, data=data[:])
        problems = found(file)
        # What pages have in common is packed in each of them; deeper down less was looked for.
        if not (problems or file.is_theirs or file.suffix == ARCHIVE):
            searched = {one.digest for one in file.layers if one.depth == 1}
            file.clean.setdefault(file.suffix, set()).update(searched)
        return problems
    return []


def sweep_staged(staged: Staged, secrets: Secrets) -> list[Problem]:
    """Search what is new in a staged site; for other secrets than the last time all of it."""
    if staged.last.secrets == secrets.digest:
        return sweep(staged.folder, secrets, before=staged.before, digests=staged.new())
    taken = staged.taken.keys() - staged.new().keys()
    leaks = sweep(staged.folder, secrets, digests=staged.new())
    return leaks + sweep(staged.site, secrets, only=taken) if taken else leaks


def new_in(data: Content, before: Content, reach: int = REACH) -> Content:
    """Give the lines of a text that are not as they were, with as much around as a leak may reach;
    all of what is no text."""
    if not before or not _is_text(data):
        return data
    start = _alike(data, before)
    end = len(data) - min(_alike(data, before, at_end=True), min(len(data), len(before)) - start)
    first = data.rfind(b"\n", 0, max(0, start - reach)) + 1
    last = data.find(b"\n", end + reach)
    return data[first:] if last < 0 else data[first:last]


def pieces(data: Content, size: int = LONG, reach: int = REACH) -> Iterator[bytes]:
    """Give a long text in pieces, each with as much of the next as a leak may reach.

    They end between lines of words, so never within what is packed in letters.
    """
    begin, end = 0, size
    while end < len(data) and _is_text(data) and (gap := _GAP.search(data, end)):
        yield data[begin : gap.end() + reach]
        begin, end = gap.end(), gap.end() + size
    yield data[begin:]


def leak_temporary_file(file: BuiltFile, _secrets: Secrets) -> Iterator[Problem]:
    """No file that an editor's program left behind is in the site.

    Bad: `notes/~$minusma.docx`
    Good: pages, their pictures and styles only
    """
    parts = PurePosixPath(file.path).parts
    if any(TEMPORARY.match(part) and part not in KEPT for part in parts):
        fix = "delete it from docs/ and build again"
        yield file.problem("leak-temporary-file", "a file that a program left behind", fix)


def leak_unsearched(file: BuiltFile, _secrets: Secrets) -> Iterator[Problem]:
    """Nothing in the site is packed so that it cannot be searched.

    Bad: a locked archive, or one in an archive in an archive in an archive
    Good: the files themselves
    """
    fix = f"unpack it, or leave it out of docs/; a part may have {LARGEST // 1024**2} MB"
    for layer in file.layers:
        if layer.packed.endswith(UNREAD):
            name = layer.data.decode("utf-8", "replace") or "something"
            yield file.problem("leak-unsearched", f"{name} {layer.packed}", fix)


def leak_original(file: BuiltFile, secrets: Secrets) -> Iterator[Problem]:
    """No original and no source of a note that is not public is in the site, by any name.

    Bad: `notes/2020/minusma.docx`
    Good: the page made from it
    """
    fix = "keep originals in notes/; nothing below docs/ may be one"
    if file.suffix in OFFICE:
        yield file.problem("leak-original", "a document of a word processor or mail program", fix)
    elif secrets.digests and any(layer.digest in secrets.digests for layer in file.layers):
        yield file.problem("leak-original", "an original, or the source of a hidden note", fix)


def leak_unpublished(file: BuiltFile, secrets: Secrets) -> Iterator[Problem]:
    """Nothing of a draft, a note under embargo or a withdrawn note is in the site.

    Text is found by runs of eight words, through compression, escapes and markup. The same search
    finds what originals have beyond their notes (`leak-left-out`), names that the guard found in
    them (`leak-name`), their properties (`leak-property`) and file names (`leak-original`).

    Bad: a draft's sentence in the search index
    Good: `not found` at the draft's address
    """
    below = file.path.removesuffix("index.html").rstrip("/")
    if any(below == path or below.startswith((f"{path}/", f"{path}.")) for path in secrets.paths):
        fix = LEAKS["leak-unpublished"]["fix"]
        yield file.problem("leak-unpublished", "a page of a note that is not public", fix)
    if not secrets.runs:
        return
    for _, secret in secrets.within(words(file.path)):
        leak = LEAKS[secret.code]
        yield file.problem(secret.code, f"the file's name has {leak['what']}", leak["fix"])
    for reading, packed in file.readings:
        told: set[str] = set()
        for at, secret in secrets.within(words(reading)):
            if secret.code not in told:
                told.add(secret.code)
                leak = LEAKS[secret.code]
                message = f"the file has {leak['what']}{f', {packed}' if packed else ''}"
                line = reading.count("\n", 0, _offset(reading, at)) + 1 if not packed else 1
                yield Problem(file.path, line, 1, secret.code, message, leak["fix"])


def leak_contact(file: BuiltFile, secrets: Secrets) -> Iterator[Problem]:
    """No e-mail address is in the site, other than those on pages written by hand.

    Bad: `<a href="mailto:a.thornquist@mission.example">`
    Good: the organizers' addresses on the page "About"
    """
    if file.is_theirs:
        return
    for text, packed in file.texts:
        if "@" not in text:
            continue
        for found in _addresses(text):
            if found.group().lower() not in secrets.allowed and not _is_code(found.group()):
                message = f"an e-mail address{f', {packed}' if packed else ''}"
                fix = "remove it from the note, or show it on a page written by hand"
                yield file.problem("leak-contact", message, fix, -1 if packed else found.start())


def leak_machine_path(file: BuiltFile, secrets: Secrets) -> Iterator[Problem]:
    """No path of the machine that built the site, or of an editor's, is in it.

    Bad: `C:\\Users\\thornquist\\notes`
    Good: `notes/2020/minusma`
    """
    folder = secrets.folder.encode()
    for layer, plain, (bare, packed) in zip(file.layers, file.plain, file.texts, strict=True):
        found = bool(folder) and (folder in layer.data or secrets.folder in bare)
        # As it stands, for an escape turns `\\n` of a path into a line; and without its escapes.
        for text in () if found or file.is_theirs else {plain, bare}:
            found = found or holds_path(text)
        if found:
            message = f"a path of somebody's machine{f', {packed}' if packed else ''}"
            fix = "find where the path comes from (a picture, an alternative text, a template)"
            yield file.problem("leak-machine-path", message, fix)


def holds_path(text: str) -> bool:
    """Say whether a text has a path of a machine, which stands in one line."""
    return _may_hold_path(text) and any(
        MACHINE_PATH.search(line) for line in text.split("\n") if _may_hold_path(line)
    )


def _may_hold_path(text: str) -> bool:
    return "\\\\" in text or ":\\" in text or bool(PATH_HINT.search(text))


def leak_source_map(file: BuiltFile, _secrets: Secrets) -> Iterator[Problem]:
    """No source map but the theme's own is in the site.

    Bad: `assets/search.js.map`
    Good: `assets/javascripts/bundle.min.js.map` of the theme
    """
    if file.is_theirs:
        return
    if file.suffix == ".map" or (
        file.suffix in (".js", ".css") and SOURCE_MAP.search(file.texts[0][0])
    ):
        yield file.problem("leak-source-map", "a source map", "leave it out of docs/assets")


def hidden_metadata(file: BuiltFile, _secrets: Secrets) -> Iterator[Problem]:
    """No picture or PDF carries metadata: camera data, places, authors, texts, attachments.

    The codes are those of the scan of originals.

    Bad: a photograph with its GPS place
    Good: the same after `notes scrub`
    """
    if file.suffix not in (*PICTURES, ".pdf", ".html"):
        return
    if len(file.layers) == 1 and PAGE.match(file.head or file.data):
        return
    # Imported here: most builds have nothing new that holds a picture.
    from workshop_notes.formats.hidden import as_problem
    from workshop_notes.formats.table import format_of, scan

    if file.suffix == ".pdf":
        own = bool(PRINTED.search(file.path))
        found = scan(file.data, file.path)
        yield from (one for one in found if not (own and one.code in ABOUT_THE_FILE))
        return
    for layer in file.layers:
        known = format_of(layer.data, "") if layer.packed in ("", "in base64") else None
        if known and known.hider == "picture":
            from workshop_notes.formats import picture

            place = "a picture inside the page" if layer.packed else ""
            for finding in picture.find_hidden(layer.data, place):
                yield as_problem(finding, file.path, True)


def lost_words(
    notes: Iterable[Note], site: Path, taken: Container[str] = frozenset()
) -> Iterator[Problem]:
    """Yield an error for each note of which a word is not on its page below `site`.

    `taken` are the pages, as `notes/2020/minusma/index.html`, that were looked at when they were
    built. Withdrawn notes have no text to show.
    """
    named = [(f"{unquote(note_address(note.id))}index.html", note) for note in notes]
    read = [(one, note) for one, note in named if note.status != "withdrawn" and one not in taken]

    def lost(place: int) -> bytes:
        name, note = read[place]
        return sent("value", _lost(note, site / name))

    for _, data in sorted(shared_out(len(read), lost)):
        yield from unpacked(data)[1]


def _lost(note: Note, page: Path) -> list[Problem]:
    shown = words_of_page(page.read_bytes()) if page.is_file() else Counter()
    # The page has the title above its text.
    lost = words_of_note(without_leading_title(note)) - shown
    if not lost:
        return []
    some = ", ".join(f"'{word}'" for word in list(lost)[:SHOWN])
    line = note.body_line + _line(note.body, next(iter(lost)))
    message = f"not on the page of the note: {some} ({lost.total()} in all)"
    fix = "write this passage plainly: less nesting, fewer marks; each build looks again"
    return [Problem(note.shown, line, 1, "lost-words", message, fix)]


def words_of_note(markdown: str) -> Counter[str]:
    """Count the words that a reader of a note's Markdown must see, in order of appearance."""
    *lines, last = markdown.split("\n")
    # Each of these marks is of one line, and has a sign that few lines have.
    parts = (
        _MARKUP.sub(" ", one) if _MAY_MARK(one) else one
        for one in (*(f"{line}\n" for line in lines), last)
    )
    return Counter(_words(html.unescape("".join(parts))))


def words_of_page(data: bytes) -> Counter[str]:
    """Count the words of the text of a note's page."""
    tree = lxml.html.document_fromstring(data.decode("utf-8"))
    parts: Any = tree.xpath(f"{TEXT}//text()") or tree.xpath("//text()")
    return Counter(word for part in parts for word in _words(part))


ALL: tuple[Callable[[BuiltFile, Secrets], Iterator[Problem]], ...] = (
    leak_temporary_file,
    leak_unsearched,
    leak_original,
    leak_unpublished,
    leak_contact,
    leak_machine_path,
    leak_source_map,
    hidden_metadata,
)


def _is_text(data: Content) -> bool:
    return data.find(b"\0") < 0 and not data[:FEW].startswith((GZIP, ZIP, PDF, PNG))


def _alike(one: Content, other: Content, *, at_end: bool = False) -> int:
    """Give how many bytes two texts have in common at their beginning or end."""
    least, most, step = 0, min(len(one), len(other)), REACH
    while least < most:
        here = min(least + step, most)
        part = slice(-here, -least or None) if at_end else slice(least, here)
        if one[part] == other[part]:
            least = here
        else:
            most, step = here - 1, max(1, step // 2)
    return least


def _unsearched(folder: Path, name: str, kind: Kind) -> Iterator[Problem]:
    if kind == "link":
        yield Problem(name, 1, 1, "leak-link", "a link to another file", "remove it")
    elif kind == "file" and (folder / name).stat().st_size > LARGEST_FILE:
        fix = f"make it smaller than {LARGEST_FILE // 1024**2} MB, or leave it out of docs/"
        yield Problem(name, 1, 1, "limit-size", "too large to be searched", fix)


def _offset(text: str, at: int) -> int:
    folded = text.casefold()
    return next(
        (found.start() for number, found in enumerate(re.finditer(r"\w+", folded)) if number == at),
        0,
    )


def _addresses(text: str) -> Iterator[re.Match[str]]:
    """Find the e-mail addresses around each `@`, which is much faster than to look everywhere."""
    end = 0
    for sign in re.finditer("@", text):
        found = MAIL.search(text, max(end, sign.start() - LONGEST_BOX), sign.end() + LONGEST_HOST)
        if found and found.start() < sign.start() < found.end():
            end = found.end()
            yield found


def _is_code(address: str) -> bool:
    """`style@2x.png` and `package@1.2.3` look like addresses and are none."""
    host = address.rsplit("@", 1)[-1]
    return bool(
        re.search(r"\d[xX]\.|^\d|\.(?:png|jpe?g|svg|gif|webp|js|css|html?|json|map|min)$", host)
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text))


def _line(text: str, word: str) -> int:
    found = re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", text)
    return text.count("\n", 0, found.start()) if found else 0
