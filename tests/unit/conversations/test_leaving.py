"""What belonged to an agent who was sent away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.conversations import leaving, service
from chalicelib.conversations.model import Author, AuthorKind, Status
from tests.unit.conversations.scene import ACCOUNT, RUI, Scene

pytestmark = pytest.mark.feature("11")


def talks(scene: Scene, count: int, assignee: str = "rui") -> list[str]:
    """Open conversations of that many contacts, all assigned to one agent."""
    from chalicelib.channels.base import Sender

    for number in range(count):
        scene.receive(scene.says(f"hello {number}", sender=Sender(id=str(number), name="N")))
        scene.clock.tick(seconds=1)
    ids = [str(id) for _, id in scene.store.heads_by_key]
    for id in ids:
        give(scene, id, assignee_id=assignee)
    return ids


def give(scene: Scene, conversation_id: str, **change: object) -> None:
    service.change(
        scene.ports,
        account_id=ACCOUNT,
        conversation_id=conversation_id,
        actor=Author(AuthorKind.AGENT, id=str(change.get("assignee_id") or RUI.id), name="X"),
        change=service.Change(**change),  # type: ignore[arg-type]
    )


def assignees(scene: Scene) -> list[str]:
    return [head.assignee_id for head in scene.store.heads_by_key.values()]


def hand_over(scene: Scene, heir: str = "") -> bool:
    return leaving.hand_over(scene.ports, account_id=ACCOUNT, agent_id="rui", heir_id=heir)


@pytest.mark.parametrize("heir", ["", "eva"])
def test_all_that_is_not_resolved_goes_to_the_heir_or_to_nobody(heir: str) -> None:
    scene = Scene()
    open_, pending, snoozed, resolved, other = talks(scene, 5)
    give(scene, pending, status=Status.PENDING)
    give(scene, snoozed, status=Status.SNOOZED, snoozed_until=scene.clock() + timedelta(hours=1))
    give(scene, resolved, status=Status.RESOLVED)
    give(scene, other, assignee_id="ben")
    assert hand_over(scene, heir) is False
    assert assignees(scene) == [heir, heir, heir, "rui", "ben"]
    assert scene.store.heads_by_key[ACCOUNT, snoozed].status is Status.SNOOZED
    assert open_ in {id for _, id in scene.store.heads_by_key}


def test_many_are_handed_over_in_steps_and_a_repeat_does_nothing() -> None:
    scene = Scene()
    talks(scene, leaving.STEP + 3)
    assert hand_over(scene) is True
    assert assignees(scene).count("rui") == 3
    assert hand_over(scene) is False
    lines = len(scene.store.messages_by_key)
    assert hand_over(scene) is False
    assert len(scene.store.messages_by_key) == lines
