"""How fast the pure engine of flows is: no table, no clock, one core."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from statistics import median
from typing import Any

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
FACTS = {"contact": {"name": "Ana Souza", "first_name": "Ana"}, "channel": {"name": "Shop"}}
ANSWERS = ("Ana", "not an address", "ana@example.com", "3")  # through the gallery's lead capture


def measured(*, times: int) -> dict[str, Any]:
    """A conversation of five steps through a flow of the gallery, its state read from JSON and
    written back at each: {"steps_per_second", "step_us": median, "nodes_per_step", "state_bytes"}.
    """
    _conversation()  # imports, and templates parsed once
    spans, steps, nodes, most = [], 0, 0, 0
    for _ in range(times):
        began = time.perf_counter()
        ran = _conversation()
        spans.append(time.perf_counter() - began)
        steps, nodes, most = len(ran), sum(count for count, _ in ran), max(size for _, size in ran)
    each = median(spans) / steps
    return {
        "steps_per_second": round(1 / each),
        "step_us": round(each * 1e6),
        "nodes_per_step": round(nodes / steps, 1),
        "state_bytes": most,
    }


def _conversation() -> list[tuple[int, int]]:
    """Nodes run and bytes of state, of each step."""
    from chalicelib.flows import engine, templates
    from chalicelib.flows.env import Env
    from chalicelib.flows.events import Event, Replied, Started
    from chalicelib.flows.state import State
    from chalicelib.shared.content import text

    graph = next(each.graph for each in templates.gallery("en") if each.id == "lead_capture")
    env = Env(now=NOW, contact_id="ana", facts=FACTS, language="en")
    ran: list[tuple[int, int]] = []
    told: list[Event] = [Started(), *(Replied(content=text(words)) for words in ANSWERS)]
    state: State | None = None
    for event in told:
        step = engine.step(graph, state, event, env)
        stored = step.state.model_dump_json(exclude_defaults=True)
        state = State.model_validate_json(stored)
        ran.append((len(step.trace), len(stored)))
    if state is None or state.outcome != "handed_off":
        raise RuntimeError("the conversation did not come to its end")
    return ran
