"""Slack through the API, in process: its answers are made by the test."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.shared.errors import TryAgain
from tests.support.api import Account, deployment, new_account, new_conversation, new_visitor
from tests.support.integrations import (
    SLACK,
    THREAD,
    TOKEN,
    Services,
    happen,
    opened,
    reply,
    texts,
    told,
    work,
)

pytestmark = pytest.mark.feature("9.5")


@pytest.fixture(scope="module")
def house() -> Iterator[Account]:
    with pytest.MonkeyPatch.context() as patch, deployment(patch) as api:
        yield new_account(api, "house")


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
    assert told(house, slack, {"type": "event_callback", "event": [1]}).ok() == {}
    half = told(house, slack, reply(text="\ud83d"))
    assert half.problem() == (422, "invalid_input", "body")
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
