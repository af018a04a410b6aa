"""What the stand-ins of Meta's Graph API share: its errors, and who may call.

https://developers.facebook.com/docs/graph-api/guides/error-handling
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any

from aiohttp import web


class GraphError(Exception):
    def __init__(
        self,
        code: int,
        words: str,
        status: int = 400,
        *,
        details: str = "",
        kind: str = "OAuthException",
        subcode: int = 0,
    ) -> None:
        super().__init__(words)
        self.status = status
        error: dict[str, Any] = {"message": words, "type": kind, "code": code}
        if details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": details}
        if subcode:
            error["error_subcode"] = subcode
        error["fbtrace_id"] = "A" + secrets.token_urlsafe(16)
        self.body = {"error": error}


def presented(request: web.Request) -> str:
    """The access token. Raises GraphError without one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    given = token if scheme == "Bearer" else request.query.get("access_token", "")
    if not given:
        raise GraphError(104, "An access token is required to request this resource.", 401)
    return given


def is_of(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(), token.encode())


def unknown_token() -> GraphError:
    return GraphError(190, "Invalid OAuth access token - Cannot parse access token", 401)
