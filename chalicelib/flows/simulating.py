"""One step of a draft with a made person: what the builder's simulator shows. It is the function
that runs the real thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from chalicelib.flows import engine
from chalicelib.flows.env import Called, Env
from chalicelib.flows.events import Event
from chalicelib.flows.graph import Graph
from chalicelib.flows.ports import FlowPorts
from chalicelib.flows.service import parsed
from chalicelib.flows.state import State


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the draft is tried with, and the world he meets. seconds: that passed since now."""

    language: str = ""
    contact: Mapping[str, str] = field(default_factory=dict)
    hours: str = "open"
    agents_online: int = 1
    seconds: int = 0


def simulate(
    p: FlowPorts,
    *,
    account_id: str,
    graph: Graph,
    state: State | None,
    event: Event,
    person: Person,
) -> dict[str, Any]:
    """As `wire.flows.FlowSimulated`. Nothing is kept, sent or called."""
    env = Env(
        now=p.clock() + timedelta(seconds=person.seconds),
        contact_id="simulated",
        facts=_facts(account_id, person),
        language=person.language,
        hours=lambda queue_id: person.hours,
        agents_online=lambda queue_id: person.agents_online,
        flow=called(p, account_id),
    )
    step = engine.step(graph, state, event, env)
    shown = step.model_dump(mode="json")
    return {
        **shown,
        "variables": shown["state"]["variables"],
        "waiting": shown["state"]["waiting"],
    }


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
        return Called(version, parsed(graph)) if graph else None

    return find


def _facts(account_id: str, person: Person) -> Mapping[str, Mapping[str, object]]:
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
