"""Forms, departments, signed users, limits and earlier conversations, by the widget's API."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.accounts import service as accounts
from chalicelib.accounts.cache import Cache
from chalicelib.visitors.limits import RULES
from chalicelib.visitors.signed import sign
from chalicelib.wire.widget import WidgetContact, WidgetPage, WidgetSendResult, WidgetSession
from tests.support.api import Account, Api, new_conversation, new_visitor, say


def settle(account: Account, **settings: str) -> None:
    account.owner.patch(f"/channels/{account.site_id}", {"settings": settings}).ok()


def offline(**change: Any) -> dict[str, Any]:
    body = {
        "client_id": "form-0001",
        "email": "ana@example.com",
        "message": "Call me, <b>please</b>",
    }
    return {**body, **change}


@pytest.mark.feature("1.8")
def test_no_chat_before_a_required_form(api: Api, acme: Account) -> None:
    settle(acme, prechat="required", prechat_fields="name,email*")
    visitor = new_visitor(api, acme)
    refused = visitor.post("/widget/messages", say("Hello?")).problem()
    assert refused == (422, "invalid_input", "contact.email")
    for body, field in (({}, "email"), ({"email": " "}, "email"), ({"email": "no"}, "email")):
        assert visitor.post("/widget/introduction", body).problem()[2] == field
    answered = visitor.post("/widget/introduction", {"name": "Ana", "email": "ana@example.com"})
    assert WidgetContact.model_validate(answered.ok()).email == "ana@example.com"
    conversation_id = new_conversation(visitor)
    contact = acme.agent.get(f"/conversations/{conversation_id}").ok()["contact"]
    assert (contact["name"], contact["email"]) == ("Ana", "ana@example.com")


@pytest.mark.feature("1.8")
def test_a_department_that_another_process_was_told_of_just_now_can_be_chosen(
    api: Api, acme: Account
) -> None:
    visitor = new_visitor(api, acme)
    there = replace(wiring.account_ports(), pages=Cache(seconds=10))
    queue = accounts.add_queue(there, account_id=acme.id, name="Beans")
    accounts.change_channel(
        there,
        account_id=acme.id,
        channel_id=acme.site_id,
        settings={"departments": str(queue.id)},
    )
    visitor.post("/widget/introduction", {"department_id": queue.id}).ok()
    opened = acme.agent.get(f"/conversations/{new_conversation(visitor)}").ok()
    assert opened["conversation"]["queue_id"] == queue.id


@pytest.mark.feature("1.8")
def test_the_chosen_department_takes_the_conversation(api: Api, acme: Account) -> None:
    settle(acme, departments=acme.queue_id)
    visitor = new_visitor(api, acme)
    session = WidgetSession.model_validate(api.post(f"/widget/{acme.site_id}/session", {}).ok())
    assert [each.id for each in session.config.departments] == [acme.queue_id]
    strange = visitor.post("/widget/introduction", {"department_id": "elsewhere"})
    assert strange.problem() == (422, "invalid_input", "department_id")
    visitor.post("/widget/introduction", {"department_id": acme.queue_id}).ok()
    conversation_id = new_conversation(visitor)
    detail = acme.agent.get(f"/conversations/{conversation_id}").ok()
    assert detail["conversation"]["queue_id"] == acme.queue_id
    # Sent again by a browser that did not hear the answer, it changes nothing.
    visitor.post("/widget/messages", say("Hello?")).ok()
    again = acme.agent.get(f"/conversations/{conversation_id}").ok()
    assert len(again["messages"]) == len(detail["messages"])


@pytest.mark.feature("1.8")
def test_a_message_left_while_nobody_is_there(api: Api, acme: Account) -> None:
    visitor = new_visitor(api, acme)
    assert visitor.post("/widget/offline", offline()).problem()[0] == 422  # not offered here
    settle(acme, offline_form="on")
    for change, field in (
        ({"email": ""}, "email"),
        ({"email": "nowhere"}, "email"),
        ({"message": "  "}, "message"),
        ({"client_id": ""}, "client_id"),
        ({"message": "m" * 4001}, "message"),
    ):
        assert visitor.post("/widget/offline", offline(**change)).problem()[2] == field
    sent = WidgetSendResult.model_validate(visitor.post("/widget/offline", offline()).ok())
    again = WidgetSendResult.model_validate(visitor.post("/widget/offline", offline()).ok())
    assert again.message.seq == sent.message.seq == 1
    detail = acme.agent.get(f"/conversations/{sent.conversation.id}").ok()
    assert [m["content"].get("event") or m["content"]["text"] for m in detail["messages"]] == [
        "Call me, <b>please</b>",
        "visitor.offline_form",
    ]
    assert detail["contact"]["email"] == "ana@example.com"


def signed_session(api: Api, account: Account, key: str, user_id: str, token: str = "") -> Any:
    body = {"token": token, "user": {"id": user_id, "signature": sign(key, user_id)}}
    return api.post(f"/widget/{account.site_id}/session", body)


@pytest.mark.feature("1.11")
def test_a_signed_user_has_one_history_and_nobody_else_reads_it(api: Api, acme: Account) -> None:
    key = acme.owner.post(f"/channels/{acme.site_id}/identity-key").ok()["identity_key"]
    settle(acme, identity="optional")
    first = signed_session(api, acme, key, "user-7").ok()
    assert first["contact"]["user_id"] == "user-7"
    conversation_id = new_conversation(api.as_(first["token"]), "My secret")
    second = WidgetSession.model_validate(signed_session(api, acme, key, "user-7").ok())
    assert [m.content.text for m in second.messages] == ["My secret"]
    for stranger in (
        signed_session(api, acme, "0" * 64, "user-7"),
        signed_session(api, acme, key, "user-8", first["token"]),
        api.post(f"/widget/{acme.site_id}/session", {"token": first["token"]}),
    ):
        seen = WidgetSession.model_validate(stranger.ok())
        assert seen.messages == []
        assert seen.contact.id != first["contact"]["id"]
    contact = acme.agent.get(f"/conversations/{conversation_id}").ok()["contact"]
    assert contact["attributes"]["user_id"] == "user-7"


@pytest.mark.feature("1.11")
def test_where_identity_is_required_a_stranger_is_told_to_sign_in(api: Api, acme: Account) -> None:
    stranger = new_visitor(api, acme)
    key = acme.owner.post(f"/channels/{acme.site_id}/identity-key").ok()["identity_key"]
    settle(acme, identity="required")
    told = api.post(f"/widget/{acme.site_id}/session", {}).problem()
    assert told == (403, "sign_in_needed", "")
    assert stranger.post("/widget/messages", say("Hi")).status == 401
    assert signed_session(api, acme, key, "user-7").status == 200


def test_a_flood_of_messages_is_told_to_wait(api: Api, acme: Account) -> None:
    visitor = new_visitor(api, acme)
    answers = [
        visitor.post("/widget/messages", say("Hi", "client-0001"))
        for _ in range(RULES["send"].most + 1)
    ]
    assert {answer.status for answer in answers[:-1]} == {200}
    assert answers[-1].problem() == (429, "too_many_requests", "")
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert "retry-after" in answers[-1].headers["access-control-expose-headers"].lower()
    assert new_visitor(api, acme).post("/widget/messages", say("Hi")).status == 200


@pytest.mark.feature("1.2")
def test_a_visitor_reads_upward_through_his_earlier_conversations(
    api: Api, acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.conversations import rules

    visitor = new_visitor(api, acme)
    first = new_conversation(visitor, "Long ago")
    acme.agent.patch(f"/conversations/{first}", {"status": "resolved"}).ok()
    monkeypatch.setattr(rules, "REOPEN_WITHIN", timedelta(seconds=-1))
    second = visitor.post("/widget/messages", say("Today", "client-0002")).ok()["conversation"][
        "id"
    ]
    assert second != first
    page = WidgetPage.model_validate(visitor.get("/widget/messages").ok())
    assert page.earlier
    earlier = WidgetPage.model_validate(visitor.get(f"/widget/messages?earlier={second}").ok())
    assert [m.content.text for m in earlier.messages] == ["Long ago"]
    assert not earlier.earlier
    end = WidgetPage.model_validate(visitor.get(f"/widget/messages?earlier={first}").ok())
    assert end.messages == []
    assert end.conversation is None
    stranger = new_visitor(api, acme)
    assert stranger.get(f"/widget/messages?earlier={second}").status == 404
    assert stranger.get(f"/widget/messages?of={first}").ok()["messages"] == []
