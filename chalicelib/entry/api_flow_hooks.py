"""Webhooks that begin flows: their addresses for administrators, and what other systems call."""

from __future__ import annotations

import hashlib
import json

from chalice.app import Blueprint

from chalicelib.entry._http import AgentCall, Answer, Call, Reply, Routes, checked_id
from chalicelib.shared.errors import InvalidInput, TooLarge

blueprint = Blueprint(__name__)
routes = Routes(blueprint)

MOST_BODY = 64 * 1024
MOST_VALUES = 15_000  # characters, as JSON; the engine takes a little more
LONGEST_KEY = 200


@routes.administrator("GET", "/flows/{flow_id}/webhooks/{webhook_id}")
def webhook_address(call: AgentCall, flow_id: str, webhook_id: str) -> Answer:
    """`HookAddress`, also of a trigger that is not saved yet: it answers once it is published."""
    from chalicelib import bindings_starts, wiring
    from chalicelib.flows import service

    flow = service.get(
        wiring.flow_ports(), account_id=call.account_id, flow_id=checked_id(flow_id)
    ).flow
    return {"url": bindings_starts.address(call.account_id, flow.id, checked_id(webhook_id))}


@routes.public("POST", "/flow-hooks/{token}")
def call_flow(call: Call, token: str) -> Answer:
    """`HookTaken`, 202. The same Idempotency-Key (or, without one, the same body soon after) is the
    same call."""
    from chalicelib import bindings_starts, wiring
    from chalicelib.flows import calling
    from chalicelib.wire.flow_hooks import HookCall

    told = bindings_starts.named(token)
    wiring.limits().admit("flow_hook", f"{told.account_id}#{told.flow_id}")
    raw: bytes = call.request.raw_body
    if len(raw) > MOST_BODY:
        raise TooLarge(f"a body may have at most {MOST_BODY // 1024} KB")
    asked = call.body(HookCall)
    if len(json.dumps(asked.values)) > MOST_VALUES:
        raise InvalidInput(f"longer than {MOST_VALUES} characters", field="values")
    header = call.header("idempotency-key").strip()
    if len(header) > LONGEST_KEY:
        raise InvalidInput(f"longer than {LONGEST_KEY} characters", field="Idempotency-Key")
    whom = asked.contact
    taken = calling.call(
        wiring.hook_ports(),
        call=calling.Call(
            account_id=told.account_id,
            flow_id=told.flow_id,
            webhook_id=told.webhook_id,
            key=_key(f"{told.webhook_id}#{header}".encode() if header else raw),
            by_body=not header,
            channel_id=asked.channel_id,
            whom=calling.Wanted(whom.id, whom.phone, whom.email, whom.name),
            values=asked.values,
        ),
    )
    return Reply({"conversation_id": taken.conversation_id}, status=202)


def _key(told: bytes) -> str:
    return hashlib.sha256(told).hexdigest()[:32]
