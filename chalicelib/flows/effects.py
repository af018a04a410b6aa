"""What a flow wants done, in this order. The engine does nothing itself. Pure.

The same step gives the same effects, so that their place in the list identifies them for ever:
(session, state.turn, index) is a good idempotency key.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from chalicelib.flows.graph import Part
from chalicelib.shared.content import Content

Outcome = Literal["ended", "resolved", "handed_off", "stopped", "failed"]


class Say(Part):
    """To the contact."""

    type: Literal["say"] = "say"
    node: str
    content: Content


class Note(Part):
    """For the team alone."""

    type: Literal["note"] = "note"
    node: str
    text: str


class Tag(Part):
    type: Literal["tag"] = "tag"
    node: str
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class SetAttribute(Part):
    """scope=contact: name, email (canonical), phone (E.164) and language are the contact's own
    fields, any other name is one of the account's attributes; '' empties it.
    scope=conversation: priority ('', low, medium, high, urgent) is its own field, any other name
    one of its attributes."""

    type: Literal["set_attribute"] = "set_attribute"
    node: str
    scope: Literal["contact", "conversation"]
    name: str
    value: str


class HandOff(Part):
    """The conversation is people's again, and Ended follows. Neither queue nor agent: the common
    inbox. learned: the variables as the agent reads them, in the order of asking."""

    type: Literal["hand_off"] = "hand_off"
    node: str
    queue_id: str = ""
    agent_id: str = ""
    learned: dict[str, str] = Field(default_factory=dict)


class Resolve(Part):
    type: Literal["resolve"] = "resolve"
    node: str


class CallHttp(Part):
    """Answered by HttpAnswered. headers: (name, value). timeout: seconds."""

    type: Literal["call_http"] = "call_http"
    node: str
    call_id: str
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    timeout: int = 5


class Emit(Part):
    """An event on the bus for an integration; answered by ActionDone. action: its name."""

    type: Literal["emit"] = "emit"
    node: str
    call_id: str
    action: str
    payload: dict[str, JsonValue] = Field(default_factory=dict)


class Wait(Part):
    """Answered by TimerFired(wait_id), at `until` (aware) or, if that is None, `working` minutes of
    the queue's working time ('' = the account's) after now. A reply may come before it."""

    type: Literal["wait"] = "wait"
    node: str
    wait_id: str
    until: datetime | None = None
    working: int = 0
    queue_id: str = ""


class AskSurvey(Part):
    """Answered by SurveyEnded, or by the Wait that comes with it."""

    type: Literal["ask_survey"] = "ask_survey"
    node: str
    survey_id: str


class Count(Part):
    """For the funnel. flow_id, version: '' and 0 = the flow itself, else one that it called."""

    type: Literal["count"] = "count"
    node: str
    what: Literal["reached", "answered", "dropped"]
    flow_id: str = ""
    version: int = 0


class Ended(Part):
    """The last effect. outcome=ended: nobody was told to take the conversation, so it goes where
    one without a flow goes."""

    type: Literal["ended"] = "ended"
    outcome: Outcome


class Failed(Part):
    """Told for the log and the screen. fatal: the flow is over, HandOff to its fallback and Ended
    follow; else the node's `error` way was taken."""

    type: Literal["failed"] = "failed"
    node: str
    code: str
    message: str
    fatal: bool


Effect = Annotated[
    Say
    | Note
    | Tag
    | SetAttribute
    | HandOff
    | Resolve
    | CallHttp
    | Emit
    | Wait
    | AskSurvey
    | Count
    | Ended
    | Failed,
    Field(discriminator="type"),
]
