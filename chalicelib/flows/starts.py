"""Flows that begin without a word of the contact: a webhook was called, a time has come.

What began is told to the conversation's own queue, so that it is judged in the order of all that
happens there. Pure, but for the ports that others implement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from chalicelib.conversations.model import Conversation, Status

if TYPE_CHECKING:
    from chalicelib.flows.model import Flow

START = "flow_start"  # the kind of work that begins one
LATEST = timedelta(hours=1)  # what is told later begins nothing


@dataclass(frozen=True, slots=True)
class Hook:
    """A call of a flow's webhook that was taken. key: of the call, so that a repeat is known.
    data: what it brought. done: its flow has begun, or will not."""

    account_id: str
    flow_id: str
    key: str
    webhook_id: str
    conversation_id: str
    at: datetime
    data: Mapping[str, Any]
    done: bool = False


class HookStore(Protocol):
    """Each method is one call to the table."""

    def hook(self, account_id: str, flow_id: str, key: str) -> Hook | None:
        """Consistent."""

    def keep_hook(self, hook: Hook, *, unless_since: datetime) -> bool:
        """False, and nothing written, if a call with this key was taken at `unless_since` or
        later."""

    def end_hook(self, hook: Hook) -> None:
        """It is done; what it brought is forgotten, its key is not. Repeating it is harmless."""


@dataclass(frozen=True, slots=True)
class Due:
    """A schedule's moment in one conversation. number: the flow's version that it belongs to;
    place: of the trigger in it."""

    flow_id: str
    number: int
    place: int

    def payload(self) -> dict[str, str]:
        return {"flow_id": self.flow_id, "number": str(self.number), "place": str(self.place)}

    @staticmethod
    def of(payload: Mapping[str, str]) -> Due:
        return Due(payload["flow_id"], int(payload["number"]), int(payload["place"]))

    def trigger(self, flow: Flow | None) -> Mapping[str, Any] | None:
        """As the published version has it; None if that is off, gone or another by now."""
        if flow is None or not flow.on or flow.published != self.number:
            return None
        if not 0 <= self.place < len(flow.triggers):
            return None
        found = flow.triggers[self.place]
        return found if found["kind"] == "schedule" else None


def schedules(flows: Sequence[Flow]) -> Iterator[tuple[Due, Mapping[str, Any]]]:
    """Of the flows that are on."""
    for flow in flows:
        for place, trigger in enumerate(flow.triggers if flow.on else ()):
            if trigger["kind"] == "schedule":
                yield Due(flow.id, flow.published, place), trigger


def webhook(flow: Flow | None, webhook_id: str) -> Mapping[str, Any] | None:
    """The trigger that this webhook calls; None if the flow is off, or has it no more."""
    for trigger in flow.triggers if flow is not None and flow.on else ():
        if trigger["kind"] == "webhook" and trigger.get("webhook_id") == webhook_id:
            return trigger
    return None


def is_free(head: Conversation) -> bool:
    """Whether a flow may begin there by itself: no bot has it, and no agent is at work on it."""
    return not head.bot_id and (not head.assignee_id or head.status is Status.RESOLVED)


def wanted(trigger: Mapping[str, Any], head: Conversation, now: datetime) -> bool:
    """Whether a schedule starts in this conversation. trigger: a `graph.Trigger`, JSON-ready."""
    whom = trigger.get("whom") or {}
    channels, tags = trigger.get("channel_ids") or (), trigger.get("tag_ids") or ()
    queues = whom.get("queue_ids") or ()
    quiet = timedelta(hours=whom.get("quiet_hours") or 0)
    return (
        is_free(head)
        and head.status.value == (whom.get("status") or "open")
        and (not channels or head.channel_id in channels)
        and (not tags or any(tag in tags for tag in head.tags))
        and (not queues or head.queue_id in queues)
        and now - head.last_at >= quiet
    )


Reachable = Callable[[Conversation, datetime], bool]
