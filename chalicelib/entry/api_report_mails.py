"""The console's routes over reports by e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint

from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

if TYPE_CHECKING:
    from chalicelib.reports.mailing import Mailing, Wish
    from chalicelib.wire.report_mails import ReportMailChange

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/reports/mails")
def list_mails(call: AgentCall) -> Answer:
    """`ReportMailList`."""
    from chalicelib import wiring
    from chalicelib.accounts.service import require_supervisor
    from chalicelib.reports import mailing
    from chalicelib.settings import settings

    require_supervisor(call.agent)
    found = mailing.mailings(wiring.mailing_ports(), account_id=call.account_id)
    return {"sends": bool(settings().mail_sender), "mails": [_view(each) for each in found]}


@routes.agent("POST", "/reports/mails")
def add_mail(call: AgentCall) -> Answer:
    """`ReportMailView`."""
    from chalicelib import wiring
    from chalicelib.accounts.service import require_supervisor
    from chalicelib.reports import mailing
    from chalicelib.settings import settings
    from chalicelib.shared.errors import Conflict
    from chalicelib.wire.report_mails import ReportMailChange

    require_supervisor(call.agent)
    asked = call.body(ReportMailChange)
    if not settings().mail_sender:
        raise Conflict("this deployment sends no mail")
    made = mailing.add(wiring.mailing_ports(), account_id=call.account_id, wish=_wish(asked))
    return _view(made)


@routes.agent("PUT", "/reports/mails/{mail_id}")
def change_mail(call: AgentCall, mail_id: str) -> Answer:
    """`ReportMailView`."""
    from chalicelib import wiring
    from chalicelib.accounts.service import require_supervisor
    from chalicelib.reports import mailing
    from chalicelib.wire.report_mails import ReportMailChange

    require_supervisor(call.agent)
    asked = call.body(ReportMailChange)
    changed = mailing.change(
        wiring.mailing_ports(),
        account_id=call.account_id,
        id=checked_id(mail_id),
        wish=_wish(asked),
        version=asked.version,
    )
    return _view(changed)


@routes.agent("DELETE", "/reports/mails/{mail_id}")
def remove_mail(call: AgentCall, mail_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.accounts.service import require_supervisor
    from chalicelib.reports import mailing

    require_supervisor(call.agent)
    mailing.remove(wiring.mailing_ports(), account_id=call.account_id, id=checked_id(mail_id))
    return None


def _wish(asked: ReportMailChange) -> Wish:
    from chalicelib.reports.mailing import Wish

    return Wish(asked.by, asked.every, asked.hour, asked.agent_ids)


def _view(mailing: Mailing) -> dict[str, Any]:
    return {
        "id": mailing.id,
        "by": mailing.by,
        "every": mailing.every,
        "hour": mailing.hour,
        "agent_ids": list(mailing.agent_ids),
        "active": mailing.active,
        "version": mailing.version,
    }
