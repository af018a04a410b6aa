"""One contact's whole life in the account, taken out and erased, and searched for afterwards."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from chalicelib.shared import aws
from tests.support.api import (
    PASSWORD,
    Account,
    Api,
    new_conversation,
    new_visitor,
    problems_of,
    say,
)
from tests.support.pipeline import Pipeline
from tests.support.v1 import program, text

pytestmark = pytest.mark.feature("11")

NAME, EMAIL, PHONE = "Vera Quixadá", "vera.quixada@example.net", "+5511987651234"
WORDS = "marmeladeiro"  # in everything that is said with her or of her
NEEDLES = (NAME, "Quixad", "vera.quixada", "987651234", WORDS)
DONE: dict[str, list[str]] = {"batchItemFailures": []}


def drain(here: Pipeline) -> None:
    """Until no function has anything to do."""
    while True:
        while here.drain("jobs", "jobs"):
            pass
        records = here.changes()
        if not records:
            return
        assert here.invoke("changes", {"Records": records}) == DONE
        wanted = [each for each in records if _kind(each) in ("message", "contact")]
        assert not wanted or here.invoke("index", {"Records": wanted}) == DONE


def _kind(record: dict[str, Any]) -> str:
    return str(record["dynamodb"]["NewImage"]["announce"]["S"])


def everything() -> Iterator[tuple[str, str]]:
    """Each row of both tables and each file, as text; what is packed, unpacked."""
    client = boto3.client("dynamodb", region_name="us-east-1")
    for table in ("main", "connections"):
        for page in client.get_paginator("scan").paginate(TableName=table):
            for row in page["Items"]:
                text = json.dumps(row, default=_text, ensure_ascii=False)
                if "answer" in row:  # kept for the repeats of a program
                    text += zlib.decompress(base64.b64decode(row["answer"]["S"])).decode()
                yield f"{table} {row['pk']['S']} {row['sk']['S']}", _plain(text)
    bucket = boto3.client("s3", region_name="us-east-1")
    for each in bucket.list_objects_v2(Bucket="media").get("Contents", ()):
        body = bucket.get_object(Bucket="media", Key=each["Key"])["Body"].read()
        yield f"bucket {each['Key']}", each["Key"] + "\n".join(_insides(body))


def _insides(body: bytes) -> Iterator[str]:
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            yield from (
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    else:
        yield body.decode("utf-8", "replace")


def _text(packed: Any) -> str:
    """A segment of the index."""
    raw = bytes(packed)
    try:
        return zlib.decompress(raw).decode()
    except zlib.error:
        return zlib.decompress(base64.b64decode(raw)).decode()


def _plain(text: str) -> str:
    """JSON in JSON writes letters in its own way."""
    return re.sub(r"\\+u00e1", "á", text)


def holders(*needles: str) -> list[str]:
    found = [re.compile("|".join(map(re.escape, needles)), re.IGNORECASE)]
    return [
        where for where, text in everything() if found[0].search(text) or found[0].search(where)
    ]


def upload(agent: Api, conversation_id: str) -> str:
    asked = {"name": f"{WORDS}.txt", "mime": "text/plain", "size": 9}
    key = str(agent.post("/uploads", asked | {"conversation_id": conversation_id}).ok()["key"])
    aws.s3().put_object(Bucket="media", Key=key, Body=f"of {NAME}".encode())
    content = {"kind": "file", "media": [{"key": key, "name": "a.txt", "mime": "text/plain"}]}
    agent.post(
        f"/conversations/{conversation_id}/messages",
        {"client_id": "client-file", "content": content},
    ).ok()
    return key


def live(here: Pipeline) -> tuple[str, str]:
    """Everything that leaves a trace. Answers the conversation and the contact."""
    acme = here.acme
    owner, agent = acme.owner, acme.agent
    owner.patch(f"/channels/{acme.site_id}", {"settings": {"callback": "on"}}).ok()
    visitor = new_visitor(here.api, acme)
    conversation_id = new_conversation(visitor, f"Hello, {WORDS} of {NAME}")
    visitor.patch("/widget/contact", {"name": NAME, "email": EMAIL, "phone": PHONE}).ok()
    visitor.post("/widget/visit", {"url": f"https://shop.example/{WORDS}", "title": WORDS})
    visitor.post("/widget/callbacks", {"client_id": "call-me-1", "phone": PHONE, "name": NAME})
    contact = agent.get(f"/conversations/{conversation_id}").ok()["contact"]["id"]
    path = f"/conversations/{conversation_id}"
    note = {"kind": "text", "text": f"{NAME}: {WORDS}", "mentions": [acme.owner_id]}
    agent.post(f"{path}/messages", {"client_id": "client-note", "note": True, "content": note}).ok()
    tag = owner.post("/tags", {"name": "VIP"}).ok()["id"]
    agent.patch(path, {"add_tags": [tag], "queue_id": acme.queue_id}).ok()
    agent.patch(path, {"attributes": {"order": WORDS}}).ok()
    agent.patch(f"/contacts/{contact}", {"attributes": {"size": WORDS}, "description": WORDS}).ok()
    agent.post(f"{path}/follow", {"following": True}).ok()
    due = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    later = say(f"Later {WORDS}", "client-later") | {"due_at": due, "zone": "UTC"}
    agent.post(f"{path}/schedules", later).ok()
    upload(agent, conversation_id)
    drain(here)
    survey = owner.post(
        "/surveys", {"name": "How was it?", "questions": [{"kind": "text", "text": "Why?"}]}
    ).ok()["id"]
    asked = {"client_id": "ask-for-it-1", "survey_id": survey}
    agent.post(f"{path}/survey", asked).ok()
    visitor.post("/widget/messages", say(f"Because {WORDS}", "client-why1")).ok()
    room = agent.post(
        "/team/rooms",
        {"client_id": "group-of-two", "name": "Back room", "members": [acme.owner_id]},
    ).ok()["id"]
    card = {"client_id": "team-card-1", "text": "Look", "conversation_id": conversation_id}
    agent.post(f"/team/rooms/{room}/messages", card).ok()
    other = agent.post(
        "/contacts", {"client_id": "twin-0001", "name": f"{NAME} 2", "email": f"2{EMAIL}"}
    ).ok()["id"]
    drain(here)
    agent.patch(f"/contacts/{other}", {"email": f"3{EMAIL}"}).ok()  # the old one leads to him still
    drain(here)
    agent.post(f"/contacts/{contact}/merge", {"other_id": other, "theirs": []}).ok()
    owner.post("/exports", {"client_id": "export-0001"}).ok()
    owner.post(f"/contacts/{contact}/export").ok()
    crm, said = program(acme), text(f"A program says {WORDS}")
    crm.post(f"/v1{path}/messages", said, Idempotency_Key="once").ok()
    drain(here)
    return conversation_id, contact


@pytest.fixture
def other(here: Pipeline) -> str:
    """Somebody else, of whom nothing may be lost."""
    visitor = new_visitor(here.api, here.acme)
    conversation_id = new_conversation(visitor, "An innocent bystander writes")
    visitor.patch("/widget/contact", {"name": "Bruno"}).ok()
    drain(here)
    return conversation_id


def erase(here: Pipeline, contact: str) -> dict[str, Any]:
    job = here.acme.owner.post(f"/contacts/{contact}/erase").ok()
    drain(here)
    found: dict[str, Any] = here.acme.owner.get(f"/jobs/{job['id']}").ok()
    return found


def test_after_erasing_nothing_of_a_contact_is_found_and_others_stay(
    here: Pipeline, other: str
) -> None:
    acme = here.acme
    conversation_id, contact = live(here)
    assert len(holders(*NEEDLES)) >= 25  # the search itself finds what there is
    before = acme.agent.get(f"/conversations/{other}").ok()
    job = erase(here, contact)
    assert job["state"] == "done"
    assert holders(*NEEDLES) == []
    # A colleague's card still points to it, without the name; reports keep their facts, by ids.
    left = {where.split(" ")[1].partition("#T#")[0] for where in holders(conversation_id)}
    assert not [pk for pk in left if re.match("A#[^#]+#([CRPMWQYOLVF]|bot)#", pk)]
    assert acme.agent.get(f"/conversations/{conversation_id}").status == 404
    assert acme.agent.get(f"/contacts/{contact}").status == 404
    assert acme.agent.get(f"/search/messages?q={WORDS}").ok()["hits"] == []
    assert acme.agent.get(f"/conversations/{other}").ok() == before
    assert len(acme.agent.get("/search/messages?q=bystander").ok()["hits"]) == 1
    (receipt,) = acme.owner.get("/privacy/receipts").ok()["receipts"]
    assert (receipt["contact_id"], receipt["agent_id"]) == (contact, acme.owner_id)
    counts = receipt["counts"]
    assert {name: counts[name] for name in ("conversations", "callbacks", "scheduled")} == {
        "conversations": 1,
        "callbacks": 1,
        "scheduled": 1,
    }
    least = {"messages": 5, "words": 4, "files": 1, "answers": 1, "contacts": 2}
    assert {name: min(counts[name], count) for name, count in least.items()} == least
    assert job["counts"] == {**job["counts"], **counts}


class Died(Exception):
    """A function was killed between two calls."""


def test_an_erasure_that_dies_at_any_call_of_any_step_is_finished(here: Pipeline) -> None:
    """Each step is killed before its nth call to the table, for n = 1, 2, 4, 8, …, until it gets
    through; what was done before is done again."""
    from chalicelib import wiring
    from chalicelib.jobs import service

    _, contact = live(here)
    job = here.acme.owner.post(f"/contacts/{contact}/erase").ok()
    here.waiting("jobs")  # carried on by hand
    calls = {"left": 0}

    def count(**_: object) -> None:
        calls["left"] -= 1
        if calls["left"] == 0:
            raise Died

    hook = aws.client("dynamodb").meta.events
    hook.register("before-send", count)
    ports, deaths, allowed = wiring.job_ports(), 0, 1
    for _ in range(600):
        found = service.get(ports, account_id=here.acme.id, job_id=job["id"])
        if found.state != "running":
            break
        calls["left"] = allowed
        try:
            service.step(ports, account_id=here.acme.id, job_id=job["id"], at=found.at)
            allowed = 1
        except Died:
            deaths, allowed = deaths + 1, allowed * 2
        calls["left"] = 0
    hook.unregister("before-send", count)
    assert found.state == "done"
    assert deaths >= 40
    assert holders(*NEEDLES) == []
    assert len(here.acme.owner.get("/privacy/receipts").ok()["receipts"]) == 1


def test_all_of_one_contact_is_taken_out_with_his_files(
    here: Pipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    conversation_id, contact = live(here)
    lines = capsys.readouterr().out
    assert lines.count('"function":"api"') >= 20
    assert problems_of(lines, *NEEDLES, PASSWORD, here.acme.owner.token, "Bearer") == []
    job = here.acme.owner.post(f"/contacts/{contact}/export").ok()
    drain(here)
    done = here.acme.owner.get(f"/jobs/{job['id']}").ok()
    assert (done["state"], done["has_file"]) == ("done", True)
    key = f"jobs/{here.acme.id}/{job['id']}/contact.zip"
    body = aws.s3().get_object(Bucket="media", Key=key)["Body"].read()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        told = json.loads(archive.read("data.json"))
        (file,) = told["files"]
        assert archive.read(file["file"]) == f"of {NAME}".encode()
    assert {each["name"] for each in told["contacts"]} == {NAME, f"{NAME} 2"}
    (talk,) = told["conversations"]
    texts = [message["content"].get("text", "") for message in talk["messages"]]
    assert talk["id"] == conversation_id
    assert f"Hello, {WORDS} of {NAME}" in texts
    assert f"{NAME}: {WORDS}" in texts  # what colleagues noted of her is hers to read
    again = here.acme.agent.get(f"/jobs/{job['id']}/file")
    assert again.problem()[:2] == (404, "not_found")  # for whoever asked for it alone


def test_old_conversations_go_by_rule_and_younger_ones_stay(here: Pipeline, other: str) -> None:
    from chalicelib import wiring
    from chalicelib.privacy import retention
    from chalicelib.shared.clock import from_text

    acme = here.acme
    old = new_conversation(new_visitor(here.api, acme), f"Long ago, {WORDS}")
    young = new_conversation(new_visitor(here.api, acme), "Just now")
    for each in (old, young):
        acme.agent.patch(f"/conversations/{each}", {"status": "resolved"}).ok()
    drain(here)
    _age(acme.id, old, days=400)
    rules = {"days": 365, "channels": {}, "version": 0}
    assert acme.owner.call("PUT", "/privacy/retention", rules).ok()["version"] == 1
    assert acme.owner.call("PUT", "/privacy/retention", rules).problem()[:2] == (409, "conflict")
    now = from_text("2026-11-22T03:00:00.000Z")
    ports = wiring.retention_ports()
    retention.due(ports, account_id=acme.id, rules=0, due=now)  # of rules that were replaced
    drain(here)
    assert acme.agent.get(f"/conversations/{old}").status == 200
    for _ in range(2):  # a timer may come twice
        retention.due(ports, account_id=acme.id, rules=1, due=now)
    drain(here)
    assert acme.agent.get(f"/conversations/{old}").status == 404
    assert holders(WORDS) == []
    for each in (young, other):
        assert acme.agent.get(f"/conversations/{each}").status == 200
    (receipt,) = acme.owner.get("/privacy/receipts").ok()["receipts"]
    assert (receipt["contact_id"], receipt["counts"]["conversations"]) == ("", 1)


def _age(account_id: str, conversation_id: str, *, days: int) -> None:
    """As if its last message were so old."""
    key = {"pk": {"S": f"A#{account_id}#C#{conversation_id}"}, "sk": {"S": "~head"}}
    at = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    boto3.client("dynamodb", region_name="us-east-1").update_item(
        TableName="main",
        Key=key,
        UpdateExpression="SET g1sk = :at",
        ExpressionAttributeValues={":at": {"S": f"{at}#{conversation_id}"}},
    )


def test_rules_that_make_no_sense_are_refused_by_their_field(acme: Account) -> None:
    for body, field in (
        ({"days": -1, "version": 0}, "days"),
        ({"days": 4000, "version": 0}, "days"),
        ({"days": 1, "channels": {"nowhere": 2}, "version": 0}, "channels"),
        ({"days": 1}, "version"),
    ):
        told = acme.owner.call("PUT", "/privacy/retention", body)
        assert told.problem() == (422, "invalid_input", field)


def test_the_audit_log_says_who_did_what_and_no_secret(acme: Account) -> None:
    owner = acme.owner
    bot = {"kind": "telegram", "name": "Bot", "secrets": {"token": "123456:ABC-DEF_1234"}}
    made = owner.post("/channels", bot).ok()["id"]
    owner.patch(f"/agents/{acme.agent_id}", {"role": "supervisor"}).ok()
    refused = owner.post("/channels", {"kind": "telegram", "name": "Bad", "secrets": {}})
    assert refused.status == 422
    owner.call("DELETE", f"/channels/{made}").ok()
    entries = owner.get("/audit").ok()["entries"]
    told = [(each["action"], each["subject"]) for each in entries]
    assert told[:3] == [
        ("channel.removed", made),
        ("agent.changed", acme.agent_id),
        ("channel.connected", made),
    ]
    assert told[3:] == [("sign_in.done", ""), ("sign_in.done", "")]
    connected, changed = entries[2], entries[1]
    assert connected["agent_id"] == acme.owner_id
    assert (connected["label"], connected["fields"]) == ("Bot", ["kind", "name", "secrets.token"])
    assert changed["values"] == {"role": "supervisor"}
    assert "ABC-DEF" not in json.dumps(entries)
    only = owner.get("/audit?action=channel").ok()["entries"]
    assert [each["action"] for each in only] == ["channel.removed", "channel.connected"]
    mine = owner.get(f"/audit?agent_id={acme.agent_id}").ok()["entries"]
    assert [each["action"] for each in mine] == ["sign_in.done"]


def test_the_audit_log_is_read_page_by_page_without_a_gap(acme: Account) -> None:
    for number in range(5):
        acme.owner.post("/tags", {"name": f"Tag {number}"}).ok()
    seen, cursor = [], ""
    for _ in range(20):
        page = acme.owner.get(f"/audit?limit=2&action=tag&cursor={cursor}").ok()
        seen += [each["label"] for each in page["entries"]]
        cursor = page["cursor"]
        if not cursor:
            break
    assert seen == [f"Tag {number}" for number in reversed(range(5))]
    told = acme.owner.get("/audit?cursor=nonsense")
    assert told.problem() == (422, "invalid_input", "cursor")
