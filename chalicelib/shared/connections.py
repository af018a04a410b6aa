"""Kept HTTP/1.1 connections for small requests: one write and one read each.

urllib3 and http.client are made for much more, and cost as much CPU as all the rest of a call to
AWS: their headers alone go through the parser of e-mail.
"""

from __future__ import annotations

import select
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPConnection, HTTPSConnection
from typing import BinaryIO
from urllib.parse import urlsplit

FRESH_SECONDS = 1.0  # a connection used this lately is not looked at before it is used again
MAX_IDLE = 16
MAX_LINE = 64 * 1024


class ConnectFailed(OSError):
    """Nobody there; nothing was sent."""


class Broken(OSError):
    """The connection ended before the answer did; whether the request was done is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """headers: names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class _Line:
    """One open connection. used_at: by the machine's monotonic clock."""

    sock: socket.socket
    reader: BinaryIO
    used_at: float = 0.0
    ended: bool = False

    def close(self) -> None:
        self.reader.close()
        self.sock.close()

    def exchange(self, head: str, body: bytes) -> Answer:
        """Raises TimeoutError or Broken."""
        try:
            self.sock.sendall(head.encode("latin-1") + body)
            return self._answer()
        except TimeoutError:
            raise
        except (OSError, ValueError, IndexError) as problem:
            raise Broken(str(problem)) from problem

    def _answer(self) -> Answer:
        version, status = self._text().split(" ", 2)[:2]
        headers: dict[str, str] = {}
        while line := self._text():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        self.ended = version != "HTTP/1.1" or headers.get("connection", "").lower() == "close"
        return Answer(int(status), headers, self._body(int(status), headers))

    def _text(self) -> str:
        line = self.reader.readline(MAX_LINE)
        if not line.endswith(b"\n"):
            raise Broken("the answer ended early")
        return line.decode("latin-1").rstrip("\r\n")

    def _body(self, status: int, headers: Mapping[str, str]) -> bytes:
        """https://www.rfc-editor.org/rfc/rfc9112#section-6.3"""
        if "chunked" in headers.get("transfer-encoding", ""):
            return self._chunks()
        length = headers.get("content-length")
        if length is not None:
            return self._bytes(int(length))
        if status in (204, 304):
            return b""
        self.ended = True
        return self.reader.read()

    def _chunks(self) -> bytes:
        parts = []
        while size := int(self._text().partition(";")[0], 16):
            parts.append(self._bytes(size))
            self._text()
        while self._text():
            """Trailers say nothing that is used here."""
        return b"".join(parts)

    def _bytes(self, count: int) -> bytes:
        content = self.reader.read(count)
        if len(content) < count:
            raise Broken("the answer ended early")
        return content


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    from botocore.httpsession import get_cert_path

    return ssl.create_default_context(cafile=get_cert_path(True))


class Connections:
    """To any number of hosts; may be used by several threads. Timeouts in seconds."""

    def __init__(self, *, connect: float, read: float) -> None:
        self._connect, self._read = connect, read
        self._idle: dict[tuple[str, str], list[_Line]] = {}

    def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Not for HEAD. Raises ConnectFailed, TimeoutError (connected, but no answer) or Broken."""
        parts = urlsplit(url)
        place = (parts.scheme, parts.netloc)
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        told = {"host": parts.netloc, **headers, "content-length": str(len(body))}
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        line = self._kept(place) or self._opened(place)
        try:
            answer = line.exchange(f"{method} {target} HTTP/1.1\r\n{head}\r\n", body)
        except BaseException:
            line.close()
            raise
        self._keep(place, line)
        return answer

    def _opened(self, place: tuple[str, str]) -> _Line:
        scheme, host = place
        opener: HTTPConnection
        if scheme == "https":
            opener = HTTPSConnection(host, timeout=self._connect, context=_trust())
        else:
            opener = HTTPConnection(host, timeout=self._connect)
        try:
            opener.connect()
        except OSError as problem:
            opener.close()
            raise ConnectFailed(str(problem)) from problem
        opener.sock.settimeout(self._read)
        opener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        return _Line(opener.sock, opener.sock.makefile("rb"))

    def _kept(self, place: tuple[str, str]) -> _Line | None:
        """One that is idle and still open, as far as one can see."""
        idle = self._idle.setdefault(place, [])
        while idle:
            line = idle.pop()
            if time.monotonic() - line.used_at < FRESH_SECONDS or _is_quiet(line.sock):
                return line
            line.close()
        return None

    def _keep(self, place: tuple[str, str], line: _Line) -> None:
        idle = self._idle[place]
        if line.ended or len(idle) >= MAX_IDLE:
            line.close()
            return
        line.used_at = time.monotonic()
        idle.append(line)


def _is_quiet(sock: socket.socket) -> bool:
    """Nothing to read between two requests: data or an end there means that the other side has
    closed."""
    watch = select.poll()
    watch.register(sock, select.POLLIN)
    return not watch.poll(0)
