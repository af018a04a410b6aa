"""Integrations through the API, in process: Slack's and Google's answers are made by the test."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from chalicelib import bindings_integrations, wiring
from chalicelib.channels.base import ProviderResponse
from chalicelib.integrations import running
from chalicelib.shared import aws
from chalicelib.shared.errors import TryAgain
from tests.support.api import (
    Account,
    Answer,
    deployment,
    new_account,
    new_conversation,
    new_visitor,
)

pytestmark = pytest.mark.feature("9.5")
TOKEN, SIGNING = "xoxb-1234567890-abcdef", "8f742231b10e8888abcd99yyyzzz85a5"
SLACK = {
    "kind": "slack",
    "name": "Support",
    "settings": {"channel": "C0123456", "tells": ["new", "assigned", "unanswered", "messages"]},
    "secrets": {"bot_token": TOKEN, "signing_secret": SIGNING},
}
THREAD = "https://acme.slack.com/archives/C0123456/p171"
SHEET = "1AbcDEF_ghijklmnopqrstuvwx-yz012345"


@pytest.fixture(scope="module")
def pem() -> RSAKey:
    return RSAKey.generate_key(2048, private=True)


@pytest.fixture(scope="module")
def house() -> Iterator[Account]:
    with pytest.MonkeyPatch.context() as patch, deployment(patch) as api:
        yield new_account(api, "house")


class Services:
    """Slack and Google. said: what Slack answers to a method, else ok."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any], bytes]] = []
        self.said: dict[str, dict[str, Any]] = {}
        self.status = 200

    def __call__(self, method: str, url: str, **how: Any) -> ProviderResponse:
        self.calls.append((url, how["headers"], how["body"] or b""))
        if url.startswith("https://slack.com/api/"):
            name = url.removeprefix("https://slack.com/api/").partition("?")[0]
            good = {"ok": True, "team": "Acme", "user": "bot", "ts": "17.1", "permalink": THREAD}
            told = self.said.get(name, good)
        elif url == "https://oauth2.googleapis.com/token":
            told = {"access_token": "ya29.token"}
        elif ":append" in url:
            told = {"updates": {"updatedRange": "Leads!A7:H7"}}
        else:
            sheets = [{"properties": {"title": "Leads"}}]
            told = {"properties": {"title": "All leads"}, "sheets": sheets}
        return ProviderResponse(self.status, {}, json.dumps(told).encode())

    def posts(self) -> list[dict[str, Any]]:
        return [json.loads(body) for url, _, body in self.calls if url.endswith("postMessage")]


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Services:
    made = Services()
    monkeypatch.setattr("chalicelib.shared.http.fetch", made)
    return made


@pytest.fixture
def slack(house: Account, services: Services) -> Iterator[dict[str, Any]]:
    made = house.owner.post("/integrations", SLACK).ok()
    yield made
    house.owner.call("DELETE", f"/integrations/{made['id']}").ok()


@pytest.fixture
def conversation(house: Account) -> str:
    return new_conversation(new_visitor(house.nobody, house))


def opened(house: Account, conversation_id: str, **more: Any) -> dict[str, Any]:
    head = house.agent.get(f"/conversations/{conversation_id}").ok()["conversation"]
    return {
        "type": "conversation.opened",
        "event_id": f"{conversation_id}#1",
        "account_id": house.id,
        "occurred_at": "2026-06-01T09:00:00.000Z",
        "conversation_id": conversation_id,
        "contact_id": head["contact_id"],
        "channel_id": house.site_id,
        "conversation": head,
        **more,
    }


def happen(*events: dict[str, Any]) -> None:
    """As the functions `events` and `deliveries` do."""
    assert bindings_integrations.take(events) == set()
    work()


def work() -> None:
    sqs = aws.sqs()
    url = sqs.get_queue_url(QueueName="deliveries")["QueueUrl"]
    while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            running.run(wiring.integration_ports(), json.loads(message["Body"]))


