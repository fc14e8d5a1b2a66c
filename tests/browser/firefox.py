"""A small client of Firefox's own remote control, Marionette, which every Firefox brings along.

Playwright drives only Firefoxes of its own making, and geckodriver is packaged for few machines.
The protocol is of messages `length:[kind, number, name, parameters]` over a socket; the commands
are those of W3C WebDriver.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAMS = ("firefox-esr", "firefox")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
PATIENCE = 30  # seconds for the browser to listen, and for what a page does by itself
QUIET = {
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage": "about:blank",
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}


def program() -> str | None:
    """Give the Firefox of this machine."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


class Firefox:
    """A running Firefox and its one window."""

    def __init__(self, port: int) -> None:
        self._socket = _connected(port)
        self._file = self._socket.makefile("rb")
        self._number = 0
        self._receive()
        self.send("WebDriver:NewSession", {"strictFileInteractability": True})

    def send(self, command: str, parameters: dict[str, Any] | None = None) -> Any:
        """Send a command and give its value; raises AssertionError with Firefox's own words."""
        self._number += 1
        message = json.dumps([0, self._number, command, parameters or {}]).encode()
        self._socket.sendall(str(len(message)).encode() + b":" + message)
        _, _, error, result = self._receive()
        assert error is None, f"{command}: {error['message']}"
        return result.get("value", result) if isinstance(result, dict) else result

    def open(self, address: str) -> None:
        """Open an address and wait until it has loaded."""
        self.send("WebDriver:Navigate", {"url": address})

    @property
    def address(self) -> str:
        """The address of the open page."""
        return str(self.send("WebDriver:GetCurrentURL"))

    def run(self, script: str) -> Any:
        """Give what a function body returns in the page."""
        return self.send("WebDriver:ExecuteScript", {"script": script, "args": []})

    def click(self, selector: str) -> None:
        """Click the first element that a CSS selector finds, as a reader does."""
        self.send("WebDriver:ElementClick", {"id": self._find(selector)})

    def type(self, selector: str, text: str) -> None:
        """Type into an element."""
        self.send("WebDriver:ElementSendKeys", {"id": self._find(selector), "text": text})

    def wait(self, script: str) -> Any:
        """Wait until a function body returns something that holds, and give it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = self.run(script)
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"never true on {self.address}: {script}")

    def size(self, width: int, height: int) -> None:
        """Give the window a size in pixels."""
        self.send("WebDriver:SetWindowRect", {"width": width, "height": height})

    def close(self) -> None:
        """End the session."""
        self._file.close()
        self._socket.close()

    def _find(self, selector: str) -> str:
        found = self.send("WebDriver:FindElement", {"using": "css selector", "value": selector})
        return str(found[ELEMENT])

    def _receive(self) -> Any:
        length = b""
        while (byte := self._file.read(1)) != b":":
            assert byte, "Firefox went away"
            length += byte
        return json.loads(self._file.read(int(length)))


@contextmanager
def firefox(name: str, *, scripts: bool = True) -> Iterator[Firefox]:
    """Run a Firefox without a window and with a profile of its own while the block runs."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        taken.close()
        settings = {**QUIET, "marionette.port": port, "javascript.enabled": scripts}
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in settings.items())
        Path(folder, "user.js").write_text("".join(lines), "utf-8")
        process = subprocess.Popen(
            [name, "--headless", "--marionette", "--no-remote", "--profile", folder],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            found = Firefox(port)
            yield found
            found.close()
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
