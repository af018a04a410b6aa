"""One turn of a bot: a contact's answer becomes the flow's next question."""

from __future__ import annotations

from typing import Any
from unittest import mock

from bench.counting import counted
from bench.messages import Driver, Telegram
from bench.surroundings import Deployment

CHAT = 777
GRAPH: dict[str, Any] = {
    "start": "one",
    "nodes": [
        {"id": "one", "kind": "question", "data": {"text": "What is it?", "variable": "it"}},
        {"id": "two", "kind": "question", "data": {"text": "Is {{ it }} all?", "variable": "all"}},
    ],
    "edges": [
        {"source": "one", "port": "out", "target": "two"},
        {"source": "two", "port": "out", "target": "one"},
    ],
    "triggers": [{"kind": "first_message"}],
}


def measured(here: Deployment) -> dict[str, Any]:
    """{"calls", "write_units", "read_units"} of the function `automation` for one turn with one
    message, in the middle of a conversation, by operation too."""
    with mock.patch("chalicelib.shared.http.call", Telegram()):
        _publish(here)
        driver = Driver(here)
        driver.number = 500_000
        here.take("AUTOMATION_QUEUE_URL")
        for _ in range(3):
            driver.inbound(CHAT)
            _turn(here)
        driver.inbound(CHAT)
        with counted(ignore=here.clients.values()) as tally:
            turns = _turn(here, drain=False)
    return {
        "turns": turns,
        "calls": tally.total(),
        "write_units": tally.write_units,
        "read_units": tally.read_units,
        "by_operation": {f"{s} {o}": count for (s, o), count in tally.calls.items()},
    }


def _turn(here: Deployment, *, drain: bool = True) -> int:
    """What waits for the function `automation`, and with `drain` what comes of that."""
    done = 0
    while records := here.take("AUTOMATION_QUEUE_URL"):
        for record in records:
            answer = here.invoke("automation", {"Records": [record]})
            if answer["batchItemFailures"]:
                raise RuntimeError(f"a turn failed: {here.runs[-1].log}")
            done += 1
        if not drain:
            break
        if changed := here.changes():
            here.invoke("changes", {"Records": changed})
    return done


def _publish(here: Deployment) -> None:
    from chalicelib import wiring
    from chalicelib.flows import service
    from chalicelib.flows.graph import Graph

    ports, ids = wiring.flow_ports(), {"account_id": here.account_id, "by": here.agent_id}
    made = service.add(ports, name="Questions", graph=Graph.model_validate(GRAPH), **ids)
    service.publish(ports, flow_id=made.flow.id, version=1, note="", **ids)
