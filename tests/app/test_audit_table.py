"""What is written goes into the audit log, or it is said here why not: a new route is in neither
table, and fails."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from chalicelib.entry._audit import ACTIONS
from chalicelib.entry.v1 import routes as v1_routes
from chalicelib.entry.v1.registry import OPERATIONS
from tests.app.test_api_roles import ADMINISTRATORS, SUPERVISORS
from tests.support.api import Account
from tests.support.v1 import program

pytestmark = pytest.mark.feature("11")
ROOT = Path(__file__).parents[2]
WORDS = ROOT / "web/apps/console/src"
assert v1_routes

CHANGES_NOTHING = "tries something out, and keeps nothing"
A_DRAFT = "answers nobody before it is published, and that is noted"
A_LEDGER = "stands in the ledger of what was sent or came in"
ITS_HISTORY = "stands in the conversation itself, with its author and time"
ITS_WORKING_DAY = "an agent's everyday work on a contact; nothing is taken from anybody"

NOT_NOTED = {
    "POST /channels/{channel_id}/connect": CHANGES_NOTHING,
    "POST /channels/{channel_id}/shelf/read-again": ITS_HISTORY,
    "POST /flows/call": CHANGES_NOTHING,
    "POST /flows/simulate": CHANGES_NOTHING,
    "POST /flows/validate": CHANGES_NOTHING,
    "POST /flows/{flow_id}/replay": CHANGES_NOTHING,
    "POST /flows/{flow_id}/tests/run": CHANGES_NOTHING,
    "PUT /flows/{flow_id}/draft": A_DRAFT,
    "POST /flows/{flow_id}/tests": A_DRAFT,
    "PUT /flows/{flow_id}/tests/{test_id}": A_DRAFT,
    "DELETE /flows/{flow_id}/tests/{test_id}": A_DRAFT,
    "POST /imports/preview": CHANGES_NOTHING,
    "POST /imports/uploads": "the import that follows is noted",
    "POST /inbound-webhooks/{inlet_id}/calls/{entry_id}/replay": A_LEDGER,
    "POST /integrations/{connection_id}/test": CHANGES_NOTHING,
    "POST /integrations/{connection_id}/consent": CHANGES_NOTHING,
    "POST /webhooks/{webhook_id}/test": A_LEDGER,
    "POST /webhooks/{webhook_id}/resend": A_LEDGER,
    "POST /webhooks/{webhook_id}/deliveries/{delivery_id}/resend": A_LEDGER,
}
PROGRAMS_NOT_NOTED = {
    "create_contact": ITS_WORKING_DAY,
    "update_conversation": ITS_HISTORY,
    "start_flow": ITS_HISTORY,
    "send_message": ITS_HISTORY,
    "write_message": ITS_HISTORY,
    "retry_message": ITS_HISTORY,
    "react_to_message": ITS_HISTORY,
    "take_reaction_back": ITS_HISTORY,
    "schedule_message": ITS_HISTORY,
    "update_scheduled": ITS_HISTORY,
    "cancel_scheduled": ITS_HISTORY,
    "ask_survey": ITS_HISTORY,
    "retry_job": "what it does was noted when it was started",
    "accept_callback": ITS_HISTORY,
    "finish_callback": ITS_HISTORY,
    "resend_webhook_delivery": A_LEDGER,
    "resend_failed_deliveries": A_LEDGER,
    "test_webhook": A_LEDGER,
    "replay_inbound_call": A_LEDGER,
    "create_file": "a file is seen by nobody before a message that is sent with it",
}


def test_every_route_by_which_administrators_change_something_is_noted_or_said_why_not() -> None:
    writing = {each for each in ADMINISTRATORS | SUPERVISORS if not each.startswith("GET ")}
    assert writing - set(ACTIONS) == set(NOT_NOTED)


def test_every_change_by_a_program_is_noted_or_said_why_not() -> None:
    writing = [each for each in OPERATIONS if each.method != "GET" and not each.safe]
    assert {each.id for each in writing if not each.audit} == set(PROGRAMS_NOT_NOTED)


def test_the_table_names_no_route_that_is_not_there() -> None:
    from app import app

    there = {f"{method} {path}" for path, methods in app.routes.items() for method in methods}
    assert set(ACTIONS) <= there


def actions() -> set[str]:
    of_programs = {each.audit for each in OPERATIONS if each.audit}
    return set(ACTIONS.values()) | of_programs | {"sign_in.done", "contact.erased"}


@pytest.mark.parametrize("language", ["en", "es", "ptBR"])
def test_every_action_has_its_words_and_its_place_in_the_filter(language: str) -> None:
    text = (WORDS / f"i18n/{language}Privacy.ts").read_text(encoding="utf-8")
    words = set(re.findall(r"^\s+([a-z_]+): ", text, re.MULTILINE))
    assert {each.replace(".", "_") for each in actions()} <= words
    groups = {each.partition(".")[0] for each in actions()}
    chosen = (WORDS / "features/privacy/words.ts").read_text(encoding="utf-8")
    assert groups <= words & set(re.findall(r'"([a-z_]+)"', chosen))


def test_blocking_and_quick_responses_by_a_program_are_noted_and_say_nothing_of_the_contact(
    acme: Account,
) -> None:
    crm = program(acme, name="CRM")
    contact = crm.post("/v1/contacts", {"name": "Ana Secret", "language": "pt"}).ok()["id"]
    path = f"/v1/contacts/{contact}"
    crm.patch(path, {"name": "Ana Hidden"}).ok()
    crm.patch(path, {"blocked": True, "language": "es", "name": "Ana Hidden"}).ok()
    reply = crm.post("/v1/quick-responses", {"name": "Prices", "code": "p", "text": "5"}).ok()["id"]
    crm.patch(f"/v1/quick-responses/{reply}", {"name": "Prices", "code": "p", "text": "6"}).ok()
    assert crm.call("DELETE", f"/v1/quick-responses/{reply}").status == 204
    entries = acme.owner.get("/audit").ok()["entries"]
    told = [(each["action"], each["subject"]) for each in entries]
    assert told.count(("contact.blocked", contact)) == 1
    for what in ("made", "changed", "removed"):
        assert told.count((f"reply.{what}", reply)) == 1
    blocked = next(each for each in entries if each["action"] == "contact.blocked")
    assert blocked["values"] == {"token": "CRM", "blocked": "true"}
    assert "Ana" not in json.dumps(entries)
