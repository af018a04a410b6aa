"""Inbound webhooks through the API, in process: called, mapped, done, replayed, refused."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib import wiring
from chalicelib.accounts.store import DynamoAccountStore
from chalicelib.inlets.model import MOST_BODY
from chalicelib.shared import aws
from tests.app.test_api_flows import graph
from tests.support.api import Account, Answer, deployment, new_account

pytestmark = pytest.mark.feature("9.3")
LEAD = {
    "id": "lead-1",
    "who": {"first": "Ana", "last": "Lima", "mail": "ana@example.com", "tel": "(11) 98765-4321"},
    "form": [{"name": "plan", "value": "Pro <b>"}],
    "text": "Please call me.",
}
MAPPING = [
    {"target": "name", "path": "/who/first"},
    {"target": "name", "path": "/who/last"},
    {"target": "email", "path": "/who/mail"},
    {"target": "phone", "path": "/who/tel"},
    {"target": "data", "path": "/form/0/value", "key": "Plan"},
    {"target": "attribute", "path": "/id", "key": "lead"},
    {"target": "message", "path": "/text"},
]


@pytest.fixture(scope="module")
def house() -> Iterator[Account]:
    with pytest.MonkeyPatch.context() as patch, deployment(patch) as api:
        yield new_account(api, "house")


@pytest.fixture
def inlet(house: Account) -> dict[str, Any]:
    return made(house)


def made(house: Account, **change: Any) -> dict[str, Any]:
    named = {"name": "Landing page", "channel_id": house.site_id}
    new = house.owner.post("/inbound-webhooks", named).ok()
    asked = {"version": 1, "mapping": MAPPING, "region": "br", **change}
    changed: dict[str, Any] = house.owner.patch(f"/inbound-webhooks/{new['id']}", asked).ok()
    return changed


def called(house: Account, inlet: dict[str, Any], body: Any, **headers: str) -> Answer:
    path = inlet["url"].partition("/api")[2]
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return house.nobody.call("POST", path, raw=raw, headers=named)


def work() -> int:
    """What waits in the queue of what answers by itself; how much there was of inbound webhooks."""
    sqs = aws.sqs()
    url = sqs.get_queue_url(QueueName="automation.fifo")["QueueUrl"]
    done = 0
    while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in found:
            told = json.loads(message["Body"])
            if told.get("name") == "inlet":
                from chalicelib.automation.model import work_from

                wiring.automation_ports().account["inlet"](work_from(told))
                done += 1
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return done


def entries(house: Account, inlet: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = house.owner.get(f"/inbound-webhooks/{inlet['id']}/calls").ok()[
        "entries"
    ]
    return found


def thread(house: Account, conversation_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = house.agent.get(
        f"/conversations/{conversation_id}/messages"
    ).ok()["messages"]
    return found


def test_a_lead_becomes_contact_conversation_message_and_card(
    house: Account, inlet: dict[str, Any]
) -> None:
    answer = called(house, inlet, LEAD)
    assert answer.status == 202
    assert entries(house, inlet)[0]["state"] == "waiting"
    work()
    (entry,) = entries(house, inlet)
    assert (entry["state"], entry["left_out"], entry["id"]) == ("done", [], answer.body["id"])
    detail = house.agent.get(f"/conversations/{entry['conversation_id']}").ok()
    contact = detail["contact"]
    assert contact["name"] == "Ana Lima"
    assert contact["email"] == "ana@example.com"
    assert contact["phone"] == "+5511987654321"
    assert contact["attributes"] == {"lead": "lead-1"}
    assert detail["conversation"]["status"] == "open"
    line, message = (each["content"] for each in thread(house, entry["conversation_id"]))
    assert (line["event"], line["data"]) == ("inlet.received", {"name": "Landing page"})
    assert message["text"] == "Please call me."
    (card,) = house.agent.get(f"/conversations/{entry['conversation_id']}/beside").ok()["cards"]
    assert card["name"] == "Landing page"
    assert [(row["key"], row["content"]) for row in card["rows"]] == [("Plan", "Pro <b>")]


def test_the_same_call_is_taken_once_and_done_once(house: Account, inlet: dict[str, Any]) -> None:
    ids = {called(house, inlet, LEAD).ok()["id"] for _ in range(3)}
    work()
    (entry,) = entries(house, inlet)
    assert ids == {entry["id"]}
    before = thread(house, entry["conversation_id"])
    called(house, inlet, LEAD).ok()
    work()
    assert thread(house, entry["conversation_id"]) == before


def test_a_chosen_field_tells_calls_apart(house: Account) -> None:
    inlet = made(house, dedupe="/id")
    first = called(house, inlet, LEAD).ok()["id"]
    assert called(house, inlet, LEAD | {"text": "Twice"}).ok()["id"] == first
    assert called(house, inlet, LEAD | {"id": "lead-2"}).ok()["id"] != first
    assert called(house, inlet, {"who": {}}).problem() == (422, "invalid_input", "id")


def test_a_second_lead_of_the_same_person_is_the_same_contact(house: Account) -> None:
    inlet = made(house)
    one = LEAD | {"who": {"mail": "bea@example.com"}}
    called(house, inlet, one).ok()
    called(house, inlet, one | {"text": "And again"}).ok()
    work()
    found = entries(house, inlet)
    assert len({entry["contact_id"] for entry in found}) == 1
    assert len({entry["conversation_id"] for entry in found}) == 1
    texts = [each["content"]["text"] for each in thread(house, found[0]["conversation_id"])]
    assert [text for text in texts if text] == ["Please call me.", "And again"]


def test_a_form_is_taken_too(house: Account) -> None:
    inlet = made(house, mapping=[{"target": "email", "path": "/your-email"}])
    form = urlencode({"your-email": "carl@example.com", "a/b": "1"}).encode()
    answer = called(house, inlet, form, Content_Type="application/x-www-form-urlencoded")
    assert answer.status == 202
    work()
    (entry,) = entries(house, inlet)
    assert entry["state"] == "done"
    contact = house.agent.get(f"/contacts/{entry['contact_id']}").ok()
    assert (contact["name"], contact["email"]) == ("carl@example.com", "carl@example.com")


def test_a_form_of_parts_is_taken_too(house: Account) -> None:
    inlet = made(house, mapping=[{"target": "email", "path": "/mail"}])
    raw = b'--b\r\nContent-Disposition: form-data; name="mail"\r\n\r\ndora@example.com\r\n--b--\r\n'
    answer = called(house, inlet, raw, Content_Type="multipart/form-data; boundary=b")
    assert answer.status == 202
    work()
    (entry,) = entries(house, inlet)
    assert house.agent.get(f"/contacts/{entry['contact_id']}").ok()["email"] == "dora@example.com"


def test_half_a_letter_and_a_number_that_is_none_make_neither_contact_nor_samples_unreadable(
    house: Account,
) -> None:
    inlet = made(house, mapping=[{"target": "name", "path": "/name"}])
    called(house, inlet, b'{"name": "Eva \\ud83d", "price": NaN, "sum": 1e999}').ok()
    work()
    (entry,) = entries(house, inlet)
    assert entry["state"] == "done"
    assert house.agent.get(f"/contacts/{entry['contact_id']}").ok()["name"] == "Eva \ufffd"
    (sample,) = house.owner.get(f"/inbound-webhooks/{inlet['id']}/samples").ok()["samples"]
    assert sample["body"] == {"name": "Eva \ufffd", "price": "nan", "sum": "inf"}


def test_a_form_that_grows_beyond_what_is_kept_is_refused_and_not_lost(house: Account) -> None:
    inlet = made(house, mapping=[{"target": "email", "path": "/mail"}])
    raw = (
        '--b\r\nContent-Disposition: form-data; name="mail"\r\n\r\n'
        + "é" * 100_000
        + "\r\n--b--\r\n"
    )
    answer = called(house, inlet, raw.encode(), Content_Type="multipart/form-data; boundary=b")
    assert answer.problem()[0] == 413
    assert entries(house, inlet) == []


def test_what_calls_leave_is_looked_for_and_nothing_more_is_told(house: Account) -> None:
    made(house)
    store = wiring.account_ports().store
    assert house.agent.get("/me").ok()["account"]["watched"]
    assert "inlets" in store.account(house.id).watched
    assert not DynamoAccountStore().watched(house.id), "its events go no further than before"


def test_samples_are_captured_before_anything_is_mapped_and_replayed_after(house: Account) -> None:
    inlet = made(house, mapping=[])
    path = f"/inbound-webhooks/{inlet['id']}"
    called(house, inlet, LEAD | {"long": "x" * 5000}).ok()
    assert work() == 0
    (sample,) = house.owner.get(f"{path}/samples").ok()["samples"]
    assert sample["entry"]["state"] == "captured"
    assert sample["body"]["who"]["first"] == "Ana"
    assert len(sample["body"]["long"]) == 201
    again = f"{path}/calls/{sample['entry']['id']}/replay"
    assert house.owner.post(again).problem() == (422, "invalid_input", "mapping")
    house.owner.patch(path, {"version": 2, "mapping": MAPPING}).ok()
    assert house.owner.post(again).ok()["round"] == 1
    work()
    assert entries(house, inlet)[0]["state"] == "done"


def test_what_cannot_be_taken_is_told_in_the_ledger(house: Account, inlet: dict[str, Any]) -> None:
    called(house, inlet, {"who": {"first": "Dan", "tel": "12", "mail": "none"}}).ok()
    called(house, inlet, {"text": "Nobody"}).ok()
    called(house, inlet, {"who": {"tel": "12"}}).ok()
    work()
    told = [(each["state"], each["error"] != "", each["field"], each["left_out"])
            for each in reversed(entries(house, inlet))]  # fmt: skip
    assert sorted(told) == [
        ("done", False, "", ["phone", "email"]),
        ("failed", True, "", []),
        ("failed", True, "phone", []),
    ]


def test_a_signed_one_takes_nothing_unsigned(house: Account) -> None:
    inlet = made(house, header="X-Hub-Signature-256", secret="s3cret")
    assert inlet["header"] == "x-hub-signature-256"
    assert "s3cret" not in json.dumps(inlet)
    raw = json.dumps(LEAD).encode()
    good = "sha256=" + hmac.new(b"s3cret", raw, hashlib.sha256).hexdigest()
    assert called(house, inlet, raw, X_Hub_Signature_256=good).status == 202
    assert called(house, inlet, raw).problem() == (401, "unauthenticated", "")
    wrong = called(house, inlet, raw + b" ", X_Hub_Signature_256=good)
    assert wrong.problem() == (401, "unauthenticated", "")


@pytest.mark.parametrize(
    ("raw", "kind", "status"),
    [
        (b"{", "", 400),
        (b"7", "", 400),
        (b"\xff\xfe", "", 400),
        (b"[" * 100 + b"]" * 100, "", 400),
        (b"", "application/x-www-form-urlencoded", 400),
        (b"<a/>", "application/xml", 415),
        (b'"' + b"x" * MOST_BODY + b'"', "", 413),
    ],
)
def test_bad_bodies_are_refused_and_not_kept(
    house: Account, inlet: dict[str, Any], raw: bytes, kind: str, status: int
) -> None:
    headers = {"Content_Type": kind} if kind else {}
    assert called(house, inlet, raw, **headers).problem()[0] == status
    assert entries(house, inlet) == []


def test_an_old_address_another_ones_and_one_that_is_off_are_not_found(
    house: Account, inlet: dict[str, Any]
) -> None:
    path = f"/inbound-webhooks/{inlet['id']}"
    forged = inlet | {"url": inlet["url"][:-2] + "zz"}
    assert called(house, forged, LEAD).status == 404
    assert called(house, inlet | {"url": "x/api/in/a.b.c"}, LEAD).status == 404
    new = house.owner.post(f"{path}/address").ok()
    assert new["url"] != inlet["url"]
    assert called(house, inlet, LEAD).status == 404
    assert called(house, new, LEAD).status == 202
    house.owner.patch(path, {"version": new["version"], "on": False}).ok()
    assert called(house, new, LEAD).status == 404
    house.owner.call("DELETE", path).ok()
    assert called(house, new, LEAD).status == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"channel_id": "none-such"}, "channel_id"),
        ({"queue_id": "none"}, "queue_id"),
        ({"flow_id": "0" * 18}, "flow_id"),
        ({"dedupe": "id"}, "dedupe"),
        ({"region": "1x"}, "region"),
        ({"header": "X Y", "secret": "s"}, "header"),
        ({"header": "Authorization", "secret": "s"}, "header"),
        ({"header": "X-Signature"}, "secret"),
        ({"secret": "s"}, "header"),
        ({"name": " "}, "name"),
        ({"mapping": [{"target": "data", "path": "/a"}]}, "mapping.0.key"),
        ({"mapping": [{"target": "name", "path": "a"}]}, "mapping.0.path"),
        ({"mapping": [{"target": "pets", "path": "/a"}]}, "mapping.0.target"),
        ({"mapping": [{"target": "name", "path": "/a"}] * 2}, "mapping.1.key"),
    ],
)
def test_bad_input_names_its_field(
    house: Account, inlet: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    asked = {"version": inlet["version"], **change}
    answer = house.owner.patch(f"/inbound-webhooks/{inlet['id']}", asked)
    assert answer.problem() == (422, "invalid_input", field)


def test_two_administrators_at_once_do_not_overwrite_each_other(
    house: Account, inlet: dict[str, Any]
) -> None:
    path = f"/inbound-webhooks/{inlet['id']}"
    house.owner.patch(path, {"version": 2, "name": "One"}).ok()
    assert house.owner.patch(path, {"version": 2, "name": "Two"}).problem()[0] == 409


def test_a_lead_waits_in_the_chosen_queue(house: Account) -> None:
    queue_id = house.owner.post("/queues", {"name": "Leads"}).ok()["id"]
    inlet = made(house, queue_id=queue_id)
    called(house, inlet, LEAD | {"who": {"mail": "eve@example.com"}}).ok()
    work()
    id = entries(house, inlet)[0]["conversation_id"]
    assert house.agent.get(f"/conversations/{id}").ok()["conversation"]["queue_id"] == queue_id


def test_a_lead_begins_the_chosen_flow_with_what_it_brought(house: Account) -> None:
    trigger = {"kind": "webhook", "webhook_id": "w1", "channel_ids": [house.site_id]}
    drawn = {"name": "Leads", "graph": graph(triggers=[trigger])}
    flow_id = house.owner.post("/flows", drawn).ok()["flow"]["id"]
    house.owner.post(f"/flows/{flow_id}/publish", {"version": 1}).ok()
    inlet = made(house, flow_id=flow_id)
    called(house, inlet, LEAD | {"who": {"mail": "fay@example.com"}}).ok()
    work()
    (entry,) = entries(house, inlet)
    assert entry["state"] == "done", entry
    events = [each["content"].get("event") for each in thread(house, entry["conversation_id"])]
    assert events == ["inlet.received", "flow.called"]


def test_erasing_a_contact_takes_his_calls_out_of_the_ledger(
    house: Account, inlet: dict[str, Any]
) -> None:
    called(house, inlet, LEAD | {"who": {"mail": "gus@example.com"}}).ok()
    work()
    (entry,) = entries(house, inlet)
    wiring.privacy_ports().store.drop_contact(house.id, entry["contact_id"])
    assert entries(house, inlet) == []
