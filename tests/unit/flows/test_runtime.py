"""Flows that run in a conversation: begun, answered, waited, left; once, whatever is repeated."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.automation.model import Work
from chalicelib.conversations.botting import give_to_bot
from chalicelib.conversations.model import Status
from tests.unit.conversations.scene import ACCOUNT, RUI
from tests.unit.flows.drawn import GREETING, deaths, graph
from tests.unit.flows.memory import Talk

pytestmark = pytest.mark.feature("6.7")


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_a_flow_takes_the_first_word_asks_and_hands_over_what_it_learned(talk: Talk) -> None:
    flow = talk.flow(GREETING)
    talk.says("hello")
    assert talk.said() == ["Hello", "Your name?"]
    assert (talk.head.bot_id, talk.head.status) == (flow.id, Status.PENDING)
    talk.says("Ann")
    assert talk.said()[2:] == ["Thanks, Ann"]
    head = talk.head
    assert (head.bot_id, head.status, head.queue_id) == ("", Status.OPEN, "sales")
    assert head.waiting_since == talk.scene.clock()
    data = talk.scene.thread[-1].content.data or {}
    assert (data["flow"], data["queue_id"], data["reason"]) == ("Welcome", "sales", "hand_off")
    assert json.loads(data["learned"]) == {"name": "Ann"}
    talk.says("are you there?")
    assert len(talk.said()) == 3
    talk.scene.verify()


def test_an_account_without_flows_reads_nothing_of_them(talk: Talk) -> None:
    talk.says("hello")
    assert talk.calls == 0


def _end(talk: Talk) -> Any:
    head = talk.head
    return (
        talk.scene.words(),
        bool(head.bot_id),
        head.status,
        head.queue_id,
        head.seq,
        talk.session.outcome,
        list(talk.store.counts.values()),  # flows' ids are drawn
    )


@pytest.mark.parametrize("words", [["hello"], ["hello", "Ann"]])
def test_killed_at_every_call_it_ends_the_same(words: list[str]) -> None:
    def prepare(talk: Talk) -> None:
        talk.flow(GREETING)
        for each in words[:-1]:
            talk.says(each)

    whole, *others = deaths(lambda talk: talk.says(words[-1]), prepare)
    assert len(others) >= 8
    for death, talk in others:
        expected = _end(whole[1])
        if talk.session.outcome == "taken_over":  # died between the head and the session
            expected = (*expected[:5], *_end(talk)[5:])
        assert _end(talk) == expected, death
        talk.scene.verify()


def test_work_that_comes_again_late_or_out_of_order_changes_nothing(talk: Talk) -> None:
    talk.flow(GREETING)
    talk.says("hello")
    talk.says("Ann")
    before = _end(talk)
    for seq in (4, 1, 4):
        talk.deliver(Work("message", ACCOUNT, talk.head.id, seq=seq))
    for version in range(3):
        talk.deliver(Work("conversation", ACCOUNT, talk.head.id, version=version))
    assert _end(talk) == before


def test_words_that_came_while_it_answered_are_dealt_with_next(talk: Talk) -> None:
    talk.flow(GREETING)
    scene = talk.scene
    scene.receive(scene.says("hello"), scene.says("Ann"), automation=talk.automation)
    talk.handle()
    assert talk.said() == ["Hello", "Your name?", "Thanks, Ann"]


def test_the_opening_alone_begins_the_flow_if_its_words_work_came_too_early(talk: Talk) -> None:
    talk.flow(GREETING)
    scene = talk.scene
    scene.receive(scene.says("hello"), automation=talk.automation)
    talk.deliver(Work("conversation", ACCOUNT, talk.head.id, version=0))
    assert talk.said() == ["Hello", "Your name?"]
    talk.handle()
    assert talk.said() == ["Hello", "Your name?"]


def test_a_conversation_stays_on_the_version_it_began_with(talk: Talk) -> None:
    flow = talk.flow(GREETING)
    talk.says("hello")
    other = graph({"hi": ("message", {"text": "New"}), "z": ("end", {})}, "hi.out>z")
    other["triggers"] = [{"kind": "first_message"}]
    talk.redraw(flow.id, other, 1)
    talk.says("Ann")
    assert talk.said()[-1] == "Thanks, Ann"


@pytest.mark.parametrize("how", ["takes", "answers", "resolves"])
def test_a_person_who_takes_over_ends_it(how: str, talk: Talk) -> None:
    talk.flow(GREETING)
    talk.says("hello")
    if how == "takes":
        talk.scene.change(assignee_id="rui")
    elif how == "answers":
        talk.scene.post("I am Rui")
    else:
        talk.scene.change(status=Status.RESOLVED)
    talk.handle()
    assert talk.session.outcome == "taken_over"
    assert talk.store.counts[ACCOUNT, talk.session.flow_id, 1]["ask d"] == 1
    before = talk.said()
    if how != "resolves":
        talk.says("Ann")
        assert talk.said() == before


def test_it_begins_anew_once_the_conversation_was_resolved_and_comes_back(talk: Talk) -> None:
    talk.flow(GREETING)
    talk.says("hello")
    talk.says("Ann")
    talk.scene.change(status=Status.RESOLVED)
    talk.handle()
    talk.says("again")
    assert talk.said()[-2:] == ["Hello", "Your name?"]
    assert talk.head.bot_id


def test_a_conversation_that_somebody_has_is_left_alone(talk: Talk) -> None:
    talk.says("hello")
    talk.scene.change(assignee_id="rui")
    talk.flow({**GREETING, "triggers": [{"kind": "every_message"}]})
    talk.says("more")
    assert talk.said() == []


def test_a_keyword_begins_it_and_other_words_do_not(talk: Talk) -> None:
    trigger = {"kind": "keyword", "words": ["menu"], "match": "word"}
    talk.flow({**GREETING, "triggers": [trigger]})
    talk.says("hello")
    assert talk.said() == []
    talk.says("the MENU please")
    assert talk.said() == ["Hello", "Your name?"]


def test_a_tag_that_an_agent_puts_on_begins_it(talk: Talk) -> None:
    from chalicelib.tags.model import Tagging
    from tests.unit.flows.memory import TAGS

    talk.flow({**GREETING, "triggers": [{"kind": "tag", "tag_ids": ["vip"]}]})
    talk.says("hello")
    talk.scene.change(tags=Tagging(TAGS, ("late",)))
    talk.handle()
    assert talk.said() == []
    talk.scene.change(tags=Tagging(TAGS, ("vip",)))
    talk.handle()
    assert talk.said() == ["Hello", "Your name?"]
    assert talk.head.bot_id


def test_an_agent_gives_it_to_the_bot_whose_words_then_count(talk: Talk) -> None:
    flow = talk.flow({**GREETING, "triggers": []})
    talk.says("hello")
    talk.scene.on(give_to_bot, actor=RUI, bot_id=flow.id, name="Welcome", client_id="c")
    talk.scene.receive(talk.scene.says("Ann"))
    talk.handle()
    assert talk.said() == ["Hello", "Your name?", "Thanks, Ann"]


@pytest.mark.parametrize("known", ["nothing", "a draft"])
def test_a_flow_published_a_moment_ago_takes_what_it_is_given(talk: Talk, known: str) -> None:
    """Another process keeps the account's flows for seconds, as they were before."""
    flow = talk.flow({**GREETING, "triggers": []})
    before = [] if known == "nothing" else [replace(flow, published=0)]
    talk.ports = replace(talk.ports, flows=lambda account_id: before)
    talk.says("hello")
    talk.scene.on(give_to_bot, actor=RUI, bot_id=flow.id, name="Welcome", client_id="c")
    talk.handle()
    assert talk.said() == ["Hello", "Your name?"]
    assert talk.head.bot_id == flow.id


def test_a_flow_that_is_not_there_gives_the_conversation_to_people(talk: Talk) -> None:
    talk.says("hello")
    talk.scene.on(give_to_bot, actor=RUI, bot_id="gone", name="Gone", client_id="c")
    talk.handle()
    assert (talk.head.bot_id, talk.head.status) == ("", Status.OPEN)
    assert (talk.scene.thread[-1].content.data or {})["reason"] == "flow"


def test_a_session_that_cannot_be_read_gives_the_conversation_to_people(talk: Talk) -> None:
    talk.flow({**GREETING, "fallback": {"queue_id": "sales"}})
    talk.says("hello")
    key = (ACCOUNT, talk.head.id)
    talk.store.sessions[key] = replace(talk.session, state='{"nonsense": 1}')
    talk.says("Ann")
    assert (talk.head.bot_id, talk.head.queue_id) == ("", "sales")
    assert talk.session.outcome == "failed"
    talk.says("anybody?")
    assert talk.lines().count("bot.handed_off") == 1
