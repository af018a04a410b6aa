"""Callbacks over HTTP, in process."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib import wiring
from tests.support.api import EDGE, Account, Api, new_account, new_visitor

pytestmark = pytest.mark.feature("1.8")
WANTED = {"client_id": "callback-0001", "phone": "+55 11 98765-4321", "name": "Bia"}


@pytest.fixture
def site(acme: Account, monkeypatch: pytest.MonkeyPatch) -> Account:
    """acme, with callbacks on, and an agent who is there."""
    turn_on(acme)
    set_there(monkeypatch, True)
    return acme


def turn_on(acme: Account) -> None:
    settings = {"callback": "on", "callback_seconds": "45"}
    acme.owner.patch(f"/channels/{acme.site_id}", {"settings": settings}).ok()
    wiring.account_ports().pages.forget(acme.id)


def set_there(monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    from dataclasses import replace

    ports = replace(wiring.callback_ports(), anybody=lambda page: there)
    monkeypatch.setattr(wiring, "callback_ports", lambda: ports)


def listed(acme: Account, status: str = "open") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = acme.agent.get(f"/callbacks?status={status}").ok()["callbacks"]
    return found


def test_a_visitor_asks_and_the_first_agent_has_him(site: Account) -> None:
    visitor = new_visitor(site.nobody, site)
    asked = visitor.post("/widget/callbacks", WANTED).ok()
    assert asked["status"] == "ringing"
    assert 40 < asked["seconds"] <= 45
    (callback,) = listed(site)
    assert (callback["phone"], callback["name"]) == ("+5511987654321", "Bia")

    path = f"/callbacks/{callback['id']}"
    accepted = site.agent.post(f"{path}/accept").ok()
    assert accepted["accepted_by"] == site.agent_id
    assert site.owner.post(f"{path}/accept").problem()[:2] == (409, "conflict")
    told = visitor.get(f"/widget/callbacks/{WANTED['client_id']}").ok()
    assert (told["status"], told["agent"]["name"]) == ("accepted", "acme agent")

    done = site.agent.post(f"{path}/outcome", {"outcome": "reached", "note": "will buy"}).ok()
    assert (done["status"], done["outcome"], done["note"]) == ("done", "reached", "will buy")
    assert listed(site) == []
    assert [each["id"] for each in listed(site, "done")] == [callback["id"]]


def test_it_is_in_the_history_of_a_contact_who_has_a_number_now(site: Account) -> None:
    visitor = new_visitor(site.nobody, site)
    visitor.post("/widget/callbacks", WANTED).ok()
    (callback,) = listed(site)
    site.agent.post(f"/callbacks/{callback['id']}/accept").ok()
    page = site.agent.get(f"/conversations/{callback['conversation_id']}").ok()
    lines = [message["content"]["event"] for message in page["messages"]]
    assert lines == ["callback.requested", "callback.accepted", "conversation.assigned"]
    assert page["conversation"]["assignee_id"] == site.agent_id
    assert (page["contact"]["name"], page["contact"]["phone"]) == ("Bia", "+5511987654321")


def test_asking_twice_asks_once(site: Account) -> None:
    visitor = new_visitor(site.nobody, site)
    visitor.post("/widget/callbacks", WANTED).ok()
    visitor.post("/widget/callbacks", WANTED).ok()
    assert len(listed(site)) == 1


def test_with_nobody_there_it_waits_in_the_list(
    acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_on(acme)
    set_there(monkeypatch, False)
    visitor = new_visitor(acme.nobody, acme)
    assert visitor.post("/widget/callbacks", WANTED).ok()["status"] == "waiting"
    assert [each["status"] for each in listed(acme, "missed")] == ["waiting"]


def test_later_puts_it_into_the_future(site: Account) -> None:
    visitor = new_visitor(site.nobody, site)
    visitor.post("/widget/callbacks", WANTED).ok()
    (callback,) = listed(site)
    path = f"/callbacks/{callback['id']}"
    site.agent.post(f"{path}/accept").ok()
    past = {"outcome": "later", "due_at": "2020-01-01T00:00:00Z"}
    assert site.agent.post(f"{path}/outcome", past).problem() == (422, "invalid_input", "due_at")
    due = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    later = site.agent.post(f"{path}/outcome", {"outcome": "later", "due_at": due}).ok()
    assert later["status"] == "scheduled"
    assert [each["id"] for each in listed(site)] == [callback["id"]]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phone": "soon"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"client_id": "x"}, "client_id"),
        ({"name": "n" * 121}, "name"),
    ],
)
def test_bad_requests_are_refused_by_field(
    site: Account, change: dict[str, str], field: str
) -> None:
    visitor = new_visitor(site.nobody, site)
    answer = visitor.post("/widget/callbacks", WANTED | change)
    assert answer.problem() == (422, "invalid_input", field)


def test_a_site_without_callbacks_offers_none(acme: Account) -> None:
    visitor = new_visitor(acme.nobody, acme)
    session = acme.nobody.post(f"/widget/{acme.site_id}/session", {}).ok()
    assert session["config"]["callback_seconds"] == 0
    assert visitor.post("/widget/callbacks", WANTED).problem()[0] == 404


def test_nothing_of_another_account_or_visitor_is_there(api: Api, site: Account) -> None:
    visitor = new_visitor(site.nobody, site)
    visitor.post("/widget/callbacks", WANTED).ok()
    (callback,) = listed(site)
    other = new_account(api, "other")
    assert listed(other) == []
    assert other.agent.post(f"/callbacks/{callback['id']}/accept").problem()[0] == 404
    stranger = new_visitor(site.nobody, site)
    path = f"/widget/callbacks/{WANTED['client_id']}"
    assert stranger.get(path).problem()[0] == 404


def test_pages_of_the_list_follow_each_other(site: Account) -> None:
    for number in range(3):
        visitor = new_visitor(site.nobody, site)
        visitor.post("/widget/callbacks", WANTED | {"client_id": f"callback-000{number}"}).ok()
    first = site.agent.get("/callbacks?status=open&limit=2").ok()
    rest = site.agent.get(f"/callbacks?status=open&limit=2&cursor={first['cursor']}").ok()
    ids = [each["id"] for each in first["callbacks"] + rest["callbacks"]]
    assert len(set(ids)) == 3
    assert ids == sorted(ids, reverse=True)
    strange = site.agent.get(f"/callbacks?status=all&limit=2&cursor={first['cursor']}")
    assert strange.problem() == (422, "invalid_input", "cursor")


def test_a_page_learns_how_numbers_begin_where_the_visitor_is(site: Account) -> None:
    visitor = new_visitor(site.nobody, site)
    places = [EDGE | {"CloudFront-Viewer-Country": each} for each in ("BR", "us", "XX", "<b>")]
    told = [visitor.call("GET", "/widget/callbacks", headers=place) for place in places]
    assert [answer.ok()["prefix"] for answer in told] == ["+55", "+1", "", ""]


@pytest.mark.feature("1.12")
def test_who_asked_for_a_call_is_shown_with_that_conversation(site: Account) -> None:
    session = site.nobody.post(f"/widget/{site.site_id}/session", {}).ok()
    site.nobody.as_(session["token"]).post("/widget/callbacks", WANTED).ok()
    (row,) = site.agent.get("/visitors/live").ok()["visitors"]
    assert (row["name"], row["status"]) == ("Bia", "open")
