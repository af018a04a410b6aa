"""Work that programs take off people, through the public API: calling back, importing contacts;
and opening hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.shared import aws
from tests.support.api import Account, Api, new_account, new_conversation, new_visitor
from tests.support.pipeline import Pipeline
from tests.support.v1 import callback, program

pytestmark = pytest.mark.feature("9.1")


# Callbacks -------------------------------------------------------------------------------------


@pytest.fixture
def crm(acme: Account) -> Api:
    return program(acme)


@pytest.fixture
def wanted(acme: Account, crm: Api) -> str:
    """The path of somebody who wants to be called."""
    talk = new_conversation(new_visitor(acme.nobody, acme))
    contact = crm.get(f"/v1/conversations/{talk}").ok()["contact_id"]
    return f"/v1/callbacks/{callback(acme, talk, contact)}"


@pytest.mark.feature("1.8")
def test_a_dialler_takes_a_callback_for_an_agent_and_says_what_came_of_it(
    acme: Account, crm: Api, wanted: str
) -> None:
    (waits,) = crm.get("/v1/callbacks?status=missed").ok()["data"]
    assert waits == crm.get(wanted).ok()
    assert (waits["phone"], waits["status"], waits["outcome"]) == (
        "+5511987654321",
        "waiting",
        None,
    )
    early = crm.post(f"{wanted}/outcome", {"outcome": "reached"})
    assert early.problem()[:2] == (409, "conflict")
    nobody = crm.post(f"{wanted}/accept", {"agent_id": "nobody"})
    assert nobody.problem() == (422, "invalid_input", "agent_id")
    taken = crm.post(f"{wanted}/accept", {"agent_id": acme.agent_id}).ok()
    assert (taken["status"], taken["accepted_by"]) == ("accepted", acme.agent_id)
    late = crm.post(f"{wanted}/accept", {"agent_id": acme.owner_id})
    assert late.problem()[:2] == (409, "conflict")
    assert acme.agent.get("/callbacks").ok()["callbacks"][0]["status"] == "accepted"
    done = crm.post(f"{wanted}/outcome", {"outcome": "reached", "note": " Will buy "}).ok()
    assert (done["status"], done["outcome"], done["note"]) == ("done", "reached", "Will buy")
    assert crm.get("/v1/callbacks").ok()["data"] == []
    assert crm.get("/v1/callbacks?status=done").ok()["data"] == [done]
    path = f"/v1/conversations/{done['conversation_id']}"
    assert crm.get(path).ok()["assignee_id"] == acme.agent_id
    lines = crm.get(f"{path}/messages?order=oldest").ok()["data"]
    told = [each["content"]["event"] for each in lines if each["content"]["event"]]
    assert told == ["callback.accepted", "conversation.assigned", "callback.done"]


@pytest.mark.feature("1.8")
def test_a_call_is_put_off(acme: Account, crm: Api, wanted: str) -> None:
    crm.post(f"{wanted}/accept", {"agent_id": acme.agent_id}).ok()
    past = {"outcome": "later", "due_at": "2020-01-01T00:00:00Z"}
    assert crm.post(f"{wanted}/outcome", past).problem() == (422, "invalid_input", "due_at")
    assert crm.post(f"{wanted}/outcome", {"outcome": "later"}).problem()[2] == "due_at"
    due = datetime.now(UTC) + timedelta(hours=2)
    put_off = crm.post(f"{wanted}/outcome", {"outcome": "later", "due_at": due.isoformat()}).ok()
    assert (put_off["status"], put_off["accepted_by"]) == ("scheduled", None)
    assert put_off["due_at"][:16] == due.isoformat()[:16]


# Contacts from a file --------------------------------------------------------------------------

SHEET = "Name;Phone;Plan;Left out\nAna;(11) 98765-4321;gold;x\nBia;no number;;\n"
FIELDS = ["name", "phone", "attribute:plan", ""]


def uploaded(crm: Api, sheet: str = SHEET) -> str:
    asked = {"name": "c.csv", "mime": "text/csv", "size": len(sheet), "purpose": "import"}
    key = str(crm.post("/v1/files", asked).ok()["key"])
    aws.s3().put_object(Bucket="media", Key=key, Body=sheet.encode())
    return key


@pytest.mark.feature("3.7")
def test_contacts_are_imported_from_a_file_once(here: Pipeline) -> None:
    crm = program(here.acme)
    wish = {"key": uploaded(crm), "fields": FIELDS, "region": "BR"}
    job = crm.post("/v1/imports", wish, Idempotency_Key="march").ok()
    assert crm.post("/v1/imports", wish, Idempotency_Key="march").ok() == job
    assert (job["kind"], job["state"], job["total"]) == ("import", "running", 2)
    while here.drain("jobs", "jobs"):
        pass
    done = crm.get(f"/v1/jobs/{job['id']}").ok()
    assert (done["state"], done["done"], done["counts"]) == (
        "done",
        2,
        {"created": 1, "refused": 1},
    )
    assert [(each["row"], each["field"]) for each in done["refused"]] == [("3", "phone")]
    assert "refused.csv" in crm.get(f"/v1/jobs/{job['id']}/file").ok()["url"]
    (ana,) = crm.get("/v1/contacts?phone=%2B5511987654321").ok()["data"]
    assert (ana["name"], ana["attributes"]) == ("Ana", {"plan": "gold"})
    told = here.acme.owner.get("/audit?action=contact").ok()["entries"]
    assert [each["action"] for each in told] == ["contact.imported"]
    other = program(here.acme)
    for path in ("", "/file"):
        assert other.get(f"/v1/jobs/{job['id']}{path}").problem() == (404, "not_found", "")


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"key": "jobs/nobody/uploads/x"}, "key"),
    ({"key": "../../secrets"}, "key"),
    ({"fields": ["name"]}, "fields"),
    ({"fields": ["name", "planet", "", ""]}, "fields.1"),
    ({"fields": []}, "fields"),
    ({"region": "B1"}, "region"),
    ({"on_duplicate": "overwrite"}, "on_duplicate"),
)


@pytest.mark.feature("3.7")
def test_what_cannot_be_imported_is_refused_by_field(crm: Api) -> None:
    good = {"key": uploaded(crm), "fields": FIELDS, "region": "BR"}
    for change, field in WRONG:
        assert crm.post("/v1/imports", good | change).problem() == (422, "invalid_input", field)


def test_anothers_file_is_not_imported_and_no_other_kind_or_size_is_taken(
    acme: Account, crm: Api
) -> None:
    stranger = program(new_account(acme.nobody, "stranger"))
    wish = {"key": uploaded(crm), "fields": FIELDS}
    assert stranger.post("/v1/imports", wish).problem() == (422, "invalid_input", "key")
    empty = {"key": uploaded(crm, "Name\n"), "fields": ["name"]}
    assert crm.post("/v1/imports", empty).problem() == (422, "invalid_input", "key")
    asked = {"name": "c.csv", "mime": "text/csv", "size": 5, "purpose": "import"}
    for change, field in (
        ({"mime": "image/png"}, "mime"),
        ({"size": 11 * 1024 * 1024}, "size"),
        ({"conversation_id": "0" * 18}, "conversation_id"),
    ):
        assert crm.post("/v1/files", asked | change).problem() == (422, "invalid_input", field)


# Opening hours ---------------------------------------------------------------------------------


@pytest.mark.feature("5")
def test_a_program_knows_when_somebody_is_there(acme: Account, crm: Api) -> None:
    assert crm.get("/v1/hours").ok() == {"data": [], "next_cursor": None}
    day = [{"start": "22:00", "end": "02:00", "next_day": True}]
    week = {"zone": "America/Sao_Paulo", "week": [day, *[[]] * 6]}
    acme.owner.call("PUT", "/hours", {"version": 0, "schedule": week}).ok()
    never = {"zone": "UTC", "week": [[]] * 7}
    path = f"/queues/{acme.queue_id}/hours"
    acme.owner.call("PUT", path, {"version": 0, "schedule": never}).ok()
    account, queue = crm.get("/v1/hours").ok()["data"]
    assert (account["queue_id"], account["time_zone"]) == (None, "America/Sao_Paulo")
    assert account["week"][0] == day
    assert (queue["queue_id"], queue["now"]["state"]) == (acme.queue_id, "closed")
    assert queue["now"]["opens"] is None
