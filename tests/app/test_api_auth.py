"""Signing in through our own API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from chalicelib.shared import aws
from chalicelib.wire.console import Bootstrap, Session
from tests.support.api import PASSWORD, Account, Answer, Api, sign_in

OWNER = "owner@acme.example"


def cookie_of(answer: Answer) -> str:
    return str(answer.headers["set-cookie"]).partition(";")[0]


@pytest.mark.feature("11")
def test_an_agent_signs_in_and_sees_his_account(api: Api, acme: Account) -> None:
    answer = api.post("/auth/sign-in", {"email": OWNER, "password": PASSWORD})
    session = Session.model_validate(answer.ok())
    assert session.expires_in > 60
    me = api.as_(session.access_token).get("/me").ok()
    assert Bootstrap.model_validate(me).me.id == acme.owner_id


def test_an_address_may_be_written_in_capitals(api: Api, acme: Account) -> None:
    answer = api.post("/auth/sign-in", {"email": f" {OWNER.upper()} ", "password": PASSWORD})
    assert answer.status == 200


def test_the_refresh_token_is_out_of_reach_of_scripts(api: Api, acme: Account) -> None:
    answer = api.post("/auth/sign-in", {"email": OWNER, "password": PASSWORD})
    flags = {part.strip() for part in str(answer.headers["set-cookie"]).split(";")[1:]}
    assert {"HttpOnly", "Secure", "SameSite=Strict", "Path=/api/auth"} <= flags
    secret = cookie_of(answer).partition("=")[2]
    assert secret
    assert secret not in json.dumps(answer.body)


@pytest.mark.parametrize(
    ("email", "password"),
    [(OWNER, "wrong-horse-9"), ("nobody@acme.example", PASSWORD), ("not an address", "x")],
)
def test_a_wrong_password_and_an_unknown_address_look_the_same(
    api: Api, acme: Account, email: str, password: str
) -> None:
    answer = api.post("/auth/sign-in", {"email": email, "password": password})
    assert answer.problem() == (401, "unauthenticated", "")
    assert answer.body["detail"] == "The e-mail or the password is wrong."
    assert "set-cookie" not in answer.headers


def test_a_temporary_password_is_told_in_words(api: Api, acme: Account) -> None:
    from chalicelib.settings import settings

    aws.cognito().admin_set_user_password(
        UserPoolId=settings().user_pool_id, Username=OWNER, Password="temporary-9", Permanent=False
    )
    answer = api.post("/auth/sign-in", {"email": OWNER, "password": "temporary-9"})
    assert answer.problem() == (403, "new_password_required", "")
    assert "temporary" in answer.body["detail"]


def test_the_cookie_gives_a_new_session(api: Api, acme: Account) -> None:
    signed_in = api.post("/auth/sign-in", {"email": OWNER, "password": PASSWORD})
    again = api.post("/auth/refresh", cookie=f"theme=dark; {cookie_of(signed_in)}")
    fresh = Session.model_validate(again.ok())
    assert api.as_(fresh.access_token).get("/me").status == 200


@pytest.mark.parametrize("cookie", ["", "tertulia_refresh=", "tertulia_refresh=forged", "other=1"])
def test_without_the_cookie_there_is_no_new_session(api: Api, acme: Account, cookie: str) -> None:
    assert api.post("/auth/refresh", cookie=cookie).problem() == (401, "unauthenticated", "")


def test_signing_out_revokes_the_token_and_clears_the_cookie(api: Api, acme: Account) -> None:
    revoked: list[dict[str, Any]] = []

    def revoke(params: dict[str, Any], **_: Any) -> tuple[Any, dict[str, Any]]:
        revoked.append(json.loads(params["body"]))
        return type("Good", (), {"status_code": 200})(), {}

    # moto has no RevokeToken.
    events: Any = aws.cognito().meta.events
    events.register("before-call.cognito-identity-provider.RevokeToken", revoke)
    signed_in = api.post("/auth/sign-in", {"email": OWNER, "password": PASSWORD})
    out = api.post("/auth/sign-out", cookie=cookie_of(signed_in))
    assert out.status == 204
    assert "Max-Age=0" in out.headers["set-cookie"]
    assert [each["Token"] for each in revoked] == [cookie_of(signed_in).partition("=")[2]]
    assert api.post("/auth/sign-out").status == 204
    assert len(revoked) == 1


def claims(token: str) -> dict[str, Any]:
    import base64

    payload = token.split(".")[1]
    decoded: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=="))
    return decoded


def test_forged_tokens_are_refused(api: Api, acme: Account) -> None:
    good = acme.owner.token
    header, payload, signature = good.split(".")
    content = claims(good)
    other_key = RSAKey.generate_key(2048, {"kid": "dummy"})
    forged = {
        "nothing": "x",
        "rubbish": "a.b.c",
        "no signature": f"{header}.{payload}.",
        "another payload": f"{header}.{acme.agent.token.split('.')[1]}.{signature}",
        "another key": jwt.encode({"alg": "RS256", "kid": "dummy"}, content, other_key),
        "none": jwt.encode({"alg": "HS256"}, content, OctKey.import_key("x" * 32)),
    }
    for name, token in forged.items():
        answer = api.as_(token).get("/me")
        assert answer.problem() == (401, "unauthenticated", ""), name
    assert api.get("/me").problem() == (401, "unauthenticated", "")
    assert api.call("GET", "/me", headers={"Authorization": f"Basic {good}"}).status == 401


def test_the_pools_access_token_is_not_our_bearer(api: Api, acme: Account) -> None:
    from chalicelib.settings import settings

    answer = aws.cognito().initiate_auth(
        ClientId=settings().user_pool_client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": OWNER, "PASSWORD": PASSWORD},
    )
    token = answer["AuthenticationResult"]["AccessToken"]
    assert api.as_(token).get("/me").status == 401


def test_ids_that_somebody_wrote_into_his_profile_open_nothing(api: Api, acme: Account) -> None:
    """The agent's own person in the pool is compared, not only the ids that the token carries."""
    from chalicelib.settings import settings

    aws.cognito().admin_update_user_attributes(
        UserPoolId=settings().user_pool_id,
        Username="agent@acme.example",
        UserAttributes=[{"Name": "custom:agent_id", "Value": acme.owner_id}],
    )
    token = sign_in(api, "agent@acme.example")
    assert claims(token)["custom:agent_id"] == acme.owner_id
    assert api.as_(token).get("/me").problem() == (401, "unauthenticated", "")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"email": OWNER}, "password"),
        ({"email": "x", "password": "y"}, "email"),
        ({"email": OWNER, "password": "y" * 300}, "password"),
        ({"email": OWNER, "password": "y", "remember": True}, "remember"),
    ],
)
def test_a_bad_form_names_the_field(api: Api, body: dict[str, Any], field: str) -> None:
    assert api.post("/auth/sign-in", body).problem() == (422, "invalid_input", field)


