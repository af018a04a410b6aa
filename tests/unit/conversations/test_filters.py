"""What a filter lets through, where the server looks for it, and which filters are refused. The
cases are the console's too."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.conversations import filters
from chalicelib.conversations.codec import moment
from chalicelib.conversations.filters import Eye, Filter, Group, Rule
from chalicelib.conversations.model import Conversation, Preview, Status
from chalicelib.shared.errors import InvalidInput
from tests.contract.stores.samples import head

SHARED = json.loads(
    (Path(__file__).parents[2] / "fixtures" / "filters.json").read_text(encoding="utf-8")
)
pytestmark = pytest.mark.feature("3")


def conversation(row: dict[str, Any]) -> Conversation:
    return replace(
        head(
            row["id"],
            contact_id=row["contact_id"],
            contact_name=row["contact_name"],
            channel_id=row["channel_id"],
            channel_kind=row["channel_kind"],
            status=Status(row["status"]),
            assignee_id=row["assignee_id"],
            queue_id=row["queue_id"],
            priority=row["priority"],
            inbound=row["inbound"],
            reads=row["reads"],
            tags=tuple(row["tags"]),
            attributes=row.get("attributes", {}),
            bot_id=row.get("bot_id", ""),
            last=Preview(text=row["last"]["text"]),
        ),
        opened_at=datetime.fromisoformat(row["opened_at"]),
        last_at=datetime.fromisoformat(row["last_at"]),
        waiting_since=moment(row["waiting_since"]),
        resolved_at=moment(row.get("resolved_at")),
        sla_due=moment(row["sla_due"]),
        sla_warn=moment(row["sla_warn"]),
    )


def eye(**over: Any) -> Eye:
    told = {**SHARED["eye"], **over}
    now = datetime.fromisoformat(told["now"])
    return Eye(told["me"], now, frozenset(told["tags"]), told["facts"])


@pytest.mark.parametrize("case", SHARED["matches"], ids=lambda case: case["name"])
def test_a_filter_says_the_same_here_and_in_the_console(case: dict[str, Any]) -> None:
    row = conversation({**SHARED["conversation"], **case.get("over", {})})
    filter = filters.checked(filters.from_plain(case["filter"]))
    assert filters.matches(filter, row, eye(**case.get("eye", {}))) is case["expected"]


@pytest.mark.parametrize("case", SHARED["plans"], ids=lambda case: case["name"])
def test_the_narrowest_list_is_looked_through(case: dict[str, Any]) -> None:
    plan = filters.plan(filters.from_plain(case["filter"]), SHARED["eye"]["me"])
    wanted = case["plan"]
    assert (list(plan.statuses), plan.by, plan.of) == (
        wanted["statuses"],
        wanted["by"],
        wanted["of"],
    )


@pytest.mark.parametrize("field", filters.OPERATORS)
def test_every_comparison_of_every_field_is_tried_by_a_case(field: str) -> None:
    """At least one of its own kind; and each kind's comparisons are all tried somewhere."""
    tried = {
        (rule["field"], rule["operator"])
        for case in SHARED["matches"]
        for rule in [
            *case["filter"]["rules"],
            *(rule for group in case["filter"]["groups"] for rule in group["rules"]),
        ]
    }
    operators = filters.OPERATORS[field]
    alike = [name for name, others in filters.OPERATORS.items() if set(operators) <= set(others)]
    for operator in operators:
        assert any((name, operator) in tried for name in (field, *alike)), operator


def test_it_comes_back_from_json_as_it_was() -> None:
    rule = Rule("tags", "in", ("a", "b"))
    made = Filter("any", (rule,), (Group("all", (rule, Rule("queue", "absent"))),))
    assert filters.from_plain(json.loads(json.dumps(filters.to_plain(made)))) == made


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (Rule("nothing", "equals", ("x",)), "field"),
        (Rule("status", "contains", ("open",)), "operator"),
        (Rule("status", "equals", ("ajar",)), "values"),
        (Rule("status", "equals", ()), "values"),
        (Rule("status", "equals", ("open", "pending")), "values"),
        (Rule("status", "in", ()), "values"),
        (Rule("queue", "absent", ("x",)), "values"),
        (Rule("queue", "equals", ("",)), "values"),
        (Rule("priority", "greater", ("huge",)), "values"),
        (Rule("unread", "greater", ("-1",)), "values"),
        (Rule("unread", "greater", ("many",)), "values"),
        (Rule("unread", "greater", ("٣",)), "values"),
        (Rule("contact_name", "contains", ("  ",)), "values"),
        (Rule("last_at", "within_days", ("0.5",)), "values"),
        (Rule("last_at", "within_days", ("99999",)), "values"),
        (Rule("last_at", "before", ("yesterday",)), "values"),
        (Rule("last_at", "before", ("2026-01-01T00:00:00",)), "values"),
    ],
    ids=repr,
)
def test_what_makes_no_sense_is_refused_by_its_field(rule: Rule, field: str) -> None:
    good = Rule("status", "equals", ("open",))
    with pytest.raises(InvalidInput) as refusal:
        filters.checked(Filter(rules=(good, rule)))
    assert refusal.value.field == f"filter.rules.1.{field}"
    with pytest.raises(InvalidInput) as refusal:
        filters.checked(Filter(groups=(Group("all", (good, rule)),)))
    assert refusal.value.field == f"filter.groups.0.rules.1.{field}"


def test_too_many_conditions_are_refused() -> None:
    rule = Rule("status", "equals", ("open",))
    filters.checked(Filter(rules=(rule,) * 20))
    with pytest.raises(InvalidInput) as refusal:
        filters.checked(Filter(rules=(rule,) * 20, groups=(Group("any", (rule,)),)))
    assert refusal.value.field == "filter.rules"
