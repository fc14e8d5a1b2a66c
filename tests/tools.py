"""Installs what the tests need beside the Python packages: browser, Zensical, checkers of pages.

Run by `make test`, or by hand where there is no make: `python tests/tools.py`. Safe to run again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from ctypes.util import find_library
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The same engine without Chromium's own windows, each of which costs as much as four pages.
SHELL = "chromium-headless-shell"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", SHELL)
NODE_MODULES = ROOT / ".cache" / "node_modules"
ZENSICAL = ROOT / ".venv-zensical"


def main() -> None:
    """Install each tool that is missing, saying what is done."""
    _browser()
    _second_browser()
    _java()
    _pango()
    _node_modules()
    _zensical()


def system_browser() -> str | None:
    """Give the program of a Chromium installed on this machine."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def windowless_browser() -> str | None:
    """Give the Chromium that the tests drive, one without windows where it is installed."""
    return shutil.which(SHELL) or system_browser()


def _browser() -> None:
    if not shutil.which(SHELL) and _may_apt():
        try:
            _apt(SHELL)
        except subprocess.CalledProcessError:
            _say(f"there is no {SHELL} for this system")
    if windowless_browser():
        return
    if _may_apt():
        _apt("chromium")
    else:
        _say("installing Playwright's Chromium")
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _second_browser() -> None:
    """Firefox, driven by its own remote control."""
    if not any(map(shutil.which, ("firefox-esr", "firefox"))) and _may_apt():
        _apt("firefox-esr")


def _java() -> None:
    if not shutil.which("java") and _may_apt():
        _apt("default-jre-headless")


def _pango() -> None:
    """WeasyPrint, which prints notes, draws text with it."""
    if not find_library("pango-1.0") and _may_apt():
        _apt("libpango-1.0-0", "libpangoft2-1.0-0")


def _node_modules() -> None:
    wanted = ROOT / "tests" / "package-lock.json"
    stamp = NODE_MODULES / ".package-lock.json"
    if stamp.exists() and stamp.stat().st_mtime >= wanted.stat().st_mtime:
        return
    npm = shutil.which("npm")
    if npm is None and _may_apt():
        _apt("npm")
        npm = shutil.which("npm")
    if npm is None:
        _say("npm is missing: the tests with axe and vnu will be skipped")
        return
    _say("installing the accessibility engine and the HTML checker")
    NODE_MODULES.parent.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "tests" / name, NODE_MODULES.parent / name)
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    subprocess.run([npm, "ci", *quiet], cwd=NODE_MODULES.parent, check=True)
    stamp.touch()


def _zensical() -> None:
    wanted = ROOT / "requirements-zensical.txt"
    stamp = ZENSICAL / ".installed"
    if stamp.exists() and stamp.stat().st_mtime >= wanted.stat().st_mtime:
        return
    _say("installing Zensical, the second builder, in an environment of its own")
    venv.create(ZENSICAL, with_pip=True)
    python = ZENSICAL / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    command = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", wanted]
    subprocess.run(command, check=True)
    stamp.touch()


def _may_apt() -> bool:
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def _apt(*packages: str) -> None:
    _say(f"installing {', '.join(packages)} with apt-get")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (
        ["update", "-qq"],
        ["install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        subprocess.run(
            ["apt-get", *arguments], env=environment, check=True, stdout=subprocess.DEVNULL
        )


def _say(text: str) -> None:
    sys.stdout.write(f"tests: {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
