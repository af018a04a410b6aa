"""What every route of the API shares: who calls, what he sends, and how the answer looks.

The socket functions import this too, by way of app.py: whatever only a request needs is imported
by that request. pydantic and the models would double their start.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from chalice.app import Blueprint, CORSConfig, Request, Response

from chalicelib.shared import log
from chalicelib.shared.errors import (
    AppError,
    InvalidInput,
    NotFound,
    TooLarge,
    TooManyRequests,
    Unauthenticated,
    UnsupportedMediaType,
)

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

    from chalicelib.accounts.model import Agent
    from chalicelib.visitors.model import Identity

MAX_BODY = 256 * 1024
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    412: "Precondition Failed",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    502: "Bad Gateway",
    503: "Service Unavailable",
}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}
ANY_ORIGIN = CORSConfig(
    allow_origin="*",
    max_age=86400,
    allow_headers=["Authorization", "Content-Type"],
    expose_headers=["Retry-After"],
)

M = TypeVar("M", bound="BaseModel")
Body = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class MalformedJson(AppError):
    status = 400
    code = "malformed_json"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with headers of its own. status: 0 = 200, or 204 without a body."""

    body: Body | None = None
    headers: Mapping[str, str] | None = None
    status: int = 0


Answer = Body | Reply | None


@dataclass(frozen=True, slots=True)
class Call:
    """One request. Nothing of it is read before it is asked for."""

    request: Request

    def header(self, name: str) -> str:
        return str(self.request.headers.get(name, ""))

    def body(self, model: type[M]) -> M:
        """Raises MalformedJson, or InvalidInput with the dotted name of what is wrong."""
        from pydantic import ValidationError

        raw: bytes = self.request.raw_body
        if len(raw) > MAX_BODY:
            raise TooLarge(f"a body may have at most {MAX_BODY // 1024} KB")
        kind = self.header("content-type").partition(";")[0].strip().lower()
        if kind not in ("", "application/json"):
            raise UnsupportedMediaType("send application/json")
        try:
            return model.model_validate_json(raw)
        except ValidationError as problem:
            raise _told(problem) from None

    def query(self, model: type[M]) -> M:
        """The query string, as `body` does."""
        from pydantic import ValidationError

        try:
            return model.model_validate(dict(self.request.query_params or {}))
        except ValidationError as problem:
            raise _told(problem) from None

    def cookie(self, name: str) -> str:
        for part in self.header("cookie").split(";"):
            key, _, value = part.strip().partition("=")
            if key == name:
                return value
        return ""

    def bearer(self) -> str:
        scheme, _, token = self.header("authorization").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise Unauthenticated("send a bearer token")
        return token.strip()


@dataclass(frozen=True, slots=True)
class AgentCall(Call):
    agent: Agent

    @property
    def account_id(self) -> str:
        return self.agent.account_id


@dataclass(frozen=True, slots=True)
class VisitorCall(Call):
    visitor: Identity


