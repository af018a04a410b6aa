"""Who may do what, on every route of the console: one table, walked by every role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.api import Account, Api, deployment, new_account, sign_in

ADMINISTRATORS = {
    "PATCH /account",
    "POST /agents",
    "PATCH /agents/{agent_id}",
    "POST /agents/{agent_id}/invite",
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
    "POST /channels/{channel_id}/identity-key",
    "GET /invitations",
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
    "POST /surveys",
    "PUT /surveys/{survey_id}",
    "DELETE /surveys/{survey_id}",
    "GET /surveys/{survey_id}/results",
    "GET /surveys/{survey_id}/answers",
    "GET /flows/{flow_id}",
    *(f"GET /flows/{{flow_id}}/{what}" for what in ("funnel", "versions", "versions/{number}")),
    *(f"POST /flows{rest}" for rest in ("", "/validate", "/simulate")),
    *(f"POST /flows/{{flow_id}}/{what}" for what in ("publish", "rollback", "enabled")),
    "PUT /flows/{flow_id}/draft",
    "DELETE /flows/{flow_id}",
    "POST /team/broadcasts",
    "POST /team/broadcasts/{broadcast_id}/end",
}
"""Routes for owners and administrators. Every other one is for everybody who is signed in."""

PUBLIC = ("/auth/sign-in", "/auth/refresh", "/auth/sign-out", "/auth/new-password", "/auth/forgot")
NO_AGENTS = ("/hooks", "/widget", "/s/", *PUBLIC, "/auth/reset")
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
    wanted = {"owner", "administrator"} if route in ADMINISTRATORS else set(ROLES)
    assert allowed == wanted, told
    assert 401 not in told.values() or path.startswith("/auth/"), told


def _filled(path: str) -> str:
    import re

    return re.sub(r"\{[a-z_]+\}", "0" * 18, path)


def test_the_table_names_no_route_that_is_not_there() -> None:
    assert set(routes()) >= ADMINISTRATORS
