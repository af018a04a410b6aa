"""One person, one contact, however his number is spelt and wherever it was written first."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.api import new_visitor
from tests.support.pipeline import Pipeline, hook, signed, whatsapp

pytestmark = [pytest.mark.feature("2.5")]
OLD, NEW = "551187654321", "+5511987654321"  # the same mobile in São Paulo, before 2012 and since


def _writes(here: Pipeline, channel_id: str, wa_id: str, id: str = "1") -> str:
    """The contact of what comes in from that number."""
    _comes(here, channel_id, wa_id, id, {"type": "text", "text": {"body": "Oi"}})
    rows = here.acme.agent.get("/conversations?view=all&status=open").ok()["conversations"]
    return str(next(row["contact_id"] for row in rows if row["channel_id"] == channel_id))


def _comes(here: Pipeline, channel_id: str, wa_id: str, id: str, what: dict[str, Any]) -> None:
    message = {"from": wa_id, "id": f"wamid.{wa_id}.{id}", "timestamp": "1777896000", **what}
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "1555", "phone_number_id": "105500000000001"},
        "contacts": [{"profile": {"name": "Bia"}, "wa_id": wa_id}],
        "messages": [message],
    }
    entry = {"id": "205500000000001", "changes": [{"field": "messages", "value": value}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    assert hook(here, "whatsapp", channel_id, body, signed(body)).status == 200
    here.drain("inbound.fifo", "inbound")


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


# A number that changes ------------------------------------------------------------------------

BIA, MOVED = "34600000001", "34600000002"


def _row(here: Pipeline, contact_id: str) -> dict[str, Any]:
    return dict(here.acme.agent.get(f"/contacts/{contact_id}").ok())


def test_whose_number_the_team_changes_is_known_by_the_new_one(here: Pipeline) -> None:
    first, second = whatsapp(here), whatsapp(here)
    contact = _writes(here, first, BIA)
    here.acme.agent.patch(f"/contacts/{contact}", {"phone": f"+{MOVED}"}).ok()
    assert _writes(here, second, MOVED) == contact
    assert _writes(here, first, BIA, "2") == contact, "the thread that there is goes on"


def test_a_number_that_was_given_up_leads_to_nobody_of_before(here: Pipeline) -> None:
    """Carriers give it to somebody else, who writes in one day."""
    first, second, third = (whatsapp(here) for _ in range(3))
    contact = _writes(here, first, BIA)
    here.acme.agent.patch(f"/contacts/{contact}", {"phone": f"+{MOVED}"}).ok()
    stranger = _writes(here, second, BIA)
    assert stranger != contact
    assert _row(here, stranger)["phone"] == f"+{BIA}"
    assert _writes(here, third, BIA) == stranger, "who is one contact from then on"
    assert _row(here, contact)["phone"] == f"+{MOVED}"


def test_a_number_that_was_only_cleared_still_leads_to_its_contact(here: Pipeline) -> None:
    contact = _writes(here, whatsapp(here), BIA)
    here.acme.agent.patch(f"/contacts/{contact}", {"phone": ""}).ok()
    assert _writes(here, whatsapp(here), BIA) == contact


def test_the_word_of_a_contact_alone_takes_nobodys_number(here: Pipeline) -> None:
    visitor = new_visitor(here.api, here.acme)
    visitor.post("/widget/contact", {"name": "Eve", "phone": f"+{BIA}"})
    assert _row(here, _writes(here, whatsapp(here), BIA))["name"] == "Bia"


def test_who_tells_whatsapp_of_a_new_number_stays_one_contact(here: Pipeline) -> None:
    channel = whatsapp(here)
    contact = _writes(here, channel, BIA)
    told = {"type": "user_changed_number", "wa_id": MOVED, "body": "User Bia changed"}
    for _ in range(2):  # the provider's repeat
        _comes(here, channel, BIA, "moved", {"type": "system", "system": told})
    assert _row(here, contact)["phone"] == f"+{MOVED}"
    assert _writes(here, channel, MOVED) == contact
    assert _writes(here, whatsapp(here), MOVED) == contact
    assert len(here.acme.agent.get("/contacts").ok()["contacts"]) == 1


def test_a_new_number_that_is_somebody_elses_stays_his(here: Pipeline) -> None:
    channel = whatsapp(here)
    contact, other = _writes(here, channel, BIA), _writes(here, channel, MOVED)
    assert contact != other
    told = {"type": "user_changed_number", "wa_id": MOVED, "body": "User Bia changed"}
    _comes(here, channel, BIA, "moved", {"type": "system", "system": told})
    rows = here.acme.agent.get("/conversations?view=all&status=open").ok()["conversations"]
    assert {row["contact_id"] for row in rows} == {contact, other}
