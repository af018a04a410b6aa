"""What an invitation may say and ask for, and to whom which text is shown."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.invitations import model, rules
from chalicelib.invitations.model import Catalogue, Condition, Invitation
from chalicelib.shared.errors import InvalidInput
from chalicelib.shared.ids import AccountId, ChannelId, ContactId
from chalicelib.visitors.model import Visitor, group_of
from tests.support.people import NOON

pytestmark = pytest.mark.feature("1.7")
ROOT = Path(__file__).parents[3]
CASES = json.loads((ROOT / "web/apps/widget/tests/invitations.json").read_text())["cases"]
RULE = Invitation(
    id="i1",
    account_id=AccountId("acc"),
    name="Reader",
    texts=("Hello?", "May I help?"),
    conditions=(Condition("pages", "at_least", "2"),),
)
ANA = Visitor(
    account_id=AccountId("acc"),
    contact_id=ContactId("ana"),
    channel_id=ChannelId("acc-1"),
    first_seen_at=NOON,
    last_seen_at=NOON,
    visit_at=NOON,
    visits_count=2,
    visit_pages=3,
    ab_test_group="B",
)


def asked(field: str, op: str, value: str) -> Invitation:
    return replace(RULE, conditions=(Condition(field, op, value),))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['field']} {c['op']} {c['value']}")
def test_what_the_page_can_decide_may_be_asked_for(case: dict[str, str]) -> None:
    rules.check(asked(case["field"], case["op"], case["value"]))


def test_the_pages_cases_show_every_comparison_of_every_field() -> None:
    shown = {(case["field"], case["op"]) for case in CASES}
    text = {"contains", "not_contains", "equals", "pattern"}
    wanted = {(field, op) for field, ops in rules.RULES.items() for op in ops}
    wanted.remove(("hours", "is"))  # answered before the page is told
    # Texts and numbers are decided by one function each; one field of them shows it.
    alike = {f"utm_{name}" for name in ("source", "medium", "campaign", "term", "content")}
    alike |= {"referrer", "time_on_site", "pages", "scroll", "since_close", "since_invitation"}
    assert {pair for pair in wanted if pair[0] not in alike} <= shown
    assert text <= {op for field, op in shown if field == "url"}


@pytest.mark.parametrize(
    ("field", "op", "value", "place"),
    [
        ("time_on_page", "at_least", "-1", "value"),
        ("time_on_page", "at_least", "1.5", "value"),
        ("time_on_page", "at_least", "86401", "value"),
        ("time_on_page", "at_least", "", "value"),
        ("time_on_page", "at_least", "٣", "value"),
        ("scroll", "at_most", "101", "value"),
        ("url", "contains", "   ", "value"),
        ("url", "contains", "x" * 501, "value"),
        ("url", "pattern", "*" * 6, "value"),
        ("url", "matches", ".*", "op"),
        ("country", "in", "Brazil", "value"),
        ("country", "in", "BR,,PT", "value"),
        ("language", "in", "portuguese language", "value"),
        ("visitor", "is", "rich", "value"),
        ("exit_intent", "is", "no", "value"),
        ("hours", "between", "9-18", "value"),
        ("hours", "between", "24:00-25:00", "value"),
        ("hours", "between", "09:00-09:00", "value"),
        ("password", "is", "x", "field"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_place(
    field: str, op: str, value: str, place: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        rules.check(asked(field, op, value))
    assert refusal.value.field == f"conditions.0.{place}"


@pytest.mark.parametrize("zone", ["America/Sao_Paulo", "UTC", "Nowhere/At_All"])
def test_the_minute_is_the_accounts(zone: str) -> None:
    minute = model.facts(ANA, zone, NOON).minute
    assert minute == (9 * 60 if zone == "America/Sao_Paulo" else 12 * 60)


def test_what_the_page_cannot_know_is_told() -> None:
    left = replace(ANA, closed_at=NOON - timedelta(minutes=5), country="BR")
    told = model.facts(left, "UTC", NOON + timedelta(seconds=90))
    assert (told.site_seconds, told.pages, told.visits, told.country) == (90, 3, 2, "BR")
    assert (told.since_close, told.since_invitation) == (6, None)


def test_a_visitor_keeps_his_text() -> None:
    assert model.variant_of(RULE, ANA) == "B"
    assert model.text_of(RULE, "B") == "May I help?"
    own = replace(ANA, ab_test_group="spring-sale")  # a site's own name for a group
    assert model.variant_of(RULE, own) == group_of("ana")
    assert model.variant_of(replace(RULE, texts=("Hi",)), ANA) == "A"


def test_a_site_has_its_own_and_everybodys_in_their_order() -> None:
    own = replace(RULE, id="own", channel_id="acc-1", position=2)
    other = replace(RULE, id="other", channel_id="acc-2")
    off = replace(RULE, id="off", enabled=False)
    everybodys = replace(RULE, id="all", position=1)
    catalogue = Catalogue(model.ordered([own, other, off, everybodys]))
    assert [each.id for each in model.for_site(catalogue, "acc-1")] == ["all", "own"]


NIGHT = Condition("hours", "is", "closed")
PAGES = Condition("pages", "at_least", "2")


@pytest.mark.parametrize(
    ("match", "conditions", "is_open", "left"),
    [
        ("all", (NIGHT, PAGES), False, ["time_on_page", "pages"]),
        ("all", (NIGHT, PAGES), True, None),
        ("any", (NIGHT, PAGES), True, ["pages"]),
        ("any", (NIGHT,), True, None),
        ("any", (NIGHT, PAGES), False, ["time_on_page", "pages"]),
        ("all", (PAGES,), True, ["pages"]),
    ],
)
def test_what_is_asked_of_the_hours_is_answered_before_the_page_is_told(
    match: str, conditions: tuple[Condition, ...], is_open: bool, left: list[str] | None
) -> None:
    asked = replace(RULE, match=match, conditions=conditions)
    found = model.with_hours(asked, is_open)
    assert (None if found is None else [each.field for each in found.conditions]) == left
