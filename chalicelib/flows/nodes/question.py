"""Ask something, check the answer, keep it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from chalicelib.flows import values
from chalicelib.flows.effects import SetAttribute
from chalicelib.flows.events import Event, Replied, TimerFired
from chalicelib.flows.graph import Name, Part, Time
from chalicelib.flows.nodes.base import (
    ERROR,
    INVALID,
    NO_ANSWER,
    OUT,
    Flaw,
    Go,
    Move,
    NodeKind,
    Template,
    Turn,
)
from chalicelib.flows.nodes.buttons import MOST_ROWS, choice_flaws
from chalicelib.flows.nodes.shapes import (
    Choice,
    Retries,
    Text,
    as_text,
    choosable,
    option_id,
    options_of,
    said,
)
from chalicelib.shared.content import Content, Kind, Option

AnswerName = Literal["text", "number", "email", "phone", "date", "choice", "file", "rating"]


class QuestionData(Part):
    """variable: keeps the answer: text | number | canonical e-mail address | E.164 | YYYY-MM-DD |
    the choice's title | a file as {name, mime, key, url, size} | 1 to `scale`.
    minimum, maximum: of a number, or of a text's length; None = any.
    save_to: the contact's field or attribute that keeps it too, '' = none.
    retries, retry_text, no_answer: as for buttons."""

    text: Text = ""
    answer: AnswerName = "text"
    variable: Name = ""
    choices: Annotated[tuple[Choice, ...], Field(max_length=MOST_ROWS)] = ()
    minimum: float | None = None
    maximum: float | None = None
    scale: Literal[3, 5, 10] = 5
    save_to: Annotated[str, Field(max_length=60)] = ""
    retries: Retries = 2
    retry_text: Text = ""
    no_answer: Time = Time()


class Question(NodeKind[QuestionData]):
    name: ClassVar[str] = "question"
    data = QuestionData
    pauses = True

    def ports(self, data: QuestionData) -> tuple[str, ...]:
        return (OUT, INVALID, NO_ANSWER, ERROR)

    def enter(self, data: QuestionData, turn: Turn) -> Move:
        _ask(data, turn, data.text)
        return turn.stay("reply", data.no_answer)

    def resume(self, data: QuestionData, turn: Turn, event: Event) -> Move | None:
        if isinstance(event, TimerFired):
            turn.count("dropped")
            return Go(NO_ANSWER, "no answer in time")
        if not isinstance(event, Replied):
            return None
        read = values.read(_wanted(data, turn), event.content, turn.env)
        if read.value is not None:
            return _keep(data, turn, read)
        if turn.retries >= data.retries:
            return Go(INVALID, read.why)
        turn.retries += 1
        _ask(data, turn, data.retry_text or data.text)
        return turn.stay("reply", data.no_answer, f"{read.why}: asked again")

    def flaws(self, data: QuestionData) -> Iterator[Flaw]:
        if not data.text.strip():
            yield Flaw("text", "missing", "has no question to ask")
        if not data.variable:
            yield Flaw("variable", "missing", "needs a name to keep the answer under")
        if data.answer == "choice":
            if not data.choices:
                yield Flaw("choices", "missing", "has nothing to choose")
            yield from choice_flaws(data.choices)
        low, high = data.minimum, data.maximum
        if low is not None and high is not None and low > high:
            yield Flaw("maximum", "invalid", "is less than the least")

    def templates(self, data: QuestionData) -> Iterator[Template]:
        yield Template("text", data.text)
        yield Template("retry_text", data.retry_text)
        for index, each in enumerate(data.choices if data.answer == "choice" else ()):
            yield Template(f"choices.{index}.title", each.title)

    def names(self, data: QuestionData) -> Iterator[tuple[str, str]]:
        if data.variable:
            yield "variable", data.variable


def _keep(data: QuestionData, turn: Turn, read: values.Read) -> Move:
    turn.count("answered")
    turn.set(data.variable, read.value)
    if data.save_to:
        kept = as_text(read.value)
        turn.effects.append(
            SetAttribute(node=turn.at.node, scope="contact", name=data.save_to, value=kept)
        )
    return Go(note=f"{data.variable} = {as_text(read.value)}"[:200])


def _wanted(data: QuestionData, turn: Turn) -> values.Wanted:
    return values.Wanted(
        data.answer,
        node=turn.at.node,
        choices=choosable(data.choices, turn) if data.answer == "choice" else (),
        minimum=data.minimum,
        maximum=data.maximum,
        scale=data.scale,
    )


def _ask(data: QuestionData, turn: Turn, text: str) -> None:
    words = said(text, turn)
    options: tuple[Option, ...] = ()
    if data.answer == "choice":
        options = options_of(turn.at.node, data.choices, choosable(data.choices, turn))
    elif data.answer == "rating":
        marks = [str(mark) for mark in range(1, data.scale + 1)]
        options = tuple(Option(id=option_id(turn.at.node, mark), title=mark) for mark in marks)
    if options:
        turn.say(Content(Kind.OPTIONS, text=words, options=options))
    else:
        turn.say(Content(Kind.TEXT, text=words))
