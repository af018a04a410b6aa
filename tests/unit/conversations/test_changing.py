"""Status, assignee, queue, priority: each change leaves one line, and a repeat none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.conversations import service
from chalicelib.conversations.model import Author, AuthorKind, Status, Visibility
from chalicelib.shared.content import Kind
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound
from tests.fakes import FakeTimers
from tests.unit.conversations.scene import ACCOUNT, RUI, Scene


@pytest.fixture
def scene() -> Scene:
    made = Scene()
    made.receive(made.says("hello"))
    return made


def test_assigning_leaves_one_quiet_line_with_the_actor(scene: Scene) -> None:
    for _ in range(2):
        head = scene.change(assignee_id="rui")
    assert (head.assignee_id, head.version) == ("rui", 1)
    (line,) = scene.thread[1:]
    assert (line.author, line.visibility, line.content.kind) == (RUI, Visibility.EVENT, Kind.EVENT)
    assert line.content.event == "conversation.assigned"
    assert line.content.data == {"assignee_id": "rui"}
    assert head.waiting_since == scene.thread[0].at
    scene.verify()


def test_several_changes_leave_a_line_each(scene: Scene) -> None:
    head = scene.change(
        assignee_id="rui", queue_id="sales", priority="urgent", status=Status.PENDING
    )
    assert (head.queue_id, head.priority, head.status) == ("sales", "urgent", Status.PENDING)
    assert scene.words()[1:] == [
        "conversation.queued",
        "conversation.assigned",
        "conversation.prioritised",
        "conversation.pending",
    ]
    scene.change(assignee_id="", queue_id="", priority="")
    assert scene.words()[5:] == [
        "conversation.unqueued",
        "conversation.unassigned",
        "conversation.prioritised",
    ]
    scene.verify()


def test_resolving_and_reopening_again_tells_each_time(scene: Scene) -> None:
    for status in (Status.RESOLVED, Status.OPEN, Status.RESOLVED, Status.OPEN):
        scene.change(status=status)
    assert scene.words()[1:] == ["conversation.resolved", "conversation.reopened"] * 2
    assert (scene.head.version, scene.head.resolved_at) == (4, None)
    scene.verify()


def test_a_snooze_sets_its_alarm_and_ends_by_it(scene: Scene) -> None:
    until = scene.clock() + timedelta(hours=3)
    head = scene.change(status=Status.SNOOZED, snoozed_until=until)
    assert (head.status, head.snoozed_until) == (Status.SNOOZED, until)
    timers = scene.ports.set_timer
    assert isinstance(timers, FakeTimers)
    assert timers.set == [(ACCOUNT, "snooze", until, {"conversation_id": head.id})]
    scene.clock.tick(hours=3)
    for _ in range(2):
        scene.on(service.wake, due=until)
    assert scene.head.status is Status.OPEN
    assert scene.words()[1:] == ["conversation.snoozed", "conversation.woken"]
    scene.verify()


def test_an_alarm_of_an_earlier_snooze_does_not_end_the_later(scene: Scene) -> None:
    first = scene.clock() + timedelta(hours=1)
    scene.change(status=Status.SNOOZED, snoozed_until=first)
    scene.change(status=Status.SNOOZED, snoozed_until=first + timedelta(hours=1))
    scene.on(service.wake, due=first)
    snoozed = scene.head
    assert snoozed.status is Status.SNOOZED
    scene.change(status=Status.RESOLVED)
    scene.on(service.wake, due=first + timedelta(hours=1))
    assert scene.head.status == "resolved"


@pytest.mark.parametrize("hours", [None, 0, -1])
def test_a_snooze_that_does_not_end_in_the_future_is_refused(
    scene: Scene, hours: int | None
) -> None:
    until = None if hours is None else scene.clock() + timedelta(hours=hours)
    with pytest.raises(InvalidInput) as refusal:
        scene.change(status=Status.SNOOZED, snoozed_until=until)
    assert refusal.value.field == "snoozed_until"
    assert isinstance(scene.ports.set_timer, FakeTimers)
    assert not scene.ports.set_timer.set
    assert scene.head.version == 0


def test_an_end_without_a_snooze_and_an_unknown_priority_are_refused(scene: Scene) -> None:
    with pytest.raises(InvalidInput) as refusal:
        scene.change(snoozed_until=scene.clock() + timedelta(hours=1))
    assert refusal.value.field == "snoozed_until"
    with pytest.raises(InvalidInput) as refusal:
        scene.change(priority="huge")
    assert refusal.value.field == "priority"


def test_what_is_resolved_cannot_be_snoozed(scene: Scene) -> None:
    scene.change(status=Status.RESOLVED)
    with pytest.raises(Conflict):
        scene.change(status=Status.SNOOZED, snoozed_until=scene.clock() + timedelta(hours=1))


def test_another_accounts_conversation_is_not_there(scene: Scene) -> None:
    place: Any = {"account_id": "acc2", "conversation_id": scene.head.id}
    actor = Author(AuthorKind.AGENT, id="eve")
    with pytest.raises(NotFound):
        service.change(scene.ports, **place, actor=actor, change=service.Change(priority="low"))
    with pytest.raises(NotFound):
        service.detail(scene.ports, **place)
    with pytest.raises(NotFound):
        service.mark_read(scene.ports, **place, agent_id="eve", inbound=1)
    assert service.messages(scene.ports, **place).messages == []
    assert scene.head.version == 0
    assert len(scene.thread) == 1


def test_a_contacts_new_name_reaches_his_rows(scene: Scene) -> None:
    service.rename_contact(
        scene.ports, account_id=ACCOUNT, contact_id=scene.head.contact_id, name="Anna"
    )
    assert (scene.head.contact_name, scene.head.version) == ("Anna", 1)
    scene.verify()
