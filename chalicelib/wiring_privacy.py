"""The composition root of privacy: erasing, taking out, retention, the audit log."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.shared.clock import system_clock as system_clock

if TYPE_CHECKING:
    from chalicelib.audit.service import AuditPorts
    from chalicelib.privacy.ports import PrivacyPorts
    from chalicelib.privacy.retention import RetentionPorts


@cache
def audit_ports() -> AuditPorts:
    from chalicelib.audit.service import AuditPorts
    from chalicelib.audit.store import DynamoAuditStore

    return AuditPorts(store=DynamoAuditStore(), clock=system_clock)


@cache
def privacy_ports() -> PrivacyPorts:
    from chalicelib import bindings, bindings_privacy, bindings_team, wiring
    from chalicelib.media import links
    from chalicelib.privacy.files import BucketFiles
    from chalicelib.privacy.ports import PrivacyPorts
    from chalicelib.privacy.store import DynamoTraceStore

    return PrivacyPorts(
        store=DynamoTraceStore(),
        files=BucketFiles(),
        forget_words=bindings_privacy.forget_words,
        let_go=bindings_privacy.let_go,
        agents=bindings_team.agent_ids,
        note=bindings_privacy.noted,
        fetch=bindings.fetch_job_file,
        put=bindings.put_file,
        link=lambda key: links.link(wiring.link_ports(), key),
        clock=system_clock,
    )


@cache
def retention_ports() -> RetentionPorts:
    from chalicelib import bindings_privacy, wiring
    from chalicelib.accounts import service
    from chalicelib.privacy.retention import RetentionPorts
    from chalicelib.privacy.store import DynamoTraceStore

    def channels(account_id: str) -> set[str]:
        page = service.bootstrap(wiring.account_ports(), account_id=account_id)
        return {str(channel.id) for channel in page.channels}

    return RetentionPorts(
        store=DynamoTraceStore(),
        channels=channels,
        wake=bindings_privacy.retention_timer,
        start=bindings_privacy.start_job,
        clock=system_clock,
    )
