"""Kept HTTP connections for small requests: one write and one read each.

urllib3 is made for more than that, and costs as much CPU as all the rest of a call to AWS.
"""

from __future__ import annotations

import select
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

FRESH_SECONDS = 1.0  # a connection used this lately is not looked at before it is used again
MAX_IDLE = 16


class ConnectFailed(OSError):
    """Nobody there; nothing was sent."""


class Broken(OSError):
    """The connection ended before the answer did; whether the request was done is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes


class _OneWrite(HTTPConnection):
    """Headers and body leave together: two writes would be two packets and two system calls."""

    _buffer: list[bytes]

    def _send_output(self, message_body: Any = None, encode_chunked: bool = False) -> None:
        self._buffer += (b"", message_body or b"")
        packet = b"\r\n".join(self._buffer)
        self._buffer.clear()
        self.send(packet)


class _OneWriteTls(HTTPSConnection, _OneWrite):
    pass


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    from botocore.httpsession import get_cert_path

    return ssl.create_default_context(cafile=get_cert_path(True))


class Connections:
    """To any number of hosts; may be used by several threads. Timeouts in seconds."""

    def __init__(self, *, connect: float, read: float) -> None:
        self._connect, self._read = connect, read
        self._idle: dict[tuple[str, str], list[tuple[HTTPConnection, float]]] = {}

    def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Raises ConnectFailed, TimeoutError (connected, but no answer) or Broken."""
        parts = urlsplit(url)
        place = (parts.scheme, parts.netloc)
        connection = self._kept(place) or self._opened(place)
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        try:
            connection.request(method, target, body=body, headers=dict(headers))
            answer = connection.getresponse()
            content = answer.read()
        except BaseException as problem:
            connection.close()
            if isinstance(problem, TimeoutError) or not isinstance(
                problem, (OSError, HTTPException)
            ):
                raise
            raise Broken(str(problem)) from problem
        if not answer.will_close:
            self._keep(place, connection)
        return Answer(answer.status, answer.headers, content)

    def _opened(self, place: tuple[str, str]) -> HTTPConnection:
        scheme, host = place
        connection: HTTPConnection
        if scheme == "https":
            connection = _OneWriteTls(host, timeout=self._connect, context=_trust())
        else:
            connection = _OneWrite(host, timeout=self._connect)
        try:
            connection.connect()
        except OSError as problem:
            connection.close()
            raise ConnectFailed(str(problem)) from problem
        connection.sock.settimeout(self._read)
        connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        return connection

    def _kept(self, place: tuple[str, str]) -> HTTPConnection | None:
        """One that is idle and still open, as far as one can see."""
        idle = self._idle.setdefault(place, [])
        while idle:
            connection, used_at = idle.pop()
            if time.monotonic() - used_at < FRESH_SECONDS or _is_quiet(connection.sock):
                return connection
            connection.close()
        return None

    def _keep(self, place: tuple[str, str], connection: HTTPConnection) -> None:
        idle = self._idle[place]
        if len(idle) < MAX_IDLE:
            idle.append((connection, time.monotonic()))
        else:
            connection.close()


def _is_quiet(sock: socket.socket) -> bool:
    """Nothing to read between two requests: data or an end there means that the other side has
    closed."""
    watch = select.poll()
    watch.register(sock, select.POLLIN)
    return not watch.poll(0)
