"""Quick responses in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from chalicelib.media import links
from chalicelib.replies.model import SAMPLE, QuickResponse, Values
from chalicelib.replies.ports import ReplyPorts
from chalicelib.shared.errors import NotFound
from tests.fakes import FakeClock


@dataclass
class FakeReplyStore:
    """told: whom each write concerned ('' = all)."""

    kept: dict[tuple[str, str, str], QuickResponse] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def catalogue(self, account_id: str, owner_id: str) -> list[QuickResponse]:
        return [one for key, one in self.kept.items() if key[:2] == (account_id, owner_id)]

    def get(self, account_id: str, owner_id: str, id: str) -> QuickResponse | None:
        return self.kept.get((account_id, owner_id, id))

    def add(self, response: QuickResponse) -> None:
        self.kept[(response.account_id, response.owner_id, response.id)] = response
        self.told.append(response.owner_id)

    def replace(self, before: QuickResponse, after: QuickResponse) -> bool:
        key = (after.account_id, after.owner_id, after.id)
        held = self.kept.get(key)
        if held is None or held.version != before.version:
            return False
        self.kept[key] = after
        self.told.append(after.owner_id)
        return True

    def remove(self, response: QuickResponse, *, as_read: bool = False) -> bool:
        key = (response.account_id, response.owner_id, response.id)
        held = self.kept.get(key)
        if as_read and (held is None or held.version != response.version):
            return False
        self.kept.pop(key, None)
        self.told.append(response.owner_id)
        return True


@dataclass
class Shelf:
    """copied: source -> target keys."""

    store: FakeReplyStore = field(default_factory=FakeReplyStore)
    clock: FakeClock = field(default_factory=FakeClock)
    copied: dict[str, str] = field(default_factory=dict)

    @property
    def ports(self) -> ReplyPorts:
        return ReplyPorts(
            store=self.store,
            values=self._values,
            copy=self.copied.__setitem__,
            new_key=links.new_key,
            owner_of=links.owner_of,
            clock=self.clock,
        )

    def _values(self, account_id: str, agent_id: str, conversation_id: str) -> Values:
        if (account_id, conversation_id) != ("acc1", "conv1"):
            raise NotFound("no such conversation")
        return {**SAMPLE, "contact": {**SAMPLE["contact"], "email": ""}}
