"""Who writes while it is closed, without a table and without a clock."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.automation.model import Happening, Work
from chalicelib.conversations.model import Author, AuthorKind, Conversation, Message, Status
from chalicelib.hours import closing, service
from chalicelib.hours.closing import ClosingPorts, Person
from chalicelib.hours.model import OpeningHours
from chalicelib.shared.content import Content, Kind, Option
from tests.fakes import FakeClock
from tests.unit.conversations.scene import ACCOUNT, RUI, Dying, Killed, Scene
from tests.unit.hours.fakes import hours_ports
from tests.unit.hours.schedules import office

pytestmark = pytest.mark.feature("5")
# Monday 6 July 2026 in Madrid, two hours ahead of UTC.
EVENING = datetime(2026, 7, 6, 18, 30, tzinfo=UTC)
TEXTS = {
    "closed": {"en": "Closed. Back {{ opening }}.", "es": "Cerrado."},
    "break": {"en": "At lunch."},
}


class Night:
    """A shop in Madrid, and Ann, who writes."""

    def __init__(self, at: datetime = EVENING, **hours: Any) -> None:
        self.scene = Scene(clock=FakeClock(at))
        self.hours = hours_ports(self.scene.clock)
        told = {"messages": TEXTS, **hours}
        service.save(self.hours, account_id=ACCOUNT, hours=OpeningHours(schedule=office(), **told))
        self.person = Person(name="Ann", language="en", speaker="Acme")
        self.called: dict[str, tuple[str, datetime | None]] = {}
        self.ports = ClosingPorts(
            hours=self.hours,
            conversations=self.scene.ports,
            person=lambda head: self.person,
            call_back=self.call_back,
            number=lambda words, region: words if words.startswith("+") else "",
        )

    def call_back(
        self, head: Conversation, *, phone: str, name: str, due: datetime | None, id: str
    ) -> None:
        self.called.setdefault(id, (phone, due))

    def writes(self, words: str, **more: Any) -> Message:
        self.scene.receive(self.scene.says(words, id=f"id-{words}-{self.scene.clock()}", **more))
        return self.newest()

    def happens(self, message: Message | None = None) -> bool:
        kind: Any = "message" if message else "conversation"
        work = Work(kind, ACCOUNT, self.head.id, seq=message.seq if message else 0)
        return closing.react(self.ports, Happening(work, self.head, message))

    def newest(self) -> Message:
        found = self.scene.store.message(ACCOUNT, self.head.id, self.head.seq)
        assert found is not None
        return found

    @property
    def head(self) -> Conversation:
        return self.scene.head

    @property
    def said(self) -> list[str]:
        page = self.scene.store.messages(
            self.head.account_id, self.head.id, before=0, after=0, limit=100
        )
        return [one.content.text for one in page.messages if one.author.kind is AuthorKind.BOT]


def test_who_writes_while_it_is_closed_is_told_once_under_the_accounts_name() -> None:
    night = Night()
    night.writes("Hello?")
    for _ in range(3):
        assert not night.happens()
    assert night.said == ["Closed. Back tomorrow at 09:00."]
    assert night.newest().author == Author(AuthorKind.BOT, name="Acme")
    assert night.newest().delivery.state == "queued"


def test_he_goes_on_waiting_for_a_person() -> None:
    night = Night()
    night.writes("Hello?")
    since = night.head.waiting_since
    night.happens()
    assert night.head.waiting_since == since
    assert since is not None


def test_nobody_is_told_while_it_is_open_or_where_no_hours_are_set() -> None:
    day = Night(datetime(2026, 7, 6, 10, 0, tzinfo=UTC))
    day.writes("Hello?")
    day.happens()
    assert day.said == []
    unset = Night()
    unset.hours.store.remove(ACCOUNT, "")
    unset.hours.kept.forget(ACCOUNT)
    unset.writes("Hello?")
    unset.happens()
    assert unset.said == []


def test_a_break_has_words_of_its_own_and_a_holiday_without_any_is_silent() -> None:
    lunch = Night(datetime(2026, 7, 6, 11, 30, tzinfo=UTC))
    lunch.writes("Hello?")
    lunch.happens()
    assert lunch.said == ["At lunch."]


def test_reopened_in_the_same_closing_he_is_not_told_again_but_in_the_next_one() -> None:
    night = Night()
    night.writes("Hello?")
    night.happens()
    night.scene.change(status=Status.RESOLVED)
    night.scene.clock.tick(hours=1)
    night.writes("Still there?")
    night.happens()
    assert len(night.said) == 1
    night.scene.change(status=Status.RESOLVED)
    night.scene.clock.tick(hours=22)  # the next evening
    night.writes("And now?")
    night.happens()
    assert len(night.said) == 2


def test_the_word_that_reopens_is_known_before_it_is_stored() -> None:
    night = Night()
    night.writes("Hello?")
    night.happens()
    night.scene.change(status=Status.RESOLVED)
    night.scene.clock.tick(hours=23)
    messages = night.scene.store.messages_by_key
    night.writes("Again")
    # As it stands between the two writes of a reopening.
    newest = night.newest()
    del messages[newest.account_id, newest.conversation_id, newest.seq]
    between = replace(
        night.head, seq=newest.seq - 1, inbound_at=EVENING, waiting_since=None, inbound=1
    )
    night.scene.store.heads_by_key[between.account_id, between.id] = between
    night.happens()
    assert len(night.said) == 2


def test_what_an_agent_does_at_night_tells_nobody() -> None:
    day = Night(datetime(2026, 7, 6, 15, 30, tzinfo=UTC))
    day.writes("Hello?")
    day.scene.clock.tick(hours=3)  # it has closed meanwhile
    day.scene.change(assignee_id="rui")
    day.happens()
    assert day.said == []
    night = Night()
    night.writes("Hello?")
    night.scene.post("Good evening", author=RUI)
    night.happens()
    assert night.said == []


def test_a_flow_that_has_the_conversation_speaks_for_itself() -> None:
    night = Night()
    night.writes("Hello?")
    held = replace(night.head, bot_id="flow", status=Status.PENDING)
    night.scene.store.heads_by_key[held.account_id, held.id] = held
    night.happens()
    assert night.said == []


def test_a_queue_has_its_own_hours_and_words() -> None:
    night = Night()
    own = OpeningHours("q1", office("America/Los_Angeles"), TEXTS)
    service.save(night.hours, account_id=ACCOUNT, hours=own)
    night.writes("Hello?")
    there = replace(night.head, queue_id="q1")
    night.scene.store.heads_by_key[there.account_id, there.id] = there
    night.happens()
    assert night.said == []  # it is noon there


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("call", range(1, 9))
def test_a_crash_anywhere_leaves_one_closed_message(call: int, after: bool) -> None:
    night = Night(callback=True)
    night.writes("Hello?")
    mortal = replace(
        night.ports, conversations=Dying(night.scene.ports, at=call, after=after).ports
    )
    happening = Happening(Work("conversation", ACCOUNT, night.head.id), night.head)
    with suppress(Killed):
        closing.react(mortal, happening)
    closing.react(night.ports, replace(happening, head=night.head))
    assert len(night.said) == 1
    assert night.head.asked == f"callback:{night.head.seq}:0"


# The question --------------------------------------------------------------------------------


def asking(phone: str = "") -> Night:
    night = Night(callback=True)
    night.person = replace(night.person, phone=phone)
    night.writes("Hello?")
    night.happens()
    assert "call you" in night.said[-1]
    assert [option.id for option in night.newest().content.options] == [
        "callback:yes",
        "callback:no",
    ]
    return night


def pressed(night: Night, id: str) -> Message:
    content = Content(Kind.CHOICE, "x", choice=Option(id, "x"))
    message = night.writes(id)
    return replace(message, content=content)


OPENING = datetime(2026, 7, 7, 7, 0, tzinfo=UTC)


def test_yes_on_a_channel_with_a_number_promises_a_call_at_the_opening() -> None:
    night = asking("+34600111222")
    answer = pressed(night, "callback:yes")
    assert night.happens(answer)
    assert list(night.called.values()) == [("+34600111222", OPENING)]
    assert night.said[-1] == "We will call +34600111222 tomorrow at 09:00."
    assert night.head.asked == ""
    night.happens(answer)  # again
    assert len(night.called) == 1
    assert len(night.said) == 2


@pytest.mark.parametrize("words", ["1", "Yes", " sí! ", "SIM", "Yes, call me", "Sim, me liguem"])
def test_yes_can_be_typed(words: str) -> None:
    night = asking("+34600111222")
    assert night.happens(night.writes(words))
    assert night.called


@pytest.mark.parametrize("words", ["2", "no", "Não", "No, thanks", "No gracias"])
def test_no_ends_it(words: str) -> None:
    night = asking("+34600111222")
    assert night.happens(night.writes(words))
    assert not night.called
    assert night.head.asked == ""


def test_another_answer_goes_on_to_the_next_and_nothing_is_waited_for() -> None:
    night = asking("+34600111222")
    assert not night.happens(night.writes("Where is my parcel?"))
    assert night.head.asked == ""
    assert not night.happens(night.writes("yes"))
    assert not night.called


def test_without_a_number_it_is_asked_for_twice_at_most() -> None:
    night = asking()
    yes = night.writes("yes")
    assert night.happens(yes)
    assert "Which number" in night.said[-1]
    night.happens(yes)  # delivered again: no answer to the new question
    assert len(night.said) == 2
    assert night.happens(night.writes("my old one"))
    assert "cannot read" in night.said[-1]
    assert night.happens(night.writes("+34600111222"))
    assert list(night.called.values()) == [("+34600111222", OPENING)]
    other = asking()
    other.happens(other.writes("yes"))
    other.happens(other.writes("hm"))
    assert not other.happens(other.writes("hm hm"))
    assert other.head.asked == ""
    assert not other.called


def test_who_answers_when_it_is_open_again_is_called_as_soon_as_possible() -> None:
    night = asking("+34600111222")
    night.scene.clock.tick(hours=14)
    assert night.happens(night.writes("yes"))
    assert list(night.called.values()) == [("+34600111222", None)]
    assert night.said[-1].endswith("as soon as we can.")


def test_the_question_is_marked_so_that_his_answer_is_looked_at() -> None:
    night = asking()
    assert night.writes("yes").automate
    assert not Night().writes("Hello?").automate


def test_the_language_is_the_contacts() -> None:
    night = Night(callback=True)
    night.person = replace(night.person, language="es")
    night.writes("Hola")
    night.happens()
    assert night.said == ["Cerrado.\n\n¿Quiere que le llamemos cuando abramos?"]
