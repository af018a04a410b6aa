"""One step of a flow: (flow, state, event, world) -> (state, effects). Pure.

The same four always give the same step, so that a simulator, a test, a replay and the real thing
are one function, and a step that was interrupted is simply taken again. It runs until it needs
something from outside. It never raises for what an author drew or a contact wrote: what cannot go
on takes the node's `error` way or, without one, the flow's fallback to people.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, JsonValue, ValidationError

from chalicelib.flows.effects import Effect, Ended, Failed, HandOff, Outcome, Say
from chalicelib.flows.env import Env
from chalicelib.flows.events import (
    ActionDone,
    Event,
    HttpAnswered,
    Replied,
    Started,
    Stopped,
    SurveyEnded,
    TimerFired,
)
from chalicelib.flows.graph import Graph, Node
from chalicelib.flows.nodes.base import (
    ERROR,
    INVALID,
    OUT,
    Enter,
    Go,
    Leave,
    Move,
    NodeFailed,
    NodeKind,
    Stay,
    To,
    Turn,
)
from chalicelib.flows.nodes.hand_off import learned
from chalicelib.flows.nodes.registry import KINDS
from chalicelib.flows.state import Place, State, Step, Traced, Waiting
from chalicelib.flows.values import words
from chalicelib.shared import content

MOST_IN_A_STEP = 50
MOST_IN_A_SESSION = 1000
MOST_CALLS = 5  # flows within flows
MOST_KEPT = 64_000  # characters of JSON that the variables may fill
MOST_BROUGHT = 16_000  # that an event or a webhook may bring; a larger one brings nothing

# A way out that nobody drew, and the one that is taken instead.
_INSTEAD = {"break": "closed", "holiday": "closed", "4xx": ERROR, "5xx": ERROR, INVALID: ERROR}
_ANSWERS: dict[str, tuple[type[BaseModel], ...]] = {
    "reply": (Replied, TimerFired),
    "time": (TimerFired,),
    "http": (HttpAnswered,),
    "action": (ActionDone,),
    "survey": (SurveyEnded, TimerFired),
}


@dataclass(frozen=True, slots=True)
class Program:
    """A graph, ready to run. data: each node's configuration, None if it is none."""

    nodes: dict[str, Node]
    ways: dict[tuple[str, str], str]
    data: dict[str, Any]


def program(graph: Graph) -> Program:
    """Made once for each Graph."""
    if graph._program is None:
        graph._program = Program(
            nodes={node.id: node for node in graph.nodes},
            ways={(edge.source, edge.port): edge.target for edge in graph.edges},
            data={node.id: _data(node) for node in graph.nodes},
        )
    made: Program = graph._program
    return made


def _data(node: Node) -> Any:
    try:
        return KINDS[node.kind].data.model_validate(node.data)
    except ValidationError:
        return None


def step(graph: Graph, state: State | None, event: Event, env: Env) -> Step:
    """state: None before Started, which is the first event. graph: the version that the session
    began with. An event that the state does not wait for changes nothing: no effects, the same
    state."""
    if state is None:
        if not isinstance(event, Started):
            event = Started()
        return _Run(graph, _beginning(graph, event), env).start()
    if state.outcome or not _waited_for(state, event):
        return Step(state=state)
    return _Run(graph, state, env).go_on(event)


def _beginning(graph: Graph, event: Started) -> State:
    brought = event.data if len(json.dumps(event.data)) <= MOST_BROUGHT else {}
    trigger: dict[str, JsonValue] = {**brought, "kind": event.kind}
    if event.content:
        trigger["text"] = words(event.content)[:4000]
    kept: dict[str, JsonValue] = {
        each.name: each.value for each in graph.variables if each.value not in ("", None)
    }
    if event.kind == "webhook":  # what it brings under the name of a variable is that variable
        names = {each.name for each in graph.variables}
        kept |= {name: value for name, value in brought.items() if name in names}
    return State(variables=kept, trigger=trigger, at=Place(node=graph.start or "start"))


