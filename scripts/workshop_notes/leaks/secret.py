"""Secrets: what must not stand anywhere in a built site, found by runs of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
    secrets: Iterable[Secret], shown: Sequence[Sequence[str]] = ()
) -> dict[str, tuple[tuple[int, Secret], ...]]:
    """Index secrets by their rarest word, without those that stand in a text that is `shown`."""
    unique = sorted(set(secrets), key=lambda secret: (secret.words, secret.code))
    frequency: Counter[str] = Counter()
    for words in shown:
        frequency.update(words)
    if frequency:
        in_view = Secrets(_by_rarest(unique, frequency))
        seen = {secret for words in shown for _, secret in in_view.within(words)}
        unique = [secret for secret in unique if secret not in seen]
    return _by_rarest(unique, frequency)


def _by_rarest(
    secrets: Iterable[Secret], frequency: Counter[str]
) -> dict[str, tuple[tuple[int, Secret], ...]]:
    index: dict[str, list[tuple[int, Secret]]] = {}
    for secret in secrets:
        place = min(
            range(len(secret.words)),
            key=lambda at: (frequency[secret.words[at]], -len(secret.words[at]), at),
        )
        index.setdefault(secret.words[place], []).append((place, secret))
    return {word: tuple(same) for word, same in index.items()}
