"""The team's reaction to what a contact wrote: one, the last one wins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.conversations import reacting
from chalicelib.conversations.model import Author, AuthorKind, DeliveryState, Message, Visibility
from chalicelib.realtime import plan as planning
from chalicelib.shared.errors import Conflict, NotFound
from tests.unit.conversations.scene import RUI, Scene

pytestmark = pytest.mark.feature("2.1")
BEA = Author(AuthorKind.AGENT, id="bea", name="Bea")


@pytest.fixture
def scene() -> Scene:
    made = Scene()
    made.receive(made.says("hello", id="tg:1"))
    return made


def react(scene: Scene, emoji: str, author: Author = RUI, seq: int = 1) -> Message:
    found: Message = scene.on(reacting.react, seq=seq, author=author, emoji=emoji)
    return found


def state(scene: Scene) -> DeliveryState:
    mine = scene.thread[0].reaction
    assert mine is not None
    return mine.delivery.state


def outbound(message: Message, created: bool = False) -> list[dict[str, Any]]:
    """What the stream would hand to the provider's queue."""
    import json

    views = planning.Views(*([lambda thing: {}] * 4))
    made = planning.plan([planning.Change("1", created, message)], views)
    return [json.loads(work.what.body) for work in made.outbound]


def go(scene: Scene, turn: int = 1, provider_id: str = "") -> None:
    begun = scene.on(reacting.begin, seq=1, turn=turn)
    reacting.record_sent(scene.ports, begun, turn=turn, provider_id=provider_id)


def test_a_reaction_stands_on_the_message_with_who_reacted_and_is_queued(scene: Scene) -> None:
    after = react(scene, "👍")
    assert after.reactions == {"agent:rui": "👍"}
    assert state(scene) is DeliveryState.QUEUED
    (work,) = outbound(after)
    assert (work["seq"], work["reaction"]) == (1, 1)
    scene.verify()


def test_what_the_contact_reacted_with_stays_beside(scene: Scene) -> None:
    scene.receive(scene.event("reaction", target="tg:1", value="🔥"))
    assert len(react(scene, "👍").reactions) == 2
    assert list(react(scene, "").reactions.values()) == ["🔥"]


def test_the_team_has_one_whoever_reacts_last(scene: Scene) -> None:
    react(scene, "👍")
    assert react(scene, "🙏", BEA).reactions == {"agent:bea": "🙏"}
    assert scene.on(reacting.begin, seq=1, turn=1) is None  # its place is taken
    assert scene.on(reacting.begin, seq=1, turn=2).reaction.emoji == "🙏"


def test_a_repeat_changes_nothing(scene: Scene) -> None:
    first = react(scene, "👍")
    assert react(scene, "👍", BEA) == first
    react(scene, "")
    assert react(scene, "").rev == first.rev + 1


def test_nothing_to_take_back_is_no_change(scene: Scene) -> None:
    assert react(scene, "").rev == 0


def test_it_is_handed_to_the_provider_once(scene: Scene) -> None:
    react(scene, "👍")
    begun = scene.on(reacting.begin, seq=1, turn=1)
    assert outbound(begun) == []
    reacting.record_waiting(scene.ports, begun, turn=1, reason="slow down", code="429")
    assert outbound(scene.thread[0]) == []  # it is in the queue still
    go(scene)
    assert (state(scene), outbound(scene.thread[0])) == (DeliveryState.SENT, [])
    assert scene.on(reacting.begin, seq=1, turn=1) is None
    scene.verify()


def test_a_failure_is_told_and_the_same_again_is_another_try(scene: Scene) -> None:
    react(scene, "👍")
    begun = scene.on(reacting.begin, seq=1, turn=1)
    reacting.record_failed(scene.ports, begun, turn=1, reason="too old", code="131009")
    failed = scene.thread[0].reaction
    assert failed is not None
    assert (failed.delivery.state, failed.delivery.reason) == (DeliveryState.FAILED, "too old")
    assert react(scene, "👍").reaction.turn == 2  # type: ignore[union-attr]
    assert state(scene) is DeliveryState.QUEUED


def test_a_late_word_on_an_earlier_one_does_not_touch_the_last(scene: Scene) -> None:
    react(scene, "👍")
    begun = scene.on(reacting.begin, seq=1, turn=1)
    react(scene, "🙏")
    reacting.record_failed(scene.ports, begun, turn=1, reason="gone", code="x")
    reacting.record_waiting(scene.ports, begun, turn=1, reason="wait", code="x")
    reacting.record_sent(scene.ports, begun, turn=1, provider_id="R1")
    mine = scene.thread[0].reaction
    assert mine is not None
    assert (mine.emoji, mine.turn, mine.provider_id) == ("🙏", 2, "")
    assert mine.delivery.state is DeliveryState.QUEUED


@pytest.mark.parametrize("faster", [True, False])
def test_a_status_that_names_the_reaction_fails_it_even_before_the_answer(
    scene: Scene, faster: bool
) -> None:
    react(scene, "👍")
    refused = scene.status("R1", "failed", reason="older than 30 days", code="131009")
    if faster:
        scene.receive(refused)
    go(scene, provider_id="R1")
    if not faster:
        scene.receive(scene.status("R1", "sent"))
        assert state(scene) is DeliveryState.SENT
        scene.receive(refused)
    assert state(scene) is DeliveryState.FAILED
    assert scene.thread[0].delivery.state is DeliveryState.NONE  # the message is the contact's
    scene.verify()


def test_an_old_reactions_failure_is_not_the_new_ones(scene: Scene) -> None:
    react(scene, "👍")
    go(scene, provider_id="R1")
    react(scene, "🙏")
    go(scene, turn=2, provider_id="R2")
    scene.receive(scene.status("R1", "failed", reason="late", code="1"))
    assert state(scene) is DeliveryState.SENT


def test_on_a_website_there_is_nobody_to_send_it_to() -> None:
    scene = Scene()
    scene.receive(scene.says("hello", id="w:1"), kind="website")
    assert outbound(react(scene, "👍")) == []
    assert state(scene) is DeliveryState.NONE


def test_one_reacts_to_what_the_contact_wrote_alone(scene: Scene) -> None:
    scene.post("hi")
    scene.post("among us", visibility=Visibility.NOTE)
    for seq in (2, 3):
        with pytest.raises(Conflict):
            react(scene, "👍", seq=seq)
    with pytest.raises(NotFound):
        react(scene, "👍", seq=9)
    scene.receive(scene.event("delete", target="tg:1"))
    with pytest.raises(Conflict):
        react(scene, "👍")
    assert scene.on(reacting.begin, seq=9, turn=1) is None


def test_a_message_without_one_costs_the_table_nothing(scene: Scene) -> None:
    from chalicelib.conversations import codec

    plain = scene.thread[0]
    assert "reaction" not in codec.message_data(plain)
    put = react(scene, "👍")
    again = codec.message_from(
        account_id=put.account_id,
        conversation_id=put.conversation_id,
        seq=put.seq,
        rev=put.rev,
        data=codec.message_data(put),
    )
    assert again == put
    assert replace(again, reaction=None) != put
