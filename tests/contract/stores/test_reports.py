"""Facts and counters: the fake and the table hold the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.reports.counting import Counts
from chalicelib.reports.model import DIMENSIONS, Fact, State
from chalicelib.reports.ports import Folded, Month, ReportStore
from chalicelib.reports.rebuilding import rebuild
from chalicelib.reports.service import catch_up, observe
from tests.contract.stores.conftest import Stores
from tests.unit.conversations.scene import ACCOUNT
from tests.unit.reports.fakes import FakeReportStore, records
from tests.unit.reports.test_random_months import month as random_month

pytestmark = pytest.mark.feature("10")
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY, NEXT = "2026-06-01", "2026-06-02"
UTC_ZONE = ZoneInfo("UTC")


@pytest.fixture
def store(stores: Stores) -> ReportStore:
    if stores.backend == "fake":
        return FakeReportStore()
    from chalicelib.reports.store import DynamoReportStore

    return DynamoReportStore()


def folded(id: str, before: int, seq: int, *facts: Fact, day: str = DAY) -> Folded:
    state = State(seq=seq, channel_id="c1", tags=("t1",), opened_at=NOON)
    return Folded(id, before, state, {day: facts} if facts else {})


def adds(**counts: int) -> Counts:
    return {("all", DAY, "-"): Counter(counts), ("agent", DAY, "rui"): Counter(counts)}


OPENED = Fact("opened", NOON, "rui")


def test_what_was_read_is_recorded_once(store: ReportStore) -> None:
    assert store.states("acc", ["k1"]) == {}
    assert store.record("acc", [folded("k1", 0, 3, OPENED)], adds(opened=1))
    assert not store.record("acc", [folded("k1", 0, 3, OPENED)], adds(opened=1))
    assert store.record("acc", [folded("k1", 3, 5)], {})
    assert store.states("acc", ["k1", "k2"]) == {"k1": folded("k1", 3, 5).after}
    assert store.states("other", ["k1"]) == {}
    tallies = store.tallies("acc", "all", first=DAY, last=DAY)
    assert [(each.day, each.value, dict(each.counts)) for each in tallies] == [
        (DAY, "-", {"opened": 1})
    ]
    assert store.recorded("acc", DAY) == 1


def test_one_that_was_read_meanwhile_leaves_all_of_them_unrecorded(store: ReportStore) -> None:
    assert store.record("acc", [folded("k1", 0, 3, OPENED)], adds(opened=1))
    both = [folded("k2", 0, 1, OPENED), folded("k1", 2, 4, OPENED)]
    assert not store.record("acc", both, adds(opened=2))
    assert store.states("acc", ["k2"]) == {}
    assert store.tallies("acc", "agent", first=DAY, last=NEXT)[0].counts == {"opened": 1}


def test_counters_are_found_by_days_and_stay_within_their_dimension(store: ReportStore) -> None:
    for number, day in enumerate((DAY, NEXT, "2026-06-10")):
        counts: Counts = {("queue", day, "sales"): Counter({"in": number + 1, "F+": 9, "F7": 1})}
        assert store.record("acc", [folded(f"k{number}", 0, 1, OPENED, day=day)], counts)
    found = store.tallies("acc", "queue", first=DAY, last=NEXT)
    assert [each.counts["in"] for each in found] == [1, 2]
    assert store.tallies("acc", "agent", first=DAY, last=NEXT) == []


def test_the_log_has_each_reading_and_goes_on_where_it_stopped(store: ReportStore) -> None:
    facts = [OPENED, Fact("first", NOON, "rui", tags=("t‮",), seconds=90, working=45)]
    for number in range(3):
        assert store.record("acc", [folded(f"k{number}", 0, 2, *facts)], {})
    found, cursor = store.log("acc", DAY)
    assert cursor == ""
    assert [each.conversation_id for each in found] == ["k0", "k1", "k2"]
    assert list(found[0].facts) == facts
    assert found[0].channel_id == "c1"
    part, cursor = store.log("acc", DAY, limit=2)
    rest, end = store.log("acc", DAY, cursor=cursor, limit=2)
    assert [each.conversation_id for each in (*part, *rest)] == ["k0", "k1", "k2"]
    assert end == ""
    assert store.log("acc", NEXT) == ([], "")


def test_counters_that_went_wrong_are_rebuilt_from_the_log(store: ReportStore) -> None:
    wrong: Counts = {
        ("all", DAY, "-"): Counter({"opened": 40, "nonsense": 2}),
        ("agent", DAY, "nobody"): Counter({"opened": 1}),
    }
    many = [folded(f"k{number:03}", 0, 1, OPENED) for number in range(30)]
    assert store.record("acc", many, wrong)
    tags = tuple(f"t{number:03}" for number in range(150))
    assert store.record("acc", [folded("tagged", 0, 1, Fact("tagged", NOON, tags=tags))], {})
    day = date.fromisoformat(DAY)
    for times in (1, 2):
        told = rebuild(store, account_id="acc", first=day, last=day, zone=UTC_ZONE)
        assert told == {DAY: 31}
        assert store.tallies("acc", "all", first=DAY, last=DAY)[0].counts == {"opened": 30}
        agents = store.tallies("acc", "agent", first=DAY, last=DAY)
        assert [(each.value, dict(each.counts)) for each in agents] == [("rui", {"opened": 30})]
        assert len(store.tallies("acc", "tag", first=DAY, last=DAY)) == 150
        assert store.recorded("acc", DAY) == 2
        assert store.late("acc", first=DAY[:7], last=DAY[:7])[DAY[:7]] >= times


def test_a_random_month_in_the_table_is_rebuilt_to_the_same_numbers(
    stores: Stores, store: ReportStore
) -> None:
    """As the property test of tests/unit/reports, with the true log and counters."""
    if stores.backend != "dynamodb_local":
        pytest.skip("once is enough; tests/unit/reports tries many months")
    office = random_month(20, steps=26)
    ports, messages = replace(office.ports, store=store), office.messages()
    for start in range(0, len(messages), 12):
        piece = messages[start : start + 12]
        office.until = piece[-1].at
        office.zone = ZoneInfo("Pacific/Auckland") if start > 12 else office.zone
        assert observe(ports, records([*piece, piece[0]])) == []
    for head in office.scene.store.heads_by_key.values():
        catch_up(ports, account_id=ACCOUNT, conversation_id=head.id)
    live = everything(store)
    assert {key[0] for key in live} >= {"all", "hours", "agent", "queue", "channel", "flow", "tag"}
    wrong: Counts = {key: Counter({"opened": 7, "nonsense": 1}) for key in list(live)[::9]}
    assert store.record(ACCOUNT, [folded("other", 0, 1)], wrong)
    assert everything(store) != live
    days = sorted({key[1] for key in live})
    ends = {"first": date.fromisoformat(days[0]), "last": date.fromisoformat(days[-1])}
    rebuild(store, account_id=ACCOUNT, zone=UTC_ZONE, **ends)
    assert everything(store) == live


def everything(store: ReportStore) -> dict[Any, dict[str, int]]:
    found = {}
    for dimension in ("all", "hours", *DIMENSIONS):
        for each in store.tallies(
            ACCOUNT, dimension, first="2000-01-01", last="2999-01-01", consistent=True
        ):
            if counts := {name: by for name, by in each.counts.items() if by}:
                found[dimension, each.day, each.value] = counts
    return found


def test_days_of_one_agent_are_read_by_their_names(store: ReportStore) -> None:
    for number, who in enumerate(("rui", "ana", "rui")):
        day = f"2026-06-{number + 1:02}"
        counts: Counts = {("agent", day, who): Counter({"out": number + 1})}
        assert store.record("acc", [folded(f"k{number}", 0, 1, OPENED, day=day)], counts)
    asked = [f"2026-{month:02}-{day:02}" for month in range(1, 7) for day in range(1, 29)]
    found = store.days_of("acc", "agent", "rui", asked)
    assert sorted((each.day, each.counts["out"]) for each in found) == [
        ("2026-06-01", 1),
        ("2026-06-03", 3),
    ]


def test_months_are_kept_beside_the_days_and_are_no_days(store: ReportStore) -> None:
    for month, seen in (("2025-12", 9), ("2026-01", 3), ("2026-01", 4), ("2026-02", 5)):
        store.keep_month("acc", "agent", Month(month, seen, {"rui#x": {"out": seen}}))
    store.keep_month("acc", "tag", Month("2026-01", 7, {}))
    found = store.months("acc", "agent", first="2026-01", last="2026-02")
    assert sorted((each.month, each.seen) for each in found) == [("2026-01", 4), ("2026-02", 5)]
    assert {each.month: dict(each.values) for each in found}["2026-01"] == {"rui#x": {"out": 4}}
    assert store.tallies("acc", "agent", first="2025-01-01", last="2026-12-31") == []
    assert store.months("other", "agent", first="2026-01", last="2026-02") == []


def test_a_month_of_a_thousand_agents_is_kept_in_parts_that_are_whole_or_nothing(
    store: ReportStore,
) -> None:
    many = {f"a{who:04}‮": {f"Z{n}": who + n for n in range(90)} for who in range(1000)}
    store.keep_month("acc", "agent", Month("2025-12", 1, {"rui": {"out": 9}}))
    store.keep_month("acc", "agent", Month("2026-01", 3, many))
    store.keep_month("acc", "agent", Month("2026-02", 1, {}))
    ends = {"first": "2025-12", "last": "2026-02"}
    found = {each.month: each for each in store.months("acc", "agent", **ends)}
    assert sorted(found) == ["2025-12", "2026-01", "2026-02"]
    assert {id: dict(counts) for id, counts in found["2026-01"].values.items()} == many
    store.keep_month("acc", "agent", Month("2026-01", 4, {"rui": {"out": 1}}))
    (less,) = store.months("acc", "agent", first="2026-01", last="2026-01")
    assert (less.seen, {id: dict(by) for id, by in less.values.items()}) == (4, {"rui": {"out": 1}})
    assert store.tallies("acc", "agent", first="2025-01-01", last="2026-12-31") == []


def test_a_month_whose_keeper_died_between_its_parts_is_not_kept(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    if stores.backend == "fake":
        pytest.skip("keeps a month at once")
    from chalicelib.reports.store import DynamoReportStore, MonthItem

    store = DynamoReportStore()
    many = {f"a{who:04}": {f"Z{n}": who + n for n in range(90)} for who in range(1000)}
    store.keep_month("acc", "agent", Month("2026-01", 3, many))
    save = MonthItem.save
    parts: list[str] = []

    def dies(self: MonthItem) -> None:
        parts.append(self.sk)
        if len(parts) > 1:
            raise TimeoutError
        save(self)

    monkeypatch.setattr(MonthItem, "save", dies)
    with pytest.raises(TimeoutError):
        store.keep_month("acc", "agent", Month("2026-01", 4, many))
    assert parts == ["~agent#2026-01", "~agent#2026-01#001"]
    assert store.months("acc", "agent", first="2026-01", last="2026-01") == []
    monkeypatch.undo()


def test_what_is_recorded_of_a_month_that_is_over_is_late(store: ReportStore) -> None:
    for number, day in enumerate(("2020-01-31", "2020-01-02", "2020-03-01", "2999-01-01")):
        counts: Counts = {("all", day, "-"): Counter({"opened": 1})}
        assert store.record("acc", [folded(f"k{number}", 0, 1, OPENED, day=day)], counts)
    assert store.late("acc", first="2020-01", last="2999-12") == {"2020-01": 2, "2020-03": 1}
    assert store.late("acc", first="2020-02", last="2020-02") == {}
    assert store.late("other", first="2020-01", last="2020-12") == {}


def test_a_day_that_is_counted_just_now_is_not_replaced(store: ReportStore) -> None:
    assert store.record("acc", [folded("k1", 0, 1, OPENED)], adds(opened=1))
    assert not store.replace("acc", DAY, adds(opened=9), recorded=0)
    assert not store.replace("acc", DAY, adds(opened=9), recorded=2)
    assert store.tallies("acc", "agent", first=DAY, last=DAY)[0].counts == {"opened": 1}
    assert store.replace("acc", DAY, adds(opened=9), recorded=1)
    assert store.tallies("acc", "agent", first=DAY, last=DAY)[0].counts == {"opened": 9}
