"""What a stop, and a kill, leave of the stack."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.e2e.stack import Stack, eventually
from tests.e2e.test_stack_smoke import row


@pytest.fixture
def own_stack(tmp_path: Path) -> Iterator[Stack]:
    """For tests that stop and kill it."""
    own = Stack(tmp_path / "own")
    try:
        own.start()
        yield own
    finally:
        own.stop()


def test_conversations_outlive_a_stop_and_a_kill(own_stack: Stack) -> None:
    first, second = f"First {uuid.uuid4().hex}", f"Second {uuid.uuid4().hex}"
    own_stack.visitor().say(first)
    eventually(lambda: row(own_stack.agent(), first))
    own_stack.stop()
    own_stack.start()
    assert row(own_stack.agent(), first)
    _answered_through_the_queues(own_stack)

    own_stack.visitor().say(second)
    eventually(lambda: row(own_stack.agent(), second))
    _on_disk(own_stack)
    own_stack.kill()
    own_stack.start()
    agent = own_stack.agent()
    assert row(agent, first)
    assert row(agent, second)

    with agent.socket() as screen:
        third = f"Third {uuid.uuid4().hex}"
        own_stack.visitor().say(third)
        assert screen.message(third)
    _answered_through_the_queues(own_stack)


def _on_disk(stack: Stack) -> None:
    """All that was there before. What is promised is all but the last seconds; how many depends on
    how busy the machine is."""
    last = f"Last {uuid.uuid4().hex}"
    stack.visitor().say(last)
    saved = stack.folder / "state" / "cloud" / "dynamodb.json"
    eventually(lambda: last in saved.read_text(), within=60)


def _answered_through_the_queues(stack: Stack) -> None:
    """A provider's user is heard, and hears: two functions that wait at queues."""
    agent, text = stack.agent(), f"Hola {uuid.uuid4().hex}"
    people = f"{stack.addresses['emulators']['telegram']}/_control/people"
    person = f"{people}/{httpx.post(people).json()['id']}"
    httpx.post(f"{person}/send", json={"text": text}).raise_for_status()
    agent.say(f"Re: {text}", conversation=eventually(lambda: row(agent, text))["id"])
    eventually(
        lambda: f"Re: {text}" in [line["text"] for line in httpx.get(person).json()["lines"]]
    )
