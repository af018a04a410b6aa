"""The named cases: repeats, batches, poison, an agent who was away."""

from __future__ import annotations

import pytest

from tests.harness import checks, payloads
from tests.harness.people import Agent
from tests.harness.world import Refused, World, world


def said(here: World) -> dict[str, list[str]]:
    heads, stored = checks.heads(here), checks.conversations(here)
    return {heads[key]["sender"]: checks.texts(each, "contact") for key, each in stored.items()}


@pytest.mark.feature("12")
@pytest.mark.parametrize("pause", [0, 1, 400], ids=["at once", "a second", "past SQS's memory"])
def test_the_same_webhook_five_times_is_one_message(pause: int) -> None:
    with world() as here:
        webhook = here.telegram(payloads.telegram_text(1, 71, "once"))
        for _ in range(5):
            here.receive(webhook)
            here.settle()
            here.engine.now += pause
        assert said(here) == {"71": ["once"]}
        checks.heads_say_what_the_messages_say(here)
        checks.nothing_is_left(here)


@pytest.mark.feature("12")
def test_two_messages_in_one_payload_stay_two_and_in_order() -> None:
    with world() as here:
        texts = [("wamid.1", "first"), ("wamid.2", "second")]
        webhook = here.whatsapp(payloads.whatsapp_texts("447700900001", texts))
        for _ in range(5):
            here.receive(webhook)
        here.settle()
        assert said(here) == {"447700900001": ["first", "second"]}
        checks.numbers_have_no_gap(here)


@pytest.mark.feature("12")
def test_a_batch_of_two_people_is_cut_and_each_keeps_his_order() -> None:
    with world(repeats=0.3) as here:
        here.receive(
            here.whatsapp(
                payloads.whatsapp_texts("447700900001", [("w1", "a1"), ("w2", "a2")]),
                payloads.whatsapp_texts("447700900002", [("w3", "b1")]),
                payloads.whatsapp_texts("447700900001", [("w4", "a3")]),
            )
        )
        here.settle()
        assert said(here) == {"447700900001": ["a1", "a2", "a3"], "447700900002": ["b1"]}


@pytest.mark.feature("12")
def test_a_forged_webhook_stores_nothing() -> None:
    with world() as here:
        webhook = here.whatsapp(payloads.whatsapp_texts("447700900001", [("w1", "x")]))
        webhook.headers["X-Hub-Signature-256"] = "sha256=" + "0" * 64
        with pytest.raises(Refused) as refused:
            here.post(webhook)
        here.settle()
        assert refused.value.status in (401, 403)
        assert said(here) == {}


@pytest.mark.feature("12")
def test_poison_in_a_queue_ends_among_the_dead_letters_and_harms_no_neighbour() -> None:
    with world() as here:
        queue = next(q for name, q in here.engine.queues.items() if name.endswith("inbound.fifo"))
        here.receive(here.telegram(payloads.telegram_text(1, 71, "before")))
        group = queue.messages[-1].group
        queue.send("this is no work", now=here.engine.now, group=group, dedup="poison")
        here.receive(here.telegram(payloads.telegram_text(2, 71, "after")))
        here.receive(here.telegram(payloads.telegram_text(3, 72, "neighbour")))
        here.settle()
        assert said(here) == {"71": ["before", "after"], "72": ["neighbour"]}
        checks.nothing_is_left(here, dead={queue.dead.name: 1} if queue.dead else {})


@pytest.mark.feature("12")
def test_poison_in_the_stream_is_given_up_alone_and_the_rest_is_shown() -> None:
    from chalicelib.shared import aws

    with world() as here:
        agent = Agent(here, "agent1")
        agent.come()
        here.receive(here.telegram(payloads.telegram_text(1, 71, "before")))
        here.settle()
        (conversation,) = checks.conversations(here)
        item = {"pk": f"A#{here.account_id}#C#{conversation}", "sk": "x#poison"}
        poison = {name: {"S": value} for name, value in {**item, "announce": "message"}.items()}
        here.receive(here.telegram(payloads.telegram_text(2, 71, "during")))
        while here.pump.engine.queues and not here.engine.stream.pending():
            here.pump.step()
        aws.client("dynamodb").put_item(TableName=here.engine.stream_table, Item=poison)
        here.receive(here.telegram(payloads.telegram_text(3, 71, "after")))
        here.settle()
        given_up = [one["dynamodb"]["Keys"]["sk"]["S"] for one in here.engine.stream.given_up]
        assert given_up == ["x#poison"]
        assert said(here) == {"71": ["before", "during", "after"]}
        checks.screen_is_right(here, agent)


@pytest.mark.feature("12")
@pytest.mark.parametrize("told", [True, False], ids=["good-bye", "cut"])
def test_an_agent_who_was_away_catches_up_without_a_gap_or_a_double(told: bool) -> None:
    with world() as here:
        away, colleague = Agent(here, "agent1"), Agent(here, "agent2")
        away.come()
        colleague.come()
        here.receive(here.telegram(payloads.telegram_text(1, 71, "hello")))
        here.settle()
        (conversation,) = checks.conversations(here)
        if told:
            away.leave()
        else:
            away.lose_network()
        for number in range(2, 9):
            here.receive(here.telegram(payloads.telegram_text(number, 71, f"more {number}")))
            colleague.write(conversation, f"answer {number}")
            here.settle()
        assert len(away.screen.threads[conversation].shown) == 1
        away.come()
        here.receive(here.telegram(payloads.telegram_text(9, 71, "last")))
        here.settle()
        checks.screen_is_right(here, away)
        checks.screen_is_right(here, colleague)


@pytest.mark.feature("12")
def test_a_frame_that_never_came_is_fetched_by_the_hole_it_left() -> None:
    with world() as here:
        agent = Agent(here, "agent1")
        agent.come()
        for number in range(1, 4):
            here.receive(here.telegram(payloads.telegram_text(number, 71, f"word {number}")))
            here.settle()
            if number == 1:
                agent.lose_network()
            if number == 2:
                agent.cut = False  # the socket lives on; one frame is gone
        assert agent.screen.asks > 0
        checks.screen_is_right(here, agent)
