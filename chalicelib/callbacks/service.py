"""Asking to be called, ringing, calling. Every step may be repeated and adds nothing then."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Protocol

from chalicelib.accounts.model import AccountPage, Agent
from chalicelib.callbacks import model
from chalicelib.callbacks.model import Callback, Outcome, Status
from chalicelib.contacts.phone import canonical
from chalicelib.shared.clock import Clock, to_milliseconds, to_text
from chalicelib.shared.errors import InvalidInput, NotFound, TryAgain
from chalicelib.shared.ids import AccountId, ChannelId, ContactId, new_id
from chalicelib.timers.model import Timer
from chalicelib.visitors.model import Identity

TIMER = "callback"
AGAIN_SECONDS = 60  # that a postponed one rings: no visitor looks at a count-down
MOST_WAITING = 100  # looked at in one query
TRIES = 5


@dataclass(frozen=True, slots=True)
class Slice:
    """cursor: '' at the end."""

    callbacks: list[Callback]
    cursor: str = ""


class CallbackStore(Protocol):
    """Each method is one call to the table."""

    def point(
        self, account_id: str, contact_id: str, client_id: str, id: str, now: datetime
    ) -> str:
        """Which callback the visitor's request is: `id`, unless it was told another before."""

    def pointed(self, account_id: str, contact_id: str, client_id: str) -> str:
        """'' if there is none."""

    def get(self, account_id: str, id: str) -> Callback | None:
        """Consistent."""

    def save(self, callback: Callback) -> Callback | None:
        """With its version raised; None if the stored one is not `callback.version` any more (0:
        none is stored)."""

    def open(self, account_id: str, cursor: str, limit: int) -> Slice:
        """Those that are neither done nor muted, newest first."""

    def all(self, account_id: str, cursor: str, limit: int) -> Slice:
        """Newest first."""


class Tell(Protocol):
    """A line in the visitor's conversation, once for each id. Answers the conversation's id."""

    def __call__(
        self,
        callback: Callback,
        event: str,
        data: Mapping[str, str],
        id: str,
        *,
        actor: Agent | None = None,
    ) -> str: ...


@dataclass(frozen=True, slots=True)
class CallbackPorts:
    """site: the account's page, at most seconds old. opens: when people are there again
    (account, queue), None while they are, or if nobody knows. anybody: whether an agent is there
    and online. introduce: put name and phone on the contact where it has none (account, contact,
    name, phone), and answer whether he is blocked: then nothing is put there. take: make the agent
    the conversation's assignee if it has none (callback, agent). set_timer: as
    timers.service.schedule; repeating it changes nothing."""

    store: CallbackStore
    site: Callable[[str], AccountPage]
    opens: Callable[[str, str], datetime | None]
    anybody: Callable[[AccountPage], bool]
    introduce: Callable[[str, str, str, str], bool]
    tell: Tell
    take: Callable[[Callback, Agent], None]
    set_timer: Callable[[Timer], None]
    clock: Clock


def request(
    p: CallbackPorts, *, visitor: Identity, client_id: str, phone: str, name: str, region: str
) -> Callback:
    """Ring at the agents: now, or at the next opening; if none is there, keep it for them. Who is
    blocked is answered just so, and no agent hears of it. region: of the visitor, two letters or
    ''. Raises NotFound if the site calls nobody back, InvalidInput (phone)."""
    site = p.site(visitor.account_id)
    channel = site.channel(visitor.channel_id)
    seconds = model.ring_seconds(channel.settings) if channel else 0
    if not seconds:
        raise NotFound("nobody is called back here")
    number = _checked_phone(phone, region)
    now = to_milliseconds(p.clock())
    ids = (visitor.account_id, visitor.contact_id)
    known = p.store.point(*ids, client_id, new_id(now), now)
    there = p.store.get(visitor.account_id, known)
    if there is not None:
        return there
    asked = Callback(
        id=known,
        account_id=visitor.account_id,
        channel_id=visitor.channel_id,
        contact_id=visitor.contact_id,
        phone=number,
        name=name.strip(),
        requested_at=now,
        status=Status.WAITING,
    )
    opens = p.opens(visitor.account_id, channel.queue_id if channel else "")
    if opens is not None and opens > now:
        asked = model.scheduled(asked, to_milliseconds(opens))
    elif p.anybody(site):
        asked = model.ringing(asked, now + timedelta(seconds=seconds))
    return _begun(p, asked)


