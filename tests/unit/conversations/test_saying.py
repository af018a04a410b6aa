"""What bots say: once, in order, behind what they answer, and cheaply."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.conversations.model import Author, AuthorKind, DeliveryState, Status, Visibility
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.saying import Line, Said, say, speak
from chalicelib.shared.content import Content, Kind, text
from chalicelib.shared.errors import Conflict, InvalidInput
from tests.unit.conversations.scene import Scene, every_death

pytestmark = pytest.mark.feature("6.7")
BOT = Author(AuthorKind.BOT, id="flow1", name="Welcome")


@pytest.fixture
def scene() -> Scene:
    made = Scene()
    made.receive(made.says("hello"))
    return made


def _turn(scene: Scene, p: ConversationPorts, *words: str, after: int = 1) -> Said:
    lines = [Line(text(each), f"bot:s1:1:{n}") for n, each in enumerate(words)]
    return speak(p, scene.head, lines, author=BOT, after=after)


def test_a_bots_word_is_to_be_delivered_and_answers_the_contact(scene: Scene) -> None:
    said = say(scene.ports, scene.head, text("hi"), dedup="d", name="Welcome", after=1)
    assert (said.author.kind, said.author.name) == (AuthorKind.BOT, "Welcome")
    assert said.delivery.state is DeliveryState.QUEUED
    assert scene.head.waiting_since is None
    assert scene.head.last.text == "hi"
    scene.verify()


@pytest.mark.parametrize("after", [1, None])
def test_the_same_dedup_says_nothing_again(scene: Scene, after: int | None) -> None:
    first = say(scene.ports, scene.head, text("hi"), dedup="d", name="W", after=after)
    scene.receive(scene.says("what?"))
    assert say(scene.ports, scene.head, text("hi"), dedup="d", name="W", after=after) == first
    assert scene.words() == ["hello", "hi", "what?"]
    scene.verify()


def test_a_turn_that_died_anywhere_is_finished_by_its_repeat() -> None:
    def prepare(scene: Scene) -> None:
        scene.receive(scene.says("hello"))

    def act(scene: Scene, p: ConversationPorts) -> None:
        _turn(scene, p, "one", "two")

    for death, scene in every_death(prepare, act):
        assert scene.words() == ["hello", "one", "two"], death
        assert scene.head.seq == 3, death
        scene.verify()


def test_a_word_that_came_between_two_tries_keeps_its_place(scene: Scene) -> None:
    stale = scene.head
    scene.receive(scene.says("and"), scene.says("another"))
    lines = [Line(text("one"), "bot:s1:1:0")]
    speak(scene.ports, stale, lines, author=BOT, after=1)
    _turn(scene, scene.ports, "one", "two")
    assert scene.words() == ["hello", "and", "another", "one", "two"]
    assert scene.head.inbound == 3
    scene.verify()


def test_a_visitor_who_guesses_the_dedup_silences_nobody(scene: Scene) -> None:
    scene.receive(scene.says("mine", id="bot:s1:1:0"))
    _turn(scene, scene.ports, "one")
    assert scene.words() == ["hello", "mine", "one"]


def test_an_answer_at_once_leaves_the_row_in_its_place_a_late_one_moves_it(scene: Scene) -> None:
    before = scene.head.last_at
    scene.clock.tick(seconds=2)
    _turn(scene, scene.ports, "one")
    assert scene.head.last_at == before
    scene.clock.tick(hours=3)
    speak(scene.ports, scene.head, [Line(text("late"), "x")], author=BOT, after=2)
    assert scene.head.last_at == scene.clock()
    scene.verify()


def test_a_note_and_a_quiet_line_go_to_nobody_outside(scene: Scene) -> None:
    note = Line(text("for us"), "n", Visibility.NOTE)
    event = Line(Content(kind=Kind.EVENT, event="flow.failed"), "e")
    said = speak(scene.ports, scene.head, [note, event], author=BOT, after=1)
    states = [(each.visibility, each.delivery.state) for each in said.messages]
    assert states == [
        (Visibility.NOTE, DeliveryState.NONE),
        (Visibility.EVENT, DeliveryState.NONE),
    ]
    assert scene.head.waiting_since is not None


def test_the_head_changes_in_the_same_write_and_only_once(scene: Scene) -> None:
    lines = [Line(text("one"), "bot:s1:1:0")]
    for _ in range(2):
        speak(
            scene.ports,
            scene.head,
            lines,
            author=BOT,
            after=1,
            patch=lambda head: replace(head, status=Status.PENDING, bot_id="flow1"),
        )
    assert (scene.head.bot_id, scene.head.version) == ("flow1", 1)
    scene.verify()


def test_where_the_change_may_not_go_the_words_stay(scene: Scene) -> None:
    def refuse(_: object) -> None:
        raise Conflict("no")

    lines = [Line(text("one"), "d")]
    said = speak(scene.ports, scene.head, lines, author=BOT, after=1, patch=refuse)  # type: ignore[arg-type]
    assert said.head.version == 0
    assert scene.words() == ["hello", "one"]


def test_nothing_is_said_with_no_words(scene: Scene) -> None:
    with pytest.raises(InvalidInput):
        say(scene.ports, scene.head, text("  "), dedup="d", name="W", after=1)
