"""Calls to addresses that others name: never into our own network."""

from __future__ import annotations

import io
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from chalicelib.channels.base import ProviderRequest, Upload
from chalicelib.settings import settings
from chalicelib.shared import http
from chalicelib.shared.errors import TooLarge
from chalicelib.shared.http import AddressRefused, NoAnswer

seen: list[tuple[str, str, dict[str, str], bytes]] = []


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        seen.append((self.command, self.path, dict(self.headers), b""))
        if self.path.startswith("/to/"):
            self._answer(302, b"", Location="http://" + self.path.removeprefix("/to/"))
        elif self.path == "/drip":
            self._drip()
        else:
            self._answer(200, b"x" * 1000)

    def _drip(self) -> None:
        """A byte now and then, for ever."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        with suppress(OSError):
            for _ in range(40):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        seen.append((self.command, self.path, dict(self.headers), body))
        self._answer(429, b'{"ok":false}', **{"Retry-After": "7"})

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    """A provider on this machine; its port."""
    running = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running.server_address[1]
    running.shutdown()
    running.server_close()


def _allow(monkeypatch: pytest.MonkeyPatch, *hosts: str) -> None:
    allowed = replace(settings(), allowed_private_hosts=frozenset(hosts))
    monkeypatch.setattr(http, "settings", lambda: allowed)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::a9fe:a9fe]",
        "[2002:7f00:1::]",
        "2130706433",
        "0x7f.1",
        "224.0.0.1",
        "192.0.0.8",
        "192.88.99.1",
        "[::127.0.0.1]",
        "[::ffff:0:169.254.169.254]",
        "[64:ff9b:1::a9fe:a9fe]",
        "[2001:0:7f00:1::]",
        "[fec0::1]",
        "[5f00::1]",
        "[3fff::1]",
        "[ff0e::1]",
    ],
)
def test_no_private_address_is_called_however_it_is_written(host: str) -> None:
    with pytest.raises(AddressRefused):
        http.call(ProviderRequest("GET", f"http://{host}:1/"))


@pytest.mark.parametrize("host", ["8.8.8.8", "2606:4700::1111", "64:ff9b::8.8.8.8"])
def test_a_public_address_is_one(host: str) -> None:
    assert http.checked_address(host, 443)


def test_a_public_name_that_leads_to_a_private_address_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        return [(2, 1, 6, "", ("93.184.216.34", port)), (2, 1, 6, "", ("10.0.0.5", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(AddressRefused):
        http.call(ProviderRequest("GET", "http://rebind.example/"))


def test_a_redirect_into_the_private_network_is_refused(
    server: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _allow(monkeypatch, "127.0.0.1")
    url = f"http://127.0.0.1:{server}/to/localhost:{server}/secret"
    with pytest.raises(AddressRefused):
        http.download(ProviderRequest("GET", url), io.BytesIO(), limit=10_000)


def test_a_call_follows_no_redirect(server: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _allow(monkeypatch, "127.0.0.1", "localhost")
    url = f"http://127.0.0.1:{server}/to/localhost:{server}/elsewhere"
    assert http.call(ProviderRequest("GET", url)).status == 302


def test_a_call_brings_json_and_reads_the_answer(
    server: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _allow(monkeypatch, "127.0.0.1")
    request = ProviderRequest("POST", f"http://127.0.0.1:{server}/send", json={"text": "ä"})
    answer = http.call(request)
    assert (answer.status, answer.headers["retry-after"]) == (429, "7")
    _, path, headers, body = seen[-1]
    assert (path, json.loads(body)) == ("/send", {"text": "ä"})
    assert headers["Content-Type"] == "application/json"


def test_a_file_is_fetched_and_handed_on_as_a_form(
    server: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _allow(monkeypatch, "127.0.0.1")
    base = f"http://127.0.0.1:{server}"
    upload = Upload("document", f"{base}/file", "Report.pdf", "application/pdf")
    http.call(ProviderRequest("POST", f"{base}/send", json={"chat_id": 7}, upload=upload))
    _, _, headers, body = seen[-1]
    assert headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert b'name="chat_id"\r\n\r\n7\r\n' in body
    assert b'name="document"; filename="Report.pdf"' in body
    assert b"x" * 1000 in body


def test_no_answer_is_told_as_status_0(monkeypatch: pytest.MonkeyPatch) -> None:
    _allow(monkeypatch, "127.0.0.1")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        assert http.call(ProviderRequest("GET", f"http://127.0.0.1:{port}/")).status == 0
        with pytest.raises(NoAnswer):
            http.download(
                ProviderRequest("GET", f"http://127.0.0.1:{port}/"), io.BytesIO(), limit=1
            )


def test_a_download_stops_at_its_limit(server: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _allow(monkeypatch, "127.0.0.1")
    request = ProviderRequest("GET", f"http://127.0.0.1:{server}/file")
    with pytest.raises(TooLarge):
        http.download(request, io.BytesIO(), limit=999)
    file = io.BytesIO()
    assert http.download(request, file, limit=1000) == 200
    assert file.getvalue() == b"x" * 1000


def _fetch(url: str, **more: Any) -> Any:
    given = {"headers": {}, "body": None, "seconds": 5.0, "limit": 2000, **more}
    return http.fetch("GET", url, **given)


@pytest.mark.feature("6.7")
def test_an_address_that_a_customer_names_is_called_once_and_bounded(
    server: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _allow(monkeypatch, "localhost")
    url = f"http://localhost:{server}"
    answer = _fetch(f"{url}/x", headers={"X-Mine": "1"})
    assert (answer.status, len(answer.body)) == (200, 1000)
    assert seen[-1][2]["X-Mine"] == "1"
    assert _fetch(f"{url}/to/127.0.0.1/").status == 302, "no redirect is followed"
    with pytest.raises(TooLarge):
        _fetch(f"{url}/x", limit=500)


@pytest.mark.feature("6.7")
def test_who_hangs_or_drips_is_given_up_in_time(
    server: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _allow(monkeypatch, "localhost")
    began = time.monotonic()
    with pytest.raises(NoAnswer, match="timeout"):
        _fetch(f"http://localhost:{server}/drip", seconds=0.5)
    with socket.create_server(("127.0.0.1", 0)) as deaf, pytest.raises(NoAnswer, match="timeout"):
        _fetch(f"http://localhost:{deaf.getsockname()[1]}/", seconds=0.3)
    assert time.monotonic() - began < 3


def _dripping(line: bytes, each: bytes) -> Iterator[int]:
    """Whoever connects is sent `line`, and `each` now and then, for ever; the port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    client, _ = server.accept()
                    threading.Thread(target=drip, args=(client,), daemon=True).start()

        def drip(client: socket.socket) -> None:
            with suppress(OSError), client:
                client.sendall(line)
                for _ in range(30):
                    time.sleep(0.1)
                    client.sendall(each)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]


