"""Canaries in an artificial site: each is found, whatever it is packed in; a clean site is clean."""

# One canary a line is easier to read than four.
# ruff: noqa: E501

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import io
import json
import lzma
import random
import re
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from workshop_notes import writing
from workshop_notes.bounded import UnreadError
from workshop_notes.build.layers import _unescaped, encoded, layers, text_of, unescaped
from workshop_notes.build.secret import Secret, Secrets, secrets_of
from workshop_notes.build.sweep import MACHINE_PATH, holds_path, new_in, pieces, sweep
from workshop_notes.collection import load_collection
from workshop_notes.problem import Problem

DRAFT = "The purple heron committee postponed its seventh meeting until the marsh was dry again."
EMBARGOED = "Eleven ferries will cross the lake of Zum when the lighthouse keepers have been paid."
WITHDRAWN = (
    "Somebody in the orchard promised forty ladders to the beekeepers of the northern hills."
)
REMOVED = (
    "Ambassador Quillanborough admitted that the lanterns had been counted twice in the cellar."
)
DELETED = "never print this deleted clause about turnips"
COMMENT = "ask Fennimoor before this goes anywhere"
PUBLIC = (
    "Participants agreed that the bridge needs a railing before the winter market opens in Zum."
)
PAGE = "<!doctype html><html><head><title>{title}</title></head><body><p>{text}</p></body></html>"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a public note, a draft, one under embargo, a withdrawn one, and originals."""
    root = tmp_path_factory.mktemp("project")
    note = "---\ntitle: {title}\nmission: [ZUMA]\nyear: 2033\n{more}---\n\n# {title}\n\n{text}\n"
    for name, title, more, text in (
        ("bridge", "Railings and markets of the lake", "status: published\n", PUBLIC),
        ("heron", "Postponed meetings of the purple herons", "status: draft\n", DRAFT),
        ("ferry", "Ferries and keepers of the lighthouse", "embargo: 2999-01-01\nstatus: published\n", EMBARGOED),
        ("ladder", "Ladders for the hills", "withdrawn: asked for\nstatus: withdrawn\n", WITHDRAWN),
    ):  # fmt: skip
        path = root / "notes" / "2033" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(note.format(title=title, more=more, text=text), encoding="utf-8")
    (root / "notes" / "2033" / "bridge.txt").write_text(f"{PUBLIC}\n{REMOVED}\n", encoding="utf-8")
    (root / "notes" / "2033" / "orchard-minutes.docx").write_bytes(WORD_FILE)
    (root / "docs").mkdir()
    (root / "docs" / "about.md").write_text("Write to desk@publisher.example.\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text("site_name: Zum\n", encoding="utf-8")
    return root


def word_file() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        body = f"<w:p><w:r><w:t>{PUBLIC}</w:t></w:r><w:del><w:delText>{DELETED}</w:delText></w:del></w:p>"
        archive.writestr("word/document.xml", body)
        archive.writestr("word/comments.xml", f"<w:p><w:t>{COMMENT}</w:t></w:p>")
        archive.writestr("docProps/core.xml", "<dc:creator>Yolanda Brisquette</dc:creator>")
    return packed.getvalue()


WORD_FILE = word_file()


@pytest.fixture(scope="module")
def secrets(project: Path) -> Secrets:
    return secrets_of(project, load_collection(project))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that shows the public note and the tombstone of the withdrawn one."""
    folder = tmp_path / "site"
    for name, title, text in (
        ("index.html", "Home", PUBLIC),
        ("about/index.html", "About", "Write to desk@publisher.example."),
        ("notes/2033/bridge/index.html", "Railings and markets of the lake", PUBLIC),
        ("notes/2033/ladder/index.html", "Ladders for the hills", "This note was withdrawn."),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE.format(title=title, text=text), encoding="utf-8")
    (folder / "logo.png").write_bytes(picture("png"))
    return folder


