"""Where a flow that runs stands: small, and JSON. Pure."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from chalicelib.flows.effects import Effect, Outcome
from chalicelib.flows.graph import Part

WaitingKind = Literal["reply", "time", "http", "action", "survey"]


class Place(Part):
    """A node of a flow. flow_id: '' = the flow that the session began with. version: of a called
    flow, the one that was published when it was called."""

    node: str
    flow_id: str = ""
    version: int = 0


class Waiting(Part):
    """kind: what for. wait_id: of the timer that ends it, '' = none. call_id: of the call whose
    answer is waited for."""

    kind: WaitingKind
    wait_id: str = ""
    call_id: str = ""


class State(Part):
    """at: where it stands, or stood last. callers: the jump nodes to return to, the last one first.
    retries: wrong answers to the question at hand. turn: raised by each step. nodes: run so far.
    trigger: what {{ trigger.x }} stands for. outcome: '' while it goes on."""

    format: Literal[1] = 1
    variables: dict[str, JsonValue] = Field(default_factory=dict)
    trigger: dict[str, JsonValue] = Field(default_factory=dict)
    at: Place
    callers: tuple[Place, ...] = ()
    waiting: Waiting | None = None
    retries: int = 0
    turn: int = 0
    nodes: int = 0
    waits: int = 0
    outcome: Outcome | Literal[""] = ""


class Traced(Part):
    """One node that was run. port: the way out that was taken, '' = none yet. note: why, in a few
    words of English for the simulator."""

    node: str
    flow_id: str = ""
    port: str = ""
    note: str = ""


class Step(Part):
    """What a step came to."""

    state: State
    effects: tuple[Annotated[Effect, Field(discriminator="type")], ...] = ()
    trace: tuple[Traced, ...] = ()
