"""Values that a process may keep for a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")


AGAIN = timedelta(seconds=1)


class Cache(Generic[T]):
    """key -> value for `seconds`; above `size` keys it starts anew. Failures are not kept."""

    def __init__(self, *, seconds: int, size: int = 1000) -> None:
        self._life = timedelta(seconds=seconds)
        self._size = size
        self._kept: dict[str, tuple[datetime, T]] = {}
        self._looked: dict[str, datetime] = {}

    def get(
        self,
        key: str,
        now: datetime,
        read: Callable[[], T],
        has: Callable[[T], bool] = lambda value: True,
    ) -> T:
        """has: whether what is asked for is in the value. A kept one that lacks it is read anew, at
        most once in `AGAIN`: so long a stranger who makes things up costs nothing more."""
        kept = self._kept.get(key)
        if kept and now - kept[0] < self._life and (has(kept[1]) or not self._may_look(key, now)):
            return kept[1]
        value = read()
        if len(self._kept) >= self._size:
            self._kept.clear()
            self._looked.clear()
        self._kept[key] = (now, value)
        return value

    def _may_look(self, key: str, now: datetime) -> bool:
        looked = self._looked.get(key)
        if looked and now - looked < AGAIN:
            return False
        self._looked[key] = now
        return True

    def forget(self, key: str) -> None:
        self._kept.pop(key, None)
