"""Reports through the public API: the console's numbers, under the names that programs know."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlencode

import pytest

from chalicelib.reports.definitions import DEFINITIONS
from chalicelib.reports.model import COUNTS, DIMENSIONS, TIMES
from chalicelib.timers.model import Timer
from chalicelib.wire import v1_reports
from tests.support.api import Account, Api, new_account, new_conversation, new_visitor
from tests.support.pipeline import Pipeline
from tests.support.v1 import program, text

pytestmark = [pytest.mark.feature("9.1"), pytest.mark.feature("10")]
DOCS = Path(__file__).parents[2] / "docs/api-v1.md"


def days(**more: str) -> str:
    today = datetime.now(UTC).date()
    around = {"first": str(today - timedelta(days=1)), "last": str(today + timedelta(days=1))}
    return urlencode({**around, **more})


@pytest.fixture
def talk(here: Pipeline, monkeypatch: pytest.MonkeyPatch) -> str:
    """Opened, answered and resolved, and counted."""
    monkeypatch.setattr("chalicelib.bindings.set_timer", lambda *_: None)
    acme = here.acme
    id = new_conversation(new_visitor(acme.nobody, acme))
    crm = program(acme)
    crm.post(f"/v1/conversations/{id}/messages", text("Hi") | {"agent_id": acme.agent_id}).ok()
    wish = {"assignee_id": acme.agent_id, "queue_id": acme.queue_id}
    crm.patch(f"/v1/conversations/{id}", wish).ok()
    crm.patch(f"/v1/conversations/{id}", {"status": "resolved"}).ok()
    assert here.invoke("index", {"Records": here.changes()}) == {"batchItemFailures": []}
    return id


def test_a_report_says_what_the_consoles_says(here: Pipeline, talk: str) -> None:
    crm = program(here.acme, ["reports:read"])
    found = crm.get(f"/v1/reports?{days(by='agent')}").ok()
    shown = here.acme.owner.get(f"/reports?{days(by='agent')}").ok()
    counts = found["total"]["counts"]
    assert {name: counts[name] for name in ("messages_in", "messages_out", "resolved")} == {
        "messages_in": 1,
        "messages_out": 1,
        "resolved": 1,
    }
    console = shown["total"]["counts"]
    assert counts == {
        each.name: console[each.kept]
        for each in DEFINITIONS.values()
        if each.kind == "count" and each.kept in console
    }
    first, kept = found["total"]["times"]["first_reply"], shown["total"]["times"]["first"]
    assert (first["count"], first["median"], first["p90"]) == (1, kept["median"], kept["ninety"])
    assert found["total"]["working_times"]["first_reply"]["count"] == 1
    assert found["step"] == "day"
    assert len(found["points"]) == 3
    (row,) = [each for each in found["rows"] if each["id"] == here.acme.agent_id]
    assert row["numbers"]["counts"]["resolved"] == 1
    assert (found["previous"]["counts"], found["adding"]) == ({}, None)
    nobody = crm.get(f"/v1/reports?{days(of='agent', value='nobody')}").ok()
    assert nobody["total"]["counts"] == {}


def test_each_number_leads_to_the_conversations_behind_it(here: Pipeline, talk: str) -> None:
    crm = program(here.acme)
    for number, timed in (("opened", False), ("resolution", True), ("messages_out", False)):
        page = crm.get(f"/v1/reports/conversations?{days(number=number)}").ok()
        (one,) = page["data"]
        assert (one["conversation"]["id"], one["count"]) == (talk, 1), number
        assert (page["next_cursor"], one["conversation"]["status"]) == (None, "resolved")
        assert not timed or one["seconds"] is not None
    mine = days(number="resolved", of="agent", value=here.acme.agent_id)
    assert len(crm.get(f"/v1/reports/conversations?{mine}").ok()["data"]) == 1
    stranger = program(new_account(here.acme.nobody, "stranger"))
    assert stranger.get(f"/v1/reports/conversations?{days(number='opened')}").ok()["data"] == []
    assert stranger.get(f"/v1/reports?{days()}").ok()["total"]["counts"] == {}


def test_the_week_and_the_board_are_there(here: Pipeline, talk: str) -> None:
    crm = program(here.acme)
    week = crm.get(f"/v1/reports/hours?{days()}").ok()["week"]
    assert [len(day) for day in week] == [24] * 7
    assert sum(hour["messages_in"] for day in week for hour in day) == 1
    other = new_conversation(new_visitor(here.acme.nobody, here.acme))
    board = crm.get("/v1/reports/live").ok()
    assert (board["open"], board["waiting"], board["waiting_longest_id"]) == (1, 1, other)
    lines = {line["queue_id"]: line["waiting"] for line in board["queues"]}
    assert lines == {here.acme.queue_id: 0, None: 1}
    assert board["today"]["counts"].get("resolved") == 1


def test_every_number_has_a_name_and_says_what_it_counts(acme: Account) -> None:
    listed = program(acme).get("/v1/reports/numbers").ok()["data"]
    assert [each["name"] for each in listed] == list(DEFINITIONS)
    assert all(each["about"].endswith(".") for each in listed)
    for kind, names in (("count", COUNTS), ("time", TIMES)):
        kept = [each.kept for each in DEFINITIONS.values() if each.kind == kind]
        assert sorted(kept) == sorted(names)
    named = (*get_args(v1_reports.CountName), *get_args(v1_reports.TimeName))
    assert named == tuple(DEFINITIONS)
    assert get_args(v1_reports.Dimension) == DIMENSIONS
    working = {each["name"] for each in listed if each["working"]}
    assert working == {"first_reply", "reply", "resolution", "waiting"}


WRONG = (
    ("?first=2026-01-02&last=2026-01-01", "last"),
    ("?first=2024-01-01&last=2026-01-01", "last"),
    ("?first=0001-01-01&last=0001-01-02", "first"),
    ("?first=today&last=2026-01-01", "first"),
    ("?last=2026-01-01", "first"),
    ("?first=2026-01-01&last=2026-01-02&of=agent", "value"),
    ("?first=2026-01-01&last=2026-01-02&by=planet", "by"),
    ("/hours?first=9999-01-01&last=9999-12-31", "first"),
    ("/conversations?first=2026-01-01&last=2026-01-02&number=in", "number"),
    ("/conversations?first=2026-01-01&last=2026-01-02", "number"),
    ("/conversations?first=2026-01-01&last=2026-01-02&number=opened&cursor=AAAA", "cursor"),
)


def test_what_cannot_be_asked_is_refused_by_field(acme: Account) -> None:
    crm = program(acme)
    for path, field in WRONG:
        status, code, named = crm.get(f"/v1/reports{path}").problem()
        assert (status, code, named.partition(".")[0]) == (422, "invalid_input", field), path


# By e-mail -------------------------------------------------------------------------------------


@pytest.fixture
def crm(acme: Account, monkeypatch: pytest.MonkeyPatch) -> Api:
    """Of a deployment that sends mail."""
    from chalicelib import settings, wiring

    monkeypatch.setenv("MAIL_SENDER", "chat@acme.example")
    settings.settings.cache_clear()
    wiring.forget()
    woken: list[Timer] = []
    monkeypatch.setattr(
        "chalicelib.timers.service.schedule", lambda _, *, timer: woken.append(timer)
    )
    return program(acme)


def test_a_report_by_mail_is_set_changed_in_part_and_taken_away(acme: Account, crm: Api) -> None:
    wish: dict[str, Any] = {"by": "agent", "every": "week", "agent_ids": [acme.owner_id]}
    made = crm.post("/v1/report-mails", wish).ok()
    assert made == wish | {"id": made["id"], "hour": 8, "active": True}
    path = f"/v1/report-mails/{made['id']}"
    read = crm.get(path)
    assert read.body == made
    assert crm.get("/v1/report-mails").ok()["data"] == [made]
    changed = crm.patch(path, {"by": "", "hour": 0}).ok()
    assert changed == made | {"by": None, "hour": 0}
    late = crm.call("PATCH", path, {"hour": 5}, headers={"If-Match": read.headers["etag"]})
    assert late.problem()[:2] == (412, "precondition_failed")
    wrong = crm.patch(path, {"agent_ids": [acme.agent_id]})
    assert wrong.problem() == (422, "invalid_input", "agent_ids")
    assert crm.get(path).body == changed
    assert crm.call("DELETE", path).status == 204
    assert crm.get(path).status == crm.call("DELETE", path).status == 404
    told = [each["action"] for each in acme.owner.get("/audit?action=report").ok()["entries"]]
    assert told == ["report.mail_removed", "report.mail_changed", "report.mail_made"]


def test_where_no_mail_is_sent_none_is_set(acme: Account) -> None:
    wish = {"every": "week", "agent_ids": [acme.owner_id]}
    assert program(acme).post("/v1/report-mails", wish).problem()[:2] == (409, "conflict")
