"""The widget's routes at the end: how it was, and a copy by mail."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from tests.support.api import Account, Api, new_account, new_conversation, new_visitor, say

pytestmark = pytest.mark.feature("1.9")
SENDER = "chat@acme.example"


@pytest.fixture
def mailing(monkeypatch: pytest.MonkeyPatch, api: Api) -> Api:
    """The same deployment, whose owner has shown SES that an address is his."""
    from chalicelib import settings, wiring

    monkeypatch.setenv("MAIL_SENDER", SENDER)
    settings.settings.cache_clear()
    wiring.forget()
    boto3.client("sesv2", region_name="us-east-1").create_email_identity(EmailIdentity=SENDER)
    return api


def offer(account: Account, **settings: str) -> None:
    account.owner.patch(f"/channels/{account.site_id}", {"settings": settings}).ok()


def sent() -> list[Any]:
    return list(ses_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].sent_messages)


@pytest.fixture
def visitor(acme: Account) -> Api:
    offer(acme, rating="on", transcript="on")
    return new_visitor(acme.nobody, acme)


def lines(acme: Account, conversation: str) -> list[dict[str, Any]]:
    messages = acme.agent.get(f"/conversations/{conversation}/messages").ok()["messages"]
    return [m["content"] for m in messages if m["visibility"] == "event"]


def test_a_visitor_rates_and_agents_see_it(acme: Account, visitor: Api) -> None:
    conversation = new_conversation(visitor)
    acme.agent.patch(f"/conversations/{conversation}", {"status": "resolved"}).ok()
    body = {"score": 2, "comment": "Too slow"}
    assert visitor.post("/widget/rating", body).ok()["rating"] == 2
    assert visitor.post("/widget/rating", body).ok()["rating"] == 2
    assert visitor.post("/widget/rating", {"score": 5}).ok()["rating"] == 5
    rated = [c for c in lines(acme, conversation) if c["event"] == "conversation.rated"]
    assert [c["data"] for c in rated] == [
        {"score": "2", "comment": "Too slow"},
        {"score": "5", "before": "2"},
    ]
    detail = acme.agent.get(f"/conversations/{conversation}").ok()
    assert detail["conversation"]["rating"] == 5
    assert detail["conversation"]["status"] == "resolved"
    assert detail["contact"]["visitor"]["rated"] is True
    assert visitor.get("/widget/messages").ok()["conversation"]["rating"] == 5


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "score"), ({"score": 0}, "score"), ({"score": 6}, "score"), ({"score": "x"}, "score")],
)
def test_a_bad_score_is_refused(visitor: Api, body: Any, field: str) -> None:
    new_conversation(visitor)
    assert visitor.post("/widget/rating", body).problem() == (422, "invalid_input", field)


def test_what_a_site_does_not_offer_is_not_there(acme: Account, mailing: Api) -> None:
    visitor = new_visitor(acme.nobody, acme)
    new_conversation(visitor)
    mail = {"client_id": "client-0001", "email": "vera@example.com"}
    assert visitor.post("/widget/rating", {"score": 3}).status == 404
    assert visitor.post("/widget/transcript", mail).status == 404
    assert sent() == []


def test_before_the_first_word_there_is_nothing_to_rate(visitor: Api) -> None:
    assert visitor.post("/widget/rating", {"score": 3}).status == 404


def test_a_visitor_is_sent_his_own_conversation_once(
    mailing: Api, acme: Account, visitor: Api
) -> None:
    conversation = new_conversation(visitor, "Do you ship to <b>Madeira</b>?")
    new_conversation(new_visitor(acme.nobody, acme), "Somebody else's secret")
    path = f"/conversations/{conversation}/messages"
    acme.agent.post(path, say("We do.", "agent-00001")).ok()
    acme.agent.post(path, {**say("He is difficult", "agent-00002"), "note": True}).ok()
    mail = {"client_id": "client-0001", "email": " Vera@Example.com ", "language": "pt-BR"}
    for _ in range(2):
        assert visitor.post("/widget/transcript", mail).status == 204
    (message,) = sent()
    assert message.source == f"Hello <{SENDER}>"
    assert message.destinations["ToAddresses"] == ["vera@example.com"]
    assert message.subject == "Sua conversa com Hello"
    assert "Do you ship to &lt;b&gt;Madeira" in message.body
    for secret in ("difficult", "secret"):
        assert secret not in message.body
    told = [c for c in lines(acme, conversation) if c["event"] == "conversation.transcript"]
    assert [c["data"] for c in told] == [{"email": "vera@example.com"}]


def test_without_a_sender_the_site_does_not_offer_mail(acme: Account, visitor: Api) -> None:
    new_conversation(visitor)
    session = acme.nobody.post(f"/widget/{acme.site_id}/session", {}).ok()
    assert (session["config"]["rating"], session["config"]["transcript"]) == (True, False)
    mail = {"client_id": "client-0001", "email": "vera@example.com"}
    assert visitor.post("/widget/transcript", mail).status == 404


def test_with_a_sender_it_does(mailing: Api, acme: Account, visitor: Api) -> None:
    session = acme.nobody.post(f"/widget/{acme.site_id}/session", {}).ok()
    assert session["config"]["transcript"] is True


@pytest.mark.parametrize("email", ["", "vera", "a@b", "a@b.c, x@y.z", "ä@example.com"])
def test_a_bad_address_is_refused(mailing: Api, visitor: Api, email: str) -> None:
    new_conversation(visitor)
    answer = visitor.post("/widget/transcript", {"client_id": "client-0001", "email": email})
    assert answer.problem() == (422, "invalid_input", "email")
    assert sent() == []


def test_who_asks_for_many_mails_waits(mailing: Api, visitor: Api) -> None:
    new_conversation(visitor)
    answers = [
        visitor.post(
            "/widget/transcript", {"client_id": f"client-{n:04}", "email": "vera@example.com"}
        )
        for n in range(7)
    ]
    assert [a.status for a in answers] == [204] * 4 + [429] * 3
    assert int(answers[-1].headers["retry-after"]) > 0
    assert len(sent()) == 4


def test_a_mail_that_fails_can_be_asked_for_again(
    acme: Account, visitor: Api, mailing: Api
) -> None:
    new_conversation(visitor)
    ses = boto3.client("sesv2", region_name="us-east-1")
    ses.delete_email_identity(EmailIdentity=SENDER)
    mail = {"client_id": "client-0001", "email": "vera@example.com"}
    assert visitor.post("/widget/transcript", mail).problem()[:2] == (502, "mail_failed")
    ses.create_email_identity(EmailIdentity=SENDER)
    assert visitor.post("/widget/transcript", mail).status == 204
    assert len(sent()) == 1


def test_another_account_is_another_world(mailing: Api, api: Api, acme: Account) -> None:
    offer(acme, rating="on")
    other = new_account(api, "other")
    offer(other, rating="on")
    conversation = new_conversation(new_visitor(acme.nobody, acme))
    stranger = new_visitor(other.nobody, other)
    assert stranger.post("/widget/rating", {"score": 1}).status == 404
    assert acme.agent.get(f"/conversations/{conversation}").ok()["conversation"]["rating"] == 0
