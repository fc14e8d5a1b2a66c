"""Inflection: the forms that a verb or an adjective of the lexicon takes in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

DOUBLING = frozenset(
    [
        "rebut",
        "demur",
        "step",
        "plot",
        "beg",
        "pin",
        "snap",
        "infer",
        "defer",
        "confer",
        "submit",
        "omit",
        "permit",
        "drop",
        "stop",
        "quiz",
        "rap",
        "jot",
        "refer",
        "prefer",
        "admit",
        "concur",
        "quip",
        "plan",
        "chat",
        "commit",
        "regret",
        "spar",
        "nod",
    ]
)

IRREGULAR = dict(
    re.findall(
        r"(\w+)/(\w+)",
        "begin/began break/broke bring/brought choose/chose come/came cut/cut draw/drew "
        "drive/drove fall/fell feel/felt fight/fought find/found forget/forgot get/got give/gave "
        "go/went have/had hear/heard hit/hit hold/held keep/kept know/knew lay/laid lead/led "
        "leave/left let/let lose/lost make/made mean/meant meet/met pay/paid put/put read/read "
        "rise/rose run/ran say/said see/saw send/sent set/set shake/shook show/showed sit/sat "
        "speak/spoke stand/stood strike/struck take/took tell/told think/thought throw/threw "
        "understand/understood win/won write/wrote ",
    )
)


def verb_forms(language: str, entry: str) -> Iterator[tuple[str, bool]]:
    """Give the forms of a verb, each with whether it is past and so never a noun.

    `entry` is the base ("note", "point out") or the base and its irregular past ("say/said").
    Languages other than English and French list their forms: these come back as they are.
    """
    if language == "en":
        yield from _english(entry)
    elif language == "fr":
        yield from _french(entry)
    else:
        yield entry, True


def french_adjective(adjective: str) -> Iterator[str]:
    """Give the four forms of a French adjective of nationality from its masculine singular."""
    base = adjective
    feminine = (
        f"{base}ne" if base.endswith(("ien", "éen")) else base if base.endswith("e") else f"{base}e"
    )
    yield from (base, feminine, f"{feminine}s")
    if not base.endswith("s"):
        yield f"{base}s"


def _english(entry: str) -> Iterator[tuple[str, bool]]:
    entry, _, given = entry.partition("/")
    verb, _, rest = entry.partition(" ")
    rest = f" {rest}" if rest else ""
    past = given if given and not rest else given.split(" ", 1)[0] or IRREGULAR.get(verb, "")
    if not past:
        doubles = verb in DOUBLING
        past = (
            f"{verb}d" if verb.endswith("e")
            else f"{verb[:-1]}ied" if verb.endswith("y") and verb[-2] not in "aeiou"
            else f"{verb}{verb[-1] if doubles else ''}ed"
        )  # fmt: skip
    third = (
        f"{verb}es" if verb.endswith(("s", "sh", "ch", "x"))
        else f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}s"
    )  # fmt: skip
    yield past + rest, True
    yield third + rest, False


def _french(entry: str) -> Iterator[tuple[str, bool]]:
    verb, _, given = entry.partition("/")
    if given or not verb.endswith("er"):
        yield given or verb, True
        return
    stem = verb[:-2]
    soft = stem + "e" if stem.endswith("g") else stem[:-1] + "ç" if stem.endswith("c") else stem
    grave = re.sub(r"[eé](?=[^aeiouyé]$)", "è", stem)
    present = stem + stem[-1] if stem.endswith(("appel", "rejet")) else grave
    for ending in ("é", "ée", "és", "ées"):
        yield stem + ending, True
    for form in (
        f"{present}e",
        f"{present}ent",
        f"{soft}ait",
        f"{soft}aient",
        f"{soft}a",
        f"{stem}èrent",
    ):
        yield form, True
