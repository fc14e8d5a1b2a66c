"""Titles, summaries, texts and names that look like markup show as typed, in both builders."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import lxml.etree
import lxml.html
import pytest
from tests.conftest import skip_or_fail
from tests.end_to_end.conftest import project
from tests.tools import ROOT, ZENSICAL

from workshop_notes.build.make import IN_CHARGE
from workshop_notes.collection import load_collection
from workshop_notes.site import derive

TYPED = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ config.site_name }} {% raw %} {# x #}",
    "</style><!-- & &amp; -->",
    "أولويات مخترعة",
    "word " * 300,
)
TITLE = " ".join(TYPED).strip()
NOTES = {
    "2031/odd": "2031-05-01",
    "2032/odd": "2032-05-01",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy project with notes and a vocabulary of such names, derived without the checks."""
    root = project(tmp_path_factory.mktemp("hostile"), ROOT / "tests" / "toy" / "notes")
    themes = root / "notes" / "vocabularies" / "themes.yml"
    quoted = TITLE.replace("'", "''")
    themes.write_text(
        themes.read_text("utf-8").replace("label: Elections", f"label: '{quoted}'"), "utf-8"
    )
    for name, date in NOTES.items():
        path = root / "notes" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"---\ntitle: '{quoted}'\nmission: [ZUMA]\nyear: {date[:4]}\ndate: {date}\n"
            f"themes: [elections]\nsummary: '{quoted}'\nlanguage: en\nstatus: published\n---\n\n"
            f"On the election.\n\n## Recommendations\n\n- {TITLE}\n",
            "utf-8",
        )
    derive(root, load_collection(root))
    return root


@pytest.mark.parametrize("builder", ["mkdocs", "zensical"])
def test_what_was_typed_is_shown_and_nothing_of_it_runs(root: Path, builder: str) -> None:
    program = ZENSICAL / "bin" / "zensical" if builder == "zensical" else None
    if program is not None and not program.exists():
        skip_or_fail("Zensical is not installed; run tests/tools.py")
    done = subprocess.run(
        [program or "mkdocs", "build"],
        cwd=root,
        env={
            **os.environ,
            IN_CHARGE: "1",
            "NO_MKDOCS_2_WARNING": "1",
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for address in (
        "",
        "browse/",
        "due/",
        "notes/2031/odd/",
        "missions/zuma/",
        "missions/zuma/2031-2032/",
        "themes/",
        "themes/elections/",
        "years/2031/",
    ):
        page = lxml.html.parse(str(root / "site" / address / "index.html")).getroot()
        text = " ".join(page.text_content().split())
        for typed in TYPED:
            assert " ".join(typed.split()) in text, (address, typed[:40])
        assert not page.xpath("//img[@onerror]"), address
        ours = page.xpath("//script[not(@src)]/text()")
        assert not [one for one in ours if "alert(1)</script" in one], address
        assert not page.xpath("//script[text()='alert(1)']"), address
    note = lxml.html.parse(str(root / "site" / "notes/2031/odd/index.html")).getroot()
    for name in ("description", "citation_title"):
        (said,) = note.xpath(f"//meta[@name='{name}']/@content")
        assert said == TITLE, name
    assert TITLE in str(note.xpath("string(//title)"))
    feed = lxml.etree.parse(str(root / "site" / "feed.xml"))
    titles = feed.xpath("//*[local-name()='entry']/*[local-name()='title']/text()")
    assert [title for title in titles if title == TITLE] == [TITLE, TITLE]
