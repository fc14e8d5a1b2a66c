"""The account notices every fault between reading and writing, in every format."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.convert.documents import Block, documents
from tests.convert.mutations import WRITERS, outcome


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_what_is_lost_or_altered_on_the_way_refuses_the_original(kind: str) -> None:
    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(documents, st.integers(0, 10_000))
    def check(document: tuple[Block, ...], seed: int) -> None:
        found = outcome(kind, document, seed)
        assume(found is not None)
        assert found is not None
        conversion, fault = found
        assert conversion.loss.unknown, fault
        assert "loss-unknown" in {problem.code for problem in conversion.problems}
        assert conversion.markdown == ""

    check()
