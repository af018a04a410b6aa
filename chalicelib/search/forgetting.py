"""Taking documents out of the index for good: their words leave the segments that hold them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.search import segments
from chalicelib.search.segments import Segment
from chalicelib.search.service import MOST_TRIES, SegmentStore
from chalicelib.shared.errors import TryAgain


def forget(
    store: SegmentStore, account_id: str, kind: str, gone: Callable[[str], bool], before: int
) -> tuple[int, int]:
    """One read of segments, from `before` on downwards (0: from the newest). gone: whether the
    document of an id is to leave. Answers how many entries went, and where to go on; 0: all is
    looked through. A repeat finds nothing. Raises TryAgain."""
    texts, more = store.texts(account_id, kind, before)
    dropped, lowest = 0, 0
    for number, text in texts:
        lowest = number
        if any(gone(segments.split(line)[0]) for line in text.split("\n")):
            dropped += _rewrite(store, account_id, kind, number, gone)
    return dropped, lowest if more else 0


def _rewrite(
    store: SegmentStore, account_id: str, kind: str, number: int, gone: Callable[[str], bool]
) -> int:
    for _ in range(MOST_TRIES):
        found = store.get(account_id, kind, number)
        if found is None:
            return 0
        kept = _without(found, gone)
        if kept.lines == found.lines or store.put(account_id, kind, kept):
            return len(found.lines) - len(kept.lines)
    raise TryAgain("too many writers of the index")


def _without(segment: Segment, gone: Callable[[str], bool]) -> Segment:
    lines = tuple(line for line in segment.lines if not gone(segments.split(line)[0]))
    return replace(segment, lines=lines)
