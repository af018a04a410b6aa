"""Reports over HTTP, in process: what is written is counted, and every number leads back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.support.api import Account, new_account, new_conversation, new_visitor, say
from tests.support.pipeline import Pipeline, pipeline

pytestmark = pytest.mark.feature("10")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pipeline]:
    monkeypatch.setattr("chalicelib.bindings.set_timer", lambda *_: None)
    with pipeline(monkeypatch) as found:
        yield found


def observe(here: Pipeline) -> None:
    """What the stream brings, to the function that reads it."""
    answer = here.invoke("index", {"Records": here.changes()})
    assert answer["batchItemFailures"] == []


def days(**more: str) -> str:
    today = datetime.now(UTC).date()
    around = {"first": str(today - timedelta(days=1)), "last": str(today + timedelta(days=1))}
    return urlencode({**around, **more})


def report(acme: Account, **more: str) -> dict[str, Any]:
    found: dict[str, Any] = acme.owner.get(f"/reports?{days(**more)}").ok()
    return found


def a_conversation(acme: Account, text: str = "Hello?") -> str:
    """Opened, answered and resolved."""
    id = new_conversation(new_visitor(acme.nobody, acme), text)
    acme.agent.post(f"/conversations/{id}/messages", say("Hi", f"reply-{id[:8]}")).ok()
    acme.agent.patch(f"/conversations/{id}", {"assignee_id": acme.agent_id}).ok()
    acme.agent.patch(f"/conversations/{id}", {"queue_id": acme.queue_id}).ok()
    acme.agent.patch(f"/conversations/{id}", {"status": "resolved"}).ok()
    return id


def test_a_conversation_is_counted_for_all_that_it_was_of(here: Pipeline) -> None:
    acme = here.acme
    a_conversation(acme)
    observe(here)
    here.offset = 0
    observe(here)  # everything again
    total = report(acme)["total"]
    wanted = {"opened": 1, "in": 1, "out": 1, "resolved": 1, "assigned": 1}
    assert {name: total["counts"].get(name) for name in wanted} == wanted
    assert total["times"]["first"]["count"] == total["working"]["first"]["count"] == 1
    for by, id in (("agent", acme.agent_id), ("queue", acme.queue_id), ("channel", acme.site_id)):
        rows = {row["id"]: row["numbers"]["counts"] for row in report(acme, by=by)["rows"]}
        assert rows[id]["resolved"] == 1, by
    mine = report(acme, of="agent", value=acme.agent_id)
    assert mine["total"]["counts"]["out"] == 1
    assert report(acme, of="agent", value="nobody")["total"]["counts"] == {}
    assert len(mine["points"]) == 3
    assert mine["step"] == "day"


def test_every_number_opens_the_conversations_behind_it(here: Pipeline) -> None:
    acme = here.acme
    ids = [a_conversation(acme, f"Number {number}") for number in range(3)]
    open_one = new_conversation(new_visitor(acme.nobody, acme))
    observe(here)
    for name, wanted in (("opened", {*ids, open_one}), ("resolved", {*ids}), ("first", {*ids})):
        page = acme.owner.get(f"/reports/conversations?{days(name=name)}").ok()
        assert {each["conversation"]["id"] for each in page["found"]} == wanted, name
        assert page["cursor"] == ""
        assert report(acme)["total"]["counts"].get(name, len(ids)) == len(wanted)
    of = {"of": "agent", "value": acme.agent_id, "name": "resolved"}
    page = acme.owner.get(f"/reports/conversations?{days(**of)}").ok()
    assert len(page["found"]) == 3
    assert page["found"][0]["seconds"] is not None
    page = acme.owner.get(f"/reports/conversations?{days(**of | {'value': 'other'})}").ok()
    assert page["found"] == []


def test_a_long_list_goes_on_where_it_stopped(here: Pipeline) -> None:
    from chalicelib.reports import asking

    acme, before = here.acme, asking._LINES
    ids = {new_conversation(new_visitor(acme.nobody, acme)) for _ in range(3)}
    observe(here)
    asking._LINES, asking.PAGE, page = 1, 1, asking.PAGE
    try:
        found, cursor = set[str](), ""
        for _ in range(10):
            asked = days(name="opened", cursor=cursor)
            answer = acme.owner.get(f"/reports/conversations?{asked}").ok()
            assert len(answer["found"]) <= 1
            found |= {each["conversation"]["id"] for each in answer["found"]}
            cursor = answer["cursor"]
            if not cursor:
                break
    finally:
        asking._LINES, asking.PAGE = before, page
    assert found == ids
    stolen = days(name="resolved", cursor=answer["cursor"] or "bm90LWEtY3Vyc29y")
    refused = acme.owner.get(f"/reports/conversations?{stolen}")
    assert refused.problem()[0] == 422


def test_the_week_shows_the_hour(here: Pipeline) -> None:
    acme = here.acme
    a_conversation(acme)
    observe(here)
    week = acme.owner.get(f"/reports/hours?{days()}").ok()["week"]
    assert (len(week), {len(hours) for hours in week}) == (7, {24})
    assert sum(hour["opened"] for hours in week for hour in hours) == 1
    assert [hour["first"] for hours in week for hour in hours if hour["first"] is not None]


def test_the_live_board_tells_what_is_open_who_waits_and_who_is_there(here: Pipeline) -> None:
    acme = here.acme
    a_conversation(acme)
    waiting = new_conversation(new_visitor(acme.nobody, acme))
    here.open_socket(acme.agent, "/sockets/ticket", "socket-1")
    observe(here)
    board = acme.owner.get("/reports/live").ok()
    assert (board["open"], board["unassigned"], board["waiting"]) == (1, 1, 1)
    assert board["longest_id"] == waiting
    states = {each["agent_id"]: each["state"] for each in board["agents"]}
    assert states == {acme.agent_id: "online", acme.owner_id: "offline"}
    assert board["today"]["counts"]["opened"] == 2
    assert {line["queue_id"] for line in board["queues"]} == {acme.queue_id, ""}


def test_another_account_counts_and_sees_nothing_of_it(here: Pipeline) -> None:
    a_conversation(here.acme)
    observe(here)
    stranger = new_account(here.api, "stranger")
    of = {"of": "agent", "value": here.acme.agent_id}
    assert report(stranger, **of)["total"]["counts"] == {}
    asked = days(name="resolved", **of)
    assert stranger.owner.get(f"/reports/conversations?{asked}").ok()["found"] == []
    assert stranger.owner.get("/reports/live").ok()["open"] == 0


def test_surveys_tell_how_it_was(here: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib import wiring
    from chalicelib.surveys.ports import Tally

    acme = here.acme
    survey = {"name": "How was it", "questions": [{"kind": "csat"}]}
    acme.owner.post("/surveys", survey).ok()
    acme.owner.post("/surveys", {**survey, "name": "Another"}).ok()
    today = datetime.now(UTC).date().isoformat()
    counts = {"asked": 4, "answered": 2, "q:q1:5": 1, "q:q1:1": 1}

    def tallies(*_: Any, first: str, last: str, **__: Any) -> list[Tally]:
        return [Tally(today, "-", counts)] if first <= today <= last else []

    monkeypatch.setattr(wiring.survey_ports().store, "tallies", tallies, raising=False)
    assert report(acme)["surveys"] == [
        {"kind": "csat", "asked": 8, "given": 4, "value": 50.0, "before": None}
    ]
    assert report(acme, of="flow", value="f1")["surveys"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("first=2026-01-02&last=2026-01-01", "last"),
        ("first=2024-01-01&last=2026-01-01", "last"),
        ("first=0001-01-01&last=0001-01-02", "first"),
        ("first=2026-01-01&last=9999-12-31", "last"),
        ("first=yesterday&last=2026-01-01", "first"),
        ("first=2026-01-01&last=2026-01-01&by=contact", "by"),
        ("first=2026-01-01&last=2026-01-01&of=agent", "value"),
        ("first=2026-01-01&last=2026-01-01&value=rui", "value"),
        ("first=2026-01-01", "last"),
    ],
)
def test_what_makes_no_sense_is_named(acme: Account, query: str, field: str) -> None:
    status, _, named = acme.owner.get(f"/reports?{query}").problem()
    assert (status, named.split(".")[0]) == (422, field)


def test_an_unknown_number_and_a_strange_cursor_are_refused(acme: Account) -> None:
    base = "/reports/conversations?first=2026-01-01&last=2026-01-02"
    assert acme.owner.get(f"{base}&name=secrets").problem()[::2] == (422, "name")
    assert acme.owner.get(f"{base}&name=opened&cursor=AAAA").problem()[::2] == (422, "cursor")
    assert acme.agent.get(f"{base}&name=opened").status == 403


def test_months_that_nobody_has_asked_for_are_added_up_by_one_answer_after_the_other(
    acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.reports import reading

    monkeypatch.setattr(reading, "ADDING_S", -1)
    asked = "/reports?first=2026-03-01&last=2026-03-31"  # and February, to compare with
    told = []
    for _ in range(5):
        told.append(acme.owner.get(asked).ok())
        if told[-1]["adding"] is None:
            break
    assert [each["adding"] for each in told] == [{"done": 0, "of": 1}] * 3 + [None]
    assert acme.owner.get(asked).ok() == told[-1]
