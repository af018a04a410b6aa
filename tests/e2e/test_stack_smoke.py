"""The deployed stack, spoken to as browsers and providers do."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import uuid

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from infra.local import cloud, logs
from infra.local.seed import DEMO_PHONE_NUMBER_ID
from tests.e2e.stack import Json, Person, Stack, eventually


def telegram_update(text: str) -> Json:
    number = uuid.uuid4().int % 10**9
    person = {"id": number, "is_bot": False, "first_name": "Tere", "last_name": "Lima"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "from": person,
            "chat": {"id": number, "type": "private", "first_name": "Tere", "last_name": "Lima"},
            "date": int(time.time()),
            "text": text,
        },
    }


def whatsapp_payload(phone_number_id: str, text: str) -> Json:
    sender = f"351{uuid.uuid4().int % 10**9:09d}"
    message = {
        "from": sender,
        "id": f"wamid.{uuid.uuid4().hex}",
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": text},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "351210000000", "phone_number_id": phone_number_id},
        "contacts": [{"profile": {"name": "Rui"}, "wa_id": sender}],
        "messages": [message],
    }
    change = {"field": "messages", "value": value}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}


def row(person: Person, text: str) -> Json | None:
    """The list's row whose last message has that text."""
    found = [entry for entry in person.conversations() if entry["last"]["text"] == text]
    return found[0] if found else None


def test_an_agent_signs_in_and_sees_the_account(stack: Stack) -> None:
    told = stack.agent("owner").get("/me")
    assert {queue["name"] for queue in told["queues"]} == {"Sales", "Support"}
    kinds = {channel["kind"] for channel in told["channels"]}
    own = {"website", "custom"}
    assert kinds >= own | {"telegram", "whatsapp", "messenger", "instagram", "viber", "vk"}
    names = {agent["name"] for agent in told["agents"]}
    assert names >= {"Olivia Owner", "Ana Ribeiro", "Ben Carter"}


def test_a_wrong_password_and_a_missing_token_are_refused(stack: Stack) -> None:
    body = {"email": stack.account()["email"], "password": "not-this-one-1"}
    assert httpx.post(f"{stack.api}/auth/sign-in", json=body).status_code == 401
    assert httpx.get(f"{stack.api}/me").status_code == 401


@pytest.mark.feature("1.2")
def test_visitor_and_agent_talk_in_real_time_both_ways(stack: Stack) -> None:
    agent, visitor = stack.agent("agent"), stack.visitor()
    with agent.socket() as screen, visitor.socket() as widget:
        question = f"Do you ship to Porto? {uuid.uuid4().hex}"
        visitor.say(question)
        shown = screen.message(question)
        assert shown["author"]["kind"] == "contact"

        answer = f"We do. {uuid.uuid4().hex}"
        agent.say(answer, conversation=shown["conversation_id"])
        assert widget.message(answer)["author"]["kind"] == "agent"


@pytest.mark.feature("1.5")
def test_the_visitor_s_place_and_page_come_from_the_edge_and_the_widget(stack: Stack) -> None:
    agent = stack.agent("agent")
    visitor = stack.visitor(url="https://shop.example/tea", title="Tea", new_visit=True)
    text = f"Hello {uuid.uuid4().hex}"
    visitor.say(text)
    found = eventually(lambda: row(agent, text))
    seen = agent.get(f"/conversations/{found['id']}")["contact"]["visitor"]
    assert (seen["country"], seen["city"]) == ("PT", "Lisbon")
    assert seen["pages"][-1]["title"] == "Tea"


def test_an_idle_socket_answers_a_ping_and_a_used_ticket_opens_nothing(stack: Stack) -> None:
    agent = stack.agent("agent")
    with agent.socket() as screen:
        screen.send({"type": "ping"})
        assert screen.until(lambda event: event["type"] == "pong")
    url = agent.post("/sockets/ticket")["url"]
    with connect(url):
        pass
    for refused in (url, url.partition("?")[0] + "?ticket=forged", url.partition("?")[0]):
        with pytest.raises(InvalidStatus) as told:
            connect(refused)
        assert told.value.response.status_code in (401, 403)


def test_a_telegram_message_reaches_the_inbox_once_however_often_it_is_sent(stack: Stack) -> None:
    agent, channel = stack.agent("agent"), stack.channel("telegram")
    text = f"Olá {uuid.uuid4().hex}"
    update = telegram_update(text)
    secret = {"X-Telegram-Bot-Api-Secret-Token": channel["secrets"]["webhook_secret"]}
    for _ in range(5):
        assert httpx.post(channel["webhook"], json=update, headers=secret).status_code == 200
    found = eventually(lambda: row(agent, text))
    assert found["channel_kind"] == "telegram"
    assert found["contact_name"] == "Tere Lima"
    time.sleep(1)
    messages = agent.get(f"/conversations/{found['id']}/messages", after=0)["messages"]
    assert [entry["content"]["text"] for entry in messages].count(text) == 1


