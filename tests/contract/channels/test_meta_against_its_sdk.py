"""What we send to Messenger and Instagram: the calls against Meta's own SDK, the messages against
another's types (Meta's SDK calls a message just an object)."""

from __future__ import annotations

import importlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.channels import registry
from chalicelib.channels.abilities import Profiled
from chalicelib.channels.base import ProviderRequest
from chalicelib.channels.gestures import Reacting, TellingSeen, TellingTyping
from chalicelib.shared.content import Content
from chalicelib.shared.errors import InvalidInput
from tests.contract.channels.captured import CHANNELS
from tests.contract.channels.described import WRITTEN, problems, schema
from tests.contract.channels.outgoing import CONTENTS, LINK

pytestmark = pytest.mark.feature("2.1")

BASE = "https://graph.facebook.com/v23.0"
KINDS = ("messenger", "instagram")
PERSON = "7100000000000019"


class Sdk:
    """facebook-business: which parameters and which values each edge of a page takes."""

    def __init__(self) -> None:
        adobjects = "facebook_business.adobjects"
        self.page = importlib.import_module(f"{adobjects}.page").Page
        self.account = importlib.import_module(f"{adobjects}.iguser").IGUser
        api = importlib.import_module("facebook_business.api").FacebookAdsApi
        self.api = api(importlib.import_module("facebook_business.session").FacebookSession())

    def asks(self, edge: str, body: dict[str, Any]) -> Any:
        """Their request for the same. Raises AssertionError for what their checker refuses."""
        page = self.page(fbid="110000000000017", api=self.api)
        request = getattr(page, edge)(pending=True)
        for key, value in body.items():
            assert request._param_checker.is_valid_key(key), key
            # They call a tag an object, which it is not: its values are in the schema.
            assert key == "tag" or request._param_checker.is_valid_pair(key, value), (key, value)
        return request


@pytest.fixture(scope="module")
def sdk() -> Sdk:
    return Sdk()


def rendered(kind: str, content: Content, **more: Any) -> list[ProviderRequest]:
    return list(
        registry.get(kind).render(
            CHANNELS[kind], PERSON, content, base_url=BASE, media_url={"k": LINK}, **more
        )
    )


def assert_it_is_as_described(sdk: Sdk, request: ProviderRequest) -> None:
    body: dict[str, Any] = dict(request.json or {})
    theirs = sdk.asks("create_message", body)
    assert request.method == theirs._method
    assert urlsplit(request.url).path.endswith(f"/{theirs._path[-1].lstrip('/')}")
    reply = body.pop("reply_to", {"mid": "m"})  # younger than the types; the SDK has it
    assert list(reply) == ["mid"]
    assert not problems(schema("messenger"), body), body
    message = body["message"]
    assert len(message.get("quick_replies", ())) <= 13
    assert ("text" in message) != ("attachment" in message)


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("case", CONTENTS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_call_that_metas_sdk_knows(
    sdk: Sdk, kind: str, case: str, late: bool
) -> None:
    for request in rendered(kind, CONTENTS[case], reply_to="m_42", late=late):
        assert_it_is_as_described(sdk, request)


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(KINDS), content=WRITTEN)
def test_whatever_is_written_is_as_described(sdk: Sdk, kind: str, content: Content) -> None:
    try:
        requests = rendered(kind, content)
    except InvalidInput:
        return
    for request in requests:
        assert_it_is_as_described(sdk, request)


@pytest.mark.parametrize("kind", KINDS)
def test_reactions_seen_and_typing_are_actions_that_meta_has(sdk: Sdk, kind: str) -> None:
    adapter, channel = registry.get(kind), CHANNELS[kind]
    assert isinstance(adapter, Reacting)
    assert isinstance(adapter, TellingSeen)
    assert isinstance(adapter, TellingTyping)
    asked = [
        adapter.reaction(channel, PERSON, "m_42", adapter.limits.reactions[0], base_url=BASE),
        adapter.reaction(channel, PERSON, "m_42", "", base_url=BASE),
        adapter.seen(channel, PERSON, "m_42", base_url=BASE),
        adapter.typing(channel, PERSON, "m_42", on=True, base_url=BASE),
        adapter.typing(channel, PERSON, "m_42", on=False, base_url=BASE),
    ]
    for request in asked:
        assert request is not None
        body: dict[str, Any] = dict(request.json or {})
        # The SDK writes an action in capitals and calls its object a string; the types do neither.
        payload = body.pop("payload", None)
        sdk.asks("create_message", {**body, "sender_action": body["sender_action"].upper()})
        told = {"messaging_type": "RESPONSE", **body}
        if payload is not None:
            told["sender_action_payload"] = payload
        assert not problems(schema("messenger"), told), body


@pytest.mark.parametrize("kind", KINDS)
def test_connecting_subscribes_to_fields_that_meta_has(sdk: Sdk, kind: str) -> None:
    check, subscribe = registry.get(kind).connect_requests(
        CHANNELS[kind], webhook_url="https://api.example.com/hooks", base_url=BASE
    )
    fields = str(dict(subscribe.json or {})["subscribed_fields"]).split(",")
    theirs = sdk.asks("create_subscribed_app", {"subscribed_fields": fields})
    assert (subscribe.method, urlsplit(subscribe.url).path.rsplit("/", 1)[1]) == (
        theirs._method,
        theirs._path[-1].lstrip("/"),
    )
    page = {value for name, value in vars(sdk.page.Field).items() if not name.startswith("_")}
    account = {value for name, value in vars(sdk.account.Field).items() if name[0] != "_"}
    [asked] = parse_qs(urlsplit(check.url).query)["fields"]
    outer, _, inner = asked.rstrip("}").partition("{")
    assert set(outer.split(",")) <= page
    assert set(filter(None, inner.split(","))) <= account


@pytest.mark.parametrize("kind", KINDS)
def test_a_profile_is_asked_of_the_person(kind: str) -> None:
    adapter = registry.get(kind)
    assert isinstance(adapter, Profiled)
    asked = adapter.profile_request(CHANNELS[kind], PERSON, base_url=BASE)
    assert asked.method == "GET"
    assert urlsplit(asked.url).path == f"/v23.0/{PERSON}"


def test_both_tell_right_from_wrong(sdk: Sdk) -> None:
    [right] = rendered("messenger", CONTENTS["link"])
    body: dict[str, Any] = dict(right.json or {})
    for edge, wrong in (
        ("create_message", {**body, "messaging_type": "ANSWER"}),
        ("create_message", {**body, "to": "1"}),
        ("create_subscribed_app", {"subscribed_fields": ["messages", "letters"]}),
    ):
        with pytest.raises(AssertionError):
            sdk.asks(edge, wrong)
    payload = body["message"]["attachment"]["payload"]
    for changed in ({"template_type": "list"}, {"text": "x" * 641}, {"footer": "x"}):
        attachment = {"type": "template", "payload": {**payload, **changed}}
        assert problems(schema("messenger"), {**body, "message": {"attachment": attachment}})
