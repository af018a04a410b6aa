"""A flow in the harness's account, and what must hold of conversations that flows may have."""

from __future__ import annotations

from typing import Any

from tests.harness import checks
from tests.harness.world import World

# It greets, asks twice, waits once in between, and hands over.
GREETING: dict[str, Any] = {
    "start": "hi",
    "nodes": [
        {"id": "hi", "kind": "message", "data": {"text": "Welcome"}},
        {"id": "name", "kind": "question", "data": {"text": "Name?", "variable": "name"}},
        {
            "id": "wait",
            "kind": "wait",
            "data": {"mode": "duration", "time": {"amount": 2, "unit": "hours"}},
        },
        {"id": "ask", "kind": "question", "data": {"text": "{{ name }}, more?", "variable": "m"}},
        {"id": "tag", "kind": "attribute", "data": {"scope": "contact", "name": "m", "value": "1"}},
        {"id": "hand", "kind": "hand_off", "data": {"text": "A person comes"}},
    ],
    "edges": [
        {"source": "hi", "port": "out", "target": "name"},
        {"source": "name", "port": "out", "target": "wait"},
        {"source": "wait", "port": "out", "target": "ask"},
        {"source": "ask", "port": "out", "target": "tag"},
        {"source": "tag", "port": "out", "target": "hand"},
    ],
    "triggers": [{"kind": "first_message"}],
}


def publish(here: World, graph: dict[str, Any] | None = None) -> str:
    """As an administrator would. Answers the flow's id."""
    from chalicelib import wiring
    from chalicelib.flows import service
    from chalicelib.flows.graph import Graph

    ports = wiring.flow_ports()
    drawn = Graph.model_validate(graph or GREETING)
    ids = {"account_id": here.account_id}
    made = service.add(ports, name="Welcome", graph=drawn, by="agent1", **ids)
    service.publish(ports, flow_id=made.flow.id, version=1, note="", by="agent1", **ids)
    page = wiring.account_ports().store.page(here.account_id)
    here.automation = next(each.automation for each in page.channels if each.kind == "website")
    return made.flow.id


def said(here: World, conversation_id: str) -> list[str]:
    return checks.texts(checks.conversations(here)[conversation_id], "bot")


def somebody_has_each(here: World) -> None:
    """Never with a bot and a person, never with a bot that is not running, never in between."""
    from chalicelib import wiring

    for id, head in checks.heads(here).items():
        session = wiring.flow_ports().store.session(here.account_id, id)
        if head["bot_id"]:
            assert (head["status"], head["assignee_id"]) == ("pending", ""), id
            assert session is not None, id
            assert (session.runs, session.flow_id) == (True, head["bot_id"]), id
        else:
            assert head["status"] != "pending", id
            assert session is None or not session.runs, id


def nothing_was_said_twice(here: World) -> None:
    """A turn's words are under their turn's names: each once."""
    for id, messages in checks.conversations(here).items():
        names = [one["client_id"] for one in messages if one["author"]["kind"] == "bot"]
        told = [name for name in names if name]
        assert len(told) == len(set(told)), (id, told)
