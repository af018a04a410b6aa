"""What is stored of conversations -> facts and counters, off the messages' way.

A reader of the table's stream looks at a conversation when something happens to it that is worth a
number at once, and reads on in its thread from where it stood. What lies between is counted then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from chalicelib.conversations.model import AuthorKind, Message, Visibility
from chalicelib.reports import counting, folding
from chalicelib.reports.counting import Counts
from chalicelib.reports.model import Fact, State
from chalicelib.reports.ports import Folded, FoldPorts
from chalicelib.shared import log
from chalicelib.shared.errors import NotFound, TryAgain

MILESTONES = frozenset(
    {
        "bot.handed_off",
        "conversation.rated",
        "conversation.reopened",
        "conversation.resolved",
        "conversation.transferred",
        "invitation.answered",
        "sla.breached",
    }
)
EVERY = 50  # messages: no thread is further behind
MOST_OPERATIONS = 90  # of one record; a transaction takes 100
MOST_TRIES = 6
MOST_PAGES = 100  # of a thread in one go

Batch = dict[str, dict[str, dict[int, Message]]]  # account -> conversation -> seq -> message


def observe(p: FoldPorts, records: Sequence[Mapping[str, Any]]) -> list[str]:
    """Records of the table's stream -> facts and counters. Answers the sequence numbers that
    failed; a repeat adds nothing, and what comes late or in another order tells the same."""
    batch: Batch = {}
    wanted: dict[str, dict[str, str]] = {}  # account -> conversation -> number of its record
    for record in records:
        if record["eventName"] != "INSERT":
            continue
        item = p.read(record["dynamodb"].get("NewImage") or {})
        if not isinstance(item, Message):
            continue
        account, conversation = str(item.account_id), str(item.conversation_id)
        batch.setdefault(account, {}).setdefault(conversation, {})[item.seq] = item
        if worth_a_look(item):
            numbers = wanted.setdefault(account, {})
            numbers.setdefault(conversation, record["dynamodb"]["SequenceNumber"])
    failed: list[str] = []
    for account, numbers in wanted.items():
        done = _account(p, account, numbers, batch[account])
        failed += [number for each, number in numbers.items() if each not in done]
    return failed


def worth_a_look(message: Message) -> bool:
    """Never a further word of a contact: what most messages are costs nothing here."""
    if message.seq == 1 or message.seq % EVERY == 0:
        return True
    if message.visibility is Visibility.EVENT:
        return message.content.event in MILESTONES
    return message.visibility is Visibility.PUBLIC and message.author.kind is AuthorKind.AGENT


def _account(
    p: FoldPorts, account_id: str, wanted: Iterable[str], batch: dict[str, dict[int, Message]]
) -> set[str]:
    """The conversations that are counted now."""
    try:
        states = p.store.states(account_id, list(wanted))
        due = [each for each in wanted if _is_due(states.get(each, State()), batch[each])]
        done = set(wanted) - set(due)
        folded: list[Folded] = []
        for each in due:
            with suppress(NotFound):  # erased meanwhile, or its account is: nobody's number
                folded += _read_on(p, account_id, each, states.get(each, State()), batch[each])
        for group in groups(p, account_id, folded):
            done |= _record(p, account_id, group)
        return done | (set(due) - {each.conversation_id for each in folded})
    except Exception as problem:
        log.error("report.failed", problem)
        return set()


def _is_due(state: State, messages: Mapping[int, Message]) -> bool:
    """An agent's word matters at once only while nobody has answered."""
    return any(
        message.seq > state.seq
        and worth_a_look(message)
        and not (
            state.replied and message.visibility is Visibility.PUBLIC and message.seq % EVERY != 0
        )
        for message in messages.values()
    )


