"""What inbound webhooks need from outside, as small as they need it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.inlets.model import Entry, Inlet, Lead
from chalicelib.shared.clock import Clock


@dataclass(frozen=True, slots=True)
class Page:
    """position: where the next page begins; '' at the end."""

    entries: tuple[Entry, ...]
    position: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """left_out: fields of the lead that could not be taken."""

    contact_id: str
    conversation_id: str
    left_out: tuple[str, ...] = ()


class InletStore(Protocol):
    """Each method is one call to the table. See chalicelib/inlets/store.py."""

    def inlets(self, account_id: str) -> list[Inlet]:
        """The oldest first."""

    def inlet(self, account_id: str, id: str) -> Inlet | None: ...

    def save(self, inlet: Inlet) -> Inlet:
        """version 0: a new one. Raises Conflict if it was changed since it was read, or is gone."""

    def remove(self, account_id: str, id: str) -> bool:
        """Whether it was there."""

    def claim(
        self,
        account_id: str,
        inlet_id: str,
        key: str,
        entry_id: str,
        *,
        now: datetime,
        since: datetime,
    ) -> str:
        """Whose call this is: entry_id, or that of one with the same key at `since` or later."""

    def add(self, entry: Entry) -> Entry | None:
        """None: it is new. Else what is there, untouched."""

    def entry(self, account_id: str, inlet_id: str, id: str) -> Entry | None: ...

    def record(self, entry: Entry, *, round: int) -> bool:
        """Write what became of it, if it is still in that round. Whether it was."""

    def entries(self, account_id: str, inlet_id: str, *, position: str, limit: int) -> Page:
        """The newest first."""

    def mark(self, entry: Entry) -> None:
        """Beside its contact: so that it is found when he is erased."""


class SecretBox(Protocol):
    def encrypt(self, plain: str, *, account_id: str) -> str: ...

    def decrypt(self, sealed: str, *, account_id: str) -> str: ...


@dataclass(frozen=True, slots=True)
class InletPorts:
    """key: the account's signing key. check: raises InvalidInput for a channel (channel_id), queue
    (queue_id) or flow (flow_id) that there is not. work: tells the queue of what answers by itself.
    take: makes contact and conversation of a lead, once for each entry and round; raises
    InvalidInput naming the field. shown: screens are to look for what is left beside conversations
    of this account."""

    store: InletStore
    secrets: SecretBox
    key: Callable[[str], bytes]
    check: Callable[[Inlet], None]
    work: Callable[[Entry], None]
    take: Callable[[Inlet, Entry, Lead], Taken]
    shown: Callable[[str], None]
    clock: Clock
    public_url: str
