"""Flows that begin by themselves: an invitation, a webhook, a moment; once, and only where nobody
is at work."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.automation.model import Work
from chalicelib.conversations.model import Conversation, Status
from chalicelib.conversations.values import ConversationListPage
from chalicelib.flows import calling, scheduled, service
from chalicelib.flows.calling import Call, HookPorts, Wanted
from chalicelib.flows.model import Flow
from chalicelib.flows.scheduled import PAGE, SchedulePorts
from chalicelib.flows.starts import START, Due, Hook, wanted
from chalicelib.shared.clock import to_text
from chalicelib.shared.errors import InvalidInput, NotFound
from chalicelib.shared.queues import Entry
from tests.unit.conversations.scene import ACCOUNT
from tests.unit.flows.drawn import ASK, GREETING, deaths, graph
from tests.unit.flows.memory import Talk

pytestmark = pytest.mark.feature("6.2")

_NODES: dict[str, tuple[str, dict[str, Any]]] = {
    "hi": ("message", {"text": "Order {{ order }} of {{ trigger.shop }}"}),
    "ask": ("question", ASK),
    "hand": ("hand_off", {"to": "queue", "queue_id": "sales"}),
}
_EDGES = ("hi.out>ask", "ask.out>hand")
HOOK = {"kind": "webhook", "webhook_id": "w1", "channel_ids": ["acc1-tg"]}
CALLED = graph(_NODES, *_EDGES, triggers=[HOOK], variables=[{"name": "order", "value": "none"}])
MOMENTS = {"at": "09:00", "days": [0, 1, 2, 3, 4]}
PLAIN = {**_NODES, "hi": ("message", {"text": "Still there?"})}


def at_nine(**more: Any) -> dict[str, Any]:
    return graph(PLAIN, *_EDGES, triggers=[{"kind": "schedule", "moments": MOMENTS, **more}])


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.says("hello")
    return talk


# Invitations ------------------------------------------------------------------------------------


def test_whoever_accepts_an_invitation_meets_its_flow() -> None:
    talk = Talk(invited="i1")
    talk.flow({**GREETING, "triggers": [{"kind": "invitation", "invitation_ids": ["i1"]}]})
    talk.says("hello")
    assert talk.said() == ["Hello", "Your name?"]


@pytest.mark.parametrize("invited", ["", "i2"])
def test_whoever_accepted_none_or_another_does_not(invited: str) -> None:
    talk = Talk(invited=invited)
    talk.flow({**GREETING, "triggers": [{"kind": "invitation", "invitation_ids": ["i1"]}]})
    talk.says("hello")
    assert talk.said() == []


# Webhooks ---------------------------------------------------------------------------------------


def take(talk: Talk, flow: Flow, key: str = "k1", webhook: str = "w1", **data: Any) -> Work:
    """A call that was taken, and the work that tells of it."""
    hook = Hook(ACCOUNT, flow.id, key, webhook, talk.head.id, talk.scene.clock(), data)
    talk.hooks.keep_hook(hook, unless_since=hook.at)
    payload = {"conversation_id": talk.head.id, "flow_id": flow.id, "key": key}
    return Work("timer", ACCOUNT, talk.head.id, name=START, due=to_text(hook.at), payload=payload)


def begin(talk: Talk, work: Work) -> None:
    talk.deliver(work)
    talk.handle()


def test_what_a_webhook_brought_is_in_the_texts(talk: Talk) -> None:
    flow = talk.flow(CALLED)
    begin(talk, take(talk, flow, order="A-7", shop="Bean"))
    assert talk.said() == ["Order A-7 of Bean", "Your name?"]
    assert (talk.head.bot_id, talk.head.status) == (flow.id, Status.PENDING)
    talk.says("Ann")
    assert talk.head.queue_id == "sales"


def test_the_same_call_again_or_late_begins_once(talk: Talk) -> None:
    work = take(talk, talk.flow(CALLED))
    for _ in range(3):
        begin(talk, work)
    talk.says("Ann")
    begin(talk, work)
    assert len(talk.said()) == 2
    assert not talk.head.bot_id


def test_another_call_after_the_first_has_ended_begins_anew(talk: Talk) -> None:
    flow = talk.flow(CALLED)
    begin(talk, take(talk, flow))
    talk.says("Ann")
    begin(talk, take(talk, flow, key="k2"))
    assert len(talk.said()) == 4


def test_it_goes_into_a_conversation_that_was_resolved(talk: Talk) -> None:
    flow = talk.flow(CALLED)
    talk.scene.change(assignee_id="rui")
    talk.scene.change(status=Status.RESOLVED)
    begin(talk, take(talk, flow))
    assert (talk.head.status, talk.head.assignee_id) == (Status.PENDING, "")
    assert len(talk.said()) == 2


@pytest.mark.parametrize("how", ["agent", "bot", "off", "removed", "other", "channel", "blocked"])
def test_it_begins_nothing_where_it_must_not(how: str, talk: Talk) -> None:
    flow = talk.flow(CALLED)
    work = take(talk, flow, webhook="w9" if how == "other" else "w1")
    if how == "agent":
        talk.scene.change(assignee_id="rui")
    elif how == "bot":
        begin(talk, take(talk, talk.flow(CALLED, "Second"), key="k0"))
    elif how == "off":
        service.enable(
            talk.authors(), account_id=ACCOUNT, flow_id=flow.id, enabled=False, by="boss"
        )
    elif how == "removed":
        talk.store.remove_flow(ACCOUNT, flow.id)
    elif how == "channel":
        other = {**CALLED, "triggers": [{**HOOK, "channel_ids": ["acc1-wa"]}]}
        talk.redraw(flow.id, other, 1)
    elif how == "blocked":
        contacts: Any = talk.ports.conversations.contacts
        contact = contacts.get(ACCOUNT, talk.head.contact_id)
        contacts.contacts[ACCOUNT, contact.id] = replace(contact, blocked=True)
    before = talk.said()
    begin(talk, work)
    assert talk.said() == before


def test_killed_at_every_call_it_begins_once() -> None:
    works: dict[int, Work] = {}

    def prepare(talk: Talk) -> None:
        talk.says("hello")
        works[id(talk)] = take(talk, talk.flow(CALLED), order="A-7")

    _, *others = deaths(lambda talk: begin(talk, works[id(talk)]), prepare)
    assert len(others) >= 8
    for death, talk in others:
        assert talk.said() == ["Order A-7 of ", "Your name?"], death
        assert talk.head.bot_id, death
        talk.scene.verify()


# Schedules --------------------------------------------------------------------------------------

NINE = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)  # a Monday


class Clockwork:
    """What sets and hears a schedule's moments, beside a talk."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.timers: dict[tuple[Due, datetime], None] = {}
        self.sent: list[dict[str, Any]] = []
        self.pages: dict[str, ConversationListPage] = {}
        self.ports = SchedulePorts(
            store=talk.store,
            page=lambda account, status, cursor: self.pages.get(
                cursor, ConversationListPage([talk.head])
            ),
            reachable=lambda head, now: head.channel_kind != "whatsapp",
            send=self._send,
            set_timer=lambda account, due, at: self.timers.update({(due, at): None}),
            zone=lambda account: "UTC",
            clock=talk.scene.clock,
        )

    def _send(self, entries: Any) -> None:
        import json

        each: Entry
        for each in entries:
            self.sent.append(json.loads(each.body))

    def set(self) -> None:
        flows = self.talk.store.catalogue(ACCOUNT)
        scheduled.set_alarms(self.ports, account_id=ACCOUNT, flows=flows)

    def fire(self, late: timedelta = timedelta(0)) -> None:
        """The first timer that stands, with all that follows from it."""
        (due, at), *_ = sorted(self.timers, key=lambda each: each[1])
        del self.timers[due, at]
        self.talk.scene.clock.now = at + late
        self.again(due, at)

    def again(self, due: Due, at: datetime) -> None:
        scheduled.on_due(self.ports, account_id=ACCOUNT, at=at, payload=due.payload())
        while self.sent:
            work = self.sent.pop(0)
            if work["name"] == PAGE:
                scheduled.on_page(self.ports, account_id=ACCOUNT, payload=work["payload"])
            else:
                begin(self.talk, Work(**work))


