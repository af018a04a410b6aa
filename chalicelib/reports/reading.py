"""What is shown of reports: the numbers of some days with what surveys found; what goes on now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.reports import asking
from chalicelib.reports.asking import Period, Report, Wish
from chalicelib.reports.counting import Numbers
from chalicelib.reports.live import Board
from chalicelib.reports.ports import ReportPorts

ADDING_S = 3  # an answer adds up no further month after that; API Gateway waits 29 s in all


@dataclass(frozen=True, slots=True)
class Shown:
    """zone: the account's. feelings: as `ReportFeeling`."""

    report: Report
    period: Period
    zone: str
    feelings: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Now:
    """today: of the day that it is in the account's zone."""

    board: Board
    today: Numbers
    zone: str
    at: datetime


def shown(p: ReportPorts, *, account_id: str, wish: Wish) -> Shown:
    """Raises InvalidInput, naming the field."""
    begun = p.clock()
    report = asking.report(
        p.store,
        account_id=account_id,
        wish=wish,
        today=begun.date(),
        more=lambda: (p.clock() - begun).total_seconds() < ADDING_S,
    )
    feelings = p.feelings(account_id, wish.period, wish.of, wish.value)
    return Shown(report, wish.period, p.zone(account_id).key, feelings)


def now(p: ReportPorts, *, account_id: str) -> Now:
    zone, at = p.zone(account_id), p.clock()
    day = at.astimezone(zone).date()
    wish = Wish(Period(day, day))
    asked = asking.report(p.store, account_id=account_id, wish=wish, today=at.date())
    return Now(p.board(account_id, at), asked.total, zone.key, at)
