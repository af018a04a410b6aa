"""Queues, webhooks and the search in messages, through the public API."""

from __future__ import annotations

import pytest

from tests.support.api import Account, new_account, new_conversation, new_visitor
from tests.support.pipeline import Pipeline
from tests.support.v1 import program, text

pytestmark = pytest.mark.feature("9.1")
HOOK = {"url": "https://shop.example/hooks", "types": ["message.received"]}


def test_a_queue_is_made_changed_and_removed(acme: Account) -> None:
    crm = program(acme)
    made = crm.post("/v1/queues", {"name": "Returns", "member_ids": [acme.agent_id]}).ok()
    assert (made["name"], made["member_ids"]) == ("Returns", [acme.agent_id])
    path = f"/v1/queues/{made['id']}"
    changed = crm.patch(path, {"name": "Refunds"}).ok()
    assert changed == {**made, "name": "Refunds"}
    assert crm.get(path).ok() == changed
    assert made["id"] in str(acme.owner.get("/me").ok()["queues"])
    assert crm.post("/v1/queues", {"name": "refunds"}).problem() == (409, "conflict", "name")
    stranger = new_account(acme.nobody, "other")
    wrong = crm.patch(path, {"member_ids": [stranger.agent_id]})
    assert wrong.problem() == (422, "invalid_input", "member_ids")
    assert crm.call("DELETE", path).status == 204
    assert crm.get(path).status == 404
    told = {each["action"] for each in acme.owner.get("/audit?action=queue").ok()["entries"]}
    assert told == {"queue.made", "queue.changed", "queue.removed"}


def test_a_webhook_is_made_switched_off_and_removed_and_its_secret_is_shown_once(
    acme: Account,
) -> None:
    crm = program(acme)
    made = crm.post("/v1/webhooks", HOOK, Idempotency_Key="once").ok()
    webhook, secret = made["webhook"], made["secret"]
    assert secret.startswith("whsec_")
    assert (webhook["enabled"], webhook["off"]) == (True, None)
    path = f"/v1/webhooks/{webhook['id']}"
    assert crm.get(path).ok() == webhook
    assert crm.get("/v1/webhooks").ok()["data"] == [webhook]
    off = crm.patch(path, {"enabled": False}).ok()
    assert (off["enabled"], off["off"]) == (False, "paused")
    seen = crm.get(path).headers["etag"]
    on = crm.call("PATCH", path, {"enabled": True}, headers={"If-Match": seen})
    assert on.ok()["enabled"]
    late = crm.call("PATCH", path, {"description": "Late"}, headers={"If-Match": seen})
    assert late.problem()[:2] == (412, "precondition_failed")
    for wrong, field in (({"url": "nowhere"}, "url"), ({"types": ["tea.made"]}, "types")):
        assert crm.patch(path, wrong).problem()[:2] == (422, "invalid_input"), field
    assert crm.call("DELETE", path).status == 204
    assert crm.get(path).status == 404


def test_a_webhooks_secret_is_in_no_table(acme: Account) -> None:
    import base64
    import json
    import zlib

    from chalicelib.shared import aws

    secret = program(acme).post("/v1/webhooks", HOOK, Idempotency_Key="once").ok()["secret"]
    for table in ("main", "connections"):
        for row in aws.client("dynamodb").scan(TableName=table)["Items"]:
            kept = row.get("answer", {}).get("S", "")
            told = zlib.decompress(base64.b64decode(kept)).decode() if kept else ""
            assert secret not in json.dumps(row, default=str) + told


def test_messages_are_found_by_their_words(here: Pipeline) -> None:
    crm = program(here.acme)
    talk = new_conversation(new_visitor(here.api, here.acme), "Where is the marmelade?")
    crm.post(f"/v1/conversations/{talk}/messages", text("The marmelade left at nine")).ok()
    records = [
        each
        for each in here.changes()
        if each["dynamodb"]["NewImage"].get("announce", {}).get("S") == "message"
    ]
    here.invoke("index", {"Records": records})
    found = crm.get("/v1/messages?q=marmelade").ok()
    assert [(each["conversation_id"], each["seq"]) for each in found["data"]] == [
        (talk, 2),
        (talk, 1),
    ]
    assert crm.get("/v1/messages?q=tea").ok() == {"data": [], "next_cursor": None}
    assert crm.get("/v1/messages").problem() == (422, "invalid_input", "q")
