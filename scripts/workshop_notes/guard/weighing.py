"""Weighing: whether a sentence tells who spoke or took part, by the weight of what stands in it.

What says "in the room" and what says "in public" are many small signs, and none of them is proof:
a word, the classes of two words beside each other, the verb that follows a state. Each has a
weight, learned from labelled sentences (`tests/guard/learned`) by `bench/learn/guard.py`.
Sentences in `tests/guard/held_out` are never learned from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, repeat
from pathlib import Path

from workshop_notes.bounded import read_own
from workshop_notes.guard.known import HERE, Finding, Reason, read_yaml, tag
from workshop_notes.guard.reading import KINDS, Sentence, Token
from workshop_notes.starting import once

READ = read_own(Path(__file__).with_suffix(".yml"))
WIDE: Mapping[str, str] = {name: one["wide"] for name, one in READ["words"].items()}
WIDE_NAMES = {name: one["wide"] for name, one in READ["names"].items() if "wide" in one}
REASONS: Mapping[str, Reason] = {
    name: one["reason"]
    for name, one in (*READ["words"].items(), *READ["names"].items())
    if "reason" in one
}
VERBS, SMALL = READ["verbs"], READ["small"]
ALL = (*WIDE, *VERBS, *SMALL, *READ["others"])
BITS = {name: tag(name) for name in ALL}
CLASSES, IN_WIDE, IN_SMALL = tag(*ALL), tag(*WIDE), tag(*VERBS, *SMALL)
VERB = tag(*VERBS, "pasts", "finite")
ENDS = frozenset('.;:"')
FAR = 9  # words between somebody and their verb
OF_SOMETHING = frozenset(["state", "bloc", "organization", "affiliation"])
BESIDE = 3  # words
SOMEBODY = tag(*REASONS) | sum(KINDS.get(name, 0) for name in REASONS)
NAMED = KINDS["name"] | KINDS["speaker"]


def weigh(sentence: Sentence, kind: str) -> Finding | None:
    """Give whom a sentence of a block of a kind tells, if it weighs more than 0."""
    known, found = weights(), signs(sentence, kind)
    if not found or known[""] + sum(map(known.get, found, repeat(0))) <= 0:
        return None
    told = somebody(sentence)
    if not told:  # a line that ends in no mark, as headings of plain text do, tells of nobody
        ended = sentence.text.rstrip("\"')]* ").endswith((".", "!", "?", "…", ":"))
        whole = Finding("description", 0, len(sentence.text))
        return whole if ended or kind != "paragraph" else None
    about = [0] * len(sentence.tokens)
    for sign, at in found.items():
        if at >= 0:
            about[at] += known.get(sign, 0)
    at = max(told, key=lambda at: about[at])
    token = sentence.tokens[at]
    reason = reason_of(sentence.tokens, at)
    return Finding(reason, token.start, token.end, token.low.endswith("s"))


def signs(sentence: Sentence, kind: str) -> dict[str, int]:
    """Give each sign in a sentence, and the token of somebody that it is about, or -1.

    One that only names, or tells who agreed, is not weighed and has none.
    """
    if sentence.tags & NAMED and not somebody(sentence):
        return {}
    tokens = sentence.tokens
    classes = [f"^{kind}", *map(_class, tokens), "$"]
    found = {f"w {one.low}": -1 for one in tokens if not one.kind or one.kind == "mark"}
    found |= {f"t {name}": -1 for name in _classes(sentence.tags & CLASSES)}
    found |= {f"c {one}": -1 for one in classes}
    found |= {f"2 {one} {two}": -1 for one, two in pairwise(classes)}
    for at, own in enumerate(classes[1:-1]):
        if own not in REASONS and own not in WIDE:
            continue
        wide = WIDE.get(own) or WIDE_NAMES.get(own, own)
        found[f"o {wide}"] = at
        told = tuple(_of_the_verb(sentence, at, classes))
        for name in {own, wide}:
            found[f"< {classes[at]} {name}"] = at
            found[f"> {name} {classes[at + 2]}"] = at
            for sign in told:
                found[f"v {name} {sign}"] = at
    return found


def somebody(sentence: Sentence) -> list[int]:
    """Give the tokens that are somebody, or what somebody belongs to.

    The title of a name is none, since the name is a finding; nor what is told of who agreed.
    """
    if not sentence.tags & SOMEBODY:
        return []
    told = [at for at, one in enumerate(sentence.tokens) if _class(one) in REASONS]
    if not sentence.tags & NAMED:
        return told
    kinds = {at: one.kind for at, one in enumerate(sentence.tokens)}
    return [
        at
        for at in told
        if kinds.get(at + 1) not in ("speaker", "name") and kinds.get(at - 2) != "speaker"
    ]


def reason_of(tokens: Sequence[Token], at: int) -> Reason:
    """Say for what reason a token identifies: beside a state stands who is of it, or sent by it."""
    own = REASONS[_class(tokens[at])]
    near = [_class(one) for one in tokens[max(0, at - BESIDE) : at + BESIDE + 1]]
    if own in OF_SOMETHING and any(one in WIDE_NAMES for one in near):
        sent = (REASONS[one] for one in near if one in WIDE and one in REASONS)
        return next((one for one in sent if one not in ("class", "description")), own)
    if own == "class" and any(one in WIDE_NAMES for one in near):
        return "affiliation"
    return "description" if own == "affiliation" else own


def _of_the_verb(sentence: Sentence, at: int, classes: list[str]) -> Iterator[str]:
    """Give signs in the verb that follows a token: the word, its classes, what comes next."""
    tokens = sentence.tokens
    for after in range(at + 1, min(len(tokens), at + FAR)):
        token = tokens[after]
        if token.kind == "mark" and token.low in ENDS:
            return
        if not token.kind and token.tags & VERB:
            yield token.low
            yield "+".join(name for name in VERBS if token.tags & BITS[name])
            if after + 1 < len(tokens):
                own, next_ = (_small(one.tags & IN_SMALL) for one in tokens[after : after + 2])
                yield f"{own} {next_ or classes[after + 2]}"
            return


def _class(token: Token) -> str:
    if token.kind and token.kind != "mark":
        return "may_speak" if token.kind == "speaker" else token.kind
    return _of_somebody(token.tags & IN_WIDE) or token.low


@cache
def _of_somebody(tags: int) -> str:
    return next((name for name in WIDE if tags & BITS[name]), "")


@cache
def _small(tags: int) -> str:
    return next((name for name in (*VERBS, *SMALL) if tags & BITS[name]), "")


@cache
def _classes(tags: int) -> tuple[str, ...]:
    return tuple(name for name in ALL if tags & BITS[name])


@cache
def capitals() -> frozenset[str]:
    """Give the capitals of the world's states, in small letters, which stand for their states."""
    return frozenset(
        str(name).lower() for one in read_yaml("states") for name in one.get("capitals", ())
    )


@cache
def weights() -> dict[str, int]:
    """Read the weight of each sign; that of "" is what a sentence weighs without any."""
    text = (HERE / "lists" / "weights.txt").read_text(encoding="utf-8")

    def read() -> dict[str, int]:
        pairs = (line.rsplit("\t", 1) for line in text.splitlines())
        return {sign: int(weight) for sign, weight in pairs}

    return once("weights", text, read)
