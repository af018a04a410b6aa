"""The public API: what each resource does, through the door that programs use."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.access.model import SCOPES
from tests.support.api import Account, Api, new_account, new_conversation, new_visitor
from tests.support.v1 import program, text

pytestmark = pytest.mark.feature("9.1")


@pytest.fixture(scope="module")
def crm(house: Account) -> Api:
    return program(house)


@pytest.fixture
def talk(house: Account) -> str:
    return new_conversation(new_visitor(house.nobody, house))


def test_a_conversation_is_read_assigned_tagged_and_resolved(
    house: Account, crm: Api, talk: str
) -> None:
    tag = crm.post("/v1/tags", {"name": f"VIP {talk}", "colour": "red"}).ok()
    path = f"/v1/conversations/{talk}"
    before = crm.get(path).ok()
    assert (before["status"], before["assignee_id"], before["message_count"]) == ("open", None, 1)
    assert before["last_message"]["text"] == "Hello?"
    asked = {"assignee_id": house.agent_id, "queue_id": house.queue_id, "priority": "high"}
    after = crm.patch(path, {**asked, "add_tags": [tag["id"]], "attributes": {"order": "5"}}).ok()
    assert {name: after[name] for name in asked} == asked
    assert (after["tags"], after["attributes"]) == ([tag["id"]], {"order": "5"})
    assert crm.get(path).ok() == after
    for query in (f"assignee_id={house.agent_id}", f"queue_id={house.queue_id}"):
        listed = crm.get(f"/v1/conversations?{query}").ok()["data"]
        assert talk in [each["id"] for each in listed], query
    assert crm.patch(path, {"status": "resolved", "assignee_id": ""}).ok()["status"] == "resolved"
    listed = crm.get("/v1/conversations?status=resolved&limit=100").ok()["data"]
    assert talk in [each["id"] for each in listed]
    lines = crm.get(f"{path}/messages").ok()["data"]
    assert {line["author"]["name"] for line in lines if line["visibility"] == "event"} == {
        "CRM sync"
    }


def test_a_list_goes_on_from_its_cursor_to_its_end(house: Account, crm: Api) -> None:
    ids = {new_conversation(new_visitor(house.nobody, house)) for _ in range(5)}
    seen: list[str] = []
    path = "/v1/conversations?assignee_id=none&limit=2"
    page = crm.get(path).ok()
    while page["next_cursor"]:
        assert len(page["data"]) <= 2
        seen += [each["id"] for each in page["data"]]
        page = crm.get(f"{path}&cursor={page['next_cursor']}").ok()
    seen += [each["id"] for each in page["data"]]
    assert ids <= set(seen)
    assert len(seen) == len(set(seen))
    other = crm.get("/v1/conversations?status=resolved&cursor=AAAA")
    assert other.problem() == (422, "invalid_input", "cursor")


def test_conversations_are_found_by_a_filter(crm: Api, talk: str) -> None:
    rule = {"field": "opened_at", "operator": "within_days", "values": ["1"]}
    found = crm.post("/v1/conversations/search", {"filter": {"rules": [rule]}, "limit": 100}).ok()
    assert talk in [each["id"] for each in found["data"]]
    two = crm.get("/v1/conversations?assignee_id=none&queue_id=q1")
    assert two.problem() == (422, "invalid_input", "queue_id")


@pytest.mark.feature("9.2")
def test_a_reply_reaches_the_visitor_in_the_tokens_name_or_an_agents(
    house: Account, crm: Api
) -> None:
    visitor = new_visitor(house.nobody, house)
    path = f"/v1/conversations/{new_conversation(visitor)}/messages"
    sent = crm.post(path, text("Your parcel has left"))
    assert sent.status == 201
    assert sent.ok()["author"] == {"kind": "agent", "id": None, "name": "CRM sync"}
    named = crm.post(path, {**text("Ana here"), "agent_id": house.agent_id}).ok()
    assert named["author"] == {"kind": "agent", "id": house.agent_id, "name": "house agent"}
    crm.post(path, {**text("Paid twice"), "note": True}).ok()
    shown = visitor.get("/widget/messages").ok()["messages"]
    assert [each["content"]["text"] for each in shown] == [
        "Hello?",
        "Your parcel has left",
        "Ana here",
    ]
    nobody = crm.post(path, {**text("?"), "agent_id": "nobody"})
    assert nobody.problem() == (422, "invalid_input", "agent_id")


def test_messages_are_listed_both_ways_page_by_page(crm: Api, talk: str) -> None:
    path = f"/v1/conversations/{talk}/messages"
    for number in range(4):
        crm.post(path, text(f"Word {number}")).ok()
    for order, expected in (("newest", [5, 4, 3, 2, 1]), ("oldest", [1, 2, 3, 4, 5])):
        for limit in (1, 2, 5, 100):
            seen: list[int] = []
            cursor = ""
            while True:
                page = crm.get(f"{path}?order={order}&limit={limit}&cursor={cursor}").ok()
                seen += [each["seq"] for each in page["data"]]
                cursor = page["next_cursor"] or ""
                if not cursor:
                    break
            assert seen == expected, (order, limit)
    later = crm.get(f"{path}?order=oldest&after=3").ok()
    assert [each["seq"] for each in later["data"]] == [4, 5]
    assert crm.get(f"{path}?after=3").problem() == (422, "invalid_input", "after")


def test_a_message_is_scheduled_changed_and_cancelled(crm: Api, talk: str) -> None:
    path = f"/v1/conversations/{talk}/scheduled-messages"
    due = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    made = crm.post(path, {**text("Still there?"), "due_at": due, "zone": "America/Sao_Paulo"})
    one = f"{path}/{made.ok()['id']}"
    assert crm.get(path).ok()["data"] == [made.ok()] == [crm.get(one).ok()]
    assert made.ok() in crm.get("/v1/scheduled-messages?limit=100").ok()["data"]
    changed = crm.patch(one, {**text("Hello again?"), "unless_reply": True}).ok()
    assert (changed["content"]["text"], changed["unless_reply"]) == ("Hello again?", True)
    stale = crm.call("PATCH", one, {"unless_reply": False}, headers={"If-Match": '"old"'})
    assert stale.problem() == (412, "precondition_failed", "")
    past = crm.post(path, {**text("Late"), "due_at": "2020-01-01T00:00:00Z"})
    assert past.problem() == (422, "invalid_input", "due_at")
    assert crm.call("DELETE", one).status == 204
    assert crm.get(one).problem() == (404, "not_found", "")


def test_a_contact_is_made_changed_found_blocked_and_merged(house: Account, crm: Api) -> None:
    tag = crm.post("/v1/tags", {"name": "Customer"}).ok()
    told = {"name": "Ana", "email": "ana@example.com", "phone": "+55 11 98765-4321"}
    more = {"attributes": {"external_id": "42"}, "tags": [tag["id"]], "language": "pt-BR"}
    made = crm.post("/v1/contacts", {**told, **more})
    ana = made.ok()
    assert (made.status, ana["phone"], ana["tags"]) == (201, "+5511987654321", [tag["id"]])
    path = f"/v1/contacts/{ana['id']}"
    assert crm.get(path).ok() == ana
    assert ana in crm.get("/v1/contacts?sort=name").ok()["data"]
    after = crm.patch(path, {"name": "Ana Lima", "attributes": {"plan": "gold"}, "blocked": True})
    assert (after.ok()["name"], after.ok()["blocked"]) == ("Ana Lima", True)
    assert after.ok()["attributes"] == {"external_id": "42", "plan": "gold"}
    assert crm.get(f"{path}/conversations").ok() == {"data": [], "next_cursor": None}
    nobody = crm.post("/v1/contacts", {})
    assert nobody.problem() == (422, "invalid_input", "name")
    from chalicelib.shared import aws

    aws.sqs().create_queue(QueueName="jobs")
    for id in ("nobody", "no/body", "0" * 18):
        missing = crm.post(f"{path}/merge", {"other_id": id})
        assert missing.problem() == (422, "invalid_input", "other_id")
    other = crm.post("/v1/contacts", {"name": "A. Lima"}).ok()
    job = crm.post(f"{path}/merge", {"other_id": other["id"], "take": ["name"]}).ok()
    assert (job["kind"], job["state"]) == ("merge", "running")
    assert crm.get(f"/v1/jobs/{job['id']}").ok() == job
    stranger = program(house)
    assert stranger.get(f"/v1/jobs/{job['id']}").problem() == (404, "not_found", "")


@pytest.mark.feature("11")
def test_a_contact_is_erased_only_by_a_token_that_may(house: Account, crm: Api) -> None:
    from chalicelib.shared import aws

    aws.sqs().create_queue(QueueName="jobs")
    path = f"/v1/contacts/{crm.post('/v1/contacts', {'name': 'Gone'}).ok()['id']}"
    careful = program(house, [each for each in SCOPES if each != "erasure:write"])
    assert careful.call("DELETE", path).problem() == (403, "insufficient_scope", "")
    job = crm.call("DELETE", path).ok()
    assert (job["kind"], job["state"]) == ("erase", "running")
    assert crm.get(f"/v1/jobs/{job['id']}").ok() == job


def test_what_an_account_has_few_of_is_listed_whole_and_read_singly(
    house: Account, crm: Api
) -> None:
    assert crm.get("/v1/account").ok()["id"] == house.id
    for name, id in (
        ("agents", house.agent_id),
        ("queues", house.queue_id),
        ("channels", house.site_id),
    ):
        listed = crm.get(f"/v1/{name}").ok()
        assert listed["next_cursor"] is None
        one = crm.get(f"/v1/{name}/{id}").ok()
        assert one in listed["data"]
        assert one["id"] == id
        assert crm.get(f"/v1/{name}/{'0' * 18}").problem() == (404, "not_found", "")
    site = crm.get(f"/v1/channels/{house.site_id}").ok()
    assert "secret" not in json.dumps(site)


def test_tags_are_added_changed_and_removed(crm: Api) -> None:
    made = crm.post("/v1/tags", {"name": "Late", "colour": "teal"}).ok()
    again = crm.post("/v1/tags", {"name": "LATE"})
    assert again.problem() == (409, "conflict", "name")
    path = f"/v1/tags/{made['id']}"
    assert crm.patch(path, {"name": "Delayed"}).ok() == {**made, "name": "Delayed"}
    assert crm.get(path).ok()["name"] == "Delayed"
    assert crm.call("DELETE", path).status == 204
    assert crm.get(path).problem() == (404, "not_found", "")


def test_quick_responses_are_the_shared_ones_alone(house: Account, crm: Api) -> None:
    own = {"shared": False, "name": "Mine", "code": "mine", "text": "Mine"}
    house.agent.post("/replies", own).ok()
    made = crm.post("/v1/quick-responses", {"name": "Prices", "code": "price", "text": "5"}).ok()
    assert crm.get("/v1/quick-responses").ok()["data"] == [made]
    path = f"/v1/quick-responses/{made['id']}"
    changed = crm.patch(path, {"text": "6 {{ contact.name }}"}).ok()
    assert (changed["code"], changed["text"]) == ("price", "6 {{ contact.name }}")
    broken = crm.patch(path, {"text": "{{ nothing.such }"})
    assert broken.problem()[:2] == (422, "invalid_input")
    assert crm.call("DELETE", path).status == 204
    assert crm.get("/v1/quick-responses").ok()["data"] == []


@pytest.mark.feature("6")
def test_a_flow_is_started_in_a_conversation(house: Account, crm: Api, talk: str) -> None:
    graph = {"format": 1, "start": "z", "nodes": [{"id": "z", "kind": "end", "data": {}}]}
    flow = house.owner.post("/flows", {"name": "Welcome", "graph": graph}).ok()["flow"]
    path = f"/v1/conversations/{talk}/flow"
    early = crm.post(path, {"flow_id": flow["id"]})
    assert early.status in (409, 422)
    house.owner.post(f"/flows/{flow['id']}/publish", {"version": 1}).ok()
    listed = crm.get("/v1/flows").ok()["data"]
    assert [(each["id"], each["published"]) for each in listed] == [(flow["id"], 1)]
    assert crm.get(f"/v1/flows/{flow['id']}").ok() == listed[0]
    after = crm.post(path, {"flow_id": flow["id"]}).ok()
    assert (after["flow_id"], after["status"]) == (flow["id"], "pending")


@pytest.mark.feature("7")
def test_a_survey_is_asked_and_its_answers_are_listed(house: Account, crm: Api, talk: str) -> None:
    made = house.owner.post("/surveys", {"name": "How?", "questions": [{"kind": "csat"}]}).ok()
    assert crm.get("/v1/surveys").ok()["data"][0]["name"] == "How?"
    assert crm.get(f"/v1/surveys/{made['id']}").ok()["version"] == 1
    asked = {"survey_id": made["id"], "resolve": True}
    assert crm.post(f"/v1/conversations/{talk}/survey", asked).ok()["status"] == "resolved"
    path = f"/v1/surveys/{made['id']}/answers"
    day = datetime.now(UTC).date().isoformat()
    assert crm.get(f"{path}?first={day}&last={day}").ok() == {"data": [], "next_cursor": None}
    turned = crm.get(f"{path}?first=2026-02-01&last=2026-01-01")
    assert turned.problem() == (422, "invalid_input", "last")
    assert crm.get(path).problem() == (422, "invalid_input", "first")


def test_a_file_is_uploaded_sent_and_linked(crm: Api, talk: str) -> None:
    from chalicelib.shared import aws

    asked = {"name": "cat.png", "mime": "image/png", "size": 8}
    loose = crm.post("/v1/files", asked).ok()
    own = crm.post("/v1/files", {**asked, "conversation_id": talk}).ok()
    assert own["fields"]["Content-Type"] == "image/png"
    path = f"/v1/conversations/{talk}/messages"

    def picture(key: str) -> dict[str, Any]:
        file = {"key": key, "mime": "image/png", "name": "cat.png", "size": 8}
        return {"content": {"kind": "image", "media": [file]}}

    missing = crm.post(path, picture(loose["key"]))
    assert missing.problem() == (422, "invalid_input", "content.media.0.key")
    for key in (loose["key"], own["key"]):
        aws.s3().put_object(Bucket="media", Key=key, Body=b"\x89PNG\r\n\x1a\n")
        sent = crm.post(path, picture(key)).ok()
        kept = sent["content"]["media"][0]["key"]
        assert kept.split("/")[2] == talk  # the visitor may see what is his conversation's
        assert crm.post("/v1/files/links", {"keys": [kept]}).ok()["links"][kept]
    other = crm.post("/v1/files", {**asked, "conversation_id": "0" * 18})
    assert other.problem() == (422, "invalid_input", "conversation_id")


def test_another_accounts_file_is_not_there(house: Account, crm: Api) -> None:
    stranger = program(new_account(house.nobody, "stranger-of-files"))
    key = stranger.post("/v1/files", {"name": "x.png", "mime": "image/png", "size": 1}).ok()["key"]
    assert crm.post("/v1/files/links", {"keys": [key]}).problem() == (404, "not_found", "keys")
