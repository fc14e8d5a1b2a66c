"""Pages and assets written by hand are held to the rules of the notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop_notes.checks.files import is_text, judge_written
from workshop_notes.cli import main
from workshop_notes.collection import kind_of
from workshop_notes.vocabulary import Vocabularies

FRONT = "---\ntitle: About\n---\n\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def check(root: Path, name: str, text: str, vocabularies: Vocabularies) -> list[tuple[int, str]]:
    path = root / "docs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    kind = kind_of(path, root)
    assert kind is not None
    assert is_text(path, kind)
    problems = sorted(set(judge_written(path, kind, root, vocabularies)))
    assert all(one.path == f"docs/{name}" for one in problems)
    assert all(one.fix for one in problems)
    return [(one.line, one.code) for one in problems if one.level == "error"]


@pytest.mark.parametrize(
    "html",
    [
        "<script src=https://cdn.example/x.js></script>",
        '<script src="//cdn.example/x.js"></script>',
        "<script>fetch('x')</script>",
        "<script\n  type=module>1</script>",
        '<link rel="stylesheet" href="https://cdn.example/x.css">',
        '<img src="https://cdn.example/x.png" alt="">',
        "<IMG SRC=HTTP://cdn.example/x.png>",
        '<img srcset="a.png 1x, https://cdn.example/x.png 2x">',
        "![A picture](https://cdn.example/x.png)",
        "![A picture](<//cdn.example/x.png>)",
        "![A picture][one]\n\n[one]: https://cdn.example/x.png",
        "![one]\n\n[one]: https://cdn.example/x.png",
        '<iframe src="https://example.org"></iframe>',
        '<object data="x.swf"></object>',
        '<p onclick="x()">a</p>',
        '<svg onload="x()"></svg>',
        '<a href="javascript:x()">a</a>',
        '<a href=" java\tscript:x()">a</a>',
        "[a](javascript:x)",
        '<a href="data:text/html,x">a</a>',
        '<meta http-equiv="refresh" content="0;url=https://example.org">',
        '<base href="https://example.org/">',
        '<form action="https://example.org/take">x</form>',
        '<button formaction="https://example.org/take">x</button>',
        '<p style="background:url(https://cdn.example/x.png)">a</p>',
        "<style>@import 'https://cdn.example/x.css';</style>",
        '<video poster="https://cdn.example/x.png"></video>',
        '<p ping="https://cdn.example/">a</p>',
        "<plaintext>",
    ],
)
def test_a_page_runs_and_loads_nothing_from_elsewhere(
    tmp_path: Path, html: str, toy_vocabularies: Vocabularies
) -> None:
    found = check(tmp_path, "about.md", f"{FRONT}One.\n\n{html}\n", toy_vocabularies)
    assert found
    assert {code for _, code in found} <= {"foreign-resource", "active-html"}
    assert {line for line, _ in found} <= {7, 8, 9}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ambassador Zed Zedson of Niger said that the text was long.", 5),
        ("<div markdown>\n\nAmbassador Zedson said no.\n\n</div>", 7),
        ("| Who | What |\n|---|---|\n| Ambassador Zedson said | no |", 7),
        ("Write to zed.zedson@example.org.", 5),
        ("<p>Call <b>+47 555 01 234</b>.</p>", 5),
        ("![Ambassador Zedson said no](x.png)", 5),
        ('<img src="x.png" alt="Ambassador Zedson said that the text was long">', 5),
        ("<!-- Ambassador Zedson said that the text was long. -->", 5),
    ],
)
def test_a_page_names_nobody(
    tmp_path: Path, text: str, line: int, toy_vocabularies: Vocabularies
) -> None:
    found = check(tmp_path, "about.md", f"{FRONT}{text}\n", toy_vocabularies)
    assert [(where, code[:11]) for where, code in found[:1]] == [(line, "identifies-")]


def test_a_page_in_a_folder_and_one_without_fields_are_checked_too(
    tmp_path: Path, toy_vocabularies: Vocabularies
) -> None:
    text = "# Guide\n\nAmbassador Zedson said that the text was long.\n"
    assert check(tmp_path, "guide/how.md", text, toy_vocabularies)[0][0] == 3


def test_the_title_and_the_description_are_checked(
    tmp_path: Path, toy_vocabularies: Vocabularies
) -> None:
    text = "---\ntitle: About\ndescription: Write to zed@example.org\n---\n\nText.\n"
    assert check(tmp_path, "about.md", text, toy_vocabularies)[0] == (3, "identifies-contact")


def test_who_agreed_to_be_named_is_put_on_record(
    tmp_path: Path, toy_vocabularies: Vocabularies
) -> None:
    text = (
        "---\ntitle: About\nspeakers: [{name: Zedson, reason: is the editor}]\nhide: [toc]\n---\n\n"
        "Ambassador Zedson said that the text was long.\n"
    )
    assert check(tmp_path, "about.md", text, toy_vocabularies) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("---\ntitle: [\n---\n\nText.\n", "bad-front-matter"),
        (FRONT + "<<<<<<< HEAD\nOne.\n", "unfinished-merge"),
        ("x" * 1_100_000, "too-large"),
    ],
)
def test_a_page_can_be_read(
    tmp_path: Path, text: str, code: str, toy_vocabularies: Vocabularies
) -> None:
    assert [found for _, found in check(tmp_path, "about.md", text, toy_vocabularies)] == [code]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("assets/x.css", "a { color: red }\n@import 'https://cdn.example/x.css';\n", 2),
        ("assets/x.css", "@import url(//cdn.example/x.css);\n", 1),
        ("assets/x.css", "a {\n  background: url(  'https://cdn.example/x.png' );\n}\n", 2),
        ("assets/x.css", "a { background: u\\72l(https://cdn.example/x.png) }\n", 1),
        ("assets/x.css", "@font-face { src: url(https://cdn.example/x.woff2) }\n", 1),
        ("assets/x.css", "a { background: image-set('https://cdn.example/x.png' 1x) }\n", 1),
        ("assets/x.js", "let a = 1;\nfetch('https://api.example/x');\n", 2),
        ("assets/x.js", 'import x from "//cdn.example/x.js";\n', 1),
        ("assets/x.js", "new WebSocket(`wss://api.example/`);\n", 1),
        ("assets/x.svg", SVG.format("<script>1</script>"), 1),
        ("assets/x.svg", SVG.format("\n<image href='https://cdn.example/x.png'/>"), 2),
        ("assets/x.svg", SVG.format("<a href='javascript:x'><text>a</text></a>"), 1),
        ("assets/x.svg", SVG.format("<rect onload='x()'/>"), 1),
    ],
)
def test_an_asset_loads_nothing_from_elsewhere(
    tmp_path: Path, name: str, text: str, line: int, toy_vocabularies: Vocabularies
) -> None:
    found = check(tmp_path, name, text, toy_vocabularies)
    assert {where for where, _ in found} == {line}
    assert {code for _, code in found} <= {"foreign-resource", "active-html"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("assets/x.css", "/* ask zed.zedson@example.org */\n"),
        ("assets/x.js", "// Ambassador Zedson said that the text was long.\n"),
        ("assets/x.svg", SVG.format("<text>Ambassador Zedson said no</text>")),
        ("robots.txt", "# zed.zedson@example.org\n"),
    ],
)
def test_an_asset_names_nobody(
    tmp_path: Path, name: str, text: str, toy_vocabularies: Vocabularies
) -> None:
    found = check(tmp_path, name, text, toy_vocabularies)
    assert found
    assert any(code.startswith("identifies-") for _, code in found)


def test_a_document_for_download_is_searched_for_what_it_hides(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from corpus import word

    path = toy / "docs" / "files" / "note.docx"
    path.parent.mkdir(parents=True)
    path.write_bytes(word.docx(word.paragraph("a secret", "<w:vanish/>")))
    assert main(["check", "--root", str(toy)]) == 1
    assert "docs/files/note.docx:1:1: hidden text" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        "# About\n\nText with a [link](https://example.org/), <https://example.org/> and *more*.",
        '<div class="grid cards" markdown>\n\n-   :material-clock: **Fast**\n\n</div>',
        '!!! note "Title"\n\n    Text.\n\n=== "Tab"\n\n    Text.',
        "```html\n<script src=https://cdn.example/x.js></script>\n```\n\n`<script>`",
        "![A picture](assets/x.png){ width=300 }",
        '<figure><svg viewBox="0 0 9 9"><path d="M0 0h9"/></svg></figure>',
        '<form action="./" method="get"><input name="q"><button>Go</button></form>',
        '<script src="../assets/x.js" defer></script>',
        '<a href="mailto:?subject=x">share</a> 1 < 2 && 3 > 2',
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt="">',
    ],
)
def test_what_material_offers_passes(
    tmp_path: Path, text: str, toy_vocabularies: Vocabularies
) -> None:
    assert check(tmp_path, "about.md", f"{FRONT}{text}\n", toy_vocabularies) == []


@pytest.mark.parametrize("verb", ["check", "build"])
def test_check_and_build_refuse_such_a_page(
    toy: Path, verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (toy / "docs").mkdir(exist_ok=True)
    page = toy / "docs" / "about.md"
    page.write_text(f"{FRONT}<script src=https://cdn.example/x.js></script>\n", "utf-8")
    assert main([verb, "--root", str(toy)]) == 1
    assert "docs/about.md:5:1: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("# Premier guide\n\nUn texte.\n", "fr"),
        ("---\nlang: fr\n---\n\n# Premier guide\n", "en"),
        ("# Guide\n\nLes notes sont relues avec soin, et les noms n’y sont pas écrits.\n", "en"),
        ("# Guide\n\nThe notes are read with care, and no names are written in them.\n", "fr"),
        ("# Guide\n\n``` python\ndef answer() -> int:\n    return 42\n```\n", "fr"),
        ("# Clavier\n\n:material-account-group: et ++ctrl+alt+del++\n", "fr"),
    ],
    ids=["site", "said", "French", "English", "code", "keys"],
)
def test_a_page_is_read_in_its_own_language(
    tmp_path: Path, toy_vocabularies: Vocabularies, text: str, site: str
) -> None:
    page = tmp_path / "docs" / "guide.md"
    page.parent.mkdir()
    page.write_text(text, "utf-8")
    assert list(judge_written(page, "page", tmp_path, toy_vocabularies, site)) == []


def test_a_kept_library_as_it_was_built_is_an_asset(
    tmp_path: Path, toy_vocabularies: Vocabularies
) -> None:
    script = tmp_path / "docs" / "assets" / "drawing.js"
    script.parent.mkdir(parents=True)
    script.write_text("const a = 'zed@3.1.5';" * 60_000, "utf-8")
    assert list(judge_written(script, "script", tmp_path, toy_vocabularies)) == []
    script.write_text("const a = 'zed@invented.example';\n", "utf-8")
    assert [one.code for one in judge_written(script, "script", tmp_path, toy_vocabularies)]
