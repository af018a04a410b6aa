"""Calls to addresses that people or providers name. Never into our own network.

Every new connection resolves the host once, refuses it if any of its addresses is not public, and
connects to the very address that was checked: a second look-up cannot answer something else, and a
redirect passes the same gate. Hosts in the settings' `allowed_private_hosts` are exempt.

A time-out of a socket is one of a single read: who sends a byte now and then holds it for ever, in
the handshake and in the headers as well. So every call ends at its own hour besides.
"""

from __future__ import annotations

import io
import ipaddress
import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import IO, Any
from urllib.parse import urlencode

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError
from urllib3.exceptions import TimeoutError as TimedOut
from urllib3.filepost import encode_multipart_formdata
from urllib3.util.connection import create_connection

from chalicelib.channels.base import ProviderRequest, ProviderResponse, Upload
from chalicelib.settings import settings
from chalicelib.shared.errors import AppError, TooLarge

CONNECT_SECONDS = 3.0
READ_SECONDS = 10.0
UPLOAD_READ_SECONDS = 60.0  # providers look at a large file before they answer
CALL_SECONDS = 25.0  # a call in all; less than any function has that makes such calls
UPLOAD_SECONDS = 55.0  # with a file; the function `outbound` has a minute
DOWNLOAD_SECONDS = 80.0  # a file in all; the function `media` has two minutes
MAX_UPLOAD = 64 * 1024 * 1024  # of a file that we hand over ourselves; it lies in memory
MAX_ANSWER = 1024 * 1024  # of a provider's JSON; a file goes through `download`
CHUNK = 256 * 1024
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: IPv4 behind a translator
_UNICAST = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is given out (RFC 4291, 2.4): outside lie IPv4 in its older forms, translators'
own ranges, and what may be routed inside a network only."""
_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))
"""Of no public host, though Python counts some of it as global."""
_USUAL = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
_UPLOAD = urllib3.Timeout(connect=CONNECT_SECONDS, read=UPLOAD_READ_SECONDS)


class AddressRefused(AppError):
    """The host is, or leads to, an address that is not public."""

    status = 422
    code = "address_refused"


class NoAnswer(AppError):
    """Refused, timed out, or broken off."""

    status = 502
    code = "no_answer"


def checked_address(host: str, port: int) -> str:
    """The IP address to connect to. Raises AddressRefused, or OSError if the name has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if host not in settings().allowed_private_hosts:
        for address in addresses:
            if not _is_public(address):
                raise AddressRefused("this address may not be called")
    return addresses[0]


