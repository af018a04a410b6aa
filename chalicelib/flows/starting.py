"""A flow that begins in a conversation by itself: judged by what is stored now, once for each call
of a webhook and each moment of a schedule."""

from __future__ import annotations

from chalicelib.automation.model import Happening, Work
from chalicelib.flows.events import Started
from chalicelib.flows.model import Flow, Session
from chalicelib.flows.runtime import go_on, kept_session, left_by
from chalicelib.flows.starts import LATEST, Due, Hook, is_free, webhook
from chalicelib.flows.turning import RuntimePorts, may_begin
from chalicelib.shared import log
from chalicelib.shared.clock import from_text


def on_start(p: RuntimePorts, happening: Happening) -> bool:
    """A reactor of timers. Where an agent or another flow has the conversation, nothing begins."""
    head, work = happening.head, happening.work
    hook = _hook(p, work)
    if work.payload.get("key") and (hook is None or hook.done):
        return True
    session = p.store.session(head.account_id, head.id)
    key = _key(work)
    if session is not None and session.key == key:
        if session.runs and (session.turn or may_begin(head, session)):
            go_on(p, session, happening)  # it died on its way
    else:
        _begin(p, happening, session, hook, key)
    if hook is not None:
        p.hooks.end_hook(hook)
    return True


def _begin(
    p: RuntimePorts, happening: Happening, session: Session | None, hook: Hook | None, key: str
) -> None:
    head, work = happening.head, happening.work
    flow = p.store.flow(head.account_id, work.payload["flow_id"])
    event = _called(flow, head.channel_id, hook) if hook else _due(p, work, flow, session)
    if flow is None or event is None or not is_free(head):
        log.line("flow.not_begun", flow=work.payload["flow_id"], conversation=head.id)
        return
    contact = p.conversations.contacts.get(head.account_id, head.contact_id)
    if contact is not None and contact.blocked:
        return
    if session is not None and session.runs:
        session = left_by(p, session, head)
    begun = kept_session(p, session, head, flow, key=key, seen=head.seq, event=event)
    go_on(p, begun, happening)


def _key(work: Work) -> str:
    """Of the session that this work begins."""
    payload = work.payload
    if payload.get("key"):
        return f"s{payload['key']}"
    return f"s{work.due} {payload['flow_id']} {payload['place']}"


def _hook(p: RuntimePorts, work: Work) -> Hook | None:
    key = work.payload.get("key", "")
    return p.hooks.hook(work.account_id, work.payload["flow_id"], key) if key else None


def _called(flow: Flow | None, channel_id: str, hook: Hook) -> Started | None:
    trigger = webhook(flow, hook.webhook_id)
    if trigger is None:
        return None
    only = trigger.get("channel_ids") or ()
    if only and channel_id not in only:
        return None
    return Started(kind="webhook", data=dict(hook.data))


def _due(p: RuntimePorts, work: Work, flow: Flow | None, session: Session | None) -> Started | None:
    """None, too, if a flow has begun here since that moment: then this is a repeat, or too much."""
    moment = from_text(work.due)
    if Due.of(work.payload).trigger(flow) is None or p.clock() - moment > LATEST:
        return None
    if session is not None and session.began_at >= moment:
        return None
    return Started(kind="schedule", data={"at": work.due})
