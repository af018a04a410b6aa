"""A bot of the owner's own, through the API, in process: it answers instead of a flow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.channels.base import ProviderResponse
from tests.support.api import (
    Account,
    Answer,
    deployment,
    new_account,
    new_conversation,
    new_visitor,
)
from tests.support.integrations import happen, opened, work

pytestmark = pytest.mark.feature("9.5")


@pytest.fixture(scope="module")
def house() -> Iterator[Account]:
    with pytest.MonkeyPatch.context() as patch, deployment(patch) as api:
        yield new_account(api, "house")


@pytest.fixture
def conversation(house: Account) -> str:
    return new_conversation(new_visitor(house.nobody, house))


class OwnBot:
    """What it was sent; status: what it answers."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.status = 200

    def __call__(self, method: str, url: str, **how: Any) -> ProviderResponse:
        self.got.append(json.loads(how["body"]))
        return ProviderResponse(self.status, {}, b"")


@pytest.fixture
def own_bot(house: Account, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnBot]:
    made = OwnBot()
    monkeypatch.setattr("chalicelib.shared.http.fetch", made)
    settings = {"url": "https://bot.example/jivo/1", "channel_ids": [house.site_id]}
    asked = {"kind": "bot", "name": "Robo", "settings": settings}
    connection = house.owner.post("/integrations", asked).ok()
    wiring.account_ports().pages.forget(house.id)
    yield made
    house.owner.call("DELETE", f"/integrations/{connection['id']}").ok()
    wiring.account_ports().pages.forget(house.id)


def answered(house: Account, conversation_id: str, seq: int = 0) -> None:
    """As the function `automation` does with a contact's message."""
    from chalicelib.automation import service
    from chalicelib.automation.model import Work

    kind = "message" if seq else "conversation"
    work = Work(kind, house.id, conversation_id, seq=seq)  # type: ignore[arg-type]
    service.handle(wiring.automation_ports(), work)


def head_of(house: Account, conversation_id: str) -> dict[str, Any]:
    found: dict[str, Any] = house.agent.get(f"/conversations/{conversation_id}").ok()
    head: dict[str, Any] = found["conversation"]
    return head


def says(house: Account, body: dict[str, Any]) -> Answer:
    (connection,) = house.owner.get("/integrations").ok()["connections"]
    return house.nobody.post(connection["url"].partition("/api")[2], body)


@pytest.mark.feature("9.6")
def test_a_bot_of_ones_own_answers_first_and_hands_over(house: Account, own_bot: OwnBot) -> None:
    visitor = new_visitor(house.nobody, house)
    chat = new_conversation(visitor)
    assert wiring.account_ports().store.page(house.id).channel(house.site_id).automation == "every"  # type: ignore[union-attr]
    first = house.agent.get(f"/conversations/{chat}/messages").ok()["messages"][0]
    answered(house, chat, first["seq"])
    (asked,) = own_bot.got
    assert asked["event"] == "CLIENT_MESSAGE"
    assert (asked["chat_id"], asked["site_id"]) == (chat, house.id)
    assert asked["message"]["text"] == first["content"]["text"]
    assert asked["channel"] == {"id": house.site_id, "type": "website"}
    assert head_of(house, chat)["status"] == "pending"

    buttons = [{"text": "Yes", "id": "y"}, {"text": "No"}]
    message = {"type": "BUTTONS", "title": "Sure?", "text": "Are you sure?", "buttons": buttons}
    told = {"event": "BOT_MESSAGE", "id": "1", "chat_id": chat, "message": message}
    for _ in range(2):
        assert says(house, told).ok() == {}
        work()
    lines = house.agent.get(f"/conversations/{chat}/messages").ok()["messages"]
    said = [each for each in lines if each["author"]["kind"] == "bot"]
    assert [(each["author"]["name"], each["content"]["text"]) for each in said] == [
        ("Robo", "Are you sure?")
    ]
    assert [one["title"] for one in said[0]["content"]["options"]] == ["Yes", "No"]

    says(house, {"event": "INVITE_AGENT", "id": "2", "chat_id": chat}).ok()
    work()
    after = head_of(house, chat)
    assert (after["status"], after["bot_id"]) == ("open", "")
    assert own_bot.got[-1]["event"] == "AGENT_UNAVAILABLE"
    assert says(house, told).problem()[0] == 404  # it is no chat of the bot's any more

    given = after | {"assignee_id": house.agent_id}
    happen(opened(house, chat, type="conversation.changed", conversation=given))
    assert own_bot.got[-1]["event"] == "AGENT_JOINED"
    over = after | {"status": "resolved", "resolved_at": "2026-06-01T09:00:00.000Z"}
    happen(opened(house, chat, type="conversation.changed", conversation=over))
    assert own_bot.got[-1]["event"] == "CHAT_CLOSED"


