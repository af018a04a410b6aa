"""The live visitors over HTTP, in process."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.api import EDGE, Account, Api, new_account, new_conversation, new_visitor, say

pytestmark = pytest.mark.feature("1.12")


def arrive(acme: Account, url: str = "https://shop.example/beans") -> tuple[Api, str]:
    """A visitor on a page, and his contact's id."""
    visit = {"url": url, "title": "Beans", "referrer": "https://search.example/", "utm": {}}
    headers = EDGE | {
        "User_Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0 Safari/537.36",
        "CloudFront_Viewer_Country": "BR",
        "CloudFront_Viewer_City": "S%C3%A3o Paulo",
    }
    path = f"/widget/{acme.site_id}/session"
    session = acme.nobody.post(path, {"visit": visit}, **headers).ok()
    return acme.nobody.as_(session["token"]), session["contact"]["id"]


def listed(acme: Account) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = acme.agent.get("/visitors/live").ok()["visitors"]
    return found


def test_agents_see_who_is_where_and_from_where(acme: Account) -> None:
    _, contact = arrive(acme)
    (row,) = listed(acme)
    assert row["contact_id"] == contact
    assert (row["url"], row["title"]) == ("https://shop.example/beans", "Beans")
    assert (row["country"], row["city"], row["browser"]) == ("BR", "São Paulo", "Chrome")
    assert row["referrer"] == "https://search.example/"
    assert (row["pages"], row["visits_count"], row["conversation_id"]) == (1, 1, "")


def test_a_visitor_moves_from_page_to_page(acme: Account) -> None:
    visitor, _ = arrive(acme)
    answer = visitor.post("/widget/visit", {"url": "https://shop.example/cups"}).ok()
    assert answer == {"next": 45, "connect": False, "report": False}
    (row,) = listed(acme)
    assert (row["url"], row["pages"]) == ("https://shop.example/cups", 2)


def test_a_conversation_shows_with_its_assignee(acme: Account) -> None:
    visitor, _ = arrive(acme)
    conversation = new_conversation(visitor)
    acme.agent.patch(f"/conversations/{conversation}", {"assignee_id": acme.agent_id}).ok()
    (row,) = listed(acme)
    assert row["conversation_id"] == conversation
    assert (row["status"], row["assignee_id"]) == ("open", acme.agent_id)


def test_an_agent_speaks_first_and_the_page_is_told_to_connect(acme: Account) -> None:
    visitor, contact = arrive(acme)
    path = f"/visitors/{contact}/messages"
    started = acme.agent.post(path, say("May I help?")).ok()
    again = acme.agent.post(path, say("May I help?")).ok()  # a doubled click
    assert again["message"]["seq"] == started["message"]["seq"] == 1
    assert started["conversation"]["assignee_id"] == acme.agent_id

    assert visitor.post("/widget/beat", {}).ok()["connect"]
    page = visitor.get("/widget/messages").ok()
    assert [message["content"]["text"] for message in page["messages"]] == ["May I help?"]
    assert not visitor.post("/widget/beat", {"live": True}).ok()["connect"]
    assert listed(acme)[0]["conversation_id"] == started["conversation"]["id"]


def test_an_agent_goes_on_with_a_conversation_that_was_resolved(acme: Account) -> None:
    visitor, contact = arrive(acme)
    conversation = new_conversation(visitor)
    acme.agent.patch(f"/conversations/{conversation}", {"status": "resolved"}).ok()
    path = f"/visitors/{contact}/messages"
    started = acme.agent.post(path, say("One more thing")).ok()["conversation"]
    assert (started["id"], started["status"]) == (conversation, "open")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (say(" "), "content.text"),
        (say("x") | {"note": True}, "note"),
        ({"client_id": "client-0001", "content": {"kind": "event"}}, "content.kind"),
    ],
)
def test_a_bad_first_word_is_refused_by_field(
    acme: Account, body: dict[str, Any], field: str
) -> None:
    _, contact = arrive(acme)
    answer = acme.agent.post(f"/visitors/{contact}/messages", body)
    assert answer.problem() == (422, "invalid_input", field)


def test_another_accounts_visitors_are_not_there(api: Api, acme: Account) -> None:
    _, contact = arrive(acme)
    other = new_account(api, "other")
    assert listed(other) == []
    answer = other.agent.post(f"/visitors/{contact}/messages", say("Hi"))
    assert answer.problem()[0] == 404


def test_a_beat_writes_once_and_reads_nothing(acme: Account) -> None:
    visitor, _ = arrive(acme)
    visitor.post("/widget/beat", {}).ok()
    visitor.aws.clear()
    assert visitor.post("/widget/beat", {}).ok()["next"] == 45
    assert visitor.aws == {"UpdateItem": 1}


def test_the_list_is_one_query_and_one_batch(acme: Account) -> None:
    for _ in range(3):
        visitor, _ = arrive(acme)
        new_conversation(visitor)
    listed(acme)
    acme.agent.aws.clear()
    assert len(listed(acme)) == 3
    assert acme.agent.aws == {"Query": 1, "BatchGetItem": 1}


def test_only_visitors_beat_and_only_agents_look(acme: Account) -> None:
    assert acme.agent.post("/widget/beat", {}).problem()[0] == 401
    assert new_visitor(acme.nobody, acme).get("/visitors/live").problem()[0] == 401


def test_the_chat_goes_on_while_the_list_of_visitors_takes_no_more(
    acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.shared.errors import TryAgain
    from chalicelib.visitors import live

    def busy(*_: object, **__: object) -> None:
        raise TryAgain("the list of visitors is busy")

    for name in ("arrive", "talks", "call", "beat"):
        monkeypatch.setattr(live, name, busy)
    visitor, contact = arrive(acme)
    assert visitor.post("/widget/visit", {"url": "https://shop.example/"}).ok()["next"] == 45
    new_conversation(visitor)
    started = acme.agent.post(f"/visitors/{contact}/messages", say("Yes?", "client-0009")).ok()
    assert started["message"]["seq"] > 1
    assert visitor.post("/widget/beat", {}).problem()[0] == 503
