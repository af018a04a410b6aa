"""Search and contacts in number, through the API and the functions behind it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import boto3
import pytest

from chalicelib import wiring
from chalicelib.contacts import importing
from chalicelib.shared import aws
from chalicelib.wire.contacts import ContactPage, ImportPreview, JobView
from chalicelib.wire.search import ContactHits, MessageHits
from tests.support.api import Account, Api, new_account, new_conversation, new_visitor, say
from tests.support.pipeline import Pipeline

DONE: dict[str, Any] = {"batchItemFailures": []}


def made(person: Api, client_id: str = "client-0001", **known: str) -> dict[str, Any]:
    return dict(person.post("/contacts", {"client_id": client_id, **known}).ok())


def index(here: Pipeline) -> None:
    assert here.invoke("index", {"Records": here.changes()}) == DONE


def finish(here: Pipeline, job: dict[str, Any]) -> dict[str, Any]:
    while here.drain("jobs", "jobs"):
        pass
    found: dict[str, Any] = here.acme.owner.get(f"/jobs/{job['id']}").ok()
    return JobView.model_validate(found).model_dump()


def uploaded(here: Pipeline, text: str) -> str:
    ticket = here.acme.owner.post("/imports/uploads", {"size": len(text.encode())}).ok()
    key = str(ticket["key"])
    aws.s3().put_object(Bucket="media", Key=key, Body=text.encode())
    return key


def start(here: Pipeline, key: str, fields: list[str], **more: str) -> dict[str, Any]:
    asked = {"client_id": "client-0001", "key": key, "fields": fields, **more}
    return dict(here.acme.owner.post("/imports", asked).ok())


@pytest.mark.feature("3")
def test_messages_are_found_by_their_words_with_the_hit_marked(here: Pipeline) -> None:
    visitor = new_visitor(here.api, here.acme)
    conversation_id = new_conversation(visitor, "Onde está o AÇAÍ?")
    visitor.post("/widget/messages", say("Hello?", "client-0002")).ok()
    index(here)
    answer = here.acme.agent.get("/search/messages?q=acai").ok()
    (hit,) = MessageHits.model_validate(answer).hits
    assert (hit.conversation_id, hit.seq, hit.status) == (conversation_id, 1, "open")
    assert [piece.text for piece in hit.snippet if piece.hit] == ["AÇAÍ"]
    stranger = new_account(here.api, "other")
    assert stranger.owner.get("/search/messages?q=acai").ok() == {"hits": [], "cursor": ""}


@pytest.mark.feature("3")
def test_contacts_are_found_by_name_phone_mail_and_attribute(here: Pipeline) -> None:
    ana = made(here.acme.agent, name="Ana Souza", email="ana@example.org", phone="+5511987654321")
    change = {"attributes": {"plan": "Gold"}, "version": ana["version"]}
    here.acme.agent.patch(f"/contacts/{ana['id']}", change).ok()
    index(here)
    for words in ("sou", "ANA@example", "(11)%2098765-4321", "gold"):
        answer = here.acme.agent.get(f"/search/contacts?q={words}").ok()
        assert [each.id for each in ContactHits.model_validate(answer).contacts] == [ana["id"]]


def test_a_search_that_makes_no_sense_is_refused(acme: Account) -> None:
    for query, field in [
        ("q=", "q"),
        ("q=...", "q"),
        ("q=a&cursor=x", "cursor"),
        ("q=a&limit=51", "limit"),
        ("", "q"),
    ]:
        answer = acme.agent.get(f"/search/messages?{query}")
        assert answer.problem() == (422, "invalid_input", field), query


@pytest.mark.feature("3.7")
def test_all_contacts_are_listed_by_name_or_newest_in_one_query_a_page(
    api: Api, acme: Account
) -> None:
    for number, name in enumerate(["bia", "Ána", "Çarlos", "", "王"]):
        made(acme.agent, f"client-{number:04}", name=name, email=f"{number}@example.org")
    api.aws.clear()
    names: list[str] = []
    cursor = ""
    while True:
        page = acme.agent.get(f"/contacts?sort=name&limit=2&cursor={cursor}").ok()
        found = ContactPage.model_validate(page)
        names += [contact.name for contact in found.contacts]
        cursor = found.cursor
        if not cursor:
            break
    assert names == ["Ána", "bia", "Çarlos", "王", ""]
    assert api.aws["Query"] == 3
    newest = acme.agent.get("/contacts").ok()["contacts"]
    assert [contact["name"] for contact in newest] == ["王", "", "Çarlos", "Ána", "bia"]
    assert new_account(api, "other").owner.get("/contacts").ok()["contacts"] == []


def test_a_cursor_of_another_order_is_refused(acme: Account) -> None:
    for number in range(3):
        made(acme.agent, f"client-{number:04}", name=f"n{number}")
    cursor = acme.agent.get("/contacts?sort=name&limit=1").ok()["cursor"]
    answer = acme.agent.get(f"/contacts?sort=newest&limit=1&cursor={cursor}")
    assert answer.problem() == (422, "invalid_input", "cursor")


@pytest.mark.feature("3.7")
def test_a_contact_is_made_once_and_bad_words_are_refused_by_field(acme: Account) -> None:
    first = made(acme.agent, name="Ana")
    assert made(acme.agent, name="Ana") == first
    for body, field in [
        ({}, "name"),
        ({"email": "no address"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"name": "x" * 121}, "name"),
    ]:
        answer = acme.agent.post("/contacts", {"client_id": "client-0002", **body})
        assert answer.problem() == (422, "invalid_input", field)


@pytest.mark.feature("3.7")
def test_attributes_are_set_and_taken_away_one_by_one(acme: Account) -> None:
    ana = made(acme.agent, name="Ana")
    path = f"/contacts/{ana['id']}"
    acme.agent.patch(path, {"attributes": {"plan": "Gold", "city": "Rio"}}).ok()
    changed = acme.agent.patch(path, {"attributes": {"plan": ""}}).ok()
    assert changed["attributes"] == {"city": "Rio"}
    stale = acme.agent.patch(path, {"attributes": {"city": "Lima"}, "version": 0})
    assert stale.problem() == (409, "conflict", "version")
    many = {str(number): "x" for number in range(50)}
    assert acme.agent.patch(path, {"attributes": many}).problem()[2] == "attributes"
    long = acme.agent.patch(path, {"attributes": {"a": "x" * 1001}})
    assert long.status == 422


@pytest.mark.feature("3.7")
def test_a_csv_file_is_imported_in_steps_and_its_bad_rows_are_handed_back(
    here: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "ROWS_A_STEP", 2)
    made(here.acme.agent, name="Old", email="a@example.org")
    index(here)
    here.open_socket(here.acme.owner, "/sockets/ticket", "owner")
    key = uploaded(here, "Nome;E-mail;Plano\nAna;A@example.org;x\nBia;no;y\nCid;c@example.org;z\n")
    shown = here.acme.owner.post("/imports/preview", {"key": key}).ok()
    columns = ImportPreview.model_validate(shown).columns
    assert [column.field for column in columns] == ["name", "email", "attribute:Plano"]
    job = start(here, key, [column.field for column in columns])
    assert start(here, key, ["name", "", ""])["id"] == job["id"]
    done = finish(here, job)
    assert (done["state"], done["counts"]) == ("done", {"updated": 1, "refused": 1, "created": 1})
    assert (done["at"], done["total"], done["has_report"]) == (3, 3, True)
    assert "refused.csv" in here.acme.owner.get(f"/jobs/{job['id']}/file").ok()["url"]
    names = {each["name"] for each in here.acme.agent.get("/contacts").ok()["contacts"]}
    assert names == {"Ana", "Cid"}


@pytest.mark.feature("3.7")
def test_contacts_are_exported_with_every_attribute(here: Pipeline) -> None:
    ana = made(here.acme.agent, name="=Ana()", email="ana@example.org")
    here.acme.agent.patch(f"/contacts/{ana['id']}", {"attributes": {"plan": "Gold"}}).ok()
    job = here.acme.owner.post("/exports", {"client_id": "client-0001"}).ok()
    done = finish(here, job)
    assert (done["state"], done["counts"], done["has_file"]) == ("done", {"exported": 1}, True)
    body = boto3.client("s3", region_name="us-east-1").get_object(
        Bucket="media", Key=f"jobs/{here.acme.id}/{job['id']}/contacts.csv"
    )
    text = body["Body"].read().decode("utf-8-sig")
    assert "'=Ana()" in text
    assert text.splitlines()[0].endswith("created_at,plan")


@pytest.mark.feature("3.7")
def test_duplicates_are_suggested_and_merged(here: Pipeline) -> None:
    agent = here.acme.agent
    ana = made(agent, "client-0001", name="Ana", email="ana@example.org")
    other = made(
        agent, "client-0002", name="A. Souza", email="ANA@example.org", phone="+34911234567"
    )
    index(here)
    path = f"/contacts/{ana['id']}"
    same = agent.get(f"{path}/duplicates").ok()["contacts"]
    assert [contact["id"] for contact in same] == [other["id"]]
    job = agent.post(f"{path}/merge", {"other_id": other["id"], "theirs": ["name"]}).ok()
    while here.drain("jobs", "jobs"):
        pass
    assert agent.get(f"/jobs/{job['id']}").ok()["state"] == "done"
    merged = agent.get(path).ok()
    assert (merged["name"], merged["phone"]) == ("A. Souza", "+34911234567")
    assert agent.get(f"/contacts/{other['id']}").ok()["merged_into"] == ana["id"]
    assert [each["id"] for each in agent.get("/contacts").ok()["contacts"]] == [ana["id"]]
    index(here)
    found = agent.get("/search/contacts?q=souza").ok()["contacts"]
    assert [each["id"] for each in found] == [ana["id"]]
    assert agent.get(f"{path}/duplicates").ok()["contacts"] == []


@pytest.mark.feature("3")
def test_a_blocked_visitor_learns_nothing_and_agents_hear_nothing(here: Pipeline) -> None:
    visitor = new_visitor(here.api, here.acme)
    conversation_id = new_conversation(visitor, "Hello?")
    here.announce()
    here.open_socket(here.acme.agent, "/sockets/ticket", "ana")
    here.open_socket(visitor, "/widget/sockets/ticket", "vera")
    row = here.acme.agent.get(f"/conversations/{conversation_id}").ok()["conversation"]
    blocked = here.acme.agent.post(f"/contacts/{row['contact_id']}/block", {"blocked": True})
    assert blocked.ok()["blocked"] is True
    sent = visitor.post("/widget/messages", say("Anybody?", "client-0002")).ok()
    here.announce()
    after = here.acme.agent.get(f"/conversations/{conversation_id}").ok()["conversation"]
    assert (after["seq"], after["inbound"], after["last_at"]) == (2, 1, row["last_at"])
    told = [event for event in here.shown("ana") if event["type"] == "message.created"]
    assert [event.get("muted") for event in told] == [True]
    seen = json.dumps([sent, here.shown("vera")])
    assert "muted" not in seen
    assert "blocked" not in seen


@pytest.mark.feature("3")
def test_a_blocked_visitors_wish_to_be_called_his_typing_and_his_being_there_are_shown_to_nobody(
    here: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"callback": "on", "callback_seconds": "45"}
    here.acme.owner.patch(f"/channels/{here.acme.site_id}", {"settings": settings}).ok()
    wiring.account_ports().pages.forget(here.acme.id)
    ports = replace(wiring.callback_ports(), anybody=lambda page: True)
    monkeypatch.setattr(wiring, "callback_ports", lambda: ports)
    agent, visitor = here.acme.agent, new_visitor(here.api, here.acme)
    conversation_id = new_conversation(visitor, "Hello?")
    row = agent.get(f"/conversations/{conversation_id}").ok()["conversation"]
    here.open_socket(agent, "/sockets/ticket", "ana")
    here.open_socket(visitor, "/widget/sockets/ticket", "vera")
    here.announce()
    answers = {}
    for number, blocked in enumerate((True, True, False)):
        wish = {"blocked": blocked}
        agent.post(f"/contacts/{row['contact_id']}/block", wish).ok()
        if number == 1:  # with a socket that was opened since, and on a next page
            here.open_socket(visitor, "/widget/sockets/ticket", "vera")
            visitor.post("/widget/visit", {"url": "https://shop.example/b"}).ok()
        before = len(here.shown("ana"))
        here.socket(
            "message", "vera", body='{"type":"typing","conversation_id":"","on":true,"text":"Hm"}'
        )
        asked = {"client_id": f"callback-000{number}", "phone": "+55 11 98765-4321"}
        first = visitor.post("/widget/callbacks", asked).ok()
        again = visitor.post("/widget/callbacks", asked).ok()
        told = visitor.get(f"/widget/callbacks/{asked['client_id']}").ok()
        assert {answer["status"] for answer in (first, again, told)} == {"ringing"}
        answers[number] = {**first, "seconds": first["seconds"] > 40}
        here.announce()
        kinds = {e["type"] for e in here.shown("ana")[before:] if not e.get("muted")}
        loud = {"typing", "message.created"}
        assert kinds & loud == (set() if blocked else loud)
        pages = [agent.get(f"/callbacks?status={s}").ok()["callbacks"] for s in ("open", "all")]
        assert [len(page) for page in pages] == [not blocked, not blocked]
        assert agent.get("/visitors/live").ok()["total"] == (not blocked)
        after = agent.get(f"/conversations/{conversation_id}").ok()["conversation"]
        assert (after["last_at"] == row["last_at"]) is blocked
    assert answers[0] == answers[1] == answers[2]
    seen = json.dumps(here.shown("vera"))
    assert "muted" not in seen
    assert "blocked" not in seen


@pytest.mark.feature("11")
def test_only_administrators_import_and_export_and_jobs_are_one_s_own(here: Pipeline) -> None:
    agent, owner = here.acme.agent, here.acme.owner
    for path, body in [
        ("/imports/uploads", {"size": 3}),
        ("/imports/preview", {"key": "x"}),
        ("/imports", {"client_id": "client-0001", "key": "x", "fields": []}),
        ("/exports", {"client_id": "client-0001"}),
    ]:
        assert agent.post(path, body).status == 403, path
    job = owner.post("/exports", {"client_id": "client-0001"}).ok()
    stranger = new_account(here.api, "other").owner
    for person in (agent, stranger):
        assert person.get(f"/jobs/{job['id']}").status == 404
        assert person.get(f"/jobs/{job['id']}/file").status == 404


def test_another_account_s_contacts_and_files_are_not_found(here: Pipeline) -> None:
    ana = made(here.acme.agent, name="Ana")
    key = uploaded(here, "Name\nAna\n")
    stranger = new_account(here.api, "other").owner
    mine = made(stranger, name="Mine")
    for method, path, body in [
        ("GET", f"/contacts/{ana['id']}/duplicates", None),
        ("POST", f"/contacts/{ana['id']}/block", {"blocked": True}),
        ("POST", f"/contacts/{ana['id']}/merge", {"other_id": mine["id"]}),
        ("POST", f"/contacts/{mine['id']}/merge", {"other_id": ana["id"]}),
        ("POST", "/imports/preview", {"key": key}),
        ("POST", "/imports", {"client_id": "client-0001", "key": key, "fields": ["name"]}),
    ]:
        assert stranger.call(method, path, body).status == 404, path
