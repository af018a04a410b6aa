"""`python -m chalicelib.channels parse <channel>`: an owner's look into a webhook."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "tests" / "fixtures"


def parse(channel: str, payload: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "chalicelib.channels", "parse", channel]
    return subprocess.run(command, input=payload, capture_output=True, cwd=ROOT, check=False)


@pytest.mark.feature("2.4")
def test_each_item_is_a_line_of_json() -> None:
    payload = (FIXTURES / "whatsapp" / "one_bad_among_good.json").read_bytes()
    done = parse("whatsapp", payload)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, b"")
    assert [(line["type"], line["kind"]) for line in lines] == [
        ("message", "text"),
        ("unsupported", "text"),
        ("unsupported", "location"),
        ("unsupported", "messages"),
        ("message", "text"),
        ("unsupported", "malformed"),
    ]
    assert lines[0]["sender"] == "34600000001"
    assert lines[0]["id"].startswith("wamid.")
    assert lines[0]["content"] == {"kind": "text", "text": "before"}


def test_the_ids_are_the_providers_own() -> None:
    payload = (FIXTURES / "telegram" / "text.json").read_bytes()
    [line] = parse("telegram", payload).stdout.splitlines()
    shown, update = json.loads(line), json.loads(payload)
    assert shown["id"] == str(update["message"]["message_id"])
    assert shown["sender"] == str(update["message"]["from"]["id"])


@pytest.mark.parametrize("channel", ["telegram", "whatsapp", "website"])
@pytest.mark.parametrize("payload", [b"", b"nonsense", b"[1]", b'{"object": "page"}'])
def test_another_providers_payload_is_one_clear_line_and_exit_2(
    channel: str, payload: bytes
) -> None:
    done = parse(channel, payload)
    assert (done.returncode, done.stdout) == (2, b"")
    [line] = done.stderr.decode().splitlines()
    assert line.startswith(f"not a {channel} webhook: ")


def test_a_channel_that_does_not_exist_is_exit_2_too() -> None:
    done = parse("pigeon", b"{}")
    assert (done.returncode, done.stdout) == (2, b"")


def test_only_the_channel_asked_for_is_imported() -> None:
    code = (
        "import sys; from chalicelib.channels import registry; registry.get('telegram');"
        "print([name for name in sys.modules if name.startswith('chalicelib.channels.w')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == b"[]"
