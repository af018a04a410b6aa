"""Surveys over HTTP, in process: their list, asking, the page, and what came of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib import wiring, wiring_automation
from chalicelib.automation import service as automation
from chalicelib.automation.model import Work
from tests.support.api import EDGE, Account, Api, new_account, new_conversation, new_visitor, say

pytestmark = pytest.mark.feature("7")
HOSTILE = '<script>alert("1")</script>\u202e'
CSAT: dict[str, Any] = {
    "name": "After the chat",
    "questions": [{"kind": "csat"}],
    "rule": {"automatic": True},
}
DAYS = "first=2020-01-01&last=2020-12-31"


@pytest.fixture(autouse=True)
def _quiet_timers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.bindings.set_timer", lambda *_: None)
    wiring.survey_ports.cache_clear()


def happens(acme: Account, conversation_id: str, kind: Any = "conversation", seq: int = 0) -> None:
    """What the stream would tell of this conversation."""
    automation.handle(
        wiring_automation.automation_ports(), Work(kind, acme.id, conversation_id, seq=seq)
    )


def resolve(acme: Account, conversation_id: str) -> None:
    acme.owner.patch(f"/conversations/{conversation_id}", {"status": "resolved"}).ok()
    happens(acme, conversation_id)


def thread(acme: Account, conversation_id: str) -> list[dict[str, Any]]:
    found = acme.owner.get(f"/conversations/{conversation_id}/messages").ok()["messages"]
    return list(found)


def page(api: Api, url: str, fields: Mapping[str, str] | None = None) -> tuple[int, str, Any]:
    path = url.partition("/api")[2]
    sent = {"Content-Type": "application/x-www-form-urlencoded"} if fields is not None else {}
    method = "GET" if fields is None else "POST"
    body = urlencode(fields or {}).encode()
    answer = api.client.http.request(method, path, headers=sent, body=body)
    return answer.status_code, answer.body.decode(), answer.headers


def link(acme: Account, conversation_id: str) -> str:
    texts = [each["content"]["text"] for each in thread(acme, conversation_id)]
    return next(found[0] for text in texts if (found := re.search(r"https://\S+/s/\S+", text)))


def results(acme: Account, id: str, by: str = "agent") -> dict[str, Any]:
    period = "first=2020-01-01&last=2020-01-02"
    acme.owner.get(f"/surveys/{id}/results?{period}&by={by}").ok()
    from datetime import UTC, datetime, timedelta

    today = datetime.now(UTC).date()
    around = f"first={today - timedelta(days=1)}&last={today + timedelta(days=1)}"
    found = acme.owner.get(f"/surveys/{id}/results?{around}&by={by}").ok()
    listed = acme.owner.get(f"/surveys/{id}/answers?{around}").ok()
    return {**found, "answers": listed["answers"]}


# The list ------------------------------------------------------------


def test_a_survey_is_made_read_changed_and_removed(acme: Account) -> None:
    made = acme.owner.post("/surveys", CSAT).ok()
    assert made["questions"][0]["id"] == "q1"
    assert made["version"] == 1
    assert acme.agent.get("/surveys").ok()["surveys"] == [made]
    change = {**CSAT, "name": HOSTILE, "version": 1}
    changed = acme.owner.call("PUT", f"/surveys/{made['id']}", change).ok()
    assert (changed["name"], changed["version"]) == (HOSTILE, 2)
    late = acme.owner.call("PUT", f"/surveys/{made['id']}", change)
    assert late.problem()[:2] == (409, "conflict")
    assert acme.agent.get(f"/surveys/{made['id']}").ok() == changed
    acme.owner.call("DELETE", f"/surveys/{made['id']}").ok()
    assert acme.owner.call("DELETE", f"/surveys/{made['id']}").status == 404
    assert acme.owner.get("/surveys").ok() == {"surveys": []}


def test_agents_may_see_and_ask_but_neither_change_nor_read_results(acme: Account) -> None:
    made = acme.owner.post("/surveys", CSAT).ok()
    id = made["id"]
    assert acme.agent.post("/surveys", CSAT).status == 403
    assert acme.agent.call("PUT", f"/surveys/{id}", {**CSAT, "version": 1}).status == 403
    assert acme.agent.call("DELETE", f"/surveys/{id}").status == 403
    assert acme.agent.get(f"/surveys/{id}/results?{DAYS}").status == 403
    assert acme.agent.get(f"/surveys/{id}/answers?{DAYS}").status == 403
    assert acme.nobody.get("/surveys").status == 401


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"questions": []}, "questions"),
        ({"questions": [{"kind": "stars"}]}, "questions.0.kind"),
        ({"questions": [{"kind": "text"}]}, "questions.0.text"),
        (
            {"questions": [{"kind": "choice", "text": "?", "options": ["a"]}]},
            "questions.0.options",
        ),
        (
            {"questions": [{"kind": "choice", "text": "?", "options": ["a", "A "]}]},
            "questions.0.options",
        ),
        ({"questions": [{"kind": "scale", "text": "?", "low": 5, "high": 5}]}, "questions.0.high"),
        ({"questions": [{"kind": "scale", "text": "?", "high": 99}]}, "questions.0.high"),
        (
            {"questions": [{"id": "a", "kind": "csat"}, {"id": "a", "kind": "nps"}]},
            "questions.1.id",
        ),
        ({"questions": [{"id": "comment", "kind": "csat"}]}, "questions.0.id"),
        ({"expires_days": 0}, "expires_days"),
        ({"rule": {"sample": 0}}, "rule.sample"),
        ({"rule": {"queue_ids": ["nothing"]}}, "rule.queue_ids"),
        ({"rule": {"agent_ids": ["nobody"]}}, "rule.agent_ids"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_what_makes_no_survey_is_refused_by_its_place(
    acme: Account, change: dict[str, Any], field: str
) -> None:
    refused = acme.owner.post("/surveys", CSAT | change)
    assert refused.problem() == (422, "invalid_input", field)


def test_another_accounts_surveys_are_not_there(api: Api, acme: Account) -> None:
    made = acme.owner.post("/surveys", CSAT).ok()
    other = new_account(api, "globex")
    id = made["id"]
    assert other.owner.get("/surveys").ok() == {"surveys": []}
    assert other.owner.get(f"/surveys/{id}").status == 404
    assert other.owner.call("PUT", f"/surveys/{id}", {**CSAT, "version": 1}).status == 404
    assert other.owner.call("DELETE", f"/surveys/{id}").status == 404
    assert other.owner.get(f"/surveys/{id}/results?{DAYS}").status == 404
    assert other.owner.get(f"/surveys/{id}/answers?{DAYS}").status == 404
    talk = new_conversation(new_visitor(api, other))
    asked = {"survey_id": id, "client_id": "client-0001"}
    assert other.owner.post(f"/conversations/{talk}/survey", asked).status == 404
    mine = new_conversation(new_visitor(api, acme))
    assert other.owner.post(f"/conversations/{mine}/survey", asked).status == 404


# On a website ------------------------------------------------------------


def test_at_the_end_a_visitor_is_asked_and_his_answer_opens_nothing(
    api: Api, acme: Account
) -> None:
    made = acme.owner.post("/surveys", CSAT).ok()
    visitor = new_visitor(api, acme)
    talk = new_conversation(visitor)
    acme.agent.patch(f"/conversations/{talk}", {"assignee_id": acme.agent_id}).ok()
    resolve(acme, talk)
    shown = visitor.get("/widget/messages").ok()["messages"][-1]
    assert [each["title"] for each in shown["content"]["options"]][-1] == "😀 Great"
    option = shown["content"]["options"][4]
    pressed = {
        "client_id": "client-0002",
        "content": {"kind": "choice", "text": option["title"], "choice": option},
    }
    sent = visitor.post("/widget/messages", pressed).ok()
    assert sent["conversation"]["status"] == "resolved"
    happens(acme, talk, "message", sent["message"]["seq"])
    visitor.post("/widget/messages", say("Quick <b>& kind", "client-0003")).ok()
    happens(acme, talk, "message", sent["message"]["seq"] + 3)
    head = acme.owner.get(f"/conversations/{talk}").ok()["conversation"]
    assert head["status"] == "resolved"
    found = results(acme, made["id"])
    assert (found["total"]["value"], found["total"]["asked"]) == (100.0, 1)
    assert [each["id"] for each in found["by"]] == [acme.agent_id]
    (answer,) = found["answers"]
    assert (answer["score"], answer["comment"]) == ("5", "Quick <b>& kind")
    assert answer["conversation_id"] == talk


def test_a_survey_takes_the_place_of_the_stars_and_never_stands_beside_them(acme: Account) -> None:
    def stars() -> bool:
        wiring.survey_ports.cache_clear()
        config = acme.nobody.post(f"/widget/{acme.site_id}/session", {}).ok()["config"]
        return bool(config["rating"])

    acme.owner.patch(f"/channels/{acme.site_id}", {"settings": {"rating": "on"}}).ok()
    wiring.account_ports.cache_clear()
    wiring.visitor_ports.cache_clear()
    assert stars()
    made = acme.owner.post("/surveys", CSAT).ok()
    assert not stars()
    off = {**CSAT, "enabled": False, "version": 1}
    acme.owner.call("PUT", f"/surveys/{made['id']}", off).ok()
    assert stars()


def test_words_that_are_no_answer_open_the_conversation(api: Api, acme: Account) -> None:
    acme.owner.post("/surveys", CSAT).ok()
    visitor = new_visitor(api, acme)
    talk = new_conversation(visitor)
    resolve(acme, talk)
    sent = visitor.post("/widget/messages", say("Where is it?", "client-0002")).ok()
    happens(acme, talk, "message", sent["message"]["seq"])
    head = acme.owner.get(f"/conversations/{talk}").ok()["conversation"]
    assert (head["status"], head["survey_id"]) == ("open", "")


def test_a_forged_button_answers_nobody_elses_survey(api: Api, acme: Account) -> None:
    made = acme.owner.post("/surveys", CSAT).ok()
    visitor, thief = new_visitor(api, acme), new_visitor(api, acme)
    talk, his = new_conversation(visitor), new_conversation(thief, "Hi")
    resolve(acme, talk)
    option = visitor.get("/widget/messages").ok()["messages"][-1]["content"]["options"][0]
    content = {"kind": "choice", "text": "x", "choice": option}
    sent = thief.post("/widget/messages", {"client_id": "client-0009", "content": content}).ok()
    happens(acme, his, "message", sent["message"]["seq"])
    assert results(acme, made["id"])["total"]["answered"] == 0


# By an agent ------------------------------------------------------------


def test_an_agent_asks_and_resolves_and_it_is_asked_once(api: Api, acme: Account) -> None:
    made = acme.owner.post("/surveys", CSAT).ok()
    visitor = new_visitor(api, acme)
    talk = new_conversation(visitor)
    body = {"survey_id": made["id"], "client_id": "client-0001", "resolve": True}
    head = acme.agent.post(f"/conversations/{talk}/survey", body).ok()
    assert head["status"] == "resolved"
    assert head["survey_id"]
    acme.agent.post(f"/conversations/{talk}/survey", body).ok()
    happens(acme, talk)
    shown = visitor.get("/widget/messages").ok()["messages"]
    assert sum(bool(each["content"]["options"]) for each in shown) == 1
    again = {**body, "client_id": "client-0002"}
    refused = acme.agent.post(f"/conversations/{talk}/survey", again)
    assert refused.problem() == (409, "conflict", "survey_id")


# The page ------------------------------------------------------------


@pytest.fixture
def asked(api: Api, acme: Account) -> tuple[str, str, str]:
    """The survey, the conversation and the address of a page."""
    survey = {
        "name": "Page",
        "page": True,
        "intro": HOSTILE,
        "questions": [
            {"kind": "nps"},
            {"kind": "choice", "text": HOSTILE, "options": ["Price", HOSTILE]},
        ],
    }
    made = acme.owner.post("/surveys", survey).ok()
    talk = new_conversation(new_visitor(api, acme))
    body = {"survey_id": made["id"], "client_id": "client-0001", "resolve": True}
    acme.agent.post(f"/conversations/{talk}/survey", body).ok()
    return made["id"], talk, link(acme, talk)


def test_a_page_is_answered_without_a_script_and_changed(
    api: Api, acme: Account, asked: tuple[str, str, str]
) -> None:
    survey, talk, url = asked
    status, shown, headers = page(api, url)
    assert status == 200
    assert "<script" not in shown
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    status, shown, _ = page(api, url, {"q1": "9"})
    assert status == 422
    assert "Choose an answer." in shown
    assert 'value="9" checked' in shown
    words = {"q1": "9", "q2": "1", "comment": f"Good {HOSTILE}"}
    for _ in range(2):
        status, shown, _ = page(api, url, words)
        assert status == 200
        assert "Your answer is kept" in shown
        assert "<script" not in shown
    status, shown, _ = page(api, url, {**words, "q1": "0"})
    found = results(acme, survey)
    assert found["total"] == {"asked": 1, "answered": 1, "given": 1, "value": -100.0}
    (answer,) = found["answers"]
    assert (answer["score"], answer["comment"], answer["changed"]) == ("0", f"Good {HOSTILE}", 1)
    lines = [each["content"]["event"] for each in thread(acme, talk)]
    assert lines.count("survey.answered") == 1
    assert lines.count("survey.changed") == 1


@pytest.mark.parametrize("place", [0, 10, 30, 50, 70, -1])
def test_a_page_with_another_signature_is_not_there(
    api: Api, asked: tuple[str, str, str], place: int
) -> None:
    base, _, token = asked[2].rpartition("/")
    letter = "b" if token[place] != "b" else "c"
    changed = token[:place] + letter + (token[place + 1 :] if place != -1 else "")
    status, shown, _ = page(api, f"{base}/{changed}")
    assert status == 404
    assert "There is no survey at this address" in shown


@pytest.mark.parametrize("token", ["x", "a.b.c.d.e", "....", "%00", "a" * 400, "<script>"])
def test_nonsense_is_a_page_too(api: Api, acme: Account, token: str) -> None:
    status, shown, headers = page(api, f"https://x/api/s/{token}")
    assert status == 404
    assert headers["Content-Type"].startswith("text/html")
    assert "<script" not in shown


def test_a_page_is_over_after_its_days(
    api: Api, acme: Account, asked: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace
    from datetime import UTC, datetime, timedelta

    later = datetime.now(UTC) + timedelta(days=4)
    ports = replace(wiring.survey_ports(), clock=lambda: later)
    monkeypatch.setattr(wiring, "survey_ports", lambda: ports)
    assert page(api, asked[2])[0] == 410
    status, shown, _ = page(api, asked[2], {"q1": "9", "q2": "0"})
    assert status == 410
    assert "This survey has ended" in shown


def test_nobody_answers_too_often(api: Api, asked: tuple[str, str, str]) -> None:
    statuses = {
        api.client.http.request(
            "POST",
            asked[2].partition("/api")[2],
            headers=EDGE | {"X-Forwarded-For": "198.51.100.7"},
            body=b"q1=1",
        ).status_code
        for _ in range(40)
    }
    assert statuses == {422, 429}


# Results ------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("first=2026-01-02&last=2026-01-01", "to"),
        ("first=2020-01-01&last=2026-01-01", "to"),
        ("first=yesterday&last=2026-01-01", "first"),
        ("first=2026-01-01&last=2026-01-01&by=moon", "by"),
    ],
)
def test_a_period_that_is_none_is_refused(acme: Account, query: str, field: str) -> None:
    made = acme.owner.post("/surveys", CSAT).ok()
    refused = acme.owner.get(f"/surveys/{made['id']}/results?{query}")
    assert refused.problem() == (422, "invalid_input", field)
