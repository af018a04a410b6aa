"""What an account says of itself, and its queues."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from chalicelib.accounts.channel_rules import without_department
from chalicelib.accounts.model import Account, AccountPage, Queue
from chalicelib.accounts.ports import AccountPorts
from chalicelib.routing.model import Rules, checked, checked_skills
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound
from chalicelib.shared.ids import AccountId, QueueId, new_id

LANGUAGES = ("en", "es", "pt-BR")
STEPS = ("site", "installed", "colleague", "message", "answer", "provider", "hidden")
"""Of the first steps: what a console saw done, and whether the list was put away."""

MOST_QUEUES = 100


def change_account(
    p: AccountPorts,
    *,
    account_id: str,
    name: str | None = None,
    language: str | None = None,
    time_zone: str | None = None,
    started: tuple[str, ...] | None = None,
) -> Account:
    """None leaves a part as it is. started: steps that are done, added to what is known; "hidden"
    with a "-" before it takes that one back. Raises InvalidInput naming the field."""
    before = p.store.account(account_id)
    after = replace(
        before,
        name=before.name if name is None else _name(name),
        language=before.language if language is None else _language(language),
        time_zone=before.time_zone if time_zone is None else checked_zone(time_zone),
        started=before.started if started is None else _started(before.started, started),
    )
    if after != before:
        p.store.save_account(before, after)
        p.pages.forget(account_id)
    return after


def _name(name: str) -> str:
    if not name.strip():
        raise InvalidInput("a name is needed", field="name")
    return name.strip()


def _language(language: str) -> str:
    if language not in LANGUAGES:
        raise InvalidInput(f"must be one of: {', '.join(LANGUAGES)}", field="language")
    return language


@cache
def zones() -> frozenset[str]:
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


def checked_zone(name: str) -> str:
    """A name of the IANA time zone database. Raises InvalidInput (time_zone)."""
    if name not in zones():
        raise InvalidInput("is no time zone like Europe/Madrid", field="time_zone")
    return name


def _started(before: tuple[str, ...], steps: tuple[str, ...]) -> tuple[str, ...]:
    known = set(before)
    for step in steps:
        if step.removeprefix("-") not in STEPS:
            raise InvalidInput("there is no such step", field="started")
        known = known - {step[1:]} if step.startswith("-") else known | {step}
    return tuple(step for step in STEPS if step in known)


# Queues ---------------------------------------------------------------------------------------


def new_queue(
    p: AccountPorts,
    *,
    account_id: str,
    name: str,
    member_ids: tuple[str, ...] = (),
    rules: Rules | None = None,
    id: str = "",
) -> Queue:
    """id: of whoever may repeat it; the same again makes nothing. Raises InvalidInput (member_ids,
    rules.…) or Conflict (name) if there is one of that name."""
    page = p.store.page(account_id)
    there = next((queue for queue in page.queues if queue.id == id), None)
    if there is not None:
        return there
    if len(page.queues) >= MOST_QUEUES:
        raise Conflict(f"an account has at most {MOST_QUEUES} queues", field="name")
    queue = Queue(
        id=QueueId(id or new_id(p.clock())),
        account_id=AccountId(account_id),
        name=_free_name(page, name),
        member_ids=_members(page, member_ids),
        rules=_rules(page, "", rules or Rules()),
    )
    p.store.add_queue(queue)
    p.pages.forget(account_id)
    return queue


def change_queue(
    p: AccountPorts,
    *,
    account_id: str,
    queue_id: str,
    name: str | None = None,
    member_ids: tuple[str, ...] | None = None,
    rules: Rules | None = None,
    check: Callable[[Queue], None] | None = None,
) -> Queue:
    """None leaves a part as it is. check: refuses by raising; what it saw is what is replaced, or
    nothing. Raises NotFound, InvalidInput, Conflict (name) or Outdated."""
    page = p.store.page(account_id)
    before = _queue(page, queue_id)
    if check:
        check(before)
    after = replace(
        before,
        name=before.name if name is None else _free_name(page, name, besides=queue_id),
        member_ids=before.member_ids if member_ids is None else _members(page, member_ids),
        rules=before.rules if rules is None else _rules(page, queue_id, rules),
    )
    if after == before:
        return before
    saved = p.store.save_queue(before, after, exactly=check is not None)
    p.pages.forget(account_id)
    return saved


def remove_queue(p: AccountPorts, *, account_id: str, queue_id: str) -> None:
    """Channels lead nowhere any more where they led to it. Conversations that name it show no
    queue: they are not rewritten. Raises NotFound."""
    page = p.store.page(account_id)
    _queue(page, queue_id)
    for channel in page.channels:
        left = without_department(channel.settings, queue_id)
        leads = "" if channel.queue_id == queue_id else channel.queue_id
        if left != channel.settings or leads != channel.queue_id:
            after = replace(channel, settings=left, queue_id=leads)
            p.store.save_channel(channel, after)
            p.channels.forget(channel.id)
    p.store.remove_queue(account_id, queue_id)
    p.pages.forget(account_id)


def _queue(page: AccountPage, queue_id: str) -> Queue:
    found = next((queue for queue in page.queues if queue.id == queue_id), None)
    if found is None:
        raise NotFound("no such queue")
    return found


def _free_name(page: AccountPage, name: str, besides: str = "") -> str:
    wanted = _name(name)
    others = [queue.name.casefold() for queue in page.queues if queue.id != besides]
    if wanted.casefold() in others:
        raise Conflict("there is a queue of that name", field="name")
    return wanted


def _rules(page: AccountPage, queue_id: str, rules: Rules) -> Rules:
    checked(rules)
    if rules.overflow_to and page.queue(rules.overflow_to) is None:
        raise InvalidInput("there is no such queue", field="rules.overflow_to")
    if rules.overflow_to and rules.overflow_to == queue_id:
        raise InvalidInput("is this queue itself", field="rules.overflow_to")
    return replace(rules, skills=checked_skills(rules.skills, "rules.skills"))


def _members(page: AccountPage, member_ids: tuple[str, ...]) -> tuple[str, ...]:
    """In the order given, each once."""
    known = {agent.id for agent in page.agents}
    if not known.issuperset(member_ids):
        raise InvalidInput("there is no such agent", field="member_ids")
    return tuple(dict.fromkeys(member_ids))
