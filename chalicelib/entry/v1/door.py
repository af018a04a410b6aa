"""The door of the public API: token, quota, scope, input, idempotency key; then the view."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalice.app import Request, Response

from chalicelib.access import quota, repeats
from chalicelib.access.model import require_scope
from chalicelib.access.quota import QuotaUsed
from chalicelib.access.service import Stored, admit, authenticate, once
from chalicelib.entry._http import Answer, Call, Reply, _answered, checked_id
from chalicelib.entry.v1 import registry, routes
from chalicelib.entry.v1.call import ApiCall, etag
from chalicelib.entry.v1.registry import MethodNotAllowed, Operation
from chalicelib.shared.errors import AppError, Unauthenticated
from chalicelib.wire.common import Wire

assert routes  # imported for what it registers


def answer(request: Request, parts: tuple[str, ...]) -> Response:
    """parts: of the path, below /v1."""
    told: dict[str, str] = {}
    label = f"{request.method} /v1"
    try:
        found, _ = registry.find(request.method, parts)
        label += found.path
    except AppError:
        label += "/?"

    def run() -> Answer:
        try:
            return _run(request, parts, told)
        except AppError as refusal:
            told.update(_why(refusal))
            raise

    response = _answered(label, run)
    response.headers.update(told)
    return response


def _why(refusal: AppError) -> dict[str, str]:
    """What a refusal says in headers."""
    if isinstance(refusal, Unauthenticated):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(refusal, MethodNotAllowed):
        return {"Allow": refusal.allow}
    if isinstance(refusal, QuotaUsed):
        return quota.Standing(0, refusal.after).headers()
    if isinstance(refusal, repeats.InFlight):
        return {"Retry-After": str(refusal.after)}
    return {}


def _run(request: Request, parts: tuple[str, ...], told: dict[str, str]) -> Answer:
    from chalicelib import wiring

    ports, call = wiring.access_ports(), Call(request)
    token = authenticate(ports, text=call.bearer())
    told.update(admit(ports, token=token).headers())
    asked, named = registry.find(request.method, parts)
    require_scope(token, asked.scope)
    key = _key(call, asked)
    if not key:
        return _reply(_done(asked, ApiCall(request, token), named))
    stored = once(
        ports,
        scope=f"{token.account_id}#{token.id}",
        key=key,
        fingerprint=repeats.fingerprint(request.method, "/".join(parts), request.raw_body),
        run=lambda: _done(asked, ApiCall(request, token, key), named),
    )
    return _reply(stored)


def _key(call: Call, asked: Operation) -> str:
    header = call.header("idempotency-key")
    return repeats.parsed(header) if header and asked.repeatable else ""


def _done(asked: Operation, call: ApiCall, named: Mapping[str, str]) -> Stored:
    given: dict[str, Any] = {name: checked_id(value) for name, value in named.items()}
    if asked.query is not registry.NoQuery or call.request.query_params:
        query = call.query(asked.query)
        if asked.query is not registry.NoQuery:
            given["query"] = query
    if asked.body is not None:
        given["body"] = call.body(asked.body)
    found: Wire | None = asked.view(call, **given)
    if asked.noted(given.get("body")):
        from chalicelib.entry import _audit

        subject = next(iter(named.values()), "") or _id_of(found)
        _audit.by_token(call, call.token, asked.audit, subject)
    if found is None:
        return Stored(204, b"")
    headers = {"ETag": etag(found)} if asked.tagged else {}
    return Stored(asked.status, found.model_dump_json().encode(), headers)


def _id_of(found: Wire | None) -> str:
    """Of what was made; some answers hold it beside a secret."""
    told = dict(found or ())
    inner = (
        str(value.id) for value in told.values() if isinstance(getattr(value, "id", None), str)
    )
    return str(told["id"]) if "id" in told else next(inner, "")


def _reply(stored: Stored) -> Reply:
    headers = dict(stored.headers)
    if stored.replayed:
        headers["Idempotency-Replayed"] = "true"
    body = json.loads(stored.body) if stored.body else None
    return Reply(body, headers, stored.status)
