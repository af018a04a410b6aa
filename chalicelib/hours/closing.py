"""Who writes while it is closed is told so, once for each time that it is closed, and may ask to be
called. Decides from what is stored now; repeats, late ones and other orders change nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.automation.model import Happening
from chalicelib.conversations import saying
from chalicelib.conversations.appending import Patch
from chalicelib.conversations.model import (
    AuthorKind,
    Conversation,
    Message,
    Status,
    Visibility,
)
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.hours import asking, engine, words
from chalicelib.hours.asking import Asked
from chalicelib.hours.model import OpeningHours, Schedule
from chalicelib.hours.service import HoursPorts, hours_for
from chalicelib.shared.clock import to_text
from chalicelib.shared.content import Content, Kind

REOPENED = "conversation.reopened"
LOOKED_AT = 20  # lines, for an agent who stayed


@dataclass(frozen=True, slots=True)
class Person:
    """Whom we speak to. language: '' = not known; fallback: the account's. phone: E.164 or ''.
    region: two letters or ''. speaker: under which name we speak."""

    name: str = ""
    language: str = ""
    fallback: str = "en"
    phone: str = ""
    region: str = ""
    speaker: str = ""

    @property
    def spoken(self) -> str:
        return words.language_of(self.language, self.fallback)


class CallBack(Protocol):
    """Have the contact called, once for each id. due: None = as soon as somebody is there."""

    def __call__(
        self, head: Conversation, *, phone: str, name: str, due: datetime | None, id: str
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class ClosingPorts:
    """department: the queue whose hours count: the conversation's, or the one that its visitor has
    chosen and that it is about to be put into; '' = the account's."""

    hours: HoursPorts
    conversations: ConversationPorts
    person: Callable[[Conversation], Person]
    call_back: CallBack
    number: Callable[[str, str], str]  # text, region -> E.164, or ''
    department: Callable[[Conversation], str] = lambda head: head.queue_id


def react(p: ClosingPorts, happening: Happening) -> bool:
    """A reactor. True: the message was the answer to our question."""
    head, message = happening.head, happening.message
    waited = asking.asked_from(head.asked) if head.asked else None
    if message is not None and waited is not None and not head.bot_id:
        if message.seq > waited.after and message.author.kind is AuthorKind.CONTACT:
            return _answered(p, head, message, waited)
        return False
    if not head.bot_id and head.status is Status.OPEN:
        _tell(p, head, message)
    return False


def _tell(p: ClosingPorts, head: Conversation, word: Message | None) -> None:
    hours = hours_for(p.hours, account_id=head.account_id, queue_id=p.department(head))
    if hours is None or not (hours.messages or hours.callback):
        return
    now = p.conversations.clock()
    state = engine.state(hours.schedule, now)
    if state.kind == "open" or not _wrote_in_vain(p, head, word, hours.schedule, now):
        return
    dedup = f"closed:{to_text(state.until) if state.until else 'on'}"
    known = p.conversations.store.reference(head.account_id, head.id, dedup)
    if known is not None and known.seq and known.seq <= head.seq:
        return
    if _somebody_stayed(p, head, hours.schedule, now):
        return
    content = _words(p, head, hours, state, now)
    if content is None:
        return
    person = p.person(head)
    patch = _waiting_still(head, asks=content.kind is Kind.OPTIONS)
    saying.say(p.conversations, head, content, dedup=dedup, name=person.speaker, patch=patch)


def _words(
    p: ClosingPorts, head: Conversation, hours: OpeningHours, state: engine.State, now: datetime
) -> Content | None:
    person = p.person(head)
    text = words.message(
        hours,
        state,
        now,
        language=person.language,
        fallback=person.fallback,
        name=person.name,
    )
    if hours.callback:
        return asking.question(text, person.spoken)
    return Content(Kind.TEXT, text) if text else None


def _wrote_in_vain(
    p: ClosingPorts, head: Conversation, word: Message | None, schedule: Schedule, now: datetime
) -> bool:
    """Whether the contact wrote since it closed, and nobody has answered. word: what he wrote now;
    the head may not know it yet."""
    moment = head.inbound_at if head.waiting_since else None
    if word is not None and is_word(word) and word.seq >= head.seq:
        moment = word.at
    if moment is None or not _same_closing(schedule, moment, now):
        moment = _reopened_at(p, head)
    return moment is not None and _same_closing(schedule, moment, now)


