"""Who writes while a flow is being published is answered a little later, and nobody twice."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.automation.model import Happening, Work
from chalicelib.conversations.model import Status
from chalicelib.conversations.values import ConversationListPage
from chalicelib.flows import hearing
from chalicelib.flows.hearing import HEARD, HearingPorts
from chalicelib.shared.clock import to_text
from tests.unit.conversations.scene import ACCOUNT
from tests.unit.flows.drawn import GREETING
from tests.unit.flows.memory import Talk

pytestmark = pytest.mark.feature("6.4")


@pytest.fixture
def talk() -> Talk:
    """Ann wrote to a process that had not heard of the flow."""
    talk = Talk()
    talk.says("hello")
    talk.flow(GREETING)
    return talk


def look(talk: Talk) -> None:
    work = Work("timer", ACCOUNT, talk.head.id, name=HEARD)
    hearing.on_missed(talk.ports, Happening(work, talk.head))
    talk.handle()


def test_a_word_that_was_missed_is_answered_once(talk: Talk) -> None:
    assert talk.said() == []
    for _ in range(3):
        look(talk)
    assert talk.said() == ["Hello", "Your name?"]
    talk.says("Ann")
    look(talk)
    assert len(talk.said()) == 3


@pytest.mark.parametrize("how", ["assigned", "answered", "resolved"])
def test_who_was_looked_after_meanwhile_is_left_alone(how: str, talk: Talk) -> None:
    if how == "assigned":
        talk.scene.change(assignee_id="rui")
    elif how == "answered":
        talk.scene.post("I am Rui")
    else:
        talk.scene.change(status=Status.RESOLVED)
    look(talk)
    assert talk.said() == []


def test_only_those_are_looked_at_who_wrote_since(talk: Talk) -> None:
    now = talk.scene.clock()
    head = replace(talk.head, inbound_at=now, last_at=now)
    old = replace(head, inbound_at=now - timedelta(minutes=1), last_at=now - timedelta(minutes=1))
    given, bot = replace(head, assignee_id="rui"), replace(head, bot_id="f")
    pages = {
        "": ConversationListPage([head, given, bot], cursor="2"),
        "2": ConversationListPage([head, old], cursor="3"),
        "3": ConversationListPage([head]),
    }
    sent: list[dict[str, Any]] = []
    forgotten: list[str] = []
    ports = HearingPorts(
        page=lambda account, cursor: pages[cursor],
        send=lambda entries: sent.extend(json.loads(each.body) for each in entries),
        forget=forgotten.append,
    )
    hearing.on_heard(ports, account_id=ACCOUNT, payload={"since": to_text(now)})
    assert [each["conversation_id"] for each in sent] == [head.id, head.id]
    assert forgotten == [ACCOUNT]
