"""What anybody may read: the OpenAPI document, and the same as a page of plain HTML (ADR 10)."""

from __future__ import annotations

import json
from functools import cache

from chalice.app import Response

from chalicelib.entry._http import HEADERS
from chalicelib.entry.v1 import html, openapi

KEPT = "public, max-age=300"  # seconds, by browsers and the edge


def shown(name: str) -> Response:
    """name: openapi.json or docs."""
    if name == "docs":
        told = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": html.POLICY,
            "Cache-Control": KEPT,
        }
        return Response(_page(), headers={**HEADERS, **told}, status_code=200)
    told = {"Content-Type": "application/json", "Cache-Control": KEPT}
    # Anybody's tool may read it, from wherever it runs: there is nothing of an account in it.
    told["Access-Control-Allow-Origin"] = "*"
    return Response(_document(), headers={**HEADERS, **told}, status_code=200)


@cache
def _document() -> str:
    return json.dumps(openapi.document(), ensure_ascii=False, separators=(",", ":"))


@cache
def _page() -> str:
    return html.page(openapi.document())
