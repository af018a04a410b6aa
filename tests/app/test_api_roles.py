"""Who may do what, on every route of the console: one table, walked by every role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.api import Account, Api, deployment, new_account, sign_in

ADMINISTRATORS = {
    "PATCH /account",
    *(f"{how} /account/factor" for how in ("GET", "PUT")),
    "POST /agents",
    "PATCH /agents/{agent_id}",
    "POST /agents/{agent_id}/invite",
    "DELETE /agents/{agent_id}/factor",
    "POST /queues",
    "PATCH /queues/{queue_id}",
    "DELETE /queues/{queue_id}",
    "PUT /hours",
    "DELETE /hours",
    "PUT /queues/{queue_id}/hours",
    "DELETE /queues/{queue_id}/hours",
    "POST /channels",
    "PATCH /channels/{channel_id}",
    "DELETE /channels/{channel_id}",
    "POST /channels/{channel_id}/connect",
    "GET /channels/{channel_id}/shelf",
    "POST /channels/{channel_id}/shelf/read-again",
    "GET /conversations/{conversation_id}/messages/{seq}/raw",
    "POST /channels/{channel_id}/identity-key",
    "POST /channels/{channel_id}/keys",
    "POST /invitations",
    "PATCH /invitations/{invitation_id}",
    "DELETE /invitations/{invitation_id}",
    "POST /tags",
    "PATCH /tags/{tag_id}",
    "DELETE /tags/{tag_id}",
    "POST /imports/uploads",
    "POST /imports/preview",
    "POST /imports",
    "POST /exports",
    *(f"{method} /api-tokens" for method in ("GET", "POST")),
    "DELETE /api-tokens/{token_id}",
    "POST /surveys",
    "PUT /surveys/{survey_id}",
    "DELETE /surveys/{survey_id}",
    "GET /flows/{flow_id}",
    "GET /flows/{flow_id}/webhooks/{webhook_id}",
    *(f"GET /flows/{{flow_id}}/{what}" for what in ("funnel", "versions", "versions/{number}")),
    *(f"POST /flows{rest}" for rest in ("", "/validate", "/simulate")),
    *(f"POST /flows/{{flow_id}}/{what}" for what in ("publish", "rollback", "enabled")),
    "PUT /flows/{flow_id}/draft",
    *(f"{how} /flows/{{flow_id}}/tests" for how in ("GET", "POST")),
    *(f"{how} /flows/{{flow_id}}/tests/{{test_id}}" for how in ("PUT", "DELETE")),
    *(f"POST /flows/{rest}" for rest in ("call", "{flow_id}/tests/run", "{flow_id}/replay")),
    "DELETE /flows/{flow_id}",
    *(f"POST /contacts/{{contact_id}}/{what}" for what in ("export", "erase")),
    *(f"{method} /privacy/retention" for method in ("GET", "PUT")),
    "GET /privacy/receipts",
    "GET /audit",
    *(f"{how} /webhooks" for how in ("GET", "POST")),
    *(f"{how} /webhooks/{{webhook_id}}" for how in ("PATCH", "DELETE")),
    *(f"POST /webhooks/{{webhook_id}}/{what}" for what in ("secret", "test", "resend")),
    "GET /webhooks/{webhook_id}/deliveries",
    *(f"{how} /integrations" for how in ("GET", "POST")),
    *(f"{how} /integrations/{{connection_id}}" for how in ("PATCH", "DELETE")),
    *(f"POST /integrations/{rest}" for rest in ("consents", "{connection_id}/consent")),
    "POST /integrations/{connection_id}/test",
    *(f"{how} /inbound-webhooks" for how in ("GET", "POST")),
    *(f"{how} /inbound-webhooks/{{inlet_id}}" for how in ("PATCH", "DELETE")),
    "POST /inbound-webhooks/{inlet_id}/address",
    *(f"GET /inbound-webhooks/{{inlet_id}}/{what}" for what in ("samples", "calls")),
    "GET /inbound-webhooks/{inlet_id}/calls/{entry_id}",
    "POST /inbound-webhooks/{inlet_id}/calls/{entry_id}/replay",
    "GET /webhooks/{webhook_id}/deliveries/{delivery_id}",
    "POST /webhooks/{webhook_id}/deliveries/{delivery_id}/resend",
    "POST /team/broadcasts",
    "POST /team/broadcasts/{broadcast_id}/end",
}
"""Routes for owners and administrators."""

SUPERVISORS = {
    *(f"GET /reports{rest}" for rest in ("", "/hours", "/conversations", "/live")),
    "GET /invitations",
    *(f"{how} /reports/mails" for how in ("GET", "POST")),
    *(f"{how} /reports/mails/{{mail_id}}" for how in ("PUT", "DELETE")),
    "GET /surveys/{survey_id}/results",
    "GET /surveys/{survey_id}/answers",
}
"""Routes for supervisors too."""

CONVERSATION = "/conversations/{conversation_id}"
ROOM = "/team/rooms/{room_id}"

EVERYBODY = {
    "POST /auth/password",
    "GET /auth/factor",
    *(f"POST /auth/factor{rest}" for rest in ("", "/secret", "/off")),
    *(f"{method} /me" for method in ("GET", "PATCH")),
    "POST /me/photo",
    "GET /callbacks",
    *(f"POST /callbacks/{{callback_id}}/{what}" for what in ("accept", "outcome")),
    "GET /channels",
    *(f"{method} /contacts" for method in ("GET", "POST")),
    *(f"{method} /contacts/{{contact_id}}" for method in ("GET", "PATCH")),
    *(
        f"GET /contacts/{{contact_id}}/{what}"
        for what in ("conversations", "duplicates", "files", "notes")
    ),
    *(f"POST /contacts/{{contact_id}}/{what}" for what in ("block", "merge")),
    "GET /conversations",
    *(f"POST /conversations/{what}" for what in ("bulk", "filter")),
    *(f"{method} {CONVERSATION}" for method in ("GET", "PATCH")),
    f"GET {CONVERSATION}/messages/{{seq}}/letter",
    f"GET {CONVERSATION}/beside",
    *(f"GET {CONVERSATION}/{what}" for what in ("assignment", "messages", "schedules")),
    *(f"POST {CONVERSATION}/{what}" for what in ("accept", "decline", "follow", "read", "bot")),
    *(f"POST {CONVERSATION}/{what}" for what in ("messages", "schedules", "survey", "transfer")),
    f"POST {CONVERSATION}/messages/{{seq}}/retry",
    *(f"{method} {CONVERSATION}/messages/{{seq}}/reaction" for method in ("PUT", "DELETE")),
    *(f"{method} {CONVERSATION}/schedules/{{schedule_id}}" for method in ("PATCH", "DELETE")),
    *(f"GET /flows{rest}" for rest in ("", "/gallery", "/schema")),
    "GET /hours",
    "GET /hours/calendar",
    "POST /hours/preview",
    "GET /jobs",
    "GET /jobs/{job_id}",
    "POST /jobs/{job_id}/retry",
    "GET /jobs/{job_id}/file",
    "POST /media/links",
    "GET /mentions",
    "POST /mentions/read",
    "GET /offers",
    "GET /queues/{queue_id}/hours",
    *(f"{method} /replies" for method in ("GET", "POST")),
    *(f"POST /replies/{what}" for what in ("preview", "uploads", "{reply_id}/use")),
    *(f"{method} /replies/{{reply_id}}" for method in ("PATCH", "DELETE")),
    "GET /schedules",
    *(f"GET /search/{what}" for what in ("contacts", "messages")),
    "POST /sockets/ticket",
    "GET /surveys",
    "GET /surveys/{survey_id}",
    "GET /tags/{tag_id}/use",
    *(f"GET /team{rest}" for rest in ("", "/broadcasts", "/rooms/{room_id}/messages")),
    "POST /team/broadcasts/{broadcast_id}/read",
    "POST /team/rooms",
    f"PATCH {ROOM}",
    *(f"POST {ROOM}/{what}" for what in ("leave", "links", "messages", "read", "uploads")),
    *(f"{method} {ROOM}/messages/{{seq}}" for method in ("PATCH", "DELETE")),
    "POST /uploads",
    *(f"{method} /views" for method in ("GET", "POST")),
    *(f"{method} /views/{{view_id}}" for method in ("PATCH", "DELETE")),
    "GET /visitors/live",
    "POST /visitors/{contact_id}/messages",
}
"""Routes for everybody who is signed in; of his own things, or of what the team shares."""

PUBLIC = ("/auth/sign-in", "/auth/refresh", "/auth/sign-out", "/auth/new-password", "/auth/forgot")
NO_AGENTS = (
    "/hooks",
    "/flow-hooks",
    "/in/",
    "/apps/",
    "/widget",
    "/s/",
    "/v1/",
    *PUBLIC,
    "/auth/reset",
)
ROLES = ("owner", "administrator", "supervisor", "agent")


def routes() -> list[str]:
    from app import app

    return sorted(
        f"{method} {path}"
        for path, methods in app.routes.items()
        for method in methods
        if not path.startswith(NO_AGENTS)
    )


@pytest.fixture(scope="module")
def people() -> Iterator[dict[str, Api]]:
    with pytest.MonkeyPatch.context() as patch, deployment(patch) as api:
        account = new_account(api, "house")
        yield {role: _person(api, account, role) for role in ROLES}


def _person(api: Api, account: Account, role: str) -> Api:
    from chalicelib import wiring
    from chalicelib.accounts import service
    from chalicelib.accounts.model import Role
    from tests.support.api import PASSWORD

    service.add_agent(
        wiring.account_ports(),
        account_id=account.id,
        name=role,
        email=f"{role}@roles.example",
        role=Role(role),
        password=PASSWORD,
    )
    return api.as_(sign_in(api, f"{role}@roles.example"))


@pytest.mark.feature("11")
@pytest.mark.parametrize("route", routes())
def test_every_route_is_open_to_those_it_is_for(people: dict[str, Api], route: str) -> None:
    """An empty request with ids of nothing: whoever may, is told what is wrong with it."""
    method, _, path = route.partition(" ")
    told = {role: people[role].call(method, _filled(path), {}).status for role in ROLES}
    allowed = {role for role, status in told.items() if status != 403}
    assert allowed == wanted(route), told
    assert 401 not in told.values() or path.startswith("/auth/"), told


def wanted(route: str) -> set[str]:
    """By the table. A route that is in none of its parts fails: say who it is for."""
    parts = [
        ({"owner", "administrator"}, ADMINISTRATORS),
        ({"owner", "administrator", "supervisor"}, SUPERVISORS),
        (set(ROLES), EVERYBODY),
    ]
    named = [roles for roles, named in parts if route in named]
    assert len(named) == 1, f"{route} stands {len(named)} times in the table of roles"
    return named[0]


def _filled(path: str) -> str:
    import re

    return re.sub(r"\{[a-z_]+\}", "0" * 18, path)


def test_the_table_names_no_route_that_is_not_there() -> None:
    assert set(routes()) >= ADMINISTRATORS | SUPERVISORS | EVERYBODY