def told(house: Account, slack: dict[str, Any], body: dict[str, Any], at: int = 0) -> Answer:
    raw, stamp = json.dumps(body).encode(), str(at or int(time.time()))
    signed = b"v0:" + stamp.encode() + b":" + raw
    good = "v0=" + hmac.new(SIGNING.encode(), signed, hashlib.sha256).hexdigest()
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": good}
    path = slack["url"].partition("/api")[2]
    return house.nobody.call("POST", path, raw=raw, headers=headers)


def reply(**more: Any) -> dict[str, Any]:
    event = {
        "type": "message",
        "channel": "C0123456",
        "user": "U1",
        "text": "On its way &lt;3",
        "ts": "18.2",
        "thread_ts": "17.1",
    }
    return {"type": "event_callback", "event": event | more}


def texts(house: Account, conversation_id: str) -> list[tuple[str, str]]:
    found = house.agent.get(f"/conversations/{conversation_id}/messages").ok()["messages"]
    return [(each["author"]["name"], each["content"].get("text", "")) for each in found]


def test_a_connection_is_tried_kept_sealed_and_listened_for(
    house: Account, slack: dict[str, Any], services: Services
) -> None:
    assert slack["facts"] == {"team": "Acme", "bot": "bot"}
    assert slack["secrets_set"] == ["bot_token", "signing_secret"]
    listed = house.owner.get("/integrations").ok()
    assert TOKEN not in json.dumps(listed)
    assert {"slack", "sheets"} <= set(listed["kinds"])
    kept = wiring.integration_ports().store.connection(house.id, slack["id"])
    assert kept is not None
    assert TOKEN not in kept.sealed
    assert services.calls[0][1]["Authorization"] == f"Bearer {TOKEN}"
    assert "integrations" in wiring.account_ports().store.account(house.id).watched
    changed = {"version": slack["version"], "on": False}
    house.owner.patch(f"/integrations/{slack['id']}", changed).ok()
    assert "integrations" not in wiring.account_ports().store.account(house.id).watched


def test_a_wrong_key_is_refused_and_nothing_is_kept(house: Account, services: Services) -> None:
    services.said["auth.test"] = {"ok": False, "error": "invalid_auth"}
    answer = house.owner.post("/integrations", SLACK)
    assert answer.problem() == (422, "integration_refused", "secrets")
    assert answer.body["detail"] == "invalid_auth"
    assert house.owner.get("/integrations").ok()["connections"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "fax"}, "kind"),
        ({"settings": {"channel": "general"}}, "settings.channel"),
        ({"settings": {"channel": "C0123456", "tells": ["all"]}}, "settings.tells.0"),
        ({"settings": {"channel": "C0123456", "colour": "red"}}, "settings.colour"),
        ({"settings": {"channel": "C0123456", "channel_ids": ["x"]}}, "settings.channel_ids"),
        ({"secrets": {"bot_token": "xoxp-1"}}, "secrets.bot_token"),
        ({"secrets": {}}, "secrets.bot_token"),
    ],
)
def test_bad_input_names_its_field(
    house: Account, services: Services, change: dict[str, Any], field: str
) -> None:
    answer = house.owner.post("/integrations", SLACK | change)
    assert answer.problem() == (422, "invalid_input", field)


def test_slack_hears_once_of_a_conversation_and_the_rest_goes_into_its_thread(
    house: Account, slack: dict[str, Any], services: Services, conversation: str
) -> None:
    head = opened(house, conversation)
    given = head["conversation"] | {"assignee_id": house.agent_id}
    happen(head, head)
    happen(head)
    happen(head | {"type": "conversation.changed", "conversation": given})
    late = {"type": "sla.breached", "event_id": f"{conversation}#9#0"}
    message = {
        "type": "message.received",
        "seq": 5,
        "message": {"content": {"text": "<b>Hi</b>"}, "author": {"name": "Ann"}, "client_id": ""},
    }
    happen(head | late, head | message)
    first, *rest = services.posts()
    assert first["channel"] == "C0123456"
    assert f"/inbox/all/open/{conversation}|Open>" in first["text"]
    assert "thread_ts" not in first
    assert [each["thread_ts"] for each in rest] == ["17.1"] * 3
    assert rest[0]["text"].startswith("?") or "was given to" in rest[0]["text"]
    assert rest[2]["text"] == "*Ann*\n&lt;b&gt;Hi&lt;/b&gt;"
    (card,) = house.agent.get(f"/conversations/{conversation}/beside").ok()["cards"]
    assert (card["name"], card["link"], card["rows"]) == ("Support", THREAD, [])
    asked = [url for url, _, _ in services.calls if "getPermalink" in url]
    assert asked == ["https://slack.com/api/chat.getPermalink?channel=C0123456&message_ts=17.1"]


