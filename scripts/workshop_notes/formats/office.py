"""Rich text and old Word files, through LibreOffice where it is installed; else refused."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import tempfile
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from pathlib import Path

from workshop_notes.formats import count, word, zipped_hidden
from workshop_notes.formats.document import Reading
from workshop_notes.formats.hidden import Finding, refused
from workshop_notes.formats.original import sniff

SECONDS = 60  # a bound of last resort: the sandbox ends the work before
_PROGRAMS = ("soffice", "libreoffice", "soffice.exe")
_USUAL_PLACES = (
    "/usr/bin/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_FETCHES = re.compile(
    rb"\\\*\\fldinst[^}]{0,200}?\b(?:INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK|IMPORT)\b"
    rb"|\\objautlink|\\objlink|\\\*\\template|\\\*\\linkval|\\filetbl",
    re.I,
)
_SETTINGS = Path(__file__).with_suffix(".xcu")  # what LibreOffice may not do here


def read(data: bytes, path: str) -> Reading:
    """Read an .rtf or .doc file by way of .docx."""
    written = as_docx(data)
    reading = word.read(written, path)
    reading.counted = count.docx(written)
    return reading


def find_hidden(data: bytes) -> list[Finding]:
    """List what an .rtf or .doc file hides, as far as its .docx shows it."""
    found = zipped_hidden.find_hidden(as_docx(data))
    return [one for one in found if one.code != "hidden-embedded"]


def cleaned(_data: bytes) -> bytes:
    """Refuse: what is clean has to be written in a format that can be checked."""
    raise refused("office clean")


@lru_cache(maxsize=2)
def as_docx(data: bytes) -> bytes:
    """Give the file as LibreOffice writes it in Word's format; refuses what cannot be read."""
    kind = sniff(data)
    program = find_office()
    if program is None:
        raise refused("office", kind=kind)
    if _FETCHES.search(data):
        raise refused("office fetches")
    nowhere = "http://127.0.0.1:9"  # the discard port: what asks for the network gets nothing
    with tempfile.TemporaryDirectory(prefix="notes-office-") as folder:
        source = Path(folder) / f"original.{kind}"
        source.write_bytes(data)
        settings = _profile() / "user"
        settings.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_SETTINGS, settings / "registrymodifications.xcu")
        plain = ("--headless", "--norestore", "--nologo", "--nodefault")
        asked = ("--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(source))
        with suppress(OSError, subprocess.SubprocessError):
            subprocess.run(
                [program, f"-env:UserInstallation={_profile().as_uri()}", *plain, *asked],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                env={**os.environ, "http_proxy": nowhere, "https_proxy": nowhere, "no_proxy": ""},
                timeout=SECONDS,
                check=True,
            )
            return source.with_suffix(".docx").read_bytes()
    raise refused("office fails", kind=kind)


def find_office() -> str | None:
    """Find LibreOffice's program."""
    found = filter(None, map(shutil.which, _PROGRAMS))
    return next(chain(found, filter(os.path.isfile, _USUAL_PLACES)), None)


@lru_cache(maxsize=1)
def _profile() -> Path:
    """Make the folder of LibreOffice's settings, which this process keeps to its end."""
    folder = Path(tempfile.mkdtemp(prefix="notes-office-profile-")).resolve()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
