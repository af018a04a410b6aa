"""A conversation with a flow, played from what came in: for tests that are kept, and for what was
said before. Pure.

What comes in says nothing of calls and waits by their ids, so that it can be told to another draft:
"the server answered this", whichever node asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.flows import engine
from chalicelib.flows.effects import Effect, Say, Wait
from chalicelib.flows.env import Env
from chalicelib.flows.events import (
    ActionDone,
    Event,
    HttpAnswered,
    Replied,
    Started,
    SurveyEnded,
    TimerFired,
)
from chalicelib.flows.graph import Graph, Part
from chalicelib.flows.state import State, Step
from chalicelib.flows.values import words
from chalicelib.shared.content import Content, Kind

MOST_BODY = 8000  # characters of an answer that is kept
MOST_SAID = 4000


class Began(Part):
    """The flow begins: by a trigger of that kind, or by what the contact wrote."""

    type: Literal["began"] = "began"
    kind: Annotated[str, Field(max_length=40)] = ""
    content: Content | None = None


class Wrote(Part):
    """The contact."""

    type: Literal["wrote"] = "wrote"
    content: Content


class Waited(Part):
    """What the flow waited for did not come: its time is over."""

    type: Literal["waited"] = "waited"


class Served(Part):
    """What an address answered. error: '' or why there was no answer."""

    type: Literal["served"] = "served"
    status: Annotated[int, Field(ge=0, le=599)] = 0
    body: Annotated[str, Field(max_length=MOST_BODY)] = ""
    error: Annotated[str, Field(max_length=200)] = ""


class Acted(Part):
    """An integration got its event, or did not."""

    type: Literal["acted"] = "acted"
    error: Annotated[str, Field(max_length=200)] = ""


class Rated(Part):
    """A survey is over."""

    type: Literal["rated"] = "rated"
    answered: bool = False
    score: int | None = None


Input = Annotated[
    Began | Wrote | Waited | Served | Acted | Rated,
    Field(discriminator="type"),
]
WAITS_FOR = {"wrote": "reply", "served": "http", "acted": "action", "rated": "survey"}


@dataclass(frozen=True, slots=True)
class Played:
    """What one thing that came in led to. says: as `spoken` has it. ways: "{node}|{port}", of this
    flow alone. at: the node that it came to. unfit: '' or what the flow waited for instead ('over':
    for nothing more); then nothing happened."""

    says: tuple[str, ...]
    ways: tuple[str, ...]
    at: str
    state: State | None
    effects: tuple[Effect, ...] = ()
    unfit: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A flow that is being played. now: the time there; it goes on with each wait that is over.
    env: the world, whose `now` is this one's."""

    graph: Graph
    env: Callable[[datetime], Env]
    now: datetime
    state: State | None = None
    wait: Wait | None = None

    def told(self, given: Input) -> tuple[Stage, Played]:
        event = event_of(self.graph, self.state, given)
        if isinstance(event, str):
            at = self.state.at.node if self.state else ""
            return self, Played((), (), at, self.state, unfit=event)
        now = self.now
        if isinstance(given, Waited) and self.wait:
            now = max(now, waited_until(self.wait, now))
        step = engine.step(self.graph, self.state, event, self.env(now))
        at = self.state.at.node if self.state else step.state.at.node
        after = replace(self, now=now, state=step.state, wait=_wait(step))
        return after, Played(said(step), ways(step), at, step.state, step.effects)


def play(stage: Stage, given: Iterable[Input]) -> list[Played]:
    """One for each that was given."""
    found = []
    for each in given:
        stage, played = stage.told(each)
        found.append(played)
    return found


def event_of(graph: Graph, state: State | None, given: Input) -> Event | str:
    """As the engine is told it; or what it waits for instead."""
    if state is None:
        if isinstance(given, Began):
            return Started(kind=given.kind, content=given.content)
        return "began"
    waiting = None if state.outcome else state.waiting
    if waiting is None:
        return "over"
    if isinstance(given, Waited):
        return TimerFired(wait_id=waiting.wait_id) if waiting.wait_id else waiting.kind
    if WAITS_FOR.get(given.type) != waiting.kind:
        return waiting.kind
    if isinstance(given, Wrote):
        return Replied(content=known_choice(graph, given.content))
    if isinstance(given, Rated):
        return SurveyEnded(answered=given.answered, score=given.score)
    here = {"node": state.at.node, "call_id": waiting.call_id}
    if isinstance(given, Served):
        told = given.model_dump(exclude={"type"})
        return HttpAnswered(**here, **told)
    assert isinstance(given, Acted)
    return ActionDone(**here, error=given.error)


def known_choice(graph: Graph, content: Content) -> Content:
    """A button of a node that is no more counts as its words."""
    if content.choice is None:
        return content
    node, dot, _ = content.choice.id.rpartition(".")
    if dot and node in engine.program(graph).nodes:
        return content
    return Content(kind=Kind.TEXT, text=words(content))


def waited_until(wait: Wait, now: datetime) -> datetime:
    """Working time counts as time: nobody works in a play."""
    return wait.until if wait.until else now + timedelta(minutes=wait.working)


def _wait(step: Step) -> Wait | None:
    waiting = step.state.waiting
    waits = [each for each in step.effects if isinstance(each, Wait)]
    return next((each for each in waits if waiting and each.wait_id == waiting.wait_id), None)


def said(step: Step) -> tuple[str, ...]:
    return tuple(spoken(each.content) for each in step.effects if isinstance(each, Say))


def ways(step: Step) -> tuple[str, ...]:
    return tuple(
        f"{each.node}|{each.port}" for each in step.trace if each.port and not each.flow_id
    )


def spoken(content: Content) -> str:
    """What the contact sees, as lines: the words, and a line for each button and file."""
    lines = [content.text.strip()] if content.text.strip() else []
    lines += [f"[{each.title.strip()}]" for each in content.options]
    lines += [f"({each.name or each.mime})" for each in content.media]
    lines += [f"({each.name})" for each in content.contacts]
    return "\n".join(lines)[:MOST_SAID]
