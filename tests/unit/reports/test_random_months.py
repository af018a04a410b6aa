"""A month of conversations, drawn at random: what is counted live, rebuilt and behind numbers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.channels.base import Sender
from chalicelib.conversations.changing import with_event
from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Conversation,
    Message,
    Status,
    Visibility,
)
from chalicelib.conversations.saying import say
from chalicelib.conversations.values import Change
from chalicelib.reports import asking, service
from chalicelib.reports.model import DIMENSIONS
from chalicelib.reports.rebuilding import rebuild
from chalicelib.shared.content import text
from chalicelib.shared.errors import Conflict
from tests.unit.conversations.scene import ACCOUNT, Scene
from tests.unit.reports.fakes import Office, plain, records

pytestmark = pytest.mark.feature("10")
ANA = Author(AuthorKind.AGENT, id="ana", name="Ana")
RUI = Author(AuthorKind.AGENT, id="rui", name="Rui")


class Died(Exception):
    pass


def month(seed: int, begun: datetime | None = None, steps: int = 0) -> Office:
    """What people, contacts and a flow do in a month, at random, through the real services."""
    dice, office = random.Random(seed), Office()
    scene = office.scene
    if begun:
        scene.clock.now = begun
    for number in range(steps or dice.randint(60, 110)):
        scene.clock.tick(minutes=dice.choice([0, 1, 3, 20, 200, 1300]))
        sender = Sender(id=str(dice.randint(1, 9)), name="Ann")
        heads = list(scene.store.heads_by_key.values())
        if not heads or dice.random() < 0.4:
            scene.receive(scene.says(f"word {number}", sender=sender))
            continue
        head, agent = dice.choice(heads), dice.choice([ANA, RUI])
        with suppress(Conflict):  # a step that the state machine does not have
            _act(dice, scene, head.id, agent, number)
    return office


def invited(scene: Scene, invitation_id: str, head: Conversation) -> None:
    with_event(
        scene.ports,
        head,
        actor=Author(AuthorKind.SYSTEM),
        event="invitation.answered",
        data={"name": "Hello", "invitation_id": invitation_id},
        dedup=f"invitation:{invitation_id}",
        at=scene.clock(),
        patch=lambda found: found,
    )


def told(scene: Scene, head: Conversation, event: str, data: dict[str, str], dedup: str) -> None:
    actor = Author(AuthorKind.SYSTEM)
    with_event(
        scene.ports,
        head,
        actor=actor,
        event=event,
        data=data,
        dedup=dedup,
        at=scene.clock(),
        patch=lambda found: found,
    )


def _rating(dice: random.Random) -> tuple[str, dict[str, str]]:
    before = dice.choice([{}, {"before": str(dice.randint(1, 5))}])
    return "conversation.rated", {"score": str(dice.randint(1, 5)), **before}


LINES: dict[str, Callable[[random.Random], tuple[str, dict[str, str]]]] = {
    "hand over": lambda dice: ("bot.handed_off", {"flow_id": "f1", "queue_id": "sales"}),
    "transfer": lambda dice: ("conversation.transferred", {"assignee_id": "rui"}),
    "rate": _rating,
    "break": lambda dice: ("sla.breached", {"target": dice.choice(["first_reply", "resolution"])}),
    # A tag that was deleted meanwhile, and one whose id is a stranger's.
    "tag": lambda dice: ("conversation.tagged", {"tag_ids": dice.choice(["t1", "t1,t2", "gone"])}),
}


def _act(dice: random.Random, scene: Scene, id: str, agent: Author, number: int) -> None:
    from chalicelib.conversations import botting
    from chalicelib.conversations import service as conversations

    at: Any = {"account_id": ACCOUNT, "conversation_id": id}
    what = dice.choice(
        [
            *("say", "say", "note", "assign", "queue", "transfer", "resolve", "resolve", "snooze"),
            *("bot", "hand over", "invite", "tag", "rate", "break"),
        ]
    )
    if what == "say":
        conversations.post(
            scene.ports, **at, author=agent, content=text("ok"), client_id=f"c{number}"
        )
    elif what == "note":
        conversations.post(
            scene.ports,
            **at,
            author=agent,
            content=text("?"),
            client_id=f"n{number}",
            visibility=Visibility.NOTE,
        )
    elif what == "invite":
        invited(scene, dice.choice(["i1", "i2"]), scene.store.heads_by_key[ACCOUNT, id])
    elif what in LINES:
        event, data = LINES[what](dice)
        told(scene, scene.store.heads_by_key[ACCOUNT, id], event, data, f"{what}{number}")
    elif what == "bot":
        botting.give_to_bot(scene.ports, **at, actor=agent, bot_id="f1", name="Flow")
        head = scene.store.heads_by_key[ACCOUNT, id]
        say(scene.ports, head, text("bot"), dedup=f"b{number}", name="Flow", author_id="f1")
    else:
        change = {
            "assign": Change(assignee_id=dice.choice(["ana", "rui", ""])),
            "queue": Change(queue_id=dice.choice(["sales", "help", ""])),
            "resolve": Change(status=Status.RESOLVED),
            "snooze": Change(
                status=Status.SNOOZED, snoozed_until=scene.clock() + timedelta(days=1)
            ),
        }[what]
        conversations.change(scene.ports, **at, actor=agent, change=change)


def windows(dice: random.Random, messages: list[Message]) -> Iterator[list[Message]]:
    """As a stream may bring them: in pieces, some again, some in another order."""
    left = messages.copy()
    while left:
        size = dice.choice([1, 1, 2, 5, 20])
        piece, left = left[:size], left[size:]
        if dice.random() < 0.3:
            dice.shuffle(piece)
        yield piece
        if dice.random() < 0.3:
            yield dice.sample(messages[: len(messages) - len(left)], 1)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_live_numbers_of_a_random_month_are_the_rebuilt_ones(seed: int) -> None:
    """Repeats, disorder and deaths included; and what two readers counted is one truth."""
    dice, office = random.Random(seed), month(seed)
    messages = office.messages()

    def at_times() -> None:
        if dice.random() < 0.2:
            raise Died

    office.store.before_record = at_times
    for piece in windows(dice, messages):
        office.until = max(office.until or piece[0].at, *(each.at for each in piece), piece[0].at)
        for _ in range(50):
            if not service.observe(office.ports, records(piece)):
                break
    office.store.before_record = lambda: None
    for conversation in office.scene.store.heads_by_key.values():
        service.catch_up(office.ports, account_id=ACCOUNT, conversation_id=conversation.id)
    live = plain(office.store)
    ordered = Office(
        scene=office.scene, until=messages[-1].at
    )  # another, which read each thread once and in order
    for conversation in office.scene.store.heads_by_key.values():
        service.catch_up(ordered.ports, account_id=ACCOUNT, conversation_id=conversation.id)
    for counts in office.store.counters[ACCOUNT].values():
        counts.update({"opened": dice.randint(0, 9), "nonsense": 1})
    days = {"first": messages[0].at.date(), "last": messages[-1].at.date() + timedelta(days=1)}
    rebuild(office.store, account_id=ACCOUNT, zone=office.zone, **days)
    assert plain(office.store) == live
    assert plain(ordered.store) == live


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_they_stay_so_when_zone_and_hours_change_and_contacts_are_erased(seed: int) -> None:
    """In the middle of what is read; clocks go forward and back in some of these months."""
    dice, office = (
        random.Random(seed),
        month(seed, datetime(2026, dice_month(seed), 20, tzinfo=UTC)),
    )
    messages = office.messages()
    zones = [ZoneInfo(name) for name in ("Pacific/Auckland", "America/St_Johns", "Europe/Lisbon")]
    heads = office.scene.store.heads_by_key
    erased: set[str] = set()
    for piece in windows(dice, messages):
        office.until = max(office.until or piece[0].at, *(each.at for each in piece), piece[0].at)
        if dice.random() < 0.1:
            office.zone, office.slower = dice.choice(zones), dice.randint(1, 3)
        if dice.random() < 0.05 and len(heads) > 1:
            account, id = dice.choice(list(heads))
            erased.add(str(id))
            del heads[account, id]
        assert service.observe(office.ports, records(piece)) == []
    for conversation in list(heads.values()):
        service.catch_up(office.ports, account_id=ACCOUNT, conversation_id=conversation.id)
    live = plain(office.store)
    office.zone, office.slower = dice.choice(zones), 7
    for counts in office.store.counters[ACCOUNT].values():
        counts.update({"opened": dice.randint(0, 9), "nonsense": 1})
    days = {
        "first": messages[0].at.date() - timedelta(days=1),
        "last": messages[-1].at.date() + timedelta(days=1),
    }
    rebuild(office.store, account_id=ACCOUNT, zone=office.zone, **days)
    assert plain(office.store) == live


def dice_month(seed: int) -> int:
    return (3, 4, 9, 10)[seed % 4]


def test_behind_each_number_are_just_those_conversations_that_it_counted() -> None:
    """Every number, of everything and of each agent, queue, …: what its list says adds up to it."""
    office = month(31)
    heads = office.scene.store.heads_by_key
    for conversation in heads.values():
        service.catch_up(office.ports, account_id=ACCOUNT, conversation_id=conversation.id)
    days = sorted({key[1] for key in plain(office.store)})
    period = asking.Period(date.fromisoformat(days[0]), date.fromisoformat(days[-1]))

    def known(account_id: str, ids: Sequence[str]) -> list[Conversation]:
        return [head for head in heads.values() if head.id in ids]

    def listed(question: asking.Question) -> int:
        total, cursor = 0, ""
        while True:
            page = asking.behind(
                office.store, known, account_id=ACCOUNT, question=question, cursor=cursor
            )
            total, cursor = total + sum(each.n for each in page.found), page.cursor
            if not cursor:
                return total

    places = {("", "")} | {(key[0], key[2]) for key in plain(office.store) if key[0] in DIMENSIONS}
    compared = 0
    for of, value in places:
        wish = asking.Wish(period, of=of, value=value)
        found = asking.report(office.store, account_id=ACCOUNT, wish=wish, today=date(2026, 6, 15))
        lengths = {name: length.count for name, length in found.total.times.items()}
        for name, number in {**found.total.counts, **lengths}.items():
            assert listed(asking.Question(period, name, of, value)) == number, (of, value, name)
            compared += 1
    assert compared > 60


def test_rebuilding_begins_again_if_something_is_counted_meanwhile() -> None:
    office = month(7)
    for conversation in office.scene.store.heads_by_key.values():
        service.catch_up(office.ports, account_id=ACCOUNT, conversation_id=conversation.id)
    live, day = plain(office.store), min(key[1] for key in plain(office.store))
    whole = office.store.replace
    tries: list[int] = []

    def replace(account_id: str, day: str, counts: object, *, recorded: int) -> bool:
        if not tries:
            office.store.records[account_id, day] += 1
        tries.append(recorded)
        return whole(account_id, day, counts, recorded=recorded)  # type: ignore[arg-type]

    office.store.replace = replace  # type: ignore[method-assign]
    at = date.fromisoformat(day)
    rebuild(office.store, account_id=ACCOUNT, first=at, last=at, zone=office.zone)
    assert len(tries) == 2
    assert plain(office.store) == live


def test_from_a_terminal_threads_are_caught_up_and_days_rebuilt() -> None:
    from chalicelib.reports.__main__ import parser, run

    office = month(11)
    ids = [str(each.id) for each in office.scene.store.heads_by_key.values()]
    asked = parser().parse_args(["catch-up", "--account-id", ACCOUNT])
    assert run(office.ports, iter(ids), asked) == {"conversations": len(ids)}
    live = plain(office.store)
    office.store.counters.clear()
    first, last = min(key[1] for key in live), max(key[1] for key in live)
    asked = parser().parse_args(
        ["rebuild", "--account-id", ACCOUNT, "--first", first, "--last", last]
    )
    assert run(office.ports, iter(()), asked)["readings"] > 0
    assert plain(office.store) == live
