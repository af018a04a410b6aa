"""Surveys, askings and counts: the fake and the table hold the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.shared.errors import InvalidInput
from chalicelib.surveys.model import (
    Asking,
    Kind,
    Outcome,
    Past,
    Question,
    Rule,
    State,
    Survey,
)
from chalicelib.surveys.ports import SurveyStore
from tests.contract.stores.conftest import Stores
from tests.unit.surveys.fakes import FakeSurveyStore

pytestmark = pytest.mark.feature("7")
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SURVEY = Survey(
    "s1",
    "acc",
    "Fin ‮<b>",
    (
        Question("q1", Kind.NPS, "Would you?", low_label="no", high_label="yes"),
        Question("q2", Kind.CHOICE, "What for?", options=("Price", "Speed")),
    ),
    intro="Hello",
    rule=Rule(automatic=True, channel_ids=("acc-1",), tag_ids=("t1", "t2"), sample=50),
    saved_at=NOON,
)


@pytest.fixture
def store(stores: Stores) -> SurveyStore:
    if stores.backend == "fake":
        return FakeSurveyStore()
    from chalicelib.surveys.store import DynamoSurveyStore

    return DynamoSurveyStore()


def asking(id: str = "a1", **more: Any) -> Asking:
    whole: dict[str, Any] = {
        "id": id,
        "account_id": "acc",
        "conversation_id": f"k-{id}",
        "survey_id": "s1",
        "version": 1,
        "contact_id": "p1",
        "contact_name": "Ana",
        "by": "closing",
        "asked_at": NOON,
        "until": NOON + timedelta(days=3),
        "day": "2026-06-01",
        "agent_id": "rui",
        "queue_id": "sales",
        "channel_id": "acc-1",
        "tags": ("t1", "t2"),
        "turned_at": NOON,
        **more,
    }
    return Asking(**whole)


def test_a_survey_is_kept_with_every_version_of_it(store: SurveyStore) -> None:
    assert store.catalogue("acc") == []
    assert store.save(SURVEY, before=0)
    assert not store.save(SURVEY, before=0)
    after = replace(SURVEY, name="Second", version=2, questions=SURVEY.questions[:1])
    assert store.save(after, before=1)
    assert not store.save(replace(after, name="Late"), before=1)
    assert store.catalogue("acc") == [after]
    assert store.at_version("acc", "s1", 1) == SURVEY
    assert store.at_version("acc", "s1", 2) == after
    assert store.at_version("acc", "s1", 3) is None
    assert store.catalogue("other") == []
    store.remove("acc", "s1")
    store.remove("acc", "s1")
    assert store.catalogue("acc") == []
    assert store.at_version("acc", "s1", 1) == SURVEY


def test_surveys_come_in_their_order(store: SurveyStore) -> None:
    for id, position in (("s1", 2), ("s2", 0), ("s3", 1)):
        store.save(replace(SURVEY, id=id, position=position), before=0)
    assert [each.id for each in store.catalogue("acc")] == ["s2", "s3", "s1"]


def test_an_asking_is_begun_once_and_marks_the_contact(store: SurveyStore) -> None:
    first = asking()
    assert store.asking("acc", "k-a1", "a1") is None
    assert store.mark("acc", "p1") is None
    assert store.start(first, {"asked": 1})
    assert not store.start(replace(first, by="agent:eve"), {"asked": 1})
    assert store.asking("acc", "k-a1", "a1") == first
    assert store.asking("acc", "k-a2", "a1") is None
    mark = store.mark("acc", "p1")
    assert mark is not None
    assert (mark.asked_at, mark.conversation_id, mark.asking_id) == (NOON, "k-a1", "a1")
    (day,) = store.tallies("acc", "s1", dimension="all", first="2026-06-01", last="2026-06-01")
    assert day.counts == {"asked": 1}


def test_a_turn_and_its_counts_go_together_or_not_at_all(store: SurveyStore) -> None:
    first = asking()
    store.start(first, {"asked": 1})
    answered = replace(
        first,
        rev=1,
        turn=1,
        state=State.DONE,
        outcome=Outcome.DONE,
        answers={"q1": "10", "comment": "Olá ‮<script>"},
        history=(Past("q1", "3", NOON),),
        answered_at=NOON,
    )
    assert store.turn(first, answered, {"answered": 1, "q:q1:10": 1})
    assert not store.turn(first, answered, {"answered": 1, "q:q1:10": 1})
    assert store.asking("acc", "k-a1", "a1") == answered
    quiet = replace(answered, rev=2, turn=2)
    assert not store.turn(first, quiet, {})
    assert store.turn(answered, quiet, {})
    changed = replace(quiet, rev=3, answers={"q1": "9"})
    assert store.turn(quiet, changed, {"q:q1:10": -1, "q:q1:9": 1})
    for dimension, value in (("agent", "rui"), ("queue", "sales"), ("channel", "acc-1")):
        (tally,) = store.tallies(
            "acc", "s1", dimension=dimension, first="2026-05-30", last="2026-06-02"
        )
        assert (tally.value, tally.day) == (value, "2026-06-01")
        assert {n: c for n, c in tally.counts.items() if c} == {
            "asked": 1,
            "answered": 1,
            "q:q1:9": 1,
        }
    tags = store.tallies("acc", "s1", dimension="tag", first="2026-06-01", last="2026-06-01")
    assert [each.value for each in tags] == ["t1", "t2"]
    assert not store.tallies("acc", "s1", dimension="tag", first="2026-06-02", last="2026-07-01")
    assert not store.tallies("acc", "s2", dimension="all", first="2026-06-01", last="2026-06-01")


def test_answers_are_listed_newest_first_a_page_at_a_time(store: SurveyStore) -> None:
    for number in range(5):
        at = NOON + timedelta(hours=number)
        one = asking(f"a{number}", asked_at=at)
        store.start(one, {"asked": 1})
        if number != 2:
            done = replace(one, rev=1, turn=1, answers={"q1": str(number)}, answered_at=at)
            store.turn(one, done, {"answered": 1})
    period: dict[str, Any] = {"since": NOON, "until": NOON + timedelta(hours=3, minutes=59)}
    page = store.answers("acc", "s1", cursor="", limit=2, **period)
    assert [each.id for each in page.askings] == ["a3", "a1"]
    rest = store.answers("acc", "s1", cursor=page.cursor, limit=2, **period)
    assert [each.id for each in rest.askings] == ["a0"]
    assert rest.cursor == ""
    assert not store.answers("other", "s1", cursor="", limit=5, **period).askings
    with pytest.raises(InvalidInput):
        store.answers("acc", "s1", cursor="nonsense", limit=5, **period)
