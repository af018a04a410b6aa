"""The demo account's past -> its table and its reports.

Conversations are written as they lie in the table, without telling anybody: nothing answers what is
weeks old. They are counted by what counts live ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib import wiring
from chalicelib.accounts.model import AccountPage
from chalicelib.conversations import items, keys
from chalicelib.conversations.model import Conversation, Message
from chalicelib.reports import service
from chalicelib.shared.clock import to_text
from chalicelib.shared.table import MainItem
from chalicelib.surveys import counting
from chalicelib.surveys.model import Asking, Kind, Outcome, State, Survey, closing_id
from infra.local.past import DAYS, Cast, Talk, cast_of, talks

WINDOW = 40  # conversations that are counted together, as the stream brings them
ASKED, ANSWERED = 0.4, 0.6


def write(page: AccountPage) -> int:
    """Answers how many conversations were made up: none if the account has a past."""
    cast = cast_of(page)
    today = datetime.now(cast.zone).date()
    first, last = str(today - timedelta(days=2 * DAYS)), str(today - timedelta(days=1))
    if wiring.fold_ports().store.tallies(page.account.id, "all", first=first, last=last):
        return 0
    made = list(talks(cast, today))
    _keep(made)
    _count(made)
    _ask(cast, made)
    return len(made)


def _keep(made: Sequence[Talk]) -> None:
    store = wiring.contact_ports().store
    for contact in {talk.contact.id: talk.contact for talk in made}.values():
        store.create(contact)
    with MainItem.batch_write() as batch:
        for item in _items(made):
            item.announce = "-"
            batch.save(item)


def _items(made: Sequence[Talk]) -> Iterator[MainItem]:
    for talk in made:
        head = talk.head
        yield items.head_item(head)
        yield items.PointerItem(
            keys.contact(head.account_id, head.contact_id),
            keys.pointer(to_text(head.opened_at), head.id),
            conversation=head.id,
        )
        yield from map(items.message_item, talk.thread)


def _count(made: Sequence[Talk]) -> None:
    """What they were promised is made up too: the demo's queues promise nothing."""
    ports = wiring.fold_ports()
    heads = {str(talk.head.id): talk.head for talk in made}

    def rules(account_id: str) -> Any:
        return replace(ports.rules(account_id), promised=lambda queue: frozenset({"first_reply"}))

    def head(account_id: str, conversation_id: str) -> Conversation:
        return heads[conversation_id]

    here = replace(ports, read=_message, head=head, rules=rules)
    for start in range(0, len(made), WINDOW):
        window = [message for talk in made[start : start + WINDOW] for message in talk.thread]
        if service.observe(here, [_record(message) for message in window]):
            raise RuntimeError("the demo's past was not counted")


def _record(message: Message) -> Mapping[str, Any]:
    image = {"NewImage": {"message": message}, "SequenceNumber": f"{message.seq}"}
    return {"eventName": "INSERT", "dynamodb": image}


def _message(image: Mapping[str, Any]) -> object:
    return image["message"]


# Surveys ----------------------------------------------------------------------------------------


def _ask(cast: Cast, made: Sequence[Talk]) -> None:
    dice, store = random.Random(1), wiring.survey_ports().store
    for talk in made:
        if not (talk.head.assignee_id and cast.surveys and dice.random() < ASKED):
            continue
        survey = dice.choice(cast.surveys)
        before = _asking(cast, survey, talk)
        if store.start(before, counting.started()) and dice.random() < ANSWERED:
            after = _answered(survey, before, dice)
            store.turn(before, after, counting.differences(survey, before, after))


def _asking(cast: Cast, survey: Survey, talk: Talk) -> Asking:
    head, at = talk.head, talk.now
    closed = to_text(head.resolved_at or at)
    return Asking(
        id=closing_id(head.account_id, head.id, closed),
        account_id=head.account_id,
        conversation_id=head.id,
        survey_id=survey.id,
        version=survey.version,
        contact_id=head.contact_id,
        contact_name=head.contact_name,
        by=f"agent:{head.assignee_id}",
        asked_at=at,
        until=at + timedelta(days=survey.expires_days),
        day=at.astimezone(cast.zone).date().isoformat(),
        agent_id=head.assignee_id,
        queue_id=head.queue_id,
        channel_id=head.channel_id,
        channel_kind=head.channel_kind,
        tags=head.tags,
        since=head.seq,
        closed_at=closed,
    )


def _answered(survey: Survey, before: Asking, dice: random.Random) -> Asking:
    assert survey.main is not None
    if survey.main.kind is Kind.CSAT:
        value = dice.choices((1, 2, 3, 4, 5), (3, 4, 9, 30, 54))[0]
    else:
        value = dice.choices(range(11), (2, 1, 1, 1, 2, 4, 6, 12, 20, 27, 24))[0]
    at = before.asked_at + timedelta(minutes=dice.randint(1, 90))
    return replace(
        before,
        state=State.DONE,
        outcome=Outcome.DONE,
        step=1,
        turn=1,
        turned_at=at,
        answers={survey.main.id: str(value)},
        answered_at=at,
        changed=survey.main.id,
        rev=before.rev + 1,
    )
