"""Events on the bus."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.shared.errors import TryAgain
from chalicelib.shared.events import MAX_BYTES, MessageEvent, publish


def _event(seq: int = 1, text: str = "hi") -> MessageEvent:
    return MessageEvent(
        type="message.received",
        event_id=f"k1#{seq}#0",
        account_id="acc",
        occurred_at="2026-05-04T12:00:00.000Z",
        conversation_id="k1",
        contact_id="vera",
        channel_id="acc-tg",
        channel_kind="telegram",
        seq=seq,
        rev=0,
        message={"seq": seq, "content": {"text": text}},
    )


class Bus:
    def __init__(self, *, refuse: int = 0) -> None:
        self.refuse = refuse
        self.calls: list[list[dict[str, Any]]] = []
        self.taken: list[str] = []

    def put_events(self, *, Entries: Any) -> Any:  # noqa: N803
        self.calls.append(Entries)
        answers = []
        for one in Entries:
            if self.refuse > 0:
                self.refuse -= 1
                answers.append({"ErrorCode": "ThrottlingException"})
            else:
                self.taken.append(json.loads(one["Detail"])["event_id"])
                answers.append({"EventId": "1"})
        return {"Entries": answers}


def _publish(bus: Bus, *events: MessageEvent) -> None:
    publish(lambda: bus, "the-bus", events)  # type: ignore[arg-type,return-value]


def test_an_event_says_what_happened_where_and_when() -> None:
    bus = Bus()
    _publish(bus, _event())
    ((entry,),) = bus.calls
    assert (entry["EventBusName"], entry["Source"]) == ("the-bus", "tertulia")
    assert entry["DetailType"] == "message.received"
    detail = json.loads(entry["Detail"])
    assert (detail["event_id"], detail["message"]["content"]["text"]) == ("k1#1#0", "hi")


def test_ten_events_share_a_call() -> None:
    bus = Bus()
    _publish(bus, *[_event(seq) for seq in range(1, 24)])
    assert [len(call) for call in bus.calls] == [10, 10, 3]


def test_what_was_refused_is_put_again() -> None:
    bus = Bus(refuse=1)
    _publish(bus, _event(1), _event(2))
    assert sorted(bus.taken) == ["k1#1#0", "k1#2#0"]


def test_a_bus_that_refuses_for_good_is_an_error() -> None:
    with pytest.raises(TryAgain):
        _publish(Bus(refuse=99), _event())


def test_a_message_too_large_for_the_bus_is_announced_without_its_words() -> None:
    bus = Bus()
    _publish(bus, _event(1, "x" * MAX_BYTES), _event(2))
    first = json.loads(bus.calls[0][0]["Detail"])
    assert (first["message"], first["seq"]) == (None, 1)
    assert bus.taken == ["k1#1#0", "k1#2#0"]


def test_large_events_do_not_share_a_call_that_would_be_too_large() -> None:
    bus = Bus()
    _publish(bus, *[_event(seq, "x" * (MAX_BYTES // 2)) for seq in range(1, 4)])
    assert all(sum(len(e["Detail"]) for e in call) <= 256 * 1024 for call in bus.calls)
