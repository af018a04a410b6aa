"""The public API over reports, and reports by e-mail."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.entry.v1 import report_views as views
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.registry import CONFLICT
from chalicelib.entry.v1.resources import REPORTS
from chalicelib.reports import asking, mailing, reading
from chalicelib.reports.asking import Period, Question, Wish
from chalicelib.reports.definitions import DEFINITIONS, definition
from chalicelib.settings import settings
from chalicelib.shared.errors import Conflict, NotFound
from chalicelib.wire import v1_reports as v1

MAIL = "/report-mails/{mail_id}"


@REPORTS.get("/reports")
def get_report(call: ApiCall, query: v1.ReportQuery) -> v1.Report:
    """Read a report of some days.

    Its numbers, those of as many days before, and points by day, week or month.
    """
    wish = Wish(_period(query), query.of, query.value, query.by)
    return views.report(reading.shown(wiring.report_ports(), account_id=call.account_id, wish=wish))


@REPORTS.get("/reports/numbers")
def list_report_numbers(call: ApiCall) -> v1.ReportNumberList:
    """List what reports count, and what each number means."""
    return v1.ReportNumberList(data=[views.definition(each) for each in DEFINITIONS.values()])


@REPORTS.get("/reports/hours")
def get_report_hours(call: ApiCall, query: v1.Days) -> v1.ReportHours:
    """Read the hours of the week in which most happens."""
    p, period = wiring.report_ports(), _period(query)
    week = asking.heat(p.store, account_id=call.account_id, period=period)
    return views.hours(week, period, p.zone(call.account_id).key)


@REPORTS.get("/reports/conversations")
def list_counted_conversations(call: ApiCall, query: v1.CountedQuery) -> v1.CountedList:
    """List the conversations behind a number.

    Newest day first; one may come again for an earlier day. A page may hold few, or none, and go
    on.
    """
    p, period = wiring.report_ports(), _period(query)
    asked = (query.number, query.of, query.value)
    days = (str(period.first), str(period.last))
    at = call.place(query.cursor, "v1 report", *days, *asked)
    kept = definition(query.number).kept
    page = asking.behind(
        p.store,
        p.heads,
        account_id=call.account_id,
        question=Question(period, kept, query.of, query.value),
        cursor=at.position,
    )
    return v1.CountedList(
        data=[views.counted(each) for each in page.found], next_cursor=at.after(page.cursor)
    )


@REPORTS.get("/reports/live")
def get_live_board(call: ApiCall) -> v1.Board:
    """Read what goes on now."""
    return views.board(reading.now(wiring.report_ports(), account_id=call.account_id))


def _period(query: v1.Days) -> Period:
    return asking.checked(Period(query.first, query.last))


# By e-mail -------------------------------------------------------------------------------------


@REPORTS.get("/report-mails")
def list_report_mails(call: ApiCall) -> v1.ReportMailList:
    """List the reports that go out by e-mail."""
    found = mailing.mailings(wiring.mailing_ports(), account_id=call.account_id)
    return v1.ReportMailList(data=[views.mail(each) for each in found])


@REPORTS.get(MAIL, versioned=True)
def get_report_mail(call: ApiCall, mail_id: str) -> v1.ReportMail:
    """Read a report by e-mail."""
    return views.mail(_mail(call, mail_id))


@REPORTS.post(
    "/report-mails",
    example={"every": "week", "by": "agent", "hour": 8, "agent_ids": ["01m821w6zt5s243sx4"]},
    creates=True,
    versioned=True,
    problems=CONFLICT,
    audit="report.mail_made",
)
def create_report_mail(call: ApiCall, body: v1.NewReportMail) -> v1.ReportMail:
    """Have a report sent to agents by e-mail.

    409 where the deployment sends no mail.
    """
    if not settings().mail_sender:
        raise Conflict("this deployment sends no mail")
    wish = mailing.Wish(body.by, body.every, body.hour, body.agent_ids)
    made = mailing.add(
        wiring.mailing_ports(), account_id=call.account_id, wish=wish, id=call.made_id
    )
    return views.mail(made)


@REPORTS.patch(MAIL, versioned=True, problems=CONFLICT, audit="report.mail_changed")
def update_report_mail(call: ApiCall, mail_id: str, body: v1.ReportMailUpdate) -> v1.ReportMail:
    """Change a report by e-mail."""

    def change() -> mailing.Mailing:
        before = _mail(call, mail_id)
        call.match(views.mail(before))
        wish = mailing.Wish(
            before.by if body.by is None else body.by,
            body.every or before.every,
            before.hour if body.hour is None else body.hour,
            body.agent_ids or before.agent_ids,
        )
        return mailing.change(
            wiring.mailing_ports(),
            account_id=call.account_id,
            id=mail_id,
            wish=wish,
            version=before.version,
        )

    return views.mail(call.settled(change))


@REPORTS.delete(MAIL, audit="report.mail_removed")
def delete_report_mail(call: ApiCall, mail_id: str) -> None:
    """Send a report no more."""
    mailing.remove(wiring.mailing_ports(), account_id=call.account_id, id=mail_id)


def _mail(call: ApiCall, mail_id: str) -> mailing.Mailing:
    found = mailing.mailings(wiring.mailing_ports(), account_id=call.account_id)
    one = next((each for each in found if each.id == mail_id), None)
    if one is None:
        raise NotFound("no such mailing")
    return one