def _told(problem: ValidationError) -> AppError:
    """The first thing that is wrong, in words that repeat nothing of the input."""
    first = problem.errors(include_url=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return MalformedJson("the body is not JSON")
    return InvalidInput(first["msg"], field=".".join(str(part) for part in first["loc"]))


class Routes:
    """Routes of one blueprint. A view takes the call and the path's parts, and returns an Answer.

    Paths are written as Chalice does: `/contacts/{contact_id}`.
    """

    def __init__(self, blueprint: Blueprint, *, cors: CORSConfig | bool = False) -> None:
        self._blueprint = blueprint
        self._cors = cors

    def public(self, method: str, path: str) -> Callable[[Callable[..., Answer]], Any]:
        return self._route(method, path, Call)

    def agent(self, method: str, path: str) -> Callable[[Callable[..., Answer]], Any]:
        """The view gets an AgentCall; without a good token it is never called, nor without the
        second factor that his account may ask for."""
        return self._route(method, path, _whole_agent_call)

    def administrator(self, method: str, path: str) -> Callable[[Callable[..., Answer]], Any]:
        """The same, for owners and administrators alone: others are refused before anything is
        read of what they ask."""
        return self._route(method, path, _administrator_call)

    def fresh_agent(self, method: str, path: str) -> Callable[[Callable[..., Answer]], Any]:
        """The same, by what is stored this moment: for what lets him in for hours."""
        return self._route(method, path, lambda request: _whole_agent_call(request, fresh=True))

    def half_agent(self, method: str, path: str) -> Callable[[Callable[..., Answer]], Any]:
        """The same for those few routes by which he gets his second factor, or leaves."""
        return self._route(method, path, _agent_call)

    def visitor(self, method: str, path: str) -> Callable[[Callable[..., Answer]], Any]:
        return self._route(method, path, _visitor_call)

    def _route(
        self, method: str, path: str, admit: Callable[[Request], Call]
    ) -> Callable[[Callable[..., Answer]], Any]:
        def register(view: Callable[..., Answer]) -> Any:
            @wraps(view)
            def answer(**parts: str) -> Response:
                def run() -> Answer:
                    call = admit(self._blueprint.current_request)
                    return _noted(f"{method} {path}", call, parts, view(call, **parts))

                return _answered(f"{method} {path}", run)

            return self._blueprint.route(
                path, methods=[method], content_types=["*/*"], cors=self._cors
            )(answer)

        return register


def _noted(route: str, call: Call, parts: Mapping[str, str], answer: Answer) -> Answer:
    """What an agent changed may belong in the audit log."""
    if isinstance(call, AgentCall) and not route.startswith("GET "):
        from chalicelib.entry import _audit

        _audit.note(route, call, parts, answer)
    return answer


def _agent_call(request: Request, *, fresh: bool = False) -> AgentCall:
    from chalicelib import wiring
    from chalicelib.accounts import service

    claims = wiring.token_verifier().verify(Call(request).bearer())
    agent = service.agent_of_token(
        wiring.account_ports(),
        account_id=claims.account_id,
        agent_id=claims.agent_id,
        sub=claims.sub,
        issued_at=claims.issued_at,
        fresh=fresh,
    )
    return AgentCall(request, agent)


def _whole_agent_call(request: Request, *, fresh: bool = False) -> AgentCall:
    from chalicelib import wiring
    from chalicelib.accounts import factor

    call = _agent_call(request, fresh=fresh)
    factor.admit(wiring.account_ports(), call.agent)
    return call


def _administrator_call(request: Request) -> AgentCall:
    from chalicelib.accounts.service import require_administrator

    call = _whole_agent_call(request)
    require_administrator(call.agent)
    return call


def _visitor_call(request: Request) -> VisitorCall:
    from chalicelib import wiring
    from chalicelib.visitors import service

    token = Call(request).bearer()
    return VisitorCall(request, service.authenticate(wiring.visitor_ports(), token=token))


def _answered(route: str, run: Callable[[], Answer]) -> Response:
    """Run it, and turn whatever comes of it into a response and one line of log."""
    started = time.perf_counter()
    code = ""
    try:
        response = _response(run())
    except AppError as refusal:
        code = refusal.code
        response = problem(refusal.status, code, refusal.detail, refusal.field)
        if isinstance(refusal, TooManyRequests) and refusal.after:
            response.headers["Retry-After"] = str(refusal.after)
    except Exception as bug:
        log.error("request.failed", bug, route=route)
        code = "internal_error"
        response = problem(500, code, "Something went wrong on our side.")
    log.line(
        "request",
        function="api",
        route=route,
        status=response.status_code,
        code=code,
        ms=round((time.perf_counter() - started) * 1000),
    )
    return response


def _response(answer: Answer) -> Response:
    reply = answer if isinstance(answer, Reply) else Reply(answer)
    headers = {**HEADERS, **(reply.headers or {})}
    if reply.body is None:
        return Response("", headers=headers, status_code=reply.status or 204)
    text = _json(reply.body)
    told = {**headers, "Content-Type": "application/json"}
    return Response(text, headers=told, status_code=reply.status or 200)


def _json(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def problem(status: int, code: str, detail: str = "", field: str | None = None) -> Response:
    """`wire.common.Problem`: RFC 9457."""
    body = {
        "type": "about:blank",
        "title": TITLES.get(status, "Internal Server Error"),
        "status": status,
        "code": code,
        "detail": detail,
        "field": field or "",
    }
    headers = {**HEADERS, "Content-Type": "application/problem+json"}
    return Response(_json(body), headers=headers, status_code=status)


def problems(event: Any, get_response: Callable[[Any], Response]) -> Response:
    """Chalice's own refusals (a wrong method, say) in the same form: middleware for `http`."""
    response = get_response(event)
    body = response.body
    if isinstance(body, dict) and "Code" in body and response.status_code >= 400:
        code = "method_not_allowed" if response.status_code == 405 else "internal_error"
        refused = problem(response.status_code, code)
        refused.headers.update({k: v for k, v in response.headers.items() if k == "Allow"})
        return refused
    return response


def checked_id(value: str) -> str:
    """An id that could be ours. Raises NotFound, as for one that is not there."""
    if not (0 < len(value) <= 40 and value.replace("-", "").isalnum() and value.isascii()):
        raise NotFound("no such thing")
    return value
