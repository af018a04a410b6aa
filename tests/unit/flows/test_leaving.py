"""What is left when a flow is over, and what it wrote down."""

from __future__ import annotations

import json

import pytest

from tests.unit.conversations.scene import ACCOUNT
from tests.unit.flows.drawn import ASK, graph
from tests.unit.flows.memory import Talk

pytestmark = pytest.mark.feature("6.7")


def test_who_takes_it_after_a_flow_that_just_ended_reads_what_it_learned() -> None:
    talk = Talk()
    talk.flow(graph({"ask": ("question", ASK), "bye": ("message", {"text": "Bye"})}, "ask.out>bye"))
    talk.says("hello")
    talk.says("Ann")
    assert talk.said()[-1] == "Bye"
    assert not talk.head.bot_id
    data = talk.scene.thread[-1].content.data or {}
    assert json.loads(data["learned"]) == {"name": "Ann"}


def test_a_flow_writes_down_what_the_conversation_is_about() -> None:
    talk = Talk()
    fact = {"scope": "conversation", "name": "reason", "value": "{{ name }}'s order"}
    talk.flow(
        graph(
            {"ask": ("question", ASK), "fact": ("attribute", fact), "hand": ("hand_off", {})},
            "ask.out>fact",
            "fact.out>hand",
        )
    )
    talk.says("hello")
    talk.says("Ann")
    assert talk.head.attributes == {"reason": "Ann's order"}
    assert not talk.head.bot_id


def test_a_called_flow_entered_and_left_in_one_step_is_counted() -> None:
    talk = Talk()
    inner = talk.flow(
        graph({"m": ("message", {"text": "In"}), "z": ("end", {})}, "m.out>z", triggers=[]), "In"
    )
    jump = {"to": "flow", "flow_id": inner.id}
    outer = graph({"j": ("jump", jump), "h": ("hand_off", {})}, "j.out>h")
    talk.flow({**outer, "triggers": [{"kind": "keyword", "words": ["go"]}]}, "Out")
    talk.says("go")
    assert talk.said() == ["In"]
    assert talk.store.counts[ACCOUNT, inner.id, 1] == {"m r": 1, "z r": 1}
