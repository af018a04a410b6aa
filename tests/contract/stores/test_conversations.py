"""What every conversation store keeps to: the fake, moto's DynamoDB and Amazon's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.conversations import rules
from chalicelib.conversations.model import Author, AuthorKind, Conversation, Message, Status
from chalicelib.conversations.ports import ConversationStore
from chalicelib.shared.content import Content, Kind
from chalicelib.shared.errors import InvalidInput
from chalicelib.shared.ids import ConversationId
from tests.contract.stores.conftest import Stores
from tests.contract.stores.samples import C1, FULL_HEAD, FULL_MESSAGE, A, B, head, message
from tests.fakes import START

READ = rules.bump(head(), [message(1)])


@pytest.fixture
def store(stores: Stores) -> ConversationStore:
    return stores.conversations


# Heads -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("conversation", [head(), FULL_HEAD], ids=["bare", "full"])
def test_a_head_comes_back_as_it_was(store: ConversationStore, conversation: Conversation) -> None:
    assert store.create_head(conversation)
    assert store.head(A, C1) == conversation


def test_a_head_is_created_once_and_only_in_its_account(store: ConversationStore) -> None:
    assert store.create_head(head())
    assert not store.create_head(head(assignee_id="other"))
    assert store.head(A, C1) == head()
    assert store.head(B, C1) is None


def test_a_head_follows_a_message_and_loses_the_waiting(store: ConversationStore) -> None:
    store.create_head(head())
    first = rules.bump(head(), [message(1)])
    assert first.waiting_since
    assert store.update_head(head(), first, announce=False)
    assert store.head(A, C1) == first
    answer = message(2, author=Author(AuthorKind.AGENT, "rui"), inbound=1)
    second = rules.bump(first, [answer])
    assert store.update_head(first, second, announce=False)
    assert store.head(A, C1) == second
    assert second.waiting_since is None


def test_a_head_never_goes_back(store: ConversationStore) -> None:
    store.create_head(head())
    one, two = rules.bump(head(), [message(1)]), rules.bump(head(), [message(1), message(2)])
    assert store.update_head(head(), two, announce=False)
    assert not store.update_head(head(), one, announce=False)
    assert not store.update_head(head(), two, announce=False)
    assert store.head(A, C1) == two


def test_a_change_needs_the_version_that_it_read(store: ConversationStore) -> None:
    store.create_head(head())
    mine = replace(head(), assignee_id="rui", version=1)
    theirs = replace(head(), status=Status.RESOLVED, resolved_at=START, version=1)
    assert store.update_head(head(), mine, announce=True)
    assert not store.update_head(head(), theirs, announce=True)
    assert store.head(A, C1) == mine
    bumped = rules.bump(head(), [message(1)])
    assert not store.update_head(head(), bumped, announce=False)


def test_what_is_written_exactly_is_all_written_or_nothing(store: ConversationStore) -> None:
    store.create_head(head())
    line = message(1, content=Content(Kind.EVENT, event="conversation.assigned"))
    after = replace(rules.bump(head(), [line]), assignee_id="rui", version=1)
    assert store.write_exactly(head(), after, [line])
    assert store.head(A, C1) == after
    assert store.message(A, C1, 1) == line
    assert not store.write_exactly(head(), after, [line])


@pytest.mark.parametrize(
    "stored",
    [
        replace(READ, priority="high", version=1),
        rules.bump(READ, [message(2)]),
        replace(READ, last=replace(READ.last, text="Edited")),
    ],
    ids=["changed", "a message more", "the last one edited"],
)
def test_nothing_is_written_exactly_over_another_state(
    store: ConversationStore, stored: Conversation
) -> None:
    store.create_head(stored)
    line = message(stored.seq + 1)
    after = replace(rules.bump(READ, [line]), assignee_id="rui", version=1)
    assert not store.write_exactly(READ, after, [line])
    assert store.head(A, C1) == stored
    assert store.message(A, C1, line.seq) is None


def test_nothing_is_written_exactly_where_a_message_stands_already(
    store: ConversationStore,
) -> None:
    store.create_head(head())
    store.put_message(message(1, dedup="theirs"))
    after = replace(rules.bump(head(), [message(1)]), assignee_id="rui", version=1)
    assert not store.write_exactly(head(), after, [message(1)])
    assert store.head(A, C1) == head()


def test_a_change_leaves_what_others_wrote_meanwhile(store: ConversationStore) -> None:
    store.create_head(head())
    bumped = rules.bump(head(), [message(1)])
    store.update_head(head(), bumped, announce=False)
    store.raise_read(A, C1, "rui", 1)
    changed = replace(head(), assignee_id="rui", version=1)
    assert store.update_head(head(), changed, announce=True)
    now = store.head(A, C1)
    assert now is not None
    assert (now.seq, now.reads, now.assignee_id) == (1, {"rui": 1}, "rui")


def test_a_refreshed_preview_needs_the_same_newest_message(store: ConversationStore) -> None:
    start = rules.bump(head(), [message(1)])
    store.create_head(start)
    edited = replace(start, last=replace(start.last, text="edited"), version=1)
    assert store.update_head(start, edited, announce=True)
    newer = rules.bump(edited, [message(2)])
    assert store.update_head(edited, newer, announce=False)
    late = replace(edited, last=replace(edited.last, text="again"), version=2)
    assert not store.update_head(edited, late, announce=True)
    assert store.head(A, C1) == newer


def test_a_missing_head_is_not_made_by_a_change(store: ConversationStore) -> None:
    assert not store.update_head(head(), replace(head(), version=1), announce=True)
    store.raise_read(A, C1, "rui", 1)
    store.raise_visitor_marks(A, C1, delivered=1, read=1)
    assert store.head(A, C1) is None


def test_marks_only_rise(store: ConversationStore) -> None:
    store.create_head(head())
    for inbound in (2, 1):
        store.raise_read(A, C1, "rui", inbound)
    store.raise_read(A, C1, "bea", 0)
    store.raise_visitor_marks(A, C1, delivered=4, read=2)
    store.raise_visitor_marks(A, C1, delivered=3, read=1)
    now = store.head(A, C1)
    assert now is not None
    assert now.reads == {"rui": 2, "bea": 0}
    assert (now.visitor_delivered, now.visitor_read) == (4, 2)


def test_heads_come_in_the_asked_order_without_the_missing(store: ConversationStore) -> None:
    for id in ("x", "y", "z"):
        store.create_head(head(id))
    ids = [ConversationId(id) for id in ("z", "nowhere", "x")]
    assert [each.id for each in store.heads(A, ids)] == ["z", "x"]
    assert store.heads(A, []) == []
    assert store.heads(B, ids) == []


# Lists -----------------------------------------------------------------------------------------


def test_lists_are_cut_by_status_and_assignee_and_walk_by_cursor(store: ConversationStore) -> None:
    for number in range(5):
        moment = START + timedelta(minutes=number)
        assignee = "rui" if number % 2 else ""
        store.create_head(
            head(f"c{number}", last_at=moment, opened_at=moment, assignee_id=assignee)
        )
    store.create_head(head("done", status=Status.RESOLVED))
    store.create_head(head("theirs", account=B))

    def walk(assignee: str | None) -> list[str]:
        found, cursor = [], ""
        for _ in range(9):
            page = store.page(A, status="open", assignee=assignee, cursor=cursor, limit=2)
            found += [each.id for each in page.conversations]
            cursor = page.cursor
            if not cursor:
                return [str(id) for id in found]
        raise AssertionError("the cursor does not end")

    assert walk(None) == ["c4", "c3", "c2", "c1", "c0"]
    assert walk("rui") == ["c3", "c1"]
    assert walk("-") == ["c4", "c2", "c0"]


def test_a_conversation_moves_between_lists_as_it_changes(store: ConversationStore) -> None:
    store.create_head(head())
    store.create_head(head("older", last_at=START + timedelta(seconds=1)))
    bumped = rules.bump(head(), [message(5)])
    store.update_head(head(), bumped, announce=False)
    page = store.page(A, status="open", assignee=None, cursor="", limit=9)
    assert [each.id for each in page.conversations] == ["conv1", "older"]
    assert page.conversations[0] == bumped
    resolved = replace(bumped, status=Status.RESOLVED, assignee_id="rui", version=1)
    store.update_head(bumped, resolved, announce=True)
    page = store.page(A, status="open", assignee="-", cursor="", limit=9)
    assert [each.id for each in page.conversations] == ["older"]
    page = store.page(A, status="resolved", assignee="rui", cursor="", limit=9)
    assert page.conversations == [resolved]


@pytest.mark.parametrize("cursor", ["nonsense", "#", "2026#"])
def test_a_cursor_of_nobodys_making_is_refused(store: ConversationStore, cursor: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        store.page(A, status="open", assignee=None, cursor=cursor, limit=2)
    assert refusal.value.field == "cursor"


def test_a_cursor_of_another_account_opens_nothing(store: ConversationStore) -> None:
    for number in range(3):
        store.create_head(head(f"b{number}", account=B, last_at=START + timedelta(days=number)))
    cursor = store.page(B, status="open", assignee=None, cursor="", limit=1).cursor
    page = store.page(A, status="open", assignee=None, cursor=cursor, limit=9)
    assert page.conversations == []


# Messages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("stored", [message(3), FULL_MESSAGE], ids=["bare", "full"])
def test_a_message_comes_back_as_it_was(store: ConversationStore, stored: Message) -> None:
    assert store.put_message(stored) is None
    assert store.message(A, C1, 3) == stored
    assert store.message(B, C1, 3) is None
    assert store.message(A, C1, 4) is None


def test_a_place_is_taken_once_and_tells_by_whom(store: ConversationStore) -> None:
    store.put_message(message(1, "first"))
    assert store.put_message(message(1, "second")) == message(1, "first")
    assert store.message(A, C1, 1) == message(1, "first")


def test_a_revision_needs_the_rev_that_it_read(store: ConversationStore) -> None:
    store.put_message(message(1))
    mine = message(1, reactions={"contact:ann": "👍"}, rev=1)
    theirs = message(1, edited_at=START, rev=1)
    assert store.replace_message(message(1), mine)
    assert not store.replace_message(message(1), theirs)
    assert not store.replace_message(message(2), message(2, rev=1))
    assert store.message(A, C1, 1) == mine


def test_pages_of_messages_ascend_and_know_whether_there_is_more(store: ConversationStore) -> None:
    store.create_head(head())
    for seq in range(1, 13):
        store.put_message(message(seq))

    def seqs(before: int = 0, after: int = 0, limit: int = 5) -> tuple[list[int], bool]:
        page = store.messages(A, C1, before=before, after=after, limit=limit)
        return [each.seq for each in page.messages], page.more

    assert seqs() == ([8, 9, 10, 11, 12], True)
    assert seqs(before=8) == ([3, 4, 5, 6, 7], True)
    assert seqs(before=3) == ([1, 2], False)
    assert seqs(after=9) == ([10, 11, 12], False)
    assert seqs(after=2) == ([3, 4, 5, 6, 7], True)
    assert seqs(after=12) == ([], False)
    assert seqs(limit=12) == (list(range(1, 13)), False)
    detail = store.detail(A, C1, 5)
    assert detail is not None
    assert ([m.seq for m in detail.messages], detail.more) == ([8, 9, 10, 11, 12], True)
    assert detail.conversation == head()
    whole = store.detail(A, C1, 12)
    assert whole is not None
    assert (len(whole.messages), whole.more) == (12, False)
    assert store.detail(B, C1, 5) is None


def test_messages_without_a_head_are_no_conversation_yet(store: ConversationStore) -> None:
    store.put_message(message(1))
    assert store.detail(A, C1, 5) is None


def test_large_messages_are_paged_though_they_fill_an_answer(stores: Stores) -> None:
    if stores.backend != "dynamodb_local":
        pytest.skip("only DynamoDB itself ends an answer at 1 MB")
    store = stores.conversations
    store.create_head(head())
    for seq in range(1, 7):
        store.put_message(message(seq, content=Content(Kind.UNSUPPORTED, raw="x" * 300_000)))
    detail = store.detail(A, C1, 6)
    assert detail is not None
    assert detail.more
    assert [m.seq for m in detail.messages][-1] == 6
    first = store.messages(A, C1, before=0, after=1, limit=5)
    assert first.more
    assert first.messages[0].seq == 2
