"""One step of a draft with a made person: what the builder's simulator shows. It is the function
that runs the real thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.flows import engine
from chalicelib.flows.effects import CallHttp
from chalicelib.flows.env import Called, Env
from chalicelib.flows.events import Event, HttpAnswered
from chalicelib.flows.graph import Graph
from chalicelib.flows.ports import FlowPorts
from chalicelib.flows.state import State
from chalicelib.flows.testing import World
from chalicelib.shared.clock import to_text
from chalicelib.shared.ids import new_id


def simulate(
    p: FlowPorts,
    *,
    account_id: str,
    graph: Graph,
    state: State | None,
    event: Event,
    world: World,
    seconds: int = 0,
) -> dict[str, Any]:
    """As `wire.flows.FlowSimulated`. Nothing is kept, sent or called. seconds: that passed since
    the conversation began, by waits that were skipped."""
    began = world.at or p.clock()
    env = env_of(p, account_id, world)(began + timedelta(seconds=seconds))
    step = engine.step(graph, state, event, env)
    shown = step.model_dump(mode="json")
    return {
        **shown,
        "variables": shown["state"]["variables"],
        "waiting": shown["state"]["waiting"],
        "at": to_text(env.now),
    }


def call(p: FlowPorts, wish: CallHttp) -> HttpAnswered:
    """Really ask, as the flow would: what came of it; never raises for what the other side does."""
    return p.call(wish, f"try-{new_id(p.clock())}")


def env_of(p: FlowPorts, account_id: str, world: World) -> Callable[[datetime], Env]:
    """The world that a made person meets, at a time."""
    zone = p.zone(account_id)
    facts, flow = _facts(world), called(p, account_id)

    def at(now: datetime) -> Env:
        def hours(queue_id: str) -> str:
            if world.hours == "calendar":
                return p.hours(account_id, now, queue_id)
            return world.hours

        return Env(
            now=now,
            contact_id="simulated",
            facts=facts,
            language=world.language,
            zone=zone,
            hours=hours,
            agents_online=lambda queue_id: world.agents_online,
            flow=flow,
        )

    return at


def called(p: FlowPorts, account_id: str) -> Callable[[str, int], Called | None]:
    """The published graph of another flow of the account; version 0: what is published now."""

    def find(flow_id: str, version: int) -> Called | None:
        if not version:
            flow = p.store.flow(account_id, flow_id)
            version = flow.published if flow else 0
        published = p.store.version(account_id, flow_id, version) if version else None
        if published is None:
            return None
        graph = p.store.graph(account_id, flow_id, published.draft_version)
        return Called(version, Graph.model_validate(graph)) if graph else None

    return find


def _facts(person: World) -> Mapping[str, Mapping[str, object]]:
    known = dict(person.contact)
    name = known.get("name", "")
    attributes = {key: value for key, value in known.items() if key not in _OWN}
    return {
        "contact": {
            **{key: known.get(key, "") for key in _OWN},
            "first_name": name.split(" ")[0] if name else "",
            "language": person.language,
            "tags": [],
            "attributes": attributes,
        },
        "conversation": {"id": "simulated", "tags": [], "priority": ""},
        "channel": {"id": "simulated", "kind": "website", "name": ""},
        "account": {"name": ""},
    }


_OWN = ("name", "email", "phone")
