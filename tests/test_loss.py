"""The loss account: a converter's fault cannot hide in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workshop_notes.convert import account, words
from workshop_notes.formats.hidden import LeftOut

TEXT = "The participants met in Toytown, and spoke of resolution 2480 (2019); it isn’t over."


def test_words() -> None:
    assert words("L’État co-operates: 2,480 x² ‘so’ e\u0301té") == [
        "L’État",
        "co-operates",
        "2",
        "480",
        "x",
        "2",
        "so",
        "été",
    ]


def test_all_kept() -> None:
    loss = account(TEXT, TEXT).loss
    assert (loss.words, loss.kept, loss.moved, loss.unknown) == (14, 14, 0, 0)


def test_lost_word_is_unknown() -> None:
    result = account(TEXT, TEXT.replace(" 2480", ""))
    assert result.loss.unknown == 1
    assert result.lost == ("2480",)


def test_invented_word_is_unknown() -> None:
    result = account(TEXT, TEXT + " Really.")
    assert result.loss.unknown == 1
    assert result.invented == ("Really",)


def test_changed_word_is_both() -> None:
    assert account(TEXT, TEXT.replace("2480", "2481")).loss.unknown == 2


def test_word_said_twice_must_be_there_twice() -> None:
    assert account("so so", "so").loss.unknown == 1
    assert account("so", "so so").loss.unknown == 1


def test_moved_words_are_counted_apart() -> None:
    loss = account("One [1] two three. A note.", "One two three. 1 A note.").loss
    assert (loss.kept, loss.moved, loss.unknown) == (5, 1, 0)


def test_left_out_words_have_their_reason_and_balance() -> None:
    left_out = [LeftOut("Share this", "share bar")]
    loss = account(f"Share this\n{TEXT}", TEXT, left_out).loss
    assert (loss.words, loss.kept, loss.unknown) == (16, 14, 0)
    assert loss.left_out == (LeftOut("Share this", "share bar", words=2),)


def test_word_said_to_be_left_out_and_still_there_does_not_balance() -> None:
    assert account(TEXT, TEXT, [LeftOut("Toytown", "furniture")]).loss.unknown == 1


def test_word_said_to_be_left_out_that_never_was_does_not_balance() -> None:
    assert account(TEXT, TEXT, [LeftOut("Zebra", "furniture")]).loss.unknown == 1


def test_withheld_words_are_counted_and_never_printed() -> None:
    withheld = [LeftOut("By Jane Example", "byline", withheld=True)]
    loss = account(f"By Jane Example\n{TEXT}", TEXT, withheld).loss
    assert (loss.words, loss.kept, loss.unknown) == (17, 14, 0)
    assert loss.left_out == (LeftOut("", "byline", words=3),)


def test_the_same_letters_parted_otherwise_are_the_same_words() -> None:
    loss = account("A pre-\nparing long-\nterm in the end", "A preparing long-term inthe end").loss
    assert (loss.words, loss.kept, loss.unknown) == (8, 8, 0)
    assert account("in the end", "inthe").loss.unknown == 1


def test_added_labels_are_no_invention() -> None:
    assert account("Map", "[Image: Map]", added=("Image",)).loss.unknown == 0


def test_a_word_that_moved_is_found_in_a_long_text() -> None:
    long = " ".join(f"word{number} the mandate" for number in range(6000))
    loss = account(long, long.replace("word3000 ", "") + " word3000").loss
    assert (loss.kept, loss.moved, loss.unknown) == (17999, 1, 0)


_said = st.lists(st.sampled_from("a b c d e f".split()), max_size=30)  # noqa: SIM905


@given(_said, _said)
def test_every_word_has_one_place(original: list[str], page: list[str]) -> None:
    result = account(" ".join(original), " ".join(page))
    assert len(original) == result.loss.kept + result.loss.moved + len(result.lost)
    assert len(page) == result.loss.kept + result.loss.moved + len(result.invented)
    assert result.loss.unknown == len(result.lost) + len(result.invented)
