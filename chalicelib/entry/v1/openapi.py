"""The OpenAPI 3.1 document of the public API, from the registry and the models."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chalicelib.access import quota
from chalicelib.access.model import SCOPES
from chalicelib.entry._http import TITLES
from chalicelib.entry.v1 import routes
from chalicelib.entry.v1.events import webhooks
from chalicelib.entry.v1.registry import OPERATIONS, NoQuery, Operation
from chalicelib.entry.v1.resources import GROUPS
from chalicelib.wire.common import Problem

assert routes  # imported for what it registers

ABOUT = f"""What the console does, for programs.

**Tokens.** Owners and administrators make them in the console under Settings, API. Send one as
`Authorization: Bearer tt_…`. A token has scopes and may expire; it is shown once.

**Pages.** Lists answer `data` and `next_cursor`; pass that as `cursor` for the next page. null is
the end. A cursor belongs to its list and its filters.

**Repeating.** A POST may carry an `Idempotency-Key`. For 24 hours the same key gets the first
answer again, with `Idempotency-Replayed: true`. The same key with another body is refused with 422,
and with 409 while the first request runs. A refused request did nothing: its key is free again.

**Changing.** What can be changed comes with an `ETag`. Send it back as `If-Match`, and the change
is refused with 412 if somebody was faster. Without it, the last writer wins, field by field.

**Errors** are `application/problem+json` (RFC 9457). `code` is one word for programs, `field` names
the input at fault. Unknown fields and parameters are refused. What belongs to another account does
not exist: 404.

**Limits.** {quota.QUOTA} calls a minute and token. `RateLimit` and `RateLimit-Policy` tell what is
left; a 429 has `Retry-After`.
"""
VERSION = "1.0"
_USUAL = (401, 403, 404, 422, 429)
_WHY = {
    400: "The body is no JSON.",
    401: "No token, or one that is unknown, revoked or expired.",
    403: "The token lacks the scope.",
    404: "There is no such thing in this account.",
    405: "The path has no such method. `Allow` names those that it has.",
    409: "It cannot be done in its present state, or the first request of this key still runs.",
    412: "It has changed since you read it.",
    413: "The body is larger than 256 KB.",
    415: "The body is not application/json.",
    422: "A value is wrong: `field` names it. Or the key was used for another request.",
    429: "Too many calls: wait as `Retry-After` says.",
    503: "Others were faster too often: repeat the request.",
}


@cache
def document() -> dict[str, Any]:
    """JSON-ready."""
    names, schemas = _schemas(OPERATIONS)
    paths: dict[str, Any] = {}
    for each in OPERATIONS:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each, names, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tertulia API", "version": VERSION, "description": ABOUT},
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "tags": [{"name": name} for name in GROUPS],
        "paths": paths,
        "webhooks": webhooks(),
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": f"Scopes: {', '.join(SCOPES)}.",
                }
            },
            "responses": {str(status): _refusal(status) for status in _WHY},
            "headers": _headers(),
        },
    }


Mode = Literal["validation", "serialization"]
Names = dict[tuple[type[BaseModel], Mode], str]


def _schemas(operations: list[Operation]) -> tuple[Names, dict[str, Any]]:
    asked: list[tuple[type[BaseModel], Mode]] = [
        (each.body, "validation") for each in operations if each.body
    ]
    asked += [(each.query, "validation") for each in operations if each.query is not NoQuery]
    asked += [(each.answer, "serialization") for each in operations if each.answer]
    asked.append((Problem, "serialization"))
    keys, made = models_json_schema(
        list(dict.fromkeys(asked)),
        ref_template="#/components/schemas/{model}",
    )
    names = {key: keys[key]["$ref"].rpartition("/")[2] for key in asked}
    return names, dict(sorted(made["$defs"].items()))


def _operation(each: Operation, names: Names, schemas: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": each.id,
        "summary": each.summary,
        "tags": [each.group],
        "description": _about(each),
        "parameters": _parameters(each, names, schemas),
        "responses": _responses(each, names),
        "x-scope": each.scope,
    }
    if each.body:
        ref = _ref(names[each.body, "validation"])
        content = {"schema": ref} | ({"example": each.example} if each.example else {})
        made["requestBody"] = {"required": True, "content": {"application/json": content}}
    return made


def _about(each: Operation) -> str:
    scope = f"Scope: `{each.scope}`." if each.scope else "Any token."
    return f"{each.about} {scope}".strip()


def _parameters(each: Operation, names: Names, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": r"^[A-Za-z0-9-]{1,40}$"},
        }
        for name in each.names
    ]
    if each.query is not NoQuery:
        shape = schemas[names[each.query, "validation"]]
        needed = shape.get("required", ())
        for name, schema in shape["properties"].items():
            plain = {key: value for key, value in schema.items() if key != "description"}
            told = {"name": name, "in": "query", "required": name in needed, "schema": plain}
            if "description" in schema:
                told["description"] = schema["description"]
            made.append(told)
    if each.repeatable:
        made.append(_header("Idempotency-Key", "Unique to what you want done: a UUID, say.", 255))
    if each.conditional:
        made.append(_header("If-Match", "The `ETag` that you read it with.", 200))
    return made


def _header(name: str, about: str, most: int) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": most, "pattern": "^[!-~]+$"}
    return {"name": name, "in": "header", "description": about, "schema": schema}


def _responses(each: Operation, names: Names) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "Done.", "headers": _told("RateLimit-Policy")}
    good["headers"] |= _told("RateLimit")
    if each.answer:
        ref = _ref(names[each.answer, "serialization"])
        good["content"] = {"application/json": {"schema": ref}}
    if each.tagged:
        good["headers"] |= _told("ETag")
    if each.repeatable:
        good["headers"] |= _told("Idempotency-Replayed")
    refusals = {*_USUAL, *(status for status, _ in each.problems)}
    if each.body:
        refusals |= {400, 413, 415}
    if each.repeatable:
        refusals.add(409)
    if each.method != "GET":
        refusals.add(503)
    if each.conditional:
        refusals.add(412)
    told = {str(status): {"$ref": f"#/components/responses/{status}"} for status in refusals}
    return {str(each.status): good, **dict(sorted(told.items()))}


def _told(name: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"}}


def _headers() -> dict[str, Any]:
    about = {
        "ETag": "Of this representation; for `If-Match`.",
        "Idempotency-Replayed": "`true`: this is the answer to an earlier request of the same key.",
        "RateLimit": "`r`: calls that are left; `t`: seconds until all are there again.",
        "RateLimit-Policy": "`q`: calls in a window of `w` seconds.",
        "Retry-After": "Seconds.",
    }
    return {
        name: {"description": text, "schema": {"type": "string"}} for name, text in about.items()
    }


def _refusal(status: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "description": f"{TITLES[status]}. {_WHY[status]}",
        "content": {"application/problem+json": {"schema": _ref("Problem")}},
    }
    if status == 429:
        made["headers"] = _told("Retry-After")
    return made


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
