"""What a file hides, told without repeating it; ink, characters and paths that nobody is to see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from workshop_notes.bounded import read_own
from workshop_notes.formats.names import reasons
from workshop_notes.problem import Level, Problem

_REFUSALS = Path(__file__).with_name("refusals.yml")
SCRUB = "make a clean copy with `notes scrub`"
RESOLVE = (
    "accept or reject all changes (in a page <ins> and <del>) and delete all comments where the "
    "file was written, then save"
)
LEFT_OUT = "it is left out of the page; before the file is committed, use `notes scrub`"
_OF_THE_FILE = {
    "hidden-property": "properties of the file",
    "hidden-metadata": "metadata, of the file or of pictures in it",
    "hidden-embedded": "embedded objects and previews",
}

MOST_PLACES = 12

TAGS = "\U000e0000-\U000e007f"
SELECTORS = "\U000e0100-\U000e01ef"
_KINDS = (
    (re.compile(f"[{TAGS}]"), "tag characters"),
    (re.compile("[\u202a-\u202e\u2066-\u2069]"), "characters that turn the direction of text"),
    (re.compile(f"[{SELECTORS}]{{2,}}"), "runs of variation selectors"),
    (re.compile("[\u200b-\u200d\u2060-\u2064\ufeff]{4,}"), "runs of characters without width"),
)

POINTS = {"px": 0.75, "pt": 1.0, "pc": 12.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "q": 0.709}
TINY_POINTS = 4.0  # the smallest print that is meant to be read is about five points
CLOSE = 24  # of 255 in each of red, green and blue: the eye does not tell the colors apart
Color = tuple[int, int, int]
WHITE: Color = (255, 255, 255)
BLACK: Color = (0, 0, 0)
_HEX = re.compile(r"[0-9a-f]{3,8}", re.I)
_FAINT = 0.1  # of full ink
_FILE_PATH = re.compile(r"(?<![a-z])[a-z]:[\\/]|\\\\\w|\bfile:", re.I)
_USER_PATH = re.compile(
    r"(?<![\w.])(?:~|/home|/users|/root|/volumes|/mnt|/media|/tmp|/var)/\w"
    r"|\\(?:users|documents|desktop|downloads)\\|(?:onedrive|sharepoint\.com/personal)",
    re.I,
)
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_DIGEST = re.compile(r"(?<![^\W_])[\da-f]{6,}(?![^\W_])")
_WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>]*", re.I)


class RefusedError(Exception):
    """An original that is not read further; carries the problem's code, message, fix and line."""

    def __init__(self, code: str, message: str, fix: str, line: int = 1) -> None:
        super().__init__(message)
        self.code, self.message, self.fix, self.line = code, message, fix, line

    def problem(self, path: str) -> Problem:
        """Give the problem of a file."""
        return Problem(path, self.line, 1, self.code, self.message, self.fix)


@lru_cache(maxsize=1)
def refusals() -> dict[str, tuple[str, str, str]]:
    """Give the code, message and fix of each refusal, by its name."""
    return {why: (said[0], said[1], said[2]) for why, said in read_own(_REFUSALS).items()}


def refused(why: str, line: int = 1, **values: object) -> RefusedError:
    """Make a refusal, the places in its message and fix filled in."""
    code, message, fix = refusals()[why]
    return RefusedError(code, message.format(**values), fix.format(**values), line)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A passage of the original that is not on the page, and why.

    What is `withheld` is hidden, or names somebody: it is counted, in words, and never printed.
    `why` is the key of left_out.yml under which readers are told of it.
    """

    text: str
    reason: str
    withheld: bool = False
    words: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Hidden data by kind, place and number; never its text, an author's name or a path.

    `always` marks what refuses an original even when only its visible text is wanted: somebody has
    to decide about it first.
    """

    code: str
    what: str
    place: str = ""
    count: int = 1
    always: bool = False
    line: int = 1


