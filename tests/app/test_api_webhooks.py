"""Webhooks through the API, in process: made, told once, tested, answered, read in the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from standardwebhooks import Webhook

from chalicelib import wiring
from chalicelib.channels.base import ProviderResponse
from chalicelib.shared import aws
from chalicelib.shared.listening import hand_out
from chalicelib.webhooks import delivering
from tests.support.api import (
    Account,
    deployment,
    new_account,
    new_conversation,
    new_visitor,
)

pytestmark = pytest.mark.feature("9.4")
HOOK = {"url": "https://shop.example/hooks", "types": ["conversation.changed"], "enriches": True}
ANSWER = {
    "result": "ok",
    "custom_data": [{"title": "Last order", "key": "No. 7", "content": "Sent", "link": ""}],
    "contact_info": {"name": "Not he", "phone": "+55 11 98765-4321", "email": "no address"},
    "crm_link": "https://crm.example/7",
    "assign_to": "AGENT@house.example",
}


class Receiver:
    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.answer = ProviderResponse(200, {}, b"")

    def __call__(self, method: str, url: str, **how: Any) -> ProviderResponse:
        self.got.append({"url": url, "headers": how["headers"], "body": how["body"]})
        return self.answer


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Receiver:
    made = Receiver()
    monkeypatch.setattr("chalicelib.shared.http.fetch", made)
    return made


@pytest.fixture(scope="module")
def house() -> Iterator[Account]:
    with pytest.MonkeyPatch.context() as patch, deployment(patch) as api:
        yield new_account(api, "house")


def deliver() -> None:
    """What waits in the queue of deliveries."""
    sqs = aws.sqs()
    url = sqs.get_queue_url(QueueName="deliveries")["QueueUrl"]
    while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in found:
            delivering.work(wiring.webhook_ports(), json.loads(message["Body"]), receives=1)
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def told(house: Account, conversation_id: str) -> dict[str, Any]:
    head = house.agent.get(f"/conversations/{conversation_id}").ok()["conversation"]
    return {
        "type": "conversation.changed",
        "event_id": f"{conversation_id}#7",
        "account_id": house.id,
        "occurred_at": "2026-06-01T09:00:00.000Z",
        "conversation_id": conversation_id,
        "contact_id": head["contact_id"],
        "channel_id": house.site_id,
        "channel_kind": "website",
        "version": 7,
        "conversation": head,
        "watched": True,
    }


def test_a_webhook_is_made_tried_replaced_and_removed(house: Account, receiver: Receiver) -> None:
    made = house.owner.post("/webhooks", HOOK | {"description": "<b>Shop</b>"}).ok()
    id, secret = made["webhook"]["id"], made["secret"]
    listed = house.owner.get("/webhooks").ok()
    assert secret not in json.dumps(listed)
    assert "message.received" in [each["type"] for each in listed["types"]]
    assert wiring.account_ports().store.account(house.id).watched == {"webhooks"}
    line = house.owner.post(f"/webhooks/{id}/test").ok()
    deliver()
    (received,) = receiver.got
    assert Webhook(secret).verify(received["body"], received["headers"])["type"] == "webhook.test"
    ledger = house.owner.get(f"/webhooks/{id}/deliveries?state=delivered").ok()
    assert [each["id"] for each in ledger["deliveries"]] == [line["id"]]
    whole = house.owner.get(f"/webhooks/{id}/deliveries/{line['id']}").ok()
    assert whole["request"]["body"] == received["body"].decode()
    assert whole["request"]["headers"]["webhook-id"] == line["message_id"]
    again = house.owner.post(f"/webhooks/{id}/secret", {"hours": 24}).ok()
    assert again["secret"] != secret
    changed = house.owner.patch(f"/webhooks/{id}", {"version": 2, "on": False}).ok()
    assert changed["off"] == "paused"
    assert wiring.account_ports().store.account(house.id).watched == frozenset()
    conflict = house.owner.patch(f"/webhooks/{id}", {"version": 2, "on": True})
    assert conflict.problem()[0] == 409
    house.owner.call("DELETE", f"/webhooks/{id}").ok()
    assert house.owner.get("/webhooks").ok()["webhooks"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": "http://127.0.0.1/"}, "url"),
        ({"url": "x" * 2001}, "url"),
        ({"types": ["everything"]}, "types"),
        ({"channel_ids": ["none-such"]}, "channel_ids"),
        ({"secret": "whsec_mine"}, "secret"),
    ],
)
def test_bad_input_is_refused_by_name(house: Account, body: dict[str, Any], field: str) -> None:
    status, _, named = house.owner.post("/webhooks", HOOK | body).problem()
    assert (status, named) == (422, field)


def test_an_answer_adds_to_what_agents_see(house: Account, receiver: Receiver) -> None:
    id = house.owner.post("/webhooks", HOOK | {"description": "CRM"}).ok()["webhook"]["id"]
    conversation_id = new_conversation(new_visitor(house.nobody, house))
    detail = house.agent.get(f"/conversations/{conversation_id}").ok()
    contact_id = detail["contact"]["id"]
    house.agent.patch(f"/contacts/{contact_id}", {"name": "Vera"}).ok()
    receiver.answer = ProviderResponse(200, {}, json.dumps(ANSWER).encode())
    assert hand_out(wiring.consumers(), [told(house, conversation_id)]) == set()
    deliver()
    (card,) = house.agent.get(f"/conversations/{conversation_id}/beside").ok()["cards"]
    assert (card["name"], card["link"], card["webhook_id"]) == ("CRM", ANSWER["crm_link"], id)
    assert card["rows"] == ANSWER["custom_data"]
    contact = house.agent.get(f"/contacts/{contact_id}").ok()
    assert contact["name"] == "Vera", "what an agent wrote stays"
    assert contact["phone"] == "+5511987654321"
    assert contact["email"] == "", "an address that is none does not keep the rest away"
    head = house.agent.get(f"/conversations/{conversation_id}").ok()["conversation"]
    assert head["assignee_id"] == house.agent_id
    other = ANSWER | {"assign_to": "owner@house.example"}
    receiver.answer = ProviderResponse(200, {}, json.dumps(other).encode())
    hand_out(wiring.consumers(), [told(house, conversation_id) | {"event_id": "another"}])
    deliver()
    head = house.agent.get(f"/conversations/{conversation_id}").ok()["conversation"]
    assert head["assignee_id"] == house.agent_id, "who has it keeps it"
    house.owner.call("DELETE", f"/webhooks/{id}").ok()
