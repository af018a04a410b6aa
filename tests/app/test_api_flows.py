"""Flows over HTTP, in process: drafts, publishing, roll-backs, and who may do what."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import wiring
from tests.support.api import Account, new_account, new_conversation, new_visitor

pytestmark = pytest.mark.feature("6.4")


def graph(text: str = "Hello", **more: Any) -> dict[str, Any]:
    """One message, and the end."""
    return {
        "start": "a",
        "nodes": [
            {"id": "a", "kind": "message", "data": {"text": text}},
            {"id": "z", "kind": "end", "data": {}},
        ],
        "edges": [{"source": "a", "port": "out", "target": "z"}],
        "triggers": [{"kind": "first_message"}],
        **more,
    }


def made(acme: Account, **more: Any) -> Any:
    return acme.owner.post("/flows", {"name": "Welcome", "graph": graph(), **more}).ok()


def published(acme: Account) -> Any:
    id = made(acme)["flow"]["id"]
    return acme.owner.post(f"/flows/{id}/publish", {"version": 1, "note": "first"}).ok()


def automation(acme: Account) -> dict[str, str]:
    page = wiring.account_ports().store.page(acme.id)
    return {channel.id: channel.automation for channel in page.channels}


def test_a_flow_is_made_changed_and_read_again(acme: Account) -> None:
    flow = made(acme)["flow"]
    assert (flow["enabled"], flow["published"], flow["draft_version"]) == (False, 0, 1)
    change = {"graph": graph("Hi <b>there</b>"), "version": 1, "name": "Greeting"}
    saved = acme.owner.call("PUT", f"/flows/{flow['id']}/draft", change).ok()
    assert saved["flow"]["draft_version"] == 2
    read = acme.owner.get(f"/flows/{flow['id']}").ok()
    assert read["flow"]["name"] == "Greeting"
    assert read["graph"]["nodes"][0]["data"]["text"] == "Hi <b>there</b>"
    assert read["problems"] == []
    assert [each["name"] for each in acme.owner.get("/flows").ok()["flows"]] == ["Greeting"]


def test_who_saves_an_old_draft_is_told_and_the_same_again_is_no_conflict(acme: Account) -> None:
    id = made(acme)["flow"]["id"]
    change = {"graph": graph("mine"), "version": 1}
    for _ in range(2):
        acme.owner.call("PUT", f"/flows/{id}/draft", change).ok()
    theirs = acme.owner.call("PUT", f"/flows/{id}/draft", {"graph": graph("theirs"), "version": 1})
    assert theirs.problem() == (409, "conflict", "version")
    assert acme.owner.get(f"/flows/{id}").ok()["graph"]["nodes"][0]["data"]["text"] == "mine"


def test_a_flow_with_problems_is_not_published_and_they_are_named(acme: Account) -> None:
    bad = graph("{{ nobody_knows }}")
    bad["edges"].append({"source": "a", "port": "nowhere", "target": "gone"})
    id = made(acme, graph=bad)["flow"]["id"]
    refused = acme.owner.post(f"/flows/{id}/publish", {"version": 1})
    assert (refused.status, refused.body["code"]) == (422, "flow_has_problems")
    told = {(each["code"], each["node"]) for each in refused.body["problems"]}
    assert ("dangling_edge", "a") in told
    assert ("unknown_variable", "a") in told
    checked = acme.owner.post("/flows/validate", {"graph": bad}).ok()["problems"]
    assert checked == refused.body["problems"]
    assert set(automation(acme).values()) == {""}


def test_publishing_twice_makes_one_version_and_switches_it_on(acme: Account) -> None:
    id = made(acme)["flow"]["id"]
    for _ in range(2):
        flow = acme.owner.post(f"/flows/{id}/publish", {"version": 1, "note": "first"}).ok()
    assert (flow["published"], flow["enabled"], flow["changed"]) == (1, True, False)
    (only,) = acme.owner.get(f"/flows/{id}/versions").ok()["versions"]
    assert (only["number"], only["note"], only["author"], only["current"]) == (
        1,
        "first",
        acme.owner_id,
        True,
    )
    old = acme.owner.post(f"/flows/{id}/publish", {"version": 7})
    assert old.problem() == (409, "conflict", "version")


def test_its_channels_know_what_a_published_flow_wants_to_see(acme: Account) -> None:
    flow = published(acme)
    assert automation(acme)[acme.site_id] == "first"
    made_later = acme.owner.post("/channels", {"kind": "website", "name": "Blog"}).ok()
    assert automation(acme)[made_later["id"]] == "first"
    acme.owner.post(f"/flows/{flow['id']}/enabled", {"enabled": False}).ok()
    assert automation(acme)[acme.site_id] == ""
    acme.owner.post(f"/flows/{flow['id']}/enabled", {"enabled": True}).ok()
    assert automation(acme)[acme.site_id] == "first"
    words = [{"kind": "keyword", "words": ["menu"], "channel_ids": [acme.site_id]}]
    change = {"graph": graph(triggers=words), "version": 1}
    acme.owner.call("PUT", f"/flows/{flow['id']}/draft", change).ok()
    acme.owner.post(f"/flows/{flow['id']}/publish", {"version": 2}).ok()
    assert automation(acme) == {acme.site_id: "every", made_later["id"]: ""}
    acme.owner.call("DELETE", f"/flows/{flow['id']}").ok()
    assert set(automation(acme).values()) == {""}


def test_a_flow_that_was_never_published_cannot_be_switched_on(acme: Account) -> None:
    id = made(acme)["flow"]["id"]
    refused = acme.owner.post(f"/flows/{id}/enabled", {"enabled": True})
    assert refused.problem() == (409, "conflict", "enabled")


def test_rolling_back_publishes_the_old_graph_anew_and_makes_it_the_draft(acme: Account) -> None:
    id = published(acme)["id"]
    acme.owner.call("PUT", f"/flows/{id}/draft", {"graph": graph("two"), "version": 1}).ok()
    acme.owner.post(f"/flows/{id}/publish", {"version": 2}).ok()
    for _ in range(2):
        back = acme.owner.post(f"/flows/{id}/rollback", {"to": 1}).ok()
    assert (back["flow"]["published"], back["flow"]["draft_version"]) == (3, 3)
    assert back["graph"]["nodes"][0]["data"]["text"] == "Hello"
    found = acme.owner.get(f"/flows/{id}/versions").ok()["versions"]
    assert [(each["number"], each["rolled_back_to"]) for each in found] == [(3, 1), (2, 0), (1, 0)]
    second = acme.owner.get(f"/flows/{id}/versions/2").ok()
    assert second["graph"]["nodes"][0]["data"]["text"] == "two"
    assert acme.owner.get(f"/flows/{id}/versions/9").problem()[0] == 404
    assert acme.owner.get(f"/flows/{id}/versions/x").problem()[0] == 404
    assert acme.owner.post(f"/flows/{id}/rollback", {"to": 9}).problem()[0] == 404


def test_a_removed_flow_is_gone(acme: Account) -> None:
    id = published(acme)["id"]
    acme.owner.call("DELETE", f"/flows/{id}").ok()
    assert acme.owner.get("/flows").ok() == {"flows": []}
    assert acme.owner.get(f"/flows/{id}").problem()[0] == 404
    assert acme.owner.call("DELETE", f"/flows/{id}").problem()[0] == 404


def test_agents_read_names_alone(acme: Account) -> None:
    id = published(acme)["id"]
    assert acme.agent.get("/flows").ok() == {
        "flows": [{"id": id, "name": "Welcome", "enabled": True}]
    }
    draft = {"graph": graph(), "version": 1}
    for method, path, body in (
        ("POST", "/flows", {"name": "x"}),
        ("GET", f"/flows/{id}", None),
        ("PUT", f"/flows/{id}/draft", draft),
        ("POST", f"/flows/{id}/publish", {"version": 1}),
        ("POST", f"/flows/{id}/rollback", {"to": 1}),
        ("POST", f"/flows/{id}/enabled", {"enabled": False}),
        ("DELETE", f"/flows/{id}", None),
        ("GET", f"/flows/{id}/versions", None),
        ("GET", f"/flows/{id}/funnel", None),
        ("POST", "/flows/validate", {"graph": graph()}),
    ):
        assert acme.agent.call(method, path, body).problem()[0] == 403, (method, path)
        assert acme.nobody.call(method, path, body).problem()[0] == 401, (method, path)


def test_another_accounts_flow_is_not_there(acme: Account) -> None:
    id = published(acme)["id"]
    other = new_account(acme.owner, "other")
    assert other.owner.get("/flows").ok() == {"flows": []}
    for method, path, body in (
        ("GET", f"/flows/{id}", None),
        ("PUT", f"/flows/{id}/draft", {"graph": graph(), "version": 1}),
        ("POST", f"/flows/{id}/publish", {"version": 1}),
        ("POST", f"/flows/{id}/enabled", {"enabled": False}),
        ("GET", f"/flows/{id}/versions", None),
        ("GET", f"/flows/{id}/versions/1", None),
        ("GET", f"/flows/{id}/funnel", None),
        ("DELETE", f"/flows/{id}", None),
    ):
        assert other.owner.call(method, path, body).problem()[0] == 404, (method, path)
    strange = graph(fallback={"queue_id": acme.queue_id})
    (problem,) = other.owner.post("/flows/validate", {"graph": strange}).ok()["problems"]
    assert problem["code"] == "unknown_queue"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": ""}, 422),
        ({"name": "   "}, 422),
        ({"name": "x" * 81}, 422),
        ({"name": "x", "graph": {"format": 2}}, 422),
        ({"name": "x", "graph": {"nodes": [{"id": "a b", "kind": "message"}]}}, 422),
        ({"name": "x", "graph": {"nodes": [{"id": "a", "kind": "rocket"}]}}, 422),
        ({"name": "x", "graph": {"surprise": 1}}, 422),
    ],
)
def test_what_is_no_flow_is_refused(body: Any, status: int, acme: Account) -> None:
    assert acme.owner.post("/flows", body).problem()[0] == status


@pytest.mark.feature("6.5")
def test_a_draft_is_tried_step_by_step_and_nothing_happens(acme: Account) -> None:
    asking = {
        "start": "q",
        "nodes": [
            {
                "id": "q",
                "kind": "question",
                "data": {"text": "Your name?", "answer": "text", "variable": "name"},
            },
            {"id": "a", "kind": "message", "data": {"text": "Hello {{ name }}"}},
            {"id": "z", "kind": "end", "data": {}},
        ],
        "edges": [
            {"source": "q", "port": "out", "target": "a"},
            {"source": "a", "port": "out", "target": "z"},
        ],
    }
    first = acme.owner.post("/flows/simulate", {"graph": asking, "event": {"type": "started"}})
    told = first.ok()
    assert told["waiting"]["kind"] == "reply"
    says = {"type": "replied", "content": {"kind": "text", "text": "Ann"}}
    body = {"graph": asking, "event": says, "state": told["state"]}
    then = acme.owner.post("/flows/simulate", body).ok()
    assert then["variables"]["name"] == "Ann"
    said = [each["content"]["text"] for each in then["effects"] if each["type"] == "say"]
    assert said == ["Hello Ann"]
    assert then["waiting"] is None
    assert acme.agent.post("/flows/simulate", body).problem()[0] == 403


def test_the_schema_and_the_gallery_are_served(acme: Account) -> None:
    schema = acme.owner.get("/flows/schema").ok()
    assert "question" in schema["kinds"]
    for language in ("en", "es", "pt-BR"):
        acme.owner.get(f"/flows/gallery?language={language}").ok()


@pytest.mark.feature("4.2")
def test_an_agent_gives_a_conversation_to_a_bot(acme: Account) -> None:
    id = published(acme)["id"]
    talk = new_conversation(new_visitor(acme.nobody, acme))
    path = f"/conversations/{talk}/bot"
    row = acme.agent.post(path, {"flow_id": id, "client_id": "c1"}).ok()
    assert (row["bot_id"], row["status"], row["assignee_id"]) == (id, "pending", "")
    other = new_account(acme.owner, "other")
    assert other.agent.post(path, {"flow_id": id}).problem()[0] in (404, 422)
    acme.owner.post(f"/flows/{id}/enabled", {"enabled": False}).ok()
    assert acme.agent.post(path, {"flow_id": id}).problem() == (422, "invalid_input", "flow_id")
