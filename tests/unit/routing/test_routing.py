"""Conversations and the people for them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.automation.model import Work
from chalicelib.conversations.model import Status
from chalicelib.routing.model import Strategy
from tests.unit.routing.fakes import ACME, Office

pytestmark = pytest.mark.feature("4.2")


def office(*agents: str, **rules: Any) -> Office:
    made = Office(**{"offer_seconds": 0, **rules})
    for agent in agents:
        made.agent(agent)
    return made


def test_a_conversation_in_the_queue_is_offered_and_accepted() -> None:
    here = office("ana", offer_seconds=30)
    here.arrive("c1")
    assert here.head("c1").offered_to == "ana"
    here.accept("c1")
    assert (here.owners("c1"), here.head("c1").offered_to) == (["ana"], "")
    here.wait(minutes=5)
    assert here.owners("c1") == ["ana"]


def test_who_declines_is_passed_over_and_the_next_is_asked() -> None:
    here = office("ana", "bea", offer_seconds=30)
    here.arrive("c1")
    first = here.owners("c1")[0]
    here.decline("c1")
    assert here.owners("c1") != [first]
    assert here.owners("c1") != [""]


def test_an_offer_that_nobody_answers_goes_round() -> None:
    here = office("ana", "bea", offer_seconds=30)
    here.arrive("c1")
    asked = []
    for _ in range(3):
        asked.append(here.owners("c1")[0])
        here.wait(seconds=31)
    assert asked == ["ana", "bea", ""]
    here.wait(minutes=3)
    assert (
        here.events("c1").count("conversation.assigned") > 2
    )  # after a while they are asked again


def test_nobody_gets_more_than_he_can_and_the_oldest_comes_first() -> None:
    here = office()
    here.agent("ana", capacity=2)
    for number in range(4):
        here.arrive(f"c{number}")
    assert here.owners("c0", "c1", "c2", "c3") == ["ana", "ana", "", ""]
    here.resolve("c0")
    assert here.owners("c2", "c3") == ["ana", ""]
    here.change("c1", status=Status.SNOOZED, snoozed_until=here.clock.now + timedelta(hours=1))
    assert here.owners("c3") == ["ana"]


def test_who_comes_gets_what_waits_and_who_is_busy_does_not() -> None:
    here = office()
    here.agent("ana", shown="offline")
    here.arrive("c1")
    here.show("ana", "busy")
    assert here.owners("c1") == [""]
    here.show("ana", "online")
    assert here.owners("c1") == ["ana"]


def test_what_he_has_by_hand_counts() -> None:
    here = office()
    here.agent("ana", capacity=1)
    here.arrive("own", queue="")
    here.change("own", assignee_id="ana")
    here.arrive("c1")
    assert here.owners("c1") == [""]
    here.change("own", assignee_id="")
    assert here.owners("c1") == ["ana"]


def test_conversations_that_he_had_before_routing_was_switched_on_count() -> None:
    here = office()
    here.queue("sales", strategy=Strategy.MANUAL)
    here.agent("ana", capacity=1)
    here.arrive("old")
    here.change("old", assignee_id="ana")
    here.queue("sales", ("ana",), offer_seconds=0)
    here.arrive("new")
    assert here.owners("new") == [""]


def test_one_of_these_that_ends_makes_room_at_once() -> None:
    here = office()
    here.queue("other", strategy=Strategy.MANUAL)
    here.queue("sales", strategy=Strategy.MANUAL)
    here.agent("ana", capacity=1)
    here.arrive("old", "other")
    here.change("old", assignee_id="ana")
    here.queue("sales", ("ana",), offer_seconds=0)
    here.arrive("new")
    assert here.owners("new") == [""]
    here.resolve("old")
    assert here.owners("new") == ["ana"]


def test_switching_it_on_takes_care_of_those_who_wait_already() -> None:
    here = office()
    here.queue("sales", strategy=Strategy.MANUAL)
    here.agent("ana")
    here.arrive("c1")
    assert here.owners("c1") == [""]
    here.queue("sales", ("ana",), offer_seconds=0)
    here.work.append(
        Work("account", ACME, "", name="queue", payload={"queue_id": "sales", "all": "1"})
    )
    here.settle()
    assert here.owners("c1") == ["ana"]


def test_what_a_bot_has_is_left_to_it() -> None:
    here = office("ana")
    here.arrive("c1", settle=False)
    head = here.head("c1")
    from dataclasses import replace

    here.talks.update_head(
        head, replace(head, bot_id="flow", status=Status.PENDING, version=1), announce=True
    )
    here.settle()
    assert here.owners("c1") == [""]
    assert here.store.waiting(ACME, "sales", 9) == []


def test_an_agent_who_is_gone_too_long_gives_his_conversations_back() -> None:
    here = office("ana", grace_seconds=60)
    here.arrive("c1")
    here.show("ana", "offline")
    here.wait(seconds=59)
    assert here.owners("c1") == ["ana"]
    here.wait(seconds=2)
    assert here.owners("c1") == [""]
    assert here.events("c1")[-1] == "conversation.given_back"
    here.agent("bea")
    here.show("bea", "online")
    assert here.owners("c1") == ["bea"]


def test_who_comes_back_in_time_keeps_them() -> None:
    here = office("ana", grace_seconds=60)
    here.arrive("c1")
    here.show("ana", "offline")
    here.wait(seconds=40)
    here.show("ana", "online")
    here.wait(seconds=40)
    assert here.owners("c1") == ["ana"]
    here.show("ana", "offline")
    here.wait(seconds=40)  # the first absence's timer is no reason
    assert here.owners("c1") == ["ana"]
    here.wait(seconds=30)
    assert here.owners("c1") == [""]


def test_a_grace_of_nothing_never_takes_anything_away() -> None:
    here = office("ana", grace_seconds=0)
    here.arrive("c1")
    here.show("ana", "offline")
    here.wait(hours=9)
    assert here.owners("c1") == ["ana"]


def test_a_snoozed_one_comes_back_to_its_agent_if_he_is_there_else_to_the_queue() -> None:
    here = office("ana", "bea")
    here.arrive("c1")
    here.arrive("c2")
    until = here.clock.now + timedelta(hours=1)
    for name in ("c1", "c2"):
        here.change(name, status=Status.SNOOZED, snoozed_until=until)
    gone = here.owners("c2")[0]
    here.show(gone, "offline")
    here.wait(hours=2)
    stays = here.owners("c1")[0]
    assert stays != gone
    assert here.owners("c1", "c2") == [stays, stays]


def test_who_served_the_contact_last_is_preferred() -> None:
    here = office("ana", "bea")
    here.before["contact-c1"] = "bea"
    here.arrive("c1")
    assert here.owners("c1") == ["bea"]


def test_after_too_long_it_goes_to_another_queue_and_keeps_its_place() -> None:
    here = office(overflow_to="help", overflow_minutes=5)
    here.queue("help", offer_seconds=0)
    here.agent("zoe", "help", capacity=1)
    here.arrive("h0", "help")
    here.arrive("c1")
    here.wait(minutes=4)
    here.arrive("h1", "help")
    assert here.head("c1").queue_id == "sales"
    here.wait(minutes=2)
    assert here.head("c1").queue_id == "help"
    here.resolve("h0")
    assert here.owners("c1", "h1") == ["zoe", ""]


def test_two_queues_that_overflow_into_each_other_play_no_ping_pong() -> None:
    here = office(overflow_to="help", overflow_minutes=1)
    here.queue("help", overflow_to="sales", overflow_minutes=1, offer_seconds=0)
    here.arrive("c1")
    here.wait(minutes=30)
    assert here.events("c1").count("conversation.overflowed") <= 1


@pytest.mark.feature("4.4")
def test_every_assignment_says_why() -> None:
    here = office("ana", "bea")
    here.agent("off", shown="offline")
    here.arrive("c1")
    line = next(m for m in here.lines("c1") if m.content.event == "conversation.assigned")
    told = json.loads((line.content.data or {})["why"])
    assert told["why"] == "turn"
    assert [row[:2] for row in told["agents"]] == [
        ["ana", "chosen"],
        ["bea", "free"],
        ["off", "away"],
    ]


@pytest.mark.feature("4.3")
def test_the_contact_hears_where_he_stands_and_again_only_when_it_is_better() -> None:
    here = office(tell_position=True)
    here.agent("ana", capacity=1)
    for name in ("c0", "c1", "c2"):
        here.arrive(name)
    assert [(id, kind) for id, kind, _ in here.said] == [("c1", "first"), ("c2", "place")]
    here.wait(minutes=5)
    assert len(here.said) == 2  # nothing has changed
    here.resolve("c0")
    here.wait(minutes=1)
    assert here.said[-1] == ("c2", "first", {"place": "1", "minutes": "1"}) or (
        here.said[-1][:2] == ("c2", "first")
    )


def test_repeats_of_any_work_change_nothing() -> None:
    here = office("ana", "bea", offer_seconds=30)
    for name in ("c1", "c2", "c3"):
        here.arrive(name)
    before = (dict(here.talks.heads_by_key), dict(here.store.held), len(here.lines("c1")))
    for name in ("c1", "c2", "c3", "c1"):
        here.work.append(Work("conversation", ACME, name))
        here.work.append(Work("timer", ACME, name, name="route"))
    here.settle()
    assert (here.talks.heads_by_key, here.store.held, len(here.lines("c1"))) == before


def test_a_place_that_a_dead_work_left_behind_is_freed_when_it_is_missing() -> None:
    here = office()
    here.agent("ana", capacity=1)
    here.store.start(ACME, "ana", {"ghost": here.clock.now})
    here.arrive("c1")
    assert here.owners("c1") == [""]
    here.wait(minutes=5)
    assert here.owners("c1") == ["ana"]


def test_who_left_the_account_gets_nothing() -> None:
    here = office()
    here.agent("ana", active=False)
    here.arrive("c1")
    assert here.owners("c1") == [""]
