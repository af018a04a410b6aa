"""What became of our letters, and who else has them: Cc, Bcc, an answer to all."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.letters import outcome
from tests.support.mail import DOMAIN, Desk, kept, made
from tests.support.pipeline import Pipeline
from tests.unit.mail import letters

pytestmark = pytest.mark.feature("2.1")
HELLO = {"kind": "text", "text": "Hello"}


@pytest.fixture
def desk(here: Pipeline, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return made(here, monkeypatch)


def _outcome(desk: Desk, id: str, kind: str, part: dict[str, Any]) -> dict[str, Any]:
    return outcome(kind=kind, id=id, channel_id=desk.channel["id"], part=part)


@pytest.mark.parametrize(
    ("kind", "part", "state", "reason"),
    [
        ("Delivery", {}, "delivered", ""),
        (
            "Bounce",
            {
                "bounceType": "Permanent",
                "bouncedRecipients": [
                    {"status": "5.1.1", "diagnosticCode": "smtp; 550 no such user"}
                ],
            },
            "failed",
            "550 no such user",
        ),
        ("Complaint", {}, "failed", "the recipient reported this message as spam"),
    ],
)
def test_what_became_of_our_letter_is_shown(
    desk: Desk, kind: str, part: dict[str, Any], state: str, reason: str
) -> None:
    desk.arrives(letters.GMAIL)
    (conversation,) = desk.conversations()
    desk.answers(conversation, {"kind": "text", "text": "Hello"})
    desk.tells(_outcome(desk, kept()[-1].id, kind, part))
    told = desk.messages(conversation)[-1]["delivery"]
    assert (told["state"], told.get("reason", "")) == (state, reason)


def test_a_state_never_goes_back(desk: Desk) -> None:
    desk.arrives(letters.GMAIL)
    (conversation,) = desk.conversations()
    desk.answers(conversation, {"kind": "text", "text": "Hello"})
    seen = []
    for kind in ("Bounce", "Bounce", "Delivery", "Bounce", "Complaint", "Reject", "Delivery"):
        desk.tells(_outcome(desk, kept()[-1].id, kind, {}))
        seen.append(desk.messages(conversation)[-1]["delivery"]["state"])
    assert seen == ["failed", "failed"] + ["delivered"] * 5


TO_MANY = (
    "Message-ID: <many@mail.example>",
    "To: Support <{inbox}>, Bob <Bob@example.com>",
    "Cc: Zoe <zoe@example.com>, support@{domain}, bad@@x, =?utf-8?q?=F0?= <zoe@example.com>",
)
FROM_ANA = b"Return-Path: <ana@example.com>\r\nFrom: Ana <ana@example.com>\r\n"


def to_many(desk: Desk, *more: str) -> dict[str, Any]:
    heads = [each.format(inbox=desk.inbox, domain=DOMAIN) for each in TO_MANY]
    desk.arrives(letters.letter(b"\nTo you all", *heads, *more, first=FROM_ANA))
    (conversation,) = desk.conversations()
    return conversation


def data_of(desk: Desk, conversation: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = desk.messages(conversation)[-1]["content"]["data"]
    return found


def test_an_answer_to_all_leaves_out_ourselves_and_who_has_it_anyway(desk: Desk) -> None:
    data = data_of(desk, to_many(desk))
    assert data["all"] == "bob@example.com, zoe@example.com"
    assert data["to"].startswith("Support <")


def test_reply_to_is_who_is_answered_and_the_writer_is_not(desk: Desk) -> None:
    asks = "Reply-To: Team <team@example.com>, boss@example.com"
    conversation = to_many(desk, asks)
    everybody = "boss@example.com, bob@example.com, zoe@example.com"
    assert data_of(desk, conversation)["all"] == everybody
    assert desk.answers(conversation, HELLO)["To"] == "team@example.com"


def test_who_has_an_answer_too_is_told_to_ses_and_bcc_to_nobody(desk: Desk) -> None:
    conversation = to_many(desk)
    cc = ["Bob@Example.com", "bob@example.com", "ana@example.com", f"x@{DOMAIN}"]
    letter = desk.answers(conversation, HELLO, cc=cc, bcc=["boss@example.com", "bob@example.com"])
    assert letter["Cc"] == "bob@example.com"
    assert letter["Bcc"] is None
    assert "boss" not in letter.as_string()
    given = kept()[-1].destinations  # moto counts the header's as well
    assert set(given) == {"ana@example.com", "bob@example.com", "boss@example.com"}
    shown = data_of(desk, conversation)
    assert (shown["cc"].split(", ")[0], shown["bcc"]) == ("bob@example.com", "boss@example.com")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"cc": ["a@b.example", "nobody"]}, "cc.1"),
        ({"bcc": ["a b@c.example"]}, "bcc.0"),
        ({"bcc": ["ä@c.example"]}, "bcc.0"),
        ({"cc": ["a@b.example\r\nBcc: x@y.example"]}, "cc.0"),
        ({"cc": ["a@b.example, c@d.example"]}, "cc.0"),
        ({"cc": [f"a{n}@b.example" for n in range(11)], "bcc": ["c@d.example"] * 10}, "cc"),
        ({"cc": ["a@b.example"], "note": True}, "cc"),
    ],
)
def test_a_bad_recipient_is_named(desk: Desk, body: dict[str, Any], field: str) -> None:
    conversation = to_many(desk)
    said = {"client_id": "answer-0001", "content": HELLO, **body}
    path = f"/conversations/{conversation['id']}/messages"
    answer = desk.here.acme.owner.post(path, said)
    assert answer.problem() == (422, "invalid_input", field)
    assert kept()[-1:] == [] or "Hello" not in kept()[-1].raw_data


def test_only_letters_have_recipients(desk: Desk) -> None:
    from tests.support.api import new_conversation, new_visitor

    house = desk.here.acme
    talk = new_conversation(new_visitor(house.nobody, house))
    said = {"client_id": "answer-0001", "content": HELLO, "cc": ["a@b.example"]}
    answer = house.owner.post(f"/conversations/{talk}/messages", said)
    assert answer.problem() == (422, "invalid_input", "cc")


@pytest.mark.feature("9.2")
def test_a_program_writes_a_letter_with_copies_and_on_other_channels_is_told_no(desk: Desk) -> None:
    from tests.support.api import new_conversation, new_visitor
    from tests.support.v1 import program

    house = desk.here.acme
    crm = program(house)
    asked = {"channel_id": desk.channel["id"], "to": {"email": "ana@example.com"}, "content": HELLO}
    wrong = crm.post("/v1/messages", asked | {"bcc": ["boss@example.com", "nobody"]})
    assert wrong.problem() == (422, "invalid_input", "bcc.1")
    copies = {"cc": ["bob@example.com"], "bcc": ["boss@example.com"]}
    sent = crm.post("/v1/messages", asked | copies).ok()
    desk.here.announce()
    desk.here.drain("outbound.fifo", "outbound")
    given = set(kept()[-1].destinations)
    assert given == {"ana@example.com", "bob@example.com", "boss@example.com"}
    path = f"/v1/conversations/{sent['conversation_id']}/messages"
    answer = crm.post(path, {"content": HELLO, "cc": ["zoe@example.com"]}).ok()
    assert answer["content"]["data"]["cc"] == "zoe@example.com"
    talk = new_conversation(new_visitor(house.nobody, house))
    contact = crm.get(f"/v1/conversations/{talk}").ok()["contact_id"]
    elsewhere = asked | copies | {"channel_id": house.site_id, "to": {"contact_id": contact}}
    assert crm.post("/v1/messages", elsewhere).problem() == (422, "invalid_input", "cc")


ANA, BOB = "ana@example.com", "bob@example.com"
NO_BOB = {
    "bounceType": "Permanent",
    "bouncedRecipients": [
        {
            "emailAddress": "Bob@example.com",
            "status": "5.1.1",
            "diagnosticCode": "smtp; 550 5.1.1 <b>no</b> such user",
        }
    ],
}
SUPPRESSED = {
    "bounceType": "Permanent",
    "bounceSubType": "OnAccountSuppressionList",
    "bouncedRecipients": [
        {
            "emailAddress": "zoe@example.com",
            "diagnosticCode": "Amazon SES did not send the message: it is on the suppression list",
        }
    ],
}


def test_of_many_recipients_each_one_that_did_not_get_it_is_told(desk: Desk) -> None:
    conversation = to_many(desk)
    desk.answers(conversation, HELLO, cc=[BOB], bcc=["zoe@example.com"])
    id, everybody = kept()[-1].id, (ANA, BOB, "zoe@example.com")

    def tells(kind: str, part: dict[str, Any]) -> tuple[str, str]:
        told = _outcome(desk, id, kind, part)
        told["mail"]["destination"] = list(everybody)
        desk.tells(told)
        message = desk.messages(conversation)[-1]
        return message["delivery"]["state"], message["content"]["data"].get("unreached", "")

    no_bob = f"{BOB}: 550 5.1.1 <b>no</b> such user"
    assert tells("Delivery", {"recipients": ["zoe@example.com"]}) == ("sent", "")
    assert tells("Bounce", NO_BOB) == ("sent", no_bob)
    assert tells("Bounce", NO_BOB) == ("sent", no_bob)
    state, unreached = tells("Bounce", SUPPRESSED)
    assert (state, len(unreached.split("\n"))) == ("sent", 2)
    assert "suppression list" in unreached
    assert tells("Delivery", {"recipients": [ANA]})[0] == "delivered"


def test_a_bounce_of_the_contact_himself_is_a_failure(desk: Desk) -> None:
    conversation = to_many(desk)
    desk.answers(conversation, HELLO, cc=[BOB])
    told = _outcome(desk, kept()[-1].id, "Bounce", {"bouncedRecipients": [{"emailAddress": ANA}]})
    told["mail"]["destination"] = [ANA, BOB]
    desk.tells(told)
    message = desk.messages(conversation)[-1]
    assert message["delivery"]["state"] == "failed"
    assert "unreached" not in message["content"]["data"]
