"""What quick responses need of the world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chalicelib.replies.model import QuickResponse, Values
from chalicelib.shared.clock import Clock


class ReplyStore(Protocol):
    """Two partitions: what is shared, and each agent's own. Writers tell whom it concerns."""

    def catalogue(self, account_id: str, owner_id: str) -> list[QuickResponse]:
        """One query. owner_id '': the shared ones."""

    def get(self, account_id: str, owner_id: str, id: str) -> QuickResponse | None:
        """Consistent."""

    def add(self, response: QuickResponse) -> None: ...

    def replace(self, before: QuickResponse, after: QuickResponse) -> bool:
        """False, and nothing written, if the stored version is not `before`'s any more."""

    def remove(self, response: QuickResponse, *, as_read: bool = False) -> bool:
        """Harmless if it is gone. as_read: only if the stored version is this one's; else False."""


@dataclass(frozen=True, slots=True)
class ReplyPorts:
    """values: account, agent, conversation -> what the variables stand for; raises NotFound.
    copy: a file of the bucket to another key; raises NotFound. new_key: account, folder, name."""

    store: ReplyStore
    values: Callable[[str, str, str], Values]
    copy: Callable[[str, str], None]
    new_key: Callable[[str, str, str], str]
    owner_of: Callable[[str], tuple[str, str]]
    clock: Clock
