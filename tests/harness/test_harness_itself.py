"""The harness keeps the services' rules: what it proves rests on this."""

from __future__ import annotations

import json

from tests.harness import story
from tests.harness.faults import Call, Fault, deaths
from tests.harness.queues import Queue
from tests.harness.stream import StreamMapping, matches


def fifo(**options: object) -> Queue:
    dead = Queue("dead.fifo", fifo=True)
    return Queue("q.fifo", fifo=True, visibility=30, max_receives=3, dead=dead, **options)  # type: ignore[arg-type]


def bodies(messages: list) -> list[str]:  # type: ignore[type-arg]
    return [message.body for message in messages]


def test_a_fifo_group_is_locked_while_one_of_it_is_out() -> None:
    queue = fifo()
    for body, group in (("a1", "a"), ("a2", "a"), ("b1", "b")):
        queue.send(body, now=0, group=group, dedup=body)
    assert bodies(queue.receive(0, 1)) == ["a1"]
    assert bodies(queue.receive(0, 10)) == ["b1"]
    assert queue.receive(29, 10) == []
    assert bodies(queue.receive(30, 10)) == ["a1", "a2", "b1"]


def test_a_fifo_queue_takes_a_deduplication_id_once_in_five_minutes() -> None:
    queue = fifo()
    first = queue.send("x", now=0, group="a", dedup="1")
    assert queue.send("x", now=299, group="a", dedup="1") == first
    assert len(queue.messages) == 1
    queue.send("x", now=301, group="a", dedup="1")
    assert len(queue.messages) == 2


def test_a_deduplication_id_can_be_scoped_to_its_group() -> None:
    queue = fifo(per_group=True)
    queue.send("x", now=0, group="a", dedup="1")
    queue.send("x", now=0, group="b", dedup="1")
    assert len(queue.messages) == 2


def test_what_was_received_too_often_goes_to_the_dead_letters_and_frees_its_group() -> None:
    queue = fifo()
    queue.send("poison", now=0, group="a", dedup="1")
    queue.send("next", now=0, group="a", dedup="2")
    for minute in range(3):
        assert "poison" in bodies(queue.receive(minute * 30, 1))
    assert bodies(queue.receive(90, 10)) == ["next"]
    assert queue.dead is not None
    assert bodies(queue.dead.messages) == ["poison"]


def test_a_standard_message_is_hidden_until_its_time_out() -> None:
    queue = Queue("q", fifo=False, visibility=10)
    queue.send("x", now=0, delay=5)
    assert queue.receive(4, 10) == []
    assert bodies(queue.receive(5, 10)) == ["x"]
    assert queue.receive(14, 10) == []
    assert bodies(queue.receive(15, 10)) == ["x"]


def record(number: int, announce: str = "message") -> dict[str, object]:
    return {
        "dynamodb": {
            "Keys": {"pk": {"S": "p"}},
            "SequenceNumber": str(number),
            "NewImage": {"announce": {"S": announce}},
        }
    }


def mapping(**options: object) -> StreamMapping:
    pattern = json.loads('{"dynamodb":{"NewImage":{"announce":{"S":["message"]}}}}')
    return StreamMapping(filters=[pattern], **options)  # type: ignore[arg-type]


def test_the_filter_lets_pass_what_the_template_names() -> None:
    stream = mapping()
    stream.offer(record(1))
    stream.offer(record(2, "-"))
    assert (stream.passed, stream.filtered) == (1, 1)
    assert matches({"a": [{"exists": False}]}, {})
    assert matches({"a": [{"prefix": "x"}]}, {"a": "xy"})
    assert not matches({"a": [{"anything-but": ["x"]}]}, {"a": "x"})


def test_a_shard_goes_on_from_the_first_record_that_failed() -> None:
    stream = mapping()
    for number in range(5):
        stream.offer(record(number))
    (shard,) = stream.pending()
    stream.deliver(shard, 100, lambda batch: ["3"])
    assert [one["dynamodb"]["SequenceNumber"] for one in shard.waiting] == ["3", "4"]


def test_a_failing_batch_is_cut_down_to_the_poison_which_is_given_up_alone() -> None:
    stream = mapping(retries=4)
    for number in range(8):
        stream.offer(record(number))
    (shard,) = stream.pending()
    handled: list[str] = []

    def invoke(batch: list) -> list[str] | None:  # type: ignore[type-arg]
        numbers = [one["dynamodb"]["SequenceNumber"] for one in batch]
        if "5" in numbers:
            return None
        handled.extend(numbers)
        return []

    for _ in range(50):
        if shard.waiting:
            stream.deliver(shard, 100, invoke)
    assert handled == ["0", "1", "2", "3", "4", "6", "7"]
    assert [one["dynamodb"]["SequenceNumber"] for one in stream.given_up] == ["5"]


def test_the_same_day_told_twice_takes_the_same_steps() -> None:
    acts = [("telegram", 0, 0), ("visitor", 1, 0), ("pump", 3, 2), ("reply", 0, 1), ("again", 0, 0)]
    broken = {3: Fault.KILL_AFTER, 17: Fault.LOST_ANSWER, 30: Fault.THROTTLE}
    assert story.tell(5, acts, broken) == story.tell(5, acts, broken)


def test_deaths_are_before_each_call_and_after_the_last_of_an_invocation() -> None:
    made = [("a", 1), ("b", 1), ("a", 2), ("a", 1), ("a", 2), ("a", 3)]
    calls = [Call(index, *call, "s3", "Get") for index, call in enumerate(made)]
    told = [(plan.number, plan.fault.value) for plan in deaths(calls, "a")]
    before = [(number, "kill before") for number in (1, 2, 3)]
    assert sorted(told) == sorted([*before, (2, "kill after"), (3, "kill after")])
    assert not [*deaths(calls, "c")]
