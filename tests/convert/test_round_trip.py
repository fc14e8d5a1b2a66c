"""Random documents in every format: the page has the words of the original, all and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.convert.documents import Block, as_docx, as_html, as_odt, as_text, documents, texts_of

from workshop_notes.convert import convert, words
from workshop_notes.text.markdown import visible

WRITERS = {"docx": as_docx, "odt": as_odt, "html": as_html, "txt": as_text}


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_page_has_the_words_of_the_original(kind: str) -> None:
    _round_trip(kind, WRITERS[kind])


def _round_trip(kind: str, write: Callable[[tuple[Block, ...]], bytes]) -> None:
    @settings(
        max_examples=50,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(documents)
    def check(document: tuple[Block, ...]) -> None:
        conversion = convert(Path(f"note.{kind}"), write(document))
        assert not conversion.problems
        page = visible(conversion.markdown, numbers=False)
        left_out = [word for cut in conversion.loss.left_out for word in words(cut.text)]
        own = Counter(word for text in texts_of(document) for word in words(text))
        if kind == "txt":
            page = visible(conversion.markdown, numbers=True)
            own = Counter(words(write(document).decode()))
        marks = Counter(left_out) if kind == "txt" else Counter()
        assert Counter(words(page)) + marks == own
        assert conversion.loss.unknown == 0

    check()
