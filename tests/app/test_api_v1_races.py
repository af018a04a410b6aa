"""Two who change the same thing at the same moment, through the public API: with an entity tag only
one of them gets what he asked for, wherever between reading and writing the other one came."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.shared import aws
from tests.support.api import Account, Answer, Api, new_conversation, new_visitor
from tests.support.v1 import HOOK, program, report_mail, text

pytestmark = pytest.mark.feature("9.1")
WRITES = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems")


@contextmanager
def somebody_first(other: Callable[[], Any]) -> Iterator[list[str]]:
    """Does `other` once, just before the first write to the main table that is not the token's.
    What is yielded names that write."""
    met: list[str] = []

    def before(request: Any, event_name: str, **_: object) -> None:
        operation = event_name.rpartition(".")[2]
        body = request.body.decode()
        if met or operation not in WRITES or '"main"' not in body or '"token#' in body:
            return
        met.append(operation)
        other()

    events = aws.client("dynamodb").meta.events
    events.register_first("before-send", before)  # before moto answers
    try:
        yield met
    finally:
        events.unregister("before-send", before)


@pytest.fixture(scope="module")
def crm(house: Account) -> Api:
    return program(house)


def a_conversation(house: Account, crm: Api) -> str:
    return f"/v1/conversations/{new_conversation(new_visitor(house.nobody, house))}"


def a_contact(house: Account, crm: Api) -> str:
    return f"/v1/contacts/{crm.post('/v1/contacts', {'name': 'Ana'}).ok()['id']}"


def a_tag(house: Account, crm: Api) -> str:
    name = f"Tag {datetime.now(UTC).timestamp()}"
    return f"/v1/tags/{crm.post('/v1/tags', {'name': name}).ok()['id']}"


def a_quick_response(house: Account, crm: Api) -> str:
    code = f"r{datetime.now(UTC).timestamp()}".replace(".", "-")
    made = crm.post("/v1/quick-responses", {"name": "Prices", "code": code, "text": "5"})
    return f"/v1/quick-responses/{made.ok()['id']}"


def a_scheduled_message(house: Account, crm: Api) -> str:
    path = f"{a_conversation(house, crm)}/scheduled-messages"
    due = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    return f"{path}/{crm.post(path, text('Later') | {'due_at': due}).ok()['id']}"


def a_queue(house: Account, crm: Api) -> str:
    wish = {"name": f"Queue {datetime.now(UTC).timestamp()}", "member_ids": [house.agent_id]}
    return f"/v1/queues/{crm.post('/v1/queues', wish).ok()['id']}"


def a_webhook(house: Account, crm: Api) -> str:
    return f"/v1/webhooks/{crm.post('/v1/webhooks', HOOK).ok()['webhook']['id']}"


def a_report_mail(house: Account, crm: Api) -> str:
    return f"/v1/report-mails/{report_mail(house)}"


LATER = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
CHANGES: list[Any] = [
    (a_conversation, {"priority": "high"}, {"priority": "low"}),
    (a_conversation, {"status": "resolved"}, {"attributes": {"order": "1"}}),
    (a_conversation, {"status": "resolved", "priority": "high"}, {"assignee_id": ""}),
    (a_contact, {"name": "Bia"}, {"name": "Clara"}),
    (a_contact, {"blocked": True}, {"name": "Clara"}),
    (a_contact, {"attributes": {"size": "M"}}, {"blocked": True}),
    (a_tag, {"name": "Mine"}, {"colour": "red"}),
    (a_quick_response, {"text": "6"}, {"text": "7"}),
    (a_scheduled_message, text("Sooner"), {"due_at": LATER}),
    (a_queue, {"name": "Mine"}, {"member_ids": []}),
    (a_webhook, {"description": "Mine"}, {"enriches": True}),
    (a_report_mail, {"hour": 5}, {"every": "month"}),
]


def name_of(case: Any) -> str:
    return getattr(case, "__name__", "") or "-".join(case)


@pytest.mark.parametrize(("make", "mine", "theirs"), CHANGES, ids=name_of)
def test_of_two_who_change_a_thing_with_its_entity_tag_one_is_refused(
    house: Account, crm: Api, make: Callable[[Account, Api], str], mine: Any, theirs: Any
) -> None:
    path = make(house, crm)
    seen, before = crm.get(path).headers["etag"], crm.get(path).body
    if theirs == {"assignee_id": ""}:
        theirs = {"assignee_id": house.agent_id}
    with somebody_first(lambda: crm.patch(path, theirs).ok()) as met:
        answer = crm.call("PATCH", path, mine, headers={"If-Match": seen})
    assert met, "nothing was written: there was no race"
    assert answer.problem() == (412, "precondition_failed", answer.body["field"])
    after = crm.get(path).body
    for name, value in theirs.items():
        assert holds(after[name], value)
    for name in set(mine) - set(theirs):
        assert after[name] == before[name], name


@pytest.mark.parametrize(("make", "mine", "theirs"), CHANGES, ids=name_of)
def test_of_two_who_change_a_thing_without_it_both_are_heard(
    house: Account, crm: Api, make: Callable[[Account, Api], str], mine: Any, theirs: Any
) -> None:
    path = make(house, crm)
    if theirs == {"assignee_id": ""}:
        theirs = {"assignee_id": house.agent_id}
    with somebody_first(lambda: crm.patch(path, theirs).ok()) as met:
        answer = crm.patch(path, mine)
    assert met, "nothing was written: there was no race"
    after = answer.ok()
    assert after == crm.get(path).body
    for name, value in (theirs | mine).items():
        assert holds(after[name], value), name


def holds(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return all(found[name] == value for name, value in wanted.items())
    if isinstance(found, str) and found.endswith("Z"):
        return datetime.fromisoformat(found).replace(microsecond=0) == datetime.fromisoformat(
            wanted
        ).replace(microsecond=0)
    return bool(found == wanted)


@pytest.mark.parametrize("make", [a_tag, a_quick_response, a_scheduled_message], ids=name_of)
def test_what_somebody_changed_meanwhile_is_not_removed(
    house: Account, crm: Api, make: Callable[[Account, Api], str]
) -> None:
    path = make(house, crm)
    theirs = next(change for made, _, change in CHANGES if made is make)
    seen = crm.get(path).headers["etag"]
    with somebody_first(lambda: crm.patch(path, theirs).ok()) as met:
        answer = crm.call("DELETE", path, headers={"If-Match": seen})
    assert met
    assert answer.problem()[:2] == (412, "precondition_failed")
    kept = crm.get(path)
    assert kept.status == 200
    gone = crm.call("DELETE", path, headers={"If-Match": kept.headers["etag"]})
    assert gone.status == 204
    assert crm.get(path).status == 404


def test_a_contact_with_an_old_entity_tag_is_not_erased(house: Account, crm: Api) -> None:
    path = a_contact(house, crm)
    seen = crm.get(path).headers["etag"]
    crm.patch(path, {"name": "Bia"}).ok()
    answer = crm.call("DELETE", path, headers={"If-Match": seen})
    assert answer.problem()[:2] == (412, "precondition_failed")
    assert crm.get(path).ok()["name"] == "Bia"


def test_resolving_only_if_nobody_wrote_is_one_step_even_at_the_same_moment(
    house: Account, crm: Api
) -> None:
    visitor = new_visitor(house.nobody, house)
    path = f"/v1/conversations/{new_conversation(visitor)}"
    seen = crm.get(path).headers["etag"]
    more = {"client_id": "one-more-2", "content": {"kind": "text", "text": "Wait"}}
    wish = {"status": "resolved", "priority": "high", "attributes": {"order": "1"}}
    with somebody_first(lambda: visitor.post("/widget/messages", more).ok()) as met:
        answer = crm.call("PATCH", path, wish, headers={"If-Match": seen})
    assert met == ["TransactWriteItems"]
    assert answer.problem()[:2] == (412, "precondition_failed")
    now = crm.get(path)
    assert (now.body["status"], now.body["priority"]) == ("open", None)
    assert now.body["message_count"] == 2  # not a line of what was refused
    sent = {"If-Match": now.headers["etag"]}
    done = crm.call("PATCH", path, wish, headers=sent)
    assert (done.status, done.headers["etag"]) == (200, crm.get(path).headers["etag"])
    lines = crm.get(f"{path}/messages").ok()["data"]
    told = [each["content"]["event"] for each in lines if each["content"]["event"]]
    assert sorted(told) == sorted(
        ["conversation.prioritised", "conversation.attributed", "conversation.resolved"]
    )
    assert crm.call("PATCH", path, wish, headers=sent).status == 412


def test_a_message_whose_writer_died_before_the_head_followed_does_not_refuse_for_ever(
    house: Account, crm: Api
) -> None:
    visitor = new_visitor(house.nobody, house)
    talk = new_conversation(visitor)
    path = f"/v1/conversations/{talk}"
    key = {"pk": {"S": f"A#{house.id}#C#{talk}"}, "sk": {"S": "~head"}}
    client = aws.client("dynamodb")
    before = client.get_item(TableName="main", Key=key)["Item"]
    more = {"client_id": "one-more-3", "content": {"kind": "text", "text": "Wait"}}
    visitor.post("/widget/messages", more).ok()
    client.put_item(TableName="main", Item=before)  # as if it had died there
    wish = {"status": "resolved"}
    seen = crm.get(path).headers["etag"]
    answer: Answer = crm.call("PATCH", path, wish, headers={"If-Match": seen})
    assert answer.problem()[:2] == (412, "precondition_failed")
    now = crm.get(path)
    assert now.body["message_count"] == 2
    done = crm.call("PATCH", path, wish, headers={"If-Match": now.headers["etag"]})
    assert done.status == 200
    assert json.dumps(done.body)
