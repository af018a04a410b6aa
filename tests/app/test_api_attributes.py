"""What is kept about conversations by name, lists that ask for it, and who follows what."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.wire.console import ConversationPage, ConversationView
from tests.support.api import Account, Api, new_account, new_conversation, new_visitor

pytestmark = pytest.mark.feature("3")


@pytest.fixture
def acme(api: Api) -> Account:
    return new_account(api, "acme")


def rule(field: str, operator: str, key: str, *values: str) -> dict[str, Any]:
    return {"field": field, "operator": operator, "key": key, "values": list(values)}


def filtered(api: Api, *rules: dict[str, Any]) -> ConversationPage:
    asked = {"filter": {"match": "all", "rules": list(rules)}}
    return ConversationPage.model_validate(api.post("/conversations/filter", asked).ok())


def test_an_attribute_is_set_told_found_and_taken_away(api: Api, acme: Account) -> None:
    first = new_conversation(new_visitor(api, acme))
    new_conversation(new_visitor(api, acme))
    answer = acme.agent.patch(f"/conversations/{first}", {"attributes": {"order": "A-123"}}).ok()
    assert ConversationView.model_validate(answer).attributes == {"order": "A-123"}
    line = acme.owner.get(f"/conversations/{first}/messages").ok()["messages"][-1]["content"]
    assert (line["event"], line["data"]) == ("conversation.attributed", {"order": "A-123"})
    found = filtered(acme.owner, rule("attribute", "contains", "order", "a-1"))
    assert ([each.id for each in found.conversations], found.facts) == ([first], {})
    acme.owner.patch(f"/conversations/{first}", {"attributes": {"order": ""}}).ok()
    assert filtered(acme.owner, rule("attribute", "present", "order")).conversations == []


def test_a_list_by_a_contacts_attribute_brings_what_it_went_by(api: Api, acme: Account) -> None:
    first = new_conversation(new_visitor(api, acme))
    new_conversation(new_visitor(api, acme))
    contact = acme.agent.get(f"/conversations/{first}").ok()["contact"]["id"]
    acme.agent.patch(f"/contacts/{contact}", {"attributes": {"plan": "Gold"}}).ok()
    found = filtered(acme.agent, rule("contact_attribute", "equals", "plan", "gold"))
    assert [each.id for each in found.conversations] == [first]
    assert found.facts == {contact: {"plan": "Gold"}}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"attributes": {"n" * 61: "x"}}, "attributes"),
        ({"attributes": {"order": "v" * 201}}, "attributes"),
        ({"attributes": {" ": "x"}}, "attributes"),
        ({"attributes": {f"n{i}": "x" for i in range(21)}}, "attributes"),
    ],
    ids=["long name", "long value", "no name", "too many"],
)
def test_what_an_attribute_cannot_be_is_refused_by_name(
    api: Api, acme: Account, change: dict[str, Any], field: str
) -> None:
    id = new_conversation(new_visitor(api, acme))
    status, code, named = acme.agent.patch(f"/conversations/{id}", change).problem()
    assert (status, code, named.split(".")[0]) == (422, "invalid_input", field)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (rule("attribute", "present", ""), "filter.rules.0.key"),
        (rule("status", "equals", "order", "open"), "filter.rules.0.key"),
        (rule("attribute", "greater", "order", "1"), "filter.rules.0.operator"),
        (rule("contact_attribute", "equals", "plan"), "filter.rules.0.values"),
    ],
)
def test_a_condition_on_an_attribute_says_which(
    acme: Account, asked: dict[str, Any], field: str
) -> None:
    body = {"filter": {"match": "all", "rules": [asked]}}
    answer = acme.agent.post("/conversations/filter", body)
    assert answer.problem() == (422, "invalid_input", field)


def test_who_follows_a_conversation_finds_it_and_others_do_not(api: Api, acme: Account) -> None:
    id = new_conversation(new_visitor(api, acme))
    path = f"/conversations/{id}/follow"
    row = acme.agent.post(path, {"following": True}).ok()
    assert ConversationView.model_validate(row).followers == [acme.agent_id]
    assert acme.agent.post(path, {"following": True}).ok() == row

    def follows(who: Api) -> list[str]:
        found = who.get("/conversations?view=following").ok()["conversations"]
        return [each["id"] for each in found]

    assert (follows(acme.agent), follows(acme.owner)) == ([id], [])
    assert acme.agent.post(path, {"following": False}).ok()["followers"] == []
    assert follows(acme.agent) == []


def test_nobody_follows_or_describes_another_accounts_conversation(api: Api, acme: Account) -> None:
    other = new_account(api, "other")
    id = new_conversation(new_visitor(api, other))
    assert acme.agent.post(f"/conversations/{id}/follow", {"following": True}).status == 404
    assert acme.agent.patch(f"/conversations/{id}", {"attributes": {"a": "b"}}).status == 404
    assert acme.agent.post(f"/conversations/{id}/follow", {"following": "maybe"}).status == 422


@pytest.mark.feature("1.5")
def test_who_serves_a_contact_is_told_with_him(api: Api, acme: Account) -> None:
    visitor = new_visitor(api, acme)
    first = new_conversation(visitor)
    served = {"assignee_id": acme.agent_id, "status": "resolved"}
    acme.owner.patch(f"/conversations/{first}", served).ok()
    contact = acme.owner.get(f"/conversations/{first}").ok()["contact"]
    assert contact["visitor"]["priority_agent_id"] == acme.agent_id
    acme.owner.patch(f"/conversations/{first}", {"assignee_id": ""}).ok()
    contact = acme.owner.get(f"/conversations/{first}").ok()["contact"]
    assert contact["visitor"]["priority_agent_id"] == ""
