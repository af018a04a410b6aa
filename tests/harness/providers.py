"""Telegram's and Meta's sides of a send: what reached them, and what they answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any

from chalicelib.channels.base import ProviderRequest, ProviderResponse
from tests.harness.engine import Engine
from tests.harness.faults import Fault, Killed

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(12)


@dataclass(frozen=True, slots=True)
class Sent:
    """One message that reached a provider. recipient: chat id or phone."""

    recipient: str
    text: str
    provider_id: str


@dataclass(slots=True)
class Providers:
    engine: Engine
    sent: list[Sent] = field(default_factory=list)

    def call(self, request: ProviderRequest, *, seconds: float | None = None) -> ProviderResponse:
        """Stands in for chalicelib.shared.http.call."""
        return self._exchange(request, lambda: self._take(request))

    def download(self, request: ProviderRequest, into: IO[bytes], *, limit: int) -> int:
        """Stands in for chalicelib.shared.http.download: every file is one picture."""
        answer = self._exchange(request, lambda: ProviderResponse(200, {}, PICTURE))
        into.write(answer.body)
        return answer.status

    def _exchange(
        self, request: ProviderRequest, carry_out: Callable[[], ProviderResponse]
    ) -> ProviderResponse:
        """The plan's faults strike here too."""
        try:
            fault = self.engine.decide("provider", request.url.rsplit("/", 1)[-1])
        except OSError:
            raise
        except Exception:  # the plan's time-out: nothing was sent, nobody knows
            return ProviderResponse(0, {}, b"")
        if fault is Fault.THROTTLE:
            return _answer(429, _refusal(request))
        response = carry_out()
        if fault is Fault.KILL_AFTER:
            raise Killed(f"after {request.url}")
        if fault is Fault.LOST_ANSWER:
            return ProviderResponse(0, {}, b"")
        return response

    def _take(self, request: ProviderRequest) -> ProviderResponse:
        body: Any = request.json or {}
        if request.url.endswith("/getFile"):
            return _answer(200, {"ok": True, "result": {"file_path": f"p/{body['file_id']}.png"}})
        if request.url.endswith("/sendChatAction") or body.get("status") == "read":
            return _answer(200, {"ok": True, "success": True, "result": True})  # told in passing
        number = len(self.sent) + 1
        if "messaging_product" in body:
            identifier = f"wamid.out{number}"
            words = body["text"]["body"] if "text" in body else body["interactive"]["body"]["text"]
            self.sent.append(Sent(str(body["to"]).lstrip("+"), words, identifier))
            return _answer(200, {"messages": [{"id": identifier}]})
        chat = str(body["chat_id"])
        self.sent.append(Sent(chat, body["text"], f"{chat}/{number}"))
        message = {"message_id": number, "date": 1, "chat": {"id": int(chat), "type": "private"}}
        return _answer(200, {"ok": True, "result": message})


def _refusal(request: ProviderRequest) -> dict[str, Any]:
    if "messaging_product" in (request.json or {}):
        return {"error": {"code": 130429, "message": "Rate limit hit"}}
    return {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 3",
        "parameters": {"retry_after": 3},
    }


def _answer(status: int, body: dict[str, Any]) -> ProviderResponse:
    return ProviderResponse(status, {}, json.dumps(body).encode())
