"""The language of the body, whatever page surrounds it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from workshop_notes.extract.original import Extraction

Take = Callable[..., Extraction]
ENGLISH = "The partners held a workshop on the mandate, and participants asked for more of it."
FRENCH = "Les partenaires ont tenu un atelier sur le mandat, et les participants sont partis."
RUSSIAN = "Перейти к основному содержанию\n\nСтраны\nДР Конго\nИсточники\nIPI\n+ 2\nДата публикации"
ARABIC = "تجاوز إلى المحتوى الرئيسي\nالبلد\nالسودان\nتاريخ النشر"
SPANISH = "Ir al contenido principal\nPaís\nFuentes\nFecha de publicación\nVer original"


@pytest.mark.parametrize("around", ["", RUSSIAN, ARABIC, SPANISH])
@pytest.mark.parametrize(("body", "language"), [(ENGLISH, "en"), (FRENCH, "fr")])
def test_the_body_decides(take: Take, around: str, body: str, language: str) -> None:
    assert take(f"{around}\n\n{body}\n\n{body}").value("language") == language


def test_french_names_in_an_english_text_do_not_matter(take: Take) -> None:
    text = f"{ENGLISH} The Forces armées de la République démocratique du Congo were discussed."
    assert take(text).value("language") == "en"


def test_the_format_counts_only_without_sentences(take: Take) -> None:
    assert take(FRENCH, lang="ru").value("language") == "fr"


def test_a_text_in_another_language_is_named(take: Take) -> None:
    text = "Los socios celebraron un taller sobre el mandato de la misión y los temas del año."
    assert take(text).value("language") == "es"