def _is_public(address: str) -> bool:
    """Global unicast only; an IPv4 address inside an IPv6 one is judged by itself."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return _is_public(str(inner))
        if ip in _TRANSLATED:
            return _is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip not in _UNICAST:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in each for each in _SPECIAL)


class _Watch:
    """Cuts the lines of a call that is not over in time. They are its own copies: a connection may
    be closed while what came of it is still read."""

    def __init__(self) -> None:
        self.lines: list[socket.socket] = []
        self.over = False

    def cut(self) -> None:
        self.over = True
        for line in list(self.lines):
            with suppress(OSError):  # closed meanwhile
                line.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        for line in self.lines:
            line.close()


_here = threading.local()


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raises NoAnswer (timeout) if what is called within takes longer in all."""
    watch = _here.watch = _Watch()
    timer = threading.Timer(seconds, watch.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except HTTPError as problem:
        if watch.over:
            raise NoAnswer("timeout") from problem
        raise
    else:
        if watch.over:  # a cut line looks like one that was closed at the end
            raise NoAnswer("timeout")
    finally:
        timer.cancel()
        _here.watch = None
        watch.end()


def _watched(line: socket.socket) -> None:
    watch = getattr(_here, "watch", None)
    if watch is not None:
        watch.lines.append(line.dup())


class _Guarded(HTTPConnection):
    _line: socket.socket | None = None  # the same line: TLS takes the first one's place

    def request(self, *what: Any, **how: Any) -> None:
        if self._line is not None and self._line.fileno() >= 0:
            _watched(self._line)
        super().request(*what, **how)

    def close(self) -> None:
        super().close()
        if self._line is not None:
            self._line.close()

    def _new_conn(self) -> socket.socket:
        made = self._connected()
        self._line = made.dup()
        _watched(self._line)
        return made

    def _connected(self) -> socket.socket:
        try:
            return create_connection(
                (checked_address(self.host.strip("[]"), self.port), self.port),
                self.timeout,
                source_address=self.source_address,
                socket_options=self.socket_options,
            )
        except socket.gaierror as problem:
            raise NameResolutionError(self.host, self, problem) from problem
        except (OSError, UnicodeError) as problem:  # UnicodeError: what no host can be called
            raise NewConnectionError(self, "no connection") from problem


class _GuardedTls(_Guarded, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Guarded


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedTls


@lru_cache(maxsize=1)
def _manager() -> urllib3.PoolManager:
    manager = urllib3.PoolManager(retries=False)
    manager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
    return manager


def call(request: ProviderRequest, *, seconds: float | None = None) -> ProviderResponse:
    """One call, no redirects, no retries. seconds: it may take in all, if not what such calls
    usually may. status 0: no answer. Raises AddressRefused."""
    body, headers = _body(request)
    try:
        with _within(seconds or (UPLOAD_SECONDS if request.upload else CALL_SECONDS)):
            answer = _manager().request(
                request.method,
                request.url,
                headers=headers,
                body=body,
                redirect=False,
                preload_content=False,
                timeout=_UPLOAD if request.upload else _USUAL,
            )
            content = _whole(answer)
    except (HTTPError, NoAnswer):
        return ProviderResponse(status=0, headers={}, body=b"")
    return ProviderResponse(
        status=answer.status,
        headers={name.lower(): value for name, value in answer.headers.items()},
        body=content,
    )


def _body(request: ProviderRequest) -> tuple[bytes | None, dict[str, str]]:
    """What goes out, and its headers. Raises NoAnswer if a file to be uploaded cannot be had."""
    headers = dict(request.headers)
    if request.upload is not None:
        body, content_type = _form(request, request.upload)
        return body, {**headers, "Content-Type": content_type}
    if request.body is not None:
        return request.body, {"Content-Type": "application/json", **headers}
    if request.json is None:
        return None, headers
    if request.form:
        form = urlencode(_fields(request), errors="replace").encode()
        return form, {"Content-Type": "application/x-www-form-urlencoded", **headers}
    return json.dumps(request.json).encode(), {"Content-Type": "application/json", **headers}


def _fields(request: ProviderRequest) -> list[tuple[str, str]]:
    return [
        (name, value if isinstance(value, str) else json.dumps(value))
        for name, value in (request.json or {}).items()
    ]


def _form(request: ProviderRequest, upload: Upload) -> tuple[bytes, str]:
    fields: list[tuple[str, Any]] = [*_fields(request)]
    file = io.BytesIO()
    if download(ProviderRequest(method="GET", url=upload.url), file, limit=MAX_UPLOAD) != 200:
        raise NoAnswer("the file is not there")
    fields.append((upload.form_name, (upload.name, file.getvalue(), upload.mime)))
    return encode_multipart_formdata(fields)


def download(request: ProviderRequest, into: IO[bytes], *, limit: int) -> int:
    """Write the body into a file; at most three redirects. Returns the HTTP status.

    limit: bytes; TooLarge is raised once it is passed, whatever the header promised.
    Raises AddressRefused or NoAnswer.
    """
    try:
        with _within(DOWNLOAD_SECONDS):
            answer = _manager().request(
                request.method,
                request.url,
                headers=dict(request.headers),
                redirect=True,
                timeout=_USUAL,
                retries=urllib3.Retry(connect=0, read=0, redirect=3, status=0, other=0),
                preload_content=False,
            )
            try:
                _copy(answer.stream(CHUNK, decode_content=True), into, limit)
            except TooLarge:
                answer.close()  # unread bytes must not reach the connection's next user
                raise
            answer.release_conn()
    except HTTPError as problem:
        raise NoAnswer from problem
    return int(answer.status)


def _whole(answer: urllib3.BaseHTTPResponse) -> bytes:
    """The body, cut at MAX_ANSWER; a connection with unread bytes is closed, not used again."""
    content = answer.read(MAX_ANSWER, decode_content=True)
    if answer.read(1):
        answer.close()
    else:
        answer.release_conn()
    return content


def _copy(chunks: Iterator[Any], into: IO[bytes], limit: int) -> None:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLarge("the file is larger than may be taken")
        into.write(chunk)


def fetch(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes | None,
    seconds: float,
    limit: int,
) -> ProviderResponse:
    """One call to an address that a customer named: no redirects, no retries, and no more than
    `seconds` in all, however slowly it drips. limit: bytes of the body that are taken.

    Raises AddressRefused, TooLarge or NoAnswer (its detail: timeout, or unreachable).
    """
    ends = time.monotonic() + seconds
    try:
        with _within(seconds):
            answer = _manager().request(
                method,
                url,
                headers=dict(headers),
                body=body,
                redirect=False,
                preload_content=False,
                timeout=urllib3.Timeout(connect=min(CONNECT_SECONDS, seconds), read=seconds),
            )
            try:
                content = _before(answer, ends, limit)
            except (TooLarge, NoAnswer, HTTPError):
                answer.close()  # unread bytes must not reach the connection's next user
                raise
            answer.release_conn()
    except NewConnectionError as problem:  # to the library it is a time-out, too
        late = isinstance(problem.__cause__, TimeoutError)
        raise NoAnswer("timeout" if late else "unreachable") from problem
    except TimedOut as problem:
        raise NoAnswer("timeout") from problem
    except (HTTPError, UnicodeError, ValueError) as problem:
        raise NoAnswer("unreachable") from problem
    told = {name.lower(): value for name, value in answer.headers.items()}
    return ProviderResponse(status=answer.status, headers=told, body=content)


def _before(answer: urllib3.BaseHTTPResponse, ends: float, limit: int) -> bytes:
    """The body, if it is all there in time. Each piece is taken as it comes."""
    content = bytearray()
    while True:
        if time.monotonic() > ends:
            raise NoAnswer("timeout")
        piece = answer.read1(CHUNK, decode_content=True)
        if not piece:
            return bytes(content)
        content += piece
        if len(content) > limit:
            raise TooLarge("the answer is larger than may be taken")
