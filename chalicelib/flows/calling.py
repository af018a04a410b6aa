"""A flow's webhook is called: whom it is about is found or made on a channel, what it brought is
kept, and the flow's beginning is told to the conversation's own queue.

Whatever is cut short is finished by the caller's next try with the same key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.automation import model as automation
from chalicelib.conversations.model import Conversation
from chalicelib.flows.ports import FlowStore
from chalicelib.flows.starts import START, Hook, HookStore, webhook
from chalicelib.shared.clock import Clock, to_milliseconds, to_text
from chalicelib.shared.errors import InvalidInput, NotFound
from chalicelib.shared.queues import Entry

SAME_KEY = timedelta(days=1)  # a call with the same Idempotency-Key is the same call
SAME_BODY = timedelta(minutes=10)  # one without, with the same body
CALLED = "flow.called"  # the line in the thread


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a call is about. One of id, phone (as written) and email; phone goes before email."""

    id: str = ""
    phone: str = ""
    email: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class HookPorts:
    """reach: account, channel, whom, the flow's name, the line's id -> his conversation there;
    raises InvalidInput naming the field where nobody can be reached so. send: to the queue of what
    answers by itself."""

    flows: FlowStore
    hooks: HookStore
    reach: Callable[[str, str, Wanted, str, str], Conversation]
    send: Callable[[Sequence[Entry]], None]
    clock: Clock


@dataclass(frozen=True, slots=True)
class Call:
    """key: of the caller's own, or of its body; by_body: which of the two."""

    account_id: str
    flow_id: str
    webhook_id: str
    key: str
    by_body: bool
    channel_id: str
    whom: Wanted
    values: Mapping[str, Any]


def call(p: HookPorts, *, call: Call) -> Hook:
    """The call as it was taken: now, or before with the same key.

    Raises NotFound (no such webhook, or its flow is off), InvalidInput or TryAgain.
    """
    flow = p.flows.flow(call.account_id, call.flow_id)
    trigger = webhook(flow, call.webhook_id)
    if flow is None or trigger is None:
        raise NotFound("no such webhook")
    now = to_milliseconds(p.clock())
    since = now - (SAME_BODY if call.by_body else SAME_KEY)
    known = p.hooks.hook(call.account_id, call.flow_id, call.key)
    if known is None or known.at < since:
        channel_id = _channel(trigger.get("channel_ids") or (), call.channel_id)
        line = f"{call.flow_id}#{call.key}#{to_text(now) if call.by_body else ''}"
        head = p.reach(call.account_id, channel_id, call.whom, flow.name, line)
        hook = Hook(
            account_id=call.account_id,
            flow_id=call.flow_id,
            key=call.key,
            webhook_id=call.webhook_id,
            conversation_id=head.id,
            at=now,
            data=call.values,
        )
        kept = p.hooks.keep_hook(hook, unless_since=since)
        known = hook if kept else p.hooks.hook(call.account_id, call.flow_id, call.key) or hook
    if not known.done:
        p.send([_work(known)])
    return known


def _channel(only: Sequence[str], asked: str) -> str:
    """The one that is named; where the trigger has a single channel, none need be."""
    if not asked and len(only) == 1:
        return only[0]
    if not asked:
        raise InvalidInput("say on which channel", field="channel_id")
    if only and asked not in only:
        raise InvalidInput("the flow does not begin on this channel", field="channel_id")
    return asked


def _work(hook: Hook) -> Entry:
    payload = {
        "conversation_id": hook.conversation_id,
        "flow_id": hook.flow_id,
        "key": hook.key,
    }
    return automation.on_timer(
        hook.account_id, hook.conversation_id, START, to_text(hook.at), payload
    )
