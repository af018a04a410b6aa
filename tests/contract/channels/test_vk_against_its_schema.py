"""What we ask of VK against VK's own description of its API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from chalicelib.channels import registry
from chalicelib.channels.abilities import Profiled
from chalicelib.channels.base import UNTOLD as NEVER
from chalicelib.channels.base import InboundMessage, ProviderRequest, ProviderResponse, Sender
from chalicelib.channels.gestures import Reacting, TellingSeen, TellingTyping
from chalicelib.channels.vk import codes
from chalicelib.shared.content import Content, Kind, text
from chalicelib.shared.errors import InvalidInput
from tests.contract.channels.captured import CHANNELS
from tests.contract.channels.described import WRITTEN, problems, schema
from tests.contract.channels.outgoing import CONTENTS, LINK, media

pytestmark = pytest.mark.feature("2.1")

BASE = "https://api.vk.com/method"
VK = registry.get("vk")
CHANNEL = CHANNELS["vk"]
ALWAYS = {"access_token", "v"}  # of every method: https://dev.vk.com/en/api/api-requests

ANSWERS: dict[str, object] = {
    "photos.getMessagesUploadServer": {"upload_url": "https://pu.vk.com/photo"},
    "docs.getMessagesUploadServer": {"upload_url": "https://pu.vk.com/doc"},
    "photo": {"photo": "[]", "server": 1, "hash": "h"},
    "doc": {"file": "f"},
    "photos.saveMessagesPhoto": [{"owner_id": -1, "id": 2, "access_key": "k"}],
    "docs.save": {"type": "doc", "doc": {"owner_id": -1, "id": 3}},
    "groups.getById": {"groups": [{"id": 216500000}]},
    "groups.getCallbackConfirmationCode": {"code": "4b1f9e7c"},
    "groups.getCallbackServers": {"items": []},
    "groups.addCallbackServer": {"server_id": 7},
    "groups.editCallbackServer": 1,
}


def followed(request: ProviderRequest, **answers: object) -> Iterator[ProviderRequest]:
    """The call, and all that follow from VK's answers."""
    name = request.url.rsplit("/", 1)[1]
    yield request
    if request.then:
        given = answers.get(name.replace(".", "_"), ANSWERS[name])
        body = given if request.upload else {"response": given}
        following = request.then(ProviderResponse(200, {}, json.dumps(body).encode()))
        if following is not None:
            yield from followed(following, **answers)


def of_the_api(request: ProviderRequest) -> tuple[str, dict[str, Any]]:
    assert request.form
    assert request.url.startswith(f"{BASE}/")
    fields = dict(request.json or {})
    if request.once:
        fields[request.once] = 2**31 - 1
    assert fields.keys() >= ALWAYS
    return request.url.removeprefix(f"{BASE}/"), fields


def assert_it_is_as_described(request: ProviderRequest) -> None:
    if request.upload:
        return  # to a server that VK names; its form is in no schema
    name, fields = of_the_api(request)
    parameters = {each["name"]: each for each in schema("vk")["methods"][name]["parameters"]}
    required = {key for key, each in parameters.items() if each.get("required") is True}
    assert "group" in schema("vk")["methods"][name]["tokens"]
    assert fields.keys() - ALWAYS <= parameters.keys(), name
    assert required <= fields.keys(), name
    for key in fields.keys() - ALWAYS:
        value = fields[key] if isinstance(fields[key], str) else json.dumps(fields[key])
        described = {**strict(parameters[key]), "definitions": strict(schema("vk")["definitions"])}
        assert not problems(described, read(parameters[key], value)), (name, key, value)


def read(parameter: dict[str, Any], value: str) -> object:
    """A form's field as the parameter's type; what cannot be read stays text, and is refused."""
    kind = parameter.get("type")
    if "$ref" in parameter and parameter["$ref"].endswith(
        ("messages_keyboard", "messages_forward")
    ):
        return json.loads(value)
    if kind == "array":
        return [read(parameter["items"], each) for each in value.split(",")]
    if kind == "boolean":
        return {"0": False, "1": True}.get(value, value)
    if kind in ("integer", "number"):
        try:
            return int(value) if kind == "integer" else float(value)
        except ValueError:
            return value
    return value


def strict(described: Any) -> Any:
    """In draft 7: nothing unnamed, "required" of the object, a reference instead of what is beside
    it, and each number's format left out."""
    if isinstance(described, list):
        return [strict(each) for each in described]
    if not isinstance(described, dict):
        return described
    if isinstance(described.get("$ref"), str):
        return {"$ref": described["$ref"]}
    found = {
        key: strict(value)
        for key, value in described.items()
        if key not in ("format", "discriminator", "name", "default")
        and not (key == "required" and isinstance(value, bool))
    }
    properties = described.get("properties")
    if isinstance(properties, dict):
        named = [k for k, v in properties.items() if isinstance(v, dict) and v.get("required")]
        found |= {"required": named, "additionalProperties": False}
    return found


