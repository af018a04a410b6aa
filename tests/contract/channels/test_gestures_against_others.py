"""Reactions, seen marks and typing against others' types: pywa, aiogram, our published schema."""

from __future__ import annotations

import importlib
import json
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from chalicelib.channels import registry
from chalicelib.channels.base import ProviderRequest, Stamp
from chalicelib.channels.gestures import Reacting, TellingSeen, TellingTyping
from chalicelib.shared.clock import from_text
from tests.contract.channels.captured import CHANNELS
from tests.support.connector import FOLDER

pytestmark = pytest.mark.feature("2.1")
BASE = "https://api.example"


def reaction(kind: str, person: str, target: str, emoji: str) -> ProviderRequest:
    adapter = registry.get(kind)
    assert isinstance(adapter, Reacting)
    return adapter.reaction(CHANNELS[kind], person, target, emoji, base_url=BASE)


def seen(kind: str, person: str, target: str) -> ProviderRequest | None:
    adapter = registry.get(kind)
    assert isinstance(adapter, TellingSeen)
    return adapter.seen(CHANNELS[kind], person, target, base_url=BASE)


def typing(kind: str, person: str, target: str) -> ProviderRequest | None:
    adapter = registry.get(kind)
    assert isinstance(adapter, TellingTyping)
    return adapter.typing(CHANNELS[kind], person, target, on=True, base_url=BASE)


def test_whatsapp_is_told_what_pywa_would_tell_it() -> None:
    bodies: list[Any] = []

    def take(request: httpx.Request) -> httpx.Response:
        bodies.append(json.loads(request.content))
        contact = {"input": "34600000001", "wa_id": "34600000001"}
        sent = {"messaging_product": "whatsapp", "contacts": [contact]}
        answer = {"success": True, **sent, "messages": [{"id": "wamid.x"}]}
        return httpx.Response(200, json=answer)

    pywa = importlib.import_module("pywa")
    session = httpx.Client(transport=httpx.MockTransport(take))
    client = pywa.WhatsApp(phone_id="106540352242922", token="t", session=session)
    to, target = "34600000001", "wamid.abc"
    client.send_reaction(to, "👍", target)
    client.remove_reaction(to, target)
    client.mark_message_as_read(target)
    client.indicate_typing(target)
    calls = (
        reaction("whatsapp", to, target, "👍"),
        reaction("whatsapp", to, target, ""),
        seen("whatsapp", to, target),
        typing("whatsapp", to, target),
    )
    assert [dict(call.json or {}) for call in calls if call] == bodies


@pytest.mark.parametrize("chat", ["4711", "4711@biz"])
def test_every_call_to_telegram_is_one_that_aiogram_knows(chat: str) -> None:
    methods = importlib.import_module("aiogram.methods")
    calls = [seen("telegram", chat, "4711:42"), typing("telegram", chat, "4711:42")]
    if chat == "4711":
        calls += [reaction("telegram", chat, "4711:42", each) for each in ("🙏", "")]
    names = []
    for call in (call for call in calls if call):
        name = call.url.rsplit("/", 1)[1]
        method = getattr(methods, name[0].upper() + name[1:])
        fields = dict(call.json or {})
        assert set(fields) <= set(method.model_fields)
        assert method.model_validate(fields).chat_id == 4711
        names.append(name)
    common = ["sendChatAction"]
    alone = ["setMessageReaction"] * 2
    assert names == (["readBusinessMessage", *common] if "@" in chat else [*common, *alone])


def test_telegrams_reactions_are_those_of_aiograms_documentation() -> None:
    types = importlib.import_module("aiogram.types.reaction_type_emoji")
    source = importlib.import_module("inspect").getsource(types.ReactionTypeEmoji)
    listed = source[source.index("one of ") :].split(".", 1)[0].removeprefix("one of ")
    theirs = {each.strip().strip('"') for each in listed.split(",")}
    assert set(registry.get("telegram").limits.reactions) == theirs


def test_an_owners_program_is_told_by_the_published_schema() -> None:
    schema = Draft202012Validator(json.loads((FOLDER / "event.schema.json").read_text()))
    stamp = Stamp("7f3a0c5be1d24c6f9f6b1f0d2c3b4a59", from_text("2026-07-01T10:00:00.000Z"), "Ana")
    calls = (
        reaction("custom", "u-1", "m-1", "👍"),
        reaction("custom", "u-1", "m-1", ""),
        seen("custom", "u-1", "m-1"),
        typing("custom", "u-1", "m-1"),
    )
    for call in calls:
        assert call is not None
        assert call.stamped is not None
        event = json.loads(call.stamped(stamp).body or b"")
        schema.validate(event)
        assert event["id"] == stamp.id
        wrong = {**event, "message": {**event["message"], "type": "hologram"}}
        assert not schema.is_valid(wrong)
