"""Flows in the whole deployment: through the webhook, the stream and the queues, with deaths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.harness import bots, checks, payloads
from tests.harness.faults import Call, Plan, deaths, no_faults
from tests.harness.people import Agent, Visitor
from tests.harness.world import World, world

pytestmark = pytest.mark.feature("6.7")
HOURS = 3600.0


def tells(here: World, *words: str, update: int = 1, sender: int = 71) -> None:
    for place, each in enumerate(words):
        here.receive(here.telegram(payloads.telegram_text(update + place, sender, each)))


def conversation_of(here: World, sender: str) -> str:
    return next(id for id, head in checks.heads(here).items() if head["sender"] == sender)


def hours_go_by(here: World, hours: int) -> None:
    """The waker rings at its time, or the sweep finds what is due."""
    for _ in range(hours):
        here.engine.now += HOURS
        here.settle(here.engine.now)
    here.pass_minute()


@dataclass(frozen=True, slots=True)
class End:
    stored: dict[str, list[tuple[str, str]]]
    heads: dict[str, tuple[str, str, bool]]
    reached: list[tuple[str, str]]
    calls: list[Call]
    struck: bool
    counts: dict[str, int]


def day(plan: Plan) -> End:
    """Three people and a flow: one goes through it, one in a hurry, one is taken over."""
    with world(0, plan) as here:
        here.engine.plan = no_faults
        flow_id = bots.publish(here)
        here.engine.calls.clear()
        here.engine.plan = plan
        agent, visitor = Agent(here, "agent1"), Visitor(here, "visitor1")
        agent.come()
        visitor.come()
        tells(here, "hello")
        visitor.write("visitor hello")
        here.receive(here.whatsapp(payloads.whatsapp_texts("447700900001", [("w1", "hi")])))
        here.settle()
        tells(here, "Ann", "in a hurry", update=2)
        visitor.write("Vi")
        here.settle()
        agent.change(conversation_of(here, "447700900001"), assignee_id="agent1")
        here.settle()
        hours_go_by(here, 3)
        visitor.write("no more")
        here.settle()
        hours_go_by(here, 2)
        checks.nothing_is_left(here)
        checks.numbers_have_no_gap(here)
        checks.statuses_never_went_back(here)
        checks.screen_is_right(here, agent)
        bots.somebody_has_each(here)
        bots.nothing_was_said_twice(here)
        return _end(here, flow_id, plan)


def _end(here: World, flow_id: str, plan: Plan) -> End:
    from chalicelib import wiring

    heads = checks.heads(here)
    return End(
        stored={
            heads[id]["sender"]: sorted(
                (one["author"]["kind"], one["content"]["text"] or one["content"]["event"])
                for one in messages
            )
            for id, messages in checks.conversations(here).items()
        },
        heads={
            head["sender"]: (head["status"], head["assignee_id"], bool(head["bot_id"]))
            for head in heads.values()
        },
        reached=sorted({(one.recipient, one.text) for one in here.providers.sent}),
        calls=[*here.engine.calls],
        struck=bool(getattr(plan, "struck", None)),
        counts=dict(wiring.flow_ports().store.funnel(here.account_id, flow_id, 1)),
    )


def one(plan: Plan) -> End:
    """One person who goes through the flow: every call of it, in few steps."""
    with world(0, plan) as here:
        here.engine.plan = no_faults
        flow_id = bots.publish(here)
        here.engine.calls.clear()
        here.engine.plan = plan
        tells(here, "hello")
        here.settle()
        tells(here, "Ann", update=2)
        here.settle(here.engine.now)
        here.engine.now += 3 * HOURS
        here.settle()
        tells(here, "no more", update=3)
        here.settle()
        checks.nothing_is_left(here)
        checks.numbers_have_no_gap(here)
        bots.somebody_has_each(here)
        bots.nothing_was_said_twice(here)
        return _end(here, flow_id, plan)


@pytest.fixture(scope="module")
def undisturbed() -> End:
    return one(no_faults)


def test_each_gets_what_the_flow_says_and_then_a_person() -> None:
    end = day(no_faults)

    def told(sender: str) -> list[str]:
        return [text for kind, text in end.stored[sender] if kind == "bot"]

    whole = ["A person comes", "Name?", "Welcome", "bot.handed_off"]
    assert told("71") == sorted(["Ann, more?", *whole])  # his hurry answered the second question
    assert told("visitor1") == sorted(["Vi, more?", *whole])
    assert told("447700900001") == ["Name?", "Welcome"]
    assert end.heads["71"] == ("open", "", False)
    assert end.heads["447700900001"] == ("open", "agent1", False)
    assert end.counts["hi r"] == 3
    assert (end.counts["name a"], end.counts["name d"]) == (2, 1)


def test_automation_killed_at_any_call_leaves_the_same_end(undisturbed: End) -> None:
    plans = [*deaths(undisturbed.calls, "automation")]
    assert len(plans) > 5
    for plan in plans:
        end = one(plan)
        told: Any = f"{plan.fault} call {plan.number}: {plan.struck}"
        assert end.struck, told
        assert end.stored == undisturbed.stored, told
        assert end.heads == undisturbed.heads, told
        assert end.reached == undisturbed.reached, told
