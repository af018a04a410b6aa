"""Letters, from what Amazon SES tells to the conversation and back: threads, files, outcomes, and
what is refused."""

from __future__ import annotations

import email
import json
from typing import Any

import boto3
import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from infra.local import signing
from infra.local.letters import notice, outcome
from tests.app.test_api_privacy import drain, holders
from tests.support.mail import DOMAIN, TOPIC, Desk, kept, made, sent, signer, stored
from tests.support.pipeline import Pipeline
from tests.unit.mail import letters

pytestmark = pytest.mark.feature("2.1")


@pytest.fixture
def desk(here: Pipeline, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return made(here, monkeypatch)


def test_a_letter_opens_a_conversation_with_its_subject_and_its_words(desk: Desk) -> None:
    desk.arrives(letters.GMAIL)
    (conversation,) = desk.conversations()
    assert conversation["contact_name"] == "Ana José"
    (message,) = desk.messages(conversation)
    assert message["content"]["text"] == "Olá, it is still broken."
    assert message["content"]["data"]["subject"] == "Re: Máquina"
    contact = desk.here.acme.owner.get(f"/contacts/{conversation['contact_id']}").ok()
    assert contact["email"] == "ana@example.com"


def test_the_same_letter_again_adds_nothing(desk: Desk) -> None:
    desk.arrives(letters.GMAIL, id="one")
    desk.arrives(letters.GMAIL, id="one")
    desk.arrives(letters.GMAIL, id="two")  # forwarded by two ways
    (conversation,) = desk.conversations()
    assert len(desk.messages(conversation)) == 1


def test_an_answer_goes_back_into_the_thread(desk: Desk) -> None:
    desk.arrives(letters.GMAIL)
    (conversation,) = desk.conversations()
    letter = desk.answers(conversation, {"kind": "text", "text": "We look at *it* <now>."})
    assert letter["To"] == "ana@example.com"
    assert desk.inbox in letter["From"]
    assert letter["In-Reply-To"] == "<CAF1@mail.gmail.com>"
    assert letter["References"].split()[0] == "<first@mail.gmail.com>"
    assert str(email.header.make_header(email.header.decode_header(letter["Subject"]))) == (
        "Re: Máquina"
    )
    assert letter["Auto-Submitted"] is None
    parts: Any = letter.get_payload()
    plain, page = parts
    assert b"We look at *it* <now>." in plain.get_payload(decode=True)
    assert b"<b>it</b> &lt;now&gt;" in page.get_payload(decode=True)
    (_, ours) = desk.messages(conversation)
    assert ours["delivery"]["state"] == "sent"


@pytest.mark.parametrize("by", ["the address", "the references"])
def test_what_answers_that_joins_it_whoever_writes(desk: Desk, by: str) -> None:
    desk.arrives(letters.GMAIL)
    (conversation,) = desk.conversations()
    ours = desk.answers(conversation, {"kind": "text", "text": "Done?"})
    address = email.utils.parseaddr(ours["Reply-To"])[1]
    bob = b"From: Bob <bob@example.com>\r\n"
    heads = [] if by == "the address" else [f"References: {ours['References']}"]
    raw = letters.letter(b"\nYes", "Message-ID: <bob@x>", *heads, first=bob)
    desk.arrives(raw, to=address if by == "the address" else desk.inbox)
    (still,) = desk.conversations()
    last = desk.messages(still)[-1]
    assert (last["content"]["text"], last["author"]["name"]) == ("Yes", "Bob <bob@example.com>")
    again = desk.answers(conversation, {"kind": "text", "text": "Good"})
    assert again["To"] == "ana@example.com"  # where answers go is not for others to change


def test_a_made_up_address_joins_nothing(desk: Desk) -> None:
    desk.arrives(letters.GMAIL)
    (conversation,) = desk.conversations()
    ours = desk.answers(conversation, {"kind": "text", "text": "Done?"})
    address = email.utils.parseaddr(ours["Reply-To"])[1]
    local, _, domain = address.partition("@")
    forged = f"{local[:-1]}{'0' if local[-1] != '0' else '1'}@{domain}"
    raw = letters.letter(b"\nMallory", first=b"From: mal@example.com\r\n")
    desk.arrives(raw, to=forged)
    assert len(desk.conversations()) == 2
    assert len(desk.messages(conversation)) == 2


def test_two_threads_of_one_person_are_two_conversations_of_one_contact(desk: Desk) -> None:
    desk.arrives(letters.GMAIL)
    desk.arrives(letters.OUTLOOK)
    found = desk.conversations()
    assert len(found) == 2
    assert len({each["contact_id"] for each in found}) == 1


def test_files_are_in_the_conversation_and_the_whole_letter_can_be_opened(desk: Desk) -> None:
    desk.arrives(letters.WITH_FILES)
    (conversation,) = desk.conversations()
    (message,) = desk.messages(conversation)
    names = [each["name"] for each in message["content"]["media"]]
    assert names == ["x.pdf", "invite.ics", "winmail.dat", "message.eml"]  # no logo
    letter = desk.letter(conversation, message["seq"]).ok()
    assert "cid:" not in letter["html"]
    assert 'src="https://media.s3' in letter["html"] or 'src="https://s3' in letter["html"]
    assert letter["remote"] is True
    assert "script" not in letter["html"]
    keys = [each["key"] for each in message["content"]["media"]]
    assert set(desk.here.acme.owner.post("/media/links", {"keys": keys}).ok()["links"]) == set(keys)


def test_what_is_no_letter_cannot_be_opened_as_one(desk: Desk) -> None:
    desk.arrives(letters.GMAIL)
    (conversation,) = desk.conversations()
    desk.answers(conversation, {"kind": "text", "text": "x"})
    last = desk.messages(conversation)[-1]
    assert desk.letter(conversation, last["seq"]).status == 404
    assert desk.letter(conversation, 99).status == 404


def test_a_vacation_reply_is_kept_and_calls_nobody(desk: Desk) -> None:
    desk.arrives(letters.VACATION)
    (conversation,) = desk.conversations()
    (message,) = desk.messages(conversation)
    assert message["content"]["data"]["why"] == "auto_reply"
    assert conversation["inbound"] == 0


def test_a_virus_comes_without_its_files(desk: Desk) -> None:
    desk.arrives(letters.WITH_FILES, virus="fail")
    (conversation,) = desk.conversations()
    (message,) = desk.messages(conversation)
    assert not message["content"].get("media")
    assert message["content"]["data"]["virus"] == "1"


def test_a_sender_that_nothing_proves_is_marked(desk: Desk) -> None:
    desk.arrives(letters.GMAIL, dmarc="fail", spf="fail", dkim="gray")
    (conversation,) = desk.conversations()
    assert desk.messages(conversation)[0]["content"]["data"]["unproved"] == "dmarc spf"


UNTOLD = ["another topic", "another signer", "another bucket", "another folder", "rubbish"]


@pytest.mark.parametrize("kind", UNTOLD)
def test_what_our_topic_did_not_tell_leaves_nothing(desk: Desk, kind: str) -> None:
    if kind == "another topic":
        desk.arrives(letters.GMAIL, topic="arn:aws:sns:us-east-1:666666666666:evil")
    elif kind == "another signer":
        desk.arrives(letters.GMAIL, key=signing.new_key())
    else:
        said = notice(
            bucket="theirs" if kind == "another bucket" else "media",
            key="raw/secret" if kind == "another folder" else "mail/x",
            id="x",
            to=desk.inbox,
            source="a@example.com",
        )
        desk.tells({"notificationType": "Received"} if kind == "rubbish" else said)
    assert desk.conversations() == []


@pytest.mark.parametrize("to", ["nobody@in.example.net", "acc-none@in.example.net", "x@other.org"])
def test_a_letter_to_no_channel_leaves_nothing(desk: Desk, to: str) -> None:
    desk.arrives(letters.GMAIL, to=to)
    assert desk.conversations() == []


@pytest.mark.parametrize("name", [name for name in letters.MALFORMED if name != "nothing"])
def test_a_malformed_letter_reaches_somebody(desk: Desk, name: str) -> None:
    desk.arrives(letters.MALFORMED[name])
    (conversation,) = desk.conversations()
    assert desk.messages(conversation)


@pytest.mark.feature("11")
def test_of_letters_the_logs_say_nothing(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.arrives(letters.GMAIL)
    (conversation,) = desk.conversations()
    desk.answers(conversation, {"kind": "text", "text": "We look at it"})
    told = outcome(kind="Complaint", id=kept()[-1].id, channel_id=desk.channel["id"], part={})
    desk.tells(told)
    out = capsys.readouterr().out
    assert '"function":"mail"' in out
    words = ("ana@example.com", "Ana José", "still broken", "Máquina", "We look at it", "CAF1@")
    assert [word for word in words if word in out] == []


def test_an_own_address_is_used_once_its_owner_forwards_it(desk: Desk) -> None:
    owner = desk.here.acme.owner
    path = f"/channels/{desk.channel['id']}"
    owner.patch(path, {"settings": {"address": "support@acme.example"}}).ok()
    refused = owner.post(f"{path}/connect", {}).ok()
    assert refused["health"] == "credentials_broken"
    assert "verify it" in refused["health_detail"]
    ses = boto3.client("sesv2", region_name="us-east-1")
    ses.create_email_identity(EmailIdentity="acme.example")
    assert owner.post(f"{path}/connect", {}).ok()["health"] == "credentials_broken"  # not yet
    backend = ses_backends[DEFAULT_ACCOUNT_ID]["us-east-1"]
    backend.email_identities["acme.example"].verified_for_sending_status = True
    waiting = owner.post(f"{path}/connect", {}).ok()
    assert waiting["health"] == "unverified"
    assert desk.inbox in waiting["health_detail"]
    probe = sent()[-1]
    assert probe["To"] == "support@acme.example"
    forged = letters.text("x", "X-Tertulia-Probe: 000000000000", "Message-ID: <f@x>")
    desk.arrives(forged)
    assert desk.health() == "unverified"
    desk.arrives(probe.as_bytes())  # as the mailbox forwards it
    assert desk.health() == "ok"
    assert desk.conversations() == []
    desk.arrives(letters.GMAIL)
    (conversation,) = desk.conversations()
    answer = desk.answers(conversation, {"kind": "text", "text": "Hello"})
    assert "support@acme.example" in answer["From"]
    assert DOMAIN in answer["Reply-To"]


def test_our_own_letter_that_comes_back_is_left(desk: Desk) -> None:
    desk.arrives(letters.GMAIL)
    (conversation,) = desk.conversations()
    ours = desk.answers(conversation, {"kind": "text", "text": "Hello"})
    desk.arrives(ours.as_bytes(), id="copy")
    assert len(desk.messages(conversation)) == 2


def test_a_later_letter_cannot_lead_the_answers_elsewhere(desk: Desk) -> None:
    desk.arrives(letters.GMAIL)
    heads = (
        "References: <first@mail.gmail.com>",
        "Message-ID: <two@x>",
        "Reply-To: mal@evil.example",
    )
    desk.arrives(letters.text("Send it to me", *heads), dmarc="fail")
    (conversation,) = desk.conversations()
    assert len(desk.messages(conversation)) == 2
    assert desk.answers(conversation, {"kind": "text", "text": "Hi"})["To"] == "ana@example.com"


def test_a_letter_told_again_by_the_topic_adds_nothing(desk: Desk) -> None:
    desk.arrives(letters.WITH_FILES)
    desk.tells(desk.told[-1])
    (conversation,) = desk.conversations()
    assert len(desk.messages(conversation)) == 1


def test_an_answer_opens_what_was_resolved_again(desk: Desk) -> None:
    desk.arrives(letters.GMAIL)
    (conversation,) = desk.conversations()
    ours = desk.answers(conversation, {"kind": "text", "text": "Done?"})
    owner = desk.here.acme.owner
    owner.patch(f"/conversations/{conversation['id']}", {"status": "resolved"}).ok()
    assert desk.conversations() == []
    address = email.utils.parseaddr(ours["Reply-To"])[1]
    desk.arrives(letters.text("Not yet", "Message-ID: <later@x>"), to=address)
    (again,) = desk.conversations()
    assert again["id"] == conversation["id"]


def test_two_answers_of_a_thread_at_once_are_both_in_it(desk: Desk) -> None:
    desk.arrives(letters.GMAIL)
    (conversation,) = desk.conversations()
    ours = desk.answers(conversation, {"kind": "text", "text": "Done?"})
    address = email.utils.parseaddr(ours["Reply-To"])[1]
    s3 = boto3.client("s3", region_name="us-east-1")
    for name in ("one", "two"):
        raw = letters.text(f"Answer {name}", f"Message-ID: <{name}@x>")
        s3.put_object(Bucket="media", Key=f"mail/{name}", Body=raw)
        said = notice(bucket="media", key=f"mail/{name}", id=name, to=address, source="a@b.example")
        body = signing.enveloped(said, topic=TOPIC, key=signer())
        record = {"messageId": "m", "body": json.dumps(body), "attributes": {}}
        assert desk.here.invoke("mail", {"Records": [record]}) == {"batchItemFailures": []}
    desk.here.drain("inbound.fifo", "inbound")
    texts = {each["content"]["text"] for each in desk.messages(conversation)}
    assert {"Answer one", "Answer two"} <= texts


def test_two_machines_that_answer_each_other_stop(desk: Desk) -> None:
    """What a flow of ours says is marked; what answers it calls nobody, and opens nothing again."""
    desk.arrives(letters.GMAIL)
    (conversation,) = desk.conversations()
    ours = desk.answers(conversation, {"kind": "text", "text": "Done?"})
    address = email.utils.parseaddr(ours["Reply-To"])[1]
    owner = desk.here.acme.owner
    owner.patch(f"/conversations/{conversation['id']}", {"status": "resolved"}).ok()
    before = len(sent())
    for turn in range(3):
        heads = (f"Message-ID: <auto-{turn}@x>", "Auto-Submitted: auto-replied")
        desk.arrives(letters.text("I am away", *heads), to=address)
    desk.here.drain("outbound.fifo", "outbound")
    assert len(sent()) == before
    assert desk.conversations() == []


def test_erasing_a_contact_takes_his_letters_out_of_the_bucket(desk: Desk) -> None:
    desk.arrives(letters.letter(b"\nSomebody else", "Message-ID: <other@x>", first=OTHER))
    others = set(stored())
    desk.arrives(letters.WITH_FILES)
    desk.arrives(letters.GMAIL)
    mine = [each for each in desk.conversations() if each["contact_name"] == "Ana José"]
    assert len(mine) == 2
    assert len([key for key in stored() if key.startswith("mail/") and key.endswith(".eml")]) == 3
    owner = desk.here.acme.owner
    job = owner.post(f"/contacts/{mine[0]['contact_id']}/erase").ok()
    drain(desk.here)
    assert owner.get(f"/jobs/{job['id']}").ok()["state"] == "done"
    left = {key for key, body in stored().items() if body} - others
    assert {key for key in left if not key.startswith("jobs/")} == set()
    assert holders("ana@example.com", "Ana José", "Jos=C3=A9", "still broken") == []
    assert len(desk.conversations()) == 1


OTHER = b"Return-Path: <bob@example.com>\r\nFrom: Bob <bob@example.com>\r\n"
