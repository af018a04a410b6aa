"""The emulators as a process: one port for both, and an end when their starter ends."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from infra.local import demo
from infra.local.emulators.chats import Chats, File, Line, Person

ROOT = Path(__file__).parents[3]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return bytes(answer.read())


def test_both_live_on_one_port_keep_their_chats_and_end_with_their_starter(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "infra.local.emulators", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--state", str(tmp_path)], stdin=subprocess.PIPE, cwd=ROOT
    )
    try:
        base = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 30
        while True:
            try:
                assert b"telegram/" in get(f"{base}/")
                break
            except (urllib.error.URLError, OSError):
                assert time.monotonic() < deadline
                time.sleep(0.1)
        for provider in ("telegram", "whatsapp"):
            assert provider.encode() in get(f"{base}/{provider}/")
            assert get(f"{base}/{provider}/_page/chat.js")
            people = json.loads(get(f"{base}/{provider}/_control/people"))["people"]
            assert len(people) == 2
            assert (tmp_path / f"{provider}.json").exists()
    finally:
        assert process.stdin
        process.stdin.close()
        try:
            assert process.wait(timeout=15) == 0
        finally:
            process.kill()


def test_two_that_start_together_are_each_on_a_port_of_their_own(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        started = list(pool.map(demo.start, [tmp_path / "one", tmp_path / "two"]))
    try:
        for emulators in started:
            request = urllib.request.Request(
                f"{emulators.addresses['telegram']}/_control/people", method="POST", data=b"{}"
            )
            request.add_header("Content-Type", "application/json")
            urllib.request.urlopen(request, timeout=5).close()
            told = json.loads(get(f"{emulators.addresses['telegram']}/_control/people"))
            assert len(told["people"]) == 3  # the first two, and the one of this test
    finally:
        for emulators in started:
            emulators.stop()


def test_chats_outlive_the_process(tmp_path: Path) -> None:
    path = tmp_path / "chats.json"
    chats = Chats(path)
    chats.add_person(Person("1", "Ana", {"username": "ana"}))
    chats.add_file(File("f", "a.png", "image/png", b"\x89PNG"))
    chats.number("message", 10)
    chats.add_line("1", Line("11", True, "image", "look", ["f"]))
    again = Chats(path)
    assert again.people == chats.people
    assert again.lines == chats.lines
    assert again.files == chats.files
    assert again.number("message", 10) == 12


@pytest.mark.parametrize("arguments", [[], ["--port"]])
def test_a_port_must_be_named(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "infra.local.emulators", *arguments]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 2
