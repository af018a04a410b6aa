"""The public API in a caller's hands: a token made as an administrator makes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.access.model import SCOPES
from chalicelib.shared import aws
from chalicelib.shared.ids import AccountId, ChannelId, ContactId, new_id
from tests.support.api import Account, Api, new_conversation, new_visitor


def new_token(account: Account, scopes: Sequence[str] = SCOPES, **more: Any) -> dict[str, Any]:
    asked = {"name": "CRM sync", "scopes": list(scopes), **more}
    return dict(account.owner.post("/api-tokens", asked).ok())


def program(account: Account, scopes: Sequence[str] = SCOPES, **more: Any) -> Api:
    """Calls with a new token."""
    return account.owner.as_(str(new_token(account, scopes, **more)["secret"]))


def text(words: str) -> dict[str, Any]:
    return {"content": {"kind": "text", "text": words}}


HOOK = {"url": "https://shop.example/hooks", "types": ["message.received"]}


def things(house: Account, crm: Api) -> dict[str, str]:
    """Ids of an account's things that are there, by what they are called in the paths."""
    aws.sqs().create_queue(QueueName="jobs")
    talk = new_conversation(new_visitor(house.nobody, house))
    contact = crm.get(f"/v1/conversations/{talk}").ok()["contact_id"]
    due = {"due_at": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}
    other = crm.post("/v1/contacts", {"name": "Other"}).ok()["id"]
    survey = {"name": "How was it?", "questions": [{"kind": "csat"}]}
    reply = {"name": "Prices", "code": "price", "text": "5"}
    hook = crm.post("/v1/webhooks", HOOK).ok()["webhook"]["id"]
    inlet = house.owner.post("/inbound-webhooks", {"name": "Leads", "channel_id": house.site_id})
    address = inlet.ok()["url"].partition("/api")[2]
    return {
        "conversation_id": talk,
        "contact_id": contact,
        "seq": "1",
        "schedule_id": crm.post(
            f"/v1/conversations/{talk}/scheduled-messages", text("Later") | due
        ).ok()["id"],
        "agent_id": house.agent_id,
        "queue_id": house.queue_id,
        "channel_id": house.site_id,
        "tag_id": crm.post("/v1/tags", {"name": "VIP"}).ok()["id"],
        "reply_id": crm.post("/v1/quick-responses", reply).ok()["id"],
        "flow_id": house.owner.post("/flows", {"name": "Welcome"}).ok()["flow"]["id"],
        "survey_id": house.owner.post("/surveys", survey).ok()["id"],
        "job_id": crm.post(f"/v1/contacts/{contact}/merge", {"other_id": other}).ok()["id"],
        "webhook_id": hook,
        "delivery_id": crm.post(f"/v1/webhooks/{hook}/test").ok()["id"],
        "inlet_id": inlet.ok()["id"],
        "call_id": house.nobody.post(address, {"lead": 1}).ok()["id"],
        "callback_id": callback(house, talk, contact),
        "mail_id": report_mail(house),
    }


def callback(house: Account, conversation_id: str, contact_id: str) -> str:
    """Somebody wants to be called."""
    from chalicelib.callbacks.model import Callback, Status
    from chalicelib.callbacks.store import DynamoCallbackStore

    id, now = new_id(datetime.now(UTC)), datetime.now(UTC)
    ids = (AccountId(house.id), ChannelId(house.site_id), ContactId(contact_id))
    phone = "+5511987654321"
    asked = Callback(id, *ids, phone, now, Status.WAITING, "Bia", conversation_id)
    assert DynamoCallbackStore().save(asked)
    return id


def report_mail(house: Account) -> str:
    from chalicelib.reports.mailing import Mailing
    from chalicelib.reports.mailing_store import DynamoMailingStore

    id = new_id(datetime.now(UTC))
    mailing = Mailing(id, house.id, "agent", "week", 8, (house.owner_id,), version=1)
    assert DynamoMailingStore().save(0, mailing)
    return id


def later(patch: pytest.MonkeyPatch, **span: float) -> None:
    still(patch, datetime.now(UTC) + timedelta(**span))


def still(patch: pytest.MonkeyPatch, now: datetime) -> None:
    """The doors' clock stands there."""
    from dataclasses import replace

    from chalicelib import wiring

    ports = replace(wiring.access_ports(), clock=lambda: now)
    patch.setattr("chalicelib.wiring_access.access_ports", lambda: ports)
