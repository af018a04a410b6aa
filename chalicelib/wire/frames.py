"""Socket frames, both ways. Every frame is one JSON object with a `type`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.callbacks import CallbackView
from chalicelib.wire.common import MessageView, Wire
from chalicelib.wire.console import ContactView, ConversationView, PresenceName
from chalicelib.wire.contacts import JobView
from chalicelib.wire.desk import MentionView
from chalicelib.wire.schedules import ScheduleState
from chalicelib.wire.team import (
    BroadcastReadTold,
    BroadcastTold,
    TeamMessageTold,
    TeamReadTold,
    TeamRoomTold,
    TeamTypingTold,
)
from chalicelib.wire.widget import WidgetConversation

# From browsers -------------------------------------------------------------------------------


class Ping(Wire):
    """Every 5 minutes: API Gateway closes a socket that is silent for 10."""

    type: Literal["ping"]


class Typing(Wire):
    """Sent at most every 3 s while typing; the other side shows it for 6 s. on=false ends it.
    conversation_id: console only. text: the visitor's draft, shown to agents as he types.
    note: it is for the team: the visitor hears nothing of it."""

    type: Literal["typing"]
    on: bool = True
    note: bool = False
    conversation_id: str = ""
    text: Annotated[str, Field(max_length=500)] = ""


class Viewing(Wire):
    """Console: which conversation this agent looks at ('' = none). Repeated every 2 minutes: who is
    silent for 5 is not shown any more."""

    type: Literal["viewing"]
    conversation_id: str = ""


class TeamTyping(Wire):
    """Console: as `typing`, to the room's other members."""

    type: Literal["team.typing"]
    room_id: Annotated[str, Field(min_length=1, max_length=64)]
    on: bool = True


class Idle(Wire):
    """Console: nobody has touched any of this browser's tabs for 5 minutes, or somebody has again.
    Who shows himself as online is away while all his sockets are idle."""

    type: Literal["idle"]
    on: bool


ClientFrame = Annotated[Ping | Typing | Viewing | TeamTyping | Idle, Field(discriminator="type")]

# To browsers ---------------------------------------------------------------------------------


class Pong(Wire):
    type: Literal["pong"] = "pong"


class MessageCreated(Wire):
    """A stored message. Apply only if its seq is new; a hole before it is fetched with `after`.
    It also moves the list's row: see `docs/realtime.md`. muted: console only; of somebody who is
    blocked, nobody is called."""

    type: Literal["message.created"] = "message.created"
    message: MessageView
    muted: bool = False


class MessageUpdated(Wire):
    """The message in its new state. Apply only if `rev` is higher than what is shown."""

    type: Literal["message.updated"] = "message.updated"
    message: MessageView
    muted: bool = False


class ConversationUpdated(Wire):
    """Console only. Opened or changed in more than its last message."""

    type: Literal["conversation.updated"] = "conversation.updated"
    conversation: ConversationView


class ContactUpdated(Wire):
    type: Literal["contact.updated"] = "contact.updated"
    contact: ContactView


class WidgetConversationUpdated(Wire):
    """Widget only."""

    type: Literal["widget.conversation"] = "widget.conversation"
    conversation: WidgetConversation


class TypingShown(Wire):
    """note: a colleague writes a note."""

    type: Literal["typing"] = "typing"
    conversation_id: str
    note: bool = False
    author_kind: Literal["contact", "agent"]
    author_id: str
    author_name: str = ""
    on: bool = True
    text: str = ""


class ViewingShown(Wire):
    type: Literal["viewing"] = "viewing"
    conversation_id: str
    agent_id: str


class PresenceChanged(Wire):
    type: Literal["presence"] = "presence"
    agent_id: str
    presence: PresenceName


class CallbackUpdated(Wire):
    """Console only. Somebody wants to be called, or it has changed: apply it if `version` is not
    lower."""

    type: Literal["callback.updated"] = "callback.updated"
    callback: CallbackView


class MentionChanged(Wire):
    """Console: a note names this agent, or he has read it."""

    type: Literal["mention.changed"] = "mention.changed"
    mention: MentionView


class RepliesChanged(Wire):
    """Console only. The quick responses have changed: ask for them anew."""

    type: Literal["replies.changed"] = "replies.changed"


class ScheduleChanged(Wire):
    """Console only. A scheduled message in its new state; ask for the conversation's anew."""

    type: Literal["schedule.changed"] = "schedule.changed"
    conversation_id: str
    schedule_id: str
    author_id: str
    contact_name: str = ""
    state: ScheduleState
    reason: str = ""
    version: int


class Erased(Wire):
    """Conversations are gone for good, and the contact too if he is named; at most 100 of them are
    named."""

    type: Literal["erased"] = "erased"
    contact_id: str = ""
    conversation_ids: list[str] = Field(default_factory=list)


class JobUpdated(Wire):
    """Console only, to who started it. Apply only if its version is higher than what is shown."""

    type: Literal["job.updated"] = "job.updated"
    job: JobView


class AccountChanged(Wire):
    """Console only. Something that `GET /me` tells has changed: ask for it anew."""

    type: Literal["account.changed"] = "account.changed"


class FlowsChanged(Wire):
    """Console only. A flow was made, changed, published, switched or removed."""

    type: Literal["flows.changed"] = "flows.changed"


class WebhooksChanged(Wire):
    """Console only. A webhook was made, changed or removed. off: it was just switched off by
    itself, and why."""

    type: Literal["webhooks.changed"] = "webhooks.changed"
    webhook_id: str
    off: str = ""


class BesideChanged(Wire):
    """Console only. A webhook's answer left something new beside a conversation."""

    type: Literal["conversation.beside"] = "conversation.beside"
    conversation_id: str


ServerEvent = Annotated[
    MessageCreated
    | MessageUpdated
    | ConversationUpdated
    | ContactUpdated
    | WidgetConversationUpdated
    | TypingShown
    | ViewingShown
    | PresenceChanged
    | CallbackUpdated
    | Erased
    | JobUpdated
    | AccountChanged
    | RepliesChanged
    | FlowsChanged
    | WebhooksChanged
    | BesideChanged
    | ScheduleChanged
    | MentionChanged
    | TeamMessageTold
    | TeamRoomTold
    | TeamReadTold
    | TeamTypingTold
    | BroadcastTold
    | BroadcastReadTold,
    Field(discriminator="type"),
]


class Events(Wire):
    """Several events in one frame, in order; at most 32 KB, else they come in several frames."""

    type: Literal["events"] = "events"
    events: list[ServerEvent]


ServerFrame = Annotated[Events | Pong, Field(discriminator="type")]
