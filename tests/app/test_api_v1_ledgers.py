"""What happened, through the public API: what webhooks sent and took, who did what."""

from __future__ import annotations

import json
from typing import Any

import pytest
from standardwebhooks import Webhook

from chalicelib import wiring
from chalicelib.access.model import SCOPES
from chalicelib.channels.base import ProviderResponse
from chalicelib.shared import aws
from chalicelib.webhooks import delivering
from tests.support.api import Account, Api
from tests.support.pipeline import Pipeline
from tests.support.v1 import HOOK, program

pytestmark = pytest.mark.feature("9.1")


class Receiver:
    """An address that events are sent to."""

    def __init__(self) -> None:
        self.status = 500
        self.got: list[dict[str, Any]] = []

    def __call__(self, method: str, url: str, **how: Any) -> ProviderResponse:
        self.got.append({"headers": how["headers"], "body": how["body"]})
        return ProviderResponse(self.status, {"x-by": "shop"}, b"as you wish")


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Receiver:
    made = Receiver()
    monkeypatch.setattr("chalicelib.shared.http.fetch", made)
    return made


@pytest.fixture
def crm(acme: Account) -> Api:
    return program(acme)


def deliver() -> int:
    """What waits in the queue of deliveries, and how much it was."""
    sqs, done = aws.sqs(), 0
    url = sqs.get_queue_url(QueueName="deliveries")["QueueUrl"]
    while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in found:
            delivering.work(wiring.webhook_ports(), json.loads(message["Body"]), receives=1)
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            done += 1
    return done


def test_what_failed_is_seen_and_sent_again(crm: Api, receiver: Receiver) -> None:
    made = crm.post("/v1/webhooks", HOOK).ok()
    path = f"/v1/webhooks/{made['webhook']['id']}"
    sent = crm.post(f"{path}/test")
    delivery = sent.ok()
    assert (sent.status, delivery["type"], delivery["state"]) == (201, "webhook.test", "waiting")
    deliver()
    listed = crm.get(f"{path}/deliveries?state=failed").ok()
    (failed,) = listed["data"]
    assert (failed["id"], failed["tries"], failed["last"]["status"]) == (delivery["id"], 1, 500)
    whole = crm.get(f"{path}/deliveries/{delivery['id']}").ok()
    assert whole["attempts"] == [failed["last"]]
    assert (whole["response"]["body"], whole["state"]) == ("as you wish", "failed")
    assert json.loads(whole["request"]["body"])["type"] == "webhook.test"
    assert whole["request"]["headers"]["webhook-id"] == failed["message_id"]

    receiver.status = 200
    again = f"{path}/deliveries/{delivery['id']}/resend"
    for _ in range(2):  # one request, repeated
        assert crm.post(again, None, Idempotency_Key="again").ok()["state"] == "waiting"
    assert deliver() == 1
    assert crm.get(f"{path}/deliveries/{delivery['id']}").ok()["state"] == "delivered"
    Webhook(made["secret"]).verify(receiver.got[-1]["body"], receiver.got[-1]["headers"])


def test_all_that_failed_since_then_is_sent_again(crm: Api, receiver: Receiver) -> None:
    path = f"/v1/webhooks/{crm.post('/v1/webhooks', HOOK).ok()['webhook']['id']}"
    ids = {crm.post(f"{path}/test").ok()["id"] for _ in range(3)}
    deliver()
    receiver.status = 200
    assert crm.post(f"{path}/resend", {"since": "2026-01-01T00:00:00"}).problem()[2] == "since"
    assert crm.post(f"{path}/resend", {"since": "2026-01-01T00:00:00Z"}).status == 204
    deliver()
    found = crm.get(f"{path}/deliveries?state=delivered").ok()["data"]
    assert {each["id"] for each in found} == ids


def test_the_ledger_is_read_page_by_page(crm: Api, receiver: Receiver) -> None:
    path = f"/v1/webhooks/{crm.post('/v1/webhooks', HOOK).ok()['webhook']['id']}"
    ids = [crm.post(f"{path}/test").ok()["id"] for _ in range(5)]
    seen, cursor = list[str](), ""
    while True:
        page = crm.get(f"{path}/deliveries?limit=2&cursor={cursor}").ok()
        assert len(page["data"]) <= 2
        seen += [each["id"] for each in page["data"]]
        cursor = page["next_cursor"] or ""
        if not cursor:
            break
    assert seen == sorted(ids, reverse=True)
    page = crm.get(f"{path}/deliveries?limit=2").ok()
    other = crm.get(f"{path}/deliveries?state=failed&cursor={page['next_cursor']}")
    assert other.problem() == (422, "invalid_input", "cursor")


def test_a_secret_is_replaced_and_the_old_one_signs_for_a_while(
    acme: Account, crm: Api, receiver: Receiver
) -> None:
    made = crm.post("/v1/webhooks", HOOK).ok()
    path = f"/v1/webhooks/{made['webhook']['id']}"
    new = crm.post(f"{path}/secret", {"hours": 1}, Idempotency_Key="once").ok()["secret"]
    assert new != made["secret"]
    crm.post(f"{path}/test").ok()
    deliver()
    for secret in (new, made["secret"]):
        Webhook(secret).verify(receiver.got[-1]["body"], receiver.got[-1]["headers"])
    assert crm.post(f"{path}/secret", {"hours": 73}).problem() == (422, "invalid_input", "hours")
    entries = acme.owner.get("/audit?action=webhook").ok()["entries"]
    told = [(each["action"], each["subject"]) for each in entries]
    id = made["webhook"]["id"]
    assert told == [("webhook.changed", id), ("webhook.made", id)]


