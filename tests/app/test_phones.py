"""One person, one contact, however his number is spelt and wherever it was written first."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.pipeline import Pipeline, hook, signed, whatsapp

pytestmark = [pytest.mark.feature("2.5")]
OLD, NEW = "551187654321", "+5511987654321"  # the same mobile in São Paulo, before 2012 and since


def _writes(here: Pipeline, channel_id: str, wa_id: str) -> str:
    """The contact of what comes in from that number."""
    contact = {"profile": {"name": "Bia"}, "wa_id": wa_id}
    message = {"from": wa_id, "id": f"wamid.{wa_id}", "timestamp": "1777896000", "type": "text"}
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "1555", "phone_number_id": "105500000000001"},
        "contacts": [contact],
        "messages": [message | {"text": {"body": "Oi"}}],
    }
    entry = {"id": "205500000000001", "changes": [{"field": "messages", "value": value}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    assert hook(here, "whatsapp", channel_id, body, signed(body)).status == 200
    here.drain("inbound.fifo", "inbound")
    rows = here.acme.agent.get("/conversations?view=all&status=open").ok()["conversations"]
    return str(next(row["contact_id"] for row in rows if row["channel_id"] == channel_id))


def _made(here: Pipeline, phone: str, client_id: str = "client-0001") -> dict[str, Any]:
    asked = {"client_id": client_id, "name": "Bia Prado", "phone": phone}
    return dict(here.acme.agent.post("/contacts", asked).ok())


@pytest.mark.parametrize("typed", [NEW, "+" + OLD, "0055 11 98765-4321"])
def test_who_was_entered_by_hand_is_known_when_he_writes(here: Pipeline, typed: str) -> None:
    made = _made(here, typed)
    assert made["phone"] == NEW
    assert _made(here, typed)["id"] == made["id"]
    assert _writes(here, whatsapp(here), OLD) == made["id"]
    page = here.acme.agent.get(f"/contacts/{made['id']}").ok()
    assert (page["name"], page["phone"]) == ("Bia Prado", NEW)
    assert len(here.acme.agent.get("/contacts").ok()["contacts"]) == 1


def test_who_wrote_first_keeps_his_number(here: Pipeline) -> None:
    wrote = _writes(here, whatsapp(here), OLD)
    made = _made(here, NEW)
    assert made["id"] != wrote  # two, which the console offers to merge
    assert _writes(here, whatsapp(here), NEW.removeprefix("+")) == wrote