def clockwork(talk: Talk, **more: Any) -> tuple[Clockwork, Flow]:
    talk.scene.clock.now = NINE - timedelta(hours=1)
    flow = talk.flow(at_nine(**more))
    works = Clockwork(talk)
    works.set()
    return works, flow


def test_a_schedule_begins_where_nobody_is_at_work(talk: Talk) -> None:
    works, flow = clockwork(talk)
    works.fire()
    assert talk.said() == ["Still there?", "Your name?"]
    assert talk.head.bot_id == flow.id
    assert [at for _, at in works.timers] == [NINE + timedelta(days=1)]


def test_a_moment_that_comes_twice_begins_once_even_after_its_end(talk: Talk) -> None:
    works, flow = clockwork(talk)
    works.fire()
    works.again(Due(flow.id, 1, 0), NINE)
    talk.says("Ann")
    works.again(Due(flow.id, 1, 0), NINE)
    assert len(talk.said()) == 2
    works.fire()  # the next morning
    assert len(talk.said()) == 4


def test_setting_the_alarm_again_sets_no_second_one(talk: Talk) -> None:
    works, _ = clockwork(talk)
    works.set()
    assert len(works.timers) == 1


def test_a_moment_that_is_an_hour_late_is_left_out(talk: Talk) -> None:
    works, _ = clockwork(talk)
    works.fire(late=timedelta(hours=2))
    assert talk.said() == []
    assert [at for _, at in works.timers] == [NINE + timedelta(days=1)]


