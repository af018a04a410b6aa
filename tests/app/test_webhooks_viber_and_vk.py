"""Webhooks whose providers read the answer: Viber's welcome, VK's handshake and its "ok"."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.accounts import service
from tests.contract.channels.captured import body_of
from tests.support.pipeline import Pipeline, hook

TOKEN = "445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9"


def queued(here: Pipeline) -> list[dict[str, Any]]:
    return [json.loads(record["body"]) for record in here.waiting("inbound.fifo")]


def channel(
    here: Pipeline, kind: str, secrets: dict[str, str], **learnt: str
) -> tuple[str, dict[str, str]]:
    """Its id and secrets. learnt: what its provider has told of it."""
    p = wiring.account_ports()
    made = service.add_channel(
        p, account_id=here.acme.id, kind=kind, name="New", settings={}, secrets=secrets
    )
    p.store.save_channel(made, replace(made, settings=learnt))
    opened = service.get_channel(p, channel_id=made.id)
    return made.id, {name: opened.secrets[name] for name in made.secret_names}


def viber(here: Pipeline, **settings: str) -> str:
    return channel(here, "viber", {"token": TOKEN}, **settings)[0]


def signed(body: bytes, token: str = TOKEN) -> dict[str, str]:
    digest = hmac.new(token.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Viber-Content-Signature": digest}


@pytest.mark.feature("2.1")
def test_a_signed_callback_is_in_the_queue_once(here: Pipeline) -> None:
    id, body = viber(here), body_of("viber", "text")
    for _ in range(3):
        assert hook(here, "viber", id, body, signed(body)).status == 200
    [work] = queued(here)
    assert json.loads(work["body"]) == json.loads(body)


@pytest.mark.parametrize("change", ["the body", "the token", "no signature"])
def test_a_forged_callback_is_refused_and_not_welcomed(here: Pipeline, change: str) -> None:
    id, body = viber(here, welcome="Hello"), body_of("viber", "conversation_started")
    headers = signed(body, "x" if change == "the token" else TOKEN)
    headers = {} if change == "no signature" else headers
    answer = hook(here, "viber", id, body + b" " if change == "the body" else body, headers)
    assert (answer.status, "Hello" in answer.body) == (401, False)
    assert queued(here) == []


@pytest.mark.feature("2.1")
def test_who_opens_the_chat_is_welcomed(here: Pipeline) -> None:
    id, body = (
        viber(here, welcome="Hello", bot_name="Acme"),
        body_of("viber", "conversation_started"),
    )
    answer = hook(here, "viber", id, body, signed(body))
    assert answer.headers["Content-Type"] == "application/json"
    assert json.loads(answer.body) == {
        "sender": {"name": "Acme"},
        "type": "text",
        "text": "Hello",
    }
    assert len(queued(here)) == 1


def vk(here: Pipeline, **learnt: str) -> tuple[str, str]:
    secrets = {"access_token": "vk1.a.community-token"}
    id, opened = channel(here, "vk", secrets, group_id="216500000", **learnt)
    return id, opened["webhook_secret"]


def note(case: str, secret: str) -> bytes:
    return json.dumps({**json.loads(body_of("vk", case)), "secret": secret}).encode()


@pytest.mark.feature("2.1")
def test_a_notification_is_answered_ok_and_queued_once_without_its_secret(here: Pipeline) -> None:
    id, secret = vk(here)
    for _ in range(3):
        answer = hook(here, "vk", id, note("text", secret), {})
        assert (answer.status, answer.body) == (200, "ok")
    [work] = queued(here)
    assert "Здравствуйте" in json.loads(work["body"])["object"]["message"]["text"]
    assert secret not in json.dumps(work)


@pytest.mark.parametrize("secret", ["", "forged"])
def test_a_forged_notification_is_refused(here: Pipeline, secret: str) -> None:
    id, _ = vk(here, confirmation="4b1f9e7c")
    for case in ("text", "confirmation"):
        assert hook(here, "vk", id, note(case, secret), {}).status == 401
    assert queued(here) == []


def test_the_handshake_is_answered_with_the_communitys_words_and_leaves_nothing(
    here: Pipeline,
) -> None:
    id, secret = vk(here, confirmation="4b1f9e7c")
    answer = hook(here, "vk", id, note("confirmation", secret), {})
    assert (answer.status, answer.body) == (200, "4b1f9e7c")
    assert queued(here) == []
