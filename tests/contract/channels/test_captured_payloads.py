"""What every channel owes, over every captured payload: one parametrised test picks up new ones."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.channels import registry
from chalicelib.channels.base import Inbound, WebhookRequest
from chalicelib.channels.plain import as_plain
from tests.contract.channels.captured import CASES, CHANNELS, FIXTURES, body_of, expected_of, signed

SQS_DEDUPLICATION = re.compile(r"[A-Za-z0-9!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]{1,128}")


def plain(items: Sequence[Inbound]) -> list[object]:
    return [json.loads(json.dumps(as_plain(item))) for item in items]


@pytest.mark.feature("2.4")
@pytest.mark.parametrize(("kind", "case"), CASES)
def test_a_captured_payload_is_read_as_expected(kind: str, case: str) -> None:
    body = body_of(kind, case).decode()
    items = registry.get(kind).parse(body)
    assert plain(items) == expected_of(kind, case)
    assert registry.get(kind).parse(body) == items


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_the_parts_hold_what_the_whole_holds(kind: str, case: str) -> None:
    adapter, body = registry.get(kind), body_of(kind, case)
    parts = adapter.split(body)
    by_sender: dict[str, list[Inbound]] = defaultdict(list)
    for item in adapter.parse(body.decode()):
        by_sender[item.sender.id].append(item)
    from_parts: dict[str, list[Inbound]] = defaultdict(list)
    for part in parts:
        for item in adapter.parse(part.body):
            from_parts[item.sender.id].append(item)
    assert from_parts == by_sender
    assert len({part.group for part in parts}) == len(parts)
    assert all(SQS_DEDUPLICATION.fullmatch(part.dedup) for part in parts)
    assert [part.dedup for part in adapter.split(body)] == [part.dedup for part in parts]


@pytest.mark.feature("2.4")
@pytest.mark.parametrize(("kind", "case"), CASES)
def test_what_was_kept_whole_can_be_read_again(kind: str, case: str) -> None:
    adapter = registry.get(kind)
    for item in adapter.parse(body_of(kind, case).decode()):
        if item.type == "unsupported":
            assert adapter.parse(item.raw) == [item]


@pytest.mark.parametrize(("kind", "case"), [(k, c) for k, c in CASES if k != "vk"])
def test_only_the_providers_own_signature_is_taken(kind: str, case: str) -> None:
    adapter, channel = registry.get(kind), CHANNELS[kind]
    request = signed(kind, body_of(kind, case))
    assert adapter.verify(channel, request)
    assert not adapter.verify(channel, replace(request, headers={}))
    (name, value), *_ = request.headers.items()
    for forged in (value[:-1], value + "0", value.upper(), "", "sha256=", "ÿ" + value[1:]):
        assert not adapter.verify(channel, replace(request, headers={name: forged}))
    assert not adapter.verify(replace(channel, secrets={}), replace(request, headers={name: ""}))
    if kind != "telegram":
        assert not adapter.verify(channel, replace(request, body=request.body + b" "))


@pytest.mark.parametrize("case", [case for kind, case in CASES if kind == "vk"])
def test_only_who_knows_the_secret_is_taken_and_the_secret_goes_no_further(case: str) -> None:
    adapter, channel = registry.get("vk"), CHANNELS["vk"]
    request = signed("vk", body_of("vk", case))
    assert adapter.verify(channel, request)
    event = json.loads(request.body)
    for forged in ("", "a1b2c3d4e", "a1b2c3d4e5 ", "A1B2C3D4E5", 7, None, ["a1b2c3d4e5"], "\ud83d"):
        body = json.dumps({**event, "secret": forged}).encode()
        assert not adapter.verify(channel, replace(request, body=body))
    del event["secret"]
    assert not adapter.verify(channel, replace(request, body=json.dumps(event).encode()))
    assert not adapter.verify(replace(channel, secrets={}), request)
    assert not any("a1b2c3d4e5" in part.body for part in adapter.split(request.body))
    assert "a1b2c3d4e5" not in repr(adapter.parse(request.body.decode()))


def test_every_registered_kind_with_a_webhook_is_held_to_this() -> None:
    assert set(CHANNELS) == set(registry.KINDS) - {"website", "email"}


@pytest.mark.parametrize("kind", ["whatsapp", "messenger", "instagram"])
def test_only_the_verify_token_completes_metas_handshake(kind: str) -> None:
    adapter, channel = registry.get(kind), CHANNELS[kind]
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "vt"}
    assert adapter.challenge(channel, WebhookRequest("GET", {}, asked, b"")) == "1158201444"
    for wrong in (
        {"hub.verify_token": "vT"},
        {"hub.verify_token": ""},
        {"hub.mode": "unsubscribe"},
    ):
        assert (
            adapter.challenge(channel, WebhookRequest("GET", {}, {**asked, **wrong}, b"")) is None
        )
    nobody = replace(channel, secrets={})
    empty = WebhookRequest("GET", {}, {**asked, "hub.verify_token": ""}, b"")
    assert adapter.challenge(nobody, empty) is None


def test_every_payload_has_its_expectation_and_the_other_way_round() -> None:
    for kind in CHANNELS:
        names: set[str] = {path.name for path in Path(FIXTURES / kind).glob("*.json")}
        payloads = {name for name in names if not name.endswith(".expected.json")}
        assert names - payloads == {f"{name[:-5]}.expected.json" for name in payloads}


def test_every_kind_of_item_and_of_content_is_captured() -> None:
    seen = defaultdict(set)
    for kind, case in CASES:
        for item in registry.get(kind).parse(body_of(kind, case).decode()):
            seen[item.type].add(as_plain(item)["kind"])
    contents = {"text", "image", "video", "audio", "voice", "file", "sticker", "location"}
    assert seen["message"] == contents | {"contact", "choice", "order"}
    assert seen["status"] == {"sent", "delivered", "read", "failed"}
    assert {"reaction", "edit", "delete", "blocked", "unblocked", "joined"} <= seen["event"]
