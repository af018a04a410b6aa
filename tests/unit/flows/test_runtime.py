"""Flows that run in a conversation: begun, answered, waited, left; once, whatever is repeated."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.automation.model import Work
from chalicelib.conversations.botting import give_to_bot
from chalicelib.conversations.model import Status, Visibility
from chalicelib.flows.events import HttpAnswered
from tests.unit.conversations.scene import ACCOUNT, RUI
from tests.unit.flows.memory import Talk

pytestmark = pytest.mark.feature("6.7")


def graph(nodes: dict[str, tuple[str, dict[str, Any]]], *edges: str, **more: Any) -> dict[str, Any]:
    """nodes: id -> kind, data; the first begins. edges: "a.out>b"."""
    made = []
    for each in edges:
        source, _, rest = each.partition(".")
        port, _, target = rest.partition(">")
        made.append({"source": source, "port": port, "target": target})
    return {
        "start": next(iter(nodes)),
        "nodes": [{"id": id, "kind": kind, "data": data} for id, (kind, data) in nodes.items()],
        "edges": made,
        "triggers": [{"kind": "first_message"}],
        **more,
    }


ASK = {"text": "Your name?", "answer": "text", "variable": "name"}
GREETING = graph(
    {
        "hi": ("message", {"text": "Hello"}),
        "ask": ("question", ASK),
        "bye": ("message", {"text": "Thanks, {{ name }}"}),
        "hand": ("hand_off", {"to": "queue", "queue_id": "sales"}),
    },
    "hi.out>ask",
    "ask.out>bye",
    "bye.out>hand",
)


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


def _deaths(act: Callable[[Talk], None], prepare: Callable[[Talk], None]) -> list[tuple[str, Talk]]:
    whole = Talk()
    prepare(whole)
    begun = whole.calls
    act(whole)
    found = [("none", whole)]
    for number in range(begun + 1, whole.calls + 1):
        for after in (False, True):
            talk = Talk()
            prepare(talk)
            talk.die = (number, after)
            act(talk)
            assert talk.die is None, number
            found.append((f"{'after' if after else 'before'} {number}", talk))
    return found


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

    whole, *others = _deaths(lambda talk: talk.says(words[-1]), prepare)
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


WAITING = graph(
    {
        "hi": ("message", {"text": "One moment"}),
        "wait": ("wait", {"mode": "duration", "time": {"amount": 3, "unit": "hours"}}),
        "ask": ("question", ASK),
        "bye": ("message", {"text": "Thanks, {{ name }}"}),
        "z": ("end", {"outcome": "resolve"}),
    },
    "hi.out>wait",
    "wait.out>ask",
    "ask.out>bye",
    "bye.out>z",
)


def test_a_wait_ends_when_it_is_due_and_not_before(talk: Talk) -> None:
    talk.flow(WAITING)
    talk.says("hello")
    (due,) = [each for each in talk.timers if each[0] == "flow"]
    talk.fire("flow", due[2])  # early
    assert talk.said() == ["One moment"]
    talk.wait(hours=2)
    assert talk.said() == ["One moment"]
    talk.wait(hours=2)
    assert talk.said() == ["One moment", "Your name?"]
    talk.fire("flow", due[2])  # a second time
    assert talk.said() == ["One moment", "Your name?"]
    talk.says("Ann")
    assert talk.head.status is Status.RESOLVED
    assert talk.session.closed


def test_a_word_during_a_wait_is_kept_for_what_comes_after(talk: Talk) -> None:
    talk.flow(WAITING)
    talk.says("hello")
    talk.says("Ann")
    assert talk.said() == ["One moment"]
    talk.wait(hours=4)
    assert talk.said() == ["One moment", "Your name?", "Thanks, Ann"]


def test_an_hour_without_a_word_adds_up_what_was_counted(talk: Talk) -> None:
    flow = talk.flow(GREETING)
    talk.says("hello")
    assert talk.store.counts == {}
    talk.wait(minutes=40)
    talk.scene.receive(talk.scene.says("Ann"))  # not handled yet
    talk.wait(minutes=40)
    assert talk.store.counts[ACCOUNT, flow.id, 1]["hi r"] == 1
    talk.handle()
    counts = talk.store.counts[ACCOUNT, flow.id, 1]
    assert (counts["ask r"], counts["ask a"], counts["bye r"]) == (1, 1, 1)


HTTP = graph(
    {
        "wait": ("message", {"text": "Looking"}),
        "get": (
            "http",
            {
                "url": "https://shop.example/orders",
                "picks": [{"path": "state", "variable": "state"}],
            },
        ),
        "ok": ("message", {"text": "It is {{ state }}"}),
        "bad": ("message", {"text": "No answer"}),
        "ask": ("question", ASK),
        "hand": ("hand_off", {}),
    },
    "wait.out>get",
    "get.2xx>ok",
    "get.error>bad",
    "get.4xx>bad",
    "get.5xx>bad",
    "ok.out>ask",
    "bad.out>ask",
    "ask.out>hand",
)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (HttpAnswered(node="", status=200, body='{"state": "sent"}'), "It is sent"),
        (HttpAnswered(node="", status=500, body="oops"), "No answer"),
        (HttpAnswered(node="", error="timeout"), "No answer"),
        (HttpAnswered(node="", error="private"), "No answer"),
        (HttpAnswered(node="", error="too_large"), "No answer"),
    ],
)
def test_a_call_goes_on_by_its_answer(answer: HttpAnswered, said: str, talk: Talk) -> None:
    talk.answers = [answer]
    talk.flow(HTTP)
    talk.says("hello")
    assert talk.said() == ["Looking", said, "Your name?"]


def test_what_was_answered_is_not_called_again(talk: Talk) -> None:
    def prepare(talk: Talk) -> None:
        talk.answers = [HttpAnswered(node="", status=200, body='{"state": "sent"}')] * 3
        talk.flow(HTTP)

    whole, *others = _deaths(lambda talk: talk.says("hello"), prepare)
    assert len(whole[1].called) == 1
    for death, talk in others:
        assert talk.said() == ["Looking", "It is sent", "Your name?"], death
        assert len({key for _, key in talk.called}) == 1, death  # so the other side knows a repeat
        assert len(talk.called) <= 2, death


def test_facts_tags_notes_and_events_are_told(talk: Talk) -> None:
    talk.flow(
        graph(
            {
                "tag": ("tags", {"add": ["vip"]}),
                "fact": ("attribute", {"scope": "contact", "name": "plan", "value": "gold"}),
                "note": ("note", {"text": "Be kind"}),
                "tell": ("integration", {"action": "lead.captured"}),
                "ask": ("question", ASK),
                "hand": ("hand_off", {"to": "agent", "agent_id": "rui"}),
            },
            "tag.out>fact",
            "fact.out>note",
            "note.out>tell",
            "tell.ok>ask",
            "ask.out>hand",
        )
    )
    talk.says("hello")
    assert talk.head.tags == ("vip",)
    assert talk.facts == {"plan": "gold"}
    assert [action for action, _ in talk.emitted] == ["lead.captured"]
    (note,) = [each for each in talk.scene.thread if each.visibility is Visibility.NOTE]
    assert note.content.text == "Be kind"
    talk.says("Ann")
    assert talk.head.assignee_id == "rui"


def test_who_is_gone_gets_nothing(talk: Talk) -> None:
    talk.agents, talk.queues = set(), set()
    hand = ("hand_off", {"to": "agent", "agent_id": "rui"})
    talk.flow(graph({"hi": ("message", {"text": "Hi"}), "hand": hand}, "hi.out>hand"))
    talk.says("hello")
    head = talk.head
    assert (head.assignee_id, head.queue_id, head.bot_id) == ("", "", "")
    assert head.status is Status.OPEN


SURVEY = graph(
    {
        "s": ("survey", {"survey_id": "csat"}),
        "ask": ("question", ASK),
        "hand": ("hand_off", {}),
    },
    "s.out>ask",
    "s.no_answer>ask",
    "ask.out>hand",
)


def test_a_surveys_answers_are_the_surveys_and_then_the_flow_goes_on(talk: Talk) -> None:
    flow = talk.flow(SURVEY)
    talk.says("hello")
    assert talk.asked == ["csat"]
    talk.says("5")  # the survey's own reactor takes it
    assert talk.said() == []
    payload = {"conversation_id": talk.head.id, "flow_id": flow.id, "answered": "yes", "score": "5"}
    talk.fire("survey_ended", payload)
    talk.fire("survey_ended", payload)
    assert talk.said() == ["Your name?"]
    talk.says("Ann")
    assert talk.head.bot_id == ""


def test_a_survey_that_cannot_be_asked_does_not_stop_the_flow(talk: Talk) -> None:
    talk.surveys = False
    talk.flow(SURVEY)
    talk.says("hello")
    assert talk.said() == ["Your name?"]
