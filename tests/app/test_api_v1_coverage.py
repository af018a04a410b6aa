"""What the console does, and what programs do the same by: a route of the console that is in
neither part of the table fails, so that nobody forgets to decide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.access.model import SCOPES
from chalicelib.entry.v1 import routes as v1_routes
from chalicelib.entry.v1.registry import OPERATIONS
from tests.app.test_api_roles import routes

assert v1_routes
ROOT = Path(__file__).parents[2]

TALK, MESSAGE = "/conversations/{conversation_id}", "/conversations/{conversation_id}/messages"
CONTACT, REPLY = "/contacts/{contact_id}", "/replies/{reply_id}"
DELIVERIES, INLET = "/webhooks/{webhook_id}/deliveries", "/inbound-webhooks/{inlet_id}"
CALLS = f"{INLET}/calls"

SAME = {
    "GET /me": "get_account list_agents list_queues list_tags",
    "GET /channels": "list_channels get_channel",
    "GET /jobs/{job_id}": "get_job",
    "POST /uploads": "create_file",
    "POST /media/links": "link_files",
    "POST /replies/uploads": "create_file",
    # Conversations and messages
    "GET /conversations": "list_conversations",
    "POST /conversations/filter": "search_conversations",
    f"GET {TALK}": "get_conversation list_messages get_contact",
    f"PATCH {TALK}": "update_conversation",
    f"POST {TALK}/transfer": "update_conversation",
    "POST /conversations/bulk": "update_conversation",
    f"GET {MESSAGE}": "list_messages",
    f"POST {MESSAGE}": "send_message",
    f"POST {MESSAGE}/{{seq}}/retry": "retry_message",
    f"PUT {MESSAGE}/{{seq}}/reaction": "react_to_message",
    f"DELETE {MESSAGE}/{{seq}}/reaction": "take_reaction_back",
    f"POST {TALK}/bot": "start_flow",
    f"POST {TALK}/survey": "ask_survey",
    "POST /visitors/{contact_id}/messages": "write_message",
    "GET /search/messages": "search_messages",
    "GET /schedules": "list_scheduled",
    f"GET {TALK}/schedules": "list_scheduled_of_conversation",
    f"POST {TALK}/schedules": "schedule_message",
    f"PATCH {TALK}/schedules/{{schedule_id}}": "update_scheduled",
    f"DELETE {TALK}/schedules/{{schedule_id}}": "cancel_scheduled",
    # Contacts
    "GET /contacts": "list_contacts",
    "POST /contacts": "create_contact",
    "GET /search/contacts": "list_contacts",
    f"GET {CONTACT}": "get_contact",
    f"PATCH {CONTACT}": "update_contact",
    f"GET {CONTACT}/conversations": "list_conversations_of_contact",
    f"GET {CONTACT}/duplicates": "list_contacts",
    f"GET {CONTACT}/notes": "list_messages search_messages",
    f"GET {CONTACT}/files": "list_messages",
    f"POST {CONTACT}/block": "update_contact",
    f"POST {CONTACT}/merge": "merge_contacts",
    f"POST {CONTACT}/erase": "erase_contact",
    f"POST {CONTACT}/export": "get_contact list_conversations_of_contact list_messages link_files",
    "POST /imports": "import_contacts",
    "POST /imports/uploads": "create_file",
    "GET /jobs/{job_id}/file": "get_job_file",
    "POST /jobs/{job_id}/retry": "retry_job",
    "GET /privacy/receipts": "list_erasures",
    "GET /audit": "list_audit_entries",
    "GET /callbacks": "list_callbacks get_callback",
    "POST /callbacks/{callback_id}/accept": "accept_callback",
    "POST /callbacks/{callback_id}/outcome": "finish_callback",
    # Reports
    "GET /reports": "get_report list_report_numbers",
    "GET /reports/hours": "get_report_hours",
    "GET /reports/conversations": "list_counted_conversations",
    "GET /reports/live": "get_live_board",
    "GET /reports/mails": "list_report_mails get_report_mail",
    "POST /reports/mails": "create_report_mail",
    "PUT /reports/mails/{mail_id}": "update_report_mail",
    "DELETE /reports/mails/{mail_id}": "delete_report_mail",
    "POST /exports": "list_contacts",
    # What is set up
    "POST /tags": "create_tag",
    "PATCH /tags/{tag_id}": "update_tag",
    "DELETE /tags/{tag_id}": "delete_tag",
    "GET /tags/{tag_id}/use": "list_conversations",
    "POST /queues": "create_queue",
    "PATCH /queues/{queue_id}": "update_queue",
    "DELETE /queues/{queue_id}": "delete_queue",
    "GET /replies": "list_quick_responses get_quick_response",
    "POST /replies": "create_quick_response",
    f"PATCH {REPLY}": "update_quick_response",
    f"DELETE {REPLY}": "delete_quick_response",
    "GET /flows": "list_flows",
    "GET /flows/{flow_id}": "get_flow",
    "GET /surveys": "list_surveys",
    "GET /surveys/{survey_id}": "get_survey",
    "GET /surveys/{survey_id}/answers": "list_survey_answers",
    "GET /surveys/{survey_id}/results": "list_survey_answers",
    "GET /webhooks": "list_webhooks get_webhook",
    "POST /webhooks": "create_webhook",
    "PATCH /webhooks/{webhook_id}": "update_webhook",
    "DELETE /webhooks/{webhook_id}": "delete_webhook",
    "POST /webhooks/{webhook_id}/secret": "rotate_webhook_secret",
    "POST /webhooks/{webhook_id}/test": "test_webhook",
    "POST /webhooks/{webhook_id}/resend": "resend_failed_deliveries",
    f"GET {DELIVERIES}": "list_webhook_deliveries",
    f"GET {DELIVERIES}/{{delivery_id}}": "get_webhook_delivery",
    f"POST {DELIVERIES}/{{delivery_id}}/resend": "resend_webhook_delivery",
    "GET /inbound-webhooks": "list_inbound_webhooks get_inbound_webhook",
    f"GET {CALLS}": "list_inbound_calls",
    f"GET {INLET}/samples": "list_inbound_calls get_inbound_call",
    f"GET {CALLS}/{{entry_id}}": "get_inbound_call",
    f"POST {CALLS}/{{entry_id}}/replay": "replay_inbound_call",
    "GET /hours": "list_hours",
    "GET /queues/{queue_id}/hours": "list_hours",
    "GET /api-tokens": "get_token",
}

PERSON = "is of a person who is signed in: what he reads, follows, is asked or has on his screen"
SCREEN = "a step of a screen, and of nothing else"
SECRETS = "gives out or takes a secret, a right or a way in: people do it, with their second factor"
BUILT = "is drawn and tried in the console; programs start it and read it"
TEAM = "colleagues among themselves"
RULES = "is decided by owners and administrators, seldom, and seen at once"

CONSOLE_ONLY = {
    PERSON: (
        "PATCH /me", "POST /me/", "GET /mentions", "POST /mentions/", "GET /offers", "GET /views",
        "POST /views", "PATCH /views/", "DELETE /views/", f"POST {TALK}/accept",
        f"POST {TALK}/decline", f"POST {TALK}/follow", f"POST {TALK}/read",
        f"GET {TALK}/assignment", "POST /sockets/",
        "GET /jobs",
    ),
    SCREEN: (
        "POST /imports/preview", "POST /replies/preview", f"POST {REPLY}/use", f"GET {TALK}/beside",
        f"GET {MESSAGE}/{{seq}}/letter", "GET /visitors/live", "POST /hours/preview",
        "GET /hours/calendar",
    ),
    SECRETS: (
        "GET /auth/", "POST /auth/", "GET /account/factor", "PUT /account/factor", "POST /agents",
        "PATCH /agents/", "DELETE /agents/", "POST /api-tokens", "DELETE /api-tokens/",
        "POST /channels", "PATCH /channels/", "DELETE /channels/", "GET /channels/{channel_id}/",
        "GET /integrations", "POST /integrations", "PATCH /integrations/", "DELETE /integrations/",
        "POST /inbound-webhooks", "PATCH /inbound-webhooks/",
        "DELETE /inbound-webhooks/",
        f"GET {MESSAGE}/{{seq}}/raw",
    ),
    BUILT: (
        "GET /flows/", "POST /flows", "PUT /flows/", "DELETE /flows/", "POST /surveys",
        "PUT /surveys/", "DELETE /surveys/", "GET /invitations", "POST /invitations",
        "PATCH /invitations/", "DELETE /invitations/",
    ),
    TEAM: ("GET /team", "POST /team/", "PATCH /team/", "DELETE /team/"),
    RULES: (
        "PATCH /account", "PUT /hours", "DELETE /hours", "PUT /queues/{queue_id}/hours",
        "DELETE /queues/{queue_id}/hours", "GET /privacy/", "PUT /privacy/",
    ),
}  # fmt: skip


def reason(route: str) -> str:
    """Why programs cannot; '' if nobody said. What is written longest counts."""
    found = [
        (len(start), why)
        for why, starts in CONSOLE_ONLY.items()
        for start in starts
        if route.startswith(start)
    ]
    return max(found)[1] if found else ""


def test_whatever_the_console_does_programs_do_or_it_is_said_why_not() -> None:
    undecided = [route for route in routes() if route not in SAME and not reason(route)]
    assert undecided == []


def test_the_table_names_nothing_that_is_not_there() -> None:
    there = routes()
    assert set(SAME) <= set(there)
    for starts in CONSOLE_ONLY.values():
        for start in starts:
            assert any(route.startswith(start) and route not in SAME for route in there), start


def test_every_operation_of_the_api_is_something_that_the_console_does_too() -> None:
    named = {name for names in SAME.values() for name in names.split()}
    there = {each.id for each in OPERATIONS}
    assert named <= there
    alone = {"get_agent", "get_queue", "get_tag", "get_scheduled"}  # single ones of what it lists
    assert there - named == alone


@pytest.mark.parametrize("language", ["en", "es", "ptBR"])
def test_whoever_makes_a_token_reads_what_each_scope_opens(language: str) -> None:
    words = ROOT / f"web/apps/console/src/i18n/{language}Tokens.ts"
    names = words.read_text(encoding="utf-8").partition("names: {")[2].partition("}")[0]
    told = set(re.findall(r"^\s+([a-z_]+): ", names, re.MULTILINE))
    assert told == {each.partition(":")[0] for each in SCOPES}
