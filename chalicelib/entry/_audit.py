"""What of the API's calls goes into the audit log: the one table of it, and the one place that
writes it. A route that is in the table is noted after it succeeded; no view knows of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.shared import log

if TYPE_CHECKING:
    from chalicelib.access.model import Token
    from chalicelib.audit.model import Entry
    from chalicelib.entry._http import AgentCall, Answer, Call

ACTIONS: Mapping[str, str] = {
    "POST /auth/password": "sign_in.password_changed",
    "POST /auth/sign-out-everywhere": "sign_in.ended_everywhere",
    "POST /auth/factor": "sign_in.factor_on",
    "POST /auth/factor/off": "sign_in.factor_off",
    "POST /api-tokens": "token.made",
    "DELETE /api-tokens/{token_id}": "token.removed",
    "POST /webhooks": "webhook.made",
    "PATCH /webhooks/{webhook_id}": "webhook.changed",
    "DELETE /webhooks/{webhook_id}": "webhook.removed",
    "POST /webhooks/{webhook_id}/secret": "webhook.changed",
    "POST /inbound-webhooks": "inlet.made",
    "PATCH /inbound-webhooks/{inlet_id}": "inlet.changed",
    "POST /inbound-webhooks/{inlet_id}/address": "inlet.changed",
    "DELETE /inbound-webhooks/{inlet_id}": "inlet.removed",
    "POST /integrations": "integration.made",
    "PATCH /integrations/{connection_id}": "integration.changed",
    "DELETE /integrations/{connection_id}": "integration.removed",
    "POST /integrations/consents": "integration.changed",
    "PATCH /account": "account.changed",
    "PUT /account/factor": "account.factor_rule",
    "POST /agents": "agent.invited",
    "PATCH /agents/{agent_id}": "agent.changed",
    "POST /agents/{agent_id}/invite": "agent.invited_again",
    "DELETE /agents/{agent_id}/factor": "agent.factor_reset",
    "POST /queues": "queue.made",
    "PATCH /queues/{queue_id}": "queue.changed",
    "DELETE /queues/{queue_id}": "queue.removed",
    "PUT /hours": "hours.changed",
    "DELETE /hours": "hours.removed",
    "PUT /queues/{queue_id}/hours": "hours.changed",
    "DELETE /queues/{queue_id}/hours": "hours.removed",
    "POST /channels": "channel.connected",
    "PATCH /channels/{channel_id}": "channel.changed",
    "DELETE /channels/{channel_id}": "channel.removed",
    "POST /channels/{channel_id}/identity-key": "channel.key_made",
    "POST /channels/{channel_id}/keys": "channel.keys_made",
    "POST /invitations": "invitation.made",
    "PATCH /invitations/{invitation_id}": "invitation.changed",
    "DELETE /invitations/{invitation_id}": "invitation.removed",
    "POST /tags": "tag.made",
    "PATCH /tags/{tag_id}": "tag.changed",
    "DELETE /tags/{tag_id}": "tag.removed",
    "POST /reports/mails": "report.mail_made",
    "PUT /reports/mails/{mail_id}": "report.mail_changed",
    "DELETE /reports/mails/{mail_id}": "report.mail_removed",
    "POST /replies": "reply.made",
    "PATCH /replies/{reply_id}": "reply.changed",
    "DELETE /replies/{reply_id}": "reply.removed",
    "POST /imports": "contact.imported",
    "POST /exports": "contact.all_exported",
    "POST /contacts/{contact_id}/block": "contact.blocked",
    "POST /contacts/{contact_id}/merge": "contact.merged",
    "POST /contacts/{contact_id}/export": "contact.exported",
    "POST /contacts/{contact_id}/erase": "contact.erase_asked",
    "PUT /privacy/retention": "retention.changed",
    "POST /surveys": "survey.made",
    "PUT /surveys/{survey_id}": "survey.changed",
    "DELETE /surveys/{survey_id}": "survey.removed",
    "POST /flows": "flow.made",
    "POST /flows/{flow_id}/publish": "flow.published",
    "POST /flows/{flow_id}/rollback": "flow.rolled_back",
    "POST /flows/{flow_id}/enabled": "flow.switched",
    "DELETE /flows/{flow_id}": "flow.removed",
    "POST /team/broadcasts": "broadcast.sent",
    "POST /team/broadcasts/{broadcast_id}/end": "broadcast.ended",
}
"""docs/security.md says what each means."""

SIGNED_IN = "sign_in.done"


def note(route: str, call: AgentCall, parts: Mapping[str, str], answer: Answer) -> None:
    """After the fact. What cannot be noted is told in the log, and undoes nothing: the caller's
    repeat would be refused as done."""
    if route not in ACTIONS:
        return
    try:
        _write(_entry(route, call, parts, answer))
    except Exception as problem:
        log.error("audit.failed", problem, route=route)


def signed_in(call: Call, account_id: str, agent_id: str) -> None:
    from chalicelib.audit.model import Entry
    from chalicelib.entry._edge import address_of
    from chalicelib.shared.clock import system_clock
    from chalicelib.shared.ids import new_id

    now = system_clock()
    entry = Entry(
        id=new_id(now),
        account_id=account_id,
        at=now,
        action=SIGNED_IN,
        agent_id=agent_id,
        address=address_of(call),
    )
    try:
        _write(entry)
    except Exception as problem:
        log.error("audit.failed", problem, route=SIGNED_IN)


def by_token(call: Call, token: Token, action: str, subject: str) -> None:
    """What a program did: the token stands in the place of a person."""
    from chalicelib.audit.model import Entry, fields_of, values_of
    from chalicelib.entry._edge import address_of
    from chalicelib.shared.clock import system_clock
    from chalicelib.shared.ids import new_id

    now, sent = system_clock(), _sent(call)
    told = values_of(sent)
    if action.startswith("contact."):  # whether he is blocked, and nothing that is said of him
        told = {name: value for name, value in told.items() if name == "blocked"}
    try:
        _write(
            Entry(
                id=new_id(now),
                account_id=token.account_id,
                at=now,
                action=action,
                subject=subject,
                fields=fields_of(sent),
                values={**told, "token": token.name},
                address=address_of(call),
            )
        )
    except Exception as problem:
        log.error("audit.failed", problem, route=action)


def _entry(route: str, call: AgentCall, parts: Mapping[str, str], answer: Answer) -> Entry:
    from chalicelib.audit.model import Entry, fields_of, values_of
    from chalicelib.entry._edge import address_of
    from chalicelib.shared.clock import system_clock
    from chalicelib.shared.ids import new_id

    now, action = system_clock(), ACTIONS[route]
    body, told = _sent(call), _told(answer)
    subject = next(iter(parts.values()), "") or str(told.get("id", ""))
    label = "" if action.startswith("contact.") else str(told.get("name", ""))
    return Entry(
        id=new_id(now),
        account_id=call.account_id,
        at=now,
        action=action,
        agent_id=call.agent.id,
        subject=subject,
        label=label[:120],
        fields=() if action.startswith("sign_in.") else fields_of(body),
        values=values_of(body),
        address=address_of(call),
    )


def _sent(call: Call) -> Any:
    try:
        return json.loads(call.request.raw_body or b"null")
    except ValueError:
        return None


def _told(answer: Answer) -> Mapping[str, Any]:
    """What was made, or what it is now: some answers hold it under its kind's name."""
    from chalicelib.entry._http import Reply

    body = answer.body if isinstance(answer, Reply) else answer
    if not isinstance(body, Mapping):
        return {}
    if "id" in body:
        return body
    inner = [each for each in body.values() if isinstance(each, Mapping) and "id" in each]
    return inner[0] if inner else {}


def _write(entry: Entry) -> None:
    from chalicelib import wiring
    from chalicelib.audit import service

    service.note(wiring.audit_ports(), entry)
