"""What a running flow waits for and does outside: time, answers of others, facts, surveys."""

from __future__ import annotations

import pytest

from chalicelib.conversations.model import Status, Visibility
from chalicelib.flows.events import HttpAnswered
from tests.unit.conversations.scene import ACCOUNT
from tests.unit.flows.drawn import ASK, GREETING, HTTP, SURVEY, WAITING, deaths, graph
from tests.unit.flows.memory import Talk

pytestmark = pytest.mark.feature("6.7")


@pytest.fixture
def talk() -> Talk:
    return Talk()


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


def test_words_whose_handling_was_given_up_are_answered_when_it_is_looked_after(
    talk: Talk,
) -> None:
    talk.flow(GREETING)
    talk.says("hello")
    talk.scene.clock.tick(seconds=5)
    talk.scene.receive(talk.scene.says("Ann"))
    talk.told = len(talk.scene.store.announced)  # it lies in the dead letters
    (look,) = [each for each in talk.timers if each[0] == "flow_look"]
    talk.wait(minutes=61)
    assert talk.said() == ["Hello", "Your name?", "Thanks, Ann"]
    talk.fire(look[0], look[2])  # a second time
    assert talk.said() == ["Hello", "Your name?", "Thanks, Ann"]


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

    whole, *others = deaths(lambda talk: talk.says("hello"), prepare)
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


def test_a_surveys_answers_are_the_surveys_and_then_the_flow_goes_on(talk: Talk) -> None:
    talk.flow(SURVEY)
    talk.says("hello")
    assert talk.asked == ["csat"]
    talk.says("5")  # the survey's own reactor takes it
    assert talk.said() == []
    for _ in range(2):
        talk.survey_ended(answered="yes", score="5")
    assert talk.said() == ["Your name?"]
    talk.says("Ann")
    assert talk.head.bot_id == ""


def test_a_survey_that_cannot_be_asked_does_not_stop_the_flow(talk: Talk) -> None:
    talk.surveys = False
    talk.flow(SURVEY)
    talk.says("hello")
    assert talk.said() == ["Your name?"]


def test_a_flow_that_waits_no_longer_for_a_survey_takes_the_next_words(talk: Talk) -> None:
    flow = talk.flow(SURVEY)
    talk.says("hello")
    talk.wait(hours=25)
    assert talk.given_up == [flow.id]
    assert talk.said() == ["Your name?"]
    talk.says("5")
    assert talk.head.bot_id == ""


def test_the_end_of_another_asking_ends_no_wait(talk: Talk) -> None:
    flow = talk.flow(SURVEY)
    talk.says("hello")
    for told in ("", "another"):
        payload = {"conversation_id": talk.head.id, "flow_id": flow.id, "asking_id": told}
        talk.fire("survey_ended", payload)
    assert talk.said() == []