def test_who_may_see_webhooks_does_not_see_what_they_sent(acme: Account, crm: Api) -> None:
    path = f"/v1/webhooks/{crm.post('/v1/webhooks', HOOK).ok()['webhook']['id']}"
    careful = program(acme, [each for each in SCOPES if each != "deliveries:read"])
    assert careful.get(path).status == 200
    assert careful.get(f"{path}/deliveries").problem() == (403, "insufficient_scope", "")


# What inbound webhooks took --------------------------------------------------------------------


@pytest.mark.feature("9.3")
def test_a_call_of_an_inbound_webhook_is_read_and_done_again(acme: Account, crm: Api) -> None:
    asked = {"name": "Leads", "channel_id": acme.site_id}
    inlet = acme.owner.post("/inbound-webhooks", asked).ok()
    called = acme.nobody.post(inlet["url"].partition("/api")[2], {"who": "Ana"}).ok()
    path = f"/v1/inbound-webhooks/{inlet['id']}"
    (listed,) = crm.get("/v1/inbound-webhooks").ok()["data"]
    assert listed == crm.get(path).ok()
    assert (listed["name"], listed["enabled"], listed["header"]) == ("Leads", True, None)
    assert inlet["url"].rpartition("/")[2] not in json.dumps(listed)  # whoever has it may call it
    (one,) = crm.get(f"{path}/calls").ok()["data"]
    assert (one["id"], one["state"], one["replays"]) == (called["id"], "captured", 0)
    whole = crm.get(f"{path}/calls/{one['id']}").ok()
    assert whole == one | {"body": {"who": "Ana"}}
    again = f"{path}/calls/{one['id']}/replay"
    assert crm.post(again).problem() == (422, "invalid_input", "mapping")
    mapping = {"version": 1, "mapping": [{"target": "name", "path": "/who"}]}
    acme.owner.patch(f"/inbound-webhooks/{inlet['id']}", mapping).ok()
    done = crm.post(again).ok()
    assert (done["state"], done["replays"]) == ("waiting", 1)
    assert crm.get(path).ok()["mapping"] == [{"target": "name", "path": "/who", "key": ""}]


# Who did what ----------------------------------------------------------------------------------


@pytest.mark.feature("11")
def test_the_audit_log_names_people_and_programs(acme: Account, crm: Api) -> None:
    tag = crm.post("/v1/tags", {"name": "VIP"}).ok()["id"]
    acme.owner.patch(f"/tags/{tag}", {"name": "Gold"}).ok()
    entries = crm.get("/v1/audit-log?action=tag").ok()["data"]
    assert [(each["action"], each["agent_id"], each["subject"]) for each in entries] == [
        ("tag.changed", acme.owner_id, tag),
        ("tag.made", None, tag),
    ]
    assert entries[1]["values"] == {"token": "CRM sync"}
    mine = crm.get(f"/v1/audit-log?action=tag&agent_id={acme.owner_id}").ok()["data"]
    assert mine == entries[:1]
    seen, page = list[str](), crm.get("/v1/audit-log?limit=1").ok()
    while page["next_cursor"]:
        seen += [each["id"] for each in page["data"]]
        page = crm.get(f"/v1/audit-log?limit=1&cursor={page['next_cursor']}").ok()
    assert {each["id"] for each in entries} <= set(seen)
    assert len(seen) == len(set(seen))
    assert crm.get("/v1/audit-log?action=Tag").problem()[2] == "action"


@pytest.mark.feature("11")
def test_an_erasure_leaves_a_receipt_that_a_program_reads(here: Pipeline) -> None:
    crm = program(here.acme)
    assert crm.get("/v1/erasures").ok() == {"data": [], "next_cursor": None}
    ids = [crm.post("/v1/contacts", {"name": name}).ok()["id"] for name in ("Ana", "Bia")]
    crm.call("DELETE", f"/v1/contacts/{ids[0]}").ok()
    here.acme.owner.post(f"/contacts/{ids[1]}/erase").ok()
    while here.drain("jobs", "jobs"):
        pass
    receipts = {each["contact_id"]: each for each in crm.get("/v1/erasures").ok()["data"]}
    assert [receipts[id]["agent_id"] for id in ids] == [None, here.acme.owner_id]
    assert all(each["counts"] for each in receipts.values())
    told = crm.get("/v1/audit-log?action=contact.erased").ok()["data"]
    assert {each["agent_id"] for each in told} <= {None, here.acme.owner_id}
    page = crm.get("/v1/erasures?limit=1").ok()
    rest = crm.get(f"/v1/erasures?limit=1&cursor={page['next_cursor']}").ok()
    assert [each["contact_id"] for each in page["data"] + rest["data"]] == list(receipts)