@pytest.mark.feature("9.6")
def test_a_bot_that_does_not_answer_leaves_it_to_people(house: Account, own_bot: OwnBot) -> None:
    own_bot.status = 500
    chat = new_conversation(new_visitor(house.nobody, house))
    answered(house, chat, 1)
    assert [each["event"] for each in own_bot.got] == ["CLIENT_MESSAGE"] * 3
    assert len({each["id"] for each in own_bot.got}) == 1
    head = head_of(house, chat)
    assert (head["status"], head["bot_id"]) == ("open", "")
    (connection,) = house.owner.get("/integrations").ok()["connections"]
    assert connection["broken"] == "no answer"


@pytest.mark.feature("9.6")
def test_a_chat_that_is_not_the_bots_is_not_told_and_not_answered(
    house: Account, own_bot: OwnBot, conversation: str
) -> None:
    given = {"assignee_id": house.agent_id}
    house.agent.patch(f"/conversations/{conversation}", given).ok()
    answered(house, conversation, 1)
    happen(opened(house, conversation, type="conversation.changed"))
    assert own_bot.got == []
    message = {"type": "TEXT", "text": "Hi"}
    told = {"event": "BOT_MESSAGE", "chat_id": conversation, "message": message}
    assert says(house, told).problem()[0] == 404


@pytest.mark.feature("9.6")
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"event": "DANCE"}, "event"),
        ({"chat_id": 7}, "chat_id"),
        ({"message": {"type": "VIDEO"}}, "message.type"),
        ({"message": {"type": "TEXT", "text": " "}}, "message.text"),
        ({"message": {"type": "BUTTONS", "text": "?", "buttons": []}}, "message.buttons"),
        ({"message": {"type": "BUTTONS", "text": "?", "buttons": [{}]}}, "message.buttons.0.text"),
    ],
)
def test_what_a_bot_tells_wrongly_is_named(
    house: Account, own_bot: OwnBot, change: dict[str, Any], field: str
) -> None:
    chat = new_conversation(new_visitor(house.nobody, house))
    answered(house, chat, 1)
    told = {"event": "BOT_MESSAGE", "chat_id": chat, "message": {"type": "TEXT", "text": "Hi"}}
    assert says(house, told | change).problem() == (422, "invalid_input", field)


@pytest.mark.feature("9.6")
@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 50_000,
        b"[1]",
        b"{",
        b'{"event": "\\ud83d"}',
        b"\xff",
        b'{"event": "BOT_MESSAGE", "message": {"type": "TEXT", "text": "\\ud83d"}}',
    ],
)
def test_what_cannot_be_kept_is_refused_and_breaks_nothing(
    house: Account, own_bot: OwnBot, raw: bytes
) -> None:
    (connection,) = house.owner.get("/integrations").ok()["connections"]
    path = connection["url"].partition("/api")[2]
    assert house.nobody.call("POST", path, raw=raw).problem() == (422, "invalid_input", "body")
