"""What nobody could read is read again after an update, in the place that it has."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from chalicelib.channels.base import Inbound, InboundEvent, NotThisProvider, Sender, Unsupported
from chalicelib.conversations import shelf
from chalicelib.conversations.shelf import ShelfPorts
from chalicelib.conversations.values import Orphan
from chalicelib.jobs.model import Job, State
from chalicelib.shared.clock import to_text
from chalicelib.shared.content import Kind
from tests.unit.conversations.scene import ACCOUNT, ANN, CHANNEL, Scene, unsupported


@dataclass
class FakeShelf:
    scene: Scene

    def _rows(self, channel_id: str) -> list[tuple[str, Orphan]]:
        some = [
            o for (_, channel, _), o in self.scene.store.orphans.items() if channel == channel_id
        ]
        return sorted(
            ((f"{to_text(each.received_at)}#{each.id}", each) for each in some),
            key=lambda row: row[0],
        )

    def page(
        self, account_id: str, channel_id: str, cursor: str, limit: int
    ) -> tuple[list[tuple[str, Orphan]], str]:
        rows = [row for row in self._rows(channel_id) if row[0] > cursor]
        return rows[:limit], rows[limit - 1][0] if len(rows) > limit else ""

    def count(self, account_id: str, channel_id: str, limit: int) -> int:
        return min(len(self._rows(channel_id)), limit)

    def remove(self, account_id: str, channel_id: str, place: str) -> None:
        id = place.split("#", 1)[1]
        self.scene.store.orphans.pop((account_id, channel_id, id), None)


@dataclass
class World:
    """knows: what the adapter can read by now: raw text -> items."""

    scene: Scene = field(default_factory=Scene)
    knows: dict[str, Sequence[Inbound]] = field(default_factory=dict)

    def parse(self, kind: str, raw: str) -> Sequence[Inbound]:
        assert kind == "telegram"
        if raw == "stranger":
            raise NotThisProvider
        return self.knows.get(raw, [Unsupported("u", "poll", ANN, raw)])

    def read_again(self) -> Job:
        ports = ShelfPorts(
            FakeShelf(self.scene), self.scene.ports, self.parse, lambda key: f"raw of {key}"
        )
        job = shelf.job(
            account_id=ACCOUNT,
            agent_id="rui",
            client_id=str(self.scene.clock()),
            now=self.scene.clock(),
            channel=(CHANNEL, "telegram", ""),
        )
        while job.state is State.RUNNING:
            job = shelf.step(ports, job)
        return job

    @property
    def left(self) -> int:
        return len(self.scene.store.orphans)


@pytest.mark.feature("2.4")
def test_a_message_becomes_what_it_would_have_been_where_it_stands() -> None:
    world = World()
    scene = world.scene
    scene.receive(unsupported(scene, "poll-1", id="m1"))
    scene.receive(scene.says("after it"))
    assert world.read_again().counts == {"read": 0, "kept": 1}
    assert scene.thread[0].content.kind is Kind.UNSUPPORTED
    world.knows["poll-1"] = [scene.says("Which coffee?", id="m1")]
    assert world.read_again().counts == {"read": 1, "kept": 0}
    assert scene.words() == ["Which coffee?", "after it"]
    assert scene.thread[0].rev == 1
    assert world.left == 0
    assert world.read_again().counts == {"read": 0, "kept": 0}
    scene.verify()


@pytest.mark.feature("2.4")
def test_what_belonged_to_nobody_finds_its_conversation() -> None:
    world = World()
    scene = world.scene
    scene.receive(unsupported(scene, "odd", sender=Sender(id=""), id="o1"))
    assert not scene.store.heads_by_key
    world.knows["odd"] = [scene.says("hello at last", id="m1")]
    world.read_again()
    world.read_again()
    assert scene.words() == ["hello at last"]
    assert world.left == 0


def test_what_turns_out_to_be_done_to_a_message_is_done_to_it() -> None:
    world = World()
    scene = world.scene
    scene.receive(scene.says("hello", id="m1"))
    scene.receive(unsupported(scene, "hug", id="u9"))
    world.knows["hug"] = [
        InboundEvent("e1", "reaction", ANN, scene.clock(), target="m1", value="🤗")
    ]
    world.read_again()
    assert "🤗" in scene.thread[0].reactions.values()


def test_what_is_still_unknown_or_erased_or_no_payload_harms_nothing() -> None:
    world = World()
    scene = world.scene
    scene.receive(unsupported(scene, "stranger", id="m1"))
    scene.receive(unsupported(scene, "poll-2", id="m2"))
    scene.receive(unsupported(scene, "gone", id="m3"))
    key = next(k for k, m in scene.store.messages_by_key.items() if m.content.raw == "gone")
    del scene.store.messages_by_key[key]
    job = world.read_again()
    assert job.counts == {"read": 1, "kept": 2}
    assert world.left == 2


def test_a_large_raw_text_is_fetched_from_where_it_lies() -> None:
    world = World()
    scene = world.scene
    scene.receive(unsupported(scene, json.dumps("x" * 400_000), id="m1"))
    key = (scene.thread[0].content.data or {})["raw_key"]
    world.knows[f"raw of {key}"] = [scene.says("a long story", id="m1")]
    world.read_again()
    assert scene.words() == ["a long story"]


def test_many_are_read_step_by_step_and_a_killed_step_is_done_again() -> None:
    world = World()
    scene = world.scene
    for number in range(60):
        scene.clock.tick(seconds=1)
        scene.receive(unsupported(scene, f"r{number}", id=f"m{number}"))
        world.knows[f"r{number}"] = [scene.says(f"text {number}", id=f"m{number}")]
    ports = ShelfPorts(FakeShelf(scene), scene.ports, world.parse, str)
    first = shelf.job(
        account_id=ACCOUNT,
        agent_id="rui",
        client_id="c",
        now=scene.clock(),
        channel=(CHANNEL, "telegram", ""),
    )
    once = shelf.step(ports, first)
    assert (once.state, once.counts) == (State.RUNNING, {"read": 25, "kept": 0})
    again = shelf.step(ports, first)  # its outcome was never written down
    assert again.counts["read"] == 25
    while again.state is State.RUNNING:
        again = shelf.step(ports, again)
    assert scene.words() == [f"text {number}" for number in range(60)]
    assert world.left == 0
    assert replace(again, found={}).at == again.total
