"""A survey at the end, in the whole deployment, with deaths: asked once, counted once, never in the
way of other words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.surveys.model import Asking, Kind, Question, Rule, Survey, option_id
from tests.harness import checks, payloads
from tests.harness.faults import Call, Plan, deaths, no_faults
from tests.harness.world import World, world

pytestmark = pytest.mark.feature("7")
SENDER = "447700900001"


def _survey(here: World) -> None:
    from chalicelib import wiring
    from chalicelib.surveys import catalogue

    draft = Survey("", here.account_id, "End", (Question("q1", Kind.CSAT),), rule=Rule(True))
    catalogue.add(wiring.survey_ports(), draft=draft, unknown=lambda _: "")


def _resolve(here: World, id: str) -> None:
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.conversations.model import Author, AuthorKind, Status

    def change() -> None:
        service.change(
            wiring.conversation_ports(),
            account_id=here.account_id,
            conversation_id=id,
            actor=Author(AuthorKind.AGENT, id="rui", name="Rui"),
            change=service.Change(status=Status.RESOLVED),
        )

    here.until_done("api", change)
    here.settle(here.engine.now + 600)


def _asking(here: World, id: str) -> Asking:
    from chalicelib import wiring

    survey_id = checks.heads(here)[id]["survey_id"]
    found = wiring.survey_ports().store.asking(here.account_id, id, survey_id)
    assert found is not None
    return found


def _press(here: World, id: str, asking: Asking, value: str) -> None:
    said: dict[str, Any] = payloads.whatsapp_texts(SENDER, [(f"press-{value}", "x")])
    (message,) = said["messages"]
    del message["text"]
    reply = {"id": option_id(asking, 0, value), "title": value}
    message |= {"type": "interactive", "interactive": {"type": "list_reply", "list_reply": reply}}
    here.receive(here.whatsapp(said))
    here.settle(here.engine.now + 600)


def _say(here: World, id: str, words: str) -> None:
    here.receive(here.whatsapp(payloads.whatsapp_texts(SENDER, [(id, words)])))
    here.settle(here.engine.now + 600)


@dataclass(frozen=True, slots=True)
class End:
    said: list[str]
    reached: list[str]
    counts: Mapping[str, int]
    status: tuple[str, str]  # after the answers, and after the words
    calls: list[Call]
    struck: str


def ending(plan: Plan) -> End:
    from chalicelib import wiring

    with world(0, plan) as here:
        here.engine.plan = no_faults
        _survey(here)
        _say(here, "w1", "hello")
        (id,) = checks.heads(here)
        here.engine.calls.clear()
        here.engine.plan = plan
        _resolve(here, id)
        asking = _asking(here, id)
        _say(here, "w2", "99")  # none of the answers
        _press(here, id, asking, "4")
        _say(here, "w3", "muito ruim")  # takes its place
        _say(here, "w4", "Slow")
        answered = checks.heads(here)[id]["status"]
        _say(here, "w5", "Where is my order?")
        checks.nothing_is_left(here)
        counts: dict[str, int] = {}
        store = wiring.survey_ports().store
        day = {"dimension": "all", "first": "2000-01-01", "last": "2100-01-01"}
        for tally in store.tallies(here.account_id, asking.survey_id, **day):
            counts |= {name: count for name, count in tally.counts.items() if count}
        return End(
            said=checks.texts(checks.conversations(here)[id], "bot"),
            reached=[sent.text for sent in here.providers.sent],
            counts=counts,
            status=(answered, checks.heads(here)[id]["status"]),
            calls=[*here.engine.calls],
            struck=str(getattr(plan, "struck", "")),
        )


@pytest.fixture(scope="module")
def undisturbed() -> End:
    return ending(no_faults)


def test_an_answer_counts_once_and_other_words_open_the_conversation(undisturbed: End) -> None:
    assert undisturbed.counts == {"asked": 1, "answered": 1, "q:q1:1": 1, "q:comment:~": 1}
    assert undisturbed.status == ("resolved", "open")
    assert [text.split("\n")[0] for text in undisturbed.said] == [
        "How was our service?",
        "Sorry, that is not one of the answers.",
        "Would you like to tell us why?",
        "Thank you for your answer.",
    ]
    assert undisturbed.reached == undisturbed.said


def test_automation_killed_at_any_call_ends_the_same(undisturbed: End) -> None:
    plans = [*deaths(undisturbed.calls, "automation")]
    assert len(plans) > 5
    for plan in plans:
        end = ending(plan)
        told = f"{plan.fault} call {plan.number}: {end.struck}"
        assert end.struck, told
        assert end.counts == undisturbed.counts, told
        assert end.said == undisturbed.said, told
        assert set(end.reached) == set(undisturbed.reached), told
        assert end.status == undisturbed.status, told
