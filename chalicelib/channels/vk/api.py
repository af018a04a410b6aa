"""How VK's API is called and what an answer holds.

Source: https://dev.vk.com/en/api/api-requests: parameters as a form by POST, the token and the
version among them; an answer is 200 with `response` or `error`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from chalicelib.channels.base import ProviderRequest, ProviderResponse

VERSION = "5.199"

Then = Callable[[ProviderResponse], ProviderRequest | None]


@dataclass(frozen=True, slots=True)
class Api:
    base_url: str
    token: str = field(repr=False)

    def call(
        self,
        method: str,
        fields: Mapping[str, object],
        *,
        then: Then | None = None,
        once: str = "",
    ) -> ProviderRequest:
        return ProviderRequest(
            "POST",
            f"{self.base_url}/{method}",
            json={**fields, "access_token": self.token, "v": VERSION},
            form=True,
            then=then,
            once=once,
        )


def answer(response: ProviderResponse) -> Mapping[str, object]:
    """The object in the body; empty if there is none."""
    try:
        value = json.loads(response.body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def result(response: ProviderResponse) -> Mapping[str, object]:
    """The object in `response`; of a list its first. Empty if there is none."""
    value = answer(response).get("response")
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, dict) else {}
