"""The documented connectors, each run as its reader would run it, against the channel's adapter."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue

import pytest

from chalicelib.channels.base import Inbound, ProviderRequest, Stamp, WebhookRequest
from chalicelib.channels.custom import Custom
from chalicelib.shared.content import text
from tests.contract.channels.captured import CHANNELS
from tests.support.connector import FOLDER

ADAPTER = Custom()
CHANNEL = CHANNELS["custom"]
COMMANDS = {
    "python": [sys.executable, "-u", str(FOLDER / "connector.py")],
    "node": [shutil.which("node") or "", str(FOLDER / "connector.mjs")],
}
ID = "7f3a0c5be1d24c6f9f6b1f0d2c3b4a59"


@dataclass
class Us:
    """What stands for the product: it takes what the adapter takes."""

    taken: Queue[Inbound] = field(default_factory=Queue)
    refused: list[bytes] = field(default_factory=list)
    attended: bool = True

    def take(self, headers: dict[str, str], body: bytes) -> int:
        token = CHANNEL.secrets["address_token"]
        request = WebhookRequest("POST", headers, {}, body, token, datetime.now(UTC))
        if not ADAPTER.verify(CHANNEL, request):
            self.refused.append(body)
            return 401
        for item in ADAPTER.parse(ADAPTER.named(request).decode()):
            self.taken.put(item)
        return 200


@contextmanager
def serving(us: Us) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.path.endswith("/status")
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"1" if us.attended else b"0")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told = {name.lower(): value for name, value in self.headers.items()}
            self.send_response(us.take(told, body))
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(language: str, address: str, port: int) -> Iterator[subprocess.Popen[str]]:
    told = {"TERTULIA_ADDRESS": address, "TERTULIA_KEY": CHANNEL.secrets["signing_key"]}
    process = subprocess.Popen(
        [*COMMANDS[language], str(port)],
        env={**os.environ, **told},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                assert process.poll() is None
                time.sleep(0.02)
        yield process
    finally:
        process.kill()
        process.communicate()


def post(call: ProviderRequest, url: str) -> int:
    request = urllib.request.Request(url, data=call.body, headers=dict(call.headers))
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


def ours(words: str, id: str = ID) -> ProviderRequest:
    [call] = ADAPTER.render(CHANNEL, "guest-1", text(words), base_url="", media_url={})
    assert call.stamped
    return call.stamped(Stamp(id, datetime.now(UTC), "Ana"))


@pytest.mark.feature("2.1")
@pytest.mark.parametrize("language", list(COMMANDS))
def test_a_documented_connector_talks_both_ways(language: str) -> None:
    if not COMMANDS[language][0]:
        pytest.skip("there is no Node here")
    us, port = Us(), free_port()
    here = f"http://127.0.0.1:{port}/"
    with serving(us) as address, running(language, address.rstrip("/"), port) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("Are you open?\n")
        process.stdin.flush()
        said = us.taken.get(timeout=10)
        assert said.type == "message"
        assert (said.content.text, said.sender.name) == ("Are you open?", "Guest")

        [ping] = ADAPTER.connect_requests(CHANNEL, webhook_url="", base_url="")
        assert ping.stamped
        assert post(ping.stamped(Stamp("0" * 32, datetime.now(UTC))), here) == 200
        assert post(ours("Until eight"), here) == 200
        assert post(ours("Until eight"), here) == 200  # a repeat shows nothing twice
        receipt = us.taken.get(timeout=10)
        assert receipt.type == "status"
        assert (receipt.id, receipt.state) == (ID, "read")
        assert post(replace(ours("x"), body=b"{}"), here) == 401
        assert post(ours("Good night", "1" * 32), here) == 200
        us.taken.get(timeout=10)
        shown = [process.stdout.readline() for _ in range(2 if language == "python" else 4)]
        assert [line.strip() for line in shown if line.startswith("Ana")] == [
            "Ana: Until eight",
            "Ana: Good night",
        ]
    assert us.taken.empty()
    assert us.refused == []


@pytest.mark.feature("2.1")
@pytest.mark.parametrize("language", list(COMMANDS))
def test_a_documented_connector_says_when_nobody_is_there(language: str) -> None:
    if not COMMANDS[language][0]:
        pytest.skip("there is no Node here")
    with (
        serving(Us(attended=False)) as address,
        running(language, address.rstrip("/"), free_port()) as process,
    ):
        assert process.stdout
        shown = [process.stdout.readline() for _ in range(1 if language == "python" else 2)]
        assert shown[-1].startswith("Nobody is online")
