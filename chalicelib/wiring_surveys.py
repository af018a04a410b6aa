"""The composition root of surveys."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib import bindings_surveys
from chalicelib.shared.clock import system_clock as system_clock

if TYPE_CHECKING:
    from chalicelib.surveys.model import Survey
    from chalicelib.surveys.ports import SurveyPorts


@cache
def survey_ports() -> SurveyPorts:
    from chalicelib.accounts.cache import Cache
    from chalicelib.surveys.ports import SurveyPorts
    from chalicelib.surveys.store import DynamoSurveyStore

    store = DynamoSurveyStore()
    kept: Cache[list[Survey]] = Cache(seconds=10)
    return SurveyPorts(
        store=store,
        surveys=lambda account_id: kept.get(
            account_id, system_clock(), lambda: store.catalogue(account_id)
        ),
        forget=kept.forget,
        head=bindings_surveys.head,
        change=bindings_surveys.change,
        line=bindings_surveys.line,
        say=bindings_surveys.say,
        ended=bindings_surveys.ended,
        set_timer=bindings_surveys.set_timer,
        delay=bindings_surveys.delay,
        limits=bindings_surveys.limits,
        link=bindings_surveys.link,
        place=bindings_surveys.place,
        person=bindings_surveys.person,
        clock=system_clock,
    )
