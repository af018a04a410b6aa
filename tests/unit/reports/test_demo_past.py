"""The demo account's weeks before today: made up, and yet something reports can be tried on."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time
from itertools import pairwise

import pytest

from chalicelib.accounts.model import Account, AccountPage, Agent, ChannelRecord, Role
from chalicelib.conversations.model import Status
from chalicelib.reports.folding import fold
from chalicelib.reports.model import State
from chalicelib.shared.ids import AccountId, AgentId, ChannelId
from infra.local.past import DAYS, Cast, talks
from tests.unit.reports.fakes import rules

pytestmark = pytest.mark.feature("10")
TODAY = date(2026, 3, 31)  # the clocks changed two days before


def cast() -> Cast:
    account = Account(AccountId("acc"), "Café", time_zone="Europe/Lisbon")
    agents = tuple(
        Agent(AgentId(name), account.id, name.title(), f"{name}@cafe.example", role=Role.AGENT)
        for name in ("olivia", "ana", "ben")
    )
    channels = {
        kind: ChannelRecord(id=ChannelId(kind), account_id=account.id, kind=kind, name=kind)
        for kind in ("website", "whatsapp", "telegram")
    }
    page = AccountPage(account=account, agents=agents, channels=(), queues=())
    queues = {"Sales": "sales", "Support": "support"}
    return Cast(page, agents, channels, queues, {"Order": "t1", "VIP": "t2"}, "f1", ())


def test_it_is_over_by_yesterday_the_same_each_time_and_told_in_order() -> None:
    made = list(talks(cast(), TODAY))
    assert made == list(talks(cast(), TODAY))
    here = cast().zone
    end = datetime.combine(TODAY, time(), tzinfo=here)
    for talk in made:
        assert [each.seq for each in talk.thread] == list(range(1, talk.head.seq + 1))
        assert all(a.at <= b.at for a, b in pairwise(talk.thread))
        assert talk.thread[-1].at < end
        assert talk.head.status is Status.RESOLVED
        assert talk.head.inbound == sum(
            each.author.kind == "contact" for each in talk.thread if each.visibility == "public"
        )
    days = {talk.head.opened_at.astimezone(here).date() for talk in made}
    assert len(days) > 0.9 * DAYS


def test_there_is_something_of_everything_that_reports_count() -> None:
    told: Counter[str] = Counter()
    for talk in talks(cast(), TODAY):
        _, facts = fold(State(), talk.thread, rules("first_reply"))
        told.update({fact.name: fact.n for fact in facts})
    names = (
        "opened resolved reopened first reply taken bot idle bot_resolved handed_off transferred"
    )
    for name in f"{names} kept broken rated tagged said in out unanswered".split():
        assert told[name] > 0, name
    assert 0.05 < told["broken"] / (told["kept"] + told["broken"]) < 0.3
