"""The console's routes, as an agent's browser uses them."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.wire.common import MessagePage, MessageView, SocketTicket, UploadTicket
from chalicelib.wire.console import (
    AgentView,
    Bootstrap,
    ChannelView,
    ContactHistory,
    ContactView,
    ConversationDetail,
    ConversationPage,
    ConversationView,
)
from tests.support.api import Account, Api, new_conversation, new_visitor, say

BOT = {"kind": "telegram", "name": "Bot", "secrets": {"token": "123456:ABC-DEF_1234"}}


def ids(page: dict[str, Any]) -> list[str]:
    return [row["id"] for row in page["conversations"]]


@pytest.mark.feature("11")
def test_the_console_begins_with_one_query_of_the_account(api: Api, acme: Account) -> None:
    acme.agent.get("/me").ok()
    api.aws.clear()
    begin = Bootstrap.model_validate(acme.agent.get("/me").ok())
    assert api.aws == {"Query": 2}  # the account, and who has a socket open
    assert begin.account.name == "acme"
    assert {agent.role for agent in begin.agents} == {"owner", "agent"}
    assert [queue.name for queue in begin.queues] == ["Sales"]
    assert [channel.kind for channel in begin.channels] == ["website"]
    mine = {agent.id: agent.presence for agent in begin.agents}
    assert mine == {acme.agent_id: "online", acme.owner_id: "offline"}


def test_an_agent_changes_his_name_and_presence(acme: Account) -> None:
    changed = acme.agent.patch("/me", {"name": "Rui", "presence": "busy"}).ok()
    view = AgentView.model_validate(changed)
    assert (view.name, view.presence) == ("Rui", "busy")
    assert acme.agent.get("/me").ok()["me"]["name"] == "Rui"


def test_lists_hold_what_their_view_says(api: Api, acme: Account) -> None:
    first, second, third = [new_conversation(new_visitor(api, acme)) for _ in range(3)]
    acme.agent.patch(f"/conversations/{first}", {"assignee_id": acme.agent_id}).ok()
    acme.agent.patch(f"/conversations/{second}", {"status": "resolved"}).ok()
    lists = {
        query: ids(ConversationPage.model_validate(acme.agent.get(query).ok()).model_dump())
        for query in (
            "/conversations?view=mine",
            "/conversations?view=unassigned",
            "/conversations?view=all",
            "/conversations?view=all&status=resolved",
        )
    }
    # An assignment is an event of the thread, so that `first` is the newest in activity.
    assert list(lists.values()) == [[first], [third], [first, third], [second]]


def test_a_list_is_paged_without_a_gap(api: Api, acme: Account) -> None:
    made = [new_conversation(new_visitor(api, acme)) for _ in range(5)]
    found: list[str] = []
    cursor = ""
    for _ in range(3):
        page = acme.agent.get(f"/conversations?view=all&limit=2&cursor={cursor}").ok()
        found += ids(page)
        cursor = page["cursor"]
    assert found == made[::-1]
    assert cursor == ""


def test_pages_cost_one_query_each(api: Api, acme: Account) -> None:
    conversation_id = new_conversation(new_visitor(api, acme))
    acme.agent.get("/me").ok()
    api.aws.clear()
    acme.agent.get("/conversations?view=all").ok()
    assert api.aws == {"Query": 1}
    api.aws.clear()
    acme.agent.get(f"/conversations/{conversation_id}/messages").ok()
    assert api.aws == {"Query": 1}
    api.aws.clear()
    acme.agent.get(f"/conversations/{conversation_id}").ok()
    # One for the conversation, two gets for the contact, and whether his browser is open.
    assert api.aws == {"Query": 2, "GetItem": 2}


def test_a_conversation_page_holds_the_newest_messages_and_the_contact(
    api: Api, acme: Account
) -> None:
    visitor = new_visitor(api, acme)
    conversation_id = new_conversation(visitor, "One")
    path = f"/conversations/{conversation_id}"
    acme.agent.post(f"{path}/messages", say("Two") | {"reply_to": 1}).ok()
    detail = ConversationDetail.model_validate(acme.agent.get(path).ok())
    assert [message.content.text for message in detail.messages] == ["One", "Two"]
    assert detail.messages[1].reply_to == 1
    assert detail.messages[1].author.name == "acme agent"
    assert detail.more is False
    assert detail.contact.id == detail.conversation.contact_id
    assert detail.contact.visitor is not None


@pytest.mark.feature("3.2")
def test_a_note_keeps_its_author_and_time_and_is_hidden_from_the_visitor(
    api: Api, acme: Account
) -> None:
    visitor = new_visitor(api, acme)
    path = f"/conversations/{new_conversation(visitor)}/messages"
    note = MessageView.model_validate(acme.agent.post(path, say("psst") | {"note": True}).ok())
    assert (note.visibility, note.author.name) == ("note", "acme agent")
    assert note.at is not None
    shown = visitor.get("/widget/messages").ok()["messages"]
    assert "psst" not in str(shown)


def test_a_message_sent_twice_is_stored_once(api: Api, acme: Account) -> None:
    path = f"/conversations/{new_conversation(new_visitor(api, acme))}/messages"
    first, second = [acme.agent.post(path, say("Hi")).ok() for _ in range(2)]
    assert first["seq"] == second["seq"] == 2
    page = MessagePage.model_validate(acme.agent.get(f"{path}?after=1").ok())
    assert [message.seq for message in page.messages] == [2]


def test_an_agent_assigns_snoozes_resolves_and_reopens(api: Api, acme: Account) -> None:
    path = f"/conversations/{new_conversation(new_visitor(api, acme))}"
    steps: list[dict[str, Any]] = [
        {"assignee_id": acme.agent_id, "queue_id": acme.queue_id, "priority": "high"},
        {"status": "snoozed", "snoozed_until": "2099-01-01T09:00:00Z"},
        {"status": "open"},
        {"status": "resolved"},
        {"status": "open", "assignee_id": ""},
    ]
    states = [
        ConversationView.model_validate(acme.agent.patch(path, step).ok()).status for step in steps
    ]
    assert states == ["open", "snoozed", "open", "resolved", "open"]
    now = acme.agent.get(path).ok()
    assert now["conversation"]["assignee_id"] == ""
    assert now["conversation"]["priority"] == "high"
    events = [m["content"]["event"] for m in now["messages"] if m["visibility"] == "event"]
    assert "conversation.resolved" in events


def test_unread_counts_fall_when_an_agent_reads(api: Api, acme: Account) -> None:
    conversation_id = new_conversation(new_visitor(api, acme))
    path = f"/conversations/{conversation_id}"
    assert acme.agent.post(f"{path}/read", {"inbound": 1}).status == 204
    row = acme.agent.get("/conversations?view=all").ok()["conversations"][0]
    assert (row["inbound"], row["reads"]) == (1, {acme.agent_id: 1})


def test_a_contact_is_changed_by_one_at_a_time(api: Api, acme: Account) -> None:
    conversation_id = new_conversation(new_visitor(api, acme))
    contact = acme.agent.get(f"/conversations/{conversation_id}").ok()["contact"]
    path = f"/contacts/{contact['id']}"
    change = {"name": "Ana", "phone": "+55 11 96123-4567", "version": contact["version"]}
    after = ContactView.model_validate(acme.agent.patch(path, change).ok())
    assert (after.name, after.phone) == ("Ana", "+5511961234567")
    late = acme.agent.patch(path, {"name": "Eva", "version": contact["version"]})
    assert late.problem()[:2] == (409, "conflict")
    assert acme.agent.get(path).ok()["name"] == "Ana"


@pytest.mark.feature("3.1")
def test_a_contacts_earlier_conversations_are_listed(api: Api, acme: Account) -> None:
    conversation_id = new_conversation(new_visitor(api, acme))
    contact_id = acme.agent.get(f"/conversations/{conversation_id}").ok()["contact"]["id"]
    found = acme.agent.get(f"/contacts/{contact_id}/conversations").ok()
    assert ids(ContactHistory.model_validate(found).model_dump()) == [conversation_id]


def test_an_agent_sends_a_file_of_this_conversation_alone(api: Api, acme: Account) -> None:
    here, there = [new_conversation(new_visitor(api, acme)) for _ in range(2)]
    asked = {
        "name": "price list.pdf",
        "mime": "application/pdf",
        "size": 9,
        "conversation_id": here,
    }
    ticket = UploadTicket.model_validate(acme.agent.post("/uploads", asked).ok())
    assert ticket.key.startswith(f"media/{acme.id}/{here}/")
    media = [{"key": ticket.key, "mime": "application/pdf", "name": "price list.pdf", "size": 9}]
    body = {"client_id": "client-0009", "content": {"kind": "file", "media": media}}
    refused = acme.agent.post(f"/conversations/{there}/messages", body)
    assert refused.problem() == (422, "invalid_input", "content.media.0.key")
    sent = acme.agent.post(f"/conversations/{here}/messages", body).ok()
    assert sent["content"]["media"][0]["key"] == ticket.key


def test_a_socket_ticket_is_given(acme: Account) -> None:
    ticket = SocketTicket.model_validate(acme.agent.post("/sockets/ticket").ok())
    assert "ticket=" in ticket.url


@pytest.mark.feature("2.1")
def test_an_owner_sets_channels_up_and_no_secret_comes_back(acme: Account) -> None:
    made = acme.owner.post("/channels", BOT).ok()
    channel = ChannelView.model_validate(made)
    assert channel.secrets_set == ["token", "webhook_secret"]
    assert channel.health == "unverified"
    assert channel.webhook_url == f"https://chat.example.com/api/hooks/telegram/{channel.id}"
    path = f"/channels/{channel.id}"
    changed = acme.owner.patch(
        path, {"name": "Helper", "paused": True, "secrets": {"token": "9:abcdef"}}
    )
    listed = acme.agent.get("/channels").ok()
    for body in (made, changed.ok(), listed, acme.agent.get("/me").ok()):
        assert "ABC-DEF" not in str(body)
        assert "9:abcdef" not in str(body)
    assert {c["name"] for c in listed} == {"acme shop", "Helper"}
    assert acme.owner.call("DELETE", path).status == 204
    assert acme.owner.call("DELETE", path).problem() == (404, "not_found", "")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/channels", BOT),
        ("PATCH", "/channels/{site}", {"name": "Mine"}),
        ("DELETE", "/channels/{site}", None),
        ("POST", "/channels/{site}/connect", None),
    ],
)
def test_an_agent_changes_no_channels(
    acme: Account, method: str, path: str, body: dict[str, Any] | None
) -> None:
    answer = acme.agent.call(method, path.replace("{site}", acme.site_id), body)
    assert answer.problem() == (403, "forbidden", "")
    assert [c["name"] for c in acme.agent.get("/channels").ok()] == ["acme shop"]


def test_a_channel_that_cannot_be_connected_says_why(
    acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.channels.base import ProviderRequest, ProviderResponse
    from chalicelib.shared import http

    def refuse(request: ProviderRequest) -> ProviderResponse:
        return ProviderResponse(401, {}, b'{"ok": false, "description": "Unauthorized"}')

    monkeypatch.setattr(http, "call", refuse)
    made = acme.owner.post("/channels", BOT).ok()
    after = acme.owner.post(f"/channels/{made['id']}/connect").ok()
    assert after["health"] == "credentials_broken"
    assert "Unauthorized" in after["health_detail"]


def test_what_a_provider_cannot_carry_is_refused_before_it_is_queued(
    api: Api, acme: Account
) -> None:
    from chalicelib import wiring
    from chalicelib.channels.base import InboundMessage, Sender
    from chalicelib.conversations import service
    from chalicelib.shared.clock import system_clock
    from chalicelib.shared.content import text

    bot = acme.owner.post("/channels", BOT).ok()
    now = system_clock()
    service.receive(
        wiring.conversation_ports(),
        account_id=acme.id,
        channel_id=bot["id"],
        channel_kind="telegram",
        items=[InboundMessage("1", Sender("77"), text("Hi"), now)],
        received_at=now,
    )
    conversation_id = acme.agent.get("/conversations?view=all").ok()["conversations"][0]["id"]
    asked = {"name": "x.png", "mime": "image/png", "size": 1, "conversation_id": conversation_id}
    key = acme.agent.post("/uploads", asked).ok()["key"]
    media = [{"key": key, "mime": "image/png", "size": 60_000_000}]
    path = f"/conversations/{conversation_id}/messages"
    body = {"client_id": "client-0001", "content": {"kind": "image", "media": media}}
    answer = acme.agent.post(path, body)
    assert answer.problem() == (422, "invalid_input", "content.media.0.size")
    assert "MB" in answer.body["detail"]
    queued = acme.agent.post(path, say("Hello")).ok()
    assert queued["delivery"]["state"] == "queued"
    retried = acme.agent.post(f"{path}/{queued['seq']}/retry")
    assert retried.problem()[:2] == (409, "conflict")
