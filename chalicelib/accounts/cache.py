"""Values that a process may keep for a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")


class Cache(Generic[T]):
    """key -> value for `seconds`; above `size` keys it starts anew. Failures are not kept."""

    def __init__(self, *, seconds: int, size: int = 1000) -> None:
        self._life = timedelta(seconds=seconds)
        self._size = size
        self._kept: dict[str, tuple[datetime, T]] = {}

    def get(self, key: str, now: datetime, read: Callable[[], T]) -> T:
        kept = self._kept.get(key)
        if kept and now - kept[0] < self._life:
            return kept[1]
        value = read()
        if len(self._kept) >= self._size:
            self._kept.clear()
        self._kept[key] = (now, value)
        return value

    def forget(self, key: str) -> None:
        self._kept.pop(key, None)
