"""Invitations over HTTP, in process."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.accounts import service as accounts
from chalicelib.accounts.cache import Cache
from tests.support.api import Account, Api, new_account, new_conversation, new_visitor

pytestmark = pytest.mark.feature("1.7")
RULE: dict[str, Any] = {
    "name": "Long reader",
    "conditions": [{"field": "time_on_page", "op": "at_least", "value": "20"}],
    "texts": ["May I help?", "Questions about beans?"],
}


def session(acme: Account, group: str = "A") -> Any:
    wiring.invitation_ports.cache_clear()  # what was kept for some seconds
    visit = {"url": "https://shop.example/", "ab_test_group": group}
    return acme.nobody.post(f"/widget/{acme.site_id}/session", {"visit": visit}).ok()


def test_a_page_is_given_the_rules_with_its_visitors_text(acme: Account) -> None:
    assert session(acme)["invitations"] is None
    made = acme.owner.post("/invitations", RULE | {"agent_id": acme.agent_id}).ok()
    for group, text in (("A", "May I help?"), ("B", "Questions about beans?")):
        told = session(acme, group)["invitations"]
        (shown,) = told["invitations"]
        assert (shown["id"], shown["variant"], shown["text"]) == (made["id"], group, text)
        assert shown["agent_name"] == "acme agent"
        assert shown["conditions"] == RULE["conditions"]
        assert told["facts"]["pages"] == 1
        assert told["facts"]["since_invitation"] is None


def test_a_website_that_another_process_made_just_now_is_known(acme: Account) -> None:
    session(acme)
    there = replace(wiring.account_ports(), pages=Cache(seconds=10))
    made = accounts.add_channel(
        there, account_id=acme.id, kind="website", name="New", settings={}, secrets={}
    )
    acme.owner.post("/invitations", RULE | {"channel_id": made.id}).ok()
    acme.nobody.post(f"/widget/{made.id}/session", {}).ok()
    strange = acme.owner.post("/invitations", RULE | {"channel_id": f"{acme.id}-nothing"})
    assert strange.problem() == (422, "invalid_input", "channel_id")


def test_what_is_off_or_for_another_site_is_not_given(acme: Account) -> None:
    made = acme.owner.post("/invitations", RULE | {"channel_id": acme.site_id}).ok()
    assert session(acme)["invitations"]
    other = acme.owner.post("/channels", {"kind": "website", "name": "Blog"}).ok()
    acme.owner.patch(f"/invitations/{made['id']}", {"channel_id": other["id"]}).ok()
    assert session(acme)["invitations"] is None
    change = {"channel_id": "", "enabled": False}
    acme.owner.patch(f"/invitations/{made['id']}", change).ok()
    assert session(acme)["invitations"] is None


def test_each_visitor_counts_once_for_each_step(acme: Account) -> None:
    made = acme.owner.post("/invitations", RULE).ok()
    for group in ("A", "B", "B"):
        visitor = acme.nobody.as_(session(acme, group)["token"])
        path = f"/widget/invitations/{made['id']}/events"
        for _ in range(2):
            visitor.post(path, {"event": "shown"}).ok()
        if group == "B":
            visitor.post(path, {"event": "opened"}).ok()
    (listed,) = acme.owner.get("/invitations").ok()["invitations"]
    assert listed["counts"] == {
        "A": {"shown": 1, "opened": 0, "answered": 0},
        "B": {"shown": 2, "opened": 2, "answered": 0},
    }


def test_an_answer_is_a_line_in_the_conversation_and_the_visitor_is_left_alone(
    acme: Account,
) -> None:
    made = acme.owner.post("/invitations", RULE).ok()
    opened = session(acme, "B")
    visitor = acme.nobody.as_(opened["token"])
    path = f"/widget/invitations/{made['id']}/events"
    visitor.post(path, {"event": "shown"}).ok()
    conversation = new_conversation(visitor, "Yes please")
    visitor.post(path, {"event": "answered"}).ok()
    visitor.post(path, {"event": "answered"}).ok()
    messages = acme.agent.get(f"/conversations/{conversation}").ok()["messages"]
    lines = [m["content"] for m in messages if m["content"]["event"] == "invitation.answered"]
    assert [line["data"]["text"] for line in lines] == ["Questions about beans?"]
    assert lines[0]["data"]["invitation_id"] == made["id"]
    again = acme.nobody.post(f"/widget/{acme.site_id}/session", {"token": opened["token"]}).ok()
    assert again["invitations"]["facts"]["since_invitation"] == 0
    contact = acme.agent.get(f"/contacts/{again['contact']['id']}").ok()
    assert contact["visitor"]["invitation_at"] is not None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"texts": ["one", " "]}, "texts.1"),
        ({"texts": ["x" * 501]}, "texts.0"),
        ({"conditions": []}, "conditions"),
        ({"conditions": [{"field": "url", "op": "at_least", "value": "1"}]}, "conditions.0.op"),
        (
            {"conditions": [{"field": "scroll", "op": "at_least", "value": "101"}]},
            "conditions.0.value",
        ),
        ({"conditions": [{"field": "moon", "op": "is", "value": "full"}]}, "conditions.0.field"),
        ({"channel_id": "nowhere"}, "channel_id"),
        ({"agent_id": "nobody"}, "agent_id"),
        ({"repeat_minutes": 0}, "repeat_minutes"),
    ],
)
def test_bad_rules_are_refused_by_field(acme: Account, change: dict[str, Any], field: str) -> None:
    answer = acme.owner.post("/invitations", RULE | change)
    assert answer.problem() == (422, "invalid_input", field)
    assert acme.owner.get("/invitations").ok()["invitations"] == []


def test_they_stand_in_the_order_that_was_chosen_and_go_away(acme: Account) -> None:
    first = acme.owner.post("/invitations", RULE | {"name": "first"}).ok()
    second = acme.owner.post("/invitations", RULE | {"name": "second"}).ok()
    acme.owner.patch(f"/invitations/{first['id']}", {"position": 9}).ok()
    names = [each["name"] for each in acme.owner.get("/invitations").ok()["invitations"]]
    assert names == ["second", "first"]
    acme.owner.call("DELETE", f"/invitations/{second['id']}").ok()
    names = [each["name"] for each in acme.owner.get("/invitations").ok()["invitations"]]
    assert names == ["first"]


def test_only_administrators_touch_them_and_only_their_own(api: Api, acme: Account) -> None:
    made = acme.owner.post("/invitations", RULE).ok()
    path = f"/invitations/{made['id']}"
    assert acme.agent.get("/invitations").problem()[0] == 403
    assert acme.agent.post("/invitations", RULE).problem()[0] == 403
    assert acme.agent.patch(path, {"enabled": False}).problem()[0] == 403
    other = new_account(api, "other")
    assert other.owner.patch(path, {"enabled": False}).problem()[0] == 404
    assert other.owner.call("DELETE", path).problem()[0] == 404
    stranger = new_visitor(other.nobody, other)
    told = stranger.post(f"/widget/invitations/{made['id']}/events", {"event": "shown"})
    assert told.problem()[0] == 404
