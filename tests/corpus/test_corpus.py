"""Every file of the corpus through the intake, in its bounded child processes."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import word
from corpus.case import FIRST, LEAK, SECOND, TITLE, Case
from corpus.groups import GROUPS, listed
from workshop_notes.formats.hidden import RefusedError
from workshop_notes.formats.scrub import scrub
from workshop_notes.formats.table import scan
from workshop_notes.ingest import Understood
from workshop_notes.sandbox import Job, Result, run_bounded

ROOT = Path(__file__).parents[2]
VOCABULARIES = ROOT / "notes" / "vocabularies"
WHATEVER = ("*",)  # such a file may be accepted or refused, but in time and without a leak
SECONDS = 6  # for files made to take forever; the intake itself allows more
UNDERSTAND = "workshop_notes.ingest:understand"

NAMES = (
    f"Ambassador {LEAK} of Invented.docx",
    f"-{LEAK}.docx",
    f"{LEAK}\n::error::forged.docx",
    f"\u202e{LEAK}\u2066.docx",
    f"<b>{LEAK} & more.docx",
    f"{LEAK} 2019-01-01 2480.docx",
    f"{'n' * 200}{LEAK}.docx",
    f"%s{LEAK}%n$(id).docx",
)


def test_the_corpus_is_large_and_its_names_differ() -> None:
    names = [case.name for group in GROUPS for case in listed(group)]
    assert len(names) >= 300
    assert len(set(names)) == len(names)
    kinds = [Path(case.name).suffix for case in listed("ordinary")]
    assert all(
        kinds.count(kind) == 10 for kind in (".txt", ".md", ".html", ".docx", ".odt", ".pdf")
    )


@pytest.mark.parametrize("group", GROUPS)
def test_what_must_be_seen_is_and_what_must_not_is_not(group: str, tmp_path: Path) -> None:
    cases = listed(group)
    jobs = [_job(case, tmp_path / f"{number}") for number, case in enumerate(cases)]
    results = list(run_bounded(jobs, workers=2, seconds=SECONDS))
    assert len(results) == len(cases)
    wrong = [
        f"{case.name}: {why}"
        for case, result in zip(cases, results, strict=True)
        for why in _wrong(case, result)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("group", GROUPS)
def test_a_file_to_commit_is_refused_and_its_clean_copy_is_clean(group: str) -> None:
    wrong = [
        f"{case.name}: {why}"
        for case in listed(group)
        if case.committed
        for why in _wrong_to_commit(case)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.skipif(os.name != "posix", reason="files of POSIX systems")
def test_links_pipes_and_devices_are_refused_one_by_one(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(f"{TITLE}\n\n{LEAK}\n", encoding="utf-8")
    link, pipe = tmp_path / "link.txt", tmp_path / "pipe.txt"
    link.symlink_to(secret)
    os.mkfifo(pipe)
    good = tmp_path / "good.txt"
    good.write_text(f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n", encoding="utf-8")
    sources = [link, pipe, Path("/dev/zero"), tmp_path / "absent.txt", good]
    ended = _ingest(*sources)
    lines = ended.stdout.splitlines()
    assert ended.returncode == 1
    assert len(lines) == len(sources)
    assert LEAK not in ended.stdout + ended.stderr
    assert FIRST in lines[-1]
    assert "Traceback" not in ended.stderr


@pytest.mark.skipif(os.name != "posix", reason="names of POSIX file systems")
def test_a_file_name_is_neither_text_nor_a_log_line(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in NAMES]
    for path in paths:
        path.write_bytes(word.docx())
    jobs = [Job(UNDERSTAND, path, ("note.docx", VOCABULARIES.as_posix())) for path in paths]
    for path, result in zip(paths, run_bounded(jobs, workers=2), strict=True):
        assert isinstance(result.value, Understood), path.name
        assert LEAK not in result.value.conversion.markdown + result.value.conversion.text
        assert result.value.extraction is not None
        assert LEAK not in repr(result.value.extraction.fields)
    ended = _ingest(*paths, json=False)
    assert "\n::error" not in ended.stdout
    assert "\u202e" not in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr


def _job(case: Case, folder: Path) -> Job:
    folder.mkdir()
    path = folder / case.name
    path.write_bytes(case.data)
    return Job(UNDERSTAND, path, (case.name, VOCABULARIES.as_posix()))


def _wrong(case: Case, result: Result) -> Iterator[str]:
    said = repr(result.value if result.problem is None else result.problem)
    for secret in (LEAK, *case.never):
        if secret in said:
            yield "what must not be seen is in the outcome"
    if result.problem is not None:
        codes = {result.problem.code}
    else:
        conversion = result.value.conversion
        codes = {one.code for one in conversion.problems if one.level == "error"}
    if case.refused == WHATEVER:
        return
    if case.refused:
        if not codes & set(case.refused):
            yield f"is not refused as expected but with {sorted(codes)}"
        return
    if codes:
        yield f"is refused with {sorted(codes)}"
        return
    if conversion.loss.unknown:
        yield f"{conversion.loss.unknown} words are not accounted for"
    shown = " ".join(conversion.markdown.replace("\\", "").split())
    for text in case.shows:
        if text not in shown:
            yield f"{text[:40]!r} is not on the page"


def _wrong_to_commit(case: Case) -> Iterator[str]:
    problems = scan(case.data, case.name)
    if case.committed not in {one.code for one in problems}:
        yield f"the check gives {sorted({one.code for one in problems})}"
    if LEAK in repr(problems):
        yield "the check prints what is hidden"
    try:
        clean, removed = scrub(case.data, case.name)
    except RefusedError as error:
        if case.scrubs:
            yield f"cannot be cleaned: {error.message}"
        return
    if not case.scrubs:
        yield "is cleaned without a person's decision"
    if LEAK in repr(removed):
        yield "the list of what was removed prints it"
    if any(one.level == "error" for one in scan(clean, case.name)):
        yield "the clean copy is not clean"
    if any(LEAK.encode() in part for part in _parts(clean)):
        yield "the clean copy still holds what was hidden"


def _parts(data: bytes) -> Iterator[bytes]:
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def _ingest(*sources: Path, json: bool = True) -> subprocess.CompletedProcess[str]:
    program = shutil.which("notes", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("the package is not installed")
    options = ["--dry-run", "--json"] if json else ["--dry-run"]
    return subprocess.run(
        [program, "ingest", *options, "--", *map(str, sources)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=120,
    )
