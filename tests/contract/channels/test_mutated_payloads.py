"""Payloads that nobody documented: no adapter may raise on them or drop a sibling.

CHANNEL_FUZZ=100000 raises the number of cases a channel.
"""

from __future__ import annotations

import copy
import json
import os
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.channels import registry
from chalicelib.channels.base import NotThisProvider, WebhookPart
from chalicelib.channels.plain import as_plain
from tests.contract.channels.captured import CASES, CHANNELS, body_of, is_of

CASES_EACH = 50  # a draw is a seed, for drawing every value costs more than reading it
fuzz = settings(
    max_examples=max(1, int(os.environ.get("CHANNEL_FUZZ", "5000")) // CASES_EACH),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

ODD: list[Any] = [
    *(None, True, False, 0, -1, 7, 2**70, -(2**70), 1.5, float("nan"), float("inf"), 1e308),
    *("", "x", "\x00", "\ud83d", "ÿ\u202e<b>", "9" * 40, "1e400", "x" * 400, "https://", "0"),
    *([], {}, [[]], {"id": []}, [None], [7, "x"], {"a": 1}, {"id": "1"}, [{}], {"payload": None}),
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value inside `value`."""
    found = [path] if path else []
    pairs: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    for key, each in pairs:
        found += places(each, (*path, key))
    return found


def mutated(chance: random.Random, captured: list[bytes]) -> Any:
    """A captured payload with one to three places changed, removed, renamed or doubled."""
    value = json.loads(chance.choice(captured))
    for _ in range(chance.randint(1, 3)):
        ways = places(value)
        if not ways:
            break
        *way, last = chance.choice(ways)
        parent = value
        for step in way:
            parent = parent[step]
        deed = chance.choice(["change", "change", "remove", "double", "rename"])
        if deed == "change":
            parent[last] = copy.deepcopy(chance.choice(ODD))
        elif deed == "remove":
            del parent[last]
        elif isinstance(parent, list):
            parent.append(copy.deepcopy(parent[last]))
        elif deed == "rename":
            parent["hologram"] = parent.pop(last)
    return value


def total(kind: str, parts: list[WebhookPart]) -> int:
    return sum(len(registry.get(kind).parse(part.body)) for part in parts)


@pytest.mark.feature("2.4")
@pytest.mark.parametrize("kind", list(CHANNELS))
def test_no_adapter_raises_on_a_mutated_payload(kind: str) -> None:
    adapter = registry.get(kind)
    captured = [body_of(each, case) for each, case in CASES if each == kind]

    @fuzz
    @given(st.integers(0, 2**32))
    def check(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(CASES_EACH):
            holds(mutated(chance, captured))

    def holds(value: Any) -> None:
        body = json.dumps(value)
        parts = list(adapter.split(body.encode()))
        assert parts
        assert all(0 < len(part.dedup) <= 128 and part.dedup.isascii() for part in parts)
        try:
            items = adapter.parse(body)
        except NotThisProvider:
            assert kind == "telegram" or not is_of(kind, value)
            return
        assert len(items) == total(kind, parts)
        for item in items:
            json.dumps(as_plain(item), ensure_ascii=False).encode()
            assert item.id
            if item.type == "unsupported":
                assert adapter.parse(item.raw) == [item]

    check()


@pytest.mark.feature("2.4")
@pytest.mark.parametrize("kind", list(CHANNELS))
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"7", b"null", b"\xff\xfe\x00", b'{"a": 1}', b"[" * 100_000, b"1" * 5000],
    ids=["empty", "cut", "list", "number", "null", "binary", "stranger", "deep", "long"],
)
def test_what_is_not_the_providers_is_told_apart_and_still_travels_whole(
    kind: str, body: bytes
) -> None:
    adapter = registry.get(kind)
    [part] = adapter.split(body)
    with pytest.raises(NotThisProvider):
        adapter.parse(part.body)
    assert part.body == body.decode("utf-8", "backslashreplace")
    assert adapter.split(body)[0].dedup == part.dedup
    assert adapter.split(body + b" ")[0].dedup != part.dedup or kind == "telegram"


@pytest.mark.feature("2.4")
def test_one_odd_message_is_kept_whole_and_its_siblings_are_read() -> None:
    items = registry.get("whatsapp").parse(body_of("whatsapp", "one_bad_among_good").decode())
    assert [item.type for item in items] == [
        "message",
        "unsupported",
        "unsupported",
        "unsupported",
        "message",
        "unsupported",
    ]
    kept = [json.loads(item.raw) for item in items if item.type == "unsupported"]
    changes = [raw["entry"][0]["changes"][0] for raw in kept]
    [first], [second], [third] = (change["value"]["messages"] for change in changes[:3])
    assert first["text"] == {"body": 7}
    assert second["location"] == {"latitude": 123456, "longitude": 0}
    assert third == "not even an object"
    assert changes[3] == "nor a change"
