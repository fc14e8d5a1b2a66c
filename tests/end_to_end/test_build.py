import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import lxml.html
import pytest
from tests.conftest import skip_or_fail
from tests.end_to_end.conftest import DAY, pages, project, run
from tests.tools import ROOT, ZENSICAL

from workshop_notes.build.cache import FILE, Asked, Cache, lying_below
from workshop_notes.build.make import build
from workshop_notes.views import home
from workshop_notes.views.edition import Edition
from workshop_notes.views.page import Page, Plan, ViewError
from workshop_notes.writing import MARK

CANARY = b"canary sentence of a draft"
NOTE = "notes/2031/zuma.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path / "project", ROOT / "tests" / "toy" / "notes")


@pytest.fixture
def built(toy_site: Path, tmp_path: Path) -> Path:
    """A copy of the built toy project that a test may change."""
    return Path(shutil.copytree(toy_site, tmp_path / "project", symlinks=True))


def content(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def holding(site: Path, text: bytes) -> list[str]:
    return [
        path.relative_to(site).as_posix()
        for path in sorted(site.rglob("*"))
        if path.is_file() and text in content(path)
    ]


def test_every_kind_of_page_is_built(toy_site: Path) -> None:
    found = pages(toy_site / "site")
    for address in (
        "index.html",
        "404.html",
        "about/index.html",
        "notes/2031/zuma/index.html",
        "missions/zuma/index.html",
        "themes/human-rights/index.html",
        "years/2031/index.html",
        "resolutions/9801/index.html",
        "glossary/zdf/index.html",
    ):
        assert address in found


def test_mkdocs_build_gives_the_same_site_as_notes_build(toy_site: Path, tmp_path: Path) -> None:
    root = project(tmp_path / "project", ROOT / "tests" / "toy" / "notes")
    run(root, "mkdocs", "build", "--strict", "--quiet")
    for name in sorted(pages(toy_site / "site")):
        ours = (toy_site / "site" / name).read_text("utf-8")
        assert (root / "site" / name).read_text("utf-8") == ours, name
    assert pages(root / "site") == pages(toy_site / "site")
    assert (root / "site" / "assets" / "search" / "entry.js").is_file()


def test_mkdocs_builds_strictly_without_a_warning(catalogue: Path, tmp_path: Path) -> None:
    root = project(tmp_path / "project", catalogue / "notes")
    done = run(root, "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "elsewhere"))
    assert "WARNING -" not in done.stdout + done.stderr
    assert pages(tmp_path / "elsewhere") == pages(catalogue / "site")


def test_zensical_builds_the_same_pages_with_the_same_facts(toy_site: Path, tmp_path: Path) -> None:
    if not ZENSICAL.is_dir():
        skip_or_fail("Zensical is not installed; run tests/tools.py")
    root = project(tmp_path / "project", ROOT / "tests" / "toy" / "notes")
    foreign = root / ".cache" / "somebody" / "else.txt"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("mine", "utf-8")
    for _ in range(2):
        run(root, "notes", "build", "--builder", "zensical")
        assert foreign.read_text("utf-8") == "mine"
        assert pages(root / "site") == pages(toy_site / "site")
    for site in (root / "site", toy_site / "site"):
        page = (site / "notes/2031/zuma/index.html").read_text("utf-8")
        for fact in (
            "Ranking the Tasks: The Case of ZUMA",
            "20 May 2031",
            "Institute of Toy Peace",
            "Human rights",
            "Government of Toyland",
            "9801",
        ):
            assert fact in page, fact
    assert not (root / ".zensical.building.yml").exists()


def test_a_draft_is_in_no_built_file(toy_site: Path) -> None:
    assert holding(toy_site / "site", CANARY) == []
    assert holding(toy_site / "docs", CANARY) == []


def test_drafts_are_shown_when_asked_for_and_gone_afterwards(root: Path) -> None:
    run(root, "notes", "build", "--drafts")
    assert holding(root / "site", CANARY)
    run(root, "notes", "build")
    assert holding(root / "site", CANARY) == []
    assert holding(root / "docs", CANARY) == []


def test_a_note_that_fails_the_check_stops_the_build_and_the_old_site_stands(built: Path) -> None:
    before = {path: path.read_bytes() for path in (built / "site").rglob("*.html")}
    path = built / NOTE
    path.write_text(path.read_text("utf-8").replace("[ZUMA]", "[ZUAM]"), "utf-8")
    for command in (["notes", "build"], ["mkdocs", "build"]):
        done = run(built, *command, check=False)
        assert done.returncode == 1
        assert f"{NOTE}:3:11: unknown mission 'ZUAM'" in done.stdout + done.stderr
        assert {path: path.read_bytes() for path in (built / "site").rglob("*.html")} == before
        assert not (built / "site.building").exists()


@pytest.mark.parametrize("builder", ["mkdocs", "zensical", "mkdocs alone"])
@pytest.mark.parametrize("slip", ["{% if %}", "{{ meta.view.colour.deep }}"])
def test_a_template_s_slip_is_named_with_its_line_and_the_old_site_stands(
    built: Path, builder: str, slip: str
) -> None:
    if builder == "zensical" and not (ZENSICAL / "bin").is_dir():
        skip_or_fail("Zensical is not installed; run tests/tools.py")
    before = lying_below(built / "site")
    template = built / "overrides" / "note.html"
    lines = template.read_text("utf-8").split("\n")
    place = lines.index("{% autoescape true %}") + 1
    template.write_text("\n".join([*lines[:place], slip, *lines[place:]]), "utf-8")
    command = ["notes", "build", "--builder", builder]
    done = run(built, *(["mkdocs", "build"] if "alone" in builder else command), check=False)
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert f"note.html:{place + 1}" in said
    assert "Traceback" not in said
    assert lying_below(built / "site") == before
    assert not list(built.glob("site.building*"))


@pytest.mark.parametrize("command", [["notes", "build"], ["mkdocs", "build"]])
def test_a_page_that_loses_a_word_of_its_note_stops_the_build(
    root: Path, command: list[str]
) -> None:
    template = root / "overrides" / "note.html"
    shown = template.read_text("utf-8").replace(
        "page.content | safe", 'page.content | replace("Rank", "") | safe'
    )
    template.write_text(shown, "utf-8")
    done = run(root, *command, check=False)
    assert done.returncode == 1
    assert "not on the page of the note: 'Rank' (1 in all)" in done.stdout + done.stderr
    assert not (root / "site").exists()


@pytest.mark.parametrize("builder", ["mkdocs", "zensical"])
def test_an_adopter_s_plugins_are_named_and_tags_work_all_the_same(
    root: Path, builder: str
) -> None:
    if builder == "zensical" and not (ZENSICAL / "bin").is_dir():
        skip_or_fail("Zensical is not installed; run tests/tools.py")
    settings = root / "mkdocs.yml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("plugins: []", "plugins: [search, tags]"), "utf-8")
    (root / "docs" / "tags.md").write_text("# Tags\n\n<!-- material/tags -->\n", "utf-8")
    said = run(root, "notes", "build", "--builder", builder).stdout
    assert "the plugin 'search' is not needed: this site has a search of its own" in said
    assert "the plugin 'tags' is not needed: missions, years and themes have pages" in said
    page = lxml.html.parse(str(root / "site" / "tags" / "index.html")).getroot()
    assert "../notes/2031/zuma/" in page.xpath("//article//li/a/@href")
    note = lxml.html.parse(str(root / "site" / NOTE[:-3] / "index.html")).getroot()
    tags = note.xpath("//nav[@class='md-tags']/a")
    assert [tag.text_content() for tag in tags][:2] == ["2031", "Human rights"]
    assert tags[0].get("href").endswith("tags/#tag:2031")


def test_a_view_that_lacks_a_key_stops_the_build_and_the_old_site_stands(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, made = lying_below(built / "site"), home.pages

    def without_a_name(make: Callable[[], Page]) -> Page:
        page = make()
        return replace(page, view={k: v for k, v in page.view.items() if k != "name"})

    def nameless(edition: Edition) -> Iterator[Plan]:
        for path, make in made(edition):
            yield path, partial(without_a_name, make)

    monkeypatch.setattr(home, "pages", nameless)
    settings = built / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8") + "# other settings\n", "utf-8")
    with pytest.raises(ViewError, match=r"the view of home\.html lacks name"):
        build(built, built / "site", Asked("2036-07-18"), Cache(built / ".cache" / FILE))
    assert lying_below(built / "site") == before


def test_a_draft_with_a_slip_does_not_stop_the_build(root: Path) -> None:
    path = root / "notes/2032/zumas.md"
    path.write_text(path.read_text("utf-8").replace("[ZUMAS]", "[NOBODY]"), "utf-8")
    run(root, "notes", "build")


def test_a_build_with_nothing_new_writes_no_derived_page(built: Path) -> None:
    before = {
        path: path.stat().st_mtime_ns for path in (built / "docs").rglob("*") if path.is_file()
    }
    run(built, "notes", "build")
    after = {
        path: path.stat().st_mtime_ns for path in (built / "docs").rglob("*") if path.is_file()
    }
    assert after == before


def test_a_removed_note_leaves_no_page_behind(built: Path) -> None:
    (built / NOTE).unlink()
    run(built, "notes", "build")
    assert not (built / "docs" / NOTE).exists()
    assert not (built / "site/notes/2031").exists()


def test_a_withdrawn_note_leaves_a_tombstone_and_no_trace_of_its_text(built: Path) -> None:
    assert holding(built / "site", b"which tasks of an invented mission")
    run(built, "notes", "withdraw", "2031/zuma", "--why", "replaced by another")
    run(built, "notes", "build")
    page = (built / "site/notes/2031/zuma/index.html").read_text("utf-8")
    assert "replaced by another" in page
    for text in (b"which tasks of an invented mission", b"Several participants found the mandate"):
        assert holding(built / "site", text) == []


def test_an_embargo_holds_until_its_day(root: Path) -> None:
    path = root / NOTE
    text = path.read_text("utf-8")
    path.write_text(text.replace("status:", "embargo: 2099-01-01\nstatus:"), "utf-8")
    run(root, "notes", "build")
    assert not (root / "site/notes/2031/zuma").exists()
    assert holding(root / "site", b"which tasks of an invented mission") == []
    path.write_text(text.replace("status:", "embargo: 2030-01-01\nstatus:"), "utf-8")
    run(root, "notes", "build")
    assert (root / "site/notes/2031/zuma/index.html").is_file()


def test_two_builds_are_alike_whatever_the_machine_is_set_to(toy_site: Path, root: Path) -> None:
    settings = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "tr_TR"}
    program = Path(sys.executable).with_name("notes")
    done = subprocess.run(
        ["bash", "-c", f"umask 077; exec {program} build"],
        cwd=root,
        env={**os.environ, "SOURCE_DATE_EPOCH": DAY, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    left, right = (
        {
            name: (path.stat().st_mode & 0o777, b"" if path.is_dir() else path.read_bytes())
            for path in sorted(site.rglob("*"))
            if not (name := path.relative_to(site).as_posix()).startswith(MARK)
        }
        for site in (root / "site", toy_site / "site")
    )
    assert left == right
    assert {mode for mode, _ in left.values()} == {0o644, 0o755}