@pytest.mark.parametrize("how", ["off", "removed", "redrawn", "agent"])
def test_a_schedule_begins_nothing_where_it_must_not(how: str, talk: Talk) -> None:
    works, flow = clockwork(talk)
    if how == "off":
        service.enable(
            talk.authors(), account_id=ACCOUNT, flow_id=flow.id, enabled=False, by="boss"
        )
    elif how == "removed":
        talk.store.remove_flow(ACCOUNT, flow.id)
    elif how == "redrawn":
        talk.redraw(flow.id, GREETING, 1)
    else:
        talk.scene.change(assignee_id="rui")
    works.fire()
    assert talk.said() == []
    assert bool(works.timers) == (how == "agent")  # else nobody waits for the next


def test_a_day_of_its_own_comes_once(talk: Talk) -> None:
    works, _ = clockwork(talk, moments={"at": "09:00", "date": "2030-01-07"})
    works.fire()
    assert len(talk.said()) == 2
    assert not works.timers


def test_pages_follow_each_other_up_to_a_bound(talk: Talk) -> None:
    works, flow = clockwork(talk)
    heads = [replace(talk.head, assignee_id="rui")] * 100
    for place in range(60):
        cursor = str(place) if place else ""
        works.pages[cursor] = ConversationListPage(heads, cursor=str(place + 1))
    looked = 0
    payload = {**Due(flow.id, 1, 0).payload(), "at": to_text(NINE), "cursor": "", "looked": "0"}
    talk.scene.clock.now = NINE
    while payload:
        scheduled.on_page(works.ports, account_id=ACCOUNT, payload=payload)
        looked += 1
        payload = works.sent.pop()["payload"] if works.sent else {}
    assert looked * 100 == scheduled.MOST


