"""Reports as the console gets them (chalicelib/wire/reports.py). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from chalicelib.conversations.view import conversation_view
from chalicelib.reports.asking import BehindPage, Period, Report
from chalicelib.reports.counting import Hour, Length, Numbers
from chalicelib.reports.live import Board
from chalicelib.shared.clock import to_text


def report_view(
    report: Report, period: Period, zone: str, feelings: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """feelings: what surveys found in these days."""
    earlier = period.before()
    return {
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "earlier_first": earlier.first.isoformat(),
        "earlier_last": earlier.last.isoformat(),
        "zone": zone,
        "step": report.step,
        "total": numbers_view(report.total),
        "before": numbers_view(report.before),
        "points": [{"day": day, "numbers": numbers_view(one)} for day, one in report.points],
        "rows": [
            {"id": id, "numbers": numbers_view(now), "before": numbers_view(past)}
            for id, now, past in report.rows
        ],
        "surveys": list(feelings),
        "adding": {"done": report.adding[0], "of": report.adding[1]} if report.adding else None,
    }


def numbers_view(numbers: Numbers) -> dict[str, Any]:
    return {
        "counts": dict(numbers.counts),
        "times": _lengths(numbers.times),
        "working": _lengths(numbers.working),
    }


def _lengths(found: Mapping[str, Length]) -> dict[str, Any]:
    return {name: asdict(length) for name, length in found.items()}


def heat_view(week: Sequence[Sequence[Hour]], period: Period, zone: str) -> dict[str, Any]:
    return {
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "zone": zone,
        "week": [[asdict(hour) for hour in hours] for hours in week],
    }


def behind_view(page: BehindPage, cursor: str) -> dict[str, Any]:
    return {
        "found": [
            {
                "conversation": conversation_view(each.conversation),
                "at": each.at,
                "n": each.n,
                "seconds": each.seconds,
            }
            for each in page.found
        ],
        "cursor": cursor,
    }


def board_view(board: Board, today: Numbers, zone: str, at: str) -> dict[str, Any]:
    def since(moment: Any) -> str | None:
        return to_text(moment) if moment else None

    return {
        "at": at,
        "zone": zone,
        "open": board.open,
        "unassigned": board.unassigned,
        "waiting": board.waiting,
        "since": since(board.since),
        "longest_id": board.longest_id,
        "late": board.late,
        "more": board.more,
        "queues": [{**asdict(line), "since": since(line.since)} for line in board.queues],
        "agents": [asdict(each) for each in board.agents],
        "today": numbers_view(today),
    }
