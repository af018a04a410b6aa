"""What goes to each provider besides messages, in its own words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.channels import gestures, registry
from chalicelib.channels.base import ProviderResponse, Stamp, Verdict
from chalicelib.channels.gestures import Reacting, TellingSeen, TellingTyping, allowed
from chalicelib.shared.clock import from_text
from chalicelib.shared.errors import InvalidInput
from tests.contract.channels.captured import CHANNELS

pytestmark = pytest.mark.feature("2.1")
BASE = "https://api.example"
PERSON = {
    "custom": ("u-1043", "m-1"),
    "instagram": ("9001", "mid.1"),
    "messenger": ("7412", "m_1"),
    "telegram": ("4711", "4711:42"),
    "vk": ("55", "55:7"),
    "whatsapp": ("34600000001", "wamid.abc"),
}
REACTION: dict[str, Any] = {
    "custom": {"type": "reaction", "id": "m-1", "emoji": "❤️"},
    "instagram": {
        "recipient": {"id": "9001"},
        "sender_action": "react",
        "payload": {"message_id": "mid.1", "reaction": "love"},
    },
    "messenger": {
        "recipient": {"id": "7412"},
        "sender_action": "react",
        "payload": {"message_id": "m_1", "reaction": "❤️"},
    },
    "telegram": {
        "chat_id": 4711,
        "message_id": 42,
        "reaction": [{"type": "emoji", "emoji": "❤"}],
    },
    "vk": {"peer_id": 55, "cmid": 7, "reaction_id": 1},
    "whatsapp": {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "34600000001",
        "type": "reaction",
        "reaction": {"message_id": "wamid.abc", "emoji": "❤️"},
    },
}
TAKEN_BACK: dict[str, Any] = {
    "custom": {"type": "reaction", "id": "m-1", "emoji": ""},
    "instagram": {
        "recipient": {"id": "9001"},
        "sender_action": "unreact",
        "payload": {"message_id": "mid.1"},
    },
    "messenger": {
        "recipient": {"id": "7412"},
        "sender_action": "unreact",
        "payload": {"message_id": "m_1"},
    },
    "telegram": {"chat_id": 4711, "message_id": 42, "reaction": []},
    "vk": {"peer_id": 55, "cmid": 7},
    "whatsapp": {
        **REACTION["whatsapp"],
        "reaction": {"message_id": "wamid.abc", "emoji": ""},
    },
}
READ = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.abc"}
SEEN = {
    "custom": {"type": "seen", "id": "m-1"},
    "instagram": {"recipient": {"id": "9001"}, "sender_action": "mark_seen"},
    "messenger": {"recipient": {"id": "7412"}, "sender_action": "mark_seen"},
    "telegram": None,
    "vk": {"peer_id": 55, "up_to_cmid": 7},
    "whatsapp": READ,
}
TYPING = {
    "custom": {"type": "typein"},
    "instagram": {"recipient": {"id": "9001"}, "sender_action": "typing_on"},
    "messenger": {"recipient": {"id": "7412"}, "sender_action": "typing_on"},
    "telegram": {"chat_id": 4711, "action": "typing"},
    "vk": {"peer_id": "55", "type": "typing"},
    "whatsapp": {**READ, "typing_indicator": {"type": "text"}},
}
METHODS = {  # of those that name it in the address: reaction, taken back, typing
    "telegram": ("setMessageReaction", "setMessageReaction", "sendChatAction"),
    "vk": ("messages.sendReaction", "messages.deleteReaction", "messages.setActivity"),
}
FRAME = ("access_token", "v")  # of every call to VK


def said(request: Any) -> Any:
    """What the call says; of an API channel the message."""
    body = {name: value for name, value in request.json.items() if name not in FRAME}
    return body.get("message", body)


def method(request: Any) -> str:
    return str(request.url.rpartition("/")[2])


def reacting(kind: str) -> Reacting:
    adapter = registry.get(kind)
    assert isinstance(adapter, Reacting)
    return adapter


@pytest.mark.parametrize("kind", PERSON)
def test_a_reaction_is_put_and_taken_back_in_the_providers_own_words(kind: str) -> None:
    adapter, (person, target) = reacting(kind), PERSON[kind]
    heart = allowed(registry.get(kind).limits, "❤️")
    put = adapter.reaction(CHANNELS[kind], person, target, heart, base_url=BASE)
    back = adapter.reaction(CHANNELS[kind], person, target, "", base_url=BASE)
    assert (said(put), said(back)) == (REACTION[kind], TAKEN_BACK[kind])
    assert [method(put), method(back)] == list(METHODS.get(kind, (method(put),) * 2)[:2])


@pytest.mark.parametrize("kind", PERSON)
def test_that_it_was_read_and_that_somebody_types(kind: str) -> None:
    adapter, (person, target) = registry.get(kind), PERSON[kind]
    assert isinstance(adapter, TellingSeen)
    assert isinstance(adapter, TellingTyping)
    seen = adapter.seen(CHANNELS[kind], person, target, base_url=BASE)
    typing = adapter.typing(CHANNELS[kind], person, target, on=True, base_url=BASE)
    assert (said(seen) if seen else None, said(typing)) == (SEEN[kind], TYPING[kind])
    assert method(typing) == METHODS.get(kind, ("", "", method(typing)))[2]
    ended = adapter.typing(CHANNELS[kind], person, target, on=False, base_url=BASE)
    assert (ended is not None) == (kind in gestures.ENDS_TYPING)


def test_an_abilitys_list_of_kinds_is_what_the_adapters_can() -> None:
    for kind in registry.KINDS:
        adapter = registry.get(kind)
        assert isinstance(adapter, TellingSeen) == (kind in gestures.TAKES_SEEN)
        assert isinstance(adapter, TellingTyping) == (kind in gestures.TYPING_LASTS)
        ours = kind == "website"  # which has no provider
        assert isinstance(adapter, Reacting) == (bool(adapter.limits.reactions) and not ours)
    for kind in ("viber", "email"):
        with pytest.raises(InvalidInput, match="takes no reactions"):
            allowed(registry.get(kind).limits, "👍")


@pytest.mark.parametrize(
    ("kind", "emoji"),
    [
        ("instagram", "👍"),
        ("telegram", "🦜"),
        ("vk", "🦜"),
        *(("whatsapp", each) for each in ("<b>", "👍👍", "ok", "\u202e")),
    ],
)
def test_what_the_channel_does_not_take_is_refused(kind: str, emoji: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        allowed(registry.get(kind).limits, emoji)
    assert refused.value.field == "emoji"


def test_any_emoji_goes_where_any_may_and_the_providers_own_form_elsewhere() -> None:
    assert allowed(registry.get("whatsapp").limits, "🦜") == "🦜"
    assert allowed(registry.get("messenger").limits, "🇧🇷") == "🇧🇷"
    assert allowed(registry.get("telegram").limits, "❤️") == "❤"
    for kind in ("telegram", "vk", "instagram", "whatsapp"):
        limits = registry.get(kind).limits
        assert [allowed(limits, each) for each in limits.reactions] == list(limits.reactions)


@pytest.mark.parametrize(
    ("kind", "person", "target"),
    [
        ("telegram", "4711", "callback:7"),
        ("telegram", "4711@connection", "4711:42"),
        ("vk", "55", "callback:7"),
        ("whatsapp", "34600000001", "x"),
        *((kind, PERSON[kind][0], "") for kind in PERSON),
    ],
)
def test_what_bears_no_reaction_there_is_refused_in_words(
    kind: str, person: str, target: str
) -> None:
    with pytest.raises(InvalidInput):
        reacting(kind).reaction(CHANNELS[kind], person, target, "👍", base_url=BASE)


def test_a_business_accounts_chat_on_telegram_is_read_and_typed_in_by_its_connection() -> None:
    adapter, chat = registry.get("telegram"), "4711@biz"
    assert isinstance(adapter, TellingSeen)
    assert isinstance(adapter, TellingTyping)
    place = {"chat_id": 4711, "business_connection_id": "biz"}
    seen = adapter.seen(CHANNELS["telegram"], chat, "4711:42", base_url=BASE)
    assert seen is not None
    assert (method(seen), seen.json) == ("readBusinessMessage", {**place, "message_id": 42})
    typing = adapter.typing(CHANNELS["telegram"], chat, "", on=True, base_url=BASE)
    assert typing is not None
    assert typing.json == {**place, "action": "typing"}


@pytest.mark.parametrize("kind", ["vk", "whatsapp", "telegram", "custom"])
def test_nothing_is_read_that_the_provider_cannot_name(kind: str) -> None:
    adapter = registry.get(kind)
    assert isinstance(adapter, TellingSeen)
    assert adapter.seen(CHANNELS[kind], PERSON[kind][0], "", base_url=BASE) is None


GOOD: dict[str, Any] = {
    "custom": {"id": "theirs"},
    "instagram": {"recipient_id": "9001", "message_id": "mid.1"},
    "messenger": {"recipient_id": "7412", "message_id": "m_1"},
    "telegram": {"ok": True, "result": True},
    "vk": {"response": 1},
    "whatsapp": {"messages": [{"id": "wamid.reaction"}]},
}


@pytest.mark.parametrize("kind", PERSON)
def test_a_reaction_has_a_name_of_its_own_on_whatsapp_alone(kind: str) -> None:
    answer = ProviderResponse(200, {}, json.dumps(GOOD[kind]).encode())
    result = reacting(kind).read_reaction(answer)
    named = "wamid.reaction" if kind == "whatsapp" else ""
    assert (result.verdict, result.provider_id) == (Verdict.SENT, named)


@pytest.mark.parametrize("kind", PERSON)
def test_without_an_answer_it_is_tried_again(kind: str) -> None:
    for status in (0, 500):
        answer = ProviderResponse(status, {}, b"")
        assert reacting(kind).read_reaction(answer).verdict is Verdict.RETRY


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("telegram", {"ok": False, "error_code": 400, "description": "REACTION_INVALID"}),
        ("vk", {"error": {"error_code": 1013, "error_msg": "Invalid reaction id"}}),
        ("messenger", {"error": {"code": 100, "message": "No such message"}}),
        ("whatsapp", {"error": {"code": 131009, "message": "Parameter value is not valid"}}),
    ],
)
def test_a_refusal_has_the_providers_words(kind: str, body: dict[str, Any]) -> None:
    status = 200 if kind == "vk" else 400
    result = reacting(kind).read_reaction(ProviderResponse(status, {}, json.dumps(body).encode()))
    assert result.verdict is Verdict.PERMANENT
    assert result.reason


def test_an_owners_program_is_told_as_it_tells_us() -> None:
    """The event's own id stands beside the recipient, the message's in the message."""
    request = reacting("custom").reaction(CHANNELS["custom"], "u-1043", "m-1", "👍", base_url="")
    assert request.stamped is not None
    stamp = Stamp("0" * 32, from_text("2026-05-04T12:00:00.000Z"), "Ana")
    whole = request.stamped(stamp)
    assert whole.body is not None
    assert json.loads(whole.body) == {
        "id": "0" * 32,
        "sender": {"name": "Ana", "bot": False},
        "recipient": {"id": "u-1043"},
        "message": {"type": "reaction", "id": "m-1", "emoji": "👍", "date": 1777896000},
    }
    assert whole.headers["webhook-id"] == "0" * 32
