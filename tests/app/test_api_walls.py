"""The walls between accounts: with another account's ids every route says 404, and does nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.shared import aws
from tests.support.api import Account, Api, new_account, new_conversation, new_visitor, say

BOT = {"kind": "telegram", "name": "Bot", "secrets": {"token": "123456:ABC-DEF_1234"}}
INVITATION = {
    "name": "Reader",
    "texts": ["Hello?"],
    "conditions": [{"field": "pages", "op": "at_least", "value": "2"}],
}
SURVEY = {"name": "How was it?", "questions": [{"kind": "csat"}]}
VIEW = {
    "name": "Open",
    "shared": True,
    "filter": {"rules": [{"field": "status", "operator": "equals", "values": ["open"]}]},
}
REPLY = {"shared": True, "name": "Prices", "code": "price", "text": "5"}
GROUP = {"client_id": "group-of-one", "name": "Back room", "members": []}
TOKEN = {"name": "CRM", "scopes": ["tags:read"]}
NEWS = {"client_id": "broadcast-1", "title": "News"}
LATER = say("Later", "client-later") | {
    "due_at": (datetime.now(UTC) + timedelta(hours=1)).isoformat(),
    "zone": "UTC",
}


@pytest.fixture(scope="module")
def stranger(house: Account) -> Account:
    return new_account(house.nobody, "stranger")


def callback_of(house: Account, visitor: Api) -> str:
    from chalicelib import wiring

    site = f"/channels/{house.site_id}"
    house.owner.patch(site, {"settings": {"callback": "on"}}).ok()
    wiring.account_ports().pages.forget(house.id)
    visitor.post("/widget/callbacks", {"client_id": "callback-1", "phone": "+5511987654321"}).ok()
    return str(house.agent.get("/callbacks").ok()["callbacks"][0]["id"])


def team_things(house: Account) -> dict[str, str]:
    room_id = house.agent.post("/team/rooms", GROUP).ok()["id"]
    words = {"client_id": "team-message-1", "text": "Among us"}
    house.agent.post(f"/team/rooms/{room_id}/messages", words).ok()
    return {
        "room_id": room_id,
        "broadcast_id": house.owner.post("/team/broadcasts", NEWS).ok()["id"],
    }


def webhook_things(house: Account) -> dict[str, str]:
    id = house.owner.post("/webhooks", WEBHOOK).ok()["webhook"]["id"]
    sent = house.owner.post(f"/webhooks/{id}/test").ok()
    return {"webhook_id": id, "delivery_id": sent["id"]}


def inlet_things(house: Account) -> dict[str, str]:
    named = {"name": "Landing page", "channel_id": house.site_id}
    inlet = house.owner.post("/inbound-webhooks", named).ok()
    called = house.nobody.post(inlet["url"].partition("/api")[2], {"name": "Ann"}).ok()
    return {"inlet_id": inlet["id"], "entry_id": called["id"]}


def connection_of(house: Account) -> str:
    """Kept without asking Slack."""
    from chalicelib import wiring
    from chalicelib.integrations.model import Connection

    settings = {"channel": "C0123456", "tells": ["new"], "channel_ids": []}
    made = Connection("0123456789abcdefgh", house.id, "slack", "Slack", settings)
    return wiring.integration_ports().store.save(made).id


@pytest.fixture(scope="module")
def things(house: Account) -> dict[str, str]:
    """Ids of the house's things, by what they are called in the routes."""
    visitor = new_visitor(house.nobody, house)
    conversation_id = new_conversation(visitor)
    detail = house.agent.get(f"/conversations/{conversation_id}").ok()
    asked = {"name": "x.png", "mime": "image/png", "size": 1, "conversation_id": conversation_id}
    aws.sqs().create_queue(QueueName="jobs")
    export = house.owner.post("/exports", {"client_id": "export-1"}).ok()
    return (
        team_things(house)
        | webhook_things(house)
        | inlet_things(house)
        | {
            "job_id": export["id"],
            "conversation_id": conversation_id,
            "contact_id": detail["contact"]["id"],
            "channel_id": house.owner.post("/channels", BOT).ok()["id"],
            "seq": "1",
            "queue_id": house.queue_id,
            "agent_id": house.agent_id,
            "key": house.agent.post("/uploads", asked).ok()["key"],
            "tag_id": house.owner.post("/tags", {"name": "VIP"}).ok()["id"],
            "view_id": house.owner.post("/views", VIEW).ok()["id"],
            "reply_id": house.owner.post("/replies", REPLY).ok()["id"],
            "callback_id": callback_of(house, visitor),
            "mail_id": report_mail_of(house),
            "invitation_id": house.owner.post("/invitations", INVITATION).ok()["id"],
            "flow_id": house.owner.post("/flows", {"name": "Welcome"}).ok()["flow"]["id"],
            "token_id": house.owner.post("/api-tokens", TOKEN).ok()["token"]["id"],
            "number": "1",
            "test_id": "0" * 18,
            "webhook_id": "w1",
            "connection_id": connection_of(house),
            "survey_id": house.owner.post("/surveys", SURVEY).ok()["id"],
            "schedule_id": house.agent.post(
                f"/conversations/{conversation_id}/schedules", LATER
            ).ok()["id"],
        }
    )


