"""A survey at the end of a conversation: asked, answered, changed, and never in the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.conversations.model import Status
from chalicelib.shared.content import Content, Kind
from chalicelib.shared.errors import Conflict
from chalicelib.surveys.model import Kind as QuestionKind
from chalicelib.surveys.model import Outcome, Question, Rule, State
from tests.unit.surveys.fakes import CSAT, SURVEY, Deadly, Talk

pytestmark = pytest.mark.feature("7")
NO_WORDS = replace(SURVEY, comment=False)


def closed(kind: str = "telegram", **more: object) -> Talk:
    talk = Talk(kind=kind, surveys=(replace(NO_WORDS, **more),))  # type: ignore[arg-type]
    talk.closes()
    return talk


@pytest.mark.parametrize("kind", ["telegram", "whatsapp", "website"])
@pytest.mark.parametrize(
    "answer", ["button", "4", "4/5", "nota 4", "good", "Bom!", "⭐⭐⭐⭐", "🙂"]
)
def test_an_answer_by_button_number_word_or_sign_counts_once(kind: str, answer: str) -> None:
    talk = closed(kind)
    assert talk.head.survey_id
    if answer == "button":
        talk.presses("Good")
    else:
        talk.hears(answer)
    assert talk.asking.answers == {"q1": "4"}
    assert talk.asking.state is State.DONE
    assert talk.head.status is Status.RESOLVED  # an answer opens nothing
    assert talk.head.waiting_since is None
    assert talk.counted() == {"asked": 1, "answered": 1, "q:q1:4": 1}
    assert talk.bot_said[1:] == ["Thank you for your answer."]
    assert talk.events.count("survey.answered") == 1


def test_the_same_answer_twice_is_one_result() -> None:
    talk = closed()
    talk.presses("Good", id="first")
    talk.presses("Good", id="second")
    talk.hears("4", id="third")
    talk.hears("4", id="third")
    assert talk.counted() == {"asked": 1, "answered": 1, "q:q1:4": 1}
    assert talk.events.count("survey.changed") == 0
    assert talk.head.status is Status.RESOLVED


@pytest.mark.parametrize("second", ["button", "2", "ruim"])
def test_another_answer_takes_the_first_ones_place(second: str) -> None:
    talk = closed()
    offered = talk.last_options()
    talk.presses("Great")
    if second == "button":
        talk.presses("🙁 Bad", of=offered)
    else:
        talk.hears(second)
    assert talk.asking.answers == {"q1": "2"}
    assert [(past.question_id, past.value) for past in talk.asking.history] == [("q1", "5")]
    assert talk.counted() == {"asked": 1, "answered": 1, "q:q1:2": 1}
    assert talk.events.count("survey.changed") == 1
    assert talk.head.status is Status.RESOLVED


def test_an_hour_after_the_end_a_number_is_a_message_like_any_other() -> None:
    talk = closed()
    talk.hears("5")
    talk.passes(minutes=61)
    assert not talk.head.survey_id
    talk.hears("2")
    assert talk.asking.answers == {"q1": "5"}
    assert talk.head.status is Status.OPEN


def test_a_wrong_answer_is_asked_again_once_and_then_is_a_message() -> None:
    talk = closed()
    talk.hears("11")
    assert talk.bot_said[-1].startswith("Sorry, that is not one of the answers.")
    assert talk.status == "resolved"
    talk.hears("12")
    assert talk.status == "open"
    assert not talk.head.survey_id
    assert talk.counted() == {"asked": 1}
    talk_again = closed()
    talk_again.hears("11")
    talk_again.hears("3")
    assert talk_again.asking.answers == {"q1": "3"}


@pytest.mark.parametrize(
    "words", ["Where is my order?", "hello again", "?", "4 boxes are missing", "I want 4"]
)
def test_what_is_no_answer_opens_the_conversation_at_once(words: str) -> None:
    talk = closed()
    talk.hears(words)
    assert talk.head.status is Status.OPEN
    assert not talk.head.survey_id
    assert talk.scene.thread[talk.through[-1] - 1].content.text == words
    assert talk.counted() == {"asked": 1}
    assert len(talk.bot_said) == 1  # nothing was said to it
    assert talk.head.waiting_since is not None


def test_a_file_is_no_answer() -> None:
    talk = closed()
    talk.hears("", content=Content(Kind.LOCATION))
    assert talk.head.status is Status.OPEN


def test_a_button_still_counts_when_the_talk_goes_on() -> None:
    talk = closed()
    offered = talk.last_options()
    talk.hears("wait, one more thing")
    assert talk.head.status is Status.OPEN
    talk.presses("Great", of=offered)
    assert talk.asking.answers == {"q1": "5"}
    talk.hears("4")  # to the agent, who asks how many
    assert talk.asking.answers == {"q1": "5"}


def test_after_its_days_an_answer_is_a_message() -> None:
    talk = closed()
    offered = talk.last_options()
    talk.passes(days=3, seconds=1)
    assert talk.asking.state is State.EXPIRED
    assert not talk.head.survey_id
    talk.presses("Great", of=offered)
    assert talk.counted() == {"asked": 1}
    assert talk.head.status is Status.OPEN


def test_late_but_in_time_a_day_after_the_end_it_stays_closed() -> None:
    talk = closed()
    talk.scene.clock.tick(days=2)
    talk.hears("5")
    assert talk.asking.answers == {"q1": "5"}
    assert talk.head.status is Status.RESOLVED
    assert len(talk.scene.store.heads_by_key) == 1


def test_late_words_open_the_conversation_in_which_they_were_asked() -> None:
    talk = closed()
    talk.scene.clock.tick(days=2)
    talk.hears("is anybody there")
    assert len(talk.scene.store.heads_by_key) == 1
    assert talk.head.status is Status.OPEN


def test_words_after_the_score() -> None:
    talk = Talk()
    talk.closes()
    talk.hears("5")
    assert talk.bot_said[-1] == "Would you like to tell us why?"
    talk.hears("Quick and kind.")
    assert talk.asking.answers == {"q1": "5", "comment": "Quick and kind."}
    assert talk.head.status is Status.RESOLVED
    assert talk.counted() == {"asked": 1, "answered": 1, "q:q1:5": 1, "q:comment:~": 1}


def test_words_that_ask_something_are_kept_and_heard() -> None:
    talk = Talk()
    talk.closes()
    talk.hears("2")
    talk.hears("Nobody told me when it comes. When?")
    assert talk.asking.answers["comment"].endswith("When?")
    assert talk.head.status is Status.OPEN


def test_a_number_at_the_question_for_words_is_another_score() -> None:
    talk = Talk()
    talk.closes()
    talk.hears("4")
    talk.hears("5")
    assert talk.asking.answers == {"q1": "5"}
    talk.presses("Skip")
    assert talk.asking.state is State.DONE
    assert talk.counted() == {"asked": 1, "answered": 1, "q:q1:5": 1}


def test_words_hours_later_are_a_message() -> None:
    talk = Talk()
    talk.closes()
    talk.hears("4")
    talk.passes(hours=3)
    talk.hears("I need a hand with my order")
    assert "comment" not in talk.asking.answers
    assert talk.head.status is Status.OPEN
    assert talk.counted()["q:q1:4"] == 1


def test_several_questions_one_after_another() -> None:
    choice = Question("why", QuestionKind.CHOICE, "What for?", options=("Price", "Speed"))
    scale = Question("fit", QuestionKind.SCALE, "How well?", low=1, high=10)
    talk = closed("whatsapp", questions=(Question("nps", QuestionKind.NPS), choice, scale))
    assert not talk.scene.thread[-1].content.options  # eleven do not fit into a list
    assert "from 0 to 10" in talk.bot_said[0]
    assert "https://chat.example/api/s/" in talk.bot_said[0]
    talk.hears("dez")
    talk.hears("2")
    talk.presses("7")
    assert talk.asking.answers == {"nps": "10", "why": "1", "fit": "7"}
    assert talk.counted()["q:why:1"] == 1


# When it is asked --------------------------------------------------------------------------------


def test_once_a_closing_and_not_again_within_its_days() -> None:
    talk = closed()
    talk.hears("not done yet")
    talk.closes()
    assert len(talk.store.askings) == 1
    again = closed(rule=Rule(automatic=True, again_days=0))
    again.hears("not done yet")
    again.closes()
    assert len(again.store.askings) == 2


def test_a_delay_and_a_contact_who_comes_back_before_it() -> None:
    rule = Rule(automatic=True, delay_minutes=10)
    talk = closed(rule=rule)
    assert not talk.bot_said
    talk.passes(minutes=11)
    assert len(talk.bot_said) == 1
    other = closed(rule=rule)
    other.hears("one more thing")
    other.passes(minutes=11)
    assert not other.bot_said


@pytest.mark.parametrize(
    "rule",
    [
        Rule(),
        Rule(automatic=True, queue_ids=("sales",)),
        Rule(automatic=True, channel_ids=("another",)),
        Rule(automatic=True, tag_ids=("vip",)),
        Rule(automatic=True, agent_ids=("eve",)),
    ],
)
def test_whom_the_rule_leaves_out_is_not_asked(rule: Rule) -> None:
    assert not closed(rule=rule).store.askings


def test_the_sample_is_a_part_of_the_closings() -> None:
    asked = 0
    for number in range(60):
        talk = Talk(surveys=(replace(NO_WORDS, rule=Rule(automatic=True, sample=50)),))
        talk.scene.clock.tick(seconds=number)
        talk.closes()
        asked += len(talk.store.askings)
    assert 15 < asked < 45


def test_nobody_is_asked_where_the_reply_window_is_closed_or_he_is_blocked() -> None:
    talk = Talk(kind="whatsapp", surveys=(NO_WORDS,))
    talk.scene.clock.tick(hours=25)
    talk.closes()
    assert not talk.store.askings
    shut = Talk(surveys=(NO_WORDS,), blocked=True)
    shut.closes()
    assert not shut.store.askings


def test_a_survey_that_was_saved_after_the_closing_does_not_ask_about_it() -> None:
    talk = Talk(surveys=(replace(NO_WORDS, enabled=False),))
    talk.closes()
    later = talk.scene.clock.tick(minutes=5)
    talk.store.save(replace(NO_WORDS, version=2, saved_at=later), before=1)
    talk.scene.change(priority="high")
    talk.settle()
    assert not talk.store.askings


def test_an_agent_asks_and_then_closes_and_it_is_asked_once() -> None:
    talk = Talk(surveys=(NO_WORDS,))
    first = talk.ask()
    assert talk.ask() == first
    with pytest.raises(Conflict):
        talk.ask(dedup="client-0002")
    talk.closes()
    assert len(talk.bot_said) == 1
    talk.hears("3")
    assert talk.asking.answers == {"q1": "3"}
    assert talk.asking.agent_id == "rui"


def test_an_agent_who_asks_goes_on_talking() -> None:
    talk = Talk(surveys=(NO_WORDS,))
    talk.ask()
    talk.hears("sure, but first tell me")
    assert not talk.head.survey_id
    talk.hears("4")
    assert not talk.asking.answers


def test_a_flow_hears_of_the_end_once_for_each_time_it_is_told() -> None:
    talk = Talk(surveys=(NO_WORDS,))
    talk.ask(by="flow:f1")
    talk.hears("5")
    assert {(each.id, each.answers["q1"]) for each in talk.ended} == {(talk.asking.id, "5")}
    count = len(talk.ended)
    talk.hears("4")  # to the flow's next question
    assert talk.asking.answers == {"q1": "5"}
    assert talk.through[-1] == talk.scene.thread[-1].seq or talk.through
    assert len(talk.ended) == count
    other = Talk(surveys=(NO_WORDS,))
    other.ask(by="flow:f1")
    other.hears("no, help me")
    assert {each.outcome for each in other.ended} == {Outcome.LEFT}
    late = Talk(surveys=(NO_WORDS,))
    late.ask(by="flow:f1")
    late.passes(days=4)
    assert {each.outcome for each in late.ended} == {Outcome.EXPIRED}


def test_a_running_survey_keeps_its_version() -> None:
    talk = closed()
    changed = replace(NO_WORDS, version=2, questions=(Question("n", QuestionKind.NPS),))
    talk.store.save(changed, before=1)
    talk.hears("5")
    assert talk.asking.answers == {"q1": "5"}
    assert talk.asking.version == 1


def test_who_speaks_another_language_is_asked_in_it() -> None:
    talk = Talk(language="pt-BR", surveys=(NO_WORDS,))
    talk.closes()
    assert talk.bot_said == ["Como foi o nosso atendimento?"]


def test_results_are_by_what_the_conversation_was_when_it_was_asked() -> None:
    talk = Talk(surveys=(NO_WORDS,))
    talk.scene.change(assignee_id="rui", queue_id="sales")
    talk.closes()
    talk.scene.change(queue_id="support")
    talk.hears("5")
    for dimension, value in (("agent", "rui"), ("queue", "sales"), ("channel", "acc1-tg")):
        assert talk.counted(dimension, value) == {"asked": 1, "answered": 1, "q:q1:5": 1}
    assert not talk.counted("queue", "support")


# Faults -------------------------------------------------------------------------------------------


def run(deadly: Deadly) -> Talk:
    talk = Talk(surveys=(replace(SURVEY, questions=(CSAT,)),), deadly=deadly)
    talk.closes()
    talk.hears("9")
    talk.presses("Good")
    talk.hears("3")
    talk.hears("fine now")
    talk.hears("and where is my order?")
    return talk


def test_killed_at_every_call_it_ends_the_same() -> None:
    calm = run(Deadly())
    assert calm.asking.answers == {"q1": "3", "comment": "fine now"}
    said, events, counted = calm.bot_said, calm.events, calm.counted()
    assert calm.head.status is Status.OPEN
    total = len(calm.deadly.calls)
    assert total > 20
    for at in range(1, total + 1):
        for after in (False, True):
            talk = run(Deadly(at, after))
            name = (at, after, talk.deadly.calls[at - 1])
            assert talk.bot_said == said, name
            assert sorted(talk.events) == sorted(events), name
            assert talk.counted() == counted, name
            assert talk.head.status is Status.OPEN, name
            assert talk.asking.answers == calm.asking.answers, name
