"""Logs hold ids, counts and codes: a day with faults is played, and what was logged is searched."""

from __future__ import annotations

import contextlib
import io

import pytest

from tests.harness import payloads, test_inbound_webhooks, test_webhooks
from tests.harness.faults import Fault, at_steps
from tests.harness.people import Agent, Visitor
from tests.harness.story import CHATS, PHONES, VISITORS, Story
from tests.harness.world import world

DAY = [
    ("telegram", 0, 0),
    ("whatsapp batch", 0, 2),
    ("visitor", 0, 0),
    ("reply", 0, 0),
    ("reply", 1, 1),
    ("note", 2, 0),
    ("assign", 0, 0),
    ("again", 0, 0),
    ("status", 0, 1),
    ("resolve", 0, 0),
]


@pytest.mark.feature("11")
def test_a_day_with_faults_leaves_no_word_name_number_or_token_in_the_logs() -> None:
    breaking = (Fault.KILL_AFTER, Fault.THROTTLE, Fault.TIMEOUT, Fault.LOST_ANSWER)
    faults = {step: breaking[step % 4] for step in range(20, 200, 23)}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), world(7, at_steps(faults), repeats=0.2) as here:
        agents = [Agent(here, "agent1")]
        played = Story(here, agents, [Visitor(here, name) for name in VISITORS])
        for person in (*agents, *played.visitors):
            person.come()
        for act in DAY:
            played.act(act)
        here.settle()
        logged = f"{here.log}{printed.getvalue()}"
    words = ("telegram 1", "whatsapp 2", "visitor 3", "reply 4", "note 6")
    persons = (*PHONES, f"'{CHATS[0]}'", "token-of-meta", payloads.APP_SECRET, "12345:aaa")
    assert len(here.log) > 20
    assert [word for word in (*words, *persons) if word in logged] == []


@pytest.mark.feature("11")
def test_neither_do_a_form_s_call_and_what_webhooks_are_told() -> None:
    faults = dict.fromkeys(range(5, 100, 17), Fault.THROTTLE)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        form = test_inbound_webhooks.day(at_steps(faults))
        told = test_webhooks.day(at_steps(faults))
    logged = f"{form.log}{told.log}{printed.getvalue()}"
    assert len(logged) > 1000
    words = [*test_inbound_webhooks.LEAD.values(), *test_webhooks.WORDS, "shop.example"]
    assert [word for word in words if word in logged] == []