def _waited_for(state: State, event: Event) -> bool:
    """Whether it is the answer to what the state waits for, and not to something earlier."""
    if isinstance(event, Stopped):
        return True
    waiting = state.waiting
    if waiting is None or not isinstance(event, _ANSWERS[waiting.kind]):
        return False
    if isinstance(event, TimerFired):
        return bool(waiting.wait_id) and event.wait_id == waiting.wait_id
    if isinstance(event, HttpAnswered | ActionDone):
        return event.node == state.at.node and event.call_id in ("", waiting.call_id)
    return True


class _Over(Exception):
    """The flow cannot go on, and goes to its fallback."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(slots=True)
class _Here:
    """A node whose turn it is, in the flow that it belongs to."""

    program: Program
    node: Node
    kind: NodeKind[Any]
    data: Any


@dataclass(slots=True)
class _Run:
    """One step, while it is taken."""

    graph: Graph
    before: State
    env: Env
    at: Place = field(init=False)
    callers: tuple[Place, ...] = field(init=False)
    variables: dict[str, JsonValue] = field(init=False)
    waiting: Waiting | None = field(init=False)
    retries: int = field(init=False)
    waits: int = field(init=False)
    nodes: int = 0
    effects: list[Effect] = field(default_factory=list)
    trace: list[Traced] = field(default_factory=list)
    graphs: dict[tuple[str, int], Graph] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.at, self.callers = self.before.at, self.before.callers
        self.variables = dict(self.before.variables)
        self.waiting, self.retries = self.before.waiting, self.before.retries
        self.waits = self.before.waits

    def start(self) -> Step:
        return self._until_it_waits(None)

    def go_on(self, event: Event) -> Step:
        if isinstance(event, Stopped):
            self._turn().count("dropped")
            return self._over("stopped")
        return self._until_it_waits(event)

    def _until_it_waits(self, event: Event | None) -> Step:
        try:
            while True:
                move = self._one(event)
                event = None
                if isinstance(move, Stay):
                    self.waiting = move.waiting
                    return self._step("")
                outcome = self._moved(move)
                if outcome:
                    return self._over(outcome)
        except _Over as problem:
            return self._fallen_back(problem)

    def _one(self, event: Event | None) -> Move:
        """One node's turn: it is entered, or gets what it waited for."""
        if event is None:
            self._counted()
        here = self._here()
        turn = self._turn()
        if event is None:
            turn.count("reached")
        try:
            if here.data is None:
                raise NodeFailed("data", "its configuration cannot be read")
            move = here.kind.enter(here.data, turn) if event is None else None
            if event is not None:
                move = here.kind.resume(here.data, turn, event)
            self._check_kept()
        except NodeFailed as problem:
            return self._failed(here, turn, problem)
        if move is None:  # not for it after all: it goes on waiting
            move = Stay(self.waiting or Waiting(kind="reply"))
        self._taken(turn)
        self._traced(move)
        return move

    def _turn(self) -> Turn:
        return Turn(
            env=self.env,
            at=self.at,
            variables=self.variables,
            trigger=self.before.trigger,
            waits=self.waits,
            retries=self.retries,
            waiting=self.waiting,
            effects=self.effects,
        )

    def _taken(self, turn: Turn) -> None:
        self.waits, self.retries = turn.waits, turn.retries

    def _counted(self) -> None:
        self.nodes += 1
        in_all = self.before.nodes + self.nodes
        if self.nodes > MOST_IN_A_STEP or in_all > MOST_IN_A_SESSION:
            raise _Over("loop", f"ran {in_all if in_all > MOST_IN_A_SESSION else self.nodes} nodes")

    def _check_kept(self) -> None:
        if len(json.dumps(self.variables)) > MOST_KEPT:
            raise _Over("too_large", "the variables hold too much")

    def _failed(self, here: _Here, turn: Turn, problem: NodeFailed) -> Go:
        self._taken(turn)
        if (here.node.id, ERROR) not in here.program.ways:
            raise _Over(problem.code, problem.message)
        failed = Failed(node=here.node.id, code=problem.code, message=problem.message, fatal=False)
        self.effects.append(failed)
        move = Go(ERROR, problem.message)
        self._traced(move)
        return move

    def _traced(self, move: Move) -> None:
        port = move.port if isinstance(move, Go) else ""
        note = move.note if isinstance(move, Go | Stay) else ""
        self.trace.append(
            Traced(node=self.at.node, flow_id=self.at.flow_id, port=port, note=note[:300])
        )

    def _moved(self, move: Move) -> Outcome | None:
        """To where the move leads. The outcome, if the flow is over."""
        self.waiting, self.retries = None, 0
        if isinstance(move, Leave):
            return move.outcome if not (move.returns and self.callers) else self._returned()
        if isinstance(move, Go):
            return self._gone(move.port)
        if isinstance(move, To):
            self.at = self.at.model_copy(update={"node": move.node})
        elif isinstance(move, Enter):
            self._entered(move.flow_id)
        return None

    def _gone(self, port: str) -> Outcome | None:
        ways = program(self._graph(self.at)).ways
        target = ways.get((self.at.node, port))
        instead = _INSTEAD.get(port)
        if target is None and instead:
            target = ways.get((self.at.node, instead))
        if target is not None:
            self.at = self.at.model_copy(update={"node": target})
            return None
        if instead == ERROR or port == ERROR:
            raise _Over("no_way", f"nothing follows {port}")
        return self._returned() if self.callers else "ended"

    def _returned(self) -> Outcome | None:
        """Back to the node that called, and out of it."""
        self.at, *rest = self.callers
        self.callers = tuple(rest)
        return self._gone(OUT)

    def _entered(self, flow_id: str) -> None:
        if len(self.callers) >= MOST_CALLS:
            raise _Over("calls", "flows call each other too deeply")
        called = self.env.flow(flow_id, 0)
        if called is None or not called.graph.start:
            self._no_flow()
            return
        self.callers = (self.at, *self.callers)
        self.graphs[flow_id, called.version] = called.graph
        self.at = Place(node=called.graph.start, flow_id=flow_id, version=called.version)
        for each in called.graph.variables:
            if each.value not in ("", None):
                self.variables.setdefault(each.name, each.value)

    def _no_flow(self) -> None:
        why = NodeFailed("flow", "the flow that is called is not published")
        here = self._here()
        self._gone(self._failed(here, self._turn(), why).port)

    def _graph(self, place: Place) -> Graph:
        if not place.flow_id:
            return self.graph
        key = (place.flow_id, place.version)
        if key not in self.graphs:
            called = self.env.flow(*key)
            if called is None:
                raise _Over("flow", "a flow that was called is gone")
            self.graphs[key] = called.graph
        return self.graphs[key]

    def _here(self) -> _Here:
        ready = program(self._graph(self.at))
        node = ready.nodes.get(self.at.node)
        if node is None:
            raise _Over("no_node", "there is no such node")
        return _Here(ready, node, KINDS[node.kind], ready.data[node.id])

    def _fallen_back(self, problem: _Over) -> Step:
        node, fallback = self.at.node, self.graph.fallback
        failed = Failed(node=node, code=problem.code, message=problem.message[:300], fatal=True)
        self.trace.append(
            Traced(node=node, flow_id=self.at.flow_id, note=f"failed: {problem.message}"[:300])
        )
        turn = self._turn()
        turn.count("dropped")
        self.effects.append(failed)
        if fallback.text.strip():
            # As it stands: variables may be what failed.
            self.effects.append(Say(node=node, content=content.text(fallback.text)))
        kept = learned(turn.variables)
        self.effects.append(HandOff(node=node, queue_id=fallback.queue_id, learned=kept))
        return self._over("failed")

    def _over(self, outcome: Outcome) -> Step:
        self.waiting = None
        self.effects.append(Ended(outcome=outcome))
        return self._step(outcome)

    def _step(self, outcome: Outcome | Literal[""]) -> Step:
        after = State(
            variables=self.variables,
            trigger=self.before.trigger,
            at=self.at,
            callers=self.callers,
            waiting=self.waiting,
            retries=self.retries,
            turn=self.before.turn + 1,
            nodes=self.before.nodes + self.nodes,
            waits=self.waits,
            outcome=outcome,
        )
        return Step(state=after, effects=tuple(self.effects), trace=tuple(self.trace))
