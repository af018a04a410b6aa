"""The user pool's public keys, when whoever has them does not answer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from chalicelib.auth.tokens import fetch_keys
from chalicelib.shared.errors import TryAgain

pytestmark = pytest.mark.feature("11")
ANSWERS = {"/good": (200, b'{"keys": []}'), "/busy": (503, b"<h1>Busy</h1>")}


@pytest.fixture
def pool() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = ANSWERS[self.path]
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_keys_are_read(pool: str) -> None:
    assert fetch_keys(f"{pool}/good") == {"keys": []}


def test_who_is_busy_is_asked_again_and_nobody_is_signed_out(pool: str) -> None:
    with pytest.raises(TryAgain):
        fetch_keys(f"{pool}/busy")


def test_where_nobody_listens_is_no_fault_of_ours() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(TryAgain):
        fetch_keys(f"http://127.0.0.1:{port}/keys")
