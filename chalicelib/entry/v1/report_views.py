"""Reports as programs get them (`wire.v1_reports`). Numbers have their public names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Literal

from chalicelib.entry.v1 import views
from chalicelib.reports.asking import Behind, Period
from chalicelib.reports.counting import Hour, Length, Numbers
from chalicelib.reports.definitions import Definition, name_of
from chalicelib.reports.mailing import Mailing
from chalicelib.reports.reading import Now, Shown
from chalicelib.wire import v1_reports as v1


def definition(one: Definition) -> v1.ReportNumber:
    return v1.ReportNumber.model_validate(
        {"name": one.name, "kind": one.kind, "working": one.working, "about": one.about}
    )


def report(found: Shown) -> v1.Report:
    made, earlier = found.report, found.period.before()
    return v1.Report(
        first=found.period.first,
        last=found.period.last,
        previous_first=earlier.first,
        previous_last=earlier.last,
        time_zone=found.zone,
        step=made.step,
        total=numbers(made.total),
        previous=numbers(made.before),
        points=[
            v1.ReportPoint(first=date.fromisoformat(day), numbers=numbers(one))
            for day, one in made.points
        ],
        rows=[
            v1.ReportRow(id=id, numbers=numbers(now), previous=numbers(past))
            for id, now, past in made.rows
        ],
        surveys=[_feeling(each) for each in found.feelings],
        adding=v1.ReportProgress(done=made.adding[0], of=made.adding[1]) if made.adding else None,
    )


def _feeling(view: Mapping[str, Any]) -> v1.ReportSurveys:
    return v1.ReportSurveys(
        kind=view["kind"],
        asked=view["asked"],
        answered=view["given"],
        value=view["value"],
        previous=view["before"],
    )


def numbers(found: Numbers) -> v1.ReportNumbers:
    return v1.ReportNumbers.model_validate(
        {
            "counts": _named("count", found.counts),
            "times": _named("time", {name: _length(one) for name, one in found.times.items()}),
            "working_times": _named(
                "time", {name: _length(one) for name, one in found.working.items()}
            ),
        }
    )


def _named(kind: Literal["count", "time"], found: Mapping[str, Any]) -> dict[str, Any]:
    return {name_of(kind, kept): value for kept, value in found.items()}


def _length(one: Length) -> v1.Length:
    return v1.Length(count=one.count, mean=one.mean, median=one.median, p90=one.ninety)


def hours(week: list[list[Hour]], period: Period, zone: str) -> v1.ReportHours:
    grid = [[_hour(each) for each in day] for day in week]
    return v1.ReportHours(first=period.first, last=period.last, time_zone=zone, week=grid)


def _hour(one: Hour) -> v1.ReportHour:
    return v1.ReportHour(
        opened=one.opened,
        messages_in=one.incoming,
        messages_out=one.outgoing,
        resolved=one.resolved,
        first_reply=one.first,
    )


def counted(one: Behind) -> v1.Counted:
    return v1.Counted.model_validate(
        {
            "conversation": views.conversation(one.conversation),
            "at": one.at,
            "count": one.n,
            "seconds": one.seconds,
        }
    )


def board(found: Now) -> v1.Board:
    now = found.board
    return v1.Board(
        at=found.at,
        time_zone=found.zone,
        open=now.open,
        unassigned=now.unassigned,
        waiting=now.waiting,
        waiting_since=now.since,
        waiting_longest_id=now.longest_id or None,
        promises_broken=now.late,
        partial=now.more,
        queues=[
            v1.BoardQueue(
                queue_id=line.queue_id or None,
                open=line.open,
                unassigned=line.unassigned,
                waiting=line.waiting,
                waiting_since=line.since,
            )
            for line in now.queues
        ],
        agents=[
            v1.BoardAgent.model_validate(
                {"agent_id": each.agent_id, "presence": each.state, "open": each.held}
            )
            for each in now.agents
        ],
        today=numbers(found.today),
    )


def mail(mailing: Mailing) -> v1.ReportMail:
    kept = asdict(mailing) | {"by": mailing.by or None, "agent_ids": list(mailing.agent_ids)}
    return v1.ReportMail.model_validate(
        {name: kept[name] for name in ("id", "by", "every", "hour", "agent_ids", "active")}
    )
