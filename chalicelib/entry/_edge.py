"""What only the edge may tell of a caller: where he is, and from which address he came.

CloudFront puts a secret on what it hands on; without it, whoever calls API Gateway's own address
could write those headers himself.
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.entry._http import Call

SECRET = "X-Tertulia-Edge"


def told(call: Call, header: str) -> str:
    """One of CloudFront's own headers; '' if somebody else sent it."""
    return call.header(header) if _came_by_it(call) else ""


def address_of(call: Call) -> str:
    """Of the viewer. Behind the edge, API Gateway's caller is CloudFront, which has added the
    viewer's address at the end of X-Forwarded-For; API Gateway adds CloudFront's. What a viewer
    writes there himself stands before both.
    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
    """
    identity = (call.request.context or {}).get("identity") or {}
    caller = str(identity.get("sourceIp") or "")
    if not _came_by_it(call):
        return caller
    way = [place for place in map(str.strip, call.header("x-forwarded-for").split(",")) if place]
    if len(way) > 1 and way[-1] == caller:
        way.pop()
    return way[-1] if way else caller


def _came_by_it(call: Call) -> bool:
    from chalicelib.settings import settings

    secret = settings().edge_secret
    shown = call.header(SECRET)
    return bool(secret) and hmac.compare_digest(
        shown.encode("utf-8", "replace"), secret.encode("utf-8")
    )
