"""Privacy: taking out and erasing one contact, how long things are kept, who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint

from chalicelib.entry import _cursor
from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

if TYPE_CHECKING:
    from chalicelib.privacy.model import Retention

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("POST", "/contacts/{contact_id}/export")
def take_out(call: AgentCall, contact_id: str) -> Answer:
    """`JobView`: all that is known of one contact, as an archive."""
    from chalicelib import bindings_privacy
    from chalicelib.jobs.view import job_view
    from chalicelib.privacy import taking_out
    from chalicelib.shared.clock import system_clock

    whole = _whole(call, contact_id)
    job = taking_out.take_out_job(
        account_id=call.account_id,
        agent_id=call.agent.id,
        contact_id=whole,
        now=system_clock(),
    )
    return job_view(bindings_privacy.start_job(job))


@routes.agent("POST", "/contacts/{contact_id}/erase")
def erase(call: AgentCall, contact_id: str) -> Answer:
    """`JobView`. There is no way back."""
    from chalicelib import bindings_privacy
    from chalicelib.jobs.view import job_view
    from chalicelib.privacy import erasing
    from chalicelib.shared.clock import system_clock

    whole = _whole(call, contact_id)
    job = erasing.erase_job(
        account_id=call.account_id,
        agent_id=call.agent.id,
        contact_id=whole,
        now=system_clock(),
    )
    return job_view(bindings_privacy.start_job(job))


@routes.agent("GET", "/privacy/retention")
def retention(call: AgentCall) -> Answer:
    """`RetentionView`."""
    from chalicelib import wiring
    from chalicelib.privacy import retention

    _protects(call)
    return _view(retention.rules(wiring.retention_ports(), account_id=call.account_id))


@routes.agent("PUT", "/privacy/retention")
def change_retention(call: AgentCall) -> Answer:
    """`RetentionView`. Conversations that are too old by it begin to go a minute later."""
    from chalicelib import wiring
    from chalicelib.privacy import retention
    from chalicelib.wire.privacy import RetentionChange

    _protects(call)
    asked = call.body(RetentionChange)
    return _view(
        retention.change(
            wiring.retention_ports(),
            account_id=call.account_id,
            days=asked.days,
            channels=asked.channels,
            version=asked.version,
        )
    )


@routes.agent("GET", "/privacy/receipts")
def receipts(call: AgentCall) -> Answer:
    """`ReceiptPage`, newest first."""
    from chalicelib import wiring
    from chalicelib.entry._privacy_queries import ReceiptsQuery
    from chalicelib.shared.clock import to_text

    _protects(call)
    asked, scope = call.query(ReceiptsQuery), (call.account_id, "receipts")
    found, cursor = wiring.privacy_ports().store.receipts(
        call.account_id, cursor=_cursor.unpack(asked.cursor, *scope), limit=30
    )
    listed = [
        {
            "id": each.id,
            "at": to_text(each.at),
            "agent_id": each.agent_id,
            "contact_id": each.contact_id,
            "counts": dict(each.counts),
        }
        for each in found
    ]
    return {"receipts": listed, "cursor": _cursor.pack(cursor, *scope)}


@routes.agent("GET", "/audit")
def audit(call: AgentCall) -> Answer:
    """`AuditPage`, newest first."""
    from chalicelib import wiring
    from chalicelib.audit import service
    from chalicelib.audit.view import entry_view
    from chalicelib.entry._privacy_queries import AuditQuery

    _protects(call)
    asked = call.query(AuditQuery)
    scope = (call.account_id, "audit", asked.agent_id, asked.action)
    page = service.page(
        wiring.audit_ports(),
        account_id=call.account_id,
        agent_id=asked.agent_id,
        action=asked.action,
        cursor=_cursor.unpack(asked.cursor, *scope),
        limit=asked.limit,
    )
    entries = [entry_view(each) for each in page.entries]
    return {"entries": entries, "cursor": _cursor.pack(page.cursor, *scope)}


def _whole(call: AgentCall, contact_id: str) -> str:
    """The contact that this one is, or has become part of. Raises NotFound."""
    from chalicelib import wiring
    from chalicelib.contacts import service

    _protects(call)
    contact = service.get(
        wiring.contact_ports(), account_id=call.account_id, contact_id=checked_id(contact_id)
    )
    return contact.merged_into or contact.id


def _view(rules: Retention) -> dict[str, Any]:
    return {"days": rules.days, "channels": dict(rules.channels), "version": rules.version}


def _protects(call: AgentCall) -> None:
    from chalicelib.accounts.permissions import Permission, require

    require(call.agent, Permission.PROTECT)