@pytest.mark.parametrize(
    ("whom", "change", "is_wanted"),
    [
        ({}, {}, True),
        ({"whom": {"status": "resolved"}}, {}, False),
        ({"whom": {"status": "resolved"}}, {"status": Status.RESOLVED, "assignee_id": "x"}, True),
        ({"whom": {"queue_ids": ["sales"]}}, {}, False),
        ({"whom": {"queue_ids": ["sales"]}}, {"queue_id": "sales"}, True),
        ({"tag_ids": ["vip"]}, {}, False),
        ({"tag_ids": ["vip"]}, {"tags": ("late", "vip")}, True),
        ({"channel_ids": ["other"]}, {}, False),
        ({"whom": {"quiet_hours": 24}}, {}, False),
        ({"whom": {"quiet_hours": 24}}, {"last_at": NINE - timedelta(days=2)}, True),
        ({}, {"assignee_id": "x"}, False),
        ({}, {"bot_id": "f"}, False),
    ],
)
def test_whom_a_schedule_is_for(
    whom: dict[str, Any], change: dict[str, Any], is_wanted: bool, talk: Talk
) -> None:
    head: Conversation = replace(talk.head, last_at=NINE - timedelta(hours=1))
    trigger = {"kind": "schedule", **whom}
    assert wanted(trigger, replace(head, **change), NINE) is is_wanted


# Calls that are taken ---------------------------------------------------------------------------


class Taking:
    def __init__(self, talk: Talk) -> None:
        self.talk, self.sent, self.lines = talk, [], []  # type: ignore[var-annotated]
        self.ports = HookPorts(
            flows=talk.store,
            hooks=talk.hooks,
            reach=self._reach,
            send=self.sent.extend,
            clock=talk.scene.clock,
        )

    def _reach(self, account: str, channel: str, whom: Wanted, flow: str, id: str) -> Conversation:
        self.lines.append((channel, id))
        return self.talk.head

    def call(self, flow: Flow, key: str = "k", *, webhook: str = "w1", **more: Any) -> Hook:
        wish = {"by_body": False, "channel_id": "", "whom": Wanted(id="c"), "values": {}, **more}
        told = Call(ACCOUNT, flow.id, webhook, key, **wish)
        return calling.call(self.ports, call=told)


def test_a_call_is_taken_once_until_it_is_done(talk: Talk) -> None:
    flow, taking = talk.flow(CALLED), Taking(talk)
    first = taking.call(flow)
    assert taking.call(flow) == first
    assert (len(taking.lines), len(taking.sent)) == (1, 2)  # told again: its queue knows it
    talk.hooks.end_hook(first)
    taking.call(flow)
    assert (len(taking.lines), len(taking.sent)) == (1, 2)


def test_a_body_is_known_for_minutes_and_a_key_for_a_day(talk: Talk) -> None:
    flow, taking = talk.flow(CALLED), Taking(talk)
    taking.call(flow, "body", by_body=True)
    taking.call(flow, "key")
    talk.scene.clock.tick(minutes=11)
    taking.call(flow, "body", by_body=True)
    taking.call(flow, "key")
    assert len(taking.lines) == 3
    assert len(set(taking.lines)) == 3
    talk.scene.clock.tick(hours=24)
    taking.call(flow, "key")
    assert len(taking.lines) == 4


def test_an_unknown_webhook_and_one_that_is_off_are_not_found(talk: Talk) -> None:
    flow, taking = talk.flow(CALLED), Taking(talk)
    with pytest.raises(NotFound):
        taking.call(flow, webhook="w2")
    with pytest.raises(NotFound):
        taking.call(replace(flow, id="other"))
    service.enable(talk.authors(), account_id=ACCOUNT, flow_id=flow.id, enabled=False, by="boss")
    with pytest.raises(NotFound):
        taking.call(flow)
    assert not taking.sent


def test_the_channel_is_named_where_there_could_be_several(talk: Talk) -> None:
    taking = Taking(talk)
    flow = talk.flow({**CALLED, "triggers": [{"kind": "webhook", "webhook_id": "w1"}]})
    with pytest.raises(InvalidInput) as refused:
        taking.call(flow)
    assert refused.value.field == "channel_id"
    taking.call(flow, channel_id="acc1-wa")
    with pytest.raises(InvalidInput):
        taking.call(talk.flow(CALLED, "One"), channel_id="acc1-wa")
