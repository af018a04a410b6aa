"""Mentions, notes and files in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from chalicelib.desk.model import Beside, BesidePage, Mention, MentionPage
from chalicelib.desk.service import DeskPorts


@dataclass
class FakeDeskStore:
    """called: before and after each call that writes or lists what stands beside; may raise."""

    kept: dict[tuple[str, str, str, str, int], Beside] = field(default_factory=dict)
    named: dict[tuple[str, str, int], Mention] = field(default_factory=dict)
    called: Callable[[], None] = lambda: None

    def put_mention(self, mention: Mention) -> None:
        place = mention.place
        self.named.setdefault((mention.agent_id, place.conversation_id, place.seq), mention)

    def set_read(self, mention: Mention) -> None:
        place = mention.place
        key = (mention.agent_id, place.conversation_id, place.seq)
        self.named[key] = replace(mention, read=True)

    def mentions(self, account_id: str, agent_id: str, *, cursor: str, limit: int) -> MentionPage:
        found = [each for each in self.named.values() if each.agent_id == agent_id]
        return MentionPage(found[:limit])

    def put_beside(self, item: Beside) -> None:
        self.called()
        if self._rev(item) < item.rev:
            self.kept[_key(item)] = item
        self.called()

    def drop_beside(self, item: Beside) -> None:
        self.called()
        if self._rev(item) <= item.rev:
            self.kept.pop(_key(item), None)
        self.called()

    def all_beside(
        self, account_id: str, contact_id: str, kind: str, *, limit: int
    ) -> list[Beside]:
        self.called()
        found = self._of(account_id, contact_id, kind)
        self.called()
        return found[:limit]

    def beside(
        self, account_id: str, contact_id: str, kind: str, *, cursor: str, limit: int
    ) -> BesidePage:
        found = [each for each in self._of(account_id, contact_id, kind) if not each.gone]
        return BesidePage(found[::-1][:limit])

    def _rev(self, item: Beside) -> int:
        stored = self.kept.get(_key(item))
        return stored.rev if stored else -1

    def _of(self, account_id: str, contact_id: str, kind: str) -> list[Beside]:
        mine = [key for key in self.kept if key[:3] == (account_id, contact_id, kind)]
        found = [self.kept[key] for key in mine]
        return sorted(found, key=lambda it: (it.place.at, it.place.conversation_id, it.place.seq))


def _key(item: Beside) -> tuple[str, str, str, str, int]:
    place = item.place
    return item.account_id, item.contact_id, item.kind, place.conversation_id, place.seq


def desk_ports(
    store: FakeDeskStore, part_of: Callable[[str, str], str] = lambda account, contact: ""
) -> DeskPorts:
    return DeskPorts(store, part_of)
