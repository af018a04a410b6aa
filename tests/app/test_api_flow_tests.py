"""A flow's tests, replays and real calls over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.flows.events import HttpAnswered
from tests.app.test_api_flows import graph, made
from tests.support.api import Account, new_account

pytestmark = pytest.mark.feature("6.5")
HELLO = {"type": "began", "kind": "first_message", "content": {"kind": "text", "text": "hi"}}


def flow_test(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "turns": [{"given": HELLO}], **more}


def kept(acme: Account, id: str) -> Any:
    return acme.owner.post(
        f"/flows/{id}/tests", {"test": flow_test("Says hello"), "graph": graph()}
    ).ok()


def test_a_test_is_recorded_listed_changed_and_removed(acme: Account) -> None:
    id = made(acme)["flow"]["id"]
    made_now = kept(acme, id)
    (turn,) = made_now["test"]["turns"]
    assert (turn["says"], made_now["test"]["outcome"]) == (["Hello"], "ended")
    path = f"/flows/{id}/tests/{made_now['id']}"
    body = {"test": {**made_now["test"], "name": "Greets"}, "version": 1}
    assert acme.owner.call("PUT", path, body).ok()["version"] == 2
    assert acme.owner.call("PUT", path, {**body, "version": 7}).problem()[0] == 409
    (only,) = acme.owner.get(f"/flows/{id}/tests").ok()["tests"]
    assert (only["test"]["name"], only["version"]) == ("Greets", 2)
    acme.owner.call("DELETE", path).ok()
    assert acme.owner.call("DELETE", path).problem()[0] == 404
    assert acme.owner.get(f"/flows/{id}/tests").ok() == {"tests": []}


def test_what_fails_its_tests_is_not_published_and_they_are_told(acme: Account) -> None:
    id = made(acme)["flow"]["id"]
    test = kept(acme, id)
    acme.owner.call("PUT", f"/flows/{id}/draft", {"graph": graph("Bye"), "version": 1}).ok()
    refused = acme.owner.post(f"/flows/{id}/publish", {"version": 2})
    assert (refused.status, refused.body["code"]) == (422, "flow_tests_fail")
    ran = acme.owner.post(f"/flows/{id}/tests/run", {"graph": graph("Bye")}).ok()["results"]
    assert refused.body["tests"] == ran
    (miss,) = ran[0]["misses"]
    assert (ran[0]["id"], miss["turn"], miss["node"]) == (test["id"], 0, "a")
    assert (miss["expected"], miss["got"], ran[0]["played"][0]["says"]) == ("Hello", "Bye", ["Bye"])
    assert acme.owner.get(f"/flows/{id}").ok()["flow"]["published"] == 0
    body = {"test": test["test"], "version": 1, "graph": graph("Bye")}
    acme.owner.call("PUT", f"/flows/{id}/tests/{test['id']}", body).ok()
    assert acme.owner.post(f"/flows/{id}/publish", {"version": 2}).ok()["published"] == 1


@pytest.mark.parametrize(
    ("test", "field"),
    [
        (flow_test(" "), "name"),
        (flow_test(""), "test.name"),
        (flow_test("T", turns=[]), "test.turns"),
        (flow_test("T", turns=[{"given": HELLO}] * 41), "test.turns"),
        (flow_test("T", turns=[{"given": HELLO}, {"given": {"type": "waited"}}]), "turns.1"),
        (flow_test("T", world={"hours": "lunch"}), "test.world.hours"),
        (flow_test("T", world={"at": "2026-11-22T03:00:00"}), "world.at"),
    ],
)
def test_what_is_no_test_is_refused(test: Any, field: str, acme: Account) -> None:
    id = made(acme)["flow"]["id"]
    refused = acme.owner.post(f"/flows/{id}/tests", {"test": test, "graph": graph()})
    assert refused.problem() == (422, "invalid_input", field)


def test_a_flow_without_conversations_replays_none(acme: Account) -> None:
    id = made(acme)["flow"]["id"]
    told = acme.owner.post(f"/flows/{id}/replay", {"graph": graph()}).ok()
    assert told == {"conversations": []}
    many = acme.owner.post(f"/flows/{id}/replay", {"graph": graph(), "last": 99})
    assert many.problem() == (422, "invalid_input", "last")


def test_as_if_it_were_another_time_the_calendar_says_whether_it_is_open(acme: Account) -> None:
    nine_to_five = [{"start": "09:00", "end": "17:00"}]
    week = [nine_to_five] * 5 + [[], []]
    schedule = {"zone": "America/Sao_Paulo", "week": week}
    acme.owner.call("PUT", "/hours", {"schedule": schedule, "version": 0}).ok()
    drawn = {
        "start": "h",
        "nodes": [
            {"id": "h", "kind": "hours", "data": {}},
            {"id": "a", "kind": "message", "data": {"text": "Open"}},
            {"id": "z", "kind": "message", "data": {"text": "Closed"}},
        ],
        "edges": [
            {"source": "h", "port": "open", "target": "a"},
            {"source": "h", "port": "closed", "target": "z"},
        ],
    }

    def said(at: str, hours: str = "calendar") -> str:
        body = {"graph": drawn, "event": {"type": "started"}, "hours": hours, "at": at}
        step = acme.owner.post("/flows/simulate", body).ok()
        assert step["at"].startswith(at[:10])
        return str(
            next(each["content"]["text"] for each in step["effects"] if each["type"] == "say")
        )

    assert said("2026-11-22T06:00:00Z") == "Closed"  # a Sunday at three in the morning
    assert said("2026-11-23T15:00:00Z") == "Open"
    assert said("2026-11-22T06:00:00Z", "open") == "Open"


def test_an_address_is_really_asked_within_bounds(
    acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def call(wish: Any, key: str) -> HttpAnswered:
        asked.append(wish.url)
        return HttpAnswered(node=wish.node, call_id=wish.call_id, status=200, body="{}")

    from chalicelib import bindings_flows

    monkeypatch.setattr(bindings_flows, "call", call)
    wiring.forget()
    wish = {"node": "h", "call_id": "w1", "method": "GET", "url": "https://example.com/1"}
    told = acme.owner.post("/flows/call", {"call": wish}).ok()
    assert (told["status"], told["body"], told["error"]) == (200, "{}", "")
    assert acme.agent.post("/flows/call", {"call": wish}).problem()[0] == 403
    answers = [acme.owner.post("/flows/call", {"call": wish}).status for _ in range(21)]
    assert answers.count(200) == 19
    assert answers[-1] == 429
    assert len(asked) == 20
    other = new_account(acme.owner, "other")
    other.owner.post("/flows/call", {"call": wish}).ok()


@pytest.mark.parametrize("url", ["http://169.254.169.254/", "https://127.0.0.1/", "file:///etc"])
def test_no_address_of_our_own_is_asked(url: str, acme: Account) -> None:
    wish = {"node": "h", "call_id": "w1", "method": "GET", "url": url}
    told = acme.owner.post("/flows/call", {"call": wish}).ok()
    assert (told["status"], told["body"]) == (0, "")
    assert told["error"] in ("address", "private")
