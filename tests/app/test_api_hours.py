"""Working hours over HTTP, in process: what administrators set, and what visitors then see."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import wiring
from tests.support.api import Account, Api, new_account, new_visitor, say
from tests.support.days import tomorrow

pytestmark = pytest.mark.feature("5")
DAY = [{"start": "09:00", "end": "13:00"}, {"start": "14:00", "end": "18:00"}]
WEEK: list[list[dict[str, Any]]] = [DAY] * 4 + [
    [{"start": "22:00", "end": "02:00", "next_day": True}],
    [],
    [{"start": "00:00", "end": "24:00"}],
]
SCHEDULE: dict[str, Any] = {
    "zone": "America/Sao_Paulo",
    "week": WEEK,
    "holidays": [{"day": "2026-01-25", "name": "<b>São Paulo</b>", "yearly": True}],
    "exceptions": [{"day": "2026-12-24", "name": "Eve", "hours": [DAY[0]]}],
    "country": "BR",
    "subdivision": "SP",
}
HOURS: dict[str, Any] = {
    "version": 0,
    "schedule": SCHEDULE,
    "messages": {"closed": {"en": "Back {{ opening }}", "es": " "}},
    "callback": True,
}
NEVER = {"zone": "UTC", "week": [[]] * 7}


def put(api: Api, body: Any, queue: str = "") -> Any:
    wiring.hours_ports().kept.forget("")
    return api.call("PUT", f"/queues/{queue}/hours" if queue else "/hours", body)


def test_hours_come_back_as_they_were_written(acme: Account) -> None:
    assert acme.owner.get("/hours").ok() == {"account": None, "queues": []}
    saved = put(acme.owner, HOURS).ok()
    assert saved["version"] == 1
    assert saved["messages"] == {"closed": {"en": "Back {{ opening }}"}}
    assert saved["schedule"]["week"][4] == [{"start": "22:00", "end": "02:00", "next_day": True}]
    assert saved["schedule"]["week"][6] == [{"start": "00:00", "end": "24:00", "next_day": False}]
    assert saved["schedule"]["holidays"] == SCHEDULE["holidays"]
    assert saved["now"]["kind"] in ("open", "closed", "break", "holiday")
    found = acme.agent.get("/hours").ok()
    assert found["account"] == saved
    again = put(acme.owner, {**HOURS, "version": 1, "callback": False}).ok()
    assert (again["version"], again["callback"]) == (2, False)
    assert put(acme.owner, {**HOURS, "version": 1}).problem()[0] == 409
    acme.owner.call("DELETE", "/hours").ok()
    assert acme.owner.get("/hours").ok()["account"] is None


def test_a_queue_has_its_own_until_they_are_taken_away(acme: Account) -> None:
    path = f"/queues/{acme.queue_id}/hours"
    assert acme.owner.get(path).ok()["version"] == 0
    assert put(acme.owner, HOURS, acme.queue_id).ok()["queue_id"] == acme.queue_id
    assert [each["queue_id"] for each in acme.owner.get("/hours").ok()["queues"]] == [acme.queue_id]
    acme.owner.call("DELETE", path).ok()
    assert acme.owner.get(path).ok()["version"] == 0
    assert put(acme.owner, HOURS, "nosuchqueue").problem()[0] == 404


def test_another_accounts_hours_are_its_own(acme: Account, api: Api) -> None:
    put(acme.owner, HOURS, acme.queue_id).ok()
    put(acme.owner, HOURS).ok()
    other = new_account(api, "other")
    assert other.owner.get("/hours").ok() == {"account": None, "queues": []}
    path = f"/queues/{acme.queue_id}/hours"
    assert other.owner.get(path).problem()[0] == 404
    assert put(other.owner, HOURS, acme.queue_id).problem()[0] == 404
    assert other.owner.call("DELETE", path).problem()[0] == 404
    assert acme.owner.get(path).ok()["version"] == 1


# What visitors see ------------------------------------------------------------------------------


def session(acme: Account, language: str = "es-MX") -> Any:
    wiring.hours_ports().kept.forget(acme.id)
    asked = {"visit": {"url": "https://shop.example/", "language": language}}
    return acme.nobody.post(f"/widget/{acme.site_id}/session", asked).ok()


def closed_until_tomorrow(acme: Account) -> None:
    """Open tomorrow from one o'clock on, whatever day it is."""
    hours = [{"start": "01:00", "end": "02:00"}]
    schedule = {**NEVER, "exceptions": [{"day": str(tomorrow(still=10)), "hours": hours}]}
    put(acme.owner, {**HOURS, "schedule": schedule}).ok()


def test_the_widget_says_when_people_are_back_in_its_language(acme: Account) -> None:
    acme.owner.patch(f"/channels/{acme.site_id}", {"settings": {"language": "auto"}}).ok()
    assert session(acme)["config"]["hours_line"] == ""
    closed_until_tomorrow(acme)
    told = session(acme)
    assert told["config"]["hours_line"] == "Volvemos mañana a la 01:00"
    assert told["agents_online"] is False
    assert session(acme, "pt-PT")["config"]["hours_line"] == "Voltamos amanhã à 01:00"


def test_an_invitation_can_ask_whether_it_is_open(acme: Account) -> None:
    conditions = [
        {"field": "hours", "op": "is", "value": "closed"},
        {"field": "pages", "op": "at_least", "value": "1"},
    ]
    rule = {"name": "Night", "texts": ["Leave a number"], "conditions": conditions}
    acme.owner.post("/invitations", rule).ok()
    wiring.invitation_ports.cache_clear()
    assert session(acme)["invitations"] is None
    closed_until_tomorrow(acme)
    (shown,) = session(acme)["invitations"]["invitations"]
    assert [each["field"] for each in shown["conditions"]] == ["time_on_page", "pages"]
    bad = [{"field": "hours", "op": "is", "value": "maybe"}]
    refused = acme.owner.post("/invitations", rule | {"conditions": bad}).problem()
    assert refused == (422, "invalid_input", "conditions.0.value")


def test_a_callback_asked_for_while_it_is_closed_is_for_the_opening(acme: Account) -> None:
    acme.owner.patch(f"/channels/{acme.site_id}", {"settings": {"callback": "on"}}).ok()
    closed_until_tomorrow(acme)
    visitor = new_visitor(acme.owner, acme)
    asked = {"client_id": "request-0001", "phone": "+34600111222"}
    assert visitor.post("/widget/callbacks", asked).ok()["status"] == "scheduled"
    (kept,) = acme.agent.get("/callbacks").ok()["callbacks"]
    assert kept["due_at"].endswith("T01:00:00.000Z")


def test_the_closed_message_reaches_the_visitor_once(acme: Account) -> None:
    from chalicelib.automation import service
    from chalicelib.automation.model import Work

    closed_until_tomorrow(acme)
    visitor = new_visitor(acme.owner, acme)
    sent = visitor.post("/widget/messages", say("Hello?")).ok()
    work = Work("conversation", acme.id, sent["conversation"]["id"])
    for _ in range(2):
        service.handle(wiring.automation_ports(), work)
    page = visitor.get("/widget/messages").ok()
    said = [each for each in page["messages"] if each["author"]["kind"] == "bot"]
    assert len(said) == 1
    assert said[0]["content"]["text"].startswith("Back tomorrow at 01:00")
    assert [each["id"] for each in said[0]["content"]["options"]] == [
        "callback:yes",
        "callback:no",
    ]
    assert "asked" not in sent["conversation"]
