"""Conversations find their people through the real handlers, whatever dies on the way."""

from __future__ import annotations

import json
from collections import Counter
from random import Random
from typing import Any

import pytest

from tests.harness import checks, payloads
from tests.harness.faults import Call, Fault, Plan, no_faults
from tests.harness.people import Agent
from tests.harness.world import World, world

pytestmark = [pytest.mark.feature("4.1"), pytest.mark.feature("4.2"), pytest.mark.feature("12")]
CONTACTS, CAPACITY = 9, 2
AGENTS = ("agent1", "agent2", "agent3")
PLACES = CAPACITY * len(AGENTS)


def open_queue(here: World, **rules: object) -> str:
    """A queue of three, where the Telegram channel's conversations begin."""
    from chalicelib import wiring
    from chalicelib.accounts import channels, details
    from chalicelib.accounts.model import Agent as Colleague
    from chalicelib.routing.model import Rules, Strategy
    from chalicelib.shared.ids import AccountId, AgentId

    ports = wiring.account_ports()
    for name in AGENTS:
        ports.store.add_agent(
            Colleague(
                AgentId(name), AccountId(here.account_id), name, f"{name}@x.test", capacity=CAPACITY
            )
        )
    chosen = {"strategy": Strategy.ROUND_ROBIN, "offer_seconds": 0, **rules}
    queue = details.new_queue(
        ports,
        account_id=here.account_id,
        name="Sales",
        member_ids=AGENTS,
        rules=Rules(**chosen),  # type: ignore[arg-type]
    )
    channels.change_channel(
        ports, account_id=here.account_id, channel_id=here.telegram_id, queue_id=queue.id
    )
    return str(queue.id)


def write(here: World, contact: int) -> None:
    here.receive(here.telegram(payloads.telegram_text(contact, 100 + contact, f"hello {contact}")))


def minutes(here: World, count: int) -> None:
    """A queue in which somebody waits looks again each minute, for ever."""
    for _ in range(count):
        end = here.engine.now + 60
        here.settle(end)
        here.engine.now = max(here.engine.now, end)


def heads(here: World) -> list[dict[str, Any]]:
    """By their arrival."""
    return sorted(checks.heads(here).values(), key=lambda head: int(head["sender"]))


def owners(here: World) -> list[str]:
    return [head["assignee_id"] for head in heads(here)]


def resolve(here: World, identifier: str, agent: str) -> None:
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.conversations.model import Author, AuthorKind, Status

    here.until_done(
        "api",
        lambda: service.change(
            wiring.conversation_ports(),
            account_id=here.account_id,
            conversation_id=identifier,
            actor=Author(AuthorKind.AGENT, agent, agent),
            change=service.Change(status=Status.RESOLVED),
        ),
    )


def dies(seed: int) -> Plan:
    """One call in fifty is the last of its process."""
    random = Random(seed)

    def plan(call: Call) -> Fault:
        if call.function not in ("automation", "changes", "timers") or random.random() > 0.02:
            return Fault.NONE
        return random.choice([Fault.KILL_BEFORE, Fault.KILL_AFTER])

    return plan


@pytest.mark.parametrize("plan", [no_faults, dies(1)])
def test_who_writes_first_is_served_first_and_nobody_has_too_much(plan: Plan) -> None:
    with world(7) as here:
        queue = open_queue(here)
        here.engine.plan = plan
        for contact in range(CONTACTS):
            write(here, contact)
        minutes(here, 2)
        assert owners(here) == [""] * CONTACTS
        assert {head["queue_id"] for head in heads(here)} == {queue}
        for name in AGENTS:
            Agent(here, name).come()
        minutes(here, 2)
        calm(here, plan)
        assert Counter(filter(None, owners(here))) == dict.fromkeys(AGENTS, CAPACITY)
        if plan is no_faults:  # a death costs its conversation minutes, and so its place
            assert all(owners(here)[:PLACES])
        for head in [head for head in heads(here) if head["assignee_id"]][:2]:
            resolve(here, head["id"], head["assignee_id"])
        minutes(here, 2)
        calm(here, plan)
        assert sum(map(bool, owners(here))) == PLACES + 2
        if plan is no_faults:
            assert all(owners(here)[: PLACES + 2])
        explained(here)
        assert not here.dead()


def calm(here: World, plan: Plan) -> None:
    """What was killed is delivered again once its time is over."""
    if plan is not no_faults:
        here.engine.plan = no_faults
        minutes(here, 5)
        here.engine.plan = plan


def explained(here: World) -> None:
    """Each assignment's line tells who else there was."""
    told = [
        message["content"]["data"]
        for messages in checks.conversations(here).values()
        for message in messages
        if message["content"]["event"] == "conversation.assigned"
    ]
    assert len(told) >= PLACES
    for data in told:
        why = json.loads(data["why"])
        assert why["agents"][0][:2] == [data["assignee_id"], "chosen"]


def test_who_loses_the_line_gives_his_conversations_back_after_a_while() -> None:
    with world(8) as here:
        open_queue(here, grace_seconds=60)
        first, second = Agent(here, "agent1"), Agent(here, "agent2")
        first.come()
        here.settle()
        write(here, 1)
        here.settle()
        assert owners(here) == ["agent1"]
        first.leave()
        here.settle(here.engine.now + 30)
        assert owners(here) == ["agent1"]
        minutes(here, 3)
        assert owners(here) == [""]
        second.come()
        minutes(here, 1)
        assert owners(here) == ["agent2"]
