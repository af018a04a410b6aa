"""Sending to SQS: packed into few calls, and done only when SQS has every entry."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib.shared.errors import TryAgain

# SQS takes 10 entries a call, whose bodies together are held to 256 KB.
MAX_ENTRIES = 10
MAX_BYTES = 240 * 1024
TRIES = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """group, dedup: for FIFO queues; any text, hashed here if SQS would refuse it.
    delay: seconds, standard queues only, at most 900."""

    body: str
    group: str = ""
    dedup: str = ""
    delay: int = 0

    @property
    def size(self) -> int:
        return len(self.body.encode()) + 512


class SqsSender(Protocol):
    """The one call of the SQS client that is used here."""

    def send_message_batch(self, *, QueueUrl: str, Entries: Any) -> Any: ...  # noqa: N803


def entry(work: Mapping[str, object], *, group: str = "", dedup: str = "", delay: int = 0) -> Entry:
    """An entry whose body is `work` as JSON."""
    body = json.dumps(work, ensure_ascii=False, separators=(",", ":"))
    return Entry(body=body, group=group, dedup=dedup, delay=delay)


def send(client: SqsSender, queue_url: str, entries: Sequence[Entry]) -> None:
    """Send all, in order. Raises TryAgain if SQS did not take some of them after three tries.

    Two entries of one group never share a call: if SQS took only the second, the order would be
    lost.
    """
    for batch in _packed(entries):
        _send_batch(client, queue_url, batch)


def _send_batch(client: SqsSender, queue_url: str, batch: Sequence[Entry]) -> None:
    left = dict(enumerate(batch))
    for _ in range(TRIES):
        answer = client.send_message_batch(
            QueueUrl=queue_url,
            Entries=[_as_sqs(str(number), item) for number, item in left.items()],
        )
        left = {int(item["Id"]): left[int(item["Id"])] for item in answer.get("Failed", [])}
        if not left:
            return
    raise TryAgain("the queue did not take everything")


def _packed(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    size = 0
    groups: set[str] = set()
    for item in entries:
        full = len(batch) == MAX_ENTRIES or size + item.size > MAX_BYTES
        if batch and (full or item.group in groups):
            yield batch
            batch, size, groups = [], 0, set()
        batch.append(item)
        size += item.size
        if item.group:
            groups.add(item.group)
    if batch:
        yield batch


def _as_sqs(identifier: str, item: Entry) -> dict[str, Any]:
    values: dict[str, Any] = {"Id": identifier, "MessageBody": item.body}
    if item.group:
        values["MessageGroupId"] = _safe(item.group)
        values["MessageDeduplicationId"] = _safe(item.dedup)
    if item.delay:
        values["DelaySeconds"] = item.delay
    return values


def _safe(text: str) -> str:
    """SQS takes up to 128 of ASCII letters, digits and punctuation; anything else is hashed."""
    if 0 < len(text) <= 128 and text.isascii() and text.isprintable() and " " not in text:
        return text
    return hashlib.sha256(text.encode()).hexdigest()
