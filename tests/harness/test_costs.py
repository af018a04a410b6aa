"""The costs of docs/costs.md, by the bench's own counting. No times: they depend on the machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bench import hooks, messages, pages, surroundings, turns

pytestmark = pytest.mark.dynamodb_local


@pytest.fixture(scope="module")
def ways() -> Iterator[dict[str, Any]]:
    with surroundings.deployment() as here:
        ways = messages.measured(here, warm=2, times=0)
        turn = turns.measured(here)
        yield {**ways, "turn": turn, "webhook": hooks.measured(here)}


@pytest.mark.feature("13")
def test_a_message_in_stays_within_its_units_invocations_and_price(ways: dict[str, Any]) -> None:
    inbound = ways["inbound"]
    assert inbound["write_units"] <= 6
    assert inbound["read_units"] <= 3
    assert inbound["invocations"] <= 4
    assert inbound["usd_per_million"] < 13
    assert inbound["calls"]["execute-api POST"] == 1, "one push to the one agent's socket"


@pytest.mark.feature("13")
def test_a_message_in_passes_one_queue_before_it_is_stored(ways: dict[str, Any]) -> None:
    assert ways["inbound"]["calls"]["sqs SendMessageBatch"] == 1
    assert "dynamodb Scan" not in ways["inbound"]["calls"]


@pytest.mark.feature("13")
def test_a_reply_out_reads_and_writes_a_fixed_number_of_items(ways: dict[str, Any]) -> None:
    outbound = ways["outbound"]
    assert outbound["write_units"] <= 10
    assert outbound["read_units"] <= 8
    assert outbound["invocations"] <= 5
    assert "dynamodb Scan" not in outbound["calls"]


@pytest.mark.feature("9.4")
@pytest.mark.feature("13")
def test_a_webhook_adds_two_invocations_and_four_write_units(ways: dict[str, Any]) -> None:
    told = ways["webhook"]
    assert told["write_units"] <= 10, told
    assert told["read_units"] <= 5, told
    assert told["invocations"] <= 5, told
    assert told["usd_per_million"] < 20, told


@pytest.mark.feature("6.7")
@pytest.mark.feature("13")
def test_a_bots_turn_with_one_message_costs_four_write_units(ways: dict[str, Any]) -> None:
    turn = ways["turn"]
    assert turn["turns"] == 1
    assert turn["write_units"] <= 4, turn
    assert turn["read_units"] <= 6, turn
    assert turn["by_operation"]["dynamodb PutItem"] == 2, "the message and the session"


@pytest.mark.feature("13")
def test_pages_cost_the_same_however_many_conversations_there_are() -> None:
    small, large = pages.measured((60, 1_000), times=1).values()
    for page, calls in (("list", 1), ("conversation", 2)):
        assert small[page]["calls"] == large[page]["calls"] == calls
        assert small[page]["read_units"] == large[page]["read_units"]
        assert "Scan" not in large[page]["operations"]
