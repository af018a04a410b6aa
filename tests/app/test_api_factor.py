"""Two-step sign-in that an account asks of everybody."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.test_api_auth import cookie_of
from tests.support.api import PASSWORD, Account, Answer, Api

pytestmark = pytest.mark.feature("11")
OWNER, AGENT = "owner@acme.example", "agent@acme.example"


def signed_in(api: Api, email: str, code: str = "") -> tuple[Api, str]:
    answer = api.post("/auth/sign-in", {"email": email, "password": PASSWORD, "code": code})
    return api.as_(answer.ok()["access_token"]), cookie_of(answer)


def set_up(person: Api, cookie: str) -> None:
    def call(path: str, body: Any = None) -> Answer:
        return person.call("POST", path, body, headers={"Cookie": cookie})

    call("/auth/factor/secret").ok()
    assert call("/auth/factor", {"code": "123456"}).status == 204


@pytest.fixture
def asked(api: Api, acme: Account) -> Account:
    """The owner has one, and asks it of everybody."""
    set_up(*signed_in(api, OWNER))
    told = acme.owner.call("PUT", "/account/factor", {"required": True}).ok()
    assert told == {"required": True, "without": [acme.agent_id]}
    return acme


def test_nobody_asks_of_others_what_he_has_not(acme: Account) -> None:
    refused = acme.owner.call("PUT", "/account/factor", {"required": True})
    assert refused.problem() == (409, "conflict", "required")
    assert acme.owner.get("/account/factor").ok()["required"] is False


def test_a_session_without_it_opens_nothing_but_its_setting_up(api: Api, asked: Account) -> None:
    """The one that was open, and a new one."""
    for person in (asked.agent, signed_in(api, AGENT)[0]):
        for method, path in (
            ("GET", "/me"),
            ("GET", "/conversations"),
            ("POST", "/sockets/ticket"),
        ):
            refused = person.call(method, path)
            assert refused.problem() == (403, "factor_needed", ""), path
        assert "two-step" in refused.body["detail"]
    person, cookie = signed_in(api, AGENT)
    state = person.call("GET", "/auth/factor", headers={"Cookie": cookie}).ok()
    assert state == {"on": False}
    set_up(person, cookie)
    assert person.get("/me").status == 200
    assert asked.owner.get("/account/factor").ok()["without"] == []


def test_anothers_cookie_makes_nobody_seem_to_have_one(api: Api, asked: Account) -> None:
    """The owner's cookie beside the agent's token: what the pool tells is of the owner."""
    _, owners = signed_in(api, OWNER, "123456")
    agent, _ = signed_in(api, AGENT)
    calls: list[tuple[str, str, Any]] = [
        ("GET", "/auth/factor", None),
        ("POST", "/auth/factor/secret", None),
        ("POST", "/auth/factor", {"code": "123456"}),
    ]
    for method, path, body in calls:
        refused = agent.call(method, path, body, headers={"Cookie": owners})
        assert refused.problem()[:2] == (401, "unauthenticated"), path
    assert agent.get("/me").problem() == (403, "factor_needed", "")


def test_it_cannot_be_turned_off_by_oneself_but_reset_by_an_administrator(
    api: Api, asked: Account
) -> None:
    set_up(*signed_in(api, AGENT))
    agent, _ = signed_in(api, AGENT, "123456")
    ended = agent.post("/auth/factor/off", {"password": PASSWORD, "code": "123456"})
    assert ended.problem()[:2] == (409, "conflict")
    assert asked.owner.call("DELETE", f"/agents/{asked.agent_id}/factor").status == 204
    assert agent.get("/me").problem() == (403, "factor_needed", "")
    again, cookie = signed_in(api, AGENT)  # by the password alone
    assert again.get("/me").problem() == (403, "factor_needed", "")
    set_up(again, cookie)
    assert again.get("/me").status == 200


def test_a_program_has_no_second_factor_and_needs_none(asked: Account) -> None:
    made = asked.owner.post("/api-tokens", {"name": "CRM", "scopes": ["tags:read"]}).ok()
    assert asked.nobody.as_(made["secret"]).get("/v1/tags").status == 200


def test_the_rule_and_its_end_stand_in_the_audit_log(asked: Account) -> None:
    told = asked.owner.call("PUT", "/account/factor", {"required": False}).ok()
    assert told["required"] is False
    assert asked.agent.get("/me").status == 200
    found = asked.owner.get("/audit?action=account").ok()["entries"]
    assert [(each["action"], each["values"]["required"]) for each in found] == [
        ("account.factor_rule", "false"),
        ("account.factor_rule", "true"),
    ]


def test_the_gate_stands_on_every_route_but_those_few(asked: Account) -> None:
    """A route that is new stands behind it too."""
    from app import app
    from tests.app.test_api_roles import NO_AGENTS, _filled

    free = {"GET /auth/factor", "POST /auth/factor", "POST /auth/factor/secret"}
    free.add("POST /auth/sign-out-everywhere")
    open_ = set()
    for path, methods in app.routes.items():
        for method in methods:
            if path.startswith(NO_AGENTS) and path != "/auth/sign-out-everywhere":
                continue
            answer = asked.agent.call(method, _filled(path), {})
            if answer.status == 401 or answer.body.get("code") != "factor_needed":
                open_.add(f"{method} {path}")
    assert open_ == free
