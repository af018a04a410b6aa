"""A service flow as data: what its author draws, what is stored, imported and exported. Pure.

A draft may be unfinished, so only the shape is held here; `validate.py` says what keeps a flow from
being published. What is in a node's `data` is told by its kind (`nodes/<kind>.py`).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, PrivateAttr

MOST_NODES = 300
MOST_EDGES = 1500
MOST_TRIGGERS = 30
MOST_VARIABLES = 100

Id = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]
OptionalId = Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")]
Title = Annotated[str, Field(max_length=200)]
Name = Annotated[str, Field(max_length=40)]  # of a variable; validate.py says what it may be
Ids = Annotated[tuple[OptionalId, ...], Field(max_length=100)]
Unit = Literal["seconds", "minutes", "hours", "days"]

NodeKindName = Literal[
    "message",
    "buttons",
    "list",
    "question",
    "condition",
    "set_variable",
    "tags",
    "hours",
    "hand_off",
    "survey",
    "note",
    "attribute",
    "http",
    "integration",
    "wait",
    "jump",
    "split",
    "end",
]
TriggerKindName = Literal[
    "first_message",
    "every_message",
    "keyword",
    "button",
    "invitation",
    "webhook",
    "tag",
    "event",
    "schedule",
]
VariableKindName = Literal["text", "number", "boolean", "date", "list"]


class Part(BaseModel):
    """Refuses unknown fields: a typo is told, not dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Time(Part):
    """A span. amount: 0 = none."""

    amount: Annotated[int, Field(ge=0, le=100_000)] = 0
    unit: Unit = "hours"

    @property
    def seconds(self) -> int:
        return self.amount * {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}[self.unit]


class Node(Part):
    """x, y: its place on the canvas. title: its author's own name for it. data: by kind."""

    id: Id
    kind: NodeKindName
    x: float = 0
    y: float = 0
    title: Title = ""
    data: dict[str, JsonValue] = Field(default_factory=dict)


class Edge(Part):
    """From one way out of a node to another node. A way out has one edge at most."""

    source: Id
    port: Annotated[str, Field(min_length=1, max_length=40)]
    target: Id


class Moments(Part):
    """When a schedule starts. days: 0 = Monday; none = every day. date: YYYY-MM-DD, once, whatever
    the days; '' = again and again. at: HH:MM. zone: an IANA name; '' = the account's."""

    days: Annotated[tuple[Annotated[int, Field(ge=0, le=6)], ...], Field(max_length=7)] = ()
    at: Annotated[str, Field(max_length=5)] = "09:00"
    zone: Annotated[str, Field(max_length=64)] = ""
    date: Annotated[str, Field(max_length=10)] = ""


class Whom(Part):
    """The conversations in which a schedule starts, beside the trigger's channels and tags: those
    that nobody has. status: resolved = for as long as a word would reopen them. queue_ids: none =
    any. quiet_hours: nobody has written for so long; 0 = however lately."""

    status: Literal["open", "resolved"] = "open"
    queue_ids: Ids = ()
    quiet_hours: Annotated[int, Field(ge=0, le=720)] = 0


class Trigger(Part):
    """What begins the flow. channel_ids: none = every channel. By kind:

    keyword      words, match (of the whole text | somewhere in it | as a word of its own)
    button       buttons: ids or titles of buttons that were pressed
    invitation   invitation_ids: none = any that was accepted
    webhook      webhook_id;  event   event: its name, such as "conversation.resolved"
    tag          tag_ids: any of them was added
    schedule     moments, whom; tag_ids: none = whatever their tags
    """

    kind: TriggerKindName
    channel_ids: Ids = ()
    words: Annotated[tuple[Title, ...], Field(max_length=100)] = ()
    match: Literal["exact", "contains", "word"] = "exact"
    buttons: Annotated[tuple[Title, ...], Field(max_length=100)] = ()
    invitation_ids: Ids = ()
    webhook_id: OptionalId = ""
    tag_ids: Ids = ()
    event: Annotated[str, Field(max_length=100)] = ""
    moments: Moments = Moments()
    whom: Whom = Whom()


class Variable(Part):
    """Something that the flow keeps. Answers' variables need no line here; those with a value from
    the beginning do."""

    name: Name
    kind: VariableKindName = "text"
    value: JsonValue = ""
    description: Title = ""


class Fallback(Part):
    """Where the conversation goes if the flow cannot go on. queue_id: '' = the common inbox. text:
    what the contact is told first, '' = nothing."""

    queue_id: OptionalId = ""
    text: Annotated[str, Field(max_length=4000)] = ""


class Graph(Part):
    """start: a node's id. priority: of several flows that could begin, the highest does."""

    format: Literal[1] = 1
    start: OptionalId = ""
    nodes: Annotated[tuple[Node, ...], Field(max_length=MOST_NODES)] = ()
    edges: Annotated[tuple[Edge, ...], Field(max_length=MOST_EDGES)] = ()
    triggers: Annotated[tuple[Trigger, ...], Field(max_length=MOST_TRIGGERS)] = ()
    variables: Annotated[tuple[Variable, ...], Field(max_length=MOST_VARIABLES)] = ()
    fallback: Fallback = Fallback()
    priority: Annotated[int, Field(ge=0, le=1000)] = 0

    # What the engine makes of it once (engine.program): a published version is run many times.
    _program: Any = PrivateAttr(default=None)
