"""Weighing: whether a sentence tells who spoke or took part, by the weight of what stands in it.

What says "in the room" and what says "in public" are many small signs, and none of them is proof:
a word, the classes of two words beside each other, the verb that follows a state. Each has a
weight, learned from labelled sentences (`tests/guard/learned`) by `bench/learn/guard.py`.
Sentences in `tests/guard/held_out` are never learned from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from workshop_notes.bounded import read_own
from workshop_notes.guard.known import HERE, Finding, Reason, tag
from workshop_notes.guard.reading import KINDS, Sentence, Token

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
CLASSES, IN_WIDE, IN_VERBS = tag(*ALL), tag(*WIDE), tag(*VERBS)
IN_SMALL = IN_VERBS | tag(*SMALL)
VERB = tag(*VERBS, "pasts", "finite")
ENDS = frozenset('.;:"')
FAR = 9  # words between somebody and their verb
OF_SOMETHING = frozenset(["state", "bloc", "organization", "affiliation"])
BESIDE = 3  # words
SOMEBODY = tag(*REASONS) | sum(KINDS.get(name, 0) for name in REASONS)
TOLD = frozenset((*REASONS, *WIDE))
NAMED = KINDS["name"] | KINDS["speaker"]


def weigh(sentence: Sentence, kind: str) -> Finding | None:
    """Give whom a sentence of a block of a kind tells, if it weighs more than 0."""
    known, found = weights(), signs(sentence, kind)
    worth = known[""][""]
    for of, some in found.items():
        worth += sum(map(known[of].__getitem__, known[of].keys() & some))
    if not found or worth <= 0:
        return None
    told = somebody(sentence)
    if not told:  # a line that ends in no mark, as headings of plain text do, tells of nobody
        ended = sentence.text.rstrip("\"')]* ").endswith((".", "!", "?", "…", ":"))
        whole = Finding("description", 0, len(sentence.text))
        return whole if ended or kind != "paragraph" else None
    about = [0] * len(sentence.tokens)
    for sign, at in found["about"].items():
        about[at] += known["about"].get(sign, 0)
    at = max(told, key=lambda at: about[at])
    token = sentence.tokens[at]
    reason = reason_of(sentence.tokens, at)
    return Finding(reason, token.start, token.end, token.low.endswith("s"))


def signs(sentence: Sentence, kind: str) -> dict[str, Any]:
    """Give the signs in a sentence by what they are of, as `weights` does: a word, what one is, a
    class, two of them, or about a token of somebody, each with its place.

    One that only names, or tells who agreed, is not weighed and has none.
    """
    if sentence.tags & NAMED and not somebody(sentence):
        return {}
    tokens = sentence.tokens
    own = [_class(one) if one.kind or one.tags & IN_WIDE else one.low for one in tokens]
    classes = [f"^{kind}", *own, "$"]
    about: dict[str, int] = {}
    for at in [at for at, one in enumerate(own) if one in TOLD]:
        wide = WIDE.get(own[at]) or WIDE_NAMES.get(own[at], own[at])
        about[f"o {wide}"] = at
        told = tuple(_of_the_verb(sentence, at, classes))
        for name in {own[at], wide}:
            about[f"< {classes[at]} {name}"] = at
            about[f"> {name} {classes[at + 2]}"] = at
            for sign in told:
                about[f"v {name} {sign}"] = at
    words = [low for _, low, _, _, of, _, _ in tokens if not of or of == "mark"]
    tags = _classes(sentence.tags & CLASSES)
    return {"w": words, "t": tags, "c": classes, "2": pairwise(classes), "about": about}


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


def _of_the_verb(sentence: Sentence, at: int, classes: Sequence[str]) -> Iterator[str]:
    """Give signs in the verb that follows a token: the word, its classes, what comes next."""
    tokens = sentence.tokens
    for after, (_, low, _, _, kind, _, tags) in enumerate(tokens[at + 1 : at + FAR], at + 1):
        if kind == "mark" and low in ENDS:
            return
        if not kind and tags & VERB:
            yield low
            yield _forms(tags & IN_VERBS)
            if after + 1 < len(tokens):
                following = _small(tokens[after + 1].tags & IN_SMALL) or classes[after + 2]
                yield f"{_small(tags & IN_SMALL)} {following}"
            return


def _class(token: Token) -> str:
    if token.kind and token.kind != "mark":
        return "may_speak" if token.kind == "speaker" else token.kind
    return _of_somebody(token.tags & IN_WIDE) or token.low


@cache
def _of_somebody(tags: int) -> str:
    return next((name for name in WIDE if tags & BITS[name]), "")


@cache
def _forms(tags: int) -> str:
    return "+".join(name for name in VERBS if tags & BITS[name])


@cache
def _small(tags: int) -> str:
    return next((name for name in (*VERBS, *SMALL) if tags & BITS[name]), "")


@cache
def _classes(tags: int) -> tuple[str, ...]:
    return tuple(name for name in ALL if tags & BITS[name])


@cache
def weights() -> dict[str, dict[Any, int]]:
    """Read the weight of each sign, by what it is of; that of "" is what every sentence weighs."""
    found: dict[str, dict[Any, int]] = {of: {} for of in ("", "w", "t", "c", "2", "about")}
    for line in (HERE / "lists" / "weights.txt").read_text(encoding="utf-8").splitlines():
        sign, weight = line.rsplit("	", 1)
        of, _, said = sign.partition(" ")
        key = tuple(said.split(" ")) if of == "2" else said if of in found else sign
        found.get(of, found["about"])[key] = int(weight)
    return found
