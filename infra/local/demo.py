"""The providers' stand-ins, for `make run DEMO=1`."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from infra.local.cloud import HOST, CloudFailed

WANTED_PORT = 4710
KINDS = ("telegram", "whatsapp", "messenger", "instagram", "viber", "vk")
APPS = "apps"  # Slack and Google, for integrations
OWN = "custom"  # no provider: its channel itself says where it is called


@dataclass(frozen=True, slots=True)
class Emulators:
    """One process, one port: `/{kind of channel}` are the APIs, `/` is for people."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def parameters(self) -> dict[str, str]:
        """Of the template: where the functions find the providers."""
        return {
            f"{kind.title()}ApiUrl": url for kind, url in self.addresses.items() if kind in KINDS
        } | {"IntegrationsUrl": self.addresses[APPS]}

    @property
    def addresses(self) -> dict[str, str]:
        return {kind: f"{self.url}/{kind}" for kind in (*KINDS, OWN, APPS)}

    @property
    def told(self) -> str:
        return f"  Write as one of your customers   http://localhost:{self.port}/"

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(folder: Path) -> Emulators:
    """Raises CloudFailed if they do not come up."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "emulators.log"
    with log.open("ab") as sink, _listening() as listener:
        command = [sys.executable, "-m", "infra.local.emulators", "--fd", str(listener.fileno())]
        command += ["--state", str(folder / "emulators")]
        process = subprocess.Popen(
            command,
            pass_fds=[listener.fileno()],
            stdin=subprocess.PIPE,  # its end is theirs, should we be killed
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        emulators = Emulators(process, listener.getsockname()[1])
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(emulators.url, timeout=2).close()
            return emulators
        time.sleep(0.1)
    emulators.stop()
    raise CloudFailed("The emulators did not start:\n" + log.read_text(errors="replace")[-1500:])


def _listening() -> socket.socket:
    """On the wanted port if nobody is there, else on one that the system picks. It listens before
    anybody is told the port: of two that start together, neither talks to the other's."""
    try:
        return socket.create_server((HOST, WANTED_PORT))
    except OSError:
        return socket.create_server((HOST, 0))
