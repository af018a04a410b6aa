"""Tags, filtered lists, saved views and changes of many conversations, through the whole API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.api import Account, Api, new_account, new_conversation, new_visitor

pytestmark = pytest.mark.feature("3")
OPEN = {"match": "all", "rules": [{"field": "status", "operator": "equals", "values": ["open"]}]}


@pytest.fixture
def acme(api: Api) -> Account:
    return new_account(api, "acme")


@pytest.fixture
def tag(acme: Account) -> str:
    return str(acme.owner.post("/tags", {"name": "VIP", "colour": "red"}).ok()["id"])


def ids(api: Api, query: str) -> list[str]:
    return [row["id"] for row in api.get(f"/conversations?{query}").ok()["conversations"]]


def filtered(api: Api, *rules: dict[str, Any]) -> list[str]:
    asked = {"filter": {"match": "all", "rules": list(rules)}}
    answer = api.post("/conversations/filter", asked).ok()
    return [row["id"] for row in answer["conversations"]]


@pytest.mark.feature("3.3")
def test_tags_are_managed_by_administrators_and_seen_by_all(acme: Account, tag: str) -> None:
    assert acme.agent.get("/me").ok()["tags"] == [{"id": tag, "name": "VIP", "colour": "red"}]
    for method, path, body in (
        ("POST", "/tags", {"name": "x"}),
        ("PATCH", f"/tags/{tag}", {"name": "x"}),
        ("DELETE", f"/tags/{tag}", None),
    ):
        assert acme.agent.call(method, path, body).status == 403
    assert acme.owner.post("/tags", {"name": "vip"}).problem() == (409, "conflict", "name")
    assert acme.owner.post("/tags", {"name": "x", "colour": "mauve"}).problem()[2] == "colour"
    changed = acme.owner.patch(f"/tags/{tag}", {"name": "Guest", "colour": "teal"}).ok()
    assert (changed["name"], changed["colour"]) == ("Guest", "teal")
    assert acme.owner.call("DELETE", f"/tags/{tag}").status == 204
    assert acme.owner.call("DELETE", f"/tags/{tag}").status == 404
    assert acme.agent.get("/me").ok()["tags"] == []


@pytest.mark.feature("3.3")
def test_a_tag_goes_onto_a_conversation_and_into_its_list(
    api: Api, acme: Account, tag: str
) -> None:
    first = new_conversation(new_visitor(api, acme))
    second = new_conversation(new_visitor(api, acme))
    row = acme.agent.patch(f"/conversations/{first}", {"add_tags": [tag]}).ok()
    assert row["tags"] == [tag]
    assert ids(acme.agent, f"view=tag&of={tag}") == [first]
    assert ids(acme.agent, f"view=tag&of={tag}&status=resolved") == []
    assert acme.owner.get(f"/tags/{tag}/use").ok() == {"conversations": 1, "more": False}
    line = acme.agent.get(f"/conversations/{first}/messages").ok()["messages"][-1]
    assert line["content"]["event"] == "conversation.tagged"
    assert line["content"]["data"] == {"tag_ids": tag, "tags": "VIP"}
    assert acme.agent.patch(f"/conversations/{second}", {"add_tags": ["nope"]}).problem() == (
        422,
        "invalid_input",
        "add_tags.0",
    )
    acme.agent.patch(f"/conversations/{first}", {"remove_tags": [tag]}).ok()
    assert ids(acme.agent, f"view=tag&of={tag}") == []


@pytest.mark.feature("3.3")
def test_a_deleted_tag_vanishes_without_a_write_to_conversations(
    api: Api, acme: Account, tag: str
) -> None:
    conversation = new_conversation(new_visitor(api, acme))
    acme.agent.patch(f"/conversations/{conversation}", {"add_tags": [tag]}).ok()
    carries = {"field": "tags", "operator": "present"}
    assert filtered(acme.agent, carries) == [conversation]
    before = acme.agent.get(f"/conversations/{conversation}").ok()["conversation"]["version"]
    acme.owner.call("DELETE", f"/tags/{tag}")
    assert filtered(acme.agent, carries) == []
    after = acme.agent.get(f"/conversations/{conversation}").ok()["conversation"]
    assert after["version"] == before


@pytest.mark.feature("3.3")
def test_contacts_have_tags_too(api: Api, acme: Account, tag: str) -> None:
    conversation = new_conversation(new_visitor(api, acme))
    contact = acme.agent.get(f"/conversations/{conversation}").ok()["contact"]["id"]
    assert acme.agent.patch(f"/contacts/{contact}", {"add_tags": [tag]}).ok()["tags"] == [tag]
    assert acme.agent.patch(f"/contacts/{contact}", {"add_tags": ["x"]}).status == 422
    assert acme.agent.patch(f"/contacts/{contact}", {"remove_tags": [tag]}).ok()["tags"] == []


def test_a_queues_list_holds_its_conversations_alone(api: Api, acme: Account) -> None:
    first = new_conversation(new_visitor(api, acme))
    new_conversation(new_visitor(api, acme))
    acme.agent.patch(f"/conversations/{first}", {"queue_id": acme.queue_id}).ok()
    assert ids(acme.agent, f"view=queue&of={acme.queue_id}") == [first]
    acme.agent.patch(f"/conversations/{first}", {"queue_id": ""}).ok()
    assert ids(acme.agent, f"view=queue&of={acme.queue_id}") == []
    assert ids(acme.agent, "view=all&order=oldest") == ids(acme.agent, "view=all")[::-1]
    assert acme.agent.get("/conversations?view=queue").problem() == (422, "invalid_input", "of")


def test_a_list_page_is_one_query_and_one_batch_at_most(api: Api, acme: Account) -> None:
    conversation = new_conversation(new_visitor(api, acme))
    acme.agent.patch(f"/conversations/{conversation}", {"queue_id": acme.queue_id}).ok()
    acme.agent.get("/conversations?view=all").ok()
    for view, calls in (
        ("view=mine", {"Query": 1}),
        ("view=all&order=oldest", {"Query": 1}),
        (f"view=queue&of={acme.queue_id}", {"Query": 1, "BatchGetItem": 1}),
        ("view=tag&of=none", {"Query": 1}),
    ):
        api.aws.clear()
        acme.agent.get(f"/conversations?{view}").ok()
        assert dict(api.aws) == calls, view


def test_a_filter_answers_in_pages(api: Api, acme: Account) -> None:
    made = [new_conversation(new_visitor(api, acme), f"order {i}") for i in range(4)]
    acme.agent.patch(f"/conversations/{made[0]}", {"status": "resolved"}).ok()
    found: list[str] = []
    cursor = ""
    while True:
        rule = {"field": "last_text", "operator": "contains", "values": ["ORDER"]}
        pending = {"field": "status", "operator": "in", "values": ["open", "pending"]}
        asked = {"filter": {"rules": [rule, pending]}, "limit": 2, "cursor": cursor}
        page = acme.agent.post("/conversations/filter", asked).ok()
        found += [row["id"] for row in page["conversations"]]
        cursor = page["cursor"]
        if not cursor:
            break
    assert found == made[:0:-1]


def test_mine_in_a_filter_is_whoever_looks(api: Api, acme: Account) -> None:
    conversation = new_conversation(new_visitor(api, acme))
    acme.agent.patch(f"/conversations/{conversation}", {"assignee_id": acme.agent_id}).ok()
    mine = {"field": "assignee", "operator": "equals", "values": ["me"]}
    assert filtered(acme.agent, mine) == [conversation]
    assert filtered(acme.owner, mine) == []


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({"field": "status", "operator": "equals", "values": ["ajar"]}, "filter.rules.0.values"),
        ({"field": "status", "operator": "before", "values": ["x"]}, "filter.rules.0.operator"),
        ({"field": "shoe", "operator": "equals", "values": ["x"]}, "filter.rules.0.field"),
    ],
)
def test_a_bad_filter_is_refused_by_its_field(
    acme: Account, rule: dict[str, Any], field: str
) -> None:
    asked = {"filter": {"rules": [rule]}}
    assert acme.agent.post("/conversations/filter", asked).problem() == (
        422,
        "invalid_input",
        field,
    )
    assert acme.agent.post("/views", {"name": "x", **asked}).problem()[2] == field


def test_a_cursor_of_another_filter_is_refused(api: Api, acme: Account) -> None:
    for i in range(3):
        new_conversation(new_visitor(api, acme), f"order {i}")
    page = acme.agent.post("/conversations/filter", {"filter": OPEN, "limit": 1}).ok()
    other = {"match": "any", "rules": OPEN["rules"]}
    asked = {"filter": other, "limit": 1, "cursor": page["cursor"]}
    assert acme.agent.post("/conversations/filter", asked).problem()[2] == "cursor"
    asked["filter"] = OPEN
    assert acme.owner.post("/conversations/filter", asked).problem()[2] == "cursor"


def test_views_are_saved_listed_changed_and_deleted(acme: Account) -> None:
    own = acme.agent.post("/views", {"name": "Mine", "filter": OPEN}).ok()
    shared = acme.owner.post("/views", {"name": "All", "filter": OPEN, "shared": True}).ok()
    assert acme.agent.post("/views", {"name": "x", "filter": OPEN, "shared": True}).status == 403
    names = [(view["name"], view["shared"]) for view in acme.agent.get("/views").ok()["views"]]
    assert names == [("All", True), ("Mine", False)]
    assert [view["name"] for view in acme.owner.get("/views").ok()["views"]] == ["All"]
    changed = acme.agent.patch(f"/views/{own['id']}", {"name": "Ours"}).ok()
    assert (changed["name"], changed["filter"]) == ("Ours", own["filter"])
    assert acme.agent.patch(f"/views/{shared['id']}", {"name": "y"}).status == 403
    assert acme.owner.call("DELETE", f"/views/{own['id']}").status == 404
    assert acme.agent.call("DELETE", f"/views/{own['id']}").status == 204
    assert len(acme.agent.get("/views").ok()["views"]) == 1


def test_many_are_changed_at_once_and_each_refusal_is_told(
    api: Api, acme: Account, tag: str
) -> None:
    made = [new_conversation(new_visitor(api, acme)) for _ in range(3)]
    acme.agent.patch(f"/conversations/{made[2]}", {"status": "resolved"}).ok()
    change = {"status": "resolved", "assignee_id": acme.agent_id, "add_tags": [tag]}
    asked = {"ids": [*made, "nobody"], "change": change}
    results = acme.agent.post("/conversations/bulk", asked).ok()["results"]
    assert [result["id"] for result in results] == [*made, "nobody"]
    for result in results[:3]:
        row = result["conversation"]
        assert (row["status"], row["assignee_id"], row["tags"]) == (
            "resolved",
            acme.agent_id,
            [tag],
        )
    assert results[3] == {
        "id": "nobody",
        "conversation": None,
        "code": "not_found",
        "detail": "no such conversation",
        "field": "",
    }
    asked = {"ids": made, "change": {"status": "snoozed", "snoozed_until": "2099-01-01T00:00:00Z"}}
    results = acme.agent.post("/conversations/bulk", asked).ok()["results"]
    assert {result["code"] for result in results} == {"conflict"}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"ids": [], "change": {}}, "ids"),
        ({"ids": ["x"] * 101, "change": {}}, "ids"),
        ({"ids": ["x"], "change": {"priority": "huge"}}, "change.priority"),
        ({"ids": ["x"], "change": {"assignee_id": "nobody"}}, "assignee_id"),
        ({"ids": ["x"], "change": {"add_tags": ["nope"]}}, "add_tags.0"),
    ],
)
def test_a_bad_change_of_many_is_refused_whole(
    acme: Account, asked: dict[str, Any], field: str
) -> None:
    assert acme.agent.post("/conversations/bulk", asked).problem() == (
        422,
        "invalid_input",
        field,
    )


def test_another_accounts_things_are_not_there(api: Api, acme: Account, tag: str) -> None:
    other = new_account(api, "other")
    conversation = new_conversation(new_visitor(api, acme))
    acme.agent.patch(f"/conversations/{conversation}", {"add_tags": [tag]}).ok()
    view = acme.owner.post("/views", {"name": "All", "filter": OPEN, "shared": True}).ok()["id"]
    assert other.owner.call("DELETE", f"/tags/{tag}").status == 404
    assert other.owner.get(f"/tags/{tag}/use").status == 404
    assert other.owner.patch(f"/views/{view}", {"name": "x"}).status == 404
    assert other.owner.get("/views").ok()["views"] == []
    assert ids(other.owner, f"view=tag&of={tag}") == []
    assert ids(other.owner, f"view=queue&of={acme.queue_id}") == []
    assert other.owner.post("/conversations/filter", {"filter": OPEN}).ok()["conversations"] == []
    asked = {"ids": [conversation], "change": {"priority": "high"}}
    (result,) = other.owner.post("/conversations/bulk", asked).ok()["results"]
    assert result["code"] == "not_found"