def arrange(
    p: CallbackPorts,
    *,
    account_id: str,
    channel_id: str,
    contact_id: str,
    conversation_id: str,
    phone: str,
    name: str,
    due_at: datetime | None,
    id: str,
) -> Callback:
    """Have somebody called who asked for it in a conversation, on whatever channel: at due_at, or
    now. phone: E.164. The same id again changes nothing."""
    there = p.store.get(account_id, id)
    if there is not None:
        return there
    now = to_milliseconds(p.clock())
    asked = Callback(
        id=id,
        account_id=AccountId(account_id),
        channel_id=ChannelId(channel_id),
        contact_id=ContactId(contact_id),
        conversation_id=conversation_id,
        phone=phone,
        name=name.strip(),
        requested_at=now,
        status=Status.WAITING,
    )
    if due_at is not None and due_at > now:
        asked = model.scheduled(asked, to_milliseconds(due_at))
    elif p.anybody(p.site(account_id)):
        asked = model.ringing(asked, now + timedelta(seconds=AGAIN_SECONDS))
    return _begun(p, asked)


def _begun(p: CallbackPorts, asked: Callback) -> Callback:
    ids = (asked.account_id, asked.contact_id)
    asked = replace(asked, muted=p.introduce(*ids, asked.name, asked.phone))
    told = {"phone": asked.phone}
    conversation_id = p.tell(asked, "callback.requested", told, _line(asked, "asked"))
    asked = replace(asked, conversation_id=conversation_id)
    if not asked.muted:  # what the visitor sees needs no alarm
        _alarm(p, asked, asked.ring_until or asked.due_at)
    return p.store.save(asked) or _known(p, asked.account_id, asked.id)


def _checked_phone(phone: str, region: str) -> str:
    number = canonical(phone, region)
    if not number or sum(each.isdigit() for each in number) < 7:
        raise InvalidInput("is no telephone number; begin with + and the country", field="phone")
    return number


def of_visitor(
    p: CallbackPorts, *, visitor: Identity, client_id: str
) -> tuple[Callback, Agent | None]:
    """What became of a request, and who accepted it. Raises NotFound."""
    id = p.store.pointed(visitor.account_id, visitor.contact_id, client_id)
    if not id:
        raise NotFound("no such callback")
    callback = _known(p, visitor.account_id, id)
    return callback, p.site(visitor.account_id).agent(callback.accepted_by)


def accept(p: CallbackPorts, *, account_id: str, id: str, agent: Agent) -> Callback:
    """Whoever is first has it. Raises NotFound, or Conflict for everybody else."""
    now = to_milliseconds(p.clock())
    after = _change(p, account_id, id, lambda before: model.accepted(before, agent.id, now))
    p.tell(after, "callback.accepted", {}, _line(after, "accepted"), actor=agent)
    p.take(after, agent)
    return after


def finish(
    p: CallbackPorts,
    *,
    account_id: str,
    id: str,
    agent: Agent,
    outcome: str,
    due_at: datetime | None = None,
    note: str = "",
) -> Callback:
    """outcome: of `Outcome`, or "later" with due_at, aware and in the future.

    Raises NotFound, InvalidInput (due_at), or Conflict if nobody had accepted it.
    """
    now = to_milliseconds(p.clock())
    if outcome == "later":
        return _postpone(p, account_id, id, agent, due_at, note, now)
    end = Outcome(outcome)
    after = _change(p, account_id, id, lambda before: model.finished(before, end, note, now))
    data = {"outcome": outcome} | ({"note": note} if note else {})
    p.tell(after, "callback.done", data, _line(after, "done"), actor=agent)
    return after


def _postpone(
    p: CallbackPorts,
    account_id: str,
    id: str,
    agent: Agent,
    due_at: datetime | None,
    note: str,
    now: datetime,
) -> Callback:
    if due_at is None or due_at.tzinfo is None:
        raise InvalidInput("say when, with the time zone", field="due_at")
    due = to_milliseconds(due_at)
    # Looked at before the alarm is set; it comes first, as one without a callback does nothing.
    before = _for_agents(p, account_id, id)
    model.postponed(before, due, note, now)
    _alarm(p, before, due)
    after = _change(p, account_id, id, lambda held: model.postponed(held, due, note, now))
    data = {"due_at": to_text(due)} | ({"note": note} if note else {})
    p.tell(after, "callback.postponed", data, _line(after, f"later:{to_text(due)}"), actor=agent)
    return after


