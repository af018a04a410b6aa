"""What a message costs the search index, and what a search costs as messages grow, on DynamoDB
Local."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import accumulate
from statistics import median
from typing import Any

from bench.counting import counted
from bench.pages import ACCOUNT, OPENED, _table

TOGETHER = 100  # messages in a batch, of one account
BATCH = 1000
WORDS = 12  # a message, in the mean
VOCABULARY = 20_000
STORED = 120  # newest messages that are there to be read; an older hit is a stale one
RARE = "zwiebelfisch"  # in one message of all, the oldest


def measured(sizes: tuple[int, ...], *, times: int) -> dict[str, Any]:
    """{"index": {"alone", "together"}: units and calls a message, "find": size -> kind of search ->
    {"calls", "read_units", "p50_ms", "hits"}}."""
    with _table():
        found: dict[str, Any] = {"index": _index(), "find": {}}
        there = 0
        for size in sizes:
            _fill(there, size)
            there = size
            found["find"][str(size)] = {
                name: _search(words, times)
                for name, words in (
                    ("common word", _word(3)),
                    ("rare word", RARE),
                    ("nothing", "qqqqqq"),
                )
            }
        return found


def _index() -> dict[str, Any]:
    from chalicelib.search import service
    from chalicelib.search.store import DynamoSegmentStore

    store = DynamoSegmentStore()
    entries = [entry for entry, _ in _messages(0, 20 * TOGETHER)]
    with counted() as alone:
        for entry in entries[:TOGETHER]:
            service.add(store, account_id="alone", kind="messages", entries=[entry])
    with counted() as together:
        for start in range(0, len(entries), TOGETHER):
            batch = entries[start : start + TOGETHER]
            service.add(store, account_id="together", kind="messages", entries=batch)
    return {
        name: {
            "write_units": round(tally.write_units / count, 3),
            "read_units": round(tally.read_units / count, 3),
        }
        for name, tally, count in (
            ("alone", alone, TOGETHER),
            ("together", together, len(entries)),
        )
    }


def _fill(start: int, stop: int) -> None:
    from chalicelib.conversations.store import DynamoConversationStore
    from chalicelib.search import service
    from chalicelib.search.store import DynamoSegmentStore

    store, talks = DynamoSegmentStore(), DynamoConversationStore()
    kept = [*_messages(start, stop)]
    for first in range(0, len(kept), BATCH):
        entries = [entry for entry, _ in kept[first : first + BATCH]]
        service.add(store, account_id=ACCOUNT, kind="messages", entries=entries)
    for _, message in [*kept[-STORED:], *([kept[0]] if start == 0 else [])]:
        talks.put_message(message)
        talks.create_head(_head(message))


def _messages(start: int, stop: int) -> Iterator[tuple[Any, Any]]:
    from chalicelib.conversations.model import Author, AuthorKind, Message, Visibility
    from chalicelib.search import documents
    from chalicelib.shared.content import text
    from chalicelib.shared.ids import AccountId, ConversationId, derived_id

    chance = random.Random(start)
    known = [_word(number) for number in range(VOCABULARY)]
    often = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
    for number in range(start, stop):
        words = chance.choices(known, cum_weights=often, k=chance.randint(2, 2 * WORDS - 2))
        if number == 0:
            words.append(RARE)
        message = Message(
            account_id=AccountId(ACCOUNT),
            conversation_id=ConversationId(derived_id("bench", str(number // 10))),
            seq=1 + number % 10,
            author=Author(AuthorKind.CONTACT, id="c", name="Ana"),
            content=text(" ".join(words)),
            visibility=Visibility.PUBLIC,
            at=OPENED + timedelta(seconds=number),
            dedup=str(number),
        )
        yield documents.message_entry(message), message


def _word(number: int) -> str:
    """Pronounceable, and of its own."""
    syllables = [c + v for c in "bcdfglmnprstv" for v in "aeiou"]
    letters = ""
    number += 1
    while number:
        number, place = divmod(number, len(syllables))
        letters = syllables[place] + letters
    return letters


def _head(message: Any) -> Any:
    from chalicelib.conversations.model import Conversation
    from chalicelib.shared.ids import ChannelId, ContactId

    return Conversation(
        id=message.conversation_id,
        account_id=message.account_id,
        channel_id=ChannelId(f"{ACCOUNT}-site"),
        channel_kind="website",
        contact_id=ContactId("c"),
        sender="c",
        opened_at=OPENED,
        last_at=message.at,
        seq=message.seq,
    )


def _search(words: str, times: int) -> dict[str, Any]:
    from chalicelib import wiring
    from chalicelib.search import service

    def find() -> int:
        return len(service.search_messages(ports, account_id=ACCOUNT, text=words).hits)

    ports = wiring.search_ports()
    find()
    with counted() as tally:
        hits = find()
    took = []
    for _ in range(times):
        before = time.perf_counter()
        find()
        took.append((time.perf_counter() - before) * 1000)
    return {
        "calls": tally.total(),
        "read_units": tally.read_units,
        "p50_ms": round(median(took), 1),
        "hits": hits,
    }
