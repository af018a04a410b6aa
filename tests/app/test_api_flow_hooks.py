"""A flow's webhook over HTTP, in process: its address, who may call, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from chalicelib import wiring
from chalicelib.entry.api_flow_hooks import MOST_BODY
from tests.app.test_api_flows import graph
from tests.support.api import (
    PUBLIC_URL,
    Account,
    Answer,
    new_account,
    new_conversation,
    new_visitor,
)

pytestmark = pytest.mark.feature("6.2")


def hook_of(acme: Account, webhook_id: str = "w1", **trigger: Any) -> str:
    """The address of a published flow's webhook, below the API's own."""
    trigger = {"kind": "webhook", "webhook_id": "w1", "channel_ids": [acme.site_id], **trigger}
    drawn = {"name": "Orders", "graph": graph(triggers=[trigger])}
    flow = acme.owner.post("/flows", drawn).ok()["flow"]
    acme.owner.post(f"/flows/{flow['id']}/publish", {"version": 1}).ok()
    url = acme.owner.get(f"/flows/{flow['id']}/webhooks/{webhook_id}").ok()["url"]
    assert url.startswith(f"{PUBLIC_URL}/api/flow-hooks/")
    return str(url).removeprefix(f"{PUBLIC_URL}/api")


def contact_of(acme: Account, conversation_id: str) -> str:
    found: str = acme.agent.get(f"/conversations/{conversation_id}").ok()["contact"]["id"]
    return found


def waiting() -> list[dict[str, Any]]:
    client = boto3.client("sqs", region_name="us-east-1")
    url = client.get_queue_url(QueueName="automation.fifo")["QueueUrl"]
    found = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    told = [json.loads(each["Body"]) for each in found]
    return [each for each in told if each.get("name") == "flow_start"]


@pytest.fixture
def conversation(acme: Account) -> str:
    return new_conversation(new_visitor(acme.nobody, acme))


def test_a_call_is_taken_once_and_told_to_the_conversation(
    acme: Account, conversation: str
) -> None:
    hook = hook_of(acme)
    body = {"contact": {"id": contact_of(acme, conversation)}, "values": {"order": "A-7"}}
    for _ in range(3):
        answer = acme.nobody.post(hook, body)
        assert answer.status == 202
        assert answer.ok() == {"conversation_id": conversation}
    (told,) = waiting()
    assert told["conversation_id"] == conversation
    kept = wiring.hook_ports().hooks.hook(
        acme.id, told["payload"]["flow_id"], told["payload"]["key"]
    )
    assert kept is not None
    assert (kept.data, kept.done) == ({"order": "A-7"}, False)
    lines = acme.agent.get(f"/conversations/{conversation}/messages").ok()["messages"]
    events = [each["content"] for each in lines if each["content"].get("event") == "flow.called"]
    assert [each["data"] for each in events] == [{"flow": "Orders"}]


def test_the_key_of_the_caller_tells_calls_apart(acme: Account, conversation: str) -> None:
    hook = hook_of(acme)
    body = {"contact": {"id": contact_of(acme, conversation)}}
    for key in ("one", "two", "one"):
        acme.nobody.post(hook, body, Idempotency_Key=key).ok()
    assert len(waiting()) == 2


def test_who_is_known_by_his_e_mail_address_is_found(acme: Account, conversation: str) -> None:
    contact = contact_of(acme, conversation)
    acme.agent.patch(f"/contacts/{contact}", {"email": "ann@example.com"}).ok()
    stored = wiring.contact_ports().store.get(acme.id, contact)  # type: ignore[arg-type]
    assert stored is not None
    from chalicelib.contacts import handles

    handles.remember(wiring.handle_ports(), stored)  # as the index does
    answer = acme.nobody.post(hook_of(acme), {"contact": {"email": "Ann@Example.com"}})
    assert answer.ok()["conversation_id"] == conversation


def test_a_telephone_on_whatsapp_makes_who_is_not_there(acme: Account) -> None:
    channel = acme.owner.post(
        "/channels",
        {
            "kind": "whatsapp",
            "name": "WA",
            "settings": {
                "phone_number_id": "1060000000001",
                "waba_id": "1020000000002",
            },
            "secrets": {"access_token": "EAA" + "x" * 60, "app_secret": "0" * 32},
        },
    ).ok()
    hook = hook_of(acme, channel_ids=[channel["id"]])
    body = {"contact": {"phone": "+34 600 100 200", "name": "<b>Bea</b>"}}
    id = acme.nobody.post(hook, body).ok()["conversation_id"]
    made = acme.agent.get(f"/conversations/{id}").ok()
    assert made["contact"]["phone"] == "+34600100200"
    assert made["contact"]["name"] == "<b>Bea</b>"
    assert made["conversation"]["status"] == "resolved"  # nobody is called until somebody speaks


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "contact"),
    ({"contact": {}}, "contact"),
    ({"contact": {"id": "0" * 18}}, "contact.id"),
    ({"contact": {"phone": "no"}}, "contact.phone"),
    ({"contact": {"phone": "+34600100299"}}, "contact.phone"),
    ({"contact": {"email": "nobody@example.com"}}, "contact.email"),
    ({"contact": {"id": "1"}, "channel_id": "other"}, "channel_id"),
    ({"contact": {"id": "1"}, "values": []}, "values"),
    ({"contact": {"id": "1"}, "values": {"x": "y" * 20_000}}, "values"),
    ({"contact": {"id": "1"}, "extra": 1}, "extra"),
]


def test_what_is_wrong_is_named(acme: Account) -> None:
    hook = hook_of(acme)
    for body, field in WRONG:
        assert acme.nobody.post(hook, body).problem() == (422, "invalid_input", field), body


def test_a_body_that_is_no_json_or_too_large_is_refused(acme: Account) -> None:
    hook = hook_of(acme)
    assert _raw(acme, hook, b"{").problem()[0] == 400
    assert _raw(acme, hook, b" " * (MOST_BODY + 1)).problem()[0] == 413


def _raw(acme: Account, hook: str, raw: bytes) -> Answer:
    return acme.nobody.call("POST", hook, raw=raw)


def test_an_address_that_is_not_ours_or_was_changed_is_not_found(acme: Account) -> None:
    hook = hook_of(acme)
    account, flow, webhook, signature = hook.removeprefix("/flow-hooks/").split(".")
    for wrong in (
        f"{account}.{flow}.{webhook}.{signature[:-2]}zz",
        f"{account}.{flow}.w2.{signature}",
        f"{'0' * 18}.{flow}.{webhook}.{signature}",
        "x",
        "a.b.c.d",
    ):
        answer = acme.nobody.post(f"/flow-hooks/{wrong}", {"contact": {"id": "1"}})
        assert answer.status == 404, wrong


def test_a_trigger_that_is_gone_is_not_called(acme: Account, conversation: str) -> None:
    body = {"contact": {"id": contact_of(acme, conversation)}}
    assert acme.nobody.post(hook_of(acme, "w2"), body).status == 404
    hook = hook_of(acme)
    flow = hook.split(".")[1]
    acme.owner.post(f"/flows/{flow}/enabled", {"enabled": False}).ok()
    assert acme.nobody.post(hook, body).status == 404
    assert waiting() == []


def test_nobody_of_another_account_is_reached(acme: Account, conversation: str) -> None:
    stranger = new_account(acme.nobody, "stranger")
    body = {"contact": {"id": contact_of(acme, conversation)}}
    hook = hook_of(stranger)
    assert stranger.nobody.post(hook, body).problem() == (422, "invalid_input", "contact.id")
    there = {**body, "channel_id": acme.site_id}
    assert stranger.nobody.post(hook_of(stranger, channel_ids=[]), there).problem() == (
        422,
        "invalid_input",
        "channel_id",
    )


def test_somebody_who_is_blocked_is_not_written_to(acme: Account, conversation: str) -> None:
    contact = contact_of(acme, conversation)
    acme.agent.post(f"/contacts/{contact}/block", {"blocked": True}).ok()
    answer = acme.nobody.post(hook_of(acme), {"contact": {"id": contact}})
    assert answer.problem() == (422, "invalid_input", "contact")


def test_too_many_calls_wait(acme: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.visitors.limits import RULES, Rule

    monkeypatch.setitem(RULES, "flow_hook", Rule(most=2, free=1))
    hook = hook_of(acme)
    for _ in range(2):
        acme.nobody.post(hook, {"contact": {"id": "1"}})
    refused = acme.nobody.post(hook, {"contact": {"id": "1"}})
    assert refused.status == 429
    assert int(refused.headers["retry-after"]) > 0
