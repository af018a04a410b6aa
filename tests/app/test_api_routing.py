"""Queues' rules, agents' skills, and why somebody has a conversation, over the API."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.wire import console, routing
from tests.support.api import Account, Api, new_account, new_conversation, new_visitor, say

pytestmark = pytest.mark.feature("4.1")
RULES = {
    "strategy": "round_robin",
    "offer_seconds": 0,
    "skills": {" French ": 2},
    "targets": {"first_reply": 15},
}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What routing hears of."""
    from chalicelib import wiring_automation

    heard: list[dict[str, Any]] = []
    monkeypatch.setattr(
        wiring_automation,
        "to_automation",
        lambda entries: heard.extend(json.loads(entry.body) for entry in entries),
    )
    return heard


def test_a_queue_is_told_how_to_hand_out(acme: Account, told: list[dict[str, Any]]) -> None:
    path = f"/queues/{acme.queue_id}"
    body = {"rules": RULES, "member_ids": [acme.agent_id]}
    queue = console.QueueView.model_validate(acme.owner.patch(path, body).ok())
    assert queue.rules.strategy == "round_robin"
    assert queue.rules.skills == {"French": 2}
    assert queue.rules.targets.first_reply == 15
    me = console.Bootstrap.model_validate(acme.agent.get("/me").ok())
    assert next(one for one in me.queues if one.id == acme.queue_id) == queue
    assert told == [
        {
            "kind": "account",
            "account_id": acme.id,
            "conversation_id": "",
            "name": "queue",
            "payload": {"queue_id": acme.queue_id, "all": "1"},
        }
    ]
    name = acme.owner.patch(path, {"name": "Other"}).ok()
    assert name["rules"] == queue.model_dump(mode="json")["rules"]


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ({"strategy": "random"}, "rules.strategy"),
        ({"capacity": 51}, "rules.capacity"),
        ({"offer_seconds": 3}, "rules.offer_seconds"),
        ({"skills": {"French": 6}}, "rules.skills.French"),
        ({"skills": {"a": 1, "A": 2}}, "rules.skills"),
        ({"overflow_minutes": 5}, "rules.overflow_to"),
        ({"overflow_to": "nowhere"}, "rules.overflow_to"),
        ({"targets": {"next_reply": -1}}, "rules.targets.next_reply"),
        ({"tomorrow": 1}, "rules.tomorrow"),
    ],
)
def test_rules_that_make_no_sense_are_refused(
    acme: Account, told: list[dict[str, Any]], rules: dict[str, Any], field: str
) -> None:
    answer = acme.owner.patch(f"/queues/{acme.queue_id}", {"rules": rules})
    assert answer.problem() == (422, "invalid_input", field)
    assert told == []


def test_a_queue_cannot_overflow_into_itself(acme: Account) -> None:
    rules = {"overflow_to": acme.queue_id, "overflow_minutes": 5}
    answer = acme.owner.patch(f"/queues/{acme.queue_id}", {"rules": rules})
    assert answer.problem() == (422, "invalid_input", "rules.overflow_to")


def test_an_agent_gets_skills_and_a_limit(acme: Account, told: list[dict[str, Any]]) -> None:
    path = f"/agents/{acme.agent_id}"
    body = {"skills": {"French": 4}, "capacity": 2}
    agent = console.AgentView.model_validate(acme.owner.patch(path, body).ok())
    assert (agent.skills, agent.capacity) == ({"French": 4}, 2)
    assert [one["payload"] for one in told] == [{"agent_id": acme.agent_id}]
    assert acme.owner.patch(path, {"skills": {"French": 9}}).status == 422
    assert acme.owner.patch(path, {"capacity": 99}).problem()[2] == "capacity"
    assert acme.agent.patch(path, body).status == 403


@pytest.mark.feature("4.4")
def test_why_somebody_has_a_conversation_is_told(api: Api, acme: Account) -> None:
    identifier = new_conversation(new_visitor(api, acme))
    path = f"/conversations/{identifier}"
    nobody = routing.AssignmentView.model_validate(acme.agent.get(f"{path}/assignment").ok())
    assert nobody.line is None
    acme.owner.patch(path, {"assignee_id": acme.agent_id}).ok()
    acme.agent.post(f"{path}/messages", say("Hello", "client-why-1")).ok()
    told = routing.AssignmentView.model_validate(acme.agent.get(f"{path}/assignment").ok())
    assert told.line is not None
    assert told.line.author.id == acme.owner_id
    assert (told.line.content.data or {})["assignee_id"] == acme.agent_id
    other = new_account(api, "globex")
    assert other.agent.get(f"{path}/assignment").status == 404


@pytest.mark.feature("4.1")
def test_a_channels_conversations_begin_in_its_queue(api: Api, acme: Account) -> None:
    acme.owner.patch(f"/channels/{acme.site_id}", {"queue_id": acme.queue_id}).ok()
    identifier = new_conversation(new_visitor(api, acme))
    page = acme.agent.get(f"/conversations/{identifier}").ok()
    assert page["conversation"]["queue_id"] == acme.queue_id
