"""Flows that begin by themselves and ask surveys, in the whole deployment: over the real queues,
stream and timers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.surveys.model import Kind, Question, Survey
from tests.harness import bots, checks, payloads
from tests.harness.faults import no_faults
from tests.harness.test_flows import tells
from tests.harness.world import World, world

HOUR = 3600.0


@pytest.fixture
def here() -> Iterator[World]:
    with world(0, no_faults) as made:
        yield made
        checks.nothing_is_left(made)
        bots.somebody_has_each(made)
        bots.nothing_was_said_twice(made)


def drawn(trigger: dict[str, Any], *nodes: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """One node after the other."""
    named = [{"id": f"n{at}", "kind": kind, "data": data} for at, (kind, data) in enumerate(nodes)]
    edges = [
        {"source": f"n{at}", "port": "out", "target": f"n{at + 1}"} for at in range(len(nodes) - 1)
    ]
    return {"start": "n0", "nodes": named, "edges": edges, "triggers": [trigger]}


def settle(here: World, seconds: float = 60) -> None:
    """What is due in between is done at its time."""
    until = here.engine.now + seconds
    here.settle(until)
    here.engine.now = max(here.engine.now, until)


def only(here: World) -> str:
    (id,) = checks.heads(here)
    return id


@pytest.mark.feature("6.2")
def test_a_webhook_s_call_begins_the_flow_with_what_it_brought(here: World) -> None:
    from chalicelib import wiring
    from chalicelib.flows.calling import Call, Wanted, call

    tells(here, "hello")
    settle(here)
    channel = checks.heads(here)[only(here)]["channel_id"]
    trigger = {"kind": "webhook", "webhook_id": "w1", "channel_ids": [channel]}
    text = {"text": "Order {{ trigger.order }} is on its way"}
    flow_id = bots.publish(here, drawn(trigger, ("message", text), ("hand_off", {})))

    def post() -> None:
        told = Call(
            here.account_id,
            flow_id,
            "w1",
            key="k1",
            by_body=False,
            channel_id="",
            whom=Wanted(id=checks.heads(here)[only(here)]["contact_id"]),
            values={"order": "A-7"},
        )
        call(wiring.hook_ports(), call=told)

    for _ in range(3):
        here.until_done("api", post)
        settle(here)
    assert bots.said(here, only(here)).count("Order A-7 is on its way") == 1
    assert here.providers.sent[-1].text == "Order A-7 is on its way"


@pytest.mark.feature("6.2")
def test_a_schedule_begins_each_day_in_what_is_open_and_not_once_it_is_off(here: World) -> None:
    from chalicelib import wiring
    from chalicelib.flows import service

    at = (here.clock() + timedelta(minutes=30)).strftime("%H:%M")
    trigger = {"kind": "schedule", "moments": {"at": at, "zone": "UTC"}}
    tells(here, "hello")
    settle(here)
    flow_id = bots.publish(
        here, drawn(trigger, ("message", {"text": "Still there?"}), ("hand_off", {}))
    )
    settle(here)
    assert bots.said(here, only(here)) == []

    def a_day() -> int:
        settle(here, 24 * HOUR)
        return bots.said(here, only(here)).count("Still there?")

    assert a_day() == 1
    assert a_day() == 2
    service.enable(
        wiring.flow_ports(),
        account_id=here.account_id,
        flow_id=flow_id,
        enabled=False,
        by="agent1",
    )
    assert a_day() == 2


def _survey() -> Survey:
    return Survey("", "", "Stars", (Question("q1", Kind.CSAT),), comment=False)


def _rating(here: World, limit: int = 1) -> None:
    """A flow that asks a survey, and says what came of it."""
    from dataclasses import replace

    from chalicelib import wiring
    from chalicelib.surveys import catalogue

    draft = replace(_survey(), account_id=here.account_id)
    survey = catalogue.add(wiring.survey_ports(), draft=draft, unknown=lambda _: "")
    asks = {
        "survey_id": survey.id,
        "variable": "score",
        "limit": {"amount": limit, "unit": "hours"},
    }
    graph = drawn(
        {"kind": "first_message"},
        ("survey", asks),
        ("message", {"text": "Scored {{ score }}"}),
        ("hand_off", {}),
        ("question", {"text": "Your name?", "variable": "name"}),
        ("message", {"text": "Thanks, {{ name }}"}),
        ("hand_off", {}),
    )
    graph["edges"] = [each for each in graph["edges"] if each["source"] != "n2"]
    graph["edges"].append({"source": "n0", "port": "no_answer", "target": "n3"})
    bots.publish(here, graph)
    tells(here, "hello")
    settle(here)


@pytest.mark.feature("6.7")
@pytest.mark.feature("7")
def test_a_survey_that_a_flow_asks_gives_its_score_back(here: World) -> None:
    _rating(here)
    tells(here, "4", update=2)
    settle(here)
    assert "Scored 4" in bots.said(here, only(here))


@pytest.mark.feature("6.7")
@pytest.mark.feature("7")
@pytest.mark.parametrize("how", ["other words", "too late"])
def test_one_that_is_not_answered_lets_the_flow_go_on(how: str, here: World) -> None:
    _rating(here)
    if how == "other words":
        tells(here, "where is my order", update=2)
        settle(here)
    else:
        settle(here, 2 * HOUR)
        here.pass_minute()
        settle(here)
    assert "Your name?" in bots.said(here, only(here))
    tells(here, "5", update=3)  # no answer to the survey any more
    settle(here)
    assert "Thanks, 5" in bots.said(here, only(here))


@pytest.mark.feature("6.7")
@pytest.mark.feature("7")
def test_one_that_cannot_be_asked_lets_the_flow_go_on(here: World) -> None:
    from chalicelib import wiring
    from chalicelib.surveys import catalogue

    _rating(here)
    (stored,) = catalogue.surveys(wiring.survey_ports(), account_id=here.account_id)
    catalogue.remove(wiring.survey_ports(), account_id=here.account_id, id=stored.id)
    here.receive(here.whatsapp(payloads.whatsapp_texts("447700900001", [("w1", "hi")])))
    settle(here)
    other = next(id for id, head in checks.heads(here).items() if head["sender"] != "71")
    assert "Your name?" in bots.said(here, other)


@pytest.mark.feature("6.4")
def test_a_word_that_met_nobody_while_a_flow_was_published_is_answered(here: World) -> None:
    from chalicelib import wiring, wiring_flows

    tells(here, "warm")  # this process keeps that there are no flows
    settle(here, 1)
    before = wiring_flows.kept_flows()
    kept = dict(before._kept)
    bots.publish(here)
    before._kept.update(kept)
    here.automation = ""
    wiring.account_ports().channels.forget("x")
    tells(here, "hello", update=5, sender=72)
    settle(here, 1)
    settle(here, 30)
    here.pass_minute()
    settle(here)
    late = next(id for id, head in checks.heads(here).items() if head["sender"] == "72")
    assert bots.said(here, late)[:2] == ["Welcome", "Name?"]
