"""Scheduled messages over a conversation in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.channels import policy, registry
from chalicelib.conversations import service as conversations
from chalicelib.conversations.model import Author, AuthorKind, Conversation, Message
from chalicelib.conversations.telling import tell
from chalicelib.schedules import service
from chalicelib.schedules.model import Schedule
from chalicelib.schedules.ports import SchedulePage, SchedulePorts
from chalicelib.shared.content import Content, text
from chalicelib.shared.errors import InvalidInput, NotFound
from tests.unit.conversations.scene import ACCOUNT, RUI, Scene


@dataclass
class FakeScheduleStore:
    """told: the state of each write, in order."""

    kept: dict[tuple[str, str, str], Schedule] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def get(self, account_id: str, conversation_id: str, id: str) -> Schedule | None:
        return self.kept.get((account_id, conversation_id, id))

    def add(self, schedule: Schedule) -> Schedule:
        key = (schedule.account_id, schedule.conversation_id, schedule.id)
        if key not in self.kept:
            self.told.append(schedule.state)
        return self.kept.setdefault(key, schedule)

    def replace(self, before: Schedule, after: Schedule) -> bool:
        key = (after.account_id, after.conversation_id, after.id)
        held = self.kept.get(key)
        if held is None or held.version != before.version:
            return False
        self.kept[key] = after
        self.told.append(after.state)
        return True

    def of_conversation(self, account_id: str, conversation_id: str) -> list[Schedule]:
        return [one for key, one in self.kept.items() if key[:2] == (account_id, conversation_id)]

    def page(self, account_id: str, *, state: str, cursor: str, limit: int) -> SchedulePage:
        found = sorted(
            (
                (f"{one.due_at.isoformat()}#{one.conversation_id}#{one.id}", one)
                for key, one in self.kept.items()
                if key[0] == account_id and one.state == state
            ),
            key=lambda pair: pair[0],
        )
        if cursor and cursor.count("#") != 2:
            raise InvalidInput("no cursor of this list", field="cursor")
        rest = [pair for pair in found if pair[0] > cursor]
        shown = rest[:limit]
        return SchedulePage([one for _, one in shown], shown[-1][0] if len(rest) > limit else "")


@dataclass
class Later:
    """A conversation with Ann, and what is to be said to her later. timers: due moments and ids."""

    scene: Scene = field(default_factory=Scene)
    store: FakeScheduleStore = field(default_factory=FakeScheduleStore)
    timers: list[tuple[datetime, str]] = field(default_factory=list)
    kind: str = "telegram"

    def __post_init__(self) -> None:
        self.scene.receive(self.scene.says("hello"), kind=self.kind)
        self.ports = SchedulePorts(
            store=self.store,
            head=self._head,
            post=self._post,
            check=self._check,
            line=self._line,
            set_timer=lambda schedule: self.timers.append((schedule.due_at, schedule.id)),
            clock=self.scene.clock,
        )

    def _head(self, account_id: str, conversation_id: str) -> Conversation:
        found = self.scene.store.head(account_id, conversation_id)
        if found is None:
            raise NotFound("no such conversation")
        return found

    def _post(self, schedule: Schedule) -> Message:
        return conversations.post(
            self.scene.ports,
            account_id=schedule.account_id,
            conversation_id=schedule.conversation_id,
            author=Author(AuthorKind.AGENT, schedule.author_id, schedule.author_name),
            content=schedule.content,
            client_id=schedule.id,
            reply_to=schedule.reply_to,
        )

    def _check(self, head: Conversation, content: Content) -> None:
        limits = registry.get(head.channel_kind).limits
        policy.check(limits, content)
        now = self.scene.clock()
        policy.check_window(limits, inbound=head.inbound, inbound_at=head.inbound_at, now=now)

    def _line(
        self, schedule: Schedule, actor: Author, event: str, data: Mapping[str, str], dedup: str
    ) -> None:
        tell(
            self.scene.ports,
            account_id=schedule.account_id,
            conversation_id=schedule.conversation_id,
            actor=actor,
            event=event,
            data=data,
            dedup=dedup,
        )

    @property
    def ids(self) -> dict[str, Any]:
        return {"account_id": ACCOUNT, "conversation_id": self.scene.head.id}

    def say(self, words: str, minutes: float = 60, **more: Any) -> Schedule:
        more = {
            "author": RUI,
            "content": text(words),
            "due_at": self.scene.clock() + timedelta(minutes=minutes),
            "zone": "America/Sao_Paulo",
            "client_id": f"client-{words}",
            **more,
        }
        return service.create(self.ports, **self.ids, **more)

    def change(self, schedule: Schedule, **more: Any) -> Schedule:
        more = {"version": schedule.version, **more}
        return service.change(self.ports, **self.ids, id=schedule.id, **more)

    def cancel(self, schedule: Schedule) -> None:
        service.cancel(self.ports, **self.ids, id=schedule.id, actor=RUI)

    def fire(self, schedule: Schedule, due_at: datetime | None = None) -> None:
        due_at = due_at or schedule.due_at
        service.fire(self.ports, **self.ids, id=schedule.id, due_at=due_at)

    def now(self, schedule: Schedule) -> Schedule:
        return self.store.kept[(ACCOUNT, self.scene.head.id, schedule.id)]

    def said(self) -> list[str]:
        """What went out, in order."""
        return [
            m.content.text
            for m in self.scene.thread
            if m.author.kind is AuthorKind.AGENT and m.content.text
        ]

    def events(self) -> list[str]:
        return [message.content.event for message in self.scene.thread if message.content.event]
