"""The shared samples and drafts, where they are there: nothing hidden comes out, all else does."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from workshop_notes.convert import Conversion, convert, words
from workshop_notes.text.markdown import visible

SECRETS = (
    "COMMENT-LEAK",
    "DELETED-LEAK",
    "SECRET",
    "DRAFT HEADER",
    "confidential",
    "Jane Reviewer",
    "John Insider",
    "internal only",
)
REFUSED = ("note_word.docx", "note_fakeheads.docx", "note_lo.docx", "note_lo.odt")
TEXTS = (
    "seed_2020_cp1252.txt",
    "seed_2020_utf16.txt",
    "seed_2020_utf16le_nobom.txt",
    "seed_2020_utf8bom.txt",
    "note_mojibake.txt",
)


@pytest.mark.parametrize("name", REFUSED)
def test_unresolved_sample_is_refused_without_its_secrets(name: str, shared: Path) -> None:
    conversion = read(shared / "samples" / name)
    assert {problem.code for problem in conversion.problems} == {
        "hidden-tracked-change",
        "hidden-comment",
    }
    assert not any(secret in repr(conversion) for secret in SECRETS)


@pytest.mark.parametrize("name", REFUSED)
def test_resolved_sample_comes_out_whole(name: str, shared: Path) -> None:
    conversion = convert(Path(name), resolved((shared / "samples" / name).read_bytes()))
    markdown = conversion.markdown
    assert not conversion.problems
    assert conversion.loss.unknown == 0
    assert not any(secret in repr(conversion) for secret in SECRETS)
    title = "# Prioritization and Sequencing of Peacekeeping Mandates: The Case of MINUSMA\n"
    assert markdown.startswith(title)
    for line in (
        "## Introduction",
        "### Protection of civilians",
        "- Support the 2015 Agreement",
        "1. First recommendation\n2. Second recommendation",
        "> A block quotation of one participant.",
        "| 2019 | 2480 | 13,289 |",
        "| 1<br>line two \\| pipe | 2 | 3 |",
        "\\[Image: Map of Mali\\]",
        "(see [the rule](https://example.org/chatham))",
        "[^1]: UN Doc. S/RES/2480 (2019), para. 20.",
        "\\*not emphasis\\* \\_x\\_ &lt;b> \\[a\\] 1. item #hash",
    ):
        assert line in markdown


@pytest.mark.parametrize("name", TEXTS)
def test_encodings_of_one_text_read_alike(name: str, shared: Path) -> None:
    seed = read(next((shared / "seeds").glob("000_*.txt")))
    assert read(shared / "samples" / name).markdown == seed.markdown


@pytest.mark.parametrize("name", ["page.html", "page_cp1252.html"])
def test_page_comes_out_without_its_site(name: str, shared: Path) -> None:
    conversion = read(shared / "samples" / name)
    assert conversion.loss.unknown == 0
    assert "Gorur" not in repr(conversion)
    for gone in ("cookies", "Tweet", "Subscribe", "Related", "Cite to", "Donate", "utm_"):
        assert gone not in conversion.markdown
    for kept in ("[^1] More in [Resolution 2480]", "3. Third\n4. Fourth", "[^2]: Ibid."):
        assert kept in conversion.markdown


def test_french_of_windows(shared: Path) -> None:
    assert (
        "l’extension de l’autorité de l’État"
        in read(shared / "samples" / "note_fr_cp1252.txt").markdown
    )


def test_seeds_lose_no_word_of_the_body(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        conversion = read(path)
        body = [line for line in path.read_text("utf-8").split("\n") if len(line.split()) > 12]
        page = visible(conversion.markdown, numbers=True).split("\n")
        assert all(line in page for line in body)
        assert conversion.loss.unknown == 0
        for gone in ("date 2018-05-31", "Cite to URL", "International Order"):
            assert gone not in conversion.markdown
    assert conversion.markdown.startswith("## Introduction\n")


def test_drafts_balance(shared: Path) -> None:
    for path in sorted((shared / "dev-set" / "notes").glob("*.txt")):
        loss = read(path).loss
        out = sum(len(words(cut.text)) for cut in loss.left_out)
        assert loss.unknown == 0, path
        assert loss.words == loss.kept + loss.moved + out, path


def read(path: Path) -> Conversion:
    """Convert one of the shared files."""
    return convert(path, path.read_bytes())


def resolved(data: bytes) -> bytes:
    """Accept a sample's changes and delete its comments."""
    source = zipfile.ZipFile(io.BytesIO(data))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name in ("word/document.xml", "content.xml"):
                text = content.decode()
                for pattern in (
                    r"<w:del .*?</w:del>",
                    r"</?w:ins\b[^>]*>",
                    r"<w:comment(?:RangeStart|RangeEnd|Reference)[^>]*/>",
                    r"<text:tracked-changes.*?</text:tracked-changes>",
                    r"<text:change[^>]*/>",
                    r"<office:annotation .*?</office:annotation>|<office:annotation-end[^>]*/>",
                ):
                    text = re.sub(pattern, "", text, flags=re.S)
                content = text.encode()
            archive.writestr(name, content)
    return target.getvalue()