FLOW_TEST = {"name": "Mine", "turns": [{"given": {"type": "began"}}]}
WEBHOOK = {"url": "https://shop.example/hooks", "types": ["message.received"]}


def report_mail_of(house: Account) -> str:
    from chalicelib.reports.mailing import Mailing
    from chalicelib.reports.mailing_store import DynamoMailingStore

    mine = Mailing("0" * 17 + "m", house.id, "", "week", 8, (house.owner_id,), version=1)
    assert DynamoMailingStore().save(0, mine)
    return mine.id


REPORT_MAIL = {"every": "week", "agent_ids": ["x"], "version": 1}
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("PUT", "/reports/mails/{mail_id}"): REPORT_MAIL,
    ("PATCH", "/conversations/{conversation_id}"): {"status": "resolved"},
    ("POST", "/conversations/{conversation_id}/messages"): say("Mine now"),
    ("POST", "/visitors/{contact_id}/messages"): say("Mine now"),
    ("PUT", "/conversations/{conversation_id}/messages/{seq}/reaction"): {"emoji": "👍"},
    ("POST", "/callbacks/{callback_id}/outcome"): {"outcome": "reached"},
    ("PATCH", "/invitations/{invitation_id}"): {"enabled": False},
    ("POST", "/conversations/{conversation_id}/read"): {"inbound": 1},
    ("POST", "/conversations/{conversation_id}/transfer"): {
        "client_id": "transfer-1",
        "note": "Mine now",
    },
    ("POST", "/conversations/{conversation_id}/decline"): {},
    ("PATCH", "/contacts/{contact_id}"): {"name": "Mine now"},
    ("POST", "/contacts/{contact_id}/block"): {"blocked": True},
    ("POST", "/contacts/{contact_id}/merge"): {"other_id": "1" * 18},
    ("PATCH", "/team/rooms/{room_id}"): {"name": "Mine now"},
    ("POST", "/team/rooms/{room_id}/read"): {"seq": 1},
    ("POST", "/team/rooms/{room_id}/messages"): {"client_id": "mine-now", "text": "Mine now"},
    ("PATCH", "/team/rooms/{room_id}/messages/{seq}"): {"text": "Mine now"},
    ("POST", "/team/rooms/{room_id}/uploads"): {"name": "x.png", "mime": "image/png", "size": 1},
    ("POST", "/team/rooms/{room_id}/links"): {"keys": ["team/x"]},
    ("PATCH", "/channels/{channel_id}"): {"name": "Mine now"},
    ("POST", "/channels/{channel_id}/shelf/read-again"): {"client_id": "read-again-1"},
    ("PATCH", "/queues/{queue_id}"): {"name": "Mine now"},
    ("PUT", "/queues/{queue_id}/hours"): {
        "version": 0,
        "schedule": {"zone": "UTC", "week": [[]] * 7},
    },
    ("POST", "/conversations/{conversation_id}/schedules"): LATER,
    ("PATCH", "/conversations/{conversation_id}/schedules/{schedule_id}"): {"version": 0},
    ("PATCH", "/replies/{reply_id}"): REPLY,
    ("PATCH", "/tags/{tag_id}"): {"name": "Mine now"},
    ("PATCH", "/views/{view_id}"): {"name": "Mine now"},
    ("POST", "/replies/{reply_id}/use"): {"conversation_id": "0" * 18},
    ("POST", "/conversations/{conversation_id}/bot"): {"client_id": "to-a-bot-1"},
    ("POST", "/conversations/{conversation_id}/follow"): {"following": True},
    ("POST", "/conversations/{conversation_id}/survey"): {"client_id": "ask-for-it-1"},
    ("PUT", "/flows/{flow_id}/draft"): {"graph": {}, "version": 0},
    ("POST", "/flows/{flow_id}/tests"): {"test": FLOW_TEST, "graph": {}},
    ("PUT", "/flows/{flow_id}/tests/{test_id}"): {"test": FLOW_TEST, "version": 1},
    ("POST", "/flows/{flow_id}/tests/run"): {"graph": {}},
    ("POST", "/flows/{flow_id}/replay"): {"graph": {}},
    ("PUT", "/surveys/{survey_id}"): SURVEY | {"version": 0},
    ("POST", "/flows/{flow_id}/publish"): {"version": 0},
    ("POST", "/flows/{flow_id}/rollback"): {"to": 1},
    ("POST", "/flows/{flow_id}/enabled"): {"enabled": True},
    ("PATCH", "/webhooks/{webhook_id}"): {"version": 1, "on": False},
    ("POST", "/webhooks/{webhook_id}/secret"): {"hours": 0},
    ("POST", "/webhooks/{webhook_id}/resend"): {"since": "2026-06-01T09:00:00Z"},
    ("PATCH", "/integrations/{connection_id}"): {"version": 1, "on": False},
    ("PATCH", "/inbound-webhooks/{inlet_id}"): {"version": 1, "on": False},
    ("PATCH", "/agents/{agent_id}"): {"role": "owner", "active": False},
}


