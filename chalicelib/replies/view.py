"""As browsers see them: JSON-ready, as the models of `wire.replies` say."""

from __future__ import annotations

from typing import Any

from chalicelib.conversations.codec import pack
from chalicelib.replies.model import Filled, QuickResponse


def response_view(response: QuickResponse) -> dict[str, Any]:
    view: dict[str, Any] = pack(response, whole=True)
    del view["account_id"]
    view["shared"] = not view.pop("owner_id")
    return view


def filled_view(filled: Filled) -> dict[str, Any]:
    view: dict[str, Any] = pack(filled, whole=True)
    return view
