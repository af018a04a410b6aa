"""People, a store and an office for the tests of callbacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.accounts.model import Account, AccountPage, Agent, ChannelRecord
from chalicelib.callbacks import service
from chalicelib.callbacks.model import Callback, Status
from chalicelib.callbacks.service import CallbackPorts, Slice
from chalicelib.shared.ids import AccountId, AgentId, ChannelId, ContactId
from chalicelib.timers.model import Timer
from chalicelib.visitors.model import Identity
from tests.support.people import Hands

VISITOR = Identity(AccountId("acc"), ChannelId("acc-1"), ContactId("vis"))
ANA = Agent(AgentId("ana"), AccountId("acc"), "Ana", "ana@acc.example")
RUI = Agent(AgentId("rui"), AccountId("acc"), "Rui", "rui@acc.example")


class MemoryCallbackStore:
    """A `CallbackStore`. races: callbacks that another writer saves just before the next save."""

    def __init__(self) -> None:
        self.callbacks: dict[tuple[str, str], Callback] = {}
        self.pointers: dict[tuple[str, str, str], str] = {}
        self.saves = 0

    def point(
        self, account_id: str, contact_id: str, client_id: str, id: str, now: datetime
    ) -> str:
        return self.pointers.setdefault((account_id, contact_id, client_id), id)

    def pointed(self, account_id: str, contact_id: str, client_id: str) -> str:
        return self.pointers.get((account_id, contact_id, client_id), "")

    def get(self, account_id: str, id: str) -> Callback | None:
        return self.callbacks.get((account_id, id))

    def save(self, callback: Callback) -> Callback | None:
        key = (callback.account_id, callback.id)
        stored = self.callbacks.get(key)
        if (stored.version if stored else 0) != callback.version:
            return None
        self.saves += 1
        self.callbacks[key] = replace(callback, version=callback.version + 1)
        return self.callbacks[key]

    def open(self, account_id: str, cursor: str, limit: int) -> Slice:
        found = self._of(account_id)
        return Slice([one for one in found if one.status is not Status.DONE and not one.muted])

    def all(self, account_id: str, cursor: str, limit: int) -> Slice:
        return Slice(self._of(account_id))

    def _of(self, account_id: str) -> list[Callback]:
        found = [each for (account, _), each in self.callbacks.items() if account == account_id]
        return sorted(found, key=lambda each: each.id, reverse=True)


class Office:
    """An account with a site, two agents, and everything that was told."""

    def __init__(self) -> None:
        self.hands = Hands()
        self.store = MemoryCallbackStore()
        self.settings = {"callback": "on", "callback_seconds": "30"}
        self.open = True
        self.opens: datetime | None = None
        self.blocked = False
        self.lines: dict[str, str] = {}  # id of the line -> event
        self.timers: dict[tuple[str, datetime], Timer] = {}
        self.introduced: list[tuple[str, str]] = []
        self.taken: list[str] = []
        self.dies_at = ""
        self.ports = CallbackPorts(
            store=self.store,
            site=self.site,
            opens=lambda account_id, queue_id: self.opens,
            anybody=lambda page: self.open,
            introduce=self.introduce,
            tell=self.tell,
            take=lambda callback, agent: self.taken.append(agent.id),
            set_timer=self.set_timer,
            clock=self.hands,
        )

    def site(self, account_id: str) -> AccountPage:
        channel = ChannelRecord(
            ChannelId("acc-1"), AccountId("acc"), "website", "Shop", settings=self.settings
        )
        return AccountPage(
            Account(AccountId("acc"), "Acme"), agents=(ANA, RUI), channels=(channel,)
        )

    def tell(
        self,
        callback: Callback,
        event: str,
        data: Mapping[str, str],
        id: str,
        *,
        actor: Agent | None = None,
    ) -> str:
        if self.dies_at == event:
            self.dies_at = ""
            raise RuntimeError("killed here")
        self.lines.setdefault(id, event)
        return "c1"

    def introduce(self, account_id: str, contact_id: str, name: str, phone: str) -> bool:
        if not self.blocked:
            self.introduced.append((name, phone))
        return self.blocked

    def set_timer(self, timer: Timer) -> None:
        self.timers[timer.id, timer.due] = timer

    def ask(self, phone: str = "+55 11 98765-4321", client_id: str = "request-1") -> Callback:
        return service.request(
            self.ports, visitor=VISITOR, client_id=client_id, phone=phone, name="Bia", region="BR"
        )

    def accept(self, callback: Callback, agent: Agent = ANA) -> Callback:
        return service.accept(self.ports, account_id="acc", id=callback.id, agent=agent)

    def finish(self, callback: Callback, outcome: str, due_at: datetime | None = None) -> Callback:
        return service.finish(
            self.ports,
            account_id="acc",
            id=callback.id,
            agent=ANA,
            outcome=outcome,
            due_at=due_at,
            note="",
        )

    def after(self, **time: float) -> None:
        self.hands.now += timedelta(**time)

    def fire(self) -> None:
        """Every timer that is due, each time anew: nothing here takes them away."""
        for timer in list(self.timers.values()):
            if timer.due <= self.hands.now:
                service.due(self.ports, timer=timer)

    def now(self, callback: Callback) -> Callback:
        found = self.store.get("acc", callback.id)
        assert found is not None
        return found

    @property
    def told(self) -> list[str]:
        return list(self.lines.values())
