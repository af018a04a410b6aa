"""No documented kind is without a payload, none is dropped, and the command reads all of them."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.channels import __main__ as command
from chalicelib.channels import registry
from tests.contract.channels.captured import CASES, CHANNELS, body_of
from tests.contract.channels.documented import DOCUMENTED

pytestmark = [pytest.mark.feature("2.1"), pytest.mark.feature("2.4")]

#: Holds nothing to be kept: the provider tries our address, or tells what we have read ourselves.
EMPTY = {
    ("viber", "webhook_was_set"),
    ("vk", "confirmation"),
    ("vk", "read_by_the_community"),
}
#: Of our own API (its OpenAPI tells the kinds), and letters (tests/unit/mail).
ELSEWHERE = {"website", "email", "custom"}


def _shown(kind: str) -> set[str]:
    names = DOCUMENTED[kind][1]
    payloads = [json.loads(body_of(each, case)) for each, case in CASES if each == kind]
    return {name for payload in payloads for name in names(payload)}


def test_every_channel_has_its_list() -> None:
    assert set(DOCUMENTED) == set(registry.KINDS) - ELSEWHERE


@pytest.mark.parametrize("kind", DOCUMENTED)
def test_every_documented_kind_is_captured(kind: str) -> None:
    assert sorted(DOCUMENTED[kind][0] - _shown(kind)) == []


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_no_captured_payload_is_read_as_nothing(kind: str, case: str) -> None:
    assert bool(registry.get(kind).parse(body_of(kind, case).decode())) != ((kind, case) in EMPTY)


def _parse(monkeypatch: pytest.MonkeyPatch, kind: str, body: bytes) -> int:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(body)))
    return command.main(["parse", kind])


@pytest.mark.parametrize("kind", CHANNELS)
def test_the_command_reads_every_captured_payload(
    kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for _, case in (each for each in CASES if each[0] == kind):
        assert _parse(monkeypatch, kind, body_of(kind, case)) == 0
        told: Any = capsys.readouterr()
        count = len(registry.get(kind).parse(body_of(kind, case).decode()))
        assert (len(told.out.splitlines()), told.err) == (count, "")


@pytest.mark.parametrize("kind", registry.KINDS)
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\x00", b'{"a": 1}'])
def test_the_command_says_in_a_line_that_rubbish_is_nobodys(
    kind: str, body: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _parse(monkeypatch, kind, body) == 2
    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 1)
