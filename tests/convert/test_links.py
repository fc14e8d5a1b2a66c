"""Addresses lead to the web or to a mailbox, without what tracks readers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop_notes.formats.document import clean_address


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://example.org/a?utm_source=x&utm_medium=y", "https://example.org/a"),
        ("https://example.org/a?b=1&fbclid=x#c", "https://example.org/a?b=1#c"),
        ("https://example.org/a?gclid=1&mc_cid=2&mc_eid=3&_hsenc=4", "https://example.org/a"),
        ("https://example.org/a(b) c", "https://example.org/a%28b%29%20c"),
        ("HTTP://Example.org/A", "http://example.org/A"),
        ("https://user:secret@example.org/", "https://example.org/"),
        ("https://example.org:8443/x", "https://example.org:8443/x"),
        ("https://example.org/#:~:text=x", "https://example.org/"),
        ("https://exämple.org/ü", "https://exämple.org/%C3%BC"),
        ("mailto:a@example.org?cc=b", "mailto:a@example.org"),
        ("mailto: a@example.org", "mailto:a@example.org"),
        ("mailto:", ""),
        ("javascript:alert(1)", ""),
        (" java\nscript:alert(1)", ""),
        ("file:///C:/x", ""),
        ("data:text/html,x", ""),
        ("ftp://example.org/x", ""),
        ("/relative", ""),
        ("#part", ""),
        ("http://", ""),
        ("https://[bad", ""),
        ("https://example.org:port/", ""),
        ("", ""),
    ],
)
def test_address(address: str, clean: str) -> None:
    assert clean_address(address) == clean


def test_relative_address_needs_the_pages_own() -> None:
    assert clean_address("../b", "https://example.org/a/") == "https://example.org/b"


@given(st.text(max_size=60))
def test_any_text_is_cleaned_once_and_for_all(text: str) -> None:
    clean = clean_address(text)
    assert clean_address(clean) == clean
    assert clean == "" or clean.startswith(("http://", "https://", "mailto:"))
    assert not any(letter in clean for letter in ' <>()\n"')
