"""Partial batches: what fails comes again, and a group's order holds."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.entry._trigger import Later, Record, each, whole


class Event:
    """As Chalice hands it over."""

    def __init__(self, *records: dict[str, Any]) -> None:
        self.records = list(records)

    def to_dict(self) -> dict[str, Any]:
        return {"Records": self.records}


def _record(number: int, group: str = "") -> dict[str, Any]:
    attributes = {"MessageGroupId": group} if group else {}
    return {"messageId": f"m{number}", "body": str(number), "attributes": attributes}


def _failed(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def test_after_a_failure_its_group_waits_and_the_others_go_on() -> None:
    seen: list[str] = []

    def handle(record: Record) -> None:
        seen.append(record["body"])
        if record["body"] == "1":
            raise ConnectionError

    event = Event(_record(1, "a"), _record(2, "a"), _record(3, "b"), _record(4, "a"))
    assert _failed(each("test", event, handle)) == ["m1", "m2", "m4"]
    assert seen == ["1", "3"]


def test_without_groups_each_record_stands_for_itself() -> None:
    def handle(record: Record) -> None:
        if record["body"] == "1":
            raise Later("busy")

    assert _failed(each("test", Event(_record(1), _record(2)), handle)) == ["m1"]


def test_a_killed_process_is_not_taken_for_a_failed_record() -> None:
    def handle(record: Record) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        each("test", Event(_record(1)), handle)


def test_a_failure_is_told_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    def handle(record: Record) -> None:
        raise ValueError("Vera's number is 555-0100")

    each("test", Event(_record(1)), handle)
    told = capsys.readouterr().out
    assert '"error":"ValueError"' in told
    assert "555-0100" not in told


def test_a_stream_answers_the_numbers_that_its_handler_names() -> None:
    assert _failed(whole("test", Event(_record(1)), lambda records: ["100"])) == ["100"]
