"""What a kind of node is, and what it may do when its turn comes. Pure."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeVar

from pydantic import JsonValue

from chalicelib.flows.effects import Count, Effect, Outcome, Say, Wait
from chalicelib.flows.env import Env
from chalicelib.flows.events import Event
from chalicelib.flows.graph import Part, Time
from chalicelib.flows.state import Place, Waiting, WaitingKind
from chalicelib.shared.content import Content
from chalicelib.shared.errors import InvalidInput

if TYPE_CHECKING:
    from chalicelib.flows import texts

OUT = "out"
ERROR = "error"
INVALID = "invalid"
NO_ANSWER = "no_answer"

MOST_TEXT = 4000  # characters of one value
MOST_JSON = 8000


class NodeFailed(Exception):
    """code: short, for the log and the screen. message: why, in words; no personal data."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Go:
    """On, by a way out."""

    port: str = OUT
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """Until something comes."""

    waiting: Waiting
    note: str = ""


@dataclass(frozen=True, slots=True)
class To:
    """On, at another node of this flow."""

    node: str


@dataclass(frozen=True, slots=True)
class Enter:
    """Into another flow; `out` is taken when that one ends."""

    flow_id: str


@dataclass(frozen=True, slots=True)
class Leave:
    """The flow is over. returns: a called flow goes back to its caller instead."""

    outcome: Outcome
    returns: bool = False


Move = Go | Stay | To | Enter | Leave
ReferenceKind = Literal["queue", "agent", "tag", "survey", "flow", "node"]


@dataclass(frozen=True, slots=True)
class Template:
    """A text with variables in a node. field: its dotted place in `data`."""

    field: str
    text: str
    place: texts.Place = "text"


@dataclass(frozen=True, slots=True)
class Reference:
    """Something of the account's, or of this flow's, that a node names."""

    field: str
    kind: ReferenceKind
    id: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong in a node's data. code: see validate.py. port: the way out that it concerns."""

    field: str
    code: str
    message: str
    port: str = ""


@dataclass(slots=True)
class Turn:
    """One node's turn: what it knows, and what it wants done."""

    env: Env
    at: Place
    variables: dict[str, JsonValue]
    trigger: Mapping[str, JsonValue]
    waits: int
    retries: int = 0
    waiting: Waiting | None = None
    effects: list[Effect] = field(default_factory=list)

    def values(self) -> dict[str, Any]:
        """What texts and conditions see."""
        return {**self.variables, **self.env.facts, "trigger": self.trigger}

    def fill(self, text: str, place: texts.Place = "text") -> str:
        """Raises NodeFailed."""
        if place == "text" and "{" not in text:
            return text
        from chalicelib.flows import texts  # a quarter of a second, once

        try:
            return texts.fill(text, self.values(), place)
        except InvalidInput as problem:
            raise NodeFailed("text", problem.detail) from None

    def say(self, content: Content) -> None:
        self.effects.append(Say(node=self.at.node, content=content))

    def set(self, name: str, value: JsonValue) -> None:
        if name:
            self.variables[name] = bounded(value)

    def count(self, what: Literal["reached", "answered", "dropped"]) -> None:
        at = self.at
        counted = Count(node=at.node, what=what, flow_id=at.flow_id, version=at.version)
        self.effects.append(counted)

    def new_wait(self) -> str:
        """Each wait of a session has an id of its own, so that a late timer ends nothing else."""
        self.waits += 1
        return f"w{self.waits}"

    def stay(self, kind: WaitingKind, limit: Time | None = None, note: str = "") -> Stay:
        """limit: after which TimerFired comes; none or 0 = never."""
        if limit is None or not limit.amount:
            return Stay(Waiting(kind=kind), note)
        wait_id = self.new_wait()
        until = self.env.now + timedelta(seconds=limit.seconds)
        self.effects.append(Wait(node=self.at.node, wait_id=wait_id, until=until))
        return Stay(Waiting(kind=kind, wait_id=wait_id), note)

    def call(self, kind: WaitingKind) -> Stay:
        """For an answer that always comes. The call has an id of its own."""
        return Stay(Waiting(kind=kind, call_id=self.new_wait()))


D = TypeVar("D", bound=Part)


class NodeKind(ABC, Generic[D]):
    """data: the model of its configuration, in which everything may be missing. pauses: whether it
    can wait for something outside; a loop without such a node would never end."""

    name: ClassVar[str]
    data: type[D]
    pauses: ClassVar[bool] = False

    def ports(self, data: D) -> tuple[str, ...]:
        """The ways out, in the order of drawing."""
        return (OUT, ERROR)

    def needed(self, data: D) -> tuple[str, ...]:
        """The ways out that must lead somewhere. Where another leads nowhere, the flow ends."""
        return ()

    @abstractmethod
    def enter(self, data: D, turn: Turn) -> Move:
        """Raises NodeFailed."""

    def resume(self, data: D, turn: Turn, event: Event) -> Move | None:
        """What came while it waited; None = it goes on waiting. Raises NodeFailed."""
        return None

    def flaws(self, data: D) -> Iterator[Flaw]:
        """What is missing or wrong in itself."""
        yield from ()

    def templates(self, data: D) -> Iterator[Template]:
        yield from ()

    def references(self, data: D) -> Iterator[Reference]:
        yield from ()

    def names(self, data: D) -> Iterator[tuple[str, str]]:
        """(field, name) of each variable that it sets."""
        yield from ()

    def paths(self, data: D) -> Iterator[tuple[str, str]]:
        """(field, path) of each value that it reads other than in a template."""
        yield from ()


def bounded(value: JsonValue) -> JsonValue:
    """Raises NodeFailed if it is too large to keep; long texts are cut."""
    import json

    if isinstance(value, str):
        return value[:MOST_TEXT]
    if isinstance(value, list | dict) and len(json.dumps(value)) > MOST_JSON:
        raise NodeFailed("too_large", "a value is too large to keep")
    return value
