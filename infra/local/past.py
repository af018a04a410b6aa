"""What happened in the demo account before today, so that its reports have something to show.

Made up from a seed, the same each time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib import bindings, wiring
from chalicelib.accounts.model import AccountPage, Agent, ChannelRecord
from chalicelib.contacts.model import Contact
from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Conversation,
    Message,
    Preview,
    Status,
    Visibility,
)
from chalicelib.flows import service as flows
from chalicelib.shared.content import Content, text
from chalicelib.shared.content import Kind as ContentKind
from chalicelib.shared.errors import Conflict
from chalicelib.shared.ids import ContactId, ConversationId, derived_id
from chalicelib.surveys import catalogue
from chalicelib.surveys.model import Kind, Question, Survey
from chalicelib.tags import service as tags
from infra.local.past_words import FIRST, LAST, TALKS

DAYS = 60
SEED = 7
BY_WEEKDAY = (6, 6, 5, 5, 5, 2, 2)  # conversations, from Monday on
BY_HOUR = {8: 2, 9: 5, 10: 8, 11: 7, 12: 4, 13: 4, 14: 6, 15: 7, 16: 6, 17: 4, 18: 3, 19: 2, 21: 1}
BY_CHANNEL = {"website": 5, "whatsapp": 6, "telegram": 3, "instagram": 2, "messenger": 1}
PROMISED = timedelta(minutes=15)  # to a first reply


@dataclass(frozen=True, slots=True)
class Cast:
    """flow_id: '' = none. tags, queues: id by name."""

    page: AccountPage
    agents: Sequence[Agent]
    channels: Mapping[str, ChannelRecord]
    queues: Mapping[str, str]
    tags: Mapping[str, str]
    flow_id: str
    surveys: Sequence[Survey]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.page.account.time_zone)


@dataclass(slots=True)
class Talk:
    """A conversation while it is made up."""

    head: Conversation
    contact: Contact
    now: datetime
    thread: list[Message] = field(default_factory=list)

    def wait(self, dice: random.Random, minutes: float) -> None:
        """About so many: mostly less, sometimes far more."""
        self.now += timedelta(seconds=round(dice.lognormvariate(0, 0.8) * minutes * 60) + 3)

    def add(self, author: Author, content: Any, visibility: str = "public") -> None:
        head, seq = self.head, len(self.thread) + 1
        inbound = head.inbound + (author.kind is AuthorKind.CONTACT and visibility == "public")
        self.head = replace(head, seq=seq, inbound=inbound, last_at=self.now)
        self.thread.append(
            Message(
                account_id=head.account_id,
                conversation_id=head.id,
                seq=seq,
                author=author,
                content=content,
                visibility=Visibility(visibility),
                at=self.now,
                dedup=f"past:{seq}",
                inbound=inbound,
                contact_id=head.contact_id,
                channel_id=head.channel_id,
                channel_kind=head.channel_kind,
            )
        )

    def says(self, words: str) -> None:
        self.add(Author(AuthorKind.CONTACT, name=self.contact.name), text(words))
        self.head = replace(self.head, inbound_at=self.now)

    def line(self, event: str, by: Author, **data: str) -> None:
        self.add(by, Content(kind=ContentKind.EVENT, event=event, data=data), "event")


def cast_of(page: AccountPage) -> Cast:
    account = page.account.id
    drawn = flows.catalogue(wiring.flow_ports(), account_id=account)
    return Cast(
        page=page,
        agents=page.agents,
        channels={each.kind: each for each in page.channels},
        queues={queue.name: queue.id for queue in page.queues},
        tags=_tags(account),
        flow_id=drawn[0].id if drawn else "",
        surveys=_surveys(account),
    )


def _tags(account_id: str) -> dict[str, str]:
    for name, colour in (("Order", "blue"), ("VIP", "purple"), ("Refund", "red"), ("Café", "teal")):
        with suppress(Conflict):  # it is there
            tags.add(wiring.tag_ports(), account_id=account_id, name=name, colour=colour)
    return {name: id for id, name in bindings.tag_names(account_id).items()}


def _surveys(account_id: str) -> list[Survey]:
    """Sent by hand alone, so that nobody who plays a customer is asked."""

    ports = wiring.survey_ports()
    known = catalogue.surveys(ports, account_id=account_id)
    if known:
        return known
    for name, kind in (("After a conversation", Kind.CSAT), ("Would you recommend us?", Kind.NPS)):
        draft = Survey("", account_id, name, (Question("score", kind),), comment=False)
        catalogue.add(ports, draft=draft, unknown=lambda survey: "")
    return catalogue.surveys(ports, account_id=account_id)


# Making it up -----------------------------------------------------------------------------------


def talks(cast: Cast, today: date) -> Iterator[Talk]:
    """Up to yesterday evening, oldest first."""
    dice, number = random.Random(SEED), 0
    end = datetime.combine(today, time(), tzinfo=cast.zone)
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        many = round(BY_WEEKDAY[day.weekday()] * (1.25 - back / DAYS / 2) * dice.uniform(0.7, 1.3))
        hours = dice.choices(list(BY_HOUR), list(BY_HOUR.values()), k=many)
        for hour in sorted(hours):
            begun = time(hour, dice.randrange(60), dice.randrange(60))
            at = datetime.combine(day, begun, tzinfo=cast.zone).astimezone(UTC)
            talk = _talk(cast, dice, number, at)
            number += 1
            if talk.now < end:
                yield talk


def _talk(cast: Cast, dice: random.Random, number: int, at: datetime) -> Talk:
    kinds = {kind: weight for kind, weight in BY_CHANNEL.items() if kind in cast.channels}
    channel = cast.channels[dice.choices(list(kinds), list(kinds.values()))[0]]
    talk = _begun(cast, channel, dice, number, at)
    tag, question, answer, thanks = dice.choice(TALKS)
    queue = cast.queues["Sales" if tag in ("Café", "VIP") else "Support"]
    talk.says(question)
    by_flow = channel.kind == "website" and cast.flow_id and dice.random() < 0.6
    if by_flow and _flow_answers(cast, talk, dice):
        return _ended(talk)
    if by_flow:
        talk.line("bot.handed_off", _bot(cast), flow_id=cast.flow_id, queue_id=queue)
    talk.head = replace(talk.head, queue_id=queue)
    if dice.random() < 0.04:
        return _forgotten(cast, talk, dice)
    _people_answer(cast, talk, dice, answer, thanks)
    if tag in cast.tags:
        by = _agent(cast, talk.head.assignee_id)
        talk.line("conversation.tagged", by, tag_ids=cast.tags[tag], names=tag)
        talk.head = replace(talk.head, tags=(cast.tags[tag],))
    _resolve(cast, talk, dice)
    if dice.random() < 0.09:
        _comes_back(cast, talk, dice)
    if dice.random() < 0.35:
        score = dice.choices((5, 4, 3, 2, 1), (55, 25, 10, 5, 5))[0]
        talk.wait(dice, 3)
        talk.line("conversation.rated", _contact(talk), score=str(score))
        talk.head = replace(talk.head, rating=score)
    return _ended(talk)


def _begun(
    cast: Cast, channel: ChannelRecord, dice: random.Random, number: int, at: datetime
) -> Talk:
    account = cast.page.account.id
    person = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
    contact = Contact(
        id=ContactId(derived_id("past contact", account, channel.id, person)),
        account_id=account,
        created_at=at,
        name=person,
        version=1,
    )
    head = Conversation(
        id=ConversationId(derived_id("past", account, str(number))),
        account_id=account,
        channel_id=channel.id,
        channel_kind=channel.kind,
        contact_id=contact.id,
        sender=f"past-{contact.id}",
        opened_at=at,
        last_at=at,
        contact_name=person,
        version=1,
    )
    return Talk(head, contact, at)


def _flow_answers(cast: Cast, talk: Talk, dice: random.Random) -> bool:
    """Whether that was all."""

    talk.wait(dice, 0.05)
    talk.add(_bot(cast), text("Hello. I look things up. What is it about?"))
    talk.wait(dice, 1)
    talk.says("Opening hours" if dice.random() < 0.5 else "A person, please")
    if talk.thread[-1].content.text != "Opening hours":
        return False
    talk.wait(dice, 0.05)
    talk.add(_bot(cast), text("Monday to Saturday, eight to eight. Is there anything else?"))
    talk.wait(dice, 2)
    talk.line("conversation.resolved", _bot(cast))
    talk.head = replace(talk.head, resolved_at=talk.now)
    return True


def _people_answer(cast: Cast, talk: Talk, dice: random.Random, answer: str, thanks: str) -> None:
    asked = talk.now
    who = dice.choices(cast.agents, (2, 5, 4)[: len(cast.agents)])[0]
    talk.wait(dice, 3)
    _give(talk, who)
    talk.wait(dice, 4 if who.name.startswith("Ana") else 7)
    if talk.now > asked + PROMISED:
        late, talk.now = talk.now, max(asked + PROMISED, talk.thread[-1].at)
        talk.line("sla.breached", _system(), target="first_reply")
        talk.now = late
    talk.add(_agent(cast, who.id), text(answer))
    if dice.random() < 0.08:
        other = dice.choice([each for each in cast.agents if each.id != who.id])
        talk.wait(dice, 2)
        data = {"assignee_id": other.id}
        talk.line("conversation.transferred", _agent(cast, who.id), **data)
        talk.head = replace(talk.head, assignee_id=other.id)
    talk.wait(dice, 6)
    talk.says(thanks)


def _give(talk: Talk, who: Agent) -> None:
    talk.line("conversation.assigned", _system(), assignee_id=who.id)
    talk.head = replace(talk.head, assignee_id=who.id)


def _resolve(cast: Cast, talk: Talk, dice: random.Random) -> None:
    by = _agent(cast, talk.head.assignee_id)
    if dice.random() < 0.1:
        talk.line("conversation.snoozed", by)
        talk.wait(dice, 150)
        talk.line("conversation.reopened", _system())
    talk.wait(dice, 12)
    talk.line("conversation.resolved", by)
    talk.head = replace(talk.head, resolved_at=talk.now)


def _comes_back(cast: Cast, talk: Talk, dice: random.Random) -> None:
    talk.wait(dice, 200)
    talk.line("conversation.reopened", _system())
    talk.says("One more thing: could you send me the invoice?")
    talk.wait(dice, 12)
    talk.add(_agent(cast, talk.head.assignee_id), text("Here it comes, by e-mail."))
    _resolve(cast, talk, dice)


def _forgotten(cast: Cast, talk: Talk, dice: random.Random) -> Talk:
    talk.wait(dice, 200)
    talk.line("conversation.resolved", _agent(cast, dice.choice(cast.agents).id))
    talk.head = replace(talk.head, resolved_at=talk.now)
    return _ended(talk)


def _ended(talk: Talk) -> Talk:
    said = next(each for each in reversed(talk.thread) if each.visibility == "public")
    preview = Preview(
        seq=said.seq,
        kind=said.content.kind,
        author_kind=said.author.kind,
        author_name=said.author.name,
        visibility=said.visibility,
        text=said.content.text[:120],
        at=said.at,
    )
    reads = {talk.head.assignee_id: talk.head.inbound} if talk.head.assignee_id else {}
    talk.head = replace(talk.head, status=Status.RESOLVED, last=preview, reads=reads)
    return talk


def _contact(talk: Talk) -> Author:
    return Author(AuthorKind.CONTACT, name=talk.contact.name)


def _agent(cast: Cast, id: str) -> Author:
    found = next(each for each in cast.agents if each.id == id)
    return Author(AuthorKind.AGENT, id=found.id, name=found.name)


def _bot(cast: Cast) -> Author:
    return Author(AuthorKind.BOT, id=cast.flow_id, name=cast.page.account.name)


def _system() -> Author:
    return Author(AuthorKind.SYSTEM)
