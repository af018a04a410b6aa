"""Finding messages by their words and contacts by what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

from chalicelib.contacts.model import Contact
from chalicelib.conversations.model import Conversation, Message
from chalicelib.search import documents, segments
from chalicelib.search.documents import CONTACTS, MESSAGES
from chalicelib.search.segments import Entry, Segment
from chalicelib.search.words import Query, contact_query, fold, query, snippet
from chalicelib.shared import log
from chalicelib.shared.errors import InvalidInput, TryAgain

PAGE = 20
MOST_READS = 12  # queries a page, 1 MB each; then the caller decides whether to look further back
MOST_TRIES = 8
_LOOKED_BACK = 4  # segments in which a repeated entry is looked for
_ROUND = 60  # hits that are read at once

T = TypeVar("T")


class SegmentStore(Protocol):
    def newest(self, account_id: str, kind: str, count: int) -> list[Segment]:
        """Ascending, consistent."""

    def get(self, account_id: str, kind: str, number: int) -> Segment | None:
        """Consistent."""

    def put(self, account_id: str, kind: str, segment: Segment) -> bool:
        """Of the stored version alone; False if another writer was faster."""

    def texts(self, account_id: str, kind: str, before: int) -> tuple[list[tuple[int, str]], bool]:
        """One read of (number, text), from the newest whose number is lower than `before` (0: from
        the newest of all) on downwards; and whether there are more."""


class Documents(Protocol):
    """What is indexed, as it is now; what is gone is left out."""

    def messages(
        self, account_id: str, places: Sequence[tuple[str, int]]
    ) -> dict[tuple[str, int], Message]: ...

    def conversations(self, account_id: str, ids: Sequence[str]) -> dict[str, Conversation]: ...

    def contacts(self, account_id: str, ids: Sequence[str]) -> dict[str, Contact]: ...


@dataclass(frozen=True, slots=True)
class IndexPorts:
    """read: what a stream image holds, as `bindings.announced`. remember: so that the contact is
    found by his e-mail and phone; bears repeats."""

    store: SegmentStore
    read: Callable[[Mapping[str, Any]], Any]
    remember: Callable[[Contact], None]


@dataclass(frozen=True, slots=True)
class SearchPorts:
    store: SegmentStore
    documents: Documents


@dataclass(frozen=True, slots=True)
class MessageHit:
    message: Message
    conversation: Conversation
    snippet: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Found:
    """cursor: '' when everything was looked through; else pass it to look further back."""

    hits: list[Any]
    cursor: str = ""


# Indexing -------------------------------------------------------------------------------------


def index(p: IndexPorts, records: Sequence[Mapping[str, Any]]) -> list[str]:
    """Records of the table's stream -> the index. Answers the sequence numbers that failed; a
    repeat adds nothing."""
    wanted: dict[tuple[str, str], list[Entry]] = {}
    numbers: dict[tuple[str, str], list[str]] = {}
    failed: list[str] = []
    for record in records:
        image = record["dynamodb"].get("NewImage")
        item = p.read(image) if image else None
        if isinstance(item, Contact) and not _remembered(p, item):
            failed.append(record["dynamodb"]["SequenceNumber"])
            continue
        kind, entry = _entry(item, created=record["eventName"] == "INSERT")
        if item is None or entry is None or not entry.text:
            continue
        key = (item.account_id, kind)
        wanted.setdefault(key, []).append(entry)
        numbers.setdefault(key, []).append(record["dynamodb"]["SequenceNumber"])
    for (account_id, kind), entries in wanted.items():
        try:
            add(p.store, account_id=account_id, kind=kind, entries=entries)
        except Exception as problem:
            log.error("index.failed", problem, records=len(entries))
            failed += numbers[account_id, kind]
    return failed


def _remembered(p: IndexPorts, contact: Contact) -> bool:
    try:
        p.remember(contact)
    except Exception as problem:
        log.error("index.failed", problem, records=1)
        return False
    return True


def _entry(item: Any, *, created: bool) -> tuple[str, Entry | None]:
    """A message changes often without changing its words: ticks, reactions, files that arrive."""
    if isinstance(item, Message):
        return MESSAGES, documents.message_entry(item) if created or item.edited_at else None
    if isinstance(item, Contact):
        return CONTACTS, documents.contact_entry(item)
    return "", None


def add(store: SegmentStore, *, account_id: str, kind: str, entries: Sequence[Entry]) -> None:
    """Raises TryAgain if other writers were faster too often."""
    looked_back = _LOOKED_BACK if len(entries) > 1 else 2
    for _ in range(MOST_TRIES):
        newest = store.newest(account_id, kind, looked_back)
        written = segments.added(newest, entries)
        if all(store.put(account_id, kind, segment) for segment in written):
            return
    raise TryAgain("too many writers of the index")


# Searching ------------------------------------------------------------------------------------


def search_messages(
    p: SearchPorts, *, account_id: str, text: str, cursor: str = "", limit: int = PAGE
) -> Found:
    """Messages and notes that hold every word of `text`, newest first. Raises InvalidInput."""
    wanted = _wanted(query(text))

    def read(ids: Sequence[str]) -> dict[str, MessageHit]:
        found = p.documents.messages(account_id, [documents.place_of(each) for each in ids])
        heads = p.documents.conversations(account_id, sorted({id for id, _ in found}))
        hits = {}
        for (conversation_id, seq), message in found.items():
            shown = documents.message_text(message)
            if conversation_id in heads and wanted.within(fold(shown)):
                hits[f"{conversation_id}#{seq}"] = MessageHit(
                    message, heads[conversation_id], snippet(shown, wanted)
                )
        return hits

    found = _search(p.store, account_id, MESSAGES, wanted, cursor, limit, read)
    found.hits.sort(key=lambda hit: hit.message.at, reverse=True)
    return found


def search_contacts(
    p: SearchPorts, *, account_id: str, text: str, cursor: str = "", limit: int = PAGE
) -> Found:
    """Contacts of whom something holds every word of `text`. Raises InvalidInput."""
    wanted = _wanted(contact_query(text))

    def read(ids: Sequence[str]) -> dict[str, Contact]:
        found = p.documents.contacts(account_id, ids)
        return {
            id: contact
            for id, contact in found.items()
            if not contact.merged_into and wanted.within(fold(documents.contact_text(contact)))
        }

    return _search(p.store, account_id, CONTACTS, wanted, cursor, limit, read)


def _wanted(wanted: Query) -> Query:
    if not wanted:
        raise InvalidInput("type a letter or a digit", field="q")
    return wanted


def _search(
    store: SegmentStore,
    account_id: str,
    kind: str,
    wanted: Query,
    cursor: str,
    limit: int,
    read: Callable[[Sequence[str]], dict[str, T]],
) -> Found:
    """Candidates from the index, in rounds; those that the documents confirm are the answer."""
    number, line = _position(cursor)
    walk = _Walk(store, account_id, kind, wanted, number, line)
    found: dict[str, T] = {}
    seen: set[str] = set()
    candidates = iter(walk)
    last = ""
    while len(found) < limit:
        places: dict[str, str] = {}
        for place, identifier in candidates:
            if identifier not in seen:
                places[identifier] = place
                seen.add(identifier)
            if len(places) >= min(_ROUND, 2 * (limit - len(found))):
                break
        if not places:
            return Found(list(found.values()), walk.left)
        confirmed = read(list(places))
        for identifier, place in places.items():
            last = place
            if identifier in confirmed:
                found[identifier] = confirmed[identifier]
            if len(found) == limit:
                break
    return Found(list(found.values()), last)


def _position(cursor: str) -> tuple[int, int]:
    """Segment and line: what comes before it is still to be looked at. (0, 0): from the newest."""
    if not cursor:
        return 0, 0
    number, _, line = cursor.partition(".")
    if not (number.isdecimal() and line.isdecimal() and len(cursor) < 30):
        raise InvalidInput("is no cursor of this list", field="cursor")
    return int(number), int(line)


class _Walk:
    """Goes through the index downwards. left: where to go on after the last allowed read."""

    def __init__(
        self,
        store: SegmentStore,
        account_id: str,
        kind: str,
        wanted: Query,
        number: int,
        line: int,
    ) -> None:
        self._texts = partial(store.texts, account_id, kind)
        self._wanted = wanted
        self._number, self._line = number, line
        self.left = ""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Pairs of a cursor just after the document, and its id."""
        before = self._number + 1 if self._number else 0
        for _ in range(MOST_READS):
            texts, more = self._texts(before)
            for number, text in texts:
                for place, identifier in segments.hits(text, self._wanted.needles):
                    if number != self._number or place < self._line:
                        yield f"{number}.{place}", identifier
                before = number
            if not more:
                return
        self.left = f"{before}.0"
