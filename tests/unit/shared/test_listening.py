"""What the bus carries further, for accounts where somebody listens."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

import pytest

from chalicelib.entry._trigger import together
from chalicelib.shared import events, listening
from chalicelib.shared.events import ContactEvent

pytestmark = pytest.mark.feature("9.4")


def event(account_id: str = "acc", id: str = "con#1") -> ContactEvent:
    return ContactEvent(
        type="contact.changed",
        event_id=id,
        account_id=account_id,
        occurred_at="2030-05-01T12:00:00.000Z",
        contact_id="con",
        version=1,
        contact={"id": "con", "name": "Ana"},
    )


class Bus:
    def __init__(self) -> None:
        self.details: list[dict[str, Any]] = []

    def put_events(self, *, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        self.details += [json.loads(entry["Detail"]) for entry in Entries]
        return {"Entries": [{} for _ in Entries]}


def test_only_an_account_where_somebody_listens_is_marked() -> None:
    bus: Any = Bus()
    given = [event("acc"), event("other")]
    events.publish(lambda: bus, "bus", given, watched=lambda account_id: account_id == "acc")
    assert [detail.get("watched") for detail in bus.details] == [True, None]


def test_nobody_listens_unless_it_is_said() -> None:
    bus: Any = Bus()
    events.publish(lambda: bus, "bus", [event()])
    assert "watched" not in bus.details[0]


class Batch:
    def __init__(self, **bodies: str) -> None:
        self.bodies = bodies

    def to_dict(self) -> dict[str, Any]:
        return {"Records": [{"messageId": k, "body": v} for k, v in self.bodies.items()]}


def envelope(id: str) -> str:
    return json.dumps({"source": "tertulia", "detail": {"event_id": id, "type": "contact.changed"}})


def test_what_one_consumer_could_not_take_comes_again_and_alone() -> None:
    seen: list[list[str]] = []

    def first(found: Sequence[listening.Event]) -> Collection[str]:
        seen.append([str(each["event_id"]) for each in found])
        return ["b"]

    def second(found: Sequence[listening.Event]) -> Collection[str]:
        seen.append([str(each["event_id"]) for each in found])
        return []

    def handle(found: Any) -> list[str]:
        failed = listening.hand_out((first, second), list(found.values()))
        return [record for record, each in found.items() if each["event_id"] in failed]

    batch = Batch(r1=envelope("a"), r2=envelope("b"), r3="{}", r4="no JSON")
    answer = together("events", batch, lambda record: listening.read(record["body"]), handle)
    assert seen == [["a", "b"], ["a", "b"]]
    failed = [item["itemIdentifier"] for item in answer["batchItemFailures"]]
    assert sorted(failed) == ["r2", "r3", "r4"]


def test_a_consumer_that_dies_takes_the_batch_back_to_the_queue() -> None:
    def handle(found: Any) -> list[str]:
        raise RuntimeError("no table")

    batch = Batch(r1=envelope("a"), r2=envelope("b"))
    answer = together("events", batch, lambda record: listening.read(record["body"]), handle)
    assert len(answer["batchItemFailures"]) == 2
