"""Who has a conversation, a bot or people: always exactly one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.channels.base import InboundMessage
from chalicelib.conversations import service
from chalicelib.conversations.botting import give_to_bot
from chalicelib.conversations.model import Conversation, Status, Visibility
from chalicelib.conversations.service import Transfer
from chalicelib.shared.errors import Conflict, NotFound
from tests.unit.conversations.scene import ACCOUNT, RUI, Scene

pytestmark = pytest.mark.feature("4.2")


def _give(scene: Scene, client_id: str = "one", **more: Any) -> Any:
    wish = {"actor": RUI, "bot_id": "flow1", "name": "Welcome", "client_id": client_id, **more}
    return scene.on(give_to_bot, **wish)


@pytest.fixture
def scene() -> Scene:
    made = Scene()
    made.receive(made.says("hello"))
    return made


def test_what_is_given_to_a_bot_is_pending_and_nobodys(scene: Scene) -> None:
    scene.change(assignee_id="rui")
    _give(scene)
    head = scene.head
    assert (head.bot_id, head.status, head.assignee_id) == ("flow1", Status.PENDING, "")
    assert scene.thread[-1].content.data == {"bot_id": "flow1", "flow": "Welcome"}
    scene.verify()


def test_a_late_repeat_of_the_transfer_gives_nothing_back(scene: Scene) -> None:
    _give(scene)
    scene.change(assignee_id="rui")
    _give(scene)
    assert (scene.head.bot_id, scene.head.assignee_id) == ("", "rui")


def test_a_resolved_conversation_comes_back_with_its_bot(scene: Scene) -> None:
    scene.change(status=Status.RESOLVED)
    _give(scene)
    assert (scene.head.status, scene.head.resolved_at) == (Status.PENDING, None)


def test_another_accounts_conversation_is_not_there(scene: Scene) -> None:
    with pytest.raises(NotFound):
        give_to_bot(
            scene.ports,
            account_id="other",
            conversation_id=scene.head.id,
            actor=RUI,
            bot_id="flow1",
            name="W",
        )


def _resolve(scene: Scene) -> None:
    scene.change(status=Status.RESOLVED)


def _snooze(scene: Scene) -> None:
    until = scene.clock() + timedelta(hours=1)
    scene.change(status=Status.SNOOZED, snoozed_until=until)


def _transfer(scene: Scene) -> None:
    wish = Transfer("t1", queue_id="sales")
    scene.on(service.transfer, actor=RUI, wish=wish)


def _echo(scene: Scene) -> None:
    said = scene.says("from the phone")
    assert isinstance(said, InboundMessage)
    scene.receive(replace(said, echo=True))


TAKERS: dict[str, tuple[Callable[[Scene], object], Status, str]] = {
    "takes it": (lambda s: s.change(assignee_id="rui"), Status.OPEN, "rui"),
    "gives it to another": (lambda s: s.change(assignee_id="ana"), Status.OPEN, "ana"),
    "answers": (lambda s: s.post("I am here"), Status.OPEN, "rui"),
    "answers from the phone": (_echo, Status.OPEN, ""),
    "opens it": (lambda s: s.change(status=Status.OPEN), Status.OPEN, ""),
    "puts it into a queue": (lambda s: s.change(queue_id="sales"), Status.OPEN, ""),
    "transfers it": (_transfer, Status.OPEN, ""),
    "resolves it": (_resolve, Status.RESOLVED, ""),
    "snoozes it": (_snooze, Status.SNOOZED, ""),
}


@pytest.mark.parametrize("how", TAKERS)
def test_the_bot_leaves_when_a_person(how: str, scene: Scene) -> None:
    act, status, assignee = TAKERS[how]
    _give(scene)
    act(scene)
    head = scene.head
    assert (head.bot_id, head.status, head.assignee_id) == ("", status, assignee)
    scene.verify()


def test_notes_tags_and_names_leave_the_bot_where_it_is(scene: Scene) -> None:
    _give(scene)
    scene.post("for us", visibility=Visibility.NOTE)
    scene.change(priority="high")
    service.rename_contact(
        scene.ports, account_id=ACCOUNT, contact_id=scene.head.contact_id, name="Ann B"
    )
    assert scene.head.bot_id == "flow1"
    assert scene.head.status is Status.PENDING


def test_a_contacts_word_keeps_the_bot_and_calls_it(scene: Scene) -> None:
    assert not scene.thread[0].automate
    _give(scene)
    scene.receive(scene.says("and now?"))
    assert scene.thread[-1].automate
    assert scene.head.bot_id == "flow1"


@pytest.mark.parametrize(
    ("automation", "assignee", "wanted"),
    [
        ("", "", False),
        ("first", "", True),
        ("every", "", True),
        ("every", "rui", False),
    ],
)
def test_flows_see_what_nobody_has(
    automation: str, assignee: str, wanted: bool, scene: Scene
) -> None:
    if assignee:
        scene.change(assignee_id=assignee)
    scene.receive(scene.says("more"), automation=automation)
    assert scene.thread[-1].automate is wanted


def test_a_word_whose_writer_did_not_know_of_the_bot_calls_it_by_the_heads_change(
    scene: Scene,
) -> None:
    real = scene.store.put_message

    def meanwhile(message: Any) -> Any:
        scene.store.put_message = real  # type: ignore[method-assign]
        _give(scene)
        return real(message)

    scene.store.put_message = meanwhile  # type: ignore[method-assign]
    scene.receive(scene.says("quick"))
    (word,) = [each for each in scene.thread if each.content.text == "quick"]
    assert not word.automate
    heads = [told for _, told in scene.store.announced if isinstance(told, Conversation)]
    assert heads[-1].seq >= word.seq


def test_two_who_move_it_at_once_are_told(scene: Scene) -> None:
    real = scene.store.put_message

    def meanwhile(message: Any) -> Any:
        scene.store.put_message = real  # type: ignore[method-assign]
        scene.change(assignee_id="ana")
        return real(message)

    scene.store.put_message = meanwhile  # type: ignore[method-assign]
    with pytest.raises(Conflict):
        _give(scene)
    assert (scene.head.bot_id, scene.head.assignee_id) == ("", "ana")
