from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.config import load_config
from mkdocs.structure import pages
from tests.tools import ROOT

from workshop_notes.build.render import one_parser
from workshop_notes.text.markdown import SIGNS, _parser

CONFIG = load_config(str(ROOT / "mkdocs.yml"))
GIVEN = {"extensions": CONFIG.markdown_extensions, "extension_configs": CONFIG.mdx_configs}
MARKS = st.sampled_from(
    [*SIGNS.values(), *"*_`|-#]()>{}.\n\n", "\n\n", "a", "word ", "\t", "\r\n", "++a++", ":x:"]
)


@given(st.lists(st.lists(MARKS, max_size=25).map("".join), min_size=1, max_size=3))
@example(["a | b\n--|--\n1 | 2", "plain", "~~x~~ [y](z) <i>q</i> &amp; ^[^1]"])
def test_one_parser_for_all_pages_gives_what_each_pages_own_would(texts: list[str]) -> None:
    with one_parser(CONFIG):
        shared = [pages.markdown.Markdown(**GIVEN).convert(text) for text in texts]  # type: ignore[attr-defined]
    assert shared == [Markdown(**GIVEN).convert(text) for text in texts]


@given(st.lists(MARKS, max_size=25).map("".join))
@example("a \t\nb  \r\nc")
@example("`a` *b* _c_ <br> ~~d~~ \\* [e](f) ![g](h)")
def test_a_notes_own_parser_gives_what_python_markdown_would(text: str) -> None:
    parser = _parser.__wrapped__()
    assert parser.convert(text) == Markdown.convert(_parser.__wrapped__(), text)


def test_every_sign_is_that_of_a_pattern_that_there_is() -> None:
    ours, theirs = _parser().inlinePatterns, Markdown(**GIVEN).inlinePatterns
    assert [name for name in SIGNS if name not in ours and name not in theirs] == []
