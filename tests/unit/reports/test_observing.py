"""Counting what the stream tells: once, whatever comes twice, late, or dies on its way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.channels.base import Sender
from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Status,
)
from chalicelib.reports import service
from chalicelib.shared.errors import NotFound
from tests.unit.reports.fakes import FakeReportStore, Office, plain, records

pytestmark = pytest.mark.feature("10")
ANA = Author(AuthorKind.AGENT, id="ana", name="Ana")
RUI = Author(AuthorKind.AGENT, id="rui", name="Rui")


class Died(Exception):
    pass


def totals(store: FakeReportStore) -> dict[str, int]:
    found: dict[str, int] = {}
    for (dimension, _, _), counts in plain(store).items():
        if dimension == "all":
            for name, by in counts.items():
                found[name] = found.get(name, 0) + by
    return found


def test_the_first_word_the_first_reply_and_the_end_are_counted_at_once() -> None:
    office = Office()
    scene = office.scene
    scene.receive(scene.says("Hello"))
    assert service.observe(office.ports, records(office.messages())) == []
    assert totals(office.store)["opened"] == 1
    scene.clock.tick(minutes=3)
    scene.post("Hi")
    service.observe(office.ports, records(office.messages()[1:]))
    assert totals(office.store)["F+"] == 180
    scene.change(status=Status.RESOLVED)
    service.observe(office.ports, records(office.messages()[2:]))
    assert totals(office.store)["resolved"] == 1
    assert office.read_threads == 0, "what the stream brings need not be read again"


def test_a_contacts_further_word_costs_nothing_until_the_next_step() -> None:
    office = Office()
    scene = office.scene
    scene.receive(scene.says("Hello"))
    scene.post("Hi")
    service.observe(office.ports, records(office.messages()))
    before = (plain(office.store), len(office.store.kept), office.store.records.copy())
    calls: list[str] = []
    office.store.states = lambda *_: calls.append("read") or {}  # type: ignore[func-returns-value,method-assign]
    scene.receive(scene.says("And another thing"))
    service.observe(office.ports, records(office.messages()[2:]))
    assert (plain(office.store), len(office.store.kept), office.store.records) == before
    assert calls == []
    del office.store.states
    scene.change(status=Status.RESOLVED)
    service.observe(office.ports, records(office.messages()[3:]))
    assert totals(office.store)["in"] == 2
    assert office.read_threads == 1


def test_a_thread_is_never_more_than_fifty_messages_behind() -> None:
    office = Office()
    scene = office.scene
    for number in range(50):
        scene.receive(scene.says(f"Word {number}"))
    for record in records(office.messages()):
        service.observe(office.ports, [record])
    assert totals(office.store)["in"] == 50


def test_what_fails_is_told_and_done_by_the_repeat() -> None:
    office = Office()
    scene = office.scene
    scene.receive(scene.says("Hello"))
    scene.receive(scene.says("Hello", sender=Sender(id="7"), id="other"))

    def die() -> None:
        raise Died

    office.store.before_record = die
    batch = records(office.messages())
    assert service.observe(office.ports, batch) == ["0", "1"]
    office.store.before_record = lambda: None
    assert service.observe(office.ports, batch) == []
    assert totals(office.store)["opened"] == 2
    assert office.store.records.total() == 1, "of one window, one record"


def test_what_is_erased_meanwhile_is_nobodys_number_and_holds_nobody_up() -> None:
    office = Office()
    scene = office.scene
    scene.receive(scene.says("Hello"))
    scene.receive(scene.says("Hello", sender=Sender(id="7"), id="other"))
    gone = office.messages()[0].conversation_id

    def head(account_id: str, conversation_id: str) -> Any:
        if conversation_id == gone:
            raise NotFound("no such conversation")
        return office.ports.head(account_id, conversation_id)

    ports = replace(office.ports, head=head)
    assert service.observe(ports, records(office.messages())) == []
    assert totals(office.store)["opened"] == 1


def test_two_readers_at_once_count_once() -> None:
    office = Office()
    scene = office.scene
    scene.receive(scene.says("Hello"))
    batch = records(office.messages())

    def meanwhile() -> None:
        office.store.before_record = lambda: None
        service.observe(office.ports, batch)

    office.store.before_record = meanwhile
    assert service.observe(office.ports, batch) == []
    assert totals(office.store)["opened"] == 1


def test_many_conversations_of_a_window_are_recorded_in_parts_that_fit() -> None:
    office = Office()
    for number in range(60):
        sender = Sender(id=str(number))
        office.scene.receive(office.scene.says("Hi", sender=sender, id=f"m{number}"))
    assert service.observe(office.ports, records(office.messages())) == []
    assert totals(office.store)["opened"] == 60
    assert 2 <= office.store.records.total() <= 4
