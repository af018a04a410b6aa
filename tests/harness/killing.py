"""A day of which each call of each function may be the last; what is left of it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.harness import checks, payloads
from tests.harness.faults import Call, Plan, deaths
from tests.harness.people import Agent, Visitor
from tests.harness.world import World, world


@dataclass(frozen=True, slots=True)
class End:
    """What is left of a day: stored words by conversation (with the files that are ours), where
    each conversation stands, and what reached the providers."""

    stored: dict[str, list[tuple[str, str, str, int, tuple[str, ...]]]]
    statuses: dict[str, str]
    reached: list[tuple[str, str]]
    steps: int
    calls: list[Call]
    struck: bool


def day(plan: Plan) -> End:
    """A little of everything, told the same way each time; then everything is checked."""
    with world(0, plan) as here:
        agent, visitor = Agent(here, "agent1"), Visitor(here, "visitor1")
        agent.come()
        visitor.come()
        _happenings(here, agent, visitor)
        here.settle()
        for _ in range(3):
            here.pass_minute()
        here.settle()  # what a dying function held comes back minutes later
        _right(here, agent, visitor)
        struck = bool(getattr(plan, "struck", None))
        statuses = {head["sender"]: head["status"] for head in checks.heads(here).values()}
        return End(
            _stored(here), statuses, _reached(here), here.steps, [*here.engine.calls], struck
        )


def _happenings(here: World, agent: Agent, visitor: Visitor) -> None:
    here.receive(here.telegram(payloads.telegram_text(1, 71, "telegram one")))
    here.receive(here.whatsapp(payloads.whatsapp_texts("447700900001", [("w1", "whatsapp one")])))
    visitor.write("visitor one")
    here.settle()
    for identifier, head in sorted(checks.heads(here).items()):
        agent.write(identifier, f"reply to {head['sender']}")
    agent.write(visitor.conversation_id, "a note", note=True)
    here.settle()
    # The newest: the id that a dying sender was given for a first try is known to nobody.
    ours = [one for one in here.providers.sent if one.recipient == "447700900001"][-1]
    here.receive(here.whatsapp(payloads.whatsapp_status(ours.recipient, ours.provider_id, "read")))
    agent.leave()
    here.receive(here.telegram(payloads.telegram_text(2, 71, "telegram two")))
    here.receive(here.telegram(payloads.telegram_photo(3, 71, "telegram photo")))
    here.settle()
    agent.come()
    agent.type(visitor.conversation_id)
    visitor.type()
    visitor.write("visitor two")
    _snooze(here, agent, ours_id := _conversation_of(here, "71"))
    here.engine.timers.clear()  # the waker is lost: only the sweep can find what is due
    assert checks.heads(here)[ours_id]["status"] == "snoozed"
    _snooze(here, agent, visitor.conversation_id)


def _conversation_of(here: World, sender: str) -> str:
    return next(key for key, head in checks.heads(here).items() if head["sender"] == sender)


def _snooze(here: World, agent: Agent, conversation_id: str) -> None:
    """Far enough for the scheduler, so that a timer has to bring it back."""
    from datetime import timedelta

    from chalicelib.conversations.model import Status

    until = here.clock() + timedelta(hours=2)
    agent.change(conversation_id, status=Status.SNOOZED, snoozed_until=until)


def _right(here: World, agent: Agent, visitor: Visitor) -> None:
    said = {
        "71": ["telegram one", "telegram two", "telegram photo"],
        "447700900001": ["whatsapp one"],
        "visitor1": ["visitor one", "visitor two"],
    }
    checks.nothing_is_left(here)
    checks.numbers_have_no_gap(here)
    checks.heads_say_what_the_messages_say(here)
    checks.stored_once_in_order(here, said)
    checks.replies_reached_their_providers(here, [agent])
    checks.notes_stayed_inside(here, [agent])
    checks.statuses_never_went_back(here)
    checks.screen_is_right(here, agent)
    visitor.catch_up()
    checks.visitor_sees_his_own(here, visitor)


def _stored(here: World) -> dict[str, list[tuple[str, str, str, int, tuple[str, ...]]]]:
    heads = checks.heads(here)
    return {
        heads[identifier]["sender"]: [
            (
                one["author"]["kind"],
                one["content"]["text"] or one["content"]["event"],
                one["delivery"]["state"],
                one["inbound"],
                tuple(media.get("key", "") for media in one["content"].get("media", ())),
            )
            for one in messages
        ]
        for identifier, messages in checks.conversations(here).items()
    }


def _reached(here: World) -> list[tuple[str, str]]:
    """Once each: a doubled one is held to its mark by the checks."""
    return sorted({(one.recipient, one.text) for one in here.providers.sent})


def dies_everywhere(function: str, undisturbed: End) -> int:
    """Kill it before and after each call that it makes on that day: the end is as without it.
    Returns how many steps the days took together."""
    steps = 0
    for plan in deaths(undisturbed.calls, function):
        end = day(plan)
        steps += end.steps
        told = f"{plan.fault} call {plan.number} of {function}: {plan.struck}"
        assert end.struck, told
        assert end.stored == undisturbed.stored, told
        assert end.reached == undisturbed.reached, told
        assert end.statuses == undisturbed.statuses, told
    assert steps
    return steps
