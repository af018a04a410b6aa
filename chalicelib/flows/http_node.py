"""The call that an HTTP node makes: bounded in time and size, and never into our own network."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from chalicelib.channels.base import ProviderResponse
from chalicelib.flows.effects import CallHttp
from chalicelib.flows.events import HttpAnswered
from chalicelib.shared.errors import AppError, TooLarge

MOST_ANSWER = 256 * 1024  # bytes of an answer
MOST_KEPT = 100_000  # characters of it that the engine sees

Fetch = Callable[..., ProviderResponse]  # as shared.http.fetch

_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection"})


def call(fetch: Fetch, wish: CallHttp, *, key: str, private: bool = False) -> HttpAnswered:
    """What came of it; never raises for what the other side does. key: the same for each try of one
    call, sent as Idempotency-Key. private: plain http is allowed too (the local stack)."""

    def failed(error: str) -> HttpAnswered:
        return HttpAnswered(node=wish.node, call_id=wish.call_id, error=error)

    try:
        parts = urlsplit(wish.url)
        host = parts.hostname
    except ValueError:
        return failed("address")
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        return failed("address")
    if not host or parts.username or parts.password:
        return failed("address")
    headers = {name: value for name, value in wish.headers if name.lower() not in _OURS}
    headers.setdefault("Idempotency-Key", key)
    headers.setdefault("User-Agent", "tertulia-flow/1")
    try:
        answer = fetch(
            wish.method,
            wish.url,
            headers=headers,
            body=wish.body.encode() if wish.body else None,
            seconds=float(wish.timeout),
            limit=MOST_ANSWER,
        )
    except TooLarge:
        return failed("too_large")
    except AppError as problem:
        return failed("private" if problem.code == "address_refused" else problem.detail)
    if 300 <= answer.status < 400:
        return failed("redirect")
    text = answer.body.decode(errors="replace")[:MOST_KEPT]
    return HttpAnswered(node=wish.node, call_id=wish.call_id, status=answer.status, body=text)
