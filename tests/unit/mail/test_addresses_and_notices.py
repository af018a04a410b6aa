"""Addresses are signed, notices are our topic's, and what we send is well-formed."""

from __future__ import annotations

import email
import json
from email.message import Message
from typing import Any

import pytest

from chalicelib.mail import addresses, compose, notices
from chalicelib.mail.compose import Draft, Enclosure
from chalicelib.mail.model import parts_of, sender_id, thread_of
from chalicelib.mail.notices import NotOurs, Outcome

pytestmark = pytest.mark.feature("2.1")

THREAD = "0123456789abcdefgh"
DOMAIN = "in.example.net"
TOPIC = "arn:aws:sns:us-east-1:1:mail"


def _address(channel: str = "acc-one", key: str = "key") -> str:
    return addresses.answer_address(channel, THREAD, key=key, domain=DOMAIN)


def _found(*candidates: str, channel: str = "acc-one", key: str = "key") -> str:
    return addresses.thread_in(candidates, channel_id=channel, key=key, domain=DOMAIN)


def test_a_threads_address_leads_to_it_in_any_case() -> None:
    assert _found("x@y.z", _address().upper()) == THREAD
    assert len(_address("0" * 18 + "-" + "1" * 12).partition("@")[0]) <= 64


@pytest.mark.parametrize(
    "forged",
    [
        _address(key="another"),
        _address("acc-two"),
        _address()[:-1] + "x",
        _address().replace("+0", "+1"),
        f"acc-one+{THREAD}@{DOMAIN}",
        f"acc-one@{DOMAIN}",
        "",
        "@",
        "+@",
    ],
)
def test_a_made_up_address_leads_nowhere(forged: str) -> None:
    assert _found(forged) == ""


def test_without_a_key_nothing_is_signed() -> None:
    with pytest.raises(ValueError, match="key"):
        _address(key="")


def test_a_contacts_id_holds_address_and_thread() -> None:
    sender = sender_id("a/b@example.com", THREAD)
    assert parts_of(sender) == ("a/b@example.com", THREAD)
    assert thread_of("c", sender) == THREAD
    assert parts_of("ana@example.com") == ("ana@example.com", "")
    assert len(thread_of("c", "ana@example.com")) == 18


def _opened(**changed: Any) -> object:
    envelope = {"Type": "Notification", "TopicArn": TOPIC, "Message": "{}", **changed}
    return notices.opened(json.dumps(envelope), TOPIC, lambda envelope: True)


@pytest.mark.parametrize(
    "changed",
    [
        {"TopicArn": "arn:aws:sns:us-east-1:6:mail"},
        {"Type": "SubscriptionConfirmation"},
        {"Message": "no JSON"},
        {"Message": "[]"},
        {"Message": 7},
    ],
)
def test_what_another_topic_says_is_refused(changed: dict[str, Any]) -> None:
    assert _opened() == {}
    with pytest.raises(NotOurs):
        _opened(**changed)


@pytest.mark.parametrize("body", ["", "[]", "null", "7", '"x"', "{"])
def test_rubbish_in_the_queue_is_refused(body: str) -> None:
    with pytest.raises(NotOurs):
        notices.opened(body, TOPIC, lambda envelope: True)


def test_a_bounce_is_in_the_words_of_the_other_server() -> None:
    told = notices.read(
        {
            "eventType": "Bounce",
            "mail": {"messageId": "m1", "timestamp": "", "tags": {"channel": ["acc-one"]}},
            "bounce": {
                "timestamp": "2026-05-04T13:01:00.000Z",
                "bounceType": "Permanent",
                "bouncedRecipients": [
                    {"status": "5.1.1", "diagnosticCode": "smtp; 550 no\r\nuser"}
                ],
            },
        }
    )
    assert isinstance(told, Outcome)
    assert (told.state, told.reason, told.code) == ("failed", "550 no user", "5.1.1")


@pytest.mark.parametrize("notice", [{}, {"notificationType": "AmazonSnsSubscriptionSucceeded"}])
def test_a_notice_of_nothing_is_no_letter(notice: dict[str, Any]) -> None:
    with pytest.raises(NotOurs):
        notices.read(notice)


def _composed(**changed: Any) -> Message:
    given: dict[str, Any] = {
        "channel_id": "acc-one",
        "sender": f"acc-one@{DOMAIN}",
        "sender_name": "Acme, Inc. <x>",
        "to": "ana@example.com",
        "subject": "Re: Olá",
        "text": "Hi *you* <b>",
        "reply_to": _address("0" * 18 + "-" + "1" * 12),
        **changed,
    }
    return email.message_from_bytes(compose.composed(Draft(**given)))


def test_nobody_writes_headers_of_his_own_into_ours() -> None:
    letter = _composed(
        subject="x\r\nBcc: all@example.com",
        sender_name="x\r\nBcc: all@example.com",
        in_reply_to="a@b>\r\nBcc: <all@example.com",
        references=["a@b\r\nBcc: x"],
        files=[Enclosure('a"\r\nBcc: x.pdf', "application/pdf", b"x")],
    )
    assert letter["Bcc"] is None
    assert [part["Bcc"] for part in letter.walk()] == [None] * len(list(letter.walk()))


def test_ids_stay_whole_however_long_they_are() -> None:
    letter = _composed(references=[f"{'x' * 200}{n}@example.com" for n in range(20)])
    assert "=?" not in letter["References"]
    assert len(letter["References"].split()) == 21


def test_only_a_machines_letter_says_that_it_is_one() -> None:
    assert _composed()["Auto-Submitted"] is None
    assert _composed(by_bot=True)["Auto-Submitted"] == "auto-replied"


@pytest.mark.parametrize("to", ["", "x", "é@example.com", "a@b\r\nBcc: x"])
def test_an_address_that_no_header_carries_is_refused(to: str) -> None:
    with pytest.raises((ValueError, IndexError, email.errors.MessageError)):
        _composed(to=to)


@pytest.mark.parametrize(
    ("subject", "answered"),
    [("Hi", "Re: Hi"), ("RE: Hi", "RE: Hi"), ("AW: Hi", "AW: Hi"), ("", "Re:")],
)
def test_a_subject_is_kept_with_one_re(subject: str, answered: str) -> None:
    assert compose.answer_subject(subject) == answered


def test_words_become_html_that_says_the_same() -> None:
    page = compose.page("See *this* & <that>\nhttps://example.com/a?b=1&c=2.")
    assert "<b>this</b> &amp; &lt;that&gt;<br>" in page
    assert '<a href="https://example.com/a?b=1&amp;c=2">' in page
    assert compose.page("🎉 *a* _b_").count("<b>a</b> <i>b</i>") == 1