def test_a_whatsapp_message_reaches_the_inbox_if_its_bytes_are_signed(stack: Stack) -> None:
    agent, channel = stack.agent("agent"), stack.channel("whatsapp")
    text = f"Bom dia {uuid.uuid4().hex}"
    payload = whatsapp_payload(DEMO_PHONE_NUMBER_ID, text)
    body = json.dumps(payload, ensure_ascii=False, indent=1).encode()
    key = channel["secrets"]["app_secret"].encode()
    right = "sha256=" + hmac.new(key, body, hashlib.sha256).hexdigest()
    kind = {"Content-Type": "application/json"}

    for forged in ({}, {"X-Hub-Signature-256": "sha256=" + "0" * 64}):
        answer = httpx.post(channel["webhook"], content=body, headers=kind | forged)
        assert answer.status_code in (401, 403)
    answer = httpx.post(
        channel["webhook"], content=body, headers=kind | {"X-Hub-Signature-256": right}
    )
    assert answer.status_code == 200
    assert eventually(lambda: row(agent, text))["channel_kind"] == "whatsapp"


@pytest.mark.parametrize("provider", ["telegram", "whatsapp"])
def test_a_provider_s_user_and_an_agent_exchange_words_and_a_picture(
    stack: Stack, provider: str
) -> None:
    agent = stack.agent("agent")
    people = f"{stack.addresses['emulators'][provider]}/_control/people"
    person = f"{people}/{httpx.post(people).json()['id']}"
    text = f"Posso? {uuid.uuid4().hex}"
    httpx.post(f"{person}/send", json={"text": text}).raise_for_status()
    conversation = eventually(lambda: row(agent, text))["id"]

    answer = f"Claro! {uuid.uuid4().hex}"
    sent = agent.say(answer, conversation=conversation)

    def lines() -> list[str]:
        return [line["text"] for line in httpx.get(person).json()["lines"]]

    def message(seq: int) -> Json:
        page = agent.get(f"/conversations/{conversation}/messages", after=seq - 1, limit=1)
        return dict(page["messages"][0])

    eventually(lambda: answer in lines())
    eventually(lambda: message(sent["seq"])["delivery"]["state"] in ("sent", "delivered", "read"))

    httpx.post(f"{person}/send", json={"kind": "image"}).raise_for_status()

    def copied() -> str:
        newer = agent.get(f"/conversations/{conversation}/messages", after=sent["seq"])
        return next((m["content"]["media"][0]["key"] for m in newer["messages"]), "")

    key = eventually(copied)
    link = agent.post("/media/links", {"keys": [key]})["links"][key]
    assert httpx.get(link).headers["content-type"].startswith("image/")


def test_a_file_travels_from_visitor_to_agent_beside_the_functions(stack: Stack) -> None:
    agent, visitor = stack.agent("agent"), stack.visitor()
    visitor.say(f"A picture follows {uuid.uuid4().hex}")
    data = b"\x89PNG\r\n\x1a\n" + uuid.uuid4().bytes * 1000
    told = {"name": "cup.png", "mime": "image/png", "size": len(data)}
    ticket = visitor.post("/widget/uploads", told)
    upload = httpx.post(ticket["url"], data=ticket["fields"], files={"file": ("cup.png", data)})
    assert upload.is_success, upload.text
    media = {"key": ticket["key"], "name": "cup.png", "mime": "image/png", "size": len(data)}
    content = {"kind": "image", "media": [media]}
    result = visitor.post("/widget/messages", {"client_id": uuid.uuid4().hex, "content": content})
    stored = result["message"]["content"]["media"][0]["key"]

    link = agent.post("/media/links", {"keys": [stored]})["links"][stored]
    assert httpx.get(link).content == data
    unsigned = httpx.get(link.partition("?")[0])
    assert unsigned.status_code == 403


def test_a_hook_without_its_channel_is_not_found(stack: Stack) -> None:
    unknown = stack.channel("telegram")["webhook"].rsplit("/", 1)[0] + "/01unknown"
    assert httpx.post(unknown, json={}).status_code == 404


def test_another_site_s_browser_may_ask_before_it_calls(stack: Stack) -> None:
    channel = stack.channel("website")["id"]
    answer = httpx.options(
        f"{stack.api}/widget/{channel}/session",
        headers={
            "Origin": "https://shop.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type",
        },
    )
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    allowed = answer.headers["Access-Control-Allow-Headers"].lower()
    assert "authorization" in allowed
    assert "content-type" in allowed


def test_no_function_lacked_a_permission(stack: Stack) -> None:
    """The local cloud runs each function as its own role; those above have used them all."""
    address = stack.addresses["environment"]["AWS_ENDPOINT_URL"]
    lines = logs.read(cloud.session().client("logs", endpoint_url=address), 0)
    assert lines
    assert not [line for line in lines if "AccessDenied" in line[2] or "not authorized" in line[2]]