# The second factor -------------------------------------------------------------------------------


@pytest.mark.feature("11")
def test_a_second_factor_is_asked_for_once_it_is_set_up_and_not_before(
    api: Api, acme: Account
) -> None:
    """The codes themselves are tried in tests/e2e: this user pool takes any."""
    credentials = {"email": OWNER, "password": PASSWORD}
    cookie = cookie_of(api.post("/auth/sign-in", credentials))
    owner = acme.owner

    def call(method: str, path: str, body: Any = None) -> Answer:
        return owner.call(method, path, body, headers={"Cookie": cookie})

    assert call("GET", "/auth/factor").ok() == {"on": False}
    made = call("POST", "/auth/factor/secret").ok()
    assert made["uri"].startswith("otpauth://totp/Tertulia%3Aowner%40acme.example?secret=")
    assert api.post("/auth/sign-in", credentials).status == 200  # nothing is asked for before
    refused = call("POST", "/auth/factor", {"code": "abcdef"})
    assert refused.problem() == (422, "invalid_input", "code")
    assert call("POST", "/auth/factor", {"code": "123 456"}).status == 204
    assert call("GET", "/auth/factor").ok() == {"on": True}
    asked = api.post("/auth/sign-in", credentials)
    assert asked.problem() == (403, "second_factor_required", "")
    assert "set-cookie" not in asked.headers
    assert api.post("/auth/sign-in", credentials | {"code": "123456"}).status == 200
    wrong = call("POST", "/auth/factor/off", {"password": "not-mine-9", "code": "123456"})
    assert wrong.problem() == (401, "unauthenticated", "")
    assert call("POST", "/auth/factor/off", {"password": PASSWORD, "code": "123456"}).status == 204
    assert api.post("/auth/sign-in", credentials).status == 200
    told = [each["action"] for each in owner.get("/audit?action=sign_in").ok()["entries"]]
    assert "sign_in.factor_on" in told
    assert "sign_in.factor_off" in told


@pytest.mark.feature("11")
def test_an_administrator_resets_the_second_factor_of_others_but_not_of_an_owner(
    api: Api, acme: Account
) -> None:
    path = f"/agents/{acme.agent_id}/factor"
    assert acme.owner.call("DELETE", path).status == 204
    assert acme.owner.call("DELETE", path).status == 204
    own = acme.owner.call("DELETE", f"/agents/{acme.owner_id}/factor")
    assert own.problem()[:2] == (409, "conflict")
    acme.owner.patch(f"/agents/{acme.agent_id}", {"role": "administrator"}).ok()
    from chalicelib import wiring

    wiring.account_ports().agents.forget(f"{acme.id}#{acme.agent_id}")
    refused = acme.agent.call("DELETE", f"/agents/{acme.owner_id}/factor")
    assert refused.problem()[:2] == (403, "forbidden")


@pytest.mark.feature("11")
def test_who_tries_passwords_too_quickly_waits(
    api: Api, acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.visitors import limits

    monkeypatch.setitem(limits.RULES, "sign_in", limits.Rule(most=3, free=1))
    wrong = {"email": OWNER, "password": "wrong-horse-9"}
    told = [api.post("/auth/sign-in", wrong) for _ in range(5)]
    assert [answer.status for answer in told] == [401, 401, 401, 429, 429]
    assert int(told[-1].headers["retry-after"]) > 0


def test_the_audit_log_s_table_names_no_route_that_is_not_there() -> None:
    from app import app
    from chalicelib.entry._audit import ACTIONS

    there = {f"{method} {path}" for path, methods in app.routes.items() for method in methods}
    assert set(ACTIONS) <= there
