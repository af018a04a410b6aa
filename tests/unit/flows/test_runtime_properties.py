"""Whatever happens, in whatever order, with a death anywhere: somebody has the conversation, and
nothing is said twice or goes round for ever."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.automation.model import Work
from chalicelib.conversations.botting import give_to_bot
from chalicelib.conversations.model import AuthorKind, Status
from chalicelib.flows.events import HttpAnswered
from chalicelib.flows.starts import START, Hook
from chalicelib.shared.clock import to_text
from chalicelib.shared.errors import Conflict
from tests.unit.conversations.scene import ACCOUNT, RUI
from tests.unit.flows.drawn import GREETING, HTTP, SURVEY, WAITING, graph
from tests.unit.flows.memory import Talk

pytestmark = pytest.mark.feature("6.7")

LOOP = graph(
    {
        "a": ("message", {"text": "round"}),
        "w": ("wait", {"mode": "reply", "time": {"amount": 1, "unit": "hours"}}),
    },
    "a.out>w",
    "w.replied>a",
    "w.no_answer>a",
)
GRAPHS = [GREETING, WAITING, HTTP, SURVEY, LOOP]
TRIGGERS = ["first_message", "every_message"]
ACTS = ["say", "say", "say", "two", "wait", "take", "answer", "resolve", "open", "to_bot", "note"]
ACTS += ["work", "survey", "off", "hook", "hook", "moment", "moment"]
BY_ITSELF = [{"kind": "webhook", "webhook_id": "w1"}, {"kind": "schedule"}]
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 40), st.booleans()), max_size=12)


def _act(talk: Talk, act: str, number: int, flow_id: str) -> None:
    scene = talk.scene
    if act == "two":
        first = scene.says(f"one {number}", f"t{talk.calls}a")
        scene.receive(first, scene.says("two", f"t{talk.calls}b"), automation=talk.automation)
    elif act == "say" or not scene.store.heads_by_key:
        talk.says(f"word {number}", f"t{talk.calls}")
    elif act == "wait":
        talk.wait(minutes=number * 20)
    elif act == "take":
        scene.change(assignee_id="rui")
    elif act == "answer":
        scene.post("a person", client_id=f"p{talk.calls}")
    elif act == "resolve" and talk.head.status is not Status.RESOLVED:
        scene.change(status=Status.RESOLVED)
    elif act == "open" and talk.head.status is not Status.OPEN:
        scene.change(status=Status.OPEN)
    elif act == "to_bot":
        try:
            client = f"b{talk.calls}"
            scene.on(give_to_bot, actor=RUI, bot_id=flow_id, name="W", client_id=client)
        except Conflict:
            return
    elif act == "note":
        scene.change(priority=["low", "high"][number % 2])
    elif act == "work":
        talk.deliver(Work("message", ACCOUNT, talk.head.id, seq=1 + number % talk.head.seq))
    elif act == "survey":
        talk.survey_ended(answered="yes")
    elif act in ("hook", "moment"):
        _begin_by_itself(talk, act, number, flow_id)
    elif act == "off":
        flow = talk.store.flows[ACCOUNT, flow_id]
        from chalicelib.flows import service

        service.enable(
            talk.authors(), account_id=ACCOUNT, flow_id=flow_id, enabled=not flow.enabled, by="b"
        )
    talk.handle()


def _begin_by_itself(talk: Talk, act: str, number: int, flow_id: str) -> None:
    """Called, or due: perhaps a second time."""
    at = talk.scene.clock()
    payload = {"conversation_id": talk.head.id, "flow_id": flow_id}
    if act == "hook":
        key = f"k{number % 3}"
        hook = Hook(ACCOUNT, flow_id, key, "w1", talk.head.id, at, {})
        talk.hooks.keep_hook(hook, unless_since=at - timedelta(hours=1))
        payload["key"] = key
    else:
        at -= timedelta(seconds=number)
        payload |= {"number": "1", "place": str(number % 3)}
    work = Work("timer", ACCOUNT, talk.head.id, name=START, due=to_text(at), payload=payload)
    for _ in range(1 + number % 2):
        talk.deliver(work)
    talk.handle()


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(place=st.integers(0, 4), trigger=st.sampled_from(TRIGGERS), steps=STEPS)
def test_somebody_always_has_it_and_nothing_is_said_twice(
    place: int, trigger: str, steps: list[tuple[str, int, bool]]
) -> None:
    talk = Talk()
    talk.answers = [HttpAnswered(node="", status=200, body='{"state": "sent"}')] * 3
    flow = talk.flow({**GRAPHS[place], "triggers": [{"kind": trigger}, *BY_ITSELF]})
    for act, number, dies in steps:
        if dies:
            talk.die = (talk.calls + number, number % 2 == 0)
        talk.scene.clock.tick(seconds=number)
        _act(talk, act, number, flow.id)
        _holds(talk)
    talk.die = None
    talk.wait(hours=60)
    _holds(talk)
    talk.scene.verify()


def _holds(talk: Talk) -> None:
    for head in talk.scene.store.heads_by_key.values():
        session = talk.store.sessions.get((ACCOUNT, head.id))
        if head.bot_id:
            assert (head.status, head.assignee_id) == (Status.PENDING, "")
            assert session is not None
            assert session.runs
        else:
            assert head.status is not Status.PENDING
            assert session is None or not session.runs
        thread = talk.scene.thread_of(head)
        names = Counter(each.dedup for each in thread if each.author.kind is AuthorKind.BOT)
        assert max(names.values(), default=0) <= 1
        assert len(thread) < 400


def test_what_the_contact_said_last_to_a_bot_that_asks_is_never_left_lying() -> None:
    """However quickly he writes, and wherever the bot dies meanwhile."""
    for number in range(1, 14):
        for after in (False, True):
            talk = Talk()
            talk.flow(GREETING)
            scene = talk.scene
            talk.die = (talk.calls + number, after)
            words = [scene.says("hello"), scene.says("Ann")]
            scene.receive(words[0], automation=talk.automation)
            scene.receive(words[1], automation=talk.automation)
            talk.handle()
            assert talk.said() == ["Hello", "Your name?", "Thanks, Ann"], (number, after)
