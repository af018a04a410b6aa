"""The widget's routes, as a visitor's browser uses them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from chalicelib.wire.common import MediaLinks, SocketTicket, UploadTicket
from chalicelib.wire.widget import WidgetContact, WidgetPage, WidgetSendResult, WidgetSession
from tests.support.api import EDGE, Account, Api, new_account, new_conversation, new_visitor, say

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)


def session_path(account: Account) -> str:
    return f"/widget/{account.site_id}/session"


@pytest.mark.feature("1.5")
def test_a_newcomer_gets_a_session_at_the_price_of_two_writes(api: Api, acme: Account) -> None:
    api.post(session_path(acme), {}).ok()
    api.aws.clear()
    session = WidgetSession.model_validate(api.post(session_path(acme), {}).ok())
    assert session.conversation is None
    assert session.config.colour == "#112233"
    assert session.contact.visits_count == 1
    assert session.agents_online is False
    writes = api.aws["PutItem"] + api.aws["UpdateItem"] + api.aws["DeleteItem"]
    assert writes == 2  # his record, and his row among the live visitors
    assert api.aws["GetItem"] == 0


@pytest.mark.feature("1.5")
def test_the_record_tells_where_a_visitor_came_from_and_what_he_saw(
    api: Api, acme: Account
) -> None:
    visit = {
        "url": "https://shop.example/shoes?utm_source=ad",
        "title": "Shoes",
        "referrer": "https://search.example/",
        "utm": {"utm_source": "ad", "campaign": "spring", "strange": "x"},
        "language": "pt-BR",
        "ab_test_group": "blue",
    }
    session = api.post(
        session_path(acme),
        {"visit": visit},
        User_Agent=IPHONE,
        CloudFront_Viewer_Country="BR",
        CloudFront_Viewer_City="S%C3%A3o%20Paulo",
        **EDGE,
    ).ok()
    visitor = api.as_(session["token"])
    visitor.post("/widget/visit", {"url": "https://shop.example/cart", "title": "Cart"}).ok()
    conversation_id = new_conversation(visitor)
    detail = acme.agent.get(f"/conversations/{conversation_id}").ok()
    seen = detail["contact"]["visitor"]
    assert [page["title"] for page in seen["pages"]] == ["Shoes", "Cart"]
    expected = {
        "pages_count": 2,
        "visits_count": 1,
        "referrer": "https://search.example/",
        "utm": {"source": "ad", "campaign": "spring"},
        "country": "BR",
        "city": "São Paulo",
        "language": "pt-BR",
        "device": "phone",
        "browser": "Safari",
        "os": "iOS",
        "ab_test_group": "blue",
        "last_message": "Hello?",
        "introduced": False,
        "online": False,
    }
    assert {name: seen[name] for name in expected} == expected


@pytest.mark.feature("1.2")
def test_a_visitor_returns_to_his_conversation(api: Api, acme: Account) -> None:
    first = api.post(session_path(acme), {}).ok()
    visitor = api.as_(first["token"])
    conversation_id = new_conversation(visitor, "One")
    path = f"/conversations/{conversation_id}/messages"
    acme.agent.post(path, say("Two")).ok()
    acme.agent.post(path, say("A secret", "client-0002") | {"note": True}).ok()
    again = api.post(session_path(acme), {"token": first["token"], "visit": {"new_visit": True}})
    session = WidgetSession.model_validate(again.ok())
    assert session.contact.id == first["contact"]["id"]
    assert session.contact.visits_count == 2
    assert [message.content.text for message in session.messages] == ["One", "Two"]
    assert session.conversation is not None
    assert session.conversation.id == conversation_id


def forged_tokens(api: Api, acme: Account) -> dict[str, str]:
    good = api.post(session_path(acme), {}).ok()
    header, payload, signature = good["token"].split(".")
    claims = {"account": acme.id, "channel": acme.site_id, "contact": good["contact"]["id"]}
    mine = OctKey.import_key("k" * 32)
    other = new_account(api, "other")
    theirs = api.post(session_path(other), {}).ok()["token"]
    later = int((datetime.now(UTC) + timedelta(days=30)).timestamp())
    return {
        "rubbish": "rubbish",
        "three parts": "a.b.c",
        "no signature": f"{header}.{payload}.",
        "another signature": f"{header}.{payload}.{signature[::-1]}",
        "my own key": jwt.encode({"alg": "HS256"}, {**claims, "exp": later}, mine),
        "another account's key": f"{header}.{payload}.{theirs.split('.')[2]}",
        "an account that is not there": jwt.encode(
            {"alg": "HS256"}, {**claims, "account": "nobody", "exp": later}, mine
        ),
        "an agent's": acme.agent.token,
    }


def test_a_forged_token_makes_a_new_visitor_at_the_session_and_is_refused_elsewhere(
    api: Api, acme: Account
) -> None:
    for name, token in forged_tokens(api, acme).items():
        session = api.post(session_path(acme), {"token": token}).ok()
        assert session["conversation"] is None, name
        assert session["token"] != token
        refused = api.as_(token).get("/widget/messages")
        assert refused.problem() == (401, "unauthenticated", ""), name
    assert api.get("/widget/messages").problem()[0] == 401


def test_a_visitors_token_opens_nothing_of_the_console(api: Api, acme: Account) -> None:
    visitor = new_visitor(api, acme)
    assert visitor.get("/me").problem() == (401, "unauthenticated", "")


def test_a_token_of_another_site_is_a_newcomer_here(api: Api, acme: Account) -> None:
    body = {"kind": "website", "name": "Second shop"}
    second = acme.owner.post("/channels", body).ok()
    first = api.post(session_path(acme), {}).ok()
    there = api.post(f"/widget/{second['id']}/session", {"token": first["token"]}).ok()
    assert there["contact"]["id"] != first["contact"]["id"]


def test_only_a_website_has_sessions(api: Api, acme: Account) -> None:
    body = {"kind": "telegram", "name": "Bot", "secrets": {"token": "123456:ABC-DEF_1234"}}
    bot = acme.owner.post("/channels", body).ok()
    assert api.post(f"/widget/{bot['id']}/session", {}).status == 404


def test_a_removed_channel_ends_its_visitors_sessions(api: Api, acme: Account) -> None:
    visitor = new_visitor(api, acme)
    acme.owner.call("DELETE", f"/channels/{acme.site_id}").ok()
    assert visitor.get("/widget/messages").status == 401
    assert api.post(session_path(acme), {}).status == 404


def test_a_site_serves_its_own_domains_alone(api: Api, acme: Account) -> None:
    change = {"settings": {"domains": "shop.example, *.shop.example"}}
    acme.owner.patch(f"/channels/{acme.site_id}", change).ok()
    path = session_path(acme)
    assert api.post(path, {}, Origin="https://shop.example").status == 200
    assert api.post(path, {}, Origin="https://www.shop.example").status == 200
    assert api.post(path, {}, Origin="https://evil.example").problem() == (403, "forbidden", "")
    assert api.post(path, {}).status == 403


@pytest.mark.feature("1.4")
def test_a_message_sent_twice_is_stored_once(api: Api, acme: Account) -> None:
    visitor = new_visitor(api, acme)
    first = WidgetSendResult.model_validate(visitor.post("/widget/messages", say("Hi")).ok())
    second = WidgetSendResult.model_validate(visitor.post("/widget/messages", say("Hi")).ok())
    assert first.message.seq == second.message.seq == 1
    assert first.message.client_id == "client-0001"
    page = WidgetPage.model_validate(visitor.get("/widget/messages").ok())
    assert [message.seq for message in page.messages] == [1]


def test_a_page_begins_after_the_cursor(api: Api, acme: Account) -> None:
    visitor = new_visitor(api, acme)
    for n in range(5):
        visitor.post("/widget/messages", say(f"{n}", f"client-{n:04}")).ok()
    page = visitor.get("/widget/messages?after=2&limit=2").ok()
    assert ([m["seq"] for m in page["messages"]], page["more"]) == ([3, 4], True)
    older = visitor.get("/widget/messages?before=3").ok()
    assert ([m["seq"] for m in older["messages"]], older["more"]) == ([1, 2], False)


def with_content(**content: Any) -> dict[str, Any]:
    return {"client_id": "client-0001", "content": content}


@pytest.mark.feature("1.2")
def test_a_visitor_sends_a_file_and_sees_it_again(api: Api, acme: Account) -> None:
    visitor = new_visitor(api, acme)
    asked = {"name": "My cat.png", "mime": "image/png", "size": 1234}
    ticket = UploadTicket.model_validate(visitor.post("/widget/uploads", asked).ok())
    assert ticket.key.startswith(f"media/{acme.id}/")
    media = [{"key": ticket.key, "mime": "image/png", "name": "My cat.png", "size": 1234}]
    sent = visitor.post("/widget/messages", with_content(kind="image", media=media)).ok()
    assert sent["message"]["content"]["media"][0]["key"] == ticket.key
    keys = {"keys": [ticket.key]}
    mine = MediaLinks.model_validate(visitor.post("/widget/media/links", keys).ok())
    theirs = acme.agent.post("/media/links", keys).ok()
    assert ticket.key.split("/")[-2] in mine.links[ticket.key]
    assert set(theirs["links"]) == {ticket.key}


def test_a_visitor_sees_no_other_visitors_files(api: Api, acme: Account) -> None:
    asked = {"name": "x.png", "mime": "image/png", "size": 1}
    key = new_visitor(api, acme).post("/widget/uploads", asked).ok()["key"]
    stranger = new_visitor(api, acme)
    answer = stranger.post("/widget/media/links", {"keys": [key]})
    assert answer.problem() == (404, "not_found", "keys")
    media = [{"key": key, "mime": "image/png"}]
    sent = stranger.post("/widget/messages", with_content(kind="image", media=media))
    assert sent.problem() == (422, "invalid_input", "content.media.0.key")


@pytest.mark.feature("1.5")
def test_a_visitor_introduces_himself_before_and_after_his_first_word(
    api: Api, acme: Account
) -> None:
    visitor = new_visitor(api, acme)
    known = visitor.patch("/widget/contact", {"name": "Ana", "custom": {"plan": "gold"}}).ok()
    assert WidgetContact.model_validate(known).name == "Ana"
    conversation_id = new_conversation(visitor)
    visitor.patch("/widget/contact", {"email": "ana@people.example"}).ok()
    contact = acme.agent.get(f"/conversations/{conversation_id}").ok()["contact"]
    assert (contact["name"], contact["email"]) == ("Ana", "ana@people.example")
    assert contact["attributes"] == {"plan": "gold"}
    assert contact["visitor"]["introduced"] is True


@pytest.mark.feature("1.2")
def test_what_the_visitor_read_is_shown_to_the_agent(api: Api, acme: Account) -> None:
    visitor = new_visitor(api, acme)
    conversation_id = new_conversation(visitor)
    path = f"/conversations/{conversation_id}/messages"
    sent = acme.agent.post(path, say("Hello!")).ok()
    assert sent["delivery"]["state"] == "sent"
    for state in ("delivered", "read"):
        receipt = {"state": state, "seq": sent["seq"]}
        assert visitor.post("/widget/receipts", receipt).status == 204
        newest = acme.agent.get(path).ok()["messages"][-1]
        assert newest["delivery"]["state"] == state


def test_what_the_agent_read_is_shown_to_the_visitor(api: Api, acme: Account) -> None:
    visitor = new_visitor(api, acme)
    conversation_id = new_conversation(visitor, "One")
    acme.agent.post(f"/conversations/{conversation_id}/read", {"inbound": 1}).ok()
    visitor.post("/widget/messages", say("Two", "client-0002")).ok()
    page = visitor.get("/widget/messages").ok()
    assert page["conversation"]["agent_read"] == 1


def test_the_visitor_sees_who_answers(api: Api, acme: Account) -> None:
    visitor = new_visitor(api, acme)
    conversation_id = new_conversation(visitor)
    assign = {"assignee_id": acme.agent_id}
    acme.agent.patch(f"/conversations/{conversation_id}", assign).ok()
    page = WidgetPage.model_validate(visitor.get("/widget/messages").ok())
    assert page.conversation is not None
    assert page.conversation.agent is not None
    assert page.conversation.agent.name == "acme agent"


def test_a_visitors_ticket_opens_a_socket_and_agents_are_seen_online(
    api: Api, acme: Account
) -> None:
    from chalicelib import wiring
    from chalicelib.realtime import service

    visitor = new_visitor(api, acme)
    ticket = SocketTicket.model_validate(visitor.post("/widget/sockets/ticket").ok())
    assert ticket.url.startswith("wss://sockets.example.com/api?ticket=")
    agents = SocketTicket.model_validate(acme.agent.post("/sockets/ticket").ok())
    secret = agents.url.partition("ticket=")[2]
    service.connect(wiring.realtime_ports(), connection_id="c1", ticket=secret)
    assert api.post(session_path(acme), {}).ok()["agents_online"] is True
    acme.agent.patch("/me", {"presence": "away"}).ok()
    wiring.account_ports().pages.forget(acme.id)
    assert api.post(session_path(acme), {}).ok()["agents_online"] is False


@pytest.mark.feature("1.1")
def test_any_site_may_call_the_widget_and_none_the_console(api: Api, acme: Account) -> None:
    visitor = new_visitor(api, acme)
    for answer in (
        api.post(session_path(acme), {}, Origin="https://shop.example"),
        visitor.get("/widget/messages"),
        visitor.post("/widget/messages", {}),
        api.get("/widget/messages"),
    ):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "Authorization" in answer.headers["access-control-allow-headers"]
        assert answer.headers["access-control-max-age"] == "86400"
        assert "access-control-allow-credentials" not in answer.headers
    for answer in (acme.agent.get("/me"), api.get("/me"), acme.agent.get("/conversations")):
        assert "access-control-allow-origin" not in answer.headers
