"""Offer a few buttons, or a list to choose from; each has a way out of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from chalicelib.flows import values
from chalicelib.flows.events import Event, Replied, TimerFired
from chalicelib.flows.graph import Name, Part, Time
from chalicelib.flows.nodes.base import (
    ERROR,
    INVALID,
    NO_ANSWER,
    Flaw,
    Go,
    Move,
    NodeFailed,
    NodeKind,
    Template,
    Turn,
)
from chalicelib.flows.nodes.shapes import Choice, Retries, Text, choosable, options_of, said
from chalicelib.shared.content import Content, Kind

MOST_BUTTONS = 10
MOST_ROWS = 30


class ButtonsData(Part):
    """variable: keeps the title that was chosen. retries: how often another answer is met with
    retry_text ('' = the text again) before `invalid`. no_answer: after which `no_answer`."""

    text: Text = ""
    choices: Annotated[tuple[Choice, ...], Field(max_length=MOST_BUTTONS)] = ()
    variable: Name = ""
    retries: Retries = 2
    retry_text: Text = ""
    no_answer: Time = Time()


class ListData(ButtonsData):
    """Like buttons, with more to choose from."""

    choices: Annotated[tuple[Choice, ...], Field(max_length=MOST_ROWS)] = ()


class Buttons(NodeKind[ButtonsData]):
    name: ClassVar[str] = "buttons"
    data: type[ButtonsData] = ButtonsData
    pauses = True

    def ports(self, data: ButtonsData) -> tuple[str, ...]:
        return (*(each.id for each in _ways(data)), INVALID, NO_ANSWER, ERROR)

    def needed(self, data: ButtonsData) -> tuple[str, ...]:
        return tuple(each.id for each in _ways(data))

    def enter(self, data: ButtonsData, turn: Turn) -> Move:
        _offer(data, turn, data.text)
        return turn.stay("reply", data.no_answer)

    def resume(self, data: ButtonsData, turn: Turn, event: Event) -> Move | None:
        if isinstance(event, TimerFired):
            turn.count("dropped")
            return Go(NO_ANSWER, "no answer in time")
        if not isinstance(event, Replied):
            return None
        chosen = values.choose(event.content, turn.at.node, choosable(data.choices, turn))
        if chosen:
            turn.count("answered")
            turn.set(data.variable, chosen.title)
            return Go(chosen.id, f"chose {chosen.title}"[:200])
        if turn.retries >= data.retries:
            return Go(INVALID, "none of the choices")
        turn.retries += 1
        _offer(data, turn, data.retry_text or data.text)
        return turn.stay("reply", data.no_answer, "none of the choices: asked again")

    def flaws(self, data: ButtonsData) -> Iterator[Flaw]:
        if not data.text.strip():
            yield Flaw("text", "missing", "has nothing to say")
        if not _ways(data):
            yield Flaw("choices", "missing", "has nothing to choose")
        yield from choice_flaws(data.choices)

    def templates(self, data: ButtonsData) -> Iterator[Template]:
        yield Template("text", data.text)
        yield Template("retry_text", data.retry_text)
        for index, each in enumerate(data.choices):
            yield Template(f"choices.{index}.title", each.title)

    def names(self, data: ButtonsData) -> Iterator[tuple[str, str]]:
        if data.variable:
            yield "variable", data.variable


class List(Buttons):
    name = "list"
    data = ListData


def choice_flaws(choices: tuple[Choice, ...]) -> Iterator[Flaw]:
    seen: set[str] = set()
    for index, each in enumerate(choices):
        if not each.title.strip():
            yield Flaw(f"choices.{index}.title", "missing", "has no words on it")
        if each.url and not each.url.startswith("https://"):
            yield Flaw(f"choices.{index}.url", "invalid", "must begin with https://")
        if not each.id:
            yield Flaw(f"choices.{index}.id", "missing", "has no id")
        elif each.id in seen or each.id in (INVALID, NO_ANSWER, ERROR):
            yield Flaw(f"choices.{index}.id", "duplicate", f"the id {each.id} is taken", each.id)
        seen.add(each.id)


def _ways(data: ButtonsData) -> list[Choice]:
    return [each for each in data.choices if each.id and not each.url]


def _offer(data: ButtonsData, turn: Turn, text: str) -> None:
    offered = choosable(data.choices, turn)
    if not any(not each.link for each in offered):
        raise NodeFailed("empty", "there is nothing to choose")
    options = options_of(turn.at.node, data.choices, offered)
    turn.say(Content(Kind.OPTIONS, text=said(text, turn), options=options))