def test_a_thread_without_a_link_is_a_thread_all_the_same(
    house: Account, slack: dict[str, Any], services: Services, conversation: str
) -> None:
    for word in ("message_not_found", "ratelimited"):
        services.said["chat.getPermalink"] = {"ok": False, "error": word}
        happen(opened(house, conversation, event_id=word))
    assert len(services.posts()) == 1
    assert house.agent.get(f"/conversations/{conversation}/beside").ok()["cards"] == []
    assert house.owner.get("/integrations").ok()["connections"][0]["broken"] == ""


def test_what_is_not_chosen_is_not_told(
    house: Account, services: Services, conversation: str
) -> None:
    settings = {"channel": "C0123456", "tells": ["assigned"]}
    made = house.owner.post("/integrations", SLACK | {"settings": settings}).ok()
    happen(opened(house, conversation))
    assert services.posts() == []
    house.owner.call("DELETE", f"/integrations/{made['id']}").ok()


def test_a_reply_in_the_thread_is_the_agents_answer_once(
    house: Account, slack: dict[str, Any], services: Services, conversation: str
) -> None:
    happen(opened(house, conversation))
    profile = {"email": "AGENT@house.example", "display_name": "Rui"}
    services.said["users.info"] = {"ok": True, "user": {"profile": profile}}
    for _ in range(2):
        assert told(house, slack, reply()).ok() == {}
        work()
    me = house.agent.get("/me").ok()["me"]["name"]
    assert texts(house, conversation)[-1] == (me, "On its way <3")
    assert [text for _, text in texts(house, conversation)].count("On its way <3") == 1


def test_who_is_no_agent_answers_under_his_name(
    house: Account, slack: dict[str, Any], services: Services, conversation: str
) -> None:
    happen(opened(house, conversation))
    services.said["users.info"] = {"ok": True, "user": {"profile": {"display_name": "Zoe"}}}
    told(house, slack, reply()).ok()
    work()
    assert texts(house, conversation)[-1] == ("Zoe", "On its way <3")


@pytest.mark.parametrize(
    "event",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"channel": "C9999999"},
        {"thread_ts": "99.9"},
        {"thread_ts": None},
        {"text": " "},
        {"type": "reaction_added"},
    ],
)
def test_what_is_no_reply_of_a_person_says_nothing(
    house: Account,
    slack: dict[str, Any],
    services: Services,
    conversation: str,
    event: dict[str, Any],
) -> None:
    happen(opened(house, conversation))
    before = texts(house, conversation)
    told(house, slack, reply(**event)).ok()
    work()
    assert texts(house, conversation) == before


def test_slack_is_verified_by_signature_and_time(
    house: Account, slack: dict[str, Any], services: Services
) -> None:
    hello = {"type": "url_verification", "challenge": "c-1"}
    assert told(house, slack, hello).ok() == {"challenge": "c-1"}
    old = told(house, slack, hello, at=int(time.time()) - 301)
    assert old.problem() == (401, "unauthenticated", "")
    path = slack["url"].partition("/api")[2]
    assert house.nobody.post(path, hello).problem()[0] == 401
    forged = slack | {"url": slack["url"][:-2] + "zz"}
    assert told(house, forged, hello).status == 404


