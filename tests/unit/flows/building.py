"""Short ways to write flows down, and to talk to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from chalicelib.flows import engine
from chalicelib.flows.effects import Effect, Say, Wait
from chalicelib.flows.env import Env, Facts
from chalicelib.flows.events import Event, Replied, Started, TimerFired
from chalicelib.flows.graph import Edge, Graph, Node
from chalicelib.flows.state import State, Step
from chalicelib.shared.content import Content, Kind, Option, text

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)  # a Monday
FACTS: Facts = {
    "contact": {
        "name": "Ana Souza",
        "first_name": "Ana",
        "email": "ana@example.com",
        "phone": "+5511987654321",
        "language": "pt-BR",
        "tags": ["vip"],
        "attributes": {"plan": "gold"},
    },
    "conversation": {"id": "c1", "tags": [], "priority": ""},
    "channel": {"id": "ch1", "kind": "website", "name": "Shop"},
    "account": {"name": "Acme"},
}
CHOICE = {"id": "y", "title": "Yes"}
# A configuration of each kind that has nothing to complain of.
GOOD: dict[str, dict[str, Any]] = {
    "message": {"text": "Hi"},
    "buttons": {"text": "?", "choices": [CHOICE]},
    "list": {"text": "?", "choices": [CHOICE]},
    "question": {"text": "?", "variable": "x"},
    "condition": {
        "branches": [{"id": "y", "groups": [{"rules": [{"field": "contact.name", "value": "a"}]}]}]
    },
    "set_variable": {"assignments": [{"name": "x", "value": "1"}]},
    "tags": {"add": ["t1"]},
    "hours": {"queue_id": "q1"},
    "hand_off": {"queue_id": "q1"},
    "survey": {"survey_id": "s1"},
    "note": {"text": "x"},
    "attribute": {"name": "plan", "value": "gold"},
    "http": {"url": "https://example.com"},
    "integration": {"action": "a.b"},
    "wait": {"time": {"amount": 1}},
    "jump": {"to": "flow", "flow_id": "f1"},
    "split": {"shares": [{"id": "y"}, {"id": "z"}]},
    "end": {},
}
E_ = TypeVar("E_")


def env(**given: Any) -> Env:
    return replace(Env(now=NOW, contact_id="ana", facts=FACTS), **given)


def node(id: str, kind: str, /, **data: Any) -> Node:
    return Node.model_validate({"id": id, "kind": kind, "data": data})


def graph(nodes: Sequence[Node], *ways: str, **more: Any) -> Graph:
    """ways: 'a.out>b'. The first node begins."""
    edges = []
    for way in ways:
        source, _, target = way.partition(">")
        id, _, port = source.partition(".")
        edges.append(Edge(source=id, port=port or "out", target=target))
    return Graph(start=nodes[0].id, nodes=tuple(nodes), edges=tuple(edges), **more)


def one(kind: str, /, *ports: str, **data: Any) -> Graph:
    """A node `n`, and for each port a message that says its name."""
    ends = [node(f"to_{port}", "message", text=f"went {port}") for port in ports]
    return graph([node("n", kind, **data), *ends], *(f"n.{port}>to_{port}" for port in ports))


def said(step: Step) -> list[str]:
    return [each.content.text for each in step.effects if isinstance(each, Say)]


def only(step: Step, kind: type[E_]) -> E_:
    found = [each for each in step.effects if isinstance(each, kind)]
    assert len(found) == 1, step.effects
    return found[0]


def of(step: Step, kind: type[E_]) -> list[E_]:
    return [each for each in step.effects if isinstance(each, kind)]


def pressed(id: str, title: str = "") -> Replied:
    return Replied(content=Content(Kind.CHOICE, text=title, choice=Option(id, title or id)))


def wrote(words: str) -> Replied:
    return Replied(content=text(words))


class Talk:
    """A conversation with a flow."""

    def __init__(self, flow: Graph, world: Env | None = None) -> None:
        self.flow = flow
        self.env = world or env()
        self.state: State | None = None
        self.steps: list[Step] = []
        self.send(Started())

    def send(self, event: Event) -> Step:
        made = engine.step(self.flow, self.state, event, self.env)
        self.state = made.state
        self.steps.append(made)
        return made

    def write(self, words: str) -> Step:
        return self.send(wrote(words))

    def press(self, choice: str, node: str = "n") -> Step:
        return self.send(pressed(f"{node}.{choice}"))

    def time_passes(self) -> Step:
        assert self.state is not None
        assert self.state.waiting is not None
        return self.send(TimerFired(wait_id=self.state.waiting.wait_id))

    @property
    def last(self) -> Step:
        return self.steps[-1]

    @property
    def variables(self) -> dict[str, Any]:
        assert self.state is not None
        return self.state.variables

    @property
    def effects(self) -> list[Effect]:
        return [each for step in self.steps for each in step.effects]


def waits(step: Step) -> list[Wait]:
    return of(step, Wait)