def picture(kind: str, **more: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(written, kind, **more)
    return written.getvalue()


def with_text_chunk() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Yolanda Brisquette", zip=True)
    return picture("png", pnginfo=info)


def with_gps() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "taken by Fennimoor"
    exif.get_ifd(0x8825)[1] = "N"
    return picture("jpeg", exif=exif)


def pdf(text: str) -> bytes:
    stream = zlib.compress(f"BT ({text}) Tj ET".encode())
    head = f"%PDF-1.4\n1 0 obj\n<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n".encode()
    return head + stream + b"\nendstream\nendobj\n%%EOF\n"


def zipped(name: str, data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


def page(text: str) -> str:
    return PAGE.format(title="Page", text=text)


def icon(data: bytes) -> str:
    return f'<img src="data:image/jpeg;base64,{base64.b64encode(data).decode()}" alt="">'


UNPUBLISHED, LEFT_OUT, NAME = "leak-unpublished", "leak-left-out", "leak-name"
CANARIES: tuple[tuple[str, str, str | bytes, str], ...] = (
    ("a draft on a page", "years/index.html", page(DRAFT), UNPUBLISHED),
    ("a draft in capitals", "years/index.html", page(DRAFT.upper()), UNPUBLISHED),
    ("a draft with markup in it", "a.html", page(DRAFT.replace("heron", "<b>he</b>ron")), UNPUBLISHED),
    ("a draft with links in it", "a.html", page(DRAFT.replace("marsh", '<a href="x">marsh</a>')), UNPUBLISHED),
    ("a draft in a description", "a.html", f'<meta name="description" content="{DRAFT[:75]}">', UNPUBLISHED),
    ("a draft in a comment", "a.html", f"<!-- {DRAFT} -->", UNPUBLISHED),
    ("a draft in entities", "a.html", "".join(f"&#{ord(one)};" for one in DRAFT), UNPUBLISHED),
    ("a draft escaped twice", "feed.xml", html.escape(html.escape(page(f"“{DRAFT}”"))), UNPUBLISHED),
    ("a draft in JSON", "data/notes.json", json.dumps({"text": f"é {DRAFT}"}), UNPUBLISHED),
    ("a draft in JSON escapes", "d.json", "".join(f"\\u{ord(one):04x}" for one in DRAFT), UNPUBLISHED),
    ("a draft in an address", "a.html", f'<a href="mailto:?body={quote(DRAFT)}">x</a>', UNPUBLISHED),
    ("a draft in a feed", "feed.xml", f"<entry><![CDATA[{DRAFT}]]></entry>", UNPUBLISHED),
    ("a draft in a table of data", "notes.csv", f'2033,"{DRAFT}"\n', UNPUBLISHED),
    ("a draft in a script", "assets/data.js", f'const notes = ["{DRAFT}"]', UNPUBLISHED),
    ("a draft, compressed", "sitemap.xml.gz", gzip.compress(DRAFT.encode()), UNPUBLISHED),
    ("a draft in a card of the search", "assets/search/c0.js", f"notesSearch(`c0`,`1a2b`,`\n2033/x\t{DRAFT}`)\n", UNPUBLISHED),
    ("a draft in an archive", "all.zip", zipped("notes/heron.txt", DRAFT.encode()), UNPUBLISHED),
    ("a draft in an archive in an archive", "all.zip", zipped("a.zip", zipped("b", DRAFT.encode())), UNPUBLISHED),
    ("a draft in a PDF", "note.pdf", pdf(DRAFT), UNPUBLISHED),
    ("a draft in base64", "a.json", json.dumps(base64.b64encode(DRAFT.encode()).decode()), UNPUBLISHED),
    ("a draft in UTF-16", "a.txt", DRAFT.encode("utf-16"), UNPUBLISHED),
    ("a draft in UTF-16 without its mark", "a.bin", b"\x01\x02" + DRAFT.encode("utf-16-le"), UNPUBLISHED),
    ("a draft with zero-width letters", "a.html", page("\u200b".join(DRAFT)), UNPUBLISHED),
    ("a draft's title", "browse/index.html", page("Postponed meetings of the purple herons"), UNPUBLISHED),
    ("a draft's page", "notes/2033/heron/index.html", page("x"), UNPUBLISHED),
    ("a draft's data", "notes/2033/heron.json", "{}", UNPUBLISHED),
    ("a draft's address", "sitemap.xml", "<loc>https://x.example/notes/2033/heron/</loc>", UNPUBLISHED),
    ("a note under embargo", "index.html", page(EMBARGOED), UNPUBLISHED),
    ("an embargoed address", "a.html", '<a href="../notes/2033/ferry/">x</a>', UNPUBLISHED),
    ("a withdrawn note", "notes/2033/ladder/index.html", page(WITHDRAWN), UNPUBLISHED),
    ("part of a withdrawn note", "a.json", json.dumps(WITHDRAWN[10:80]), UNPUBLISHED),
    ("a sentence that the editor removed", "notes/2033/bridge/index.html", page(REMOVED), LEFT_OUT),
    ("a name that the editor removed", "a.html", page("Thanks to Quillanborough"), NAME),
    ("a removed name in the index", "assets/search/w3.js", "notesSearch(`w3`,`1a2b`,`\nquilt\tb6f\nquillanborough\tb9c`)\n", NAME),
    ("a removed name in a file's name", "img/quillanborough.html", page("x"), NAME),
    ("a tracked deletion", "a.html", page(DELETED), LEFT_OUT),
    ("a comment of a document", "a.json", json.dumps({"c": COMMENT}), LEFT_OUT),
    ("an author of a document", "a.html", '<meta name="author" content="Yolanda Brisquette">', "leak-property"),
    ("an original's file name", "a.html", page("made from orchard-minutes.docx"), "leak-original"),
    ("an original", "files/minutes.docx", WORD_FILE, "leak-original"),
    ("an original under another name", "files/data.bin", WORD_FILE, "leak-original"),
    ("an original in an archive", "files/all.zip", zipped("x", f"{PUBLIC}\n{REMOVED}\n".encode()), "leak-original"),
    ("a mail", "old/message.eml", "From: x", "leak-original"),
    ("an e-mail address", "a.html", page("a.thornquist@mission.example"), "leak-contact"),
    ("an e-mail address in entities", "a.html", page("a.thornquist&#64;mission.example"), "leak-contact"),
    ("an e-mail address in the index", "f.pf_fragment", gzip.compress(b'{"c":"a.t@mission.example"}'), "leak-contact"),
    ("a picture with camera data", "img/room.jpg", with_gps(), "hidden-metadata"),
    ("a picture with an author", "img/room.png", with_text_chunk(), "hidden-metadata"),
    ("a picture in a page", "a.html", page(icon(with_gps())), "hidden-metadata"),
    ("a drawing's metadata", "img/a.svg", '<svg xmlns="http://www.w3.org/2000/svg"><metadata>by Fennimoor</metadata></svg>', "hidden-metadata"),
    ("an office program's lock", "notes/~$bridge.docx", "x", "leak-temporary-file"),
    ("an editor's copy", "index.html~", "x", "leak-temporary-file"),
    ("an editor's swap file", ".index.md.swp", "x", "leak-temporary-file"),
    ("a folder's settings", "img/.DS_Store", "x", "leak-temporary-file"),
    ("a path of an editor", "a.html", page("C:\\Users\\thornquist\\notes"), "leak-machine-path"),
    ("a path of a machine", "a.json", '{"file": "/home/thornquist/notes/a.md"}', "leak-machine-path"),
    ("a source map", "assets/search.js.map", "{}", "leak-source-map"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [pytest.param(*canary[1:], id=canary[0]) for canary in CANARIES],
)
def test_a_canary_is_found_and_not_repeated(
    name: str, content: str | bytes, code: str, site: Path, secrets: Secrets
) -> None:
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    problems = sweep(site, secrets)
    assert (name, code) in {(problem.path, problem.code) for problem in problems}
    assert {problem.path for problem in problems} == {name}
    for problem in problems:
        assert problem.level == "error"
        for word in (
            "heron",
            "lighthouse",
            "ladders",
            "uillanborough",
            "turnips",
            "Brisquette",
            "thornquist",
        ):
            assert word not in problem.message + problem.fix


def test_there_are_canaries_enough() -> None:
    assert len(CANARIES) >= 40


def test_the_artificial_site_is_clean_without_them(site: Path, secrets: Secrets) -> None:
    assert sweep(site, secrets) == []


def test_the_path_of_the_project_is_found_anywhere(site: Path, secrets: Secrets) -> None:
    (site / "a.bin").write_bytes(b"\0\x01" + secrets.folder.encode() + b"/docs")
    assert [problem.code for problem in sweep(site, secrets)] == ["leak-machine-path"]


def test_a_draft_may_be_seen_in_a_build_that_shows_drafts(project: Path, site: Path) -> None:
    collection = load_collection(project)
    (site / "a.html").write_text(page(DRAFT), encoding="utf-8")
    shown = collection.published("2033-01-01", drafts=True)
    assert sweep(site, secrets_of(project, collection, shown)) == []


def test_an_embargo_ends_on_its_day(project: Path) -> None:
    collection = load_collection(project)
    before = secrets_of(project, collection, collection.published("2998-12-31"))
    after = secrets_of(project, collection, collection.published("2999-01-01"))
    assert "notes/2033/ferry" in before.paths
    assert "notes/2033/ferry" not in after.paths


def test_an_address_that_is_allowed_passes(site: Path) -> None:
    (site / "about/index.html").write_text(page("Info@Publisher.example"), encoding="utf-8")
    assert [one.code for one in sweep(site)] == ["leak-contact"]
    assert sweep(site, Secrets(allowed=frozenset({"info@publisher.example"}))) == []


def test_a_symbolic_link_is_refused_and_not_followed(
    site: Path, project: Path, secrets: Secrets
) -> None:
    (site / "link.txt").symlink_to(project / "notes" / "2033" / "heron.md")
    assert [problem.code for problem in sweep(site, secrets)] == ["leak-link"]


def test_a_leak_is_shown_at_its_line(site: Path, secrets: Secrets) -> None:
    (site / "a.txt").write_text(f"one\ntwo\n{DRAFT}\n", encoding="utf-8")
    assert [(one.line, one.code) for one in sweep(site, secrets)] == [(3, UNPUBLISHED)]


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site, built with the theme."""
    root = tmp_path_factory.mktemp("material")
    (root / "docs" / "notes").mkdir(parents=True)
    config = (
        "site_name: Zum\nsite_url: https://zum.example/\ntheme: {name: material, font: false}\n"
    )
    (root / "mkdocs.yml").write_text(f"{config}plugins: []\n", encoding="utf-8")
    (root / "docs" / "index.md").write_text("# Zum\n\nWelcome.\n", encoding="utf-8")
    (root / "docs" / "notes" / "bridge.md").write_text(f"# Bridge\n\n{PUBLIC}\n", encoding="utf-8")
    command = ["mkdocs", "build", "--quiet", "--config-file", str(root / "mkdocs.yml")]
    subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True)
    return root / "site"


def test_a_site_of_the_theme_is_clean(material: Path, secrets: Secrets) -> None:
    assert sweep(material, secrets) == []


@pytest.mark.parametrize(
    "data",
    [b"", b"\x1f\x8b", b"\x89PNG\r\n\x1a\n\0\0\0\x05zTXt", b"%PDF-stream\nx\nendstream",
     b"\xff\xfe\x00", b"A" * 500, gzip.compress(b"\0" * 10**6), struct.pack(">Q", 2**63)],
)  # fmt: skip
def test_broken_files_are_read_as_far_as_they_go(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(data)
    assert sweep(tmp_path) == []
    assert all(isinstance(text_of(layer.data), str) for layer in layers(data))


def _zipped(data: bytes, name: str = "a", cut: int = 0) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return target.getvalue()[: -cut or None]


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        b"\x1f\x8b\x08" + b"\xff" * 30,
        _zipped(b"tea", cut=40),
        _zipped(bytes(65 * 1024**2)),
        gzip.compress(bytes(65 * 1024**2)),
        _zipped(_zipped(_zipped(_zipped(_zipped(b"tea"))))),
        _zipped(b"tea").replace(b"\0\0\x08\0", b"\x01\0\x08\0"),  # as if it were locked
    ],
    ids=["header", "gzip", "cut", "large", "large-gzip", "deep", "locked"],
)
def test_what_cannot_be_looked_into_is_not_published(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(data)
    assert {one.code for one in sweep(tmp_path)} == {"leak-unsearched"}


@pytest.mark.parametrize("at", [0, 899, 900, 901, 1_800, 2_500])
def test_pieces_of_a_long_text_hold_it_and_what_reaches_over_their_ends(at: int) -> None:
    lines = [b"Line %d of tea and cake.\n" % number for number in range(100)]
    text = b"".join(lines)
    found = list(pieces(text, 900, 100))
    assert len(found) > 1
    assert any(text[at : at + 90] in one for one in found)
    packed = base64.encodebytes(text) * 3
    assert list(pieces(packed, 900, 100)) == [packed]


def test_problems_are_sorted_and_told_once(site: Path, secrets: Secrets) -> None:
    for name in ("b.html", "a.html"):
        (site / name).write_text(page(DRAFT + DRAFT), encoding="utf-8")
    problems: list[Problem] = sweep(site, secrets)
    assert problems == sorted(set(problems))
    assert [problem.path for problem in problems] == ["a.html", "b.html"]


@pytest.mark.parametrize("seed", range(2))
def test_megabytes_of_random_and_compressed_bytes_hold_no_address(
    seed: int, tmp_path: Path, secrets: Secrets
) -> None:
    chance = random.Random(seed)
    noise = chance.randbytes(2_000_000)
    prose = " ".join(chance.choices(["heron", "lake", "railing", "zum", "bridge"], k=300_000))
    for name, data in (
        ("noise.json", noise),
        ("noise.gz", gzip.compress(noise, 1)),
        ("prose.pf_index", gzip.compress(zlib.compress(prose.encode()))),
        ("prose.txt", lzma.compress(chance.randbytes(10**6), preset=0)),
        ("picture.bin", b"%PDF-1.4\nstream\n" + zlib.compress(noise[:200_000]) + b"\nendstream"),
    ):
        (tmp_path / name).write_bytes(data)
    assert [one for one in sweep(tmp_path, secrets) if one.code != "leak-original"] == []


@pytest.mark.parametrize("wrap", [
    lambda text: b"\0\1\2" + text + b"\xff\xfe",
    lambda text: random.Random(0).randbytes(5_000) + text + random.Random(1).randbytes(5_000),
    lambda text: b"\x83\xa4mail\xbc" + text + b"\xc0" * 9,
    lambda text: gzip.compress(b"\0" * 50 + text),
    lambda text: b"\0\0\1\1" + text.decode().encode("utf-16-le") + b"\x90\x91",
    lambda text: "É".encode("latin-1") + text + "à Genève, où".encode("latin-1"),
    lambda text: text,
], ids=["binary", "noise", "packed", "compressed", "wide", "latin", "plain"])  # fmt: skip
@pytest.mark.parametrize("name", ["a.bin", "a.json", "a.pf_index", "a.unheard-of"])
def test_an_address_in_a_binary_file_is_found_all_the_same(
    wrap: Callable[[bytes], bytes], name: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(wrap(b" write to zed.zedson@mission.example, please "))
    assert {one.code for one in sweep(tmp_path)} == {"leak-contact"}


def test_known_secrets_are_found_in_raw_bytes_too(tmp_path: Path, secrets: Secrets) -> None:
    noise = random.Random(7).randbytes(100_000)
    (tmp_path / "a.bin").write_bytes(noise + DRAFT.encode() + noise)
    (tmp_path / "b.bin").write_bytes(
        b"\0".join(noise[:5_000].split(b"\0")) + DRAFT.encode("utf-16-le")
    )
    (tmp_path / "c.bin").write_bytes(DRAFT.replace(" ", "\x01").encode() + noise)
    found = {one.path for one in sweep(tmp_path, secrets) if one.code == UNPUBLISHED}
    assert found == {"a.bin", "b.bin", "c.bin"}


def test_a_file_that_is_too_large_to_search_is_not_published(tmp_path: Path) -> None:
    with (tmp_path / "big.json").open("wb") as file:
        file.truncate(3 * 1024**3)
    (problem,) = sweep(tmp_path)
    assert (problem.path, problem.code) == ("big.json", "limit-size")


def test_the_text_of_ten_thousand_notes_is_searched_to_its_end(tmp_path: Path) -> None:
    line = f"{{{'word ' * 200}}}\n"
    (tmp_path / "notes.jsonl").write_text(line * 70_000 + "/home/zed/notes\n", "utf-8")
    assert (tmp_path / "notes.jsonl").stat().st_size > 64 * 1024**2
    (problem,) = sweep(tmp_path)
    assert (problem.path, problem.code) == ("notes.jsonl", "leak-machine-path")


def test_who_wrote_a_mail_and_what_its_note_leaves_out_are_looked_for(
    project: Path, site: Path
) -> None:
    said = f"From: Zenobia Quarrelmore <zq@mail.example>\n\n{PUBLIC}\n{REMOVED}\n"
    mail = project / "notes" / "2033" / "market.eml"
    mail.write_text(said, "utf-8")
    try:
        secrets = secrets_of(project, load_collection(project))
    finally:
        mail.unlink()
    for text, code in (
        ("Zenobia Quarrelmore", "leak-property"),
        (REMOVED, "leak-left-out"),
        ("market.eml", "leak-original"),
    ):
        (site / "index.html").write_text(PAGE.format(title="Home", text=text), "utf-8")
        assert code in {problem.code for problem in sweep(site, secrets)}


@pytest.mark.parametrize("name", ["market.txt", "market.html", "market.eml"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_what_an_original_says_is_looked_for_in_whatever_encoding(
    name: str, encoding: str, project: Path, site: Path
) -> None:
    old = "The élite of the régime kept seven façades of the château for the fêtes of the hôtel."
    path = project / "notes" / "2033" / name
    mail = b"From: desk@publisher.example\n\n" if name.endswith(".eml") else b""
    path.write_bytes(mail + f"{PUBLIC}\n\n{old}\n".encode(encoding))
    try:
        secrets = secrets_of(project, load_collection(project))
    finally:
        path.unlink()
    (site / "index.html").write_text(PAGE.format(title="Home", text=old), "utf-8")
    assert "leak-left-out" in {problem.code for problem in sweep(site, secrets)}


def test_an_original_that_is_too_large_to_read_stops_the_build(project: Path) -> None:
    big = project / "notes" / "2033" / "big.txt"
    try:
        with big.open("wb") as file:
            file.truncate(3 * 1024**3)
        with pytest.raises(UnreadError) as stopped:
            secrets_of(project, load_collection(project))
        assert stopped.value.problem.path == "notes/2033/big.txt"
        assert stopped.value.problem.code == "limit-size"
    finally:
        big.unlink()


def test_only_members_that_a_clean_archive_had_are_not_searched_again(tmp_path: Path) -> None:
    pack = tmp_path / "pack.zip"

    def packed(how: int = zipfile.ZIP_DEFLATED, **members: str) -> bytes:
        with zipfile.ZipFile(pack, "w") as archive:
            for name, text in members.items():
                archive.writestr(zipfile.ZipInfo(f"{name}.html"), text, how)
        return pack.read_bytes()

    clean, bad = "<p>Tea</p>" * 50, "<p>Cake for a.thornquist@mission.example</p>" * 50
    before = packed(one=clean, two="<p>Cake</p>")
    assert sweep(tmp_path) == []
    for changed in ({"one": clean, "two": bad}, {"one": bad, "two": "<p>Cake</p>"}, {"new": bad}):
        packed(**changed)
        assert {one.code for one in sweep(tmp_path, before=lambda _: before)} == {"leak-contact"}
    # Whoever says that it was clean before is believed: what stands as it stood is not searched.
    before = packed(one=bad, two=clean)
    packed(one=bad, two="<p>Cake</p>")
    assert sweep(tmp_path, before=lambda _: before) == []
    packed(zipfile.ZIP_STORED, one=bad)
    assert {one.code for one in sweep(tmp_path, before=lambda _: before)} == {"leak-contact"}


def test_what_is_searched_as_a_file_is_not_searched_again_in_an_archive(tmp_path: Path) -> None:
    text = b"Cake for a.thornquist@mission.example and the whole committee"
    for name in ("one.md", "assets/javascripts/two.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text)
        digests = {name: hashlib.sha256(text).hexdigest()}
        for members in ((text,), (text, b"<p>Tea</p>" + text), (gzip.compress(text),)):
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                for at, member in enumerate(members):
                    archive.writestr(f"{at}.md", member)
            (tmp_path / "pack.zip").write_bytes(out.getvalue())
            found = {one.path for one in sweep(tmp_path, digests=digests)}
            # A file of the theme may hold what no other may, an archive's member among them.
            theirs = name.endswith(".js")
            again = {"pack.zip"} if theirs or members[1:] else set()
            assert found == again | (set() if theirs else {name}), (name, len(members))
        (tmp_path / name).unlink()


def test_a_picture_that_a_program_may_hold_is_searched_in_a_page(tmp_path: Path) -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "A. Thornquist")
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "png", pnginfo=told)
    packed = base64.b64encode(out.getvalue()).decode()
    (tmp_path / "a.js").write_text(f'let a = "{packed}"', "utf-8")
    (tmp_path / "b.html").write_text(
        PAGE.format(title="B", text=f'<img src="data:image/png;base64,{packed}">'), "utf-8"
    )
    assert [one.path for one in sweep(tmp_path)] == ["b.html"]
    (tmp_path / "c.html").write_bytes((tmp_path / "b.html").read_bytes())
    assert [one.path for one in sweep(tmp_path)] == ["b.html", "c.html"]
    again = base64.b64encode(packed.encode()).decode()
    (tmp_path / "a.html").write_text(PAGE.format(title="A", text=again), "utf-8")
    assert [one.path for one in sweep(tmp_path)] == ["b.html", "c.html"]


@pytest.mark.parametrize("kind", ["a page", "a picture by a page's name"])
def test_a_picture_is_searched_in_what_is_new_of_a_page(kind: str, tmp_path: Path) -> None:
    lines = "<p>Tea was served beside the lake.</p>\n" * 5_000
    before = PAGE.format(title="A", text=f"{lines}<p>Cake</p>\n{lines}").encode()
    new = before.replace(b"<p>Cake</p>", icon(with_gps()).encode())
    (tmp_path / "a.html").write_bytes(new if kind == "a page" else with_gps())
    found = sweep(tmp_path, before=lambda _: before)
    assert {one.code for one in found} == {"hidden-metadata"}


@pytest.mark.parametrize("why", ["large", "many", "damaged"])
def test_a_member_of_an_archive_that_is_not_searched_is_named(
    why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = zipped("tea.html", b"<p>Tea and cake for all of the committee</p>" * 9)
    if why == "damaged":
        data = data.replace(data[40:48], b"\0" * 8)
    elif why == "large":
        monkeypatch.setattr("workshop_notes.build.layers.LARGEST", 99)
    else:
        monkeypatch.setattr("workshop_notes.build.layers.MEMBERS", 0)
    (tmp_path / "pack.zip").write_bytes(data)
    (problem,) = sweep(tmp_path)
    assert (problem.path, problem.code) == ("pack.zip", "leak-unsearched")
    assert "tea.html" in problem.message


TEXT = [f"Line {number} of tea and cake.\n" for number in range(20_000)]
RUN = "Seven invented toys were counted by the committee twice"


@pytest.mark.parametrize("place", [0, 1, 9_000, 19_998, 19_999])
def test_what_is_new_in_a_long_text_is_searched_with_what_stands_around_it(
    tmp_path: Path, place: int
) -> None:
    first, rest = RUN[:19], RUN[19:]
    before = [*TEXT[:place], f"{first}\n", *TEXT[place:]]
    after = [*before[: place + 1], f"{rest}\nwrite to a@b.example\n", *before[place + 1 :]]
    (tmp_path / "all.md").write_text("".join(after), "utf-8")
    secret = Secret(tuple(RUN.lower().split()), "leak-unpublished")
    secrets = Secrets(runs={"toys": ((2, secret),)})
    found = sweep(tmp_path, secrets, before=lambda _: "".join(before).encode())
    assert found == sweep(tmp_path, secrets)
    assert [(one.code, one.line) for one in found] == [
        ("leak-unpublished", place + 1),
        ("leak-contact", place + 3),
    ]


@given(st.text("ab\n"), st.text("ab\n"))
def test_what_is_new_holds_every_line_that_is_not_as_it_was(data: str, before: str) -> None:
    new, was = data.encode(), before.encode()
    part = new_in(new, was, 0)
    assert part in new
    assert set(new.splitlines()) - set(part.splitlines()) <= {b"", *was.splitlines()}


PIECES = st.sampled_from(
    ["/home/x/", "/Users/", "/root", "/var/folders/a", "tmp/", "C:/Temp/", "D:\\\\Windows\\\\", "z:\\Users\\",
     "file:///", "file:///etc", "\\\\\\\\host\\share\\", "\\\\\\server\\a\\", "x", ".", ":", "/", "\\", "\n", " ", "a@b"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_path_of_a_machine_is_lost_on_the_way_to_its_pattern(text: str) -> None:
    assert holds_path(text) == bool(MACHINE_PATH.search(text))


def test_letters_that_are_no_base64_are_passed_once() -> None:
    began = time.process_time()
    assert len(list(layers(b"A" * 4_000_000 + b"==="))) == 1
    assert time.process_time() - began < 5


@given(st.lists(st.sampled_from(
    [b"A" * 47, b"b+/-_9", b"=", b"==", b"QUJD" * 13, b" ", b"\xff", b"\n"]), max_size=12).map(b"".join))  # fmt: skip
def test_what_is_in_base64_is_found_as_its_pattern_finds_it(data: bytes) -> None:
    whole = re.compile(rb"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{48,}={0,2}(?![A-Za-z0-9+/=_-])")
    assert [one.span() for one in encoded(data)] == [one.span() for one in whole.finditer(data)]


@given(st.lists(st.sampled_from(
    ["\n", "\\u0040", "\\n", "%4", "0", "%C3%A9", "&amp;", "&#64;", "&", "#64;", "\u200b", "e", "\u0301", "\uff20", "<"]
), max_size=12).map("".join))  # fmt: skip
def test_escapes_of_lines_are_those_of_the_text(text: str) -> None:
    assert unescaped(text) == _unescaped(text)


def test_what_is_read_where_it_lies_is_searched_as_what_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = b"".join(b"Paragraph %d of a long note.\n" % number for number in range(9_000))
    before = tmp_path / "before"
    before.write_bytes(was)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/notes.md").write_bytes(was + b"Write to somebody@mission.example\n")
    found = {}
    for size in (1, 10_000_000):
        monkeypatch.setattr(writing, "LONG", size)
        found[size] = sweep(tmp_path / "site", before=lambda _: writing.content_of(before))
    assert found[1] == found[10_000_000]
    assert [(one.code, one.line) for one in found[1]] == [("leak-contact", 9_001)]