def test_what_slack_refuses_is_shown_and_what_may_pass_is_tried_again(
    house: Account, slack: dict[str, Any], services: Services, conversation: str
) -> None:
    services.said["chat.postMessage"] = {"ok": False, "error": "not_in_channel"}
    happen(opened(house, conversation))
    (shown,) = house.owner.get("/integrations").ok()["connections"]
    assert shown["broken"] == "not_in_channel"
    services.said["chat.postMessage"] = {"ok": False, "error": "ratelimited"}
    with pytest.raises(TryAgain):
        happen(opened(house, conversation))
    services.said.clear()
    happen(opened(house, conversation))
    (shown,) = house.owner.get("/integrations").ok()["connections"]
    assert shown["broken"] == ""


def sheets(pem: RSAKey, **settings: Any) -> dict[str, Any]:
    key = {
        "type": "service_account",
        "client_email": "robot@acme.iam.gserviceaccount.com",
        "private_key": pem.as_pem(private=True).decode(),
        "private_key_id": "k1",
        "token_uri": "http://127.0.0.1/steal",
    }
    address = f"https://docs.google.com/spreadsheets/d/{SHEET}/edit#gid=0"
    return {
        "kind": "sheets",
        "settings": {"spreadsheet": address, "sheet": "Leads", "attributes": "plan", **settings},
        "secrets": {"key": json.dumps(key)},
    }


def test_a_conversation_becomes_one_row_of_plain_text(
    house: Account, services: Services, conversation: str, pem: RSAKey
) -> None:
    made = house.owner.post("/integrations", sheets(pem)).ok()
    assert made["facts"] == {"title": "All leads", "email": "robot@acme.iam.gserviceaccount.com"}
    assert made["settings"]["spreadsheet"] == SHEET
    event = opened(house, conversation)
    contact = f"/contacts/{event['contact_id']}"
    house.agent.patch(contact, {"name": "=1+1", "attributes": {"plan": "Pro"}}).ok()
    services.calls.clear()
    happen(event, event)
    happen(event)
    appended = [each for each in services.calls if ":append" in each[0]]
    ((url, headers, body),) = appended
    assert headers["Authorization"] == "Bearer ya29.token"
    assert unquote(urlsplit(url).path).endswith(f"/{SHEET}/values/'Leads'!A1:append")
    asked = {"valueInputOption": ["RAW"], "insertDataOption": ["INSERT_ROWS"]}
    assert parse_qs(urlsplit(url).query) == asked
    (row,) = json.loads(body)["values"]
    assert row[:2] == ["2026-06-01T09:00:00.000Z", "=1+1"]
    assert row[-1] == "Pro"
    (card,) = house.agent.get(f"/conversations/{conversation}/beside").ok()["cards"]
    assert card["link"] == f"https://docs.google.com/spreadsheets/d/{SHEET}/edit"
    assert [(each["key"], each["content"]) for each in card["rows"]] == [
        ("All leads", "Leads!A7:H7")
    ]
    token = next(body for url, _, body in services.calls if url.endswith("/token"))
    assertion = parse_qs(token.decode())["assertion"][0]
    claims = jwt.decode(assertion, pem, algorithms=["RS256"]).claims
    assert claims["iss"] == "robot@acme.iam.gserviceaccount.com"
    assert claims["aud"] == "https://oauth2.googleapis.com/token"
    house.owner.call("DELETE", f"/integrations/{made['id']}").ok()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"settings": {"spreadsheet": "https://evil.example/" + "x" * 40}}, "settings.spreadsheet"),
        ({"secrets": {"key": "{}" * 60}}, "secrets.key"),
    ],
)
def test_what_is_no_spreadsheet_and_no_key_is_refused(
    house: Account, services: Services, pem: RSAKey, change: dict[str, Any], field: str
) -> None:
    answer = house.owner.post("/integrations", sheets(pem) | change)
    assert answer.problem() == (422, "invalid_input", field)


def test_a_sheet_that_is_not_there_is_named(
    house: Account, services: Services, pem: RSAKey
) -> None:
    answer = house.owner.post("/integrations", sheets(pem, sheet="Nowhere"))
    assert answer.problem() == (422, "integration_refused", "settings.sheet")


# A bot of the owner's own -------------------------------------------------------------------------


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
