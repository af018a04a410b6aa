"""Sending to SQS."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.shared.errors import TryAgain
from chalicelib.shared.queues import MAX_BYTES, Entry, entry, send


@dataclass
class Sqs:
    """refuse: how often each body is refused before it is taken."""

    refuse: dict[str, int] = field(default_factory=dict)
    calls: list[list[dict[str, Any]]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    def send_message_batch(self, *, QueueUrl: str, Entries: Any) -> Any:  # noqa: N803
        self.calls.append(Entries)
        failed = []
        for one in Entries:
            body = one["MessageBody"]
            if self.refuse.get(body, 0) > 0:
                self.refuse[body] -= 1
                failed.append({"Id": one["Id"]})
            else:
                self.taken.append(body)
        return {"Failed": failed}


def _send(sqs: Sqs, *entries: Entry) -> None:
    send(sqs, "https://queue", entries)


def test_ten_entries_share_a_call() -> None:
    sqs = Sqs()
    _send(sqs, *[Entry(str(number), group=str(number), dedup="d") for number in range(12)])
    assert [len(call) for call in sqs.calls] == [10, 2]


def test_entries_of_one_group_never_share_a_call_so_that_their_order_holds() -> None:
    sqs = Sqs(refuse={"first": 1})
    _send(sqs, Entry("first", group="g", dedup="1"), Entry("second", group="g", dedup="2"))
    assert sqs.taken == ["first", "second"]


def test_a_call_stays_below_the_queues_limit_of_bytes() -> None:
    sqs = Sqs()
    large = "ä" * (MAX_BYTES // 3)
    _send(sqs, Entry(large), Entry(large), Entry(large))
    assert [len(call) for call in sqs.calls] == [1, 1, 1]


def test_what_was_refused_is_sent_again_and_the_rest_is_not() -> None:
    sqs = Sqs(refuse={"b": 2})
    _send(sqs, Entry("a"), Entry("b"))
    assert sqs.taken == ["a", "b"]
    assert [len(call) for call in sqs.calls] == [2, 1, 1]


def test_what_is_refused_for_good_is_an_error() -> None:
    with pytest.raises(TryAgain):
        _send(Sqs(refuse={"a": 9}), Entry("a"))


@pytest.mark.parametrize("name", ["имя", "with space", "x" * 129, "line\nbreak"])
def test_a_name_that_sqs_refuses_is_hashed(name: str) -> None:
    sqs = Sqs()
    _send(sqs, Entry("a", group=name, dedup=name))
    ((sent,),) = sqs.calls
    for key in ("MessageGroupId", "MessageDeduplicationId"):
        assert sent[key].isascii()
        assert sent[key].isalnum()
        assert len(sent[key]) == 64


def test_nothing_is_no_call() -> None:
    sqs = Sqs()
    _send(sqs)
    assert sqs.calls == []


def test_work_is_written_as_plain_json() -> None:
    assert entry({"text": "ä"}, group="g").body == '{"text":"ä"}'
