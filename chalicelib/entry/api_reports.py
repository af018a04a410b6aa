"""The console's routes over reports: numbers, the week's hours, what is behind a number, now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.entry._cursor import pack, unpack
from chalicelib.entry._http import AgentCall, Answer, Routes

if TYPE_CHECKING:
    from chalicelib.entry._report_queries import HeatQuery
    from chalicelib.reports.asking import Period

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/reports")
def show_report(call: AgentCall) -> Answer:
    """`ReportView`."""
    from chalicelib import wiring
    from chalicelib.accounts.service import require_supervisor
    from chalicelib.entry._report_queries import ReportQuery
    from chalicelib.reports import reading
    from chalicelib.reports.asking import Wish
    from chalicelib.reports.view import report_view

    require_supervisor(call.agent)
    asked = call.query(ReportQuery)
    wish = Wish(_period(asked), asked.of, asked.value, asked.by)
    found = reading.shown(wiring.report_ports(), account_id=call.account_id, wish=wish)
    return report_view(found.report, found.period, found.zone, found.feelings)


@routes.agent("GET", "/reports/hours")
def show_hours(call: AgentCall) -> Answer:
    """`ReportHeat`."""
    from chalicelib import wiring
    from chalicelib.accounts.service import require_supervisor
    from chalicelib.entry._report_queries import HeatQuery
    from chalicelib.reports import asking
    from chalicelib.reports.view import heat_view

    require_supervisor(call.agent)
    p, period = wiring.report_ports(), _period(call.query(HeatQuery))
    week = asking.heat(p.store, account_id=call.account_id, period=period)
    return heat_view(week, period, p.zone(call.account_id).key)


@routes.agent("GET", "/reports/conversations")
def show_conversations(call: AgentCall) -> Answer:
    """`ReportBehindPage`."""
    from chalicelib import wiring
    from chalicelib.accounts.service import require_supervisor
    from chalicelib.entry._report_queries import BehindQuery
    from chalicelib.reports import asking
    from chalicelib.reports.view import behind_view

    require_supervisor(call.agent)
    asked = call.query(BehindQuery)
    p, period = wiring.report_ports(), _period(asked)
    days = (period.first.isoformat(), period.last.isoformat())
    scope = (call.account_id, "report", *days, asked.name, asked.of, asked.value)
    page = asking.behind(
        p.store,
        p.heads,
        account_id=call.account_id,
        question=asking.Question(period, asked.name, asked.of, asked.value),
        cursor=unpack(asked.cursor, *scope),
    )
    return behind_view(page, pack(page.cursor, *scope))


@routes.agent("GET", "/reports/live")
def show_live(call: AgentCall) -> Answer:
    """`ReportBoard`."""
    from chalicelib import wiring
    from chalicelib.accounts.service import require_supervisor
    from chalicelib.reports import reading
    from chalicelib.reports.view import board_view
    from chalicelib.shared.clock import to_text

    require_supervisor(call.agent)
    found = reading.now(wiring.report_ports(), account_id=call.account_id)
    return board_view(found.board, found.today, found.zone, to_text(found.at))


def _period(asked: HeatQuery) -> Period:
    from chalicelib.reports.asking import Period, checked

    return checked(Period(asked.first, asked.last))