def is_word(message: Message) -> bool:
    contact = message.author.kind is AuthorKind.CONTACT
    return contact and message.visibility is Visibility.PUBLIC and not message.muted


def _somebody_stayed(
    p: ClosingPorts, head: Conversation, schedule: Schedule, now: datetime
) -> bool:
    """Whether an agent has spoken here since it closed: then he is there all the same."""
    page = p.conversations.store.messages(
        head.account_id, head.id, before=0, after=0, limit=LOOKED_AT
    )
    return any(
        each.author.kind is AuthorKind.AGENT
        and each.visibility is Visibility.PUBLIC
        and _same_closing(schedule, each.at, now)
        for each in page.messages
    )


def _same_closing(schedule: Schedule, before: datetime, now: datetime) -> bool:
    if engine.state(schedule, before).kind == "open":
        return False
    return not engine.working_between(schedule, before, now) > timedelta(0)


def _reopened_at(p: ClosingPorts, head: Conversation) -> datetime | None:
    """A contact's word reopens before it is stored: what it did stands alone for a moment."""
    newest = p.conversations.store.message(head.account_id, head.id, head.seq)
    if newest is None or newest.content.event != REOPENED:
        return None
    return newest.at if newest.author.kind is AuthorKind.SYSTEM else None


def _waiting_still(before: Conversation, *, asks: bool) -> Patch:
    """Who is told that nobody is there waits on. Done only while nothing was said since."""

    def patch(head: Conversation) -> Conversation:
        if head.inbound != before.inbound or head.last.author_kind != AuthorKind.BOT:
            return head
        asked = Asked("callback", head.seq).text() if asks else head.asked
        return replace(head, waiting_since=head.waiting_since or before.waiting_since, asked=asked)

    return patch


def _answered(p: ClosingPorts, head: Conversation, message: Message, waited: Asked) -> bool:
    """True if the message was an answer; whatever it was, it is waited for no longer."""
    person = p.person(head)
    if waited.what == "callback":
        answer = asking.read(message.content)
        if answer == "yes" and not person.phone:
            following = Asked("phone", message.seq)
            content = asking.which_number(person.spoken, again=False)
            return _reply(p, head, message, person, waited, content, following)
        if answer == "yes":
            return _promised(p, head, message, person, waited, person.phone)
        _wait_no_more(p, head, waited)
        return answer == "no"
    number = p.number(message.content.text, person.region)
    if number:
        return _promised(p, head, message, person, waited, number)
    if waited.tries + 1 >= asking.MOST_TRIES:
        _wait_no_more(p, head, waited)
        return False
    following = Asked("phone", message.seq, waited.tries + 1)
    content = asking.which_number(person.spoken, again=True)
    return _reply(p, head, message, person, waited, content, following)


def _promised(
    p: ClosingPorts,
    head: Conversation,
    message: Message,
    person: Person,
    waited: Asked,
    phone: str,
) -> bool:
    schedule = _schedule(p, head)
    now = p.conversations.clock()
    opens = engine.next_opening(schedule, now)
    due = opens if opens is not None and opens > now else None
    p.call_back(head, phone=phone, name=person.name, due=due, id=f"{head.id}:{message.seq}")
    opening = words.opening(schedule, due, now, person.spoken) if due else ""
    content = asking.promise(phone, opening, person.spoken)
    return _reply(p, head, message, person, waited, content, None)


def _schedule(p: ClosingPorts, head: Conversation) -> Schedule:
    from chalicelib.hours.service import schedule_for

    return schedule_for(p.hours, account_id=head.account_id, queue_id=p.department(head))


def _reply(
    p: ClosingPorts,
    head: Conversation,
    message: Message,
    person: Person,
    waited: Asked,
    content: Content,
    following: Asked | None,
) -> bool:
    def patch(stored: Conversation) -> Conversation:
        if stored.asked != waited.text():
            return stored
        kept = stored.waiting_since or head.waiting_since
        return replace(stored, asked=following.text() if following else "", waiting_since=kept)

    saying.say(
        p.conversations,
        head,
        content,
        dedup=f"callback:{message.seq}",
        name=person.speaker,
        after=message.seq,
        patch=patch,
    )
    return True


def _wait_no_more(p: ClosingPorts, head: Conversation, waited: Asked) -> None:
    from chalicelib.conversations.appending import change_head, raised

    def patch(stored: Conversation) -> Conversation:
        if stored.asked != waited.text():
            return stored
        return raised(stored, replace(stored, asked=""))

    change_head(p.conversations, head, patch)