def rendered(content: Content, **more: Any) -> list[ProviderRequest]:
    requests = VK.render(CHANNEL, "45421694", content, base_url=BASE, media_url={"k": LINK}, **more)
    return [each for request in requests for each in followed(request)]


@pytest.mark.parametrize("case", CONTENTS)
def test_every_kind_goes_out_by_methods_that_vk_describes(case: str) -> None:
    requests = rendered(CONTENTS[case], reply_to="45421694:44")
    for request in requests:
        assert_it_is_as_described(request)
    assert requests[-1].url == f"{BASE}/messages.send"


@settings(max_examples=60, deadline=None)
@given(content=WRITTEN)
def test_whatever_is_written_is_as_vk_describes_it(content: Content) -> None:
    try:
        requests = rendered(content)
    except InvalidInput:
        return
    for request in requests:
        assert_it_is_as_described(request)


def test_a_pressed_button_is_answered_as_described() -> None:
    pressed = InboundMessage("callback:e1", Sender("45421694"), text("Yes"), NEVER)
    [request] = VK.acknowledge(CHANNEL, pressed, base_url=BASE)
    assert of_the_api(request)[0] == "messages.sendMessageEventAnswer"
    assert_it_is_as_described(request)


@pytest.mark.feature("2.1")
@pytest.mark.parametrize("emoji", ["", *VK.limits.reactions])
def test_a_reaction_is_as_described(emoji: str) -> None:
    assert isinstance(VK, Reacting)
    request = VK.reaction(CHANNEL, "45421694", "45421694:44", emoji, base_url=BASE)
    assert_it_is_as_described(request)


def test_seen_and_typing_are_as_described() -> None:
    assert isinstance(VK, TellingSeen)
    assert isinstance(VK, TellingTyping)
    seen = VK.seen(CHANNEL, "45421694", "45421694:44", base_url=BASE)
    typing = VK.typing(CHANNEL, "45421694", "45421694:44", on=True, base_url=BASE)
    for request in (seen, typing):
        assert request is not None
        assert_it_is_as_described(request)


@pytest.mark.parametrize("known", [False, True])
def test_connecting_is_by_methods_that_vk_describes(known: bool) -> None:
    url = "https://api.example.com/hooks/vk/acc-vk"
    items = [{"id": 7, "url": url, "status": "failed"}] if known else []
    [first] = VK.connect_requests(CHANNEL, webhook_url=url, base_url=BASE)
    steps = list(followed(first, groups_getCallbackServers={"items": items}))
    for request in steps:
        assert_it_is_as_described(request)
    names = [of_the_api(request)[0] for request in steps]
    assert names[3] == f"groups.{'edit' if known else 'add'}CallbackServer"
    assert names[-1] == "groups.setCallbackSettings"


@pytest.mark.feature("2.1")
@pytest.mark.parametrize("peer", ["45421694", "2000000007", "-216500000"])
def test_who_somebody_is_is_asked_as_described(peer: str) -> None:
    assert isinstance(VK, Profiled)
    assert_it_is_as_described(VK.profile_request(CHANNEL, peer, base_url=BASE))


def test_each_code_that_is_sorted_is_one_of_vk_s() -> None:
    described = {int(code) for code in schema("vk")["errors"]}
    assert codes._CREDENTIALS | codes._RETRY.keys() <= described
    of_sending = set(schema("vk")["methods"]["messages.send"]["errors"])
    assert not of_sending & (codes._CREDENTIALS | codes._RETRY.keys())


def test_the_schema_tells_right_from_wrong() -> None:
    wrong = [
        {"peer_ids": "x", "message": "Hi"},
        {"peer_ids": "1", "message": "x" * 9001},
        {"peer_ids": "1", "text": "Hi"},
        {"peer_ids": "1", "keyboard": '{"inline": true, "buttons": [[]]}'},
        {"peer_ids": "1", "keyboard": '{"one_time": false, "buttons": [[{"action": {}}]]}'},
    ]
    for fields in wrong:
        json_of = {**fields, "access_token": "t", "v": "5.199"}
        request = ProviderRequest("POST", f"{BASE}/messages.send", json=json_of, form=True)
        with pytest.raises(AssertionError):
            assert_it_is_as_described(request)


def test_a_voice_note_is_uploaded_as_one() -> None:
    first, *_ = rendered(Content(Kind.VOICE, "", media("audio/ogg")))
    assert of_the_api(first)[1]["type"] == "audio_message"
