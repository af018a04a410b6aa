"""Webhooks: what is verified is in the queue before 2xx; what is not leaves nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.accounts import service
from chalicelib.channels import intake
from tests.support.pipeline import APP_SECRET, Pipeline, hook, signed, telegram, whatsapp


def _queued(here: Pipeline) -> list[dict[str, Any]]:
    return [json.loads(record["body"]) for record in here.waiting("inbound.fifo")]


@pytest.mark.feature("2.1")
def test_a_verified_update_is_in_the_queue_whole(here: Pipeline) -> None:
    bot = telegram(here)
    assert bot.says(1, "hello").status == 200
    (work,) = _queued(here)
    assert (work["channel_id"], work["kind"]) == (bot.channel_id, "telegram")
    assert json.loads(work["body"])["message"]["text"] == "hello"


def test_a_redelivered_update_is_queued_once(here: Pipeline) -> None:
    bot = telegram(here)
    assert [bot.says(1, "hello").status for _ in range(5)] == [200] * 5
    assert len(_queued(here)) == 1


@pytest.mark.parametrize("secret", ["", "forged"])
def test_a_forged_update_is_refused_and_nothing_is_kept(here: Pipeline, secret: str) -> None:
    bot = telegram(here)
    assert bot.says(1, "hello", secret=secret).status == 401
    assert _queued(here) == []


@pytest.mark.parametrize("change", ["the body", "the secret", "no signature"])
def test_a_forged_signature_is_refused(here: Pipeline, change: str) -> None:
    channel_id = whatsapp(here)
    body = b'{"object":"whatsapp_business_account","entry":[]}'
    headers = signed(body, "wrong" if change == "the secret" else APP_SECRET)
    if change == "no signature":
        headers = {}
    sent = body + b" " if change == "the body" else body
    assert hook(here, "whatsapp", channel_id, sent, headers).status == 401
    assert _queued(here) == []


def test_an_unknown_channel_is_not_found(here: Pipeline) -> None:
    for channel_id in (f"{here.acme.id}-nothing", "rubbish", "a-b"):
        assert hook(here, "telegram", channel_id, b"{}", {}).status == 404


def test_a_channel_of_another_kind_is_not_found(here: Pipeline) -> None:
    bot = telegram(here)
    body = bot.update(1, "hello")
    headers = {"X-Telegram-Bot-Api-Secret-Token": bot.secret}
    assert hook(here, "whatsapp", bot.channel_id, body, headers).status == 404


def test_a_body_over_the_limit_is_refused(here: Pipeline) -> None:
    bot = telegram(here)
    assert bot.says(1, "x" * intake.MAX_BODY).status == 413
    assert _queued(here) == []


def test_malformed_json_of_a_verified_sender_is_kept_whole(here: Pipeline) -> None:
    bot = telegram(here)
    headers = {"X-Telegram-Bot-Api-Secret-Token": bot.secret}
    assert hook(here, "telegram", bot.channel_id, b'{"update_id": 7, oops', headers).status == 200
    (work,) = _queued(here)
    assert work["body"] == '{"update_id": 7, oops'


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "a/b"])
def test_every_content_type_is_taken(here: Pipeline, content_type: str) -> None:
    bot = telegram(here)
    headers = {"X-Telegram-Bot-Api-Secret-Token": bot.secret}
    body = bot.update(1, "hello")
    answer = hook(here, "telegram", bot.channel_id, body, headers, content_type=content_type)
    assert answer.status == 200
    assert len(_queued(here)) == 1


def test_what_does_not_fit_into_the_queue_waits_in_the_bucket(here: Pipeline) -> None:
    bot = telegram(here)
    long = "ä" * (intake.MAX_INLINE // 2)
    assert bot.says(1, long).status == 200
    (record,) = here.waiting("inbound.fifo")
    work = json.loads(record["body"])
    assert "body" not in work
    assert here.invoke("inbound", {"Records": [record]}) == {"batchItemFailures": []}
    (message,) = [r for r in here.changes() if r["dynamodb"]["NewImage"]["sk"]["S"][:2] == "m#"]
    assert "ä" * 100 in message["dynamodb"]["NewImage"]["data"]["S"]


@pytest.mark.feature("2.1")
def test_metas_handshake_is_answered_for_the_right_token_only(here: Pipeline) -> None:
    channel_id = whatsapp(here)
    channel = service.get_channel(wiring.account_ports(), channel_id=channel_id)
    token = channel.secrets["verify_token"]

    def shake(given: str) -> tuple[int, str]:
        query = f"hub.mode=subscribe&hub.challenge=12345&hub.verify_token={given}"
        path = f"/hooks/whatsapp/{channel_id}?{query}"
        answer = here.api.client.http.request("GET", path)
        return answer.status_code, answer.body.decode()

    assert shake(token) == (200, "12345")
    assert shake("wrong") == (403, "forbidden")


def test_a_queue_that_does_not_take_it_is_no_success(
    here: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = telegram(here)
    monkeypatch.setenv("INBOUND_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/1/nothing.fifo")
    from chalicelib.settings import settings

    settings.cache_clear()
    wiring.intake_ports.cache_clear()
    assert bot.says(1, "hello").status >= 500
