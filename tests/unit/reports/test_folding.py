"""What a thread tells: facts, whoever reads it and in whatever pieces."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.conversations import botting, rating
from chalicelib.conversations.changing import with_event
from chalicelib.conversations.model import Author, AuthorKind, Status
from chalicelib.conversations.saying import say
from chalicelib.reports import codec
from chalicelib.reports.folding import fold, merged
from chalicelib.reports.model import Fact, State, is_of
from chalicelib.shared.content import Content, Kind, text
from chalicelib.tags.model import Tagging
from tests.unit.conversations.scene import RUI, Scene
from tests.unit.reports.fakes import rules

pytestmark = pytest.mark.feature("10")


def told(scene: Scene, *promised: str) -> list[Fact]:
    return fold(State(), scene.thread, rules(*promised))[1]


def by_name(facts: list[Fact]) -> dict[str, Fact]:
    return {fact.name: fact for fact in facts}


def later(scene: Scene, **amount: float) -> None:
    scene.clock.tick(**amount)


def test_a_plain_conversation_tells_its_volumes_and_times() -> None:
    scene = Scene()
    scene.receive(scene.says("Hello"))
    later(scene, minutes=1)
    scene.receive(scene.says("Anybody?"))
    later(scene, minutes=2)
    scene.post("Here I am")
    later(scene, minutes=10)
    scene.post("Still here")
    scene.change(status=Status.RESOLVED)
    facts = by_name(told(scene))
    assert (facts["in"].n, facts["out"].n, facts["opened"].n) == (2, 2, 1)
    assert (facts["first"].seconds, facts["first"].working) == (180, 90)
    assert facts["reply"].seconds == 180
    assert (facts["resolved"].seconds, facts["resolved"].agent_id) == (780, "rui")
    assert "started" not in facts
    assert "bot_resolved" not in facts


def test_what_an_invitation_brings_is_its_own_from_its_line_until_it_comes_back() -> None:
    scene = Scene()
    scene.receive(scene.says("Yes, please"))
    for _ in range(2):  # told again, it is one
        with_event(
            scene.ports,
            scene.head,
            actor=Author(AuthorKind.SYSTEM),
            event="invitation.answered",
            data={"name": "Help?", "invitation_id": "i1"},
            dedup="invitation:i1",
            at=scene.clock(),
            patch=lambda head: head,
        )
    later(scene, minutes=3)
    scene.post("With pleasure")
    scene.change(status=Status.RESOLVED)
    scene.change(status=Status.OPEN)
    later(scene, minutes=3)
    scene.change(status=Status.RESOLVED)
    facts = told(scene)
    mine = [fact.name for fact in facts if fact.invitation_id == "i1"]
    assert sorted(mine) == ["first", "invited", "out", "reply", "resolved"]
    assert [fact.seconds for fact in facts if fact.name == "first"] == [180]
    assert sum(is_of(fact, "c", "invitation", "i1") for fact in facts) == 5
    assert codec.facts(codec.facts_data(facts)) == facts


def test_each_wait_is_a_reply_and_only_the_first_is_first() -> None:
    scene = Scene()
    for minutes in (1, 5):
        scene.receive(scene.says(f"Question {minutes}"))
        later(scene, minutes=minutes)
        scene.post(f"Answer {minutes}")
    facts = told(scene)
    assert [each.seconds for each in facts if each.name == "reply"] == [60, 300]
    assert [each.seconds for each in facts if each.name == "first"] == [60]


def test_a_flows_time_is_told_apart_and_people_owe_a_reply_from_the_hand_over() -> None:
    scene = Scene()
    scene.receive(scene.says("Hello"))
    later(scene, seconds=2)
    say(scene.ports, scene.head, text("I am a bot"), dedup="b1", name="Flow", author_id="f1")
    later(scene, minutes=4)
    scene.receive(scene.says("A person, please"))
    later(scene, minutes=1)
    with_event(
        scene.ports,
        scene.head,
        actor=Author(AuthorKind.BOT, "f1"),
        event="bot.handed_off",
        data={"flow_id": "f1", "queue_id": "sales"},
        dedup="off",
        at=scene.clock(),
        patch=lambda head: head,
    )
    later(scene, minutes=3)
    scene.post("Good morning")
    later(scene, minutes=6)
    scene.change(status=Status.RESOLVED)
    facts = by_name(told(scene))
    assert facts["said"].flow_id == "f1"
    assert (facts["first"].seconds, facts["first"].queue_id) == (180, "sales")
    assert facts["bot"].seconds == 302
    assert facts["handed_off"].flow_id == "f1"
    assert facts["resolved"].seconds == 302 + 180 + 360
    assert facts["resolved"].flow_id == "f1"
    assert "bot_resolved" not in facts


def test_what_a_flow_resolves_alone_is_handled_by_a_bot() -> None:
    scene = Scene()
    scene.receive(scene.says("Opening hours?"))
    botting.give_to_bot(
        scene.ports,
        account_id=scene.head.account_id,
        conversation_id=scene.head.id,
        actor=RUI,
        bot_id="f1",
        name="Flow",
    )
    say(scene.ports, scene.head, text("From nine"), dedup="b1", name="Flow", author_id="f1")
    later(scene, minutes=1)
    scene.change(status=Status.RESOLVED, actor=Author(AuthorKind.BOT, "f1"))
    facts = by_name(told(scene))
    assert facts["bot_resolved"].flow_id == "f1"
    assert (facts["resolved"].seconds, facts["bot"].seconds) == (60, 60)
    assert "first" not in facts


def test_time_put_aside_is_idle_and_a_snooze_is_no_reopening() -> None:
    scene = Scene()
    scene.receive(scene.says("Tomorrow"))
    scene.post("Sure")
    scene.change(status=Status.SNOOZED, snoozed_until=scene.clock() + timedelta(days=1))
    later(scene, hours=5)
    scene.receive(scene.says("Now, rather"))
    later(scene, hours=1)
    scene.change(status=Status.RESOLVED)
    facts = by_name(told(scene))
    assert facts["idle"].seconds == 5 * 3600
    assert facts["resolved"].seconds == 6 * 3600
    assert "reopened" not in facts


def test_a_reopened_conversation_is_resolved_again_from_its_reopening() -> None:
    scene = Scene()
    scene.receive(scene.says("One"))
    scene.post("Done")
    scene.change(status=Status.RESOLVED)
    later(scene, hours=2)
    scene.receive(scene.says("Not quite"))
    later(scene, minutes=7)
    scene.post("Now")
    scene.change(status=Status.RESOLVED)
    facts = told(scene)
    assert [each.seconds for each in facts if each.name == "resolved"] == [0, 420]
    assert sum(each.name == "reopened" for each in facts) == 1
    assert [each.seconds for each in facts if each.name == "reply"] == [0, 420]
    assert sum(each.name == "first" for each in facts) == 1


def test_who_had_it_where_it_was_and_what_it_was_tagged_with() -> None:
    scene = Scene()
    scene.receive(scene.says("Hello"))
    later(scene, minutes=3)
    scene.change(queue_id="sales")
    scene.change(assignee_id="rui")
    tags = (("t1", "VIP"), ("t2", "Late"))
    scene.change(tags=Tagging(names=tags, add=("t1", "t2")))
    scene.change(tags=Tagging(names=tags, remove=("t2",)))
    scene.change(status=Status.RESOLVED)
    facts = by_name(told(scene))
    assert (facts["taken"].seconds, facts["taken"].agent_id) == (180, "rui")
    assert facts["tagged"].tags == ("t1", "t2")
    resolved = facts["resolved"]
    assert (resolved.agent_id, resolved.queue_id, resolved.tags) == ("rui", "sales", ("t1",))


def test_a_promise_is_kept_unless_it_was_told_to_be_broken() -> None:
    kept = Scene()
    kept.receive(kept.says("Hello"))
    kept.post("Hi")
    assert sum(each.name == "kept" for each in told(kept, "first_reply")) == 1
    assert not [each for each in told(kept) if each.name == "kept"]
    late = Scene()
    late.receive(late.says("Hello"))
    with_event(
        late.ports,
        late.head,
        actor=Author(AuthorKind.SYSTEM),
        event="sla.breached",
        data={"target": "first_reply"},
        dedup="late",
        at=late.clock(),
        patch=lambda head: head,
    )
    late.post("Hi")
    late.change(status=Status.RESOLVED)
    names = [each.name for each in told(late, "first_reply", "resolution")]
    assert (names.count("broken"), names.count("kept")) == (1, 1), "the end was in time"


def test_a_rating_that_is_changed_counts_once() -> None:
    scene = Scene()
    scene.receive(scene.says("Hello"))
    for score in (2, 5):
        rating.rate(
            scene.ports,
            account_id=scene.head.account_id,
            conversation_id=scene.head.id,
            score=score,
        )
    facts = told(scene)
    assert sum(each.n for each in facts if each.name == "rated") == 1
    assert sum(each.n for each in facts if each.name == "stars") == 5


def test_what_an_agent_begins_is_started_and_waits_for_nobody() -> None:
    scene = Scene()
    scene.receive(scene.says("x"))
    opening = scene.thread[0]
    thread = [replace(opening, author=RUI)]
    facts = by_name(fold(State(), thread, rules("first_reply"))[1])
    assert {"opened", "started", "out"} == set(facts)


def test_words_of_the_blocked_and_notes_count_nothing() -> None:
    scene = Scene()
    scene.receive(scene.says("Hello"))
    first = scene.thread[0]
    muted = replace(first, muted=True, content=Content(kind=Kind.TEXT, text="<script>"))
    assert fold(State(), [muted], rules())[1] == []


@given(cuts=st.sets(st.integers(1, 25)))
def test_a_thread_tells_the_same_in_whatever_pieces(cuts: set[int]) -> None:
    thread = _busy().thread
    whole = fold(State(), thread, rules("first_reply"))
    state, facts = State(), []
    places = sorted({0, *(cut for cut in cuts if cut < len(thread)), len(thread)})
    for start, end in pairwise(places):
        overlap = max(start - 2, 0)  # what comes again changes nothing
        state, more = fold(state, thread[overlap:end], rules("first_reply"))
        facts += more
    assert state == whole[0]
    assert sorted(map(repr, merged(facts))) == sorted(map(repr, whole[1]))


_made: list[Scene] = []


def _busy() -> Scene:
    if not _made:
        scene = Scene()
        for number in range(3):
            scene.receive(scene.says(f"Question {number}"))
            scene.clock.tick(seconds=50)
            scene.change(assignee_id="rui")
            scene.post(f"Answer {number}")
            scene.clock.tick(seconds=500)
            scene.receive(scene.says(f"Thanks {number}"))
            scene.change(assignee_id="")
            scene.change(status=Status.RESOLVED)
            scene.clock.tick(seconds=5000)
        _made.append(scene)
    return _made[0]
