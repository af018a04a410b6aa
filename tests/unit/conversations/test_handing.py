"""Transfer, accept, decline, no answer: the conversation is always somebody's, and says why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.conversations import offers, service
from chalicelib.conversations.model import Author, AuthorKind, Conversation, Status, Visibility
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound
from tests.fakes import FakeTimers
from tests.unit.conversations.scene import ACCOUNT, RUI, Scene, every_death

BEN = Author(AuthorKind.AGENT, id="ben", name="Ben")
MINUTE = timedelta(seconds=60)

pytestmark = pytest.mark.feature("4.2")


def begun() -> Scene:
    made = Scene()
    made.receive(made.says("hello"))
    return made


@pytest.fixture
def scene() -> Scene:
    return begun()


def hand(
    scene: Scene, p: ConversationPorts | None = None, actor: Author = RUI, **wish: Any
) -> Conversation:
    wish = {"client_id": "transfer-1", "offer_for": MINUTE, **wish}
    return service.transfer(
        p or scene.ports,
        account_id=ACCOUNT,
        conversation_id=scene.head.id,
        actor=actor,
        wish=service.Transfer(**wish),
    )


def lapse(scene: Scene, p: ConversationPorts | None = None) -> None:
    due = scene.head.offered_until or scene.clock()
    service.lapse(p or scene.ports, account_id=ACCOUNT, conversation_id=scene.head.id, due=due)


def owner(head: Conversation) -> tuple[str, str, str]:
    return head.assignee_id, head.offered_to, head.offered_from


def test_a_transfer_leaves_the_note_and_offers_the_conversation(scene: Scene) -> None:
    scene.change(assignee_id="rui")
    head = hand(scene, agent_id="ben", note="@Ben he asks for you", mentions=("ben",))
    assert owner(head) == ("ben", "ben", "rui")
    assert head.offered_until == scene.clock() + MINUTE
    note, line = scene.thread[-2:]
    assert (note.visibility, note.content.mentions) == (Visibility.NOTE, ("ben",))
    assert line.content.event == "conversation.transferred"
    assert line.content.data is not None
    assert line.content.data["assignee_id"] == "ben"
    timers = scene.ports.set_timer
    assert isinstance(timers, FakeTimers)
    assert timers.set == [(ACCOUNT, "offer", head.offered_until, {"conversation_id": head.id})]
    scene.verify()


def test_a_repeated_transfer_moves_nothing_that_was_moved_since(scene: Scene) -> None:
    scene.change(assignee_id="rui")
    hand(scene, agent_id="ben", note="for you")
    service.decline(scene.ports, account_id=ACCOUNT, conversation_id=scene.head.id, actor=BEN)
    before = scene.words()
    head = hand(scene, agent_id="ben", note="for you")
    assert owner(head) == ("rui", "", "")
    assert scene.words() == before
    scene.verify()


def test_a_transfer_to_a_queue_is_nobodys_there(scene: Scene) -> None:
    scene.change(assignee_id="rui")
    for _ in range(2):
        head = hand(scene, queue_id="sales")
    assert (head.queue_id, *owner(head)) == ("sales", "", "", "")
    assert scene.words()[2:] == ["conversation.transferred"]
    scene.verify()


@pytest.mark.parametrize("wish", [{}, {"agent_id": "ben", "queue_id": "sales"}])
def test_a_transfer_has_one_goal(scene: Scene, wish: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        hand(scene, **wish)
    assert refusal.value.field == "agent_id"
    assert len(scene.thread) == 1


def test_another_accounts_conversation_is_not_found(scene: Scene) -> None:
    for act in (service.accept, service.decline):
        with pytest.raises(NotFound):
            act(scene.ports, account_id="other", conversation_id=scene.head.id, actor=BEN)


def test_an_offer_is_accepted_once(scene: Scene) -> None:
    hand(scene, agent_id="ben")
    for _ in range(2):
        head = scene.on(service.accept, actor=BEN)
    assert owner(head) == ("ben", "", "")
    lapse(scene)  # the alarm comes all the same
    assert owner(scene.head) == ("ben", "", "")
    assert scene.words()[2:] == ["conversation.accepted"]
    scene.verify()


def test_what_has_gone_back_cannot_be_accepted(scene: Scene) -> None:
    hand(scene, agent_id="ben")
    lapse(scene)
    with pytest.raises(Conflict):
        scene.on(service.accept, actor=BEN)


def test_a_declined_offer_goes_back_and_says_why(scene: Scene) -> None:
    scene.change(assignee_id="rui")
    hand(scene, agent_id="ben")
    for _ in range(2):
        head = scene.on(service.decline, actor=BEN, reason="At lunch ")
    assert owner(head) == ("rui", "", "")
    line = scene.thread[-1]
    assert line.author == BEN
    assert line.content.data == {"reason": "At lunch", "assignee_id": "rui"}
    scene.verify()


def test_only_he_to_whom_it_is_offered_may_decline(scene: Scene) -> None:
    hand(scene, agent_id="ben")
    stranger = Author(AuthorKind.AGENT, id="eva", name="Eva")
    assert owner(scene.on(service.decline, actor=stranger)) == ("ben", "ben", "")


def test_no_answer_gives_it_back_once_however_often_the_alarm_rings(scene: Scene) -> None:
    hand(scene, agent_id="ben")
    due = scene.head.offered_until
    scene.clock.tick(hours=5)  # late
    for _ in range(3):
        scene.on(service.lapse, due=due)
    assert owner(scene.head) == ("", "", "")
    assert scene.words()[2:] == ["conversation.offer_lapsed"]
    line = scene.thread[-1]
    assert (line.author.kind, line.content.data) == (AuthorKind.SYSTEM, {"offered_to": "ben"})
    scene.verify()


def test_an_alarm_of_an_earlier_offer_leaves_the_later_alone(scene: Scene) -> None:
    hand(scene, agent_id="ben")
    first = scene.head.offered_until
    scene.clock.tick(seconds=30)
    hand(scene, agent_id="eva", client_id="transfer-2")
    scene.on(service.lapse, due=first)
    assert owner(scene.head) == ("eva", "eva", "")
    scene.verify()


def test_what_is_handed_on_before_an_answer_goes_back_to_its_first_owner(scene: Scene) -> None:
    scene.change(assignee_id="rui")
    hand(scene, agent_id="ben")
    hand(scene, agent_id="eva", client_id="transfer-2")
    lapse(scene)
    assert owner(scene.head) == ("rui", "", "")


def test_assigning_to_another_offers_and_to_oneself_takes(scene: Scene) -> None:
    scene.change(assignee_id="ben", offer_for=MINUTE)
    assert owner(scene.head) == ("ben", "ben", "")
    scene.change(assignee_id="rui", offer_for=MINUTE)  # Rui himself
    assert owner(scene.head) == ("rui", "", "")
    scene.change(assignee_id="ben", offer_for=MINUTE)
    scene.change(actor=BEN, assignee_id="ben", offer_for=MINUTE)
    assert owner(scene.head) == ("ben", "", "")
    scene.verify()


def test_answering_accepts_and_a_note_does_not(scene: Scene) -> None:
    hand(scene, agent_id="ben")
    scene.post("let me see", author=BEN, visibility=Visibility.NOTE)
    scene.post("another's answer", author=RUI)
    assert scene.head.offered_to == "ben"
    scene.post("hello Ann", author=BEN)
    assert owner(scene.head) == ("ben", "", "")
    scene.verify()


def test_doing_anything_with_it_accepts_and_resolving_ends_the_offer(scene: Scene) -> None:
    hand(scene, agent_id="ben")
    scene.change(actor=BEN, priority="high")
    assert owner(scene.head) == ("ben", "", "")
    hand(scene, agent_id="eva", client_id="transfer-2")
    scene.change(actor=RUI, priority="low")
    assert scene.head.offered_to == "eva"
    scene.change(actor=RUI, status=Status.RESOLVED)
    assert owner(scene.head) == ("eva", "", "")
    scene.verify()


def test_a_contacts_word_touches_no_offer(scene: Scene) -> None:
    hand(scene, agent_id="ben")
    before = owner(scene.head)
    scene.receive(scene.says("are you there?"))
    assert owner(scene.head) == before
    scene.verify()


def test_a_transfer_that_died_anywhere_is_finished_by_its_repeat() -> None:
    def act(scene: Scene, p: ConversationPorts) -> None:
        hand(scene, p, agent_id="ben", note="for you")

    for where, scene in every_death(lambda made: made.receive(made.says("hello")), act):
        assert owner(scene.head) == ("ben", "ben", ""), where
        assert scene.words() == ["hello", "for you", "conversation.transferred"], where
        scene.verify()


def test_an_alarm_that_died_anywhere_is_finished_by_the_next() -> None:
    def prepare(scene: Scene) -> None:
        scene.receive(scene.says("hello"))
        hand(scene, agent_id="ben")
        scene.clock.tick(minutes=2)

    for where, scene in every_death(prepare, lapse):
        assert owner(scene.head) == ("", "", ""), where
        assert scene.words()[2:] == ["conversation.offer_lapsed"], where
        scene.verify()


def test_two_at_once_leave_one_owner() -> None:
    """The offer lapses while it is accepted: the conversation is somebody's or nobody's, and no
    offer stands."""
    scene = begun()
    hand(scene, agent_id="ben")
    stale = scene.head
    scene.on(service.accept, actor=BEN)
    give_back = offers.returned(stale, "ben", stale.offered_until)
    assert give_back.assignee_id == ""
    assert offers.returned(scene.head, "ben", stale.offered_until) == scene.head
