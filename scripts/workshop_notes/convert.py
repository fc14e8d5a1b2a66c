"""The one way in: bytes of any format to a Conversion, with an account of every word.

In the account each word of an original is kept, moved, left out with a reason, or unknown. A word
is a maximal run of letters and digits with apostrophes or hyphens inside, on normalized text;
raised and lowered digits are words of their own. The original's words come from its bytes by a
reader of their own (`formats.count`), the page's from the rendered Markdown, so that a fault of a
reader or writer shows. Words that are the same letters, parted otherwise, are the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from workshop_notes.formats.hidden import LeftOut, RefusedError, counted, refused
from workshop_notes.normalize import hiding_characters, look_alikes, normalize
from workshop_notes.problem import Problem, has_errors
from workshop_notes.text.folding import bare

if TYPE_CHECKING:
    from workshop_notes.formats.document import Reading
    from workshop_notes.formats.table import Format

# Whatever renders Markdown takes time by the square of these in one paragraph.
MOST_ESCAPED = 2_000
_ESCAPED = re.compile(r"\\\W|&#?\w+;")

_ACCENT = re.compile("[`´¨¯¸\u02c6-\u02dd]")  # a sign of its own
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉ⁿₙⁱᵢ", "01234567890123456789nnii")
_WORD = re.compile(r"[⁰¹²³⁴-⁹₀-₉]+|[^\W_⁰¹²³⁴-⁹₀-₉]+(?:['’\-][^\W_⁰¹²³⁴-⁹₀-₉]+)*")
_PLAIN_WORD = re.compile(r"[A-Za-z0-9]+(?:['-][A-Za-z0-9]+)*")
_LARGEST_TABLE = 1_000_000_000  # bits of memory: words of the original × words of the page
_SHOWN = 6
_MOST_PARTS = 5  # of one word that was parted or put together


@dataclass(frozen=True, slots=True)
class Loss:
    """Every word of the original: kept in place, moved, left out with a reason, or unknown.

    `words`, `kept`, `moved` and `unknown` count words of the original; `unknown` counts invented
    words of the page too, so that it is 0 only when the account balances.
    """

    words: int = 0
    kept: int = 0
    moved: int = 0
    left_out: tuple[LeftOut, ...] = ()
    unknown: int = 0

    @property
    def there(self) -> int:
        """How many words of the original are on the page."""
        return self.kept + self.moved


@dataclass(frozen=True, slots=True)
class Account:
    """The loss and, for the editor, the words that do not balance: lost and invented ones."""

    loss: Loss
    lost: tuple[str, ...]
    invented: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conversion:
    """One original as Markdown, with its own text, its metadata and the account of its words.

    `format` is by content: txt md html docx odt pdf rtf doc mht eml, or "" when unknown. The first
    line of `markdown` is `# Title` if the original has a title. `text` is the original's readable
    text, furniture included, one line a block; `aside` is what stands in neither. `metadata` may
    hold lang, address, published, held and title, never an author. A refusal is an error among
    `problems`; then `markdown` is empty.
    """

    format: str
    markdown: str
    text: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    loss: Loss = field(default_factory=Loss)
    problems: tuple[Problem, ...] = ()
    aside: tuple[LeftOut, ...] = field(default=(), repr=False)


def convert(path: Path, data: bytes | None = None, *, name: str = "") -> Conversion:
    """Convert one original.

    `data` spares reading the path; `name` is the path as problems show it. The file's name serves
    only to tell Markdown from text and to report one that says another format. Refusals come
    back as errors in the conversion; nothing is raised for a bad file.
    """
    # Imported here: who only hands conversions on needs none of the readers.
    from workshop_notes.formats.table import format_of, whole

    given = name or path.as_posix()
    data = whole(path.read_bytes() if data is None else data, path)
    known = format_of(data, given)
    if known is None:
        return Conversion("", "", "", problems=(refused("empty").problem(given),))
    if misfit := _misfit(known, given):
        return Conversion(known.name if known.taken else "", "", "", problems=(misfit,))
    try:
        return _converted(known, known.read(data, given), data, given)
    except RefusedError as error:
        return Conversion(known.name, "", "", problems=(error.problem(given),))


def words(text: str) -> list[str]:
    """Give the words of a text in order."""
    if text.isascii():
        return _PLAIN_WORD.findall(normalize(text))
    return [word.translate(_RAISED) for word in _WORD.findall(normalize(text))]


def account(
    original: str,
    page: str,
    left_out: Iterable[LeftOut] = (),
    added: Iterable[str] = (),
) -> Account:
    """Balance all text of an original against the page's visible text.

    `left_out` are the passages that are not on the page, `added` the words that were set without
    standing in the original, as a picture's label.
    """
    source, target = words(original), words(page)
    kept, lost, new = _compare(source, target)
    gone: Counter[str] = Counter()
    listed: Counter[tuple[str, str]] = Counter()
    for one in left_out:
        said = words(one.text)
        gone.update(said)
        listed["" if one.withheld else one.text, one.reason] += len(said)
    lost = _subtract(lost, gone)
    own = Counter(word for text in added for word in words(text))
    new = _subtract(new, own)
    moved, lost, new = _meet(lost, new)
    # A word that is said to be left out and is still there does not balance either.
    # Where both sides have it, as the number of a footnote, one stands for the other; small
    # letters may be set as capitals, and accents drawn by themselves.
    still_there = sorted((gone - own).elements())
    plain = bare if _ACCENT.search(original) else str.casefold
    if lost and _letters(lost, plain) == _letters([*new, *still_there], plain):
        kept += len(lost)
        lost, new, still_there = [], [], []
    unknown = len(lost) + len(new) + len(still_there)
    passages = tuple(LeftOut(*key, words=count) for key, count in listed.items())
    loss = Loss(len(source), kept, moved, passages, unknown)
    return Account(loss, tuple(lost), (*new, *still_there))


def shown(lost: Iterable[str]) -> str:
    """Give the first of the words that do not balance, for a message."""
    listed = list(lost)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return ", ".join(f"'{word}'" for word in listed[:_SHOWN]) + more


def _converted(known: Format, reading: Reading, data: bytes, path: str) -> Conversion:
    """Write a reading as Markdown and balance its account; what does not balance is refused."""
    from workshop_notes.formats.as_markdown import as_markdown, set_by_page
    from workshop_notes.formats.document import UNSAID, lines_of, part_formulas
    from workshop_notes.formats.furniture import without_furniture
    from workshop_notes.formats.outline import outlined, settle
    from workshop_notes.text.markdown import visible

    if has_errors(reading.problems):
        return Conversion(known.name, "", "", problems=tuple(sorted(reading.problems)))
    settle(reading.body)
    part_formulas(reading.body)
    text = normalize(reading.text or "\n".join(lines_of(reading.body)))
    original = reading.counted or _counted(known, data)
    problems = [*reading.problems, *hiding_characters(original, path), *look_alikes(original, path)]
    if not reading.is_clean:
        without_furniture(reading)
    title = outlined(reading.body, reading.facts.get("title", ""))
    written = normalize(as_markdown(reading.body))
    if not written and any(one.reason == UNSAID for one in reading.left_out):
        raise refused("pdf scan")
    if any(len(_ESCAPED.findall(line)) > MOST_ESCAPED for line in written.split("\n")):
        raise refused("many marks", most=MOST_ESCAPED)
    added = [*reading.added, *set_by_page(reading.body)]
    result = account(original, visible(written, numbers=True), reading.left_out, added)
    if result.loss.unknown:
        problems.append(_unbalanced(result.lost, result.invented, text, path))
    if has_errors(problems):
        written = ""
    facts = reading.facts | ({"title": title} if title else {})
    listed = tuple(sorted(dict.fromkeys(problems)))
    whole = " ".join(text.split())
    aside = tuple(one for one in dict.fromkeys(reading.left_out) if one.text not in whole)
    return Conversion(known.name, written, text, facts, result.loss, listed, aside)


def _unbalanced(lost: tuple[str, ...], invented: tuple[str, ...], text: str, path: str) -> Problem:
    # Words of hidden passages are never printed, not even as missing.
    open_words = set(words(text))
    said = [
        f"{counted(len(listed), 'word')} {what}"
        f"{shown(word for word in listed if word in open_words)}"
        for listed, what in (
            (lost, "of the original missing on the page: "),
            (invented, "of the page missing in the original: "),
        )
        if listed
    ]
    message = "; ".join(said) or "the account of its words does not balance"
    fix = "save the note in another format, such as .docx or .txt"
    return Problem(path, 1, 1, "loss-unknown", message, fix)


def _counted(known: Format, data: bytes) -> str:
    from workshop_notes.formats import count
    from workshop_notes.formats.html import declared_encoding
    from workshop_notes.formats.original import decode

    counted = getattr(count, known.counter)
    if known.name in ("txt", "md", "html"):
        declared = declared_encoding(data) if known.name == "html" else ""
        return str(counted(decode(data, "", declared)[0]))
    return str(counted(data))


def _misfit(known: Format, path: str) -> Problem | None:
    """Say why a file cannot be a note by what it is, or by what its name says that it is."""
    from workshop_notes.formats.table import FORMATS

    suffix = PurePath(path).suffix.lower()
    named = next((one for one in FORMATS if one.taken and suffix in one.suffixes), None)
    if known.name == "encrypted-office":
        return refused("encrypted").problem(path)
    if known.name == "zip" and named is not None:
        return refused("broken", how="is damaged, or was not copied whole").problem(path)
    if not known.taken:
        why = "transcript" if known.name == "transcript" else "no note"
        return refused(why, noun=known.noun).problem(path)
    if named is None or suffix in known.suffixes:
        return None
    return refused("misnamed", named=suffix[1:], kind=known.name).problem(path)


def _compare(source: Sequence[str], target: Sequence[str]) -> tuple[int, list[str], list[str]]:
    """Count the words that stand in the same order, and give the others of each side."""
    if len(source) * len(target) > _LARGEST_TABLE:
        return _meet(source, target)
    kept = 0
    lost: list[str] = []
    new: list[str] = []
    steps = Indel.opcodes(source, target)
    for is_same, group in groupby(steps, lambda step: step.tag == "equal"):
        found = list(group)
        if is_same:
            kept += sum(step.src_end - step.src_start for step in found)
            continue
        here = [word for step in found for word in source[step.src_start : step.src_end]]
        there = [word for step in found for word in target[step.dest_start : step.dest_end]]
        same, here, there = _respaced(here, there)
        kept += same
        lost += here
        new += there
    return kept, lost, new


def _respaced(here: list[str], there: list[str]) -> tuple[int, list[str], list[str]]:
    """Count the words that stand on both sides as the same letters, parted otherwise."""
    if not here or not there:
        return 0, here, there
    lost: list[str] = []
    new: list[str] = []
    kept = at = to = 0
    while at < len(here):
        found = _same_letters(here, at, there, to)
        if found is None:
            lost.append(here[at])
            at += 1
            continue
        taken, start, end = found
        new += there[to:start]
        kept += taken
        at, to = at + taken, end
    return kept, lost, [*new, *there[to:]]


def _same_letters(
    here: list[str], at: int, there: list[str], to: int
) -> tuple[int, int, int] | None:
    """Find words from `at` that have the letters of words from `to`: how many, and where."""
    ends = range(at + 1, min(len(here), at + _MOST_PARTS) + 1)
    sides = [_joined(here[at:end]) for end in ends]
    for start in range(to, min(len(there), to + 4 * _MOST_PARTS)):
        for end in range(start + 1, min(len(there), start + _MOST_PARTS) + 1):
            joined = _joined(there[start:end])
            if joined in sides:
                return sides.index(joined) + 1, start, end
    return None


def _joined(parts: Sequence[str]) -> str:
    return "".join(parts).replace("-", "").replace("'", "").replace("’", "")


def _letters(listed: Sequence[str], plain: Callable[[str], str]) -> Counter[str]:
    return Counter(_ACCENT.sub("", plain(_joined(listed))))


def _subtract(listed: Sequence[str], taken: Counter[str]) -> list[str]:
    """Give the words that `taken` does not cover; what it covers is taken off it."""
    left = []
    for word in listed:
        if taken[word] > 0:
            taken[word] -= 1
        else:
            left.append(word)
    return left


def _meet(lost: Sequence[str], new: Sequence[str]) -> tuple[int, list[str], list[str]]:
    """Count the words that stand elsewhere on the page; give what is left of each side."""
    common = Counter(lost) & Counter(new)
    return common.total(), _subtract(lost, common.copy()), _subtract(new, common.copy())
