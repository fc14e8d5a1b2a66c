"""The mandate thread: which resolution was in force on a day, and what the Council adopted next."""

from __future__ import annotations

from collections.abc import Mapping

from workshop_notes.vocabulary import Term, Vocabulary, grouped

TERMS = frozenset({"establishes", "renews", "renews-technical"})
ENDS = "ends"
SHORT = "renews-technical"


def by_mission(resolutions: Vocabulary) -> Mapping[str, tuple[Term, ...]]:
    """Give each mission's resolutions on its mandate, in the order of their adoption."""
    told = (one for one in resolutions.terms if ends(one) or one.text("effect") in TERMS)
    adopted = sorted((one.text("adopted"), one.id, one) for one in told if one.text("adopted"))
    of = grouped((mission, term) for *_, term in adopted for mission in term.texts("missions"))
    return {mission: tuple(terms) for mission, terms in of.items()}


def thread(resolutions: tuple[Term, ...], date: str) -> tuple[Term | None, list[Term]]:
    """Give what was in force on a workshop's day (ISO, or a range `first/last`), and adopted next.

    What is adopted next ends with the first that is not a rollover. Where the vocabulary shows that
    a term had run out before the day, nothing is said to be in force: a resolution is missing.
    """
    first, _, last = date.partition("/")
    if len(first) != len("2020-05-20"):
        return None, []
    before = [term for term in resolutions if term.text("adopted") <= first]
    current = before[-1] if before else None
    if current and (ends(current) or "" < current.text("until") < first):
        current = None
    following: list[Term] = []
    for term in resolutions:
        if term.text("adopted") > (last or first):
            following.append(term)
            if term.text("effect") != SHORT:
                break
    return current, following


def due(mandates: Mapping[str, tuple[Term, ...]]) -> list[tuple[str, Term]]:
    """Give each mission whose mandate nothing ended, with the resolution that sets its last term.

    The next to run out is first. A mission of which no term is known is left out.
    """
    found = [
        (mission, max(terms, key=lambda term: term.text("until")))
        for mission, terms in mandates.items()
        if terms and not ends(terms[-1])
    ]
    ordered = sorted(found, key=lambda one: (one[1].text("until"), one[0]))
    return [one for one in ordered if one[1].text("until")]


def ended(resolutions: tuple[Term, ...], date: str) -> Term | None:
    """Give the resolution that ended a mission's mandate after a day (ISO), if one did."""
    over = [one for one in resolutions if ends(one) and one.text("adopted") > date]
    return over[0] if over and over[-1] is resolutions[-1] else None


def ends(term: Term) -> bool:
    return term.text("effect") == ENDS


def document(term: Term, form: str) -> str:
    """Give the address of a resolution's text by the site's `form` of them, else its source."""
    year = term.text("year")
    if form and not term.text("body"):
        return form.format(number=term.id, year=year) if year else ""
    return term.text("source")