QUERIES = {
    f"/surveys/{{survey_id}}/{what}": "?first=2026-06-01&last=2026-06-02"
    for what in ("results", "answers")
}


def published(stranger: Account) -> str:
    graph = {"format": 1, "start": "z", "nodes": [{"id": "z", "kind": "end", "data": {}}]}
    flow_id = str(
        stranger.owner.post("/flows", {"name": "Mine", "graph": graph}).ok()["flow"]["id"]
    )
    stranger.owner.post(f"/flows/{flow_id}/publish", {"version": 1}).ok()
    return flow_id


def own(stranger: Account, path: str) -> dict[str, str]:
    """What a stranger would give a conversation to, or ask in it: his own."""
    if path.endswith("/transfer"):
        return {"queue_id": stranger.queue_id}
    if path.endswith("/bot"):
        return {"flow_id": published(stranger)}
    if path.endswith("/survey"):
        return {"survey_id": stranger.owner.post("/surveys", SURVEY).ok()["id"]}
    return {}


SIGNED = ("/hooks", "/flow-hooks", "/in/", "/apps/", "/s/")  # by themselves


def routes_with_ids() -> list[tuple[str, str]]:
    from app import app

    return sorted(
        (method, path)
        for path, methods in app.routes.items()
        for method in methods
        if "{" in path and not path.startswith((*SIGNED, "/widget", "/v1/"))
    )


@pytest.mark.feature("11")
@pytest.mark.parametrize(("method", "path"), routes_with_ids())
def test_another_accounts_ids_are_not_found(
    house: Account, stranger: Account, things: dict[str, str], method: str, path: str
) -> None:
    body = BODIES.get((method, path))
    body = {**body, **own(stranger, path)} if body is not None else None
    path += QUERIES.get(path, "")
    before = state(house, things)
    answer = stranger.owner.call(method, path.format(**things), body)
    assert answer.problem()[:2] == (404, "not_found")
    nothing = dict.fromkeys(things, "0" * 18) | {"seq": "1", "number": "1"}
    missing = stranger.owner.call(method, path.format(**nothing), body)
    assert missing.body == answer.body  # a stranger learns nothing from the difference
    assert state(house, things) == before


def state(house: Account, things: dict[str, str]) -> tuple[Any, ...]:
    return (
        house.agent.get(f"/conversations/{things['conversation_id']}").ok(),
        house.agent.get("/channels").ok(),
    )


def test_another_accounts_files_are_not_found(
    house: Account, stranger: Account, things: dict[str, str]
) -> None:
    keys = {"keys": [things["key"]]}
    assert house.agent.post("/media/links", keys).status == 200
    assert stranger.owner.post("/media/links", keys).problem() == (404, "not_found", "keys")
    visitor = new_visitor(house.nobody, stranger)
    assert visitor.post("/widget/media/links", keys).problem() == (404, "not_found", "keys")
    asked = {
        "name": "x.png",
        "mime": "image/png",
        "size": 1,
        "conversation_id": things["conversation_id"],
    }
    assert stranger.owner.post("/uploads", asked).problem() == (404, "not_found", "")


def test_another_accounts_people_and_queues_cannot_be_named(
    house: Account, stranger: Account
) -> None:
    conversation_id = new_conversation(new_visitor(house.nobody, stranger))
    path = f"/conversations/{conversation_id}"
    for field, value in (("assignee_id", house.agent_id), ("queue_id", house.queue_id)):
        answer = stranger.owner.patch(path, {field: value})
        assert answer.problem() == (422, "invalid_input", field)


def test_lists_hold_ones_own_things_alone(house: Account, stranger: Account) -> None:
    mine = stranger.owner.get("/me").ok()
    assert house.agent_id not in str(mine)
    for view in ("mine", "unassigned", "all"):
        listed = stranger.owner.get(f"/conversations?view={view}").ok()
        assert all(row["channel_id"] == stranger.site_id for row in listed["conversations"])


def test_without_a_token_every_route_but_the_public_ones_is_refused(house: Account) -> None:
    from app import app

    public = {"/auth/sign-in", "/auth/refresh", "/auth/sign-out", "/widget/{channel_id}/session"}
    public |= {"/auth/new-password", "/auth/forgot", "/auth/reset"}
    public.add("/widget/photos/{account_id}/{folder}/{random}/{name}")
    walked = 0
    for path, methods in app.routes.items():
        for method in methods:
            if path in public or path.startswith(SIGNED):
                continue
            answer = house.nobody.call(method, path.replace("{", "").replace("}", ""), {})
            assert answer.problem() == (401, "unauthenticated", ""), (method, path)
            walked += 1
    assert walked >= 27
