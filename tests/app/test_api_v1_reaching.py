"""Writing to somebody through any connected channel: found, begun, or told why not."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from tests.support.api import Account, Api, new_account, new_conversation, new_visitor
from tests.support.v1 import program, text

pytestmark = pytest.mark.feature("9.2")
WHATSAPP = {
    "kind": "whatsapp",
    "name": "WhatsApp",
    "settings": {"phone_number_id": "106540352242922", "waba_id": "102290129340398"},
    "secrets": {"access_token": "EAAG-token", "app_secret": "0" * 32, "verify_token": "verify-me"},
}
BOT = {"kind": "telegram", "name": "Bot", "secrets": {"token": "123456:ABC-DEF_1234"}}
PNG = b"\x89PNG\r\n\x1a\n"
TEMPLATE = {
    "content": {
        "kind": "template",
        "text": "Your parcel 42 has left",
        "template": {"name": "parcel_left", "language": "en", "variables": {"1": "42"}},
    }
}


@pytest.fixture(scope="module")
def crm(house: Account) -> Api:
    return program(house)


@pytest.fixture(scope="module")
def whatsapp(house: Account) -> str:
    return str(house.owner.post("/channels", WHATSAPP).ok()["id"])


@pytest.fixture(scope="module")
def telegram(house: Account) -> str:
    return str(house.owner.post("/channels", BOT).ok()["id"])


def write(crm: Api, channel: str, to: dict[str, Any], words: dict[str, Any], **headers: str) -> Any:
    return crm.post("/v1/messages", {"channel_id": channel, "to": to, **words}, **headers)


def test_a_template_opens_a_conversation_with_a_new_number(crm: Api, whatsapp: str) -> None:
    to = {"phone": "+55 11 98765-4321", "name": "Ana"}
    sent = write(crm, whatsapp, to, TEMPLATE)
    message = sent.ok()
    assert (sent.status, message["seq"]) == (201, 1)
    assert message["content"]["kind"] == "template"
    assert message["content"]["text"] == "Your parcel 42 has left"
    assert message["delivery"]["state"] == "queued"
    talk = crm.get(f"/v1/conversations/{message['conversation_id']}").ok()
    assert (talk["channel_id"], talk["contact_name"], talk["status"]) == (whatsapp, "Ana", "open")
    contact = crm.get(f"/v1/contacts/{talk['contact_id']}").ok()
    assert contact["phone"] == "+5511987654321"
    again = write(crm, whatsapp, {"contact_id": contact["id"]}, TEMPLATE).ok()
    assert (again["conversation_id"], again["seq"]) == (talk["id"], 2)
    other_spelling = write(crm, whatsapp, {"phone": "+551187654321"}, TEMPLATE).ok()
    assert other_spelling["conversation_id"] == talk["id"]


def test_words_outside_the_reply_window_are_refused_and_open_nothing(
    crm: Api, whatsapp: str
) -> None:
    to = {"phone": "+5511912345678", "name": "Nobody yet"}
    refused = write(crm, whatsapp, to, text("Hello?"))
    assert refused.problem() == (422, "window_closed", "content")
    listed = crm.get("/v1/conversations?limit=100").ok()["data"]
    assert "Nobody yet" not in json.dumps(listed)
    opened = write(crm, whatsapp, to, TEMPLATE).ok()["conversation_id"]
    path = f"/v1/conversations/{opened}/messages"
    assert crm.post(path, text("And?")).problem() == (422, "window_closed", "content")
    assert crm.post(path, TEMPLATE).status == 201


def test_a_contact_made_by_hand_is_the_one_written_to(crm: Api, whatsapp: str) -> None:
    made = crm.post("/v1/contacts", {"name": "Rui", "phone": "+351 912 345 678"}).ok()
    sent = write(crm, whatsapp, {"contact_id": made["id"]}, TEMPLATE).ok()
    talk = crm.get(f"/v1/conversations/{sent['conversation_id']}").ok()
    assert (talk["contact_id"], talk["contact_name"]) == (made["id"], "Rui")
    assert crm.get(f"/v1/contacts/{made['id']}/conversations").ok()["data"] == [talk]


def test_a_repeated_key_writes_once(crm: Api, whatsapp: str) -> None:
    to = {"phone": "+5511955554444"}
    first = write(crm, whatsapp, to, TEMPLATE, Idempotency_Key="order-42")
    again = write(crm, whatsapp, to, TEMPLATE, Idempotency_Key="order-42")
    assert again.body == first.ok()
    talk = crm.get(f"/v1/conversations/{first.body['conversation_id']}").ok()
    assert talk["message_count"] == 1


def test_a_visitor_of_the_site_is_written_to_and_finds_it(house: Account, crm: Api) -> None:
    visitor = new_visitor(house.nobody, house)
    talk = crm.get(f"/v1/conversations/{new_conversation(visitor)}").ok()
    to = {"contact_id": talk["contact_id"]}
    assert write(crm, house.site_id, to, text("Still there?")).ok()["seq"] == 2
    shown = visitor.get("/widget/messages").ok()["messages"]
    assert shown[-1]["content"]["text"] == "Still there?"
    crm.patch(f"/v1/conversations/{talk['id']}", {"status": "resolved"}).ok()
    assert write(crm, house.site_id, to, text("One more thing")).ok()["conversation_id"]
    assert visitor.get("/widget/messages").ok()["messages"][-1]["content"]["text"] == (
        "One more thing"
    )


@pytest.mark.parametrize(
    ("channel", "to", "field"),
    [
        ("whatsapp", {}, "to"),
        ("whatsapp", {"phone": "+5511987654321", "email": "a@b.example"}, "to"),
        ("whatsapp", {"phone": "12"}, "to.phone"),
        ("whatsapp", {"email": "a@b.example"}, "to.email"),
        ("whatsapp", {"contact_id": "0" * 18}, "to.contact_id"),
        ("telegram", {"phone": "+5511987654321"}, "to.phone"),
        ("site", {"phone": "+5511987654321"}, "to.phone"),
    ],
)
def test_whom_a_channel_cannot_reach_is_told(
    house: Account,
    crm: Api,
    whatsapp: str,
    telegram: str,
    channel: str,
    to: dict[str, str],
    field: str,
) -> None:
    id = {"whatsapp": whatsapp, "telegram": telegram, "site": house.site_id}[channel]
    assert write(crm, id, to, TEMPLATE).problem() == (422, "invalid_input", field)


def test_who_has_never_written_to_a_bot_or_has_no_phone_is_told(
    house: Account, crm: Api, whatsapp: str, telegram: str
) -> None:
    made = crm.post("/v1/contacts", {"name": "No phone"}).ok()
    for channel in (whatsapp, telegram, house.site_id):
        refused = write(crm, channel, {"contact_id": made["id"]}, text("Hi"))
        assert refused.problem() == (422, "invalid_input", "to.contact_id"), channel


def test_a_paused_channel_sends_nothing(house: Account, crm: Api) -> None:
    channel = house.owner.post("/channels", WHATSAPP | {"name": "Resting"}).ok()["id"]
    house.owner.patch(f"/channels/{channel}", {"paused": True}).ok()
    refused = write(crm, channel, {"phone": "+5511987654321"}, TEMPLATE)
    assert refused.problem() == (422, "channel_paused", "channel_id")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"template": None}, "content.template"),
        ({"kind": "text", "text": "Hi"}, "content.template"),
        (
            {"template": {"name": "Parcel Left", "language": "en"}},
            "content.template.name",
        ),
        (
            {"template": {"name": "x", "language": "en", "variables": {"name": "y"}}},
            "content.template.variables.name",
        ),
    ],
)
def test_a_template_that_cannot_be_is_told(
    crm: Api, whatsapp: str, change: dict[str, Any], field: str
) -> None:
    words = {"content": TEMPLATE["content"] | change}
    refused = write(crm, whatsapp, {"phone": "+5511987654321"}, words)
    assert refused.problem() == (422, "invalid_input", field)


def test_a_template_goes_where_the_channel_has_them_alone(house: Account, crm: Api) -> None:
    path = f"/v1/conversations/{new_conversation(new_visitor(house.nobody, house))}/messages"
    assert crm.post(path, TEMPLATE).problem() == (422, "invalid_input", "content.kind")


def test_a_file_for_nobody_yet_becomes_the_conversations(house: Account, crm: Api) -> None:
    asked = {"name": "cat.png", "mime": "image/png", "size": 8}
    key = crm.post("/v1/files", asked).ok()["key"]
    boto3.client("s3", region_name="us-east-1").put_object(Bucket="media", Key=key, Body=PNG)
    visitor = new_visitor(house.nobody, house)
    talk = crm.get(f"/v1/conversations/{new_conversation(visitor)}").ok()
    file = {"key": key, "mime": "image/png", "name": "cat.png", "size": 8}
    words = {"content": {"kind": "image", "text": "Look", "media": [file]}}
    sent = write(crm, house.site_id, {"contact_id": talk["contact_id"]}, words).ok()
    kept = sent["content"]["media"][0]["key"]
    assert kept.split("/")[2] == talk["id"]
    assert visitor.post("/widget/media/links", {"keys": [kept]}).status == 200
    assert visitor.post("/widget/media/links", {"keys": [key]}).status == 404


def test_another_accounts_contact_is_not_reached(house: Account, crm: Api, whatsapp: str) -> None:
    stranger = program(new_account(house.nobody, "stranger-reaching"))
    theirs = stranger.post("/v1/contacts", {"name": "X", "phone": "+5511933332222"}).ok()["id"]
    refused = write(crm, whatsapp, {"contact_id": theirs}, TEMPLATE)
    assert refused.problem() == (422, "invalid_input", "to.contact_id")
