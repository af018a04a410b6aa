"""One message in, and one reply out: every handler on its way, one record an invocation."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from unittest import mock

from bench import prices
from bench.counting import Tally, counted
from bench.surroundings import Deployment, Run, telegram
from chalicelib.channels.base import ProviderRequest, ProviderResponse

POLLS = 2  # of a FIFO message that Lambda takes: one receive and one delete


@dataclass(slots=True)
class Path:
    """What one message cost. fifo_hops: messages that went through FIFO queues."""

    tally: Tally
    runs: list[Run] = field(default_factory=list)
    rest: int = 0
    fifo_hops: int = 0

    @property
    def invocations(self) -> int:
        return len(self.runs)

    def cpu_ms(self) -> float:
        return sum(run.cpu for run in self.runs) * 1000

    def bill(self) -> dict[str, float]:
        """Dollars a million such messages, by service."""
        tally, million = self.tally, prices.MILLION
        calls = tally.total()
        seconds = calls * prices.CALL_SECONDS + prices.HANDLER_SECONDS
        logged = sum(len(run.log) + prices.PLATFORM_LOG for run in self.runs)
        return {
            "API Gateway REST": self.rest * prices.REST_REQUEST * million,
            "API Gateway sockets": tally.pushes * prices.SOCKET_MESSAGE * million,
            "Lambda": (
                self.invocations * prices.LAMBDA_REQUEST
                + seconds * prices.MEMORY_GB * prices.LAMBDA_GB_SECOND
            )
            * million,
            "DynamoDB": (
                tally.write_units * prices.WRITE_UNIT + tally.read_units * prices.READ_UNIT
            )
            * million,
            "SQS": (
                (tally.fifo_requests + POLLS * self.fifo_hops) * prices.SQS_FIFO_REQUEST
                + tally.standard_requests * prices.SQS_REQUEST
            )
            * million,
            "EventBridge": tally.events * prices.BUS_EVENT * million,
            "CloudWatch Logs": logged / 1024**3 * prices.LOG_GB * million,
        }

    def dollars(self) -> float:
        return sum(self.bill().values())


class Driver:
    """Numbers and people are new where they have to be."""

    def __init__(self, here: Deployment) -> None:
        self.here = here
        self.number = 0
        self.rest = 0
        self.hops = 0

    def inbound(self, chat: int = 501) -> None:
        """A Telegram update, from the webhook to the agent's socket."""
        self.number += 1
        webhook = telegram(self.here, self.number, chat)
        self.here.rest(
            "POST",
            "/hooks/{kind}/{channel_id}",
            path={"kind": "telegram", "channel_id": webhook.channel_id},
            headers=webhook.headers,
            body=webhook.body,
        )
        self.rest += 1
        for record in self.here.take("INBOUND_QUEUE_URL"):
            self.hops += 1
            self._good(self.here.invoke("inbound", {"Records": [record]}))
        self._announce()

    def outbound(self, conversation_id: str) -> None:
        """An agent's reply, from his request to Telegram's answer and his own screen."""
        self.number += 1
        content = {"kind": "text", "text": "Yes, within three days."}
        body = {"client_id": f"client-{self.number:06}", "content": content}
        self.here.rest(
            "POST",
            "/conversations/{conversation_id}/messages",
            path={"conversation_id": conversation_id},
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {self.here.token}",
            },
            body=json.dumps(body).encode(),
        )
        self.rest += 1
        self._announce()
        for record in self.here.take("OUTBOUND_QUEUE_URL"):
            self.hops += 1
            self._good(self.here.invoke("outbound", {"Records": [record]}))
            self._announce()

    def _announce(self) -> None:
        """What one handler stored at once reaches the stream's consumer as one batch."""
        if records := self.here.changes():
            self._good(self.here.invoke("changes", {"Records": records}))

    def _good(self, answer: Any) -> None:
        if answer["batchItemFailures"]:
            raise RuntimeError(f"a handler failed: {self.here.runs[-1].log}")


def conversation_of(here: Deployment) -> str:
    from chalicelib import wiring
    from chalicelib.conversations import service

    page = service.list_page(
        wiring.conversation_ports(), account_id=here.account_id, view="all", agent_id=""
    )
    return str(page.conversations[0].id)


class Telegram:
    """Telegram's side of a send, in process: its CPU is nobody's."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, request: ProviderRequest) -> ProviderResponse:
        self.number += 1
        result = {"message_id": 9_000_000 + self.number, "date": 1, "chat": {"id": 501}}
        return ProviderResponse(200, {}, json.dumps({"ok": True, "result": result}).encode())


def measured(here: Deployment, *, warm: int, times: int) -> dict[str, Any]:
    """{"inbound": ..., "outbound": ...}: counts from one message, CPU as the median of many."""
    from chalicelib import wiring

    with mock.patch("chalicelib.shared.http.call", Telegram()):
        wiring.outbound_ports.cache_clear()
        driver = Driver(here)
        for _ in range(warm):
            driver.inbound()
        conversation = conversation_of(here)
        for _ in range(warm):
            driver.outbound(conversation)
        ways = {"inbound": driver.inbound, "outbound": lambda: driver.outbound(conversation)}
        return {name: _way(driver, way, times) for name, way in ways.items()}


def _way(driver: Driver, way: Any, times: int) -> dict[str, Any]:
    path = _counted(driver, way)
    samples = [_timed(driver, way) for _ in range(times)]
    by_function: dict[str, list[float]] = {}
    for runs in samples:
        for run in runs:
            by_function.setdefault(run.function, []).append(run.cpu * 1000)
    cpu = median(sum(run.cpu for run in runs) * 1000 for runs in samples) if samples else 0.0
    return {
        "write_units": path.tally.write_units,
        "read_units": path.tally.read_units,
        "invocations": path.invocations,
        "usd_per_million": round(path.dollars(), 2),
        "cpu_ms": round(cpu, 2),
        "cpu_ms_by_function": {k: round(median(v), 2) for k, v in by_function.items()},
        "bill": {name: round(cost, 2) for name, cost in path.bill().items()},
        "calls": {f"{s} {o}": count for (s, o), count in path.tally.calls.items()},
    }


def _counted(driver: Driver, way: Any) -> Path:
    driver.here.runs.clear()
    rest, hops = driver.rest, driver.hops
    with counted(ignore=driver.here.clients.values()) as tally:
        way()
    return Path(tally, list(driver.here.runs), driver.rest - rest, driver.hops - hops)


def _timed(driver: Driver, way: Any) -> list[Run]:
    driver.here.runs.clear()
    way()
    return list(driver.here.runs)
