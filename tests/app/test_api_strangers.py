"""Whatever a stranger sends to whatever route: a refusal in good form, never a fault of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from app import app
from tests.support.api import Api

pytestmark = pytest.mark.feature("11")
BODIES = (
    b"[" * 100_000,
    b'{"email":"\\ud800","password":"\\ud800"}',
    b'{"token":"a.eyJhY2NvdW50IjogIlx1ZDgwMCJ9.c","visit":{}}',
    b"\xff\xfe\x00",
    b'{"email":["a"],"password":{}}',
)
HEADERS: tuple[Mapping[str, str], ...] = (
    {"Authorization": "Bearer \ud800"},
    {"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."},  # {"alg":"none"}
    {"X-Tertulia-Edge": "\ud800", "X-Forwarded-For": "\ud800,"},
    {"Content-Type": "text/plain"},
    {},
)
IDS = ("x", "a" * 41, "%00", "..%2f", "%ED%A0%80")


def calls() -> Iterator[tuple[str, str, bytes, Mapping[str, str]]]:
    """Each route with two of them, in turn."""
    some = list(zip(BODIES, HEADERS, IDS, strict=True))
    for number, (path, methods) in enumerate(sorted(app.routes.items())):
        for body, headers, id in (some[number % 5], some[(number + 2) % 5]):
            for method in methods:
                yield method, re.sub(r"\{[^}]+\}", id, path), body, headers


def test_no_route_breaks_and_every_answer_is_guarded(api: Api) -> None:
    count = 0
    for method, path, body, headers in calls():
        sent = b"" if method == "GET" else body
        answer = api.client.http.request(method, path, headers=headers, body=sent)
        told = {name.lower(): value for name, value in answer.headers.items()}
        where = (method, path, headers, answer.body[:200])
        assert answer.status_code < 500, where
        assert told["x-content-type-options"] == "nosniff", where
        assert "default-src 'none'" in told["content-security-policy"], where
        assert told["referrer-policy"] == "no-referrer", where
        assert b"Traceback" not in answer.body, where
        count += 1
    assert count > 400