@pytest.mark.feature("6.7")
@pytest.mark.parametrize(
    ("scheme", "line", "each"),
    [
        ("http", b"HTTP/1.1 200 OK\r\n", b"X-More: x\r\n"),
        ("http", b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        ("https", b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc", b"\x00"),
        ("http", b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
    ],
    ids=["headers", "a header", "the handshake", "a body without an end"],
)
def test_who_drips_before_or_behind_his_headers_is_given_up_in_time(
    scheme: str, line: bytes, each: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    _allow(monkeypatch, "localhost")
    monkeypatch.setattr(http, "CALL_SECONDS", 0.3)
    monkeypatch.setattr(http, "DOWNLOAD_SECONDS", 0.3)
    for port in _dripping(line, each):
        began, url = time.monotonic(), f"{scheme}://localhost:{port}/"
        with pytest.raises(NoAnswer, match="timeout"):
            _fetch(url, seconds=0.3)
        assert http.call(ProviderRequest("GET", url)).status == 0
        with pytest.raises(NoAnswer):
            http.download(ProviderRequest("GET", url), io.BytesIO(), limit=10_000)
        assert time.monotonic() - began < 2


def test_what_is_told_in_passing_takes_no_longer_than_it_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _allow(monkeypatch, "localhost")
    for port in _dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"x"):
        began = time.monotonic()
        request = ProviderRequest("GET", f"http://localhost:{port}/")
        assert http.call(request, seconds=0.3).status == 0
        assert time.monotonic() - began < http.CALL_SECONDS / 2


def test_what_no_host_can_be_called_is_no_answer() -> None:
    url = f"https://{'a' * 64}.example/photo.jpg"
    assert http.call(ProviderRequest("GET", url)).status == 0
    with pytest.raises(NoAnswer):
        http.download(ProviderRequest("GET", url), io.BytesIO(), limit=10)
    with pytest.raises(NoAnswer, match="unreachable"):
        _fetch(url)


def test_nobody_there_is_told_apart_from_nobody_who_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _allow(monkeypatch, "localhost")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(NoAnswer, match="unreachable"):
            _fetch(f"http://localhost:{unused.getsockname()[1]}/")


@pytest.mark.feature("6.7")
def test_our_own_network_and_nonsense_are_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    _allow(monkeypatch)
    for host in ("127.0.0.1", "169.254.169.254", "10.0.0.1", "[::1]"):
        with pytest.raises(AddressRefused):
            _fetch(f"http://{host}/")
    for url in ("http://", "http://no such host/", "ftp://example.com/"):
        with pytest.raises(NoAnswer, match="unreachable"):
            _fetch(url)


def test_a_form_holds_text_as_it_is_and_anything_else_as_json(
    server: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _allow(monkeypatch, "127.0.0.1")
    seen.clear()
    fields = {"message": "a=b & ü", "peer_id": 7, "forward": {"is_reply": True}, "odd": "\ud83d"}
    request = ProviderRequest("POST", f"http://127.0.0.1:{server}/m", json=fields, form=True)
    http.call(request)
    [(_, _, headers, body)] = seen
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body.decode()) == {
        "message": ["a=b & ü"],
        "peer_id": ["7"],
        "forward": ['{"is_reply": true}'],
        "odd": ["?"],
    }
