"""The ways of those who use this: their own commands and clicks, in clones of a bare remote."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import serve
from tests.conftest import TOY
from tests.end_to_end.conftest import project, run
from tests.tools import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RAW = TOY / "raw" / "zuma.txt"
HOST = "https://code.example/zuma"


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare remote with the invented collection on its main branch."""
    folder = tmp_path_factory.mktemp("remote")
    root = project(folder / "first", TOY / "notes")
    settings = root / "mkdocs.yml"
    settings.write_text(f"repo_url: {HOST}\n{settings.read_text('utf-8')}", "utf-8")
    for name in (".gitignore", "Makefile"):
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "notes/inbox", root / "notes/inbox", dirs_exist_ok=True)
    shutil.copy(ROOT / "notes/TEMPLATE.md", root / "notes/TEMPLATE.md")
    git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "start")
    git(folder, "clone", "--quiet", "--bare", "first", "remote.git")
    return folder / "remote.git"


@pytest.fixture
def clone(remote: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Make a clone of the remote under a name."""

    def cloned(name: str) -> Path:
        git(tmp_path, "clone", "--quiet", str(remote), name)
        return tmp_path / name

    return cloned


@pytest.fixture
def at(browser: Browser) -> Iterator[Callable[[Path], Page]]:
    """Open a built site's home page, served on this machine."""
    served: list[Iterator[str]] = []
    contexts = []

    def opened(site: Path) -> Page:
        served.append(serve(site))
        contexts.append(browser.new_context(base_url=next(served[-1])))
        page = contexts[-1].new_page()
        page.goto("./")
        return page

    yield opened
    for context in contexts:
        context.close()
    for one in served:
        next(one, None)


def publish(root: Path, name: str) -> None:
    path = root / name
    path.write_text(path.read_text("utf-8").replace("status: draft", "status: published"), "utf-8")


def push(root: Path, branch: str, message: str) -> None:
    git(root, "add", "--all", "notes")
    git(root, "commit", "--quiet", "--message", message)
    git(root, "push", "--quiet", "origin", f"HEAD:{branch}")


def test_an_editor_without_git_and_their_reviewer(
    clone: Callable[[str], Path],
    at: Callable[[Path], Page],
    browser: Browser,
) -> None:
    # The page says where the inbox is, and how to upload.
    site = clone("site")
    run(site, "notes", "build")
    page = at(site / "site")
    page.get_by_role("link", name="Add a note").click()
    page.wait_for_url(re.compile("add-a-note"))
    assert page.get_by_role("link", name="Open the inbox").get_attribute("href") == (
        f"{HOST}/tree/HEAD/notes/inbox"
    )
    # The code host's form commits the file to a branch of its own.
    upload = clone("upload")
    (upload / "notes/inbox/My note.txt").write_bytes(
        RAW.read_bytes() + b"\nAmbassador Zedson noted that the tasks of the mission pile up.\n"
    )
    push(upload, "my-note", "Add files via upload")
    # One job reads, without rights; it stops, and says where.
    reader = clone("reader")
    git(reader, "switch", "--quiet", "my-note")
    summary = reader / "summary.md"
    read = ("notes", "inbox", "--pack", "parcel", "--summary", str(summary))
    assert run(reader, *read, check=False).returncode == 1
    assert re.search("Paragraph .* tasks of the mission", summary.read_text("utf-8"))
    assert "Zedson" not in summary.read_text("utf-8")
    # The editor mends the file and uploads it again under the same name.
    (upload / "notes/inbox/My note.txt").write_bytes(RAW.read_bytes())
    push(upload, "my-note", "Add files via upload")
    git(reader, "pull", "--quiet")
    summary.unlink()
    run(reader, *read)
    assert "became a draft" in summary.read_text("utf-8")
    # The other job commits the draft.
    writer = clone("writer")
    git(writer, "switch", "--quiet", "my-note")
    run(writer, "notes", "inbox", "--unpack", str(reader / "parcel"))
    subprocess.run(["make", "commit-inbox"], cwd=writer, check=True, capture_output=True)
    # The reviewer reads the draft as a page, from the disk, and the sheet of what passed.
    reviewer = clone("reviewer")
    git(reviewer, "switch", "--quiet", "my-note")
    assert not (reviewer / "notes/inbox/My note.txt").exists()
    run(reviewer, "notes", "build", "--drafts", "--site-dir", "preview")
    sheet = reviewer / "sheet.md"
    run(reviewer, "notes", "review", "--base", "origin/main", "--summary", str(sheet))
    assert "notes/2033/zuma.md" in sheet.read_text("utf-8").replace("\\", "")
    draft = browser.new_page()
    draft.goto((reviewer / "preview/notes/2033/zuma/index.html").as_uri())
    expect(draft.locator("article h1")).to_contain_text("Ranking the Tasks in 2033")
    assert draft.locator("meta[name=robots]").get_attribute("content") == "noindex"
    draft.close()
    # Nobody else sees it: the published site has no such page.
    run(reviewer, "notes", "build")
    assert not (reviewer / "site/notes/2033").exists()
    publish(reviewer, "notes/2033/zuma.md")
    run(reviewer, "notes", "check", "notes/2033/zuma.md")
    push(reviewer, "main", "Note: the workshop of May 2033")


def test_an_editor_with_git(clone: Callable[[str], Path], at: Callable[[Path], Page]) -> None:
    root = clone("editor")
    shutil.copy(RAW, root / "notes/2032/tasks.txt")
    text = (root / "notes/2032/tasks.txt").read_text("utf-8")
    text = text.replace("2033", "2034").replace("2034.", "2035.")
    (root / "notes/2032/tasks.txt").unlink()
    (root / "notes/2034").mkdir()
    (root / "notes/2034/tasks.txt").write_text(text, "utf-8")
    assert "2034/tasks" in run(root, "notes", "ingest", "notes/2034/tasks.txt").stdout
    note = root / "notes/2034/tasks.md"
    note.write_text(note.read_text("utf-8").replace("mission: [ZUMA]", "mission: zuma"), "utf-8")
    assert run(root, "notes", "check", check=False).returncode == 1
    publish(root, "notes/2034/tasks.md")
    assert "mission: zuma → [ZUMA]" in run(root, "notes", "check", "--fix").stderr
    push(root, "tasks", "Note: the tasks of 2034")
    assert run(root, "notes", "explain", "2034/tasks").stdout.count("line") > 3
    run(root, "notes", "build")
    page = at(root / "site")
    page.get_by_role("link", name="Ranking the Tasks in 2034").first.click()
    expect(page.locator("article h1")).to_contain_text("Ranking the Tasks in 2034")


def test_an_editor_who_renames_and_withdraws(
    clone: Callable[[str], Path], at: Callable[[Path], Page]
) -> None:
    root = clone("renamer")
    assert "did you mean '2031/zuma'?" in (
        run(root, "notes", "rename", "2031/zumma", "2031/tasks", check=False).stderr
    )
    run(root, "notes", "rename", "2031/zuma", "2031/tasks")
    run(root, "notes", "rename", "missions/ZUMA", "ZUMIS")
    run(root, "notes", "check")
    push(root, "renamed", "Note: a better name")
    run(root, "notes", "withdraw", "2032/zuma", "--why", "replaced by a corrected version")
    push(root, "renamed", "Note: one is withdrawn")
    run(root, "notes", "build")
    page = at(root / "site")
    page.goto("notes/2031/zuma/")
    page.wait_for_url(re.compile("notes/2031/tasks/"))
    page.goto("missions/zuma/")
    page.wait_for_url(re.compile("missions/zumis/"))
    page.goto("notes/2032/zuma/")
    expect(page.locator("article")).to_contain_text("replaced by a corrected version")


def test_a_diplomat_finds_what_was_asked_before_a_negotiation(page: Page) -> None:
    page.goto("./")
    page.get_by_role("link", name="Missions").first.click()
    page.get_by_role("link", name="MINUSMA", exact=True).first.click()
    expect(page.locator("article h1")).to_contain_text("MINUSMA")
    page.locator("article a[href*='notes/20']").first.click()
    page.wait_for_url(re.compile(r"notes/\d{4}/"))
    expect(page.locator("article h1")).to_be_visible()
    page.locator("#search-box-query").fill("resolution 2480")
    page.keyboard.press("Enter")
    expect(page.locator("[data-note] h2 a").first).to_be_visible()


def test_a_researcher_cites_a_paragraph_that_is_found_again(page: Page) -> None:
    page.goto("notes/2018/minusma/")
    anchor = page.locator("a.pin").nth(2).get_attribute("href")
    assert anchor
    page.goto(f"notes/2018/minusma/{anchor}")
    cited = page.locator(f"[id='{anchor[1:]}']")
    expect(cited).to_be_in_viewport()
    with page.expect_download() as waiting:
        page.evaluate(
            "document.querySelector('.take a[href$=\".bib\"]').setAttribute('download', '')"
        )
        page.locator(".take a[href$='.bib']").first.dispatch_event("click")
    text = Path(waiting.value.path()).read_text("utf-8")
    assert text.startswith("@")
    assert page.locator("article h1").inner_text().strip("¶ \n")[:20] in text


def test_a_field_officer_reads_on_a_slow_link(browser: Browser, base: str) -> None:
    """50 kbit/s and 600 ms, as the weight bench has it; nothing compressed, and no script."""
    context = browser.new_context(base_url=base, java_script_enabled=False)
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    slow = {"offline": False, "latency": 600, "downloadThroughput": 50_000 / 8}
    network.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": 50_000 / 8})
    start = time.monotonic()
    page.goto("notes/2018/minusma/", wait_until="commit", timeout=60_000)
    expect(page.locator("article h1")).to_be_visible(timeout=60_000)
    assert time.monotonic() - start < 30
    # The text is still on its way when its heading stands there.
    page.locator("article p").nth(3).wait_for(timeout=60_000)
    assert len(page.locator("article p").all_inner_texts()) > 3
    context.close()


ADOPTERS = {
    "river": (
        *("River Commission of Zub", "--series", "River workshops", "--mission"),
        *("programme,programmes", "--mandate", "plan", "--resolution", "decision"),
    ),
    "seminar": (
        *("Séminaire du Lac", "--series", "Séminaires du Lac", "--language", "fr", "--mission"),
        *(
            "séminaire,séminaires,m",
            "--mandate",
            "cycle,cycles,m",
            "--resolution",
            "décision,décisions,f",
        ),
    ),
}


@pytest.mark.parametrize(("name", "said"), [("river", "Programmes"), ("seminar", "Séminaires")])
def test_an_adopter_begins_a_site_and_publishes_a_first_note(
    clone: Callable[[str], Path], at: Callable[[Path], Page], name: str, said: str
) -> None:
    root = clone(name)
    (root / "notes/2031/zuma.md").write_text("unsaved work", "utf-8")
    refused = run(root, "notes", "adopt", *ADOPTERS[name], check=False)
    assert refused.returncode == 2
    assert "commit it or put it away" in refused.stderr
    git(root, "checkout", "--quiet", ".")
    run(root, "notes", "adopt", *ADOPTERS[name])
    missions = root / "notes/vocabularies/missions.yml"
    missions.write_text(f"{missions.read_text('utf-8')}- id: DELTA\n  label: Delta\n", "utf-8")
    new = ("--mission", "delta", "--date", "2031-05-20", "--title", "Delta")
    run(root, "notes", "new", *new)
    note = root / "notes/2031/delta.md"
    front = note.read_text("utf-8").rpartition("\n---\n")[0].replace("draft", "published")
    text = {"river": "Some participants asked for dams.", "seminar": "Certains ont discuté."}
    note.write_text(f"{front}\n---\n\n{text[name]}\n", "utf-8")
    run(root, "notes", "check")
    run(root, "notes", "build")
    page = at(root / "site")
    page.get_by_role("link", name=said).first.click()
    page.get_by_role("link", name="Delta").first.click()
    expect(page.locator("article h1")).to_contain_text("Delta")
    assert "esolution" not in page.locator("nav").all_inner_texts()
