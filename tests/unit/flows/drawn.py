"""Flows that the tests of the runtime run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.unit.flows.memory import Talk


def graph(nodes: dict[str, tuple[str, dict[str, Any]]], *edges: str, **more: Any) -> dict[str, Any]:
    """nodes: id -> kind, data; the first begins. edges: "a.out>b"."""
    made = []
    for each in edges:
        source, _, rest = each.partition(".")
        port, _, target = rest.partition(">")
        made.append({"source": source, "port": port, "target": target})
    return {
        "start": next(iter(nodes)),
        "nodes": [{"id": id, "kind": kind, "data": data} for id, (kind, data) in nodes.items()],
        "edges": made,
        "triggers": [{"kind": "first_message"}],
        **more,
    }


ASK = {"text": "Your name?", "answer": "text", "variable": "name"}
GREETING = graph(
    {
        "hi": ("message", {"text": "Hello"}),
        "ask": ("question", ASK),
        "bye": ("message", {"text": "Thanks, {{ name }}"}),
        "hand": ("hand_off", {"to": "queue", "queue_id": "sales"}),
    },
    "hi.out>ask",
    "ask.out>bye",
    "bye.out>hand",
)


WAITING = graph(
    {
        "hi": ("message", {"text": "One moment"}),
        "wait": ("wait", {"mode": "duration", "time": {"amount": 3, "unit": "hours"}}),
        "ask": ("question", ASK),
        "bye": ("message", {"text": "Thanks, {{ name }}"}),
        "z": ("end", {"outcome": "resolve"}),
    },
    "hi.out>wait",
    "wait.out>ask",
    "ask.out>bye",
    "bye.out>z",
)


HTTP = graph(
    {
        "wait": ("message", {"text": "Looking"}),
        "get": (
            "http",
            {
                "url": "https://shop.example/orders",
                "picks": [{"path": "state", "variable": "state"}],
            },
        ),
        "ok": ("message", {"text": "It is {{ state }}"}),
        "bad": ("message", {"text": "No answer"}),
        "ask": ("question", ASK),
        "hand": ("hand_off", {}),
    },
    "wait.out>get",
    "get.2xx>ok",
    "get.error>bad",
    "get.4xx>bad",
    "get.5xx>bad",
    "ok.out>ask",
    "bad.out>ask",
    "ask.out>hand",
)


SURVEY = graph(
    {
        "s": ("survey", {"survey_id": "csat"}),
        "ask": ("question", ASK),
        "hand": ("hand_off", {}),
    },
    "s.out>ask",
    "s.no_answer>ask",
    "ask.out>hand",
)


def deaths(act: Callable[[Talk], None], prepare: Callable[[Talk], None]) -> list[tuple[str, Talk]]:
    whole = Talk()
    prepare(whole)
    begun = whole.calls
    act(whole)
    found = [("none", whole)]
    for number in range(begun + 1, whole.calls + 1):
        for after in (False, True):
            talk = Talk()
            prepare(talk)
            talk.die = (number, after)
            act(talk)
            assert talk.die is None, number
            found.append((f"{'after' if after else 'before'} {number}", talk))
    return found
