"""What a provider's answer to a call means."""

from __future__ import annotations

import json

import pytest

from chalicelib.channels import registry
from chalicelib.channels.base import (
    Channel,
    MediaUnavailable,
    ProviderResponse,
    SendResult,
    Verdict,
    WebhookRequest,
)
from chalicelib.shared.ids import AccountId, ChannelId

TELEGRAM = registry.get("telegram")
WHATSAPP = registry.get("whatsapp")


def channel(kind: str) -> Channel:
    return Channel(
        id=ChannelId("acc-1"),
        account_id=AccountId("acc"),
        kind=kind,
        name=kind,
        settings={"phone_number_id": "11", "waba_id": "22"},
        secrets={"token": "7:x", "webhook_secret": "s", "access_token": "t", "verify_token": "v"},
    )


def answer(status: int, body: object) -> ProviderResponse:
    return ProviderResponse(status, {}, json.dumps(body).encode())


def refusal(status: int, words: str, **more: object) -> ProviderResponse:
    return answer(
        status, {"ok": False, "error_code": status, "description": words, "parameters": more}
    )


def graph(status: int, code: int, **more: object) -> ProviderResponse:
    return answer(status, {"error": {"code": code, "message": "m", "type": "t", **more}})


@pytest.mark.parametrize(
    ("response", "verdict", "wait"),
    [
        (refusal(429, "Too Many Requests: retry after 35", retry_after=35), Verdict.RETRY, 35),
        (refusal(401, "Unauthorized"), Verdict.CREDENTIALS, 0),
        (refusal(404, "Not Found"), Verdict.CREDENTIALS, 0),
        (refusal(403, "Forbidden: bot was blocked by the user"), Verdict.PERMANENT, 0),
        (refusal(400, "Bad Request: chat not found"), Verdict.PERMANENT, 0),
        (refusal(400, "Bad Request: failed to get HTTP URL content"), Verdict.RETRY, 0),
        (refusal(413, "Request Entity Too Large"), Verdict.PERMANENT, 0),
        (refusal(409, "Conflict"), Verdict.RETRY, 0),
        (refusal(502, "Bad Gateway"), Verdict.RETRY, 0),
        (ProviderResponse(0, {}, b""), Verdict.RETRY, 0),
        (ProviderResponse(502, {}, b"<html>"), Verdict.RETRY, 0),
        (answer(429, {"parameters": {"retry_after": "soon"}}), Verdict.RETRY, 0),
    ],
)
def test_telegrams_refusals(response: ProviderResponse, verdict: Verdict, wait: int) -> None:
    result = TELEGRAM.read_response(response)
    assert (result.verdict, result.retry_after) == (verdict, wait)
    assert result.code


def test_a_sent_telegram_message_is_known_by_its_chat_and_number() -> None:
    message = {"message_id": 42, "chat": {"id": -7}}
    one = TELEGRAM.read_response(answer(200, {"ok": True, "result": message}))
    album = TELEGRAM.read_response(answer(200, {"ok": True, "result": [message, {}]}))
    assert one == album == SendResult(Verdict.SENT, "-7:42")
    assert TELEGRAM.read_response(answer(200, {"ok": True, "result": True})).provider_id == ""


@pytest.mark.parametrize(
    ("response", "verdict", "wait"),
    [
        (graph(401, 190), Verdict.CREDENTIALS, 0),
        (graph(500, 3), Verdict.CREDENTIALS, 0),
        (graph(403, 299), Verdict.CREDENTIALS, 0),
        (graph(400, 131042), Verdict.CREDENTIALS, 0),
        (graph(429, 4), Verdict.RETRY, 60),
        (graph(400, 130429), Verdict.RETRY, 1),
        (graph(400, 131056), Verdict.RETRY, 6),
        (graph(400, 131048), Verdict.RETRY, 600),
        (graph(500, 131000), Verdict.RETRY, 0),
        (graph(400, 999999, is_transient=True), Verdict.RETRY, 0),
        (graph(400, 131047), Verdict.PERMANENT, 0),
        (graph(400, 131026), Verdict.PERMANENT, 0),
        (graph(400, 132000), Verdict.PERMANENT, 0),
        (graph(400, 100), Verdict.PERMANENT, 0),
        (ProviderResponse(401, {}, b""), Verdict.CREDENTIALS, 0),
        (ProviderResponse(503, {}, b"<html>"), Verdict.RETRY, 0),
        (ProviderResponse(0, {}, b""), Verdict.RETRY, 0),
        (answer(400, {"error": "text"}), Verdict.PERMANENT, 0),
    ],
)
def test_metas_refusals_go_by_their_code(
    response: ProviderResponse, verdict: Verdict, wait: int
) -> None:
    result = WHATSAPP.read_response(response)
    assert (result.verdict, result.retry_after) == (verdict, wait)
    assert result.code


def test_the_agent_is_shown_the_details_that_meta_gives() -> None:
    response = graph(400, 131047, error_data={"details": "more than 24 hours have passed"})
    assert WHATSAPP.read_response(response) == SendResult(
        Verdict.PERMANENT, reason="more than 24 hours have passed", code="131047"
    )


def test_the_token_goes_to_metas_servers_alone() -> None:
    base = "https://graph.facebook.com/v23.0"
    for url, trusted in (
        ("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", True),
        ("https://graph.facebook.com/x", True),
        ("https://evil.example/?x=.fbsbx.com", False),
        ("https://fbsbx.com.evil.example/", False),
    ):
        asked = WHATSAPP.media_location(
            channel("whatsapp"), answer(200, {"url": url}), base_url=base
        )
        assert bool(asked.headers) is trusted


@pytest.mark.parametrize(
    ("kind", "response", "again"),
    [
        ("telegram", refusal(400, "Bad Request: file is too big"), False),
        ("telegram", ProviderResponse(0, {}, b""), True),
        ("telegram", answer(200, {"ok": True, "result": {"file_path": "../../secret"}}), False),
        ("telegram", answer(200, {"ok": True, "result": {}}), False),
        ("whatsapp", graph(400, 100), False),
        ("whatsapp", graph(429, 130429), True),
        ("whatsapp", answer(200, {}), False),
        ("website", answer(200, {}), False),
    ],
)
def test_a_file_that_is_not_given_says_whether_to_ask_again(
    kind: str, response: ProviderResponse, again: bool
) -> None:
    with pytest.raises(MediaUnavailable) as refused:
        registry.get(kind).media_location(channel(kind), response, base_url="https://a")
    assert refused.value.again is again


def test_metas_handshake_needs_the_verify_token() -> None:
    def handshake(**query: str) -> str | None:
        request = WebhookRequest("GET", {}, {f"hub.{k}": v for k, v in query.items()}, b"")
        return WHATSAPP.challenge(channel("whatsapp"), request)

    assert handshake(mode="subscribe", verify_token="v", challenge="77") == "77"
    assert handshake(mode="subscribe", verify_token="w", challenge="77") is None
    assert handshake(mode="subscribe", verify_token="é", challenge="77") is None
    assert handshake(mode="subscribe", challenge="77") is None
    assert handshake(mode="other", verify_token="v", challenge="77") is None
    assert TELEGRAM.challenge(channel("telegram"), WebhookRequest("GET", {}, {}, b"")) is None


def test_no_secret_shows_when_a_call_is_printed() -> None:
    for kind in ("telegram", "whatsapp"):
        calls = registry.get(kind).connect_requests(
            channel(kind), webhook_url="https://here/hook", base_url="https://there"
        )
        assert calls
        for call in calls:
            assert "7:x" not in repr(call)
            assert "Bearer" not in repr(call)
