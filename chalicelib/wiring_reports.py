"""The composition root of reports."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib import bindings, bindings_calls, bindings_reports
from chalicelib.settings import settings
from chalicelib.shared import aws
from chalicelib.shared.clock import system_clock as system_clock

if TYPE_CHECKING:
    from chalicelib.reports.mailing import MailingPorts
    from chalicelib.reports.ports import FoldPorts, ReportPorts


@cache
def fold_ports() -> FoldPorts:
    from chalicelib.reports.ports import FoldPorts
    from chalicelib.reports.store import DynamoReportStore

    return FoldPorts(
        store=DynamoReportStore(system_clock),
        read=bindings.announced,
        thread=bindings_reports.thread,
        head=bindings.conversation,
        rules=bindings_reports.rules,
        zone=bindings_reports.zone,
    )


@cache
def report_ports() -> ReportPorts:
    from chalicelib.reports.ports import ReportPorts
    from chalicelib.reports.store import DynamoReportStore

    return ReportPorts(
        store=DynamoReportStore(system_clock),
        heads=bindings_reports.heads,
        zone=bindings_reports.zone,
        feelings=bindings_reports.feelings,
        board=bindings_reports.board,
        clock=system_clock,
    )


@cache
def mailing_ports() -> MailingPorts:
    from chalicelib.reports import mailing_store
    from chalicelib.reports.mailing import MailingPorts
    from chalicelib.reports.store import DynamoReportStore
    from chalicelib.transcripts.store import DynamoClaims

    return MailingPorts(
        store=mailing_store.DynamoMailingStore(),
        reports=DynamoReportStore(system_clock),
        claims=DynamoClaims(),
        site=bindings_calls.site,
        names=bindings_reports.names,
        wake=bindings_reports.mailing_timer,
        send=mailing_store.sender(aws.mail, settings().mail_sender),
        clock=system_clock,
        url=settings().public_url,
    )
