"""Messages that were scheduled go out once, in order, whatever dies and whichever timer is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from tests.harness import checks, payloads
from tests.harness.faults import Call, Fault, Plan, at_steps, deaths, no_faults
from tests.harness.world import World, world

pytestmark = [pytest.mark.feature("3.5"), pytest.mark.feature("12")]

FUNCTIONS = ("api", "timers")
CHAT = 71


@dataclass(frozen=True, slots=True)
class End:
    """sent: what reached the contact, in order. states: of the scheduled messages, by their text.
    calls: what the functions called."""

    sent: list[str]
    states: dict[str, str]
    lines: list[str]
    calls: list[Call]
    struck: bool
    late: float


def schedule(here: World, identifier: str, text: str, minutes: float, **more: Any) -> Any:
    """As a browser does: the same request again until there is an answer."""
    from chalicelib import wiring
    from chalicelib.conversations.model import Author, AuthorKind
    from chalicelib.schedules import service
    from chalicelib.shared import content

    due_at = here.clock() + timedelta(minutes=minutes)
    return here.until_done(
        "api",
        lambda: service.create(
            wiring.schedule_ports(),
            account_id=here.account_id,
            conversation_id=identifier,
            author=Author(AuthorKind.AGENT, "agent1", "Agent"),
            content=content.text(text),
            due_at=due_at,
            zone="Europe/Lisbon",
            client_id=f"client-{text}",
            **more,
        ),
    )


def cancel(here: World, one: Any) -> None:
    from chalicelib import wiring
    from chalicelib.conversations.model import Author, AuthorKind
    from chalicelib.schedules import service

    here.until_done(
        "api",
        lambda: service.cancel(
            wiring.schedule_ports(),
            account_id=here.account_id,
            conversation_id=one.conversation_id,
            id=one.id,
            actor=Author(AuthorKind.AGENT, "agent1", "Agent"),
        ),
    )


def scheduled(here: World) -> dict[str, Any]:
    from chalicelib import wiring

    [identifier] = checks.heads(here)
    store = wiring.schedule_ports().store
    found = here.until_done("", lambda: store.of_conversation(here.account_id, identifier))
    return {one.content.text: one for one in found}


def day(plan: Plan = no_faults, *, lost: bool = False, repeats: float = 0.0, seed: int = 0) -> End:
    """lost: the scheduler never wakes anybody; the sweep alone finds what is due."""
    with world(seed, plan, repeats) as here:
        here.receive(here.telegram(payloads.telegram_text(1, CHAT, "hello")))
        here.settle(here.engine.now)
        [identifier] = checks.heads(here)
        due = here.engine.now + 40 * 60
        schedule(here, identifier, "second", 40)
        schedule(here, identifier, "first", 39.5)
        schedule(here, identifier, "only if silent", 41, unless_reply=True)
        cancel(here, schedule(here, identifier, "never", 40))
        if lost:
            here.engine.timers.clear()
        here.settle(here.engine.now + 60)
        here.receive(here.telegram(payloads.telegram_text(2, CHAT, "are you there?")))
        here.settle(here.engine.now + 60)
        here.settle(due + 2)  # a waker counts in whole seconds
        here.engine.now = max(here.engine.now, due + 2)
        for _ in range(3):
            here.pass_minute()
        here.settle()
        checks.nothing_is_left(here)
        checks.numbers_have_no_gap(here)
        return _end(here, plan, due)


def _end(here: World, plan: Plan, due: float) -> End:
    [messages] = checks.conversations(here).values()
    ours = [one for one in messages if one["author"]["kind"] == "agent" and one["content"]["text"]]
    from chalicelib.shared.clock import from_text

    return End(
        sent=list(dict.fromkeys(one.text for one in here.providers.sent)),
        states={text: one.state.value for text, one in scheduled(here).items()},
        lines=[one["content"]["event"] for one in messages if one["visibility"] == "event"],
        calls=[*here.engine.calls],
        struck=bool(getattr(plan, "struck", None)),
        late=max((from_text(one["at"]).timestamp() - due for one in ours), default=0.0),
    )


STATES = {
    "first": "sent",
    "second": "sent",
    "only if silent": "skipped",
    "never": "cancelled",
}


def right(end: End, told: str = "") -> None:
    assert end.sent == ["first", "second"], told
    assert end.states == STATES, told
    assert sorted(end.lines) == sorted(
        [*["schedule.created"] * 4, "schedule.cancelled", "schedule.skipped"]
    ), told


@pytest.fixture(scope="module")
def undisturbed() -> End:
    return day()


def test_each_goes_out_once_within_a_minute_and_the_cancelled_one_never(undisturbed: End) -> None:
    right(undisturbed)
    assert 0 <= undisturbed.late < 60


@pytest.mark.parametrize("seed", range(3))
def test_doubled_timers_are_harmless(seed: int) -> None:
    right(day(repeats=0.5, seed=seed))


def test_a_lost_timer_is_found_by_the_sweep() -> None:
    end = day(lost=True)
    right(end)
    assert end.late < 3 * 60


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_killed_at_any_call_sends_the_same(function: str, undisturbed: End) -> None:
    plans = [*deaths(undisturbed.calls, function)]
    assert plans
    for plan in plans:
        end = day(plan)
        told = f"{plan.fault} call {plan.number} of {function}: {plan.struck}"
        assert end.struck, told
        right(end, told)


def test_calls_that_fail_here_and_there_change_nothing() -> None:
    faults = [Fault.TIMEOUT, Fault.THROTTLE, Fault.LOST_ANSWER, Fault.KILL_AFTER]
    right(day(at_steps({7 * n + 40: faults[n % 4] for n in range(12)})))
