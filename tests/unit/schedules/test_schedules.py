"""What is scheduled goes out once, in order, or says why it did not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.schedules import service
from chalicelib.schedules.model import Schedule, State
from chalicelib.shared.content import Content, Kind, text
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound, TryAgain
from tests.fakes import START
from tests.unit.conversations.scene import RUI
from tests.unit.schedules.fakes import Later

pytestmark = pytest.mark.feature("3.5")


@pytest.fixture
def later() -> Later:
    return Later()


def test_it_goes_out_when_it_is_due_in_its_authors_name(later: Later) -> None:
    one = later.say("your order is ready", reply_to=1)
    assert later.timers == [(one.due_at, one.id)]
    assert later.said() == []
    later.scene.clock.tick(minutes=60)
    later.fire(one)
    sent = later.scene.thread[-1]
    assert (sent.content.text, sent.author, sent.reply_to) == ("your order is ready", RUI, 1)
    assert (later.now(one).state, later.now(one).seq) == (State.SENT, sent.seq)
    assert later.events() == ["schedule.created"]


def test_a_timer_that_comes_twice_sends_once(later: Later) -> None:
    one = later.say("once")
    later.scene.clock.tick(minutes=60)
    later.fire(one)
    later.fire(one)
    assert later.said() == ["once"]


def test_a_late_timer_still_sends(later: Later) -> None:
    one = later.say("better late")
    later.scene.clock.tick(days=2)
    later.fire(one)
    assert later.said() == ["better late"]


def test_a_waker_whose_clock_is_ahead_of_ours_is_believed(later: Later) -> None:
    """The timer is removed after it ran: a message left behind would never go out."""
    one = later.say("now")
    later.scene.clock.tick(minutes=59, seconds=59.5)
    later.fire(one)
    assert later.said() == ["now"]


def test_a_cancelled_one_never_goes_out(later: Later) -> None:
    one = later.say("never")
    later.cancel(one)
    later.cancel(one)  # a repeat is no error, and adds no line
    later.scene.clock.tick(minutes=61)
    later.fire(one)
    assert later.said() == []
    assert later.events() == ["schedule.created", "schedule.cancelled"]


def test_what_goes_out_cannot_be_cancelled_any_more(later: Later) -> None:
    one = later.say("gone")
    later.scene.clock.tick(minutes=60)
    later.fire(one)
    for late in (later.cancel, later.change):
        with pytest.raises(Conflict):
            late(one)


def test_one_that_is_being_sent_cannot_be_cancelled(later: Later) -> None:
    """Its sender died after claiming it; the timer's next delivery goes on."""
    one = later.say("claimed")
    claimed = replace(one, state=State.SENDING, version=1)
    assert later.store.replace(one, claimed)
    with pytest.raises(Conflict):
        later.cancel(one)
    later.scene.clock.tick(minutes=60)
    later.fire(one)
    assert later.said() == ["claimed"]


def test_a_message_cancelled_between_the_look_and_the_claim_is_not_sent(later: Later) -> None:
    one = later.say("raced")
    later.scene.clock.tick(minutes=60)

    def cancelled_meanwhile(head: object, content: Content) -> None:
        later.cancel(one)

    later.ports = replace(later.ports, check=cancelled_meanwhile)
    later.fire(one)
    assert later.said() == []
    assert later.now(one).state is State.CANCELLED


def test_those_of_one_conversation_go_out_in_order_whichever_timer_comes_first(
    later: Later,
) -> None:
    second, first, third = later.say("2", 60), later.say("1", 30), later.say("3", 90)
    later.scene.clock.tick(minutes=61)
    later.fire(second)
    assert later.said() == ["1", "2"]
    later.fire(first)
    assert later.said() == ["1", "2"]
    later.scene.clock.tick(minutes=61)
    later.fire(third)
    assert later.said() == ["1", "2", "3"]


def test_two_due_at_the_same_moment_go_out_as_they_were_written(later: Later) -> None:
    due = later.scene.clock() + timedelta(hours=1)
    written = []
    for words in ("a", "b", "c"):
        written.append(later.say(words, due_at=due))
        later.scene.clock.tick(seconds=1)
    later.scene.clock.now = due
    later.fire(written[2])
    assert later.said() == ["a", "b", "c"]


def test_not_if_they_reply_first(later: Later) -> None:
    quiet = later.say("still there?", unless_reply=True)
    anyway = later.say("news", 61)
    later.scene.clock.tick(minutes=5)
    later.scene.receive(later.scene.says("yes"))
    later.scene.clock.tick(minutes=60)
    later.fire(quiet)
    assert later.said() == ["news"]
    assert later.now(quiet).state is State.SKIPPED
    assert later.now(anyway).state is State.SENT
    assert later.events() == ["schedule.created", "schedule.created", "schedule.skipped"]


def test_words_from_before_it_was_written_count_as_no_reply(later: Later) -> None:
    one = later.say("still there?", unless_reply=True)
    later.scene.clock.tick(minutes=60)
    later.fire(one)
    assert later.said() == ["still there?"]


def test_the_channels_window_is_asked_when_it_goes_out() -> None:
    later = Later(kind="whatsapp")
    one = later.say("too late", 25 * 60)
    later.scene.clock.tick(hours=25)
    later.fire(one)
    failed = later.now(one)
    assert (failed.state, failed.code) == (State.FAILED, "window_closed")
    assert "24 hours" in failed.reason
    assert later.said() == []
    assert later.events()[-1] == "schedule.failed"
    later.fire(one)  # again, as after a death: nothing is told twice
    assert later.events().count("schedule.failed") == 1