def counted(count: int, what: str) -> str:
    """Say how many there are of something: `1 comment`, `2 comments`."""
    one = what.removesuffix("s")
    return f"{count} {one if count == 1 else one + 's'}"


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Add up the findings of one kind and place, in order of first appearance."""
    counts: Counter[Finding] = Counter()
    for finding in findings:
        counts[replace(finding, count=1)] += finding.count
    return [replace(finding, count=count) for finding, count in counts.items()]


def in_few_places(findings: Iterable[Finding]) -> list[Finding]:
    """Add up what is found of one kind in more places than anybody reads."""
    listed = list(findings)
    places = Counter((finding.code, finding.what) for finding in listed)
    return merged(
        replace(finding, place="many places", line=1)
        if places[finding.code, finding.what] > MOST_PLACES
        else finding
        for finding in listed
    )


def as_problem(finding: Finding, path: str, committed: bool) -> Problem:
    """Make the problem: an error in what is to be committed, else a warning that it is left out."""
    what = counted(finding.count, finding.what) if finding.always else finding.what
    if finding.count > 1 and not finding.always:
        what += f" ({finding.count})"
    place = f" in {place_in_words(finding.place)}" if finding.place else ""
    fix = RESOLVE if finding.always else SCRUB if committed else LEFT_OUT
    level: Level = "warning" if fix == LEFT_OUT else "error"
    return Problem(path, finding.line, 1, finding.code, what + place, fix, level)


def place_in_words(place: str) -> str:
    """Give a place as an editor knows it, such as `the text, paragraph 4`."""
    part, comma, rest = place.partition(",")
    known = (words for like, words in reasons("places").items() if re.fullmatch(like, part))
    return next(known, part) + comma + rest


def of_the_file_as_one(findings: Iterable[Finding]) -> list[Finding]:
    """Add up properties and metadata, which concern the file and not its text, to one of each."""
    return merged(
        Finding(finding.code, _OF_THE_FILE[finding.code], "", finding.count)
        if finding.code in _OF_THE_FILE
        else finding
        for finding in findings
    )


def find_characters(text: str, place: str) -> Iterator[Finding]:
    """Yield the kinds of invisible characters that can carry a message, with their number."""
    for pattern, what in _KINDS:
        number = len(pattern.findall(text))
        if number:
            yield Finding("hidden-character", what, place, number)


def without_hidden_characters(text: str) -> str:
    """Take out the characters that `find_characters` reports."""
    for pattern, _ in _KINDS:
        text = pattern.sub("", text)
    return text


def unsaid(name: str, shown: Collection[str]) -> bool:
    """Say whether a name or description holds a word that is none of those `shown`, folded.

    What is printed of a digest, `9bec81`, is no word.
    """
    said = _LETTERS.findall(_DIGEST.sub(" ", name))
    return any(word.casefold() not in shown for word in said)


def words_shown(text: str) -> frozenset[str]:
    """Give the words of a text, folded, as `unsaid` compares them."""
    return frozenset(word.casefold() for word in _LETTERS.findall(text))


def color(text: str) -> Color | None:
    """Read a color of CSS, Office or OpenDocument; None when it is automatic or not known."""
    known, faint = painted(text)
    return None if faint else known


def parsed_color(text: str) -> Any:
    """Give a color as tinycss2 does; None where it is none."""
    # Imported here: who asks what a file is needs no reader of colors.
    from tinycss2.color4 import parse_color

    try:
        known = parse_color(f"#{text}" if _HEX.fullmatch(text) else text)
    except (ValueError, TypeError, ZeroDivisionError):
        return None
    return None if isinstance(known, str) else known


@lru_cache(maxsize=1024)
def painted(text: str) -> tuple[Color | None, bool]:
    """Read a color, and whether it lets nearly everything through."""
    known = parsed_color(text.strip())
    if known is None:
        return None, False
    faint = known.alpha is not None and known.alpha <= _FAINT
    try:
        rgb = known.to("srgb")
    except (NotImplementedError, ValueError, AttributeError):
        # Of other spaces the colors that are nearly white or black are told.
        light = (known.coordinates[0] or 0.0) / (1 if known.space.startswith("ok") else 100)
        if light >= 0.97 and abs(known.coordinates[1] or 0.0) < 2:
            return WHITE, faint
        return (BLACK if light <= 0.03 else None), faint
    red, green, blue = (max(0, min(255, round(255 * (part or 0.0)))) for part in rgb.coordinates)
    return (red, green, blue), faint


def too_close(ink: Color | None, ground: Color | None) -> bool:
    """Say whether ink cannot be told from its ground; unknown colors are taken as readable."""
    if ink is None or ground is None:
        return False
    return max(abs(one - other) for one, other in zip(ink, ground, strict=True)) < CLOSE


def has_file_path(text: str) -> bool:
    """Say whether an address leads to a file of a machine and not to the web."""
    return bool(_FILE_PATH.search(text))


def has_user_path(text: str) -> bool:
    """Say whether a description holds a path of somebody's machine; addresses of the web aside."""
    text = _WEB_ADDRESS.sub(" ", text)
    return has_file_path(text) or bool(_USER_PATH.search(text))
