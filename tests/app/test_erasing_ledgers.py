"""What an erased contact left with the account's other systems: ledgers, cards, notes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.integrations.model import Connection
from chalicelib.privacy import retention
from chalicelib.shared import aws
from chalicelib.shared.clock import from_text
from chalicelib.shared.listening import hand_out
from tests.app.test_api_privacy import WORDS, _age, drain, erase, holders
from tests.support.api import new_conversation, new_visitor
from tests.support.pipeline import Pipeline

pytestmark = pytest.mark.feature("11")
EMAIL = "zulmira@example.net"
NEEDLES = (WORDS, "ulmira", "98765", EMAIL)


def told(here: Pipeline, conversation_id: str, contact_id: str, text: str) -> dict[str, Any]:
    now = here.acme.agent.get(f"/conversations/{conversation_id}").ok()["conversation"]
    return {
        "type": "conversation.changed",
        "event_id": f"{conversation_id}#9",
        "account_id": here.acme.id,
        "occurred_at": "2026-06-01T09:00:00.000Z",
        "conversation_id": conversation_id,
        "contact_id": contact_id,
        "channel_id": here.acme.site_id,
        "version": 9,
        "conversation": now | {"contact_name": text},
        "watched": True,
    }


def webhook(here: Pipeline) -> str:
    wanted = {"url": "https://shop.example/hooks", "types": ["conversation.changed"]}
    return str(here.acme.owner.post("/webhooks", wanted).ok()["webhook"]["id"])


def captured(here: Pipeline, body: dict[str, Any]) -> str:
    """A call of an inbound webhook that nobody has mapped yet."""
    asked = {"name": "Landing", "channel_id": here.acme.site_id}
    made = here.acme.owner.post("/inbound-webhooks", asked).ok()
    here.api.post(made["url"].partition("/api")[2], body).ok()
    return str(made["id"])


def begun(here: Pipeline, name: str, email: str) -> tuple[str, str]:
    visitor = new_visitor(here.api, here.acme)
    conversation_id = new_conversation(visitor, f"It is {name}")
    visitor.patch("/widget/contact", {"name": name, "email": email}).ok()
    drain(here)
    contact = here.acme.agent.get(f"/conversations/{conversation_id}").ok()["contact"]["id"]
    return conversation_id, contact


@pytest.mark.parametrize("removed", [False, True])
def test_nothing_of_him_stays_in_any_ledger_and_others_do(here: Pipeline, removed: bool) -> None:
    owner, account_id = here.acme.owner, here.acme.id
    conversation_id, contact_id = begun(here, f"Zulmira {WORDS}", EMAIL)
    theirs, other = begun(here, "Bruno", "bruno@example.net")
    hook, phone = webhook(here), {"phone": "+55 11 98765-1234"}
    owner.patch(f"/contacts/{contact_id}", phone).ok()
    inlets = [
        captured(here, {"tel": "(11) 98765-1234", "id": 1}),
        captured(here, {"id": 2, "mail": EMAIL.upper()}),
        captured(here, {"id": 3, "mail": "bruno@example.net"}),
    ]
    events = [
        told(here, conversation_id, contact_id, WORDS),
        told(here, theirs, other, "A bystander"),
    ]
    assert hand_out(wiring.consumers(), events) == set()
    card = {"name": "CRM", "link": "", "rows": [{"content": WORDS}], "at": ""}
    wiring.webhook_ports().store.keep_card(account_id, conversation_id, hook, card)
    bot = Connection("bot1", account_id, "bot", "Bot")
    notes = wiring.integration_ports().store
    notes.save(bot)
    notes.remember(bot, f"chat#{conversation_id}", "1")
    notes.remember(bot, f"chat#{theirs}", "1")
    assert len(holders(*NEEDLES)) >= 6
    if removed:
        owner.call("DELETE", f"/webhooks/{hook}").ok()
        for id in inlets:
            owner.call("DELETE", f"/inbound-webhooks/{id}").ok()
        notes.remove(account_id, "bot1")
    drain(here)
    assert erase(here, contact_id)["state"] == "done"
    assert holders(*NEEDLES) == []
    left = [where for where in holders(conversation_id) if "#hook" in where or "#app#" in where]
    assert left == []
    kept = {where.split(" ")[1].split("#")[2] for where in holders("A bystander", "bruno@")}
    assert {"hook", "inlet"} <= kept
    assert notes.recall(bot, f"chat#{theirs}") == "1"


@pytest.mark.parametrize("by_channel", [False, True])
def test_a_rule_of_fewer_days_than_ledgers_are_kept_takes_him_out_of_them_too(
    here: Pipeline, by_channel: bool
) -> None:
    owner, account_id, site = here.acme.owner, here.acme.id, here.acme.site_id
    old, contact_id = begun(here, f"Zulmira {WORDS}", EMAIL)
    young, other = begun(here, "Bruno", "bruno@example.net")
    hook = webhook(here)
    for each in (old, young):
        here.acme.agent.patch(f"/conversations/{each}", {"status": "resolved"}).ok()
    drain(here)
    events = [told(here, old, contact_id, WORDS), told(here, young, other, "A bystander")]
    assert hand_out(wiring.consumers(), events) == set()
    ledger = f"main A#{account_id}#hook#{hook}"
    assert {old, young} <= set(told_of(ledger, old, young))
    _age(account_id, old, days=12)
    days, channels = (0, {site: 10}) if by_channel else (10, {})
    rules = {"days": days, "channels": channels, "version": 0}
    owner.call("PUT", "/privacy/retention", rules).ok()
    now = from_text("2026-11-22T03:00:00.000Z")
    retention.due(wiring.retention_ports(), account_id=account_id, rules=1, due=now)
    drain(here)
    assert here.acme.agent.get(f"/conversations/{old}").status == 404
    assert here.acme.agent.get(f"/conversations/{young}").status == 200
    assert set(told_of(ledger, old, young)) == {young}
    assert here.acme.agent.get(f"/contacts/{contact_id}").status == 200  # contacts stay


def test_a_rule_of_more_days_leaves_ledgers_to_their_own_end(here: Pipeline) -> None:
    old, contact_id = begun(here, f"Zulmira {WORDS}", EMAIL)
    hook = webhook(here)
    here.acme.agent.patch(f"/conversations/{old}", {"status": "resolved"}).ok()
    drain(here)
    assert hand_out(wiring.consumers(), [told(here, old, contact_id, WORDS)]) == set()
    ledger = f"main A#{here.acme.id}#hook#{hook}"
    kept = [row for row in rows(ledger) if old in json.dumps(row)]
    assert kept
    ends = {int(row["ttl"]["N"]) for row in kept}
    longest = (datetime.now(UTC) + timedelta(days=30, hours=1)).timestamp()
    assert max(ends) <= longest  # seconds: the table drops them by itself


def rows(ledger: str) -> list[dict[str, Any]]:
    table, _, pk = ledger.partition(" ")
    found: list[dict[str, Any]] = aws.client("dynamodb").query(
        TableName=table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": pk}},
    )["Items"]
    return found


def told_of(ledger: str, *ids: str) -> list[str]:
    """Those of the ids that its rows name."""
    text = json.dumps(rows(ledger), ensure_ascii=False)
    return [id for id in ids if id in text]
