from __future__ import annotations

from dataclasses import replace

from chalicelib.accounts.cache import Cache
from chalicelib.hours.model import OpeningHours
from chalicelib.hours.service import Catalogue, HoursPorts
from chalicelib.shared.clock import Clock
from tests.fakes import FakeClock


class FakeHoursStore:
    def __init__(self) -> None:
        self.by_key: dict[tuple[str, str], OpeningHours] = {}

    def load(self, account_id: str) -> Catalogue:
        return {queue: found for (own, queue), found in self.by_key.items() if own == account_id}

    def save(self, account_id: str, hours: OpeningHours) -> bool:
        there = self.by_key.get((account_id, hours.queue_id))
        if (there.version if there else 0) != hours.version:
            return False
        stored = replace(hours, version=hours.version + 1)
        self.by_key[account_id, hours.queue_id] = stored
        return True

    def remove(self, account_id: str, queue_id: str) -> None:
        self.by_key.pop((account_id, queue_id), None)


def hours_ports(clock: Clock | None = None) -> HoursPorts:
    """With the queues q1 and q2."""
    return HoursPorts(
        store=FakeHoursStore(),
        has_queue=lambda account_id, queue_id: queue_id in ("q1", "q2"),
        kept=Cache(seconds=10),
        clock=clock or FakeClock(),
    )
