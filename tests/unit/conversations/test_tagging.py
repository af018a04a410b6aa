"""Tags on conversations: quiet lines, and marks that always find what a head says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.conversations import service
from chalicelib.conversations.bulk import change_many
from chalicelib.conversations.model import Status
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.values import Change
from chalicelib.shared.errors import InvalidInput
from chalicelib.tags.model import Tagging
from tests.fakes import FakeConversationStore, conversation_ports
from tests.unit.conversations.scene import ACCOUNT, RUI, Scene

pytestmark = pytest.mark.feature("3.3")
NAMES = (("v", "VIP"), ("l", "Late order"), ("r", "Refund"))


def tagging(add: str = "", remove: str = "", names: Any = NAMES) -> Tagging:
    return Tagging(names, tuple(add.split()), tuple(remove.split()))


@pytest.fixture
def scene() -> Scene:
    made = Scene()
    made.receive(made.says("hello"))
    return made


def listed(store: FakeConversationStore, tag: str, status: str = "open") -> list[str]:
    page = store.page(ACCOUNT, status=status, tag=tag, cursor="", limit=50)
    return [each.id for each in page.conversations]


def test_tags_come_on_and_off_with_a_line_that_names_them(scene: Scene) -> None:
    head = scene.change(tags=tagging(add="v l"))
    assert head.tags == ("v", "l")
    assert scene.thread[-1].content.event == "conversation.tagged"
    assert scene.thread[-1].content.data == {"tag_ids": "v,l", "tags": "VIP, Late order"}
    head = scene.change(tags=tagging(add="v", remove="l"))
    assert head.tags == ("v",)
    assert scene.thread[-1].content.event == "conversation.untagged"
    assert scene.thread[-1].content.data == {"tag_ids": "l", "tags": "Late order"}
    scene.verify()


def test_what_is_so_already_adds_no_line(scene: Scene) -> None:
    scene.change(tags=tagging(add="v"))
    before = len(scene.thread)
    scene.change(tags=tagging(add="v", remove="l"))
    assert len(scene.thread) == before


def test_a_deleted_tag_falls_off_at_the_next_change(scene: Scene) -> None:
    scene.change(tags=tagging(add="v l"))
    left = tuple(pair for pair in NAMES if pair[0] != "l")
    assert scene.change(tags=tagging(add="r", names=left)).tags == ("v", "r")


def test_too_many_tags_are_refused(scene: Scene) -> None:
    many = tuple((f"t{i}", f"Tag {i}") for i in range(25))
    scene.change(tags=Tagging(many, add=tuple(id for id, _ in many[:20])))
    with pytest.raises(InvalidInput) as refusal:
        scene.change(tags=Tagging(many, add=("t24",)))
    assert refusal.value.field == "add_tags"
    swap = Tagging(many, add=("t24",), remove=("t0",))
    assert "t24" in scene.change(tags=swap).tags


def test_a_tags_list_follows_the_status(scene: Scene) -> None:
    scene.change(tags=tagging(add="v"))
    assert listed(scene.store, "v") == [scene.head.id]
    scene.change(status=Status.RESOLVED)
    assert (listed(scene.store, "v"), listed(scene.store, "v", "resolved")) == ([], [scene.head.id])
    scene.clock.tick(minutes=5)
    scene.receive(scene.says("again"))
    assert (listed(scene.store, "v"), listed(scene.store, "v", "resolved")) == ([scene.head.id], [])
    scene.change(tags=tagging(remove="v"))
    assert listed(scene.store, "v") == []
    assert scene.store.tag_marks == {}


class Dying(FakeConversationStore):
    """Dies at the n-th write that is about heads or marks."""

    left: int = 10**6

    def _step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise RuntimeError("died")

    def mark_tag(self, *args: Any) -> None:
        self._step()
        super().mark_tag(*args)

    def unmark_tag(self, *args: Any, **more: Any) -> None:
        self._step()
        super().unmark_tag(*args, **more)

    def update_head(self, *args: Any, **more: Any) -> bool:
        self._step()
        return super().update_head(*args, **more)


@pytest.mark.parametrize("died_at", range(1, 12))
def test_a_death_at_any_step_loses_no_mark(died_at: int) -> None:
    scene = Scene(store=Dying())
    store: Any = scene.store
    scene.receive(scene.says("hello"))
    scene.change(tags=tagging(add="v l"))
    store.left = died_at
    try:
        later = scene.clock() + timedelta(hours=1)
        scene.change(status=Status.SNOOZED, snoozed_until=later)
        scene.change(tags=tagging(add="r", remove="v"))
        scene.change(status=Status.RESOLVED)
    except RuntimeError:
        pass
    store.left = 10**6
    head = scene.head
    for tag in head.tags:
        assert listed(store, tag, head.status) == [head.id]
    for status in Status:
        for tag, _ in NAMES:
            shown = tag in head.tags and status is head.status
            assert (listed(store, tag, status) == [head.id]) is shown


def test_a_slow_remover_spares_the_newer_mark(scene: Scene) -> None:
    before = scene.change(tags=tagging(add="v"))
    resolved = scene.change(status=Status.RESOLVED)
    scene.change(status=Status.OPEN)
    scene.store.unmark_tag(before, "v", version=resolved.version)
    assert listed(scene.store, "v") == [before.id]


def test_many_are_changed_and_each_refusal_is_told(scene: Scene) -> None:
    p: ConversationPorts = conversation_ports(scene.store, scene.contacts, scene.clock)
    scene.receive(scene.says("hi", sender=scene.says("").sender), channel="acc1-b", kind="telegram")
    ids = [id for _, id in scene.store.heads_by_key]
    assert len(ids) == 2
    service.change(
        p,
        account_id=ACCOUNT,
        conversation_id=ids[1],
        actor=RUI,
        change=Change(status=Status.RESOLVED),
    )
    tomorrow = scene.clock() + timedelta(days=1)
    wish = Change(status=Status.SNOOZED, snoozed_until=tomorrow)
    outcomes = change_many(
        p, account_id=ACCOUNT, ids=[*ids, "nobody", ids[0]], actor=RUI, change_to=wish
    )
    assert [outcome.id for outcome in outcomes] == [*ids, "nobody"]
    done, refused, missing = outcomes
    assert done.conversation is not None
    assert done.conversation.status is Status.SNOOZED
    assert refused.refusal is not None
    assert (refused.refusal.code, refused.refusal.field) == ("conflict", "status")
    assert missing.refusal is not None
    assert missing.refusal.code == "not_found"


@pytest.mark.feature("3")
def test_the_row_shows_the_last_words_not_the_quiet_lines_after_them(scene: Scene) -> None:
    scene.change(tags=tagging(add="v"), assignee_id="rui")
    last = scene.head.last
    assert (last.text, last.author_kind, last.seq) == ("hello", "contact", scene.head.seq)
    scene.verify()
    scene.receive(scene.event("delete", target="tg-hello"))
    assert (scene.head.last.text, scene.head.last.seq) == ("", scene.head.seq)
    assert scene.thread[0].deleted_at is not None
