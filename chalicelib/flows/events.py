"""What can happen to a flow that runs. Pure."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from chalicelib.flows.graph import Part
from chalicelib.shared.content import Content


class Started(Part):
    """kind: the trigger's. content: of the message that began it. data: what an event or a webhook
    brought; texts reach it as {{ trigger.<name> }}, the message as {{ trigger.text }}."""

    type: Literal["started"] = "started"
    kind: str = ""
    content: Content | None = None
    data: dict[str, JsonValue] = Field(default_factory=dict)


class Replied(Part):
    """The contact wrote."""

    type: Literal["replied"] = "replied"
    content: Content


class TimerFired(Part):
    """One of a wait that is over, or a second time, changes nothing."""

    type: Literal["timer_fired"] = "timer_fired"
    wait_id: str


class HttpAnswered(Part):
    """status: 0 if there was none. body: text, as much of it as was read. error: '' or why there is
    no answer: 'timeout', 'refused', 'private', 'too_large', ... call_id: of the CallHttp; '' =
    whichever waits at `node`."""

    type: Literal["http_answered"] = "http_answered"
    node: str
    call_id: str = ""
    status: int = 0
    body: str = ""
    error: str = ""


class ActionDone(Part):
    """An integration's event is on the bus. error: '' or why it is not."""

    type: Literal["action_done"] = "action_done"
    node: str
    call_id: str = ""
    error: str = ""


class SurveyEnded(Part):
    """answered: False = given up, or not asked at all. score: of its first question, if it has
    one."""

    type: Literal["survey_ended"] = "survey_ended"
    answered: bool
    score: int | None = None


class Stopped(Part):
    """Somebody or something else has the conversation now: an agent took it, it was resolved."""

    type: Literal["stopped"] = "stopped"
    reason: str = ""


Event = Annotated[
    Started | Replied | TimerFired | HttpAnswered | ActionDone | SurveyEnded | Stopped,
    Field(discriminator="type"),
]