def catch_up(p: FoldPorts, *, account_id: str, conversation_id: str) -> None:
    """Count all that is stored of one conversation. Raises TryAgain."""
    for _ in range(MOST_TRIES):
        known = p.store.states(account_id, [conversation_id]).get(conversation_id, State())
        folded = _read_on(p, account_id, conversation_id, known, {})
        if not folded:
            return
        if p.store.record(account_id, folded, counts_of(folded, p, account_id)):
            return
    raise TryAgain("too many readers of a conversation")


def _read_on(
    p: FoldPorts,
    account_id: str,
    conversation_id: str,
    state: State,
    known: Mapping[int, Message],
) -> list[Folded]:
    """known: what came with the stream; if it goes on where the state stands, nothing is read."""
    messages = _following(known, state.seq)
    head = None if state.seq else p.head(account_id, conversation_id)
    if not messages or (head is not None and head.seq > messages[-1].seq):
        messages = _stored(p, account_id, conversation_id, state.seq)
    if not messages:
        return []
    begun = state
    if head is not None:
        begun = folding.starts(state, head.queue_id, head.assignee_id, messages)
    after, facts = folding.fold(begun, messages, p.rules(account_id))
    days: dict[str, list[Fact]] = {}
    zone = p.zone(account_id)
    for fact in facts:
        days.setdefault(fact.at.astimezone(zone).date().isoformat(), []).append(fact)
    return [Folded(conversation_id, state.seq, after, days, zone.key)]


def _following(known: Mapping[int, Message], seq: int) -> list[Message]:
    """[] unless all that is known beyond `seq` follows it without a gap."""
    ahead = sorted(number for number in known if number > seq)
    if not ahead or ahead[0] != seq + 1 or ahead[-1] != seq + len(ahead):
        return []
    return [known[number] for number in ahead]


def _stored(p: FoldPorts, account_id: str, conversation_id: str, seq: int) -> list[Message]:
    found: list[Message] = []
    for _ in range(MOST_PAGES):
        page, more = p.thread(account_id, conversation_id, found[-1].seq if found else seq)
        found += page
        if not (more and page):
            break
    return found


# Recording --------------------------------------------------------------------------------------


@dataclass(slots=True)
class Group:
    """What is recorded together."""

    folded: list[Folded] = field(default_factory=list)
    counts: Counts = field(default_factory=dict)

    def size(self) -> int:
        days = {day for one in self.folded for day in one.facts}
        return sum(1 + len(one.facts) for one in self.folded) + len(self.counts) + len(days)


def groups(p: FoldPorts, account_id: str, folded: Sequence[Folded]) -> list[Group]:
    """As few as possible: conversations of one window share their counters."""
    found: list[Group] = []
    for one in folded:
        adds = counts_of([one], p, account_id)
        wider = _joined(found[-1], one, adds) if found else None
        if wider is not None and wider.size() <= MOST_OPERATIONS:
            found[-1] = wider
        else:
            found.append(Group([one], adds))
    return found


def _joined(group: Group, one: Folded, adds: Counts) -> Group:
    counts: Counts = {key: found.copy() for key, found in group.counts.items()}
    for key, by in adds.items():
        if key in counts:
            counts[key].update(by)
        else:
            counts[key] = by.copy()
    return Group([*group.folded, one], counts)


def counts_of(folded: Sequence[Folded], p: FoldPorts, account_id: str) -> Counts:
    zone = p.zone(account_id)
    total: Counts = {}
    for one in folded:
        facts = [fact for found in one.facts.values() for fact in found]
        for key, by in counting.counted(facts, one.after.channel_id, zone).items():
            if key in total:
                total[key].update(by)
            else:
                total[key] = by
    return total


def _record(p: FoldPorts, account_id: str, group: Group) -> set[str]:
    """Those that are counted now. A group that meets another reader is taken apart."""
    if p.store.record(account_id, group.folded, group.counts):
        return {one.conversation_id for one in group.folded}
    done = set()
    for one in group.folded:
        catch_up(p, account_id=account_id, conversation_id=one.conversation_id)
        done.add(one.conversation_id)
    return done
