"""What webhooks are called with, for the OpenAPI document (its `webhooks`, since 3.1)."""

from __future__ import annotations

from typing import Any

from chalicelib.webhooks import catalogue
from chalicelib.webhooks.model import SECONDS

# Standard Webhooks: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
_HEADERS = {
    "webhook-id": "The event's id at this webhook; the same each time that it is sent.",
    "webhook-timestamp": "When this try was made: seconds since 1970.",
    "webhook-signature": "One or more `v1,` and HMAC-SHA256 in base64, parted by spaces.",
}


def webhooks() -> dict[str, Any]:
    """type of event -> path item."""
    return {name: {"post": _operation(name)} for name in catalogue.TYPES}


def _operation(name: str) -> dict[str, Any]:
    schema = catalogue.schema(name)
    del schema["$schema"]  # the document's own dialect is the same
    return {
        "operationId": f"on_{name.replace('.', '_')}",
        "summary": catalogue.WORDS[name],
        "security": [],
        "parameters": [
            {
                "name": header,
                "in": "header",
                "required": True,
                "description": words,
                "schema": {"type": "string"},
            }
            for header, words in _HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {
            "2XX": {"description": f"Taken, within {SECONDS:.0f} seconds."},
            "410": {"description": "Switches the webhook off."},
            "default": {"description": "Not taken: it is sent again, for a day."},
        },
    }
