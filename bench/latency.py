"""From a webhook to an agent's screen, and from an agent to a visitor's: the deployed local stack.

The emulator's own time is in these numbers; they tell regressions, not what AWS will take.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from tests.e2e.stack import Person, Socket, Stack
from tests.harness import payloads

WARM = 3


def measured(*, times: int) -> dict[str, dict[str, float]]:
    """{"webhook_to_screen", "agent_to_visitor"}: p50, p95 and p99 in milliseconds."""
    with tempfile.TemporaryDirectory(prefix="tertulia-bench-") as folder:
        stack = Stack(Path(folder) / "stack", stand_ins=False)
        try:
            stack.start()
            return _measured(stack, times)
        finally:
            stack.stop()


def _measured(stack: Stack, times: int) -> dict[str, dict[str, float]]:
    agent, visitor = stack.agent(), stack.visitor()
    with agent.socket() as agents, visitor.socket() as visitors:
        visitor.say("Anybody there?")
        conversation = agents.message("Anybody there?")["conversation_id"]
        return {
            "webhook_to_screen": _spread(_webhook(stack, agents), times),
            "agent_to_visitor": _spread(_reply(agent, conversation, visitors), times),
        }


def _webhook(stack: Stack, screen: Socket) -> Callable[[int], None]:
    channel = stack.channel("telegram")
    secret = channel["secrets"]["webhook_secret"]
    client = httpx.Client(timeout=30)

    def way(number: int) -> None:
        text = f"From Telegram, {number}"
        update = payloads.telegram_text(number + 1, 88_001, text)
        webhook = payloads.telegram("", secret, update)
        client.post(
            channel["webhook"], content=webhook.body, headers=webhook.headers
        ).raise_for_status()
        screen.message(text)

    return way


def _reply(agent: Person, conversation: str, screen: Socket) -> Callable[[int], None]:
    def way(number: int) -> None:
        text = f"From an agent, {number}"
        agent.say(text, conversation=conversation)
        screen.message(text)

    return way


def _spread(way: Callable[[int], None], times: int) -> dict[str, float]:
    took: list[float] = []
    for number in range(WARM + times):
        before = time.perf_counter()
        way(number)
        if number >= WARM:
            took.append((time.perf_counter() - before) * 1000)
    return {f"p{share}": percentile(took, share) for share in (50, 95, 99)}


def percentile(values: list[float], share: int) -> float:
    """The nearest rank."""
    ordered = sorted(values)
    rank = max(0, -(-len(ordered) * share // 100) - 1)
    return round(ordered[rank], 1)
