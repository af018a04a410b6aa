"""What begins a flow, and which of several."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.flows.graph import Moments, Trigger
from chalicelib.flows.triggers import Candidate, Occurred, choose, matches, next_moment
from chalicelib.shared.content import Content, Kind, Option, text

pytestmark = pytest.mark.feature("6.3")


def trigger(kind: str, /, **more: Any) -> Trigger:
    return Trigger.model_validate({"kind": kind, **more})


def message(words: str = "hi", **more: Any) -> Occurred:
    return Occurred("message", content=text(words), **more)


def press(id: str, title: str) -> Occurred:
    return Occurred("message", content=Content(Kind.CHOICE, choice=Option(id, title)))


@pytest.mark.parametrize(
    ("given", "occurred", "begins"),
    [
        (trigger("first_message"), message(first=True), True),
        (trigger("first_message"), message(first=False), False),
        (trigger("every_message"), message(), True),
        (trigger("every_message", channel_ids=["a"]), message(channel_id="a"), True),
        (trigger("every_message", channel_ids=["a"]), message(channel_id="b"), False),
        (trigger("keyword", words=["Olá"]), message(" OLA! "), True),
        (trigger("keyword", words=["hi", "ola"]), message("ola amigos"), False),
        (trigger("keyword", words=["ola"], match="word"), message("¡Olá, amigos!"), True),
        (trigger("keyword", words=["ola"], match="word"), message("cola"), False),
        (trigger("keyword", words=["good day"], match="word"), message("A good  day, sir"), True),
        (trigger("keyword", words=["ola"], match="contains"), message("coca-cola"), True),
        (trigger("keyword", words=["", "!"], match="contains"), message("hello"), False),
        (trigger("keyword", words=["x"], match="contains"), message(""), False),
        (trigger("keyword", words=["👍"]), message("👍"), True),
        (trigger("keyword", words=["start"]), press("b1", "Start"), True),
        (trigger("button", buttons=["b1"]), press("b1", "Start"), True),
        (trigger("button", buttons=["y"]), press("menu.y", "Yes"), True),
        (trigger("button", buttons=["start"]), press("b1", "Start!"), True),
        (trigger("button", buttons=["start"]), message("start"), False),
        (trigger("button", buttons=[""]), press("", ""), False),
        (trigger("invitation"), message(invitation_id="i1"), True),
        (trigger("invitation"), message(), False),
        (trigger("invitation", invitation_ids=["i2"]), message(invitation_id="i1"), False),
        (trigger("webhook", webhook_id="w1"), Occurred("webhook", webhook_id="w1"), True),
        (trigger("webhook", webhook_id="w1"), Occurred("webhook", webhook_id="w2"), False),
        (trigger("webhook"), Occurred("webhook"), False),
        (trigger("webhook", webhook_id="w1"), message(webhook_id="w1"), False),
        (trigger("tag", tag_ids=["t1", "t2"]), Occurred("tag", tag_ids=["t0", "t2"]), True),
        (trigger("tag", tag_ids=["t1"]), Occurred("tag", tag_ids=["t0"]), False),
        (trigger("event", event="a.b"), Occurred("event", event="a.b"), True),
        (trigger("event", event="a.b"), Occurred("event", event="a.c"), False),
        (trigger("event"), Occurred("event"), False),
        (trigger("schedule"), message(), False),
        (trigger("every_message"), Occurred("event", event="a.b"), False),
    ],
)
def test_what_begins_a_flow(given: Trigger, occurred: Occurred, begins: bool) -> None:
    assert matches(given, occurred) is begins


def test_of_several_flows_the_one_of_highest_priority_begins() -> None:
    every = (trigger("every_message"),)
    flows = [Candidate("a", 1, every), Candidate("b", 9, every), Candidate("c", 5, every)]
    chosen = choose(flows, message())
    assert chosen is not None
    assert chosen[0].flow_id == "b"


def test_then_the_trigger_that_says_most_then_always_the_same() -> None:
    word = Candidate("z", 0, (trigger("first_message"), trigger("keyword", words=["hi"])))
    first = Candidate("b", 0, (trigger("first_message"),))
    other = Candidate("a", 0, (trigger("first_message"),))
    for flows in ([first, word, other], [other, first, word]):
        chosen = choose(flows, message("hi", first=True))
        assert chosen is not None
        assert (chosen[0].flow_id, chosen[1].kind) == ("z", "keyword")
        chosen = choose(flows, message("hello", first=True))
        assert chosen is not None
        assert chosen[0].flow_id == "a"
    assert choose([first, word, other], message("hello")) is None


@pytest.mark.parametrize(
    ("moments", "zone", "after", "moment"),
    [
        ({"at": "09:00"}, "UTC", "2026-11-23T08:00", "2026-11-23T09:00"),
        ({"at": "09:00"}, "UTC", "2026-11-23T09:00", "2026-11-24T09:00"),
        ({"at": "09:00", "days": [0]}, "UTC", "2026-11-23T09:00", "2026-11-30T09:00"),
        ({"at": "09:00", "days": [5, 6]}, "UTC", "2026-11-23T09:00", "2026-11-28T09:00"),
        ({"at": "09:00"}, "America/Sao_Paulo", "2026-11-23T08:00", "2026-11-23T12:00"),
        ({"at": "09:00", "zone": "Asia/Tokyo"}, "UTC", "2026-11-23T08:00", "2026-11-24T00:00"),
        # Madrid: 2:30 on 28 March 2027 is skipped; 2:30 on 25 October 2026 comes twice.
        ({"at": "02:30"}, "Europe/Madrid", "2027-03-27T12:00", "2027-03-28T01:30"),
        ({"at": "02:30"}, "Europe/Madrid", "2026-10-24T12:00", "2026-10-25T00:30"),
        ({"at": "02:30"}, "Europe/Madrid", "2026-10-25T00:30", "2026-10-26T01:30"),
    ],
)
def test_a_schedule_comes_at_its_own_local_time(
    moments: dict[str, Any], zone: str, after: str, moment: str
) -> None:
    began = datetime.fromisoformat(after).replace(tzinfo=UTC)
    found = next_moment(Moments.model_validate(moments), began, zone)
    assert found == datetime.fromisoformat(moment).replace(tzinfo=UTC)
