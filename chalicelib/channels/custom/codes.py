"""What the status of an answer asks of us.

After https://www.jivochat.com/docs/chat: 2xx took the event; 4xx refuses it, and a text may say
why; anything else, and no answer, is for later.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from chalicelib.channels.base import ProviderResponse, SendResult, Verdict
from chalicelib.channels.reading import clean

# Nobody's message gets through before somebody repairs the address or the key.
_CREDENTIALS = frozenset({401, 403, 410})
_LATER = frozenset({0, 408, 425, 429})


def verdict(response: ProviderResponse) -> SendResult:
    """provider_id: an `id` that the answer gives; without one ours stays."""
    status = response.status
    told = _object(response.body)
    if 200 <= status < 300:
        return SendResult(Verdict.SENT, provider_id=_id(told))
    code = str(status or "no_answer")
    if status in _LATER or status >= 500:
        return SendResult(Verdict.RETRY, "", _words(response, told), code, _after(response))
    if 300 <= status < 400:
        return SendResult(
            Verdict.PERMANENT, "", "your server redirects; no redirect is followed", code
        )
    broken = status in _CREDENTIALS
    decision = Verdict.CREDENTIALS if broken else Verdict.PERMANENT
    return SendResult(decision, "", words(response), code)


def words(response: ProviderResponse) -> str:
    """Why it refused, in its own words if it has any."""
    return _words(response, _object(response.body)) or f"your server answered {response.status}"


def _object(body: bytes) -> Mapping[str, object]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _id(told: Mapping[str, object]) -> str:
    value = told.get("id")
    right = isinstance(value, str) and 0 < len(value) <= 300
    return clean(str(value)) if right else ""


def _words(response: ProviderResponse, told: Mapping[str, object]) -> str:
    for name in ("error", "detail", "message", "description"):
        if isinstance(told.get(name), str) and told[name]:
            return clean(str(told[name]))[:500]
    plain = response.headers.get("content-type", "text/plain").startswith("text/plain")
    text = response.body[:2000].decode("utf-8", "replace").strip() if plain else ""
    return text[:500]


def _after(response: ProviderResponse) -> int:
    value = response.headers.get("retry-after", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else 0
