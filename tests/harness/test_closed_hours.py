"""Who writes while it is closed, in the whole deployment, with deaths: told once, called once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from chalicelib.hours.model import Exceptional, Interval, OpeningHours, Schedule
from tests.harness import checks, payloads
from tests.harness.faults import Call, Plan, deaths, no_faults
from tests.harness.world import World, world

pytestmark = pytest.mark.feature("5")
SENDER = "447700900001"


def closes(here: World) -> None:
    """Until one o'clock of the day after tomorrow."""
    from chalicelib import wiring
    from chalicelib.hours import service

    opening = (here.clock() + timedelta(days=2)).date()
    hours = OpeningHours(
        schedule=Schedule(exceptions=(Exceptional(opening, (Interval(60, 120),)),)),
        messages={"closed": {"en": "Closed"}},
        callback=True,
    )
    service.save(wiring.hours_ports(), account_id=here.account_id, hours=hours)


@dataclass(frozen=True, slots=True)
class End:
    said: list[str]
    reached: list[str]
    callbacks: list[tuple[str, str]]
    waits: bool
    calls: list[Call]
    struck: str


def night(plan: Plan) -> End:
    from chalicelib import wiring

    with world(0, plan) as here:
        here.engine.plan = no_faults
        closes(here)
        here.engine.calls.clear()
        here.engine.plan = plan
        here.receive(here.whatsapp(payloads.whatsapp_texts(SENDER, [("w1", "hello")])))
        here.settle(here.engine.now + 600)
        here.receive(here.whatsapp(payloads.whatsapp_texts(SENDER, [("w2", "yes")])))
        here.settle(here.engine.now + 600)
        here.receive(here.whatsapp(payloads.whatsapp_texts(SENDER, [("w3", "yes")])))
        here.settle(here.engine.now + 600)
        checks.nothing_is_left(here)
        ((id, head),) = checks.heads(here).items()
        (messages,) = checks.conversations(here).values()
        assert [one["seq"] for one in messages] == list(range(1, len(messages) + 1))
        kept = wiring.callback_ports().store.all(here.account_id, "", 9).callbacks
        return End(
            said=[text.split("\n")[0] for text in _by_bots(here, id)],
            reached=[sent.text.split("\n")[0] for sent in here.providers.sent],
            callbacks=[(each.phone, each.status.value) for each in kept],
            waits=head["waiting_since"] is not None,
            calls=[*here.engine.calls],
            struck=str(getattr(plan, "struck", "")),
        )


def _by_bots(here: World, id: str) -> list[str]:
    return checks.texts(checks.conversations(here)[id], "bot")


@pytest.fixture(scope="module")
def undisturbed() -> End:
    return night(no_faults)


def test_he_is_told_once_asked_once_and_will_be_called(undisturbed: End) -> None:
    assert undisturbed.said[0] == "Closed"
    assert len(undisturbed.said) == 2
    assert undisturbed.said[1].startswith("We will call +447700900001 on ")
    assert undisturbed.reached == undisturbed.said
    assert undisturbed.callbacks == [("+447700900001", "scheduled")]
    assert undisturbed.waits


def test_automation_killed_at_any_call_tells_him_once(undisturbed: End) -> None:
    plans = [*deaths(undisturbed.calls, "automation")]
    assert len(plans) > 5
    for plan in plans:
        end = night(plan)
        told = f"{plan.fault} call {plan.number}: {end.struck}"
        assert end.struck, told
        assert (end.said, end.callbacks) == (undisturbed.said, undisturbed.callbacks), told
        assert sorted(set(end.reached)) == sorted(undisturbed.reached), told
        assert end.waits, told
