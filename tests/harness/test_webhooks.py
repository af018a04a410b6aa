"""A receiver that is down, functions that die at any call: every event gets there in the end, each
verified by the specification's own library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import pytest
from standardwebhooks import Webhook

from chalicelib.channels.base import ProviderResponse
from tests.harness import payloads
from tests.harness.faults import Call, Plan, deaths, no_faults
from tests.harness.world import World, world

FUNCTIONS = ("events", "deliveries")
WORDS = [f"telegram {number}" for number in range(1, 4)]


@dataclass
class Receiver:
    """Down until it is said otherwise."""

    here: World
    up: bool = False
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def __call__(self, method: str, url: str, **how: Any) -> ProviderResponse:
        self.here.engine.decide("receiver", method)
        if not self.up:
            return ProviderResponse(503, {}, b"closed")
        self.got.append((dict(how["headers"]), how["body"]))
        return ProviderResponse(200, {}, b"")


@dataclass(frozen=True, slots=True)
class End:
    """words: what the receiver was told, each once. ids: of the calls, each once. ledger: how
    many deliveries stand in which state."""

    words: list[str]
    ledger: dict[str, int]
    failing: bool
    calls: list[Call]
    struck: bool
    log: str


def day(plan: Plan) -> End:
    with world(0, no_faults) as here:
        receiver = Receiver(here)
        with mock.patch("chalicelib.shared.http.fetch", receiver):
            id, secret = _webhook(here)
            here.engine.plan = plan
            for number, text in enumerate(WORDS[:2], 1):
                here.receive(here.telegram(payloads.telegram_text(number, 71, text)))
            here.settle(here.engine.now + 60)
            receiver.up = True
            here.receive(here.telegram(payloads.telegram_text(3, 71, WORDS[2])))
            here.settle()
            return _end(here, receiver, id, secret, plan)


def _webhook(here: World) -> tuple[str, str]:
    from chalicelib import wiring
    from chalicelib.webhooks import service

    made, secret = service.add(
        wiring.webhook_ports(),
        account_id=here.account_id,
        url="https://shop.example/hooks",
        types=["message.received"],
    )
    here.settle()
    return made.id, secret


def _end(here: World, receiver: Receiver, id: str, secret: str, plan: Plan) -> End:
    from chalicelib import wiring
    from chalicelib.webhooks import service

    hook = Webhook(secret)
    hook._Webhook__verify_timestamp = _of(here)  # type: ignore[attr-defined]
    by_id = {headers["webhook-id"]: hook.verify(body, headers) for headers, body in receiver.got}
    ports = wiring.webhook_ports()
    page = service.ledger(ports, account_id=here.account_id, id=id)
    states = [each.state.value for each in page.deliveries]
    found = service.endpoint(ports, account_id=here.account_id, id=id)
    return End(
        words=sorted(told["data"]["message"]["content"]["text"] for told in by_id.values()),
        ledger={state: states.count(state) for state in states},
        failing=found.failing_since is not None,
        calls=[*here.engine.calls],
        struck=bool(getattr(plan, "struck", None)),
        log=str(here.log),
    )


def _of(here: World) -> Callable[[str], Any]:
    """The library's clock is the machine's; the world has its own."""
    from datetime import UTC, datetime

    return lambda stamp: datetime.fromtimestamp(float(stamp), tz=UTC)


@pytest.fixture(scope="module")
def undisturbed() -> End:
    return day(no_faults)


@pytest.mark.feature("9.4")
def test_who_was_down_gets_everything_once_he_is_back(undisturbed: End) -> None:
    assert undisturbed.words == WORDS
    assert undisturbed.ledger == {"delivered": 3}
    assert not undisturbed.failing


@pytest.mark.feature("9.4")
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_killed_at_any_call_loses_nothing(function: str, undisturbed: End) -> None:
    ends = [(plan, day(plan)) for plan in deaths(undisturbed.calls, function)]
    assert ends
    for plan, end in ends:
        assert end.struck, plan
        assert (end.words, end.ledger, end.failing) == (WORDS, {"delivered": 3}, False), plan
