"""Reports by e-mail over HTTP, in process: set, due, sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib.timers.model import Timer
from tests.support.api import Account

pytestmark = pytest.mark.feature("10")
SENDER = "chat@acme.example"


@pytest.fixture
def timers(monkeypatch: pytest.MonkeyPatch, acme: Account) -> list[Timer]:
    """What is to wake; the deployment's owner has shown SES that an address is his."""
    from chalicelib import settings, wiring

    monkeypatch.setenv("MAIL_SENDER", SENDER)
    settings.settings.cache_clear()
    wiring.forget()
    boto3.client("sesv2", region_name="us-east-1").create_email_identity(EmailIdentity=SENDER)
    woken: list[Timer] = []
    monkeypatch.setattr(
        "chalicelib.timers.service.schedule", lambda _, *, timer: woken.append(timer)
    )
    return woken


def sent() -> list[Any]:
    return list(ses_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].sent_messages)


def wish(acme: Account, **more: Any) -> dict[str, Any]:
    return {"by": "agent", "every": "week", "hour": 9, "agent_ids": [acme.owner_id], **more}


def test_a_report_is_set_sent_once_changed_and_taken_away(
    acme: Account, timers: list[Timer]
) -> None:
    from chalicelib import bindings_reports

    made = acme.owner.post("/reports/mails", wish(acme)).ok()
    listed = acme.owner.get("/reports/mails").ok()
    assert listed == {"sends": True, "mails": [made]}
    (timer,) = timers
    assert (timer.kind, timer.due > datetime.now(UTC)) == ("report", True)
    before = len(sent())
    for _ in range(2):
        bindings_reports.mailing_due(timer)
    assert len(sent()) == before + 1
    assert "text/csv" in sent()[-1].raw_data
    later = {**wish(acme, every="month"), "version": made["version"]}
    path = f"/reports/mails/{made['id']}"
    changed = acme.owner.call("PUT", path, later).ok()
    assert (changed["every"], changed["version"]) == ("month", made["version"] + 1)
    assert acme.owner.call("PUT", path, later).problem()[0] == 409
    acme.owner.call("DELETE", path).ok()
    bindings_reports.mailing_due(timers[-1])
    assert len(sent()) == before + 1
    assert acme.owner.get("/reports/mails").ok()["mails"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"by": "planet"}, "by"),
        ({"every": "day"}, "every"),
        ({"hour": 24}, "hour"),
        ({"agent_ids": []}, "agent_ids"),
        ({"agent_ids": ["nobody"]}, "agent_ids"),
    ],
)
def test_bad_wishes_are_refused_by_field(
    acme: Account, timers: list[Timer], change: dict[str, Any], field: str
) -> None:
    answer = acme.owner.post("/reports/mails", wish(acme, **change))
    status, code, named = answer.problem()
    assert (status, code, named.partition(".")[0]) == (422, "invalid_input", field)
    agent = acme.owner.post("/reports/mails", wish(acme, agent_ids=[acme.agent_id]))
    assert agent.problem() == (422, "invalid_input", "agent_ids")
    assert timers == []