def test_a_contact_who_writes_opens_the_window_again() -> None:
    later = Later(kind="whatsapp")
    one = later.say("in time", 25 * 60)
    later.scene.clock.tick(hours=20)
    later.scene.receive(later.scene.says("me again"), kind="whatsapp")
    later.scene.clock.tick(hours=5)
    later.fire(one)
    assert later.said() == ["in time"]


def test_one_that_failed_can_be_set_anew() -> None:
    later = Later(kind="whatsapp")
    one = later.say("hello", 25 * 60)
    later.scene.clock.tick(hours=25)
    later.fire(one)
    with pytest.raises(InvalidInput) as refused:
        later.change(later.now(one), content=text("hi"))
    assert refused.value.field == "due_at"
    later.scene.receive(later.scene.says("me again"), kind="whatsapp")
    again = later.change(later.now(one), due_at=later.scene.clock() + timedelta(minutes=1))
    assert (again.state, again.reason) == (State.WAITING, "")
    later.scene.clock.tick(minutes=1)
    later.fire(again)
    assert later.said() == ["hello"]


def test_a_change_moves_it_and_the_old_timer_does_nothing(later: Later) -> None:
    one = later.say("first words")
    due = later.scene.clock() + timedelta(hours=3)
    moved = later.change(one, content=text("better words"), due_at=due, zone="UTC")
    assert later.timers == [(one.due_at, one.id), (due, one.id)]
    later.scene.clock.tick(hours=1)
    later.fire(one)
    assert later.said() == []
    later.scene.clock.tick(hours=2)
    later.fire(moved)
    assert later.said() == ["better words"]


def test_the_same_request_twice_schedules_once(later: Later) -> None:
    one = later.say("once")
    later.scene.clock.tick(seconds=1)
    assert later.say("once") == one
    assert later.events() == ["schedule.created"]
    assert len(later.store.kept) == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"due_at": START}, "due_at"),
        ({"due_at": START - timedelta(days=1)}, "due_at"),
        ({"due_at": datetime(2026, 3, 3)}, "due_at"),
        ({"due_at": START + timedelta(days=400)}, "due_at"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": "../etc/passwd"}, "zone"),
        ({"zone": ""}, "zone"),
        ({"reply_to": 99}, "reply_to"),
    ],
)
def test_bad_input_is_refused_by_name(later: Later, more: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        later.say("x", **more)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert later.timers == []


def test_a_conversation_holds_so_many_and_no_more(later: Later) -> None:
    for number in range(service.MOST):
        later.say(f"{number}", 60 + number)
    with pytest.raises(InvalidInput):
        later.say("one more")


def test_an_edit_of_an_old_version_is_refused(later: Later) -> None:
    one = later.say("words")
    later.change(one, content=text("mine"))
    with pytest.raises(Conflict):
        later.change(one, content=text("yours"))
    assert later.now(one).content.text == "mine"


def test_another_accounts_are_not_found(later: Later) -> None:
    one = later.say("ours")
    theirs: Any = {"account_id": "acc2", "conversation_id": later.scene.head.id}
    with pytest.raises(NotFound):
        service.of_conversation(later.ports, **theirs)
    with pytest.raises(NotFound):
        service.cancel(later.ports, **theirs, id=one.id, actor=RUI)
    service.fire(later.ports, **theirs, id=one.id, due_at=one.due_at)
    assert later.now(one).state is State.WAITING


def test_the_list_shows_what_waits_and_what_failed_in_order(later: Later) -> None:
    far, near = later.say("far", 120), later.say("near", 60)
    cancelled = later.say("gone", 30)
    later.cancel(cancelled)
    shown = service.of_conversation(later.ports, **later.ids)
    assert [one.id for one in shown] == [near.id, far.id]


class Died(BaseException):
    """Nobody may catch it."""


@pytest.mark.parametrize("step", range(6))
@pytest.mark.parametrize("after", [False, True])
def test_a_death_at_any_step_is_finished_by_the_next_timer(step: int, after: bool) -> None:
    later = Later()
    one = later.say("survives")
    later.scene.clock.tick(minutes=60)
    whole, count = later.ports, 0

    def dying(call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            nonlocal count
            count += 1
            if count - 1 == step and not after:
                raise Died
            answer = call(*arguments)
            if count - 1 == step and after:
                raise Died
            return answer

        return run

    class Store:
        get = staticmethod(dying(whole.store.get))
        of_conversation = staticmethod(dying(whole.store.of_conversation))
        replace = staticmethod(dying(whole.store.replace))

    mortal = replace(
        whole,
        store=Store(),  # type: ignore[arg-type]
        head=dying(whole.head),
        check=dying(whole.check),
        post=dying(whole.post),
    )
    with pytest.raises(Died):
        service.fire(mortal, **later.ids, id=one.id, due_at=one.due_at)
    assert later.said() in ([], ["survives"])
    later.fire(one)
    assert later.said() == ["survives"]
    assert later.now(one).state is State.SENT


def test_a_file_that_the_channel_would_not_take_fails_with_the_reason(later: Later) -> None:
    order = Content(Kind.ORDER, "nobody sends this")
    one = later.say("x", content=order)
    later.scene.clock.tick(minutes=60)
    later.fire(one)
    assert later.now(one).state is State.FAILED
    assert later.now(one).reason


def test_a_conversation_under_heavy_traffic_is_tried_again(later: Later) -> None:
    one = later.say("patient")
    later.scene.clock.tick(minutes=60)

    def busy(schedule: Schedule) -> None:
        raise TryAgain("too many writers")

    later.ports, whole = replace(later.ports, post=busy), later.ports  # type: ignore[arg-type]
    with pytest.raises(TryAgain):
        later.fire(one)
    later.ports = whole
    later.fire(one)
    assert later.said() == ["patient"]