def due(p: CallbackPorts, *, timer: Timer) -> None:
    """A ringing ended, or what was postponed rings again. Early, late or doubled: harmless."""
    callback = p.store.get(timer.account_id, timer.payload["callback_id"])
    if callback is None or callback.muted:
        return
    now = to_milliseconds(p.clock())
    if model.is_due(callback, now):
        if p.anybody(p.site(timer.account_id)):
            _ring_again(p, callback, now)
        else:
            _change(p, timer.account_id, callback.id, lambda held: _kept(held, now))
        return
    after = _change(
        p, timer.account_id, callback.id, lambda before: model.lapsed(before, max(now, timer.due))
    )
    if after.status is Status.MISSED and after.ring_until == timer.due:
        p.tell(after, "callback.missed", {}, _line(after, f"missed:{after.rings}"))


def _kept(callback: Callback, now: datetime) -> Callback:
    """What is due while nobody is there waits for the first who comes."""
    return model.waiting(callback) if model.is_due(callback, now) else callback


def somebody_came(p: CallbackPorts, *, account_id: str) -> None:
    """An agent is online: what waits for one rings. Doubled, it rings once."""
    now = to_milliseconds(p.clock())
    for callback in p.store.open(account_id, "", MOST_WAITING).callbacks:
        if callback.status is Status.WAITING and not callback.muted:
            _ring_again(p, callback, now)


def silence(p: CallbackPorts, *, account_id: str, contact_ids: Collection[str]) -> None:
    """They were blocked: no agent hears of their callbacks any more. Repeatable."""
    cursor = ""
    while True:
        page = p.store.open(account_id, cursor, MOST_WAITING)
        for callback in page.callbacks:
            if callback.contact_id in contact_ids and not callback.muted:
                with suppress(NotFound):  # another one was as quick
                    _change(p, account_id, callback.id, lambda held: replace(held, muted=True))
        cursor = page.cursor
        if not cursor:
            return


def _ring_again(p: CallbackPorts, callback: Callback, now: datetime) -> None:
    until = now + timedelta(seconds=AGAIN_SECONDS)
    _alarm(p, callback, until)

    def ring(before: Callback) -> Callback:
        rings = before.status is Status.WAITING or model.is_due(before, now)
        return model.ringing(before, until) if rings else before

    after = _change(p, callback.account_id, callback.id, ring)
    p.tell(after, "callback.due", {}, _line(after, f"due:{after.rings}"))


def get(p: CallbackPorts, *, account_id: str, id: str) -> Callback:
    """As agents have it. Raises NotFound."""
    return _for_agents(p, account_id, id)


Which = Literal["open", "missed", "done", "all"]
_WANTED: Mapping[Which, Collection[Status]] = {
    "open": frozenset(Status),
    "missed": frozenset({Status.MISSED, Status.WAITING}),
    "done": frozenset({Status.DONE}),
    "all": frozenset(Status),
}


def page(p: CallbackPorts, *, account_id: str, which: Which, cursor: str, limit: int) -> Slice:
    """Newest first, one query. What is not wanted is left out of it: a page may hold few, or none,
    while there are more."""
    find = p.store.open if which in ("open", "missed") else p.store.all
    found, wanted = find(account_id, cursor, limit), _WANTED[which]
    shown = [each for each in found.callbacks if each.status in wanted and not each.muted]
    return replace(found, callbacks=shown)


def _known(p: CallbackPorts, account_id: str, id: str) -> Callback:
    found = p.store.get(account_id, id)
    if found is None:
        raise NotFound("no such callback")
    return found


def _for_agents(p: CallbackPorts, account_id: str, id: str) -> Callback:
    found = _known(p, account_id, id)
    if found.muted:
        raise NotFound("no such callback")
    return found


def _change(
    p: CallbackPorts, account_id: str, id: str, change: Callable[[Callback], Callback]
) -> Callback:
    """Write `change(stored)`, and begin again when another writer was faster."""
    for _ in range(TRIES):
        before = _for_agents(p, account_id, id)
        after = change(before)
        if after == before:
            return before
        saved = p.store.save(after)
        if saved is not None:
            return saved
    raise TryAgain("too many writers")


def _alarm(p: CallbackPorts, callback: Callback, due_at: datetime | None) -> None:
    if due_at is None:
        return
    payload = {"callback_id": callback.id}
    account = AccountId(callback.account_id)
    p.set_timer(Timer(account, f"{TIMER}-{callback.id}", due_at, TIMER, payload))


def _line(callback: Callback, what: str) -> str:
    return f"callback:{callback.id}:{callback.attempts}:{what}"
