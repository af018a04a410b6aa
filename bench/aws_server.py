"""AWS at one address, in a process of its own, so that its CPU is not taken for the handlers'.

    python -m bench.aws_server <port> <address of DynamoDB Local>

Tables are DynamoDB Local's; all else is moto's.
"""

from __future__ import annotations

import http.client
import sys
import threading
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_HOP = frozenset({"connection", "transfer-encoding", "content-length", "date", "server"})
_kept = threading.local()


def routed(dynamodb: str, other: Application) -> Application:
    """Send what names a table to DynamoDB Local and the rest to `other`."""
    host = urlsplit(dynamodb).netloc

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ.get("HTTP_X_AMZ_TARGET", "").startswith("DynamoDB"):
            return other(environ, start_response)
        status, headers, body = _forward(host, environ)
        start_response(status, headers)
        return [body]

    return application


def _forward(host: str, environ: dict[str, Any]) -> tuple[str, list[tuple[str, str]], bytes]:
    connection = getattr(_kept, "connection", None)
    if connection is None:
        connection = _kept.connection = http.client.HTTPConnection(host, timeout=30)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    headers = {
        "X-Amz-Target": environ["HTTP_X_AMZ_TARGET"],
        "Content-Type": environ.get("CONTENT_TYPE", "application/x-amz-json-1.0"),
        "Authorization": environ.get("HTTP_AUTHORIZATION", ""),
    }
    connection.request("POST", "/", body, headers)
    answer = connection.getresponse()
    content = answer.read()
    kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in _HOP]
    return (
        f"{answer.status} {answer.reason}",
        [*kept, ("Content-Length", str(len(content)))],
        content,
    )


class _Handler(BaseHTTPRequestHandler):
    """A WSGI host that keeps connections, as AWS does and werkzeug's own does not."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    application: Application

    def serve(self) -> None:
        answer: list[Any] = []
        body = b"".join(self.application(self._environ(), lambda *all: answer.extend(all)))
        code, _, reason = answer[0].partition(" ")
        self.send_response(int(code), reason)
        for name, value in answer[1]:
            if name.lower() not in _HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def _environ(self) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        length = int(self.headers.get("Content-Length") or 0)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(path),
            "RAW_URI": self.path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": self.request_version,
            "CONTENT_LENGTH": str(length),
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(self.rfile.read(length)),
            "wsgi.errors": sys.stderr,
        }
        for name, value in self.headers.items():
            environ["HTTP_" + name.upper().replace("-", "_")] = value
        return environ

    def log_message(self, *_: object) -> None:
        """Thousands of lines would say nothing."""


def main(port: int, dynamodb: str) -> None:
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    application = routed(dynamodb, DomainDispatcherApplication(create_backend_app))
    handler = type("Handler", (_Handler,), {"application": staticmethod(application)})
    for method in ("GET", "POST", "PUT", "DELETE", "HEAD"):
        setattr(handler, f"do_{method}", _Handler.serve)
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
