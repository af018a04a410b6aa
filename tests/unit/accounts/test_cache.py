"""What a process keeps, and when it looks again."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.accounts.cache import Cache
from tests.support.people import NOON


class Table:
    """One value, and how often it was read."""

    def __init__(self, *things: str) -> None:
        self.things = set(things)
        self.reads = 0
        self.cache: Cache[frozenset[str]] = Cache(seconds=10)

    def _read(self) -> frozenset[str]:
        self.reads += 1
        return frozenset(self.things)

    def has(self, thing: str, *, after: float = 0, key: str = "acc") -> bool:
        now = NOON + timedelta(seconds=after)
        return thing in self.cache.get(key, now, self._read, lambda held: thing in held)


def test_what_is_there_is_read_once_in_ten_seconds() -> None:
    table = Table("a")
    assert all(table.has("a", after=seconds) for seconds in range(10))
    assert table.reads == 1
    assert table.has("a", after=10)
    assert table.reads == 2


def test_what_came_meanwhile_is_found_at_once_and_kept() -> None:
    table = Table("a")
    table.has("a")
    table.things.add("b")
    assert table.has("b", after=0.1)
    assert table.has("b", after=9)
    assert table.reads == 2


def test_what_is_not_there_is_looked_for_once_a_second() -> None:
    table = Table("a")
    for tenth in range(30):
        assert not table.has(f"made-up-{tenth}", after=tenth / 10)
    assert table.reads == 1 + 3
    table.things.add("b")
    assert table.has("b", after=3.1)


def test_one_key_s_strangers_take_nothing_from_another() -> None:
    table = Table("a")
    for key in ("acc", "other"):
        table.has("a", key=key)
    table.has("made-up")
    table.things.add("b")
    assert not table.has("b", after=0.5)
    assert table.has("b", after=0.5, key="other")


def test_a_first_read_is_fresh_enough() -> None:
    table = Table()
    assert not table.has("a")
    assert table.reads == 1
